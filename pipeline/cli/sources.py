"""`dateline sources`: list, add, check and import what the newsroom reads."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path

import click

from pipeline.chunk import passages
from pipeline.cli.corpus import moves, table
from pipeline.cli.io import answer, begun, common, say, track
from pipeline.cli.room.adding import add, import_opml
from pipeline.cli.room.dating import dates
from pipeline.cli.room.health import sources_health
from pipeline.ingest import Intake, ingest
from pipeline.newsroom import health
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.founding.reference import page
from pipeline.newsroom.library import Library
from pipeline.records import Source
from pipeline.text.words import counted
from pipeline.world import World

TRIED = "read by this trial; the corpus is as it was"
REPOSITORY = re.compile(r"https://(github\.com|gitlab\.com)/[\w.-]+/[\w.-]+")
# Where below a repository the newest text of a file stands, by the host.
BLOBS = {"github.com": "/blob/HEAD", "gitlab.com": "/-/blob/HEAD"}


@click.command("list")
@common
def list_sources(root: Path, as_json: bool) -> None:
    """List the sources with what the corpus holds of each.

    \b
    Example:
      dateline sources list
    """
    room = open_newsroom(root)
    held, said = _held(room), health.signals(room.state)
    rows = [
        {"id": one.id, "title": one.title, "kind": one.kind, "location": one.location,
         "domains": list(one.domains), "licence": one.licence, "documents": held.get(one.id, 0),
         "quote_limit": one.quote_limit, "quote_words": one.quote_words,
         "quote_share": one.quote_share, "ai_signals": _signals(room, one),
         "host_says": said.get(one.id, "")}
        for one in room.sources
    ]  # fmt: skip
    width = max(len(one.id) for one in room.sources)
    text = "\n".join(
        f"{row['id']:<{width}}  {row['kind']:<10} {row['documents']:>6} documents  {row['title']}"
        f" ({', '.join(row['domains'])}; {row['licence'] or 'no licence named'},"  # type: ignore[arg-type]
        f" {row['quote_limit']} words a brief{_asked(row['ai_signals'])}"
        f"{f'; host: {host}' if (host := row['host_says']) else ''})"
        for row in rows
    )
    answer(rows, text, as_json=as_json)


def _signals(room: Newsroom, source: Source) -> str:
    """Whether what the source's site asks of machines is kept."""
    remote = source.location.startswith(("http://", "https://"))
    return room.desk.ingest.ai_signals if remote else ""


def _asked(signals: object) -> str:
    """The same in a line; what lies on this machine asks nothing."""
    kept = "respected" if signals == "respect" else "ignored"
    return f"; robots.txt and AI signals {kept}" if signals else ""


def _held(room: Newsroom) -> dict[str, int]:
    """Documents in the library by source; none when nothing was ingested yet."""
    path = room.library
    if not path.is_file():
        return {}
    with Library.open(path) as library:
        return library.by_source()


@click.command()
@common
@click.argument("names", nargs=-1, metavar="[ID]...")
@click.option("--offline", is_flag=True, help="Contact no host.")
@click.option("--wait", type=click.FloatRange(min=0, min_open=True), default=8.0, show_default=True,
              help="Seconds to wait for a host, where the desk would wait longer.")  # fmt: skip
def check(root: Path, as_json: bool, names: tuple[str, ...], offline: bool, wait: float) -> int:
    """Try every source (or those named): read it afresh, keep nothing, say what would be refused.

    Several hosts are asked at a time, so that a dead one delays no other.

    \b
    Example:
      dateline sources check threat-ledger

    Exits with 1 when a source cannot be read or gives no document.
    """
    room = open_newsroom(root)
    chosen = room.named(names) or room.sources
    begun("trying the sources")
    with (
        tempfile.TemporaryDirectory() as scratch,
        Library.open(Path(scratch) / "library.sqlite") as library,
    ):
        longest = min(wait, room.desk.ingest.timeout_seconds)
        limits = room.desk.ingest.model_copy(update={"timeout_seconds": longest})
        intake = Intake(chosen, room.desk.model_copy(update={"ingest": limits}), passages)
        world = World(offline=offline)
        report = ingest(intake, library, world, folder=Path(scratch), track=track)
        rules = homeless(library, chosen)
    lines = [table(report, everything=True, where=TRIED), *moves(report, room)]
    answer(report, "\n".join(lines), as_json=as_json)
    bad = [one.source for one in report.sources if one.failure or not (one.new or one.duplicate)]
    for name in bad:
        say(f"{name}: gives nothing to the corpus")
    for line in rules:
        say(line)
    return 1 if bad else 0


def homeless(library: Library, chosen: tuple[Source, ...]) -> list[str]:
    """What to write for each source whose documents link to nothing but its home page."""
    documents = (library.document(one) for one in library.ids())
    count = Counter(one.source for one in documents if one and one.home)
    return [
        f"{one.id}: {counted(count[one.id], 'document')} with no link but the source's home page; {rule_for(one.homepage)}"
        for one in chosen
        if count[one.id] and one.homepage and not one.url
    ]


def rule_for(homepage: str) -> str:
    """The rule to write for a source with a home page; files of a repository have addresses below it."""
    home = homepage.rstrip("/")
    if found := REPOSITORY.fullmatch(home):
        return (
            f'its files have addresses in its repository: url = "{home}{BLOBS[found[1]]}/{{path}}"'
        )
    return f'where its files have addresses below it, say so: url = "{home}/{{path}}" (and url_suffix = "/" or ".html")'


@click.command()
@common
def keys(root: Path, as_json: bool) -> None:
    """Every key of briefs/sources.toml, its default, what it is for, and how much of a source is quoted.

    \b
    Example:
      dateline sources keys | less
    """
    del root  # the keys are the same in every newsroom
    said = page("sources")
    answer({"page": said}, said.rstrip(), as_json=as_json)


@click.group()
def sources() -> None:
    """What the newsroom reads: list it, add to it, try it, date it, import it from a feed reader."""


for each in (sources_health, list_sources, add, check, dates, import_opml, keys):
    sources.add_command(each)
