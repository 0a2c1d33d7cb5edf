"""Who did what: subject, agent and object of a clause against those of its ground.

Enter: a `Fit`. Leave: `Doubt`s where two of them changed places round one verb. Passives are read.
"""

from __future__ import annotations

from pipeline.verify.grounds.fits import Doubt, FigurePair, Fit, stretch_of
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.clauses import Clause
from pipeline.verify.grounds.reading.figures import figures
from pipeline.verify.grounds.reading.words import Token, strength, verbal

# Order of words alone: of 168 false sentences of writers it faulted none, of 303 true ones 6.
DOUBTED = 0.5
NEAR = 0.75  # of the weight of both clauses, from which words in another order say another thing


def _sure(fit: Fit) -> float:
    return 0.8 if min(fit.covered, fit.recalled) >= NEAR else DOUBTED


def roles(fit: Fit) -> list[Doubt]:
    """Subject and object that changed places round one verb."""
    mine = sorted((p for p in fit.pairs if p.strength >= 0.75), key=lambda p: p.said.start)
    for at, verb in enumerate(mine):
        if (
            not (verbal(verb.said.low) and verbal(verb.stands.low))
            or at == 0
            or at + 1 >= len(mine)
        ):
            continue
        left, right = mine[at - 1], mine[at + 1]
        if not (left.strength >= 0.9 and right.strength >= 0.9):
            continue
        if left.stands.start == right.stands.start:
            continue
        turned = right.stands.start < verb.stands.start < left.stands.start
        inside = all(fit.part.start <= p.stands.start < fit.part.end for p in (left, verb, right))
        if turned and inside and _passive(fit.clause, verb.said) == _passive(fit.part, verb.stands):
            if _prepositional(fit, verb, left) or _compound(fit, verb, left):
                continue
            return [
                Doubt(
                    "roles",
                    _sure(fit),
                    stretch_of(fit.clause.text, left.said, right.said),
                    stretch_of(fit.ground.text, left.stands, right.stands),
                )
            ]
    return []


def agents(fit: Fit) -> list[Doubt]:
    """Another does it than in the ground: the agent of `done by X` against the subject."""
    for pair in fit.pairs:
        done = _passive(fit.part, pair.stands) or _passive(fit.clause, pair.said)
        if pair.strength < 0.75 or not (
            done or (verbal(pair.said.low) and verbal(pair.stands.low))
        ):
            continue
        mine, theirs = _agent(fit.clause, pair.said), _agent(fit.part, pair.stands)
        if not (_doer(mine) and _doer(theirs)) or mine is None or theirs is None:
            continue
        if any(f.start <= mine.start < f.end for f in figures(fit.clause.text)):
            continue  # `by a third` says how far
        if "by" not in {t.low for t in fit.part.tokens} | {t.low for t in fit.clause.tokens}:
            continue
        if strength(mine.low, theirs.low) >= 0.5 or any(
            strength(mine.low, t.low) >= 0.5
            for t in fit.part.tokens
            if abs(t.start - theirs.start) < 30
        ):
            continue
        if any(strength(theirs.low, t.low) >= 0.9 for t in fit.clause.tokens):
            return [Doubt("roles", _sure(fit), mine.low, theirs.low)]
    return []


def _doer(one: Token | None) -> bool:
    """Whether a word may be the one who does it."""
    return (
        one is not None
        and one.kind == "word"
        and not one.low.endswith("ly")
        and one.low not in lists.CAUSAL | lists.PARTIAL | lists.NEGATORS
    )


def _agent(clause: Clause, verb: Token) -> Token | None:
    at = next((n for n, t in enumerate(clause.tokens) if t.start == verb.start), 0)
    after = clause.tokens[at + 1 : at + 8]
    by = next((n for n, t in enumerate(after) if t.low == "by"), None)
    if _passive(clause, verb):
        doer = next((t for t in after[by + 1 :] if t.content), None) if by is not None else None
        return (
            None
            if doer is None or doer.low.endswith("ing") or doer.low in ("more", "less")
            else doer
        )
    if after and after[0].content and verb.low.endswith(("ed", "en")):
        return None  # the ratified version
    return next((t for t in reversed(clause.tokens[:at]) if t.content and not verbal(t.low)), None)


def _prepositional(fit: Fit, verb: FigurePair, right: FigurePair) -> bool:
    """Whether in the ground a preposition stands between the verb and what follows it."""
    between = fit.ground.text[verb.stands.end : right.stands.start].lower().split()
    return bool(set(between) & lists.LED_OFF)


def _compound(fit: Fit, verb: FigurePair, left: FigurePair) -> bool:
    """Whether the ground has the verb in a word put together with hyphens, and before its noun what the
    clause has behind it: `a Java-implemented table` for `a table implemented in Java`."""
    text = fit.ground.text
    led = fit.clause.text[verb.said.end :].split()[:1]
    joined = text[: verb.stands.start].endswith("-")
    return (
        joined
        and bool(led)
        and led[0].lower() in lists.LED_OFF | {"by"}
        and (not text[verb.stands.end : left.stands.start].strip())
    )


def _passive(clause: Clause, verb: Token) -> bool:
    """Whether a verb is passive, or a participle behind its noun."""
    at = next((n for n, t in enumerate(clause.tokens) if t.start == verb.start), 0)
    before = {t.low for t in clause.tokens[max(0, at - 3) : at]}
    after = {t.low for t in clause.tokens[at + 1 : at + 4]}
    helped = bool(before & {"is", "are", "was", "were", "be", "been", "being", "gets", "get"})
    participle = verb.low.endswith(("ed", "en")) or verb.low in lists.IRREGULAR
    return participle and (helped or "by" in after)
