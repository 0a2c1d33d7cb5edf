"""Conditions told in other words, turned round, or left to nobody: `if nothing is done`."""

from __future__ import annotations

import pytest
from test_verify_grounds import fate, item

from pipeline.records import Sentence
from pipeline.verify.draft import grounded
from pipeline.verify.draft.selectors import cut

REMOVAL = (
    "If no action is taken, the removal of the old endpoints will break all plugins relying on the "
    "domain methods of the harbour."
)
BREAKS = "the removal of the old endpoints will break all plugins that rely on the domain methods."
FULL = "Without intervention the disk fills within a day."
UPGRADE = "Unless you upgrade before June, the certificates will stop working."


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        (f"If nothing is done, {BREAKS}", REMOVAL),
        (f"Unless you act, {BREAKS}", REMOVAL),
        (f"Without action, {BREAKS}", REMOVAL),
        (f"Should nobody act, {BREAKS}", REMOVAL),
        ("The disk fills within a day unless someone intervenes.", FULL),
        ("Left alone, the disk fills within a day.", FULL),
        ("If you do not upgrade before June, the certificates will stop working.", UPGRADE),
        ("Without an upgrade before June the certificates will stop working.", UPGRADE),
    ],
)
def test_the_same_condition_in_other_words_is_published(said: str, stands: str) -> None:
    assert fate(said, stands) == "published"


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        (f"If you act, {BREAKS}", REMOVAL),
        (f"If action is taken, {BREAKS}", REMOVAL),
        (BREAKS.capitalize(), REMOVAL),
        ("If someone intervenes, the disk fills within a day.", FULL),
        ("If you upgrade before June, the certificates will stop working.", UPGRADE),
    ],
)
def test_a_condition_turned_round_or_left_out_is_not_published(said: str, stands: str) -> None:
    assert fate(said, stands) != "published"


PHASES = (
    "RFC 12 defines the end of the old endpoints, with total removal targeted for mid/end 2026."
)
AGENT = "Vendors ship the agent in their appliances."
SOCKET = "The agent opens a socket on port 8125 and forwards each counter to the collector."


@pytest.mark.parametrize(
    ("said", "stands", "fate"),
    [
        (
            "If no action is taken, the removal of the old endpoints, targeted for mid/end 2026, will "
            "break all plugins that rely on the domain methods of the harbour.",
            (PHASES, REMOVAL),
            "published",
        ),
        (
            "The agent that vendors ship opens a socket on port 8125 and forwards each counter to the "
            "collector.",
            (AGENT, SOCKET),
            "published",
        ),
        (
            "The agent opens a socket on port 8125 and forwards each counter to the vendors.",
            (AGENT, SOCKET),
            "replaced",
        ),
    ],
)
def test_a_fact_joined_of_two_anchored_sentences_is_held_against_both(
    said: str, stands: tuple[str, ...], fate: str
) -> None:
    source = item(" ".join((*stands, "Other things are described in the guide.")))
    starts = [source.text.index(words) for words in stands]
    rests = tuple(
        cut(source, at, at + len(words)) for at, words in zip(starts, stands, strict=True)
    )
    assert grounded.anchored(Sentence(said, (1,), rests=rests), [source]).fate == fate
