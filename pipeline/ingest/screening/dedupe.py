"""Decides what the library shall hold: one document an address, one for every text.

Enter: what was read, what is remembered, the library. Leave: a `DedupePlan`: documents to put (older
versions first), documents to take out, and into which document each duplicate was folded. The
first publisher of a text wins; of equal times the source that stands first in sources.toml.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace

from pipeline.ingest.files import LATE
from pipeline.ingest.jobs import Made
from pipeline.ingest.screening.duplicates import (
    COMPARED,
    SHARED_LEAST,
    SHORT,
    Hashes,
    same,
    same_title,
    shingles,
)
from pipeline.ingest.state import CROWD, State
from pipeline.newsroom.library import Library
from pipeline.records import Document


@dataclass(slots=True)
class DedupePlan:
    """What to do to the library, and where each duplicate went."""

    put: dict[str, list[Made]] = field(default_factory=dict)  # versions of a document, in order
    remove: set[str] = field(default_factory=set)
    folded: dict[str, str] = field(default_factory=dict)  # document id -> id it was folded into


def settle(
    made: Iterable[Made],
    order: dict[str, int],
    state: State,
    library: Library,
    *,
    standing: Container[str],
) -> DedupePlan:
    """Settle versions first, then duplicates, in order of publication.

    `standing` are the documents of the library whose files were not read again and are still
    there: only with these can a new text be a duplicate.
    """
    plan = DedupePlan()
    seen = _Seen(state, library, plan, standing)
    groups: dict[str, list[Made]] = {}
    for one in made:
        groups.setdefault(one.document.id, []).append(one)
    current = [_versions(group, order, plan) for group in groups.values()]
    for one in sorted(current, key=lambda each: _first(each.document, order)):
        seen.place(one, order)
    return plan


def _first(document: Document, order: dict[str, int]) -> tuple[str, int, str]:
    return (document.published or LATE, order.get(document.source, len(order)), document.path)


def _versions(group: list[Made], order: dict[str, int], plan: DedupePlan) -> Made:
    """The current version of one address; of two sources the first in order owns it."""
    owner = min(order.get(one.document.source, len(order)) for one in group)
    own = [one for one in group if order.get(one.document.source, len(order)) == owner]
    own.sort(key=lambda one: (_stamp(one.document), one.document.path))
    distinct = [
        one for n, one in enumerate(own) if one.exact not in {two.exact for two in own[n + 1 :]}
    ]
    plan.put[own[-1].document.id] = distinct
    return own[-1]


def _stamp(document: Document) -> str:
    return document.updated or document.published or ""


def _may_be_copies(one: Document, other: Document) -> bool:
    """Whether the same text means the same document: a short one only under the same title."""
    return len(one.text.split()) >= SHORT or same_title(one.title, other.title)


class _Seen:
    """Texts placed so far in this run and those of the library, searched for the same text."""

    def __init__(
        self, state: State, library: Library, plan: DedupePlan, standing: Container[str]
    ) -> None:
        self.standing = standing
        self.state = state
        self.library = library
        self.plan = plan
        self.fresh = state.empty()
        self.exact: dict[str, list[Made]] = {}
        self.held: dict[str, Made] = {}
        self.holders: dict[int, list[Made]] = {}
        self.hashes: dict[str, Hashes] = {}

    def place(self, one: Made, order: dict[str, int]) -> None:
        """Keep a document, or fold it, or fold an older arrival that was published later."""
        twin = self._twin(one)
        if twin is None:
            self._hold(one)
        elif _first(twin, order) <= _first(one.document, order):
            self._fold(one.document.id, twin.id)
        else:
            self._fold(twin.id, one.document.id)
            self._hold(one)

    def _fold(self, loser: str, winner: str) -> None:
        self.plan.folded[loser] = winner
        self.plan.put.pop(loser, None)
        self.plan.remove.add(loser)
        for folded, into in self.plan.folded.items():
            if into == loser:
                self.plan.folded[folded] = winner

    def _hold(self, one: Made) -> None:
        self.exact.setdefault(one.exact, []).append(one)
        self.held[one.document.id] = one
        for key in one.sampled.tolist():
            held = self.holders.setdefault(key, [])
            if len(held) <= CROWD:
                held.append(one)

    def _twin(self, one: Made) -> Document | None:
        """A document of this run or of the library that says the same."""
        for copy in self.exact.get(one.exact, ()):
            if _may_be_copies(one.document, copy.document):
                return copy.document
        for document_id in self.state.with_exact(one.exact):
            old = self.library.document(document_id) if self._stands(document_id, one) else None
            if old and _may_be_copies(one.document, old):
                return old
        return self._closest(one, self._sharing(one))

    def _sharing(self, one: Made) -> dict[str, int]:
        """Documents that share sampled shingles, with how many."""
        counts: dict[str, int] = {}
        for key in one.sampled.tolist():
            held = self.holders.get(key, ())
            for other in held if len(held) <= CROWD else ():
                counts[other.document.id] = counts.get(other.document.id, 0) + 1
        if not self.fresh:
            for document_id, count in self.state.sharing(one.sampled).items():
                if self._stands(document_id, one):
                    counts[document_id] = counts.get(document_id, 0) + count
        return counts

    def _stands(self, document_id: str, one: Made) -> bool:
        """Whether a document of the library is still to be there after this run."""
        settled = document_id in self.plan.remove or document_id in self.plan.put
        return document_id in self.standing and document_id != one.document.id and not settled

    def _closest(self, one: Made, counts: dict[str, int]) -> Document | None:
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        for document_id, count in ranked[:COMPARED]:
            if count < SHARED_LEAST:
                break
            held = self.held.get(document_id)
            other = held.document if held else self.library.document(document_id)
            if other and self._same(one.document, other):
                return other
        return None

    def _same(self, one: Document, other: Document) -> bool:
        differ, alike = one.source != other.source, same_title(one.title, other.title)
        if not differ and not alike:
            return False
        first, second = self._all(one), self._all(other)
        return bool(same(first, second, publishers_differ=differ, titles_alike=alike))

    def _all(self, document: Document) -> Hashes:
        if document.id not in self.hashes:
            self.hashes[document.id] = shingles(document.text)
        return self.hashes[document.id]


def versions_to_put(versions: list[Made], library: Library) -> list[Made]:
    """The versions the library does not have yet, numbered after what it has.

    The last one is current: it is put again only when its text or what is known of it changed.
    """
    before = library.document(versions[-1].document.id)
    past = library.revisions(versions[-1].document.id)
    known = {each.text for each in past}
    last = max([each.revision for each in past], default=0)
    if before is not None:
        known.add(before.text)
        last = max(last, before.revision)
    fresh: list[Made] = []
    for n, made in enumerate(versions):
        is_current = n == len(versions) - 1
        if is_current and before is not None and before.text == made.document.text and not fresh:
            fresh.append(_numbered(made, before.revision, before.fetched))
        elif is_current or made.document.text not in known:
            last += 1
            fresh.append(_numbered(made, last, made.document.fetched))
    held = before or next(reversed(past), None)
    return [_dated(made, held) for made in fresh] if held is not None else fresh


def _numbered(made: Made, revision: int, fetched: str) -> Made:
    return replace(made, document=replace(made.document, revision=revision, fetched=fetched))


def _dated(made: Made, held: Document) -> Made:
    """With the first day it was known, and the day its text last changed: what the source's
    repository says where it says something later, else the day the other text was fetched."""
    document = made.document
    first = min(day for day in (held.first_seen, document.first_seen) if day)
    changed = held.changed or document.changed
    if document.text != held.text and document.sha256 != held.sha256:
        known = held.changed or held.first_seen
        stated = document.changed or ""
        changed = stated if stated > known else document.fetched
    return replace(made, document=replace(document, first_seen=first, changed=changed))
