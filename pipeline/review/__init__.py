"""What a person may do to a brief after its verdict: approve, reject, correct, retract.

Enter: a newsroom and a day. Leave: the changed record and its pages, or the findings that stand
against it. Refuses what no person can make true (an altered quote, a citation that does not exist,
a number its source does not hold), and an approval that comes too late. Each decision becomes a row
of briefs/decisions.jsonl. One at a time: each takes the newsroom's lock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from pipeline import render
from pipeline.errors import RecordError
from pipeline.newsroom import briefs, publication, runs
from pipeline.newsroom.config import Newsroom
from pipeline.records import (
    Brief,
    Correction,
    Draft,
    Finding,
    Review,
    Section,
    Sentence,
    Where,
    history,
    rules,
)
from pipeline.records import draft as drafts
from pipeline.review import decided
from pipeline.run.judging import rejudge
from pipeline.world import World


@dataclass(frozen=True, slots=True)
class Rewording:
    """Words of one sentence, and what shall stand in their place; or words of the one sentence that
    a note is about, which stays as it is. `section`: where it stands, by number or domain; else
    anywhere but in a withdrawn story."""

    was: str = ""
    now: str = ""
    about: str = ""
    section: str = ""


UNCHANGED = Rewording()
INSTEAD = {
    "published": "`dateline correct` and `dateline retract` change a published brief",
    "held": "`dateline review` decides about held briefs",
}


def approve(
    room: Newsroom, world: World, day: str, *, by: str, why: str
) -> tuple[Brief, tuple[Finding, ...]]:
    """Publish a held brief unless a finding that cannot be approved is open.

    The record is verified as it stands now, so brief.json may have been mended by hand. Returns
    the brief and the findings that refuse it. Raises RecordError when the brief is not held, or
    was held for longer than the desk lets an approval wait.
    """
    with runs.lock(room.state):
        brief = _of(room, world, day, "held")
        _refuse_late(room, world, brief)
        judgement = rejudge(room, brief)
        errors = _open_errors(judgement.findings)
        refused = tuple(one for one in errors if not rules.row(one.rule).person)
        if refused:
            return brief, refused
        now = _now(world)
        approved = replace(
            brief,
            draft=judgement.draft,
            findings=history.approved(history.continued(brief.findings, judgement.findings)),
            score=judgement.score,
            outcome="published",
            published=now,
            reviews=(*brief.reviews, Review(now, "approved", by, why)),
        )
        _publish(room, approved)
        decided.judged(room, judgement.draft, errors, approved.reviews[-1], day=day)
        return approved, ()


def reject(room: Newsroom, world: World, day: str, *, by: str, why: str) -> Brief:
    """Record that a held brief stays held. Raises RecordError when it is not held."""
    with runs.lock(room.state):
        brief = _of(room, world, day, "held")
        review = Review(_now(world), "rejected", by, why)
        rejected = replace(brief, reviews=(*brief.reviews, review))
        briefs.save(room, rejected)
        decided.judged(room, brief.draft, _open_errors(brief.findings), review, day=day)
        return rejected


def expire(room: Newsroom, world: World, day: str) -> Brief:
    """Record that nobody decided about a held brief in time: it stays held, and is no example of
    what a person would have said. Raises RecordError when it is not held."""
    with runs.lock(room.state):
        brief = _of(room, world, day, "held")
        review = Review(_now(world), "rejected", "dateline", too_late(room, brief))
        expired = replace(brief, reviews=(*brief.reviews, review))
        briefs.save(room, expired)
        return expired


def too_late(room: Newsroom, brief: Brief) -> str:
    """What is said of a held brief whose time has passed."""
    return (
        f"nobody decided about the brief of {brief.day} until {last_day(room, brief)}, and its news is "
        "old now"
    )


def waits(brief: Brief) -> bool:
    """Whether a brief waits for a person: it is held, and nobody has rejected it since."""
    return brief.outcome == "held" and not (
        brief.reviews and brief.reviews[-1].decision == "rejected"
    )


def last_day(room: Newsroom, brief: Brief) -> str:
    """The last day on which a held brief may be approved."""
    made = datetime.fromisoformat(brief.published)
    return (made + timedelta(days=room.desk.gate.approval_days)).date().isoformat()


def _refuse_late(room: Newsroom, world: World, brief: Brief) -> None:
    last = last_day(room, brief)
    if world.now().date().isoformat() > last:
        raise RecordError(
            f"the brief of {brief.day} could be approved until {last}; its news is old now",
            where=str(room.day(brief.day)),
            hint="reject it; `approval_days` under [gate] in desk.toml says how long approvals wait",
        )


def _open_errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.holds)


def correct(
    room: Newsroom, world: World, day: str, *, note: str, reworded: Rewording = UNCHANGED
) -> tuple[Brief, tuple[Finding, ...]]:
    """Correct a published brief: by a note, or in the one sentence that holds the words to change.

    Returns the brief and the findings that refuse the correction: a sentence that is its source's own
    cannot be reworded. Raises RecordError when the brief is not published or was retracted, when it was
    corrected just so before, or `was` stands in no sentence or in several.
    """
    with runs.lock(room.state):
        brief = _of(room, world, day, "published")
        _refuse_retracted(room, brief)
        was, now = reworded.was, reworded.now
        places = _places(room, brief, reworded.section)
        draft, where = _replaced(brief, was, now, places) if was else (brief.draft, "")
        if reworded.about and not was:
            _, where = _replaced(brief, reworded.about, reworded.about, places)
        if was and (verbatim := _verbatim(brief.draft, where, was)):
            return brief, (verbatim,)
        made = Correction(_now(world), "correction", note, where=where, was=was, now=now)
        _refuse_twice(room, brief, made)
        changed = replace(brief, draft=draft, corrections=(*brief.corrections, made))
        if was:
            judgement = rejudge(room, changed)
            if judgement.outcome == "held":
                return brief, _open_errors(judgement.findings)
            changed = replace(
                changed,
                draft=judgement.draft,
                findings=history.continued(brief.findings, judgement.findings),
                score=judgement.score,
            )
        _publish(room, changed)
        decided.corrected(room, brief.draft, changed.draft, made, day=day)
        return changed, ()


def _refuse_twice(room: Newsroom, brief: Brief, made: Correction) -> None:
    """Refuse what readers are told already. Raises RecordError."""
    same = [one for one in brief.corrections if replace(one, made=made.made) == made]
    if same:
        raise RecordError(
            f"the brief of {brief.day} was corrected so on {same[-1].made[:10]}: {made.text}",
            where=str(room.day(brief.day)), hint="nothing is left to do; `dateline build` rebuilds the site",
        )  # fmt: skip


def retract(room: Newsroom, world: World, day: str, *, note: str) -> Brief:
    """Mark a published brief as retracted. Raises RecordError when it is not published, or was
    retracted before."""
    with runs.lock(room.state):
        brief = _of(room, world, day, "published")
        _refuse_retracted(room, brief)
        made = Correction(_now(world), "retraction", note)
        retracted = replace(brief, corrections=(*brief.corrections, made))
        _publish(room, retracted)
        decided.retracted(room, made, day=day)
        return retracted


def withdraw(
    room: Newsroom, world: World, day: str, *, note: str, which: int | str
) -> tuple[Brief, str]:
    """Withdraw one story of a published brief: the section of that number, from 1, or the one whose
    headline, words or story's id hold `which`. The others stand, and so do its words, marked.

    Returns the brief and the headline. Raises RecordError when the brief is not published or was
    retracted, when no section or several are meant, when the story was withdrawn before, and when it
    is the last that stands: then the brief is retracted as a whole.
    """
    with runs.lock(room.state):
        brief = _of(room, world, day, "published")
        _refuse_retracted(room, brief)
        at = _meant(room, brief, which)
        section, gone = brief.draft.sections[at], history.withdrawn(brief)
        if at in gone:
            raise RecordError(
                f"the story “{section.headline}” of {day} was withdrawn on {gone[at].made[:10]}: {gone[at].text}",
                where=str(room.day(day)), hint="a withdrawal stands; its section shows the reason",
            )  # fmt: skip
        if len(gone) + 1 == len(brief.draft.sections):
            raise RecordError(
                f"“{section.headline}” is the last story of {day} that stands",
                where=str(room.day(day)), hint="retract the brief: leave out --section and --about",
            )  # fmt: skip
        made = Correction(_now(world), history.WITHDRAWAL, note, where=drafts.join("sections", at))
        changed = replace(brief, corrections=(*brief.corrections, made))
        _publish(room, changed)
        decided.withdrawn(room, section, made, day=day)
        return changed, section.headline


def _meant(room: Newsroom, brief: Brief, which: int | str) -> int:
    """The place of the section that a person means. Raises RecordError that lists them."""
    sections = brief.draft.sections
    if isinstance(which, int):
        found = [which - 1] if 0 < which <= len(sections) else []
    else:
        found = [at for at, one in enumerate(sections) if which and _about(one, which)]
    if len(found) == 1:
        return found[0]
    asked = f"section {which}" if isinstance(which, int) else f"a story about {which!r}"
    count = f"{len(found)} stories fit" if found else "it has none"
    listed = "; ".join(f"{at} {one.headline}" for at, one in enumerate(sections, 1))
    raise RecordError(
        f"the brief of {brief.day} was asked for {asked}: {count}",
        where=str(room.day(brief.day)),
        hint=f"name one with --section N: {listed}",
    )


def _about(section: Section, about: str) -> bool:
    """Whether a section's headline, words or story's id hold what a person names it by."""
    said = (section.headline, *(one.text for one in section.sentences))
    named = section.story is not None and section.story.id == about
    return named or any(about.casefold() in text.casefold() for text in said)


def _publish(room: Newsroom, brief: Brief) -> None:
    """Keep a record and render; another day's that is damaged has no page, and is told in `status`."""
    briefs.save(room, brief)
    render.render_all(room, without=frozenset(briefs.damaged(room)))


