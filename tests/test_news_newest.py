"""What a list of releases tells on the day it changed: the newest of them, and nothing of an older one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from checks import each
from test_news import DAY, before, choose

from pipeline import chunk
from pipeline.news.documents.age import said_day
from pipeline.news.documents.newest import bumped, latest_day, newest
from pipeline.newsroom.library import Library
from pipeline.records import Block, Document, Passage, Telling
from pipeline.text.days import long_day

NOTE = (
    "The queue of Kestrel now keeps its order when a worker is lost, and drains in half the time. "
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


def listed(*parts: tuple[int, str], filler: int = 12) -> tuple[str, tuple[Block, ...]]:
    """Text and blocks of a page with a paragraph under each heading, given by depth and words."""
    text, blocks = "", []
    for depth, heading in parts:
        blocks.append(Block("heading", len(text), len(text) + len(heading), depth))
        text += f"{heading}\n\n"
        body = NOTE * filler
        blocks.append(Block("paragraph", len(text), len(text) + len(body)))
        text += f"{body}\n\n"
    return text.rstrip(), tuple(blocks)


def page(*parts: tuple[int, str]) -> Document:
    text, blocks = listed(*parts)
    return Document(
        "d", "kestrel", "https://kestrel.example/", "Changelog", (), None, "undated", None, "2020-01-01", text, blocks,
        "0" * 64, path="CHANGELOG.md",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "name"),
    [
        (((1, "Changelog"), (2, "5.6.0 - 2026-08-20"), (2, "5.5.0 - 2026-07-07")), "5.6.0 - 2026-08-20"),
        (((2, "v0.17.2"), (3, "Bug or Regression"), (2, "v0.17.1")), "v0.17.2"),
        (((1, "v0.17.2"), (1, "v0.17.1")), "v0.17.2"),
        (((1, "Kestrel"), (1, "v0.17.2"), (1, "v0.17.1")), "v0.17.2"),
        (((2, "Kestrel 8.6.3 (August 2026)"), (2, "Kestrel 8.6.2 (May 2026)")), "Kestrel 8.6.3 (August 2026)"),
        (((2, "Kestrel 8.6.3 (May 2026)"), (2, "Kestrel 8.6.2 (March 2026)")), ""),
        (((2, "8.6.3 (August 21, 2026)"), (2, "8.6.2 (March 2, 2026)")), ""),
        (((2, "8.6.3 (August 2, 2026)"), (2, "8.6.2 (March 2, 2026)")), ""),
        (((1, "Changelog"), (2, "Unreleased"), (2, "5.5.0 - 2026-08-20")), ""),
        (((1, "Changelog"), (2, "Version 1.2.0"), (2, "Version 1.1.3 (March 10, 2026)")), ""),
        (((1, "Notes to 8.0"), (2, "Highlights"), (2, "Detailed notes")), ""),
        (((2, "1.0.0"), (2, "1.1.0"), (2, "1.2.0")), ""),
        (((1, "Kestrel 8.6.3"),), ""),
        ((), ""),
    ],
)  # fmt: skip
def test_the_newest_of_a_list_is_what_leads_it_where_it_may_have_come_that_day(
    headings: tuple[tuple[int, str], ...], name: str
) -> None:
    found = newest(page(*headings), DAY)
    assert (found.name if found else "") == name


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5.6.0 - 2026-05-11", "2026-05-11"),
        ("Kestrel 8.6.3 (May 2026)", "2026-05"),
        ("8.6.3 (2 March 2026)", "2026-03-02"),
        ("8.6.3 (Mar 2nd, 2026)", "2026-03-02"),
        ("8.6.3, 2026-05", "2026-05"),
        ("8.6.3 (31 February 2026)", ""),
        ("8.6.3", ""),
    ],
)
def test_the_first_day_that_a_text_names_is_read_with_its_month_alone(text: str, day: str) -> None:
    assert said_day(text) == day


@pytest.mark.parametrize(
    ("headings", "day"),
    [
        (((2, "0.10.0"), (2, "0.10.1 (2026-02-10)"), (2, "0.10.2 (2026-03-19)")), "2026-03-19"),
        (((2, "5.6.0 - 2026-08-20"), (2, "5.5.0 - 2026-07-07")), "2026-08-20"),
        (((2, "8.6.3 (May 2026)"), (2, "8.6.2 (March 2026)")), ""),
        (((2, "1.0.0"), (2, "1.1.0")), ""),
    ],
)
def test_a_list_of_releases_is_as_old_as_the_latest_of_them(
    headings: tuple[tuple[int, str], ...], day: str
) -> None:
    assert latest_day(page(*headings)) == day


def test_versions_of_one_week_are_new_together_and_an_older_one_is_not() -> None:
    document = page((2, "5.6.1 - 2026-08-20"), (2, "5.6.0 - 2026-08-18"), (2, "5.5.0 - 2026-08-01"))
    found = newest(document, DAY)
    assert found and document.text[found.end :].startswith("5.5.0")
    ids = found.passages(chunk.passages(document))
    told = [one.text for one in chunk.passages(document) if one.id in ids]
    assert told and found.name == "5.6.1 - 2026-08-20"


def keep(library: Library, *parts: tuple[int, str]) -> Document:
    """A list that a source has long had and that changed on the day."""
    text, blocks = listed(*parts)
    made = replace(
        page(*parts), id="doc-kestrel", source="of-kestrel", text=text, blocks=blocks,
        first_seen="2026-03-01T00:00:00+00:00", changed=f"{DAY}T00:00:00+00:00",
    )  # fmt: skip
    with library.change() as generation:
        library.put(generation, made, chunk.passages(made))
    return made


def test_a_list_that_got_a_release_is_news_and_speaks_of_that_one_alone(library: Library) -> None:
    document = keep(library, (2, "5.6.0"), (2, "5.5.0"), (2, "5.4.0"))
    (story,) = choose(library, [before()]).stories
    told = [library.passage(one) for one in story.passages]
    assert (story.kind, story.dated, story.day) == ("news", "changed", DAY)
    assert story.stakes == "newest: 5.6.0"
    assert told and all(one.end <= document.text.index("5.5.0") for one in each(told) if one)


def test_a_list_that_cannot_be_told_is_named_as_out_by_its_newest_release(library: Library) -> None:
    keep(library, (2, "5.6.0"), (2, "5.5.0"), (2, "5.4.0"))
    found = choose(library, [before()], tells=lambda _: 0.0, product=lambda title: "Kestrel")
    assert found.stories == ()
    assert [one.line for one in found.quiet if not one.domain] == [
        f"Kestrel 5.6.0, of-kestrel, {long_day(DAY)}"
    ]


def test_a_list_that_was_told_is_told_again_only_for_a_release_of_a_later_day(
    library: Library,
) -> None:
    telling = Telling("2026-08-17", "doc-kestrel", ("doc-kestrel",), (), "x", "web")
    keep(library, (2, "5.6.0 - 2026-08-16"), (2, "5.5.0 - 2026-07-01"))
    assert choose(library, [telling]).stories == ()
    keep(library, (2, "5.6.0 - 2026-08-19"), (2, "5.5.0 - 2026-07-01"))
    assert [one.kind for one in choose(library, [telling]).stories] == ["update"]


def test_a_list_that_is_dated_by_its_newest_release_speaks_of_that_one_alone(
    library: Library,
) -> None:
    parts = ((1, "Changelog"), (2, "5.6.0 - 2026-08-20"), (2, "5.5.0 - 2025-07-01"))
    text, blocks = listed(*parts)
    made = replace(
        page(*parts), id="doc-kestrel", source="of-kestrel", text=text, blocks=blocks,
        published=f"{DAY}T00:00:00+00:00", published_from="page", first_seen="2025-03-01",
    )  # fmt: skip
    with library.change() as generation:
        library.put(generation, made, chunk.passages(made))
    (story,) = choose(library, [before()]).stories
    told = [library.passage(one) for one in story.passages]
    assert (story.kind, story.stakes) == ("news", "newest: 5.6.0")
    assert told and all(one.end <= text.index("5.5.0") for one in each(told) if one)


def test_what_stands_above_a_list_does_not_hide_its_newest_release() -> None:
    document = page((1, "Changelog"), (2, "5.6.0"), (2, "5.5.0"))
    found = newest(document, DAY)
    assert found
    first = Passage("p", "d", "kestrel", 0, found.start + 9, document.text[: found.start + 9])
    late = replace(first, id="q", start=found.end - 9, end=found.end + 9)
    above = replace(first, id="r", end=found.start)
    assert found.passages([above, first, late]) == ("p",)


def flawed(library: Library, patched: str, *, told: str = "", changed: str | None = None) -> None:
    text = f"{told or NOTE * 6}\n\nPatched versions: {patched}."
    made = replace(
        page(), id="doc-flaw", source="flaws", title="Session is restored after deletion", text=text,
        blocks=(Block("paragraph", 0, len(text)),), path="gems/kestrel/CVE-2025-32441.yml", sha256=patched.ljust(64, "0"),
        published="2025-05-08", published_from="metadata", first_seen="2025-05-08", changed=changed,
    )  # fmt: skip
    with library.change() as generation:
        library.put(generation, made, chunk.passages(made))


def test_another_range_of_versions_of_a_flaw_that_was_never_told_is_no_news(
    library: Library,
) -> None:
    flawed(library, ">= 2.1.1")
    flawed(library, ">= 2.2.14", changed=DAY)
    found = choose(library, [before()])
    assert found.stories == ()
    assert ["nothing that a team could act on" in one.reason for one in found.fates] == [True]


def test_the_range_of_a_flaw_that_was_told_is_an_update(library: Library) -> None:
    telling = Telling("2026-08-17", "doc-flaw", ("doc-flaw",), (), "x", "web")
    flawed(library, ">= 2.1.1")
    flawed(library, ">= 2.2.14", changed=DAY)
    (story,) = choose(library, [telling]).stories
    assert (story.kind, story.now) == ("update", "Patched versions: >= 2.2.14.")


@pytest.mark.parametrize(
    ("section", "alone"),
    [
        ("11.0.3\n\nPatch Changes\n\n- Updated dependencies [eb6f97e]:\n  - @kestrel/helpers@0.10.1\n", True),
        ("## 1.4.1\n\n### Dependencies\n\n- Bump osprey from 1.2 to 1.3", True),
        ("7.0.5\n\n- Updated dependencies [4298883]:\n  - @kestrel/t@3.3.3\n- Fixes a leak of the server", False),
        ("1.4.1\n\n- The queue keeps its order", False),
    ],
)  # fmt: skip
def test_a_version_that_brings_newer_dependencies_alone_is_known(section: str, alone: bool) -> None:
    assert bumped(section) is alone
