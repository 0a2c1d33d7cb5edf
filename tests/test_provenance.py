"""Every published file has its digest, and a site that differs says where."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import newsdesk
import pytest
from click.testing import CliRunner

from pipeline import publish
from pipeline.cli import dateline
from pipeline.errors import RecordError
from pipeline.newsroom.config import Newsroom
from pipeline.publish import provenance
from pipeline.publish.agents.api import item_data
from pipeline.records import evidence_file
from pipeline.render import render_all


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    made = newsdesk.newsroom(tmp_path_factory.mktemp("provenance"), ("2026-11-18", "2026-11-19"))
    render_all(made)
    publish.build_site(made, audit=lambda site, desk, **_: ())
    return made


def told(*arguments: str) -> tuple[int, list[dict[str, str]]]:
    done = CliRunner().invoke(
        dateline, ["verify", "--site", *arguments, "--json"], standalone_mode=False
    )
    data = json.loads(done.output)
    return int(done.return_value or 0), data["sites"][0]["differences"]


def test_every_file_of_a_site_is_listed(room: Newsroom) -> None:
    listed = provenance.read((room.site / "provenance.json").read_bytes(), where="x")
    there = {p.relative_to(room.site).as_posix() for p in room.site.rglob("*") if p.is_file()}
    assert set(listed) == there - provenance.OURS and len(listed) > 40
    assert told(str(room.site)) == (0, [])


def test_an_altered_a_missing_and_an_unknown_file_are_named(room: Newsroom, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(room.site, site)
    (site / "index.html").write_text("defaced")
    (site / "feed.xml").unlink()
    (site / "extra.html").write_text("not ours")
    code, found = told(str(site))
    assert code == 1
    assert {(one["path"], one["fault"]) for one in found} == {
        ("index.html", "altered"), ("feed.xml", "missing"), ("extra.html", "unknown"),
    }  # fmt: skip


@pytest.fixture
def server(room: Newsroom) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(room.site))
    ) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"files": []}', '{"files": {"a": 1}}', '{"files": {"../a": "0"}}', "[" * 90_000],
)
def test_what_is_no_provenance_file_is_refused(text: str) -> None:
    with pytest.raises(RecordError):
        provenance.read(text.encode(), where="site/provenance.json")


def test_a_folder_without_one_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as caught:
        provenance.in_folder(tmp_path)
    assert "root of the site" in caught.value.hint


def test_the_commit_is_empty_outside_of_version_control(tmp_path: Path) -> None:
    assert provenance.commit(tmp_path / "nowhere") == ""


def test_the_published_evidence_keeps_every_date_that_a_stranger_checks_a_label_by() -> None:
    item = newsdesk.evidence("2026-11-19").items[0]
    seen = replace(
        item, first_seen="2026-11-17T08:00:00+00:00", changed="2026-11-18T08:00:00+00:00"
    )
    (read,) = evidence_file.read(json.dumps([item_data(seen)]))
    days = (read.published, read.first_seen, read.changed)
    assert days == (seen.published, seen.first_seen, seen.changed)
