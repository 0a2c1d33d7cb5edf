"""What stands over an edition and its sections: titles, headlines, the lede."""

from __future__ import annotations

from dataclasses import replace

import pytest
from checks import each
from extracts import DAY, EVIDENCE, KESTREL, blocks, found, item, stated, story, write

from pipeline.compose.extractive import telling
from pipeline.compose.extractive.headings import opening as spared
from pipeline.compose.extractive.headings import statement, titled
from pipeline.compose.extractive.headings.headed import headed
from pipeline.compose.extractive.headings.headline import about, change, headline, main_clause
from pipeline.compose.extractive.headings.publishers import product, publisher
from pipeline.compose.extractive.lines import lines, subject_named
from pipeline.compose.extractive.worth import orders
from pipeline.records import Evidence
from pipeline.retrieve.evidence.pack import filed_under, is_named_by_file
from pipeline.text.printable.clause import roots
from pipeline.verify.draft import headings


def test_a_release_is_known_by_its_headline() -> None:
    assert subject_named("This release adds quotas.", "Kestrel") == "Kestrel adds quotas."
    assert subject_named("This makes it faster.", "Kestrel") == "This makes it faster."


def test_a_title_spelled_out_is_met_by_its_initials() -> None:
    assert titled.initials("Efficient Decode Context Parallelism with Kestrel") >= roots("DCP")
    names, coined = titled.titled("Distributed Layerwise Offload: 200B models", "Kestrel")
    assert roots("DLO") <= coined <= names


def test_an_announcement_opens_the_edition_without_what_leads_up_to_it() -> None:
    pool = found(
        "Engines for rollout and training use different kernels in most clusters. "
        "To resolve this problem, we introduce IsoWing, a scheduler that executes both in one order. "
        "IsoWing is a scheduler for tenants that share one cluster. "
        "IsoWing reduces the gap between the probabilities of tokens to zero on eight devices. "
        "IsoWing removes the replica_lag flag.",
        "IsoWing: one order of execution",
    )
    told, opening = spared.kept_back(pool, 80, ((), "2026-11-18", ""))
    assert told and opening
    assert opening.text == "we introduce IsoWing, a scheduler that executes both in one order."
    assert opening.item.text[opening.start : opening.end] == opening.text


