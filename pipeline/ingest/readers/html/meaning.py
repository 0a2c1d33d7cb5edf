"""What a page says by style, class or role, said by the element that HTML has for it.

Enter: a page's tree. Leave: the same tree, its struck, raised and lowered words inside `s`, `sup` and
`sub`, its blocks of kept line breaks inside `pre`; struck blocks are out and counted. A reader of the
page sees these by its style; the names are those of CSS, ARIA 1.2 and of what editors write.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Any

from pipeline.ingest.readers.html.chrome import drop
from pipeline.ingest.readers.inline import MEANT, STRUCK

Element = Any

STYLES = (
    (re.compile(r"text-decoration(?:-line)?\s*:[^;]*\bline-through\b", re.IGNORECASE), "s"),
    (re.compile(r"vertical-align\s*:\s*(?:super|text-top)\b", re.IGNORECASE), "sup"),
    (re.compile(r"vertical-align\s*:\s*(?:sub|text-bottom)\b", re.IGNORECASE), "sub"),
)
KEPT_LINES = re.compile(
    r"white-space\s*:\s*(?:pre|pre-wrap|break-spaces)\s*(?:;|$|!)", re.IGNORECASE
)
OWN_LINE = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)\b", re.IGNORECASE)
# Tables and lists of elements that only their roles say to be such.
LAID_OUT = {
    "table": "table", "grid": "table", "treegrid": "table", "row": "tr", "cell": "td", "gridcell": "td",
    "columnheader": "th", "rowheader": "th", "rowgroup": "tbody", "list": "ul", "listitem": "li",
}  # fmt: skip
ROLES = {"deletion": "s", "superscript": "sup", "subscript": "sub"}
# Classes say what they are for in any words (a post's subject: `tag-rail-strike`); only these prefixes
# are those of editors and frameworks.
PREFIX = r"(?:(?:text|is|has|u|font|style|ql|md|td|decoration|txt|fr|wp|mce|ck|format|editor)-)*"
CLASSES = (
    (re.compile(PREFIX + r"(?:line-?through|strike(?:d|-?through|-?out)?|struck(?:-?through|-?out)?|crossed-?out)",
                re.IGNORECASE), "s"),
    (re.compile(PREFIX + r"super-?script", re.IGNORECASE), "sup"),
    (re.compile(PREFIX + r"sub-?script", re.IGNORECASE), "sub"),
)  # fmt: skip
RULE = re.compile(r"([^{}]{1,400})\{([^{}]{0,2000})\}")
CLASS_OF_RULE = re.compile(r"(?:^|,)\s*[a-z]*\.([\w-]+)\s*(?=,|$)", re.IGNORECASE)
INLINE = frozenset("span font em i b strong u small a abbr mark label big code tt cite".split())
BADGES = 20  # spans in a box that are looked at; more are a text made of them
BLOCKS = frozenset("p div li td blockquote section h1 h2 h3 h4 h5 h6 dd dt ul ol".split())
HOLDS_CODE = frozenset(("div", "p", "td", "section"))
STYLESHEET = 200_000  # characters of style looked at; a page's own rules stand first


def mark(root: Element, removed: Counter[str]) -> None:
    """Give words that a page strikes, raises or lowers by style the elements that say so."""
    ruled = _ruled(root)
    for said_by in list(root.iterfind(".//blockquote//footer")):
        said_by.tag = "p"  # who is quoted, by the HTML standard; a page's own foot stands elsewhere
    for element in root.iter("span"):
        if element.get("class") and _is_a_badge(element):
            element.getprevious().tail = " "
    for element in list(root.iter()):
        if isinstance(element.tag, str) and element.tag in HOLDS_CODE and _lines_of_code(element):
            element.tag = "pre"
        if not isinstance(element.tag, str) or not element.attrib:
            continue
        laid_out = LAID_OUT.get(element.get("role") or "")
        if laid_out and element.tag in ("div", "span", "section", "p"):
            element.tag = laid_out
            continue
        meant = _meant(element, ruled)
        if meant in ("pre", "div"):
            element.tag = meant
        elif meant and element.tag in INLINE:
            _wrap(element, meant)
        elif meant == "s" and element.tag in BLOCKS and _struck_whole(element):
            removed["struck"] += bool(element.text_content().strip())
            drop(element)


def _is_a_badge(element: Element) -> bool:
    """Whether a span stands beside another with nothing between them, set apart by style alone: two of
    them fill their box, one has several words, and the second begins anew."""
    before, above = element.getprevious(), element.getparent()
    if before is None or before.tag != "span" or not before.get("class") or before.tail:
        return False
    if (
        above is None
        or above.tag not in BLOCKS
        or not 1 < len(box := list(islice(above, BADGES + 1))) <= BADGES
    ):
        return False
    if (above.text or "").strip() or any((child.tail or "").strip() for child in box):
        return False
    one, two = before.text_content(), element.text_content()
    several = " " in one.strip() or " " in two.strip()
    spans = all(child.tag == "span" and child.get("class") for child in box)
    return spans and several and one[-1:].isalpha() and two[:1].isupper()


def _meant(element: Element, ruled: dict[str, str]) -> str:
    """The element that says what an element's style, role or classes say, or ""."""
    if element.tag in MEANT:
        return ""
    style = element.get("style") or ""
    if style:
        found = next((name for pattern, name in STYLES if pattern.search(style)), "")
        if found:
            return found
        if element.tag == "span" and OWN_LINE.search(style) and element.find("img") is None:
            return "div"
        if element.tag == "div" and KEPT_LINES.search(style) and not len(element):
            return "pre" if "\n" in (element.text or "").strip() else ""
    if (role := element.get("role")) in ROLES:
        return ROLES[role]
    for word in (element.get("class") or "").split():
        if word in ruled:
            return ruled[word]
        found = next((name for pattern, name in CLASSES if pattern.fullmatch(word)), "")
        if found:
            return found
    return ""


def _lines_of_code(element: Element) -> bool:
    """Whether an element holds nothing but `code` elements, one a line."""
    if (element.text or "").strip() or any((one.tail or "").strip() for one in element):
        return False
    tags = [one.tag for one in element]
    return (
        tags.count("code") > 1
        and tags.count("br") >= tags.count("code") - 1
        and len(tags) == tags.count("code") + tags.count("br")
    )


def _struck_whole(element: Element) -> bool:
    """Whether a block is struck by its own style or role; a class alone takes no block away."""
    styled = STYLES[0][0].search(element.get("style") or "") or element.get("role") == "deletion"
    return bool(styled) and element.getparent() is not None


def _ruled(root: Element) -> dict[str, str]:
    """The classes that a page's own style sheets strike, raise or lower words by."""
    found: dict[str, str] = {}
    for sheet in root.iter("style"):
        text = (sheet.text or "")[:STYLESHEET]
        if not any(word in text for word in ("line-through", "vertical-align")):
            continue
        for rule in RULE.finditer(text):
            for pattern, name in STYLES:
                if pattern.search(rule[2]):
                    found |= dict.fromkeys(CLASS_OF_RULE.findall(rule[1]), name)
    return found


def _wrap(element: Element, meant: str) -> None:
    """Turn an element into one that means what it shows; a link stays one, with its words inside."""
    if element.tag != "a" or meant in STRUCK:
        element.tag = meant
        return
    inner = element.makeelement(meant)
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)
