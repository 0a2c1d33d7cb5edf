"""Where a proposal stands: draft, accepted, rejected, withdrawn, superseded.

Enter: a document. Leave: its status as it writes it, and whether that still stands. Only a proposal is
asked, in the lines that say so of themselves (`Status: Accepted`, `| Status | Rejected |`, a section
called *Status*); a word of a status inside a sentence is none.
"""

from __future__ import annotations

import re

from pipeline.records import Document
from pipeline.text.lists import beside
from pipeline.text.words import clean, fitting

_LISTS = beside(__file__)
READ = 2_500  # characters of a proposal in which its head stands
FIELDS = 300  # characters at its end, where a reader puts what stood in its fields
LONGEST = 60  # characters of a status; more is a sentence
_STANDS = _LISTS.words("statuses_open") | _LISTS.words("statuses_settled")
_GONE = _LISTS.words("statuses_gone")
_DONE = _LISTS.words("statuses_done")
_NEXT = re.compile(r"\s[A-Z][\w-]*(?: [A-Z]?[\w-]+){0,2}:")  # another field on the same line
_LINE = re.compile(
    r"^[ \t>*\-|•]*(?:current )?status\**[ \t]*(?:[:|=]+\**|\n+)[ \t|*]*(?P<said>[^\n|]+)",
    re.IGNORECASE | re.MULTILINE,
)


def status(document: Document) -> str:
    """The status that a proposal gives itself, as it is written; "" where it gives none."""
    head, tail = document.text[:READ], document.text[READ:][-FIELDS:]
    for found in _LINE.finditer(f"{head}\n\n{tail}"):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|[*_`]|^\s*status:", r"\1", found["said"], flags=re.I)
        said = clean(_NEXT.split(plain)[0]).strip(" .;,")
        first = re.findall(r"[a-z]+", said.lower())[:3]
        if (_STANDS | _GONE).intersection(first):
            return said if len(said) <= LONGEST else fitting(said, LONGEST) + " …"
    return ""


def gone(said: str) -> bool:
    """Whether a status says that the proposal is not to be: rejected, withdrawn, superseded."""
    return bool(_GONE.intersection(re.findall(r"[a-z]+", said.lower())[:3]))


def done(said: str) -> bool:
    """Whether a status says that the proposal is carried out."""
    return bool(_DONE.intersection(re.findall(r"[a-z]+", said.lower())[:3]))
