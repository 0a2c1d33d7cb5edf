"""The site as data: lean JSON, typed and flat, without nulls, and the schema that says so.

Enter: records and cards. Leave: api/briefs.json (paged by year), api/briefs/<day>.json (what a
program that reads the brief needs: sentences, quotes, sources, corrections), and for whoever checks
it api/evidence/<day>.json, api/records/<day>.json (the record itself, whose SHA-256 the brief
names) and api/schema.json. With evidence and record a stranger can verify a brief without us.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.runs import account
from pipeline.pages.metadata import Cited, Headline, PageMeta
from pipeline.records import Brief, EvidenceItem, News, Quote, store
from pipeline.records import draft as drafts

COUNTS = ("new", "older")  # of items: first looked at since the last brief, and looked at again
PAGE = 30  # briefs on the first page of the listing: a month


def write_brief(room: Newsroom, site: Path, card: PageMeta, *, tokens: int) -> list[str]:
    """The data of one brief; returns the files, below the site."""
    path = room.record(card.day)
    record = path.read_bytes()
    brief = store.from_json(Brief, record, where=str(path))
    evidence = store.read(tuple[EvidenceItem, ...], path.with_name("evidence.json"))
    cited = {one.n for one in card.citation}
    data = brief_data(brief, card, room.desk.site_url, tokens, store.sha256(record))
    items = items_data(briefs.read_news(room, card.day), brief)
    if items:
        counts = {name: items[name] for name in ("since", *COUNTS) if name in items}
        data["items"] = counts | {"data": f"{room.desk.site_url}api/items/{card.day}.json"}
    files: dict[str, str | bytes] = {
        f"api/briefs/{card.day}.json": _text(data),
        f"api/evidence/{card.day}.json": _text(
            [item_data(one) for one in evidence if one.n in cited]
        ),
        f"api/records/{card.day}.json": record,
    }
    if items:
        files[f"api/items/{card.day}.json"] = _text({"id": card.day} | items)
    for name, text in files.items():
        store.write(site / name, text, sync=False)
    return list(files)


def items_data(news: News | None, brief: Brief) -> dict[str, Any]:
    """What became of every item since the last public brief before this one; empty in records of
    before this was kept."""
    if news is None or not any(one.first for one in news.fates):
        return {}
    fates = account.told_by(brief, news.fates)
    counted = account.counted(fates, news.since)
    return _lean({"since": news.since}) | {
        **{name: _keys(getattr(counted, name)) for name in COUNTS},
        "items": [
            _lean({"title": one.title or "untitled", "source_id": one.source, "date": one.day, "fate": one.outcome,
                   "reason": one.reason, "domain": one.domain, "document": one.document, "first_looked_at": one.first})
            for one in fates
        ],
    }  # fmt: skip


def _keys(counts: Mapping[str, int]) -> dict[str, int]:
    return {name.replace(" ", "_"): count for name, count in counts.items()}


def brief_data(brief: Brief, card: PageMeta, base: str, tokens: int, sha256: str) -> dict[str, Any]:
    """One brief, flat: every sentence and quote with its place and its sources."""
    own = base + card.url
    return {
        **card_data(card, base, tokens),
        "schema": f"{base}api/schema.json",
        "evidence": f"{base}api/evidence/{card.day}.json",
        "record": f"{base}api/records/{card.day}.json",
        "record_sha256": sha256,
        "page": own,
        "models": list(brief.provenance.receipt.models),
        "cost_usd": brief.provenance.receipt.cost_usd,
        "sections": [_told(one) for one in card.sections],
        "quiet": [one.line for one in brief.quiet if one.domain],
        "also_out": [one.line for one in brief.quiet if not one.domain],
        "sentences": list(_sentences(brief)),
        "quotes": list(_quotes(brief)),
        "citations": [_citation(one) for one in card.citation],
        "corrections": [
            _lean({"made": one.made, "kind": one.kind, "text": one.text, "where": drafts.numbered(brief.draft, one.where),
                   "was": one.was, "now": one.now})
            for one in brief.corrections
        ],
    }  # fmt: skip


def card_data(card: PageMeta, base: str, tokens: int) -> dict[str, Any]:
    """What a listing says of a page."""
    return _lean({
        "id": card.day, "url": base + card.url, "markdown": f"{base}{card.url}index.md",
        "data": f"{base}api/briefs/{card.day}.json", "title": card.title,
        "description": card.description, "published": card.date, "updated": card.updated,
        "status": card.status, "score": card.score, "edition": card.edition, "writer": card.writer,
        "tally": card.tally, "tokens": tokens, "record_sha256": card.record,
        "sources": len(card.citation), "domains": [one.domain for one in card.standing],
        "headlines": [one.headline for one in card.standing], "tags": list(card.tags),
    })  # fmt: skip


def item_data(item: EvidenceItem) -> dict[str, Any]:
    """One numbered source, enough to check every quote cut from it."""
    return _lean({
        "n": item.n, "source_id": item.source_id, "source_title": item.source_title,
        "title": item.title, "url": _followed(item.url), "published": item.published,
        "first_seen": item.first_seen, "changed": item.changed, "home": item.home or None, "text": item.text,
        "passage": item.passage, "document": item.document, "start": item.start,
        "domain": item.domain, "locator": item.locator, "licence": item.licence,
        "before": item.before, "after": item.after, "also_at": [url for url in item.also_at if _followed(url)],
        "headings": list(item.headings), "quote_limit": item.quote_limit,
        "quote_words": item.quote_words, "subject": item.subject,
    })  # fmt: skip


def write_listing(
    room: Newsroom, site: Path, cards: tuple[PageMeta, ...], tokens: dict[str, int]
) -> None:
    """The newest briefs, a page for each year, and the schema."""
    base = room.desk.site_url
    rows = [card_data(card, base, tokens.get(card.path, 0)) for card in cards]
    years: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for card, row in zip(cards, rows, strict=True):
        years[card.day[:4]].append(row)
    listing = {
        "title": room.desk.title, "site": base, "schema": f"{base}api/schema.json",
        "count": len(rows), "briefs": rows[:PAGE],
        "years": [{"year": int(year), "count": len(each), "url": f"{base}api/briefs-{year}.json"}
                  for year, each in years.items()],
    }  # fmt: skip
    store.write(site / "api/briefs.json", _text(listing), sync=False)
    for year, each in years.items():
        store.write(
            site / f"api/briefs-{year}.json",
            _text({"year": int(year), "count": len(each), "briefs": each}),
            sync=False,
        )
    store.write(site / "api/schema.json", _text(schema(base)), sync=False)


def _sentences(brief: Brief) -> Iterator[dict[str, Any]]:
    """Sentences; one that is a source's own also gives its place there, in characters."""
    for path, sentence in drafts.sentences(brief.draft):
        row: dict[str, Any] = {"path": path, "text": sentence.text, "sources": list(sentence.cites),
               "kind": sentence.kind}  # fmt: skip
        quote = sentence.quote
        if quote:
            row |= {"start": quote.start, "end": quote.end}
            row |= {"exact": quote.exact} if quote.exact != sentence.text else {}
        if sentence.rests:
            row["rests"] = [{"source": one.n, "start": one.start, "end": one.end}
                            for one in sentence.rests]  # fmt: skip
        yield row


