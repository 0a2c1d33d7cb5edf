"""What an edition without a model adds of its own: one thing to do, and where stories meet."""

from __future__ import annotations

from dataclasses import replace

import pytest
from extracts import KESTREL, LATE, found, item, write

from pipeline.compose.extractive import meetings, telling
from pipeline.compose.extractive.action import doable
from pipeline.compose.extractive.lines import lines
from pipeline.compose.extractive.meetings import relation
from pipeline.compose.extractive.worth import orders


def test_an_action_is_an_order_whose_object_the_title_has_named() -> None:
    text = "Upgrade every broker to Kestrel 4.2 before version 5 removes replica_lag."
    assert doable(found(text)[0])


@pytest.mark.parametrize(
    "text",
    [
        "Set it to false in your configuration before you go on.",
        "Run the command below in the folder of the example to start.",
        "Contribute a plugin for the broker and tell the community about Kestrel.",
        "Kestrel 4.2 must be upgraded before the flag is removed.",
    ],
)
def test_other_sentences_are_no_action(text: str) -> None:
    assert not doable(found(text)[0])


@pytest.mark.parametrize(
    "text",
    [
        "Like the validation report, the inventory is a versioned envelope.",
        "Support for Azure Blob Storage was recently added to the streamer.",
        "Link is a client component and must be hydrated before it can prefetch.",
        "Change notifications move from the old endpoint to a single stream.",
    ],
)
def test_a_statement_that_opens_with_a_word_for_a_deed_is_no_order(text: str) -> None:
    assert not orders.is_order(text)


def test_advice_is_what_ought_to_be_done() -> None:
    assert orders.advises(found("Users should upgrade to Kestrel 4.2 at once.")[0])
    assert not orders.advises(found("Kestrel 4.2 is a message broker of two parts.")[0])


def told(n: int, domain: str, text: str) -> meetings.StorySide:
    held = lines([item(n, text, f"Story {n}", domain=domain, story=f"s{n}")])
    return meetings.StorySide(domain, domain.title(), f"d{n}", f"source-{n}", held)


def test_stories_that_share_no_particular_name_have_neither_crosscut_nor_graph() -> None:
    draft = write()
    assert draft.crosscuts == () and draft.graph is None


def test_two_stories_that_name_the_same_two_particular_things_meet() -> None:
    left = told(1, "security", "A flaw in libQuartz lets FrameReader leak memory.")
    right = told(
        2, "cloud-infra", "The ingress calls the FrameReader of libQuartz in every worker."
    )
    (cut,) = meetings.crosscuts((left, right))
    assert cut.title.startswith("FrameReader") and {quote.n for quote in cut.quotes} == {1, 2}


def test_one_name_in_common_is_chance_and_joins_nothing() -> None:
    left = told(1, "security", "A forged Ed25519 key let every signature pass.")
    right = told(2, "system-design", "Each node of the cluster has an Ed25519 pair of its own.")
    assert meetings.crosscuts((left, right)) == ()


def test_a_common_word_or_a_month_joins_nothing() -> None:
    left = told(1, "security", "The API was released in March for HTTP clients.")
    right = told(2, "cloud-infra", "Since March the API answers HTTP requests faster.")
    assert meetings.crosscuts((left, right)) == ()


def test_a_relation_is_read_off_the_head_of_an_active_sentence() -> None:
    made = relation("The load balancer drops connections when the drain ends.", "cloud-infra", 3)
    assert made is not None
    assert (made.subject, made.verb, made.object) == ("load balancer", "drops", "connections")


@pytest.mark.parametrize(
    "text",
    [
        "An incident update every 30 minutes stops a dozen private questions.",
        "When the drain ends, the load balancer drops connections.",
        "Connections are dropped by the load balancer.",
    ],
)
def test_other_sentence_forms_yield_no_relation(text: str) -> None:
    assert relation(text, "cloud-infra", 1) is None


def test_a_document_tells_the_same_at_every_place_of_a_pack_and_cites_that_place() -> None:
    told = []
    for n in (1, 7):
        one = replace(
            item(1, KESTREL, "Kestrel 4.2", domain="data", story="s"),
            n=n,
            first_seen=f"2026-11-2{n}",
        )
        told.append(telling.tell(lines([one]), allowed=120))
    first, later = (found.lines for found in told if found)
    assert [line.text for line in first] == [line.text for line in later]
    assert [{line.item.n for line in found} for found in (first, later)] == [{1}, {7}]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Ask a cluster for data and the gateway that checked you does not send it back.", False),
        ("Upgrade to Kestrel 4.2 and revoke the old leases.", True),
        ("Set the lease store before you upgrade.", True),
        ("Use inputs for dependencies between entities.", True),
        ("Set operations are lazy in Kestrel 4.2.", False),
        ("Use of AES-GCM with long associated data degrades the security of the tag.", False),
        ("Support for tenants arrives in Kestrel 4.2.", False),
        ("Send two requests and both of them are queued.", False),
        ("Push a commit and Kestrel builds the image.", False),
        ("Remove the flag and the server refuses to start.", False),
        ("Rotate the keys and the sessions that they signed.", True),
        ("Check the logs and the metrics of each node.", True),
        ("Upgrade the server and the clients it serves.", True),
        ("Enable the cache and keep its size below 2 GB.", True),
    ],
)
def test_what_happens_when_one_does_something_is_no_order(text: str, order: bool) -> None:
    assert orders.is_order(text) is order


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Go 1.27 introduces three notable updates to the runtime.", False),
        ("Go 1.27 is out and supported for a year.", False),
        ("Go 1.27 now supports a second collector.", False),
        ("Go adds generic methods in this release.", False),
        ("Go developers can now read the trace.", False),
        ("Go modules are cached by the proxy.", False),
        ("Make 4.4 adds a flag for targets.", False),
        ("Express 5.1 drops the old router.", False),
        ("Make is a build tool.", False),
        ("Watch mode lets you run the tests again.", False),
        ("Patch releases fix two defects in the parser.", False),
        ("Build systems need a lock file.", False),
        ("Build caches expire after a day.", False),
        ("Go to the settings page and rotate the key.", True),
        ("Go back to 1.26 when a build fails.", True),
        ("Find bugs earlier with the new linter.", True),
        ("Upgrade to Go 1.27 and build your images again.", True),
        ("Pin 1.27.3 until the fix is out.", True),
        ("Run 4.2 behind a proxy.", True),
        ("Ensure backups are encrypted.", True),
        ("Verify pods can reach the proxy.", True),
        ("Write tests that fail first.", True),
        ("Avoid retries that amplify load.", True),
        ("Keep caches warm.", True),
    ],
)
def test_a_name_that_is_spelled_like_a_verb_opens_no_order(text: str, order: bool) -> None:
    assert orders.opens_as_order(text) is order


def test_a_step_of_a_tutorial_is_no_implication() -> None:
    text = LATE + "\n\nCreate a new directory for Kestrel 4.2 and create a file named main.tf."
    told = telling.tell(found(text), allowed=120)
    assert told is not None and told.advice is None
