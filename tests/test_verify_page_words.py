"""A page that was changed after it was built is told from its record, whatever changed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import newsdesk
import pytest
import starter_room
from click.testing import CliRunner

from pipeline import review
from pipeline.audit import audit
from pipeline.cli import dateline
from pipeline.news import quiet
from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.proof import publish_proven
from pipeline.proof.printed.record import Printed
from pipeline.records import Brief, Correction, evidence_file
from pipeline.records import draft as drafts
from pipeline.render import render_all
from pipeline.verify import site_words
from pipeline.verify.page_words import ADDED, altered


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return starter_room.published(tmp_path_factory.mktemp("built")).root


def verdict(page: Path) -> tuple[int, str]:
    done = CliRunner().invoke(dateline, ["verify", str(page.parent)], standalone_mode=False)
    return int(done.return_value or 0), done.output


def changed(built: Path, old: str, new: str) -> tuple[int, str]:
    """The word on the day's page with some words put in place of others."""
    page = built / "site" / "briefs" / starter_room.DAY / "index.html"
    text = page.read_text("utf-8")
    assert old in text
    page.unlink()  # a link to what all tests share
    page.write_text(text.replace(old, new), "utf-8")
    try:
        return verdict(page)
    finally:
        page.write_text(text, "utf-8")


def test_the_page_as_it_was_built_is_publishable(built: Path) -> None:
    page = built / "site" / "briefs" / starter_room.DAY / "index.html"
    code, said = verdict(page)
    assert (code, "page-altered" in said) == (0, False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("43.2 minutes", "42.3 minutes"),
        ("cannot defend a budget", "can defend a budget"),
        ("10 million requests", "20 million requests"),
        ("An availability objective", 'All is well. <a class="cite" href="#source-1">[Source 1]</a> An availability objective'),
        ("<p>Career Ledger, 20 November", "<p>Every error budget is spent by now.</p><p>Career Ledger, 20 November"),
        ("<p>Career Ledger, 20 November", "<p>All is lost, and this: Career Ledger, 20 November"),
    ],
)  # fmt: skip
def test_a_word_changed_in_the_page_alone_is_found(built: Path, old: str, new: str) -> None:
    code, said = changed(built, old, new)
    assert (code, "page-altered" in said) == (1, True)


LOST_KEYS = "All 9,000 keys of Initech were lost in May."


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("briefs/DAY/index.html", "<title>", "<title>Total loss at Initech: "),
        ("briefs/DAY/index.html", 'og:title" content="', 'og:title" content="Total loss. '),
        ("briefs/DAY/index.html", 'name="description" content="', 'name="description" content="All keys are lost. '),
        ("briefs/DAY/index.md", "\n## Sources", f"\n{LOST_KEYS}\n\n## Sources"),
        ("briefs/DAY/index.md", "\n## Sources", f"\n- {LOST_KEYS}\n\n## Sources"),
        ("api/briefs/DAY.json", "43.2 minutes", "42.3 minutes"),
        ("api/briefs/DAY.json", "{", "{{"),
        ("api/briefs/DAY.json", None, "[]"),
        ("api/evidence/DAY.json", "43.2 minutes", "42.3 minutes"),
        ("api/records/DAY.json", "43.2 minutes", "42.3 minutes"),
    ],
)  # fmt: skip
def test_what_is_changed_beside_the_page_is_found_from_its_record(
    built: Path, file: str, old: str | None, new: str
) -> None:
    page = built / "site" / "briefs" / starter_room.DAY / "index.html"
    place = built / "site" / file.replace("DAY", starter_room.DAY)
    text = place.read_text("utf-8")
    assert (old or "") in text
    place.unlink()  # a link to what all tests share
    place.write_text(new if old is None else text.replace(old, new, 1), "utf-8")
    try:
        code, said = verdict(page)
    finally:
        place.write_text(text, "utf-8")
    assert code == 1 and starter_room.DAY in said.splitlines()[0], said


