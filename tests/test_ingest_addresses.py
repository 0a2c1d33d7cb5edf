"""Files are found by what their names say, and their addresses lead to the words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.chunk import passages
from pipeline.errors import ConfigError
from pipeline.ingest.identity import address
from pipeline.ingest.jobs import Job, do
from pipeline.ingest.sources import formats, listing
from pipeline.newsroom.config import SourceEntry
from pipeline.pages.links import deep_link
from pipeline.records import Document, EvidenceItem, Quote, Source

TEXT = "The cache keeps a copy of each answer near the reader until its time runs out and it goes."
HOME = "https://home.example/"


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.md", "md"), ("index.html.md.erb", "md"), ("notes.md.txt", "md"), ("a.md.j2", "md"), ("A.MD", "md"),
        ("a.html.in", "html"), ("values.yaml.tmpl", "yaml"), ("v1.2.txt", "txt"), ("a.py.txt", "txt"), ("README", "txt"), ("LICENSE", ""),
        ("a.erb", "erb"), ("2024.01.02.md", "md"), ("a.tar.gz", "gz"),
    ],
)  # fmt: skip
def test_the_suffix_of_a_template_is_the_one_inside(name: str, suffix: str) -> None:
    assert formats.suffix_of(name) == suffix


@pytest.mark.parametrize("row", formats.FORMATS, ids=lambda row: row.name)
def test_every_suffix_and_media_type_belongs_to_one_format(row: formats.Format) -> None:
    assert all(formats.BY_SUFFIX[suffix] is row for suffix in row.suffixes)
    assert all(formats.BY_MEDIA[media] is row for media in row.media)
    assert set(row.sidecar) <= set(row.suffixes)


def test_a_format_is_added_by_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = formats.Format("notes", formats.BY_NAME["plain"].read, ("note",))
    monkeypatch.setitem(formats.BY_NAME, "notes", row)
    monkeypatch.setitem(formats.BY_SUFFIX, "note", row)
    (tmp_path / "a.note").write_text(TEXT)
    (one,) = documents(_source(tmp_path))
    assert one.text == TEXT


def _source(place: Path, **known: object) -> Source:
    return Source("s", "S", "folder", str(place), ("d",), homepage=HOME, **known)  # type: ignore[arg-type]


def documents(source: Source) -> list[Document]:
    outcomes = [
        do(Job(source, item, "", "", "en", 10_000), passages) for item in listing.local(source)
    ]
    return [made.document for outcome in outcomes for made in outcome.made]


def test_files_that_are_not_read_are_counted_by_suffix_and_linked_folders_named(
    tmp_path: Path,
) -> None:
    for name in ("a.md", "b.png", "c.PNG", "d.go", "LICENSE", "e.docx", "_f.md", "a.md.meta.json"):
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there")
    found = listing.listed(_source(tmp_path))
    assert dict(found.unread) == {"png": 2, "go": 1, "": 1}
    assert [item.path for item in found.items] == ["a.md", "e.docx"]
    assert [(one.where, "not followed" in one.reason) for one in found.passed] == [("link", True)]


@pytest.mark.parametrize(
    ("rule", "path", "slug", "suffix", "index", "url"),
    [
        ("https://h.example/{path}", "a/b.html", "", None, False, "https://h.example/a/b.html"),
        ("https://h.example/{path}", "a/b.md", "", "", False, "https://h.example/a/b"),
        ("https://h.example/x/{path}", "a/b.md", "", "/", False, "https://h.example/x/a/b/"),
        ("https://h.example/{path}", "a/b.html.md.erb", "", ".html", False, "https://h.example/a/b.html"),
        ("https://h.example/{path}", "a/_index.md", "", "/", False, "https://h.example/a/"),
        ("https://h.example/{path}", "v1.2.3.md", "", "/", False, "https://h.example/v1.2.3/"),
        ("https://h.example/{path}", "release/1.10.0.html.md", "", ".html", False, "https://h.example/release/1.10.0.html"),
        ("https://h.example/{path}", "node.js.md", "", "", False, "https://h.example/node.js"),
        ("https://h.example/{path}", "v1.2/_index.en.md", "", "/", False, "https://h.example/v1.2/"),
        ("https://h.example/{path}", ".hidden.md", "", "/", False, "https://h.example/.hidden/"),
        ("https://h.example/{path}", "a#b?c.md", "", "/", False, "https://h.example/a%23b%3Fc/"),
        ("https://h.example/#/{path}", "guide/a.md", "", "", False, "https://h.example/#/guide/a"),
        ("https://h.example/{path}", "README.md", "", "", False, "https://h.example/"),
        ("https://h.example/{path}", "a/README.md", "", "", True, "https://h.example/a/README"),
        ("https://h.example/x/{path}", "a/b.md", "/docs/c/", "", False, "https://h.example/docs/c/"),
        ("https://h.example/x/{path}", "a/b.md", "c", "/", False, "https://h.example/x/a/c/"),
        ("https://h.example/x/{path}", "a/b.md", "2018/09/25/Rust-1.29.1", "", False, "https://h.example/x/2018/09/25/Rust-1.29.1"),
        ("https://h.example/{path}?raw=1", "a b/ü.md", "", None, False, "https://h.example/a%20b/%C3%BC.md?raw=1"),
        ("", "a/b.md", "/docs/c/", "", False, ""),
    ],
)  # fmt: skip
def test_an_address_is_made_by_its_sources_rule(
    rule: str, path: str, slug: str, suffix: str | None, index: bool, url: str
) -> None:
    place = path if suffix is None else formats.bare(path)
    assert address(rule, place, slug, suffix=suffix, index=index) == url


def test_a_document_has_the_address_of_its_rule_or_says_that_it_has_only_a_home_page(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.md").write_text(f"---\npermalink: /notes/a/\n---\n{TEXT}")
    (with_rule,) = documents(_source(tmp_path, url="https://h.example/{path}", url_suffix=""))
    (rooted,) = documents(_source(tmp_path))
    (without,) = documents(replace(_source(tmp_path), homepage=f"{HOME}blog/"))
    assert (with_rule.url, with_rule.home) == ("https://h.example/notes/a/", False)
    assert (rooted.url, rooted.home) == (f"{HOME}notes/a/", False)
    assert (without.url, without.home) == (f"{HOME}blog/", True)


def test_a_changed_rule_gives_the_files_other_stamps(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(TEXT)
    stamps = {
        listing.local(_source(tmp_path, url=url))[0].stamp
        for url in ("", "https://h.example/{path}")
    }
    assert len(stamps) == 2


@pytest.mark.parametrize(("home", "joint"), [(True, False), (False, True)])
def test_a_home_page_carries_no_text_fragment(home: bool, joint: bool) -> None:
    item = EvidenceItem(
        n=1, source_id="s", source_title="S", title="T", url=HOME, published=None, text=TEXT, passage="p",
        document="d", start=0, domain="d", home=home,
    )  # fmt: skip
    assert (":~:text=" in deep_link(item, Quote(1, 0, 9, TEXT[:9]))) is joint


@pytest.mark.parametrize(
    "url", ["ftp://h.example/{path}", "https://h.example/{name}", "h.example/{path}"]
)
def test_a_rule_that_makes_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="url"):
        SourceEntry(id="s", title="S", kind="folder", location="x", domains=("d",), url=url)
    assert ConfigError
