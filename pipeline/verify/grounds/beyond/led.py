"""Whose and of what day the words before a sentence say it is: `Harbour Notes, 3 May:`.

Enter: a sentence and its sources. Leave: a `Doubt` where no cited source is of that day, or none is of
that name nor speaks of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.verify.grounds.fits import Doubt
from pipeline.verify.grounds.measures.amounts import equal
from pipeline.verify.grounds.reading.figures import figures
from pipeline.verify.grounds.reading.sources import SourceText
from pipeline.verify.grounds.reading.words import keys, tokens

SURE = 0.8
_LED = re.compile(
    r"\W*(?P<who>[A-Z][^:.!?,]{1,60}?), (?P<day>\d{1,2} [A-Z][a-z]{2,8}(?: \d{4})?):(?=\s|$)"
)


def led_doubts(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    found = _LED.match(text)
    if found is None or not sources:
        return []
    days = [f for s in sources for day in s.days for f in figures(day)]
    said = [f for f in figures(found["day"]) if f.kind == "date"]
    if all(any(s.days) for s in sources) and said and not any(equal(said[0], day) for day in days):
        return [Doubt("figure", 0.95, found["day"], "")]
    named = [t.low for t in tokens(found["who"]) if t.content]
    known = any(
        not set(named).isdisjoint(t.low for t in tokens(s.heading))
        or all(s.whole.bears(keys(low)) >= 0.75 for low in named)
        for s in sources
    )
    if named and not known and all(s.heading.strip(". 0123456789-") for s in sources):
        return [Doubt("name", SURE, found["who"], "")]
    return []
