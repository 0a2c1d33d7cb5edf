"""What ingest remembers between runs, in `.dateline/ingest.sqlite`.

Enter: for every file its stamp, hash and the documents it gave; for every document the hashes
that find duplicates and boilerplate. Leave: what need not be read again. It can be thrown away at
any time: the next ingest reads everything once more and arrives at the same library.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.ingest.reading import Refusal
from pipeline.ingest.screening.injection import HeldWords
from pipeline.records import store

Hashes = NDArray[np.uint64]
LOG = logging.getLogger(__name__)

VERSION = "4"  # another one reads every file again: raise it when readers give another text
SCHEMA = """
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files(
  source TEXT, path TEXT, stamp TEXT, sha256 TEXT, validators TEXT, body TEXT,
  PRIMARY KEY(source, path)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS prints(
  document TEXT PRIMARY KEY, source TEXT, exact TEXT, blocks BLOB) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS prints_source ON prints(source);
CREATE INDEX IF NOT EXISTS prints_exact ON prints(exact);
CREATE TABLE IF NOT EXISTS samples(hash INTEGER, document TEXT, PRIMARY KEY(hash, document))
  WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS samples_document ON samples(document);
CREATE TABLE IF NOT EXISTS doubts(
  source TEXT, path TEXT, kind TEXT, since TEXT, PRIMARY KEY(source, path)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS boilerplate(source TEXT PRIMARY KEY, hashes BLOB) WITHOUT ROWID;
"""
# What a database says that is rotten or of another version; one on a full disk, or in use, is neither.
ROTTEN = frozenset(
    (
        None,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_FORMAT,
    )
)
ASKED = 400  # hashes in one question
CROWD = 40  # documents holding one shingle: beyond this it is boilerplate and finds nothing


@dataclass(frozen=True, slots=True)
class Given:
    """A document a file gave: under which id, and the id it was folded into, if any."""

    id: str
    url: str
    published: str
    updated: str
    folded: str = ""
    gone: str = ""  # the day since when a feed no longer offers it, though it stays


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of one file or address."""

    source: str
    path: str
    stamp: str
    sha256: str
    validators: str = ""  # JSON of ETag and Last-Modified
    given: tuple[Given, ...] = ()
    refused: tuple[Refusal, ...] = ()
    held: tuple[HeldWords, ...] = ()


@dataclass(frozen=True, slots=True)
class DoubtedAnswer:
    """An answer that is not believed: of which file (or of a source, path ""), and since when."""

    source: str
    path: str
    kind: str
    since: str  # day


class State:
    """Open with `State.open`, use as a context; `saving` is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @classmethod
    def open(cls, path: Path) -> State:
        """Open, or begin anew when the file is of another version or not a database."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return cls(_connect(path))
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) not in ROTTEN:
                store.refuse_if_full(error, path)
                raise
            LOG.warning("ingest.state begun anew, every file is read again why=%s", error)
            for name in (
                path,
                path.with_name(path.name + "-wal"),
                path.with_name(path.name + "-shm"),
            ):
                name.unlink(missing_ok=True)
            return cls(_connect(path))

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @contextmanager
    def saving(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # a full disk has ended it already
                self._db.execute("ROLLBACK")
            raise

    def files(self) -> dict[tuple[str, str], Known]:
        """Everything remembered, by source and path; what cannot be read is not remembered."""
        rows = self._db.execute("SELECT source, path, stamp, sha256, validators, body FROM files")
        found: dict[tuple[str, str], Known] = {}
        for row in rows:
            with suppress(ValueError, KeyError, TypeError):
                found[row[0], row[1]] = _known(row)
        return found

    def remember(self, known: Known) -> None:
        body = {
            "given": [asdict(one) for one in known.given],
            "refused": [asdict(one) for one in known.refused],
            "held": [asdict(one) for one in known.held],
        }
        self._db.execute(
            "INSERT OR REPLACE INTO files VALUES(?,?,?,?,?,?)",
            (known.source, known.path, known.stamp, known.sha256, known.validators,
             json.dumps(body, ensure_ascii=False)),
        )  # fmt: skip

    def forget(self, source: str, path: str) -> None:
        self._db.execute("DELETE FROM files WHERE source=? AND path=?", (source, path))

    def doubt(self, source: str, path: str) -> DoubtedAnswer | None:
        """The doubt about a file or source, if there is one."""
        row = self._db.execute(
            "SELECT source, path, kind, since FROM doubts WHERE source=? AND path=?", (source, path)
        ).fetchone()
        return DoubtedAnswer(*row) if row else None

    def note_doubt(self, doubt: DoubtedAnswer) -> None:
        row = (doubt.source, doubt.path, doubt.kind, doubt.since)
        self._db.execute("INSERT OR REPLACE INTO doubts VALUES(?,?,?,?)", row)

    def believe(self, source: str, path: str) -> None:
        """Forget the doubt about a file or source."""
        self._db.execute("DELETE FROM doubts WHERE source=? AND path=?", (source, path))

    def print(
        self, document: str, source: str, exact: str, blocks: Hashes, sampled: Hashes
    ) -> None:
        """Remember the hashes of a document now in the library."""
        self.unprint(document)
        self._db.execute(
            "INSERT INTO prints VALUES(?,?,?,?)", (document, source, exact, blocks.tobytes())
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO samples VALUES(?,?)",
            ((int(one), document) for one in sampled.view(np.int64)),
        )

    def unprint(self, document: str) -> None:
        self._db.execute("DELETE FROM prints WHERE document=?", (document,))
        self._db.execute("DELETE FROM samples WHERE document=?", (document,))

    def with_exact(self, exact: str) -> tuple[str, ...]:
        """Documents of exactly that text."""
        rows = self._db.execute(
            "SELECT document FROM prints WHERE exact=? ORDER BY document", (exact,)
        )
        return tuple(row[0] for row in rows)

    def sharing(self, sampled: Hashes) -> dict[str, int]:
        """Documents that share sampled shingles, with how many."""
        counts: dict[str, int] = {}
        wanted = [int(each) for each in sampled.view(np.int64)]
        for at in range(0, len(wanted), ASKED):
            some = wanted[at : at + ASKED]
            rows = self._db.execute(
                f"SELECT hash, document FROM samples WHERE hash IN ({','.join('?' * len(some))})",
                some,
            )
            holders: dict[int, list[str]] = {}
            for shingle, document in rows:
                holders.setdefault(shingle, []).append(document)
            for documents in holders.values():
                for document in documents if len(documents) <= CROWD else ():
                    counts[document] = counts.get(document, 0) + 1
        return counts

    def empty(self) -> bool:
        """Whether no document is remembered, so that nothing can be shared."""
        return self._db.execute("SELECT 1 FROM prints LIMIT 1").fetchone() is None

    def blocks(self, source: str) -> dict[str, Hashes]:
        """Block hashes of the documents of a source."""
        rows = self._db.execute(
            "SELECT document, blocks FROM prints WHERE source=? ORDER BY document", (source,)
        )
        return {row[0]: np.frombuffer(row[1], dtype=np.uint64) for row in rows}

    def boilerplate(self, source: str, hashes: Iterable[int] | None = None) -> frozenset[int]:
        """Read, or with `hashes` write, what is known to be boilerplate of a source."""
        if hashes is not None:
            body = np.array(sorted(hashes), dtype=np.uint64).tobytes()
            self._db.execute("INSERT OR REPLACE INTO boilerplate VALUES(?,?)", (source, body))
        row = self._db.execute(
            "SELECT hashes FROM boilerplate WHERE source=?", (source,)
        ).fetchone()
        return frozenset(np.frombuffer(row[0], dtype=np.uint64).tolist()) if row else frozenset()


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, timeout=30)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    db.executescript(SCHEMA)
    found = db.execute("SELECT value FROM meta WHERE key='version'").fetchone()
    if found and found[0] != VERSION:
        db.close()
        raise sqlite3.DatabaseError("another version")
    db.execute("INSERT OR IGNORE INTO meta VALUES('version', ?)", (VERSION,))
    return db


def _known(row: tuple[str, ...]) -> Known:
    body = json.loads(row[5])
    return Known(
        source=row[0],
        path=row[1],
        stamp=row[2],
        sha256=row[3],
        validators=row[4],
        given=tuple(Given(**one) for one in body["given"]),
        refused=tuple(Refusal(**one) for one in body["refused"]),
        held=tuple(HeldWords(**one) for one in body["held"]),
    )
