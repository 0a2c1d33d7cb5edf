"""What is written into Markdown but is not its text: MDX, shortcodes, admonitions, hidden HTML.

Enter: Markdown as an author or a documentation tool keeps it. Leave: plain CommonMark that says
the same, code fences and code spans untouched, and counts of what was hidden. The forms handled
are those of MDX, Hugo, Jekyll, Nunjucks, Docusaurus, MkDocs Material, Kramdown and Sphinx roles.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.ingest.readers.generators import (
    BOLD_ROW,
    RULE_OF_TABLE,
    TAKEN_SHORTCODE,
    TAKEN_VALUE,
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
from pipeline.text.spans import BLANK_ROW, CodeSpans, Elements, Pairs, Span, between

FENCE = re.compile(
    r"^(?P<indent>[ \t]*(?:(?:>|[-*+]|\d+[.)])[ \t]+)*)(?P<mark>`{3,}|~{3,})(?P<rest>[^\n]*)$",
    re.MULTILINE,
)
CODE_SPAN = CodeSpans()
OPENS_BLOCK = re.compile(r"(?:[ ]{0,3}|[ \t]*(?:>|[-*+]|\d{1,9}[.)])[ \t]+)\Z")
LEAD = 40  # characters before a comment within which its line must begin for it to be a block
JSX_COMMENT = Pairs(r"\{\s*/\*", r"\*/\s*\}")
ESM = re.compile(
    r"^(?:import\s+(?:[\w*{][^\n;]{0,300}?(?:\{[^}]{0,2000}\})?[^\n;]{0,300}\sfrom\s+)?[\"'][^\"'\n]+[\"'];?[ \t]*$"
    r"|import\s+\{[^}]{0,2000}\}\s+from\s+[\"'][^\"'\n]+[\"'];?[ \t]*$)",
    re.MULTILINE,
)
STRING = re.compile(r"\{\s*(['\"])((?:(?!\1)[^\\\n])*)\1\s*\}")  # `{'text'}` shows the text
HIDDEN_STYLE = (
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:[;\"'}]|$)"
    r"|font-size\s*:\s*(?:0(?:\.\d+)?|1)(?:px|pt|em|rem|%)?\s*(?:[;\"'}]|$)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}(?:px|em|rem)?|clip\s*:\s*rect\(\s*0"
    r"|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*;[^\"']{0,200}overflow\s*:\s*hidden"
)
STYLED = re.compile(r"\sstyle\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
HIDES = re.compile(HIDDEN_STYLE, re.IGNORECASE)
INERT_TAGS = frozenset(
    "script style svg noscript template iframe video audio object embed source track".split()
)
HIGHLIGHT = Pairs(
    r"^[ \t]*\{[%{][-<%]?\s*highlight\s+([\w+-]*)[^%>\n]*[%>][}]?\}[ \t]*\n",
    r"^[ \t]*\{[%{][-<%/ ]*\s*/?(?:endhighlight|highlight)\s*[-%>}]+",
)
CLOSES_SHORTCODE = re.compile(r"\{\{[<%]\s*/\s*([\w-]+)")
SHORTCODE = Pairs(r"\{\{[<%]\s*(/?)", r"[>%]\}\}", most=2000)
ESCAPED_SHORTCODE = Pairs(r"\{\{([<%])/\*", r"\*/[>%]\}\}", most=2000)
RAW = Pairs(r"\{%-?\s*raw\s*-?%\}", r"\{%-?\s*endraw\s*-?%\}")
TAGGED = Pairs(r"\{%", r"%\}", most=2000)
FILLED = re.compile(r"(?<!\$)\{\{(?!\s*[.$]|\s*-?\s*(?:include|template)\s+\")[^{}\n]*\}\}")
# What says that a file is filled in by Liquid, Nunjucks or Jinja before anyone reads it.
FILLS = re.compile(
    r"^\{%-?\s*(?:include|render|assign|if|for|capture|unless)\b[^\n]{0,300}$|(?<![{\w])\{%-?\s*[A-Za-z_]\w*\b[^\n]{0,300}?%\}|\{\{-?\s*(?:site|page|include|layout|content|config|"
    r"post|collections|forloop)\.|\{\{-?\s*['\"][^'\"\n]*['\"]\s*\||^\{\{(?:code|image|play|raw|video|iframe)\s+\"[^\"\n]*\"[^{}\n]*\}\}",
    re.MULTILINE,
)
IN_ADDRESS = re.compile(
    r"(\]\([^()\s]{0,300}?)\{\{[^{}\n]{0,200}\}\}"
)  # a value inside a link's address
SHOWN = re.compile(  # the last of them a sentence that it is given without a name
    r"\b(?:text|term)\s*=\s*\"([^\"]*)\"|(?<!=)(?<!=\s)\"([A-Z][^\"]{40,1000}[.!?])\""
)
ADMONITION = re.compile(r"^[ \t]*:{3,}[ \t]*(?:\{?[\w-]*\}?[^\n]*)?$", re.MULTILINE)
INDENTED = re.compile(
    r"^(?P<pad>[ \t]*)(?:!!!|\?\?\?\+?|===)[ \t]*(?:[\w -]*)(?:\"(?P<title>[^\"\n]*)\")?[ \t]*$"
)
ROLE = re.compile(r":(label|eqlabel|width|height|begin_tab|end_tab):(?:`[^`\n]*`)?")
NAMED_ROLE = re.compile(
    r":(?:numref|eqref|ref|cite[tp]?|doc|term|class|func|meth|mod|ext)\b:`([^`\n]*)`"
)
RAISED_ROLE = re.compile(r"(?::|\{)(sup|sub)(?:erscript|script)?(?::|\})`([^`\n]{1,80})`")
ONE_TILDE = re.compile(r"(?<![\w~\\])~(?=[^\s~])([^~\n]{1,200})(?<=[^\s~])~(?![\w~])")
# CriticMarkup: what an editor struck, put in, changed, marked and remarked.
CRITIC = re.compile(
    r"\{--(?P<out>[^\n]{1,500}?)--\}|\{\+\+(?P<in>[^\n]{1,500}?)\+\+\}|\{~~(?P<was>[^\n]{0,500}?)~>(?P<now>[^\n]{0,500}?)~~\}"
    r"|\{==(?P<marked>[^\n]{1,500}?)==\}|\{>>(?P<remark>[^\n]{1,500}?)<<\}"
)
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
NOTE_MARK = re.compile(r"(?<!^)\[\^[\w.-]+\]", re.MULTILINE)
NOTE_TEXT = re.compile(r"^([ ]{0,3})\[\^([\w.-]+)\]:[ \t]*", re.MULTILINE)
SMALL = re.compile(
    r"^[ \t]*(?:\[TOC\]|\[\[_TOC_\]\]|--8<--.*|\{:[^}\n]{0,300}\}|%\w{1,60}.{0,200}_tab.*|:(?:begin|end)_tab:.*)[ \t]*$"
    r"|\[\[[\w-]+\]\](?=[ \t]*$)|(?:^|[ \t])\{:?[ ]?(?:[#:.]|[\w-]+=\")[^}\n]{0,300}\}(?=[ \t]*$)|(?<=[)\]`*_:])\{:?[ ]?(?:[#.:]|[\w-]+=\")[^}\n]{0,300}\}",
    re.MULTILINE,
)  # fmt: skip
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
    text = myst.directives(text)
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
    tools = _Tools(mdx, filled, defined(text) if "][" in text else frozenset())
    return outside_fences(_dedent_admonitions(text), lambda part: _prose(part, removed, tools))


@dataclass(frozen=True, slots=True)
class _Tools:
    """What a text is written for: MDX, and a generator that fills in values."""

    mdx: bool
    filled: bool
    labels: frozenset[str] = frozenset()  # of links that it defines


def _inner_html(match: re.Match[str]) -> str:
    """HTML that a component is given as a string, in place of the component."""
    try:
        inner = str(json.loads(match[1]))
    except ValueError:
        return ""
    return "\n\n" + re.sub(r"\n\s*\n+", "\n", inner) + "\n\n"


def outside_fences(text: str, change: Callable[[str], str], *, keep: bool = True) -> str:
    """Apply `change` to everything that is not in a fenced code block; without `keep` the code goes."""
    done, at = [], 0
    for start, end in fences(text):
        done += [change(text[at:start]), text[start:end] if keep else ""]
        at = end
    return "".join([*done, change(text[at:])])


def fences(text: str) -> list[tuple[int, int]]:
    """Spans of fenced code blocks; an unclosed fence runs to the end."""
    spans: list[tuple[int, int]] = []
    opened: re.Match[str] | None = None
    for match in FENCE.finditer(text):
        if opened is None:
            if not (match["mark"][0] == "`" and "`" in match["rest"]):
                opened = match
        elif match["mark"].startswith(opened["mark"]) and not match["rest"].strip():
            spans.append((opened.start(), match.end()))
            opened = None
    if opened is not None:
        spans.append((opened.start(), len(text)))
    return spans


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

    text = _roles(text)
    text = CODE_SPAN.sub(put_aside, text) if "`" in text else text
    text = myst.roles(text, spans) if "}\ue000" in text else text
    text = FORMULA.sub(formula, text) if "$" in text or "\\(" in text else text
    text = _marks(_put_in(_unhide(text, removed), removed, tools), removed, tools)
    return re.sub(r"\ue000(\d+)\ue001", lambda m: spans[int(m[1])], text)


def _put_in(text: str, removed: Counter[str], tools: _Tools) -> str:
    """Without what MDX, a generator or an editor of notes puts in or puts other words in place of."""
    if tools.mdx:
        text = without_exports(ESM.sub("", JSX_COMMENT.sub("", text)))
        text = without_expressions(text, removed) if "{" in text else text
    elif "{/*" in text:
        text = JSX_COMMENT.sub("", text)
    if "{" in text:
        text = CRITIC.sub(lambda match: _edited(match, removed), text)
    text = without_signs(without_icons(text, removed), removed, filled=tools.filled)
    if "{{" in text or "{%" in text:
        text = _filled(text, removed, tools.filled)
    return without_cut(text, removed)


def _marks(text: str, removed: Counter[str], tools: _Tools) -> str:
    """Without signs that are no text: of admonitions, lost links, notes, tags; what is meant by style
    said by its element."""
    if ":::" in text:
        text = ADMONITION.sub("", text)
    if "](" in text or "][" in text:
        text = without_lost_links(text, tools.labels)
    if "**" in text:
        text = BOLD_ROW.sub(bold_closed, text)
    small = any(mark in text for mark in SMALL_MARKS)
    text = myst.marks(SMALL.sub("", text) if small else text)
    if "[^" in text:
        text, marks = NOTE_MARK.subn("", NOTE_TEXT.sub(r"\1", text))
        removed["footnote-mark"] += marks
    if "~" in text:
        text = ONE_TILDE.sub(r"~~\1~~", text)
    if "<" in text:
        text = STYLED_SPAN.sub(_styled, text)
        if "<table" in text:
            text = TABLE.sub(
                lambda span: LINE_OF_CELL.sub("<br>", ROW_OF_BREAKS.sub("", span.group())), text
            )
        text = (
            PRE.sub(lambda span: LINE_BREAK.sub("\n", span.group()), text)
            if "<pre" in text
            else text
        )
        removed["component"] += len(COMPONENT.findall(text)) if tools.mdx else 0
        text = strip_tags(text, tools.mdx)
    return STRING.sub(r"\2", text) if tools.mdx else text


def _roles(text: str) -> str:
    """With roles of Sphinx as their words."""
    if ":`" in text or "}`" in text:
        text = RAISED_ROLE.sub(r"<\1>\2</\1>", text)
    if ":`" in text or "_tab:" in text:
        text = NAMED_ROLE.sub(lambda match: role_words(match[1]), ROLE.sub("", text))
    return text


def _edited(match: re.Match[str], removed: Counter[str]) -> str:
    """What an editor's mark leaves to be read; struck words go the way of all struck words."""
    if match["remark"] is not None:
        removed["comment"] += 1
        return ""
    out = match["out"] if match["out"] is not None else match["was"]
    left = match["in"] or match["now"] or match["marked"] or ""
    return f"<del>{out}</del>{left}" if out else left


