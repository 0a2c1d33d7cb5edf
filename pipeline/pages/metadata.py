"""Cards: what every list, feed and index says about a page, read from its front matter.

Enter: the facts of pages under content/. Leave: `PageMeta` records. A page is described once, in its
front matter; home, archives, feeds, llms.txt, JSON-LD and the sitemap all speak from there.
Refuses: a page whose facts lack what its kind needs (`RecordError` with file and line).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import RecordError
from pipeline.pages import front_matter


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as a page cites it."""

    n: int
    title: str
    source: str
    source_id: str = ""
    url: str = ""  # empty when the address is not one a reader can follow
    home: bool = False  # whether `url` is only the home page of its source
    published: str = ""
    first_seen: str = ""  # when dateline or its repository first had it; of one that states no day
    changed: str = ""  # when its publisher or its repository last changed it
    locator: str = ""
    place: str = ""  # where in its page it stands, when the list names that page twice
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """A section of a brief: its domain and what it says in one line."""

    domain: str
    title: str
    headline: str
    says: str = ""  # its first sentence
    label: str = ""  # New, Update, Recent, From the library
    when: str = ""  # its date in words
    since: str = ""  # of an update: the day that told it before
    anchor: str = ""  # on its page; empty: the domain
    stakes: str = ""  # of a flaw: how grave, affected, fixed; of a proposal: its status; of a list of releases: the new one
    was: str = ""  # what its lead said before where it says otherwise now
    withdrawn: str = ""  # when and why its story was withdrawn; "" for one that stands
    corrected: str = ""  # the day on which it was last corrected
    also: tuple[Mapping[str, str], ...] = ()  # other documents that tell the same
    related: tuple[Mapping[str, str], ...] = ()  # and of other flaws or releases of the same thing

    @property
    def place(self) -> str:
        """The id of its heading."""
        return self.anchor or self.domain


@dataclass(frozen=True, slots=True)
class Change:
    """A dated correction, retraction, or withdrawal of one story."""

    made: str
    kind: str
    text: str
    about: str = ""  # the headline of a story that was withdrawn


@dataclass(frozen=True, slots=True)
class PageMeta:
    """One dated page: a brief or a post."""

    path: str  # below content/
    kind: str  # brief or post
    title: str
    description: str
    date: str  # ISO time
    updated: str
    format: str = ""
    edition: str = ""  # news, library or first
    writer: str = ""
    tally: str = ""
    status: str = "published"
    score: int = 0
    sections: tuple[Headline, ...] = ()
    tags: tuple[str, ...] = ()
    citation: tuple[Cited, ...] = ()
    cited_pages: int = 0  # pages of others that a brief cites; two passages of a page are of one
    corrections: tuple[Change, ...] = ()
    author: str = ""
    image: str = ""
    paid: str = "0"  # dollars as decimal text
    avoided: str = "0"
    documents: int = 0  # of the corpus it was made from
    passages: int = 0
    record: str = ""  # sha256 of the record that a brief's page was made from

    @property
    def day(self) -> str:
        """The day a brief is about, which its file is named after; of a post, when it was published."""
        return Path(self.path).stem if self.kind == "brief" else self.date[:10]

    @property
    def retraction(self) -> Change | None:
        """What took a brief back; None for one that stands."""
        return next((one for one in reversed(self.corrections) if one.kind == "retraction"), None)

    @property
    def standing(self) -> tuple[Headline, ...]:
        """The sections whose stories were not withdrawn."""
        return tuple(one for one in self.sections if not one.withdrawn)

    @property
    def url(self) -> str:
        """Address below the site's."""
        return page_url(self.path)


def page_url(path: str) -> str:
    """The address mkdocs gives a page of content/: `a/b.md` becomes `a/b/`, `a/index.md` `a/`."""
    stem = path.removesuffix(".md")
    if stem == "index":
        return ""
    return (stem.removesuffix("/index") if stem.endswith("/index") else stem) + "/"


