"""What a reader misses in lines taken out of their document: what came before, what comes after.

Enter: a line, what the section has printed before it, and the line that follows it in its source.
Leaves: what is missing, counted. Each pattern is of a way in which English points back (`the same
bug`, `the other`, `the extracted 12`) or promises what comes next (`two changes`, `not dropped`
before `Instead ...`); none names a subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.compose.extractive.lines import SUBJECT, Line
from pipeline.text.days import MONTH, days_between, written
from pipeline.text.lists import beside
from pipeline.text.printable.clause import is_noun_too, is_verb, roots
from pipeline.text.printable.strangers import strangers

_LISTS = beside(__file__)

# What an engineering source may name without having introduced it; but for results, it may open.
OUTCOMES = roots(" ".join(_LISTS.words("outcomes")))
KNOWN = OUTCOMES | roots(" ".join(_LISTS.words("known")))

NUMBER = "two|three|four|five|six|seven"
COUNT = rf"(?:{NUMBER}|several|some|a few|a couple of|a (?:small )?number of|a handful of)"
SAID = (
    "stories|changes|things|ways|improvements|reasons|highlights|themes|goals|parts|steps|problems|issues|points"
    "|options|approaches|questions|lessons|aspects|areas|updates|implications|categories|phases|limitations"
    "|features|additions|releases|scenarios|cases|directions|differences|caveats"
)
# Says how many things come and not which: the next line has to be printed, too.
ANNOUNCES = re.compile(
    rf"\b(?:{COUNT}|the|a)(?: [\w-]+){{0,2}} (?:{SAID})\b(?! (?:of|in|to|for|from|such|like|that|are|is|were|include)\b)[^:(]*$"
    rf"|\b(?:{COUNT})(?: [\w-]+){{0,2}} (?:{SAID}) (?:matter|stand out|follow|forward|apply|changed?|will)\b[^:(]*$",
    re.IGNORECASE,
)
# `An AIS cluster has three networks.`: which, says the next line.
HAS = re.compile(
    r"\b(?:has|have|are|is|brings?|adds?|introduces?|comes? (?:in|with)|offers?|push(?:es)?|lands?|fix(?:es)?|includes?|focuses on"
    rf"|needs?|takes?|uses?|provides?|supports?|spans?|covers?) (?:{NUMBER})(?: [\w-]+){{1,4}}(?:,? and (?:{NUMBER})(?: [\w-]+){{1,4}})?\.$",
    re.IGNORECASE,
)
# What a page goes on to tell, counted: `we look at five recent additions`.
LOOKS_AT = re.compile(
    rf"\b(?:look(?:s|ing)? at|cover(?:s|ing)?|highlight(?:s|ing)?|discuss(?:es)?|explor(?:e|es)|walk through) (?:{NUMBER})\b",
    re.IGNORECASE,
)
# Weighs ways without taking one, and takes one.
UNDECIDED = re.compile(
    rf"\b(?:{NUMBER}|several|multiple|various) (?:\w+ )?(?:options|alternatives|candidates|possible (?:solutions|approaches))\b",
    re.IGNORECASE,
)
DECIDES = re.compile(
    r"\b(?:chos[ei]\w*|choos\w+|selected|decid\w+|decision|adopt(?:s|ed)?|recommend\w*|prefer\w*|opted|primary)\b|\bwe (?:will|propose)\b",
    re.IGNORECASE,
)
FOLLOWING = re.compile(r"\bthe following\b[^:]*\.$", re.IGNORECASE)
COUNTED = re.compile(rf"\b{COUNT}\b", re.IGNORECASE)
# Denies what a reader expects: what is so instead stands in the next line.
DENIES = re.compile(
    r"\b(?:(?:is|are|was|were|do|does|did|can|could|will|would)(?: not|n['’]t)|cannot|never|no longer)\b",
    re.IGNORECASE,
)
ANSWERS = re.compile(
    r"^(?:Instead|Rather|But|However|They|Their|It|Its|This|That|These|Those|Only|Both|Until|So)\b"
)
# States what was wrong, and not what came of it.
PROBLEM = re.compile(
    r"\b(?:blind spot|at odds|has (?:always|long|never)|have (?:always|long|never)|difficult|hard to|struggl\w+|pain"
    r"|challeng\w+|problem\w*|lack\w*|poor fit|required? (?:dedicated|separate|manual)|limit(?:ed|ation\w*)|bottleneck\w*"
    r"|was initially|is known for|when (?:it|they) (?:was|were) first|degrades?|used to|previously|until now|traditionally|historically|is not enough|overhead|getting in the way)\b",
    re.IGNORECASE,
)
# What was before, told beside what is now: `"auto" now resolves to the streaming engine (it used to ...)`.
BEFORE_NOW = re.compile(
    r"\b(?:used to|previously|was initially|traditionally|historically)\b", re.IGNORECASE
)
NOW = re.compile(r"(?<!until )\bnow\b(?! on\b)", re.IGNORECASE)
# Points at what a reader has not read, wherever in the sentence it stands.
SAME = re.compile(r"\bthe same(?! time\b| way\b)(?![^.;]*\bas\b)(?: ([\w-]+))?", re.IGNORECASE)
BACK = re.compile(
    r"^(?:Previous|Earlier|Others,) |^(?:Having said that|That said|That being said|With that)\b|^(?:Today|Now|Still),? that \d|^(?:Alongside|Along with|Together with|Apart from|Aside from|Next to|Around|Besides|Beyond|On top of|In addition to) "
    r"(?:the|this|that|these|those)\b|^(?:Alongside|Besides|Beyond|Apart from|Aside from|Next to) [a-z]|\b(?:the (?:other|others|former|latter|above|rest|remaining|aforementioned|second|third|resulting|affected)"
    r"|an? (?:second|third|further|additional|alternative|different|similar)(?!-)|another|these|those|such (?!as\b)|in particular|for (?:example|instance)|however|similarly|likewise"
    r"|conversely|otherwise|as well|too\b|again|in turn|either way|at that point|then|instead(?! of)|that (?:means|is why|way)"
    r"|also|additionally|moreover|furthermore|in addition|therefore|thus|hence|consequently"
    r"|this (?:means|makes|allows|change|approach|way|lets|includes|gives|also|is|was|can|enables|ensures)"
    r"|(?<!even )(?<!as )though(?=[,.])"
    r"|(?:takes?|took|goes|went|going) (?:it |this |that )?(?:a|one) step further)\b"
    r"|^(?:Since|In|With|As of|From|Until|After|Before|By|On|At|Starting with) (?:[\w.-]+ ){0,2}[\w.-]*\d[\w.-]*,? (?:it|they|this|these)\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    rf"\b[Tt]he(?: [\w-]+)? (\d{{1,3}}|{NUMBER}|eight)\b(?! ?(?:[%.]|percent|bytes?|bits?|days?|hours?|minutes?|seconds?|weeks?|months?|years?|core|most|or|and))"
)
# `v0.157 changes that by ...`, `the extension closes that gap`: what it mends stood before it.
MENDS_IT = re.compile(
    r"\b(?:chang|clos|fix|solv|address|remov|fill|resolv|tackl|lift|avoid|revers|bridg|eliminat|overc[ao]m|sidestep|work)"
    r"(?:e|es|ed|s|d|ing)?(?: around)? (?:that|this)\b(?= (?:[\w-]+ )?(?:by|with|in|through|via|and|for|directly)\b| [\w-]+[.,;:]|[.,;:]"
    r"| (?:gap|problem|issue|limit\w*|restriction|need|bottleneck|mismatch)\b)(?! (?:release|version|proposal|document|RFC|KEP)\b)"
)
MEANT = re.compile(r"(?:In order t|T)o [a-z]+ [^,]{3,90}, ")  # `To measure the gain, the team ran`
# A pronoun or a demonstrative for what a reader of the sentence alone cannot know.
TAKES_UP = re.compile(
    r"\b(?:this|these|those)\b(?! (?:release|version|proposal|document|RFC|KEP)\b)"
    r"|\b(?!so|such|in|is|was|now|and|or|than|but)[a-z]{3,}(?:ed|es|e|s|ing) that(?= (?:in|by|with|for|on|at|to)\b|[.,;])"
    r"|\bthat (?:approach|way|change|step|problem|gap|restriction|model|one|behaviou?r|design|limit|risk)\b"
    r"|^(?:it|they|he|she)\b|\b(?:once|if|when|after|since|because|until) that (?:is|was|had|has|happen)",
    re.IGNORECASE,
)
# One of several in its document: `This vulnerability` of the third paragraph is another.
THIS_ONE = re.compile(
    r"^(?:This|The) (?:\w+ )?(?:vulnerability|flaw|attack|campaign|bug|feature|enhancement|patch|crate|package"
    r"|module|extension|change|release|update)\b(?= (?:is|was|does|has|can|also|affects?|only|may|will|fixes|by))"
)
# Said of the day it was written on, and the days for which a reader still takes it as it was meant:
# the lead-in of a section names the day.
RELATIVE = tuple(
    (re.compile(pattern, re.IGNORECASE), days)
    for pattern, days in (
        (r"\b(?:today|yesterday|tomorrow|tonight|this morning|(?:the coming|(?:a|the next) few|coming) days)\b", 2),
        (r"\b(?:(?:this|last|next) week|recently (?:announced|released|launched|published|shipped)"
         r"|earlier this \w+|just (?:released|announced|launched|shipped)|(?:the coming|(?:a|the next) few|coming) weeks"
         r"|upcoming)\b", 7),
        (r"\b(?:(?:this|last|next) (?:month|quarter)|(?:the coming|(?:a|the next) few|coming|the next) months)\b", 21),
    )
)  # fmt: skip
# `the new opt-in flag`, but for `the new version of a lease`, which says of what it is.
THE_NEW = re.compile(
    r"\bthe (?:new|updated|renamed) (?>((?:(?!(?:of|that|which|for|in|is|are|was|to)\b)[\w-]+ ?){1,3}))(?!(?:of|that|which|for|in)\b)"
)
ADVERBS = _LISTS.words("adverbs")
EARLIER = 400  # characters before `the same bug` in which its sentence may have named it
EARLY = 70  # characters in which such a word looks back


TODAY = re.compile(r"\b(?:today|this morning|tonight)\b", re.IGNORECASE)
# `Kestrel 1.96, to be released on May 28th, 2026`, `ends on 30 June`: what is to come on a day.
TO_COME = re.compile(
    r"\b(?:to be|will(?: be)?|shall|(?:is|are) (?:due|scheduled|planned|expected)|due|scheduled|upcoming|coming|ends?|starts?|begins?|closes?|opens?"
    r"|expires?)\b[^.;:]{0,70}?\b(?:on|by|for|from|until|after|before|in) (?:\w+day,? )?(?:the )?(?:(?P<iso>\d{4}-\d\d-\d\d)"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{MONTH})|(?P<first>{MONTH})\.? (?P<of>\d{{1,2}})(?:st|nd|rd|th)?)\b(?:,? (?P<year>20\d\d))?",
    re.IGNORECASE,
)


def of_its_day(line: Line, day: str) -> bool:
    """True for a line that says `today` of a day that has passed when the edition is read."""
    said = (line.item.published or line.item.first_seen or "")[:10]
    if not (day and said):
        return False
    gone = days_between(said, day)
    return any(gone > days and pattern.search(line.text) for pattern, days in RELATIVE)


def of_a_day_gone_by(line: Line, day: str) -> bool:
    """True for a line that says of a day that something will be then, when the edition is of a later one."""
    said = (line.item.published or line.item.first_seen or "")[:10]
    return bool(day and said) and any(
        said < when < day for found in TO_COME.finditer(line.text) if (when := _when(found, said))
    )


def _when(found: re.Match[str], said: str) -> str:
    """The day of a match as `2026-05-28`; without a year the first such day from when it was said."""
    if found["iso"]:
        return found["iso"]
    month, day = found["month"] or found["first"], found["day"] or found["of"]
    when = written(found["year"] or said[:4], month, day)
    return when if found["year"] or when >= said else written(str(int(said[:4]) + 1), month, day)


def says_today(line: Line, day: str) -> bool:
    """True for a line that says `today` and is of another day than the edition, however near: inside a
    sentence that code makes it would be the edition's."""
    item = line.item
    known = {(one or "")[:10] for one in (item.published, item.first_seen, item.changed)}
    return bool(TODAY.search(line.text)) and day not in known


