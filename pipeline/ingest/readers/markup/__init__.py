"""What is written into Markdown but is not its text: MDX, shortcodes, admonitions, hidden HTML.

Enter: Markdown as an author or a documentation tool keeps it. Leave: plain CommonMark that says
the same, code fences and code spans untouched, and counts of what was hidden. The forms handled
are those of MDX, Hugo, Jekyll, Nunjucks, Docusaurus, MkDocs Material, Kramdown and Sphinx roles.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass

from pipeline.ingest.readers.generators import (
    BOLD_ROW,
    RULE_OF_TABLE,
    bold_closed,
    defined,
    shown_code,
    without_cut,
    without_exports,
    without_expressions,
    without_icons,
    without_lost_links,
    without_signs,
)
from pipeline.ingest.readers.html.tags import dedent_components, strip_tags
from pipeline.ingest.readers.lightweight import myst
from pipeline.ingest.readers.lightweight.sphinx import role_words
from pipeline.ingest.readers.markup.edits import edited
from pipeline.ingest.readers.markup.fences import fences, outside_fences
from pipeline.ingest.readers.markup.filled import without_filled
from pipeline.ingest.readers.markup.hidden import without_hidden
from pipeline.ingest.readers.markup.pymdown import shown_blocks, shown_signs
from pipeline.text.spans import CodeSpans, Elements, Pairs, Span

CODE_SPAN = CodeSpans()
JSX_COMMENT = Pairs(r"\{\s*/\*", r"\*/\s*\}")
ESM = re.compile(
    r"^(?:import\s+(?:[\w*{][^\n;]{0,300}?(?:\{[^}]{0,2000}\})?[^\n;]{0,300}\sfrom\s+)?[\"'][^\"'\n]+[\"'];?[ \t]*$"
    r"|import\s+\{[^}]{0,2000}\}\s+from\s+[\"'][^\"'\n]+[\"'];?[ \t]*$)",
    re.MULTILINE,
)
STRING = re.compile(r"\{\s*(['\"])((?:(?!\1)[^\\\n])*)\1\s*\}")  # `{'text'}` shows the text
HIGHLIGHT = Pairs(
    r"^[ \t]*\{[%{][-<%]?\s*highlight\s+([\w+-]*)[^%>\n]*[%>][}]?\}[ \t]*\n",
    r"^[ \t]*\{[%{][-<%/ ]*\s*/?(?:endhighlight|highlight)\s*[-%>}]+",
)
# What says that a file is filled in by Liquid, Nunjucks or Jinja before anyone reads it.
FILLS = re.compile(
    r"^\{%-?\s*(?:include|render|assign|if|for|capture|unless)\b[^\n]{0,300}$|(?<![{\w])\{%-?\s*[A-Za-z_]\w*\b[^\n]{0,300}?%\}|\{\{-?\s*(?:site|page|include|layout|content|config|"
    r"post|collections|forloop)\.|\{\{-?\s*['\"][^'\"\n]*['\"]\s*\||^\{\{(?:code|image|play|raw|video|iframe)\s+\"[^\"\n]*\"[^{}\n]*\}\}",
    re.MULTILINE,
)
ADMONITION = re.compile(r"^[ \t]*:{3,}[ \t]*(?:\{?[\w-]*\}?[^\n]*)?$", re.MULTILINE)
INDENTED = re.compile(
    r"^(?P<pad>[ \t]*)(?:!!!|\?\?\?\+?|===)[ \t]*(?:[\w -]*)(?:\"(?P<title>[^\n]*)\")?[ \t]*$"
)
ROLE = re.compile(r":(label|eqlabel|width|height|begin_tab|end_tab):(?:`[^`\n]*`)?")
NAMED_ROLE = re.compile(
    r":(?:numref|eqref|ref|cite[tp]?|doc|term|class|func|meth|mod|ext)\b:`([^`\n]*)`"
)
RAISED_ROLE = re.compile(r"(?::|\{)(sup|sub)(?:erscript|script)?(?::|\})`([^`\n]{1,80})`")
ONE_TILDE = re.compile(r"(?<![\w~\\])~(?=[^\s~])([^~\n]{1,200})(?<=[^\s~])~(?![\w~])")
STYLED_SPAN = re.compile(
    r"<(?P<tag>span|font)\b[^<>]{0,200}?(?:(?P<s>line-through|strike)|(?:align\s*:\s*(?P<v>super|sub)\b))[^<>]{0,200}>(?P<words>[^<>]{1,300})</(?P=tag)>",
    re.IGNORECASE,
)
# TeX between dollar signs, as GitHub, Hugo and Jupyter show it; `$5 and $6` holds none.
FORMULA = re.compile(
    r"\$\$(?=[^$]{0,2000}[\\^_{}=])(?:[^$\n]|\n(?![ \t]*\n)){1,2000}\$\$"
    r"|(?<![\w$\\])\$(?=[^\s$])(?=[^$\n]{0,300}[\\^_{}=])[^$\n]{1,300}(?<=[^\s\\])\$(?![\w$])"
    r"|\\{1,2}\((?=[^\n]{0,400}[\\^_{}=])[^\n]{1,400}?\\{1,2}\)"
)
COMPONENT = re.compile(  # what an MDX page puts in from elsewhere, without words of its own
    r"<(?!Icon\b|Image\b|Img\b|Spacer\b|Divider\b)[A-Z][\w.]{0,60}(?=[\s/])[^<>]{0,600}/>"
)
SIGNS = re.compile(r"([\\_*\[\]<>`~&])")
# A list that is indented like code right under the line that leads to it: a list for most generators,
# one long sentence for CommonMark. And a heading in HTML with Markdown in the next row.
DEEP_LIST = re.compile(
    r"^((?![-*+>#|]|\d+[.)])\S[^\n]*:)[ \t]*\n((?:(?:\t| {4})[ \t]*[-*+][ \t]+\S[^\n]*(?:\n|\Z)){2,})",
    re.MULTILINE,
)
HEADING_ROW = re.compile(
    r"^([ \t]*<h([1-6])\b[^<>\n]*>[^\n]*</h\2>)[ \t]*\n(?=[ \t]*[^\s<])",
    re.MULTILINE | re.IGNORECASE,
)
NOTE_MARK = re.compile(r"(?<!^)\[\^[\w.-]+\]|^\[\^[\w.-]+\](?!:)", re.MULTILINE)
NOTE_TEXT = re.compile(r"^([ ]{0,3})\[\^([\w.-]+)\]:[ \t]*", re.MULTILINE)
SMALL = re.compile(
    r"^[ \t]*(?:\[TOC\]|\[\[_TOC_\]\]|--8<--.*|\{:[^}\n]{0,300}\}|%\w{1,60}.{0,200}_tab.*|:(?:begin|end)_tab:.*)[ \t]*$"
    r"|\[\[[\w-]+\]\](?=[ \t]*$)|(?:^|[ \t])\{:?[ ]?(?:[#:.]|[\w-]+=\")[^}\n]{0,300}\}(?=[ \t]*$)|(?<=[)\]`*_:])\{:?[ ]?(?:[#.:]|[\w-]+=\")[^}\n]{0,300}\}",
    re.MULTILINE,
)  # fmt: skip
ADMONISHES = re.compile(
    r"^[ \t]*(?:!!!|\?\?\?|===)[ +\w]", re.MULTILINE
)  # `INDENTED` ends such a row
SMALL_MARKS = ("{", "[TOC]", "[[", "--8<--", "_tab")  # one stands in all that SMALL matches
JSX = re.compile(r"^import [\w{][^\n]* from ['\"][^\n]+$|\s(?:style|className)=\{", re.MULTILINE)
INNER_HTML = re.compile(
    r'<\w+\s+dangerouslySetInnerHTML=\{\{\s*__html:\s*("(?:[^"\\]|\\.){0,20000}+")\s*\}\}[^<>]{0,500}>'
)


def is_mdx(text: str) -> bool:
    """Whether a Markdown text is written for MDX whatever its name ends in."""
    return (
        ("import " in text or "={" in text)
        and JSX.search(text) is not None
        and JSX.search(outside_fences(text, lambda part: part, keep=False)) is not None
    )


def plain_markdown(
    text: str, removed: Counter[str], *, mdx: bool = False, filled: bool = False
) -> str:
    """CommonMark without components, shortcodes and hidden parts; code is left alone. `filled` says
    that a site generator puts values in place of `{{ }}` wherever they stand."""
    text = INNER_HTML.sub(_inner_html, text) if "dangerouslySetInnerHTML" in text else text
    text = dedent_components(text) if mdx else text
    is_myst = myst.is_myst(text)
    text = shown_blocks(myst.directives(text))
    if "\t" in text:
        text = RULE_OF_TABLE.sub(lambda rule: rule[0].replace("\t", " ").rstrip(), text)
    if "highlight" in text:
        text = HIGHLIGHT.sub(lambda span: f"```{span.mark}\n{span.inside}```", text)
    filled = filled or (
        ("{%" in text or "{{" in text)
        and FILLS.search(outside_fences(text, lambda part: part, keep=False)) is not None
    )
    if filled and "endraw" in text:
        text = shown_code(text, fences(text))
    tools = _Tools(mdx, filled, is_myst, defined(text) if "][" in text else frozenset())
    return outside_fences(_dedent_admonitions(text), lambda part: _prose(part, removed, tools))


@dataclass(frozen=True, slots=True)
class _Tools:
    """What a text is written for: MDX, a generator that fills in values, MyST."""

    mdx: bool
    filled: bool
    myst: bool = False
    labels: frozenset[str] = frozenset()  # of links that it defines


def _inner_html(match: re.Match[str]) -> str:
    """HTML that a component is given as a string, in place of the component."""
    try:
        inner = str(json.loads(match[1]))
    except ValueError:
        return ""
    return "\n\n" + re.sub(r"\n\s*\n+", "\n", inner) + "\n\n"


def _prose(text: str, removed: Counter[str], tools: _Tools) -> str:
    """All that is done to a stretch outside code, code spans put aside meanwhile."""
    spans: list[str] = []

    def put_aside(span: Span) -> str:
        spans.append(span.group())
        return f"\ue000{len(spans) - 1}\ue001"

    def formula(match: re.Match[str]) -> str:
        words = match[0].strip("\\")[1:-2].rstrip("\\") if match[0][0] == "\\" else match[0]
        shown = SIGNS.sub(r"\\\1", words)
        spans.append(shown if words == match[0] else f"\\\\({shown}\\\\)")
        return f"\ue000{len(spans) - 1}\ue001"

    text = _roles(text.replace("\ue000", ""))  # of a source the sign stands for no span
    text = CODE_SPAN.sub(put_aside, text) if "`" in text else text
    text = myst.roles(text, spans) if "}\ue000" in text else text
    text = FORMULA.sub(formula, text) if "$" in text or "\\(" in text else text
    text = _marks(_put_in(without_hidden(text, removed), removed, tools), removed, tools)
    return re.sub(r"\ue000(\d+)\ue001", lambda m: spans[int(m[1])], text)


def _put_in(text: str, removed: Counter[str], tools: _Tools) -> str:
    """Without what MDX, a generator or an editor of notes puts in or puts other words in place of."""
    if tools.mdx:
        text = without_exports(ESM.sub("", JSX_COMMENT.sub("", text)))
        text = without_expressions(text, removed) if "{" in text else text
    elif "{/*" in text:
        text = JSX_COMMENT.sub("", text)
    text = shown_signs(edited(text, removed))
    text = without_signs(without_icons(text, removed), removed, filled=tools.filled)
    if "{{" in text or "{%" in text:
        text = without_filled(text, removed, tools.filled)
    return without_cut(text, removed)


def _marks(text: str, removed: Counter[str], tools: _Tools) -> str:
    """Without signs that are no text: of admonitions, lost links, notes, tags; what is meant by style
    said by its element."""
    if "\t" in text or "\n    " in text:
        text = DEEP_LIST.sub(_list_of_its_own, text)
    if "</h" in text:
        text = HEADING_ROW.sub(r"\1\n\n", text)
    if ":::" in text:
        text = ADMONITION.sub("", text)
    if "](" in text or "][" in text:
        text = without_lost_links(text, tools.labels)
    if "**" in text:
        text = BOLD_ROW.sub(bold_closed, text)
    small = any(mark in text for mark in SMALL_MARKS)
    text = myst.marks(SMALL.sub("", text) if small else text)
    if tools.myst:
        text = myst.OF_BLOCK.sub("", myst.AFTER_SPAN.sub(r"\1", text))
        text, comments = myst.COMMENT.subn("", text)
        removed["comment"] += comments
    if "[^" in text:
        text, marks = NOTE_MARK.subn("", NOTE_TEXT.sub(r"\n\1", text))
        removed["footnote-mark"] += marks
    if "~" in text:
        text = ONE_TILDE.sub(r"~~\1~~", text)
    if "<" in text:
        text = STYLED_SPAN.sub(_styled, text)
        if "<table" in text:
            text = TABLE.sub(
                lambda span: LINE_OF_CELL.sub(
                    "<br>", UNDER_BLANK.sub("\n", ROW_OF_BREAKS.sub("", span.group()))
                ),
                text,
            )
        text = (
            PRE.sub(lambda span: LINE_BREAK.sub("\n", span.group()), text)
            if "<pre" in text
            else text
        )
        removed["component"] += len(COMPONENT.findall(text)) if tools.mdx else 0
        text = strip_tags(text, tools.mdx)
    return STRING.sub(r"\2", text) if tools.mdx else text


def _list_of_its_own(match: re.Match[str]) -> str:
    return f"{match[1]}\n\n" + re.sub(r"^(?:\t| {4})", "", match[2], flags=re.MULTILINE)


def _roles(text: str) -> str:
    """With roles of Sphinx as their words."""
    if ":`" in text or "}`" in text:
        text = RAISED_ROLE.sub(r"<\1>\2</\1>", text)
    if ":`" in text or "_tab:" in text:
        text = NAMED_ROLE.sub(lambda match: role_words(match[1]), ROLE.sub("", text))
    return text


def _styled(match: re.Match[str]) -> str:
    """The element that says what a span says by its style."""
    name = "s" if match["s"] else "sup" if match["v"].lower() == "super" else "sub"
    return f"<{name}>{match['words']}</{name}>"


PRE = Elements(lambda name, _: name == "pre", to_the_end=False)
TABLE = Elements(lambda name, _: name == "table", to_the_end=False)
# A row of nothing but breaks: without them it is blank, and a blank row ends the table for Markdown.
ROW_OF_BREAKS = re.compile(r"^(?:[ \t]*<br[ \t]*/?>)+[ \t]*\n", re.IGNORECASE | re.MULTILINE)
# A row of a table in HTML that is indented like code under a blank one: a row for its author's tool.
UNDER_BLANK = re.compile(
    r"\n(?:[ \t]*\n){1,3}(?:\t|[ ]{4})[ \t]*(?=</?(?:t[rhd]|tbody|thead|tfoot|caption)\b)",
    re.IGNORECASE,
)
LINE_OF_CELL = re.compile(r"</?(?:p|div)(?:\s[^<>]{0,300})?>", re.IGNORECASE)
LINE_BREAK = re.compile(r"<br[ \t]*/?>(?:\n)?", re.IGNORECASE)


def _dedent_admonitions(text: str) -> str:
    """MkDocs admonitions and tabs: the marker goes, the indented body moves out."""
    if not any(mark in text for mark in ("!!!", "???", "===")) or not ADMONISHES.search(text):
        return text
    done: list[str] = []
    depth: list[int] = []
    for row in text.split("\n"):
        pad = len(row) - len(row.lstrip(" "))
        while depth and row.strip() and pad <= depth[-1]:
            depth.pop()
        marker = INDENTED.match(row)
        shift = 4 * len(depth)
        if marker:
            depth.append(pad)
            row = " " * pad + (f"**{marker['title']}**\n" if marker["title"] else "")
        done.append(row[min(shift, pad) :])
    return "\n".join(done)
