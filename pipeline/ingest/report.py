"""What an ingest did, source by source: nothing is dropped without a word."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.ingest.reading import Refusal


@dataclass(frozen=True, slots=True)
class SourceReport:
    """Counts of one source. `read` is the number of files or replies that were parsed.

    new, changed, unchanged, removed, duplicate and refused count documents; `failure` says why
    the whole source could not be read (its documents then stay as they were).
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
        return (*failed, *refused)
