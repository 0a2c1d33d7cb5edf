"""Which documents are looked at tonight, and why the others are not.

Enter: a night and the library. Leave: `NewsItem`s that may lead or join a story, and a `Fate` for each
that may not. A document that was told is told again only when it moved, and then with what is new
of it alone; a changed page speaks only when it names a version, a deprecation or a removal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.news.documents.age import came_out, last_touched
from pipeline.news.documents.aside import is_contents, of_a_week_by_its_file
from pipeline.news.documents.mended import Mended, holding, mended
from pipeline.news.documents.newest import bumped, latest_day, newest
from pipeline.news.documents.newness import (
    AT_ONCE,
    LATE,
    Moment,
    dated_since,
    first_day,
    moments_of,
    window,
)
from pipeline.news.documents.overtaken import (
    Release,
    of_a_week,
    outdone,
    overtaken,
    release,
    series,
)
from pipeline.news.documents.severity import beside_ranges, flaw_year
from pipeline.news.documents.status import status
from pipeline.news.documents.subject import EVENTS, SIGNALS, Subject, subject
from pipeline.news.night import Night
from pipeline.newsroom.library import Library
from pipeline.records import Document, Fate, Passage
from pipeline.records.store import short_id
from pipeline.records.types import fate_of
from pipeline.text.days import days_between

Came = Literal["fresh", "moved", "changed", "recent"]
OLD_FLAW = 2  # calendar years after which a flaw that a database takes over is no news
OLD = 45  # days after which a text that came is no news by the day it was last touched
READ = 24  # documents of one source that are read for one kind of news: a flood is a few stories
FLOOD = 60  # the same for what is fresh: 400 advisories of a day are grouped from their first sixty
MOVES = ("version", "deprecation", "removal", "advisory")


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A document that may be told: as what it came, and the passages it may speak with.

    came: fresh (of the window), moved (told before, and new words since), changed (a page with
    other words, never told), recent (older, never told). `speaks` empty: the whole document.
    """

    subject: Subject
    moment: Moment
    came: Came
    speaks: tuple[str, ...] = ()
    mends: Mended | None = None  # what its text says otherwise than the one that was kept
    newest: str = ""  # of a list of releases the newest, of which alone it tells

    @property
    def document(self) -> Document:
        return self.subject.document

    @property
    def identity(self) -> str:
        """The id of the story it leads: its address and what it tells."""
        return identity(self.document, self.speaks)

    @property
    def names(self) -> frozenset[str]:
        """What an editor may call it by."""
        return names(self.document, self.speaks)

    @property
    def day(self) -> str:
        """The day it counts for."""
        return self.moment.changed if self.came in ("moved", "changed") else self.moment.day

    @property
    def age(self) -> int:
        """Days before the edition."""
        fresh = self.came in ("fresh", "recent")
        return self.moment.age if fresh else self.moment.changed_age


def identity(document: Document, speaks: tuple[str, ...] = ()) -> str:
    """The id of the story that a document leads, by all of its words or some passages."""
    return short_id(document.url, document.path, document.title, *speaks)


