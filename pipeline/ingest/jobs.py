"""Reads items into documents, in the reading place.

Enter: jobs. Leave: outcomes in the order of the jobs, whatever process did them: documents with
their passages and hashes, refusals with reasons. A file that costs its reader more than it may, or
its life, is one refusal. Nothing here looks at another document.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from pipeline.errors import SourceError
from pipeline.ingest import dates
from pipeline.ingest.identity import address, canonical_url, document_id, joined
from pipeline.ingest.place import Death, Place, Task
from pipeline.ingest.readers.facts.titles import alone
from pipeline.ingest.reading import Reading, Refusal
from pipeline.ingest.screening.beside import SourceFile, compared
from pipeline.ingest.screening.boilerplate import block_hashes
from pipeline.ingest.screening.duplicates import Hashes, exact_key, sampled
from pipeline.ingest.screening.fidelity import Faults, refusal
from pipeline.ingest.screening.injection import HeldWords, screen
from pipeline.ingest.screening.quality import objection
from pipeline.ingest.sources.formats import bare
from pipeline.ingest.sources.listing import Item, read
from pipeline.ingest.sources.neighbours import completed
from pipeline.newsroom.desk import Ingest
from pipeline.records import Document, Passage, Source
from pipeline.records.store import sha256
from pipeline.text.secrets import mask_address, mask_keys
from pipeline.world import Executor, in_order

log = logging.getLogger(__name__)
Cut = Callable[[Document], tuple[Passage, ...]]

LOADED = (__name__, "pipeline.ingest.screening.loaded")  # before the first worker begins
ALONE_UP_TO = 40  # jobs; a second process costs as much to start as reading these
SENT = 16  # jobs another machine is sent at once: some 0.3 s of work
FREE_BYTES = 500_000  # read within `cpu_seconds`
# What is beyond that has half as much again, byte for byte: the slowest of 8,451 sound files takes
# 1.7 s a MB, and a sound page of 1.2 MB took 3.7 s beside other work and was lost for it.
SLOPE = 1.5
BUSY = 1.5  # processes for each processor, of which the reading itself is one


def nothing() -> Hashes:
    """No hashes."""
    return np.zeros(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Job:
    """One item to read, and what is already known of it."""

    source: Source
    item: Item
    known_sha: str  # "" when it must be read even if the bytes are the same
    fetched: str
    language: str
    max_bytes: int
    released: frozenset[str] = frozenset()  # ids of held words that a person let through


@dataclass(frozen=True, slots=True)
class Made:
    """A document as it would stand alone, with what finds its duplicates."""

    document: Document
    passages: tuple[Passage, ...]
    exact: str = ""
    blocks: Hashes = field(default_factory=nothing)
    sampled: Hashes = field(default_factory=nothing)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job. `same` says the bytes were those already known, `again` that it is to be
    done again the next time."""

    job: Job
    sha256: str = ""
    same: bool = False
    made: tuple[Made, ...] = ()
    refused: tuple[Refusal, ...] = ()
    held: tuple[HeldWords, ...] = ()
    again: bool = False


class Reader:
    """Does jobs in the reading place, under the desk's limits; use as a context. elsewhere: other
    machines to do them, each in a reading place of its own."""

    def __init__(self, cut: Cut, limits: Ingest, elsewhere: Executor | None = None) -> None:
        self._cut = cut
        self._limits = limits
        self._elsewhere = elsewhere
        self._places: list[Place] = []

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        for place in self._places:
            place.__exit__()

    def outcomes(self, jobs: list[Job]) -> Iterator[Outcome]:
        """Do the jobs; the outcomes come in the same order."""
        if not jobs:
            return
        few = len(jobs) <= ALONE_UP_TO
        if self._elsewhere is not None and not few:
            yield from self._spread(jobs, self._elsewhere)
            return
        place = self._place(1 if few else min(os.cpu_count() or 1, 8))
        answers = place.each(self._task(job) for job in jobs)
        try:
            first = next(answers)
        except (OSError, EOFError, RuntimeError) as error:
            log.warning("no processes, reading alone reason=%s", error)
            yield from (do(job, self._cut) for job in jobs)
            return
        for job, answer in zip(jobs, chain((first,), answers), strict=True):
            yield _outcome(job, answer)
        self._places.remove(place)
        place.__exit__()

    def aside(self, jobs: list[Job]) -> list[Outcome]:
        """Do some jobs while `outcomes` is being drawn from."""
        return list(self.outcomes(jobs))

    def _spread(self, jobs: list[Job], elsewhere: Executor) -> Iterator[Outcome]:
        """Outcomes of jobs that other machines do, a batch at a time."""
        cut = [jobs[at : at + SENT] for at in range(0, len(jobs), SENT)]
        sent = [[self._task(job) for job in some] for some in cut]
        batch = partial(_batch, self._cut, self._memory)
        for some, answers in zip(cut, in_order(elsewhere, batch, sent), strict=True):
            for job, answer in zip(some, answers, strict=True):
                yield _outcome(job, answer)

    @property
    def _memory(self) -> int:
        return self._limits.memory_mb * 2**20

    def _place(self, processes: int) -> Place:
        place = _opened(self._cut, self._memory, processes)
        self._places.append(place)
        return place

    def _task(self, job: Job) -> Task:
        size = _size(job.item)
        beyond = max(0.0, size / FREE_BYTES - 1.0)
        return Task(job, self._limits.cpu_seconds * (1.0 + SLOPE * beyond))


