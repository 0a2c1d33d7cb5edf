"""Publication is a state of its own: what stands on the site, since when, and what does not.

Enter: what a build is about to show, then the moment it stands. Leave: `briefs/public.jsonl`, one
line whenever the state of a brief changes, never erased. A brief is *held* by its verdict, else
*verified*; *public* when it stands on the site; *held back* when its page was refused. What is about
to be shown is written down before the site is switched: a process that is killed between the two
leaves it to the next start to say so. A line that is damaged is passed over and reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, Protocol

from pydantic import TypeAdapter

from pipeline.errors import ConfigError
from pipeline.newsroom.config import Newsroom
from pipeline.records import Brief, store
from pipeline.records.verdict import RECORD
from pipeline.text.days import is_moment

FILE = "public.jsonl"
RECORDS = (RECORD, "evidence.json", "news.json")  # the files of a day that its page is made of
SKEW = timedelta(hours=1)  # by which the clocks of two machines that make nights may differ
ABOUT_TO = "publishing.json"  # in local state: what the switch that comes will show
State = Literal["held", "verified", "public", "held back"]


@dataclass(frozen=True, slots=True)
class Public:
    """What became of a brief's page: `record` is the digest of the brief.json it shows, or of all the
    files of a day that was held back.

    state: public (since `at`), held back (with `why`), or gone from the site.
    """

    day: str
    state: Literal["public", "held back", "gone"]
    at: str
    record: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Showing:
    """A site that is about to stand: the digest of its provenance.json, and its briefs' records."""

    site: str
    records: dict[str, str]


_ROW = TypeAdapter(Public)


def read(room: Newsroom) -> tuple[Public, ...]:
    """Every line, oldest first; damaged ones are left out (see `faults`)."""
    return tuple(row for row in _lines(room) if isinstance(row, Public))


def faults(room: Newsroom) -> tuple[str, ...]:
    """Lines that cannot be read, each named with its file and number."""
    return tuple(row for row in _lines(room) if isinstance(row, str))


def last(room: Newsroom) -> dict[str, Public] | None:
    """The newest line about each day; None in a newsroom that never wrote one."""
    held = (room.briefs / FILE).is_file()
    return {row.day: row for row in read(room)} if held else None


def behind(room: Newsroom, now: datetime) -> str:
    """What is wrong with a clock that stands before something became public; "" of one that may be right."""
    shown = [row for row in read(room) if row.state == "public"]
    newest = max(shown, key=lambda row: datetime.fromisoformat(row.at), default=None)
    if newest is None or datetime.fromisoformat(newest.at) <= now + SKEW:
        return ""
    return (
        f"the clock of this machine says {now.isoformat(timespec='minutes')}, "
        f"and the brief of {newest.day} became public at {newest.at}"
    )


def refuse_before(moment: str, now: datetime, what: str) -> None:
    """Refuse a clock that stands before what it would follow. Raises ConfigError."""
    if datetime.fromisoformat(moment) > now + SKEW:
        raise ConfigError(
            f"the clock of this machine says {now.isoformat(timespec='minutes')}, and {what} at {moment}",
            hint="set the clock and try again; nothing was changed",
        )


def refuse_behind(room: Newsroom, now: datetime) -> None:
    """Refuse the night of a clock that was set back: what comes in would count as seen long ago, and
    no later brief would tell it. Raises ConfigError."""
    if wrong := behind(room, now):
        raise ConfigError(
            f"{wrong}; nothing is read or written",
            hint="set the clock and run again; if it is that brief which a wrong clock made, remove its folder below "
            f"briefs/ and its lines in briefs/{FILE}",
        )


class JudgedDay(Protocol):
    """A brief, or what is known of one: its day, and how it was judged."""

    @property
    def day(self) -> str: ...
    @property
    def outcome(self) -> str: ...


def state(brief: JudgedDay, rows: Mapping[str, Public] | None) -> State:
    """How far a brief has come. Before this was written down, a published brief was public."""
    if brief.outcome != "published":
        return "held"
    if rows is None:
        return "public"
    row = rows.get(brief.day)
    return "verified" if row is None or row.state == "gone" else row.state


def shown(room: Newsroom) -> frozenset[str]:
    """Days whose brief readers had at any time, whatever became of it since."""
    return frozenset(row.day for row in read(room) if row.state == "public")


def told(brief: JudgedDay, rows: Mapping[str, Public] | None, had: Set[str] = frozenset()) -> bool:
    """Whether what a brief says counts as said: it is public, or on its way and not refused.

    had: days that readers had once. What a later build held back (a file was lost, a page was
    altered) they know all the same.
    """
    reached = state(brief, rows)
    return reached in ("public", "verified") or (reached == "held back" and brief.day in had)