def test_an_advisory_is_opened_by_what_mends_it_where_its_section_needs_the_rest() -> None:
    text = (
        "The lantern crate, used by its gateway, had a flaw that would accept frames without limit. "
        "If streams were not drained, this could lead to unbounded memory usage or a panic.\n\n"
        "Patched in v0.4.16."
    )
    told, opening = spared.kept_back(
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


@pytest.mark.parametrize(
    ("title", "publisher", "opening", "expected"),
    [
        ("A flaw was found in Kestrel. A state confusion issue exists in new_for_xml() in the", "Merlin advisories", "", "Merlin advisories: “A flaw was found in Kestrel …”"),
        ("Kestrel allows for an execution of a program during report generation due to", "Kestrel docs", "", "Kestrel docs: “Kestrel allows for an execution of a program during report generation …”"),
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
        ("Merlin improperly handles ports in kestrel.example/wing", "Falcon vulnerability database", "Falcon vulnerability database: “Merlin improperly handles ports in kestrel.example/wing”"),
        ("code-lark's session cookie can be read by a crafted address", "Falcon security advisories", "Falcon security advisories: “code-lark's session cookie can be read by a crafted address”"),
        ("Improper handling of ports", "Kestrel security advisories", "Kestrel: “Improper handling of ports”"),
        ("The index is now frozen", "Kestrel blog", "Kestrel: “The index is now frozen”"),
        ("IsoWing: one engine for two loops", "Kestrel blog", "Kestrel blog: “IsoWing: one engine for two loops”"),
        ("Fast wings are coming", "Wing Flight docs", "Wing Flight: “Fast wings are coming”"),
        ("Announcing Kestrel 2.20: limits, less memory", "Kestrel blog", "Kestrel blog: “Kestrel 2.20: limits, less memory”"),
        ("About Kestrel Core v2.0", "Kestrel Core changes", "Kestrel Core v2.0"),
        ("Enabling the next-generation solver on nightly", "Kestrel blog", "Kestrel: “Enabling the next-generation solver on nightly”"),
        ("Wednesday, July 29, 2026 Security Releases", "Kestrel blog", "Updates are now available for three lines of Kestrel"),
        ("Agents on Wings: the first report", "Kestrel on Wings weblog", "Kestrel on Wings weblog: “Agents on Wings: the first report”"),
        ("Tapered Burn", "Kestrel Improvement Proposals", "Kestrel: “Tapered Burn”"),
    ],
)  # fmt: skip
def test_a_title_stands_in_quotation_marks_behind_its_subject_or_its_source(
    title: str, publisher: str, expected: str
) -> None:
    opening = "Updates are now available for three lines of Kestrel for the following issues."
    assert headline(title, publisher, opening) == expected


def test_the_package_of_an_advisory_stands_before_a_title_that_does_not_name_it() -> None:
    told = headline("A reachable panic on a short text", "Falcon advisories", "", "kestrel")
    assert told == "kestrel: “A reachable panic on a short text”"
    named = headline("kestrel was removed for malicious code", "Falcon advisories", "", "kestrel")
    assert named == "Falcon advisories: “kestrel was removed for malicious code”"


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


def test_a_lede_does_not_say_the_headline_again() -> None:
    title = "Kestrel improperly handles ports of proxies in crafted addresses"
    again, told = found(
        f"{title} that a user opens. The gateway of Kestrel forwards a session to any host, "
        "which exposes the tokens of 12 percent of all users.",
        title,
    )[:2]
    assert spared.sums_up(again, again, DAY) < spared.sums_up(told, again, DAY)


def test_a_list_keeps_all_its_items_from_the_lede_which_would_tell_another_thing_than_the_headline() -> (
    None
):
    changes = (
        "- Kestrel 4.2 removes the replica_lag flag from the broker.\n"
        "- Kestrel now limits the memory of each consumer by default.\n"
        "- The gateway no longer drops leases of stopped consumers.\n"
        "- A new quota command shows what each tenant has used.\n"
    )
    told, opening = spared.kept_back(found(changes, "Kestrel 4.2"), 120, ((), DAY, ""))
    assert told and told.is_list and opening is None
    assert len(told.lines) == 4


def test_the_lede_leaves_a_bare_name_the_one_line_that_its_headline_can_state() -> None:
    text = (
        "Kestrel is a message broker that keeps the leases of its consumers in a log. "
        "The notes of Heron 3 tell how leases were kept before. "
        "Kestrel now reads from any replica by default, and the leader_only flag is deprecated."
    )
    released = replace(item(1, text, "Kestrel 4.2 released", domain="data-engineering", story="s1"), source_title="Kestrel blog")  # fmt: skip
    draft = write(replace(EVIDENCE, items=(released,), stories=(story(1, "data-engineering"),)))
    (section,) = draft.sections
    assert section.headline == "Kestrel 4.2: “Kestrel now reads from any replica by default”"


def test_a_series_is_headed_by_the_item_that_tells_most_which_its_list_has_too() -> None:
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
    assert said.rstrip(".") in text and any(said in one.text for one in section.sentences)
    assert not headings.check(draft, replace(EVIDENCE, items=(digest,)))


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
    told = telling.ToldLines(lines([release]))
    head, _, _ = headed(told, lines([release]), DAY, 100)
    assert head == "A flaw in Kestrel could expose proxy credentials in error messages"


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


def test_title_and_lede_name_the_lead_stories_with_their_dates() -> None:
    draft = write()
    assert draft.title == "Kestrel 4.2: “Leases of a stopped consumer are revoked after 30 seconds”"
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


FIELD = "Patched versions: ~> 1.2.9; >= 2.0.1."


def advisory(text: str) -> Evidence:
    flaw = item(1, text, "Elements of kestrel live on", domain="security", story="s1")
    flaw = replace(flaw, subject="kestrel")
    return replace(EVIDENCE, items=(flaw,), stories=(story(1, "security"),))


def test_the_lede_says_what_a_flaw_lets_an_attacker_do() -> None:
    deed = "An attacker can use that to run arbitrary code in the process of kestrel."
    draft = write(
        advisory(
            "Several methods in kestrel drop elements before they update the length of the buffer. "
            "If a drop panics, the buffer still treats the dropped elements as live, which leads to a double free. "
            "The buffer visits those elements again when it is dropped itself. "
            f"{deed}\n\n{FIELD}"
        )
    )
    assert draft.lede[0].text.endswith(f": “{deed}”")


@pytest.mark.parametrize(
    "hanging",
    [
        "In particular, an attacker can use that to run arbitrary code in the process of kestrel.",
        "An attacker can therefore run arbitrary code in the process of kestrel.",
        "Arguments to either method can be used by an attacker to run arbitrary code in kestrel.",
    ],
)
def test_what_goes_on_from_a_line_that_the_lede_lacks_opens_none(hanging: str) -> None:
    draft = write(
        advisory(
            "Several methods in kestrel drop elements before they update the length of the buffer. "
            "If a drop panics, the buffer still treats the dropped elements as live, which leads to a double free. "
            f"The buffer visits those elements again when it is dropped itself. {hanging}"
        )
    )
    assert hanging not in draft.lede[0].text


def test_a_field_of_an_advisory_opens_no_lede() -> None:
    draft = write(
        advisory(
            "Several methods in kestrel drop elements before they update the length of the buffer. "
            f"The buffer visits those elements again when it is dropped itself.\n\n{FIELD}"
        )
    )
    assert "Patched versions" not in draft.lede[0].text


def test_the_second_story_opens_the_lede_where_the_first_has_no_sentence_to_spare() -> None:
    first = item(1, SHORT, "Leases accepted twice", domain="security", story="s1")
    second = item(2, KESTREL, "Kestrel 4.2 is out", domain="data-engineering", story="s2")
    told = (story(1, "security"), story(2, "data-engineering"))
    draft = write(replace(EVIDENCE, items=(first, second), stories=told))
    assert draft.title == draft.sections[0].headline
    beside = f"{draft.sections[1].headline} (Kestrel blog, 12 November): “Kestrel 4.2"
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
        ("Deprecating the replica flag in Kestrel", "Kestrel docs", "Kestrel docs: “Deprecating the replica flag in Kestrel”"),
        ("13.4.1 (2026-07-20)", "Lighthouse docs", "Lighthouse 13.4.1"),
        ("Protocol eras", "Model Context Protocol spec, SEPs, blog", "Model Context Protocol: “Protocol eras”"),
        ("Kestrel 4.2 is out!", "Kestrel blog", "Kestrel 4.2"),
        ("Kestrel 4.2", "Kestrel blog", "Kestrel 4.2"),
        ('Why "exactly once" is hard in Kestrel', "Kestrel docs", "Kestrel docs: “Why ‘exactly once’ is hard in Kestrel”"),
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
    for name in ("Kestrel changelog and docs", "Kestrel posts and docs", "Kestrel Evolution proposals",
                      "Kestrel vulnerability database", "Kestrel employee handbook", "Kestrel changelog and notes"):  # fmt: skip
        assert product(name) == "Kestrel"


@pytest.mark.parametrize(
    "name",
    ["Model Notes", "Field Notes Archive", "Ops Talks", "Vega Notes", "vega-notes", "Kestrel Weekly News",
     "Kestrel Handbook", "Threat Ledger", "The Changelog Interviews", "Engineering Blog", "Model docs"],
)  # fmt: skip
def test_a_publisher_whose_name_ends_on_a_kind_of_page_keeps_it(name: str) -> None:
    assert product(name) == name


def test_a_word_for_any_tool_does_not_name_its_publishers() -> None:
    told = about("Update the bundled Nest CLI at start", "Kestrel Developer CLI changelogs")
    assert told.startswith("Kestrel Developer CLI: “")


def test_a_kind_of_page_within_a_publishers_own_name_does_not_end_it() -> None:
    assert product("Write the Docs newsletter and guides") == "Write the Docs"
    assert product("Go vulnerability database") == "Go"
    assert product("Kestrel podcast show notes") == "Kestrel"


def test_a_long_title_is_quoted_whole_or_ends_with_a_mark() -> None:
    whole = "Password hashing parameters and the login limits around them"
    assert headline(whole, "Threat Ledger", "") == f"Threat Ledger: “{whole}”"
    long = f"{whole}, {'with what each of them costs a server ' * 2}: a table"
    assert headline(long, "Threat Ledger", "") == f"Threat Ledger: “{whole} …”"
    dashed = "The scheduler of Kestrel – a look under the hood"
    assert headline(dashed, "Kestrel blog", "") == f"Kestrel blog: “{dashed}”"
    assert headline("Kestrel 4.2 – Release notes", "Kestrel docs", "") == "Kestrel 4.2"
    assert (
        headline("How we halved memory — Kestrel Engineering", "Kestrel blog", "")
        == "Kestrel: “How we halved memory”"
    )


def test_the_identifier_of_an_advisory_is_no_part_of_its_headline() -> None:
    told = headline("GO-2026-6090: Path traversal in kestrel/wing", "Go vulnerability database", "")
    assert told == "Go: “Path traversal in kestrel/wing”"


def test_a_main_clause_that_stays_long_is_no_headline() -> None:
    assert main_clause("A " + "very " * 40 + "long sentence ends here.") == ""


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
    ("title", "path", "filed"),
    [
        ("remove db cli command", ".changeset/remove-db-cli-command.md", True),
        ("raise fd limit cli flag", "changelog.d/raise_fd_limit_cli_flag.fix.md", True),
        ("Unreleased 21: 13363", "changelog/unreleased_21/13363.rst", True),
        ("Announcing Kestrel", "blog/2026-06-01-announcing-kestrel.md", False),
        ("kestrel", "docs/kestrel.md", False),
        ("why leases move", "docs/leases.md", False),
    ],
)
def test_a_title_is_known_to_be_only_its_files_name(title: str, path: str, filed: bool) -> None:
    assert is_named_by_file(title, path) is filed


