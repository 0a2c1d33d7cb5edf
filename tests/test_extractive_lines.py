"""Which lines of a document are told, in which order, and what is left of them in print."""

from __future__ import annotations

from dataclasses import replace

import pytest
from checks import each
from extracts import DAY, EVIDENCE, KESTREL, LANTERN, LATE, found, item, story, write

from pipeline.compose.extractive import missing, point, runs, several, telling, worth
from pipeline.compose.extractive.headings import opening as spared
from pipeline.compose.extractive.headings.titled import defines
from pipeline.compose.extractive.lines import lines
from pipeline.compose.extractive.lines.asides import is_aside
from pipeline.compose.extractive.worth import orders
from pipeline.records import Block, Sentence
from pipeline.render.plain import laid_out
from pipeline.text.days import MONTHS
from pipeline.text.printable.clause import roots
from pipeline.text.printable.strangers import strangers


def test_lines_are_sentences_and_items_of_lists_in_reading_order() -> None:
    texts = [(one.kind, one.text.split()[0]) for one in found(KESTREL)]
    assert texts[:2] == [("sentence", "Kestrel"), ("sentence", "It")]
    assert [text for kind, text in texts if kind == "bullet"] == ["Quotas", "Leases"]


def test_a_sentence_that_leans_comes_with_the_one_before_it() -> None:
    told = telling.tell(found(KESTREL), allowed=120)
    assert told is not None
    places = [line.at for line in told.lines]
    leaning = next(line for line in found(KESTREL) if line.text.startswith("It deprecates"))
    assert leaning.at not in places or leaning.at - 1 in places


def test_a_line_that_ends_in_a_colon_is_one_unit_with_its_list() -> None:
    text = (
        "Kestrel 4.2 is a release of the message broker.\n\n"
        "Kestrel 4.2 adds three things to the admin API:\n\n"
        "- Quotas can now be set for each tenant of a shared broker.\n"
        "- Leases of a stopped consumer are now revoked after 30 seconds."
    )
    told = telling.tell(found(text), allowed=120)
    assert told is not None
    assert [line.kind for line in told.lines] == ["sentence", "sentence", "bullet", "bullet"]


def test_what_speaks_for_and_against_an_option_is_no_point_of_a_decision() -> None:
    text = (
        "- Good, because quotas of a tenant are then set in one place of the broker.\n"
        "- Leases of a stopped consumer are revoked after 30 seconds by the broker.\n"
        "- Bad, because it adds another public field to sessions that needs a name.\n"
        "- Quotas of Kestrel 4.2 are kept for each tenant in the log of the topic."
    )
    assert [line.text.split()[0] for line in several.listed(found(text), 120)] == [
        "Leases",
        "Quotas",
    ]


@pytest.mark.parametrize("between", ["## See also", "```yaml\nquotas: true\n```"])
def test_a_list_behind_a_heading_or_a_listing_does_not_hang_on_the_line_before(
    between: str,
) -> None:
    text = (
        "Kestrel 4.2 is a release of the message broker.\n\n"
        "A whole file of Kestrel 4.2 that sets quotas for each tenant:\n\n"
        f"{between}\n\n"
        "- Quotas of tenants are described beside the admin API of the broker.\n"
        "- Leases of a stopped consumer are revoked after 30 seconds."
    )
    by_place = {line.at: line for line in found(text)}
    introducing = next(line for line in by_place.values() if line.introduces)
    assert runs.listing(introducing, by_place) is None
    plain = {line.at: line for line in found(text.replace(f"{between}\n\n", ""))}
    assert runs.listing(plain[introducing.at], plain) is not None


def test_a_list_of_names_is_not_told_without_what_is_said_of_them() -> None:
    text = (
        "A client of Kestrel 4.2 that follows a foreign redirect loses two things at once:\n\n"
        "- Disclosure of the tenant lease.{0}\n"
        "- Spam from the shared broker.{1}"
    )
    said = (" The lease is sent to the other host.", " The broker follows the redirect.")
    for behind, told in ((said, False), (("", ""), True)):
        by_place = {line.at: line for line in found(text.format(*behind))}
        introducing = next(line for line in by_place.values() if line.introduces)
        assert (runs.listing(introducing, by_place) is not None) is told


