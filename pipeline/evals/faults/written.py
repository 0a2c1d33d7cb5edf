"""False sentences in a writer's own words: how many of each class would be published.

Enter: the evidence of briefs. Leave: for each class of fault the share that would be published,
near the words of the source and reworded, worst first, and what becomes of the same sentences
reworded without a fault, with Wilson intervals. A sentence would be published when the verifier
lets it stand as written; one replaced by its source or held is not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

from pipeline.evals.faults.reworded import CLASSES, FAULTS, Around, reworded
from pipeline.evals.figures import Rate, wilson
from pipeline.records import Evidence, EvidenceItem
from pipeline.text.sentences import sentences
from pipeline.verify.grounds.fate import Fate, examine, source_of

Form = Literal["near", "reworded"]
PROSE = re.compile(r"[A-Z][^|{}<>\[\]*_#\n]{40,260}\.")
EACH = 3  # sentences of a source, and faults of a sentence, in one round


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence put to the verifier. `fault` is "" for a faithful one."""

    day: str
    fault: str
    form: Form
    fate: Fate
    claim: str
    source_text: str

    @property
    def label(self) -> int:
        return int(not self.fault)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence and its source, with what is known of it: 1 for faithful."""

    claim: str
    source_text: str
    label: int
    op: str


def run(evidence: Iterable[Evidence], *, rounds: int = 1) -> tuple[Written, ...]:
    """Falsify and reword the sentences of every source, `rounds` times with other chances."""
    return tuple(
        trial
        for pack in evidence
        for item in pack.items
        for turn in range(rounds)
        for trial in _of_source(pack.day, item, _chance(pack.day, item, turn))
    )


def classes(trials: Iterable[Written]) -> dict[str, Rate]:
    """Shares that would be published by form and class, worst first."""
    found: dict[str, list[Written]] = {}
    for one in trials:
        if one.fault:
            found.setdefault(f"{one.form}, {one.fault}", []).append(one)
    rates = {name: _share(own, "published") for name, own in found.items()}
    return dict(sorted(rates.items(), key=lambda pair: (-pair[1].share, -pair[1].of, pair[0])))


def totals(trials: Iterable[Written]) -> dict[str, Rate]:
    """False sentences published by form, and the fates of the faithful ones."""
    listed = list(trials)
    forms: tuple[Form, ...] = ("near", "reworded")
    out = {
        f"false, {form}: published": _share(
            [one for one in listed if one.fault and one.form == form], "published"
        )
        for form in forms
    }
    true = [one for one in listed if not one.fault]
    names = (("kept as written", "published"), ("replaced", "replaced"), ("held", "held"))
    fates: dict[str, Fate] = {"published": "published", "replaced": "replaced", "held": "held"}
    return out | {f"faithful, {name}": _share(true, fates[fate]) for name, fate in names}


def _share(trials: list[Written], fate: Fate) -> Rate:
    return wilson(sum(one.fate == fate for one in trials), len(trials))


def _chance(day: str, item: EvidenceItem, turn: int) -> Random:
    seed = hashlib.sha256(f"{day}\x1f{item.passage}\x1f{item.n}\x1f{turn}".encode()).digest()
    return Random(int.from_bytes(seed[:8], "big"))


def _of_source(day: str, item: EvidenceItem, rng: Random) -> Iterator[Written]:
    source = source_of(item)
    every = [" ".join(item.text[a:b].split()) for a, b in sentences(item.text)]
    prose = [one for one in every if PROSE.fullmatch(one) and len(one.split()) >= 8]
    rng.shuffle(prose)
    for text in prose[:EACH]:
        around = Around(text, tuple(one for one in every if one != text))
        for fault, form, claim in _variants(around, rng):
            fate = examine(claim, [source]).fate
            yield Written(day, fault, form, fate, claim, item.text)


def _variants(around: Around, rng: Random) -> Iterator[tuple[str, Form, str]]:
    """The sentence reworded, then falsified, then falsified and reworded."""
    faithful = reworded(around.text, rng)
    if faithful:
        yield "", "reworded", faithful
    faults = list(FAULTS)
    rng.shuffle(faults)
    made = 0
    for fault in faults:
        false = fault(around, rng)
        if not false or false == around.text or made == EACH:
            continue
        made += 1
        name = next(kind for kind, names in CLASSES.items() if fault.__name__ in names)
        yield name, "near", false
        again = reworded(false, rng, whole=True)
        if again:
            yield name, "reworded", again
