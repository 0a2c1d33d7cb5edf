"""What single generators of pages and editors of notes write into Markdown beside its text.

Enter: a stretch of Markdown outside code. Leave: the same without inclusions, comments and signs, what
stands for something else counted, links of notes and titles of callouts as the words that they show.
Forms: mdBook, VitePress, Jekyll (kramdown and Liquid), Obsidian, expressions of MDX.
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.text.spans import Pairs

INCLUDED = re.compile(
    r"\{\{\s*#(?:include|title|playground|playpen|rustdoc_include|shiftinclude|template|quiz|webinclude|tab|tabs|endtab|endtabs)\b[^{}\n]{0,500}\}\}"
    r"|^<<<[ \t]+\S[^\n]*$|^[ \t]*@include(?::|\()[^\n]*$",
    re.MULTILINE,
)
TOC = re.compile(
    r"^[ \t]*(?:[-*+]|\d+\.)[ \t]+[^\n]*\n\{:[ \t]*toc\b[^}\n]*\}[ \t]*$", re.MULTILINE
)
LIQUID_COMMENT = Pairs(r"\{%-?\s*comment\b[^%\n]*%\}", r"\{%-?\s*endcomment\s*-?%\}")
JINJA_COMMENT = Pairs(r"\{#(?![\w-]+[^#\n]*\}$)", r"#\}", most=5000)
CALLOUT = re.compile(
    r"^((?:[ ]{0,3}>[ \t]?)+)\[![\w-]{1,40}(?:\|[^\]\n]{0,40})?\][+-]?[ \t]*([^\n]*)$", re.MULTILINE
)
LINK = re.compile(
    r"(?<![\w\\\[!])\[\[(?P<page>[^\[\]|#^\n]{1,160})?(?P<part>#\^?[^\[\]|\n]{1,120})?(?:\|(?P<said>[^\[\]\n]{1,200}))?\]\](?![\](])"
)
EMBED = re.compile(r"(?<!\S)!\[\[[^\[\]\n]{1,300}\]\]")
NOTE_COMMENT = Pairs(r"(?:^|(?<=\s))%%", r"%%(?=\s|$|[.,;:])", most=3000)
BLOCK_ID = re.compile(
    r"(?<=\S)[ \t]+\^[A-Za-z0-9-]{1,40}[ \t]*$|^\^[A-Za-z0-9-]{1,40}[ \t]*$", re.MULTILINE
)
EXPRESSION = re.compile(r"(?<![{$])\{\s*[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)+\s*\}(?!\})")
SPAN_IN_BRACES = re.compile(r"\{[ \t]*(\ue000\d+\ue001)[ \t]*\}")
STATEMENT = re.compile(r"^[ \t]*\{(?=[^{}\n]{0,400}(?:=>|\?[ \t]*[(<\n]|&&))", re.MULTILINE)
TITLE_WORDS = 6  # of a callout; more are the first line of its text
REACH = 20_000  # characters within which an expression must close


def without_signs(text: str, removed: Counter[str], *, filled: bool) -> str:
    """Without what mdBook, VitePress, Jekyll and Obsidian put in; `filled` says that a generator puts
    values in place of braces."""
    if "{{" in text or "<<<" in text or "@include" in text:
        text, count = INCLUDED.subn("", text)
        removed["template"] += count
    if "{:" in text:
        text = TOC.sub("", text)
    if filled and "{%" in text:
        text, count = LIQUID_COMMENT.subn("", text)
        removed["comment"] += count
    if filled and "{#" in text:
        text, count = JINJA_COMMENT.subn("", text)
        removed["comment"] += count
    if "[!" in text:
        text = CALLOUT.sub(_titled, text)
    return _notes(text, removed) if "[[" in text else text


def _titled(match: re.Match[str]) -> str:
    """The title of a callout, a paragraph of its own; a line that goes on in the next is no title."""
    mark, said = match[1].rstrip(), match[2].strip()
    if not said:
        return mark
    return f"{mark} {said}\n{mark}" if len(said.split()) <= TITLE_WORDS else f"{mark} {said}"


def _notes(text: str, removed: Counter[str]) -> str:
    """Links of a note as what they show. `[[word]]` alone may be anything (`[[nodiscard]]`): it is a
    link where another link shows that the text is a note."""
    links = list(LINK.finditer(text))
    embeds = EMBED.search(text) is not None
    if not embeds and not any(link["said"] or (link["part"] and link["page"]) for link in links):
        return text
    text, count = EMBED.subn("", text)
    removed["template"] += count
    text, count = NOTE_COMMENT.subn("", text)
    removed["comment"] += count
    return BLOCK_ID.sub("", LINK.sub(_shown, text))


def _shown(link: re.Match[str]) -> str:
    if link["said"]:
        return link["said"].strip()
    parts = (link["page"] or "").rsplit("/", 1)[-1], (link["part"] or "").lstrip("#^")
    return " > ".join(part.strip() for part in parts if part.strip())


def without_expressions(text: str, removed: Counter[str]) -> str:
    """MDX without what is computed where it stands; a template string is its words."""
    text = SPAN_IN_BRACES.sub(r"\1", text)
    text, count = EXPRESSION.subn("", text)
    removed["template"] += count
    done, at = [], 0
    for match in STATEMENT.finditer(text):
        if match.start() >= at and (end := _closes(text, match.end())):
            done.append(text[at : match.start()])
            removed["template"] += 1
            at = end
    return "".join([*done, text[at:]])


def _closes(text: str, at: int) -> int:
    """The index after the brace that closes one opened before `at`; 0 when none does."""
    depth = 1
    for index in range(at, min(len(text), at + REACH)):
        depth += (text[index] == "{") - (text[index] == "}")
        if not depth:
            return index + 1
    return 0
