"""Predicates of a sentence against those of its ground: who, to what, from where, and how surely.

Enter: a `Fit` and its sentence. Leave: `Doubt`s where a verb that both have is said of another, with
its sides turned, with its ends (`from`, `to`) turned, or more surely than the ground says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.verify.grounds.fits import Doubt, Fit, on_line, said_by, stretch_of
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.chunks import led_by, phrase, words_in
from pipeline.verify.grounds.reading.clauses import PAST_ONLY, Clause
from pipeline.verify.grounds.reading.sources import SourceText
from pipeline.verify.grounds.reading.syntax import Predicate, predicates
from pipeline.verify.grounds.reading.words import Token, keys, meet, strength

Ends = tuple[frozenset[str], frozenset[str]]
ALIKE = 0.75  # strength from which a word says another
LOOSELY = 0.5  # and from which it may
VERB = 6  # words of a source that show how surely it says a verb
NEXT = 30  # characters from a subject to its verb; what stands farther off may be another's


@dataclass(frozen=True, slots=True)
class Repeated:
    """A predicate of a claim and the one of its ground that it repeats."""

    mine: Predicate
    theirs: Predicate
    strength: float
    text: str = ""  # of another sentence than the ground


def predicate_doubts(
    fit: Fit, sentence: frozenset[str], source: SourceText | None, *, strict: bool
) -> list[Doubt]:
    """What the clause's predicates say otherwise than the ground's. strict: for a fact."""
    out: list[Doubt] = [*_routes(fit), *((*_awaited(fit), *_not_yet(fit)) if strict else ())]
    for said in (*_matched(fit), *(_elsewhere(fit, source) if strict and source else ())):
        out += _turned(said, fit)
        out += _ends(said, fit)
        if strict:
            out += _other(said, fit, sentence, source)
            out += _surer(said, fit, sentence)
    return out[:2]


def _matched(fit: Fit) -> Iterator[Repeated]:
    """Each predicate of the clause with the likest of its ground's sentence."""
    start, end = fit.clause.start, fit.clause.end
    theirs = predicates(fit.ground.text)
    for mine in predicates(fit.clause.text):
        if not start <= mine.verb.start < end or mine.verb.low in lists.AUXILIARY:
            continue
        ranked = [
            (how + 0.1 * _shared(mine, other), how, other)
            for other in theirs
            if other.verb.low not in lists.AUXILIARY
            and (how := strength(mine.verb.low, other.verb.low)) >= ALIKE
        ]
        if ranked:
            _, how, other = max(ranked, key=lambda row: row[:2])
            yield Repeated(mine, other, how)


def _elsewhere(fit: Fit, source: SourceText) -> Iterator[Repeated]:
    """Predicates that the ground has not, in the one other sentence of its source that has them."""
    here = predicates(fit.ground.text)
    for mine in predicates(fit.clause.text):
        inside = fit.clause.start <= mine.verb.start < fit.clause.end
        if not inside or mine.verb.low in lists.AUXILIARY or not mine.agents:
            continue
        if any(strength(mine.verb.low, other.verb.low) >= ALIKE for other in here):
            continue
        found = [
            (other, ground.text)
            for ground in source.grounds
            for other in predicates(ground.text)
            if strength(mine.verb.low, other.verb.low) >= 0.9
            and other.verb.low not in lists.AUXILIARY
        ]
        if len(found) == 1 and _shared(mine, found[0][0]):
            yield Repeated(mine, found[0][0], 0.9, found[0][1])


_ANYONE = lists.ANYONE | lists.TELLING | lists.NEGATORS | lists.UNIVERSAL | lists.PARTIAL


def _shared(mine: Predicate, other: Predicate) -> int:
    ours, others = (
        {t.low for t in (*p.subject, *p.object, *(head for _, head in p.cases))}
        for p in (mine, other)
    )
    return sum(any(strength(a, b) >= ALIKE for b in others) for a in ours)


def _turned(said: Repeated, fit: Fit) -> list[Doubt]:
    """Doer and done to that changed places."""
    mine, theirs = said.mine, said.theirs
    sides = (mine.agents, mine.patients, theirs.agents, theirs.patients)
    if not all(sides):
        return []
    ours, done, others, suffered = sides
    crossed = meet(ours, suffered, least=LOOSELY) and meet(done, others, least=LOOSELY)
    if (
        crossed
        and not meet(ours, others, least=LOOSELY)
        and not meet(done, suffered, least=LOOSELY)
    ):
        words = stretch_of(fit.clause.text, ours[0], mine.verb, done[0])
        stands = stretch_of(said.text or fit.ground.text, others[0], theirs.verb, suffered[0])
        return [Doubt("roles", 0.85, words, stands)]
    return []


_FROM, _TO = frozenset(("from",)), frozenset(("to", "into", "onto"))


