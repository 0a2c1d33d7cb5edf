"""Records round-trip; files and folders are replaced whole or not at all."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import CorpusError, RecordError
from pipeline.newsroom.library import Library
from pipeline.records import Block, Document, Finding, Passage, Where, store


def document(text: str, *, revision: int = 1, url: str = "https://a.example/x") -> Document:
    return Document(
        id=store.short_id(url),
        source="a",
        url=url,
        title="T",
        authors=("A",),
        published="2026-11-01T00:00:00+00:00",
        published_from="feed",
        updated=None,
        fetched="2026-11-02T00:00:00+00:00",
        text=text,
        blocks=(Block("paragraph", 0, len(text)),),
        sha256=store.sha256(text.encode()),
        revision=revision,
        also_at=("https://b.example/x",),
        removed=(("zero-width", 2),),
        domains=("security",),
    )


def passage(one: Document) -> Passage:
    return Passage(
        store.short_id(one.id, one.text), one.id, one.source, 0, len(one.text), one.text, ("H",)
    )


@given(st.text(), st.text(), st.integers(0, 9))
def test_a_record_comes_back_from_json_as_it_was(match: str, message: str, line: int) -> None:
    finding = Finding("rule", "error", Where("$.x", line), match, message)
    assert store.from_json(Finding, store.to_json(finding)) == finding


def test_a_malformed_record_names_its_file_and_field() -> None:
    with pytest.raises(RecordError) as caught:
        store.from_json(Finding, '{"rule": 3}', where="findings.json")
    assert str(caught.value).startswith("findings.json: rule")


def test_a_record_that_is_asked_for_again_is_the_one_that_its_bytes_are(tmp_path: Path) -> None:
    path, at = tmp_path / "a.json", Where("$")
    one, two = (Finding("rule", "error", at, "x", words) for words in ("one", "two"))
    store.write(path, store.to_json(one))
    assert store.read(Finding, path) == one and store.read(Finding, path) == one
    path.write_text(store.to_json(two), "utf-8")  # as large as the first, written in place
    assert store.read(Finding, path) == two


def test_what_may_be_changed_is_read_anew_for_each(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    store.write(path, "{}")
    store.read(dict[str, int], path)["a"] = 1
    assert store.read(dict[str, int], path) == {}


def test_writing_the_same_bytes_again_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    assert store.write(path, "one") is True
    assert store.write(path, "one") is False
    assert store.write(path, "two") is True
    assert [one.name for one in path.parent.iterdir()] == ["b.txt"]


def test_the_library_gives_back_what_it_holds_and_what_changed(tmp_path: Path) -> None:
    first, other = document("One."), document("Other.", url="https://a.example/y")
    with Library.open(tmp_path / "library.db") as library:
        with library.change() as generation:
            library.put(generation, first, (passage(first),))
            library.put(generation, other, (passage(other),))
        assert library.document(first.id) == first
        assert list(library.passages(first.id)) == [passage(first)]
        assert library.counts() == (2, 2)
        before = library.generation
        second = document("Two.", revision=2)
        with library.change() as generation:
            library.put(generation, second, (passage(second),))
            library.remove(generation, other.id)
        changes = library.changes(before)
        assert changes.added == (passage(second).id,)
        assert set(changes.removed) == {passage(first).id, passage(other).id}
        assert library.revisions(first.id) == (first,)


def test_passages_and_titles_come_as_asked_for_and_what_is_not_held_is_left_out(
    tmp_path: Path,
) -> None:
    documents = [replace(document(text, url=text), title=title) for text, title in
                 (("One.", 'A "quoted" \\ title'), ("Two.", "naïve – " * 700), ("Three.", ""))]  # fmt: skip
    with Library.open(tmp_path / "library.db") as library:
        with library.change() as generation:
            for each in documents:
                library.put(generation, each, (passage(each),))
        ids = [passage(each).id for each in reversed(documents)]
        assert library.named([*ids[:2], "nobody", ids[2]]) == [*map(passage, reversed(documents))]
        assert library.named([]) == [] and library.titled([]) == {}
        told = library.titled([*(each.id for each in documents), "nobody"])
        day = (documents[0].published or "")[:10] or None
        assert told == {each.id: (each.title, day) for each in documents}


@pytest.mark.parametrize("body", ["", "{", "1, 2", '{"id": "x"}'])
def test_a_passage_that_is_not_what_was_kept_is_refused_among_others(
    tmp_path: Path, body: str
) -> None:
    one, two = document("One.", url="one"), document("Two.", url="two")
    with Library.open(tmp_path / "library.db") as library:
        with library.change() as generation:
            for each in (one, two):
                library.put(generation, each, (passage(each),))
        library._db.execute("UPDATE passages SET body=? WHERE document=?", (body, one.id))
        with pytest.raises(CorpusError, match="holds a passage that cannot be read"):
            library.named([passage(one).id, passage(two).id])


def test_a_failed_change_leaves_the_last_good_generation(tmp_path: Path) -> None:
    one = document("One.")
    with Library.open(tmp_path / "library.db") as library:
        with pytest.raises(RuntimeError), library.change() as generation:
            library.put(generation, one, (passage(one),))
            raise RuntimeError
        assert library.counts() == (0, 0)
        assert library.generation == 0


def test_a_file_that_is_no_library_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_text("not a database, but somebody's notes " * 40, "utf-8")
    with pytest.raises(CorpusError, match="not a dateline library"):
        Library.open(path)
    assert path.read_text("utf-8").startswith("not a database")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda part: (
        st.lists(part, max_size=4)
        | st.dictionaries(st.text(max_size=4) | st.integers() | st.none(), part, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_records_are_written_as_the_standard_library_writes_them_with_an_indent(value: Any) -> None:
    assert store.to_json(value) == json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def test_a_record_is_written_as_a_dict_of_its_fields() -> None:
    block = Block("paragraph", 0, 4)
    nested = {"blocks": [asdict(block)], "none": ()}
    assert store.to_json({"blocks": (block,), "none": ()}) == store.to_json(nested)
    assert json.loads(store.to_json(block)) == json.loads(store.row(block)) == asdict(block)


def test_the_files_below_a_folder_are_those_of_a_path_in_its_order(tmp_path: Path) -> None:
    for name in ("a/b/c.md", "a-b.md", "a/z.md", "b/.hidden", "é.md"):
        store.write(tmp_path / name, "text")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "linked.md").symlink_to(tmp_path / "a-b.md")
    looked = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    names = [path.relative_to(tmp_path).as_posix() for path in looked]
    assert store.files_below(tmp_path) == names and len(names) == 6
    assert store.files_below(tmp_path / "absent") == []
