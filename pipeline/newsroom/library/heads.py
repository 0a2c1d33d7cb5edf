"""When each document of a library was published, first seen and changed, without its text.

Enter: the connection of a library. Leave: identity and dates, by id, by span of days, by source.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator

from pipeline.records import Document, Head, packed
from pipeline.records.story import Arrivals

THERE = "(first_seen='' OR first_seen<=:day OR (published<>'' AND published<=:day))"
"""Whether a document was public on a day: seen by then, or dated so by its publisher."""
GIVEN = "SELECT value FROM json_each(?)"
_SOURCES = """WITH RECURSIVE each(source) AS (SELECT MIN(source) FROM heads UNION ALL
  SELECT (SELECT MIN(source) FROM heads WHERE source>each.source) FROM each WHERE source NOT NULL)
  SELECT source FROM each WHERE source NOT NULL"""  # one step a source, however many documents
_DATED = f"""SELECT * FROM heads WHERE source=:source AND published BETWEEN :first AND :day
  AND published<>'' UNION SELECT * FROM heads WHERE source=:source AND first_seen IN (
    SELECT first_seen FROM heads WHERE source=:source AND first_seen BETWEEN :first AND :day
    GROUP BY 1 HAVING COUNT(*)<=:most)
  UNION SELECT * FROM heads WHERE source=:source AND {THERE} AND changed IN (
    SELECT changed FROM heads WHERE source=:source AND changed BETWEEN :first AND :day
    AND changed<>'' AND {THERE} GROUP BY 1 HAVING COUNT(*)<=:most)"""


class Heads:
    """Identity and dates of the documents that one library holds."""

    def __init__(
        self, connection: sqlite3.Connection, documents: Callable[[], Iterator[Document]]
    ) -> None:
        self._db = connection
        self._documents = documents  # to make the heads of a library that has none yet

    def all(self) -> tuple[Head, ...]:
        """Identity and dates of every document, by id, without unpacking any text."""
        self._keep()
        return tuple(Head(*row) for row in self._db.execute("SELECT * FROM heads ORDER BY id"))

    def of(self, ids: Iterable[str]) -> tuple[Head, ...]:
        """The same of some documents; those that are not held are left out."""
        self._keep()
        asked = f"SELECT * FROM heads WHERE id IN ({GIVEN}) ORDER BY id"
        return tuple(Head(*row) for row in self._db.execute(asked, (json.dumps([*ids]),)))

    def dated(
        self, span: tuple[str, str], most: int, sources: Collection[str] | None = None
    ) -> tuple[Head, ...]:
        """Heads of what was published, first seen or changed in a span of days (both count), by id;
        a day on which more than `most` of one source were first seen, or changed, dates nothing."""
        self._keep()
        named = (row[0] for row in self._db.execute(_SOURCES)) if sources is None else sources
        asked = {"first": span[0], "day": span[1], "most": most}
        rows = [row for one in named for row in self._db.execute(_DATED, asked | {"source": one})]
        return tuple(Head(*row) for row in sorted(rows))

    def arrivals(self, heads: Iterable[Head], day: str, most: int) -> Arrivals:
        """How many documents of their sources came on the same days, of those that were there on a
        day; of first sights and changes at most `most` + 1 are counted."""

        def counted(column: str, most: int) -> dict[tuple[str, str], int]:
            asked = f"""SELECT COUNT(*) FROM (SELECT 1 FROM heads WHERE source=:source
                AND {column}=:on AND {THERE} LIMIT :most)"""
            keys = {(one.source, getattr(one, column)) for one in held if getattr(one, column)}
            return {(source, on): int(self._db.execute(
                        asked, {"source": source, "on": on, "day": day, "most": most}).fetchone()[0])
                    for source, on in keys}  # fmt: skip

        held = list(heads)
        least = "SELECT MIN(first_seen) FROM heads WHERE source=? AND first_seen>''"
        began = {source: str(self._db.execute(least, (source,)).fetchone()[0] or "")
                 for source in {one.source for one in held}}  # fmt: skip
        return Arrivals(began, counted("first_seen", most + 1), counted("published", -1),
                        counted("changed", most + 1))  # fmt: skip

    def was_there(self, day: str) -> bool:
        """Whether any document was public on a day."""
        self._keep()
        return any(self._db.execute(f"SELECT 1 FROM heads WHERE {THERE} LIMIT 1", {"day": day}))

    def _keep(self) -> None:
        """Make the heads of a library that was written before they were kept."""
        count = "SELECT (SELECT COUNT(*) FROM heads), (SELECT COUNT(*) FROM documents)"
        kept, held = self._db.execute(count).fetchone()
        if kept != held:
            self._db.execute("DELETE FROM heads")
            dates = [packed.dates(document) for document in self._documents()]
            self._db.executemany("INSERT INTO heads VALUES(?,?,?,?,?)", dates)
