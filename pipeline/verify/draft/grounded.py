"""Holds each written sentence of a draft against the words it rests on.

Enter: a draft and its evidence. Leave: the draft whose sentences name their ground as selectors, a
finding for each that its sources do not bear, and the source's sentence that may stand in its
place. An inference or advice is held to figures, names, code and contradiction only, and is one
only if it reads as one: a fact that is declared advice is judged as a fact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from pipeline.records import Draft, Evidence, EvidenceItem, Finding, Instead, Quote, Sentence
from pipeline.records import draft as drafts
from pipeline.records.parts import SentenceKind
from pipeline.records.rules import finding
from pipeline.records.selectors import is_passage
from pipeline.text.printable.leaning import introduced
from pipeline.verify.draft.anchors.declared import anchorable, declared, on, unsaid
from pipeline.verify.draft.anchors.held import alone, held, joined
from pipeline.verify.draft.divided import divided
from pipeline.verify.draft.selectors import cut
from pipeline.verify.draft.stated import unborne
from pipeline.verify.grounds.fate import (
    Fate,
    Verdict,
    examine,
    fails,
    least_borne,
    source_of,
)
from pipeline.verify.grounds.fits import Doubt, denying, on_line, value
from pipeline.verify.grounds.instead import may_stand, trimmed
from pipeline.verify.grounds.reading.kinds import Kind
from pipeline.verify.grounds.reading.sources import Ground, SourceText, words_of
from pipeline.verify.grounds.reading.syntax import ordered
from pipeline.verify.grounds.reading.words import keys, tokens

MOST = 3  # selectors that code names for a sentence; a fourth would be a passage
NEAREST = 4  # sources with most shared words that are looked at for a sentence in the wrong place
PLAINLY = 0.6  # of each clause, by the source that a sentence might cite instead
SHOWN = 280  # characters of a source's words beside what is held against them
RULES = {
    "figure": "number-missing", "unit": "number-unit", "name": "claim-name",
    "polarity": "claim-negation", "direction": "claim-negation", "foreign": "claim-unsupported",
}  # fmt: skip
OTHER = "It says {said!r} where the source says {stands!r}."
MESSAGES = {
    "figure": "{said} does not stand in what this cites, nor follow from figures it shows.",
    "unit": OTHER,
    "rate": "The rate is {said!r}, in the source {stands!r}.",
    "bound": "{said}: the source says {stands!r}.",
    "role": OTHER,
    "counted": "It counts {said!r}, the source {stands!r}.",
    "default": "{said} is a default, which can be set otherwise.",
    "as-default": "No cited source calls this the default, as {said!r} does: it may be only one choice.",
    "neighbour": "{said} belongs to something else; here the source has {stands}.",
    "crossed": "Two figures changed places: {said}.",
    "name": "{said!r} stands in no source this sentence cites.",
    "name-elsewhere": "The source that says this does not speak of {said!r}.",
    "name-swapped": "The source says this of {stands!r}, not of {said!r}.",
    "code": "{said!r} stands so in no source this sentence cites.",
    "polarity": "The source says the opposite, or this denies what it says{denying}.",
    "direction": OTHER,
    "foreign": "The cited sources have no words for {said}.",
    "drift": "Nearly the source's words, but {said!r} is not among them: take its word there, or tell it in"
    " a sentence of your own.",
    "roles": "Who did what is turned round: {said!r}, in the source {stands!r}.",
    "joined": "It says of one thing what its source says of another: {said!r}, in the source {stands!r}.",
    "quantity": OTHER,
    "condition": "Its source says this only under a condition, which is gone here: {stands!r}.",
    "maturity": "It tells as something else what its source says is planned, early, deprecated or removed ({stands!r}): {said!r}.",
    "tense": "It tells as what is what its source says was, or is to be ({stands!r}): {said!r}.",
    "exclusive": OTHER,
    "cause": "The source does not join these two by cause or purpose, as {said!r} does.",
    "gone": "The source does not say that this is gone ({said}).",
    "ready": "The source does not call this {said}.",
    "early": "The source does not call this {said}.",
    "necessity": "The source does not require this ({said}).",
    "divided": "The source says both {said!r} and {stands!r}: tell both, or leave it out.",
    "stated": "It states as a fact what no cited source says: {said!r}. Say it as a conclusion (may, should)"
    " or cite the source that says it.",
    "added": "The source does not say this of {said!r} too.",
    "rank": "It ranks ({said}) what its source only compares: {stands!r}.",
    "slot": "It says {said!r} where the words you anchored say {stands!r}.",
    "doer": "The words you anchored say this of {stands!r}, not of {said!r}.",
    "elsewhere": "{said!r} is not in the words you anchored; it stands in {stands}.",
    "alone": "The source does not say that it is this alone, as {said!r} does.",
    "relation": "No sentence of the cited source joins these so: {said}.",
}  # fmt: skip
APART = "The cited source speaks of this elsewhere only, not in one place."
ADDED = "It says {said!r}, and its source does not."
OTHERWISE = "It is surer or wider than its source: {said!r} for {stands!r}."
# Of a sentence's weight. Of 57 facts that a real model anchored each has 0.46 or more in its anchored
# sentences; in those that another of its facts named of the same source 48 of 54 have less than 0.4.
CARRIED = 0.4
LEAST_WORDS = 3  # of an anchor: two stand beside anything
BORNE = 0.3  # of the weight of a clause that a sentence of a source bears, to count as its ground
LEFT_OUT = "It leaves out what its source says with it: {stands!r}."
NOT_BORNE = "The words it is anchored in ({words!r}) do not bear this sentence. They do not say: "
FIX_ANCHOR = "anchor the words that say it, or write what the anchored words say"
# What a declared advice has to say, unless it is an order, to be one: `can` gives none.
ADVISES = re.compile(
    r"\b(?:should|ought to|must|(?:has|have|needs?) to|consider|worth|recommend\w*|better|your?)\b",
    re.IGNORECASE,
)
FIX = "say what the source says, cite the source that says this, or leave it out"


@dataclass(frozen=True, slots=True)
class Grounding:
    """A draft with the ground of its sentences, and what has none."""

    draft: Draft
    findings: tuple[Finding, ...]
    instead: tuple[Instead, ...]


def mend(draft: Draft, evidence: Evidence) -> Grounding:
    """Every written sentence that cites a known source, judged against it."""
    items = {item.n: item for item in evidence.items}
    found: list[Finding] = []
    instead: list[Instead] = []

    def on_sentence(path: str, sentence: Sentence) -> Sentence:
        cited = [items[n] for n in sentence.cites if n in items]
        if sentence.origin != "writer" or not cited:
            return sentence
        verdict = anchored(sentence, cited)
        standing = _standing(verdict, items)
        if standing is not None and _stands_there(standing, path, draft, items):
            instead.append(Instead(path, standing))
        if verdict.fate == "published":
            found.extend(_misplaced(path, sentence, verdict, cited))
            return _grounded(sentence, verdict, cited)
        fix = _other_source(sentence, cited, evidence) or FIX
        found.extend(findings_of(path, sentence, verdict, fix=fix))
        return sentence

    draft = drafts.change(draft, sentence=on_sentence)
    return Grounding(draft, tuple(found), tuple(instead))


def _stands_there(other: Sentence, path: str, draft: Draft, items: dict[int, EvidenceItem]) -> bool:
    """Whether a source's sentence can be printed at a path: nothing else of the draft says it, a quote
    neither, and what it speaks of is introduced by its document's title or before it in its section."""
    said = on_line(other.text)
    quoted = [on_line(quote.words) for _, quote in drafts.quotes(draft)]
    if any(said in one or one in said for one in quoted):
        return False
    steps = drafts.parse(path)
    section = draft.sections[int(steps[1])] if steps[:1] == ("sections",) else None
    scope = path.rpartition("sentences")[0] or path
    every = [(at, one) for at, one in drafts.sentences(draft) if at.startswith(scope)]
    before = [one.text for at, one in every[: [at for at, _ in every].index(path)]]
    title = items[other.cites[0]].title
    return introduced(said, ". ".join((title, section.headline if section else "", *before)))