def _routes(fit: Fit) -> list[Doubt]:
    """`from A to B` where the ground goes from B to A."""
    ours, others = (fit.clause.text, fit.ground.text)
    mine = [led_by(ours, side) for side in (_FROM, _TO)]
    theirs = [led_by(others, side) for side in (_FROM, _TO)]
    if not all(mine) or not all(theirs):
        return []
    (a, b), (x, y) = ((side[0][0], side[1][0]) for side in (mine, theirs))
    if _crossed((phrase(ours, a), phrase(ours, b)), (phrase(others, x), phrase(others, y))):
        return [Doubt("direction", 0.85, f"from {a.text} to {b.text}", on_line(others)[:160])]
    return []


def _crossed(ours: Ends, others: Ends) -> bool:
    """Whether what stands at one end here stands at the other there; words of both ends tell nothing."""
    (a, b), (x, y) = ours, others
    first, second, third, fourth = a - b, b - a, x - y, y - x
    return bool(first & fourth and second & third) and not first & third and not second & fourth


def _ends(said: Repeated, fit: Fit) -> list[Doubt]:
    """What is made of what (`X is mapped to Y`), turned round."""
    to = next((head for how, head in said.mine.cases if how in _TO), None)
    where = next((head for how, head in said.theirs.cases if how in _TO), None)
    done, suffered = said.mine.patients, said.theirs.patients
    if not (to and where and done and suffered):
        return []
    ours, others = fit.clause.text, fit.ground.text
    own = phrase(ours, done[-1]), phrase(ours, to)
    if _crossed(own, (phrase(others, suffered[-1]), phrase(others, where))):
        return [Doubt("direction", 0.85, f"to {to.text}", on_line(others)[:160])]
    return []


def _other(
    said: Repeated, fit: Fit, sentence: frozenset[str], source: SourceText | None
) -> list[Doubt]:
    """One of whom the ground does not say it, in the place of the one of whom it does."""
    ours, others = said.mine.agents, said.theirs.agents
    if not (ours and others) or (said.mine.passive != said.theirs.passive and not said.mine.agents):
        return []
    one, other = ours[-1], others[-1]
    if one.low in lists.SPEAKER or other.low in lists.ATTRIBUTES:
        return []
    if source is not None and _ours(other, one, source, fit):
        return [Doubt("roles", 0.75, one.low, other.low)]
    if (
        _anyone(one, fit.clause.text)
        or _anyone(other, said.text or fit.ground.text)
        or one.kind == "number"
        or other.kind == "number"
    ):
        return []
    far = max(
        said.mine.verb.start - one.end if not said.mine.passive else 0,
        said.theirs.verb.start - other.end if not said.theirs.passive else 0,
    )
    if (
        far > NEXT
        or meet(ours, others, least=ALIKE)
        or any(strength(low, other.low) >= 0.5 for low in sentence)
    ):
        return []
    if any(strength(one.low, t.low) >= 0.5 for t in fit.ground.tokens if t.content):
        return []
    ends = [tuple(head for _, head in p.cases) for p in (said.mine, said.theirs)]
    done = meet(said.mine.patients, said.theirs.patients, least=LOOSELY) or meet(
        *ends, least=LOOSELY
    )
    known = source is not None and source.whole.bears(keys(one.low)) >= 0.9
    return [Doubt("roles", 0.75 if done and known else 0.4, one.low, other.low)]


def _ours(other: Token, one: Token, source: SourceText, fit: Fit) -> bool:
    """Whether the source says it of itself, `we`, and of this one tells other deeds."""
    if other.low not in ("we", "i") or _anyone(one, fit.clause.text) or one.kind != "word":
        return False
    deeds = [
        p for g in source.grounds for p in predicates(g.text) if meet((one,), p.agents, least=ALIKE)
    ]
    return bool(deeds) and not source.head.bears(keys(one.low)) >= ALIKE


def _awaited(fit: Fit) -> list[Doubt]:
    """What the ground tells as past, told as what is to come."""
    will = {"will", "shall"} & fit.clause.lows if not _SERVES.search(said_by(fit.clause)) else set()
    told = [p for p in predicates(fit.ground.text) if p.mode == "fact" or p.past]
    coming = fit.ground.clauses and fit.ground.lows & _COMING
    if will and told and all(p.past for p in told[:1]) and not coming and fit.covered >= 0.5:
        return [Doubt("tense", 0.75, min(will), on_line(fit.ground.text)[:160])]
    return []


_SERVES = re.compile(r"\bwill (?:also |still )?do\b(?! \w)")  # is enough, and nothing to come


def _anyone(one: Token, text: str) -> bool:
    """Whether a subject names nobody: `we`, `the team`; not `the Go team`."""
    words = words_in(text, one)
    named = any(t.capital and t.start > 0 for t in words)
    referred = words[0].low in ("this", "that", "these", "those", "such")
    return referred or (one.low in _ANYONE and not named)


