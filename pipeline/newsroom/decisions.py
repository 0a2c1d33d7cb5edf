"""What people decided about stories, in briefs/decisions.jsonl: one line a decision, never erased.

Enter: the file. Leave: `Decisions` that the next run obeys: what is dropped or pinned for a day,
what is banned for good. A line that is not a decision is refused with its number, for it may be a ban that somebody
counts on; but the end of a file that a write was cut short in was never kept, so it is named and passed over.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from pipeline.errors import RecordError
from pipeline.records import Document, store

PUT_BY = b'{"torn":'  # of a row that holds what was cut short
What = Literal[
    "drop", "swap", "pin", "ban", "unban", "approve", "reject", "correct", "retract", "release"
]
Kind = Literal["story", "sentence", "document", "title", "section", "brief", "quarantine", "veiled"]


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what about which thing, when and why.

    kind: story (its id), sentence (its text), document (its id or address), title (a pattern with
    `*`), section (`source` or `source/folder`), quarantine (the id of held words), veiled (the id of a
    sentence that was blacked out, or of its document). `day` is the brief's; bans and what is released hold for every day.
    """

    made: str
    day: str
    what: What
    kind: Kind
    value: str
    by: str = ""
    why: str = ""
    # Of a swap: the story, document or sentence to take; of a correction: the words now; of what was
    # blacked out: the words.
    instead: str = ""
    rule: str = ""  # of an approval or rejection: the rule whose finding was judged
    path: str = ""  # the place of a sentence in its draft


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions, oldest first; `torn` says which line was cut short when it was written, if any."""

    rows: tuple[Decision, ...] = ()
    torn: str = ""

    def banned(self, document: Document) -> str:
        """Why a document may never be told, or ""."""
        for row in self.bans().values():
            if touches(row, document):
                why = f": {row.why}" if row.why else ""
                return f"banned{f' by {row.by}' if row.by else ''} on {row.made[:10]}{why}"
        return ""

    def bans(self) -> dict[tuple[str, str], Decision]:
        """The bans that stand, by kind and what they name; the last word on the same thing counts."""
        bans: dict[tuple[str, str], Decision] = {}
        for row in self.rows:
            if row.what == "ban":
                bans[row.kind, row.value] = row
            elif row.what == "unban":
                bans.pop((row.kind, row.value), None)
        return bans

    def held(self) -> dict[str, Decision]:
        """The last word on each piece of held words, by its id: `release` or `drop`."""
        return {row.value: row for row in self.rows if row.kind == "quarantine"}

    @property
    def released(self) -> frozenset[str]:
        """Ids of held words that a person let through."""
        return frozenset(name for name, row in self.held().items() if row.what == "release")

    def veils(self) -> dict[str, Decision]:
        """The last word on each sentence or document that was blacked out, by its id."""
        return {row.value: row for row in self.rows if row.kind == "veiled"}

    @property
    def unveiled(self) -> frozenset[str]:
        """Ids of sentences and documents that a person lets be printed."""
        return frozenset(name for name, row in self.veils().items() if row.what == "release")

    def of(self, day: str, what: What, kind: Kind | None = None) -> tuple[Decision, ...]:
        """Decisions of one sort about the brief of a day."""
        return tuple(
            row
            for row in self.rows
            if row.day == day and row.what == what and kind in (None, row.kind)
        )


def touches(row: Decision, document: Document) -> bool:
    """Whether a ban names a document."""
    if row.kind == "document":
        return row.value in (document.id, document.url, document.path) and bool(row.value)
    if row.kind == "title":
        pattern = ".*".join(re.escape(part) for part in row.value.split("*"))
        return re.fullmatch(pattern, document.title, re.IGNORECASE) is not None
    if row.kind == "section":
        source, _, folder = row.value.partition("/")
        inside = not folder or document.path.startswith(folder.rstrip("/") + "/")
        return document.source == source and inside
    return False


def read(path: Path) -> Decisions:
    """The decisions of a newsroom. Raises RecordError naming the line that is none."""
    if not path.is_file():
        return Decisions()
    rows, torn = [], ""
    lines = path.read_bytes().removeprefix(codecs.BOM_UTF8).split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith(PUT_BY):
            continue
        try:
            rows.append(_row(line))
        except ValueError as error:
            if number == len(lines) and not _is_json(line):  # a whole row ends with a line break
                torn = (
                    f"line {number} of {path.parent.name}/{path.name} was cut short while it was written and counts"
                    " for nothing: decide again; the next decision puts it by"
                )
                continue
            raise RecordError(
                f"line {number} is no decision ({error})",
                where=str(path),
                hint="mend or delete that line; until then no brief is made, for it may have been a ban",
            ) from error
    return Decisions(tuple(rows), torn)


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _row(line: bytes) -> Decision:
    """One line of the file. Raises ValueError in words for whoever is to mend it."""
    try:
        raw = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError("it is no text in UTF-8") from error
    except ValueError as error:
        marked = line.startswith((b"<<<<<<< ", b"=======", b">>>>>>> "))
        raise ValueError(
            "it is a conflict mark of git" if marked else "it is torn, or no JSON"
        ) from error
    if not isinstance(raw, dict):
        raise ValueError("it is JSON, but no object")
    needed = [field.name for field in fields(Decision) if field.default is MISSING]
    if missing := [name for name in needed if name not in raw]:
        raise ValueError(f"it lacks {', '.join(missing)}")
    names = {field.name for field in fields(Decision)}
    given: dict[str, Any] = {name: str(raw[name]) for name in raw if name in names}
    row = Decision(**given)
    if row.what not in get_args(What) or row.kind not in get_args(Kind):
        raise ValueError(f"{row.what!r} of {row.kind!r} is no decision")
    return row


def add(path: Path, decision: Decision) -> None:
    """Append a decision as one line of its own; what a torn write before left behind is put by in a row that
    counts for nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes() if path.is_file() else b""
    whole, _, tail = before.rpartition(b"\n")
    if tail.strip() and not _is_json(tail):
        said = json.dumps(tail.decode("utf-8", "replace"), ensure_ascii=False)
        put_by = PUT_BY + b" " + said.encode() + b"}"
        store.write(path, b"\n".join((*([whole] if whole else []), put_by, b"")))
        tail = b""
    with path.open("a", encoding="utf-8") as file:
        file.write(("\n" if tail else "") + store.row(decision) + "\n")
