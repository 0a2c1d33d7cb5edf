"""What a run leaves of itself, what the next need not do again, and what a killed one did not undo."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import starter_room
from test_damage import NIGHTS, newsroom, world
from test_day import command, digests

from pipeline.errors import BuildError, BusyError, SourceError
from pipeline.newsroom import briefs, decisions, runs
from pipeline.newsroom.config import Newsroom, open_newsroom, shipped
from pipeline.newsroom.runs.journal import KEPT
from pipeline.records import store
from pipeline.run import RunPlan, run_day

DAY = NIGHTS[1]
ROOT = Path(__file__).parent.parent


def night(room: Newsroom, day: str = DAY, *, again: bool = False) -> runs.RunManifest:
    """Run a day without its site; the manifest of that run."""
    run_day(room, world(day), RunPlan(day, build=False, again=again))
    return runs.last_runs(room.state)[0]


def reused(run: runs.RunManifest) -> dict[str, bool]:
    return {stage.name: stage.reused for stage in run.stages}


def why(run: runs.RunManifest, name: str) -> str:
    return next(stage.why for stage in run.stages if stage.name == name)


def test_a_run_on_what_did_not_change_says_of_each_stage_that_it_was_reused(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    before = digests(room.briefs)
    run = night(room)
    assert reused(run) == {
        "ingest": True,
        "news": True,
        "compose and verify": True,
        "render": False,
    }
    assert (run.state, run.outcome, run.day) == ("done", "published", DAY)
    assert digests(room.briefs) == before


def test_the_second_run_of_a_new_library_finds_that_the_first_left_it_as_it_is(
    tmp_path: Path,
) -> None:
    room = newsroom(tmp_path / "room")
    shutil.rmtree(room.state)
    assert not reused(night(room))["news"]
    assert reused(night(room))["news"]


def test_a_site_that_stands_as_it_was_left_is_not_built_again(tmp_path: Path) -> None:
    room = starter_room.published(tmp_path)
    run_day(
        room, starter_room.world(), RunPlan(starter_room.DAY)
    )  # its files were copied: built anew
    before = digests(room.site)
    run_day(room, starter_room.world(), RunPlan(starter_room.DAY))
    assert reused(runs.last_runs(room.state)[0])["build"]
    assert digests(room.site) == before
    page = room.site / "index.html"
    page.unlink()
    page.write_text("defaced")
    run_day(room, starter_room.world(), RunPlan(starter_room.DAY))
    assert not reused(runs.last_runs(room.state)[0])["build"]
    assert digests(room.site) == before


@pytest.mark.parametrize(
    ("change", "stage", "says"),
    [
        ("desk", "news", "desk and sources"),
        ("corpus", "news", "the corpus"),
        ("record", "news", "other briefs"),
        ("templates", "compose and verify", "templates"),
        ("object", "news", "what it made before is gone"),
        ("rotten object", "news", "what it made before is gone"),
    ],
)
def test_a_stage_runs_again_when_what_it_reads_changed_and_says_which(
    change: str, stage: str, says: str, tmp_path: Path
) -> None:
    room = newsroom(tmp_path / "room")
    night(room)
    desk = room.briefs / "desk.toml"
    if change == "desk":
        desk.write_text(desk.read_text("utf-8").replace('title = "Small"', 'title = "Less"', 1))
    elif change == "corpus":
        newest = sorted((room.root / "corpus").rglob("*.md"))[-1]
        store.write(newest, newest.read_text("utf-8").replace("default", "usual value"))
    elif change == "record":
        store.write(
            room.day(NIGHTS[0]) / "news.json", (room.day(NIGHTS[0]) / "news.json").read_text() + " "
        )
    elif change == "templates":
        shutil.copytree(shipped("templates"), room.root / "templates")
        store.write(room.root / "templates" / "styles" / "note.txt", "a word of our own")
    else:
        for path in (room.state / "objects").glob("*.json"):
            path.unlink() if change == "object" else path.write_bytes(b"rot")
    run = night(open_newsroom(room.root))
    assert says in why(run, stage)


def test_work_that_a_person_asked_to_do_again_is_done_again(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    run = night(room, again=True)
    assert why(run, "compose and verify") == "changed: asked to do it again"


def test_a_public_edition_that_is_made_again_in_other_words_is_shown_as_corrected(
    tmp_path: Path,
) -> None:
    room = starter_room.published(tmp_path)
    day = starter_room.DAY
    before = briefs.read_brief(room, day)
    lead = before.draft.sections[0]
    read = {one.n: one for one in briefs.read_evidence(room, day).items}
    told = read[lead.sentences[0].cites[0]].document
    decisions.add(room.decisions, decisions.Decision("2026-11-20", "", "ban", "document", told))
    plan = RunPlan(day, build=False, again=True)
    run_day(room, starter_room.world(), plan)
    after = briefs.read_brief(room, day)
    assert after.draft != before.draft and after.published == before.published
    assert f"no longer tells “{lead.headline}”" in after.corrections[0].text
    page = (room.content / "briefs" / f"{day}.md").read_text("utf-8")
    assert "The whole edition was made again" in page
    run_day(room, starter_room.world(), plan)
    assert len(briefs.read_brief(room, day).corrections) == 1


def test_a_failed_run_leaves_its_line_with_the_cause(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.proof.render_proven", _no_space)
        with pytest.raises(BuildError):
            night(room)
    failed = runs.last_runs(room.state)[0]
    assert failed.state == "failed"
    assert "no space left on device" in failed.cause
    assert night(room).state == "done"


def _no_space(*_: object, **__: object) -> None:
    raise BuildError("the site could not be written: no space left on device")


def test_no_source_that_can_be_read_is_a_cause_too(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    (room.root / "corpus").rename(room.root / "elsewhere")
    with pytest.raises(SourceError):
        night(room)
    assert "no source could be read" in runs.last_runs(room.state)[0].cause


def test_a_killed_run_is_said_to_be_and_the_next_goes_on_after_its_last_stage(
    tmp_path: Path,
) -> None:
    room = newsroom(tmp_path / "room")
    done = night(room)
    path = room.state / "runs" / f"{done.run}.json"
    killed = replace(done, state="running", outcome="", stages=done.stages[:2])
    store.write(path, store.to_json(killed))
    run = night(room)
    assert reused(run)["news"]
    before = runs.last_runs(room.state)[1]
    assert (before.state, before.cause) == ("killed", "it was killed after news")


def test_a_manifest_that_cannot_be_read_costs_a_rerun_and_nothing_else(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    before = digests(room.briefs)
    for path in (room.state / "runs").glob("*.json"):
        path.write_bytes(path.read_bytes()[:40])
    assert not reused(night(room))["news"]
    assert digests(room.briefs) == before


def test_only_so_many_runs_and_their_outputs_are_kept(tmp_path: Path) -> None:
    state = tmp_path / ".dateline"
    for number in range(KEPT + 3):
        with runs.journal(state, DAY, world(DAY).now) as journal:
            journal.stage("news", dict[str, int], {"night": str(number)}, lambda: {"n": number})  # noqa: B023
    assert len(list((state / "runs").glob("*.json"))) == KEPT
    assert len(list((state / "objects").glob("*.json"))) == KEPT


def test_status_tells_the_last_runs_stage_by_stage(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    night(room)
    data = json.loads(command("status", "--root", str(room.root), "--json").stdout)
    assert [stage["name"] for stage in data["runs"][0]["stages"]][:2] == ["ingest", "news"]
    text = command("status", "--root", str(room.root)).stdout
    assert "reused  it reads what it read before" in text


# ── one JSON document, whatever happens ───────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        ("run", "--date", "2999-01-01"), ("run", "--root", "no-such-newsroom"), ("run", "--no-such-option"),
        ("review", "approve", "2026-11-10", "--by", "a", "--why", "b"), ("status", "--root", "/dev/null"),
        ("cost", "--month", "november"), ("build", "--root", "no-such-newsroom"), ("retract", "never"),
    ],
)  # fmt: skip
def test_a_command_that_fails_answers_with_one_json_document_too(words: tuple[str, ...]) -> None:
    result = command(*words, "--json")
    assert result.exit_code == 2
    data = json.loads(result.stdout)
    assert data["error"] and data["exit_code"] == 2
    assert data["error"].splitlines()[0] in result.stderr


def test_a_full_disk_is_an_error_with_its_name_and_no_defect(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.records.store.os.fsync", _full)
        result = command("run", "--date", DAY, "--root", str(room.root), "--no-build", "--json")
    assert result.exit_code == 2
    assert "no space left on device" in json.loads(result.stdout)["error"]
    assert "make room" in result.stderr and "defect" not in result.stderr


def _full(_: int) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("reaped", [True, False])
def test_what_a_killed_run_began_is_waited_for_and_a_living_one_is_not(
    tmp_path: Path, reaped: bool
) -> None:
    gone = subprocess.Popen(["true"])
    os.waitid(os.P_PID, gone.pid, os.WEXITED | (0 if reaped else os.WNOWAIT))
    with (tmp_path / "lock").open("w+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write(str(gone.pid))
        held.flush()
        release = threading.Timer(0.1, fcntl.flock, (held, fcntl.LOCK_UN))
        release.start()
        with (
            runs.lock(tmp_path),
            pytest.raises(BusyError, match=f"process {os.getpid()}"),
            runs.lock(tmp_path),
        ):
            pass
        release.join()
    gone.wait()


def test_what_a_killed_run_left_outside_of_the_newsroom_goes_at_the_next_start(
    tmp_path: Path,
) -> None:
    state = tmp_path / "state"
    holds = (
        "import sys, time\nfrom pathlib import Path\nfrom pipeline.newsroom import runs\n"
        "with runs.lock(Path(sys.argv[1])):\n print('held', flush=True)\n time.sleep(600)\n"
    )
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    night = subprocess.Popen(
        [sys.executable, "-c", holds, str(state)],
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)},
    )
    assert night.stdout is not None and night.stdout.readline() == b"held\n"
    night.kill()
    night.communicate()
    (left,) = temporary.iterdir()
    theirs = temporary / "pymp-theirs00"
    theirs.mkdir()
    with runs.lock(state):
        pass
    assert list(temporary.iterdir()) == [theirs]
    with runs.lock(state):
        assert Path((state / "lock").read_text().split()[1]).is_dir()
    assert left.name.startswith("pymp-")


def test_a_record_that_stands_as_it_was_is_not_read_again_to_know_what_it_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = newsroom(tmp_path / "room")
    told = briefs.tellings(room, "2026-11-30")
    asked: list[str] = []
    reads = briefs.read_brief
    monkeypatch.setattr(
        briefs, "read_brief", lambda room, day: asked.append(day) or reads(room, day)
    )
    assert briefs.tellings(room, "2026-11-30") == told
    assert asked == []
    record = room.record(NIGHTS[0])
    record.write_bytes(record.read_bytes() + b"\n")
    assert briefs.tellings(room, "2026-11-30") == told
    assert asked == [NIGHTS[0]]
    (room.state / briefs.SUMMARIES).write_text("torn", "utf-8")
    assert briefs.tellings(room, "2026-11-30") == told
