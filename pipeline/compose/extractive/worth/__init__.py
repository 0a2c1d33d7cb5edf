"""What a line is worth to a reader: what the thing is, what it comes to, who must act.

Enter: a line and what its story is about. Leaves: how well it opens a section, how much it tells,
how much of it is talk. Weights were chosen by reading ten days of editions over public sources.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.compose.extractive import missing
from pipeline.compose.extractive.lines import Line
from pipeline.compose.extractive.lines.asides import ANNOUNCED
from pipeline.compose.extractive.worth.orders import advises
from pipeline.text.corrections import corrects
from pipeline.text.lists import beside
from pipeline.text.numbers import DOTTED, numbers
from pipeline.text.printable.clause import clause, roots
from pipeline.text.printable.reports import MEASURED, reports
from pipeline.text.printable.strangers import is_name

_LISTS = beside(__file__)

VERSION = re.compile(rf"\b{DOTTED}(?:-[a-z0-9.]+)?\b|\b[A-Z]\w+ \d{{1,3}}\b")
PAYOFF: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), weight)
    for pattern, weight in (
        (r"\b(?:deprecat\w+|end[- ]of[- ]life|unmaintained|sunset\w*|retir(?:e|ed|es|ing))\b", 1.3),
        (r"\b(?:remov(?:e|ed|es|al|ing)|no longer|dropp?(?:s|ed)|discontinued|shut down)\b", 1.1),
        (r"\b(?:vulnerab\w+|flaws?|use[- ]after[- ]free|remote code execution|CVE-\d{4}-\d+|exploit\w*|denial of service|patched|malicious)\b", 1.1),
        (r"\b(?:by default|defaults to|now defaults?|opt[- ](?:in|out)|enabled|disabled|breaking change\w*)\b", 0.9),
        (r"\b(?:introduc(?:es|ed|ing)|announc(?:e|es|ed|ing)|propos(?:es|ed|ing)|releas(?:es|ed|ing))\b", 0.7),
        (r"\b(?:add(?:s|ed)|new|now|ships?|delivers?|supports?|stable|general(?:ly)? availab\w+"
         r"|GA|graduat\w+|replac\w+|implement(?:s|ed)|mov(?:es?|ed)|promot\w+|requires?|becomes? (?:available|stable|the default|required))\b", 0.6),
        (r"\b(?:may|can|could|allow\w*|lets?)\b(?! now\b)[^.;]{0,40}\b(?:forge|leak|crash|expos|bypass|execut|corrupt"
         r"|overwrit|accept|steal|escalat|exhaust)\w*", 0.6),
        (r"\b(?:consequences?|affects?|impacts?|reduc(?:es|ed|ing)|improv(?:es|ed|ing)|faster|slower|fewer|protects?|prevents?"
         r"|avoids?|fails?|failures?|breaks?|los(?:es|t|s)|leads? to|results? in)\b", 0.35),
        (r"\b(?:because|so that|instead of|rather than|which means|allows?|without)\b", 0.3),
    )
)  # fmt: skip
# Says in which version a flaw is no more.
MENDS = re.compile(
    r"\b(?:fixed|patched|resolved|corrected|addressed|mitigated)\b[^.]{0,40}\b(?:in|by|with|since)\b[^.]{0,24}\d"
    r"|^(?:patched|fixed) versions?: .*\d|^(?:unaffected|not affected) versions?: .*>=? ?v?\d|\bversions?\b[^;:]{0,60}\bcontains? (?:the|a) fix|^(?:please |users (?:should|are advised to) )?(?:upgrade|update) [^.:]{0,30}\bto\b[^.]{0,24}\d",
    re.IGNORECASE,
)
FLAW_YEAR = re.compile(r"\bCVE-(\d{4})-\d+")  # the year that a flaw was numbered in
WAS = re.compile(r"\b(?:would|had|was|were|used to)\b")
FLAW = re.compile(rf"\b{_LISTS.either('flaw')}\b", re.IGNORECASE)
OPENING = re.compile(rf"\b{_LISTS.either('opening')}\b", re.IGNORECASE)
# The best lead there is: it says itself what its document brings.
BRINGS = re.compile(
    rf"^(?:[Tt]his|[Tt]he|An?|[A-Z][\w.-]+)(?: new)?(?: [\w.-]+){{0,3}} {_LISTS.either('brings')}\b"
    r"|\b(?:is|are) (?:pleased to announce|releasing|announcing|enabling|deprecating|removing|launching|retiring"
    r"|adding|shipping|delaying|postponing)\b|\bis (?:now|finally) (?:available|stable|supported|in|out|the default)\b"
)
# Says that its source makes something known, and what.
MAKES_KNOWN = re.compile(
    r"\b(?:introduc|announc|propos|launch|unveil|present)(?:e|es|ed|ing)\b(?! by\b)|\b(?:is|are) (?:now )?(?:available|released|out)\b"
)
NEGATED = re.compile(r"^[^,;:]{2,60}?\b(?:is|are|was|were|does|do) not\b")
FURTHER = re.compile(r"\b(?:also|additionally|moreover|furthermore|another)\b", re.IGNORECASE)
PRAISE = re.compile(rf"\b{_LISTS.either('praise')}\b|!", re.IGNORECASE)
# True of any page of its field: why something matters, how many do it.
PLATITUDE = re.compile(
    r"\b(?:increasingly|more and more|these days|just about any\w+|around the world|more widely|widely used|ever[- ]growing|(?:is|are|has|have) becom(?:e|ing)"
    r"|becom(?:e|es|ing) (?:more|essential|common\w*|critical|important|the norm)"
    r"|(?:is|are|remains?) (?:an? |one of the (?:most )?)?(?:\w+ly )?(?:important|essential|critical|crucial|vital|common|popular|key)\b"
    r"|(?:one of|some of|among) the (?:most|biggest|largest)|the single (?:most|biggest|largest))\b",
    re.IGNORECASE,
)
# How many use it is no news of it.
ADOPTED = re.compile(rf"\b{_LISTS.either('adopted')}\b", re.IGNORECASE)
# Talks to its reader, or for effect: an essay's way to its subject, not what it says of it.
TALKS = re.compile(r"\b(?:you|your|you['’](?:re|ll|ve|d))\b", re.IGNORECASE)
TURNS = re.compile(
    rf"^(?:So|Or|Then|Now|Well|Sure|Of course|Sadly|Luckily|Fortunately|Turns out|Enter|Picture|Imagine)\b(?! (?:far|that|called)\b)|\b{_LISTS.either('turns')}\b"
)
ADMIN = re.compile(rf"\b{_LISTS.either('admin')}\b|#\d{{2,}}", re.IGNORECASE)
SUMMARY = re.compile(
    r"^(?:summary|overview|introduction|abstract|tl;?dr|proposal|proposed (?:solution|change)|description|what(?:['’]s| is) new"
    r"|highlights?|the gist|announcement)\b",
    re.IGNORECASE,
)
# Over why something was wanted, not over what came of it.
MOTIVE = re.compile(
    r"^(?:motivation|background|context|history|rationale|the (?:problem|challenge)|problem statement|problem|challenges?|why)\b",
    re.IGNORECASE,
)
# What was before, or what anybody does: a reader of news waits for what happened.
BEFORE = re.compile(_LISTS.either("before"))
GENERAL = re.compile(rf"{_LISTS.either('general')}\b")
# Over what was done about it.
ANSWER = re.compile(
    r"^(?:(?:the|our|a|proposed|recommended|high[- ]level) )?(?:solutions?|fix(?:es)?|answer|decisions?|proposals?|results?|outcomes?|approach"
    r"|design|resolution|changes?|mitigations?)\b|^(?:what(?:['’]s| is| has|) (?:in|changed|changes|changing|new|we (?:did|changed|propose|built))|how (?:we|it) (?:fixed|works?|solved?))\b",
    re.IGNORECASE,
)
# What came of what was told before it: `The result is a disclosure of tokens`.
OUTCOME = re.compile(
    r"The (?:result|outcome|upshot|consequence|impact|effect) (?:is|was) (?:that|an?)\b"
)
POINTING = re.compile(
    r"\b(?:below|(?-i:I)(?!\.)|here|(?:commands?|examples?|code|snippet|steps?)\b(?=[^,.;]{0,24}:$)|(?:this|the) (?:post|article|page"
    r"|guide|section))\b",
    re.IGNORECASE,
)
DEFINING = re.compile(r"^[^,;:]{2,60}?\b(?:is|are) (?:an?|the|now) ")
# Of a list: what only the people of a project see, and names of its parts.
COSMETIC = re.compile(rf"\b{_LISTS.either('cosmetic')}\b", re.IGNORECASE)
PARTS = re.compile(
    r"\b(?:[a-z]\w*\.)+[a-z]+[A-Z]\w*|\b[a-z]+_[a-z]+\w*(?:\(\))?|\b\w+::\w+|\b[a-z]\w*\(\)|\b[a-z]+[A-Z]\w*(?:\.\w+)+"
)
# The first line of a commit: which part of the code, and an order to it.
COMMIT = re.compile(r"(?:\([\w-]+\) |\[[\w-]+\] )?[A-Za-z][\w./,-]*(?:, [\w./-]+)*: [a-z]")
# What the project itself is built with, in a newer version: `update @kestrel/cli to 0.18.3`; `Updated Kestrel
# to 9.1` may be what a release brings.
UPKEEP = re.compile(
    r"(?:[Uu]p(?:dat|grad)(?:e[sd]?|ing) the (?:bundled|vendored|embedded) |up(?:date|grade)s? |[Uu]p(?:dat|grad)(?:e[sd]?|ing) (?=@?[\w.-]+/))(?:@?[\w./-]+ ){1,2}(?:from \S+ )?"
    r"to (?:latest\b|\^?v?\d+\.\d)"
)
COARSE, PART = 2.0, 0.6
SAME_AS_EVER = re.compile(r"\b(?:unaffected|unchanged|remains?|still|continues? to|as before)\b")
# What a reader must not expect of it: under a headline, and not one.
CAVEAT = re.compile(rf"\b{_LISTS.either('caveat')}\b", re.IGNORECASE)
POOR = 2.0  # faults of an opening that count
SUMS = 1.2  # an opening that its document calls the gist of it
MENDED = 0.9  # a line that names the version in which a flaw is no more
TAKEN_BACK = 1.3  # a line that corrects what was said
WANTED = 0.6  # lost by an opening that stands under why something was wanted
EARLY, HEAD = 3, 5  # lines of a document that most often say what it is about; of its opening
CHATTY = 0.5  # of talk for effect, from which a line says nothing
BRIEF = 6  # words below which a sentence of prose is said for effect
LONG, SHORT = 38, 7  # words: beyond these a line tires or says too little


@lru_cache(maxsize=4096)  # a line is weighed in every choice that has it
def telling(line: Line) -> float:
    """How much it tells: change, consequence, version, figure; less for praise and housekeeping."""
    found = sum(weight for pattern, weight in PAYOFF if pattern.search(line.text))
    found += 0.6 if VERSION.search(line.text) else 0.0
    found += 0.8 if MEASURED.search(line.text) else 0.0
    found += 0.2 if any(number.unit for number in numbers(line.text)) else 0.0
    found += MENDED if MENDS.search(line.text) else 0.0
    found += TAKEN_BACK if corrects(line.text) else 0.0
    found -= 0.7 * min(2, len(PRAISE.findall(line.text)))
    found -= 0.6 * min(2, len(ADMIN.findall(line.text)))
    found -= 0.6 if PLATITUDE.search(line.text) else 0.0
    found -= 1.0 if ADOPTED.search(line.text) else 0.0
    found -= 0.6 if line.size > LONG else 0.0
    found -= 0.8 if line.size < SHORT else 0.0
    return found - (0.4 if "://" in line.text else 0.0)


def reserves(said: str) -> bool:
    """Whether words say what is not so, or what stays as it is."""
    return bool(CAVEAT.search(said) or SAME_AS_EVER.search(said))


def mends(line: Line) -> bool:
    """True for a line that says in which version a flaw is no more."""
    return bool(MENDS.search(line.text))


def happens(line: Line) -> float:
    """How much a line tells of a change, a consequence or a figure, its version not counted, and
    less where it tells of what was or would be."""
    found = telling(line) - (0.6 if VERSION.search(line.text) else 0.0)
    return found - (0.0 if mends(line) or not WAS.search(line.text) else 0.6)


@lru_cache(maxsize=4096)
def chats(line: Line) -> float:
    """How much a line of prose talks for effect: few words, no verb, `you` that is told nothing to do."""
    if line.kind != "sentence" or line.introduces:
        return 0.0
    found = 0.5 * (line.size < BRIEF) + 0.6 * bool(TURNS.search(line.text))
    found += 0.5 * bool(PRAISE.search(line.text) and not ANNOUNCED.search(line.text))
    found += 0.35 * bool(TALKS.search(line.text) and not advises(line))
    return found + 0.5 * (clause(line.text).verb < 0 and line.size < LONG // 2)


def inward(line: Line) -> float:
    """What an item of a list loses that only those who work on the project understand."""
    looks = len(COSMETIC.findall(line.text)) + bool(COMMIT.match(line.text))
    looks += bool(UPKEEP.match(line.text))
    return COARSE * min(1, looks) + PART * min(2, len(PARTS.findall(line.text)))


def opens(line: Line, topic: frozenset[str]) -> float:
    """How well it opens a section: says what the thing is or what happened, early, by name."""
    held = roots(line.text)
    found = 1.0 if OPENING.search(line.text) else 0.0
    found += 0.9 * min(1.0, len(held & topic) / max(1, min(3, len(topic))))
    found += 0.8 if BRINGS.search(line.text) else 0.0
    found -= 0.6 if NEGATED.search(line.text) else 0.0
    found -= 0.8 if FURTHER.search(line.text) else 0.0
    found += 0.3 if SUMMARY.match(line.heading) else 0.0
    found -= WANTED if MOTIVE.match(line.heading) else 0.0
    found += 0.4 if line.at < EARLY else 0.0
    found += SUMS if line.sums else 0.0
    found -= 0.07 * min(12, line.at)
    return found + 0.35 * max(-1.0, min(2.0, telling(line)))


def poor(line: Line) -> float:
    """Faults of a line as the first that is read: it tells of what was, of what anybody does, of what
    is wrong or of what did not change, and not what happened or what the thing is."""
    text = line.text
    brings = bool(BRINGS.search(text) or ANNOUNCED.search(text) or FLAW.search(line.item.title))
    brings = brings or reports(text)
    found = float(bool(BEFORE.match(text) or GENERAL.match(text)))
    found += bool(PLATITUDE.search(text)) + bool(ADOPTED.search(text))
    found += missing.mends_it(text) + (missing.is_problem(text) and not brings)
    found += bool(NEGATED.search(text) or SAME_AS_EVER.search(text)) and not brings
    return min(POOR, found)


def names(line: Line) -> bool:
    """True for a line with a particular name or a figure inside it."""
    return bool(VERSION.search(line.text)) or any(map(is_name, clause(line.text).words[1:]))


def is_past(line: Line, day: str) -> bool:
    """Whether a line names flaws of years before alone, as notes do that list all that was ever mended:
    told on a day two years later, or in a text of its year."""
    years = [int(year) for year in FLAW_YEAR.findall(line.text)]
    told = min(one for one in (day[:4], (line.item.published or day)[:4]) if one) if day else ""
    return bool(years and told) and max(years) < int(told) - 1
