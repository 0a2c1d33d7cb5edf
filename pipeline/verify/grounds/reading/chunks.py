"""A sentence in chunks: noun phrases, verb groups, and what joins them.

Enter: a sentence. Leave: `Chunk`s in order, each with its words and their tags, and for a noun
phrase the preposition that leads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipeline.verify.grounds.reading.tags import tagged
from pipeline.verify.grounds.reading.words import Token

OPENING = frozenset("before after until since as than like".split())  # also open a clause


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of tokens: `np`, `vg` or a joint; `led` is the preposition before a noun phrase."""

    kind: Literal["np", "vg", "joint"]
    words: tuple[Token, ...]
    tags: tuple[str, ...]
    led: str = ""

    @property
    def head(self) -> Token:
        named = [t for t, tag in zip(self.words, self.tags, strict=True) if tag == "N"]
        named = [t for t in named if t.kind != "number"] or named
        return named[-1] if named else self.words[-1]


def words_in(text: str, head: Token) -> tuple[Token, ...]:
    """The words of the noun phrase that a word is the head of."""
    for chunk in chunks(text):
        if chunk.kind == "np" and any(one.start == head.start for one in chunk.words):
            return chunk.words
    return (head,)


@lru_cache(maxsize=4096)
def phrase(text: str, head: Token) -> frozenset[str]:
    """The words of content of the noun phrase that a word is the head of."""
    return frozenset(one.low for one in words_in(text, head) if one.content)


@lru_cache(maxsize=4096)
def led_by(text: str, words: frozenset[str]) -> tuple[Token, ...]:
    """Heads of the noun phrases that one of these prepositions leads."""
    return tuple(c.head for c in chunks(text) if c.kind == "np" and c.led in words)


@lru_cache(maxsize=4096)
def subject_before(text: str, place: int) -> Token | None:
    """The head of the subject that governs a place in a sentence."""
    found = None
    for chunk in chunks(text):
        if not chunk.words or chunk.words[0].start >= place:
            break
        led = chunk.led and chunk.led not in OPENING
        if chunk.kind == "np" and not led and chunk.words[-1].end <= place:
            found = chunk.head
    return found


_PARTING = re.compile(r"[,;:—–]|\s-\s")
_DIVIDING = re.compile(r"[;:—–]")
_NOMINAL = frozenset("DAN")
_VERBAL = frozenset("VXMTG")


@lru_cache(maxsize=4096)
def chunks(text: str) -> tuple[Chunk, ...]:
    words, tags = tagged(text)
    out: list[Chunk] = []
    run: list[int] = []
    kind, led = "", ""

    def close() -> None:
        nonlocal kind, led
        if run:
            picked = tuple(words[n] for n in run), tuple(tags[n] for n in run)
            if kind == "np" and ("N" in picked[1] or ("A" in picked[1] and len(run) > 1)):
                out.append(Chunk("np", *picked, led))
                led = ""
            elif kind == "vg" and ("V" in picked[1] or "X" in picked[1]):
                out.append(Chunk("vg", *picked))
                led = ""
        run.clear()
        kind = ""

    for at, tag in enumerate(tags):
        gap = text[words[at - 1].end : words[at].start] if at else ""
        if gap != " " and _PARTING.search(gap):
            close()
            led = ""
            out.append(Chunk("joint", (words[at],), (";" if _DIVIDING.search(gap) else ",",)))
        if tag == "R":
            if kind == "np":
                close()
            continue
        wanted = "np" if tag in _NOMINAL else "vg" if tag in _VERBAL else ""
        if tag == "V" and kind == "vg" and "V" in (tags[n] for n in run):
            close()
        if kind == "vg" and (tag == "T" or (tag in "XM" and "V" in (tags[n] for n in run))):
            close()
        if wanted != kind or not wanted:
            close()
        if tag == "P":
            led = words[at].low
        elif tag in ("C", "W", "O"):
            out.append(Chunk("joint", (words[at],), (tag,)))
            led = led if tag == "C" else ""
        if wanted:
            kind = wanted
            run.append(at)
    close()
    return tuple(out)
