"""What a killed process leaves half done is taken away at the next start.

Enter: a newsroom whose lock is held, so that nobody is at work in it. Leave: the same without build
folders, unfinished copies of files and sites that nothing points at. A name is ours only if it has
the form we give such things: whatever a person keeps beside them stays.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from pipeline.records.store import UNFINISHED

LOG = logging.getLogger(__name__)
SITES = "sites"  # generations of the site, where it is a link
_FOLDERS = re.compile(r"(?:build|fetched)-[a-z0-9_]{8}")
_MEETING = re.compile(r"pymp-[a-z0-9_]{8}")  # as multiprocessing names it
_OLD_FILES = re.compile(r"\..+\.(?:json|jsonl|md|txt|html)\.[a-z0-9_]{8}")  # of versions before


def sweep(root: Path, state: Path) -> tuple[str, ...]:
    """Take away what was left half done; returns it as paths below the newsroom."""
    gone = []
    for path in (*_half_done(root, state), *_old_sites(root, state)):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        gone.append(path.relative_to(root).as_posix())
    if gone:
        LOG.info("sweep gone=%r", gone)
    return tuple(gone)


def sweep_meeting(folder: Path) -> None:
    """Take away the folder outside of the newsroom in which a killed process met its helpers."""
    if folder.is_absolute() and _MEETING.fullmatch(folder.name) and not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)


def _half_done(root: Path, state: Path) -> Iterator[Path]:
    for name in (".site.old", ".site.new"):
        if (root / name).is_dir() and (root / "site").exists():
            yield root / name
    yield from (path for path in _entries(state) if _FOLDERS.fullmatch(path.name))
    yield from (path for path in _entries(root) if _is_unfinished(path.name))
    for folder in ("briefs", "content", state.name):
        for here, _, names in os.walk(root / folder):
            yield from (Path(here, name) for name in names if _is_unfinished(name))


def _is_unfinished(name: str) -> bool:
    return bool(UNFINISHED.fullmatch(name) or _OLD_FILES.fullmatch(name))


def _old_sites(root: Path, state: Path) -> Iterator[Path]:
    """Generations of the site that the link does not lead to."""
    site = root / "site"
    stands = site.resolve() if site.is_symlink() else None
    yield from (path for path in _entries(state / SITES) if path.resolve() != stands)


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
