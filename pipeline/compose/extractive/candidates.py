"""Sentences of the evidence that may stand alone in a brief, and how salient each is.

Enter: numbered evidence. Leave: candidates with their spans in the item's text, and scores.
Refuses headings, list debris, tables, code, boilerplate, half sentences and sentences that need
their neighbours to be understood. Salience joins centroid similarity (Radev et al. 2004),
title overlap, freshness, corroboration by another source and the evidence's own score.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipeline.compose.extractive.relations import relation
from pipeline.records import Evidence, EvidenceItem, Quote, Sentence
from pipeline.text.numbers import numbers
from pipeline.text.sentences import sentences
from pipeline.text.words import clean, terms, words

PROSE = frozenset({"paragraph", "cue"})
NOT_PROSE = frozenset({"heading", "list", "table", "code", "quote", "boilerplate"})
SHORTEST, LONGEST = 8, 38  # words; shorter ones lack a claim, longer ones tire a reader
CONTEXT = 60  # characters of prefix and suffix a quote selector carries

# A sentence that opens so, or points so, cannot be understood without its neighbours.
OPENERS = frozenset(
    "this that these those it its they their them he she his her such so but and or nor however "
    "therefore thus hence then also instead otherwise both neither here there still yet again "
    "another similarly likewise conversely accordingly consequently meanwhile furthermore moreover "
    "additionally finally second secondly third thirdly lastly next yes no well okay right which "
    "who where because what i we you our my your let".split()
)
OPENING_PHRASES = re.compile(
    r"(?:for (?:example|instance)|as a result|in other words|in (?:this|that|these|those|both|each)"
    r"|on the other hand|the (?:same|other|others|second|third|former|latter|following|above|example"
    r"|table|figure|point|idea|trick|rule|lesson|answer|reason|result|difference|remedy|catch)"
    r"(?! of)|one (?:more|other|way|reason)|at (?:this|that)|by (?:this|that)|after (?:this|that)"
    r"|with (?:this|that)|under (?:this|that)|from (?:this|that)|each of these|all of these"
    r"|none of these|to do (?:this|that|so)|doing (?:this|that|so)|when (?:this|that|it|they)\b"
    r"|if (?:this|that|it|they)\b|now\b.*\bwe\b)\b",
    re.IGNORECASE,
)
POINTERS = re.compile(
    r"\b(?:(?:the|see|as|shown|listed) (?:above|below|following)|above-mentioned|aforementioned"
    r"|(?:this|that|these|those) (?:article|paper|post|page|section|chapter|episode|talk|guide|book"
    r"|document|figure|table|example|paragraph|arithmetic|calculation|sentence)"
    r"|(?:table|example|figure|snippet|listing|section) (?:above|below)|earlier in this|click here"
    r"|read more|sign up|subscribe|newsletter|cookies? (?:policy|settings)|all rights reserved"
    r"|for (?:more|further|additional) (?:details?|information|examples?)|learn more|check out"
    r"|^(?:see|please|note that|refer to|click|visit|remember that|recall that)"
    r"|(?:this|that) (?:version|release|feature|option|command|flag|issue|vulnerability|advisory)"
    r"|in this (?:article|post|episode)|(?:all|both|each|none|most|some|one|two) of them|last week|next week|last time|our sponsor)\b|©",
    re.IGNORECASE,
)
# A clause that opens so needs its main clause after a comma.
FRAGMENT = re.compile(
    r"(?:without|because|although|while|since|when|if|after|before|unless|whereas)\b"
    r"(?!.*, (?!or\b|and\b|which\b|who\b))",
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(r"\b(?:I|I'm|I've|we're|we've|me|my|mine|us|our|ours|we|let's)\b")
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|may|might|must|should|shall|will|would|does|do|did"
    r"|[a-z]{3,}(?:es|ed|s)|costs?|sets?|puts?|lets?|runs?|holds?|keeps?|gives?|takes?|makes?|cut"
    r"|grows?|falls?|goes|ask|use|need|show|move|send|write|read|stop|start|fail|want)\b"
)
PAIRS = (("(", ")"), ("[", "]"), ("“", "”"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of an evidence item: `item.text[start:end]`, its words on one line."""

    item: EvidenceItem
    start: int
    end: int
    text: str
    stems: tuple[str, ...]

    @property
    def key(self) -> tuple[int, int]:
        return (self.item.n, self.start)

    @property
    def size(self) -> int:
        return len(self.text.split())


