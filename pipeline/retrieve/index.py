"""The index on disk: a tantivy index and a forward file, grown by what is new in the library.

Enter: a folder and a library. Leave: an `Index` that answers for the library's generation.
The state of the index is one small record inside tantivy's own commit, so a commit is atomic for
both files: a process killed at any moment leaves the last good generation. One process writes at
a time. An index of another format, of another library, or damaged, is built again and says so.
"""

from __future__ import annotations

import fcntl
import json
import logging
import shutil
import time
import uuid
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from pipeline.errors import BusyError, CorpusError
from pipeline.library import Library
from pipeline.records import Passage
from pipeline.retrieve import dense, forward, senses, terms
from pipeline.retrieve.dense import Encoder, Track, unwatched
from pipeline.retrieve.forward import ROW, Forward, Lengths

FORMAT = f"2.{terms.VERSION}"
WAIT_SECONDS = 60.0  # a build of 600,000 passages ran 70 s; a nightly update is far below one
SMALL = 5_000  # up to so many new passages one thread is quicker than starting several
REBUILD_SHARE = 0.5  # above this share of dead rows a new build is smaller and as quick
NORMS = 512  # rows whose terms are counted in one sort
KEEP = 4_096  # documents kept in memory by an open index

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class State:
    """What a committed index holds."""

    format: str
    library: str
    generation: int
    lengths: Lengths


class Index:
    """An open index and the library it answers for. Made by `open_index`."""

    def __init__(self, library: Library, found: tantivy.Index, state: State, rows: Forward):
        self.library = library
        self.state = state
        self.schema = found.schema
        self.searcher = found.searcher()
        self.forward = rows
        self.notes: tuple[str, ...] = ()
        self.encoder: Encoder | None = None
        self.dense: npt.NDArray[np.float32] | None = None  # unit vectors, a row each
        self.document = lru_cache(KEEP)(library.document)
        self.passage = lru_cache(KEEP * 4)(library.passage)

    @property
    def passages(self) -> int:
        """Passages that can be found."""
        return len(self.forward.rows) - len(self.forward.gone)

    def count(self, term: str, field: str = "text") -> int:
        """Passages that hold a term; deleted ones are never counted."""
        if not self.forward.gone:
            return int(self.searcher.doc_freq(field, term))
        query = tantivy.Query.term_query(self.schema, field, term, "freq")
        found: Any = self.searcher.search(query, 1, count=True)
        return int(found.count)

    @cached_property
    def average(self) -> tuple[float, float]:
        """Mean terms of a passage, and of its title and headings."""
        keep = np.ones(len(self.forward.rows), dtype=bool)
        keep[list(self.forward.gone)] = False
        rows = self.forward.rows[keep]
        if not len(rows):
            return 1.0, 1.0
        return float(rows["length"].mean()) or 1.0, float(rows["lead"].mean()) or 1.0


def open_index(
    folder: Path,
    library: Library,
    *,
    wait: float = WAIT_SECONDS,
    encoder: Encoder | None = None,
    track: Track = unwatched,
) -> Index:
    """Open the index below `folder`, catching up with the library first; with an encoder, its
    vectors too.

    Raises BusyError when another process is still writing it after `wait` seconds.
    """
    home = folder
    state, why = _state(home, library)
    if state is None or _behind(state, library):
        with _lock(folder, wait):
            state, why = _state(home, library)  # another process may have done the work
            if state is None:
                if why:
                    log.warning("index.rebuild why=%r", why)
                _rebuild(home, library)
            elif _behind(state, library):
                _catch_up(home, library, state)
        state, _ = _state(home, library)
    if state is None:
        raise CorpusError("the index cannot be read even after a new build", where=str(home),
                          hint="is the disk full? delete the folder and run again")  # fmt: skip
    current = _current(home)
    index = Index(library, tantivy.Index.open(str(current / "terms")), state,
                  forward.open_forward(current, state.lengths))  # fmt: skip
    index.notes = (f"the index was built again: {why}",) if why else ()
    if encoder is not None:
        _embed(home, index, encoder, track)
    return index


def _embed(home: Path, index: Index, encoder: Encoder, track: Track) -> None:
    """Compute the vectors that are missing, and hold all in the order of the rows."""
    ids = index.forward.ids(np.arange(len(index.forward.rows)))
    live = [one for row, one in enumerate(ids) if row not in index.forward.gone]
    vectors = dense.Vectors(home)
    try:
        spoken = [(one, partial(_spoken, index, one)) for one in live]
        dense.catch_up(vectors, encoder, spoken, track=track)
        index.encoder, index.dense = encoder, vectors.matrix(encoder.id, ids)
    finally:
        vectors.close()


