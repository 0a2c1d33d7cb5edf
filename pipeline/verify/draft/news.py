"""Is it news, is it one story, was it told, may it be printed?

Enter: a draft whose sections name their stories, its evidence, the desk and the briefs public when
it was made. A record from before sections told stories is judged by the other rules alone. Days
are those of the evidence: published, first seen or changed, whichever is newest and not after the
brief's day.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from pipeline.newsroom.desk import Desk
from pipeline.records import (
    Brief,
    Draft,
    Evidence,
    EvidenceItem,
    Finding,
    Section,
    Sentence,
    StoryRef,
)
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.text import printable
from pipeline.text.sentences import sentences
from pipeline.text.words import clean
from pipeline.verify.grounds.reading.figures import figures
from pipeline.verify.grounds.reading.syntax import predicates

YEAR = 365  # days; what is older stands in a section only under the label of the library
SLACK = 3  # days a window may be wider than the desk's: a story held over was new when it came
LEAST_PRINTABLE = 0.1  # of the fitted test, for what opens a section or the page
LEAST_LATER = 0.02  # for what follows in its section: what opens it has introduced its subject
_TODAY = re.compile(r"\b(?:today|this morning|tonight)\b", re.IGNORECASE)
LABELLED = {"news": "New", "update": "Update", "recent": "Recent"}


def check(draft: Draft, evidence: Evidence, desk: Desk, said: tuple[Brief, ...]) -> list[Finding]:
    """What a reader would not take for news, for one story, for new, or for a sentence."""
    told = [section for section in draft.sections if section.story]
    if not told:
        return []
    items = {item.n: item for item in evidence.items}
    found = [*_today(draft, items), *_ahead(draft), *_unprintable(draft, items)]
    if not draft.lede:
        found.append(
            finding(
                "no-lede", "lede", "", "The edition has no lede.", fix="lead with the first story"
            )
        )
    for at, section in enumerate(draft.sections):
        if section.story:
            path = drafts.join("sections", at)
            found += _stale(
                path, section, items, (draft.day, evidence.window, desk.news.recent_days)
            )
            found += _label(
                path,
                section.story,
                items.get(section.story.lead),
                (draft.day, evidence.window, desk),
            )
            found += _mixed(path, section, items)
            found += _said(path, section, section.story, said)
    return found


def newest(item: EvidenceItem, day: str) -> str:
    """The newest day of an item that is not after the brief's; "" when it has none."""
    days = (item.published or "", item.first_seen, item.changed)
    return max((one[:10] for one in days if one and one[:10] <= day), default="")


def _age(item: EvidenceItem, day: str) -> int | None:
    """Days from an item's newest day to the brief's; None where either is no day of the calendar."""
    return _days(newest(item, day), day)


def _days(when: str, day: str) -> int | None:
    try:
        return (date.fromisoformat(day) - date.fromisoformat(when)).days if when else None
    except ValueError:  # the day itself is judged with the draft's structure
        return None


def _stale(
    path: str,
    section: Section,
    items: dict[int, EvidenceItem],
    limits: tuple[str, int, int],
) -> Iterator[Finding]:
    """A label that promises news over a lead that is none, or words older than a year under it."""
    day, window, recent = limits
    story = section.story
    if story is None or story.kind == "library":
        return
    lead = items.get(story.lead)
    age = _age(lead, day) if lead else None
    most = recent if story.kind == "recent" else window + SLACK
    if age is None or age > most:
        what = f"{age} days old" if age is not None else "undated"
        message = (
            f"It is labelled {LABELLED[story.kind]}, and its lead is {what}; at most {most} days."
        )
        fix = "label it From the library, or lead with what is new"
        yield finding("stale-as-news", path, section.headline, message, fix=fix)
    for at, sentence in enumerate(section.sentences):
        ages = [_age(items[n], day) for n in sentence.cites if n in items]
        if ages and all(one is None or one > YEAR for one in ages):
            message = "Every source of this sentence is over a year old or undated."
            place = drafts.join(path, "sentences", at)
            yield finding(
                "stale-as-news", place, sentence.text, message, fix="leave it to the library"
            )


