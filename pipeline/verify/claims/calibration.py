"""How often a model as judge was right, on file: what lets it decide, and what does not.

Enter: briefs/judge.json, written by `dateline eval judge --save`. Leave: a `Calibration`,
and the reason why the judge of today may only advise. The rates are derived from the counts, so
the figures printed beside them cannot lift a bar. Refuses: a file that is not in this form.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.records import store
from pipeline.records.rules import RULES

FILE = "judge.json"  # below briefs/, committed with the record
MEASURE = "dateline eval judge --save"

# The bars under which a judge passes or holds no sentence. At rates of 0.9 a judge of 40 sentences
# with two bad ones errs about four times; below, its word costs a person more than it saves.
RATE = 0.9
KAPPA = 0.6
LEAST = 100  # labelled sentences
LEAST_EACH = 20  # of either label: a rate over fewer moves by more than 0.05 with one row
# A denial that words find is a grave fault and rarely a false alarm: who lifts it must have seen it.
KIND_RATE = 0.95  # of the false sentences of a kind, of which there are LEAST_EACH
ALL = "all"  # the kind that every rule a judge may settle takes part in


class Interval(BaseModel):
    """A figure and its 95 % interval."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    value: float
    low: float
    high: float


class FaultCount(BaseModel):
    """False sentences with one kind of fault, and how many of them the judge said no to."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    of: int = Field(ge=0)
    refuted: int = Field(ge=0)


class Calibration(BaseModel):
    """One measurement. A row without a verdict counts among the wrong ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    writer: str
    """Whose model it is: claude or local."""
    model: str
    prompt: str
    """Names and versions of the prompt files."""
    made: str
    """Day of the measurement."""
    data: str
    """SHA-256 of the labelled file."""
    supported: int = Field(ge=0)
    """Sentences labelled 1."""
    confirmed: int = Field(ge=0)
    """Of these, how many the judge said yes to."""
    unsupported: int = Field(ge=0)
    refuted: int = Field(ge=0)
    """Of the unsupported, how many the judge said no to."""
    unanswered: int = Field(0, ge=0)
    """Sentences without a verdict: no usable reply, or a quote that does not stand."""
    faults: dict[str, FaultCount] = {}
    """The unsupported ones by the kind of fault that their rows name."""
    figures: dict[str, Interval] = {}
    """The same with intervals, for readers."""

    @model_validator(mode="after")
    def _parts_fit(self) -> Calibration:
        if self.confirmed > self.supported or self.refuted > self.unsupported:
            raise ValueError("more right answers than sentences")
        return self

    @property
    def rows(self) -> int:
        return self.supported + self.unsupported

    @property
    def true_positive_rate(self) -> float:
        return self.confirmed / self.supported if self.supported else 0.0

    @property
    def true_negative_rate(self) -> float:
        return self.refuted / self.unsupported if self.unsupported else 0.0

    @property
    def agreement(self) -> float:
        return (self.confirmed + self.refuted) / self.rows if self.rows else 0.0

    @property
    def chance(self) -> float:
        """Agreement that two raters of these habits reach by chance (Cohen 1960)."""
        if not self.rows:
            return 0.0
        labelled = self.supported / self.rows
        said = (self.confirmed + self.unsupported - self.refuted) / self.rows
        return labelled * said + (1 - labelled) * (1 - said)

    @property
    def kappa(self) -> float:
        return kappa_at(self.agreement, self.chance)


def kappa_at(agreement: float, chance: float) -> float:
    """Cohen's kappa; 0 where chance explains all there is."""
    return 0.0 if chance >= 1 else (agreement - chance) / (1 - chance)


def read(folder: Path) -> Calibration | None:
    """The calibration kept in a newsroom's briefs/. Raises RecordError."""
    path = folder / FILE
    return store.read(Calibration, path) if path.is_file() else None


def objection(found: Calibration | None, *, writer: str, model: str, prompt: str) -> str:
    """Why a judge may only advise; "" when it may decide."""
    if found is None:
        return f"no calibration of it is on file (`{MEASURE}` makes {FILE})"
    if (found.writer, found.model) != (writer, model):
        return f"the calibration on file is of {found.model} (`{MEASURE}` makes another)"
    if found.prompt != prompt:
        return (
            f"it was calibrated with the prompts {found.prompt}, these are {prompt} "
            f"(`{MEASURE}` makes another)"
        )
    return short_of(found)


def short_of(found: Calibration) -> str:
    """Which bar a calibration does not reach, in words; "" when it reaches all."""
    if found.rows < LEAST:
        return f"it was calibrated on {found.rows} sentences, {LEAST} are needed"
    if min(found.supported, found.unsupported) < LEAST_EACH:
        return f"it was calibrated on fewer than {LEAST_EACH} sentences of one label"
    for name, value, bar in (
        ("true-positive rate", found.true_positive_rate, RATE),
        ("true-negative rate", found.true_negative_rate, RATE),
        ("kappa", found.kappa, KAPPA),
    ):
        if value < bar:
            return f"its {name} is {value:.3f}, {bar} is needed"
    return ""


def settles(found: Calibration | None) -> frozenset[str]:
    """Kinds of faults of which a judge that may decide may say that words are wrong about them: of those
    that the table of rules lets a judge settle at all, which figures are not."""
    if found is None or short_of(found):
        return frozenset()
    named = {row.judge for row in RULES.values()}
    seen = (
        kind
        for kind, count in found.faults.items()
        if count.of >= LEAST_EACH and count.refuted >= KIND_RATE * count.of and kind in named
    )
    return frozenset((ALL, *seen))
