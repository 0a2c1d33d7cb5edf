"""The template environment: strict names, and filters that keep words what they are."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.newsroom.config import Newsroom, shipped
from pipeline.pages import links
from pipeline.pages.metadata import long_day, slug, weekday
from pipeline.render import markdown, receipt


def _minutes(count: int) -> str:
    """A short time in words: a figure would ask for a source."""
    if count <= 10:
        return "a few minutes"
    return "a quarter of an hour" if count <= 15 else "half an hour at most"


def environment(room: Newsroom) -> Environment:
    """Templates of the newsroom, else those that come with dateline."""
    tools = Environment(
        loader=FileSystemLoader([room.templates / "pages", shipped("templates") / "pages"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Markdown: words go through `md`, attributes through `attr`
    )
    titles = {domain.id: domain.title for domain in room.desk.domains}
    filters: dict[str, Callable[..., Any]] = {
        "md": lambda text: markdown.escape(str(text)),
        "attr": lambda text: markdown.attribute(str(text)),
        "edge": lambda text: html.escape(re.sub(r"\s+", " ", str(text))),
        "cell": lambda text: markdown.escape(str(text)).replace("|", "&#124;"),
        "day": long_day,
        "weekday": weekday,
        "safe_url": links.safe_url,
        "host": lambda url: urlsplit(url).hostname or "",
        "slug": slug,
        "minutes": _minutes,
        "written_by": receipt.written_by,
        "domain_title": lambda name: titles.get(name, name),
    }
    tools.filters.update(filters)
    tools.globals["desk"] = room.desk
    return tools
