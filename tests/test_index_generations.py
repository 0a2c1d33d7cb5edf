"""An index that is built anew is checked before it answers, and the one before it is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_damage import newsroom, rotten
from test_day import command

from bench import growth_bare
from pipeline.errors import CorpusError
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.library import Library
from pipeline.retrieve.index import embedded, generations, postings
from pipeline.retrieve.search import rankers


def built_again(room: Newsroom) -> None:
    with Library.open(room.library) as library:
        embedded._rebuild(room.index, library)


def answers(room: Newsroom) -> int:
    with Library.open(room.library) as library:
        return embedded.open_index(room.index, library).passages


def test_a_new_build_keeps_the_one_before_and_no_older_one(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    before = answers(room)
    for _ in range(3):
        built_again(room)
    assert generations.kept(room.index) == ["g3", "g4"]
    assert generations.current(room.index).name == "g4"
    assert answers(room) == before


def test_rollback_lets_the_one_before_answer_again(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    before = answers(room)
    built_again(room)
    result = command("index", "rollback", "--root", str(room.root), "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"from": "g2", "to": "g1"})
    assert generations.current(room.index).name == "g1"
    assert answers(room) == before


def test_rollback_without_an_earlier_generation_says_so(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    result = command("index", "rollback", "--root", str(room.root))
    assert result.exit_code == 2
    assert "no earlier generation" in result.stderr


def test_rollback_to_a_damaged_generation_leaves_the_one_in_use(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    built_again(room)
    rotten(room.index / "g1" / "commits")
    with Library.open(room.library) as library, pytest.raises(CorpusError, match="cannot answer"):
        embedded.roll_back(room.index, library)
    assert generations.current(room.index).name == "g2"


@pytest.mark.parametrize(
    ("fault", "says"),
    [("short", "the library"), ("blind", "by their own words")],
)
def test_a_generation_that_does_not_hold_or_find_is_refused_and_the_last_one_stands(
    fault: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = newsroom(tmp_path / "room")
    if fault == "short":
        monkeypatch.setattr(Library, "counts", lambda self: (5, 99))
    else:
        monkeypatch.setattr(postings, "best", lambda *_: ((), ()))
    with pytest.raises(CorpusError, match=says):
        built_again(room)
    assert generations.kept(room.index) == ["g1"]
    assert generations.current(room.index).name == "g1"


def test_a_build_that_was_killed_leaves_nothing_the_next_one_keeps(tmp_path: Path) -> None:
    room = newsroom(tmp_path / "room")
    (room.index / "g7").mkdir()
    (room.index / "g7" / "rows.bin").write_bytes(b"half")
    built_again(room)
    assert generations.kept(room.index) == ["g1", "g8"]


def test_an_index_that_is_laid_without_texts_answers(tmp_path: Path) -> None:
    """What `bench/growth.py` measures a million passages on is an index as any other."""
    room, state = newsroom(tmp_path / "room"), tmp_path / "bare"
    answers(room)
    with Library.open(room.library) as library:
        weights = rankers.weigh(next(library.passages()).text)
    growth_bare.lay(room.state, state, 300, "2026-08-15")
    with Library.open(state / "library.db") as library:
        index = embedded.open_index(state / "index", library)
        assert (index.passages, index.rebuilt) == (300, "")
        asked = rankers.heaviest(weights, rankers.rarity(index, weights))
        assert len(index.nominate(asked, 20, rankers.NO_LIMITS)) >= 20
