"""What a fact says in a place where its anchored words say something else.

Enter: a sentence and its declared ground. Leave: `Doubt`s where the sentence has another member of a
compound (`lab data` for `field data`), another identifier, another effect (`lost` for `duplicated`) or
another doer of a measured deed than the words its writer named for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.verify.draft.anchors.declared import Declared, told
from pipeline.verify.grounds.fits import Doubt, on_line
from pipeline.verify.grounds.measures.amounts import equal
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.chunks import chunks
from pipeline.verify.grounds.reading.figures import figures
from pipeline.verify.grounds.reading.words import Token, bases, thesaurus, tokens, verbal

SURE = 0.75


def slots(text: str, ground: Declared) -> list[Doubt]:
    """All of them for one sentence, at most one of each kind."""
    return [
        *[*_siblings(text, ground)][:1],
        *[*_identifiers(text, ground)][:1],
        *[*_effects(text, ground)][:1],
        *[*_doers(text, ground)][:1],
    ]


# ── another member of a compound ──────────────────────────────────────────────────────────


def _compounds(text: str) -> Iterator[tuple[Token, Token]]:
    """A noun and the noun it stands before, with nothing but a blank or a hyphen between."""
    for chunk in chunks(text):
        if chunk.kind == "np":
            for a, b in pairwise(chunk.words):
                if (
                    a.content
                    and b.content
                    and _noun(a)
                    and b.kind == "word"
                    and b.start - a.end < 2
                ):
                    yield a, b


def _noun(one: Token) -> bool:
    known = thesaurus()
    base = next((form for form in bases(one.low) if form in known), "")
    formed = one.low.endswith(("ed", "ing")) or (
        one.low.endswith("s") and not one.low.endswith("ss")
    )
    return one.kind == "word" and bool(base) and known[base][4] == "n" and not formed


def _siblings(text: str, ground: Declared) -> Iterator[Doubt]:
    words = tokens(text)
    for mine, head in _compounds(text):
        if ground.reads(mine.low) or not ground.bears(head.low):
            continue
        for one in ground.grounds:
            theirs = [a for a, b in _compounds(one.text) if told(b, (head,), least=0.9)]
            rival = next((a for a in theirs if not told(a, words, least=0.5)), None)
            if rival and not any(told(a, words) for a in theirs):
                said, stands = f"{mine.text} {head.text}", f"{rival.text} {head.text}"
                yield Doubt("slot", SURE, said, stands)


# ── another identifier ────────────────────────────────────────────────────────────────────

_IDENTIFIER = re.compile(r"`[^`\s]+`|\b[a-z]+(?:[A-Z]\w*)+\b|\b\w+_\w+\b|(?<![\w-])--?[a-z][\w-]+")


def _named(text: str) -> list[str]:
    found = (m[0].strip("`").removesuffix("()") for m in _IDENTIFIER.finditer(text))
    return list(dict.fromkeys(one for one in found if len(one) > 2))


def _identifiers(text: str, ground: Declared) -> Iterator[Doubt]:
    for one in _named(text):
        if ground.has(one):
            continue
        rivals = [
            r for g in ground.grounds for r in _named(g.text) if r.lower() not in text.lower()
        ]
        alike = next((r for r in rivals if _kin(one, r)), None)
        if alike:
            yield Doubt("slot", 0.9, one, alike)
        elif (
            (found := ground.elsewhere(one)) and not ground.reads(one.lower()) and _opens(one, text)
        ):
            yield Doubt("elsewhere", SURE, one, found)


def _opens(one: str, text: str) -> bool:
    """Whether an identifier stands where a sentence names what it speaks of."""
    return not text[: text.find(one)].strip(" `")


def _kin(one: str, other: str) -> bool:
    """Whether two identifiers are of one make: they share a part and differ in one."""
    split = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
    mine, theirs = ({p.lower() for p in split.findall(name)} for name in (one, other))
    return bool(mine & theirs) and mine != theirs


# ── another effect ────────────────────────────────────────────────────────────────────────


def _effect(one: Token) -> frozenset[str]:
    forms = {one.low, *bases(one.low)}
    return next((group for group in lists.OUTCOMES if forms & group), frozenset())


def _pairs(text: str) -> Iterator[tuple[Token, Token]]:
    """Neighbouring words of content, each as the thing beside the other."""
    for a, b in pairwise([t for t in tokens(text) if t.content]):
        yield a, b
        yield b, a


def _effects(text: str, ground: Declared) -> Iterator[Doubt]:
    """An effect that the anchored words do not have, on a thing on which they have another."""
    words = tokens(text)
    for effect, thing in _pairs(text):
        mine = _effect(effect)
        if not mine or ground.bears(effect.low):
            continue
        for one in ground.grounds:
            for theirs, other in _pairs(one.text):
                rival = _effect(theirs)
                told_too = told(theirs, words) or any(_effect(w) == rival for w in words)
                if rival and rival != mine and not told_too and told(other, (thing,), least=0.9):
                    said, stands = f"{effect.text} ({thing.text})", f"{theirs.text} ({other.text})"
                    yield Doubt("slot", SURE, said, stands)


# ── another doer ──────────────────────────────────────────────────────────────────────────

_REPORTED = re.compile(
    r"^.{0,60}?\b(?:says?|said|reports?|reported|finds?|found|claims?|adds?|writes?|notes?|warns?|shows?)"
    r"(?: that)? ",
)
_POINTS = re.compile(r"\W*(?:It|They|This|These|That|We|Those)\b")


def _doers(text: str, ground: Declared) -> Iterator[Doubt]:
    """A measured deed of the anchored words, told of something of which they do not speak."""
    led = _REPORTED.match(text)
    begins = led.end() if led else 0
    for verb, stands in _deeds(text, ground):
        doer = [t for t in tokens(text) if begins <= t.start < verb.start]
        named = [t for t in doer if t.content and t.kind != "number"]
        clause = text[begins : verb.start]
        if not named or re.search(r"[,;:]|\b(?:and|but|while|when|if)\b", clause):
            continue
        known = ground.reads if _POINTS.match(stands) else ground.names
        weighty = [t for t in named if t.low not in lists.LIGHT] or named
        if not any(t.low in lists.POINTING for t in doer) and not any(
            known(t.low) for t in weighty
        ):
            yield Doubt("doer", SURE, on_line(clause), stands)


def _deeds(text: str, ground: Declared) -> Iterator[tuple[Token, str]]:
    """The verb before each figure that an anchored sentence has before the same figure, with what
    stands before it there."""
    for mine in figures(text):
        for one in ground.grounds:
            theirs = next((f for f in one.figures if equal(f, mine)), None)
            if theirs is None or mine.kind in ("date", "month", "version"):
                continue
            before = [t for t in one.tokens if t.content and t.end <= theirs.start]
            for verb in reversed([t for t in tokens(text) if t.content and t.end <= mine.start]):
                there = next((t for t in before if told(t, (verb,), least=0.9)), None)
                if there and verbal(verb.low) and not verb.low.endswith("ing"):
                    yield verb, on_line(one.text[: there.start])[:100]
                    break
