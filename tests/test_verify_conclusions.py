"""What a writer calls an inference or advice: what it may say, what it rests on, how it is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import newsdesk
import pytest
from verify_sample import STYLES, desk, draft, evidence

from pipeline.newsroom.config import Newsroom
from pipeline.proof import Rules, ShownPage, prove_page
from pipeline.records import Brief, Draft, EvidenceItem, Finding, Judgement, Sentence
from pipeline.records.parts import SentenceKind
from pipeline.render import render_all
from pipeline.render.plain import brief_markdown
from pipeline.verify import judge
from pipeline.verify.draft.grounded import verdict_of
from pipeline.verify.draft.stated import stated
from pipeline.verify.page_words import ADDED, altered

DAY = "2026-11-19"

TEXT = (
    "The compaction service of Strata 4 now writes segments of 256 MB by default. On one of three "
    "clusters the p99 read went from 48 ms to 31 ms. Recovery after a crash took longer, because a "
    "larger segment must be replayed. The old 64 MB setting is deprecated and will be removed in "
    "Strata 5."
)
SOURCE = EvidenceItem(
    n=1, source_id="s", source_title="Storage Notes", title="Fewer, larger segments", url="",
    published="2031-02-03", text=TEXT, passage="p", document="d", start=0, domain="",
)  # fmt: skip


def fate(text: str, kind: SentenceKind) -> str:
    return verdict_of(Sentence(text, (1,), kind=kind), [SOURCE]).fate


SOUND: list[tuple[SentenceKind, str]] = [
    ("advice", "A team with a tight recovery objective should time a replay of a segment first."),
    ("advice", "Wait for Strata 5, because a larger segment must be replayed before a node answers."),
    ("advice", "Move off the old default soon, because it is deprecated."),
    ("advice", "Pick a boring Tuesday, tell whoever is on call, and rehearse the rollback first."),
    ("inference", "This means replay speed, rather than disk speed, bounds how soon a node returns."),
    ("inference", "So a node with large segments stays away for longer after a crash."),
    ("inference", "So a budget holder who ignores housekeeping pays for it in outages."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), SOUND)
def test_a_conclusion_may_use_words_its_source_lacks(kind: SentenceKind, text: str) -> None:
    assert fate(text, kind) == "published"


PRESETS = replace(
    SOURCE,
    text='Among the presets, there\'s the "all" preset that allows enabling all rules, except for the '
    "trial rules. The two class rules are new. Run tern migrate --write to update the configuration.",
)


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Enable the class rules by name, because the preset `all` leaves trial rules out.", True),
        ("Enable both, because the preset `all` omits the trial rules.", True),
        ("Enable the class rules by name, and run `tern migrate --write` on your settings.", True),
        ("Enable the class rules by name, because the preset `all` leaves class rules out.", False),
        ("Enable nothing by name, because the preset `all` includes the trial rules.", False),
        ("Enable nothing by name, because the preset `all` enables all rules.", False),
        ("Enable them by name, and note that `tern migrate --write` deletes the old rules.", False),
    ],
)
def test_what_a_source_takes_out_may_be_told_as_left_out(text: str, stands: bool) -> None:
    found = verdict_of(Sentence(text, (1,), kind="advice"), [PRESETS])
    assert (found.fate == "published") is stands


ESCAPES: list[tuple[SentenceKind, str]] = [
    ("advice", "Teams should know that Strata 4 encrypts every segment."),
    ("advice", "Upgrade to Strata 4, which encrypts segments at rest."),
    ("advice", "Upgrade now, because Strata 4 crashed in production at several users."),
    ("advice", "Teams should avoid Strata 4; it corrupts tables after a crash."),
    ("advice", "Pin the client, since the vendor withdrew the release in spring."),
    ("advice", "Strata 4 doubles the write throughput of every cluster."),
    ("advice", "The setting can be raised with `--segment-size`."),
    ("advice", "Measure the replay for 40 minutes before you upgrade."),
    ("inference", "This suggests that Strata 4 was adopted by three large banks."),
    ("inference", "So Strata 4 now requires a paid licence."),
    ("inference", "Both vendors were breached."),
    ("inference", "So the vendor dropped support for Windows last year."),
    ("inference", "This suggests that recovery after a crash no longer takes longer."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), ESCAPES)
def test_what_states_a_fact_is_held_to_its_source_whatever_it_is_called(
    kind: SentenceKind, text: str
) -> None:
    assert fate(text, kind) != "published"


def test_only_the_clauses_that_state_something_are_asked_of_a_source() -> None:
    said = "Wait for Strata 5, which encrypts segments at rest, if your nodes crash, and measure a replay."
    assert stated(said) == ("encrypts segments at rest, if your nodes crash",)
    assert stated("So a team that upgrades may pay twice.") == ()
    assert stated("Send those to the leader; count who was paged.") == ()


# ── in a draft ────────────────────────────────────────────────────────────────────────────


def judged(made: Draft) -> Judgement:
    return judge(made, evidence(), desk(), said=(), styles=STYLES)


def called(kind: SentenceKind) -> Draft:
    """The sample with every sentence of its first section declared as one kind."""
    made = draft()
    first = made.sections[0]
    said = tuple(
        Sentence(
            f"A team should check this: {one.text[0].lower()}{one.text[1:]}", one.cites, kind=kind
        )
        for one in first.sentences
    )
    return replace(made, sections=(replace(first, sentences=said), *made.sections[1:]))


def open_of(found: Judgement, rule: str) -> list[Finding]:
    return [one for one in found.findings if one.rule == rule and not one.resolved]


def test_a_section_in_which_everything_is_called_advice_rests_on_nothing() -> None:
    found = judged(called("advice"))
    faults = open_of(found, "claim-basis")
    assert found.outcome == "held"
    assert {one.where.path for one in faults} >= {"sections[0].sentences[0]"}
    assert all("none is told beside this" in one.message for one in faults)


def beside(text: str, cites: tuple[int, ...]) -> list[Finding]:
    """What is found of an advice that stands behind the facts of the first section."""
    made = draft()
    first = made.sections[0]
    said = (*first.sentences, Sentence(text, cites, kind="advice"))
    found = judged(replace(made, sections=(replace(first, sentences=said), *made.sections[1:])))
    return open_of(found, "claim-basis")


def test_an_advice_rests_on_facts_told_beside_it_and_speaks_of_them() -> None:
    assert beside("Check how your server keeps a retired token.", (1,)) == []
    (elsewhere,) = beside("Check how your store refuses a late write.", (2,))
    assert "none of source 2 is told beside it" in elsewhere.message
    (idle,) = beside("Consider gold.", (1,))
    assert "names nothing that its sources speak of" in idle.message


CONCLUDED = Sentence(
    "So a team without such a check pays for the same work twice.", (1,), kind="inference"
)
ADVISED = Sentence(
    "Check how your own service does this before the next release.", (1,), kind="advice"
)


def with_conclusions(root: Path) -> tuple[Newsroom, Brief]:
    """A newsroom whose newest brief concludes and advises at the end of its first section."""
    room = newsdesk.newsroom(root)
    brief = newsdesk.brief(DAY)
    first = brief.draft.sections[0]
    first = replace(first, sentences=(*first.sentences, CONCLUDED, ADVISED))
    made = replace(brief.draft, sections=(first, *brief.draft.sections[1:]))
    brief = replace(brief, draft=made)
    newsdesk.keep(root, brief, newsdesk.evidence(DAY))
    return room, brief


def test_a_reader_sees_what_is_concluded_and_what_is_advised(tmp_path: Path) -> None:
    room, brief = with_conclusions(tmp_path)
    render_all(room)
    page = (room.content / "briefs" / f"{DAY}.md").read_text("utf-8")
    for text in (page.replace("*", ""), brief_markdown(brief, newsdesk.evidence(DAY))):
        assert f"Our inference: {CONCLUDED.text}" in text
        assert f"Our advice: {ADVISED.text}" in text


def test_a_page_that_marks_a_conclusion_is_proven_by_its_record(tmp_path: Path) -> None:
    room, brief = with_conclusions(tmp_path)
    render_all(room)
    page = (room.content / "briefs" / f"{DAY}.md").read_text("utf-8")
    found = prove_page(
        ShownPage(page, f"{DAY}.md"), room.day(DAY) / "brief.json", newsdesk.evidence(DAY).items,
        Rules.of(room.desk, room.root), room,
    )  # fmt: skip
    said = (CONCLUDED.text[:30], ADVISED.text[:30])
    faults = [one for one in found.findings if one.severity != "info"]
    assert [one for one in faults if any(words in one.match for words in said)] == []
    shown = f"<article class='brief'><p><em>Our inference:</em> {CONCLUDED.text}</p></article>"
    assert not [one for one in altered(shown.encode(), brief, DAY) if one.message == ADDED]
    forged = shown.replace("twice", "thrice")
    assert [one for one in altered(forged.encode(), brief, DAY) if one.message == ADDED]
