"""Prompt files: versioned Jinja templates that fail loudly.

Enter: a folder of `*.md.j2`, each opening with its version and the variables it takes. Leave:
rendered texts, each with the name and version that goes into cache keys and the ledger. Refuses
a template whose declared variables are not the ones it uses, and a rendering that is given
other variables than declared.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, meta

from pipeline.errors import ConfigError
from pipeline.newsroom.config import shipped
from pipeline.records import EvidenceItem

HEAD = re.compile(r"\A\{#-?\s*version:\s*(\d+)\s*·\s*variables:\s*([\w, ]*?)\s*-?#\}")


ONCE = ("answers", "document_begins")  # what the items of one document may have in common
BEGUN = 200  # characters by which the beginning of a document is known again
OURS = shipped("templates") / "prompts"


@dataclass(frozen=True, slots=True)
class Prompt:
    text: str
    version: str  # like "section@1"


@dataclass(frozen=True, slots=True)
class Prompts:
    """The templates of one folder, all checked when it is opened."""

    environment: Environment
    variables: dict[str, frozenset[str]]
    versions: dict[str, str]

    def render(self, name: str, **values: object) -> Prompt:
        """Fill a template. Raises ConfigError unless exactly its variables are given."""
        wanted = self.variables.get(name)
        if wanted is None:
            raise ConfigError(
                f"there is no prompt {name!r}", where="templates/prompts", hint="restore the file"
            )
        if wanted != frozenset(values):
            raise ConfigError(
                f"takes {sorted(wanted)}, was given {sorted(values)}",
                where=f"templates/prompts/{name}.md.j2",
                hint="change the variables in its first line",
            )
        text = self.environment.get_template(f"{name}.md.j2").render(**values)
        return Prompt(text.strip() + "\n", f"{name}@{self.versions[name]}")


def load(folder: Path) -> Prompts:
    """Read and check every template, the shipped one where the folder has none of its name. Raises
    ConfigError naming the first that is wrong."""
    files = {path.name: path for each in (OURS, folder) for path in each.glob("*.md.j2")}
    paths = [path for _, path in sorted(files.items())]
    return _checked(folder, tuple((path, path.read_text("utf-8")) for path in paths))


@lru_cache(maxsize=4)
def _checked(folder: Path, sources: tuple[tuple[Path, str], ...]) -> Prompts:
    # Prompts are plain text for a model; HTML escaping would corrupt the evidence.
    environment = Environment(
        loader=FileSystemLoader([folder, OURS]),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=False,
        keep_trailing_newline=True,
    )
    variables, versions = {}, {}
    for path, source in sources:
        name = path.name.removesuffix(".md.j2")
        variables[name], versions[name] = _declared(environment, path, source)
    return Prompts(environment, variables, versions)


def pack(items: tuple[EvidenceItem, ...], *, limit: int = 0, around: bool = False) -> str:
    """Evidence as a model sees it: numbered JSON, marked as untrusted, without addresses.

    `<` is escaped, so that no text can close the marks around it. `limit` cuts each text. Dates,
    the part a document takes in its story and the question it answers stand where they are known;
    with `around`, the words before and after, and the first words of the document, too. What an item
    has in common with the first one of its document stands at that one.
    """
    rows = []
    first: dict[str, dict[str, object]] = {}
    for item in items:
        row = _row(item, limit, around)
        if _shown(item, items):
            row.pop("document_begins", None)
        told = first.get(item.document, {})
        rows.append(
            {name: said for name, said in row.items() if name not in ONCE or told.get(name) != said}
        )
        if item.document:
            first.setdefault(item.document, row)
    return f'<evidence untrusted="yes">\n{as_data(rows)}\n</evidence>\n'


def _shown(item: EvidenceItem, items: tuple[EvidenceItem, ...]) -> bool:
    """Whether the beginning of an item's document is the text of one of the items."""
    begins = item.head[:BEGUN].split()[:-1]
    beside = (one.text[: 2 * BEGUN].split() for one in items if one.document == item.document)
    return any(words[: len(begins)] == begins for words in beside)


def _row(item: EvidenceItem, limit: int, around: bool) -> dict[str, object]:
    known: dict[str, object] = {
        "source": item.n,
        "publisher": item.source_title,
        "title": item.title,
        "date": (item.published or "undated")[:10],
        "under": " > ".join(item.headings),
        "text": _cut(item.text, limit),
    }
    more = {"first_seen": item.first_seen[:10], "changed": item.changed[:10]} if item.story else {}
    more |= {"part": item.part, "answers": item.question if item.part else ""}
    if around:
        more |= {"document_begins": item.head, "before": item.before, "after": item.after}
    return known | {name: text for name, text in more.items() if text}


def as_data(value: object) -> str:
    """JSON for a prompt, one line per entry of a list, with `<` escaped."""
    if isinstance(value, list):
        inner = ",\n".join(json.dumps(one, ensure_ascii=False) for one in value)
        return f"[\n{inner}\n]".replace("<", "\\u003c")
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _cut(text: str, limit: int) -> str:
    if not limit or len(text) <= limit:
        return text
    return text[: text.rfind(" ", 0, limit) if " " in text[:limit] else limit] + " [...]"


def _declared(environment: Environment, path: Path, source: str) -> tuple[frozenset[str], str]:
    head = HEAD.match(source)
    if head is None:
        raise ConfigError(
            "must open with {#- version: N · variables: a, b -#}",
            where=str(path),
            hint="add that line; raise the version with every change of wording",
        )
    named = frozenset(name for name in re.split(r"[,\s]+", head[2]) if name)
    try:
        used = meta.find_undeclared_variables(environment.parse(source))
    except TemplateError as error:
        raise ConfigError(
            f"is not a template: {error}", where=str(path), hint="mend the Jinja syntax"
        ) from error
    if used != named:
        odd = ", ".join(sorted(used ^ named))
        raise ConfigError(
            f"declares other variables than it uses: {odd}",
            where=str(path),
            hint="name exactly the variables it uses in its first line",
        )
    return named, head[1]
