"""Words and stems of technical English, without a model.

Enter: text. Leave: words and terms in order. Terms that a person reads are stemmed by the
S-stemmer of Harman (1991): plural and third-person endings only. An index is asked by Snowball's
stems, which go further. The words that carry no topic stand in stopwords.toml.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Literal

import Stemmer

from pipeline.text.lists import beside

_INNER = str.maketrans("“”", "‘’")
WORD = re.compile(r"[^\W_]+(?:[-'’./+#][^\W_]+)*[+#%]*")
_LISTS = beside(__file__, "stopwords.toml").tables


def stopwords(place: Literal["prose", "index"]) -> frozenset[str]:
    """Function words. An index keeps some that name nothing in prose: a question may ask for them."""
    return frozenset(f"{_LISTS['common']} {_LISTS[place]}".split())


STOPWORDS = stopwords("prose")
DETERMINERS = frozenset(_LISTS["determiners"].split())
_SNOWBALL = Stemmer.Stemmer("english", 0)  # no cache of its own: callers keep what they stemmed


def words(text: str) -> list[str]:
    """Words as they stand; technical tokens (`max-age`, `HTTP/3`, `C++`, `1.3`) stay whole."""
    return WORD.findall(text)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Lower-case word without plural or third-person ending (Harman's S-stemmer)."""
    low = word.lower().replace("’", "'").removesuffix("'s")
    if len(low) > 4 and low.endswith("ies") and low[-4] not in "ae":
        return low[:-3] + "y"
    if len(low) > 4 and re.search(r"(?:ss|sh|(?<!ca)ch|x)es$", low):
        return low[:-2]
    if len(low) > 3 and low.endswith("s") and low[-2] not in "aius":
        return low[:-1]
    return low


@lru_cache(maxsize=2)  # several screens ask about a text, each after the other
def stems(text: str) -> Mapping[str, int]:
    """How often each stem stands in a text; a word is stemmed once, however often it stands there."""
    found = Counter[str]()
    for word, times in Counter(words(text)).items():
        found[stem(word)] += times
    return found


def snowball(word: str) -> str:
    """Snowball's English stem of a lower-case word: what an index is asked by, not fit to be read."""
    return str(_SNOWBALL.stemWord(word)) if word.isascii() and len(word) > 2 else word


def snowballs(words: list[str]) -> list[str]:
    """The same of many lower-case words of ASCII, in a third of the time."""
    stems = _SNOWBALL.stemWords(words)
    return [str(stem) if len(word) > 2 else word for word, stem in zip(words, stems, strict=True)]


def terms(text: str) -> list[str]:
    """Stems of the content words of a text, in order, repeats kept."""
    return [
        stem(word) for word in WORD.findall(text) if word.lower() not in STOPWORDS and len(word) > 1
    ]


def clean(text: str) -> str:
    """The text on one line: every run of white space is one space."""
    return " ".join(text.split())


def within(text: str) -> str:
    """Words as they stand inside quotation marks: what they quote themselves has single ones."""
    return text.translate(_INNER)


def characters(text: str, kind: Callable[[str], bool]) -> int:
    """How many characters of a text are of a kind, such as `str.isalpha`; of one in ASCII at once."""
    if text.isascii():
        return len(text.encode().translate(None, _others(kind)))
    return sum(map(kind, text))


@cache
def _others(kind: Callable[[str], bool]) -> bytes:
    return bytes(code for code in range(128) if not kind(chr(code)))


def fitting(text: str, most: int) -> str:
    """The whole words that fit into so many characters; of a longer first one its beginning."""
    return text if len(text) <= most else text[:most].rpartition(" ")[0] or text[:most]


def counted(number: float, what: str) -> str:
    """A number and what it counts, in the singular or with an s: "1 passage", "2.5 days", "8,094 documents"."""
    shown = f"{number:g}" if isinstance(number, float) else f"{number:,}"
    return f"{shown} {what}{'' if number == 1 else 's'}"
