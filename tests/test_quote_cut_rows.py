"""Quotes cut so that they say more than their source, beside cuts that do no harm."""

from __future__ import annotations

import pytest

from pipeline.verify.quotes.check import check

# A quote, its source, whether it is accepted.
ROWS = [
    ("half of the nodes of the cluster failed", "Less than half of the nodes of the cluster failed.", False),
    ("of the nodes of the cluster failed in the first hour", "Half of the nodes of the cluster failed in the first hour.", False),
    ("The new flag works on every node of the cluster", "The new flag works on every node of the cluster except on Windows.", False),
    ("The new flag works on every node of the cluster", "The new flag works on every node of the cluster only in version 3.", False),
    ("The new flag works on every node of the cluster", "The new flag works on every node of the cluster without the cache.", False),
    ("The new flag works on every node of the cluster", "The new flag works on every node of the cluster until version 3.", False),
    ("the new flag works on every node of the cluster", "Contrary to what we wrote, the new flag works on every node of the cluster.", False),
    ("the new flag works on every node of the cluster", "We thought the new flag works on every node of the cluster.", False),
    ("the new flag works on every node of the cluster", "We thought that the new flag works on every node of the cluster.", False),
    ("the new flag works on every node of the cluster", "Without the cache, the new flag works on every node of the cluster.", False),
    ("The old flag is supported on all nodes", "The old flag is supported on all nodes no longer.", False),
    ("The whole restart takes 10 ms", "The whole restart takes 10 ms more.", False),
    ("The whole restart takes 10 ms", "The whole restart takes 10 ms to 90 ms.", False),
    ("The whole restart takes 10", "The whole restart takes 10–90 ms.", False),
    ("Is the client able to retry a failed write", "Is the client able to retry a failed write? No. It gives up.", False),
    ("Reads of the leader are fast \u2026 on the leader", "Reads of the leader are fast only when cached on the leader.", False),
    ("We lost 400 keys", "We lost 400 keys of 400,000.", False),
    ("Reads are fast!", "Reads are fast.", True),
    ("The plan covers 300 seats", "The plan covers 300 seats out of 5,000.", False),
    ("The job took 5 minutes", "The job took 5 minutes longer.", False),
    ("Deploys take 4 to", "Deploys take 4 to 9 minutes.", False),
    ("The import took 40 s", "The import took 40 s – 3 min.", False),
    ("Does the cache survive a restart", "Does the cache survive a restart? It does not.", False),
    ("Can it be turned off", "Can it be turned off? Unfortunately not.", False),
    ("Every node restarts", "Every node restarts but the leader.", False),
    ("All nodes restart", "All nodes restart apart from the leader.", False),
    ("All nodes restart", "All nodes restart other than the leader.", False),
    ("the cluster is stable", "Nobody claims that the cluster is stable.", False),
    ("the cluster is stable under load", "It is a myth that the cluster is stable under load.", False),
    ("The method is safe", "The method is safe in theory.", False),
    ("The method is safe", "The method is safe on paper.", False),
    ("The driver supports transactions", "The driver supports transactions, in part.", False),
    ("The driver supports transactions", "The driver supports transactions to some extent.", False),
    ("The feature ships in May", "The feature ships in May at the earliest.", False),
    ("The limit is 5 GB", "The limit is 5 GB at most.", False),
    ("The fix is complete", "The fix is complete, or so we thought.", False),
    ("The fix is complete", "The fix is complete, he joked.", False),
    ("The import took 40 s", "The import took 40 s. It then slept.", True),
    ("The import took 40 s", "The import took 40 s on a laptop.", True),
    ("The new flag works on every node", "The new flag works on every node of the cluster.", True),
    ("We moved the index to the leader", "We moved the index to the leader in May.", True),
    ("The bug was fixed", "The bug was fixed by Ann Bee in 3.4.", True),
    ("Is it fast?", "Is it fast? Yes.", True),
    ("We added a cache", "We added a cache and wrote a test.", True),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "source", "accepted"), ROWS)
def test_a_cut_leaves_out_nothing_that_bounds_denies_or_answers(
    quote: str, source: str, accepted: bool
) -> None:
    assert check(quote, source).accepted is accepted
