"""Reads the owner's two files, briefs/desk.toml and briefs/sources.toml.

Enter: paths. Leave: a `Desk` and `Source` records. Refuses: a missing or malformed file, an
unknown key, a value out of range; all faults of a file are reported at once with their lines.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from pydantic import BaseModel, Field, ValidationError

from pipeline.errors import ConfigError
from pipeline.newsroom.desk import Desk, DeskPart
from pipeline.records import Source
from pipeline.records.store import place_in, short_id
from pipeline.records.verdict import RECORD

Kind = Literal[
    "markdown", "html", "feed", "transcript", "pdf", "jsonl", "chunks", "page", "sitemap", "folder"
]
Model = TypeVar("Model", bound=BaseModel)


class SourceEntry(DeskPart):
    """One `[[sources]]` table."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    kind: Kind
    """folder reads every file by its own extension; the others expect one kind."""
    location: str
    """A path (below `base`, or from the newsroom's root) or an http(s) address."""
    domains: tuple[str, ...] = Field(min_length=1)
    licence: str = ""
    homepage: str = ""
    quote_limit: int = Field(120, gt=0)
    """Words a brief may quote from this source in all."""
    quote_words: int = Field(120, ge=10)
    """Words of its longest quote."""
    quote_share: float = Field(1.0, gt=0, le=1)
    """Share of one document that a brief may quote."""
    authority: float = Field(1.0, gt=0, le=3)
    """Your trust in this source, a factor on its evidence."""
    url: str = Field("", pattern=r"^(https?://[^\s{}]+(\{path\}[^\s{}]*)?)?$")
    """Address of a file, with `{path}` for its path below `location`: `https://host/docs/{path}`."""
    url_suffix: str | None = Field(None, pattern=r"^[\w./-]*$")
    """What stands in an address in place of a file's suffix: "", "/" or ".html"; without it, the suffix."""
    url_index: bool = False
    """Whether `index`, `_index` and `README` keep their name in an address whose suffix is replaced."""
    follow: bool = False
    """Whether the pages that a feed's entries lead to are read in place of what the feed brings."""


class SourcesFile(DeskPart):
    base: str = ""
    """Folder below the newsroom's root that relative locations start from."""
    sources: tuple[SourceEntry, ...] = Field(min_length=1)


def load_desk(path: Path) -> Desk:
    """Read the desk. Raises ConfigError listing every fault with its line."""
    return _load(Desk, path, "run `dateline init DIR` for a desk to start from")


