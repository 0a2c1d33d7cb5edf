"""Fills the generated blocks of README.md from a real run, or checks them with --check.

    python bench/readme.py [--check]

Runs what `make brief` runs, in a copy of this checkout, so that the block is what a newcomer sees.
The line with timings is left out: it differs every time.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
DAY = "2026-11-20"


def run(*words: str, cwd: Path) -> str:
    """Standard output of a dateline command."""
    command = [sys.executable, "-m", "pipeline.cli", *words]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True)
    return done.stdout


def blocks() -> dict[str, str]:
    """The text of every generated block, by name."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name) / "newsroom"
        shutil.copytree(ROOT, room, ignore=shutil.ignore_patterns(".*", "site", "__pycache__"))
        printed = run("run", "--date", "newest", "--no-build", cwd=room)
        record = json.loads((room / "briefs" / DAY / "brief.json").read_text("utf-8"))
    kept = [line for line in printed.splitlines() if not line.startswith("  took")]
    return {
        "run": "```\n$ dateline run --date newest\n" + "\n".join(kept) + "\n```",
        "excerpt": excerpt(record),
        "figures": figures(),
    }


def excerpt(record: dict) -> str:
    """The fullest section of a brief: with its quote and implication, where it has them."""
    sections = record["draft"]["sections"]
    section = max(sections, key=lambda one: bool(one["quote"]) + bool(one["implication"]))
    lines = [
        f"> **{section['title']}: {section['headline']}**",
        ">",
        f"> {' '.join(cited(one) for one in section['sentences'][:3])}",
    ]
    if quote := section["quote"]:
        lines += [">", f"> > “{' '.join(quote['exact'].split())}” [Source {quote['n']}]"]
    if implication := section["implication"]:
        lines += [">", f"> *For {implication['team']}:* {cited(implication['sentence'])}"]
    return "\n".join(lines)


def cited(sentence: dict) -> str:
    marks = (
        ""
        if sentence["text"].endswith(":")
        else "".join(f" [Source {n}]" for n in sentence["cites"])
    )
    return f"{sentence['text']}{marks}"


UNTOLD = (
    "Sentences in own words, faithful, held",
    "Factual sentences that the verifier could judge",
)


def figures() -> str:
    """A table of the measured figures in briefs/figures.json; how the editions read, and the shares
    that are as good as they can be, stand on *how it works* alone."""
    rows = json.loads((ROOT / "briefs" / "figures.json").read_text("utf-8"))
    rows = [one for one in rows if not one["command"].startswith("dateline eval reading")]
    rows = [one for one in rows if one["name"] not in UNTOLD]
    lines = ["| what | figure | command |", "|---|---|---|"]
    for row in rows:
        unit = f" {row['unit']}" if row.get("unit") else ""
        note = f" ({row['note']})" if row.get("note") else ""
        lines.append(f"| {row['name']} | {row['value']}{unit}{note} | `{row['command']}` |")
    return "\n".join(lines)


def filled(text: str) -> str:
    """README text with every block filled in."""
    for name, body in blocks().items():
        pattern = rf"(<!-- begin: {name} -->\n).*?(<!-- end: {name} -->)"
        text = re.sub(
            pattern, lambda found, body=body: f"{found[1]}{body}\n{found[2]}", text, flags=re.S
        )
    return text


def main() -> int:
    path = ROOT / "README.md"
    old = path.read_text("utf-8")
    new = filled(old)
    if "--check" in sys.argv:
        if old != new:
            print("README.md is not what a run gives now; run: python bench/readme.py")
        return int(old != new)
    path.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