@pytest.mark.parametrize(
    ("first", "second", "unmet"),
    [
        ("For years, photographer Ann Heron kept it apart.", "Kestrel 4.2, Heron said, reads from any replica.", True),
        ("For years, photographer Ann Heron kept it apart.", "Kestrel 4.2, Ann said, reads from any replica.", True),
        ("For years, photographer Ann Heron kept it apart.", "Kestrel 4.2, Ann Heron said, reads from any replica.", False),
        ("For years, photographers kept it apart.", "Kestrel 4.2, Heron said, reads from any replica.", False),
        ("For years, Heron Cloud kept it apart.", "Kestrel 4.2 reads what Heron added from any replica.", False),
        ("For years, the Kestrel Project kept it apart.", "Kestrel said that 4.2 reads from any replica.", False),
    ],
)  # fmt: skip
def test_who_is_called_by_one_name_was_met_before(first: str, second: str, *, unmet: bool) -> None:
    given = found(f"{first} {second}", "Two months with Kestrel 4.2")
    calls = point.unmet(point.whole(given))
    assert point.meets_all(given[1:], calls) is not unmet
    assert point.meets_all(given, calls)


def test_two_statements_that_are_half_alike_are_printed_once() -> None:
    text = (
        "Kestrel 4.2 removes the replica_lag flag from the broker. "
        "Kestrel 4.2 removes the replica_lag flag from the admin client of the broker, too. "
        "A benchmark of Kestrel 4.2 with 3 nodes gained 40 percent of throughput."
    )
    told = telling.tell(found(text), allowed=120)
    assert told is not None
    assert sum("removes the replica_lag" in line.text for line in told.lines) == 1


def test_a_label_that_says_here_is_the_gist_is_no_part_of_the_sentence() -> None:
    for label in ("TL;DR: ", "TL;DR ", "TLDR - ", "In short: "):
        line = found(f"{label}Kestrel 4.2 moves leases out of the topic log by default.")[0]
        assert line.text.startswith("Kestrel 4.2 moves") and line.flows


@pytest.mark.parametrize(
    "item_text",
    [
        "Quotas can be set for each tenant (3.0.0-next.13, #412)",
        "Quotas can be set for each tenant (@rossa, #412)",
        "Quotas can be set for each tenant (2.64.0, Docs, #41, #412)",
        "Quotas can be set for each tenant. pr#412",
        "Quotas can be set for each tenant #412 (rossa)",
        "14078 - Quotas can be set for each tenant",
        "Quotas can be set for each tenant",
    ],
)
def test_an_item_of_a_list_loses_the_bracket_its_numbers_stood_in(item_text: str) -> None:
    text = f"- {item_text}\n- Leases of a stopped consumer are revoked after 30 seconds."
    assert found(text)[0].text.rstrip(".") == "Quotas can be set for each tenant"


DIGEST = """## Elsewhere

- Quotas of a tenant can be set from the console, and the broker refuses 400 requests beyond them.
- Kestrel 4.2 moved its quotas to a bucket, which halved the cost of storage.
- The broker drops a quota that nobody has asked for in 30 days.
"""


def test_what_a_digest_lists_of_others_makes_no_story_under_its_title() -> None:
    titled = {"Kestrel 4.2 and its new quotas": True, "A quiet week for leases": False}
    for title, tells in titled.items():
        of = [replace(line, item=replace(line.item, title=title)) for line in found(DIGEST)]
        listed = telling.tell(of, allowed=120)
        assert (listed is not None and listed.is_list) == tells


BULLETIN = """## Releases available

Updates are now available for the 26.x and 24.x lines of Kestrel for these issues.

This release includes the following updates of its dependencies:

- wing 8.9.0 on 26.x

- feather 9.4.3 on 24.x

## Retained headers (CVE-2026-1) - (High)

A flaw in Kestrel lets retained headers evade the limit of a session and exhaust the memory of a server.

## Paths

A flaw in Kestrel lets a process with access to one path read and overwrite files beside it.

## Sessions

A flaw in Kestrel lets a client skip the check of a name, so that an attacker can bypass a policy."""


def test_a_bulletin_is_told_flaw_by_flaw_and_the_gravest_is_among_them() -> None:
    made, at = [], 0
    for part in BULLETIN.split("\n\n"):
        kind = "heading" if part[0] == "#" else "list" if part[0] == "-" else "paragraph"
        made.append(Block(kind, at, at + len(part)))
        at += len(part) + 2
    plain = item(1, BULLETIN, "Kestrel security releases", domain="security", story="s1")
    told = telling.tell(lines([replace(plain, blocks=tuple(made))]), allowed=400)
    assert told
    texts = " ".join(line.text for line in (*told.lines, told.quote) if line)
    assert "retained headers" in texts and "beside it" in texts and "bypass a policy" in texts


