"""Why a source is in a brief, told on its page from the evidence that was kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import newsdesk

from pipeline.records import Rank
from pipeline.render import render_all
from pipeline.render.why import Why, why

DAY = "2026-11-19"
RANKS = (Rank("bm25", 1, 12.0), Rank("tfidf", 2, 0.1), Rank("sense", 3, 0.4))
FACTORS = (("relevance", 0.62), ("freshness", 0.8922), ("authority", 1.0), ("prose", 0.996))


def test_a_row_says_what_was_asked_and_what_the_score_is_made_of() -> None:
    item = replace(
        newsdesk.evidence(DAY).items[0], question="What | broke?", ranks=RANKS, factors=FACTORS,
        score=0.5531,
    )  # fmt: skip
    assert why(item) == Why(
        item.n, "What | broke?", "words 1, senses 3", "0.62 relevance × 0.89 freshness ≈ 0.55"
    )


def test_further_support_names_the_source_it_belongs_to() -> None:
    item = replace(
        newsdesk.evidence(DAY).items[0], factors=(("shared", 0.59), ("differs", 3.0)), score=0.2
    )
    told = why(item)
    assert told and (told.asked, told.places, told.score) == (
        "Gives other figures than source 3", "shares 59% of what it is about", "0.20",
    )  # fmt: skip


def test_the_page_of_a_brief_says_why_each_source_is_there(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path)
    pack = newsdesk.evidence(DAY)
    items = tuple(
        replace(one, question="What | broke?", ranks=RANKS, factors=FACTORS, score=0.5531)
        for one in pack.items
    )
    newsdesk.keep(tmp_path, newsdesk.brief(DAY), replace(pack, items=items))
    render_all(room)
    page = (tmp_path / "content" / "briefs" / f"{DAY}.md").read_text("utf-8")
    assert "Why each of these sources is here" in page
    assert page.count("    What | broke?\n") == 1
    assert (
        "    - [1](#source-1) (words 1, senses 3): 0.62 relevance × 0.89 freshness ≈ 0.55\n" in page
    )
    other = (tmp_path / "content" / "briefs" / "2026-11-18.md").read_text("utf-8")
    assert "Why each" not in other  # evidence that does not say how it was chosen
