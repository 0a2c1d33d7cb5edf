"""How old a page is, and which days are news, row by row."""

from __future__ import annotations

import pytest

from pipeline.news.documents import newness
from pipeline.newsroom import ages


@pytest.mark.parametrize(
    ("day", "last", "days", "expected"),
    [
        ("2026-11-20", "", 7, 7),
        ("2026-11-20", "2026-11-19", 7, 7),
        ("2026-11-20", "2026-11-10", 7, 10),
        ("2026-11-20", "2026-11-13", 7, 7),
        ("2026-11-20", "2026-11-12", 7, 8),
        ("2026-03-01", "2026-02-27", 1, 2),
    ],
)
def test_days_that_count_as_news_reach_back_to_the_last_brief(
    day: str, last: str, days: int, expected: int
) -> None:
    assert newness.window(day, last, days) == expected


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        ("2026-11-20", 1, "2026-11-20"),
        ("2026-11-20", 7, "2026-11-14"),
        ("2026-03-01", 2, "2026-02-28"),
        ("2024-03-01", 2, "2024-02-29"),
        ("2026-01-01", 2, "2025-12-31"),
    ],
)
def test_a_window_of_days_begins_on_its_first_day(day: str, days: int, expected: str) -> None:
    assert newness.first_day(day, days) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-20", "2026-11-21"),
        ("2026-12-31", "2027-01-01"),
        ("2024-02-28", "2024-02-29"),
        ("2026-02-28", "2026-03-01"),
    ],
)
def test_the_day_after_a_day_is_that_of_the_calendar(day: str, expected: str) -> None:
    assert newness.next_day(day) == expected


@pytest.mark.parametrize(
    ("day", "published", "expected"),
    [
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-19", 1),
        ("2026-11-20", "2026-11-25", 0),
        ("2026-11-20", None, None),
        ("2026-11-20", "", None),
        ("2026-11-20", "2025-11-20", 365),
        ("2026-11-20", "2026-11-19T23:59:00+00:00", 1),
    ],
)
def test_a_page_is_as_old_as_the_days_since_it_was_published(
    day: str, published: str | None, expected: int | None
) -> None:
    assert ages.age(day, published) == expected
