"""The ingest as a whole: what is new, changed, gone, folded and refused."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.chunk import passages
from pipeline.ingest import Intake, Report, SourceReport, flow, ingest, jobs
from pipeline.newsroom.desk import Desk, Ingest
from pipeline.newsroom.library import Library
from pipeline.records import Document, Source
from pipeline.world import Track, World, unwatched

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
WORDS = "queue lease broker replica offset commit index cache shard writer reader signal packet"


def desk(**ingest_fields: object) -> Desk:
    return Desk.model_validate(
        {
            "title": "D", "site_url": "https://d.example/", "publisher": {"name": "P"},
            "domains": [{"id": "sys", "title": "S", "team": "teams", "questions": ["Why?"]}],
            "ingest": ingest_fields,
        }
    )  # fmt: skip


def prose(seed: int, count: int = 14) -> str:
    """Sentences that differ from seed to seed in every stretch of five words."""
    words = WORDS.split()
    return " ".join(
        f"The {words[(seed + n) % 13]} number {seed * 31 + n} of the {words[(seed * 3 + n) % 13]} waits for a {words[(seed + n * 5) % 13]}{seed} before it answers."
        for n in range(count)
    )


@dataclass
class Room:
    """A newsroom on disk: sources by id, and one library."""

    root: Path
    sources: list[Source]
    library: Library
    settings: Desk

    def source(self, name: str, kind: str = "folder", location: str = "") -> Path:
        place = self.root / name
        place.mkdir(exist_ok=True)
        self.sources.append(
            Source(
                name,
                name.title(),
                kind,
                location or str(place),
                ("sys",),
                homepage=f"https://{name}.example/",
            )
        )
        return place

    def run(
        self,
        *,
        world: World | None = None,
        track: Track = unwatched,
        only: frozenset[str] = frozenset(),
    ) -> Report:
        world = world or World(now=lambda: NOW, environ={}, offline=True)
        intake = Intake(tuple(self.sources), self.settings, passages, only)
        return ingest(intake, self.library, world, folder=self.root / "state", track=track)

    def one(self, name: str) -> SourceReport:
        return next(one for one in self.run().sources if one.source == name)

    def documents(self) -> list[Document]:
        return list(self.library.documents())


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with Library.open(tmp_path / "state" / "library.db") as library:
        yield Room(tmp_path, [], library, desk())


def page(url: str, text: str, **fields: str) -> str:
    rows = "".join(
        f"{name}: {value}\n"
        for name, value in {"url": url, "title": "T " + url[-1], **fields}.items()
    )
    return f"---\n{rows}---\n{text}\n"


def touch(file: Path, text: str) -> None:
    file.write_text(text)
    os.utime(file, ns=(file.stat().st_mtime_ns + 10**9,) * 2)


def test_running_twice_adds_nothing_and_reads_nothing(room: Room) -> None:
    (room.source("a") / "x.md").write_text(page("https://a.example/x", prose(1)))
    first, generation = room.run(), room.library.generation
    second = room.run()
    assert (first.sources[0].new, first.sources[0].read) == (1, 1)
    assert (second.sources[0].unchanged, second.sources[0].read, second.changed) == (1, 0, False)
    assert room.library.generation == generation


def test_a_touched_file_with_the_same_bytes_changes_nothing(room: Room) -> None:
    file = room.source("a") / "x.md"
    file.write_text(page("https://a.example/x", prose(1)))
    room.run()
    touch(file, file.read_text())
    assert room.one("a").changed == 0 and room.library.generation == 1


def test_a_changed_text_is_a_revision_and_the_older_one_is_kept(room: Room) -> None:
    file = room.source("a") / "x.md"
    file.write_text(page("https://a.example/x", prose(1)))
    room.run()
    touch(file, page("https://a.example/x", prose(2)))
    assert room.one("a").changed == 1
    (one,) = room.documents()
    assert (one.revision, one.text) == (2, prose(2))
    assert [old.text for old in room.library.revisions(one.id)] == [prose(1)]


def test_two_files_of_one_address_are_versions_of_one_document(room: Room) -> None:
    place = room.source("a")
    (place / "x.md").write_text(
        page("https://a.example/x?utm_source=mail", prose(1), date="2026-01-01")
    )
    (place / "w.md").write_text(
        page("https://A.example/x/#top", prose(2), date="2026-01-01", updated="2026-02-01")
    )
    room.run()
    (one,) = room.documents()
    assert (one.revision, one.text, one.updated) == (2, prose(2), "2026-02-01T00:00:00+00:00")
    assert room.run().changed is False
    (place / "w.md").unlink()
    room.run()
    assert room.documents()[0].text == prose(1)


def test_a_deleted_file_takes_its_document_out(room: Room) -> None:
    place = room.source("a")
    (place / "x.md").write_text(page("https://a.example/x", prose(1)))
    (place / "y.md").write_text(page("https://a.example/y", prose(2)))
    room.run()
    (place / "x.md").unlink()
    assert room.one("a").removed == 1
    assert [one.path for one in room.documents()] == ["y.md"]


def test_a_source_taken_out_of_the_list_goes_and_a_failing_one_keeps_its_documents(
    room: Room,
) -> None:
    (room.source("a") / "x.md").write_text(page("https://a.example/x", prose(1)))
    (room.source("b") / "y.md").write_text(page("https://b.example/y", prose(2)))
    room.run()
    room.sources[0] = replace(room.sources[0], location=str(room.root / "gone"))
    report = room.run()
    assert "does not exist" in report.sources[0].failure and not report.all_failed
    assert len(room.documents()) == 2
    del room.sources[0]
    room.run()
    assert [one.source for one in room.documents()] == ["b"]


def test_all_sources_failing_is_said(room: Room) -> None:
    room.source("a", location=str(room.root / "gone"))
    assert room.run().all_failed


def test_the_first_publisher_of_a_near_copy_wins_whenever_it_arrives(room: Room) -> None:
    reworded = prose(1, 20).replace("The lease", "A lease").replace("answers", "replies", 3)
    place = room.source("b")
    (place / "y.md").write_text(page("https://b.example/y", reworded, date="2026-03-02"))
    (room.source("c") / "z.md").write_text(
        page("https://c.example/z", prose(1, 20), date="2026-03-03")
    )
    room.run()
    (one,) = room.documents()
    assert (one.source, one.also_at) == ("b", ("https://c.example/z",))
    (room.source("a") / "x.md").write_text(
        page("https://a.example/x", prose(1, 20), date="2026-03-01")
    )
    room.run()
    (one,) = room.documents()
    assert (one.source, one.also_at) == ("a", ("https://b.example/y", "https://c.example/z"))
    assert [report.duplicate for report in room.run().sources] == [1, 1, 0]
    (room.root / "a" / "x.md").unlink()
    room.run()
    (one,) = room.documents()
    assert (one.source, one.also_at) == ("b", ("https://c.example/z",))


def test_text_syndicated_inside_a_longer_page_is_folded(room: Room) -> None:
    (room.source("a") / "x.md").write_text(
        page("https://a.example/x", prose(1, 20), date="2026-03-01")
    )
    (room.source("b") / "y.md").write_text(
        page(
            "https://b.example/y",
            f"{prose(2, 14)}\n\n{prose(1, 20)}\n\n{prose(3, 10)}",
            date="2026-03-02",
        )
    )
    room.run()
    assert [(one.source, one.also_at) for one in room.documents()] == [
        ("a", ("https://b.example/y",))
    ]


def test_one_publishers_pages_on_one_template_stay_apart(room: Room) -> None:
    place = room.source("a")
    for name in ("get", "put"):
        (place / f"{name}.md").write_text(
            page(
                f"https://a.example/{name}",
                f"# The {name} command\n\n{prose(1, 20)} It is {name}.",
                title=f"The {name} command",
            )
        )
    room.run()
    assert len(room.documents()) == 2


def test_what_a_source_repeats_is_in_no_passage_and_in_every_text(room: Room) -> None:
    place, note = (
        room.source("a"),
        "This note about the newsletter stands under every page of the site.",
    )
    for n in range(6):
        (place / f"{n}.md").write_text(page(f"https://a.example/{n}", f"{prose(n + 1)}\n\n{note}"))
    room.run()
    assert all(note in one.text for one in room.documents())
    assert not any(note in passage.text for passage in room.library.passages())
    for n in range(2, 6):
        (place / f"{n}.md").unlink()
    room.run()
    assert sum(note in passage.text for passage in room.library.passages()) == 2


def test_growing_gives_the_same_library_as_reading_everything_at_once(
    room: Room, tmp_path: Path
) -> None:
    place, note = (
        room.source("a"),
        "This note about the newsletter stands under every page of the site.",
    )
    for n in range(7):
        (place / f"{n}.md").write_text(
            page(f"https://a.example/{n}", f"{prose(n + 1)}\n\n{note}", date=f"2026-01-0{n + 1}")
        )
        room.run()
    with Library.open(tmp_path / "again" / "library.db") as library:
        fresh = Room(tmp_path / "again", room.sources, library, room.settings)
        fresh.run()
        assert fresh.documents() == room.documents()
        assert {one.id for one in library.passages()} == {one.id for one in room.library.passages()}
        assert library.digest() == room.library.digest()


def test_a_lost_memory_is_made_again_without_a_change(room: Room) -> None:
    (room.source("a") / "x.md").write_text(page("https://a.example/x", prose(1)))
    room.run()
    for file in (room.root / "state").glob("ingest.sqlite*"):
        file.unlink()
    report = room.run()
    assert (report.sources[0].read, report.changed, room.library.generation) == (1, False, 1)


def test_a_lost_library_is_filled_again_from_the_sources(room: Room, tmp_path: Path) -> None:
    (room.source("a") / "x.md").write_text(page("https://a.example/x", prose(1)))
    room.run()
    with Library.open(tmp_path / "state" / "other.db") as library:
        room.library = library
        assert room.one("a").new == 1


def test_bad_files_are_refused_with_reasons_and_the_others_are_read(room: Room) -> None:
    room.settings = desk(max_bytes=5000)
    place = room.source("a")
    (place / "good.md").write_text(page("https://a.example/x", prose(1)))
    (place / "large.html").write_text("<p>" + "x " * 5000)
    (place / "zero.vtt").write_bytes(b"")
    (place / "bytes.md").write_bytes(b"\xff\xfe\xfa\x80 " * 40)
    (place / "feed.xml").write_text("<rss><channel><item></rss>")
    (place / "locked.pdf").write_bytes(b"%PDF-1.4\n/Encrypt 5 0 R")
    (place / "talk.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nHello there, all of you.\n")
    (place / "talk.meta.json").write_text("{broken")
    report = room.one("a")
    assert report.new == 1
    reasons = {refusal.where.split("#")[0]: refusal.reason for refusal in report.refusals}
    assert set(reasons) == {
        "large.html",
        "zero.vtt",
        "bytes.md",
        "feed.xml",
        "locked.pdf",
        "talk.vtt",
    }
    assert "max_bytes" in reasons["large.html"] and reasons["zero.vtt"] == "is empty"
    assert (
        reasons["locked.pdf"] == "is encrypted"
        and "talk.meta.json is not JSON" in reasons["talk.vtt"]
    )
    assert room.one("a").refusals == report.refusals


def test_a_changed_sidecar_changes_the_document(room: Room) -> None:
    place = room.source("a")
    (place / "talk.srt").write_text("1\n00:00:01,000 --> 00:00:04,000\n" + prose(1, 3) + "\n")
    (place / "talk.meta.json").write_text(
        json.dumps({"title": "One", "url": "https://a.example/t"})
    )
    room.run()
    (place / "talk.meta.json").write_text(
        json.dumps({"title": "Two", "url": "https://a.example/t"})
    )
    room.run()
    assert [one.title for one in room.documents()] == ["Two"]


def test_future_dates_are_kept_and_reported(room: Room) -> None:
    (room.source("a") / "x.md").write_text(page("https://a.example/x", prose(1), date="2027-05-01"))
    assert (room.one("a").future, room.documents()[0].published) == (1, "2027-05-01T00:00:00+00:00")


def test_many_files_are_read_by_several_processes_to_the_same_library(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "ALONE_UP_TO", 10)
    place = room.source("a")
    for n in range(65):
        (place / f"{n:03}.md").write_text(
            page(f"https://a.example/{n:03}", prose(n + 1, 6), title=f"Page {n}")
        )
    report = room.run()
    assert report.sources[0].new == 65
    sources, room.sources = room.sources, []
    with Library.open(tmp_path / "b" / "library.db") as library:
        alone = Room(tmp_path / "b", [], library, room.settings)
        alone.sources = [replace(sources[0], location=str(tmp_path / "half"))]
        (tmp_path / "half").mkdir()
        for n in range(65):
            (tmp_path / "half" / f"{n:03}.md").write_text((place / f"{n:03}.md").read_text())
            if n % 40 == 39 or n == 64:
                alone.run()
        assert [one.text for one in alone.documents()] == [one.text for one in room.documents()]


def test_only_the_named_sources_are_looked_at(room: Room) -> None:
    (room.source("a") / "x.md").write_text(page("https://a.example/x", prose(1)))
    (room.source("b") / "y.md").write_text(page("https://b.example/y", prose(2)))
    report = room.run(only=frozenset({"b"}))
    assert [one.source for one in report.sources] == ["b"] and len(room.documents()) == 1
    room.run()
    assert len(room.documents()) == 2


def test_limits_come_from_the_desk() -> None:
    assert desk(max_bytes=7).ingest == Ingest(max_bytes=7)


def on(day: str) -> World:
    moment = datetime.fromisoformat(f"{day}T06:00:00+00:00")
    return World(now=lambda: moment, environ={})


def test_a_document_keeps_the_day_it_was_first_seen_and_the_day_its_text_changed(
    room: Room,
) -> None:
    def x() -> Document:
        return next(one for one in room.documents() if one.path == "x.md")

    file = room.source("a") / "x.md"
    (file.parent / "y.md").write_text(page("https://a.example/y", prose(3)))
    file.write_text(page("https://a.example/x", prose(1)))
    room.run(world=on("2026-08-01"))
    touch(file, page("https://a.example/x", prose(1), title="Another title"))
    room.run(world=on("2026-08-02"))
    kept = x()
    assert (kept.first_seen[:10], kept.changed) == ("2026-08-01", None)
    touch(file, page("https://a.example/x", prose(2)))
    room.run(world=on("2026-08-03"))
    moved = x()
    assert (moved.first_seen[:10], (moved.changed or "")[:10]) == ("2026-08-01", "2026-08-03")
    file.unlink()
    room.run(world=on("2026-08-04"))
    file.write_text(page("https://a.example/x", prose(2)))
    room.run(world=on("2026-08-05"))
    assert x().first_seen[:10] == "2026-08-01"


def test_the_days_of_a_repository_are_when_a_file_was_first_seen_and_changed(room: Room) -> None:
    place = room.source("a")
    (place / "x.md").write_text(page("https://a.example/x", prose(1)))
    (place / "y.md").write_text(page("https://a.example/y", prose(2)))
    days = {"x.md": ["2025-03-27", "2026-07-30"], "y.md": ["2025-03-27", "2025-03-27"]}
    (place / "_dates.json").write_text(json.dumps(days))
    room.run(world=on("2026-08-01"))
    seen = {one.path: (one.first_seen[:10], (one.changed or "")[:10]) for one in room.documents()}
    assert seen == {"x.md": ("2025-03-27", "2026-07-30"), "y.md": ("2025-03-27", "")}


def test_an_ingest_that_is_stopped_goes_on_where_it_was(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "BATCH", 8)
    place = room.source("a")
    for n in range(30):
        text = prose(1) if n in (3, 22) else prose(n + 1)
        (place / f"{n:02}.md").write_text(
            page(f"https://a.example/{n:02}", text, date="2026-01-01")
        )
    (room.source("b") / "late.md").write_text(
        page("https://b.example/1", prose(5), date="2025-01-01")
    )

    def stopping(items: Iterable[Any], label: str) -> Iterator[Any]:
        for number, item in enumerate(items):
            if label == "reading" and number == 20:
                raise KeyboardInterrupt
            yield item

    with pytest.raises(KeyboardInterrupt):
        room.run(track=stopping)
    assert 14 <= len(room.documents()) <= 16  # two whole batches
    read = sum(one.read for one in room.run().sources)
    assert read <= 16
    with Library.open(tmp_path / "whole" / "library.db") as library:
        whole = Room(tmp_path, room.sources, library, room.settings)
        intake = Intake(tuple(room.sources), room.settings, passages)
        world = World(now=lambda: NOW, environ={})
        ingest(intake, library, world, folder=tmp_path / "whole")
        assert whole.documents() == room.documents()


@pytest.mark.parametrize(("date", "said"), [("2062-11-27", 1), ("2026-11-28", 0)])
def test_a_document_of_a_day_far_ahead_is_named_with_its_day(
    room: Room, date: str, said: int
) -> None:
    folder = room.source("a")
    (folder / "x.md").write_text(page("https://a.example/x", prose(1), date=date))
    (folder / "y.md").write_text(page("https://a.example/y", prose(2), date="2026-11-02"))
    report = room.run()
    assert [(one.where, one.day) for one in report.sources[0].later] == [("x.md", date)]
    lines = [line for line in report.lines() if line.startswith("later a: x.md: dated 2062-11-27")]
    assert len(lines) == said