def verdict_of(sentence: Sentence, cited: Sequence[EvidenceItem]) -> Verdict:
    """What may become of a sentence, by the sources it cites."""
    return _examined(sentence.text, tuple(cited), _declared(sentence), sentence.kind)


def _declared(sentence: Sentence) -> Kind | None:
    """The kind that a sentence is judged as by its writer's word: an inference, or advice worded as one."""
    if sentence.kind == "inference":
        return "inference"
    if sentence.kind == "advice" and (ADVISES.search(sentence.text) or ordered(sentence.text)):
        return "advice"
    return None


def anchored(sentence: Sentence, cited: Sequence[EvidenceItem]) -> Verdict:
    """What may become of a sentence, by the sources it cites and the words it is anchored in."""
    found = joined(sentence.text, verdict_of(sentence, cited), sentence.rests, cited)
    verdict = held(sentence.text, found, sentence.rests, cited)
    if verdict.fate == "published" or verdict.kind != "fact" or not sentence.rests:
        return verdict
    return alone(sentence.text, sentence.rests, cited) or verdict


def _concluded(text: str, verdict: Verdict, declared: bool, sources: list[SourceText]) -> Verdict:
    """The verdict on a conclusion or advice: held to what it states as a fact, and to figures, names,
    code and contradiction. Where it is declared as one, `basis` asks what it speaks of, and words that
    its sources lack are no fault."""
    if verdict.kind == "fact":
        return verdict
    doubts = [one for one in verdict.doubts if not (declared and one.rule == "foreign")]
    told = unborne(text, sources)
    fate: Fate = "held" if told else verdict.fate if fails(doubts) else "published"
    ground = None if told else verdict.ground
    return replace(verdict, fate=fate, doubts=(*doubts, *told), ground=ground)


