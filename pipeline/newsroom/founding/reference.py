"""Every key of briefs/desk.toml with its default and what it is for, out of the desk's own classes.

Enter: nothing; the source of `pipeline.newsroom.desk` is read. Leave: a page of Markdown.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "desk.py"
HEAD = """# The desk, key by key

`briefs/desk.toml` says what a newsroom covers and when a brief may be published. A key that is not here is refused. `[[...]]` is a table that may come more than once. `dateline desk` prints this page.
"""


def page() -> str:
    """The whole page, the desk's own keys first, then its tables in their order."""
    classes = {
        node.name: node for node in ast.parse(SOURCE.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    }  # fmt: skip
    rows = [HEAD]
    waiting = [("", classes["Desk"])]
    while waiting:
        name, node = waiting.pop(0)
        rows += [f"## `{name}`\n" if name else "## At the top", *([] if name else [""])]
        if name and (said := ast.get_docstring(node)):
            rows.append(flat(said) + "\n")
        for key, kind, default, words in fields(node):
            part = next(
                (
                    one
                    for one in classes
                    if one in kind.replace("[", " ").replace("]", " ").replace(",", " ").split()
                ),
                "",
            )
            if part:
                many = "tuple" in kind
                path = f"{name.strip('[]')}.{key}" if name else key
                waiting.append((f"[[{path}]]" if many else f"[{path}]", classes[part]))
                continue
            rows.append(f"- `{key}` ({default}){': ' + words if words else ''}")
        rows.append("")
    return "\n".join(rows).rstrip() + "\n"


def fields(node: ast.ClassDef) -> list[tuple[str, str, str, str]]:
    """(key, type, default in words, what it is for) of each field, in order."""
    found = []
    for at, one in enumerate(node.body):
        if not isinstance(one, ast.AnnAssign) or not isinstance(one.target, ast.Name):
            continue
        behind = node.body[at + 1] if at + 1 < len(node.body) else None
        said = ""
        if isinstance(behind, ast.Expr) and isinstance(behind.value, ast.Constant):
            said = flat(str(behind.value.value))
        found.append((one.target.id, ast.unparse(one.annotation), default(one.value), said))
    return found


def default(value: ast.expr | None) -> str:
    """A default as TOML has it, or that there is none."""
    if isinstance(value, ast.Call) and value.args:
        value = value.args[0]
    elif isinstance(value, ast.Call):
        return "required" if ast.unparse(value.func).endswith("Field") else "its own defaults"
    if value is None or (isinstance(value, ast.Constant) and value.value is ...):
        return "required"
    try:
        held = ast.literal_eval(value)
    except ValueError:
        return "its own default"
    return f"default `{json.dumps(held, ensure_ascii=False)}`" if held is not None else "no default"


def flat(text: str) -> str:
    return " ".join(text.split())
