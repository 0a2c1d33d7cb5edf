"""The pages around the briefs: home, archives, corrections, how it works, about.

Enter: the newsroom, with its brief pages rendered. Leave: `Page`s. Every list is cut by year so
that one more brief changes the pages of its own year and no other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from pipeline.newsroom.briefs import SAID, holdings
from pipeline.newsroom.config import Newsroom
from pipeline.pages import front_matter
from pipeline.pages.metadata import PageMeta, brief_cards, post_cards, slug
from pipeline.records import Page
from pipeline.render.environment import environment
from pipeline.render.figures.sections import how_it_works
from pipeline.render.posts import check_posts
from pipeline.text.days import long_day, weekday

NEWEST = 30  # on an archive's front: a month


@dataclass(frozen=True, slots=True)
class ListRow:
    """A line of a list: a brief, and what of it belongs there."""

    card: PageMeta
    note: str = ""
    anchor: str = ""
    says: str = ""  # the story's first sentence
    label: str = ""
    withdrawn: str = ""  # when and why, of a story that was withdrawn
    corrected: str = ""  # the day, of a story that was corrected


@dataclass(frozen=True, slots=True)
class Shelf:
    """What pages around the briefs are made of."""

    tools: Environment
    room: Newsroom
    briefs: tuple[PageMeta, ...]
    posts: tuple[PageMeta, ...]


def list_pages(room: Newsroom) -> Iterator[Page]:
    """Every generated page but the briefs. Raises RecordError for a post that cannot stand."""
    check_posts(room)
    cards = brief_cards(room.content), post_cards(room.content, without=room.left_out)
    shelf = Shelf(environment(room), room, *cards)
    for pages in PAGES.values():
        yield from pages(shelf)


def page(
    tools: Environment, path: str, template: str, facts: dict[str, Any], view: dict[str, Any]
) -> Page:
    """A page from a template; `facts` become its front matter."""
    body = tools.get_template(template).render(facts=facts, **view)
    return Page(path, tuple(facts.items()), body)


def _home(
    tools: Environment, room: Newsroom, briefs: tuple[PageMeta, ...], posts: tuple[PageMeta, ...]
) -> Page:
    """The front page: the newest brief that stands leads it, and what was retracted since is said."""
    most = room.desk.publish.briefs_on_home
    lead = next((card for card in briefs if card.retraction is None), None)
    since = briefs.index(lead) if lead else len(briefs)
    facts = {
        "kind": "home", "template": "home.html", "title": room.desk.title,
        "description": room.desk.tagline or f"{room.desk.title}, the daily brief.",
        "updated": max((card.updated for card in briefs + posts), default=None),
        "dateline": f"{weekday(lead.day)}, {long_day(lead.day)}" if lead else None,
    }  # fmt: skip
    full: dict[str, Any] = {}
    if lead:
        full, _ = front_matter.load((room.content / lead.path).read_text("utf-8"))
        full = {"pull": None, "lead": "", "deck_corrected": "", **full}
    told = [one for one in lead.sections if one.place == full["lead"]] if lead else []
    view = {
        "lead": lead,
        "full": full,
        "told": told,  # in the headline, so that the list beside it need not say it again
        "withdrawn": briefs[:since][:most],
        "earlier": briefs[since + 1 : since + most],
        "posts": posts[:4],
        "total": len(briefs),
    }
    return page(tools, "index.md", "home.md.j2", facts, view)


def _archive(tools: Environment, briefs: tuple[PageMeta, ...]) -> Iterator[Page]:
    years = _by(YEAR, [ListRow(card) for card in briefs])
    view = {
        "rows": [ListRow(card) for card in briefs[:NEWEST]],
        "years": [(year, len(rows)) for year, rows in years],
        "up": "../",
        "here": "",
        "total": len(briefs),
    }
    facts = {"kind": "list", "title": "Archive", "description": "Every brief, by day."}
    yield page(tools, "archive/index.md", "archive.md.j2", facts | _updated(briefs), view)
    for year, rows in years:
        facts = {"kind": "list", "title": f"Briefs of {year}",
                 "description": f"Every brief of {year}, newest first.", "parent": "Archive"}  # fmt: skip
        view = {"months": _by(MONTH, rows), "up": "../../", "year": year}
        yield page(
            tools,
            f"archive/{year}.md",
            "year.md.j2",
            facts | _updated([r.card for r in rows]),
            view,
        )


def _domains(tools: Environment, room: Newsroom, briefs: tuple[PageMeta, ...]) -> Iterator[Page]:
    by_domain: dict[str, list[ListRow]] = defaultdict(list)
    for card in briefs:
        for one in card.sections:
            by_domain[one.domain].append(
                ListRow(
                    card, one.headline, one.place, one.says, one.label, one.withdrawn, one.corrected
                )
            )
    names = {one.id: one.title for one in room.desk.domains}
    names |= {one.domain: one.title for card in reversed(briefs) for one in card.sections
              if one.domain not in names}  # fmt: skip
    view = {"groups": [(key, names[key], len(by_domain[key]), by_domain[key][:1]) for key in names],
            "said": {}}  # fmt: skip
    facts = {
        "kind": "list",
        "title": "Domains",
        "description": "What the desk covers, domain by domain.",
    }
    yield page(tools, "domains/index.md", "groups.md.j2", facts | _updated(briefs), view)
    for key, name in names.items():
        text = f"What the briefs said about {name}, newest first."
        facts = {
            "kind": "list",
            "title": name,
            "description": text,
            "parent": "Domains",
            "feed": key,
        }
        yield from _cut(tools, f"domains/{key}", facts, by_domain[key])


def _sources(tools: Environment, room: Newsroom, briefs: tuple[PageMeta, ...]) -> Iterator[Page]:
    by_source: dict[str, list[ListRow]] = defaultdict(list)
    names = {one.id: one.title for one in room.sources}
    for card in briefs:
        titles: dict[str, list[str]] = defaultdict(list)
        for one in card.citation:
            titles[one.source_id or slug(one.source)].append(one.title)
            names.setdefault(one.source_id or slug(one.source), one.source)
        for key, found in titles.items():
            by_source[key].append(ListRow(card, "; ".join(dict.fromkeys(found)), "sources"))
    homes = {one.id: one.homepage for one in room.sources}
    ordered = sorted(names, key=lambda key: (names[key].casefold(), key))
    view = {
        "groups": [(key, names[key], len(by_source[key]), by_source[key][:1]) for key in ordered],
        "said": _said(room, briefs),
    }
    facts = {"kind": "list", "title": "Sources", "description": "Whom the briefs cite, and where."}
    yield page(tools, "sources/index.md", "groups.md.j2", facts | _updated(briefs), view)
    for key in ordered:
        text = f"Briefs that cite {names[key]}, newest first."
        facts = {"kind": "list", "title": names[key], "description": text, "parent": "Sources"}
        yield from _cut(tools, f"sources/{key}", facts, by_source[key], home=homes.get(key, ""))


def _said(room: Newsroom, cards: tuple[PageMeta, ...]) -> dict[str, str]:
    """What the hosts of the sources said to machines when the newest brief was made."""
    newest = max((one.day for one in cards), default="")
    said: dict[str, str] = holdings(room, newest).get(SAID, {}) if newest else {}
    return said


def _cut(
    tools: Environment, path: str, facts: dict[str, Any], rows: list[ListRow], *, home: str = ""
) -> Iterator[Page]:
    """A group's page with its newest lines, and a page for each year."""
    years = _by(YEAR, rows)
    view = {"rows": rows[:NEWEST], "years": [(year, len(each)) for year, each in years],
            "up": "../../", "home": home}  # fmt: skip
    yield page(
        tools, f"{path}/index.md", "group.md.j2", facts | _updated([r.card for r in rows]), view
    )
    for year, each in years:
        named = facts | {
            "title": f"{facts['title']}, {year}",
            "description": f"{facts['description'][:-1]}, in {year}.",
        }
        named |= _updated([row.card for row in each])
        yield page(
            tools,
            f"{path}/{year}.md",
            "year.md.j2",
            named,
            {"months": _by(MONTH, each), "up": "../../../", "year": year},
        )


