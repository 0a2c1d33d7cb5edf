"""Postings: for each term the rows that hold it and what each adds to a BM25 score, in numpy.

Enter: committed rows of the forward file. Leave: segments of up to 65,536 rows, and from them
the best rows for weighted terms. What a term adds (saturated count in the text, and a share of
the same in title and headings) is reckoned once and kept in 8 bits, so a question only adds up
(Lu 2024 calls it eager scoring). A segment can be made again from its rows at any time: its file
is written aside and put in place whole, and rows that no file covers are counted when opened.
"""

from __future__ import annotations

import mmap
import os
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.index.forward import Codes, Forward, Rows
from pipeline.retrieve.index.pool import K1, B

Scores = npt.NDArray[np.float64]
Span = tuple[int, int]  # postings of a segment, from and to
Part = tuple[int, int, float]  # the same and the weight of their term

TITLE = 0.3  # of title and headings; chosen by the table in docs/retrieval.md
BLOCK = 65_536  # rows of a full segment: a row is 16 bits, the scores of all stay in the cache
TAIL = 256  # rows that are counted anew at each opening: up to 1.5 ms; more get a file
LOOKS = 2  # terms asked for a score that many rows reach; each costs 0.01 ms and saves more
STEP = (K1 + 1) * (1 + TITLE) / 255  # of the 8 bits: what a term can add at most is (K1+1)(1+TITLE)
_NAME = re.compile(r"p(\d+)-(\d+)\.post")
_MAGIC = 0x31_54_53_4F_50_4C_44_00


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows `start` to `end`. Term `n` has the postings from `places[n]` to `places[n + 1]`."""

    start: int
    end: int
    terms: Codes  # sorted
    places: npt.NDArray[np.uint32]
    rows: npt.NDArray[np.uint16]  # counted from start
    impacts: npt.NDArray[np.uint8]

    def find(self, wanted: Codes) -> list[Span]:
        """Postings (from, to) of each wanted term; (0, 0) when it is not here."""
        if not len(self.terms):
            return [(0, 0)] * len(wanted)
        at = np.minimum(np.searchsorted(self.terms, wanted), len(self.terms) - 1)
        here = self.terms[at] == wanted
        starts, ends = self.places[at] * here, self.places[at + 1] * here
        return list(zip(starts.tolist(), ends.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Term:
    """Where a term stands in the segments, and in how many rows that are not gone."""

    spans: tuple[Span, ...]
    count: int
    rarity: float  # inverse document frequency (Robertson and Sparck Jones)


def find(
    segments: Sequence[Segment], wanted: Codes, gone: npt.NDArray[np.bool_] | None
) -> list[Term]:
    """Look up terms."""
    spans = list(zip(*(segment.find(wanted) for segment in segments), strict=True))
    spans = spans or [()] * len(wanted)
    counts = np.array([_count(segments, one, gone) for one in spans])
    dead = 0 if gone is None else np.count_nonzero(gone)
    total = max(1, segments[-1].end - dead) if segments else 1
    rarity = np.log1p((total - counts + 0.5) / (counts + 0.5))
    return [Term(*one) for one in zip(spans, counts.tolist(), rarity.tolist(), strict=True)]


def _count(
    segments: Sequence[Segment], spans: tuple[Span, ...], gone: npt.NDArray[np.bool_] | None
) -> int:
    found = sum(end - start for start, end in spans)
    if gone is not None:
        for segment, (start, end) in zip(segments, spans, strict=True):
            here = gone[segment.start : segment.end]
            found -= int(np.count_nonzero(here[segment.rows[start:end]]))
    return found


def best(
    segments: Sequence[Segment],
    wanted: Sequence[tuple[Term, float]],
    depth: int,
    barred: npt.NDArray[np.bool_] | None,
) -> tuple[Rows, Scores]:
    """The `depth` rows with the greatest sums of weight times impact over weighted terms; ties go
    to the lower row."""
    kept_rows, kept = np.empty(0, dtype=np.int64), np.empty(0)
    low = 0.0  # no row below it can be among the best
    for at, segment in enumerate(segments):
        parts = [(*term.spans[at], weight) for term, weight in wanted if term.spans[at][1]]
        if not parts:
            continue
        scores = _sums(segment, parts)
        if barred is not None:
            scores[barred[segment.start : segment.end]] = 0.0
        low = max(low, _floor(scores, segment, parts, depth))
        rows = (scores >= low if low > 0 else scores).nonzero()[0]
        kept_rows = np.concatenate((kept_rows, rows + segment.start))
        kept = np.concatenate((kept, scores[rows]))
        low = max(low, _least(kept.copy(), depth))
    near = (kept >= low).nonzero()[0]
    order = near[np.argsort(-kept[near], kind="stable")[:depth]]  # the rows ascend already
    return kept_rows[order], kept[order]


def _sums(segment: Segment, parts: list[Part]) -> Scores:
    """The score of every row of a segment."""
    rows, shares = _scratch.of(sum(end - start for start, end, _ in parts))
    at = 0
    for start, end, weight in parts:
        upto = at + end - start
        rows[at:upto] = segment.rows[start:end]
        share = shares[at:upto]
        share[:] = segment.impacts[start:end]
        share *= weight * STEP
        at = upto
    total = np.bincount(rows, shares, segment.end - segment.start)
    return np.asarray(total, dtype=np.float64)


class _Scratch(threading.local):
    """Arrays kept from question to question: to allocate them anew takes up to half of its time,
    which the system spends on giving out their pages."""

    def __init__(self) -> None:
        self._rows = np.empty(0, dtype=np.intp)
        self._shares = np.empty(0)

    def of(self, postings: int) -> tuple[Rows, Scores]:
        """Room for the rows and the shares of so many postings."""
        if postings > len(self._rows):
            self._rows = np.empty(2 * postings, dtype=np.intp)
            self._shares = np.empty(2 * postings)
        return self._rows[:postings], self._shares[:postings]


_scratch = _Scratch()


def _floor(scores: Scores, segment: Segment, parts: list[Part], depth: int) -> float:
    """A score that `depth` rows reach: each term that so many hold knows one, rare terms best."""
    enough = sorted((end - start, start, end) for start, end, _ in parts if end - start >= depth)
    return max(
        (_least(scores[segment.rows[start:end]], depth) for _, start, end in enough[:LOOKS]),
        default=0.0,
    )


def _least(values: Scores, depth: int) -> float:
    """The `depth`-th greatest of values, which are put into another order; 0 for fewer."""
    place = len(values) - depth
    if place < 0:
        return 0.0
    values.partition(place)
    return float(values[place])


# ── making ────────────────────────────────────────────────────────────────────────────────


def made(held: Forward, start: int, end: int, average: tuple[float, float]) -> Segment:
    """Count the terms of rows `start` to `end`; what is counted with goes as soon as it has served, or
    44,000 rows would take 340 MB for a segment of 12."""
    table = held.rows[start:end]
    length, lead = table["length"].astype(np.int64), table["lead"].astype(np.int64)
    first = int(table["start"][0])
    keys = _marked(length, lead)
    keys.view("<u4")[1::2] = held.codes[first : first + len(keys)]
    keys.sort()
    runs = _begins(keys)  # of one term in one row: what is in the text, then what is in its title
    times = _lengths(runs, len(keys))
    keys = keys[runs]
    titled = np.flatnonzero(keys & np.uint64(1))
    keys >>= np.uint64(1)
    begins = _begins(keys)
    count = _lengths(runs[begins], times.sum())
    keys = keys[begins]
    some, times = np.searchsorted(begins, titled, "right") - 1, times[titled]
    del runs, begins, titled
    rows = (keys & np.uint64(0xFFFF)).astype(np.uint16)
    codes = (keys >> np.uint64(31)).astype(np.uint32)
    del keys
    worth = _saturated(count, length[rows], average[0])
    worth[some] += TITLE * _saturated(times, lead[rows[some]], average[1])
    worth /= STEP
    impacts = np.clip(np.round(worth, out=worth), 1, 255, out=worth).astype(np.uint8)
    places = _begins(codes)
    ends = np.append(places, len(codes)).astype(np.uint32)
    return Segment(start, end, codes[places], ends, rows, impacts)


def _marked(length: Rows, lead: Rows) -> npt.NDArray[np.uint64]:
    """Of each term its row, and in the lowest bit 1 where it stands in a title or heading."""
    rows = np.arange(len(length), dtype=np.uint64) << np.uint64(1)
    turns = np.column_stack((rows | np.uint64(1), rows)).ravel()
    return np.repeat(turns, np.column_stack((lead, length - lead)).ravel())


def _begins(values: npt.NDArray[np.unsignedinteger[Any]]) -> Rows:
    """Where each run of one value begins, in an array that is in order."""
    first = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return np.flatnonzero(first)


def _lengths(begins: Rows, end: int) -> npt.NDArray[np.int32]:
    """How long each run is, the last one up to `end`."""
    found = np.empty(len(begins), np.int32)
    np.subtract(begins[1:], begins[:-1], out=found[:-1], casting="unsafe")
    found[-1:] = end - begins[-1:]
    return found


def _saturated(count: npt.NDArray[np.generic], length: Rows, average: float) -> Scores:
    times = count.astype(np.float64)
    under = B * length  # and K1 * (1 - B + B * length / average) in the same room
    under /= average
    under += 1 - B
    under *= K1
    under += times
    times *= K1 + 1
    times /= under
    return times


# ── files ─────────────────────────────────────────────────────────────────────────────────


def opened(folder: Path, held: Forward, average: tuple[float, float]) -> tuple[Segment, ...]:
    """Segments that cover all rows: those that have files, then what is left, counted now."""
    found = list(_files(folder, len(held.rows)))
    start = found[-1].end if found else 0
    while start < len(held.rows):
        end = min(start + BLOCK, len(held.rows))
        found.append(made(held, start, end, average))
        start = end
    return tuple(found)


def behind(folder: Path, rows: int) -> bool:
    """Whether rows that have no file are so many that they should have one."""
    covered = [one.end for one in _files(folder, rows)][-1:] or [0]
    return rows - covered[0] >= TAIL


def settle(folder: Path, held: Forward, average: tuple[float, float]) -> None:
    """Give files to rows that have none, with those of segments before them that are no longer
    (Bentley and Saxe 1980): there are few short ones, and a row is counted few times."""
    found = list(_files(folder, len(held.rows)))
    start = found[-1].end if found else 0
    while found and found[-1].end - found[-1].start <= min(BLOCK - 1, len(held.rows) - start):
        start = found.pop().start
    while start < len(held.rows):
        end = min(start + BLOCK, len(held.rows))
        _write(folder, made(held, start, end, average))
        start = end
    used = {_path(folder, one.start, one.end) for one in _files(folder, len(held.rows))}
    for path in (*folder.glob("p*-*.post"), *folder.glob("p*-*.new")):
        if path not in used:
            path.unlink(missing_ok=True)


def _files(folder: Path, rows: int) -> Iterator[Segment]:
    """The segments on disk that follow each other from row 0, the longest first."""
    spans: dict[int, int] = {}
    for path in folder.iterdir():
        name = _NAME.fullmatch(path.name)
        if name and int(name[2]) <= rows:
            spans[int(name[1])] = max(int(name[2]), spans.get(int(name[1]), 0))
    start = 0
    while start in spans:
        segment = _read(folder, start, spans[start])
        if segment is None:
            return
        yield segment
        start = segment.end


def _path(folder: Path, start: int, end: int) -> Path:
    return folder / f"p{start}-{end}.post"


def _write(folder: Path, one: Segment) -> None:
    path = _path(folder, one.start, one.end)
    aside = path.with_suffix(".new")
    head = np.array([_MAGIC, len(one.terms), len(one.rows)], dtype="<u8")
    with aside.open("wb") as file:
        for part in (head, one.terms, one.places, one.rows, one.impacts):
            file.write(np.ascontiguousarray(part).data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def _read(folder: Path, start: int, end: int) -> Segment | None:
    """A segment, mapped; None when its file is not there any more or not one of ours."""
    try:
        with _path(folder, start, end).open("rb") as file:
            whole = np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), np.uint8)
    except (FileNotFoundError, ValueError):  # an empty file cannot be mapped
        return None
    head = whole[:24].view("<u8").tolist() if len(whole) >= 24 else [0, 0, 0]
    terms, rows = head[1], head[2]
    if head[0] != _MAGIC or len(whole) != 24 + 8 * terms + 4 + 3 * rows:
        return None
    cuts = np.cumsum([24, 4 * terms, 4 * (terms + 1), 2 * rows]).tolist()
    return Segment(
        start, end,
        whole[cuts[0] : cuts[1]].view("<u4"), whole[cuts[1] : cuts[2]].view("<u4"),
        whole[cuts[2] : cuts[3]].view("<u2"), whole[cuts[3] :],
    )  # fmt: skip
