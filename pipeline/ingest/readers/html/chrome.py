"""What stands round the text of a page and is none of it: navigation, sign-up boxes, cards of other
articles, comments, votes, captions of pictures, permalinks.

Enter: the tree of a page, hidden parts gone, and what trafilatura took for its text. Leave: the same
tree without them, and with the buttons that open a passage as the headings they read as. A name may
lie: nothing goes by a class or an element's name that holds most of the text, or more prose than
what would be left.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from pipeline.text.words import clean

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
NOISE = (
    "//nav|//footer|//aside[not(starts-with(@role, 'doc-') or starts-with(@class, 'footnote') or .//blockquote)]|//form"
    "|//header[not(ancestor::article or ancestor::main)]|//*[@role='navigation' or "
    "@role='complementary' or @role='search' or @role='contentinfo' or @role='banner']"
)
NOISE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|sidebar|footer|share|sharing|social|related|"
    r"recommended|newsletter|subscribe|cookies?|consent|comments?|disqus|pagination|pager|promo|"
    r"advert\w*|ads?|sponsor\w*|banner|toc|table-of-contents|byline|author-bio|tags?|"
    r"skip-?link|print-only|popup|modal)(?:[\s_-]|$)",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"(?:^|\s)(?:no|not|non|has|with|without|hide|hides|live|is|js)[-_][\w-]+", re.IGNORECASE
)
CAPTION = "//figcaption|//*[contains(concat(' ', @class, ' '), ' wp-caption-text ')]"
SHARE = 0.3  # of the words of a page; what is named and larger may be the text itself
LEFT = 100  # words beside elements of one name that hold the rest of a page: then they are its text
HOLDS = 0.5  # of the text trafilatura took; an element with more of it is the text
PROSE_WORDS = 10  # of a paragraph that counts as prose
CAPTION_WORDS = 15  # of what only names a picture; more explains it
OPENED = 8  # words behind a button that opens something: fewer are a menu
CHROME = frozenset(("nav", "footer", "aside", "form", "header"))
LEAVES = ("p", "li", "td", "dd", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
SIGNS = frozenset("¶ # § 🔗 \u200b# \ue9cb".split()) | {"\u200b", "\u200b#"}


class Held:
    """The text that trafilatura took, to tell how much of it an element holds."""

    def __init__(self, text: str) -> None:
        self.text = clean(text)
        self.words = len(self.text.split())

    def most_of(self, element: Tree) -> bool:
        """Whether an element holds most of the text."""
        return self._inside(element) >= HOLDS * self.words > 0

    def any_of(self, element: Tree) -> bool:
        """Whether an element begins with words of the text."""
        words = clean(element.text_content())
        return words[:60] in self.text

    def _inside(self, element: Tree) -> int:
        """Words of the text in an element, paragraph by paragraph."""
        count = 0
        for leaf in element.iter(*LEAVES):
            if leaf.find(".//p") is None:
                words = clean(leaf.text_content())
                count += len(words.split()) if len(words) >= 20 and words[:80] in self.text else 0
        return count


def unname(root: Tree) -> None:
    """Take element names and classes of chrome from what holds more prose than the rest of the page:
    an extractor goes by them too."""
    most = _prose(root.body) / 2
    if not most:
        return
    alike: dict[str, list[Tree]] = {}
    for element in root.body.iterdescendants():
        if not isinstance(element.tag, str) or element.tag in ("main", "article"):
            continue
        named = NOISE_NAME.search(_names(element)) or NAMED.search(_names(element))
        if element.tag in CHROME or named or element.get("role"):
            if _prose(element) > most:
                _unname(element)
            else:
                alike.setdefault(
                    named[0].strip(" _-").lower() if named else element.tag, []
                ).append(element)
    for elements in alike.values():
        inside = sum(map(_said, _outermost(elements)))
        outside = _said(root.body) - inside
        if len(elements) > 1 and outside < min(inside / 2, LEFT):
            for element in elements:
                _unname(element)


def _said(element: Tree) -> int:
    return len(element.text_content().split())


def _unname(element: Tree) -> None:
    element.tag = "div" if element.tag in CHROME else element.tag
    for name in ("class", "id", "role"):
        element.attrib.pop(name, None)


def _outermost(elements: list[Tree]) -> list[Tree]:
    """Those of some elements that stand in no other of them."""
    known = set(elements)
    return [one for one in elements if not any(up in known for up in one.iterancestors())]


def clear(root: Tree, held: Held) -> None:
    """Take what is named for what it is, and small, out of a page."""
    body = root.body
    most = SHARE * len(body.text_content().split())
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if element.tag == "a" and element.text_content().strip() in SIGNS:
            drop(element)
        elif element.tag == "button" and element.get("aria-expanded") and _opens(element):
            element.tag = "p"
        elif _named(element) and _small(element, most) and not held.most_of(element):
            drop(element)


def clear_entry(root: Tree) -> None:
    """Take boxes that tools set into a feed's entry out of it: sign-up boxes, share buttons, cards of
    other pages. What holds a good part of the entry, or prose of its own, is text."""
    most = SHARE * len(root.body.text_content().split())
    for element in list(root.body.iterdescendants()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if _boxed(element) and _small(element, most) and _prose(element) < LEFT / 2:
            drop(element)


def _boxed(element: Tree) -> bool:
    return _named(element) or (element.tag == "form" and element.find(".//input") is not None)


def prune(root: Tree, held: Held, removed: Counter[str]) -> None:
    """Drop navigation, forms, asides and captions unless the text was found in them."""
    for element in root.xpath(NOISE):
        if element.getparent() is not None and not _kept(element, root, held):
            drop(element)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in ("body", "html", "article", "main"):
            continue
        if (
            NOISE_NAME.search(_names(element))
            and element.getparent() is not None
            and not _kept(element, root, held)
        ):
            drop(element)
    for element in root.xpath(CAPTION):
        words = len(element.text_content().split())
        if element.getparent() is not None and words < CAPTION_WORDS and not held.any_of(element):
            removed["caption"] += bool(element.text_content().strip())
            drop(element)


def _kept(element: Tree, root: Tree, held: Held) -> bool:
    """Whether an element stays in spite of its name: the text is in it, or more prose than outside."""
    if not clean(element.text_content()):
        return False
    if held.any_of(element) or held.most_of(element):
        return True
    inside = _prose(element)
    return inside > 0 and inside > _prose(root.body) - inside


def _prose(element: Tree) -> int:
    """Words in paragraphs, those of links apart."""
    sizes = (
        len(part.text_content().split())
        - sum(len(link.text_content().split()) for link in part.iter("a"))
        for part in element.iter("p")
    )
    return sum(size for size in sizes if size >= PROSE_WORDS)


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


def _names(element: Tree) -> str:
    """Class and id, without names that say what an element is without (`no-share`)."""
    return DENIED.sub(" ", f"{element.get('class') or ''} {element.get('id') or ''}")


def _named(element: Tree) -> bool:
    if element.tag in ("body", "main", "a", "span", "code", "pre") and not (
        element.tag == "span" and "editsection" in (element.get("class") or "")
    ):
        return False
    return bool(NAMED.search(_names(element)))


def small(element: Tree, root: Tree) -> bool:
    """Whether an element holds less than a third of a page's words, and no main heading."""
    return _small(element, SHARE * len(root.body.text_content().split()))


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