def _tags(
    tools: Environment, briefs: tuple[PageMeta, ...], posts: tuple[PageMeta, ...]
) -> Iterator[Page]:
    years: dict[str, dict[str, list[PageMeta]]] = defaultdict(lambda: defaultdict(list))
    names: dict[str, str] = {}
    for card in sorted(briefs + posts, key=lambda one: (one.day, one.date, one.path), reverse=True):
        for tag in card.tags:
            years[card.day[:4]][slug(tag)].append(card)
            names.setdefault(slug(tag), tag)
    counts = sorted(
        ((sum(len(year.get(key, ())) for year in years.values()), key) for key in names),
        key=lambda one: (-one[0], one[1]),
    )
    top = [
        (key, names[key], count, next(y for y in years if key in years[y]))
        for count, key in counts[:120]
    ]
    view = {"top": sorted(top, key=lambda one: one[1]), "years": sorted(years, reverse=True)}
    facts = {
        "kind": "list",
        "title": "Tags",
        "description": "What the briefs and posts were about.",
    }
    yield page(tools, "tags/index.md", "tags.md.j2", facts | _updated(briefs + posts), view)
    for year, found in years.items():
        facts = {"kind": "list", "title": f"Tags of {year}", "parent": "Tags",
                 "description": f"What the briefs and posts of {year} were about."}  # fmt: skip
        shown = [(key, names[key], found[key]) for key in sorted(found)]
        cards = [card for each in found.values() for card in each]
        yield page(
            tools, f"tags/{year}.md", "tagyear.md.j2", facts | _updated(cards), {"tags": shown}
        )


