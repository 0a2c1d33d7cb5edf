"""The net before print: which sentences of a text that is about to be shown speak to a machine.

Enter: a text, and what it stands among. Leave: spans of whole sentences, or the text with them blacked
out, as long as before. An ingest leaves out what is surely such, for what it takes is lost to search; what
is printed is a few hundred sentences a day, and one too many of them costs a sentence. So each is asked by
every rule without an excuse, by `net.toml`, by its likeness to such talk with a lower threshold, for codes,
letters that deceive and other languages, and whether it asks for what the text round it says nothing of.
A short text says little: what it orders in words that are common in its corpus is its own advice, and what
it asks for in words that are rare there is a stranger's.
A sentence beside one that is told goes with it when it speaks to "you" or is as foreign to its text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.text.addressed import orders
from pipeline.text.addressed.disguises import TAG, disguised, is_prose
from pipeline.text.addressed.languages import (
    OTHER_SCRIPT,
    is_foreign,
    is_foreign_line,
    other_letters,
)
from pipeline.text.addressed.orders import order_pattern
from pipeline.text.keywords import Keywords, WordedPattern, needed, standing
from pipeline.text.lists import beside
from pipeline.text.printable import addressed, asking
from pipeline.text.printable.asking import TextAround
from pipeline.text.sentences import sentences
from pipeline.text.words import STOPWORDS, snowball, stem, words

Span = tuple[int, int]
BLACK = "\N{FULL BLOCK}"
BLACKED = re.compile(rf"{BLACK}[{BLACK}\s]*[.!?]?")
# Signs that no reader sees, between letters; emoji are joined with some of them.
UNSEEN = re.compile(
    "(?<=[^\\W\\d_])[\u200b-\u200d\u2060\ufeff\u00ad\u180e](?=[^\\W\\d_])|[\u202a-\u202e\u2066-\u2069]"
)
MIXED = re.compile("[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]")
ENTRY = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s")
BROKEN = re.compile(r"(?<=[\w,;])\n(?=[a-z(])")
TOOLING = beside(__file__).words("tooling")
FEW = 2  # unseen signs: one may be a soft hyphen or a slip
MIXTURES = 2  # places where scripts meet within a word; units such as kΩ and µs have one
LOWER = 1.0  # of the likeness, below the threshold of an ingest
CLAUSE = re.compile(r"(?:;|\s[-–—])\s+")
ALIEN_LINE = re.compile(
    r"[“\"'‘]?[^\W\d_][^\W\d_A-Z]*(?:,? [^\W\d_A-Z][^\W\d_A-Z'’-]*)+[.!?”\"'’]*"
)
HOST = re.compile(
    r"(?:^|[.!?]\s+)(?:[a-z0-9-]+\.)*(?P<owner>[a-z0-9-]+)\.(?:com|net|org|info|biz|io|dev|app|xyz|top|site|online|shop|club)(?:[.!?]?$|\s+(?-i:[A-Z]))",
    re.IGNORECASE,
)  # a file's name ends otherwise
CONTRACTED = re.compile(r"\b(what|who|how|where|when|why)['’]s\b", re.IGNORECASE)
# Where a sentence begins or ends in the middle of another, as what is set between two cues of a transcript does.
BEGUN = re.compile(
    r"(?<=[.!?]) (?=[a-z])|(?<=[.!?][\"”'’]) (?=[a-z])|(?<=[a-z0-9,]) (?=(?:What|Who|Why|How|When|Where|Which|Can|Could|Please)\b|[A-Z][a-z]+ (?:an?|the|me|us)\b)"
)
QUESTION = re.compile(r"\?(?!\w)")  # an address may have one as well, before a word
NEW = 0.99  # share of the subject of what is asked that the text must lack
ERRAND = 0.65  # the same, of what begins with an order to say or write something
BESIDE = 0.6  # the same, of a sentence beside what is told
SUBJECT = 2  # words of it
ALIEN = 4  # words of a sentence of which none is one that English sentences are made of
ROOM = 60  # words of a text from which it tells what is foreign to it
# Of the subject of a sentence the share that neither its text nor its corpus knows: less of it is of their
# field, and from more of it what is asked or to be said is not. Chosen on half of bench/advice.jsonl.
FIELD, STRANGE = 0.34, 0.5
SOME = 30  # words of a text beside what a corpus finds strange
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")


@dataclass(frozen=True, slots=True)
class Reach:
    """How foreign to its text a sentence beside a find must be to go with it, and how many may."""

    new: float
    most: int


@dataclass(frozen=True, slots=True)
class NetRule:
    """A row of net.toml."""

    name: str
    says: str
    patterns: tuple[WordedPattern, ...]


@lru_cache(maxsize=1)
def rules() -> tuple[NetRule, ...]:
    """The rules, their parts set in."""
    table = beside(__file__, "net.toml").tables
    parts = table["parts"]
    return tuple(
        NetRule(
            row["name"], row["says"], tuple(order_pattern(one, parts) for one in row["patterns"])
        )
        for row in table["rules"]
    )


@lru_cache(maxsize=1)
def _words() -> Keywords:
    """The words of which one each must stand where a pattern matches."""
    return needed(pattern for rule in rules() for pattern in rule.patterns)


def told(said: str) -> str:
    """Why a sentence speaks to a machine, by itself; "" where it does not."""
    if reason := _signs(said):
        return reason
    return next((says for _, says in _places(said)), "")


def _signs(said: str) -> str:
    """Why a sentence is such talk by more than an order in it; "" where it is not."""
    if BLACK in said:
        return "was left out of its source"
    if reason := _deceives(said):
        return reason
    return "speaks as one does to a chat's partner" if addressed.by_signs(said) else ""


def _places(line: str) -> Iterator[tuple[Span, str]]:
    """What is told in a line, and why: by the rules of both tables, and in a code."""
    yield from (((one.start, one.end), one.says) for one in orders.orders(line))
    plain = orders.plain(line)
    there = standing(plain, _words())
    for rule in rules():
        for pattern in rule.patterns:
            if pattern.may(there):
                yield from ((one.span(), rule.says) for one in pattern.pattern.finditer(plain))
    for one in disguised(line):
        coded = one.kind in ("base64", "hex", "binary") and is_prose(one.words)
        if coded or one.kind == "letters apart" or orders.orders(one.words):
            yield (one.start, one.end), f"hides words in a code ({one.kind})"


def _deceives(said: str) -> str:
    """What of a sentence an eye does not see as it is."""
    if said.isascii():
        return ""
    if TAG.search(said) or len(UNSEEN.findall(said)) >= FEW:
        return "holds signs that no reader sees"
    if len(MIXED.findall(said)) >= MIXTURES:
        return "is written with letters that look like others"
    if other_letters(said) > OTHER_SCRIPT:
        return "is written in another script"
    return ""


def asks_apart(said: str, text: TextAround) -> str:
    """Why a sentence is foreign to the text it stands in; "" where it is not, or none can tell."""
    if is_foreign(said) or is_foreign_line(said):
        return "is written in another language"
    if is_alien(said, text):
        return "has no word of English, and none of the text round it"
    if is_stray_host(said, text):
        return "is an address alone, of which the text round it says nothing"
    parts = dict.fromkeys((said, *BEGUN.split(said)))
    return next((reason for one in parts if (reason := _asks_for(one, text))), "")


def _asks_for(said: str, text: TextAround) -> str:
    """Why what a sentence asks for is foreign to the text it stands in."""
    said = CONTRACTED.sub(r"\1 is", said)  # or "what's" counts as a subject, which most texts have
    found = _last_clause(said) | asking.marks(said)
    if orders.errands(f"\n{said}"):  # the same errands as an ingest looks for
        found |= {"order": 1.0, "say": 1.0}
    if QUESTION.search(said):
        found["ask"] = 1.0
    if not any(found.get(name) for name in asking.SPEAKS):
        return ""
    near = addressed.likeness()
    value = near.near(said)
    far = asking.apart(said, text) if text.size >= ROOM else {}
    subject = _standing(said, text)
    least = near.threshold - LOWER
    own = subject.at_home and not found.get("ask") and value - addressed.DOUBT <= least
    if near.judged(value, far) > least and not own:
        return "is worded as an errand for a model"
    if not _asks(said, found):
        return ""
    says, wants = found.get("say"), found.get("say") or found.get("ask")
    enough = far and len(asking.subject(said)) >= SUBJECT
    apart = enough and far["new"] >= (ERRAND if says else NEW)
    if apart and (wants or not subject.at_home):
        return "asks for what the text round it says nothing of"
    if wants and subject.strange:
        return "asks for what neither the text round it nor the corpus speaks of"
    return ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the subject of a sentence is one of its text and corpus, or strange to both; it may be neither."""

    at_home: bool = False
    strange: bool = False


