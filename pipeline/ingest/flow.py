"""The ingest itself: survey, read what is new, settle, mark boilerplate, store, report.

Enter: sources, desk, library, world. Leave: a library that holds what the sources hold now, and a
Report. A source that fails keeps the documents it had. Everything is stored in one transaction;
an ingest that finds nothing new writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.errors import SourceError
from pipeline.ingest.jobs import Cut, Job, Made, Outcome, outcomes, recut
from pipeline.ingest.reading import Refusal
from pipeline.ingest.report import Report, SourceReport
from pipeline.ingest.screening.boilerplate import mark, repeated, unmark
from pipeline.ingest.screening.dedupe import LATE, Plan, settle, versions_to_put
from pipeline.ingest.sources.fetch import Client
from pipeline.ingest.sources.listing import Item, local
from pipeline.ingest.sources.remote import fetched_items, is_remote
from pipeline.ingest.state import Given, Known, State
from pipeline.newsroom.desk import Desk
from pipeline.newsroom.library import Library
from pipeline.records import Document, Source
from pipeline.world import World

Track = Callable[[Iterable[Any], str], Iterable[Any]]
Key = tuple[str, str]  # source id, path


def untracked(items: Iterable[Any], _: str) -> Iterable[Any]:
    """No progress shown."""
    return items


@dataclass(slots=True)
class _Run:
    """What one ingest works with."""

    sources: tuple[Source, ...]
    desk: Desk
    library: Library
    state: State
    before: dict[Key, Known]  # all that is remembered
    known: dict[Key, Known]  # of that, what the library bears out
    fetched: str
    cut: Cut
    only: frozenset[str]
    items: dict[Key, tuple[Source, Item]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    outcomes: dict[Key, Outcome] = field(default_factory=dict)
    surveyed: set[str] = field(default_factory=set)
    refused: dict[str, list[Refusal]] = field(default_factory=dict)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    after: dict[Key, Known] = field(default_factory=dict)


def ingest(
    sources: tuple[Source, ...], desk: Desk, library: Library, world: World, *,
    folder: Path, cut: Cut, track: Track = untracked, only: frozenset[str] = frozenset(),
) -> Report:  # fmt: skip
    """Bring the library up to what the sources hold; read only what is new or changed.

    `sources` are all of the newsroom's, or documents of the others would go; `only` names those
    to look at now.
    """
    with State.open(folder / "ingest.sqlite") as state:
        held = set(library.ids())
        before = state.files()
        known = {
            key: one
            for key, one in before.items()
            if all(given.folded or given.id in held for given in one.given)
        }
        fetched = world.now().isoformat(timespec="seconds")
        run = _Run(sources, desk, library, state, before, known, fetched, cut, only)
        _survey(run, world, track)
        _read(run, track)
        order = {one.id: n for n, one in enumerate(sources)}
        plan = settle(_made(run), order, state, library, standing=_standing(run))
        _store(run, plan, track)
        return _report(run)


def _survey(run: _Run, world: World, track: Track) -> None:
    """List every source; what fails is noted and left as it was."""
    with Client(run.desk.ingest, world) as client:
        looked_at = [one for one in run.sources if not run.only or one.id in run.only]
        for source in track(looked_at, "sources"):
            try:
                if is_remote(source):
                    refused = run.refused.setdefault(source.id, [])
                    items = fetched_items(source, client, run.known, refused)
                else:
                    items = local(source)
            except SourceError as error:
                run.failures[source.id] = str(error)
                continue
            run.surveyed.add(source.id)
            run.items |= {(source.id, item.path): (source, item) for item in items}


def _read(run: _Run, track: Track) -> None:
    """Read new and changed items, then once more those that share a document with them."""
    todo = [key for key, (_, item) in run.items.items() if _stale(run.known.get(key), item)]
    _do(run, todo, track, forced=False)
    touched = _touched(run)
    again = [
        key
        for key, one in run.known.items()
        if key in run.items
        and (key not in run.outcomes or run.outcomes[key].same)
        and any(given.id in touched or given.folded in touched for given in one.given)
    ]
    _do(run, again, track, forced=True)


def _stale(known: Known | None, item: Item) -> bool:
    return known is None or known.stamp != item.stamp


def _do(run: _Run, keys: list[Key], track: Track, *, forced: bool) -> None:
    jobs = [_job(run, key, forced) for key in keys]
    for outcome in outcomes(jobs, run.cut, track):
        run.outcomes[(outcome.job.source.id, outcome.job.item.path)] = outcome


def _job(run: _Run, key: Key, forced: bool) -> Job:
    source, item = run.items[key]
    known = run.known.get(key)
    # a changed sidecar changes the document though its bytes are the same
    same_sidecar = (
        known is not None and known.stamp.rsplit(":", 1)[-1] == item.stamp.rsplit(":", 1)[-1]
    )
    sha = known.sha256 if known and same_sidecar and not forced else ""
    return Job(source, item, sha, run.fetched, run.desk.publish.language, run.desk.ingest.max_bytes)


def _touched(run: _Run) -> set[str]:
    """Ids of documents whose files changed, went, or came."""
    touched: set[str] = set()
    for key, one in run.known.items():
        gone = key not in run.items and _may_go(run, key[0])
        changed = key in run.outcomes and not run.outcomes[key].same
        if gone or changed:
            touched |= {given.id for given in one.given}
    for outcome in run.outcomes.values():
        touched |= {made.document.id for made in outcome.made}
    return touched


def _may_go(run: _Run, source: str) -> bool:
    """Whether missing files of a source are gone, and not only out of reach."""
    return source in run.surveyed or source not in {one.id for one in run.sources}


def _standing(run: _Run) -> frozenset[str]:
    """Documents that files give which were not read again and are still there."""
    return frozenset(
        given.id
        for key, one in run.known.items()
        if (key not in run.outcomes or run.outcomes[key].same)
        and (key in run.items or not _may_go(run, key[0]))
        for given in one.given
        if not given.folded
    )


def _made(run: _Run) -> Iterator[Made]:
    """Everything read, in order of sources and paths."""
    for key in run.items:
        if key in run.outcomes:
            yield from run.outcomes[key].made


def _store(run: _Run, plan: Plan, track: Track) -> None:
    """Write library and memory; neither when nothing changed."""
    files = _files_after(run, plan)
    putting = [
        made for versions in plan.put.values() for made in versions_to_put(versions, run.library)
    ]
    removing = _removing(run, plan, files)
    with run.state.saving():
        _remember(run, files)
        for document_id in removing:
            run.state.unprint(document_id)
        for made in putting:
            one = made.document
            run.state.print(one.id, one.source, made.exact, made.blocks, made.sampled)
        touched = sorted({m.document.source for m in putting} | _sources_of(run, removing))
        finished = _finished(run, putting, removing, touched, files)
        _count(run, finished, removing)
        if finished or removing:
            with run.library.change() as generation:
                for document_id in removing:
                    run.library.remove(generation, document_id)
                for made in track(finished, "storing"):
                    run.library.put(generation, made.document, made.passages)


def _files_after(run: _Run, plan: Plan) -> dict[Key, Known]:
    """What will be remembered of every file."""
    after: dict[Key, Known] = {}
    for key, one in run.known.items():
        if key not in run.items and _may_go(run, key[0]):
            continue
        after[key] = replace(one, given=tuple(_refold(given, plan) for given in one.given))
    for key, outcome in run.outcomes.items():
        item = outcome.job.item
        if outcome.same and key in after:
            after[key] = replace(after[key], stamp=item.stamp, validators=item.validators)
            continue
        given = tuple(_refold(_given(made.document), plan) for made in outcome.made)
        after[key] = Known(
            *key, item.stamp, outcome.sha256, item.validators, given, outcome.refused
        )
    run.after = after
    return after


def _given(document: Document) -> Given:
    return Given(document.id, document.url, document.published or "", document.updated or "")


def _refold(given: Given, plan: Plan) -> Given:
    if given.id in plan.folded:
        return replace(given, folded=plan.folded[given.id])
    if given.id in plan.put:
        return replace(given, folded="")
    return replace(given, folded=plan.folded.get(given.folded, given.folded))


def _removing(run: _Run, plan: Plan, files: dict[Key, Known]) -> list[str]:
    """Documents of the library that no file gives any more, or that were folded."""
    given = {one.id for known in files.values() for one in known.given if not one.folded}
    return sorted(one for one in run.library.ids() if one not in given)


def _remember(run: _Run, files: dict[Key, Known]) -> None:
    for key in sorted(run.before.keys() - files.keys()):
        run.state.forget(*key)
    for key, known in files.items():
        if run.before.get(key) != known:
            run.state.remember(known)


def _sources_of(run: _Run, document_ids: list[str]) -> set[str]:
    found = (run.library.document(one) for one in document_ids)
    return {document.source for document in found if document}


def _also_at(files: dict[Key, Known]) -> dict[str, tuple[str, ...]]:
    """Addresses of folded copies by the document that stands for them, first published first."""
    copies: dict[str, set[tuple[str, str]]] = {}
    for (source, path), known in sorted(files.items()):
        for given in known.given:
            if given.folded:
                place = (given.published or LATE, given.url or f"{source}:{path}")
                copies.setdefault(given.folded, set()).add(place)
    return {
        one: tuple(dict.fromkeys(url for _, url in sorted(places)))
        for one, places in copies.items()
    }


def _finished(
    run: _Run, putting: list[Made], gone: list[str], touched: list[str], files: dict[Key, Known]
) -> list[Made]:
    """Documents as they will stand: boilerplate marked, copies named; older ones too whose marks
    or copies changed; none that the library already holds just so."""
    also, before = _also_at(files), _also_at(run.known)
    marks = {source: _boilerplate(run, source) for source in touched}
    fresh = {made.document.id for made in putting}
    todo: list[tuple[Made, frozenset[int] | None]] = [
        (made, marks[made.document.source][0]) for made in putting
    ]
    older: dict[str, frozenset[int] | None] = {
        one: None for one in sorted(also.keys() | before.keys()) if also.get(one) != before.get(one)
    }
    for source, (now, moved) in marks.items():
        for document_id, hashes in run.state.blocks(source).items() if moved else ():
            if moved.intersection(hashes.tolist()):
                older[document_id] = now
    todo += [
        (made, known)
        for document_id, known in older.items() if document_id not in fresh and document_id not in gone
        for made in _again(run, document_id)
    ]  # fmt: skip
    done = [_with(made, known, also, run.cut) for made, known in todo]
    return [made for made in done if made.document != run.library.document(made.document.id)]


def _boilerplate(run: _Run, source: str) -> tuple[frozenset[int], frozenset[int]]:
    """(what is boilerplate of a source now, what of that is different from before)."""
    before = run.state.boilerplate(source)
    now = repeated(run.state.blocks(source).values())
    run.state.boilerplate(source, now)
    return now, now ^ before


def _again(run: _Run, document_id: str) -> list[Made]:
    """A document of the library, as if it had just been read."""
    document = run.library.document(document_id)
    if document is None:
        return []
    passages = tuple(run.library.passages(document_id))
    return [Made(document, passages)]


def _with(
    made: Made, known: frozenset[int] | None, also: dict[str, tuple[str, ...]], cut: Cut
) -> Made:
    """With copies named and, when `known` is given, boilerplate marked anew."""
    one = made.document
    blocks = one.blocks if known is None else mark(one.text, unmark(one.blocks), known)
    return recut(made, replace(one, blocks=blocks, also_at=also.get(one.id, ())), cut)


def _count(run: _Run, finished: list[Made], removing: list[str]) -> None:
    """Count what is new, changed and removed, each document once, before the library changes."""
    last = {made.document.id: made.document for made in finished}
    for one in last.values():
        counts = run.counts.setdefault(one.source, Counter())
        counts["new" if run.library.document(one.id) is None else "changed"] += 1
        counts["cleaned"] += sum(count for _, count in one.removed)
    for document_id in removing:
        if document := run.library.document(document_id):
            run.counts.setdefault(document.source, Counter())["removed"] += 1


def _report(run: _Run) -> Report:
    """The report, from what is remembered now."""
    files: dict[str, list[Known]] = {}
    for (source, _), known in run.after.items():
        files.setdefault(source, []).append(known)
    documents, passages = run.library.counts()
    looked_at = [one for one in run.sources if not run.only or one.id in run.only]
    reports = [_one(run, source, files.get(source.id, [])) for source in looked_at]
    return Report(tuple(reports), documents, passages)


def _one(run: _Run, source: Source, files: list[Known]) -> SourceReport:
    counts = run.counts.get(source.id, Counter())
    given = [one for known in files for one in known.given]
    refused = [*run.refused.get(source.id, ()), *(one for known in files for one in known.refused)]
    here = [one for one in given if not one.folded]
    distinct = {one.id for one in here}
    return SourceReport(
        source=source.id,
        read=sum(key[0] == source.id and not one.same for key, one in run.outcomes.items()),
        new=counts["new"],
        changed=counts["changed"],
        unchanged=len(distinct) - counts["new"] - counts["changed"],
        removed=counts["removed"],
        duplicate=len({one.id for one in given if one.folded}),
        refused=len(refused),
        undated=len({one.id for one in here if not one.published}),
        future=len({one.id for one in here if one.published > run.fetched[:10] + "T99"}),
        cleaned=counts["cleaned"],
        failure=run.failures.get(source.id, ""),
        refusals=tuple(refused),
    )
