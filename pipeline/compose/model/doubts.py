"""What a model as judge says no to goes back to the writer, once, in a round of its own.

Enter: the written parts, a hearing. Leave: the parts as mended, and a finding for every doubt that
led to other words. A writer that keeps a sentence keeps it, with a note: a no is advice, and only a
judge that was measured holds or cuts. What the verifier doubts too, and what came too late to be
answered, becomes its source's, or goes. A part whose new form the verifier faults is put back as it
was, but a sentence that its writer gave up does not come back, and one that answers a doubt stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from pipeline.compose.assignment import Doubter
from pipeline.compose.model import repair
from pipeline.compose.model.parts import Part, alone, value_of, words
from pipeline.compose.model.work import Work, note
from pipeline.errors import ModelError, WriterError
from pipeline.records import Draft, Finding, Section, Sentence
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.text.words import terms

# Two false alarms of words used up a part's rounds, and the judge, who was right, was told to nobody.
JUDGES = 1  # rounds of a part that nothing but a judge's no takes
ANSWERS = 1  # and of one whose answer to that words doubt: a false alarm there was final, and told to nobody
KEPT = "The writer was told of it and kept the sentence"
NO_ANSWER = "The writer was told of it and gave no answer that could be read"
PUT_BACK = "The writer was told of it, and what it wrote instead did not stand"
GIVEN_UP = (
    "The writer was told of it, gave the sentence up, and what it wrote instead did not stand"
)
UNASKED = "Its writer had no round left to answer"
ENDED = "The budget ended before its writer could answer"
TWICE = "The words of the source leave it in doubt too"

AnyPart = Part[Any, Any]
DraftOf = Callable[[], Draft]


def answer(work: Work, parts: Sequence[AnyPart], draft_of: DraftOf) -> list[Finding]:
    """Ask the judge about what is written, send back what it doubts, and ask again about what came."""
    if work.hearing is None:
        return []
    notes: list[Finding] = []
    rounds = work.desk.writing.rounds + JUDGES
    for _ in range(rounds):
        failing = _untold(work, work.hearing, parts, draft_of())
        again = [part for part in parts if part.name in failing and part.reply is not None]
        again = [part for part in again if part.rewrites < rounds]
        if not again:
            break
        notes += _sent_back(work, again, failing, draft_of)
    notes += _twice_doubted(work, work.hearing, parts, draft_of)
    notes += _reheaded(work, work.hearing, parts, draft_of)
    still = {one.text for _, one in drafts.claims(draft_of())}
    return [one for one in notes if one.rule != "judge-advice" or one.match not in still]


def rested(work: Work, parts: Sequence[AnyPart], draft_of: DraftOf, before: Draft) -> list[Finding]:
    """Send back, once, what was written over facts that have changed since: a lede or a comparison of a
    sentence that was mended, replaced or cut, and the implication and headline of a section that lost one.
    A section is shown as it stands; of what comes back the implication is taken, and the headline that was
    asked for, and what comes back worse is put back. before: the draft as these parts read it."""
    now = {one.text for _, one in drafts.sentences(draft_of())}
    gone = [one for path, one in drafts.sentences(before) if path.startswith("sections")]
    gone = [one for one in gone if one.text not in now]
    failing: dict[str, list[Finding]] = {}
    for part in parts:
        if part.value is None or part.reply is None:
            continue
        found = _of_section(part, now) if part.is_section else _of_others(part, gone, now)
        if found:
            failing[part.name] = found
    again = [part for part in parts if part.name in failing]
    if not again:
        return []
    kept = [_Kept(part, part.reply, part.value, part.findings) for part in again]
    faulted = set(repair.faults(work.judge, again, draft_of()))
    try:
        notes = repair.rewrite(work, again, failing, only=ONLY)
    except ModelError:
        raise
    except WriterError as error:  # what came of some parts before it ended was held against nothing
        for was in kept:
            was.put_back()
        return [note("budget", again[0].name, f"not asked again: {error.message}")]
    for was in kept:
        was.keep_sentences({one.where.path for one in failing[was.part.name]})
    worse = set(repair.faults(work.judge, again, draft_of())) - faulted
    for was in kept:
        if was.part.value is None or was.part.name in worse:
            was.put_back()
    still = {text for _, text in drafts.texts(draft_of())}
    return [one for one in notes if one.match not in still]


def _of_others(part: AnyPart, gone: Sequence[Sentence], now: Set[str]) -> list[Finding]:
    """Sentences of a part that leans on sections which cite what a lost fact of them cited."""
    return [
        _on(path, one.text, lost[0])
        for path, one in drafts.sentences(alone(part))
        if one.origin == "writer"
        and (lost := [it for it in gone if set(it.cites) & set(one.cites)])
        and (lost := [it for it in lost if _leans(one.text, it.text, now)])
    ]


def _of_section(part: AnyPart, now: Set[str]) -> list[Finding]:
    """The implication and the headline of a section that lost a sentence which they were drawn from."""
    wrote: Section | None = part.written()
    section: Section | None = part.value
    lost = [one for one in wrote.sentences if one.text not in now] if wrote and section else []
    if section is None or not lost:
        return []
    said = section.implication.sentence if section.implication else None
    under = [one for one in lost if said and _leans(said.text, one.text, now)]
    found = []
    if said and under and said.origin == "writer":
        found.append(_on(f"{part.name}.implication.sentence", said.text, under[0]))
    left = {*now, section.quote.words} if section.quote else now
    told = [one for one in lost if _alone_in(section.headline, one.text, left)]
    return [*found, *(_on(f"{part.name}.headline", section.headline, one) for one in told[:1])]


def _on(path: str, text: str, lost: Sentence) -> Finding:
    message = f"It may rest on a sentence that no longer stands so: {lost.text!r}."
    return finding("claim-basis", path, text, message, fix=FOLLOWS)


def _alone_in(text: str, fact: str, now: Set[str]) -> bool:
    """Whether a text has a word of a fact that no sentence has any more."""
    left = {term for one in now if one != text for term in terms(one)}
    return bool(set(terms(text)) & (set(terms(fact)) - left))


def _leans(text: str, fact: str, now: Set[str]) -> bool:
    """Whether a sentence has a word of a fact that no sentence has any more, or most of its words."""
    mine, theirs = set(terms(text)), set(terms(fact))
    return _alone_in(text, fact, now) or 2 * len(mine & theirs) > len(mine)


ONLY = (
    "Of this answer the implication, and the headline where a line above names it, are printed; your sentences "
    "stay as they are shown."
)
FOLLOWS = "see whether it still follows from what the sections say now; keep it as it is if it does"


def _untold(
    work: Work, hearing: Doubter, parts: Sequence[AnyPart], draft: Draft
) -> dict[str, list[Finding]]:
    """Doubts by part, without those that the writer was told of before."""
    judged = work.judge(draft).draft  # with the grounds that code cut, by which verdicts are kept
    names = [part.name for part in parts]
    found: dict[str, list[Finding]] = {}
    for one in hearing.doubts(work.session, judged):
        name = repair.part_of(one.where.path, judged, names)
        if name and one.match not in hearing.told:
            found.setdefault(name, []).append(repair.by_domain(one, judged))
    return found


def _twice_doubted(
    work: Work, hearing: Doubter, parts: Sequence[AnyPart], draft_of: DraftOf
) -> list[Finding]:
    """What is left of a judge's noes that the verifier doubts too, or that came when its writer had no
    round left, becomes its source's, or goes: two that are often wrong are rarely wrong together."""
    judged = work.judge(draft_of()).draft
    names = [part.name for part in parts]
    found: dict[str, list[Finding]] = {}
    for one in hearing.seconded(judged):
        found.setdefault(repair.part_of(one.where.path, judged, names), []).append(
            repair.by_domain(one, judged)
        )
    gone = [
        one
        for part in parts
        for one in repair.give_up(work, part, found.get(part.name, []), draft_of)
    ]
    told = hearing.told
    return [
        replace(one, message=f"{one.message} {TWICE if one.match in told else UNASKED}.")
        for one in gone
    ]


