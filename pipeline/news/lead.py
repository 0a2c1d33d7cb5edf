"""Which passages of a story's lead a writer gets: its opening, then what it comes to.

Enter: a document, its passages in order and those told of late. Leave: ids in reading order. What the
thing is stands first; then, of a flaw, what it gives an attacker; then, of each, the best that tells what
was measured, what breaks and who has to act; then what names a version, a deprecation, a removal, a default, a way out, a limit or a measured
figure, as far as the writer's reading goes. Code, tables and lists of commits carry no news, and
neither does the greeting of a newsletter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from pipeline.news.documents.subject import SIGNALS, subject
from pipeline.records import Document, Passage
from pipeline.text.lists import beside
from pipeline.text.words import terms

_LISTS = beside(__file__)

MOST = 8  # passages of the lead: the whole of half of all stories, of which a section prints four sentences
FEW = 4  # the same where more of it does not read as one piece: what the document leads with, and the best of it
READING = 1_700  # words of them, after which a writer gets no more
PROSE = 0.35  # share of a passage that has to be running text
EARLY = 0.05  # what each further passage into the document costs
# Where a document says what it brings: `The proposal introduces two facets`, `is now available`.
BRINGS = re.compile(
    r"\b(?:[Tt]h(?:is|e)|[A-Z][\w.-]+)(?: new)?(?: \w+)?(?: v?[\d.]+\w*)? (?:introduces|adds|proposes|replaces"
    r"|deprecates|removes|fixes|changes|ships)\b|\b(?:is|are) now (?:\w+ )?(?:available|stable"
    r"|supported|deprecated|enabled|generally)\b|\b[Ww]e (?:introduce|present|propose|announce|built|designed|developed"
    r"|(?:are|['’]re) (?:releasing|announcing|introducing|enabling))\b|\bTL;?DR\b"
    r"|\bnow (?:have|has|supports?|accepts?|allows?|lets?|includes?|requires?)\b"
)
# Headings under which a release says what it brings, and those under which it says whose work it was.
BRINGING = re.compile(
    r"\b(?:what[’']?s (?:new|in|changed)|highlights?|new (?:features?|in)|changes|improvements?|added|stabilized|breaking)\b",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"\b(?:contributors?|thanks|thank you|acknowledge?ments?|credits|get(?:ting)? involved|join us|community|sponsors?"
    r"|feedback|about us|learn more|references|further reading|stay (?:informed|updated|tuned)|help us|historical"
    r"|(?:revision|document) history)\b",
    re.IGNORECASE,
)
# What a reader asks of a story beside what it is: what came of it, what breaks, who has to act.
ROLES = (("figure",), ("deprecation", "removal"), ("advisory", "default"))
# And of a flaw: what it gives an attacker, which a passage tells that has so many words of it.
_HITS = re.compile(_LISTS.either("impact"), re.IGNORECASE)
HIT = 3
_GREETINGS = _LISTS.either("greetings")
_GREETS = re.compile(rf"\W*{_GREETINGS}\b", re.IGNORECASE)
FLAWED = frozenset({"advisory", "incident"})
BROUGHT = 1.2
UNDER = 0.5  # of a passage under a heading that says what is new
CLOSES = 3.0  # off a passage that closes a text
NAMED = 0.8  # of a passage that says all the words of the title


def lead_passages(
    document: Document, passages: Sequence[Passage], told: Collection[str], *, most: int = MOST
) -> tuple[str, ...]:
    """Ids of the opening and the best of the rest; empty when all of it was told."""
    fit = [one for one in passages if one.id not in told and prose(document, one) >= PROSE]
    if not fit:
        return ()
    title = frozenset(terms(document.title))
    weighed = {one.id: _worth(one, title) for one in fit}
    opening, rest = _opened(fit, weighed)
    ranked = sorted(rest, key=lambda one: (-weighed[one.id], one.position))
    flaw = subject(document).nature in FLAWED
    able = [one for one in ranked if weighed[one.id] > (-CLOSES / 2 if flaw else 0)]
    chosen = [opening]
    hits = _hits(able) if flaw else ()
    for one in (*hits, *(_parts(able) if most > FEW else ()), *able):
        words = sum(each.text.count(" ") + 1 for each in (*chosen, one))
        if len(chosen) < most and one not in chosen and words <= READING:
            chosen.append(one)
    if len(chosen) == 1 and rest:
        chosen.append(rest[0])  # a short opening alone seldom holds two sentences worth printing
    return tuple(one.id for one in sorted(chosen, key=lambda one: one.position))


def _opened(
    fit: Sequence[Passage], weighed: Mapping[str, float]
) -> tuple[Passage, Sequence[Passage]]:
    """The passage that opens, and those beside it. One that greets its readers opens nothing where
    another tells more: the strongest piece of a newsletter does."""
    first = fit[0]
    best = max(fit, key=lambda one: (weighed[one.id], -one.position))
    if _GREETS.match(first.text) and weighed[best.id] > weighed[first.id]:
        return best, [one for one in fit[1:] if one is not best]
    return first, fit[1:]


def _hits(rest: Sequence[Passage]) -> tuple[Passage, ...]:
    """Of the passages beside the opening the one that tells most of what a flaw gives an attacker, if one does."""
    counts = {one.id: len(set(map(str.lower, _HITS.findall(one.text)))) for one in rest}
    best = max(rest, key=lambda one: (counts[one.id], -one.position), default=None)
    return (best,) if best and counts[best.id] >= HIT else ()


def _parts(ranked: Sequence[Passage]) -> Iterator[Passage]:
    """Of ranked passages the best for each thing that a reader asks of a story."""
    for names in ROLES:
        found = (
            one for one in ranked if any(SIGNALS[name].form.search(one.text) for name in names)
        )
        yield from islice(found, 1)


def _worth(passage: Passage, title: frozenset[str]) -> float:
    found = sum(one.worth for one in SIGNALS.values() if one.form.search(passage.text))
    found += BROUGHT if BRINGS.search(passage.text) else 0.0
    found += NAMED * len(title & set(terms(passage.text))) / len(title) if title else 0.0
    heading = passage.headings[-1] if passage.headings else ""
    found += UNDER if BRINGING.search(heading) else 0.0
    found -= CLOSES if CLOSING.search(heading) else 0.0
    return found - EARLY * passage.position


def prose(document: Document, passage: Passage) -> float:
    """Share of the passage in paragraphs, quotes, speech and list items; 1 without structure."""
    inside = [one for one in document.blocks if one.start < passage.end and one.end > passage.start]
    if not inside:
        return 1.0
    running = sum(
        min(one.end, passage.end) - max(one.start, passage.start)
        for one in inside
        if one.kind in ("paragraph", "quote", "cue", "list")
        or (one.kind == "page" and len(inside) == 1)
    )
    return running / max(1, passage.end - passage.start)
