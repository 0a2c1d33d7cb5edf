"""The data of the site follows its published schema, in every file, and says what the pages say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import newsdesk
import pytest
from checks import each
from jsonschema import Draft202012Validator, FormatChecker

from pipeline import publish
from pipeline.audit import audit
from pipeline.newsroom.config import Newsroom
from pipeline.publish.agents.api import schema
from pipeline.records import Correction, Fate, News, store
from pipeline.records import draft as drafts
from pipeline.render import render_all

DAYS = ("2025-12-31", "2026-11-18", "2026-11-19")
KINDS = {"briefs.json": "listing", "briefs-": "year", "briefs/": "brief", "evidence/": "evidence",
         "items/": "items"}  # fmt: skip
FATES = (
    Fate("d1", "Kestrel 4.2", "notes", "security", DAYS[2], "held over", "the day was full", first=DAYS[2]),
    Fate("d2", "", "notes", "", DAYS[2], "declined", "says nothing new", first=DAYS[2]),
    Fate("d3", "Seen before", "notes", "", "2026-11-01", "declined", "rank 0.12", first="2026-11-02"),
)  # fmt: skip


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    root = tmp_path_factory.mktemp("api")
    made = newsdesk.newsroom(root, DAYS)
    note = Correction("2026-11-20T09:00:00+00:00", "correction", "Two, not ten.", "$.sections[0].quote", "ten", "two")  # fmt: skip
    newsdesk.keep(
        root, replace(newsdesk.brief(DAYS[1], turn=1), corrections=(note,)), newsdesk.evidence(DAYS[1], turn=1)
    )  # fmt: skip
    news = News(DAYS[2], "news", (), fates=FATES, since=DAYS[1])
    store.write(made.day(DAYS[2]) / "news.json", store.to_json(news))
    render_all(made)
    publish.build_site(made, audit=audit)
    yield made


def files(room: Newsroom) -> dict[str, Any]:
    found = sorted((room.site / "api").rglob("*.json"))
    names = {path.relative_to(room.site / "api").as_posix(): path for path in found}
    return {name: json.loads(path.read_bytes()) for name, path in names.items()
            if not name.startswith("records/") and name != "schema.json"}  # fmt: skip


def validator(room: Newsroom, kind: str = "") -> Draft202012Validator:
    published = json.loads((room.site / "api/schema.json").read_bytes())
    Draft202012Validator.check_schema(published)
    chosen = {**published, "$ref": f"#/$defs/{kind}"} if kind else published
    if kind:
        del chosen["oneOf"]
    return Draft202012Validator(chosen, format_checker=FormatChecker())


def test_sentences_and_quotes_have_the_paths_that_findings_have(room: Newsroom) -> None:
    for turn, day in each(enumerate(DAYS)):
        draft, data = newsdesk.brief(day, turn=turn).draft, files(room)[f"briefs/{day}.json"]
        said = [(path, one.text) for path, one in drafts.sentences(draft)]
        assert [(one["path"], one["text"]) for one in data["sentences"]] == said
        cut = {path: one.exact for path, one in drafts.quotes(draft)}
        assert {one["path"]: one["exact"] for one in data["quotes"]} == cut


def test_the_path_of_an_older_correction_is_given_as_it_is_written_today(room: Newsroom) -> None:
    (told,) = files(room)[f"briefs/{DAYS[1]}.json"]["corrections"]
    assert told["where"] == "sections[0].quote"


def test_every_file_follows_the_published_schema_of_its_kind(room: Newsroom) -> None:
    data = files(room)
    assert len(data) == 1 + 2 + 2 * len(DAYS) + 1
    for name, value in each(data.items()):
        kind = next(kind for start, kind in KINDS.items() if name.startswith(start))
        assert not list(validator(room, kind).iter_errors(value)), name
        assert not list(validator(room).iter_errors(value)), name


def test_each_item_that_was_looked_at_stands_with_its_fate_and_a_brief_counts_them(
    room: Newsroom,
) -> None:
    data = files(room)
    assert [name for name in data if name.startswith("items/")] == [f"items/{DAYS[2]}.json"]
    told = data[f"items/{DAYS[2]}.json"]
    assert [(one["title"], one["fate"], one["reason"]) for one in told["items"]] == [
        (one.title or "untitled", one.outcome, one.reason) for one in FATES
    ]
    counts = {"since": DAYS[1], "new": {"used": 0, "held_over": 1, "declined": 1},
              "older": {"used": 0, "held_over": 0, "declined": 1}}  # fmt: skip
    assert counts.items() <= told.items()
    assert counts.items() <= data[f"briefs/{DAYS[2]}.json"]["items"].items()
    assert "items" not in data[f"briefs/{DAYS[1]}.json"]


FAULTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "a null": lambda one: one.update(title=None),
    "a day that is none": lambda one: one.update(id="2026-13-40"),
    "a property nobody knows": lambda one: one.update(colour="red"),
    "a missing digest": lambda one: one.pop("record_sha256"),
    "a number as text": lambda one: one.update(tokens="15"),
    "a float for money": lambda one: one.update(cost_usd=0.1),
    "a quote without its place": lambda one: one["quotes"][0].pop("start"),
    "a citation without its source": lambda one: one["citations"][0].pop("source"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_schema_refuses(room: Newsroom, name: str) -> None:
    value = files(room)["briefs/2026-11-18.json"]
    FAULTS[name](value)
    assert list(validator(room, "brief").iter_errors(value))


def test_paths_are_stable_and_unique(room: Newsroom) -> None:
    value = files(room)["briefs/2026-11-18.json"]
    paths = [one["path"] for one in value["sentences"] + value["quotes"]]
    assert len(set(paths)) == len(paths) > 9
    again = newsdesk.newsroom(room.root, DAYS[:1])
    assert schema(again.desk.site_url) == schema(room.desk.site_url)


def test_the_listing_leads_to_every_brief_newest_first(room: Newsroom) -> None:
    data = files(room)
    listing = data["briefs.json"]
    assert listing["count"] == 3 and [one["id"] for one in listing["briefs"]] == list(DAYS[::-1])
    assert [(one["year"], one["count"]) for one in listing["years"]] == [(2026, 2), (2025, 1)]
    assert data["briefs-2025.json"]["briefs"] == listing["briefs"][2:]
    for row in each(listing["briefs"]):
        brief = data[f"briefs/{row['id']}.json"]
        assert {key: brief[key] for key in row} == row and row["tokens"] > 0
