"""Questions that ask for an amount of money or energy.

Enter: a question, or the texts of the passages ranked first. Leave: how an amount of the kind asked for is
written, and the words that stand beside each. Passages about a subject hold its name and the words asked
whether or not they say what it was paid; that an amount of the kind asked for stands near none of those
words says that they do not (answer types: Li and Roth 2002, Learning Question Classifiers). Shares, costs, counts
and the noun after "which" were tried and do not tell: docs/retrieval.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.retrieve.index import terms
from pipeline.text.lists import beside

BESIDE = 200  # characters on each side of an amount: two or three sentences
_LISTS = beside(__file__)
_NUMBER = rf"(?:\d[\d,.]*\s?[kKmM]?\b\+?|\b{_LISTS.either('numerals')}\b)"
_SIZES = r"(?:[kKmM]\s)?(?:(?:million|billion|thousand)\s)?"
_MONEY = (
    rf"[$€£¥₹]\s?\d | \b(?:USD|EUR|GBP|CHF)\s?\d | \bfree(?:\sof\scharge)?\b"
    rf"| {_NUMBER}[\s-]{_SIZES}{_LISTS.either('currencies')}\b"
)
_ENERGY = rf"{_NUMBER}\s?{_LISTS.either('watts')} | \bCO2\b"
_DOES = _LISTS.either("does")
_PRICE = rf"{_LISTS.either('prices')}\b"


def _read(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_KINDS = (  # how it is asked for, and how it is written
    (
        rf"\b(?:what|which)\s(?:\w+\s)?{_PRICE} | \bhow\s(?:large|high|big)\s{_DOES}\sthe\s{_PRICE}"
        rf"| \bwhat\s(?:is|was|are|were)\s(?:\S+\s){{0,3}}?{_PRICE}"
        rf"| \b(?:how\smuch|what)\s{_DOES}\b[^?,]*\b{_LISTS.either('pays')}\b"
        rf"| \bhow\smuch\s{_DOES}\b[^?,]*\bspend\b"
        r"| \bwhat\b.*\bin\s(?:income|revenue|donations|fees)\b",
        _MONEY,
    ),
    (rf"\bhow\s(?:much|many)\s(?:\w+\s)?{_LISTS.either('energy')}\b", _ENERGY),
)
_WANTED = tuple((_read(asked), _read(written)) for asked, written in _KINDS)


def written(question: str) -> re.Pattern[str] | None:
    """How an amount of the kind is written that a question asks for; None when it asks for none."""
    return next((form for asks, form in _WANTED if asks.search(question)), None)


def beside_each(form: re.Pattern[str], texts: Iterable[str]) -> Iterator[set[int]]:
    """The codes of the words that stand beside each amount of that form."""
    for text in texts:
        for amount in form.finditer(text):
            near = text[max(0, amount.start() - BESIDE) : amount.end() + BESIDE]
            yield {terms.code(term) for term in terms.terms(near)}
