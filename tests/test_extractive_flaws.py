"""A section on a flaw says what the flaw lets others do; one on a release opens with what it brings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from extracts import found, item

from pipeline.compose.extractive import action, missing, several, telling
from pipeline.compose.extractive.headings import titled
from pipeline.compose.extractive.headings.headed import headed
from pipeline.compose.extractive.headings.statement import stated
from pipeline.compose.extractive.lines import Line, lines
from pipeline.compose.extractive.lines.asides import is_aside
from pipeline.compose.extractive.point import wanted
from pipeline.compose.extractive.worth.harm import harms, is_beside
from pipeline.records import Block

HARMS = [
    "An attacker who knows the lease can read the log of every tenant.",
    "A crafted frame leads to unbounded exhaustion of the heap.",
    "Kestrel is vulnerable to spoofing of the source address.",
    "The parser lets a page of an attacker inject markup.",
]
BESIDE = [
    "Kestrel keeps leases in one log for each broker.",
    "A proxy sends one header at the beginning of a connection.",
    "Support was added to Kestrel in v5.5.0.",
    "The issue is tracked as CVE-2026-47737.",
    "Raw arguments support embedded values, both short and long.",
]
WRONG = [
    "Kestrel incorrectly parsed the header of each request.",
    "All versions before 2.0.0 accepted the identity as a key.",
    "Default installations are not affected.",
    "The check fails to escape the dots of a pattern.",
]


@pytest.mark.parametrize("text", HARMS)
def test_what_a_flaw_lets_others_do_is_known(text: str) -> None:
    assert harms(text)


@pytest.mark.parametrize("text", BESIDE)
def test_how_a_thing_works_and_its_number_stand_beside_its_flaw(text: str) -> None:
    (line,) = found(text, "Kestrel accepts repeated headers")
    assert is_beside(line) and not harms(text)


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_and_whom_it_meets_do_not(text: str) -> None:
    (line,) = found(text, "Kestrel accepts repeated headers")
    assert not is_beside(line)


def test_a_section_on_a_flaw_tells_what_comes_of_it_before_how_its_thing_works() -> None:
    harm = "Whoever sends requests through a trusted proxy can inject a second header between them."
    text = (
        "Header protocol v1 is a protocol for connections of Kestrel. "
        "A proxy sends one header at the beginning of a connection, as the first bytes of it. "
        "Support was added to Kestrel in v5.5.0. "
        "The header holds the address of a client in plain words of ASCII. "
        f"Kestrel incorrectly parsed headers after each request on a connection. {harm} "
        "Kestrel then takes the injected header for the address of the next request."
    )
    flaw = replace(
        item(1, text, "Kestrel accepts repeated headers", domain="security", story="s1"),
        subject="kestrel",
    )
    one = telling.tell(lines([flaw]), allowed=120)
    assert one and harm in [line.text for line in one.lines]
    assert one.lines[0].text.startswith("Kestrel incorrectly")


def test_a_sentence_that_names_what_a_release_brings_is_its_gist() -> None:
    said = "Notable additions include lease stores, lambda functions, and a new reader for logs."
    dull = "Kestrel was given 740 commits by 139 people in eleven weeks."
    sums = {line.text: line.sums for line in found(f"{dull} {said}", "Kestrel 4.2 released")}
    assert sums == {dull: False, said: True}


def test_few_words_may_open_a_section_where_they_say_what_a_release_brings() -> None:
    text = (
        "Kestrel 6.0 introduces lease trust. "
        "A lease of a third party can run code on a broker, so Kestrel now requires that it is trusted before. "
        "The check reduces the risk from compromised leases of other tenants by default."
    )
    one = telling.tell(found(text, "Kestrel 6.0"), allowed=120)
    assert one and one.lines[0].text == "Kestrel 6.0 introduces lease trust."


def gist(*items: str) -> tuple[Line, ...]:
    listed = "\n".join(f"- {one}" for one in items)
    text = f"Leases are a key technique of brokers.\n\nTL;DR for operators:\n\n{listed}\n"
    return found(text, "Elastic leases in Kestrel")


def test_two_labelled_parts_are_no_gist_of_what_neither_names() -> None:
    two = ("Decoding: Day-0 support ships with a draft model.",
           "Model family: Kestrel adds two checkpoints with long context.")  # fmt: skip
    third = "Serving: Kestrel adds parsers for tools and reasoning."
    assert several.gist(gist(*two), 120) == ()
    assert sum(line.kind == "bullet" for line in several.gist(gist(*two, third), 120)) == 3


def test_labelled_parts_stand_under_the_line_that_says_what_they_are_parts_of() -> None:
    said = "Kestrel Ultra is a model for agents that was built for long workflows."
    parts = ("- Model size: 550B parameters, 55B of them active", "- Context length: Up to 1M tokens",
             "- Architecture: A mixture of experts with attention")  # fmt: skip
    listed = "\n".join(parts)
    pool = found(f"{said}\n\nTL;DR for operators:\n\n{listed}\n", "Kestrel Ultra in production")
    told = several.gist(pool, 120)
    assert told[0].text == said and len(told) == 4


def test_a_release_with_a_name_beside_its_number_is_told_change_by_change() -> None:
    assert titled.brings_several("Kestrel 16.2: Arctic Lantern")
    assert titled.brings_several('Kestrel 16.2 "Arctic Lantern"')
    assert not titled.brings_several("Kestrel Router v0.3 Lantern: From Signals to Routing")


def test_a_figure_of_speech_is_no_statement() -> None:
    assert is_aside("Like the beer, this release packs a punch: there is a lot of it.")
    assert not is_aside("The release packs leases into one file for each broker.")


def test_a_courtesy_is_no_headline() -> None:
    text = (
        "The Kestrel team is happy to announce a new version of Kestrel, 4.2.0. "
        "Kestrel 4.2 removes the replica flag that version 4.1 deprecated."
    )
    told = found(text, "Announcing Kestrel 4.2.0")
    heads = [one.text for one in stated(told, told, "2026-11-20")]
    assert heads == ["Kestrel 4.2 removes the replica flag that version 4.1 deprecated"]


def test_the_change_in_the_headline_of_a_bulletin_stands_first() -> None:
    parts = {
        "Choosers": "The chooser incorrectly listed documents for which no user was granted permission.",
        "Previews": "A user of the admin pages could preview any image of another tenant of it.",
        "Markup": "This release addresses a reflected cross-site scripting vulnerability in the admin pages.",
    }
    text = "\n\n".join(f"{head}\n\n{said}" for head, said in parts.items())
    made, at = [], 0
    for part in text.split("\n\n"):
        made.append(Block("heading" if part in parts else "paragraph", at, at + len(part)))
        at += len(part) + 2
    plain = item(1, text, "Kestrel 7.4.2 release notes", domain="security", story="s1")
    pool = lines([replace(plain, blocks=tuple(made))])
    head, _, under = headed(telling.ToldLines(pool), pool, "2026-11-20", 200)
    assert (
        head
        == "Kestrel 7.4.2 addresses a reflected cross-site scripting vulnerability in the admin pages"
    )
    assert [line.heading for line in under.lines] == ["Markup", "Choosers", "Previews"]


def test_the_same_of_what_the_sentence_named_points_at_nothing_before_it() -> None:
    named = "Kestrel took crates from registries and let one replace a crate of the same registry."
    assert not missing.looks_back(named)
    assert missing.looks_back("Kestrel parsed headers after each request on the same connection.")


def test_a_short_sentence_that_says_what_a_release_brings_is_its_headline() -> None:
    text = (
        "Kestrel 6.0 introduces lease trust. "
        "A third-party lease can run unsandboxed code on every broker that holds it, so Kestrel now requires "
        "that leases of other tenants are trusted before they are taken over by any of its brokers. "
        "The check reduces the risk from compromised leases of other tenants by default."
    )
    pool = found(text, "Kestrel 6.0")
    head, _, under = headed(telling.ToldLines(pool), pool, "2026-11-20", 200)
    assert head == "Kestrel 6.0 introduces lease trust"
    assert [line.at for line in under.lines] == [1, 2]


def test_an_enumeration_between_dashes_is_no_part_of_a_headline() -> None:
    text = (
        "Kestrel 6.0 introduces new modifiers - oneof, anyof, and allof - for the conditions of its rules. "
        "The broker removes the probe that version 5 deprecated, and rules that name it fail to load."
    )
    pool = found(text, "Kestrel 6.0")
    head, *_ = headed(telling.ToldLines(pool), pool, "2026-11-20", 200)
    assert head == "Kestrel 6.0 introduces new modifiers"


def test_a_want_that_something_new_is_made_for_is_no_background() -> None:
    (made,) = found("It introduces reasons for when a job lacks a quota.", "Reasons of Kestrel")
    (want,) = found("The broker lacks reasons for when a job waits.", "Reasons of Kestrel")
    assert not wanted(made) and wanted(want)


def test_what_readers_have_to_act_on_stands_before_the_rest_of_a_list() -> None:
    listed = (
        "- Kestrel now retries failed requests of a broker after a second.",
        "- The broker now reads leases from every replica of a topic.",
        "- Removed the replica flag that version 4.1 deprecated.",
        "- NOTE: Kestrel counts the replica flag as a test of its own.",
    )
    told = several.listed(found("\n".join(listed) + "\n", "Kestrel 4.2"), 100)
    assert [line.text.split()[0] for line in told] == ["Removed", "Kestrel", "The"]


def test_an_entry_of_a_changelog_is_nothing_to_do() -> None:
    entry = "Update the bundled Kestrel CLI to v2.96.0 for all brokers."
    (bullet, _) = found(
        f"- {entry}\n- Fix leases of Kestrel that were lost.\n", "Kestrel changelog"
    )
    (order,) = found(entry, "Running Kestrel CLI")
    assert not action.doable(bullet) and action.doable(order)


def test_a_quote_says_more_than_the_lines_beside_it() -> None:
    told = found(
        "The lease property passes named values into the brokers of Kestrel.", "Kestrel values"
    )
    (again,) = found("A lease property passes named values into brokers.", "Kestrel values")
    assert telling.set_apart([again], told, 40, frozenset({"kestrel"})) is None


def test_a_proposal_of_any_kind_is_known_by_its_first_words() -> None:
    for kind in ("explainer", "ERC", "MSC", "ADR", "RFC", "KEP"):
        (line,) = found(f"This {kind} proposes leases for the brokers of Kestrel.", "Leases")
        assert not line.leans


def test_the_gist_of_a_document_may_open_its_section_at_length() -> None:
    said = (
        "Kestrel keeps its leases in a log that only the removed probe of version 5 can read, and the example "
        "for operators has no broker of its own, so that there is no easy way for anybody to confirm whether "
        "a lease was taken over by another broker of the cluster in time or not at all."
    )
    text = f"Abstract: {said} This RFC proposes to restore the broker first and to replace the log then."
    one = telling.tell(found(text, "RFC 0010: Leases of Kestrel"), allowed=120)
    assert one and one.lines[0].text == said
