"""What a person may decide about a held brief, and what no person can make true."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import starter_room
from click.testing import CliRunner

from pipeline import review
from pipeline.cli import dateline
from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom
from pipeline.records import Brief, Quote

DAY = starter_room.DAY
WORLD = starter_room.world()


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    """A newsroom whose brief of the day is held, for want of publishers."""
    room = starter_room.held(tmp_path / "room")
    assert briefs.read_brief(room, DAY).outcome == "held"
    return room


def approve(room: Newsroom) -> tuple[Brief, set[str]]:
    brief, refused = review.approve(room, WORLD, DAY, by="the desk", why="a test")
    return brief, {one.rule for one in refused}


def test_a_run_and_its_page_say_why_what_was_pinned_is_not_told(tmp_path: Path) -> None:
    made = starter_room.read(tmp_path / "room")
    root = ["--root", str(made.root)]
    pin = ["edit", DAY, "pin", "0123456789abcdef", "--by", "Ann", "--why", "we run it"]
    run = ["run", "--date", DAY, "--no-build", "--offline", "--again"]
    assert CliRunner().invoke(dateline, [*pin, *root]).exit_code == 0
    told = json.loads(CliRunner().invoke(dateline, [*run, "--json", *root]).stdout)
    (untold,) = told["pins_not_told"]
    assert untold["pin"] == "0123456789abcdef" and "taken away" in untold["reason"]
    said = CliRunner().invoke(dateline, [*run, *root]).stdout
    page = Path(told["page"]).read_text("utf-8")
    for text in (said, page):
        assert f"0123456789abcdef: {untold['reason']}" in text


def test_what_is_a_matter_of_judgement_is_published_on_a_persons_word(room: Newsroom) -> None:
    brief, refused = approve(room)
    assert not refused
    assert brief.outcome == "published"
    assert brief.reviews[0].by == "the desk"
    page = (room.content / "briefs" / f"{DAY}.md").read_text("utf-8")
    assert "published on the word of the desk" in page and "a test" in page


def test_what_a_person_rejected_is_approved_only_by_asking_again(room: Newsroom) -> None:
    review.reject(room, WORLD, DAY, by="Ann", why="its only source is a hoax")
    call = [
        "review",
        "approve",
        DAY,
        "--by",
        "Ben",
        "--why",
        "it is real",
        "--root",
        str(room.root),
    ]
    refused = CliRunner().invoke(dateline, call)
    assert "rejected by Ann" in str(refused.exception) and "a hoax" in str(refused.exception)
    assert briefs.read_brief(room, DAY).outcome == "held"
    shown = CliRunner().invoke(dateline, ["review", "show", DAY, "--root", str(room.root)]).output
    assert f"dateline review approve {DAY} --again" in shown and "brief.json" in shown


def with_first(room: Newsroom, text: str, *, quote: Quote | None) -> None:
    """The record with its first section's first sentence changed."""
    brief = briefs.read_brief(room, DAY)
    first = brief.draft.sections[0]
    whose, opening, *rest = first.sentences  # the first says whose words follow
    section = replace(first, sentences=(whose, replace(opening, text=text, quote=quote), *rest))
    draft = replace(brief.draft, sections=(section, *brief.draft.sections[1:]))
    briefs.save(room, replace(brief, draft=draft))


def test_an_altered_sentence_is_published_only_in_its_sources_words(room: Newsroom) -> None:
    before = briefs.read_brief(room, DAY).draft.sections[0].sentences[1]
    with_first(room, "Not " + before.text, quote=before.quote)
    brief, _ = approve(room)
    assert brief.draft.sections[0].sentences[1] == before


def test_an_invented_quotation_cannot_be_approved(room: Newsroom) -> None:
    text = "Seventeen purple elephants rewrote the scheduler in forty minutes flat."
    before = briefs.read_brief(room, DAY).draft.sections[0].sentences[1]
    assert before.quote is not None
    with_first(room, text, quote=replace(before.quote, exact=text))
    _, refused = approve(room)
    assert refused
    assert briefs.read_brief(room, DAY).outcome == "held"
    assert not (room.content / "briefs" / f"{DAY}.md").exists()


def test_a_citation_of_nothing_cannot_be_approved(room: Newsroom) -> None:
    brief = briefs.read_brief(room, DAY)
    nowhere = replace(brief.draft.lede[0], cites=(999,))
    draft = replace(brief.draft, lede=(nowhere, *brief.draft.lede[1:]))
    briefs.save(room, replace(brief, draft=draft))
    assert approve(room)[1]
    assert briefs.read_brief(room, DAY).outcome == "held"
