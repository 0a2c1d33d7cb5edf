"""A story's source keeps what the writer and the verifier read of it: story, dates, head, rank."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.records import Document, EvidenceItem, Passage, Story
from pipeline.retrieve import common_words
from pipeline.retrieve.engine import Statistics
from pipeline.retrieve.evidence.pack import _as_of, item_of

TEXT = "Kestrel 4.2 is deprecated. It goes in May.\n\nUse the new client. It reads both formats."


def test_a_numbered_source_of_a_story_has_its_story_its_dates_and_its_head() -> None:
    document = Document(
        id="d1", source="notes", url="https://a.example/k", title="Kestrel 4.2", authors=(),
        published="2026-11-18T08:00:00+00:00", published_from="feed", updated=None,
        fetched="2026-11-20T06:00:00+00:00", text=TEXT, blocks=(), sha256="0" * 64,
        first_seen="2026-11-19T06:00:00+00:00", changed="2026-11-20T06:00:00+00:00",
    )  # fmt: skip
    start = TEXT.index("Use")
    later = Passage("p2", "d1", "notes", start, len(TEXT), TEXT[start:], position=1)
    story = Story(
        "s1",
        "security",
        "update",
        "d1",
        ("p2",),
        (),
        "2026-11-20",
        "changed",
        why=(("newness", 0.9),),
    )
    item = item_of(document, later, story, n=7)
    assert (item.n, item.story, item.domain, item.factors) == (7, "s1", "security", story.why)
    assert (item.first_seen, item.changed) == (document.first_seen, document.changed)
    assert "deprecated" in item.head and item.before.endswith("in May.")
    assert item.text == TEXT[item.start :][: len(item.text)]


def test_an_edition_made_for_an_earlier_day_names_no_later_one() -> None:
    item = EvidenceItem(
        1, "notes", "Notes", "Kestrel 4.2", "https://a.example/k", "2026-11-10T08:00:00+00:00", TEXT,
        "p1", "d1", 0, "security", first_seen="2026-11-19T06:00:00+00:00", changed="2026-11-20T06:00:00+00:00",
    )  # fmt: skip
    told = _as_of(item, "2026-11-12")
    assert (told.published, told.first_seen, told.changed) == (item.published, "", "")
    assert _as_of(item, "2026-11-09").published is None
    assert _as_of(item, "2026-11-20") == item


def test_what_is_found_of_common_words_keeps_no_index_of_an_earlier_night() -> None:
    class Counting:
        def statistics(self, codes: Sequence[int]) -> Statistics:
            return Statistics(9, (1.0, 1.0), (9,) * len(codes), (1.0,) * len(codes))

    index = Counting()
    common = common_words(index)
    assert common(frozenset({"subnet"})) == {"subnet"}
    del index
    assert common(frozenset({"subnet"})) == {"subnet"}  # known already
    with pytest.raises(ReferenceError, match="keep it"):
        common(frozenset({"router"}))
