"""What every engine owes: asked of each that is present, a cluster of one process and a real one."""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from pipeline import retrieve
from pipeline.errors import EngineError
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.library import Library
from pipeline.records import Hit
from pipeline.retrieve import Searcher
from pipeline.retrieve.encoders.dense import Encoder, units
from pipeline.retrieve.engine import Limits
from pipeline.retrieve.opensearch import aliases, generation
from pipeline.retrieve.opensearch.cluster import Cluster, open_cluster
from pipeline.retrieve.opensearch.engine import Remote
from pipeline.retrieve.opensearch.push import Target
from pipeline.retrieve.search import rankers
from pipeline.run import RunPlan, run_day
from pipeline.world import World

DAY = "2026-11-20"
GOLD = Path(retrieve.__file__).parent.parent / "starter" / "gold"
QUESTIONS = tuple(
    json.loads(line)["question"]
    for path in sorted(GOLD.glob("*.jsonl"))
    for line in path.read_text("utf-8").splitlines()
)
PHRASES = ('"exactly once" "at-least-once"', '"stand in nodes" of a quorum', '"zebra crossing"')


@dataclass(frozen=True)
class Both:
    """One corpus in the embedded engine and in a cluster."""

    room: Newsroom
    library: Library
    place: Target

    @property
    def cluster(self) -> Cluster:
        return self.place.cluster

    def ours(self) -> Searcher:
        return generation.beside(self.place, self.library)[1]

    def theirs(self) -> Searcher:
        name, coder = self.place.encoder, self.place.dense
        engine = aliases.open_engine(self.cluster, self.place.alias, self.library, encoder=name)
        return Searcher(engine, coder)

    def publish(self, *, full: bool = False) -> str:
        made = generation.publish(self.room, self.library, self.place, full=full)
        return made.index if made else ""


def world() -> World:
    return World(now=lambda: datetime(2026, 11, 20, 8, tzinfo=UTC), sleep=lambda _: None)


def naming(room: Newsroom, urls: Sequence[str], alias: str, **more: object) -> Newsroom:
    """The newsroom with a desk that names a cluster."""
    changed = {"engine": "opensearch", "engine_urls": tuple(urls), "engine_index": alias, **more}
    retrieval = room.desk.retrieval.model_copy(update=changed)
    return replace(room, desk=room.desk.model_copy(update={"retrieval": retrieval}))


def both(room: Newsroom, library: Library, told: World | None = None) -> Both:
    """Open both engines of a newsroom whose desk names a cluster."""
    cluster = open_cluster(room.desk.retrieval, told or world())
    folder = room.state / "index"
    return Both(room, library, generation.place_of(room, cluster, folder))


def tiny(name: str = "tiny") -> Encoder:
    """A random encoder: texts with words in common lie near each other."""

    def encode(texts: Sequence[str]) -> np.ndarray:
        rows = [sum(_word(one) for one in text.lower().split()) for text in texts]
        return units(np.array(rows, dtype=np.float32).reshape(len(texts), -1))

    return Encoder(name, encode)


@cache
def _word(word: str) -> np.ndarray:
    return np.random.default_rng(zlib.crc32(word.encode())).normal(size=16)


def by_vectors(here: Both) -> Both:
    """The same with a sentence model, whose vectors go to the cluster with the passages."""
    changed = here.room.desk.retrieval.model_copy(update={"dense_pool": "words"})
    room = replace(here.room, desk=here.room.desk.model_copy(update={"retrieval": changed}))
    return Both(room, here.library, replace(here.place, dense=tiny()))


def vectors_score_alike(here: Both) -> None:
    """With vectors in the cluster both engines rank alike, and otherwise than without them; whose
    vectors they are is told from the index, and another model's are refused."""
    dense = by_vectors(here)
    assert dense.publish()
    assert dense.publish() == ""  # it stands there already
    same_answers(dense, QUESTIONS[::12])
    index = aliases.standing(here.cluster, here.place.alias) or ""
    for other in ("", tiny("another").id):
        with pytest.raises(EngineError, match="vectors of tiny") as caught:
            aliases.opened(here.cluster, index, here.library, encoder=other)
        assert "push --full" in caught.value.hint
    options = dense.room.desk.retrieval
    first = retrieve.search(QUESTIONS[0], dense.theirs(), options, k=20)
    assert "dense" in {rank.ranker for rank in first[0].ranks}
    assert told(first) != told(retrieve.search(QUESTIONS[0], here.ours(), options, k=20))


