"""Templates in two layers: a newsroom's own file takes the place of the shipped one of its name.

Enter: a newsroom. Leave: the files of one sort by name, and one folder of the theme for mkdocs, which
knows a single one. An upgrade of dateline so reaches every file its owner has not made their own.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.newsroom.config import Newsroom, shipped
from pipeline.records import store


def layers(room: Newsroom, sort: str) -> tuple[Path, ...]:
    """Folders of templates of one sort (pages, theme, prompts), the newsroom's own first."""
    return tuple(dict.fromkeys((room.root / "templates" / sort, shipped("templates") / sort)))


def effective(room: Newsroom, sort: str) -> dict[str, Path]:
    """The files that count, by their name below the folder."""
    found: dict[str, Path] = {}
    for folder in reversed(layers(room, sort)):
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        found |= {path.relative_to(folder).as_posix(): path for path in files}
    return found


def theme(room: Newsroom) -> Path:
    """A folder with the whole theme: the shipped one, or both layers put together in local state."""
    own, ours = layers(room, "theme")[0], shipped("templates") / "theme"
    if own == ours or not any(path.is_file() for path in own.rglob("*")):
        return ours
    folder, files = room.state / "theme", effective(room, "theme")
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, path in files.items():
        store.write(folder / name, path.read_bytes())
    return folder