def _styled(match: re.Match[str]) -> str:
    """The element that says what a span says by its style."""
    name = "s" if match["s"] else "sup" if match["v"].lower() == "super" else "sub"
    return f"<{name}>{match['words']}</{name}>"


def _unhide(text: str, removed: Counter[str]) -> str:
    """Without comments and hidden elements, which are counted, and inert ones, which are not."""
    if "<" not in text:
        return text
    text, comments = _without_comments(text)
    removed["comment"] += comments
    text, hidden = HIDDEN.subn("", text)
    removed["hidden"] += hidden
    return INERT.sub("", text)


def _hides(name: str, attributes: str) -> bool:
    """Whether a start tag says that its element is not shown."""
    if re.search(r"\shidden(?=[\s=/]|$)", attributes, re.IGNORECASE):
        return True
    return any(HIDES.search(style[1] or style[2] or "") for style in STYLED.finditer(attributes))


HIDDEN = Elements(_hides, to_the_end=True)
PRE = Elements(lambda name, _: name == "pre", to_the_end=False)
TABLE = Elements(lambda name, _: name == "table", to_the_end=False)
# A row of nothing but breaks: without them it is blank, and a blank row ends the table for Markdown.
ROW_OF_BREAKS = re.compile(r"^(?:[ \t]*<br[ \t]*/?>)+[ \t]*\n", re.IGNORECASE | re.MULTILINE)
LINE_OF_CELL = re.compile(r"</?(?:p|div)(?:\s[^<>]{0,300})?>", re.IGNORECASE)
LINE_BREAK = re.compile(r"<br[ \t]*/?>(?:\n)?", re.IGNORECASE)
INERT = Elements(lambda name, _: name in INERT_TAGS, to_the_end=False)


