"""Measures a model as judge on labelled sentences, and makes the calibration the gate reads.

Enter: rows with `claim`, `source_text`, `label` (1 is supported), or as `eval sentences` and people's
decisions have them, and a judge. Leave: one outcome a row, and rates with 95 % intervals. A row
without a verdict counts as wrong. Refuses to measure past a provider that cannot be reached: a
calibration on half the rows would be of other rows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.errors import WriterError
from pipeline.evals.figures import wilson
from pipeline.evals.labels import groups
from pipeline.evals.sentences import cited
from pipeline.llm import prices
from pipeline.records import EvidenceItem, Sentence
from pipeline.records.store import sha256, short_id
from pipeline.verify.claims.calibration import Calibration, FaultCount, Interval, kappa_at
from pipeline.verify.claims.hearing import shown
from pipeline.verify.claims.judge import Judge, JudgeVerdict, request, rule

NEEDS = ("claim|text", "label")
HINT = 'each line is {"claim", "source_text", "label"} or {"text", "cites", "evidence", "label"}'


REPLY = 400  # tokens of a reply with some thought in it, twice what a plain one takes


@dataclass(frozen=True, slots=True)
class Expected:
    """What a measurement may take: tokens, and dollars by the price list, nothing cached."""

    tokens: int
    dollars: Decimal


@dataclass(frozen=True, slots=True)
class JudgeName:
    """Whose model was asked, which, and with which prompts."""

    writer: str
    model: str
    prompt: str


@dataclass(frozen=True, slots=True)
class JudgeOutcome:
    id: str
    label: int
    answer: str  # yes, no, or "" for no verdict
    quote: str
    why: str
    fault: str = ""  # kind of a false one, where its row names it

    @property
    def right(self) -> bool:
        return self.answer == ("yes" if self.label else "no")


def expected(rows: Sequence[dict[str, Any]], judge: Judge) -> Expected:
    """What asking about all rows may take; a model that runs here costs nothing."""
    session = judge.session
    asked = [request(judge, _claim(row), shown_of(row)) for row in rows]
    read = sum(session.world.tokens(f"{one.rules}{one.evidence}{one.task}") for one in asked)
    tokens = prices.Tokens(uncached=read, output=REPLY * len(rows))
    tariff = prices.Tariff(session.priced_by, session.baseline, session.world.now())
    return Expected(tokens.total, prices.price(judge.model, tokens, tariff).cost)


def ask(rows: Sequence[dict[str, Any]], judge: Judge) -> list[JudgeVerdict]:
    """The judge's word on every row, side by side. Raises WriterError when a row cannot be asked."""
    said = judge.session.each(lambda row: _ask(row, judge), rows)
    verdicts = [one for one in said if isinstance(one, JudgeVerdict)]
    if len(verdicts) < len(rows):
        raise next(one for one in said if isinstance(one, WriterError))
    return verdicts


def measure(rows: Sequence[dict[str, Any]], judge: Judge) -> list[JudgeOutcome]:
    """Every row's label beside the judge's word on it. Raises WriterError when one cannot be asked."""
    return [outcome(row, one) for row, one in zip(rows, ask(rows, judge), strict=True)]


def outcome(row: dict[str, Any], said: JudgeVerdict) -> JudgeOutcome:
    """A row's label beside the judge's word on it."""
    fault = str(row.get("fault", ""))
    return JudgeOutcome(str(row["id"]), int(row["label"]), said.answer, said.quote, said.why, fault)


def calibrate(
    outcomes: Sequence[JudgeOutcome], judge: Judge, *, made: str, data: str
) -> Calibration:
    """What the outcomes come to, as the gate reads it."""
    asked = JudgeName(judge.session.purpose.writer, judge.model, judge.template)
    return counted(outcomes, asked, made=made, data=data)