def _of(room: Newsroom, world: World, day: str, outcome: Literal["held", "published"]) -> Brief:
    """The brief of a day, which must have this outcome. Raises RecordError."""
    brief = briefs.read_brief(room, day)
    if brief.outcome != outcome:
        raise RecordError(
            f"the brief of {day} is {brief.outcome}, not {outcome}",
            where=str(room.day(day)),
            hint=INSTEAD[brief.outcome],
        )
    briefs.read_evidence(room, day)  # what cannot be rendered is not changed
    publication.refuse_before(brief.published, world.now(), f"the brief of {day} was made")
    return brief


def _places(room: Newsroom, brief: Brief, section: str) -> dict[str, Sentence]:
    """The sentences a correction may mean, by path: of a section, or of all but withdrawn stories."""
    sections = brief.draft.sections
    if section:
        by_domain = [at for at, one in enumerate(sections) if one.domain == section]
        at = by_domain[0] if len(by_domain) == 1 else int(section) - 1 if section.isdigit() else -1
        if not 0 <= at < len(sections):
            listed = "; ".join(
                f"{n} {one.domain}: {one.headline}" for n, one in enumerate(sections, 1)
            )
            why = f"has {len(by_domain) or 'no'} section{'s' if len(by_domain) > 1 else ''} {section!r}"
            raise RecordError(f"the brief of {brief.day} {why}", where=str(room.day(brief.day)), hint=f"name one with --section N: {listed}")  # fmt: skip
        within = drafts.join("sections", at)
        return {path: one for path, one in drafts.sentences(brief.draft) if path.startswith(within)}
    gone = tuple(drafts.join("sections", at) for at in history.withdrawn(brief))
    return {path: one for path, one in drafts.sentences(brief.draft) if not path.startswith(gone)}


