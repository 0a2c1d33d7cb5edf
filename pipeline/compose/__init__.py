"""The writers: evidence in, a composition out; one form for all, and one verifier after them.

`WRITERS` maps a writer's name to its function. Modules are imported when their writer is asked
for, so an extractive edition never waits for a model's client. When a model writer fails beyond
its budgets, the desk decides: the extractive edition instead (labelled), or a hold. What the
owner must mend (no key, an unknown model or price) is an error in either case.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from pipeline.errors import ModelError, WriterError
from pipeline.llm import ledger
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Desk
from pipeline.records import Brief, Composition, Draft, Evidence, Finding, Judgement, Where
from pipeline.world import World

Writer = Callable[..., Composition]


def _write(
    name: str,
    evidence: Evidence,
    desk: Desk,
    *,
    day: str,
    said: tuple[Brief, ...],
    world: World,
    room: Newsroom,
    judge: Callable[[Draft], Judgement],
) -> Composition:
    """Compose with the writer of that name, or as the desk says when it cannot."""
    given: dict[str, Any] = {
        "day": day, "said": said, "world": world, "room": room, "judge": judge
    }  # fmt: skip
    if name == "extractive":
        return _writer(name)(evidence, desk, **given)
    try:
        return _writer(name)(evidence, desk, **given)
    except ModelError:
        raise
    except WriterError as error:
        edition = _writer("extractive")(evidence, desk, **given)
        spent = ledger.receipt(ledger.read(room.briefs / "ledger.jsonl"), day)
        return _instead(name, error, edition, desk=desk, spent=spent)


def _writer(name: str) -> Writer:
    writer: Writer = importlib.import_module(f"pipeline.compose.{name}").write
    return writer


def _instead(
    name: str, error: WriterError, edition: Composition, *, desk: Desk, spent: ledger.Receipt
) -> Composition:
    """The extractive edition in a failed writer's place; open, so held, if the desk says hold.

    What the failed writer spent stays on the receipt.
    """
    hold = desk.writing.on_failure == "hold"
    finding = Finding(
        rule="writer/failed",
        severity="error" if hold else "warning",
        where=Where(path="writer"),
        match=name,
        message=f"The {name} writer failed: {error.message}",
        fix=error.hint,
        resolved="" if hold else "repaired",
    )
    return ledger.charged(replace(edition, findings=(finding, *edition.findings)), spent)


WRITERS: dict[str, Writer] = {
    name: partial(_write, name) for name in ("extractive", "claude", "local")
}
