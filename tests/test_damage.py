"""Local state that is damaged is made again; a damaged record blocks its own day and no other."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import shared
import starter_room
from click.testing import CliRunner
from test_day import command, digests

from pipeline import review
from pipeline.cli import _of_the_system, dateline
from pipeline.errors import ConfigError, CorpusError, RecordError
from pipeline.ingest.state import State
from pipeline.newsroom import briefs, publication, runs
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.library import Library
from pipeline.newsroom.publication import Public
from pipeline.newsroom.runs import damage
from pipeline.proof import render_proven
from pipeline.records import store
from pipeline.run import RunPlan, run_day
from pipeline.world import World

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

import small_newsroom

SEED = 7
NIGHTS = ("2026-11-10", "2026-11-11")


def world(day: str) -> World:
    return World(now=lambda: datetime.fromisoformat(f"{day}T08:00:00+00:00"), offline=True)


def newsroom(root: Path) -> Newsroom:
    """A small newsroom after two nights, without its site."""

    def make(folder: Path) -> None:
        small_newsroom.make(folder)
        room = open_newsroom(folder)
        for day in NIGHTS:
            small_newsroom.deliver(folder, day, SEED)
            run_day(room, world(day), RunPlan(day, build=False))

    return open_newsroom(shared.copy("small-two-nights", make, root))


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def rotten(path: Path) -> None:
    path.write_bytes(random.Random(SEED).randbytes(max(4_096, path.stat().st_size)))


def a_folder(path: Path) -> None:
    path.unlink()
    (path / "within").mkdir(parents=True)


def a_file(path: Path) -> None:
    shutil.rmtree(path)
    path.write_text("a file where a folder belongs")


def missing(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def another_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE meta SET value='99' WHERE key='version'")
        db.commit()


def another_schema(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        for table in tables:
            db.execute(f"DROP TABLE {table}")
        for table in tables:
            db.execute(f"CREATE TABLE {table}(something)")
        db.commit()


def rotten_bodies(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        table = "documents" if path.name == "library.db" else "files"
        db.execute(f"UPDATE {table} SET body='rot'")
        db.commit()


def a_page_overwritten(path: Path) -> None:
    with path.open("r+b") as file:
        for at in range(4_096, path.stat().st_size, 4_096):
            file.seek(at)
            file.write(b"\xff" * 512)


def read_only(path: Path) -> None:
    path.chmod(0o444)


DATABASE = (truncated, emptied, rotten, a_folder, missing, another_version, another_schema,
            rotten_bodies, a_page_overwritten, read_only)  # fmt: skip
JSON = (truncated, emptied, rotten, a_folder)
CASES = [
    *(("library.db", how) for how in DATABASE),
    *(("ingest.sqlite", how) for how in DATABASE),
    *((name, how) for name in ("pages.json", "proven.json", "sound.json") for how in JSON),
    ("lock", a_folder), ("index", a_file), ("index", missing), ("index/current", a_folder),
    ("index/current", rotten), ("index/g1", a_file), ("index/g1/commits", truncated),
    ("index/g1/commits", a_folder), ("index/g1/rows.bin", truncated), ("index/g1/rows.bin", rotten),
    ("runs", a_file), ("objects", a_file),
]  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the next night makes of a newsroom whose state is whole."""
    room = newsroom(tmp_path_factory.mktemp("sound") / "room")
    return after(room)


