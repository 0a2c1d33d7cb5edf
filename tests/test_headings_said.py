"""What a headline says that its section does not say again: no definition, nothing of its own page, and the
gravest change of a release first; and a quote that the label over the section has not given."""

from __future__ import annotations

from dataclasses import replace

import pytest
from extracts import found

from pipeline.compose.extractive import telling
from pipeline.compose.extractive.headings.headed import headed, unlabelled
from pipeline.compose.extractive.headings.lede import lede
from pipeline.compose.extractive.headings.opening import ToldStory
from pipeline.compose.extractive.headings.statement import is_filed, is_torn
from pipeline.compose.extractive.headings.titled import is_definition
from pipeline.compose.extractive.lines import lines
from pipeline.compose.extractive.meetings import StorySide
from pipeline.compose.extractive.point import gravity, of_no_release
from pipeline.records import Evidence, Section, Story
from tests.test_headings import DAY, evidence, item

GAIN = (
    "Reads are answered by any replica, which doubles the throughput of a cluster of three nodes."
)


def head(text: str, title: str, publisher: str = "Kestrel blog") -> str:
    pool = lines([item(1, text, title, publisher)])
    return headed(telling.ToldLines(pool), pool, DAY, 100)[0]


@pytest.mark.parametrize(
    ("text", "defines"),
    [
        ("Kestrel is a distributed broker that keeps leases", True),
        ("Kestrel, written by Heron and known since 2024, is an open broker", True),
        ("Kestrel is a new broker for small clusters", False),
        ("Kestrel is now the default broker", False),
    ],
)
def test_what_a_thing_is_is_told_from_what_happened_to_it(text: str, defines: bool) -> None:
    assert is_definition(text) is defines


def test_a_release_is_not_headed_by_what_its_product_is() -> None:
    text = f"Kestrel is a distributed broker that enhances the Heron protocol. {GAIN}"
    assert head(text, "Kestrel 5.3.0 Released") == "Kestrel 5.3.0"


def test_a_proposal_that_speaks_of_itself_is_headed_by_its_title() -> None:
    text = f"This proposal adds a backend resource that fills the backend role. {GAIN}"
    assert head(text, "KEP-4894: Backends") == "Kestrel: “KEP-4894: Backends”"


def test_a_statement_that_its_section_begins_with_gives_way_to_the_name_of_the_release() -> None:
    text = f"Kestrel 5.3 updates the bundled agent of its brokers. {GAIN}"
    assert head(text, "Kestrel 5.3") == "Kestrel 5.3"


@pytest.mark.parametrize(
    ("title", "filed"),
    [("bip-0449", True), ("20260526200323_atom-exhaustion", True), ("issue-526", True), ("vLLM-Omni", False), ("gpt-4", False)],
)  # fmt: skip
def test_the_name_of_a_file_is_no_title(title: str, filed: bool) -> None:
    assert is_filed(item(1, "A broker.", title)) is filed


def test_a_release_that_its_title_does_not_name_opens_no_section() -> None:
    text = "This release includes the recover subcommand, which safely recovers a lost replica."
    (unnamed,), (named,) = (lines([item(1, text, one)]) for one in ("Changelog", "Kestrel 4.2"))
    assert of_no_release(unnamed) and not of_no_release(named)


@pytest.mark.parametrize(
    ("graver", "other"),
    [
        ("Patch files that a malicious pull request adds are refused.", "Files are now saved by default."),
        ("The queue now requires a limit.", "The queue can now accept booleans directly."),
        ("Add an index for trees.", "Remove minimum CPU requirements, as they did not help."),
    ],
)  # fmt: skip
def test_a_change_that_somebody_has_to_act_on_weighs_more(graver: str, other: str) -> None:
    (one,), (two,) = (lines([item(1, text, "Kestrel 4.2")]) for text in (graver, other))
    assert gravity(one) > gravity(two)


@pytest.mark.parametrize(("label", "left"), [("high; fixed in: >= 2.14.2", 0), ("high", 1)])
def test_a_field_is_no_quote_where_the_label_gives_its_versions(label: str, left: int) -> None:
    text = f"The Kestrel broker accepts a forged lease. {GAIN}"
    pool = lines([item(1, text, "Kestrel accepts forged leases")])
    (field,) = lines([item(1, "Patched versions: >= 2.14.2.", "Kestrel accepts forged leases")])
    told = unlabelled(telling.ToldLines(pool, field), pool, label)
    assert bool(told.quote) is bool(left) and told.lines == pool
    assert unlabelled(telling.ToldLines(pool[:1], field), pool[:1], label).quote  # too little else