def _posts(tools: Environment, posts: tuple[PageMeta, ...]) -> Page:
    facts = {"kind": "list", "title": "Posts",
             "description": "Patterns, comparisons and explorations behind the briefs."}  # fmt: skip
    return page(tools, "posts/index.md", "posts.md.j2", facts | _updated(posts), {"posts": posts})


def _corrections(tools: Environment, briefs: tuple[PageMeta, ...]) -> Page:
    rows = [(one, card) for card in briefs for one in card.corrections]
    rows.sort(key=lambda row: (row[0].made, row[1].day), reverse=True)
    facts = {"kind": "list", "title": "Corrections",
             "description": "What we got wrong, what it says now, and what was withdrawn."}  # fmt: skip
    changed = {"updated": rows[0][0].made} if rows else {}
    return page(tools, "corrections.md", "corrections.md.j2", facts | changed, {"rows": rows})


def _updated(cards: Iterable[PageMeta]) -> dict[str, str]:
    newest = max((card.updated for card in cards), default="")
    return {"updated": newest} if newest else {}


YEAR, MONTH = len("2026"), len("2026-11")  # of a day


def _by(span: int, rows: list[ListRow]) -> list[tuple[str, list[ListRow]]]:
    """Rows by as much of their day as tells a year or a month, the newest first."""
    found: dict[str, list[ListRow]] = defaultdict(list)
    for row in rows:
        found[row.card.day[:span]].append(row)
    return sorted(found.items(), reverse=True)


def _about(shelf: Shelf) -> Page:
    title = shelf.room.desk.title
    facts = {
        "title": f"About {title}",
        "description": f"Who publishes {title}, and by which principles.",
    }
    return page(shelf.tools, "about.md", "about.md.j2", facts, {})


def _search(shelf: Shelf) -> Page:
    facts = {
        "title": "Search",
        "template": "search.html",
        "description": "Search every brief and post.",
        "search": {"exclude": True},
    }
    return page(shelf.tools, "search.md", "search.md.j2", facts, {})


# Every kind of page around the briefs, in the order they are made. To add one, add a row; what a
# row no longer makes is swept from content/.
PAGES: dict[str, Callable[[Shelf], Iterable[Page]]] = {
    "home": lambda s: (_home(s.tools, s.room, s.briefs, s.posts),),
    "archive": lambda s: _archive(s.tools, s.briefs),
    "domains": lambda s: _domains(s.tools, s.room, s.briefs),
    "sources": lambda s: _sources(s.tools, s.room, s.briefs),
    "tags": lambda s: _tags(s.tools, s.briefs, s.posts),
    "posts": lambda s: (_posts(s.tools, s.posts),),
    "corrections": lambda s: (_corrections(s.tools, s.briefs),),
    "how it works": lambda s: (how_it_works(s.tools, s.room, s.briefs),),
    "about": lambda s: (_about(s),),
    "search": lambda s: (_search(s),),
}
