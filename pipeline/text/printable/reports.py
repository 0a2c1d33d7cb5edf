"""A sentence of the first person that reports a measured figure, as if its makers were named in it.

Enter: a sentence. Leaves: the same with `the team` for `we`, where it says what was measured: in a brief
the lead-in or the attribution before it names who speaks. Any other first person stays what it is.
"""

from __future__ import annotations

import re

MEASURED = re.compile(
    r"\d\s?(?:%|percent|ms\b|µs\b|seconds?\b|minutes?\b|hours?\b|x\b|times\b|[kMGT]i?B\b"
    r"|requests?\b|users?\b|million\b|billion\b|days?\b|dollars?\b)|\$\d",
    re.IGNORECASE,
)
# Who measured, at the beginning of the main clause or of the clause before it.
REPORTS = re.compile(
    r"^(?:(?:When|After|Once|Where|In|On|With|At|For|Across|Under|During) [^.;:]{0,90}?)?"
    r"\b(?:we (?:\w+ly |also )?(?:ran|measured|saw|found|observed|got|tested|benchmarked|compared|reduced|cut|improved|achieved|reached|lowered|dropped|tripled|doubled|halved)"
    r"|our (?:own )?(?:\w+ )?(?:benchmarks?|tests?|testing|measurements?|experiments?|results?|evaluations?|load tests?|traces?|profiling|p\d\d))\b",
    re.IGNORECASE,
)
WE = re.compile(r"\b(?:we|us)\b", re.IGNORECASE)
OUR = re.compile(r"\bours?\b", re.IGNORECASE)


def reports(text: str) -> bool:
    """Whether a sentence says in the first person what was measured, with its figure."""
    return bool(MEASURED.search(text) and REPORTS.search(text))


def with_speaker(text: str) -> str:
    """A sentence that reports, in the third person; any other as it is."""
    if not reports(text):
        return text
    named = OUR.sub("the team's", WE.sub("the team", text))
    return named[:1].upper() + named[1:]