def _spoken(index: Index, passage_id: str) -> str:
    """The text a sentence model reads: title and headings, then the passage."""
    passage = index.passage(passage_id)
    document = index.document(passage.document) if passage else None
    if passage is None or document is None:
        return ""
    return "\n".join([*dict.fromkeys((document.title, *passage.headings)), passage.text])


def _behind(state: State, library: Library) -> bool:
    return state.generation != library.generation


def _identity(library: Library) -> str:
    """A name for this library that no other has; it never enters a record or an answer."""
    return library.note("identity") or library.note("identity", uuid.uuid4().hex) or ""


def _state(home: Path, library: Library) -> tuple[State | None, str]:
    """The state of the index, or None and why it has to be built again."""
    current = _current(home)
    if not (current / "terms").is_dir():
        return None, ""
    try:
        raw = _meta(tantivy.Index.open(str(current / "terms")))
        state = State(raw["format"], raw["library"], raw["generation"], Lengths(**raw["lengths"]))
        forward.open_forward(current, state.lengths)
    except (ValueError, KeyError, TypeError, OSError) as error:
        return None, f"it could not be read ({error})"
    if state.format != FORMAT:
        return None, f"it has format {state.format}, this is {FORMAT}"
    if state.library != _identity(library) or state.generation > library.generation:
        return None, "it belongs to another corpus"
    return state, ""


def _meta(found: tantivy.Index) -> dict[str, Any]:
    searcher = found.searcher()
    query = tantivy.Query.term_query(found.schema, "kind", "state", "basic")
    hits = searcher.search(query, 1).hits
    if not hits:
        raise ValueError("no state was committed")
    value = json.loads(searcher.doc(hits[0][1])["state"][0])
    assert isinstance(value, dict)
    return value


# ── writing ───────────────────────────────────────────────────────────────────────────────


@contextmanager
def _lock(folder: Path, wait: float) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait
    with (folder / "index.lock").open("w") as file:
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
        return home / (home / "current").read_text("utf-8").strip()
    except OSError:
        return home / "none"


def _rebuild(home: Path, library: Library) -> None:
    """Build into a new folder, then point at it; the old one answers until then."""
    old = _current(home).name
    name = f"g{int(old[1:]) + 1 if old[1:].isdigit() else 1}"
    shutil.rmtree(home / name, ignore_errors=True)
    (home / name / "terms").mkdir(parents=True)
    tantivy.Index(_schema(), path=str(home / name / "terms"))
    _catch_up(home, library, State(FORMAT, _identity(library), 0, Lengths()), into=home / name)
    pointer = home / "current.new"
    pointer.write_text(name, "utf-8")
    pointer.replace(home / "current")
    for folder in home.iterdir():
        if folder.is_dir() and folder.name != name:
            shutil.rmtree(folder, ignore_errors=True)


def _catch_up(home: Path, library: Library, state: State, *, into: Path | None = None) -> None:
    folder = into or _current(home)
    changes = library.changes(state.generation)
    found = tantivy.Index.open(str(folder / "terms"))
    small = len(changes.added) <= SMALL
    writer = found.writer(32_000_000 if small else 256_000_000, 1 if small else 2)
    gone = _drop(found, writer, changes.removed)
    batch = _Batch(writer, state.lengths)
    for title, day, passage in _fresh(library, changes.added, whole=not state.generation):
        batch.add(title, day, passage)
    lengths = forward.append(folder, state.lengths, batch.table(), batch.parts(), gone)
    _commit(writer, State(FORMAT, state.library, changes.generation, lengths))
    if into is None and lengths.gone > REBUILD_SHARE * lengths.rows:
        _rebuild(home, library)


def _commit(writer: tantivy.IndexWriter, state: State) -> None:
    writer.delete_documents_by_term("kind", "state")
    document = tantivy.Document()
    document.add_text("kind", "state")
    document.add_text("state", json.dumps(asdict(state)))
    writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _drop(found: tantivy.Index, writer: tantivy.IndexWriter, ids: Iterable[str]) -> list[int]:
    searcher = found.searcher()
    rows = []
    for one in ids:
        query = tantivy.Query.term_query(found.schema, "id", one, "basic")
        hits = [address for _, address in searcher.search(query, 1).hits]
        rows += [int(row or 0) for row in searcher.fast_field_values("row", hits)]
        writer.delete_documents_by_term("id", one)
    return sorted(rows)