def slug(text: str) -> str:
    """A name for addresses: lower case, letters and digits of any script, single hyphens."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-_").replace("_", "-") or "untitled"


def brief_cards(content: Path) -> tuple[PageMeta, ...]:
    """Cards of the published briefs, newest first."""
    return _cards(content, sorted((content / "briefs").glob("*.md"), reverse=True))


def post_cards(content: Path, *, without: frozenset[str] = frozenset()) -> tuple[PageMeta, ...]:
    """Cards of the authored posts, newest first, those at `without` left out. Raises RecordError for
    one without its facts."""
    found = sorted((content / "posts").glob("*.md"))
    paths = [
        path for path in found if path.name != "index.md" and f"posts/{path.name}" not in without
    ]
    cards = [card for card in _cards(content, paths) if card.status != "draft"]
    return tuple(sorted(cards, key=lambda card: (card.date, card.path), reverse=True))


def read_card(path: Path, content: Path) -> PageMeta:
    """The card of one page. Raises RecordError naming file and line."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"cannot be read ({error})", where=str(path)) from error
    facts, _ = front_matter.load(text, where=str(path))
    return card_of(facts, path.relative_to(content).as_posix(), where=str(path))


def card_of(facts: dict[str, Any], path: str, *, where: str = "") -> PageMeta:
    """The card that front matter describes. Raises RecordError when title or date are missing."""
    made = iso_time(facts.get("date"))
    title = str(facts.get("title") or "").strip()
    for name, value in (("title", title), ("date", made)):
        if not value:
            raise RecordError(
                f"line 1: the front matter has no {name}",
                where=where or path,
                hint=f"add a line `{name}: ...` between the two --- lines",
            )
    return PageMeta(
        path=path,
        kind=str(facts.get("kind") or "post"),
        title=title,
        description=str(facts.get("description") or ""),
        date=made,
        updated=iso_time(facts.get("updated")) or made,
        format=str(facts.get("format") or ""),
        edition=str(facts.get("edition") or ""),
        writer=str(facts.get("writer") or ""),
        tally=str(facts.get("tally") or ""),
        status="draft" if facts.get("draft") else str(facts.get("status") or "published"),
        score=int(facts.get("score") or 0),
        sections=tuple(Headline(**one) for one in facts.get("sections") or ()),
        tags=tuple(
            str(tag["name"] if isinstance(tag, dict) else tag) for tag in facts.get("tags") or ()
        ),
        citation=tuple(Cited(**one) for one in facts.get("citation") or ()),
        cited_pages=int((facts.get("checked") or {}).get("pages", 0)),
        corrections=tuple(
            Change(one["made"], one["kind"], one["text"], str(one.get("about") or ""))
            for one in facts.get("corrections") or ()
        ),
        author=str(facts.get("author") or ""),
        image=str(facts.get("image") or ""),
        paid=str((facts.get("cost") or {}).get("paid", "0")),
        avoided=str((facts.get("cost") or {}).get("avoided", "0")),
        record=str(facts.get("record") or ""),
        documents=int((facts.get("corpus") or {}).get("documents", 0)),
        passages=int((facts.get("corpus") or {}).get("passages", 0)),
    )


def _cards(content: Path, paths: list[Path]) -> tuple[PageMeta, ...]:
    return tuple(read_card(path, content) for path in paths)


def iso_time(value: Any) -> str:
    """An ISO time with an offset, from what YAML makes of a date; empty when there is none."""
    if isinstance(value, datetime):
        text = value.isoformat(timespec="seconds")
    elif isinstance(value, date):
        text = value.isoformat()
    else:
        text = str(value or "").strip()
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return f"{text}T00:00:00+00:00"
    if re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?", text):
        return f"{text.replace(' ', 'T')}+00:00"
    return re.sub(r"Z$", "+00:00", text) if re.match(r"\d{4}-\d\d-\d\dT", text) else ""
