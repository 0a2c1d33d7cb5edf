"""The formats that are read: one table for files, replies and sidecars.

Enter: the name of a file, the media type of a reply, the bytes of an item. Leave: the format, or the
reading. A row says what a format is called in sources.toml, the suffixes it owns in a mixed folder,
what else a source of its kind reads, its media types, whether a sidecar may lie beside a file, the
function that reads it, and the one that reads it when what that made is not what the file shows. To add a format is to add a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.ingest.readers import feeds, mail, markdown, pdf, plain
from pipeline.ingest.readers.data import structured
from pipeline.ingest.readers.data.dumps import read_chunks, read_documents
from pipeline.ingest.readers.html import page
from pipeline.ingest.readers.lightweight import xml_document
from pipeline.ingest.readers.spoken import transcripts
from pipeline.ingest.reading import Input, Read
from pipeline.text.lists import beside

READING = "13"  # changes when readers read otherwise, so that what was read before is read again


@dataclass(frozen=True, slots=True)
class Format:
    """One row: `suffixes` are its own, `also` those it reads in a source of its kind."""

    name: str
    read: Callable[[Input], Read]
    suffixes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    sidecar: tuple[str, ...] = ()  # suffixes beside which `<name>.meta.json` may lie
    other: Callable[[Input], Read] | None = None  # reads what the first reader changes


CAPTIONED = (
    "srt",
    "vtt",
    "sbv",
    "ttml",
    "dfxp",
    "srv1",
    "srv2",
    "srv3",
    "json3",
    "lrc",
    "ass",
    "ssa",
)
FORMATS = (
    Format("markdown", markdown.read, ("md", "markdown", "mdx", "qmd", "rmd", "markerb"), media=("text/markdown",)),
    Format("html", page.read, ("html", "htm", "xhtml"), media=("text/html", "application/xhtml+xml"),
           sidecar=("html", "htm"), other=page.read_whole),
    Format("feed", feeds.read, ("xml", "rss", "atom"), also=("json",),
           media=("application/rss+xml", "application/atom+xml", "application/feed+json")),
    Format("transcript", transcripts.read, CAPTIONED, media=("text/vtt", "application/x-subrip", "application/ttml+xml"),
           sidecar=CAPTIONED),
    Format("mail", mail.read, ("eml", "mbox", "mbx"), media=("message/rfc822", "application/mbox")),
    Format("pdf", pdf.read, ("pdf",), media=("application/pdf",), sidecar=("pdf",)),
    Format("jsonl", read_documents, ("jsonl", "ndjson"), also=("json",),
           media=("application/jsonl", "application/x-ndjson")),
    Format("chunks", read_chunks, also=("jsonl", "ndjson", "json")),
    Format("page", page.read, other=page.read_whole),
    Format("record", structured.read_record, ("yaml", "yml", "toml", "json")),
    Format("notebook", structured.read_notebook, ("ipynb",)),
    Format("plain", plain.read, ("rst", "adoc", "asciidoc", "org", "mediawiki", "wiki", "dj", "djot", "txt"), media=("text/plain",), sidecar=("txt",)),
)  # fmt: skip
BY_NAME = {row.name: row for row in FORMATS}
BY_SUFFIX = {suffix: row for row in FORMATS for suffix in row.suffixes}
BY_MEDIA = {media: row for row in FORMATS for media in row.media}
# Documents that there is no reader for: each is refused by name. Pictures, scripts and the like
# that lie among documents are counted by suffix.
UNREAD = frozenset(
    "doc docx odt rtf epub mobi ppt pptx odp xls xlsx ods tex textile djvu ps".split()
)
# What stands last in the name of a file that a tool makes another of: the suffix before it tells.
TEMPLATES = frozenset(
    "erb ejs j2 jinja jinja2 tmpl tpl in njk nunjucks liquid hbs handlebars mustache mako eex heex gotmpl "
    "template txt orig example sample".split()
)
TEXTS = beside(__file__).words("texts")
OF_A_FILE = TEMPLATES | UNREAD | BY_SUFFIX.keys()
ENGLISH = re.compile(r"en(?:[-_][A-Za-z]{2})?")


def suffix_of(name: str) -> str:
    """The suffix that tells what a file holds, in lower case: the last one, or of the name of a
    template (`index.html.md.erb`, `notes.md.txt`) the last one before that is read. A text that
    goes by its name alone (`NEWS`) is one of plain text."""
    whole, *parts = (PurePosixPath(name).name if "/" in name else name).lower().split(".")
    if not parts:
        return "txt" if whole in TEXTS else ""
    if parts[-1] in TEMPLATES:
        for part in reversed(parts[:-1]):
            if part in BY_SUFFIX:
                return part
            if part not in TEMPLATES:
                break
    return parts[-1]


def bare(path: str) -> str:
    """A path without the suffixes that say what its file holds (`v1.2.3.html.md.erb` is `v1.2.3`), and
    without that of its language (`a.en.md`)."""
    folder, slash, name = path.rpartition("/")
    parts = name.split(".")
    while len(parts) > 1 + (not parts[0]) and parts[-1].lower() in OF_A_FILE:
        parts.pop()
    if len(parts) > 1 and len(parts) < name.count(".") + 1 and ENGLISH.fullmatch(parts[-1]):
        parts.pop()
    return folder + slash + ".".join(parts)


def of_file(kind: str, suffix: str) -> Format | None:
    """The format of a file in a source of a kind; None when it is not read there. Raises KeyError
    when a source of that kind holds no files."""
    if kind == "folder":
        return BY_SUFFIX.get(suffix)
    row = BY_NAME[kind]
    return row if suffix in row.suffixes + row.also else None


def of_reply(kind: str, media: str, suffix: str) -> Format:
    """The format of a reply: what its source is said to be, else by media type, else by suffix."""
    if kind not in ("page", "sitemap"):
        return BY_NAME[kind]
    found = BY_MEDIA.get(media)
    if found is None or found.name == "plain":
        found = BY_SUFFIX.get(suffix) or found
    return found or BY_NAME["html"]


def read(reader: str, source: Input) -> Read:
    """Read an item with the reader of a format, or of the one that its bytes are in."""
    data = source.data
    if reader == "jsonl" and source.suffix in ("jsonl", "ndjson") and b'"chunk_id"' in data[:4000]:
        reader = "chunks"
    if reader == "record" and source.suffix == "json" and feeds.is_json_feed(data):
        reader = "feed"
    if reader == "feed" and source.suffix == "xml" and not source.url and xml_document.is_one(data):
        return xml_document.read(source)
    return BY_NAME[reader].read(source)
