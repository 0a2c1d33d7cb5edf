"""What a run works with: the newsroom's lock, its library, and what its sources brought.

Enter: a newsroom and a world. Leave: a `Shift` for as long as the run lasts, and the report of an ingest.
Refuses: a corpus that is not there, sources of which none could be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pipeline import chunk, ingest, retrieve
from pipeline.errors import CorpusError, SourceError
from pipeline.newsroom import decisions, health, publication, runs
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.library import Library
from pipeline.text.words import counted
from pipeline.world import Track, World, unwatched


@dataclass(frozen=True, slots=True)
class Shift:
    """What a run works with: the newsroom, the door to the world, the open library."""

    room: Newsroom
    world: World
    library: Library
    track: Track


@contextmanager
def begin(room: Newsroom, world: World, track: Track = unwatched) -> Iterator[Shift]:
    """The newsroom's lock and its library, held for one run. Raises what either raises.

    Another newsroom's library is read at one generation, and its lock is left alone."""
    with runs.lock(room.state):
        if room.shared is not None:
            prepare(open_newsroom(room.shared), world, track)
        held = Library.reading if room.shared else Library.open
        with held(room.library) as library:
            yield Shift(room, world, library, track)


def prepare(room: Newsroom, world: World, track: Track = unwatched) -> None:
    """Bring the index of a newsroom up to its library, so that its readers only read."""
    if not room.library.is_file():
        raise CorpusError("there is no corpus to read yet", where=str(room.library),
                          hint=f"run `dateline ingest --root {room.root}`")  # fmt: skip
    with Library.open(room.library) as library:
        retrieve.connect(room, library, world, track=track)


def read_sources(shift: Shift) -> ingest.Report:
    """Bring the library up to date; another newsroom's is read as it stands.

    Raises SourceError when no source could be read, ConfigError when the clock stands before what is
    public: whatever day is asked for, what comes in is dated by it."""
    room = shift.room
    publication.refuse_behind(room, shift.world.now())
    if room.shared is not None:
        shift.library.look_again()
        return ingest.Report((), *shift.library.counts())
    released = decisions.read(room.decisions).released
    intake = ingest.Intake(room.sources, room.desk, chunk.passages, released=released)
    report = ingest.ingest(intake, shift.library, shift.world, folder=room.state, track=shift.track)
    health.note(room.state, report.sources, shift.world.now())
    if report.all_failed:
        first, *others = report.failures
        more = f"; and {counted(len(others), 'other')}" if others else ""
        raise SourceError(
            f"no source could be read: {first}{more}",
            where=str(room.sources_file),
            hint="run `dateline sources check` to see each source by itself",
        )
    return report
