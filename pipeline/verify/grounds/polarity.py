"""Negation and direction: whether a clause says the opposite of its ground.

Enter: a `Fit`. Leave: `Doubt`s. Two negations cancel, and so do a negation and an opposite; a word
that denies by its meaning may stand for a negation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.verify.grounds.beyond.needed import denied_alike
from pipeline.verify.grounds.beyond.sequence import same_order
from pipeline.verify.grounds.fits import Doubt, Fit, said_by
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.clauses import (
    Clause,
    clauses,
    denying_of,
    excepts,
    negations,
    only_norm,
    set_against,
    stretch,
)
from pipeline.verify.grounds.reading.sources import SourceText
from pipeline.verify.grounds.reading.words import (
    Token,
    bases,
    compounded,
    keys,
    negates,
    opposed,
    prefixed,
    strength,
    thesaurus,
    verbal,
)

DOUBTED = 0.5


def polarity(fit: Fit, source: SourceText | None = None) -> list[Doubt]:
    """Doubts where a clause denies what its ground says, or says what it denies."""
    if negations(fit.clause) and (
        _by_prefix(fit) or (source is not None and _denied_in(fit.clause, source))
    ):
        return []
    if denied_alike(fit.clause.text, fit.ground.text):
        return []
    if set_against(fit.clause.text, fit.ground.text) or _over(fit) or excepts(fit.clause):
        return []  # which of the two is set aside is judged by what stands beside it
    turned = _predicate(fit)
    if turned:
        return turned
    said = negations(fit.clause) or int(bool(_BUT_NOT.match(said_by(fit.clause))))
    beyond = int(fit.part.start < fit.ground.outside.denied)
    stands = beyond + sum(_negations(part, fit) for part in taken_up(fit))
    flips = [pair for pair in _flips(fit) if not _told_of_both(*pair, fit, source)]
    # A denial of what the claim leaves out may be told or not.
    near_by = {beyond + _negations(fit.part, fit, of_all=of_all) for of_all in (True, False)}
    if any((said + count + len(flips)) % 2 == 0 for count in (stands, *near_by)):
        return []
    if fit.ground.text.rstrip().endswith("?") and not fit.ground.outside.answered:
        return []  # a question says nothing
    asides = lists.TEMPORAL | lists.CONDITIONAL | {"which", "who", "where"}
    within = fit.clause.joint in fit.part.lows  # `recovery after a crash`
    if fit.clause.joint in asides and fit.part.joint not in asides and not within:
        return []  # a condition asks, it does not say
    ours, theirs = said_by(fit.clause), said_by(fit.part)
    near = (min(fit.covered, 1.0) * fit.recalled) ** 0.5
    if len(fit.pairs) < 2 and len(fit.part.content) > 2:
        return []
    if flips and said == stands:
        ours, theirs = flips[0][0].low, flips[0][1].low
        sure = 0.9 if near > 0.4 else 0.6 if near > 0.25 else 0.3
        return [Doubt("direction", sure, ours, theirs)]
    if stands > said and _excused(fit.clause.lows, fit):
        return []
    if said > stands and only_norm(ours, fit.ground.text):
        return []
    if said > stands and _excused(fit.ground.lows, fit):
        return []
    if not _in_scope(fit):
        return []
    sure = _sure(fit, near, said, ended=said > stands and bool(_NO_LONGER.search(ours)))
    return [Doubt("polarity", sure, ours, theirs)] if sure else []


def _sure(fit: Fit, near: float, said: int, *, ended: bool) -> float:
    """The weight of a denial on one side alone. ended: `no longer`, of which no source tells."""
    if near <= 0.42:
        return 0.4 if near > 0.3 else 0.0
    whole = negations(stretch(fit.ground.text, fit.ground.tokens))
    if (said + whole) % 2 == 0:
        return DOUBTED  # the whole sentence denies as the clause does: it may be the same denial
    if not any(verbal(t.low) or t.low in lists.FINITE for t in fit.clause.tokens):
        return DOUBTED  # a phrase without a verb says nothing that could be denied
    return 0.95 if ended or near > 0.55 else 0.72


# Denies of another thing what the clause before says: `it trusts its listener, but not a header`.
_BUT_NOT = re.compile(r"(?:but|and) not (?:a|an|the|its|their|any|for|of|in|on|to|by|from|with)\b")
_NO_LONGER = re.compile(r"\b(?:no longer|not any ?more)\b", re.IGNORECASE)
_EARLIER = re.compile(
    r"\W*(?:previous(?:ly)?|former(?:ly)?|earlier|prior to|older|old|before|until)\b", re.IGNORECASE
)
_MISTAKE = re.compile(
    r"\b(?:incorrect|wrong|mistaken|erroneous|accidental)ly\b|\bby mistake\b", re.I
)


def was_before(text: str, stands: str) -> bool:
    """Whether a sentence says `no longer` of what another tells of earlier versions or days."""
    return bool(_NO_LONGER.search(text) and _EARLIER.match(stands))


def _over(fit: Fit) -> bool:
    """Whether a clause says `no longer` of what its ground tells as moved, removed or put right."""
    if not _NO_LONGER.search(fit.clause.text[fit.clause.start : fit.clause.end]):
        return False
    told = {p.stands.low for p in fit.pairs if p.strength >= 0.9}
    change = any(
        bases(one.low)[0] in lists.CHANGING and one.low not in told for one in fit.ground.tokens
    )
    change = change or bool(_EARLIER.match(fit.ground.text))
    if any(t.low in lists.DEPRECATED for t in fit.ground.tokens):  # and gone by now
        change = change or any(fit.ground.near.bears(keys(low)) >= 0.9 for low in lists.GONE)
    return change or bool(_MISTAKE.search(fit.ground.text))


REACH = 4  # words behind a negation in which the first word of content is what it denies


def _negations(part: Clause, fit: Fit, *, of_all: bool = True) -> int:
    """How often a clause is denied where the claim takes words from, up to the next comma or bracket.

    of_all: whether to count the denials of a thing in it that the claim does not speak of."""
    held = {p.stands.start for p in fit.pairs}
    cuts = [m.end() for m in _CUT.finditer(part.text) if part.start < m.end() < part.end]
    count = 0
    for a, b in pairwise([part.start, *cuts, part.end]):
        piece = tuple(t for t in part.tokens if a <= t.start < b)
        piece = piece if of_all else denying_of(part.text, piece, frozenset(held))
        if piece and (sum(t.start in held for t in piece) > 1 or not cuts):
            count += negations(stretch(part.text, piece))
    return count


_CUT = re.compile(r"[,;:]\s|[()]")


def _denied_things(words: tuple[Token, ...]) -> list[Token]:
    """What the negations of some words deny, by the next word of content."""
    out = []
    for at, one in enumerate(words):
        if negates(one.low):
            out += [t for t in words[at + 1 : at + 1 + REACH] if t.content][:1]
    return out


def _denied_in(clause: Clause, source: SourceText) -> bool:
    """Whether another sentence of the source denies each thing that a clause denies."""
    mine = _denied_things(clause.tokens)
    theirs = [t for g in source.grounds for t in _denied_things(g.tokens)]
    theirs += [t for g in source.grounds for t in g.tokens if t.start < g.outside.denied]
    return bool(mine) and all(any(strength(a.low, b.low) >= 0.9 for b in theirs) for a in mine)


def _by_prefix(fit: Fit) -> bool:
    """Whether all that a clause denies is denied in its ground by `non-`: `is not causal`."""
    mine = [one.low for one in _denied_things(fit.clause.tokens)]
    theirs = [t.low for t in fit.ground.tokens if prefixed(t, fit.ground.text)]
    return bool(mine) and all(any(strength(a, b) >= 0.9 for b in theirs) for a in mine)


def taken_up(fit: Fit) -> list[Clause]:
    """The clauses of the ground that the claim takes words from: at least two, or a third."""
    found = []
    for part in fit.ground.clauses:
        inside = [p for p in fit.pairs if part.start <= p.stands.start < part.end]
        if part is fit.part or (len(inside) >= 2 and 3 * len(inside) >= len(part.content)):
            found.append(part)
    return found


def _predicate(fit: Fit) -> list[Doubt]:
    """One verb or state, directly denied on one side alone, with words beside it on both."""
    for pair in fit.pairs:
        if pair.strength < 0.75 or not (verbal(pair.said.low) or pair.said.low.endswith("ing")):
            continue
        ours, theirs = (
            _directly(fit.clause.tokens, pair.said),
            _directly(fit.ground.tokens, pair.stands)
            != (fit.part.start < fit.ground.outside.denied),
        )
        beside = sum(
            abs(p.stands.start - pair.stands.start) < 50
            for p in fit.pairs
            if p is not pair and p.strength >= 0.75
        )
        if ours == theirs or not beside or fit.covered < 0.5 or _flips(fit):
            continue
        lows = fit.clause.lows if theirs else fit.ground.lows
        if _excused(lows, fit) or fit.clause.joint in lists.TEMPORAL | lists.CONDITIONAL:
            continue
        if negations(fit.clause) and theirs:
            continue  # denied in another place
        supposed = pair.said.low.endswith("ing") and fit.clause.lows & {"would", "could", "might"}
        if theirs and supposed:
            continue  # `creating one would change it`: what is not done
        if ours and any(_firm(part) for part in taken_up(fit)):
            continue
        return [Doubt("polarity", 0.85, said_by(fit.clause), said_by(fit.part))]
    return []


def _firm(part: Clause) -> bool:
    """Whether a clause denies its own statement, not only goes without something."""
    return any(
        t.low in ("not", "never", "no", "cannot") or t.low.endswith("n't") for t in part.tokens
    )


def _directly(words: tuple[Token, ...], verb: Token) -> bool:
    """Whether a negation stands right before a verb, with no other verb between."""
    at = next((n for n, t in enumerate(words) if t.start == verb.start), 0)
    for one in reversed(words[max(0, at - 4) : at]):
        if one.low.endswith("n't") or one.low in ("not", "never", "cannot"):
            return True
        if (
            one.content
            and one.low not in ("be", "been")
            and (verbal(one.low) or one.kind != "word")
        ):
            return False
    return False


def _excused(lows: frozenset[str], fit: Fit) -> bool:
    """Whether the side without a negation denies by another word that has no bearer itself."""
    paired = {p.said.low for p in fit.pairs if p.strength >= 0.75} | {
        p.stands.low for p in fit.pairs if p.strength >= 0.9
    }
    denying = (lows & (lists.DENYING - lists.FAINT)) - paired
    if denying:
        return True
    return any(
        re.match(r"(?:un|in|im|ir|non|dis)[a-z-]{4,}", low) and low not in paired and _prefixed(low)
        for low in lows
    )


def _prefixed(low: str) -> bool:
    rest = re.sub(r"^(?:un|in|im|ir|non|dis)-?", "", low)
    return any(one in thesaurus() for one in bases(rest)) and len(rest) > 3


def _in_scope(fit: Fit) -> bool:
    """Whether some word behind (or just before) a negation of the ground has to do with the claim."""
    side = fit.part if negations(fit.part) > negations(fit.clause) else fit.clause
    held = {(p.stands if side is fit.part else p.said).start for p in fit.pairs}
    for at, one in enumerate(side.tokens):
        if negates(one.low):
            behind = [
                t
                for t in side.tokens[at + 1 : at + 8]
                if t.content and t.low not in lists.UNIVERSAL  # `did not read at all`
            ]
            if any(t.start in held for t in behind) or (
                one.low in ("no", "none", "nobody", "nothing", "neither", "never")
            ):
                return True
    return False


_BOUND = re.compile(r"\b(?:no|not) (?:fewer|less|more) than\b", re.IGNORECASE)


def _flips(fit: Fit) -> list[tuple[Token, Token]]:
    """Words of the claim that have no bearer, and whose opposite stands in the ground's clause."""
    if _mirrored(fit.clause.text, fit.ground.text) or same_order(fit.clause.text, fit.ground.text):
        return []
    paired = {p.said.start for p in fit.pairs if p.strength > 0.5}
    held = {p.stands.start for p in fit.pairs if p.strength > 0.75}
    out = []
    bounds = [m.span() for m in _BOUND.finditer(fit.clause.text)]
    for one in fit.clause.tokens:
        if any(a <= one.start < b for a, b in bounds):
            continue
        if one.start in paired and any(
            p.said.start == one.start and p.strength >= 0.9 for p in fit.pairs
        ):
            continue
        if (
            one.kind != "word"
            or one.low in lists.LIGHT
            or compounded(one, fit.clause.text)
            or (not one.content and one.low not in lists.TURNING)
        ):
            continue
        for other in fit.part.tokens:
            if other.start in held or other.kind != "word":
                continue
            if (
                (other.content or other.low in lists.TURNING)
                and opposed(one.low, other.low)
                and not _also(one, fit)
                and _beside(one, other, fit)
                and not _of_another(one, other, fit)
            ):
                out.append((one, other))
                break
    return out


