"""The pages of the briefs: which of them would come out the same, and the others made again.

Enter: the newsroom; a day's record is read once. Leave: files under content/. A brief's page depends
on its record, its evidence, its neighbours and the templates; a digest of these, kept in the
newsroom's local state, spares pages that would come out the same. Losing that state costs time,
never truth.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from pathlib import Path

from jinja2 import Environment

from pipeline.newsroom import briefs, templates
from pipeline.newsroom.code import code_digest
from pipeline.newsroom.config import Newsroom
from pipeline.pages import metadata
from pipeline.pages.metadata import PageMeta
from pipeline.records import Brief, Evidence, EvidenceItem, News, store
from pipeline.records.verdict import RECORD, recorded
from pipeline.render.brief import brief_page
from pipeline.render.environment import environment
from pipeline.render.facts import brief_facts
from pipeline.render.written import Folder

RECENT = 40  # briefs remembered for one page or tag: more than a reader would follow
MOST = 3  # earlier briefs that a brief names


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
    shown = _published(folder.room, memory, made, without)
    for files, later in pairwise(chain(shown, (None,))):
        assert files is not None  # only the last has none after it
        day, after = files.day, later.day if later else ""
        past = store.short_id(past, made[day].key)
        key = store.short_id(past, after)
        card = _unchanged(folder, memory.get(day), day, key)
        if card is None:
            card = _render(folder, tools, files, earlier, after)
        earlier.add(card)
        sha = folder.artifacts[card.path].sha256
        made[day] = replace(made[day], key=f"{made[day].key}:{key}", sha256=sha)
    folder.sweep(("briefs",))  # lists are made of the pages that stand
    _keep(folder.room, made)


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """A day's record as its bytes, read once; `brief` where they had to be understood already."""

    folder: Path
    record: bytes
    evidence: bytes
    news: bytes
    brief: Brief | None = None

    @property
    def day(self) -> str:
        return self.folder.name

    @property
    def key(self) -> str:
        return store.sha256(self.record + self.evidence + self.news)

    def understood(self) -> tuple[Brief, Evidence]:
        """The brief and its evidence. Raises RecordError naming file and field."""
        brief = self.brief or _brief(self)
        where = str(self.folder / "evidence.json")
        items = store.from_json(tuple[EvidenceItem, ...], self.evidence, where=where)
        news = store.from_json(News, self.news, where=str(self.folder / "news.json")) if self.news else None  # fmt: skip
        return brief, briefs.with_news(Evidence(self.day, items), news)


def _published(
    room: Newsroom,
    memory: dict[str, Remembered],
    made: dict[str, Remembered],
    without: frozenset[str],
) -> Iterator[FolderFiles]:
    """Records of the days whose brief is published, oldest first; fills `made` for all days but
    those without a page, which may be damaged."""
    for record in recorded(room.briefs):
        if record.parent.name in without:
            continue
        evidence, news = (_bytes(record.with_name(each)) for each in ("evidence.json", "news.json"))
        files = FolderFiles(record.parent, record.read_bytes(), evidence, news)
        old = memory.get(files.day)
        if old and old.key.split(":")[0] == files.key:
            published = old.published
        else:
            files = replace(files, brief=_brief(files))
            published = files.brief is not None and files.brief.outcome == "published"
        made[files.day] = Remembered(files.key, "", published)
        if published:
            yield files


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _brief(files: FolderFiles) -> Brief:
    return store.from_json(Brief, files.record, where=str(files.folder / RECORD))


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


def _render(
    folder: Folder, tools: Environment, files: FolderFiles, earlier: Earlier, later: str
) -> PageMeta:
    desk = folder.room.desk
    brief, evidence = files.understood()
    facts = brief_facts(brief, evidence, desk) | {"record": store.sha256(files.record)}
    card = metadata.card_of(facts, f"briefs/{files.day}.md")
    last = earlier.last
    facts |= {
        "previous": {"day": last.day, "title": last.title} if last else None,
        "next": {"day": later} if later else None,
        "related": earlier.related(card),
    }
    folder.put(brief_page(brief, evidence, desk, tools, facts=facts))
    return card


def _digest(room: Newsroom) -> str:
    """Digest of what shapes every brief page besides its record."""
    pages = sorted(templates.effective(room, "pages").items())
    return store.short_id(
        room.desk.model_dump_json(), code_digest(), *(path.read_text("utf-8") for _, path in pages)
    )


def _remember(room: Newsroom) -> dict[str, Remembered]:
    return store.remembered(dict[str, Remembered], room.state / "pages.json") or {}


def _keep(room: Newsroom, made: dict[str, Remembered]) -> None:
    store.write(
        room.state / "pages.json",
        json.dumps({day: {"key": one.key, "sha256": one.sha256, "published": one.published}
                    for day, one in made.items()}),
    )  # fmt: skip


# ── what earlier briefs were about ────────────────────────────────────────────────────────


@dataclass(slots=True)
class Earlier:
    """The briefs before the one at hand, so that a brief can name those it continues. It looks back
    only, so that its page never changes when a later one appears."""

    cards: list[PageMeta] = field(default_factory=list)
    pages: dict[str, deque[int]] = field(default_factory=lambda: defaultdict(_recent))
    tags: dict[str, deque[int]] = field(default_factory=lambda: defaultdict(_recent))

    @property
    def last(self) -> PageMeta | None:
        return self.cards[-1] if self.cards else None

    def add(self, card: PageMeta) -> None:
        at = len(self.cards)
        self.cards.append(card)
        for url in {one.url for one in card.citation if one.url}:
            self.pages[url].append(at)
        for tag in set(card.tags):
            self.tags[tag].append(at)

    def related(self, card: PageMeta) -> list[dict[str, str]]:
        """Earlier briefs with a page in common (counted twice) or two tags, closest first."""
        pages = Counter(
            at for url in {one.url for one in card.citation} for at in self.pages.get(url, ())
        )
        tags = Counter(at for tag in set(card.tags) for at in self.tags.get(tag, ()))
        close = [at for at in {*pages, *tags} if pages[at] or tags[at] >= 2]
        close.sort(key=lambda at: (2 * pages[at] + tags[at], at), reverse=True)
        return [{"day": self.cards[at].day, "title": self.cards[at].title} for at in close[:MOST]]


def _recent() -> deque[int]:
    return deque(maxlen=RECENT)
