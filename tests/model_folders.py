"""Model folders of the BERT family with weights that mean nothing, and a plain reading of them.

`make` writes a folder as Sentence-Transformers does; `reference` computes in 64 bits, text by text,
from the folder's files alone, what the models paper says, so that it shares no line with the
kernel it is compared with.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

WORDS = (
    "[PAD] [UNK] [CLS] [SEP] red blue green ##ish query : passage what is ? . 你 caf ##e é".split()
)
Tensors = dict[str, np.ndarray]  # type: ignore[type-arg]


def make(folder: Path, *, layers: int = 2, heads: int = 2, width: int = 8, seed: int = 1,
         **changed: Any) -> Path:  # fmt: skip
    """A sentence model. changed: `config`, `pooling`, `prompts`, `tokenizer` (their keys),
    `classifier` (outputs), `kind` (F32, F16 or BF16)."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {
        "model_type": "bert", "hidden_size": width, "num_hidden_layers": layers,
        "num_attention_heads": heads, "intermediate_size": 3 * width, "hidden_act": "gelu",
        "layer_norm_eps": 1e-12, "max_position_embeddings": 16, "type_vocab_size": 2,
        "position_embedding_type": "absolute", "vocab_size": len(WORDS),
    }  # fmt: skip
    write(folder / "config.json", config | changed.get("config", {}))
    write(folder / "modules.json", [
        {"idx": 0, "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        {"idx": 2, "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
    ])  # fmt: skip
    pooling = {"pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True}
    write(folder / "1_Pooling/config.json", changed.get("pooling", pooling))
    write(folder / "config_sentence_transformers.json", {"prompts": changed.get("prompts", {})})
    write(folder / "tokenizer_config.json", {"do_lower_case": True} | changed.get("tokenizer", {}))
    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", "utf-8")
    made = _tensors(layers, width, seed, changed.get("classifier", 0))
    save(folder / "model.safetensors", made, changed.get("kind", "F32"))
    return folder


def write(at: Path, data: Any) -> None:
    at.parent.mkdir(parents=True, exist_ok=True)
    at.write_text(json.dumps(data), "utf-8")


def save(at: Path, tensors: Tensors, kind: str = "F32") -> None:
    header, body = {}, b""
    for name, array in tensors.items():
        data = array.astype("<f4")
        raw = data.astype("<f2").tobytes() if kind == "F16" else data.tobytes()
        if kind == "BF16":
            raw = (data.view("<u4") >> 16).astype("<u2").tobytes()
        header[name] = {"dtype": kind, "shape": list(array.shape),
                        "data_offsets": [len(body), len(body) + len(raw)]}  # fmt: skip
        body += raw
    head = json.dumps(header).encode()
    at.write_bytes(len(head).to_bytes(8, "little") + head + body)


def _tensors(layers: int, width: int, seed: int, classifier: int) -> Tensors:
    made = np.random.default_rng(seed)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(WORDS), width),
        "embeddings.position_embeddings.weight": (16, width),
        "embeddings.token_type_embeddings.weight": (2, width),
    }

    def dense(at: str, out: int, into: int) -> None:
        shapes.update({f"{at}.weight": (out, into), f"{at}.bias": (out,)})

    def norm(at: str) -> None:
        shapes.update({f"{at}.weight": (width,), f"{at}.bias": (width,)})

    norm("embeddings.LayerNorm")
    for layer in range(layers):
        at = f"encoder.layer.{layer}."
        for name in ("self.query", "self.key", "self.value", "output.dense"):
            dense(f"{at}attention.{name}", width, width)
        norm(f"{at}attention.output.LayerNorm")
        dense(f"{at}intermediate.dense", 3 * width, width)
        dense(f"{at}output.dense", width, 3 * width)
        norm(f"{at}output.LayerNorm")
    if classifier:
        dense("pooler.dense", width, width)
        dense("classifier", classifier, width)
    return {
        name: made.normal(size=shape) * 0.6 + ("LayerNorm.weight" in name)
        for name, shape in shapes.items()
    }


def tensors(folder: Path) -> Tensors:
    """The weights of a folder in 64 bits."""
    raw = (folder / "model.safetensors").read_bytes()
    size = int.from_bytes(raw[:8], "little")
    return {
        name: np.frombuffer(raw[8 + size + entry["data_offsets"][0] :], "<f4",
                            math.prod(entry["shape"])).reshape(entry["shape"]).astype(float)
        for name, entry in json.loads(raw[8 : 8 + size]).items()
    }  # fmt: skip


def reference(folder: Path, pieces: list[int], second: int | None = None) -> Any:
    """The last states of one text, a row a piece; `second`: where its second part begins."""
    config = json.loads((folder / "config.json").read_text("utf-8"))
    held = tensors(folder)
    heads, eps = config["num_attention_heads"], config["layer_norm_eps"]

    def norm(rows: Any, at: str) -> Any:
        spread = rows.var(axis=1, keepdims=True)
        return (rows - rows.mean(axis=1, keepdims=True)) / np.sqrt(spread + eps) * held[
            f"{at}.weight"
        ] + held[f"{at}.bias"]

    def dense(rows: Any, at: str) -> Any:
        return rows @ held[f"{at}.weight"].T + held[f"{at}.bias"]

    kinds = [int(second is not None and place >= second) for place in range(len(pieces))]
    rows = (held["embeddings.word_embeddings.weight"][pieces]
            + held["embeddings.position_embeddings.weight"][: len(pieces)]
            + held["embeddings.token_type_embeddings.weight"][kinds])  # fmt: skip
    rows = norm(rows, "embeddings.LayerNorm")
    for layer in range(config["num_hidden_layers"]):
        at = f"encoder.layer.{layer}."
        query, key, value = (
            np.stack(np.split(dense(rows, f"{at}attention.self.{name}"), heads, axis=1))
            for name in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(rows.shape[1] / heads)
        shares = np.exp(scores - scores.max(axis=2, keepdims=True))
        shares /= shares.sum(axis=2, keepdims=True)
        mixed = np.concatenate(list(shares @ value), axis=1)
        rows = norm(rows + dense(mixed, f"{at}attention.output.dense"),
                    f"{at}attention.output.LayerNorm")  # fmt: skip
        wide = dense(rows, f"{at}intermediate.dense")
        if config["hidden_act"] == "relu":
            wide = np.maximum(wide, 0)
        else:
            wide = wide / 2 * (1 + np.vectorize(math.erf)(wide / math.sqrt(2)))
        rows = norm(rows + dense(wide, f"{at}output.dense"), f"{at}output.LayerNorm")
    return rows
