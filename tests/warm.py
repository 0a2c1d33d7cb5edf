"""mkdocs as a fork of a process that has loaded it: what a build starts, without a second of imports.

`Mkdocs` stands where `subprocess` stands in `pipeline.publish.build`. What it runs is the command
that was asked for, in a process, folder and environment of its own. What it leaves out of a build
changes no page: Python and mkdocs are loaded already, and templates are compiled once.
"""

from __future__ import annotations

import importlib
import logging
import os
import subprocess
import sys
import time
import traceback
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
import shared

LOADED = (
    "mkdocs.__main__", "mkdocs.commands.build", "markdown.extensions.toc", "markdown.extensions.tables",
    "pymdownx.superfences", "pymdownx.highlight", "pymdownx.details", "pymdownx.saneheaders",
    "pygments.lexers.special", "pygments.formatters.html", "pygments.styles.default", "pygments.filters",
    "mkdocs.config.defaults", "material.templates",
)  # fmt: skip


class Mkdocs:
    """`Popen`, `PIPE` and `STDOUT` of `subprocess`, for the one command that a build starts."""

    PIPE, STDOUT = subprocess.PIPE, subprocess.STDOUT

    def __init__(self) -> None:
        self.ready = False
        self.compiled = Path(os.environ[shared.VARIABLE]) / "compiled"

    def Popen(  # noqa: N802  (as subprocess calls it)
        self,
        command: list[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        stdin: int,
        stdout: int,
        stderr: int,
    ) -> Child:
        assert command[:2] == [sys.executable, "-c"], command
        assert command[2].endswith('runpy.run_module("mkdocs", run_name="__main__")\n'), command
        assert command[3] == "build", command
        assert os.fstat(stdin)
        assert (stdout, stderr) == (self.PIPE, self.STDOUT)
        self.load()
        read, write = os.pipe()
        number = os.fork()
        if number == 0:
            _compile_once(self.compiled)
            _become(command, cwd, env, (stdin, write))
        os.close(write)
        return Child(number, read)

    def load(self) -> None:
        """Load mkdocs, if no build has: what a process has loaded, its forks have."""
        if not self.ready:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                for name in LOADED:
                    importlib.import_module(name)
            self.ready = True


class Child:
    """A process that was started, as far as a build asks about it."""

    def __init__(self, number: int, read: int) -> None:
        self.number, self.read = number, read
        self.returncode: int | None = None

    def communicate(self) -> tuple[bytes, None]:
        with os.fdopen(self.read, "rb") as said:
            text = said.read()
        _, status = os.waitpid(self.number, 0)
        self.returncode = os.waitstatus_to_exitcode(status)
        return text, None


def _become(
    command: list[str], cwd: Path, env: Mapping[str, str], streams: tuple[int, int]
) -> None:
    """In the child: run what `python -c` was asked to, with these arguments, and end."""
    code = 1
    read, write = streams
    try:
        for number, stream in enumerate((read, write, write)):
            os.dup2(stream, number)
        sys.stdout, sys.stderr = (
            open(number, "w", encoding="utf-8", closefd=False)  # noqa: SIM115  (for the life of the process)
            for number in (1, 2)
        )
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        time.tzset()
        logging.root.handlers.clear()
        warnings.resetwarnings()
        warnings.simplefilter("ignore")
        sys.argv[:] = command[1:2] + command[3:]
        exec(command[2], {"__name__": "__main__"})
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _compile_once(folder: Path) -> None:
    """Let the theme's templates be compiled once a session: jinja keeps them by their source."""
    folder.mkdir(exist_ok=True)
    theme = importlib.import_module("mkdocs.theme").Theme
    plain = theme.get_env

    def keeping(self: Any) -> jinja2.Environment:
        made: jinja2.Environment = plain(self)
        made.bytecode_cache = jinja2.FileSystemBytecodeCache(str(folder))
        return made

    theme.get_env = keeping
