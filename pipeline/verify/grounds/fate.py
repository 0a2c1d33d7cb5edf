"""What may become of a sentence: published as written, replaced by its ground, or held.

Enter: a sentence, the sources it cites. Leave: a `Verdict`: kind, fate, doubts, and the words of
the sources that it stands on. No model is asked, and the same input gives the same verdict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.records import EvidenceItem
from pipeline.verify.grounds.across.apart import apart_doubts
from pipeline.verify.grounds.across.conditions import told_alike, turned
from pipeline.verify.grounds.across.denials import denials
from pipeline.verify.grounds.across.joined import joined_doubts
from pipeline.verify.grounds.across.sides import side_doubts
from pipeline.verify.grounds.across.swaps import swaps
from pipeline.verify.grounds.beyond.led import led_doubts
from pipeline.verify.grounds.beyond.quantities import quantity, universal_doubts
from pipeline.verify.grounds.beyond.said import beyond
from pipeline.verify.grounds.copies.drift import drift
from pipeline.verify.grounds.copies.exchanged import exchanged, replaced, transposed
from pipeline.verify.grounds.copies.runs import DriftRun, along, copies
from pipeline.verify.grounds.facets import cause, condition, maturity, possibility, scales
from pipeline.verify.grounds.fits import Doubt, Fit, align, on_line, part_of, value
from pipeline.verify.grounds.instead import standing_in
from pipeline.verify.grounds.joints import causes, comparisons, contrasts
from pipeline.verify.grounds.measures.amounts import equal
from pipeline.verify.grounds.measures.beside import beside_doubts
from pipeline.verify.grounds.measures.binding import figure_doubts
from pipeline.verify.grounds.measures.ranges import borne, range_doubts
from pipeline.verify.grounds.names import code_doubts, name_doubts
from pipeline.verify.grounds.omitted import omissions
from pipeline.verify.grounds.polarity import polarity
from pipeline.verify.grounds.predicates import predicate_doubts
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.clauses import Clause, clauses
from pipeline.verify.grounds.reading.figures import Figure, figures
from pipeline.verify.grounds.reading.kinds import TOLD, Kind, infers, kind_of
from pipeline.verify.grounds.reading.leads import lead
from pipeline.verify.grounds.reading.sources import Ground, SourceText, rarity, read
from pipeline.verify.grounds.reading.syntax import ordered
from pipeline.verify.grounds.reading.words import keys, tokens, verbal
from pipeline.verify.grounds.roles import agents, roles
from pipeline.verify.grounds.states import states

Fate = Literal["published", "replaced", "held"]
CANDIDATES = 4
APART = 0.45
# Of 40 faithful sentences of a good writer 16 have a clause that says a third of its words anew, of
# 42 false ones 9: words of one's own are a hint beside other doubts, and alone no fault.
FOREIGN = 0.5
LEAST = 4  # words of a sentence that is its source's own; fewer are a label
HARD = 0.7  # weight of a doubt that holds a sentence by itself
SUM = 1.2  # and of several that do together; at 0.9 it faulted 15 true sentences and 12 false ones


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Kind
    fate: Fate
    doubts: tuple[Doubt, ...]
    fits: tuple[Fit, ...]
    ground: Ground | None

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.rule for one in self.doubts))

    @property
    def nearest(self) -> Fit | None:
        """The clause that its sentence of a source bears most of."""
        return max(self.fits, key=lambda one: one.covered, default=None)


def fails(doubts: Sequence[Doubt]) -> bool:
    """Whether doubts keep a sentence from print: a grave one, or several together."""
    return any(one.weight >= HARD for one in doubts) or burden(doubts) >= SUM


def burden(doubts: Sequence[Doubt]) -> float:
    """What doubts weigh together, each rule once."""
    gravest: dict[str, float] = {}
    for one in doubts:
        gravest[one.rule] = max(one.weight, gravest.get(one.rule, 0.0))
    return sum(gravest.values())


def source_of(item: EvidenceItem) -> SourceText:
    """An evidence item taken apart: its text, its head, and the words that stand beside it."""
    days = tuple((day or "")[:10] for day in (item.published, item.first_seen, item.changed))
    told = [day[:10] for day in (item.published, item.changed) if day] or [item.first_seen[:10]]
    heads = (item.title, item.source_title, *item.headings, item.locator, *days)
    return read(item.n, item.text, heads, f"{item.before}\n{item.after}", tuple(told))


def examine(text: str, sources: Sequence[SourceText], *, kind: Kind | None = None) -> Verdict:
    text = told_alike(text, sources)
    told = text[lead(text) :]
    run = along(text, sources)
    kind = _kind(told, run, sources, kind)
    if own := _own_words(text, sources):
        return _copied(told, own)
    fits, doubts = _clause_by_clause(told, sources, kind)
    doubts += _off_topic(told, sources, kind)
    doubts += figure_doubts(text, sources, fits, kind)
    if kind == "fact":
        doubts += [
            *causes(told, sources),
            *contrasts(told, sources),
            *omissions(told, sources),
            *beside_doubts(told, sources),
            *apart_doubts(told, sources, fits),
            *swaps(told, sources, fits),
            *joined_doubts(told, sources),
            *side_doubts(told, sources),
            *universal_doubts(told, fits),
            *denials(told, [g for s in sources for g in s.grounds]),
            *turned(told, sources),
            *beyond(told, sources),
        ]
    doubts += [*led_doubts(text, sources), *name_doubts(text, sources, fits)]
    if kind != "advice":  # advice may name a command that its source does not
        doubts += code_doubts(text, sources)
    doubts += drift(text, sources, run, fact=kind == "fact")
    doubts += exchanged(told, sources, fact=kind == "fact")
    doubts += transposed(told, sources)
    doubts += replaced(told, sources) if kind == "fact" else []
    doubts += range_doubts(told, sources)
    doubts = [d for d in doubts if d.weight >= 0.2 and not borne(d, told, sources)]
    ground = max(
        (f for f in fits),
        key=lambda f: f.covered * sum(value(t) for t in f.clause.content),
        default=None,
    )
    if not fails(doubts):
        return Verdict(
            kind, "published", tuple(doubts), tuple(fits), ground.ground if ground else None
        )
    instead = standing_in(text, sources)
    return Verdict(kind, "replaced" if instead else "held", tuple(doubts), tuple(fits), instead)


def least_borne(
    text: str, sources: Sequence[SourceText], *, kind: Kind | None = None, enough: float = 0.0
) -> float:
    """The share of the clause that the sources bear least of, as in the fits of `examine`, without the
    rest of it; 0 where no clause has a ground.

    enough: where it cannot come to so much, which is quickly told, any lower share.
    """
    told = text[lead(text) :]
    parts = [part for part in clauses(told) if part.content]
    if (most := min((_at_most(part, sources) for part in parts), default=0.0)) < enough:
        return most
    if own := _own_words(text, sources):
        fits: Sequence[Fit] = _copied(told, own).fits
    else:
        kind = _kind(told, along(text, sources), sources, kind)
        fits = _clause_by_clause(told, sources, kind)[0]
    return min((one.covered for one in fits), default=0.0)


def _at_most(clause: Clause, sources: Sequence[SourceText]) -> float:
    """A share of a clause that no sentence of its sources bears more than; 1 where none bears any."""
    words = [(t.low, value(t)) for t in clause.content]
    masses = [mass for source in sources for mass in source.own.masses(words)]
    if not any(masses):
        return 1.0  # such a clause has no fit
    # A bag bears two kindred words a little less than a pair of them (.85 for .9), and code that a
    # sentence has as a plain letter not at all.
    odd = sum(value(t) for t in clause.content if t.kind == "code")
    total = sum(worth for _, worth in words)
    return min(1.0, (max(masses) * 0.9 / 0.85 + odd) / (total or 1.0))


def _kind(
    told: str, run: DriftRun | None, sources: Sequence[SourceText], declared: Kind | None
) -> Kind:
    """A copy of a source's sentence is a fact, but for an order, which says nothing of what is."""
    told_to = declared == "advice" and ordered(told)
    return "fact" if copies(run) and not told_to else kind_of(told, len(sources), declared)


