"""One page, parsed once: its links, its citations, its structured data, its pictures.

Enter: the bytes of a page. Leave: `Facts`, with findings on what concerns this page alone.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from pipeline.audit import alt, assets, budgets, jsonld, links
from pipeline.audit.facts import Facts
from pipeline.newsroom.desk import Desk

LOADS = (
    "//img/@src | //script/@src | //iframe/@src | //video/@src | //audio/@src | //source/@src | //embed/@src"
    " | //object/@data | //video/@poster | //link[contains(@rel,'stylesheet') or contains(@rel,'icon')"
    " or contains(@rel,'pre') or contains(@rel,'manifest')]/@href | //track/@src | //input/@src"
)
ACTIVE = (
    "//article//script | //article//iframe | //article//object | //article//embed | //article//form"
    " | //article//*[@*[starts-with(name(), 'on')]]"
)
# A mark of a template that nobody filled in: a block that is nothing else, or a list of attributes
# at its end. Marks amid words are the words of a source (a Helm chart, a Jinja tutorial).
LEFT_OVER = re.compile(r"\{[{%#:](?:(?![{}]).)*\}+|.*\{:\s*[.#][\w-][^{}]*\}", re.DOTALL)
VISIBLE = (
    "//article//p | //article//li | //article//h1 | //article//h2 | //article//h3 | //article//dd"
)
CITE = re.compile(r"#source-(\d+)$")


def see_page(name: str, data: bytes, site: Path, desk: Desk) -> Facts:
    """Everything an audit wants to know of a page."""
    facts = Facts(weight=len(data))
    text = data.decode("utf-8", "replace")
    tree = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    _ids(tree, facts)
    own = links.own(tree.xpath("//a/@href | //area/@href"), desk, facts)
    facts.loads = [str(link) for link in tree.xpath(LOADS)] + _srcset(tree)
    links.follow(name, own + facts.loads, desk, facts)
    facts.sent = budgets.sent(name, data)
    facts.alternates = {
        one.get("type", ""): one.get("href", "")
        for one in reversed(tree.xpath("//link[@rel='alternate'][@href]"))
    }
    facts.canonical = next(iter(tree.xpath("//link[@rel='canonical']/@href")), "")
    facts.cites = [
        int(n)
        for one in tree.xpath("//a[contains(@class,'cite')]/@href")
        for n in CITE.findall(one)
    ]
    facts.entries = _entries(tree)
    _basics(name, tree, facts)
    jsonld.see(name, tree, facts)
    alt.see(tree, facts)
    assets.see_page(name, text, tree, site, facts)
    return facts


def _ids(tree: HtmlElement, facts: Facts) -> None:
    counts = Counter(str(one) for one in tree.xpath("//@id"))
    facts.ids = sorted({*counts, *(str(one) for one in tree.xpath("//a/@name"))})
    for one, count in sorted(counts.items()):
        if count > 1:
            facts.add(
                "links-id-twice", f"{count} elements share an id", one, "give each its own id"
            )


def _entries(tree: HtmlElement) -> dict[str, str]:
    found = {}
    for one in tree.xpath("//li[starts-with(@id,'source-')]"):
        link = one.xpath(".//a[@rel='external']/@href")
        found[one.get("id").removeprefix("source-")] = str(link[0]).split("#")[0] if link else ""
    return found


def _basics(name: str, tree: HtmlElement, facts: Facts) -> None:
    """What every page must have for readers and machines."""
    if not (tree.get("lang") or "").strip():
        facts.add("page-language", "the page does not say its language", fix="set theme.language")
    titles = [one for one in tree.xpath("//head/title/text()") if one.strip()]
    if not titles:
        facts.add("page-title", "the page has no title", fix="give it a title in its front matter")
    heads = tree.xpath("//h1")
    if len(heads) != 1:
        facts.add(
            "page-heading",
            f"{len(heads)} headings of the first level; one is right",
        )
    for one in tree.xpath(VISIBLE):
        words = " ".join(one.text_content().split())
        if LEFT_OVER.fullmatch(words) and not one.xpath(".//code"):
            facts.add("page.template", "a template mark stands in the text", words[-80:],
                      "leave the whole part out where it has nothing to say")  # fmt: skip
    for one in tree.xpath(ACTIVE):
        facts.add("page-active", "the text holds something that runs", html.tostring(one, encoding="unicode")[:120],
                  "write it as code")  # fmt: skip
    if name != "404.html" and not facts.canonical:
        facts.add(
            "page-canonical",
            "the page does not name its own address",
            fix="set site_url in mkdocs.yml",
        )


def _srcset(tree: HtmlElement) -> list[str]:
    return [
        part.strip().split()[0]
        for one in tree.xpath("//@srcset")
        for part in str(one).split(",")
        if part.strip()
    ]
