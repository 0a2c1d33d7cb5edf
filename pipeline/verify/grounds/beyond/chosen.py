"""Which of several is the default: `periodic (default) and revision` against `the default is revision`.

Enter: a sentence and the sentences of its sources. Leave: a `Doubt` where it calls another of those
that a source names beside each other the default than the source does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.text.lists import beside
from pipeline.verify.grounds.fits import Doubt, on_line
from pipeline.verify.grounds.reading.sources import Ground

SURE = 0.85
_VALUE = r"[`\"“‘]?(?P<{0}>[A-Za-z][\w./-]*\w)[`\"”’]?"
_FORMS = (
    _VALUE.format("marked") + r" \((?:the |by )?default\b",
    _VALUE.format("told") + r",? (?:which |that )?(?:is|being) (?:the|its|their) default\b(?! \w)",
    r"\bdefaults? to " + _VALUE.format("set"),
    r"\bdefault(?: [\w-]+){0,3} is " + _VALUE.format("named"),
)
_DEFAULT = re.compile("|".join(_FORMS), re.IGNORECASE)
_NO_VALUE = beside(__file__).words("no_value")


def _defaults(text: str) -> frozenset[str]:
    """What a sentence says is the default."""
    found = (one[str(one.lastgroup)].lower() for one in _DEFAULT.finditer(text))
    return frozenset(found) - _NO_VALUE


def default_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """Another default than the one that a source names beside it."""
    mine = _defaults(text)
    if not mine:
        return []
    theirs = [(known, ground) for ground in grounds if (known := _defaults(ground.text))]
    if any(mine & known for known, _ in theirs):
        return []
    for known, ground in theirs:
        for said in sorted(mine):
            if re.search(rf"(?<![\w-]){re.escape(said)}(?![\w-])", ground.text, re.IGNORECASE):
                return [
                    Doubt("neighbour", SURE, said, f"{min(known)}: {on_line(ground.text)}"[:160])
                ]
    return []
