"""What runs share: one at a time, what a killed one left swept away, and what each came to."""

from __future__ import annotations

from pipeline.newsroom.runs.lock import Clock, healed, lock, log, manifest
from pipeline.newsroom.runs.sweep import sweep

__all__ = ["Clock", "healed", "lock", "log", "manifest", "sweep"]
