"""The form of RSS and Atom: what the W3C feed validator would raise an error or a warning about.

Enter: the bytes of a feed. Leave: rule, message and match of every fault. The rules were written
anew after reading the validator's source (github.com/w3c/feedvalidator); the validator itself is not
run. Where it allows much, this allows only what our feeds use: any other element or attribute is a
fault. Text of entries is parsed by html5lib without forgiveness, the parser that the validator uses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from functools import lru_cache
from html.entities import name2codepoint
from typing import Any
from urllib.parse import urlsplit

import html5lib
from lxml import etree

PREFIXES = {
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}
# What each element holds: `?` at most once, `*` any number, `+` at least once, else exactly once.
FORMS = {
    "rss": "channel",
    "channel": "title link description language docs? generator? lastBuildDate? atom:link+ item*",
    "item": "title link description content:encoded guid pubDate category* dc:creator*",
    "atom:feed": "atom:id atom:title atom:updated atom:author+ atom:link+ atom:generator? atom:subtitle? atom:entry*",
    "atom:entry": "atom:id atom:title atom:updated atom:published atom:author+ atom:link+ atom:content "
    "atom:summary atom:category*",
    "atom:author": "atom:name atom:uri? atom:email?",
}
LAST = ("item", "atom:entry")  # nothing else may follow the first of these
ATTRIBUTES = {
    "rss": "version", "guid": "isPermaLink", "atom:feed": "xml:lang", "atom:link": "href rel type",
    "atom:category": "term", "atom:content": "type", "atom:title": "type", "atom:subtitle": "type",
    "atom:summary": "type",
}  # fmt: skip
PLAIN = (
    "title",
    "description",
    "category",
    "generator",
    "dc:creator",
    "atom:name",
    "atom:generator",
)
TEXTS = ("atom:title", "atom:subtitle", "atom:summary", "atom:content")
TIMES = ("atom:updated", "atom:published")
ADDRESSES = ("link", "guid", "docs", "atom:id", "atom:uri")
RELATIONS = ("self", "alternate", "hub")
KINDS = {"rss": "application/rss+xml", "atom:feed": "application/atom+xml"}
# Elements and attributes that readers keep; others are cut out or taken for a risk.
ELEMENTS = frozenset(
    "a abbr b blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure "
    "h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp small strong sub sup table tbody td tfoot "
    "th thead tr u ul var".split()
)
HTML_ATTRIBUTES = frozenset("alt colspan height href rowspan scope src start width".split())
TAG = re.compile(r"</\w+>")
ENTITY = re.compile(r"&(#?\w+)")
NAMED = re.compile(
    rb"<(title|description|category|dc:creator|generator|name)>[^<]*&(?!#x|gt;)[^<]*<"
)
HARMED = re.compile("[\x80-\x9f\ufffd]")
RFC2822 = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    r"\d{4} \d\d:\d\d:\d\d [+-]\d\d[03]0"
)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
ADDRESS = re.compile(r"https?://[\w.:\[\]-]+/[A-Za-z0-9;/?:@&=+$.\-_!~*'()%,#]*", re.ASCII)
EARLIEST = 1990  # a date before this year is taken for a mistake
Fault = tuple[str, str, str]


def faults(data: bytes) -> Iterator[Fault]:
    """Every fault of a feed. Raises XMLSyntaxError when it is no XML."""
    root = etree.fromstring(data)
    for uri in root.nsmap.values():
        if uri not in PREFIXES:
            yield "feeds-form", "a namespace that readers do not know", str(uri)
    if _name(root) not in KINDS:
        yield "feeds-form", "is neither RSS nor Atom", _name(root)
        return
    for one in root.iter(etree.Element):
        name = _name(one)
        yield from _form(one, name)
        yield from _words(one, name)
        yield from _times(one, name)
        yield from _addresses(one, name)
    yield from _links(root)
    yield from _told_apart(root)
    if found := NAMED.search(data):
        yield "feeds-text", "plain words hold & or < as a named reference", _text(found[0].decode())


def _form(one: etree._Element, name: str) -> Iterator[Fault]:
    """Elements: which, how often, in which order, with which attributes."""
    form = FORMS.get(name, "").split()
    counts = Counter(_name(child) for child in one if isinstance(child.tag, str))
    for part in form:
        child = part.rstrip("?*+")
        if not counts[child] and part[-1] not in "?*":
            yield "feeds-form", f"{name} lacks {child}", name
        if counts[child] > 1 and part[-1] not in "*+":
            yield "feeds-form", f"{name} has {child} twice", name
    for child in sorted(set(counts) - {part.rstrip("?*+") for part in form}):
        yield "feeds-form", f"{child} has no place in {name}", child
    for attribute in one.attrib:
        if _qualified(str(attribute)) not in ATTRIBUTES.get(name, "").split():
            yield "feeds-form", f"{name} takes no attribute {attribute}", str(one.get(attribute))
    names = [_name(child) for child in one]
    for last in LAST:
        if last in names and names[-counts[last] :] != [last] * counts[last]:
            yield "feeds-form", f"{name} goes on after its first {last}", name
    if name == "item" and names.index("description") > names.index("content:encoded"):
        yield "feeds-form", "the full text stands before the description", name


def _words(one: etree._Element, name: str) -> Iterator[Fault]:
    """Text: there, unharmed, and not taken for markup."""
    text = one.text or ""
    if HARMED.search(text):
        yield "feeds-text", f"{name} holds a control or a lost character", _text(text)
    if (
        name not in FORMS
        and not len(one)
        and name not in ("atom:link", "atom:category")
        and not text.strip()
    ):
        yield "feeds-text", f"{name} is empty", name
    of_item = _name(one.getparent()) == "item" and name in ("description", "content:encoded")
    if of_item or (name in TEXTS and one.get("type") == "html"):
        yield from _markup(text)
    elif name in TEXTS and one.get("type", "text") != "text":
        yield "feeds-form", f"{name} is of a type that readers need not know", str(one.get("type"))
    elif name in TEXTS or name in PLAIN:
        if TAG.search(text):
            yield "feeds-text", f"{name} is plain words and holds markup", _text(text)
        if name in TEXTS and any(_known(found) for found in ENTITY.findall(text)):
            yield "feeds-text", f"{name} is plain words and holds a reference", _text(text)


def _known(name: str) -> bool:
    return name in name2codepoint or name == "apos" or not name.isalpha()


@lru_cache(maxsize=512)  # the whole feed and those of domains share their entries
def _markup(text: str) -> tuple[Fault, ...]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parseFragment(text)
    found: list[Fault] = [
        ("feeds-markup", f"a browser must repair the text: {kind}", _line(text, at))
        for at, kind, _ in parser.errors[:3]
    ]
    for one in tree.iter():
        if not isinstance(one.tag, str) or one.tag == "DOCUMENT_FRAGMENT":
            continue
        if one.tag not in ELEMENTS:
            found.append(("feeds-markup", "readers cut this element out of the text", one.tag))
        found += [
            ("feeds-markup", "readers cut this attribute out of the text", f"{one.tag} {name}")
            for name in one.attrib
            if name not in HTML_ATTRIBUTES
        ]
    return tuple(found)


def _line(text: str, at: tuple[int, int]) -> str:
    lines = text.split("\n")
    return lines[min(at[0], len(lines)) - 1][max(at[1] - 60, 0) : at[1] + 20]


def _times(one: etree._Element, name: str) -> Iterator[Fault]:
    text = one.text or ""
    if name in ("pubDate", "lastBuildDate"):
        if not RFC2822.fullmatch(text):
            yield "feeds-time", f"{name} is no RFC 2822 date", text
        else:
            at = parsedate_to_datetime(text)
            if at.strftime("%a") != text[:3] or at.year < EARLIEST:
                yield (
                    "feeds-time",
                    f"{name} names another weekday, or a year before {EARLIEST}",
                    text,
                )
    elif name in TIMES and not (RFC3339.fullmatch(text) and int(text[:4]) >= EARLIEST):
        yield "feeds-time", f"{name} is no RFC 3339 date from {EARLIEST} on", text


def _addresses(one: etree._Element, name: str) -> Iterator[Fault]:
    text = one.get("href", "") if name == "atom:link" else one.text or ""
    if name == "atom:link" or name in ADDRESSES:
        if not ADDRESS.fullmatch(text):
            yield "feeds-address", f"{name} is no absolute address", text
        elif canonical(text) != text:
            yield "feeds-address", f"{name} is not in its canonical form", text
    if name == "guid" and one.get("isPermaLink") not in ("true", "false"):
        yield "feeds-form", "guid does not say whether it is an address", text
    if name == "atom:category" and not (one.get("term") or "").strip():
        yield "feeds-form", "a category without a term", name


def canonical(address: str) -> str:
    """The one spelling of an http address: host in lower case, no default port, no dot segments."""
    parts = urlsplit(address)
    host = parts.netloc.lower().removesuffix({"http": ":80", "https": ":443"}.get(parts.scheme, ""))
    path: list[str] = []
    for one in (parts.path or "/").split("/"):
        if one == "..":
            path = path[:-1] or [""]
        elif one != ".":
            path.append(one)
    text = re.sub(r"%[0-9a-f]{2}", lambda found: found[0].upper(), "/".join(path), flags=re.I)
    text = re.sub(r"%(?:2D|2E|5F|7E|3[0-9]|[46][1-9A-F]|[57][0-9A])", _decoded, text)
    rest = address[len(address.split("?")[0].split("#")[0]) :]
    return f"{parts.scheme.lower()}://{host}{text}{rest}"


def _decoded(found: re.Match[str]) -> str:
    return chr(int(found[0][1:], 16))


def _links(root: etree._Element) -> Iterator[Fault]:
    """Links of the feed: its own address with its own type, known relations, no kind twice."""
    head = root[0] if _name(root) == "rss" else root
    links = [one for one in head if _name(one) == "atom:link"]
    kinds = Counter((one.get("rel"), one.get("type")) for one in links)
    for one in root.iter(f"{{{next(iter(PREFIXES))}}}link"):
        if one.get("rel", "alternate") not in RELATIONS:
            yield "feeds-form", "a link of a relation that is not registered", str(one.get("rel"))
    own = [one for one in links if one.get("rel") == "self"]
    if not own:
        yield "feeds-form", "no link to the feed itself", ""
    elif own[0].get("type") != KINDS[_name(root)]:
        yield (
            "feeds-form",
            "the link to the feed itself is of another type",
            str(own[0].get("type")),
        )
    for (rel, kind), count in kinds.items():
        if count > 1 and rel != "hub":
            yield "feeds-form", f"{count} links of one relation and type", f"{rel} {kind}"


def _told_apart(root: etree._Element) -> Iterator[Fault]:
    """Entries have ids and, in Atom, times of their own."""
    for name in ("guid", "atom:id", "atom:updated"):
        texts = Counter(
            one.text for one in root.iter(etree.Element)
            if _name(one) == name and _name(one.getparent()) in LAST
        )  # fmt: skip
        for text, count in texts.items():
            if count > 1:
                yield "feeds-id", f"{count} entries share one {name}", str(text)


def _name(one: Any) -> str:
    return _qualified(one.tag) if one is not None and isinstance(one.tag, str) else ""


def _qualified(tag: str) -> str:
    """`{namespace}name` with the prefix that readers know; without one, as it is."""
    if not tag.startswith("{"):
        return tag
    uri, _, name = tag[1:].partition("}")
    return f"{PREFIXES[uri]}{name}" if uri in PREFIXES else tag


def _text(text: str) -> str:
    return " ".join(text.split())[:120]
