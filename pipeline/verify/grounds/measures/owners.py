"""Whose figure it is: the words, the subject, the day and the rank that a ground gives it.

Enter: a figure of a claim, its sentence and the places of figures in the sources. Leave: `Doubt`s
where it is told of something that another figure belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.verify.claims.terms import stem, weight
from pipeline.verify.grounds.fits import Doubt, on_line
from pipeline.verify.grounds.measures.amounts import FigurePlace, equal, other_end
from pipeline.verify.grounds.measures.cells import cell_words, in_row, tabled
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.chunks import phrase, subject_before
from pipeline.verify.grounds.reading.clauses import clause_at
from pipeline.verify.grounds.reading.figures import Figure, figures
from pipeline.verify.grounds.reading.sources import names
from pipeline.verify.grounds.reading.words import keys, strength, tokens

# Figures that stand together elsewhere: of 168 false sentences of writers it faulted none, of 303 true
# ones 2; of public sets 15 of 1,078 false and 14 of 651 true.
PARTED = 0.45


def affine(one: Figure, text: str, place: FigurePlace) -> float:
    """How well the words round a figure in the sentence fit those round one in the ground."""
    mine = _context(one, text)
    theirs = _context(place.figure, place.text)
    total = 0.0
    for low, near in mine.items():
        best = max((strength(low, other) * far for other, far in theirs.items()), default=0.0)
        total += near * weight(stem(low)) * best
    return total


@lru_cache(maxsize=4096)  # of one figure beside each place that may be its own
def _context(figure: Figure, text: str) -> dict[str, float]:
    """Words of a figure's sentence by nearness to it; those of its own clause count double."""
    inside = clause_at(text, figure.start)
    found: dict[str, float] = {}
    all_ = tokens(text)
    at = next((n for n, t in enumerate(all_) if t.start >= figure.start), len(all_))
    for n, t in enumerate(all_):
        if t.kind == "number" or not t.content or figure.start <= t.start < figure.end:
            continue
        near = 1 / (1 + abs(n - at) / 4)
        if inside is None or not inside.start <= t.start < inside.end:
            near *= 0.4
        found[t.low] = max(found.get(t.low, 0.0), near)
    return found


def whose(
    one: Figure, text: str, same: Sequence[FigurePlace], places: Sequence[FigurePlace]
) -> list[Doubt]:
    """Whether a figure is told of another thing than the subject it has in every ground."""
    mine = subject_before(text, one.start)
    if mine is None or mine.kind == "number" or mine.low.endswith("ed"):
        return []
    if one.kind in ("date", "month", "version") or any(p.ground is None for p in same):
        return []
    named = phrase(text, mine)
    out = []
    for p in same:
        theirs = subject_before(p.text, p.figure.start)
        if theirs is None or theirs.kind == "number":
            return []
        if strength(mine.low, theirs.low) >= 0.75:
            if rival := _other_kind(one, text, p, places):
                said = f"{on_line(' '.join(sorted(named)))} {one.text}"
                out.append(Doubt("neighbour", 0.8, said, rival.figure.text))
                continue
            return []
        rivals = [q for q in places if q.ground is p.ground and q.figure is not p.figure]
        for rival in rivals:
            other = subject_before(p.text, rival.figure.start)
            like = rival.figure.kind == one.kind and rival.figure.dimension == one.dimension
            if (
                like
                and other
                and strength(mine.low, other.low) >= 0.75
                and not equal(one, rival.figure)
            ):
                said = f"{mine.text} {one.text}"
                out.append(Doubt("neighbour", 0.85, said, f"{theirs.text} {p.figure.text}"))
        told = {part for name in names(text) for part in re.split(r"[-.]", name)}
        strange = {w for w in named & told if not _alike(w, [t.low for t in p.tokens])}
        if strange and theirs.low not in lists.UNNAMED and not _heard(strange, p):
            said = f"{mine.text} {one.text}"
            out.append(Doubt("neighbour", 0.75, said, f"{theirs.text} {p.figure.text}"))
    return out[:1] if len(out) >= len(same) else []