LOST = "All 9,000 keys of Initech were lost"  # without a full stop
AT_THE_END = (
    LOST, f"## {LOST}", f"- {LOST}", f"| a | b |\n| --- | --- |\n| x | {LOST} |", f"![{LOST}](https://x.example/y.png)",
    f'[x](https://x.example "{LOST}")', f"[x](https://x.example '{LOST}')", f"[{LOST}](https://x.example)", f"- {LOST} [more](https://x.example) at night",
    f"```\n{LOST}\n```", f'<abbr title="{LOST}">x</abbr>', f'[x]\n\n[x]: https://x.example "{LOST}"', f"— {LOST}",
    f"x[^1]\n\n[^1]: {LOST}", f'??? note "{LOST}"\n    x', f"<details><summary>{LOST}</summary>x</details>",
    f"Corrected on 3 May 2026 {LOST}", f"Held by its gate, then published on the word of {LOST}",
    f"Nothing new in Security since May because {LOST} and nobody knew of it", f"x · {LOST}",
)  # fmt: skip
INSIDE = (
    ('description: "', f'description: "{LOST} '), ("\nedition:", f'\nsummary: "{LOST}"\nedition:'),
    ("\nedition:", f'\nsubjects: ["{LOST}"]\nedition:'),
    ("- [Source 1] [", f"- [Source 1] [{LOST}: "), (", MIT", f", {LOST}, MIT"), ("\n> ", f"\n> {LOST} "),
)  # fmt: skip


@pytest.fixture(scope="module")
def twin(built: Path) -> tuple[str, Brief, list[str]]:
    room = open_newsroom(built)
    cited = starter_evidence(room)
    text = (built / "site" / "briefs" / starter_room.DAY / "index.md").read_text("utf-8")
    return text, briefs.read_brief(room, starter_room.DAY), cited


def starter_evidence(room: Newsroom) -> list[str]:
    """Titles and publishers of the day's sources, and the lines that are printed of its record."""
    data = (room.site / "api" / "evidence" / f"{starter_room.DAY}.json").read_bytes()
    record = room.record(starter_room.DAY).read_bytes()
    brief = briefs.read_brief(room, starter_room.DAY)
    return Printed.of(brief, evidence_file.read(data), room, record).names()


@pytest.mark.parametrize("added", AT_THE_END)
def test_a_claim_put_into_a_twin_is_found_in_any_form_with_or_without_a_full_stop(
    twin: tuple[str, Brief, list[str]], added: str
) -> None:
    text, brief, titles = twin
    assert site_words.altered_twin(text, brief, "x", titles) == ()
    assert site_words.altered_twin(f"{text}\n\n{added}\n", brief, "x", titles)


@pytest.mark.parametrize(("old", "new"), INSIDE)
def test_a_claim_put_into_a_line_of_a_twin_is_found(
    twin: tuple[str, Brief, list[str]], old: str, new: str
) -> None:
    text, brief, titles = twin
    assert old in text
    assert site_words.altered_twin(text.replace(old, new, 1), brief, "x", titles)


def test_a_source_without_an_address_stands_in_the_list_of_a_twin_and_no_claim_behind_it(
    twin: tuple[str, Brief, list[str]],
) -> None:
    text, brief, titles = twin
    bare = re.sub(r"^(- \[Source \d+\] )\[([^\]]*)\]\([^)]*\)", r"\1\2", text, flags=re.MULTILINE)
    assert bare != text
    assert site_words.altered_twin(bare, brief, "x", titles) == ()
    assert site_words.altered_twin(bare.replace(", MIT", f", {LOST}, MIT", 1), brief, "x", titles)
    told = re.sub(r"^(- \[Source 1\] )", rf"\1{LOST}. ", bare, flags=re.MULTILINE)
    assert site_words.altered_twin(told, brief, "x", titles)


