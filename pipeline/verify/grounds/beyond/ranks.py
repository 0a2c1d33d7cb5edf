"""Whom and what a sentence speaks of, where its source bounds it: the fastest, all versions, anyone.

Enter: a sentence and the sentences of its sources. Leave: `Doubt`s for a rank that the sources only
compare, a range of versions told as all of them, a person who must have something told as anyone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.text.numbers import VERSION_LIKE, VERSION_NOUN
from pipeline.verify.grounds.fits import Doubt, on_line
from pipeline.verify.grounds.reading.sources import Ground, SourceText
from pipeline.verify.grounds.reading.tags import tagged
from pipeline.verify.grounds.reading.words import keys, strength, tokens

SURE = 0.75
_DEGREES = "|".join(
    "fast slow large big small low high cheap strong weak safe short long simple hard light heavy wide "
    "old new young deep tall rich poor busy easy great costly broad narrow tight bad good quick".split()
)
_HIGHEST = re.compile(
    rf"\b(?:(?:{_DEGREES.replace('easy', 'eas(?:i)').replace('busy', 'bus(?:i)').replace('costly', 'costl(?:i)')})"
    r"(?:g|t|d|n)?e?st|best|worst|(?:the|its|their) (?:most|least) (?!of\b|recent)[a-z]+)\b",
    re.IGNORECASE,
)
_RANKED = re.compile(
    r"\b(?!(?:in|con|pro|py|re)?(?:test|rest|quest|terest)\b|(?:la|ma|ni|sugg|inv|ing|harv|for|manif|earn|mod|arr|hon|dig|w|gu)est\b)"
    r"[a-z]{2,}est\b|\b(?:most|least|best|worst|top|leading|leads|record"
    r"|maximum|minimum|max|min|peak|unmatched|winner|wins|won|number one|no\. ?1|highest|only|no other|sole)\b"
    r"|\bthan (?:any|all|every|ever|the (?:others?|rest))\b|\bbeats? (?:all|every|any)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    rf"\b(?:(?:{_DEGREES})(?:g|t|d|n)?e?r|easier|costlier|busier|better|worse|more|less|fewer)\b(?=[^.;]{{0,80}}\bthan\b)",
    re.IGNORECASE,
)


def near(text: str, grounds: Sequence[Ground], least: float) -> list[Ground]:
    """The sentences that bear so much of another's words."""
    words = [t for t in tokens(text) if t.content]
    return [
        g
        for g in grounds
        if words and sum(g.bag.bears(keys(t.low)) >= 0.75 for t in words) >= least * len(words)
    ]


