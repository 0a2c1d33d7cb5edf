"""Scores how likely a claim follows from a source, and says where it looked.

Enter: a claim (one sentence or several) and a source. Leave: a `Claim`: probability, tier, the
window, and the parts. The model is a logistic regression over `features`, one set of
coefficients per kind of claim, frozen in `claims.json` with what each was fitted and calibrated
on (bench/fit_claims.py makes it). One threshold for all kinds was measured to fail.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pipeline.text import lexicon
from pipeline.text.folding import fold
from pipeline.text.sentences import sentences
from pipeline.verify.claims.features import NAMES, Features, measure
from pipeline.verify.claims.terms import HEDGED, OPPOSITE
from pipeline.verify.quotes.edits import WordEdit
from pipeline.verify.quotes.nearest import nearest

Kind = Literal["fact", "answer", "summary"]
Tier = Literal["supported", "check", "unsupported"]
KINDS: tuple[Kind, ...] = ("fact", "answer", "summary")


@dataclass(frozen=True, slots=True)
class ClaimPart:
    """One sentence of a claim, with the span of the source it was held against."""

    start: int
    end: int
    features: Features
    probability: float


@dataclass(frozen=True, slots=True)
class Claim:
    probability: float
    supported: bool
    tier: Tier
    parts: tuple[ClaimPart, ...]

    @property
    def weakest(self) -> ClaimPart | None:
        return min(self.parts, key=lambda part: part.probability, default=None)


@lru_cache(maxsize=1)
def model() -> dict[str, Any]:
    """The frozen coefficients. Refuses a file made for other features."""
    data: dict[str, Any] = json.loads((Path(__file__).parent / "claims.json").read_text("utf-8"))
    if tuple(data["features"]) != NAMES:
        raise AssertionError("claims.json was fitted on other features; run bench/fit_claims.py")
    return data


def kind_of(claim: str, *, response: bool = False) -> Kind:
    """A whole reply is an answer, several sentences are a summary, one is a fact."""
    if response:
        return "answer"
    return "summary" if len(spans(claim)) > 1 else "fact"


def spans(claim: str) -> tuple[tuple[int, int], ...]:
    """Sentences of a claim that hold words."""
    found = sentences(claim) or ((0, len(claim)),)
    return tuple((a, b) for a, b in found if any(char.isalnum() for char in claim[a:b]))


@lru_cache(maxsize=1024)
def judge_claim(claim: str, source: str, *, kind: Kind | None = None, question: str = "") -> Claim:
    """Score a claim against a source. `kind` is found from its form unless given."""
    kind = kind or kind_of(claim)
    own = model()["kinds"][kind]
    text = given(source, question) if kind == "answer" else source
    parts = tuple(_part(claim, span, text) for span in spans(claim))
    if not parts:
        return Claim(0.0, False, "unsupported", ())
    raw = _raw(own, pooled(own, [part.features.values for part in parts]))
    probability = _sigmoid(own["slope"] * raw + own["offset"])
    return Claim(probability, raw >= own["cut"], _tier(probability, own), parts)


def given(source: str, question: str) -> str:
    """What an answer may take its words from: repeating the question is no invention.

    Only for whole answers. A single cited statement must stand in its source with these words too:
    not to ask for them measured worse there.
    """
    return f"{source}\n\n{question}" if question else source


def _part(claim: str, span: tuple[int, int], source: str) -> ClaimPart:
    found = measure(claim[span[0] : span[1]], source)
    own = model()["kinds"]["fact"]
    raw = _raw(own, pooled(own, [found.values]))
    return ClaimPart(*span, found, _sigmoid(own["slope"] * raw + own["offset"]))


def pooled(own: dict[str, Any], rows: list[tuple[float, ...]]) -> tuple[float, ...]:
    """What a kind's model sees of a claim's sentences: mean features, or its worst sentences."""
    chosen = [tuple(row[NAMES.index(name)] for name in own["features"]) for row in rows]
    if "sentence" not in own:
        return tuple(sum(column) / len(column) for column in zip(*chosen, strict=True))
    return risks([1 - _sigmoid(_raw(own["sentence"], row)) for row in chosen])


def risks(doubts: list[float]) -> tuple[float, ...]:
    """The most doubtful sentence, the two most doubtful, and all of them, each as a mean."""
    worst = sorted(doubts, reverse=True)
    return worst[0], sum(worst[:2]) / len(worst[:2]), sum(worst) / len(worst)


def _raw(own: dict[str, Any], vector: tuple[float, ...]) -> float:
    pairs = zip(own["weights"], vector, strict=True)
    return float(own["bias"] + sum(one * value for one, value in pairs))


def _tier(probability: float, own: dict[str, Any]) -> Tier:
    low, high = own["tiers"]
    if probability >= high:
        return "supported"
    return "unsupported" if probability < low else "check"


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, value))))


# ── what the gate says of a claim ─────────────────────────────────────────────────────────

# Below this share of a sentence's weight in any window of its source, 3 in 100 supported claims
# of the WiCE sample fall and 22 in 100 unsupported ones: the claim is from elsewhere.
FOREIGN = 0.3
LEAST_WORDS = 5  # a shorter sentence says too little to be weighed


@lru_cache(maxsize=4_096)  # a draft is judged again after each repair; most sentences stay
def weigh(claim: str, texts: tuple[str, ...], *, whole: str = "") -> tuple[str, str, str] | None:
    """Rule, message and window for a claim that its cited texts do not plainly bear out.

    whole: the sentence with the quoted words that the claim leaves out. Where it stands in a text
    word for word, what was left out altered nothing.
    Error only where the words themselves are foreign to the source; what a model of words merely
    doubts is for a person to look at.
    """
    if len([word for word in claim.split() if word.isalpha()]) < LEAST_WORDS:
        return None
    joined = "\n\n".join(texts)
    turned = _turned(claim, joined)
    if turned and not (turned[0] == "claim-altered" and _stands(whole, joined)):
        return turned
    best = judge_claim(claim, joined, kind="fact")
    part = best.weakest
    if part is None or best.tier == "supported":
        return None
    window = " ".join(joined[part.features.start : part.features.end].split())[:400]
    values = dict(zip(NAMES, part.features.values, strict=True))
    if best.tier == "unsupported" and values["window"] < FOREIGN:
        words = ", ".join(part.features.missing[:6])
        return "claim-unsupported", f"The cited source does not speak of this: {words}.", window
    return (
        "claim-check",
        "By its words alone the cited source does not plainly bear this out.",
        window,
    )


# What the share of the claim in the densest place counts for beside the log-odds. Where one of
# several sources must be the right one, how much stands there tells more than what is wrong with
# it; from 1 to 8 the share found first is the same within half a point.
DENSEST = 4.0


def attribute(claim: str, texts: tuple[str, ...]) -> tuple[tuple[float, int], ...]:
    """Probability and index of each text as the source of a claim, likeliest first."""
    judged = [judge_claim(claim, text, kind="fact") for text in texts]
    order = sorted(range(len(texts)), key=lambda at: (-_pull(judged[at]), at))
    return tuple((judged[at].probability, at) for at in order)


def _pull(judged: Claim) -> float:
    """How strongly a text draws a claim: log-odds, and what stands in one place."""
    if not judged.parts:
        return 0.0
    sure = min(max(judged.probability, 1e-9), 1 - 1e-9)
    densest = [part.features.values[NAMES.index("fifty")] for part in judged.parts]
    return math.log(sure / (1 - sure)) + DENSEST * sum(densest) / len(densest)


def _turned(claim: str, text: str) -> tuple[str, str, str] | None:
    """A claim in nearly the source's words: what was changed, worse where it turns the meaning."""
    source = fold(text)
    found = nearest(fold(claim).norms, source)
    if found is None or not found.edits or found.same_meaning:
        return None
    start, end = source.slice(found.first, found.last)
    window = " ".join(text[start:end].split())
    turns = next((edit for edit in found.edits if _turns(edit)), None)
    if turns is not None:
        return "claim-negation", f"Here stands {_instead(turns)}.", window
    message = (
        f"Nearly the source's words, but {_instead(found.edits[0])}: quote it or write it anew."
    )
    return "claim-altered", message, window


def _stands(whole: str, text: str) -> bool:
    """Whether the words of a sentence stand in a text, one after the other."""
    words = " ".join(("", *fold(whole).norms, ""))
    return bool(words.strip()) and words in " ".join(("", *fold(text).norms, ""))


def _turns(edit: WordEdit) -> bool:
    said, meant = frozenset(edit.said), frozenset(edit.meant)
    flips = any(OPPOSITE.get(one, frozenset()) & meant for one in said)
    return flips or bool(said & _TURNS) != bool(meant & _TURNS) or bool(meant & HEDGED - said)


def _instead(edit: WordEdit) -> str:
    ours, theirs = " ".join(edit.said) or "nothing", " ".join(edit.meant) or "nothing"
    return f"{ours!r} where the source has {theirs!r}"


_TURNS = lexicon.NEGATIONS | lexicon.DENIALS | lexicon.CONDITIONS
