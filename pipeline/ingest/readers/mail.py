"""Reads mail: a message (.eml) or a box of them (.mbox), such as newsletters and archives of lists.

Enter: the bytes of a file. Leave: a Reading of each message: its text or, where that is only a
pointer to it, its HTML; subject, sender, date and the address of its archive. Signatures, the words
of attachments and what lists write under a message are no text of it. Sources: RFC 5322, 2046, 3676
(flowed lines), 4155 (boxes), 5064 (`Archived-At`).
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

from pipeline.ingest.normal import decode, normalise
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.facts import provenance
from pipeline.ingest.readers.facts.titles import title
from pipeline.ingest.readers.html.page import write_fragment
from pipeline.ingest.readers.markdown import write
from pipeline.ingest.readers.plain import from_text
from pipeline.ingest.reading import Input, Read, Reading, Refusal, reading
from pipeline.text.lists import beside
from pipeline.text.words import clean

POSTMARK = re.compile(rb"^From \S+[^\r\n]*\d{4}[^\r\n]*\r?\n(?=[!-9;-~]+:)", re.MULTILINE)
FROM_LINE = re.compile(rb"^>(>*From )", re.MULTILINE)
SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
SIGNED_ROWS = 20  # of a signature; what is longer is text under a rule
FOOT = re.compile(r"\b" + beside(__file__).either("foot_of_mail") + r"\b", re.IGNORECASE)
FOOT_WORDS = 40  # of a block; a longer one says something besides
HALF = 0.5  # of the words of the HTML: a text with fewer is a pointer to it
HEAD = re.compile(rb"\r?\n\r?\n")
MOST_OF_A_HEAD = 60_000  # bytes before the text; lists and filters write 20,000 at most
MOST_OF_A_TYPE = 1_000  # characters of what a part says of its type
FIELD = 2_000  # characters of a field of a head that are read
QUOTE = re.compile(r"((?:>[ ]?)+)(.*)")


def read(source: Input) -> Read:
    """Read every message of a file."""
    parts = _messages(source)
    if any(len(HEAD.split(data, maxsplit=1)[0]) > MOST_OF_A_HEAD for _, data in parts):
        return (), (Refusal(source.path, f"has a head of more than {MOST_OF_A_HEAD:,} bytes"),)
    found = [(path, _reading(path, data, source)) for path, data in parts]
    taken = tuple(one for _, one in found if one is not None)
    refused = tuple(
        Refusal(path, "is a message without text") for path, one in found if one is None
    )
    return taken, (*_before(source), *refused)


def _before(source: Input) -> tuple[Refusal, ...]:
    """What stands in a file of messages before its first one, which is of none."""
    first = None if source.suffix == "eml" else POSTMARK.search(source.data)
    spare = len(source.data[: first.start()].strip()) if first else 0
    reason = f"{spare:,} bytes stand before its first message"
    return (Refusal(source.path, reason),) if spare else ()


def _messages(source: Input) -> list[tuple[str, bytes]]:
    """(path, bytes) of each message."""
    heads = list(POSTMARK.finditer(source.data))
    if source.suffix == "eml" or not heads:
        data = source.data[heads[0].end() :] if heads and heads[0].start() == 0 else source.data
        return [(source.path, data)]
    ends = [head.start() for head in heads[1:]] + [len(source.data)]
    return [
        (f"{source.path}#{number}", FROM_LINE.sub(rb"\1", source.data[head.end() : end]))
        for number, (head, end) in enumerate(zip(heads, ends, strict=True), 1)
    ]


def parsed(data: bytes) -> Message:
    """One message."""
    return email.message_from_bytes(data.lstrip())


def bodies(message: Message) -> Iterator[tuple[str, str]]:
    """(`plain` or `html`, text) of each part of a message that is shown."""
    for part in message.walk():
        if len(str(part.get("content-type", ""))) > MOST_OF_A_TYPE:
            continue
        if part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            kind = part.get_content_subtype()
            if kind in ("plain", "html"):
                yield kind, _decoded(part)


def _reading(path: str, data: bytes, source: Input) -> Reading | None:
    message = parsed(data)
    page = Manuscript()
    shown = list(bodies(message))
    plain = [text for kind, text in shown if kind == "plain"]
    marked = [text for kind, text in shown if kind == "html"]
    page.removed["attachment"] += sum(
        part.get_content_disposition() == "attachment" for part in message.walk()
    )
    flowed = str(message.get_param("format", "") or "").lower() == "flowed"
    written = Manuscript()
    words = sum(write_fragment(text, written) for text in marked)
    if plain and sum(len(text.split()) for text in plain) >= HALF * words:
        for text in plain:
            _write(_unfolded(text) if flowed else text, page)
    else:
        written.removed.update(page.removed)
        page = written
    if not page.words():
        return None
    _mark_foot(page)
    known = {**_head(message), **source.meta}
    named = title(str(known.get("title") or ""), page, path)
    made = reading(path, named, page, raw_words=page.words(), kind="mail",
                   **provenance(known, source, "metadata"))  # fmt: skip
    return replace(made, key=_said(message, "message-id")) if made.url else made


def _head(message: Message) -> dict[str, Any]:
    """The fields of a head that say something of its text."""
    archived = re.search(r"https?://[^\s<>]+", _said(message, "archived-at"))
    told = {
        "title": clean(_said(message, "subject")),
        "author": _said(message, "from"),
        "date": _said(message, "date"),
        "url": archived[0] if archived else "",
    }
    return {name: value for name, value in told.items() if value}


def _said(message: Message, name: str) -> str:
    """A field of a head in the characters that it is coded in."""
    raw = str(message.get(name, ""))[:FIELD]
    try:
        return re.sub(r"\s+", " ", str(make_header(decode_header(raw)))).strip()
    except (ValueError, LookupError):  # what no tool wrote so
        return clean(raw)


def _decoded(part: Message) -> str:
    """The text of a part in the characters that it says it is in, else in those it shows."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def _unfolded(text: str) -> str:
    """Lines that the sender only broke for width, in one (RFC 3676, 4.1)."""
    done: list[str] = []
    for row in text.replace("\r\n", "\n").split("\n"):
        mark, said = _parted(row)
        if done and done[-1].endswith(" ") and not done[-1].endswith("-- "):
            before, _ = _parted(done[-1])
            if before == mark and said.strip():
                done[-1] += said.lstrip() if mark else row.removeprefix(" ")
                continue
        done.append(row)
    return "\n".join(done)


