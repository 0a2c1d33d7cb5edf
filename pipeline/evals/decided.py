"""What people decided, as labelled sentences: approvals are true ones, rejections and errors false.

Enter: a newsroom. Leave: rows in the form of `dateline eval sentences`: a sentence that was approved
over a finding (1), upheld by a rejection (0), as it was before a correction (0) and after it (1), each
with the evidence of its day that it cites. Refuses (`RecordError`) a newsroom without such decisions.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import RecordError
from pipeline.evals import labels
from pipeline.newsroom import briefs, decisions
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.decisions import Decision
from pipeline.records import EvidenceItem
from pipeline.records import draft as drafts

DECISIONS = "decisions.jsonl"  # of a newsroom: what people decided, as labels
LABELS = {"approve": 1, "reject": 0, "correct": 0}


def examples(room: Newsroom) -> list[dict[str, Any]]:
    """The rows of a newsroom. Raises RecordError when nobody decided about a sentence there."""
    rows = found(room)
    if not rows:
        raise RecordError(
            "holds no sentence that was approved, rejected or corrected",
            where=str(room.decisions),
            hint="`dateline review` and `dateline correct` write such rows",
        )
    return rows


def found(room: Newsroom) -> list[dict[str, Any]]:
    """One row a sentence that was judged, oldest decision first; the last word on one counts."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for decision in decisions.read(room.decisions).rows:
        if decision.what in LABELS and decision.kind == "sentence":
            for row in _rows(room, decision):
                rows[row["day"], row["text"]] = row
    return list(rows.values())


def table(file: Path, needs: tuple[str, ...], *, hint: str) -> list[dict[str, Any]]:
    """The labelled rows of a file; those of a newsroom's decisions where it is that file."""
    if file.name == DECISIONS:
        return examples(open_newsroom(file.resolve().parent.parent))
    return labels.read(file, needs, hint=hint)


def _rows(room: Newsroom, decision: Decision) -> Iterator[dict[str, Any]]:
    if decision.day not in briefs.days(room):
        return  # its record was taken away; a label without evidence tells nothing
    items = briefs.read_evidence(room, decision.day).items
    cites = _cites(room, decision)
    row = {
        "id": f"{decision.day} {decision.path}",
        "day": decision.day,
        "cites": cites,
        "evidence": [_item(item) for item in items if not cites or item.n in cites],
        "kind": decision.rule or decision.what,
    }
    yield {**row, "text": decision.value, "label": LABELS[decision.what]}
    if decision.what == "correct" and decision.instead:
        yield {**row, "text": decision.instead, "label": 1, "kind": "corrected"}


def _cites(room: Newsroom, decision: Decision) -> list[int]:
    """What the sentence at that place cites, in the draft as it stands."""
    said = dict(drafts.sentences(briefs.read_brief(room, decision.day).draft))
    sentence = said.get(decision.path)
    return list(sentence.cites) if sentence else []


def _item(item: EvidenceItem) -> dict[str, Any]:
    return {
        "n": item.n, "text": item.text, "source_id": item.source_id, "title": item.title,
        "source_title": item.source_title, "url": item.url, "published": item.published,
        "before": item.before, "after": item.after, "headings": list(item.headings),
    }  # fmt: skip
