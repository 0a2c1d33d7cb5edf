"""What dateline says around a brief's sentences is held against what its record prints."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import newsdesk
import pytest
import starter_room
from click.testing import CliRunner

from pipeline import publish, review
from pipeline.audit import audit
from pipeline.cli import dateline
from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom
from pipeline.proof import Rules, ShownPage, prove_page, publish_proven
from pipeline.proof.folder import in_folder
from pipeline.proof.printed.data import other_data
from pipeline.proof.printed.page import other_page
from pipeline.proof.printed.record import Printed
from pipeline.proof.printed.twin import other_twin
from pipeline.proof.targets import shown_otherwise
from pipeline.records import Finding, Quiet, evidence_file, store
from pipeline.records import draft as drafts
from pipeline.records.story import AlsoTold, StoryRef
from pipeline.render import labels, render_all

DAY = starter_room.DAY


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A published room with a story withdrawn, a quiet domain and a release that is out besides."""
    made = starter_room.published(tmp_path_factory.mktemp("printed"))
    line = "Nothing new in Storage Engines since 18 November."
    out = Quiet("", DAY, "Merlin 3.0, Merlin docs, 20 November 2026", "https://merlin.example/3.0")
    quiet = (out, Quiet("storage", "2026-11-18", line))
    briefs.save(made, replace(briefs.read_brief(made, DAY), quiet=quiet))
    why = "Its source took the figures back."
    review.withdraw(made, starter_room.world(), DAY, note=why, which=2)
    publish_proven(made, audit=audit)
    return made


def due(room: Newsroom, day: str) -> Printed:
    """A brief as a stranger prints it, who has the sources that it cites."""
    data = (room.site / f"api/evidence/{day}.json").read_bytes()
    items = evidence_file.read(data, where="x")
    return Printed.of(briefs.read_brief(room, day), items, room, room.record(day).read_bytes())


def found(kind: str, text: str, wanted: Printed, room: Newsroom) -> tuple[Finding, ...]:
    if kind == "md":
        return other_twin(text, wanted, "x")
    if kind == "html":
        return other_page(text.encode(), wanted, "x")
    record = room.record(wanted.brief.day).read_bytes()
    return other_data(text.encode(), wanted, "x", record)


def place(room: Newsroom, day: str, kind: str) -> Path:
    beside = room.site / "briefs" / day / f"index.{kind}"
    return room.site / f"api/briefs/{day}.json" if kind == "json" else beside


@pytest.mark.parametrize("kind", ["md", "html", "json"])
def test_what_was_built_is_what_is_printed(room: Newsroom, kind: str) -> None:
    text = place(room, DAY, kind).read_text("utf-8")
    assert found(kind, text, due(room, DAY), room) == ()


