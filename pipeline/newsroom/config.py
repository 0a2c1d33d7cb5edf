"""Reads the owner's two files, briefs/desk.toml and briefs/sources.toml.

Enter: paths. Leave: a `Desk` and `Source` records. Refuses: a missing or malformed file, an
unknown key, a value out of range; all faults of a file are reported at once with their lines.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import Field

from pipeline.errors import ConfigError
from pipeline.newsroom.desk import Desk, DeskPart
from pipeline.newsroom.typed_toml import MEND, line_of, load_toml
from pipeline.records import Source
from pipeline.records.store import short_id
from pipeline.records.verdict import RECORD

Kind = Literal[
    "markdown", "html", "feed", "transcript", "pdf", "jsonl", "chunks", "page", "sitemap", "folder"
]


class SourceEntry(DeskPart):
    """Where documents come from; one table a source."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    """Lower-case name that commands and decisions use, like `threat-ledger`."""
    title: str
    """Name shown with every quote."""
    kind: Kind
    """markdown, html, feed, transcript, pdf, jsonl, chunks, page or sitemap; or folder, which reads every
    file by its own extension where the others expect one kind."""
    location: str
    """A path (below `base`, or from the newsroom's root) or an http(s) address."""
    domains: tuple[str, ...] = Field(min_length=1)
    """Domains of the desk that its stories may stand under."""
    licence: str = ""
    """Licence of its texts, shown in the list of sources."""
    homepage: str = ""
    """Where a reader finds the source, and where its quotes link that have no address of their own."""
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
    return load_toml(
        Desk,
        path,
        "go to the newsroom's folder, or name it with --root; `dateline init DIR` makes a new one",
    )


def load_sources(path: Path, desk: Desk, root: Path) -> tuple[Source, ...]:
    """Read the sources; relative locations become absolute paths below `root`/`base`.

    Raises ConfigError when the file is wrong, an id comes twice or a domain is not of the desk.
    A path that does not exist is left to ingest, which reports and skips it.
    """
    file = load_toml(
        SourcesFile,
        path,
        "see the README for the form of sources.toml",
        f"{MEND}; `dateline sources add` writes a source into it",
    )
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
        told = (f"line {line_of(text, ('id', name))}: {fault}" for name, fault in faults)
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

    def named(self, ids: Collection[str]) -> tuple[Source, ...]:
        """The sources with these ids, in the order of their file. Raises ConfigError for an id that none has."""
        if unknown := sorted({*ids} - {one.id for one in self.sources}):
            raise ConfigError(f"no source has the id {', '.join(unknown)}", where=str(self.sources_file),
                              hint=f"known: {', '.join(one.id for one in self.sources)}")  # fmt: skip
        return tuple(one for one in self.sources if one.id in ids)

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
        raise ConfigError(f"corpus.root leads to no other newsroom ({desk.corpus.root!r}, which is {shared})",
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
