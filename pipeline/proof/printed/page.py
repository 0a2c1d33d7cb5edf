"""A page of the site, held against what its record prints today."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.proof.printed.record import (
    CROSSED,
    LED_ASTRAY,
    OTHER,
    Printed,
    as_printed,
    not_due,
    said_twice,
)
from pipeline.records import Finding
from pipeline.verify.page_words import LOST, alteration, bare
from pipeline.verify.site_words import SITE

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_UNWRITTEN = "none"  # by which models
_DATE, _BOX = ".brief__date", "details.aside"
_BESIDE_IDS = ("record", "related")
# What a page shows of itself and of its list of sources, which is held against the record by itself.
_OF_PAGE = ("sources", "kicker", "tally", "tagline")
# Titles of the boxes on what a night keeps beside its brief, which a stranger who prints it has not.
_OF_NIGHT = re.compile(
    r"Why each of these sources is here|(?:Since [\w ]+|So far): (?:\d[\d,]*|no) (?:new|older|more)\b.*"
)


def other_page(page: bytes, due: Printed, file: str) -> tuple[Finding, ...]:
    """What a page says of the brief and its record does not; nothing of a page of another maker."""
    from bs4 import BeautifulSoup  # a day without news compares no page

    read = BeautifulSoup(page, "html.parser")
    article = read.select_one("article.brief")
    if article is None:
        return ()
    out = [alteration(one, OTHER, file) for one in _otherwise(read, article, due)]
    wanted = BeautifulSoup(due.body, "html.parser").select(".sources li")
    gone = Counter(map(_entry, wanted)) - Counter(map(_entry, article.select(".sources li")))
    added = Counter(map(_entry, article.select(".sources li"))) - Counter(map(_entry, wanted))
    out += [alteration(one[0], OTHER, file) for one in added]
    out += [alteration(one[0], LOST, file) for one in gone]
    out += [alteration(one, OTHER, file) for one in _blocks(article, due)]
    canonical = read.select_one("link[rel=canonical]")
    url = str(canonical.get("href", "")) if canonical else ""
    led = dict.fromkeys(str(one["href"]).strip() for one in article.select("a[href]"))
    away = [one for one in led if urlsplit(one).scheme or urlsplit(one).netloc]
    out += [alteration(one, LED_ASTRAY, file) for one in away if not due.leads(one, url)]
    return tuple(out)


def _otherwise(read: BeautifulSoup, article: Tag, due: Printed) -> Iterator[str]:
    """Lines of a page by their classes, its titles and its tally."""
    for kind in ("kicker", "tally"):
        shown = [one.get_text() for one in article.select(f"p.{kind}:not({_DATE})")]
        kept = [one for one in shown if CROSSED not in one]
        wanted = due.dressed(kind)
        yield from not_due(kept, wanted, due)
        yield from as_printed(Counter(wanted) - Counter(map(due.told, kept)), due)
    dressed = [one.get_text() for one in article.select("p.kicker, p.tally")]
    yield from [one for one in dressed if CROSSED in one][len(due.brief.draft.crosscuts) :]
    dates = [one.get_text() for one in article.select(_DATE)]
    yield from [one for one in dates if bare(one) != bare(due.facts["dateline"])] + dates[1:]
    tags = bare(" ".join(["Tags", *(one["name"] for one in due.facts["tags"])]))
    tagged = [one.get_text() for one in article.select(".tagline")]
    yield from (one for one in tagged if bare(one) != tags)
    teams = [one.get_text() for one in article.select(".implication > strong:first-child")]
    yield from not_due(teams, due.teams(), due)
    quiet = {bare(one.get_text()) for one in article.select("li")}
    yield from (one for one in due.quiet() if bare(one) not in quiet)
    named = [one.get_text() for one in read.select("head > title")]
    shown = [one.rpartition(SITE)[0] or one for one in named]
    shown += [str(one.get("content", "")) for one in read.select('meta[property="og:title"]')]
    yield from (one for one in shown if bare(one) != bare(due.facts["title"]))
    tallied = [one.get_text() for one in read.select(".state__tally")]
    yield from (one for one in tallied if bare(one) != bare(due.facts["tally"]))
    counted, cost = due.facts["checked"], due.facts["cost"]
    measured = f"{due.facts['proven']} {counted['rests']}", counted["repaired"], counted["removed"]
    known = {bare(str(one)) for one in (*measured, *due.facts["models"], cost["receipt"])}
    known.add(bare(", ".join(due.facts["models"]) or _UNWRITTEN))
    rows = [one.get_text() for one in read.select(".state dd") if not one.find("a")]
    yield from (one for one in rows if bare(one) not in known)


def _blocks(article: Tag, due: Printed) -> Iterator[str]:
    """Blocks of a page that its record does not print, and headings and marks in another order."""
    headed = [one for one in article.select("h1, h2, h3") if one.get("id") not in _BESIDE_IDS]
    yield from not_due([one.get_text() for one in headed], due.headings(), due)
    marked = [one.get_text() for one in article.select("a.cite")]
    cites = [int("".join(filter(str.isdigit, one)) or 0) for one in marked]
    if cites != due.cites():
        yield next(
            (one for one, n, other in zip(marked, cites, due.cites(), strict=False) if n != other),
            f"{len(cites)} citations",
        )
    known, whole = "\n".join((*due.lines(), bare(due.facts["dateline"]))), ""
    boxed = Counter(" ".join(one.get_text().split()) for one in article.select(f"{_BOX} > summary"))
    yield from (one for one, often in boxed.items() if often > 1)
    for block in article.select("p, li, td, summary, figcaption"):
        under = block.find_previous("h2")
        beside = under is not None and under.get("id") == _BESIDE_IDS[1]
        inner = bool(block.find_parent(class_=_OF_PAGE) or block.find(("p", "li")))
        beside = beside or _of_night(block)
        if not (beside or inner or set(block.get_attribute_list("class")) & set(_OF_PAGE)):
            text = block.get_text()
            whole += "" if block.find_parent("details") else bare(text)
            yield from [text] if bare(due.shown(text)) not in known else []
    yield from said_twice(whole, due)


def _of_night(block: Tag) -> bool:
    """Whether a block stands in a box on what a night keeps beside its brief."""
    box = block.find_parent("details", class_="aside")
    title = box.find("summary", recursive=False) if box else None
    return title is not None and bool(_OF_NIGHT.fullmatch(" ".join(title.get_text().split())))


def _entry(item: Tag) -> tuple[str, tuple[str, ...]]:
    """A source in a page's list: what it says, and where it leads."""
    back = {id(one) for span in item.select(".back") for one in span.select("a")}
    led = tuple(str(one["href"]) for one in item.select("a[href]") if id(one) not in back)
    said = "".join(str(one) for one in item.strings if not one.find_parent(class_="back"))
    return " ".join(said.split()), led