def test_a_claim_put_into_linked_data_or_any_field_of_the_json_is_found(
    built: Path, twin: tuple[str, Brief, list[str]]
) -> None:
    _, brief, titles = twin
    page = (built / "site" / "briefs" / starter_room.DAY / "index.html").read_bytes()
    assert site_words.altered_head(page, brief, "x", titles) == ()
    told = page.replace(b'"@type"', f'"abstract": "{LOST}", "@type"'.encode(), 1)
    assert told != page and site_words.altered_head(told, brief, "x", titles)
    for more in (
        f"<meta content='{LOST}' name='description'>",
        f'<META property=og:title content="{LOST}">',
        f'<script id="x" type=\'application/ld+json\'>{{"abstract": "{LOST}"}}</script>',
    ):
        told = page.replace(b"</head>", f"{more}</head>".encode(), 1)
        assert told != page and site_words.altered_head(told, brief, "x", titles), more
    data = json.loads((built / "site" / "api" / "briefs" / f"{starter_room.DAY}.json").read_bytes())
    assert site_words.altered_data(json.dumps(data).encode(), brief, "x", titles) == ()
    for place in (data, data["sections"][0]):
        place["remark"] = LOST
        assert site_words.altered_data(json.dumps(data).encode(), brief, "x", titles)
        del place["remark"]


@pytest.mark.parametrize(
    ("since", "held"),
    [("", 0), ("2025-12-30", 0), ("2026-11-18", 0), (starter_room.DAY, 0), (starter_room.DAY, 2)],
)
def test_each_line_of_a_quiet_domain_stands_in_twin_json_and_page_and_no_other_does(
    twin: tuple[str, Brief, list[str]], since: str, held: int
) -> None:
    text, brief, titles = twin
    domain = SimpleNamespace(id="storage", title="Storage Engines")
    night = SimpleNamespace(desk=SimpleNamespace(domains=(domain,)), day=starter_room.DAY)
    lines = quiet.quiet(night, {"storage": since}, (), {"storage": held})  # type: ignore[arg-type]
    told, said = replace(brief, quiet=lines), lines[0].line
    for line, found in ((said, False), (said.replace("Engines", "Rooms of Initech"), True)):
        data = json.dumps({"quiet": [line]}).encode()
        page = f"<article class='brief'><ul><li>{line}</li></ul></article>".encode()
        added = [one for one in altered(page, told, "x") if one.message == ADDED]
        assert bool(site_words.altered_twin(f"{text}\n\n- {line}\n", told, "x", titles)) is found
        assert bool(site_words.altered_data(data, told, "x", titles)) is found
        assert bool(added) is found, line


def test_a_page_of_which_a_story_was_withdrawn_is_publishable(tmp_path: Path) -> None:
    room = starter_room.published(tmp_path)
    why = "Its source took the figures back."
    review.withdraw(room, starter_room.world(), starter_room.DAY, note=why, which=2)
    publish_proven(room, audit=audit)
    code, said = verdict(room.site / "briefs" / starter_room.DAY / "index.html")
    assert (code, "page-altered" in said) == (0, False), said


def test_a_page_of_another_maker_is_not_compared() -> None:
    assert altered(b"<main><p>Words.</p></main>", None, "x") == ()  # type: ignore[arg-type]


@pytest.mark.parametrize("day", ["2026-11-17", "2026-11-19"])
def test_graph_cross_cuts_and_action_stand_as_the_record_has_them(day: str, tmp_path: Path) -> None:
    room = newsdesk.built(tmp_path)
    page = (room.site / "briefs" / day / "index.html").read_bytes()
    brief = briefs.read_brief(room, day)
    assert brief.draft.graph and brief.draft.crosscuts and brief.draft.action
    assert altered(page, brief, day) == ()


# ── what a person changed after its verdict ───────────────────────────────────────────────

