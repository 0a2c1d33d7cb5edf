"""`dateline search`: passages for a question, with every ranker's word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline import retrieve
from pipeline.cli.io import answer, common, say, track
from pipeline.errors import ConfigError, CorpusError
from pipeline.newsroom.config import open_newsroom
from pipeline.newsroom.desk import Desk
from pipeline.newsroom.library import Library
from pipeline.records import Hit
from pipeline.retrieve.index.terms import words
from pipeline.text.days import long_day
from pipeline.world import World

SNIPPET = 48  # words of a passage shown: what fits four lines of a terminal
LACKING = 8  # words of the question that a passage lacks, named at most: a line of a terminal


@click.command()
@common
@click.argument("query", nargs=-1, required=True)
@click.option("--k", type=click.IntRange(1, 200), default=10, show_default=True, help="Passages.")
@click.option("--domain", metavar="X", help="Only sources of this domain.")
@click.option("--explain", is_flag=True, help="Show every ranker's rank and score.")
@click.option("--full", is_flag=True, help="Show whole passages.")
def search(
    query: tuple[str, ...],
    *,
    root: Path,
    as_json: bool,
    k: int,
    domain: str | None,
    explain: bool,
    full: bool,
) -> None:
    """Find passages in the corpus: source, date, text with the terms found, rank per ranker.

    `without` names the words of the question that a passage lacks, its title, headings and synonyms counted.

    \b
    Example:
      dateline search retry budget under overload
      dateline search '"read your writes" in Dynamo'
      dateline search "R+W>N" --domain system-design --explain
    """
    room = open_newsroom(root)
    _known(domain, room.desk)
    place = room.library
    if not place.is_file():
        raise CorpusError("there is no corpus yet", where=str(place), hint="run `dateline ingest`")
    question = " ".join(query)
    with Library.open(place) as library:
        searcher = retrieve.connect(room, library, World(), send=False, track=track)
        within, options = retrieve.within(domain, room.sources), room.desk.retrieval
        hits, searcher = retrieve.asked(
            searcher,
            options,
            lambda by: retrieve.search(question, by, options, k=k, sources=within),
        )
        lacking = retrieve.unheld(question, searcher, sources=within)
    for note in (*searcher.notes, *(f"“{one}” {why}" for one, why in lacking.items())):
        say(note)
    titles = {source.id: source.title for source in room.sources}
    data = {
        "query": question,
        "domain": domain,
        "degraded": list(searcher.degraded),
        "phrases_not_found": list(lacking),
        "hits": [_data(hit, titles, question) for hit in hits],
    }
    text = "\n\n".join(
        _shown(place, hit, (titles, question), explain=explain, full=full)
        for place, hit in enumerate(hits, 1)
    )
    answer(data, text or _nothing(question), as_json=as_json)


def _nothing(question: str) -> str:
    if not any(found for _, _, found in words(question)):
        return "the question has no word to look for: common words and signs alone find nothing"
    return "no good evidence for this question in the corpus"


def _known(domain: str | None, desk: Desk) -> None:
    names = [one.id for one in desk.domains]
    if domain is not None and domain not in names:
        raise ConfigError(f"no domain is called {domain!r}", where="--domain",
                          hint=f"the desk's domains: {', '.join(names)}")  # fmt: skip


def _data(hit: Hit, titles: dict[str, str], question: str) -> dict[str, Any]:
    passage, document = hit.passage, hit.document
    return {
        "score": hit.score,
        "source_id": passage.source,
        "source_title": titles.get(passage.source, passage.source),
        "title": document.title,
        "url": document.url,
        "path": document.path,
        "published": document.published,
        "later": bool(_later(document.day)),
        "headings": list(passage.headings),
        "locator": passage.locator,
        "passage": passage.id,
        "document": document.id,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "terms": list(hit.terms),
        "without": list(retrieve.lacking(question, hit)),
        "ranks": {one.ranker: {"rank": one.rank, "score": one.score} for one in hit.ranks},
        "factors": dict(hit.factors),
    }


def _shown(
    place: int, hit: Hit, asked: tuple[dict[str, str], str], *, explain: bool, full: bool
) -> str:
    (titles, question), document, passage = asked, hit.document, hit.passage
    lost = ", ".join(retrieve.lacking(question, hit)[:LACKING])
    source = titles.get(passage.source, passage.source)
    date = _later(document.day) or document.day or "undated"
    ranks = "  ".join(f"{one.ranker} #{one.rank}" for one in hit.ranks)
    where = " > ".join(dict.fromkeys((document.title, *passage.headings)))
    rows = [
        f"{place:>2}. {click.style(where, bold=True)}",
        "    " + " · ".join(filter(None, (source, date, document.address, passage.locator))),
        f"    {ranks}",
        *([f"    without: {lost}"] if lost else []),
        *(f"    {line}" for line in _lines(hit, full=full)),
    ]
    if explain:
        rows += [
            f"    {one.ranker:<15} rank {one.rank:>3}  score {one.score:.4f}" for one in hit.ranks
        ]
        rows += [f"    {name:<15} {value:.4f}" for name, value in hit.factors]
        rows.append(f"    {'fused':<15} {hit.score:.4f}")
    return "\n".join(rows)


def _later(day: str | None) -> str:
    """The mark of what is dated after today; "" for what is not."""
    today = World().now().date().isoformat()
    return f"later: dated {long_day(day)}" if day and day > today else ""


def _lines(hit: Hit, *, full: bool) -> list[str]:
    text = hit.passage.text
    start, end = (0, len(text)) if full else _window(hit)
    marked = _marked(text[start:end], frozenset(hit.terms))
    cut = ("… " if start else "") + marked + (" …" if end < len(text) else "")
    return [line for line in cut.splitlines() if line.strip()]


def _window(hit: Hit) -> tuple[int, int]:
    """The stretch of words that holds most of the terms found."""
    found = words(hit.passage.text)
    if len(found) <= SNIPPET:
        return 0, len(hit.passage.text)
    wanted = frozenset(hit.terms)
    best = max(
        range(len(found) - SNIPPET + 1),
        key=lambda at: (
            len({term for _, _, terms in found[at : at + SNIPPET] for term in terms} & wanted),
            -at,
        ),
    )
    return found[best][0], found[best + SNIPPET - 1][1]


def _marked(text: str, wanted: frozenset[str]) -> str:
    """The text with the terms found set off; click takes the marks out where no terminal is."""
    made, at = [], 0
    for start, end, terms in words(text):
        if wanted.intersection(terms):
            made += [text[at:start], click.style(text[start:end], fg="yellow", bold=True)]
            at = end
    return "".join([*made, text[at:]])
