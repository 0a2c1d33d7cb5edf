"""HTML into one tree with one body, however many roots its text has.

Enter: a page, or a fragment between `<body>` tags. Leave: its tree. Pages that were joined, a page in
the middle of a fragment, framesets and text behind `</html>` are read as the HTML standard has them
read (section 13.2.6.4.7): a second `html`, `head` or `body` and a late doctype are passed over, what
stands in them is not. libxml2 drops all that follows some of them.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

Tree = Any  # lxml has no types of its own
NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LONG_TAG = re.compile(r"<[A-Za-z][^<>]{4000,}>")
MOST_ATTRIBUTES = 500  # of one element; the parser compares each with all others
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
XHTML = re.compile(r"<\?xml\b|xhtml", re.IGNORECASE)
# A character section in HTML that is no XHTML: a comment for the HTML standard (section 13.2.5.42).
UNSHOWN_SECTION = re.compile(r"(?<=[\w\s.,;:!?>])<!\[CDATA\[[^<>]{0,2000}\]\]>")
ROOTS = re.compile(
    r"<(?P<end>/?)(?P<name>html|head|body|frameset|frame|noframes)(?![\w:-])[^<>]*>"
    r"|<!doctype(?![\w:-])[^<>]*>|<!\[CDATA\[|\]\]>|<(?P<out>/?)(?P<raw>script|style)(?![\w:-])",
    re.IGNORECASE,
)


def tree(text: str) -> Tree | None:
    """The tree of a page, or None when nothing stands in it."""
    try:
        root = lxml_html.document_fromstring(
            _one_root(LONG_TAG.sub(_short, NO_XML.sub("", DECLARATION.sub("", text)))),
            ensure_head_body=True,
        )
    except (etree.ParserError, ValueError):
        return None
    for title in list(root.body.iter("title")):
        if title.getparent().tag != "svg":  # of a page inside this one; no browser shows it
            title.drop_tree()
    return root


def without_sections(text: str) -> str:
    """A page without character sections, which are comments in HTML that is no XHTML."""
    if "<![" not in text or XHTML.search(text[:1000]):
        return text
    return UNSHOWN_SECTION.sub("", text)


def _short(tag: re.Match[str]) -> str:
    """A tag with its first attributes when it has more than any page writes."""
    if tag[0].count("=") <= MOST_ATTRIBUTES:
        return tag[0]
    return " ".join(tag[0].split()[:MOST_ATTRIBUTES]).rstrip(">") + ">"


def fragment(text: str) -> Tree | None:
    """The tree of a page whose body a text is."""
    return tree(f"<html><body>{text}</body></html>")


def _one_root(text: str) -> str:
    """The text with one start tag of each element that stands once in a page."""
    seen: set[str] = set()
    inside = ""  # a script or style: what stands there is no markup
    open_section = "<![cdata[" in text.lower()

    def once(match: re.Match[str]) -> str:
        nonlocal inside
        if raw := (match["raw"] or "").lower():
            inside = ("" if match["out"] else raw) if inside in ("", raw) else inside
            return match[0]
        if inside:
            return match[0]
        name = (match["name"] or match[0][:9]).lower()
        if name == "<!doctype":
            return "" if seen else match[0]
        if name in ("<![cdata[", "]]>"):
            return "" if open_section else match[0]
        if name == "head" and "body" not in seen:
            key = match["end"] + name
        elif match["end"] or name not in ("html", "body"):
            return ""
        else:
            key = name
        first = key not in seen
        seen.add(key)
        return match[0] if first else ""

    return ROOTS.sub(once, text)
