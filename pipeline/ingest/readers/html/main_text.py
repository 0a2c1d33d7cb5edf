"""The main text of a page: what trafilatura finds, and what it leaves out of the same text.

Enter: a page's tree, hidden parts gone, and a manuscript. Leave: the manuscript with the text.
trafilatura names the region; between its first and last block also the headings, tables, lists, code
and whole paragraphs that it leaves out are taken. Nothing goes for the name of its class or element
while most of what trafilatura chose is in it. Thresholds: `bench/extraction.py` on the pages of
trafilatura's own evaluation, three of four; the figures in docs/corpus.md are of the others.
"""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from typing import Any

from lxml import etree

from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.html import chrome, text, verbatim
from pipeline.ingest.readers.html.chrome import Held
from pipeline.text.words import clean

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs every empty page as an error
SOLID_WORDS = 5
SENTENCE_WORDS = 4  # of a paragraph that ends as a sentence
PROSE_WORDS = 15  # of a paragraph that stands alone between the title and the text
MOST_LINKED = 0.4  # of a block's words; what trafilatura left out and is linked more is navigation
LEAST_FOUND = 0.5  # of the pruned page's words; where trafilatura found less, it missed parts
POST_WORDS = 30  # of a paragraph by which such a part is known; teasers have up to 28
NEAR = 8  # blocks between the main heading and the text: a line of authors, of dates, of tags
LEAST_AGREED = 0.8  # of trafilatura's words; if the region has fewer, its own output is taken
ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
CREDIT = re.compile(
    r"©|\((?:c|quelle|source|foto|photo|bild)\b|\b(?:photo|foto|image|bild|picture|illustration|credit|kuva|"
    r"fotó|zdjęcie|crédit|bildquelle)s?\s*[:/|]|\b(?:photograph|photo|image|illustration) (?:by|courtesy)\b"
    r"|\bgetty\b|\bshutterstock\b",
    re.IGNORECASE,
)
CREDIT_WORDS = 25  # of a block that credits a picture; a longer one is text with a credit in it
POINTER_WORDS = 20  # of a block that leads to another page,
POINTS = 0.6  # with so much of it the link (`Read more: Looted art and its new office`)
# Of the two other extractors that trafilatura asks, one looks past all short stretches beside each of
# them: 3,000 in a row take it 2.5 s.
MANY = 2_000
SCRAP = 40  # characters
MARK = re.compile(r"^(?:- |\w{1,4}\. )")
Tree = Any


def write(root: Tree, page: Manuscript) -> None:
    """Write the main text of a page."""
    _freeze_code(root)
    chrome.unname(root)
    found = _found(root)
    chrome.clear(root, Held(found.text))
    again = _found(root)
    if again.words() >= LEAST_AGREED * found.words():
        found = again
    chrome.prune(root, Held(found.text), page.removed)
    whole = Manuscript()
    text.write(root.body, whole)
    chosen = _region(whole, found)
    if sum(_size(whole, number) for number in chosen) < found.words() * LEAST_AGREED:
        whole, chosen = found, list(range(len(found.blocks)))
    for number in chosen or range(len(whole.blocks)):
        page.take(whole, number)
    page.removed.update(whole.removed)


def _freeze_code(root: Tree) -> None:
    """Code as its shown lines, in the one form that every later step leaves alone."""
    for block in root.iter("pre"):
        words, name = verbatim.text(block), verbatim.language(block)
        for child in list(block):
            block.remove(child)
        block.text = None
        etree.SubElement(block, "code", {"class": f"language-{name}"} if name else {}).text = words


def _found(root: Tree) -> Manuscript:
    """What trafilatura takes for the main text."""
    import trafilatura  # a tenth of what a process loads; most nights no page is read by it

    made = trafilatura.bare_extraction(
        deepcopy(root), include_comments=False, include_tables=True, include_formatting=True,
        deduplicate=False, favor_recall=False, with_metadata=False, fast=_scraps(root) > MANY,
    )  # fmt: skip
    page = Manuscript()
    if made is not None:
        text.write(made.body, page)  # type: ignore[union-attr]
    return page


def _scraps(root: Tree) -> int:
    """Short stretches of text in a page, between one tag and the next."""
    parts = (part for one in root.body.iter() for part in (one.text, one.tail) if part)
    return sum(0 < len(part.strip()) < SCRAP for part in parts)


