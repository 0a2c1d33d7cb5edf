"""The engine over a cluster: it nominates and counts there, all else is read once and kept.

Enter: an index that is whole (`_meta` says so) and the library whose texts it holds. Leave: rows
and columns, equal bit for bit to those of the embedded engine, so that what the stages above make
of them is equal too. A reader stays with the index it opened: an alias that moves on meanwhile
changes nothing under it, an index that is taken away is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from pipeline.newsroom.library import Library
from pipeline.records import Document, Passage
from pipeline.retrieve.encoders.dense import Array, Dense
from pipeline.retrieve.engine import Limits, RowView, Span, Statistics
from pipeline.retrieve.index.forward import Rows
from pipeline.retrieve.index.opened import KEEP
from pipeline.retrieve.index.postings import TITLE
from pipeline.retrieve.opensearch import mapping, neighbours
from pipeline.retrieve.opensearch.cluster import Cluster
from pipeline.retrieve.opensearch.columns import Fetched
from pipeline.retrieve.opensearch.mapping import Meta, word

SOME = 500  # passages of one request: about 1 MB of columns
COUNTED = 250  # terms of one request for counts
PAGE = 5_000  # ids of one page
Json = dict[str, Any]


class Remote:
    """One index of a cluster, open. Made by `aliases.open_engine`."""

    def __init__(
        self, cluster: Cluster, index: str, meta: Meta, library: Library, *, own_texts: bool = False
    ) -> None:
        """`own_texts`: the index is of another generation than the library, so texts are its own."""
        self.cluster = cluster
        self.index = index
        self.meta = meta
        self.library = library
        self.shelf = Fetched()
        self.own_texts = own_texts
        self.document = lru_cache(KEEP)(self._document if own_texts else library.document)
        self.passage = lru_cache(KEEP * 4)(self._passage if own_texts else library.passage)
        self._counts: dict[int, tuple[int, int]] = {}  # of each code: in passages, in their heads

    @property
    def generation(self) -> str:
        return f"{self.index}/{self.meta.library}/{self.meta.generation}"

    @property
    def _read(self) -> tuple[str, ...]:
        return (*mapping.READ, mapping.VECTORS) if self.meta.encoder else mapping.READ

    @property
    def passages(self) -> int:
        return self.meta.passages

    def statistics(self, codes: Sequence[int]) -> Statistics:
        held = [one for one, _ in self._counted(codes)]
        return Statistics(self.passages, self.meta.average, held, _rarity(self.passages, held))

    def nominate(self, asked: Mapping[int, float], depth: int, limits: Limits) -> Rows:
        if not asked:
            return np.empty(0, dtype=np.int64)
        query = {
            "bool": {
                "should": self._should(asked),
                "minimum_should_match": 1,
                "filter": _filters(limits),
            }
        }
        body = {"size": 2 * depth, "query": query, "_source": False, "track_total_hits": False}
        reply = self._ask(body, search_type="dfs_query_then_fetch")
        return self.shelf.name(hit["_id"] for hit in reply["hits"]["hits"])

    def nearest(self, asking: Array, depth: int, limits: Limits) -> Rows:
        """None where the index has no graph: what words nominate is scored by vectors there."""
        if not self.meta.near:
            return np.empty(0, dtype=np.int64)
        query = neighbours.query(asking, 2 * depth, _filters(limits))
        body = {"size": 2 * depth, "query": query, "_source": False, "track_total_hits": False}
        return self.shelf.name(hit["_id"] for hit in self._ask(body)["hits"]["hits"])

    def vectors(self, rows: Rows) -> Dense | None:
        if not self.meta.encoder or not len(rows):
            return None
        self.rows(rows)
        return self.shelf.vectors(rows)

    def rows(self, rows: Rows) -> RowView:
        missing = self.shelf.missing(rows)
        for at in range(0, len(missing), SOME):
            some = missing[at : at + SOME]
            found = self.cluster.many(self.index, self.shelf.ids(some), self._read)
            self.shelf.put(some, [mapping.read(one) for one in found])
            if self.meta.encoder:
                self.shelf.keep(some, [mapping.vectors(one) for one in found])
        return self.shelf.view(rows)

    def dated(self, span: Span, limits: Limits, *, most: int = 0, openings: bool = False) -> Rows:
        wanted: list[Json] = [
            {"range": {"day": {"gte": span[0], "lte": span[1]}}}, *_filters(limits)
        ]  # fmt: skip
        if openings:
            wanted.append({"term": {"position": 0}})
        return self.shelf.name(self._ids(mapping.PASSAGE, wanted, most))

    def of_documents(self, documents: Sequence[str]) -> list[Rows]:
        if self.own_texts:
            return [self._in_order(one) for one in documents]
        named = ([one.id for one in self.library.passages(each)] for each in documents)
        return [self.shelf.name(ids) for ids in named]

    def _in_order(self, document: str) -> Rows:
        rows = self.shelf.name(self._ids(mapping.PASSAGE, [{"term": {"document": document}}], 0))
        return rows[np.argsort(self.rows(rows).column("position"))] if len(rows) else rows

    def _passage(self, passage_id: str) -> Passage | None:
        return mapping.passage_of(self.cluster.many(self.index, [passage_id], ["passage"])[0])

    def _document(self, document_id: str) -> Document | None:
        return mapping.document_of(self.cluster.many(self.index, [f"d:{document_id}"], ["body"])[0])

    # ── asking ────────────────────────────────────────────────────────────────────────────

    def _ask(self, body: Json, **params: Any) -> Json:
        limit = {"timeout": f"{int(self.cluster.seconds * 1000)}ms"}
        return self.cluster.search(self.index, body | limit, **params)

    def _ids(self, kind: str, wanted: Sequence[Json], most: int) -> list[str]:
        """Ids in order, page by page."""
        query = {"bool": {"filter": [{"term": {"kind": kind}}, *wanted]}}
        found: list[str] = []
        while True:
            size = min(PAGE, most - len(found)) if most else PAGE
            body: Json = {"size": size, "query": query, "sort": [{"id": "asc"}], "_source": False,
                          "track_total_hits": False}  # fmt: skip
            if found:
                body["search_after"] = [found[-1]]
            page = [hit["sort"][0] for hit in self._ask(body)["hits"]["hits"]]
            found += page
            if len(page) < size or len(found) == most:
                return found

    def _should(self, asked: Mapping[int, float]) -> list[Json]:
        """Clauses whose scores add up to what we would give: the cluster's own rarity, which
        counts deleted passages and each field by itself, is divided out again."""
        made = []
        counts = self._counted(list(asked))
        for (code, worth), (held, heads) in zip(asked.items(), counts, strict=True):
            rarity = _rarity(self.passages, [held, heads])
            made.append(_term("terms", code, worth / rarity[0]))
            if heads:
                made.append(_term("lead", code, TITLE * worth / rarity[1]))
        return made

    def _counted(self, codes: Sequence[int]) -> list[tuple[int, int]]:
        new = [code for code in dict.fromkeys(codes) if code not in self._counts]
        for at in range(0, len(new), COUNTED):
            some = new[at : at + COUNTED]
            parts = {
                name: {"filters": {"filters": {word(one): {"term": {name: word(one)}} for one in some}}}
                for name in ("terms", "lead")
            }  # fmt: skip
            found = self._ask({"size": 0, "aggs": parts})["aggregations"]
            for one in some:
                terms, lead = (found[name]["buckets"][word(one)] for name in ("terms", "lead"))
                self._counts[one] = int(terms["doc_count"]), int(lead["doc_count"])
        return [self._counts[code] for code in codes]

    @cached_property
    def documents(self) -> list[str]:
        """Ids of every document held, in order."""
        return self._ids(mapping.DOCUMENT, [], 0)


def _rarity(passages: int, held: Iterable[int]) -> list[float]:
    counts = np.array(list(held), dtype=np.float64)
    found: list[float] = np.log1p((max(1, passages) - counts + 0.5) / (counts + 0.5)).tolist()
    return found


def _term(name: str, code: int, boost: float) -> Json:
    return {"term": {name: {"value": word(code), "boost": round(float(boost), 6)}}}


def _filters(limits: Limits) -> list[Json]:
    made: list[Json] = []
    if limits.sources is not None:
        made.append({"terms": {"source": list(limits.sources)}})
    if limits.until:
        made.append({"range": {"day": {"lte": limits.until}}})
    return made