def _label(
    path: str, story: StoryRef, lead: EvidenceItem | None, at: tuple[str, int, Desk]
) -> Iterator[Finding]:
    """A day under a headline that is not its lead's, or a story of the window that is called recent."""
    day, window, desk = at
    if lead is None or not story.day:
        return
    if (due := _due(story, lead)) != story.day:
        message = f"Its label is of {story.day}; its lead is of {due or 'no such day'}."
        yield finding("stale-as-news", path, story.day, message, fix="write the day of its lead")
    age = _days(due, day)
    known = window < desk.news.recent_days  # of a published page nobody says how long it was
    if (
        story.kind == "recent"
        and known
        and age is not None
        and age < min(window, desk.news.news_days)
    ):
        message = f"It is labelled Recent, and its lead of {due} is of the days that count as news."
        yield finding("stale-as-news", path, story.kind, message, fix="label it New")


def _due(story: StoryRef, lead: EvidenceItem) -> str:
    """The day of a lead by who says it. A published page keeps no first sight of what its publisher
    dated: there the label's word stands."""
    known = {
        "published": lead.published or "",
        "first_seen": lead.first_seen,
        "changed": lead.changed,
    }
    unsaid = story.dated == "first_seen" and lead.published and not lead.first_seen
    return story.day if unsaid else known.get(story.dated, "")[:10]


def _today(draft: Draft, items: dict[int, EvidenceItem]) -> Iterator[Finding]:
    """A sentence put together by code that says today of a page that is not of today."""
    for path, sentence in drafts.sentences(draft):
        if sentence.origin != "computed" or not _TODAY.search(sentence.text):
            continue
        cited = [items[n] for n in sentence.cites if n in items]
        if any(newest(item, draft.day) != draft.day for item in cited):
            message = "It says today of a page that is not of today."
            yield finding("stale-as-news", path, sentence.text, message, fix="name the day")


# Days that a day without a year may lie ahead of the brief's; farther, it is one of the past.
HALF_A_YEAR = 183


def _ahead(draft: Draft) -> Iterator[Finding]:
    """A sentence of a writer's that tells as done what it dates after the brief's own day: the
    evidence of a day may hold what was changed since, and that is no news of the day."""
    for path, sentence in drafts.sentences(draft):
        for one in figures(sentence.text) if sentence.origin == "writer" else ():
            if not (one.kind == "date" and one.day[1] and one.day[2]):
                continue
            before = [it for it in predicates(sentence.text) if it.verb.start < one.start]
            done = bool(before) and before[-1].past and before[-1].mode == "fact"
            after = -(_days(_dated(one.day, draft.day), draft.day) or 0)
            if done and after > 0 and (one.day[0] or after <= HALF_A_YEAR):
                message = f"It tells as done what is dated {one.text}, after the day of the brief."
                fix = "say what was known on the day of the brief, or what was announced for then"
                yield finding("told-ahead", path, sentence.text, message, fix=fix)
                break


def _dated(day: tuple[int, int, int], of: str) -> str:
    """A day of the calendar; without a year, in the year of another."""
    return f"{day[0] or int(of[:4]):04}-{day[1]:02}-{day[2]:02}"


