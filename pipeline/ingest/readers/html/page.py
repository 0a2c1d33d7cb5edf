"""Reads HTML pages: hidden parts out and counted, main text by trafilatura, structure kept.

Enter: a page's bytes, or a fragment such as a feed entry. Leave: a Reading, title, authors, dates
and address from what the page says of itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from pipeline.ingest import normal
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.facts import provenance
from pipeline.ingest.readers.facts.titles import title
from pipeline.ingest.readers.front_matter import front_matter
from pipeline.ingest.readers.generators import ERB, TAKEN_VALUE, printed
from pipeline.ingest.readers.html import chrome, main_text, meaning
from pipeline.ingest.readers.html import text as tree
from pipeline.ingest.readers.html.chrome import drop
from pipeline.ingest.readers.html.metadata import metadata, page_date
from pipeline.ingest.readers.html.parse import tree as html_tree
from pipeline.ingest.readers.html.parse import without_sections
from pipeline.ingest.readers.markup.filled import unfilled_page
from pipeline.ingest.readers.markup.hidden import HIDDEN_STYLE
from pipeline.ingest.reading import Input, Read, Refusal, reading
from pipeline.text.spans import Elements, Pairs, Span
from pipeline.text.words import clean

STYLE = re.compile(HIDDEN_STYLE, re.IGNORECASE)
HIDING_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|d-none|is-hidden|hidden)(?:\s|$)"
)
# Hidden on small screens, shown on larger ones (Tailwind, Bootstrap): a reader sees it.
SHOWN_LARGE = re.compile(
    r"(?:^|\s)(?:sm|md|lg|xl|2xl):(?:block|flex|grid|inline\S*|table\S*|contents|not-sr-only)(?:\s|$)"
    r"|(?:^|\s)d-(?:sm|md|lg|xl|xxl)-(?:block|flex|grid|inline\S*|table\S*)(?:\s|$)"
)
FADED = re.compile(r"opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
TEMPLATE = Pairs(
    r"(?i)<script\b[^<>]*type=[\"']text/(?:x-)?[\w-]*template[\"'][^<>]*>", r"(?i)</script>"
)
COMMENTS = Pairs("<!--", "-->")
REFRESH = re.compile(
    r"<meta[^<>]{1,500}http-equiv=[\"']?refresh[\"']?[^<>]{0,500}url=([^\"'<>\s]+)", re.IGNORECASE
)
# What a generator puts in its place: Liquid and Jinja on a line of their own, ERB.
OWN_TAG = re.compile(r"^[ \t]*\{%-?[ \t]*[a-z]\w*\b[^\n]{0,500}?%\}[ \t]*$", re.MULTILINE)
CODE = Elements(lambda name, _: name in ("pre", "code"), to_the_end=False)
CUT = frozenset("p li td th dd dt h1 h2 h3 h4 h5 h6 caption figcaption blockquote".split())
TWICE = 2  # times that a paragraph stands in a page which says it without script too
TEXT_WORDS = 30  # in a `noscript`; fewer are a notice that script is off
Tree = Any


def read(source: Input) -> Read:
    """Read the main text of one page."""
    return _read(source, main_text.write)


def read_whole(source: Input) -> Read:
    """Read all that one page shows, but for its navigation: no extractor has a say in it."""
    return _read(source, _write_whole)


def _write_whole(root: Tree, page: Manuscript) -> None:
    for element in list(root.body.iter("nav", "footer", "form")):
        if chrome.small(element, root):
            chrome.drop(element)
    tree.write(root.body, page)


def _read(source: Input, write: Callable[[Tree, Manuscript], None]) -> Read:
    page = Manuscript()
    matter, text = _fields(decode(source.data))
    root = parse(text)
    if root is None:
        moved = REFRESH.search(text)
        reason = f"is a redirect to {moved[1]}" if moved else "holds no HTML elements"
        return (), (Refusal(source.path, reason),)
    _without_cut(root, page)
    known = {**metadata(root, source.url), **matter, **source.meta}
    raw_words = _said(root.body)
    open_noscript(root)
    unhide(root, page)
    meaning.mark(root, page.removed)
    write(root, page)
    named = title(str(known.get("title") or ""), page, source.path)
    return (
        reading(
            source.path, named, page, raw_words=raw_words, kind="html",
            **{
                **provenance(known, source, "front matter" if matter else "metadata"),
                **({} if matter else page_date(known, source)),
            },
        ),
    ), ()  # fmt: skip


def _fields(text: str) -> tuple[dict[str, Any], str]:
    """The front matter that a generator reads from a page it fills in, and the page, without what it
    puts in its place; a page as it is served has neither."""
    opens = text.lstrip()[:4]
    matter, text = front_matter(text) if opens.startswith(("---", "+++")) else ({}, text)
    if matter and "{{" in text:
        text = unfilled_page(text)
    if "{%" not in text and "<%" not in text:
        return matter, text
    kept: list[str] = []

    def put_aside(span: Span) -> str:
        kept.append(span.group())
        return f"\ue000{len(kept) - 1}\ue001"

    text = text.replace("\ue000", "")  # of a source the sign stands for no code
    text = OWN_TAG.sub("", CODE.sub(put_aside, text))
    text = ERB.sub(lambda span: TAKEN_VALUE if printed(span) else " ", text)
    return matter, re.sub(r"\ue000(\d+)\ue001", lambda match: kept[int(match[1])], text)


def _without_cut(root: Tree, page: Manuscript) -> None:
    """Without the paragraphs, items and cells that a value was taken from: without it they say
    something else."""
    for element in list(root.body.iter()):
        said = (element.text or "") if isinstance(element.tag, str) else ""
        for holds, at in ((said, element), (element.tail or "", element.getparent())):
            if TAKEN_VALUE not in holds:
                continue
            block = next((one for one in (at, *at.iterancestors()) if one.tag in CUT), None)
            if block is not None and block.getparent() is not None:
                page.removed["cut"] += 1
                chrome.drop(block)
            elif at is element:
                element.text = holds.replace(TAKEN_VALUE, " ")
            else:
                element.tail = holds.replace(TAKEN_VALUE, " ")


def decode(data: bytes) -> str:
    """Text of a page: UTF-8 first, then what the page declares, then Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return normal.decode(data)
    for name in ("utf-8-sig", _declared(data)):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8" if _mostly_utf8(data) else "cp1252", "replace")


