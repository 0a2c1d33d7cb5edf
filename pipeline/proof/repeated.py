"""Whether a twin says what its page says, word for word and in the same order.

Enter: both as Markdown, and the evidence a page was proven on. Leave: whether each block of the twin
is a block of the page, or lists a source of that evidence and nothing else. Such a twin says nothing
that was not proven with its page; any other is proven by itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from pipeline.pages import front_matter
from pipeline.records import EvidenceItem
from pipeline.text.spans import unescaped
from pipeline.verify.markdown.source_entries import is_entry

_SOURCES = "## Sources"
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*[#.][^{}\n]*\}")  # what the page's reader takes as dress
_ONTO_ENTRY = re.compile(r"\[(\[Source \d+\])\]\(#source-\d+\)")
# A twin's links within the site lead to twins, by their whole address; the rest are the page's own.
_WITHIN = re.compile(r"(?<=\])\((?![a-z]+:|#)[^()\s]*\)")


def repeats(twin: str, page: str, items: Mapping[int, EvidenceItem], *, site_url: str) -> bool:
    """Whether all that a twin says stands in its page, which was proven on these items."""
    said = iter([*_blocks(page, site_url)])
    listed = False
    for block in _blocks(twin, site_url):
        if listed and is_entry(block, items):
            continue
        listed = block == _SOURCES
        if not listed and block not in said:
            return False
    return True


_EDGE = re.compile(r"[ \t]*\|[ \t]*")
_RULE = re.compile(r"[|:\-]+$")


def _blocks(text: str, site_url: str) -> Iterator[str]:
    """The blocks of a page or twin as both write them: no classes, ids, or links within the site."""
    _, body = front_matter.load(text, lenient=True)
    for raw in _BLANK.split(body):
        bare = _WITHIN.sub("()", ATTRIBUTES.sub("", raw.replace(f"]({site_url}", "](")))
        plain = html.unescape(unescaped(_ONTO_ENTRY.sub(r"\1", bare)))
        lines = [
            _row(line) if line.startswith("|") else line.rstrip() for line in plain.splitlines()
        ]
        if block := "\n".join(line for line in lines if line):
            yield block


def _row(line: str) -> str:
    """A row of a table without the spaces that set it in columns; "" for the rule under its head."""
    row = _EDGE.sub("|", line.strip())
    return "" if _RULE.match(row) else row
