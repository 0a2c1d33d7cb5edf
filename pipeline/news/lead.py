"""Which passages of a story's lead a writer gets: its opening, then what it comes to.

Enter: a document, its passages in order and those told of late. Leave: ids in reading order. What
the thing is stands first; then the passages that name a version, a deprecation, a removal, a
default, a way out, a limit or a measured figure. Code, tables and lists of commits carry no news.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipeline.news.documents.subject import SIGNALS
from pipeline.records import Document, Passage
from pipeline.text.words import terms

MOST = 4  # passages of the lead: about 1,000 words, of which a section prints four sentences
PROSE = 0.35  # share of a passage that has to be running text
EARLY = 0.05  # what each further passage into the document costs
WEIGHTS = {
    "deprecation": 1.5,
    "removal": 1.5,
    "advisory": 1.3,
    "version": 1.0,
    "default": 1.0,
    "limit": 0.6,
    "figure": 0.9,
}


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
    r"|feedback|about us|learn more|references|further reading)\b",
    re.IGNORECASE,
)
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
    opening, rest = fit[0], fit[1:]
    title = frozenset(terms(document.title))
    weighed = {one.id: _worth(one, title) for one in rest}
    ranked = sorted(rest, key=lambda one: (-weighed[one.id], one.position))
    chosen = [opening, *(one for one in ranked[: most - 1] if weighed[one.id] > 0)]
    if len(chosen) == 1 and rest:
        chosen.append(rest[0])  # a short opening alone seldom holds two sentences worth printing
    return tuple(one.id for one in sorted(chosen, key=lambda one: one.position))


def _worth(passage: Passage, title: frozenset[str]) -> float:
    found = sum(WEIGHTS[name] for name, pattern in SIGNALS.items() if pattern.search(passage.text))
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