def _other_kind(
    one: Figure, text: str, place: FigurePlace, places: Sequence[FigurePlace]
) -> FigurePlace | None:
    """The place of another figure whose subject has the very words that set this one's apart."""
    said, stood = subject_before(text, one.start), subject_before(place.text, place.figure.start)
    if said is None or stood is None:
        return None
    own = phrase(text, said) - phrase(place.text, stood)
    for rival in places:
        if rival.ground is not place.ground or equal(one, rival.figure):
            continue
        other = subject_before(rival.text, rival.figure.start)
        like = rival.figure.kind == one.kind and rival.figure.dimension == one.dimension
        if like and other and other is not stood:
            theirs = phrase(rival.text, other)
            if own and all(any(strength(a, b) >= 0.9 for b in theirs) for a in own):
                return rival
    return None


PLAINLY = 0.25  # by which another sentence bears the words better than the figure's own


def told_elsewhere(
    one: Figure, text: str, same: Sequence[FigurePlace], places: Sequence[FigurePlace]
) -> list[Doubt]:
    """A figure of one sentence told with the words of another that has a figure of its own."""
    inside = clause_at(text, one.start)
    words = [t for t in inside.content if t.kind == "word"] if inside else []
    if len(words) < 2 or any(p.ground is None for p in same):
        return []
    total = sum(weight(stem(t.low)) for t in words)

    def share(place: FigurePlace) -> float:
        ground = place.ground
        if ground and tabled(place):
            borne = [any(strength(t.low, low) >= 0.9 for low in cell_words(place)) for t in words]
            return (
                sum(weight(stem(t.low)) for t, is_ in zip(words, borne, strict=True) if is_) / total
            )
        if ground is None:
            return 0.0
        bag = ground.near if one.kind == "date" and place in same else ground.bag
        return sum(weight(stem(t.low)) * bag.bears(keys(t.low)) for t in words) / total

    beside = [f for f in figures(text) if f is not one and f.kind != "date"]

    def together(some: Sequence[FigurePlace]) -> list[Figure]:
        stood = [g for p in some for g in (p.ground.figures if p.ground else ()) if g != p.figure]
        return [f for f in beside if any(equal(f, g) for g in stood)]

    own = max(share(p) for p in same)
    rivals = [
        p
        for p in places
        if p.figure.kind == one.kind
        and p.figure.dimension == one.dimension
        and not any(equal(p.figure, f) for f in beside)
    ]
    kept = together(same)
    terse = any(tabled(p) for p in same)  # a cell says little of itself
    rivals = [p for p in rivals if len(together([p])) >= max(len(kept), terse)]
    best = max(rivals, key=share, default=None)
    if best is not None and share(best) >= max(own + PLAINLY, 0.5):
        bare = (
            not one.dimension
            and one.kind == "number"
            and bool(_OF_A_NAME.search(text[: one.start]))
        )
        return [Doubt("neighbour", 0.45 if bare else 0.75, one.text, on_line(best.text)[:160])]
    return []


_OF_A_NAME = re.compile(r"[A-Za-z] $")  # `speed 10`


def owned(text: str, same: Sequence[FigurePlace], places: Sequence[FigurePlace]) -> bool:
    """Whether a figure that the ground gives to a name in brackets is told of another such name."""
    owners = {_owner(p) for p in same}
    rivals = {_owner(p) for p in places if any(p.ground is q.ground for q in same)} - owners - {""}
    return (
        "" not in owners
        and any(o in text and re.search(rf"\b{re.escape(o)}\b", text) for o in rivals)
        and not any(o in text and re.search(rf"\b{re.escape(o)}\b", text) for o in owners)
    )


