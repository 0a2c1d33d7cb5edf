"""What a sentence model reads of a passage: windows of a few whole sentences.

Enter: a passage's text, its title and headings. Leave: one text per window, its subject in front.
A passage is as long as a writer needs; one vector for all of it blurs the sentence that answers.
The best window speaks for its passage, and offsets stay those of the passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.text.sentences import sentences

VERSION = "w1"
"""Part of the model's name: vectors of other windows never mix with these."""
WORDS = 60  # of a window; docs/retrieval.md has 40, 90 and whole passages
SUBJECT = 120  # characters of title and heading in front


def windows(text: str, title: str, headings: Sequence[str]) -> list[str]:
    """The windows of a text, in order; one even of an empty text."""
    subject = ". ".join(dict.fromkeys((title, *headings[-1:])))[:SUBJECT].strip()
    found: list[list[str]] = [[]]
    held = 0
    for part in _parts(text):
        size = len(part.split())
        if found[-1] and held + size > WORDS:
            found.append([])
            held = 0
        found[-1].append(part)
        held += size
    return [f"{subject}. {' '.join(window)}" if subject else " ".join(window) for window in found]


def _parts(text: str) -> Iterator[str]:
    """Sentences; one that is longer than a window, as code and tables are, line by line."""
    for start, end in sentences(text):
        part = text[start:end]
        if len(part.split()) > WORDS:
            yield from filter(None, map(str.strip, part.splitlines()))
        else:
            yield part
