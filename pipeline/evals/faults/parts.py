"""Ways to spoil a draft: its quotes, sentences, citations, parts and words.

Enter: a sound draft, its evidence and a seeded source of chance. Leave: the draft with one fault
(or two, for combinations), or None where the fault does not apply to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from pipeline.evals.faults import words
from pipeline.records import Draft, Evidence, Quote, Section, Sentence

Spoil = Callable[[Draft, Evidence, Random], Draft | None]


@dataclass(frozen=True, slots=True)
class Operator:
    """One way to spoil a draft. kind: what it is a fault of."""

    name: str
    kind: str
    spoil: Spoil


def _with_section(draft: Draft, at: int, section: Section) -> Draft:
    return replace(draft, sections=(*draft.sections[:at], section, *draft.sections[at + 1 :]))


def _sections(draft: Draft, rng: Random) -> list[int]:
    order = list(range(len(draft.sections)))
    rng.shuffle(order)
    return order


# ── quotes ────────────────────────────────────────────────────────────────────────────────


def quote_words(change: words.Change) -> Spoil:
    """Falsify the words of a section's quote; its selector stays."""

    def spoil(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
        for at in _sections(draft, rng):
            quote = draft.sections[at].quote
            said = change(quote.exact, rng) if quote else None
            if quote and said and said != quote.exact:
                false = replace(quote, exact=said, printed="")
                return _with_section(draft, at, replace(draft.sections[at], quote=false))
        return None

    return spoil


def sentence_words(change: words.Change, *, both: bool) -> Spoil:
    """Falsify a sentence given as the source's own; `both`: in its selector too."""

    def spoil(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
        for at in _sections(draft, rng):
            section = draft.sections[at]
            for index, one in enumerate(section.sentences):
                said = change(one.text, rng) if one.origin == "source" and one.quote else None
                if not said or said == one.text or one.quote is None:
                    continue
                quote = replace(one.quote, exact=said) if both else one.quote
                return _with_section(
                    draft, at, _swap(section, index, replace(one, text=said, quote=quote))
                )
        return None

    return spoil


def _swap(section: Section, index: int, sentence: Sentence) -> Section:
    kept = section.sentences
    return replace(section, sentences=(*kept[:index], sentence, *kept[index + 1 :]))


def quote_of_another(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    """The right words under the wrong source."""
    others = list(evidence.items)
    for at in _sections(draft, rng):
        quote = draft.sections[at].quote
        wrong = [item.n for item in others if quote and quote.exact not in item.text]
        if quote and wrong:
            false = replace(quote, n=rng.choice(wrong))
            return _with_section(draft, at, replace(draft.sections[at], quote=false))
    return None


def quote_shifted(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    """Offsets that no longer select the words."""
    for at in _sections(draft, rng):
        quote = draft.sections[at].quote
        if quote:
            by = rng.randint(1, 9)
            false = replace(quote, start=quote.start + by, end=quote.end + by)
            return _with_section(draft, at, replace(draft.sections[at], quote=false))
    return None


def quote_spliced(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    """The beginning of one sentence joined to the end of another, from two sources."""
    quoted = [one.quote for one in draft.sections if one.quote]
    if len(quoted) < 2:
        return None
    first, second = rng.sample(quoted, 2)
    left, right = first.exact.split(), second.exact.split()
    joined = " ".join([*left[: len(left) // 2], *right[len(right) // 2 :]])
    at = next(i for i, one in enumerate(draft.sections) if one.quote == first)
    return _with_section(draft, at, replace(draft.sections[at], quote=replace(first, exact=joined)))


def denial_cut(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    """What a source says somebody denied, quoted as if it said so."""
    for item in evidence.items:
        for word in (" denied that ", " if ", " unless ", " not ", " without "):
            found = item.text.find(word)
            stop = item.text.find(".", found)
            if found < 0 or stop < 0 or stop - found < 25 + len(word):
                continue
            start = found + len(word)
            for at, section in enumerate(draft.sections):
                if section.quote:
                    cut = Quote(item.n, start, stop + 1, item.text[start : stop + 1])
                    return _with_section(draft, at, replace(section, quote=cut))
    return None


# ── sentences and citations ───────────────────────────────────────────────────────────────


def _cites(change: Callable[[Sentence, Evidence, Random], tuple[int, ...] | None]) -> Spoil:
    def spoil(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
        for at in _sections(draft, rng):
            for index, one in enumerate(draft.sections[at].sentences):
                cites = change(one, evidence, rng)
                if cites is not None and cites != one.cites:
                    return _with_section(
                        draft, at, _swap(draft.sections[at], index, replace(one, cites=cites))
                    )
        return None

    return spoil


def _beyond(one: Sentence, evidence: Evidence, rng: Random) -> tuple[int, ...]:
    return (max((item.n for item in evidence.items), default=0) + rng.randint(1, 40),)


def _another(one: Sentence, evidence: Evidence, rng: Random) -> tuple[int, ...] | None:
    others = [
        item.n for item in evidence.items if item.n not in one.cites and one.text not in item.text
    ]
    return (rng.choice(others),) if others else None


def computed_words(change: words.Change) -> Spoil:
    """Falsify a sentence put together by code."""

    def spoil(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
        for at, cut in enumerate(draft.crosscuts):
            for index, one in enumerate(cut.sentences):
                said = change(one.text, rng) if one.origin == "computed" else None
                if said and said != one.text:
                    sentences = (
                        *cut.sentences[:index],
                        replace(one, text=said),
                        *cut.sentences[index + 1 :],
                    )
                    spoiled = replace(cut, sentences=sentences)
                    return replace(
                        draft,
                        crosscuts=(*draft.crosscuts[:at], spoiled, *draft.crosscuts[at + 1 :]),
                    )
        return None

    return spoil


def written_words(change: words.Change) -> Spoil:
    """A false sentence from a writer, citing the source whose words it bends."""

    def spoil(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
        for at in _sections(draft, rng):
            for index, one in enumerate(draft.sections[at].sentences):
                said = change(one.text, rng)
                if said and said != one.text and one.cites:
                    false = Sentence(said, one.cites, "writer")
                    return _with_section(draft, at, _swap(draft.sections[at], index, false))
        return None

    return spoil


def written_elsewhere(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    """A true sentence under a source that does not speak of it."""
    if len(draft.sections) < 2:
        return None
    first, second = rng.sample(range(len(draft.sections)), 2)
    mine, other = draft.sections[first].sentences[0], draft.sections[second].sentences[0]
    false = Sentence(other.text, mine.cites, "writer")
    return _with_section(draft, first, _swap(draft.sections[first], 0, false))


# ── parts ─────────────────────────────────────────────────────────────────────────────────


def sections_lost(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    return replace(draft, sections=draft.sections[:1])


def section_twice(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    return replace(draft, sections=(*draft.sections, draft.sections[0]))


def domain_unknown(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    return _with_section(draft, 0, replace(draft.sections[0], domain="astrology"))


def quote_lost(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    at = next((i for i, one in enumerate(draft.sections) if one.quote), None)
    return None if at is None else _with_section(draft, at, replace(draft.sections[at], quote=None))


def headline_empty(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    return _with_section(draft, 0, replace(draft.sections[0], headline=" "))


def sentence_twice(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    first = draft.sections[0]
    return _with_section(draft, 0, replace(first, sentences=(*first.sentences, first.sentences[0])))


def crosscut_one_sided(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    if not draft.crosscuts:
        return None
    cut = draft.crosscuts[0]
    return replace(draft, crosscuts=(replace(cut, domains=cut.domains[:1]), *draft.crosscuts[1:]))


def edge_dangling(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    if not draft.graph or not draft.graph.edges:
        return None
    edge = replace(draft.graph.edges[0], end="nowhere")
    return replace(draft, graph=replace(draft.graph, edges=(edge, *draft.graph.edges[1:])))


def node_uncited(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    if not draft.graph or not draft.graph.nodes:
        return None
    node = replace(draft.graph.nodes[0], cites=())
    return replace(draft, graph=replace(draft.graph, nodes=(node, *draft.graph.nodes[1:])))


def label_breaks(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    if not draft.graph or not draft.graph.nodes:
        return None
    node = replace(draft.graph.nodes[0], label='a"] --> b{')
    return replace(draft, graph=replace(draft.graph, nodes=(node, *draft.graph.nodes[1:])))


def action_too_long(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    return replace(draft, action=replace(draft.action, minutes=90)) if draft.action else None


def day_broken(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
    return replace(draft, day="2026-02-30")


# ── phrases ───────────────────────────────────────────────────────────────────────────────


def lede_says(text: str) -> Spoil:
    """Add a sentence to the lede."""

    def spoil(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
        cites = draft.sections[0].sentences[0].cites
        return replace(draft, lede=(*draft.lede, Sentence(text, cites, "writer")))

    return spoil


def headline_says(text: str) -> Spoil:
    def spoil(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
        first = draft.sections[0]
        return _with_section(draft, 0, replace(first, headline=text.format(first.headline)))

    return spoil


def both(first: Spoil, second: Spoil) -> Spoil:
    """Two faults in one draft."""

    def spoil(draft: Draft, evidence: Evidence, rng: Random) -> Draft | None:
        once = first(draft, evidence, rng)
        return second(once, evidence, rng) if once else None

    return spoil


def _kind(name: str) -> str:
    return next((kind for kind, names in words.KIND_OF.items() if name in names), "quote")


OPERATORS: tuple[Operator, ...] = (
    *(Operator(f"quote {name}", _kind(name), quote_words(change)) for name, change in words.QUOTE_FAULTS.items()),
    *(Operator(f"sentence {one.__name__}", "number" if one is not words.unit_swapped else "unit", sentence_words(one, both=True)) for one in words.NUMBER_FAULTS),
    Operator("sentence text negated", "negation", sentence_words(words.negation_in, both=False)),
    Operator("sentence word swapped", "quote", sentence_words(words.word_swapped, both=True)),
    Operator("quote of another source", "attribution", quote_of_another),
    Operator("quote shifted", "quote", quote_shifted),
    Operator("quote spliced", "quote", quote_spliced),
    Operator("denial cut off", "negation", denial_cut),
    Operator("citation unknown", "citation", _cites(_beyond)),
    Operator("citation dropped", "citation", _cites(lambda one, evidence, rng: ())),
    Operator("citation of another", "attribution", _cites(_another)),
    Operator("citation twice", "citation", _cites(lambda one, evidence, rng: one.cites * 2)),
    Operator("computed number", "number", computed_words(words.number_up)),
    Operator("computed unit", "unit", computed_words(words.unit_swapped)),
    Operator("computed name", "name", computed_words(words.name_swapped)),
    Operator("written number", "number", written_words(words.number_up)),
    Operator("written tenfold", "number", written_words(words.number_tenfold)),
    Operator("written unit", "unit", written_words(words.unit_swapped)),
    Operator("written year", "date", written_words(words.year_moved)),
    Operator("written name", "claim", written_words(words.name_swapped)),
    Operator("written negation", "claim", written_words(words.negation_in)),
    Operator("written flip", "claim", written_words(words.flipped)),
    Operator("written elsewhere", "claim", written_elsewhere),
    Operator("written invention", "claim", written_words(words.invented)),
    Operator("sections lost", "structure", sections_lost),
    Operator("section twice", "structure", section_twice),
    Operator("domain unknown", "structure", domain_unknown),
    Operator("section quote lost", "structure", quote_lost),
    Operator("headline empty", "structure", headline_empty),
    Operator("sentence twice", "structure", sentence_twice),
    Operator("crosscut one-sided", "structure", crosscut_one_sided),
    Operator("graph edge dangling", "structure", edge_dangling),
    Operator("graph node uncited", "structure", node_uncited),
    Operator("graph label breaks", "structure", label_breaks),
    Operator("action too long", "structure", action_too_long),
    Operator("day broken", "date", day_broken),
    Operator("model talk", "phrase", lede_says("As an AI language model I summarise the evidence.")),
    Operator("self-correction", "phrase", lede_says("Wait, actually the lease is shorter than that.")),
    Operator("footer", "phrase", lede_says("Keep exploring, and stay tuned for more tomorrow!")),
    Operator("hype", "phrase", lede_says("This is a game-changer that unlocks the full potential of teams.")),
    Operator("emoji headline", "phrase", headline_says("🚀 {}")),
    Operator("number and unit", "combination", both(quote_words(words.number_up), quote_words(words.unit_swapped))),
    Operator("negation and source", "combination", both(quote_words(words.negation_in), quote_of_another)),
    Operator("two quotes", "combination", both(quote_words(words.word_swapped), sentence_words(words.number_up, both=True))),
    Operator("quote and citation", "combination", both(quote_words(words.flipped), _cites(_beyond))),
)  # fmt: skip
