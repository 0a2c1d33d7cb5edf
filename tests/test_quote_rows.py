"""Quotes against the sentence they are cut from, row by row: what is a cut and what is not."""

from __future__ import annotations

import pytest

from pipeline.verify.quotes import check as quotes


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("The limit is 30 seconds per request", "The limit is 30 seconds per request."),
        ("Nearly all requests are lost.", "Nearly all requests are lost."),
        ("At most 5 nodes fail", "At most 5 nodes fail."),
        ("The vendor claims that reads are faster", "The vendor claims that reads are faster."),
        (
            "Reads are consistent if the leader is alive",
            "Reads are consistent if the leader is alive.",
        ),
        ("Reads are consistent, but writes are not.", "Reads are consistent, but writes are not."),
        ("Reads are fast … on the leader", "Reads are fast for small keys on the leader."),
        ("We lost 400 keys in an hour", "We lost 400 keys in an hour."),
        ("“Reads are fast,” she said.", '"Reads are fast," she said.'),
        ("Reads are fast - writes are slow", "Reads are fast — writes are slow."),
        ("the client can't retry", "The client can’t retry."),
        ("the client cannot retry", "The client can not retry."),
        ("Is the client able to retry?", "Is the client able to retry?"),
        ("Version 2.1 and later are safe", "Version 2.1 and later are safe."),
        ("Half of the nodes failed", "Half of the nodes failed."),
        ("The flag works", "The flag works. It was added in version 2."),
        ("The flag works", "The flag works; it was added in version 2."),
        ("The flag works", "The flag works, which nobody had expected."),
        ("Reads are fast. Writes are slow.", "Reads are fast. Writes are slow."),
        ("Reads  are   fast.", "Reads are fast."),
        ("Field names such as a[b][c] are read", "Field names such as a[b][c] are read."),
        ("Use args[i] to read the name", "Use args[i] to read the name."),
        ("Call rows[id](key) to read the name", "Call rows[id](key) to read the name."),
        ("Reads are fast", "Reads are **fast**."),
        ("Reads are `fast`", "Reads are fast."),
        ("Reads are fast (sic)", "Reads are fast."),
        ("reads are fast", "READS ARE FAST."),
        ("re-used keys", "The re-used keys are kept."),
        ("50 000 keys were lost", "50,000 keys were lost."),
    ],
)
def test_a_quote_that_says_what_its_source_says_is_cut(quote: str, source: str) -> None:
    assert quotes.check(quote, source).accepted


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("The limit is 30 seconds", "The limit is 30 seconds per request."),
        ("all requests are lost", "Nearly all requests are lost."),
        ("5 nodes fail", "At most 5 nodes fail."),
        ("the cache is warm", "It is not true that the cache is warm."),
        ("reads are faster", "The vendor claims that reads are faster."),
        ("Reads are consistent", "Reads are consistent if the leader is alive."),
        ("Reads are consistent", "Reads are consistent, but writes are not."),
        ("the node restarts", "If the disk is full, the node restarts."),
        ("Reads are fast [on the leader].", "Reads are fast."),
        ("Reads are not fast on the leader", "Reads are fast on the leader."),
        ("Reads are fast on the follower", "Reads are fast on the leader."),
        ("Reads are fast … on the leader", "Reads are fast. Writes are slow on the leader."),
        ("Reads are … fast on the leader", "Reads are not fast on the leader."),
        ("We lost … keys", "We lost 400 keys in an hour."),
        ("We lost 40 keys in an hour", "We lost 400 keys in an hour."),
        ("We lost 400 keys in an hour", "We lost 400,000 keys in an hour."),
        ("Set the key to --fast", "Set the key to --Fast."),
        ("the client can retry", "The client can't retry."),
        ("The client is able to retry.", "Is the client able to retry?"),
        ("Delete the table", "Do not delete the table."),
        ("delete the table", "Never delete the table."),
        ("Version 2.0 is safe", "Version 2.0.1 is safe."),
        ("Version 2.0 is safe", "Version 12.0 is safe."),
        ("Version 2.0 and later are safe", "Version 2.1 and later are safe."),
        ("Version 2.1 is safe", "Version 2.1 is safer than 2.0."),
        ("It takes 10 ms", "It takes -10 ms."),
        ("the nodes failed", "Half of the nodes failed."),
        ("The flag works", "The flag works as long as the cache is on."),
        ("The flag works", "The flag works unless the cache is off."),
        ("Unlike the old one, the flag works", "Contrary to the old one, the flag works."),
        ("the flag works", "We no longer believe that the flag works."),
        ("Reads are fast. Writes are slow.", "Reads are fast. Deletes are slow. Writes are slow."),
        ("Writes are slow. Reads are fast.", "Reads are fast. Writes are slow."),
        ("Reads are fast and writes too", "Reads are fast."),
        ("the us team", "The US team agrees."),
        ("Reads arefast", "Reads are fast."),
        ("50 000 keys were lost", "500,000 keys were lost."),
        ("ten keys were lost", "9 keys were lost."),
        ("1.5 keys were lost", "15 keys were lost."),
    ],
)
def test_a_quote_that_hides_or_changes_what_is_said_is_refused(quote: str, source: str) -> None:
    assert not quotes.check(quote, source).accepted


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("every node of the cluster restarts", "At night every node of the cluster restarts."),
        ("the share fell from 4.5 percent", "In May the share fell from 4.5 percent to 3.1."),
        ("the only node of the cluster failed", "At night the only node of the cluster failed."),
        ("nodes are kept for a day", "The read-only nodes are kept for a day."),
        ("the flag works on every node", "With the new cache, the flag works on every node."),
        ("as fast as the old parser", "The new parser is as fast as the old parser."),
        ("The new flag works on every node", "The new flag works on every node and on the leader."),
        ("We lost 400 keys", "We lost 400 keys of the old store."),
        ("restart the node on every write", "The daemon has to restart the node on every write."),
    ],
)
def test_a_cut_that_leaves_nothing_outside_that_governs_it_is_a_quote(
    quote: str, source: str
) -> None:
    assert quotes.check(quote, source).accepted


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("half of the nodes failed", "Less than half of the nodes failed."),
        ("a third of the nodes failed", "No more than a third of the nodes failed."),
        ("twice the memory of the old one", "It needs less than twice the memory of the old one."),
        ("of the nodes failed in the hour", "Half of the nodes failed in the hour."),
        ("the nodes of the cluster failed", "Only half the nodes of the cluster failed."),
        ("nodes of the cluster failed", "Few nodes of the cluster failed."),
        ("the first node failed", "All but the first node failed."),
        ("the first node failed", "Everything except the first node failed."),
        ("as fast as the old parser", "The new parser is almost as fast as the old parser."),
        ("as fast as the old parser", "The new parser is half as fast as the old parser."),
        ("supported on all of the nodes", "The flag is no longer supported on all of the nodes."),
        ("supported on all of the nodes", "The flag is not yet supported on all of the nodes."),
        (
            "restart the node on every write",
            "The daemon never had to restart the node on every write.",
        ),
        (
            "restart the node on every write",
            "The daemon is unable to restart the node on every write.",
        ),
        ("restart the node on every write", "The daemon fails to restart the node on every write."),
        (
            "restarting the node on every write",
            "It rejoins instead of restarting the node on every write.",
        ),
        (
            "restarting the node on every write",
            "It rejoins rather than restarting the node on every write.",
        ),
        (
            "a complete failure of the cluster",
            "It was anything but a complete failure of the cluster.",
        ),
        (
            "a complete failure of the cluster",
            "It was by no means a complete failure of the cluster.",
        ),
        ("a complete failure of the cluster", "It prevents a complete failure of the cluster."),
        ("the parser is ready for use", "We do not believe the parser is ready for use."),
        ("the parser is ready for use", "We hoped the parser is ready for use."),
        ("on the leader of the cluster", "The flag works only on the leader of the cluster."),
        ("on the leader of the cluster", "The flag works except on the leader of the cluster."),
        (
            "the new flag works on every node",
            "Except on Windows, the new flag works on every node.",
        ),
        ("the new flag works on every node", "In theory, the new flag works on every node."),
        (
            "the new flag works on every node",
            "Without the cache, the new flag works on every node.",
        ),
        (
            "the new flag works on every node",
            "Only in version 3, the new flag works on every node.",
        ),
        ("the new flag works on every node", "On Windows only, the new flag works on every node."),
        (
            "the new flag works on every node",
            "Contrary to what we wrote, the new flag works on every node.",
        ),
        ("The new flag works on every node", "The new flag works on every node except on Windows."),
        ("The new flag works on every node", "The new flag works on every node only in version 3."),
        ("The new flag works on every node", "The new flag works on every node without the cache."),
        ("The new flag works on every node", "The new flag works on every node until version 3."),
        ("The new flag works on every node", "The new flag works on every node no longer."),
        ("The new flag works on every node", "The new flag works on every node in theory."),
        ("The new flag works on every node", "The new flag works on every node at most once."),
        ("The restart takes 10 ms", "The restart takes 10 ms more."),
        ("The restart takes 10 ms", "The restart takes 10 ms to 90 ms."),
        ("The restart takes 10", "The restart takes 10–90 ms."),
        ("We lost 400 keys", "We lost 400 keys of 400,000."),
        ("Reads are fast … on the leader", "Reads are fast only when cached on the leader."),
    ],
)
def test_a_cut_inside_a_phrase_that_bounds_or_denies_the_quote_is_refused(
    quote: str, source: str
) -> None:
    assert not quotes.check(quote, source).accepted