@lru_cache(maxsize=8192)
def looks_back(text: str) -> bool:
    """True for a sentence that needs one before it, whatever it is about."""
    plain = SUBJECT.sub("Kestrel", text, count=1)
    return _says_same(plain) or bool(BACK.search(plain[:EARLY]))


def _says_same(text: str) -> bool:
    """True for `the same bug`, of which the sentence told nothing before: `from registries ... of the same
    registry` it did."""
    return any(
        not (
            found[1]
            and re.search(
                rf"\b{re.escape(found[1][:-1])}",
                text[max(0, found.start() - EARLIER) : found.start()],
                re.I,
            )
        )
        for found in SAME.finditer(text)
    )


@lru_cache(maxsize=8192)
def mends_it(text: str) -> bool:
    """True for a sentence that says what mends a want told of before it."""
    return bool(MENDS_IT.search(SUBJECT.sub("Kestrel", text, count=1)[:EARLY]))


def is_meant(text: str) -> bool:
    """True for a sentence that opens with what something was done for: what came of it is another's."""
    return bool(MEANT.match(text))


def takes_up(text: str) -> bool:
    """True for a sentence that takes up, wherever in it, what stood before: `RSC fixed that directly`."""
    return bool(TAKES_UP.search(SUBJECT.sub("Kestrel", text, count=1)))


