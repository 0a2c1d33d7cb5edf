"""Days on time, the error budget, and how old the newest public brief may be."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import newsdesk
import pytest
from click.testing import CliRunner

from pipeline.cli import dateline
from pipeline.cli.room import service
from pipeline.errors import ConfigError
from pipeline.newsroom import briefs, levels, publication
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.founding.files import workflow
from pipeline.newsroom.runs import account
from pipeline.records import Correction, Fate, News
from pipeline.records.story import Backlog

DAYS = ("2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19")
PUBLIC = {  # on time, late by a minute, made up two days later, on time
    "2026-11-16": "2026-11-16T05:30:00+00:00",
    "2026-11-17": "2026-11-17T06:31:00+00:00",
    "2026-11-18": "2026-11-20T05:31:00+00:00",
    "2026-11-19": "2026-11-19T06:30:00+00:00",
}


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = newsdesk.newsroom(tmp_path / "room", DAYS)
    lines = [publication.Public(day, "public", at) for day, at in PUBLIC.items()]
    text = "".join(
        json.dumps({"day": one.day, "state": one.state, "at": one.at}) + "\n" for one in lines
    )
    (made.briefs / publication.FILE).write_text(text)
    return made


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def test_a_day_is_on_time_late_or_missed_by_when_its_brief_was_public(room: Newsroom) -> None:
    found = levels.levels(room, at("2026-11-20T06:31"))
    assert [(one.day[-2:], one.fate) for one in found.days] == [
        ("16", "on time"), ("17", "late"), ("18", "late"), ("19", "on time"), ("20", "missed"),
    ]  # fmt: skip
    assert (found.kept, found.spent, found.budget) == (2, 3, 0.25)


def test_a_day_without_a_brief_says_whether_it_is_held_or_its_night_found_none(
    room: Newsroom,
) -> None:
    (room.briefs / publication.FILE).write_text(
        json.dumps({"day": DAYS[0], "state": "public", "at": PUBLIC[DAYS[0]]}) + "\n"
    )
    briefs.save(room, replace(briefs.read_brief(room, DAYS[1]), outcome="held"))
    account.keep(room, News("2026-11-20", "library", ()))
    found = levels.levels(room, at("2026-11-21T12:00"))
    fates = {one.day: one.fate for one in found.days}
    assert (fates[DAYS[1]], fates["2026-11-20"], fates["2026-11-21"]) == (
        "held", "no brief", "missed",
    )  # fmt: skip
    assert found.spent == len(found.days) - found.kept


def test_a_day_counts_from_the_moment_it_is_due(room: Newsroom) -> None:
    assert levels.levels(room, at("2026-11-20T06:29")).days[-1].day == "2026-11-19"


def test_the_window_is_as_long_as_the_desk_says(room: Newsroom) -> None:
    assert len(levels.levels(room, at("2026-12-31T12:00")).days) == 28


def test_a_desk_that_skips_quiet_days_owes_nothing_on_those_that_a_night_looked_at(
    room: Newsroom,
) -> None:
    news = room.desk.news.model_copy(update={"quiet": "skip"})
    skipping = replace(room, desk=room.desk.model_copy(update={"news": news}))
    account.keep(skipping, News("2026-11-20", "library", ()))
    found = levels.levels(skipping, at("2026-11-21T12:00"))
    assert [one.fate for one in found.days[-2:]] == ["no news", "missed"]
    assert len(found.counted) == 5
    assert levels.levels(room, at("2026-11-20T12:00")).days[-1].fate == "no brief"


def test_the_newest_brief_that_stands_is_not_a_retracted_one(room: Newsroom) -> None:
    brief = briefs.read_brief(room, "2026-11-19")
    gone = Correction("2026-11-19T09:00:00+00:00", "retraction", "A hoax.")
    briefs.save(room, replace(brief, corrections=(gone,)))
    assert levels.levels(room, at("2026-11-20T12:00")).newest == "2026-11-18"


def test_a_brief_is_too_old_after_the_hours_of_the_desk(room: Newsroom) -> None:
    since = PUBLIC["2026-11-19"]
    assert levels.too_old(room, since, at("2026-11-20T08:30")) == ""
    assert "27 hours ago" in levels.too_old(room, since, at("2026-11-20T09:31"))
    assert levels.too_old(room, "", at("2026-11-20T09:31")) == "no brief is public"


def test_status_counts_and_its_check_fails_for_an_old_brief(room: Newsroom) -> None:
    told = CliRunner().invoke(dateline, ["status", "--root", str(room.root), "--json"])
    assert "wanted 95%" in json.loads(told.stdout)["on_time"]
    checked = CliRunner().invoke(
        dateline, ["status", "--check", "--root", str(room.root)], standalone_mode=False
    )
    assert checked.return_value == 1  # the records are of a November long ago, by this clock
    assert "the desk allows 26" in checked.stdout


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "web" / "api").mkdir(parents=True)
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "web"))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_status_tells_a_torn_line_of_decisions_and_all_else(room: Newsroom) -> None:
    for torn, told in (('{"what": "rej', "damaged"), ('{"what": "rej\n{}\n', "quarantined")):
        room.decisions.write_text(torn)
        done = CliRunner().invoke(dateline, ["status", "--json", "--root", str(room.root)])
        facts = json.loads(done.stdout)
        assert (done.exit_code, facts["briefs_published"]) == (0, len(DAYS))
        assert "decisions.jsonl" in str(facts[told]) and "line 1" in str(facts[told])


def test_the_live_check_asks_the_site_itself(room: Newsroom, served: str, tmp_path: Path) -> None:
    desk = room.briefs / "desk.toml"
    old = f'site_url = "{room.desk.site_url}"'
    desk.write_text(desk.read_text("utf-8").replace(old, f'site_url = "{served}"'), "utf-8")
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    rows = [
        {"id": "2026-11-20", "published": now, "status": "retracted"},
        {"id": "2026-11-19", "published": "2026-11-19T06:00:00+00:00", "status": "published"},
    ]
    listing = tmp_path / "web" / "api" / "briefs.json"
    listing.write_text(json.dumps({"briefs": rows}))
    ask = ["status", "--check", "--live", "--root", str(room.root)]
    assert CliRunner().invoke(dateline, ask, standalone_mode=False).return_value == 1
    listing.write_text(json.dumps({"briefs": [{**rows[0], "status": "corrected"}]}))
    done = CliRunner().invoke(dateline, ask, standalone_mode=False)
    assert (done.return_value, open_newsroom(room.root).desk.site_url) == (0, served)


def looked_at(name: str, day: str, outcome: str = "declined", **more: str) -> Fate:
    return Fate(name, f"Harbor {name}", "s", "", day, outcome, "a reason", **more)  # type: ignore[arg-type]


def test_what_no_public_brief_told_is_held_over(room: Newsroom) -> None:
    told = News("2026-11-21", "library", (), fates=(looked_at("a", "2026-11-21", "used"),), since="2026-11-20")  # fmt: skip
    account.keep(room, told)
    assert [one.outcome for one in account.accounted(room, "2026-11-21")] == ["held over"]
    assert service.items(room)[0]["items"] == (
        "since the brief of 2026-11-20: 1 new item, 0 used, 1 held over, 0 declined"
    )
    assert "2026-11-21" not in briefs.days(room)


def test_a_night_takes_over_what_the_nights_since_the_last_public_brief_looked_at(
    room: Newsroom,
) -> None:
    first = (looked_at("a", "2026-11-20"), looked_at("old", "2026-06-01"))
    account.keep(room, News("2026-11-20", "library", (), fates=first, since="2026-11-19"))
    second = (looked_at("b", "2026-11-22"), looked_at("old", "2026-06-01", "held over"))
    night = account.taken_over(room, News("2026-11-22", "news", (), fates=second, since="2026-11-19"))  # fmt: skip
    assert {(one.document, one.first[-2:]) for one in night.fates} == {("a", "20"), ("b", "22"), ("old", "20")}  # fmt: skip
    made = account.counted(night.fates, night.since)
    assert (made.new["declined"], made.older["held over"]) == (2, 1)
    account.keep(room, night)
    assert account.taken_over(room, night) == night
    again = account.taken_over(room, News("2026-11-24", "news", (), fates=second[1:], since="2026-11-22"))  # fmt: skip
    assert [one.document for one in again.fates] == ["old"]


def test_a_night_without_a_brief_does_not_touch_what_a_brief_was_made_from(room: Newsroom) -> None:
    before = briefs.read_news(room, "2026-11-19")
    account.keep(room, News("2026-11-19", "library", ()))
    assert briefs.read_news(room, "2026-11-19") == before


def test_what_came_all_at_once_is_counted_as_no_news_with_its_sources(room: Newsroom) -> None:
    came = (Backlog("harbor-docs", "2026-11-21", 40), Backlog("harbor-blog", "2026-11-21", 1))
    account.keep(room, News("2026-11-21", "library", (), since="2026-11-20", backlog=came))
    line, facts = service.items(room)
    assert line["items"] == (
        "since the brief of 2026-11-20: no new item; 41 more documents of harbor-docs, harbor-blog came "
        "all at once or dated long before, and are no news"
    )
    assert facts["items_by_fate"]["backlog"] == {"harbor-docs": 40, "harbor-blog": 1}


def test_items_that_are_told_together_are_used_in_one_story() -> None:
    fates = [
        looked_at(name, "2026-11-21", "used", story="s1", first="2026-11-21") for name in "abc"
    ]
    made = account.counted(
        [*fates, looked_at("d", "2026-11-21", "used", story="s2", first="2026-11-21")], "2026-11-20"
    )
    assert "4 new items, 4 used in 2 stories" in account.sentence(made)


@pytest.mark.parametrize(
    ("zone", "day", "due"),
    [
        ("UTC", "2026-10-25", "06:30"),
        ("Europe/Berlin", "2026-10-24", "04:30"),
        ("Europe/Berlin", "2026-10-25", "05:30"),  # the night in which summer time ends
        ("Europe/Berlin", "2027-03-27", "05:30"),
        ("Europe/Berlin", "2027-03-28", "04:30"),
        ("America/New_York", "2026-10-31", "10:30"),
        ("America/New_York", "2026-11-01", "11:30"),
        ("America/New_York", "2027-03-14", "10:30"),
    ],
)
def test_a_brief_is_due_by_the_clocks_of_the_desks_zone(
    room: Newsroom, zone: str, day: str, due: str
) -> None:
    there = _in_zone(room, zone)
    assert levels.due(there, day) == at(f"{day}T{due}")
    assert levels.due_day(there, at(f"{day}T{due}")).isoformat() == day
    assert levels.due_day(there, at(f"{day}T{due}") - timedelta(minutes=1)).isoformat() < day


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_each_day_of_a_year_is_due_once_whatever_the_clocks_do(room: Newsroom, zone: str) -> None:
    there, moment, days = _in_zone(room, zone), at("2026-07-01T00:00"), []
    for _ in range(366 * 4):
        moment += timedelta(hours=6)
        days.append(levels.due_day(there, moment).isoformat())
    steps = [date.fromisoformat(b) - date.fromisoformat(a) for a, b in pairwise(days)]
    assert set(steps) == {timedelta(0), timedelta(1)}
    nights = {workflow("nightly.yml", there.desk), workflow("nightly.yml", there.desk)}
    assert len(nights) == 1  # of no season: it begins early enough in both


@pytest.mark.parametrize(
    ("zone", "cron"), [("UTC", "17 5"), ("Europe/Berlin", "17 3"), ("America/New_York", "17 9")]
)
def test_the_night_begins_before_the_earliest_hour_that_a_year_holds(
    room: Newsroom, zone: str, cron: str
) -> None:
    assert f"{cron} * * *" in workflow("nightly.yml", _in_zone(room, zone).desk)


@pytest.mark.parametrize(
    ("due", "zone", "said"),
    [
        ("06:30", "Europe/Berln", "is no zone"),
        ("06:30", "Pacific/Auckland", "of another day in UTC"),
        ("23:30", "America/New_York", "of another day in UTC"),
    ],
)
def test_a_zone_that_cannot_be_kept_is_refused_with_what_to_write(
    room: Newsroom, due: str, zone: str, said: str
) -> None:
    path = room.briefs / "desk.toml"
    text = path.read_text("utf-8").replace("[publish]\n", "")
    path.write_text(f'{text}\n[publish]\ndue = "{due}"\nzone = "{zone}"\n', "utf-8")
    with pytest.raises(ConfigError, match=said):
        open_newsroom(room.root)


def _in_zone(room: Newsroom, zone: str) -> Newsroom:
    publish = room.desk.publish.model_copy(update={"zone": zone})
    return replace(room, desk=room.desk.model_copy(update={"publish": publish}))
