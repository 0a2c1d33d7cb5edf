"""A sentence that keeps close to one of its source's: what it changed on the way.

Enter: a sentence and its sources. Leave: `Doubt`s. Who copies the run of a sentence and changes a
word of it says something else; who says it anew uses other words in another order, and is left to
the other rooms. Closeness is the share of neighbouring words that are neighbours in the ground.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from pipeline.verify.grounds.across.occurrences import denied
from pipeline.verify.grounds.beyond.contrasts import set_aside_alike
from pipeline.verify.grounds.beyond.shares import agreed
from pipeline.verify.grounds.copies.runs import LEAST, DriftRun, alike, bounded, closest
from pipeline.verify.grounds.copies.strangers import DOUBTED, strangers
from pipeline.verify.grounds.facets import own_words, restrictions
from pipeline.verify.grounds.fits import Doubt, on_line, value
from pipeline.verify.grounds.measures.amounts import equal, rounds, shared_unit
from pipeline.verify.grounds.narrowing import ROUNDING, narrowed
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.clauses import (
    clauses,
    denying_of,
    negations,
    rates,
    set_against,
    stretch,
)
from pipeline.verify.grounds.reading.figures import Figure, figures
from pipeline.verify.grounds.reading.leads import lead
from pipeline.verify.grounds.reading.sources import SourceText
from pipeline.verify.grounds.reading.words import Token, keys, opposed, strength, tokens, verbal


def drift(
    text: str, sources: Sequence[SourceText], whole: DriftRun | None, *, fact: bool
) -> list[Doubt]:
    """What a near copy of a source's sentence says that the sentence does not.

    whole: the sentence that this one runs along. fact: False for an inference or advice, which is judged only where it is a copy from end to end.
    """
    begins = lead(text)
    every = tuple(t for t in tokens(text) if t.start >= begins)
    if whole is not None and (fact or whole.order >= 0.8):
        return _changed(replace(whole, text=text), every, sources)
    out: list[Doubt] = []
    for clause in clauses(text) if fact else ():
        run = closest(tuple(t for t in clause.content if t.start >= begins), sources)
        if run is not None and run.order >= 0.75 and len(run.said) > LEAST:
            out += _changed(replace(run, text=text, whole=False), clause.tokens, sources)
    return out


def _changed(run: DriftRun, said: tuple[Token, ...], sources: Sequence[SourceText]) -> list[Doubt]:
    return [
        *strangers(run, sources),
        *_figures(run, said),
        *_classes(run, said),
        *_denied(run, said),
        *_unconditioned(run, said),
        *_turned(run),
        *_opposites(run, said),
        *_cause_turned(run),
    ]


def _figures(run: DriftRun, said: tuple[Token, ...]) -> list[Doubt]:
    """A figure of the copied sentence that gave its place to another."""
    text = run.text[said[0].start : said[-1].end]
    mine, region = figures(text), _region(run)
    theirs = [
        f for f in run.ground.figures if region and region[0].start <= f.start <= region[-1].end
    ]
    lost = [g for g in theirs if not any(equal(f, g) for f in mine)]
    for one in mine:
        if one.spelled and one.value <= 1 and not (one.unit or one.noun):
            continue  # `the default one`
        if any(equal(one, g) for g in run.ground.figures) or _comes_to(one, run):
            continue
        for other in lost:
            alike = one.kind == other.kind and one.dimension == other.dimension
            if alike and not rounds(one, other):
                return [Doubt("neighbour", 0.75, one.text, other.text)]
    return []


def _comes_to(one: Figure, run: DriftRun) -> bool:
    """Whether a figure is what two of the sentence and its ground come to."""
    beside = [shared_unit(f, figures(run.text)) for f in figures(run.text)]
    others = [f for f in (*beside, *run.ground.figures) if f.dimension == one.dimension]
    others = [f for f in others if f.size != one.size]
    return bool(one.dimension) and any(
        abs(abs(a.size + sign * b.size) - one.size) <= 1e-6 * one.size
        for a, b in combinations(others, 2)
        for sign in (1, -1)
    )


KIN = 0.75  # strength of a word that says another, in any form
NEARLY = 0.65  # of all words in the same order, from which small ones were not chosen anew
_SOFTENING = frozenset("possibility partial approximation".split())  # put in, they claim less


def _region(run: DriftRun) -> list[Token]:
    """The ground's words that the run covers, from its first to its last."""
    content = [t for t in run.ground.tokens if t.content]
    held = [content[p] for p in run.places if p is not None]
    first, last = min(t.start for t in held), max(t.end for t in held)
    asides = [m.span() for m in _ASIDE.finditer(run.ground.text)]
    inside = [t for t in run.ground.tokens if first - 12 <= t.start <= last]
    return [t for t in inside if not any(a <= t.start < b for a, b in asides)]