def _declared(data: bytes) -> str:
    found = CHARSET.search(data[:4096])
    name = found[1].decode("ascii", "replace") if found else "utf-8"
    return "cp1252" if name.lower() in ("iso-8859-1", "latin-1", "ascii") else name


def _mostly_utf8(data: bytes) -> bool:
    """Whether broken bytes are few: a damaged UTF-8 page, not one of another encoding."""
    return data.decode("utf-8", "replace").count("\ufffd") < 0.002 * len(data)


def parse(text: str) -> Tree | None:
    """The page's tree, or None when it has no body to speak of."""
    root = html_tree(_untemplate(without_sections(text)))
    if root is None or not (len(root.body) or (root.body.text or "").strip()):
        return None
    return root


def _untemplate(text: str) -> str:
    """Documentation that a page keeps in template scripts and shows by script, taken out of them:
    done when it is most of what the page says."""
    inside = sum(len(span.inside) for span in TEMPLATE.find(text))
    outside = re.sub(r"<[^<>]*>", "", COMMENTS.sub("", TEMPLATE.sub("", text)))
    return (
        TEMPLATE.sub(lambda span: span.inside, text) if inside > 2 * len(outside.strip()) else text
    )


def open_noscript(root: Tree) -> None:
    """Show what stands in `noscript`, or in a `template` that a browser shows, where it is the text
    of the page: a whole article there is most of what the page says without script."""
    hiding = list(root.body.iter("noscript", "template"))
    half = _said(root.body) / 2 if hiding else 0
    for element in hiding:
        words = len(element.text_content().split())
        shown = element.get("shadowrootmode") is not None
        if shown or (words >= TEXT_WORDS and (words > half or _is_text(element, root))):
            element.tag = "div"


def _is_text(element: Tree, root: Tree) -> bool:
    """Whether an element holds paragraphs that stand nowhere else in the page."""
    first = [clean(part.text_content()) for part in element.iter("p")]
    first = [words for words in first if len(words.split()) >= chrome.PROSE_WORDS]
    return len(first) > 1 and clean(root.text_content()).count(first[0]) < TWICE


def _said(body: Tree) -> int:
    """Words of a page outside scripts and styles."""
    count = 0
    for element in body.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style"):
            count += len((element.text or "").split())
        count += len((element.tail or "").split()) if element is not body else 0
    return count


def unhide(root: Tree, page: Manuscript) -> None:
    """Drop what a reader of the page does not see, and count it when it has words."""
    for comment in list(root.iter(etree.Comment)):
        page.removed["comment"] += bool((comment.text or "").strip())
        drop(comment)
    for formula in root.iter("script"):
        if (formula.get("type") or "").startswith("math/tex") and not _drawn(formula):
            formula.tag = "span"
    for element in list(root.iter()):
        if isinstance(element.tag, str) and element.getparent() is not None and _hidden(element):
            page.removed["hidden"] += bool(element.text_content().strip())
            drop(element)


def _drawn(formula: Tree) -> bool:
    """Whether a formula in TeX stands beside what MathJax has drawn of it."""
    before = formula.getprevious()
    return before is not None and "MathJax" in (before.get("class") or "")


def _lasting(element: Tree) -> str:
    """The style of an element without the state that Webflow starts an animation from."""
    style = element.get("style") or ""
    return FADED.sub("", style) if element.get("data-w-id") else style


def _hidden(element: Tree) -> bool:
    if element.tag in ("body", "head", "html", "main", "article") or element.tag in (
        "script",
        "style",
    ):
        return False
    named = element.get("class") or ""
    return (
        element.tag in ("template", "noscript")
        or element.get("hidden") is not None
        or (element.get("aria-hidden") == "true" and _silent(element))
        or bool(STYLE.search(_lasting(element)))
        or (bool(HIDING_CLASS.search(named)) and not SHOWN_LARGE.search(named))
    )


def _silent(element: Tree) -> bool:
    """Whether what no voice reads is nothing to read: more than a sign, or a heading's own link."""
    own = element.tag == "a" and (element.get("href") or "").startswith("#")
    return own or len(element.text_content().split()) > 3


def write_fragment(fragment: str, page: Manuscript) -> int:
    """Write a piece of HTML that is all content (a feed entry); returns its words before."""
    root = parse(f"<html><body>{fragment}</body></html>")
    if root is None:
        return 0
    words = len(root.text_content().split())
    unhide(root, page)
    meaning.mark(root, page.removed)
    chrome.clear_entry(root)
    tree.write(root.body, page)
    return words
