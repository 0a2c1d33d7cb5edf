"""A PDF says where its lines stand: paragraphs, titles, lists, broken words and marks are read from that."""

from __future__ import annotations

import pytest

from pipeline.ingest.readers import pdf
from pipeline.ingest.reading import Input, Reading

ONE = (
    "The build cache keeps its index in one file, and a cold start reads",
    "that file once and no more. When the index grows over its bound, the",
    "oldest entries of it go first and the file is written anew.",
)
TWO = (
    "A second note says that the store waits for ninety seconds, and that",
    "each call of it is made five times before it is given up for lost.",
)


def _at(x: float, y: float, words: str, size: float = 11) -> bytes:
    return f"BT /F {size} Tf {x} {y} Td ({words}) Tj ET\n".encode("cp1252")


def _rows(y: float, *rows: str, x: float = 60, size: float = 11, step: float = 14) -> bytes:
    return b"".join(_at(x, y - step * n, row, size) for n, row in enumerate(rows))


HEAD = _at(60, 740, "Cache index in one file", 20)


def _read(page: bytes, made: str = "") -> Reading:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page), font,
        b"<< /CreationDate (%s) >>" % made.encode(),
    )  # fmt: skip
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(objects, 1))
    whole = b"%PDF-1.4\n" + body + b"trailer\n<< /Size 7 /Root 1 0 R /Info 6 0 R >>\n%%EOF\n"
    return pdf.read(Input("notes/cache.pdf", whole, "pdf"))[0][0]


@pytest.mark.parametrize(
    ("page", "parts"),
    [
        (_rows(700, *ONE) + _rows(640, *TWO), (" ".join(ONE), " ".join(TWO))),
        (_rows(700, *ONE, step=24) + _rows(600, *TWO, step=24), (" ".join(ONE), " ".join(TWO))),
        (_rows(700, *ONE) + _rows(640, "Call Limit", "read 30 s"), (" ".join(ONE), "Call Limit read 30 s")),
        (_rows(700, *ONE) + _rows(650, "1. drain the node", "2. wait for it"), (" ".join(ONE), "1. drain the node", "2. wait for it")),
        (_rows(700, "• drain the node of all its calls, and wait until", "none of them is left", "• patch it then"),
         ("- drain the node of all its calls, and wait until none of them is left", "- patch it then")),
        (_rows(700, "The index is read-only, and the log of it is read-", "only for all the nodes that hold it here."),
         ("The index is read-only, and the log of it is read-only for all the nodes that hold it here.",)),
        (_rows(700, "The store holds it for the years of 2024-", "2026 and the site is at https://a.example/x-", "index for a T-", "shirt of it."),
         ("The store holds it for the years of 2024-2026 and the site is at https://a.example/x-index for a T-shirt of it.",)),
        (_rows(700, "The whole con-", "figuration of it is in one file, and it is read at the start of it."),
         ("The whole configuration of it is in one file, and it is read at the start of it.",)),
        (_rows(700, "It holds forty rows of the days") + _at(232, 705, "3", 7) + _rows(686, "and no more than that for each of them."),
         ("It holds forty rows of the days and no more than that for each of them.",)),
    ],
)  # fmt: skip
def test_paragraphs_lists_and_broken_words_of_a_pdf_are_whole(
    page: bytes, parts: tuple[str, ...]
) -> None:
    assert tuple(_read(HEAD + page).text.split("\n\n")[1:]) == parts


def test_a_title_of_two_lines_is_one_title() -> None:
    head = _rows(760, "Cache index in one file and", "what a cold start reads", size=20, step=25)
    assert (
        _read(head + _rows(690, *ONE)).title
        == "Cache index in one file and what a cold start reads"
    )


@pytest.mark.parametrize(
    ("head", "published", "origin"),
    [
        ("Ola Berg, Kestrel Research, 22 November 2026", "2026-11-22", "page"),
        ("[stores] 2 Nov 2026", "2026-11-02", "page"),
        ("2026-11-20", "2026-11-20", "page"),
        ("Ola Berg, Kestrel Research", "2026-11-28", "metadata"),
        ("Kestrel Research, 22 November 2026, for the board of 9 December 2026", "2026-11-28", "metadata"),
        ("The outage of 3 May 2026", "2026-11-28", "metadata"),
        ("Last updated: 22 November 2026", "2026-11-28", "metadata"),
        ("Ola Berg, to be read on: 9 December 2026", "2026-11-28", "metadata"),
        ("In the outage, 3 May 2026, nobody slept", "2026-11-28", "metadata"),
    ],
)  # fmt: skip
def test_the_day_at_the_head_of_a_pdf_comes_before_the_one_its_file_was_made_on(
    head: str, published: str, origin: str
) -> None:
    page = HEAD + _rows(700, head, size=9) + _rows(660, *ONE)
    read = _read(page, "D:20261128011314Z")
    assert (str(read.published)[:10], read.published_from) == (published, origin)
