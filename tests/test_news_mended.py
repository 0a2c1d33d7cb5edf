"""What a changed page says otherwise, where a proposal stands, and when a page was last touched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.compose.extractive.wording import STANDING
from pipeline.ingest.readers.facts.fields import fields_told
from pipeline.news.documents.age import came_out, last_touched
from pipeline.news.documents.mended import Mended, mended
from pipeline.news.documents.status import gone, status
from pipeline.records import Document, Story
from tests.test_news_things import document

REST = "Kestrel serves queries to its tables over one public interface for every tenant. "


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("The limit is 100 requests a minute.", "The limit is 250 requests a minute.", True),
        ("Version 2.1 is the oldest that is supported.", "Version 2.3 is the oldest that is supported.", True),
        ("Support for the old format ends on 1 March 2027.", "Support for the old format ends on 1 June 2027.", True),
        ("Compression is enabled by default for all answers.", "Compression is not enabled by default for all answers.", True),
        ("Clients can reuse a token after it expires.", "Clients can't reuse a token after it expires.", True),
        ("The option defaults to off in every cluster.", "The option defaults to on in every cluster.", True),
        ("Retries wait for five seconds between two attempts.", "Retries wait for ten seconds between two attempts.", True),
        ("The table gives its rows to any client.", "The table hands its rows to any client.", False),
        ("Last updated 12 March 2026 by the docs team.", "Last updated 14 March 2026 by the docs team.", False),
        ("Copyright 2025 by the Kestrel authors and others.", "Copyright 2026 by the Kestrel authors and others.", False),
        ("The limit is 100 requests a minute.", "Queries of 3 tables are joined in memory.", False),
        ("The limit is 100 requests a minute.", "The limit is 100 requests a minute.", False),
    ],
)  # fmt: skip
def test_a_page_says_otherwise_where_a_figure_a_default_or_a_denial_changed(
    was: str, now: str, told: bool
) -> None:
    assert mended(REST + was, REST + now) == ((Mended(was, now),) if told else ())


def test_a_sentence_that_only_moved_or_is_new_says_nothing_otherwise() -> None:
    assert (
        mended(
            f"{REST}The limit is 100 requests a minute.",
            f"The limit is 100 requests a minute. {REST}",
        )
        == ()
    )
    assert mended(REST, f"{REST}The limit is 100 requests a minute.") == ()


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("- Proposal: SE-0515\n- Status: **Accepted**\n- Review: a", "Accepted"),
        ("- Status: **Active review (August 2–16, 2026)**", "Active review (August 2–16, 2026)"),
        ("Status: Proposed Tracking Issue: #2798 Created: 2026-07-29", "Proposed"),
        ("| Status | Rejected |\n| Author | A |", "Rejected"),
        ("Status\n\nSuperseded by ADR 12.", "Superseded by ADR 12"),
        ("Abstract\n\nA text.\n\nStatus: Withdrawn", "Withdrawn"),
        ("The status of a pod is shown by the command.", ""),
        ("Status: 429 is what clients get.", ""),
    ],
)
def test_a_proposal_stands_where_it_says_it_stands(text: str, stands: str) -> None:
    assert status(document("Macros", text)) == stands


def test_a_status_in_the_fields_of_a_long_proposal_is_found_at_its_end() -> None:
    assert status(document("PEP 1: A", f"{REST * 60}\n\nStatus: Draft")) == "Draft"


@pytest.mark.parametrize(
    ("said", "over"),
    [("Rejected", True), ("Withdrawn", True), ("Superseded by ADR 12", True), ("Accepted", False), ("Final", False)],
)  # fmt: skip
def test_a_rejected_proposal_is_not_to_be(said: str, over: bool) -> None:
    assert gone(said) == over


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({"pep": "836", "status": "Draft"}, ["Status: Draft"]),
        ({"status": "superseded", "deciders": "all", "superseded-by": "0012"}, ["Status: superseded", "Superseded by: 0012"]),
        ({"status": "published", "title": "A post"}, []),
        ({"pep": "1", "status": ["odd"]}, []),
    ],
)  # fmt: skip
def test_a_reader_keeps_the_status_that_stands_over_a_proposal(
    fields: dict[str, object], lines: list[str]
) -> None:
    assert list(fields_told(fields)) == lines


def test_the_lead_in_of_a_proposal_states_what_its_passage_states() -> None:
    story = Story(
        "x",
        "d",
        "news",
        "doc",
        (),
        (),
        "2026-08-18",
        "published",
        stakes="status: Accepted (rev 2)",
    )
    assert story.stands("- Status: Accepted (rev 2)") == "Accepted"
    assert story.stands("Nothing is said of it.") == ""
    assert replace(story, stakes="critical; fixed in: 2.1").stands("Status: critical") == ""
    assert STANDING.format(when="18 August", status="Accepted") == "18 August, status: Accepted"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Last updated: 12 March 2019", "2019-03-12"),
        ("Last modified on March 3rd, 2018 by Ann", "2018-03-03"),
        ("last reviewed 2017-05-09", "2017-05-09"),
        ("Last updated Sep 2016", "2016-09-01"),
        ("Last updated: 2019-13-45", ""),
        ("The table was last updated by the planner.", ""),
    ],
)
def test_a_page_was_last_touched_when_it_says_so(text: str, day: str) -> None:
    assert last_touched(document("A page", text)) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("0.11.0\nReleased on 2026-03-23.\nBreaking changes", "2026-03-23"),
        ("v1.132.0\nReleased at 2025-12-12", "2025-12-12"),
        ("Published: June 5, 2026\nThe message is stable.", "2026-06-05"),
        ("It was released on 2026-03-23 and has grown since.", ""),
        ("Released on 2026-13-23", ""),
        ("x" * 300 + "\nReleased on 2026-03-23", ""),
        ("Released today.", ""),
    ],
)
def test_a_text_came_out_on_the_day_that_a_line_at_its_head_gives(text: str, day: str) -> None:
    assert came_out(document("A release", text)) == day


def test_the_field_for_the_last_change_weighs_more_than_the_text() -> None:
    page: Document = replace(
        document("A page", "Last updated 2017-05-09"), updated="2020-01-02T00:00:00+00:00"
    )
    assert last_touched(page) == "2020-01-02"