def test_a_flaw_is_told_with_the_version_that_mends_it() -> None:
    text = (
        "Several methods in kestrel drop elements before they update the length of the buffer. "
        "If a drop panics, the buffer still treats the dropped elements as live, which leads to a double free. "
        "The buffer visits those elements again when it is dropped itself. An attacker who controls the "
        "elements can write over memory that belongs to another buffer of the same process, and so reach the "
        "keys that it holds there. Kestrel users who hold elements with a drop of their own in a buffer are "
        "affected by it in every version since the first one that was published in spring. A test with a drop "
        "that panics after the third of nine elements shows the fault in each of the builds that we tried for "
        "it, with and without the checks of a debug build.\n\n"
        "Thanks to Ann Bee for the report.\n\n"
        "Fixed in kestrel 2.0.1 by updating the length before."
    )
    told = telling.tell(found(text, "Double free in kestrel"), allowed=400)
    assert told and told.quote
    assert told.quote.text == "Fixed in kestrel 2.0.1 by updating the length before."


def test_the_patched_versions_of_an_advisory_are_its_quote_though_another_day_printed_such_a_line() -> (
    None
):
    text = (
        "Several methods in kestrel drop elements before they update the length of the buffer. "
        "If a drop panics, the buffer still treats the dropped elements as live, which leads to a double free. "
        "The buffer visits those elements again when it is dropped itself.\n\n"
        "Patched versions: ~> 1.2.9; >= 2.0.1."
    )
    before = found("Patched versions: ~> 1.2.9; >= 2.0.1.")[0].stems
    told = telling.tell(found(text, "Elements of kestrel live on"), allowed=400, said=[before])
    assert told and told.quote and told.quote.text == "Patched versions: ~> 1.2.9; >= 2.0.1."


def test_the_line_that_a_document_calls_its_gist_is_told() -> None:
    text = (
        "Since Tuesday Kestrel 4.2 adds a server that holds the weights of a model for all of the ranks, which "
        "ask it for a handle at their start. Kestrel 4.2 reduces the time of a cold start from 40 to 12 seconds "
        "at four ranks, because a file is read once. Kestrel 4.2 deprecates the flag that copied the weights for "
        "each rank of a host, and version 5 will remove it with its code.\n\n"
        "## Memory\n\n"
        "TL;DR: Kestrel 4.2 shares one copy of the weights between all ranks of a host by default. "
        "The peak of memory at four ranks falls from 178 GB to 47 GB with it."
    )
    told = telling.tell(found(text), allowed=90)  # no room for all
    assert told and any(line.text.startswith("Kestrel 4.2 shares one copy") for line in told.lines)


def test_a_list_of_titles_is_no_section() -> None:
    links = (
        "- OxiWing: a modern, memory-safe server for tenants\n- A critical review of Kestrel in 2026\n"
        "- From Merlin to Kestrel 4.2\n- Four levels of in-place initialization\n- Kestrel on small machines\n"
    )
    assert several.listed(found(links, "This week in Kestrel"), 100) == ()
    changes = (
        "- Kestrel 4.2 removes the replica_lag flag.\n- Added a flag that limits the memory of a broker.\n"
        "- Kestrel on small machines\n"
    )
    told = several.listed(found(changes, "Kestrel 4.2"), 100)
    assert [line.text for line in told] == [
        "Kestrel 4.2 removes the replica_lag flag.",
        "Added a flag that limits the memory of a broker.",
    ]


def test_what_a_proposal_changes_is_told_before_why_it_was_wanted() -> None:
    text = (
        "* Proposal: KP-0542\n* Status: Active Review (August 6th - August 21st)\n* Authors: a person\n\n"
        "## Introduction\n\n"
        "This proposal extends the plugins parameter of target declarations to conditional plugins. "
        "A new PluginCondition type lets package authors gate a plugin on the host platform.\n\n"
        "## Motivation\n\n"
        "KP-0303 introduced build tool plugins, and KP-0332 added command plugins. "
        "Plugins are widely used for linting, formatting, code generation and documentation in all packages. "
        "A package may be portable across platforms while some of its plugins are not."
    )
    told = telling.tell(found(text, "Conditional plugins"), allowed=120)
    assert told and told.lines[0].text.startswith("This proposal extends")


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Kestrel 4.2 moves leases out of the topic log.", 0),
        ("Most brokers are built around a single log.", 1),
        ("For years, flags were the only way to configure Kestrel.", 1),
        ("As brokers become more widely deployed, their use of memory has become increasingly important.", 2),
        ("Eager reads of Kestrel are unaffected and remain as they were.", 1),
        ("Kestrel 4.2 changes that by introducing leases for each consumer.", 1),
        ("Kestrel has always been a poor fit for small machines.", 1),
    ],
)  # fmt: skip
def test_a_section_begins_with_what_happened_and_not_with_what_was(text: str, faults: int) -> None:
    assert worth.poor(found(text)[0]) == faults


