"""What dateline says around a brief's sentences is held against what its record prints."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import newsdesk
import pytest
import starter_room

from pipeline import review
from pipeline.audit import audit
from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom
from pipeline.proof import printed, publish_proven
from pipeline.proof.printed import Printed
from pipeline.records import Finding, Quiet, evidence_file

DAY = starter_room.DAY


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A published room with a story withdrawn and a quiet domain."""
    made = starter_room.published(tmp_path_factory.mktemp("printed"))
    line = "Nothing new in Storage Engines since 18 November."
    quiet = (Quiet("storage", "2026-11-18", line),)
    briefs.save(made, replace(briefs.read_brief(made, DAY), quiet=quiet))
    why = "Its source took the figures back."
    review.withdraw(made, starter_room.world(), DAY, note=why, which=2)
    publish_proven(made, audit=audit)
    return made


def due(room: Newsroom, day: str) -> Printed:
    """A brief as a stranger prints it, who has the sources that it cites."""
    data = (room.site / f"api/evidence/{day}.json").read_bytes()
    return Printed.of(briefs.read_brief(room, day), evidence_file.read(data, where="x"), room)


def found(kind: str, text: str, wanted: Printed, room: Newsroom) -> tuple[Finding, ...]:
    if kind == "md":
        return printed.other_twin(text, wanted, "x")
    if kind == "html":
        return printed.other_page(text.encode(), wanted, "x")
    record = room.record(wanted.brief.day).read_bytes()
    return printed.other_data(text.encode(), wanted, "x", record)


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
