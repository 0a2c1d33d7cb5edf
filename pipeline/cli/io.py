"""What every command shares: `--root`, `--json`, progress on a terminal, one way to answer.

Standard output carries the answer, standard error everything else.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from tqdm import tqdm

from pipeline.cli import BEGAN
from pipeline.newsroom import publication, runs
from pipeline.newsroom.config import Newsroom
from pipeline.records import store
from pipeline.text.secrets import mask
from pipeline.world import World

T = TypeVar("T")


class _Day(click.DateTime):
    """A day as YYYY-MM-DD, named so in usage lines."""

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "YYYY-MM-DD"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        try:
            return value if isinstance(value, datetime) else datetime.strptime(value, "%Y-%m-%d")
        except ValueError:
            self.fail(f"{value!r} is no day; write it like 2026-11-20", param, ctx)


DAY = _Day(formats=["%Y-%m-%d"])


class DayOrNewest(click.ParamType):  # type: ignore[type-arg]
    """A day, or `newest`: the newest day on which a source published something."""

    name = "YYYY-MM-DD|newest"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime | str:
        if value == NEWEST:
            return NEWEST
        try:
            return DAY.convert(value, param, ctx)
        except click.BadParameter as error:
            self.fail(f"{error.message}, or {NEWEST}", param, ctx)


NEWEST = "newest"
ON = click.option("--on", type=click.Choice(["local", "ray"]), default="local", show_default=True,
                  help="Where sources are read, texts embedded and desks run: this machine, or a Ray"
                  " cluster (RAY_ADDRESS).")  # fmt: skip
DATE = click.option(
    "--date",
    type=DayOrNewest(),
    help="The day of the brief; without it, today (UTC); newest: the newest day with news.",
)


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--root DIR` (a Path, `root`) and `--json` (a bool, `as_json`).

    Local state that it finds damaged is set aside and the command done again.
    """

    @click.option(
        "--root",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(),
        show_default="this folder",
        help="The newsroom.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Answer with one JSON document.")
    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        state = kwargs["root"] / ".dateline"
        return runs.healed(state, lambda: command(*args, **kwargs), say)

    return wrapped


class SaidWhy(click.types.StringParamType):
    """Words that somebody will read: never none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(super().convert(value, param, ctx)).strip()
        return text or self.fail(
            "is empty; it is kept in the record and read by others", param, ctx
        )


BY = click.option("--by", type=SaidWhy(), required=True, help="Who decides; kept in the record.")
WHY = click.option("--why", type=SaidWhy(), required=True, help="The reason; kept in the record.")


def answer(data: Any, text: str, *, as_json: bool) -> None:
    """Print the answer: one JSON document, or the text for people."""
    click.echo(mask(store.to_json(data).rstrip("\n") if as_json else text))


def elapsed() -> float:
    """Seconds since this command was called; 0 outside of one."""
    context = click.get_current_context(silent=True)
    began = context.meta.get(BEGAN) if context else None
    return time.perf_counter() - began if began else 0.0


def say(text: str) -> None:
    """A line about what is going on, for people, on standard error."""
    click.echo(mask(text), err=True)


def warn_of_clock(room: Newsroom, world: World) -> None:
    """Say that the clock stands before what is public already, if it does."""
    if wrong := publication.behind(room, world.now()):
        say(f"warning: {wrong}; what is done now is dated by that clock")


def track(items: Iterable[T], label: str) -> Iterable[T]:
    """A progress bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        return items
    size = {"dynamic_ncols": True} if _has_size() else {"ncols": 80, "nrows": 24}
    bar: Iterator[T] = iter(tqdm(items, desc=label, file=sys.stderr, leave=False, unit="", **size))
    return bar


def begun(what: str) -> None:
    """Say at once what a person waits for, on a terminal; nothing in a pipe."""
    if sys.stderr.isatty():
        say(f"{what} …")


def _has_size() -> bool:
    """Whether the terminal says how large it is; in one of no rows a bar would never be drawn."""
    try:
        return all(os.get_terminal_size(sys.stderr.fileno()))
    except (OSError, ValueError):
        return False


def read_json(path: Path) -> Any:
    """Read a JSON file for a command; click reports what is wrong with it."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise click.BadParameter(f"{path}: {error}") from error
