"""The day that a text states at its head: of a release, of minutes, of a line or row for it."""

from __future__ import annotations

import re

from pipeline.ingest import dates
from pipeline.ingest.readers.builder import Manuscript
from pipeline.text.lists import beside

_LISTS = beside(__file__)
_DAY = (
    r"(?:[A-Z][a-z]{2,8}, )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8} \d{4}"
    r"|\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)"
)
RELEASE = re.compile(
    rf"(?:[\w@/. -]{{0,40}}?\s)?[vV]?\d+(?:\.\d+){{1,3}}[\w.+-]*\s*[-–—:,(\[]?\s*\(?({_DAY})[)\]]?",
)
_DAY_NAMED, _DAY_TITLES, _DAY_ROWS = map(_LISTS.either, ("day_named", "day_titles", "day_rows"))
STATED = re.compile(
    rf"(?:- )?(?:(?i:{_DAY_NAMED})(?: (?:on|at))?\s*:\s*(\S.{{5,40}})"
    rf"|(?:Published|Posted|Released)(?: (?:on|at))? ({_DAY})(?:\.|, [^\n]*)?"
    rf"|[A-Z][^.:;!?\n]{{0,60}}\b{_DAY_TITLES}, ({_DAY})(?: \S+)?)",
)
# A title of minutes, which are of the day that it names.
_MET = _LISTS.either("meetings")
MET = re.compile(
    rf"[^\n]*\b{_MET}\b[^\n]*?[ (]({_DAY})\)?|({_DAY})[:,]? (?:[^\n]* )?{_MET}\b[^\n]*"
)
LONE_DAY = re.compile(rf"({_DAY})\.?")
ROW_OF_DATE = re.compile(
    rf"^{_DAY_ROWS}:? \| ([^|\n]{{6,40}})$",
    re.IGNORECASE | re.MULTILINE,
)
LINE = 250  # characters of a line that may date a text; a longer one says something besides
HEAD = 4  # blocks under a title among which a line may date the text


def released(page: Manuscript) -> str | None:
    """The day that the only heading of a release states (`v0.14.0 - 2024-11-08`)."""
    heads = [page.text[one.start : one.end] for one in page.blocks if one.kind == "heading"]
    found = [match[1] for head in heads if (match := RELEASE.fullmatch(head))]
    return dates.iso(found[0]) if len(found) == 1 and RELEASE.fullmatch(heads[0]) else None


def dated(page: Manuscript) -> str | None:
    """The day that a line of its own states at the head of a text (`Date: 2026-11-02`), that stands
    alone under the title, or that a table there has in its row for it."""
    named = False
    for block in [one for one in page.blocks if one.kind != "page"][:HEAD]:
        said = page.text[block.start : block.end]
        if block.kind == "table" and (row := ROW_OF_DATE.search(said)):
            return dates.iso(row[1])
        if len(said) > LINE:
            named = False
            continue
        if match := STATED.fullmatch(said) or (LONE_DAY.fullmatch(said) if named else None):
            return dates.iso(next(filter(None, match.groups())))
        if block.kind == "heading" and block.level == 1 and (met := MET.fullmatch(said)):
            return dates.iso(met[1] or met[2])
        named = block.kind == "heading" and block.level == 1
    return None
