"""The main clause of a sentence, found without a tagger: what opens it, its subject, its verb.

Enter: a sentence. Leaves: its words, where the main clause starts, the words of the subject, and
what follows each `the`. Verbs are known from a list counted in technical prose (what follows
`to`, `can`, `must`); a word that is as often a noun is a verb only where its place says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.text.lists import beside
from pipeline.text.words import STOPWORDS, WORD

_LISTS = beside(__file__)

AUXILIARIES = _LISTS.words("auxiliaries")
IRREGULAR = _LISTS.words("irregular")
SUBORDINATORS = _LISTS.words("subordinators")
PREPOSITIONS = SUBORDINATORS | _LISTS.words("prepositions")
LEADS = _LISTS.words("leads")
CLOSED = _LISTS.words("closed")
# After one of these a word in -s or -ed belongs to a noun phrase.
INSIDE_NOUN = _LISTS.words("inside_noun")
FARTHEST = 14  # words of the main clause in which its verb is looked for
LEAD_SHARE = 0.75  # of the sentence: a comma later than that closes no leading clause


@dataclass(frozen=True, slots=True)
class PrintedClause:
    """`words` of the sentence; `main` is where the main clause starts, `verb` where its verb is.

    `verb` is an offset from `main`, -1 when none was found; `lead` is the text before `main`.
    """

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    main: int
    verb: int
    lead: str

    @property
    def first(self) -> str:
        return self.words[0].lower() if self.words else ""

    @property
    def body(self) -> tuple[str, ...]:
        """Words of the main clause, lower case."""
        return tuple(word.lower() for word in self.words[self.main :])

    @property
    def subject(self) -> tuple[str, ...]:
        """The words before the verb, as they stand; the first four where no verb was found."""
        end = self.verb if self.verb > 0 else 4
        return self.words[self.main : self.main + end]


@lru_cache(maxsize=1)
def _lexicon() -> tuple[frozenset[str], frozenset[str]]:
    """Verbs, and those of them that are as often nouns."""
    lines = (Path(__file__).parent / "verbs.txt").read_text("utf-8").split("\n")
    kept = [line for line in lines if line and not line.startswith("#")]
    return frozenset(kept[0].split()), frozenset(kept[1].split())


def is_verb(word: str) -> bool:
    """True for the base form of a known verb."""
    return word.lower() in _lexicon()[0]


def is_noun_too(word: str) -> bool:
    return word.lower() in _lexicon()[1]


@lru_cache(maxsize=65_536)
def form(word: str) -> str:
    """`aux`, `base`, `3sg`, `past`, `ing` or "" for a word."""
    low, verbs = word.lower(), _lexicon()[0]
    if low in AUXILIARIES:
        return "aux"
    if low in verbs:
        return "base"
    if any(low.endswith(end) and low[: -len(end)] + stem in verbs for end, stem in _THIRD):
        return "3sg"
    if low in IRREGULAR or any(
        low.endswith(end) and low[: -len(end)] + stem in verbs for end, stem in _PAST
    ):
        return "past"
    if low.endswith("ed") and len(low) > 4 and low[:-3] in verbs:  # planned, shipped
        return "past"
    return "ing" if low.endswith("ing") else ""


_THIRD = (("ies", "y"), ("es", ""), ("s", ""))
_PAST = (("ied", "y"), ("ed", ""), ("d", ""))


@lru_cache(maxsize=2_048)  # the lines of a day are weighed in hundreds of runs
def clause(text: str) -> PrintedClause:
    """Find the main clause of a sentence."""
    tokens = list(WORD.finditer(text))
    words = tuple(token.group() for token in tokens)
    main, lead = _main(text, tokens)
    return PrintedClause(
        text,
        words,
        tuple(token.start() for token in tokens),
        main,
        _verb([word.lower() for word in words[main:]]),
        lead,
    )


def _main(text: str, tokens: list[re.Match[str]]) -> tuple[int, str]:
    """Index of the first word after a leading clause that a comma closes, and that clause."""
    first = tokens[0].group().lower() if tokens else ""
    adverb = first.endswith("ly") and "," in text[:40]
    if not (first in PREPOSITIONS or first in LEADS or adverb or form(first) == "ing"):
        return 0, ""
    comma = text.find(",")
    if not 0 < comma < LEAD_SHARE * len(text):
        return 0, ""
    after = next((at for at, token in enumerate(tokens) if token.start() > comma), 0)
    return after, text[:comma] if after else ""


def _verb(body: list[str]) -> int:
    for at, word in enumerate(body[:FARTHEST]):
        if at and _is_main_verb(body, at, form(word)):
            return at
    return -1


def _is_main_verb(body: list[str], at: int, kind: str) -> bool:
    if kind == "aux":
        return True
    if kind in ("3sg", "past"):
        if body[at - 1] in INSIDE_NOUN:
            return False
        plural = is_noun_too(body[at].removesuffix("s"))
        return not (plural and at + 1 < len(body) and form(body[at + 1]) == "aux")
    return kind == "base" and not is_noun_too(body[at]) and body[at - 1] not in INSIDE_NOUN


def definites(text: str) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """For every `the`: where it stands, the words of its noun phrase, the text after them."""
    for article in re.finditer(r"\b[Tt]he\s+", text):
        run: list[str] = []
        end = article.end()
        for word in WORD.finditer(text, article.end()):
            if text[end : word.start()].strip() or word.group().lower() in CLOSED or len(run) == 4:
                break
            run.append(word.group())
            end = word.end()
        yield article.start(), tuple(run), text[end:]


@lru_cache(maxsize=65_536)
def root(word: str) -> str:
    """A word without its common endings, so that `caching` of a title is found in `caches`. Cruder
    than `words.stem`, which keeps verbs apart; weights.json was fitted on it."""
    low = word.lower().replace("’", "'").removesuffix("'s")
    for ending in ("ing", "ed", "es", "s"):
        if len(low) > len(ending) + 3 and low.endswith(ending):
            return low[: -len(ending)]
    return low


@lru_cache(maxsize=4_096)
def roots(text: str) -> frozenset[str]:
    """Roots of the content words of a text."""
    found = (word for word in WORD.findall(text) if word.lower() not in STOPWORDS and len(word) > 1)
    return frozenset(map(root, found))
