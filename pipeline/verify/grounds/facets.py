"""Possibility, condition, maturity and closed scales of a clause against its ground.

Enter: a `Fit` and all words of the claim. Leave: `Doubt`s where the claim says more, or other,
than the clause of the ground that carries it.
"""

from __future__ import annotations

import re

from pipeline.verify.grounds.fits import Doubt, Fit, on_line, said_by, value
from pipeline.verify.grounds.measures.amounts import equal, within
from pipeline.verify.grounds.polarity import taken_up
from pipeline.verify.grounds.reading import clauses as forms
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.clauses import Clause, negations
from pipeline.verify.grounds.reading.figures import figures
from pipeline.verify.grounds.reading.sources import Ground
from pipeline.verify.grounds.reading.syntax import predicates
from pipeline.verify.grounds.reading.words import Token, bases, negates, strength, verbal


def possibility(fit: Fit, sentence: frozenset[str]) -> list[Doubt]:
    """A possibility of the ground that the claim states as a fact."""
    parts = {fit.part.start: fit.part} | {part.start: part for part in taken_up(fit)}
    denied = bool(negations(fit.clause)) and bool(negations(fit.part))
    hedges = [low for part in parts.values() for low in _hedges(part, lists.STRONG_POSSIBLE)]
    near = fit.covered >= 0.4 and (fit.recalled >= 0.3 or _figured(fit))
    if hedges and near and not denied and not sentence & (lists.HEDGES | lists.PARTIAL):
        return [Doubt("possibility", 0.8, said_by(fit.clause), hedges[0])]
    able = _able(fit)
    if able and near and not sentence & (lists.HEDGES | lists.PARTIAL | {"up"}):
        return [Doubt("ability", 0.55, said_by(fit.clause), able)]
    return []


def _figured(fit: Fit) -> bool:
    """Whether the clause tells a figure of the ground's clause."""
    mine = [f for f in figures(fit.clause.text) if fit.clause.start <= f.start < fit.clause.end]
    theirs = [f for f in fit.ground.figures if fit.part.start <= f.start < fit.part.end]
    return any(equal(f, g) for f in mine for g in theirs if f.kind != "date")


def _hedges(part: Clause, words: frozenset[str]) -> list[str]:
    if part.joint in lists.TEMPORAL | lists.CONDITIONAL:
        return []  # before the node may answer
    out = []
    for one in part.tokens:
        if one.low in words and not (one.low in ("may",) and one.capital):
            out.append(one.low)
    return out


def _able(fit: Fit) -> str:
    """`can` of the ground before a verb that the claim has without it; not of `you can`."""
    parts = fit.part.tokens
    for at, one in enumerate(parts):
        if one.low != "can" or (at and parts[at - 1].low in ("you", "we", "i")):
            continue
        verb = next((t for t in parts[at + 1 : at + 4] if t.content), None)
        if verb and any(p.stands.start == verb.start and p.strength >= 0.75 for p in fit.pairs):
            return f"can {verb.low}"
    return ""


SAME = 0.6  # of a clause that a sentence bears, to say the same in another verb


def condition(fit: Fit, sentence: frozenset[str]) -> list[Doubt]:
    """A condition or restriction of the ground that the claim leaves out."""
    if fit.covered < 0.5 or fit.recalled < 0.4:
        return []
    out = _excepted(fit, sentence)
    if _another_deed(fit):
        return out
    for part in restrictions(fit.ground, fit.part):
        mass = own_words(part, fit.ground)
        total = sum(value(one) for one in mass) or 1.0
        held = (
            sum(
                value(one) for one in mass if any(strength(one.low, low) >= 0.5 for low in sentence)
            )
            / total
        )
        opener = part[0].low
        if (
            held < 0.34
            and mass
            and not sentence & (lists.CONDITIONAL | lists.TEMPORAL | lists.RESTRICTING)
        ):
            out.append(
                Doubt(
                    "condition",
                    0.8 if opener in lists.CONDITIONAL or opener in ("in", "for") else 0.55,
                    said_by(fit.clause),
                    on_line(fit.ground.text[part[0].start : part[-1].end]),
                )
            )
    return out[:1]


