"""Small seeded runs of the trials in bench/: kills at random moments, nights with faults, planted words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def trial(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_night_that_was_killed_comes_out_as_one_that_nobody_disturbed() -> None:
    done = trial("bench/kills.py", "--kills", "2", "--chain", "2", "--nights", "1", "--seed", "3")
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "trials 1, trials with a fault 0" in done.stdout
