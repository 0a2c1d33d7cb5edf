"""Who does what to whom in a sentence, by chunks.

Enter: a sentence. Leave: `Predicate`s: a verb with its subject, object and prepositional phrases,
its voice, and its mode (said as a fact, as possible, planned, asked for). A sentence that cannot be
read gives fewer predicates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.chunks import OPENING, Chunk, chunks
from pipeline.verify.grounds.reading.lists import Mode
from pipeline.verify.grounds.reading.words import Token, bases, thesaurus, tokens


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb and what stands round it. Subject and object are heads, several where coordinated."""

    verb: Token
    mode: Mode
    past: bool
    passive: bool
    negated: bool
    ongoing: bool  # `is rolling out`
    subject: tuple[Token, ...]
    object: tuple[Token, ...]
    cases: tuple[tuple[str, Token], ...]  # preposition and head

    @property
    def agents(self) -> tuple[Token, ...]:
        if not self.passive:
            return self.subject
        return tuple(head for how, head in self.cases if how == "by")

    @property
    def patients(self) -> tuple[Token, ...]:
        return self.subject if self.passive else self.object


@lru_cache(maxsize=4096)
def predicates(text: str) -> tuple[Predicate, ...]:
    """The predicates of a sentence in order."""
    parts = chunks(text)
    made: list[Predicate] = []
    for at, chunk in enumerate(parts):
        if chunk.kind == "vg":
            made.append(_predicate(text, parts, at, made))
    return tuple(made)


_NOTHING = re.compile(
    r"\s+(?:(?:out|up|down|in|off|over|back|on)\s+)?no\s+(?!longer|more|less|fewer|later|doubt|matter|one\b)"
)  # `requires no restart`


def _predicate(text: str, parts: tuple[Chunk, ...], at: int, made: list[Predicate]) -> Predicate:
    group = parts[at]
    verbs = [t for t, tag in zip(group.words, group.tags, strict=True) if tag == "V"]
    verb = verbs[-1] if verbs else group.words[-1]
    lows = [t.low for t in group.words]
    held = {"is", "are", "was", "were", "be", "been", "being", "gets", "got"} & set(lows)
    part = verb.low.endswith(("ed", "en")) or verb.low in lists.IRREGULAR
    passive = bool(verbs) and part and not verb.low.endswith("ing") and bool(held)
    subject = _subject(parts, at, made)
    objects, cases = _behind(parts, at)
    if bool(verbs) and part and not held and any(how == "by" for how, _ in cases) and not objects:
        passive = "have" not in lows and "has" not in lows
    negated = any(tag == "G" for tag in group.tags) or any(
        low.endswith("n't") or low == "cannot" for low in lows
    )
    negated = negated or bool(_NOTHING.match(text, verb.end))
    past = (
        _used_to(text, group)
        or bool({"was", "were", "had", "did", "has", "have", "didn't", "been"} & set(lows))
        or (bool(verbs) and not held and verb.low.endswith("ed"))
        or (
            bool(verbs)
            and lists.IRREGULAR.get(verb.low, verb.low) not in (verb.low, "be", "have", "do")
        )
    )
    ongoing = bool(verbs) and verb.low.endswith("ing") and bool(held) and "been" not in lows
    return Predicate(
        verb,
        _mode(text, parts, at, made),
        past,
        passive,
        negated,
        ongoing,
        subject,
        objects,
        cases,
    )


def _subject(parts: tuple[Chunk, ...], at: int, made: list[Predicate]) -> tuple[Token, ...]:
    n = at - 1
    if n < 0:
        return ()
    last = parts[n]
    if parts[at].words[-1].low.endswith("ing") and len(parts[at].words) == 1:
        return ()  # whose doing a participle tells is anyone's guess
    if last.kind == "joint" and last.tags[0] in ("C", ","):
        if n and parts[n - 1].kind == "joint":
            n -= 1
        return made[-1].subject if made and parts[n - 1].kind != "joint" else ()
    if last.kind == "joint" and last.tags[0] == "O":
        return (last.words[0],)
    if (
        last.kind == "joint"
        and last.tags[0] == "W"
        and last.words[0].low in ("which", "who", "that")
    ):
        inner = next((c for c in reversed(parts[:n]) if c.kind == "np"), None)
        return (inner.head,) if inner else ()
    if last.kind == "vg":
        return made[-1].subject if made else ()
    while n >= 0:
        one = parts[n]
        if one.kind == "np" and (not one.led or (one.led in OPENING and n == at - 1)):
            return (*_coordinated(parts, n), one.head)
        if one.kind == "vg":
            return made[-1].subject if made else ()
        if one.kind == "joint" and one.tags[0] in ("W", ";", "O"):
            return ()
        n -= 1
    return ()


