"""A brief has one history of findings, to which approvals, corrections and reruns add."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import newsdesk
import pytest

from pipeline import review
from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom
from pipeline.records import Brief, Correction, Finding, Judgement, history, rules
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.verify import gate
from pipeline.world import World

DAY = "2026-11-19"
WORLD = World(now=lambda: datetime(2026, 11, 20, 8, tzinfo=UTC), offline=True)
REPAIRED = finding("quote-altered", "sections[0].quote", "half", "mended", resolved="repaired")
REMOVED = finding("writer-citation", "sections[ai-ml]", "gone", "cut", resolved="removed")
DOUBT = finding("claim-altered", "lede[1]", "Ada", "'Ada' stands in no source.")
HELD = finding("structure-sources", "sections", "", "It rests on too few publishers.")
FAILED = finding("writer-failed", "writer", "claude", "The claude writer failed.")


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return newsdesk.newsroom(tmp_path, (DAY,))


def kept(room: Newsroom, *found: Finding, outcome: str = "published") -> Brief:
    """The day's record with these findings."""
    one = replace(newsdesk.brief(DAY, outcome=outcome), findings=found)
    newsdesk.keep(room.root, one, newsdesk.evidence(DAY))
    return one


def finds(monkeypatch: pytest.MonkeyPatch, *found: Finding) -> None:
    """From now on a judgement of the brief finds this."""

    def judge(room: Newsroom, brief: Brief) -> Judgement:
        made = gate.conclude(brief.draft, found, room.desk)
        return gate.remembered(made, brief.findings, room.desk)

    monkeypatch.setattr(review, "rejudge", judge)


def approve(room: Newsroom) -> Brief:
    brief, refused = review.approve(room, WORLD, DAY, by="the desk", why="a test")
    assert not refused
    assert briefs.read_brief(room, DAY) == brief
    return brief


def correct(room: Newsroom, was: str, now: str) -> tuple[Brief, tuple[Finding, ...]]:
    return review.correct(room, WORLD, DAY, note="reworded", reworded=review.Rewording(was, now))


