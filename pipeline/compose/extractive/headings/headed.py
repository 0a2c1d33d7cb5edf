"""The headline of a section with what is told under it.

Enter: what a section tells, the lines of its document, the day of the edition. Leave: the headline, the
source of its words, and what stands under it: not that line again where the rest comes to what it says,
and with that line where nothing else of the section does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.compose.extractive import missing, several, worth
from pipeline.compose.extractive.headings import statement
from pipeline.compose.extractive.headings.headline import (
    LABELLED,
    about,
    change,
    entry,
    headline,
    named_subject,
    title_of,
)
from pipeline.compose.extractive.headings.titled import brings_several
from pipeline.compose.extractive.lines import Line
from pipeline.compose.extractive.runs import alike
from pipeline.compose.extractive.telling import ToldLines
from pipeline.records import EvidenceItem
from pipeline.text.printable.clause import roots

LEAST_TOLD = 2  # statements of a section
MORE = 16  # characters by which an item of a list says more than its headline
CARRIED = 0.4  # of what a headline says, that its section comes to without its line


def headed(
    found: ToldLines, pool: tuple[Line, ...], day: str, left: int
) -> tuple[str, EvidenceItem, ToldLines]:
    """The headline of a section, the source of its words, and what is told under it: for the title of
    a series stands the item of its list that tells most, of those that say more than their first clause
    where there are any. It stays in the list: readers look there for what the headline names.

    left: words that the source may still be quoted with."""
    item = found.lines[0].item
    if found.is_list and statement.says_little(item):
        ranked = sorted(found.lines, key=several.weight, reverse=True)
        ranked = [line for line in ranked if not several.THERE.match(line.text)] or ranked
        able = [(line, told) for line in ranked if (told := statement.changed(line.text))]
        more = [one for one in able if len(LABELLED.sub("", one[0].text)) - len(one[1]) >= MORE]
        for line, told in (*more, *able)[:1]:
            return entry(told, item), line.item, found
    for one in statement.stated(found.lines, _unquoted(found, pool), day)[:1]:
        under = one.whole and not found.is_list
        found = _under(one.line, found) if under else found
        return one.text, one.line.item, _with_said(one.line, found, left)
    head = headline(title_of(item), item.source_title, found.lines[0].text, named_subject(item))
    head = statement.ours(head, item)
    whole = ((line, change(line.text)) for line in found.lines[1:] if head.endswith("…”"))
    for line, told in whole:
        torn = len(told) < len(line.text) - 1 or statement.SPOKEN.search(told)
        if not torn:
            return about(told, item.source_title), line.item, found
    first = found.lines[0]
    if statement.repeats(head, first.text) and not found.is_list:
        return head, item, _under(first, found)
    return head, item, found


def _under(said: Line, found: ToldLines) -> ToldLines:
    """What is told under a headline that says a line: not that line again, where the next can be read
    without it."""
    rest = tuple(line for line in found.lines if line.at != said.at)
    size = len(rest) + bool(found.quote) + bool(found.advice)
    begins = rest and not (rest[0].leans or rest[0].dangles or missing.points_back(rest[0].text))
    begins = begins and not worth.reserves(rest[0].text)
    fit = len(rest) < len(found.lines) and begins and size > LEAST_TOLD
    fit = fit and (not brings_several(said.item.title) or _comes_to(said, rest))
    return replace(found, lines=rest) if fit else found


def _with_said(said: Line, found: ToldLines, left: int) -> ToldLines:
    """What is told under a headline that states a line which is not printed: with that line, where
    nothing else comes to what it says."""
    printed = [one for one in (*found.lines, found.quote, found.advice) if one]
    there = any(said.at == one.at or alike(said.stems, one.stems) for one in printed)
    if there or said.size > left or found.is_list or _comes_to(said, printed):
        return found
    at = next((n for n, one in enumerate(found.lines) if one.at > said.at), len(found.lines))
    return replace(found, lines=(*found.lines[:at], said, *found.lines[at:]))


def _comes_to(said: Line, lines: Sequence[Line]) -> bool:
    """Whether lines come to what another says, beyond what its title names."""
    own = roots(said.text) - roots(said.item.title)
    told = frozenset[str]().union(*(roots(line.text) for line in lines))
    return len(own & told) >= CARRIED * len(own)


def _unquoted(found: ToldLines, pool: Sequence[Line]) -> list[Line]:
    """Lines that stand neither as a section's quote nor as its advice."""
    return [line for line in pool if line not in (found.quote, found.advice)]
