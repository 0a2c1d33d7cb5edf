"""Reads documents written in XML: xml2rfc, XMPP's extension protocols, DocBook, and kin of these.

Enter: an .xml file that is no feed and has paragraphs. Leave: a Reading. The elements are renamed to
those of HTML that mean the same and are read as such; what a head says (title, authors, days, status)
gives the fields. Names after RFC 7991 and RFC 7749, XEP-0143, DocBook 5.1, and the sites of nginx and
pgBackRest. An entity of another file stands as its name.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipeline.ingest import dates
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.facts import provenance
from pipeline.ingest.readers.facts.fields import fields_told
from pipeline.ingest.readers.facts.titles import title
from pipeline.ingest.readers.html import text as tree
from pipeline.ingest.readers.layout import said
from pipeline.ingest.reading import Input, Read, Refusal, reading
from pipeline.text.lists import beside
from pipeline.text.words import clean

Element = Any  # lxml has no types of its own
_LISTS = beside(__file__)
AS_HTML = _LISTS.forms("as_html")  # the name in HTML by the name in one of the vocabularies
UNREAD = _LISTS.words("unread_of_xml")
HEADS = _LISTS.words("heads_of_xml")
OTHERS = _LISTS.words("roots_of_others")
ROOT = re.compile(
    rb"\A\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*<([\w.-]+:)?([\w.-]+)",
    re.DOTALL,
)
PARAGRAPH = re.compile(rb"<(?:t|p|para|simpara)[\s>]")
HEAD = 65_536  # bytes among which the root stands
MOST_ATTRIBUTES = 500  # of one element; the parser compares each with all others
LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{4000,}>")
LEVELS = 6
TITLED = "string((title|refnamediv/refname)[1])"
ANCHORS = ("anchor", "id", "{http://www.w3.org/XML/1998/namespace}id")
SENTENCES = frozenset(("p", "li", "dt", "dd", "td"))
NOTED = frozenset(("p", "para", "simpara"))  # behind which a footnote is put
PARAGRAPHS = SENTENCES | NOTED
VOID = frozenset(("br", "hr", "img", "default", "initial"))  # nothing is shown of them, or no word
NAMED = re.compile(
    r"(rfc|xep)-?(\d{3,5})", re.IGNORECASE
)  # an entity that is the name of a document
ENTITY_SIZE = 2_000  # characters of an entity that is put in; a longer one stands as its name


def is_one(data: bytes) -> bool:
    """Whether an XML file is a text with paragraphs, and no feed, map of a site or sheet of styles."""
    found = ROOT.match(data[:HEAD])
    if not found or found[2].decode("ascii", "replace").lower() in OTHERS:
        return False
    return PARAGRAPH.search(data) is not None


def read(source: Input) -> Read:
    """Read one document."""
    if any(tag.count(b"=") > MOST_ATTRIBUTES for tag in LONG_TAG.findall(source.data)):
        reason = f"has an element of more than {MOST_ATTRIBUTES} attributes"
        return (), (Refusal(source.path, reason),)
    root = _parsed(source.data)
    if root is None:
        return (), (Refusal(source.path, "holds no XML elements"),)
    page = Manuscript()
    _put_entities_in(root, page.removed)
    known = {**_head(root), **source.meta}
    history = list(_history(root))
    words = len(said(root).split())
    _rename(root, page.removed)
    tree.write(root, page)
    for number, row in enumerate(history):
        if not number:
            page.line("heading", "Revision History", level=2)
        page.line("list", row)
    for line in fields_told(known) if page.words() else ():
        page.line("paragraph", line)
    return (
        reading(source.path, title(str(known.get("title") or ""), page, source.path), page,
                raw_words=words, kind="plain", **provenance(known, source, "page")),
    ), ()  # fmt: skip


def _parsed(data: bytes) -> Element | None:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, strip_cdata=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    for element in root.iter(etree.Element) if root is not None else ():
        element.tag = etree.QName(element).localname
    return root


def _put_entities_in(root: Element, removed: Counter[str]) -> None:
    """Write in place of each entity what the document itself declares, else its name."""
    declared = root.getroottree().docinfo.internalDTD
    told = (
        {one.name: one.content or "" for one in declared.iterentities()}
        if declared is not None
        else {}
    )
    for entity in list(root.iter(etree.Entity)):
        name = str(entity.name)
        meant = told.get(name) or ""
        plain = html.unescape(re.sub(r"<note>.*?</note>|<[^<>]*>", "", meant, flags=re.DOTALL))
        if not meant or len(meant) > ENTITY_SIZE:
            plain = html.unescape(f"&{name};")
        if plain == f"&{name};":
            plain = _name(name)
            removed["entity"] += 1
        _write_over(entity, plain)


def _name(name: str) -> str:
    """The name of an entity as it is read: `&rfc2119;` is RFC 2119; one in capitals stands for a
    notice that each document of its kind bears."""
    if found := NAMED.fullmatch(name):
        return f"{found[1].upper()} {found[2]}" if found[1].lower() == "rfc" else f"XEP-{found[2]}"
    return "" if name.isupper() else name


def _write_over(element: Element, words: str) -> None:
    """Put words where an element stands."""
    above, before = element.getparent(), element.getprevious()
    words += element.tail or ""
    if above is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + words
    else:
        above.text = (above.text or "") + words
    above.remove(element)


def _head(root: Element) -> dict[str, Any]:
    """The fields that the head of a document gives."""
    head = next((one for one in root if one.tag in HEADS), None)
    if head is None:
        named = [*map(root.get, ("title", "name", "subtitle")), root.xpath(TITLED)]
        found = next((one for one in named if one and "{[" not in one), "")
        version, day = root.get("version") or "", root.get("date")
        if found and re.fullmatch(r"v?\d+(?:\.\d+)+\w*", version):
            found = f"{version}: {found}"
        return {"title": clean(found)} | ({"published": dates.iso(day)} if day else {})
    known: dict[str, Any] = {
        "title": clean(said(head.find("title"))) if head.find("title") is not None else ""
    }
    known["authors"] = [name for one in head.iter("author") if (name := _author(one))]
    days = [day for one in head.iter("date", "pubdate") if (day := _day(one))]
    if days:
        known["published"] = min(days)
        known["updated"] = max(days)
    number = clean(head.findtext("number") or "")
    if root.tag == "xep" and number.isdecimal():
        known["title"] = f"XEP-{number}: {known['title']}"
    if root.tag == "xep" and (status := clean(head.findtext("status") or "")):
        known |= {"status": status, "rfc": number}
    return known


def _author(author: Element) -> str:
    """A person's name, written whole or in parts."""
    parts = (author.findtext(f".//{part}") for part in ("firstname", "othername", "surname"))
    whole = author.get("fullname") or author.findtext("personname") or " ".join(filter(None, parts))
    return clean(whole or f"{author.get('initials', '')} {author.get('surname', '')}")


