"""A later document that takes back or contradicts an earlier one stands beside it, labelled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from checks import each
from extracts import EVIDENCE, item, story, write
from test_news import PROSE, Put, before, choose, library, put

from pipeline.news.groups.correct import replaces
from pipeline.newsroom.library import Library
from pipeline.newsroom.runs.account import told_by
from pipeline.records import Document, Evidence, Fate, Member, Sentence, Telling
from pipeline.text.corrections import corrects, other_value
from pipeline.verify.draft.computed import check
from tests import newsdesk

__all__ = ["library", "put"]


@pytest.mark.parametrize(
    "text",
    [
        "Correction: the flag goes in version 5.2.",
        "The flag will be removed in Tidewater 5.2 and not in 5.0, as the post of 12 November said.",
        "The throughput figure in that report was wrong.",
        "An earlier version of the advisory mistakenly listed 2.0 as fixed.",
        "The revised benchmark results show 12 percent.",
        "We retract the claim that followers are always current.",
        "The limit is 30 seconds, contrary to what the first post said.",
        "Erratum for the table of latencies.",
        "An earlier version of this post said that 3.1 percent of all checkouts failed.",
        "We miscounted in our note on checkouts.",
        "The figure in the note of 24 November should have been 4.7 percent.",
    ],
)
def test_a_sentence_that_takes_back_what_was_said_is_known(text: str) -> None:
    assert corrects(text)


@pytest.mark.parametrize(
    "text",
    [
        "The parser no longer accepts a wrong signature.",
        "Reed-Solomon codes allow error correction of two blocks.",
        "Use the new flag instead of the old one.",
        "The correction factor is 1.4.",
        "The advisory said nothing of version 2.",
        "An earlier version of this driver had a leak.",
        "It retries a request that should have been refused.",
    ],
)
def test_one_that_speaks_of_something_wrong_takes_nothing_back(text: str) -> None:
    assert not corrects(text)


def test_another_number_in_the_same_unit_of_the_same_thing_is_another_value() -> None:
    one = "A follower answers reads within 30 seconds of its leader by default."
    assert other_value(one, "By default a follower answers reads within 45 seconds of its leader.")
    assert not other_value(
        one, "By default a follower answers reads within 30 seconds of its leader."
    )
    assert not other_value(one, "The build of the client library takes 45 seconds on a laptop.")
    assert not other_value(one, "A follower of Tidewater 4.2 answers reads by default.")


def test_a_post_that_corrects_another_of_its_source_is_one_story_with_it(
    library: Library,
    put: Put,
) -> None:
    put(
        "tern",
        "2026-08-18",
        source="tern",
        title="Tern drops the lag flag",
        text=PROSE.format(name="Tern"),
    )
    put(
        "tern-stays", "2026-08-20", source="tern", title="The lag flag stays",
        text="The lag flag goes in Tern 5.2 and not in 5.0, as the post of 18 August said. " + PROSE.format(name="Lag"),
    )  # fmt: skip
    found = choose(library, [before()])
    assert len(found.stories) == 1
    assert [one.part for one in found.stories[0].members] == ["disagrees"]


TIMEOUTS = (
    "On 18 August between 18:10 and 18:48 UTC checkout requests timed out. 3.1 percent of all checkouts failed, and "
    "the 99th percentile of latency rose from 420 milliseconds to 4.2 seconds. The cause was a retry loop in the tax "
    "client, which retried three times without a pause."
)
EARLIER = ("Checkout timeouts on Tuesday evening", TIMEOUTS, "2026-08-18")
REVISIONS = {
    "that was wrong": (
        "Checkout timeouts: revised figures",
        "The note of 18 August on checkout timeouts said that 3.1 percent of all checkouts failed. That was wrong: the "
        "count left out mobile clients. With them, 4.7 percent of all checkouts failed on 18 August.",
    ),
    "correction to": (
        "Correction: checkout timeouts",
        "Correction to the note of 18 August: 4.7 percent of all checkouts failed, and not 3.1 percent, as the note of "
        "18 August said. The count had left out mobile clients.",
    ),
    "we were wrong": (
        "Checkout timeouts, again",
        "We were wrong in the note of 18 August. In fact 4.7 percent of all checkouts failed that evening, because "
        "mobile clients were left out of the count.",
    ),
    "an earlier version": (
        "Checkout timeouts: what the count left out",
        "An earlier version of this note said that 3.1 percent of all checkouts failed. With mobile clients, 4.7 "
        "percent of all checkouts failed on 18 August.",
    ),
    "we miscounted": (
        "Checkout timeouts of mobile clients",
        "We miscounted in our note on checkout timeouts of 18 August. 4.7% of all checkouts failed, not 3.1%.",
    ),
}
NO_REVISIONS = [
    "After the checkout timeouts of 18 August the pool of the tax client holds 80 connections. The wrong dashboard "
    "was removed, and 99 percent of all checkouts passed.",
    "An earlier version of the tax client held 30 connections. Since the checkout timeouts of 18 August it holds 50.",
]


def noted(title: str, text: str) -> tuple[tuple[Document, str], tuple[Document, str]]:
    """A note of 20 August and the one of 18 August, of the same source."""
    first = Document(
        "a",
        "notes",
        "",
        EARLIER[0],
        (),
        "2026-08-18",
        "front matter",
        None,
        "2026-08-20",
        TIMEOUTS,
        (),
        "",
    )
    return (replace(first, id="b", title=title, text=text), "2026-08-20"), (first, "2026-08-18")


@pytest.mark.parametrize(("title", "text"), REVISIONS.values(), ids=REVISIONS)
def test_a_note_that_gives_a_figure_of_an_earlier_one_anew_is_told_before_it(
    title: str, text: str
) -> None:
    later, earlier = noted(title, text)
    assert replaces(later, earlier)
    assert not replaces(earlier, later)


@pytest.mark.parametrize("text", NO_REVISIONS)
def test_a_note_that_goes_on_from_an_earlier_one_does_not_replace_it(text: str) -> None:
    later, earlier = noted("Checkout timeouts: what we do next", text)
    assert not replaces(later, earlier)


@pytest.fixture
def revised(library: Library, put: Put) -> Library:
    """A library with the note of 18 August and the one of 20 August that corrects it."""
    title, text = REVISIONS["that was wrong"]
    put("first", "2026-08-18", source="notes", title=EARLIER[0], text=TIMEOUTS)
    put("second", "2026-08-20", source="notes", title=title, text=text)
    return library


def test_what_corrects_a_note_leads_their_story(revised: Library) -> None:
    found = choose(revised, [before()])
    assert [story.lead for story in found.stories] == ["doc-second"]
    assert [one.document for one in found.stories[0].members] == ["doc-first"]


def test_a_note_is_not_told_after_the_one_that_corrected_it(revised: Library) -> None:
    found = choose(revised, [before(document="doc-second")], asked={"web": ["doc-first"]})
    assert not found.stories


def test_the_library_fills_up_with_nothing_that_is_told_or_corrected_today(
    revised: Library,
) -> None:
    found = choose(revised, [before()], asked={"web": ["doc-second", "doc-first"]})
    assert [story.lead for story in found.stories] == ["doc-second"]


def timeouts(lead: tuple[str, str, str], other: tuple[str, str, str], limit: int) -> Evidence:
    """A story of two notes of one source, each a title, a text and a day."""
    one = item(1, lead[1], lead[0], domain="data-engineering", story="s1")
    two = item(3, other[1], other[0], domain="data-engineering", story="s1", part="disagrees")
    both = [
        replace(each, source_id="notes", published=day, quote_limit=limit)
        for each, day in ((one, lead[2]), (two, other[2]))
    ]
    first = replace(story(1, "data-engineering"), day=lead[2])
    return replace(
        EVIDENCE, items=(both[0], EVIDENCE.items[1], both[1]), stories=(first, EVIDENCE.stories[1])
    )


@pytest.mark.parametrize(("title", "text"), REVISIONS.values(), ids=REVISIONS)
def test_a_correction_is_told_up_to_the_figure_that_is_right(title: str, text: str) -> None:
    draft = write(timeouts((title, text, "2026-08-20"), EARLIER, 100))
    told = [one.text for one in draft.sections[0].sentences if one.origin == "source"]
    assert any("4.7" in one for one in told)


@pytest.mark.parametrize(("limit", "room"), [(60, False), (100, True), (160, True)])
@pytest.mark.parametrize(("title", "text"), REVISIONS.values(), ids=REVISIONS)
def test_a_figure_that_its_source_took_back_never_stands_without_the_right_one(
    title: str, text: str, limit: int, room: bool
) -> None:
    evidence = timeouts(EARLIER, (title, text, "2026-08-20"), limit)
    draft = write(evidence)
    told = [
        " ".join(one.text for one in section.sentences)
        for section in draft.sections
        if section.story and section.story.id == "s1"
    ]
    assert [("3.1" in one, "4.7" in one) for one in told] == [(True, True)] * room
    assert not check(draft, evidence)


def test_a_figure_whose_correction_is_too_long_to_stand_beside_it_is_not_printed() -> None:
    text = (
        "An earlier version of this note said that 3.1 percent of all checkouts failed, and with the mobile clients "
        "of all the regions and of all the partners, which the count of that evening had left out because their "
        "calls go through another gateway with a log of its own, 4.7 percent of all checkouts failed on 18 August."
    )
    draft = write(timeouts(EARLIER, (REVISIONS["an earlier version"][0], text, "2026-08-20"), 160))
    assert "s1" not in {section.story and section.story.id for section in each(draft.sections)}


def test_a_note_that_only_goes_on_costs_the_story_nothing() -> None:
    other = ("Checkout timeouts: what we do next", NO_REVISIONS[0], "2026-08-20")
    draft = write(timeouts(EARLIER, other, 100))
    assert "3.1 percent" in " ".join(one.text for one in draft.sections[0].sentences)


CORRECTED = (
    "The replica_lag flag will be removed in Kestrel 5.2 and not in 5.0, as an earlier post said. "
    "The flag of Kestrel is read by two clients."
)


def corrected(text: str, source: str = "source-1", day: str = "2026-11-15") -> Evidence:
    other = item(3, text, "Kestrel: the flag stays", domain="data-engineering", story="s1", part="disagrees")  # fmt: skip
    other = replace(other, source_id=source, published=day)
    first = replace(story(1, "data-engineering", Member("d3", "disagrees", ("p3",))), members=())
    return replace(EVIDENCE, items=(*EVIDENCE.items, other), stories=(first, *EVIDENCE.stories[1:]))


@pytest.mark.parametrize("source", ["source-1", "source-3"])
def test_a_correction_stands_beside_the_story_with_its_source_and_day(source: str) -> None:
    evidence = corrected(CORRECTED, source)
    draft = write(evidence)
    last = draft.sections[0].sentences[-1]
    assert last.text.startswith("Kestrel: the flag stays") is False
    assert "15 November, corrects this: “The replica_lag flag will be removed" in last.text
    assert (last.origin, last.cites) == ("computed", (3,))
    assert not check(draft, evidence)


def led(text: str, other: str, day: str) -> Sentence:
    """The last sentence of a section led by one text, with the other as what disagrees."""
    lead = item(1, text, "Kestrel 4.2 is out", domain="data-engineering", story="s1")
    evidence = corrected(other, "source-3", day)
    return write(replace(evidence, items=(lead, *evidence.items[1:]))).sections[0].sentences[-1]


FOLLOWERS = (
    "Kestrel 4.2 lets followers answer reads by default, at most 30 seconds behind their leader. "
    "It deprecates the replica_lag flag, which version 5 will remove."
)


def test_another_value_stands_beside_the_story_without_a_judgement() -> None:
    other = "A Kestrel follower answers reads by default at most 45 seconds behind its leader."
    last = led(FOLLOWERS, other, "2026-11-15")
    assert "15 November, gives it otherwise: “A Kestrel follower answers reads" in last.text


def test_what_the_lead_takes_back_is_quoted_as_what_was_said_before() -> None:
    taken_back = (
        "Kestrel 4.2 moves its leases out of the topic log now, contrary to what the first announcement of "
        "the message broker said. It deprecates the replica_lag flag, which version 5 will remove."
    )
    before_that = "Kestrel 4.2 keeps its leases in the topic log of the message broker for a year."
    last = led(taken_back, before_that, "2026-11-05")
    assert last.text.startswith("Before that, Kestrel: blog, 5 November, had it otherwise: “")


def test_a_document_of_the_story_that_only_agrees_is_no_correction() -> None:
    agreed = "A replica of Kestrel 4.2 answers reads by default, which raised throughput in a test."
    draft = write(corrected(agreed, "source-3"))
    assert [one.origin for one in draft.sections[0].sentences][-1] == "source"


def test_a_told_story_that_its_source_withdraws_is_answered_though_no_earlier_words_were_kept(
    library: Library,
    put: Put,
) -> None:
    put(
        "kestrel", "2026-08-10", changed="2026-08-20T00:00:00+00:00",
        text=f"This advisory has been withdrawn. {PROSE.format(name='Kestrel')}",
    )  # fmt: skip
    telling = Telling("2026-08-12", "doc-kestrel", ("doc-kestrel",), (), "x", "web")
    found = choose(library, [telling])
    assert [(one.kind, one.since) for one in found.stories] == [("update", "2026-08-12")]


@pytest.mark.parametrize(("source", "shared"), [("source-1", True), ("another", False)])
def test_a_story_left_out_of_the_brief_says_whether_its_source_told_another(
    source: str, shared: bool
) -> None:
    draft = write()
    brief = replace(newsdesk.brief(draft.day), draft=draft)
    kept = Fate("d1", "Kestrel", "source-1", "web", "2026-11-11", "used", "new", story="s1")
    gone = Fate("d9", "Build cache", source, "web", "2026-11-11", "used", "new", story="s9")
    told, left = told_by(brief, (kept, gone))
    assert told.outcome == "used"
    assert left.outcome == "held over"
    assert ("words that may be quoted of a source are shared" in left.reason) is shared
