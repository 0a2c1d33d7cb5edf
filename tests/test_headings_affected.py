"""The headline of an advisory names what is affected and says what its flaw is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.compose.extractive.headings import affected
from pipeline.compose.extractive.headings.headline import headline, short
from pipeline.compose.extractive.headings.publishers import product, publisher, writer
from pipeline.compose.extractive.lines import lines
from pipeline.records import Block, EvidenceItem
from pipeline.verify.draft.headings import _is_of

DATABASE = "Nest security advisories"
MESH = (
    "A path traversal vulnerability in Kestrel allows an attacker to write arbitrary files on the host. "
    "This issue is fixed in version 1.4.2."
)


def item(
    title: str, text: str = MESH, publisher: str = DATABASE, subject: str = ""
) -> EvidenceItem:
    return EvidenceItem(
        n=1, source_id="nest", source_title=publisher, title=title, url="https://nest.example/",
        published="2026-11-19", text=text, passage="p1", document="d1", start=0, domain="security",
        blocks=(Block("paragraph", 0, len(text)),), story="s1", part="lead", subject=subject,
    )  # fmt: skip


def head(one: EvidenceItem) -> str:
    return affected.told_of(one, tuple(lines([one])))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Path traversal via a package name in example.com/nest/kestrel", "Kestrel: “Path traversal via a package name”"),
        ("Weak token lifetime in kestrel in example.com/nest/kestrel/v3", "kestrel: “Weak token lifetime”"),
        ("NST-kestrel-2026-45738: Kestrel: Stored XSS in link annotations", "Kestrel: “Stored XSS in link annotations”"),
        ("Kestrel vulnerable to an out-of-bounds read", "Kestrel: “vulnerable to an out-of-bounds read”"),
        ("An overlong field can cause a write out of bounds in libwing2", "libwing2: “An overlong field can cause a write out of bounds”"),
        ("Integer overflow in Kestrel's do_sub() can crash it", "Kestrel: “Integer overflow in Kestrel's do_sub() can crash it”"),
        ("Reading of untrusted data in the Nest Wing R package...", "Nest Wing R package: “Reading of untrusted data”"),
    ],
)  # fmt: skip
def test_the_name_of_a_database_is_no_name_of_what_is_affected(title: str, expected: str) -> None:
    assert head(item(title)) == expected
    assert _is_of(expected, [item(title)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kestrel is a message broker. Prior to version 12.3.0, a null pointer dereference vulnerability "
            "exists in the Wing::create function located in src/wing.cc. This issue has been patched in version 12.3.0.",
            "Kestrel: “A null pointer dereference vulnerability exists in the Wing::create function”",
        ),
        (
            "A flaw was found in libwing. The function wing_hexa() is vulnerable to a denial of service on empty input.",
            "libwing: “The function wing_hexa() is vulnerable to a denial of service on empty input”",
        ),
        (
            "The endpoint for templates can execute templates without a limit, which crashes the Kestrel service.\n\n"
            "Affected packages\n\n- Nest kestrel: introduced 8.0.0, fixed 11.6.11",
            "Kestrel: “The endpoint for templates can execute templates without a limit”",
        ),
    ],
)
def test_an_advisory_titled_by_its_number_is_headed_by_what_its_flaw_is(
    text: str, expected: str
) -> None:
    one = item("NST-kestrel-2026-777: CVE-2026-21723 Record", text)
    assert head(one) == expected
    assert _is_of(expected, [one])


def test_that_a_flaw_was_found_or_is_mended_heads_nothing() -> None:
    assert affected.says_only_so("A flaw was found in libwing")
    assert affected.says_only_so("This issue is fixed in version 1.74.4")
    assert affected.says_only_so("A weakness has been identified in Nest wing up to 3.1")
    assert not affected.says_only_so("A flaw in Kestrel lets others read files")


def test_a_part_of_a_product_is_no_product() -> None:
    one = item("Out-of-bounds write in parser", "An overlong field writes out of bounds.")
    assert head(one) == ""


def test_a_title_that_says_what_a_package_does_keeps_its_whole_sentence() -> None:
    one = item("kestrel was removed for malicious code", subject="kestrel")
    assert head(one) == ""
    assert head(item("A way out of the sandbox", publisher="Kestrel blog")) == ""


def test_a_package_is_written_as_its_advisory_writes_it() -> None:
    told = item("Puma Protocol Accepts Repeated Headers", subject="puma")
    assert head(told) == "Puma: “Protocol Accepts Repeated Headers”"
    ring = item("Unsound clearing", "A circular buffer overwrites.", subject="circular-buffer")
    assert head(replace(ring, title="Unsound clearing of a circular buffer")).startswith(
        "circular-buffer: “"
    )


def test_a_name_before_a_headline_stands_in_its_document_as_it_is_written() -> None:
    one = item("Path traversal via a package name")
    assert _is_of("Kestrel: “Path traversal via a package name”", [one])
    assert not _is_of("Lantern: “Path traversal via a package name”", [one])
    assert not _is_of("attacker Kestrel: “Path traversal via a package name”", [one])


def test_a_publisher_is_not_cut_within_its_name_nor_told_with_its_shelves() -> None:
    assert product("Ada Finch's blog") == "Ada Finch's blog"
    listed = "Ada Finch: articles, fragments, letters"
    assert writer(listed) == "Ada Finch"
    assert publisher(item("", publisher=listed)) == "Ada Finch"


def test_a_long_title_ends_before_its_subtitle_without_a_mark() -> None:
    first = "serve --private-nests authorization bypass lets others in"
    assert (
        short(f"{first}: .. in the path lets a user read, overwrite and delete the nests of others")
        == first
    )


def test_the_number_of_a_flaw_is_no_part_of_its_headline() -> None:
    told = "Use after free in the wing handler of Kestrel"
    for number in ("CVE-2026-46727 - ", "NST-argo-wing-2026-45738: ", "CVE-2026-46727: "):
        assert headline(f"{number}{told}", "Kestrel blog", "") == f"Kestrel blog: “{told}”"