def _another_deed(fit: Fit) -> bool:
    """Whether a clause has the names of its ground, and neither what this says of them nor most of its
    own words there: the condition is then another statement's."""
    held = {pair.stands.start for pair in fit.pairs}
    plain = [one for one in fit.ground.clauses if one.tokens and one.tokens[0].low not in _OPENERS]
    # A list of names may be cut off from its verb: `AlmaLinux 8, 9, and Kitten 10 are affected`.
    parts = [fit.part] if any(verbal(one.low) for one in fit.part.content) else plain
    verbs = {one.start for part in parts for one in part.content if verbal(one.low)}
    return fit.covered < SAME and bool(verbs) and not held & verbs


def own_words(part: tuple[Token, ...], ground: Ground) -> list[Token]:
    """The words of a condition that the rest of its sentence does not have too."""
    every = [one for one in part if one.content]
    rest = {t.low for t in ground.tokens if not part[0].start <= t.start <= part[-1].start}
    own = [t for t in every if not any(strength(t.low, low) >= 0.9 for low in rest)]
    return own or every


def _excepted(fit: Fit, sentence: frozenset[str]) -> list[Doubt]:
    """What the ground takes out or asks for, told as all the same: `even in an emergency`."""
    if sentence & lists.CONDITIONAL:
        return []
    for other in fit.ground.clauses:
        words = [t for t in other.tokens if t.content]
        opened = other.tokens[0].low in lists.CONDITIONAL and bool(words) and not _asks(other)
        if opened and (sentence & _EVEN or re.search(r"\bor not\b", fit.clause.text)):
            held = sum(any(strength(t.low, low) >= 0.75 for low in sentence) for t in words)
            if 2 * held >= len(words):
                return [Doubt("condition", 0.85, said_by(fit.clause), said_by(other))]
    return []


_EVEN = frozenset("even including regardless also despite".split())
_MILD = re.compile(
    r"(?:if|when) (?:you|we|they|one) (?:need|want|wish|would|prefer|like|are|have)\b"
    r"|if (?:needed|necessary|possible|any|so|only (?:to|because|for))\b",
    re.IGNORECASE,
)
_PROVIDED = re.compile(r"(?:provided|providing) (?:as|by|in|with|to|for|a|an|the)\b", re.IGNORECASE)
_OPENING = re.compile(
    r"\W*(?!Under the hood|In practice|In short|In general)(?!For (?:example|instance|that|this|more|all|each)|On (?:the other|top)|For (?:everything|everyone|anything|the rest|others)\b)"
    r"(?:In (?:the )?case of|In case|For|On|With|Under|Within|During|By default)\b[^,;.]{3,60}, "
)
_OF_THEM = re.compile(
    r"\b(?:supersed|replac|deprecat|overrid|appl[iy]|affect|support|cover|guarantee)\w*\b[^.;]*?"
    r"\b(?P<part>for (?:the |those |all |any )?[\w-]+ (?:that |which )?(?:it|they|we|you) [a-z]+)"
)
_ONLY = re.compile(r"\bonly (?:if|when|for|on|in|with|to)\b[^,;.]*")
_OPENERS = lists.CONDITIONAL | {"when", "while", "until", "whenever", "once"}


def restrictions(ground: Ground, part: Clause) -> list[tuple[Token, ...]]:
    """The conditions that a sentence puts on one of its clauses."""
    found = [
        other.tokens
        for other in ground.clauses
        if other is not part
        and other.tokens[0].low in _OPENERS
        and not _MILD.match(said_by(other))
        and not _PROVIDED.match(said_by(other))
        and not _beside(other)
        and not _until_a_day(other)
        and not _asks(other)
        and not _elsewhere(other, part)
    ]
    for pattern in (_OPENING, _ONLY):
        if m := pattern.search(ground.text) if pattern is _ONLY else pattern.match(ground.text):
            words = tuple(t for t in ground.tokens if m.start() <= t.start < m.end())
            if words and (pattern is _ONLY or part.start >= m.end()):
                found.append(words)
    if m := _OF_THEM.search(ground.text):
        found.append(tuple(t for t in ground.tokens if m.start("part") <= t.start < m.end("part")))
    return found


_WHETHER = re.compile(
    r"\b(?:check|validat|verif|test|determin|know|knew|see|ask|decid|detect|confirm|inspect|wonder|find out)\w*"
    r"(?: (?:first|that|to see))?\s*$|\b(?:unclear|even)\s*$",
    re.IGNORECASE,
)
_BEGINNING = re.compile(r"when [^,;]*\b(?:first|originally|initially)\b", re.IGNORECASE)