def test_so_it_is_of_a_brief_with_cross_cuts_and_a_graph(tmp_path: Path) -> None:
    made = newsdesk.built(tmp_path)
    for kind in ("md", "html", "json"):
        text = place(made, "2026-11-19", kind).read_text("utf-8")
        assert found(kind, text, due(made, "2026-11-19"), made) == (), kind


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("md", r"\*\*(New|Recent)\*\*, \d+ November", "**Update**, 27 November"),
        ("md", r" · \*\*(New|Recent)\*\*", " · New at last"),
        ("md", r"^(\[[^\n]* · \*\*[^\n]*\n)(.*?)^(\[[^\n]* · \*\*[^\n]*\n)", r"\3\2\1"),
        ("md", r"(- \[Source \d+\] \[[^\]]*\]\()[^)]*", r"\1https://evil.example"),
        ("md", r"(- \[Source [^\n]*?), \d+ November 2026", r"\1, 1 November 2026"),
        ("md", r"(?=\.[”]? \[Source \d+\])", " [more](https://evil.example/)"),
        ("md", r"(?=\.[”]? \[Source \d+\])", " [more](//evil.example/)"),
        ("md", r"(?=\.[”]? \[Source \d+\])", " [more](javascript:alert)"),
        ("md", r"\d+ (?=(new|recent)[^\n\"]*stand in)", "9 "),
        ("md", r"\d+ of \d+ quotes", "99 of 99 quotes"),
        ("md", r"^(?=[^\n]*stand in their sources)", "First edition. "),
        ("md", r"^(?=[^\n]*stand in their sources)", "7 new, 3 recent.\n\n"),
        ("md", r"^- Nothing new in [^\n]*\n", ""),
        ("md", r"^- Nothing new in ([^\n]*) since \d+", r"- Nothing new in \1 since 2"),
        ("md", r"^- \[Merlin [^\n]*\n", ""),
        ("md", r"^(- \[Merlin )3\.0", r"\g<1>4.0"),
        ("md", r"^(- \[Merlin [^\]]*\]\()[^)]*", r"\1https://evil.example"),
        ("html", r'(<li><a href=")[^"]*("[^>]*>Merlin )', r"\1https://evil.example\2"),
        ("html", r">Merlin 3\.0", ">Merlin 4.0"),
        ("json", r'"also_out":\["Merlin 3', '"also_out":["Merlin 4'),
        ("md", r'^title: "[^\n]*', 'title: "Security"'),
        ("md", r'^tally: "[^\n]*', 'tally: "9 new"'),
        ("md", r'^edition: "[^\n]*', 'edition: "library"'),
        ("html", r"<strong>(New|Recent)</strong>, \d+", "<strong>Update</strong>, 27"),
        ("html", r'(<li id="source-\d+"[^>]*><a href=")[^"]*', r"\1https://evil.example"),
        ("html", r'<p class="lede">', '<p class="lede"><a href="https://evil.example">x</a>'),
        ("html", r'<p class="tally">', '<p class="tally">First edition. '),
        ("html", r"since \d+ November(?=\.</li>)", "since 2 November"),
        ("html", r"<title>[^<]*?(?= · )", "<title>Security"),
        ("html", r">\d+ November 2026(?=</time>, MIT)", ">1 November 2026"),
        ("md", r"^# [^\n]*", "# All of it is lost"),
        ("md", r"^## [^\n]*", "## All of it is lost"),
        ("md", r"^## (?=[^\n]*\Z|[^\n]*\n\n)", "Buy now!\n\n## "),
        ("md", r"^- \[Source \d+\] [^\n]*\n", ""),
        ("md", r"^([^\n>#-][^\n]*\[Source \d+\])\n", r"\1\n\n\1\n"),
        ("md", r"^([A-Z][^\n\[]*\.) \[Source \d+\](?= [A-Z])", ""),
        ("html", r"(<h1[^>]*>).*?</h1>", r"\1All of it is lost</h1>"),
        ("html", r"(<h2[^>]*>).*?</h2>", r"\1All of it is lost</h2>"),
        ("html", r'(?=<h2[^>]*id="sources")', "<p>Buy now!</p>"),
        ("html", r'(\[Source </span>)\d+(?=<span)', r"\g<1>9"),
        ("html", r'(?=<h2[^>]*id="sources")', '<p class="kicker">Buy now × pay later</p>'),
        ("html", r'(?=<h2[^>]*id="sources")', '<p class="tagline">The company was sold.</p>'),
        ("html", r'(?=<h2[^>]*id="sources")', '<p class="aside">Buy now!</p>'),
        ("html", r'(?=<h2[^>]*id="sources")', '<p class="kicker brief__date">Buy now!</p>'),
        ("html", r'(?=<h2[^>]*id="sources")', '<div class="brief__date"><p>Buy now!</p></div>'),
        ("html", r'(<p class="kicker brief__date">).*?</p>', r"\1Monday, 1 May 2026</p>"),
        ("html", r'(<p class="kicker brief__date">.*?</p>)', r"\1\1"),
        ("html", r'(?=<h2[^>]*id="sources")', '<details class="aside"><summary>Offer</summary><p>Buy now!</p></details>'),
        ("html", r'(<details class="note aside">\s*<summary>Why.*?</details>)', r"\1\1"),
        ("html", r"(<mark>)[^<]*", r"\1Nobody reads this"),
        ("html", r"(<td>)No model was called[^<]*", r"\1A model was paid $40."),
        ("html", r"(<dd>)\d+ of \d+ quotes", r"\g<1>99 of 99 quotes"),
        ("html", r"(<dd>)No model was called[^<]*", r"\1A model was paid $40."),
        ("json", r'"when":"[^"]*"', '"when":"1 May 2026"'),
        ("json", r'"label":"[^"]*"', '"label":"Update"'),
        ("json", r'"withdrawn":"[^"]*"', '"was":"x"'),
        ("json", r'"tally":"[^"]*"', '"tally":"9 new"'),
        ("json", r'"published":"[^"]*"', '"published":"2026-01-01"'),
        ("json", r'(?<="citations":\[\{"n":)\d+', "77"),
    ],
)  # fmt: skip
def test_what_is_printed_otherwise_is_found(room: Newsroom, kind: str, old: str, new: str) -> None:
    text = place(room, DAY, kind).read_text("utf-8")
    forged = re.sub(old, new, text, count=1, flags=re.MULTILINE | re.DOTALL)
    assert forged != text
    assert found(kind, forged, due(room, DAY), room)


