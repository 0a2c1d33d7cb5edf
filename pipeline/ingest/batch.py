"""One batch of an ingest: what was read, settled against the library and stored.

Enter: outcomes, the files that are gone, the run. Leave: library and memory, changed in one
transaction each: the library first, so that what a kill cuts off is read again and found the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from pipeline.ingest.files import Files, Key
from pipeline.ingest.jobs import Cut, Made, Outcome, recut
from pipeline.ingest.memory import Memory
from pipeline.ingest.reading import Refusal
from pipeline.ingest.screening.boilerplate import mark, repeated, unmark
from pipeline.ingest.screening.dedupe import DedupePlan, settle, versions_to_put
from pipeline.ingest.sources.listing import Item
from pipeline.ingest.state import Given, Known, State
from pipeline.newsroom.desk import Desk
from pipeline.newsroom.library import Library
from pipeline.records import Document, Source

PIECE = 512  # documents written in one transaction


@dataclass(frozen=True, slots=True)
class Batch:
    """Items that were read together, and files that are gone."""

    outcomes: list[Outcome]
    gone: frozenset[Key] = frozenset()

    @property
    def keys(self) -> frozenset[Key]:
        """The files whose documents are settled anew."""
        return self.gone | {key_of(outcome) for outcome in self.outcomes if not outcome.same}


@dataclass(slots=True)
class Run:
    """What one ingest works with and has found so far."""

    sources: tuple[Source, ...]
    desk: Desk
    library: Library
    state: State
    cut: Cut
    files: Files
    stored: set[Key]  # what the state holds, borne out or not
    memory: Memory
    fetched: str
    released: frozenset[str] = frozenset()  # ids of held words that a person let through
    items: dict[Key, tuple[Source, Item]] = field(default_factory=dict)
    pending: set[Key] = field(default_factory=set)  # to be read, not read yet
    let_go: set[Key] = field(default_factory=set)  # pages said to be gone for long enough
    failures: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    signals: dict[str, str] = field(default_factory=dict)
    unread: dict[str, Counter[str]] = field(
        default_factory=dict
    )  # files without a reader by suffix
    surveyed: set[str] = field(default_factory=set)
    refused: dict[str, list[Refusal]] = field(default_factory=dict)
    doubts: dict[str, list[Refusal]] = field(default_factory=dict)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    counted: set[str] = field(default_factory=set)  # documents that are counted new or changed

    def may_go(self, source: str) -> bool:
        """Whether missing files of a source are gone, and not only out of reach."""
        return source in self.surveyed or all(each.id != source for each in self.sources)

    def in_hand(self, key: Key) -> bool:
        """Whether an item's bytes are here: a page that is unchanged was not sent again."""
        item = self.items[key][1] if key in self.items else None
        return item is not None and (item.file is not None or item.data is not None)

    def sharing(self, batch: Batch) -> set[Key]:
        """Files that give, or gave a copy of, a document that a batch changes."""
        touched = {made.document.id for outcome in batch.outcomes for made in outcome.made}
        touched |= {given.id for key in batch.keys for given in _given(self.files.get(key))}
        found = {key for each in touched for key, _ in self.files.givers(each)}
        return found.union(*(self.files.folded_into(each) for each in touched))

    def doubt(self, key: Key, why: str) -> None:
        self.doubts.setdefault(key[0], []).append(Refusal(key[1], why))

    def count(self, source: str, name: str, number: int = 1) -> None:
        self.counts.setdefault(source, Counter())[name] += number


def key_of(outcome: Outcome) -> Key:
    return (outcome.job.source.id, outcome.job.item.path)


def _given(known: Known | None) -> tuple[Given, ...]:
    return known.given if known else ()


class _Standing:
    """The documents of the library that files give which are not settled anew: only with these
    can a new text be a duplicate."""

    def __init__(self, run: Run, batch: Batch) -> None:
        self._run = run
        self._anew = batch.keys

    def __contains__(self, document: object) -> bool:
        return any(
            not given.folded and (given.gone or self._counts(key))
            for key, given in self._run.files.givers(str(document))
        )

    def _counts(self, key: Key) -> bool:
        listed = key in self._run.items or not self._run.may_go(key[0])
        return listed and key not in self._anew and key not in self._run.pending


