"""What a verified record answers for on the pages that show it.

Enter: a brief. Leave: its sentences as folded words, with the sources each cites.
"""

from __future__ import annotations

import re

from pipeline.records import Brief, Sentence
from pipeline.records import draft as drafts
from pipeline.text.folding import fold
from pipeline.text.sentences import sentences
from pipeline.verify.markdown.examination import Vouched

# Signs of markup that may begin in one sentence and end in the next; where none stands, the words of a
# run are those of its sentences, one after another.
SPANNING = re.compile(r"[\[\]<>&*_~`=\\^|]")
RUN = 4  # sentences that a page's reader may take for one: a lead-in, and stops that look inner


def told_by(brief: Brief) -> Vouched:
    """Each sentence, its parts, edges of the graph, and runs of several: where `5.2. tide lease` ends is a guess."""
    told: dict[tuple[str, ...], frozenset[int]] = {}
    every = [sentence for _, sentence in drafts.sentences(brief.draft)]
    for sentence in every:
        parts = [sentence.text[a:b] for a, b in sentences(sentence.text)]
        for text in (sentence.text, *parts):
            told[fold(text, "plain").norms] = frozenset(sentence.cites)
    for _, relation in drafts.relations(brief.draft):
        told[fold(relation.text.removesuffix("."), "plain").norms] = frozenset(relation.cites)
    for at in range(len(every)):
        for end in range(at + 2, min(at + RUN, len(every)) + 1):
            run = every[at:end]
            told[joined([one.text for one in run])] = _named(run)
    return told


def _named(run: list[Sentence]) -> frozenset[int]:
    """The sources that a page names behind a run: a lead-in (`Kestrel blog, 6 May:`) has no mark of its own,
    whatever passage of its document it was computed from."""
    marked = [one for one in run if not (one.kind == "computed" and one.text.endswith(":"))]
    return frozenset(n for one in marked or run for n in one.cites)


def joined(texts: list[str]) -> tuple[str, ...]:
    """The folded words of texts that stand one behind another."""
    if any(SPANNING.search(text) for text in texts):
        return fold(" ".join(texts), "plain").norms
    return tuple(norm for text in texts for norm in fold(text, "plain").norms)
