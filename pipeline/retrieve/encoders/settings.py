"""What a model folder says of itself: a Sentence-Transformers folder, read key by key.

Enter: a folder as `SentenceTransformer.save` or `CrossEncoder.save` writes it, of the BERT family,
with its weights in safetensors. Leave: `Settings`: shape, pooling, prompts and how text is cut. A
key that this kernel does not know how to honour is refused by its name, because a model read as if
it were another one gives numbers that look well and mean nothing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline.errors import ConfigError
from pipeline.retrieve.encoders.wordpiece import Splitting

WEIGHTS = "model.safetensors"
LEAST = 3  # pieces of a text: its two marks and a word
PICKLED = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")
MEANS = {"pooling_mode_mean_tokens", "pooling_mode_mean_sqrt_len_tokens"}
"""The root of the length scales a vector and does not turn it; ours are made one long."""
ACTIVATIONS = ("gelu", "gelu_new", "gelu_pytorch_tanh", "relu")
STAGES = ("Transformer", "Pooling", "Normalize")
QUESTIONS = ("query", "question", "search_query")
PASSAGES = ("passage", "document", "corpus", "search_document")

Pooling = Literal["mean", "cls"]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Settings:
    """A BERT-family model as its folder describes it.

    longest: pieces of a text at most, marks included; eps: of the layer norms.
    question, passage: what is put in front of a text before it is cut; mostly empty.
    """

    layers: int
    heads: int
    width: int
    longest: int
    eps: float
    activation: str
    pooling: Pooling
    question: str
    passage: str
    marks: Splitting

    def __post_init__(self) -> None:
        if min(self.layers, self.heads, self.width) < 1 or self.width % self.heads:
            raise ValueError(f"{self.width} wide states do not part into {self.heads} heads")
        if self.longest < LEAST:
            raise ValueError(f"texts of {self.longest} pieces hold no word")


def read(folder: Path) -> Settings:
    """The settings of a folder. Raises ConfigError, naming the file and the key, for a folder
    without a configuration or tokenizer, for pickled weights and for another architecture."""
    config = _json(folder, "config.json")
    _family(folder, config)
    _weights(folder)
    question, passage = _prompts(folder)
    cutting = _optional(folder, "tokenizer_config.json")
    try:
        return Settings(
            layers=_count(config, "num_hidden_layers"),
            heads=_count(config, "num_attention_heads"),
            width=_count(config, "hidden_size"),
            longest=_longest(folder, config, cutting),
            eps=float(config.get("layer_norm_eps", 1e-12)),
            activation=_one_of(folder, config, "hidden_act", ACTIVATIONS, "gelu"),
            pooling=_pooling(folder),
            question=question,
            passage=passage,
            marks=_marks(folder, cutting),
        )
    except KeyError as error:
        raise _refused(folder / "config.json", f"says nothing of {error}") from error
    except (TypeError, ValueError) as error:
        raise _refused(folder / "config.json", str(error)) from error


def _count(config: Json, key: str) -> int:
    said = config[key]
    if type(said) is not int or said < 1:
        raise ValueError(f"{key} is {said!r}, not a whole number of one or more")
    return said


def vocabulary(folder: Path) -> dict[str, int]:
    """The word pieces of a folder by name: `vocab.txt`, or the WordPiece of `tokenizer.json`.

    Raises ConfigError where there is neither, and for pieces of another kind."""
    plain = folder / "vocab.txt"
    if plain.is_file():
        try:
            pieces = plain.read_text("utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise _refused(plain, f"cannot be read ({error})") from error
        return {piece.rstrip("\r"): place for place, piece in enumerate(pieces) if piece}
    at = folder / "tokenizer.json"
    if not at.is_file():
        raise _refused(folder, "holds no tokenizer: neither vocab.txt nor tokenizer.json")
    model = _json(folder, at.name).get("model") or {}
    if model.get("type", "WordPiece") != "WordPiece" or not isinstance(model.get("vocab"), dict):
        raise _refused(at, f"model.type is {model.get('type')!r}; only WordPiece is read")
    return {str(piece): int(place) for piece, place in model["vocab"].items()}


def identity(folder: Path, settings: Settings) -> str:
    """A short name of weights and settings: two models never share one, whatever they are called.

    The same model in another folder has the same name."""
    digest = hashlib.sha256(repr(settings).encode())
    with (folder / WEIGHTS).open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    pieces = sorted(vocabulary(folder).items(), key=lambda pair: pair[1])
    digest.update(json.dumps(pieces).encode())
    return f"bert-{settings.layers}x{settings.width}-{digest.hexdigest()[:16]}"


def _family(folder: Path, config: Json) -> None:
    """Refuse what is not a plain BERT encoder."""
    at = folder / "config.json"
    if (kind := config.get("model_type")) != "bert":
        raise _refused(at, f"model_type is {kind!r}; only 'bert' is read")
    if (places := config.get("position_embedding_type", "absolute")) != "absolute":
        raise _refused(at, f"position_embedding_type is {places!r}; only 'absolute' is read")
    for key in ("is_decoder", "add_cross_attention", "quantization_config", "embedding_size"):
        if config.get(key):
            raise _refused(at, f"{key} is {config[key]!r}, which this kernel cannot honour")


def _weights(folder: Path) -> None:
    if (folder / WEIGHTS).is_file():
        return
    if any(True for pattern in PICKLED for _ in folder.glob(pattern)):
        raise ConfigError(
            "holds pickled weights, which can run code when they are read, and no " + WEIGHTS,
            where=str(folder),
            hint="take the safetensors file of the same model, or convert it elsewhere",
        )
    raise _refused(folder, f"holds no {WEIGHTS}")


def _pooling(folder: Path) -> Pooling:
    """How the states of a text become one vector; the mean where the folder does not say."""
    stages = folder / "modules.json"
    listed = _list(stages) if stages.is_file() else []
    place = "1_Pooling"
    for stage in listed:
        kind = str(stage.get("type", "")).rpartition(".")[2]
        if kind not in STAGES:
            raise _refused(stages, f"a stage of type {kind!r} is not read")
        path = str(stage.get("path", ""))
        if kind == "Transformer" and path.strip("./"):
            raise _refused(stages, f"its transformer stands in {path!r}; one beside it is read")
        if Path(path).is_absolute() or ".." in Path(path).parts:
            raise _refused(stages, f"the path {path!r} leads out of the folder")
        if kind == "Pooling":
            place = path or place
    if listed and not (folder / place / "config.json").is_file():
        raise _refused(folder / place / "config.json", "is not there, and modules.json names it")
    config = _optional(folder, f"{place}/config.json")
    if config.get("include_prompt", True) is not True:
        raise _refused(folder / place / "config.json", "include_prompt is false, which is not read")
    return _mode(folder / place / "config.json", config)


def _mode(at: Path, config: Json) -> Pooling:
    if "pooling_mode" in config:
        said = config["pooling_mode"]
        on = {f"pooling_mode_{one}" for one in ([said] if isinstance(said, str) else said)}
        on = {one if one.endswith("_tokens") else f"{one}_tokens" for one in on}
        on = {one.removesuffix("s") if "cls" in one else one for one in on}
    else:
        on = {key for key, value in config.items() if key.startswith("pooling_mode_") and value}
    if not on or (len(on) == 1 and on <= MEANS):
        return "mean"
    if on == {"pooling_mode_cls_token"}:
        return "cls"
    raise _refused(at, f"{', '.join(sorted(on))}: only the mean or the first state is read")


def _prompts(folder: Path) -> tuple[str, str]:
    """What is put in front of a question and of a passage."""
    at = "config_sentence_transformers.json"
    config = _optional(folder, at)
    prompts = config.get("prompts") or {}
    if not isinstance(prompts, dict) or not all(isinstance(one, str) for one in prompts.values()):
        raise _refused(folder / at, "prompts is not a table of texts")
    default = config.get("default_prompt_name")
    if default is not None and default not in prompts:
        raise _refused(folder / at, f"default_prompt_name {default!r} is none of its prompts")
    other = prompts.get(default, "")

    def named(names: tuple[str, ...]) -> str:
        return next((str(prompts[name]) for name in names if prompts.get(name)), str(other))

    return named(QUESTIONS), named(PASSAGES)


def _longest(folder: Path, config: Json, cutting: Json) -> int:
    """Pieces of a text: the least of what model, tokenizer and folder say."""
    said = (
        _optional(folder, "sentence_bert_config.json").get("max_seq_length"),
        cutting.get("model_max_length"),
        config["max_position_embeddings"],
    )
    least = min((int(one) for one in said if one), default=0)
    if least < LEAST:
        raise ValueError(
            f"leaves {least} pieces for a text (the least of max_position_embeddings, "
            "max_seq_length and model_max_length)"
        )
    return least


def _marks(folder: Path, cutting: Json) -> Splitting:
    """How text is made into words, and what its marks are called."""
    kind = cutting.get("tokenizer_class", "BertTokenizer")
    if kind not in ("BertTokenizer", "BertTokenizerFast", "PreTrainedTokenizerFast"):
        raise _refused(folder / "tokenizer_config.json", f"tokenizer_class {kind!r} is not read")
    outer = _optional(folder, "sentence_bert_config.json").get("do_lower_case")
    lower = bool(outer) or bool(cutting.get("do_lower_case", True))
    accents = cutting.get("strip_accents")

    def token(key: str, usual: str) -> str:
        said = cutting.get(key, usual)
        return str(said["content"] if isinstance(said, dict) else said)

    return Splitting(
        opens=token("cls_token", "[CLS]"),
        closes=token("sep_token", "[SEP]"),
        unknown=token("unk_token", "[UNK]"),
        lower=lower,
        accents=not (lower if accents is None else accents),
        ideographs=bool(cutting.get("tokenize_chinese_chars", True)),
    )


def _one_of(folder: Path, config: Json, key: str, known: tuple[str, ...], usual: str) -> str:
    said = config.get(key, usual)
    if said not in known:
        raise _refused(folder / "config.json", f"{key} is {said!r}; read are {', '.join(known)}")
    return str(said)


def _optional(folder: Path, name: str) -> Json:
    return _json(folder, name) if (folder / name).is_file() else {}


def _json(folder: Path, name: str) -> Json:
    found = _held(folder / name)
    if not isinstance(found, dict):
        raise _refused(folder / name, "is not a JSON object")
    return found


def _list(at: Path) -> list[Json]:
    found = _held(at)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise _refused(at, "is not a list of stages")
    return found


def _held(at: Path) -> Any:
    """What a file of JSON holds."""
    try:
        return json.loads(at.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        why = f"holds no {at.name}, so its model is not known"
        raise _refused(at.parent, why if at.parent.is_dir() else "is no folder") from error
    except (OSError, ValueError, RecursionError) as error:
        raise _refused(at, f"cannot be read ({error})") from error


def _refused(at: Path, why: str) -> ConfigError:
    return ConfigError(
        why,
        where=str(at),
        hint="a Sentence-Transformers folder of the BERT family is read: config.json, "
        "model.safetensors and vocab.txt at least (docs/retrieval.md)",
    )
