"""What an inference or advice states as a fact, and which of that no cited source says.

Enter: a sentence that draws a conclusion or gives an order, the sources it cites. Leave: a doubt for
each clause that reports what was, or what a named thing does, and is borne by none of them. What is
concluded ("so a team pays twice"), asked for, conditional or said as possible states nothing. Clauses
are found by the words that open them and the mode of their verbs (`reading.syntax`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, cast

from pipeline.verify.grounds.fate import examine, fails
from pipeline.verify.grounds.fits import Doubt, value
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.chunks import words_in
from pipeline.verify.grounds.reading.sources import Ground, SourceText
from pipeline.verify.grounds.reading.syntax import Predicate, predicates
from pipeline.verify.grounds.reading.words import bases, keys, tokens, verbal

Place = Literal["main", "joint", "break", "relative", "reason", "known"]
# What opens a part of a sentence, by what such a part does.
OPENERS: dict[Place, str] = {
    "relative": r",\s+(?:which|who|whose|where)\b",
    "reason": r"[,;]?\s+(?:because|since|given that|now that)\b",
    "known": r"\b(?:know|knows|note|notes|remember|recall|aware|mind|reali[sz]e|learn|fact)\s+that\b",
    "break": r"[;:—]",
    "joint": r",\s+(?:and|but|while)\b",
}
OPENER = re.compile(
    "|".join(f"(?P<{name}>{words})" for name, words in OPENERS.items()), re.IGNORECASE
)
# What is supposed, or only names a time or a place, to the next comma.
SUPPOSED = re.compile(
    r"\b(?:if|unless|until|whether|when|whenever|before|once|while|wherever|how|why|what)\b[^,;:—]*",
    re.IGNORECASE,
)
CONCLUDED = re.compile(
    r"^\W*(?:(?:So|Thus|Hence|Therefore|Taken together|Together|In both|Either way)\b,?\s*|"
    r"(?:This|That|It|Both|Together they|The \w+) (?:suggests?|impl(?:y|ies)|means?|seems?|follows|"
    r"is why|leaves?|argues?|points? to|shows?|is)\b\s*(?:that\b)?\s*)"
)
HEDGED = re.compile(
    r"\b(?:may|might|could|would|should|ought|must|need not|(?:has|have|needs?) to|can|cannot|probably|likely|perhaps|"
    r"seems?|appears?|apparently|tends? to|suggests?)\b",
    re.IGNORECASE,
)
COPULAS = frozenset("be is are was were been have has had".split())
# Shares of a clause's weight that a sentence of its source bears; the second where its verb is in none.
# Of 28 true statements of a good writer put behind "because" 15 fall below one of these and are sent back, of as
# many of another source all; of 45 true sentences, called inferences as they were written, 2.
BORNE, PLAINLY = 0.5, 0.75
# What a clause that was taken out of its sentence may lack: its condition, its opening words.
TORN = frozenset("condition drift maturity default necessity".split())
INDEFINITE = re.compile(r"\b(?:an?|any|every|each|some|no|most|teams?|engineers?|anyone)\b", re.I)
LEAST_WORDS = 4


def unborne(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """The clauses of a conclusion or order that state what none of its sources says."""
    return [
        Doubt("stated", 1.0, part, ground.text if ground else "")
        for part in stated(text)
        for said, ground in [_held(part, sources)]
        if not said
    ]


def _held(part: str, sources: Sequence[SourceText]) -> tuple[bool, Ground | None]:
    """Whether the sources say a clause, and their sentence that comes nearest."""
    found = examine(part, sources)
    if found.kind == "advice":
        return True, None
    sizes = [len(one.clause.content) for one in found.fits]
    borne = sum(n * one.covered for n, one in zip(sizes, found.fits, strict=True))
    least = PLAINLY if _strange(part, sources) else BORNE
    whole = not fails([one for one in found.doubts if one.rule not in TORN])
    told = whole and _share(part, sources) >= BORNE and borne >= least * sum(sizes) > 0
    return told, found.nearest.ground if found.nearest else None


def _share(part: str, sources: Sequence[SourceText]) -> float:
    """The share of what a clause says of its subject, names and figures apart, that sources speak of."""
    said = [t for t in tokens(part) if t.content and t.kind == "word" and t.text[0].islower()]
    mass = [(value(t), max(source.whole.bears(keys(t.low)) for source in sources)) for t in said]
    return sum(v for v, bears in mass if bears >= BORNE) / (sum(v for v, _ in mass) or 1.0)


def _strange(part: str, sources: Sequence[SourceText]) -> bool:
    """Whether what a clause says was done or is done is a verb that no source has."""
    verbs = [one.verb.low for one in predicates(part) if one.mode == "fact"]
    return any(
        low not in COPULAS and all(source.whole.bears(keys(low)) < BORNE for source in sources)
        for low in verbs
    )


def stated(text: str) -> tuple[str, ...]:
    """The clauses of a sentence that state a fact, in order; none for a plain order or conclusion."""
    told = CONCLUDED.sub("", text.strip(), count=1)
    return tuple(dict.fromkeys(part for place, part in _parts(told) if _states(place, part)))


def _parts(text: str) -> Iterator[tuple[Place, str]]:
    """The main clause, and each part behind it by what opens it."""
    place: Place = "main"
    start = 0
    for found in OPENER.finditer(text):
        yield place, text[start : found.start()].strip(TRIMMED)
        place, start = cast(Place, found.lastgroup), found.end()
    yield place, text[start:].strip(TRIMMED)


TRIMMED = " ,;:—."


def _states(place: Place, part: str) -> bool:
    bare = SUPPOSED.sub(" ", part).strip(TRIMMED)
    if len(bare.split()) < (
        LEAST_WORDS if place in ("main", "joint", "break") else 3
    ) or HEDGED.search(bare):
        return False
    read = predicates(bare)
    said = [one for one in read if one.mode == "fact"]
    if place in ("relative", "reason", "known"):
        if YOURS.search(bare) and not NAME.search(bare):
            return (
                False  # `since a removed edge then stays in your graph`: what follows for a reader
            )
        return bool(said) or not read
    ordered = (bool(read) and not read[0].subject) or bool(ORDERED.match(bare)) or _runs(bare)
    told = place == "break" and bool(KNOWN.match(bare)) and bool(said)
    return not ordered and (told or any(_reports(one, bare) for one in said))


def _reports(said: Predicate, text: str) -> bool:
    """Whether a verb reports an event, or what a thing that has a name does."""
    if not said.subject or said.verb.low in COPULAS:
        return False
    subject = " ".join(word.text for head in said.subject for word in (*words_in(text, head), head))
    happened = said.past and lists.IRREGULAR.get(said.verb.low, "") != said.verb.low
    if INDEFINITE.search(subject):
        return happened and said.passive is False and bool(NAME.search(subject))
    return happened or bool(NAME.search(subject[:1].lower() + subject[1:]))


# `Count who was paged`: no statement begins with a bare word and a determiner.
ORDERED = re.compile(
    r"[A-Za-z]+ (?:who|what|which|how|whether|where|the|an?|your|each|every|any|all|its|their|it|"
    r"them|for|that|those|these)\b"
)
BEFORE_CODE = re.compile(r"(?P<verb>[a-z]+) `")


def _runs(text: str) -> bool:
    """Whether a clause orders what stands in code: `run `tern migrate` to replace it`."""
    found = BEFORE_CODE.match(text)
    return found is not None and bases(found["verb"])[0] == found["verb"] and verbal(found["verb"])


YOURS = re.compile(r"\byour?s?\b", re.IGNORECASE)
KNOWN = re.compile(r"(?:it|they|this|these|those|the)\b", re.IGNORECASE)
NAME = re.compile(r"\b[A-Z][\w.-]*|`|\b[a-z]+[A-Z_]\w*")
