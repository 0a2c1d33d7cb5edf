"""Which title is its document's own: one that speaks to a machine is nobody's, nor one that its text says
nothing of.

Enter: a title, and a way to the text under it. Leave: the title as it may be shown, or none. What is asked
or told of a subject that the text lacks is a stranger's, and so is a title of several words of which none
stands below it: of 16,902 public titles 103 are not listed, and each of those loses its name and nothing
else. `python bench/net.py NEWSROOM` counts them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.text.addressed import net, orders
from pipeline.text.addressed.languages import is_foreign, is_foreign_line
from pipeline.text.printable import addressed, asking
from pipeline.text.words import STOPWORDS, stem, words

NAMELESS = "untitled"
LIKE = 2.0  # of the likeness to such talk, below the threshold of an ingest: 5 of 20,709 are above
PARTS = re.compile(r"(?:(?<![.,;:!?|–—])[.,;:!?|–—]+|\s-)\s+")
ASKS = ("say", "ask", "any_please")
PARTNER = ("any_you", "any_your", "any_me")
REQUESTS = (*ASKS, *PARTNER)
SPEAKS = (*REQUESTS, "order")
SPELLED = 12  # words of which most are single letters
LONG = 5  # letters of a stem that hardly begins another word by chance
ENDING = 4  # letters by which a word is longer than its stem
ENOUGH = 80  # words of a text that would name its title's subject; a shorter one may leave it to the title
# Share of the subject of a clause that says to write something which the text must lack
ERRAND = 0.65
LACKS_NAMED = 0.35  # of one that asks, and names what its text never does
LACKS = 0.6  # the same, of a title that asks for something
LACKS_MUCH = 0.75  # the same, of one that only speaks to somebody, or stands over a short text
SUBJECT = 3  # words of a subject from which a title that says nothing of its text is a stranger's
FEWER = 2  # the same, of one that is a sentence or speaks to somebody


@dataclass(frozen=True, slots=True)
class Distance:
    """How many words tell what a title is about, which share of them its text lacks, and the text's size."""

    subject: int
    lacks: float
    size: int


def shown(title: str, text: Callable[[], str] | None = None) -> str:
    """A title as it may be listed: none, where it speaks to a machine or in another language, or where `text`,
    which gives what stands under it, says too little of its subject."""
    if net.told(title) or is_foreign(title) or is_foreign_line(title):
        return ""
    likeness = addressed.likeness()
    if likeness.near(title) > likeness.threshold - LIKE:
        return ""
    return "" if text and is_stranger(title, text()) else title


def is_stranger(title: str, text: str) -> bool:
    """Whether a text lacks what a title over it is about, so that the title is not believed to be its own."""
    about = asking.subject(title)
    if _is_spelled(title) or (len(about) < FEWER and _is_about_an_answer(title)):
        return True
    marks = _marks(title)
    rest = text.replace(title, " ")
    if not marks and _names_any(rest, about):
        return False
    if is_errand(title, rest):
        return True
    if asking.names_code(title):
        return False
    far = distance(title, rest)
    speaks = not marks.isdisjoint(REQUESTS)
    if far.size < ENOUGH:
        return speaks and far.subject > 0 and far.lacks >= LACKS_MUCH
    asks = not marks.isdisjoint(ASKS)
    if asks and far.lacks >= LACKS_NAMED and _names_a_stranger(title, rest):
        return True
    if asks and not marks.isdisjoint(PARTNER) and far.lacks == 1:
        return True
    least = LACKS if asks else LACKS_MUCH
    if speaks and far.subject >= FEWER and far.lacks >= least:
        return True
    return far.lacks == 1 and far.subject >= _least(title, marks)


def _names_a_stranger(title: str, rest: str) -> bool:
    """Whether a title names somebody or something, written with a capital, that its text never does. One
    in which every word has a capital names nothing."""
    said = net.NAME.findall(title)
    plain = [one for one in words(title)[1:] if len(one) > LONG and one.islower()]
    low = rest.lower()
    return bool(plain) and any(one.lower() not in low for one in said)


def _is_spelled(title: str) -> bool:
    """Whether most words of a title are single letters, as of one that no list shall know."""
    used = words(title)
    return 2 * sum(len(one) == 1 for one in used) > max(SPELLED, len(used))


def _is_about_an_answer(title: str) -> bool:
    """Whether a title asks for sentences, words or answers, more than one of such."""
    found = asking.marks(title)
    return bool(found.get("more_output")) and ("?" in title or "questions" in found)


def _marks(title: str) -> set[str]:
    """By which marks a title, or a clause of it, speaks to somebody."""
    clauses = dict.fromkeys((title, *PARTS.split(title)))
    found = {
        name
        for one in clauses
        for name, value in _asked(one).items()
        if value and name in SPEAKS and _counts(one, name)
    }
    return found | ({"ask"} if "?" in title else set())


def _asked(clause: str) -> dict[str, float]:
    """The marks of a clause; what an ingest looks for as an errand says something too."""
    errand = {"say": 1.0, "order": 1.0} if orders.errands(f"\n{clause}") else {}
    return asking.marks(clause) | errand


def _least(title: str, marks: set[str]) -> float:
    """Of how many words the subject of a title must be that has none of its text; dates and numbers of
    versions make the name of a report or a meeting, which its text need not repeat."""
    if any(map(str.isdigit, title)):
        return SUBJECT if marks else float("inf")
    sentence = marks or not STOPWORDS.isdisjoint(map(str.lower, words(title)))
    return FEWER if sentence else SUBJECT


def _counts(said: str, mark: str) -> bool:
    """Whether a mark of a clause tells anything: what is done with a program is told as orders too."""
    return mark not in ("say", "order") or not net.TOOLING.issuperset(asking.told(said)[:1])


def _names_any(text: str, about: frozenset[str]) -> bool:
    """Whether a text has a word that may well be a form of one of a subject: a quick look."""
    stems = "|".join(re.escape(one) for one in sorted(about) if len(one) >= LONG)
    return bool(stems) and re.search(rf"\b(?:{stems})\w{{0,{ENDING}}}\b", text, re.I) is not None


def distance(title: str, rest: str) -> Distance:
    """How far a title is from the text under it, which does not repeat it."""
    about = asking.subject(title)
    held = Counter(map(stem, words(rest)))
    lacks = sum(one not in held for one in about) / len(about) if about else 1.0
    return Distance(len(about), lacks, held.total())


def is_errand(title: str, rest: str) -> bool:
    """Whether a clause of a title says to write or tell something that its text says little of."""
    for clause in PARTS.split(title):
        if len(clause.split()) < FEWER or not _asked(clause).get("say"):
            continue
        if _counts(clause, "say"):
            far = distance(clause, rest)
            if far.size >= ENOUGH and far.lacks >= ERRAND:
                return True
    return False