def load_sources(path: Path, desk: Desk, root: Path) -> tuple[Source, ...]:
    """Read the sources; relative locations become absolute paths below `root`/`base`.

    Raises ConfigError when the file is wrong, an id comes twice or a domain is not of the desk.
    A path that does not exist is left to ingest, which reports and skips it.
    """
    file = _load(SourcesFile, path, "see the README for the form of sources.toml")
    known = {domain.id for domain in desk.domains}
    faults: list[tuple[str, str]] = []  # of which source, what
    hint = "every source has an id of its own"
    seen: set[str] = set()
    for entry in file.sources:
        if entry.id in seen:
            faults.append((entry.id, f"source id {entry.id!r} comes twice"))
        seen.add(entry.id)
        if odd := re.match(r"(?!https?:)([a-z][a-z0-9+.-]*)://", entry.location, re.IGNORECASE):
            faults.append((entry.id, f"source {entry.id!r} has the location {entry.location!r}, and {odd[1]}: is no address that can be fetched"))  # fmt: skip
            hint = "an address begins with https:// or http://; anything else is a path"
        for domain in sorted(set(entry.domains) - known):
            faults.append((entry.id, f"source {entry.id!r} names unknown domain {domain!r}"))
            hint = f"the desk's domains: {', '.join(sorted(known))}"
    if faults:
        text = path.read_text("utf-8")
        told = (f"line {_line_of(text, ('id', name))}: {fault}" for name, fault in faults)
        raise ConfigError("; ".join(told), where=str(path), hint=hint)
    return tuple(_source(entry, root / file.base) for entry in file.sources)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """One newsroom on disk: its folders, desk and sources."""

    root: Path
    desk: Desk
    sources: tuple[Source, ...]
    left_out: frozenset[str] = frozenset()  # posts of content/ that are held back from this build
    shared: Path | None = None  # root of the newsroom whose corpus is read, where it is another's

    @property
    def briefs(self) -> Path:
        """The record: one folder a day, and the ledger."""
        return self.root / "briefs"

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def state(self) -> Path:
        """Local state that can be made again."""
        return self.root / ".dateline"

    @property
    def library(self) -> Path:
        """The file of the library."""
        return self._corpus / ".dateline" / "library.db"

    @property
    def index(self) -> Path:
        """The folder of the search index."""
        return self._corpus / ".dateline" / "index"

    @property
    def sources_file(self) -> Path:
        """The owner's list of sources."""
        return self._corpus / "briefs" / "sources.toml"

    @property
    def _corpus(self) -> Path:
        return self.shared or self.root

    @property
    def decisions(self) -> Path:
        """What people decided."""
        return self.briefs / "decisions.jsonl"

    @property
    def templates(self) -> Path:
        """Page templates, prompts, styles and theme: the newsroom's own, else those we ship."""
        own = self.root / "templates"
        return own if own.is_dir() else shipped("templates")

    def day(self, day: str) -> Path:
        """The folder of one day's record."""
        return self.briefs / day

    def record(self, day: str) -> Path:
        """The file of one day's brief."""
        return self.briefs / day / RECORD

    @property
    def digest(self) -> str:
        """Digest of the owner's two files, for provenance."""
        files = (self.briefs / "desk.toml", self.sources_file)
        return short_id(*(file.read_text("utf-8") for file in files))


def open_newsroom(root: Path) -> Newsroom:
    """Read a newsroom's configuration, and the other's whose corpus it reads; else ConfigError."""
    desk = _placed(root, load_desk(root / "briefs" / "desk.toml"))
    if desk.corpus.root:
        return _reader(root, desk)
    return Newsroom(root, desk, load_sources(root / "briefs" / "sources.toml", desk, root))


def _placed(root: Path, desk: Desk) -> Desk:
    """The desk with the files and folders it names below `root`, from wherever it is run."""
    held = desk.retrieval
    kinds = {"engine_ca": "", "dense_model": held.dense, "rerank_model": held.rerank}
    named = {key: getattr(held, key) for key, kind in kinds.items() if kind != "http"}
    placed = {key: str((root / name).resolve()) for key, name in named.items() if name}
    return desk.model_copy(update={"retrieval": held.model_copy(update=placed)})


def _reader(root: Path, desk: Desk) -> Newsroom:
    """A desk over another newsroom's corpus. A source counts for the domains both name, and for
    all of the desk's where they name none in common."""
    file = root / "briefs" / "desk.toml"
    own = root / "briefs" / "sources.toml"
    if own.exists():
        raise ConfigError("stands beside a desk that reads another newsroom's corpus",
                          where=str(own), hint="move its sources to that newsroom, or take"
                          " corpus.root out of desk.toml")  # fmt: skip
    shared = (root / desk.corpus.root).resolve()
    if shared == root.resolve() or not (shared / "briefs" / "desk.toml").is_file():
        raise ConfigError(f"corpus.root leads to no other newsroom ({desk.corpus.root!r})",
                          where=str(file), hint="name the folder that holds its briefs/desk.toml"
                          " and briefs/sources.toml")  # fmt: skip
    if above := load_desk(shared / "briefs" / "desk.toml").corpus.root:
        first = (shared / above).resolve()
        there = (first / "briefs" / "sources.toml").is_file()
        name = repr(desk_path(first, root)) if there else "the newsroom that has the sources.toml"
        raise ConfigError("corpus.root leads to a desk that itself reads another corpus", where=str(file), hint=f"name {name}")  # fmt: skip
    other = open_newsroom(shared)
    names = tuple(domain.id for domain in desk.domains)
    sources = tuple(
        replace(one, domains=tuple(name for name in one.domains if name in names) or names)
        for one in other.sources
    )
    return Newsroom(root, desk, sources, shared=shared)


