"""A sentence model in numpy: any BERT-family Sentence-Transformers folder, without a GPU stack.

Enter: a model folder (`settings`) and texts. Leave: unit vectors as wide as the model (Reimers and
Gurevych 2019; Wang et al. 2020): word pieces, encoder layers (`bert`) and pooling are all there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from pipeline.errors import ConfigError
from pipeline.retrieve.encoders import bert, settings
from pipeline.retrieve.encoders.bert import Array
from pipeline.retrieve.encoders.settings import Settings
from pipeline.retrieve.encoders.wordpiece import Pieces
from pipeline.world import Executor, in_order

SENT = 64  # texts another machine is sent at once: some four seconds of work
READING = "3"  # of how texts are cut: vectors of another never mix


@dataclass(frozen=True, slots=True)
class Model:
    """The encoder, and its states pooled."""

    encoder: bert.BertEncoder
    settings: Settings

    def passages(self, texts: Sequence[str]) -> Array:
        """Unit vectors of passages, in their order."""
        return self.encode([self.settings.passage + text for text in texts])

    def questions(self, texts: Sequence[str]) -> Array:
        """Unit vectors of questions, in their order."""
        return self.encode([self.settings.question + text for text in texts])

    def encode(self, texts: Sequence[str]) -> Array:
        """Unit vectors of texts as they stand, in their order."""
        cut = [self.cut(text) for text in texts]
        found = np.zeros((len(cut), self.settings.width), dtype=np.float32)

        def fill(batch: list[int]) -> None:
            found[batch] = self.forward([cut[one] for one in batch])

        bert.in_batches(cut, fill)
        return found

    def cut(self, text: str) -> list[int]:
        """Piece numbers of a text, with the opening and closing marks."""
        return self.encoder.cut(text, self.settings.longest)

    def forward(self, cut: list[list[int]]) -> Array:
        """Unit vectors of texts already cut."""
        state, mask = self.encoder.states(cut)
        rows = state.reshape(*mask.shape, self.settings.width)
        pooled = np.einsum("nlw,nl->nw", rows, mask) if self._mean else rows[:, 0]
        return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True), dtype=np.float32)

    @property
    def _mean(self) -> bool:
        return self.settings.pooling == "mean"


def spread(folder: Path, executor: Executor, texts: Sequence[str]) -> Array:
    """Unit vectors of passages, made by an executor's workers; each loads the model once."""
    cut = [texts[at : at + SENT] for at in range(0, len(texts), SENT)]
    return np.concatenate(list(in_order(executor, partial(_passages, folder), cut)))


def _passages(folder: Path, texts: Sequence[str]) -> Array:
    return _lasting(folder).passages(texts)


def load(folder: Path) -> Model:
    """Read a model folder. Raises ConfigError, naming file and key, for what cannot be read."""
    said = settings.read(folder)
    return Model(encoder(folder, said)[0], said)


_lasting = lru_cache(maxsize=1)(load)  # of a process that does one batch after the other


def encoder(folder: Path, said: Settings) -> tuple[bert.BertEncoder, dict[str, Array]]:
    """The encoder of a folder, and its weights by name for what stands on top of it.

    Raises ConfigError where weights are missing, cut, or not those the configuration names."""
    try:
        held = bert.safetensors((folder / settings.WEIGHTS).read_bytes())
        lost = [name for name, one in held.items() if not np.isfinite(one.sum(dtype=np.float64))]
        if lost:  # a vector of such numbers is like everything and like nothing
            raise ValueError(f"{lost[0]} holds what is no number (NaN or infinite)")
        pieces = Pieces(settings.vocabulary(folder), said.marks)
        form = bert.Form(said.heads, said.eps, said.activation)
        made = bert.load(held, pieces, said.layers, form)
        if (made.width, len(made.places) >= said.longest) != (said.width, True):
            raise ValueError(f"weights {made.width} wide for {len(made.places)} places, not"
                             f" {said.width} for {said.longest}")  # fmt: skip
    except KeyError as error:
        raise _unfit(folder, f"holds no weights called {error}") from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise _unfit(folder, str(error)) from error
    return made, held


def _unfit(folder: Path, why: str) -> ConfigError:
    return ConfigError(why, where=str(folder / settings.WEIGHTS),
                       hint="fetch the model again; its files belong together")  # fmt: skip
