"""`dateline eval retrieval`: figures of the retrieval room on labelled questions."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from pipeline import chunk, ingest, retrieve
from pipeline.cli.io import answer, common, read_json, say, track
from pipeline.errors import ConfigError, CorpusError, RecordError
from pipeline.evals import qrels
from pipeline.evals import retrieval as evals
from pipeline.evals.ageing.refresh import QUESTIONS
from pipeline.evals.retrieval import QueryOutcome
from pipeline.newsroom.config import Newsroom, load_desk, open_newsroom, shipped
from pipeline.newsroom.desk import Desk
from pipeline.newsroom.library import Library
from pipeline.records import Source, store
from pipeline.world import World

FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command()
@common
@click.argument("folder", metavar="DIR", required=False, type=FOLDER)
@click.option("--corpus", type=FOLDER, help="Sources of a newsroom set, with their sources.jsonl.")
@click.option(
    "--state", type=click.Path(path_type=Path, file_okay=False), help="Keep the index here."
)
@click.option("--dense", metavar="off|minilm|http|FOLDER",
              help="With this sentence model instead of the desk's; FOLDER is a model's own.")  # fmt: skip
@click.option(
    "--run", "run_file", type=click.Path(path_type=Path, dir_okay=False), help="Write a TREC run."
)
@click.option(
    "--save", type=click.Path(path_type=Path, dir_okay=False), help="Store as a baseline."
)
@click.option("--baseline", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Show the questions that differ from a stored baseline.")  # fmt: skip
def retrieval(
    folder: Path | None,
    *,
    root: Path,
    as_json: bool,
    corpus: Path | None,
    state: Path | None,
    dense: str | None,
    run_file: Path | None,
    save: Path | None,
    baseline: Path | None,
) -> None:
    """Measure retrieval on DIR: a BEIR collection, or editors' questions over a corpus.

    BEIR layout: corpus.jsonl, queries.jsonl and qrels/test.tsv or qrels.tsv. Newsroom layout:
    questions.jsonl (or any *.jsonl); its corpus is --corpus, or ../../corpus beside DIR, or the
    newsroom's own. Without DIR: the newsroom's own questions, briefs/evals, which `dateline eval
    refresh` proposes and a person accepts.

    \b
    Example:
      dateline eval retrieval
      dateline eval retrieval scifact --run scifact.trec --save scifact.json
      dateline eval retrieval scifact --dense minilm
    """
    folder = folder or _own(root)
    models = _named(dense) if dense else {}
    with tempfile.TemporaryDirectory() as temporary:
        place = state or Path(temporary)
        if qrels.is_beir(folder):
            desk = _with(_desk(root), models)
            outcome = evals.beir(qrels.beir(folder), desk, place, _asking(desk), track=track)
        else:
            outcome = _newsroom(folder, _corpus(folder, corpus), place, root, models)
    if run_file:
        store.write(run_file, evals.run_lines(outcome))
    if save:
        store.write(save, store.to_json({one.id: one.figures for one in outcome.questions}))
    before = _baseline(baseline) if baseline else {}
    answer(_data(outcome, folder, before), _text(outcome, before), as_json=as_json)


def _own(root: Path) -> Path:
    """The folder of the newsroom's own questions. Raises CorpusError where nobody accepted one."""
    asked = root / QUESTIONS
    if not asked.is_file():
        raise CorpusError("there are no questions yet", where=str(asked),
                          hint="`dateline eval refresh` proposes some; or name a folder of your own")  # fmt: skip
    return asked.parent


def _named(dense: str) -> dict[str, str]:
    """The desk's keys for a sentence model given by word or by folder."""
    if dense in ("off", "minilm", "http"):
        return {"dense": dense}
    if not Path(dense).is_dir():
        raise ConfigError(f"{dense!r} is neither off, minilm, http nor a folder", where="--dense",
                          hint="name the folder of a Sentence-Transformers model")  # fmt: skip
    return {"dense": "folder", "dense_model": dense}