ABOUT = "It is an objective of one service."
NOTE = "The largest table has 40 rows, and not 400."


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A brief that was held and approved, its page corrected after that; the site is built."""
    room = starter_room.held(tmp_path_factory.mktemp("reviewed"))
    world = starter_room.world()
    review.approve(room, world, starter_room.DAY, by="ada", why="Few publishers is fine today.")
    review.correct(room, world, starter_room.DAY, note=NOTE)
    about = review.Rewording(about="An availability objective")
    review.correct(room, world, starter_room.DAY, note=ABOUT, reworded=about)
    publish_proven(room, audit=audit)
    return room.root


def test_an_approved_and_corrected_page_is_publishable(reviewed: Path) -> None:
    page = reviewed / "site" / "briefs" / starter_room.DAY / "index.html"
    code, said = verdict(page)
    text = page.read_text("utf-8")
    assert NOTE in text and 'href="#correction-2">corrected 20 November 2026</a>' in text
    assert text.index('id="correction-2"') < text.index('href="#correction-2"')
    assert "corrected 20 November 2026" in page.with_name("index.md").read_text("utf-8")
    assert (code, "page-altered" in said) == (0, False), said


@pytest.mark.parametrize(("old", "new"), [
    ("has 40 rows", "has 50 rows"), ("Corrected on", "Retracted on"), ("</strong> The largest", "</strong> Nobody saw that the largest"),
    (">corrected 20 November 2026</a>", "></a>"), (">corrected 20 November 2026</a>", ">praised by all 20 November 2026</a>"),
])  # fmt: skip
def test_a_word_changed_in_a_correction_is_found(reviewed: Path, old: str, new: str) -> None:
    code, said = changed(reviewed, old, new)
    assert (code, "page-altered" in said) == (1, True)


@pytest.fixture(scope="module")
def retracted(reviewed: Path) -> Path:
    room = open_newsroom(reviewed)
    review.retract(room, starter_room.world(), starter_room.DAY, note="A source was a hoax.")
    publish_proven(room, audit=audit)
    return reviewed


def test_a_retracted_page_is_refused_for_that_and_not_as_altered(retracted: Path) -> None:
    code, said = verdict(retracted / "site" / "briefs" / starter_room.DAY / "index.html")
    assert (code, "page-altered" in said) == (1, False), said
    assert "[retracted on 2026-11-20: A source was a hoax.]" in said


@pytest.mark.parametrize(("old", "new"), [
    ("Retracted on 20 November 2026.", ""), ("Retracted on 20 November", "Retracted on 2 November"), (">Retracted</span>", "></span>"),
    (">Retracted</span>", ">Published</span>"), ("<td>Retracted, ", "<td>"), ("A source was a hoax.", ""),
])  # fmt: skip
def test_a_page_stripped_of_its_retraction_is_altered(retracted: Path, old: str, new: str) -> None:
    code, said = changed(retracted, old, new)
    assert (code, "page-altered" in said) == (1, True), said


def test_a_brief_retracted_weeks_later_for_a_figure_stays_on_the_site(tmp_path: Path) -> None:
    room = starter_room.published(tmp_path)
    brief = briefs.read_brief(room, starter_room.DAY)
    note = Correction("2026-12-27T12:00:00+00:00", "retraction", "All 7,777 rows were made up.")
    briefs.save(room, replace(brief, corrections=(note,)))
    render_all(room)
    held_back = publish_proven(room, audit=audit).held_back
    twin = room.site / "briefs" / starter_room.DAY / "index.md"
    assert held_back == {}
    assert "Retracted on 27 December 2026: All 7,777 rows" in twin.read_text("utf-8")


def test_a_mark_behind_any_sentence_holds_no_page_back(tmp_path: Path) -> None:
    room = starter_room.published(tmp_path)
    brief = briefs.read_brief(room, starter_room.DAY)
    made = f"{starter_room.DAY}T12:00:00+00:00"
    paths = [path for path, _ in drafts.sentences(brief.draft)]
    notes = tuple(
        Correction(made, "correction", f"Note {n}.", path) for n, path in enumerate(paths)
    )
    briefs.save(room, replace(brief, corrections=notes))
    render_all(room)
    publish_proven(room, audit=audit)
    page = room.site / "briefs" / starter_room.DAY / "index.html"
    text = page.read_text("utf-8")
    assert text.count(">corrected 20 November 2026</a>") == len(paths) > 9
    assert altered(page.read_bytes(), briefs.read_brief(room, starter_room.DAY), "page") == ()
    for shown in (page, page.with_name("index.md") / "as a file"):
        code, said = verdict(shown)
        assert code == 0, said
