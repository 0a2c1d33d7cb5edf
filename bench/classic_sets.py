"""Classic test collections in the BEIR layout: `python bench/classic_sets.py RAW OUT`.

RAW holds CISI, LISA, NPL, MED and TIME as they went round since the 1960s (`CISI.ALL`, `LISA0.001`
..., `doc-text`, `MED.ALL`, `TIME.ALL`, each with its queries and judgements, in any folders); each
that is there becomes a folder of OUT for `dateline eval retrieval` and `bench/retrieval_ablation.py`. A
collection that has not as many texts and queries as is written of it ends the command.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

Texts = dict[str, tuple[str, str]]  # title and text, by id
Judged = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Collection:
    """Where a collection's parts are and how they are read."""

    texts: str  # file names, as a glob
    queries: str
    judgements: str
    size: tuple[int, int]  # texts and queries with a relevant one
    read: Callable[[str], Texts]
    ask: Callable[[str], Texts]
    judge: Callable[[str], Judged]


def smart(raw: str) -> Texts:
    """`.I 1 .T title .W text`, fields in any order; others than title and text are left out."""
    found: Texts = {}
    for part in re.split(r"^\.I\s+", raw, flags=re.MULTILINE)[1:]:
        name, _, rest = part.partition("\n")
        pieces = re.split(r"^\.([A-Z])\s*$", rest, flags=re.MULTILINE)
        fields = dict(zip(pieces[1::2], pieces[2::2], strict=True))
        found[name.strip()] = fields.get("T", ""), fields.get("W", "")
    return found


def lisa(raw: str) -> Texts:
    """`Document 1`, its title, an empty line, its text, a line of stars."""
    found: Texts = {}
    for part in re.split(r"^\*{40,}\s*$", raw, flags=re.MULTILINE):
        if match := re.match(r"\s*Document\s+(\d+)\s*\n(.*?)\n\s*\n(.*)", part, re.DOTALL):
            found[match[1]] = match[2], match[3]
    return found


def numbered(end: str) -> Callable[[str], Texts]:
    """A number on a line, then words up to `end`."""

    def read(raw: str) -> Texts:
        parts = re.findall(rf"^\s*(\d+)\s*\n(.*?){end}", raw, re.MULTILINE | re.DOTALL)
        return {name: ("", text) for name, text in parts}

    return read


def starred(word: str) -> Callable[[str], Texts]:
    """`*TEXT 017 ...` and `*FIND 1`: named by their place, as the judgements name them."""

    def read(raw: str) -> Texts:
        parts = re.split(rf"^\*{word}[^\n]*\n", raw.partition("*STOP")[0], flags=re.MULTILINE)[1:]
        return {str(place): ("", text) for place, text in enumerate(parts, 1)}

    return read


def rows(names: tuple[int, int]) -> Callable[[str], Judged]:
    """One judgement a line, in columns."""
    return lambda raw: [
        tuple(line.split()[at] for at in names) for line in raw.splitlines() if line.strip()
    ]  # type: ignore[misc]


def counted(raw: str) -> Judged:
    """Of each query its number, how many texts, and their numbers."""
    numbers = iter(raw.split())
    for query in numbers:
        yield from [(query, next(numbers)) for _ in range(int(next(numbers)))]


def lists(raw: str) -> Judged:
    """A query's number, then those of its texts, up to a slash or an empty line."""
    for part in re.split(r"\n\s*/|\n\s*\n", raw):
        query, *texts = part.split() or [""]
        yield from ((query, text) for text in texts)


COLLECTIONS = {
    "cisi": Collection("CISI.ALL", "CISI.QRY", "CISI.REL", (1460, 76), smart, smart, rows((0, 1))),
    "lisa": Collection("LISA[0-9].[0-9]*", "LISA.QUE", "LISARJ.NUM", (5999, 35), lisa, numbered("#"), counted),
    "med": Collection("MED.ALL", "MED.QRY", "MED.REL", (1033, 29), smart, smart, rows((0, 2))),
    "npl": Collection("doc-text", "query-text", "rlv-ass", (11429, 93), numbered(r"^\s*/"), numbered("/"), lists),
    "time": Collection("TIME.ALL", "TIME.QUE", "TIME.REL", (423, 82), starred("TEXT"), starred("FIND"), lists),
}  # fmt: skip


def convert(raw: Path, out: Path, one: Collection) -> None:
    """Write a collection. Raises ValueError when it is not whole."""
    body = {kind: "\n".join(path.read_text("latin-1") for path in sorted(raw.rglob(getattr(one, kind))))
            for kind in ("texts", "queries", "judgements")}  # fmt: skip
    texts, queries = one.read(body["texts"]), one.ask(body["queries"])
    judged = sorted(
        {pair for pair in one.judge(body["judgements"]) if pair[0] in queries and pair[1] in texts}
    )
    size = len(texts), len({query for query, _ in judged})
    if size != one.size:
        raise ValueError(f"{out.name}: {size} texts and queries, not {one.size}")
    out.mkdir(parents=True, exist_ok=True)
    for name, held in (("corpus", texts), ("queries", queries)):
        lines = (
            json.dumps({"_id": at, "title": _plain(title), "text": _plain(text)})
            for at, (title, text) in held.items()
        )
        (out / f"{name}.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    (out / "qrels.tsv").write_text(
        "query-id\tcorpus-id\tscore\n" + "".join(f"{query}\t{text}\t1\n" for query, text in judged),
        "utf-8",
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


def main() -> None:
    """Convert what is there."""
    raw, out = Path(sys.argv[1]), Path(sys.argv[2])
    for name, one in COLLECTIONS.items():
        if next(raw.rglob(one.texts), None):
            convert(raw, out / name, one)
            print(f"{name}: {one.size[0]} texts, {one.size[1]} queries")


if __name__ == "__main__":
    main()
