"""The edition that needs no model: it selects, quotes, joins and computes, and has no opinions.

Enter: a day's evidence and what the last briefs said. Leaves: a draft in which every sentence is
either a verbatim, cited slice of a source or computed from cited slices. Refuses to write from
no evidence (`WriterError`). Selection is maximal marginal relevance (Carbonell and Goldstein
1998) under each source's quote limit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from pipeline.compose.extractive import candidates as found
from pipeline.compose.extractive import relations
from pipeline.compose.extractive.action import choose, imperative
from pipeline.compose.extractive.candidates import Candidate
from pipeline.compose.extractive.selection import Desktop, pick, said_texts, unsaid
from pipeline.compose.extractive.threads import Pairing, Thread, named, pairings, threads
from pipeline.errors import WriterError
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Desk
from pipeline.records import (
    Brief,
    Composition,
    CrossCut,
    Draft,
    Evidence,
    Graph,
    Implication,
    Judgement,
    Quote,
    Section,
    Sentence,
)
from pipeline.text.words import clean
from pipeline.world import World

SENTENCES = 4  # most of a section, without its quote and implication
PER_DOCUMENT = 2  # sentences of one document in a section
TRADE = 0.72  # of relevance against diversity in the marginal relevance
CROSSCUTS = 3
LEDE_THREADS = 2
GRAPH_CROSSCUTS = 2
COUNTS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven"}
ORDER_COST = 0.15  # an order serves as implication or action, less as a statement
QUOTE_WORDS = (12, 38)
STANCE = re.compile(
    r"\b(?:should|must|needs? to|never|always|avoid|prefer|only (?:when|if|after)|before|unless"
    r"|rather than|instead of|because|until)\b",
    re.IGNORECASE,
)
CONDITION = re.compile(r"\b(?:when|if|where|means|so that|needs?|requires?)\b", re.IGNORECASE)
CONTRAST = re.compile(
    r"\b(?:not|but|rather than|instead|while|because|unless|only|until|never|although|even)\b",
    re.IGNORECASE,
)


def write(
    evidence: Evidence,
    desk: Desk,
    *,
    day: str,
    said: tuple[Brief, ...],
    world: World,
    room: Newsroom,
    judge: Callable[[Draft], Judgement],
) -> Composition:
    """Compose the extractive edition. Raises WriterError when nothing in the pack can be quoted.

    `world`, `room` and `judge` are part of every writer's signature; this one needs none.
    """
    del world, room, judge
    printed = said_texts(said)
    pool = unsaid(found.candidates(evidence), printed)
    if not pool:
        raise WriterError(
            f"no sentence of the evidence for {day} can stand alone",
            hint="add sources with running prose, or run `dateline ingest` to read new documents",
        )
    desktop = Desktop(
        pool=pool,
        weights=found.weigh(pool, day=day, half_life=desk.retrieval.half_life_days),
        said=printed,
        limits={item.source_id: item.quote_limit for item in evidence.items},
        headlines={
            one.headline: brief.day
            for brief in sorted(said, key=lambda brief: brief.day)
            for one in brief.draft.sections
        },
    )
    shared = threads(pool)
    action = choose(pool, desktop)
    crosscuts = _crosscuts(pairings(shared, pool, desktop.weights), desk, desktop)
    sections = tuple(_sections(evidence, pool, desk, desktop))
    draft = Draft(
        day=day,
        title=_title(shared, sections, evidence),
        writer="extractive",
        lede=_lede(shared, pool, desk, desktop),
        sections=sections,
        crosscuts=crosscuts,
        graph=_graph(sections, crosscuts, evidence, desk),
        action=action,
        gaps=tuple(one.id for one in desk.domains if one.id not in {s.domain for s in sections}),
    )
    return Composition(draft=draft)


# ── sections ──────────────────────────────────────────────────────────────────────────────


def _sections(
    evidence: Evidence, pool: tuple[Candidate, ...], desk: Desk, desktop: Desktop
) -> Iterable[Section]:
    for domain in desk.domains:
        mine = tuple(one for one in pool if one.item.domain == domain.id and desktop.free(one))
        chosen = _diverse(mine, desktop, [], 2)
        if len(chosen) < 2:
            continue
        implication = pick(mine, desktop, _stance)
        quote = pick(mine, desktop, _quotability)
        chosen = _led_by_news(_diverse(mine, desktop, chosen, SENTENCES), desktop.headlines)
        yield Section(
            domain=domain.id,
            title=domain.title,
            headline=chosen[0].item.title,
            sentences=tuple(found.verbatim(one) for one in _in_reading_order(chosen)),
            quote=found.selector(quote) if quote else None,
            implication=Implication(domain.team, found.verbatim(implication))
            if implication
            else None,
        )


def _led_by_news(chosen: list[Candidate], headlines: Mapping[str, str]) -> list[Candidate]:
    """The sentences, first one whose document headed no section of late, or did longest ago."""
    lead = min(chosen, key=lambda one: headlines.get(one.item.title, ""))
    return [lead, *(one for one in chosen if one is not lead)]


def _diverse(
    mine: tuple[Candidate, ...], desktop: Desktop, begun: list[Candidate], most: int
) -> list[Candidate]:
    """Sentences by maximal marginal relevance, few of one document; `begun` are chosen already."""
    chosen = list(begun)
    vectors = {one.key: found.vector(one.stems, {}) for one in mine}

    def gain(one: Candidate) -> float:
        nearest = max(
            (found.cosine(vectors[one.key], vectors[two.key]) for two in chosen), default=0
        )
        order = ORDER_COST if imperative(one) else 0.0
        return TRADE * (desktop.weight(one) - order) - (1 - TRADE) * nearest

    while len(chosen) < most:
        documents = Counter(one.item.document for one in chosen)
        left = [
            one for one in mine if desktop.free(one) and documents[one.item.document] < PER_DOCUMENT
        ]
        if not left:
            break
        chosen.append(desktop.take(max(left, key=lambda one: (gain(one), -one.item.n, -one.start))))
    return chosen


def _in_reading_order(chosen: list[Candidate]) -> list[Candidate]:
    """Sentences of one document together, in its order; documents by their best sentence."""
    first = {one.item.document: at for at, one in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda one: (first[one.item.document], one.item.start + one.start))


def _quotability(one: Candidate) -> float:
    if not QUOTE_WORDS[0] <= one.size <= QUOTE_WORDS[1] or "://" in one.text:
        return 0.0
    return 1.0 + 0.25 * len(set(CONTRAST.findall(one.text.lower())))


def _stance(one: Candidate) -> float:
    """Sentences that say what ought to be, or an imperative."""
    marks = len(STANCE.findall(one.text)) + (2.0 if imperative(one) else 0.0)
    return marks or (0.3 if CONDITION.search(one.text) else 0.0)


# ── what joins the day ────────────────────────────────────────────────────────────────────


def _crosscuts(pairs: tuple[Pairing, ...], desk: Desk, desktop: Desktop) -> tuple[CrossCut, ...]:
    made: list[CrossCut] = []
    taken: set[tuple[str, ...]] = set()
    for pair in pairs:
        domains = (pair.left.item.domain, pair.right.item.domain)
        if len(made) == CROSSCUTS:
            break
        if domains in taken or pair.thread.stems in taken:
            continue
        if not (desktop.spare(pair.left) and desktop.spare(pair.right)):
            continue
        crosscut = _crosscut(pair, desk, domains)
        if crosscut.sentences[0].text in desktop.said:
            continue
        taken.update((domains, pair.thread.stems))
        made.append(crosscut)
        desktop.take(pair.left)
        desktop.take(pair.right)
    return tuple(made)


def _crosscut(pair: Pairing, desk: Desk, domains: tuple[str, str]) -> CrossCut:
    left, right = (desk.domain(one).title for one in domains)
    cites = (pair.left.item.n, pair.right.item.n)
    text = f"{left} and {right} both name {pair.thread.name} today."
    sentences = [Sentence(text, cites, "computed")]
    if pair.agree:
        sentences.append(Sentence(f"Both sources state {pair.agree}.", cites, "computed"))
    if pair.differ:
        ours, theirs = pair.differ
        text = f"The numbers differ: {ours} against {theirs}."
        sentences.append(Sentence(text, cites, "computed"))
    return CrossCut(
        domains=domains,
        title=f"{_capital(pair.thread.name)}, in {left} and {right}",
        sentences=tuple(sentences),
        quotes=(found.selector(pair.left), found.selector(pair.right)),
    )


def _lede(
    shared: tuple[Thread, ...], pool: tuple[Candidate, ...], desk: Desk, desktop: Desktop
) -> tuple[Sentence, ...]:
    """For each of the strongest shared terms a sentence that names it and where it comes up.

    Where nothing is shared, the day's most salient sentence stands alone.
    """
    lede: list[Sentence] = []
    telling = [one for one in shared if one.telling] or list(shared[:1])
    fresh = [(thread, _comes_up(thread, desk)) for thread in telling]
    for thread, text in [pair for pair in fresh if pair[1] not in desktop.said][:LEDE_THREADS]:
        lead = _lead(tuple(one for one in pool if named(thread, one)), desktop)
        if lead:
            lede.append(found.verbatim(lead))
        lede.append(Sentence(text, _one_per_domain(thread, pool), "computed"))
    if not lede or lede[0].origin == "computed":
        lead = _lead(pool, desktop)
        lede[:0] = [found.verbatim(lead)] if lead else []
    return tuple(lede)


def _comes_up(thread: Thread, desk: Desk) -> str:
    titles = [desk.domain(one).title for one in thread.domains]
    count = COUNTS.get(len(titles), str(len(titles)))
    return f"{count} domains name {thread.name} today: {_listed(titles)}."


def _lead(pool: tuple[Candidate, ...], desktop: Desktop) -> Candidate | None:
    """The most salient statement that a section can spare."""
    fit = tuple(
        one
        for one in pool
        if desktop.spare(one)
        and "://" not in one.text
        and not imperative(one)
        and not found.leans_back(one)
    )
    return pick(fit, desktop, lambda one: 1.0)


def _one_per_domain(thread: Thread, pool: tuple[Candidate, ...]) -> tuple[int, ...]:
    domains = {one.item.n: one.item.domain for one in pool}
    first: dict[str, int] = {}
    for n in thread.cites:
        first.setdefault(domains[n], n)
    return tuple(sorted(first.values()))


def _title(shared: tuple[Thread, ...], sections: tuple[Section, ...], evidence: Evidence) -> str:
    """The strongest telling terms that are shared; else the headline with the best evidence."""
    names = [one.name for one in shared if one.telling][:3]
    if len(names) > 1 or not sections:
        return _capital(_listed(names)) if names else "The day's evidence"
    scores = {item.n: item.score for item in evidence.items}
    return max(sections, key=lambda one: scores[one.sentences[0].cites[0]]).headline


def _graph(
    sections: tuple[Section, ...],
    crosscuts: tuple[CrossCut, ...],
    evidence: Evidence,
    desk: Desk,
) -> Graph | None:
    """Relations of the cited sentences, one of each domain before a second of any."""
    by_domain: dict[str, list[relations.Relation]] = {}
    for text, n in _cited(sections, crosscuts):
        item = evidence.item(n)
        one = relations.relation(text, item.domain, n) if item else None
        if one:
            by_domain.setdefault(one.domain, []).append(one)
    turns = _in_turn(by_domain)
    return relations.graph((*_named_by(crosscuts, desk), *turns), day=evidence.day)


def _in_turn(by_domain: Mapping[str, list[relations.Relation]]) -> list[relations.Relation]:
    rounds = max((len(found) for found in by_domain.values()), default=0)
    return [mine[at] for at in range(rounds) for mine in by_domain.values() if at < len(mine)]


def _named_by(crosscuts: tuple[CrossCut, ...], desk: Desk) -> Iterable[relations.Relation]:
    """A domain names the term of its crosscut: what holds the parts of the graph together."""
    for crosscut in crosscuts[:GRAPH_CROSSCUTS]:
        for domain, quote in zip(crosscut.domains, crosscut.quotes, strict=True):
            term = crosscut.title.split(", in ")[0]
            yield relations.Relation(desk.domain(domain).title, "names", term, domain, quote.n)


def _cited(
    sections: tuple[Section, ...], crosscuts: tuple[CrossCut, ...]
) -> Iterable[tuple[str, int]]:
    for section in sections:
        stated = [
            *section.sentences,
            *([section.implication.sentence] if section.implication else []),
        ]
        yield from ((one.text, one.cites[0]) for one in stated)
        yield from _quoted((section.quote,))
    for crosscut in crosscuts:
        yield from _quoted(crosscut.quotes)


def _quoted(quotes: Iterable[Quote | None]) -> Iterable[tuple[str, int]]:
    yield from ((clean(quote.exact), quote.n) for quote in quotes if quote)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