def _fresh(
    library: Library, ids: tuple[str, ...], *, whole: bool
) -> Iterator[tuple[str, str | None, Passage]]:
    """The passages to add, each with its document's title and day, read once per document."""
    found = library.passages() if whole else (library.passage(one) for one in ids)
    name, head = "", None
    for passage in found:
        if passage is None:
            continue
        if name != passage.document:
            name, head = passage.document, library.head(passage.document)
        if head is not None:
            yield *head, passage


class _Tokens(dict[str, tuple[str, bytes, bytes]]):
    """Token to its terms, their codes and its word pieces; analysed once a token."""

    def __missing__(self, token: str) -> tuple[str, bytes, bytes]:
        if len(self) >= terms.CACHE:
            self.clear()
        found = terms.of(token)
        codes = np.array([terms.code(term) for term in found], dtype="<u4").tobytes()
        made = self[token] = (" ".join(found), codes, senses.senses().of(token))
        return made


class _Batch:
    """Passages on their way into both files."""

    def __init__(self, writer: tantivy.IndexWriter, at: Lengths) -> None:
        self._writer = writer
        self._at = at
        self._tokens = _Tokens()
        self._codes: list[bytes] = []
        self._senses: list[bytes] = []
        self._rows: list[tuple[object, ...]] = []

    def add(self, title: str, published: str | None, passage: Passage) -> None:
        get = self._tokens.__getitem__
        head = terms.tokens(" ".join(dict.fromkeys((title, *passage.headings))))
        lead = [get(token) for token in head]
        found = lead + [get(token) for token in terms.tokens(passage.text)]
        words, codes, pieces = zip(*found, strict=True) if found else ((), (), ())
        day = ordinal(published)
        entry = tantivy.Document(kind="passage", id=passage.id, source=passage.source)
        entry.add_integer("row", self._at.rows + len(self._rows))
        entry.add_integer("day", day)
        entry.add_text("title", " ".join(filter(None, words[: len(lead)])))
        entry.add_text("text", " ".join(filter(None, words)))
        self._writer.add_document(entry)
        sense, length = senses.pack(senses.senses().vector(b"".join(pieces)))
        self._codes.append(b"".join(codes))
        self._senses.append(sense)
        ahead = len(b"".join(codes[: len(lead)])) // 4
        self._rows.append(
            (0, len(self._codes[-1]) // 4, ahead, 1.0, day, crc(passage.source),
             wide(passage.document), length, _fits(passage.id))
        )  # fmt: skip

    def table(self) -> npt.NDArray[np.void]:
        """The rows, each with the place of its codes."""
        made = np.array(self._rows, dtype=ROW)
        ends = np.cumsum(made["length"], dtype=np.int64)
        made["start"] = self._at.codes + ends - made["length"]
        for at in range(0, len(made), NORMS):
            made["norm"][at : at + NORMS] = _norms(self._codes[at : at + NORMS])
        return made

    def parts(self) -> tuple[list[bytes], list[bytes]]:
        return self._codes, self._senses


def _norms(parts: list[bytes]) -> npt.NDArray[np.float64]:
    """Of each row, the length of its vector of 1 + log(count)."""
    owner = np.repeat(np.arange(len(parts), dtype=np.uint64), [len(one) // 4 for one in parts])
    keys = np.sort(owner << np.uint64(32) | np.frombuffer(b"".join(parts), dtype="<u4"))
    first = np.flatnonzero(np.diff(keys, prepend=~keys[:1])) if len(keys) else keys.astype(int)
    counts = np.diff(first, append=len(keys))
    squares = np.square(1 + np.log(counts))
    mass = np.bincount((keys[first] >> np.uint64(32)).astype(int), squares, len(parts))
    return np.asarray(np.where(mass > 0, np.sqrt(mass), 1.0))


def _fits(passage_id: str) -> bytes:
    raw = passage_id.encode()
    if len(raw) > ROW["id"].itemsize:
        raise CorpusError(f"passage id {passage_id!r} is longer than {ROW['id'].itemsize} bytes",
                          hint="ids are short hashes; see pipeline/store.py")  # fmt: skip
    return raw


def crc(name: str) -> int:
    return zlib.crc32(name.encode())


def wide(name: str) -> int:
    """64 bits of a document id, to tell documents apart inside a pool."""
    return zlib.crc32(name.encode()) << 32 | zlib.crc32(name[::-1].encode())


def ordinal(day: str | None) -> int:
    """Days since year 1, 0 for undated."""
    return date.fromisoformat(day).toordinal() if day else 0


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("source", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    builder.add_integer_field("row", fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    return builder.build()