@lru_cache(maxsize=2048)  # a draft is judged again after each repair; most sentences stay
def _examined(
    text: str, cited: tuple[EvidenceItem, ...], declared: Kind | None, called: SentenceKind
) -> Verdict:
    sources = [source_of(item) for item in cited]
    found = examine(text, sources, kind=declared)
    found = _concluded(text, found, called == found.kind, sources)
    if found.kind == "fact" and found.fate == "published":
        both = divided(text, found, sources)
        found = replace(found, fate="held", doubts=tuple(both), ground=None) if both else found
    return found


def findings_of(
    path: str, sentence: Sentence, verdict: Verdict, *, fix: str = FIX
) -> list[Finding]:
    """The doubts that keep a sentence from being published, the gravest first, each rule once."""
    return [
        finding(rule, path, match, message, fix=fix, evidence=stands)
        for rule, match, message, stands in doubted(sentence.text, verdict)
    ]


def doubted(
    text: str, verdict: Verdict, doubts: tuple[Doubt, ...] = ()
) -> list[tuple[str, str, str, str]]:
    """Rule, match, message and ground of a sentence's gravest doubts, or of these of them, each rule
    and match once."""
    out: dict[tuple[str, str], tuple[str, str, str, str]] = {}
    for doubt in sorted(doubts or verdict.doubts, key=lambda one: -one.weight)[:3]:
        rule = RULES.get(doubt.rule, "claim-ground")
        match = doubt.said if rule.startswith(("number-", "claim-name")) else text
        shown = _shown(_compared(doubt, verdict))
        out.setdefault((rule, match), (rule, match, _message(_as_written(doubt, text)), shown))
    return list(out.values())


