"""Ten editions over a folder of public sources: where they are made, and that the folder is only read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import ten_days
from pipeline.newsroom.config import open_newsroom

SOURCES = """base = "corpus"

[[sources]]
id = "notes"
title = "Notes"
kind = "folder"
location = "notes"
domains = ["web-performance"]
"""


def folder(tmp_path: Path) -> Path:
    made = tmp_path / "public"
    made.mkdir()
    (made / "sources.toml").write_text(SOURCES, "utf-8")
    notes = tmp_path / "corpus" / "notes"
    notes.mkdir(parents=True)
    (notes / "one.md").write_text("# One\n\nKestrel 4.2 is out.\n", "utf-8")
    return made


def test_a_newsroom_is_made_of_a_folder_of_sources_that_is_only_read(tmp_path: Path) -> None:
    public = folder(tmp_path)
    root = ten_days.newsroom(public, tmp_path / "room", None)
    room = open_newsroom(root)
    assert [one.id for one in room.sources] == ["notes"]
    assert (root / "corpus" / "notes" / "one.md").is_file()
    assert sorted(path.name for path in public.iterdir()) == ["sources.toml"]
    assert ten_days.newsroom(public, tmp_path / "room", None) == root  # and again over it


def test_a_newsroom_with_its_desk_is_run_where_it_lies(tmp_path: Path) -> None:
    assert ten_days.newsroom(tmp_path, None, None) == tmp_path


@pytest.mark.parametrize("missing", ["sources.toml", "corpus"])
def test_what_is_missing_is_named_with_what_to_do(missing: str, tmp_path: Path) -> None:
    public = folder(tmp_path)
    gone = public / missing if missing == "sources.toml" else tmp_path / missing
    gone.rename(tmp_path / "elsewhere")
    with pytest.raises(SystemExit, match=missing):
        ten_days.newsroom(public, tmp_path / "room", None)


def test_the_days_follow_one_another() -> None:
    assert ten_days.days("2026-08-30", 3) == ["2026-08-30", "2026-08-31", "2026-09-01"]
