"""What `dateline status` says of the service: days on time, the error budget, the newest brief's age."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import RecordError
from pipeline.ingest.sources.fetch import Client
from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.levels import Levels, levels, too_old
from pipeline.newsroom.runs import account
from pipeline.world import World

LISTED = 6  # days that were not on time, the newest first; --json has all


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest public brief that stands, by the record or by the site itself."""

    day: str
    since: str


def facts(room: Newsroom, now: datetime) -> dict[str, Any]:
    """The lines of `status` about time."""
    found = levels(room, now)
    since = f", public since {found.since}" if found.since else ""
    named = {"newest_public_brief": f"{found.newest or 'none'}{since}"}
    if not found.days:
        return named | {"on_time": "no day was due since the first brief"}
    return named | {
        "on_time": _on_time(room, found),
        "error_budget": _budget(found),
        "not_on_time": _missed(found),
    }


def items(room: Newsroom) -> tuple[dict[str, str], dict[str, Any]]:
    """The line of `status` about the items since the last public brief before the last recorded night,
    nights without a brief included, and the same as numbers. Raises RecordError."""
    day = max(account.nights(room), default="")
    if not day:
        return {"items": "no night is recorded"}, {"items_by_fate": {}}
    news = briefs.read_news(room, day)
    since, backlog = (news.since, news.backlog) if news else ("", ())
    found = account.counted(account.accounted(room, day), since, backlog)
    return {"items": account.sentence(found)}, {"items_by_fate": asdict(found)}


def _on_time(room: Newsroom, found: Levels) -> str:
    counted = len(found.counted)
    share = found.kept / counted if counted else 1.0
    due = f"{room.desk.publish.due} {room.desk.publish.zone}"
    return f"{found.kept} of {counted} days by {due} ({share:.1%}; wanted {found.wanted:.0%})"


def _budget(found: Levels) -> str:
    left = round(found.budget - found.spent, 2)
    state = f"{left:g} left" if left >= 0 else f"overspent by {-left:g}"
    return f"{found.spent} of {found.budget:g} days spent, {state}"


def _missed(found: Levels) -> str:
    rows = [one for one in reversed(found.counted) if one.fate != "on time"]
    said = [f"{one.day} {one.fate}" for one in rows[:LISTED]]
    more = [f"and {len(rows) - LISTED} more"] if len(rows) > LISTED else []
    return ", ".join([*said, *more]) or "none"


def newest(room: Newsroom, world: World, *, live: bool) -> Newest:
    """The newest public brief: by the record, or by what the site serves. Raises FetchError."""
    if live:
        return _served(room, world)
    found = levels(room, world.now())
    return Newest(found.newest, found.since)


def check(room: Newsroom, world: World, found: Newest) -> str:
    """Why the newest brief is too old, or ""."""
    return too_old(room, found.since, world.now())


def _served(room: Newsroom, world: World) -> Newest:
    """What the site's own list of briefs names first."""
    url = f"{room.desk.site_url}api/briefs.json"
    # the desk names this host itself, so it may be on a private network
    allowed = (*room.desk.ingest.allow_private_hosts, urlsplit(url).hostname or "")
    limits = room.desk.ingest.model_copy(update={"allow_private_hosts": allowed})
    with Client(limits, world) as client:
        data = client.get(url, "see how old the newest public brief is").body
    try:
        rows = json.loads(data)["briefs"]
        standing = [row for row in rows if row["status"] != "retracted"]
        return Newest(*max(((row["id"], row["published"]) for row in standing), default=("", "")))
    except (ValueError, KeyError, TypeError) as error:
        hint = "is `site_url` in desk.toml the address of this newsroom's site?"
        raise RecordError("is not a list of briefs", where=url, hint=hint) from error
