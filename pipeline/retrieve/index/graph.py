"""A graph over the vectors of a large index: what lies nearest is found without looking at all.

Enter: a folder, the vectors of every row, a question's vector. Leave: rows among which the nearest
are, for the ranking to score exactly; None where looking at all is quicker or surer. HNSW (Malkov and
Yashunin 2018) by faiss, `pip install 'dateline[graph]'`; without it, and below `LEAST` windows, all
are looked at. The graph is of the first windows only, for rows come at the end: those it lacks are
looked at, and once they are many it grows. A file that is missing or bad is made again, and told;
one that cannot be written is told, and all are looked at.
"""

from __future__ import annotations

import fcntl
import importlib
import importlib.util
import json
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.records import store
from pipeline.retrieve.encoders.dense import Array, Dense
from pipeline.retrieve.index.forward import Rows
from pipeline.world import Track, unwatched

LEAST = 100_000  # windows, about 30,000 passages: from there looking at all takes twice as long
GROWN = 0.1  # of a graph's windows: so many more are looked at beside it before it grows
LINKS, BUILT_BY = 32, 80  # of a window, and looked at when it is linked
SPREAD = 4  # windows asked for by row: a passage has about three and a half
WIDE = 4  # looked at by window asked for; at 2 one question of 100 had other ten (`bench/graph.py`)
PART = 46  # and of a large graph so much is looked at: twice 4 at 300,000 windows, where 4 had other ten
# for two questions of 100 and 8 for one
TRAINED = 20_000  # windows that set the range of each number
BLOCK = 8_192
MARKS = 64  # windows that tell whether a graph is of these vectors
LIKE = 0.95  # cosine of a window and what a graph has of it, at least


@dataclass(frozen=True, slots=True)
class GraphFile:
    """What a graph's file says of itself."""

    model: str
    windows: int
    mark: int  # of the vectors it was made of
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class VectorGraph:
    """A graph of the first windows of an index."""

    found: Any  # faiss's own
    windows: int


