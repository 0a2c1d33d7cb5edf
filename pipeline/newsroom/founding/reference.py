"""Every key of briefs/desk.toml or sources.toml with its default and what it is for, out of the classes
that read them.

Enter: which of the two files; the classes stand in modules of `pipeline.newsroom`, whose text is read.
Leave: a page of Markdown.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent
DESK = """# The desk, key by key

`briefs/desk.toml` says what a newsroom covers and when a brief may be published. A key that is not here is refused. `[[...]]` is a table that may come more than once. `dateline desk` prints this page.
"""
SOURCES = """# The sources, key by key

`briefs/sources.toml` says where a newsroom reads from. A key that is not here is refused. `[[sources]]` comes once a source. `dateline sources keys` prints this page, and `dateline sources list` each source with what holds for it.

## How much of a source is quoted

A brief reproduces **at most 120 words of one source**, however many stories that source has: its quotes and the sentences that stand word for word, each counted once, together. Three keys of a source change that, and the gate holds a brief that goes beyond (no person can approve it):

| what | key | without it | finding |
|---|---|---|---|
| words of the source in one brief | `quote_limit` | 120 | `quote-limit` |
| words of one quote | `quote_words` | 120, which is also the most | `quote-length` |
| share of one document in one brief | `quote_share` | 1.0, so `quote_limit` alone bounds it | `quote-share` |

The extractive edition has no other words than its sources', so it keeps within these by itself: what a source may give is shared among its stories of the day, whose sections are then shorter. Notes of your own house, where nobody's licence speaks against it, get more room by `quote_limit = 400`. A writer with a model is bound by the same three, and by one more that is no key: a run of more than 25 words of a source outside quotation marks is a finding (`reuse-run`).
"""


@dataclass(frozen=True, slots=True)
class KeyedFile:
    """A file that an owner writes: what its page begins with, the modules of its classes, and the one
    that is the whole file."""

    head: str
    modules: tuple[str, ...]
    whole: str


FILES = {
    "desk": KeyedFile(DESK, ("desk.py", "owners.py"), "Desk"),
    "sources": KeyedFile(SOURCES, ("config.py",), "SourcesFile"),
}


def page(of: str = "desk") -> str:
    """The whole page of a file of FILES, its own keys first, then its tables in their order."""
    file = FILES[of]
    classes = {
        node.name: node
        for module in file.modules
        for node in ast.parse(FOLDER.joinpath(module).read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    }
    rows = [file.head]
    waiting = [("", classes[file.whole], "")]
    while waiting:
        name, node, unwritten = waiting.pop(0)
        rows += [f"## `{name}`\n" if name else "## At the top", *([] if name else [""])]
        if name and (said := flat(ast.get_docstring(node) or "")):
            rows.append(said + "\n")
        if unwritten:
            rows.append(f"Where the table is not written: {unwritten}.\n")
        for key, kind, value, words in fields(node):
            part = next((one for one in re.findall(r"\w+", kind) if one in classes), "")
            if part:
                path = f"{name.strip('[]')}.{key}" if name else key
                at = f"[[{path}]]" if "tuple" in kind else f"[{path}]"
                waiting.append((at, classes[part], given(value)))
                continue
            rows.append(f"- `{key}` ({default(value)}){': ' + words if words else ''}")
        if rows[-1].startswith("- "):
            rows.append("")
    return "\n".join(rows).rstrip() + "\n"


def given(value: ast.expr | None) -> str:
    """What a table holds that is not written, key by key; "" where its fields say it themselves."""
    if not isinstance(value, ast.Call) or ast.unparse(value.func) == "Field":
        return ""
    said = ((one.arg, _amount(one.value)) for one in value.keywords)
    return ", ".join(f"`{key} = {json.dumps(held)}`" for key, held in said)


def _amount(value: ast.expr) -> object:
    """A default that is written out, or made of one that is (`Decimal("0.75")`)."""
    if isinstance(value, ast.Call):
        return float(ast.literal_eval(value.args[0]))
    return ast.literal_eval(value)


def fields(node: ast.ClassDef) -> list[tuple[str, str, ast.expr | None, str]]:
    """(key, type, default, what it is for) of each field, in order."""
    found = []
    for at, one in enumerate(node.body):
        if not isinstance(one, ast.AnnAssign) or not isinstance(one.target, ast.Name):
            continue
        behind = node.body[at + 1] if at + 1 < len(node.body) else None
        said = ""
        if isinstance(behind, ast.Expr) and isinstance(behind.value, ast.Constant):
            said = flat(str(behind.value.value))
        found.append((one.target.id, ast.unparse(one.annotation), one.value, said))
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
