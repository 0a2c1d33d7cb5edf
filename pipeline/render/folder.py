"""The generated part of content/: what stands there, what must be written, what must go.

Enter: the newsroom. Leave: files under content/. A brief's page depends on its record, its
evidence, its neighbours and the templates; a digest of these, kept in the newsroom's local state,
spares pages that would come out the same. Losing that state costs time, never truth.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

from jinja2 import Environment

from pipeline.newsroom.code import code_digest
from pipeline.newsroom.config import Newsroom
from pipeline.pages import front_matter, metadata
from pipeline.pages.metadata import PageMeta
from pipeline.records import Artifact, Brief, Evidence, EvidenceItem, Page, store
from pipeline.render.brief import brief_page
from pipeline.render.earlier import Earlier
from pipeline.render.environment import environment
from pipeline.render.facts import brief_facts

GENERATED = ("briefs", "archive", "domains", "sources", "tags")  # folders that are ours alone


@dataclass(slots=True)
class Folder:
    """content/ while it is rendered."""

    room: Newsroom
    artifacts: dict[str, Artifact] = field(default_factory=dict)

    def put(self, page: Page) -> None:
        """Write a page unless it stands there already."""
        text = front_matter.dump(dict(page.meta), page.body)
        self.keep(page.path, text.encode(), write=True)

    def keep(self, path: str, data: bytes, *, write: bool = False) -> None:
        """Count a file as ours."""
        if write:
            store.write(self.room.content / path, data)
        self.artifacts[path] = Artifact(path, store.sha256(data), len(data))

    def sweep(self, names: tuple[str, ...] = GENERATED) -> None:
        """Take away generated pages that nothing stands behind any more."""
        for name in names:
            for path in sorted((self.room.content / name).rglob("*.md")):
                if path.relative_to(self.room.content).as_posix() not in self.artifacts:
                    path.unlink()

    def written(self) -> tuple[Artifact, ...]:
        return tuple(self.artifacts[path] for path in sorted(self.artifacts))


@dataclass(frozen=True, slots=True)
class Remembered:
    """A rendered brief: what it was made from, its bytes, its outcome."""

    key: str
    sha256: str
    published: bool


def render_briefs(folder: Folder, *, without: frozenset[str] = frozenset()) -> None:
    """The page of every published brief, oldest first, each knowing its neighbours."""
    memory = _remember(folder.room)
    made: dict[str, Remembered] = {}
    tools = environment(folder.room)
    earlier = Earlier()
    past = _digest(folder.room)
    days = [day for day in published_days(folder.room, memory, made) if day not in without]
    for day, later in zip(days, [*days[1:], ""], strict=False):
        past = store.short_id(past, made[day].key)
        key = store.short_id(past, later)
        card = _unchanged(folder, memory.get(day), day, key)
        if card is None:
            card = _render(folder, tools, day, earlier, later)
        earlier.add(card)
        sha = folder.artifacts[card.path].sha256
        made[day] = replace(made[day], key=f"{made[day].key}:{key}", sha256=sha)
    folder.sweep(("briefs",))  # lists are made of the pages that stand
    _keep(folder.room, made)


def published_days(
    room: Newsroom, memory: dict[str, Remembered], made: dict[str, Remembered]
) -> list[str]:
    """Days whose brief is published, oldest first; fills `made` with what their record is."""
    days = []
    for folder in sorted(room.briefs.glob("????-??-??")):
        record = folder / "brief.json"
        if not record.is_file():
            continue
        evidence = folder / "evidence.json"
        key = store.sha256(
            record.read_bytes() + (evidence.read_bytes() if evidence.is_file() else b"")
        )
        old = memory.get(folder.name)
        if old and old.key.split(":")[0] == key:
            published = old.published
        else:
            published = store.read(Brief, record).outcome == "published"
        made[folder.name] = Remembered(key, "", published)
        days += [folder.name] if published else []
    return days


def _unchanged(folder: Folder, old: Remembered | None, day: str, key: str) -> PageMeta | None:
    """The card of a page that is already what it would become, or None."""
    path = folder.room.content / "briefs" / f"{day}.md"
    if old is None or not old.key.endswith(f":{key}") or not path.is_file():
        return None
    data = path.read_bytes()
    if store.sha256(data) != old.sha256:
        return None
    folder.keep(f"briefs/{day}.md", data)
    return metadata.read_card(path, folder.room.content)


def _render(folder: Folder, tools: Environment, day: str, earlier: Earlier, later: str) -> PageMeta:
    desk = folder.room.desk
    brief, evidence = read_day(folder.room, day)
    facts = brief_facts(brief, evidence, desk)
    card = metadata.card_of(facts, f"briefs/{day}.md")
    last = earlier.last
    facts |= {
        "previous": {"day": last.day, "title": last.title} if last else None,
        "next": {"day": later} if later else None,
        "related": earlier.related(card),
    }
    folder.put(brief_page(brief, evidence, desk, tools, facts=facts))
    return card


def read_day(room: Newsroom, day: str) -> tuple[Brief, Evidence]:
    """A day's record. Raises RecordError."""
    brief = store.read(Brief, room.day(day) / "brief.json")
    items = store.read(tuple[EvidenceItem, ...], room.day(day) / "evidence.json")
    return brief, Evidence(day, items)


def _digest(room: Newsroom) -> str:
    """Digest of what shapes every brief page besides its record."""
    own = sorted((room.templates / "pages").glob("*.j2"))
    return store.short_id(
        room.desk.model_dump_json(), code_digest(), *(path.read_text("utf-8") for path in own)
    )


def _remember(room: Newsroom) -> dict[str, Remembered]:
    try:
        rows = json.loads((room.state / "pages.json").read_text("utf-8"))
        return {day: Remembered(**row) for day, row in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # nothing remembered: every page is rendered


def _keep(room: Newsroom, made: dict[str, Remembered]) -> None:
    store.write(
        room.state / "pages.json",
        json.dumps({day: {"key": one.key, "sha256": one.sha256, "published": one.published}
                    for day, one in made.items()}),
    )  # fmt: skip
