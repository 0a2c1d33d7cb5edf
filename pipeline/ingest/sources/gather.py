"""Lists all sources of a run: folders here, addresses by several threads at once.

Enter: sources, the desk's limits, the world, what is remembered. Leave: for each source its items
or why it failed, in the order of the sources. Sources of one host are fetched one after another
by one thread, so that no host is pressed and one that is dead is waited for once. What was fetched
lies in a folder until it is read, not in memory.
"""

from __future__ import annotations

import logging
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.errors import SourceError
from pipeline.ingest.files import Files
from pipeline.ingest.reading import Refusal
from pipeline.ingest.sources.listing import Item, listed
from pipeline.ingest.sources.remote import Visit, fetched_items, is_remote
from pipeline.newsroom.desk import Ingest
from pipeline.records import Source
from pipeline.records.store import short_id
from pipeline.world import World

if TYPE_CHECKING:
    from pipeline.ingest.sources.fetch import Client

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source holds now. `failure` says why that is not known."""

    source: Source
    items: tuple[Item, ...] = ()
    failure: str = ""
    refused: tuple[Refusal, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)  # known pages, and what they answered
    gone: frozenset[str] = frozenset()  # those of them that are said to be gone
    moved: str = ""  # where its address has moved to for good
    signals: str = ""  # what its host says to machines, "" where it was not asked
    unread: Counter[str] = field(default_factory=Counter)  # files without a reader by suffix


@dataclass(frozen=True, slots=True)
class Gathering:
    """What listing works with."""

    limits: Ingest
    world: World
    files: Files
    spool: Path
    known_signals: frozenset[str] = frozenset()  # sources whose hosts were asked lately
    dead: Counter[str] = field(default_factory=Counter)


@contextmanager
def spool(folder: Path) -> Iterator[Path]:
    """A folder for fetched bodies; what a killed run left in it goes first."""
    place = folder / "fetched"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def listings(sources: list[Source], run: Gathering) -> Iterator[Listing]:
    """Every source listed, in order."""
    hosts: dict[str, list[Source]] = {}
    for source in sources:
        if is_remote(source):
            hosts.setdefault(_host(source), []).append(source)
    with ThreadPoolExecutor(max(1, run.limits.fetch_hosts), "fetch") as pool:
        found: dict[str, Future[list[Listing]]] = {}
        for group in hosts.values():
            future = pool.submit(_group, group, run)
            found |= {source.id: future for source in group}
        for source in sources:
            if source.id in found:
                yield next(each for each in found[source.id].result() if each.source is source)
            else:
                yield _listed(source, run, None)


def _host(source: Source) -> str:
    try:
        return urlsplit(source.location).hostname or source.location
    except ValueError:  # no address at all, which its fetch will say
        return source.location


def _group(sources: list[Source], run: Gathering) -> list[Listing]:
    """The sources of one host, by one client."""
    from pipeline.ingest.sources.fetch import Client  # slow to load, and folders need none

    with Client(run.limits, run.world, dead=run.dead) as client:
        return [_listed(source, run, client) for source in sources]


def _listed(source: Source, run: Gathering, client: Client | None) -> Listing:
    """One source; whatever goes wrong with it is its own failure."""
    try:
        if client is None:
            here = listed(source)
            return Listing(source, here.items, refused=tuple(here.passed), unread=here.unread)
        visit = Visit(source, client, run.files, run.limits)
        items = tuple(_spooled(source.id, item, run.spool) for item in fetched_items(visit))
        return Listing(source, items, refused=tuple(visit.refused), failed=visit.failed,
                       gone=frozenset(visit.gone), moved=visit.moved, signals=_signals(visit, run))  # fmt: skip
    except SourceError as error:
        hint = f" ({error.hint})" if error.hint else ""
        return Listing(source, failure=f"{error}{hint}")
    except Exception as error:  # no source may end the run of the others
        log.warning("source failed source=%s", source.id, exc_info=error)
        return Listing(source, failure=f"{type(error).__name__}: {error}")


def _signals(visit: Visit, run: Gathering) -> str:
    """What the host says to machines: it is asked where that was long ago, or is needed in any case."""
    lately = visit.source.id in run.known_signals
    return "" if lately and not visit.asked_own else visit.signals()


def _spooled(source: str, item: Item, folder: Path) -> Item:
    """An item whose bytes lie in a file."""
    if item.data is None:
        return item
    file = folder / short_id(source, item.path)
    file.write_bytes(item.data)
    return replace(item, data=None, file=file)
