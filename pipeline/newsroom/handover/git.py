"""Asks git: one function for whoever has to, and the few questions the nightly job has.

Enter: a folder under version control. Leave: what git says. Refuses (`RecordError`): whatever git
refuses, with git's own words.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from pipeline.errors import RecordError

NOBODY = ("-c", "user.name=dateline", "-c", "user.email=dateline@users.noreply.github.com")
# What a push says that another came before, and what it says that a rule of the host bars it.
RACED = ("[rejected]", "fetch first", "non-fast-forward", "cannot lock ref", "failed to update ref",
         "reference already exists", "incorrect old value")  # fmt: skip
RULED = (
    "hook declined",
    "protected branch",
    "Protected branch",
    "rule violations",
    "GH006",
    "GH013",
)
BARRED = (
    "a rule of the host bars this push: let the job that records bypass it (GitHub: Settings → Rules or "
    "Branches), or lift it for this branch; the night is kept as the artifact of its run"
)
SECONDS = 300  # of one command; a push of a record takes seconds, the log of a large clone a minute


def git(root: Path, *words: str) -> str:
    """What `git WORDS` prints. Raises RecordError with git's last line when it fails."""
    command = ["git", "-C", str(root), *words]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)
    except FileNotFoundError as error:
        raise RecordError("git is not installed", where=str(root), hint="install git") from error
    except subprocess.TimeoutExpired as error:
        message = f"`git {words[0]}` did not end within {SECONDS} seconds"
        raise RecordError(message, where=str(root), hint="try again") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        far = [line.removeprefix("remote: ").strip() for line in said if "remote: error:" in line]
        near = [line for line in said if line.startswith(("fatal:", "error:", " !"))]
        told = far or near or said
        name = next((word for word in words if not word.startswith("-") and "=" not in word), "")
        message = f"`git {name}` failed: {told[0] if told else 'without a word'}"
        raise GitError(message, where=str(root), said=said)
    return done.stdout.decode("utf-8", "replace")


class GitError(RecordError):
    """Git refused. outrun: a push, because somebody else's came first."""

    outrun: bool

    def __init__(self, message: str, *, where: str, said: list[str]) -> None:
        text = " ".join(said)
        barred = any(word in text for word in RULED)
        super().__init__(
            message, where=where, hint=BARRED if barred else "the lines of git say what it misses"
        )
        self.outrun = not barred and any(word in text for word in RACED)


def head(root: Path) -> str:
    """The commit that is checked out."""
    return git(root, "rev-parse", "--verify", "HEAD").strip()


def branch(root: Path) -> str:
    """The branch that is checked out. Raises RecordError when there is none."""
    name = git(root, "branch", "--show-current").strip()
    if not name:
        raise RecordError(
            "no branch is checked out, so there is nothing to push to",
            where=str(root),
            hint="check out the branch of the record by name",
        )
    return name


def changed(root: Path, folder: str) -> tuple[str, ...]:
    """Files below a folder that are new or differ from the commit, as paths from the root."""
    said = git(root, "status", "--porcelain", "-z", "--untracked-files=all", "--", folder)
    return tuple(sorted(row[3:] for row in said.split("\0") if row))


def shown(root: Path, commit: str, path: str) -> bytes | None:
    """A file as a commit has it; None when it has none."""
    command = ["git", "-C", str(root), "show", f"{commit}:{path}"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)
    return done.stdout if done.returncode == 0 else None


def has(root: Path, commit: str) -> bool:
    """Whether a commit is known here."""
    command = ["git", "-C", str(root), "cat-file", "-e", f"{commit}^{{commit}}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def commit(root: Path, message: str, *paths: str) -> bool:
    """Commit these paths as dateline; False when nothing about them changed."""
    here = [path for path in paths if (root / path).exists()]
    git(root, "add", "--all", "--", *here)
    if not git(root, "diff", "--cached", "--name-only").strip():
        return False
    git(root, *NOBODY, "commit", "-q", "-m", message)
    return True
