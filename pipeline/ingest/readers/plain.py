"""Reads reStructuredText, AsciiDoc, Org, MediaWiki, Djot and plain text.

Enter: a .rst, .adoc, .org, .mediawiki, .dj or .txt file. Leave: a Reading. reStructuredText is parsed by
docutils; the others are turned into Markdown, and only what they share with it is kept as structure. The
head of a mail, and of what is laid out like one (a Python Enhancement Proposal), gives the fields.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from pipeline.ingest import dates
from pipeline.ingest.normal import decode, normalise
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.facts import provenance
from pipeline.ingest.readers.facts.days import dated, released
from pipeline.ingest.readers.facts.fields import fields_told
from pipeline.ingest.readers.facts.titles import title
from pipeline.ingest.readers.front_matter import front_matter
from pipeline.ingest.readers.generators import TAKEN_VALUE, without_cut
from pipeline.ingest.readers.lightweight import asciidoc, djot, org, rest, wiki
from pipeline.ingest.readers.markdown import write, write_kept
from pipeline.ingest.readers.markup.fences import outside_fences, outside_spans
from pipeline.ingest.readers.spoken import transcripts
from pipeline.ingest.reading import Input, Read, reading

POSTED = re.compile(r"^\.\. post::[ \t]*(\S[^\n]*)$", re.MULTILINE)  # as ablog writes it
FIELD = re.compile(r"^:([\w-]+):[ \t]*(.*)$", re.MULTILINE)
# What Markdown takes for code, where a sign before a mark would be text.
INDENTED = re.compile(r"((?<=\n\n)(?:(?: {4}|\t)[^\n]*\n|[ \t]*\n(?= {4}|\t)){1,2000})")
# The line under the title of an AsciiDoc document that names its authors, by Asciidoctor's rule for names.
_NAME = r"[^\W\d_][\w'.-]*"
_AUTHOR = rf"{_NAME}(?: +{_NAME}){{1,2}}(?: +<[^>\n]*>)?|[^\n<:;]+<[^>\n]+@[^>\n]*>"
AUTHORS = re.compile(rf"\A\s*=[ \t].*\n((?:{_AUTHOR})(?:; *(?:{_AUTHOR}))*)[ \t]*$", re.MULTILINE)
TITLE_WORDS = 14  # of a first line that stands alone over a plain text


def read(source: Input) -> Read:
    """Read one file of plain markup."""
    page = Manuscript()
    text = normalise(decode(source.data), page.removed)
    matter, text = front_matter(text)
    if source.suffix == "txt" and (spoken := transcripts.of_text(text, source)):
        return (spoken,), ()
    write_markup = MARKUPS.get(source.suffix, _plain)
    known = {**write_markup(text, page), **matter, **source.meta}
    write_kept(matter, page)
    no_day = dates.first(known, dates.PUBLISHED) is None and known.get("jbake-type") != "event"
    if no_day and (day := released(page) or dated(page)):
        known |= {"published": day, "_origin": "page"}
    for said in fields_told(known) if page.words() else ():
        page.line("paragraph", said)
    named = title(str(known.get("title") or ""), page, source.path)
    return (
        reading(source.path, named, page, raw_words=len(text.split()), kind="plain",
                **provenance(known, source, "front matter")),
    ), ()  # fmt: skip


def _rst(text: str, page: Manuscript) -> dict[str, str]:
    fields = rest.write(text, page)
    posted = POSTED.search(text[:4000])
    return {**({"date": posted[1]} if posted else {}), **fields}


def _asciidoc(text: str, page: Manuscript) -> dict[str, Any]:
    fields = {match[1].lower(): match[2].strip() for match in FIELD.finditer(text[:2000])}
    text = asciidoc.met(text, page.removed)
    made = asciidoc.from_asciidoc(text)
    if "{" in made:
        made = outside_fences(made, lambda part: ESCAPED.sub(r"{\1}", _known(part, page.removed)))
    write(made, page)
    if fields.get("jbake-type") == "event":
        return {**fields, "date": ""}  # the day under its title is that of the event
    return fields if "date" in fields else {**fields, **_revision_line(text)}


def _known(text: str, removed: Counter[str]) -> str:
    """Without the sentences that name an attribute which is set in another file, as a whole site's are."""
    text = outside_spans(text, lambda part: UNKNOWN.sub(TAKEN_VALUE, ROLE_OF_NAME.sub("", part)))
    removed["template"] += text.count(TAKEN_VALUE)
    return without_cut(text, removed)


def _org(text: str, page: Manuscript) -> dict[str, str]:
    made, fields = org.from_org(text, page.removed)
    write(made, page)
    return fields


def _wiki(text: str, page: Manuscript) -> dict[str, str]:
    made, fields = wiki.from_wiki(text, page.removed)
    write(made, page)
    return fields


def _djot(text: str, page: Manuscript) -> dict[str, str]:
    write(djot.from_djot(text, page.removed), page)
    return {}


def _plain(text: str, page: Manuscript) -> dict[str, str]:
    first, under, _ = (f"{text.strip()}\n\n").split("\n", 2)
    alone = not under.strip() and 0 < len(first.split()) <= TITLE_WORDS
    write(from_text(text), page)
    return {"title": first} if alone and first.rstrip()[-1:] not in (".", ",", ";", ":") else {}


def from_text(text: str) -> str:
    """Plain text: underlined or numbered headings, nothing else is markup."""
    text = re.sub(r"\A\s*(\S.*)\n", r"\1\n", text)
    marked = (
        part if number % 2 else re.sub(r"([<>*_#|])", r"\\\1", part)
        for number, part in enumerate(INDENTED.split(text))
    )
    return "".join(marked)


def _revision_line(text: str) -> dict[str, Any]:
    """The date of an AsciiDoc header's revision line (`v1.0, 2024-03-01`), and its authors."""
    found = re.search(
        r"^(?:v?[\d.]+,\s*)?(\d{4}-\d\d-\d\d)(?:[:,][ \t].*)?[ \t]*$", text[:600], re.MULTILINE
    )
    who = AUTHORS.search(text[:600])
    known = {"date": found[1]} if found and dates.iso(found[1]) else {}
    return known | ({"author": [one.strip() for one in who[1].split(";")]} if who else {})


# An attribute of AsciiDoc that no row gives a value; one of a single word may be a part of an address.
UNKNOWN = re.compile(
    r"(?<![\w/$}`*-])(\*{0,2})\{(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)+|[A-Z][a-z0-9]+[A-Z]\w{0,40})\}\1(?![\w/`}]|-\w)"
)
ESCAPED = re.compile(r"\\\{([\w-]+)\}")  # `\{name}` is no attribute, in code neither
ROLE_OF_NAME = re.compile(r"\[\.[\w.-]{1,60}\](?=[*_]{0,2}\{)")
MARKUPS = {
    "rst": _rst, "adoc": _asciidoc, "asciidoc": _asciidoc, "org": _org, "mediawiki": _wiki, "wiki": _wiki,
    "dj": _djot, "djot": _djot,
}  # fmt: skip
