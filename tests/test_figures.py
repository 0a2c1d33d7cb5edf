"""The measured figures that *how it works* and the README show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from checks import each
from click.testing import CliRunner

from bench import figures, readme
from pipeline.cli import dateline
from pipeline.render.figures.sections import MeasuredFigure, measured, read_figures

ROOT = Path(__file__).parent.parent
RATE = {"count": 1, "of": 1_860, "share": 1 / 1_860, "low": 0.0001, "high": 0.003}
SHARE = {"mean": 0.9273, "low": 0.8545, "high": 0.9818, "count": 55}


def rows() -> list[dict[str, str]]:
    """Rows as they are made from answers of the three commands."""
    asked = {"figures": dict.fromkeys(figures.ASKED, SHARE)}
    faults = {"briefs": 7, "operators": 79} | dict.fromkeys(figures.ESCAPED, RATE)
    gold = {"contenders": [{"writer": "extractive", "points": 97.4, "passed": 14, "of": 14,
                            "traps": 96.0}]}  # fmt: skip
    read = dict.fromkeys(figures.READ, RATE) | {
        "days": 7, "editions": 7, "sections": 41, "held": 0, "library": 1, "without_page": 0, "words": 71.5,
        "old_as_news": {"count": 0, "of": 0, "share": 0.0, "low": 0.0, "high": 1.0},
    }  # fmt: skip
    slips = {"false, published": RATE, "true, kept as written": RATE, "right": RATE}
    made = "2026-11-20"
    return [
        *figures.retrieval_rows(asked, made),
        *figures.slip_rows(slips, made),
        *figures.fault_rows(faults, made),
        *figures.reading_rows(read, made),
        *figures.gold_rows(gold, made),
    ]


def test_every_rate_stands_with_its_interval_and_what_it_is_of() -> None:
    by_name = {row["name"]: row for row in rows()}
    escaped = by_name["Faults put into briefs that the verifier let through"]
    assert (escaped["value"], escaped["unit"]) == ("0.05", "%")
    assert escaped["note"] == (
        "1 of 1,860; 95 %: 0.01 to 0.30 %; 79 kinds of fault, 7 briefs"
    )  # fmt: skip
    assert all("95 %" in row["note"] for row in each(one for one in rows() if one["unit"] == "%"))


def test_what_is_hardest_to_catch_is_told_before_what_rules_make() -> None:
    names = [row["name"] for row in rows()]
    assert names.index(figures.SLIPPED["false, published"]) < names.index(
        figures.ESCAPED["escaped"]
    )


def test_slips_written_by_hand_are_as_many_as_their_true_neighbours() -> None:
    """And no longer: what tells them apart may not be their length."""
    lines = (ROOT / "bench" / "slips.jsonl").read_text("utf-8").splitlines()
    kinds = {label: [one for one in map(json.loads, lines) if one["label"] == label] for label in (0, 1)}  # fmt: skip
    assert len(kinds[0]) == len(kinds[1]) >= 30
    mean = {label: sum(len(one["text"]) for one in of) / len(of) for label, of in kinds.items()}
    assert 0.85 < mean[0] / mean[1] < 1.15


def test_how_the_editions_read_stands_beside_what_escapes_the_checks() -> None:
    read = [row for row in rows() if row["command"] == "dateline eval reading --days 7"]
    assert [row["name"] for row in read][:2] == list(figures.READ.values())[:2]
    assert figures.READ["old_as_news"] not in {row["name"] for row in read}  # a share of nothing
    assert read[-1]["value"] == "71.5"
    assert read[-1]["note"].startswith("7 editions of 7 days, 41 sections; 0 held")


def test_how_the_editions_read_is_drawn_on_how_it_works(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_text(json.dumps(rows()), "utf-8")
    drawn = [commands for _, commands, _ in measured(read_figures(path))]
    assert "dateline eval reading --days 7" in drawn


def test_the_page_reads_the_figures_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_text(json.dumps(rows()), "utf-8")
    read = read_figures(path)
    assert [one.name for one in read] == [row["name"] for row in rows()]
    assert all(isinstance(one, MeasuredFigure) and one.made == "2026-11-20" for one in read)


@pytest.mark.parametrize("command", sorted({row["command"] for row in rows()}))
def test_the_command_beside_a_figure_exists_with_its_options(command: str) -> None:
    words = command.split()[1:]
    told = CliRunner().invoke(dateline, [*words[:2], "--help"])
    assert told.exit_code == 0
    assert all(word in told.output for word in each(words) if word.startswith("--"))


def test_the_day_of_the_figures_is_that_of_the_newest_published_brief(tmp_path: Path) -> None:
    assert figures.newest(tmp_path) == ""
    for day, outcome in (("2026-11-18", "published"), ("2026-11-19", "held")):
        folder = tmp_path / "briefs" / day
        folder.mkdir(parents=True)
        (folder / "brief.json").write_text(json.dumps({"outcome": outcome}), "utf-8")
    assert figures.newest(tmp_path) == "2026-11-18"


def test_the_readme_shows_the_figures_that_are_on_file() -> None:
    on_file = read_figures(ROOT / "briefs" / "figures.json")
    assert on_file
    table = readme.figures()
    for one in each([one for one in on_file if "reading" not in one.command]):
        if one.name in readme.UNTOLD:  # a share that is as good as can be: *how it works* has it
            continue
        assert f"| {one.name} | {one.value} {one.unit} ({one.note}) | `{one.command}` |" in table
    assert table in (ROOT / "README.md").read_text("utf-8")