def opened(
    home: Path, model: str, held: Dense | None, track: Track = unwatched
) -> tuple[VectorGraph | None, str]:
    """The graph of some vectors, made or grown if need be, and what is to be told of it."""
    if held is None or len(held.codes) < LEAST or importlib.util.find_spec("faiss") is None:
        return None, ""
    graph, why = _read(home, model, held)
    if graph is not None and not _lags(graph, held):
        return graph, ""
    try:
        with (home / "graph.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            graph, why = _read(home, model, held)  # another run may have made it meanwhile
            if graph is None or _lags(graph, held):
                grows = None if graph is None else _loaded(_path(home, model), mapped=False)
                _written(home, model, held, _grown(grows, held, track))
                graph, bad = _read(home, model, held)
                if graph is None:
                    return None, f"is not used: {bad}"
    except (ImportError, OSError, RuntimeError) as error:
        return None, f"is not used: it cannot be written ({_short(error)})"
    return graph, f"was made again: {why}" if why else ""


def _lags(graph: VectorGraph, held: Dense) -> bool:
    """Whether so many windows came since that it has to grow."""
    return len(held.codes) - graph.windows > GROWN * graph.windows


def nearest(
    graph: VectorGraph, held: Dense, asking: Array, depth: int, barred: npt.NDArray[np.bool_]
) -> Rows | None:
    """Rows that are not barred among which the `depth` nearest are; None where the graph cannot
    tell: few rows are left, or fewer came than were asked for."""
    open_rows = np.flatnonzero(~barred)
    share = len(open_rows) / max(1, len(barred))
    if share * len(held.codes) < LEAST:
        return None
    asked = min(graph.windows, int(SPREAD * depth / share))
    wide = _faiss().SearchParametersHNSW(efSearch=max(WIDE * asked, graph.windows // PART))
    places = graph.found.search(np.asarray(asking, np.float32)[None, :], asked, params=wide)[1][0]
    rows = np.searchsorted(held.starts, places[places >= 0], "right") - 1
    first = int(np.searchsorted(held.starts, graph.windows, "right")) - 1
    late = np.arange(first, len(held.starts) - 1)  # the last row of the graph may be there in part
    if len(late):
        rows = np.union1d(rows, late[_best(held.take(late).likeness(asking), depth)])
    rows = np.unique(rows)
    rows = rows[~barred[rows]]
    return rows.astype(np.int64) if len(rows) >= min(depth, len(open_rows)) else None


def _faiss() -> Any:
    """The library: a tenth of a second to import, and no part of what everybody installs."""
    return importlib.import_module("faiss")


def _best(scores: Array, depth: int) -> npt.NDArray[np.intp]:
    if depth >= len(scores):
        return np.arange(len(scores))
    return np.argpartition(scores, -depth)[-depth:]


def _path(home: Path, model: str) -> Path:
    return home / f"graph-{zlib.crc32(model.encode()):08x}.faiss"


def _read(home: Path, model: str, held: Dense) -> tuple[VectorGraph | None, str]:
    """The graph on disk, if it is whole and of these vectors; else why it is of no use."""
    path = _path(home, model)
    if not path.is_file():
        return None, ""
    try:
        head = GraphFile(**json.loads(path.with_suffix(".json").read_text("utf-8")))
        if head.model != model or head.windows > len(held.codes):
            return None, "it is of other vectors"
        if head.mark != _mark(held, head.windows):
            return None, "it is of other vectors"
        if head.size != path.stat().st_size:
            return None, "its file is cut short"
        graph = VectorGraph(_loaded(path, mapped=True), head.windows)
        return (graph, "") if _knows(graph, held) else (None, "it does not find what it holds")
    except (ImportError, OSError, ValueError, TypeError, RuntimeError) as error:
        return None, f"it cannot be read ({_short(error)})"


def _short(error: Exception) -> str:
    """The end of what an error says: faiss puts its own source files first."""
    return str(error).strip().splitlines()[-1][-80:] if str(error).strip() else type(error).__name__


def _loaded(path: Path, *, mapped: bool) -> Any:
    faiss = _faiss()
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC if mapped else 0)


def _knows(graph: VectorGraph, held: Dense) -> bool:
    """Whether three windows are found by their own vectors."""
    if graph.found.ntotal != graph.windows or graph.found.d != held.codes.shape[1]:
        return False
    places = np.linspace(0, graph.windows - 1, 3).astype(np.int64)
    asked = _units(held, places)
    scores = graph.found.search(asked, 1)[0][:, 0]
    return bool((scores >= LIKE * np.square(asked).sum(axis=1)).all())


def _grown(found: Any, held: Dense, track: Track) -> Any:
    """A graph with the windows that it lacks, linked one after the other: two runs make one file."""
    faiss = _faiss()
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        if found is None:
            found = faiss.IndexHNSWSQ(held.codes.shape[1], faiss.ScalarQuantizer.QT_8bit, LINKS,
                                      faiss.METRIC_INNER_PRODUCT)  # fmt: skip
            found.hnsw.efConstruction = BUILT_BY
            some = np.linspace(0, len(held.codes) - 1, min(TRAINED, len(held.codes)))
            found.train(_units(held, some.astype(np.int64)))
        starts = range(found.ntotal, len(held.codes), BLOCK)
        for at in track(starts, f"graph of vectors, {BLOCK:,} each"):
            found.add(_units(held, np.arange(at, min(at + BLOCK, len(held.codes)))))
    finally:
        faiss.omp_set_num_threads(threads)
    return found


def _units(held: Dense, places: npt.NDArray[np.int64]) -> Array:
    return np.asarray(held.codes[places] * held.scales[places, None], dtype=np.float32)


def _written(home: Path, model: str, held: Dense, found: Any) -> None:
    """Put a graph in place; what says that it holds comes last."""
    path, windows = _path(home, model), int(found.ntotal)
    head = path.with_suffix(".json")
    beside = path.with_suffix(".new")
    try:
        _faiss().write_index(found, str(beside))
    except (OSError, RuntimeError):
        beside.unlink(missing_ok=True)
        raise
    head.unlink(missing_ok=True)
    beside.replace(path)
    said = GraphFile(model, windows, _mark(held, windows), path.stat().st_size)
    store.write(head, json.dumps(asdict(said)))


def _mark(held: Dense, windows: int) -> int:
    """A checksum of some of the first windows."""
    places = np.linspace(0, windows - 1, min(MARKS, windows)).astype(np.int64)
    return zlib.crc32(held.codes[places].tobytes(), zlib.crc32(held.scales[places].tobytes()))
