"""The library: documents and passages on disk, in one SQLite file, with a generation counter.

Enter: documents with their passages. Leave: the same, by id, and what changed since a
generation, which is all an index needs to grow by what is new. Every change is one transaction:
a killed process leaves the last good generation. Older revisions of a document are kept.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

from pipeline.errors import BusyError, CorpusError
from pipeline.records import Block, Document, Head, Passage
from pipeline.records.store import digest

VERSION = 1
SCHEMA = """
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents(
  id TEXT PRIMARY KEY, source TEXT NOT NULL, url TEXT NOT NULL, published TEXT,
  sha256 TEXT NOT NULL, generation INTEGER NOT NULL, body BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS documents_source ON documents(source);
CREATE INDEX IF NOT EXISTS documents_published ON documents(published);
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
"""


_HEAD = 4_096  # bytes that hold id, source, url and title of all but freaks
_STRING = r'"(?:[^"\\]|\\.)*"'
_TITLE = re.compile(
    rf'{{"id": {_STRING}, "source": {_STRING}, "url": {_STRING}, "title": ({_STRING})'
)


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
        self._digest = (-1, "")  # of a generation

    @classmethod
    def open(cls, path: Path) -> Library:
        """Open or make the library. Raises CorpusError when the file is not one of ours."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            db = sqlite3.connect(path, isolation_level=None, timeout=30)
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.executescript(SCHEMA)
            found = db.execute("SELECT value FROM meta WHERE key='version'").fetchone()
            if not found:  # to open a library that is there must not wait for its writer
                db.execute("INSERT OR IGNORE INTO meta VALUES('version', ?)", (str(VERSION),))
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise BusyError("another process is writing the library", where=str(path),
                                hint="wait until it is done, then run again") from error  # fmt: skip
            raise CorpusError(
                f"is not a dateline library ({error})",
                where=str(path),
                hint="move it away and run `dateline ingest` to make it again",
            ) from error
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
                (before.id, before.revision, pack(before)),
            )
        kept = self._drop_passages(generation, document.id, {one.id for one in passages})
        self._db.execute(
            "INSERT OR REPLACE INTO documents VALUES(?,?,?,?,?,?,?)",
            (document.id, document.source, document.url, document.published, document.sha256,
             generation, pack(document)),
        )  # fmt: skip
        self._db.execute("INSERT OR REPLACE INTO heads VALUES(?,?,?,?,?)", _dates(document))
        self._db.executemany(
            "INSERT OR REPLACE INTO passages VALUES(?,?,?,?,?)",
            [(one.id, one.document, one.position, generation, json.dumps(_plain(one)))
             for one in passages if one.id not in kept],
        )  # fmt: skip

    def remove(self, generation: int, document_id: str) -> None:
        """Take a document and its passages out of the current corpus; its revisions stay."""
        before = self.document(document_id)
        if before:
            self._db.execute(
                "INSERT OR REPLACE INTO revisions VALUES(?,?,?)",
                (before.id, before.revision, pack(before)),
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
        """Title and day of a document, without unpacking its text and blocks."""
        row = self._db.execute(
            "SELECT published, body FROM documents WHERE id=?", (document_id,)
        ).fetchone()
        return (_title(row[1]), row[0][:10] if row[0] else None) if row else None

    def heads(self) -> tuple[Head, ...]:
        """Identity and dates of every document, by id, without unpacking any text."""
        count = "SELECT (SELECT COUNT(*) FROM heads), (SELECT COUNT(*) FROM documents)"
        kept, held = self._db.execute(count).fetchone()
        if kept != held:  # written before heads were kept
            self._db.execute("DELETE FROM heads")
            dates = [_dates(document) for document in self.documents()]
            self._db.executemany("INSERT INTO heads VALUES(?,?,?,?,?)", dates)
        rows = self._db.execute("SELECT * FROM heads ORDER BY id")
        return tuple(Head(*row) for row in rows)

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
        row = self._db.execute("SELECT 1 FROM documents WHERE id=?", (document_id,)).fetchone()
        return row is not None

    def _unpacked(self, body: bytes) -> Document:
        """A document from its bytes. Raises CorpusError when they are not what was written."""
        try:
            return unpack(body)
        except (zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._damaged("a document", error) from error

    def _read_passage(self, body: str) -> Passage:
        try:
            return _passage(body)
        except (ValueError, KeyError, TypeError) as error:
            raise self._damaged("a passage", error) from error

    def _damaged(self, what: str, error: Exception) -> CorpusError:
        return CorpusError(
            f"holds {what} that cannot be read ({error})",
            where=str(self.path or "the library"),
            hint="move it away and run `dateline ingest` to make it again",
        )

    def revisions(self, document_id: str) -> tuple[Document, ...]:
        """Earlier texts of a document, oldest first."""
        rows = self._db.execute(
            "SELECT body FROM revisions WHERE document=? ORDER BY revision", (document_id,)
        )
        return tuple(self._unpacked(row[0]) for row in rows)

    def passage(self, passage_id: str) -> Passage | None:
        row = self._db.execute("SELECT body FROM passages WHERE id=?", (passage_id,)).fetchone()
        return self._read_passage(row[0]) if row else None

    def passages(self, document_id: str | None = None) -> Iterator[Passage]:
        """Passages of one document in order, or of all."""
        if document_id is None:
            rows = self._db.execute("SELECT body FROM passages ORDER BY document, position")
        else:
            rows = self._db.execute(
                "SELECT body FROM passages WHERE document=? ORDER BY position", (document_id,)
            )
        for row in rows:
            yield self._read_passage(row[0])

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
        one = self._db.execute("SELECT COUNT(*) FROM documents").fetchone()
        two = self._db.execute("SELECT COUNT(*) FROM passages").fetchone()
        return int(one[0]), int(two[0])

    def by_source(self) -> dict[str, int]:
        """Documents held of each source."""
        rows = self._db.execute("SELECT source, COUNT(*) FROM documents GROUP BY 1 ORDER BY 1")
        return {row[0]: int(row[1]) for row in rows}

    def published(self) -> tuple[str | None, ...]:
        """When each document held was published, None where nobody knows."""
        return tuple(
            row[0] for row in self._db.execute("SELECT published FROM documents ORDER BY id")
        )

    def digest(self) -> str:
        """Digest of the corpus as it stands: the same documents give the same digest. Made once a
        generation while the library is open."""
        with self._at_one_moment():
            if self._digest[0] != self.generation:
                rows = self._db.execute("SELECT id, sha256 FROM documents")
                self._digest = self.generation, digest(f"{row[0]}:{row[1]}" for row in rows)
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


def _plain(record: Document | Block | Passage) -> dict[str, object]:
    """A record's fields by name; `asdict` copies every one of them, ten times slower."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def pack(document: Document) -> bytes:
    """A document as bytes; `unpack` gives it back."""
    plain = _plain(document) | {"blocks": [_plain(block) for block in document.blocks]}
    return zlib.compress(json.dumps(plain, ensure_ascii=False).encode(), 1)


def unpack(body: bytes) -> Document:
    raw = json.loads(zlib.decompress(body))
    raw["blocks"] = tuple(Block(**block) for block in raw["blocks"])
    raw["removed"] = tuple((kind, count) for kind, count in raw["removed"])
    for name in ("authors", "also_at", "domains"):
        raw[name] = tuple(raw[name])
    raw.setdefault("first_seen", raw["fetched"])  # written before it was kept
    return Document(**raw)


def _dates(document: Document) -> tuple[str, str, str, str, str]:
    """Id, source and days of a document; a repository's first day is no day of publication."""
    published, first = (document.published or "")[:10], document.first_seen[:10]
    stated = "" if document.published_from == "metadata" and published == first else published
    return document.id, document.source, stated, first, (document.changed or "")[:10]


def _title(body: bytes) -> str:
    """The title, which stands before the text: only the head of the record is unpacked."""
    start = zlib.decompressobj().decompress(body, _HEAD).decode(errors="ignore")
    found = _TITLE.match(start)
    return str(json.loads(found[1])) if found else unpack(body).title


def _passage(body: str) -> Passage:
    raw = json.loads(body)
    raw["headings"] = tuple(raw["headings"])
    return Passage(**raw)
