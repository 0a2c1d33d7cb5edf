"""What a source sets aside, limits or leaves open, told as if it did not.

Enter: a sentence and its sources. Leave: `Doubt`s where the sentence asserts what the source gives
up (`A instead of X`, `A, not X`, `without X`), tells a result of one test as a rule, or calls
settled what its source says is still open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.verify.grounds.fits import Doubt, on_line, value
from pipeline.verify.grounds.measures.amounts import equal
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.clauses import Clause
from pipeline.verify.grounds.reading.figures import figures
from pipeline.verify.grounds.reading.sources import Ground, SourceText
from pipeline.verify.grounds.reading.syntax import predicates
from pipeline.verify.grounds.reading.words import Token, strength, tokens, told, verbal

BORNE = 0.9  # strength from which a word is told again, not only alluded to
SPOKEN = 0.15  # share of a sentence's weight that the source's sentence has besides what it rejects
TESTED = 0.34  # share of a test's words from which the sentence names the test


def omissions(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """All of them for one sentence; at most one doubt of each kind."""
    every = [g for s in sources for g in s.grounds]
    return [*_rejected(text, every)[:1], *_tested(text, every)[:1], *_settled(text, every)[:1]]


# ── instead of X, not X, without X ────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Rejection:
    """What a source's sentence does (`kept`) and what it does not (`gone`), by their words."""

    how: str
    kept: tuple[Token, ...]
    gone: tuple[Token, ...]
    opens: bool = False  # it is set aside before the sentence says what is done


_REJECTING = re.compile(
    rf"\b(?P<other>{lists.INSTEAD_OF})\b"
    r"|, (?P<not>(?:and |but )?not)(?= (?:a|an|the|by|from|in|on|with|through|as|via)\b)"
    r"|\b(?P<without>without)\b",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"[,;:()—–]|\.(?:\s|$)|\s(?:and|or|but|when|if|which|that|like|as|because|while)\s"
)


@lru_cache(maxsize=4096)  # a sentence of a source is asked about by each that cites it
def _rejections(text: str) -> tuple[Rejection, ...]:
    return tuple(_set_aside(text))


def _set_aside(text: str) -> Iterator[Rejection]:
    words = tokens(text)
    for found in _REJECTING.finditer(text):
        stop = _STOP.search(text, found.end() + 1)
        end = stop.start() if stop else len(text)
        inside = [t for t in words if t.content and found.end() <= t.start < end]
        gone = [t for t in inside if t.kind != "number"][:4]
        before = [t for t in words if t.content and t.end <= found.start()][-2:]
        own = tuple(t for t in gone if not told(t, before, least=BORNE))
        if not before and not found["without"]:  # `Rather than X, it does Y`
            before = [t for t in words if t.content and t.start >= end][:4]
            gone = inside[:5]
            own = tuple(t for t in gone if not told(t, before, least=BORNE))
        kept = tuple(t for t in before if not told(t, gone, least=BORNE))
        if own and (kept or found["without"]):
            opens = not text[: found.start()].strip() and not found["without"]
            yield Rejection(found[0].strip(" ,"), () if found["without"] else kept, own, opens)


