"""A draft is walked in one place, and its places are named in one grammar."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import newsdesk
import pytest
from checks import each

from pipeline.records import Draft, Quote, Sentence, store
from pipeline.records import draft as drafts

DAY = "2026-11-19"
PIPELINE = Path(__file__).parent.parent / "pipeline"


def sample() -> Draft:
    return newsdesk.brief(DAY).draft


def every(kind: type, node: Any, path: str = "") -> list[tuple[str, Any]]:
    """Every record of a kind below another, with its path, found without knowing what a draft is."""
    if isinstance(node, kind):
        return [(path, node)]
    if isinstance(node, tuple):
        return [hit for n, one in enumerate(node) for hit in every(kind, one, f"{path}[{n}]")]
    names = [one.name for one in fields(node)] if is_dataclass(node) else []
    return [
        hit
        for name in names
        for hit in every(kind, getattr(node, name), f"{path}.{name}" if path else name)
    ]


def test_the_sample_has_every_part() -> None:
    draft = sample()
    assert draft.lede and draft.crosscuts and draft.action and draft.graph
    assert any(one.implication for one in draft.sections)
    assert any(one.quotes for one in draft.crosscuts)


def test_every_sentence_is_met_once_at_the_path_it_has_in_the_record() -> None:
    assert sorted(drafts.sentences(sample()), key=lambda one: one[0]) == sorted(
        every(Sentence, sample()), key=lambda one: one[0]
    )


def test_every_printed_selector_is_met_once_block_quotes_and_verbatim_sentences_alike() -> None:
    found = list(drafts.selectors(sample()))
    assert found and sorted(path for path, _ in found) == sorted(
        path for path, _ in every(Quote, sample())
    )
    assert {path for path, _ in drafts.quotes(sample())} < {path for path, _ in found}


def test_what_stands_at_a_path_is_what_was_met_there() -> None:
    draft = sample()
    met = [*drafts.sentences(draft), *drafts.selectors(draft), *drafts.headings(draft)]
    assert met and all(drafts.at(draft, path) is one for path, one in met)


def test_every_path_leads_through_the_record_s_json() -> None:
    written = json.loads(store.to_json(sample()))
    paths = [path for path, _ in drafts.texts(sample())]
    assert paths
    for path in each(paths):
        here = written
        for step in drafts.parse(path):
            here = here[step]
        assert here


@pytest.mark.parametrize(
    "written",
    [
        "$.sections[1].sentences[0]",
        "draft.sections[1].sentences[0]",
        "sections.1.sentences.0",
        "sections[{domain}].sentences[0]",
        "$.sections[{domain}].sentences[0]",
    ],
)
def test_a_path_of_an_older_record_is_read(written: str) -> None:
    draft = sample()
    path = written.format(domain=draft.sections[1].domain)
    assert drafts.numbered(draft, path) == "sections[1].sentences[0]"
    assert drafts.at(draft, path) is draft.sections[1].sentences[0]


@pytest.mark.parametrize(
    "path",
    ["", "sections[99]", "sections[astrology].quote", "sections[0].x", "a b", "[", "lede[0", "writer[0]", "sections[-1]"],
)  # fmt: skip
def test_a_path_that_leads_nowhere_names_nothing_and_stays_as_it_is(path: str) -> None:
    assert drafts.at(sample(), path) is None
    assert drafts.numbered(sample(), path) == path


def test_a_section_s_number_and_its_domain_name_the_same_place() -> None:
    draft = sample()
    named = drafts.by_domain(draft, "sections[2].implication.sentence")
    assert named == f"sections[{draft.sections[2].domain}].implication.sentence"
    assert drafts.numbered(draft, named) == "sections[2].implication.sentence"


@pytest.mark.parametrize(
    "path", ["title", "lede[0]", "sections[ai-ml]", "sections[3].quote", "graph.nodes[1].label"]
)
def test_a_path_taken_apart_and_joined_is_itself(path: str) -> None:
    assert drafts.join(*drafts.parse(path)) == path
    assert drafts.below("", path) == path and drafts.below(path, "") == path


def test_a_draft_of_which_nothing_is_changed_is_the_same() -> None:
    assert drafts.change(sample()) == sample()


def test_an_implication_goes_with_its_sentence() -> None:
    draft = sample()
    path = next(path for path, _ in drafts.sentences(draft) if ".implication." in path)
    cut = drafts.change(draft, sentence=lambda at, one: None if at == path else one)
    assert drafts.at(cut, path.removesuffix(".sentence")) is None
    assert len(list(drafts.sentences(cut))) == len(list(drafts.sentences(draft))) - 1
