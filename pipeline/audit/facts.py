"""What an audit remembers of a page: enough to check it against every other page.

Plain values only, so that a page's facts can be kept as JSON beside the digest of its bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from pipeline.records import Finding, Where, rules
from pipeline.text.nesting import deeper_than

DEEPEST = 100  # levels of a JSON file of a site; ours have ten


@dataclass(slots=True)
class Facts:
    """What was seen on one file. `findings` concern it alone."""

    findings: list[dict[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    # addresses as written that lead below the site, with the file's name and the fragment there
    links: dict[str, list[str]] = field(default_factory=dict)
    loads: list[str] = field(default_factory=list)  # what the browser fetches by itself
    alternates: dict[str, str] = field(default_factory=dict)  # address by media type
    canonical: str = ""
    published: str = ""
    updated: str = ""
    headline: str = ""
    kind: str = ""  # type of the main JSON-LD node
    cites: list[int] = field(default_factory=list)  # numbers of visible citations
    entries: dict[str, str] = field(default_factory=dict)  # source entries: number to address
    citation: list[str] = field(default_factory=list)  # addresses in JSON-LD
    citations: int = 0
    encoding: str = ""
    images: int = 0
    described: int = 0
    alts: list[str] = field(default_factory=list)
    weight: int = 0  # bytes
    sent: int = 0  # of a brief's page, bytes as it is sent
    characters: int = 0  # of a text

    def add(self, rule: str, message: str, match: str = "", fix: str = "") -> None:
        self.findings.append({"rule": rule, "message": message, "match": match[:200], "fix": fix})


def json_of(text: str) -> Any:
    """The value of a JSON file. Raises ValueError for what is none, or is nested so deep that a parser
    ends over it."""
    if deeper_than(text, DEEPEST):
        raise ValueError(f"it is nested deeper than {DEEPEST} levels")
    return json.loads(text)


def finding(path: str, seen: dict[str, str]) -> Finding:
    """A finding of one file, as a record."""
    return fault(path, seen["rule"], seen["message"], match=seen["match"], fix=seen["fix"])


def fault(path: str, rule: str, message: str, *, match: str = "", fix: str = "") -> Finding:
    """A finding about how files fit together."""
    return rules.finding(rule, Where(file=path), match[:200], message, fix=fix)