def _standing(said: str, text: TextAround) -> Standing:
    """How the subject of a sentence stands to its text and its corpus; neither where no corpus is known."""
    about = asking.subject(said)
    if text.common is None or not about:
        return Standing()
    own = Counter(map(stem, words(said)))
    rest = {snowball(one) for one, count in text.counts.items() if count > own[one]}
    used = {one for one in words(said) if stem(one) in about and snowball(stem(one)) not in rest}
    odd = used - text.common(frozenset(used))
    share = len(set(map(stem, odd))) / len(about)
    named = not odd.isdisjoint(NAME.findall(said))
    size = text.size - own.total()
    lacks = len(set(map(stem, used))) / len(about)
    return Standing(
        share < FIELD and not named, size >= SOME and share >= STRANGE and lacks >= ERRAND
    )


def is_alien(said: str, text: TextAround) -> bool:
    """Whether a sentence has no word that English ones are made of, and none of its text: it is in a language
    that no list knows. Lists of names and code have figures, capitals or signs."""
    used = words(said)
    if len(used) < ALIEN or not ALIEN_LINE.fullmatch(said.strip()):
        return False
    if not STOPWORDS.isdisjoint(map(str.lower, used)):
        return False
    far = asking.apart(said, text) if text.size >= ROOM else {}
    return bool(far) and far["new"] >= NEW


