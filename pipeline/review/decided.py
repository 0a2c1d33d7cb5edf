"""What a person decided about a brief, as rows of briefs/decisions.jsonl that evaluations can run on.

Enter: a decision with the draft it was about. Leave: one row a sentence that was judged, with the
rule whose finding it was; what concerns no sentence is a row about the brief.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.newsroom import decisions
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.decisions import Decision, Kind, What
from pipeline.records import Correction, Draft, Finding, Review, Section
from pipeline.records import draft as drafts

VERDICTS: dict[str, What] = {"approved": "approve", "rejected": "reject"}


def judged(
    room: Newsroom, draft: Draft, findings: Iterable[Finding], review: Review, *, day: str
) -> None:
    """One row for each finding that was approved or upheld."""
    said = dict(drafts.sentences(draft))
    rows: list[Decision] = []
    for one in findings:
        path = next((each for each in said if one.where.path.startswith(each)), "")
        kind: Kind = "sentence" if path else "brief"
        value = said[path].text if path else day
        rows.append(_row(review, day, kind, value, rule=one.rule, path=path))
    _add(room, rows or [_row(review, day, "brief", day)])


def _row(review: Review, day: str, kind: Kind, value: str, **more: str) -> Decision:
    verdict = VERDICTS[review.decision]
    return Decision(review.made, day, verdict, kind, value, review.by, review.why, **more)


def corrected(room: Newsroom, before: Draft, now: Draft, made: Correction, *, day: str) -> None:
    """The sentence as it was, and as it reads now."""
    if not made.was:
        _add(room, [Decision(made.made, day, "correct", "brief", day, why=made.text)])
        return
    was = dict(drafts.sentences(before))[made.where].text
    instead = dict(drafts.sentences(now))[made.where].text
    row = Decision(
        made.made, day, "correct", "sentence", was, "", made.text, instead, path=made.where
    )
    _add(room, [row])


def retracted(room: Newsroom, made: Correction, *, day: str) -> None:
    """The brief, and why."""
    _add(room, [Decision(made.made, day, "retract", "brief", day, why=made.text)])


def withdrawn(room: Newsroom, section: Section, made: Correction, *, day: str) -> None:
    """The story, and why."""
    value = section.story.id if section.story else section.headline
    row = Decision(made.made, day, "retract", "story", value, why=made.text, path=made.where)
    _add(room, [row])


def _add(room: Newsroom, rows: Iterable[Decision]) -> None:
    for row in rows:
        decisions.add(room.decisions, row)
