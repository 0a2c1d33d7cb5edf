"""What an ingest did, source by source: nothing is dropped without a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.ingest.batch import Run
from pipeline.ingest.reading import Refusal
from pipeline.ingest.screening.injection import HeldWords
from pipeline.ingest.state import Known
from pipeline.records import Source
from pipeline.text.days import days_between

SLIP = 31  # days from which a day to come is more likely mistyped than meant


@dataclass(frozen=True, slots=True)
class Later:
    """A document that is dated after the day of the run: of which file, and by how many days."""

    where: str
    day: str
    days: int


@dataclass(frozen=True, slots=True)
class SourceReport:
    """Counts of one source. `read` is the number of files or replies that were parsed.

    new, changed, unchanged, removed, duplicate and refused count documents; `failure` says why
    the whole source could not be read (its documents then stay as they were); `doubts` name answers
    that were not believed, so that what they gave before stays; `moved` is where the source's
    address has moved to for good; `signals` what its host says to machines, where it was asked; `unread` counts the files of kinds that are not read, by suffix.
    """

    source: str
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    duplicate: int = 0
    refused: int = 0
    undated: int = 0
    future: int = 0  # dated after the day of this run; kept, used from their day on
    cleaned: int = 0  # characters and hidden elements taken out of its new documents
    failure: str = ""
    refusals: tuple[Refusal, ...] = ()
    doubts: tuple[Refusal, ...] = ()
    moved: str = ""
    signals: str = ""
    unread: tuple[tuple[str, int], ...] = ()
    held: tuple[HeldWords, ...] = ()  # words that address a model; they wait for a person
    later: tuple[Later, ...] = ()  # the documents counted as future


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did."""

    sources: tuple[SourceReport, ...]
    documents: int  # now in the library
    passages: int

    @property
    def all_failed(self) -> bool:
        """Whether no source at all could be read."""
        return bool(self.sources) and all(one.failure for one in self.sources)

    @property
    def changed(self) -> bool:
        """Whether the library is different from before."""
        return any(one.new or one.changed or one.removed for one in self.sources)

    @property
    def failures(self) -> tuple[str, ...]:
        """What went wrong with every source that failed as a whole."""
        return tuple(f"{one.source}: {one.failure}" for one in self.sources if one.failure)

    def lines(self) -> tuple[str, ...]:
        """What a person should know of this ingest: failures and refusals, a line each."""
        failed = [f"skipped {failure}" for failure in self.failures]
        refused = [
            f"refused {one.source}: {refusal.where}: {refusal.reason}"
            for one in self.sources
            for refusal in one.refusals
        ]
        doubted = [
            f"kept {one.source}: {doubt.where}: {doubt.reason}"
            for one in self.sources
            for doubt in one.doubts
        ]
        moved = [
            f"moved {one.source}: its address is now {one.moved}"
            for one in self.sources
            if one.moved
        ]
        unread = [
            f"unread {one.source}: {suffixes(one.unread)}" for one in self.sources if one.unread
        ]
        held = [
            f"held {one.source}: {held.where}: {held.says} (dateline review quarantine list)"
            for one in self.sources
            for held in one.held
            if not held.released
        ]
        later = [
            f"later {one.source}: {each.where}: dated {each.day}, and told on no day before it"
            for one in self.sources
            for each in one.later
            if each.days >= SLIP
        ]
        return (*failed, *refused, *held, *doubted, *moved, *unread, *later)


def _later(today: str, files: list[Known]) -> Iterator[Later]:
    """The documents of a source that are dated after today, by file."""
    for known in files:
        days = {one.published[:10] for one in known.given if one.published > f"{today}T99"}
        for day in sorted(days):
            yield Later(known.path, day, days_between(today, day))


def suffixes(unread: tuple[tuple[str, int], ...]) -> str:
    """Files that are not read, the commonest suffix first: `12 .png, 3 .go, 1 without a suffix`."""
    ranked = sorted(unread, key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(
        f"{count:,} {f'.{suffix}' if suffix else 'without a suffix'}" for suffix, count in ranked
    )


def report(run: Run, looked_at: list[Source]) -> Report:
    """The report of a run, from what is remembered now."""
    files: dict[str, list[Known]] = {}
    for known in run.files:
        files.setdefault(known.source, []).append(known)
    documents, passages = run.library.counts()
    reports = [_of(run, source, files.get(source.id, [])) for source in looked_at]
    return Report(tuple(reports), documents, passages)


def _of(run: Run, source: Source, files: list[Known]) -> SourceReport:
    counts = run.counts.get(source.id, Counter())
    given = [each for known in files for each in known.given]
    refused = [
        *run.refused.get(source.id, ()),
        *(each for known in files for each in known.refused),
    ]
    here = [each for each in given if not each.folded]
    distinct = {each.id for each in here}
    return SourceReport(
        source=source.id,
        read=counts["read"],
        new=counts["new"],
        changed=counts["changed"],
        unchanged=len(distinct) - counts["new"] - counts["changed"],
        removed=counts["removed"],
        duplicate=len({each.id for each in given if each.folded}),
        refused=len(refused),
        undated=len({each.id for each in here if not each.published}),
        future=len({each.id for each in here if each.published > run.fetched[:10] + "T99"}),
        cleaned=counts["cleaned"],
        failure=run.failures.get(source.id, ""),
        refusals=tuple(refused),
        doubts=tuple(run.doubts.get(source.id, ())),
        moved=run.moved.get(source.id, ""),
        signals=run.signals.get(source.id, ""),
        held=tuple(each for known in files for each in known.held),
        later=tuple(_later(run.fetched[:10], files)),
        unread=tuple(sorted(run.unread.get(source.id, {}).items())),
    )