def _without_comments(text: str) -> tuple[str, int]:
    """(the text, comments taken out). One that begins a line may be closed anywhere, or hides the
    rest; one inside a paragraph must be closed in it, else its mark is text (CommonMark 0.31,
    sections 4.6 and 6.6)."""
    done, at, count = [], 0, 0
    start, end = text.find("<!--"), 0
    blank = [match.start() for match in BLANK_ROW.finditer(text)] if start >= 0 else []
    while start >= 0:
        row = text[max(text.rfind("\n", max(0, start - LEAD), start) + 1, start - LEAD) : start]
        block = len(row) < LEAD and OPENS_BLOCK.match(row) is not None
        end = text.find("-->", start + 2) if end < start + 2 else end
        closed = end + 3 if end >= 0 else len(text) if block and not row.strip() else 0
        if closed and not block and between(blank, start, closed):
            closed = 0
        if closed:
            done.append(text[at:start])
            at, count = closed, count + 1
        elif end < 0:
            break
        start = text.find("<!--", closed or start + 4)
    return "".join([*done, text[at:]]), count


def _filled(text: str, removed: Counter[str], filled: bool) -> str:
    """Without what a site generator puts other words in place of, each counted; braces that no
    generator would fill in are text. What stands between `raw` tags is text as well."""
    text = ESCAPED_SHORTCODE.sub(_unescaped, text)
    kept: list[str] = []
    closed = frozenset(CLOSES_SHORTCODE.findall(text))
    text, shortcodes = SHORTCODE.subn(lambda span: _shortcode(span, closed), text)
    removed["template"] += shortcodes
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


def _dedent_admonitions(text: str) -> str:
    """MkDocs admonitions and tabs: the marker goes, the indented body moves out."""
    if not re.search(r"^[ \t]*(?:!!!|\?\?\?|===)[ +\w]", text, re.MULTILINE):
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
