"""The index on disk: postings against a plain count, growth, crashes, several processes."""

from __future__ import annotations

import gc
import itertools
import os
import random
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from checks import each
from hypothesis import given, settings
from hypothesis import strategies as st
from index_writer import WORDS, entry, shelve, some, work, writers

from pipeline.newsroom.desk import Retrieval
from pipeline.newsroom.library import Library
from pipeline.retrieve import degradations, open_index, open_searcher
from pipeline.retrieve.index import analysis, forward, postings, terms
from pipeline.retrieve.index import embedded as index_module
from pipeline.retrieve.index.forward import ROW, Forward, Rows
from pipeline.retrieve.index.opened import MASKS
from pipeline.retrieve.search import rankers
from pipeline.retrieve.search.rankers import Limits
from pipeline.world import World

ROUNDS = 40 if os.environ.get("DATELINE_ALL_TESTS") else 12  # kills, each at a moment of its own


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library.open(tmp_path / "library.db")
    shelve(made, some(range(40)))
    return made


def nominated(
    index: index_module.Index, text: str, limits: Limits = rankers.NO_LIMITS
) -> tuple[Rows, postings.Scores]:
    """The rows the postings bring for a question, with their scores."""
    weights = rankers.weigh(text)
    asked = rankers.heaviest(weights, rankers.rarity(index, weights))
    return index.best(asked, 500, limits)


def answers(index: index_module.Index, limits: Limits = rankers.NO_LIMITS) -> list[list[str]]:
    """Ids for several questions, all that match."""
    questions = ("retry budget", "lease fencing clock", "canary", "cache header quorum retry")
    return [sorted(index.rows(nominated(index, one, limits)[0]).ids()) for one in questions]


# ── postings ──────────────────────────────────────────────────────────────────────────────


def held(texts: list[list[int]], leads: list[int]) -> Forward:
    rows = np.zeros(len(texts), dtype=ROW)
    rows["length"] = [len(text) for text in texts]
    rows["start"] = np.cumsum(rows["length"]) - rows["length"]
    rows["lead"] = np.minimum(leads[: len(texts)], rows["length"])
    codes = np.array([code for text in texts for code in text], dtype=np.uint32)
    return Forward(codes, rows, frozenset(), np.zeros((len(texts), 128), dtype=np.int8))


def counted(one: Forward, row: int, code: int, average: tuple[float, float]) -> float:
    """What a term adds to a row, by the book."""
    text, lead = one.terms(row).tolist(), int(one.rows["lead"][row])

    def saturated(part: list[int], mean: float) -> float:
        times = part.count(code)
        return times * 2.2 / (times + 1.2 * (0.25 + 0.75 * len(part) / mean))

    return saturated(text, average[0]) + postings.TITLE * saturated(text[:lead], average[1])


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=20), min_size=1, max_size=40),
    leads=st.lists(st.integers(0, 4), min_size=40, max_size=40),
    asked=st.lists(st.integers(0, 14), min_size=1, max_size=6, unique=True),
    depth=st.integers(1, 12),
    block=st.integers(3, 50),
)
def test_the_best_rows_are_those_of_a_plain_count(
    texts: list[list[int]], leads: list[int], asked: list[int], depth: int, block: int
) -> None:
    one, average = held(texts, leads), (8.0, 2.0)
    cuts = range(0, len(texts), block)
    segments = [postings.made(one, at, min(at + block, len(texts)), average) for at in cuts]
    weights = [1.0 + 0.37 * place for place in range(len(asked))]
    found = postings.find(segments, np.array(asked, dtype=np.uint32), None)
    wanted = list(zip(found, weights, strict=True))
    rows, scores = postings.best(segments, wanted, depth, None)
    truth = np.array([
        sum(weight * counted(one, row, code, average) for code, weight in zip(asked, weights, strict=True))
        for row in range(len(texts))
    ])  # fmt: skip
    rounding = sum(weights) * postings.STEP
    assert len(rows) == min(depth, np.count_nonzero(truth))
    assert scores == pytest.approx(truth[rows], abs=rounding)
    left_out = np.delete(truth, rows)
    assert not len(left_out) or not len(rows) or left_out.max() <= scores.min() + rounding
    assert list(zip(-scores, rows, strict=True)) == sorted(zip(-scores, rows, strict=True))
    assert [one.count for one in found] == [sum(code in text for text in texts) for code in asked]


