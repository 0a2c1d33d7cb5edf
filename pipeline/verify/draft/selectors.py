"""Checks a draft's quotes against the evidence and cuts them again where they slipped.

A quote must select, word for word, what it prints. A slipped or nearly right quote is cut again
from the one place that was meant; one found only in another source is re-pointed, and said so;
any other is left and holds the brief.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.records import Draft, Evidence, EvidenceItem, Finding, Quote, Sentence
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.text.folding import fold
from pipeline.verify.quotes.check import Check, QuoteWords, check, check_at, stands

CONTEXT = 60  # characters of prefix and suffix, as the writers give them


def mend(draft: Draft, evidence: Evidence) -> tuple[Draft, list[Finding]]:
    """The draft with every quote cut from its source, and what was found."""
    found: list[Finding] = []

    def on_quote(path: str, quote: Quote) -> Quote:
        made, findings = mend_quote(path, quote, evidence)
        found.extend(findings)
        return made

    def on_sentence(path: str, sentence: Sentence) -> Sentence:
        made, findings = _mend_sentence(path, sentence, evidence)
        found.extend(findings)
        return made

    return drafts.change(draft, sentence=on_sentence, quote=on_quote), found


def mend_quote(path: str, quote: Quote, evidence: Evidence) -> tuple[Quote, list[Finding]]:
    """One quote: as it stands, cut again, re-pointed, or left with an open error."""
    item = evidence.item(quote.n)
    if item is not None:
        verdict = _check(quote, item)
        if verdict.accepted and _selects(quote, item):
            return quote, []
        if verdict.verdict != "missing":
            return _recut(path, quote, item, verdict)
    return _elsewhere(path, quote, evidence)


def _selects(quote: Quote, item: EvidenceItem) -> bool:
    inside = 0 <= quote.start < quote.end <= len(item.text)
    return inside and item.text[quote.start : quote.end] == quote.exact


def _check(quote: Quote, item: EvidenceItem) -> Check:
    """Check in its own place first, so that a quote that stands twice keeps its place."""
    if _selects(quote, item):
        said = QuoteWords(quote.words, "plain")
        here = check_at(said, item.text, (quote.start, quote.end), item.form)
        if here is not None:
            return here
    return _checked(quote.words, item)


def _checked(words: str, item: EvidenceItem) -> Check:
    return check(words, item.text, form="plain", stands=item.form)


def cut(item: EvidenceItem, start: int, end: int, printed: str = "") -> Quote:
    """The selector of a slice of an item."""
    text = item.text
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Quote(item.n, start, end, text[start:end], before, after, printed)


def _recut(
    path: str, quote: Quote, item: EvidenceItem, verdict: Check
) -> tuple[Quote, list[Finding]]:
    elided = quote.printed if verdict.accepted and len(verdict.pieces) > 1 else ""
    made = cut(item, verdict.start, verdict.end, elided)
    rule, message = {
        "exact": ("quote-selector", "The offsets did not select the quoted words."),
        "spelling": ("quote-spelling", f"Spelled otherwise in the source: {verdict.why}."),
        "near": ("quote-altered", f"The quote was altered: {verdict.why}."),
        "clipped": ("quote-clipped", f"The quote was cut short: {verdict.why}."),
    }[verdict.verdict]
    found = finding(
        rule,
        path,
        quote.words,
        message,
        fix=f"print the source's words: {made.exact}",
        evidence=f"[Source {item.n}] {made.exact}",
        resolved="repaired",
    )
    return made, [found]


def _elsewhere(path: str, quote: Quote, evidence: Evidence) -> tuple[Quote, list[Finding]]:
    others = [
        (item, verdict)
        for item in evidence.items
        if item.n != quote.n
        and stands(quote.words, item.text, form="plain", of=item.form)
        and (verdict := _checked(quote.words, item)).accepted
    ]
    if len(others) != 1:
        return quote, [_lost(path, quote, [item.n for item, _ in others])]
    item, verdict = others[0]
    made = cut(item, verdict.start, verdict.end)
    found = finding(
        "quote-misattributed",
        path,
        quote.words,
        f"These words are not from source {quote.n} but from source {item.n}.",
        fix=f"cite [Source {item.n}]",
        evidence=f"[Source {item.n}] {made.exact}",
        resolved="repaired",
    )
    return made, [found]


def _lost(path: str, quote: Quote, places: list[int]) -> Finding:
    if places:
        names = ", ".join(map(str, places))
        message = f"These words are not in source {quote.n}; sources {names} all have them."
        return finding("quote-misattributed", path, quote.words, message, fix="cite the right one")
    return finding(
        "quote-not-found",
        path,
        quote.words,
        f"These words do not stand in source {quote.n}, nor in another of the evidence.",
        fix="quote the source's own words, or take the quote out",
    )


def _mend_sentence(
    path: str, sentence: Sentence, evidence: Evidence
) -> tuple[Sentence, list[Finding]]:
    """A sentence given as the source's own: its slice, its words, its citation."""
    if sentence.origin != "source":
        return sentence, []
    if sentence.quote is None:
        message = "A sentence given as the source's own has no selector."
        return sentence, [finding("sentence-altered", path, sentence.text, message)]
    quote, findings = mend_quote(f"{path}.quote", sentence.quote, evidence)
    if any(not one.resolved for one in findings):
        return replace(sentence, quote=quote), findings
    text, cites = sentence.text, sentence.cites
    if fold(text, "plain").norms != fold(quote.words, "plain").norms:
        text = " ".join(quote.words.split())
        message = "The sentence differs from the slice it selects."
        findings.append(_altered(path, sentence, message, text))
    if quote.n not in cites:
        cites = (quote.n,)
        message = f"The sentence is cut from source {quote.n} but cites another."
        findings.append(_altered(f"{path}.cites", sentence, message, f"[Source {quote.n}]"))
    return replace(sentence, text=text, cites=cites, quote=quote), findings


def _altered(path: str, sentence: Sentence, message: str, fix: str) -> Finding:
    return finding("sentence-altered", path, sentence.text, message, fix=fix, resolved="repaired")
