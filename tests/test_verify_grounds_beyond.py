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
    (
        "The form puts the worst entries at the top and has a clean state for a page where nothing failed.",
        "The form sorts entries worst-first and shows a clean state when nothing failed.",
        True,
    ),
    (
        "All six filters of the release are experimental and stay behind the gate `filters.enable`.",
        "All six filters are experimental and available behind the gate `filters.enable`.",
        True,
    ),
    (
        "Talks with the core team showed that the window of Tern should not depend on the reader.",
        "After talks with the core team we found Tern overly strict, since its window depended on the reader.",
        True,
    ),
    (
        "Asked for a key over SFTP, Tern also tried the local agent.",
        "When it is asked for a key over SFTP, Tern would wrongly try the local agent too.",
        True,
    ),
    (
        "The old client will only get security fixes.",
        "The old client enters maintenance, won't be getting new features and will only get security fixes.",
        True,
    ),
    (
        "Ferry can only resume a transfer if it is allowed to read the journal.",
        "Ferry can now resume a transfer. This requires permission to read the journal.",
        True,
    ),
    (
        "A stable 2.0 is meant to follow in May.",
        "We request feedback by April, with a view towards releasing a stable 2.0 in May.",
        True,
    ),
    (
        "The default of the option has changed.",
        "Using the default of the option is deprecated, as the default will change.",
        False,
    ),
    (
        "Whoever takes longer than a day to read the log can miss a mark.",
        "A reader that needs more than 24 hours to read the log can miss a mark.",
        True,
    ),
    (
        "A share between 0.1 and 0.25 is called middling.",
        "We call a share good at 0.1 or less, poor above 0.25 and middling otherwise.",
        True,
    ),
    (
        "What RFC 2308 lets servers keep has to be cleared like anything else.",
        "Servers may keep a negative answer, as RFC 2308 defines, and it must be cleared like any other.",
        True,
    ),
    (
        "Such a goal requires automatic failover.",
        "Such a goal therefore demands automatic failover.",
        True,
    ),
    (
        "An X25519 key has 32 bytes.",
        "The key of X25519 has 32 bytes.",
        True,
    ),
    (
        "A job that commits every minute makes 1,440 snapshots a day.",
        "A job that commits once a minute makes 1,440 snapshots in a day.",
        True,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "borne"), ROWS, ids=[row[0] for row in ROWS])
def test_a_sentence_says_no_more_than_its_source_of_deeds_shares_causes_and_bounds(
    text: str, source: str, borne: bool
) -> None:
    assert (fate(text, source) == "published") == borne
