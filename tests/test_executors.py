"""Where work is done: this machine and a fake of others keep one contract; stages use what they are given."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import executor_contract as contract
import numpy as np
import pytest
from click.testing import CliRunner
from executor_contract import Fake
from model_folders import make

from pipeline.chunk import passages
from pipeline.cli import dateline
from pipeline.errors import BusyError, ConfigError
from pipeline.ingest import jobs
from pipeline.ingest.jobs import Job, Reader
from pipeline.ingest.place import Place
from pipeline.ingest.sources.listing import Item
from pipeline.newsroom import runs
from pipeline.newsroom.desk import Ingest, Retrieval
from pipeline.publish import build
from pipeline.records import Source
from pipeline.retrieve.encoders import models
from pipeline.run import executors
from pipeline.run.executors import LocalExecutor
from pipeline.world import Executor, World, in_order, spread


@pytest.mark.parametrize("executor", [LocalExecutor(2), Fake()])
def test_every_item_is_answered_once_and_an_error_is_raised(executor: Executor) -> None:
    contract.answers_each_item_once_with_its_number(executor)
    contract.raises_what_the_work_raises(executor)


def test_what_died_has_no_answer_and_costs_no_other(tmp_path: Path) -> None:
    places = [tmp_path / name for name in "abc"]
    contract.has_no_answer_for_what_died(LocalExecutor(1), places)


def test_what_no_worker_lived_to_do_is_done_here() -> None:
    assert list(in_order(Fake(0, 4, 6), contract.square, range(7))) == [n * n for n in range(7)]


def read(elsewhere: Executor | None) -> list[tuple[int, int, str]]:
    source = Source("notes", "Notes", "folder", ".", ("security",))
    text = "The broker appends message {} to its log and gives it the next offset in order."
    todo = [
        Job(source, Item(f"{number}.md", "markdown", "md", "", data=data),
            "", "2026-11-20T06:00:00+00:00", "en", 20_000_000)
        for number in range(jobs.ALONE_UP_TO + 1)
        if (data := (text.format(number) if number % 7 else "").encode()) is not None
    ]  # fmt: skip
    with Reader(passages, Ingest(), elsewhere) as reader:
        return [
            (len(one.made), len(one.refused), one.job.item.path) for one in reader.outcomes(todo)
        ]


def test_sources_are_read_elsewhere_with_the_same_outcomes_in_the_same_order() -> None:
    fake = Fake(1)
    try:
        assert read(fake) == read(None)
    finally:
        jobs._lasting(passages, Ingest().memory_mb * 2**20, 1).__exit__()
        jobs._lasting.cache_clear()
    assert fake.asked == -(-(jobs.ALONE_UP_TO + 1) // jobs.SENT)


def test_a_machine_that_can_start_no_process_reads_its_sources_all_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    here = read(None)

    def none(place: Place) -> None:
        raise OSError("no process")

    monkeypatch.setattr(Place, "_start", none)
    try:
        assert read(Fake()) == here
    finally:
        jobs._lasting.cache_clear()
    assert "reading alone reason=no process" in caplog.text


def test_texts_are_embedded_elsewhere_to_the_same_vectors(tmp_path: Path) -> None:
    folder = make(tmp_path / "model")
    options = Retrieval(dense="folder", dense_model=str(folder))
    texts = [f"red blue greenish {number}" for number in range(150)]
    here, there = models.encoder(options, World()), models.encoder(options, World(executor=Fake(1)))
    assert here is not None and there is not None
    assert (here.id, here.batch * 3) == (there.id, there.batch)
    assert np.allclose(here.encode(texts), there.encode(texts), atol=1e-6)


def test_a_name_gives_an_executor_and_ours_is_nothing_elsewhere() -> None:
    with executors.executor("local", 3) as found:
        assert found.width == 3 and executors.elsewhere(found) is None
    assert isinstance(executors.elsewhere(Fake()), Fake)


@pytest.mark.parametrize("command", [["run", "--desks", "."], ["run"], ["ingest"]])
def test_without_ray_one_line_says_what_to_install(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    (tmp_path / "one").mkdir()
    monkeypatch.chdir(tmp_path)
    if "--desks" not in command:
        CliRunner().invoke(dateline, ["init", str(tmp_path / "room")])
        command = [*command, "--root", str(tmp_path / "room")]
    done = CliRunner().invoke(dateline, [*command, "--on", "ray", "--offline"])
    assert isinstance(done.exception, ConfigError)
    assert "dateline[ray]" in done.exception.hint


def _begin_and_stay(place: Path) -> None:
    (place / "begun").touch()
    time.sleep(60)


def _free(state: Path, *, seconds: float = 20.0) -> bool:
    """Whether a newsroom's lock can be had within that time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with runs.lock(state):
                return True
        except BusyError:
            time.sleep(0.02)
    return False


def test_a_killed_night_leaves_no_worker_that_holds_the_newsroom(tmp_path: Path) -> None:
    state = tmp_path / ".dateline"
    night = os.fork()
    if not night:
        with runs.lock(state):
            spread(_begin_and_stay, [tmp_path] * 4, many=1)
        os._exit(0)
    while not (tmp_path / "begun").exists():
        time.sleep(0.01)
    assert not _free(state, seconds=0.01)
    os.kill(night, signal.SIGKILL)
    os.waitpid(night, 0)
    assert _free(state)


def test_a_builder_of_pages_ends_when_nobody_holds_its_lifeline() -> None:
    idle = build.MKDOCS.replace("runpy.run_module", "import time; time.sleep(60)  # ")
    with build._lifeline() as held:
        child = subprocess.Popen([sys.executable, "-c", idle], stdin=held)
        assert child.poll() is None
    assert child.wait(20) == 1
