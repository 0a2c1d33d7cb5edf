"""A section reads as one piece: it opens where its document does, and points at nothing unprinted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from checks import each
from extracts import item
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compose.extractive import earlier, missing, telling
from pipeline.compose.extractive.headings.headline import headline
from pipeline.compose.extractive.headings.opening import kept_back, sums_up
from pipeline.compose.extractive.headings.statement import on_its_title
from pipeline.compose.extractive.lines import Line, lines
from pipeline.compose.extractive.runs import same, stands
from pipeline.compose.extractive.telling import tells
from pipeline.records import Block, EvidenceItem
from pipeline.text.words import terms

BACK = [
    "Due to an upgrade though, the broker lists its leases last.",
    "sp-kestrel is a fork of kestrel and carries the same bug.",
    "A collision provided a second path for an unverified event.",
    "In particular, a result for the claimed ID could skip the check.",
    "The former needs a restart.",
    "This means that old clients fail.",
    "Another breaking change removes the flag.",
]
ALONE = [
    "Kestrel keeps the same number of leases as version 4.1.",
    "Formats such as JSON are read without a schema.",
    "This release adds a lease store.",
    "The lease store replaces the topic log.",
]
PROMISES = [
    "Kestrel 5.1 is out, and it pushes two big stories forward.",
    "A Kestrel cluster has three networks and two perimeters.",
    "Updates are available for the following issues.",
]
WHOLE = [
    "The release adds two flags: lease_store and lease_limit.",
    "Kestrel 5.1 fixes a flaw in the lease store.",
    "The benchmark ran on three nodes for two hours each.",
]


@pytest.mark.parametrize("text", BACK)
def test_a_sentence_that_needs_the_one_before_it_is_known(text: str) -> None:
    assert missing.looks_back(text)


@pytest.mark.parametrize("text", ALONE)
def test_one_that_explains_itself_needs_none(text: str) -> None:
    assert not missing.looks_back(text)


@pytest.mark.parametrize("text", PROMISES)
def test_a_sentence_that_counts_what_it_does_not_name_promises_the_next(text: str) -> None:
    assert missing.promises(text)


@pytest.mark.parametrize("text", WHOLE)
def test_one_that_names_what_it_counts_promises_nothing(text: str) -> None:
    assert not missing.promises(text)


def test_a_definite_number_counts_what_was_printed_or_it_is_unknown() -> None:
    assert missing.uncounted(
        "A field outside the extracted 12 is dropped.", ["Kestrel has fields."]
    )
    assert not missing.uncounted("The 12 fields stay.", ["Kestrel has 12 fields."])


def shaped(text: str, *blocks: Block, before: str = "") -> EvidenceItem:
    return replace(
        item(1, text, "Decoding", domain="ai-ml", story="s1"), blocks=blocks, before=before
    )


def found(text: str, title: str = "Kestrel 4.2 is out") -> tuple[Line, ...]:
    return lines([item(1, text, title, domain="security", story="s1")])


def told(text: str, title: str = "Kestrel 4.2 is out") -> list[str]:
    one = telling.tell(found(text, title), allowed=120)
    return [line.text for line in one.lines] if one else []


OPENING = (
    "Several methods in kestrel-buffer drop elements before they update the length of the buffer. "
    "If an element panics during the drop, the buffer still treats the dropped elements as live. "
    "The buffer then frees these elements again, which is a double free reachable from safe code. "
    "kestrel-buffer is a fork of kestrel-chunk and carries the same bug.\n\n"
    "The repository is archived and no fixed version of it is available."
)


def test_a_bug_that_is_spoken_of_is_stated_before() -> None:
    printed = told(OPENING, "Double free in the buffer of kestrel-buffer")
    assert printed[0].startswith("Several methods in kestrel-buffer")
    assert any("double free" in one for one in printed)


def test_a_section_does_not_stop_before_what_its_last_line_leads_up_to() -> None:
    text = (
        "The Kestrel SDK limits the cardinality of each metric to 2,000 combinations by default. "
        "When the limit is reached, additional combinations are not dropped. "
        "Their values are folded into one overflow point of the metric.\n\n"
        "Kestrel metrics have been safe to use in production for years."
    )
    printed = told(text, "Cardinality limits in the Kestrel SDK")
    at = next(n for n, one in enumerate(printed) if "not dropped" in one)
    assert printed[at + 1].startswith("Their values")


def test_a_subject_that_was_left_out_keeps_its_sentence_out() -> None:
    torn = (
        "The processed events received from a relay through the policy paths before verifying that "
        "the fields matched the claimed signature."
    )
    whole = "The processed events were received from a relay before their signature was verified."
    assert not any(line.flows for line in each(found(torn)))
    assert all(line.flows for line in each(found(whole)))


def test_what_kind_of_change_an_entry_is_is_no_part_of_its_sentence() -> None:
    text = (
        "- Changed Cap the idle callback to 1 second so that metrics report when the page is busy.\n"
        "- Fixed: the reporter no longer drops the last entry of a page.\n"
        "- Added support for soft navigations of single-page applications."
    )
    shown = lines([shaped(text, Block("list", 0, len(text)))])
    assert [line.text.split()[0] for line in shown] == ["Cap", "the", "Added"]


def test_a_sentence_that_a_page_border_cuts_is_never_a_line() -> None:
    first = "Each token reads the cache once.\n\nA read of 1 GiB of cache at 2"
    second = "TB/s takes about 0.54 ms for every token. The cache is read once per token."
    text = f"{first}\n\n{second}"
    start = text.index(second)
    blocks = (
        Block("page", 0, len(first)), Block("paragraph", 0, 32), Block("paragraph", 34, len(first)),
        Block("page", start, len(text)), Block("paragraph", start, len(text)),
    )  # fmt: skip
    shown = lines([shaped(text, *blocks)])
    assert not any("TB/s" in line.text for line in each(shown))
    assert any(line.text.startswith("The cache is read") for line in shown)
    page = (Block("page", 0, len(second)), Block("paragraph", 0, len(second)))
    alone = shaped(second, *page, before="A read of 1 GiB of cache at 2")
    assert not any("TB/s" in line.text for line in each(lines([alone])))
    whole = shaped(second, *page, before="Each token reads the cache once.")
    assert lines([whole])[0].text.startswith("TB/s")


def test_a_story_that_reads_torn_is_told_only_where_nothing_better_is() -> None:
    whole = item(1, OPENING, "Double free in kestrel-buffer", domain="security", story="s1")
    assert tells([whole]) == 1.0
    torn = (
        "Ask the Kestrel cluster for data and the gateway answers. We were there for it all. "
        "There was a large Python dependency tree in the Kestrel demo before this month's work began. "
        "The demo has long been difficult for its users to run on a small machine of their own."
    )
    assert tells([item(1, torn, "We broke the demo", domain="security", story="s1")]) < 1.0


def test_two_short_sentences_that_come_to_the_point_are_told_where_nothing_better_is() -> None:
    short = "Kestrel 8.1 ships a bundled mode for the development server. Wasm modules can now be imported directly."
    told = f"{short} Large projects start four times faster."
    for text, worth in ((short[:60], 0.0), (told, 0.5)):
        assert tells([item(1, text, "Kestrel 8.1 is out", domain="security", story="s1")]) == worth


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Announcing Kestrel v4.2.0", "Kestrel v4.2.0"),
        ("Announcing Kestrel 4.2 GA", "Kestrel 4.2 GA"),
        ("Kestrel Rust 0.10 Release", "Kestrel Rust 0.10"),
        ("Announcing the Kestrel roadmap for 2027", "Kestrel blog: “Announcing the Kestrel roadmap for 2027”"),
    ],
)  # fmt: skip
def test_a_release_is_headed_by_its_name_and_version(title: str, expected: str) -> None:
    assert headline(title, "Kestrel blog", "Kestrel moves leases out of its log.") == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Our note of 24 November said that the image workers were killed 214 times in six hours. That was "
         "wrong: two digits were swapped, and they were killed 241 times. Nothing else in it changes.", 2),
        ("In the note on image workers of 24 November two digits of the count were swapped.", 1),
    ],
)  # fmt: skip
def test_an_erratum_is_told_from_its_first_sentence_to_what_takes_the_error_back(
    text: str, count: int
) -> None:
    printed = frozenset(terms("The image workers were killed 214 times in six hours."))
    title = "Correction: the image workers were killed 241 times, not 214"
    told = telling.tell(found(text, title), allowed=120, said=[printed])
    assert told and told.takes_back
    assert [line.at for line in told.lines] == list(range(count))


STORE = (
    "Kestrel 4.2 adds a lease store that keeps the leases of all consumers in one file. "
    "A consumer that restarts finds its lease there and goes on where it had stopped. "
    "Nothing has to be read again from the topic log, which every consumer had to do before."
)
BELOW = (
    "A cleanup of the lease store removes at most 256 segments by default. "
    "Recovery may also remove abandoned files and requires 30 seconds on 3 brokers. "
    "Reads of the store use batches of 128 entries and fail after 4 seconds."
)


def parted(*parts: tuple[str, str], title: str) -> tuple[Line, ...]:
    """Lines of a document in parts, each under its heading."""
    at, items = 0, []
    for n, (heading, text) in enumerate(parts, 1):
        made = item(n, text, title, domain="security", story="s1")
        items.append(replace(made, headings=(heading,) if heading else (), start=at))
        at += len(text) + 2
    return lines(items)


def test_what_follows_in_the_document_is_told_before_figures_from_far_below() -> None:
    filler = "Segment files of the broker have names that begin with the topic. " * 3
    pool = parted(
        ("", STORE), ("Files", filler), ("Cleanup", BELOW), title="A lease store in Kestrel"
    )
    one = telling.tell(pool, allowed=120)
    assert one and [line.at for line in one.lines][:3] == [0, 1, 2]
    assert not any(line.heading == "Cleanup" for line in one.lines)


def test_what_mends_a_want_is_told_behind_the_want() -> None:
    text = (
        "Collection rules have required dedicated functions with fixed behaviour for each new case. "
        "Kestrel 4.2 changes that by introducing lambda expressions to the rules of its pipeline. "
        "Lambdas let users pass their logic to general functions of the pipeline."
    )
    printed = told(text, "Lambda expressions land in Kestrel")
    assert printed[0].startswith("Collection rules")
    assert printed[1].startswith("Kestrel 4.2 changes that")


@pytest.mark.parametrize(
    ("text", "mends"),
    [
        ("Kestrel 4.2 changes that by adding a store.", True),
        ("Kestrel 4.2 closes this gap.", True),
        ("The release contains API changes that make it impossible to reuse a lease.", False),
        ("Kestrel addresses that the client has sent are kept.", False),
    ],
)
def test_what_mends_something_is_told_from_a_noun_and_its_clause(text: str, mends: bool) -> None:
    assert missing.mends_it(text) == mends


CONDITIONS = (
    "It has been reported (by @ada) that kestrel-random is unsound (i.e. that safe code can read freed "
    "memory) when all the following conditions are met:\n\n"
    "- The log feature of kestrel-random is enabled by default\n"
    "- A custom logger is defined that was released with the crate\n"
    "- The logger draws a number of kestrel-random in a new version\n\n"
    "Patched versions: >= 0.9.3."
)


def test_conditions_are_told_under_the_line_that_they_hang_on_or_not_at_all() -> None:
    text = CONDITIONS
    parts = (Block("paragraph", 0, text.index("\n\n")),
             Block("list", text.index("- The log"), text.index("\n\nPatched")),
             Block("paragraph", text.index("Patched"), len(text)))  # fmt: skip
    named = replace(shaped(text, *parts), title="kestrel-random is unsound with a custom logger")
    one = telling.tell(lines([named]), allowed=120)
    assert one and one.lines[0].introduces
    assert [line.kind for line in one.lines[1:]] == ["bullet"] * 3
    assert {line.kind for line in on_its_title(lines([named]))} == {"sentence"}


def test_a_labelled_item_is_not_told_beside_prose_without_the_others() -> None:
    text = (
        "- Kestrel keeps the leases of all consumers in one file by default.\n"
        "- Version lag: Kestrel gains new fields with each release of its broker."
    )
    plain, labelled = lines([shaped(text, Block("list", 0, len(text)))])
    assert stands(plain) and not stands(labelled)


def test_the_flaws_of_a_bulletin_stand_under_the_line_that_says_they_follow() -> None:
    first = "Updates are now available for the 26.x and 24.x Kestrel release lines for the following issues."
    flaws = (
        "A flaw in Kestrel HTTP/2 handling can let retained header blocks cause remote memory exhaustion.",
        "A flaw in Kestrel TLS errors allows an unauthenticated client to crash the gateway with one packet.",
        "A flaw in Kestrel permission checks allows a script to overwrite files outside its directory.",
    )
    parts = [(f"Flaw {n}", text) for n, text in enumerate(flaws)]
    one = telling.tell(
        parted(("", first), *parts, title="Kestrel security releases of 29 July"), allowed=120
    )
    assert one and next(line.text for line in one.lines) == first and len(one.lines) > 2


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("To cut the time of a restart, ", "Kestrel 4.2 adds a lease store to its brokers."),
        ("This proposal describes how ", "Kestrel 4.2 adds a lease store to its brokers."),
        ("If a broker fails, ", "Kestrel 4.2 adds a lease store to its brokers."),
    ],
)
def test_a_purpose_an_outline_and_a_condition_open_no_edition(before: str, said: str) -> None:
    for text, opens in ((said, True), (before + said, False)):
        (line,) = parted(("", text), title="A lease store in Kestrel 4.2")
        assert (sums_up(line, line, "") > 0) is opens


def test_a_lede_takes_no_line_out_of_the_middle_of_a_section_and_not_its_first() -> None:
    first, *rest = STORE.partition(" A consumer")
    cuts = " The lease store of Kestrel 4.2 cuts the time of a restart from 40 to 3 seconds."
    last = " Kestrel 4.2 removes the old table of leases."
    pool = parted(("", first + cuts + "".join(rest) + last), title="A lease store in Kestrel")
    told, opening = kept_back(pool, 120, ((), "", ""))
    assert told and [line.at for line in told.lines] == [0, 1, 2, 3]
    assert opening and opening.at == 4


STEMS = st.frozensets(st.sampled_from("abcdefgh"), max_size=6)


@given(STEMS, st.lists(STEMS, max_size=6))
def test_what_was_said_is_found_by_its_stems_as_by_a_look_at_every_statement(
    stems: frozenset[str], known: list[frozenset[str]]
) -> None:
    found = earlier.was_said(stems, earlier.by_stem(tuple(known)))
    assert found == any(same(stems, one) for one in known)