def told(pack: Evidence, story: Story, opening: str = "") -> ToldStory:
    lead = next(one for one in pack.items if one.document == story.lead)
    pool = lines([lead])
    kept = replace(pool[0], text=opening) if opening else None
    side = StorySide("security", "Security", story.lead, lead.source_id, pool)
    section = Section("security", "Security", lead.title, (), None, None, story=story.ref(lead.n))
    return ToldStory(story, section, side, pool, opening=kept)


@pytest.mark.parametrize(
    ("opening", "begins"),
    [
        ("", "Further in this edition: "),
        ("Leases are kept in a table", "Kestrel blog, 19 November: “Leases are kept in a table”."),
        ("Leases are kept.", "Kestrel blog, 19 November: “Leases are kept.”"),
    ],
)
def test_a_lede_begins_with_a_whole_sentence(opening: str, begins: str) -> None:
    pack = evidence(
        item(1, GAIN, "Kestrel 4.2 keeps its leases in a table of their own and answers every read"),
        item(2, GAIN, "Lantern accepts a token twice when two nodes of its cache disagree", "Lantern blog"),
    )  # fmt: skip
    first, second = pack.stories
    said = lede([told(pack, first, opening), told(pack, second)], pack)
    assert said[0].text.startswith(begins)
    assert said[-1].text.startswith("Also in this edition: " if opening else begins)


def test_a_statement_is_no_headline_without_what_turns_it_round() -> None:
    said = "Leases are enabled by default for directories"
    assert is_torn(said, f"{said}, but are now disabled for files.")
    assert not is_torn(said, f"{said}, which saves a flag.")


def test_a_statement_is_no_headline_without_what_the_thing_it_names_did() -> None:
    said = "Fix the bug that regular workloads"
    assert is_torn(said, f"{said} with a topology were rejected.")
    whole = "Fixed a bug where the manager fails"
    assert not is_torn(whole, f"{whole} when the API is not there.")


def test_an_item_that_tells_more_heads_its_list_though_it_says_no_more_than_its_headline() -> None:
    text = (
        "- Lease indexes are now enabled by default in the broker\n"
        "- Lease::renewing now takes a handle, so a caller keeps its own copy of it\n"
        "- The broker now reads leases from any replica it has\n"
    )
    pool = found(text, "May in Kestrel")
    told = telling.ToldLines(tuple(pool))
    head, _, _ = headed(told, tuple(pool), DAY, 200)
    assert "Lease indexes are now enabled by default" in head


def test_what_a_release_only_brings_along_does_not_head_its_list() -> None:
    lost = "Fix leases of the broker overwriting unrelated settings of a tenant"
    text = (
        "- Update the bundled Wing command line to v2.96.0.\n"
        f"- {lost}; the image of a lease is now written through a path of its own, with one request for each.\n"
        "- Fix concurrent updates of a lease intermittently failing on slow disks of the broker.\n"
    )
    pool = found(text, "Release History")
    head, _, _ = headed(telling.ToldLines(tuple(pool)), tuple(pool), DAY, 200)
    assert lost in head


CHANGE = "Removes the kestrel-db package as it is no longer maintained."
MORE = (
    "The kestrel-db package was deprecated in v6.4.5 and is now removed. "
    "This means that the login and link commands of the broker have been removed, too. "
    "Projects that used it have to move their tables to another store before they upgrade."
)


def test_a_note_that_bears_its_files_name_is_headed_by_what_it_says_first() -> None:
    note = replace(
        item(1, f"{CHANGE}\n\n{MORE}", "remove db cli command", "Kestrel changelogs"), filed=True
    )
    pool = lines([note])
    told = telling.ToldLines(pool[1:], quote=pool[0])
    head, _, under = headed(told, pool, DAY, 120)
    assert head == f"Kestrel: “{CHANGE.rstrip('.')}”"
    printed = [*under.lines, *([under.quote] if under.quote else [])]
    assert CHANGE not in {one.text for one in printed}
