"""Words in quotation marks: who writes `"read your writes"` wants them just so, one after another.

Enter: a question, the passages nominated for it. Leave: the phrases, and how many of them stand
word for word (case aside) in each passage, in its title or in a heading. Words are compared as
written and not by their stems, and none is too common to count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.engine import Engine, RowView
from pipeline.retrieve.search import rankers

QUOTED = re.compile(r"(?<!\w)[\"“„«]([^\"“”„«»]+)[\"“”»](?!\w)")  # 5" and 7" are inches
NOMINATED = 1000  # passages by a phrase's words, to look for the phrase in
Scores = npt.NDArray[np.float64]


def phrases(question: str) -> tuple[str, ...]:
    """The quoted runs of two words or more, each once, a space between words."""
    found = (" ".join(match[1].split()) for match in QUOTED.finditer(question))
    return tuple(dict.fromkeys(one for one in found if " " in one))


def holding(index: Engine, view: RowView, asked: Sequence[str]) -> Scores:
    """For each row, how many of the phrases its passage holds."""
    wanted = [(frozenset(rankers.codes(rankers.weigh(one))), _pattern(one)) for one in asked]
    found = np.zeros(len(view.at))
    for place, name in enumerate(view.ids()):
        held = set(view.terms(place).tolist())
        close = [pattern for codes, pattern in wanted if codes <= held]
        if close and (passage := index.passage(name)):
            document = index.document(passage.document)
            texts = (passage.text, *passage.headings, document.title if document else "")
            found[place] = sum(any(map(pattern.search, texts)) for pattern in close)
    return found


def _pattern(phrase: str) -> re.Pattern[str]:
    """The words one after another, whatever white space stands between them."""
    words = r"\s+".join(map(re.escape, phrase.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
