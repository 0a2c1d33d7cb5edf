"""`dateline eval printable`: which sentences the printable test lets through, and rightly."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from pipeline.cli.io import answer, common, track
from pipeline.evals import labels
from pipeline.evals import printable as measures
from pipeline.records import store


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--rows", type=click.Path(path_type=Path, dir_okay=False), help="Write one JSON line a row."
)
@common
def printable(file: Path, rows: Path | None, root: Path, as_json: bool) -> None:
    """Measure the printable test on FILE: JSON lines with text and label (1: an editor prints it).

    Where rows have title, heading, before and block, the test uses them as it does in a brief;
    where they have a reason, what was let through is counted by it.

    \b
    Example:
      dateline eval printable sentences.jsonl --rows scored.jsonl
    """
    table = labels.read(file, measures.NEEDS, hint=measures.HINT)
    outcomes = [measures.measure(row) for row in track(table, "sentences")]
    named, reached = measures.summary(table, outcomes), measures.by_recall(outcomes)
    if rows:
        lines = (json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in outcomes)
        store.write(rows, "".join(lines))
    groups = {
        name: asdict(one) | {"precision": one.precision, "recall": one.recall, "f": one.f}
        for name, one in named.items()
    }
    data = {"groups": groups, "precision_at_recall": {str(k): v for k, v in reached.items()}}
    answer(data, measures.table(named, reached), as_json=as_json)
