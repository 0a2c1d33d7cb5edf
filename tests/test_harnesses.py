"""Small seeded runs of the trials in bench/: kills at random moments, nights with faults, planted words."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
import warm
from checks import each

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "bench"))

import injection  # noqa: E402  (the harnesses are scripts, in a folder of their own)
import kills  # noqa: E402
import nights  # noqa: E402


def test_a_night_that_was_killed_comes_out_as_one_that_nobody_disturbed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mkdocs: warm.Mkdocs
) -> None:
    mkdocs.load()  # each night is a fork of this process
    words = "kills.py --kills 2 --chain 2 --nights 1 --seed 3"
    monkeypatch.setattr(sys, "argv", words.split())
    code = kills.main()
    said = capsys.readouterr().out
    assert code == 0, said
    assert "trials 1, trials with a fault 0" in said


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
    assert not any(held for one in each(harmless) for *_, held in injection.screened(one))
