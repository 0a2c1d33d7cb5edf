"""Words in quotation marks are a phrase, and the passage that holds it comes first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from checks import each
from test_retrieve import document, fill

from pipeline.newsroom.desk import Retrieval
from pipeline.newsroom.library import Library
from pipeline.retrieve import Searcher, open_index, search
from pipeline.retrieve.encoders.rerank import Reranker
from pipeline.retrieve.search import phrases

OPEN = Retrieval(floor=0.0)
TEXTS = {
    "often": "Your writes are read. Writes of yours, read again; your read, your writes. " * 3,
    "exact": "A session that must Read your writes asks the leader until the replica has caught up.",
    "title": "Sessions keep a mark of the newest position they have seen.",
    "other": "Backups of the cluster are kept for thirty days and tested every quarter.",
}


@pytest.fixture
def searcher(tmp_path: Path) -> Searcher:
    library = Library.open(tmp_path / "library.db")
    fill(library, *(document(name, text) for name, text in TEXTS.items()))
    return Searcher(open_index(tmp_path / "index", library))


def first(question: str, searcher: Searcher) -> str:
    return search(question, searcher, OPEN)[0].passage.text


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ('"read your writes"', ("read your writes",)),
        ("how to “Read your writes” and «stale reads»", ("Read your writes", "stale reads")),
        ('"writes" alone is a word', ()),
        ('an open "mark', ()),
        ("the 5\" and 7\" disks", ()),
        ("read your writes", ()),
    ],
)  # fmt: skip
def test_a_phrase_is_what_stands_between_quotation_marks(question: str, found: object) -> None:
    assert phrases.phrases(question) == found


def test_the_passage_that_holds_the_phrase_comes_first(searcher: Searcher) -> None:
    assert first("read your writes", searcher) != TEXTS["exact"]
    assert first('"read your writes"', searcher) == TEXTS["exact"]
    assert first("how is “read your writes” kept across sessions", searcher) == TEXTS["exact"]


def test_a_phrase_is_explained_like_any_ranker(searcher: Searcher) -> None:
    hit = search('"read your writes"', searcher, OPEN)[0]
    said = {one.ranker: one.score for one in hit.ranks}
    assert said["phrase"] == 1.0
    assert all(one.ranker != "phrase" for one in each(search("read", searcher, OPEN)[0].ranks))


def test_a_phrase_beats_what_a_cross_encoder_prefers(searcher: Searcher) -> None:
    taste = Reranker("t", lambda _, texts: np.array([float("again" in one) for one in texts]))
    keen = Searcher(searcher.index, reranker=taste)
    assert first("read your writes", keen) != TEXTS["exact"]
    assert first('"read your writes"', keen) == TEXTS["exact"]


def test_a_phrase_that_stands_nowhere_changes_nothing(searcher: Searcher) -> None:
    plain = [one.passage.id for one in search("read your leader", searcher, OPEN)]
    quoted = [one.passage.id for one in search('"read your leader"', searcher, OPEN)]
    assert quoted == plain


def test_a_phrase_of_common_words_is_found_below_the_pool(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.db")
    many = {f"n{at}": f"Lease holder {at}: the holder renews its lease, lease after lease." for at in range(40)}  # fmt: skip
    wanted = "After a pause of the process, one lease holder of the old epoch may still be writing to it."
    fill(library, *(document(name, text) for name, text in (many | {"x": wanted}).items()))
    made = Searcher(open_index(tmp_path / "index", library))
    few = OPEN.model_copy(update={"pool": 10})
    assert search('"one lease holder"', made, few)[0].passage.text == wanted
