"""What is found in a draft, what came of it, and the brief that stands in the record."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator

from pipeline.records.parts import Draft, Sentence
from pipeline.records.story import Edition, Quiet

Severity = Literal["error", "warning", "info"]
Outcome = Literal["published", "held"]
RECORD = "brief.json"  # in the folder of a day


@dataclass(frozen=True, slots=True)
class Where:
    """A place: JSON path in a draft, or line and column (from 1) in a file, or both."""

    path: str = ""
    line: int = 0
    column: int = 0
    file: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One precise observation: what rule, where, the match, and what to do.

    resolved says what was done about it: "" (open), "repaired", "replaced" (by the source's own
    sentence) or "removed" by code, "judged" (a doubt that a calibrated judge did not share),
    "approved" by a person, or "corrected" (it was open, and a later judgement does not find it).
    """

    rule: str
    severity: Severity
    where: Where
    match: str
    message: str
    fix: str = ""
    evidence: str = ""
    resolved: str = ""

    @property
    def holds(self) -> bool:
        """Whether it is an open error, over which nothing is published."""
        return self.severity == "error" and not self.resolved


@dataclass(frozen=True, slots=True)
class Saved:
    """Dollars that one cause saved: routing, caching, batch or repeat; negative: cost extra."""

    cause: str
    usd: str  # Decimal as text


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a text cost and whom that was paid. Amounts are empty where the ledger has faults."""

    models: tuple[str, ...] = ()
    tokens: int = 0  # billed, of all classes
    cost_usd: str = "0"  # Decimal as text
    avoided_usd: str = "0"
    saved: tuple[Saved, ...] = ()  # by cause; adds up to avoided_usd
    baseline: str = ""  # the model that savings are counted against
    hosts: tuple[str, ...] = ()  # that the models were asked at; records before had none


@dataclass(frozen=True, slots=True)
class Composition:
    """What a writer hands over: its draft, and what it cut, used and called on the way."""

    draft: Draft
    findings: tuple[Finding, ...] = ()
    calls: int = 0  # model replies used, paid or repeated
    receipt: Receipt = Receipt()


@dataclass(frozen=True, slots=True)
class Instead:
    """The source's own sentence that may stand where a written one failed."""

    path: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verifier's word on a draft: the draft as it may be printed, and why."""

    draft: Draft
    findings: tuple[Finding, ...]
    score: int  # 0 to 100
    outcome: Outcome
    instead: tuple[Instead, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    writer: str
    config_digest: str
    corpus_digest: str
    code_version: str
    documents: int
    passages: int
    receipt: Receipt = Receipt()


def _nested(value: object) -> object:
    """A provenance as it is written today: once the fields of its receipt stood among its own."""
    if not isinstance(value, dict) or "receipt" in value:
        return value
    names = {one.name for one in fields(Receipt)}
    kept = {name: one for name, one in value.items() if name not in names}
    return {**kept, "receipt": {name: one for name, one in value.items() if name in names}}


@dataclass(frozen=True, slots=True)
class Correction:
    """A dated change to a published brief: a correction, a retraction of all of it, or the withdrawal
    of one story, whose section `where` names."""

    made: str
    kind: str
    text: str
    where: str = ""
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision on a held brief: approved or rejected, by whom and why."""

    made: str
    decision: Literal["approved", "rejected"]
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Brief:
    day: str
    draft: Draft
    findings: tuple[Finding, ...]
    score: int
    outcome: Outcome
    provenance: Annotated[Provenance, BeforeValidator(_nested)]
    published: str  # ISO time at which it was published; of a held one, at which it was held
    corrections: tuple[Correction, ...] = ()
    reviews: tuple[Review, ...] = ()
    edition: Edition = "news"
    quiet: tuple[Quiet, ...] = ()  # domains without news, each with its one line
    knew: tuple[str, ...] | None = None  # days public when it was made; None: all before its own


def record_of(day: str) -> str:
    """Path of a day's brief from the root of its newsroom."""
    return f"briefs/{day}/{RECORD}"


def recorded(briefs: Path) -> list[Path]:
    """The briefs in a folder of days, oldest first."""
    return sorted(briefs.glob(f"????-??-??/{RECORD}"))
