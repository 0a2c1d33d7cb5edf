"""What is known of words: read by stretches, kept on disk, and the same as each token read alone."""

from __future__ import annotations

import errno
from pathlib import Path

import numpy as np
import pytest
from checks import each
from hypothesis import given, settings
from hypothesis import strategies as st
from index_writer import shelve, some

from pipeline.newsroom.library import Library
from pipeline.retrieve import open_index
from pipeline.retrieve.encoders import word_vectors
from pipeline.retrieve.index import analysis, embedded, terms, vocabulary
from pipeline.retrieve.index import lexicon as lexicon_module
from pipeline.retrieve.index.lexicon import BARE, Lexicon, TextCodes
from pipeline.retrieve.index.sum_table import SumTable

ODD = ["Paris", "the", "(R+W>N)", "don’t,", "max-age:", "10,000", "200ms;", "naïve", "a\u00a0b", "“quoted”", "c++)",
       "C#.", "x" * 300, "a,b;c,d " * 90, "_x_", "\x1c", "\ud800w", "ß", "٣٤", "Ⅷ", "foo.", "", " ", "\u2003z"]  # fmt: skip
TEXTS = st.lists(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(ODD)).map(" ".join)))


def alone(texts: list[str]) -> tuple[list[int], list[int], list[list[int]]]:
    """What each token of some texts gives by itself."""
    cut = [terms.TOKEN.findall(text) for text in texts]
    tokens = [token for each in cut for token in each]
    senses = word_vectors.senses()
    counts = [
        [
            sum(len(terms.of(token)) for token in each),
            sum(len(senses.of(token)) for token in each),
            len(each),
            sum(any(map(str.isdecimal, token)) for token in each),
        ]
        for each in cut
    ]
    codes = [terms.code(term) for token in tokens for term in terms.of(token)]
    return codes, [piece for token in tokens for piece in senses.of(token)], counts


def together(read: TextCodes) -> tuple[list[int], list[int], list[list[int]]]:
    counts = np.stack([read.coded, read.pieced, read.tokens, read.figures], axis=1)
    return read.codes.tolist(), read.pieces.tolist(), counts.tolist()


SUMS = st.lists(st.one_of(st.integers(0, 40), st.integers(0, 2**64 - 1)), unique=True, max_size=60)


@given(batches=st.lists(SUMS, min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_table_of_sums_numbers_as_a_dict_would(batches: list[list[int]]) -> None:
    table, expected = SumTable(places=4), dict[int, int]()
    assert batches
    for batch in batches:
        asked = np.array(batch, dtype=np.uint64)
        assert table.find(asked).tolist() == [expected.get(one, -1) for one in batch]
        new = [one for one in batch if one not in expected]
        table.add(np.array(new, dtype=np.uint64))
        expected |= {one: len(expected) + at for at, one in enumerate(new)}
    held = np.array([*expected, *expected], dtype=np.uint64)
    assert table.find(held).tolist() == [*expected.values(), *expected.values()]


@given(first=TEXTS, second=TEXTS)
@settings(max_examples=80, deadline=None)
def test_texts_read_by_stretches_say_what_their_tokens_say_alone(
    first: list[str], second: list[str]
) -> None:
    lexicon = Lexicon()
    for texts in (first, second, first):
        assert together(lexicon.read(texts)) == alone(texts)


@given(texts=TEXTS)
@settings(max_examples=40, deadline=None)
def test_what_a_vocabulary_holds_is_what_would_be_read(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("words")
    before = Lexicon()
    before.read([*texts[::2], "retries of leases"])
    vocabulary.write(folder, [before.known()])
    held = vocabulary.read(folder)
    assert held is not None and together(Lexicon().read(texts, held)) == alone(texts)


def test_nothing_said_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon_module, "_POWERS", {})
    for texts in ([], ["", " "], ["now"]):
        assert together(Lexicon().read(texts)) == alone(texts)


def test_no_sign_around_a_bare_word_belongs_to_a_token() -> None:
    for sign in each(BARE):
        assert terms.TOKEN.findall(f"{sign}word{sign}") == ["word"]


def test_a_vocabulary_cut_anywhere_is_none(tmp_path: Path) -> None:
    lexicon = Lexicon()
    lexicon.read(["leases and fencing tokens", "a retry budget of 3"])
    vocabulary.write(tmp_path, [lexicon.known()])
    path = tmp_path / vocabulary.FILE
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        assert vocabulary.read(tmp_path) is None
    path.write_bytes(b"another" + whole[7:])
    assert vocabulary.read(tmp_path) is None


def test_a_vocabulary_with_a_rotten_byte_is_none_and_is_written_anew(tmp_path: Path) -> None:
    lexicon = Lexicon()
    lexicon.read(["leases and fencing tokens", "a retry budget of 3"])
    vocabulary.write(tmp_path, [lexicon.known()])
    path = tmp_path / vocabulary.FILE
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
        assert vocabulary.read(tmp_path) is None, at
    vocabulary.write(tmp_path, [lexicon.known()])
    assert path.read_bytes() == whole


def test_an_index_stands_where_its_vocabulary_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(embedded, "LEARNT", 5)
    replace = Path.replace

    def on_a_full_disk(path: Path, target: Path) -> Path:
        if target.name == vocabulary.FILE:
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace(path, target)

    analysis._LEXICON.forget()
    with Library.open(tmp_path / "library.db") as library, monkeypatch.context() as patch:
        shelve(library, some(range(20)))
        patch.setattr(Path, "replace", on_a_full_disk)
        index = open_index(tmp_path / "index", library)
        assert len(index.forward.rows) == library.counts()[1]
    assert "unkept" in caplog.text and "No space left" in caplog.text
    assert not list((tmp_path / "index").rglob(f"{vocabulary.FILE}*"))


def test_a_vocabulary_grows_to_its_bound_by_what_came_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vocabulary, "MOST", 4)
    lexicon = Lexicon()
    lexicon.read(["one two three"])
    vocabulary.write(tmp_path, [lexicon.fresh()])
    held = vocabulary.read(tmp_path)
    assert held is not None
    lexicon.read(["four five six " + "x1;" * 300])
    fresh = lexicon.fresh()
    assert len(fresh) == 4
    vocabulary.write(tmp_path, [fresh])
    grown = vocabulary.read(tmp_path)
    assert grown is not None and len(grown.held) == 4
    assert (grown.find(held.held.sums) >= 0).all()
    assert 300 not in grown.held.tokens.tolist()


def test_a_lexicon_that_is_full_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "CACHE", 3)
    lexicon = Lexicon()
    for text in ("one two three four", "one five", "six"):
        assert together(lexicon.read([text])) == alone([text])
    assert len(lexicon) == 3


def test_rows_added_by_a_vocabulary_have_the_bytes_of_rows_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "LEARNT", 5)
    found = []
    for name in ("with", "without"):
        with Library.open(tmp_path / name / "library.db") as library:
            for turn in (range(20), range(20, 40)):
                analysis._LEXICON.forget()
                shelve(library, some(turn))
                index = open_index(tmp_path / name / "index", library)
                (words,) = (tmp_path / name / "index").rglob(vocabulary.FILE)
                if name == "without":
                    words.unlink()
            held = index.forward
            found.append((held.rows.tobytes(), held.codes.tobytes(), held.senses.tobytes()))
    assert found[0] == found[1]
