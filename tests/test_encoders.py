"""Any BERT-family model folder: its own shape, pooling, prompts and pieces, or a refusal by key."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import model_folders
import numpy as np
import pytest
from model_folders import WORDS, make, reference, write

from pipeline.errors import ConfigError, DatelineError
from pipeline.newsroom.desk import Retrieval
from pipeline.retrieve.encoders import cross_encoder, models, sentence_model, settings
from pipeline.retrieve.encoders.wordpiece import Pieces, Splitting
from pipeline.world import World

CLOSE = 4e-3  # the tanh form of gelu, over up to twelve layers
TEXTS = ("red blueish green", "What is red?", "", "green " * 40)


def _numbers(text: str) -> list[int]:
    return [WORDS.index(one) for one in text.split()]


@pytest.mark.parametrize(("layers", "heads"), [(2, 2), (3, 4), (12, 2)])
@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_a_folder_is_read_in_its_own_shape(
    layers: int, heads: int, pooling: str, tmp_path: Path
) -> None:
    modes = {f"pooling_mode_{one}": one.startswith(pooling) for one in ("cls_token", "mean_tokens")}
    folder = make(tmp_path / "m", layers=layers, heads=heads, pooling=modes)
    made = sentence_model.load(folder).encode(["red blueish green", "what is red ?"])
    cut = ("[CLS] red blue ##ish green [SEP]", "[CLS] what is red ? [SEP]")
    states = [reference(folder, _numbers(text)) for text in cut]
    pooled = [one.mean(axis=0) if pooling == "mean" else one[0] for one in states]
    wanted = np.stack([one / np.linalg.norm(one) for one in pooled])
    assert made == pytest.approx(wanted, abs=CLOSE)


def test_the_activation_and_the_norm_are_those_of_the_folder(tmp_path: Path) -> None:
    text = "[CLS] red green [SEP]"
    for changed in ({"hidden_act": "relu"}, {"layer_norm_eps": 0.1}):
        folder = make(tmp_path / next(iter(changed)), config=changed)
        wanted = reference(folder, _numbers(text)).mean(axis=0)
        made = sentence_model.load(folder).encode(["red green"])[0]
        assert made == pytest.approx(wanted / np.linalg.norm(wanted), abs=CLOSE)


def test_a_text_beside_others_or_too_long_has_the_vector_of_itself(tmp_path: Path) -> None:
    model = sentence_model.load(make(tmp_path / "m"))
    together = model.encode(TEXTS)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-5)
    for text, row in zip(TEXTS, together, strict=True):
        assert model.encode([text])[0] == pytest.approx(row, abs=1e-4)
    assert len(model.cut(TEXTS[-1])) == 16
    assert model.cut(TEXTS[-1])[-1] == WORDS.index("[SEP]")


@pytest.mark.parametrize("kind", ["F16", "BF16"])
def test_weights_of_half_precision_are_read(kind: str, tmp_path: Path) -> None:
    whole = sentence_model.load(make(tmp_path / "whole"))
    half = sentence_model.load(make(tmp_path / "half", kind=kind))
    assert half.encode(["red green"]) == pytest.approx(whole.encode(["red green"]), abs=0.03)


def test_question_and_passage_get_the_prompts_of_the_folder(tmp_path: Path) -> None:
    folder = make(tmp_path / "m", prompts={"query": "query: ", "document": "passage: "})
    model = sentence_model.load(folder)
    assert model.questions(["red"]) == pytest.approx(model.encode(["query: red"]))
    assert model.passages(["red"]) == pytest.approx(model.encode(["passage: red"]))
    assert model.questions(["red"]) != pytest.approx(model.passages(["red"]), abs=1e-3)


def test_a_default_prompt_stands_before_both(tmp_path: Path) -> None:
    folder = make(tmp_path / "m")
    write(folder / "config_sentence_transformers.json",
          {"prompts": {"x": "query: "}, "default_prompt_name": "x"})  # fmt: skip
    said = settings.read(folder)
    assert (said.question, said.passage) == ("query: ", "query: ")


def test_pieces_come_from_either_tokenizer_file(tmp_path: Path) -> None:
    folder = make(tmp_path / "m")
    before = settings.vocabulary(folder)
    (folder / "vocab.txt").unlink()
    write(folder / "tokenizer.json",
          {"model": {"type": "WordPiece", "vocab": {word: at for at, word in enumerate(WORDS)}}})  # fmt: skip
    assert settings.vocabulary(folder) == before == {word: at for at, word in enumerate(WORDS)}


def test_words_are_parted_as_the_tokenizer_of_the_models_parts_them() -> None:
    assert Splitting().words("snake_case, Café 50€ a\u200bb 你好\tx\x07y") == [
        "snake", "_", "case", ",", "cafe", "50€", "ab", "你", "好", "xy",
    ]  # fmt: skip
    kept = Splitting(lower=False, accents=True, ideographs=False)
    assert kept.words("Café 你好!") == ["Café", "你好", "!"]


def test_a_word_that_no_piece_covers_is_unknown() -> None:
    pieces = Pieces({word: at for at, word in enumerate(WORDS)})
    assert pieces.cut("redish zzz blue" + "e" * 200, 9) == _numbers("red ##ish [UNK] [UNK]")


def test_a_model_is_known_by_its_weights_and_settings_not_by_its_folder(tmp_path: Path) -> None:
    def name(folder: Path) -> str:
        return settings.identity(folder, settings.read(folder))

    first = make(tmp_path / "a")
    shutil.copytree(first, tmp_path / "b")
    assert name(first) == name(tmp_path / "b")
    others = [
        make(tmp_path / "c", seed=2),
        make(tmp_path / "d", prompts={"query": "query: "}),
        make(tmp_path / "e", pooling={"pooling_mode_cls_token": True}),
        make(tmp_path / "f", config={"layer_norm_eps": 1e-5}),
    ]
    assert len({name(first), *map(name, others)}) == 5


def test_vectors_of_two_folders_never_mix(tmp_path: Path) -> None:
    world = World(offline=True)
    found = [
        models.encoder(Retrieval(dense="folder", dense_model=str(folder)), world)
        for folder in (make(tmp_path / "a"), make(tmp_path / "b", seed=2))
    ]
    assert len({one.id for one in found if one}) == 2


def _without(name: str) -> Any:
    return lambda folder: (folder / name).unlink()


def _saying(name: str, **keys: Any) -> Any:
    def change(folder: Path) -> None:
        at = folder / name
        said = json.loads(at.read_text("utf-8"))
        write(at, [*said, keys] if isinstance(said, list) else said | keys)

    return change


def _pickled(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def _cut(folder: Path) -> None:
    raw = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(raw[: len(raw) // 2])


def _no_numbers(folder: Path) -> None:
    raw = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(raw[:-4] + b"\xff" * 4)


def _numbers_of_another_kind(folder: Path) -> None:
    raw = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(raw.replace(b'"F32"', b'"I64"'))


def _without_marks(folder: Path) -> None:
    (folder / "vocab.txt").write_text("red\nblue\n", "utf-8")


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        (_without("config.json"), "config.json"),
        (_without("vocab.txt"), "tokenizer"),
        (_without("model.safetensors"), "model.safetensors"),
        (_pickled, "pickled"),
        (_cut, "cut"),
        (_numbers_of_another_kind, "I64"),
        (_no_numbers, "NaN"),
        (_without_marks, "CLS"),
        (_saying("config.json", model_type="xlm-roberta"), "xlm-roberta"),
        (_saying("config.json", position_embedding_type="relative_key"), "relative_key"),
        (_saying("config.json", is_decoder=True), "is_decoder"),
        (_saying("config.json", hidden_act="silu"), "hidden_act"),
        (_saying("config.json", num_attention_heads=3), "heads"),
        (_saying("config.json", num_hidden_layers=1), "layers"),
        (_saying("config.json", num_hidden_layers=-2), "num_hidden_layers is -2"),
        (_saying("config.json", hidden_size="wide"), "hidden_size is 'wide'"),
        (_saying("config.json", num_attention_heads=True), "num_attention_heads is True"),
        (_saying("config.json", num_hidden_layers=3), "encoder.layer.2"),
        (_saying("config.json", hidden_size=16), "wide"),
        (_saying("config.json", max_position_embeddings="many"), "many"),
        (_saying("config.json", max_position_embeddings=0), "max_position_embeddings"),
        (_saying("config.json", max_position_embeddings=-5), "leaves -5 pieces"),
        (lambda folder: (folder / "vocab.txt").write_bytes(b"\xff\xfe"), "vocab.txt"),
        (_saying("config.json", quantization_config={"bits": 4}), "quantization_config"),
        (_saying("modules.json", path="3_Dense", type="sentence_transformers.models.Dense"), "Dense"),
        (_saying("modules.json", path="0_BERT", type="sentence_transformers.models.Transformer"), "0_BERT"),
        (_saying("modules.json", path="../etc", type="sentence_transformers.models.Pooling"), "leads out"),
        (_without("1_Pooling/config.json"), "1_Pooling"),
        (_saying("1_Pooling/config.json", pooling_mode_max_tokens=True), "max_tokens"),
        (_saying("1_Pooling/config.json", include_prompt=False), "include_prompt"),
        (_saying("config_sentence_transformers.json", default_prompt_name="x"), "default_prompt_name"),
        (_saying("config_sentence_transformers.json", prompts=["query: "]), "prompts"),
        (_saying("tokenizer_config.json", tokenizer_class="XLMRobertaTokenizer"), "XLMRoberta"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_its_name(harm: Any, named: str, tmp_path: Path) -> None:
    folder = make(tmp_path / "m")
    harm(folder)
    with pytest.raises(ConfigError) as caught:
        sentence_model.load(folder)
    assert named in str(caught.value)
    assert caught.value.hint


def test_a_model_that_is_no_folder_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    for name in ("nowhere", "file"):
        with pytest.raises(ConfigError, match=f"{name}: is no folder"):
            sentence_model.load(tmp_path / name)


def test_a_broken_configuration_is_one_clear_error(tmp_path: Path) -> None:
    for text in ("{", "[]", "[" * 100_000):
        folder = make(tmp_path / "m")
        (folder / "config.json").write_text(text, "utf-8")
        with pytest.raises(ConfigError, match=r"config\.json"):
            sentence_model.load(folder)


def test_a_folder_that_the_desk_does_not_name_is_asked_for() -> None:
    for options in (Retrieval(dense="folder"), Retrieval(rerank="folder")):
        with pytest.raises(DatelineError, match="folder") as caught:
            models.encoder(options, World(offline=True))
            models.reranker(options, World(offline=True))
        assert caught.value.where.startswith("retrieval.")


# ── cross-encoders ────────────────────────────────────────────────────────────────────────


def test_a_cross_encoder_reads_question_and_text_together(tmp_path: Path) -> None:
    folder = make(tmp_path / "m", layers=3, classifier=1)
    model = cross_encoder.load(folder)
    found = model.score("what is red ?", ["blue", "red green"])
    held = model_folders.tensors(folder)

    def wanted(text: str) -> float:
        pieces = _numbers(f"[CLS] what is red ? [SEP] {text} [SEP]")
        first = reference(folder, pieces, second=6)[0]
        pooled = np.tanh(held["pooler.dense.weight"] @ first + held["pooler.dense.bias"])
        return float((held["classifier.weight"] @ pooled + held["classifier.bias"])[0])

    assert found == pytest.approx([wanted("blue"), wanted("red green")], abs=0.02)


def test_a_pair_that_is_too_long_loses_from_its_longer_part(tmp_path: Path) -> None:
    model = cross_encoder.load(make(tmp_path / "m", classifier=1))
    cut, start = model.pair("red", "green " * 50)
    assert (len(cut), start, cut[-1]) == (16, 3, WORDS.index("[SEP]"))
    cut, start = model.pair("red " * 50, "green")
    assert (len(cut), start) == (16, 14)


def test_a_reranker_from_a_folder_orders_what_the_desk_asks_for(tmp_path: Path) -> None:
    folder = make(tmp_path / "m", classifier=1)
    made = models.reranker(Retrieval(rerank="folder", rerank_model=str(folder)), World())
    assert made is not None
    assert made.score("red", ["blue", "green"]).shape == (2,)


@pytest.mark.parametrize("outputs", [0, 3])
def test_a_model_without_one_score_is_no_cross_encoder(outputs: int, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="classifier"):
        cross_encoder.load(make(tmp_path / "m", classifier=outputs))
