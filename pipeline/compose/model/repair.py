"""Bounded repair: what fails goes back to the model, then is cut, and all of it is recorded.

Enter: parts of a draft, the verifier as `judge`. Leave: parts that stand, and a finding for
everything repaired or removed. A section stands without a sentence or an implication, not
without its quote; what cannot be cut is left open, so that the brief is held for a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.compose.model.parts import Part
from pipeline.compose.model.work import Work
from pipeline.errors import BudgetError, ReplyError, WriterError
from pipeline.records import CrossCut, Draft, Finding, Judgement, Section, Where
from pipeline.records.store import to_json

PASSES = 4  # judge and cut: a cut can bring out one more fault, rarely two
LEAST = 2  # sentences a section stands on
STEP = re.compile(r"^(sections|crosscuts|lede|graph|action|title)(?:\[([^\]]*)\])?\.?(.*)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A path in a draft, taken apart: `sections[2].sentences[0]` -> sections, "2", ..."""

    kind: str
    key: str
    rest: str

    @property
    def index(self) -> int:
        return int(self.key) if self.key.isdigit() else -1


def place(path: str) -> Place:
    found = STEP.match(path)
    return Place(found[1], found[2] or "", found[3]) if found else Place("", "", "")


def section_name(domain: str) -> str:
    """The name of a section's part: its path, with the domain where the number will stand."""
    return f"sections[{domain}]"


def part_of(path: str, draft: Draft) -> str:
    """The name of the part a finding's path lies in; "" when it lies in none."""
    at = place(path)
    if at.kind == "sections" and 0 <= at.index < len(draft.sections):
        return section_name(draft.sections[at.index].domain)
    if at.kind == "sections" and at.key:
        return section_name(at.key)
    if at.kind in ("lede", "title", "action"):
        return "lede"
    return at.kind if at.kind in ("crosscuts", "graph") else ""


def placed(finding: Finding, draft: Draft) -> Finding:
    """The finding with its domain's number in the final draft, if the section is still there."""
    at = place(finding.where.path)
    numbers = {section.domain: n for n, section in enumerate(draft.sections)}
    if at.kind != "sections" or at.key not in numbers:
        return finding
    path = f"sections[{numbers[at.key]}]" + (f".{at.rest}" if at.rest else "")
    return replace(finding, where=Where(path=path))


def improve(
    work: Work, parts: Sequence[Part[Any, Any]], draft_of: Callable[[], Draft]
) -> list[Finding]:
    """Send failing parts back at most `rounds` times, then cut what still fails in them."""
    notes: list[Finding] = []
    for _ in range(work.desk.writing.rounds):
        failing = faults(work.judge, parts, draft_of())
        again = [part for part in parts if part.name in failing and part.reply is not None]
        if not again:
            break
        try:
            notes += _rewrite(work, again, failing)
        except BudgetError as error:
            notes.append(_note("budget", again[0].name, f"not repaired: {error.message}"))
            break
    still = faults(work.judge, parts, draft_of())
    notes = [one for one in notes if not _among(one, still.get(part_of_note(one), ()))]
    notes += [fix for part in parts for fix in part.findings if fix.resolved]
    for part in parts:
        notes += _cut_own(part)
    return [_named(one, part_of_note(one)) for one in notes]


def faults(
    judge: Callable[[Draft], Judgement], parts: Sequence[Part[Any, Any]], draft: Draft
) -> dict[str, list[Finding]]:
    """Open faults by part: the writer's own, and the verifier's on the draft so far."""
    found: dict[str, list[Finding]] = {}
    names = {part.name for part in parts}
    for part in parts:
        own = [_named(one, part.name) for one in part.findings if not one.resolved]
        if own:
            found.setdefault(part.name, []).extend(own)
    judgement = judge(draft)
    for one in _open(judgement):
        name = part_of(one.where.path, judgement.draft)
        if name in names:
            found.setdefault(name, []).append(_by_domain(one, judgement.draft))
    return found


