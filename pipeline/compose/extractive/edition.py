"""The edition that needs no model: it tells stories in their sources' own sentences.

Enter: a day's evidence by story and what the last briefs said. Leaves: a draft with one section a
story: a computed line that says whose and when, two to four sentences of the lead document, where
there is one a labelled sentence of another source, a quote and advice of the same document. It has
no opinions. Refuses to write from no evidence (`WriterError`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.compose.assignment import Assignment
from pipeline.compose.extractive import earlier, meetings, telling, wording
from pipeline.compose.extractive.action import action
from pipeline.compose.extractive.against import ROOM, against, disputing, withdrawn
from pipeline.compose.extractive.headings import statement
from pipeline.compose.extractive.headings.headed import LEAST_TOLD, unlabelled
from pipeline.compose.extractive.headings.headed import headed as heading
from pipeline.compose.extractive.headings.headline import named_subject, plainly, title_of
from pipeline.compose.extractive.headings.lede import lede, title, wants_opening
from pipeline.compose.extractive.headings.opening import ToldStory, kept_back
from pipeline.compose.extractive.headings.publishers import publisher
from pipeline.compose.extractive.lines import Line, lines
from pipeline.compose.extractive.runs import same
from pipeline.compose.extractive.several import NAMES, Thing, promised
from pipeline.compose.refused import (
    AGAINST,
    HEADLINE,
    LEAD_IN,
    MEETINGS,
    Barred,
    barred,
    refused,
)
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
)
from pipeline.records.store import short_id
from pipeline.text.printable import model
from pipeline.text.words import within

LEAST_LEFT = 60  # words of a source that a section needs beside what is kept for a correction
SECOND = (9, 34)  # words of a sentence of another source
TRIES = 7  # drafts of an edition that the gate is asked about, each without what it refused before
RELATED = 0.12  # Jaccard overlap of content words from which it speaks of the same
COPIED = 0.8  # share of stems from which a line of another source says it in the same words


def write(given: Assignment) -> Composition:
    """Compose the extractive edition. Raises WriterError when no story of the pack can be told.

    What the gate refuses of it is told otherwise, or left out: one section holds no edition back. Where
    that does not help, the gate gets the first draft, whole.
    """
    told = _tellings(given)
    if not told:
        raise WriterError(
            f"no sentence of the evidence for {given.day} can stand alone",
            hint="add sources with running prose, or run `dateline ingest` to read new documents",
        )
    out: Barred = frozenset()
    first = draft = _draft(given, told, out)
    for _ in range(TRIES):
        kept = frozenset((one.item.n, one.start) for each in told if (one := each.opening))
        more = refused(draft, given.judge(draft).findings, out, kept)
        if not more:
            return Composition(draft=draft)
        out |= more
        told = _tellings(given, out)
        if not told:
            break
        draft = _draft(given, told, out)
    return Composition(draft=first)


def _draft(given: Assignment, told: list[ToldStory], out: Barred) -> Draft:
    sections = tuple(one.section for one in told)
    cuts = () if out.intersection(MEETINGS) else meetings.crosscuts([one.told for one in told])
    return Draft(
        day=given.day,
        title=title(told),
        writer="extractive",
        lede=lede(told, given.evidence, out),
        sections=sections,
        crosscuts=cuts,
        graph=meetings.graph([one.told for one in told], cuts, given.day) if cuts else None,
        action=action(
            _affordable(told, given.evidence),
            [line for one in told for line in (*one.told.lines, one.opening) if line],
        ),
        gaps=tuple(
            one.id for one in given.desk.domains if one.id not in {s.domain for s in sections}
        ),
    )


def _tellings(given: Assignment, out: Barred = frozenset()) -> list[ToldStory]:
    """The stories that can be told, in the pack's order, within their sources' quote limits."""
    evidence, said = given.evidence, earlier.printed(given.said)
    stories = [story for story in stories_of(evidence) if story.id not in out]
    expected = Counter(_lead(evidence, story)[0].source_id for story in stories)
    quoted: Counter[str] = Counter()
    told: list[ToldStory] = []
    for story in stories:
        lead = _lead(evidence, story)
        source = lead[0].source_id
        shares = _shares(lead[0].quote_limit - quoted[source], expected[source])
        expected[source] -= 1
        pool = tuple(line for line in lines(lead) if (line.item.n, line.start) not in out)
        if not pool:
            continue
        own = any(items[0].source_id == source for items in disputing(story, evidence))
        denied = own and withdrawn(story, pool, evidence)
        for left in shares:
            kept = ROOM if own and (denied or left - ROOM >= LEAST_LEFT) else 0
            known, room = (said, evidence.day, story.now), left - kept
            found, opening = _told_in(pool, room, known, told)
            if opening and disputing(story, evidence):
                whole, _ = _told_in(pool, room, known)
                if denied or _unheard(story, whole, found, evidence):
                    found, opening = whole, None
            if found and (found.size >= LEAST_TOLD or found.takes_back):
                break
        else:
            continue
        given_words = left - found.words - (opening.size if opening else 0)
        made = _telling(story, found, pool, (evidence, given_words, out, opening), given.desk)
        made = replace(made, opening=opening)
        quoted[source] += _spent(made, source, evidence)
        if denied and not made.disputed:
            continue  # a figure that its own source took back, and no room or words to say so
        told.append(made)
    return told


def _spent(made: ToldStory, source: str, evidence: Evidence) -> int:
    """Words of a source that a story prints: the lines of its section, the one that opens the lede, and
    what our sentences repeat of its text."""
    own = {item.n for item in evidence.items if item.source_id == source}
    repeated = [
        one.words
        for sentence in made.section.sentences
        for one in sentence.asserts
        if one.kind == "states" and own.issuperset(one.of)
    ]
    printed = [line for line in (*made.told.lines, made.opening) if line and line.item.n in own]
    return sum(line.size for line in printed) + sum(len(words.split()) for words in repeated)


def _shares(left: int, among: int) -> list[int]:
    """Words that a story may quote of its source: its part of what is left, then ever more of it
    where no section can be made of that, so that none gives way to those that are told after it."""
    return [left // count for count in range(among, 0, -1)]


def _told_in(
    pool: tuple[Line, ...],
    room: int,
    known: tuple[tuple[frozenset[str], ...], str, str],
    told: Sequence[ToldStory] | None = None,
) -> tuple[telling.ToldLines | None, Line | None]:
    """The telling, and what is kept back of it where it may open the lede, after these stories.

    known: what recent briefs printed, the day of the edition, and what the document says otherwise
    than it did.
    """
    said, day, now = known
    if told is not None and wants_opening(told):
        return kept_back(pool, room, known, first=not told)
    return telling.tell(pool, allowed=room, said=said, day=day, angle=telling.Angle(now)), None


def _unheard(
    story: Story,
    whole: telling.ToldLines | None,
    rest: telling.ToldLines | None,
    evidence: Evidence,
) -> bool:
    """Whether what speaks against a story would not stand beside its section, for want of the
    sentence that is kept back."""
    if whole is None or rest is None:
        return False
    disputed = against(story, whole.lines, evidence)
    return bool(disputed) and against(story, rest.lines, evidence) != disputed


def _lead(evidence: Evidence, story: Story) -> list[EvidenceItem]:
    return [item for item in evidence.items if item.document == story.lead and _of(item, story)]


def _of(item: EvidenceItem, story: Story) -> bool:
    """An item of a pack by story names its own; one of an older pack belongs by its domain."""
    return item.story == story.id if item.story else item.domain == story.domain


def _telling(
    story: Story, found: telling.ToldLines, pool: tuple[Line, ...],
    given: tuple[Evidence, int, Barred, Line | None], desk: Desk,
) -> ToldStory:  # fmt: skip
    """given: the evidence, the words that the lead's source may still be quoted with, what may not
    be told, and the line of it that opens the lede."""
    evidence, left, out, opening = given
    found = unlabelled(found, pool, story.stakes)
    item, counted = found.lines[0].item, promised(found.lines, pool)
    if barred(HEADLINE, story.id) in out:
        headed = plainly(title_of(item), item.source_title)
    else:
        rest = tuple(line for line in pool if not (opening and line.at == opening.at))
        headed, item, found = heading(found, rest, evidence.day, left)
    domain = desk.domain(story.domain)
    quote = _second(story, found, evidence, out) or found.quote
    printed = (*found.lines, *(one for one in (found.quote, found.advice) if one))
    told_against = barred(AGAINST, story.id) not in out
    other = against(story, printed, evidence, left) if told_against else None
    section = Section(
        domain=domain.id,
        title=domain.title,
        headline=headed,
        sentences=(
            _whose(
                item, story, evidence.day, found, "" if barred(LEAD_IN, story.id) in out else headed
            ),
            *_with_things(found, counted, left),
            *([other] if other else []),
        ),
        quote=quote.quote if quote else None,
        implication=Implication(domain.team, found.advice.sentence()) if found.advice else None,
        story=story.ref(item.n),
    )
    told = meetings.StorySide(domain.id, domain.title, story.lead, item.source_id, printed)
    return ToldStory(story, section, told, pool, disputed=other is not None)


def _with_things(
    found: telling.ToldLines, counted: tuple[Line, tuple[Thing, ...]] | None, left: int
) -> list[Sentence]:
    """The lines of a section, and after the one that counts things what they are, where that may be
    quoted; first of all where the headline has said that line."""
    said = [line.sentence() for line in found.lines]
    if counted is None or sum(len(one.words.split()) for one in counted[1]) > left:
        return said
    line, things = counted
    at = next((n for n, one in enumerate(found.lines, 1) if one.at == line.at), 0)
    names = [f"“{within(one.words)}”" for one in things]
    text = wording.NAMED.format(
        count=NAMES[len(things)], things=f"{', '.join(names[:-1])} and {names[-1]}"
    )
    asserts = tuple(Assertion("states", one.words, (one.item.n,)) for one in things)
    cites = tuple(dict.fromkeys(one.item.n for one in things))
    return [*said[:at], Sentence(text, cites, "computed", asserts=asserts), *said[at:]]


def _whose(
    item: EvidenceItem, story: Story, today: str, found: telling.ToldLines, headed: str
) -> Sentence:
    """Whose words follow, of which day, and on what where they do not name it themselves; no more than
    whose and when under no headline."""
    source, day = publisher(item), wording.when(story, today) or wording.UNDATED
    asserts = [
        Assertion("source", source, (item.n,)),
        Assertion("day", story.day[:10], (item.n,)),
    ]
    if headed and (stands := story.stands(item.text)):
        day = wording.STANDING.format(when=day, status=stands)
        asserts.append(Assertion("states", stands, (item.n,)))
    form, subject = wording.WHOSE, named_subject(item)
    if found.is_list:
        form = wording.LISTED if statement.says_little(item) else wording.POINTS
    elif headed and subject and subject.lower() not in f"{headed} {found.lines[0].text}".lower():
        form = wording.WHOSE_ON
        asserts.append(Assertion("subject", subject, (item.n,)))
    text = form.format(source=source, when=day, subject=subject)
    return Sentence(text, (item.n,), "computed", asserts=tuple(asserts))


def _second(story: Story, found: telling.ToldLines, evidence: Evidence, out: Barred) -> Line | None:
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
        if (line.item.n, line.start) not in out and not _copied(line, found.lines)
    ]
    able = [
        pair
        for pair in able
        if pair[0] >= RELATED and pair[1].item.source_id != found.lines[0].item.source_id
    ]
    if not able:
        return None
    return max(able, key=lambda pair: (pair[0], -pair[1].item.n, -pair[1].at))[1]


def _copied(line: Line, told: Sequence[Line]) -> bool:
    """Whether a line of another source is one that the section prints already, in the same words."""
    return any(same(line.stems, one.stems, COPIED) for one in told)


def _affordable(told: Sequence[ToldStory], evidence: Evidence) -> list[Line]:
    """Lines that their sources' quote limits still allow beside what the stories print."""
    sources = {item.source_id for item in evidence.items}
    words = {source: sum(_spent(one, source, evidence) for one in told) for source in sources}
    return [
        line
        for one in told
        for line in one.pool
        if line.size <= line.item.quote_limit - words[line.item.source_id]
    ]


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
