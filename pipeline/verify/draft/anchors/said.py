"""How surely, of how many and under what condition a fact says what its anchored words say.

Enter: a sentence and its declared ground. Leave: `Doubt`s where the clause that an anchored sentence
bears drops its condition, its `most`, its `at least`, tells what it plans or holds possible as done,
or tells as another's deed what it asks its reader to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.verify.draft.anchors.declared import Declared, told
from pipeline.verify.grounds.fits import Doubt, on_line, value
from pipeline.verify.grounds.measures.amounts import equal
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.clauses import Clause, clause_at, clauses
from pipeline.verify.grounds.reading.figures import Figure, figures
from pipeline.verify.grounds.reading.sources import Ground
from pipeline.verify.grounds.reading.syntax import predicates
from pipeline.verify.grounds.reading.words import Token, keys, strength, tokens

SURE = 0.75
HALF = 0.5  # of the weight of a clause that an anchored sentence has to bear to be its ground


def surely(text: str, ground: Declared) -> list[Doubt]:
    """All of them for one sentence, at most one of each kind."""
    return [
        *[*_planned(text, ground)][:1],
        *[*_possible(text, ground)][:1],
        *[*_conditions(text, ground)][:1],
        *[*_most(text, ground)][:1],
        *[*_bounds(text, ground)][:1],
        *[*_asked(text, ground)][:1],
    ]


def _share(content: tuple[Token, ...], ground: Ground) -> float:
    total = sum(value(t) for t in content)
    return sum(value(t) for t in content if ground.bag.bears(keys(t.low)) >= SURE) / (total or 1.0)


def _bearing(text: str, ground: Declared) -> Iterator[tuple[Clause, Ground]]:
    """Each clause of a sentence with the anchored sentence that bears most of it."""
    for clause in clauses(text):
        ranked = [(_share(clause.content, one), -at, one) for at, one in enumerate(ground.grounds)]
        share, _, best = max(ranked, key=lambda row: row[:2], default=(0.0, 0, None))
        if best is not None and share >= HALF and len(clause.content) > 1:
            yield clause, best


_AWAITED = re.compile(
    r"\b(?:expected|planned|scheduled|slated) (?:in|for|to)\b|\bdue (?:in|for)\b|\bfuture (?:release|version|work)"
    r"|\bwill (?:be )?(?:\w+ ){0,2}(?:in|with) (?:a|the) (?:future|next|later)\b|\bon the roadmap\b|\bnot yet\b",
    re.IGNORECASE,
)
_COMING = re.compile(
    r"\b(?:will|would|expected|plan\w*|future|later|next|yet|upcoming|coming|until|roadmap|to come|is to|are to)\b",
    re.IGNORECASE,
)


def _planned(text: str, ground: Declared) -> Iterator[Doubt]:
    for clause, best in _bearing(text, ground):
        awaited = _AWAITED.search(best.text)
        own = text[clause.start : clause.end]
        if clause.lows & lists.STATES["announced"]:
            continue  # that it was announced is no more than that
        if awaited and not _COMING.search(own) and not _within(clause, best, awaited.start()):
            yield Doubt("maturity", SURE, on_line(own), awaited[0])


def _within(clause: Clause, best: Ground, place: int) -> bool:
    """Whether the clause is borne by another clause of the sentence than the one that awaits."""
    own = clause_at(best.text, place)
    if own is None or len(best.clauses) == 1:
        return False
    words = [t for t in best.tokens if t.content and not own.start <= t.start < own.end]
    return sum(told(t, words) for t in clause.content) >= HALF * len(clause.content)


_PERFECT = re.compile(r"\b(?:has|have) (?:been )?(?:\w+ly )?$")
_SOFT = lists.POSSIBLE | lists.PARTIAL | (lists.PLANNED - {"will"}) | {"if", "attempts", "risk"}


def _possible(text: str, ground: Declared) -> Iterator[Doubt]:
    """What the one anchored sentence that has a verb holds possible, told as done or as to come."""
    for said in predicates(text):
        perfect = _PERFECT.search(text[: said.verb.start])
        sure = said.mode == "future" or (said.mode == "fact" and bool(perfect))
        own = clause_at(text, said.verb.start)
        if own is None or own.lows & _SOFT:
            continue
        if not sure or said.negated or said.verb.low in lists.LIGHT | lists.TELLING:
            continue
        theirs = [
            other
            for one in ground.grounds
            for other in predicates(one.text)
            if strength(said.verb.low, other.verb.low) >= SURE
        ]
        if theirs and all(other.mode == "possible" for other in theirs):
            yield Doubt("possibility", SURE, said.verb.text, "may")


_LEADING = re.compile(r"\W*(?P<if>(?:If|When|Unless|Only if|Where)\b[^,;]{3,90}),\s", re.IGNORECASE)
_DATING = re.compile(r"\b(?:first|originally|initially)\b", re.IGNORECASE)


def _conditions(text: str, ground: Declared) -> Iterator[Doubt]:
    """A condition that opens an anchored sentence whose consequence, with its figure, is told."""
    words = [t for t in tokens(text) if t.content]
    for one in ground.grounds:
        led = _LEADING.match(one.text)
        if led is None or _DATING.search(led["if"]):
            continue
        asked = [t for t in one.tokens if t.content and t.start < led.end("if")]
        asked = [t for t in asked if t.low not in lists.LIGHT]
        rest = tuple(t for t in one.tokens if t.content and t.start >= led.end())
        held = sum(value(t) for t in asked if told(t, words, least=0.5))
        if asked and held >= 0.34 * sum(value(t) for t in asked):
            continue
        taken = sum(value(t) for t in rest if told(t, words)) >= HALF * sum(value(t) for t in rest)
        figured = any(
            equal(f, g) and f.kind not in ("date", "version", "month")
            for f in figures(text)
            for g in one.figures
            if g.start >= led.end()
        )
        bare = not re.search(r"\b(?:if|unless|by default|default|otherwise)\b", text, re.IGNORECASE)
        if (taken and _whole(text)) or (figured and bare):
            yield Doubt("condition", SURE, "", on_line(led["if"]))


def _whole(text: str) -> bool:
    """Whether a sentence speaks under no condition at all."""
    return not re.search(r"\b(?:if|unless|by default|default|otherwise|only|whoever)\b", text, re.I)


_MOST = re.compile(
    r"\b(?<!how )(?P<how>most|many|some|several|almost all|nearly all) (?!(?:of the time|recent|important)\b)(?P<what>[a-z]+)"
)


def _most(text: str, ground: Declared) -> Iterator[Doubt]:
    """`most events say`, told of the events."""
    words = [t for t in tokens(text) if t.content]
    for one in ground.grounds:
        theirs = [t for t in one.tokens if t.content]
        for found in _MOST.finditer(one.text):
            behind = [t for t in theirs if t.start >= found.start("what")][:2]
            for noun, verb in pairwise(words):
                own = clause_at(text, noun.start)
                soft = own is None or own.lows & (lists.PARTIAL | lists.POSSIBLE | {"nearly"})
                same = len(behind) == 2 and told(behind[0], (noun,), least=0.9)
                if same and not soft and told(behind[1], (verb,), least=0.9):
                    yield Doubt("quantity", SURE, f"{noun.text} {verb.text}", found["how"])


_LOW = r"(?:until |for |by )?(?:at least|no (?:fewer|less|sooner|earlier) than|more than|over|a minimum of)"
_HIGH = r"(?:up to|at most|no more than|no later than|less than|fewer than|a maximum of|under)"
_BOUNDED = re.compile(rf"\b(?:(?P<low>{_LOW})|(?P<high>{_HIGH}))\s+[*_`~≈]*$", re.IGNORECASE)


def _bound(text: str, one: Figure) -> str:
    found = _BOUNDED.search(text[: one.start])
    return ("low" if found["low"] else "high") if found else ""


def _bounds(text: str, ground: Declared) -> Iterator[Doubt]:
    """A bound that the anchored words put on a figure, turned round or dropped."""
    for mine in figures(text):
        same = [(g, f) for g in ground.grounds for f in g.figures if _alike(mine, f)]
        theirs = {_bound(g.text, f) for g, f in same}
        own = _bound(text, mine)
        if len(theirs) != 1 or "" in theirs or own in theirs:
            continue
        dropped = mine.kind == "date" and not own and not _SPARED.search(text)
        if own or dropped:
            stands = next(_BOUNDED.search(g.text[: f.start]) for g, f in same)
            shown = stands[0].strip(" *") if stands else ""
            yield Doubt("bound", SURE, mine.text, shown)


_SPARED = re.compile(
    r"\b(?:least|earliest|latest|sooner|later|past|beyond|most|about|around|than|over|more|less)\b",
    re.I,
)


def _alike(mine: Figure, other: Figure) -> bool:
    return equal(mine, other) or (
        mine.kind == other.kind == "multiple" and mine.value == other.value
    )


_YOU = re.compile(
    r"\b(?:you|users|operators|administrators) (?:must|should|need to|have to) (?:\w+ly )?$", re.I
)


def _asked(text: str, ground: Declared) -> Iterator[Doubt]:
    """What the anchored words ask the reader to do, told as what a named thing does by itself."""
    words = tokens(text)
    for one in ground.grounds:
        for other in predicates(one.text):
            asked = _YOU.search(one.text[: other.verb.start])
            for doer, verb in pairwise(words) if asked else ():
                by_itself = (
                    doer.capital and verb.low.endswith("s") and doer.low not in ("you", "we")
                )
                if by_itself and strength(verb.low, other.verb.low) >= 0.9:
                    yield Doubt(
                        "roles",
                        SURE,
                        f"{doer.text} {verb.text}",
                        on_line(asked[0]) if asked else "",
                    )
