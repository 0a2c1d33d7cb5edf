"""The index, the search and the evidence pack, on a handful of small documents."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import engine_contract as contract
import numpy as np
import pytest
from index_writer import writers

from pipeline.errors import BusyError
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Desk
from pipeline.newsroom.library import Library
from pipeline.records import Block, Document, Passage, Source
from pipeline.records.store import short_id
from pipeline.retrieve import Index, Searcher, open_index, open_searcher, within
from pipeline.retrieve import searcher as searching
from pipeline.retrieve.index import embedded as index_module
from pipeline.retrieve.index import graph
from pipeline.retrieve.search import answerable, rankers
from pipeline.retrieve.search.search import search
from pipeline.world import World

TEXTS = {
    "retry": "Retries multiply load on a service that is already slow. A retry budget caps the "
    "extra requests at 10 percent of the traffic. Jitter spreads the retries of many clients.",
    "lease": "A lease expires on the holder's clock, so clock skew breaks mutual exclusion. "
    "A fencing token lets the storage refuse the writer whose lease has run out.",
    "cache": "The header Cache-Control: max-age=60 lets a browser reuse a response for 60 seconds. "
    "With stale-while-revalidate the cache answers at once and asks the origin afterwards.",
    "quorum": "Reads see the newest write when R+W>N holds for the replica set. With N of 3, "
    "reading 2 and writing 2 copies meets the rule.",
}


def document(
    name: str, text: str, *, source: str = "club", day: str | None = "2026-11-19"
) -> Document:
    published = f"{day}T08:00:00+00:00" if day else None
    return Document(
        id=short_id(name), source=source, url=f"https://{source}.example/{name}", title=f"On {name}",
        authors=(), published=published, published_from="front matter" if day else "undated",
        updated=None, fetched="2026-11-20T00:00:00+00:00", text=text,
        blocks=(Block("paragraph", 0, len(text)),), sha256=short_id(text),
    )  # fmt: skip


def whole(one: Document) -> tuple[Passage, ...]:
    return (Passage(short_id(one.id, one.text), one.id, one.source, 0, len(one.text), one.text),)


def fill(library: Library, *documents: Document) -> None:
    with library.change() as generation:
        for one in documents:
            library.put(generation, one, whole(one))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path / "library.sqlite")
    fill(library, *(document(name, text) for name, text in TEXTS.items()))
    return library


def desk(**retrieval: object) -> Desk:
    return Desk.model_validate(
        {
            "title": "t",
            "site_url": "https://t.example/",
            "publisher": {"name": "p"},
            "domains": [
                {"id": "system-design", "title": "S", "team": "t",
                 "questions": ["How do retries, leases and quorums keep a service correct?"]},
                {"id": "web", "title": "W", "team": "t",
                 "questions": ["How should a browser cache a response?"]},
            ],
            "retrieval": retrieval,
        }
    )  # fmt: skip


SOURCES = (
    Source("club", "Club", "markdown", "x", ("system-design", "web")),
    Source("weekly", "Weekly", "markdown", "x", ("system-design",)),
)


def room(root: Path, asking: Desk | None = None) -> Newsroom:
    return Newsroom(root, asking or desk(), SOURCES)


def found(query: str, folder: Path, library: Library, *, k: int = 10, **limit: str) -> list[str]:
    sources = within(limit.get("domain"), SOURCES)
    hits = search(
        query, Searcher(open_index(folder, library)), desk().retrieval, k=k, sources=sources
    )
    return [hit.document.title for hit in hits]


@pytest.mark.parametrize(
    ("query", "name"),
    [("retry budget", "retry"), ("R+W>N", "quorum"), ("max-age", "cache"), ("fencing tokens", "lease")],
)  # fmt: skip
def test_a_question_finds_its_passage(
    query: str, name: str, tmp_path: Path, library: Library
) -> None:
    assert found(query, tmp_path, library)[0] == f"On {name}"


def test_every_hit_says_how_each_ranker_placed_it(tmp_path: Path, library: Library) -> None:
    hit = search("retry budget", Searcher(open_index(tmp_path, library)), desk().retrieval)[0]
    assert {rank.ranker for rank in hit.ranks} >= {"bm25", "tfidf"}
    assert all(rank.rank == 1 for rank in hit.ranks)


@pytest.mark.parametrize(
    "query",
    [
        "the",
        "",
        "   ",
        "日本語の質問",
        '"+-&&|| AND OR NOT (:"',
        "retry " * 2000,
        "\x00\u202e",
        "zzzzqqq",
    ],
)
def test_a_strange_question_gets_a_clear_answer(
    query: str, tmp_path: Path, library: Library
) -> None:
    assert isinstance(found(query, tmp_path, library), list)


def test_a_question_of_stop_words_finds_nothing(tmp_path: Path, library: Library) -> None:
    assert found("the of and", tmp_path, library) == []


def test_a_domain_limits_the_sources(tmp_path: Path, library: Library) -> None:
    fill(library, document("weekly-retry", TEXTS["retry"] + " Weekly.", source="weekly"))
    assert "On weekly-retry" in found("retry budget", tmp_path, library)
    assert "On weekly-retry" not in found(
        "retry budget", tmp_path, library, domain="web", sources=SOURCES
    )


# ── growing ───────────────────────────────────────────────────────────────────────────────


def test_the_index_grows_by_what_is_new_and_forgets_what_is_gone(
    tmp_path: Path, library: Library
) -> None:
    open_index(tmp_path, library)
    fill(library, document("canary", "A canary release takes one percent of the traffic first."))
    assert found("canary", tmp_path, library) == ["On canary"]
    with library.change() as generation:
        library.remove(generation, short_id("canary"))
    assert found("canary", tmp_path, library) == []
    assert open_index(tmp_path, library).passages == len(TEXTS)


def test_a_revised_document_is_found_by_its_new_text_only(tmp_path: Path, library: Library) -> None:
    open_index(tmp_path, library)
    fill(library, document("retry", "Backpressure replaces the older advice of this page."))
    assert found("backpressure", tmp_path, library) == ["On retry"]
    assert found("retry budget jitter", tmp_path, library) == ["On retry"]  # by its title
    assert found("jitter", tmp_path, library) == []


def test_a_grown_index_answers_like_a_new_one(tmp_path: Path, library: Library) -> None:
    open_index(tmp_path / "a", library)
    fill(library, document("canary", "A canary release caps the traffic of a retry."))
    grown = search("retry traffic", Searcher(open_index(tmp_path / "a", library)), desk().retrieval)
    fresh = search("retry traffic", Searcher(open_index(tmp_path / "b", library)), desk().retrieval)
    assert [(hit.passage.id, hit.ranks) for hit in grown] == [
        (hit.passage.id, hit.ranks) for hit in fresh
    ]


def test_nothing_is_written_when_nothing_changed(tmp_path: Path, library: Library) -> None:
    open_index(tmp_path, library)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("g*/**/*")}
    open_index(tmp_path, library)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.glob("g*/**/*")}


# ── damage ────────────────────────────────────────────────────────────────────────────────


def test_an_index_of_another_format_is_built_again_and_says_so(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "FORMAT", "0.0")
    open_index(tmp_path, library)
    monkeypatch.undo()
    index = open_index(tmp_path, library)
    assert "format 0.0" in index.rebuilt
    assert index.passages == len(TEXTS)
    assert open_index(tmp_path, library).rebuilt == ""


def test_an_index_of_another_corpus_is_built_again(tmp_path: Path, library: Library) -> None:
    open_index(tmp_path, library)
    other = Library.open(tmp_path / "other.sqlite")
    fill(other, document("canary", "A canary release."))
    index = open_index(tmp_path, other)
    assert "another corpus" in index.rebuilt
    assert index.passages == 1


@pytest.mark.parametrize("victim", ["codes.u32", "rows.bin", "commits"])
def test_a_damaged_index_is_built_again(victim: str, tmp_path: Path, library: Library) -> None:
    open_index(tmp_path, library)
    next(tmp_path.glob(f"g*/{victim}")).write_bytes(b"x")
    assert found("retry budget", tmp_path, library)[0] == "On retry"


def _index_forever(folder: Path, path: Path) -> None:
    with Library.open(path) as library:
        for number in range(10_000):
            fill(library, document(f"extra-{number}", f"Extra canary text number {number}."))
            open_index(folder, library)


def test_a_process_killed_while_indexing_leaves_an_index_that_answers(
    tmp_path: Path, library: Library
) -> None:
    open_index(tmp_path, library)
    with writers() as begin:
        for pause in (0.05, 0.11, 0.17, 0.31):
            started = library.generation
            child = begin(_index_forever, tmp_path, tmp_path / "library.sqlite")
            while library.generation == started and child.is_alive():
                time.sleep(0.001)
            time.sleep(pause)  # at some moment of its work
            child.kill()
            index = open_index(tmp_path, library)
            assert index.rebuilt == ""
            assert index.passages == library.counts()[1]
            assert found("retry budget", tmp_path, library)[0] == "On retry"


def test_an_unfinished_write_is_cut_off_before_the_next(tmp_path: Path, library: Library) -> None:
    open_index(tmp_path, library)
    for name in ("codes.u32", "rows.bin"):
        with next(tmp_path.glob(f"g*/{name}")).open("ab") as file:
            file.write(b"half a row")
    fill(library, document("canary", "A canary release takes one percent first."))
    assert found("canary", tmp_path, library) == ["On canary"]
    assert open_index(tmp_path, library).passages == len(TEXTS) + 1


def test_a_second_writer_waits_then_says_the_newsroom_is_busy(
    tmp_path: Path, library: Library
) -> None:
    with index_module._lock(tmp_path, 1.0), pytest.raises(BusyError, match="another process"):
        open_index(tmp_path, library, wait=0.1)


# ── what has no answer ────────────────────────────────────────────────────────────────────


def test_a_question_far_from_the_corpus_has_no_answer(tmp_path: Path, library: Library) -> None:
    assert (
        found("which glacier moved fastest in the warmest summer of the century", tmp_path, library)
        == []
    )


def test_what_is_named_and_nowhere_held_is_not_made_up_for_by_other_words(
    tmp_path: Path, library: Library
) -> None:
    assert found("the retry budget of clients and traffic", tmp_path, library)
    index = open_index(tmp_path, library)
    rows = np.arange(len(TEXTS))

    def unmet(question: str) -> float:
        return answerable.signs(question, index, rows, strength=1.0, sense=1.0).unmet

    assert unmet("the retry budget of clients") == 0
    assert unmet("Traffic of clients. Retries of many") == 0
    assert unmet("the retry budget in gRPC") == 1
    assert 0 < unmet("does Cache-Control bind gRPC") < 1


def test_a_passage_that_drops_the_name_does_not_say_what_is_asked_about_it(
    tmp_path: Path, library: Library
) -> None:
    index = open_index(tmp_path, library)
    rows = np.arange(len(TEXTS))

    def rest(question: str) -> float:
        return answerable.signs(question, index, rows, strength=1.0, sense=1.0).rest

    assert rest("what does Cache-Control tell a browser") > 0.5
    assert rest("what does Cache-Control tell a retry budget") < rest("what is a retry budget")
    assert rest("what does gRPC tell a retry budget") == 0


@pytest.mark.parametrize(
    ("question", "apart"),
    [
        ("How does Tapir bind to Okapi?", True),
        ("how does Tapir bind to Okapi", True),
        ("How does Tapir bind to Quagga?", False),
        ("How does Tapir differ from Okapi?", False),
        ("Is Tapir or Okapi quicker?", False),
        ("Okapi Tapir", False),
        ("How does Tapir bind to Zebroid?", False),
        ("How does Tapir bind 2K of Tapir?", False),
    ],
)
def test_two_names_that_no_passage_holds_together_are_no_subject_of_a_large_corpus(
    question: str, apart: bool, tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(
        library,
        document("t", "Tapir is bound to Quagga by a socket; both names stand here."),
        document("o", "Okapi is bound to nothing at all, and quicker than before."),
    )
    index = open_index(tmp_path, library)
    rows = np.arange(index.statistics(()).passages)

    def asked() -> answerable.Signs:
        return answerable.signs(question, index, rows, strength=9.0, sense=1.0)

    assert asked().apart == 0.0  # a small corpus seldom holds two names in one passage
    monkeypatch.setattr(answerable, "MANY", 1)
    assert (asked().apart > answerable.APART) == apart
    assert asked().answers(0.276) != apart and asked().answers(0.0)


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("What price has an Okapi licence?", False),
        ("How much do teams pay for a licence?", False),
        ("How much did Okapi's maintainers pay for the audit?", True),
        ("What salary do Okapi's maintainers earn?", True),
        ("What was the fine for the maintainers of Okapi?", True),
        ("How much electricity does Okapi use at an audit?", True),
        ("How much energy does the conference hall draw?", False),
        ("What does each release of Okapi hold?", False),
        ("Which maintainers of Okapi wrote the audit?", False),
        ("How much time did the maintainers spend?", False),
    ],
)
def test_money_or_energy_that_is_asked_for_must_be_told_beside_what_it_is_of(
    tmp_path: Path, library: Library, question: str, refused: bool
) -> None:
    fill(
        library,
        document("audit", "Okapi's maintainers paid for an audit before each release."),
        document("price", "A licence is $40 a year for a team."),
        document("other", "The conference hall draws 3 kWh."),
    )
    index = open_index(tmp_path, library)
    rows = np.arange(index.statistics(()).passages)
    asked = answerable.signs(question, index, rows, strength=9.0, sense=1.0)
    assert (asked.told <= answerable.TOLD) == refused
    assert asked.answers(0.276) != refused and asked.answers(0.0)


def test_a_word_is_as_rare_as_the_spelling_that_the_corpus_uses(
    tmp_path: Path, library: Library
) -> None:
    fill(library, document("spelled", "The optimizer honors the default color of the dialog."))
    index = open_index(tmp_path, library)
    rows = np.arange(len(TEXTS))

    def rarest(question: str) -> float:
        return answerable.signs(question, index, rows, strength=1.0, sense=1.0).rarest

    assert rarest("colour dialogue") == rarest("color dialog") < 1 == rarest("colour tapir")
    assert rankers.respelled(index, ["colour", "color", "tour"]) == {"color": "colour"}
    assert found("the default colour", tmp_path, library)


def _signs(**changed: float) -> answerable.Signs:
    """Of a question that a corpus of thousands answers well."""
    base = answerable.Signs(1.2, 0.0, 0.7, 0.5, 0.8, 2.0, 3.0, held=4_000)
    return replace(base, **changed)


def test_more_is_asked_of_a_match_in_a_larger_corpus() -> None:
    weak = _signs(strength=0.35, held=100)
    assert replace(weak, passages=0.0).answers(0.3)
    assert not replace(weak, passages=3.0).answers(0.3)
    assert not _signs(strength=0.2).answers(0.3) and _signs(strength=0.0, sense=0.0).answers(0.0)


@pytest.mark.parametrize(
    "changed",
    [
        {"rarest": 1.0, "sense": 0.3, "rest": 0.5},
        {"unmet": 1.0, "rest": 0.1},
        {"rest": 0.1, "sense": 0.45},
        {"sense": 0.1, "rest": 0.5},
    ],
)
def test_a_question_that_does_not_sound_like_the_corpus_is_refused(
    changed: dict[str, float],
) -> None:
    assert _signs().answers(0.276)
    assert not _signs(**changed).answers(0.276)
    assert _signs(**changed, held=100).answers(0.276)  # of a handful of passages nobody can tell


def test_a_large_index_asks_its_graph_and_one_made_again_is_a_note(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph, "LEAST", 2)
    monkeypatch.setattr(searching, "encoder", lambda *_: contract.tiny())

    def opened() -> Searcher:
        return open_searcher(tmp_path, library, desk().retrieval, World(offline=True))

    made, asking = opened(), contract.tiny().question("a retry budget of clients")
    index = made.index
    assert isinstance(index, Index) and index.graph is not None and made.notes == ()
    by_graph = rankers.nearest(index, asking, 2, rankers.NO_LIMITS)
    index.graph = None
    assert by_graph.tolist() == rankers.nearest(index, asking, 2, rankers.NO_LIMITS).tolist()
    next(tmp_path.glob("graph-*.faiss")).write_bytes(b"")
    assert opened().notes == ("the graph of vectors was made again: its file is cut short",)
