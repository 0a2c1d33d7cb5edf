"""What stands round the text of a page and is none of it: sign-up boxes, cards of other articles,
comments, votes, permalinks.

Enter: the tree of a page, hidden parts gone. Leave: the same tree without them, and with the
buttons that open a passage as the headings they read as. Named parts go only while they are a
small share of the page and hold no main heading, since a name may lie.
"""

from __future__ import annotations

import re
from typing import Any

Tree = Any

NAMED = re.compile(
    r"(?:^|[\s_-])(?:sign-?up|subscribe|newsletter|paywall|related|recommend(?:ed|ations?|s)?|"
    r"read-?(?:more|next)|also-like|most-read|trending|bookmark|author-(?:card|bio|box|info)|"
    r"about-(?:the-)?author|comments?|disqus|share|sharing|social|feedback|helpful|votes?|"
    r"(?:post-)?likes|edit-?section|jump-to-nav|site-?(?:notice|sub)|nav-?box|cat-?links|"
    r"print-?footer|cookies?|consent|gdpr|cc-main|breadcrumbs?|pagination|pager|advert\w*|promo|"
    r"more-topics|magnify|cite-backlink)(?:[\s_-]|$)",
    re.IGNORECASE,
)
SHARE = 0.3  # of the words of a page; what is named and larger may be the text itself
OPENED = 8  # words behind a button that opens something: fewer are a menu
SIGNS = frozenset("¶ # § 🔗 \u200b# \ue9cb".split()) | {"\u200b", "\u200b#"}


def clear(root: Tree) -> None:
    """Take the furniture out of a page."""
    body = root.body
    most = SHARE * len(body.text_content().split())
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if element.tag == "a" and element.text_content().strip() in SIGNS:
            drop(element)
        elif element.tag == "button" and element.get("aria-expanded") and _opens(element):
            element.tag = "p"
        elif _named(element) and _small(element, most):
            drop(element)


def drop(element: Tree) -> None:
    """Remove an element but not the text that follows it."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def _named(element: Tree) -> bool:
    if element.tag in ("body", "main", "a", "span", "code", "pre") and not (
        element.tag == "span" and "editsection" in (element.get("class") or "")
    ):
        return False
    return bool(NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _small(element: Tree, most: float) -> bool:
    return len(element.text_content().split()) <= most and element.find(".//h1") is None


def _opens(button: Tree) -> bool:
    """Whether the element after a button is text and not a menu."""
    after = button.getnext()
    if after is None:
        return False
    words = len(after.text_content().split())
    linked = sum(len(link.text_content().split()) for link in after.iter("a"))
    return words >= OPENED and linked < words / 2