def desk_path(place: Path, root: Path) -> str:
    """A folder as a desk below `root` names it."""
    return os.path.relpath(place, root.resolve())


def shipped(name: str) -> Path:
    """A folder or file that comes with dateline: inside the package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / name
    return inside if inside.exists() else package.parent / name


def _source(entry: SourceEntry, base: Path) -> Source:
    values = entry.model_dump()
    if not re.match(r"https?://", entry.location):
        values["location"] = str(base / entry.location)
    return Source(**values)


def _load(model: type[Model], path: Path, hint: str) -> Model:
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError("does not exist", where=str(path), hint=hint) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(
            f"is not UTF-8 (line {line})", where=str(path), hint="save it as UTF-8 in your editor"
        ) from error
    except OSError as error:
        raise ConfigError(f"cannot be read ({error})", where=str(path), hint=hint) from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        text_alone = "Invalid value" in str(error)
        more = '; a text stands in quotation marks, as in title = "News"' if text_alone else ""
        raise ConfigError(
            f"is not TOML: {error}", where=str(path), hint=f"mend that line{more}"
        ) from error
    try:
        return model.model_validate(values)
    except ValidationError as error:
        faults = [_fault(one, text, model, values) for one in _causes(error.errors())]
        said = faults[0] if len(faults) == 1 else "".join(f"\n  {one}" for one in faults)
        raise ConfigError(said, where=str(path), hint="mend these fields and run again") from error


def _causes(errors: Sequence[Any]) -> list[Any]:
    """The faults without what merely follows: a list is not short because its entries are wrong."""
    return [
        one
        for one in errors
        if one["type"] != "too_short"
        or not any(
            other is not one and other["loc"][: len(one["loc"])] == one["loc"] for other in errors
        )
    ]


def _fault(error: Any, text: str, model: type[BaseModel], values: dict[str, Any]) -> str:
    name = place_in(values, error["loc"]) or "file"
    line = _line_at(text, error["loc"])
    message = _in_words(error, model)
    return f"line {line}: {name}: {message}" if line else f"{name}: {message}"


FORMS = {  # what a value of this name looks like, for whoever wrote another
    "id": "use lower-case letters, digits and single hyphens",
    "due": "write a time of day like 06:30",
    "url": "write an http(s) address; {path} may stand in it once, for the path of a file",
    "url_suffix": 'write what stands in place of a file\'s suffix: "", "/" or ".html"',
    "engine_index": "use lower-case letters, digits, hyphens and underscores, a letter first",
    "engine_urls": "write http(s)://host:port; user and password belong in the environment",
    "indexnow_key": "use 8 to 128 letters, digits and hyphens",
    "sender": "write one mail address",
    "github_api": "write an http(s) address",
}
KINDS_OF_VALUES = {
    "missing": "is missing",
    "too_short": "write at least one",
    "tuple_type": 'write a list, like ["one", "another"]',
    "string_type": 'write text in quotation marks, like "one"',
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "float_type": "write a number",
    "float_parsing": "write a number",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "model_type": "write a table: its keys below a line with its name in brackets",
}


def _in_words(error: Any, model: type[BaseModel]) -> str:
    """What is wrong, without the words of the library that found it."""
    if error["type"] == "extra_forbidden":
        return f"unknown key{_meant(error['loc'], model)}"
    if error["type"] == "string_pattern_mismatch":
        key = next(step for step in reversed(error["loc"]) if isinstance(step, str))
        return FORMS.get(key, "write the name of an environment variable")
    known = re.findall(r"'([^']+)'", error["msg"]) if error["type"] == "literal_error" else []
    near = get_close_matches(str(error["input"]), known, 1, NEAR)
    meant = f"; did you mean {near[0]}?" if near else ""
    said: str = KINDS_OF_VALUES.get(error["type"], error["msg"].removeprefix("Value error, "))
    return said.replace("Input should be", "should be") + meant


def _meant(loc: tuple[str | int, ...], model: type[BaseModel]) -> str:
    """What somebody who wrote an unknown key may have meant: its table's nearest key, the table that
    has this one, or the nearest of all."""
    *above, key = [str(step) for step in loc if isinstance(step, str)]
    tables = _tables(model)
    here = tables.get(tuple(above), ())
    if near := get_close_matches(key, here, 1, NEAR):
        return f"; did you mean {near[0]}?"
    if homes := _named([place for place, keys in tables.items() if key in keys]):
        return f"; it stands in {homes}"
    every = sorted({each for keys in tables.values() for each in keys})
    if near := get_close_matches(key, every, 1, NEAR):
        homes = _named([place for place, keys in tables.items() if near[0] in keys])
        return f"; did you mean {near[0]}{f' in {homes}' if homes else ''}?"
    return f"; known here: {', '.join(here)}" if here else ""


def _named(places: list[tuple[str, ...]]) -> str:
    """Tables as they are written; "" for the top of the file alone."""
    return " or ".join(f"[{'.'.join(place)}]" for place in places if place)


NEAR = 0.7  # of 1: `feed_item` for `feed_items`, and not `title` for `tile_size`


def _tables(model: type[BaseModel], at: tuple[str, ...] = ()) -> dict[tuple[str, ...], list[str]]:
    """Every table of a file's form with the keys it may have."""
    found = {at: list(model.model_fields)}
    for name, field in model.model_fields.items():
        for part in (field.annotation, *get_args(field.annotation)):
            if isinstance(part, type) and issubclass(part, BaseModel):
                found |= _tables(part, (*at, name))
    return found


