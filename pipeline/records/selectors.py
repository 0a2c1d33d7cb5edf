"""Anchors to quotes: code cuts every quote from the source, a writer only points at it.

Enter: an evidence item and an anchor, either the exact words or the first and last few words.
Leaves: a `Quote` selector with `item.text[start:end] == exact`. Refuses an anchor that fits no
place or more than one. Words are compared after folding whitespace and typography, because
models straighten quotation marks; letters and their case must be the source's own.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipeline.records import EvidenceItem, Quote
from pipeline.text.sentences import sentences

CONTEXT = 32  # characters of prefix and suffix, as W3C examples of TextQuoteSelector have them
LONGEST = 1_200  # characters from first to last word; quotes are far below 120 words
# What a sentence rests on is one sentence or two; a third may be a fragment that the split makes of
# an abbreviation. Where nothing ends (a list, a table), 600 characters are four sentences of prose.
MOST_SENTENCES, MOST_CHARACTERS = 3, 600

_SAME = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
        "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None,
        "*": None,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quote is: `exact`, or `first` and `last` words, of source `n`."""

    n: int
    exact: str = ""
    first: str = ""
    last: str = ""


@lru_cache(maxsize=256)  # every anchor of a reply is looked for in the same sources
def straightened(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded text, and for each of its characters the offset it came from."""
    out: list[str] = []
    offsets: list[int] = []
    for at, char in enumerate(text):
        for plain in _straight(char):
            if plain == " " and (not out or out[-1] == " "):
                continue
            out.append(plain)
            offsets.append(at)
    return "".join(out), tuple(offsets)


@lru_cache(maxsize=4096)
def _straight(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).translate(_SAME)
    return "".join(" " if one.isspace() else one for one in folded)


def locate(text: str, anchor: Anchor) -> list[tuple[int, int]]:
    """Every stretch of the text the anchor fits."""
    folded, offsets = straightened(text)
    if anchor.exact.strip():
        found = _all(folded, _needle(anchor.exact))
    else:
        ends = _all(folded, _needle(anchor.last))
        found = [
            (start, end)
            for start, stop in _all(folded, _needle(anchor.first))
            for last, end in ends
            if last >= start and end >= stop and end - start <= LONGEST
        ]
    return [(offsets[start], offsets[end - 1] + 1) for start, end in found]


def cut(item: EvidenceItem, anchor: Anchor) -> Quote | None:
    """The quote an anchor selects; None unless it fits exactly one place."""
    found = locate(item.text, anchor)
    return select(item, *found[0]) if len(found) == 1 else None


def is_passage(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text is too much of it to show what one sentence rests on."""
    whole = len(sentences(text)) > 2 and not text[:start].strip() and not text[end:].strip()
    return (
        whole or end - start > MOST_CHARACTERS or len(sentences(text[start:end])) > MOST_SENTENCES
    )


def select(item: EvidenceItem, start: int, end: int) -> Quote:
    """The selector of a stretch of an item's text."""
    text = item.text
    return Quote(
        n=item.n,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def _needle(words: str) -> str:
    folded = straightened(words)[0].strip()
    trimmed = folded.strip('"').strip()
    return (trimmed or folded).removesuffix("...").strip()


def _all(folded: str, needle: str) -> list[tuple[int, int]]:
    """Places of the needle that begin and end at a word's edge."""
    found = []
    at = folded.find(needle) if needle else -1
    while at >= 0:
        end = at + len(needle)
        if _edge(folded, at) and _edge(folded, end):
            found.append((at, end))
        at = folded.find(needle, at + 1)
    return found


def _edge(text: str, at: int) -> bool:
    if at in (0, len(text)):
        return True
    return not (text[at - 1].isalnum() and text[at].isalnum())