def is_stray_host(said: str, text: TextAround) -> bool:
    """Whether a line is the name of a host and nothing else, or begins or ends with one that belongs to none
    of its sentences, and the owner's name stands nowhere in its text: bait for whoever fetches what it reads."""
    found = HOST.search(said.strip())
    if not found or text.size < ROOM:
        return False
    own = Counter(map(stem, words(found[0])))
    parts = map(stem, words(found["owner"].replace("-", " ")))
    return all(text.counts.get(one, 0) <= own[one] for one in parts)


def _last_clause(said: str) -> dict[str, float]:
    """Whether the last clause of a sentence orders something, whatever stands before it."""
    _, *rest = CLAUSE.split(said)
    marks = asking.marks(rest[-1]) if rest else {}
    return {name: marks[name] for name in ("order", "say") if name in marks}


def _asks(said: str, found: dict[str, float]) -> bool:
    """Whether a sentence asks for something; what changed in a program, or how to use it, is told as orders
    too: an entry of a list each, or with a name of code in it."""
    if found.get("ask"):
        return True
    plain = ENTRY.match(said) or asking.names_code(said)
    if found.get("say"):
        return not (plain and TOOLING.issuperset(asking.told(said)[:1]))
    return bool(found.get("order")) and not plain


def spans(
    text: str,
    around: TextAround,
    *,
    code: Sequence[Span] = (),
    released: Callable[[str], bool] = lambda said: False,
) -> list[Span]:
    """The sentences of a text that speak to a machine, with those beside them that belong to them.

    code: stretches in which a line that asks something is a command, so that only what is told by itself
    counts. released: which sentences a person let through; what is told by itself is not let through.
    """
    found: list[Span] = []
    for start, line in _lines(text):
        pieces = sentences(line)
        sure = _sure(line, pieces)
        doubted = [
            at for at, piece in enumerate(pieces)
            if at not in sure
            and not any(low <= start + piece[0] < high for low, high in code)
            and asks_apart(line[slice(*piece)], around)
        ]  # fmt: skip
        told_of = _grown(line, pieces, sure, around, Reach(BESIDE, len(pieces)))
        told_of |= _grown(line, pieces, doubted, around, Reach(NEW, 1))
        told_of -= {at for at in told_of.difference(sure) if released(line[slice(*pieces[at])])}
        found += [(start + pieces[at][0], start + pieces[at][1]) for at in sorted(told_of)]
    return sorted({*found, *_record(text)})


def _record(text: str) -> Iterator[Span]:
    """The record of a domain as a registry prints it, from its first field to the line under its last."""
    found = [*orders.strange().field.finditer(text)]
    if orders.is_record(found):
        end = text.find("\n", found[-1].end() + 1)
        yield found[0].start(), end if end >= 0 else len(text)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their places; those that break in a sentence, as a PDF's and a transcript's do, as one."""
    whole = BROKEN.sub(" ", text)
    yield from ((one.start(), one[0]) for one in re.finditer(r"[^\n]+", whole))


def _sure(line: str, pieces: Sequence[Span]) -> list[int]:
    """The sentences that are told by themselves, and those that what is told runs over."""
    found = [span for span, _ in _places(line)]
    return [
        at for at, (start, end) in enumerate(pieces)
        if any(low < end and start < high for low, high in found) or _signs(line[start:end])
    ]  # fmt: skip


def _grown(
    line: str, pieces: Sequence[Span], hits: list[int], around: TextAround, reach: Reach
) -> set[int]:
    """Finds with as many sentences to each side of them as belong to them, one by one."""
    grown = set(hits)
    for at in hits:
        for step in (-1, 1):
            for near in range(at + step, at + step * (reach.most + 1), step):
                if not 0 <= near < len(pieces):
                    break
                if near not in grown and not _goes_with(
                    line[slice(*pieces[near])], around, reach.new
                ):
                    break
                grown.add(near)
    return grown


def _goes_with(said: str, around: TextAround, new: float) -> bool:
    """Whether a sentence beside such talk speaks to "you" as well, or is as foreign to its text."""
    if orders.strange().to_you.search(said):
        return True
    far = asking.apart(said, around)
    return bool(far) and far["new"] >= new and bool(asking.subject(said))


def blacked(text: str, found: list[Span]) -> str:
    """The text, as long as before, with some stretches blacked out; each still ends a sentence."""
    for start, end in found:
        inked = re.sub(r"\S", BLACK, text[start:end])
        closed = inked[:-1] + "." if end - start > 1 else inked
        text = text[:start] + closed + text[end:]
    return text
