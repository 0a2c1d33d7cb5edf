"""The starter newsroom holds what its README says, planted trials included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import starter_room
from checks import each

from pipeline import chunk, ingest
from pipeline.ingest import Report
from pipeline.news.groups.correct import refers_back
from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.library import Library
from pipeline.records import Document
from pipeline.records import draft as drafts
from pipeline.run import RunPlan, run_day
from pipeline.text.printable import Statement, may_print
from pipeline.world import World

ROOT = Path(__file__).parent.parent
ROOM = open_newsroom(ROOT)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Report]]:
    folder = tmp_path_factory.mktemp("state")
    world = World(now=lambda: datetime(2026, 11, 21, tzinfo=UTC), offline=True)
    with Library.open(folder / "library.db") as library:
        intake = ingest.Intake(ROOM.sources, ROOM.desk, chunk.passages)
        report = ingest.ingest(intake, library, world, folder=folder)
        yield library, report


def documents(corpus: tuple[Library, Report]) -> list[Document]:
    return list(corpus[0].documents())


def find(corpus: tuple[Library, Report], url: str) -> Document:
    return next(one for one in documents(corpus) if one.url.endswith(url))


def test_it_has_at_least_sixty_documents_of_twelve_sources_in_every_kind(
    corpus: tuple[Library, Report],
) -> None:
    held = documents(corpus)
    assert len(held) >= 60
    assert len({one.source for one in held}) >= 12
    kinds = {source.kind for source in ROOM.sources}
    assert kinds >= {"markdown", "html", "feed", "transcript", "pdf", "jsonl", "chunks"}
    suffixes = {path.suffix for path in (ROOT / "pipeline/starter/corpus").rglob("*")}
    assert {".vtt", ".srt", ".pdf", ".md", ".html", ".xml", ".jsonl"} <= suffixes


def test_documents_are_300_to_900_words_over_seven_domains_and_sixty_days(
    corpus: tuple[Library, Report],
) -> None:
    held = [one for one in documents(corpus) if one.source != "tidewater"]
    sizes = {one.url: len(one.text.split()) for one in held}
    assert all(250 <= size <= 900 for size in each(sizes.values())), sizes
    days = sorted(date.fromisoformat(one.day or "") for one in held)
    assert (days[-1] - days[0]).days >= 60
    domains = Counter(domain for one in held for domain in one.domains)
    assert len(domains) == 7
    assert min(domains.values()) >= 6


def test_it_has_what_real_sources_have(corpus: tuple[Library, Report]) -> None:
    held = [one for one in documents(corpus) if one.source == "tidewater"]
    undated = {one.title for one in held if one.day is None}
    vague = {"Tidewater docs and blog: Overview", "Tidewater docs and blog: Changelog"}
    assert vague | {"Limits", "TWP-{NUMBER}: {Title}"} <= undated
    assert sorted(one.day for one in held if one.day) == ["2018-05-14", "2026-11-12", "2026-11-19"]


def test_an_update_leads_back_to_the_story_it_moves(corpus: tuple[Library, Report]) -> None:
    later = find(corpus, "tidewater.example/blog/replica-lag-stays")
    earlier = find(corpus, "tidewater.example/blog/replica-lag")
    assert later.day and earlier.day and later.day > earlier.day
    assert "replica_lag" in earlier.text and "replica_lag" in later.text


def test_no_cue_of_the_talk_with_filler_may_be_printed(corpus: tuple[Library, Report]) -> None:
    talk = find(corpus, "pipeline-radio.example/small-files")
    cues = [talk.text[one.start : one.end] for one in talk.blocks if one.kind == "cue"]
    assert len(cues) > 10
    assert not [cue for cue in cues if may_print(Statement(cue, talk.title, block="cue"))]


def test_on_one_day_nothing_is_published(corpus: tuple[Library, Report]) -> None:
    assert "2026-11-14" not in {one.day for one in documents(corpus)}


def test_of_two_near_duplicates_the_first_publisher_stays(corpus: tuple[Library, Report]) -> None:
    kept = find(corpus, "cluster-weekly.example/dns-ndots")
    assert any("edge-timings.example" in url for url in kept.also_at)
    assert not [one for one in documents(corpus) if "ndots-lookups-in-pods" in one.url]


def test_a_revised_document_is_one_with_an_older_version(corpus: tuple[Library, Report]) -> None:
    kept = find(corpus, "quorum-arithmetic")
    assert "99.97 percent" in kept.text
    assert kept.updated is not None
    assert kept.day == "2026-09-09"


def test_two_sources_that_disagree_on_a_number_both_stay(corpus: tuple[Library, Report]) -> None:
    texts = [" ".join(one.text.split()) for one in documents(corpus) if "PBKDF2" in one.text]
    assert any("at 600,000 iterations" in text for text in texts)
    assert any("at 310,000 iterations" in text for text in texts)


def test_hidden_instructions_are_removed_and_counted(corpus: tuple[Library, Report]) -> None:
    page = find(corpus, "indirect-prompt-injection-test-sets")
    assert "NullSeal" not in page.text
    assert sum(count for _, count in page.removed) > 0
    assert not [one for one in documents(corpus) if "NullSeal" in one.text]


def test_mojibake_and_an_empty_entry_are_refused_with_a_reason(
    corpus: tuple[Library, Report],
) -> None:
    lines = "\n".join(corpus[1].lines())
    assert "third-party-facades.html: encoding is damaged" in lines
    assert "csp-nonces-strict-dynamic: entry has no content" in lines


def test_a_late_item_is_placed_by_its_own_date(corpus: tuple[Library, Report]) -> None:
    late = next(one for one in documents(corpus) if "Slowly changing" in one.title)
    assert late.day == "2026-09-19"
    assert late.fetched.startswith("2026-11-21")


@pytest.fixture(scope="module")
def two_days(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A newsroom that told the deprecation on the 13th and what became of it on the 19th."""
    room = starter_room.read(tmp_path_factory.mktemp("two-days") / "room")
    for day in ("2026-11-13", "2026-11-19"):
        run_day(room, starter_room.world(), RunPlan(day, build=False))
    return room


