"""What code made a result, as one digest: the part of every cache key that no list can forget.

Leaves: a short hash over every module and data file of the package, so that a page or finding
kept from an earlier run is used again only by the code that made it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pipeline.records.store import sha256, short_id

PACKAGE = Path(__file__).parent.parent
SHAPING = frozenset({".py", ".yml", ".json", ".toml", ".npz", ".npy", ".txt"})
OTHER = frozenset({"starter", "templates", "briefs", "tests"})  # a newsroom's own, shipped beside


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Digest of the package's modules and data files, the starter corpus left out."""
    files = sorted(
        path
        for path in PACKAGE.rglob("*")
        if path.suffix in SHAPING and path.relative_to(PACKAGE).parts[0] not in OTHER
    )
    return short_id(*(f"{path.relative_to(PACKAGE)}:{sha256(path.read_bytes())}" for path in files))
