"""The extractive edition: stories in their sources' own sentences, and silence elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from checks import each
from extracts import DAY, EVIDENCE, ROOM, accepts, found, item, stated, story, write

from pipeline.compose.assignment import Assignment
from pipeline.compose.extractive import edition
from pipeline.compose.extractive.headings import opening as spared
from pipeline.errors import WriterError
from pipeline.records import (
    Assertion,
    Brief,
    Draft,
    Evidence,
    Judgement,
    Member,
    Provenance,
    Sentence,
    rules,
)
from pipeline.records import draft as drafts
from pipeline.text.words import clean
from pipeline.world import World

OTHER = "A replica of Kestrel 4.2 answers reads by default, which raised throughput in our tests."


def test_every_source_sentence_is_a_slice_of_the_evidence_it_cites() -> None:
    assert len(stated(write())) >= 5
    for one in each(stated(write())):
        cited = EVIDENCE.item(one.cites[0])
        assert one.quote and cited
        assert cited.text[one.quote.start : one.quote.end] == one.quote.exact
        assert clean(one.quote.exact) == one.text


def test_a_section_tells_one_story_from_its_lead_document() -> None:
    for section in each(write().sections):
        assert section.story is not None
        assert {n for one in section.sentences for n in one.cites} == {section.story.lead}
        assert section.story.day == f"2026-11-1{section.story.lead}"


def test_it_opens_with_whose_words_follow_and_of_which_day() -> None:
    first, opening, *_ = write().sections[1].sentences
    assert (first.text, first.origin) == ("Lantern blog, 12 November:", "computed")
    assert opening.text.startswith("The Lantern gateway accepts")


def test_praise_pointers_and_first_person_are_not_printed() -> None:
    printed = " ".join(one.text for one in stated(write()))
    assert "thrilled" not in printed and "guide below" not in printed


def test_no_sentence_is_printed_twice() -> None:
    draft = write()
    texts = [one.text for one in stated(draft)]
    texts += [clean(quote.exact) for _, quote in drafts.quotes(draft)]
    assert len(texts) == len(set(texts))


def test_advice_of_the_same_story_is_its_implication() -> None:
    section = write().sections[0]
    assert section.implication is not None
    assert section.implication.sentence.text.startswith("Operators should set lease_store")


def confirmed() -> Evidence:
    """The evidence with another source that says what the first story says."""
    member = Member("d3", "confirms", ("p3",))
    extra = item(3, OTHER.replace("our tests", "two tests"), "Kestrel measured", domain="data-engineering",
                 story="s1", part="confirms")  # fmt: skip
    return replace(
        EVIDENCE,
        items=(*EVIDENCE.items, extra),
        stories=(story(1, "data-engineering", member), EVIDENCE.stories[1]),
    )


def test_another_source_speaks_in_the_quote_and_the_sentences_stay_the_leads() -> None:
    section = write(confirmed()).sections[0]
    assert section.quote is not None and section.quote.n == 3
    assert {n for sentence in section.sentences for n in sentence.cites} <= {1, 2}


def test_what_the_last_briefs_said_is_not_said_again() -> None:
    first = write()
    provenance = Provenance("extractive", "", "", "", 0, 0)
    brief = Brief("2026-11-19", first, (), 100, "published", provenance, "2026-11-19T06:00:00Z")
    with pytest.raises(WriterError):
        write(said=(brief,))
    half = replace(first, lede=(), sections=first.sections[:1], action=None)
    second = write(said=(replace(brief, draft=half),))
    assert not {one.text for one in stated(half)} & {one.text for one in each(stated(second))}


def test_a_source_is_not_quoted_beyond_its_limit() -> None:
    tight = tuple(replace(one, quote_limit=50) for one in EVIDENCE.items)
    draft = write(replace(EVIDENCE, items=tight))
    words: dict[int, int] = {}
    for _, quote in drafts.selectors(draft):
        words[quote.n] = words.get(quote.n, 0) + len(quote.exact.split())
    assert words and all(count <= 50 for count in each(words.values()))


def test_two_stories_of_one_source_share_its_limit() -> None:
    one = tuple(replace(each, source_id="source-1", quote_limit=100) for each in EVIDENCE.items)
    draft = write(replace(EVIDENCE, items=one))
    assert len(draft.sections) == 2
    assert sum(len(quote.exact.split()) for _, quote in drafts.selectors(draft)) <= 100


def test_what_our_sentences_repeat_of_a_source_is_not_left_for_an_action() -> None:
    told = edition._tellings(Assignment(EVIDENCE, ROOM, World(), accepts, ()))
    first = told[0]
    n = first.pool[0].item.n
    repeated = "word " * first.pool[0].item.quote_limit
    ours = Sentence("Ours.", (n,), "computed", asserts=(Assertion("states", repeated, (n,)),))
    section = replace(first.section, sentences=(*first.section.sentences, ours))
    before = edition._affordable(told, EVIDENCE)
    after = edition._affordable([replace(first, section=section), *told[1:]], EVIDENCE)
    assert n in {line.item.n for line in before}
    assert n not in {line.item.n for line in after}


@pytest.mark.parametrize("first", ["s1", "s2"])
def test_the_story_told_first_is_not_left_out_for_one_of_its_source_that_comes_after(
    first: str,
) -> None:
    one = tuple(replace(each, source_id="source-1", quote_limit=45) for each in EVIDENCE.items)
    told = sorted(EVIDENCE.stories, key=lambda each: each.id != first)
    draft = write(replace(EVIDENCE, items=one, stories=tuple(told)))
    assert [each.story and each.story.id for each in draft.sections] == [first]


def test_a_pack_without_stories_tells_the_best_document_of_each_domain() -> None:
    old = tuple(replace(each, story="", part="", score=1.0) for each in EVIDENCE.items)
    draft = write(Evidence(DAY, old))
    assert {section.domain for section in draft.sections} == {"data-engineering", "security"}


def test_evidence_without_a_quotable_sentence_is_refused() -> None:
    empty = replace(EVIDENCE, items=(replace(EVIDENCE.items[0], text="see above", blocks=()),))
    with pytest.raises(WriterError, match="can stand alone"):
        write(empty)


def test_the_same_evidence_gives_the_same_draft_and_other_evidence_another() -> None:
    assert write() == write()
    assert write(replace(EVIDENCE, items=EVIDENCE.items[:1])) != write()


def test_a_sentence_that_opens_the_edition_is_kept_back_from_its_section() -> None:
    pool = found(
        "Kestrel 4.2 accepts keys of other makers. "
        "A signature of such a key then holds for every message. "
        "The parser also admitted other keys of small order. "
        "Kestrel 4.2 reduces the memory of each broker by 12 percent. "
        "Kestrel 4.2 removes the replica_lag flag.",
        "Kestrel 4.2 takes keys of other makers",
    )
    told, opening = spared.kept_back(pool, 60, ((), "2026-11-18", ""))
    assert told and opening and opening.text not in {one.text for one in told.lines}
    assert told.words + opening.size <= 60
    _, none = spared.kept_back(pool[:2], 60, ((), "2026-11-18", ""))
    assert none is None  # a line is no section


def test_domains_without_a_story_are_gaps() -> None:
    draft = write()
    told_of = {section.domain for section in draft.sections}
    assert set(draft.gaps) == {one.id for one in ROOM.desk.domains} - told_of


def faulting(*words: str, part: str = "") -> Callable[[Draft], Judgement]:
    """A gate that faults every sentence, or the part, that holds one of these words."""

    def judge(draft: Draft) -> Judgement:
        found = [
            rules.finding("not-printable", part or path, one.text, "No.", fix="")
            for path, one in drafts.sentences(draft)
            if any(word in one.text for word in words)
        ]
        return Judgement(draft, tuple(found), 0, "held" if found else "published")

    return judge


def retold(judge: Callable[[Draft], Judgement], evidence: Evidence = EVIDENCE) -> Draft:
    return edition.write(Assignment(evidence, ROOM, World(), judge)).draft


def test_a_line_that_the_gate_refuses_gives_way_to_another_of_its_document() -> None:
    before = next(one for one in stated(write()) if one.cites == (1,))
    after = retold(faulting(before.text))
    assert before.text not in [one.text for _, one in drafts.sentences(after)]
    assert [one.domain for one in after.sections] == ["data-engineering", "security"]


def test_a_story_of_which_the_gate_refuses_every_line_is_left_out_alone() -> None:
    lines = [one.text for one in stated(write()) if one.cites == (2,)]
    after = retold(faulting(*lines, "Lantern", "token"))
    assert [one.domain for one in after.sections] == ["data-engineering"]
    assert "security" in after.gaps


def test_a_quote_of_another_source_that_the_gate_refuses_takes_no_story_with_it() -> None:
    evidence = confirmed()
    before = write(evidence)

    def judge(draft: Draft) -> Judgement:
        found = [
            rules.finding("not-printable", path, quote.exact, "No.", fix="")
            for path, quote in drafts.quotes(draft)
            if quote.n == 3
        ]
        return Judgement(draft, tuple(found), 0, "held" if found else "published")

    after = retold(judge, evidence)
    assert any(quote.n == 3 for _, quote in drafts.quotes(before))
    assert [one.domain for one in after.sections] == [one.domain for one in before.sections]
    assert not any(quote.n == 3 for _, quote in drafts.quotes(after))


def test_a_fault_that_no_other_telling_mends_leaves_the_edition_as_it_is() -> None:
    assert retold(faulting("e")) == write()