def _quotes(brief: Brief) -> Iterator[dict[str, Any]]:
    """Block quotes; the words before and after them stand in the record."""
    for path, quote in drafts.quotes(brief.draft):
        yield _quote(path, quote)


def _quote(path: str, quote: Quote) -> dict[str, Any]:
    return _lean({"path": path, "source": quote.n, "start": quote.start, "end": quote.end,
                  "exact": quote.exact, "printed": quote.printed})  # fmt: skip


def _told(one: Headline) -> dict[str, Any]:
    """A section in a line: its place on the page, its label and date, its headline."""
    return _lean({"anchor": one.place, "domain": one.domain, "headline": one.headline,
                  "label": one.label, "when": one.when, "since": one.since, "stakes": one.stakes, "was": one.was, "withdrawn": one.withdrawn,
                  "also": [dict(each) for each in one.also],
                  "related": [dict(each) for each in one.related]})  # fmt: skip


def _citation(one: Cited) -> dict[str, Any]:
    """A source as the brief cites it; its words stand in the evidence."""
    return _lean({"n": one.n, "title": one.title, "source": one.source, "url": one.url, "home": one.home or None,
                  "published": one.published[:10], "first_seen": one.first_seen[:10], "changed": one.changed[:10]})  # fmt: skip


TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "integer"}
ADDRESS: dict[str, Any] = {"type": "string", "format": "uri"}
MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
MONEY: dict[str, Any] = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
HOME = {
    "const": True,
    "description": "`url` is only the home page of the source: the words do not stand there",
}
IN_SOURCE = {
    "type": "integer",
    "description": "offset in Unicode code points into `text` of the source of this number",
}
OFFSET = {
    "type": "integer",
    "description": "offset of `text` in its whole document, in Unicode code points",
}
SHA: dict[str, Any] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def schema(base: str) -> dict[str, Any]:
    """JSON Schema of every file below api/ but for the records, which are the newsroom's own form."""
    kinds = {"listing": _listing(), "year": _year(), "brief": _brief(), "evidence": _many(_item()),
             "items": _looked_at()}  # fmt: skip
    parts = {"counts": _object(dict.fromkeys(("used", "held_over", "declined"), NUMBER)), "row": _object(*_row()), "sentence": _sentence(), "section": _section(), "quote": _said(), "cited": _cited(),
             "correction": _corrected()}  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base}api/schema.json",
        "$defs": {**kinds, **parts},
        "oneOf": [_ref(name) for name in kinds],
    }


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _many(one: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": one}


def _row() -> tuple[dict[str, Any], dict[str, Any]]:
    """What a listing must say of a brief, and what it may."""
    needed = {"id": DAY, "url": ADDRESS, "markdown": ADDRESS, "data": ADDRESS, "title": TEXT, "published": MOMENT,
              "updated": MOMENT, "status": {"enum": ["published", "corrected", "retracted"]}, "score": NUMBER,
              "edition": {"enum": ["news", "library", "first"]}, "writer": TEXT, "tokens": NUMBER, "sources": NUMBER}  # fmt: skip
    return needed, {
        "description": TEXT,
        "tally": TEXT,
        "record_sha256": SHA,
        **{name: _many(TEXT) for name in ("domains", "headlines", "tags")},
    }


def _brief() -> dict[str, Any]:
    needed, allowed = _row()
    needed |= {"schema": ADDRESS, "evidence": ADDRESS, "record": ADDRESS, "record_sha256": SHA, "page": ADDRESS,
               "models": _many(TEXT), "cost_usd": MONEY, "sections": _many(_ref("section")),
               "quiet": _many(TEXT), "also_out": _many(TEXT), "sentences": _many(_ref("sentence")), "quotes": _many(_ref("quote")), "citations": _many(_ref("cited")),
               "corrections": _many(_ref("correction"))}  # fmt: skip
    counts = _object({name: _ref("counts") for name in COUNTS} | {"data": ADDRESS}, {"since": DAY})
    return _object(needed, allowed | {"items": counts})


def _looked_at() -> dict[str, Any]:
    """Every item since the last public brief, with what became of it and why."""
    optional = "date domain document first_looked_at".split()
    fate = {"enum": ["used", "held over", "declined"]}
    row = _object({"title": TEXT, "source_id": TEXT, "fate": fate, "reason": TEXT}, dict.fromkeys(optional, TEXT))  # fmt: skip
    counts = {name: _ref("counts") for name in COUNTS}
    return _object({"id": DAY} | counts | {"items": _many(row)}, {"since": DAY})


def _listing() -> dict[str, Any]:
    year = _object({"year": NUMBER, "count": NUMBER, "url": ADDRESS})
    return _object({"title": TEXT, "site": ADDRESS, "schema": ADDRESS, "count": NUMBER,
                    "briefs": _many(_ref("row")), "years": _many(year)})  # fmt: skip


def _year() -> dict[str, Any]:
    return _object({"year": NUMBER, "count": NUMBER, "briefs": _many(_ref("row"))})


def _sentence() -> dict[str, Any]:
    return _object({"path": TEXT, "text": TEXT, "sources": _many(NUMBER),
                    "kind": {"enum": ["fact", "inference", "advice", "computed", "source"]}},
                   {"rests": _many(_object({"source": NUMBER, "start": IN_SOURCE, "end": IN_SOURCE})),
                    "start": IN_SOURCE, "end": IN_SOURCE, "exact": TEXT})  # fmt: skip


def _section() -> dict[str, Any]:
    return _object({"anchor": TEXT, "domain": TEXT, "headline": TEXT},
                   {"label": TEXT, "when": TEXT, "since": DAY, "stakes": TEXT, "was": TEXT, "withdrawn": TEXT,
                    **dict.fromkeys(("also", "related"), _many(_object({"title": TEXT, "source": TEXT}, {"day": DAY, "url": ADDRESS})))})  # fmt: skip


def _said() -> dict[str, Any]:
    return _object({"path": TEXT, "source": NUMBER, "start": IN_SOURCE, "end": IN_SOURCE, "exact": TEXT},
                   {"printed": TEXT})  # fmt: skip


def _cited() -> dict[str, Any]:
    return _object(
        {"n": NUMBER, "title": TEXT, "source": TEXT},
        {"url": TEXT, "home": HOME, "published": DAY, "first_seen": DAY, "changed": DAY},
    )


def _item() -> dict[str, Any]:
    optional = "first_seen changed source_title passage document domain locator licence before after subject".split()
    return _object({"n": NUMBER, "source_id": TEXT, "title": TEXT, "text": TEXT},
                   {**dict.fromkeys(optional, TEXT), "url": TEXT, "home": HOME, "published": TEXT, "start": OFFSET, "also_at": _many(TEXT),
                    "headings": _many(TEXT), "quote_limit": NUMBER, "quote_words": NUMBER})  # fmt: skip


def _corrected() -> dict[str, Any]:
    return _object({"made": MOMENT, "kind": {"enum": ["correction", "retraction", "withdrawal"]}, "text": TEXT},
                   {"where": TEXT, "was": TEXT, "now": TEXT})  # fmt: skip


def _object(needed: dict[str, Any], allowed: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "object", "properties": {**needed, **(allowed or {})}, "required": list(needed),
            "additionalProperties": False}  # fmt: skip


def _followed(url: str) -> str:
    """An address that a reader can follow, or none."""
    return url if re.match(r"https?://", url, re.IGNORECASE) else ""


def _lean(values: dict[str, Any]) -> dict[str, Any]:
    """Without nulls and empty texts; empty lists go too."""
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