def _rejected(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    words = tokens(text)
    said = [t for t in words if t.content]
    total = sum(value(t) for t in said) or 1.0
    for ground in grounds:
        for one in _rejections(ground.text):
            if one.how.lower() == "without" and len(one.gone) < 2:
                continue
            gone = [t for t in one.gone if t.low not in lists.LIGHT] or one.gone
            mine = [next((t for t in said if told(t, (x,), least=BORNE)), None) for x in gone]
            if one.opens:
                mine = _loosely(one.gone, said)
            if None in mine or any(_denied(t, words, text) for t in mine if t):
                continue
            if _mostly(one.kept, said) or (not one.kept and "without" in text.lower()):
                continue
            rest = [t for t in said if t not in mine and told(t, ground.tokens, least=BORNE)]
            if one.opens and len(mine) > 2:
                rest = [t for t in said if told(t, ground.tokens, least=BORNE)]
            if len(rest) >= 2 and sum(value(t) for t in rest) / total >= SPOKEN:
                stands = on_line(ground.text)[:160]
                return [Doubt("direction", 0.8, " ".join(t.low for t in mine if t), stands)]
    return []


def _loosely(gone: Sequence[Token], said: Sequence[Token]) -> list[Token | None]:
    """The words that say most of what is set aside, in other words too; [None] where they do not."""
    mine = [(x, next((t for t in said if strength(t.low, x.low) >= 0.75), None)) for x in gone]
    held = sum(value(x) for x, t in mine if t)
    most = len(gone) > 1 and held >= 0.6 * sum(value(x) for x in gone)
    return [t for _, t in mine if t] if most else [None]


def _mostly(some: Sequence[Token], others: Sequence[Token]) -> bool:
    """Whether what the source does is told, too, word for word."""
    return bool(some) and all(told(t, others, least=BORNE) for t in some)


_SET_ASIDE = re.compile(
    r"\b(?:instead|rather|than|unlike|replac\w+|former\w*|previous\w*|earlier|versus|vs|avoid\w*|drop\w*"
    r"|skip\w*|omit\w*|bypass\w*|longer|neither|nor|where|whereas|older?|supersed\w*|migrat\w+)\b",
    re.IGNORECASE,
)
REACH = 6  # words behind a negation that it may deny


def _denied(one: Token, words: Sequence[Token], text: str) -> bool:
    """Whether the sentence itself denies or sets aside what it names there."""
    if _SET_ASIDE.search(text):
        return True
    at = next(n for n, t in enumerate(words) if t.start == one.start)
    for far, before in enumerate(reversed(words[max(0, at - REACH) : at])):
        firm = before.low in ("not", "never", "cannot") or before.low.endswith("n't")
        if firm or (before.low in ("from", "over", "against") and far < 3):
            return True
        if before.low in lists.NEGATORS or before.low == "without":
            between = words[at - far : at]
            return not any(t.content and verbal(t.low) for t in (*between, one))
    return False


# ── one test told as a rule ───────────────────────────────────────────────────────────────

_TEST = re.compile(
    r"\W*In (?:our|my|their|an?|one|the|these|early|initial|internal|some|this)\b[^,.]{0,70}"
    r"\b(?:test\w*|benchmark\w*|experiment\w*|trial\w*|measurement\w*|evaluation\w*|demo|simulation\w*)\b"
    r"(?:[^,.]|,(?=\d))*, ",
)
_MEASURED = re.compile(
    r"\b(?:test\w*|benchmark\w*|experiment\w*|trial\w*|measure\w*|evaluat\w+|demo|simulat\w+|early|initial\w*"
    r"|saw|achieved|observed|reported|found|got|claims?|says?|cites?)\b",
    re.IGNORECASE,
)
_COULD = re.compile(r"\b(?:could|would|might)\b", re.IGNORECASE)


def _tested(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """A figure of one test, told in the present of everything."""
    if _MEASURED.search(text) or any(p.past for p in predicates(text)) or _COULD.search(text):
        return []
    for one in figures(text):
        if one.kind in ("date", "month", "version"):
            continue
        bearing = [g for g in grounds if any(equal(one, f) for f in g.figures)]
        leads = [_TEST.match(g.text) for g in bearing]
        if not leads or not all(leads):
            continue
        lead = leads[0][0] if leads[0] else ""
        asked = [t for t in tokens(lead) if t.content]
        held = sum(value(t) for t in asked if told(t, tokens(text), least=BORNE))
        if held < TESTED * sum(value(t) for t in asked):
            return [Doubt("condition", 0.75, one.text, on_line(lead))]
    return []


# ── open, told as settled ─────────────────────────────────────────────────────────────────

_OPEN = re.compile(
    r"\b(?:still (?:moving|evolving|changing|open|being|under|in|a work)|in flight|in progress|underway|pending"
    r"|under (?:discussion|review|development|way)|not yet|planned|to be (?:decided|determined|done)|being (?:worked|discussed)"
    r"|work in progress|unresolved|undecided)\b",
    re.IGNORECASE,
)


def _settled(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """What the source says is still open, of the same subject."""
    words = tokens(text)
    lows = {t.low for t in words}
    done = next((t for t in words if t.low in lists.SETTLED), None)
    hedged = lows & (
        lists.NEGATORS | lists.PLANNED | lists.EARLY | {"will", "yet", "still", "until"}
    )
    if done is None or hedged or _OPEN.search(text) or any(low.endswith("n't") for low in lows):
        return []
    subject = [t for t in words if t.content and t.start < done.start]
    for ground in grounds:
        for part in ground.clauses:
            found = _OPEN.search(ground.text, part.start, part.end)
            if found and subject and _of_it(subject, part, found.start()):
                return [Doubt("maturity", 0.8, done.low, on_line(found[0]))]
    return []


def _of_it(subject: Sequence[Token], part: Clause, at: int) -> bool:
    """Whether the words before an open state are those before the settled one."""
    before = [t for t in part.content if t.start < at]
    mass = sum(value(t) for t in subject)
    held = sum(value(t) for t in subject if told(t, before, least=BORNE))
    return bool(before) and held >= 0.6 * mass and told(subject[-1], before, least=BORNE)
