"""Words in quotation marks are a phrase, and the passage that holds it comes first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from checks import each
from test_retrieve import document, fill

from pipeline.newsroom.desk import Retrieval
from pipeline.newsroom.library import Library
from pipeline.retrieve import Searcher, open_index, search, unheld
from pipeline.retrieve.encoders.rerank import Reranker
from pipeline.retrieve.engine import NO_LIMITS
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
        ('"read-your-writes"', ("read-your-writes",)),
        ("who is “ready to commit,” and (“in doubt.”)", ("ready to commit", "in doubt")),
        ("»read your writes«, »writes«", ("read your writes",)),
        ('"max-age=0" and "--force" and "C++" and "window.open()"',
         ("max-age=0", "--force", "C++", "window.open()")),
        ('"(read your writes" "..." ""', ("read your writes",)),
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


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("read your writes", "A token gives read-your-writes to a session."),
        ("read-your-writes", "A session can read your writes."),
        ("READ YOUR WRITES", "It must read **your** `writes`."),
        ("read your writes", "They read\nyour   writes."),
        ("don't repeat yourself", "Don’t repeat yourself, they say."),
        ("kubectl apply -f", "Run `kubectl apply -f -` there."),
        ("max-age=0", "Cache-Control: no-store, max-age=0"),
        ("--force", "git push --force"),
        ("std::move", "It calls std::move(x)."),
        ("this.readTimeout = 5", "server.this.readTimeout = 5;"),
        ("200ms budget", "It has a 200ms budget."),
        ("C++", "Written in C++."),
    ],
)
def test_a_phrase_is_found_as_it_is_written_in_texts(
    phrase: str, text: str, tmp_path: Path
) -> None:
    library = Library.open(tmp_path / "library.db")
    fill(library, document("holds", text), document("else", TEXTS["other"]))
    index = open_index(tmp_path / "index", library)
    assert phrases.unheld(f'"{phrase}"', index, NO_LIMITS) == {}
    hit = search(f'"{phrase}"', Searcher(index), OPEN)[0]
    assert hit.passage.text == text


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("read your writes", "We read. Your writes are kept."),
        ("read your writes", "Bread your writes."),
        ("max-age=0", "max-age=01"),
        ("C++", "C and C#"),
        ("your writes", "yours, writes"),
    ],
)
def test_other_signs_and_words_are_no_phrase(phrase: str, text: str, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.db")
    fill(library, document("near", text))
    index = open_index(tmp_path / "index", library)
    assert phrases.unheld(f'"{phrase}"', index, NO_LIMITS) == {phrase: "stands in no passage"}


def test_who_holds_two_phrases_comes_before_who_holds_one(searcher: Searcher) -> None:
    asked = '"your writes" "the leader"'
    assert first(asked, searcher) == TEXTS["exact"]
    ranks = [{one.ranker: one.score for one in hit.ranks} for hit in search(asked, searcher, OPEN)]
    assert [one.get("phrase") for one in ranks][:2] == [2.0, 1.0]


def test_a_phrase_that_stands_nowhere_is_named(searcher: Searcher) -> None:
    said = unheld('"read your leader" or "read your writes", "of the"', searcher)
    assert said == {
        "read your leader": "stands in no passage",
        "of the": "is of common words alone, which are not looked for",
    }
    assert set(unheld('"read your writes"', searcher, sources=("elsewhere",))) == {
        "read your writes"
    }


def test_a_phrase_that_stands_word_for_word_is_an_answer_however_common(searcher: Searcher) -> None:
    strict = Retrieval(floor=5.0)
    assert search("read your writes", searcher, strict) == ()
    assert search('"read your writes" in Cassandra', searcher, strict) == ()
    assert search('"read your writes"', searcher, strict)[0].passage.text == TEXTS["exact"]
    assert search('"read your leader"', searcher, strict) == ()


def test_a_phrase_of_common_words_is_found_below_the_pool(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.db")
    many = {f"n{at}": f"Lease holder {at}: the holder renews its lease, lease after lease." for at in range(40)}  # fmt: skip
    wanted = "After a pause of the process, one lease holder of the old epoch may still be writing to it."
    fill(library, *(document(name, text) for name, text in (many | {"x": wanted}).items()))
    made = Searcher(open_index(tmp_path / "index", library))
    few = OPEN.model_copy(update={"pool": 10})
    assert search('"one lease holder"', made, few)[0].passage.text == wanted
