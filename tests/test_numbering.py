"""The numbers of a day's sources as a reader meets them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import newsdesk
import starter_room

from pipeline.newsroom import briefs
from pipeline.records import Evidence, Finding, StoryRef, Where, numbering
from pipeline.records import draft as drafts
from pipeline.records.verdict import Brief

DAY = "2026-11-20"


def spread(step: int = 3) -> tuple[Brief, Evidence]:
    """A brief that cites every third source of its evidence, and one that it never cites."""
    brief, pack = newsdesk.brief(DAY), newsdesk.evidence(DAY)
    apart = {item.n: item.n * step for item in pack.items}
    items = numbering._renumbered(pack.items, apart)
    idle = replace(pack.items[0], n=1, passage="idle", document="idle")
    sections = list(numbering._renumbered(brief.draft, apart).sections)
    sections[0] = replace(sections[0], story=StoryRef("s", "news", 1))
    draft = replace(numbering._renumbered(brief.draft, apart), sections=tuple(sections))
    return replace(brief, draft=draft), replace(pack, items=(idle, *items))


def passages(brief: Brief, pack: Evidence) -> list[tuple[str, str]]:
    """Each selector of a brief with the passage it is cut from."""
    found = [(quote, pack.item(quote.n)) for _, quote in drafts.selectors(brief.draft)]
    return [(quote.exact, item.passage) for quote, item in found if item]


def test_what_a_brief_cites_counts_from_one_without_a_gap() -> None:
    brief, pack = numbering.as_printed(*spread())
    cited = numbering.printed(brief.draft)
    assert cited == list(range(1, len(cited) + 1))
    assert [item.n for item in pack.items] == list(range(1, len(pack.items) + 1))


def test_every_quote_is_cut_from_the_passage_it_was_cut_from_before() -> None:
    before, after = passages(*spread()), passages(*numbering.as_printed(*spread()))
    assert before and after == before


def test_what_leads_a_story_and_is_not_cited_comes_after_what_is_cited() -> None:
    brief, pack = numbering.as_printed(*spread())
    lead = brief.draft.sections[0].story
    item = pack.item(lead.lead) if lead else None
    assert item and item.passage == "idle" and item.n == len(pack.items)


def test_a_finding_names_sources_by_their_new_numbers_and_leaves_their_words() -> None:
    brief, pack = spread()
    said = Finding(
        "evidence-veiled", "info", Where("lede[0]"), "source 3",
        "These words are not from source 3 but from sources 6, 9, of 3 in all.",
        fix="cite [Source 6]", evidence="[Source 3] as source 6 has it",
    )  # fmt: skip
    made, _ = numbering.as_printed(replace(brief, findings=(said,)), pack)
    assert made.findings[0].message == (
        "These words are not from source 1 but from sources 2, 3, of 3 in all."
    )
    assert made.findings[0].fix == "cite [Source 2]"
    assert made.findings[0].evidence == "[Source 1] as source 6 has it"
    assert made.findings[0].match == "source 3"


def test_numbers_without_a_gap_stay_as_they_are() -> None:
    brief, pack = numbering.as_printed(*spread())
    assert numbering.as_printed(brief, pack) == (brief, pack)


def test_a_run_keeps_its_record_with_numbers_that_have_no_gap(tmp_path: Path) -> None:
    room = starter_room.published(tmp_path)
    days = briefs.days(room)
    assert days
    for day in days:
        cited = numbering.printed(briefs.read_brief(room, day).draft)
        assert cited == list(range(1, len(cited) + 1))
        kept = [item.n for item in briefs.read_evidence(room, day).items]
        assert kept == list(range(1, len(kept) + 1))