def vectors_find_alike(here: Both) -> None:
    """With the k-NN plugin both engines find alike what only vectors find, under limits too."""
    near = Both(here.room, here.library, replace(here.place, dense=tiny(), near=True))
    assert near.room.desk.retrieval.dense_pool == "all"
    assert near.publish()
    one, two = near.ours(), near.theirs()
    assert isinstance(two.index, Remote) and two.index.meta.near == 16
    asking = tiny().question(QUESTIONS[0])
    some = tuple(source.id for source in here.room.sources[:6])
    for limits in (Limits(), Limits(some), Limits(None, 739_000)):
        found = [rankers.nearest(each.index, asking, 20, limits) for each in (one, two)]
        ids = [each.index.rows(rows).ids() for each, rows in zip((one, two), found, strict=True)]
        assert ids[0] == ids[1] and ids[0]
    same_answers(near, QUESTIONS[::6])
    assert near.publish(full=True)  # and a clone of it has a graph too
    assert near.theirs().index.meta.near == 16  # type: ignore[attr-defined]


def told(hits: Sequence[Hit]) -> list[tuple[str, float, object]]:
    return [(hit.passage.id, hit.score, hit.ranks) for hit in hits]


def same_answers(here: Both, questions: Sequence[str]) -> None:
    """Hits, scores and ranks of both engines are equal, and so is what a day is asked about."""
    one, two, options = here.ours(), here.theirs(), here.room.desk.retrieval
    assert questions
    for question in questions:
        first = told(retrieve.search(question, one, options, k=20))
        assert first == told(retrieve.search(question, two, options, k=20)), question
    rooms = (here.room.desk, here.room.sources)
    asked = [retrieve.NewsReading(each, *rooms).asked(DAY) for each in (one, two)]
    assert any(asked[0].values()) and asked[0] == asked[1]


def phrases_are_found_alike(here: Both) -> None:
    """What stands word for word, and which phrase stands nowhere."""
    same_answers(here, PHRASES)
    one, two = here.ours(), here.theirs()
    first = retrieve.search(PHRASES[0], two, here.room.desk.retrieval, k=1)[0]
    assert any(rank.ranker == "phrase" for rank in first.ranks)
    lacking = [[retrieve.unheld(question, each) for question in PHRASES] for each in (one, two)]
    assert lacking[0] == lacking[1] and [len(said) for said in lacking[0]] == [0, 0, 1]


def a_filter_costs_no_depth(here: Both) -> None:
    """Within a source as many passages come as with the embedded engine, and the same."""
    one, two = here.ours().index, here.theirs().index
    weights = rankers.weigh("cache request latency service data model")
    assert len(here.room.sources) > 10
    for source in here.room.sources:
        found = [rankers.pooled(each, weights, 10, Limits((source.id,))) for each in (one, two)]
        ids = [each.view.ids() if each else [] for each in found]
        assert ids[0] == ids[1]


def what_is_deleted_is_never_found(here: Both) -> None:
    """A document that is removed is in no answer of the next generation, which is a clone with
    what changed, and the evidence of both engines stays equal."""
    name = "A canary of eleven zebras."
    hit = retrieve.search(QUESTIONS[0], here.theirs(), here.room.desk.retrieval, k=1)[0]
    with here.library.change() as number:
        here.library.remove(number, hit.document.id)
        text = f"{name} {hit.passage.text}"
        new = replace(hit.document, id="d" * 12, title=name, text=text, sha256="f" * 64)
        passage = replace(
            hit.passage, id="e" * 16, document=new.id, start=0, end=len(text), text=text
        )
        here.library.put(number, new, (passage,))
    assert here.publish()
    options = here.room.desk.retrieval.model_copy(update={"floor": 0.0})
    found = retrieve.search(QUESTIONS[0], here.theirs(), options, k=50)
    assert found and hit.document.id not in {one.document.id for one in found}
    first = retrieve.search("canary of eleven zebras", here.theirs(), options, k=1)
    assert [one.document.id for one in first] == [new.id]
    same_answers(here, QUESTIONS[:10])


def a_brief_is_equal_to_the_byte(
    room: Newsroom, urls: Sequence[str], alias: str, home: Path
) -> None:
    """The day made twice out of one folder, once by each engine."""
    made = []
    for engine in ("local", "opensearch"):
        root = home / engine
        shutil.copytree(room.root, root)
        shutil.rmtree(root / "briefs" / DAY, ignore_errors=True)
        copied = open_newsroom(root)
        if engine == "opensearch":
            copied = naming(copied, urls, alias)
        run_day(copied, world(), RunPlan(DAY, build=False))
        made.append({name: (root / "briefs" / DAY / f"{name}.json").read_bytes()
                     for name in ("brief", "evidence", "findings", "news")})  # fmt: skip
    assert made[0] == made[1]
