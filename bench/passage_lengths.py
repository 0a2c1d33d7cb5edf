"""What the length of passages and their overlap are worth to retrieval.

    python bench/passage_lengths.py LIBRARY.db QUESTIONS [--only NAME ...]

The documents of a library that `dateline ingest` made are cut again by each rule below, indexed,
and asked the questions of a newsroom set (QUESTIONS is a folder as `dateline eval retrieval`
takes it). A longer passage holds more needs for the same place in the list, so the words that
twenty answers come to stand beside the recall, and recall at 40 for those half as long.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean

from pipeline import chunk, retrieve
from pipeline.evals import qrels
from pipeline.evals import retrieval as evals
from pipeline.newsroom.config import load_desk, shipped
from pipeline.newsroom.library import Library
from pipeline.records import Document, Passage
from pipeline.records.store import short_id
from pipeline.text.sentences import sentences


@dataclass(frozen=True, slots=True)
class Rule:
    """Words of a passage: at least, wanted, at most; and of the one before it to begin with."""

    name: str
    least: int = 120
    target: int = 220
    most: int = 320
    overlap: int = 0


RULES = (
    Rule("40 to 120", 40, 80, 120),
    Rule("80 to 160", 80, 120, 160),
    Rule("100 to 240", 100, 170, 240),
    Rule("120 to 320 (the default)"),
    Rule("200 to 450", 200, 325, 450),
    Rule("120 to 320, overlap of 40", overlap=40),
    Rule("80 to 160, overlap of 40", 80, 120, 160, overlap=40),
)
SHOWN = ("need recall@20", "need recall@40", "source recall@20", "known item in top 3")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("library", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--only", nargs="+", default=[rule.name for rule in RULES])
    options = parser.parse_args()
    print("| words of a passage | passages | in range | words in 20 | " + " | ".join(SHOWN) + " |")
    print("|---" * (4 + len(SHOWN)) + "|")
    for rule in RULES:
        if rule.name in options.only:
            print(_line(rule, options.library, options.questions), flush=True)


def _line(rule: Rule, source: Path, questions: Path) -> str:
    desk = load_desk(shipped("briefs") / "desk.toml")
    chunk.LEAST, chunk.TARGET, chunk.MOST = rule.least, rule.target, rule.most
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        with Library.open(source) as old, Library.open(place / "library.db") as new:
            sizes = []
            with new.change() as generation:
                for document in old.documents():
                    cut = tuple(_overlapped(document, chunk.passages(document), rule.overlap))
                    new.put(generation, document, cut)
                    sizes += [len(one.text.split()) for one in cut]
            searcher = retrieve.Searcher(retrieve.open_index(place / "index", new))
            asked = qrels.questions(questions)
            outcome = evals.newsroom(asked, searcher, desk.retrieval, track=lambda all_, _: all_)
            texts = [
                sum(len(held.text.split()) for name, _ in one.ranking[:20] if (held := new.passage(name)))
                for one in outcome.questions if one.ranking
            ]  # fmt: skip
    inside = mean(rule.least <= size <= rule.most + rule.overlap for size in sizes)
    figures = " | ".join(f"{outcome.figures[name].mean:.3f}" for name in SHOWN)
    return f"| {rule.name} | {len(sizes):,} | {inside:.2f} | {mean(texts):,.0f} | {figures} |"


def _overlapped(document: Document, cut: tuple[Passage, ...], words: int) -> Iterator[Passage]:
    """Each passage with whole sentences of the one before it, up to so many words."""
    for before, one in zip((None, *cut), cut, strict=False):
        start = one.start
        if words and before is not None and before.headings == one.headings:
            for begin, _ in reversed(sentences(before.text, offset=before.start)):
                if len(document.text[begin : one.start].split()) > words:
                    break
                start = begin
        text = document.text[start : one.end]
        yield replace(one, id=short_id(document.id, str(start), text), start=start, text=text)


if __name__ == "__main__":
    main()
