"""What stands over a section of an extractive edition: a statement its document makes, or a title of its
source in quotation marks; and what becomes of one that the gate refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.compose.assignment import Assignment
from pipeline.compose.extractive import edition, several, telling, worth
from pipeline.compose.extractive.headings import statement
from pipeline.compose.extractive.headings.headed import headed
from pipeline.compose.extractive.headings.headline import entry, release, title_of
from pipeline.compose.extractive.headings.publishers import product
from pipeline.compose.extractive.lines import lines
from pipeline.compose.extractive.missing import takes_up
from pipeline.compose.extractive.point import pointless, reaches
from pipeline.compose.extractive.several import promised
from pipeline.compose.refused import HEADLINE, NAMED, Barred, barred, refused
from pipeline.newsroom.config import open_newsroom
from pipeline.records import Block, Draft, Evidence, EvidenceItem, Judgement, Story
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.text.printable import is_field
from pipeline.verify.draft import computed, headings
from pipeline.world import World

ROOM = open_newsroom(Path(__file__).parent.parent)
DAY = "2026-11-20"
FLAW = (
    "This release addresses a faulty permission check in the topic chooser. "
    "The chooser of Kestrel listed topics for which a user has not been granted the permission. "
    "An authenticated user could read the names of 40 topics that belong to another tenant."
)
GATEWAY = (
    "The Lantern gateway accepts a token twice when two nodes of its cache disagree. "
    "An attacker with a stolen token can replay it for up to 90 seconds, because the nodes "
    "synchronise once in that time. Lantern 2.8.1 binds every token to one node."
)


def item(n: int, text: str, title: str, publisher: str = "Kestrel blog") -> EvidenceItem:
    blocks = (Block("paragraph", 0, len(text)),)
    return EvidenceItem(
        n=n, source_id=f"source-{n}", source_title=publisher, title=title, url=f"https://s{n}.example/",
        published="2026-11-19", text=text, passage=f"p{n}", document=f"d{n}", start=0,
        domain="security", blocks=blocks, story=f"s{n}", part="lead",
    )  # fmt: skip


def evidence(*items: EvidenceItem) -> Evidence:
    told = tuple(
        Story(one.story, one.domain, "news", one.document, (one.passage,), (), "2026-11-19", "published")
        for one in items
    )  # fmt: skip
    return Evidence(DAY, items, stories=told)


def write(pack: Evidence, refusing: tuple[str, ...] = ()) -> Draft:
    """An edition under a gate that refuses what stands at a path, in these words, for ever."""

    def judge(draft: Draft) -> Judgement:
        faults = []
        for one in refusing:
            path, _, words = one.partition("=")
            try:
                found = drafts.at(draft, path)
            except (IndexError, AttributeError, KeyError, TypeError):
                continue
            if words in (getattr(found, "text", found) or ""):
                faults.append(finding("computed-false", path, words, "It is not so."))
        return Judgement(draft, tuple(faults), 100, "held" if faults else "published")

    return edition.write(Assignment(pack, ROOM, World(), judge, ())).draft


@pytest.mark.parametrize(
    ("title", "publisher", "expected"),
    [
        ("v4.2.1 Tern released", "Kestrel blog", "Kestrel v4.2.1 Tern"),
        ("Latest stable release: v0.55.1", "Kestrel CLI docs and changelogs", "Kestrel CLI v0.55.1"),
        ("Announcing Kestrel v0.18 - Many Nodes, and Wings", "Kestrel blog", "Kestrel v0.18"),
        ("Kestrel 7.0.8 release notes", "Kestrel release notes", "Kestrel 7.0.8"),
        ("Kestrel 43", "Kestrel blog", "Kestrel 43"),
        ("We removed leases from Kestrel", "Kestrel blog", ""),
        ("May 2026 Security Releases", "Kestrel blog", ""),
    ],
)  # fmt: skip
def test_a_release_is_named_by_product_and_version(
    title: str, publisher: str, expected: str
) -> None:
    assert release(title, publisher) == expected


@pytest.mark.parametrize("name", ["Kestrel podcast and articles", "Kestrel blog and docs"])
def test_a_publishers_kind_of_writing_is_no_part_of_its_product(name: str) -> None:
    assert product(name) == "Kestrel"


def test_a_change_of_a_release_stands_behind_its_name_and_version() -> None:
    notes = item(1, FLAW, "v4.2.1 Tern released")
    assert entry("Fixed a race", notes) == "Kestrel v4.2.1 Tern: “Fixed a race”"


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Kestrel 7.0.8 release notes", FLAW, "Kestrel 7.0.8 addresses a faulty permission check in the topic chooser"),
        ("May 2026 Security Releases",
         "The Kestrel team has released multiwing 4.3.0, addressing three denial of service vulnerabilities in the parser of its forms.",
         "The Kestrel team has released multiwing 4.3.0, addressing three denial of service vulnerabilities"),
        ("leases-ga-block-upgrade", "This enhancement prepares Kestrel 5.0 for leases that become stable in Kestrel 5.1.",
         "Kestrel: “This enhancement prepares Kestrel 5.0 for leases that become stable in Kestrel 5.1”"),
        ("Kestrel keeps its leases in a table of their own", FLAW, ""),  # a title that says it
        ("Kestrel 7.0.8", "You should read this page of notes before an upgrade of the brokers.", ""),
    ],
)  # fmt: skip
def test_a_title_without_news_gives_way_to_what_its_document_states(
    title: str, text: str, expected: str
) -> None:
    pool = lines([item(1, text, title)])
    found = statement.stated(pool, pool, DAY)
    assert (found[0].text if found else "") == expected


def test_a_list_is_no_headline_without_its_last_part() -> None:
    assert not statement.changed(
        "Added a table of roles for brokers, a list of catalogs, and a view of the principals of a server that is shared by all."
    )
    assert statement.changed("Wings: Fixed a race of two brokers") == "Fixed a race of two brokers"


@pytest.mark.parametrize(
    ("headline", "proven"),
    [
        ("Kestrel 7.0.8 addresses a faulty permission check in the topic chooser", True),
        ("Kestrel 7.0.8", True),
        ("Kestrel blog: “Kestrel 7.0.8 mends the chooser of topics”", True),
        ("Kestrel 7.0.8 mends the chooser of topics", False),  # a title as our own words
        ("Kestrel 7.0.8 addresses a permission check", False),
        ("Kestrel 7.0.9 addresses a faulty permission check in the topic chooser", False),
        ("Merlin: “Kestrel 7.0.8 mends the chooser of topics”", False),
        ("An authenticated user could read the names of 40 topics", True),
    ],
)
def test_a_headline_without_quotation_marks_is_what_its_lead_states(
    headline: str, proven: bool
) -> None:
    pack = evidence(item(1, FLAW, "Kestrel 7.0.8 mends the chooser of topics"))
    draft = write(pack)
    other = replace(draft.sections[0], headline=headline)
    assert (not headings.check(replace(draft, sections=(other,)), pack)) is proven


def test_a_heading_of_the_document_is_a_title_and_no_statement() -> None:
    text = f"Kestrel flies\n\n{FLAW}"
    blocks = (Block("heading", 0, 13), Block("paragraph", 15, len(text)))
    lead = replace(item(1, text, "Notes"), blocks=blocks)
    assert "Kestrel flies" not in lead.prose and FLAW in lead.prose


TWO = evidence(
    item(1, FLAW, "Kestrel 7.0.8 release notes"), item(2, GATEWAY, "A token twice", "Lantern blog")
)


def test_a_headline_is_not_said_again_under_it() -> None:
    text = (
        "A flaw was found in the library libkestrel. An attacker can crash a program of 40 tenants that reads its topics. "
        "This makes every broker of the cluster unavailable for 90 seconds. Kestrel 4.2 rejects such topics."
    )
    pool = lines([item(1, text, "KSEC-2026-1241", "Merlin advisories")])
    head, _, under = headed(telling.ToldLines(pool), pool, DAY, 100)
    assert head == "A flaw was found in the library libkestrel"
    assert under.lines == pool[1:]
    short = telling.ToldLines(pool[:2])
    assert headed(short, pool, DAY, 100)[2].lines == pool[:2]  # too little would be left


def test_a_refused_statement_gives_way_to_the_title() -> None:
    plain = write(TWO, ("sections[0].headline=addresses",))
    assert plain.sections[0].headline == "Kestrel blog: “Kestrel 7.0.8 release notes”"
    assert len(plain.sections) == 2


def test_a_refused_lead_in_is_told_plainly() -> None:
    lead = replace(TWO.items[1], text=f"{GATEWAY} Status: Draft")
    proposed = replace(TWO.stories[1], stakes="status: Draft")
    pack = replace(TWO, items=(TWO.items[0], lead), stories=(TWO.stories[0], proposed))
    assert "status: Draft" in write(pack).sections[1].sentences[0].text
    told = write(pack, ("sections[1].sentences[0]=status: Draft",))
    assert told.sections[1].sentences[0].text == "Lantern blog, 19 November:"


def test_a_story_that_the_lede_may_not_name_keeps_its_section() -> None:
    headline = write(TWO).sections[1].headline
    told = write(TWO, (f"lede[1]={headline}", f"lede[0]={headline}"))
    assert len(told.sections) == 2 and told.lede
    assert not any(headline in one.text for one in told.lede)


def test_a_title_that_stays_refused_costs_the_story_whose_headline_is_at_fault() -> None:
    draft = write(TWO)
    fault = finding("computed-false", "title", draft.sections[1].headline, "It is not so.")
    out: Barred = frozenset()
    rounds = []
    for _ in range(3):
        (found,) = refused(draft, [fault], out, frozenset())
        rounds.append(found)
        out |= {found}
    assert rounds == [barred(HEADLINE, "s2"), barred(NAMED, "s2"), "s2"]


def test_the_names_of_what_is_refused_are_told_apart() -> None:
    assert barred("headline", "s1") != barred("lead-in", "s1") != barred("headline", "s2")


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("Kestrel fixed that in the most direct way possible.", True),
        ("Kestrel replaced that approach with one scan of the log.", True),
        ("Once that was true, leases were no longer the only way.", True),
        ("This behavioral change can break workloads.", True),
        ("This release adds leases to Kestrel.", False),
        ("Kestrel moves the leases that brokers hold into a table.", False),
    ],
)
def test_a_sentence_that_takes_up_another_opens_no_edition(text: str, leans: bool) -> None:
    assert takes_up(text) is leans


def test_a_change_is_told_without_its_number_its_author_and_its_group() -> None:
    text = (
        "- Added a cache of replies to the broker (pr#67440, Wing Author)\n"
        "- Removed a flag of the broker. (#139427, @wing) [SIG Broker, Wings and Testing]\n"
    )
    notes = replace(item(1, text, "Changes"), blocks=(Block("list", 0, len(text)),))
    assert [one.text for one in lines([notes])] == [
        "Added a cache of replies to the broker", "Removed a flag of the broker.",
    ]  # fmt: skip


MANY = (
    "The Kestrel team has released multiwing 4.3.0, addressing two vulnerabilities in the parser of its forms. "
    "A crafted upload with a long header of 40 kB can keep the parser of a broker busy for many seconds."
)


def counted(*heads: str) -> tuple[EvidenceItem, ...]:
    text, blocks = MANY, [Block("paragraph", 0, len(MANY))]
    for at, head in enumerate(heads):
        text += f"\n\n{head}"
        blocks.append(Block("heading", len(text) - len(head), len(text)))
        text += f"\n\nAn attacker can send {at} uploads that no broker of Kestrel reads to its end."
        blocks.append(Block("paragraph", text.rindex("An attacker"), len(text)))
    return (replace(item(1, text, "May 2026 Security Releases"), blocks=tuple(blocks)),)


@pytest.mark.parametrize(
    ("heads", "told"),
    [
        (("CVE-2026-8159 in multiwing (High)", "CVE-2026-8161 in multiwing (Low)"), 2),
        (("1. A parser that waits", "2. A header that grows"), 2),
        (("CVE-2026-8159 in multiwing (High)",), 0),  # not so many
        (("A parser that waits", "A header that grows"), 0),  # parts of a page, for all one knows
        (("CVE-2026-8159 in multiwing", "Thanks", "CVE-2026-8161 in multiwing"), 2),
    ],
)
def test_what_a_document_counts_is_named_by_its_headings(heads: tuple[str, ...], told: int) -> None:
    pool = lines(counted(*heads))
    found = promised(pool[:1], pool)
    assert (len(found[1]) if found else 0) == told


def test_a_section_names_what_its_first_line_or_its_headline_counts() -> None:
    pack = evidence(
        *counted("CVE-2026-8159 in multiwing (High)", "CVE-2026-8161 in multiwing (Low)")
    )
    draft = write(pack)
    told = [one.text for one in draft.sections[0].sentences if one.origin == "computed"]
    assert (
        "Its headings name two: “CVE-2026-8159 in multiwing (High)” and “CVE-2026-8161 in multiwing (Low)”."
        in told
    )
    assert not computed.check(draft, pack)


@pytest.mark.parametrize(
    ("text", "chats"),
    [
        ("Some teams prefer Falcon.", True),
        ("Then you hit two walls at once: every broker speaks a protocol of its own.", True),
        ("Wiring a broker into your own program sounds simple until you actually do it.", True),
        ("Kestrel keeps its leases in a table of their own.", False),
        ("You should set lease_store before an upgrade to Kestrel 4.2.", False),
    ],
)
def test_a_line_said_for_effect_is_worth_less(text: str, chats: bool) -> None:
    (line,) = lines([item(1, text, "Kestrel 4.2")])
    assert (worth.chats(line) > 0) is chats


def test_what_is_announced_is_told_without_who_announces_it() -> None:
    text = "We announced earlier today that Kestrel 9.2 is now certified under the common scheme."
    (line,) = lines([item(1, text, "Kestrel is certified")])
    assert line.text == "Kestrel 9.2 is now certified under the common scheme."
    assert line.item.text[line.start : line.end] == line.text


@pytest.mark.parametrize("field", ["Not affected versions", "Fixed version", "Patched versions"])
def test_the_versions_without_a_flaw_are_a_field_and_say_what_mends_it(field: str) -> None:
    text = f"- {field}: kestrel >= 8.21.0"
    flaw = replace(item(1, text, "A leak"), blocks=(Block("list", 0, len(text)),))
    (line,) = lines([flaw])
    assert is_field(line.text) and worth.mends(line)


def test_the_version_of_a_title_is_no_measure_of_what_follows_it() -> None:
    assert not computed.check(write(TWO), TWO)


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Meta", "- Name: Namespaces for buckets\n- Status: Accepted\n\nKestrel moves.", "Namespaces for buckets"),
        ("Meta", "Kestrel moves its leases.", "Meta"),
        ("Leases of Kestrel", "- Name: Another name of it\n\nKestrel moves.", "Leases of Kestrel"),
    ],
)  # fmt: skip
def test_a_title_that_could_stand_over_any_page_gives_way_to_the_documents_own_name(
    title: str, text: str, expected: str
) -> None:
    assert title_of(item(1, text, title)) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Kestrel 0.210.0 - April 24, 2026", "Kestrel 0.210.0"),
        ("Kestrel Software release notes 8.0.18-36 (May 2026)", "Kestrel Software 8.0.18-36"),
        ("Kestrel/OTP 29.0", "Kestrel/OTP 29.0"),
        ("Monthly Update - May 2026", ""),
        (".NET SDK 10.0.109 - June 09, 2026", ".NET SDK 10.0.109"),
        ("Kestrel documentation and proposals v0.18.1", "Kestrel v0.18.1"),
        ("Kestrel blog 6.0.0", "Kestrel 6.0.0"),
        ("Unreleased 21: 13363", ""),
    ],
)
def test_a_release_is_known_by_a_title_that_ends_on_its_day(title: str, expected: str) -> None:
    assert release(title, "Kestrel blog") == expected


def test_what_is_reserved_heads_no_section() -> None:
    text = (
        "Kestrel 4.2 removes the old lease protocol from every broker. "
        "Kestrel 4.2 adds quotas that are experimental in every broker."
    )
    pool = lines([item(1, text, "Kestrel 4.2", "Kestrel docs")])
    said = [one.text for one in statement.stated(pool, pool, "2026-11-20")]
    assert said == ["Kestrel 4.2 removes the old lease protocol from every broker"]


@pytest.mark.parametrize(
    ("text", "comes"),
    [
        ("Kestrel 4.2 deprecates the replica_lag flag of its broker.", True),
        ("Managing the leases of Kestrel has always been difficult for operators of a cluster.", False),
        ("Then you hit two walls at once: every broker speaks a protocol of its own.", False),
    ],
)  # fmt: skip
def test_a_want_or_talk_does_not_come_to_the_point(text: str, comes: bool) -> None:
    (line,) = lines([item(1, text, "Kestrel 4.2 and its leases")])
    assert reaches(line) is comes


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Upgrade to Kestrel 4.2 before the broker is started again.", True),
        ("Fix the order in which Kestrel 4.2 loads the modules of a broker.", False),
        ("Users of Kestrel 4.2 do not have to choose between leases and locks.", False),
        ("Upgrade to Kestrel 5.0: When Kestrel 5.0 is installed, the check becomes active.", False),
    ],
)
def test_advice_begins_with_what_a_reader_can_do(text: str, given: bool) -> None:
    (line,) = lines([item(1, text, "Kestrel 4.2")])
    assert (telling._advice(line) > 0) is given


def test_ways_that_are_weighed_are_told_with_the_one_taken() -> None:
    text = (
        "This proposal names two options for the buckets of Kestrel, one shared and one of each team. "
        "Kestrel will adopt one bucket of each team, as operators prefer that."
    )
    pool = lines([item(1, text, "Buckets of Kestrel")])
    assert pointless(pool[:1], None) > pointless(pool, None)


def test_the_notes_of_a_release_are_told_without_what_stands_in_every_one() -> None:
    text = "Known limitations\n\nKestrel cannot start twice.\n\nHighlights\n\nKestrel adds quotas."
    blocks = (
        Block("heading", 0, 17), Block("paragraph", 19, 46),
        Block("heading", 48, 58), Block("paragraph", 60, len(text)),
    )  # fmt: skip
    pool = lines([replace(item(1, text, "Kestrel 4.2 release notes"), blocks=blocks)])
    assert [line.text for line in several.own(pool)] == ["Kestrel adds quotas."]


def test_how_easy_something_is_to_build_tells_nothing() -> None:
    (line,) = lines(
        [item(1, "The proposed syntax is straightforward to implement.", "Kestrel 4.2")]
    )
    assert worth.happens(line) <= 0