def test_rows_that_may_not_answer_do_not(tmp_path: Path, library: Library) -> None:
    index = open_index(tmp_path / "index", library)
    found = answers(index, Limits(("weekly",), analysis.ordinal("2026-11-14")))
    assert any(found)
    for name in each({one for ids in found for one in ids}):
        passage = library.passage(name)
        assert passage and passage.source == "weekly"
        head = library.head(passage.document)
        assert head and (head[1] or "") <= "2026-11-14"


def test_an_index_that_nobody_holds_is_gone_at_once_with_the_files_it_mapped(
    tmp_path: Path, library: Library
) -> None:
    shelve(library, some(range(40)))
    index = open_index(tmp_path / "index", library)
    answers(index, Limits(("s1",)))
    gone = weakref.ref(index)
    gc.disable()
    try:
        del index
        assert gone() is None
    finally:
        gc.enable()


def test_the_rows_that_may_not_answer_are_kept_for_the_last_limits_alone(
    tmp_path: Path, library: Library
) -> None:
    shelve(library, some(range(40)))
    index = open_index(tmp_path / "index", library)
    first = index.barred(("s0",), 0)
    assert index.barred(("s0",), 0) is first
    for day in range(1, MASKS + 1):
        index.barred(("s0",), day)
    assert index.barred(("s0",), 0) is not first


def test_questions_asked_by_many_threads_at_once_are_answered_as_one_by_one(
    tmp_path: Path, library: Library
) -> None:
    index = open_index(tmp_path / "index", library)
    asked = [" ".join(WORDS[at : at + 3]) for at in range(len(WORDS))] * 20

    def answer(text: str) -> list[float]:
        return nominated(index, text)[1].tolist()

    alone = [answer(text) for text in asked]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(answer, asked)) == alone


# ── growth ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"BLOCK": 32, "TAIL": 5}.items():
        monkeypatch.setattr(postings, name, value)


@pytest.mark.usefixtures("small_segments")
def test_an_index_grown_through_many_segments_answers_like_a_new_one(
    tmp_path: Path, library: Library
) -> None:
    for turn in range(14):
        shelve(library, some(range(100 + turn * 7, 107 + turn * 7), turn))
        with library.change() as generation:
            library.remove(generation, f"d{turn}")
        grown = open_index(tmp_path / "grown", library)
    new = open_index(tmp_path / "new", library)
    assert answers(grown) == answers(new)
    assert grown.average == pytest.approx(new.average)
    for term in each(terms.terms(" ".join(WORDS))):
        code = [terms.code(term)]
        assert grown.statistics(code).held == new.statistics(code).held
    spans = [(one.start, one.end) for one in grown.segments]
    assert all(one[1] == two[0] for one, two in itertools.pairwise(spans))
    sizes = [end - start for start, end in spans if end - start < 32]
    halved = (one > two for one, two in itertools.pairwise(sizes))
    assert all(halved) or len(sizes) < 2, "a shorter one was not joined with those after it"
    assert len(spans) <= len(grown.forward.rows) // 32 + 5


@pytest.mark.usefixtures("small_segments")
@pytest.mark.parametrize("harm", ["lost", "cut", "foreign"])
def test_a_postings_file_that_is_lost_or_damaged_is_counted_again(
    harm: str, tmp_path: Path, library: Library
) -> None:
    before = answers(open_index(tmp_path / "index", library))
    for path in (tmp_path / "index").glob("g*/*.post"):
        if harm == "lost":
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[:-3] if harm == "cut" else b"x" * 500)
    assert answers(open_index(tmp_path / "index", library)) == before


