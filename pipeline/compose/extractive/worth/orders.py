"""Whether a line tells its reader what to do: an order, advice, a step of a tutorial.

Enter: a line or its words. Leaves: yes or no. A verb that opens a sentence may be the name of a thing
(`Go 1.27 adds`, `Watch mode lets`) or stand without its subject (`Fixed in 2.0.1 by ...`).
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.compose.extractive.lines import Line
from pipeline.text.lists import beside
from pipeline.text.printable.clause import (
    CLOSED,
    PREPOSITIONS,
    clause,
    form,
    is_noun_too,
    is_verb,
)
from pipeline.text.words import DETERMINERS

_LISTS = beside(__file__)
# Whom advice is given to; what a machine must do is a rule, not advice.
ADVICE = re.compile(
    r"\b(?:you|users?|operators?|teams?|developers?|administrators?|admins|maintainers?|producers?"
    r"|consumers?|anyone|organi[sz]ations?|customers?|projects?|engineers?|applications?|callers?)"
    r"\b[^.;]{0,60}\b(?:should|must|needs? to|have to)\b"
    r"|\b(?:(?:are|is) (?:strongly )?(?:recommended|advised|encouraged|urged)|we recommend"
    r"|(?:good|best) practice is|upgrade to|migrate (?:to|away))\b",
    re.IGNORECASE,
)
# What advice to a reader begins with; `Fix`, `Add`, `Discover` begin what was done, or a name.
ADVISABLE = _LISTS.words("advisable")
# `Upgrade to 5.0: When 5.0 is installed ...`: a step's label, and what happens then.
STEP_LABEL = re.compile(
    r"^[^:]{3,60}: [A-Z]|^Whenever\b|\bone (?:needs|has) to\b|\w=\w"
    r"|\b(?:(?:do|does|need)(?:n['’]t| not) (?:have|need) to|no need to)\b"
)
# `Ask a cluster for data and the gateway answers`: what happens, not what to do.
CONDITIONAL = re.compile(
    r"\band (?:the|it|you|they|an?|your|its) (?:[\w()-]+ ){0,8}?(?:will|does|do|is|are|can|gets?"
    r"|has|have|returns|answers)\b"
)
# A step of a tutorial is an order, too, and no advice to who does not follow it.
STEP = re.compile(
    r"^(?:Create|Open|Run|Copy|Paste|Click|Clone|Install|Save|Navigate|Go|Type|Enter|Download|Start|Add"
    r"|Select|Choose) (?:an?|the|this|your|to|on|up|it)\b"
)
# `Compared with the baseline, the new one ...`: what opens it is no subject that was left out.
LED_BY = re.compile(
    r"[A-Z]\w+(?:ed|ilt|iven) (?:with|to|by|on|in|as|from|for|against|at)\b[^,;:]{3,90}, "
)
# `Any user who runs it and opens a crafted address.`: whom it concerns, and not that it does.
NOBODY = re.compile(
    r"(?:Any|All|Every|Anyone|Those|Users?)\b(?: \w+)? (?:who|that|using|running|with) (?!.*\b(?:is|are|was|were|can|could|may|might|must|should"
    r"|will|would|has|have|had|need|needs|do|does)\b)"
)
# `Pull and recompute were tied`: two names, no order.
BOTH = re.compile(r"\w+ (?:and|or) \w+ (?:is|are|was|were|has|have|can|do)\b")
NO_ORDER = _LISTS.words("no_order")  # no deed, or another's
# Nouns too, but before a bare noun they are orders: `Use inputs for ...`; not `Use of inputs`.
PLAIN_ORDERS = _LISTS.words("plain_orders")
# `Go to`, `Go back` are orders, `Go developers` are people.
GOES_ON = _LISTS.words("goes_on")
ADVERBS = _LISTS.words("between")  # a subject and its verb
SAYING = _LISTS.words("saying")  # third persons that are no plurals
MODALS = _LISTS.words("modals")
WITH_CLAUSE = _LISTS.words("with_clause")  # `Ensure systems need`, `Check jobs can`
CAUSING = _LISTS.words("causing")  # `Make users confirm`
RESULTS = _LISTS.words("results")  # what opens the second subject
RELATIVE = _LISTS.words("relative")  # of a clause inside a noun phrase
OBJECTS = _LISTS.words("objects")  # after a verb, not a noun


def advises(line: Line) -> bool:
    """True for a line that says what ought to be done."""
    return bool(ADVICE.search(line.text)) or is_order(line.text)


def speaks_to_reader(line: Line) -> bool:
    """True for a line that says what ought to be done, or begins as such a one does."""
    return advises(line) or opens_as_order(line.text) or begins_as_advice(line.text)


def is_fragment(text: str) -> bool:
    """True for a sentence whose subject is left out: `Fixed in 2.0.1 by ...`, `Reachable from ...`."""
    found = clause(text)
    if LED_BY.match(text):
        return False
    if form(found.first) == "past" or NOBODY.match(text):
        return True
    verbs = any(form(word) in ("base", "3sg", "past", "aux") for word in found.body[2:])
    return found.verb < 0 and found.main == 0 and not verbs


def is_order(text: str) -> bool:
    """True for an imperative; `Ask a cluster and the gateway answers` says what happens."""
    return opens_as_order(text) and not CONDITIONAL.search(text) and not _has_result(text)


def begins_as_advice(text: str) -> bool:
    """True when the first word is one that advice begins with, whatever follows: `Pick attributes that stay`."""
    return text.split()[0].lower() in ADVISABLE


def opens_as_order(text: str) -> bool:
    """True when the sentence opens with the bare form of a verb; `Go 1.27 adds`, `Watch mode lets` and
    `Build systems need` open with a name."""
    words = clause(text).words
    first, second = (*words[:2], "", "")[:2]
    if not first or not is_verb(first) or not first[0].isupper() or first.lower() in NO_ORDER:
        return False
    if form(second) == "aux" or _is_named(tuple(word.lower() for word in words[:5])):
        return False
    if not is_noun_too(first) or second.lower() in DETERMINERS | OBJECTS:
        return True
    plain = first.lower() in PLAIN_ORDERS and second.lower() not in CLOSED
    return plain and clause(text).verb < 0


def _is_named(words: tuple[str, ...]) -> bool:
    """Whether a verb's spelling that opens a sentence is a name or part of one: a version and a verb
    follow it, or a verb that is never a plural, or a noun and its verb; `Go` takes no object."""
    first, second, third, fourth = (*words, "", "", "", "")[:4]
    if first == "go" and second and second not in GOES_ON | CLOSED | PREPOSITIONS:
        return True
    if third in ADVERBS:
        third = fourth
    if second[:1].isdigit():
        return form(third) in ("3sg", "aux")
    if second in SAYING:
        return True
    if not second.isalpha() or second in CLOSED | DETERMINERS | OBJECTS or first in WITH_CLAUSE:
        return False
    if not second.endswith("s"):
        return third in SAYING
    deed = form(third) == "base" and (not is_noun_too(third) or fourth in DETERMINERS)
    return (deed and first not in CAUSING) or third in MODALS


def _has_result(text: str) -> bool:
    """Whether an order is but the condition: `and`, another subject and what that does."""
    words = clause(text).words
    for at, word in enumerate(words[:-2]):
        subject = words[at + 1]
        if word != "and" or not (subject.lower() in RESULTS or _is_proper(subject)):
            continue
        for after, then in pairwise((*words[at + 2 : at + 9], "")):
            if after.lower() in RELATIVE:
                break
            acts = form(after) == "3sg" and then.lower() in DETERMINERS
            if acts or after.lower() in SAYING or (form(after) == "aux" and after != "be"):
                return True
    return False


def _is_proper(word: str) -> bool:
    return word[:1].isupper() and not is_verb(word)