def _parted(row: str) -> tuple[int, str]:
    """(depth of quotation, words) of a line."""
    found = QUOTE.match(row)
    return (found[1].count(">"), found[2]) if found else (0, row)


def _write(text: str, page: Manuscript) -> None:
    """Plain text; what the sender quotes is a quote, and a signature is none of it."""
    text = normalise(text, page.removed)
    marks = [mark.start() for mark in SIGNATURE.finditer(text)]
    signed = bool(marks) and text.count("\n", marks[-1]) <= SIGNED_ROWS
    bare = text[: marks[-1]] if signed else text
    page.removed["signature"] += bare != text
    depth, rows = 0, list[str]()
    for row in [*bare.split("\n"), None]:
        now, said = _parted(row) if row is not None else (-1, "")
        if (now > 0) != (depth > 0) or row is None:
            _put("\n".join(rows), page, quoted=depth > 0)
            rows = []
        depth = now
        rows.append(said)


def _put(text: str, page: Manuscript, *, quoted: bool) -> None:
    if quoted:
        for part in re.split(r"\n[ \t]*\n", text):
            page.line("quote", part)
    elif text.strip():
        write(from_text(text.strip("\n")), page)


def _mark_foot(page: Manuscript) -> None:
    """Mark what a list or a sender of newsletters writes round every message as no text of it."""
    for at, block in enumerate(page.blocks):
        said = page.text[block.start : block.end]
        if len(said.split()) <= FOOT_WORDS and FOOT.search(said) and block.kind != "heading":
            page.blocks[at] = replace(block, kind="boilerplate")
