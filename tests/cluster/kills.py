"""Nodes killed while questions are asked: every answer is whole, or it is an error.

`python tests/cluster/kills.py --moments 20` starts a cluster, sends the starter corpus in three
parts with one copy of each, and at every moment kills one node, asks on, and starts it again.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import engine_contract as contract
from engine_contract import QUESTIONS, Both

from cluster import nodes
from pipeline import retrieve
from pipeline.cli import dateline
from pipeline.errors import EngineError
from pipeline.newsroom.config import open_newsroom
from pipeline.newsroom.library import Library
from pipeline.retrieve import Searcher
from pipeline.retrieve.opensearch import aliases
from pipeline.retrieve.opensearch.cluster import open_cluster
from pipeline.world import World

AFTER = 2.0  # seconds that questions go on after a kill
Told = list[tuple[str, float, object]]


@dataclass
class Counted:
    whole: int = 0
    refused: int = 0
    wrong: int = 0
    later: int = 0  # whole answers after the node was gone
    why: set[str] = field(default_factory=set)


def kills(cluster: nodes.Nodes, here: Both, moments: int, *, seed: int = 7) -> Counted:
    """Kill a node at so many moments; what the answers were."""
    options = here.room.desk.retrieval
    ours = here.ours()
    asked = QUESTIONS[:12]
    expected = [contract.told(retrieve.search(one, ours, options, k=20)) for one in asked]
    random.seed(seed)
    counted = Counted()
    for moment in range(moments):
        number = moment % nodes.COUNT
        done, gone = threading.Event(), threading.Event()
        asking = threading.Thread(target=_ask, args=(here, list(zip(asked, expected, strict=True)),
                                                     (done, gone), counted))  # fmt: skip
        asking.start()
        time.sleep(random.uniform(0.1, 1.2))
        cluster.kill(number)
        gone.set()
        time.sleep(AFTER)
        done.set()
        asking.join()
        cluster.start(number)
        cluster.wait(nodes.COUNT)
    return counted


def _ask(
    here: Both,
    asked: list[tuple[str, Told]],
    signs: tuple[threading.Event, threading.Event],
    counted: Counted,
) -> None:
    """Ask until told to stop, each time with an engine that has nothing cached."""
    done, gone = signs
    with Library.open(here.room.library) as library:
        for question, expected in _over(asked, done):
            after = gone.is_set()
            try:
                cluster = open_cluster(here.room.desk.retrieval, World())
                engine = aliases.open_engine(cluster, here.place.alias, library)
                hits = retrieve.search(question, Searcher(engine), here.room.desk.retrieval, k=20)
            except EngineError as error:
                counted.refused += 1
                counted.why.add(error.message)
                continue
            right = contract.told(hits) == expected
            counted.whole += right
            counted.wrong += not right
            counted.later += right and after


def _over(asked: list[tuple[str, Told]], done: threading.Event) -> Iterator[tuple[str, Told]]:
    while not done.is_set():
        for one in asked:
            if done.is_set():
                return
            yield one


def main(moments: int) -> int:
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        dateline(["init", str(home / "room")], standalone_mode=False)
        dateline(["ingest", "--root", str(home / "room")], standalone_mode=False)
        with nodes.Nodes(home / "nodes") as cluster:
            named = contract.naming(
                open_newsroom(home / "room"), cluster.urls, "kills", engine_shards=3
            )
            with Library.open(named.library) as library:
                here = contract.both(named, library, World())
                here.publish()
                cluster.wait(nodes.COUNT)
                found = kills(cluster, here, moments)
    print(f"{moments} moments: {found.whole} answers whole ({found.later} of them after the node was "
          f"gone), {found.refused} errors, {found.wrong} wrong or thinner")  # fmt: skip
    for why in sorted(found.why):
        print(f"  error: {why}")
    return 1 if found.wrong or not found.later else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=20)
    sys.exit(main(parser.parse_args().moments))
