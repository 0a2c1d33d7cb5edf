"""A page that was changed after it was built is told from its record, whatever changed."""

from __future__ import annotations

from pathlib import Path

import newsdesk
import pytest
import starter_room
from click.testing import CliRunner

from pipeline.cli import dateline
from pipeline.newsroom import briefs
from pipeline.verify.page_words import altered


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return starter_room.published(tmp_path_factory.mktemp("built")).root


def verdict(page: Path) -> tuple[int, str]:
    done = CliRunner().invoke(dateline, ["verify", str(page.parent)], standalone_mode=False)
    return int(done.return_value or 0), done.output


def changed(built: Path, old: str, new: str) -> tuple[int, str]:
    """The word on the day's page with some words put in place of others."""
    page = built / "site" / "briefs" / starter_room.DAY / "index.html"
    text = page.read_text("utf-8")
    assert old in text
    page.unlink()  # a link to what all tests share
    page.write_text(text.replace(old, new), "utf-8")
    try:
        return verdict(page)
    finally:
        page.write_text(text, "utf-8")


def test_the_page_as_it_was_built_is_publishable(built: Path) -> None:
    page = built / "site" / "briefs" / starter_room.DAY / "index.html"
    code, said = verdict(page)
    assert (code, "page-altered" in said) == (0, False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("43.2 minutes", "42.3 minutes"),
        ("cannot defend a budget", "can defend a budget"),
        ("10 million requests", "20 million requests"),
        ("An availability objective", 'All is well. <a class="cite" href="#source-1">[Source 1]</a> An availability objective'),
        ("<p>Career Ledger, 20 November", "<p>Every error budget is spent by now.</p><p>Career Ledger, 20 November"),
        ("<p>Career Ledger, 20 November", "<p>All is lost, and this: Career Ledger, 20 November"),
    ],
)  # fmt: skip
def test_a_word_changed_in_the_page_alone_is_found(built: Path, old: str, new: str) -> None:
    code, said = changed(built, old, new)
    assert (code, "page-altered" in said) == (1, True)


def test_a_page_of_another_maker_is_not_compared() -> None:
    assert altered(b"<main><p>Words.</p></main>", None, "x") == ()  # type: ignore[arg-type]


@pytest.mark.parametrize("day", ["2026-11-17", "2026-11-19"])
def test_graph_cross_cuts_and_action_stand_as_the_record_has_them(day: str, tmp_path: Path) -> None:
    room = newsdesk.built(tmp_path)
    page = (room.site / "briefs" / day / "index.html").read_bytes()
    brief = briefs.read_brief(room, day)
    assert brief.draft.graph and brief.draft.crosscuts and brief.draft.action
    assert altered(page, brief, day) == ()