def candidates(evidence: Evidence) -> tuple[Candidate, ...]:
    """All sentences of the pack that may stand alone, in evidence order, no text twice."""
    found, seen = [], set()
    for item in evidence.items:
        for start, end in prose(item):
            text = clean(item.text[start:end])
            folded = text.casefold()
            if folded not in seen and not _carries_title(text, item) and stands_alone(text):
                seen.add(folded)
                found.append(Candidate(item, start, end, text, tuple(terms(text))))
    return tuple(found)


def _carries_title(text: str, item: EvidenceItem) -> bool:
    """True when a page's title line has run into its first sentence."""
    return bool(item.title) and text.startswith(item.title)


def prose(item: EvidenceItem, kinds: Iterable[str] = PROSE) -> Iterable[tuple[int, int]]:
    """Sentence spans in the item's running prose (of the named block kinds, where known)."""
    for start, end in _stretches(item, frozenset(kinds)):
        yield from sentences(item.text[start:end], offset=start)


def _stretches(item: EvidenceItem, kinds: frozenset[str]) -> list[tuple[int, int]]:
    """Prose stretches; turns of a transcript that follow one another are one stretch."""
    known = [(b.start, b.end) for b in item.blocks if b.kind in kinds and b.end > b.start]
    if not known:
        return _outside(item)
    stretches = [known[0]]
    for start, end in known[1:]:
        gap = item.text[stretches[-1][1] : start]
        if not gap.strip() and "\n\n" not in gap:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def _outside(item: EvidenceItem) -> list[tuple[int, int]]:
    """What is left of a text without known paragraphs when all that is not prose is taken out."""
    cuts = sorted((b.start, b.end) for b in item.blocks if b.kind in NOT_PROSE)
    edges = [(0, 0), *cuts, (len(item.text), len(item.text))]
    return [(one[1], two[0]) for one, two in pairwise(edges) if two[0] > one[1]]


def stands_alone(text: str) -> bool:
    """True for a whole, self-contained statement of a length a reader takes in at once."""
    tokens = words(text)
    if not SHORTEST <= len(text.split()) <= LONGEST or not tokens:
        return False
    if not (text[0].isupper() or text[0].isdigit()) or not re.search(
        r"[\w)`%”\"]\.[”\"')]*$", text
    ):
        return False
    if re.split("['’]", tokens[0].lower())[0] in OPENERS or FRAGMENT.match(text):
        return False
    if OPENING_PHRASES.match(text) or POINTERS.search(text):
        return False
    if FIRST_PERSON.search(text) or not VERB.search(text[len(tokens[0]) :]):
        return False
    return _tidy(text)


def _tidy(text: str) -> bool:
    """No unbalanced brackets or quotes, no table or code debris, mostly letters."""
    if any(text.count(left) != text.count(right) for left, right in PAIRS) or text.count('"') % 2:
        return False
    if re.search(r"[|{}<>\\]|\s[=*#]\s|^\W*[-•*]\s|::|\w\(\)|;\s*$", text):
        return False
    letters = sum(char.isalpha() or char.isspace() for char in text)
    return letters >= 0.8 * len(re.sub(r"\(?https?://\S+", "", text))


def selector(candidate: Candidate) -> Quote:
    """The quote selector of a candidate."""
    text = candidate.item.text
    return Quote(
        n=candidate.item.n,
        start=candidate.start,
        end=candidate.end,
        exact=text[candidate.start : candidate.end],
        prefix=text[max(0, candidate.start - CONTEXT) : candidate.start],
        suffix=text[candidate.end : candidate.end + CONTEXT],
    )


def verbatim(candidate: Candidate) -> Sentence:
    """The candidate as a cited sentence of a draft."""
    return Sentence(candidate.text, (candidate.item.n,), "source", selector(candidate))


# ── salience ──────────────────────────────────────────────────────────────────────────────

# Chosen by reading editions of the starter newsroom over ten days; rerun with other weights and
# read again before changing them. They sum to 1.
WEIGHTS = {
    "centroid": 0.26,
    "title": 0.16,
    "evidence": 0.18,
    "freshness": 0.16,
    "number": 0.08,
    "corroboration": 0.16,
}
LINK_COST = 0.12  # a bare address inside a sentence reads badly
BACK_COST = 0.20  # "The refusal is ..." speaks of what an earlier sentence named
RELATION_GAIN = 0.05  # a sentence that relates two things can also stand in the system graph
CHAT_COST = 0.15  # spoken asides and second person read badly as statements
CHAT = re.compile(
    r"\b(?:kind of|sort of|basically|actually|really|pretty much|a lot of|stuff|super|gonna|wanna"
    r"|yeah|guys?|you(?:'re|'ll|'ve|’re|’ll|’ve)?|your)\b|[-–—] |\.\.\.|…",
    re.IGNORECASE,
)
BACKWARD = re.compile(
    r"\b(?:then|therefore|thus|also|too|either|them|they|the same)\b|\bthe (?:first|second|third"
    r"|fourth|last|former|latter|other|two|three)\b|\b(?:under|of|for|in|with|at|by|from|on|to|than"
    r"|after|before) (?:that|this|these|those)\b|\b(?:this|these|those) [a-z]"
)