def rank_doubts(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """A highest degree, where the sources compare two and rank none."""
    found = _HIGHEST.search(text)
    if found is None or any(_RANKED.search(s.raw) for s in sources):
        return []
    grounds = [g for s in sources for g in s.grounds if _COMPARED.search(g.text)]
    for ground in near(text, grounds, 0.3):
        return [Doubt("rank", SURE, found[0], on_line(ground.text)[:160])]
    return []


_EVERY = r"(?:all|every|each|any)(?: (?:of )?(?:the|its|their))?(?: \w+){0,1}? "
_RELEASES = re.compile(rf"\b{_EVERY}(?:{VERSION_NOUN}|builds?)\b", re.IGNORECASE)
_SOME_RELEASES = re.compile(
    rf"\b(?:{VERSION_NOUN}|builds?)\b[^.;]{{0,40}}?(?:\b(?:before|prior to|earlier|older|newer|later|after|up to"
    r"|through|until|since|from|below|above|between|starting)\b|[<>≤≥])"
    rf"|\b(?:before|prior to|up to|until|since|from|after|below|through)\b[^.;]{{0,24}}\b{VERSION_LIKE}",
    re.IGNORECASE,
)
_REACH = re.compile(
    rf"\b{_EVERY}(?P<of>platforms?|operating systems?|browsers?|regions?|devices?|languages?|customers?|clients?"
    r"|environments?|machines?|architectures?|databases?|zones?|countr(?:y|ies))\b|\beverywhere\b",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"\b(?:all|every|each|any|whole|entire|both|everywhere|across|regardless|no matter|global(?:ly)?|worldwide|universal\w*)\b",
    re.IGNORECASE,
)


def scope_doubts(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """All of a kind, where the sources name some of them."""
    grounds = [g for s in sources for g in s.grounds]
    found = _RELEASES.search(text)
    if found and not any(_RELEASES.search(g.text) for g in grounds) and not _bounded(text, found):
        for ground in near(text, grounds, 0.5):
            if _SOME_RELEASES.search(ground.text):
                return [Doubt("quantity", SURE, found[0], on_line(ground.text)[:160])]
    found = _REACH.search(text)
    if found and not any(_FULL.search(s.raw) for s in sources):
        kind = (found["of"] or "").split()[-1:]
        if not any(s.whole.bears(keys(low.lower())) >= 0.85 for low in kind for s in sources):
            return [Doubt("quantity", SURE, found[0], "")]
    return _narrowed(text, grounds) or _person_doubts(text, grounds)


_EVERY_SUCH = re.compile(
    r"\b(?:all|every|each)(?: of)?(?: the| its| their| our)? (?P<of>[a-z][a-z-]+)\b(?! (?:that|which|who|with|on|in|of|where)\b)",
    re.I,
)


def _narrowed(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """All of a kind, where the source speaks of those of one sort: every build for release builds."""
    said = {t.low for t in tokens(text)}
    for found in _EVERY_SUCH.finditer(text):
        low = found["of"].lower()
        if any(_FULL.search(g.text) for g in grounds if g.bag.bears(keys(low)) >= 0.9):
            continue
        for ground in near(text, grounds, 0.6):
            words, tags = tagged(ground.text)
            for (before, tag), (noun, _) in pairwise(zip(words, tags, strict=True)):
                kin = noun.low != low and strength(noun.low, low) < 0.9
                joined = ground.text[before.end : noun.start] == " "
                if kin or not joined or before.low in said or tag not in ("N", "A"):
                    continue
                return [Doubt("quantity", SURE, found[0], f"{before.text} {noun.text}")]
    return []


def _bounded(text: str, found: re.Match[str]) -> bool:
    """Whether words behind bound what is said of all: `all versions before 3.4`."""
    return bool(
        re.match(
            r"[^.;]{0,24}\b(?:before|prior|up to|earlier|older|newer|later|after|since|from|until|through|below|except|but|that|which|with|of)\b",
            text[found.end() :],
            re.IGNORECASE,
        )
    )


_ANYONE = re.compile(
    r"\b(?:anyone|anybody|everyone|everybody|any (?:\w+ )?(?:user|attacker|visitor|person|client|caller)|all users"
    r"|unauthenticated|anonymous|without (?:an account|authentication|credentials|logging in|a login|signing in|any privileges?))\b(?! (?:who|that|with|can who))",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:any(?:one|body)?|every(?:one|body)?|all|unauthenticated|anonymous|public(?:ly)?|without|no (?:authentication|login|"
    r"account|password|credentials)|world[- ]readable|not require|remote(?:ly)?|open to)\b",
    re.IGNORECASE,
)
_WHO_HAS = re.compile(
    r"\b(?:logged[- ]in|signed[- ]in|authenticated|authori[sz]ed|privileged|registered|local|trusted|paying|an? (?:admin\w*|"
    r"employee|member|maintainer|owner|operator|editor|insider|developer))\b|\b(?:user|attacker|client|person|someone|people|"
    r"employee|caller)s? (?:who|with|that (?:has|have|can))\b",
    re.IGNORECASE,
)


def _person_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """Anyone, where the source has one who is let in, or has something that others lack."""
    found = _ANYONE.search(text)
    if found is None:
        return []
    beside = near(text, grounds, 0.4)
    if not beside or any(_OPEN.search(_less(g.text)) for g in beside):
        return []
    ground = next((g for g in beside if _WHO_HAS.search(g.text)), None)
    return [Doubt("quantity", SURE, found[0], on_line(ground.text)[:160])] if ground else []


def _less(text: str) -> str:
    """A sentence without what it says that a person who is let in goes without."""
    return (
        re.sub(r"\bwithout a (?:password|second \w+)\b", "", text)
        if _WHO_HAS.search(text)
        else text
    )


_POINTS = re.compile(r"(?P<n>\d+(?:\.\d+)?)[ -](?:percentage[ -])?(?:points?|pp)\b", re.IGNORECASE)
_PERCENT = r"\s?(?:%|percent\b|per cent\b)(?!age| points?)"


def point_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """Points for percent, or percent for points: by how much a share changed, and by which share of it."""
    every = " ".join(g.text for g in grounds)
    for found in _POINTS.finditer(text):
        number = re.escape(found["n"])
        told = re.search(rf"(?<![\d.]){number}[ -](?:percentage[ -])?(?:points?|pp)\b", every, re.I)
        if not told and re.search(rf"(?<![\d.]){number}{_PERCENT}", every, re.I):
            return [Doubt("unit", SURE, found[0], f"{found['n']} %")]
    for found in re.finditer(rf"(?<![\d.])(?P<n>\d+(?:\.\d+)?){_PERCENT}", text, re.I):
        number = re.escape(found["n"])
        points = re.search(rf"(?<![\d.]){number}[ -](?:percentage[ -]points?|pp\b)", every, re.I)
        if points and not re.search(rf"(?<![\d.]){number}{_PERCENT}", every, re.I):
            return [Doubt("unit", SURE, found[0], points[0])]
    return []
