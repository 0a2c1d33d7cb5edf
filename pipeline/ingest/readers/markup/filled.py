"""What a site generator puts other words in place of: shortcodes, tags and values.

Enter: a stretch outside code, and whether a generator fills it in. Leave: the same with their words
where they state any, or a sign that something is taken; each is counted.
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.ingest.readers.generators import TAKEN_SHORTCODE, TAKEN_VALUE
from pipeline.text.spans import Pairs, Span

CLOSES_SHORTCODE = re.compile(r"\{\{[<%]\s*/\s*([\w-]+)")
SHORTCODE = Pairs(r"\{\{[<%]\s*(/?)", r"[>%]\}\}", most=2000)
ESCAPED_SHORTCODE = Pairs(r"\{\{([<%])/\*", r"\*/[>%]\}\}", most=2000)
RAW = Pairs(r"\{%-?\s*raw\s*-?%\}", r"\{%-?\s*endraw\s*-?%\}")
TAGGED = Pairs(r"\{%", r"%\}", most=2000)
FILLED = re.compile(r"(?<!\$)\{\{(?!\s*[.$]|\s*-?\s*(?:include|template)\s+\")[^{}\n]*\}\}")
IN_ADDRESS = re.compile(
    r"(\]\([^()\s]{0,300}?)\{\{[^{}\n]{0,200}\}\}"
)  # a value inside a link's address
# A paragraph that is the name of a value alone, whoever fills it in.
LONE = re.compile(
    r"(?<![^\n]\n)^[ \t]*\{\{[ \t]*[a-z_][\w.]*(?:\([^{}\n]{0,300}\))?[ \t]*\}\}[.,;:!]?[ \t]*$(?!\n[^\n])",
    re.MULTILINE,
)
SHOWN = re.compile(  # the last of them a sentence that it is given without a name
    r"\b(?:text|term)\s*=\s*\"([^\"]*)\"|(?<!=)(?<!=\s)\"([A-Z][^\"]{40,1000}[.!?])\""
)


def without_filled(text: str, removed: Counter[str], filled: bool) -> str:
    """Without what a site generator puts other words in place of, each counted; braces that no
    generator would fill in are text. What stands between `raw` tags is text as well."""
    text = ESCAPED_SHORTCODE.sub(_unescaped, text)
    kept: list[str] = []
    closed = frozenset(CLOSES_SHORTCODE.findall(text))
    text, shortcodes = SHORTCODE.subn(lambda span: _shortcode(span, closed), text)
    removed["template"] += shortcodes
    text, lone = LONE.subn("", text)
    removed["template"] += lone
    while IN_ADDRESS.search(text):
        text = IN_ADDRESS.sub(r"\1", text)
    if filled:

        def keep(span: Span) -> str:
            kept.append(span.inside)
            return f"\ue003{len(kept) - 1}\ue004"

        text, _ = RAW.subn(keep, text)
        text, tags = TAGGED.subn("", text)
        text, values = FILLED.subn(TAKEN_VALUE, text)
        removed["template"] += tags + values
    text = re.sub(r"\ue003(\d+)\ue004", lambda m: kept[int(m[1])], text)
    return text.replace("\ue002", "")


def unfilled_page(text: str) -> str:
    """HTML that a generator fills in, without shortcodes but for the words that they state."""
    closed = frozenset(CLOSES_SHORTCODE.findall(text))
    return SHORTCODE.sub(lambda span: _shortcode(span, closed).replace(TAKEN_SHORTCODE, " "), text)


def _unescaped(span: Span) -> str:
    """A shortcode that is shown as one, with a mark that keeps it from being taken for one."""
    return f"{{{{\ue002{span.mark}{span.inside}{span.text[span.end - 3]}}}}}"


def _shortcode(span: Span, closed: frozenset[str]) -> str:
    """What stands in a shortcode's place: its words where it states them, nothing where it opens or
    closes a part (`closed` are the names of those), else a sign that something is taken."""
    shown = SHOWN.search(span.inside)
    if shown:
        return shown[1] or f"\n\n{shown[2]}\n\n"
    name = span.inside.split(maxsplit=1)[0].strip("/") if span.inside.strip() else ""
    return "" if name in closed or "/" in span.mark else TAKEN_SHORTCODE