def test_approving_a_held_brief_keeps_what_was_repaired_and_removed(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(room, REPAIRED, REMOVED, HELD, outcome="held")
    finds(monkeypatch, HELD)
    brief = approve(room)
    assert {REPAIRED, REMOVED} < set(brief.findings)
    page = (room.content / f"briefs/{DAY}.md").read_text("utf-8")
    assert "1 repaired, 1 removed" in page


def test_what_a_person_approved_is_marked_and_still_costs_its_points(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(room, HELD, FAILED, outcome="held")
    finds(monkeypatch, HELD)
    brief = approve(room)
    assert [(one.rule, one.resolved) for one in brief.findings] == [
        ("writer-failed", "approved"), ("structure-sources", "approved"),
    ]  # fmt: skip
    assert brief.score == rules.score([HELD]) == 75


def test_an_approved_brief_can_be_corrected(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(room, HELD, outcome="held")
    finds(monkeypatch, HELD)
    approve(room)
    brief, refused = correct(room, "one thread", "a single thread")
    assert not refused
    assert brief.findings == (replace(HELD, resolved="approved"),)


def test_an_approval_covers_no_finding_of_another_place(room: Newsroom) -> None:
    other = replace(HELD, match="elsewhere")
    before = (replace(HELD, resolved="approved"),)
    assert [one.resolved for one in history.passed((HELD, other), before)] == ["approved", ""]


def test_no_record_approves_what_no_person_may() -> None:
    altered = finding("quote-altered", "sections[0].quote", "x", "altered")
    assert history.passed((altered,), (replace(altered, resolved="approved"),)) == (altered,)


def test_three_corrections_print_an_open_finding_once(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(room, REPAIRED, DOUBT)
    finds(monkeypatch, DOUBT)
    for was, now in (
        ("Seven domains", "All domains"),
        ("All domains", "Every domain"),
        ("fourteen", "fifteen less one"),
    ):
        _, refused = correct(room, was, now)
        assert not refused
    brief = briefs.read_brief(room, DAY)
    assert len(brief.corrections) == 3
    assert brief.findings == (REPAIRED, DOUBT)
    page = (room.content / f"briefs/{DAY}.md").read_text("utf-8")
    assert page.count("stands in no source") == 1


def test_a_finding_that_a_correction_mended_is_called_corrected(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(room, DOUBT)
    finds(monkeypatch)
    brief, _ = correct(room, "Seven domains", "All domains")
    assert brief.findings == (replace(DOUBT, resolved="corrected"),)


def test_a_retraction_leaves_the_history_as_it_is(room: Newsroom) -> None:
    kept(room, REPAIRED, DOUBT)
    brief = review.retract(room, WORLD, DAY, note="The source was false.")
    assert brief.findings == (REPAIRED, DOUBT)
    assert [one.kind for one in brief.corrections] == ["retraction"]


def test_a_rerun_that_writes_the_same_draft_adds_to_its_history(room: Newsroom) -> None:
    earlier = kept(room, REPAIRED, HELD, DOUBT)
    again = briefs.continued(room, replace(earlier, findings=(DOUBT,)))
    assert again.findings == (REPAIRED, replace(HELD, resolved="corrected"), DOUBT)


def test_a_rerun_that_writes_another_draft_begins_anew(room: Newsroom) -> None:
    earlier = kept(room, REPAIRED)
    other = drafts.change(earlier.draft, heading=lambda _path, text: f"{text}!")
    assert briefs.continued(room, replace(earlier, draft=other, findings=())).findings == ()


def test_a_rerun_takes_no_approval_over(room: Newsroom) -> None:
    earlier = kept(room, replace(HELD, resolved="approved"))
    assert briefs.continued(room, replace(earlier, findings=(HELD,))).findings == (HELD,)


def test_the_same_judgement_twice_changes_nothing() -> None:
    before = (REPAIRED, REMOVED, DOUBT)
    once = history.continued(before, (DOUBT,))
    assert history.continued(once, (DOUBT,)) == once == before


def test_a_note_that_holds_no_more_is_not_kept() -> None:
    note = finding("claim-check", "lede[0]", "It waits.", "not plainly supported")
    assert history.continued((note,), ()) == ()


def edition(*headlines: str) -> Brief:
    """A published brief whose sections have these headlines."""
    sound = newsdesk.brief("2026-11-20")
    sections = tuple(
        replace(section, headline=headline)
        for section, headline in zip(sound.draft.sections, headlines, strict=False)
    )
    return replace(sound, draft=replace(sound.draft, sections=sections))


def test_an_edition_made_again_tells_what_it_no_longer_says_and_what_it_says_now() -> None:
    earlier = replace(edition("Caches fill", "Queues grow"), published="2026-11-20T06:00:00+00:00")
    later = replace(edition("Queues grow", "Disks fail"), published="2026-11-21T09:00:00+00:00")
    made = history.remade(earlier, later)
    assert made.published == earlier.published
    (note,) = made.corrections
    assert (note.kind, note.made) == ("correction", later.published)
    assert "no longer tells “Caches fill”" in note.text and "tells “Disks fail” now" in note.text


def test_an_edition_made_again_keeps_its_corrections_and_ends_its_retraction() -> None:
    slip = Correction("2026-11-20T08:00:00+00:00", "correction", "It was minutes.")
    hoax = Correction("2026-11-20T09:00:00+00:00", "retraction", "A hoax.")
    earlier = replace(edition("Caches fill"), corrections=(slip, hoax))
    made = history.remade(earlier, edition("Caches fill"))
    assert made.corrections[0] == slip and not history.retraction(made)
    assert "retracted on 2026-11-20: A hoax." in made.corrections[1].text
    assert "same stories in other words" in made.corrections[1].text
