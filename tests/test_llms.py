"""Indexes for programs: tokens beside each link, and a window that always holds the newest brief."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import newsdesk
import pytest
from checks import each

from pipeline import publish
from pipeline.audit import audit
from pipeline.errors import BuildError
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.pages.metadata import brief_cards
from pipeline.publish.agents.window import window
from pipeline.render import render_all
from pipeline.world import estimate_tokens

DAYS = ("2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19")
LINK = re.compile(r"^- \[[^\]]*\]\(https://dateline\.example/([^)]*)\): .*?\((\d+) tokens\)$")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return newsdesk.built(tmp_path_factory.mktemp("llms"), DAYS)


def test_every_link_states_the_tokens_of_what_it_leads_to(room: Newsroom) -> None:
    seen = 0
    for path in each(room.site.rglob("llms.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("- "):
                found = LINK.fullmatch(line)
                assert found, line
                text = (room.site / found[1]).read_text("utf-8")
                assert estimate_tokens(text) == int(found[2]), line
                seen += 1
    assert seen > 60


def test_an_index_over_its_budget_goes_on_in_another_that_it_names(tmp_path: Path) -> None:
    newsdesk.newsroom(tmp_path, DAYS)
    desk = tmp_path / "briefs" / "desk.toml"
    text = desk.read_text("utf-8")
    desk.write_text(text.replace("[publisher]", "[publish]\nllms_tokens = 260\n[publisher]", 1))
    room = open_newsroom(tmp_path)
    render_all(room)
    publish.build_site(room, audit=audit)
    first = (room.site / "archive/2026/llms.txt").read_text("utf-8")
    found = re.search(r"\(https://dateline\.example/(archive/2026/llms-2\.txt)\): .*\((\d+) tokens\)", first)  # fmt: skip
    assert found and estimate_tokens((room.site / found[1]).read_text("utf-8")) == int(found[2])


def test_the_window_holds_the_newest_briefs_whole_and_says_where_their_ground_stands(
    room: Newsroom,
) -> None:
    text = (room.site / "llms-full.txt").read_text("utf-8")
    shown = re.findall(r'<page url="[^"]*/briefs/([\d-]+)/"', text)
    assert len(shown) >= 2 and shown == sorted(DAYS, reverse=True)[: len(shown)]
    assert text.count("\n</page>\n") == len(shown)
    assert "Sources in their own words" not in text
    assert text.count('\nevidence: "https://dateline.example/briefs/') == len(shown)


def test_a_brief_longer_than_the_window_is_there_as_far_as_it_fits(room: Newsroom) -> None:
    small = room.desk.model_copy(
        update={"publish": room.desk.publish.model_copy(update={"llms_full_tokens": 3_000})}
    )
    text = window(replace(room, desk=small), room.site, brief_cards(room.content))
    assert estimate_tokens(text) <= 3_000 and text.count("<page ") == 1
    assert "It goes on at https://dateline.example/briefs/2026-11-19/index.md" in text
    tiny = small.model_copy(
        update={"publish": small.publish.model_copy(update={"llms_full_tokens": 300})}
    )
    with pytest.raises(BuildError, match="not even the lead"):
        window(replace(room, desk=tiny), room.site, brief_cards(room.content))
