"""Words that a near copy puts in: they stand nowhere in the sentence it copies.

Enter: a `DriftRun` and the sources. Leave: `Doubt`s, grave where a plain copy has another word in the
place of one of the source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.verify.grounds.copies.runs import PLAIN, DriftRun, bounded
from pipeline.verify.grounds.fits import Doubt
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.figures import figures
from pipeline.verify.grounds.reading.sources import SourceText, names
from pipeline.verify.grounds.reading.words import Token, keys, strength, tokens

# Weight of a word put into what is no plain copy. Of 303 true sentences of writers 11 were faulted for
# one, of 168 false ones 6; of 1,078 and 651 of public sets 3.2 % of the false and 6.6 % of the true.
DOUBTED = 0.45

_INSTEAD = re.compile(rf"\b(?:{lists.INSTEAD_OF})\b", re.IGNORECASE)
# An aside that only says what a thing is called.
_NAMED_SO = re.compile(
    rf",? (?:{lists.NAMED_SO}) [\w`][\w.`-]*(?: [A-Z][\w.-]*){{0,3}}(?=[,.;)]|$)"
)
_SLASHED = re.compile(r"(?<![\w./])[A-Z]\w+(?:/[A-Z]\w+)+(?![\w/])")
_CLOSED = (
    frozenset().union(*lists.KEPT.values()) | lists.NEGATORS | lists.CONDITIONAL | lists.TEMPORAL
)
_UNWEIGHED = _CLOSED | lists.HARMLESS | lists.LIGHT | lists.TELLING


def _joined_names(text: str) -> set[str]:
    """Names that a slash joins, each for itself: `Anthropic/ClaudeDevs`."""
    return {name.lower() for joined in _SLASHED.findall(text) for name in joined.split("/")}


def _beside_each_other(one: Token, run: DriftRun, sources: Sequence[SourceText]) -> bool:
    """Whether a name stands in its source beside a word that it stands beside here: `a CNCF graduate`."""
    words = tokens(run.text)
    at = next((n for n, t in enumerate(words) if t.start == one.start), -1)
    beside = [t for t in words[max(0, at - 1) : at + 2] if t.content and t.start != one.start]
    for source in sources:
        for ground in source.grounds:
            theirs = ground.tokens
            for n, t in enumerate(theirs):
                if t.low == one.low and any(
                    strength(o.low, b.low) >= 0.9
                    for o in theirs[max(0, n - 1) : n + 2]
                    for b in beside
                ):
                    return True
    return False


def strangers(run: DriftRun, sources: Sequence[SourceText]) -> list[Doubt]:
    """Words that the copied sentence does not have."""
    out: list[Doubt] = []
    named = names(" ".join(("x", *(t.text for t in run.said))))
    copied, plain = run.whole and run.copied, run.whole and run.plain
    bounds = [
        *(m.span() for m in _INSTEAD.finditer(run.text)),
        *(m.span() for m in _NAMED_SO.finditer(run.text)),
        *bounded(run.text),
        *((f.start, f.end) for f in figures(run.text)),
    ]
    for at, (one, place) in enumerate(zip(run.said, run.places, strict=True)):
        inside = any(a <= one.start < b for a, b in bounds)
        if place is not None or one.kind == "number" or one.low in _UNWEIGHED or inside:
            continue
        kin = 0.75 if run.order >= PLAIN else 0.5
        if any(strength(one.low, t.low) >= kin for t in run.ground.tokens):
            continue
        if one.low in lists.REPORTING and any(t.low in lists.REPORTING for t in run.ground.tokens):
            continue
        if one.low in named and any(one.low in s.heading.lower() for s in sources):
            continue  # its publisher or its title
        if one.low in named and one.low in _joined_names(run.ground.text):
            continue
        if one.low in named and _beside_each_other(one, run, sources):
            continue
        beside = one.low not in named and run.ground.near.bears(keys(one.low)) >= 0.9
        if beside and not (copied and run.displaces(at)):
            continue
        sure = 0.75 if plain or (copied and run.in_place(at)) else DOUBTED
        out.append(Doubt("drift", sure, one.low, run.ground.text[:200]))
    return out[:2]