def test_an_advisory_is_filed_under_the_package_it_is_about() -> None:
    assert filed_under("crates/h2/RUSTSEC-2026-0001.md") == "h2"
    assert filed_under("vulns/django/PYSEC-2026-12.yaml") == "django"
    assert filed_under("advisories/2026/CVE-2026-1234.md") == ""
    assert filed_under("content/posts/CVE-2026-1234.md") == ""
    assert filed_under("blog/h2/announcing.md") == ""


def test_the_name_of_a_source_ends_where_it_begins_to_list() -> None:
    one = replace(item(1, "Reads got slower.", "Reads", domain="data-engineering", story="s1"))
    for name in ("Harbour group (minutes, advisories)", "Harbour group, minutes"):
        assert publisher(replace(one, source_title=name)) == "Harbour group"
    assert publisher(replace(one, source_title="Harbour (docs)")) == "Harbour (docs)"


def test_advice_does_not_open_an_edition() -> None:
    assert orders.begins_as_advice("Pick attributes that stay stable for as long as the lease.")
    assert not orders.begins_as_advice("Kestrel carries lease events as records of a log.")
    text = (
        "Kestrel carries lease events as records of a log with 3 attributes. "
        "Pick attributes of Kestrel events that stay stable now and let all that changes be a label."
    )
    pool = found(text, "What to do with Kestrel lease events")
    assert [spared.sums_up(line, pool[0], DAY) > 0 for line in pool][1] is False


def test_a_sentence_that_its_source_labels_opens_the_lede_less_well() -> None:
    said = "Kestrel 4.2 now reads a topic in small pieces, which idle threads take up."
    (plain,), (labelled,) = found(said), found(f"Faster reads and joins: {said}")
    assert 0 < spared.sums_up(labelled, labelled, DAY) < spared.sums_up(plain, plain, DAY)


def test_an_entry_of_a_changelog_heads_its_section_without_the_part_it_is_of() -> None:
    text = (
        "- kestrel/lease: Replace the bounds of the histogram that no tenant reads any more.\n"
        "- @kestrel/cli - Fix a crash of the reader when a node of the broker is gone."
    )
    for line in found(text, "Kestrel Releases"):
        assert statement.changed(line.text).startswith(("Replace the bounds", "Fix a crash"))
        assert statement.says_little(line.item)