def _opened(cut: Cut, memory: int, processes: int) -> Place:
    return Place(_Work(cut), processes=processes, memory=memory, preload=LOADED)


_lasting = lru_cache(maxsize=1)(_opened)  # of a process that does batches; it ends with it


def _batch(cut: Cut, memory: int, tasks: list[Task]) -> list[Outcome | Death]:
    """The answers to some tasks, on the machine that this is called on; where that can start no
    process, this one reads alone, as `Reader` does."""
    place = _lasting(cut, memory, 1)
    try:
        return list(place.each(tasks))
    except (OSError, EOFError, RuntimeError) as error:
        log.warning("no processes, reading alone reason=%s", error)
        place.__exit__()
        return [do(task.what, cut) for task in tasks]


def _size(item: Item) -> int:
    if item.data is not None:
        return len(item.data)
    try:
        return Path(item.file).stat().st_size if item.file else 0
    except OSError:  # its reader will say so
        return 0


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker does with a job; the job itself stays with the parent."""

    cut: Cut

    def __call__(self, job: Job) -> Outcome:
        return replace(do(job, self.cut), job=None)  # type: ignore[arg-type]


def _outcome(job: Job, answer: Outcome | Death) -> Outcome:
    """An outcome with its job again; of a death, its refusal. Its bytes are remembered, so that
    they are not read every night; but not where it ran out of time on a machine that did more than
    this, which makes each second of a processor do less: it is read again the next time."""
    if isinstance(answer, Outcome):
        return replace(answer, job=job)
    if answer.timed and _busy():
        reason = f"{answer.reason} on a busy machine"
        return Outcome(job, refused=(Refusal(job.item.path, reason),), again=True)
    try:
        digest = sha256(_bytes(job))
    except SourceError:
        digest = ""
    return Outcome(job, digest, refused=(Refusal(job.item.path, answer.reason),))


def _busy() -> bool:
    """Whether more waits for the processors than the reading itself."""
    try:
        return os.getloadavg()[0] > BUSY * (os.cpu_count() or 1)
    except (AttributeError, OSError):  # Windows tells none
        return False


def do(job: Job, cut: Cut) -> Outcome:
    """Read one item, screen what it holds, and cut it."""
    where = job.item.path
    try:
        data = _bytes(job)
    except SourceError as error:
        return Outcome(job, refused=(Refusal(where, error.message),))
    digest = sha256(data)
    if digest == job.known_sha:
        return Outcome(job, digest, same=True)
    if not data.strip():
        return Outcome(job, digest, refused=(Refusal(where, "is empty"),))
    try:
        return _read(job, completed(job.item, data, job.fetched), digest, cut)
    except MemoryError:  # the process is of no more use; the reading place sees to that
        raise
    except RecursionError:
        return Outcome(job, digest, refused=(Refusal(where, "is nested too deep to be read"),))
    except Exception as error:
        # any file can surprise a parser; it is reported, and the others go on
        log.warning("reader failed path=%s", where, exc_info=error)
        reason = f"its reader failed ({type(error).__name__}: {error})"
        return Outcome(job, digest, refused=(Refusal(where, reason),))


def _read(job: Job, data: bytes, digest: str, cut: Cut) -> Outcome:
    """What a reader makes of the bytes, compared with what they show, without what the screens
    object to."""
    readings, refused = read(job.item, data)
    source = SourceFile(data, job.item.reader, job.item.suffix)
    made, objections, held = [], list[Refusal](), list[HeldWords]()
    for reading in readings:
        found = compared(reading, source)
        reason = objection(reading, job.language)
        if reason is None and (reason := refusal(found, reading)):
            again = _otherwise(job, data, source)
            reading, found, reason = (*again, None) if again else (reading, found, reason)
        if reason:
            objections.append(Refusal(reading.path, reason))
            continue
        screened = screen(
            _counted(reading, found), data, source=job.source.id, released=job.released
        )
        held += screened.held
        if screened.reading is not None:
            made.append(_make(job, _masked(screened.reading), digest, cut))
    return Outcome(job, digest, False, tuple(made), (*refused, *objections), tuple(held))


def _masked(reading: Reading) -> Reading:
    """A reading with stars in what looks like a key, every place in it as before."""
    (text, count), (title, more) = mask_keys(reading.text), mask_keys(reading.title)
    signed = [mask_keys(one) for one in reading.authors]
    count += more + sum(found for _, found in signed)
    if not count:
        return reading
    removed = {**dict(reading.removed), "key": count}
    return replace(
        reading, text=text, title=title, authors=tuple(name for name, _ in signed),
        removed=tuple(sorted(removed.items())),
    )  # fmt: skip


def _otherwise(job: Job, data: bytes, source: SourceFile) -> tuple[Reading, Faults] | None:
    """What the other reader of the format makes of a file whose reading is not what it shows; None
    when there is none, or it does no better."""
    readings, _ = read(job.item, data, plainly=True)
    for reading in readings:
        found = compared(reading, source)
        if objection(reading, job.language) is None and refusal(found, reading) is None:
            return reading, found
    return None


def _counted(reading: Reading, found: Faults) -> Reading:
    """A reading with the words it changed among what was removed."""
    counts = {**dict(reading.removed), **found.counts()}
    return replace(reading, removed=tuple(sorted(counts.items()))) if found.all else reading


def _bytes(job: Job) -> bytes:
    """What the item holds. Raises SourceError when it cannot be had or is too large."""
    item = job.item
    if item.fault:
        raise SourceError(item.fault)
    if item.file is None:
        return item.data or b""
    file = Path(item.file)
    try:
        size = file.stat().st_size
        if size > job.max_bytes:
            raise SourceError(
                f"is larger ({size:,} bytes) than the desk's max_bytes ({job.max_bytes:,})"
            )
        return file.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read ({error.strerror})") from error


def _make(job: Job, reading: Reading, digest: str, cut: Cut) -> Made:
    source = job.source
    first_seen, changed = _seen(job)
    if reading.published is None:  # what the publisher says of a change is a day of no publication
        changed = max(filter(None, (changed, reading.updated)), default=None)
    url = canonical_url(reading.url, fragment=reading.kind == "feed") or _by_rule(source, reading)
    url = mask_address(url)
    document = Document(
        id=document_id(source.id, reading.path, url, reading.key),
        source=source.id,
        url=url or mask_address(source.homepage),
        title=alone(reading.title, source.title),
        authors=reading.authors,
        published=reading.published,
        published_from=reading.published_from,
        updated=reading.updated,
        fetched=job.fetched,
        text=reading.text,
        blocks=reading.blocks,
        # a file of many documents changes as a whole; each of them is its own text
        sha256=sha256(reading.text.encode()) if reading.kind in ("feed", "dump") else digest,
        path=reading.path,
        removed=reading.removed,
        domains=source.domains,
        first_seen=first_seen,
        changed=changed,
        home=not url,
    )
    return Made(
        document,
        cut(document),
        exact_key(document.text),
        block_hashes(document.text, document.blocks),
        sampled(document.text),
    )


def _by_rule(source: Source, reading: Reading) -> str:
    """The address that its source's rule gives a file; without one, a path from the root of the site
    that the file states is one below a home page that is the root."""
    if (
        not source.url
        and reading.slug.startswith("/")
        and urlsplit(source.homepage).path in ("", "/")
    ):
        return canonical_url(joined(source.homepage, reading.slug))
    path, _, part = reading.path.partition("#")
    if source.url_suffix is not None:
        path = bare(path)
    url = address(source.url, path, reading.slug, suffix=source.url_suffix, index=source.url_index)
    return f"{url}#{part}" if url and part and reading.kind in ("record", "dump") else url


def _seen(job: Job) -> tuple[str, str | None]:
    """(when dateline or the source's repository first had it, when the repository last changed
    it). Neither is a day of publication."""
    first = dates.iso(job.item.meta.get("_first_seen"))
    last = dates.iso(job.item.meta.get("_last_seen"))
    if first is None:
        return job.fetched, None
    return first, last if last and last[:10] > first[:10] else None


def recut(made: Made, document: Document, cut: Cut) -> Made:
    """The same document with other blocks, revision or folded copies."""
    passages = made.passages if document.blocks == made.document.blocks else cut(document)
    return replace(made, document=document, passages=passages)
