"""The numbers of a day's sources as a reader meets them: what a brief cites counts from 1 without a gap.

Enter: a brief as it was written and proven, and its evidence. Leave: both under new numbers, before
either is kept, so that record, page, twin, data and proof say the same. The order of the evidence
stays, story by story; what is not cited comes after what is. A record that is kept is never
renumbered: its numbers stand in pages and links of others.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from pipeline.records import draft as drafts
from pipeline.records.parts import Assertion, Draft, Edge, Node, Quote, Sentence
from pipeline.records.story import StoryRef
from pipeline.records.types import Evidence, EvidenceItem
from pipeline.records.verdict import Brief, Finding

T = TypeVar("T")

NUMBERS: dict[type, str] = {
    Quote: "n", Sentence: "cites", Assertion: "of", Node: "cites", Edge: "cites", StoryRef: "lead",
    EvidenceItem: "n",
}  # fmt: skip
# How a finding names sources: anywhere in its message, and at the head of what it quotes or advises,
# behind which a source's own words begin.
_IN_MESSAGE = re.compile(r"\b[Ss]ources? \[?\d+(?:(?:, | and )\d+)*")
_AT_HEAD = re.compile(r"\A(?:cite )?\[?[Ss]ource \d+")


def printed(draft: Draft) -> list[int]:
    """Numbers of the sources that a page lists, ascending: those of its sentences, quotes and graph."""
    edges = {n for edge in draft.graph.edges for n in edge.cites} if draft.graph else set()
    return sorted(drafts.cited(draft) | edges)


def as_printed(brief: Brief, evidence: Evidence) -> tuple[Brief, Evidence]:
    """The brief and its evidence, cited sources first and counted from 1."""
    cited = printed(brief.draft)
    others = sorted({item.n for item in evidence.items}.difference(cited))
    to = {n: at for at, n in enumerate([*cited, *others], start=1)}
    if all(n == at for n, at in to.items()):
        return brief, evidence
    items = sorted(_renumbered(evidence.items, to), key=lambda item: item.n)
    found = tuple(_said(one, to) for one in brief.findings)
    draft = _renumbered(brief.draft, to)
    return replace(brief, draft=draft, findings=found), replace(evidence, items=tuple(items))


def _renumbered(value: T, to: dict[int, int]) -> T:
    """A record, or several, with each number of a source by its new one."""
    made: Any = value
    if isinstance(value, tuple):
        made = tuple(_renumbered(one, to) for one in value)
    elif is_dataclass(value) and not isinstance(value, type):
        name = NUMBERS.get(type(value), "")
        parts = {
            one.name: _number(part, to) if one.name == name else _renumbered(part, to)
            for one in fields(value)
            if isinstance(part := getattr(value, one.name), tuple) or is_dataclass(part)
            or one.name == name
        }  # fmt: skip
        made = replace(value, **parts)
    return made  # type: ignore[no-any-return]


def _number(part: Any, to: dict[int, int]) -> Any:
    """A number or several; one of no source, which the gate has refused, stays as it is."""
    return tuple(to.get(n, n) for n in part) if isinstance(part, tuple) else to.get(part, part)


def _said(found: Finding, to: dict[int, int]) -> Finding:
    """A finding that names sources by their new numbers; its match is words of the draft."""

    def named(one: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda n: str(to.get(int(n[0]), n[0])), one[0])

    return replace(
        found,
        message=_IN_MESSAGE.sub(named, found.message),
        fix=_AT_HEAD.sub(named, found.fix),
        evidence=_AT_HEAD.sub(named, found.evidence),
    )
