"""The facts of a brief, as its front matter says them once for every list, feed and index.

Enter: a brief and its evidence. Leave: plain values in a fixed order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pipeline.newsroom.desk import Desk
from pipeline.pages.context import places
from pipeline.pages.links import anchors, safe_url
from pipeline.pages.metadata import slug
from pipeline.records import (
    AlsoTold,
    Brief,
    Correction,
    Draft,
    Evidence,
    EvidenceItem,
    Quote,
    Section,
    Sentence,
    history,
    numbering,
    store,
)
from pipeline.records import draft as drafts
from pipeline.render import labels, receipt
from pipeline.render.markdown import flat
from pipeline.text.days import long_day, weekday
from pipeline.text.spans import uncoded
from pipeline.text.words import fitting

DESCRIPTION = 158  # characters that search results and previews show
DECK = 320  # characters below the front page's headline
TAG_WORDS = 3
TAGS = 8


def brief_facts(brief: Brief, evidence: Evidence, desk: Desk) -> dict[str, Any]:
    """The front matter of a brief."""
    used = [item for n in numbering.printed(brief.draft) if (item := evidence.item(n))]
    quotes = [quote for _, quote in drafts.selectors(brief.draft)]
    titles, where = {domain.id: domain.title for domain in desk.domains}, places(used)
    changed = max((one.made for one in brief.corrections), default=brief.published)
    return {
        "kind": "brief",
        "template": "brief.html",
        "title": flat(_title(brief)),
        "description": describe(brief),
        "deck": _deck(brief),
        "deck_corrected": _deck_corrected(brief),
        "lead": _lead_place(brief),
        "day": brief.day,
        "date": brief.published,
        "dateline": f"{weekday(brief.day)}, {long_day(brief.day)}",
        "updated": max(changed, brief.published),
        "edition": brief.edition,
        "writer": brief.draft.writer,
        "edition_label": receipt.edition(brief),
        "models": list(brief.provenance.receipt.models),
        "status": status(brief),
        "score": brief.score,
        **_measures(brief, used, quotes),
        "tally": labels.tally(brief),
        "proven": labels.proven(brief, evidence).words,
        "sections": _sections_told(brief, evidence),
        "tags": [{"slug": slug(tag), "name": tag} for tag in tags(brief)],
        "citation": [_citation(item, where.get(item.n, "")) for item in used],
        "quotes": [_quotation(one, evidence) for one in quotes],
        "pull": _pull(brief, evidence),
        "crosscuts": [
            {"title": flat(one.title), "domains": [titles.get(each, each) for each in one.domains]}
            for one in brief.draft.crosscuts
        ],
        "corrections": [
            {"made": one.made, "kind": one.kind, "text": flat(history.noted(brief, one))}
            | ({"about": flat(about)} if (about := history.about(brief, one)) else {})
            for one in brief.corrections
        ],
        "image": f"briefs/{brief.day}/card.png",
        "record": store.sha256(store.to_json(brief).encode()),
        "language": desk.publish.language,
    }


def _sections_told(brief: Brief, evidence: Evidence) -> list[dict[str, Any]]:
    """Each section in a line: where it stands, what it is called, what it says first."""
    rows, gone, notes = [], history.withdrawn(brief), history.by_part(brief)
    for at, (one, anchor) in enumerate(zip(brief.draft.sections, anchors(brief), strict=True)):
        row: dict[str, Any] = {"domain": one.domain, "title": one.title, "headline": flat(one.headline),
               "says": flat(_told(one))}  # fmt: skip
        row |= {"anchor": anchor} if anchor != one.domain else {}
        if told := labels.label(one.story, evidence):
            row |= {"label": told.name, "when": told.date, "since": told.since}
        if one.story:
            also = [_named(each) for each in one.story.also if not each.beside]
            related = [_named(each) for each in one.story.also if each.beside]
            row |= {"stakes": flat(one.story.stakes), "also": also, "related": related}
            row |= {"was": flat(one.story.was)}
        row |= {"corrected": _changed(notes.get(f"sections.{at}", ()))}
        if at in gone:
            row |= {"withdrawn": f"{long_day(gone[at].made)}: {flat(gone[at].text)}", "says": ""}
        rows.append({key: value for key, value in row.items() if value})
    return rows


def _named(one: AlsoTold) -> dict[str, str]:
    """Another document of a story, by its title, source, day and address."""
    values = {
        "title": flat(one.title),
        "source": flat(one.source),
        "day": one.day,
        "url": safe_url(one.url),
    }
    return {key: value for key, value in values.items() if value}


def _told(section: Section) -> str:
    """The first sentence that tells something; whose words follow is told by the label."""
    said = [shown(one) for one in section.sentences if one.kind != "computed"]
    return next(iter(said), "")


def shown(sentence: Sentence) -> str:
    """A sentence where nothing can be set as code: a preview, a feed, a list."""
    return flat(uncoded(sentence.text) if sentence.origin == "writer" else sentence.text)


def _measures(brief: Brief, used: list[EvidenceItem], quotes: list[Quote]) -> dict[str, Any]:
    """What was checked, what it cost, and out of how much."""
    return {
        "checked": {
            "sources": len(used),
            "pages": labels.pages(used),
            "publishers": len({item.source_id for item in used}),
            "rests": labels.rests_on(used),
            "quotes": len(quotes),
            "repaired": sum(one.resolved == "repaired" for one in brief.findings),
            "removed": sum(one.resolved == "removed" for one in brief.findings),
        },
        "cost": {
            "paid": brief.provenance.receipt.cost_usd,
            "avoided": brief.provenance.receipt.avoided_usd,
            "tokens": brief.provenance.receipt.tokens,
            "receipt": receipt.told(brief).words,
        },
        "corpus": {
            "documents": brief.provenance.documents,
            "passages": brief.provenance.passages,
        },
    }


def standing(brief: Brief) -> Draft:
    """The draft without its withdrawn stories and the sentences of the lede that rest on them."""
    gone, resting = history.withdrawn(brief), {one for one, _ in history.rested(brief)}
    if not gone:
        return brief.draft
    told = tuple(one for at, one in enumerate(brief.draft.sections) if at not in gone)
    names = [one.headline for at, one in enumerate(brief.draft.sections) if at in gone]
    lede = tuple(
        one
        for one in brief.draft.lede
        if one not in resting and not any(name in one.text for name in names)
    )
    if lede[:1] != brief.draft.lede[:1]:
        lede = ()  # what is left of it goes on from a sentence that fell: `Also in this edition`
    lede = tuple(one for one in lede if not (0 in gone and _names_the_title(one, told)))
    return replace(brief.draft, sections=told, lede=lede)


def lede_beside(brief: Brief) -> tuple[Sentence, ...]:
    """The lede as a page prints it: a list of other stories does not name the one that the title tells
    since the first was withdrawn."""
    if 0 not in history.withdrawn(brief):
        return brief.draft.lede
    told = standing(brief).sections
    return tuple(one for one in brief.draft.lede if not _names_the_title(one, told))


def _names_the_title(sentence: Sentence, told: tuple[Section, ...]) -> bool:
    return sentence.origin == "computed" and told[0].headline in sentence.text


def _opens(brief: Brief) -> tuple[Sentence, ...]:
    """The lede; where it fell with a withdrawn story, what the first that stands says."""
    draft = standing(brief)
    fell = brief.draft.lede and not draft.lede
    return draft.sections[0].sentences if fell else draft.lede


def _title(brief: Brief) -> str:
    """The title; of a brief whose first story was withdrawn, the headline of the first that stands."""
    if 0 not in history.withdrawn(brief):
        return labels.titled(brief)
    headline = standing(brief).sections[0].headline
    return labels.titled(replace(brief, draft=replace(brief.draft, title=headline)))


def describe(brief: Brief) -> str:
    """The beginning of the lede for previews: whole sentences where they fit, else cut at a word. A
    lede that code made only says whose the stories are; then the first story begins. Of a retracted
    brief: when it was taken back, and why."""
    if taken_back := [one for one in brief.corrections if one.kind == "retraction"]:
        note = taken_back[-1]
        return _cut_at_word(f"Retracted on {long_day(note.made)}: {flat(note.text)}")
    opens = _opens(brief)
    text = _opening(brief) or _whole([shown(one) for one in opens], DESCRIPTION)
    if not text:
        text = " ".join(map(shown, opens)) or flat(_title(brief))
    return _cut_at_word(text)


def _cut_at_word(text: str) -> str:
    if len(text) <= DESCRIPTION:
        return text
    return fitting(text, DESCRIPTION).rstrip(",;:–— ") + "…"


def _opening(brief: Brief) -> str:
    """The first sentences of the first story, with whose it is, under a lede that code made."""
    draft, gone = standing(brief), history.withdrawn(brief)
    if not draft.sections or (not gone and any(one.origin != "computed" for one in draft.lede)):
        return ""
    sentences = [shown(one) for one in draft.sections[0].sentences]
    text = _whole(sentences, DESCRIPTION)
    return text if text not in sentences[:1] or not text.endswith(":") else ""


def _lead(brief: Brief) -> int | None:
    """The number of the story that the title tells: the first that stands and whose headline it has."""
    title, gone = flat(_title(brief)), history.withdrawn(brief)
    stands = ((at, one) for at, one in enumerate(brief.draft.sections) if at not in gone)
    return next((at for at, one in stands if flat(one.headline) in title), None)


def _lead_place(brief: Brief) -> str:
    at = _lead(brief)
    return anchors(brief)[at] if at is not None else ""


def _deck_of(brief: Brief) -> int | None:
    """The story that the deck is cut from; None: the lede, which a writer or a source gave it."""
    at, opens = _lead(brief), _opens(brief)
    if opens != standing(brief).lede:
        return next(n for n, one in enumerate(brief.draft.sections) if one.sentences == opens)
    return at if all(one.origin == "computed" for one in opens) else None


def _deck(brief: Brief) -> str:
    """What stands below the front page's headline: the first sentences, whole, of the lede; where code
    made that, which tells of other stories too, of the story that the title tells."""
    at = _deck_of(brief)
    told = _opens(brief) if at is None else brief.draft.sections[at].sentences
    sentences = [shown(one) for one in told if at is None or one.kind != "computed"]
    sentences = sentences or [shown(one) for one in told]
    return _whole(sentences, DECK) or " ".join(sentences[:1])


def _deck_corrected(brief: Brief) -> str:
    """The day on which the part that the deck is of was last corrected; "" where it never was."""
    at = _deck_of(brief)
    return _changed(history.by_part(brief).get("lede" if at is None else f"sections.{at}", ()))


def _changed(notes: Iterable[Correction]) -> str:
    return max((one.made for one in notes if one.kind == "correction"), default="")[:10]


def _whole(sentences: list[str], most: int) -> str:
    """As many sentences from the first on as fit."""
    text = ""
    for one in sentences:
        if len(text) + len(one) + 1 > most:
            break
        text = f"{text} {one}".strip()
    return text


def status(brief: Brief) -> str:
    """published, corrected or retracted."""
    kinds = {one.kind for one in brief.corrections}
    if "retraction" in kinds:
        return "retracted"
    return "corrected" if kinds else "published"


def tags(brief: Brief) -> list[str]:
    """Short terms of the system graph, in order: what the day was about."""
    nodes = brief.draft.graph.nodes if brief.draft.graph else ()
    words = [flat(node.label).lower() for node in nodes]
    short = [one for one in words if 1 <= len(one.split()) <= TAG_WORDS and len(one) <= 40]
    return list({slug(one): one for one in short}.values())[:TAGS]


def _citation(item: EvidenceItem, place: str) -> dict[str, Any]:
    values = {
        "n": item.n, "title": flat(item.title), "source": flat(item.source_title),
        "source_id": item.source_id, "url": safe_url(item.url), "home": bool(item.home and safe_url(item.url)), "published": item.published or "",
        "first_seen": "" if item.published else item.first_seen, "changed": item.changed, "locator": item.locator, "place": flat(place), "licence": item.licence,
    }  # fmt: skip
    return {key: value for key, value in values.items() if value}


def _pull(brief: Brief, evidence: Evidence) -> dict[str, str] | None:
    """The quote for the front page: that of the story in its headline, else of the first that stands."""
    gone = history.withdrawn(brief)
    stands = (n for n in range(len(brief.draft.sections)) if n not in gone)
    at = _lead(brief) if _lead(brief) is not None else next(stands, None)
    quote = brief.draft.sections[at].quote if at is not None else None
    item = evidence.item(quote.n) if quote else None
    if at is None or quote is None or item is None:
        return None
    return {"text": flat(quote.words), "title": flat(item.title),
            "source": flat(item.source_title), "anchor": anchors(brief)[at]}  # fmt: skip


def _quotation(quote: Quote, evidence: Evidence) -> dict[str, Any]:
    item = evidence.item(quote.n)
    url = safe_url(item.url) if item and not item.home else ""  # the words are not on a home page
    return {"n": quote.n, "text": flat(quote.words)} | ({"url": url} if url else {})
