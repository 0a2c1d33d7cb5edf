"""The reading place: a document may cost its own life and nothing else."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from adversarial import cases, pdfs
from hurting import hurt

from pipeline.chunk import passages
from pipeline.ingest import jobs, place
from pipeline.ingest.jobs import Job, Outcome, Reader
from pipeline.ingest.place import Death, Place, Task
from pipeline.ingest.sources.formats import BY_SUFFIX
from pipeline.ingest.sources.listing import Item
from pipeline.newsroom.desk import Ingest
from pipeline.records import Source

SEED, SAMPLE = 11, 16
SHARED = Source("s", "S", "folder", "/nowhere", ("sys",))


def answers(tasks: list[object], *, processes: int = 1) -> list[object]:
    with Place(hurt, processes=processes) as reading:
        return list(reading.each(Task(what, 0.3) for what in tasks))


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("processor", "took more than 0.3 s of processor time"),
        ("memory", "needs more memory than one document may take"),
        ("signal", "ended its reader (SIGSEGV)"),
        ("exit", "ended its reader (exit code 3)"),
    ],
)
def test_what_costs_too_much_or_ends_its_process_is_a_death_and_the_others_are_done(
    fault: str, reason: str
) -> None:
    timed = fault == "processor"
    assert answers([1, fault, 2, 3]) == [1, Death(reason, timed=timed), 2, 3]


def test_what_waits_for_ever_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "WALL_LEAST", 0.5)
    monkeypatch.setattr(place, "WALL", 1.0)
    assert answers(["sleep", 1]) == [Death("took longer than 0.5 s", timed=True), 1]


def test_answers_come_in_the_order_of_the_tasks_whoever_does_them() -> None:
    assert answers(list(range(300)), processes=2) == list(range(300))


def test_workers_end_with_a_parent_that_is_killed() -> None:
    script = (
        f"import sys; sys.path[:0] = {[str(Path(__file__).parent), str(Path(__file__).parent.parent)]!r}\n"
        "from hurting import hurt\n"
        "from pipeline.ingest.place import Place, Task\n"
        "if __name__ == '__main__':\n"
        "    with Place(hurt, processes=2) as reading:\n"
        "        answers = reading.each(Task(what, 60.0) for what in [0, 'sleep', 'sleep'])\n"
        "        print(next(answers), *(one.process.pid for one in reading._workers), flush=True)\n"
        "        list(answers)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = [int(pid) for pid in parent.stdout.readline().split()[1:]]
    assert workers and all(_alive(pid) for pid in workers)
    parent.kill()
    parent.communicate()
    until = time.monotonic() + 10
    while any(map(_alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(_alive, workers))


def _alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_inputs_made_to_hurt_are_each_read_or_refused_by_name_within_the_limits() -> None:
    chosen = random.Random(SEED).sample(list(cases(SEED)), SAMPLE)
    outcomes = read([(name, data) for _, name, data in chosen])
    assert len(outcomes) == SAMPLE
    for (case, name, _), outcome in zip(chosen, outcomes, strict=True):
        assert outcome.made or outcome.refused, case
        assert all(refusal.where.startswith(name) for refusal in outcome.refused), case
        assert not any("reader failed" in refusal.reason for refusal in outcome.refused), case


def _reader(suffix: str) -> str:
    row = BY_SUFFIX.get(suffix)
    return row.name if row else "plain"


def read(files: list[tuple[str, bytes]]) -> list[Outcome]:
    """What becomes of files that lie in one folder."""
    todo = [
        Job(SHARED, Item(name, _reader(suffix), suffix, "", data=data),
            "", "2026-11-20T06:00:00+00:00", "en", 20_000_000)
        for name, data in files
        if (suffix := name.rsplit(".", 1)[1])
    ]  # fmt: skip
    with Reader(passages, Ingest()) as reader:
        return list(reader.outcomes(todo))


def test_a_document_that_ends_its_reader_costs_none_of_those_beside_it() -> None:
    sound = b"The broker appends every message to its log and gives it the next offset in order."
    laughs = next(data for name, _, data in pdfs(1) if name == "pdf-draws-itself")
    outcomes = read([("a.md", sound), ("b.pdf", laughs), ("c.md", sound)])
    assert [len(outcome.made) for outcome in outcomes] == [1, 0, 1]
    assert outcomes[1].refused[0].where == "b.pdf"


@pytest.mark.parametrize(("load", "again"), [(64.0, True), (0.0, False)])
def test_what_ran_out_of_time_on_a_busy_machine_is_read_again_the_next_time(
    monkeypatch: pytest.MonkeyPatch, load: float, again: bool
) -> None:
    monkeypatch.setattr(jobs.os, "getloadavg", lambda: (load, 0.0, 0.0))
    monkeypatch.setattr(jobs.os, "cpu_count", lambda: 8)
    item = Item("a.md", "markdown", "md", "", data=b"words")
    job = Job(SHARED, item, "", "", "en", 1_000)
    death = Death("took more than 2 s of processor time", timed=True)
    made = jobs._outcome(job, death)
    assert (made.again, bool(made.sha256)) == (again, not again)
    assert made.refused[0].reason.startswith("took more than 2 s")
    assert not jobs._outcome(job, Death("ended its reader")).again
