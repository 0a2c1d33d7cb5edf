"""How each source fares, before it starves the brief: fresh or silent, failing, changed in kind, of use.

Enter: what every reading of the sources came to (a line a source in local state), the library, and
the evidence of public briefs. Leave: one `Health` a source with what to look at. A source is silent
by its own rhythm: the gaps between its documents say how long a pause is usual.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Literal, Protocol

from pydantic import TypeAdapter, ValidationError

from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.library import Library
from pipeline.records import Document, Source, store
from pipeline.records import draft as drafts
from pipeline.text.words import STOPWORDS

FILE = "sources.jsonl"
KEPT = 400  # readings of a source that are remembered: a year of nights
ASKED = 7  # days after which a host is asked again what it says to machines
RECENT = 14  # days that are held against what came before
USED = 28  # days of public briefs that the yield is counted over
PAUSES = 4  # times its usual pause: one longer than that is silence (fewer cry wolf at holidays)
LEAST_PAUSE = 7  # days; what comes daily may rest a week
ENOUGH = 5  # documents on either side before a change in kind is believed
GROWN, SHRUNK = 3.0, 1 / 3  # of the median length: a feed that was cut to teasers falls far below
PROSE = (
    0.2  # least share of words without topic in English prose; code and other languages lie below
)
Trouble = Literal["failing", "silent", "empty", "shorter", "longer", "language", "refused", "moved", "unused"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceReading:
    """What one reading of a source came to."""

    at: str
    source: str
    read: int = 0
    new: int = 0
    refused: int = 0
    failure: str = ""
    moved: str = ""
    signals: str = ""  # what its host says to machines; "" where it was not asked that night


@dataclass(frozen=True, slots=True)
class Health:
    """One source: what it holds, when it last said something, what it gave, what to look at."""

    source: str
    documents: int
    newest: str = ""  # day of its newest document, "" without a dated one
    pause: float = 0.0  # days between two of its documents, as a rule
    cited: int = 0  # citations in public briefs of the last four weeks
    troubles: dict[Trouble, str] = field(default_factory=dict)
    signals: str = ""  # what its host last said to machines, "" where nobody asked


_ROW = TypeAdapter(SourceReading)


class Seen(Protocol):
    """What an ingest reports of a source."""

    @property
    def source(self) -> str: ...
    @property
    def read(self) -> int: ...
    @property
    def new(self) -> int: ...
    @property
    def refused(self) -> int: ...
    @property
    def failure(self) -> str: ...
    @property
    def moved(self) -> str: ...
    @property
    def signals(self) -> str: ...


def note(folder: Path, seen: Iterable[Seen], now: datetime) -> None:
    """Remember what a reading came to; the oldest lines go."""
    at = now.isoformat(timespec="seconds")
    rows = [SourceReading(at, one.source, one.read, one.new, one.refused, one.failure, one.moved,
                          one.signals)
            for one in seen]  # fmt: skip
    before = [*read(folder), *rows]
    by_source: dict[str, list[SourceReading]] = defaultdict(list)
    for row in before:
        by_source[row.source].append(row)
    kept = sorted(
        (row for each in by_source.values() for row in each[-KEPT:]), key=lambda row: row.at
    )
    text = "".join(store.row(row) + "\n" for row in kept)
    store.write(folder / FILE, text)


def read(folder: Path) -> list[SourceReading]:
    """The readings that are remembered, oldest first; a damaged line is passed over."""
    path = folder / FILE
    rows = []
    for line in path.read_bytes().split(b"\n") if path.is_file() else ():
        try:
            rows += [_ROW.validate_json(line)] if line.strip() else []
        except ValidationError:
            continue
    return rows


def signals(folder: Path) -> dict[str, str]:
    """What the host of each source last said to machines."""
    return {row.source: row.signals for row in read(folder) if row.signals}


def asked_lately(folder: Path, now: datetime) -> frozenset[str]:
    """The sources whose hosts said within ASKED days what they ask of machines."""
    since = (now - timedelta(ASKED)).isoformat()
    return frozenset(row.source for row in read(folder) if row.signals and row.at > since)


def health(room: Newsroom, library: Library, now: datetime) -> tuple[Health, ...]:
    """Every source of the newsroom, those with troubles first."""
    readings: dict[str, list[SourceReading]] = defaultdict(list)
    for row in read(room.state):
        readings[row.source].append(row)
    cited, since = _cited(room, now.date()), _first_brief(room)
    rows = [
        _of(source, list(library.documents(source.id)), readings[source.id], now.date())
        for source in room.sources
    ]
    rows = [_with_yield(row, cited, now.date(), since) for row in rows]
    return tuple(sorted(rows, key=lambda row: (not row.troubles, row.source)))


def _of(
    source: Source, documents: list[Document], readings: list[SourceReading], today: date
) -> Health:
    days = sorted({one.day for one in documents if one.day and one.day <= today.isoformat()})
    pause = _pause(days)
    troubles: dict[Trouble, str] = {}
    if failing := _failing(readings):
        troubles["failing"] = failing
    if readings and readings[-1].moved:
        troubles["moved"] = f"its address is now {readings[-1].moved}; write that into sources.toml"
    if not documents:
        troubles["empty"] = "gives no document"
    elif days and (quiet := (today - date.fromisoformat(days[-1])).days) > _patience(pause):
        troubles["silent"] = (
            f"nothing new for {quiet} days; a pause of {pause:g} {'day' if pause == 1 else 'days'} is usual"
        )
    troubles |= _changed(documents, today)
    if refused := _refused(readings):
        troubles["refused"] = refused
    said = next((row.signals for row in reversed(readings) if row.signals), "")
    newest = days[-1] if days else ""
    return Health(source.id, len(documents), newest, pause, troubles=troubles, signals=said)


def _pause(days: list[str]) -> float:
    """The median gap between the last days on which it said something."""
    known = [date.fromisoformat(day) for day in days[-30:]]
    gaps = [(two - one).days for one, two in pairwise(known)]
    return float(median(gaps)) if gaps else 0.0


def _patience(pause: float) -> float:
    return max(LEAST_PAUSE, PAUSES * pause) if pause else 60


def _failing(readings: list[SourceReading]) -> str:
    failed: list[SourceReading] = []
    for row in reversed(readings):
        if not row.failure:
            break
        failed.append(row)
    if not failed:
        return ""
    times = "once" if len(failed) == 1 else f"{len(failed)} times in a row"
    return f"{times}, since {failed[-1].at[:10]}: {failed[0].failure}"


def _refused(readings: list[SourceReading]) -> str:
    """Whether it suddenly gives what is refused: half of what it holds, and twice as much as before."""
    if not readings:
        return ""
    now, before = readings[-1].refused, [row.refused for row in readings[-15:-1]]
    usual = median(before) if before else 0
    if now < ENOUGH or now < 2 * max(usual, 1):
        return ""
    return (
        f"{now} of its documents are refused, {usual:g} as a rule; `dateline ingest --all` says why"
    )


def _changed(documents: list[Document], today: date) -> dict[Trouble, str]:
    """Whether its newest documents are of another kind: much shorter or longer, no prose."""
    edge = (today - timedelta(RECENT)).isoformat()
    seen = [(one.first_seen[:10] or one.day or "", one) for one in documents]
    new = [one for day, one in seen if day > edge]
    old = [one for day, one in seen if day <= edge]
    if len(new) < ENOUGH or len(old) < ENOUGH:
        return {}
    troubles: dict[Trouble, str] = {}
    now, before = (median(len(one.text.split()) for one in each) for each in (new, old))
    if before and not SHRUNK <= now / before <= GROWN:
        name: Trouble = "shorter" if now < before else "longer"
        troubles[name] = f"{now:g} words as a rule since {edge}, {before:g} before"
    plain, once = median(map(_prose, new)), median(map(_prose, old))
    if plain < PROSE <= once:
        troubles["language"] = (
            f"reads like English no more: {plain:.0%} plain words, {once:.0%} before"
        )
    return troubles


def _prose(document: Document) -> float:
    words = [word.strip(".,;:()\"'").lower() for word in document.text.split()[:400]]
    return sum(word in STOPWORDS for word in words) / max(1, len(words))


def _first_brief(room: Newsroom) -> str:
    days = briefs.days(room)
    return days[0] if days else ""


def _cited(room: Newsroom, today: date) -> dict[str, int]:
    """Citations of each source in the public briefs of the last weeks."""
    first = (today - timedelta(USED)).isoformat()
    counts: dict[str, int] = defaultdict(int)
    bad = briefs.damaged(room)
    for day in briefs.days(room):
        if day <= first or day in bad:
            continue
        brief = briefs.read_brief(room, day)
        if brief.outcome == "published":
            items = {item.n: item.source_id for item in briefs.read_evidence(room, day).items}
            for n in drafts.cited(brief.draft):
                counts[items.get(n, "")] += 1
    return counts


def _with_yield(row: Health, cited: Mapping[str, int], today: date, since: str) -> Health:
    """The row with what its source gave to briefs; none in four weeks of briefs is told."""
    troubles = dict(row.troubles)
    long = bool(since) and since <= (today - timedelta(USED)).isoformat()
    if long and row.documents and not cited.get(row.source):
        troubles["unused"] = f"no public brief cited it in {USED} days"
    return replace(row, cited=cited.get(row.source, 0), troubles=troubles)
