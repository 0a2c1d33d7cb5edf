"""Conditions told in other words, turned round, or left to nobody: `if nothing is done`."""

from __future__ import annotations

import pytest
from test_verify_grounds import fate, item

from pipeline.records import Sentence
from pipeline.verify.draft import grounded
from pipeline.verify.draft.selectors import cut
from pipeline.verify.grounds.fate import examine, source_of

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


ADVISORY = (
    "CVE-2026-18927\n\nSeverity: Medium\n\nAFFECTED VERSIONS\n\n"
    "- Affected versions: gull 7.12.0 to and including 8.20.0\n"
    "- Not affected versions: gull < 7.12.0 and >= 8.21.0"
)
BROKER = "Versions prior to 3.4.2 of the broker are affected. The flaw is fixed in 3.4.2."
PROXY = (
    "All releases of the proxy through 2.9.7 let a client read it. Users should upgrade to 2.9.8."
)


@pytest.mark.parametrize(
    ("said", "stands", "published"),
    [
        ("CVE-2026-18927 affects gull 7.12.0 through 8.20.0.", ADVISORY, True),
        ("CVE-2026-18927 affects gull before 8.21.0.", ADVISORY, True),
        ("gull 8.21.0 closes CVE-2026-18927.", ADVISORY, True),
        ("CVE-2026-18927 affects gull before 8.20.0.", ADVISORY, False),
        ("CVE-2026-18927 is fixed in gull 8.20.0.", ADVISORY, False),
        (
            "CVE-2026-18927 affects gull from 7.12.0 on; 8.20.0 is the first release without it.",
            ADVISORY,
            False,
        ),
        ("The flaw affects versions of the broker before 3.4.2.", BROKER, True),
        ("The broker is safe from 3.4.2 on.", BROKER, True),
        ("The flaw affects the broker up to and including 3.4.2.", BROKER, False),
        ("The broker 3.4.2 and earlier are affected.", BROKER, False),
        ("The proxy lets a client read it up to 2.9.7; 2.9.8 closes it.", PROXY, True),
        ("The proxy lets a client read it before 2.9.7.", PROXY, False),
        ("Users of the proxy should upgrade to 2.9.7.", PROXY, False),
    ],
)
def test_a_range_of_versions_ends_where_its_source_ends_it(
    said: str, stands: str, published: bool
) -> None:
    assert (fate(said, stands) == "published") is published


NOTHING = (
    "There is nothing in the request details passed to proxyB that reveal the name or the address of "
    "proxyA, which mitigates this problem."
)
CONSOLE = "There is no setting in the console of the cluster that turns the cache off."


@pytest.mark.parametrize(
    ("said", "stands", "published"),
    [
        ("Nothing in the request reveals the name of the first proxy to the second.", NOTHING, True),
        ("The request details reveal the name of proxyA to proxyB.", NOTHING, False),
        ("No setting in the console of the cluster turns the cache off.", CONSOLE, True),
        ("A setting in the console of the cluster turns the cache off.", CONSOLE, False),
        ("The gateway answers from its cache.", "It answers from its cache, while it rebuilds.", True),
        ("The first release drops the old store.", "The first release includes removal of the old store.", True),
    ],
)  # fmt: skip
def test_what_there_is_not_is_denied_of_what_it_would_do(
    said: str, stands: str, published: bool
) -> None:
    assert (fate(said, stands) == "published") is published


def test_what_a_single_source_tells_of_two_things_is_a_fact() -> None:
    stands = "About 18 KiB more chunks are shipped on these two routes."
    assert examine("The two routes ship 18 KiB more chunks.", [source_of(item(stands))]).kind == (
        "fact"
    )
    assert fate("The two routes ship 28 KiB more chunks.", stands) != "published"
