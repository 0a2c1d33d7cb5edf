"""A corpus taken over from a cluster: its documents and passages into a library of our own.

Enter: an index that is whole and a library. Leave: the library with what the index holds, in one
transaction: what is new or changed is put, what is not there is removed. A passage must be the
stretch of its document that it says it is. Refuses to take away what a library read for itself,
unless told to replace it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.errors import ConfigError, EngineError
from pipeline.newsroom.library import Library
from pipeline.records import Document, Passage
from pipeline.retrieve.opensearch import aliases, mapping
from pipeline.retrieve.opensearch.cluster import Cluster
from pipeline.retrieve.opensearch.mapping import DOCUMENT, PASSAGE
from pipeline.world import Track, unwatched

PAGE = 200  # documents of one request, whose texts are a few kilobytes each
TAKEN = "pulled from"  # note of a library: the alias it follows
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull changed."""

    index: str
    put: int
    removed: int
    documents: int


def pull(
    cluster: Cluster,
    alias: str,
    library: Library,
    *,
    replace: bool = False,
    track: Track = unwatched,
) -> Pulled:
    """Make the library hold what the alias stands on. Raises EngineError or ConfigError, and then
    has changed nothing."""
    index = aliases.standing(cluster, alias)
    if index is None:
        raise EngineError(
            f"there is no index {alias!r} yet", where=cluster.where, hint=aliases.PUSH
        )
    found = aliases.usable(aliases.meta(cluster, index), index, None)
    held = set(library.ids())
    if held and not replace and library.note(TAKEN) != alias:
        raise ConfigError(
            f"the library holds {len(held)} documents that were not pulled from {alias!r}",
            where=str(library.path or ""),
            hint="`dateline index pull --replace` gives them up for what the cluster holds",
        )
    put, seen = 0, set[str]()
    with library.change() as generation:
        for document, passages in track(_held(cluster, index), "documents pulled"):
            seen.add(document.id)
            if _differs(library, document, passages):
                library.put(generation, document, passages)
                put += 1
        if len(seen) != found.documents:
            raise EngineError(f"gave {len(seen)} documents and says {found.documents}", where=index,
                              hint=aliases.FULL)  # fmt: skip
        for gone in sorted(held - seen):
            library.remove(generation, gone)
    library.note(TAKEN, alias)
    return Pulled(index, put, len(held - seen), len(seen))


def _differs(library: Library, document: Document, passages: Sequence[Passage]) -> bool:
    return (
        library.document(document.id) != document
        or tuple(library.passages(document.id)) != passages
    )


def _held(cluster: Cluster, index: str) -> Iterator[tuple[Document, tuple[Passage, ...]]]:
    """Every document with its passages, in the order of ids."""
    after: str | None = None
    while True:
        body = _page({"term": {"kind": DOCUMENT}}, ["id"], PAGE, [after] if after else None)
        hits = cluster.search(index, body)["hits"]["hits"]
        found = [mapping.document_of(hit["_source"]) for hit in hits]
        passages = _passages(cluster, index, [one.id for one in found])
        for one in found:
            yield one, tuple(_fitting(one, passages.get(one.id, []), index))
        if len(hits) < PAGE:
            return
        after = hits[-1]["sort"][0]


def _passages(cluster: Cluster, index: str, documents: Sequence[str]) -> dict[str, list[Passage]]:
    """Passages of some documents, in order."""
    if not documents:
        return {}
    wanted = {
        "bool": {"filter": [{"term": {"kind": PASSAGE}}, {"terms": {"document": list(documents)}}]}
    }
    found: dict[str, list[Passage]] = {}
    after: list[Any] | None = None
    size = 2_000
    while True:
        body = _page(wanted, ["document", "position", "id"], size, after)
        hits = cluster.search(index, body | {"_source": ["passage"]})["hits"]["hits"]
        for hit in hits:
            one = mapping.passage_of(hit["_source"])
            found.setdefault(one.document, []).append(one)
        if len(hits) < size:
            return found
        after = hits[-1]["sort"]


def _page(query: Json, order: Sequence[str], size: int, after: list[Any] | None) -> Json:
    body: Json = {"size": size, "query": query, "sort": [{name: "asc"} for name in order],
                  "track_total_hits": False}  # fmt: skip
    return body | ({"search_after": after} if after else {})


def _fitting(document: Document, passages: Sequence[Passage], index: str) -> Iterator[Passage]:
    for one in passages:
        if document.text[one.start : one.end] != one.text:
            raise EngineError(f"passage {one.id} is not the stretch of its document that it says",
                              where=index, hint=aliases.FULL)  # fmt: skip
        yield one
