"""The headline of a section with what is told under it.

Enter: what a section tells, the lines of its document, the day of the edition. Leave: the headline, the
source of its words, and what stands under it: not that line again where the rest comes to what it says,
and with that line where nothing else of the section does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.compose.extractive import missing, several, worth
from pipeline.compose.extractive.headings import affected, statement
from pipeline.compose.extractive.headings.headline import (
    LABELLED,
    about,
    bare_of_stops,
    change,
    entry,
    headline,
    is_generic,
    named_subject,
    title_of,
)
from pipeline.compose.extractive.headings.titled import brings_several, defines, is_definition
from pipeline.compose.extractive.lines import SUBJECT, Line
from pipeline.compose.extractive.point import introduced
from pipeline.compose.extractive.runs import alike
from pipeline.compose.extractive.telling import ToldLines, set_apart
from pipeline.records import EvidenceItem
from pipeline.text.printable import is_field
from pipeline.text.printable.clause import roots
from pipeline.text.words import clean

LEAST_TOLD = 2  # statements of a section
SEVERAL = 3  # statements that a section has to tell beside the one in its headline
FULL = 40  # words of two lines that are enough under a headline
MORE = 16  # characters by which an item of a list says more than its headline
SAYS_MORE = 0.3  # what such an item gains
# A newer version of what a release only brings along, and what it loses.
BUMPS, BUMPED = (
    re.compile(
        r"(?:Update|Bump|Upgrade|Pin)(?:s|d|ed|ned)? .*\b(?:to|from) (?:version )?v?\d",
        re.IGNORECASE,
    ),
    1.5,
)
# What was lost or wrong without anybody being told, and what its mending gains.
LOSS, LOSES = (
    re.compile(
        r"\b(?:overwrit\w+|los(?:ing|es|s of)|delet(?:ing|es)|corrupt\w*|leak\w*|wrong(?:ly)?)\b",
        re.IGNORECASE,
    ),
    0.6,
)
MOST = 0.75  # of a line in its headline, from which it is said there
BY_QUOTE = 0.5  # by which the flaw in a quote outweighs what the lines state
CARRIED = 0.4  # of what a headline says, that its section comes to without its line


def headed(
    found: ToldLines, pool: tuple[Line, ...], day: str, left: int
) -> tuple[str, EvidenceItem, ToldLines]:
    """The headline of a section, the source of its words, and what is told under it: for the title of
    a series stands the item of its list that tells most, of those that say more than their first clause
    where there are any. It stays in the list: readers look there for what the headline names.

    left: words that the source may still be quoted with."""
    item = found.lines[0].item
    listed = found.is_list and statement.says_little(item)
    for told, line in _of_a_list(found) if listed else ():
        return told, line.item, found
    if named := affected.told_of(item, pool):
        return named, item, found
    if not found.is_list and (one := statement.filed(pool)):
        return one.text, one.line.item, _beside(one, found)
    heads = statement.stated(found.lines, _unquoted(found, pool), day)
    for one in _by_quote(found, day):
        if worth.FLAW.search(one.text) and heads and one.worth >= heads[0].worth + BY_QUOTE:
            return one.text, one.line.item, _of_quote(one, found, left)
    for one in heads:
        under = _under(one.line, found, one.text) if one.whole and not found.is_list else found
        if one.line not in found.lines:
            under = _with_said(one, under, left)
            part = "“" in one.text  # and not the release as a whole
            if part and not _comes_to(replace(one.line, text=one.text), _printed(under)):
                continue  # no room for what the headline says
        again = one.whole and one.line in under.lines and not SUBJECT.match(one.line.text)
        if not again or found.is_list:
            return one.text, one.line.item, _gravest_first(one.line, under)
    for one in _by_quote(found, day):
        return one.text, one.line.item, _of_quote(one, found, left)
    head = headline(title_of(item), item.source_title, found.lines[0].text, named_subject(item))
    head = statement.ours(head, item)
    whole = (
        (line, change(line.text))
        for line in found.lines[1:]
        if head.endswith("…”") and not item.subject
    )
    for line, told in whole:
        torn = len(told) < len(line.text) - 1 or statement.SPOKEN.search(told)
        if not torn and not affected.says_only_so(told):
            return about(told, item.source_title), line.item, found
    first = found.lines[0]
    if found.is_list or not statement.repeats(head, first.text):
        return _unless_of_itself(head, item), item, found
    under = _under(first, found, head)
    kept = first in under.lines or _is_of_itself(head)
    return (_name_of(item) or head) if kept else head, item, under


def _of_a_list(found: ToldLines) -> list[tuple[str, Line]]:
    """The headline of a list whose title says little, and the item that tells most, which it is of."""
    item = found.lines[0].item
    ranked = sorted(found.lines, key=several.weight, reverse=True)
    ranked = [line for line in ranked if not several.THERE.match(line.text)] or ranked
    able = [(line, told) for line in ranked if (told := statement.changed(line.text))]
    best = sorted(able, key=lambda one: -_entry_worth(*one))[:1]
    return [(entry(told, item), line) for line, told in best]


def _of_quote(one: statement.Stated, found: ToldLines, left: int) -> ToldLines:
    """What is told under a headline that the quote of a section states: with that among its lines."""
    return _gravest_first(one.line, _with_said(one, replace(found, quote=None), left))


def _gravest_first(said: Line, under: ToldLines) -> ToldLines:
    """A section whose lines are each of another change: first the one in the headline, behind a line that
    says of what they are."""
    alone = len({line.heading for line in under.lines}) == len(under.lines)
    if not alone or under.is_list or said not in under.lines:
        return under
    heads = under.lines[:1] if several.may_head(under.lines[0]) or defines(under.lines[0]) else ()
    rest = (line for line in under.lines if line not in (*heads, said))
    return replace(under, lines=tuple(dict.fromkeys((*heads, said, *rest))))


def unlabelled(found: ToldLines, pool: Sequence[Line], label: str) -> ToldLines:
    """What is told without the quote of a field whose versions the label over the section gives: with
    another line for it, or none where enough is left."""
    field = found.quote
    if not field or not is_field(field.text):
        return found
    if field.text.partition(":")[2].strip(" .") not in label:
        return found
    used = (*found.lines, *([found.advice] if found.advice else []))
    able = [line for line in several.own(pool) if not is_field(line.text)]
    other = set_apart(able, used, field.size, introduced(field))
    bare = replace(found, quote=other)
    return bare if bare.size >= LEAST_TOLD else found


def _is_of_itself(head: str) -> bool:
    """Whether a headline says what a thing is, or speaks of its page: `This proposal adds ...`."""
    return is_definition(head) or bool(statement.OF_ITSELF.match(head))


def _unless_of_itself(head: str, item: EvidenceItem) -> str:
    return (_name_of(item) or head) if _is_of_itself(head) else head


def _name_of(item: EvidenceItem) -> str:
    """The title of a document, behind its publisher where it does not name that; "" for one that could
    stand over any page, or is the name of a file."""
    name = bare_of_stops(clean(title_of(item)))
    plain = not (is_generic(name) or statement.is_filed(item))
    return about(name, item.source_title) if plain else ""


def _beside(one: statement.Stated, found: ToldLines) -> ToldLines:
    """What is told under a headline that says a whole line: not that line again, where enough is left."""
    bare = replace(found, quote=None) if found.quote and found.quote.at == one.line.at else found
    under = _under(one.line, bare, one.text) if one.whole else bare
    return under if under.size >= LEAST_TOLD else found


def _says(head: str, line: Line) -> bool:
    """Whether a headline holds every word of a line, or most of them from its first on."""
    whole = line.text.rstrip(" .").lower() in head.lower()
    return whole or (statement.repeats(head, line.text) and len(head) >= MOST * len(line.text))


def _under(said: Line, found: ToldLines, head: str) -> ToldLines:
    """What is told under a headline that says a line: not that line again, where the next can be read
    without it."""
    rest = tuple(line for line in found.lines if line.at != said.at)
    size = len(rest) + bool(found.quote) + bool(found.advice)
    after = next((line for line in rest if line.at > said.at), None)
    begins = not after or not (after.leans or after.dangles or missing.looks_back(after.text))
    begins = begins and bool(rest) and not worth.reserves(rest[0].text)
    words = sum(line.size for line in rest)
    enough = size > LEAST_TOLD or (size == LEAST_TOLD and words >= FULL)
    fit = len(rest) < len(found.lines) and begins and enough
    alone = brings_several(said.item.title) and not (size >= SEVERAL and _says(head, said))
    fit = fit and (not alone or _comes_to(said, rest))
    return replace(found, lines=rest) if fit else found


def _with_said(stated: statement.Stated, found: ToldLines, left: int) -> ToldLines:
    """What is told under a headline that states a line which is not printed: with that line, where
    nothing else comes to what the headline says."""
    said, printed = stated.line, _printed(found)
    there = any(said.at == one.at or alike(said.stems, one.stems) for one in printed)
    told = _comes_to(replace(said, text=stated.text), printed)
    if there or said.size > left or found.is_list or told:
        return found
    at = next((n for n, one in enumerate(found.lines) if one.at > said.at), len(found.lines))
    return replace(found, lines=(*found.lines[:at], said, *found.lines[at:]))


def _printed(found: ToldLines) -> list[Line]:
    return [one for one in (*found.lines, found.quote, found.advice) if one]


def _entry_worth(line: Line, told: str) -> float:
    """How well an item of a list heads its section: it tells much, or the clause of it that would head, and
    more than that; less where only what comes along has a newer version."""
    more = len(LABELLED.sub("", line.text)) - len(told) >= MORE
    worth_of = max(several.weight(line), several.weight(replace(line, text=told)))
    graver = LOSES * bool(LOSS.search(told)) - BUMPED * bool(BUMPS.match(told))
    return worth_of + (SAYS_MORE if more else 0.0) + graver


def _comes_to(said: Line, lines: Sequence[Line]) -> bool:
    """Whether lines come to what another says, beyond what its title names."""
    own = roots(said.text) - roots(said.item.title)
    told = frozenset[str]().union(*(roots(line.text) for line in lines))
    return len(own & told) >= CARRIED * len(own)


def _by_quote(found: ToldLines, day: str) -> list[statement.Stated]:
    """What the quote of a section states, where the title says little and nothing else states anything: it
    stands among the lines then."""
    quote = found.quote
    if not quote or found.is_list or not statement.says_little(quote.item):
        return []
    stated = statement.stated((quote,), (), day)
    return [one for one in stated if one.line is quote]


def _unquoted(found: ToldLines, pool: Sequence[Line]) -> list[Line]:
    """Lines that stand neither as a section's quote nor as its advice."""
    return [line for line in pool if line not in (found.quote, found.advice)]
