"""What a render writes below content/, listed there, and what it no longer writes, swept.

Enter: pages. Leave: their files, and `content/.rendered`, a line each with the digest of its bytes,
so that any later render, on any machine, knows which pages are its own. A listed page that is no
longer written goes, wherever it stands; one that a person has changed since stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pipeline.newsroom.config import Newsroom
from pipeline.pages import front_matter
from pipeline.records import Artifact, Page, store

GENERATED = ("briefs", "archive", "domains", "sources", "tags")  # folders that are ours alone
LIST = ".rendered"
_LINE = re.compile(r"([0-9a-f]{64}) (.+\.md)")


@dataclass(slots=True)
class Folder:
    """content/ while it is rendered."""

    room: Newsroom
    artifacts: dict[str, Artifact] = field(default_factory=dict)

    def put(self, page: Page) -> None:
        """Write a page unless it stands there already."""
        text = front_matter.dump(dict(page.meta), page.body)
        self.keep(page.path, text.encode(), write=True)

    def keep(self, path: str, data: bytes, *, write: bool = False) -> None:
        """Count a file as ours."""
        if write:
            store.write(self.room.content / path, data)
        self.artifacts[path] = Artifact(path, store.sha256(data), len(data))

    def sweep(self, names: tuple[str, ...] = GENERATED) -> None:
        """Take away generated pages of these folders that nothing stands behind any more."""
        for name in names:
            for path in sorted((self.room.content / name).rglob("*.md")):
                if path.relative_to(self.room.content).as_posix() not in self.artifacts:
                    path.unlink()

    def finish(self) -> tuple[Artifact, ...]:
        """Sweep all that is no longer written, and list what is."""
        self.sweep()
        for path, sha in _listed(self.room).items():
            file = self.room.content / path
            ours = file.is_file() and store.sha256(file.read_bytes()) == sha
            if ours and path not in self.artifacts:
                file.unlink()
        written = tuple(self.artifacts[path] for path in sorted(self.artifacts))
        lines = "".join(f"{one.sha256} {one.path}\n" for one in written)
        store.write(self.room.content / LIST, lines)
        return written


def _listed(room: Newsroom) -> dict[str, str]:
    """Pages of the last render, with the digest of their bytes; a line that is no such is none."""
    try:
        lines = (room.content / LIST).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}  # nothing listed: only the folders that are ours alone are swept
    found = [match for line in lines if (match := _LINE.fullmatch(line))]
    return {one[2]: one[1] for one in found if _below(one[2])}


def _below(path: str) -> bool:
    """Whether a path stays below content/."""
    parts = PurePosixPath(path).parts
    return not path.startswith("/") and ".." not in parts
