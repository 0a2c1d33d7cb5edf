"""A newsroom to write in, evidence of our own making, and a world in which no time passes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pipeline import verify
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.desk import Desk
from pipeline.records import Draft, Evidence, EvidenceItem, Judgement
from pipeline.records.store import short_id
from pipeline.world import World

HERE = Path(__file__).parent
DAY = "2031-03-07"
NOW = datetime(2031, 3, 7, 6, 30, tzinfo=UTC)


@dataclass
class Time:
    """A clock that only sleeping moves."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


def newsroom(root: Path) -> Newsroom:
    briefs = root / "briefs"
    briefs.mkdir(parents=True, exist_ok=True)
    desk = (HERE.parent / "briefs" / "desk.toml").read_text("utf-8")
    # Scripted servers count what a writer asks; the judge has tests of its own.
    (briefs / "desk.toml").write_text(f'{desk}\n[gate]\njudge = "off"\n', "utf-8")
    (briefs / "sources.toml").write_text(
        '[[sources]]\nid = "own"\ntitle = "Own"\nkind = "folder"\nlocation = "own"\n'
        'domains = ["security"]\n',
        "utf-8",
    )
    return open_newsroom(root)


def world(environ: dict[str, str], time: Time | None = None, **options: object) -> World:
    time = time or Time()
    made = World(now=lambda: NOW, environ=environ, clock=time.clock, sleep=time.sleep)
    return replace(made, **options)  # type: ignore[arg-type]


def evidence(*names: str, day: str = DAY) -> Evidence:
    """A pack of the gold articles of these ids, or of all of them."""
    rows = json.loads((HERE / "gold" / "articles.json").read_text("utf-8"))
    chosen = [row for row in rows if not names or row["id"] in names]
    return Evidence(day, tuple(_item(n, row) for n, row in enumerate(chosen, 1)), "corpus")


def desk(room: Newsroom, **writing: object) -> Desk:
    return room.desk.model_copy(update={"writing": room.desk.writing.model_copy(update=writing)})


def judge_of(room: Newsroom, pack: Evidence) -> Callable[[Draft], Judgement]:
    return partial(
        verify.judge, evidence=pack, desk=room.desk, said=(), styles=room.templates / "styles"
    )


def _item(n: int, row: dict[str, str]) -> EvidenceItem:
    return EvidenceItem(
        n=n,
        source_id=row["publisher"].lower().replace(" ", "-"),
        source_title=row["publisher"],
        title=row["title"],
        url=f"https://{row['publisher'].lower().replace(' ', '-')}.example/{row['id']}",
        published=f"{row['published']}T08:00:00+00:00",
        text=row["text"],
        passage=short_id(row["id"]),
        document=short_id(row["url"] if "url" in row else row["id"]),
        start=0,
        domain=row["domain"],
    )
