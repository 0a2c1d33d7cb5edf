"""What a source keeps apart and a sentence runs together or turns round.

Enter: a sentence and its sources. Leave: `Doubt`s where a change goes the other way (`from A to B`),
where one of two contrasted things is told without what sets it apart, where a figure stands beside
the opposite of the word that it stands beside in its source, where a restricted group is told as
all, and where an exception is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.verify.grounds.across.occurrences import AGAIN, denied
from pipeline.verify.grounds.fits import Doubt, Fit, on_line
from pipeline.verify.grounds.measures.amounts import equal
from pipeline.verify.grounds.polarity import was_before
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.chunks import chunks, phrase
from pipeline.verify.grounds.reading.clauses import Clause, only_norm
from pipeline.verify.grounds.reading.figures import Figure, figures
from pipeline.verify.grounds.reading.sources import Ground, SourceText
from pipeline.verify.grounds.reading.syntax import Predicate, predicates
from pipeline.verify.grounds.reading.words import Token, keys, opposed, strength, tokens, told

BORNE = 0.9  # strength from which a word is told again
ALIKE = 0.75  # and from which another says it


def apart_doubts(text: str, sources: Sequence[SourceText], fits: Sequence[Fit]) -> list[Doubt]:
    """All of them for one sentence; at most one of each kind."""
    grounds = [g for s in sources for g in s.grounds]
    return [
        *_routes(text, grounds)[:1],
        *_opposite_beside(text, grounds)[:1],
        *[d for fit in fits for d in _one_of_two(fit, text)][:1],
        *[d for fit in fits for d in _restricted(fit, text)][:1],
        *[d for fit in fits for d in _excepted(fit, text)][:1],
        *[d for fit in fits for d in _of_the_nearest(fit, text)][:1],
        *_denied(text, grounds)[:1],
        *_per(text, grounds)[:1],
        *_one_for_many(text, grounds)[:1],
    ]


# ── from A to B ───────────────────────────────────────────────────────────────────────────

_ROUTE = re.compile(
    r"\bfrom (?P<a>[^,;.()]{1,48}?) (?:in|on|over|back )?to (?P<b>[^,;.()]{1,48})", re.IGNORECASE
)


def _ends(text: str) -> Iterator[tuple[Token, Token]]:
    """The last word before `to` and the first behind it, of each `from A to B` without figures."""
    words = [t for t in tokens(text) if t.content and t.kind != "number"]
    for m in _ROUTE.finditer(text):
        a = [t for t in words if m.start("a") <= t.start < m.end("a")]
        b = [t for t in words if m.start("b") <= t.start < m.end("b")]
        if a and b:
            yield a[-1], b[0]


def _routes(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    for a, b in _ends(text):
        theirs = [(c, d, g) for g in grounds for c, d in _ends(g.text)]
        if any(told(a, [c], least=BORNE) or told(b, [d], least=BORNE) for c, d, _ in theirs):
            continue
        for c, d, ground in theirs:
            if told(a, [d], least=BORNE) and told(b, [c], least=BORNE):
                said = f"from {a.text} to {b.text}"
                return [Doubt("direction", 0.85, said, on_line(ground.text)[:160])]
    return []


# ── a figure beside the opposite word ─────────────────────────────────────────────────────

BESIDE = 3  # words of content on each side of a figure that say what it is of


_PARTED = re.compile(r"[;,.]\s|\s(?:and|or|while|but)\s")


def _beside(one: Figure, text: str) -> list[Token]:
    words = [t for t in tokens(text) if t.content and t.kind != "number"]
    before = [
        t for t in words if t.end <= one.start and not _PARTED.search(text[t.end : one.start])
    ]
    behind = [
        t for t in words if t.start >= one.end and not _PARTED.search(text[one.end : t.start])
    ]
    return before[-BESIDE:] + behind[:BESIDE]


def _opposite_beside(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    for one in figures(text):
        if one.kind == "date" or one.spelled or one.unit == "percentile":
            continue
        places = [(f, g) for g in grounds for f in g.figures if equal(one, f)]
        if any(g.text.count("|") > 3 for _, g in places):
            continue  # beside a cell stand other cells
        mine = _beside(one, text)
        turned = [_turned(mine, _beside(f, g.text)) for f, g in places]
        if places and all(turned):
            return [
                Doubt("neighbour", 0.8, f"{turned[0]} {one.text}", on_line(places[0][1].text)[:160])
            ]
    return []


def _turned(mine: Sequence[Token], theirs: Sequence[Token]) -> str:
    """A word of the one row whose opposite stands in the other, and which does not itself."""
    for a in mine:
        for b in theirs:
            apart = opposed(a.low, b.low) and a.low not in lists.LIGHT and b.low not in lists.LIGHT
            if apart and not told(a, theirs, least=ALIKE) and not told(b, mine, least=ALIKE):
                return a.low
    return ""


# ── one of two that are contrasted ────────────────────────────────────────────────────────

_AGAINST = frozenset("while whereas but".split())


def _subject(clause: Clause) -> frozenset[str]:
    """The words of the subject of a clause, numbers among them."""
    inside = [p for p in predicates(clause.text) if clause.start <= p.verb.start < clause.end]
    heads = inside[0].subject if inside else ()
    if not heads or not clause.start <= heads[-1].start < clause.end:
        return frozenset()
    return phrase(clause.text, heads[-1])


def _one_of_two(fit: Fit, text: str) -> list[Doubt]:
    """What a source says of one thing in contrast to another of its kind, told of the kind."""
    said = tokens(text)
    own = _subject(fit.part)
    if not own or fit.recalled < 0.4:
        return []
    parts = fit.ground.clauses
    at = next((n for n, part in enumerate(parts) if part is fit.part), -1)
    for other in (*parts[at + 1 : at + 2], *parts[max(0, at - 1) : at]):
        later = max((fit.part, other), key=lambda part: part.start)
        if later.tokens[0].low not in _AGAINST:
            continue
        kin = _subject(other)
        if not kin and later.tokens[0].low != "but":  # `but` may go on with the same subject
            kin = frozenset(t.low for t in other.content)
        if not kin:
            continue
        marks = {w for w in own if not any(strength(w, k) >= ALIKE for k in kin)} - lists.ATTRIBUTES
        if (
            marks
            and marks != own
            and not any(strength(w, t.low) >= ALIKE for w in marks for t in said)
        ):
            stands = on_line(fit.part.text[fit.part.start : fit.part.end])
            return [Doubt("condition", 0.75, " ".join(sorted(own - marks)), stands)]
    return []


# ── a restricted group, an exception ──────────────────────────────────────────────────────

_WHO = re.compile(
    r"\b(?P<all>any|all|every|each|only|those|anyone|everyone|people)(?: [\w-]+){0,3}? (?:who|that|which|whose) "
    r"(?P<rest>[^,.;:()]{6,90})", re.IGNORECASE,
)  # fmt: skip


def _restricted(fit: Fit, text: str) -> list[Doubt]:
    """`any user who ran it` told of users who did something else."""
    if fit.covered < 0.45 or fit.recalled < 0.3:
        return []
    found = _WHO.search(fit.ground.text)
    if not found:
        return []
    words = [t for t in fit.ground.tokens if found.start("rest") <= t.start < found.end("rest")]
    own = [t for t in words if t.content and t.low not in lists.LIGHT][:2]
    if len(own) == 2 and not any(told(t, tokens(text), least=0.5) for t in own):
        return [Doubt("condition", 0.75, on_line(text), on_line(found[0]))]
    return []


_EXCEPT = re.compile(
    r"\b(?:except|excepting|excluding|with the exception|apart from|aside from|other than|save for|but not)\b",
    re.IGNORECASE,
)


_LEFT_OUT = re.compile(
    r"\b(?:leav(?:es?|ing)|left)\b(?P<out>[^.;,]{2,60}?)\bout\b"
    r"|\b(?:omit(?:s|ted|ting)?|exclud(?:es?|ed|ing)|skip(?:s|ped|ping)?|leav(?:es?|ing) out|left out)\b(?P<of>[^.;,]{2,60})",
    re.IGNORECASE,
)


def _left_out(fit: Fit, text: str, behind: int) -> bool:
    """Whether a sentence says in a verb that it takes out what the source does: `leaves B out`, where
    it has all but B."""
    found = _LEFT_OUT.search(text)
    said = tokens(found["out"] or found["of"] or "") if found else ()
    taken = [t for t in fit.ground.tokens if t.content and t.start >= behind][:3]
    return bool(said and taken) and all(told(t, said, least=BORNE) for t in taken[:2])


def _excepted(fit: Fit, text: str) -> list[Doubt]:
    """All, where the source takes some out."""
    found = _EXCEPT.search(fit.ground.text)
    full = fit.clause.lows & lists.TAKING_ALL
    if not found or not full or _EXCEPT.search(text) or re.search(r"\bbut\b|\bnot\b", text):
        return []
    if fit.recalled < 0.25 or fit.covered < 0.4 or _left_out(fit, text, found.end()):
        return []
    return [Doubt("quantity", 0.85, min(full), on_line(fit.ground.text[found.start() :])[:160])]


# ── which: of the nearest ─────────────────────────────────────────────────────────────────

_RELATIVE = frozenset("which who that".split())


NEAREST = 0.5  # of 213 false sentences of writers it alone faulted none, of 400 true ones one


def _of_the_nearest(fit: Fit, text: str) -> list[Doubt]:
    """`in favour of B, which does it` told of A."""
    if fit.part.tokens[0].low not in _RELATIVE or fit.recalled < 0.3:
        return []
    before = [c for c in chunks(fit.ground.text) if c.words[-1].end <= fit.part.start]
    named = [c for c in before if c.kind == "np"]
    if not named:
        return []
    nearest = [t for c in named[-2:] for t in c.words if t.content]
    others = [t for c in named[:-2] for t in c.words if t.content]
    mine = _subject(fit.clause)
    if not mine or not others or any(told(t, tokens(text), least=ALIKE) for t in nearest):
        return []
    if any(strength(w, t.low) >= BORNE for w in mine for t in others):
        stands = on_line(fit.ground.text)[:160]
        return [Doubt("roles", NEAREST, " ".join(sorted(mine)), stands)]
    return []


# ── what another sentence denies ──────────────────────────────────────────────────────────

_NO_NEED = re.compile(
    r"\b(?:not|n't|never) (?:support|allow|permit|enable|require|involve|mean) (?:\w+ly )?$"
    r"|\b(?:no|not an?) (?:need|requirement|reason|obligation|plans?|intention|way|longer)(?: for \w+(?: \w+)?)? to (?:\w+ly )?$",
    re.IGNORECASE,
)


_SET_ASIDE = re.compile(
    r"\b(?:instead|rather|without|unless|except|only|until|before)\b|(?:^|, )(?:do not|don't|never)\b",
    re.IGNORECASE,
)


def _governed(one: Predicate, text: str) -> bool:
    """Whether a verb is denied by itself or by what governs it: `no requirement to remove`."""
    by_another = one.verb.start in denied(text) or bool(_NO_NEED.search(text[: one.verb.start]))
    return one.negated or by_another


def _item_of(one: Predicate, ground: Ground) -> bool:
    """Whether a verb stands in a sentence that is denied from outside."""
    return bool(ground.outside.denied) and ground.bag.bears(keys(one.verb.low)) >= AGAIN


def _gone(one: Predicate, ground: Ground) -> bool:
    """Whether a source denies a verb: in its sentence or from outside it, not both."""
    return _governed(one, ground.text) != (one.verb.start < ground.outside.denied)


def _args(one: Predicate) -> list[Token]:
    return [*one.subject, *one.object, *(head for _, head in one.cases)]


def _denied(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """A verb with what it is done to, which the sources have only denied, or only not denied."""
    if _SET_ASIDE.search(text):
        return []
    for mine in predicates(text):
        if mine.mode == "if" or not (mine.patients or mine.cases) or mine.verb.low in _EMPTY:
            continue
        every = [
            (strength(mine.verb.low, other.verb.low), _gone(other, ground), ground)
            for ground in _may_say(mine, text, grounds)
            for other in predicates(ground.text)
            if other.mode != "if"
            and not (other.verb.low.endswith("ing") and other.subject == ())
            and strength(mine.verb.low, other.verb.low) >= ALIKE
            and _shares(mine, other, text, ground.text)
        ]
        most = max((how for how, _, _ in every), default=0.0)
        found = [(gone, ground) for how, gone, ground in every if how == most]
        said = _governed(mine, text)
        plain = text if not said else found[0][1].text if found else ""
        other_way = {t.low for t in tokens(plain) if t.low != mine.verb.low} & _DENY
        if found and (
            only_norm(text, found[0][1].text)
            or was_before(text, found[0][1].text)
            or (said and any(_item_of(mine, ground) for ground in grounds))
        ):
            continue
        if found and not other_way and all(how != said for how, _ in found):
            return [Doubt("polarity", 0.8, mine.verb.low, on_line(found[0][1].text)[:160])]
    return []


def _may_say(mine: Predicate, text: str, grounds: Sequence[Ground]) -> Iterator[Ground]:
    """The sentences with words that can say the verb and what it is done to: only these are parsed."""
    every: frozenset[str] = frozenset().union(*(one.lows for one in grounds))  # each asked once
    verbs = {one for one in every if strength(mine.verb.low, one) >= ALIKE}
    if not verbs:
        return
    lows = {*_done_to(mine, text), *(one.low for one in _args(mine))}
    told = {one for one in every if any(strength(low, one) >= BORNE for low in lows)}
    for ground in grounds:
        if not verbs.isdisjoint(ground.lows) and not told.isdisjoint(ground.lows):
            yield ground


def _done_to(mine: Predicate, text: str) -> list[str]:
    """The words of what a verb is done to."""
    heads = [*mine.patients, *(head for how, head in mine.cases if how == "of")]
    if any(head.low in _THEM for head in heads):
        return [t.low for t in tokens(text) if t.content and t.start < mine.verb.start]
    return [w for head in heads for w in phrase(text, head)]


def _shares(mine: Predicate, other: Predicate, text: str, stands: str) -> bool:
    """Whether two predicates have what is done to in common, or two of their other arguments."""
    theirs = [w for head in other.patients for w in phrase(stands, head)]
    patient = any(strength(a, b) >= BORNE for a in _done_to(mine, text) for b in theirs)
    all_, others = _args(mine), _args(other)
    return patient or sum(told(a, others, least=BORNE) for a in all_) > 1


_DENY = lists.DENYING - lists.FAINT
_THEM = frozenset("them it these those".split())
_EMPTY = lists.AUXILIARY | lists.LIGHT


# ── per what ──────────────────────────────────────────────────────────────────────────────

_PER = re.compile(r"\bper (?P<of>[a-z][a-z-]*(?: [a-z][a-z-]*)?)")


def _per(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """A figure told per one thing that its source tells per another."""
    for one in figures(text):
        mine = _PER.search(text, one.end, one.end + 60)
        places = [g for g in grounds if any(equal(one, f) for f in g.figures)]
        if mine is None or not places:
            continue
        said = mine["of"].split()
        for ground in places:
            theirs = [w for m in _PER.finditer(ground.text) for w in m["of"].split()]
            every = [t.low for t in ground.tokens]
            if not theirs or any(
                strength(a, b) >= ALIKE for a in said[:1] for b in (*theirs, *every)
            ):
                break
        else:
            return [Doubt("rate", 0.85, mine[0], on_line(places[0].text)[:160])]
    return []


# ── one for many ──────────────────────────────────────────────────────────────────────────

_ONE = re.compile(
    r"\b(?:to|from|by|on|in|with|at|of|for|behind|through) (?:one|a single|the same) (?P<of>[a-z-]+)\b"
)
_MANY = re.compile(
    r"\b(?:different|several|multiple|various|many|separate|distinct)\s(?:\w+\s)?(?P<of>[a-z-]+s)\b"
)


def _one_for_many(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """`to one backend` where the source has `to different backends`."""
    mine = _ONE.search(text)
    if mine is None:
        return []
    found = [
        (m, g)
        for g in grounds
        for m in _MANY.finditer(g.text)
        if strength(mine["of"], m["of"]) >= BORNE
    ]
    single = any(
        strength(mine["of"], m["of"]) >= BORNE for g in grounds for m in _ONE.finditer(g.text)
    )
    if found and not single:
        return [Doubt("quantity", 0.8, mine[0], on_line(found[0][1].text)[:160])]
    return []