def _clause_by_clause(
    told: str, sources: Sequence[SourceText], kind: Kind
) -> tuple[list[Fit], list[Doubt]]:
    """Each clause on the sentence that bears most of it, and what is doubtful in it there."""
    fits: list[Fit] = []
    doubts: list[Doubt] = []
    for clause in clauses(told):
        if not clause.content:
            continue
        strict = kind == "fact" and not infers(clause, told)
        best = _best(clause, sources, told, strict)
        if best is None:
            if strict:
                said = ", ".join(t.low for t in clause.content)
                alone = len(clauses(told)) == 1
                doubts.append(Doubt("foreign", 1.0 if alone else 0.3, said, ""))
            continue
        fits.append(best)
        order = "advice" if TOLD.match(on_line(told[clause.start : clause.end])) else kind
        doubts += best.doubts if strict else _beyond_kind(best, order)
        if strict:
            doubts += _foreign(clause, sources, best)
    return fits, doubts


def _own_words(text: str, sources: Sequence[SourceText]) -> Ground | None:
    """The sentence of a source that a sentence is, word for word."""
    said = on_line(text)
    same = (g for s in sources for g in s.grounds if on_line(g.text) == said)
    return next(same, None) if len(said.split()) >= LEAST else None


def _copied(text: str, own: Ground) -> Verdict:
    """The verdict on a source's sentence, word for word: a fact, and borne."""
    fits = tuple(fit(c, own, frozenset(), strict=False) for c in clauses(text) if c.content)
    return Verdict("fact", "published", (), fits, own)