@pytest.fixture(scope="module")
def afresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The same of one whose library was deleted: when each document was first seen is forgotten."""
    room = newsroom(tmp_path_factory.mktemp("afresh") / "room")
    room.library.unlink()
    return after(room)


def after(room: Newsroom) -> dict[str, str]:
    """Records and pages of a newsroom after its second night was made anew."""
    run_day(room, world(NIGHTS[1]), RunPlan(NIGHTS[1], build=False))
    return {f"{name}/{path}": sha for name in ("briefs", "content") for path, sha in digests(room.root / name).items()}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "how"), CASES, ids=[f"{name}-{how.__name__}" for name, how in CASES]
)
def test_damaged_state_is_made_again_and_the_night_comes_out_the_same(
    name: str, how: object, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    room = newsroom(tmp_path / "room")
    assert callable(how)
    how(room.state / name)
    lost = name == "library.db" and how is not read_only
    assert after(room) == request.getfixturevalue("afresh" if lost else "sound")


def test_what_was_set_aside_is_said_in_one_line_and_kept_for_whoever_wants_to_look(
    tmp_path: Path,
) -> None:
    room = newsroom(tmp_path / "room")
    rotten(room.library)
    before = room.library.read_bytes()
    done = run_day(room, world(NIGHTS[1]), RunPlan(NIGHTS[1], build=False))
    assert len(done.mended) == 1
    assert done.mended[0].startswith(".dateline/library.db ")
    assert "set aside as .dateline/broken/001-library.db" in done.mended[0]
    assert (room.state / "broken" / "001-library.db").read_bytes() == before


def test_damaged_state_is_made_again_where_the_newest_day_is_asked_for_too(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    rotten(room.library)
    done = run_day(room, world(NIGHTS[1]), RunPlan("", build=False))
    assert done.day and [one.split()[0] for one in done.mended] == [".dateline/library.db"]


def test_a_command_says_it_too_and_answers_all_the_same(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    rotten(room.library)
    result = command("ingest", "--root", str(room.root), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)
    assert "set aside as .dateline/broken/001-library.db" in result.stderr


def test_only_so_many_broken_things_are_kept(tmp_path: Path) -> None:
    for _ in range(damage.KEPT + 3):
        store.write(tmp_path / "library.db", "rot")
        damage.set_aside(tmp_path, "library.db", "is rotten")
    assert len(list((tmp_path / "broken").iterdir())) == damage.KEPT


def test_a_full_disk_is_no_damage(tmp_path: Path) -> None:
    store.write(tmp_path / "library.db", "not looked at")
    full = OSError(28, "No space left on device", str(tmp_path / "library.db"))
    assert damage.mend(tmp_path, full) == ()
    assert (tmp_path / "library.db").exists()


def test_a_file_in_the_place_of_the_state_is_named_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".dateline").write_text("notes")
    with pytest.raises(CorpusError, match="keeps its state in a folder"), runs.lock(tmp_path / ".dateline"):  # fmt: skip
        pass
    assert (tmp_path / ".dateline").read_text() == "notes"


# ── the record of a day ───────────────────────────────────────────────────────────────────


def field_renamed(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace('"title"', '"tilte"', 1), "utf-8")


@pytest.mark.parametrize("name", ["brief.json", "evidence.json", "news.json"])
@pytest.mark.parametrize("how", [truncated, emptied, rotten])
def test_a_damaged_record_names_its_file_and_blocks_its_own_day_alone(
    name: str, how: object, tmp_path: Path
) -> None:
    room = newsroom(tmp_path / "room")
    assert callable(how)
    how(room.day(NIGHTS[0]) / name)
    done = run_day(room, world(NIGHTS[1]), RunPlan(NIGHTS[1], build=False))
    assert done.outcome == "published"
    assert set(done.held_back) == {NIGHTS[0]}
    assert f"briefs/{NIGHTS[0]}/{name}" in done.held_back[NIGHTS[0]]
    assert not (room.content / "briefs" / f"{NIGHTS[0]}.md").exists()
    status = command("status", "--root", str(room.root), "--json")
    assert f"briefs/{NIGHTS[0]}/{name}" in json.loads(status.stdout)["damaged"][0]


def test_a_check_of_the_archive_fails_for_a_record_that_a_newer_version_wrote(
    tmp_path: Path,
) -> None:
    room = newsroom(tmp_path / "room")
    path = room.day(NIGHTS[0]) / "brief.json"
    path.write_text(path.read_text("utf-8").replace('"edition": "', '"edition": "odd-', 1), "utf-8")
    done = command("verify", "--archive", "--root", str(room.root))
    assert done.exit_code == 1 and "1 record cannot be read" in done.stdout
    assert f"briefs/{NIGHTS[0]}/brief.json: edition" in done.stdout


def test_a_wrong_field_is_named_with_its_line(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    field_renamed(room.day(NIGHTS[0]) / "brief.json")
    assert "(line " in briefs.damaged(room)[NIGHTS[0]]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("published", "yesterday", "published: 'yesterday' is no moment"),
        ("published", "2026-11-10", "published: '2026-11-10' is no moment"),
        (
            "published",
            "2026-11-10T06:00:00",
            "is no moment; write it like 2026-11-10T06:30:00+00:00",
        ),
        ("published", "", "published: '' is no moment"),
        (
            "day",
            "2026-11-09",
            "day: is 2026-11-09, and the record lies in the folder of 2026-11-10",
        ),
        (
            "corrections",
            [{"made": "soon", "kind": "correction", "text": "x"}],
            "corrections.0.made",
        ),
        ("reviews", [{"made": "2026", "decision": "rejected", "by": "x", "why": "y"}], "reviews.0"),
    ],
)
def test_a_record_changed_by_hand_names_the_field_and_blocks_its_own_day_alone(
    field: str, value: object, said: str, tmp_path: Path
) -> None:
    room = newsroom(tmp_path / "room")
    path = room.day(NIGHTS[0]) / "brief.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {field: value}), "utf-8")
    held_back = render_proven(room)
    assert list(held_back) == [NIGHTS[0]]
    assert str(path) in held_back[NIGHTS[0]]
    assert said in held_back[NIGHTS[0]]
    rendered = command("render", "--root", str(room.root))
    assert (rendered.exit_code, said in rendered.stderr) == (1, True)
    noted = command("correct", NIGHTS[1], "--note", "A word.", "--root", str(room.root))
    assert noted.exit_code == 0, noted.stderr
    assert (room.content / "briefs" / f"{NIGHTS[1]}.md").exists()


@pytest.mark.parametrize("name", ["evidence.json", "news.json"])
def test_what_a_day_told_is_known_though_a_part_of_its_record_is_damaged(
    name: str, tmp_path: Path
) -> None:
    room = newsroom(tmp_path / "room")

    def told() -> dict[str, tuple[str, bool]]:
        found = briefs.tellings(room, "2026-11-30")
        return {one.story: (one.document, one.document in one.documents) for one in found}

    whole = told()
    truncated(room.day(NIGHTS[0]) / name)
    assert told() == whole


@pytest.mark.parametrize("how", [missing, truncated])
@pytest.mark.parametrize("name", publication.RECORDS)
def test_what_readers_had_is_not_told_again_whatever_file_of_it_is_lost(
    name: str, how: Callable[[Path], None], tmp_path: Path
) -> None:
    room = newsroom(tmp_path / "room")
    row = Public(NIGHTS[0], "public", f"{NIGHTS[0]}T08:00:00+00:00")
    store.write(room.briefs / publication.FILE, store.row(row) + "\n")
    whole = {one.document for one in briefs.tellings(room, "2026-11-30")}
    how(room.day(NIGHTS[0]) / name)
    publication.settle(room, world(NIGHTS[1]).now(), render_proven(room))
    assert whole <= {one.document for one in briefs.tellings(room, "2026-11-30")}


def test_a_damaged_day_does_not_keep_others_from_being_counted(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    for name in ("brief.json", "evidence.json"):
        truncated(room.day(NIGHTS[0]) / name)
        for words in (["sources", "health"], ["eval", "reading"], ["deliver", "--dry-run"]):
            assert command(*words, "--root", str(room.root)).exit_code < 2


@pytest.mark.parametrize("name", ["evidence.json", "news.json"])
def test_a_day_whose_evidence_is_gone_or_torn_is_not_corrected(name: str, tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    path = room.day(NIGHTS[0]) / name
    missing(path) if name == "evidence.json" else truncated(path)
    record = (path.with_name("brief.json")).read_bytes()
    refused = command("correct", NIGHTS[0], "--note", "A word.", "--root", str(room.root))
    assert (refused.exit_code, str(path) in refused.stderr) == (2, True)
    assert path.with_name("brief.json").read_bytes() == record


def test_the_damaged_day_itself_is_refused_and_made_anew_when_asked(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    truncated(room.day(NIGHTS[1]) / "brief.json")
    with pytest.raises(RecordError, match=NIGHTS[1]):
        run_day(room, world(NIGHTS[1]), RunPlan(NIGHTS[1], build=False))
    run_day(room, world(NIGHTS[1]), RunPlan(NIGHTS[1], build=False, again=True))
    assert briefs.damaged(room) == {}


def test_a_day_that_was_mended_comes_back(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    path = room.day(NIGHTS[0]) / "brief.json"
    whole = path.read_bytes()
    truncated(path)
    assert set(render_proven(room)) == {NIGHTS[0]}
    path.write_bytes(whole)
    assert render_proven(room) == {}
    assert (room.content / "briefs" / f"{NIGHTS[0]}.md").exists()


def test_a_newsroom_may_move_to_another_folder(tmp_path: Path, sound: dict[str, str]) -> None:
    room = newsroom(tmp_path / "room")
    (tmp_path / "elsewhere").mkdir()
    room.root.rename(tmp_path / "elsewhere" / "room")
    moved = open_newsroom(tmp_path / "elsewhere" / "room")
    assert after(moved) == sound


def test_a_clock_set_back_a_year_loses_nothing(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    publication._append(room, [Public(NIGHTS[1], "public", f"{NIGHTS[1]}T08:00:00+00:00")])
    before = digests(room.briefs)
    rows = publication.read(room)
    day = "2025-11-12"
    with Library.open(room.library) as library:
        counted = library.counts()
    small_newsroom.deliver(room.root, "2026-11-12", SEED, least=2)
    with pytest.raises(
        ConfigError, match=r"clock of this machine says 2025-11-12T.*public at 2026-11"
    ):
        run_day(room, world(day), RunPlan(day, build=False))
    assert digests(room.briefs) == before
    assert publication.read(room) == rows
    with Library.open(room.library) as library:
        assert library.counts() == counted
    assert run_day(room, world(NIGHTS[1]), RunPlan(NIGHTS[1], build=False)).outcome == "published"


@pytest.mark.parametrize(
    "words",
    [
        ["run", "--date", "newest", "--no-build"],
        ["run", "--date", "2025-11-02", "--no-build"],
        ["news"],
        ["news", "--date", "newest"],
        ["draft"],
        ["ingest"],
    ],
    ids=" ".join,
)
def test_whatever_reads_the_sources_refuses_a_clock_that_was_set_back(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = newsroom(tmp_path / "room")
    publication._append(room, [Public(NIGHTS[1], "public", f"{NIGHTS[1]}T08:00:00+00:00")])
    small_newsroom.deliver(room.root, "2026-11-12", SEED, least=2)
    with Library.open(room.library) as library:
        counted = library.counts()
    before = digests(room.briefs)
    monkeypatch.setattr("pipeline.world.datetime", Frozen)
    done = CliRunner().invoke(dateline, [*words, "--root", str(room.root)])
    assert isinstance(done.exception, ConfigError), done.output
    assert "clock of this machine says 2025-11-12" in str(done.exception)
    assert digests(room.briefs) == before
    with Library.open(room.library) as library:
        assert library.counts() == counted


class Frozen(datetime):
    """A clock that was set back a year."""

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return cls(2025, 11, 12, 8, tzinfo=tz)


@pytest.mark.parametrize(
    ("now", "wrong"),
    [
        ("2026-11-11T08:00:00+00:00", False),
        ("2026-11-11T07:30:00+00:00", False),  # two machines that make nights
        ("2026-11-11T06:59:00+00:00", True),
        ("2026-11-11T06:00:00-02:00", False),
        ("2025-11-11T08:00:00+00:00", True),
        ("2027-11-11T08:00:00+00:00", False),
    ],
)
def test_a_clock_is_wrong_that_stands_before_what_is_public(
    now: str, wrong: bool, tmp_path: Path
) -> None:
    rows = [Public("2026-11-12", "held back", "2028-01-01T00:00:00+00:00"), Public("2026-11-11", "public", "2026-11-11T08:00:00+00:00")]  # fmt: skip
    room = newsroom(tmp_path / "room")
    (room.briefs / "public.jsonl").unlink(missing_ok=True)
    publication._append(room, rows)
    assert bool(publication.behind(room, datetime.fromisoformat(now))) is wrong


@pytest.mark.parametrize("at", ["yesterday", "", "2026-11-11", "2026-11-11T08:00:00"])
def test_a_line_whose_moment_is_none_is_passed_over_and_named(at: str, tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    (room.briefs / "public.jsonl").unlink(missing_ok=True)
    publication._append(room, [Public("2026-11-11", "public", at)])
    assert publication.behind(room, datetime.fromisoformat("2020-01-01T00:00:00+00:00")) == ""
    assert publication.faults(room) == (
        f"{room.briefs / 'public.jsonl'}:1: is not a line about a brief; it is passed over",
    )


@pytest.mark.parametrize("kind", ["library", "memory of sources"])
def test_a_database_that_cannot_grow_on_a_full_disk_stays_where_it_is(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = {"library": Library.open, "memory of sources": State.open}[kind]
    path, connect = tmp_path / "some.db", sqlite3.connect
    with closing(connect(path)) as db:
        db.execute("CREATE TABLE kept(word)")

    def cramped(*words: Any, **named: Any) -> sqlite3.Connection:
        made = connect(*words, **named)
        made.execute("PRAGMA max_page_count = 2")
        return made

    monkeypatch.setattr("sqlite3.connect", cramped)
    with pytest.raises(OSError, match="No space left"):
        opened(path)
    monkeypatch.undo()
    with closing(connect(path)) as db:
        assert db.execute("SELECT name FROM sqlite_master WHERE name = 'kept'").fetchall()


def test_a_day_whose_brief_is_gone_from_beside_its_evidence_is_named(tmp_path: Path) -> None:
    room = starter_room.published(tmp_path / "room")
    room.record(starter_room.DAY).unlink()
    (said,) = briefs.damaged(room).values()
    assert str(room.record(starter_room.DAY)) in said and "is gone" in said
    done = CliRunner().invoke(dateline, ["render", "--root", str(room.root), "--json"])
    assert starter_room.DAY in json.loads(done.stdout)["damaged"]


@pytest.mark.parametrize("kind", ["library", "memory of sources"])
def test_what_ended_a_transaction_is_told_and_not_that_it_has_ended(
    kind: str, tmp_path: Path
) -> None:
    def fill(db: sqlite3.Connection) -> None:
        db.execute("ROLLBACK")  # as SQLite does by itself on a full disk
        raise sqlite3.OperationalError("database or disk is full")

    path = tmp_path / "some.db"
    with pytest.raises(sqlite3.OperationalError, match="is full"):
        if kind == "library":
            with Library.open(path) as library, library.change():
                fill(library._db)
        else:
            with State.open(path) as state, state.saving():
                fill(state._db)


@pytest.mark.parametrize(
    ("said", "told"),
    [("database or disk is full", "no space left on device"), ("disk I/O error", "disk i/o error")],
)
def test_a_disk_that_refuses_is_no_defect(said: str, told: str) -> None:
    found = _of_the_system(sqlite3.OperationalError(said))
    assert found is not None and found[0] == told and found[1]


def test_a_manifest_that_cannot_be_read_stops_no_retraction(tmp_path: Path) -> None:
    room = starter_room.published(tmp_path / "room")
    manifest = room.day(starter_room.DAY) / "manifest.json"
    manifest.write_text('{"day": "2026-', "utf-8")
    review.retract(room, starter_room.world(), starter_room.DAY, note="It is wrong.")
    assert "brief.json" in json.loads(manifest.read_text("utf-8"))["records"]


@pytest.mark.parametrize("name", ["findings.json", "manifest.json", "news.json"])
@pytest.mark.parametrize("how", [truncated, emptied, missing])
def test_a_file_of_a_record_that_no_page_is_made_of_is_named_too(
    name: str, how: Callable[[Path], None], tmp_path: Path
) -> None:
    room = newsroom(tmp_path / "room")
    how(room.day(NIGHTS[0]) / name)
    assert_named(room, f"briefs/{NIGHTS[0]}/{name}")


@pytest.mark.parametrize("name", ["brief.json", "evidence.json", "findings.json", "news.json"])
def test_a_record_changed_by_hand_is_said_to_be_another_than_its_manifest_has(
    name: str, tmp_path: Path
) -> None:
    room = newsroom(tmp_path / "room")
    path = room.day(NIGHTS[0]) / name
    path.write_text(f"{path.read_text('utf-8')}\n", "utf-8")
    assert_named(room, f"briefs/{NIGHTS[0]}/{name}")


def test_records_as_they_were_written_are_said_to_be_whole(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    assert not [line for day in NIGHTS for line in runs.altered(room.day(day))]
    rows = json.loads(command("doctor", "--root", str(room.root), "--json").stdout)
    assert [row["state"] for row in rows if row["name"] == "records"] == ["ok"]


def assert_named(room: Newsroom, file: str) -> None:
    """Both commands that are asked about health say the file, once each."""
    rows = json.loads(command("doctor", "--root", str(room.root), "--json").stdout)
    told = [row for row in rows if row["name"] == "records" and file in row["says"]]
    assert len(told) == 1 and told[0]["state"] != "ok"
    facts = json.loads(command("status", "--root", str(room.root), "--json").stdout)
    lists = [facts[key] for key in ("damaged", "altered") if facts[key] != "none"]
    assert sum(file in line for lines in lists for line in lines) == 1


CONFLICT = '{\n<<<<<<< HEAD\n  "day": "2026-11-10"\n=======\n  "day": 1\n>>>>>>> ada\n}\n'


def test_a_record_that_two_clones_wrote_is_said_to_hold_two_versions(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    room.record(NIGHTS[0]).write_text(CONFLICT, "utf-8")
    with pytest.raises(RecordError, match=r"conflict marks \(the first in line 2\)") as stop:
        briefs.read_brief(room, NIGHTS[0])
    assert f"git checkout --ours -- {room.day(NIGHTS[0])}" in stop.value.hint
    assert "conflict marks" in briefs.damaged(room)[NIGHTS[0]]
