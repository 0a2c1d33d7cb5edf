"""What a page gets besides its HTML: structured data, a Markdown twin, for a brief a picture and its
data, for a post its citations as links.

Enter: one page as mkdocs built it. Leave: its files and their digests. Every page is completed by
itself, so the work can be spread over processes and a finished page is never touched again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import html

from pipeline.newsroom.config import Newsroom
from pipeline.pages import front_matter
from pipeline.pages.metadata import card_of, iso_time, page_url
from pipeline.publish import addresses
from pipeline.publish.agents import api, cites, jsonld, twins
from pipeline.publish.agents.jsonld import PageAddress
from pipeline.publish.images import authored, preview
from pipeline.publish.plan import Built, evidence_file, html_path, is_post
from pipeline.records import store
from pipeline.world import estimate_tokens


@dataclass(frozen=True, slots=True)
class PageJob:
    """One page to complete."""

    room: Newsroom
    site: Path
    path: str
    key: str


def complete(job: PageJob) -> Built:
    """Write the files beside a page; returns them all with their digests."""
    folder = page_url(job.path)
    page = job.site / html_path(job.path)
    text = (job.room.content / job.path).read_text("utf-8")
    facts, body = front_matter.load(text, where=job.path)
    tree = html.document_fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    sources = (
        cites.settle(tree, body, evidence_file(job.room, job.path)) if is_post(job.path) else []
    )
    if sources:
        facts = {**facts, "citation": sources}
    linked = addresses.settle(tree)
    extra = authored.settle(tree, page, job.site, changed=bool(sources) or linked)
    _describe(
        page, facts, PageAddress(job.room.desk.site_url + folder, _title(facts, tree)), job.room
    )
    made = twins.twin(tree, facts, base=job.room.desk.site_url, url=folder)
    twin = made.text
    store.write(job.site / folder / "index.md", twin, sync=False)
    names = [html_path(job.path), f"{folder}index.md", *extra]
    if made.evidence:
        store.write(job.site / folder / twins.BESIDE, made.evidence, sync=False)
        names.append(f"{folder}{twins.BESIDE}")
    if facts.get("kind") == "brief":
        names += _brief(job, facts, twin)
    files = {name: store.sha256((job.site / name).read_bytes()) for name in names}
    changed = iso_time(facts.get("updated")) or iso_time(facts.get("date"))
    return Built(job.key, files, estimate_tokens(twin), changed)


def _describe(page: Path, facts: dict[str, Any], place: PageAddress, room: Newsroom) -> None:
    """Put a page's structured data into its head."""
    data = jsonld.block(jsonld.jsonld(facts, place, room.desk))
    before, head, after = page.read_text("utf-8").partition("</head>")
    store.write(page, f"{before}{data}{head}{after}" if head else before, sync=False)


def _title(facts: dict[str, Any], tree: html.HtmlElement) -> str:
    """The title of a page: as its front matter says, else its first heading."""
    headings = tree.xpath("//h1") or [tree]
    return str(facts.get("title") or " ".join(headings[0].text_content().split()))


def _brief(job: PageJob, facts: dict[str, Any], twin: str) -> list[str]:
    """The picture and the data of a brief."""
    card = card_of(facts, job.path)
    preview.draw(card, job.room.desk, job.site / card.image)
    return [card.image, *api.write_brief(job.room, job.site, card, tokens=estimate_tokens(twin))]
