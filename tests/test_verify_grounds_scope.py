"""Whose a negation is, what is set aside for what, and words that are taken for figures or shares."""

from __future__ import annotations

import pytest
from test_verify_grounds import fate, item

from pipeline.verify.draft.grounded import doubted
from pipeline.verify.grounds.fate import examine, source_of
from pipeline.verify.grounds.reading.figures import figures

OPEN = (
    "Note: Whether early parcels reuse Type 3 with max_fee == 0 or use a new parcel type without the harbour"
    " fee field is a deferred design decision."
)
REDIRECT = (
    "Any host that tern calls for it (an attacker-influenced redirect, or a handler"
    " that does not normalise the Location it emits) can extract the bearer token of the calling user."
)
NODE = "Berth eviction is configured per node, not cluster-wide."
ONCE = "Key comparisons now use a tern comparator that resolves the column type once rather than per row."
PAID = (
    "tern makes the panel explicit, so operators can choose where fusion belongs instead of paying"
    " for it on every request."
)

TRUE_AND_FALSE = [
    ("Whether early parcels reuse Type 3 is a deferred decision.", "", OPEN),
    (
        "An influenced redirect can extract the bearer token of the calling user.",
        "An influenced redirect cannot extract the bearer token of the calling user.",
        REDIRECT,
    ),
    (
        "Berth eviction is set for each node and not for the cluster.",
        "Berth eviction is configured cluster-wide and not per node.",
        NODE,
    ),
    ("Berth eviction applies to a node, not to the cluster.", "", NODE),
    (
        "The column type is resolved once and not for each row.",
        "The column type is resolved per row rather than once.",
        ONCE,
    ),
    (
        "Operators do not pay for fusion on every request.",
        "Operators pay for fusion on every request.",
        PAID,
    ),
    (
        "The flaw sits in tern itself and not in Kestrel.",
        "The flaw sits in Kestrel and not in tern.",
        "The flaw sits in tern itself, not in Kestrel.",
    ),
    (
        "The subquery is evaluated once and not for each outer row.",
        "The subquery is re-executed per outer row.",
        "It uses decorrelation, so the subquery is evaluated once rather than re-executed per outer row.",
    ),
]


@pytest.mark.parametrize(("true", "false", "stands"), TRUE_AND_FALSE)
def test_a_negation_counts_for_what_it_denies(true: str, false: str, stands: str) -> None:
    assert fate(true, stands) == "published"
    assert not false or fate(false, stands) != "published"


def test_a_denial_without_its_thing_is_still_one() -> None:
    stands = "The tern loader runs without a harbour daemon and keeps its berths in memory."
    assert fate("The tern loader runs with a harbour daemon.", stands) != "published"
    assert fate("The tern loader keeps its berths in memory.", stands) == "published"


def test_a_contrast_that_is_denied_itself_is_turned_round() -> None:
    stands = "Work that nobody misses should be stopped rather than passed on to the next team."
    said = "Work that nobody misses should not be stopped rather than passed on to the next team."
    assert fate(said, stands) != "published"


def test_another_thing_needed_is_not_the_same_need() -> None:
    stands = "No registry detects such a change, so the new meaning needs a new berth name."
    said = "No registry detects such a change, so the new meaning needs an old berth name."
    assert fate(said, stands) != "published"


SHARES = [
    (
        "A call is fused only if its rule names fusion; every other call takes its normal route.",
        "Every call takes its route.",
        "A call is fused only if its rule names fusion; if the rule names another way, the call normally takes"
        " its route.",
    ),
    (
        "Each evicted berth has to be written to the store.",
        "Each pool has to be written to the store.",
        "Be aware that evicted berths have to be written to the store, and that one pool has to be written to the store as well.",
    ),
    ("", "Every cluster was upgraded to tern 4.", "One cluster was upgraded to tern 4 in May."),
]


@pytest.mark.parametrize(("true", "false", "stands"), SHARES)
def test_every_is_held_against_the_thing_it_counts(true: str, false: str, stands: str) -> None:
    assert not true or fate(true, stands) == "published"
    assert not false or fate(false, stands) != "published"


def test_the_number_of_an_identifier_counts_nothing() -> None:
    text = "Through CVE-2031-54261 a user of the admin could list 20 berths a user."
    assert [(one.text, one.rate) for one in figures(text) if one.rate] == [("20", "user")]


def test_opposites_of_different_things_do_not_turn_a_sentence() -> None:
    stands = (
        "Scans were bounded by the slowest thread, so skewed data with large row groups left berths idle;"
        " threads now pull small units of work."
    )
    assert fate("Idle threads pull small units of work.", stands) == "published"
    assert fate("Skewed data with small row groups left berths idle.", stands) != "published"


def test_the_reason_of_a_denial_names_the_word_that_denies() -> None:
    said = "The existing data of the berth is exposed."
    found = examine(
        said, [source_of(item("The existing data of the berth itself is not exposed."))]
    )
    (told,) = {message for rule, _, message, _ in doubted(said, found) if rule == "claim-negation"}
    assert "the source: 'is not exposed'" in told


REACHED = "The flaw is not exploitable by an ordinary visitor without access to the harbour admin."
NEEDS = [
    ("An attacker needs access to the harbour admin.", REACHED, True),
    ("An attacker needs no access to the harbour admin.", REACHED, False),
    ("The tern loader needs no daemon.", "For the tern loader no daemon is required.", True),
    ("The tern loader needs a daemon.", "For the tern loader no daemon is required.", False),
]


@pytest.mark.parametrize(("said", "stands", "true"), NEEDS)
def test_a_need_is_told_in_any_form_and_not_turned_round(
    said: str, stands: str, true: bool
) -> None:
    assert (fate(said, stands) == "published") == true


def test_a_preview_that_users_open_is_no_early_release() -> None:
    stands = "A user of the admin could preview any berth. Two teams wrote the patch. It was merged in May. The fault does not concern other visitors."
    source = source_of(item(stands))
    early = {
        said: any(one.rule == "early" for one in examine(said, [source]).doubts)
        for said in (
            "The preview fault does not concern other visitors.",
            "The fault in the preview release does not concern other visitors.",
        )
    }
    assert list(early.values()) == [False, True]
