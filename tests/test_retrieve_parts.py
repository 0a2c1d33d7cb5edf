"""Terms, synonyms, senses, fusion, the forward file, and the sentence model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from checks import each
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.newsroom.desk import Retrieval
from pipeline.records import Document, Passage
from pipeline.retrieve.encoders import dense, models, windows, word_vectors
from pipeline.retrieve.evidence import context
from pipeline.retrieve.evidence.support import differs
from pipeline.retrieve.index import terms
from pipeline.retrieve.search import fuse, spelling, synonyms
from pipeline.world import World


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("R+W>N", ["r+w>n", "r", "w", "n"]),
        ("max-age", ["maxag", "max", "age"]),
        ("C++", ["c++", "c"]),
        ("HTTP/3", ["http/3", "http", "3"]),
        ("k8s", ["k8s"]),
        ("std::move", ["std::move", "std", "move"]),
        ("readTimeout", ["readtimeout", "read", "timeout"]),
        ("max_connections", ["max_connections", "max", "connect"]),
        ("10,000", ["10000"]),
        ("200ms", ["200ms", "200", "ms"]),
        ("GPUs", ["gpu"]),
        ("naïve", ["naiv"]),
        ("the", []),
    ],
)
def test_a_technical_token_is_kept_whole_and_in_parts(token: str, expected: list[str]) -> None:
    assert terms.terms(token) == expected


@given(st.text())
def test_any_text_has_terms_and_they_hold_no_space(text: str) -> None:
    assert all(term and " " not in term for term in terms.terms(text))


@given(st.text())
def test_words_lie_in_the_text_in_order(text: str) -> None:
    spans = [(start, end) for start, end, _ in terms.words(text)]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_an_abbreviation_brings_up_its_long_form() -> None:
    assert set(terms.terms("largest contentful paint")) <= set(synonyms.expand(terms.terms("lcp")))


def test_the_words_of_a_phrase_are_met_by_a_synonym_of_the_whole() -> None:
    asked = terms.terms("graphics card price")
    assert synonyms.met(asked, {"gpu"}) == set(terms.terms("graphics card"))
    assert synonyms.met(asked, {"card"}) == {"card"}


def test_a_synonym_never_changes_the_weight_of_an_asked_term() -> None:
    assert "databas" not in synonyms.expand(terms.terms("db database"))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("behaviour", "behavior"), ("color", "colour"), ("defence", "defense"), ("catalog", "catalogue"),
        ("denormalise", "denormalize"), ("analyse", "analyze"), ("organisation", "organization"),
        ("programmes", "programs"), ("fiber", "fibre"),
    ],
)  # fmt: skip
def test_a_word_has_its_other_spelling(one: str, two: str) -> None:
    assert spelling.others(terms.of(one)[0]) == terms.of(two)


@pytest.mark.parametrize("word", ["tour", "science", "called", "rise", "analysis", "hour"])
def test_a_word_with_one_spelling_has_no_other(word: str) -> None:
    assert not any(spelling.others(term) for term in each(terms.of(word)))


def test_words_of_a_kind_lie_nearer_than_words_of_another() -> None:
    held = word_vectors.senses()
    salary, wage, router = (held.text([word]) for word in ("salary", "wage", "router"))
    assert float(salary @ wage) > float(salary @ router) + 0.2


rows_and_scores = st.lists(
    st.tuples(st.integers(0, 1000), st.floats(0, 10), st.floats(0, 10)),
    min_size=1, max_size=30, unique_by=lambda row: row[0],
)  # fmt: skip


@given(rows_and_scores)
def test_fusion_ignores_the_order_of_its_input(table: list[tuple[int, float, float]]) -> None:
    mixed = sorted(table, key=lambda row: row[0] * 7919 % 101)
    results = []
    for one in (table, mixed):
        rows = np.array([row[0] for row in one], dtype=np.int64)
        scores = {
            "bm25": np.array([row[1] for row in one]),
            "sense": np.array([row[2] for row in one]),
        }
        for total in (
            fuse.reciprocal(scores, {"bm25": 1.2, "sense": 1.0}, rows, 60),
            fuse.convex(scores, {"bm25": 0.8, "sense": 0.2}),
        ):
            results.append(
                {int(row): round(float(value), 9) for row, value in zip(rows, total, strict=True)}
            )
    assert results[:2] == results[2:]


def test_smoothing_of_unlike_passages_changes_nothing() -> None:
    scores = np.array([1.0, 0.5, 0.2])
    assert fuse.smooth(scores, np.eye(3, dtype=np.float32), 0.3).tolist() == scores.tolist()


def test_numbers_in_the_same_unit_that_never_agree_differ() -> None:
    assert differs("The budget is 10 percent of requests.", "Keep it to 20 percent of requests.")
    assert not differs("The budget is 10 percent.", "A budget of 10 percent is common.")
    assert not differs("It takes 3 seconds.", "It costs 20 dollars.")


def test_context_has_whole_words_on_both_sides() -> None:
    text = " ".join(f"word{number}" for number in range(300))
    start = text.index("word150")
    passage = Passage("p", "d", "s", start, start + 7, "word150")
    one = Document("d", "s", "", "", (), None, "undated", None, "", text, (), "")
    before = context.words_before(text, context.before(one, passage))
    after = context.words_after(text, context.after(one, passage))
    assert before.split() == [f"word{number}" for number in range(110, 150)]
    assert after.split() == [f"word{number}" for number in range(151, 191)]


def test_a_document_lends_its_best_score_to_its_other_passages_and_keeps_the_best() -> None:
    documents = np.array([7, 7, 9], dtype=np.uint64)
    lifted = fuse.lift(np.array([1.0, 0.5, 0.6]), documents, 0.2)
    assert lifted.tolist() == pytest.approx([1.0, 0.6, 0.6])


def test_a_cosine_enters_the_combination_as_it_is() -> None:
    scores = {"bm25": np.array([2.0, 1.0]), "dense": np.array([0.4, 0.5])}
    assert fuse.convex(scores, {"bm25": 1.0, "dense": 1.0}).tolist() == pytest.approx([0.7, 0.5])


# ── windows ───────────────────────────────────────────────────────────────────────────────


@given(st.text(alphabet="ab .\n", max_size=400))
def test_windows_hold_every_word_of_a_text_in_order(text: str) -> None:
    found = windows.windows(text, "", ())
    assert found and " ".join(found).split() == text.split()


def test_a_window_is_whole_sentences_behind_its_subject() -> None:
    text = " ".join(f"Sentence {number} says one thing in eight words." for number in range(20))
    found = windows.windows(text, "A title", ("Part", "Chapter"))
    assert len(found) == 3
    assert all(one.startswith("A title. Chapter. Sentence") and one.endswith(".") for one in found)


def test_code_longer_than_a_window_is_parted_at_its_lines() -> None:
    code = "\n".join(f"    let value_{number} = read ( {number} )" for number in range(30))
    assert len(windows.windows(code, "", ())) > 2


# ── vectors ───────────────────────────────────────────────────────────────────────────────


def test_a_vector_is_computed_once_for_a_text(tmp_path: Path) -> None:
    asked: list[str] = []

    def encode(texts: object) -> np.ndarray:  # type: ignore[type-arg]
        asked.extend(texts)  # type: ignore[arg-type]
        return np.ones((len(texts), 4), dtype=np.float32) / 2  # type: ignore[arg-type]

    coder = dense.Encoder("m", encode)
    held = dense.Vectors(tmp_path)
    texts = [("a", lambda: ["one"]), ("b", lambda: ["two", "three"])]
    assert dense.catch_up(held, coder, texts[:1]) == 1
    assert dense.catch_up(held, coder, texts) == 1
    assert asked == ["one", "two", "three"]
    read = held.read("m", ["b", "x", "a"])
    assert read is not None
    assert read.starts.tolist() == [0, 2, 3, 4]
    assert read.likeness(np.ones(4, dtype=np.float32)) == pytest.approx([2.0, 0.0, 2.0])
    middles = read.middles(np.array([2, 1, 0]))
    assert middles == pytest.approx(np.array([[0.5] * 4, [0.0] * 4, [0.5] * 4]))
    assert held.read("other model", ["a"]) is None
    assert held.held("other model") == set()
    held.close()


def test_eight_bits_are_as_near_as_makes_no_difference() -> None:
    made = np.random.default_rng(3)
    vectors = made.normal(size=(dense.BLOCK + 300, 96)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = np.split(vectors, np.arange(2, len(vectors), 3))
    held = dense.Dense.of(rows)
    asking = vectors[5]

    assert held.likeness(asking) == pytest.approx([(row @ asking).max() for row in rows], abs=4e-3)
    picked = np.array([7, 0, 7, len(rows) - 1])
    means = np.stack([rows[at].mean(axis=0) for at in picked])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    assert (held.middles(picked) * means).sum(axis=1) == pytest.approx(1, abs=1e-3)
    assert held.middles(picked[:0]).shape == (0, 96)


def test_a_sentence_model_that_is_not_there_is_one_clear_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(models, "PACKAGE", "no_such_package")
    with pytest.raises(ConfigError, match="not installed") as caught:
        models.encoder(Retrieval(dense="minilm"), World(offline=True))
    assert "pip install" in caught.value.hint


def test_names_in_snake_case_are_read_as_their_words() -> None:
    table = word_vectors.senses()
    assert table.of("retry_budget") == table.of("retry") + table.of("budget")