def test_several_processes_make_the_columns_that_one_makes(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = open_index(tmp_path / "alone", library)
    monkeypatch.setattr(analysis, "POOL_FROM", 1)
    monkeypatch.setattr(analysis, "BATCH", 7)
    together = open_index(tmp_path / "together", library)
    assert np.array_equal(alone.forward.rows, together.forward.rows)
    assert np.array_equal(alone.forward.codes, together.forward.codes)
    assert np.array_equal(alone.forward.senses, together.forward.senses)


def test_a_revision_and_a_return_leave_each_passage_once(tmp_path: Path, library: Library) -> None:
    open_index(tmp_path / "index", library)
    for _ in range(3):
        document, passage = entry(3, "A canary of its own.")
        with library.change() as generation:
            library.remove(generation, "d3")
        open_index(tmp_path / "index", library)
        shelve(library, [(document, passage)])
        index = open_index(tmp_path / "index", library)
    assert index.rows(nominated(index, "canary")[0]).ids().count("p3") == 1
    assert index.passages == library.counts()[1]


# ── crashes ───────────────────────────────────────────────────────────────────────────────


def test_a_commit_whose_bytes_are_not_there_does_not_count(
    tmp_path: Path, library: Library
) -> None:
    open_index(tmp_path / "index", library)
    generation = library.generation
    shelve(library, some(range(50, 60), 7))
    after = answers(open_index(tmp_path / "index", library))
    path = next((tmp_path / "index").glob("g*/rows.bin"))
    harmed = bytearray(path.read_bytes())
    harmed[-ROW.itemsize :] = bytes(ROW.itemsize)  # as a power failure may leave it
    path.write_bytes(harmed)
    held, _ = index_module._state(tmp_path / "index", library)
    assert held is not None and held.state.generation == generation
    index = open_index(tmp_path / "index", library)
    assert index.rebuilt == ""
    assert answers(index) == after


@pytest.mark.parametrize("tail", [b"0000", b"00000000 {}\n", b"\x00" * 40])
def test_a_line_that_was_not_finished_does_not_count(
    tail: bytes, tmp_path: Path, library: Library
) -> None:
    before = answers(open_index(tmp_path / "index", library))
    commits = next((tmp_path / "index").glob("g*/commits"))
    with commits.open("ab") as file:
        file.write(tail)
    index = open_index(tmp_path / "index", library)
    assert index.rebuilt == "" and answers(index) == before
    shelve(library, some(range(50, 60), 7))
    open_index(tmp_path / "index", library)
    assert open_index(tmp_path / "index", library).passages == 50
    assert tail not in commits.read_bytes()


def test_a_process_killed_at_any_of_many_moments_leaves_the_last_good_generation(
    tmp_path: Path, library: Library
) -> None:
    folder = tmp_path / "index"
    open_index(folder, library)
    chance = random.Random(11)
    seen = set()
    with writers() as begin:
        for turn in range(ROUNDS):
            started = library.generation
            child = begin(work, folder, tmp_path / "library.db", turn * 1_000)
            while library.generation == started and child.is_alive():
                time.sleep(0.001)  # until it is at work
            time.sleep(chance.random() * 0.06)
            child.kill()
            found, why = index_module._state(folder, library)
            assert found is not None, why
            held = forward.open_forward(found.folder, found.state.lengths)
            index = index_module.Index(library, found.state, held, found.folder)
            assert any(answers(index))
            seen.add(found.state.generation < library.generation)
            index = open_index(folder, library)
            assert index.rebuilt == ""
            assert index.passages == library.counts()[1]
    assert True in seen  # some were killed before their commit
    assert answers(index) == answers(open_index(tmp_path / "new", library))


def test_reading_beside_a_process_that_writes_always_answers(
    tmp_path: Path, library: Library
) -> None:
    folder = tmp_path / "index"
    open_index(folder, library)
    started = library.generation
    with writers() as begin, Library.open(tmp_path / "library.db") as other:
        child = begin(work, folder, tmp_path / "library.db", 0)
        try:
            while other.generation < started + 12:
                assert any(answers(open_index(folder, other)))
                assert child.is_alive()
        finally:
            child.kill()


@pytest.mark.parametrize(
    ("document", "passage"),
    [
        ({"published": "2026-13-45T00:00:00"}, {}),
        ({"published": "soon"}, {}),
        ({}, {"id": "p" * 60}),
        ({}, {"id": ""}),
        ({}, {"position": -1}),
        ({}, {"position": 1 << 40}),
        ({}, {"text": None}),
    ],
)
def test_a_bad_row_is_refused_by_name_and_the_others_are_indexed(
    tmp_path: Path,
    library: Library,
    caplog: pytest.LogCaptureFixture,
    document: dict[str, object],
    passage: dict[str, object],
) -> None:
    one, part = entry(99, "A zebra of its own.")
    shelve(library, [(replace(one, **document), replace(part, **passage))])  # type: ignore[arg-type]
    index = open_index(tmp_path / "index", library)
    assert index.passages == library.counts()[1] - 1
    assert not len(nominated(index, "zebra")[0])
    assert "index.refused" in caplog.text and one.id in caplog.text
    made = open_searcher(tmp_path / "index", library, Retrieval(), World(offline=True))
    out = index_module.left_out(tmp_path / "index")
    assert [left.document for left in out] == [one.id] and made.left_out == index.left_out == out
    assert "left out of the index" in made.notes[0] and out[0].why in made.notes[0]
    said = degradations(made, [one.id])
    assert [found.rule for found in said] == ["retrieval-left-out"]
    assert degradations(made, ["another"]) == ()
    with library.change() as generation:
        library.remove(generation, one.id)
    assert open_index(tmp_path / "index", library).left_out == ()


@pytest.mark.parametrize("damage", ["[{", '[{"passage": "a"}]', "{}[", "[1]"])
def test_a_damaged_note_of_what_was_left_out_is_said_and_the_index_built_anew(
    tmp_path: Path, library: Library, damage: str
) -> None:
    one, part = entry(99, "A zebra of its own.")
    shelve(library, [(one, replace(part, position=-1))])
    home = tmp_path / "index"
    out = open_index(home, library).left_out
    (note,) = home.rglob("left-out.json")
    note.write_text(damage, "utf-8")
    (row,) = index_module.left_out(home)
    assert "left-out.json cannot be read" in row.why
    made = open_index(home, library)
    assert made.rebuilt and made.left_out == out == index_module.left_out(home)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_rows_by_day_source_and_document_are_those_a_plain_look_finds(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance = random.Random(seed)
    folder = tmp_path_factory.mktemp("rows")
    with Library.open(folder / "library.db") as made:
        for _ in range(3):  # documents come, change and go, so their rows stand apart
            numbers = chance.sample(range(40), 15)
            shelve(made, some(numbers))
            with made.change() as generation:
                made.remove(generation, chance.choice(made.ids()))
            index = open_index(folder / "index", made)
        table, live = index.forward.rows, set(range(len(index.forward.rows))) - index.forward.gone
        source = chance.choice([one.source for one in made.documents()])
        day = int(np.median(table["day"]))
        kept = [row for row in live if table["day"][row] <= day]
        mine = [row for row in kept if table["source"][row] == analysis.crc(source)]
        for limits, rows in ((Limits(until=day), kept), (Limits((source,), day), mine)):
            for most in (0, 3):
                wanted = sorted(rows, key=lambda row: table["id"][row])[: most or None]
                assert index.dated((0, 9_999_999), limits, most=most).tolist() == wanted
        for name in each(made.ids()):
            passages = [one.id for one in made.passages(name)]
            assert index.forward.ids(index.of_documents([name])[0]) == passages


@given(words=st.lists(st.one_of(
    st.sampled_from(["Paris", "the", "The", "I", "retries", "APIs", "B2s", "it's", "R+W>N", "don’t", "max-age", "10,000",
                     "200ms", "naïve", "readTimeout", "ß", "Ⅷ", "x" * 50, "as", "is", "GPUs'", "e-mails", "s", "Cs"]),
    st.from_regex(terms.TOKEN, fullmatch=True))))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_tokens_analysed_together_give_what_each_gives_alone(words: list[str]) -> None:
    assert terms.of_many(words) == [tuple(terms._analyse(word)) for word in words]


def test_what_is_added_in_turns_has_the_bytes_of_what_is_added_at_once(tmp_path: Path) -> None:
    found, made = [], list(some(range(40)))
    for name, turns in (
        ("once", [made]),
        ("turns", [made[:17], made[17:18], made[18:]]),
    ):
        with Library.open(tmp_path / name / "library.db") as library:
            for turn in turns:
                analysis._LEXICON.forget()
                shelve(library, turn)
                held = open_index(tmp_path / name / "index", library).forward
        columns = [one for one in ROW.names or () if one != "start"]
        found.append({
            row["id"]: (held.terms(at).tobytes(), held.senses[at].tobytes(), [row[one] for one in columns])
            for at, row in enumerate(held.rows)
        })  # fmt: skip
    assert len(found[0]) == 40 and found[0] == found[1]
