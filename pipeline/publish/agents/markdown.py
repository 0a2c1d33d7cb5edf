"""Elements of a page as Markdown that says the same.

Enter: parsed HTML, its address and the site's. Leave: blocks of Markdown with absolute links that
lead to twins. What would be read as markup in words that are none is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

BLOCKS = frozenset(
    "address article aside blockquote details div dl dt dd figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr li main nav ol p pre section summary svg table tbody ul".split()
)


SKIP = frozenset("script style template noscript form button".split())


# What would be read as markup in words that are none. Where nothing would, words stay as they are.
MARKUP = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|`|\*(?=\S)|(?<![\w/.=&?%-])_(?=\S)|\](?=[(\[:])|\[(?=\^|Source \d)"
    r"|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~(?=~)"
)


MARKS = re.compile(r"[\\`*_\[\]<&~]")  # one of these stands in all of them: a quick look first


START = re.compile(r"(?=[#>~|]|[-+=](?=[\s=-]|$))|(?<=\d)(?=[.)]\s)")  # at the start of a block


class Walker:
    """Turns elements into Markdown; knows where links on this page lead."""

    def __init__(self, page: str, base: str) -> None:
        self.page = page
        self.base = base

    def blocks(self, element: HtmlElement) -> list[str]:
        """The blocks inside an element, in order."""
        found: list[str] = []
        loose = words(element.text)
        for child in element:
            if not isinstance(child.tag, str) or child.tag in SKIP:
                loose += words(child.tail)
            elif child.tag in BLOCKS:
                found += [loose.strip(), *self.block(child)]
                loose = words(child.tail)
            else:
                loose += self.inline(child) + _after(child)
        return [block for block in [*found, loose.strip()] if block]

    def block(self, element: HtmlElement) -> list[str]:
        special = SPECIAL.get(element.tag)
        if special:
            return [one for one in special(self, element) if one]
        if element.tag == "p":
            return [paragraph(self.inside(element))]
        return self.blocks(element)

    def inside(self, element: HtmlElement) -> str:
        """The words of an element as inline Markdown."""
        text = words(element.text)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in SKIP:
                text += self.inline(child)
            text += _after(child)
        return re.sub(r" {2,}", " ", text).strip()

    def inline(self, element: HtmlElement) -> str:
        if element.tag == "code":
            return _code_span(flat(element.text_content()))
        if element.tag == "a" and "cite" in element.get("class", "").split():
            return flat(element.text_content())
        if element.tag == "a" and "corrected" in element.get("class", "").split():
            return f"[{words(element.text_content())}]"
        text = words(element.text)
        for child in element:
            text += self.inline(child) if isinstance(child.tag, str) else ""
            text += _after(child)
        return self.mark(element, text)

    def mark(self, element: HtmlElement, text: str) -> str:
        tag = element.tag
        if tag == "a":
            return self.link(element, text)
        if tag == "img":
            return f"![{words(element.get('alt'))}]({urljoin(self.base + self.page, element.get('src', ''))})"
        if tag in ("strong", "b") and text.strip():
            return f"**{text.strip()}**"
        if tag in ("em", "i") and text.strip():
            return f"*{text.strip()}*"
        if tag == "mark":
            return f"**{text.strip()}**"
        return "\n" if tag == "br" else text

    def link(self, element: HtmlElement, text: str) -> str:
        href = element.get("href", "")
        if not href or href.startswith("#") or not text.strip():
            return text
        target = self.target(href)
        # An address that is its own words needs no mark to be followed.
        return text if text.strip() == target else f"[{text.strip()}]({target})"

    def target(self, href: str) -> str:
        """The absolute address; of the twin where the address is a page of ours."""
        full = urljoin(self.base + self.page, href)
        if not full.startswith(self.base):
            return full
        parts = urlsplit(full)
        if not parts.path.endswith("/"):
            return full
        return full.split("#")[0].split("?")[0] + "index.md"


def words(text: str | None) -> str:
    """Words on one line, with a backslash before each mark that would be read as Markdown."""
    line = flat(text or "")
    return MARKUP.sub(r"\\\g<0>", line) if MARKS.search(line) else line


def _after(child: HtmlElement) -> str:
    """The words after an element; `(`, `[` or `:` right behind a mark would make it a link."""
    text = words(child.tail)
    mark = child.tag == "a" and "cite" in child.get("class", "").split()
    return f"\\{text}" if mark and text[:1] in ("(", "[", ":") else text


def paragraph(text: str) -> str:
    """A paragraph whose first letters are not taken for a heading, a list or a quote."""
    lead = re.match(r"\d*", text)
    found = START.search(text, 0, (lead.end() if lead else 0) + 2)
    if found and found.start() == (lead.end() if lead else 0):
        return f"{text[: found.start()]}\\{text[found.start() :]}"
    return text


def _code_span(text: str) -> str:
    fence = "``" if "`" in text else "`"
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _heading(walker: Walker, element: HtmlElement) -> list[str]:
    text = walker.inside(element)
    return [f"{'#' * int(element.tag[1])} {text}"] if text else []


def _quote(walker: Walker, element: HtmlElement) -> list[str]:
    blocks = walker.blocks(element)
    return ["\n>\n".join("\n".join(f"> {line}" for line in block.split("\n")) for block in blocks)]


def _list(walker: Walker, element: HtmlElement) -> list[str]:
    lines = []
    number = int(element.get("start") or 1)
    for item in element:
        if item.tag != "li":
            continue
        if item.get("value", "").isdigit():
            number = int(item.get("value"))
        mark = f"{number}. " if element.tag == "ol" else "- "
        parts = walker.blocks(item)
        pad = " " * len(mark)
        lines.append(mark + f"\n\n{pad}".join(part.replace("\n", f"\n{pad}") for part in parts))
        number += 1
    return ["\n".join(lines)]


def _code(walker: Walker, element: HtmlElement) -> list[str]:
    del walker
    text = element.text_content().strip("\n")
    names = " ".join(
        [element.get("class", "")] + [one.get("class", "") for one in element.iterancestors("div")]
    )
    names += " ".join(one.get("class", "") for one in element.iter("code"))
    language = re.search(r"language-(\w+)", names)
    kind = "mermaid" if "accTitle:" in text else language.group(1) if language else ""
    fence = "```" if "```" not in text else "````"
    return [f"{fence}{kind}\n{text}\n{fence}"]


def _table(walker: Walker, element: HtmlElement) -> list[str]:
    rows = [
        [_cell(walker.inside(cell)) for cell in row if cell.tag in ("th", "td")]
        for row in element.iter("tr")
    ]
    rows = [row for row in rows if row]
    if not rows:
        return []
    headed = bool(element.xpath("./thead")) or all(
        cell.tag == "th" for cell in next(element.iter("tr"))
    )
    head, body = (rows[0], rows[1:]) if headed else ([""] * len(rows[0]), rows)
    lines = [head, ["---"] * len(head), *body]
    return ["\n".join("| " + " | ".join(row) + " |" for row in lines)]


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", text.replace("\n", " "))


DRAWING = "Drawing:"  # leads the words of a picture that is drawn in the page


def _drawing(walker: Walker, element: HtmlElement) -> list[str]:
    del walker
    words = [one.text_content().strip() for one in element if one.tag in ("title", "desc") or
             (isinstance(one.tag, str) and one.tag.endswith(("}title", "}desc")))]  # fmt: skip
    return (
        [f"{DRAWING} " + ". ".join(word.rstrip(".") for word in words if word) + "."]
        if words
        else []
    )


def _details(walker: Walker, element: HtmlElement) -> list[str]:
    found = element.xpath("./summary")
    name = walker.inside(found[0]) if found else "Details"
    inner = [block for child in [element] for block in walker.blocks(child)]
    return [f"{name}:", *[block for block in inner if block != name]]


def _summary(walker: Walker, element: HtmlElement) -> list[str]:
    return [walker.inside(element)]


def _division(walker: Walker, element: HtmlElement) -> list[str]:
    """A correction is a row of a table: it is a note about the text, not a part of it."""
    if "correction" not in element.get("class", ""):
        return walker.blocks(element)
    words = " ".join(walker.blocks(element))
    return [f"| {_cell(words)} |\n| --- |"]


def _rule(walker: Walker, element: HtmlElement) -> list[str]:
    del walker, element
    return ["---"]


def _nothing(walker: Walker, element: HtmlElement) -> list[str]:
    del walker, element
    return []


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


SPECIAL: dict[str, Callable[[Walker, HtmlElement], list[str]]] = {
    **{f"h{level}": _heading for level in range(1, 7)},
    "blockquote": _quote, "ul": _list, "ol": _list, "pre": _code, "table": _table, "svg": _drawing,
    "details": _details, "div": _division, "summary": _summary, "hr": _rule, "nav": _nothing,
}  # fmt: skip
