"""The page that says how it works: figures from what is committed, each with the command that makes it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import newsdesk
import pytest
from checks import each
from lxml import html
from markdown import Markdown

from pipeline.newsroom import ages, briefs
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.records import store
from pipeline.render import render_all
from pipeline.render.figures.charts import ChartRate, intervals
from pipeline.render.figures.sections import _round

DAY = "2026-11-19"
FIGURES = [
    {"name": "Found", "value": "91.8", "unit": "%", "made": "2026-11-20",
     "command": "dateline eval retrieval gold", "note": "55 questions; 95 %: 83.6 to 98.2 %"},
    {"name": "Escaped", "value": "0.05", "unit": "%", "made": "2026-11-20",
     "command": "dateline eval faults --last 7", "note": "1 of 1,907; 95 %: 0.01 to 0.30 %"},
    {"name": "Points", "value": "97.4", "unit": "of 100", "made": "2026-11-20",
     "command": "dateline eval gold", "note": "14 cases"},
]  # fmt: skip


def newsroom(root: Path) -> Newsroom:
    room = newsdesk.newsroom(root, ("2026-11-18", DAY))
    store.write(root / "briefs" / "figures.json", json.dumps(FIGURES))
    manifest = {"documents_by_source": {"security-notes": 9, "gone-notes": 4},
                "documents_by_age": ages.counted([0, 3, 40, None])}  # fmt: skip
    store.write(root / "briefs" / DAY / "manifest.json", json.dumps(manifest))
    return room


def page(room: Newsroom) -> tuple[str, html.HtmlElement]:
    render_all(room)
    text = (room.content / "how-it-works.md").read_text("utf-8").split("\n---\n", 1)[1]
    made = Markdown(extensions=["attr_list", "tables", "md_in_html"]).convert(text)
    return text, html.document_fromstring(made)


def test_the_corpus_is_charted_by_source_and_age_from_the_newest_manifest(tmp_path: Path) -> None:
    text, tree = page(newsroom(tmp_path))
    told = tree.get_element_by_id("corpus-sources-desc").text
    assert told == "Tokens Quarterly: 9; gone-notes: 4"
    told = tree.get_element_by_id("corpus-ages-desc").text
    assert (
        told.startswith("the same day: 1; 1 to 7 days: 1; 8 to 30 days: 0") and "undated: 1" in told
    )
    assert "Counted by `dateline run`" in text


def test_measured_shares_are_drawn_with_their_interval_their_command_and_their_day(
    tmp_path: Path,
) -> None:
    text, tree = page(newsroom(tmp_path))
    assert tree.get_element_by_id("retrieval-desc").text.startswith("Found: 91.8 % (55 questions")
    assert tree.get_element_by_id("checks-small-title").text.startswith("What escapes the checks")
    for command in ("dateline eval retrieval gold", "dateline eval faults --last 7"):
        assert f"Made by <code>{command}</code>, 20 November 2026." in text
    assert not tree.xpath("//svg[contains(@aria-labelledby, 'gold')]")  # points are no share


def test_each_measurement_is_a_row_of_what_it_is_its_figure_its_day_and_its_command(
    tmp_path: Path,
) -> None:
    _, tree = page(newsroom(tmp_path))
    first, *others = tree.xpath("//table[@class='measures']/tbody/tr")
    assert [cell.text_content() for cell in first] == [
        "Found; 55 questions; 95 %: 83.6 to 98.2 %", "91.8 %", "20\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026", "dateline eval retrieval gold",
    ]  # fmt: skip
    assert len(others) == len(FIGURES) - 1


def test_every_chart_has_a_title_words_and_the_same_as_a_table(tmp_path: Path) -> None:
    _, tree = page(newsroom(tmp_path))
    charts = tree.xpath("//svg[contains(@class, 'chart')]")
    assert len(charts) == 8
    for one in each(charts):
        assert (
            one.get("role") == "img" and one.xpath("./title/text()") and one.xpath("./desc/text()")
        )
        rows = one.getparent().xpath(".//table//tr")
        assert rows and all(len(row) == 2 for row in each(rows))


def test_freshness_is_the_median_age_of_each_days_pages_oldest_day_first(tmp_path: Path) -> None:
    _, tree = page(newsroom(tmp_path))
    told = tree.get_element_by_id("freshness-desc").text
    assert re.fullmatch(r"18 November 2026: [\d.]+ days; 19 November 2026: [\d.]+ days", told)


def test_a_newsroom_without_manifests_or_briefs_has_no_empty_charts(tmp_path: Path) -> None:
    text, tree = page(newsdesk.newsroom(tmp_path, ()))
    assert "The corpus" not in text and "Where the evidence" not in text
    assert len(tree.xpath("//svg")) == 1  # the gate, empty


def test_a_correction_keeps_what_the_manifest_says_of_the_corpus(tmp_path: Path) -> None:
    room = newsroom(tmp_path)
    before = briefs.holdings(room, DAY)
    briefs.save(room, briefs.read_brief(room, DAY))
    assert briefs.holdings(open_newsroom(tmp_path), DAY) == before
    assert before["documents_by_source"]["security-notes"] == 9


@pytest.mark.parametrize(
    ("published", "days"),
    [("2026-11-19T23:00:00+00:00", 0), ("2026-11-01", 18), ("2026-12-01", 0), (None, None)],
)
def test_an_age_is_whole_days_and_never_negative(published: str | None, days: int | None) -> None:
    assert ages.age(DAY, published) == days


@pytest.mark.parametrize(("value", "end"), [(0.3, 0.5), (0.05, 0.05), (3.1, 5), (0, 1), (1.7, 2)])
def test_a_scale_ends_at_one_two_or_five(value: float, end: float) -> None:
    assert _round(value) == pytest.approx(end)


def test_an_interval_never_leaves_its_line() -> None:
    text = intervals("x", "X", [ChartRate("A", 3.0, 0.0, 9.0, "3 %")], most=5)
    assert all(0 <= float(n) <= 400 for n in each(re.findall(r'(?:x|width|cx)="([\d.]+)"', text)))