def _open(judgement: Judgement) -> list[Finding]:
    """What must change: open errors, or the open warnings of a draft that has only those."""
    left = [one for one in judgement.findings if not one.resolved and one.severity != "info"]
    errors = [one for one in left if one.severity == "error"]
    return errors or (left if judgement.outcome == "held" else [])


def cut_what_fails(
    judge: Callable[[Draft], Judgement], draft: Draft
) -> tuple[Draft, list[Finding]]:
    """Judge and cut until nothing more can be cut; open findings that remain hold the brief."""
    notes: list[Finding] = []
    for _ in range(PASSES):
        judgement = judge(draft)
        notes += [_by_domain(one, judgement.draft) for one in judgement.findings if one.resolved]
        draft = judgement.draft
        open_errors = [
            one for one in judgement.findings if one.severity == "error" and not one.resolved
        ]
        smaller, cut = _cut(draft, open_errors)
        if smaller == draft:
            break
        notes += [replace(_by_domain(one, draft), resolved="removed") for one in cut]
        notes += _lost_sections(draft, smaller)
        draft = smaller
    return draft, list(dict.fromkeys(notes))


def part_of_note(finding: Finding) -> str:
    at = place(finding.where.path)
    if at.kind == "sections":
        return section_name(at.key)
    return "lede" if at.kind in ("lede", "title", "action") else at.kind


def _rewrite(
    work: Work, again: Sequence[Part[Any, Any]], failing: dict[str, list[Finding]]
) -> list[Finding]:
    def once(part: Part[Any, Any]) -> Part[Any, Any]:
        return part.rewrite(work.session, work.prompts, [_told(one) for one in failing[part.name]])

    notes: list[Finding] = []
    before = {part.name: part.findings for part in again}
    for part, result in zip(again, work.session.each(once, again), strict=True):
        if isinstance(result, ReplyError):
            notes.append(_note("reply", part.name, f"not repaired: {result.message}"))
        elif isinstance(result, WriterError):
            raise result
        else:
            notes += [replace(one, resolved="repaired") for one in failing[part.name]]
            notes += [_named(one, part.name) for one in before[part.name] if one.resolved]
    return notes


def _cut_own(part: Part[Any, Any]) -> list[Finding]:
    """Cut what the writer's own checks still fault; the verifier cannot see all of it."""
    own = [one for one in part.findings if not one.resolved]
    if not own or part.value is None:
        return []
    draft = _alone(part)
    smaller, cut = _cut(draft, [_numbered(one, part) for one in own])
    part.value = _value(part, smaller)
    gone = [replace(_named(one, part.name), resolved="removed") for one in own]
    if part.name.startswith("sections") and part.value is None:
        gone += _lost_sections(draft, smaller)
    return gone if cut else own


def _alone(part: Part[Any, Any]) -> Draft:
    empty = Draft("", "", "", (), (), (), None, None)
    value: Any = part.value
    if part.name.startswith("sections"):
        return replace(empty, sections=(value,))
    if part.name == "crosscuts":
        return replace(empty, crosscuts=value)
    if part.name == "graph":
        return replace(empty, graph=value)
    title, lede, action = value
    return replace(empty, title=title, lede=lede, action=action)


def _value(part: Part[Any, Any], draft: Draft) -> Any:
    if part.name.startswith("sections"):
        return draft.sections[0] if draft.sections else None
    if part.name == "crosscuts":
        return draft.crosscuts
    return draft.graph if part.name == "graph" else (draft.title, draft.lede, draft.action)


