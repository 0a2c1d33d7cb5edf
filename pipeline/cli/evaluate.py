"""`dateline eval`: measure a room on labelled data; each measure is a module of its own."""

from __future__ import annotations

import click

from pipeline.cli import LazyGroup

MEASURES = {
    "retrieval": "eval_retrieval:retrieval",
    "quotes": "eval_verifier:quotes",
    "claims": "eval_verifier:claims",
    "judge": "eval_judge:judge",
    "faults": "eval_verifier:faults",
    "gold": "eval_gold:gold",
}


@click.group(cls=LazyGroup, table=MEASURES)
def evaluate() -> None:
    """Measure retrieval, verification and the gold questions on labelled data.

    \b
    Example:
      dateline eval retrieval pipeline/starter/gold
    """
