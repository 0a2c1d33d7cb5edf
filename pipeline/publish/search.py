"""The search index: one file the browser scans, bounded so that ten years stay fast.

Enter: cards and twins. Leaves: search/search_index.json in the form mkdocs' own plugin writes, so
that `dateline serve` and the published site search alike. The newest briefs are indexed section by
section in full, older ones by title, headlines and tags, a retracted one by what was retracted and why.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.newsroom.config import Newsroom
from pipeline.pages.metadata import PageMeta, page_url
from pipeline.publish.plan import Built
from pipeline.records import store
from pipeline.text.days import long_day
from pipeline.text.spans import unescaped

FULL = 900_000  # characters of full text: a scan of it takes some 10 ms on a phone
PAGES = 60_000  # of each other page
LISTS = (
    "archive/",
    "domains/",
    "sources/",
    "tags/",
    "briefs/",
    "search.md",
    "index.md",
    "posts/index.md",
)


def write_index(
    room: Newsroom,
    site: Path,
    briefs: tuple[PageMeta, ...],
    posts: tuple[PageMeta, ...],
    built: dict[str, Built],
) -> None:
    """Write the index."""
    docs: list[dict[str, str]] = []
    left = FULL
    for card in briefs:
        whole = left > 0 and card.retraction is None
        rows = list(_sections(site, card)) if whole else [_line(card)]
        left -= sum(len(row["text"]) for row in rows)
        docs += rows
    docs += [_page(site, card.url, card.title) for card in posts]
    others = [
        path
        for path in sorted(built)
        if not path.startswith(LISTS) and not path.startswith("posts/")
    ]
    docs += [_page(site, page_url(path), "") for path in others]
    data = {
        "config": {"lang": [room.desk.publish.language], "separator": "[\\s\\-]+", "pipeline": []},
        "docs": docs,
    }
    store.write(
        site / "search/search_index.json",
        json.dumps(data, ensure_ascii=False, separators=(",", ":")),
        sync=False,
    )


def _sections(site: Path, card: PageMeta) -> Iterator[dict[str, str]]:
    """A brief by its sections, each under its own address."""
    text = (site / card.url / "index.md").read_text("utf-8")
    parts = re.split(r"^## +(.+)$", text, flags=re.MULTILINE)
    told = {one.headline: one for one in card.sections}
    day, tags = long_day(card.day), " ".join(card.tags)
    found = [
        (told[name], body)
        for title, body in zip(parts[1::2], parts[2::2], strict=True)
        if (name := title.replace("\\", "")) in told
    ]
    # A story that the day is named after is found once, with the tags of its day.
    if all(one.headline != card.title for one, _ in found):
        yield {
            "location": card.url,
            "title": card.title,
            "text": f"{day}. {card.description} {tags}",
        }
    for one, body in found:
        more = f" {tags}" if tags and one.headline == card.title else ""
        yield {
            "location": f"{card.url}#{one.place}",
            "title": f"{'Withdrawn: ' if one.withdrawn else ''}{one.headline} ({day})",
            "text": _words(body) + more,
        }


def _line(card: PageMeta) -> dict[str, str]:
    heads = ". ".join(one.headline for one in card.standing)
    gone = card.retraction
    said = f"{card.description} " if gone else ""
    return {
        "location": card.url,
        "title": f"{'Retracted: ' if gone else ''}{card.title}",
        "text": f"{long_day(card.day)}. {said}{heads} {' '.join(card.tags)}",
    }


def _page(site: Path, url: str, title: str) -> dict[str, str]:
    text = (site / url / "index.md").read_text("utf-8")
    text = text.split("\n---\n", 1)[-1]
    found = re.search(r"^# (.+)", text, re.MULTILINE)
    return {
        "location": url,
        "title": title or (found.group(1) if found else url),
        "text": _words(text)[:PAGES],
    }


def _words(markdown: str) -> str:
    """Markdown without its marks."""
    text = re.sub(
        r"\]\([^)]*\)|\[Source \d+\]|^\|(?: :?-+:? \|)+$",
        " ",
        markdown,
        flags=re.MULTILINE,
    )
    return " ".join(re.sub(r"[#>*`|\[\]]+", " ", unescaped(text)).split())
