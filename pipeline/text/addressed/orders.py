"""Finds what addresses a model instead of a person, by the rules of orders.toml.

Enter: a text. Leave: `Order`s, each with its place, its rule and whether it stands as an order or
is shown as an example. A rule is tried only where one of its words stands, so that sound text
costs a look at some words. Letters that only look like Latin ones are read as what they look like.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from pipeline.text.keywords import Keywords, WordedPattern, folds, needed, standing, worded
from pipeline.text.lists import beside

FIELDS = 3  # different ones of a registry that make a record
AROUND = 160  # characters before a find in which an example is introduced
OPENING = " \t\n.!?:;,\"“'‘(>*]–—-"
BEFORE = 60  # characters before a find in which somebody else is named who does it
REACH = 400  # characters to either side within which a sentence ends
# A word that may begin an errand: the first of a line or a sentence, or one with a capital.
FIRST = re.compile(r"[.!?:\s](?:(?<=[.!?:\n])[^\S\n]*|(?=[A-Z]))(\w+)")
FLAGS = re.IGNORECASE | re.MULTILINE
STOP = re.compile(r"[.!?](?=\s)|\n")
# Cyrillic and Greek letters by the Latin ones they are taken for (Unicode TR 39, confusables).
ALIKE = dict(
    zip(
        map(ord, "аеорсухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅοαινρτυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"),
        "aeopcyxijsdhqwABEKMHOPCTYXIJSoaivptuABEZHIKMNOPTYX",
        strict=True,
    )
)
Line = tuple[int, int]
WIDE = (range(0xFF01, 0xFF5F), range(0x1D400, 0x1D800), range(0x24B6, 0x24EA))  # letters set wide


@dataclass(frozen=True, slots=True)
class Order:
    """Where something addresses a model, by which rule, and the rule's reason."""

    start: int
    end: int
    rule: str
    says: str


@dataclass(frozen=True, slots=True)
class OrderRule:
    """A row of orders.toml."""

    name: str
    says: str
    needs: tuple[str, ...]
    sources: tuple[str, ...]
    unless: re.Pattern[str] | None
    told: re.Pattern[str] | None

    @property
    def patterns(self) -> tuple[WordedPattern, ...]:
        """What it finds; read where one of its words stands: that of all rules is a tenth of a second."""
        return _worded(self.sources)

    def excuses(self, text: str, start: int) -> bool:
        """Whether what the rule finds at a place is a statement, or talk of software."""
        before = text[max(0, start - BEFORE) : start]
        return bool(
            (self.told and self.told.search(before))
            or (self.unless and self.unless.search(sentence(text, start)))
        )


@dataclass(frozen=True, slots=True)
class Discussion:
    """The words of a text that is about such attacks, about models, about attacks by markup."""

    attack: re.Pattern[str]
    models: re.Pattern[str]
    web: re.Pattern[str]
    shown: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Strange:
    """The words of what has nothing to do with its text, and of what belongs to an order beside it."""

    question: re.Pattern[str]
    tied: re.Pattern[str]
    assisted: re.Pattern[str]
    to_a_reader: re.Pattern[str]
    asks_me: re.Pattern[str]
    field: re.Pattern[str]
    to_you: re.Pattern[str]


def _table() -> Mapping[str, Any]:
    return beside(__file__, "orders.toml").tables


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, FLAGS)


@lru_cache(maxsize=1)
def _parts() -> dict[str, str]:
    parts: dict[str, str] = dict(_table()["parts"])
    return parts | {"WRITE": f"(?:{'|'.join(parts['WRITE'].split())})"}


def _whole(pattern: str, parts: Mapping[str, str]) -> str:
    """A pattern, its parts set in."""
    for name, part in parts.items():
        pattern = pattern.replace(f"{{{name}}}", part)
    return pattern


@cache  # as many as there are rules
def _worded(sources: tuple[str, ...]) -> tuple[WordedPattern, ...]:
    return tuple(worded(one, FLAGS) for one in sources)


def order_pattern(row: str, parts: Mapping[str, str]) -> WordedPattern:
    """A row of a table of patterns, its parts set in."""
    return worded(_whole(row, parts), FLAGS)


