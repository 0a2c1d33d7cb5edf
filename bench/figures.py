"""Writes briefs/figures.json, the measured figures that *how it works* and the README show.

    python bench/figures.py [--date 2026-11-20] [--root DIR]

Runs `dateline eval` on the starter questions, on the newest published briefs of the newsroom (what
escapes the checks, and how they read) and on the gold packs. Where no brief is published yet, the starter newsroom writes seven in a temporary
folder. `made` is the day given, else that of the newest brief: the same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
DAY = "2026-11-20"  # of the starter newsroom's brief, as in bench/readme.py
BRIEFS = 7  # with 6 rounds some 1,900 faults: a rate of 0.1 % gets an upper bound below 0.4 %
ROUNDS = 6

RETRIEVAL = ("eval", "retrieval", "pipeline/starter/gold")
FAULTS = ("eval", "faults", "--last", str(BRIEFS), "--rounds", str(ROUNDS))
GOLD = ("eval", "gold")
READING = ("eval", "reading", "--days", str(BRIEFS))
# By hand, no rule makes these; rules were chosen with them in view, so new ones fare worse
SLIPS = "eval", "sentences", "bench/slips.jsonl", "bench/judge.jsonl"

# name in the answer of `dateline eval retrieval`: name for readers
ASKED = {
    "source recall@10": "Sources that questions need, found among the first ten passages",
    "need recall@10": "Parts of answers found in the first ten passages",
    "known item in top 3": "Questions made from one passage, that passage among the first three",
    "no-answer refused": "Questions without an answer that are refused",
    "wrongly refused": "Questions with an answer that are refused",
}
ESCAPED = {
    "escaped": "Faults put into briefs that the verifier let through",
    "escaped_quotes_and_numbers": "The same, faults in quotes and figures",
    "coverage": "Factual sentences that the verifier could judge",
}
SLIPPED = {
    "false, published": "Natural slips of a good writer, in view while rules were made: published",
    "true, kept as written": "True sentences beside them, in view as well: kept as written",
}
READ = {
    "leads_in_window": "Section leads of the days that their label promises",
    "one_story": "Sections that tell one story",
    "printable": "Statements of the last editions that stand alone in print",
    "own_implication": "Implications that rest on their section's own story",
    "old_as_news": "Statements over a year old or undated, outside the library's sections",
    "repeated": "Passages cited again within 14 days",
}


def dateline(*words: str, cwd: Path = ROOT) -> Any:
    """The JSON answer of a command. A gate that refuses still answers."""
    command = [sys.executable, "-m", "pipeline.cli", *words, "--json"]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"error: {' '.join(command[3:])}\n{done.stderr}")
    return json.loads(done.stdout)


def newest(root: Path) -> str:
    """Day of the newest published brief; "" when there is none."""
    for path in sorted(root.glob("briefs/????-??-??/brief.json"), reverse=True):
        if json.loads(path.read_text("utf-8"))["outcome"] == "published":
            return path.parent.name
    return ""


def starter(folder: Path, last: str) -> Path:
    """A newsroom in which the starter corpus wrote the briefs of the week that ends that day."""
    room = folder / "newsroom"
    dateline("init", str(room))
    for back in reversed(range(BRIEFS)):
        day = (date.fromisoformat(last) - timedelta(days=back)).isoformat()
        dateline("run", "--root", str(room), "--date", day, "--no-build")
    return room


def retrieval_rows(told: dict[str, Any], made: str) -> list[dict[str, str]]:
    """Rows of the answer of `dateline eval retrieval`."""
    rows = []
    for key, name in ASKED.items():
        one = told["figures"][key]
        note = f"{one['count']} questions; 95 %: {percent(one['low'])} to {percent(one['high'])} %"
        rows.append(row(name, percent(one["mean"]), RETRIEVAL, made, unit="%", note=note))
    return rows


def slip_rows(told: dict[str, Any], made: str) -> list[dict[str, str]]:
    """Rows of the answer of `dateline eval sentences` for the slips written by hand."""
    return [share_row(name, told[key], SLIPS, made) for key, name in SLIPPED.items()]


def fault_rows(told: dict[str, Any], made: str) -> list[dict[str, str]]:
    """Rows of the answer of `dateline eval faults`."""
    rows = []
    worst = next(iter(told.get("classes", {})), "")  # the worst is told before the best
    named = [(f"Worst class of false sentences in own words, published: {worst}", told["classes"][worst])] if worst else []  # fmt: skip
    named += [
        (f"Sentences in own words, {name}", one) for name, one in told.get("written", {}).items()
    ]
    at = len(named)
    named += [(name, told[key]) for key, name in ESCAPED.items()]
    rows += [share_row(name, one, FAULTS, made) for name, one in named]
    note = f"{told['operators']} kinds of fault, {told['briefs']} briefs"
    rows[at]["note"] += f"; {note}"
    return rows


def gold_rows(told: dict[str, Any], made: str) -> list[dict[str, str]]:
    """Rows of the answer of `dateline eval gold` for one writer."""
    (one,) = told["contenders"]
    name = f"Points of the {one['writer']} writer on the gold packs"
    cases = f"{one['passed']} of {one['of']} cases passed; traps {one['traps']}"
    return [row(name, str(one["points"]), GOLD, made, unit="of 100", note=cases)]


def reading_rows(told: dict[str, Any], made: str) -> list[dict[str, str]]:
    """Rows of the answer of `dateline eval reading`; a share of nothing is left out."""
    rows = []
    for key, name in READ.items():
        one = told[key]
        if one["of"]:
            low, high = percent(one["low"]), percent(one["high"])
            note = f"{one['count']:,} of {one['of']:,}; 95 %: {low} to {high} %"
            rows.append(row(name, percent(one["share"]), READING, made, unit="%", note=note))
    days = f"{told['editions']} editions of {told['days']} days, {told['sections']} sections"
    without = f"{told['held']} held, {told['library']} from the library, {told['without_page']} without a page"
    note = f"{days}; {without}"
    return [
        *rows,
        row("Words a section", f"{told['words']:g}", READING, made, unit="words", note=note),
    ]


def share_row(
    name: str, one: dict[str, Any], command: tuple[str, ...], made: str
) -> dict[str, str]:
    low, high = percent(one["low"], 2), percent(one["high"], 2)
    note = f"{one['count']:,} of {one['of']:,}; 95 %: {low} to {high} %"
    return row(name, percent(one["share"], 2), command, made, unit="%", note=note)


def row(
    name: str, value: str, command: tuple[str, ...], made: str, *, unit: str, note: str
) -> dict[str, str]:
    told = " ".join(("dateline", *command))
    return {
        "name": name, "value": value, "unit": unit, "command": told, "made": made, "note": note
    }  # fmt: skip


def percent(share: float, places: int = 1) -> str:
    return f"{100 * share:.{places}f}"


def measure(root: Path, made: str) -> list[dict[str, str]]:
    """All rows, in the order they are shown: what comes out worst stands first."""
    here = ("--root", str(root.resolve()))
    rows = slip_rows(dateline(*SLIPS, *here), made)
    with tempfile.TemporaryDirectory() as folder:
        room = root if newest(root) else starter(Path(folder), made)
        rows += fault_rows(dateline(*FAULTS, "--root", str(room.resolve())), made)
        rows += reading_rows(dateline(*READING, "--root", str(room.resolve())), made)
    rows += retrieval_rows(dateline(*RETRIEVAL, *here), made)
    return rows + gold_rows(dateline(*GOLD, *here), made)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--date", help="the day the figures are said to be of")
    parser.add_argument("--root", type=Path, default=ROOT, help="the newsroom")
    given = parser.parse_args()
    made = given.date or newest(given.root) or DAY
    rows = measure(given.root, date.fromisoformat(made).isoformat())
    text = json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    (given.root / "briefs" / "figures.json").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
