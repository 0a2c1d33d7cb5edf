"""A draft walked in the order of print, and the grammar of the paths that name places in it.

Enter: a draft, a path. Leave: its sentences, quotes and headings, each with its path; the draft
with some of them changed; what stands at a path. No other module knows how a draft is built up.

A path is the way through the record's JSON: `lede[0]`, `sections[2].implication.sentence`,
`crosscuts[0].quotes[1]`. A section that has no number, being in the making or cut, goes by its
domain, where a domain tells two stories by the story too: `sections[security]`,
`sections[security/5f1c]`. Paths that begin with `$.` or `draft.`, or count with a dot
(`sections.2`), as in older records, are read too.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pipeline.records.parts import Action, CrossCut, Draft, Implication, Quote, Section, Sentence
from pipeline.records.story import NEW

T = TypeVar("T")
Record = TypeVar("Record", Draft, Section, Implication, CrossCut, Action)
Path = tuple[str | int, ...]
OnSentence = Callable[[str, Sentence], Sentence | None]
OnQuote = Callable[[str, Quote], Quote]
OnHeading = Callable[[str, str], str]

_STEP = re.compile(r"\.?([A-Za-z_][\w-]*)|\[([^\[\]]+)\]|\.(\d+)")
_ROOTS = ("$.", "draft.")


def parse(path: str) -> Path:
    """`sections[2].quote` as ("sections", 2, "quote"); () for what is no path."""
    for root in _ROOTS:
        path = path.removeprefix(root)
    steps: list[str | int] = []
    end = 0
    while found := _STEP.match(path, end):
        name, key = found[1], found[2] or found[3]
        steps.append(name or (int(key) if key.isdecimal() else key))
        end = found.end()
    return tuple(steps) if end == len(path) else ()


def join(*steps: str | int) -> str:
    """The path of some steps. The name of a section's domain stands where its number would."""
    text = ""
    for before, step in zip(("", *steps), steps, strict=False):
        if isinstance(step, int) or (before == "sections" and text == "sections"):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def below(path: str, rest: str) -> str:
    """The path of what stands at `rest` below `path`; either may be empty."""
    return join(*parse(path), *parse(rest)) if rest else path


def at(draft: Draft, path: str) -> Any:
    """The record or value at a path; None where there is none."""
    here: Any = draft
    for step in parse(numbered(draft, path)):
        if isinstance(step, int):
            here = here[step] if isinstance(here, tuple) and step < len(here) else None
        else:
            here = getattr(here, step, None)
    return None if here is draft else here


def numbered(draft: Draft, path: str) -> str:
    """The path as it is written today: a section by its number, if it stands in the draft."""
    steps = parse(path)
    if not steps:
        return path
    if len(steps) > 1 and steps[0] == "sections" and isinstance(steps[1], str):
        domain, _, story = steps[1].partition("/")
        found = [
            at
            for at, one in enumerate(draft.sections)
            if one.domain == domain and (not story or (one.story and one.story.id == story))
        ]
        steps = ("sections", found[0], *steps[2:]) if found else steps
    return join(*steps)


def section_name(domain: str, story: str = "") -> str:
    """The path of a section without its number; `story` where its domain tells two."""
    return join("sections", f"{domain}/{story}" if story else domain)


def by_domain(draft: Draft, path: str) -> str:
    """The path with its section's domain in place of the number, which a cut would change."""
    steps = parse(path)
    if len(steps) > 1 and steps[0] == "sections" and isinstance(steps[1], int):
        section = draft.sections[steps[1]] if steps[1] < len(draft.sections) else None
        return join(*parse(_named(draft, section)), *steps[2:]) if section else path
    return join(*steps) if steps else path


def _named(draft: Draft, section: Section) -> str:
    others = [one for one in draft.sections if one.domain == section.domain]
    twice = len(others) > 1 and section.story is not None
    return section_name(section.domain, section.story.id if twice and section.story else "")


def cites_of(section: Section) -> set[int]:
    """Numbers of all that a section cites."""
    said = [*section.sentences, *([section.implication.sentence] if section.implication else [])]
    quoted = {section.quote.n} if section.quote else set()
    return quoted.union(*(one.cites for one in said))


def sentences(draft: Draft) -> Iterator[tuple[str, Sentence]]:
    """Every sentence with its path: lede, sections with their implications, cross-cuts, action."""
    seen: list[tuple[str, Sentence]] = []
    change(draft, sentence=_keep(seen))
    yield from seen


def relations(draft: Draft) -> Iterator[tuple[str, Sentence]]:
    """Each edge of the graph with its path, as the sentence that its ends and its label are."""
    graph = draft.graph
    labels = {node.id: node.label for node in graph.nodes} if graph else {}
    for at, edge in enumerate(graph.edges if graph else ()):
        if edge.start in labels and edge.end in labels:
            words = f"{labels[edge.start]} {edge.label} {labels[edge.end]}."
            yield join("graph", "edges", at, "label"), Sentence(words, edge.cites)


def claims(draft: Draft) -> Iterator[tuple[str, Sentence]]:
    """All that a draft says of its sources: its sentences, then the relations of its graph."""
    yield from sentences(draft)
    yield from relations(draft)


def quotes(draft: Draft) -> Iterator[tuple[str, Quote]]:
    """Every block quote with its path; selectors of verbatim sentences are with the sentences."""
    seen: list[tuple[str, Quote]] = []
    change(draft, quote=_keep(seen))
    yield from seen