_ASIDE = re.compile(r"\([^()]*\)")


def _inside(run: DriftRun, said: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words that belong to the run: all of a plain copy, else from its first to its last."""
    if run.order >= 0.8:
        return said
    held = [t for t, p in zip(run.said, run.places, strict=True) if p is not None]
    return tuple(t for t in said if held[0].start - 12 <= t.start <= held[-1].end)


def _classes(run: DriftRun, said: tuple[Token, ...]) -> list[Doubt]:
    """Small words that carry certainty, quantity or condition, and changed."""
    bounds, stood = bounded(run.text), bounded(run.ground.text)
    mine = [
        t.low
        for t in _inside(run, said)
        if not any(a <= t.start < b for a, b in bounds)
        and not _owning(t, run.text)
        and not ROUNDING.match(run.text, t.start)
    ]
    theirs = [
        t.low
        for t in _region(run)
        if not any(a <= t.start < b for a, b in stood)
        and not _owning(t, run.ground.text)
        and not (t.low == "any" and run.ground.outside.answered)  # `Does any X ...? Yes.`
    ]
    every = [t.low for t in run.ground.tokens]
    told = [t.low for t in tokens(run.text)]
    out, often = [], rates(stretch(run.text, said))
    for name, words in lists.KEPT.items():
        ours, others = ([w for w in side if w in words] for side in (mine, theirs))
        shared = agreed(run.text, run.ground.text) - set(every) if ours else frozenset()
        new = [w for w in ours if w not in shared | often]
        new = [w for w in new if w in every or run.ground.near.bears(keys(w)) < 0.9]
        if len(new) > sum(w in words for w in every):
            if name not in _SOFTENING or (run.whole and run.plain):
                out.append(Doubt(name, 0.75, ours[0], ""))
        elif (name == "only" and set(mine) & lists.ALL_BUT) or (
            not run.whole and (name == "universal" or set(told) & words)
        ):
            continue
        elif (
            len(others) > len(ours)
            and name != "future"
            and not narrowed(name, others, run.text, run.ground.text)
        ):
            lost = [w for w in others if w not in ours] or others
            out.append(Doubt(name, 0.5 if set(lost) <= lists.LETTING else 0.75, "", lost[0]))
    out = (
        [one for one in out if not (one.rule == "possibility" and one.stands == "can")]
        if _can(run)
        else out
    )
    out += _happened(set(theirs), set(mine), run.text)
    if (
        run.order < 0.8 or alike(tokens(run.text), run.ground) < NEARLY
    ):  # told in another order: small words may have been chosen anew
        return [replace(one, weight=DOUBTED) for one in out[:1]]
    return out[:2]


def _happened(before: set[str], now: set[str], text: str) -> list[Doubt]:
    """What is to come, told as done."""
    future, done = before & lists.KEPT["future"], now & lists.HAPPENED
    coming = now & lists.KEPT["future"] or re.search(r"\b(?:was|were) to\b", text)
    return (
        [Doubt("maturity", 0.75, min(done), min(future))] if future and done and not coming else []
    )


def _owning(one: Token, text: str) -> bool:
    """Whether `has` says that a thing has another, not that it has to."""
    return one.low == "has" and not re.match(r"\s+to\b", text[one.end :])


def _can(run: DriftRun) -> bool:
    """Whether the ground's `can` is told as what is, which another room weighs."""
    return any(t.low == "can" for t in run.ground.tokens)


# `gets no features and will only get fixes`: the denial is said by `only` too.
_NOT_AND_ONLY = re.compile(r"(?:\bnot|\bno|n't|n’t)\b[^.;]*\band\b[^.;]*\bonly\b", re.IGNORECASE)


def _both_deny(run: DriftRun) -> bool:
    """Whether the ground denies what the sentence first denies, in words that deny no statement:
    `additive, not a replacement` for `does not replace`."""
    mine = [t for t in tokens(run.text) if t.content and t.start in denied(run.text)][:1]
    theirs = [t for t in run.ground.tokens if t.start in denied(run.ground.text)]
    return any(strength(a.low, b.low) >= KIN for a in mine for b in theirs)


def _denied(run: DriftRun, said: tuple[Token, ...]) -> list[Doubt]:
    """A negation put in or left out."""
    region = tuple(_region(run))
    ours = negations(stretch(run.text, _inside(run, said)))
    within = [t.start < run.ground.outside.denied for t in region]
    beyond = int(2 * sum(within) > len(within))
    content = [t for t in run.ground.tokens if t.content]
    held = frozenset(content[p].start for p in run.places if p is not None)
    theirs = beyond + negations(stretch(run.ground.text, denying_of(run.ground.text, region, held)))
    everywhere = beyond + negations(stretch(run.ground.text, run.ground.tokens))
    whole = beyond + negations(stretch(run.ground.text, region))
    if (
        ours % 2 in (theirs % 2, whole % 2)
        or ours == everywhere
        or set_against(run.text, run.ground.text)
    ):
        return []
    if (not everywhere and _both_deny(run)) or set_aside_alike(run.text, run.ground.text):
        return []
    if not ours and any(t.low == "only" for t in said) and _NOT_AND_ONLY.search(run.ground.text):
        return []
    denying = {t.low for t in said} ^ {t.low for t in region}
    if denying & (lists.DENYING - lists.FAINT):
        return []
    return [Doubt("polarity", 0.85, "", run.ground.text[:200])]


# Of a condition's weight: in the clause that is the copy, and anywhere in its sentence, before a colon or
# behind an `except`, where a word of it may belong to another statement.
IN_CLAUSE, IN_SENTENCE = 0.34, 0.6


def _unconditioned(run: DriftRun, said: tuple[Token, ...]) -> list[Doubt]:
    """A condition of the copied sentence that is gone."""
    content = [t for t in run.ground.tokens if t.content]
    start = min(content[p].start for p in run.places if p is not None)
    part = next((c for c in run.ground.clauses if c.start <= start < c.end), run.ground.clauses[0])
    for words in restrictions(run.ground, part):
        mass = own_words(words, run.ground)
        told = _held(mass, said) >= IN_CLAUSE or _held(mass, tokens(run.text)) >= IN_SENTENCE
        if mass and not told:
            stands = on_line(run.ground.text[words[0].start : words[-1].end])
            return [Doubt("condition", 0.75, "", stands)]
    return []


def _held(words: Sequence[Token], said: Sequence[Token]) -> float:
    """The share of the words' weight that these say."""
    mine = {t.low for t in said}
    held = sum(value(t) for t in words if any(strength(t.low, low) >= 0.5 for low in mine))
    return held / (sum(value(t) for t in words) or 1.0)


def _turned(run: DriftRun) -> list[Doubt]:
    """Two words that changed places round a third."""
    found = list(zip(run.said, run.places, strict=True))
    for at in range(1, len(found) - 1):
        (a, x), (b, y), middle = found[at - 1], found[at + 1], found[at][1]
        if x is None or y is None or middle is None:
            continue
        verb = found[at][0]
        plain = verbal(verb.low) and not verbal(a.low) and not verbal(b.low)
        plain = plain or (run.order >= 0.8 and len(run.said) > 6)
        if y < middle < x <= y + 4 and plain and run.order >= 0.7:
            said = f"{a.low} {verb.low} {b.low}"
            return [Doubt("roles", 0.75, said, run.ground.text[:200])]
    return []


def _opposites(run: DriftRun, said: tuple[Token, ...]) -> list[Doubt]:
    """A word of the copied sentence that gave its place to its opposite."""
    mine, every = {t.low for t in said}, {t.low for t in run.ground.tokens}
    for one in _inside(run, said):
        if one.kind != "word" or any(strength(one.low, low) >= 0.9 for low in every):
            continue
        if re.search(r"\bno\s+$", run.text[: one.start]):
            continue  # `takes no notice` of what the source ignores
        for other in _region(run):
            gone = other.kind == "word" and not any(strength(other.low, low) >= 0.9 for low in mine)
            if gone and opposed(one.low, other.low) and _alike_beside(one, other, said, run):
                return [Doubt("direction", 0.85, one.low, other.low)]
    return []


_BECAUSE = frozenset("because since".split())


def _alike_beside(one: Token, other: Token, said: tuple[Token, ...], run: DriftRun) -> bool:
    """Whether the words next to the one are words next to the other."""
    ours, theirs = (
        {t.low for t in side if t is not at and t.content and abs(t.start - at.start) < 24}
        for side, at in ((said, one), (run.ground.tokens, other))
    )
    return any(strength(a, b) >= 0.9 for a in ours for b in theirs)


def _cause_turned(run: DriftRun) -> list[Doubt]:
    """Cause and effect that changed sides of a `because`."""
    content = [t for t in run.ground.tokens if t.content]
    stands = next((t for t in run.ground.tokens if t.low in _BECAUSE), None)
    said = next((t for t in tokens(run.text) if t.low in _BECAUSE), None)
    if stands is None or said is None or not run.text[: said.start].strip():
        return []
    crossed = straight = 0
    for one, place in zip(run.said, run.places, strict=True):
        if place is not None and run.ground.text[: stands.start].strip():
            same = (one.start < said.start) == (content[place].start < stands.start)
            straight, crossed = straight + same, crossed + (not same)
    if crossed >= 3 and crossed > 2 * straight:
        return [Doubt("cause", 0.85, "because", run.ground.text[:200])]
    return []
