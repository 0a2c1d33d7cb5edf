"""The command line: the only room that prints, exits, draws bars and reads argv.

Each command is a function in a module of this folder: load, call, print. Modules are imported
when their command is called, so `dateline --help` costs nothing. Exit codes: 0 done or
publishable, 1 refused by a gate, 2 could not run (`error:` and `hint:` lines on stderr).
"""

from __future__ import annotations

import importlib
import logging
import sys
import time
import traceback

import click

from pipeline import __version__
from pipeline.errors import DatelineError
from pipeline.text.secrets import MaskingFormatter, mask

BEGAN = "dateline.began"  # when this command was called, by the process's own clock

COMMANDS = {
    "init": "room.init:init",
    "run": "day:run",
    "news": "edition.news:news",
    "ingest": "corpus:ingest",
    "search": "search:search",
    "draft": "day:draft",
    "verify": "verify:verify",
    "render": "site:render",
    "build": "site:build",
    "audit": "site:audit",
    "deliver": "edition.deliver:deliver",
    "edit": "edition.edit:edit",
    "review": "review:review",
    "correct": "review:correct",
    "retract": "review:retract",
    "post": "post:post",
    "sources": "sources:sources",
    "index": "room.index:index",
    "eval": "evaluate.group:evaluate",
    "cost": "cost:cost",
    "status": "newsroom:status",
    "doctor": "newsroom:doctor",
    "nightly": "room.nightly:nightly",
    "upgrade": "room.init:upgrade",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when named; `table` maps name to `module:function`."""

    def __init__(self, *args: object, table: dict[str, str] | None = None, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.table = table or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.table, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.table:
            return super().get_command(ctx, name)
        module, function = self.table[name].split(":")
        command = getattr(importlib.import_module(f"pipeline.cli.{module}"), function)
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=LazyGroup, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="dateline")
@click.option("-v", "--verbose", count=True, help="Log what happens on stderr; twice for more.")
def dateline(verbose: int) -> None:
    """A daily cited engineering brief from a corpus you trust, proven or held.

    \b
    Start with:
      dateline init my-newsroom      a newsroom with a starter corpus
      cd my-newsroom && dateline run today's brief, and the site around it

    Exit codes: 0 done or publishable, 1 refused by a gate, 2 could not run.
    """
    click.get_current_context().meta[BEGAN] = time.perf_counter()
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(MaskingFormatter("%(levelname)s %(message)s"))
    logging.basicConfig(level=level, handlers=[lines])


def main(argv: list[str] | None = None) -> None:
    """Run the command line; the one place where errors become text and an exit code."""
    try:
        code = dateline.main(args=argv, prog_name="dateline", standalone_mode=False)
    except DatelineError as error:
        click.echo(mask(f"error: {error}"), err=True)
        if error.hint:
            click.echo(mask(f"hint: {error.hint}"), err=True)
        sys.exit(error.code)
    except click.exceptions.Abort:
        click.echo("error: interrupted; nothing half done was kept", err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except Exception:  # a defect of ours: show all of it, but never as a gate's refusal
        click.echo(mask(traceback.format_exc()), err=True)
        click.echo("error: this is a defect in dateline; nothing published was changed", err=True)
        click.echo("hint: please report it with the lines above", err=True)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)
