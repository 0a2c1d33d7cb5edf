"""Small words of a source that a sentence may leave out with what they belong to.

Enter: a class of small words and those of it that a near copy lacks. Leave: whether the sentence says
no more without them: `both` goes with the two things, `roughly` with its figure, and a `just` that
only means `no more than` limits nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.verify.grounds.reading.figures import figures

# `some 250` rounds, which is judged with its figure.
ROUNDING = re.compile(r"some (?:~|≈)?\d", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|nearly|almost|some) [~≈$€£]?\d", re.IGNORECASE
)
_MERELY = re.compile(r"\b(?:is|are|was|were) just\b", re.IGNORECASE)


def narrowed(name: str, lost: Sequence[str], said: str, stands: str) -> bool:
    """Whether the lost words of a class (as in `kept` of lists.toml) belong to what is not told."""
    if name == "approximation":
        return not figures(said) and bool(_ABOUT.search(stands))
    if name == "only":
        return set(lost) == {"just"} and bool(_MERELY.search(stands))
    return name == "universal" and set(lost) == {"both"}
