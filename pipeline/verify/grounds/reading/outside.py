"""What is denied or affirmed from outside its sentence: by the answer to a question, or by its heading.

Enter: a source and where its sentences lie. Leave: of each sentence how far it is denied, and which questions
are answered. `Does it need a restart? No.` says that it needs none, and an item under `Non-Goals` what is not
to be; read by itself either says the contrary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.text.lists import beside
from pipeline.text.spans import ITEM_MARK
from pipeline.verify.grounds.reading.words import negates, tokens

_LISTS = beside(__file__)
# A question that yes or no answers begins with a verb.
_ASKED = re.compile(rf"[\W_]*{_LISTS.either('asking')}\b.*\?\W*$", re.IGNORECASE | re.DOTALL)
_NO = re.compile(r"\W*(?:No|None)(?=[.,;:!*_]|\s*$|\s[-–—])")
_YES = re.compile(r"\W*Yes(?=[.,;:!*_]|\s*$|\s[-–—])")
_MARKED = re.compile(r"#{1,6}\s|\*\*[^*\n]{3,60}\*\*\s*$")
WORDS = 8  # of a heading that nothing marks but the blank lines round it
_LEFT_OUT = re.compile(rf"[\W\d_]*{_LISTS.either('left_out')}[\W_]*$", re.IGNORECASE)
_ITEM = re.compile(rf"[ \t]*{ITEM_MARK}[ \t]+$")
_EXPLAINED = re.compile(r":\s|\s[–—-]{1,2}\s|[.!?]\s")
ANSWER = r"(?<=\?)[*_]{0,3}\s+(?=(?:No|None|Yes)\b)"  # between a question and its answer


@dataclass(frozen=True, slots=True)
class Outside:
    """denied: up to which character of a sentence what it says is denied; answered: whether it is a question
    that has an answer, yes or no."""

    denied: int = 0
    answered: bool = False


PLAIN = Outside()


def outside(text: str, spans: Sequence[tuple[int, int]], heads: Sequence[str]) -> list[Outside]:
    """One for each sentence. heads: what the passage stands under."""
    return list(_read(text, spans, any(_LEFT_OUT.match(one) for one in heads)))


def _read(text: str, spans: Sequence[tuple[int, int]], under: bool) -> Iterator[Outside]:
    for at, (start, end) in enumerate(spans):
        said = text[start:end]
        line = text[text.rfind("\n", 0, start) + 1 : start]
        if _heads(text, start, end, line + said):
            under = bool(_LEFT_OUT.match(said))
        if _ASKED.match(said):
            answer = text[slice(*spans[at + 1])] if at + 1 < len(spans) else ""
            no, yes = _NO.match(answer), _YES.match(answer)
            yield Outside(len(said) if no else 0, bool(no or yes))
        elif under and _ITEM.match(line):
            told = _EXPLAINED.search(said)
            yield Outside(0 if _denies(said) else told.start() if told else len(said))
        else:
            yield PLAIN


def _heads(text: str, start: int, end: int, line: str) -> bool:
    """Whether a sentence is a heading: by its mark, or a short paragraph that nothing ends."""
    if _MARKED.match(line):
        return True
    before, behind = text[:start].rstrip(" "), text[end:].lstrip(" ")
    apart = before[-2:] in ("", "\n\n") and behind[:2] in ("", "\n\n")
    return apart and len(line.split()) <= WORDS and not line.rstrip().endswith((".", "!", "?", ":"))


def _denies(said: str) -> bool:
    """Whether an item denies by itself: `Windows nodes are not supported`."""
    return any(negates(one.low) for one in tokens(said))