def unknown(text: str, known: frozenset[str]) -> tuple[str, ...]:
    """The definite nouns of a sentence that nothing its reader has read introduced; `the server
    already knows` and `lets the server send` end in no noun."""
    found = strangers(text, known)
    return tuple(
        one for one in found if one not in ADVERBS and (is_noun_too(one) or not is_verb(one))
    )


def presumes(text: str, known: frozenset[str]) -> bool:
    """True for `a hint pointing at the new opt-in flag`, which no line before it told of."""
    for found in THE_NEW.finditer(text):
        if not roots(found[1]) & (known | roots(text[: found.start()])):
            return True
    return False


def uncounted(text: str, before: Sequence[str]) -> bool:
    """True for `the extracted 12` or `the two flags` where no line before named so many."""
    number = _number(text)
    if not number:
        return False
    said = re.compile(rf"\b{number}\b", re.IGNORECASE)
    return not any(said.search(one) for one in before)


@lru_cache(maxsize=8192)
def _number(text: str) -> str:
    found = NUMBERED.search(text)
    return found[1] if found else ""


@lru_cache(maxsize=8192)
def is_undecided(text: str) -> bool:
    """True for a line that tells of a choice nobody has made yet."""
    return bool(UNDECIDED.search(text))


@lru_cache(maxsize=8192)
def promises(text: str) -> bool:
    """True for `it pushes two big stories forward`: the next line names them."""
    if HAS.search(text) or FOLLOWING.search(text) or LOOKS_AT.search(text):
        return True
    return bool(ANNOUNCES.search(text)) and bool(COUNTED.search(text))


def unanswered(last: Line, following: Line | None) -> bool:
    """True where a section would stop before what its last line leads up to."""
    if following is None or following.heading != last.heading or following.at != last.at + 1:
        return promises(last.text)
    if promises(last.text):
        return True
    together = following.paragraph == last.paragraph
    answers = bool(ANSWERS.search(following.text))
    if together and PROBLEM.search(last.text) and following.flows:
        return True
    return together and answers and bool(DENIES.search(last.text))


@lru_cache(maxsize=8192)
def is_problem(text: str) -> bool:
    """True for a line that tells of a want alone."""
    if NOW.search(text):
        text = BEFORE_NOW.sub("", text)
    return bool(PROBLEM.search(text))


def joins(line: Line, last: Line, known: frozenset[str]) -> bool:
    """Whether a line that does not follow the last goes on with what was printed."""
    elsewhere = line.heading != last.heading
    if looks_back(line.text) or mends_it(line.text) or (elsewhere and THIS_ONE.match(line.text)):
        return False
    return len(roots(line.text) & known) >= 1
