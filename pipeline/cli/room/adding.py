"""`dateline sources add` and `import-opml`: what the newsroom reads, written into sources.toml."""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from pathlib import Path
from string import capwords
from urllib.parse import urlsplit

import click

from pipeline.cli.io import answer, common, say
from pipeline.errors import ConfigError
from pipeline.ingest.sources.addresses import is_public
from pipeline.ingest.sources.opml import Outline, read_opml
from pipeline.llm.providers import on_this_machine
from pipeline.newsroom.config import SourceEntry, load_desk, load_sources
from pipeline.records import store

KINDS = tuple(SourceEntry.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]


@click.command()
@common
@click.argument("identifier", metavar="ID")
@click.argument("location")
@click.option(
    "--kind", type=click.Choice(KINDS), help="What it is; guessed from the location when left out."
)
@click.option(
    "--title", default="", help="Name shown with every quote; made of the id when left out."
)
@click.option(
    "--domain",
    "domains",
    multiple=True,
    required=True,
    help="A domain of the desk; may come more than once.",
)
@click.option("--licence", default="", help="Licence of its texts.")
@click.option("--homepage", default="", help="Where a reader finds the source.")
def add(root: Path, as_json: bool, identifier: str, location: str, kind: str | None, title: str,
        domains: tuple[str, ...], licence: str, homepage: str) -> None:  # fmt: skip
    """Add source ID at LOCATION (a path or an http(s) address) to briefs/sources.toml.

    \b
    Example:
      dateline sources add go-blog https://go.dev/blog/feed.atom --domain system-design
    """
    path = _own(root)
    location = location if is_address(location) else _found(root, path, location)
    entry: dict[str, object] = {
        "id": identifier, "title": title or capwords(identifier.replace("-", " ")), "kind": kind or guess_kind(location),
        "location": location, "domains": list(domains), "licence": licence, "homepage": homepage,
    }  # fmt: skip
    _append(root, path, [entry])
    if limit := only_here(root, location if is_address(location) else _whole(path, root, location)):
        say(f"{identifier}: {limit}; a night on GitHub cannot read it")
    named = "" if title else f"; quotes name it “{entry['title']}”, which `title` there changes"
    said = f"added {identifier} ({entry['kind']}) to {path}{named}"
    answer({"added": [entry]}, said, as_json=as_json)


def only_here(root: Path, location: str) -> str:
    """Why no runner on GitHub could read a location, or ""; the folder of the newsroom goes along."""
    if is_address(location):
        host = (urlsplit(location).hostname or "").lower()
        number = ":" in host or host.replace(".", "").isdigit()  # an address, and no name
        near = on_this_machine(host) or host.endswith(".local") or (number and not is_public(host))
        return f"only on this machine or its network: {host}" if near else ""
    whole, here = (root / location).resolve(), root.resolve()
    top = next((one for one in (here, *here.parents) if (one / ".git").exists()), here)
    if whole.is_relative_to(here) or whole.is_relative_to(top):
        return ""
    return f"only on this machine: {whole} is outside the newsroom's folder"


def _own(root: Path) -> Path:
    """The newsroom's list of sources. Raises ConfigError where it reads another one's."""
    reads = load_desk(root / "briefs" / "desk.toml").corpus.root
    if reads:
        raise ConfigError("this desk reads the corpus of another newsroom",
                          where=str(root / "briefs" / "desk.toml"),
                          hint=f"add the source there: --root {root / reads}")  # fmt: skip
    return root / "briefs" / "sources.toml"


def is_address(location: str) -> bool:
    """Whether a location is an address, be it one that cannot be fetched, and no path."""
    return bool(re.match(r"[a-z][a-z0-9+.-]*://", location, re.IGNORECASE))


def _found(root: Path, path: Path, location: str) -> str:
    """A path as sources.toml names it: below its `base`, or below this folder, as a shell completes it.

    Raises ConfigError naming where it was looked for.
    """
    values = tomllib.loads(path.read_text("utf-8-sig")) if path.is_file() else {}
    base = (root / str(values.get("base", ""))).resolve()
    if (base / location).exists():
        return location
    here = Path(location).expanduser().resolve()
    if here.exists():
        inside = here.is_relative_to(base)
        return here.relative_to(base).as_posix() if inside else os.path.relpath(here, base)
    looked = dict.fromkeys((str(base / location), str(here)))
    raise ConfigError(
        "there is no such file or folder", where=location,
        hint=f"looked for {' and '.join(looked)}; a path starts from `base` of {path} or from this "
        "folder, an address with https://",
    )  # fmt: skip


def _whole(path: Path, root: Path, location: str) -> str:
    base = str(tomllib.loads(path.read_text("utf-8-sig")).get("base", ""))
    return str(root / base / location)


def guess_kind(location: str) -> str:
    """The kind a location most likely is, by its name; an address without one is a page."""
    low = location.lower().split("?")[0].rstrip("/")
    if low.endswith(("sitemap.xml", "sitemap_index.xml", "sitemap.xml.gz")):
        return "sitemap"
    if re.match(r"https?://", low):
        named = re.search(r"(?:\.(?:xml|rss|atom)|/(?:feed|rss|atom|index\.xml))$", low)
        return "feed" if named else "pdf" if low.endswith(".pdf") else "page"
    for kind, endings in {"feed": (".xml", ".rss", ".atom"), "transcript": (".vtt", ".srt"), "pdf": (".pdf",),
                          "jsonl": (".jsonl", ".ndjson"), "markdown": (".md", ".mdx"), "html": (".html", ".htm")}.items():  # fmt: skip
        if low.endswith(endings):
            return kind
    return "folder"


