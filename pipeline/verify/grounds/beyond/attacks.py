"""What an attacker has done, and what a check keeps out, told where the source only fears or denies it.

Enter: a sentence and its sources. Leave: `Doubt`s: an attack told as done where every source tells it
as possible, and a thing said to be prevented that a source says is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.text.lists import beside
from pipeline.verify.grounds.fits import Doubt, on_line
from pipeline.verify.grounds.reading.sources import Ground
from pipeline.verify.grounds.reading.syntax import Predicate, predicates
from pipeline.verify.grounds.reading.words import Token, bases, meet, negates, strength, tokens

_LISTS = beside(__file__)
_ATTACKERS, _ABUSE, _KEEPS_OUT = (
    _LISTS.words(name) for name in ("attackers", "abuse", "keeps_out")
)
_SEEN = re.compile(
    r"\b(?:in the wild|active(?:ly)? exploit|known to be exploited|real[- ]world (?:attack|exploit)"
    r"|under attack|zero[- ]days?|exploitation (?:of|was|has|is))",
    re.IGNORECASE,
)
_MALICIOUS = re.compile(r"\b(?:malicious|hostile|rogue)\b[^,.;]*$", re.IGNORECASE)
SURE = 0.8
NEXT = 4  # words of content behind a verb among which stands what it keeps out


def attack_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """An attack told as done. Sources: an attack in the past tense, or one seen in the wild."""
    mine = next((p for p in predicates(text) if _attack(p, text)), None)
    if mine is None or any(_SEEN.search(g.text) for g in grounds):
        return []
    if any(_attack(p, g.text) for g in grounds for p in predicates(g.text)):
        return []
    return [Doubt("possibility", SURE, mine.verb.low, "")]


def _attack(said: Predicate, text: str) -> bool:
    """Whether a verb tells of an attack that was made."""
    if said.mode != "fact" or said.negated or not said.past:
        return False
    doers = {t.low for t in said.agents}
    malicious = bool(said.agents) and _MALICIOUS.search(text[: said.verb.start])
    return bool(doers & _ATTACKERS or _ABUSE & set(bases(said.verb.low)) or malicious)


def keeping_doubts(text: str, grounds: Sequence[Ground]) -> list[Doubt]:
    """`the check rules out X` where a source has it that it cannot prevent X."""
    every = tokens(text)
    for at, verb in enumerate(every):
        if not _keeps_out(verb) or _denied(every, at):
            continue
        kept = _behind(every, at)
        for ground in grounds:
            for place, other in enumerate(ground.tokens):
                if not (_keeps_out(other) and _denied(ground.tokens, place)):
                    continue
                theirs = _behind(ground.tokens, place)
                if sum(meet((one,), theirs, least=0.9) for one in kept) >= 2:
                    return [Doubt("polarity", SURE, verb.low, on_line(ground.text)[:160])]
    return []


def _keeps_out(one: Token) -> bool:
    return one.kind == "word" and not _KEEPS_OUT.isdisjoint(bases(one.low))


def _denied(words: Sequence[Token], at: int) -> bool:
    return any(negates(t.low) for t in words[max(0, at - 2) : at])


def _behind(words: Sequence[Token], at: int) -> list[Token]:
    behind = [t for t in words[at + 1 :] if t.content and not strength(t.low, words[at].low)]
    return behind[:NEXT]