def counted(
    outcomes: Sequence[JudgeOutcome], asked: JudgeName, *, made: str, data: str
) -> Calibration:
    """The calibration of the model that these are the words of."""
    good = [one for one in outcomes if one.label]
    bad = [one for one in outcomes if not one.label]
    found = Calibration(
        writer=asked.writer,
        model=asked.model,
        prompt=asked.prompt,
        made=made,
        data=data,
        supported=len(good),
        confirmed=sum(one.right for one in good),
        unsupported=len(bad),
        refuted=sum(one.right for one in bad),
        unanswered=sum(not one.answer for one in outcomes),
        faults=_by_fault(bad),
    )
    return found.model_copy(update={"figures": intervals(found)})


def _by_fault(bad: Sequence[JudgeOutcome]) -> dict[str, FaultCount]:
    kinds = sorted({one.fault for one in bad if one.fault})
    of = {kind: [one for one in bad if one.fault == kind] for kind in kinds}
    return {
        kind: FaultCount(of=len(those), refuted=sum(one.right for one in those))
        for kind, those in of.items()
    }


def intervals(found: Calibration) -> dict[str, Interval]:
    """Wilson intervals; kappa's are those of the agreement, with chance held where it is."""
    right = found.confirmed + found.refuted
    agreement = wilson(right, found.rows)
    rates = {
        "true_positive_rate": wilson(found.confirmed, found.supported),
        "true_negative_rate": wilson(found.refuted, found.unsupported),
        "agreement": agreement,
    }
    shown = {name: _interval(one.share, one.low, one.high) for name, one in rates.items()}
    ends = (kappa_at(value, found.chance) for value in (agreement.low, agreement.high))
    return {**shown, "kappa": _interval(found.kappa, *ends)}


def by_group(
    rows: list[dict[str, Any]], outcomes: Sequence[JudgeOutcome]
) -> dict[str, tuple[int, int]]:
    """Rows and right answers of each group the file names."""
    return {
        name: (len(members), sum(outcomes[at].right for at in members))
        for name, members in groups(rows).items()
    }


def some(rows: Sequence[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """At most so many rows, in the order of the file: as many of either label as there are, and of
    each label evenly by its groups; the same ones each time."""
    if len(rows) <= most:
        return list(rows)
    turns: list[tuple[int, str, int]] = []
    seen: Counter[tuple[object, object]] = Counter()
    numbered = sorted(range(len(rows)), key=lambda at: short_id(str(_claim(rows[at]))))
    for at in numbered:
        row = rows[at]
        group = (row["label"], row.get("fault") or row.get("op") or row.get("kind"))
        turns.append((seen[group], str(group), at))
        seen[group] += 1
    by_label = {
        label: [at for *_, at in sorted(turns) if rows[at]["label"] == label] for label in (0, 1)
    }
    less = min(len(by_label[0]), len(by_label[1]), most // 2)
    fewer = 0 if len(by_label[0]) <= len(by_label[1]) else 1
    chosen = by_label[fewer][:less] + by_label[1 - fewer][: most - less]
    return [rows[at] for at in sorted(chosen)]


def digest(rows: Sequence[dict[str, Any]]) -> str:
    """SHA-256 of the rows that were asked about."""
    return sha256(json.dumps(list(rows), sort_keys=True, ensure_ascii=False).encode())


def _claim(row: dict[str, Any]) -> str:
    return str(row.get("claim", row.get("text")))


def _ask(row: dict[str, Any], judge: Judge) -> JudgeVerdict:
    return rule(judge, _claim(row), shown_of(row), part=str(row["id"]))


def shown_of(row: dict[str, Any]) -> tuple[EvidenceItem, ...]:
    """What a judge reads of the sources of a row."""
    return shown(Sentence(_claim(row), ()), tuple(_sources(row)))


def _sources(row: dict[str, Any]) -> list[EvidenceItem]:
    if "source_text" not in row:
        return cited(row)
    text = str(row["source_text"])
    item = EvidenceItem(
        n=1, source_id="", source_title="", title=str(row.get("title", "")), url="",
        published=None, text=text, passage=short_id(text), document=short_id(text), start=0,
        domain="",
    )  # fmt: skip
    return [item]


def _interval(value: float, low: float, high: float) -> Interval:
    return Interval(value=round(value, 4), low=round(low, 4), high=round(high, 4))
