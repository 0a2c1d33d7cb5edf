"""Whose work a change was and under which number it is kept: what stands around news and is none of it.

Enter: a stretch of a text, the item of a list or a sentence. Leave: where what it tells begins and ends,
between `#17323 4298883 Thanks @somebody! - ` and `(@somebody, #44245)`, `(9239) First Last`, `-- by somebody`
or `fixes #4868`; and whether a text names a person by a handle. What only looks like a handle (`@_init`, `@layer` rules, `@kestrel/mdx`) is code.
"""

from __future__ import annotations

import re

_CODE = (
    r"\w*_|[\w.-]+/|\w+\(|\w*[’'\"”]|(?:charset|container|counter-style|font-face|import|keyframes|layer|media|namespace|page"
    r"|property|scope|starting-style|supports|latest|next|types|deprecated|override|dataclass)\b"
    r"|\w+ (?:annotation|at-rule|attribute|class|decorator|directive|function|guard|macro|method|module|rule|tag|variable)s?\b"
)
# A handle: not in an address or a version of a package, and not a word of code.
PERSON = rf"(?<![\w/`'‘\"“])@(?!(?i:{_CODE}))[A-Za-z\d][A-Za-z\d-]{{0,38}}\b"
_NUMBER = r"(?:[\w.-]+/[\w.-]+)?#\d+\b"
_LINKED = r"(?:\(https?://[^()\s]*\))?"  # where Markdown was kept
_ONE = rf"\[?(?:{PERSON}|{_NUMBER})\]?{_LINKED}"
_PERSON = re.compile(PERSON)
_HANDLE = re.compile(rf"(?<!by ){PERSON}")
_MAIL = re.compile(r"[\w+-]@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b", re.IGNORECASE)
_HEADED = re.compile(
    rf"{PERSON}\]?{_LINKED}!?\s*[-–—:]\s+$|\[[\w/., -]{{1,24}}\]\s+$|(?:#\d+|\b[0-9a-f]{{7,40}})\]?{_LINKED},?\s+$"
)
# Before a change: its number and the hash of its commit, whom its project thanks, the part it is of.
_HEAD = re.compile(
    rf"(?:\[?(?:#\d+|[0-9a-f]{{7,40}})\]?{_LINKED},?\s+)+(?=\S)"
    rf"|Thanks (?:to )?{_ONE}(?:(?:,? and|,) {_ONE})*!?\s*[-–—:]\s+"
    r"|\[[\w/., -]{1,24}\]\s+(?=[A-Z][a-z]+ )"
)
# After it: `(#13481 @somebody)`, `(@somebody, #44245)`, `by @somebody in #12`.
_TAIL = re.compile(
    rf"(?<!\s)\s*[(\[]{_ONE}(?:(?:,| and|, and)? {_ONE})*[)\]][.\s]*$"
    rf"|,? (?:by|thanks to) {_ONE}(?:(?:,| and|, and) {_ONE})*(?: in (?:https?://\S+|{_NUMBER}))?[.\s]*$"
)
# A name without a sign of one, where only its place tells: `-- by somebody`, `(9239) First Last`, `(#20933) (somebody)`.
_WORDED = r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w’'-]*\.?|d[aei]|de la|v[ao]n(?: de[rn]?)?))"
_NAMED = rf"(?:{_WORDED}{{0,3}}|[a-z][\w-]*)"
_NAMES, _FULL = (rf"{one}(?:(?:,? and|,) {one}){{0,9}}" for one in (_NAMED, rf"{_WORDED}{{1,3}}"))
_NO_NAME = r"(?:default|design|hand|itself|accident|now|far|then|value|name|reference|users?|choice|chance|[a-z-]+ing)\b"
_BYLINE = re.compile(
    rf"(?<!\s)\s{{1,9}}(?:--+|[—–]) ?by (?!{_NO_NAME}){_NAMES}[.\s]*$"
    rf"|(?:,?\s{{0,9}}[(\[]{{1,2}}(?:#\d{{2,6}}|(?!(?:19|20)\d\d\b)\d{{4,6}})[)\]]{{1,2}}{_LINKED}){{1,4}}"
    rf"(?:,? {_FULL}| \({_NAMES}\))[.\s]*$"
)

# The numbers of changes at the end of an item, where nothing is told any more: `... as a failure #4868`.
_CITED = re.compile(
    r"(?:[\s,;–-]{0,9}[(\[]{0,3}(?:\b(?:PR|MR|pull request|issue|fixes|closes|see)s?\s{0,9})?(?:[\w.-]{1,60}/[\w.-]{1,80})?#\d{1,9}\b\]?"
    r"(?:\(https?://[^()\s]{0,300}\))?(?: \(@?[\w-]{2,39}\))?(?:,[\w. @-]{2,42}(?=\)))?[)\]]{0,3}){1,40}"
    r"(?:\s{0,9}\[(?:SIG|sig)[^\]]{0,200}\])?(?: \([0-9a-f]{7,40}\))?[.\s]*$",
    re.IGNORECASE,
)
# What the numbers stood in with, once they are off: `(3.0.0-next.13, Docs`, `(@somebody`.
_OPENED = re.compile(r"(?<!\s)\s*[(\[][^()\[\]]*$")


def person(text: str) -> bool:
    """Whether a text names a person by a handle, or gives an address of mail."""
    return bool(_HANDLE.search(text) or _MAIL.search(text))


def headed(before: str) -> bool:
    """Whether what stands before a quote ends on the credit of an item."""
    return bool(_HEADED.search(before))


def told(text: str, start: int, end: int) -> tuple[int, int]:
    """Where an item tells its change, without the credits at its head and its end; all of one that is
    nothing else."""
    begin = start
    while head := _HEAD.match(text, begin, end):
        begin = head.end()
    last = ended(text, begin, end)
    return (begin, last) if begin < last else (start, end)


def ended(text: str, start: int, end: int) -> int:
    """Where a sentence has said all but whose work it was: before the bracket or the byline that names a
    person, its full stop left out; `end` where it names nobody."""
    byline = _BYLINE.search(text, start, end)
    if byline and byline.start() > start:
        return byline.start()
    found = _TAIL.search(text, start, end)
    if not found or found.start() <= start or not _PERSON.search(found.group()):
        return end
    return found.start()


def uncited(text: str, start: int, end: int) -> tuple[int, int]:
    """An item without the numbers of changes it ends on, and without the bracket they stood in;
    one that is nothing else stays."""
    found = _CITED.search(text, start, end)
    last = found.start() if found and found.start() > start else end
    left = _OPENED.search(text, start, last)
    return (start, left.start()) if left and left.start() > start else (start, last)
