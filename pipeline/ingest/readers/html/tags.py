"""Tags of HTML and components of MDX that stand in Markdown.

Enter: a stretch of Markdown outside code. Leave: the same without wrapper tags and components, which
wrap its words; tables, lists, code, headings and tags that mean something stay for the parser.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.ingest.readers.inline import MEANT
from pipeline.ingest.readers.layout import dedent

TABLE_ROW = re.compile(r"[ \t]*\|")
TAG_REACH = 20_000  # characters within which a tag must close
VAIN = 300_000  # characters looked at for tags that never close, after which they must close
TAG_LEAST = 60  # within these
HTML_KEPT = frozenset(
    "table thead tbody tfoot tr td th caption pre code ul ol li dl dt dd blockquote "
    "h1 h2 h3 h4 h5 h6".split()
)
HTML_INLINE = frozenset(
    "a abbr b bdi big br cite del dfn em font i img ins kbd mark q s samp small span strong sub sup "
    "tt u var wbr time label nobr".split()
)
HTML_BLOCK = frozenset(
    "div p section article header footer main aside details summary center figure figcaption hr "
    "picture nav address form fieldset button input select option colgroup col canvas".split()
)
HTML_NAMES = (
    HTML_KEPT
    | HTML_INLINE
    | HTML_BLOCK
    | MEANT
    | frozenset(
        "html head body title meta link base script style template noscript slot iframe embed object param "
        "video audio source track svg path g math map area menu dialog data output progress meter textarea "
        "datalist legend optgroup hgroup search frame frameset marquee acronym applet dir strike tbody".split()
    )
)
OPENS_COMPONENT = re.compile(r"[ \t]*<([A-Z][\w.]*)(?:[ \t][^<>\n]*)?(?<!/)>[ \t]*$")
CLOSES_COMPONENT = re.compile(r"[ \t]*</([A-Z][\w.]*)>[ \t]*$")
TITLED = re.compile(
    r"\b(?:title|summary|question)\s*=\s*(?:\{\s*)?([\"'])(?P<title>(?:(?!\1)[^\n]){8,200})\1"
)
LINES = frozenset(("p", "div", "br"))  # set lines of a cell apart
TITLE_TAGS = frozenset(("Accordion", "AccordionItem", "Step", "Expandable", "Note", "Tip", "Warning", "Callout", "Alert", "Admonition"))  # fmt: skip


# A row of nothing but spans with classes, which style alone sets apart.
BADGES = re.compile(
    r"^[ \t]*(?:<span\s(?=[^<>\n]{0,200}\bclass\s*=)[^<>\n]{0,400}>[^<>\n]{1,200}</span>){2,20}[ \t]*$",
    re.MULTILINE,
)
BESIDE = re.compile(r"(?<=[A-Za-z])(</span>)(?=<span\s[^<>\n]{0,400}>[A-Z])")
SEVERAL = re.compile(r">[^<>\s]+ [^<>]*<")


def _apart(row: re.Match[str]) -> str:
    return BESIDE.sub(r"\1 ", row[0]) if SEVERAL.search(row[0]) else row[0]


def strip_tags(text: str, mdx: bool) -> str:
    """Without wrapper tags and components; tables, lists, code and headings in HTML stay."""
    text = BADGES.sub(_apart, text) if "</span><span" in text else text
    done, at, vain = [], 0, 0
    rows = [-1, *(match.start() for match in re.finditer("\n", text))]
    for match in re.finditer(r"</?(>|[A-Za-z][\w.:-]*(?=[\s/>]))", text):
        if match.start() < at:
            continue
        reach = TAG_REACH if vain < VAIN else TAG_LEAST
        end = match.end() if match[1] == ">" else _tag_end(text, match.end(), reach)
        if end < 0:
            vain -= end
            continue
        put = _instead(match[1], text[match.start() : end], mdx)
        if put is None or (
            match.start() and text[match.start() - 1].isalnum() and _generic(match[1])
        ):
            continue
        row = rows[bisect_left(rows, match.start()) - 1] + 1
        if put and TABLE_ROW.match(text, row):
            put = "<br>" if match[1].lower() in LINES else " "
        done += [text[at : match.start()], put]
        at = end
    return "".join([*done, text[at:]])


def dedent_components(text: str) -> str:
    """MDX without the indentation that the contents of a component have for being in it: a list
    there is a list, however far it stands to the right."""
    stack: list[tuple[str, list[str]]] = [("", [])]
    for row in text.split("\n"):
        opens, closes = OPENS_COMPONENT.match(row), CLOSES_COMPONENT.match(row)
        if closes and any(name == closes[1] for name, _ in stack):
            while stack[-1][0] != closes[1]:
                _, rows = stack.pop()
                stack[-1][1].extend(rows)
            _, rows = stack.pop()
            pad = row[: len(row) - len(row.lstrip())]
            stack[-1][1].extend(pad + each if each.strip() else "" for each in dedent(rows))
        stack[-1][1].append(row)
        if opens:
            stack.append((opens[1], []))
    return "\n".join(row for _, rows in stack for row in rows)


def _generic(name: str) -> bool:
    """Whether `Name<name>` is rather a type parameter than a tag."""
    return name.lower() not in HTML_INLINE | HTML_BLOCK | HTML_KEPT


def _instead(name: str, tag: str, mdx: bool) -> str | None:
    """What stands in a tag's place; None leaves the tag to the Markdown parser."""
    low = name.lower()
    if low in HTML_KEPT and name == low:
        return None
    if low in MEANT:
        return None
    if low in HTML_INLINE and name == low:
        return " " if low == "br" else ""
    if low in HTML_BLOCK and name == low:
        return "\n\n"
    if name in TITLE_TAGS and (title := TITLED.search(tag)):
        return f"\n\n{title['title']}\n\n"
    if mdx or name[:1].isupper() or "-" in name or name == ">":
        return "\n" if tag.startswith("</") or tag.endswith("/>") else ""
    return None


def _tag_end(text: str, at: int, reach: int) -> int:
    """Index after the tag's `>`, past quoted strings and braces; when it does not close within
    `reach`, less than 0: how many characters were looked at in vain."""
    depth, quoted, index = 0, "", at
    for index in range(at, min(len(text), at + reach)):
        char = text[index]
        if quoted:
            quoted = "" if char == quoted else quoted
        elif char in "\"'`" and (depth or text[index - 1] in "= {("):
            quoted = char
        elif char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == ">" and depth <= 0:
            return index + 1
        elif char == "\n" and depth <= 0 and text[index : index + 2] == "\n\n":
            break
    return -(index - at + 1)
