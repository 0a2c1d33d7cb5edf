"""A later document that takes back or contradicts an earlier one stands beside it, labelled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_extractive import EVIDENCE, item, story, write
from test_news import PROSE, before, choose, library, put

from pipeline.newsroom.library import Library
from pipeline.records import Evidence, Member, Sentence, Telling
from pipeline.text.corrections import corrects, other_value
from pipeline.verify.draft.computed import check

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
    put: object,
) -> None:
    add = put  # type: ignore[assignment]
    add(
        "tern",
        "2026-08-18",
        source="tern",
        title="Tern drops the lag flag",
        text=PROSE.format(name="Tern"),
    )  # type: ignore[operator]
    add(  # type: ignore[operator]
        "tern-stays", "2026-08-20", source="tern", title="The lag flag stays",
        text="The lag flag goes in Tern 5.2 and not in 5.0, as the post of 18 August said. " + PROSE.format(name="Lag"),
    )  # fmt: skip
    found = choose(library, [before()])
    assert len(found.stories) == 1
    assert [one.part for one in found.stories[0].members] == ["disagrees"]


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
    put: object,
) -> None:
    add = put  # type: ignore[assignment]
    add(  # type: ignore[operator]
        "kestrel", "2026-08-10", changed="2026-08-20T00:00:00+00:00",
        text=f"This advisory has been withdrawn. {PROSE.format(name='Kestrel')}",
    )  # fmt: skip
    telling = Telling("2026-08-12", "doc-kestrel", ("doc-kestrel",), (), "x", "web")
    found = choose(library, [telling])
    assert [(one.kind, one.since) for one in found.stories] == [("update", "2026-08-12")]