def _put_for(was: str, now: str) -> Callable[[str, str], str]:
    return lambda _, text: now if text == was else text


def _reheaded(
    work: Work, hearing: Doubter, parts: Sequence[AnyPart], draft_of: DraftOf
) -> list[Finding]:
    """A heading that the judge still says no to becomes its source's title, in quotation marks: no sentence
    is lost by it, and it is what most readers read alone."""
    judged = work.judge(draft_of()).draft
    names = [part.name for part in parts]
    notes = []
    for one in hearing.unheaded(judged):
        name = repair.part_of(one.where.path, judged, names)
        for part in (part for part in parts if part.name == name and part.value is not None):
            was, now = one.match, one.fix
            draft = drafts.change(alone(part), heading=_put_for(was, now))
            part.value = value_of(part, draft)
            notes.append(replace(repair.by_domain(one, judged), resolved="replaced"))
    return notes


def _sent_back(
    work: Work,
    again: Sequence[AnyPart],
    failing: Mapping[str, Sequence[Finding]],
    draft_of: DraftOf,
) -> list[Finding]:
    """The parts rewritten; put back, with what was noted of them, where that did them no good."""
    assert work.hearing is not None
    told = {one.match: KEPT for part in again for one in failing[part.name]}
    rounds = work.desk.writing.rounds + JUDGES + ANSWERS
    before = [_Kept(part, part.reply, part.value, part.findings) for part in again]
    faulted = set(repair.faults(work.judge, again, draft_of()))
    try:
        notes = repair.rewrite(work, again, failing)
        notes += repair.improve(work, again, draft_of, rounds=rounds)
    except ModelError:
        raise
    except WriterError as error:  # the brief stands without what the judge would have bettered
        for kept in before:
            kept.put_back()
        work.hearing.told |= dict.fromkeys(told, ENDED)
        return [
            note("budget", again[0].name, f"what a judge doubts was not mended: {error.message}")
        ]
    work.hearing.told |= told
    now = repair.faults(work.judge, again, draft_of())
    instead = repair.replacements(work.judge(draft_of()))
    worse = set(now) - faulted
    names = [part.name for part in again]
    given_up: list[Finding] = []
    for kept in before:
        told_of, name = failing[kept.part.name], kept.part.name
        if kept.part.reply is kept.reply:
            work.hearing.told |= {one.match: NO_ANSWER for one in told_of}
        elif kept.part.value is None or name in worse:
            worse.add(name)
            work.hearing.told |= {one.match: PUT_BACK for one in told_of}
            failed = kept.failed(told_of, now.get(name, ()), instead)
            given_up += _put_back(work, kept, told_of, failed, draft_of)
    draft = draft_of()
    notes = [one for one in notes if repair.part_of(one.where.path, draft, names) not in worse]
    return [*notes, *given_up]


