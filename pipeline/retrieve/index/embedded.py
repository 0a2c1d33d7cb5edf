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
import shutil
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.errors import BusyError, CorpusError
from pipeline.newsroom.library import Library
from pipeline.newsroom.runs.read import identity
from pipeline.records import store
from pipeline.retrieve.encoders import word_vectors
from pipeline.retrieve.index import analysis, forward, generations, postings, terms, vocabulary
from pipeline.retrieve.index.analysis import LeftOut, crc, ordinal
from pipeline.retrieve.index.forward import ROW, Forward, Lengths
from pipeline.retrieve.index.opened import Index, IndexState, texts
from pipeline.retrieve.index.vocabulary import KnownWords

__all__ = ["Index", "crc", "open_index", "ordinal", "texts"]

FORMAT = f"5.{terms.VERSION}.{word_vectors.VERSION}"
WAIT_SECONDS = 60.0  # a build of 600,000 passages takes longer, a nightly update far less
SMALL = 5_000  # up to so many new passages a commit is checked by its bytes and synced at once
LEARNT = 2_048  # rows, after so many the vocabulary is written again: 0.12 s for 440,000 stretches
REBUILD_SHARE = 0.5  # above this share of dead rows a new build is smaller and as quick
TRIES = 3  # to open an index that another process builds anew at that moment
COMMITS = "commits"
LEFT_OUT = "left-out.json"  # passages that can be no row; as a rule there are none and no file
LAST = 16_384  # bytes of the commits that are read: some fifty of them

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Committed:
    """The newest whole commit of a generation's folder, and where its line ends."""

    folder: Path
    state: IndexState
    end: int

    @property
    def wasteful(self) -> bool:
        return self.state.lengths.gone > REBUILD_SHARE * self.state.lengths.rows


def open_index(folder: Path, library: Library, *, wait: float = WAIT_SECONDS) -> Index:
    """Open the index below `folder`, catching up with the library first.

    Raises BusyError when another process is still writing it after `wait` seconds.
    """
    held, why = _state(folder, library)
    if held is None or _behind(held, library):
        with _lock(folder, wait):
            held, why = _state(folder, library, held)  # another process may have done the work
            if held is None:
                if why:
                    log.warning("index.rebuild why=%r", why)
                held = _rebuild(folder, library)
            elif _behind(held, library):
                held = _catch_up(held, library)
                if held.wasteful:
                    held = _rebuild(folder, library)
    return _read(folder, library, held, why)


def _read(folder: Path, library: Library, held: Committed | None, rebuilt: str) -> Index:
    """Open what is committed. A new build by another process may take the files away meanwhile."""
    why = rebuilt
    for _ in range(TRIES):
        try:
            if held is not None:
                lengths = held.state.lengths
                rows = forward.open_forward(held.folder, lengths)
                made = Index(library, held.state, rows, held.folder, rebuilt)
                made.left_out = _left_out(held.folder)
                return made
        except (ValueError, OSError) as error:
            why = str(error)
        held, _ = _state(folder, library)
    raise CorpusError(f"the index cannot be read even after a new build ({why})", where=str(folder),
                      hint="is the disk full? delete the folder and run again")  # fmt: skip


def _behind(held: Committed, library: Library) -> bool:
    return held.state.generation != library.generation


def _state(
    home: Path, library: Library, seen: Committed | None = None
) -> tuple[Committed | None, str]:
    """What is committed, or None and why it has to be built again. `seen`: what was a moment ago,
    which is not proven twice."""
    current = generations.current(home)
    if not current.is_dir():
        return None, ""
    try:
        held = _committed(current, seen)
        state = held.state
        forward.look(current, state.lengths)
        _left_out(current)
    except (ValueError, KeyError, TypeError, OSError) as error:
        return None, f"it could not be read ({error})"
    if state.format != FORMAT:
        return None, f"it has format {state.format}, this is {FORMAT}"
    if state.library != identity(library):
        return None, "it belongs to another corpus"
    if state.generation > library.generation:
        if library.only_read:
            raise BusyError("the corpus was read anew while it was opened", where=str(home),
                            hint="run again")  # fmt: skip
        return None, "it belongs to another corpus"
    return held, ""


def _committed(folder: Path, seen: Committed | None = None) -> Committed:
    """The newest commit whose bytes are there."""
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
        if state is not None:
            found = Committed(folder, state, end)
            if found == seen or state.since is None or _whole(folder, state):
                return found
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


def _rebuild(home: Path, library: Library) -> Committed:
    """Build into a new folder, check it, then point at it; the old one answers until then and stays."""
    old, new = generations.current(home), generations.following(home)
    empty = IndexState(FORMAT, identity(library), 0, Lengths(), 0, 0, None, 0)
    try:
        made = _catch_up(Committed(new, empty, 0), library)
        state = _committed(new).state  # as whoever opens it next will read it
        passages = library.counts()[1]
        if state.lengths.rows - state.lengths.gone != passages:
            passages -= analysis.refused(library)  # each was named when it was left out
        generations.check(new, state.lengths, state.average, passages)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    generations.point(home, new.name)
    generations.let_go(home, {old.name, new.name})
    return made


