"""How a few sentences ask or order something, and how far their subject is from the text round them.

Enter: a stretch of a text, and what is known of the text. Leave: marks by name, each from 0 to 1, which
`addressed` weighs. A mark of the build counts kinds of words (addressed.toml) and shapes; a mark of
distance asks which words of the stretch stand nowhere else: what a stranger set into a text takes up
nothing of it. What each kind tells is printed by `python bench/fit_addressed.py SETS FOLDERS --folds`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile, islice, pairwise

from pipeline.text.lists import beside
from pipeline.text.printable.clause import is_noun_too, is_verb
from pipeline.text.words import STOPWORDS, characters, stem, stems, words

_TABLES = beside(__file__, "addressed.toml").tables

WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
MOST_WORDS = 120  # of a stretch that are looked at
LEAST = 3  # words of what asks anything
SHORT, LONG = 15, 50  # words
STRANGE, FEW = 0.75, 3  # share and number of the words of a subject
REST = 80  # words of a text beside a stretch from which it tells what is foreign to it
PART = re.compile(r"(?<=[.!?])\s+|\n+")
SHAPES = {name: re.compile(row) for name, row in _TABLES["shapes"].items()}
PAST = re.compile(r"\w{2,}ed$")
# What asks at all: without one of these a stretch speaks to nobody.
SPEAKS = ("order", "ask", "any_you", "any_your", "any_me", "any_please")
TOGETHER = (
    ("order", "any_output"), ("say", "any_your"), ("say", "any_instruction"), ("say", "any_me"),
    ("order", "any_me"), ("order", "any_model"), ("ask", "any_me"), ("any_you", "any_model"),
    ("any_you", "any_instruction"), ("ask", "short"), ("say", "short"), ("say", "quotes"),
)  # fmt: skip
APART = ("new", "all_new", "new_to_much", "much", "no_subject", "subject", "wholly_new")


# Of some words those that are common in a corpus.
Common = Callable[[frozenset[str]], frozenset[str]]


@dataclass(frozen=True, slots=True)
class TextAround:
    """How often each stem stands in a text and its title, of how many words it is, and what is common in
    the corpus it is of, where that is known."""

    counts: Mapping[str, int]
    size: int
    common: Common | None = None


def around(text: str, common: Common | None = None) -> TextAround:
    """What is known of the text that a stretch stands in, the stretch among it."""
    counts = stems(text)
    return TextAround(counts, sum(counts.values()), common)


@lru_cache(maxsize=1)
def kinds() -> dict[str, frozenset[str]]:
    """Kinds of words by name."""
    return {name: frozenset(row.split()) for name, row in _TABLES["words"].items()}


@lru_cache(maxsize=64)  # of a stretch and its sentences several marks are asked for
def told(said: str) -> tuple[str, ...]:
    """The words of a stretch in lower case, as many as are looked at."""
    used = " ".join(WORD.findall(said)[:MOST_WORDS])
    return tuple(used.lower().replace("’", "'").split())


def length(said: str) -> int:
    """How many words a stretch has, all of them."""
    looked_at = len(told(said))
    return looked_at if looked_at < MOST_WORDS else len(WORD.findall(said))


def speaks(found: Mapping[str, float]) -> bool:
    """Whether a stretch asks, orders, or speaks to somebody, and names no code: what changed in a program
    is told as orders that have nothing to do with one another."""
    if "tiny" in found or "code" in found:
        return False
    return any(found.get(name) for name in SPEAKS)


def may_speak(said: str) -> bool:
    """Whether the marks of a stretch may come to what `speaks` asks for: a look that turns most away
    before they are made."""
    used = told(said)
    if len(used) < LEAST:
        return False
    if "?" not in said and _spoken().isdisjoint(used) and not any(map(_orders, _sentences(said))):
        return False
    return not names_code(said)


@lru_cache(maxsize=1)
def _spoken() -> frozenset[str]:
    """The words by which somebody is spoken to, or speaks."""
    named = (name.removeprefix("any_") for name in SPEAKS)
    return frozenset().union(*(kinds().get(name, ()) for name in named))


def marks(said: str) -> dict[str, float]:
    """How a stretch is built, without the marks that are zero."""
    used = told(said)
    size = max(1, len(used))
    found = _counted(used, size) | _opened(said)
    found |= {name: 1.0 for name, shape in SHAPES.items() if name != "code" and shape.search(said)}
    if names_code(said):
        found["code"] = 1.0
    letters = said if said.isascii() else "".join(filter(str.isalpha, said))
    capitals = characters(letters, str.isupper)
    past = sum(one.endswith("ed") and bool(PAST.match(one)) for one in used)
    found |= {
        "length": math.log(size) / 5,
        "tiny": float(size < LEAST),
        "short": float(size < SHORT),
        "long": float(size > LONG),
        "past": min(1.0, 8 * past / size),
        "capitals": capitals / max(1, characters(letters, str.isalpha)),
        "digits": min(1.0, 8 * characters(said, str.isdigit) / max(1, len(said))),
    }
    found |= {
        f"{one} {other}": found[one] * found[other]
        for one, other in TOGETHER
        if one in found and other in found
    }
    return {name: value for name, value in found.items() if value}


@lru_cache(maxsize=1)
def _kinds_of() -> dict[str, tuple[str, ...]]:
    """The kinds that each word is of."""
    known = {word for row in kinds().values() for word in row}
    return {word: tuple(name for name, row in kinds().items() if word in row) for word in known}


def _counted(used: tuple[str, ...], size: int) -> dict[str, float]:
    """Of each kind of words its share, and whether there is one, and more than one."""
    known, counts = _kinds_of(), dict[str, int]()
    for word in used:
        for name in known.get(word, ()):
            counts[name] = counts.get(name, 0) + 1
    found: dict[str, float] = {}
    for name in filter(counts.__contains__, kinds()):
        count = counts[name]
        found |= {name: min(1.0, 5 * count / size), f"any_{name}": 1.0}
        found[f"more_{name}"] = float(count > 1)
    return found


def _opened(said: str) -> dict[str, float]:
    """How its sentences begin and end: with an order, an order to say something, a question."""
    parts = _sentences(said)
    orders = [_orders(part) for part in parts]
    asks = sum(part.rstrip().endswith("?") for part in parts) / len(parts)
    order = sum(map(bool, orders)) / len(parts)
    say = sum(one == "say" for one in orders) / len(parts)
    return {
        "orders": order, "says": say, "asks": asks, "sentences": min(1.0, len(parts) / 3),
        "order": float(order > 0), "say": float(say > 0), "ask": float(asks > 0),
    }  # fmt: skip


@lru_cache(maxsize=64)  # asked as `told` is
def _sentences(said: str) -> list[str]:
    return [part for part in PART.split(said) if part.strip()] or [said]


@lru_cache(maxsize=64)  # asked as `told` is
def _orders(said: str) -> str:
    """What kind of order a sentence begins with, if any."""
    used = (one[0].lower().replace("’", "'") for one in islice(WORD.finditer(said), MOST_WORDS))
    head = list(islice(dropwhile(kinds()["polite"].__contains__, used), 2))
    if not head:
        return ""
    if head[0] in kinds()["saying"]:
        return "say"
    plain = is_verb(head[0]) and not is_noun_too(head[0])
    return "do" if plain or head == ["do", "not"] or head[0] in ("don't", "never", "always") else ""


def subject(said: str) -> frozenset[str]:
    """The stems that tell what a stretch is about."""
    idle = kinds()["saying"] | kinds()["output"] | kinds()["instruction"] | kinds()["idle"]
    return frozenset(
        stem(word) for word in words(said)
        if len(word) > 2 and word.lower() not in STOPWORDS and word.lower() not in idle
    )  # fmt: skip


def apart(said: str, text: TextAround) -> dict[str, float]:
    """How far a stretch is from its text, empty where the rest of that is too short to tell."""
    own = Counter(map(stem, words(said)))
    if text.size - own.total() < REST:
        return {}
    about = subject(said)
    new = sum(text.counts.get(one, 0) <= own[one] for one in about) / len(about) if about else 1.0
    much = min(1.0, math.log(1 + text.size) / 8)
    values = (
        new, float(new == 1.0), new * much, much, float(not about), min(1.0, len(about) / 10),
        new * min(1.0, len(about) / 6) * much,
    )  # fmt: skip
    return dict(zip(APART, values, strict=True))


@lru_cache(maxsize=64)  # of a stretch it is asked before its marks are made, and for them
def names_code(said: str) -> bool:
    """Whether a stretch names something of a program, as no errand for an assistant does."""
    return bool(SHAPES["code"].search(said))


def is_stranger(said: str, text: Callable[[], TextAround]) -> bool:
    """Whether a line that asks or orders something is of a subject that its text says nothing of."""
    if len(subject(said)) < FEW or not (may_speak(said) and speaks(marks(said))):
        return False
    return apart(said, text()).get("new", 0.0) >= STRANGE


def features(said: str) -> frozenset[str]:
    """The words of a stretch, pairs of them, the first one, and the sign it ends with."""
    used = told(said)
    pairs = (f"{one} {other}" for one, other in pairwise(used))
    return frozenset((*used, *pairs, f"^{used[0] if used else ''}", said.rstrip()[-1:]))
