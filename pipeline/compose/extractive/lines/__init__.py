"""What a document of a story says, line by line: sentences of its prose, items of its lists.

Enter: the evidence items of one document. Leave: lines in reading order, each a slice of its item,
with the heading over it, the line before it, and how well it stands alone. Tables, code and
headings are no lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.compose.extractive.headings.headline import LEADING
from pipeline.compose.extractive.headings.publishers import product
from pipeline.compose.extractive.lines.asides import ANNOUNCED, is_aside
from pipeline.compose.extractive.lines.entries import is_change
from pipeline.compose.extractive.lines.slices import Slice, slices
from pipeline.records import EvidenceItem, Quote, Sentence
from pipeline.records.selectors import select
from pipeline.text.days import month_number, written
from pipeline.text.printable import Statement, is_field, marks, score
from pipeline.text.printable.reports import reports
from pipeline.text.printable.strangers import is_name
from pipeline.text.words import clean, terms

# What a section's headline and lead-in have introduced: the thing that its document is about.
SUBJECT = re.compile(
    r"\b(?:[Tt]his|[Tt]he)(?: (?:new|security|patch|minor|major|latest))? (?:release|version|update|proposal|[A-Z]{1,3}[EI]P|RFC|ERC|MSC|ADR|explainer|vulnerability"
    r"|flaw|enhancement|feature|project|patch|specification|spec|announcement|advisory|crate|package|library|module|extension|attack|campaign|bug)\b"
    r"|^This (?:document|design|doc|change)(?= (?:propos|introduc|defin|deprecat|remov|add)\w+)"
)
# What no line before can mend: another voice, a pointer away, a rest of a page.
FAULTS = (
    "first_person courtesy question exclaims colon_end open_end bulleted spoken helper_first quoted"
).split()
ASKED = re.compile(r"\?(?=[\s\"”'’)]|$)")
OURS = re.compile(r"\b(?:we|we['’](?:re|ve|ll|d)|us|our|ours|let['’]s)\b", re.IGNORECASE)
LEANS = (
    "points demonstrative opener early_pronoun that_one subject_its subject_counts apposition "
    "elliptic points_back both_of_them then_early dangling_object"
).split()
IMPERSONAL = re.compile(r"It (?:is|was|has been) (?:\w+ly )?\w+(?: \([^)]*\))? (?:that|to) ")
THAT = re.compile(r"\b(?:in|of|for|to|with|from|by|on|than|at|under|after|before|use) that (\w+)")
# `PR #5138` and `(#20492: a title)` number a change; a reader passes them over.
NUMBERED = re.compile(
    r"\s*\(#\d+(?::[^()]*)?\)|\b(?:PR|pull request|issue|MR)s? #\d+", re.IGNORECASE
)
PRINTABLE = 0.025  # of the printable test, for what follows; the gate refuses below 0.02
LABEL = re.compile(r"^\S+(?: \S+){0,2}:\s")  # a name tag or "Note:" before a sentence
IMPRINT = re.compile(r"[A-Z][\w /-]{1,30}:(?:\s|$)")  # what stands over the opening of a proposal
UPDATED = re.compile(
    r"\bupdated?\b\W*(?:(?P<iso>\d{4}-\d\d-\d\d)"
    r"|(?P<day>\d{1,2})[- ](?P<month>[A-Z][a-z]{2,8})[-, ]+(?P<year>\d{4}))",
    re.IGNORECASE,
)
SKIPPED, APART = 60, 3  # characters that a pack leaves out of a document, counted as so many lines
CONTEXT = 300  # characters of the line before that the printable test looks at


@dataclass(frozen=True, slots=True)
class Line:
    """`item.text[start:end]`. `alone`: how well it stands by itself, 0 to 1; `flows`: it may follow
    the line before; `leans`: it needs that line; `dangles`: nothing introduced what it is about;
    `heads`: it begins its paragraph; `ours`: it speaks as `we`; `sums`: its document calls it the gist
    of it. `paragraph` numbers the block it stands in, `at` its place in
    the document."""

    item: EvidenceItem
    start: int
    end: int
    text: str
    kind: Literal["sentence", "bullet"]
    heading: str
    before: str
    at: int
    paragraph: int
    alone: float
    flows: bool
    leans: bool
    dangles: bool
    heads: bool
    ours: bool
    stems: frozenset[str]
    sums: bool = False

    def __hash__(self) -> int:  # of every field it took as long as what is kept by it
        return hash((self.at, self.text))

    @property
    def size(self) -> int:
        return len(self.text.split())

    @property
    def introduces(self) -> bool:
        """True for the line that a list hangs on."""
        return self.text.endswith(":")

    @property
    def quote(self) -> Quote:
        return select(self.item, self.start, self.end)

    def sentence(self) -> Sentence:
        """The line as a cited sentence of a draft."""
        return Sentence(self.text, (self.item.n,), "source", self.quote)


def lines(items: Iterable[EvidenceItem]) -> tuple[Line, ...]:
    """All lines of the items of one document, in reading order, none twice."""
    found: list[Line] = []
    given = sorted(items, key=lambda item: item.start)
    seen = {LEADING.sub("", clean(item.title)).casefold() for item in given}
    before = ("", "", 0)  # heading, text and item of the line before
    at, reached = 0, given[0].start if given else 0  # no prose stands before the opening
    for part in slices(given):
        text = clean(part.item.text[part.start : part.end])
        if text and text.casefold() not in seen and (found or not _is_imprint(part, text)):
            seen.add(text.casefold())
            above = before[1] if before[0] == part.heading else ""
            joined = bool(above) and before[2] == part.item.n
            at += APART if part.item.start > reached + SKIPPED else 0
            found.append(_line(part, text, above, at, joined=joined))
            at += 1
        before = (part.heading, text, part.item.n)
        reached = part.item.start + len(part.item.text)
    return tuple(line for line in current(found) if line.size <= line.item.quote_words)


def _is_imprint(part: Slice, text: str) -> bool:
    """True for `Status: Active Review` and its like over the opening of a proposal."""
    told = is_field(text) or is_change(text)
    return part.kind == "bullet" and bool(IMPRINT.match(text)) and not told


def _unnumbered(found: re.Match[str]) -> str:
    return "" if "(" in found.group() else found.group().split("#")[0].rstrip()


def current(found: list[Line]) -> list[Line]:
    """The lines without those that newer ones of their page overtook.

    A page that is updated from the top keeps what it said before under headings such as
    `(Update 28-July-2026)`, newest first; from the second state on it tells what is no longer so.
    """
    days = {line.heading: day for line in found if (day := _updated(line.heading))}
    stated = list(days.values())
    if len(stated) < 2 or stated != sorted(stated, reverse=True):
        return found
    at = next(n for n, line in enumerate(found) if line.heading in days)
    if at == 0:
        at = next(n for n, line in enumerate(found) if line.heading == list(days)[1])
    return found[:at]


def _updated(heading: str) -> str:
    """The day of a heading that says its section is an update, as `2026-07-28`; "" for another."""
    found = UPDATED.search(heading)
    if not found:
        return ""
    if found["iso"]:
        return found["iso"]
    known = month_number(found["month"])
    return written(found["year"], found["month"], found["day"]) if known else ""


def _line(part: Slice, text: str, before: str, at: int, *, joined: bool) -> Line:
    title, shown = part.item.title, text
    if part.kind == "bullet" and not re.search(r"[.!?:]$", text):
        shown = f"{text}."  # an item of a list needs no full stop of its own
    plain, shown = shown, NUMBERED.sub(_unnumbered, shown)
    if part.block != "cue":
        shown = shown.replace(" - ", ", ")  # a dash breaks off speech; in prose it is punctuation
    subject = subject_named(shown, product(part.item.source_title))
    named = Statement(subject, title, part.heading, before[-CONTEXT:], part.block)
    found = marks(replace(named, follows=True))
    faults = [name for name in FAULTS if found[name]]
    if "question" in faults and not ASKED.search(text):
        faults.remove("question")  # `?iv=` is part of an address
    announced = faults == ["courtesy"] and bool(ANNOUNCED.search(text))
    flows = (not faults or announced) and not is_aside(text)
    flows = flows and not part.after_code
    worth = score(named)
    follows = joined and part.kind == "sentence"
    flows = flows and score(replace(named, text=plain, follows=follows)) >= PRINTABLE  # as the gate
    flows = flows and (part.kind == "bullet" or not (LABEL.match(text) or _is_rest(text, title)))
    flows = flows or is_field(text)
    placed = marks(named)
    leans = any(placed[name] for name in LEANS if name != "that_one" or not _is_told(shown))
    return Line(
        part.item, part.start, part.end, text, part.kind, part.heading, before, at,
        part.paragraph, worth, flows, leans and not IMPERSONAL.match(shown), placed["bare_subject"] > 0, part.heads,
        bool(OURS.search(text)) and not reports(text), frozenset(terms(text)), part.sums,
    )  # fmt: skip


def _is_rest(text: str, title: str) -> bool:
    """True for what is left of a sentence that was cut before it; `sp-kestrel is a crate` is none."""
    first = text.split()[0]
    named = is_name(first) or bool(re.search(r"[-_.()/]", first)) or first.lower() in title.lower()
    return text[0] in "([" or (first[0].islower() and not named)


def _is_told(text: str) -> bool:
    """True where each `that key` names a noun which its sentence has named before."""
    heard = [text[: one.start()].lower().find(one[1].lower()) for one in THAT.finditer(text)]
    return bool(heard) and min(heard) >= 0


def subject_named(text: str, name: str) -> str:
    """The sentence as a reader of the section has it, to whom the headline named the subject.

    `This release introduces` under `Kestrel 4.2 is out` speaks of Kestrel 4.2; it is judged so, and
    printed as it stands.
    """
    return SUBJECT.sub(name, text, count=1)
