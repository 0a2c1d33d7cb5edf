"""Whether a page of a site shows the words of its record: the HTML that a reader sees.

Enter: the bytes of a brief's page, and its record. Leave: findings. Every headline, sentence and
quote of the record stands on the page, each correction or retraction as a whole, and its verdict; and what runs as text on
the page, between two citations or without any, stands in the record. White space, typography and
what opens on demand are left out of the comparison, and so is what every page has of its own:
labels, tallies, tables, the list of sources. A page of another maker, without the article that a
brief is, is not compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from pipeline.records import Brief, Correction, Finding, Where, history
from pipeline.records import draft as drafts
from pipeline.records.parts import MARKS
from pipeline.records.rules import finding
from pipeline.text.days import long_day

if TYPE_CHECKING:  # a night without news compares no page, and loads nothing to do it with
    from bs4 import BeautifulSoup, Tag

HIDDEN = (
    "details, script, style, template, svg, table, .sources, .kicker, .tally, .tagline, figcaption"
)
BLOCKS = ("p", "li", "h3")
LEAST = 4  # words of a text that says something
LOST = "What the record says here does not stand on the page."
ADDED = "This stands on the page and not in the record."
# Before the day of a change.
CHANGED = {
    "correction": "Corrected on",
    "retraction": "Retracted on",
    "withdrawal": "This story was withdrawn on",
}


def altered(html: bytes, brief: Brief, file: str) -> tuple[Finding, ...]:
    """A finding for each thing that page and record do not share; none for a page without a
    brief's article."""
    from bs4 import BeautifulSoup  # see above

    page = BeautifulSoup(html, "html.parser")
    article = page.select_one("article.brief")
    if article is None:
        return ()
    judged = [one for one in _judged(page, brief) if one]
    for hidden in article.select(HIDDEN):
        hidden.decompose()
    lost, added = _marked(article, brief)
    shown = bare(article.get_text())
    lost += [text for text in _told(brief) if bare(text) not in shown]
    known = "".join(map(bare, vouched(brief)))
    teams = [one.implication.team for one in brief.draft.sections if one.implication]
    labels = {bare(f"for {team}") for team in teams}
    added += [one for one in _running(article) if not _stands(bare(one), known, labels)]
    return tuple(alteration(one, LOST, file) for one in (*judged, *lost)) + tuple(
        alteration(one, ADDED, file) for one in added
    )


def _told(brief: Brief) -> Iterator[str]:
    """What must stand on a page, in its order."""
    yield from (one.headline for one in brief.draft.sections)
    yield from sentences_and_quotes(brief)
    yield from map(_notice, brief.corrections)


def sentences_and_quotes(brief: Brief) -> Iterator[str]:
    """The texts of a brief that rest on its sources."""
    yield from (one.text for _, one in drafts.sentences(brief.draft))
    yield from (one.words for _, one in drafts.quotes(brief.draft))


def _notice(one: Correction) -> str:
    """A correction or retraction as a reader sees it: what it is, its day, and its words."""
    return f"{CHANGED[one.kind]} {long_day(one.made)} {one.text} {one.was} {one.now}".strip()


def _marked(article: Tag, brief: Brief) -> tuple[list[str], list[str]]:
    """Marks behind corrected sentences, taken out of the page: those it lacks, and others it has."""
    due = Counter(f"corrected {long_day(one.made)}" for _, one in history.corrected(brief))
    due.update(f"{mark} {long_day(one.made)}" for _, one, mark in history.withdrawn_under(brief))
    marks = article.select("a.corrected")
    shown = Counter(" ".join(one.get_text().split()) for one in marks)
    for one in marks:
        one.decompose()
    return list((due - shown).elements()), list((shown - due).elements())


def _judged(page: BeautifulSoup, brief: Brief) -> Iterator[str]:
    """The verdict of the record, for each place where the page says another."""
    kinds = {one.kind for one in brief.corrections}
    status = "retracted" if "retraction" in kinds else "corrected" if kinds else "published"
    for box in page.select(".state .verdict"):
        yield status if bare(box.get_text()) != status else ""
    whole = f"{status}, {brief.score} of 100"
    for row in page.select("article.brief td"):
        told = row.find_next_sibling("td") if bare(row.get_text()) == "verdict" else None
        yield whole if told is not None and bare(told.get_text()) != bare(whole) else ""


def vouched(brief: Brief) -> Iterator[str]:
    """What may stand on a page: runs of what must, each text of the draft, lines of quiet domains,
    notes that name their story, what a graph says."""
    yield from _told(brief)
    yield from _strings(brief.draft)
    yield from (one.line for one in brief.quiet)
    yield from (history.noted(brief, one) for one in brief.corrections)
    for one in brief.draft.sections:
        if one.story:
            yield from (*one.story.also_words, one.story.was_words)
    graph = brief.draft.graph
    if graph is not None:
        named = {one.id: one.label for one in graph.nodes}
        for edge in graph.edges:
            yield f"{named.get(edge.start, '')} {edge.label} {named.get(edge.end, '')}"


def _strings(value: object) -> Iterator[str]:
    """Every text in a part of the record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _strings(getattr(value, one.name))


def _running(article: Tag) -> Iterator[str]:
    """The texts of the innermost blocks, cut where they cite."""
    for block in article.select(", ".join(BLOCKS)):
        if block.find(BLOCKS):
            continue
        said = [""]
        for part in block.descendants:
            if isinstance(part, type(block)):
                said += (
                    [""] if part.name == "a" and "cite" in part.get_attribute_list("class") else []
                )
            elif not part.find_parent("a", class_="cite"):
                said[-1] += str(part)
        quoted = block.find_parent("blockquote") is not None
        for text in said:
            if len(text.split()) >= LEAST and not (quoted and text.lstrip().startswith("—")):
                yield text


def _stands(text: str, known: str, labels: set[str]) -> bool:
    """Whether a text, less the team it is for and what says of which kind it is, is the record's."""
    parted = [text, *(text.removeprefix(one) for one in labels if text.startswith(one))]
    forms = [*parted, *(one.removeprefix(mark) for one in parted for mark in KINDS)]
    return any(one in known for one in forms)


def bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


KINDS = tuple(map(bare, MARKS.values()))


def alteration(text: str, why: str, file: str) -> Finding:
    """The finding on words that a record and what was built from it do not share."""
    return finding(
        "page-altered",
        Where(line=1, file=file),
        " ".join(text.split())[:200],
        why,
        fix="Show what was built from the record, or correct the brief itself.",
    )
