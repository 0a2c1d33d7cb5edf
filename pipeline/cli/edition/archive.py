"""`dateline verify --archive`: every published brief again, against its evidence and today's sources.

A brief is proven against the evidence it was published with. Its sources go on living: a page that
says something else now, or is gone, changes no proof, but a reader who follows the citation should
be told; each such quote is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pipeline.cli.io import answer, say, track
from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.library import Library
from pipeline.proof import Rules, prove_record, unheard
from pipeline.records import Brief, Evidence, EvidenceItem
from pipeline.records import draft as drafts
from pipeline.records.verdict import record_of
from pipeline.text.words import counted
from pipeline.verify.checked import Checked


@dataclass(frozen=True, slots=True)
class Moved:
    """A quote whose source says something else today, or is no longer there."""

    day: str
    path: str
    source: str
    fate: Literal["changed", "gone"]
    words: str


def verify_archive(root: Path, *, as_json: bool) -> int:
    """Check every published brief and say what no longer stands; 1 when a record fails."""
    room = open_newsroom(root)
    rules = Rules.of(room.desk, root)
    damaged = briefs.damaged(room)
    public = tuple(one for one in briefs.published(room) if one.day not in damaged)
    checked = _records(room, public, rules)
    moved = _moved(room, public)
    if moved is None:
        say("sources were not compared: nothing has been ingested here; `dateline ingest` first")
    failed = [one for one in checked if not one.publishable]
    lines = [
        f"{one.name}: {each.message} [{each.rule}] {each.match}".strip()
        for one in failed
        for each in one.findings
        if each.severity == "error"
    ]
    lines += damaged.values()
    lines += [
        f"briefs/{one.day} {one.path}: its source {one.source} {SAID[one.fate]}: “{one.words}”"
        for one in moved or ()
    ]
    withdrawn = [one for one in checked if one.retracted]
    lines += [f"{one.name}: {one.retracted}" for one in withdrawn]
    partly = [one for one in checked if one.withdrawn]
    lines += [f"{one.name}: {one.withdrawn}" for one in partly]
    told = _summary(len(checked), len(failed), moved, len(withdrawn))
    told += f" {counted(len(partly), 'brief')} with a story withdrawn." if partly else ""
    lines.append(f"{told} {counted(len(damaged), 'record')} cannot be read." if damaged else told)
    data = {
        "briefs": len(checked),
        "failed": [{"record": one.name, "findings": list(one.findings)} for one in failed],
        "damaged": damaged,
        "retracted": {one.name: one.retracted for one in withdrawn},
        "withdrawn": {one.name: one.withdrawn for one in partly},
        "quotes": None if moved is None else [asdict(one) for one in moved],
    }
    answer(data, "\n".join(lines), as_json=as_json)
    return 1 if failed or damaged else 0


SAID = {"changed": "says something else now", "gone": "is gone"}
SHOWN = 120  # characters of a quote in a line


def _summary(number: int, failed: int, moved: list[Moved] | None, withdrawn: int) -> str:
    told = f"{counted(number, 'published brief')}: {number - failed} stand against {'its' if number == 1 else 'their'} evidence"
    told += f", {withdrawn} retracted" if withdrawn else ""
    if moved is None:
        return f"{told}."
    changed = sum(one.fate == "changed" for one in moved)
    return f"{told}; {counted(changed, 'quote')} whose source changed since, {len(moved) - changed} whose source is gone."


def _records(room: Newsroom, public: tuple[Brief, ...], rules: Rules) -> list[Checked]:
    """Each record beside the briefs it knew of; then, as a build does, the later of two that did not know
    of each other beside the earlier one, so that one story twice is the fault of one day."""
    checked = {one.day: _record(room, one, rules) for one in track(public, "briefs")}
    made = {one.day: one for one in public}
    for one in unheard(room, made):
        others = tuple(made[day] for day in one.others if checked[day].publishable)
        if others and checked[one.day].publishable:
            checked[one.day] = _record(room, made[one.day], rules, beside=others)
    return list(checked.values())


def _record(room: Newsroom, brief: Brief, rules: Rules, beside: tuple[Brief, ...] = ()) -> Checked:
    pack = briefs.read_evidence(room, brief.day)
    said = (*briefs.known(room, brief), *beside)
    data = room.record(brief.day).read_bytes()
    return prove_record(data, pack, rules, file=record_of(brief.day), said=said)


def _moved(room: Newsroom, public: tuple[Brief, ...]) -> list[Moved] | None:
    """Quotes that today's library no longer bears out; None without a library."""
    if not room.library.is_file():
        return None
    with Library.open(room.library) as library:
        return [
            one
            for brief in public
            for one in _of(brief, briefs.read_evidence(room, brief.day), library)
        ]


def _of(brief: Brief, evidence: Evidence, library: Library) -> Iterator[Moved]:
    for path, quote in drafts.selectors(brief.draft):
        item = evidence.item(quote.n)
        if item is None or not item.document:
            continue  # a record of its own evidence file: the gate has said so already
        document = library.document(item.document)
        if document is None or quote.exact not in document.text:
            fate: Literal["changed", "gone"] = "gone" if document is None else "changed"
            yield Moved(brief.day, path, _address(item), fate, quote.exact[:SHOWN])


def _address(item: EvidenceItem) -> str:
    """What names the source of a quote: its own address, else its title; a home page is many sources'."""
    return item.title if item.home else item.url or item.source_id
