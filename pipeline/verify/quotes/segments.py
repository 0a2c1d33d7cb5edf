"""Reads a quote as its writer gave it: words and brackets, between elisions.

Enter: the quote. Leave: its segments, without an editor's remarks and marks of notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.text.folding import Form, fold, plain

_ELISION = re.compile(r"[\[(]\s*\.(?:\s*\.){2,}\s*[\])]|\.(?:\s*\.){2,}")
_BRACKET = re.compile(r"\[([^\[\]]{0,200})\]")
_WITHIN_WORD = re.compile(r"(?<=[^\W\d_])\[([^\W\d_]{1,3})\]|\[([^\W\d_]{1,3})\](?=[^\W\d_])")
# What an editor says about a quote, not in it.
_REMARK = re.compile(
    r"\s*[\[(](?:sic!?|(?:emphasis|italics)\s(?:added|mine|ours|in\s(?:the\s)?original)"
    r"|(?:our|my)\s(?:emphasis|italics))[\])]"
)
_NOTE = re.compile(
    r"(?<=\S)\[(?:sources?\s)?\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]|\s*\[(?:sources?\s)?\d{1,3}\](?=[\s.\"']*$)"
)
_INDEXED = re.compile(r"\S*\w\[(?=[^\s\[\]]*[^\W\d_])[^\s\[\]]{1,60}\]\S*")  # field[name][part]
_OWNING = re.compile(r"\[([^\[\]]{1,60})\]'(s|t|re|ve|ll|d|m)\b")  # [the firm]'s


@dataclass(frozen=True, slots=True)
class Word:
    """One token of a quote; `glue`: may be one word with the next."""

    norm: str
    glue: bool = False


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracketed stretch of a quote."""

    words: tuple[str, ...]
    text: str
    capitals: frozenset[str] = frozenset()  # its words that begin with a capital


Element = Word | Bracket
Segment = tuple[Element, ...]


def segments(quote: str, form: Form = "source", *, beside: str = "") -> tuple[Segment, ...]:
    """Read a quote: elements between elisions. What stands as `rows[id]` in the text beside is no editor's."""
    capitals = frozenset(
        norm
        for bracket in _BRACKET.findall(quote)
        for word in bracket.split()
        if word[0].isupper()
        for norm in fold(word, "plain").norms
    )
    folded, _ = plain(quote, form)
    folded = _INDEXED.sub(lambda found: _apart(found[0], beside), folded)
    folded = _REMARK.sub("", folded)
    folded = _OWNING.sub(r"[\1'\2]", folded)
    folded = _NOTE.sub("", _WITHIN_WORD.sub(lambda m: m[1] or m[2], folded))
    return tuple(
        segment
        for piece in _ELISION.split(folded)
        if (segment := tuple(_elements(piece, capitals)))
    )


def _apart(word: str, beside: str) -> str:
    """A word with brackets that stands so in its source, as the words that it is made of."""
    if word not in beside:
        return word
    found = fold(word, "plain")
    return " ".join(norm for n, norm in enumerate(found.norms) if n not in found.mark)


def brackets(parts: tuple[Segment, ...]) -> tuple[str, ...]:
    """What stands in brackets."""
    return tuple(one.text for segment in parts for one in segment if isinstance(one, Bracket))


def _elements(piece: str, capitals: frozenset[str]) -> Iterator[Element]:
    at = 0
    for found in _BRACKET.finditer(piece):
        yield from _words(piece[at : found.start()])
        norms = fold(found.group(1), "plain").norms
        yield Bracket(norms, found.group(1), capitals.intersection(norms))
        at = found.end()
    yield from _words(piece[at:])


def _words(text: str) -> Iterator[Word]:
    folded = fold(text, "plain")
    for index, norm in enumerate(folded.norms):
        if index not in folded.mark:
            yield Word(norm, index in folded.glue)