def _replaced(brief: Brief, was: str, now: str, among: dict[str, Sentence]) -> tuple[Draft, str]:
    """The draft with `was` replaced in its one sentence, and the path of that sentence."""
    draft, day = brief.draft, brief.day
    places = [(path, one) for path, one in among.items() if was in one.text]
    if len(places) != 1 or places[0][1].text.count(was) != 1:
        count = sum(one.text.count(was) for _, one in places)
        raise RecordError(
            f"the words {was!r} stand {count} times in the sentences of {day}, not once",
            where=day,
            hint="give as many words around them as it takes to mean one place, or --section, which it stands in",
        )
    path, sentence = places[0]
    changed = replace(sentence, text=sentence.text.replace(was, now))
    return drafts.change(draft, sentence=lambda at, one: changed if at == path else one), path


def _verbatim(draft: Draft, where: str, was: str) -> Finding | None:
    """What refuses other words in a sentence that is its source's own; None where there is nothing."""
    sentence = dict(drafts.sentences(draft)).get(where)
    if sentence is None or sentence.origin != "source":
        return None
    return rules.finding(
        "sentence-altered",
        Where(where),
        was,
        "This sentence is its source's own, word for word, and cannot be reworded.",
        fix="Name its words with --about in place of --was, and say in --note what is wrong; or retract the brief.",
    )


def _refuse_retracted(room: Newsroom, brief: Brief) -> None:
    """A retracted brief is withdrawn as a whole and once. Raises RecordError."""
    gone = next((one for one in brief.corrections if one.kind == "retraction"), None)
    if gone is not None:
        raise RecordError(
            f"the brief of {brief.day} was retracted on {gone.made[:10]}: {gone.text}",
            where=str(room.day(brief.day)),
            hint="a retraction stands; its page shows the reason",
        )


def _now(world: World) -> str:
    return world.now().isoformat()
