"""Text to index terms, the same for passages and questions.

Enter: any text. Leave: terms, stemmed (Snowball English), accents folded, stop words left out.
Technical tokens stay whole and come in parts as well: `max-age` gives maxage, max, age;
`R+W>N` gives r+w>n, r, w, n; `HTTP/3`, `C++`, `std::move`, `readTimeout` and `snake_case`
likewise; `10,000` is 10000 and `200ms` is 200ms, 200, ms. A term is kept on disk as its CRC-32.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import lru_cache

from pipeline.text.words import snowball, snowballs, stopwords

VERSION = "1"
"""Part of the index format: change it with any change of the terms a text gives."""

TOKEN = re.compile(r"[^\W_]\w*(?:[-+./:#@<>=&*'’,_]+\w+)*(?:\+\+|#)?|_\w+")
_PARTS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+|[^\W\d_]+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_ENDING = re.compile(r"['’]s?$|['’](?:s|t|d|ll|m|re|ve)$")
_PLURAL = re.compile(r"(?:[A-Z]{2,}|[A-Z]\d+)s")  # APIs, GPUs
_UNIT = re.compile(r"(\d+(?:\.\d+)?)([a-z]{1,3})")
LONGEST = 40  # a longer whole token is an address or a hash, not a name anyone asks for
CACHE = 400_000  # distinct tokens remembered; a corpus of 600,000 passages has about as many

STOP = stopwords("index")
"""Function words: they carry no topic, and leaving them out halves the postings."""


class _Terms(dict[str, tuple[str, ...]]):
    """Token to its terms; each distinct token is analysed once."""

    def __missing__(self, token: str) -> tuple[str, ...]:
        if len(self) >= CACHE:
            self.clear()
        found = self[token] = tuple(_analyse(token))
        return found


_CACHE = _Terms()


def tokens(text: str) -> list[str]:
    """The tokens of a text as they stand."""
    return TOKEN.findall(text)


def of(token: str) -> tuple[str, ...]:
    """The terms of one token."""
    return _CACHE[token]


def of_many(tokens: list[str]) -> list[tuple[str, ...]]:
    """The terms of each of some tokens; those that are plain words, as most are, at once. None is kept:
    who asks keeps them himself, and an index of 44,000 passages would hold 100,000 of them twice."""
    plain = list(map(_plain, tokens))
    stems = iter(snowballs([word for word in plain if word]))
    made = []
    for token, word in zip(tokens, plain, strict=True):
        if not word:
            made.append(tuple(_analyse(token)))
            continue
        stem = next(stems)
        made.append(() if word in STOP else (stem,))
    return made


def terms(text: str) -> list[str]:
    """The index terms of a text, in order."""
    cache = _CACHE
    return [term for token in TOKEN.findall(text) for term in cache[token]]


def words(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Each token with its place: (start, end, terms); for highlighting and snippets."""
    return [(hit.start(), hit.end(), _CACHE[hit.group()]) for hit in TOKEN.finditer(text)]


@lru_cache(maxsize=CACHE)
def code(term: str) -> int:
    """A term as 32 bits. Two terms of one question share a code once in some 10**8 questions."""
    return zlib.crc32(term.encode())


def _plain(token: str) -> str:
    """The lower-case form of a plain word, "" for another token."""
    plain = token.isascii() and token.isalpha() and (token[1:].islower() or len(token) == 1)
    return token.lower() if plain else ""


def _analyse(token: str) -> list[str]:
    if word := _plain(token):  # the same as below, in a fifth of the time
        return [] if word in STOP else [snowball(word)]
    folded = _fold(token)
    if _GROUPED.fullmatch(folded):
        return [folded.replace(",", "")]
    if "'" in folded or "’" in folded:
        folded = _ENDING.sub("", folded)
    if folded.endswith("s") and _PLURAL.fullmatch(folded):
        folded = folded[:-1]
    whole = folded.lower()
    parts = [part for piece in _PARTS.findall(folded) for part in _split(piece)]
    plain = [snowball(part) for part in parts if part not in STOP]
    if len(parts) == 1 and parts[0] == whole:
        return plain
    if len(whole) > LONGEST or not plain or "," in whole:
        return plain
    return [_joined(whole), *plain]


def _split(piece: str) -> list[str]:
    """Parts of an identifier: CamelCase humps, a number and its unit, else the piece itself."""
    lower = piece.lower()
    unit = _UNIT.fullmatch(lower)
    if unit:
        return list(unit.groups())
    if piece == lower or piece.isupper() or (piece[:1].isupper() and piece[1:].islower()):
        return [lower]
    humps = [hump.lower() for hump in _CAMEL.findall(piece)]
    return humps if 1 < len(humps) <= 8 and max(map(len, humps)) > 2 else [lower]


def _joined(whole: str) -> str:
    """`pre-training` is written `pretraining` as often: hyphens go, other signs stay."""
    plain = whole.replace("-", "")
    return snowball(plain) if plain.isalpha() else plain


def _fold(token: str) -> str:
    if token.isascii():
        return token
    spread = unicodedata.normalize("NFKD", token)
    return "".join(sign for sign in spread if not unicodedata.combining(sign))
