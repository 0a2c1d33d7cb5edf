"""The extractive edition: stories in their sources' own sentences, and silence elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from checks import each

from pipeline.compose.assignment import Assignment
from pipeline.compose.extractive import (
    edition,
    lede,
    meetings,
    missing,
    runs,
    several,
    telling,
    worth,
)
from pipeline.compose.extractive.action import doable
from pipeline.compose.extractive.headline import change, headline, main_clause, product
from pipeline.compose.extractive.lines import Line, lines, subject_named
from pipeline.compose.extractive.meetings import relation
from pipeline.errors import WriterError
from pipeline.newsroom.config import open_newsroom
from pipeline.records import (
    Block,
    Brief,
    Draft,
    Evidence,
    EvidenceItem,
    Judgement,
    Member,
    Provenance,
    Sentence,
    Story,
    rules,
)
from pipeline.records import draft as drafts
from pipeline.render.plain import laid_out
from pipeline.retrieve.evidence.pack import filed_under
from pipeline.text.printable.clause import roots
from pipeline.text.printable.strangers import strangers
from pipeline.text.words import clean
from pipeline.verify.draft import headings
from pipeline.world import World

ROOM = open_newsroom(Path(__file__).parent.parent)
DAY = "2026-11-20"
KESTREL = (
    "Kestrel 4.2 is a release of the message broker that moves leases out of the topic log. "
    "It deprecates the replica_lag flag, which version 5 will remove. "
    "The broker now answers reads from any replica by default, and a benchmark of 3 nodes gained "
    "40 percent of throughput. "
    "We are thrilled to share this with our amazing community!\n\n"
    "This release adds the following to the admin API:\n\n"
    "- Quotas can be set for each tenant of a shared broker.\n"
    "- Leases of a stopped consumer are revoked after 30 seconds.\n\n"
    "Operators should set lease_store before they upgrade to Kestrel 4.2. "
    "Please see the guide below for more details."
)
LANTERN = (
    "The Lantern gateway accepts a token twice when two nodes of its cache disagree. "
    "An attacker with a stolen token can replay it for up to 90 seconds, because the nodes "
    "synchronise once in that time. "
    "Lantern 2.8.1 binds every token to one node, which closes the window."
)
OTHER = "A replica of Kestrel 4.2 answers reads by default, which raised throughput in our tests."


def blocks(text: str) -> tuple[Block, ...]:
    found, at = [], 0
    for part in text.split("\n\n"):
        kind = "list" if part.startswith("- ") else "paragraph"
        found.append(Block(kind, at, at + len(part)))
        at += len(part) + 2
    return tuple(found)


def item(n: int, text: str, title: str, *, domain: str, story: str, part: str = "lead") -> EvidenceItem:  # fmt: skip
    return EvidenceItem(
        n=n,
        source_id=f"source-{n}",
        source_title=f"{title.split()[0]} blog",
        title=title,
        url=f"https://s{n}.example/",
        published=f"2026-11-1{n}",
        text=text,
        passage=f"p{n}",
        document=f"d{n}",
        start=0,
        domain=domain,
        blocks=blocks(text),
        story=story,
        part=part,
    )


def story(n: int, domain: str, *members: Member) -> Story:
    return Story(
        f"s{n}", domain, "news", f"d{n}", (f"p{n}",), members, f"2026-11-1{n}", "published"
    )


EVIDENCE = Evidence(
    DAY,
    (
        item(1, KESTREL, "Kestrel 4.2 is out", domain="data-engineering", story="s1"),
        item(2, LANTERN, "Lantern accepts a token twice", domain="security", story="s2"),
    ),
    stories=(story(1, "data-engineering"), story(2, "security")),
)


def accepts(draft: Draft) -> Judgement:
    return Judgement(draft, (), 100, "published")


def write(evidence: Evidence = EVIDENCE, said: tuple[Brief, ...] = ()) -> Draft:
    made = edition.write(Assignment(evidence, ROOM, World(), accepts, said))
    return made.draft


def stated(draft: Draft) -> list[Sentence]:
    return [one for _, one in drafts.sentences(draft) if one.origin == "source"]


def found(text: str, title: str = "Kestrel 4.2 is out") -> tuple[Line, ...]:
    return lines([item(1, text, title, domain="security", story="s1")])


# ── what a section prints ─────────────────────────────────────────────────────────────────


def test_every_source_sentence_is_a_slice_of_the_evidence_it_cites() -> None:
    assert len(stated(write())) >= 5
    for one in each(stated(write())):
        cited = EVIDENCE.item(one.cites[0])
        assert one.quote and cited
        assert cited.text[one.quote.start : one.quote.end] == one.quote.exact
        assert clean(one.quote.exact) == one.text


def test_a_section_tells_one_story_from_its_lead_document() -> None:
    for section in each(write().sections):
        assert section.story is not None
        assert {n for one in section.sentences for n in one.cites} == {section.story.lead}
        assert section.story.day == f"2026-11-1{section.story.lead}"


def test_it_opens_with_whose_words_follow_and_of_which_day() -> None:
    first, opening, *_ = write().sections[1].sentences
    assert (first.text, first.origin) == ("Lantern blog, 12 November:", "computed")
    assert opening.text.startswith("The Lantern gateway accepts")


def test_praise_pointers_and_first_person_are_not_printed() -> None:
    printed = " ".join(one.text for one in stated(write()))
    assert "thrilled" not in printed and "guide below" not in printed


def test_no_sentence_is_printed_twice() -> None:
    draft = write()
    texts = [one.text for one in stated(draft)]
    texts += [clean(quote.exact) for _, quote in drafts.quotes(draft)]
    assert len(texts) == len(set(texts))


def test_advice_of_the_same_story_is_its_implication() -> None:
    section = write().sections[0]
    assert section.implication is not None
    assert section.implication.sentence.text.startswith("Operators should set lease_store")


def confirmed() -> Evidence:
    """The evidence with another source that says what the first story says."""
    member = Member("d3", "confirms", ("p3",))
    extra = item(3, OTHER.replace("our tests", "two tests"), "Kestrel measured", domain="data-engineering",
                 story="s1", part="confirms")  # fmt: skip
    return replace(
        EVIDENCE,
        items=(*EVIDENCE.items, extra),
        stories=(story(1, "data-engineering", member), EVIDENCE.stories[1]),
    )


def test_another_source_speaks_in_the_quote_and_the_sentences_stay_the_leads() -> None:
    section = write(confirmed()).sections[0]
    assert section.quote is not None and section.quote.n == 3
    assert {n for sentence in section.sentences for n in sentence.cites} <= {1, 2}


# ── choosing lines ────────────────────────────────────────────────────────────────────────


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


def test_two_statements_that_are_half_alike_are_printed_once() -> None:
    text = (
        "Kestrel 4.2 removes the replica_lag flag from the broker. "
        "Kestrel 4.2 removes the replica_lag flag from the admin client of the broker, too. "
        "A benchmark of Kestrel 4.2 with 3 nodes gained 40 percent of throughput."
    )
    told = telling.tell(found(text), allowed=120)
    assert told is not None
    assert sum("removes the replica_lag" in line.text for line in told.lines) == 1


def test_a_release_is_known_by_its_headline() -> None:
    assert subject_named("This release adds quotas.", "Kestrel") == "Kestrel adds quotas."
    assert subject_named("This makes it faster.", "Kestrel") == "This makes it faster."


def test_what_the_last_briefs_said_is_not_said_again() -> None:
    first = write()
    provenance = Provenance("extractive", "", "", "", 0, 0)
    brief = Brief("2026-11-19", first, (), 100, "published", provenance, "2026-11-19T06:00:00Z")
    with pytest.raises(WriterError):
        write(said=(brief,))
    half = replace(first, lede=(), sections=first.sections[:1], action=None)
    second = write(said=(replace(brief, draft=half),))
    assert not {one.text for one in stated(half)} & {one.text for one in each(stated(second))}


def test_a_source_is_not_quoted_beyond_its_limit() -> None:
    tight = tuple(replace(one, quote_limit=50) for one in EVIDENCE.items)
    draft = write(replace(EVIDENCE, items=tight))
    words: dict[int, int] = {}
    for _, quote in drafts.selectors(draft):
        words[quote.n] = words.get(quote.n, 0) + len(quote.exact.split())
    assert words and all(count <= 50 for count in words.values())


def test_two_stories_of_one_source_share_its_limit() -> None:
    one = tuple(replace(each, source_id="source-1", quote_limit=100) for each in EVIDENCE.items)
    draft = write(replace(EVIDENCE, items=one))
    assert len(draft.sections) == 2
    assert sum(len(quote.exact.split()) for _, quote in drafts.selectors(draft)) <= 100


@pytest.mark.parametrize("first", ["s1", "s2"])
def test_the_story_told_first_is_not_left_out_for_one_of_its_source_that_comes_after(
    first: str,
) -> None:
    one = tuple(replace(each, source_id="source-1", quote_limit=45) for each in EVIDENCE.items)
    told = sorted(EVIDENCE.stories, key=lambda each: each.id != first)
    draft = write(replace(EVIDENCE, items=one, stories=tuple(told)))
    assert [each.story and each.story.id for each in draft.sections] == [first]


def test_a_pack_without_stories_tells_the_best_document_of_each_domain() -> None:
    old = tuple(replace(each, story="", part="", score=1.0) for each in EVIDENCE.items)
    draft = write(Evidence(DAY, old))
    assert {section.domain for section in draft.sections} == {"data-engineering", "security"}


def test_evidence_without_a_quotable_sentence_is_refused() -> None:
    empty = replace(EVIDENCE, items=(replace(EVIDENCE.items[0], text="see above", blocks=()),))
    with pytest.raises(WriterError, match="can stand alone"):
        write(empty)


def test_the_same_evidence_gives_the_same_draft_and_other_evidence_another() -> None:
    assert write() == write()
    assert write(replace(EVIDENCE, items=EVIDENCE.items[:1])) != write()


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
        "Quotas can be set for each tenant",
    ],
)
def test_an_item_of_a_list_loses_the_bracket_its_numbers_stood_in(item_text: str) -> None:
    text = f"- {item_text}\n- Leases of a stopped consumer are revoked after 30 seconds."
    assert found(text)[0].text.rstrip(".") == "Quotas can be set for each tenant"


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


def test_a_title_spelled_out_is_met_by_its_initials() -> None:
    assert runs.initials("Efficient Decode Context Parallelism with Kestrel") >= roots("DCP")
    names, coined = runs.titled("Distributed Layerwise Offload: 200B models", "Kestrel")
    assert roots("DLO") <= coined <= names


def test_a_sentence_that_opens_the_edition_is_kept_back_from_its_section() -> None:
    pool = found(
        "Kestrel 4.2 accepts keys of other makers. "
        "A signature of such a key then holds for every message. "
        "The parser also admitted other keys of small order. "
        "Kestrel 4.2 reduces the memory of each broker by 12 percent. "
        "Kestrel 4.2 removes the replica_lag flag."
    )
    told, opening = lede.kept_back(pool, 60, ((), "2026-11-18", ""))
    assert told and opening and opening.text not in {one.text for one in told.lines}
    assert told.words + opening.size <= 60
    _, none = lede.kept_back(pool[:2], 60, ((), "2026-11-18", ""))
    assert none is None  # a line is no section


def test_an_announcement_opens_the_edition_without_what_leads_up_to_it() -> None:
    pool = found(
        "Engines for rollout and training use different kernels in most clusters. "
        "To resolve this problem, we introduce IsoWing, a scheduler that executes both in one order. "
        "IsoWing is a scheduler for tenants that share one cluster. "
        "IsoWing reduces the gap between the probabilities of tokens to zero on eight devices. "
        "IsoWing removes the replica_lag flag.",
        "IsoWing: one order of execution",
    )
    told, opening = lede.kept_back(pool, 80, ((), "2026-11-18", ""))
    assert told and opening
    assert opening.text == "we introduce IsoWing, a scheduler that executes both in one order."
    assert opening.item.text[opening.start : opening.end] == opening.text


def test_an_advisory_is_opened_by_what_mends_it_where_its_section_needs_the_rest() -> None:
    text = (
        "The lantern crate, used by its gateway, had a flaw that would accept frames without limit. "
        "If streams were not drained, this could lead to unbounded memory usage or a panic.\n\n"
        "Patched in v0.4.16."
    )
    told, opening = lede.kept_back(
        found(text, "lantern: unbounded frames"), 54, ((), "2026-11-18", "")
    )
    assert told and len(told.lines) == 2 and opening and opening.text == "Patched in v0.4.16."


def test_a_section_comes_to_what_its_title_names() -> None:
    text = (
        "Engines for rollout and training use different kernels and batch shapes in most clusters. "
        "Because sums of floats depend on their order, those differences change the probabilities of tokens. "
        "A study of five labs reports runs that fail at step 20 because of the difference.\n\n"
        "IsoWing has two components: a contract that fixes the order of every sum, and kernels that keep to it. "
        "IsoWing reduces the difference between the two engines to zero on eight devices."
    )
    told = telling.tell(found(text, "IsoWing: one order of execution for two engines"), allowed=400)
    assert told and any("IsoWing" in line.text for line in told.lines)


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
    ("title", "publisher", "opening", "expected"),
    [
        ("A flaw was found in Kestrel. A state confusion issue exists in new_for_xml() in the", "Merlin advisories", "", "A flaw was found in Kestrel"),
        ("Kestrel allows for an execution of a program during report generation due to", "Kestrel docs", "", "Kestrel allows for an execution of a program during report generation"),
        ("KSEC-2026-1308", "Merlin advisories", "An out-of-bounds read was found in Kestrel v0.27.4.", "An out-of-bounds read was found in Kestrel v0.27.4"),
        ("CHANGELOG", "Kestrel docs", "Removed temporary data of models that finish.", "Kestrel: “Removed temporary data of models that finish”"),
        ("CHANGELOG", "Kestrel docs", "Fix the filtering of the snapshots of a subset after the wraparound of a number and retire filters that no subset of any of the snapshots needs any more.", "Kestrel: “Fix the filtering of the snapshots of a subset after the wraparound of a number”"),
        ("@kestrel/client", "Kestrel blog", "The client filters snapshots after a wraparound of identifiers.", "The client filters snapshots after a wraparound of identifiers"),
        ("Kestrel Core changes 2.0.0-beta.1", "Kestrel Core changes", "", "Kestrel Core 2.0.0-beta.1"),
        ("Kestrel 2.6.x release notes", "Kestrel docs", "", "Kestrel 2.6.x"),
        ("5c5ba9d: Remove the reporter that sent usage data", "Kestrel blog", "", "Kestrel: “Remove the reporter that sent usage data”"),
    ],
)  # fmt: skip
def test_a_title_that_is_cut_a_number_or_a_file_is_no_headline(
    title: str, publisher: str, opening: str, expected: str
) -> None:
    assert headline(title, publisher, opening) == expected


@pytest.mark.parametrize(
    ("title", "publisher", "expected"),
    [
        ("Merlin improperly handles ports in kestrel.example/wing", "Falcon vulnerability database", "Merlin improperly handles ports in kestrel.example/wing"),
        ("code-lark's session cookie can be read by a crafted address", "Falcon security advisories", "code-lark's session cookie can be read by a crafted address"),
        ("Improper handling of ports", "Kestrel security advisories", "Kestrel: “Improper handling of ports”"),
        ("The index is now frozen", "Kestrel blog", "Kestrel: “The index is now frozen”"),
        ("IsoWing: one engine for two loops", "Kestrel blog", "IsoWing: one engine for two loops"),
        ("Fast wings are coming", "Wing Flight docs", "Wing Flight: “Fast wings are coming”"),
        ("Announcing Kestrel 2.20: limits, less memory", "Kestrel blog", "Kestrel 2.20: limits, less memory"),
        ("About Kestrel Core v2.0", "Kestrel Core changes", "Kestrel Core v2.0"),
        ("Enabling the next-generation solver on nightly", "Kestrel blog", "Kestrel: “Enabling the next-generation solver on nightly”"),
        ("Wednesday, July 29, 2026 Security Releases", "Kestrel blog", "Updates are now available for three lines of Kestrel"),
        ("Agents on Wings: the first report", "Kestrel on Wings weblog", "Agents on Wings: the first report"),
        ("Tapered Burn", "Kestrel Improvement Proposals", "Kestrel: “Tapered Burn”"),
    ],
)  # fmt: skip
def test_a_title_that_names_its_subject_stands_alone_and_a_feed_names_nobody(
    title: str, publisher: str, expected: str
) -> None:
    opening = "Updates are now available for three lines of Kestrel for the following issues."
    assert headline(title, publisher, opening) == expected


def test_the_package_of_an_advisory_stands_before_a_title_that_does_not_name_it() -> None:
    told = headline("A reachable panic on a short text", "Falcon advisories", "", "kestrel")
    assert told == "kestrel: “A reachable panic on a short text”"
    named = headline("kestrel was removed for malicious code", "Falcon advisories", "", "kestrel")
    assert named == "kestrel was removed for malicious code"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("BREAKING CHANGE: the wing server binds to 127.0.0.1 by default.", "The wing server binds to 127.0.0.1 by default"),
        ("(Breaking change) WingLog no longer has public fields, to migrate, use toggle", "WingLog no longer has public fields, to migrate, use toggle"),
        ("wingAll replaces invalidateAll, which is now deprecated", "wingAll replaces invalidateAll"),
        ("When a broker stops, so the code that held it has moved to the shell", ""),
        ("A release that mends a flaw in all releases before 2.4.2", "A release that mends a flaw in all releases before 2.4.2"),
    ],
)  # fmt: skip
def test_an_entry_of_a_list_is_a_headline_by_its_own_clause_alone(
    entry: str, expected: str
) -> None:
    assert change(entry) == expected


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
    told, opening = lede.kept_back(found(text, "IsoWing: one engine"), 120, ((), DAY, ""))
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


def test_a_lede_does_not_say_the_headline_again() -> None:
    title = "Kestrel improperly handles ports of proxies in crafted addresses"
    again, told = found(
        f"{title} that a user opens. The gateway of Kestrel forwards a session to any host, "
        "which exposes the tokens of 12 percent of all users.",
        title,
    )[:2]
    assert lede.sums_up(again, again, DAY) < lede.sums_up(told, again, DAY)


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
    assert worth.is_fragment(text) is fragment


def test_a_list_gives_the_lede_one_of_its_items() -> None:
    changes = (
        "- Kestrel 4.2 removes the replica_lag flag from the broker.\n"
        "- Kestrel now limits the memory of each consumer by default.\n"
        "- The gateway no longer drops leases of stopped consumers.\n"
        "- A new quota command shows what each tenant has used.\n"
    )
    told, opening = lede.kept_back(found(changes, "Kestrel 4.2"), 120, ((), DAY, ""))
    assert told and opening and told.is_list
    assert opening.text not in {line.text for line in told.lines} and len(told.lines) == 3


def test_a_series_is_headed_by_the_item_that_tells_most_and_lists_the_others() -> None:
    text = (
        "- Kestrel 4.2 removes the replica_lag flag from the broker.\n"
        "- Kestrel now limits the memory of each consumer by default.\n"
        "- The gateway no longer drops leases of stopped consumers.\n"
        "- A new quota command shows what each tenant has used.\n"
    )
    title = "This week in Kestrel #361"
    digest = item(1, text, title, domain="data-engineering", story="s1")
    digest = replace(digest, source_title="Kestrel blog")
    draft = write(replace(EVIDENCE, items=(digest,), stories=(story(1, "data-engineering"),)))
    (section,) = draft.sections
    assert "#361" not in section.headline and "Kestrel" in section.headline
    said = section.headline.rpartition("“")[2].rstrip("”")
    assert said.rstrip(".") in text and all(said not in one.text for one in section.sentences)
    assert not headings.check(draft, replace(EVIDENCE, items=(digest,)))


def test_an_item_that_lost_its_label_stands_in_a_list_all_the_same() -> None:
    text = "- IMPROVEMENT: Kestrel 4.2 removes the replica_lag flag.\n- 5c5ba9d: Kestrel now limits memory by default.\n"
    told = [line.sentence() for line in found(text, "CHANGELOG")]
    head = Sentence("Kestrel docs lists:", (1,), "computed")
    assert laid_out([head, *told], lambda one: one.text).count("\n- ") == 2


def test_a_headline_that_would_be_torn_gives_way_to_a_whole_line() -> None:
    title = "Thursday, June 18, 2026 Security Releases"
    text = (
        "A flaw in Kestrel can crash the process of a broker that serves several tenants at once if the input of a "
        "subtle operation on its keys is a multiple of two gigabytes or more. "
        "A flaw in Kestrel could expose proxy credentials in error messages."
    )
    release = replace(
        item(1, text, title, domain="security", story="s1"), source_title="Kestrel blog"
    )
    headed, _, _ = edition._headed(telling.ToldLines(lines([release])))
    assert headed == "A flaw in Kestrel could expose proxy credentials in error messages"


def test_a_headline_in_words_that_its_source_lacks_is_found() -> None:
    draft = write()
    assert not headings.check(draft, EVIDENCE)
    other = replace(draft.sections[0], headline="Kestrel 4.2 doubles its throughput")
    (found_,) = headings.check(replace(draft, sections=(other, *draft.sections[1:])), EVIDENCE)
    assert (found_.rule, found_.where.path) == ("claim-heading", "sections[0].headline")


def test_a_change_is_told_without_its_hash_and_tags() -> None:
    changes = (
        "- 1983bf1: feat: Kestrel 4.2 removes the replica_lag flag.\n"
        "- IMPROVEMENT: Added a flag that limits the memory of a broker.\n"
    )
    assert [line.text for line in found(changes, "Kestrel 4.2")] == [
        "Kestrel 4.2 removes the replica_lag flag.",
        "Added a flag that limits the memory of a broker.",
    ]


def test_what_points_elsewhere_or_has_no_subject_is_not_printed() -> None:
    lines_of = found(
        "Can be read on Edge Guides already. You can grab your ticket for Kestrel 4.2 now."
    )
    assert not any(line.flows for line in lines_of)


# ── title, lede, headline ─────────────────────────────────────────────────────────────────


def test_title_and_lede_name_the_lead_stories_with_their_dates() -> None:
    draft = write()
    assert draft.title == "Kestrel 4.2 is out"
    assert draft.lede[0].text.startswith("Kestrel blog, 11 November: “")
    assert "Lantern" in draft.lede[1].text and "12 November)" in draft.lede[1].text
    assert draft.sections[0].headline not in draft.lede[0].text  # the title has told it
    assert not {one.text for one in draft.lede} & {one.text for one in stated(draft)}


SHORT = (
    "Kestrel 4.2 accepts a lease twice when two of its brokers disagree about the topic. "
    "An attacker with a stolen lease can replay it for up to 90 seconds."
)


def test_two_short_headlines_share_a_title_where_no_sentence_is_left_for_the_lede() -> None:
    first = item(1, SHORT, "Leases accepted twice", domain="data-engineering", story="s1")
    draft = write(replace(EVIDENCE, items=(first, *EVIDENCE.items[1:])))
    assert draft.title == "; ".join(one.headline for one in draft.sections)
    assert [one.kind for one in draft.lede[0].asserts] == ["source", "day"] * 2


def test_the_lede_says_of_a_field_of_an_advisory_that_a_flaw_is_mended() -> None:
    text = (
        "Several methods in kestrel drop elements before they update the length of the buffer. "
        "If a drop panics, the buffer still treats the dropped elements as live, which leads to a double free. "
        "The buffer visits those elements again when it is dropped itself.\n\n"
        "Patched versions: ~> 1.2.9; >= 2.0.1."
    )
    flaw = item(1, text, "Elements of kestrel live on", domain="security", story="s1")
    flaw = replace(flaw, subject="kestrel")
    draft = write(replace(EVIDENCE, items=(flaw,), stories=(story(1, "security"),)))
    opening = draft.lede[0].text
    assert opening.startswith("A flaw in kestrel is mended (")
    assert opening.endswith(": “Patched versions: ~> 1.2.9; >= 2.0.1.”")


def test_the_second_story_opens_the_lede_where_the_first_has_no_sentence_to_spare() -> None:
    first = item(1, SHORT, "Leases accepted twice", domain="security", story="s1")
    second = item(2, KESTREL, "Kestrel 4.2 is out", domain="data-engineering", story="s2")
    told = (story(1, "security"), story(2, "data-engineering"))
    draft = write(replace(EVIDENCE, items=(first, second), stories=told))
    assert draft.title == draft.sections[0].headline
    beside = f"Beside it, “{draft.sections[1].headline}” (Kestrel blog, 12 November): “Kestrel 4.2"
    assert draft.lede[0].text.startswith(beside)
    assert {one.kind for one in draft.lede[0].asserts} == {"source", "day", "headline", "states"}


def test_the_lede_says_what_the_story_comes_to_in_words_no_section_prints() -> None:
    more = (
        "Kestrel 4.2 reduces the memory of a broker by 12 percent, because leases left their log. "
        "It is faster, too. Kestrel 4.2 is a message broker for tenants that share one cluster."
    )
    limit = replace(EVIDENCE.items[0], text=f"{KESTREL}\n\n{more}", quote_limit=400)
    draft = write(
        replace(EVIDENCE, items=(replace(limit, blocks=blocks(limit.text)), EVIDENCE.items[1]))
    )
    said = [one.words for line in draft.lede for one in line.asserts if one.kind == "states"]
    assert said and not set(each(said)) & {one.text for one in stated(draft)}


@pytest.mark.parametrize(
    ("title", "publisher", "expected"),
    [
        ("Deprecating the replica flag in Kestrel", "Kestrel docs", "Deprecating the replica flag in Kestrel"),
        ("13.4.1 (2026-07-20)", "Lighthouse docs", "Lighthouse 13.4.1"),
        ("Protocol eras", "Model Context Protocol spec, SEPs, blog", "Model Context Protocol: “Protocol eras”"),
        ("Kestrel 4.2 is out!", "Kestrel blog", "Kestrel 4.2 is out"),
        ("Kestrel 4.2", "Kestrel blog", "Kestrel 4.2"),
        ('Why "exactly once" is hard in Kestrel', "Kestrel docs", "Why ‘exactly once’ is hard in Kestrel"),
        ("Overview", "Kestrel docs", "Kestrel 4.2 revokes leases of stopped consumers"),
        ("untitled.md", "Kestrel docs", "Kestrel 4.2 revokes leases of stopped consumers"),
    ],
)  # fmt: skip
def test_a_headline_says_what_happened(title: str, publisher: str, expected: str) -> None:
    opening = "Since Tuesday, Kestrel 4.2 revokes leases of stopped consumers, which frees memory."
    assert headline(title, publisher, opening) == expected


def test_a_headline_never_is_a_title_that_any_page_could_have() -> None:
    for title in ("Overview", "Introduction", "Release notes", "index", "Limitations"):
        assert headline(title, "Kestrel docs", "Short one.").lower() != title.lower()


def test_what_a_publisher_writes_about_is_its_name_up_to_docs_and_blog() -> None:
    assert product("Node.js blog and learn pages") == "Node.js"
    assert product("Docs") == "Docs"
    for publisher in ("Kestrel changelog and docs", "Kestrel posts and docs", "Kestrel Evolution proposals",
                      "Kestrel vulnerability database", "Kestrel employee handbook", "Kestrel changelog and notes"):  # fmt: skip
        assert product(publisher) == "Kestrel"


def test_the_identifier_of_an_advisory_is_no_part_of_its_headline() -> None:
    told = headline("GO-2026-6090: Path traversal in kestrel/wing", "Go vulnerability database", "")
    assert told == "Go: “Path traversal in kestrel/wing”"


def test_a_main_clause_that_stays_long_is_no_headline() -> None:
    assert main_clause("A " + "very " * 40 + "long sentence ends here.") == ""


# ── one thing to do ───────────────────────────────────────────────────────────────────────


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
    assert not worth.is_order(text)


def test_advice_is_what_ought_to_be_done() -> None:
    assert worth.advises(found("Users should upgrade to Kestrel 4.2 at once.")[0])
    assert not worth.advises(found("Kestrel 4.2 is a message broker of two parts.")[0])


# ── where stories meet ────────────────────────────────────────────────────────────────────


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


def test_domains_without_a_story_are_gaps() -> None:
    draft = write()
    told_of = {section.domain for section in draft.sections}
    assert set(draft.gaps) == {one.id for one in ROOM.desk.domains} - told_of


# ── reaching the news, in order, with nothing unintroduced ────────────────────────────────

LATE = (
    "Kestrel is a message broker that many teams run. "
    "Teams have used it for years to move orders between services. "
    "It grew out of a queue that was written in a week. "
    "Kestrel 4.2 removes the replica_lag flag, and reads go to any replica by default.\n\n"
    "A benchmark of Kestrel 4.2 with 3 nodes gained 40 percent of throughput."
)


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
    assert worth.is_order(text) is order


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
    assert worth.opens_as_order(text) is order


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
    assert (
        section.sentences[0].text
        == "The notes to Kestrel 4.2.0 (Kestrel docs, 11 November) list, among other things:"
    )
    page = laid_out(section.sentences, lambda one: one.text)
    assert page.count("\n- ") == 3


def test_an_advisory_that_does_not_name_its_package_is_headed_by_it() -> None:
    advisory = replace(EVIDENCE.items[1], subject="lantern-docs")
    made = replace(EVIDENCE, items=(advisory,), stories=EVIDENCE.stories[1:])
    named = write(made).sections[0]
    assert named.headline.startswith("lantern-docs: “")
    assert named.sentences[0].text == "Lantern blog, 12 November:"
    told = replace(advisory, subject="lantern")
    plain = write(replace(made, items=(told,))).sections[0]
    assert not plain.headline.startswith("lantern:")
    assert plain.sentences[0].text == "Lantern blog, 12 November:"


def test_a_story_headed_by_its_package_names_its_source_in_the_lede() -> None:
    advisory = replace(EVIDENCE.items[1], subject="lantern-docs")
    draft = write(replace(EVIDENCE, items=(EVIDENCE.items[0], advisory, *EVIDENCE.items[2:])))
    told = " ".join(one.text for one in draft.lede)
    assert "Lantern blog" in told and "““" not in told and "“lantern-docs: “" not in told


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


def test_an_advisory_is_filed_under_the_package_it_is_about() -> None:
    assert filed_under("crates/h2/RUSTSEC-2026-0001.md") == "h2"
    assert filed_under("vulns/django/PYSEC-2026-12.yaml") == "django"
    assert filed_under("advisories/2026/CVE-2026-1234.md") == ""
    assert filed_under("blog/h2/announcing.md") == ""


def test_a_step_of_a_tutorial_is_no_implication() -> None:
    text = LATE + "\n\nCreate a new directory for Kestrel 4.2 and create a file named main.tf."
    told = telling.tell(found(text), allowed=120)
    assert told is not None and told.advice is None


def test_the_number_of_a_pull_request_keeps_no_sentence_out() -> None:
    text = (
        "The Kestrel project merged PR #5138, which deprecates the replica_lag flag of Kestrel 4.2."
    )
    (line,) = found(text)
    assert line.flows and line.text == text


def faulting(*words: str, part: str = "") -> Callable[[Draft], Judgement]:
    """A gate that faults every sentence, or the part, that holds one of these words."""

    def judge(draft: Draft) -> Judgement:
        found = [
            rules.finding("not-printable", part or path, one.text, "No.", fix="")
            for path, one in drafts.sentences(draft)
            if any(word in one.text for word in words)
        ]
        return Judgement(draft, tuple(found), 0, "held" if found else "published")

    return judge


def retold(judge: Callable[[Draft], Judgement], evidence: Evidence = EVIDENCE) -> Draft:
    return edition.write(Assignment(evidence, ROOM, World(), judge)).draft


def test_a_line_that_the_gate_refuses_gives_way_to_another_of_its_document() -> None:
    before = next(one for one in stated(write()) if one.cites == (1,))
    after = retold(faulting(before.text))
    assert before.text not in [one.text for _, one in drafts.sentences(after)]
    assert [one.domain for one in after.sections] == ["data-engineering", "security"]


def test_a_story_of_which_the_gate_refuses_every_line_is_left_out_alone() -> None:
    lines = [one.text for one in stated(write()) if one.cites == (2,)]
    after = retold(faulting(*lines, "Lantern", "token"))
    assert [one.domain for one in after.sections] == ["data-engineering"]
    assert "security" in after.gaps


def test_a_quote_of_another_source_that_the_gate_refuses_takes_no_story_with_it() -> None:
    evidence = confirmed()
    before = write(evidence)

    def judge(draft: Draft) -> Judgement:
        found = [
            rules.finding("not-printable", path, quote.exact, "No.", fix="")
            for path, quote in drafts.quotes(draft)
            if quote.n == 3
        ]
        return Judgement(draft, tuple(found), 0, "held" if found else "published")

    after = retold(judge, evidence)
    assert any(quote.n == 3 for _, quote in drafts.quotes(before))
    assert [one.domain for one in after.sections] == [one.domain for one in before.sections]
    assert not any(quote.n == 3 for _, quote in drafts.quotes(after))


def test_a_fault_that_no_other_telling_mends_leaves_the_edition_as_it_is() -> None:
    assert retold(faulting("e")) == write()