def opened(room: Newsroom, published: Callable[[], Iterable[Brief]]) -> None:
    """Begin the list, if there is none: what was published until now is public since it says so."""
    if (room.briefs / FILE).exists():
        return
    before = sorted(published(), key=lambda brief: brief.day)
    rows = [Public(one.day, "public", one.published, _record(room, one.day)) for one in before]
    store.write(room.briefs / FILE, "".join(map(_line, rows)))


def awaiting(room: Newsroom, briefs: Iterable[JudgedDay]) -> tuple[str, ...]:
    """Days whose brief is verified and not public, public in other words than its record has, or held
    back when its files were others: they may have been mended since."""
    rows = last(room)
    if rows is None:
        return ()
    waits = []
    for brief in (one for one in briefs if one.outcome == "published"):
        row = rows.get(brief.day)
        made = _files(room, brief.day) if _is_held(row) else _record(room, brief.day)
        if row is None or row.record != made:
            waits.append(brief.day)
    return tuple(sorted(waits))


def begin(room: Newsroom, site: Path, days: Iterable[str]) -> None:
    """Write down what a site will show, before it stands."""
    kept = (day for day in sorted(days) if room.record(day).is_file())
    records = {day: _record(room, day) for day in kept}
    store.write(room.state / ABOUT_TO, store.to_json(Showing(_identity(site), records)))


def settle(room: Newsroom, now: datetime, held_back: Mapping[str, str] | None = None) -> None:
    """Enter what stands on the site since its last switch, and what was held back from it.

    Without `held_back` only a switch that was cut short is entered. The same twice adds nothing.
    """
    path = room.state / ABOUT_TO
    known, at = last(room) or {}, now.isoformat(timespec="seconds")
    rows: list[Public] = []
    if path.is_file():
        showing = store.remembered(Showing, path)  # None where it is half gone with a disk
        if showing and showing.site == _identity(room.site):
            rows = _shown(showing, known, at)
    for day, why in sorted((held_back or {}).items()):
        reason = " ".join(why.split())
        row = Public(day, "held back", at, _files(room, day), reason)
        if room.day(day).is_dir() and _differs(known.get(day), row):
            rows.append(row)
    _append(room, rows)
    path.unlink(missing_ok=True)


def _shown(showing: Showing, known: Mapping[str, Public], at: str) -> list[Public]:
    made = (Public(day, "public", at, record) for day, record in showing.records.items())
    rows = [row for row in made if _differs(known.get(row.day), row)]
    gone = [day for day, row in sorted(known.items())
            if row.state == "public" and day not in showing.records]  # fmt: skip
    return rows + [Public(day, "gone", at) for day in gone]


def _differs(known: Public | None, row: Public) -> bool:
    return known is None or replace(known, at=row.at) != row


def _is_held(row: Public | None) -> bool:
    return row is not None and row.state == "held back"


def _identity(site: Path) -> str:
    """The digest of a site's list of its own files; "" where there is none."""
    path = site / "provenance.json"
    return store.sha256(path.read_bytes()) if path.is_file() else ""


def _append(room: Newsroom, rows: list[Public]) -> None:
    """Add lines, whole or not at all; a last line that a crash tore goes."""
    if not rows:
        return
    path = room.briefs / FILE
    before = path.read_bytes() if path.is_file() else b""
    whole = before[: before.rfind(b"\n") + 1]
    store.write(path, whole + "".join(map(_line, rows)).encode())


def _line(row: Public) -> str:
    return store.row(row) + "\n"


def _record(room: Newsroom, day: str) -> str:
    return store.sha256(room.record(day).read_bytes())


def _files(room: Newsroom, day: str) -> str:
    """What a day is made of; a file that is missing counts too."""
    files = (room.day(day) / name for name in RECORDS)
    return store.short_id(
        *(store.sha256(one.read_bytes()) if one.is_file() else "" for one in files)
    )


def _lines(room: Newsroom) -> list[Public | str]:
    path = room.briefs / FILE
    rows: list[Public | str] = []
    raw = path.read_bytes().split(b"\n")[:-1] if path.is_file() else []
    for number, line in enumerate(raw, 1):
        try:
            row = _ROW.validate_json(line)
            if not is_moment(row.at):
                raise ValueError(row.at)
            rows.append(row)
        except ValueError:
            rows.append(f"{path}:{number}: is not a line about a brief; it is passed over")
    return rows
