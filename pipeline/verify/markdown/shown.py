"""What the site shows of a Markdown file, read by the site's own reader.

Enter: the text of a file. Leave: `Shown` records, one a paragraph, cell, heading or title, with the
words a reader sees there. Two readers of one file may differ (on indentation, on boxes, on raw HTML);
a word that this one shows and the verifier never read is a word that nobody judged.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import lxml.html
from lxml.etree import ParserError
from lxml.html import HtmlElement
from markdown import Markdown
from markdown.inlinepatterns import LinkInlineProcessor
from mkdocs.utils import meta

# The extensions of mkdocs.yml, in its order; a test holds the two against each other.
EXTENSIONS = (
    "admonition", "attr_list", "footnotes", "tables", "toc", "pymdownx.details",
    "pymdownx.highlight", "pymdownx.superfences",
)  # fmt: skip
_UNSEEN = frozenset("script style template noscript head".split())
_PARTS = frozenset(
    "p li td th h1 h2 h3 h4 h5 h6 summary figcaption dt dd div pre text tspan title desc blockquote "
    "caption details section article aside ol ul table svg body".split()
)
_MARKS = frozenset(
    ("footnote-ref", "footnote-backref")
)  # numbered by the reader, not by the author
_BRACKET = re.compile(r"[\[\]]")
_WORD = re.compile(r"[^\W_]+")
_DRESS = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>|[*`~_\\]|\{:?[^{}\n]*\}", re.DOTALL)
NEIGHBOURS = 4  # blocks that the site may show as one paragraph


@dataclass(frozen=True, slots=True)
class Shown:
    """What one element of a page shows. code: it is set as code."""

    text: str
    code: bool

    @property
    def words(self) -> list[str]:
        return words(self.text)


def words(text: str) -> list[str]:
    """The words of a text as both readers count them."""
    return _WORD.findall(text.casefold())


def shown(text: str) -> tuple[Shown, ...]:
    """What a reader of the built page sees of this file, in order."""
    body, _ = meta.get_data(text)
    page = _reader().reset().convert(body)
    try:
        tree = lxml.html.fragment_fromstring(page, create_parent="body")
    except ParserError:
        return ()
    found: dict[HtmlElement, list[str]] = {}
    for part, words_ in _texts(tree, tree):
        found.setdefault(part, []).append(words_)
    return tuple(
        Shown(text_, part.tag == "pre" or any(one.tag == "pre" for one in part.iterancestors()))
        for part, pieces in found.items()
        if words(text_ := "".join(pieces))
    )


@lru_cache(maxsize=1)
def _reader() -> Markdown:
    reader = Markdown(
        extensions=list(EXTENSIONS),
        extension_configs={"pymdownx.highlight": {"use_pygments": False}},
    )
    for pattern in reader.inlinePatterns:
        if isinstance(pattern, LinkInlineProcessor):
            pattern.getText = _bracketed
    return reader


def _bracketed(data: str, start: int) -> tuple[str, int, bool]:
    """What stands in the brackets that open before `start`, as Markdown's own reader finds it.

    That one reads on to the end from every bracket that nothing closes: 10,000 characters of
    them take it eight seconds, 100,000 a quarter of an hour.
    """
    end = _closings(data).get(start - 1)
    if end is None:
        return data[start:], len(data), False
    return data[start:end], end + 1, True


@lru_cache(maxsize=4)
def _closings(data: str) -> dict[int, int]:
    """Where each bracket that is closed closes."""
    opened: list[int] = []
    found: dict[int, int] = {}
    for bracket in _BRACKET.finditer(data):
        if bracket[0] == "[":
            opened.append(bracket.start())
        elif opened:
            found[opened.pop()] = bracket.start()
    return found


def _texts(element: HtmlElement, part: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Each piece of text of an element, with the nearest element that stands apart on a page."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    if not _MARKS.isdisjoint(element.get("class", "").split()):
        return
    inside = element if element.tag in _PARTS else part
    yield inside, element.text or ""
    for child in element:
        yield from _texts(child, inside)
        yield inside, (" " if child.tag == "br" else "") + (child.tail or "")


def unread(text: str, read: Sequence[str], code: Sequence[str]) -> Iterator[Shown]:
    """What a page shows that stands in none of the blocks read as prose, nor as code in code."""
    prose, coded = _Blocks.of(read), _Blocks.of(code)
    for one in shown(text):
        wanted = Counter(one.words)
        if not (
            prose.hold(wanted, NEIGHBOURS) or (one.code and coded.hold(wanted, len(coded.words)))
        ):
            yield one


def _counted(raw: str) -> Counter[str]:
    """The words of a block as written and as shown, whichever are more."""
    plain = html.unescape(raw)
    return Counter(words(plain)) | Counter(words(_DRESS.sub("", plain)))


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Blocks by their words, and in which of them each word stands."""

    words: list[Counter[str]]
    places: dict[str, list[int]]

    @classmethod
    def of(cls, raw: Sequence[str]) -> _Blocks:
        counted = [_counted(one) for one in raw]
        places: dict[str, list[int]] = {}
        for at, words_ in enumerate(counted):
            for word in words_:
                places.setdefault(word, []).append(at)
        return cls(counted, places)

    def hold(self, wanted: Counter[str], most: int) -> bool:
        """Whether one block, or up to `most` in a row, hold the words. A page shows any number of
        indented pieces of code that follow each other as one.
        """
        rare = min((self.places.get(word, []) for word in wanted), key=len, default=[])
        if any(wanted <= self.words[at] for at in rare):
            return True
        starts = {at for place in rare for at in range(max(0, place - most + 1), place + 1)}
        return any(self._from(at, wanted, most) for at in sorted(starts))

    def _from(self, at: int, wanted: Counter[str], most: int) -> bool:
        """Whether blocks in a row from here on hold the words."""
        joined = self.words[at]
        for other in self.words[at + 1 : at + most]:
            joined = joined + other
            if wanted <= joined:
                return True
        return False