def test_the_post_that_moves_a_told_story_is_labelled_an_update(two_days: Newsroom) -> None:
    told = briefs.read_brief(two_days, "2026-11-13").draft.sections
    assert any("replica_lag" in one.headline for one in told)
    moved = [
        one.story
        for one in briefs.read_brief(two_days, "2026-11-19").draft.sections
        if "replica_lag" in one.headline
    ]
    assert [(one.kind, one.since) for one in moved if one] == [("update", "2026-11-13")]


def test_a_text_refers_back_by_the_day_or_the_title_of_an_earlier_one_of_its_source(
    corpus: tuple[Library, Report],
) -> None:
    later = find(corpus, "tidewater.example/blog/replica-lag-stays")
    earlier = find(corpus, "tidewater.example/blog/replica-lag")
    other = find(corpus, "quorum-arithmetic")
    assert refers_back(later, (earlier, "2026-11-12"))
    assert not refers_back(later, (earlier, "2026-11-13"))
    assert not refers_back(earlier, (later, "2026-11-19"))
    assert not refers_back(later, (other, "2026-11-12"))


def test_a_domain_without_news_is_one_line_that_says_since_when(two_days: Newsroom) -> None:
    news = briefs.read_news(two_days, "2026-11-13")
    assert news is not None and news.quiet
    page = (two_days.content / "briefs" / "2026-11-13.md").read_text("utf-8")
    for one in news.quiet:
        assert one.domain not in {story.domain for story in news.stories}
        assert one.since < "2026-11-13"
        assert one.line in page.replace("&amp;", "&")


def test_what_a_public_brief_cited_is_in_no_pack_of_the_days_after(two_days: Newsroom) -> None:
    """Whoever writes, model or not, cites the pack alone; so no passage comes back the next day."""
    first, later = ("2026-11-13", "2026-11-19")
    brief, pack = briefs.read_brief(two_days, first), briefs.read_evidence(two_days, first)
    cited = {item.passage for item in pack.items if item.n in drafts.cited(brief.draft)}
    assert len(cited) > 4
    assert not cited & {item.passage for item in briefs.read_evidence(two_days, later).items}