def _compared(doubt: Doubt, verdict: Verdict) -> Ground | None:
    """The source's sentence that a doubt arose beside; the nearest to the whole where none did."""
    grounds = ((one.ground, one.doubts) for one in verdict.fits)
    beside = next((g for g, of in grounds if doubt in of or doubt.stands == g.text), None)
    nearest = verdict.nearest
    return beside or verdict.ground or (nearest.ground if nearest else None)


def _shown(ground: Ground | None) -> str:
    return f"[Source {ground.n}] {' '.join(ground.text.split())[:SHOWN]}" if ground else ""


def _other_source(sentence: Sentence, cited: Sequence[EvidenceItem], evidence: Evidence) -> str:
    """The one source that bears a sentence which its own do not; "" where none or several do."""
    said = set(words_of(sentence.text))
    others = sorted(
        (item for item in evidence.items if item not in cited),
        key=lambda item: (-len(said & _speaks(item.text)), item.n),
    )
    bearing = list(islice((one.n for one in others[:NEAREST] if _bears(sentence, one)), 2))
    return f"cite [Source {bearing[0]}], which speaks of this" if len(bearing) == 1 else ""


@lru_cache(maxsize=1024)  # apart from the sentences of sources, which are many more
def _speaks(passage: str) -> frozenset[str]:
    """The words of a whole passage."""
    return words_of(passage)


def _bears(sentence: Sentence, item: EvidenceItem) -> bool:
    if _borne(sentence.text, item, _declared(sentence)) < PLAINLY:
        return False
    return verdict_of(sentence, [item]).fate == "published"


@lru_cache(maxsize=2048)
def _borne(text: str, item: EvidenceItem, declared: Kind | None) -> float:
    return least_borne(text, [source_of(item)], kind=declared, enough=PLAINLY)


def _as_written(doubt: Doubt, text: str) -> Doubt:
    """A doubt about strange words with these as the sentence writes them, in its order."""
    if doubt.rule != "foreign":
        return doubt
    named = set(doubt.said.split(", "))
    words = dict.fromkeys(t.text for t in tokens(text) if t.low in named)
    return replace(doubt, said=", ".join(map(repr, words)) or doubt.said)


def _message(doubt: Doubt) -> str:
    otherwise = (OTHERWISE if doubt.stands else ADDED) if doubt.said else LEFT_OUT
    text = MESSAGES.get(doubt.rule, otherwise) if doubt.rule != "foreign" or doubt.said else APART
    if doubt.rule == "neighbour" and not any(one.isdigit() for one in doubt.stands):
        text = text.partition(";")[0] + " in the source."
    if "{stands" in text and not doubt.stands:  # nothing of the source stands against it
        told = f"{text.partition(':')[0]}{': {said!r}' if doubt.said.strip() else ''}."
        text = ADDED if "{said" in text else told
    stands = " ".join(doubt.stands.split())[:160]
    return text.format(said=doubt.said, stands=stands, denying=denying(doubt))


def _grounded(sentence: Sentence, verdict: Verdict, cited: Sequence[EvidenceItem]) -> Sentence:
    """The sentence with its kind as judged, and its ground: its anchors as they are, or our cut."""
    own = _selectors(verdict, cited) if verdict.kind == "fact" else ()
    return replace(sentence, kind=verdict.kind, rests=sentence.rests or own[:MOST])


