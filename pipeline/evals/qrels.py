"""Labelled retrieval data from disk: the BEIR layout and the newsroom layout.

Enter: a folder. Leave: questions with what answers them. Refuses: a file that is missing or a
line that does not have the form it should (`RecordError` with file and line).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import RecordError
from pipeline.records import store

KINDS = ("known-item", "multi-source", "no-answer")


@dataclass(frozen=True, slots=True)
class Text:
    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Beir:
    """A collection in the BEIR layout; `judged[query][text]` is the grade."""

    texts: tuple[Text, ...]
    queries: tuple[Query, ...]
    judged: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Need:
    """One place that answers a question."""

    source: str
    quotes: tuple[str, ...]  # folded; any one of them meets the need
    facet: str


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    domain: str
    kind: str
    text: str
    needs: tuple[Need, ...]


def is_beir(folder: Path) -> bool:
    return (folder / "corpus.jsonl").is_file()


def beir(folder: Path) -> Beir:
    """Read corpus.jsonl, queries.jsonl and qrels/test.tsv (or qrels.tsv)."""
    judged = _grades(
        next((path for path in _grade_files(folder) if path.is_file()), folder / "qrels.tsv")
    )
    texts = tuple(
        Text(_str(row, "_id", at), _str(row, "title", at, ""), _str(row, "text", at))
        for at, row in store.rows(folder / "corpus.jsonl")
    )
    queries = tuple(
        Query(_str(row, "_id", at), _str(row, "text", at))
        for at, row in store.rows(folder / "queries.jsonl")
        if row.get("_id") in judged
    )
    if not queries:
        raise RecordError("no query has a judgement", where=str(folder / "queries.jsonl"))
    return Beir(texts, queries, judged)


def questions(folder: Path) -> tuple[Question, ...]:
    """Read questions.jsonl, or every *.jsonl of the folder where there is none."""
    one = folder / "questions.jsonl"
    files = [one] if one.is_file() else sorted(folder.glob("*.jsonl"))
    if not files:
        raise RecordError(
            "has neither corpus.jsonl (BEIR layout) nor questions",
            where=str(folder),
            hint="see DIR in `dateline eval retrieval --help`",
        )
    return tuple(_question(row, at) for file in files for at, row in store.rows(file))


def bare(text: str) -> str:
    """Words and numbers only, lower case: markup, quotes and line ends do not count."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain))


def _question(row: dict[str, Any], at: str) -> Question:
    kind = _str(row, "kind", at)
    if kind not in KINDS:
        raise RecordError(f"kind is {kind!r}, not one of {', '.join(KINDS)}", where=at)
    needs = tuple(
        Need(
            _str(need, "source_id", at),
            tuple(bare(need[key]) for key in ("quote", "quote_clean") if need.get(key)),
            _str(need, "facet", at, ""),
        )
        for need in row.get("needs", ())
    )
    if (kind == "no-answer") == bool(needs):
        raise RecordError(f"a {kind} question with {len(needs)} needs", where=at)
    return Question(
        _str(row, "id", at), _str(row, "domain", at), kind, _str(row, "question", at), needs
    )


def _grade_files(folder: Path) -> Iterator[Path]:
    yield folder / "qrels" / "test.tsv"
    yield folder / "qrels.tsv"
    yield folder / "qrels" / "dev.tsv"


def _grades(path: Path) -> dict[str, dict[str, int]]:
    """Judgements by query; a header line is optional, a grade of 0 is kept."""
    found: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_read(path).splitlines(), 1):
        cells = line.split("\t") if "\t" in line else line.split()
        cells = [cells[0], *cells[-2:]] if len(cells) == 4 else cells  # TREC has a second column
        if len(cells) != 3:
            if line.strip():
                raise RecordError("expected query, document, grade", where=f"{path}:{number}")
            continue
        try:
            found.setdefault(cells[0], {})[cells[1]] = int(float(cells[2]))
        except ValueError:
            if number > 1:
                raise RecordError(f"grade {cells[2]!r}", where=f"{path}:{number}") from None
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"cannot be read ({error})", where=str(path)) from error


def _str(row: dict[str, Any], key: str, at: str, default: str | None = None) -> str:
    value = row.get(key, default)
    if not isinstance(value, str):
        raise RecordError(f"{key}: expected text, found {type(value).__name__}", where=at)
    return value
