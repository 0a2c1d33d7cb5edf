"""What public briefs have told, by document and passage.

Enter: public briefs with the documents and passages their sections rest on. Leave: a `Told`. Only
what stood on a site counts; a held or rejected brief told nobody anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.records import Telling


@dataclass(frozen=True, slots=True)
class Told:
    """Memory: who told what when. `last` is the newest public brief before the day."""

    leads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # lead document -> days
    cited: Mapping[str, str] = field(default_factory=dict)  # document -> last day it was cited
    passages: frozenset[str] = frozenset()  # cited within the novelty window
    domains: Mapping[str, str] = field(default_factory=dict)  # domain -> last day of a section
    last: str = ""
    under: Mapping[str, str] = field(default_factory=dict)  # lead document -> domain it was last in


def told(tellings: Iterable[Telling], day: str, *, since: str, last: str) -> Told:
    """Memory of a day: all leads ever, and the passages cited from `since` on."""
    leads: dict[str, list[str]] = {}
    cited: dict[str, str] = {}
    passages: set[str] = set()
    domains: dict[str, str] = {}
    under: dict[str, str] = {}
    for one in sorted(tellings, key=lambda each: each.day):
        if one.day == day:
            continue
        if one.document:
            leads.setdefault(one.document, []).append(one.day)
            under[one.document] = one.domain
        for document in one.documents:
            cited[document] = max(one.day, cited.get(document, ""))
        if one.day < day:
            domains[one.domain] = max(one.day, domains.get(one.domain, ""))
        if one.day >= since:
            passages.update(one.passages)
    days = {name: tuple(found) for name, found in leads.items()}
    return Told(days, cited, frozenset(passages), domains, last, under)
