"""llms-full.txt: the newest briefs in full, as many as fit, for readers that take one file.

Enter: cards and twins. Leaves: one text, each page between lines that give its address and dates.
The newest brief is always there; where it alone is too long, its last sections are left out and
the text says so. Refuses: a budget that not even the newest lead fits into (`BuildError`).
"""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.errors import BuildError
from pipeline.newsroom.config import Newsroom
from pipeline.pages.metadata import PageMeta
from pipeline.publish.agents.llms import MOST, NOTICE
from pipeline.world import CHARS_PER_TOKEN


def window(room: Newsroom, site: Path, briefs: tuple[PageMeta, ...]) -> str:
    """The text of llms-full.txt."""
    desk = room.desk
    most = min(desk.publish.llms_full_tokens * CHARS_PER_TOKEN, MOST)
    text = (
        f"# {desk.title}: the newest briefs in full\n\n> {desk.tagline or desk.title}\n\n{NOTICE}\n"
    )
    for at, card in enumerate(briefs):
        twin = (site / card.url / "index.md").read_text("utf-8")
        page = _page(card, desk.site_url, twin)
        if len(text) + len(page) > most:
            if at == 0:
                text += _shortened(card, desk.site_url, twin, most - len(text))
            break
        text += page
    return text


def _page(card: PageMeta, base: str, twin: str) -> str:
    where = f'url="{base}{card.url}" date="{card.date}" updated="{card.updated}"'
    return f"\n<page {where}>\n\n{twin.rstrip()}\n\n</page>\n"


def _shortened(card: PageMeta, base: str, twin: str, room: int) -> str:
    """The beginning of a page that is too long, whole sections, and where the rest stands."""
    parts = re.split(r"^(?=## )", twin, flags=re.MULTILINE)
    while len(parts) > 1:
        parts.pop()
        page = _page(card, base, "".join(parts) + f"\nIt goes on at {base}{card.url}index.md\n")
        if len(page) <= room:
            return page
    raise BuildError(
        "not even the lead of the newest brief fits into its budget",
        where="llms-full.txt",
        hint="raise llms_full_tokens in briefs/desk.toml",
    )