@lru_cache(maxsize=1)
def rules() -> tuple[OrderRule, ...]:
    """The rules, their parts set in."""
    parts = _parts()
    return tuple(
        OrderRule(row["name"], row["says"], tuple(row["needs"]),
             tuple(_whole(one, parts) for one in row["patterns"]),
             _compiled(row["unless"]) if "unless" in row else None,
             _compiled(row["told"]) if "told" in row else None)
        for row in _table()["rules"]
    )  # fmt: skip


@lru_cache(maxsize=1)
def discussion() -> Discussion:
    """What a text says that speaks of attacks instead of making one."""
    return Discussion(**{name: _compiled(one) for name, one in _table()["discuss"].items()})


@lru_cache(maxsize=1)
def strange() -> Strange:
    """How questions, errands and records that have nothing to do with a text are told."""
    strays, parts = _table()["strays"], _parts()
    return Strange(**{name: _compiled(_whole(one, parts)) for name, one in strays.items()})


def is_record(fields: Sequence[re.Match[str]]) -> bool:
    """Whether what `Strange.field` found in a text makes the record of a domain."""
    return len({" ".join(one[0].split()).lower() for one in fields}) >= FIELDS


@lru_cache(maxsize=1)
def tasks() -> tuple[re.Pattern[str], frozenset[str]]:
    """(how a bare errand begins, words that say nothing about its subject)."""
    return _compiled(_parts()["BEGINS"] + _errand()), frozenset(_table()["tasks"]["common"].split())


@lru_cache(maxsize=1)
def chores() -> re.Pattern[str]:
    """A sentence that asks a helper for something."""
    table: dict[str, Any] = _table()["tasks"]
    verbs = "|".join((*table["tell"], *table["make"]))
    asks = table["asks"]
    one = r"(?:(?![.!?]\s)[^\n]){3,300}"  # sentence
    return _compiled(
        rf"(?:please\s+|kindly\s+)?(?:{verbs})\s(?!sure\b){one}(?<!:)|{asks}[^.!?\n]*\?"
    )


def _errand() -> str:
    table: dict[str, Any] = _table()["tasks"]
    tell, make = "|".join(table["tell"]), "|".join(table["make"])
    return (
        rf"(?:please\s+|kindly\s+)?(?:(?:{tell})\s|(?:{make})\b[^.!?\n]{{0,60}}?"
        rf"\b(?:{table['works']})\b)[^.!?\n]*[.!?]?"
    )


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """The words that an errand begins with."""
    table: dict[str, Any] = _table()["tasks"]
    first = {phrase.split()[0] for phrase in (*table["tell"], *table["make"])}
    return frozenset({"please", "kindly", *first})


@lru_cache(maxsize=2)  # a text is asked about twice
def errands(text: str) -> tuple[re.Match[str], ...]:
    """What the pattern of `tasks` finds in a text, tried only at words that may begin an errand."""
    begins, _ = tasks()
    if folds(text):
        return tuple(begins.finditer(text))
    first = _first_words()
    found: list[re.Match[str]] = []
    for word in FIRST.finditer(f"\n{text}"):
        if word[1].lower() in first:
            at = max(word.start() - 1, found[-1].end() if found else 0)
            errand = begins.match(text, at) or begins.match(text, word.start())
            found += [errand] if errand else []
    return tuple(found)


@lru_cache(maxsize=1)
def _alike() -> dict[int, str]:
    """One character for one: wide and mathematical letters, and the look-alikes."""
    folded = {
        code: plain
        for block in WIDE
        for code in block
        if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1
    }
    return folded | ALIKE


def plain(text: str) -> str:
    """The text as an eye reads it, every character at its place."""
    return text if text.isascii() or not _unlike().search(text) else text.translate(_alike())


@lru_cache(maxsize=1)
def _unlike() -> re.Pattern[str]:
    ranges = (f"{chr(block.start)}-{chr(block.stop - 1)}" for block in WIDE)
    return re.compile(f"[{''.join(map(chr, ALIKE))}{''.join(ranges)}]")


def orders(text: str) -> list[Order]:
    """What addresses a model in a text, in order, none inside another."""
    seen = plain(text)
    lines = _lines(seen)
    raw = lines if seen is text else _lines(text)
    found = [
        one
        for n, rule in enumerate(rules())
        if lines[n] or raw[n]
        for one in (
            _by(n, text, raw[n]) if rule.name.startswith("tongues") else _by(n, seen, lines[n])
        )
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Order] = []
    for one in found:
        if not kept or one.end > kept[-1].end:
            kept.append(one)
    return kept


