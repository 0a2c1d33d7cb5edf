"""Each story to who answers for it: digests of what is public, sent once, corrections after them.

Enter: a newsroom whose site stands. Leave: a report, and a line in briefs/delivered.jsonl for each
message that went out or could not. A channel that is dead is reported and tried again by the next
delivery; it never stops anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.errors import FetchError
from pipeline.newsroom import briefs, publication
from pipeline.newsroom.config import Newsroom
from pipeline.publish.delivery import sent
from pipeline.publish.delivery.channels import ChannelError, Outbox, send
from pipeline.publish.delivery.digests import Digest, of_day, people
from pipeline.publish.delivery.sent import SentDigest
from pipeline.text.words import counted
from pipeline.world import World

__all__ = ["Delivered", "deliver", "waiting"]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a digest: sent, waiting (with a dry run), or the fault of its channel."""

    day: str
    owner: str
    channel: str
    stories: int
    corrections: int
    outcome: str
    fault: str = ""

    def line(self) -> str:
        """For a person."""
        what = f"{self.stories} {'story' if self.stories == 1 else 'stories'}"
        what = counted(self.corrections, "correction") if self.corrections else what
        why = f": {self.fault}" if self.fault else ""
        return f"{self.outcome} {self.day} {what} to {self.owner} by {self.channel}{why}"


def waiting(room: Newsroom, *, day: str = "") -> Iterator[Digest]:
    """The digests that are due: of one public day, or of all that was missed lately."""
    every = sent.read(room.briefs)
    rows, states = sent.went(every), publication.last(room)
    first = {row.person: row.day for row in sorted(every, key=lambda row: row.day, reverse=True)}
    due = [day] if day else _due(room, rows)
    for one in due:
        brief = briefs.read_brief(room, one)
        if publication.state(brief, states) == "public":
            began = {person for person, earliest in first.items() if earliest <= one}
            late = () if day or one == due[-1] else people(room.desk.owners).keys() - began
            evidence = briefs.read_evidence(room, one)
            yield from of_day(room.desk, brief, evidence, rows, without=late)


def _due(room: Newsroom, rows: tuple[SentDigest, ...]) -> list[str]:
    """Days whose digests may be due, oldest first: the newest, those since the first delivery that are
    not older than the desk says, and any whose stories were sent: a correction follows however late.
    Who begins to be delivered to, newsroom or owner, gets no archive."""
    bad, states = briefs.damaged(room), publication.last(room)

    def public(day: str) -> bool:
        brief = None if day in bad else briefs.read_brief(room, day)
        return brief is not None and publication.state(brief, states) == "public"

    known = briefs.days(room)
    newest = next((day for day in reversed(known) if public(day)), "")
    if not newest:
        return []
    oldest = date.fromisoformat(newest) - timedelta(days=room.desk.delivery.days)
    since = max(oldest.isoformat(), min((row.day for row in rows), default=newest))
    told = {row.day: row.at for row in sorted(rows, key=lambda row: row.at)}
    changed = {day for day, row in (states or {}).items() if row.at > told.get(day, row.at)}
    return [day for day in known if (since <= day <= newest or day in changed) and public(day)]


def deliver(
    room: Newsroom, world: World, *, day: str = "", dry: bool = False
) -> tuple[Delivered, ...]:
    """Send what is due; with `dry` only say so."""
    if not room.desk.owners:
        return ()
    outbox = Outbox(room.desk, world)
    return tuple(
        _delivered(room, outbox, digest, dry=dry) for digest in list(waiting(room, day=day))
    )


def _delivered(room: Newsroom, outbox: Outbox, digest: Digest, *, dry: bool) -> Delivered:
    outcome, fault = ("due", "") if dry else ("sent", "")
    if not dry:
        try:
            send(digest, outbox)
        except (ChannelError, FetchError) as error:
            outcome, fault = "failed", str(error)
        names = [one.id for one in digest.stories], [one.id for one in digest.corrections]
        at = outbox.world.now().isoformat(timespec="seconds")
        row = SentDigest(digest.key, digest.day, digest.person, digest.owner.channel, at,
                         tuple(names[0]), tuple(names[1]), fault)  # fmt: skip
        sent.add(room.briefs, row)
    return Delivered(digest.day, digest.owner.id, digest.owner.channel, len(digest.stories),
                     len(digest.corrections), outcome, fault)  # fmt: skip
