"""Dates are what a publisher says, or there is none."""

from __future__ import annotations

import pytest

from pipeline.ingest import dates
from pipeline.ingest.readers import markdown
from pipeline.ingest.reading import Input, Reading


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Tue, 03 Nov 2026 09:00:00 +0100", "2026-11-03T08:00"),
        ("Tue, 3 Nov 2026 9:00 PST", "2026-11-03T17:00"),
        ("Tue, 03 Nov 26 09:00:00 GMT", "2026-11-03T09:00"),
        ("Thu Nov  3 09:00:00 2026", "2026-11-03T09:00"),
        ("Thu Nov 03 2026 09:00:00 GMT+0100 (CET)", "2026-11-03T08:00"),
        ("2024-05-01 10:00 Europe/Berlin", "2024-05-01T08:00"),
        ("2024-05-01 10:00:00 +0000 UTC", "2024-05-01T10:00"),
        ("2024-4-30 16:00:00 -8", "2024-05-01T00:00"),
        ("1793696400", "2026-11-03T09:00"),
        (1793696400000, "2026-11-03T09:00"),
        ("November 3rd, 2026", "2026-11-03T00:00"),
        ("3. März 2024", "2024-03-03T00:00"),
        ("Nov. 3, 2026 9:30 PM EST", "2026-11-04T02:30"),
        ("Updated on 5 May 2024 by Ann", "2024-05-05T00:00"),
        ("25/12/2023", "2023-12-25T00:00"),
        ("03.04.2023", "2023-04-03T00:00"),
    ],
)
def test_a_date_is_read_as_the_moment_it_names(said: object, read: str) -> None:
    assert dates.iso(said) == f"{read}:00+00:00"


@pytest.mark.parametrize(
    "said",
    [
        "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1793-11-01", 0, "2024", "May 2024", "2024-13-45",
        "04/05/2023", "Tue, 03 Nov 2026 09:00:00 IST", "2024-05-01T10:00:00 XYZ", "9999-12-31", "soon", True,
        "2024-05-01 25:00:00 UTC",
    ],
)  # fmt: skip
def test_what_is_not_plainly_a_date_is_none(said: object) -> None:
    assert dates.iso(said) is None


def md(front: str, path: str = "a.md", **meta: str) -> Reading:
    text = f"+++\n{front}\n+++\nSome text of the post that says enough."
    (one,), _ = markdown.read(Input(path, text.encode(), "md", meta=dict(meta)))
    return one


@pytest.mark.parametrize(
    "front",
    [
        'path = "2018/09/25/Rust-1.29.1"', 'permalink = "/2018/09/25/rust/"', 'slug = "2018-09-25-rust"',
        'aliases = ["/old", "/blog/2018/09/25/rust.html"]', 'url = "/blog/2018/09/25/rust"', 'date = 2018-09-25',
    ],
)  # fmt: skip
def test_a_day_that_a_front_matter_names_is_its_day(front: str) -> None:
    one = md(front)
    assert (one.published, one.published_from) == ("2018-09-25T00:00:00+00:00", "front matter")


@pytest.mark.parametrize("name", ["datetime", "date_time"])
def test_a_moment_that_a_front_matter_names_is_when_it_was_published(name: str) -> None:
    one = md(f"{name} = 2026-03-25T17:01:12Z")
    assert (one.published, one.published_from) == ("2026-03-25T17:01:12+00:00", "front matter")


def test_when_a_repository_first_had_a_file_is_not_when_it_was_published() -> None:
    one = md('title = "T"', _first_seen="2025-03-27T10:00:00Z", _last_seen="2026-01-02")
    assert (one.published, one.published_from, one.updated) == (None, "undated", None)