def _day(date: Element) -> str | None:
    """The day of a date, whole: xml2rfc gives year, month and day apart, and often no day."""
    year, month, day = (clean(date.get(part) or "") for part in ("year", "month", "day"))
    if not year:
        return dates.iso(clean(said(date)))
    month = str(dates.MONTHS.get(month.lower(), month))
    whole = year.isdecimal() and month.isdecimal() and day.isdecimal()
    return dates.iso(f"{int(year):04}-{int(month):02}-{int(day):02}") if whole else None


def _history(root: Element) -> Iterator[str]:
    """A line for each revision that the head of a document tells of, and these out of the tree."""
    for revision in list(root.iterdescendants("revision")):
        version = clean(revision.findtext("version") or revision.findtext("revnumber") or "")
        day = clean(revision.findtext("date") or "")
        remark = next(iter(revision.iter("remark", "revremark", "revdescription")), None)
        rows = [clean(said(one)) for one in remark.iter("li")] if remark is not None else []
        words = "; ".join(row.rstrip(".;") for row in rows) or (
            clean(said(remark)) if remark is not None else ""
        )
        revision.getparent().remove(revision)
        if version and words:
            yield (
                f"- Version {version} ({day}): {words}" if day else f"- Version {version}: {words}"
            )


def _rename(root: Element, removed: Counter[str]) -> None:
    """Give each element the name that HTML has for it."""
    titles = _anchors(root)
    for element in list(root.iterdescendants(etree.Element)):
        if element.tag in UNREAD or (element.tag in HEADS and element.getparent() is root):
            _take_out(element)
        elif element.tag == "footnote" or (
            element.tag == "note" and element.getparent().tag in ("p", "li", "dd")
        ):
            removed["footnote"] += 1
            _after(element)
    for element in list(root.iter(etree.Element)):
        name = element.tag
        if element.getparent() is None and element is not root:
            continue  # taken out on the way
        if name == "xref" and not said(element).strip():
            place = element.get("target") or element.get("linkend") or ""
            element.text = titles.get(place, place)
        elif name in ("eref", "ulink", "link") and not said(element).strip():
            element.text = next(filter(None, map(element.get, ("target", "id", "url", "doc"))), "")
        elif name == "reference":
            _reference(element)
        elif (
            name == "paramdef"
        ):  # a parameter of a function, which stands apart from the one before
            element.text = f" {element.text or ''}"
        elif name == "texttable":
            _columns(element)
        elif name == "directive":
            _directive(element)
        elif _stands_for_words(element):
            element.text = name
            removed["entity"] += 1
        if element is not root:
            element.tag = _html_name(element)
        if element.tag == "section" or element is root:
            _heading(element, root)


def _stands_for_words(element: Element) -> bool:
    """Whether an empty element in a sentence is the name of something that a tool writes there
    (`run <backrest/> first`)."""
    if len(element) or element.text or element.attrib or element.tag in VOID:
        return False
    before, above = element.getprevious(), element.getparent()
    ahead = (before.tail if before is not None else above.text) or ""
    return bool(ahead.strip() or (element.tail or "").strip()) and element.tag not in AS_HTML


