"""What a verified record answers for on the pages that show it.

Enter: a brief. Leave: its sentences as folded words, with the sources each cites.
"""

from __future__ import annotations

from itertools import pairwise

from pipeline.records import Brief
from pipeline.records import draft as drafts
from pipeline.text.folding import fold
from pipeline.text.sentences import sentences
from pipeline.verify.markdown.examination import Vouched


def told_by(brief: Brief) -> Vouched:
    """Each sentence, its parts, and with the one behind it: where `5.2. tide lease` ends is a guess."""
    told: dict[tuple[str, ...], frozenset[int]] = {}
    every = [sentence for _, sentence in drafts.sentences(brief.draft)]
    for sentence in every:
        parts = [sentence.text[a:b] for a, b in sentences(sentence.text)]
        for text in (sentence.text, *parts):
            told[fold(text).norms] = frozenset(sentence.cites)
    for one, other in pairwise(every):
        told[fold(f"{one.text} {other.text}").norms] = frozenset((*one.cites, *other.cites))
    return told
