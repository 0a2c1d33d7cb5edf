"""Reads items into documents, on all processors when there are many.

Enter: jobs. Leave: outcomes in the order of the jobs, whatever process did them: documents with
their passages and hashes, refusals with reasons. Nothing here looks at another document.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace

import numpy as np

from pipeline.errors import SourceError
from pipeline.ingest import dates
from pipeline.ingest.identity import canonical_url, document_id
from pipeline.ingest.reading import Reading, Refusal
from pipeline.ingest.screening.boilerplate import block_hashes
from pipeline.ingest.screening.duplicates import Hashes, exact_key, sample, shingles
from pipeline.ingest.screening.quality import objection
from pipeline.ingest.sources.listing import Item, read
from pipeline.records import Document, Passage, Source
from pipeline.records.store import sha256

log = logging.getLogger(__name__)
Cut = Callable[[Document], tuple[Passage, ...]]

POOL_FROM = 300  # items; starting processes costs two seconds and more, reading one item 13 ms
BATCH = 16
ROUND = 32  # batches


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
    """What came of a job. `same` says the bytes were those already known."""

    job: Job
    sha256: str = ""
    same: bool = False
    made: tuple[Made, ...] = ()
    refused: tuple[Refusal, ...] = ()


def outcomes(
    jobs: list[Job], cut: Cut, track: Callable[[Iterable[Job], str], Iterable[Job]]
) -> Iterator[Outcome]:
    """Do the jobs; the outcomes come in the same order."""
    processors = min(os.cpu_count() or 1, 8)
    done = _alone(jobs, cut) if len(jobs) < POOL_FROM else _pooled(jobs, cut, processors)
    for _ in track(jobs, "reading"):
        yield next(done)


def _alone(jobs: list[Job], cut: Cut) -> Iterator[Outcome]:
    """In this process."""
    return (do(job, cut) for job in jobs)


def _pooled(jobs: list[Job], cut: Cut, processors: int) -> Iterator[Outcome]:
    """By a pool of processes, in rounds that bound what finished work waits in memory."""
    batches = [jobs[at : at + BATCH] for at in range(0, len(jobs), BATCH)]
    pool = _pool(processors)
    if pool is None:
        yield from _alone(jobs, cut)
        return
    for at in range(0, len(batches), ROUND):
        futures = [(batch, pool.submit(_batch, batch, cut)) for batch in batches[at : at + ROUND]]
        broken = False
        for batch, future in futures:
            try:
                yield from future.result()
            except BrokenProcessPool:
                broken = True
                yield from _halved(batch, cut)
        if broken:
            pool.shutdown()
            pool = _pool(processors) or pool
    pool.shutdown()


def _pool(processors: int) -> ProcessPoolExecutor | None:
    """Processes that are known to work, or None where they cannot be started."""
    context = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
    pool = ProcessPoolExecutor(processors, mp_context=context)
    try:
        pool.submit(os.getpid).result()
    except (BrokenProcessPool, RuntimeError) as error:
        log.warning("no processes, reading alone reason=%s", error)
        pool.shutdown()
        return None
    return pool


def _halved(jobs: list[Job], cut: Cut) -> list[Outcome]:
    """Jobs of which one killed its process, in ever smaller groups until it stands alone."""
    pool = _pool(1)
    if pool is None:
        return [
            Outcome(
                job, refused=(Refusal(job.item.path, "was not read: no process could be started"),)
            )
            for job in jobs
        ]
    with pool:
        try:
            return pool.submit(_batch, jobs, cut).result()
        except BrokenProcessPool:
            pass
    if len(jobs) == 1:
        return [Outcome(jobs[0], refused=(Refusal(jobs[0].item.path, "its reader crashed"),))]
    half = len(jobs) // 2
    return _halved(jobs[:half], cut) + _halved(jobs[half:], cut)


def _batch(jobs: list[Job], cut: Cut) -> list[Outcome]:
    return [do(job, cut) for job in jobs]


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
        return _read(job, data, digest, cut)
    except Exception as error:
        # any file can surprise a parser; it is reported, and the others go on
        log.warning("reader failed path=%s", where, exc_info=error)
        reason = f"its reader failed ({type(error).__name__}: {error})"
        return Outcome(job, digest, refused=(Refusal(where, reason),))


def _read(job: Job, data: bytes, digest: str, cut: Cut) -> Outcome:
    """What a reader makes of the bytes, without what the screen objects to."""
    readings, refused = read(job.item, data)
    objections = [objection(reading, job.language) for reading in readings]
    return Outcome(
        job,
        digest,
        made=tuple(
            _make(job, one, digest, cut)
            for one, no in zip(readings, objections, strict=True)
            if not no
        ),
        refused=refused
        + tuple(Refusal(one.path, no) for one, no in zip(readings, objections, strict=True) if no),
    )


def _bytes(job: Job) -> bytes:
    """What the item holds. Raises SourceError when it cannot be had or is too large."""
    item = job.item
    if item.fault:
        raise SourceError(item.fault)
    if item.file is None:
        return item.data or b""
    try:
        size = item.file.stat().st_size
        if size > job.max_bytes:
            raise SourceError(
                f"is larger ({size:,} bytes) than the desk's max_bytes ({job.max_bytes:,})"
            )
        return item.file.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read ({error.strerror})") from error


def _make(job: Job, reading: Reading, digest: str, cut: Cut) -> Made:
    source = job.source
    first_seen, changed = _seen(job)
    url = canonical_url(reading.url, fragment=reading.kind == "feed")
    document = Document(
        id=document_id(source.id, reading.path, url),
        source=source.id,
        url=url or source.homepage,
        title=reading.title,
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
    )
    hashes = shingles(document.text)
    return Made(
        document,
        cut(document),
        exact_key(document.text),
        block_hashes(document.text, document.blocks),
        sample(hashes),
    )


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
