"""The day that makes a document news, and the query that finds what is new among all that is held."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from checks import each
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.news.documents import newness
from pipeline.news.documents.newness import Moment, window
from pipeline.newsroom.library import Library
from pipeline.records import Document, Head
from pipeline.records.story import Arrivals

DAY = "2026-08-20"


def head(
    name: str, published: str = "", first: str = "2026-01-01", changed: str = "", source: str = "s"
) -> Head:
    return Head(name, source, published, first, changed)


def moments(heads: Sequence[Head], day: str) -> Mapping[str, Moment]:
    """What a library says of documents with these dates, whenever they are of."""
    with Library.open(Path(":memory:")) as held:
        shelve(held, heads)
        return newness.moments_of([each.id for each in heads], held, day)


def shelve(library: Library, heads: Sequence[Head]) -> None:
    with library.change() as generation:
        for each in heads:
            library.put(generation, dated(each), ())


def dated(of: Head) -> Document:
    return Document(
        of.id, of.source, f"https://x.example/{of.id}", of.id, (), of.published or None, "front matter", None,
        "2026-01-01", "", (), of.id, first_seen=of.first_seen, changed=of.changed or None,
    )  # fmt: skip


def plainly(heads: Sequence[Head], day: str) -> dict[str, Moment]:
    """The moments by a look at every document, as the definition has it."""
    held = [each for each in heads
            if not each.first_seen or each.first_seen <= day or "" < each.published <= day]  # fmt: skip
    firsts = sorted((each.source, each.first_seen) for each in held if each.first_seen)
    counts = [Counter((each.source, getattr(each, name)) for each in held if getattr(each, name))
              for name in ("first_seen", "published", "changed")]  # fmt: skip
    return dict(newness.moments(held, day, Arrivals(dict(reversed(firsts)), *counts)))


@given(seed=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_a_query_of_what_is_new_finds_what_a_look_at_every_document_finds(seed: int) -> None:
    chance = random.Random(seed)
    days = ["", *(f"2026-08-{n:02}" for n in range(8, 24))]
    heads = [
        Head(
            f"d{n}", chance.choice("abc"), *(chance.choice(days[-width:]) for width in (17, 4, 17))
        )
        for n in range(60)
    ] + [head(f"e{n}", first="2026-08-09", changed="2026-08-19", source="a") for n in range(11)]
    with Library.open(Path(":memory:")) as held:
        shelve(held, heads)
        kept = {each.id: each for each in held.heads.all()}
        for first in ("", "2026-08-18"):
            every = plainly([*kept.values()], DAY)
            found = newness.dated_since(first, held, DAY)
            assert all(every[name] == moment for name, moment in found.items())
            new = {
                name
                for name, each in every.items()
                if max(each.day, each.changed, "1") >= max(first, "2")
            }
            assert new <= set(found)
        assert newness.moments_of(kept, held, DAY) == every
        assert held.heads.was_there(DAY) == bool(every)


def test_an_import_of_many_files_on_one_day_is_no_news() -> None:
    found = moments(
        [head("early", first="2025-01-01"), *(head(f"n{n}", first=DAY) for n in range(11))], DAY
    )
    found = {name: one for name, one in found.items() if name != "early"}
    assert len(found) == 11 and not any(one.day for one in each(found.values()))


def test_a_file_that_comes_alone_to_a_known_source_is_news() -> None:
    found = moments([head("early", first="2025-01-01"), head("new", first=DAY)], DAY)
    assert (found["new"].day, found["new"].dated, found["new"].age) == (DAY, "first_seen", 0)


def test_the_first_look_at_a_source_is_no_news() -> None:
    found = moments([head("a", first=DAY), head("b", first=DAY)], DAY)
    assert not found["a"].day and not found["b"].day


def test_items_of_a_first_look_count_by_their_own_dates() -> None:
    found = moments([head("a", "2026-08-18", first=DAY), head("b", first=DAY)], DAY)
    assert found["a"].day == "2026-08-18"


def test_a_date_after_the_day_does_not_count() -> None:
    found = moments(
        [head("a", "2026-09-01", changed="2026-08-25"), head("later", first="2026-08-21")], DAY
    )
    assert not found["a"].day and not found["a"].changed
    assert "later" not in found


def test_an_old_text_that_comes_late_is_old() -> None:
    late = [head("late", "2018-09-25", first=DAY), head("weeks", "2026-08-12", first=DAY)]
    found = moments(
        [head("early", first="2025-01-01"), *late, head("days", "2026-08-13", first=DAY)], DAY
    )
    assert found["late"].day == "2018-09-25" and found["late"].dated == "published"
    assert found["weeks"].day == "2026-08-12" and found["weeks"].age == 8
    assert found["days"].day == DAY and found["days"].dated == "first_seen"


def test_an_edit_of_all_pages_at_once_is_not_news() -> None:
    found = moments([head(f"n{n}", changed=DAY) for n in range(3_000)], DAY)
    assert len(found) == 3_000 and not any(one.changed for one in each(found.values()))


def test_a_missed_night_widens_the_window() -> None:
    assert window(DAY, "2026-08-19", 7) == 7
    assert window(DAY, "2026-08-06", 7) == 14
    assert window(DAY, "", 7) == 7


def test_a_day_that_has_not_come_is_on_no_label() -> None:
    found = moments(
        [head("early", first="2025-01-01"), head("a", "2026-08-19", first="2026-08-21")], DAY
    )
    assert (found["a"].day, found["a"].dated) == ("2026-08-19", "published")


def test_a_document_dated_by_its_publisher_was_there_though_it_was_read_later() -> None:
    early = Head("d1", "s", published="2026-11-12", first_seen="2026-11-26", changed="")
    unknown = Head("d2", "s", published="", first_seen="2026-11-26", changed="")
    placed = moments([early, unknown], "2026-11-14")
    assert placed["d1"].day == "2026-11-12" and "d2" not in placed


def test_a_day_after_the_edition_dates_nothing() -> None:
    heads = [
        Head("d1", "s", published="2026-08-04", first_seen="2026-08-20", changed=""),
        Head("d2", "s", published="2026-07-01", first_seen="2026-07-02", changed=""),
    ]
    assert moments(heads, "2026-08-11")["d1"].day == "2026-08-04"
