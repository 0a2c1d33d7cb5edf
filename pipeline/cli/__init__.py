"""The command line: the only room that prints, exits, draws bars and reads argv.

Each command is a function in a module of this folder: load, call, print. Modules are imported
when their command is called, so `dateline --help` costs nothing. Exit codes: 0 done or
publishable, 1 refused by a gate, 2 could not run (`error:` and `hint:` lines on stderr).
"""

from __future__ import annotations

import ast
import difflib
import errno
import importlib
import json
import logging
import os
import sqlite3
import sys
import time
import traceback
from pathlib import Path
from typing import NoReturn

import click

from pipeline import __version__
from pipeline.errors import DatelineError
from pipeline.text.secrets import MaskingFormatter, mask
from pipeline.world import collect_seldom

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
    "serve": "site:serve",
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
    "desk": "room.desk:desk",
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

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What is left for the command; an option of commands that stands before them is said to."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if error.option_name not in ("--root", "--json"):
                raise
            said = f"{error.option_name} stands behind the command, as in `dateline status {error.option_name}`."
            raise click.UsageError(said, ctx) from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named; for a mistyped name the error says which one is near."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            if not near:
                raise
            said = f"There is no command {args[0]!r}. Did you mean `{near[0]}`?"
            raise click.UsageError(said, ctx) from error

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.table:
            return super().get_command(ctx, name)
        module, function = self.table[name].split(":")
        command = getattr(importlib.import_module(f"pipeline.cli.{module}"), function)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each command with what its function says of itself, which is read there: to import all of
        them takes two seconds."""
        names = self.list_commands(ctx)
        with formatter.section("Commands"):
            formatter.write_dl([(name, self._says(ctx, name)) for name in names])

    def _says(self, ctx: click.Context, name: str) -> str:
        """Its first sentence, whole: what would be cut off is often what tells it from its neighbour."""
        command = (
            click.Command(name, help=_docstring(self.table[name]))
            if name in self.table
            else self.get_command(ctx, name)
        )
        return command.get_short_help_str(limit=1_000) if command else ""


def _docstring(place: str) -> str:
    """What a function of this folder says of itself, as its source stands; "" without one."""
    module, function = place.split(":")
    source = Path(__file__).parent.joinpath(*module.split(".")).with_suffix(".py")
    for node in ast.parse(source.read_bytes()).body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return ast.get_docstring(node) or ""
    return ""


@click.group(
    cls=LazyGroup, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="dateline")
@click.option("-v", "--verbose", count=True, help="Log what happens on stderr; twice for more.")
def dateline(verbose: int) -> None:
    """A daily cited engineering brief from a corpus you trust, proven or held.

    \b
    Start with:
      dateline init my-newsroom          a newsroom with a starter corpus
      cd my-newsroom && dateline run     today's brief, and the site around it

    Exit codes: 0 done or publishable, 1 refused by a gate, 2 could not run.
    """
    click.get_current_context().meta[BEGAN] = time.perf_counter()
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(MaskingFormatter("%(levelname)s %(message)s"))
    logging.basicConfig(level=level, handlers=[lines])


def main(argv: list[str] | None = None) -> None:
    """Run the command line; the one place where errors become text and an exit code.

    With `--json` an error is one JSON document on standard output too: error, hint, exit_code.
    """
    as_json = "--json" in (sys.argv[1:] if argv is None else argv)
    collect_seldom()
    try:
        code = dateline.main(args=argv, prog_name="dateline", standalone_mode=False)
    except DatelineError as error:
        _fail(str(error), error.hint, error.code, as_json=as_json)
    except click.exceptions.Abort:
        _fail("interrupted; nothing half done was kept", "", 2, as_json=as_json)
    except click.ClickException as error:
        error.show()
        _fail(error.format_message(), "", 2, as_json=as_json, shown=True)
    except Exception as error:
        if said := _of_the_system(error):
            _fail(*said, 2, as_json=as_json)
        # a defect of ours: show all of it, but never as a gate's refusal
        click.echo(mask(traceback.format_exc()), err=True)
        defect = "this is a defect in dateline; nothing published was changed"
        _fail(defect, "please report it with the lines above", 2, as_json=as_json)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(said: str, hint: str, code: int, *, as_json: bool, shown: bool = False) -> NoReturn:
    """End with an error, in words and, when asked for, as the one JSON document of the answer."""
    lines = [f"error: {said}", *([f"hint: {hint}"] if hint else [])]
    for line in () if shown else lines:
        click.echo(mask(line), err=True)
    if as_json:
        facts = {"error": mask(said), "hint": mask(hint), "exit_code": code}
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    sys.exit(code)


def _of_the_system(error: Exception) -> tuple[str, str] | None:
    """What the system refused (a full disk, a file without rights) and what to do; None otherwise."""
    if isinstance(error, sqlite3.OperationalError) and "full" in str(error):
        error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if isinstance(error, sqlite3.OperationalError) and "I/O" in str(error):
        error = OSError(errno.EIO, str(error))
    hint = HINTS.get(error.errno or 0) if isinstance(error, OSError) else None
    if hint is None or not isinstance(error, OSError):
        return None
    said = (error.strerror or str(error)).lower()
    return (f"{error.filename}: {said}" if error.filename else said), hint


HINTS = {
    errno.ENOSPC: "make room on that disk and run again; what is public was left alone",
    errno.EDQUOT: "make room in that quota and run again; what is public was left alone",
    errno.EIO: "the disk took or gave no bytes; look at its health, and at limits on the size of files",
    errno.EFBIG: "a limit on the size of files was met (`ulimit -f`); raise it and run again",
    errno.EROFS: "the file system is mounted read-only; give the right to write",
    errno.EACCES: "give this process the right to read and write there",
    errno.EPERM: "give this process the right to read and write there",
    errno.EISDIR: "a folder stands where a file belongs; move it away and run again",
    errno.ENOTDIR: "a file stands where a folder belongs; move it away and run again",
}
