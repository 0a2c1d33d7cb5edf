"""The edition that needs no model: it tells stories in their sources' own sentences.

Enter: a day's evidence by story and what the last briefs said. Leaves: a draft with one section a
story: a computed line that says whose and when, two to four sentences of the lead document, where
there is one a labelled sentence of another source, a quote and advice of the same document. It has
no opinions. Refuses to write from no evidence (`WriterError`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.compose.assignment import Assignment
from pipeline.compose.extractive import meetings, telling, wording
from pipeline.compose.extractive.action import action
from pipeline.compose.extractive.against import ROOM, against, disputing, withdrawn
from pipeline.compose.extractive.headline import headline, product, publisher
from pipeline.compose.extractive.lines import Line, lines
from pipeline.errors import WriterError
from pipeline.newsroom.desk import Desk
from pipeline.records import (
    Assertion,
    Composition,
    Draft,
    Evidence,
    EvidenceItem,
    Implication,
    Section,
    Sentence,
    Story,
    StoryRef,
)
from pipeline.records.store import short_id
from pipeline.text.days import spoken
from pipeline.text.printable import model

LEAST_LEFT = 60  # words of a source that a section needs beside what is kept for a correction
SECOND = (9, 34)  # words of a sentence of another source
LEAST_TOLD = 2  # statements of a section
RELATED = 0.12  # Jaccard overlap of content words from which it speaks of the same
LEDE_STORIES = 3
ROOMY = 85  # words that a section has to keep where some are left for the lede
GIST_WORDS = 32  # of the sentence of a source that opens an edition
RELEASE = re.compile(
    r"[^:;,]{2,40} v?\d+\.\d+[\w.\-]*(?: (?:GA|RC ?\d*|LTS|[Bb]eta ?\d*))?"
)  # a headline that is a name and its version

ABOUT = re.compile(r"[^“”]+: “[^“”]+”$")  # a title behind the name of what it is about


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story with what its section prints, and the lines it left."""

    story: Story
    section: Section
    told: meetings.StorySide
    pool: tuple[Line, ...]
    gist: Line | None = None  # what it comes to, for the lede; no line of its section
    disputed: bool = False  # whether it prints what speaks against it


def write(given: Assignment) -> Composition:
    """Compose the extractive edition. Raises WriterError when no story of the pack can be told."""
    evidence, desk, day = given.evidence, given.desk, given.day
    told = _tellings(evidence, desk, telling.printed(given.said))
    if not told:
        raise WriterError(
            f"no sentence of the evidence for {day} can stand alone",
            hint="add sources with running prose, or run `dateline ingest` to read new documents",
        )
    sections = tuple(one.section for one in told)
    cuts = meetings.crosscuts([one.told for one in told])
    draft = Draft(
        day=day,
        title=_title(sections),
        writer="extractive",
        lede=_lede(told, evidence),
        sections=sections,
        crosscuts=cuts,
        graph=meetings.graph([one.told for one in told], cuts, day) if cuts else None,
        action=action(
            _affordable(told),
            [line for one in told for line in (*one.told.lines, one.gist) if line],
        ),
        gaps=tuple(one.id for one in desk.domains if one.id not in {s.domain for s in sections}),
    )
    return Composition(draft=draft)


def _tellings(evidence: Evidence, desk: Desk, said: tuple[frozenset[str], ...]) -> list[ToldStory]:
    """The stories that can be told, in the pack's order, within their sources' quote limits."""
    stories = stories_of(evidence)
    expected = Counter(_lead(evidence, story)[0].source_id for story in stories)
    quoted: Counter[str] = Counter()
    told: list[ToldStory] = []
    for story in stories:
        lead = _lead(evidence, story)
        source = lead[0].source_id
        shares = _shares(lead[0].quote_limit - quoted[source], expected[source])
        expected[source] -= 1
        pool = lines(lead)
        own = any(items[0].source_id == source for items in disputing(story, evidence))
        denied = own and withdrawn(story, pool, evidence)
        for left in shares:
            kept = ROOM if own and (denied or left - ROOM >= LEAST_LEFT) else 0
            found = _told_in(pool, left - kept, said, (evidence.day, story.now), leads=not told)
            if found and (found.size >= LEAST_TOLD or found.takes_back):
                break
        else:
            continue
        summed = None
        if not told:
            found, summed = _gist(found, pool, left - kept, evidence.day)
        spent = found.words + (summed.size if summed else 0)
        quoted[source] += spent
        made = _telling(story, found, pool, (evidence, left - spent), desk)
        if denied and not made.disputed:
            continue  # a figure that its own source took back, and no room or words to say so
        told.append(replace(made, gist=summed))
    return told


