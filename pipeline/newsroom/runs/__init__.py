"""What runs share: one at a time, what a killed one left swept away, and what each came to."""

from __future__ import annotations

from pipeline.newsroom.runs.digests import altered, manifest
from pipeline.newsroom.runs.journal import Journal, RunManifest, StageRun, journal, last_runs
from pipeline.newsroom.runs.lock import healed, lock
from pipeline.newsroom.runs.sweep import sweep

__all__ = [
    "Journal",
    "RunManifest",
    "StageRun",
    "altered",
    "healed",
    "journal",
    "last_runs",
    "lock",
    "manifest",
    "sweep",
]
