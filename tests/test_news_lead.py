"""Which passages of a story's lead a writer gets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.news.lead import MOST, READING, lead_passages
from pipeline.records import Block, Document, Passage

DAY = "2026-08-20"
PLAIN = "The scheduler keeps a queue for each zone and looks at it in turn."


def story(
    *texts: str, title: str = "Kestrel places pods by zone"
) -> tuple[Document, list[Passage]]:
    whole, passages, blocks = "", list[Passage](), list[Block]()
    for at, text in enumerate(texts):
        start = len(whole)
        whole += f"{text}\n\n"
        blocks.append(Block("paragraph", start, start + len(text)))
        passages.append(Passage(f"p{at}", "d", "s", start, start + len(text), text, position=at))
    document = Document(
        "d", "s", "https://s.example/d", title, (), DAY, "feed", None, DAY, whole, tuple(blocks), "0" * 64,
    )  # fmt: skip
    return document, passages


def given(*texts: str, **more: int) -> list[int]:
    document, passages = story(*texts)
    return [int(one[1:]) for one in lead_passages(document, passages, (), **more)]


@pytest.mark.parametrize(
    "last",
    [
        "In a run of 400 nodes it placed pods 38 % faster than before.",  # what came of it
        "The old flag is deprecated and was removed from the chart.",  # what breaks
        "Clusters on an affected version should upgrade to the next one.",  # who has to act
    ],
)
def test_what_came_of_it_what_breaks_and_who_must_act_reach_the_writer_from_the_end(
    last: str,
) -> None:
    names = [
        f"Since v{n}.2 the zone {n} is placed by version {n}.2 of the scheduler." for n in range(12)
    ]
    assert 13 in given(PLAIN, *names, last)


def test_the_opening_stands_first_and_all_of_a_short_text_is_given() -> None:
    assert given(PLAIN, *(f"Version 2.{n} adds a zone by default." for n in range(4))) == [
        0,
        1,
        2,
        3,
        4,
    ]


def test_no_more_is_given_than_a_writer_reads() -> None:
    long = " ".join(["Version 2.1 adds a zone by default and takes 3 ms."] * 40)
    assert len(given(*[f"Version 2.{n} adds a zone." for n in range(20)])) == MOST
    taken = given(*[long] * 20)
    assert sum(len(long.split()) for _ in taken) <= READING and len(taken) > 1


def test_a_greeting_opens_nothing_where_another_piece_tells_more() -> None:
    hello = "Hi all, it has been a while since we wrote to you from the hills."
    told = "Kestrel 4.2 removes the old scheduler; in a test it took 38 % less memory."
    assert given(hello, PLAIN, told)[0] != 0
    assert given(hello, "Nobody asked for it so far, and nobody will.")[0] == 0
    assert given(PLAIN, told)[0] == 0


def test_what_was_told_is_not_given_again() -> None:
    document, passages = story(PLAIN, "Version 2.1 adds a zone.", "Version 2.2 adds another.")
    assert lead_passages(document, passages, ("p0", "p1")) == ("p2",)
    assert lead_passages(document, passages, ("p0", "p1", "p2")) == ()


@pytest.mark.parametrize(
    ("title", "given_too"), [("A vulnerability in Kestrel", True), ("Kestrel by zone", False)]
)
def test_what_a_flaw_gives_an_attacker_reaches_the_writer_before_what_names_more(
    title: str, given_too: bool
) -> None:
    names = [
        f"Since v{n}.2 the zone {n} is placed by version {n}.2 of the scheduler." for n in range(12)
    ]
    hit = "The worker crashes on one request, and an attacker without an account can execute commands as root."
    document, passages = story(PLAIN, *names, hit, title=title)
    assert ("p13" in lead_passages(document, passages, ())) is given_too
    assert ("p13" in lead_passages(document, passages, (), most=2)) is given_too


def test_a_passage_that_asks_for_help_or_tells_its_page_s_history_is_left_to_the_last() -> None:
    document, passages = story(PLAIN, *(f"Version 2.{n} adds a zone by default." for n in range(3)))
    late = [replace(one, headings=("Help us test",)) if one.id == "p1" else one for one in passages]
    assert lead_passages(document, late, ()) == ("p0", "p2", "p3")
