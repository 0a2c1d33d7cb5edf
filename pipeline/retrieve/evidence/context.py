"""Around a passage: the words before and after it, and the structure inside it.

Enter: a document and a passage of it. Leave: whole words of context and the document's blocks
cut to the passage, with offsets into the passage's text.
"""

from __future__ import annotations

from pipeline.records import Block, Document, Passage

CONTEXT_WORDS = 40  # enough for a reader to see the sentence before and the one after
_REACH = 600  # characters looked at: 40 words of technical prose are some 280


def before(document: Document, passage: Passage) -> str:
    """About 40 whole words that precede the passage, back to what is boilerplate."""
    told = (
        one.end for one in document.blocks if one.kind == "boilerplate" and one.end <= passage.start
    )
    start = max(0, passage.start - _REACH, max(told, default=0))
    words = document.text[start : passage.start].split()
    whole = words[1:] if start and not document.text[start - 1].isspace() else words
    return " ".join(whole[-CONTEXT_WORDS:])


def after(document: Document, passage: Passage) -> str:
    """About 40 whole words that follow the passage, up to what is boilerplate."""
    told = (
        one.start
        for one in document.blocks
        if one.kind == "boilerplate" and one.start >= passage.end
    )
    end = min(passage.end + _REACH, min(told, default=len(document.text)))
    words = document.text[passage.end : end].split()
    cut = end < len(document.text) and not document.text[end].isspace()
    return " ".join((words[:-1] if cut else words)[:CONTEXT_WORDS])


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
