"""A new generation in a cluster: built beside the one that answers, checked, then put in its place.

Enter: a library, a cluster and an alias. Leave: an index whose counts and checks agree source by
source, declared whole. What is there already is cloned (its files are linked, not copied) and only
what changed is sent; a first or full push sends all, in batches, and notes each batch that was
taken, so that a push that was killed goes on where it stopped. Refused items are tried again one by
one for a while, and a batch that is too large in halves; what is refused for good stops the push, and
the alias has not moved.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import EngineError, TooLargeError
from pipeline.newsroom.library import Library
from pipeline.newsroom.runs.read import identity
from pipeline.records import store
from pipeline.retrieve.encoders.dense import Encoder
from pipeline.retrieve.engine import EVER, NO_LIMITS
from pipeline.retrieve.index.analysis import crc
from pipeline.retrieve.index.forward import Rows
from pipeline.retrieve.index.opened import Index
from pipeline.retrieve.opensearch import aliases, mapping, neighbours
from pipeline.retrieve.opensearch.cluster import Cluster
from pipeline.retrieve.opensearch.engine import Remote
from pipeline.retrieve.opensearch.mapping import DOCUMENT, PASSAGE, Meta
from pipeline.world import Track, unwatched

log = logging.getLogger(__name__)

BATCH = 250  # passages of one bulk: about a megabyte
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pushed:
    """A generation that is whole but does not answer yet."""

    index: str
    meta: Meta
    sent: int  # passages
    removed: int
    base: str  # the index it was cloned from, if it was


class BulkWriter:
    """Puts passages into an index that nobody reads yet."""

    def __init__(self, cluster: Cluster, index: str, held: Index, *, near: bool = False) -> None:
        """`near`: the index has a graph of vectors."""
        self.cluster, self.index, self.held, self.near = cluster, index, held, near
        self.most = BATCH  # of one bulk; fewer once one was refused for its size

    def upsert(self, ids: Sequence[str]) -> None:
        rows = self._rows(ids)  # what the embedded index refused as a row is refused here too
        made = dict(mapping.passages(self.held, rows, near=self.near))
        if len(made) != len(rows):
            raise EngineError(f"{len(rows) - len(made)} passages left the library during the push",
                              where=self.index, hint=aliases.PUSH)  # fmt: skip
        self._send({name: ("index", body) for name, body in made.items()})

    def delete(self, ids: Sequence[str]) -> None:
        self._send(dict.fromkeys(ids, ("delete", None)))

    def documents(self, ids: Iterable[str], gone: Iterable[str]) -> None:
        """Put whole documents, for `pull`, and take out those that are gone."""
        self._send({f"d:{one}": ("index", mapping.document(self.held.library, one)) for one in ids})
        self._send({f"d:{one}": ("delete", None) for one in gone})

    def _rows(self, ids: Sequence[str]) -> Rows:
        return np.array([self._named[one] for one in ids if one in self._named], dtype=np.int64)

    @cached_property
    def _named(self) -> dict[str, int]:
        rows = self.held.dated(EVER, NO_LIMITS)
        return dict(zip(self.held.rows(rows).ids(), rows.tolist(), strict=True))

    def _send(self, wanted: dict[str, tuple[str, Json | None]]) -> None:
        """Send all, by batches; one that is refused for its size in halves, and so those after it."""
        names = list(wanted)
        while names:
            some, one = names[: self.most], len(names[: self.most]) == 1
            try:
                self._batch({name: wanted[name] for name in some})
            except TooLargeError as error:
                if one:
                    raise TooLargeError(f"refused {names[0]} alone for its size (413)", where=self.index,
                                        hint=error.hint) from error  # fmt: skip
                self.most = len(some) // 2
                log.warning("engine.halved most=%s", self.most)
            else:
                del names[: len(some)]

    def _batch(self, left: dict[str, tuple[str, Json | None]]) -> None:
        """Send, and send again what was turned away for the moment."""
        for pause in (*self.cluster.patience, None):
            lines: list[Json] = []
            for name, (action, body) in left.items():
                lines += [{action: {"_id": name}}, *([body] if body else [])]
            refused = self.cluster.bulk(self.index, lines)
            left = {name: left[name] for name in refused if name in left}
            if not refused:
                return
            passing = all(why.startswith(("429", "503")) for why in refused.values())
            if pause is None or not passing:
                name, why = next(iter(refused.items()))
                raise EngineError(f"{len(refused)} of a batch were refused, {name}: {why}",
                                  where=self.index, hint=aliases.PUSH + " again: it goes on from here")  # fmt: skip
            self.cluster.world.sleep(pause)


@dataclass(frozen=True, slots=True)
class Target:
    """Where an index is to stand."""

    cluster: Cluster
    alias: str
    folder: Path  # for the note of how far a push came
    shards: int = 1
    replicas: int = 1
    dense: Encoder | None = None  # whose vectors stand beside the passages
    near: bool = False  # and are looked among, where every node has the plugin

    @property
    def encoder(self) -> str:
        return self.dense.id if self.dense else ""

    @property
    def note(self) -> Path:
        return self.folder / f"push-{self.alias}.json"


def push(held: Index, place: Target, *, full: bool = False, track: Track = unwatched) -> Pushed:
    """Make the next generation whole out of the embedded index, which has the columns of every
    passage of its library. Raises EngineError; nothing that answers has changed."""
    library = held.library
    base = None if full else _base(library, place)
    mine = Meta(encoder=place.encoder, library=identity(library), generation=library.generation,
                corpus=library.digest())  # fmt: skip
    made = _cloned(held, place, base, track) if base else _whole(held, place, track)
    place.cluster.work("POST", f"/{made.index}/_refresh")
    said = _checked(held, made, place, mine)
    aliases.declare(place.cluster, made.index, said)
    return replace(made, meta=said)


def settle(place: Target, index: str) -> list[str]:
    """Let an index answer: seal it, move the alias, and take away all but two generations. Leaves
    the names of those that went."""
    cluster = place.cluster
    sealed = {"index": {"blocks": {"write": True}, "refresh_interval": "1s"}}
    cluster.call("PUT", f"/{index}/_settings", sealed)
    before = _standing(place)
    aliases.point(cluster, place.alias, index)
    place.note.unlink(missing_ok=True)
    keep = {index, before}
    held = aliases.generations(cluster, place.alias)
    if before == index or before is None:
        keep |= set([one for one in held if one != index][-1:])
    gone = [one for one in held if one not in keep]
    for one in gone:
        cluster.call("DELETE", f"/{one}")
    return gone


def rollback(place: Target) -> tuple[str, str]:
    """Point the alias at the generation before; from where to where. Raises EngineError."""
    now = aliases.standing(place.cluster, place.alias)
    earlier = [one for one in aliases.generations(place.cluster, place.alias)
               if one != now and aliases.meta(place.cluster, one) is not None]  # fmt: skip
    if now is None or not earlier:
        raise EngineError(
            "there is no other whole generation", where=place.alias, hint=aliases.PUSH
        )
    aliases.point(place.cluster, place.alias, earlier[-1])
    return now, earlier[-1]


def _standing(place: Target) -> str | None:
    """The index the alias stands on; of several none, for a push is what mends that."""
    if not place.cluster.holds(f"/_alias/{place.alias}"):
        return None
    found = sorted(place.cluster.call("GET", f"/_alias/{place.alias}"))
    return str(found[0]) if len(found) == 1 else None


def _base(library: Library, place: Target) -> tuple[str, Meta] | None:
    """The generation to build on: ours, whole, of our versions, and no newer than the library."""
    index = aliases.standing(place.cluster, place.alias)
    found = aliases.meta(place.cluster, index) if index else None
    if index is None or found is None:
        return None
    if found.library != identity(library):
        raise EngineError("it was filled from another library", where=index, hint="`dateline index pull` "
                          "takes that corpus over; `dateline index push --full` replaces it")  # fmt: skip
    fits = found.versions == Meta().versions and found.encoder == place.encoder
    return (index, found) if fits and found.generation <= library.generation else None


# ── sending ───────────────────────────────────────────────────────────────────────────────


def _cloned(own: Index, place: Target, base: tuple[str, Meta], track: Track) -> Pushed:
    """The generation before with what changed since."""
    library = own.library
    cluster, (index, held) = place.cluster, base
    name = aliases.following(cluster, place.alias)
    free = {"index.blocks.write": False, "index.refresh_interval": "-1"}
    cluster.call("PUT", f"/{index}/_settings", {"index.blocks.write": True})
    cluster.work("POST", f"/{index}/_clone/{name}", {"settings": free}, wait_for_active_shards="1")
    cluster.call("PUT", f"/{name}/_mapping", {"_meta": {}})
    changes = library.changes(held.generation)
    writer = BulkWriter(cluster, name, own, near=held.near > 0)
    there = {one for one in changes.removed if library.passage(one) is None}
    writer.delete(sorted(there))
    for at in track(range(0, len(changes.added), BATCH), "passages sent, 250 each"):
        writer.upsert(changes.added[at : at + BATCH])
    mine = set(library.ids())
    before = Remote(cluster, index, held, library).documents
    writer.documents(library.changed(held.generation), [one for one in before if one not in mine])
    return Pushed(name, held, len(changes.added), len(there), index)


def _whole(own: Index, place: Target, track: Track) -> Pushed:
    """Everything, from where an earlier push of the same stopped."""
    library = own.library
    ids = library.changes(0).added
    documents = library.ids()
    name, done, near = _begun(own, place)
    writer = BulkWriter(place.cluster, name, own, near=near > 0)
    for at in track(range(0, len(ids), BATCH), "passages sent, 250 each"):
        if at >= done:
            writer.upsert(ids[at : at + BATCH])
            _noted(library, place, name, at + BATCH, near)
    for at in track(range(0, len(documents), BATCH), "documents sent, 250 each"):
        if len(ids) + at >= done:
            writer.documents(documents[at : at + BATCH], ())
            _noted(library, place, name, len(ids) + at + BATCH, near)
    return Pushed(name, Meta(near=near), len(ids), 0, "")


def _begun(own: Index, place: Target) -> tuple[str, int, int]:
    """The index to fill, how much of it an earlier push filled, and the width of its graph."""
    library = own.library
    held = json.loads(place.note.read_text("utf-8")) if place.note.is_file() else {}
    name = str(held.get("index", ""))
    same = held.get("of") == _of(library, place)
    if same and name and place.cluster.holds(f"/{name}"):
        return name, int(held["done"]), int(held.get("near", 0))
    if name and place.cluster.holds(f"/{name}") and name != _standing(place):
        place.cluster.call("DELETE", f"/{name}")  # of a push that will not go on
    name = aliases.following(place.cluster, place.alias)
    near = _width(own) if place.near and neighbours.served(place.cluster) else 0
    body = mapping.body(place.shards, place.replicas, near)
    place.cluster.work("PUT", f"/{name}", body, wait_for_active_shards="1")
    return name, 0, near


def _width(own: Index) -> int:
    """Numbers of a vector; 0 without vectors."""
    return 0 if own.held_vectors is None else int(own.held_vectors.codes.shape[1])


def _noted(library: Library, place: Target, name: str, done: int, near: int) -> None:
    note = {"index": name, "done": done, "near": near, "of": _of(library, place)}
    store.write(place.note, json.dumps(note).encode())


def _of(library: Library, place: Target) -> list[str]:
    """What a push is of: another generation or version begins anew."""
    versions = [f"{name} {value}" for name, value in Meta(encoder=place.encoder).versions]
    return [identity(library), str(library.generation), place.encoder, *versions]


# ── checking ──────────────────────────────────────────────────────────────────────────────


def _checked(own: Index, made: Pushed, place: Target, mine: Meta) -> Meta:
    """What the index holds, if that is what the library holds; source by source, in any order."""
    library = own.library
    there, words, leads, documents = _sums(place.cluster, made.index)
    rows = own.dated(EVER, NO_LIMITS)
    expected = mapping.sums(own, rows)
    coded = {crc(name): sums for name, sums in there.items()}
    wrong = sorted(name for name in there if coded[crc(name)] != expected.get(crc(name)))
    if wrong or coded.keys() != expected.keys() or documents != library.counts()[0]:
        raise EngineError(
            f"does not hold what the library holds: {', '.join(wrong[:5]) or 'sources or documents'} "
            f"({len(there)} sources of {len(expected)}, {documents} documents of "
            f"{library.counts()[0]})", where=made.index, hint=aliases.FULL,
        )  # fmt: skip
    return replace(mine, near=made.meta.near, passages=len(rows), words=words, leads=leads, documents=documents,
                   sources=there)  # fmt: skip


def _sums(cluster: Cluster, index: str) -> tuple[dict[str, tuple[int, int]], int, int, int]:
    """Of each source its passages and the sum of their checks; words, words of titles, documents."""
    of = {"by": {"terms": {"field": "source", "size": 10_000},
                 "aggs": {"check": {"sum": {"field": "check"}}}},
          "words": {"sum": {"field": "length"}}, "leads": {"sum": {"field": "heads"}}}  # fmt: skip
    body: Json = {
        "size": 0,
        "query": {"term": {"kind": PASSAGE}},
        "aggs": of,
        "track_total_hits": True,
    }
    found = cluster.search(index, body)["aggregations"]
    by = {one["key"]: (int(one["doc_count"]), int(one["check"]["value"]))
          for one in found["by"]["buckets"]}  # fmt: skip
    counted = cluster.call("POST", f"/{index}/_count", {"query": {"term": {"kind": DOCUMENT}}})
    documents = int(cluster.whole(counted)["count"])
    return by, int(found["words"]["value"]), int(found["leads"]["value"]), documents