@pytest.mark.parametrize("kind", ["md", "html"])
def test_a_sentence_that_stands_once_more_is_found(room: Newsroom, kind: str) -> None:
    text = place(room, DAY, kind).read_text("utf-8")
    sentences = (one.text for _, one in drafts.sentences(briefs.read_brief(room, DAY).draft))
    said = next(one for one in sentences if "“" not in one and len(one.split()) > 8)
    heading, more = ("\n## ", said) if kind == "md" else ("<h2", f"<p>{said}</p>")
    at = text.rindex(heading)
    forged = f"{text[:at]}\n\n{more}\n{text[at:]}"
    assert said in {one.match for one in found(kind, forged, due(room, DAY), room)}


def test_the_team_of_an_advice_is_the_records(tmp_path: Path) -> None:
    made = newsdesk.built(tmp_path)
    wanted = due(made, "2026-11-19")
    for kind, old, new in (
        ("md", r"^\*\*For [^*]*:\*\*", "**For accountants:**"),
        ("html", r"<strong>For [^<]*:</strong>", "<strong>For accountants:</strong>"),
    ):
        text = place(made, "2026-11-19", kind).read_text("utf-8")
        forged = re.sub(old, new, text, count=1, flags=re.MULTILINE)
        assert forged != text and found(kind, forged, wanted, made)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"\*\*(New|Recent)\*\*, \d+", "**Update**, 27"),
        (r"(\*\*(?:New|Recent)\*\*, )\d+", r"\g<1>2"),
        (r"\d+( of \d+ quotes)", r"99\1"),
        (r"(— \[[^\]]*\]\()[^)]*", r"\1https://evil.example/"),
        (r'(<li id="source-\d+"[^>]*><a href=")[^"]*', r"\1https://evil.example"),
        (r'(<li id="source-\d+"[^>]*><a [^>]*>)[^<]*', r"\1Another page"),
        (r'<li id="source-[^\n]*\n', ""),
        (r">\d+( \w+ \d{4}</time>)", r">2\1"),
        (r'^title: "[^\n]*', 'title: "All of it is lost"'),
        (r'^status: "[^\n]*', 'status: "retracted"'),
        (r'^record: "[^\n]*', f'record: "{"0" * 64}"'),
        (r"^# [^\n]*", "# All of it is lost"),
        (r"^## [^\n{]*", "## All of it is lost "),
        (r"^## Sources", "## Sources of ours"),
        (r"^(?=## Sources)", "Buy now!\n\n"),
        (r"^(> [^\n]*?)\w+ \w+(?=[^\n]*\n>\n> —)", r"\1nobody ever"),
        (r"^- Nothing new in [^\n]*\n", ""),
        (r"(<mark>)[^<]*", r"\1Nobody reads this"),
        (r"\d\.\d\d( [a-z' ]+ × )", r"9.99\1"),
        (r"^(?=## Sources)", "Buy now × pay later!\n\n"),
        (r"Published, \d+ of 100|Corrected, \d+ of 100", "Published, 12 of 100"),
        (r"No model was called[^|]*", "A model was paid $40. "),
        (r"\[\[Source \d+\]\]", "[[Source 9]]"),
        (r"\A---\n.*?\n---\n", ""),
        (r'^kind: "brief"\n', 'kind: "page"\n'),
    ],
)
def test_a_page_that_says_otherwise_than_its_record_prints_is_no_page_of_it(
    room: Newsroom, old: str, new: str
) -> None:
    text = (room.content / f"briefs/{DAY}.md").read_text("utf-8")
    forged = re.sub(old, new, text, count=1, flags=re.MULTILINE | re.DOTALL)
    assert forged != text
    assert "page-altered" in {one.rule for one in page(room, forged)}


