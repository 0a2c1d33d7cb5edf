"""`dateline eval judge`: how often a model as judge is right, and whether it may decide."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from pipeline.cli.io import answer, common, say
from pipeline.errors import ConfigError
from pipeline.evals import decided
from pipeline.evals import judge as measure
from pipeline.evals.judge import Expected, JudgeOutcome
from pipeline.llm.providers import PROVIDERS
from pipeline.llm.session import Purpose
from pipeline.newsroom.config import Newsroom, load_desk, open_newsroom, shipped
from pipeline.records import store
from pipeline.verify.claims import calibration
from pipeline.verify.claims.calibration import Calibration
from pipeline.verify.claims.judge import sitting
from pipeline.world import World

OURS = ("bench/slips.jsonl", "bench/judge.jsonl")  # sentences labelled by hand, slips and true ones
NAMES = {
    "true_positive_rate": "says yes to supported",
    "true_negative_rate": "says no to unsupported",
    "kappa": "Cohen's kappa",
}


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--writer", type=click.Choice(list(PROVIDERS)),
              help="Whose model is asked; without it the desk's writer.")  # fmt: skip
@click.option("--most", type=click.IntRange(2), default=400, show_default=True,
              help="Sentences to ask about, as many of either label, evenly by kind.")  # fmt: skip
@click.option("--save", is_flag=True, help="Write briefs/judge.json, which the gate reads.")
@click.option("--rows", type=click.Path(path_type=Path, dir_okay=False),
              help="Write one JSON line a row.")  # fmt: skip
@click.option("--offline", is_flag=True, help="Use stored replies only; contact no host at all.")
@common
def judge(
    files: tuple[Path, ...], save: bool, rows: Path | None, as_json: bool, **asked: Any
) -> None:
    """Measure a model as judge on FILES: JSON lines with claim, source_text and label (1: supported).

    Without FILES on the 152 sentences that come with dateline, and on what people decided in this
    newsroom (briefs/decisions.jsonl). What `dateline eval faults --labelled` writes is such a file,
    too. One question a row, some 1,200 tokens; what it will cost at most is said before the first. It
    keeps to the desk's budgets; replies are kept, so a measurement that was stopped goes on where it
    was. The judge may decide at rates of at least 0.9 and a kappa of at least 0.6 on at least 100
    rows, with the same model and prompts; it may say that a denial is none where it said no to 95 in
    100 of at least 20 false sentences whose `fault` is "denied".

    \b
    Example:
      dateline eval judge --writer claude --save
      dateline eval faults --labelled labelled.jsonl
      dateline eval judge labelled.jsonl briefs/decisions.jsonl --writer claude --save
    """
    given = _rows(files, asked["root"])
    table = measure.some(given, asked["most"])
    room = payer(asked["root"], steps=len(table))
    world = World(offline=asked["offline"])
    purpose = Purpose(day="", writer=_writer(asked["writer"], room), prefix="eval:")
    with sitting(purpose, world=world, desk=room.desk, room=room) as sits:
        say(_told(measure.expected(table, sits), len(table), sits.model, room))
        outcomes = measure.measure(table, sits)
        made = world.now().isoformat()[:10]
        found = measure.calibrate(outcomes, sits, made=made, data=measure.digest(table))
    if rows is not None:
        lines = (json.dumps(asdict(one), ensure_ascii=False) for one in outcomes)
        store.write(rows, "".join(f"{line}\n" for line in lines))
    if save:
        store.write(room.briefs / calibration.FILE, found.model_dump_json(indent=2) + "\n")
    _answer(Measured(found, table, outcomes, len(given)), saved=save, as_json=as_json)


@dataclass(frozen=True, slots=True)
class Measured:
    """A calibration with the rows it was made on, `of` so many that were given."""

    found: Calibration
    table: list[dict[str, Any]]
    outcomes: list[JudgeOutcome]
    of: int


def _rows(files: tuple[Path, ...], root: Path) -> list[dict[str, Any]]:
    """The labelled rows of the files; without any, ours and what people decided in this newsroom."""
    chosen = files or tuple(shipped(name) for name in OURS)
    rows = [row for file in chosen for row in decided.table(file, measure.NEEDS, hint=measure.HINT)]
    own = not files and (root / "briefs" / decided.DECISIONS).is_file()
    return [*rows, *decided.found(open_newsroom(root))] if own else rows


def _told(most: Expected, rows: int, model: str, room: Newsroom) -> str:
    """What a measurement will take, and what becomes of it where the desk allows less."""
    limit = room.desk.budgets.run
    over = most.dollars > limit.dollars or most.tokens > limit.tokens
    after = (
        f" The desk allows {limit.tokens:,} tokens and ${limit.dollars} a run: if these end first, the "
        "same command goes on from there."
    )
    return (
        f"Asking {model} about {rows} sentences: some {most.tokens:,} tokens, ${most.dollars:.2f} at "
        f"most; what was asked before costs nothing.{after if over else ''}"
    )


def payer(root: Path, *, steps: int) -> Newsroom:
    """The newsroom that pays. Its steps are raised to what the file was given for."""
    own = (root / "briefs" / "desk.toml").is_file()
    room = (
        open_newsroom(root)
        if own
        else Newsroom(root, load_desk(shipped("briefs") / "desk.toml"), ())
    )
    budgets = room.desk.budgets
    run = budgets.run.model_copy(update={"steps": max(budgets.run.steps, 2 * steps)})
    desk = room.desk.model_copy(update={"budgets": budgets.model_copy(update={"run": run})})
    return Newsroom(room.root, desk, room.sources)


def _writer(named: str | None, room: Newsroom) -> str:
    name = named or room.desk.writing.name
    if name not in PROVIDERS:
        raise ConfigError(
            f"the {name} writer has no model to ask",
            hint=f"name one with --writer {' or --writer '.join(PROVIDERS)}",
        )
    return name


def _answer(measured: Measured, *, saved: bool, as_json: bool) -> None:
    found = measured.found
    short = calibration.short_of(found)
    named = measure.by_group(measured.table, measured.outcomes)
    lines = [
        f"{found.model} ({found.prompt}) on {found.rows} of {measured.of} sentences, "
        f"{found.unanswered} without a verdict"
    ]
    for key, name in NAMES.items():
        one = found.figures[key]
        lines.append(f"  {name:<24} {one.value:.3f}  (95 %: {one.low:.3f} to {one.high:.3f})")
    lines += [f"  {name:<24} {right} of {of} right" for name, (of, right) in named.items()]
    lines.append(f"It may only advise: {short}." if short else "It may decide.")
    if saved:
        lines.append(f"Written to briefs/{calibration.FILE}.")
    data = {
        **found.model_dump(),
        "may_decide": not short,
        "objection": short,
        "groups": {name: {"rows": of, "right": right} for name, (of, right) in named.items()},
    }
    answer(data, "\n".join(lines), as_json=as_json)
