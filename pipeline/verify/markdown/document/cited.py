"""Holds a sentence of a file against the sources it cites, and its figures too.

Enter: a sentence with its marks blanked, and the sources that these name. Leave: findings on the sheet.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.records import EvidenceItem, Severity
from pipeline.records.rules import row
from pipeline.text.words import STOPWORDS, words
from pipeline.verify.claims import score as claims
from pipeline.verify.claims.numbers import unborne
from pipeline.verify.draft import prose
from pipeline.verify.draft.facts import bearing
from pipeline.verify.draft.grounded import doubted
from pipeline.verify.grounds.fate import Verdict, examine, fails, source_of
from pipeline.verify.grounds.reading.leads import addressed
from pipeline.verify.markdown import parse
from pipeline.verify.markdown.examination import Sheet
from pipeline.verify.markdown.source_entries import untitled

SENTENCE_WORDS = 4


def check_figures(sheet: Sheet, at: int, plain: str, known: list[EvidenceItem]) -> None:
    bare = prose.unquoted(plain)
    texts = tuple(item.text for item in known)
    about = tuple(one for item in known for one in bearing(item))
    names = ", ".join(f"source {item.n}" for item in known)
    for fault in unborne(bare, texts, known=about):
        number, place = fault.quantity.text, at + fault.quantity.start
        if fault.other:
            message = f"{names} gives {number} {fault.other}, not {fault.quantity.unit}."
            sheet.report("number-unit", place, number, message, fix=f"write {fault.other}")
        else:
            elsewhere = [n for n, item in sheet.items.items() if not unborne(number, (item.text,))]
            hint = (
                f"cite source {elsewhere[0]}" if len(elsewhere) == 1 else "give the source's figure"
            )
            message = f"{number} does not stand in {names}."
            sheet.report("number-missing", place, number, message, fix=hint)


# Share from which a text is English; German has 0.02 of them, English 0.3 to 0.5.
FUNCTION_WORDS = 0.1


def are_english(known: list[EvidenceItem]) -> bool:
    """Whether the sources are in the one language that sentences are held to their ground in."""
    said = [word.casefold() for item in known for word in words(item.text[:2_000])]
    return (
        sum(word in STOPWORDS for word in said) >= FUNCTION_WORDS * len(said)
        or len(said) < LEAST_WORDS
    )


LEAST_WORDS = 20
_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?](?:\s|$))")  # where a mark stood


def is_borne(sheet: Sheet, at: int, plain: str, known: list[EvidenceItem]) -> bool:
    """Hold a cited sentence against its ground, as a draft's is; whether its figures were judged too.

    What only a model of words doubts is a note.
    """
    bare = plain.replace(parse.HELD, "")
    said = untitled(_BEFORE_STOP.sub("", " ".join(prose.unquoted(bare).split())), known)
    told = said[addressed(said) :]
    sources = [source_of(item) for item in known]
    verdict = examine(told, sources)
    if told != said and verdict.fate == "published":
        label = said[: -len(told)]
        if named := _to_whom(examine(said, sources), label):
            told, verdict = label, named
    if verdict.fate != "published" and len(said.split()) >= SENTENCE_WORDS:
        found = doubted(told, verdict)
        figures = len(sheet.found)
        check_figures(sheet, at, plain, known)
        figured = len(sheet.found) > figures
        for rule, match, message, stands in found:
            if not (figured and rule.startswith("number-")):
                sheet.report(rule, at, match, message, evidence=stands)
        return True
    texts = tuple(item.text for item in known)
    weighed = claims.weigh(prose.unquoted(bare), texts, whole=bare)
    if weighed is not None:
        rule, message, window = weighed
        severity: Severity = "info" if rule == "claim-unsupported" else row(rule).severity
        sheet.report(rule, at, plain.strip(), message, evidence=window, severity=severity)
    return verdict.fate == "published"


def _to_whom(whole: Verdict, label: str) -> Verdict | None:
    """The verdict on a sentence by a name or code in the words that say to whom it is said; none where
    its sources know them."""
    named = tuple(
        d for d in whole.doubts if d.rule in ("name", "code") and d.said in label.casefold()
    )
    return replace(whole, doubts=named) if named and fails(named) else None
