"""What a sentence leans on that stood before it: one idea for all who print sentences apart.

Enter: a sentence, with what its reader has read or what went. Leave: whether it takes up what is not there
(`Also`, `It`, `The similar limit`, `both are`, `faster`), and the sentence without the words that only join
it. The marks of `marks` and `hints` count the same; their weights stand in `weights.json`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.text.lists import beside
from pipeline.text.printable.clause import (
    CLOSED,
    SUBORDINATORS,
    PrintedClause,
    clause,
    definites,
    form,
    root,
    roots,
)
from pipeline.text.printable.patterns import PATTERNS
from pipeline.text.printable.strangers import SHARED, is_name, strangers
from pipeline.text.words import STOPWORDS, WORD

_LISTS = beside(__file__, "leaning.toml")
POINTING = beside(__file__).words("pointing")
COMPARED = re.compile(
    r"\b(?:more|less|faster|slower|better|easier|larger|smaller|higher|lower)\b", re.IGNORECASE
)
PRONOUN = re.compile(r"\b(?:it|they|them|he|she|him|her|itself|themselves)\b", re.IGNORECASE)
OBJECT = re.compile(r"\b(?:it|they|them)\b", re.IGNORECASE)
SINGULAR, PLURAL = _LISTS.words("singular"), _LISTS.words("plural")
COUNTING, MOMENTS = _LISTS.words("counting"), _LISTS.words("moments")
JOINS = re.compile(rf"^{_LISTS.either('joining')}\b(?! as\b),?\s+(?=\S)", re.IGNORECASE)
RESTS = re.compile(rf"^{_LISTS.either('resting')}\b(?! (?:is|are|was|were)\b),?\s", re.IGNORECASE)
# `also` behind `but`, or of a name, joins nothing before it; nor does `too many`.
ADDS = re.compile(
    r"(?<!\bbut )(?<!\bsee )\balso (?!known\b|called\b)|,? (?:too|as well)(?=[.,;:)]|$)",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    rf"\b(?:the|an?|its|their)? ?{_LISTS.either('relative')}\b(?! (?:time|way)\b)", re.IGNORECASE
)
THE_NEW = re.compile(
    r"(?<!and )\bthe (?:new|old|updated|original|existing)\b(?! and\b)", re.IGNORECASE
)
BOTH = re.compile(
    r"\b(?:both|either|neither)\b(?! (?:[\w.-]+ ){1,3}(?:and|or|nor)\b| way\b)", re.IGNORECASE
)
# `Redis 8 did not do this.`: it ends on what was told before it.
DOES_THAT = re.compile(
    rf"\bthis(?=[.,;])|\b{_LISTS.either('before_that')} that(?=[.,;])", re.IGNORECASE
)
FASTER = re.compile(
    rf"\b(?:is|are|was|were|runs?|gets?|becomes?|starts?)(?: \w+)? {COMPARED.pattern}",
    re.IGNORECASE,
)
LATTER = re.compile(r"\bthe (?:former|latter|two|three|others)\b(?! [\w-]*\d)", re.IGNORECASE)
POINTS = re.compile(
    r"\b(?:this|these|those|such(?! as\b| \S+ as\b)|(?<![a-z] )that)\s+(?=[\w`])", re.IGNORECASE
)
EXPLETIVE = re.compile(
    rf"^it (?:(?:is|was|remains|becomes|became)(?: \w+)? {_LISTS.either('expletive')}\b"
    rf"|{_LISTS.either('verbs_of_seeming')}\b)",
    re.IGNORECASE,
)
COMPARES_WITH = re.compile(rf"\b{_LISTS.either('compared_with')}\b", re.IGNORECASE)
MANY = re.compile(r"(?:[eo]rs|ions|ies|[ea]nts)$")  # a first word in -s that is no name
PHRASE = 5  # words of `In version 9,`, which introduces nothing
EARLY = 70  # characters in which a word looks back
# What the words before have to hold: `that lease`, `such leases`.
NAMED_BEFORE = re.compile(
    r"\b(?:[Tt]hat|[Tt]hose|[Tt]hese|[Ss]uch) (?!an?\b|is\b|are\b)([a-z]{3,}\w*)(?=[\s,.;)])"
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A sentence, what is printed before it now, and what of it is lost.

    near: the sentence directly before it went or was changed; taken_up: a pronoun at its beginning
    stands for what the sentence before it is about as well.
    """

    printed: tuple[str, ...]
    lost: tuple[str, ...]
    near: bool
    taken_up: bool = False


def introduced(text: str, before: str) -> bool:
    """Whether a sentence can be read behind `before`: its subject is named, and what it points at with
    `that`, or takes as known at its beginning, was told of."""
    known = roots(before)
    if any(root(found[1].lower()) not in known for found in NAMED_BEFORE.finditer(text)):
        return False
    if NAMED_BEFORE.match(text):  # `Such leases`, and leases were told of
        return True
    parts = clause(text.strip())
    opens = parts.body[:1] and parts.body[0] in POINTING
    takes_up = PATTERNS["demonstrative"].search(text) or PATTERNS["opener"].search(text.strip())
    return not (opens or takes_up or early_pronoun(text) or definite_in_lead(parts, known))


def early_pronoun(text: str) -> bool:
    """Whether a pronoun stands before two words that it could stand for."""
    pronoun = PRONOUN.search(text)
    named = WORD.findall(text[: pronoun.start()]) if pronoun else []
    return bool(pronoun) and sum(word.lower() not in STOPWORDS for word in named) < 2


