"""Runs the jobs of a generated workflow here: their shell steps word for word, the platform's actions
as copies between folders.

A `Platform` has a bare repository, a place for artifacts and caches, and what was deployed. `run`
takes a workflow through: each job in a clone of its own, `run:` steps by bash as the platform calls
it, expressions in `if:` and `env:` by a small evaluator. `dateline` is answered by a process that is
warm already, with the clock the test says.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
CLIENT = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as link:
    link.connect({address!r})
    data = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
    socket.send_fds(link, [len(data).to_bytes(8, "big")], [0, 1, 2])
    link.sendall(data)
    sys.exit(int.from_bytes(link.recv(1) or b"\\x03", "big"))
"""
FAKE_GH = """#!/bin/sh
printf '%s\\n' "$*" >> "$GH_LOG"
case "$1 $2" in
  "pr list") cat "$GH_LOG.open" 2>/dev/null || true ;;
  "pr create") echo 1 > "$GH_LOG.open" ;;
  "pr view") cat "$GH_LOG.comment" 2>/dev/null || true ;;
  "cache list") printf '%s\\n' $GH_CACHES ;;
esac
"""


# Git, but for the one push that somebody else's comes before: what $RACE holds is run first, once.
SLOW_GIT = """#!/bin/sh
for word in "$@"; do
  if [ "$word" = push ] && [ -f "$RACE" ]; then
    mv "$RACE" "$RACE.run" && sh "$RACE.run" >/dev/null 2>&1
  fi
done
exec {git} "$@"
"""


