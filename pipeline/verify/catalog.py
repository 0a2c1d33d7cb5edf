"""Every rule the verifier has, its severity and one line on what it asks.

Findings are made here only, so that a rule's severity and name live in one place; the SARIF
output takes its rule list from this table.
"""

from __future__ import annotations

from typing import Any

from pipeline.records import Finding, Severity, Where

RULES: dict[str, tuple[Severity, str]] = {
    "quote-altered": ("error", "A quote has the words of its source, in their order."),
    "quote-spelling": ("error", "A quote keeps its source's spelling and numerals."),
    "quote-clipped": ("error", "A quote does not cut off what turns its statement round."),
    "quote-misattributed": ("error", "A quote cites the source it was cut from."),
    "quote-not-found": ("error", "A quote stands in the evidence."),
    "quote-selector": ("error", "A quote's offsets select its exact text."),
    "quote-cites": ("error", "No citation mark stands inside a quotation."),
    "quote-uncited": ("warning", "A quotation says which source it is from."),
    "attribution-date": ("error", "The day under a quote is the day its source was published."),
    "quote-length": ("error", "A quote stays short enough to be fair use."),
    "quote-limit": ("error", "A source is not quoted beyond the limit its owner set."),
    "reuse-run": ("error", "Outside quotes, no long run of words is a source's own."),
    "cite-unknown": ("error", "A citation names a source of the evidence."),
    "cite-twice": ("warning", "A citation stands once in a sentence."),
    "cite-missing": ("error", "A factual sentence cites its source."),
    "cite-unused": ("warning", "A listed source is cited."),
    "cite-malformed": ("error", "A citation mark is a number in one of the known styles."),
    "number-missing": ("error", "A number stands in the source its sentence cites."),
    "number-unit": ("error", "A number has the unit its source gives it."),
    "sentence-altered": ("error", "A sentence given as the source's own is its slice."),
    "claim-unsupported": ("error", "A claim follows from the source it cites."),
    "claim-check": ("info", "A claim is plainly supported by the source it cites."),
    "claim-negation": ("error", "A claim is not the negation of what its source says."),
    "claim-altered": ("warning", "A sentence is the source's words or its own, not nearly either."),
    "claim-name": ("warning", "A name stands in a cited source."),
    "judge-advice": ("info", "What a model as judge says decides nothing until it was measured."),
    "judge-unsupported": (
        "error",
        "A judge that was measured to be right finds a claim borne out.",
    ),
    "judge-ledger": ("warning", "What the judge cost is in the ledger."),
    "repeat": ("error", "A brief does not say again what a recent one said."),
    "repeat-inside": ("error", "A brief says a thing once."),
    "structure-part": ("error", "The format's parts are there, in order."),
    "structure-count": ("warning", "Each part has as many pieces as the format asks."),
    "structure-domain": ("error", "A section is of a domain the desk names, once."),
    "structure-sections": ("error", "Enough domains are covered."),
    "structure-sources": ("error", "Enough distinct publishers are cited."),
    "structure-gap": ("warning", "A domain left out is named as a gap."),
    "structure-graph": ("error", "Every node and edge of the graph is sound and cited."),
    "structure-action": ("error", "The action fits in thirty minutes."),
    "structure-heading": ("error", "Headings nest and are not empty."),
    "structure-date": ("error", "Dates are real days, not later than the brief's."),
    "structure-unread": ("error", "Every word that the site shows is read by the verifier too."),
    "structure-link": ("error", "A link has a target that can be reached."),
    "structure-table": ("error", "A table's rows have its columns."),
    "structure-code": ("error", "A code block is closed."),
    "structure-mermaid": ("error", "A diagram parses and its nodes and edges cite."),
    "structure-root-cause": ("error", "An exploration gives exactly one root cause, first."),
    "heading-emoji": ("warning", "Headings carry words, not emoji."),
    "footer": ("warning", "No footer asks the reader to keep exploring."),
    "debris": ("error", "No traces of a writer correcting itself are left."),
    "model-talk": ("error", "The text does not speak as a model."),
}

# Score points an open finding costs. One error is below any floor of 76 or more by itself; ten
# warnings are, too, at the default floor of 90 already three.
COST: dict[Severity, int] = {"error": 25, "warning": 4, "info": 0}


def finding(rule: str, where: Where | str, match: str, message: str, **more: Any) -> Finding:
    """A finding; `where` may be a JSON path. A phrase rule, not in the table, gives its severity."""
    place = Where(path=where) if isinstance(where, str) else where
    severity = more.pop("severity", None) or RULES[rule][0]
    return Finding(rule, severity, place, match, message, **more)


def score(findings: tuple[Finding, ...]) -> int:
    """100 less what each open finding costs, never below 0. What was repaired costs nothing."""
    return max(0, 100 - sum(COST[one.severity] for one in findings if not one.resolved))
