"""What lies in a newsroom: what its owner writes, and what comes with dateline and is kept up to date.

Enter: a desk. Leave: the shipped files by path (workflows, Makefile, README, lock and wheel), and for
a newsroom on disk which of them are as shipped, changed by the owner, or behind. The digests of what
was written stand in vendor/shipped.json, so that a change of the owner's is known for one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline import __version__
from pipeline.errors import RecordError
from pipeline.newsroom.config import shipped
from pipeline.newsroom.desk import Desk
from pipeline.newsroom.founding import wheel
from pipeline.records import store
from pipeline.text.days import earliest_latest

LIST = "vendor/shipped.json"
WORKFLOWS = ("nightly.yml", "deploy.yml", "approve.yml", "reject.yml", "watch.yml")
# Minutes before and after the time at which the brief is due; off the full hour, when the
# platform's schedules are the most crowded and start late.
BEFORE, AFTER = 73, 137
State = Literal["new", "as shipped", "behind", "yours", "gone"]


@dataclass(frozen=True, slots=True)
class ShippedFile:
    """One shipped file of a newsroom: behind is an older one of ours, yours one that was changed."""

    path: str
    state: State


def workflow(name: str, desk: Desk) -> str:
    """A workflow with the desk's hours in it."""
    text = (shipped("templates") / "newsroom" / "workflows" / name).read_text("utf-8")
    first, last = earliest_latest(desk.publish.due, desk.publish.zone)  # a schedule is in UTC
    text = text.replace("@NIGHTLY@", _cron(first - BEFORE)).replace("@WATCH@", _cron(last + AFTER))
    return text.replace("@SECRETS@", "\n".join(_secrets(desk)))


def _secrets(desk: Desk) -> list[str]:
    """The variables that the desk's channels are named to read, each from the secret of its name."""
    told = desk.delivery
    named = {name for one in desk.owners for name in (one.secret, one.to_env)}
    named |= {told.smtp_user, told.smtp_password}
    rows = [f"          {name}: ${{{{ secrets.{name} }}}}" for name in sorted(named - {""})]
    return rows or ["          LANG: C.UTF-8 # the desk names no channel that wants a secret"]


def _cron(minute: int) -> str:
    minute %= 24 * 60
    return f"{minute % 60} {minute // 60} * * *"


def parts(desk: Desk, root: Path) -> dict[str, bytes]:
    """Every shipped file with its bytes. A checkout of dateline has its own for all but workflows."""
    made = {f".github/workflows/{name}": workflow(name, desk).encode() for name in WORKFLOWS}
    if is_checkout(root):
        return made
    folder = shipped("templates") / "newsroom"
    data = wheel.packed()
    lock = f"./vendor/{wheel.NAME} --hash=sha256:{store.sha256(data)}\n"
    return {
        **made,
        ".gitignore": (folder / "gitignore").read_bytes(),
        ".gitattributes": (folder / "gitattributes").read_bytes(),
        "Makefile": (folder / "Makefile").read_bytes(),
        "README.md": (folder / "README.md")
        .read_text("utf-8")
        .replace("@TITLE@", desk.title)
        .encode(),
        "templates/README.md": (folder / "templates.md").read_bytes(),
        "requirements.lock": shipped("requirements.lock").read_bytes(),
        f"vendor/{wheel.NAME}": data,
        "vendor/dateline.lock": lock.encode(),
    }


def is_checkout(root: Path) -> bool:
    """Whether a newsroom is the checkout that dateline itself runs from."""
    return shipped("templates").resolve().parent == root.resolve()


def found(root: Path, desk: Desk) -> tuple[ShippedFile, ...]:
    """The state of every shipped file, and of shipped files that are no longer shipped."""
    wanted, written = parts(desk, root), listed(root)
    if is_checkout(root):  # its workflows are made here, and nowhere changed
        written = {path: _sha(root / path) for path in wanted}
    states = [
        ShippedFile(path, _state(root / path, data, written.get(path)))
        for path, data in wanted.items()
    ]
    gone = [
        ShippedFile(path, "gone" if _sha(root / path) == sha else "yours")
        for path, sha in written.items()
        if path not in wanted and (root / path).is_file()
    ]
    return tuple(sorted([*states, *gone, *copies(root)], key=lambda part: part.path))


def _state(path: Path, data: bytes, written: str | None) -> State:
    if not path.is_file():
        return "new"
    sha = _sha(path)
    if sha == store.sha256(data):
        return "as shipped"
    return "behind" if sha == written else "yours"


def copies(root: Path) -> list[ShippedFile]:
    """Templates and settings that an earlier `init` had copied: behind if we shipped them ever."""
    if is_checkout(root):
        return []
    known = _ever()
    found = [path for path in (root / "templates").rglob("*") if path.is_file()]
    found += [path for path in (root / "mkdocs.yml",) if path.is_file()]
    made = []
    for path in found:
        name = path.relative_to(root).as_posix()
        if name != "templates/README.md":
            ours = _sha(path)[:16] in known or _is_shipped(path, name)
            made.append(ShippedFile(name, "gone" if ours else "yours"))
    return made


def _is_shipped(path: Path, name: str) -> bool:
    ours = shipped(name)
    return ours.is_file() and ours.read_bytes() == path.read_bytes()


def _ever() -> frozenset[str]:
    """Digests of every template that dateline ever shipped; `init` copied them all once."""
    rows = Path(__file__).with_name("ever.txt").read_text("ascii").splitlines()
    return frozenset(row for row in rows if not row.startswith("#"))


def bring(root: Path, desk: Desk, *, take: frozenset[str] = frozenset()) -> tuple[ShippedFile, ...]:
    """Write what is new or behind, take away what is shipped no more or read from the package now.

    What the owner changed stays, but for the paths of `take`. Returns what there was to do.
    """
    wanted = parts(desk, root)
    before = found(root, desk)
    for part in before:
        path = root / part.path
        if part.state in ("new", "behind") or (part.path in take and part.path in wanted):
            store.write(path, wanted[part.path])
        elif part.state == "gone" or part.path in take:
            path.unlink()
            _forget_empty(path.parent, root)
    if not is_checkout(root):
        keep_list(root, wanted)
    return before


def keep_list(root: Path, wanted: dict[str, bytes]) -> None:
    """Remember what was shipped; of a file that is the owner's, what they changed it from."""
    written = listed(root)
    files = {
        path: store.sha256(data)
        if _sha(root / path) == store.sha256(data)
        else written.get(path, store.sha256(data))
        for path, data in wanted.items()
    }
    store.write(root / LIST, store.to_json({"version": __version__, "files": files}))


def listed(root: Path) -> dict[str, str]:
    """The digests of what was written last, by path. Raises RecordError when the list is torn."""
    path = root / LIST
    if not path.is_file():
        return {}
    try:
        files = json.loads(path.read_bytes())["files"]
        return {str(name): str(sha) for name, sha in files.items() if _plain(str(name))}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(
            "is not the list of shipped files", where=str(path),
            hint="delete it; `dateline upgrade` then takes every changed file for yours",
        ) from error  # fmt: skip


def _plain(name: str) -> bool:
    return (
        not name.startswith("/") and ".." not in Path(name).parts and bool(re.match(r"[\w.]", name))
    )


def _sha(path: Path) -> str:
    return store.sha256(path.read_bytes()) if path.is_file() else ""


def _forget_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