def _desk(root: Path) -> Desk:
    """The newsroom's desk, or the one that is shipped where there is no newsroom."""
    own = root / "briefs" / "desk.toml"
    return load_desk(own if own.is_file() else shipped("briefs") / "desk.toml")


def _with(desk: Desk, models: dict[str, str]) -> Desk:
    retrieval = desk.retrieval.model_copy(update=models)
    return desk.model_copy(update={"retrieval": retrieval})


def _asking(desk: Desk) -> World:
    """Texts leave this machine only for the model endpoints that the desk names."""
    return World(offline="http" not in (desk.retrieval.dense, desk.retrieval.rerank))


def _corpus(folder: Path, named: Path | None) -> Path | None:
    beside = folder.resolve().parent.parent / "corpus"
    found = named or (beside if (beside / "sources.jsonl").is_file() else None)
    if named and not (named / "sources.jsonl").is_file():
        raise CorpusError("has no sources.jsonl", where=str(named),
                          hint="a line a source: source_id, title, domains")  # fmt: skip
    return found


def _newsroom(
    folder: Path, corpus: Path | None, home: Path, root: Path, models: dict[str, str]
) -> QueryOutcome:
    asked = qrels.questions(folder)
    if corpus is None:
        room = open_newsroom(root)
        sources, desk = room.sources, _with(room.desk, models)
    else:
        sources, desk = _sources(corpus), _with(_desk(root), models)
    with Library.open(home / "library.db") as library:
        intake = ingest.Intake(sources, desk, chunk.passages)
        report = ingest.ingest(intake, library, World(offline=True), folder=home, track=track)
        if report.all_failed:
            raise CorpusError("no source could be read", where=str(corpus or root))
        room = Newsroom(home, desk, sources)
        searcher = retrieve.connect(room, library, _asking(desk), track=track)
        for note in searcher.notes:
            say(note)
        return evals.newsroom(asked, searcher, desk.retrieval, track=track)


def _sources(corpus: Path) -> tuple[Source, ...]:
    found = []
    for where, row in store.rows(corpus / "sources.jsonl"):
        try:
            found.append(
                Source(row["source_id"], row["title"], "folder", str(corpus / row["source_id"]),
                       tuple(row["domains"]), row.get("licence", ""), row.get("homepage", ""))
            )  # fmt: skip
        except (ValueError, KeyError, TypeError) as error:
            raise RecordError(f"is not a source ({error!r})", where=where) from error
    return tuple(found)


def _baseline(path: Path) -> dict[str, dict[str, float]]:
    value = read_json(path)
    if not isinstance(value, dict) or not all(isinstance(one, dict) for one in value.values()):
        raise RecordError("is not a stored baseline", where=str(path), hint="make one with --save")
    return value


def _main(outcome: QueryOutcome) -> str:
    return "ndcg@10" if outcome.layout == "beir" else "need recall@20"


def _data(
    outcome: QueryOutcome, folder: Path, before: dict[str, dict[str, float]]
) -> dict[str, Any]:
    return {
        "set": folder.name,
        "layout": outcome.layout,
        "figures": {name: asdict(one) for name, one in outcome.figures.items()},
        "questions": {one.id: one.figures for one in outcome.questions},
        "changed": [
            {"id": name, "before": old, "now": new}
            for name, old, new in evals.changed(outcome, before, _main(outcome))
        ],
    }


def _text(outcome: QueryOutcome, before: dict[str, dict[str, float]]) -> str:
    width = max(len(name) for name in outcome.figures)
    rows = [
        f"{name:<{width}}  {one.mean:.4f}  [{one.low:.4f}, {one.high:.4f}]  n={one.count}"
        for name, one in outcome.figures.items()
    ]
    moved = evals.changed(outcome, before, _main(outcome))
    if before:
        rows.append(f"{len(moved)} questions differ from the baseline in {_main(outcome)}")
    rows += [f"  {name}: {old:.3f} -> {new:.3f}" for name, old, new in moved]
    return "\n".join(rows)
