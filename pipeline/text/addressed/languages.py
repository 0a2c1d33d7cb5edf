"""Which language a text is in, and whether a paragraph is plainly not English.

Enter: a text. Leave: the code of a language that is plainly another than the wanted one, or a yes.
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.text.lists import beside
from pipeline.text.words import STOPWORDS

_LISTS = beside(__file__)

LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# What parts the words of a text in ASCII, but for what `WORD` makes of those with an apostrophe.
PARTED = {code: " " for code in range(128) if not chr(code).isalpha() and chr(code) != "'"}
ACCENTED = re.compile(r"[^\W\d_a-zA-Z]")
WORDS = {name: frozenset(words.split()) for name, words in _LISTS.tables["common"].items()}
LANGUAGE_WORDS = 60  # fewer words outside code are too few to tell a language by
ENGLISH_TOO = _LISTS.words("english_too")
COMMON = frozenset().union(*WORDS.values())
ELSEWHERE = frozenset(word for name, words in WORDS.items() if name != "en" for word in words)
OTHERS = (ELSEWHERE | _LISTS.words("spoken")) - ENGLISH_TOO - STOPWORDS
OWN = STOPWORDS - ENGLISH_TOO  # function words that are English and nothing else
NATIVE = 0.2  # of a text's words: function words; running English has 0.35 and more
FEWEST = 40  # words by which a text's own language is told
LINE = 4  # words by which a sentence's is
SHORT = 5  # words by which a paragraph's language is told
# Words of other languages, or with letters that English has not, that a paragraph needs
FOREIGN = 2
OTHER_SCRIPT = 6  # letters of another script; a name or a unit has no more


def other_language(prose: str, words: list[str], letters: int, language: str) -> str:
    """Script or code of a language that is plainly not the wanted one, or ""."""
    if len(words) < LANGUAGE_WORDS or language not in WORDS:
        return ""
    if not prose.isascii() and _latin(prose) < 0.5 * letters:
        return "another script"
    low: Counter[str] = Counter()
    for said, count in Counter(words).items():
        word = said.strip(".,;:!?()\"'").lower()
        if word in COMMON:
            low[word] += count
    share = {name: sum(low[word] for word in common) for name, common in WORDS.items()}
    best = max(sorted(share), key=lambda name: share[name])
    varied = len(WORDS[best].intersection(low)) >= 6  # a table's "y" and "no" are not Spanish
    plainly = share[best] > 1.5 * share[language] and share[best] > 0.12 * len(words)
    return best if plainly and varied else ""


def is_english(text: str) -> bool:
    """Whether a text of some length is running English."""
    words = _words(text.lower())
    own = sum(word in STOPWORDS for word in words)
    return len(words) >= FEWEST and bool(own >= NATIVE * len(words))


def _words(text: str) -> list[str]:
    """What `WORD` finds; in ASCII, where the signs between words are known, in half the time."""
    if not text.isascii():
        return WORD.findall(text)
    words = text.translate(PARTED).split()
    if "'" not in text:
        return words
    return [part for word in words for part in (WORD.findall(word) if "'" in word else (word,))]


def other_letters(said: str) -> int:
    """How many letters of a text are of another script than the Latin one."""
    return sum(map(str.isalpha, said)) - _latin(said)


def _latin(said: str) -> int:
    return sum(map(len, LATIN.findall(said)))


def may_be_foreign(said: str) -> bool:
    """Whether a text, or any sentence of it, may be `is_foreign`: a look that turns most away."""
    return not said.isascii() or not OTHERS.isdisjoint(_words(said.lower()))


def is_foreign(said: str) -> bool:
    """Whether a paragraph is plainly not English: another script, or words of another language and
    hardly one of its own."""
    half = 0 if said.isascii() else sum(map(str.isalpha, said)) // 2
    if half and other_letters(said) > max(OTHER_SCRIPT, half):
        return True
    plain = said.isascii()
    words = _words(said.lower() if plain else said)
    if len(words) < SHORT or (plain and OTHERS.isdisjoint(words)):
        return False
    low = words if plain else list(map(str.lower, words))
    others = sum(map(OTHERS.__contains__, low))
    if not plain:
        others += sum(
            one not in OTHERS
            and (word[0].islower() or word.isupper())
            and bool(ACCENTED.search(word))  # no name
            for word, one in zip(words, low, strict=True)
        )
    return others >= FOREIGN and others > 2 * sum(map(OWN.__contains__, low))


def is_foreign_line(said: str) -> bool:
    """Whether a sentence has a word of another language, and more of such than English ones: less than
    `is_foreign` asks for, which a paragraph of an English text may hold by chance."""
    words = WORD.findall(said)
    others = sum(map(OTHERS.__contains__, words))  # in capitals they are short forms and names
    return len(words) >= LINE and others > sum(word.lower() in OWN for word in words)
