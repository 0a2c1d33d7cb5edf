"""Finds texts that say the same: exact copies, near copies, and syndicated text.

Enter: texts, as sets of hashed five-word shingles. Leave: which earlier document a later one
repeats. Candidates share sampled shingles (those whose hash is 0 mod 16, the same ones in every
text); each is then compared on all shingles, so the verdict does not depend on sampling.
Shingling: Broder 1997, "On the resemblance and containment of documents".
"""

from __future__ import annotations

import re
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from pipeline.records.store import sha256

Hashes = NDArray[np.uint64]

WIDTH = 5
SAMPLE = 16
# Thresholds and their precision and recall on planted and natural pairs: bench/duplicates.py,
# figures in docs/corpus.md.
NEAR = 0.35  # resemblance (shared of all shingles) from which texts of two publishers are one
NEAR_OWN = 0.85  # and of one publisher, under the same title: its pages share templates
CONTAINED = 0.75  # share of a text found in a longer one of another publisher: syndicated
CONTAINED_LEAST = 120  # shingles; a shorter text may be a quotation or a release note
SHORT = 60  # shingles; a shorter text is only folded when it is the same text under the same title
SHARED_LEAST = 4  # sampled shingles that make a pair worth comparing
COMPARED = 25  # pairs compared for one text, those that share most first
FACTORS = np.array(
    [
        0x9E3779B97F4A7C15,
        0xC2B2AE3D27D4EB4F,
        0x165667B19E3779F9,
        0xD6E8FEB86659FD93,
        0xA0761D6478BD642F,
    ],
    dtype=np.uint64,
)  # fmt: skip  odd constants of splitmix64, xxHash and wyhash: any fixed odd numbers would do
WORD = re.compile(r"\w+")
BETWEEN = bytes(code if WORD.match(chr(code)) else 32 for code in range(128)).ljust(256)  # in ASCII


def shingles(text: str) -> Hashes:
    """Hashes of a text's five-word shingles, sorted, each once. Case and punctuation fold away."""
    return np.unique(_hashed(_words(text)))


def sample(all_of_them: Hashes) -> Hashes:
    """The same sixteenth of all shingles in every text."""
    chosen: Hashes = all_of_them[all_of_them % np.uint64(SAMPLE) == 0]
    return chosen


def sampled(text: str) -> Hashes:
    """The sample of a text's shingles, sorted, each once."""
    return np.unique(sample(_hashed(_words(text))))


def exact_key(text: str) -> str:
    """Equal for texts that differ in case, punctuation and spacing at most."""
    return sha256(b" ".join(_words(text)))[:16]


@lru_cache(maxsize=1)  # a text is asked for both of its keys at once
def _words(text: str) -> list[bytes]:
    low = text.lower()
    if low.isascii():  # a fifth of the time
        return low.encode().translate(BETWEEN).split()
    return " ".join(WORD.findall(low)).encode().split(b" ")


def _hashed(words: list[bytes]) -> Hashes:
    """The hash of every five words in a row; of fewer, one hash."""
    padded = words + [b""] * (WIDTH - len(words))
    codes = np.fromiter(map(crc32, padded), np.uint64, len(padded))
    size = len(codes) - WIDTH + 1
    mixed = np.zeros(size, np.uint64)
    with np.errstate(over="ignore"):
        for step in range(WIDTH):
            mixed += codes[step : step + size] * FACTORS[step]
        mixed ^= mixed >> np.uint64(31)
        mixed *= FACTORS[0]
        mixed ^= mixed >> np.uint64(29)
    return mixed


def resemblance(one: Hashes, two: Hashes) -> tuple[float, float]:
    """(shared part of all shingles, shared part of the smaller text's)."""
    shared = len(np.intersect1d(one, two, assume_unique=True))
    return shared / max(1, len(one) + len(two) - shared), shared / max(1, min(len(one), len(two)))


def same(one: Hashes, two: Hashes, *, publishers_differ: bool, titles_alike: bool) -> str:
    """How two texts are one: "near", "syndicated", or "" when they are not."""
    if min(len(one), len(two)) < SHORT or not (publishers_differ or titles_alike):
        return ""
    alike, contained = resemblance(one, two)
    if alike >= (NEAR if publishers_differ else NEAR_OWN):
        return "near"
    long_enough = min(len(one), len(two)) >= CONTAINED_LEAST
    return "syndicated" if publishers_differ and long_enough and contained >= CONTAINED else ""


def same_title(one: str, two: str) -> bool:
    """Whether two titles are one but for case and punctuation."""
    return WORD.findall(one.lower()) == WORD.findall(two.lower())
