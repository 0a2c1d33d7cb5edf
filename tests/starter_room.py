"""The starter newsroom after a run, made once a session and copied into a test's own folder."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import shared
from click.testing import CliRunner

from pipeline.cli import dateline
from pipeline.newsroom.config import Newsroom, open_newsroom, shipped
from pipeline.run import RunPlan, run_day
from pipeline.run.shift import begin, prepare, read_sources
from pipeline.world import World

DAY = "2026-11-20"
HOLDING = "\n[gate]\nmin_sources = 60\n"  # more publishers than the starter corpus has


def world() -> World:
    return World(now=lambda: datetime(2026, 11, 20, 8, tzinfo=UTC), offline=True)


def published(root: Path) -> Newsroom:
    """With the brief of the day published and its site built."""
    return _copy("starter-published", root, settings="", build=True)


def held(root: Path) -> Newsroom:
    """With the brief of the day held for want of publishers, and no site."""
    return _copy("starter-held", root, settings=HOLDING, build=False)


def read(root: Path) -> Newsroom:
    """With its sources read, and nothing made of them: what takes longest, done once a session."""

    def make(folder: Path) -> None:
        assert CliRunner().invoke(dateline, ["init", str(folder)]).exit_code == 0
        room = open_newsroom(folder)
        with begin(room, world()) as shift:
            read_sources(shift)
        prepare(room, world())

    root.mkdir(parents=True, exist_ok=True)
    return open_newsroom(shared.copy("starter-read", make, root))


def sources(root: Path, kept: Sequence[str] = ()) -> Path:
    """The starter corpus, its desk and its sources (or those of them that are named) in an empty
    folder: nothing is ingested yet."""
    corpus = root / "pipeline" / "starter" / "corpus"
    shutil.copytree(shipped("starter/corpus"), corpus)
    (root / "briefs").mkdir()
    for name in ("desk.toml", "sources.toml"):
        shutil.copy(shipped(f"briefs/{name}"), root / "briefs" / name)
    return keep(root, kept) if kept else root


def keep(root: Path, kept: Sequence[str], more: str = "") -> Path:
    """Leave a newsroom these of its sources alone, and add what `more` says."""
    path = root / "briefs" / "sources.toml"
    head, *tables = path.read_text("utf-8").split("[[sources]]")
    chosen = [one for one in tables if any(f'id = "{name}"' in one for name in kept)]
    path.write_text(head + "".join(f"[[sources]]{one}" for one in chosen) + more, "utf-8")
    return root


def _copy(name: str, root: Path, *, settings: str, build: bool) -> Newsroom:
    def make(folder: Path) -> None:
        read(folder)
        desk = folder / "briefs" / "desk.toml"
        desk.write_text(desk.read_text("utf-8") + settings, "utf-8")
        run_day(open_newsroom(folder), world(), RunPlan(DAY, build=build))

    root.mkdir(parents=True, exist_ok=True)
    return open_newsroom(shared.copy(name, make, root))
