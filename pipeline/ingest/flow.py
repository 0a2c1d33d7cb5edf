"""The ingest itself: list the sources, read what is new in batches, settle and store each.

Enter: sources, desk, library, world. Leave: a library that holds what the sources hold now, and a
Report. A source that fails keeps the documents it had. Each batch is committed when it is done: an
ingest that is killed goes on with the next one; one that finds nothing new writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.ingest.batch import Batch, Run, commit
from pipeline.ingest.files import Files, Key
from pipeline.ingest.jobs import Cut, Job, Outcome, Reader
from pipeline.ingest.memory import Memory
from pipeline.ingest.report import Report, report
from pipeline.ingest.sources.gather import Gathering, Listing, listings, spool
from pipeline.ingest.sources.listing import Item
from pipeline.ingest.sources.remote import is_remote
from pipeline.ingest.state import Known, State
from pipeline.newsroom import health
from pipeline.newsroom.desk import Desk
from pipeline.newsroom.library import Library
from pipeline.records import Source
from pipeline.world import Track, World, unwatched

EMPTIED = 10  # files of a folder; all of fewer may well have been deleted by hand
BATCH = 256  # items read between two commits: a second or two of work that a kill may cost


@dataclass(frozen=True, slots=True)
class Intake:
    """What is asked of an ingest: the sources, and how they are read.

    `sources` are all of the newsroom's, or documents of the others would go; `only` names those
    to look at now, all when it is empty; `released` are ids of held words that a person let through.
    """

    sources: tuple[Source, ...]
    desk: Desk
    cut: Cut  # documents into passages
    only: frozenset[str] = frozenset()
    released: frozenset[str] = frozenset()

    @property
    def looked_at(self) -> list[Source]:
        return [source for source in self.sources if not self.only or source.id in self.only]


def ingest(
    intake: Intake, library: Library, world: World, *, folder: Path, track: Track = unwatched
) -> Report:
    """Bring the library up to what the sources hold; read only what is new or changed."""
    with State.open(folder / "ingest.sqlite") as state, spool(folder) as fetched:
        run = _begin(intake, library, world, state)
        looked_at = intake.looked_at
        asked = health.asked_lately(folder, world.now())
        gathering = Gathering(run.desk.ingest, world, run.files, fetched, asked)
        found = listings(looked_at, gathering)
        for _, listing in zip(track(looked_at, "sources"), found, strict=True):
            _note(run, listing)
        with Reader(run.cut, run.desk.ingest, world.executor) as reader:
            _read(run, reader, track)
            _clear(run, reader)
        return report(run, looked_at)


def _begin(intake: Intake, library: Library, world: World, state: State) -> Run:
    """What is remembered, of that what the library bears out."""
    held = set(library.ids())
    remembered = [_as_decided(known, intake.released) for known in state.files().values()]
    now = world.now()
    return Run(
        sources=intake.sources,
        desk=intake.desk,
        library=library,
        state=state,
        cut=intake.cut,
        released=intake.released,
        files=Files(known for known in remembered if _borne_out(known, held)),
        stored={(known.source, known.path) for known in remembered},
        memory=Memory(state, now.date(), intake.desk.ingest.gone_days),
        fetched=now.isoformat(timespec="seconds"),
    )


def _as_decided(known: Known, released: frozenset[str]) -> Known:
    """A file to be read again when a person has let some of its words through, or taken it back."""
    if all(one.released == (one.id in released) for one in known.held):
        return known
    return replace(known, stamp="", sha256="", validators="")


def _borne_out(known: Known, held: set[str]) -> bool:
    return all(given.folded or given.id in held for given in known.given)


def _note(run: Run, listing: Listing) -> None:
    """Take down what a source holds, or that it failed and is left as it was."""
    source = listing.source
    run.refused[source.id] = list(listing.refused)
    failure = listing.failure or _doubted(run, listing)
    run.unread[source.id] = listing.unread
    if listing.signals:
        run.signals[source.id] = listing.signals
    if listing.moved:
        run.moved[source.id] = listing.moved
    if failure:
        run.failures[source.id] = failure
        return
    run.surveyed.add(source.id)
    run.let_go |= {
        (source.id, path)
        for path in sorted(listing.gone)
        if _lasts(run, source.id, path, listing.failed[path])
    }
    for item in listing.items:
        key = (source.id, item.path)
        if key not in run.let_go:
            run.items[key] = (source, item)
        if (
            is_remote(source)
            and item.path not in listing.failed
            and not _stale(run.files.get(key), item)
        ):
            run.memory.believe(key)  # it answers as it did before


def _lasts(run: Run, source: str, path: str, kind: str) -> bool:
    """Whether a page has been said to be gone for so long that it goes; else that is noted."""
    if run.memory.lasting((source, path), kind):
        return True
    run.doubt(
        (source, path), f"{kind}; what it gave before stays{run.memory.until((source, path))}"
    )
    return False


def _doubted(run: Run, listing: Listing) -> str:
    """Why a source that holds nothing at all is left as it was: a disk that is not mounted, or a
    sitemap that was emptied by mistake, looks like that. It goes when that lasts."""
    key = (listing.source.id, "")
    if listing.items:
        run.memory.believe(key)
        return ""
    held = sum(known.source == listing.source.id and bool(known.given) for known in run.files)
    if held < (1 if is_remote(listing.source) else EMPTIED) or run.memory.lasting(
        key, "holds nothing any more"
    ):
        return ""
    return f"holds nothing any more; its documents stay{run.memory.until(key)}"


def _read(run: Run, reader: Reader, track: Track) -> None:
    """Read new and changed items, batch by batch."""
    todo = [key for key, (_, item) in run.items.items() if _stale(run.files.get(key), item)]
    run.pending = set(todo)
    jobs = [_job(run, key, forced=False) for key in todo]
    batch: list[Outcome] = []
    if not jobs:
        return
    for _, outcome in zip(track(jobs, "reading"), reader.outcomes(jobs), strict=True):
        batch.append(outcome)
        if len(batch) == BATCH:
            _take(run, reader, Batch(batch))
            batch = []
    if batch:
        _take(run, reader, Batch(batch))


def _stale(known: Known | None, item: Item) -> bool:
    return known is None or known.stamp != item.stamp


def _job(run: Run, key: Key, *, forced: bool) -> Job:
    source, item = run.items[key]
    known = run.files.get(key)
    # a changed sidecar changes the document though its bytes are the same
    same_sidecar = (
        known is not None and known.stamp.rsplit(":", 1)[-1] == item.stamp.rsplit(":", 1)[-1]
    )
    sha = known.sha256 if known and same_sidecar and not forced else ""
    desk = run.desk
    return Job(source, item, sha, run.fetched, desk.publish.language, desk.ingest.max_bytes,
               run.released)  # fmt: skip


def _clear(run: Run, reader: Reader) -> None:
    """Take out what no source holds any more."""
    missing = [
        (known.source, known.path)
        for known in run.files
        if (known.source, known.path) not in run.items and run.may_go(known.source)
    ]
    gone = [key for key in missing if _is_gone(run, key)]
    if gone:
        _take(run, reader, Batch([], frozenset(gone)))


def _is_gone(run: Run, key: Key) -> bool:
    """Whether a missing file is gone: at once from a folder, after some days from a site."""
    source = next((each for each in run.sources if each.id == key[0]), None)
    known = run.files.get(key)
    if source is None or not is_remote(source) or known is None or not known.given:
        return True
    return key in run.let_go or _lasts(run, *key, "is not listed any more")


def _take(run: Run, reader: Reader, batch: Batch) -> None:
    """Read once more what shares a document with a batch, then settle and store both."""
    run.pending -= batch.keys
    again = sorted(run.sharing(batch) - batch.keys - run.pending)
    jobs = [_job(run, key, forced=True) for key in again if run.in_hand(key)]
    commit(run, Batch([*batch.outcomes, *reader.aside(jobs)], batch.gone))