def test_a_section_keeps_the_line_that_presents_its_subject() -> None:
    text = (
        "IsoWing enables brokers larger than one machine to run across several of them. "
        "A cold start drops from 178 GB to 47 GB of memory with IsoWing. "
        "The 178 GB consist of 132 GB of private copies and 33 GB of a page cache that all share. "
        "IsoWing loads its weights as views of one shared page cache."
    )
    told, opening = spared.kept_back(found(text, "IsoWing: one engine"), 120, ((), DAY, ""))
    assert told and told.lines[0].text.startswith("IsoWing enables")
    assert opening and opening.text not in {line.text for line in told.lines}


def test_a_proposal_may_begin_with_the_order_that_its_abstract_gives() -> None:
    text = (
        "## Abstract\n\nReplace the signature-based reveal of Kestrel with a hash-chain commit-reveal scheme. "
        "A hash chain relies on collision resistance alone. "
        "The reveal of a signature fails against a quantum computer, which can predict the next one."
    )
    told = telling.tell(found(text, "Hash-chain reveal of Kestrel"), allowed=120)
    assert told and told.lines[0].text.startswith("Replace the signature-based reveal")


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("Any user who runs Kestrel with a proxy and clicks on crafted links.", True),
        ("Users running Kestrel behind a proxy and its gateway.", True),
        ("Any user who runs Kestrel with a proxy is affected.", False),
        ("Compared with the baseline, Kestrel achieved 2.4x higher throughput.", False),
        ("Compared it to the baseline of last year.", True),
    ],
)
def test_whom_it_concerns_is_no_sentence_and_what_leads_in_is_no_lost_subject(
    text: str, fragment: bool
) -> None:
    assert orders.is_fragment(text) is fragment


def test_an_item_that_lost_its_label_stands_in_a_list_all_the_same() -> None:
    text = "- IMPROVEMENT: Kestrel 4.2 removes the replica_lag flag.\n- 5c5ba9d: Kestrel now limits memory by default.\n"
    told = [line.sentence() for line in found(text, "CHANGELOG")]
    head = Sentence("Kestrel docs lists:", (1,), "computed")
    assert laid_out([head, *told], lambda one: one.text).count("\n- ") == 2


def test_what_points_elsewhere_or_has_no_subject_is_not_printed() -> None:
    lines_of = found(
        "Can be read on Edge Guides already. You can grab your ticket for Kestrel 4.2 now."
    )
    assert not any(line.flows for line in each(lines_of))


def test_a_section_gets_to_what_changed_though_its_document_introduces_itself_at_length() -> None:
    told = telling.tell(found(LATE), allowed=120)
    assert told is not None
    assert any("removes the replica_lag flag" in line.text for line in told.lines)


def test_lines_are_printed_in_the_order_of_their_source() -> None:
    for text in (KESTREL, LATE, LANTERN):
        told = telling.tell(found(text), allowed=120)
        assert told is not None
        assert [one.at for one in told.lines] == sorted(one.at for one in told.lines)


def test_a_definite_noun_is_a_stranger_until_something_names_it() -> None:
    text = "The limitation becomes visible when a job handles several flows."
    assert strangers(text, frozenset()) == ("limitation",)
    assert strangers(text, roots("A job has one limitation.")) == ()
    assert strangers("The cost of a lease rises with the number of nodes.", frozenset()) == ()


def test_what_a_page_said_before_its_newest_update_is_not_told() -> None:
    text = (
        "Kestrel 4.2.1 fixes a replay of tokens.\n\n"
        "(Update 28-July-2026) Postponed\n\n"
        "The Kestrel project delays the release until Wednesday.\n\n"
        "(Update 27-July-2026) Postponed\n\n"
        "The Kestrel project delays the release until Tuesday."
    )
    made = item(1, text, "Kestrel 4.2.1", domain="security", story="s1")
    kinds = ("paragraph", "heading", "paragraph", "heading", "paragraph")
    made = replace(
        made, blocks=tuple(replace(b, kind=k) for b, k in zip(made.blocks, kinds, strict=True))
    )
    assert [one.text for one in lines([made])] == ["Kestrel 4.2.1 fixes a replay of tokens."]


CHANGES = (
    "- New lease store keeps the leases of a consumer when its node is replaced.\n"
    "- Removed the replica_lag flag, which has done nothing since version 4.0.\n"
    "- Added a quota for each tenant of a shared broker, which is 100 requests by default."
)


def test_a_release_that_is_a_list_is_introduced_as_one_and_printed_as_one() -> None:
    notes = item(1, CHANGES, "4.2.0", domain="data-engineering", story="s1")
    notes = replace(notes, source_title="Kestrel docs, posts, feeds")
    made = replace(EVIDENCE, items=(notes,), stories=(story(1, "data-engineering"),))
    section = write(made).sections[0]
    assert section.sentences[0].text == "Among the changes (Kestrel docs, 11 November):"
    page = laid_out(section.sentences, lambda one: one.text)
    assert page.count("\n- ") == 3


