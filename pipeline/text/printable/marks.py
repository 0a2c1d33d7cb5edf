"""The marks of a sentence that stands alone, and of one that does not, as numbers.

Enter: a statement in its place. Leaves: named numbers, most of them 0 or 1. `known` are the words
that title and heading (and what a story has printed) introduce: a definite noun among them dangles
less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.text.lists import beside
from pipeline.text.printable.clause import (
    AUXILIARIES,
    SUBORDINATORS,
    PrintedClause,
    clause,
    definites,
    form,
    is_noun_too,
    is_verb,
    root,
    roots,
)
from pipeline.text.printable.hints import hints
from pipeline.text.printable.leaning import (
    COMPARED,
    POINTING,
    PRONOUN,
    early_pronoun,
    points_back,
)
from pipeline.text.printable.patterns import MINUTES, PAGE, PATTERNS
from pipeline.text.printable.strangers import MODIFIED, NAMELIKE, SHARED, is_name, strangers
from pipeline.text.words import STOPWORDS, WORD

_LISTS = beside(__file__)

Marks = dict[str, float]

COUNTING = _LISTS.words("counting")
ARTICLES = re.compile(
    r"\b(?:a|an|the|its|their|your|any|each|every|all|no|some|many|most)\b", re.IGNORECASE
)
REACHABLE = re.compile(r"^[A-Z]\w+(?:able|ible) (?:\w+ly )?(?:from|by|via|through|in|to|only)\b")
THEN = re.compile(r"\b(?:then|therefore|thus|hence|in turn|as a result)\b", re.IGNORECASE)
EARLY = 60  # characters in which such a word looks back
# Reference entries open with a verb whose subject is the page's title.
ENTRY_VERBS = _LISTS.words("entry_verbs")
# One of the first makes a sentence unfit more often than not; of the second it takes several.
FAULTS = (
    "points subject_counts subject_we opener demonstrative that_one subject_its early_pronoun we "
    "first_person pointer courtesy bulleted open_end question colon_end label speaker quoted "
    "verbless order short spoken markup minutes listed helper_first whereabouts"
).split()
DOUBTS = (
    "backward also bare_definite bare_subject platitude talk deixis example subject_quantified "
    "subject_there vague compared versions_unnamed page_talk after_colon open_clause you pronoun "
    "courtesy"
).split()
CONTEXTUAL = frozenset(
    "points subject_counts opener demonstrative that_one subject_its early_pronoun backward also "
    "bare_definite bare_subject pronoun possessive apposition elliptic versions_unnamed "
    "points_back both_of_them then_early strangers strangers_to_title dangling_object "
    "definite_above definite_unknown definite_in_lead subject_above subject_named_above "
    "share_of_above".split()
)
"""Marks of leaning on the sentence before; they count for nothing where that one is printed."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence in its place. `before` is the sentence or line before it, "" at a beginning;
    `block` the kind of block it stands in; `follows` says that `before` is printed before it."""

    text: str
    title: str = ""
    heading: str = ""
    before: str = ""
    block: str = "paragraph"
    follows: bool = False


def marks(statement: Statement) -> Marks:
    """All marks of a statement."""
    found = dict(_marks(replace(statement, follows=False)))
    if statement.follows:
        found |= dict.fromkeys(CONTEXTUAL & found.keys(), 0.0)
    return found | _pooled(found)


@lru_cache(
    maxsize=2_048
)  # a line is weighed alone and behind the line before it; a night has some 1,000
def _marks(statement: Statement) -> Marks:
    text = statement.text.strip()
    parts = clause(text)
    topic, heading = roots(statement.title), roots(statement.heading)
    found: Marks = {
        name: float(min(2, sum(1 for _ in pattern.finditer(text))))
        for name, pattern in PATTERNS.items()
    }
    found |= _shape(text, parts)
    found |= _subject(parts, topic, heading - topic)
    found |= _definites(text, parts, topic)
    found |= _leaning(text, parts, topic, heading)
    found |= _place(statement, roots(text), topic, heading)
    return found | hints(statement, parts, topic)


def _flags(**named: object) -> Marks:
    return {name: float(bool(value)) for name, value in named.items()}


def _shape(text: str, parts: PrintedClause) -> Marks:
    """Length, end, mood: what needs no knowledge of other sentences."""
    size = len(parts.words)
    content = [w for w in parts.words if _is_content(w)]
    early = early_pronoun(text)
    verbless = parts.verb < 0 and not any(word.lower() in AUXILIARIES for word in parts.words)
    found = _flags(
        short=size < 9,
        shortish=9 <= size < 12,
        long=size > 32,
        open_end=not re.search(r"[.!][\"'”’)\]]*$", text),
        question="?" in text,
        exclaims="!" in text,
        colon_end=text.endswith(":"),
        early_pronoun=early,
        pronoun=PRONOUN.search(text) and not early,
        verbless=verbless,
        order=_is_order(parts),
        helper_first=parts.first in AUXILIARIES,
        leading_clause=parts.lead and parts.first in SUBORDINATORS,
        leading_phrase=parts.lead and parts.first not in SUBORDINATORS,
        open_clause=not parts.lead and parts.first in SUBORDINATORS - {"as"},
        without_article=size >= 8 and not ARTICLES.search(text),
        compared=COMPARED.search(text) and not re.search(r"\bthan\b", text),
    )
    found["you_often"] = float(len(PATTERNS["you"].findall(text)) > 1)
    found["density"] = len(content) / max(1, size)
    found["names"] = float(min(3, sum(is_name(word) for word in parts.words[1:])))
    return found


def _is_content(word: str) -> bool:
    return word.lower() not in STOPWORDS and len(word) > 2 and not word[0].isdigit()


def _is_order(parts: PrintedClause) -> bool:
    """An imperative, or the bare verb of a reference entry."""
    if parts.first in ENTRY_VERBS:
        return True
    first, second = (*parts.body[:2], "", "")[:2]
    if not is_verb(first) or first == "let":
        return False
    return not is_noun_too(first) or (
        second in STOPWORDS and second not in {"of", "is", "are", "can", "and", "in"}
    )


def _subject(parts: PrintedClause, topic: frozenset[str], heading: frozenset[str]) -> Marks:
    """What the main clause is about, and whether the reader can know it."""
    body, subject = parts.body, tuple(word.lower() for word in parts.subject)
    first, second = (*body[:2], "", "")[:2]
    held = {root(word) for word in subject if word not in STOPWORDS}
    rest = parts.subject[0 if parts.main else 1 :]
    named = any(map(is_name, rest)) or bool(parts.subject and NAMELIKE.search(parts.subject[0]))
    definite = first == "the"
    defining = {"of", "that", "for", "to", "between"} & set(subject)
    counts = (first in COUNTING or first in POINTING or first == "there") and (
        form(second) in ("aux", "3sg")
        or (second == "of" and body[2:3] in (("these",), ("them",), ("those",), ("the",)))
    )
    points = first in POINTING
    plural = bool(subject) and subject[-1].endswith("s") and not subject[-1].endswith("ss")
    lowly = not (named or points or first in COUNTING or first in {"the", "a", "an", "there"})
    return _flags(
        points=points,
        subject_there=first == "there",
        subject_counts=counts,
        subject_quantified=first in COUNTING and not counts,
        subject_we=first in {"we", "i", "we're", "we've", "let's", "our", "my"},
        subject_its=first in {"its", "their"},
        subject_indefinite=first in {"a", "an"},
        subject_plural=plural and lowly and not _is_order(parts),
        subject_named=named,
        subject_topic=held & topic,
        subject_heading=held & heading,
        subject_the_topic=definite and held & topic,
        subject_long=len(subject) > 7,
        bare_subject=definite and not named and not held & topic and not defining,
        helper_verb=parts.verb > 0 and body[parts.verb] in AUXILIARIES,
        definition=parts.verb > 0
        and body[parts.verb] in {"is", "are"}
        and body[parts.verb + 1 : parts.verb + 2] in (("a",), ("an",), ("the",))
        and not definite
        and not points,
    )


def _definites(text: str, parts: PrintedClause, topic: frozenset[str]) -> Marks:
    """How many `the` there are, and how many of their nouns nothing introduced."""
    articles = len(re.findall(r"\bthe\b", text, re.IGNORECASE))
    bare = 0
    for start, run, after in definites(text):
        opens = parts.main < len(parts.starts) and start == parts.starts[parts.main]
        if not run or opens or any(map(is_name, run)) or run[-1].lower() in SHARED:
            continue
        held = [root(word) for word in run]
        earlier = {root(word) for word in WORD.findall(text[:start])}
        if held[-1] not in earlier and not topic & set(held) and not MODIFIED.match(after):
            bare += 1
    pointing = PATTERNS["demonstrative"].search(text)
    return {
        "definites": float(min(4, articles)),
        "no_definite": float(articles == 0 and not pointing),
        "bare_definite": float(min(3, bare)),
    }


def _leaning(
    text: str, parts: PrintedClause, topic: frozenset[str], heading: frozenset[str]
) -> Marks:
    """What it leans on that a reader does not have: `both`, `then`, `them`, a noun never introduced."""
    found = _flags(
        points_back=points_back(text),
        fragment=form(parts.first) == "past" or REACHABLE.match(text),
    )
    unknown, unheaded = strangers(text, topic | heading), strangers(text, topic)
    return found | {
        "strangers": float(min(2, len(unknown))),
        "strangers_to_title": float(min(2, len(unheaded))),
        "then_early": float(bool(THEN.search(text[:EARLY]))),
    }


def _place(
    statement: Statement, said: frozenset[str], topic: frozenset[str], heading: frozenset[str]
) -> Marks:
    """Where it stands: after what, in what kind of block, under what title."""
    before = statement.before.strip()
    shared = len(said & roots(before) - topic)
    found = _flags(
        spoken=statement.block == "cue",
        listed=statement.block in {"list", "table", "quote"},
        tabled=statement.block in {"table", "quote"},
        opens=not before,
        after_colon=before.endswith(":"),
        after_fragment=before and before[-1] not in ".!?:",
        on_topic=said & topic,
        on_heading=said & heading - topic,
        page_talk=PAGE.search(f"{statement.title} {statement.heading}"),
        minutes=MINUTES.search(statement.title),
    )
    return found | {"continues": float(min(3, shared))}


def _pooled(found: Marks) -> Marks:
    """How many faults and doubts there are in all: few sentences survive two."""
    faults, doubts = _count(found, FAULTS), _count(found, DOUBTS)
    subject = ("subject_named", "subject_topic", "subject_indefinite", "subject_plural")
    return _flags(
        clean=faults == 0,
        two_faults=faults > 1,
        three_faults=faults > 2,
        spotless=faults == 0 and doubts == 0,
        one_doubt=faults == 0 and doubts == 1,
        three_doubts=doubts > 2,
        clean_subject=faults == 0 and any(found[name] for name in subject),
        clean_opening=faults == 0 and found["opens"],
    )


def _count(found: Marks, names: Iterable[str]) -> int:
    return sum(found[name] > 0 for name in names)