def _asks(clause: Clause) -> bool:
    """Whether an `if` is a question (`validate if`), or one that changes nothing (`even if`); or a
    clause tells of what was before the rest (`When this was first drafted`)."""
    before = clause.text[: clause.start]
    first = clause.tokens[0].low
    return (first == "if" and bool(_WHETHER.search(before))) or bool(
        _BEGINNING.match(said_by(clause))
    )


_WHICH = re.compile(r"\bwhich (?:means|lets|allows|gives|makes|is why)\b")


def _elsewhere(clause: Clause, part: Clause) -> bool:
    """Whether a condition stands behind another statement than the part, or behind an aside: `it passes
    X into f, g unless said otherwise`."""
    a, b = sorted((clause.start, part.start))
    if ";" in clause.text[a:b] or (
        part.end <= clause.start and _WHICH.search(clause.text[part.end : b])
    ):
        return True
    return bool(re.search(r",\s*[\w.:`]*[_.:`][\w.:`]*\s*$", clause.text[: clause.start]))


def _until_a_day(clause: Clause) -> bool:
    """Whether a clause only dates what is told: `until August 13th, 2020`."""
    first = next(iter(figures(said_by(clause))), None)
    return clause.tokens[0].low == "until" and first is not None and first.start < 8


def _beside(clause: Clause) -> bool:
    """Whether a clause tells what goes on beside, whatever else holds: `while keeping`."""
    contrasted = clause.joint == "while" and clause.text[: clause.start].rstrip().endswith(",")
    going = re.match(r"while [a-z]+ing\b", said_by(clause))
    return contrasted or bool(going) or "regardless" in clause.lows


LEAST = 0.2  # of a clause that a sentence bears, to be the one that it is held against


def maturity(fit: Fit, sentence: frozenset[str]) -> list[Doubt]:
    """Planned, early, deprecated, removed, shipped: one may not stand for another."""
    if fit.covered < LEAST:
        return []
    ground = fit.ground.lows
    gone, deprecated = sentence & lists.GONE, ground & lists.DEPRECATED
    if gone and deprecated and not _going(fit.ground):
        return [Doubt("maturity", 0.9, min(gone), min(deprecated))]
    for theirs, ours in _STAGES:
        hit = frozenset(
            t.low
            for t in fit.part.tokens
            if t.low in theirs and not _not(t, fit.part) and not _tariff(t, fit)
        )
        if hit <= _WILL and _on_condition(fit):
            continue
        if hit and not sentence & ours and fit.recalled > 0.35 and not _to_come(theirs, fit):
            plain = bool(hit - lists.WEAKLY_PLANNED - {"legacy"}) or _ahead(fit, hit)
            return [Doubt("maturity", 0.75 if plain else 0.4, said_by(fit.clause), min(hit))]
    return _tense(fit, sentence, ground)


_WILL = frozenset(("will",))


def _on_condition(fit: Fit) -> bool:
    """Whether `will` says what follows from a condition, which holds whenever that does."""
    joints = {other.joint for other in fit.ground.clauses} | {
        other.tokens[0].low for other in fit.ground.clauses if other.tokens
    }
    return bool(joints & (lists.CONDITIONAL | {"when", "whenever"}))


def _to_come(stage: frozenset[str], fit: Fit) -> bool:
    """Whether a clause tells as planned what is so, without a word for it: `are to follow`."""
    return stage is lists.PLANNED and bool(re.search(r"\b(?:is|are) to [a-z]", said_by(fit.clause)))


def _going(ground: Ground) -> bool:
    """Whether a sentence says of a thing that it goes, and does not deny just that."""
    words = ground.tokens
    return any(
        one.low in lists.GOING and not any(negates(t.low) for t in words[max(0, at - 4) : at])
        for at, one in enumerate(words)
    )


def _ahead(fit: Fit, hit: frozenset[str]) -> bool:
    """Whether what the ground says will be is told as being so already."""
    already = "already" in fit.clause.lows and "already" not in fit.ground.lows
    return already and bool(hit & {"will", "going"}) and fit.covered >= 0.8


def _tariff(one: Token, fit: Fit) -> bool:
    """Whether a plan is something that is paid for: `on the free plan`."""
    sorts = r"\b(?:on|for|of|the|its|a) (?:the |a )?(?:\w+ )?(?:free|paid|small|basic|pro|team|business|enterprise|starter|premium|\w+er) $"
    behind = fit.ground.text[one.end : one.end + 4]
    return (
        one.low in ("plan", "plans")
        and bool(re.search(sorts, fit.ground.text[: one.start], re.IGNORECASE))
        and not behind.startswith(" to")
    )


