"""One story of a published brief is withdrawn: everywhere it stood it says so, and the others stand."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import starter_room
from checks import each
from click.testing import CliRunner

from pipeline import proof, review
from pipeline.cli import dateline
from pipeline.errors import RecordError
from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.pages import front_matter
from pipeline.pages.metadata import card_of
from pipeline.publish.agents import llms
from pipeline.publish.delivery import wording
from pipeline.publish.delivery.digests import CorrectionNote, Digest
from pipeline.records import Brief, Correction, history
from pipeline.records import draft as drafts
from pipeline.render import facts as facts_of
from pipeline.render import labels, lists
from pipeline.verify.markdown import document

DAY = starter_room.DAY
NOW = starter_room.world()
WHY = "Its source took the figures back."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    room = starter_room.published(tmp_path_factory.mktemp("withdrawal") / "room")
    before = briefs.read_brief(room, DAY)
    assert len(before.draft.sections) > 1
    review.withdraw(room, NOW, DAY, note=WHY, which=1)
    return room


@pytest.fixture
def brief(made: Newsroom) -> Brief:
    return briefs.read_brief(made, DAY)


@pytest.fixture
def page(made: Newsroom) -> str:
    return (made.content / "briefs" / f"{DAY}.md").read_text("utf-8")


def test_the_record_keeps_the_story_and_says_that_it_was_withdrawn(brief: Brief) -> None:
    assert list(history.withdrawn(brief)) == [0]
    assert brief.outcome == "published" and brief.corrections[-1].text == WHY
    assert WHY in history.withdrawals(brief)


def test_the_decision_is_kept_with_the_story_and_the_reason(made: Newsroom, brief: Brief) -> None:
    row = json.loads(made.decisions.read_text("utf-8").splitlines()[-1])
    story = brief.draft.sections[0].story
    assert story is not None
    assert (row["what"], row["kind"], row["value"], row["why"]) == (
        "retract",
        "story",
        story.id,
        WHY,
    )


def test_its_page_strikes_the_story_and_leaves_the_others(page: str, brief: Brief) -> None:
    first, second = (one.headline for one in brief.draft.sections[:2])
    assert f"<del>{first}</del>" in page and f"<del>{second}</del>" not in page
    assert "This story was withdrawn on" in page and WHY in page


def test_the_title_and_the_preview_are_of_a_story_that_stands(page: str, brief: Brief) -> None:
    facts, _ = front_matter.load(page, where="page")
    card = card_of(facts, f"briefs/{DAY}.md")
    gone, stands = brief.draft.sections[0], brief.draft.sections[1]
    assert stands.headline in card.title and gone.headline not in card.title
    assert all(one.text not in card.description for one in gone.sentences)
    assert (card.status, "1 withdrawn" in card.tally) == ("corrected", True)
    assert [bool(one.withdrawn) for one in card.sections][:2] == [True, False]
    assert card.standing == card.sections[1:]
    assert gone.headline in card.corrections[-1].text and WHY in card.corrections[-1].text


def test_the_archive_lists_the_headlines_of_the_stories_that_stand(
    made: Newsroom, brief: Brief
) -> None:
    said = (made.content / "archive" / "index.md").read_text("utf-8")
    gone, *others = (one.headline for one in brief.draft.sections)
    assert gone not in said and all(one in said for one in each(others))


def test_the_preview_of_a_lede_that_fell_begins_with_the_story_that_stands(
    page: str, brief: Brief
) -> None:
    facts, _ = front_matter.load(page, where="page")
    assert brief.draft.lede[0] in {one for one, _ in history.rested(brief)}
    stands = brief.draft.sections[1].sentences
    assert stands[-1].text[:30] in facts["deck"] or stands[1].text[:30] in facts["deck"]
    for text in (facts["deck"], facts["description"]):
        assert text and "Also in this edition" not in text


def test_a_sentence_elsewhere_that_rests_on_it_alone_is_marked(brief: Brief) -> None:
    gone = brief.draft.sections[0]
    own = drafts.cites_of(gone).difference(*map(drafts.cites_of, brief.draft.sections[1:]))
    resting = {path for path, one in drafts.sentences(brief.draft)
               if not path.startswith("sections") and one.cites and own.issuperset(one.cites)}  # fmt: skip
    marked = {one.text for one, _ in history.rested(brief)}
    assert marked == {one.text for path, one in drafts.sentences(brief.draft) if path in resting}


def test_a_sentence_that_names_it_among_others_is_marked_in_other_words(brief: Brief) -> None:
    gone = brief.draft.sections[1]
    note = Correction(f"{DAY}T10:00:00+00:00", history.WITHDRAWAL, WHY, where="sections[1]")
    told = replace(brief, corrections=(note,))
    marks = {one.text: mark for one, _, mark in history.withdrawn_under(told)}
    naming = [one.text for one in brief.draft.lede if gone.headline in one.text]
    assert naming and {marks[text] for text in naming} <= {history.RESTS_ON, history.NAMES}
    alone = {one.text for one, _ in history.rested(told)}
    assert {text for text, mark in marks.items() if mark == history.RESTS_ON} == alone
    assert history.NAMES in marks.values()


def test_the_verifier_knows_both_marks() -> None:
    for mark in (history.RESTS_ON, history.NAMES):
        assert document.MARK.fullmatch(f"[{mark} 20 November 2026](#correction-1){{ .corrected }}")


def test_lists_llms_and_the_corrections_page_say_so(made: Newsroom, page: str) -> None:
    facts, _ = front_matter.load(page, where="page")
    card = card_of(facts, f"briefs/{DAY}.md")
    domain = card.sections[0].domain
    assert WHY in llms._section("https://x.example/", card, domain, {}).note or any(
        one.domain == domain for one in card.standing
    )
    assert WHY in llms._brief("https://x.example/", card, {}).note
    assert lists.ListRow(card, withdrawn=card.sections[0].withdrawn).withdrawn.endswith(WHY)
    told = (made.content / "corrections.md").read_text("utf-8")
    gone = briefs.read_brief(made, DAY).draft.sections[0].headline
    assert "Story withdrawn" in told and f"## 20 November 2026: {gone}" in told


def test_the_lede_lists_no_story_that_the_title_tells_since_the_first_was_withdrawn(
    made: Newsroom, page: str, brief: Brief
) -> None:
    second = brief.draft.sections[1].headline
    naming = [one for one in brief.draft.lede if second in one.text]
    assert naming and naming[0].origin == "computed"  # else this says nothing
    opening = page.partition("{: .lede }")[0].partition("\n# ")[2]
    assert opening.startswith(second) and opening.count(second) == 1
    assert proof.unproven(made, (DAY,)) == {}
    without = [one for one in brief.draft.lede if one in naming]
    alone = replace(brief, draft=replace(brief.draft, lede=tuple(without)))
    assert facts_of.lede_beside(alone) == () and facts_of.standing(alone).lede == ()


def test_the_same_correction_is_made_once(tmp_path: Path, made: Newsroom) -> None:
    shutil.copytree(made.root, tmp_path / "room")
    room = open_newsroom(tmp_path / "room")
    told = briefs.read_brief(room, DAY).draft.sections[1].sentences[0].text
    for reworded in (review.UNCHANGED, review.Rewording(about=told)):
        review.correct(room, NOW, DAY, note="It was the 19th.", reworded=reworded)
        had = room.record(DAY).read_bytes()
        with pytest.raises(RecordError, match="was corrected so on 2026-11-20: It was the 19th"):
            review.correct(room, NOW, DAY, note="It was the 19th.", reworded=reworded)
        assert room.record(DAY).read_bytes() == had
    review.correct(room, NOW, DAY, note="It was the 18th.")


def test_it_is_withdrawn_once_and_nothing_else_is_meant_by_its_name(made: Newsroom) -> None:
    with pytest.raises(RecordError, match="was withdrawn on 2026-11-20"):
        review.withdraw(made, NOW, DAY, note="again", which=1)
    with pytest.raises(RecordError, match="it has none") as refused:
        review.withdraw(made, NOW, DAY, note="x", which="no such words")
    assert "--section N: 1 " in refused.value.hint
    with pytest.raises(RecordError, match="section 99: it has none"):
        review.withdraw(made, NOW, DAY, note="x", which=99)
    with pytest.raises(RecordError, match="stories fit"):
        review.withdraw(made, NOW, DAY, note="x", which="a")


def test_the_archive_names_the_story_and_the_brief_still_passes(made: Newsroom) -> None:
    done = CliRunner().invoke(dateline, ["verify", "--archive", "--json", "--root", str(made.root)])
    said = json.loads(done.stdout)
    assert done.exit_code == 0, done.output
    assert any(WHY in words for words in said["withdrawn"].values()) and not said["retracted"]


def test_what_is_withdrawn_counts_among_the_proven_no_more(made: Newsroom, brief: Brief) -> None:
    pack = briefs.read_evidence(made, DAY)
    before = labels.proven(replace(brief, corrections=()), pack)
    fallen = brief.draft.sections[0]
    own = sum(len(one.ground) for one in fallen.sentences) + bool(fallen.quote)
    now = labels.proven(brief, pack)
    assert own and now.stand == now.all <= before.all - own


def test_the_last_story_that_stands_is_not_withdrawn_alone(made: Newsroom, brief: Brief) -> None:
    others = tuple(
        Correction("2026-11-20T10:00:00+00:00", history.WITHDRAWAL, "no", f"sections[{at}]")
        for at in range(1, len(brief.draft.sections) - 1)
    )
    before = (made.day(DAY) / "brief.json").read_bytes()
    briefs.save(made, replace(brief, corrections=(*brief.corrections, *others)))
    with pytest.raises(RecordError, match="is the last story") as refused:
        review.withdraw(made, NOW, DAY, note="x", which=len(brief.draft.sections))
    assert "retract the brief" in refused.value.hint
    (made.day(DAY) / "brief.json").write_bytes(before)


def test_an_edition_made_again_names_what_was_withdrawn_and_marks_no_other_story(
    brief: Brief,
) -> None:
    again = history.remade(brief, replace(brief, corrections=()))
    assert not history.withdrawn(again) and WHY in again.corrections[-1].text


def test_owners_are_told_of_a_withdrawal_by_its_name() -> None:
    note = CorrectionNote(
        "1", "withdrawal", "The story “A” is withdrawn: why.", "https://x.example/"
    )
    digest = Digest("k", DAY, "p", None, "t", (), (note,))  # type: ignore[arg-type]
    assert "a withdrawal to the brief of" in wording.subject(digest, "Desk")
    assert "Withdrawal of what you were sent" in wording.plain(digest, "Desk")


def test_a_person_withdraws_by_words_of_the_story(tmp_path: Path) -> None:
    room = starter_room.published(tmp_path / "room")
    told = briefs.read_brief(room, DAY).draft.sections[1]
    words = told.sentences[-1].text
    done = CliRunner().invoke(
        dateline, ["retract", DAY, "--about", words, "--why", WHY, "--root", str(room.root)]
    )
    assert done.exit_code == 0 and "the other stories stand" in done.stdout
    both = [
        "retract",
        DAY,
        "--about",
        words,
        "--section",
        "1",
        "--why",
        WHY,
        "--root",
        str(room.root),
    ]
    assert CliRunner().invoke(dateline, both).exit_code == 2


def test_a_correction_means_no_withdrawn_story_and_one_section_where_it_is_named(
    made: Newsroom, brief: Brief, tmp_path: Path
) -> None:
    made = open_newsroom(shutil.copytree(made.root, tmp_path / "room"))
    gone, stands = (one.sentences[-1].text for one in brief.draft.sections[:2])
    with pytest.raises(RecordError, match="stand 0 times"):
        review.correct(made, NOW, DAY, note="x", reworded=review.Rewording(about=gone))
    other = review.Rewording(about=stands, section="1")
    with pytest.raises(RecordError, match="stand 0 times"):
        review.correct(made, NOW, DAY, note="x", reworded=other)
    for named in ("99", "no-such-domain"):
        wrong = review.Rewording(about=stands, section=named)
        with pytest.raises(RecordError, match=f"has no section '{named}'") as refused:
            review.correct(made, NOW, DAY, note="x", reworded=wrong)
        assert "--section N: 1 " in refused.value.hint
    for named in ("2", brief.draft.sections[1].domain):
        meant = review.Rewording(about=stands, section=named)
        changed, _ = review.correct(made, NOW, DAY, note=f"In {named}.", reworded=meant)
        assert changed.corrections[-1].where.startswith("sections[1].sentences")
