"""A held brief as a person judges it: what stands against it, in its place, with the evidence beside.

Enter: a held brief, its evidence, and what is asked. Leaves: Markdown for a pull request. All words
that are not ours stand in one fence that is longer than any run of backticks in them, so that no
source can close it, call a name, load a picture or pretend to be a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.records import Brief, Evidence, Finding, Sentence, rules
from pipeline.records import draft as drafts
from pipeline.records.verdict import record_of

MOST = 60_000  # characters; a pull request's text may have 65,536
SHOWN = 1_500  # characters of one source's passage


@dataclass(frozen=True, slots=True)
class Asked:
    """Until when an approval is possible, and the branch that holds the record."""

    until: str
    branch: str = ""


def text(brief: Brief, evidence: Evidence, asked: Asked) -> str:
    """The whole request, cut at what a pull request may hold."""
    head = "\n".join(_head(brief, asked))
    body = "\n".join([*_draft(brief), "", *_evidence(brief, evidence)])
    room = MOST - len(head)
    if len(body) > room:
        body = body[:room].rpartition("\n")[0] + f"\n… cut; the rest is in briefs/{brief.day}/"
    fence = fenced(body)
    return f"{head}\n\n{fence}text\n{body}\n{fence}\n"


def fenced(body: str) -> str:
    """A fence that nothing in the body closes."""
    longest = max((len(run) for run in re.findall(r"`+", body)), default=0)
    return "`" * max(3, longest + 1)


def open_findings(brief: Brief) -> tuple[Finding, ...]:
    """What stands against a brief: open errors and warnings, errors first."""
    found = [one for one in brief.findings if not one.resolved and one.severity != "info"]
    return tuple(sorted(found, key=lambda one: one.severity != "error"))


def _head(brief: Brief, asked: Asked) -> Iterator[str]:
    found = open_findings(brief)
    errors = [one for one in found if one.severity == "error"]
    final = sorted({one.rule for one in errors if not rules.row(one.rule).person})
    yield (
        f"The brief of {brief.day} is held: score {brief.score} of 100, open errors: {len(errors)}, "
        f"open warnings: {len(found) - len(errors)}."
    )
    yield ""
    if final:
        named = ", ".join(f"`{rule}`" for rule in final)
        yield (
            f"**It cannot be approved as it stands**: {named} is about bytes, and no person's word "
            f"makes it true. Mend `{record_of(brief.day)}` on this branch, or close this."
        )
    else:
        yield (
            f"**Merging approves it**, until {asked.until}: it is verified once more and published, "
            "with your name and your reason in the record. Write the reason into the merge's message, "
            "on a line that begins with `Why:`."
        )
    yield ""
    yield (
        "**Closing rejects it**; your last comment here is kept as the reason. To change it first, edit "
        f"`{record_of(brief.day)}` on this branch; what cannot be proven stays held."
    )
    yield ""
    yield "Below: the draft with its findings in place, then the evidence it cites."


def _draft(brief: Brief) -> Iterator[str]:
    found = open_findings(brief)
    told: set[int] = set()

    def beneath(path: str) -> Iterator[str]:
        for at, one in enumerate(found):
            if at not in told and (one.where.path == path or one.where.path.startswith(f"{path}.")):
                told.add(at)
                yield from finding_lines(one)

    yield f"# {_line(brief.draft.title)}"
    yield from beneath("title")
    heading = ""
    for path, sentence in drafts.sentences(brief.draft):
        part = path.partition(".")[0]
        if part != heading:
            heading = part
            yield ""
            yield from _heading(brief, part)
            yield from beneath(f"{part}.headline")
            yield from beneath(f"{part}.quote")
        yield f"  {_line(sentence.text)} {_cites(sentence)}".rstrip()
        yield from beneath(path)
    rest = [one for at, one in enumerate(found) if at not in told]
    if rest:
        yield ""
        yield "The brief as a whole:"
        for one in rest:
            yield from finding_lines(one)


def _heading(brief: Brief, part: str) -> Iterator[str]:
    match = re.fullmatch(r"sections\[(\d+)\]", part)
    if not match:
        yield f"## {part}"
        return
    section = brief.draft.sections[int(match[1])]
    yield f"## {_line(section.title)}: {_line(section.headline)}"
    if section.quote:
        yield f"  > {_line(section.quote.exact)} [{section.quote.n}]"


def finding_lines(one: Finding) -> Iterator[str]:
    """A finding as plain lines, none of which can be taken for the draft's own."""
    may = "may be approved" if rules.row(one.rule).person else "cannot be approved"
    note = f" ({may})" if one.severity == "error" else ""
    yield f"  ^^^ {one.severity} {one.rule}{note} at {one.where.path or 'the brief'}"
    for name, value in (("says", one.message), ("words", one.match), ("fix", one.fix)):
        if value:
            yield f"      {name}: {_line(value)[:400]}"


def _evidence(brief: Brief, evidence: Evidence) -> Iterator[str]:
    cited = drafts.cited(brief.draft)
    yield "# Evidence"
    for item in evidence.items:
        if item.n not in cited:
            continue
        day = (item.published or "undated")[:10]
        yield ""
        yield f"[{item.n}] {_line(item.title)}, {_line(item.source_title)}, {day}"
        yield f"    {item.url}"
        yield from (f"    {_line(row)}" for row in item.text[:SHOWN].splitlines() if row.strip())
        if len(item.text) > SHOWN:
            yield "    …"


def _cites(sentence: Sentence) -> str:
    return " ".join(f"[{n}]" for n in sentence.cites)


def _line(value: str) -> str:
    """One line, without characters that steer a terminal or turn the direction of text."""
    return "".join(one for one in " ".join(value.split()) if one.isprintable())


def summary(lines: Iterable[str]) -> str:
    """Lines of a run in one fence."""
    body = "\n".join(lines)
    fence = fenced(body)
    return f"{fence}text\n{body}\n{fence}\n"
