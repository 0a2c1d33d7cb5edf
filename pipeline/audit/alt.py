"""Alternative texts: that pictures have them, and that they say something.

Enter: the HTML of a page. Leave: findings, and how many pictures are described. After WCAG 2.2,
1.1.1; the bounds of 10 and 150 characters are ours: shorter ones name, longer ones belong in the
text.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning
from bs4.element import Tag
from lxml import html
from lxml.html import HtmlElement

from pipeline.audit.facts import Facts

SHORT, LONG = 10, 150
PICTURES = "//img | //svg | //area | //object | //canvas | //input[@type='image']"
FILE = re.compile(
    r"\S+\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?)|(?:img|dsc|dscn|image|photo|screenshot|screen[ _-]shot|"
    r"untitled|figure|fig|pic|scan)[ _-]?\d[\w -]*|[\w-]*_[\w-]*\d[\w-]*|[0-9a-f]{8,}",
    re.IGNORECASE,
)
EMPTY_WORDS = re.compile(
    r"(?:an? )?(?:alt(?: text)?|image|img|picture|photo|graphic|graphics|icon|logo|chart|diagram|figure|screenshot|"
    r"spacer|placeholder|untitled|todo|tbd|n/?a|null|none|undefined|decorative)(?: here)?[.!]?",
    re.IGNORECASE,
)
IMAGE_OF = re.compile(
    r"(?:an? |the |this )?(?:image|picture|photo(?:graph)?|graphic|icon|img|drawing|illustration)\s+"
    r"(?:of|shows|showing|depicts|depicting|that shows)\b|this is an? (?:image|picture|photo)",
    re.IGNORECASE,
)


def see(tree: HtmlElement, facts: Facts) -> None:
    """Look at every picture of a page."""
    pictures = _pictures(tree)
    if pictures:
        _look(pictures, facts)
    for one in tree.xpath("//*[contains(concat(' ', @class, ' '), ' mermaid ')]"):
        _mermaid(one.text_content(), facts)


def _pictures(tree: HtmlElement) -> str:
    """The pictures of a page as they stand, each with the figure or link around it."""
    found: dict[int, HtmlElement] = {}
    for one in tree.xpath(PICTURES):
        around = [
            each for each in one.iterancestors() if each.tag in ("figure", "a", "button", "svg")
        ]
        top = around[-1] if around else one
        found[id(top)] = top
    return "".join(
        html.tostring(one, encoding="unicode", with_tail=False) for one in found.values()
    )


def _look(pictures: str, facts: Facts) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(pictures, "lxml")
    before = ""
    for tag in soup.find_all(["img", "area", "object", "canvas", "input"]):
        if tag.name == "input" and tag.get("type") != "image":
            continue
        before = _picture(tag, before, facts)
    for tag in soup.find_all("svg"):
        _drawing(tag, facts)
    for tag in soup.find_all(["a", "button"]):
        _link(tag, facts)


def _picture(tag: Tag, before: str, facts: Facts) -> str:
    """Check one picture; returns its text, for comparison with the next."""
    if tag.name == "area" and not tag.get("href"):
        return before
    facts.images += 1
    where = str(tag.get("src") or tag.get("data") or tag.get("href") or tag.name)
    value = _name(tag)
    if value is None:
        facts.add(
            "alt-missing", f"{where} has no alternative text", where, "say what a reader would miss"
        )
        return ""
    text = " ".join(value.split())
    if not text:
        if _decorative(tag):
            facts.described += 1
        else:
            facts.add("alt-empty", f"{where} has an empty alternative text and no mark that it is decorative",
                      where, 'describe it, or add role="presentation"')  # fmt: skip
        return ""
    problem = _problem(text, where) or _repeats(tag, text, before)
    if problem:
        facts.add(problem[0], f"{where}: {problem[1]}", text, problem[2])
    else:
        facts.described += 1
    facts.alts.append(text)
    return text


def _problem(text: str, where: str) -> tuple[str, str, str] | None:
    """What is wrong with a text by itself: rule, message, fix."""
    stem = re.sub(r"\.\w+$", "", where.split("?")[0].rsplit("/", 1)[-1])
    if FILE.fullmatch(text) or (" " not in text and text.casefold() == stem.casefold()):
        return "alt-file-name", "the alternative text is a file name", "say what the picture shows"
    if EMPTY_WORDS.fullmatch(text) or not re.search(r"\w", text):
        return "alt-placeholder", "the alternative text says nothing", "say what the picture shows"
    if IMAGE_OF.match(text):
        return (
            "alt-image-of",
            "the alternative text says that it is a picture",
            "begin with what it shows",
        )
    if len(text) < SHORT:
        return (
            "alt-short",
            f"the alternative text has {len(text)} characters",
            f"use at least {SHORT}",
        )
    if len(text) > LONG:
        return (
            "alt-long",
            f"the alternative text has {len(text)} characters",
            f"keep to {LONG}; the rest is text",
        )
    return None


def _repeats(tag: Tag, text: str, before: str) -> tuple[str, str, str] | None:
    figure = tag.find_parent("figure")
    caption = figure.find("figcaption") if figure else None
    if caption is not None and _bare(caption.get_text(" ")) == _bare(text):
        return (
            "alt-caption",
            "the alternative text repeats the caption",
            "say what the caption does not",
        )
    if before and _bare(before) == _bare(text):
        return "alt-neighbour", "the alternative text repeats its neighbour's", "tell the two apart"
    link = tag.find_parent("a")
    if link is not None and _bare(link.get_text(" ")) == _bare(text):
        return (
            "alt-neighbour",
            "the alternative text repeats the link's words",
            'use alt="" role="presentation"',
        )
    return None


def _drawing(tag: Tag, facts: Facts) -> None:
    if (
        tag.get("aria-hidden") == "true"
        or tag.get("role") in ("presentation", "none")
        or tag.find_parent("svg")
    ):
        return
    facts.images += 1
    title = tag.find("title")
    named = (
        (title.get_text(strip=True) if title else "")
        or tag.get("aria-label")
        or tag.get("aria-labelledby")
    )
    if named:
        facts.described += 1
        return
    facts.add(
        "alt-svg",
        "a drawing (svg) without a title",
        str(tag)[:120],
        'add <title>, or aria-hidden="true"',
    )


def _mermaid(source: str, facts: Facts) -> None:
    facts.images += 1
    if re.search(r"\baccTitle\s*[:{]\s*\S", source):
        facts.described += 1
    else:
        facts.add(
            "alt-mermaid",
            "a mermaid graph without accTitle",
            source[:120],
            "add accTitle: and accDescr:",
        )


def _link(tag: Tag, facts: Facts) -> None:
    """A link or button whose only content is a picture that says nothing."""
    if (
        tag.get("aria-label")
        or tag.get("aria-labelledby")
        or tag.get("title")
        or tag.get_text(strip=True)
    ):
        return
    pictures = tag.find_all(["img", "svg"])
    if pictures and not any((_name(one) or "").strip() for one in pictures):
        facts.add("alt-link", "a link whose only content is an unlabelled picture",
                  str(tag.get("href", ""))[:120], "say where the link leads")  # fmt: skip


def _name(tag: Tag) -> str | None:
    """The text that stands for a picture, or None when there is none."""
    for source in ("alt", "aria-label"):
        if tag.get(source) is not None:
            return str(tag.get(source))
    if tag.get("aria-labelledby"):
        return f"labelled by {tag.get('aria-labelledby')}"
    if tag.name in ("object", "canvas", "svg"):
        return " ".join(_words(tag)) or None
    return None


def _words(tag: Tag) -> Iterator[str]:
    title = tag.find("title")
    text = title.get_text(strip=True) if title else tag.get_text(strip=True)
    if text:
        yield text


def _decorative(tag: Tag) -> bool:
    return tag.get("role") in ("presentation", "none") or tag.get("aria-hidden") == "true"


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold().replace("_", " ")).strip()
