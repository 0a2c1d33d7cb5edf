"""What a night hands over, what counts as public, and what of a desk is still an example, row by row."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import newsdesk
import pytest

from pipeline.errors import RecordError
from pipeline.newsroom import publication
from pipeline.newsroom.founding import placeholders
from pipeline.newsroom.handover import parcel
from pipeline.newsroom.publication import Public

DAY = "2026-11-20"
BRIEF, ROWS = f"briefs/{DAY}/brief.json", "briefs/public.jsonl"


def handed(folder: Path, **changes: Any) -> Path:
    """A folder as a night hands it over."""
    night = {"day": DAY, "outcome": "published", "base": "c0ffee", "files": [BRIEF], "rows": [ROWS]}
    for name, words in ((f"files/{BRIEF}", "{}"), (f"rows/{ROWS}", "one\ntwo\n")):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(words)
    (folder / parcel.NAME).write_text(json.dumps({**night, **changes}))
    return folder


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"files": []}, ""),
        ({"rows": []}, ""),
        ({"outcome": "held"}, ""),
        ({"outcome": "lost"}, "outcome"),
        ({"day": "20 November"}, "names no day"),
        ({"day": "2026-11-2"}, "names no day"),
        ({"day": "2026-11-21"}, "is no part of that day's record"),
        ({"files": ["briefs/2026-11-19/brief.json"]}, "is no part of that day's record"),
        ({"files": [f"briefs/{DAY}/../../x.json"]}, "is no part of that day's record"),
        ({"files": [f"briefs/{DAY}/.hidden"]}, "is no part of that day's record"),
        ({"files": ["/etc/passwd"]}, "is no part of that day's record"),
        ({"files": [f"content/{DAY}/brief.json"]}, "is no part of that day's record"),
        ({"files": [f"briefs/{DAY}/evidence.json"]}, "lacks"),
        ({"rows": ["briefs/ledger.jsonl"]}, "lacks"),
        ({"rows": ["briefs/../x.jsonl"]}, "is no file of rows of the record"),
        ({"rows": ["briefs/desk.toml"]}, "is no file of rows of the record"),
        ({"rows": ["other/public.jsonl"]}, "is no file of rows of the record"),
        ({"files": "briefs"}, "files"),
    ],
)
def test_a_night_hands_over_the_record_of_its_day_and_nothing_else(
    tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    folder = handed(tmp_path, **changes)
    if not said:
        assert parcel.unpack(folder).brief == BRIEF
        return
    with pytest.raises(RecordError) as stop:
        parcel.unpack(folder)
    assert said in str(stop.value) and str(tmp_path) in (stop.value.where or "")


def test_a_folder_that_no_night_filled_is_told_what_fills_it(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"holds no night\.json") as stop:
        parcel.unpack(tmp_path)
    assert "dateline nightly make" in (stop.value.hint or "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "one\ntwo\n"),
        ("", "one\ntwo\n"),
        ("one\n", "one\ntwo\n"),
        ("one", "one\ntwo\n"),
        ("two\n", "two\none\n"),
        ("two\none\n", "two\none\n"),
        ("zero\n", "zero\none\ntwo\n"),
        ("zero", "zero\none\ntwo\n"),
    ],
)
def test_rows_are_added_once_each_and_what_stood_there_stands(
    tmp_path: Path, before: str | None, after: str
) -> None:
    folder, root = handed(tmp_path / "night"), tmp_path / "room"
    (root / "briefs").mkdir(parents=True)
    if before is not None:
        (root / ROWS).write_text(before)
    for _ in range(2):
        parcel.append(folder, parcel.unpack(folder), root)
        assert (root / ROWS).read_text() == after


@pytest.mark.parametrize(("outcome", "begun"), [("published", True), ("held", False), ("quiet", False)])  # fmt: skip
def test_a_published_day_begins_the_list_even_without_a_row(
    tmp_path: Path, outcome: str, begun: bool
) -> None:
    folder, root = handed(tmp_path / "night", outcome=outcome), tmp_path / "room"
    (folder / "rows" / ROWS).write_text("\n")
    parcel.append(folder, parcel.unpack(folder), root)
    assert (root / ROWS).is_file() is begun


def test_the_files_of_a_day_are_laid_where_they_belong(tmp_path: Path) -> None:
    folder, root = handed(tmp_path / "night"), tmp_path / "room"
    parcel.lay(folder, parcel.unpack(folder), root)
    assert (root / BRIEF).read_text() == "{}" and not (root / ROWS).exists()


# ── what counts as public ─────────────────────────────────────────────────────────────────


def row(day: str, state: Any) -> dict[str, Public]:
    return {day: Public(day, state, f"{day}T06:00:00+00:00")}


@pytest.mark.parametrize(
    ("outcome", "rows", "expected", "told"),
    [
        ("published", None, "public", True),
        ("published", {}, "verified", True),
        ("published", row(DAY, "public"), "public", True),
        ("published", row(DAY, "held back"), "held back", False),
        ("published", row(DAY, "gone"), "verified", True),
        ("published", row("2026-11-19", "public"), "verified", True),
        ("held", None, "held", False),
        ("held", {}, "held", False),
        ("held", row(DAY, "public"), "held", False),
    ],
)
def test_a_brief_has_come_as_far_as_its_verdict_and_its_last_row_say(
    outcome: str, rows: dict[str, Public] | None, expected: str, told: bool
) -> None:
    brief = replace(newsdesk.brief(DAY), outcome=outcome)  # type: ignore[arg-type]
    assert publication.state(brief, rows) == expected
    assert publication.told(brief, rows) is told


# ── what is still an example ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://dateline.example/", True),
        ("https://www.example.com/x", True),
        ("https://example.org", True),
        ("desk@team.example", True),
        ("desk@EXAMPLE.net", True),
        ("https://host.test:8000/", True),
        ("https://nothing.invalid/", True),
        ("https://example.dev/", False),
        ("https://myexample.com/", False),
        ("https://example.com.evil.dev/", False),
        ("desk@kestrel.dev", False),
        ("", False),
        ("acme/platform", False),
    ],
)
def test_an_address_that_nobody_can_have_is_an_example(value: str, expected: bool) -> None:
    desk: Any = SimpleNamespace(
        site_url=value,
        publisher=SimpleNamespace(email="a@kestrel.dev", url=""),
        delivery=SimpleNamespace(sender=""),
        owners=(SimpleNamespace(to="b@kestrel.dev"),),
    )
    found = placeholders.placeholders(desk)
    assert [one.split()[0] for one in found] == (["site_url"] if expected else [])


def test_each_key_that_is_still_an_example_is_named_with_what_belongs_there() -> None:
    made = "a@desk.example"
    desk: Any = SimpleNamespace(
        site_url="https://kestrel.dev/",
        publisher=SimpleNamespace(email=made, url="https://desk.example"),
        delivery=SimpleNamespace(sender=made),
        owners=(SimpleNamespace(to="b@kestrel.dev"), SimpleNamespace(to=made)),
    )
    found = placeholders.placeholders(desk)
    keys = ["publisher.email", "publisher.url", "delivery.sender", "owners.1.to"]
    assert [one.split()[0] for one in found] == keys
    assert all("reserved for examples: " in one for one in found)
