"""A brief's JSON, held field by field against what its record says today."""

from __future__ import annotations

import json
from typing import Any

from pipeline.pages.metadata import card_of
from pipeline.proof.printed.record import OTHER, STATED, Printed
from pipeline.publish.agents import api
from pipeline.records import Finding, store
from pipeline.verify.page_words import alteration

HELD = (*STATED, "score", "headlines", "sections", "quiet", "also_out", "sentences", "quotes", "citations", "corrections")  # fmt: skip


def other_data(data: bytes, due: Printed, file: str, record: bytes) -> tuple[Finding, ...]:
    """Fields of the JSON that its record fills otherwise; what is no JSON is told elsewhere."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(said, dict):
        return ()
    card = card_of(due.facts, f"briefs/{due.brief.day}.md")
    made = api.brief_data(due.brief, card, due.site_url, 0, store.sha256(record))
    return tuple(
        alteration(f"{name}: {json_text(said.get(name))}", OTHER, file)
        for name in HELD
        # an older page has no field for what it tells none of
        if (said.get(name) or made.get(name))
        and due.shown(json_text(said.get(name))) != due.shown(json_text(made.get(name)))
    )


def json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
