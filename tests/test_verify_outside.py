"""What denies or affirms a sentence from outside it is read with it: answers, headings, verbs that end."""

from __future__ import annotations

import pytest

from pipeline.verify.grounds.across.relations import EdgeClaim, relation_doubts
from pipeline.verify.grounds.fate import examine
from pipeline.verify.grounds.reading.sources import SourceText, read

ASKED = (
    "Heron 4 rotates its keys every night.\n\nDoes rotating the keys need a restart of the agent? {answer}"
    " The agent reads them again by itself.\n\nHow long does a rotation take? It takes some seconds."
)
PLAN = (
    "Goals\n\n- Give each tenant a queue of its own.\n\nNon-Goals\n\n- Replace the shared scheduler: it remains the"
    " scheduler of all queues.\n- Provide queues across regions.\n- Regions without a broker are not supported.\n\n"
    "Proposal\n\nThe proposal adds a field for the name of the queue."
)
ENDS = (
    "In Heron 3, deletion removes the audit record as well. Queues are explicitly disallowed as targets for a"
    " retention policy. Previous versions of Heron wrote through a spool file, which required a local disk."
    " Each queue uses a non-blocking lock."
)


def source(text: str) -> SourceText:
    return read(1, text, ("Heron notes",))


def fate(said: str, text: str) -> str:
    return examine(said, [source(text)]).fate


NEEDS, NEEDS_NOT = (
    "Rotating the keys needs a restart of the agent.",
    "Rotating the keys does not need a restart of the agent.",
)


@pytest.mark.parametrize(
    ("answer", "true", "false"), [("No.", NEEDS_NOT, NEEDS), ("Yes.", NEEDS, NEEDS_NOT)]
)
def test_a_question_says_what_its_answer_makes_of_it(answer: str, true: str, false: str) -> None:
    text = ASKED.format(answer=answer)
    assert fate(true, text) == "published"
    assert fate(false, text) != "published"


@pytest.mark.parametrize("mark", ["**", "### ", "- "])
def test_an_answer_is_read_on_the_next_line_and_behind_marks_too(mark: str) -> None:
    text = f"{mark}Does rotating the keys need a restart of the agent?{mark.strip('#- ')}\n  No."
    assert fate(NEEDS_NOT, text) == "published"
    assert fate(NEEDS, text) != "published"


@pytest.mark.parametrize(("answer", "false"), [("No.", NEEDS), ("Yes.", NEEDS_NOT)])
def test_a_question_is_never_printed_for_a_sentence_that_fails(answer: str, false: str) -> None:
    found = examine(false, [source(ASKED.format(answer=answer))])
    assert found.fate != "published" and (found.ground is None or "?" not in found.ground.text)


def test_a_question_that_nobody_answers_says_nothing() -> None:
    text = "Does rotating the keys need a restart of the agent? Nobody has tried it yet."
    (asked, *_) = source(text).grounds
    assert not asked.outside.denied and not asked.outside.answered


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (
            "The proposal does not replace the shared scheduler.",
            "The proposal replaces the shared scheduler.",
        ),
        ("Queues across regions are not provided.", "Queues across regions are provided."),
    ],
)
def test_what_stands_under_a_heading_of_what_is_no_goal_is_denied(true: str, false: str) -> None:
    assert fate(true, PLAN) == "published"
    assert fate(false, PLAN) != "published"


@pytest.mark.parametrize(
    "said",
    [
        "The shared scheduler remains the scheduler of all queues.",  # what explains an item
        "Regions without a broker are not supported.",  # what denies by itself
        "The proposal adds a field for the name of the queue.",  # under the next heading
        "Each tenant is given a queue of its own.",  # before it
    ],
)
def test_a_heading_of_what_is_no_goal_denies_nothing_else(said: str) -> None:
    assert fate(said, PLAN) == "published"


def test_an_item_that_denies_by_itself_is_not_turned_round_by_its_heading() -> None:
    assert fate("Regions without a broker are supported.", PLAN) != "published"


