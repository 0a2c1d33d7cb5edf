"""A twin, held against what its record prints today."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.pages import front_matter
from pipeline.proof.printed.record import (
    CROSSED,
    LED_ASTRAY,
    OTHER,
    STATED,
    TEAM,
    Printed,
    as_printed,
    not_due,
    said_twice,
)
from pipeline.publish.agents import twins
from pipeline.records import Finding
from pipeline.render.labels import TOLD
from pipeline.verify.page_words import LOST, alteration, bare, sentences_and_quotes

_LABELLED = re.compile(r"^[^\n]* · \*\*[^\n]*$", re.MULTILINE)
_KINDS = "|".join(sorted({one for each in TOLD.values() for one in each}))
_TALLIED = re.compile(
    rf"^(?:[^\n]*stand in their sources\.|\d+ (?:{_KINDS}|withdrawn)\b[^\n]*)$", re.MULTILINE
)
_LISTED = re.compile(r"^- \[Source (?P<n>\d+)\] [^\n]*$", re.MULTILINE)
_ADDRESS = re.compile(
    r"https?://[^\s<>\"')\]]+|(?<=\]\()\s*<?(?://|[a-z][\w+.-]*:)[^\s<>\"')]*", re.IGNORECASE
)


def other_twin(text: str, due: Printed, file: str) -> tuple[Finding, ...]:
    """What a twin says of the brief and its record does not; of a page of another maker, without any
    of a twin's facts, what is lost is not asked."""
    facts, body = front_matter.load(text, lenient=True)
    teams = [one["name"] for one in TEAM.finditer(body)]
    forms = (
        (due.dressed("kicker"), _found(_LABELLED, body)),
        (due.dressed("tally"), _found(_TALLIED, body)),
        (due.teams(), teams),
    )
    other: list[str] = []
    for wanted, said in forms:
        other += not_due([one for one in said if CROSSED not in one], wanted, due)
    entries = _entries(due)
    listed = ((int(one["n"]), one[0]) for one in _LISTED.finditer(body))
    other += [one for n, one in listed if one not in entries.get(n, (one,))]
    led = dict.fromkeys(one.strip() for one in _ADDRESS.findall(body))
    url = str(facts.get("url", ""))
    out = [alteration(one, OTHER, file) for one in other]
    out += [alteration(one, LED_ASTRAY, file) for one in led if not due.leads(one, url)]
    if any(name in facts for name in STATED):
        out += _stated(facts, due, file)
        out += [alteration(one, LOST, file) for one in _lost(body, teams, due)]
        out += _as_lines(body, due, file)
    return tuple(out)


def _as_lines(body: str, due: Printed, file: str) -> Iterator[Finding]:
    """Headings and short lines of a twin that its record does not print, what it has twice, and the
    sources that it no longer lists."""
    known = "\n".join(due.lines())
    own = [one for one in body.splitlines() if one.strip() and not _OF_TWIN.match(one)]
    told = [(one, due.told(one)) for one in own]
    yield from (alteration(one, OTHER, file) for one, line in told if line and line not in known)
    said = {line for _, line in told}
    whole = "".join(line for _, line in told)
    gone = [one for one in due.headings() if one not in said]
    gone += [one for one in sentences_and_quotes(due.brief) if bare(one) not in whole]
    yield from (alteration(one, LOST, file) for one in gone)
    yield from (alteration(one, OTHER, file) for one in said_twice(whole, due))
    entries = {int(one["n"]) for one in _LISTED.finditer(body)}
    lost = (one for one in due.facts["citation"] if one["n"] not in entries)
    yield from (alteration(twins.entry_forms(one)[0], LOST, file) for one in lost)


def _lost(body: str, teams: list[str], due: Printed) -> Iterator[str]:
    """What is printed of the record and no longer stands in its twin."""
    lines = [due.told(one) for one in body.splitlines()]
    for kind in ("kicker", "tally"):
        yield from as_printed(Counter(due.dressed(kind)) - Counter(lines), due)
    yield from Counter(due.teams()) - Counter(map(bare, teams))
    yield from (one for one in due.quiet() if bare(one) not in lines)


def _found(form: re.Pattern[str], body: str) -> list[str]:
    return [one[0] for one in form.finditer(body)]


def _entries(due: Printed) -> dict[int, tuple[str, ...]]:
    """Each source's line in a twin, in each of its lengths."""
    return {one["n"]: twins.entry_forms(one) for one in due.facts["citation"]}


def _stated(facts: dict[str, Any], due: Printed, file: str) -> Iterator[Finding]:
    for name in STATED:
        said, wanted = str(facts.get(name, "")), str(_fact(due, name) or "")
        if bare(said) != bare(wanted):
            yield alteration(f"{name}: {said}", OTHER, file)


def _fact(due: Printed, name: str) -> Any:
    return due.facts["date" if name == "published" else name]


# A line of a twin of its own: an entry of its list, or what another brief is called.
_OF_TWIN = re.compile(r"- \[Source \d+\] |\||```|    ")
