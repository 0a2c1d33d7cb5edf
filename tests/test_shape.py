"""The house keeps its shape: names, levels, circles, sizes; commands are documented."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache, lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pipeline.cli import COMMANDS, dateline

ROOT = Path(__file__).parent.parent
PIPELINE = ROOT / "pipeline"
STAGES = ("ingest", "chunk", "retrieve", "news", "compose", "verify", "render", "publish", "audit")
# A room may open onto rooms of lower levels and onto itself; rooms of one level onto each other
# only where a wing is named below.
LEVELS = {
    "text": 0, "errors": 0, "records": 1, "world": 1, "newsroom": 2, "pages": 2, "llm": 3,
    **dict.fromkeys(STAGES, 4), "proof": 5, "evals": 5, "run": 6, "review": 7, "cli": 8,
}  # fmt: skip
NAMES = {*LEVELS, "starter", "__init__"}
MOST_MODULES = 14
MOST_LINES = 50  # of a function
MOST_PARAMETERS = 5
MODULES = sorted(
    path for path in PIPELINE.rglob("*.py") if "starter" not in path.relative_to(PIPELINE).parts
)


def room(name: str) -> str:
    return name.split(".")[1] if "." in name else "__init__"


def named(path: Path) -> str:
    """The dotted name of a module or package."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All of a module's tree: five laws look through it, and to walk it takes a second for all modules."""
    return tuple(ast.walk(tree(path)))


@cache
def functions(path: Path) -> tuple[ast.FunctionDef, ...]:
    return tuple(node for node in nodes(path) if isinstance(node, ast.FunctionDef))


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    return frozenset(named(path) for path in MODULES)


def imported(path: Path) -> set[str]:
    """Modules of the pipeline a module imports: anywhere, for types only, or by a string."""
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {one if one in known() else node.module for one in full}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found & known() - {"pipeline", named(path)}


@lru_cache(maxsize=1)
def arrows() -> dict[str, set[str]]:
    return {named(path): imported(path) for path in MODULES}


def test_the_top_floor_holds_these_names_and_no_others() -> None:
    names = {path.stem for path in PIPELINE.iterdir() if path.name != "__pycache__"}
    assert names <= NAMES
    assert len(names) <= 23


def test_imports_point_down() -> None:
    up = {
        name: [
            other
            for other in others
            if room(other) not in (room(name), "__init__")
            and LEVELS[room(other)] >= LEVELS[room(name)]
        ]
        for name, others in arrows().items()
    }
    assert len(up) > 400
    assert {name: others for name, others in up.items() if others} == {}


def test_no_module_imports_itself_in_a_circle() -> None:
    try:
        TopologicalSorter(arrows()).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_no_folder_holds_more_modules_than_a_reader_can_keep() -> None:
    sizes = Counter(path.parent for path in MODULES if path.parent != PIPELINE)
    assert {folder.name: size for folder, size in sizes.items() if size > MOST_MODULES} == {}


def test_modules_and_functions_stay_small() -> None:
    lines = {named(path): path.read_text("utf-8").count("\n") for path in MODULES}
    assert {name: count for name, count in lines.items() if count > 400} == {}
    assert [
        f"{named(path)}.{node.name}"
        for path in MODULES
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno >= MOST_LINES
    ] == []


def test_a_function_takes_few_things_and_what_belongs_together_is_a_record() -> None:
    """Keyword-only ones count; a command takes its options."""
    assert [
        f"{named(path)}.{node.name}"
        for path in MODULES
        for node in functions(path)
        if "cli" not in path.relative_to(PIPELINE).parts and taken(node) > MOST_PARAMETERS
    ] == []


def taken(node: ast.FunctionDef) -> int:
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return len([one.arg for one in given if one.arg not in ("self", "cls")])


def test_one_class_name_means_one_thing() -> None:
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(named(path))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        named(path) for path in MODULES if tree(path).body and not ast.get_docstring(tree(path))
    ]
    assert silent == []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    result = CliRunner().invoke(dateline, [name, "--help"])
    assert result.exit_code == 0
    assert f"dateline {name}" in result.output


