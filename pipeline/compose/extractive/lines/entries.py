"""An entry of a list of changes: the part of its project that it is of, and what was done to that.

Enter: the text of an item. Leave: what it says behind the part before it, and whether that is a change.
"""

from __future__ import annotations

import re

# Before what changed in it: `pkg/exporter: Replace ...`, `@kestrel/cli - Fix ...`, `Lease SD: Introduce ...`.
PART = re.compile(
    r"(?:@?[A-Za-z][\w@./-]{0,40}(?:, ?@?[\w./-]{2,40}){0,5}(?::| [-–—])|[A-Z][\w./-]{0,24}(?: [\w./-]{1,24}){1,3}:)\s+(?=[A-Z])"
)
# What is done to what others use.
DID = re.compile(
    r"(?:Add|Introduc|Allow|Support|Enabl|Disabl|Expos|Mak|Replac|Remov|Deprecat|Dropp?|Renam|Requir|Reject|Chang|Increas|Reduc|Improv"
    r"|Limit|Return|Accept|Mov|Switch|Encod|Fix|Prevent|Avoid|Stopp?|Ignor|Show|Restor|Preserv)(?:e?[sd]?|ing)\b"
)


def of_part(text: str) -> str:
    """What an entry says, behind the part of its project that it names; the text of any other."""
    found = PART.match(text)
    return text[found.end() :] if found else text


def is_change(text: str) -> bool:
    """Whether an item names a part of its project and says what was done to it."""
    told = of_part(text)
    return told != text and bool(DID.match(told))