def _cut(draft: Draft, findings: Sequence[Finding]) -> tuple[Draft, list[Finding]]:
    """The draft without what the findings fault, and the findings that led to a cut."""
    places = [(place(one.where.path), one) for one in findings]
    sections = [
        _cut_section(one, [at.rest for at, _ in places if (at.kind, at.index) == ("sections", n)])
        for n, one in enumerate(draft.sections)
    ]
    crosscuts = [
        _cut_crosscut(one, [at.rest for at, _ in places if (at.kind, at.index) == ("crosscuts", n)])
        for n, one in enumerate(draft.crosscuts)
    ]
    bad_lede = {at.index for at, _ in places if at.kind == "lede"}
    lede = tuple(one for n, one in enumerate(draft.lede) if n not in bad_lede)
    kinds = {at.kind for at, _ in places}
    kept = [one for one in sections if one]
    smaller = replace(
        draft,
        lede=lede or draft.lede,
        sections=tuple(kept),
        crosscuts=tuple(one for one in crosscuts if one),
        graph=None if "graph" in kinds else draft.graph,
        action=None if "action" in kinds else draft.action,
        gaps=(*draft.gaps, *sorted({s.domain for s in draft.sections} - {s.domain for s in kept})),
    )
    cut = [
        one for at, one in places if at.kind not in ("", "title") and (at.kind != "lede" or lede)
    ]
    return smaller, cut if smaller != draft else []


def _cut_section(section: Section, faulted: list[str]) -> Section | None:
    if not faulted:
        return section
    bad = {int(found[1]) for one in faulted if (found := re.match(r"sentences\[(\d+)\]", one))}
    beyond = [one for one in faulted if not one.startswith(("sentences[", "implication"))]
    left = tuple(one for n, one in enumerate(section.sentences) if n not in bad)
    if beyond or len(left) < LEAST:
        return None
    silent = any(one.startswith("implication") for one in faulted)
    return replace(section, sentences=left, implication=None if silent else section.implication)


def _cut_crosscut(one: CrossCut, faulted: list[str]) -> CrossCut | None:
    if not faulted:
        return one
    bad = {int(found[1]) for text in faulted if (found := re.match(r"sentences\[(\d+)\]", text))}
    wrong = {int(found[1]) for text in faulted if (found := re.match(r"quotes\[(\d+)\]", text))}
    beyond = [text for text in faulted if not text.startswith(("sentences[", "quotes["))]
    left = tuple(text for n, text in enumerate(one.sentences) if n not in bad)
    quotes = tuple(quote for n, quote in enumerate(one.quotes) if n not in wrong)
    return None if beyond or not left else replace(one, sentences=left, quotes=quotes)


def _lost_sections(before: Draft, after: Draft) -> list[Finding]:
    """What was in the sections that went: nothing disappears without a trace."""
    left = {section.domain for section in after.sections}
    return [
        replace(
            _note("cut", section_name(one.domain), "the section does not stand without it"),
            match=one.headline,
            evidence=to_json(one),
            resolved="removed",
        )
        for one in before.sections
        if one.domain not in left
    ]


def _named(finding: Finding, name: str) -> Finding:
    """The finding with its part's name before its path, unless it is there already."""
    path = finding.where.path
    kind = place(name).kind
    if path.startswith(name) or place(path).kind in (kind, "title", "action"):
        return finding
    joint = "" if path.startswith("[") or not path else "."
    return replace(finding, where=Where(path=f"{name}{joint}{path}"))


def _numbered(finding: Finding, part: Part[Any, Any]) -> Finding:
    """The finding at its place in a draft that holds this part alone."""
    named = _named(finding, part.name)
    path = named.where.path.replace(part.name, "sections[0]", 1)
    return replace(named, where=Where(path=path)) if part.name.startswith("sections") else named


def _by_domain(finding: Finding, draft: Draft) -> Finding:
    at = place(finding.where.path)
    if at.kind != "sections" or not 0 <= at.index < len(draft.sections):
        return finding
    name = section_name(draft.sections[at.index].domain)
    return replace(finding, where=Where(path=name + (f".{at.rest}" if at.rest else "")))


def _among(finding: Finding, others: Sequence[Finding]) -> bool:
    mine = (finding.rule, finding.match)
    return finding.resolved == "repaired" and mine in {(one.rule, one.match) for one in others}


def _told(finding: Finding) -> str:
    """A finding as the model reads it."""
    match = f' ("{finding.match}")' if finding.match else ""
    fix = f" To do: {finding.fix}." if finding.fix else ""
    return f"{finding.where.path}: {finding.message}{match}.{fix}"


def _note(rule: str, path: str, message: str) -> Finding:
    return Finding(f"writer/{rule}", "info", Where(path=path), "", message)
