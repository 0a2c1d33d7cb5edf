"""Words of a sentence and how far one may stand for another, without a model.

Enter: text. Leave: `Token`s with places, and `strength(a, b)`: 1 for one word in another form,
less for what is derived from it, for a synonym, for the word above it; 0 for strangers. Synonyms
and opposites come from WordNet (thesaurus.json, made by bench/thesaurus.py) and `synonyms`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pipeline.text.lexicon import spelling
from pipeline.text.words import STOPWORDS
from pipeline.verify.claims.synonyms import ANTONYMS, SYNONYMS
from pipeline.verify.claims.terms import stem
from pipeline.verify.grounds.reading import lists

Kind = Literal["word", "number", "code"]
_PLAIN = r"""
      (?P<number>\d[\d.,:]*\d|\d)
    | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*[+\#]*)
    """
_TOKEN = re.compile(
    r"""
      (?P<code>`[^`\n]{1,120}`
        | (?<![\w-])--?[a-zA-Z][\w-]*(?:=[\w.-]+)?(?![\w/])         # --flag
        | (?<![\w`])/?(?:[\w.-]+/)+[\w.*-]+                         # a/path
        | (?<![\w`])\.?[A-Za-z]\w*(?:(?:\.|::|->)[A-Za-z_]\w*)+(?:\(\))?   # a.b, a::b
        | (?<![\w`])[A-Za-z]\w*\(\)
        | (?<![\w`])[A-Za-z]+\d+[A-Za-z]+\d*(?!\w)                        # v1beta2, k8s
        | (?<![\w`])_?[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+_? )
    | """
    + _PLAIN,
    re.VERBOSE,
)
_OF_WORDS = re.compile(_PLAIN, re.VERBOSE)
# What each kind of code has in it: a text without any of these is words and numbers.
_CODED = re.compile(r"[`/_]|\.[A-Za-z_]|::|->|\(\)|\d[A-Za-z]|(?<![\w-])-")
_TICKED = re.compile(r"`[A-Za-z]+`")
FUNCTION = STOPWORDS - frozenset(
    "first last least less more most much second several enough never new no nor not nothing only "
    "other others without few many every all any each both either away ever always during".split()
)
_PREFIX = 6


@lru_cache(maxsize=1)
def thesaurus() -> dict[str, list[Any]]:
    path = Path(__file__).parent / "thesaurus.json"
    table: dict[str, list[Any]] = json.loads(path.read_text("utf-8"))["words"]
    return table


@lru_cache(maxsize=65_536)
def bases(low: str) -> tuple[str, ...]:
    """Dictionary forms that a word may be a form of, the likeliest first; itself where none."""
    known = thesaurus()
    low = low.replace("’", "'")
    low = re.sub(r"'s?$", "", low) if "'" in low else low
    found = [lists.IRREGULAR[low]] if low in lists.IRREGULAR else []
    for end, put in _ENDINGS:
        if low.endswith(end) and len(low) - len(end) >= 2:
            base = low[: -len(end)] + put
            if base in known:
                found.append(base)
            elif not put and len(base) > 3 and base[-1] == base[-2] and base[:-1] in known:
                found.append(base[:-1])
    if low in known:
        found.append(low)
    return tuple(dict.fromkeys(found)) or (low,)


_ENDINGS = (
    ("ies", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"),
    ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e"), ("ier", "y"), ("est", ""), ("est", "e"),
    ("ly", ""), ("ily", "y"), ("ally", ""), ("ably", "able"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Keys:
    """What a word is known by: its own forms, words derived from it, its senses, those above."""

    own: frozenset[str]
    derived: frozenset[str]
    senses: frozenset[object]
    above: frozenset[object]
    opposite: frozenset[str]


@lru_cache(maxsize=65_536)
def keys(low: str) -> Keys:
    known = thesaurus()
    forms = bases(low)
    plain = low.replace("’", "'").removesuffix("'s").removesuffix("'")
    own = {spelling(one) for one in (plain, *forms)} | {"~" + stem(plain)}
    derived: set[str] = set()
    senses: set[object] = set()
    above: set[object] = set()
    opposite: set[str] = set()
    for form in forms:
        entry = known.get(form)
        if entry:
            senses.update(entry[0])
            above.update(entry[1])
            derived.update(entry[2])
            opposite.update(entry[3])
        opposite.update(ANTONYMS.get(form, ()))
        senses.update("g" + one for one in SYNONYMS.get(stem(form), ()))
        senses.add("g" + stem(form))
        for one in lists.TECHNICAL.get(form, ()):
            senses.add(("t", one))
        opposite.update(lists.OPPOSED.get(form, ()))
    opposite.update(ANTONYMS.get(plain, ()))
    if len(plain) > _PREFIX and plain.isalpha():
        derived.add("^" + plain[:_PREFIX])
    return Keys(
        frozenset(own),
        frozenset(derived),
        frozenset(senses),
        frozenset(above),
        frozenset(opposite),
    )


@lru_cache(maxsize=1 << 18)
def strength(a: str, b: str) -> float:
    """How far a word may stand for another, 0 to 1; both lower case."""
    one, two = keys(a), keys(b)
    if not one.own.isdisjoint(two.own):
        return 1.0
    if not (
        one.derived.isdisjoint(two.own)
        and one.derived.isdisjoint(two.derived)
        and one.own.isdisjoint(two.derived)
    ):
        return 0.0 if _apart(a, b) or opposed(a, b) else 0.9
    if not one.senses.isdisjoint(two.senses):
        return 0.0 if _apart(a, b) else 0.75
    if not (one.senses.isdisjoint(two.above) and one.above.isdisjoint(two.senses)):
        return 0.0 if _apart(a, b) else 0.5
    return 0.0


def _apart(a: str, b: str) -> bool:
    """Whether two words are different ones of a closed scale: second and minute."""
    return not _scales(a).isdisjoint(_scales(b))


@lru_cache(maxsize=65_536)
def _scales(low: str) -> frozenset[int]:
    """The closed scales that a word, or what it is a form of, stands on."""
    return frozenset(_SCALED[form] for form in (*bases(low), low) if form in _SCALED)


_SCALED = {word: at for at, scale in enumerate(lists.SCALES) for word in scale}


@lru_cache(maxsize=65_536)
def opposed(a: str, b: str) -> bool:
    """Whether two words say the opposite of each other."""
    one, two = keys(a), keys(b)
    if one.own & two.own:
        return False
    if one.opposite & two.own or two.opposite & one.own:
        return True
    return _denied(a, b) or _denied(b, a)


def _denied(a: str, b: str) -> bool:
    """Whether a is b with a denying first syllable: `unsafe` and `safe`."""
    for prefix in ("un", "in", "dis", "non", "im", "ir", "de", "mis"):
        rest = a.removeprefix(prefix).lstrip("-")
        if (
            a.startswith(prefix)
            and len(rest) > 3 + (prefix == "mis")
            and keys(rest).own & keys(b).own
        ):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or piece of code; `content` where it carries meaning of its own."""

    start: int
    end: int
    text: str
    low: str
    kind: Kind
    content: bool
    capital: bool


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Tokens of a text in order; compounds are given in their parts, code whole."""
    out = []
    for found in (_TOKEN if _CODED.search(text) else _OF_WORDS).finditer(text):
        kind: Kind = found.lastgroup  # type: ignore[assignment]
        raw = found.group()
        low = raw.strip("`").lower().replace("’", "'")
        if kind == "word" and "'" in low:
            low = low.removesuffix("'s")
        if kind == "code":
            low = low.strip(".").removesuffix("()")
        if kind == "code" and _TICKED.fullmatch(raw):
            kind = "word"
        content = kind != "word" or (
            low not in FUNCTION and len(low) > 1 and not low.endswith(("n't", "'re", "'ve", "'ll"))
        )
        out.append(
            Token(found.start(), found.end(), raw, low, kind, content, raw.strip("`")[:1].isupper())
        )
    return tuple(out)


def told(one: Token, others: Sequence[Token], *, least: float) -> bool:
    """Whether any of some words may stand for one."""
    return any(strength(one.low, other.low) >= least for other in others)


def meet(some: Sequence[Token], others: Sequence[Token], *, least: float) -> bool:
    """Whether some words and others have one in common."""
    return any(told(one, others, least=least) for one in some)


def prefixed(word: Token, text: str) -> bool:
    """Whether `non-` denies a word of a text: `a non-causal pattern`."""
    return bool(_NON.fullmatch(text, max(0, word.start - 4), word.start))


_NON = re.compile(r"\bnon[-‐‑]", re.IGNORECASE)


def negates(low: str) -> bool:
    """Whether a word denies as such: `not`, `never`, `hasn't`."""
    return low in lists.NEGATORS or low.endswith("n't")


@lru_cache(maxsize=65_536)
def verbal(low: str) -> bool:
    """Whether a word is mostly a verb, by its senses or its ending."""
    known = thesaurus()
    forms = bases(low)
    if low in lists.IRREGULAR and lists.IRREGULAR[low] in known:
        return bool(known[lists.IRREGULAR[low]][4] == "v")
    if low.endswith(("ed", "ing")) and any(
        f != low and f in known and known[f][4] == "v" for f in forms
    ):
        return True
    return forms[0] in known and bool(known[forms[0]][4] == "v")


def compounded(one: Token, text: str) -> bool:
    """Whether a word opens a compound, in which it says nothing of what stands beside: `off-heap`."""
    return (
        text[one.end : one.end + 1] == "-"
        and text[one.end + 1 : one.end + 2].isalpha()
        and (not text.startswith("by-", one.end + 1))
    )
