"""What a writer told as done, as all, as the cause or as kept out, where the source says less."""

from __future__ import annotations

import pytest
from test_verify_grounds import fate

# sentence, source, whether it is borne
ROWS = [
    (
        "Attackers read private notes of other tenants and changed them.",
        "The flaw may have allowed attackers to read private notes of other tenants and to change them.",
        False,
    ),
    (
        "Attackers read private notes of other tenants in May.",
        "In May attackers read private notes of other tenants before the hole was closed.",
        True,
    ),
    (
        "The bug in the parser has been exploited with nested headers.",
        "The parser has a bug. If it is exploited with nested headers, the process runs out of memory.",
        False,
    ),
    (
        "The bug in the parser has been exploited with nested headers.",
        "The bug in the parser is exploited in the wild, with nested headers.",
        True,
    ),
    (
        "The size check rules out truncated frames.",
        "The size check stops oversized frames. However, it cannot prevent truncated frames from being read.",
        False,
    ),
    (
        "The size check stops oversized frames.",
        "The size check stops oversized frames. However, it cannot prevent truncated frames from being read.",
        True,
    ),
    (
        "All storage vendors compress snapshots before they are sent.",
        "Some storage vendors compress snapshots before they are sent, which saves bandwidth.",
        False,
    ),
    (
        "Some storage vendors compress snapshots before sending them.",
        "Some storage vendors compress snapshots before they are sent, which saves bandwidth.",
        True,
    ),
    (
        "The scheduler already supports upgrades from release 4 to 5.",
        "Once 5 is stable, the scheduler will support upgrades from release 4 to 5.",
        False,
    ),
    (
        "In June, Harbour will release a new major with a smaller core.",
        "The old runtime ends in June, after which we may release a new major with a smaller core.",
        False,
    ),
    (
        "The operator drains the old node first and then starts its replacement.",
        "Once the operator has started the replacement node, it drains the old node.",
        False,
    ),
    (
        "The operator starts the replacement and then drains the old node.",
        "Once the operator has started the replacement node, it drains the old node.",
        True,
    ),
    (
        "The team chose Tern because it compiles faster than its rivals.",
        "In this proposal we choose Tern as our parser, for its large community and its plugins.",
        False,
    ),
    (
        "Reading a large object in parallel is at least six times faster.",
        "Reading a large object in parallel is up to **6x faster** than a single request.",
        False,
    ),
    (
        "Reading a large object in parallel is up to six times faster.",
        "Reading a large object in parallel is up to **6x faster** than a single request.",
        True,
    ),
    (
        "Work on Tern 0.9 ran from late March to early June 2026.",
        "Tern 0.9 covers work from late March through early May 2026.",
        False,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "borne"), ROWS, ids=[row[0] for row in ROWS])
def test_a_sentence_says_no_more_than_its_source_of_deeds_shares_causes_and_bounds(
    text: str, source: str, borne: bool
) -> None:
    assert (fate(text, source) == "published") == borne
