"""Why a source is in a brief, and what became of every item since the last one.

Enter: an item of the evidence; a brief with the fates of its day. Leave: one row a source, of figures
that choosing used and evidence.json keeps (factors near 1 changed little and are left to it); one
line of counts with the items under the reasons they share. Titles of items are their sources' words:
quoted, with the source named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.newsroom.runs import account
from pipeline.records import Brief, Evidence, EvidenceItem, Fate
from pipeline.text.days import spoken

RANKERS = {
    "bm25": "words", "sense": "senses", "dense": "sentence model",
    "rerank": "cross-encoder",
}  # fmt: skip
UNTOLD = frozenset(("tfidf",))  # weighs nothing unless a desk says so, and evidence.json has it
NEAR = 0.05  # of 1
TOLD = {
    "supports": "Further support for source {n}",
    "differs": "Gives other figures than source {n}",
}


@dataclass(frozen=True, slots=True)
class Why:
    """A row: the source's number, what it answers, its places, its score as a product."""

    n: int
    asked: str
    places: str
    score: str


def reasons(items: Iterable[EvidenceItem]) -> dict[str, list[Why]]:
    """The rows of the items that have one, by what they answer, in the order of the sources."""
    found: dict[str, list[Why]] = {}
    for item in items:
        if told := why(item):
            found.setdefault(told.asked, []).append(told)
    return found


def why(item: EvidenceItem) -> Why | None:
    """The row of an item, or None when its evidence does not say how it was chosen."""
    factors = dict(item.factors)
    kind = next((name for name in TOLD if name in factors), "")
    if kind:
        share = factors.get("shared", 0.0)
        told = TOLD[kind].format(n=int(factors[kind]))
        return Why(item.n, told, f"shares {share:.0%} of what it is about", f"{item.score:.2f}")
    if not factors:
        return None
    places = ", ".join(
        f"{RANKERS.get(one.ranker, one.ranker)} {one.rank}"
        for one in item.ranks
        if one.ranker not in UNTOLD
    )
    made = " × ".join(
        f"{value:.2f} {name}"
        for name, value in item.factors
        if name == "relevance" or abs(value - 1) >= NEAR
    )
    return Why(item.n, item.question, places, f"{made} ≈ {item.score:.2f}")


# ── items that were looked at ─────────────────────────────────────────────────────────────

TITLES = 3  # that a row names; all of them are in api/items/<day>.json
ROWS = 24  # reasons that a page lists, the most common first
_FIGURE = re.compile(r"\d+\.\d+")
_OTHER = re.compile(r"as \u201c.*?\u201d(?=:|$)")


@dataclass(frozen=True, slots=True)
class Reason:
    """Items that share an outcome and a reason: how many, and the first of them."""

    outcome: str
    count: int
    words: str
    named: tuple[str, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.named)


@dataclass(frozen=True, slots=True)
class Accounted:
    """The line and the rows of one brief; `unlisted` items have a reason that is not among the rows;
    `pins`: what an editor asked for and it does not tell, each with its reason."""

    words: str
    rows: tuple[Reason, ...]
    unlisted: int
    pins: tuple[str, ...] = ()


def accounted(brief: Brief, evidence: Evidence) -> Accounted | None:
    """What a page says of the items of a brief; None in records of before this was kept."""
    if not any(one.first for one in evidence.fates):
        return None
    fates = account.told_by(brief, evidence.fates)
    made = account.counted(fates, evidence.since)
    since = f"Since {spoken(evidence.since, brief.day)}" if evidence.since else "So far"
    rows = _rows(one for one in fates if one.outcome != "used")
    shown = rows[:ROWS]
    left = sum(row.count for row in rows[ROWS:])
    pins = tuple(one.words for one in account.untold(brief, evidence.pins))
    return Accounted(f"{since}: {'; '.join(account.counts(made))}", shown, left, pins)


def _rows(fates: Iterable[Fate]) -> tuple[Reason, ...]:
    groups: dict[tuple[str, str], list[Fate]] = {}
    for one in fates:
        groups.setdefault((one.outcome, _kind(one.reason)), []).append(one)
    rows = [
        Reason(outcome, len(found), _words(kind, found), tuple(map(_named, found[:TITLES])))
        for (outcome, kind), found in groups.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.outcome != "held over", -row.count, row.words)))


def _named(one: Fate) -> str:
    return f"\u201c{one.title.strip() or 'untitled'}\u201d ({one.source})"


def _kind(reason: str) -> str:
    """A reason without what differs between items that share it."""
    return _FIGURE.sub("\0", _OTHER.sub("as another", reason))


def _words(kind: str, found: Sequence[Fate]) -> str:
    """The reason of a group: figures that differ are given as a range."""
    columns = zip(*(_FIGURE.findall(_OTHER.sub("as another", one.reason)) for one in found), strict=True)  # fmt: skip
    words = kind
    for column in columns:
        low, high = min(column, key=float), max(column, key=float)
        words = words.replace("\0", low if low == high else f"{low} to {high}", 1)
    return words
