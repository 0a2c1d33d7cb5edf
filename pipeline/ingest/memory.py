"""Source memory: a good-looking bad answer deletes nothing.

Enter: what an address gave before and what it answers now. Leave: whether to believe it. An answer
with nothing in it, one much shorter than the last, one that says "page not found" with status 200,
or none at all where a page was listed: what was known stays, the doubt is remembered with its day,
and only the same answer over the desk's `gone_days` is believed. What scrolls off a feed stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.ingest.jobs import Made, Outcome
from pipeline.ingest.reading import Refusal
from pipeline.ingest.state import DoubtedAnswer, Given, Known, State
from pipeline.records import Document

SHORT = 0.35  # of the words a document had: a login page, a teaser, a reply that was cut
SHORT_FROM = 80  # words; what was shorter may well be rewritten to anything
ALIKE = 0.5  # of the different words of a page; one that moved or was edited keeps most of them
ERROR_WORDS = 120  # an error page says little else
NOT_FOUND = re.compile(
    r"\b(?:40[34]|410|50[0234])\b.{0,40}\b(?:error|not found|forbidden|gone|unavailable)\b"
    r"|\b(?:page|file|document|site|content|url|resource)\b.{0,30}\b(?:not|no longer|cannot|can't|could\s?n[o'’]t)\b.{0,12}"
    r"\b(?:found|exists?|available|be found)\b"
    r"|\b(?:service|temporarily) unavailable\b|\b(?:access denied|just a moment\.\.\.|are you (?:a )?(?:human|robot))"
    r"|\bunder maintenance\b|\bdomain (?:is )?(?:for sale|parked)\b",
    re.IGNORECASE,
)
NAMED_SO = re.compile(
    r"^\W*(?:error\W*)?(?:40[34]|410|50[0234])\b|\bnot found\b|\baccess denied\b|^\W*(?:error|forbidden|unavailable|"
    r"just a moment|maintenance|site (?:offline|unavailable))\b",
    re.IGNORECASE,
)
Held = Callable[[str], Document | None]


@dataclass(frozen=True, slots=True)
class Belief:
    """What to go on with: the outcome, or None when what was known stays; and why."""

    outcome: Outcome | None
    carried: tuple[Given, ...] = ()  # documents that are no longer offered, and stay
    doubt: str = ""


class Memory:
    """Weighs answers of one run against those before; use `weigh` for each remote answer."""

    def __init__(self, state: State, today: date, gone_days: int) -> None:
        self._state = state
        self._today = today
        self._gone_days = gone_days

    def weigh(self, known: Known | None, outcome: Outcome, held: Held) -> Belief:
        """Whether an answer that was read is to be believed."""
        key = (outcome.job.source.id, outcome.job.item.path)
        if known is None or not any(given for given in known.given):
            return Belief(_without_error_pages(outcome))
        kind = _doubtful(known, outcome, held)
        if not kind:
            self.believe(key)
        elif not self.lasting(key, kind):
            doubt = f"{kind}; what it gave before stays{self.until(key)}"
            return Belief(*self._without_cut(known, outcome, held), doubt)
        return Belief(outcome, self.carried(known, outcome))

    def carried(self, known: Known | None, outcome: Outcome) -> tuple[Given, ...]:
        """What a feed gave before and no longer offers."""
        if known is None or outcome.job.item.reader != "feed":
            return ()
        offered = {made.document.id for made in outcome.made}
        return tuple(
            given if given.gone else replace(given, gone=self._today.isoformat())
            for given in known.given
            if given.id not in offered
        )

    def _without_cut(
        self, known: Known, outcome: Outcome, held: Held
    ) -> tuple[Outcome | None, tuple[Given, ...]]:
        """Of a feed the entries that are not cut short, the others as they were; else nothing."""
        whole = tuple(made for made in outcome.made if not _shrunk(made, held))
        if outcome.job.item.reader != "feed" or not whole:
            return None, ()
        kept = replace(outcome, made=whole)
        cut = {made.document.id for made in outcome.made} - {made.document.id for made in whole}
        still = tuple(given for given in known.given if given.id in cut)
        gone = tuple(given for given in self.carried(known, kept) if given.id not in cut)
        return kept, still + gone

    def believe(self, key: tuple[str, str]) -> None:
        """Forget the doubt about a file or source, if there is one."""
        if self._state.doubt(*key) is not None:
            self._state.believe(*key)

    def lasting(self, key: tuple[str, str], kind: str) -> bool:
        """Note a doubt; whether the same answer has now come for as many days as it must."""
        before = self._state.doubt(*key)
        if before is None or _sort(before.kind) != _sort(kind):
            self._state.note_doubt(DoubtedAnswer(*key, kind, self._today.isoformat()))
            return self._gone_days == 0
        return self._today >= date.fromisoformat(before.since) + timedelta(days=self._gone_days)

    def until(self, key: tuple[str, str]) -> str:
        """Until when a doubt keeps what is known, in words."""
        doubt = self._state.doubt(*key)
        if doubt is None:
            return ""
        day = date.fromisoformat(doubt.since) + timedelta(days=self._gone_days)
        return f" (so since {doubt.since}; if it lasts, until {day.isoformat()})"


def _sort(kind: str) -> str:
    """The sort of a doubt without what differs from night to night."""
    return re.sub(r"[\d,]+|\(.*\)", "", kind)


def _doubtful(known: Known, outcome: Outcome, held: Held) -> str:
    """What is wrong with an answer, or ""."""
    if not outcome.made:
        reason = outcome.refused[0].reason if outcome.refused else "no document in it"
        return f"gives nothing any more ({reason})"
    before = {given.id for given in known.given if not given.folded}
    if len(outcome.made) == 1 and (fault := _error_page(outcome.made[0], held)):
        return fault
    if outcome.job.item.reader != "feed" and (elsewhere := _elsewhere(before, outcome, held)):
        return elsewhere
    shrunk = [made for made in outcome.made if made.document.id in before and _shrunk(made, held)]
    if not shrunk:
        return ""
    then, now = _words(held(shrunk[0].document.id)), _words(shrunk[0].document)
    return f"is cut short ({now:,} of {then:,} words)"


def _elsewhere(before: set[str], outcome: Outcome, held: Held) -> str:
    """Whether an address now leads to a page that has little in common with the one before."""
    if len(before) != 1 or len(outcome.made) != 1 or outcome.made[0].document.id in before:
        return ""
    old = held(next(iter(before)))
    then = set(old.text.lower().split()) if old else set()
    now = outcome.made[0].document
    shared = len(then & set(now.text.lower().split()))
    return f"leads to another page ({now.url})" if shared < ALIKE * len(then) else ""


def _error_page(made: Made, held: Held) -> str:
    """What an error page says of itself, where the page before was none."""
    before = held(made.document.id)
    if not _says_error(made.document) or (before is not None and _says_error(before)):
        return ""
    return f"says that there is no page ({made.document.title[:60]})"


def _says_error(document: Document) -> bool:
    """Whether a page is a notice of an error: named so and short, or short and saying so."""
    text = document.text[:2000]
    short = _words(document) <= ERROR_WORDS
    return short and bool(NAMED_SO.search(document.title[:200]) or NOT_FOUND.search(text))


def _shrunk(made: Made, held: Held) -> bool:
    before = held(made.document.id)
    then = _words(before)
    return then >= SHORT_FROM and _words(made.document) < SHORT * then


def _words(document: Document | None) -> int:
    return len(document.text.split()) if document else 0


def _without_error_pages(outcome: Outcome) -> Outcome:
    """A new page that is an error notice is refused, whatever its status was."""
    if outcome.job.item.reader == "feed" or len(outcome.made) != 1:
        return outcome
    document = outcome.made[0].document
    if not (_says_error(document) and NAMED_SO.search(document.title[:200])):
        return outcome
    reason = f"is an error page ({document.title[:60]})"
    return replace(outcome, made=(), refused=(*outcome.refused, Refusal(document.path, reason)))