def _append(root: Path, path: Path, entries: list[dict[str, object]]) -> None:
    """Write the file with these sources added, if it is then still right. Raises ConfigError."""
    desk = load_desk(root / "briefs" / "desk.toml")
    before = path.read_text("utf-8-sig") if path.is_file() else ""
    after = before.rstrip("\n") + "\n" + "".join(_toml(entry) for entry in entries)
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "sources.toml"
        trial.write_text(after, "utf-8")
        try:
            load_sources(trial, desk, root)
        except ConfigError as error:
            raise ConfigError(
                error.message, hint=error.hint, where=f"{path}, with what was to be added"
            ) from error
    store.write(path, after)


def _toml(entry: dict[str, object]) -> str:
    rows = ["", "[[sources]]"]
    for name, value in entry.items():
        if isinstance(value, list):
            rows.append(f"{name} = [{', '.join(_quoted(str(one)) for one in value)}]")
        elif value:
            rows.append(f"{name} = {_quoted(str(value))}")
    return "\n".join(rows) + "\n"


def _quoted(text: str) -> str:
    """A TOML basic string; TOML's escapes are a superset of those JSON writes."""
    return store.to_json(text).strip()


@click.command("import-opml")
@common
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--domain",
    "domains",
    multiple=True,
    help="Domain for feeds whose folder names none of the desk's.",
)
def import_opml(root: Path, as_json: bool, file: Path, domains: tuple[str, ...]) -> None:
    """Add the feeds of an OPML FILE, as a feed reader exports it.

    \b
    Example:
      dateline sources import-opml subscriptions.opml --domain web-performance

    A feed in a folder named like a domain (its id or title) goes to that domain. Feeds that
    sources.toml already has are left out, and so are those that fit no domain; they are named.
    """
    path = _own(root)
    desk = load_desk(root / "briefs" / "desk.toml")
    by_name = {
        name.lower(): domain.id for domain in desk.domains for name in (domain.id, domain.title)
    }
    known = _known(path)
    entries: list[dict[str, object]] = []
    unplaced: list[Outline] = []
    outlines = read_opml(file)
    for outline in outlines:
        if outline.fault or outline.url in known["location"]:
            continue
        found = _homes(outline, by_name)
        if not (found or domains):
            unplaced.append(outline)
            continue
        entry = _entry(outline, found or domains, known["id"])
        known["id"].add(str(entry["id"]))
        known["location"].add(outline.url)
        entries.append(entry)
    hint = (
        f"say where it belongs with --domain (one of {', '.join(one.id for one in desk.domains)})"
    )
    if unplaced and not entries:
        named = ", ".join(one.title for one in unplaced[:3])
        raise ConfigError(
            f"none of its {len(unplaced)} new feeds is in a folder named like a domain ({named})",
            where=str(file), hint=hint,
        )  # fmt: skip
    if entries:
        _append(root, path, entries)
    strange = [one for one in outlines if one.fault]
    rows = _imported(entries, unplaced, hint)
    rows += [f"left out {one.title}  {one.url}: {one.fault}" for one in strange]
    left_out = [{"title": one.title, "location": one.url} for one in (*unplaced, *strange)]
    answer(
        {"added": entries, "left_out": left_out},
        "\n".join(rows) or "nothing new in it",
        as_json=as_json,
    )


def _homes(outline: Outline, by_name: dict[str, str]) -> tuple[str, ...]:
    """The domains that a feed's folders are named like."""
    names = (name.lower() for name in outline.folders)
    return tuple(dict.fromkeys(by_name[name] for name in names if name in by_name))


def _imported(entries: list[dict[str, object]], unplaced: list[Outline], hint: str) -> list[str]:
    """What became of each feed, in lines."""
    rows = [f"added {entry['id']}  {entry['location']}" for entry in entries]
    rows += [
        f"left out {one.title}  {one.url}: in no folder named like a domain" for one in unplaced
    ]
    return rows + ([f"{len(unplaced)} left out: {hint}"] if unplaced else [])


def _known(path: Path) -> dict[str, set[str]]:
    """Ids and locations that sources.toml has."""
    values = tomllib.loads(path.read_text("utf-8-sig")) if path.is_file() else {}
    return {
        name: {str(one.get(name)) for one in values.get("sources", ())}
        for name in ("id", "location")
    }


def _entry(outline: Outline, domains: tuple[str, ...], taken: set[str]) -> dict[str, object]:
    base = re.sub(r"[^a-z0-9]+", "-", outline.title.lower()).strip("-") or "feed"
    number = next(
        n for n in range(1, len(taken) + 2) if (base if n == 1 else f"{base}-{n}") not in taken
    )
    return {
        "id": base if number == 1 else f"{base}-{number}", "title": outline.title, "kind": "feed",
        "location": outline.url, "domains": list(domains), "homepage": outline.homepage,
    }  # fmt: skip
