"""Whose work a change was hides no news and is none: what an item tells begins and ends between its credits."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from pipeline.compose.extractive import edition, several
from pipeline.compose.extractive.lines import lines
from pipeline.records import Block, EvidenceItem
from pipeline.render import plain
from pipeline.text.printable import credits


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ("#17323 4298883 Thanks @heron! - Fixes a leak of the dev server.", "Fixes a leak of the dev server."),
        ("[`#9`](https://k.example/9) Thanks to [@heron](https://k.example/h)! - Fixes a leak", "Fixes a leak"),
        ("Thanks @heron and @dunlin! - Adds a flag", "Adds a flag"),
        ("[k8s/crd] Fix a panic of the provider (#13481 @heron)", "Fix a panic of the provider"),
        ("#3702, #3730 Stall the primary", "Stall the primary"),
        ("The queue is now kept on disk (@heron, @dunlin, #44245, #44283).", "The queue is now kept on disk"),
        ("Fix the parser by @heron in https://k.example/pull/12", "Fix the parser"),
        ("Fix the parser by @heron-bird in #12", "Fix the parser"),
        ("Add x to y (#123)", "Add x to y (#123)"),  # a number alone is for who cuts numbers
        ("Dropped support for Kestrel 3.9 -- by heron.", "Dropped support for Kestrel 3.9"),
        ("Added a port accessor -- by heron-bird and dunlin9.", "Added a port accessor"),
        ("Halved the reads — by Ann Heron", "Halved the reads"),
        ("Clean up the security of reads (9239) Ann Heron", "Clean up the security of reads"),
        ("Read zones (11969) Ann Heron, Bo C. van der Dunlin", "Read zones"),
        ("Highlight the function header (#20907) (Ann Heron)", "Highlight the function header"),
        ("Highlight the function header (#20933) (heron998)", "Highlight the function header"),
        ("Reads are twice as fast -- by a factor of two.", "Reads are twice as fast -- by a factor of two."),
        ("Leases are kept – by maintaining...", "Leases are kept – by maintaining..."),
        ("Rows are sorted -- by default.", "Rows are sorted -- by default."),
        ("A missing page returns (404) Not Found", "A missing page returns (404) Not Found"),
        ("The guide was rewritten in (2024) Spring Edition", "The guide was rewritten in (2024) Spring Edition"),
        ("Sort rows [by name] of a table", "Sort rows [by name] of a table"),
        ("@heron", "@heron"),
    ],
)  # fmt: skip
def test_an_item_tells_its_change_without_whose_work_it_was(item: str, told: str) -> None:
    plain_item = item.replace("`", "")
    start, end = credits.told(plain_item, 0, len(plain_item))
    assert plain_item[start:end] == told


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Ask @heron for a seat.", True),
        ("Add @heron as a maintainer", True),
        ("Kestrel has an @_init guard that keeps objects from running.", False),
        ("A bug where CSS @import rules were dropped is mended.", False),
        ("The panel includes declarations in ‘@layer’ rules.", False),
        ("Bumps @kestrel/mdx to 7.2.1.", False),
        ("Install kestrel@7.2.1 instead.", False),
        ("Flaws are reported to security@kestrel.example and to nobody else.", True),
        ("The @Reasync macro generates an overload.", False),
        ("It was written by @heron in a week.", False),
    ],
)
def test_a_handle_is_a_person_s_and_no_word_of_code(text: str, person: bool) -> None:
    assert credits.person(text) is person


def test_sentences_that_end_on_whose_work_it_was_are_items_of_a_list_of_changes() -> None:
    text = (
        "The queue is now kept on disk (@heron, #44245). Reads can be sent to a replica with a flag (@dunlin, #44301). "
        "All of this is in the release."
    )
    item = EvidenceItem(
        1, "kestrel", "Kestrel", "May in Kestrel", "https://kestrel.example/may", "2026-06-01", text, "p", "d", 0, "web",
        blocks=(Block("paragraph", 0, len(text)),),
    )  # fmt: skip
    found = lines([item])
    assert [line.kind for line in found] == ["bullet", "bullet", "sentence"]
    assert found[0].text == "The queue is now kept on disk"
    assert all(text[line.start : line.end] == line.text for line in found)
    above = "Among the changes:"
    hung = [plain.Sentence(above, (1,), "computed"), *(line.sentence() for line in found[:2])]
    assert plain.laid_out(hung, lambda one: one.text) == (
        "Among the changes:\n\n- The queue is now kept on disk\n- Reads can be sent to a replica with a flag"
    )


def test_a_list_of_what_is_mended_is_told_without_the_project_s_papers_and_items_that_hang() -> (
    None
):
    items = (
        "[k8s] Fix a panic when the port of a slice is nil (#13481 @heron)",
        "[docs] Fix grammar in the reference docs of the gateway (#13461 @dunlin)",
        "Fix the check of references across providers for TCP services (#13458 @heron)",
        "when a queue is read by two workers at once",
        "Bump osprey to v1.44.0 (#13478 @dunlin)",
    )
    text = "\n".join(f"- {item}" for item in items)
    item = EvidenceItem(
        1, "kestrel", "Kestrel", "Kestrel v3.6.23", "https://kestrel.example/r", "2026-07-08", text, "p", "d", 0, "web",
        blocks=(Block("list", 0, len(text)),),
    )  # fmt: skip
    assert [line.text for line in several.listed(lines([item]), 104)] == [
        "Fix a panic when the port of a slice is nil",
        "Fix the check of references across providers for TCP services",
    ]


def test_another_source_s_copy_of_a_printed_sentence_is_no_quote() -> None:
    said = "The queue of Kestrel keeps its order when a worker is lost in the middle of a batch."
    other = "Kestrel's queue now keeps its order for any worker that is lost."
    first, copy, own = (
        lines([replace(_item(text), n=n, source_id=f"s{n}")])[0]
        for n, text in enumerate((said, said, other), 1)
    )
    assert edition._copied(copy, [first]) and not edition._copied(own, [first])


def _item(text: str) -> EvidenceItem:
    return EvidenceItem(
        1, "kestrel", "Kestrel", "Kestrel keeps order", "https://kestrel.example/o", "2026-07-08", text, "p", "d", 0,
        "web", blocks=(Block("paragraph", 0, len(text)),),
    )  # fmt: skip


@pytest.mark.parametrize(
    "unit", ["1", "#1, ann)", "#1(https://", "a/b#1 ", " ", "-"], ids=lambda unit: repr(unit)
)
def test_where_the_numbers_of_changes_begin_costs_linear_time(unit: str) -> None:
    said = f"{unit * (80_000 // len(unit))}!"
    began = time.process_time()
    credits.uncited(said, 0, len(said))
    credits.ended(said, 0, len(said))
    assert time.process_time() - began < 4  # a quarter of what digits alone once took
