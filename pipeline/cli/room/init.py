"""`dateline init` and `upgrade`: a newsroom's beginning, and what comes with dateline kept new."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import click

from pipeline.cli.io import answer, common
from pipeline.errors import ConfigError
from pipeline.newsroom.config import load_desk, shipped
from pipeline.newsroom.founding import files
from pipeline.newsroom.founding.files import ShippedFile
from pipeline.records import store

STARTER_BASE = 'base = "pipeline/starter/corpus"'


@click.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON document.")
def init(directory: Path, as_json: bool) -> None:
    """Make a new newsroom in DIRECTORY, with the starter corpus and its nightly workflows.

    \b
    Example:
      dateline init my-newsroom
      cd my-newsroom && dateline run --date newest

    A folder that holds anything but its .git is refused, so nothing can be overwritten.
    """
    _refuse_full(directory)
    shutil.copytree(shipped("starter/corpus"), directory / "corpus")
    (directory / "content" / "posts").mkdir(parents=True)
    store.write(directory / "content" / "posts" / ".gitkeep", "")
    desk = shipped("briefs/desk.toml").read_text("utf-8")
    examples = shipped("starter/desk.toml").read_text("utf-8")
    store.write(directory / "briefs" / "desk.toml", f"{desk.rstrip()}\n\n{examples}")
    sources = shipped("briefs/sources.toml").read_text("utf-8")
    store.write(
        directory / "briefs" / "sources.toml", sources.replace(STARTER_BASE, 'base = "corpus"')
    )
    files.bring(directory, load_desk(directory / "briefs" / "desk.toml"))
    documents = sum(1 for path in (directory / "corpus").rglob("*") if path.is_file())
    text = (
        f"A newsroom is in {directory}/ with {documents} files of starter corpus.\n"
        f"  briefs/desk.toml     what it covers, and when the brief is due\n"
        f"  briefs/sources.toml  where from\n"
        f"  .github/workflows/   its nights; README.md says how the first one is set up\n"
        f"  vendor/              this dateline, for the machine that runs the nights\n"
        f"Next: {'' if directory.resolve() == Path.cwd() else f'cd {shlex.quote(str(directory))} && '}dateline run --date newest"
    )
    answer({"newsroom": str(directory), "files": documents}, text, as_json=as_json)


def _refuse_full(directory: Path) -> None:
    """Raises ConfigError when a folder holds anything but what git keeps there."""
    if (directory / "briefs" / "desk.toml").is_file():
        raise ConfigError("holds a newsroom already", where=str(directory),
                          hint="`dateline upgrade` there brings its shipped files up to date")  # fmt: skip
    if directory.exists() and any(one.name != ".git" for one in directory.iterdir()):
        raise ConfigError(
            "is not empty", where=str(directory), hint="name a new folder for the newsroom"
        )


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when something is behind.")
@click.option("--take", multiple=True, metavar="PATH", help="Take the shipped file though yours differs.")  # fmt: skip
@click.option("--own", multiple=True, metavar="PATH", help="Copy a shipped template here, to change it.")  # fmt: skip
@common
def upgrade(
    check: bool, take: tuple[str, ...], own: tuple[str, ...], root: Path, as_json: bool
) -> int:
    """Bring what comes with dateline up to date: workflows, tasks, README, lock, dateline itself.

    What you changed stays, and is listed. Pages, theme, prompts and settings of the site are read
    from dateline unless a file under templates/ (or mkdocs.yml) takes their place; copies that an
    earlier `init` made and nobody changed are taken away.

    \b
    Example:
      dateline upgrade --check
      dateline upgrade --own templates/pages/home.md.j2
      dateline upgrade --take Makefile
    """
    desk = load_desk(root / "briefs" / "desk.toml")
    if own:
        for path in own:
            _own(root, path)
        note = "change it now: an unchanged copy is taken away by the next upgrade"
        answer({"own": own}, f"{', '.join(own)} is yours; {note}", as_json=as_json)
        return 0
    known = {part.path for part in files.found(root, desk)}
    if unknown := sorted(set(take) - known):
        raise ConfigError(f"{unknown[0]} does not come with dateline", where=str(root),
                          hint="`dateline upgrade --check` lists what does")  # fmt: skip
    before = files.found(root, desk) if check else files.bring(root, desk, take=frozenset(take))
    behind = [one for one in before if one.state in ("new", "behind", "gone")]
    answer([*before], "\n".join(_lines(before, take, check=check)), as_json=as_json)
    return 1 if check and behind else 0


DONE = {"new": "written", "behind": "brought up to date", "gone": "taken away; it is read from dateline"}  # fmt: skip
TO_DO = {"new": "is missing", "behind": "is behind", "gone": "is a copy that would be taken away"}


def _lines(found: tuple[ShippedFile, ...], take: tuple[str, ...], *, check: bool) -> list[str]:
    said = TO_DO if check else DONE
    rows = [f"{one.path}  {said[one.state]}" for one in found if one.state in said]
    rows += [f"{one.path}  replaced by the shipped one" for one in found
             if one.path in take and one.state == "yours" and not check]  # fmt: skip
    yours = [one.path for one in found if one.state == "yours" and one.path not in take]
    rows += [f"{path}  yours: left as it is" for path in yours]
    stand = sum(one.state == "as shipped" for one in found)
    return [*rows, f"{stand} files are as they are shipped."]


def _own(root: Path, path: str) -> None:
    """Copy a shipped template into the newsroom. Raises ConfigError when there is none, or one is here."""
    source = shipped(path)
    inside = shipped("templates").resolve()
    if not source.is_file() or (path != "mkdocs.yml" and inside not in source.resolve().parents):
        raise ConfigError(f"no template {path} comes with dateline", where="--own",
                          hint="name it from the newsroom's root, like templates/theme/home.html")  # fmt: skip
    if (root / path).exists():
        raise ConfigError("is there already", where=str(root / path), hint="change that file")
    store.write(root / path, source.read_bytes())
