"""Hand-written posts, looked at before anything is built.

Enter: content/posts/*.md. Leaves: nothing. Refuses, with file, line and reason: a post without
title or date, two posts of one title in one address, an image that nobody described, a citation
without an entry in its list of sources, words of a source that would run as a script.
"""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.errors import RecordError
from pipeline.newsroom.config import Newsroom
from pipeline.pages import front_matter
from pipeline.pages.formats import FORMATS
from pipeline.pages.metadata import card_of, slug
from pipeline.pages.references import idle, lines, unanswered

IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\(|<img\b(?P<tag>[^>]*)>", re.IGNORECASE)
ACTIVE = re.compile(
    r"<(?:script|iframe|object|embed|form|style|link|meta|base)\b[^>]*>?|<\w[^>]*\son\w+\s*=[^>]*>?"
    r"|(?:\]\(|\]:|<|href\s*=|src\s*=)\s*[\"']?\s*(?:javascript|vbscript|data:text/html)[^)\s]*",
    re.IGNORECASE,
)


def check_posts(room: Newsroom) -> None:
    """Raise RecordError for the first post that could not stand on the site."""
    folder = room.content / "posts"
    seen: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.md")):
        if path == folder / "index.md":
            continue
        if path.parent != folder:
            raise RecordError(
                "line 1: posts stand in one folder, side by side",
                where=str(path),
                hint=f"move it to {folder.name}/{path.parent.name}.md",
            )
        text = path.read_text("utf-8", errors="replace")
        facts, body = front_matter.load(text, where=str(path))
        card = card_of(facts, path.relative_to(room.content).as_posix(), where=str(path))
        if card.format and card.format not in FORMATS:
            raise RecordError(
                f"line {_line_of(text, 'format')}: there is no format {card.format!r}",
                where=str(path),
                hint=f"one of {', '.join(FORMATS)}",
            )
        _distinct(path, seen)
        _described(path, body, front_matter.body_line(text))
        _answered(path, body, front_matter.body_line(text))
        _inert(path, body, front_matter.body_line(text))


def _distinct(path: Path, seen: dict[str, Path]) -> None:
    name = slug(path.stem)
    if name in seen:
        raise RecordError(
            f"line 1: has the same address as {seen[name].name}",
            where=str(path),
            hint="rename one of the two files",
        )
    seen[name] = path


def _described(path: Path, body: str, first: int) -> None:
    fence = False
    for at, line in enumerate(body.splitlines(), first):
        fence ^= line.lstrip().startswith(("```", "~~~"))
        for found in () if fence else IMAGE.finditer(line):
            alt = found.group("alt") if found.group("alt") is not None else _alt(found.group("tag"))
            if not alt.strip():
                raise RecordError(
                    f"line {at}: an image without alternative text",
                    where=str(path),
                    hint="say what it shows: ![what a reader would miss](picture.png)",
                )


def _answered(path: Path, body: str, first: int) -> None:
    for at, n in unanswered(body):
        raise RecordError(
            f"line {first + at}: cites source {n}, which its list of sources does not hold",
            where=str(path),
            hint=f"add a line `{n}. Publisher: [Title](address)` below `## Sources`",
        )
    for at, n in idle(body):
        raise RecordError(
            f"line {first + at}: lists source {n}, which nothing cites",
            where=str(path),
            hint=f"cite it as [Source {n}], or move it out of `## Sources`",
        )


def _inert(path: Path, body: str, first: int) -> None:
    for at, line in lines(body):
        if found := ACTIVE.search(line):
            raise RecordError(
                f"line {first + at}: {found[0][:60]} would run or load something",
                where=str(path),
                hint="write it as code, between backticks, or as &lt; and &gt;",
            )


def _alt(tag: str) -> str:
    if re.search(r"role=[\"']?presentation|aria-hidden=[\"']?true", tag):
        return "decorative"
    found = re.search(r"\balt=(?:\"([^\"]*)\"|'([^']*)')", tag)
    return (found.group(1) or found.group(2) or "") if found else ""


def _line_of(text: str, key: str) -> int:
    found = re.search(rf"^{key}\s*:", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
