"""The template environment: strict names, and filters that keep words what they are."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from pipeline.newsroom import templates
from pipeline.newsroom.config import Newsroom
from pipeline.pages import links
from pipeline.pages.metadata import slug
from pipeline.render import markdown, receipt
from pipeline.text.days import long_day, weekday


class Compiled(BytecodeCache):
    """Templates compiled once a process: by name, folder and text, as Jinja keys them."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.held:
            bucket.bytecode_from_string(self.held[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.held[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def _minutes(count: int) -> str:
    """A short time in words: a figure would ask for a source."""
    if count <= 10:
        return "a few minutes"
    return "a quarter of an hour" if count <= 15 else "half an hour at most"


def environment(room: Newsroom) -> Environment:
    """Templates of the newsroom, else those that come with dateline."""
    tools = Environment(
        bytecode_cache=COMPILED,
        loader=FileSystemLoader(templates.layers(room, "pages")),
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