def _html_name(element: Element) -> str:
    """The name in HTML of one element, by its own and by what stands round and in it."""
    name = str(element.tag)
    if name == "list":
        kind = f"{element.get('type', '')} {element.get('style', '')}"
        if "tag" in kind:
            return "dl"
        return "ol" if re.search("enum|numbers|letters|format", kind) else "ul"
    if name == "t" and element.getparent().tag in ("ul", "ol"):
        return "li"
    if name == "header" and element.getparent().tag in SENTENCES:
        return "code"  # a field of a request, as nginx names it
    if name == "example":
        return (
            "div"
            if element.find("para") is not None or element.find("programlisting") is not None
            else "pre"
        )
    if name == "code":
        return (
            "pre"
            if "\n" in said(element).strip() or element.getparent().tag == "section"
            else "code"
        )
    if name == "entry":
        row = element.getparent().getparent()
        return "th" if row is not None and row.tag == "thead" else "td"
    return AS_HTML.get(name, name)


def _anchors(root: Element) -> dict[str, str]:
    """What an empty reference shows: the title of a section, or the name of a source in brackets."""
    told = {}
    for element in root.iter("section", "reference", "sect1", "sect2", "chapter", "refentry"):
        anchor = next(filter(None, map(element.get, ANCHORS)), "")
        if anchor and element.tag == "reference":
            told[anchor] = f"[{anchor}]"
        elif anchor and (words := _titled(element)):
            told[anchor] = f"“{words}”"
    return told


def _titled(element: Element) -> str:
    for child in element.xpath("title|name|info/title|refnamediv/refname"):
        return clean(said(child))
    return clean(element.get("title") or element.get("topic") or element.get("name") or "")


def _heading(element: Element, root: Element) -> None:
    """Put the title of a section over it; that of the whole is a field."""
    words = _titled(element)
    for child in list(element.iterchildren("title", "name")):
        if element is not root or child.tag == "title":
            _take_out(child)
    for info in list(element.iterchildren("info")):
        _take_out(info)
    if element is root or not words:
        return
    level = sum(one.tag == "section" for one in element.iterancestors()) + 2
    made = etree.Element(f"h{min(level, LEVELS)}")
    made.text, made.tail = words, element.text
    element.text = None
    element.insert(0, made)


def _take_out(element: Element) -> None:
    """Take an element out; of a head, its summary and its notes stay."""
    above = element.getparent()
    if element.tag in HEADS:
        for kept in reversed(list(element.iter("abstract", "note"))):
            kept.tail = None
            kept.set("title", kept.get("title") or ("Abstract" if kept.tag == "abstract" else ""))
            kept.tag = "section"
            above.insert(above.index(element) + 1, kept)
    _write_over(element, "")


def _after(note: Element) -> None:
    """Put a footnote behind the block that it stands in, as a paragraph."""
    block = next((one for one in note.iterancestors() if one.tag in PARAGRAPHS), note.getparent())
    words = clean(said(note))
    _write_over(note, "")
    made = etree.Element("p")
    made.text, made.tail = words, block.tail
    block.tail = None
    if block.tag in NOTED and block.getparent() is not None:
        block.addnext(made)
    else:
        made.tail, block.tail = None, made.tail
        block.append(made)


def _reference(reference: Element) -> None:
    """One row for a source: its name, its title, its authors and its day."""
    name = reference.get("anchor") or ""
    head = reference.find("front")
    if head is None:
        reference.text = f"[{name}]" if name else ""
    else:
        titled = clean(said(head.find("title"))) if head.find("title") is not None else ""
        by = ", ".join(filter(None, (_author(one) for one in head.iter("author"))))
        date = head.find("date")
        when = (
            " ".join(filter(None, (date.get(part) for part in ("day", "month", "year"))))
            if date is not None
            else ""
        )
        reference.text = f"[{name}] " + ", ".join(filter(None, (titled, by, when)))
    for child in list(reference):
        reference.remove(child)


def _columns(table: Element) -> None:
    """The cells of xml2rfc's old tables, which follow each other, in rows."""
    heads, cells = list(table.iterchildren("ttcol")), list(table.iterchildren("c"))
    width = len(heads) or 1
    for row in [heads, *(cells[at : at + width] for at in range(0, len(cells), width))]:
        made = etree.SubElement(table, "tr")
        for cell in row:
            cell.tag = "th" if row is heads else "td"
            cell.tail = None
            made.append(cell)


def _directive(directive: Element) -> None:
    """The lines that nginx's site draws at the head of a directive, each with its label."""
    name = directive.get("name") or ""
    for part, label in (
        ("syntax", "Syntax"),
        ("default", "Default"),
        ("appeared-in", "Appeared in"),
    ):
        for row in directive.iterchildren(part):
            words = clean(said(row))
            for child in list(row):
                row.remove(child)
            row.text = f"{label}: {name + ' ' if part == 'syntax' else ''}{words or 'none'}"
            row.tag = "p"
    contexts = list(directive.iterchildren("context"))
    for row in contexts[1:]:
        contexts[0].text = f"{contexts[0].text or ''}, {clean(said(row))}"
        directive.remove(row)
    if contexts:
        contexts[0].text = f"Context: {contexts[0].text or 'any'}"
        contexts[0].tag = "p"
