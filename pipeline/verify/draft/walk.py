"""Walks a draft: its sentences and quotes with their JSON paths, and a draft with them changed.

The order is the order of print. `change` rebuilds the draft from what a function makes of each
sentence and quote; a sentence made None is taken out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from pipeline.records import CrossCut, Draft, Quote, Section, Sentence

OnSentence = Callable[[str, Sentence], Sentence | None]
OnQuote = Callable[[str, Quote], Quote]


def sentences(draft: Draft) -> Iterator[tuple[str, Sentence]]:
    """Every sentence with its path, in print order."""
    seen: list[tuple[str, Sentence]] = []

    def keep(path: str, sentence: Sentence) -> Sentence:
        seen.append((path, sentence))
        return sentence

    change(draft, keep, lambda _path, quote: quote)
    yield from seen


def quotes(draft: Draft) -> Iterator[tuple[str, Quote]]:
    """Every block quote with its path, in print order."""
    for at, section in enumerate(draft.sections):
        if section.quote:
            yield f"sections[{at}].quote", section.quote
    for at, cut in enumerate(draft.crosscuts):
        for index, quote in enumerate(cut.quotes):
            yield f"crosscuts[{at}].quotes[{index}]", quote


def headings(draft: Draft) -> Iterator[tuple[str, str]]:
    """Every heading with its path."""
    yield "title", draft.title
    for at, section in enumerate(draft.sections):
        yield f"sections[{at}].headline", section.headline
    for at, cut in enumerate(draft.crosscuts):
        yield f"crosscuts[{at}].title", cut.title
    if draft.action:
        yield "action.title", draft.action.title


def change(draft: Draft, on_sentence: OnSentence, on_quote: OnQuote) -> Draft:
    """The draft with each sentence and quote replaced by what the functions make of it."""
    lede = _all(draft.lede, "lede", on_sentence)
    sections = tuple(
        _section(section, f"sections[{at}]", on_sentence, on_quote)
        for at, section in enumerate(draft.sections)
    )
    crosscuts = tuple(
        _crosscut(cut, f"crosscuts[{at}]", on_sentence, on_quote)
        for at, cut in enumerate(draft.crosscuts)
    )
    action = draft.action and replace(
        draft.action, sentences=_all(draft.action.sentences, "action.sentences", on_sentence)
    )
    return replace(draft, lede=lede, sections=sections, crosscuts=crosscuts, action=action)


def _section(section: Section, path: str, on_sentence: OnSentence, on_quote: OnQuote) -> Section:
    changed: dict[str, Any] = {
        "sentences": _all(section.sentences, f"{path}.sentences", on_sentence)
    }
    if section.quote:
        changed["quote"] = on_quote(f"{path}.quote", section.quote)
    if section.implication:
        said = on_sentence(f"{path}.implication.sentence", section.implication.sentence)
        changed["implication"] = said and replace(section.implication, sentence=said)
    return replace(section, **changed)


def _crosscut(cut: CrossCut, path: str, on_sentence: OnSentence, on_quote: OnQuote) -> CrossCut:
    quotes_ = tuple(
        on_quote(f"{path}.quotes[{index}]", quote) for index, quote in enumerate(cut.quotes)
    )
    return replace(
        cut, sentences=_all(cut.sentences, f"{path}.sentences", on_sentence), quotes=quotes_
    )


def _all(
    sentences_: tuple[Sentence, ...], path: str, on_sentence: OnSentence
) -> tuple[Sentence, ...]:
    made = (on_sentence(f"{path}[{at}]", one) for at, one in enumerate(sentences_))
    return tuple(one for one in made if one is not None)
