"""The numbered evidence of a day, by story: what a writer may use, and where each part stands.

Enter: the day's news, the library its passages lie in, the sources. Leave: an `Evidence` whose
items stand by story: the lead's passages in reading order, then those of its members. Each item
has its neighbours, the first words of its document, its dates and the question it answers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline.newsroom.library import Library
from pipeline.records import (
    Document,
    Evidence,
    EvidenceItem,
    News,
    Passage,
    Source,
    Story,
    StoryFit,
)
from pipeline.retrieve.evidence import context
from pipeline.retrieve.evidence.veiled import NOTHING, Allowance, surrounded
from pipeline.text.numbers import ADVISORY
from pipeline.text.topics import SHELVES

_NAMED = re.compile(ADVISORY, re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d-")  # before the name of a file
_NUMBERED = re.compile(r"[\w ]+: (\d+)")
Fits = Callable[[Sequence[Document]], Mapping[str, tuple[StoryFit, ...]]]


def pack(
    news: News, library: Library, sources: Sequence[Source], fits: Fits, allowance: Allowance
) -> Evidence:
    """The evidence of the day's stories, numbered from 1 in the order they are told."""
    items: list[EvidenceItem] = []
    for story in news.stories:
        for made in story_items(story, library, sources, fits, allowance):
            items.append(replace(_as_of(made, news.day), n=len(items) + 1))
    covered = {story.domain for story in news.stories}
    gaps = tuple(each.domain for each in news.quiet if each.domain not in {"", *covered})
    return Evidence(
        news.day, tuple(items), library.digest(), gaps,
        stories=news.stories, quiet=news.quiet, edition=news.edition, window=news.window,
    )  # fmt: skip


def _as_of(item: EvidenceItem, day: str) -> EvidenceItem:
    """The item with the dates that were known on the day: an edition made for an earlier one says
    nothing of when its documents were fetched since."""
    published, seen, changed = (
        when if when and when[:10] <= day else ""
        for when in (item.published, item.first_seen, item.changed)
    )
    return replace(item, published=published or None, first_seen=seen, changed=changed)


def story_items(
    story: Story, library: Library, sources: Sequence[Source], fits: Fits, allowance: Allowance
) -> Iterator[EvidenceItem]:
    """The items of one story, numbered from 1: the lead's passages, then its members'. `fits` tells the
    domains of documents, `allowance` what passes for no talk to a machine."""
    known = {source.id: source for source in sources}
    number = 0
    for document, part, passages in _parts(story, library):
        source = known.get(document.source)
        if source is None:
            continue
        question = _question(story, fits([document]).get(document.id, ()))
        for passage in passages:
            number += 1
            made = item_of(document, passage, story, n=number, allowance=allowance)
            yield _told(made, source, part, question)


def _parts(story: Story, library: Library) -> Iterator[tuple[Document, str, list[Passage]]]:
    """The lead and the members with their passages, as far as the library still has them."""
    rows = [(story.lead, "lead", story.passages)]
    rows += [(each.document, each.part, each.passages) for each in story.members]
    for name, part, ids in rows:
        document = library.document(name)
        passages = [passage for passage in map(library.passage, ids) if passage]
        if document and passages:
            yield document, part, passages


def _question(story: Story, fits: tuple[StoryFit, ...]) -> str:
    """The desk's question that the document is nearest to, in the story's domain."""
    return next((fit.question for fit in fits if fit.domain == story.domain), "")


def item_of(
    document: Document, passage: Passage, story: Story, *, n: int, allowance: Allowance = NOTHING
) -> EvidenceItem:
    """Source n of a story; what its source and its part in the story add is not set."""
    made = EvidenceItem(
        n=n,
        source_id=document.source,
        source_title="",
        title=document.title,
        url=document.url,
        home=document.home,
        published=document.published,
        text=passage.text,
        passage=passage.id,
        document=document.id,
        start=passage.start,
        domain=story.domain,
        headings=passage.headings,
        locator=passage.locator,
        also_at=document.also_at,
        quote_limit=len(document.text.split()),  # who knows the source sets its own
        score=_score(story),
        factors=story.why,
        blocks=context.blocks(document, passage),
        story=story.id,
        first_seen=document.first_seen,
        changed=document.changed or "",
        subject=filed_under(document.path),
        filed=is_named_by_file(document.title, document.path),
    )
    return surrounded(made, document, passage, allowance)


def is_named_by_file(title: str, path: str) -> bool:
    """Whether a title is only the name of its file, small as that is written, or a number behind that of
    its folder: `remove db cli command` of `.changeset/remove-db-cli-command.md`, `Unreleased 21: 13363`."""
    name = _letters(_DAY.sub("", PurePosixPath(path).name.split(".")[0]))
    if numbered := _NUMBERED.fullmatch(title):
        return numbered[1] == name
    return " " in title and title == title.lower() and _letters(title) == name


def _letters(said: str) -> str:
    return re.sub(r"[\W_]+", "", said.lower())


def filed_under(path: str) -> str:
    """The package of an advisory whose file bears an identifier and lies in the package's folder:
    `crates/h2/RUSTSEC-2026-0001.md`, `gems/rack/CVE-2026-1.yml`; "" for any other path."""
    place = PurePosixPath(path)
    name = place.parent.name
    shelf = name.lower() in SHELVES or name.isdigit() or bool(_NAMED.fullmatch(name))
    return name if _NAMED.fullmatch(place.stem) and not shelf else ""


def _told(item: EvidenceItem, source: Source, part: str, question: str) -> EvidenceItem:
    """The item with what its source and its part in the story add."""
    return replace(
        item,
        source_title=source.title,
        quote_limit=source.quotable(item.quote_limit),
        quote_words=source.quote_words,
        licence=source.licence,
        part=part,
        question=question,
    )


def _score(story: Story) -> float:
    return round(math.prod(value for _, value in story.why), 6)
