"""The library: documents and passages on disk, in one SQLite file, with a generation counter.

Enter: documents with their passages. Leave: the same, by id, and what changed since a
generation, which is all an index needs to grow by what is new. Every change is one transaction:
a killed process leaves the last good generation. Older revisions of a document are kept.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import BusyError, CorpusError
from pipeline.newsroom.library.heads import GIVEN, Heads
from pipeline.records import Document, Passage, packed
from pipeline.records.store import digest, refuse_if_full

VERSION = 1
SCHEMA = """
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents(
  id TEXT PRIMARY KEY, source TEXT NOT NULL, url TEXT NOT NULL, published TEXT,
  sha256 TEXT NOT NULL, generation INTEGER NOT NULL, body BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS documents_source ON documents(source);
CREATE INDEX IF NOT EXISTS documents_sums ON documents(id, sha256, published);
CREATE INDEX IF NOT EXISTS documents_generation ON documents(generation);
CREATE TABLE IF NOT EXISTS passages(
  id TEXT PRIMARY KEY, document TEXT NOT NULL, position INTEGER NOT NULL,
  generation INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passages_document ON passages(document, position);
CREATE INDEX IF NOT EXISTS passages_generation ON passages(generation);
CREATE TABLE IF NOT EXISTS gone(passage TEXT NOT NULL, generation INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS gone_generation ON gone(generation);
CREATE TABLE IF NOT EXISTS revisions(
  document TEXT NOT NULL, revision INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY(document, revision));
CREATE TABLE IF NOT EXISTS notes(key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS heads(
  id TEXT PRIMARY KEY, source TEXT NOT NULL, published TEXT NOT NULL, first_seen TEXT NOT NULL,
  changed TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS heads_published ON heads(source, published, first_seen);
CREATE INDEX IF NOT EXISTS heads_first_seen ON heads(source, first_seen, published);
CREATE INDEX IF NOT EXISTS heads_changed ON heads(source, changed, first_seen, published);
"""
_AGAIN = "move it away and run `dateline ingest` to make it again"


@dataclass(frozen=True, slots=True)
class Changes:
    """What an index at an older generation has to do to catch up."""

    generation: int
    added: tuple[str, ...]  # passage ids
    removed: tuple[str, ...]


class Library:
    """Documents and passages of one newsroom. Open with `Library.open(path)`, use as context."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.heads = Heads(connection, self.documents)
        self._digest = (-1, "")  # of a generation

    @classmethod
    def open(cls, path: Path) -> Library:
        """Open or make the library. Raises CorpusError when the file is not one of ours."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            db = sqlite3.connect(path, isolation_level=None, timeout=30)
            db.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {SCHEMA}")
            found = db.execute("SELECT value FROM meta WHERE key='version'").fetchone()
            if not found:  # to open a library that is there must not wait for its writer
                db.execute("INSERT OR IGNORE INTO meta VALUES('version', ?)", (str(VERSION),))
        except sqlite3.DatabaseError as error:
            refuse_if_full(error, path)
            if "locked" in str(error):
                raise BusyError("another process is writing the library", where=str(path),
                                hint="wait until it is done, then run again") from error  # fmt: skip
            raise CorpusError(f"is not a dateline library ({error})", where=str(path),
                              hint=_AGAIN) from error  # fmt: skip
        if found and found[0] != str(VERSION):
            db.close()
            raise CorpusError(
                f"was written by another version of dateline (format {found[0]})",
                where=str(path),
                hint="delete it and run `dateline ingest` to make it again",
            )
        return cls(db)

    @classmethod
    def reading(cls, path: Path) -> Library:
        """Open a library that is there to read one generation of it, whatever a writer commits
        meanwhile. Nothing can be written. Raises CorpusError when it cannot be opened."""
        made = cls.open(path)
        made._db.execute("PRAGMA query_only=1")
        made.look_again()
        return made

    @property
    def only_read(self) -> bool:
        """Whether this is one generation of a library that others write."""
        return bool(self._db.execute("PRAGMA query_only").fetchone()[0])

    def look_again(self) -> None:
        """Go on to the newest generation of a library that is only read."""
        if self.only_read:
            if self._db.in_transaction:
                self._db.execute("COMMIT")
            self._db.execute("BEGIN")
            self._db.execute("SELECT value FROM meta").fetchall()  # a snapshot begins with a read

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path | None:
        """Its file; None for a library in memory."""
        found = self._db.execute("PRAGMA database_list").fetchone()[2]
        return Path(found) if found else None

    @contextmanager
    def change(self) -> Iterator[int]:
        """One transaction; yields the new generation, rolls back on any exception."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            generation = self.generation + 1
            yield generation
            self._db.execute(
                "INSERT INTO meta VALUES('generation', ?) "
                "ON CONFLICT(key) DO UPDATE SET value=excluded.value",
                (str(generation),),
            )
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # a full disk has ended it already
                self._db.execute("ROLLBACK")
            raise

    @property
    def generation(self) -> int:
        row = self._db.execute("SELECT value FROM meta WHERE key='generation'").fetchone()
        return int(row[0]) if row else 0

    def put(self, generation: int, document: Document, passages: tuple[Passage, ...]) -> None:
        """Store a document and its passages inside `change()`; an older text becomes a revision."""
        before = self.document(document.id)
        if before and before.text != document.text:
            self._db.execute(
                "INSERT OR REPLACE INTO revisions VALUES(?,?,?)",
                (before.id, before.revision, packed.pack(before)),
            )
        kept = self._drop_passages(generation, document.id, {one.id for one in passages})
        self._db.execute(
            "INSERT OR REPLACE INTO documents VALUES(?,?,?,?,?,?,?)",
            (document.id, document.source, document.url, document.published, document.sha256,
             generation, packed.pack(document)),
        )  # fmt: skip
        self._db.execute("INSERT OR REPLACE INTO heads VALUES(?,?,?,?,?)", packed.dates(document))
        self._db.executemany(
            "INSERT OR REPLACE INTO passages VALUES(?,?,?,?,?)",
            [(one.id, one.document, one.position, generation, json.dumps(packed.plain(one)))
             for one in passages if one.id not in kept],
        )  # fmt: skip

    def remove(self, generation: int, document_id: str) -> None:
        """Take a document and its passages out of the current corpus; its revisions stay."""
        before = self.document(document_id)
        if before:
            self._db.execute(
                "INSERT OR REPLACE INTO revisions VALUES(?,?,?)",
                (before.id, before.revision, packed.pack(before)),
            )
        self._drop_passages(generation, document_id, set())
        self._db.execute("DELETE FROM documents WHERE id=?", (document_id,))
        self._db.execute("DELETE FROM heads WHERE id=?", (document_id,))

    def _drop_passages(self, generation: int, document_id: str, keep: set[str]) -> set[str]:
        present = {
            row[0]
            for row in self._db.execute("SELECT id FROM passages WHERE document=?", (document_id,))
        }
        for gone in sorted(present - keep):
            self._db.execute("DELETE FROM passages WHERE id=?", (gone,))
            self._db.execute("INSERT INTO gone VALUES(?,?)", (gone, generation))
        return present & keep

    def document(self, document_id: str) -> Document | None:
        row = self._db.execute("SELECT body FROM documents WHERE id=?", (document_id,)).fetchone()
        return self._unpacked(row[0]) if row else None

    def head(self, document_id: str) -> tuple[str, str | None] | None:
        return self.titled([document_id]).get(document_id)

    def titled(self, ids: Sequence[str]) -> dict[str, tuple[str, str | None]]:
        """Title and day of each document that is held, without unpacking text and blocks."""
        asked = f"SELECT body, id, published FROM documents WHERE id IN ({GIVEN})"
        found = self._db.execute(asked, (json.dumps(ids),)).fetchall()
        with self._whole("a document"):
            titles = packed.titles([row[0] for row in found])
        days = ((name, (day or "")[:10] or None) for _, name, day in found)
        return {name: (title, day) for title, (name, day) in zip(titles, days, strict=True)}

    def documents(self, source: str | None = None) -> Iterator[Document]:
        """All current documents, by id; of one source if named."""
        where, values = ("WHERE source=?", (source,)) if source else ("", ())
        for row in self._db.execute(f"SELECT body FROM documents {where} ORDER BY id", values):
            yield self._unpacked(row[0])

    def ids(self) -> tuple[str, ...]:
        """Ids of all current documents, in order."""
        return tuple(row[0] for row in self._db.execute("SELECT id FROM documents ORDER BY id"))

    def changed(self, since: int) -> tuple[str, ...]:
        """Ids of documents put since a generation, in order."""
        rows = self._db.execute("SELECT id FROM documents WHERE generation>? ORDER BY id", (since,))
        return tuple(row[0] for row in rows)

    def holds(self, document_id: str) -> bool:
        """Whether a document is in the current corpus."""
        return any(self._db.execute("SELECT 1 FROM documents WHERE id=?", (document_id,)))

    def _unpacked(self, body: bytes) -> Document:
        with self._whole("a document"):
            return packed.unpack(body)

    @contextmanager
    def _whole(self, what: str) -> Iterator[None]:
        """Raise CorpusError when bytes are not what was written."""
        try:
            yield
        except (zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
            raise CorpusError(f"holds {what} that cannot be read ({error})",
                              where=str(self.path or "the library"), hint=_AGAIN) from error  # fmt: skip

    def revisions(self, document_id: str) -> tuple[Document, ...]:
        """Earlier texts of a document, oldest first."""
        asked = "SELECT body FROM revisions WHERE document=? ORDER BY revision"
        return tuple(self._unpacked(row[0]) for row in self._db.execute(asked, (document_id,)))

    def passage(self, passage_id: str) -> Passage | None:
        return next(iter(self.named([passage_id])), None)

    def named(self, ids: Sequence[str]) -> list[Passage]:
        """Passages by id, in the order asked for; those that are not held are left out."""
        asked = f"SELECT id, body FROM passages WHERE id IN ({GIVEN})"
        held = dict(self._db.execute(asked, (json.dumps(ids),)).fetchall())
        with self._whole("a passage"):
            return packed.passages([held[one] for one in ids if one in held])

    def passages(self, document_id: str | None = None) -> Iterator[Passage]:
        """Passages of one document in order, or of all."""
        where, values = (
            ("WHERE document=?", (document_id,)) if document_id is not None else ("", ())
        )
        asked = f"SELECT body FROM passages {where} ORDER BY document, position"
        with self._whole("a passage"):
            yield from (packed.passage(row[0]) for row in self._db.execute(asked, values))

    def changes(self, since: int) -> Changes:
        """Passage ids added and removed after a generation (0: everything is new)."""
        with self._at_one_moment():
            # The signs keep SQLite from walking every passage in order to find the few new ones.
            added = self._db.execute(
                "SELECT id FROM passages WHERE generation>? ORDER BY +document, +position", (since,)
            ).fetchall()
            gone = self._db.execute(
                "SELECT DISTINCT passage FROM gone WHERE generation>?", (since,)
            ).fetchall()
            return Changes(
                self.generation,
                tuple(row[0] for row in added),
                tuple(sorted(row[0] for row in gone)) if since else (),
            )

    @contextmanager
    def _at_one_moment(self) -> Iterator[None]:
        """Several reads that see the same generation, whatever another process commits."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("COMMIT")

    def counts(self) -> tuple[int, int]:
        """(documents, passages) now held."""
        one, two = (self._db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
                    for table in ("documents", "passages"))  # fmt: skip
        return int(one), int(two)

    def by_source(self) -> dict[str, int]:
        """Documents held of each source."""
        return dict(
            self._db.execute("SELECT source, COUNT(*) FROM documents GROUP BY 1 ORDER BY 1")
        )

    def published(self) -> tuple[str | None, ...]:
        """When each document held was published, None where nobody knows."""
        rows = self._db.execute("SELECT published FROM documents ORDER BY id")
        return tuple(row[0] for row in rows)

    def digest(self) -> str:
        """Digest of the corpus as it stands: the same documents give the same digest. Made once a
        generation while the library is open."""
        with self._at_one_moment():
            if self._digest[0] != self.generation:
                rows = self._db.execute("SELECT id || ':' || sha256 FROM documents ORDER BY id")
                self._digest = self.generation, digest(row[0] for row in rows)
        return self._digest[1]

    def note(self, key: str, value: str | None = None) -> str | None:
        """Read, or with a value write, a small note (an ETag, a source's last report)."""
        if value is not None:
            self._db.execute(
                "INSERT INTO notes VALUES(?,?) ON CONFLICT(key) DO UPDATE SET value=excluded.value",
                (key, value),
            )
            return value
        row = self._db.execute("SELECT value FROM notes WHERE key=?", (key,)).fetchone()
        return row[0] if row else None