# What is wrong with an answer to a doubt, and what its source may say in its place.
Failed = Mapping[str, tuple[Finding, Sentence | None]]


def _put_back(
    work: Work, kept: _Kept, told: Sequence[Finding], failed: Failed, draft_of: DraftOf
) -> list[Finding]:
    """A part as it was but for its mended sentences; one that its writer gave up becomes its source's, or
    goes. The rule that an answer failed is in the record, not only that it failed."""
    wrote, mended = kept.words(), kept.mended(told, failed)
    kept.put_back(mended)
    gone = [one for one in told if one.match not in {*wrote, *mended}]
    others = {text: other for text, (_, other) in failed.items() if other}
    given_up = repair.give_up(work, kept.part, gone, draft_of, others)
    ends = {one.match: one.resolved for one in given_up}
    return [
        *(_given_up(one, failed) for one in given_up),
        *(
            replace(one, resolved=ends.get(text, "removed"))
            for text, (one, _) in failed.items()
            if one.match != text
        ),
    ]


def _given_up(found: Finding, failed: Failed) -> Finding:
    """A finding of a sentence that its writer gave up, with what was wrong with its answer; what only
    leaned on it was never told to its writer."""
    if found.rule == "writer-leaning":
        return found
    why = f": {failed[found.match][0].message}" if found.match in failed else "."
    return replace(found, message=f"{found.message} {GIVEN_UP}{why}")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A part as it was before it went back."""

    part: AnyPart
    reply: Any
    value: Any
    findings: tuple[Finding, ...]

    def words(self) -> set[str]:
        """The sentences that the part holds now."""
        return set() if self.part.value is None else words(self.part)

    def keep_sentences(self, asked: Set[str]) -> None:
        """Of a section that was written anew its implication, and its headline where that was asked for:
        the rest was proven as it is."""
        if self.part.is_section and self.part.value is not None:
            new: Section = self.part.value
            head = f"{self.part.name}.headline" in asked
            self.part.value = replace(
                self.value,
                implication=new.implication,
                headline=new.headline if head else self.value.headline,
            )
            self.part.findings = self.findings

    def mended(self, told: Sequence[Finding], failed: Failed) -> dict[str, Sentence]:
        """What its writer put in the place of a doubted sentence, by this one's text, where the verifier
        faults nothing in it: what fails beside it is no reason to print the doubted one."""
        if self.part.value is None:
            return {}
        was, made = self._places(), dict(drafts.sentences(alone(self.part)))
        paths = {one.match: was[one.match] for one in told if one.match in was}
        return {
            text: made[path]
            for text, path in paths.items()
            if path in made and text not in failed and made[path].text not in was
        }

    def failed(
        self, told: Sequence[Finding], faults: Sequence[Finding], instead: Mapping[str, Sentence]
    ) -> Failed:
        """What is faulted in what its writer put in the place of a doubted sentence, by this one's text."""
        if self.part.value is None:
            return {}
        new, was = alone(self.part), self._places()
        moved = [repair.by_domain(repair.placed(one, new), new) for one in reversed(faults)]
        first = {repair.at_sentence(one).where.path: one for one in moved}
        at = {one.match: drafts.by_domain(new, was[one.match]) for one in told if one.match in was}
        return {
            text: (first[path], instead.get(path)) for text, path in at.items() if path in first
        }

    def _places(self) -> dict[str, str]:
        """Where each sentence of the part stood before it went back."""
        before = alone(replace(self.part, value=self.value))
        return {one.text: path for path, one in drafts.sentences(before)}

    def put_back(self, mended: Mapping[str, Sentence] | None = None) -> None:
        """The part as it was, but for sentences that were mended."""
        self.part.reply, self.part.value = self.reply, self.value
        self.part.findings = self.findings
        if mended:
            draft = drafts.change(
                alone(self.part), sentence=lambda _, one: mended.get(one.text, one)
            )
            self.part.value = value_of(self.part, draft)
