"""What a document of a story says, line by line: sentences of its prose, items of its lists.

Enter: the evidence items of one document. Leave: lines in reading order, each a slice of its item,
with the heading over it, the line before it, and how well it stands alone. Tables, code and
headings are no lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from pipeline.compose.extractive.headings.headline import LEADING, product
from pipeline.records import EvidenceItem, Quote, Sentence
from pipeline.records.selectors import select
from pipeline.text.days import month_number
from pipeline.text.printable import Statement, is_field, marks, score
from pipeline.text.printable.strangers import is_name
from pipeline.text.sentences import sentences
from pipeline.text.words import clean, terms

LINES = frozenset({"paragraph", "cue", "list", "quote"})
NOT_LINES = frozenset({"heading", "list", "table", "code", "quote", "boilerplate"})
BULLET = re.compile(r"(?m)^[ \t]*(?:[-*•+]|\d{1,2}[.)])[ \t]+")
# What a section's headline and lead-in have introduced: the thing that its document is about.
SUBJECT = re.compile(
    r"\b(?:[Tt]his|[Tt]he)(?: (?:new|security|patch|minor|major|latest))? (?:release|version|update|proposal|[A-Z]{1,3}[EI]P|RFC|vulnerability"
    r"|flaw|enhancement|feature|project|patch|specification|spec|announcement|advisory|crate|package|library|module|extension|attack|campaign|bug)\b"
    r"|^This (?:document|design|doc|change)(?= (?:propos|introduc|defin|deprecat|remov|add)\w+)"
)
META = re.compile(
    r"^(?:Accompanying|Companion) (?:article|post)\b|\bpart (?:\d|one|two|three)\b|\b(?:next|previous|this|first|last|following|second|third|recent|earlier|companion|our) (?:blog )?(?:post|article|section"
    r"|part|chapter|episode|series|guide|page|tutorial)s?\b|complete list\b"
    r"|,? (?-i:see (?:the |also )?[A-Z])",
    re.IGNORECASE,
)
# What no line before can mend: another voice, a pointer away, a rest of a page.
FAULTS = (
    "first_person courtesy question exclaims colon_end open_end bulleted spoken helper_first quoted"
).split()
# A pointer to what the section does not hold; `described in the RFC` inside a clause is none.
AWAY = re.compile(
    r"\b(?:see (?:the|also|more|below|above|how)|(?:shown|listed|described|linked|explained|discussed"
    r"|mentioned|covered) (?:here|below|above|earlier|later|next)|below|above(?! \d)|as follows|the following"
    r"(?! (?:dependency|[\w-]+s)\b.*:$)(?! issues\.$)|right here|here (?:is|are|we)|for (?:more )?(?:details|information)"
    r"|more (?:details|information)|learn (?:more|how)|click|check out|read (?:the|our|more|how)|refer to|please"
    r"|can be found|(?:is|are|was|were|be)(?: \w+)? (?:shown|described|listed|documented|explained|covered|discussed) in|is available (?:at|on|under)|walks? (?:you |us |users )?(?:through|the)|cookies?|reach out|stay tuned|play online|get started|give it a try|try it out|scaffold|quick links|sign up|follow us|subscribe|can be read|download page|binary archives|grab your|tickets?|days away|join us|register (?:now|today|here))\b"
    r"|\bavailable in the (?:[\w.-]+ ){1,4}(?:repository|repo|documentation|docs)\b"
    r"|\bas (?:we|I) (?:explain|describe|discuss|show|saw|see)(?: \w+)? (?:in|below|above|later)\b"
    r"|^(?:see|here|read)\b|^in this (?:document|page|paper|guide|post|article),|\b(?:details|instructions|documentation|notes|changelog)\b[^.]*\b(?:are|is|be) (?:available|found)\b|(?<!by )@\w",
    re.IGNORECASE,
)
# Meets its readers, or says who speaks, and what is told comes after: `Hey everyone, we are ...`.
GREETS = re.compile(
    r"(?:Hey|Hi|Hello|Dear|Greetings|Good (?:morning|day|evening))(?:[!.]$|,? ?(?:there|all|everyone|everybody|again|and welcome|[Ww]e(?: a|['’])re|I(?: am|['’]m))\b"
    r"|,? (?:[\w.-]+ ){0,4}(?:[Ff]riends|[Uu]sers|[Cc]ommunity|[Rr]eaders?|[Ee]nthusiasts|lovers|folks|[Tt]eam)(?=[,!.:]|$))|(?:You(?:['’]re| are) )?[Ww]elcome (?:to|back)\b"
    r"|(?:It['’]s|It is) (?:that )?time (?:again )?(?:for|of) (?:our|another|the (?:month|week|year|next|latest))\b"
    r"|(?:I['’]m|I am|[Mm]y name is|[Ww]e(?: a|['’])re) [A-Z@]\w+(?:(?:,| and|, and) [A-Z@]?\w+){0,3}, (?:the |an? |your |one of )"
)
ASKED = re.compile(r"\?(?=[\s\"”'’)]|$)")
# Who made it and how many use it is no news of it.
CREDITS = re.compile(
    r"\b\d[\d,.]*(?: (?:million|billion))?\+? (?:\w+ )?(?:PRs|pull requests|commits|contributors|downloads|stars)\b"
    r"|\b(?:result of|over|more than) (?:merging )?\d+ (?:PRs|pull requests|commits)\b",
    re.IGNORECASE,
)
# What a page's markup left in its words.
MARKED = re.compile(
    r"\]\(|\{\{|\{%|</|(?:^|\s)\|(?:\s|$)|\|\||\s[*#]\s|👉|⚠|/blob/|\[\^|=>|[\U0001F300-\U0001FAFF]|__\w|(?<![\w\"'.])\[(?:[A-Z][\w .,:-]{2,40}|\d{1,2})\](?![\w(\[])|\w\.(?:19|20)\d\d\b"
)
# Of talk and courtesy the one kind that is news: `In this post we introduce Kestrel Schema`.
ANNOUNCED = re.compile(
    r"\b(?:we|we['’]re|we are|(?:is|are) (?:pleased|excited|happy|proud)|(?:pleased|excited|happy|proud) to)(?: \w+){0,2} "
    r"(?:introduc|announc|propos|present|deprecat|releas|launch|shar|enabl|ship|remov|retir|delay|open-sourc)\w*\b(?=.*[A-Z\d])"
)
# Before what is announced, in a sentence of its own: `We announced earlier today that Kestrel is ...`.
TELLS_THAT = re.compile(
    r"(?:(?:Earlier )?(?:Today|This week|Yesterday),? )?[Ww]e (?:(?:are|['’]re) (?:\w+ )?(?:pleased|happy|excited|proud|thrilled)"
    r" to (?:announce|share)|(?:have )?announced?|can announce)(?: (?:earlier )?(?:today|this week|yesterday))? that (?=[A-Z])"
)
OURS = re.compile(r"\b(?:we|we['’](?:re|ve|ll|d)|us|our|ours|let['’]s)\b", re.IGNORECASE)
# `The events received from a relay through two paths before ...`: no verb follows its subject.
VERBLESS = re.compile(
    r"^(?:The|A|An|All|Any|Each)(?: (?!(?:is|are|was|were|has|have|had|can|will|may)\b)[\w-]+){1,4} \w+ed"
    r" (?:from|by|through|with|via|in|for|to) (?!.*\b(?:is|are|was|were|can|could|may|might|must|should|will"
    r"|would|has|have|had|does|do|did)\b)"
)
SUBJECTLESS = re.compile(r"(?:Can|May|Must|Should|Will|Is|Are|Was|Were) (?:be|now|not)\b")
SUBCLAUSE = re.compile(r"\b(?:that|which|who|before|after|because|while|when|if|where)\b.*")
# What kind of change an entry of a changelog is, before the change itself.
CHANGE = re.compile(
    r"(?:\W{0,3}(?:Added|Changed|Fixed|Removed|Deprecated|Updated|Improved|Security|Breaking|BREAKING|New|Bug ?fix"
    r"|Feature|Enhancement|feat|fix|perf|chore|docs|refactor|IMPROVEMENT|BUG ?FIX|FEATURE|SECURITY|[0-9a-f]{7,40}|#?\d{3,6}(?=\W{0,2}[:–—-]))(?: ?\([\w, /-]{1,24}\))?\W{0,3}[:\-–—]\s+"
    r"|(?:Added|Changed|Fixed|Removed|Deprecated|Updated|Improved) (?=[A-Z][a-z]+ [a-z`A-Z]))"
)
LEANS = (
    "points demonstrative opener early_pronoun that_one subject_its subject_counts apposition "
    "elliptic points_back both_of_them then_early dangling_object"
).split()
IMPERSONAL = re.compile(r"It (?:is|was|has been) (?:\w+ly )?\w+(?: \([^)]*\))? (?:that|to) ")
THAT = re.compile(r"\b(?:in|of|for|to|with|from|by|on|than|at|under|after|before|use) that (\w+)")
VERSION_FIRST = re.compile(r"(?<=[a-z]{3}\.)\s+(?=v\d)")
# `PR #5138` and `(#20492: a title)` number a change; a reader passes them over.
NUMBERED = re.compile(
    r"\s*\(#\d+(?::[^()]*)?\)|\b(?:PR|pull request|issue|MR)s? #\d+", re.IGNORECASE
)
# The same at the end of an item, where nothing is said any more: `... as a failure #4868`.
CITED = re.compile(
    r"(?:[\s,;–-]*[(\[]*(?:\b(?:PR|MR|pull request|issue|fixes|closes|see)s?\s*)?(?:[\w.-]+/[\w.-]+)?#\d+\b\]?"
    r"(?:\(https?://[^()\s]*\))?(?: \(@?[\w-]{2,39}\))?(?:, ?@?[\w. -]{2,40}(?=\)))*[)\]]*)+(?:\s*\[(?:SIG|sig)[^\]]*\])?[.\s]*$",
    re.IGNORECASE,
)
# What the numbers stood in with, once they are off: `(3.0.0-next.13, Docs`, `(@somebody`.
OPENED = re.compile(r"\s*[(\[][^()\[\]]*$")
# A label that says of a sentence that it is the gist of its page; the sentence is what counts.
GIST = re.compile(
    r"(?:TL;?DR|In short|In a nutshell|Abstract|Summary|The short version)(?:\s*[:–—-]\s*|\s+(?=[A-Z]))"
)
LABELLED = 18  # characters before a sentence in which its label stands
SUMMED = re.compile(r"(?:tl;?dr|in short|in a nutshell|abstract|summary)\b", re.IGNORECASE)
PRINTABLE = 0.025  # of the printable test, for what follows; the gate refuses below 0.02
LABEL = re.compile(r"^\S+(?: \S+){0,2}:\s")  # a name tag or "Note:" before a sentence
IMPRINT = re.compile(r"[A-Z][\w /-]{1,30}:(?:\s|$)")  # what stands over the opening of a proposal
UPDATED = re.compile(
    r"\bupdated?\b\W*(?:(?P<iso>\d{4}-\d\d-\d\d)"
    r"|(?P<day>\d{1,2})[- ](?P<month>[A-Z][a-z]{2,8})[-, ]+(?P<year>\d{4}))",
    re.IGNORECASE,
)
NEXT = 4  # characters between a listing and what stands under it
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


@dataclass(frozen=True, slots=True)
class _Slice:
    item: EvidenceItem
    start: int
    end: int
    kind: Literal["sentence", "bullet"]
    block: str
    heading: str
    paragraph: int
    heads: bool = True  # the first line of its paragraph
    after_code: bool = False  # that of a paragraph under a listing

    @property
    def sums(self) -> bool:
        """Whether a label or the heading says that this is the gist."""
        return bool(
            GIST.search(self.item.text[max(0, self.start - LABELLED) : self.start + 1])
        ) or bool(self.heads and SUMMED.match(self.heading))


def lines(items: Iterable[EvidenceItem]) -> tuple[Line, ...]:
    """All lines of the items of one document, in reading order, none twice."""
    found: list[Line] = []
    given = sorted(items, key=lambda item: item.start)
    seen = {LEADING.sub("", clean(item.title)).casefold() for item in given}
    before = ("", "", 0)  # heading, text and item of the line before
    at, reached = 0, given[0].start if given else 0  # no prose stands before the opening
    for part in _slices(given):
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


def _is_imprint(part: _Slice, text: str) -> bool:
    """True for `Status: Active Review` and its like over the opening of a proposal."""
    return part.kind == "bullet" and bool(IMPRINT.match(text)) and not is_field(text)


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
    number = month_number(found["month"])
    return f"{found['year']}-{number:02}-{int(found['day']):02}" if number else ""


def _line(part: _Slice, text: str, before: str, at: int, *, joined: bool) -> Line:
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
        bool(OURS.search(text)), frozenset(terms(text)), part.sums,
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


def is_aside(text: str) -> bool:
    """True for talk of the page, a pointer away from it, rests of its markup, a sentence torn."""
    torn = VERBLESS.match(SUBCLAUSE.sub("", text))
    talk = (META.search(text) or GREETS.match(text)) and not ANNOUNCED.search(text)
    away = AWAY.search(text) or CREDITS.search(text)
    return bool(talk or away or MARKED.search(text) or torn or SUBJECTLESS.match(text))


def subject_named(text: str, name: str) -> str:
    """The sentence as a reader of the section has it, to whom the headline named the subject.

    `This release introduces` under `Kestrel 4.2 is out` speaks of Kestrel 4.2; it is judged so, and
    printed as it stands.
    """
    return SUBJECT.sub(name, text, count=1)


def _slices(items: list[EvidenceItem]) -> Iterator[_Slice]:
    paragraph = 0
    for item in items:
        heading = item.headings[-1] if item.headings else ""
        listings = [one.end for one in item.blocks if one.kind == "code"]
        torn = _torn(item)
        for kind, start, end in _blocks(item):
            paragraph += 1
            under = any(0 <= start - at < NEXT for at in listings)
            if kind == "heading":
                heading = clean(item.text[start:end]).lstrip("# ")
            elif kind == "list":
                for first, last in list(_bullets(item.text, start, end))[start in torn :]:
                    yield _Slice(item, first, last, "bullet", "paragraph", heading, paragraph)
            else:
                found = list(_sentences(item.text, start, end))[start in torn :]
                for first, last in found:
                    heads = first == found[0][0]
                    yield _Slice(
                        item, first, last, "sentence", kind, heading, paragraph, heads, under and heads
                    )  # fmt: skip


def _torn(item: EvidenceItem) -> frozenset[int]:
    """Where blocks begin that open a page in the middle of a sentence, after `... of KV cache at 2`."""
    found = set()
    lines = sorted(one.start for one in item.blocks if one.kind in LINES | {"heading"})
    for page in (one for one in item.blocks if one.kind == "page"):
        before = (item.text[: page.start].strip() or item.before.strip()).rstrip("\"'”’)]")
        first = next((start for start in lines if page.start <= start < page.end), -1)
        if before and before[-1] not in ".!?:" and first >= 0:
            found.add(first)
    return frozenset(found)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences, cut also where one begins with a version: `... component. v3.7 ships ...`; without
    the label of one that says it all."""
    for first, last in sentences(text[start:end], offset=start):
        gist = GIST.match(text, first, last) or TELLS_THAT.match(text, first, last)
        at = gist.end() if gist and gist.end() < last else first
        for cut in VERSION_FIRST.finditer(text, first, last):
            yield at, cut.start()
            at = cut.end()
        yield at, last