@pytest.mark.parametrize(
    "number",
    [
        "#4868",
        "(#123)",
        "(#12, #13)",
        "[#12](https://k.example/12)",
        "(fixes #9)",
        "#1 #2",
        "kestrel/kestrel#77",
    ],
)
def test_the_numbers_an_item_ends_on_are_not_printed(number: str) -> None:
    text = f"- The cache now keeps two copies by default {number}\n- Leases of issue #7 expire after 30 seconds {number}.\n"
    listed = Block("list", 0, len(text), 0)
    told = lines(
        [replace(item(1, text, "Kestrel 4.2", domain="security", story="s1"), blocks=(listed,))]
    )
    assert [one.text for one in told] == [
        "The cache now keeps two copies by default",
        "Leases of issue #7 expire after 30 seconds",
    ]
    assert all(text[one.start : one.end] == one.text for one in told)


def test_today_is_read_of_the_day_of_the_edition() -> None:
    (line,) = found("Today, the Kestrel project releases Kestrel 4.2 with leases.")
    said = (line.item.published or line.item.first_seen or "")[:10]
    assert not missing.of_its_day(line, said)
    assert missing.of_its_day(line, "2027-01-01")
    (plain,) = found("Kestrel 4.2 keeps leases for 30 seconds by default.")
    assert not missing.of_its_day(plain, "2027-01-01")


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Kestrel 4.3, to be released on {month} 28th, will refuse links in archives of crates.", True),
        ("Support of the old line ends on 28 {month}, and no patches follow after that.", True),
        ("Kestrel 4.3 will be released on {month} 28th of the year after, as the plan has it.", True),
        ("Kestrel 4.3 was released on {month} 28th with a fix for links in archives.", False),
        ("The flag will be removed in version 4.4 of Kestrel, on every platform.", False),
    ],
)  # fmt: skip
def test_what_is_promised_for_a_day_is_not_told_after_it(text: str, gone: bool) -> None:
    (first,) = found("Kestrel 4.2 keeps leases for 30 seconds by default.")
    said = (first.item.published or first.item.first_seen or "")[:10]
    month = MONTHS[(int(said[5:7])) % 12]  # the next one, of a day in the first eleven
    (line,) = found(text.format(month=month))
    assert not missing.of_a_day_gone_by(line, said)
    assert missing.of_a_day_gone_by(line, f"{int(said[:4]) + 1}-12-31") is gone


def test_a_day_that_is_promised_without_a_year_is_the_next_one() -> None:
    (line,) = found("Support of the old line ends on 28 January, and no patches follow after that.")
    year = int((line.item.published or "")[:4])
    assert not missing.of_a_day_gone_by(line, f"{year}-12-31")
    assert not missing.of_a_day_gone_by(line, f"{year + 1}-01-28")
    assert missing.of_a_day_gone_by(line, f"{year + 1}-01-29")


def test_a_list_does_not_tell_again_what_the_prose_before_it_told() -> None:
    prose = (
        "Kestrel 4.2 introduces the broker plugin system, a new way to extend brokers with plugins."
    )
    items = [
        "Broker plugin system with mirrored plugins",
        "Leases that expire after 30 seconds",
        "Encrypted snapshots of every queue",
    ]
    first, *listed = (found(f"{text}.")[0] for text in (prose, *items))
    head = found("This release brings several new features to the command line:")[0]
    kept = runs.untold((head, *listed), [first])
    assert kept and [one.text for one in kept[1:]] == [f"{one}." for one in items[1:]]
    assert runs.untold((head, *listed[:2]), [first]) is None


def test_what_only_a_project_sees_of_a_list_is_worth_less() -> None:
    plain, inside = (
        found("Kestrel now keeps two copies of every lease by default."),
        found("The styleCache.recount summary now keeps a tidier comma in the css of every cell."),
    )
    assert worth.inward(plain[0]) == 0 < worth.inward(inside[0])


@pytest.mark.parametrize(
    ("text", "inward"),
    [
        ("update @kestrel/cli to 0.18.3", True),
        ("Updated github.com/heron/leases from v1.2.0 to v1.3.1", True),
        ("upgrade lease-store to 4.1.2", True),
        ("Removed archived repositories from third party list", True),
        ("Clean up deprecated properties of a lease", True),
        ("Clean up the leases of a broker that stopped", False),
        ("Added heron-client to list of third-party libraries", True),
        ("Updated Heron to 140.0", False),
        ("update the default timeout of a lease to 30 seconds", False),
    ],
)
def test_what_a_project_is_built_with_is_no_change_of_it(text: str, *, inward: bool) -> None:
    (line,) = found(text)
    assert (worth.inward(line) > 0) is inward