def _not_yet(fit: Fit) -> list[Doubt]:
    """What the ground says will be, told as done."""
    inside = [
        p for p in predicates(fit.ground.text) if fit.part.start <= p.verb.start < fit.part.end
    ]
    said = [
        p for p in predicates(fit.clause.text) if fit.clause.start <= p.verb.start < fit.clause.end
    ]
    mine = [p for p in said if p.mode == "fact" and not _opens(p, fit.clause.text)]
    if _habit(fit) or _as_unsure(said, inside):
        return []
    done = bool(mine) and all(p.past and not p.negated for p in mine) and not _was_to(fit.clause)
    done = done and mine[0].verb.low not in lists.GOVERNING
    if (
        inside
        and done
        and all(p.mode in ("future", "planned") and not p.negated for p in inside[:1])
        and fit.covered >= 0.5
    ):
        return [Doubt("maturity", 0.75, mine[0].verb.low, on_line(fit.ground.text)[:160])]
    return []


def _as_unsure(said: Sequence[Predicate], stands: Sequence[Predicate]) -> bool:
    """Whether what is first said to come is told as what may be: `it could be sent to whom it named`."""
    return any(
        one.mode != "fact" and strength(one.verb.low, stands[0].verb.low) >= ALIKE
        for one in said
        if stands
    )


def _was_to(clause: Clause) -> bool:
    """Whether a clause tells in the past of what was to come: `was to grow`."""
    return bool(re.search(r"\b(?:was|were) to [a-z]", said_by(clause)))


_COMING = lists.PLANNED | frozenset("would could should can may might next if when".split())


_MUST = frozenset("must required mandatory obligatory".split())


_WRONGLY = re.compile(r"\bwould (?:still |also )?(?:\w+ly|still|always|often) \w", re.IGNORECASE)


def _habit(fit: Fit) -> bool:
    """Whether the ground tells what was done before: `Previously, you would write it by hand`."""
    usual = PAST_ONLY.search(fit.ground.text) or _WRONGLY.search(fit.ground.text)
    return "would" in fit.ground.lows and bool(usual)


def _same_mood(mine: Predicate, theirs: Predicate, fit: Fit) -> bool:
    """Whether one and the same verb stands behind the same auxiliary in both: `that would accept`."""
    before = fit.clause.text[: mine.verb.start].lower().split()[-1:]
    there = fit.ground.text[: theirs.verb.start].lower().split()[-1:]
    same = before == there and before and before[0] in lists.POSSIBLE
    return bool(same) and mine.verb.low == theirs.verb.low


# Words of a sentence that already say less than a fact.
_LESS_SURE = lists.HEDGES | lists.PLANNED | lists.PARTIAL
_IF = re.compile(r"\bif (?!released|approved|accepted)", re.IGNORECASE)  # what then always happens


def _leading(text: str, one: Predicate) -> str:
    """A verb of a source with what leads to it, which says how surely it is told: `would like to remove`."""
    return " ".join(text[: one.verb.end].split()[-VERB:])


def _opens(mine: Predicate, text: str) -> bool:
    """Whether a verb is the participle that a sentence opens with."""
    return not mine.subject and mine.past and not text[: mine.verb.start].strip()


def _surer(said: Repeated, fit: Fit, sentence: frozenset[str]) -> list[Doubt]:
    """What the ground holds possible, plans or allows, told as what is, was or must be."""
    mine, theirs = said.mine, said.theirs
    shown = _leading(said.text or fit.ground.text, theirs)
    if mine.negated or theirs.negated or _same_mood(mine, theirs, fit) or _habit(fit):
        return []
    if mine.verb.low in lists.GOVERNING or _opens(mine, fit.clause.text):
        return []  # `meant to follow` plans itself; `Asked for a key, it fails` tells no deed
    if mine.mode == "must" and theirs.mode in ("able", "possible"):
        return [Doubt("necessity", 0.75, mine.verb.low, shown)]
    if mine.mode == "must" and theirs.mode == "should" and sentence & _MUST:
        return [Doubt("necessity", 0.75, mine.verb.low, shown)]
    if mine.mode in ("possible", "able") and theirs.mode == "must" and "may" in sentence:
        return [Doubt("necessity", 0.75, f"may {mine.verb.low}", shown)]
    if mine.mode == "future" and theirs.mode == "fact" and theirs.past and not mine.past:
        return [Doubt("tense", 0.75, f"will {mine.verb.low}", shown)]
    if mine.mode == "future" and theirs.mode == "possible" and not sentence & lists.STRONG_POSSIBLE:
        return [Doubt("possibility", 0.75, f"will {mine.verb.low}", shown)]
    if mine.mode != "fact" or sentence & _LESS_SURE:
        return []
    if theirs.ongoing and not theirs.past and mine.past and not mine.ongoing:
        return [Doubt("maturity", 0.75, mine.verb.low, shown)]
    if theirs.mode == "planned":
        return [Doubt("maturity", 0.75, mine.verb.low, shown)]
    if theirs.mode == "future" and mine.past and not _IF.search(fit.ground.text):
        return [Doubt("maturity", 0.8, mine.verb.low, shown)]
    if theirs.mode == "possible":
        return [Doubt("possibility", 0.75, mine.verb.low, shown)]
    if theirs.mode == "able" and mine.past:
        return [Doubt("ability", 0.6, mine.verb.low, shown)]
    return []
