"""`dateline index`: the corpus in a search cluster, sent, compared, taken over, gone back on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import click

from pipeline.cli.io import answer, common, say, track
from pipeline.errors import ConfigError, CorpusError
from pipeline.newsroom import runs
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.library import Library
from pipeline.retrieve.encoders.models import encoder
from pipeline.retrieve.index.embedded import roll_back
from pipeline.retrieve.opensearch import aliases, generation, pull, push
from pipeline.retrieve.opensearch.cluster import open_cluster
from pipeline.retrieve.opensearch.push import Target
from pipeline.world import World


@click.group()
def index() -> None:
    """The corpus in a search cluster (`engine = "opensearch"` in the desk)."""


@index.command("push")
@common
@click.option("--full", is_flag=True, help="Send all, whatever is there.")
def send(root: Path, as_json: bool, full: bool) -> None:
    """Send what is new, check it, ask fifty questions of both, then let it answer.

    The generation before stays; one that was killed goes on where it stopped.

    \b
    Example:
      dateline index push
      dateline index push --full
    """
    with _opened(root, vectors=True) as (room, library, place):
        made = generation.publish(room, library, place, full=full, track=track)
        now = aliases.standing(place.cluster, place.alias)
    if made is None:
        answer(
            {"index": now, "sent": 0, "removed": 0}, f"{now} holds it all already", as_json=as_json
        )
        return
    held = made.meta
    data = {"index": made.index, "sent": made.sent, "removed": made.removed, "base": made.base,
            "passages": held.passages, "documents": held.documents}  # fmt: skip
    since = f"on top of {made.base}" if made.base else "all of it"
    text = (f"{made.index} answers: {held.passages} passages of {held.documents} documents; sent "
            f"{made.sent}, took out {made.removed} ({since})")  # fmt: skip
    answer(data, text, as_json=as_json)


@index.command("pull")
@common
@click.option("--replace", is_flag=True, help="Give up documents that were not pulled from there.")
def take(root: Path, as_json: bool, replace: bool) -> None:
    """Take the corpus over that another newsroom pushed.

    \b
    Example:
      dateline index pull
    """
    with _opened(root, must_exist=False) as (_, library, place):
        found = pull.pull(place.cluster, place.alias, library, replace=replace, track=track)
    text = (f"{found.documents} documents from {found.index}: {found.put} new or changed, "
            f"{found.removed} gone")  # fmt: skip
    answer(asdict(found), text, as_json=as_json)


@index.command("compare")
@common
@click.pass_context
def compare(ctx: click.Context, root: Path, as_json: bool) -> None:
    """Ask fifty questions of the cluster and of the embedded index; exit code 1 if any differs.

    \b
    Example:
      dateline index compare
    """
    with _opened(root, vectors=True) as (room, library, place):
        wrong = generation.compare(room, library, place, track=track)
    rows = [f"{one.question}\n  hit {one.place}: {one.ours or 'none'} here, {one.theirs or 'none'} there"
            for one in wrong]  # fmt: skip
    text = "\n".join(rows) or f"{generation.CANARIES} questions: the same hits, scores and order"
    answer(
        {"asked": generation.CANARIES, "differ": [asdict(one) for one in wrong]},
        text,
        as_json=as_json,
    )
    ctx.exit(1 if wrong else 0)


@index.command("rollback")
@common
def rollback(root: Path, as_json: bool) -> None:
    """Let the generation before answer again: of the cluster's index, else of the one on this disk.

    What came into the corpus since then is added when it is next read.

    \b
    Example:
      dateline index rollback
    """
    if open_newsroom(root).desk.retrieval.engine == "local":
        _rollback_here(open_newsroom(root), as_json=as_json)
        return
    with _opened(root) as (_, _library, place):
        now, earlier = push.rollback(place)
    answer({"from": now, "to": earlier}, f"{earlier} answers instead of {now}", as_json=as_json)
    say("the next run brings it up to the library again")


def _rollback_here(room: Newsroom, *, as_json: bool) -> None:
    if not room.library.is_file():
        raise CorpusError(
            "there is no corpus yet", where=str(room.library), hint="run `dateline ingest`"
        )
    with runs.lock(room.state), Library.open(room.library) as library:
        now, earlier = roll_back(room.index, library)
    answer({"from": now, "to": earlier}, f"{earlier} answers instead of {now}", as_json=as_json)


@contextmanager
def _opened(
    root: Path, *, must_exist: bool = True, vectors: bool = False
) -> Iterator[tuple[Newsroom, Library, Target]]:
    """A newsroom whose desk names a cluster, its library and the place of its index, locked."""
    room = open_newsroom(root)
    if room.desk.retrieval.engine != "opensearch":
        _not_here(room)
    if must_exist and not room.library.is_file():
        raise CorpusError(
            "there is no corpus yet", where=str(room.library), hint="run `dateline ingest`"
        )
    options, world = room.desk.retrieval, World()
    cluster, dense = open_cluster(options, world), encoder(options, world) if vectors else None
    with runs.lock(room.state), Library.open(room.library) as library:
        yield (
            room,
            library,
            generation.place_of(room, cluster, room.library.parent / "index", dense),
        )


def _not_here(room: Newsroom) -> NoReturn:
    raise ConfigError("the desk's engine is local: there is no cluster to speak to",
                      where=str(room.briefs / "desk.toml"), hint='set engine = "opensearch" and '
                      "engine_urls under [retrieval]")  # fmt: skip
