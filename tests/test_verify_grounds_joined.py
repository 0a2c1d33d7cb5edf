"""Parts of two statements put together, sides changed over, and all for what nobody says of all."""

from __future__ import annotations

import pytest
from test_verify_grounds import fate

EXCHANGED = [
    (
        "The ledger is there to guard the queue of the callers, while the valve cares for the disk of the store.",
        "A valve guards the callers' queue, whereas a ledger guards the store's disk.",
    ),
    (
        "Signing decides which archive is unpacked, and pinning says who packed that archive.",
        "Pinning decides which archive is unpacked, and signing says who packed that archive.",
    ),
    (
        "Build manifests are what Quarry reads in a bundle, whereas for a checkout it turns to the metadata of what is deployed.",
        "If the target is a checkout, Quarry will read files used for a build, such as manifests. "
        "On the other hand, when the target is a bundle, Quarry will read the metadata of what is deployed there.",
    ),
]
OF_ANOTHER = [
    (
        "A follower calls a vote as soon as no beat has come for 150 milliseconds.",
        "The leader sends beats every 150 milliseconds, and a follower calls a vote after 900 milliseconds.",
    ),
    (
        "Terrace 4.0 wrote the layout cache that the shelf service reads.",
        "Previous versions of the shelf service wrote a layout cache to disk. "
        "Terrace 4.0 adds a reader for compressed shelves.",
    ),
]
CHANGED_OVER = [
    (
        "Page loaders differ from chunk loaders in that several of them may be stacked.",
        "Chunk loader plugins differ from page loader plugins in that several of them may be stacked.",
    ),
    (
        "The writers pass their batches to native execution, which spares the heap some memory.",
        "It spares the heap memory when batches pass from native execution to the writers.",
    ),
]
WIDENED = [
    (
        "Tokens are drawn from all shards of the table.",
        "Tokens are drawn from a smaller set of shards.",
    ),
    (
        "A `Relay` may read keys in every cellar.",
        "A `Relay` may read keys in the cellar of its chart.",
    ),
    (
        "Pruning must always be started by hand.",
        "Pruning may run by schedule, or be started by hand.",
    ),
]
AS_DEFAULT = [
    (
        "Unless scoping is set up, the rules of a panel may reach other panels.",
        "The rules of a panel are scoped by default, so they reach no other panel.",
    ),
    (
        "Compression is used only if compression was enabled.",
        "The relay uses compression by default.",
    ),
]
HONEST = [
    (
        "Unless scoping is turned off, the rules of a panel reach that panel alone.",
        "The rules of a panel are scoped by default, so they reach that panel alone.",
    ),
    (
        "Before a larger limit is asked for, one upload is needed, and a test upload will do.",
        "Make one upload before you ask for a larger limit (a test upload is fine).",
    ),
    (
        "The charts were improved, and not all of the panels are kept.",
        "The release improves the charts, and some of the panels are kept.",
    ),
    (
        "The valve cares for the queue of the callers, while the ledger is there to guard the disk of the store.",
        "A valve guards the callers' queue, whereas a ledger guards the store's disk.",
    ),
    (
        "Whereas a follower calls a vote after 900 milliseconds, the leader's beats come every 150.",
        "The leader sends beats every 150 milliseconds, and a follower calls a vote after 900 milliseconds.",
    ),
    (
        "Unlike page loaders, chunk loaders may be stacked.",
        "Chunk loader plugins differ from page loader plugins in that several of them may be stacked.",
    ),
    (
        "Chunk loaders are slower than page loaders.",
        "Page loaders are faster than chunk loaders.",
    ),
    (
        "All of them wait for the lease.",
        "Workers wait for the lease, and readers wait for it too.",
    ),
    ("The relay polls the queue every minute.", "The relay polls the queue once a minute."),
    (
        "The relay checks every other row of the table.",
        "The relay checks one row in two of the table.",
    ),
    ("Above all, tokens are drawn from few shards.", "Tokens are drawn from few shards."),
    ("The relay reads all keys of its chart.", "The relay reads each key of its chart."),
]


@pytest.mark.parametrize(
    ("text", "source"), EXCHANGED + OF_ANOTHER + CHANGED_OVER + WIDENED + AS_DEFAULT
)
def test_what_is_put_together_of_two_statements_or_widened_is_not_published(
    text: str, source: str
) -> None:
    assert fate(text, source) != "published"


@pytest.mark.parametrize(("text", "source"), HONEST)
def test_the_same_two_statements_told_straight_are_published(text: str, source: str) -> None:
    assert fate(text, source) == "published"
