"""Takes the disguise off what is written for a machine and not for an eye.

Enter: a text, or the bytes of an item. Leave: what hides in it, as plain words: tag characters,
text that is coded (base64, hex, percent signs, rot13, letters apart, letters in reverse), and
the parts of a page that nobody is shown (comments, hidden elements, descriptions of images).
Whether those words address a model is for others to say.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from pipeline.ingest.loading import json_value
from pipeline.ingest.readers.markup import HIDDEN_STYLE
from pipeline.ingest.reading import Reading
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
COMMENT = re.compile(r"<!--(.{8,4000}?)-->", re.DOTALL)
UNSHOWN = re.compile(
    rf"<(\w+)\b[^<>]*(?:{HIDDEN_STYLE}|\shidden(?=[\s=>])|aria-hidden=[\"']true)[^<>]*>(.{{8,4000}}?)</\1",
    re.DOTALL | re.IGNORECASE,
)
DESCRIBED = re.compile(
    r"\b(?:alt|title|aria-label|content|placeholder|summary|data-[\w-]+)\s*=\s*"
    r"(?:\"([^\"<>]{12,4000})\"|'([^'<>]{12,4000})')", re.IGNORECASE,
)  # fmt: skip
ALT = re.compile(r"!\[([^\]\n]{12,2000})\]\(")
# What must stand in a text before a costly pattern is tried on it. Each begins with a set of signs
# that the engine skips to, and costs a third to a tenth of the pattern it stands before.
TAG = re.compile("[\U000e0020-\U000e007e]")
HEX_RUN = re.compile(r"[0-9a-fA-F][0-9a-fA-F][ :]?(?:[0-9a-fA-F]{2}[ :]?){13}")
BINARY_RUN = re.compile(r"[01]{8}[ ,]?[01]{8}")
APART_RUN = re.compile(r"[ ._*-]\w[ ._*-]\w[ ._*-]\w[ ._*-]\w[ ._*-]")
DESCRIPTION = re.compile(r"=\s*[\"'][^<>]{12}")
BASE64_RUN, PERCENT_RUN = 20, 12  # characters, without white space, of the shortest match
FEWEST = 3  # words that make a decoded text prose
MAX_READ = 3_000_000  # characters of an item that are searched for unshown parts


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
    for match in HEX.finditer(text) if HEX_RUN.search(text) or "\\x" in text else ():
        yield from _prose(match, "hex", _from_hex(match[0]))
    for place in _long(text, PERCENT_RUN) if text.count("%") >= 4 else ():
        for match in PERCENT.finditer(text, *place) if text.count("%", *place) >= 4 else ():
            yield from _prose(match, "percent", unquote(match[0]))
    for match in BINARY.finditer(text) if BINARY_RUN.search(text) else ():
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


def unshown(text: str) -> Iterator[tuple[str, str]]:
    """(kind, words) of what a page holds but does not show to a reader's eye."""
    text = text[:MAX_READ]
    if "<" in text:
        for match in COMMENT.finditer(text):
            yield "comment", match[1]
        for match in UNSHOWN.finditer(text):
            yield "hidden", html.unescape(re.sub(r"<[^<>]*>", " ", match[2]))
        for match in DESCRIBED.finditer(text) if DESCRIPTION.search(text) else ():
            yield "description", html.unescape(match[1] or match[2])
    for match in ALT.finditer(text):
        yield "description", match[1]


# ── one entry of a feed ───────────────────────────────────────────────────────────────────

ENTRY = re.compile(r"<(?:\w+:)?(item|entry)\b.*?</(?:\w+:)?\1\s*>", re.DOTALL | re.IGNORECASE)
TIMES = 2  # escapes within escapes: what a feed reader undoes, and the page after it


def entry_of(raw: str, reading: Reading) -> str:
    """The raw markup of the entry that a reading was made of, by its address or title, with the escapes
    undone; "" when no entry can be told to be its own."""
    place = reading.path.partition("#")[2]
    marks = [one for one in (place, reading.url, reading.title) if one]
    entries = _unescaped_entries(raw)
    for mark in marks:
        own = [one for one in entries if mark in one]
        if len(own) == 1:
            return own[0]
    return entries[0] if len(entries) == 1 else ""


@lru_cache(maxsize=1)  # a feed is asked for the entry of each of its documents
def _unescaped_entries(raw: str) -> tuple[str, ...]:
    return tuple(_unescaped(one) for one in _entries(raw))


def _entries(raw: str) -> Iterator[str]:
    if raw.lstrip()[:1] == "{":
        yield from _items(raw)
        return
    yield from (match[0] for match in ENTRY.finditer(raw))


def _items(raw: str) -> Iterator[str]:
    """Entries of a JSON feed: every text of each, a line each."""
    try:
        items = json_value(raw).get("items", ())
    except (ValueError, AttributeError):
        return
    for item in items if isinstance(items, list) else ():
        yield "\n".join(_texts(item))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _unescaped(entry: str) -> str:
    """Markup as a page would have it."""
    text = entry.replace("<![CDATA[", "").replace("]]>", "")
    for _ in range(TIMES):
        text = html.unescape(text)
    return text