def roll_back(home: Path, library: Library) -> tuple[str, str]:
    """Let the generation before answer again; the names of the last and of that one. Raises CorpusError when there is none, or when
    it is of another format or corpus. What is new since is added when it is next opened."""
    with _lock(home, WAIT_SECONDS):
        here, name = generations.current(home).name, generations.back(home)
        held, why = _state(home, library)
        if held is None:
            generations.point(home, here)
            raise CorpusError(f"generation {name} cannot answer: {why or 'it is not there'}", where=str(home),
                              hint="the one in use was left alone")  # fmt: skip
        return here, name


def _catch_up(before: Committed, library: Library) -> Committed:
    """Append what is new, note what is gone, commit; what is then committed."""
    folder, state = before.folder, before.state
    changes = library.changes(state.generation)
    held = forward.open_forward(folder, state.lengths)
    gone = _rows_of(held, changes.removed)
    lost = held.rows[gone]
    spoken, leads = state.terms - int(lost["length"].sum()), state.leads - int(lost["lead"].sum())
    lengths, dead = state.lengths, gone
    out: list[LeftOut] = []
    words: list[KnownWords] = []
    for some in analysis.batches(library, changes.added, vocabulary.read(folder)):
        out += some.left_out
        words += [some.words] if some.words else []
        lengths = forward.append(folder, lengths, some.rows, (some.codes, some.senses), dead)
        spoken += int(some.rows["length"].sum())
        leads += int(some.rows["lead"].sum())
        dead = []
    _leave_out(folder, out, {*changes.added, *changes.removed})
    small = bool(state.generation) and len(changes.added) <= SMALL
    since = state.lengths if small else None
    check = forward.checksum(folder, since, lengths) if since else 0
    now = IndexState(
        FORMAT, state.library, changes.generation, lengths, spoken, leads, since, check
    )
    end = _commit(before, now)
    if postings.behind(folder, lengths.rows):
        postings.settle(folder, forward.open_forward(folder, lengths), now.average)
    if lengths.rows // LEARNT > state.lengths.rows // LEARNT:
        vocabulary.write(folder, [*words, analysis.words()])
    return Committed(folder, now, end)


def left_out(home: Path) -> tuple[LeftOut, ...]:
    """Passages that the index below a folder could not take, as of its last change."""
    folder = generations.current(home)
    try:
        return _left_out(folder)
    except (ValueError, TypeError, OSError):
        why = f"{folder / LEFT_OUT} cannot be read; the next run builds the index anew"
        return (LeftOut(passage="unknown", document="", why=why),)


def _left_out(folder: Path) -> tuple[LeftOut, ...]:
    path = folder / LEFT_OUT
    rows = json.loads(path.read_bytes()) if path.is_file() else ()
    return tuple(LeftOut(**row) for row in rows)


def _leave_out(folder: Path, out: list[LeftOut], touched: set[str]) -> None:
    """Note what was left out, before the commit: to note it twice changes nothing."""
    before = _left_out(folder)
    now = [*(one for one in before if one.passage not in touched), *out]
    if now != list(before):
        store.write(folder / LEFT_OUT, json.dumps([asdict(one) for one in now]))


def _commit(before: Committed, state: IndexState) -> int:
    """Add a line; where it ends. What is small is synced with it and checked when read; what is
    large, before."""
    folder, grown = before.folder, (before.state.lengths, state.lengths)
    if state.since is None:
        forward.sync(folder, *grown)
    body = json.dumps(asdict(state)).encode() + b"\n"
    line = b"%08x %b" % (zlib.crc32(body), body)
    path = folder / COMMITS
    with path.open("r+b" if path.exists() else "x+b") as file:
        file.truncate(before.end)
        file.seek(before.end)
        file.write(line)
    forward.sync(folder, *grown, COMMITS)
    return before.end + len(line)


def _rows_of(held: Forward, ids: Iterable[str]) -> list[int]:
    """The rows of passages that are not gone yet, in order."""
    wanted = {one.encode() for one in ids}
    if not wanted or not len(held.rows):
        return []
    marks = np.zeros(1 << 16, dtype=bool)
    marks[_mixed(np.array(sorted(wanted), dtype="S40").view("<u8")[::5])] = True
    place = ROW.fields["id"][1] if ROW.fields else 0
    near = np.flatnonzero(marks[_mixed(held.rows.getfield(np.dtype("<u8"), place))])
    found = zip(near.tolist(), held.rows["id"][near].tolist(), strict=True)
    return [row for row, one in found if one in wanted and row not in held.gone]


def _mixed(heads: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """16 bits of the first eight signs of ids (Knuth's multiplicative hash)."""
    return np.asarray(heads * np.uint64(0x9E37_79B9_7F4A_7C15) >> np.uint64(48))
