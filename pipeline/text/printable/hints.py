"""Further marks of a sentence: has it a finite verb, what stood in the line before, what it is about.

Enter: a statement, its clause and what its title introduces. Leave: named numbers, as `marks` has
them. A definite noun that stood in the line before and in no title leans on that line.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Protocol

from pipeline.text.lists import beside
from pipeline.text.printable.clause import (
    AUXILIARIES,
    PrintedClause,
    definites,
    form,
    is_noun_too,
    root,
    roots,
)
from pipeline.text.printable.leaning import definite_in_lead
from pipeline.text.printable.strangers import MODIFIED, SHARED, UNIQUE, is_name
from pipeline.text.words import STOPWORDS

_LISTS = beside(__file__)

FINITE = frozenset(word for word in AUXILIARIES if "'" not in word) - {"be", "been"}
OPENING = _LISTS.words("opening")
ARTICLED = _LISTS.words("articled")
BEHIND_PARTICIPLE = _LISTS.words("behind_participle")
DETERMINERS = _LISTS.words("determiners")
PROCESS = re.compile(
    r"\b(?:meetings?|surveys?|registration|register(?:ed)?|attendees?|contributors?|maintainers?"
    r"|supervisors?|managers?|teammates?|employees?|e-?mail|slack|workshop|bi-?weekly|newcomers"
    r"|volunteers?|feedback|sign up|badge|guests?|members?|questions?|interviews?|hiring"
    r"|candidates?|career|course|chapter|lesson|you['’]ll (?:have|learn)|community)\b",
    re.IGNORECASE,
)
EMPTY = re.compile(
    r"\b(?:unlock\w*|crucial|essential|vital|key (?:to|aspect|role|part)|plays? an?|robust"
    r"|possibilit\w+|growth|not an easy|good to great|is (?:important|critical)"
    r"|helps? (?:you|teams|organi[sz]ations|businesses)|popular|exciting|modern|today['’]s"
    r"|valuable|leverag\w+|ever-|landscape|ensur\w+ that|expectations?|experience|understanding"
    r"|ownership|align\w*|values?|culture)\b",
    re.IGNORECASE,
)
# As the subject of a sentence each of them asks: whose, of what?
ASKING = _LISTS.words("asking")
SOFTENED = re.compile(
    r"^(?:traditionally|historically|previously|currently|generally|typically|normally|practically"
    r"|abstractly|in (?:practice|theory)|to sum up|in (?:some|many|most) cases|often|sometimes"
    r"|usually|now|then|once|first|both|each|every|several|many|most|some|such|two|three|one|other"
    r"|another)\b",
    re.IGNORECASE,
)
BRANDED = re.compile(r"\d|[a-z][A-Z]|[A-Z]{2}")
LENGTHS = (0, 7, 9, 12, 16, 23, 33, 10_000)


class Placed(Protocol):
    """A sentence with its title, its heading and the line before it."""

    @property
    def text(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def before(self) -> str: ...


def hints(statement: Placed, parts: PrintedClause, topic: frozenset[str]) -> dict[str, float]:
    """All hints of a statement."""
    above = roots(statement.before)
    found = (
        _build(statement.text.strip(), parts)
        | _lean(statement.text, parts, topic, above)
        | _subject(parts, topic, above)
        | _about(statement, topic, above)
    )
    return {name: float(value) for name, value in found.items()}


def has_finite_verb(words: tuple[str, ...]) -> bool:
    """True where a verb is finite outside of the clauses that `which`, `how` or `as` open."""
    inside = False
    for at, word in enumerate(words):
        if word.lower() in OPENING:
            inside = True
        elif _is_finite(words, at):
            if not inside:
                return True
            inside = False
    return False


def _is_finite(words: tuple[str, ...], at: int) -> bool:
    low, before = words[at].lower(), words[at - 1].lower() if at else ""
    inflected = form(low)
    if low in FINITE:
        return True
    if inflected == "3sg":
        return not is_noun_too(low.removesuffix("s")) and before not in ARTICLED
    if not at or before in FINITE or before in ARTICLED:
        return False
    if inflected == "base":
        return not is_noun_too(low) and (before.endswith("s") or before in {"we", "you", "i"})
    behind = words[at + 1].lower() if at + 1 < len(words) else ""
    return (
        inflected == "past"
        and words[at].islower()
        and before not in {"as", "by"}
        and behind not in BEHIND_PARTICIPLE
    )


def _build(text: str, parts: PrintedClause) -> dict[str, float]:
    low = [word.lower() for word in parts.words]
    first, second, third = (*low[:3], "", "", "")[:3]
    plural = second.endswith("s") and not form(third)
    nominal = not has_finite_verb(parts.words)
    size = len(low)
    return {
        "nominal": nominal,
        "nominal_article": nominal and first in {"a", "an", "the", "list"},
        "entry": form(first) == "3sg"
        and (second in DETERMINERS or second.endswith("ing") or plural),
        "led_participle": form(first) == "past" and second in BEHIND_PARTICIPLE,
        "parentheses": min(2, text.count("(")),
        "commas": min(4, text.count(",")),
        "semicolon": ";" in text,
        "dash": bool(re.search(r"\s[–—-]\s|—", text)),
        "denies": bool(re.search(r"\bnot\b|n['’]t\b|\bno\b|\bnever\b", text)),
        "figures": min(2, len(re.findall(r"\b\d[\d.,]*\b", text))),
        "softened": bool(SOFTENED.match(text)),
        **{f"words_{least}": least <= size < most for least, most in pairwise(LENGTHS)},
    }


def _lean(
    text: str, parts: PrintedClause, topic: frozenset[str], above: frozenset[str]
) -> dict[str, float]:
    """Definite nouns by where they come from: the title, the line before, nowhere."""
    titled = anaphoric = unknown = 0
    for _, run, after in definites(text):
        if not run or any(map(is_name, run)):
            continue
        head = root(run[-1])
        if head in topic:
            titled += 1
        elif head in above or (len(run) > 1 and root(run[0]) in above):
            anaphoric += 1
        elif not (MODIFIED.match(after) or run[-1].lower() in SHARED or run[0].lower() in UNIQUE):
            unknown += 1
    return {
        "definite_titled": min(2, titled),
        "definite_above": min(2, anaphoric),
        "definite_unknown": min(2, unknown),
        "definite_in_lead": definite_in_lead(parts, topic),
    }


def _subject(
    parts: PrintedClause, topic: frozenset[str], above: frozenset[str]
) -> dict[str, float]:
    subject = [word for word in parts.subject if word.lower() not in STOPWORDS]
    head = root(subject[-1]) if subject else ""
    named = any(map(is_name, parts.subject[1:])) or bool(subject and BRANDED.search(subject[0]))
    repeats = bool(head) and head in above and head not in topic
    verb = parts.body[parts.verb] if parts.verb > 0 else ""
    return {
        "subject_above": repeats and not named,
        "subject_named_above": repeats and named,
        "subject_asking": bool(subject) and subject[-1].lower() in ASKING and not named,
        "subject_single": len(parts.subject) == 1 and not named,
        "tells_past": form(verb) == "past" or verb in {"was", "were", "had", "did"},
        "says_what_is": verb in {"is", "are"},
    }


def _about(statement: Placed, topic: frozenset[str], above: frozenset[str]) -> dict[str, float]:
    said = roots(statement.text)
    size = max(1, len(said))
    return {
        "process": min(2, len(PROCESS.findall(statement.text))),
        "process_titled": bool(PROCESS.search(f"{statement.title} {statement.heading}")),
        "empty": min(2, len(EMPTY.findall(statement.text))),
        "share_of_title": len(said & topic) / size,
        "share_of_above": len(said & above - topic) / size,
        "title_said": len(said & topic) / max(1, len(topic)),
        "title_branded": bool(BRANDED.search(statement.title)),
        "title_short": len(statement.title.split()) < 2,
        "above_ends": statement.before.rstrip()[-1:] in set(".!?"),
    }