def test_the_list_of_commands_imports_none_and_says_what_each_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context = click.Context(dateline)
    said = {
        name: command.get_short_help_str(300)
        for name in COMMANDS
        if (command := dateline.get_command(context, name))
    }

    def imported(name: str) -> None:
        raise AssertionError(f"{name} is imported for the list")

    monkeypatch.setattr("importlib.import_module", imported)
    told = CliRunner().invoke(dateline, ["--help"], terminal_width=400, max_content_width=400)
    rows = re.findall(r"^  ([a-z]+) +(.+)$", told.output.partition("Commands:")[2], re.MULTILINE)
    assert said and dict(rows) == said


def test_findings_are_made_in_one_place() -> None:
    makers = {
        path.relative_to(PIPELINE).as_posix()
        for path in MODULES
        for node in nodes(path)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding"
    }
    assert makers == {"records/rules.py"}


def test_no_other_module_counts_its_way_through_a_draft() -> None:
    """A path is met in the traversal, or joined from its steps."""
    makers = set()
    for path in MODULES:
        for node in nodes(path):
            first = node.values[0] if isinstance(node, ast.JoinedStr) else None
            text = str(first.value) if isinstance(first, ast.Constant) else ""
            if text.startswith(("sections[", "crosscuts[", "$.")):
                makers.add(path.relative_to(PIPELINE).as_posix())
    assert makers == set()


def test_no_machine_path_stands_in_the_package() -> None:
    for path in MODULES:
        text = path.read_text("utf-8")
        assert "/work/" not in text
        assert "/root/" not in text


# ── the tests themselves ──────────────────────────────────────────────────────────────────

TESTS = sorted((ROOT / "tests").glob("test_*.py"))
FIXED = (ast.Tuple, ast.List, ast.Dict, ast.Set, ast.Constant)


def names_in(*nodes: ast.AST) -> set[str]:
    return {name.id for node in nodes for name in ast.walk(node) if isinstance(name, ast.Name)}


def quantified(node: ast.AST) -> list[ast.GeneratorExp]:
    """What an assertion says of all of a run's things, or of none: it holds of nothing as well."""
    if isinstance(node, ast.BoolOp):
        return [one for value in node.values for one in quantified(value)]
    said, call = "all", node
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        said, call = "any", node.operand
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == said:
        return [one for one in call.args if isinstance(one, ast.GeneratorExp)]
    return []


def looked_through(test: ast.FunctionDef) -> list[ast.expr]:
    """What a test goes through with assertions, the outermost loops alone; where a law is asked of
    whatever Hypothesis makes up, that may be nothing."""
    loops = [one for one in ast.walk(test) if isinstance(one, ast.For)]
    inner = {deeper for loop in loops for deeper in loop.body}
    found = [
        loop.iter
        for loop in loops
        if loop not in inner and any(isinstance(node, ast.Assert) for node in loop.body)
    ]
    if any(ast.unparse(one).startswith("given(") for one in test.decorator_list):
        return found
    return found + [
        said.generators[0].iter
        for node in ast.walk(test)
        if isinstance(node, ast.Assert)
        for said in quantified(node.test)
    ]


def looks_at_what_may_be_nothing(path: Path) -> list[str]:
    """Assertions of a test about what a run gave that hold as well where it gave nothing."""
    tree = ast.parse(path.read_text("utf-8"))
    known = names_in(*(one for one in tree.body if isinstance(one, ast.Assign | ast.AnnAssign))) | {
        alias.name  # a table of the package
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name.isupper()
    }
    found = []
    for test in tree.body:
        if not isinstance(test, ast.FunctionDef) or not test.name.startswith("test_"):
            continue
        made = {
            target.id
            for node in ast.walk(test)
            if isinstance(node, ast.Assign) and isinstance(node.value, FIXED)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        sayings = [one for one in ast.walk(test) if isinstance(one, ast.Assert)]
        vain = {one for said in sayings for each in quantified(said.test) for one in ast.walk(each)}
        asked = {
            name.id
            for said in sayings
            for name in ast.walk(said)
            if isinstance(name, ast.Name) and name not in vain
        }
        for over in looked_through(test):
            bare = over.value if isinstance(over, ast.Subscript) else over
            safe = isinstance(bare, FIXED) or names_in(over) & (
                {"each", "range"} | known | made | asked
            )
            if not safe:
                found.append(f"{test.name}: for ... in {ast.unparse(over)}")
    return found


@pytest.mark.parametrize("path", TESTS, ids=lambda one: one.stem)
def test_no_test_passes_because_it_looked_at_nothing(path: Path) -> None:
    assert looks_at_what_may_be_nothing(path) == []
