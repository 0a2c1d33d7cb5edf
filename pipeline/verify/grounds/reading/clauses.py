"""A sentence in its clauses, each with what it says besides its words.

Enter: a sentence. Leave: `Clause`s: their tokens, how they are joined, and their facets: negation,
possibility, plan, quantity, condition, cause. Facets are found by closed word classes and hold for
the clause that carries them, not for the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.words import Token, negates, tokens, verbal

# Words that set into the past what a sentence says; `is used to` says what for.
PAST_ONLY = re.compile(
    r"(?<!are )(?<!is )(?<!be )(?<!was )(?<!were )(?<!been )\b(?:used to|formerly|previously|no longer|originally|until recently|once (?:was|were|had))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """tokens[first:last] of a sentence; `joint` is the word that opens it, if one does."""

    text: str
    tokens: tuple[Token, ...]
    joint: str
    lows: frozenset[str]
    content: tuple[Token, ...] = field(init=False, repr=False, compare=False)
    start: int = field(init=False, repr=False, compare=False)
    end: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        every = self.tokens
        object.__setattr__(self, "content", tuple([one for one in every if one.content]))
        object.__setattr__(self, "start", every[0].start if every else 0)
        object.__setattr__(self, "end", every[-1].end if every else 0)


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[Clause, ...]:
    """Clauses of a sentence, in order; one without a word of content joins the one before."""
    all_ = tokens(text)
    cuts = [0]
    for at in range(1, len(all_)):
        if _opens(text, all_, at) and at - cuts[-1] >= 2:
            cuts.append(at)
    parts = [all_[a:b] for a, b in zip(cuts, [*cuts[1:], len(all_)], strict=True)]
    merged: list[tuple[Token, ...]] = []
    for part in parts:
        weight = sum(one.content for one in part)
        if (
            merged
            and weight < 2
            and part[0].low not in lists.CONDITIONAL | lists.TEMPORAL | lists.CAUSAL
        ):
            merged[-1] = (*merged[-1], *part)
        else:
            merged.append(tuple(part))
    return tuple(
        Clause(text, part, part[0].low if part[0].low in lists.JOINTS else "", lows(part))
        for part in merged
        if part
    )


def stretch(text: str, words: tuple[Token, ...]) -> Clause:
    """Words of a sentence as one clause, whatever opens it."""
    return Clause(text, words, "", lows(words))


def clause_at(text: str, place: int) -> Clause | None:
    """The clause of a sentence that a place in it lies in."""
    return next((one for one in clauses(text) if one.start <= place < one.end), None)


_PARTED = re.compile(r"[;:]\s|\s[—–-]{1,3}\s|[(]|—")


def _opens(text: str, all_: tuple[Token, ...], at: int) -> bool:
    gap = text[all_[at - 1].end : all_[at].start]
    low = all_[at].low
    if gap == "-":
        return False  # use-after-free
    if gap != " " and _PARTED.search(gap):
        return True
    if low == "once" and all_[at - 1].low == "at":
        return False
    if low in lists.CONDITIONAL or low in (
        "because",
        "although",
        "though",
        "whereas",
        "whenever",
        "unless",
    ):
        return True
    if low in ("when", "while", "until", "once", "which", "who", "where"):
        return all_[at - 1].low not in (
            "that",
            "in",
            "from",
            "on",
            "of",
            "with",
            "to",
            "through",
            "by",
            "for",
            "only",
        ) or low in ("when", "until")
    if low in ("after", "before", "since") and _then(all_, at):
        return False
    if low in ("after", "before", "since", "as", "so", "but", "yet", "except"):
        return (
            "," in gap
            or low in ("but",)
            or (low in ("after", "before", "since") and _clausal(all_, at))
        )
    if low in ("and", "or"):
        return ("," in gap and _clausal(all_, at)) or _verb_next(all_, at)
    if "," in gap and low in lists.FINITE:
        return True
    return bool("," in gap and _after_condition(all_, at))


def _then(all_: tuple[Token, ...], at: int) -> bool:
    """Whether a word of time only points back: `found after that`."""
    behind = [t.low for t in all_[at + 1 : at + 3]]
    pronoun = bool(behind) and behind[0] in ("that", "this", "then")
    return pronoun and (len(behind) < 2 or behind[1] in lists.FINITE)


def _clausal(all_: tuple[Token, ...], at: int) -> bool:
    """Whether a verb stands within the next words, behind something that may be its subject."""
    return any(verbal(one.low) or one.low in lists.FINITE for one in all_[at + 1 : at + 7])


_PASTS = frozenset(lists.IRREGULAR) | frozenset("cut set put let".split())


def _verb_next(all_: tuple[Token, ...], at: int) -> bool:
    nxt = all_[at + 1] if at + 1 < len(all_) else None
    if nxt is None:
        return False
    if nxt.low in lists.FINITE or nxt.low in ("then", "so"):
        return True
    if nxt.kind != "word" or not verbal(nxt.low):
        return False
    return (nxt.low.endswith(("ed", "s")) and len(nxt.low) > 3) or nxt.low in _PASTS


def _after_condition(all_: tuple[Token, ...], at: int) -> bool:
    """A comma that ends an opening condition or restriction."""
    first = all_[0].low
    return (
        at < 14
        and first
        in lists.CONDITIONAL
        | lists.TEMPORAL
        | frozenset(
            "because since as although though in on for with by past under at given from".split()
        )
        and not any(t.low in ("and", "or") for t in all_[at : at + 1])
    )


def lows(part: tuple[Token, ...]) -> frozenset[str]:
    return frozenset(one.low for one in part)


_EXCEPTS = re.compile(
    rf"\b(?:{'|'.join(sorted(lists.NOTHING))}) (?:{'|'.join(sorted(lists.EXCEPTING))})\b",
    re.IGNORECASE,
)


def excepts(clause: Clause) -> bool:
    """Whether a clause says `nothing but`: what it names, and no other."""
    return any(
        m.start() < clause.end and clause.start < m.end() for m in _EXCEPTS.finditer(clause.text)
    )


def negations(clause: Clause) -> int:
    """How often a clause is denied; `not only`, `and not by` and the like deny no statement."""
    lows = ["", *(one.low for one in clause.tokens), ""]
    count = 0
    for at, (before, low, after) in enumerate(zip(lows, lows[1:], lows[2:], strict=False)):
        if low == "not" and after in lists.CONTRASTED and at:
            gap = clause.text[clause.tokens[at - 1].end : clause.tokens[at].start]
            if gap.startswith(","):
                continue  # `in these, not in those`
        hyphened = at < len(clause.tokens) and clause.text[clause.tokens[at].end :][:1] == "-"
        if (low in ("no", "non") and hyphened) or (low == "no" and before == "with"):
            continue  # `non-gated`, `no-alloc` are kinds
        if low in lists.NOTHING and after in lists.EXCEPTING:
            continue  # `nothing but valid messages`
        if low == "nor" and (count or after not in lists.FINITE):
            continue
        if _denies(low) and not (before in lists.NEGATORS and low in ("no", "not")):
            count += not _partly(before, low, after)
    return count


_RELATIVE = frozenset("that which who".split())


def denying_of(text: str, words: tuple[Token, ...], held: frozenset[int]) -> tuple[Token, ...]:
    """The words of a stretch without the negations of a thing in it that a claim does not speak of: of
    `without the fee` or `that does not check it`, where it has neither `fee` nor `check`.

    held: where the words start that the claim takes up."""
    out = []
    for at, one in enumerate(words):
        led = any(t.low in _RELATIVE for t in words[max(0, at - 2) : at])
        if one.low == "without" or (led and _denies(one.low)):
            theirs = _denied_phrase(text, words[at + 1 :])
            if 2 * sum(t.start in held for t in theirs) < len(theirs):
                continue
        out.append(one)
    return tuple(out)


def _denied_phrase(text: str, behind: tuple[Token, ...]) -> list[Token]:
    """The words of content right behind a negation, up to a mark, a joint or the verb of the sentence."""
    out: list[Token] = []
    for at, one in enumerate(behind):
        if at and re.search(r"[,;:()—–]", text[behind[at - 1].end : one.start]):
            break
        if one.low in lists.FINITE | lists.JOINTS:
            break
        out += [one] if one.content else []
    return out


def denial(text: str) -> str:
    """The word by which a text denies, with its neighbours; "" where it denies nothing."""
    words = tokens(text)
    at = next((n for n, one in enumerate(words) if _denies(one.low)), None)
    if at is None:
        return ""
    first, last = words[max(0, at - 1)], words[min(len(words), at + 4) - 1]
    return " ".join(text[first.start : last.end].split())


_AGAINST = re.compile(
    r", not (?:a|an|the|by|from|in|on|with|through|as|via|to|for)\b|\b(?:no longer|without)\b",
    re.IGNORECASE,
)
_FOR = re.compile(rf"\b(?:{lists.INSTEAD_OF})\b", re.IGNORECASE)


def set_against(one: str, other: str) -> bool:
    """Whether two texts set a thing aside, the one by a negation, the other by `instead of`."""
    return bool(
        (_AGAINST.search(one) and _FOR.search(other))
        or (_AGAINST.search(other) and _FOR.search(one))
    )


def _denies(low: str) -> bool:
    return negates(low) or low == "non"


def _partly(before: str, low: str, after: str) -> bool:
    """Whether a negation takes back a part of what is said, or nothing."""
    if low == "no":
        return after in lists.COMPARED
    if low != "not" and not low.endswith("n't"):
        return False
    contrast = after in lists.CONTRASTED and before in ("and", "but", "or", "", "rather")
    return after in lists.PARTLY or contrast or (low == "not" and before == "or")


_SHOULD_NOT = re.compile(r"\b(?:should|ought) not\b|\bshouldn't\b", re.IGNORECASE)
_BINDING = re.compile(
    r"\b(?:should|must|ought|recommend\w*|have to|has to|need to)\b", re.IGNORECASE
)


def only_norm(text: str, stands: str) -> bool:
    """Whether a text says of a thing that it should not be, where the other tells that it is."""
    return bool(_SHOULD_NOT.search(text)) and not _BINDING.search(stands)


_SPAN = r"(second|minute|hour|day|week|month|quarter|year)"
_RATE = re.compile(
    rf"\b(every|each) (?:(?:other|single|\d+|two|few) )?(?:{_SPAN}|time)s?\b", re.IGNORECASE
)
_OFTEN = re.compile(
    rf"\b(?:every|each|(?:once|twice|times) (?:an?|per|every|each)) {_SPAN}\b|\b(hour|dai|week|month|quarter|year)ly\b",
    re.IGNORECASE,
)


def rates(clause: Clause) -> frozenset[str]:
    """Words that say how often, and of how much nothing: `every minute`."""
    found = [m[1].lower() for m in _RATE.finditer(clause.text, clause.start, clause.end)]
    all_ = [t.low for t in clause.tokens]
    return frozenset(low for low in found if found.count(low) == all_.count(low))


def often(text: str, start: int = 0, end: int | None = None) -> frozenset[str]:
    """By what something comes again in a text: the `hour` of `every hour`, the `day` of `daily`."""
    stop = len(text) if end is None else end
    spans = (m[1] or m[2] for m in _OFTEN.finditer(text, start, stop))
    return frozenset(one.lower().replace("dai", "day") for one in spans)
