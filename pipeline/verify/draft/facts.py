"""Checks numbers and names of a draft's own sentences against what they cite.

Computed sentences must have every figure and every name from the sources they cite; written ones
are also judged as claims. Sentences that are a source's own slice need neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.records import Draft, Evidence, EvidenceItem, Finding, Sentence
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.text.days import long_day
from pipeline.text.folding import fold
from pipeline.text.numbers import DOTTED
from pipeline.verify.claims import score
from pipeline.verify.claims.features import names
from pipeline.verify.claims.numbers import Fault, quantities, unborne
from pipeline.verify.draft.prose import unquoted


def check(draft: Draft, evidence: Evidence, known: tuple[str, ...]) -> list[Finding]:
    """Numbers, names and claims that the cited sources do not bear out.

    known: words a computed sentence may use of its own, such as the titles of the domains.
    """
    items = {item.n: item for item in evidence.items}
    found: list[Finding] = []
    for path, sentence in drafts.sentences(draft):
        if sentence.origin == "source":
            continue
        cited = [items[n] for n in sentence.cites if n in items]
        if cited and sentence.origin == "computed":
            found += number_findings(path, sentence, cited)
            found += name_findings(path, sentence, cited, known)
        if cited and sentence.origin == "writer":
            found += claim_findings(path, sentence, cited)
    return found


def name_findings(
    path: str, sentence: Sentence, cited: list[EvidenceItem], known: tuple[str, ...]
) -> list[Finding]:
    """Names in a sentence that stand in none of the sources it cites."""
    said = {norm for text in known for norm in fold(text).norms}
    for item in cited:
        for text in (item.text, *bearing(item)):
            said.update(fold(text).norms)
    strange = [name for name in names(sentence.text) if not set(fold(name).norms) <= said]
    return [
        finding("claim-name", path, name, f"{name!r} stands in no source this sentence cites.")
        for name in dict.fromkeys(strange)
    ]


def claim_findings(path: str, sentence: Sentence, cited: list[EvidenceItem]) -> list[Finding]:
    """A note where the claim model doubts a written sentence; it neither holds nor passes one."""
    text = unquoted(sentence.text)
    if sentence.kind != "fact" or len(text.split()) < score.LEAST_WORDS:
        return []
    best = score.judge_claim(text, "\n\n".join(item.text for item in cited), kind="fact")
    if best.tier != "unsupported":
        return []
    message = "By its words alone the cited source does not plainly bear this out."
    return [finding("claim-check", path, sentence.text, message)]


def bearing(item: EvidenceItem) -> tuple[str, ...]:
    """What beside its text an item is known by: title, date, place in the document."""
    return tuple(
        one
        for one in (
            item.title,
            item.source_title,
            *_days(item),
            item.locator,
            *item.headings,
        )
        if one
    )


def _days(item: EvidenceItem) -> Iterator[str]:
    """The days an item is known by, in both forms that a brief writes them."""
    for day in (item.published, item.first_seen, item.changed):
        if day:
            yield from (day, long_day(day))


VERSION = re.compile(DOTTED)
NAME_BEFORE = re.compile(r"[^\W\d][-‐‑]$")


def number_findings(path: str, sentence: Sentence, cited: list[EvidenceItem]) -> list[Finding]:
    """Findings for the numbers of one sentence."""
    texts = tuple(item.text for item in cited)
    known = tuple(one for item in cited for one in bearing(item))
    faults = unborne(sentence.text, texts, known=known, words=sentence.origin == "writer")
    if sentence.origin == "computed":
        faults = (*faults, *_uncopied(sentence.text, texts, known))
    return [_finding(path, sentence, fault, cited) for fault in faults]


def _uncopied(text: str, sources: tuple[str, ...], known: tuple[str, ...]) -> tuple[Fault, ...]:
    """Measures of a computed sentence that stand, number and unit together, in no source.

    Code copies a measure as it stands, so another unit elsewhere in a source is no excuse. `known`:
    titles and days of the sources.
    """
    runs = [" ".join(("", *fold(source).norms, "")) for source in sources]
    names = " ".join(("", *(norm for one in known for norm in fold(one).norms), ""))
    faults = []
    for one in quantities(text):
        measure = fold(text[one.start : one.end] + _next_word(text, one.end)).norms
        run_of = f" {' '.join(measure)} "
        if run_of in names or NAME_BEFORE.search(text, 0, one.start):
            continue  # a title's or a name's own number: the 44 of NIP-44
        if VERSION.fullmatch(one.text) and not one.unit and f" {one.text} " in names:
            continue  # a release's version before its verb: `Kestrel 4.2.1 fixes`
        held = [run_of in run for run in runs]
        measured = not one.spelled and (one.unit or one.noun)
        if measured and held and not any(held):
            faults.append(Fault(one))
    return tuple(faults)


def _next_word(text: str, end: int) -> str:
    found = re.match(r"\s?[^\W\d]\w*|\s?%", text[end:])
    return found.group() if found else ""


def _finding(path: str, sentence: Sentence, fault: Fault, cited: list[EvidenceItem]) -> Finding:
    names = ", ".join(f"[Source {item.n}]" for item in cited)
    number = fault.quantity.text
    if fault.other:
        message = (
            f"{number} {fault.quantity.unit} in the sentence is {number} {fault.other} in {names}."
        )
        return finding("number-unit", path, number, message, fix=f"write {number} {fault.other}")
    message = f"{number} does not stand in {names}."
    fix = "give the source's number, cite the source that has it, or leave it out"
    return finding("number-missing", path, number, message, fix=fix, evidence=sentence.text)