def _blocks(item: EvidenceItem) -> Iterator[tuple[str, int, int]]:
    """Headings and blocks that hold lines; what no block covers is prose where none is known."""
    known = [one for one in item.blocks if one.kind in LINES | {"heading"} and one.end > one.start]
    if any(one.kind in LINES for one in known):
        yield from ((one.kind, one.start, one.end) for one in known)
        return
    cuts = sorted((one.start, one.end) for one in item.blocks if one.kind in NOT_LINES)
    edges = [(0, 0), *cuts, (len(item.text), len(item.text))]
    yield from (("paragraph", a[1], b[0]) for a, b in pairwise(edges) if b[0] > a[1])


def _bullets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The first sentence of each item of a list, without its mark."""
    marks = list(BULLET.finditer(text, start, end))
    for mark, following in pairwise([*marks, None]):
        assert mark is not None
        last = following.start() if following else end
        begin = mark.end()
        while kind := CHANGE.match(text, begin, last):
            begin = kind.end()
        first = next(iter(sentences(text[begin:last], offset=begin)), None)
        if first:
            yield _uncited(text, *first)


def _uncited(text: str, start: int, end: int) -> tuple[int, int]:
    """An item without the numbers of changes it ends on, and without the bracket they stood in;
    one that is nothing else stays."""
    found = CITED.search(text, start, end)
    last = found.start() if found and found.start() > start else end
    left = OPENED.search(text, start, last)
    return (start, left.start()) if left and left.start() > start else (start, last)
