"""The same answers by the embedded index and by a search cluster, question by question.

`python bench/engines.py NEWSROOM QUESTIONS.jsonl [--beir DIR] [--days D,D]` starts three nodes
(`tests/cluster`), pushes the corpus of a newsroom (and with --beir a collection of that layout) and
asks every question of both: hits, scores and ranks of the first twenty must be equal, and so must
the evidence of the days named. Prints what differs and the times; exit code 1 for any difference.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import engine_contract as contract
from cluster import nodes
from engine_contract import Both

from pipeline import retrieve
from pipeline.evals import qrels
from pipeline.evals.retrieval import shelve
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.library import Library
from pipeline.world import World

SECONDS = 60.0  # of one request: the nodes share this machine with whatever else runs


def compared(name: str, both: Both, questions: Sequence[str], days: Sequence[str]) -> bool:
    """Whether every question and day is answered alike; prints a row."""
    begun = time.perf_counter()
    both.publish()
    pushed = time.perf_counter() - begun
    sides = (both.ours(), both.theirs())
    options = both.room.desk.retrieval
    times: tuple[list[float], list[float]] = ([], [])
    different = []
    for question in questions:
        answers = []
        for side, spent in zip(sides, times, strict=True):
            begun = time.perf_counter()
            answers.append(contract.told(retrieve.search(question, side, options, k=20)))
            spent.append(time.perf_counter() - begun)
        if answers[0] != answers[1]:
            different.append(question)
    readings = [retrieve.NewsReading(side, both.room.desk, both.room.sources) for side in sides]
    asked = [[reading.asked(day) for reading in readings] for day in days]
    same = sum(one == two for one, two in asked)
    here, there = (1000 * statistics.median(one) for one in times)
    print(f"| {name} | {both.library.counts()[1]} | {len(questions) - len(different)} of {len(questions)} "
          f"| {same} of {len(days)} | {pushed:.0f} | {here:.1f} | {there:.0f} |", flush=True)  # fmt: skip
    for question in different:
        print(f"differs: {question}", file=sys.stderr)
    return not different and same == len(days)


def _of(room: Newsroom, library: Library, urls: Sequence[str], alias: str) -> Both:
    named = contract.naming(room, urls, alias, engine_shards=3, engine_timeout=SECONDS)
    return contract.both(named, library, World())


def main(given: argparse.Namespace) -> int:
    room = open_newsroom(given.newsroom)
    lines = given.questions.read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    days = given.days.split(",") if given.days else []
    print(
        "| corpus | passages | questions answered alike | days alike | push s | embedded ms | cluster ms |"
    )
    print("|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as temporary, nodes.Nodes(Path(temporary)) as cluster:
        with Library.open(room.library) as library:
            fine = compared(
                given.newsroom.name, _of(room, library, cluster.urls, "bench"), questions, days
            )
        if given.beir:
            data = qrels.beir(given.beir)
            with Library.open(Path(temporary) / "beir" / ".dateline" / "library.db") as library:
                shelve(data, library)
                both = _of(
                    replace(room, root=Path(temporary) / "beir"), library, cluster.urls, "beir"
                )
                asked = [one.text for one in data.queries]
                fine = compared(given.beir.name, both, asked, ()) and fine
    return 0 if fine else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("newsroom", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--beir", type=Path)
    parser.add_argument("--days", default="")
    sys.exit(main(parser.parse_args()))
