"""The house keeps its shape: imports point down, modules stay small, commands are documented."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import COMMANDS, dateline

ROOT = Path(__file__).parent.parent
PIPELINE = ROOT / "pipeline"
STAGES = frozenset(
    {"ingest", "chunk", "retrieve", "compose", "verify", "render", "publish", "audit", "evals"}
)
JOINERS = frozenset({"run", "editing", "cli"})
MODULES = sorted(PIPELINE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PIPELINE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Rooms of the pipeline that a module imports, wherever the import stands."""
    rooms: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "pipeline":
            names = [f"pipeline.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        else:
            continue
        rooms |= {name.split(".")[1] for name in names if name.startswith("pipeline.")}
    return rooms


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PIPELINE)))
def test_rooms_open_only_onto_the_foundation(path: Path) -> None:
    here = room(path)
    others = imported(path) - {here}
    if here == "evals":
        assert not others & JOINERS - {"run"}
    elif here in STAGES or here not in JOINERS:
        assert not others & (STAGES | JOINERS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PIPELINE)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 420
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= 70, node.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PIPELINE)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    result = CliRunner().invoke(dateline, [name, "--help"])
    assert result.exit_code == 0
    assert f"dateline {name}" in result.output


def test_no_machine_path_stands_in_the_package() -> None:
    for path in MODULES:
        text = path.read_text("utf-8")
        assert "/work/" not in text
        assert "/root/" not in text
