"""Text into Markdown and HTML so that it shows as it is, whatever it holds.

Enter: words from anywhere. Leave: inline Markdown and attribute values. Refuses nothing.
"""

from __future__ import annotations

import html
import re

from pipeline.text.spans import CodeSpans

BLOCK_START = re.compile(r"(?:[#>|~]|[-+=](?=[\s=-]|$)|[!?]{3}|:\s|\d+(?=[.)]\s))")


def flat(text: str) -> str:
    """Words on one line."""
    return " ".join(text.split())


def escape(text: str) -> str:
    """Words as inline Markdown that shows exactly these words."""
    text = re.sub(r"([\\`*{}\[\]])", r"\\\1", flat(text))
    text = re.sub(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", r"\\_", text)
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    text = text.replace("<", "&lt;").replace(">", "&gt;")
    found = BLOCK_START.match(text)
    if found:
        at = found.end() if found.group()[0].isdigit() else 0
        text = text[:at] + ("\\" if text[at] in "#+-.!" else "&#8203;") + text[at:]
    return text


def written(text: str) -> str:
    """A writer's words as inline Markdown: what stands in a code span is code, the rest as it is."""
    text = flat(text)
    pieces, at = [], 0
    for span in CodeSpans().find(text):
        pieces += [_between(text[at : span.start]), text[span.start : span.end]]
        at = span.end
    return "".join([*pieces, _between(text[at:])])


def _between(words: str) -> str:
    """Escaped words with the spaces around them."""
    inner = words.strip()
    return words.replace(inner, escape(inner)) if inner else words


def attribute(text: str) -> str:
    """Words as HTML text or attribute value."""
    return html.escape(flat(text), quote=True)
