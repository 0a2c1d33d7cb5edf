"""What a passage looks like in a cluster, and what an index says of itself.

Enter: columns of passages, as the embedded index makes them. Leave: JSON documents, and out of
them the same columns, bit for bit. Terms are indexed by the codes that the embedded index knows
them by (eight hex digits each), so both count alike, collisions included; the texts stand beside
them as they are, for `pull` and for whoever looks. The versions of all that must agree stand in
the mapping's `_meta`: a reader of other versions refuses the index and names the command.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import EngineError
from pipeline.newsroom.library import Library
from pipeline.records import Document, Passage, packed
from pipeline.retrieve.encoders import word_vectors
from pipeline.retrieve.index import terms
from pipeline.retrieve.index.forward import ROW, Codes, Rows
from pipeline.retrieve.index.opened import Index
from pipeline.retrieve.opensearch import neighbours

LAYOUT = f"1.{zlib.crc32(repr(ROW).encode()):08x}"  # of the documents; the columns' own form counts
PASSAGE, DOCUMENT = "passage", "document"
READ = ("terms", "row", "senses")  # what ranking reads of a passage
VECTORS = "vectors"  # and this, where a sentence model is named: scales, then codes, of its windows
Json = dict[str, Any]
Sums = dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Meta:
    """What an index says of itself. `sources` has, of each, its passages and the
    sum of their checks, which no order changes."""

    layout: str = LAYOUT
    terms: str = terms.VERSION
    senses: str = str(word_vectors.VERSION)
    encoder: str = ""
    near: int = 0  # numbers of a vector that k-NN looks among; 0 where vectors only score
    library: str = ""
    generation: int = 0
    corpus: str = ""
    passages: int = 0
    words: int = 0
    leads: int = 0
    documents: int = 0
    sources: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def average(self) -> tuple[float, float]:
        live = max(1, self.passages)
        return self.words / live or 1.0, self.leads / live or 1.0

    @property
    def versions(self) -> tuple[tuple[str, str], ...]:
        named = ("layout", "terms", "senses")
        return tuple((name, str(getattr(self, name))) for name in named)


def body(shards: int, replicas: int, near: int = 0) -> Json:
    """Settings and mapping of a new index, with a graph of vectors of `near` numbers if any; `_meta`
    comes when it is whole."""
    term = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
    kept = {"type": "keyword", "index": False, "doc_values": False}
    properties: Json = {
        "kind": {"type": "keyword"},
        "id": {"type": "keyword"},
        "source": {"type": "keyword"},
        "document": {"type": "keyword"},
        "day": {"type": "integer"},
        "position": {"type": "integer"},
        "length": {"type": "integer"},
        "heads": {"type": "integer"},
        "check": {"type": "long"},
        "terms": term,
        "lead": term,
        "row": kept,
        "senses": kept,
        VECTORS: kept,
        "title": {"type": "text", "index": False},
        "passage": {"type": "object", "enabled": False},
        "body": kept,
    }
    settings: Json = {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "refresh_interval": "-1",
    }
    mappings: Json = {"dynamic": "strict", "properties": properties}
    if near:
        settings["knn"] = True
        properties[neighbours.FIELD] = neighbours.field(near)
        mappings["_source"] = {"excludes": [neighbours.FIELD]}  # `vectors` holds them already
    return {"settings": {"index": settings}, "mappings": mappings}


def passages(index: Index, rows: Rows, *, near: bool = False) -> Iterator[tuple[str, Json]]:
    """Passages as they stand in a cluster, each with its id, and `near` with its windows for k-NN; one
    that left the library is left out."""
    view = index.rows(rows)
    for place, (name, row) in enumerate(zip(view.ids(), view.held.rows[view.at], strict=True)):
        passage = index.library.passage(name)
        head = index.library.head(passage.document) if passage else None
        if passage is None or head is None:
            continue
        codes, lead = view.terms(place), int(row["lead"])
        senses = view.held.senses[view.at[place]].tobytes()
        vectors = _vectors(index, rows[place])
        yield name, {
            "kind": PASSAGE, "id": name, "source": passage.source, "document": passage.document,
            "day": int(row["day"]), "position": passage.position, "length": len(codes),
            "heads": lead, "check": check(row, codes, senses + vectors), "terms": spelled(codes),
            "lead": spelled(codes[:lead]), "row": _text(_alone(row)), "senses": _text(senses),
            "title": head[0], "passage": asdict(passage),
            **({VECTORS: _text(vectors)} if vectors else {}),
            **({neighbours.FIELD: _windows(index, rows[place])} if near else {}),
        }  # fmt: skip


def sums(index: Index, rows: Rows) -> Sums:
    """Of each source (as its code), the passages among rows and the sum of their checks."""
    view = index.rows(rows)
    made: Sums = {}
    for place, row in enumerate(view.held.rows[view.at]):
        senses = view.held.senses[view.at[place]].tobytes()
        count, total = made.get(int(row["source"]), (0, 0))
        read_of = senses + _vectors(index, rows[place])
        made[int(row["source"])] = count + 1, total + check(row, view.terms(place), read_of)
    return made


def document(library: Library, name: str) -> Json:
    """A document as it stands in a cluster: packed, for `pull`."""
    found = library.document(name)
    assert found is not None
    return {"kind": DOCUMENT, "id": name, "source": found.source, "body": _text(packed.pack(found))}


def spelled(codes: Codes) -> str:
    """Codes as words of eight hex digits."""
    digits = codes.astype(">u4").tobytes().hex()
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))


def word(code: int) -> str:
    return f"{code:08x}"


def read(source: Mapping[str, Any]) -> tuple[npt.NDArray[np.void], Codes, npt.NDArray[np.int8]]:
    """The columns of a passage. Raises EngineError when they are not ours."""
    try:
        row = np.frombuffer(_bytes(source["row"]), dtype=ROW)
        codes = np.frombuffer(bytes.fromhex(source["terms"]), dtype=">u4").astype(np.uint32)
        senses = np.frombuffer(_bytes(source["senses"]), dtype=np.int8)
        if len(row) != 1 or len(codes) != row["length"][0] or len(senses) != word_vectors.WIDTH:
            raise ValueError("its columns do not fit together")
    except (KeyError, TypeError, ValueError) as error:
        raise EngineError(f"a passage in the index is not one of ours ({error})",
                          hint="run `dateline index push --full`") from error  # fmt: skip
    return row, codes, senses


def vectors(source: Mapping[str, Any]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """The codes and scales of a passage's windows. Raises EngineError when they are not ours."""
    try:
        data = _bytes(source[VECTORS])
        count = int.from_bytes(data[:2], "little")
        scales = np.frombuffer(data, np.dtype("<f4"), count, 2)
        codes = np.frombuffer(data, np.int8, offset=2 + 4 * count).reshape(count, -1)
    except (KeyError, TypeError, ValueError) as error:
        raise EngineError(f"a passage in the index has no vectors of ours ({error})",
                          hint="run `dateline index push --full`") from error  # fmt: skip
    return codes, scales


