"""Around a passage: the words before and after it, and the structure inside it.

Enter: a document and a passage of it. Leave: whole words of context, each with the stretch of the
document that it is cut from, and the document's blocks cut to the passage, with offsets into the
passage's text. What is boilerplate is in no context.
"""

from __future__ import annotations

from pipeline.records import Block, Document, Passage

CONTEXT_WORDS = 40  # enough for a reader to see the sentence before and the one after
HEAD_WORDS = 60  # of a document: a deprecation in its first line reaches who sees a later passage
REACH = 600  # characters looked at: 40 words of technical prose are some 280
Span = tuple[int, int]


def before(document: Document, passage: Passage) -> Span:
    """Where the words are cut from that precede a passage, back to what is boilerplate."""
    told = (
        one.end for one in document.blocks if one.kind == "boilerplate" and one.end <= passage.start
    )
    return max(0, passage.start - REACH, max(told, default=0)), passage.start


def after(document: Document, passage: Passage) -> Span:
    """The same of those that follow it."""
    told = (
        one.start
        for one in document.blocks
        if one.kind == "boilerplate" and one.start >= passage.end
    )
    return passage.end, min(passage.end + REACH, min(told, default=len(document.text)))


def head(document: Document) -> tuple[Span, ...]:
    """The stretches that a document's first words are cut from."""
    end = min(len(document.text), HEAD_WORDS * 12)
    at, found = 0, []
    for one in document.blocks:
        if one.kind == "boilerplate" and at <= one.start < end:
            found.append((at, one.start))
            at = one.end
    return (*found, (at, max(at, end)))


def words_before(text: str, span: Span) -> str:
    """About 40 whole words that end a stretch of a text."""
    words = text[slice(*span)].split()
    whole = words[1:] if span[0] and not text[span[0] - 1].isspace() else words
    return " ".join(whole[-CONTEXT_WORDS:])


def words_after(text: str, span: Span) -> str:
    """About 40 whole words that begin a stretch of a text."""
    words = text[slice(*span)].split()
    cut = span[1] < len(text) and not text[span[1]].isspace()
    return " ".join((words[:-1] if cut else words)[:CONTEXT_WORDS])


def first_words(text: str, spans: tuple[Span, ...]) -> str:
    """The first 60 words of some stretches of a text."""
    return " ".join(" ".join(text[slice(*one)] for one in spans).split()[:HEAD_WORDS])


def blocks(document: Document, passage: Passage) -> tuple[Block, ...]:
    """The document's blocks inside the passage, clipped and shifted to its text."""
    found = []
    for block in document.blocks:
        start, end = max(block.start, passage.start), min(block.end, passage.end)
        if start < end:
            found.append(
                Block(
                    block.kind, start - passage.start, end - passage.start, block.level, block.label
                )
            )
    return tuple(found)