def names(document: Document, speaks: tuple[str, ...] = ()) -> frozenset[str]:
    """What an editor may call a document by: its story's id, its own, its address or path."""
    return frozenset((identity(document, speaks), document.id, document.url, document.path))


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at: items, fates of the rest, every document of the window, every moment
    since the day `first` and of what was told, and the window in days."""

    items: tuple[NewsItem, ...]
    fates: tuple[Fate, ...]
    documents: tuple[Document, ...]
    moments: dict[str, Moment]
    first: str
    window: int


def look(night: Night, library: Library) -> Looked:
    """Read what is new since the window began, and what was new in the weeks before it."""
    days = window(night.day, night.told.last, night.desk.news.news_days)
    first = first_day(night.day, max(days, night.desk.news.recent_days + 1))
    told = moments_of(night.told.leads, library, night.day)
    placed = {**told, **dated_since(first, library, night.day)}
    items: list[NewsItem] = []
    fates: list[Fate] = []
    documents: list[Document] = []
    for came, moment, read in _in_turn(night, placed, days):
        document = library.document(moment.document)
        if document is None:
            continue
        if not read:
            fates.append(_declined(document, moment, "its source brought too many at once to read"))
            continue
        documents += [document] if came != "recent" else []
        found = _item(came, moment, document, (night, library))
        if isinstance(found, NewsItem):
            items.append(found)
        elif found and (came != "recent" or night.wanted & names(document)):
            fates.append(_declined(document, moment, found))
    held = (library.document(name) for name in night.told.leads if name in placed)
    rows = [(one, placed[one.id].day) for one in held if one]
    items, late = _current(
        items, [*((one.document, one.moment.day) for one in items), *rows], night
    )
    return Looked(tuple(items), (*fates, *late), tuple(documents), placed, first, days)


def _current(
    items: list[NewsItem], rows: list[tuple[Document, str]], night: Night
) -> tuple[list[NewsItem], tuple[Fate, ...]]:
    """The items without releases that a newer one has overtaken and without earlier issues of a
    series, and what became of those. `rows`: the documents of the items, and those told before, with
    their days. What an editor pinned or swapped in stays."""
    released = [one for one in (release(*row) for row in rows) if one]
    issues: dict[tuple[str, str], tuple[str, str]] = {}
    for document, day in rows:
        key = (document.source, series(document))
        issues[key] = max(issues.get(key, ("", "")), (day, document.title))
    kept: list[NewsItem] = []
    fates: list[Fate] = []
    for item in items:
        late = _outdone(item, released) or _earlier(item, issues)
        if late and not night.wanted & item.names:
            fates.append(_declined(item.document, item.moment, late))
        else:
            kept.append(item)
    return kept, tuple(fates)


def _outdone(item: NewsItem, released: list[Release]) -> str:
    """Which newer release takes the place of one, as a reason."""
    one = release(item.document, item.moment.day)
    kept = item.came == "changed" and not item.newest  # the page of a release that is long out
    newer = overtaken(one, released) if one and (kept or item.came in ("fresh", "recent")) else ""
    if one and kept:
        newer = newer or outdone(replace(one, day=""), released)
    if one and item.came == "recent":
        newer = newer or outdone(one, released)
    return f"a newer release is there: \u201c{newer}\u201d" if newer else ""


def _earlier(item: NewsItem, issues: Mapping[tuple[str, str], tuple[str, str]]) -> str:
    """Which later issue of its series takes the place of one, as a reason."""
    told = item.subject.nature in ("post", "gathering") and item.came in ("fresh", "recent")
    name = series(item.document) if told else ""
    day, title = issues.get((item.document.source, name), ("", "")) if name else ("", "")
    later = day > item.moment.day
    return f"a later one of its series is there: \u201c{title}\u201d" if later else ""


def _in_turn(
    night: Night, placed: dict[str, Moment], days: int
) -> Iterator[tuple[Came, Moment, bool]]:
    """Moments by kind, newest first, and whether each is read: few of one source and kind are.
    Of the older ones those that are not read are left out; they had their night."""
    counts: Counter[tuple[str, str]] = Counter()
    for moment in sorted(
        placed.values(), key=lambda one: (min(one.age, one.changed_age), one.document)
    ):
        came = _came(night, moment, days)
        if not came:
            continue
        counts[moment.source, came] += 1
        read = counts[moment.source, came] <= (FLOOD if came == "fresh" else READ)
        if read or came != "recent":
            yield came, moment, read


def _came(night: Night, moment: Moment, days: int) -> Came | None:
    told = night.told.leads.get(moment.document)
    if told:
        moved = moment.changed > told[-1] and moment.changed_age < days
        return "moved" if moved else None
    if moment.age < days:
        return "fresh"
    if moment.changed_age < days:
        return "changed"
    return "recent" if moment.age <= night.desk.news.recent_days else None


def _item(
    came: Came, moment: Moment, document: Document, at: tuple[Night, Library]
) -> NewsItem | str:
    """The item, or why it may not be told."""
    night = at[0]
    seen = subject(document)
    banned = night.decisions.banned(document)
    if banned:
        return banned
    if came in ("moved", "changed"):
        return _changed(came, moment, seen, at)
    if seen.withdrawn:
        return "its source has withdrawn it"
    if not seen.lede:
        return "no whole sentence opens it"
    year = flaw_year(document) if seen.nature == "advisory" else 0
    if year and year <= int(night.day[:4]) - OLD_FLAW:
        return f"its flaw is of {year}, whenever it was published"
    if seen.nature == "page" and moment.among > AT_ONCE:
        return f"a page among {moment.among} of one day: a new edition of its source's papers"
    if is_contents(document.text):
        return "it lists what a recording holds, minute by minute"
    if moment.dated == "first_seen":
        touched, out = last_touched(document), came_out(document) or latest_day(document)
        if _long_before(touched, moment.day):
            return f"came on {moment.day} and was last changed on {touched} by its own word"
        if _long_before(out, moment.day, LATE):
            return f"came on {moment.day} and was out on {out} by its own word"
    weekly = of_a_week(document) or of_a_week_by_its_file(document)
    if came == "recent" and seen.nature in ("post", "gathering") and weekly:
        return "a round-up of a week that is over"
    if moment.document in night.told.cited:
        return f"its words were printed on {night.told.cited[moment.document]}"
    return _running(came, moment, seen, at[1])


def _running(came: Came, moment: Moment, seen: Subject, library: Library) -> NewsItem | str:
    """What came whole; of a list of releases, whose earlier ones are long out, the newest alone."""
    found = newest(seen.document, moment.day) if seen.running else None
    if found is None:
        return NewsItem(seen, moment, came)
    speaks = found.passages(library.passages(moment.document))
    if not speaks:
        return f"no words of it are of {found.name} alone"
    if bumped(seen.document.text[found.start : found.end]):
        return f"{found.name} brings newer dependencies alone"
    return NewsItem(seen, moment, came, speaks, newest=found.name)


def _long_before(stated: str, day: str, late: int = OLD) -> bool:
    """Whether a day that a text states makes it old news on the day it came or changed."""
    return bool(stated) and stated < day and days_between(stated, day) > late


def _changed(
    came: Came, moment: Moment, seen: Subject, at: tuple[Night, Library]
) -> NewsItem | str:
    """A page with other words than before: by what is new in it, where earlier words are kept."""
    night, library = at
    # a text that readers read otherwise of the same bytes says nothing otherwise
    before = [
        one for one in library.revisions(moment.document) if one.sha256 != seen.document.sha256
    ]
    if found := _newest(came, moment, seen, (at, before)):
        return found
    if before:
        return _revised(came, moment, seen, (before[-1], tuple(library.passages(moment.document))))
    if came == "moved" and seen.withdrawn:
        return NewsItem(seen, moment, came)  # what was told has to be taken back
    if came == "moved":
        return f"told on {night.told.leads[moment.document][-1]}; what changed since is not known"
    if seen.withdrawn:
        return "its source has withdrawn it"
    # which version mends a flaw is a field of every advisory, and no news of its page
    acts = {"deprecation", "removal"} | ({"version"} if seen.nature != "advisory" else set())
    speaks = acts & set(seen.signals) and seen.nature in EVENTS
    if not speaks or not seen.lede or moment.day:
        return "the page changed, and its lead names no version, deprecation or removal"
    out = came_out(seen.document)
    if _long_before(out, moment.changed):
        return f"the page changed, and what leads it was out on {out}"
    return NewsItem(seen, moment, came)


def _newest(
    came: Came, moment: Moment, seen: Subject, known: tuple[tuple[Night, Library], list[Document]]
) -> NewsItem | str | None:
    """A list of releases that got a new one, by that one alone, or why that is no news; None where it got
    none, or where nobody knows whether it was there when the list was told."""
    (night, library), before = known
    found = newest(seen.document, moment.changed) if seen.nature == "release" else None
    if found is None or (before and found.name in before[-1].text):
        return None
    if not before and came == "moved" and found.day <= night.told.leads[moment.document][-1]:
        return None
    speaks = found.passages(library.passages(moment.document))
    if speaks and bumped(seen.document.text[found.start : found.end]):
        return f"{found.name} brings newer dependencies alone"
    return NewsItem(seen, moment, came, speaks, newest=found.name) if speaks else None


def _revised(
    came: Came, moment: Moment, seen: Subject, texts: tuple[Document, tuple[Passage, ...]]
) -> NewsItem | str:
    """A page by what its text says otherwise than the one kept, else by what is new in it. Of a flaw that
    was never told another range of versions is no news: the flaw is as old as it was."""
    before, passages = texts
    said = beside_ranges if came == "changed" and seen.nature == "advisory" else str
    old, text = said(before.text), said(seen.document.text)
    new = [one for one in passages if said(one.text) not in old]
    was, now = status(before), status(seen.document)
    if seen.nature == "proposal" and was and now and was != now:
        return NewsItem(seen, moment, came, mends=Mended(f"Status: {was}", f"Status: {now}"))
    mends = mended(old, text)
    for one in mends:
        held = [each for each in new if holding((one,), each.text)]
        if held:
            return NewsItem(seen, moment, came, tuple(each.id for each in held), one)
    new = [one for one in new if _moves(one) or (seen.withdrawn and one.position == 0)]
    if not new:
        return f"it changed on {moment.changed}, and nothing that a team could act on is new in it"
    return NewsItem(seen, moment, came, tuple(one.id for one in new))


def _moves(passage: Passage) -> bool:
    return any(SIGNALS[name].form.search(passage.text) for name in MOVES)


def _declined(document: Document, moment: Moment, reason: str) -> Fate:
    day = max(moment.day, moment.changed)
    return fate_of(document, day, "declined", reason)
