"""What must not leave the house: loads from elsewhere, secrets, paths of this machine.

Enter: files of the site. Leave: findings. A path or a secret in an article's words is not ours, so
paths count as errors only where they are this machine's own or stand in an address or a comment.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipeline.audit.facts import Facts, fault
from pipeline.newsroom.desk import Desk
from pipeline.records import Finding
from pipeline.text.secrets import formed_keys

HOME = re.compile(
    r"(?:file://[^\s\"'<>]*|(?<![\w.:/-])/(?:home|Users)/[A-Za-z][\w.-]*/[\w./-]+|[A-Z]:\\Users\\[\w.-]+\\)"
)
CSS_LOAD = re.compile(r"(?:url\(\s*|@import\s+)[\"']?((?:https?:)?//[^\"')\s;]+)", re.IGNORECASE)
JS_LOAD = re.compile(
    r"(?:fetch\(|import\(|importScripts\(|\.src\s*=|from\s)\s*[\"'`]((?:https?:)?//[^\"'`]+)"
)


def see_page(name: str, text: str, tree: HtmlElement, site: Path, facts: Facts) -> None:
    """Loads, secrets and paths of a page."""
    see_text(name, text, site, facts)
    for one in facts.loads:
        if _elsewhere(one):
            facts.add(
                "assets-off-site",
                "the page loads a file from elsewhere",
                one,
                "keep a copy in content/",
            )
    inline = " ".join([*map(str, tree.xpath("//@style")), *map(str, tree.xpath("//style/text()"))])
    for found in CSS_LOAD.findall(inline):
        facts.add(
            "assets-off-site",
            "a style loads a file from elsewhere",
            found,
            "keep a copy in content/",
        )
    for found in JS_LOAD.findall(
        " ".join(map(str, tree.xpath("//script[not(@type) or @type='module']/text()")))
    ):
        facts.add(
            "assets-off-site",
            "a script loads a file from elsewhere",
            found,
            "keep a copy in content/",
        )
    places = [
        *map(str, tree.xpath("//@href | //@src | //@data | //@action")),
        *map(str, tree.xpath("//comment()")),
    ]
    for found in HOME.findall(" ".join(places)):
        facts.add(
            "assets-machine-path", "a path of some machine stands in the page", found, "take it out"
        )


def _elsewhere(address: str) -> bool:
    """Whether an address leaves the site; one that nobody can read is not of it."""
    try:
        return bool(urlsplit(address).netloc)
    except ValueError:
        return True


def see_text(name: str, text: str, site: Path, facts: Facts) -> None:
    """Secrets and this machine's paths in any file."""
    for found in formed_keys(text):  # a name before a value is the words of a source
        if "EXAMPLE" not in text[found.start : found.end].upper():
            facts.add("assets-secret", f"what looks like a secret ({found.name}) is in the output",
                      text[found.start : found.start + 8] + "…", "take it out and revoke it")  # fmt: skip
    for path in own_paths(site):
        if path in text:
            facts.add(
                "assets-machine-path",
                "a path of this machine is in the output",
                path,
                "take it out",
            )
    loads = CSS_LOAD if name.endswith(".css") else JS_LOAD if name.endswith(".js") else None
    for found in loads.findall(text) if loads else ():
        facts.add(
            "assets-off-site",
            "a file loads another from elsewhere",
            found,
            "keep a copy in the theme",
        )


@lru_cache(maxsize=4)  # the same for every file of a site
def own_paths(site: Path) -> tuple[str, ...]:
    """Folders that only this machine knows: where the site is built, and the environment."""
    here = site.resolve()
    paths = {here, Path(sys.prefix).resolve()}
    for parent in here.parents:
        if parent.name == ".dateline":
            paths.add(parent.parent)
    return tuple(sorted(str(path) for path in paths if len(path.parts) > 2))


def check(site: Path, desk: Desk, facts: dict[str, Facts]) -> list[Finding]:
    """The headers file, and robots.txt, say what they must."""
    found = []
    headers = _read(site / "_headers")
    for wanted in ("/*.md", "text/markdown", "/*.txt", "text/plain", "/api/*", "application/json",
                   "stale-while-revalidate", "Vary:", "/feeds/*.xml", "application/rss+xml", "/feeds/*.atom",
                   "application/atom+xml", "application/feed+json"):  # fmt: skip
        if wanted not in headers:
            found.append(
                fault(
                    "_headers",
                    "headers-missing",
                    f"does not say {wanted}",
                    fix="run `dateline build`",
                )
            )
    robots = _read(site / "robots.txt")
    if f"Sitemap: {desk.site_url}sitemap.xml" not in robots:
        found.append(
            fault(
                "robots.txt",
                "robots-sitemap",
                "does not name the sitemap",
                fix="run `dateline build`",
            )
        )
    return found


def _read(path: Path) -> str:
    return path.read_text("utf-8", errors="replace") if path.is_file() else ""
