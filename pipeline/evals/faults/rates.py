"""How often the verifier is wrong: faults put into sound briefs, and what became of each.

Enter: briefs with their evidence, and the gate. Leave: for each operator how many faults were
caught, repaired or escaped, with Wilson intervals, and the coverage. Caught: the brief is
held over something that the sound brief does not have. Repaired: the brief that would be published
no longer holds the fault. Escaped: the fault would be published, with a warning or without one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from pipeline.evals.faults.parts import OPERATORS, Operator
from pipeline.evals.figures import Rate, wilson
from pipeline.records import Draft, Evidence, Finding, Judgement
from pipeline.records import draft as drafts

Fate = Literal["caught", "repaired", "escaped"]
Judge = Callable[[Draft, Evidence], Judgement]
HARD = ("quote", "number", "unit", "negation", "attribution", "combination", "date")


@dataclass(frozen=True, slots=True)
class Trial:
    """One fault put into one brief."""

    day: str
    operator: str
    kind: str
    fate: Fate
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FaultReport:
    briefs: int
    operators: int
    trials: tuple[Trial, ...]
    coverage: Rate  # factual sentences the verifier could hold against a source
    escaped: Rate
    escaped_quotes_and_numbers: Rate
    by_kind: dict[str, Rate]


def run(briefs: Iterable[tuple[Draft, Evidence]], judge: Judge, *, rounds: int = 3) -> FaultReport:
    """Put every operator's fault into every brief, `rounds` times with other chances."""
    trials: list[Trial] = []
    judged = total = count = 0
    for draft, evidence in briefs:
        count += 1
        sound = judge(draft, evidence)
        covered, factual = coverage(sound.draft, evidence)
        judged, total = judged + covered, total + factual
        for operator in OPERATORS:
            trials += _trials(operator, sound, evidence, judge, rounds)
    return _report(count, tuple(trials), wilson(judged, total))


def _trials(
    operator: Operator, sound: Judgement, evidence: Evidence, judge: Judge, rounds: int
) -> list[Trial]:
    out = []
    seen = set()
    for turn in range(rounds):
        spoiled = operator.spoil(sound.draft, evidence, _chance(sound.draft, operator.name, turn))
        if spoiled is None or spoiled == sound.draft or spoiled in seen:
            continue
        seen.add(spoiled)
        after = judge(spoiled, evidence)
        rules = tuple(sorted({one.rule for one in _new(sound, after)}))
        fate = _fate(sound, after, spoiled)
        out.append(Trial(sound.draft.day, operator.name, operator.kind, fate, rules))
    return out


def _chance(draft: Draft, name: str, turn: int) -> Random:
    """The same chances for the same brief, operator and turn, on every machine."""
    seed = hashlib.sha256(f"{draft.day}\x1f{draft.title}\x1f{name}\x1f{turn}".encode()).digest()
    return Random(int.from_bytes(seed[:8], "big"))


def _new(before: Judgement, after: Judgement) -> list[Finding]:
    """Findings that the sound brief does not have."""
    known = {(one.rule, one.where.path, one.match) for one in before.findings}
    return [one for one in after.findings if (one.rule, one.where.path, one.match) not in known]


def _fate(sound: Judgement, after: Judgement, spoiled: Draft) -> Fate:
    new = _new(sound, after)
    if after.outcome == "held" and any(not one.resolved and one.severity != "info" for one in new):
        return "caught"
    if any(one.resolved for one in new) and after.draft != spoiled:
        return "repaired"
    return "escaped"


def coverage(draft: Draft, evidence: Evidence) -> tuple[int, int]:
    """(judged, factual) sentences: a judged one cites a known source, or is a slice of it."""
    known = {item.n for item in evidence.items}
    sentences = [one for _, one in drafts.sentences(draft)]
    judged = [one for one in sentences if one.cites and set(one.cites) <= known]
    return len(judged), len(sentences)


def _report(briefs: int, trials: tuple[Trial, ...], covered: Rate) -> FaultReport:
    hard = [one for one in trials if one.kind in HARD]
    kinds = sorted({one.kind for one in trials})
    by_kind = {kind: _escaped([one for one in trials if one.kind == kind]) for kind in kinds}
    return FaultReport(
        briefs,
        len({one.operator for one in trials}),
        trials,
        covered,
        _escaped(trials),
        _escaped(hard),
        dict(sorted(by_kind.items(), key=lambda pair: (-pair[1].share, -pair[1].of))),
    )


def _escaped(trials: Iterable[Trial]) -> Rate:
    listed = list(trials)
    return wilson(sum(one.fate == "escaped" for one in listed), len(listed))


def table(report: FaultReport) -> str:
    """Operators with what became of their faults, kinds, and the two rates that count."""
    names = list(dict.fromkeys(one.operator for one in report.trials))
    lines = [f"{'':28} {'kind':12} {'faults':>6} {'caught':>6} {'mended':>6} {'escaped':>7}"]
    for name in names:
        own = [one for one in report.trials if one.operator == name]
        fates = [sum(one.fate == fate for one in own) for fate in ("caught", "repaired", "escaped")]
        lines.append(
            f"{name:28} {own[0].kind:12} {len(own):6} {fates[0]:6} {fates[1]:6} {fates[2]:7}"
        )
    lines.append("")
    for kind, found in report.by_kind.items():
        lines.append(f"{kind:28} published {rate(found)}")
    lines.append(f"{'all faults':28} published {rate(report.escaped)}")
    lines.append(f"{'quotes and figures':28} published {rate(report.escaped_quotes_and_numbers)}")
    lines.append(f"{'coverage':28} {rate(report.coverage)} of factual sentences could be judged")
    lines.append(
        f"{report.briefs} briefs, {report.operators} operators, {len(report.trials)} faults"
    )
    return "\n".join(lines)


def rate(one: Rate) -> str:
    """A rate as it is shown, with its interval."""
    return f"{one.count}/{one.of} = {one.share:.2%} (95 %: {one.low:.2%} to {one.high:.2%})"


def without_trials(report: FaultReport) -> FaultReport:
    """The report as it is shown on a page: rates only."""
    return replace(report, trials=())
