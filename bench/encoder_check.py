"""Compare the numpy kernel with `transformers`: vectors and scores of the same folders and texts.

    pip install torch transformers     (2 GB; a development check, not a dependency)
    python bench/encoder_check.py [FOLDER ...]

Without folders, tiny random models are made: 2, 3 and 12 layers, mean and first state, and a
cross-encoder. Prints the largest difference of a cosine (or score) for each; exits 1 over 0.005.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from pipeline.retrieve.encoders import cross_encoder, sentence_model
from tests.model_folders import make

TEXTS = ["Red blueish green.", "What is red?", "café 你好 50€ snake_case", "", "green " * 40]
WORST = 0.005


def main(folders: list[Path]) -> int:
    worst = 0.0
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        for folder in folders or made(place):
            off = sentence(folder)
            worst = max(worst, off)
            print(f"{folder.name:24} {off:.6f}")
        if not folders:
            off = pairs(make(place / "cross", layers=3, classifier=1))
            worst = max(worst, off)
            print(f"{'cross-encoder':24} {off:.6f}")
    return int(worst > WORST)


def made(place: Path) -> list[Path]:
    """Tiny models of several shapes."""
    found = []
    for layers in (2, 3, 12):
        for mode in ("mean_tokens", "cls_token"):
            modes = {f"pooling_mode_{one}": one == mode for one in ("cls_token", "mean_tokens")}
            found.append(make(place / f"{layers}-{mode}", layers=layers, pooling=modes))
    return found


def sentence(folder: Path) -> float:
    """One minus the least cosine between both kernels' vectors of a text."""
    import torch
    from transformers import AutoModel, BertTokenizer

    model = sentence_model.load(folder)
    ours = model.encode(TEXTS)
    cutter = BertTokenizer(str(folder / "vocab.txt"), do_lower_case=model.settings.marks.lower)
    theirs = AutoModel.from_pretrained(folder).eval()
    low = 1.0
    for text, row in zip(TEXTS, ours, strict=True):
        cut = cutter(text, truncation=True, max_length=model.settings.longest, return_tensors="pt")
        assert cut["input_ids"][0].tolist() == model.cut(text), text
        with torch.no_grad():
            states = theirs(**cut).last_hidden_state[0].numpy()
        pooled = states.mean(axis=0) if model.settings.pooling == "mean" else states[0]
        low = min(low, float(pooled @ row / np.linalg.norm(pooled)))
    return 1 - low


def pairs(folder: Path) -> float:
    """The largest difference of a score."""
    import torch
    from transformers import AutoModelForSequenceClassification, BertTokenizer

    ours = cross_encoder.load(folder).score("what is red?", TEXTS)
    cutter = BertTokenizer(str(folder / "vocab.txt"))
    theirs = AutoModelForSequenceClassification.from_pretrained(folder, num_labels=1).eval()
    cut = cutter(["what is red?"] * len(TEXTS), TEXTS, truncation="longest_first", padding=True,
                 max_length=16, return_tensors="pt")  # fmt: skip
    with torch.no_grad():
        wanted = theirs(**cut).logits[:, 0].numpy()
    return float(np.abs(wanted - ours).max())


if __name__ == "__main__":
    raise SystemExit(main([Path(one) for one in sys.argv[1:]]))