def test_what_is_no_goal_is_never_printed_for_a_sentence_that_fails() -> None:
    found = examine("The proposal provides queues across regions.", [source(PLAN)])
    assert found.fate != "published" and (found.ground is None or not found.ground.outside.denied)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("In Heron 3 no audit record is left after deletion.", "In Heron 3 the audit record is still there after deletion."),
        ("A retention policy must not target queues.", "A retention policy can have queues as targets."),
        ("Heron no longer requires a local disk.", ""),
        ("The lock of each queue is not blocking.", "The lock of each queue is blocking."),
    ],
)  # fmt: skip
def test_what_a_source_ends_forbids_or_calls_non_is_denied_without_a_negation(
    true: str, false: str
) -> None:
    assert fate(true, ENDS) == "published"
    assert not false or fate(false, ENDS) != "published"


@pytest.mark.parametrize(
    "said",
    [
        "The audit record stays until deletion removes it.",
        "Before deletion the audit record is still there.",
        "The audit record was still there in earlier versions of Heron.",
    ],
)
def test_what_was_kept_until_it_is_removed_is_no_contradiction(said: str) -> None:
    assert fate(said, ENDS) == "published"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("Queues of the broker need a restart of the agent after rotation.",
         "Does any of the queues of the broker need a restart of the agent after rotation? Yes, all of them."),
        ("The new scheduler does not replace the shared scheduler of the queues.",
         "The new scheduler is additive, not a replacement for the shared scheduler of the queues."),
        ("Regions for backups are to follow in the next release.",
         "We plan to add regions for backups in the next release."),
    ],
)  # fmt: skip
def test_what_a_source_says_in_another_form_is_kept(said: str, text: str) -> None:
    assert fate(said, text) == "published"


def test_an_edge_that_says_what_may_not_be_is_borne_by_what_forbids_it() -> None:
    text = [source(ENDS)]
    assert not relation_doubts(EdgeClaim("Retention policy", "may not target", "queues"), text)
    assert relation_doubts(EdgeClaim("Retention policy", "targets", "queues"), text)


def test_an_edge_is_held_to_the_answer_of_the_question_that_names_it() -> None:
    told = [source("Does the agent read the keys of the broker? No. It asks for them.")]
    assert not relation_doubts(EdgeClaim("agent", "does not read", "keys"), told)
    assert relation_doubts(EdgeClaim("agent", "reads", "keys"), told)


def test_an_edge_is_borne_by_a_sentence_whose_subject_was_named_before_it() -> None:
    told = read(
        1, "Kestrelmoth was found by its maker. The flaw chains a request helper.", ("Kestrelmoth",)
    )
    assert not relation_doubts(EdgeClaim("Kestrelmoth", "chains", "request helper"), [told])
    assert relation_doubts(EdgeClaim("Heron", "chains", "request helper"), [told])


def test_a_near_copy_may_say_what_a_thing_is_called() -> None:
    text = "The flaw was named Kestrelmoth by its finder. The flaw lets any local user of the machine read the keys of the broker."
    said = "The flaw, nicknamed Kestrelmoth, lets any local user of the machine read the keys of the broker."
    assert fate(said, text) == "published"


def test_a_denial_that_a_source_has_too_covers_no_second_one() -> None:
    text = "Work that nobody would miss should be stopped rather than passed on."
    assert fate(text.replace("should be", "should not be"), text) != "published"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("The proposal adds a field for the queue and no queues across regions.", PLAN),
        (
            "The store encrypts records in transit, without encryption at rest.",
            "Non-Goals\n\n- Encryption at rest.\n\nProposal\n\nThe store keeps the records of each tenant on"
            " disk and encrypts them in transit.",
        ),
    ],
)
def test_what_a_heading_denies_may_be_denied_beside_what_another_sentence_says(
    said: str, text: str
) -> None:
    assert fate(said, text) == "published"
