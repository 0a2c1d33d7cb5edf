"""Two things that changed places, and one that took another's: by preposition, by likeness of name.

Enter: a sentence, its sources, its fits. Leave: `Doubt`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from pipeline.text.lexicon import NUMBER_WORDS
from pipeline.text.numbers import NUMBER_OF_NAME, bare_version, same_version
from pipeline.text.spans import ITEM_MARK
from pipeline.verify.grounds.beyond.needed import needed_alike
from pipeline.verify.grounds.fits import Doubt, Fit, on_line
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.chunks import chunks
from pipeline.verify.grounds.reading.sources import Ground, SourceText, names
from pipeline.verify.grounds.reading.words import Token, keys, meet, strength, tokens, told

SAME = 0.9
SHARED = 4  # words of content in common from which two sentences tell the same
KIN = 4  # letters that two names begin or end with alike


def swaps(text: str, sources: Sequence[SourceText], fits: Sequence[Fit]) -> list[Doubt]:
    grounds = [g for s in sources for g in s.grounds]
    return [
        *list(_turned(text, grounds))[:1],
        *[d for fit in fits for d in _kin(fit, text)][:1],
        *_defaulted(text, sources)[:1],
        *_required(text, grounds)[:1],
        *_every_time(text, grounds)[:1],
        *_all_such(text, grounds)[:1],
        *list(_numbered(text, sources))[:1],
        *_of_what(text, grounds)[:1],
        *_by_another(text, grounds)[:1],
        *_order(text, grounds)[:1],
        *_forbidden(text, sources)[:1],
        *[d for fit in fits for d in _fewer(fit, text)][:1],
    ]


def _shared(text: str, ground: Ground) -> int:
    words = {t.low for t in tokens(text) if t.content and t.kind != "number"}
    return sum(ground.bag.bears(keys(low)) >= SAME for low in words)


# ── who is led by which preposition ───────────────────────────────────────────────────────


def _led(text: str) -> list[tuple[str, list[Token]]]:
    """Noun phrases that a preposition leads, with the words that say which."""
    return [
        (c.led, words)
        for c in chunks(text)
        if c.kind == "np" and c.led and (words := [t for t in c.words if t.content])
    ]


def _like(some: Sequence[Token], others: Sequence[Token]) -> bool:
    """Whether two phrases name the same: the last words, and one more where both have more."""
    heads = strength(some[-1].low, others[-1].low) >= SAME
    more = min(len(some), len(others)) < 2 or meet(some[:-1], others[:-1], least=SAME)
    return heads and more


def _turned(text: str, grounds: Sequence[Ground]) -> Iterator[Doubt]:
    """`support to A surfaced bugs in B` where the source has to B and in A."""
    mine = _led(text)
    if len(mine) < 2:
        return
    for ground in grounds:
        if _shared(text, ground) < SHARED:
            continue
        theirs = _led(ground.text)
        for (p, a), (q, b) in combinations(mine, 2):
            if p == q or _like(a, b):
                continue
            straight = any((r == p and _like(x, a)) or (r == q and _like(x, b)) for r, x in theirs)
            crossed = any(r == p and _like(x, b) for r, x in theirs) and any(
                r == q and _like(x, a) for r, x in theirs
            )
            if crossed and not straight:
                said = f"{p} {a[-1].text}, {q} {b[-1].text}"
                yield Doubt("roles", 0.8, said, on_line(ground.text)[:160])


# ── a name in the place of one like it ────────────────────────────────────────────────────


def _kin(fit: Fit, text: str) -> Iterator[Doubt]:
    """`a DataFrame` where the sentence it stands on speaks of a LazyFrame only."""
    if fit.covered < 0.4:
        return
    said = " ".join(t.low for t in tokens(text))
    rivals = [r for r in fit.ground.names if r not in said]
    for name in names(fit.clause.text):
        inside = any(t.low == name for t in fit.clause.tokens)
        if (
            not inside
            or fit.ground.bag.bears(keys(name)) >= SAME
            or name in fit.ground.text.lower()
        ):
            continue
        for rival in rivals:
            alike = name[:KIN] == rival[:KIN] or name[-KIN:] == rival[-KIN:]
            if alike and len(name) > KIN:
                yield Doubt("name-swapped", 0.75, name, rival)


# ── by default, required, every time, all ─────────────────────────────────────────────────

_DEFAULT = re.compile(r"\b(?:by default|default(?:s|ed)? to|the default|out of the box)\b", re.I)
_USUAL = re.compile(
    r"\bdefault|\bout of the box|\bunless\b|\bautomatic|\bstandard|\bpreset|\binitial|\bnormally|\bbuilt[- ]in",
    re.I,
)


def _defaulted(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """A default of which no source speaks."""
    found = _DEFAULT.search(text)
    if found is None or any(_USUAL.search(s.raw) for s in sources):
        return []
    return [Doubt("as-default", 0.75, found[0], "")]


_REQUIRES = re.compile(r"\b(?:requires?|needs?|depends? on|relies on)\b (?P<what>[^,.;]{2,60})")
_WITHOUT = r"(?:without|no need for|no) (?:\w+ ){0,2}?"
_OFF = r"(?: \w+){0,2}? (?:disabled|turned off|switched off|is optional|optional|not required)"


def _required(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """What a source does without, told as needed."""
    found = _REQUIRES.search(text)
    if found is None:
        return []
    words = [t for t in tokens(found["what"]) if t.content][:3]
    for word in words:
        low = re.escape(word.low)
        pattern = re.compile(rf"\b{_WITHOUT}{low}\b|\b{low}{_OFF}\b", re.IGNORECASE)
        for ground in grounds:
            spared = re.search(r"\b(?:without|no|not)\b", text) or needed_alike(text, ground.text)
            if pattern.search(ground.text) and not spared:
                return [Doubt("necessity", 0.8, found[0], on_line(ground.text)[:160])]
    return []


_EACH = re.compile(r"\b(?:every|each|always|whenever)\b", re.IGNORECASE)
_ONCE = re.compile(
    r"\bonce(?! (?:per|an?) (?:second|minute|hour|day|week|month|year))(?: (?:per|for|a|in|and|only)\b|[,.;)]|$)",
    re.IGNORECASE,
)


def _every_time(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """Each time, where the source says once."""
    found = _EACH.search(text)
    if found is None or _ONCE.search(text):
        return []
    most = max((_shared(text, g) for g in grounds if _EACH.search(g.text)), default=0)
    for ground in grounds:
        once = _ONCE.search(ground.text)
        shared = _shared(text, ground)
        if once and not _EACH.search(ground.text) and shared >= 2 and shared > most:
            return [Doubt("quantity", 0.75, found[0], on_line(ground.text)[:160])]
    return []


_ALL = re.compile(r"\b(?:all|every|each|any) (?:of the )?(?P<of>[a-z][a-z-]+)\b", re.IGNORECASE)


def _all_such(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """All of a kind, where the source has those that are or do something."""
    for found in _ALL.finditer(text):
        noun = found["of"]
        plain = re.compile(
            rf"\b(?:all|every|each|any|both)\b[^.;]{{0,24}}\b{re.escape(noun)}", re.I
        )
        such = re.compile(
            rf"\b(?<!all )(?<!every )(?<!any ){re.escape(noun)} (?:that|which|who|with|where|whose|supporting|using)\b",
            re.IGNORECASE,
        )
        after = text[found.end() : found.end() + 12]
        if re.match(r" (?:that|which|who|with|where|whose|\w+ing)\b", after):
            continue
        if any(plain.search(g.text) for g in grounds):
            continue
        held = [g for g in grounds if such.search(g.text) and _shared(text, g) >= 3]
        if held:
            return [Doubt("quantity", 0.75, found[0], on_line(held[0].text)[:160])]
    return []


# ── the number of a name ──────────────────────────────────────────────────────────────────

_NAMED = re.compile(
    rf"\b(?P<name>[A-Z][\w+#]*[A-Za-z]) (?P<n>{NUMBER_OF_NAME})\b(?!\s?(?:%|[kKMGT]i?B\b))"
)


def _numbered(text: str, sources: Sequence[SourceText]) -> Iterator[Doubt]:
    """`Arrow 53` where every source that numbers it has Arrow 58."""
    every = " \n".join(s.raw for s in sources)
    for found in _NAMED.finditer(text):
        name, number = found["name"], bare_version(found["n"])
        if name.lower() in lists.NO_NAMES:
            continue
        stood = re.findall(rf"\b{re.escape(name)}s? ({NUMBER_OF_NAME})", every)
        near = re.search(
            rf"\b{re.escape(name)}s?\b[^.;/\nA-Z]{{0,24}}(?<![\d.]){re.escape(number)}(?![\d])",
            every,
        )
        if stood and near is None and not any(same_version(number, other) for other in stood):
            yield Doubt("neighbour", 0.85, found[0], f"{name} {stood[0]}")


# ── by whom ───────────────────────────────────────────────────────────────────────────────

_BY = re.compile(
    r"\b(?P<done>[a-z]+ed|found|built|made|written|led|run|sent|paid|chosen|shown)\b(?P<gap>[^.;]{0,24}?)"
    r"\bby (?P<who>[^,.;()]{3,60})"
)


def _by_another(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """`found by X` where the source has found by Y."""
    mine = _BY.search(text)
    if mine is None or re.match(r"\w+ing\b", mine["who"]):
        return []
    who = [t for t in tokens(mine["who"]) if t.content][:4]
    for ground in grounds:
        if not who or _shared(text, ground) < 2:
            continue
        for theirs in _BY.finditer(ground.text):
            others = [t for t in tokens(theirs["who"]) if t.content][:5]
            if strength(mine["done"], theirs["done"]) < SAME or not others:
                continue
            if re.match(r"\w+ing\b", theirs["who"]):
                continue
            if not any(ground.bag.bears(keys(t.low)) >= 0.5 for t in who):
                return [Doubt("roles", 0.8, mine[0], on_line(theirs[0]))]
    return []


# ── which is first and which is last ──────────────────────────────────────────────────────

_ENDS = (
    ("first", "last"),
    ("before", "after"),
    ("higher", "lower"),
    ("more", "less"),
    ("faster", "slower"),
)


def _before(text: str, word: str) -> list[Token]:
    """The last two words of content before a word."""
    at = re.search(rf"\b{word}\b", text, re.IGNORECASE)
    return [t for t in tokens(text) if t.content and at and t.end <= at.start() and t.low != word][
        -2:
    ]


def _order(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """`A first and B last` where the source has B first and A last."""
    for one, other in _ENDS:
        if not all(re.search(rf"\b{w}\b", text, re.IGNORECASE) for w in (one, other)):
            continue
        a, b = _before(text, one), _before(text, other)
        for ground in grounds:
            if not all(re.search(rf"\b{w}\b", ground.text, re.IGNORECASE) for w in (one, other)):
                continue
            c, d = _before(ground.text, one), _before(ground.text, other)
            crossed = meet(a, d, least=SAME) and meet(b, c, least=SAME)
            if crossed and not meet(a, c, least=SAME) and not meet(b, d, least=SAME):
                return [Doubt("direction", 0.85, f"{one}, {other}", on_line(ground.text)[:160])]
    return []


# ── what a list forbids ───────────────────────────────────────────────────────────────────

_FORBIDS = re.compile(
    r"\b(?:prohibit\w*|forbid\w*|forbidden|disallow\w*|must not|not allowed|may not|cannot|never|do not|don't|avoid)\b"
    rf"(?:(?!,? (?:but|because|so|which)\b|[.;])[^\n]){{0,60}}:\s*\n(?P<items>(?:\s*{ITEM_MARK}\s[^\n]+\n?)+)",
    re.IGNORECASE,
)
_MAY = re.compile(r"\b(?:may|can|could|allowed to|free to|should|must)\b(?! not)")


def _forbidden(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """What a list of the forbidden has, told as allowed."""
    found = _MAY.search(text)
    if found is None or re.search(r"\b(?:not|never|no|nor|without)\b", text):
        return []
    said = [t for t in tokens(text) if t.content and t.start > found.end()]
    for source in sources:
        for block in _FORBIDS.finditer(source.text):
            for item in re.split(rf"\n\s*{ITEM_MARK}\s", "\n" + block["items"]):
                words = [t for t in tokens(item) if t.content]
                if _MAY.search(item):
                    continue  # it says itself what may be
                if (
                    sum(told(t, words, least=SAME) for t in said) > 1
                    and said
                    and meet(said[:1], words, least=SAME)
                ):
                    return [Doubt("polarity", 0.8, found[0], on_line(item)[:160])]
    return []


# ── all three, of two ─────────────────────────────────────────────────────────────────────

_ALL_OF = re.compile(rf"\b[Aa]ll (?:of the |the )?(?P<n>{'|'.join(NUMBER_WORDS)}|\d{{1,2}})\b")
_ROW = re.compile(
    r"(?:v?\d+(?:\.\d+)+|[A-Z][\w.-]+)(?:(?:, (?:and )?| and )(?:v?\d+(?:\.\d+)+|[A-Z][\w.-]+))+"
)


def _fewer(fit: Fit, text: str) -> Iterator[Doubt]:
    """`all three` where the sentence it stands on names two."""
    found = _ALL_OF.search(text)
    row = _ROW.search(fit.ground.text)
    if found is None or row is None or re.search(r"\ball\b", fit.ground.text, re.IGNORECASE):
        return
    count = int(NUMBER_WORDS.get(found["n"], found["n"]))
    named = row[0].count(",") + row[0].count(" and ") + 1 - row[0].count(", and ")
    if 1 < named < count and fit.recalled > 0.2:
        yield Doubt("quantity", 0.8, found[0], row[0])


# ── what is a fork of what ────────────────────────────────────────────────────────────────

_IS_OF = re.compile(
    r"(?P<one>[\w.-]*\w) (?:is|are|was|were) (?:an?|the) (?P<what>[a-z]+) of (?:the |a |an )?(?P<of>[\w.-]*\w)"
)


def _of_what(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """`A is a fork of B` where the source has B as a fork of A."""
    mine = _IS_OF.search(text)
    if mine is None:
        return []
    for ground in grounds:
        for theirs in _IS_OF.finditer(ground.text):
            turned = (mine["one"].lower(), mine["of"].lower()) == (
                theirs["of"].lower(),
                theirs["one"].lower(),
            )
            if turned and mine["what"] == theirs["what"]:
                return [Doubt("roles", 0.85, mine[0], on_line(theirs[0]))]
    return []