def _shares(left: int, among: int) -> list[int]:
    """Words that a story may quote of its source: its part of what is left, then ever more of it
    where no section can be made of that, so that none gives way to those that are told after it."""
    return [left // count for count in range(among, 0, -1)]


def _told_in(
    pool: tuple[Line, ...], room: int, said: tuple[frozenset[str], ...], at: tuple[str, str],
    *, leads: bool,
) -> telling.ToldLines | None:  # fmt: skip
    """The telling; that of the first story leaves words for the lede where it is as good without.
    at: the day, and what the document says otherwise than it did."""
    short, (day, now) = room - GIST_WORDS, at
    if leads and short >= ROOMY:
        found = telling.tell(pool, allowed=short, said=said, day=day, now=now)
        if found and found.worth >= telling.WELL and found.size > telling.LEAST:
            return found
    return telling.tell(pool, allowed=room, said=said, day=day, now=now)


def _gist(
    found: telling.ToldLines, pool: tuple[Line, ...], room: int, day: str
) -> tuple[telling.ToldLines, Line | None]:
    """What the first story comes to, for the lede: from what its source's limit leaves, else from
    the section, which then goes without."""
    printed = [one for one in (*found.lines, found.quote, found.advice) if one]
    summed = telling.gist(pool, printed, min(GIST_WORDS, room - found.words), day)
    return (found, summed) if summed else telling.given(found, day)


def _lead(evidence: Evidence, story: Story) -> list[EvidenceItem]:
    return [item for item in evidence.items if item.document == story.lead and _of(item, story)]


def _of(item: EvidenceItem, story: Story) -> bool:
    """An item of a pack by story names its own; one of an older pack belongs by its domain."""
    return item.story == story.id if item.story else item.domain == story.domain


def _telling(
    story: Story, found: telling.ToldLines, pool: tuple[Line, ...],
    given: tuple[Evidence, int], desk: Desk,
) -> ToldStory:  # fmt: skip
    """given: the evidence, and the words that the lead's source may still be quoted with."""
    evidence, left = given
    first = found.lines[0]
    domain = desk.domain(story.domain)
    quote = _second(story, found, evidence) or found.quote
    printed = (*found.lines, *(one for one in (found.quote, found.advice) if one))
    item = first.item
    other = against(story, printed, evidence, left)
    headed = headline(item.title, item.source_title, first.text, item.subject)
    section = Section(
        domain=domain.id,
        title=domain.title,
        headline=headed,
        sentences=(
            _whose(item, story, evidence.day, found, headed),
            *(line.sentence() for line in found.lines),
            *([other] if other else []),
        ),
        quote=quote.quote if quote else None,
        implication=Implication(domain.team, found.advice.sentence()) if found.advice else None,
        story=story.ref(item.n),
    )
    told = meetings.StorySide(domain.id, domain.title, story.lead, item.source_id, printed)
    return ToldStory(story, section, told, pool, disputed=other is not None)


def _whose(
    item: EvidenceItem, story: Story, today: str, found: telling.ToldLines, headed: str
) -> Sentence:
    """Whose words follow, of which day, and on what where they do not name it themselves."""
    source, when = publisher(item), _when(story, today) or wording.UNDATED
    asserts = [
        Assertion("source", source, (item.n,)),
        Assertion("day", story.day[:10], (item.n,)),
    ]
    if stands := story.stands(item.text):
        when = wording.STANDING.format(when=when, status=stands)
        asserts.append(Assertion("states", stands, (item.n,)))
    form, subject = wording.WHOSE, item.subject
    if found.is_list and RELEASE.fullmatch(headed):
        form = wording.RELEASED
        asserts.append(Assertion("headline", headed, (item.n,)))
    elif found.is_list:
        form = wording.LISTED
    elif subject and subject.lower() not in f"{headed} {found.lines[0].text}".lower():
        form = wording.WHOSE_ON
        asserts.append(Assertion("subject", subject, (item.n,)))
    text = form.format(source=source, when=when, headline=headed, subject=subject)
    return Sentence(text, (item.n,), "computed", asserts=tuple(asserts))


def _when(story: Story | StoryRef, today: str) -> str:
    """The day of a story in words; one that no publisher gave says what it is the day of."""
    if not story.day:
        return ""
    return wording.DATED[story.dated].format(day=spoken(story.day, today))


def _second(story: Story, found: telling.ToldLines, evidence: Evidence) -> Line | None:
    """A sentence of another source of the story, which becomes the section's quote: that another
    says so too weighs more than a further sentence of the lead, and a quote says whose it is."""
    own = frozenset().union(*(line.stems for line in found.lines))
    busy = {item.source_id for item in evidence.items if item.part == "lead"}
    others = [
        item
        for item in evidence.items
        if item.story == story.id and item.document != story.lead and item.source_id not in busy
    ]
    able = [
        (len(line.stems & own) / len(line.stems | own), line)
        for document in dict.fromkeys(item.document for item in others)
        for line in lines(item for item in others if item.document == document)
        if line.alone >= model().threshold and SECOND[0] <= line.size <= SECOND[1]
    ]
    able = [
        pair
        for pair in able
        if pair[0] >= RELATED and pair[1].item.source_id != found.lines[0].item.source_id
    ]
    if not able:
        return None
    return max(able, key=lambda pair: (pair[0], -pair[1].item.n, -pair[1].at))[1]


def _affordable(told: Sequence[ToldStory]) -> list[Line]:
    """Lines that their sources' quote limits still allow beside what the sections print."""
    words: Counter[str] = Counter()
    for one in told:
        for line in (*one.told.lines, *((one.gist,) if one.gist else ())):
            words[line.item.source_id] += line.size
    return [
        line
        for one in told
        for line in one.pool
        if line.size <= line.item.quote_limit - words[line.item.source_id]
    ]


def _title(sections: Sequence[Section]) -> str:
    """What the first story says; with a short one beside it where there is room."""
    return "; ".join(section.headline for section in sections[: _titled(sections)])


def _titled(sections: Sequence[Section]) -> int:
    """How many headlines the title has room for."""
    return 1 + (len(sections) > 1 and sum(len(one.headline) for one in sections[:2]) <= 90)


def _lede(told: Sequence[ToldStory], evidence: Evidence) -> tuple[Sentence, ...]:
    """What the first story comes to, in a sentence that its section does not print, or whose the
    title's are where none is left; then the next ones: what, by whom, when.

    The title's headlines are not told again, and no sentence of a section is.
    """
    count = _titled([one.section for one in told])
    placed = [_placed(one, evidence) for one in told[:LEDE_STORIES]]
    summed = told[0].gist
    opening = [_said(summed, placed[0]) if summed else _origins(told, placed[:count])]
    if not placed[count:]:
        return tuple(opening)
    others = [_story_form(one).format(**one) for one in placed[count:]]
    asserts = [
        each
        for one, at in zip(told[count:], placed[count:], strict=False)
        for each in _heads(one, at)
    ]
    return *opening, _computed(wording.ALSO.format(others=" and ".join(others)), asserts)


def _said(line: Line, placed: dict[str, str]) -> Sentence:
    """A sentence of a story's document in the lede: whose, of which day, in its words."""
    of = (line.item.n,)
    asserts = [Assertion("source", placed["source"], of), Assertion("states", line.text, of)]
    asserts += [Assertion("day", placed["day"][:10], of)] if placed["day"] else []
    inner = line.text.translate({ord("“"): "‘", ord("”"): "’"})
    return _computed(wording.GIST.format(**placed, text=inner), asserts)


def _origins(told: Sequence[ToldStory], placed: Sequence[dict[str, str]]) -> Sentence:
    """Whose the title's stories are, and of which days."""
    form = wording.LEDE_TWO if len(placed) > 1 else wording.LEDE
    origins = dict.fromkeys(wording.ORIGIN.format(**one) for one in placed)
    asserts = [
        each for one, at in zip(told, placed, strict=False) for each in _claims(one, at["source"])
    ]
    return _computed(form.format(origins=", and ".join(origins)), asserts)


def _computed(text: str, asserts: list[Assertion]) -> Sentence:
    """A sentence of ours that cites what it claims something of."""
    cites = tuple(dict.fromkeys(n for one in asserts for n in one.of))
    return Sentence(text, cites, "computed", asserts=tuple(asserts))


def _heads(one: ToldStory, placed: dict[str, str]) -> list[Assertion]:
    """What is claimed of a story that the lede names by its headline."""
    ref = one.section.story
    assert ref
    named = placed["short" if _is_titled(placed) else "source"]
    return [*_claims(one, named), Assertion("headline", one.section.headline, (ref.lead,))]


def _story_form(placed: dict[str, str]) -> str:
    """How a story is told in the lede; a quoted title has named its source, and a headline that is
    a clause stands in quotation marks."""
    dated = bool(placed["day"])
    if _is_titled(placed):
        return wording.STORY_TITLED if dated else wording.STORY_TITLED_UNDATED
    if not (RELEASE.fullmatch(placed["headline"]) or ABOUT.match(placed["headline"])):
        return wording.STORY_CLAUSE if dated else wording.STORY_CLAUSE_UNDATED
    return wording.STORY if dated else wording.STORY_UNDATED


def _is_titled(placed: dict[str, str]) -> bool:
    """True for a headline that is a title in quotation marks, behind its source's name."""
    return placed["headline"].startswith(f"{placed['short']}: “")


def _placed(one: ToldStory, evidence: Evidence) -> dict[str, str]:
    """Headline, publisher and day of a story, in words."""
    ref = one.section.story
    item = evidence.item(ref.lead) if ref else None
    assert ref and item
    when = _when(ref, evidence.day) or wording.UNDATED
    found = {"headline": one.section.headline, "source": publisher(item), "when": when}
    return {**found, "day": ref.day, "short": product(item.source_title)}


def _claims(one: ToldStory, source: str) -> list[Assertion]:
    ref = one.section.story
    assert ref
    dated = [Assertion("day", ref.day[:10], (ref.lead,))] if ref.day else []
    return [Assertion("source", source, (ref.lead,)), *dated]


def stories_of(evidence: Evidence) -> tuple[Story, ...]:
    """Stories in the order they are told; only those whose lead the pack still holds."""
    if evidence.stories:
        held = {item.document for item in evidence.items}
        return tuple(story for story in evidence.stories if story.lead in held)
    by_domain: dict[str, dict[str, list[EvidenceItem]]] = defaultdict(lambda: defaultdict(list))
    for item in evidence.items:
        by_domain[item.domain][item.document].append(item)
    return tuple(_simple(domain, _best(found)) for domain, found in by_domain.items())


def _best(documents: dict[str, list[EvidenceItem]]) -> list[EvidenceItem]:
    """The items of the document with most of the evidence score; its best passage breaks ties."""
    return max(
        documents.values(),
        key=lambda items: (sum(one.score for one in items), len(items), -items[0].n),
    )


def _simple(domain: str, items: list[EvidenceItem]) -> Story:
    first = items[0]
    day = (first.published or "")[:10]
    return Story(
        id=short_id(domain, first.url),
        domain=domain,
        kind="library",
        lead=first.document,
        passages=tuple(one.passage for one in items),
        members=(),
        day=day,
        dated="published" if day else "",
    )
