"""What a source shows a reader, by a plain walk that knows nothing of our readers.

Enter: the bytes of an item and the kind of its reader. Leave: its words in order, with breaks where a
paragraph, a row or a cell ends. Marks are taken out by their outward form alone: no parser, no main
text, no meaning. Words that the source itself withdraws or that a tool fills in carry a sign, since a
reading may do without them. It is meant to err otherwise than the readers do.
"""

from __future__ import annotations

import email
import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2

from pipeline.ingest.loading import json_value, yaml_documents
from pipeline.ingest.normal import decode, normalise
from pipeline.ingest.readers.front_matter import Loader
from pipeline.ingest.screening.walk import asciidoc, rest
from pipeline.ingest.screening.walk.captions import of_captions
from pipeline.ingest.screening.walk.marks import QUOTED, of_markup
from pipeline.ingest.screening.walk.tags import BREAK, WORD, of_html, of_xml, silenced

DEPTH = 40
CHANNEL = re.compile(r"\A\s*\{|<(?:\w+:)?(?:rss|feed|RDF|channel|urlset|sitemapindex)\b")


def shown(data: bytes, reader: str, suffix: str = "") -> list[str]:
    """The words of an item, as `STRUCK`, `SPARE` and `BREAK` sign them."""
    if reader == "pdf":
        return WORD.findall(_pdf(data))
    if reader == "mail":
        return WORD.findall(_mail(data))
    text = text_of(data, suffix)
    if reader == "feed" and suffix == "xml" and not CHANNEL.search(text[:20_000]):
        return WORD.findall(of_xml(silenced(text)))
    if reader in ("notebook", "jsonl", "chunks", "record") or (
        reader == "feed" and text.lstrip()[:1] == "{"
    ):
        text = "\n\n".join(_strings(text, suffix)) or text
    return shown_of(text, reader, suffix)


def text_of(data: bytes, suffix: str) -> str:
    """The text of a file, in which names that stand for words are filled in: their values may stand
    far from them."""
    text = normalise(decode(data), Counter())
    if suffix in asciidoc.SUFFIXES:
        return asciidoc.filled(text)
    return rest.titled(text) if suffix in rest.SUFFIXES else text


def shown_of(text: str, reader: str, suffix: str) -> list[str]:
    """The words of a text, or of a stretch of one, in the form of a reader's files."""
    if reader == "feed":
        text = html.unescape(text)
    if reader in ("html", "page", "feed"):
        plain = of_html(text)
    elif reader == "transcript":
        plain = of_captions(text, suffix)
    else:
        plain = of_markup(text, suffix)
    return WORD.findall(plain)


def _mail(data: bytes) -> str:
    """Words of the parts of each message that are shown, the HTML after the text."""
    done = []
    for part in re.split(rb"^From \S+ [^\r\n]*\d{4}[^\r\n]*$", data, flags=re.MULTILINE):
        message = email.message_from_bytes(part.lstrip())
        for kind in ("plain", "html"):
            for one in message.walk():
                if one.get_content_type() == f"text/{kind}":
                    body = one.get_payload(decode=True)
                    said = decode(body) if isinstance(body, bytes) else ""
                    done.append(of_html(said) if kind == "html" else QUOTED.sub("", said))
    return BREAK.join(normalise(one, Counter()) for one in done)


def _pdf(data: bytes) -> str:
    """Words of a PDF, page after page; where its lines and paragraphs end is not known."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    joined = re.sub(r"[\ufffe\u00ad]\s*|(?<=\w)-\s+", "", " ".join(pages))
    return re.sub(r"\s+", " ", normalise(joined, Counter()))


def _strings(text: str, suffix: str) -> Iterator[str]:
    """Every string of a file of records, cells of a notebook whole; nothing for another file."""
    rows = text.split("\n") if suffix in ("jsonl", "ndjson") else [text]
    for row in rows:
        try:
            values = yaml_documents(row, Loader) if suffix in ("yaml", "yml") else json_value(row)
            yield from _inside(values, 0)
        except ValueError:
            continue


def _inside(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth < DEPTH and isinstance(value, list):
        lines = all(isinstance(one, str) for one in value)
        yield from (
            ["".join(value)] if lines else (row for one in value for row in _inside(one, depth + 1))
        )
    elif depth < DEPTH and isinstance(value, dict):
        for one in value.values():
            yield from _inside(one, depth + 1)
