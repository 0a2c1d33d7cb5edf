"""Whether a thing was done, by what and when: tried for done, until for since, one more in a pair.

Enter: a sentence and the sentences of its sources. Leave: `Doubt`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.text.lists import beside
from pipeline.text.numbers import VERSION_NOUN, bare_version
from pipeline.verify.grounds.beyond.ranks import near
from pipeline.verify.grounds.fits import Doubt, on_line
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.sources import Ground, SourceText
from pipeline.verify.grounds.reading.syntax import Predicate, predicates
from pipeline.verify.grounds.reading.words import (
    Token,
    bases,
    keys,
    meet,
    negates,
    strength,
    tokens,
    verbal,
)

_LISTS = beside(__file__)
SURE = 0.75
# What stands before a deed that it does not tell as done.
_SHORT_OF = re.compile(
    r"\b(?:tr(?:y|ies|ied|ying)|attempt(?:s|ed|ing)?|decid(?:e|es|ed|ing)|fail(?:s|ed|ing)?|refus(?:e|es|ed|ing)"
    r"|promis(?:e|es|ed|ing)|offer(?:s|ed|ing)?|pledg(?:e|es|ed|ing)|threaten(?:s|ed|ing)?|meant|intended|supposed"
    r"|plan(?:s|ned|ning)?|aim(?:s|ed|ing)?|want(?:s|ed)?|hop(?:e|es|ed|ing)|agree(?:s|d)?|seek(?:s|ing)?|sought"
    r"|talks?|expected|about|set|claim(?:s|ed|ing)?|said|unable|yet|going|scheduled|likely|ready|invited|asked)"
    r" (?:not )?to (?:\w+ly )?(?:have |be )?(?:\w+ly )?$"
    r"|\b(?:work(?:s|ed|ing)? (?:on|towards?)|plans? for|considering|proposal (?:for|to)|could(?: not|n't)|cannot|can't"
    r"|failed at|close to|talks about)(?: an?| the| its| their)?(?: \w+ly| new)? $",
    re.IGNORECASE,
)
_DID_SO = re.compile(
    r"\b(?:did|done) (?:so|it|this|that)\b", re.I
)  # and says then that it was done
_TO = re.compile(
    r"\b(?:to|not|never|n't|would|could|should|might|may|will|must|can)\s+(?:\w+ly )?$", re.I
)
# What opens a clause of time or condition whose deed is still to come: `before it closes`.
_AWAITED = re.compile(
    rf"\b(?:{'|'.join(sorted(lists.TEMPORAL | lists.CONDITIONAL))})\s(?:[\w'-]+\s){{1,4}}$", re.I
)


def attempt_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """What the source tells as tried, decided or meant, told as done."""
    if lists.REPORTING & {t.low for t in tokens(text)}:
        return []  # it says who says so
    for mine in predicates(text):
        if mine.mode != "fact" or mine.negated or _TO.search(text[: mine.verb.start]):
            continue
        if mine.verb.low in lists.AUXILIARY or _SHORT_OF.search(text[: mine.verb.start]):
            continue
        if not mine.past and _AWAITED.search(text[: mine.verb.start]):
            continue
        told = [(g, other) for g in grounds for other in _such(mine, g)]
        short = [
            g
            for g, other in told
            if _SHORT_OF.search(g.text[: other.start]) and not _DID_SO.search(g.text, other.end)
        ]
        if short and len(short) == len(told) and near(text, short[:1], 0.6):
            return [Doubt("maturity", SURE, mine.verb.low, on_line(short[0].text)[:160])]
    return []


def _such(mine: Predicate, ground: Ground) -> Iterator[Token]:
    """The words of a sentence that may say the verb, as a verb or a noun of it."""
    if ground.bag.bears(keys(mine.verb.low)) < 0.85:
        return  # none of its words is as near
    for one in ground.tokens:
        if one.kind == "word" and one.content and strength(mine.verb.low, one.low) >= 0.9:
            yield one


_UNTIL = r"before|prior to|ahead of|until|till|up to|up until"
_SINCE = r"after|since|as of|starting (?:in|from|with)|following|once"
_SIDE = re.compile(
    rf"\b(?:(?P<until>{_UNTIL})|(?P<since>{_SINCE}))\s+(?:the\s+|its\s+|their\s+)?(?:{VERSION_NOUN}\s+)?"
    r"(?P<of>v?\d[\w.:-]*|[A-Za-z][\w-]*(?:\s+[\w-]+)?)",
    re.IGNORECASE,
)


def side_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """Before, where the source says after, of one version, day or deed."""
    mine = list(_sides(text))
    for ground in near(text, grounds, 0.6) if mine else ():
        theirs = list(_sides(ground.text))
        if _denials(text) % 2 != _denials(ground.text) % 2:
            continue
        for side, of in mine:
            same = [s for s, other in theirs if _same_thing(of, other)]
            if same and side not in same:
                return [Doubt("direction", SURE, f"{side} {of}", on_line(ground.text)[:160])]
    return []


def _sides(text: str) -> Iterator[tuple[str, str]]:
    for found in _SIDE.finditer(text):
        yield ("before" if found["until"] else "after"), found["of"].rstrip(".:").lower()


def _same_thing(a: str, b: str) -> bool:
    """Whether two words or figures name one moment."""
    if any(char.isdigit() for char in a + b):
        return bare_version(a.split()[0]) == bare_version(b.split()[0])
    return strength(a.split()[0], b.split()[0]) >= 0.9


def _denials(text: str) -> int:
    """How often a sentence denies, by a word of its own or by what its verbs mean."""
    words = tokens(text)
    return sum((negates(t.low) or t.low in lists.DENYING) and t.low not in _WHEN for t in words)


_WHEN = _LISTS.words("when")


_PAIR = re.compile(
    r"\b(?P<a>[A-Za-z][\w+#-]*)\s+(?:and|as well as|and also)\s+(?P<b>[A-Za-z][\w+#-]*)\b"
)


_TWICE = re.compile(
    r"\b(?:both |either |between )?(?:the |an? )(?P<one>[\w-]+) (?:and|or) (?:the |an? )(?P=one)\b(?! \w+s?\b and)",
    re.IGNORECASE,
)


def pair_doubts(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """A second thing beside one that the source speaks of, and no source knows; or one thing twice."""
    grounds = [g for s in sources for g in s.grounds]
    twice = _TWICE.search(text)
    if twice and not any(_TWICE.search(g.text) for g in grounds):
        return [Doubt("direction", SURE, twice[0], "two things")]
    words = {t.start: t for t in tokens(text)}
    for found in _PAIR.finditer(text):
        a, b = (words.get(found.start(name)) for name in ("a", "b"))
        if a is None or b is None or not (a.content and b.content) or "word" != b.kind != a.kind:
            continue
        if verbal(b.low) and not verbal(a.low):
            continue  # `are experimental and stay behind a flag`: no pair of things
        for known, added in ((a, b), (b, a)):
            low = keys(added.low)
            if any(g.bag.bears(low) >= 0.75 for g in grounds) or any(
                s.whole.bears(low) >= 0.9 for s in sources
            ):
                continue
            close = near(text.replace(added.text, ""), grounds, 0.8)
            if any(g.bag.bears(keys(known.low)) >= 0.9 for g in close):
                return [Doubt("added", SURE, added.low, on_line(close[0].text)[:160])]
    return []


_BEHIND = _LISTS.words("behind")
_WHEN_IT_WAS = re.compile(r"\b(?:year|month|week|day|quarter|night|hour|time)s?\b", re.IGNORECASE)
# Verbs that say of their subject that it brought something about.
_BRINGS = _LISTS.words("brings")
_MUTUAL = _LISTS.words("mutual")


def caused_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """A doer that the source only has beside the deed: `the rollback ended it` for `it ended after`."""
    for mine in predicates(text):
        if mine.passive or not (mine.agents and mine.patients) or mine.negated:
            continue
        for ground in near(text, grounds, 0.6):
            for other in predicates(ground.text):
                dated = _WHEN_IT_WAS.search(ground.text)
                close = [
                    head for how, head in other.cases if how in _BEHIND or (dated and how in _IN)
                ]
                same = strength(mine.verb.low, other.verb.low) >= 0.9
                brings = not _BRINGS.isdisjoint(bases(mine.verb.low)) and not other.passive
                if (
                    (same or brings)
                    and meet(mine.patients, other.subject, least=0.9)
                    and not other.object
                    and not meet(mine.agents, other.subject, least=0.75)
                    and meet(mine.agents, close, least=0.9)
                ):
                    return [Doubt("cause", SURE, mine.verb.low, on_line(ground.text)[:160])]
    return []


_IN = _LISTS.words("in")


def crossed_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """Doer and another that changed places round one verb, wherever behind it the other stands."""
    for mine in predicates(text):
        base = frozenset(bases(mine.verb.low))
        unsaid = mine.verb.low in lists.AUXILIARY or base & _MUTUAL
        if mine.passive or not mine.agents or mine.negated or unsaid:
            continue
        for ground in near(text, grounds, 0.6):
            for other in predicates(ground.text):
                if (
                    other.passive
                    or not other.agents
                    or strength(mine.verb.low, other.verb.low) < 0.9
                ):
                    continue
                ours, theirs = _behind(text, mine.verb), _behind(ground.text, other.verb)
                crossed = _held(mine.agents[-1], theirs) and _held(other.agents[-1], ours)
                if crossed and not meet(mine.agents, other.agents, least=0.75):
                    words = f"{mine.agents[-1].low} {mine.verb.low}"
                    return [Doubt("roles", SURE, words, on_line(ground.text)[:160])]
    return []


def _behind(text: str, verb: Token) -> list[Token]:
    """The words of content behind a verb, up to where the clause ends."""
    end = re.search(r"[,;:]|\b(?:and|but|while|which|who|that)\b", text[verb.end :])
    limit = verb.end + end.start() if end else len(text)
    return [t for t in tokens(text) if verb.end <= t.start < limit and (t.content or t.capital)]


def _held(one: Token, words: Sequence[Token]) -> bool:
    return one.kind == "word" and any(strength(one.low, t.low) >= 0.9 for t in words)