def _beyond_kind(best: Fit, kind: str) -> list[Doubt]:
    """What an inference or advice may not do either: contradict a sentence it stays close to."""
    if kind == "advice" and not _tells(best.ground.text):
        return []
    if kind == "fact" and _tells(best.ground.text):  # it reports what its source tells to do
        return [d for d in best.doubts if d.weight >= 0.9 or (d.rule in _WHO and d.weight >= HARD)]
    return [d for d in best.doubts if d.weight >= 0.9]


_WHO = ("exclusive", "roles")
_TELLING = (
    r"\b(?:should|must|recommend\w*|need to|make sure|be sure|ought)\b"
    r"|(?:^|[.:;,*-] )(?:do not|don't|never|avoid|always)\b"
)


def _tells(text: str) -> bool:
    """Whether a source sentence is itself an instruction."""
    return bool(re.search(_TELLING, text, re.IGNORECASE))


def _best(clause: Clause, sources: Sequence[SourceText], text: str, strict: bool) -> Fit | None:
    sentence = frozenset(t.low for t in tokens(text))
    words = [t for t in tokens(text) if t.content]
    rare = {low: rarity(low, sources) for low in {t.low for t in (*words, *clause.content)}}
    whole = [(t.low, value(t) * rare[t.low]) for t in words]
    known = [
        (t.low, value(t) * (1.5 if verbal(t.low) else 1.0) * rare[t.low]) for t in clause.content
    ]
    ranked = []
    for source in sources:
        owns, nears, alls = (
            source.own.masses(known), source.near.masses(known), source.own.masses(whole),
        )  # fmt: skip
        for ground, own, near, all_ in zip(source.grounds, owns, nears, alls, strict=True):
            if own > 0:
                best = max(own, 0.85 * near) if _REFERS.match(ground.text) else own
                ranked.append((best + 0.25 * near + 0.25 * all_, -ground.order, ground))
    ranked.sort(key=lambda row: row[:2], reverse=True)
    if not ranked:
        return None
    top = ranked[0][0]
    by_number = {source.n: source for source in sources}
    fits = [
        (score, fit(clause, ground, sentence, strict, by_number.get(ground.n)))
        for score, _, ground in ranked[:CANDIDATES]
        if score > 0.85 * top
    ]
    return min(fits, key=lambda row: row[1].cost - 0.3 * row[0] / top)[1]


_REFERS = re.compile(r"\W*(?:This|It|They|These|That|Those|He|She|Its|Their)\b")


# Share of a sentence's weight that its sources bear as words of their own, derived ones among them.
# Of 116 faithful sentences, rewritten freely, the least has 0.52 (facts) and 0.36 (conclusions); of
# 462 sentences under a source of something else 95 in 100 have at most 0.27, 90 at most 0.20.
STRANGE = 3  # words of which a source does not speak; fewer are a choice of words
ON_TOPIC = {"fact": 0.3, "inference": 0.2, "advice": 0.2}


