"""`dateline eval`: measure a room on labelled data; each measure is a module of its own."""

from __future__ import annotations

import click

from pipeline.cli import LazyGroup

MEASURES = {
    "retrieval": "evaluate.retrieval:retrieval",
    "quotes": "evaluate.verifier:quotes",
    "sentences": "evaluate.verifier:sentences",
    "claims": "evaluate.verifier:claims",
    "judge": "evaluate.judge:judge",
    "printable": "evaluate.printable:printable",
    "faults": "evaluate.verifier:faults",
    "gold": "evaluate.gold:gold",
    "reading": "evaluate.reading:reading",
    "stamp": "evaluate.ageing:stamp",
    "refresh": "evaluate.ageing:refresh",
}


@click.group(cls=LazyGroup, table=MEASURES)
def evaluate() -> None:
    """Measure retrieval, verification and the gold questions on labelled data.

    \b
    Example:
      dateline eval retrieval            the newsroom's own questions
      dateline eval reading              its last editions
    """