def _region(whole: Manuscript, found: Manuscript) -> list[int]:
    """Numbers of the blocks of the whole page that belong to the main text."""
    wanted = clean(found.text)
    rows = {_bare(row) for row in found.text.split("\n")}
    agreed = [_agrees(whole.text[block.start : block.end], wanted, rows) for block in whole.blocks]
    solid = [n for n, yes in enumerate(agreed) if yes and _size(whole, n) >= SOLID_WORDS]
    if not solid:
        return []
    first = solid[0]
    while first and whole.blocks[first - 1].kind == "heading":
        first -= 1
    last = solid[-1] + 1
    while last < len(agreed) and _follows(whole, last):
        last += 1
    if _cut_short(whole, found, last):
        last = len(agreed)
    chosen = [
        n
        for n in range(first, len(agreed))
        if not _aside(whole, n) and (agreed[n] or (n < last and _fits(whole, n)))
    ]
    kept = _headed(whole, chosen, agreed)
    return [*_titled(whole, first), *kept]


def _cut_short(whole: Manuscript, found: Manuscript, last: int) -> bool:
    """Whether trafilatura took the first post of a thread, say: more of the page's words stand after
    what it took, in paragraphs too long for teasers."""
    if found.words() >= LEAST_FOUND * whole.words():
        return False
    after = range(last, len(whole.blocks))
    sizes = [
        _size(whole, n) for n in after if whole.blocks[n].kind == "paragraph" and not whole.links[n]
    ]
    return sum(size for size in sizes if size >= POST_WORDS) > found.words()


def _headed(whole: Manuscript, chosen: list[int], agreed: list[bool]) -> list[int]:
    """The chosen blocks without headings that trafilatura left out and that nothing chosen follows:
    they head lists of links and cards of other articles."""
    kept: list[int] = []
    for number in reversed(chosen):
        block = whole.blocks[number]
        leads = block.kind == "heading" or whole.text[block.end - 1] == ":"
        heads = bool(kept) and kept[-1] == number + 1
        if not leads or heads or (agreed[number] and (kept or block.kind != "heading")):
            kept.append(number)
    return kept[::-1]


def _aside(whole: Manuscript, number: int) -> bool:
    """Whether a block is no part of a text whoever took it: a link to another page that stands
    alone, the credit of a picture."""
    block, size = whole.blocks[number], _size(whole, number)
    if block.kind not in ("paragraph", "heading", "quote"):
        return False
    words = whole.text[block.start : block.end]
    linked = whole.links[number] >= POINTS * size
    said = block.kind == "quote" or words[-1] in ".?!"
    points = linked and size <= POINTER_WORDS and not said
    credits = (
        size <= CREDIT_WORDS and block.kind == "paragraph" and CREDIT.search(words) is not None
    )
    return points or credits


def _titled(whole: Manuscript, first: int) -> list[int]:
    """The main heading, when it is the only one and stands near above the first block, and whole
    paragraphs between; the lines of authors, dates and tags there are left out."""
    mains = [n for n, one in enumerate(whole.blocks) if one.kind == "heading" and one.level == 1]
    if len(mains) != 1 or not first - NEAR <= mains[0] < first:
        return []
    between = range(mains[0] + 1, first)
    return mains + [n for n in between if _size(whole, n) >= PROSE_WORDS and _fits(whole, n)]


def _bare(row: str) -> str:
    """A row without the mark of its list."""
    return MARK.sub("", clean(row))


def _agrees(words: str, wanted: str, rows: set[str]) -> bool:
    """Whether trafilatura has the block: short ones as a row of their own, others anywhere."""
    folded = _bare(words)
    if len(folded) < 40:
        return all(_bare(row) in rows for row in words.split("\n"))
    return folded[:120] in wanted or _bare(words.split("\n")[0])[:120] in wanted


def _size(page: Manuscript, number: int) -> int:
    block = page.blocks[number]
    return len(page.text[block.start : block.end].split())


def _follows(whole: Manuscript, number: int) -> bool:
    """Whether a block after the last agreed one still belongs to it: a list, table or code."""
    kind = whole.blocks[number].kind
    return kind in ("list", "table", "code") and not whole.links[number]


def _fits(whole: Manuscript, number: int) -> bool:
    """Whether a block that trafilatura left out reads as part of the text round it."""
    block, size = whole.blocks[number], _size(whole, number)
    words = whole.text[block.start : block.end]
    if block.kind == "heading":
        return not whole.links[number]
    if block.kind == "code":
        return whole.links[number] <= size
    if whole.links[number] >= MOST_LINKED * size:
        return False
    if block.kind != "paragraph":
        return True
    whole_sentence = size >= SENTENCE_WORDS and ENDS.search(words) is not None
    return (size >= PROSE_WORDS or whole_sentence) and not CREDIT.search(words)