def commit(run: Run, batch: Batch) -> None:
    """Settle a batch and store it."""
    batch, carried = _believed(run, batch)
    made = [each for outcome in batch.outcomes for each in outcome.made]
    order = {source.id: n for n, source in enumerate(run.sources)}
    plan = settle(made, order, run.state, run.library, standing=_Standing(run, batch))
    before = _touched_files(run, batch, plan)
    after = _files_after(run, batch, plan, carried)
    with run.state.saving():
        affected = _remember(run, before, after)
        _store(run, plan, affected)
    for outcome in batch.outcomes:
        run.count(outcome.job.source.id, "read", not outcome.same)


def _believed(run: Run, batch: Batch) -> tuple[Batch, dict[Key, tuple[Given, ...]]]:
    """The outcomes that are believed, and what feeds gave that stays though not offered now."""
    kept: list[Outcome] = []
    carried: dict[Key, tuple[Given, ...]] = {}
    for outcome in batch.outcomes:
        key = key_of(outcome)
        known = run.files.get(key)
        if outcome.same or not outcome.job.item.url:
            kept.append(outcome)
            carried[key] = run.memory.carried(known, outcome)
            continue
        belief = run.memory.weigh(known, outcome, run.library.document)
        carried[key] = belief.carried
        if belief.doubt:
            run.doubt(key, belief.doubt)
        if belief.outcome is not None:
            kept.append(belief.outcome)
    return Batch(kept, batch.gone), carried


def _touched_files(run: Run, batch: Batch, plan: DedupePlan) -> dict[Key, Known | None]:
    """Every file whose memory a batch may change, as it is remembered now."""
    moved = plan.put.keys() | plan.folded.keys()
    keys = {key for each in moved for key, _ in run.files.givers(each)}
    keys = keys.union(*(run.files.folded_into(each) for each in plan.folded))
    keys |= {key_of(outcome) for outcome in batch.outcomes} | batch.gone
    return {key: run.files.get(key) for key in sorted(keys)}


def _files_after(
    run: Run, batch: Batch, plan: DedupePlan, carried: dict[Key, tuple[Given, ...]]
) -> dict[Key, Known | None]:
    """What will be remembered of them; None for a file that is gone."""
    outcomes = {key_of(outcome): outcome for outcome in batch.outcomes}
    after: dict[Key, Known | None] = {}
    for key, known in _touched_files(run, batch, plan).items():
        outcome = outcomes.get(key)
        if key in batch.gone:
            after[key] = None
        elif outcome is not None and not (outcome.same and known is not None):
            item = outcome.job.item
            given = (*map(_told, outcome.made), *carried.get(key, ()))
            stamp, validators = ("", "") if outcome.again else (item.stamp, item.validators)
            after[key] = Known(*key, stamp, outcome.sha256, validators,
                               tuple(_refold(each, plan) for each in given), outcome.refused,
                               outcome.held)  # fmt: skip
        elif known is not None:
            known = replace(known, given=tuple(_refold(each, plan) for each in known.given))
            if outcome is not None:
                item = outcome.job.item
                known = replace(known, stamp=item.stamp, validators=item.validators)
            after[key] = known
    return after


def _told(made: Made) -> Given:
    document = made.document
    return Given(document.id, document.url, document.published or "", document.updated or "")


def _refold(given: Given, plan: DedupePlan) -> Given:
    if given.id in plan.folded:
        return replace(given, folded=plan.folded[given.id])
    if given.id in plan.put:
        return replace(given, folded="")
    return replace(given, folded=plan.folded.get(given.folded, given.folded))


def _remember(
    run: Run, before: dict[Key, Known | None], after: dict[Key, Known | None]
) -> set[str]:
    """Write the memory of files; the documents that were or are given by them, and those that
    copies of them were or are folded into."""
    affected: set[str] = set()
    for key, known in after.items():
        affected |= {each for given in _given(before[key]) for each in (given.id, given.folded)}
        affected |= {each for given in _given(known) for each in (given.id, given.folded)}
        if known is None:
            run.files.drop(key)
            run.state.forget(*key)
            run.state.believe(*key)
            run.stored.discard(key)
        elif known != before[key] or key not in run.stored:
            run.files.put(known)
            run.state.remember(known)
            run.stored.add(key)
    return affected - {""}


