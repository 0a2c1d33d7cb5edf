"""What servers and files of others send, packed, listed and in vectors: read, or told in one line."""

from __future__ import annotations

import gzip
import tempfile
import zlib
from pathlib import Path

import pytest

from pipeline.errors import DatelineError
from pipeline.ingest.sources import opml, unpack
from pipeline.retrieve.encoders import served

TEXT = b"A retry budget caps the extra requests of a client."
PACKED = {
    "plain": TEXT,
    "gzip": gzip.compress(TEXT),
    "zlib": zlib.compress(TEXT),
    "raw": zlib.compress(TEXT)[2:-4],
    "twice": gzip.compress(gzip.compress(TEXT)),
    "cut": gzip.compress(TEXT)[:-12],
    "long": gzip.compress(b"a" * 5000),
    "empty": b"",
}


def unpacked(name: str, codings: str) -> str:
    """What comes of a reply, `as sent` for the text; the words of a refusal."""
    try:
        found = unpack.unpack(PACKED[name], codings, 1000)
    except (ValueError, DatelineError) as error:
        return f"refused: {str(error).partition('(')[0].strip()}"
    return "as sent" if found == TEXT else f"{len(found)} bytes"


def feeds(body: str) -> list[tuple[str, str, tuple[str, ...]]] | str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.opml"
        path.write_text(body, "utf-8")
        try:
            return [
                (one.title, one.url, one.folders) for one in opml.read_opml(path) if not one.fault
            ]
        except DatelineError as error:
            return error.message.partition(" (")[0]


def opml_of(outlines: str) -> str:
    return f'<opml version="2.0"><body>{outlines}</body></opml>'


@pytest.mark.parametrize(
    ("name", "codings", "expected"),
    [
        ("plain", "", "as sent"),
        ("plain", "identity", "as sent"),
        ("gzip", "gzip", "as sent"),
        ("gzip", "GZIP", "as sent"),
        ("gzip", "x-gzip", "as sent"),
        ("zlib", "deflate", "as sent"),
        ("raw", "deflate", "as sent"),
        ("twice", "gzip, gzip", "as sent"),
        ("plain", "gzip", "refused: cannot be unpacked"),
        ("cut", "gzip", "refused: is cut off in the middle of its compressed data"),
        ("long", "gzip", "refused: is larger than max_bytes"),
        ("gzip", "br", "refused: is encoded as 'br', which was not asked for"),
        ("gzip", "gzip, br", "refused: is encoded as 'br', which was not asked for"),
        ("gzip", "identity, gzip", "as sent"),
        ("empty", "gzip", "0 bytes"),
        ("empty", "", "0 bytes"),
        ("gzip", "gzip, gzip, gzip, gzip, gzip, gzip", "refused: is compressed 6 times over"),
        ("gzip", ", ,gzip,", "as sent"),
    ],
)
def test_a_reply_is_unpacked_by_its_codings_or_refused(
    name: str, codings: str, expected: str
) -> None:
    assert unpacked(name, codings) == expected


@pytest.mark.parametrize(
    ("outlines", "expected"),
    [
        ('<outline text="A" xmlUrl="https://a.example/f"/>', [("A", "https://a.example/f", ())]),
        (
            '<outline title="T" text="A" xmlUrl="https://a.example/f"/>',
            [("T", "https://a.example/f", ())],
        ),
        (
            '<outline text="News"><outline text="A" xmlUrl="https://a.example/f"/></outline>',
            [("A", "https://a.example/f", ("News",))],
        ),
        (
            '<outline text="One"><outline text="Two"><outline text="A" xmlUrl="https://a.example/f"/></outline></outline>',
            [("A", "https://a.example/f", ("One", "Two"))],
        ),
        (
            '<outline text="A" xmlUrl="https://a.example/f" category="/Tech/Web,News"/>',
            [("A", "https://a.example/f", ("Tech/Web", "News"))],
        ),
        (
            '<outline text="A" xmlUrl="https://a.example/f"/><outline text="B" xmlUrl="https://a.example/f"/>',
            [("A", "https://a.example/f", ())],
        ),
        ('<outline text="A" xmlUrl="ftp://a.example/f"/>', "names no feed"),
        ('<outline text="A"/>', "names no feed"),
        (
            '<outline xmlUrl="https://a.example/f"/>',
            [("https://a.example/f", "https://a.example/f", ())],
        ),
        ('<outline text="A" xmlUrl=" https://a.example/f "/>', [("A", "https://a.example/f", ())]),
        ('<outline text="A" xmlurl="https://a.example/f"/>', "names no feed"),
        ("<note/>", "names no feed"),
        (
            '<outline text="A" xmlUrl="javascript:x"/><outline text="B" xmlUrl="http://b.example/f"/>',
            [("B", "http://b.example/f", ())],
        ),
        ("", "names no feed"),
        (
            '<!-- note --><outline text="A" xmlUrl="https://a.example/f"/>',
            [("A", "https://a.example/f", ())],
        ),
    ],
)
def test_the_feeds_of_a_list_are_read_with_their_folders(
    outlines: str, expected: list[tuple[str, str, tuple[str, ...]]] | str
) -> None:
    assert feeds(opml_of(outlines)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", "is not XML"),
        ("not xml", "is not XML"),
        ("<opml>", "is not XML"),
        ("<html></html>", "is not OPML"),
        ("<opml></opml>", "names no feed"),
        ("<opml><head/></opml>", "names no feed"),
        ('<rss version="2.0"></rss>', "is not OPML"),
        ("{}", "is not XML"),
        ('<?xml version="1.0"?><opml><body/></opml>', "names no feed"),
        (
            '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&x;" xmlUrl="https://a.example/f"/></body></opml>',
            "is not XML",
        ),
    ],
)
def test_a_file_that_is_no_list_of_feeds_says_so(
    body: str, expected: list[tuple[str, str, tuple[str, ...]]] | str
) -> None:
    assert feeds(body) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8080/v1/embeddings", "openai"),
        ("http://127.0.0.1:8080/embed", "tei"),
        ("http://127.0.0.1:8080/embed/", "tei"),
        ("http://127.0.0.1:11434/api/embed", "ollama"),
        ("https://a.example/x/api/embed", "ollama"),
        ("https://a.example/embeddings", "openai"),
        ("https://a.example/", "openai"),
        ("https://a.example/embed?x=1", "tei"),
    ],
)
def test_the_form_of_a_server_of_vectors_is_told_by_its_path(url: str, expected: str) -> None:
    assert served.form(url) == expected