_STANDING = frozenset("default always".split())  # what holds of itself is what the ground says


def _told_of_both(one: Token, other: Token, fit: Fit, source: SourceText | None) -> bool:
    """Whether a claim tells of the opposite before, in a clause with a word that stands beside it in the
    ground and not in the sentence behind, which has the word itself: `unsafe by default; one marked as
    safe needs no flag`."""
    if source is None:
        return False
    near = next((g for g in source.grounds if g.order == fit.ground.order + 1), None)
    if near is None or not _has(near.tokens, one.low) or _has(near.tokens, other.low):
        return False
    own = [t for t in fit.ground.tokens if t.content and not _has(near.tokens, t.low)]
    own = [t for t in own if t.low != other.low]
    before = [c for c in clauses(fit.clause.text) if c.end <= fit.clause.start]
    told = any(
        _has(c.tokens, other.low) and any(_has(c.tokens, t.low) for t in own) for c in before
    )
    mine = [t for t in fit.clause.tokens if t.content and t.start != one.start]
    borne = any(_has(near.tokens, t.low) for t in mine)
    return told and borne and not any(t.low in _STANDING for t in mine)


def _has(words: Sequence[Token], low: str) -> bool:
    return any(strength(low, t.low) >= 0.9 for t in words)


_THAN = re.compile(
    r"(?<![\w-])(?P<one>[\w-]+)\s+(?:is|are|was|were|runs?|ran|proved)\s+(?:\w+\s+)?(?P<how>\w+er|more|less|better|worse)\b[^.;]{0,24}?"
    r"\sthan\s+(?:the|a|an|its|their)?\s*(?:\w+\s)?(?P<other>[\w-]+)\W*$"
)


