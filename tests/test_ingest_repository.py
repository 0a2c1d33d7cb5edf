"""The days of a folder's files are those of its git repository, whatever the files are called now."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import dateline
from pipeline.errors import ConfigError, SourceError
from pipeline.ingest.sources import repository

WHO = {f"GIT_{one}_{what}": "nobody@example.org" for one in ("AUTHOR", "COMMITTER")
       for what in ("NAME", "EMAIL")}  # fmt: skip


def git(place: Path, *words: str, day: str = "2026-01-01T00:00:00Z") -> None:
    env = {**os.environ, **WHO, "GIT_COMMITTER_DATE": day, "GIT_AUTHOR_DATE": day}
    subprocess.run(["git", "-C", str(place), *words], check=True, capture_output=True, env=env)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Notes of which one was renamed twice, another came back under an old name, one has left."""
    place = tmp_path / "clone"
    (place / "notes").mkdir(parents=True)
    git(place, "init", "-q")
    steps = [
        ("2026-01-01T23:30:00-02:00", lambda at: (at / "a.md").write_text("one\n" * 9)),
        ("2026-02-01T00:00:00Z", lambda at: (at / "a.md").rename(at / "b ü.md")),
        ("2026-03-01T00:00:00Z", lambda at: (at / "a.md").write_text("quite another\n" * 9)),
        ("2026-04-01T00:00:00Z", lambda at: (at / "b ü.md").rename(at / "c.md")),
        ("2026-05-01T00:00:00Z", lambda at: (at / "c.md").write_text("one\n" * 9 + "two\n")),
        ("2026-06-01T00:00:00Z", lambda at: (at / "gone.md").write_text("left\n")),
        ("2026-07-01T00:00:00Z", lambda at: (at / "gone.md").unlink()),
    ]
    for day, step in steps:
        step(place / "notes")
        git(place, "add", "-A")
        git(place, "commit", "-qm", "change", day=day)
    return place


def test_a_file_has_the_day_it_came_by_any_name_and_the_day_it_changed(clone: Path) -> None:
    assert repository.days(clone / "notes") == {
        "a.md": ("2026-03-01", "2026-03-01"),
        "c.md": ("2026-01-02", "2026-05-01"),
    }


def test_a_folder_without_its_history_is_refused(clone: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(SourceError, match="no history that git can tell"):
        repository.days(tmp_path / "none")
    git(tmp_path, "clone", "-q", "--depth", "1", clone.as_uri(), "shallow")
    with pytest.raises(SourceError, match="a clone without its history") as refused:
        repository.days(tmp_path / "shallow")
    assert "--unshallow" in str(refused.value.hint)


def test_the_command_writes_them_beside_and_keeps_what_stands_there(
    clone: Path, tmp_path: Path
) -> None:
    briefs = tmp_path / "room" / "briefs"
    briefs.mkdir(parents=True)
    (briefs / "desk.toml").write_text((Path("briefs") / "desk.toml").read_text())
    (briefs / "sources.toml").write_text(
        '[[sources]]\nid = "notes"\ntitle = "Notes"\nkind = "folder"\nlocation = "../clone/notes"\n'
        'domains = ["security"]\n'
    )
    own = clone / "notes" / "_dates.json"
    own.write_text('{"other.md": ["2020-01-01", "2020-01-01"]}')
    words = ["sources", "dates", "notes", "--root", str(tmp_path / "room")]
    done = CliRunner().invoke(dateline, words)
    assert done.output == f"wrote the days of 2 files to {own}\n"
    assert set(json.loads(own.read_text())) == {"a.md", "c.md", "other.md"}
    words[2] = "nots"
    assert isinstance(CliRunner().invoke(dateline, words).exception, ConfigError)
