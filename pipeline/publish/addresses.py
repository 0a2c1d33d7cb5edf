"""Bare addresses in running text, as links of which a reader sees the host.

Enter: a page as mkdocs built it. Leaves: the same words, every letter of an address among them, for a
copy, a voice and a proof; what is long of it is hidden from the eye alone. Code, links and what
opens on request stay as they are.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from pipeline.pages.links import safe_url

# Without the marks that close the sentence or the bracket around it.
ADDRESS = re.compile(
    r"(?<![\w/.=\"'`])(https?://[^\s<>()\[\]\"'`“”]*[\w/])(?![\w/])", re.IGNORECASE
)
SHORT = 34  # characters of an address without its scheme that a line of a phone holds
HOLDERS = "//article//p | //article//li | //*[@id='main']//p"
CLOSED = frozenset(("a", "code", "pre", "details", "svg", "script", "style"))


def settle(tree: HtmlElement) -> bool:
    """Link the bare addresses of a page in place; whether there was one."""
    found = False
    for holder in tree.xpath(HOLDERS):
        outside = [one.tag for one in holder.iterancestors() if isinstance(one.tag, str)]
        if "://" in holder.text_content() and CLOSED.isdisjoint(outside):
            for one in [each for each in holder.iter() if isinstance(each.tag, str)]:
                found |= _linked(one)
    return found


def _linked(one: HtmlElement) -> bool:
    """Link addresses in an element's own text, and in what follows its children."""
    inner = (each.tag for each in one.iterancestors() if isinstance(each.tag, str))
    if one.tag in CLOSED or not CLOSED.isdisjoint(inner):
        return False
    found = False
    for child in list(one):
        text, made = _split(child.tail or "")
        if made:
            child.tail = text
            at = one.index(child) + 1
            one[at:at] = made
            found = True
    text, made = _split(one.text or "")
    if made:
        one.text = text
        one[0:0] = made
    return found or bool(made)


def _split(text: str) -> tuple[str, list[HtmlElement]]:
    """The words before the first address, and each address as a link with the words after it."""
    before, *parts = ADDRESS.split(text)
    made: list[HtmlElement] = []
    for url, after in zip(parts[::2], parts[1::2], strict=True):
        if safe_url(url):
            made.append(_link(url))
            made[-1].tail = after
        elif made:
            made[-1].tail += url + after
        else:
            before += url + after
    return before, made


def _link(url: str) -> HtmlElement:
    """An address as a link that shows its host, and the way behind it where that is short."""
    parts = urlsplit(url)
    scheme = len(parts.scheme) + len("://")
    end = len(url) if len(url) - scheme <= SHORT else scheme + len(parts.netloc)
    link = html.Element(
        "a", {"class": "address", "href": safe_url(url), "rel": "nofollow external"}
    )
    hidden = etree.SubElement(link, "span", {"class": "sr"})
    hidden.text, hidden.tail = url[:scheme], url[scheme:end]
    if url[end:]:
        link.set("class", "address address--cut")
        etree.SubElement(link, "span", {"class": "sr"}).text = url[end:]
    return link