def weigh(
    pool: tuple[Candidate, ...], *, day: str, half_life: float
) -> Mapping[tuple[int, int], float]:
    """Salience of every candidate, by key, roughly within 0 and 1."""
    if not pool:
        return {}
    inverse = _inverse_frequency(pool)
    vectors = {one.key: vector(one.stems, inverse) for one in pool}
    centroids = _centroids(pool, vectors)
    best = _best_scores(pool)
    result = {}
    for one in pool:
        mine = vectors[one.key]
        title = vector(terms(f"{one.item.title} {' '.join(one.item.headings)}"), inverse)
        parts = {
            "centroid": cosine(mine, centroids[one.item.domain]),
            "title": cosine(mine, title),
            "evidence": one.item.score / best[one.item.domain] if best[one.item.domain] else 0.0,
            "freshness": freshness(one.item.published, day, half_life),
            "number": 1.0 if any(number.unit for number in numbers(one.text)) else 0.0,
            "corroboration": _corroboration(one, pool, vectors),
        }
        score = sum(WEIGHTS[name] * value for name, value in parts.items())
        score -= LINK_COST if "://" in one.text else 0.0
        score -= BACK_COST if leans_back(one) else 0.0
        score -= CHAT_COST if CHAT.search(one.text) else 0.0
        result[one.key] = score + (RELATION_GAIN if relation(one.text, "", 0) else 0.0)
    return result


def leans_back(one: Candidate) -> bool:
    """True when the sentence likely needs the one before it."""
    if BACKWARD.search(one.text):
        return True
    opening = re.match(r"The ([\w-]+) (?:[a-z]+ )?(?:is|are|was|has|can|[a-z]+s)\b", one.text)
    named = set(terms(f"{one.item.title} {' '.join(one.item.headings)}"))
    return bool(opening) and not named & set(terms(opening.group(1) if opening else ""))


def freshness(published: str | None, day: str, half_life: float) -> float:
    """1 for a document of the day, half after `half_life` days, 0.1 for an undated one."""
    if not published:
        return 0.1
    age = (date.fromisoformat(day) - date.fromisoformat(published[:10])).days
    return float(0.5 ** (max(0, age) / half_life))


def vector(stems: Iterable[str], inverse: Mapping[str, float]) -> dict[str, float]:
    """Unit TF-IDF vector of some stems."""
    raw = {stem: count * inverse.get(stem, 1.0) for stem, count in Counter(stems).items()}
    norm = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {stem: value / norm for stem, value in raw.items()}


def cosine(one: Mapping[str, float], two: Mapping[str, float]) -> float:
    if len(one) > len(two):
        one, two = two, one
    return sum(value * two.get(stem, 0.0) for stem, value in one.items())


def _inverse_frequency(pool: tuple[Candidate, ...]) -> dict[str, float]:
    counts = Counter(stem for one in pool for stem in set(one.stems))
    return {stem: math.log(1 + len(pool) / count) for stem, count in counts.items()}


def _centroids(
    pool: tuple[Candidate, ...], vectors: Mapping[tuple[int, int], Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    sums: dict[str, Counter[str]] = {}
    for one in pool:
        sums.setdefault(one.item.domain, Counter()).update(vectors[one.key])
    result = {}
    for domain, total in sums.items():
        norm = math.sqrt(sum(value * value for value in total.values())) or 1.0
        result[domain] = {stem: value / norm for stem, value in total.items()}
    return result


def _best_scores(pool: tuple[Candidate, ...]) -> dict[str, float]:
    best: dict[str, float] = {}
    for one in pool:
        best[one.item.domain] = max(best.get(one.item.domain, 0.0), one.item.score)
    return best


def _corroboration(
    one: Candidate,
    pool: tuple[Candidate, ...],
    vectors: Mapping[tuple[int, int], Mapping[str, float]],
) -> float:
    """How near the nearest sentence of another source comes; 0.5 and more counts as full."""
    mine = vectors[one.key]
    near = max(
        (
            cosine(mine, vectors[two.key])
            for two in pool
            if two.item.source_id != one.item.source_id
        ),
        default=0.0,
    )
    return min(1.0, near / 0.5)
