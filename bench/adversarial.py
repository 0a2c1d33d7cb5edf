"""Reads inputs that are made to hurt, each in the reading place, and says what they cost.

    python bench/adversarial.py [--seed N] [--size N] [--only TEXT] [--all]

Each input of `tests/adversarial.py` is read, screened and cut as an ingest does it. A line is
printed for what died, what surprised its reader, and what took more than half a second; `--all`
prints every input. `--size` makes what is repeated longer: twice as long should take twice as long.
The exit code is 1 when an input was neither read nor refused by name.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from adversarial import Case, cases

from pipeline.chunk import passages
from pipeline.ingest.jobs import Job, do
from pipeline.ingest.place import Death, Place, Task
from pipeline.ingest.sources.formats import BY_SUFFIX
from pipeline.ingest.sources.listing import Item
from pipeline.records import Source

SLOW = 0.5  # processor seconds
SECONDS = 2.0
SHOWN = 100


def cost(case: Case) -> tuple[float, int, int, tuple[str, ...]]:
    """(processor seconds, most memory of the worker in MB, documents, reasons of refusals)."""
    import resource

    _, name, data = case
    suffix = name.rsplit(".", 1)[1]
    row = BY_SUFFIX.get(suffix)
    item = Item(name, row.name if row else "plain", suffix, "", data=data)
    job = Job(Source("s", "S", "folder", "/nowhere", ("sys",)), item, "", "2026-11-20T06:00:00+00:00", "en", 20_000_000)  # fmt: skip
    began = time.process_time()
    outcome = do(job, passages)
    spent = time.process_time() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return spent, most, len(outcome.made), tuple(one.reason for one in outcome.refused)


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--size", type=int, default=1)
    options.add_argument("--only", default="", help="inputs whose name holds this text")
    options.add_argument("--all", action="store_true", help="print every input")
    chosen = options.parse_args()
    todo = [case for case in cases(chosen.seed, chosen.size) if chosen.only in case[0]]
    counts: Counter[str] = Counter()
    seconds, most = 0.0, 0
    with Place(cost, processes=2, preload=("pipeline.ingest.jobs",)) as place:
        answers = place.each(Task(case, SECONDS * chosen.size) for case in todo)
        for (name, _, data), answer in zip(todo, answers, strict=True):
            if isinstance(answer, Death):
                counts["died"] += 1
                print(f"died    {name} ({len(data):,} bytes): {answer.reason}")
                continue
            spent, memory, made, reasons = answer
            seconds, most = max(seconds, spent), max(most, memory)
            surprised = any("reader failed" in reason for reason in reasons)
            kind = "failed" if surprised else "read" if made else "refused" if reasons else "lost"
            counts[kind] += 1
            if chosen.all or surprised or spent > SLOW or kind == "lost":
                said = "; ".join(reasons)[:SHOWN]
                print(f"{spent:6.2f} s {name} ({len(data):,} bytes): {kind} {made} {said}")
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    print(
        f"{len(todo)} inputs: {told}; at most {seconds:.2f} s of processor and {most} MB of memory"
    )
    return 1 if counts["lost"] else 0


if __name__ == "__main__":
    sys.exit(main())
