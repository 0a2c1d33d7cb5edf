"""Small seeded runs of the trials in bench/: kills at random moments, nights with faults, planted words."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "bench"))

import injection  # noqa: E402  (the harnesses are scripts, in a folder of their own)
import nights  # noqa: E402


def trial(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_night_that_was_killed_comes_out_as_one_that_nobody_disturbed() -> None:
    done = trial("bench/kills.py", "--kills", "2", "--chain", "2", "--nights", "1", "--seed", "3")
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "trials 1, trials with a fault 0" in done.stdout


def test_after_nights_with_faults_each_item_is_accounted_for_once(tmp_path: Path) -> None:
    made, faults = nights.run(tmp_path / "room", 3, seed=3, share=0.4, build=False)
    assert faults == []
    assert made.counts["nights"] == 4
    assert made.counts["items"] >= 3


def test_planted_words_come_through_nowhere_and_harmless_ones_are_not_held() -> None:
    rows = injection.plants(None, "all")
    hostile = random.Random(16).sample([one for one in rows if not one.benign], 3)
    assert not [
        place for one in hostile for *place, through, _ in injection.screened(one) if through
    ]
    harmless = random.Random(16).sample([one for one in rows if one.benign], 2)
    assert not any(held for one in harmless for *_, held in injection.screened(one))