def _misplaced(
    path: str, sentence: Sentence, verdict: Verdict, cited: Sequence[EvidenceItem]
) -> list[Finding]:
    """What is wrong with the anchors of a sentence, each reason once, with the words that bear it."""
    own = _selectors(verdict, cited)
    reasons = {_unfit(one, cited): one for one in sentence.rests if one not in own}
    if not any(reasons) and not _grounds(sentence, verdict, cited):
        sources = [source_of(item) for item in cited]
        lacks = ", ".join(unsaid(sentence.text, declared(sentence.rests, sources))) or "it"
        reasons = {NOT_BORNE + lacks.replace("{", "").replace("}", "") + ".": sentence.rests[0]}
    stands = _shown(_other_than(sentence, verdict))
    return [
        finding(
            "claim-anchor", path, sentence.text, why.format(words=quote.exact[:80], n=quote.n),
            fix=FIX_ANCHOR, evidence=stands,
        )
        for why, quote in reasons.items()
        if why
    ]  # fmt: skip


def _other_than(sentence: Sentence, verdict: Verdict) -> Ground | None:
    """The ground that bears most of a sentence and is not among the words it is anchored in."""
    ranked = sorted(verdict.fits, key=lambda one: -one.covered)
    apart = (one.ground for one in ranked if not any(on(q, one.ground) for q in sentence.rests))
    return next(apart, verdict.ground)


def _unfit(quote: Quote, cited: Sequence[EvidenceItem]) -> str:
    """Why an anchor can be no ground, whatever the sentence says; "" where it can."""
    item = next((one for one in cited if one.n == quote.n), None)
    if item is None:
        return "It is anchored in source {n}, which it does not cite."
    if item.text[quote.start : quote.end] != quote.exact:
        return "Its anchor does not select its words ({words!r}) in source {n}."
    whole = any(
        quote.start <= one.start and one.end <= quote.end for one in source_of(item).grounds
    )
    if len(quote.exact.split()) < LEAST_WORDS and not whole:
        return "Its anchor ({words!r}) is too few words to show what it rests on."
    if is_passage(item.text, quote.start, quote.end):
        return (
            "Its anchor ({words!r} ...) is a passage, not the one or two sentences that say this."
        )
    return ""


def _grounds(sentence: Sentence, verdict: Verdict, cited: Sequence[EvidenceItem]) -> bool:
    """Whether the anchors of a fact show what it rests on: one lies on a sentence that bears a clause
    of it, or together they have the words that carry it."""
    if verdict.kind != "fact" or not sentence.rests:
        return True
    return any(_touches(one, verdict) for one in sentence.rests) or (
        _carried(sentence, cited) >= CARRIED
    )


def _touches(quote: Quote, verdict: Verdict) -> bool:
    """Whether an anchor lies on a sentence of the source that bears a clause of this one."""
    return any(on(quote, one.ground) for one in verdict.fits if one.covered >= BORNE)


def _carried(sentence: Sentence, cited: Sequence[EvidenceItem]) -> float:
    """The share of a sentence's weight that its anchored sentences and what heads them bear."""
    ground = declared(sentence.rests, [source_of(item) for item in cited])
    bags = [one.bag for one in ground.grounds]
    said = [(value(one), keys(one.low)) for one in anchorable(sentence.text, ground)]
    borne = sum(v for v, k in said if any(bag.bears(k) >= 0.5 for bag in bags))
    return borne / (sum(v for v, _ in said) or 1.0)


def _selectors(verdict: Verdict, cited: Sequence[EvidenceItem]) -> tuple[Quote, ...]:
    items = {item.n: item for item in cited}
    spans = dict.fromkeys(
        (one.ground.n, one.ground.start, one.ground.end)
        for one in verdict.fits
        if one.covered >= BORNE
    )
    return tuple(cut(items[n], start, end) for n, start, end in spans)


def _standing(verdict: Verdict, items: dict[int, EvidenceItem]) -> Sentence | None:
    """The source's sentence that may be printed in the place of one that fails."""
    ground = verdict.ground
    ground = trimmed(ground) if ground else None
    if (
        ground is None
        or verdict.fate == "held"
        or ground.outside.denied
        or not may_stand(ground.text)
    ):
        return None
    quote = cut(items[ground.n], ground.start, ground.end)
    return Sentence(" ".join(quote.exact.split()), (ground.n,), "source", quote)
