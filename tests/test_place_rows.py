"""Addresses of files, and the words of pictures, row by row."""

from __future__ import annotations

import pytest
from lxml import html

from pipeline.audit import alt
from pipeline.audit.facts import Facts
from pipeline.ingest import identity


def address(path: str, suffix: str | None, index: bool) -> str:
    return identity.address("https://a.example/docs/{path}", path, "", suffix=suffix, index=index)


def told(fragment: str) -> list[str]:
    """The rules that a picture's words break."""
    facts = Facts()
    alt.see(html.document_fromstring(f"<html><body>{fragment}</body></html>"), facts)
    return [one["rule"] for one in facts.findings]


@pytest.mark.parametrize(
    ("path", "suffix", "index", "expected"),
    [
        ("a/b.md", None, False, "https://a.example/docs/a/b.md"),
        ("a/b.md", "", False, "https://a.example/docs/a/b"),
        ("a/b.md", "/", False, "https://a.example/docs/a/b/"),
        ("a/b.md", ".html", False, "https://a.example/docs/a/b.html"),
        ("a/index.md", "", False, "https://a.example/docs/a/"),
        ("a/index.md", "/", False, "https://a.example/docs/a/"),
        ("a/index.md", "/", True, "https://a.example/docs/a/index/"),
        ("a/index.md", ".html", True, "https://a.example/docs/a/"),
        ("index.md", "/", False, "https://a.example/docs/"),
        ("README.md", "", False, "https://a.example/docs/"),
        ("a/README.md", "/", False, "https://a.example/docs/a/"),
        ("a/_index.md", "/", False, "https://a.example/docs/a/"),
        ("a b/c.md", "/", False, "https://a.example/docs/a%20b/c/"),
        ("a/ü.md", "", False, "https://a.example/docs/a/%C3%BC"),
        ("a/b", "/", False, "https://a.example/docs/a/b/"),
        ("2024-09-05-title.md", "/", False, "https://a.example/docs/2024-09-05-title/"),
        ("a/b.html", None, False, "https://a.example/docs/a/b.html"),
        ("a/b.html", "", False, "https://a.example/docs/a/b"),
    ],
)
def test_a_file_has_the_address_its_source_gives_it(
    path: str, suffix: str | None, index: bool, expected: str
) -> None:
    assert address(path, suffix, index) == expected


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ('<img src="a.png" alt="A cat on a mat">', []),
        ('<img src="a.png">', ["alt-missing"]),
        ('<img src="a.png" alt="">', ["alt-empty"]),
        ('<img src="a.png" alt=" ">', ["alt-empty"]),
        ('<img src="a.png" alt="" role="presentation">', []),
        ('<img src="a.png" alt="" aria-hidden="true">', []),
        ('<img src="a.png" alt="image">', ["alt-placeholder"]),
        ('<img src="a.png" alt="Image of a cat">', ["alt-image-of"]),
        ('<img src="a.png" alt="Photo">', ["alt-placeholder"]),
        ('<img src="a.png" alt="a.png">', ["alt-file-name"]),
        ('<img src="shots/cat-mat.png" alt="cat-mat">', ["alt-file-name"]),
        ('<img src="a.png" alt="IMG_1234">', ["alt-file-name"]),
        ('<img src="a.png" alt="screenshot">', ["alt-placeholder"]),
        ('<img src="a.png" alt="Screenshot of the dashboard with p99 at 4 ms">', []),
        ('<img src="a.png" alt="x">', ["alt-short"]),
        ('<img src="a.png" alt="Graph">', ["alt-short"]),
        ('<a href="/x"><img src="a.png" alt=""></a>', ["alt-empty", "alt-link"]),
        (
            '<figure><img src="a.png" alt="A cat on a mat"><figcaption>A cat on a mat</figcaption></figure>',
            ["alt-caption"],
        ),
        (
            '<figure><img src="a.png" alt=""><figcaption>A cat on a mat</figcaption></figure>',
            ["alt-empty"],
        ),
        ('<svg role="img"><title>A cat</title></svg>', []),
        ('<svg role="img" aria-label="A cat"></svg>', []),
        ('<svg role="img"></svg>', ["alt-svg"]),
        ('<svg aria-hidden="true"></svg>', []),
        ('<input type="image" src="a.png" alt="Go">', ["alt-short"]),
        ('<input type="image" src="a.png">', ["alt-missing"]),
        ("<p>No picture.</p>", []),
        ('<img src="a.png" alt="TODO">', ["alt-placeholder"]),
        ('<img src="a.png" alt="picture1.jpg">', ["alt-file-name"]),
        (
            '<img src="a.png" alt="A long description. A long description. A long description. A long description. A long description. A long description. A long description. A long description. A long description. ">',
            ["alt-long"],
        ),
    ],
)
def test_a_picture_is_told_by_the_words_it_has(fragment: str, expected: list[str]) -> None:
    assert told(fragment) == expected
