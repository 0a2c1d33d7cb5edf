"""`dateline eval quotes|sentences|claims|faults`: how often the verifier is right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from pipeline.cli.evaluate.judge import payer
from pipeline.cli.io import answer, common, track
from pipeline.errors import RecordError
from pipeline.evals import claims as claim_figures
from pipeline.evals import decided, labels
from pipeline.evals import judge as judge_figures
from pipeline.evals import quotes as quote_figures
from pipeline.evals import sentences as sentence_figures
from pipeline.evals.faults import rates as fault_figures
from pipeline.evals.faults import written
from pipeline.llm.providers import PROVIDERS
from pipeline.llm.session import Purpose
from pipeline.newsroom.config import load_desk, shipped
from pipeline.records import Brief, Draft, Evidence, EvidenceItem, store
from pipeline.records.verdict import recorded
from pipeline.verify import judge
from pipeline.verify.claims.judge import sitting
from pipeline.verify.claims.score import KINDS
from pipeline.world import World

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
ROWS = click.option(
    "--rows", type=click.Path(path_type=Path, dir_okay=False), help="Write one JSON line a row."
)


@click.command()
@click.argument("file", type=FILE)
@ROWS
@common
def quotes(file: Path, rows: Path | None, root: Path, as_json: bool) -> None:
    """Measure the quote checker on FILE: JSON lines with quote, source_text and label (1: faithful).

    Per-operator rows where the file has `op`; repairs are measured where it has `original`.

    \b
    Example:
      dateline eval quotes quotes.jsonl --rows checked.jsonl
    """
    table = labels.read(file, quote_figures.NEEDS, hint=quote_figures.HINT)
    outcomes = [quote_figures.measure(row) for row in track(table, "quotes")]
    named = labels.summary(table, outcomes)
    mended = quote_figures.repairs(table, outcomes)
    _write(rows, outcomes)
    lines = [labels.table(named), ""]
    lines += [f"{name}: {one.count}/{one.of} = {one.share:.1%}" for name, one in mended.items()]
    refused = quote_figures.refusals(table, outcomes)
    lines += [f"faithful but refused, {name}: {count}" for name, count in refused.items()]
    answer(
        _data(named) | {"repairs": {k: asdict(v) for k, v in mended.items()}, "refusals": refused},
        "\n".join(lines),
        as_json=as_json,
    )


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--judge", "asked", type=click.Choice(list(PROVIDERS)),
              help="Ask this writer's model about every row, and let its word decide.")  # fmt: skip
@ROWS
@common
def sentences(
    files: tuple[Path, ...], asked: str | None, rows: Path | None, root: Path, as_json: bool
) -> None:
    """Say what becomes of the sentences of FILES: JSON lines with text, cites, evidence and label.

    A sentence is published as written, replaced by the source's sentence it rests on, or held.
    Where rows name a `kind`, the kinds follow, the worst first. A newsroom's briefs/decisions.jsonl
    is read as labels too: what people approved is true, what they rejected or corrected is false.

    With --judge a model decides as `[gate] judge = "decide"` lets one that was measured (`dateline
    eval judge`) on every kind of fault: its yes lifts what words doubt, but no figure and no name; its
    no puts the source's sentence there.

    \b
    Example:
      dateline eval sentences sentences.jsonl --rows fates.jsonl
      dateline eval sentences sentences.jsonl --judge claude
      dateline eval sentences briefs/decisions.jsonl
    """
    needs, hint = sentence_figures.NEEDS, sentence_figures.HINT
    table = [row for file in files for row in decided.table(file, needs, hint=hint)]
    outcomes = [sentence_figures.measure(row) for row in track(table, "sentences")]
    if asked:
        room = payer(root, steps=len(table))
        purpose = Purpose(day="", writer=asked, prefix="eval:")
        with sitting(purpose, world=World(), desk=room.desk, room=room) as sits:
            verdicts = judge_figures.ask(table, sits)
        outcomes = [
            sentence_figures.settled(one, row, verdict.answer)
            for one, row, verdict in zip(outcomes, table, verdicts, strict=True)
        ]
    _write(rows, outcomes)
    named = sentence_figures.summary(outcomes)
    kinds = sentence_figures.by_kind(table, outcomes)
    lines = [f"{name:30} {fault_figures.rate(one)}" for name, one in named.items()]
    lines += ["", *(f"wrong: {name:40} {fault_figures.rate(one)}" for name, one in kinds.items())]
    data = {name: asdict(one) for name, one in named.items()}
    data["wrong by kind"] = {name: asdict(one) for name, one in kinds.items()}
    answer(data, "\n".join(lines).rstrip(), as_json=as_json)


@click.command()
@click.argument("file", type=FILE)
@click.option("--kind", type=click.Choice(KINDS), help="Score every row as this kind of claim.")
@ROWS
@common
def claims(file: Path, kind: Any, rows: Path | None, root: Path, as_json: bool) -> None:
    """Measure the claim model on FILE: JSON lines with claim or response, source_text and label.

    A response is scored as an answer, several sentences as a summary, one sentence as a fact; where
    most claims have several sentences, all are summaries. The output names what each was fitted on. Figures on those very rows are not held out; the held-out
    ones are in docs/verifier.md.

    \b
    Example:
      dateline eval claims claims.jsonl --rows scored.jsonl
    """
    table = labels.read(file, claim_figures.NEEDS, hint=claim_figures.HINT)
    kind = kind or claim_figures.kind_of_file(table)
    outcomes = [claim_figures.measure(row, kind=kind) for row in track(table, "claims")]
    named = labels.summary(table, outcomes)
    made_on = claim_figures.calibrated_on(outcomes)
    _write(rows, outcomes)
    lines = [labels.table(named), ""]
    lines += [f"{name}: fitted and calibrated on {what}" for name, what in made_on.items()]
    others = claim_figures.beside(table, outcomes)
    lines += ["", "Thresholds made on these rows; none decides a row or is a figure to quote:"]
    lines += [
        f"{name[:30]:30} best for these labels {one.best:.3f} (oracle); "
        f"own median, if half are supported, {one.half:.3f}"
        for name, one in others.items()
    ]
    also = {name: asdict(one) for name, one in others.items()}
    data = _data(named) | {"calibrated_on": made_on, "thresholds_of_these_rows": also}
    answer(data, "\n".join(lines), as_json=as_json)


@click.command()
@click.option("--day", help="Only the brief of this day; without it, the newest --last briefs.")
@click.option(
    "--last", type=click.IntRange(1), default=7, show_default=True, help="Newest briefs to use."
)
@click.option(
    "--rounds", type=click.IntRange(1), default=3, show_default=True, help="Tries of each operator."
)
@click.option(
    "--max-escaped",
    type=click.FloatRange(0, 1),
    help="Exit 1 when more quote and figure faults escape.",
)
@click.option(
    "--labelled",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the false and the faithful sentences as rows for `eval judge`.",
)
@ROWS
@common
def faults(
    day: str | None,
    last: int,
    rounds: int,
    max_escaped: float | None,
    labelled: Path | None,
    rows: Path | None,
    root: Path,
    as_json: bool,
) -> int:
    """Put faults into published briefs and report how many would be published with them.

    Then false sentences in a writer's own words, made by rule from the sources of these briefs, by
    class, the worst first, and what becomes of the same sentences reworded without a fault.

    \b
    Example:
      dateline eval faults --last 3
    """
    own = root / "briefs" / "desk.toml"
    desk = load_desk(own if own.is_file() else shipped("briefs") / "desk.toml")
    styles = root / "templates" / "styles"
    briefs = list(_briefs(root, day, last))
    report = fault_figures.run(
        track(briefs, "briefs"),
        lambda draft, evidence: judge(draft, evidence, desk, said=(), styles=styles),
        rounds=rounds,
    )
    _write(rows, list(report.trials))
    sentences_ = written.run([pack for _, pack in briefs], rounds=rounds)
    _write(labelled, [_labelled(one) for one in sentences_])
    found = {"written": written.totals(sentences_), "classes": written.classes(sentences_)}
    lines = [fault_figures.table(report)]
    for rates in found.values():
        lines += ["", *(f"{name:40} {fault_figures.rate(one)}" for name, one in rates.items())]
    named = {key: {name: asdict(one) for name, one in of.items()} for key, of in found.items()}
    data = asdict(fault_figures.without_trials(report)) | named
    answer(data, "\n".join(lines), as_json=as_json)
    escaped = report.escaped_quotes_and_numbers.share
    return int(max_escaped is not None and escaped > max_escaped)


def _labelled(one: written.Written) -> written.Labelled:
    """A sentence as `eval judge` reads it."""
    return written.Labelled(one.claim, one.source_text, one.label, one.fault or "faithful")


def _briefs(root: Path, day: str | None, last: int) -> Iterator[tuple[Draft, Evidence]]:
    records = recorded(root / "briefs")
    chosen = [one for one in records if day in (None, one.parent.name)]
    found = 0
    for record in reversed(chosen):
        brief = store.read(Brief, record)
        if brief.outcome == "published" and found < last:
            found += 1
            items = store.read(tuple[EvidenceItem, ...], record.with_name("evidence.json"))
            yield brief.draft, Evidence(brief.day, items, gaps=brief.draft.gaps)
    if not found:
        raise RecordError(
            "has no published brief to put faults into",
            where=str(root / "briefs"),
            hint="run `dateline run` first",
        )


def _data(named: dict[str, Any]) -> dict[str, Any]:
    """Figures as JSON; what cannot be computed is null."""
    return {
        "groups": {
            name: {key: None if value != value else value for key, value in asdict(one).items()}
            for name, one in named.items()
        }
    }


def _write(path: Path | None, rows: list[Any]) -> None:
    if path is not None:
        store.write(
            path, "".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)
        )