def test_a_page_as_it_was_rendered_is_its_records(room: Newsroom) -> None:
    text = (room.content / f"briefs/{DAY}.md").read_text("utf-8")
    assert "page-altered" not in {one.rule for one in page(room, text)}


def test_a_page_is_told_where_a_line_of_it_was_changed(room: Newsroom) -> None:
    text = (room.content / f"briefs/{DAY}.md").read_text("utf-8")
    at = text.splitlines().index("## Sources { #sources .part }") + 1
    (found,) = [
        one
        for one in page(room, text.replace("## Sources {", "## Sources of ours {"))
        if one.rule == "page-altered" and "ours" in one.match
    ]
    assert found.where.line == at


def page(room: Newsroom, text: str) -> tuple[Finding, ...]:
    record = room.record(DAY)
    items = evidence_file.read(record.with_name("evidence.json").read_bytes(), where="x")
    shown = ShownPage(text, f"{DAY}.md")
    return prove_page(shown, record, items, Rules.of(room.desk, room.root), room).findings


# ── what only the writer knows ────────────────────────────────────────────────────────────

KINDS = tuple(product(labels.NAMES, labels.DATED, ("2026-11-20", "2026-11-15", "2026-08-21", "")))
STAKES = "severity high, 9.8 of 10, below 3.2.1, fixed in 3.2.1 and later"
WAS = "All rows were kept for four weeks"
BESIDE = tuple(
    AlsoTold(f"The other notes on what came of it, {beside}", "Other Ledger of the House",
             "https://x.example/a", "2026-11-18", "published", beside)
    for beside in (False, True)
)  # fmt: skip


def with_stories(room: Newsroom, at: int) -> int:
    """The day's record with the next kinds over its sections, and all that a story may have."""
    brief = briefs.read_brief(room, DAY)
    sections = []
    for section in brief.draft.sections:
        kind, dated, day = KINDS[at % len(KINDS)]
        lead = section.story.lead if section.story else 1
        sections.append(replace(section, story=StoryRef(
            "x", kind, lead, since="2026-11-19", day=day, dated=dated, also=BESIDE, stakes=STAKES,
            was=WAS, now="Status: kept for five weeks",
        )))  # fmt: skip
        at += 1
    quiet = (Quiet("storage", "2026-11-18", "Nothing new in Storage Engines since 18 November."),
             Quiet("", "", "Also out: the Initech planner 4.2 and its notes."))  # fmt: skip
    draft = replace(brief.draft, sections=tuple(sections))
    briefs.save(room, replace(brief, draft=draft, quiet=quiet))
    return at


def test_a_label_that_only_the_writer_knows_is_the_records_in_every_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in labels.NAMES:
        monkeypatch.setitem(labels.NAMES, name, f"Out of the old stacks of our house, {name}")
    monkeypatch.setitem(labels.DATED, "first_seen", "come to us by some road on ")
    room, at = starter_room.published(tmp_path), 0
    while at < len(KINDS):
        at = with_stories(room, at)
        render_all(room)
        publish.build_site(room, audit=lambda *_, **__: ())
        shown = in_folder(room.site / "briefs" / DAY)
        assert shown is not None and "Out of the old stacks of our house" in (shown.page or "")
        assert [one.match for one in shown_otherwise(shown, due(room, DAY), twin=True)] == []


@pytest.mark.parametrize("change", ["lacks", "unknown", "dressed"])
def test_a_record_written_by_another_version_is_its_bytes_and_its_page_stays_proven(
    tmp_path: Path, change: str
) -> None:
    room = starter_room.published(tmp_path)
    data = json.loads(room.record(DAY).read_bytes())
    if change == "lacks":
        for section in data["draft"]["sections"]:
            for name in ("stakes", "was", "now"):
                section["story"].pop(name, None)
        del data["reviews"]
    if change == "unknown":
        data["weather"] = {"over": "the house"}
    room.record(DAY).unlink()
    store.write(room.record(DAY), json.dumps(data, indent=3))
    assert publish_proven(room, audit=audit).held_back == {}
    assert (room.site / f"api/records/{DAY}.json").read_bytes() == room.record(DAY).read_bytes()
    done = CliRunner().invoke(
        dateline, ["verify", str(room.site / "briefs" / DAY)], standalone_mode=False
    )
    assert done.return_value == 0, done.output