def _owner(place: FigurePlace) -> str:
    behind = re.match(
        r"\s*\w{0,12}\s?\(([A-Z][\w.&-]+(?: [A-Z][\w.&-]+)*)\)", place.text[place.figure.end :]
    )
    return behind[1] if behind else ""


def parted(
    one: Figure, text: str, same: Sequence[FigurePlace], places: Sequence[FigurePlace]
) -> list[Doubt]:
    """A figure told beside others that stand together in another sentence, which has its like."""
    inside = clause_at(text, one.start)
    if inside is None or (one.spelled and one.value <= 10 and not one.unit):
        return []
    others = [
        f
        for f in figures(text)
        if f is not one and inside.start <= f.start < inside.end and not f.spelled
    ]

    def beside(place: FigurePlace) -> int:
        stood = place.ground.figures if place.ground else ()
        return sum(any(equal(f, g) for g in stood) for f in others)

    own = max(beside(p) for p in same)
    rivals = [
        p
        for p in places
        if p.figure.kind == one.kind
        and p.figure.dimension == one.dimension
        and not any(p.ground is q.ground for q in same)
        and not any(equal(p.figure, f) for f in others)
        and (
            not p.figure.noun
            or any(strength(w, t.low) >= 0.75 for w in p.figure.noun.split() for t in tokens(text))
        )
        and beside(p) == len(others) > own
    ]
    if rivals and not any(p.ground is None for p in same):
        sure = 0.75 if one.kind == "version" else PARTED
        return [Doubt("neighbour", sure, one.text, on_line(rivals[0].text)[:160])]
    return []


def modified(
    one: Figure, same: Sequence[FigurePlace], places: Sequence[FigurePlace]
) -> list[Doubt]:
    """A figure counted with the word that its source keeps for another: `output tokens`."""
    mine = [w for w in one.noun.split() if w not in lists.MEASURES]
    if len(mine) < 2:
        return []
    for p in same:
        theirs = p.figure.noun.split()
        if not theirs or any(strength(mine[0], w) >= 0.75 for w in theirs):
            return []
    for rival in places:
        words = rival.figure.noun.split()
        like = (
            len(words) > 1
            and strength(mine[0], words[0]) >= 0.9
            and strength(mine[-1], words[-1]) >= 0.9
        )
        if like and not equal(one, rival.figure):
            return [
                Doubt(
                    "neighbour",
                    0.8,
                    f"{one.text} {one.noun}",
                    f"{rival.figure.text} {rival.figure.noun}",
                )
            ]
    return []


def _alike(low: str, others: Sequence[str]) -> bool:
    return any(strength(low, other) >= 0.5 for other in others)


def _heard(names: set[str], place: FigurePlace) -> bool:
    """Whether the head of the source bears the names, or its subject there is only referred to."""
    if place.source is None or place.ground is None:
        return True
    if any(place.source.head.bears(keys(name)) >= 0.9 for name in names):
        return True
    subject = subject_before(place.text, place.figure.start)
    lead = place.text[max(0, subject.start - 6) : subject.start].lower() if subject else ""
    return bool(re.search(r"\b(?:the|this|that|its|their|our)\s+(?:\w+\s)?$", lead))


def neighbour(
    one: Figure, text: str, same: Sequence[FigurePlace], places: Sequence[FigurePlace]
) -> list[Doubt]:
    """Whether the words round a figure belong to another figure of the same measure."""
    mine = max((affine(one, text, p) for p in same), default=0.0)
    rivals = [
        p
        for p in places
        if not equal(one, p.figure)
        and p.figure.kind == one.kind
        and p.figure.dimension == one.dimension
        and not any(equal(p.figure, f) for f in figures(text))
        and _like(one, p.figure)
        and not other_end(one, p, same)
    ]
    best, top = None, 0.0
    for p in rivals:
        now = affine(one, text, p)
        if now > top:
            best, top = p, now
    if best is not None and top > 1.0 and top > 1.35 * mine:
        return [Doubt("neighbour", 0.75, one.text, best.figure.text)]
    return crossed(one, text, same, places)


