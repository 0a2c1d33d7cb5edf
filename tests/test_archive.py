"""Every published brief is checked again, and its sources with it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
import starter_room
from click.testing import CliRunner

from pipeline.cli import dateline
from pipeline.newsroom import briefs
from pipeline.newsroom.config import open_newsroom
from pipeline.newsroom.library import Library
from pipeline.records import Brief, store
from pipeline.records import draft as drafts


def call(*arguments: str) -> tuple[int, dict[str, object]]:
    done = CliRunner().invoke(dateline, [*arguments, "--json"], standalone_mode=False)
    return int(done.return_value or 0), json.loads(done.stdout)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = starter_room.read(tmp_path_factory.mktemp("archive") / "room").root
    done = CliRunner().invoke(
        dateline, ["run", "--root", str(root), "--date", "2026-11-20", "--no-build", "--offline"]
    )
    assert done.exit_code == 0, done.output
    return root


def test_an_archive_whose_sources_stand_says_so(newsroom: Path) -> None:
    code, told = call("verify", "--archive", "--root", str(newsroom))
    assert (code, told["briefs"], told["failed"], told["quotes"]) == (0, 1, [], [])


def test_a_quote_whose_source_changed_or_went_is_named_and_refutes_nothing(newsroom: Path) -> None:
    room = open_newsroom(newsroom)
    (brief,) = briefs.published(room)
    pack = briefs.read_evidence(room, brief.day)
    found = [(pack.item(quote.n), quote) for _, quote in drafts.selectors(brief.draft)]
    first, said = found[0]
    second = next(item for item, _ in found if item and first and item.document != first.document)
    assert first and second
    with Library.open(room.library) as library, library.change() as generation:
        document = library.document(first.document)
        assert document
        text = document.text.replace(said.exact, "x" * len(said.exact))
        library.put(generation, replace(document, text=text), ())
        library.remove(generation, second.document)
    code, told = call("verify", "--archive", "--root", str(newsroom))
    assert code == 0
    fates = {one["fate"] for one in told["quotes"]}  # type: ignore[attr-defined,index]
    assert fates == {"changed", "gone"}


def test_a_record_that_was_tampered_with_fails(newsroom: Path) -> None:
    room = open_newsroom(newsroom)
    (brief,) = briefs.published(room)
    path = room.day(brief.day) / "brief.json"
    before = path.read_bytes()
    section = brief.draft.sections[0]
    sentence = section.sentences[-1]
    assert sentence.quote
    words = "Nobody ever said 4,000 of these words."
    false = replace(sentence, text=words, quote=replace(sentence.quote, exact=words))
    changed = replace(section, sentences=(*section.sentences[:-1], false))
    draft = replace(brief.draft, sections=(changed, *brief.draft.sections[1:]))
    try:
        store.write(path, store.to_json(replace(brief, draft=draft)))
        code, told = call("verify", "--archive", "--root", str(newsroom))
    finally:
        path.write_bytes(before)
    assert code == 1 and len(told["failed"]) == 1  # type: ignore[arg-type]
    assert store.read(Brief, path) == brief


def test_of_two_days_that_tell_one_story_the_later_made_is_at_fault_alone(newsroom: Path) -> None:
    room = open_newsroom(newsroom)
    (brief,) = briefs.published(room)
    path, other = room.record(brief.day), room.record("2026-11-21")
    before = path.read_bytes()
    # the earlier was made beside a later day that was made anew since, and then knew nothing of it
    first = replace(brief, knew=("2026-11-21",), published="2026-11-21T06:00:00+00:00")
    again = replace(brief, day="2026-11-21", knew=(), published="2026-11-21T07:00:00+00:00")
    try:
        shutil.copytree(path.parent, other.parent)
        store.write(path, store.to_json(first))
        store.write(other, store.to_json(again))
        code, told = call("verify", "--archive", "--root", str(newsroom))
    finally:
        path.write_bytes(before)
        shutil.rmtree(other.parent)
    (failed,) = cast("list[dict[str, Any]]", told["failed"])
    rules = {one["rule"] for one in failed["findings"] if one["severity"] == "error"}
    assert (code, failed["record"]) == (1, "briefs/2026-11-21/brief.json")
    assert "said-before" in rules


def test_without_anything_to_verify_the_command_says_what_to_name() -> None:
    done = CliRunner().invoke(dateline, ["verify"])
    assert done.exit_code == 2 and "--archive" in done.output