def selectors(draft: Draft) -> Iterator[tuple[str, Quote]]:
    """Every selector that is printed, in reading order: block quotes and verbatim sentences."""
    seen: list[tuple[str, Quote]] = []

    def said(path: str, one: Sentence) -> Sentence:
        seen.extend([(f"{path}.quote", one.quote)] if one.quote else [])
        return one

    change(draft, sentence=said, quote=_keep(seen))
    yield from seen


def headings(draft: Draft) -> Iterator[tuple[str, str]]:
    """Every heading with its path."""
    seen: list[tuple[str, str]] = []
    change(draft, heading=_keep(seen))
    yield from seen


def texts(draft: Draft) -> Iterator[tuple[str, str]]:
    """Every piece of text a reader reads, with its path; the graph's labels last."""
    seen: list[tuple[str, str]] = []

    def sentence(path: str, one: Sentence) -> Sentence:
        seen.append((path, one.text))
        return one

    def quote(path: str, one: Quote) -> Quote:
        seen.append((path, one.words))
        return one

    change(draft, sentence=sentence, quote=quote, heading=_keep(seen))
    yield from seen
    for n, node in enumerate(draft.graph.nodes if draft.graph else ()):
        yield join("graph", "nodes", n, "label"), node.label


def cited(draft: Draft) -> frozenset[int]:
    """Numbers of the sources that sentences and quotes stand on."""
    said = {n for _, one in sentences(draft) for n in one.cites}
    return frozenset(said | {one.n for _, one in selectors(draft)})


def _keep(seen: list[tuple[str, T]]) -> Callable[[str, T], T]:
    """A change that changes nothing, and notes what it met."""

    def keep(path: str, one: T) -> T:
        seen.append((path, one))
        return one

    return keep


def change(
    draft: Draft,
    *,
    sentence: OnSentence = lambda _path, one: one,
    quote: OnQuote = lambda _path, one: one,
    heading: OnHeading = lambda _path, one: one,
) -> Draft:
    """The draft with each sentence, block quote and heading replaced by what a function makes of it.

    A sentence made None is taken out, an implication with its team.
    """
    on = _Visit(sentence, quote, heading)
    title = heading("title", draft.title)
    lede = on.sentences(draft.lede, "lede")
    sections = tuple(on.section(one, join("sections", n)) for n, one in enumerate(draft.sections))
    cuts = tuple(on.crosscut(one, join("crosscuts", n)) for n, one in enumerate(draft.crosscuts))
    action = draft.action and _with(
        draft.action,
        title=heading("action.title", draft.action.title),
        sentences=on.sentences(draft.action.sentences, "action.sentences"),
    )
    return _with(draft, title=title, lede=lede, sections=sections, crosscuts=cuts, action=action)


@dataclass(frozen=True, slots=True)
class _Visit:
    """One way through a draft: what is made of each thing that is met."""

    sentence: OnSentence
    quote: OnQuote
    heading: OnHeading

    def sentences(self, given: tuple[Sentence, ...], path: str) -> tuple[Sentence, ...]:
        made = (self.sentence(f"{path}[{n}]", one) for n, one in enumerate(given))
        return tuple(one for one in made if one is not None)

    def section(self, section: Section, path: str) -> Section:
        headline = self.heading(f"{path}.headline", section.headline)
        said = self.sentences(section.sentences, f"{path}.sentences")
        quote = section.quote and self.quote(f"{path}.quote", section.quote)
        told = section.implication and self.implication(section.implication, f"{path}.implication")
        return _with(section, headline=headline, sentences=said, quote=quote, implication=told)

    def implication(self, implication: Implication, path: str) -> Implication | None:
        said = self.sentence(f"{path}.sentence", implication.sentence)
        return _with(implication, sentence=said) if said else None

    def crosscut(self, cut: CrossCut, path: str) -> CrossCut:
        title = self.heading(f"{path}.title", cut.title)
        said = self.sentences(cut.sentences, f"{path}.sentences")
        quotes_ = (self.quote(f"{path}.quotes[{n}]", one) for n, one in enumerate(cut.quotes))
        return _with(cut, title=title, sentences=said, quotes=tuple(quotes_))


def _with(record: Record, **parts: Any) -> Record:
    """The record with these parts, or itself where they are those it has: most ways through a draft
    change nothing, and to make every record of it anew took more time than the rest of the way."""
    changed = {name: part for name, part in parts.items() if not _is(getattr(record, name), part)}
    return replace(record, **changed) if changed else record


def _is(one: object, other: object) -> bool:
    """Whether it is the very same, or a tuple of the very same."""
    if not (isinstance(one, tuple) and isinstance(other, tuple)):
        return one is other
    return len(one) == len(other) and all(map(operator.is_, one, other))


def share_new(draft: Draft) -> tuple[str, tuple[int, ...]]:
    """Which of a draft's stories are new, where few are, with the numbers of what leads the stories that
    this is said of; ("", ()) where a second one is new, or the one that is does not come first."""
    told = [one.story for one in draft.sections if one.story]
    new = [one.kind in NEW for one in told]
    if told and not any(new):
        return "no story here is new", tuple(one.lead for one in told)
    if len(told) > 1 and new[0] and not any(new[1:]):
        said = "is new" if told[0].kind == "news" else "has moved on"  # an update was told before
        return f"only the first story {said}", (told[0].lead,)
    return "", ()
