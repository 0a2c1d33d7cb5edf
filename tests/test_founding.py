"""What `init` writes, what of it is the owner's, and how an upgrade of dateline reaches a newsroom."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import newsdesk
import pytest
import yaml
from checks import each
from click.testing import CliRunner, Result

from pipeline.cli import dateline
from pipeline.errors import ConfigError
from pipeline.newsroom import templates
from pipeline.newsroom.config import load_desk, open_newsroom, shipped
from pipeline.newsroom.founding import files, wheel
from pipeline.newsroom.founding.placeholders import placeholders
from pipeline.render import render_all

ROOT = Path(__file__).parent.parent


@pytest.fixture
def room(tmp_path: Path) -> Path:
    root = tmp_path / "room"
    assert CliRunner().invoke(dateline, ["init", str(root)]).exit_code == 0
    return root


def upgrade(root: Path, *words: str) -> Result:
    command = ["upgrade", "--root", str(root), *words]
    return CliRunner().invoke(dateline, command, standalone_mode=False)


# ── what init writes ──────────────────────────────────────────────────────────────────────


def test_a_new_newsroom_has_its_nights_tasks_and_readme_and_is_up_to_date(room: Path) -> None:
    for name in each(files.WORKFLOWS):
        assert yaml.safe_load((room / ".github" / "workflows" / name).read_text("utf-8"))["jobs"]
    assert "Settings → Pages" in (room / "README.md").read_text("utf-8")
    assert upgrade(room, "--check").return_value == 0


def test_the_examples_in_a_new_desk_are_a_desk_without_their_marks(room: Path) -> None:
    desk = room / "briefs" / "desk.toml"
    text = desk.read_text("utf-8")
    assert load_desk(desk).watch.names == ()
    desk.write_text(re.sub(r"(?m)^# (?=\[|\w+ = )", "", text), "utf-8")
    opened = load_desk(desk)
    assert (opened.watch.names[0], opened.publish.due) == ("PostgreSQL", "07:15")


def test_everything_is_installed_by_hash(room: Path) -> None:
    lock = (room / "vendor" / "dateline.lock").read_text("utf-8")
    name, sha = re.fullmatch(r"\./vendor/(\S+) --hash=sha256:([0-9a-f]{64})\n", lock).groups()  # type: ignore[union-attr]
    assert hashlib.sha256((room / "vendor" / name).read_bytes()).hexdigest() == sha
    makefile = (room / "Makefile").read_text("utf-8")
    assert "--require-hashes" in makefile
    assert len(re.findall(r"\$\(PIP\) ", makefile)) == 2
    assert "pip install" not in makefile.replace(
        "-m pip install -q --disable-pip-version-check --require-hashes", ""
    )


def test_the_night_starts_before_the_hour_at_which_the_brief_is_due(room: Path) -> None:
    desk = room / "briefs" / "desk.toml"
    desk.write_text(desk.read_text("utf-8") + '\n[publish]\ndue = "00:30"\n', "utf-8")
    assert upgrade(room).return_value == 0
    nightly = (room / ".github" / "workflows" / "nightly.yml").read_text("utf-8")
    assert 'cron: "17 23 * * *"' in nightly


def test_what_the_desks_channels_are_to_read_is_named_in_the_workflow(room: Path) -> None:
    owner = '\n[[owners]]\nid = "a"\nnames = ["X"]\nchannel = "github"\nto = "a/b"\nsecret = "DESK_TOKEN"\n'
    desk = room / "briefs" / "desk.toml"
    desk.write_text(desk.read_text("utf-8") + owner, "utf-8")
    text = files.workflow("deploy.yml", load_desk(desk))
    (step,) = [
        one
        for one in yaml.safe_load(text)["jobs"]["enter"]["steps"]
        if "owners" in one.get("name", "")
    ]
    assert step["env"] == {"DESK_TOKEN": "${{ secrets.DESK_TOKEN }}"}


def test_the_wheel_holds_what_the_built_one_holds() -> None:
    beside = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = beside["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {key: f"pipeline/{key}" for key in wheel.BESIDE} == named
    with zipfile.ZipFile(io.BytesIO(wheel.packed())) as archive:
        names = set(archive.namelist())
    assert "pipeline/templates/newsroom/workflows/nightly.yml" in names
    assert {f"pipeline/retrieve/encoders/words.{end}" for end in ("npz", "npy")} <= names
    assert not [name for name in names if name.endswith(".pyc")]


def test_dateline_runs_from_its_wheel_alone(tmp_path: Path) -> None:
    """Unpacked into an empty folder, beside nothing of this checkout, it begins a newsroom."""
    with zipfile.ZipFile(io.BytesIO(wheel.packed())) as archive:
        archive.extractall(tmp_path / "lib")
    code = (
        f"import sys; sys.path[:0] = [{str(tmp_path / 'lib')!r}]; import pipeline;"
        f"assert pipeline.__file__.startswith({str(tmp_path)!r});"
        "from pipeline.cli import main; main(['init', 'room', '--json'])"
    )
    command = [sys.executable, "-I", "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["files"] > 50
    again = zipfile.ZipFile(next((tmp_path / "room" / "vendor").glob("*.whl"))).namelist()
    with zipfile.ZipFile(io.BytesIO(wheel.packed())) as archive:
        assert set(again) == set(archive.namelist())


# ── upgrades ──────────────────────────────────────────────────────────────────────────────


def test_what_is_behind_is_brought_up_and_what_the_owner_changed_stays(room: Path) -> None:
    listed = json.loads((room / files.LIST).read_text())
    old = room / ".github" / "workflows" / "watch.yml"
    old.write_text("name: old\n")
    listed["files"][".github/workflows/watch.yml"] = hashlib.sha256(b"name: old\n").hexdigest()
    (room / files.LIST).write_text(json.dumps(listed))
    (room / "Makefile").write_text("brief:\n\t@echo mine\n")
    assert upgrade(room, "--check").return_value == 1
    done = upgrade(room)
    assert "watch.yml  brought up to date" in done.stdout
    assert "Makefile  yours: left as it is" in done.stdout
    assert "jobs:" in old.read_text()
    assert (room / "Makefile").read_text() == "brief:\n\t@echo mine\n"
    upgrade(room, "--take", "Makefile")
    assert "require-hashes" in (room / "Makefile").read_text()


def test_copies_that_an_earlier_init_made_go_but_for_those_the_owner_changed(room: Path) -> None:
    for name in ("templates/pages/home.md.j2", "templates/theme/main.html", "mkdocs.yml"):
        target = room / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(shipped(name).read_bytes())
    (room / "templates" / "pages" / "about.md.j2").write_text("Mine.\n")
    upgrade(room)
    assert not (room / "mkdocs.yml").exists()
    assert not (room / "templates" / "theme").exists()
    assert [path.name for path in (room / "templates" / "pages").iterdir()] == ["about.md.j2"]


def test_a_list_of_shipped_files_that_is_torn_says_what_to_do(room: Path) -> None:
    (room / files.LIST).write_text("{")
    done = upgrade(room, "--check")
    assert "delete it" in getattr(done.exception, "hint", "")


def test_a_template_becomes_the_owners_by_name(room: Path) -> None:
    upgrade(room, "--own", "templates/pages/home.md.j2")
    assert (room / "templates" / "pages" / "home.md.j2").is_file()
    for name in ("pyproject.toml", "../secret", "templates/none.html"):
        assert isinstance(upgrade(room, "--own", name).exception, ConfigError)


# ── two layers ────────────────────────────────────────────────────────────────────────────


def test_a_page_of_the_owners_takes_the_place_of_the_shipped_one_and_only_that(
    tmp_path: Path,
) -> None:
    made = newsdesk.newsroom(tmp_path / "room")
    own = made.root / "templates" / "pages" / "about.md.j2"
    own.parent.mkdir(parents=True)
    own.write_text("Only mine.\n")
    render_all(made)
    assert "Only mine." in (made.content / "about.md").read_text("utf-8")
    assert (made.content / "index.md").is_file()


def test_a_theme_is_put_together_of_both_layers(tmp_path: Path) -> None:
    made = newsdesk.newsroom(tmp_path / "room")
    assert templates.theme(made) == shipped("templates") / "theme"
    own = made.root / "templates" / "theme" / "404.html"
    own.parent.mkdir(parents=True)
    own.write_text("Mine.")
    folder = templates.theme(made)
    assert (folder / "404.html").read_text() == "Mine."
    assert (folder / "main.html").read_bytes() == (
        shipped("templates") / "theme" / "main.html"
    ).read_bytes()
    own.unlink()
    assert templates.theme(open_newsroom(made.root)) == shipped("templates") / "theme"


def test_the_hours_of_this_repositorys_own_nights_are_its_desks() -> None:
    desk = load_desk(ROOT / "briefs" / "desk.toml")
    assert files.workflow("nightly.yml", desk) == (
        ROOT / ".github" / "workflows" / "nightly.yml"
    ).read_text("utf-8")


def test_a_desk_says_which_of_its_addresses_are_still_examples(room: Path) -> None:
    told = placeholders(load_desk(room / "briefs" / "desk.toml"))
    assert [one.split(" is ")[0] for one in told] == ["site_url", "publisher.email"]
    done = CliRunner().invoke(dateline, ["doctor", "--root", str(room), "--json"])
    said = [one["says"] for one in json.loads(done.stdout) if one["name"] == "desk"]
    assert said == [f"briefs/desk.toml: {one}" for one in told]
    desk = load_desk(room / "briefs" / "desk.toml").model_copy(update={"site_url": "https://examples.dev/"})  # fmt: skip
    assert len(placeholders(desk)) == 1