class Warm:
    """`dateline` as a server: each call is a fork of this process, so nothing is loaded again."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "dateline.sock")
        self.link = socket.socket(socket.AF_UNIX)
        self.link.bind(self.address)
        self.link.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def client(self) -> str:
        return CLIENT.format(python=sys.executable, address=self.address)

    def close(self) -> None:
        self.link.close()

    def _serve(self) -> None:
        while True:
            try:
                talk, _ = self.link.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(talk,), daemon=True).start()

    def _answer(self, talk: socket.socket) -> None:
        import json

        with talk:
            head, fds, *_ = socket.recv_fds(talk, 8, 3)
            data = b""
            while len(data) < int.from_bytes(head, "big"):
                data += talk.recv(1 << 16)
            arguments, folder, environ = json.loads(data)
            child = os.fork()
            if child == 0:
                _call(arguments, folder, environ, fds)
            for fd in fds:
                os.close(fd)
            _, status = os.waitpid(child, 0)
            talk.sendall(bytes([os.waitstatus_to_exitcode(status) & 0xFF]))


def _call(arguments: list[str], folder: str, environ: dict[str, str], fds: list[int]) -> None:
    """In the child: become that command, with the test's clock."""
    code = 3
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        for number, fd in enumerate(fds):
            os.dup2(fd, number)
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115  (for the life of the process)
            for number, mode in ((0, "r"), (1, "w"), (2, "w"))
        )
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environ)
        from datetime import datetime

        from pipeline import world
        from pipeline.cli import main

        moment = datetime.fromisoformat(environ["DATELINE_TEST_NOW"])
        world.datetime = type("Frozen", (), {"now": staticmethod(lambda zone: moment)})  # type: ignore[attr-defined]
        main(arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 3
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


@dataclass
class Job:
    """What came of a job."""

    result: str = "skipped"
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""


class Platform:
    """A repository on a platform that runs its workflows."""

    def __init__(self, folder: Path, warm: Warm) -> None:
        self.folder, self.warm = folder, warm
        self.remote = folder / "remote.git"
        self.live = folder / "live"
        self.gh = folder / "gh.log"
        self.cache: Path | None = None
        self.now = "2026-11-20T05:17:00+00:00"
        self.number = 0
        self.secrets: dict[str, str] = {}
        if not self.remote.is_dir():
            git(folder, "init", "-q", "--bare", "-b", "main", str(self.remote))

    # ── people ────────────────────────────────────────────────────────────────────────────

    def clone(self, name: str) -> Path:
        target = self.folder / name
        git(self.folder, "clone", "-q", str(self.remote), str(target))
        git(target, "config", "user.name", "Ada")
        git(target, "config", "user.email", "ada@desk.example")
        return target

    def start(self, room: Path) -> None:
        """Push a new newsroom, as its owner does."""
        git(room, "init", "-q", "-b", "main")
        git(room, "config", "user.name", "Ada")
        git(room, "config", "user.email", "ada@desk.example")
        git(room, "add", "-A")
        git(room, "commit", "-q", "-m", "A newsroom")
        git(room, "remote", "add", "origin", str(self.remote))
        git(room, "push", "-q", "origin", "main")

    def dateline(self, root: Path, *words: str) -> subprocess.CompletedProcess[str]:
        """A person's command in their clone."""
        self._install(root)
        command = [str(root / ".venv" / "bin" / "dateline"), *words]
        return subprocess.run(
            command, cwd=root, env=self._environ({}), capture_output=True, text=True, check=False
        )

    def log(self, branch: str = "main") -> list[str]:
        return git(self.remote, "log", "--format=%s", branch).splitlines()

    def show(self, path: str, branch: str = "main") -> str:
        return git(self.remote, "show", f"{branch}:{path}")

    # ── workflows ─────────────────────────────────────────────────────────────────────────

    def run(
        self,
        name: str,
        *,
        event: str = "schedule",
        meanwhile: dict[str, Callable[[], object]] | None = None,
        without: tuple[str, ...] = (),
        **github: str,
    ) -> dict[str, Job]:
        """Run a workflow of the branch as it is now; returns its jobs by name.

        `meanwhile` says what happens elsewhere just before a job begins; jobs of `without` are left
        out, where a test is not about them.
        """
        self.number += 1
        text = self.show(f".github/workflows/{name}")
        facts = {
            "event_name": event, "ref_name": "main", "actor": "ada", "run_id": str(self.number),
            "run_attempt": "1", "token": "t", "event.before": "", "event.after": "", **github,
        }  # fmt: skip
        artifacts = Path(tempfile.mkdtemp(dir=self.folder, prefix="artifacts-"))
        jobs: dict[str, Job] = {}
        for key, job in yaml.safe_load(text)["jobs"].items():
            (meanwhile or {}).get(key, lambda: None)()
            jobs[key] = Job() if key in without else self._job(job, jobs, facts, artifacts)
        return jobs

    def _job(
        self, job: dict[str, Any], before: dict[str, Job], facts: dict[str, str], artifacts: Path
    ) -> Job:
        needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
        names = {f"github.{name}": value for name, value in facts.items()}
        names |= {f"secrets.{name}": value for name, value in self.secrets.items()}
        names |= {f"inputs.{name}": facts.get(name, "") for name in ("date",)}
        for need in needs:
            names |= {f"needs.{need}.outputs.{k}": v for k, v in before[need].outputs.items()}
        fine = all(before[need].result == "success" for need in needs)
        if not evaluate(str(job.get("if", "success()")), names, fine=fine):
            return Job()
        if "uses" in job:  # a reusable workflow of this repository
            called = self.run(Path(job["uses"]).name, event=facts["event_name"])
            bad = [one for one in called.values() if one.result == "failure"]
            return Job("failure" if bad else "success", log="".join(o.log for o in called.values()))
        return self._steps(job, names, artifacts)

    def _steps(self, job: dict[str, Any], names: dict[str, str], artifacts: Path) -> Job:
        self.number += 1
        place, done, fine = self.folder / f"runner-{self.number}", Job("success"), True
        (self.folder / "empty").mkdir(exist_ok=True)
        for step in job["steps"]:
            if not evaluate(str(step.get("if", "success()")), names, fine=fine):
                continue
            said, good = "", True
            if "run" in step:
                said, good = self._shell(step, place, names)
            else:
                self._action(step, place, names, artifacts)
            done.log += said
            if not good and not step.get("continue-on-error"):
                fine, done.result = False, "failure"
        for key, value in (job.get("outputs") or {}).items():
            done.outputs[key] = filled(str(value), names)
        return done

    def _shell(self, step: dict[str, Any], place: Path, names: dict[str, str]) -> tuple[str, bool]:
        assert "${{" not in step["run"], "words of others never become words of a script"
        output = place.with_suffix(".output")
        output.write_text("")
        own = {key: filled(str(value), names) for key, value in (step.get("env") or {}).items()}
        env = self._environ(own) | {
            "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(place) + ".summary",
            "GITHUB_ACTIONS": "true",
        }  # fmt: skip
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=place if place.is_dir() else self.folder / "empty", env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        for line in output.read_text().splitlines():
            key, _, value = line.partition("=")
            names[f"steps.{step.get('id', '')}.outputs.{key}"] = value
        return ran.stdout, ran.returncode == 0

    def _action(
        self, step: dict[str, Any], place: Path, names: dict[str, str], artifacts: Path
    ) -> None:
        action, given = step["uses"].partition("@")[0], step.get("with", {})
        if action == "actions/checkout":
            git(self.folder, "clone", "-q", str(self.remote), str(place))
            self._install(place)
        elif action == "actions/upload-artifact":
            assert (place / given["path"]).is_dir()
            shutil.copytree(place / given["path"], artifacts / given["name"])
        elif action == "actions/download-artifact":
            shutil.copytree(artifacts / given["name"], place / given["path"])
        elif action == "actions/cache/restore":
            if self.cache:
                shutil.copytree(self.cache, place / given["path"], symlinks=True)
        elif action == "actions/cache/save":
            if (place / given["path"]).is_dir():
                self.cache = self.folder / f"cache-{self.number}"
                shutil.copytree(place / given["path"], self.cache, symlinks=True)
        elif action == "actions/upload-pages-artifact":
            name = filled(given["name"], names)
            shutil.copytree(place / given["path"], artifacts / name, dirs_exist_ok=False)
        elif action == "actions/deploy-pages":
            shutil.rmtree(self.live, ignore_errors=True)
            (artifacts / filled(given["artifact_name"], names)).rename(self.live)
        elif action == "actions/attest-build-provenance":
            assert (place / given["subject-path"]).is_file()
        else:
            assert action == "actions/setup-python", action

    def _install(self, root: Path) -> None:
        """What `make .venv/.run` would leave, newer than what it depends on."""
        command = root / ".venv" / "bin" / "dateline"
        if not command.is_file():
            command.parent.mkdir(parents=True)
            command.write_text(self.warm.client())
            command.chmod(0o755)
            (root / ".venv" / ".run").touch()
            (root / ".venv" / ".uv").touch()

    def _environ(self, own: dict[str, str]) -> dict[str, str]:
        tools = self.folder / "tools"
        if not tools.is_dir():
            tools.mkdir()
            (tools / "gh").write_text(FAKE_GH)
            (tools / "git").write_text(SLOW_GIT.format(git=shutil.which("git")))
            for tool in tools.iterdir():
                tool.chmod(0o755)
        return {
            "PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(self.folder), "LANG": "C.UTF-8",
            "GH_LOG": str(self.gh), "RACE": str(self.folder / "race.sh"), "GH_CACHES": "", "DATELINE_TEST_NOW": self.now, **own,
        }  # fmt: skip


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"git {' '.join(words)}: {done.stderr}"
    return done.stdout


NAME = re.compile(r"[a-z_]+(?:\.[\w-]+)+")


def filled(text: str, names: dict[str, str]) -> str:
    """A value with its expressions replaced."""
    return re.sub(r"\$\{\{\s*(.+?)\s*\}\}", lambda found: names.get(found[1], ""), text)


def evaluate(expression: str, names: dict[str, str], *, fine: bool) -> bool:
    """An `if:`; a condition that asks for no status holds only while all went well."""
    expression = expression.removeprefix("${{").removesuffix("}}").strip()
    python = NAME.sub(lambda found: repr(names.get(found[0], "")), expression)
    python = python.replace("&&", " and ").replace("||", " or ").replace("!=", "≠")
    python = python.replace("!", " not ").replace("≠", "!=")
    status = {"always": lambda: True, "success": lambda: fine, "cancelled": lambda: False}
    asked = any(f"{name}()" in expression for name in status)
    words = {"false": "false", "startsWith": str.startswith}
    return bool(eval(python, {"__builtins__": {}}, status | words)) and (asked or fine)