def _off_topic(text: str, sources: Sequence[SourceText], kind: Kind) -> list[Doubt]:
    """A sentence of which its sources do not speak at all."""
    measured = [f for f in figures(text) if f.kind != "number" or f.unit or not f.spelled]
    mass = [
        (t, value(t))
        for t in tokens(text)
        if t.content
        and t.low not in _CLOSED
        and not (kind == "advice" and t.kind == "code")
        and not any(f.start <= t.start < f.end for f in measured)
    ]
    strange = [
        (t, v)
        for t, v in mass
        if max((s.whole.bears(keys(t.low)) for s in sources), default=0) < 0.85
    ]
    share = sum(v for _, v in strange) / (sum(v for _, v in mass) or 1.0)
    few = len(strange) < STRANGE and len(strange) < len(mass)
    known = len(measured) > (kind != "advice") or any(_known(f, sources) for f in measured)
    if not mass or few or known or 1 - share >= ON_TOPIC[kind]:
        return []
    return [Doubt("foreign", 0.8, ", ".join(t.low for t, _ in strange[:6]), "")]


def _known(figure: Figure, sources: Sequence[SourceText]) -> bool:
    """Whether a source has a figure that hardly another has: a version, or one of four digits."""
    told = figure.kind == "version" or sum(c.isdigit() for c in figure.text) > 3
    return told and any(equal(figure, g) for s in sources for o in s.grounds for g in o.figures)


def _inside(clause: Clause) -> list[Figure]:
    return [f for f in figures(clause.text) if clause.start <= f.start < clause.end]


def fit(
    clause: Clause,
    ground: Ground,
    sentence: frozenset[str],
    strict: bool,
    source: SourceText | None = None,
) -> Fit:
    """The clause on the ground, with all its doubts. sentence: all words of the claim."""
    pairs = align(clause, ground)
    total = sum(value(one) for one in clause.content) or 1.0
    covered = sum(pair.strength * value(pair.said) for pair in pairs) / total
    part = part_of(pairs, ground)
    held = {pair.stands.start for pair in pairs}
    mass = sum(value(one) for one in part.content) or 1.0
    recalled = sum(value(one) for one in part.content if one.start in held) / mass
    made = Fit(clause, ground, part, pairs, covered, recalled)
    doubts = [*polarity(made, source)]
    if strict:
        doubts += [
            *cause(made),
            *possibility(made, sentence),
            *quantity(made, sentence),
            *condition(made, sentence),
            *maturity(made, sentence),
            *states(made, source),
        ]
    doubts += [*roles(made), *agents(made), *scales(made)]
    doubts += [*comparisons(made, source), *predicate_doubts(made, sentence, source, strict=strict)]
    return Fit(clause, ground, part, pairs, covered, recalled, tuple(doubts))


def _foreign(clause: Clause, sources: Sequence[SourceText], best: Fit) -> list[Doubt]:
    """Words of the clause that nothing in the sources bears."""
    total = missing = apart = 0.0
    strange = []
    for one in clause.content:
        if one.low in _CLOSED or any(f.start <= one.start < f.end for f in figures(clause.text)):
            continue
        v = value(one) if one.kind == "word" else 0.0
        k = keys(one.low)
        whole = max((s.whole.bears(k) for s in sources), default=0.0)
        here = max(best.ground.bag.bears(k), 0.9 * best.ground.near.bears(k))
        total += v
        missing += v * (1 - whole) if whole < 0.5 else 0.0
        apart += v * max(0.0, min(whole, 1.0) - here)
        if whole < 0.5 and one.kind == "word":
            strange.append(one.low)
    if not total:
        return []
    if len(_inside(clause)) >= 2 and all(
        any(equal(f, g) for g in best.ground.figures) for f in _inside(clause)
    ):
        return []  # the figures of a table say where they are from
    share = missing / total + APART * apart / total
    if share <= 0.3:
        return []
    sure = FOREIGN * min(1.0, 0.3 + 1.2 * (share - 0.3))
    return [Doubt("foreign", round(sure, 2), ", ".join(strange), best.ground.text[:200])]


_CLOSED = lists.TELLING | (
    lists.NEGATORS
    | lists.UNIVERSAL
    | lists.PARTIAL
    | lists.CONDITIONAL
    | lists.TEMPORAL
    | lists.CAUSAL
    | lists.UNWEIGHTY
)
