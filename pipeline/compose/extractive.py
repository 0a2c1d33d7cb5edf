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
from dataclasses import dataclass, field

from pipeline.compose import candidates as found
from pipeline.compose import relations
from pipeline.compose.candidates import Candidate
from pipeline.compose.threads import Pairing, Thread, pairings, threads
from pipeline.config import Newsroom
from pipeline.desk import Desk
from pipeline.errors import WriterError
from pipeline.records import (
    Action,
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
from pipeline.text import DETERMINERS, clean, stem, words
from pipeline.world import World

SENTENCES = 4  # most of a section, without its quote and implication
PER_DOCUMENT = 2  # sentences of one document in a section
TRADE = 0.72  # of relevance against diversity in the marginal relevance
CROSSCUTS = 3
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
ALSO_NOUNS = frozenset(
    "time check record name query note test list plot run review draw block cap sample trace audit "
    "export lint pin split store log count grep search write read print find open look ask pick "
    "alert schedule turn start stop".split()
)
# What half an hour is enough for comes before what is only imperative.
QUICK = frozenset(
    "measure check list read count compare plot run grep search time inspect log ask pick name look "
    "record open sample review write print find query".split()
)
DOABLE = QUICK | frozenset(
    "set add pin raise lower turn test verify alert rotate enable disable remove move replace sort "
    "cap give put start stop block trace note send schedule try take choose keep use draw mark "
    "delete confirm audit export capture hedge split store declare make lint".split()
)


@dataclass(slots=True)
class Desktop:
    """What is still free while a draft is put together: texts used, words quoted by source."""

    weights: Mapping[tuple[int, int], float]
    said: frozenset[str]
    limits: Mapping[str, int]
    used: set[tuple[int, int]] = field(default_factory=set)
    quoted: Counter[str] = field(default_factory=Counter)

    def free(self, one: Candidate) -> bool:
        source = one.item.source_id
        fits = self.quoted[source] + one.size <= self.limits[source]
        return fits and one.key not in self.used and one.text not in self.said

    def take(self, one: Candidate) -> Candidate:
        self.used.add(one.key)
        self.quoted[one.item.source_id] += one.size
        return one

    def weight(self, one: Candidate) -> float:
        return self.weights[one.key]


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
    pool = found.candidates(evidence)
    if not pool:
        raise WriterError(
            f"no sentence of the evidence for {day} can stand alone",
            hint="add sources with running prose, or run `dateline ingest` to read new documents",
        )
    desktop = Desktop(
        weights=found.weigh(pool, day=day, half_life=desk.retrieval.half_life_days),
        said=_said(said),
        limits={item.source_id: item.quote_limit for item in evidence.items},
    )
    shared = threads(pool)
    action = _action(pool, desktop)
    crosscuts = _crosscuts(pairings(shared, pool, desktop.weights), desk, desktop)
    sections = tuple(_sections(evidence, pool, desk, desktop))
    draft = Draft(
        day=day,
        title=_title(shared, sections),
        writer="extractive",
        lede=_lede(shared, pool, desk, desktop),
        sections=sections,
        crosscuts=crosscuts,
        graph=_graph(sections, crosscuts, evidence, day),
        action=action,
        gaps=tuple(one.id for one in desk.domains if one.id not in {s.domain for s in sections}),
    )
    return Composition(draft=draft)


def _said(said: Iterable[Brief]) -> frozenset[str]:
    """Texts of the last briefs; what was said is not said again."""
    texts: set[str] = set()
    for brief in said:
        for sentence in _all_sentences(brief.draft):
            texts.add(sentence.text)
        for section in brief.draft.sections:
            if section.quote:
                texts.add(clean(section.quote.exact))
        for crosscut in brief.draft.crosscuts:
            texts.update(clean(quote.exact) for quote in crosscut.quotes)
    return frozenset(texts)


def _all_sentences(draft: Draft) -> Iterable[Sentence]:
    yield from draft.lede
    for section in draft.sections:
        yield from section.sentences
        if section.implication:
            yield section.implication.sentence
    for crosscut in draft.crosscuts:
        yield from crosscut.sentences
    if draft.action:
        yield from draft.action.sentences


# ── sections ──────────────────────────────────────────────────────────────────────────────


def _sections(
    evidence: Evidence, pool: tuple[Candidate, ...], desk: Desk, desktop: Desktop
) -> Iterable[Section]:
    for domain in desk.domains:
        mine = tuple(one for one in pool if one.item.domain == domain.id and desktop.free(one))
        implication = _pick(mine, desktop, _stance)
        quote = _pick(mine, desktop, _quotability)
        chosen = _diverse(mine, desktop, SENTENCES)
        if len(chosen) < 2:
            continue
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


def _diverse(mine: tuple[Candidate, ...], desktop: Desktop, most: int) -> list[Candidate]:
    """Sentences by maximal marginal relevance, few of one document."""
    chosen: list[Candidate] = []
    vectors = {one.key: found.vector(one.stems, {}) for one in mine}

    def gain(one: Candidate) -> float:
        nearest = max(
            (found.cosine(vectors[one.key], vectors[two.key]) for two in chosen), default=0
        )
        return TRADE * desktop.weight(one) - (1 - TRADE) * nearest

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


def _pick(
    mine: tuple[Candidate, ...], desktop: Desktop, score: Callable[[Candidate], float]
) -> Candidate | None:
    """The best free candidate that the score does not rule out (with 0), taken."""
    left = [one for one in mine if desktop.free(one) and score(one) > 0]
    if not left:
        return None
    best = max(left, key=lambda one: (score(one) * desktop.weight(one), -one.item.n, -one.start))
    return desktop.take(best)


def _quotability(one: Candidate) -> float:
    if not QUOTE_WORDS[0] <= one.size <= QUOTE_WORDS[1] or "://" in one.text:
        return 0.0
    return 1.0 + 0.25 * len(set(CONTRAST.findall(one.text.lower())))


def _stance(one: Candidate) -> float:
    """Sentences that say what ought to be, or an imperative."""
    marks = len(STANCE.findall(one.text)) + (2.0 if _imperative(one) else 0.0)
    return marks or (0.3 if CONDITION.search(one.text) else 0.0)


def _imperative(one: Candidate) -> bool:
    """True when the sentence opens with an order; a verb that may be a noun needs an article."""
    first, second = (word.lower() for word in words(one.text)[:2])
    if first in ALSO_NOUNS:
        return second in DETERMINERS or second in {"how", "what", "which", "whether", "for", "one"}
    return first in DOABLE and second not in {"is", "are", "has", "of", "to"}


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
        if not (desktop.free(pair.left) and desktop.free(pair.right)):
            continue
        taken.update((domains, pair.thread.stems))
        made.append(_crosscut(pair, desk, domains))
        desktop.take(pair.left)
        desktop.take(pair.right)
    return tuple(made)


def _crosscut(pair: Pairing, desk: Desk, domains: tuple[str, str]) -> CrossCut:
    left, right = (desk.domain(one).title for one in domains)
    cites = (pair.left.item.n, pair.right.item.n)
    text = f"{_capital(pair.thread.name)} stands in evidence for {left} and for {right}."
    sentences = [Sentence(text, cites, "computed")]
    if pair.agree:
        sentences.append(Sentence(f"Both sources state {pair.agree}.", cites, "computed"))
    if pair.differ:
        ours, theirs = pair.differ
        text = f"The numbers differ: {ours} in the first source, {theirs} in the second."
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
    """The day's strongest sentence, then the terms that run through several domains."""
    lead = _pick(pool, desktop, lambda one: 1.0 if "://" not in one.text else 0.0)
    lede = [found.verbatim(lead)] if lead else []
    for thread in shared[:2]:
        titles = [desk.domain(one).title for one in thread.domains]
        text = f"{_capital(thread.name)} comes up today in evidence for {_listed(titles)}."
        lede.append(Sentence(text, _one_per_domain(thread, pool), "computed"))
    return tuple(lede)


def _one_per_domain(thread: Thread, pool: tuple[Candidate, ...]) -> tuple[int, ...]:
    domains = {one.item.n: one.item.domain for one in pool}
    first: dict[str, int] = {}
    for n in thread.cites:
        first.setdefault(domains[n], n)
    return tuple(sorted(first.values()))


def _title(shared: tuple[Thread, ...], sections: tuple[Section, ...]) -> str:
    """The three strongest shared terms, or the first headlines where nothing is shared."""
    names = [thread.name for thread in shared[:3]] or [one.headline for one in sections[:2]]
    return _capital(_listed(names)) if names else "The day's evidence"


def _graph(
    sections: tuple[Section, ...],
    crosscuts: tuple[CrossCut, ...],
    evidence: Evidence,
    day: str,
) -> Graph | None:
    """Relations of the cited sentences, one of each domain before a second of any."""
    by_domain: dict[str, list[relations.Relation]] = {}
    for text, n in _cited(sections, crosscuts):
        item = evidence.item(n)
        one = relations.relation(text, item.domain, n) if item else None
        if one:
            by_domain.setdefault(one.domain, []).append(one)
    rounds = max((len(found) for found in by_domain.values()), default=0)
    turn = [found[at] for at in range(rounds) for found in by_domain.values() if at < len(found)]
    return relations.graph(turn, day=day)


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


# ── the action ────────────────────────────────────────────────────────────────────────────


def _action(pool: tuple[Candidate, ...], desktop: Desktop) -> Action | None:
    """An imperative of the evidence that half an hour is enough for, and why, from its source."""
    doable = [one for one in pool if desktop.free(one) and _imperative(one)]
    if not doable:
        return None
    best = max(doable, key=lambda one: (_ease(one) + desktop.weight(one), -one.item.n, -one.start))
    desktop.take(best)
    sentences = [found.verbatim(best)]
    why = _why(best, pool, desktop)
    if why:
        sentences.append(found.verbatim(desktop.take(why)))
    title = " ".join(words(best.text)[:2])
    return Action(title=_deed(best.text) or title, minutes=30, sentences=tuple(sentences))


def _ease(one: Candidate) -> float:
    quick = 0.5 if words(one.text)[0].lower() in QUICK else 0.0
    return quick - (0.2 if one.size > 28 else 0.0) - (0.3 if "://" in one.text else 0.0)


def _deed(text: str) -> str:
    """The imperative up to where its circumstances begin: a title in the source's own words."""
    cut = re.split(r"\s+(?:before|after|and|so that|because|when|until|for example)\b|[,;:]", text)
    return cut[0].rstrip(".")


def _why(best: Candidate, pool: tuple[Candidate, ...], desktop: Desktop) -> Candidate | None:
    """Another sentence of the same item that shares a telling word with the imperative."""
    telling = {one for one in best.stems if one != stem(words(best.text)[0])}
    left = [
        one
        for one in pool
        if one.item.n == best.item.n
        and desktop.free(one)
        and not _imperative(one)
        and telling & set(one.stems)
    ]
    return max(left, key=lambda one: (desktop.weight(one), -one.start), default=None)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