def _mirrored(text: str, stands: str) -> bool:
    """Whether two sentences compare the same two from either side: A is faster than B, B slower than A."""
    mine, theirs = _THAN.search(text), _THAN.search(stands)
    if not (mine and theirs) or not opposed(mine["how"].lower(), theirs["how"].lower()):
        return False
    pairs = ((mine["one"], theirs["other"]), (mine["other"], theirs["one"]))
    return all(strength(a.lower(), b.lower()) >= 0.9 for a, b in pairs)


def _beside(one: Token, other: Token, fit: Fit) -> bool:
    """Whether some word near the one is borne by a word near its opposite."""
    return any(
        abs(p.said.start - one.start) < 40 and abs(p.stands.start - other.start) < 40
        for p in fit.pairs
    )


def _of_another(one: Token, other: Token, fit: Fit) -> bool:
    """Whether two opposites stand before different nouns, which both sentences have: `small units` of
    `large row groups`."""
    mine, theirs = _noun_behind(one, fit.clause), _noun_behind(other, fit.part)
    if mine is None or theirs is None or strength(mine.low, theirs.low) >= 0.5:
        return False
    return _has([t for t in fit.ground.tokens if t.start != theirs.start], mine.low) or (
        fit.ground.near.bears(keys(mine.low)) >= 0.9
    )


def _noun_behind(one: Token, part: Clause) -> Token | None:
    """The last word of a run of content right behind a word: the noun that it stands before."""
    found = None
    last = one
    for t in part.tokens:
        if t.start > one.start:
            if not t.content or t.start - last.end > 1:
                break
            found = last = t
    return found


def _also(one: Token, fit: Fit) -> bool:
    """Whether the ground's sentence has the word itself too."""
    return any(strength(one.low, other.low) >= 0.9 for other in fit.ground.tokens)
