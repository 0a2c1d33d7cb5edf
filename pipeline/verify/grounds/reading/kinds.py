"""Of which kind a sentence is, by how it reads: a fact, an inference or advice.

Enter: a sentence, how many sources it cites, what it was declared as. Leave: its kind, and whether a
clause of a fact draws a conclusion and says so.
"""

from __future__ import annotations

import re
from typing import Literal

from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.chunks import words_in
from pipeline.verify.grounds.reading.clauses import Clause
from pipeline.verify.grounds.reading.syntax import ordered, predicates
from pipeline.verify.grounds.reading.words import Token, bases, thesaurus, tokens

Kind = Literal["fact", "inference", "advice"]
# An order that a clause gives or reports.
TOLD = re.compile(r"(?:and |but |so |then )?(?:do not|don't|never|avoid) [a-z]+", re.IGNORECASE)
_ADVICE = re.compile(
    r"\b(?:should|ought to|worth|consider|your|plan for|be (?:alarmed|wary|ready|careful))\b", re.I
)
_INFER = re.compile(
    r"^(?:So|Thus|Therefore|Hence|This (?:suggests|implies|means|makes|argues|leaves|is why|would)|That (?:suggests|implies|means|makes|leaves)|"
    r"Taken together|Together|In both|Both|Either way|For (?:a |your )?teams?|The (?:lesson|common|first|second|two|same|difference|point)|It follows|If so|Neither|Two (?:sources|teams|pieces|posts))\b|"
    r"\b(?:this suggests|suggests that|we infer|it seems|in our reading|one rule for)\b",
)
# Of one source these are things that it tells of: `the two routes`, `the first fix`.
_OF_ONE = re.compile(r"(?:In both|Both|Neither|The (?:first|second|two|same))\b")
# Whom a brief advises: its readers by their work, never the parts or users of what is told.
_ADVISED = re.compile(
    r"(?:An? |Any )?[A-Z]?[\w-]+(?: [\w-]+){0,3}? (?:teams?|engineers?|administrators?)\b"
    r"(?: (?:that|who|whose|with|on|in|behind)\b[^,.;]*)? should (?!not\b)"
)
_META = re.compile(
    r"\b(?:both|either|the two|two|three|four|five) (?:\w+ )?(?:sources?|pieces?|posts?|articles?|teams|reports|documents|cases|texts|projects|stories|tools|systems)\b",
    re.I,
)


def kind_of(text: str, sources: int, declared: Kind | None) -> Kind:
    """The kind of a sentence that cites so many sources; `declared` where it reads as one."""
    first = tokens(text)[:1]
    called = declared == "advice" and ordered(text)
    if first and (called or _imperative(text) or _ADVISED.match(text)):
        return "advice"
    of_one = sources < 2 and _OF_ONE.match(text)
    if _INFER.search(text) and not of_one:
        return "inference"
    if sources > 1 and _META.search(text):
        return "inference"
    lows = {t.low for t in tokens(text)}
    if declared and (sources > 1 or lows & (lists.POSSIBLE | lists.INFERRING)):
        return declared
    return "fact"


_LED = re.compile(
    r"(?:Before|After|When|If|Where|Until|For each|For every|Once|Unless)\b[^,]*, ([a-z]+)\b"
)


def _imperative(text: str) -> bool:
    words = tokens(text)
    led = _LED.match(text)
    if led:
        return _bare(led[1])
    lead = words[0].low
    follow = words[1].low if len(words) > 1 else ""
    if lead in ("do", "don't", "never", "always", "please", "first", "then", "also") and follow:
        return lead in ("don't",) or _bare(follow) or follow == "not"
    return (
        _bare(lead)
        and words[0].text[0].isupper()
        and (len(words) < 2 or words[1].kind != "number")
        and text[words[0].end : words[0].end + 1] != "-"
        and not _opens_subject(text, words[0])
        and follow
        not in ("is", "are", "was", "were", "of", "and", "can", "may", "will", "has", "have")
    )


_JOINED = re.compile(
    r"[,;:]|\b(?:and|or|but|that|which|who|whose|what|how|if|when|where|as|after|before|once|until)\b",
    re.IGNORECASE,
)


def _opens_subject(text: str, first: Token) -> bool:
    """Whether the first word belongs to the subject of the first verb: `Benchmark values are`."""
    said = predicates(text)
    later = said[1] if len(said) > 1 and said[0].verb.start == first.start else None
    if later and later.past and not _JOINED.search(text[: later.verb.start]):
        return True
    heads = said[0].subject if said and said[0].verb.start != first.start else ()
    return any(word.start == first.start for head in heads for word in words_in(text, head))


def _bare(low: str) -> bool:
    """Whether a word is a verb as it stands in a command."""
    if low in ("be", "give"):
        return True
    known = thesaurus()
    plain = low in known and bases(low)[0] == low and low not in ("is", "are", "do", "have")
    return plain and (known[low][4] == "v" or low in lists.COMMANDS)


def infers(clause: Clause, text: str) -> bool:
    """A clause that draws a conclusion and says so."""
    opener = clause.tokens[0].low
    if opener in lists.INFERRING or TOLD.match(text[clause.start : clause.end]):
        return True
    return bool(_ADVICE.search(text[clause.start : clause.end]))