def _store(run: Run, plan: DedupePlan, affected: set[str]) -> None:
    """Write the documents: new, changed, marked anew, named anew, or gone."""
    removing = [
        each for each in sorted(affected) if not run.files.stands(each) and run.library.holds(each)
    ]
    putting = [
        made for versions in plan.put.values() for made in versions_to_put(versions, run.library)
    ]
    sources = {made.document.source for made in putting} | _sources_of(run, removing)
    for document_id in removing:
        run.state.unprint(document_id)
    for made in putting:
        document = made.document
        run.state.print(document.id, document.source, made.exact, made.blocks, made.sampled)
    for piece in _pieces(_finished(run, putting, affected.difference(removing), sources)):
        _count(run, piece, removing)
        if piece or removing:
            with run.library.change() as generation:
                for document_id in removing:
                    run.library.remove(generation, document_id)
                for made in piece:
                    run.library.put(generation, made.document, made.passages)
        removing = []


def _pieces(finished: Iterator[Made]) -> Iterator[list[Made]]:
    """Documents in lists of at most PIECE; one empty list when there are none."""
    piece = list(islice(finished, PIECE))
    yield piece
    while len(piece) == PIECE and (piece := list(islice(finished, PIECE))):
        yield piece


def _sources_of(run: Run, document_ids: list[str]) -> set[str]:
    found = (run.library.document(each) for each in document_ids)
    return {document.source for document in found if document}


def _finished(
    run: Run, putting: list[Made], affected: set[str], sources: set[str]
) -> Iterator[Made]:
    """Documents as they will stand: boilerplate marked, copies named; older ones too whose marks
    or copies changed, each when it is its turn (they may be all of a source); none that the library
    already holds just so."""
    waiting = {source for source, _ in run.pending}
    marks = {each: _boilerplate(run, each, waiting=each in waiting) for each in sorted(sources)}
    fresh = {made.document.id for made in putting}
    older: dict[str, frozenset[int] | None] = {
        each: None for each in sorted(affected - fresh) if _named_anew(run, each)
    }
    for source, (now, moved) in marks.items():
        for document_id, hashes in run.state.blocks(source).items() if moved else ():
            if document_id not in fresh and moved.intersection(hashes.tolist()):
                older[document_id] = now
    for made in putting:
        done = _with(run, made, marks[made.document.source][0])
        if done.document != run.library.document(done.document.id):
            yield done
    for each, known in older.items():
        if (document := run.library.document(each)) is None:
            continue
        done = _with(run, Made(document, tuple(run.library.passages(each))), known)
        if done.document != document:
            yield done


def _named_anew(run: Run, document_id: str) -> bool:
    """Whether the copies of a document of the library are others than it names."""
    document = run.library.document(document_id)
    return document is not None and document.also_at != run.files.also_at(document_id)


def _boilerplate(run: Run, source: str, *, waiting: bool) -> tuple[frozenset[int], frozenset[int]]:
    """(what is boilerplate of a source, what of that is different from before). It is found anew
    when everything of the source has been read; until then what is known is used."""
    before = run.state.boilerplate(source)
    if waiting:
        return before, frozenset()
    now = repeated(run.state.blocks(source).values())
    run.state.boilerplate(source, now)
    return now, now ^ before


def _with(run: Run, made: Made, known: frozenset[int] | None) -> Made:
    """With copies named and, when `known` is given, boilerplate marked anew."""
    document = made.document
    blocks = document.blocks
    if known is not None:
        blocks = mark(document.text, unmark(blocks), known)
    also = run.files.also_at(document.id)
    return recut(made, replace(document, blocks=blocks, also_at=also), run.cut)


def _count(run: Run, finished: list[Made], removing: list[str]) -> None:
    """Count what is new, changed and removed, each document once, before the library changes."""
    last: dict[str, Document] = {made.document.id: made.document for made in finished}
    for document in last.values():
        if document.id not in run.counted:
            was = run.library.holds(document.id)
            run.count(document.source, "changed" if was else "new")
            run.counted.add(document.id)
        run.count(document.source, "cleaned", sum(count for _, count in document.removed))
    for document_id in removing:
        if (gone := run.library.document(document_id)) is not None:
            run.count(gone.source, "removed")