def points_back(text: str) -> bool:
    """True where a pronoun stands before anything in its sentence that it could stand for."""
    found = OBJECT.search(text)
    before = WORD.findall(text[: found.start()].replace("’", "'")) if found else ["Kestrel"]
    return not any(
        word.lower() not in STOPWORDS and not form(word) and not word[0].isdigit()
        for word in before
    )


def definite_in_lead(parts: PrintedClause, known: frozenset[str]) -> bool:
    """Whether the clause before the main one takes a thing as known: `When the lease ends, ...`."""
    led = [run for _, run, _ in definites(parts.lead) if run and not any(map(is_name, run))]
    return any(run[-1].lower() not in SHARED and root(run[-1]) not in known for run in led)


def hangs(text: str, place: Surroundings) -> bool:
    """Whether a sentence leans on what is lost, and on nothing that is printed before it."""
    known, gone = roots(" ".join(place.printed)), roots(" ".join(place.lost))
    if any(one in gone for one in strangers(text, known)) or _points(text, known, gone, place.near):
        return True
    if not place.near:
        return False
    return (
        bool(JOINS.match(text) or RESTS.match(text) or ADDS.search(text))
        or bool(LATTER.search(text[:EARLY]) or PATTERNS["elliptic"].match(text))
        or bool(DOES_THAT.search(text))
        or _unnamed(text, known)
        or (by_pronoun(text) and not place.taken_up)
        or _counts(text)
        or (bool(FASTER.search(text)) and not COMPARES_WITH.search(text))
    )


def unjoined(text: str) -> str:
    """A sentence without the words that only join it to the one before."""
    bare = ADDS.sub("", JOINS.sub("", text, count=1))
    return bare[:1].upper() + bare[1:] if bare != text and not text[:1].islower() else bare


def _points(text: str, known: frozenset[str], gone: frozenset[str], near: bool) -> bool:
    """Whether `this limit` names what nothing printed told of, or `this` alone begins."""
    for found in POINTS.finditer(text):
        noun = _noun(text[found.end() :])
        if not noun:
            begins = not text[: found.start()].strip() or found[0].lower().startswith("this")
            if near and begins and found.start() < EARLY:
                return True
            continue
        held = {root(word) for word in noun}
        earlier = roots(text[: found.start()])
        if noun[-1].lower() in MOMENTS or held & (known | earlier):
            continue
        if held & gone or (near and found.start() < EARLY):
            return True
    return False


def _noun(text: str) -> list[str]:
    """The words of a noun phrase, up to its verb."""
    run: list[str] = []
    for word in WORD.findall(text)[:4]:
        if word.lower() in CLOSED or word.lower() in STOPWORDS:
            break
        if form(word) in ("aux", "3sg", "past") and (
            run or form(word) == "aux" or word.endswith("s")
        ):
            break
        run.append(word)
    return run


def _unnamed(text: str, known: frozenset[str]) -> bool:
    """Whether `another release` or `the similar limit` is one of what was never told of."""
    early = text[:EARLY]
    for form_, explained in ((RELATIVE, LIKENED), (BOTH, LIKENED), (THE_NEW, EXPLAINED)):
        for found in form_.finditer(early):
            behind = text[found.end() :]
            held = {root(word) for word in _noun(behind)} & (known | roots(text[: found.start()]))
            if not held and not explained.match(behind):
                return True
    return False


# `the same port as Envoy`, `other databases, such as Redis`, `the new version of Kestrel`.
LIKENED = re.compile(r"\s*\S+(?:\s\S+){0,5}?,?\s(?:as|to|than|such as|like)\b")
EXPLAINED = re.compile(rf"{LIKENED.pattern}|\s*\S+(?:\s\S+){{0,2}}?\sof\b")


def by_pronoun(text: str) -> bool:
    """Whether a pronoun begins a sentence, or stands in it before all that it could stand for."""
    if EXPLETIVE.match(text):
        return False
    parts = clause(text)
    phrase = 0 < len(parts.lead.split()) <= PHRASE and parts.first not in SUBORDINATORS
    for at, word in enumerate(parts.words):
        low = word.lower()
        if low in SINGULAR or low in PLURAL:
            held = [one for one in parts.words[parts.main if phrase else 0 : at] if _names(one)]
            return not any(_may_be(one, low in PLURAL, n == 0) for n, one in enumerate(held))
        if at > 12:
            break
    return False


def _names(word: str) -> bool:
    low = word.lower()
    return low not in STOPWORDS and (
        is_name(word) or form(low) not in ("aux", "3sg", "past", "base")
    )


def _may_be(word: str, plural: bool, first: bool) -> bool:
    """Whether a pronoun of that number may stand for a word; a name, as `Redis`, is of either."""
    many = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    if is_name(word) and not (first and MANY.search(word)):
        return True
    return many == plural


def _counts(text: str) -> bool:
    """Whether a sentence is about some or all of what was told: `Both are`, `Each of them has`."""
    first, second, *_ = (*(word.lower() for word in WORD.findall(text)[:2]), "", "")
    return first in COUNTING and (form(second) in ("aux", "3sg") or bool(_OF_THEM.match(text)))


_OF_THEM = re.compile(r"\S+ of (?:them|these|those|which)\b", re.IGNORECASE)
