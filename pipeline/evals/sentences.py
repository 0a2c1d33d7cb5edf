"""What becomes of labelled sentences: published as written, replaced by their ground, or held.

Enter: rows with `text`, `label` (1 is true), the numbers it `cites` and its numbered sources
(`evidence` or `sources`: each with `n` and `text`, and what else an evidence item has). Leave:
one outcome a row, and shares with Wilson intervals. A false sentence is right when it is not
published, a true one when it is. Refuses (`RecordError`) a row without sources, by its id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.errors import RecordError
from pipeline.evals.figures import Rate, wilson
from pipeline.records import EvidenceItem, rules
from pipeline.verify.draft.grounded import doubted
from pipeline.verify.grounds.fate import Fate, examine, source_of
from pipeline.verify.grounds.instead import standing_in
from pipeline.verify.grounds.reading.sources import SourceText

JUDGED = "judge-unsupported"
NEEDS = ("text", "label|faithful")
HINT = (
    'each line is {"id", "text", "cites": [1], "evidence": [{"n": 1, "text"}], "label"}, '
    "label 1 for true"
)


@dataclass(frozen=True, slots=True)
class SentenceOutcome:
    """One row and what became of it; `instead` is the ground that would be printed."""

    id: str
    label: int
    fate: Fate
    rules: tuple[str, ...]
    kind: str
    instead: str

    @property
    def right(self) -> bool:
        return (self.fate == "published") == bool(self.label)


def measure(row: dict[str, Any]) -> SentenceOutcome:
    """The fate of one row, by words alone."""
    found = examine(str(row["text"]), [source_of(item) for item in cited(row)])
    label = int(row.get("label", row.get("faithful", 0)))
    instead = found.ground.text if found.ground and found.fate == "replaced" else ""
    return SentenceOutcome(
        str(row["id"]), label, found.fate, found.rules, found.kind, " ".join(instead.split())
    )


def settled(one: SentenceOutcome, row: dict[str, Any], answer: str) -> SentenceOutcome:
    """The fate where a judge decides that was measured on every kind of fault: its `yes` lifts what the
    gate lets it settle, its `no` puts the source's own sentence there, or nothing, and without its
    word (`""`) the fate by words stands."""
    text, sources = str(row["text"]), [source_of(item) for item in cited(row)]
    if answer == "yes" and (one.fate == "published" or _may_lift(text, sources)):
        return replace(one, fate="published", rules=(), instead="")
    if answer == "no" and one.fate == "published":
        other = standing_in(text, sources)
        words = " ".join(other.text.split()) if other else ""
        fate: Fate = "replaced" if other else "held"
        return replace(one, fate=fate, rules=(JUDGED,), instead=words)
    return one


def _may_lift(text: str, sources: Sequence[SourceText]) -> bool:
    """Whether a judge may settle all that words fault: no figure or name among it."""
    faults = doubted(text, examine(text, sources))
    return all(rules.row(rule).judge for rule, *_ in faults)


def summary(outcomes: Sequence[SentenceOutcome]) -> dict[str, Rate]:
    """Rates of the whole: false ones published, true ones kept, replaced and held."""
    false = [one for one in outcomes if not one.label]
    true = [one for one in outcomes if one.label]
    rates = {
        "false, published": _rate(false, "published"),
        "true, kept as written": _rate(true, "published"),
        "true, replaced by its source": _rate(true, "replaced"),
        "true, held": _rate(true, "held"),
        "right": wilson(sum(one.right for one in outcomes), len(outcomes)),
    }
    return {name: rate for name, rate in rates.items() if rate.of}


def by_kind(rows: Sequence[dict[str, Any]], outcomes: Sequence[SentenceOutcome]) -> dict[str, Rate]:
    """Wrong fates by the kind a row names, worst first; empty where no row names one."""
    kinds: dict[str, list[SentenceOutcome]] = {}
    for row, one in zip(rows, outcomes, strict=True):
        if row.get("kind"):
            kinds.setdefault(f"{'true' if one.label else 'false'}, {row['kind']}", []).append(one)
    rates = {name: wilson(sum(not o.right for o in of), len(of)) for name, of in kinds.items()}
    return dict(sorted(rates.items(), key=lambda pair: (-pair[1].share, -pair[1].of, pair[0])))


def _rate(outcomes: Sequence[SentenceOutcome], fate: Fate) -> Rate:
    return wilson(sum(one.fate == fate for one in outcomes), len(outcomes))


def cited(row: dict[str, Any]) -> list[EvidenceItem]:
    """The sources a row cites, all that it has where it names none."""
    where = f"row {row['id']}"
    listed = row.get("evidence", row.get("sources"))
    if not isinstance(listed, list) or not listed:
        raise RecordError("has no evidence and no sources", where=where, hint=HINT)
    items = [_item(one, at, where) for at, one in enumerate(listed, 1)]
    cites = row.get("cites") or [item.n for item in items]
    cited = [item for item in items if item.n in cites]
    if not cited:
        raise RecordError(f"cites {cites}, which its evidence has not", where=where, hint=HINT)
    return cited


def _item(given: Any, at: int, where: str) -> EvidenceItem:
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise RecordError(f"evidence {at} has no text", where=where, hint=HINT)
    text: Any = {key: str(given.get(key) or "") for key in _TEXTS}
    return EvidenceItem(
        n=int(given.get("n", at)),
        published=given.get("published"),
        start=0,
        headings=tuple(str(one) for one in given.get("headings", ())),
        **text,
    )


_TEXTS = (
    "source_id", "source_title", "title", "url", "text", "passage", "document", "domain",
    "locator", "before", "after",
)  # fmt: skip