def _mixed(path: str, section: Section, items: dict[int, EvidenceItem]) -> Iterator[Finding]:
    """A section tells one story: most of it from the lead, at most one sentence of another."""
    story = section.story
    cited = [items[n] for one in section.sentences for n in one.cites if n in items]
    if story is None or not cited:
        return
    counts = Counter(item.document for item in cited)
    lead = items[story.lead].document if story.lead in items else counts.most_common(1)[0][0]
    beside_it = {n for n, item in items.items() if item.document != lead}
    apart = [one for one in section.sentences if beside_it & set(one.cites)]
    if len(apart) > 1:
        message = (
            f"{len(apart)} of {len(section.sentences)} sentences cite another document than the"
            " story's lead, where one may."
        )
        yield finding("mixed-story", path, section.headline, message, fix="keep to one document")
    elif lead not in {items[n].document for n in section.sentences[0].cites if n in items}:
        message = "The section does not open with its story's lead."
        yield finding("no-lede", path, section.headline, message, fix="lead with the lead document")
    beside = [items[section.quote.n]] if section.quote and section.quote.n in items else []
    if section.implication:
        beside += [items[n] for n in section.implication.sentence.cites if n in items]
    for item in beside:
        if item.story and item.story != story.id:
            message = f"Its quote or implication is of another story, source {item.n}."
            yield finding(
                "mixed-story", path, section.headline, message, fix="take it from this story"
            )


def _said(
    path: str, section: Section, story: StoryRef, said: tuple[Brief, ...]
) -> Iterator[Finding]:
    """A story that a public brief told comes again only as an update that says since when."""
    for brief in said:
        for other in brief.draft.sections:
            if other.story is None:
                continue
            again = other.story.id == story.id or (
                bool(story.document) and other.story.document == story.document
            )
            if again and (story.kind != "update" or not story.since):
                message = f"The brief of {brief.day} told this story."
                fix = "tell what moved, as an update, or leave it out"
                yield finding("said-before", path, section.headline, message, fix=fix)
                return


# A line of a list, in a record whose evidence keeps no blocks.
ITEM = re.compile(r"[ \t]*(?:[-*•+]|\d{1,2}[.)])[ \t]+\S")


def _unprintable(draft: Draft, items: dict[int, EvidenceItem]) -> Iterator[Finding]:
    """A verbatim statement that no editor would print on its own: debris, a pointer, a fragment.
    Orders are judged where they are chosen: out of their section none stands alone."""
    before, lede = "", _in_lede(draft)
    for path, sentence in drafts.sentences(draft):
        stated = path.startswith(("lede", "sections")) and ".implication" not in path
        if stated and sentence.quote and not _listed(sentence, items):
            item = items[sentence.quote.n]
            above = lede | {before}
            worth = printable.score(statement_of(sentence.text, item, sentence.quote.start, above))
            opens = path.startswith("lede") or path.endswith("sentences[0]")
            if worth < (LEAST_PRINTABLE if opens else LEAST_LATER):
                message = f"It does not stand alone in print ({worth:.2f} of 1)."
                yield finding(
                    "not-printable", path, sentence.text, message, fix="choose another sentence"
                )
        before = sentence.text


def _listed(sentence: Sentence, items: dict[int, EvidenceItem]) -> bool:
    """Whether it is an item of a list, or introduces one: these stand in print together."""
    quote = sentence.quote
    item = items.get(quote.n) if quote else None
    if quote is None or item is None:
        return True
    kind = next((one.kind for one in item.blocks if one.start <= quote.start < one.end), "")
    marked = not item.blocks and ITEM.match(item.text, item.text.rfind("\n", 0, quote.start) + 1)
    return kind == "list" or bool(marked) or sentence.text.endswith(":")


def _in_lede(draft: Draft) -> frozenset[str]:
    """What a lede put together by code prints of its sources: a section goes on from it."""
    return frozenset(
        clean(one.words) for line in draft.lede for one in line.asserts if one.kind == "states"
    )


def statement_of(
    text: str, item: EvidenceItem, start: int, printed: frozenset[str]
) -> printable.Statement:
    """A sentence with what stands before it in its source, and whether that is printed, too."""
    spans = sentences(item.text[:start])
    earlier = clean(item.text[slice(*spans[-1])]) if spans else ""
    block = next((one.kind for one in item.blocks if one.start <= start < one.end), "paragraph")
    heading = item.headings[-1] if item.headings else ""
    return printable.Statement(
        text, item.title, heading, earlier, block, follows=bool(earlier) and earlier in printed
    )