def _line_at(text: str, loc: tuple[str | int, ...]) -> int:
    """Line of the value that a path like `("sources", 4, "kind")` names; 0 if not found.

    Reads tables and arrays of tables as they follow each other; where the value itself has no line
    of its own (it is missing, or part of a list), the nearest thing above it is named.
    """
    tables: list[tuple[tuple[str | int, ...], int]] = [((), 0)]
    seen: Counter[str] = Counter()
    best, deepest = 0, 0
    for number, row in enumerate(text.splitlines(), 1):
        if head := re.match(r"\s*(\[\[?)\s*([\w.\s\"-]+?)\s*\]", row):
            names = tuple(part.strip().strip('"') for part in head[2].split("."))
            here: tuple[str | int, ...] = names
            if head[1] == "[[":
                here = (*names, seen[head[2]])
                seen[head[2]] += 1
            elif len(names) > 1 and names[0] in seen:
                here = (names[0], seen[names[0]] - 1, *names[1:])
            tables.append((here, number))
        elif key := re.match(r"\s*([\w\"-]+(?:\.[\w\"-]+)*)\s*=", row):
            here = (*tables[-1][0], *(part.strip('"') for part in key[1].split(".")))
        else:
            continue
        if here == loc[: len(here)] and len(here) > deepest:
            best, deepest = number, len(here)
    return best


def _line_of(text: str, key: tuple[str, ...]) -> int:
    """Line of `key = ...` (with the value, if two are given) or of `[key]`; 0 if not found."""
    if not key:
        return 0
    value = rf"\s*=\s*[\"']{re.escape(key[1])}[\"']" if len(key) > 1 else r"\s*="
    pattern = rf"^\s*(?:{re.escape(key[0])}{value}|\[+(?:[\w-]+\.)*{re.escape(key[0])}\]+)"
    found = re.search(pattern, text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 0
