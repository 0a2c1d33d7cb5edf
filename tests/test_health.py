"""A source that fails, falls silent, changes or is of no use is named before it starves the brief."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import newsdesk
import pytest
from click.testing import CliRunner

from pipeline.cli import dateline
from pipeline.ingest import SourceReport
from pipeline.newsroom import health
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.library import Library
from pipeline.records import Document

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PROSE = "The scheduler drains a node before it is upgraded, so that no request is lost. " * 8


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return newsdesk.newsroom(tmp_path / "room")


def document(source: str, day: str, text: str = PROSE) -> Document:
    return Document(
        id=f"{source}-{day}", source=source, url=f"https://{source}.example/{day}", title=day,
        authors=(), published=f"{day}T05:00:00+00:00", published_from="feed", updated=None,
        fetched=f"{day}T06:00:00+00:00", text=text, blocks=(), sha256=day,
        first_seen=f"{day}T06:00:00+00:00",
    )  # fmt: skip


def days(count: int, *, every: int, last: str = "2026-11-20") -> list[str]:
    return [(date.fromisoformat(last) - timedelta(every * at)).isoformat() for at in range(count)]


def fares(room: Newsroom, documents: list[Document]) -> health.Health:
    """The health of the first source, with these documents."""
    with Library.open(room.library) as library:
        with library.change() as generation:
            for one in documents:
                library.put(generation, one, ())
        found = health.health(room, library, NOW)
    return next(one for one in found if one.source == room.sources[0].id)


def test_a_source_is_silent_by_its_own_rhythm(room: Newsroom) -> None:
    name = room.sources[0].id
    daily = [document(name, day) for day in days(20, every=1, last="2026-11-10")]
    assert "nothing new for 10 days" in fares(room, daily).troubles["silent"]


def test_a_monthly_source_may_rest_for_a_month(room: Newsroom) -> None:
    name = room.sources[0].id
    found = fares(room, [document(name, day) for day in days(8, every=30, last="2026-10-20")])
    assert (found.pause, found.troubles) == (30, {})


def test_a_feed_that_was_cut_to_teasers_is_named(room: Newsroom) -> None:
    name = room.sources[0].id
    old = [document(name, day) for day in days(8, every=2, last="2026-11-01")]
    new = [document(name, day, "The scheduler drains a node.") for day in days(6, every=1)]
    assert "5 words as a rule" in fares(room, old + new).troubles["shorter"]


def test_a_source_that_turns_to_another_language_is_named(room: Newsroom) -> None:
    name = room.sources[0].id
    old = [document(name, day) for day in days(8, every=2, last="2026-11-01")]
    other = "Der Knoten wird vor dem Update geleert, damit keine Anfrage verloren geht. " * 8
    new = [document(name, day, other) for day in days(6, every=1)]
    assert "language" in fares(room, old + new).troubles


def report(name: str, **facts: object) -> SourceReport:
    return SourceReport(name, **facts)  # type: ignore[arg-type]


def test_failures_in_a_row_are_counted_from_the_first(room: Newsroom) -> None:
    name = room.sources[0].id
    for day, why in (("17", ""), ("18", "timed out"), ("19", "timed out"), ("20", "HTTP 410")):
        at = datetime(2026, 11, int(day), 5, tzinfo=UTC)
        health.note(room.state, [report(name, failure=why)], at)
    told = fares(room, [document(name, "2026-11-20")]).troubles["failing"]
    assert told == "3 times in a row, since 2026-11-18: HTTP 410"


def test_a_feed_that_moved_is_named_with_its_new_address(room: Newsroom) -> None:
    name = room.sources[0].id
    health.note(room.state, [report(name, moved="https://new.example/feed")], NOW)
    assert (
        "https://new.example/feed" in fares(room, [document(name, "2026-11-20")]).troubles["moved"]
    )


def test_the_last_word_of_a_host_to_machines_is_shown(room: Newsroom) -> None:
    name = room.sources[0].id
    health.note(room.state, [report(name, signals="Content-Signal: ai-train=no")], NOW)
    health.note(room.state, [report(name)], NOW + timedelta(1))
    found = fares(room, [document(name, "2026-11-20")])
    assert (found.signals, found.troubles) == ("Content-Signal: ai-train=no", {})
    told = CliRunner().invoke(dateline, ["sources", "health", "--root", str(room.root)])
    assert "host: Content-Signal: ai-train=no" in told.stdout
    listed = CliRunner().invoke(dateline, ["sources", "list", "--root", str(room.root)])
    assert "; host: Content-Signal: ai-train=no)" in listed.stdout


def test_readings_that_are_lost_or_torn_cost_nothing(room: Newsroom) -> None:
    name = room.sources[0].id
    health.note(room.state, [report(name)], NOW)
    with (room.state / health.FILE).open("a") as file:
        file.write('{"at": "2026-11-')
    assert [one.source for one in health.read(room.state)] == [name]
    health.note(room.state, [report(name)], NOW)
    assert len(health.read(room.state)) == 2


def test_the_command_fails_for_a_source_that_gives_nothing(room: Newsroom) -> None:
    fares(room, [document(room.sources[0].id, "2026-11-20")])
    done = CliRunner().invoke(
        dateline, ["sources", "health", "--root", str(room.root)], standalone_mode=False
    )
    assert (done.return_value, "gives no document" in done.stdout) == (1, len(room.sources) > 1)