def test_the_number_of_a_pull_request_keeps_no_sentence_out() -> None:
    text = (
        "The Kestrel project merged PR #5138, which deprecates the replica_lag flag of Kestrel 4.2."
    )
    (line,) = found(text)
    assert line.flows and line.text == text


def test_flaws_of_years_ago_are_no_news_of_a_text_of_today() -> None:
    text = "Kestrel 4.2 mends CVE-2021-29478 in the broker.\n\nKestrel 4.2 mends CVE-2026-1188 in leases."
    today = [replace(one, item=replace(one.item, published="2026-04-30")) for one in found(text)]
    then = [replace(one, item=replace(one.item, published="2021-06-01")) for one in found(text)]
    assert [worth.is_past(one, "2026-05-05") for one in today] == [True, False]
    assert not worth.is_past(then[0], "2026-05-05")


@pytest.mark.parametrize(
    "text",
    [
        "Hey everyone, we are Ann and Bo, the release managers of the newest release of Kestrel.",
        "Dear Kestrel friends, it's time for our monthly news roundup!",
        "Welcome to another issue of the Kestrel Weekly.",
        "Hello and welcome to the June edition of the Kestrel letter.",
        "Good morning, everyone.",
        "It is time for our monthly report on the Kestrel broker.",
        "We are Ann and Bo, the release managers of Kestrel 4.2.",
    ],
)
def test_a_greeting_or_who_speaks_is_no_line_of_a_telling(text: str) -> None:
    assert [line.flows for line in found(text)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "Hello packets of Kestrel 4.2 carry the identifier of the router that sent them.",
        "Hi-res timers are now the default in the Kestrel console of version 4.2.",
        "Dear ImGui 1.92 adds fonts, and Dear ImGui users see them in the Kestrel console.",
    ],
)
def test_a_thing_that_is_named_like_a_greeting_is_told(text: str) -> None:
    assert [line.flows for line in found(text)] == [True]


HISTORY = (
    "Kestrel is a message broker that keeps every topic in one log. "
    "The previous version of Kestrel had a total of 230 settings, each named after its module. "
    "Settings were visible in one file. "
    "The only way to change them was to write that file by hand.\n\n"
    "This update makes settings part of the admin API, where operators change them without a restart. "
    "Each change of a setting is kept in the log of the broker and can be taken back."
)


def test_what_a_release_brings_is_told_before_how_things_stood() -> None:
    told = telling.tell(found(HISTORY, "Kestrel has new settings"), allowed=150)
    assert told is not None
    printed = [*told.lines, *filter(None, [told.quote])]
    assert any(line.text.startswith("This update") for line in printed)
    assert sum(point.is_background(line) for line in printed) <= 1


@pytest.mark.parametrize(
    ("text", "stood"),
    [
        ("The only viable option was a full restart with another configuration.", True),
        ("In Kestrel, as in many other brokers, the set of workers was static.", True),
        ("The kubelet currently assumes that every node has a driver of its own.", True),
        ("The release is currently in preview for brokers in two regions.", False),
        ("Kestrel 4.2 was released with quotas for each tenant of a broker.", False),
        ("The broker was slow before and now answers reads from any replica.", False),
    ],
)
def test_how_things_stood_is_told_from_what_happened(text: str, *, stood: bool) -> None:
    assert [point.is_background(line) for line in found(text, "Kestrel settings")] == [stood]


def test_what_is_under_a_heading_that_says_what_a_release_has_goes_on_from_its_opening() -> None:
    text = (
        "Kestrel 4.2 is a release that its community waited for.\n\n"
        "What's in 4.2\n\n"
        "The headline is full support of quotas, which the whole backend was rewritten for. "
        "Leases are now revoked after 30 seconds by default, and two old flags have been removed."
    )
    made = item(1, text, "Kestrel 4.2: a new chapter", domain="security", story="s1")
    kinds = ("paragraph", "heading", "paragraph")
    made = replace(
        made, blocks=tuple(replace(b, kind=k) for b, k in zip(made.blocks, kinds, strict=True))
    )
    told = telling.tell(lines([made]), allowed=150)
    assert told is not None
    assert [line.text.split()[1] for line in told.lines] == ["4.2", "headline", "are"]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("#17318 23a4120 Thanks @ada! - Leases are now kept per tenant.", "Leases are now kept per tenant."),
        ("[broker] Fixed a crash of the leader (#13481 @ada)", "Fixed a crash of the leader"),
        ("Leases are now kept per tenant (@ada, @ben, #44055, #44138)", "Leases are now kept per tenant"),
        ("Leases are now kept per tenant by @ada in #12", "Leases are now kept per tenant"),
        ("[#1234] Fixed a crash of the leader, thanks to @ada", "Fixed a crash of the leader"),
        ("Readers can now mention @here in a room", "Readers can now mention @here in a room"),
        ("Adds support for @Deprecated", "Adds support for @Deprecated"),
        ("Compares with [RFC 9112] first", "Compares with [RFC 9112] first"),
    ],
)  # fmt: skip
def test_who_made_a_change_and_its_number_are_no_words_of_it(listed: str, expected: str) -> None:
    (line, _) = found(f"- {listed}\n- The broker now answers reads from any replica.\n")
    assert line.item.text[line.start : line.end] == expected


