"""What became of what an editor asked for: told, or not, and why.

Enter: a night with its decisions, the library, and the fates of all that was looked at. Leave: a `Pin` for each
story or document that was pinned, or was to take another's place. What was not looked at has no fate,
so its reason is found in the library.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.news.documents.look import names
from pipeline.news.fates import shown
from pipeline.news.night import Night
from pipeline.newsroom.library import Library
from pipeline.records import Document, Fate
from pipeline.records.story import Pin
from pipeline.text.days import spoken

GONE = "nothing in the corpus goes by that name any more: its text changed, or it was taken away"


def pins(night: Night, library: Library, fates: Sequence[Fate]) -> tuple[Pin, ...]:
    """A `Pin` for each name, in their order; empty where nothing was asked for."""
    return tuple(_pin(name, night, library, fates) for name in sorted(night.wanted))


def _pin(name: str, night: Night, library: Library, fates: Sequence[Fate]) -> Pin:
    own = [one for one in fates if name in (one.story, one.document)]
    if own:
        return _came_to(name, own)
    document = next((one for one in library.documents() if name in names(one)), None)
    if document is None:
        return Pin(name, reason=GONE)
    if own := [one for one in fates if one.document == document.id]:
        return _came_to(name, own)
    title = shown(library, document.id, document.title)
    return Pin(name, title, document.source, reason=_not_looked_at(night, document))


def _came_to(name: str, own: Sequence[Fate]) -> Pin:
    """Told where any document of it is; else by the fate of its lead, which alone has a rank."""
    told = next((one for one in own if one.outcome == "used"), None)
    fate = told or next((one for one in own if one.why), own[0])
    return Pin(name, fate.title, fate.source, fate.story, "" if told else fate.reason)


def _not_looked_at(night: Night, document: Document) -> str:
    """Why a document of the library was none of the night's items."""
    day, told = document.day or "", night.told.leads.get(document.id)
    if told:
        return f"told on {spoken(told[-1], night.day)}, and nothing in it moved since"
    if day > night.day:
        return f"dated {spoken(day, night.day)}, after the day of the brief"
    when = f"of {spoken(day, night.day)}" if day else "undated"
    return f"{when}, so none of the days that are looked at; the library fills up by what answers the desk's questions"
