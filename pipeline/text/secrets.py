"""Masks what must not be shown: keys in a text, credentials and tokens in an address.

Enter: text or an address. Leave: the same with stars where a key stood, as long as before in a text,
so that every place in it stays its own. What a key looks like stands in secrets.toml. Documentation
is full of made-up keys; they are masked like real ones, since nobody can tell.
"""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from pipeline.text.keywords import Keywords
from pipeline.text.lists import beside

STAR = "*"
SHOWN = 4  # characters of a key that stay, so that its owner knows which it is
MASK = "***"
SWITCHES = 5  # from digits to letters or between cases; a name of several words has fewer
DRAWN_BITS = 3.4  # entropy a character from which sixteen characters look drawn by lot
NAME = 48  # characters from the word of a name to the sign before its value, at most
ADDRESS = re.compile(
    r"\b(?:(?:git\+|jdbc:)?(?:https?|ssh)|s?ftps?|wss?|smtps?|imaps?|ldaps?|mqtts?|nats|postgres(?:ql)?|mysql|mariadb|"
    r"mssql|sqlserver|rediss?|amqps?|mongodb(?:\+srv)?)://[^\s\"'<>\\`]+"
)
USER = re.compile(r"(?<=://)[^\s/?#@:\"'<>]*:[^\s/?#@\"'<>]*@|(?<=://)[^\s/?#@:\"'<>]{12,}@")
PARAMETER = re.compile(
    r"(?P<before>[?&#;](?:amp;)?)(?P<name>[\w.-]{1,40})=(?P<value>[^&#;,\s\"'<>)\]]+)"
)


@dataclass(frozen=True, slots=True)
class SecretForm:
    """A sort of key: what must stand in a text before its pattern is tried."""

    name: str
    marks: tuple[str, ...]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Secret:
    """A key in a text: where, and of which sort."""

    start: int
    end: int
    name: str


@lru_cache(maxsize=1)
def _forms() -> tuple[SecretForm, ...]:
    return tuple(
        SecretForm(row["name"], tuple(row["marks"]), re.compile(row["pattern"]))
        for row in _table()["keys"]
    )


@lru_cache(maxsize=1)
def _marks() -> Keywords:
    return Keywords(mark for form in _forms() for mark in form.marks)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return dict(beside(__file__, "secrets.toml").tables)


@dataclass(frozen=True, slots=True)
class Assigned:
    """A name and its value: the words of one, what must stand in a text, and what is no key."""

    marks: tuple[str, ...]
    word: re.Pattern[str]
    value: re.Pattern[str]
    pattern: re.Pattern[str]
    placeholder: re.Pattern[str]

    def may(self, text: str) -> bool:
        """Whether the pattern can match in a text: a long value stands behind one of the words."""
        return any(
            self.word.search(text, max(0, match.start() - NAME), match.start())
            for match in self.value.finditer(text)
        )


@lru_cache(maxsize=1)
def _assigned() -> Assigned:
    row = _table()["assigned"]
    names = ("word", "value", "pattern", "placeholder")
    return Assigned(tuple(row["marks"]), *(re.compile(row[name], re.I) for name in names))


@lru_cache(maxsize=1)
def _names() -> tuple[frozenset[str], frozenset[str]]:
    row = _table()["addresses"]
    always, drawn = (row[kind].replace("-", "_").split() for kind in ("always", "drawn"))
    return frozenset(always), frozenset(drawn)


def keys(text: str) -> list[Secret]:
    """The keys of a text, in order, none inside another."""
    return _apart([*_formed(text), *_by_name(text), *_in_addresses(text)])


def formed_keys(text: str) -> list[Secret]:
    """Of the keys of a text those that tell themselves by their form, whatever name stands before them."""
    return _apart([*_formed(text)])


def _apart(found: list[Secret]) -> list[Secret]:
    kept: list[Secret] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _formed(text: str) -> Iterator[Secret]:
    standing = _marks().standing(text)
    for form in _forms():
        if not standing.isdisjoint(form.marks):
            for match in form.pattern.finditer(text):
                group = "key" if "key" in form.pattern.groupindex and match["key"] else 0
                yield Secret(*match.span(group), form.name)


def _by_name(text: str) -> Iterator[Secret]:
    assigned = _assigned()
    low = text.lower()
    if any(mark in low for mark in assigned.marks) and assigned.may(text):
        for match in assigned.pattern.finditer(text):
            value = match["key"]
            if is_drawn(value) and not assigned.placeholder.search(value):
                yield Secret(*match.span("key"), "assigned secret")


def _in_addresses(text: str) -> Iterator[Secret]:
    """Passwords and keys in the addresses of a text, where they look drawn by lot: an example's are words."""
    always, _ = _names()
    for address in ADDRESS.finditer(text) if "://" in text else ():
        if user := USER.search(address[0]):
            start = user.start() + user[0].find(":") + 1
            if is_drawn(user[0][start - user.start() : -1]):
                yield Secret(address.start() + start, address.start() + user.end() - 1, "password")
        for match in PARAMETER.finditer(address[0]):
            if _named(match) in always and is_drawn(match["value"]):
                start, end = match.span("value")
                yield Secret(address.start() + start, address.start() + end, "key of an address")


def _named(parameter: re.Match[str]) -> str:
    return parameter["name"].lower().replace("-", "_")


def is_drawn(value: str) -> bool:
    """Whether a value looks drawn by lot: long, letters and digits mixed, hardly any repeats."""
    signs = re.sub(r"[^A-Za-z0-9]", "", value)
    kinds = ["d" if sign.isdigit() else "u" if sign.isupper() else "l" for sign in signs]
    switches = sum(left != right for left, right in pairwise(kinds))
    if len(value) < 16 or kinds.count("d") < 2 or switches < SWITCHES:
        return False
    counts = Counter(value).values()
    bits = -sum(n / len(value) * math.log2(n / len(value)) for n in counts)
    return bits >= DRAWN_BITS


def mask_keys(text: str) -> tuple[str, int]:
    """The text, as long as before, with stars in its keys; and how many keys there were."""
    found = keys(text)
    for one in reversed(found):
        shown = 0 if one.name == "private key" else SHOWN
        hidden = re.sub(r"\S", STAR, text[one.start + shown : one.end])
        text = text[: one.start + shown] + hidden + text[one.end :]
    return text, len(found)


def mask_address(address: str) -> str:
    """An address without credentials before its host and without keys among its parameters."""
    if "@" in address:
        address = USER.sub(f"{MASK}@", address)
    if "=" not in address:
        return address
    always, drawn = _names()

    def masked(match: re.Match[str]) -> str:
        name, value = _named(match), match["value"]
        if name in always or (name in drawn and is_drawn(value)):
            return f"{match['before']}{match['name']}={MASK}"
        return match[0]

    return PARAMETER.sub(masked, address)


def mask(text: str) -> str:
    """Text for people or programs: addresses and keys masked."""
    if "://" in text:
        text = ADDRESS.sub(lambda match: mask_address(match[0]), text)
    return mask_keys(text)[0]


class MaskingFormatter(logging.Formatter):
    """Log lines, tracebacks too, without keys."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))