def _not(one: Token, part: Clause) -> bool:
    """Whether a word of state is itself denied: `not to deprecate`."""
    before = [t.low for t in part.tokens if t.start < one.start][-3:]
    return any(low in ("not", "never", "no") or low.endswith("n't") for low in before)


_STAGES = (
    (lists.PLANNED, lists.PLANNED | lists.HEDGES - {"can"}),
    (lists.EARLY, lists.EARLY | lists.PLANNED),
    (lists.DEPRECATED, lists.DEPRECATED | {"replaced", "older", "old"}),
)


def _tense(fit: Fit, sentence: frozenset[str], ground: frozenset[str]) -> list[Doubt]:
    """What was, told as what is."""
    past = forms.PAST_ONLY.search(fit.ground.text)
    if past and not sentence & lists.PAST and not any(p.past for p in predicates(fit.clause.text)):
        sure = 0.5 if past[0].lower() == "used to" else 0.75  # `a flag used to run it`
        return [Doubt("tense", sure, said_by(fit.clause), past[0])]
    if "still" in fit.clause.lows and "still" not in ground:
        return [Doubt("tense", 0.3, "still", "")]
    return []


def scales(fit: Fit) -> list[Doubt]:
    """One word of a closed scale where the ground has another: monthly for yearly, first for last."""
    if fit.covered < 0.4:
        return []
    ground = fit.ground.lows
    said = fit.clause.lows | {bases(t.low)[0] for t in fit.clause.content}
    stood = fit.part.lows | {bases(t.low)[0] for t in fit.part.content}
    for scale in lists.SCALES:
        mine = (said & scale) - ground
        if not mine:
            continue
        theirs = frozenset(
            b for b in stood & scale if not any(strength(a, b) >= 0.9 for a in fit.clause.lows)
        )
        if scale & lists.DIMENSIONS.keys():
            mine &= fit.clause.lows  # figures are bound to their units by other rules
            mine -= _borne_units(fit)
        if mine and theirs and not any(strength(a, b) >= 0.9 for a in mine for b in ground):
            sure = (
                0.85 if _same_neighbour(fit, mine, theirs) else 0.75 if fit.recalled > 0.3 else 0.4
            )
            return [Doubt("exclusive", sure, min(mine), min(theirs))]
    return _other_part(fit, ground)


def _borne_units(fit: Fit) -> frozenset[str]:
    """The words of the claim's figures that the ground has in any measure: `a year and a half`."""
    every = figures(fit.clause.text)
    borne = [f for f in every if any(equal(f, g) or within(f, g) for g in fit.ground.figures)]
    inside = {t.low for t in fit.clause.tokens if any(f.start <= t.start < f.end for f in borne)}
    return frozenset(inside | {f.rate for f in every})


def _other_part(fit: Fit, ground: frozenset[str]) -> list[Doubt]:
    """What the ground tells of consumers, told of producers."""
    theirs = {bases(t.low)[0] for p in predicates(fit.ground.text) for t in p.agents}
    for mine in predicates(fit.clause.text):
        for one in mine.agents:
            base = bases(one.low)[0]
            scales = (
                () if base in lists.DIMENSIONS else lists.SCALES
            )  # `a day to read it` does nothing
            rivals = {w for s in scales if base in s for w in s & theirs} - {base}
            inside = fit.clause.start <= mine.verb.start < fit.clause.end
            if inside and rivals and not any(strength(one.low, low) >= 0.9 for low in ground):
                return [Doubt("exclusive", 0.75, one.low, min(rivals))]
    return []


def _same_neighbour(fit: Fit, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether the word beside the one is the word beside the other: `yearly burn`, `monthly burn`."""
    ours, others = (
        {words[at + 1].low for at, t in enumerate(words[:-1]) if t.low in side}
        for words, side in ((fit.clause.tokens, mine), (fit.part.tokens, theirs))
    )
    return any(strength(a, b) >= 0.9 for a in ours for b in others if len(a) > 2)


def cause(fit: Fit) -> list[Doubt]:
    """A cause that the claim names and its ground does not."""
    said = fit.clause.lows & lists.CAUSING
    ground = fit.ground.lows
    if not said or fit.covered < 0.4 or ground & (lists.CAUSING | lists.CAUSAL | lists.EFFECTS):
        return []
    return [Doubt("cause", 0.75, min(said), fit.ground.text[:160])]