def _vectors(index: Index, row: int) -> bytes:
    """The vectors of a row: how many, their scales, their codes; nothing without a model."""
    held = index.vectors(np.array([row]))
    if held is None:
        return b""
    count = len(held.codes).to_bytes(2, "little")
    return count + held.scales.astype("<f4").tobytes() + held.codes.astype(np.int8).tobytes()


def _windows(index: Index, row: int) -> list[Json]:
    held = index.vectors(np.array([row]))
    return [] if held is None else neighbours.windows(held.codes)


def passage_of(source: Mapping[str, Any]) -> Passage:
    """The passage itself."""
    raw = dict(source["passage"])
    raw["headings"] = tuple(raw["headings"])
    return Passage(**raw)


def document_of(source: Mapping[str, Any]) -> Document:
    """The document itself. Raises EngineError when it is not one of ours."""
    try:
        return packed.unpack(_bytes(source["body"]))
    except (KeyError, TypeError, ValueError, zlib.error) as error:
        raise EngineError(f"a document in the index is not one of ours ({error})",
                          hint="run `dateline index push --full`") from error  # fmt: skip


def check(row: np.void, codes: Codes, meaning: bytes) -> int:
    """24 bits of all that ranking reads of a passage: sums of it stay exact in a double, where a
    cluster adds them up, for 500 million passages of one source."""
    found = zlib.crc32(meaning, zlib.crc32(codes.tobytes(), zlib.crc32(_alone(row))))
    return found & 0xFF_FFFF


def _alone(row: np.void) -> bytes:
    """A row without the place of its codes, which is another in every index."""
    kept = row.copy()
    kept["start"] = 0
    return bytes(kept.tobytes())


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