def _like(one: Figure, other: Figure) -> bool:
    """Whether a figure may be taken for another: counts for counts, 3.7 for 3.6."""
    if one.unit or other.unit or one.kind != "number":
        return True
    small = one.spelled and one.value <= 10
    return ("." in one.text) == ("." in other.text) and (not small or other.value <= 20)


def crossed(
    one: Figure, text: str, same: Sequence[FigurePlace], places: Sequence[FigurePlace]
) -> list[Doubt]:
    """Two figures of one ground sentence that changed places in the claim."""
    others = [
        f
        for f in figures(text)
        if f is not one
        and f.kind == one.kind
        and f.dimension == one.dimension
        and f.start > one.start
        and not equal(f, one)
    ]
    for other in others:
        for a in same:
            for b in places:
                if (
                    a.ground is not b.ground
                    or a.ground is None
                    or not equal(other, b.figure)
                    or a.figure is b.figure
                ):
                    continue
                if _tails_turned(one, other, a, b, text):
                    return [Doubt("crossed", 0.85, f"{one.text} / {other.text}", a.text[:160])]
                straight = affine(one, text, a) + affine(other, text, b)
                crossed = affine(one, text, b) + affine(other, text, a)
                if _of_turned(one, other, a.figure, b.figure):
                    return [
                        Doubt("crossed", 0.85, f"{one.text} / {other.text}", a.ground.text[:160])
                    ]
                if crossed > 1.15 * straight + 0.3:
                    return [
                        Doubt("crossed", 0.75, f"{one.text} / {other.text}", a.ground.text[:160])
                    ]
    return []


def _tails_turned(one: Figure, other: Figure, a: FigurePlace, b: FigurePlace, text: str) -> bool:
    """`12 % better, 25 % faster` where the ground has 12 % faster and 25 % better."""
    x, y = (_tail(f, text) for f in (one, other))
    p, q = (_tail(place.figure, place.text) for place in (a, b))
    if not (x and y and p and q):
        return False
    straight = any(strength(s, t) >= 0.75 for s in x for t in p) or any(
        strength(s, t) >= 0.75 for s in y for t in q
    )
    return not straight and all(
        any(strength(s, t) >= 0.9 for s in u for t in v) for u, v in ((x, q), (y, p))
    )


def _tail(figure: Figure, text: str) -> list[str]:
    """The next two words of content behind a figure, up to the next figure."""
    out: list[str] = []
    for one in tokens(text):
        if figure.end <= one.start < figure.end + 30:
            if one.kind == "number" or one.low in lists.JOINTS:
                break
            out += [one.low] if one.content else []
    return out[:2]


def _of_turned(one: Figure, other: Figure, a: Figure, b: Figure) -> bool:
    """`900 of 1,200` and `of 900 ..., 1,200`: the whole and its part changed places."""
    whole = [f for f in (one, other) if f.role in ("of", "from")]
    theirs = [f for f in (a, b) if f.role in ("of",)]
    if len(whole) != 1 or len(theirs) != 1:
        return False
    return not equal(whole[0], theirs[0]) and whole[0].role == "of"


def shared(
    one: Figure, mine: Sequence[Figure], same: Sequence[FigurePlace], places: Sequence[FigurePlace]
) -> bool:
    """Whether another figure of the claim stands in the same sentence of the ground, in like order."""
    for p in same:
        for other in mine:
            if other is one or (other.kind in ("date", "version") and not tabled(p)):
                continue
            for q in places:
                together = q.ground is p.ground and q.figure is not p.figure
                if together and equal(other, q.figure):
                    if tabled(p) and in_row(p, q):
                        return True
                    ordered = (other.start < one.start) == (q.figure.start < p.figure.start)
                    if ordered:
                        return True
    return False
