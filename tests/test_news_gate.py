"""The news gate, the editor's command and the figures of reading, on small invented records."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from checks import each
from click.testing import CliRunner

from pipeline import run
from pipeline.cli import dateline
from pipeline.compose.model.stories import story_packs, told_as
from pipeline.evals.reading import figures
from pipeline.llm import prompts
from pipeline.newsroom import briefs
from pipeline.newsroom.config import open_newsroom
from pipeline.newsroom.desk import Desk
from pipeline.newsroom.library import Library
from pipeline.records import (
    Assertion,
    Block,
    Brief,
    Draft,
    Evidence,
    EvidenceItem,
    Fate,
    Implication,
    News,
    Provenance,
    Quote,
    Section,
    Sentence,
    Story,
    StoryRef,
)
from pipeline.verify.draft import news, reuse

DAY = "2026-08-20"
LEAD = (
    "Kestrel 2.1 removes the old scheduler. It turns the new one on by default for every cluster."
)
DESK = Desk.model_validate(
    {
        "title": "Desk", "site_url": "https://desk.example/", "publisher": {"name": "Desk"},
        "domains": [{"id": "web", "title": "Web", "team": "teams", "questions": ["What broke?"]}],
    }
)  # fmt: skip


def item(
    n: int, document: str, published: str, text: str = LEAD, story: str = "s1"
) -> EvidenceItem:
    return EvidenceItem(
        n=n, source_id=f"of-{document}", source_title="Kestrel blog", title="Kestrel 2.1 is out", url="https://k.example/",
        published=f"{published}T00:00:00+00:00" if published else None, text=text, passage=f"p{n}", document=document, start=0,
        domain="web", blocks=(Block("paragraph", 0, len(text)),), story=story,
    )  # fmt: skip


def says(text: str, n: int = 1, origin: str = "source") -> Sentence:
    start = LEAD.find(text)
    quote = Quote(n, start, start + len(text), text) if origin == "source" and start >= 0 else None
    return Sentence(text, (n,), origin, quote)  # type: ignore[arg-type]


FIRST, SECOND = (
    "Kestrel 2.1 removes the old scheduler.",
    "It turns the new one on by default for every cluster.",
)
REF = StoryRef("s1", "news", 1, "", DAY, "published", "kestrel")
SECTION = Section(
    "web", "Web", "Kestrel 2.1 removes its scheduler", (says(FIRST), says(SECOND)), None, None, REF
)
DRAFT = Draft(
    DAY,
    "Kestrel 2.1",
    "extractive",
    (says("Kestrel 2.1 (Kestrel blog, 20 August).", origin="computed"),),
    (SECTION,),
    (),
    None,
    None,
)
STORY = Story("s1", "web", "news", "kestrel", ("p1",), (), DAY, "published")
EVIDENCE = Evidence(DAY, (item(1, "kestrel", DAY), item(2, "merlin", DAY)), stories=(STORY,))


def rules(draft: Draft, evidence: Evidence = EVIDENCE, said: tuple[Brief, ...] = ()) -> set[str]:
    return {one.rule for one in news.check(draft, evidence, DESK, said)}


def with_section(**changes: object) -> Draft:
    return replace(DRAFT, sections=(replace(SECTION, **changes),))  # type: ignore[arg-type]


def brief(draft: Draft, outcome: str = "published") -> Brief:
    known = Provenance("extractive", "c", "d", "1", documents=1, passages=1)
    return Brief(draft.day, draft, (), 100, outcome, known, f"{draft.day}T06:00:00+00:00")  # type: ignore[arg-type]


def test_a_section_of_today_passes() -> None:
    assert rules(DRAFT) == set()


@pytest.mark.parametrize(
    ("published", "stale"), [("2026-08-14", False), ("2026-07-01", True), ("", True)]
)
def test_news_needs_a_lead_of_the_window(published: str, stale: bool) -> None:
    evidence = replace(EVIDENCE, items=(item(1, "kestrel", published),))
    told = with_section(story=replace(REF, day=published))
    assert ("stale-as-news" in rules(told, evidence)) == stale


def test_recent_may_be_two_months_old_and_the_library_any_age() -> None:
    evidence = replace(EVIDENCE, items=(item(1, "kestrel", "2026-07-01"),))
    recent = replace(REF, kind="recent", day="2026-07-01")
    assert not rules(with_section(story=recent), evidence)
    old = replace(EVIDENCE, items=(item(1, "kestrel", "2018-09-25"),))
    assert not rules(with_section(story=replace(REF, kind="library", day="2018-09-25")), old)


@pytest.mark.parametrize(
    ("label", "lead", "wrong"),
    [
        ({"day": "2026-08-19"}, {}, True),
        ({"day": "2026-08-21"}, {}, True),
        ({"dated": "changed"}, {}, True),
        ({"dated": "changed"}, {"published": "2026-01-05", "changed": DAY}, False),
        ({"dated": "first_seen"}, {"published": "2026-01-05", "first_seen": DAY}, False),
        ({"dated": "first_seen", "day": "2026-08-18"}, {"published": "2026-08-18"}, False),
        (
            {"dated": "first_seen", "day": "2026-08-18"},
            {"published": None, "first_seen": DAY},
            True,
        ),
    ],
)
def test_the_day_of_a_label_is_the_day_of_its_lead(
    label: dict[str, str], lead: dict[str, str], wrong: bool
) -> None:
    evidence = replace(EVIDENCE, items=(replace(item(1, "kestrel", DAY), **lead),))  # type: ignore[arg-type]
    told = with_section(story=replace(REF, **label))  # type: ignore[arg-type]
    assert ("stale-as-news" in rules(told, evidence)) == wrong


@pytest.mark.parametrize(
    ("day", "window", "wrong"),
    [
        ("2026-08-20", 7, True), ("2026-08-14", 7, True), ("2026-08-13", 7, False),
        ("2026-08-14", DESK.news.recent_days, False),
    ],
)  # fmt: skip
def test_what_the_window_brought_is_not_labelled_recent(day: str, window: int, wrong: bool) -> None:
    evidence = replace(EVIDENCE, items=(item(1, "kestrel", day),), window=window)
    told = with_section(story=replace(REF, kind="recent", day=day))
    assert ("stale-as-news" in rules(told, evidence)) == wrong


def test_a_file_first_seen_in_the_window_is_news() -> None:
    seen = replace(item(1, "kestrel", ""), first_seen=f"{DAY}T00:00:00+00:00")
    told = with_section(story=replace(REF, dated="first_seen"))
    assert not rules(told, replace(EVIDENCE, items=(seen,)))


def test_a_computed_sentence_says_today_only_of_a_page_of_today() -> None:
    said = replace(DRAFT, lede=(says("Two domains name Kestrel today.", origin="computed"),))
    assert not rules(said)
    evidence = replace(EVIDENCE, items=(item(1, "kestrel", "2026-08-18"),))
    assert rules(said, evidence) == {"stale-as-news"}


def test_two_documents_in_a_section_are_a_mixture() -> None:
    mixed = with_section(sentences=(says(FIRST), says(FIRST, 2), says(SECOND, 2)))
    assert rules(mixed) == {"mixed-story"}


def test_one_sentence_may_cite_two_sources_beside_the_lead() -> None:
    third = replace(item(2, "merlin", DAY), n=3, document="third")
    evidence = replace(EVIDENCE, items=(*EVIDENCE.items, third))
    beside = replace(says(SECOND, 2), cites=(2, 3))
    told = with_section(sentences=(says(FIRST), says(FIRST), beside))
    assert "mixed-story" not in rules(told, evidence)


def test_an_implication_of_another_story_is_a_mixture() -> None:
    other = replace(item(2, "merlin", DAY), story="s2")
    evidence = replace(EVIDENCE, items=(EVIDENCE.items[0], other))
    assert rules(with_section(implication=Implication("teams", says(SECOND, 2))), evidence) == {
        "mixed-story"
    }


def test_an_edition_without_a_lede_is_held() -> None:
    assert rules(replace(DRAFT, lede=())) == {"no-lede"}


def test_what_is_admitted_of_a_thin_day_may_be_said_on_the_next_and_a_quote_may_not() -> None:
    thin = "A thin day: only the first story is new, the rest is older."
    admits = Sentence(thin, (1,), "computed", asserts=(Assertion("share", "only the first", (1,)),))
    today = replace(DRAFT, lede=(admits, *DRAFT.lede))
    yesterday = brief(replace(today, day="2026-08-18"))
    found = [
        one for one in reuse.check(today, EVIDENCE, DESK, (yesterday,)) if one.rule == "repeat"
    ]
    assert found and all(one.match != thin for one in each(found))


def test_a_told_story_comes_again_only_as_an_update() -> None:
    earlier = brief(replace(DRAFT, day="2026-08-18"))
    assert rules(DRAFT, said=(earlier,)) == {"said-before"}
    update = with_section(story=replace(REF, kind="update", since="2026-08-18"))
    assert not rules(update, said=(earlier,))


def test_debris_does_not_open_a_section() -> None:
    debris = "See the following for more of this, as we said:"
    text = f"{debris} {LEAD}"
    broken = Sentence(debris[:-1] + ".", (1,), "source", Quote(1, 0, len(debris), debris))
    evidence = replace(EVIDENCE, items=(item(1, "kestrel", DAY, text),))
    assert "not-printable" in rules(with_section(sentences=(broken, says(SECOND))), evidence)


def test_a_sentence_may_go_on_from_the_one_that_stands_in_the_lede() -> None:
    rest = (
        "Furthermore, we discovered that the popular merlin crate had recently been republished and "
        "made to depend on this crate, with the most recent versions yanked."
    )
    text = f"{FIRST} {rest}"
    leans = Sentence(rest, (1,), "source", Quote(1, len(FIRST) + 1, len(text), rest))
    told = Sentence(f"“{FIRST}”", (1,), "computed", asserts=(Assertion("states", FIRST, (1,)),))
    evidence = replace(EVIDENCE, items=(item(1, "kestrel", DAY, text),))
    section = with_section(sentences=(says("Kestrel blog:", origin="computed"), leans))
    assert "not-printable" in rules(section, evidence)
    assert "not-printable" not in rules(replace(section, lede=(told,)), evidence)


@pytest.mark.parametrize("mark", ["- ", "* Added: ", "3. "])
def test_an_item_of_a_list_is_known_in_a_record_that_keeps_no_blocks(mark: str) -> None:
    debris = "As before: shown here, hit 85% and finished"
    text = f"{LEAD}\n\n{mark}{debris}"
    start = text.index(debris)
    cut = Sentence(debris, (1,), "source", Quote(1, start, len(text), debris))
    first = Sentence(LEAD, (1,), "source", Quote(1, 0, len(LEAD), LEAD))
    evidence = replace(EVIDENCE, items=(replace(item(1, "kestrel", DAY, text), blocks=()),))
    assert "not-printable" not in rules(with_section(sentences=(first, cut)), evidence)
    plain = replace(evidence.items[0], text=text.replace(mark, "x" * len(mark)))
    bare = replace(EVIDENCE, items=(plain,))
    assert "not-printable" in rules(with_section(sentences=(first, cut)), bare)


def test_a_record_without_stories_is_not_judged_by_news_rules() -> None:
    assert rules(replace(with_section(story=None), lede=())) == set()


def test_a_writer_with_a_model_reads_what_the_story_is_and_what_was_told_of_it() -> None:
    moved = replace(
        STORY, kind="update", told=("2026-08-18",), since="2026-08-18", reason="it names a removal"
    )
    (subject,) = story_packs(replace(EVIDENCE, stories=(moved,)), DESK)
    line = told_as(subject, (brief(replace(DRAFT, day="2026-08-18")),))
    assert line == (
        "an update of a story told before; published 2026-08-20; it names a removal; told before on "
        "2026-08-18 2026-08-18: Kestrel 2.1 removes its scheduler"
    )
    assert told_as(replace(subject, story=None), ()) == ""
    mended = replace(moved, told=(), stakes="status: Final", was="It was 1.", now="It is 2.")
    told = told_as(replace(subject, story=mended), ())
    assert (
        "status: Final" in told
        and "otherwise than before, and what is the news: “It is 2.”" in told
    )


def test_a_deprecation_in_the_first_line_reaches_the_writer_of_a_later_passage() -> None:
    late = replace(
        item(1, "kestrel", DAY), head="Deprecated since 2.1.", before="Words before.", part="lead"
    )
    text = prompts.pack((late,), around=True)
    assert "Deprecated since 2.1." in text and "Words before." in text and '"part": "lead"' in text
    assert "Deprecated" not in prompts.pack((late,))


# ── a newsroom on disk ────────────────────────────────────────────────────────────────────


@pytest.fixture
def room(tmp_path: Path) -> Path:
    root = tmp_path / "room"
    CliRunner().invoke(dateline, ["init", str(root)])
    return root


def keep(root: Path, draft: Draft, outcome: str = "held", evidence: Evidence = EVIDENCE) -> None:
    told = News(draft.day, "news", (STORY,))
    corpus: dict[str, dict[str, int]] = {}
    briefs.keep(open_newsroom(root), brief(draft, outcome), evidence, news=told, corpus=corpus)


def edit(root: Path, *arguments: str) -> tuple[int, str]:
    who = ["--by", "Ann", "--why", "told elsewhere", "--root", str(root)]
    done = CliRunner().invoke(dateline, ["edit", DAY, *arguments, *who])
    return done.exit_code, f"{done.output}{done.exception or ''}"


def decisions(root: Path) -> list[dict[str, str]]:
    return [
        json.loads(line) for line in (root / "briefs" / "decisions.jsonl").read_text().splitlines()
    ]


@pytest.mark.parametrize("named", ["1", "web", "s1"])
def test_a_story_is_dropped_by_number_domain_or_id(room: Path, named: str) -> None:
    keep(room, DRAFT)
    assert edit(room, "drop", named)[0] == 0
    row = decisions(room)[0]
    assert (row["what"], row["kind"], row["value"], row["by"]) == ("drop", "story", "s1", "Ann")


@pytest.mark.parametrize("named", ["2", "web", "Kestrel 4.2 is out"])
def test_before_its_brief_a_story_is_named_as_the_news_listed_it(room: Path, named: str) -> None:
    other = replace(STORY, id="s0", domain="security")
    fate = Fate("doc", "Kestrel 4.2 is out", "k", "web", DAY, "used", "new", STORY.id)
    briefs.keep_listed(open_newsroom(room), News(DAY, "news", (other, STORY), fates=(fate,)))
    assert edit(room, "drop", named)[0] == 0
    assert decisions(room)[0]["value"] == STORY.id


def test_a_sentence_is_swapped_for_one_of_the_sources_only(room: Path) -> None:
    keep(room, DRAFT)
    code, said = edit(
        room, "swap", "--sentence", "turns the new one", "--for", "Kestrel is a bird."
    )
    assert code != 0 and "stands in no source" in said
    assert edit(room, "swap", "--sentence", "turns the new one", "--for", FIRST)[0] == 0
    assert decisions(room)[0]["value"] == SECOND


def test_a_published_day_is_not_edited(room: Path) -> None:
    keep(room, DRAFT, "published")
    code, said = edit(room, "drop", "1")
    assert code != 0 and "is published already" in said
    assert not (room / "briefs" / "decisions.jsonl").exists()


def test_a_ban_names_a_source_that_there_is(room: Path) -> None:
    code, said = edit(room, "ban", "--section", "nowhere/blog")
    assert code != 0 and "there is no source 'nowhere'" in said
    assert edit(room, "ban", "--title", "*Agenda*")[0] == 0
    assert decisions(room)[0]["kind"] == "title"


@pytest.fixture
def filled(room: Path) -> Path:
    """A newsroom whose corpus is one small handbook."""
    (room / "corpus" / "handbook" / "hr").mkdir(parents=True)
    table = {
        "id": "handbook", "title": "Handbook", "kind": "markdown", "location": "handbook",
        "domains": [open_newsroom(room).desk.domains[0].id],
    }  # fmt: skip
    rows = "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())
    sources = room / "briefs" / "sources.toml"
    sources.write_text(f'base = "corpus"\n[[sources]]\n{rows}', "utf-8")
    words = (
        "Kestrel restarts a worker that has not answered for ten seconds, and says so in its log. "
    )
    (room / "corpus" / "handbook" / "hr" / "leave.md").write_text(f"# Leave\n\n{words * 5}\n")
    done = CliRunner().invoke(dateline, ["ingest", "--root", str(room)])
    assert done.exit_code == 0, done.output
    return room


@pytest.mark.parametrize(
    "named",
    [
        ("--document", "corpus/handbook/leave.md"),
        ("--document", "leave.md"),
        ("--section", "handbook/nowhere"),
        ("--title", "Leave", "--lift"),
    ],
)
def test_a_ban_of_nothing_and_the_end_of_none_are_refused(
    filled: Path, named: tuple[str, ...]
) -> None:
    assert edit(filled, "ban", *named)[0] != 0
    assert not (filled / "briefs" / "decisions.jsonl").exists()


def test_a_ban_of_a_file_of_the_corpus_names_its_document_and_is_lifted_by_it(filled: Path) -> None:
    file = ("--document", "corpus/handbook/hr/leave.md")
    code, said = edit(filled, "ban", *file)
    assert code == 0 and "It meets 1 document of the corpus." in said
    with Library.open(open_newsroom(filled).library) as library:
        assert decisions(filled)[0]["value"] == library.ids()[0]
    assert edit(filled, "ban", *file, "--lift")[0] == 0
    assert edit(filled, "ban", *file, "--lift")[0] != 0
    assert edit(filled, "ban", "--section", "handbook/hr")[0] == 0


def test_a_ban_of_titles_that_no_document_has_says_so(filled: Path) -> None:
    code, said = edit(filled, "ban", "--title", "*Agenda*")
    assert code == 0 and "It matches nothing today." in said


def test_reading_counts_repeats_windows_and_days_without_a_page(room: Path) -> None:
    keep(
        room,
        replace(DRAFT, day="2026-08-18"),
        "published",
        replace(EVIDENCE, day="2026-08-18", items=(item(1, "kestrel", "2026-08-18"),)),
    )
    keep(room, DRAFT, "published")
    found = figures(open_newsroom(room), 3)
    assert (found.editions, found.without_page, found.sections) == (2, 1, 2)
    assert (found.leads_in_window.count, found.leads_in_window.of) == (2, 2)
    assert (found.repeated.count, found.repeated.of) == (1, 2)
    assert found.one_story.share == 1
    assert (found.ledes.count, found.ledes.of) == (0, 2)  # whose it is, and not what happened
    assert (found.titles.count, found.titles.of) == (6, 6)  # `Kestrel` names the publisher


def test_a_lede_in_a_sources_words_says_what_happened(room: Path) -> None:
    told = Sentence(f"“{SECOND}”", (1,), "computed", asserts=(Assertion("states", SECOND, (1,)),))
    keep(room, replace(DRAFT, lede=(told,)), "published")
    assert figures(open_newsroom(room), 1).ledes.count == 1


def test_a_desk_may_skip_the_days_without_news(room: Path) -> None:
    desk = room / "briefs" / "desk.toml"
    quiet_day, busy_day = News(DAY, "library", (STORY,)), News(DAY, "news", (STORY,))
    assert not run.skipped(open_newsroom(room), quiet_day)
    desk.write_text(desk.read_text() + '\n[news]\nquiet = "skip"\n')
    assert run.skipped(open_newsroom(room), quiet_day)
    assert not run.skipped(open_newsroom(room), busy_day)


def test_what_was_public_when_a_brief_was_made_is_what_it_is_judged_by(room: Path) -> None:
    keep(room, replace(DRAFT, day="2026-08-18"), "published")
    newsroom = open_newsroom(room)
    later = replace(brief(DRAFT), knew=())
    assert briefs.known(newsroom, later) == ()
    assert [each.day for each in briefs.public(newsroom, "2026-08-17")] == ["2026-08-18"]


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("The patched kernels have been out since 2 September.", True),
        ("The patched kernels were released on 2 September 2026.", True),
        ("The patched kernels will be released on 2 September.", False),
        ("The patched kernels were released on 18 August.", False),
        ("The patched kernels were released on 2 December.", True),
        ("The old kernels were released on 2 March.", False),
        ("The kernels were announced in August, and support ends on 2 September.", False),
    ],
)
def test_what_is_told_as_done_on_a_day_after_the_brief_is_found(text: str, ahead: bool) -> None:
    section = replace(SECTION, sentences=(says(text, origin="writer"),))
    draft = replace(DRAFT, sections=(section,))
    found = news.check(draft, Evidence(DAY, (item(1, "d", DAY),)), DESK, ())
    assert any(one.rule == "told-ahead" for one in found) == ahead