def _by(number: int, text: str, lines: list[Line]) -> Iterator[Order]:
    """What a rule finds in some lines of a text."""
    rule = rules()[number]
    for line in lines:
        for pattern in _tried(number, _standing(number, text[slice(*line)])):
            for match in pattern.finditer(text, *line):
                start = match.start() + len(match[0]) - len(match[0].lstrip(OPENING))
                if start < match.end() and not rule.excuses(text, start):
                    yield Order(start, match.end(), rule.name, rule.says)


@lru_cache(maxsize=8_192)  # the same few words stand in most lines
def _tried(number: int, words: frozenset[str] | None) -> tuple[re.Pattern[str], ...]:
    """The patterns of a rule that can match where some words stand."""
    return tuple(one.pattern for one in rules()[number].patterns if one.may(words))


def _lines(text: str) -> list[list[Line]]:
    """For each rule the lines that hold one of its words, in order."""
    marks, owners = _needs()
    low = text.lower()
    found: list[list[Line]] = [[] for _ in rules()]
    line = (0, -1)
    for word, at in marks.places(low):
        if at >= line[1]:
            end = low.find("\n", at)
            line = (low.rfind("\n", 0, at) + 1, len(low) if end < 0 else end)
        for number in owners[word]:
            if not found[number] or found[number][-1] != line:
                found[number].append(line)
    return found


@lru_cache(maxsize=256)  # a text is asked about twice
def _standing(number: int, line: str) -> frozenset[str] | None:
    return standing(line, _words(number))


@cache
def _words(number: int) -> Keywords:
    """The words that the patterns of a rule need."""
    return needed(rules()[number].patterns)


@lru_cache(maxsize=1)
def _needs() -> tuple[Keywords, dict[str, list[int]]]:
    """(the words of all rules, the numbers of the rules that each is of)."""
    owners: dict[str, list[int]] = {}
    for number, rule in enumerate(rules()):
        for word in rule.needs:
            owners.setdefault(word, []).append(number)
    return Keywords(owners), owners


def sentence(text: str, at: int) -> str:
    """What stands between the full stops or line ends round a place."""
    low, high = max(0, at - REACH), at + REACH
    start = max((one.end() for one in STOP.finditer(text, low, at)), default=low)
    end = STOP.search(text, at, high)
    return text[start : end.start() if end else high]


def is_shown(text: str, order: Order, *, block: str, start: int, named: bool) -> bool:
    """Whether an order is quoted, introduced as an example, or named within a statement.

    `block` is the kind of the block that holds it, `start` where that block begins; `named` says
    whether it may be named so.
    """
    if block in ("code", "quote", "table"):
        return True
    before = text[max(start, order.start - AROUND) : order.start]
    if _in_quotes(text, order, start) or discussion().shown.search(before):
        return True
    if not named:
        return False
    lead = re.split(r"[.!?:;\n]\s", before)[-1]
    return len(lead.split()) >= 3 and not re.search(
        r"\b(?:please|must|should|also|then|now|instead)\s*[:,]?\s*$", lead, re.IGNORECASE
    )


def _in_quotes(text: str, order: Order, start: int) -> bool:
    before = text[start : order.start]
    curly = before.count("“") > before.count("”") or before.count("«") > before.count("»")
    straight = before.count('"') % 2 == 1 and '"' in text[order.start :]
    return curly or straight


def discusses_attacks(text: str) -> bool:
    """Whether a text speaks of attacks on models more than once: it quotes what is said to them."""
    low = text.lower()
    if not any(word in low for word in ("injection", "jailbr", "jail-br", "adversarial", "prompt")):
        return False
    return len(discussion().attack.findall(text)) > 1


def talks_of(text: str, found: list[Order]) -> dict[str, int]:
    """How often a text, without what was found in it, speaks of attacks, of models, of the web."""
    outside, at = [], 0
    for one in found:
        outside.append(text[at : one.start])
        at = max(at, one.end)
    rest = " ".join([*outside, text[at:]])
    speaks = discussion()
    return {
        "attack": len(speaks.attack.findall(rest)),
        "models": len(speaks.models.findall(rest)),
        "web": len(speaks.web.findall(rest)),
    }
