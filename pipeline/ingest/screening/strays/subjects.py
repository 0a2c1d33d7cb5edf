"""What words are about, and whether the text they stand in takes any of it up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from pipeline.ingest.reading import Reading
from pipeline.text.addressed import orders as by_rule
from pipeline.text.words import STOPWORDS, stem, stems, words

FEW = 2  # words of a subject that an errand names; one alone may well stand nowhere else
RARE = 9  # letters from which one word is a subject
SHORT = 4  # letters of a word that may well stand nowhere else by chance
SHARE = 0.5  # of the subject of what only an assistant is asked
QUOTED = re.compile(r"(?<!\w)['\"\u2018\u201c][^'\"\u2019\u201d]{2,80}['\"\u2019\u201d](?!\w)")
NAME = re.compile(r"(?<=\s)['\"\u2018\u201c]?([A-Z][a-z]{2,})")


def is_apart(title: str, reading: Reading) -> bool:
    """Whether a text takes up less than half of its title's subject."""
    subject = subject_of(title)
    held = stems(reading.text.replace(reading.title, " ")).keys()
    return len(subject & held) < SHARE * len(subject) or not subject


def names_nothing(title: str, reading: Reading) -> bool:
    """Whether a text has none of the words that tell what its title is about."""
    subject = subject_of(title)
    held = stems(reading.text.replace(reading.title, " ")).keys()
    return any(len(one) > SHORT for one in subject) and not subject & held


def is_tied(question: str) -> bool:
    """Whether a question points at the text or the people around it, but for what it quotes."""
    return bool(by_rule.strange().tied.search(QUOTED.sub(" ", question)))


def words_held(reading: Reading) -> Mapping[str, int]:
    """The stems of a text and its title, each with how often it stands there."""
    return stems(f"{reading.title} {reading.text}")


def is_foreign_to(
    subject: frozenset[str], own: str, held: Mapping[str, int], least: float = 1.0
) -> bool:
    """Whether such a share of a subject's words stands nowhere but where it is named."""
    counts = Counter(map(stem, words(own)))
    return sum(held.get(word, 0) <= counts[word] for word in subject) >= least * len(subject)


def enough(subject: frozenset[str], text: str = "") -> bool:
    """Whether an errand names a subject that a text on it would name as well."""
    named = {stem(name.lower()) for name in NAME.findall(text)} & subject
    return len(subject) >= FEW or bool(named) or any(len(word) >= RARE for word in subject)


def subject_of(text: str) -> frozenset[str]:
    """The stems of what words are about: without the first, which asks, and without what any errand says."""
    _, common = by_rule.tasks()
    return frozenset(
        stem(word) for word in words(text)[1:]
        if word.lower() not in STOPWORDS and word.lower() not in common and len(word) > 2
    )  # fmt: skip
