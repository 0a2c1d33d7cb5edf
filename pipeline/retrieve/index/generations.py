"""Generations of the index: built aside, checked, pointed at; the last one is kept.

Enter: the folder of an index, and a generation that was built in it. Leave: the pointer (`current`, one
file that is replaced whole) on the new one, and the one before for `dateline index rollback`. A new
generation is checked first: it holds as many passages as the library, and passages drawn from it are
found by their own words. Refuses one that does not (`CorpusError`); the last one goes on answering.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np

from pipeline.errors import CorpusError
from pipeline.records import store
from pipeline.retrieve.index import forward, postings
from pipeline.retrieve.index.forward import Lengths

POINTER = "current"
CANARIES = 8  # passages that are asked for by their own words: a broken segment holds thousands
DEPTH = 50  # among so many; copies of a passage score alike
TERMS = 24  # of its rarest words
_NAME = re.compile(r"g\d+")


def current(home: Path) -> Path:
    """The generation in use (which may not exist)."""
    try:
        name = (home / POINTER).read_text("utf-8", "replace").strip()
    except OSError:
        name = ""
    return home / (name if _NAME.fullmatch(name) else "none")


def kept(home: Path) -> list[str]:
    """Generations that lie there, oldest first."""
    names = (path.name for path in home.iterdir() if path.is_dir() and _NAME.fullmatch(path.name))
    return sorted(names, key=lambda name: int(name[1:])) if home.is_dir() else []


def following(home: Path) -> Path:
    """An empty folder for the next generation."""
    names = kept(home)
    folder = home / f"g{int(names[-1][1:]) + 1 if names else 1}"
    folder.mkdir(parents=True)
    return folder


def point(home: Path, name: str) -> None:
    """Let a generation answer from now on; it is on the disk before anything points at it."""
    pointer = home / f"{POINTER}.new"
    pointer.write_text(name, "utf-8")
    for path in (pointer, home / name):
        store.durable(path)
    pointer.replace(home / POINTER)
    store.durable(home)


def let_go(home: Path, keep: set[str]) -> None:
    """Delete every folder but these: older generations, and what a killed build left."""
    for folder in home.iterdir():
        if folder.is_dir() and folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def back(home: Path) -> str:
    """Point at the generation before the one in use; its name. Raises CorpusError without one."""
    here = current(home).name
    before = [name for name in kept(home) if name != here]
    if not before:
        raise CorpusError(
            "there is no earlier generation of the index",
            where="rollback",  # not the folder: nothing in it is damaged
            hint="one is kept whenever the index is built anew; `dateline search` builds a missing one",
        )
    point(home, before[-1])
    return before[-1]


def check(folder: Path, lengths: Lengths, average: tuple[float, float], passages: int) -> None:
    """Raise CorpusError unless a new generation holds what it should and finds what it holds.

    passages: in the library.
    """
    held = forward.open_forward(folder, lengths)
    live = np.setdiff1d(np.arange(len(held.rows)), np.array(sorted(held.gone), dtype=np.int64))
    if len(live) != passages:
        raise _refused(folder, f"holds {len(live):,} passages, the library {passages:,}")
    segments = postings.opened(folder, held, average)
    lost = 0
    for row in live[:: max(1, len(live) // CANARIES)][:CANARIES].tolist():
        codes = np.unique(held.pool(np.array([row])))
        found = sorted(postings.find(segments, codes, None), key=lambda term: -term.rarity)[:TERMS]
        best, _ = postings.best(segments, [(term, term.rarity) for term in found], DEPTH, None)
        lost += bool(len(codes)) and row not in best
    if lost:
        raise _refused(folder, f"does not find {lost} of {CANARIES} passages by their own words")


def _refused(folder: Path, why: str) -> CorpusError:
    return CorpusError(
        f"the new index {why}; the last one goes on answering",
        where=str(folder),
        hint="is the disk full? `dateline doctor` says; the next run builds it again",
    )
