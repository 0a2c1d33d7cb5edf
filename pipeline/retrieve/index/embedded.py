"""The index on disk: a forward file and its postings, grown by what is new in the library.

Enter: a folder and a library. Leave: an `Index` that answers for the library's generation. Every
commit is one line of `commits`: the lengths that hold and a checksum of what they added. A line
that is not whole, or whose bytes are not there, does not count, so a process killed at any moment
leaves the last good generation. One process writes at a time. An index of another format, of
another library, or damaged, is built again and says so.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import re
import shutil
import time
import uuid
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.errors import BusyError, CorpusError
from pipeline.newsroom.library import Library
from pipeline.retrieve.encoders import encode, word_vectors
from pipeline.retrieve.index import analysis, forward, postings, terms
from pipeline.retrieve.index.analysis import crc, ordinal
from pipeline.retrieve.index.forward import Forward, Lengths
from pipeline.retrieve.index.postings import Term

__all__ = ["Index", "crc", "open_index", "ordinal"]

FORMAT = f"4.{terms.VERSION}.{word_vectors.VERSION}"
WAIT_SECONDS = 60.0  # a build of 600,000 passages takes longer, a nightly update far less
SMALL = 5_000  # up to so many new passages a commit is checked by its bytes and synced at once
REBUILD_SHARE = 0.5  # above this share of dead rows a new build is smaller and as quick
KEEP = 4_096  # documents kept in memory by an open index
TRIES = 3  # to open an index that another process builds anew at that moment
COMMITS = "commits"
LAST = 16_384  # bytes of the commits that are read: some fifty of them

log = logging.getLogger(__name__)
_GENERATION = re.compile(r"g\d+")
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class IndexState:
    """What a committed index holds."""

    format: str
    library: str
    generation: int
    lengths: Lengths
    terms: int  # of all rows that are not gone
    leads: int  # of those, terms of titles and headings
    since: Lengths | None  # where the bytes begin that `checksum` is of; None: synced before
    checksum: int

    @property
    def average(self) -> tuple[float, float]:
        """Mean terms of a passage, and of its title and headings."""
        live = max(1, self.lengths.rows - self.lengths.gone)
        return self.terms / live or 1.0, self.leads / live or 1.0


class Index:
    """An open index and the library it answers for. Made by `open_index`."""

    def __init__(
        self, library: Library, state: IndexState, rows: Forward, folder: Path, rebuilt: str = ""
    ) -> None:
        self.library = library
        self.state = state
        self.forward = rows
        self.average = state.average
        self.segments = postings.opened(folder, rows, state.average)
        self.rebuilt = rebuilt  # why it was built again, if it was
        self.document = lru_cache(KEEP)(library.document)
        self.passage = lru_cache(KEEP * 4)(library.passage)
        self.barred = lru_cache(64)(self._barred)
        self._terms: dict[str, Term] = {}

    @property
    def passages(self) -> int:
        """Passages that can be found."""
        return len(self.forward.rows) - len(self.forward.gone)

    def find(self, asked: Collection[str]) -> list[Term]:
        """Where each term stands; looked up once while the index is open."""
        new = [term for term in asked if term not in self._terms]
        if new:
            codes = np.array([terms.code(term) for term in new], dtype=np.uint32)
            gone = self.barred(None, 0) if self.forward.gone else None
            self._terms.update(zip(new, postings.find(self.segments, codes, gone), strict=True))
        return [self._terms[term] for term in asked]

    def count(self, term: str) -> int:
        """Passages that hold a term; deleted ones are never counted."""
        return self.find([term])[0].count

    def _barred(self, sources: tuple[str, ...] | None, until: int) -> Mask:
        """Rows that may not answer: deleted, of other sources, or dated after a day (ordinal)."""
        table = self.forward.rows
        mask = np.zeros(len(table), dtype=bool)
        mask[list(self.forward.gone)] = True
        if sources is not None:
            mask |= ~np.isin(table["source"], np.array([crc(one) for one in sources], "<u4"))
        if until:
            mask |= table["day"] > until
        return mask


def texts(index: Index) -> encode.Rows:
    """The rows of an index with the way to their texts."""
    ids = index.forward.ids(np.arange(len(index.forward.rows)))
    live = [one for row, one in enumerate(ids) if row not in index.forward.gone]
    return encode.Rows(ids, live, index.passage, index.document)


def open_index(folder: Path, library: Library, *, wait: float = WAIT_SECONDS) -> Index:
    """Open the index below `folder`, catching up with the library first.

    Raises BusyError when another process is still writing it after `wait` seconds.
    """
    state, why = _state(folder, library)
    if state is None or _behind(state, library):
        with _lock(folder, wait):
            state, why = _state(folder, library)  # another process may have done the work
            if state is None:
                if why:
                    log.warning("index.rebuild why=%r", why)
                _rebuild(folder, library)
            elif _behind(state, library):
                _catch_up(_current(folder), library, state)
                if _wasteful(_current(folder)):
                    _rebuild(folder, library)
    return _read(folder, library, why)


def _read(folder: Path, library: Library, rebuilt: str) -> Index:
    """Open what is committed. A new build by another process may take the files away meanwhile."""
    for _ in range(TRIES):
        state, why = _state(folder, library)
        current = _current(folder)
        try:
            if state is not None:
                held = forward.open_forward(current, state.lengths)
                return Index(library, state, held, current, rebuilt)
        except (ValueError, OSError) as error:
            why = str(error)
    raise CorpusError(f"the index cannot be read even after a new build ({why})", where=str(folder),
                      hint="is the disk full? delete the folder and run again")  # fmt: skip


def _behind(state: IndexState, library: Library) -> bool:
    return state.generation != library.generation


def _identity(library: Library) -> str:
    """A name for this library that no other has; it never enters a record or an answer."""
    return library.note("identity") or library.note("identity", uuid.uuid4().hex) or ""


def _state(home: Path, library: Library) -> tuple[IndexState | None, str]:
    """The state of the index, or None and why it has to be built again."""
    current = _current(home)
    if not current.is_dir():
        return None, ""
    try:
        state, _ = _committed(current)
        forward.open_forward(current, state.lengths)
    except (ValueError, KeyError, TypeError, OSError) as error:
        return None, f"it could not be read ({error})"
    if state.format != FORMAT:
        return None, f"it has format {state.format}, this is {FORMAT}"
    if state.library != _identity(library) or state.generation > library.generation:
        return None, "it belongs to another corpus"
    return state, ""


def _committed(folder: Path) -> tuple[IndexState, int]:
    """The newest commit whose bytes are there, and where its line ends."""
    path = folder / COMMITS
    if not path.exists():
        earlier = (folder / "terms").is_dir()
        raise ValueError("an earlier version wrote it" if earlier else "it has no commits")
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(0, end - LAST))
        lines = file.read().splitlines(keepends=True)
    for line in reversed(lines):
        state = _line(line)
        if state and (state.since is None or _whole(folder, state)):
            return state, end
        end -= len(line)
    raise ValueError("no commit in it is whole")


def _line(line: bytes) -> IndexState | None:
    """A commit from its line; None when the line was not finished."""
    mark, _, body = line.partition(b" ")
    if not line.endswith(b"\n") or mark != b"%08x" % zlib.crc32(body):
        return None
    raw = json.loads(body)
    if raw["format"] != FORMAT:
        return IndexState(raw["format"], "", 0, Lengths(), 0, 0, None, 0)
    raw["lengths"] = Lengths(**raw["lengths"])
    raw["since"] = Lengths(**raw["since"]) if raw["since"] else None
    return IndexState(**raw)


def _whole(folder: Path, state: IndexState) -> bool:
    """Whether what a commit added is on the disk, as after a power failure it may not be."""
    assert state.since is not None
    try:
        return forward.checksum(folder, state.since, state.lengths) == state.checksum
    except (ValueError, OSError):
        return False


# ── writing ───────────────────────────────────────────────────────────────────────────────


@contextmanager
def _lock(folder: Path, wait: float) -> Iterator[None]:
    until = time.monotonic() + wait
    try:
        folder.mkdir(parents=True, exist_ok=True)
        opened = (folder / "index.lock").open("w")
    except OSError as error:
        raise CorpusError(f"the index cannot be written ({error})", where=str(folder),
                          hint="move away what stands there, or give the right to write") from error  # fmt: skip
    with opened as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise BusyError(
                        "another process is writing the index",
                        where=str(folder),
                        hint="wait until it is done, then run again",
                    ) from None
                time.sleep(0.05)
        yield


def _current(home: Path) -> Path:
    """The generation folder in use (which may not exist)."""
    try:
        name = (home / "current").read_text("utf-8", "replace").strip()
    except OSError:
        name = ""
    return home / (name if _GENERATION.fullmatch(name) else "none")


def _rebuild(home: Path, library: Library) -> None:
    """Build into a new folder, then point at it; the old one answers until then."""
    old = _current(home).name
    name = f"g{int(old[1:]) + 1 if old[1:].isdigit() else 1}"
    shutil.rmtree(home / name, ignore_errors=True)
    (home / name).mkdir(parents=True)
    empty = IndexState(FORMAT, _identity(library), 0, Lengths(), 0, 0, None, 0)
    _catch_up(home / name, library, empty)
    pointer = home / "current.new"
    pointer.write_text(name, "utf-8")
    for path in (pointer, home / name):
        _durable(path)
    pointer.replace(home / "current")
    _durable(home)
    for folder in home.iterdir():
        if folder.is_dir() and folder.name != name:
            shutil.rmtree(folder, ignore_errors=True)


def _durable(path: Path) -> None:
    """Bring a file's bytes, or a folder's names, to the disk."""
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def _wasteful(folder: Path) -> bool:
    lengths = _committed(folder)[0].lengths
    return lengths.gone > REBUILD_SHARE * lengths.rows


def _catch_up(folder: Path, library: Library, state: IndexState) -> None:
    """Append what is new, note what is gone, commit."""
    changes = library.changes(state.generation)
    held = forward.open_forward(folder, state.lengths)
    gone = _rows_of(held, changes.removed)
    lost = held.rows[gone]
    words, leads = state.terms - int(lost["length"].sum()), state.leads - int(lost["lead"].sum())
    lengths, dead = state.lengths, gone
    for some in analysis.batches(library, changes.added):
        lengths = forward.append(folder, lengths, some.rows, (some.codes, some.senses), dead)
        words += int(some.rows["length"].sum())
        leads += int(some.rows["lead"].sum())
        dead = []
    small = bool(state.generation) and len(changes.added) <= SMALL
    since = state.lengths if small else None
    check = forward.checksum(folder, since, lengths) if since else 0
    now = IndexState(FORMAT, state.library, changes.generation, lengths, words, leads, since, check)
    _commit(folder, now)
    postings.settle(folder, forward.open_forward(folder, lengths), now.average)


def _commit(folder: Path, state: IndexState) -> None:
    """Add a line. What is small is synced with it and checked when read; what is large, before."""
    if state.since is None:
        forward.sync(folder)
    body = json.dumps(asdict(state)).encode() + b"\n"
    path = folder / COMMITS
    end = _committed(folder)[1] if path.exists() else 0
    with path.open("r+b" if path.exists() else "x+b") as file:
        file.truncate(end)
        file.seek(end)
        file.write(b"%08x %b" % (zlib.crc32(body), body))
    forward.sync(folder, COMMITS)


def _rows_of(held: Forward, ids: Iterable[str]) -> list[int]:
    """The rows of passages that are not gone yet, in order."""
    wanted = np.array([one.encode() for one in ids], dtype="S40")
    if not len(wanted) or not len(held.rows):
        return []
    found = np.flatnonzero(np.isin(held.rows["id"], wanted)).tolist()
    return [row for row in found if row not in held.gone]