def test_the_items_under_a_gist_are_the_gist() -> None:
    text = (
        "Leases are a key technique of brokers that serve many tenants.\n\n"
        "TL;DR for operators:\n\n"
        "- Kestrel now moves leases between brokers at runtime, without restarting one.\n"
        "- A resize is asked for over the admin API.\n"
    )
    pool = found(text, "Elastic leases in Kestrel")
    assert [line.sums for line in pool] == [False, False, True, True]
    assert several.gist(pool, 100) == pool[2:]
    assert several.gist(pool[:3], 100) == ()  # one is no list


def test_who_reports_a_measurement_in_the_first_person_is_read_with_the_lead_in() -> None:
    said = "We ran the lease benchmark on Kestrel 4.2, where reads were 32% faster than on Kestrel 4.1."
    (line,) = found(said, "Two months with Kestrel 4.2")
    assert runs.stands(line) and not line.ours
    (other,) = found(
        "We think that 32% of all readers like Kestrel 4.2 more than Kestrel 4.1.",
        "Two months with Kestrel 4.2",
    )
    assert other.ours


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("Full results live on the Kestrel benchmark page.", True),
        ("You can find the distribution on the site of the project.", True),
        ("The last Kestrel blog post covered version 4.1.", True),
        ("The community announces version 4.2 This release includes new leases.", True),
        ("Minor releases: Review the .0 release notes for each minor version; see: v4.1.0.", True),
        ("Patch releases: Review the patch release notes leading up to this version.", True),
        ("04:53 Kestrel Now Has Everything: Tip to Tail", True),
        ("[1:04:53] Kestrel Joins Heron", True),
        ("14:05 UTC: the broker lost its leases.", False),
        ("Kestrel 4.2 reviews each release of a lease.", False),
        ("The page cache keeps leases of 30 seconds.", False),
        ("Kestrel 4.2 now reads from any replica.", False),
    ],
)
def test_a_pointer_to_another_page_or_a_torn_stop_is_no_line(text: str, *, aside: bool) -> None:
    assert is_aside(text) is aside


def test_a_release_that_says_no_change_of_its_own_reads_torn() -> None:
    text = (
        "Kestrel is a message broker that keeps the leases of its consumers. "
        "The notes of 4.1 told of its history. "
        "In the year since, a version of Kestrel came out every month."
    )
    pool = found(text, "Kestrel 4.2 released")
    assert not point.changes_something(pool)
    more = found("Kestrel now reads from any replica by default.", "Kestrel 4.2 released")
    assert point.changes_something(more)
    assert point.changes_something(found(text, "How leases came to Kestrel"))


def test_what_was_before_is_no_want_where_the_line_says_what_is_now() -> None:
    assert not missing.is_problem(
        "The flag now resolves to any replica (it used to resolve to the leader)."
    )
    assert missing.is_problem("The flag used to resolve to the leader.")
    assert missing.is_problem("Leases are hard to move now.")


def test_a_line_that_takes_up_the_same_thing_goes_on_past_talk_of_the_page() -> None:
    text = (
        "When we ran a lease benchmark on Kestrel 4.1, reads were 11% slower than on Heron. "
        "We built a kit and worked closely with our friends. "
        "The same benchmark now runs 32% faster than on Heron."
    )
    pool = found(text, "Two months with Kestrel leases")
    assert [0, 2] in [[line.at for line in run.lines] for run in runs.runs(pool, 100)]


def test_what_another_did_before_is_no_news_of_a_title() -> None:
    pool = found(
        "Heron introduced leases in a log. Kestrel extends leases to tenants.", "Kestrel leases"
    )
    assert [point.is_of_others(line) for line in pool] == [True, False]


