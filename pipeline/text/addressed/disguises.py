"""Takes the disguise off what is written for a machine and not for an eye.

Enter: a text. Leave: what hides in it, as plain words: tag characters, and text that is coded (base64,
hex, percent signs, rot13, letters apart, letters in reverse). Whether those words address a model is
for others to say.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from pipeline.text.keywords import Keywords

TAGS = re.compile("(?<!\U0001f3f4)[\U000e0020-\U000e007e]{4,}")  # behind a black flag: a region's
BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{20,4000}={0,2}(?![\w+/=])")
HEX = re.compile(
    r"(?<![\w])(?:0x)?(?:[0-9a-fA-F]{2}[ :]?){14,2000}(?![\w])|(?:\\x[0-9a-fA-F]{2}){8,}"
)
PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2}|[\w.-]){0,40}(?:%[0-9a-fA-F]{2}[\w.,-]{0,20}){4,}")
BINARY = re.compile(r"(?<!\d)(?:[01]{8}[ ,]?){14,4000}(?!\d)")
APART = re.compile(r"(?<!\w)(?:\w[ ._*-]){10,400}\w(?!\w)")
ROT13 = ("vafgehpgvba", "vtaber", "cebzcg", "erfcbafr", "lbhe nafjre", "qvfertneq")
REVERSED = ("snoitcurtsni", "erongi", "tpmorp", "esnopser ruoy", "drager")
MARKS = Keywords((*ROT13, *REVERSED))
JOINED = re.compile(
    r"(?:ignore|disregard|forget|override)(?:all|any|the|your|my)*(?:previous|prior|above|earlier|"
    r"preceding|system)(?:instructions?|prompts?|rules?|context)|systemprompt|youarenow|yourresponse|"
    r"yourreply|youranswer|newinstructions?", re.IGNORECASE,
)  # fmt: skip
PROSE = re.compile(r"[A-Za-z'’,.!?:;\"()\s-]+")
# What must stand in a text before a costly pattern is tried on it. Each costs a third to a tenth of that
# pattern: it begins with a set of signs that the engine skips to, or is no pattern (`_has_run`).
TAG = re.compile("[\U000e0020-\U000e007e]")
HEX_DIGITS = b"0123456789abcdefABCDEF"
APART_RUN = re.compile(r"[ ._*-]\w[ ._*-]\w[ ._*-]\w[ ._*-]\w[ ._*-]")
BASE64_RUN, PERCENT_RUN = 20, 12  # characters, without white space, of the shortest match
FEWEST = 3  # words that make a decoded text prose


@dataclass(frozen=True, slots=True)
class Disguise:
    """What a disguise hides, where it stands and what kind it is."""

    start: int
    end: int
    kind: str
    words: str


def disguised(text: str) -> Iterator[Disguise]:
    """Coded words of a text that are prose when they are decoded."""
    for place in _long(text, BASE64_RUN):
        for match in BASE64.finditer(text, *place):
            yield from _prose(match, "base64", _from_base64(match[0]))
    for match in HEX.finditer(text) if may_hold_hex(text) else ():
        yield from _prose(match, "hex", _from_hex(match[0]))
    for place in _long(text, PERCENT_RUN) if text.count("%") >= 4 else ():
        for match in PERCENT.finditer(text, *place) if text.count("%", *place) >= 4 else ():
            yield from _prose(match, "percent", unquote(match[0]))
    for match in BINARY.finditer(text) if may_hold_binary(text) else ():
        yield from _prose(match, "binary", _from_binary(match[0]))
    for match in APART.finditer(text) if APART_RUN.search(text) else ():
        joined = re.sub(r"[ ._*-]", "", match[0])
        if JOINED.search(joined):
            yield Disguise(match.start(), match.end(), "letters apart", joined)
    standing = MARKS.standing(text.lower())
    for kind, marks, decoded in (("rot13", ROT13, _rot13), ("reversed", REVERSED, _reversed)):
        if not standing.isdisjoint(marks):
            for line in re.finditer(r"\S[^\n]*", text):
                yield Disguise(line.start(), line.end(), kind, decoded(line[0]))


def may_hold_hex(text: str) -> bool:
    return "\\x" in text or _has_run(text, HEX_DIGITS, 28, b" :")


def may_hold_binary(text: str) -> bool:
    return _has_run(text, b"01", 112, b" ,")


def _has_run(text: str, digits: bytes, least: int, between: bytes) -> bool:
    """Whether so many digits follow one another in a text, what may stand between them left out."""
    alike = bytes.maketrans(digits, b"0" * len(digits))
    return b"0" * least in text.encode("ascii", "replace").translate(alike, between)


def _long(text: str, least: int) -> Iterator[tuple[int, int]]:
    """Where the runs of a text without white space are that have so many characters."""
    end = 0
    for run in text.split():
        if len(run) >= least:  # no other long run lies between, so that the next place is its own
            start = text.index(run, end)
            end = start + len(run)
            yield start, end


def _prose(match: re.Match[str], kind: str, words: str) -> Iterator[Disguise]:
    if len(words.split()) >= FEWEST:
        yield Disguise(match.start(), match.end(), kind, words)


def is_prose(words: str) -> bool:
    """Whether decoded words are a person's: letters and marks, several words of them."""
    found = PROSE.fullmatch(words.strip())
    letters = re.findall(r"[A-Za-z]{2,}", words)
    return bool(found) and len(letters) > FEWEST and sum(map(len, letters)) > 0.7 * len(words)


def _from_base64(text: str) -> str:
    body = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


def _from_hex(text: str) -> str:
    try:
        return bytes.fromhex(re.sub(r"0x|\\x|[ :]", "", text)).decode("utf-8")
    except ValueError:
        return ""


def _from_binary(text: str) -> str:
    try:
        return bytes(int(one, 2) for one in re.findall("[01]{8}", text)).decode("utf-8")
    except ValueError:
        return ""


def _rot13(text: str) -> str:
    return codecs.decode(text, "rot13")


def _reversed(text: str) -> str:
    return text[::-1]


@lru_cache(maxsize=1)  # a file of many documents is asked for each of them
def tagged(text: str) -> tuple[str, ...]:
    """What is written in tag characters, which no font shows."""
    if not TAG.search(text):
        return ()
    return tuple("".join(chr(ord(sign) - 0xE0000) for sign in run) for run in TAGS.findall(text))
