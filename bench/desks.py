"""Run many desks over one corpus and say what it takes: wall time, processor time, memory, outcomes.

    python bench/desks.py CORPUS [--desks 200] [--date 2026-08-14] [--workers 2]

CORPUS is a newsroom that was ingested; copy it first, for its index is brought up to date. Each desk asks a subset of its domains, the smallest first,
over again when they run out. Nothing is built; the desks stand in a temporary folder. Memory of all is
the sum over the processes at one moment, pages that they share counted once (PSS), looked at each second.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from itertools import combinations, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from process_tree import Memory

from pipeline.cli.edition import desks
from pipeline.newsroom.config import open_newsroom
from pipeline.run.executors import LocalExecutor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--desks", type=int, default=200)
    parser.add_argument("--date", default="newest")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        made = make(given.corpus.resolve(), folder, given.desks)
        plan = desks.DesksPlan(given.date, writer="extractive", build=False, offline=True)
        began, memory = time.perf_counter(), Memory()
        memory.start()
        told = desks.run_desks(
            folder, plan, on=LocalExecutor(given.workers), track=lambda items, _: items
        )
        wall = time.perf_counter() - began
        memory.stop()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{made} desks in {wall:.0f} s on {given.workers} workers; "
          f"{used.ru_utime + used.ru_stime:.0f} processor s; largest process {used.ru_maxrss / 1024:.0f} MB, "
          f"all together {memory.most / 1e6:.0f} MB at most")  # fmt: skip
    print(", ".join(f"{count} {name}" for name, count in Counter(one.outcome for one in told).most_common()))  # fmt: skip
    less = Counter((one.outcome, one.reason) for one in told if one.outcome in ("failed", "held"))
    for (outcome, reason), count in less.most_common(5):
        print(f"  {count} {outcome}: {reason}")


def make(corpus: Path, folder: Path, most: int) -> int:
    """Desks that each ask some of the corpus's domains; how many were made."""
    ids = [one.id for one in open_newsroom(corpus).desk.domains]
    text = (corpus / "briefs" / "desk.toml").read_text("utf-8")
    head, *parts = text.split("[[domains]]")
    last, rest = parts[-1], ""
    if "\n[" in last:
        parts[-1], _, rest = last.partition("\n[")
        rest = "\n[" + rest
    assert len(parts) == len(ids)
    again = (one for _ in range(most) for one in sets(len(ids)))
    count = 0
    for count, some in enumerate(islice(again, most), 1):
        place = folder / f"desk-{count:04}" / "briefs"
        place.mkdir(parents=True)
        domains = "".join(f"[[domains]]{parts[at]}" for at in some)
        place.joinpath("desk.toml").write_text(
            f'{head}{domains}{rest}\n[corpus]\nroot = "{corpus}"\n', "utf-8"
        )
    return count


def sets(many: int) -> list[tuple[int, ...]]:
    """The subsets of so many domains but the empty one, smallest first."""
    return [some for size in range(1, many + 1) for some in combinations(range(many), size)]


if __name__ == "__main__":
    main()