def test_what_a_thing_beside_the_titles_is_defines_nothing_of_it() -> None:
    pool = found("A lease is a promise of Kestrel. Kestrel is a broker.", "Kestrel on three nodes")
    assert [defines(line) for line in pool] == [False, True]
    (part,) = found("One part of that safety is the lease of a consumer.", "The lease in Kestrel")
    assert defines(part)


def test_a_sentence_may_begin_with_a_name_in_small_letters() -> None:
    pool = found(
        "Kestrel bridges laptops and data centers. vLLM provides a fast endpoint for it.", "Kestrel"
    )
    assert [line.text for line in pool] == [
        "Kestrel bridges laptops and data centers.",
        "vLLM provides a fast endpoint for it.",
    ]


BEFORE_AND_NOW = (
    "Previously, Kestrel would log a wrong lease and take the new one from the registry in silence. "
    "A compromised registry could therefore hand out leases of its own on a clean machine. "
    "Kestrel now exits with LEASE_MISMATCH where a lease is not the one of the lockfile."
)


def test_one_change_that_is_explained_is_told_before_a_row_of_changes() -> None:
    pool = found(BEFORE_AND_NOW, "Kestrel 4.2")
    assert point.explains(pool) and not point.explains(pool[1:])
    assert point.faults(pool) == 0.0 and point.faults(pool[:2]) > 0
    assert not several.roundup(pool, pool, frozenset(), 100)


def test_what_follows_from_a_line_before_it_opens_no_section() -> None:
    (_, therefore, _) = found(BEFORE_AND_NOW, "Kestrel 4.2")
    assert missing.looks_back(therefore.text) and not runs.stands(therefore)


def test_a_new_thing_that_no_line_told_of_is_presumed() -> None:
    assert missing.presumes("The broker exits with a hint at the new opt-in flag.", frozenset())
    assert not missing.presumes("The flag is renamed, and the new flag is read first.", frozenset())
    assert not missing.presumes("The broker reads the new version of a lease.", frozenset())


CHANGELOG = (
    "- [SECURITY] UI: Fix stored XSS via names of tenants that are not escaped. #18506\n"
    "- [ENHANCEMENT] Lease SD: Introduce the health_filter field for filters of leases. #18499\n"
    "- [BUGFIX] Lease SD: Fix filters of a tenant that were lost when a node was added. #18499"
)


def test_entries_that_name_their_part_are_told_without_the_kind_of_change_before_them() -> None:
    told = telling.tell(found(CHANGELOG, "Kestrel: Changelog"), allowed=120)
    assert told is not None
    assert [line.text.split(":")[0] for line in told.lines] == ["UI", "Lease SD", "Lease SD"]
    assert told.worth >= telling.WELL


def test_an_entry_on_the_inside_of_its_project_is_no_change_to_tell() -> None:
    inside = (
        "- kestrel/lease: Add tests for the leases of a tenant that has no node left\n"
        "- kestrel/quota: Bootstrap the schema of the settings for all parts of it\n"
        "- kestrel/topic: Restructure the folders in which the topics of it are kept"
    )
    assert several.listed(found(inside, "Kestrel: Changelog"), 120) == ()


def test_the_number_of_a_change_ends_what_an_entry_tells() -> None:
    entry = "- kestrel/lease: Replace the bounds of the histogram. (#155) The old ones were small."
    assert [line.text for line in found(entry)] == [
        "kestrel/lease: Replace the bounds of the histogram."
    ]


def test_a_page_of_all_versions_is_told_by_its_newest() -> None:
    held = found("\n\n".join((CHANGELOG, CHANGELOG)), "Kestrel Releases")
    newest = [replace(line, heading="v4.2.0") for line in found(CHANGELOG, "Kestrel Releases")]
    older = [replace(line, heading="v4.1.0", at=line.at + 10) for line in held]
    about = [replace(line, heading="Kestrel Releases", at=0) for line in held[:1]]
    assert several.own([*about, *newest, *older]) == newest
    before = replace(held[0].item, before="Changelog 4.2.0 / 2026-11-19")
    first = [replace(line, item=before, heading="Changelog") for line in newest]
    assert several.own([*first, *older]) == first


def test_numbered_parts_of_one_version_are_all_of_it() -> None:
    held = found(CHANGELOG, "Kestrel: Changelog")
    parts = [replace(line, heading=f"1.{line.at + 1} Changes") for line in held]
    assert several.own(parts) == parts


def test_an_entry_that_begins_like_a_handle_is_not_told() -> None:
    entry = "- @kestrel/cli - Fix a crash of the reader when a node of the broker is gone."
    told = several.listed(found(f"{CHANGELOG}\n{entry}", "Kestrel: Changelog"), 120)
    assert [line.text.split(":")[0] for line in told] == ["UI", "Lease SD", "Lease SD"]
