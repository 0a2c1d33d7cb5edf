"""The writers: evidence in, a composition out; one form for all, and one verifier after them.

`WRITERS` maps a writer's name to its function: the extractive edition, and one for each provider
of models. A writer's modules are imported when it is asked for, so an extractive edition never
waits for a model's client. When a model writer fails beyond
its budgets, the desk decides: the extractive edition instead (labelled), or a hold. What the
owner must mend (no key, an unknown model or price) is an error in either case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from pipeline.compose.assignment import Assignment
from pipeline.errors import ConfigError, ModelError, WriterError
from pipeline.llm import ledger
from pipeline.llm.providers import PROVIDERS, Provider
from pipeline.newsroom.desk import Desk
from pipeline.records import Composition, Receipt
from pipeline.records.rules import finding

Writer = Callable[[Assignment], Composition]


def _extractive(given: Assignment) -> Composition:
    from pipeline.compose.extractive import write

    return write(given)


def _by_model(provider: Provider, given: Assignment) -> Composition:
    """Compose with a provider's models, or as the desk says when that fails."""
    from pipeline.compose.model import writer
    from pipeline.compose.model.work import UnwrittenError

    try:
        return writer.write(provider, given)
    except ModelError:
        raise
    except WriterError as error:
        edition = _extractive(given)
        path = given.room.briefs / "ledger.jsonl"
        spent = ledger.statement(ledger.read(path), given.day).receipt
        made = _instead(provider.name, error, edition, desk=given.desk, spent=spent)
        went = error.findings if isinstance(error, UnwrittenError) else ()
        return replace(made, findings=(*made.findings, *went))


def _instead(
    name: str, error: WriterError, edition: Composition, *, desk: Desk, spent: Receipt
) -> Composition:
    """The extractive edition in a failed writer's place; open, so held, if the desk says hold.

    What the failed writer spent stays on the receipt.
    """
    hold = desk.writing.on_failure == "hold"
    failed = finding(
        "writer-failed",
        "writer",
        name,
        f"The {name} writer failed: {error.message}",
        severity="error" if hold else "warning",
        fix=error.hint,
        resolved="" if hold else "repaired",
    )
    return replace(edition, findings=(failed, *edition.findings), receipt=spent)


def writer(name: str) -> Writer:
    """The writer of that name: the extractive edition, or one of each row of `PROVIDERS`.

    Raises ConfigError when there is none.
    """
    if name == "extractive":
        return _extractive
    if name in PROVIDERS:
        return partial(_by_model, PROVIDERS[name])
    raise ConfigError(
        f"no writer is called {name!r}",
        where="writing.name",
        hint=f"one of {', '.join(('extractive', *PROVIDERS))}",
    )


WRITERS: dict[str, Writer] = {name: writer(name) for name in ("extractive", *PROVIDERS)}