def _coordinated(parts: tuple[Chunk, ...], n: int) -> tuple[Token, ...]:
    """Heads joined to a noun phrase by `and` before it."""
    joined = n >= 2 and parts[n - 1].kind == "joint" and parts[n - 1].words[0].low in ("and", "or")
    if joined and parts[n - 2].kind == "np":
        return (parts[n - 2].head,)
    return ()


def _behind(
    parts: tuple[Chunk, ...], at: int
) -> tuple[tuple[Token, ...], tuple[tuple[str, Token], ...]]:
    """The object and the prepositional phrases behind a verb."""
    objects: list[Token] = []
    cases: list[tuple[str, Token]] = []
    n = at + 1
    while n < len(parts):
        one = parts[n]
        if one.kind == "vg":
            break
        if one.kind == "joint":
            ends = one.tags[0] in ("W", ";", ",") and not (one.tags[0] == "," and cases)
            nxt = parts[n + 1] if n + 1 < len(parts) else None
            second = parts[n + 2] if n + 2 < len(parts) else None
            opens = (
                nxt is not None and nxt.kind == "np" and second is not None and second.kind == "vg"
            )
            if ends or (one.tags[0] == "C" and (opens or nxt is None or nxt.kind == "vg")):
                break
            if one.tags[0] == "O":
                objects.append(one.words[0])
        elif one.led:
            cases.append((one.led, one.head))
        elif not cases or parts[n - 1].kind == "joint":
            objects.append(one.head)
        n += 1
    return tuple(objects), tuple(cases)


def _mode(text: str, parts: tuple[Chunk, ...], at: int, made: list[Predicate]) -> Mode:
    """How a verb is said: by its modal, what governs it, or the condition it stands in."""
    group = parts[at]
    modal = next((lists.MODALS[t.low] for t in group.words if t.low in lists.MODALS), None)
    if _conditional(parts, at) or text.rstrip().endswith("?"):
        return "if"
    if modal:
        return "fact" if _used_to(text, group) else modal
    before = _word_before(text, group.words[0].start)
    if group.tags[0] == "T" or group.words[0].low.endswith("ing"):
        mode = lists.GOVERNING.get(before)
        if mode:
            return mode
        if group.tags[0] == "T":
            return "aim"
        if made and parts[at - 1].kind == "vg":
            return made[-1].mode
    return "fact"


_USED_TO = re.compile(
    r"\b(?:was|were|had|has|have|contained?|allowed|introduced|made|found|fix(?:es|ed)?|exist(?:s|ed))\b"
    r"[^.;]*\b(?:that|which|where(?:by)?|in which)\b[^.;,]*\bwould\b",
    re.IGNORECASE,
)


def _used_to(text: str, group: Chunk) -> bool:
    """Whether a verb behind `would` tells what was: `had a flaw that would accept`."""
    return any(t.low == "would" for t in group.words) and bool(_USED_TO.search(text))


def _word_before(text: str, place: int) -> str:
    before = re.search(r"([A-Za-z']+)\s+$", text[max(0, place - 24) : place])
    return before[1].lower() if before else ""


_REASONS = frozenset(("as", "since"))  # `as the default will change` says why, not when


def _conditional(parts: tuple[Chunk, ...], at: int) -> bool:
    """Whether the verb stands behind `if`, `when` or the like, before the comma that ends it."""
    if at and parts[at - 1].kind == "np" and parts[at - 1].led in OPENING - _REASONS:
        return True
    for one in reversed(parts[:at]):
        if one.kind == "joint" and one.tags[0] in (";", ","):
            return False
        if one.kind == "joint" and one.words[0].low in lists.CONDITIONAL | {
            "when",
            "whenever",
            "whether",
            "until",
        }:
            return True
        if one.kind == "vg":
            return False
    return False


# `Move off the old setting`: no statement begins with a bare word and a determiner.
_OBJECTS = (
    "the|an?|your|each|every|any|all|its|their|it|them|those|these|this|who|how|what|whether|where"
)
_ORDERED = re.compile(rf"[A-Z][a-z]+ (?:(?:off|up|out|over|down|back|away) )?(?:{_OBJECTS})\b")


def ordered(text: str) -> bool:
    """Whether a sentence opens as an order does, its first word being a verb as it stands."""
    low = tokens(text)[0].low if _ORDERED.match(text) else ""
    joint = low in lists.CONDITIONAL | lists.TEMPORAL | lists.CAUSAL
    return not joint and low in thesaurus() and bases(low)[0] == low
