"""A retrieval service that answers slowly, oddly, in its own shape or with what is no passage."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import FetchError
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Desk, Retrieval
from pipeline.newsroom.library import Library
from pipeline.records import Source
from pipeline.retrieve import connect, remote
from pipeline.world import World

QUESTION = "How are retries bounded?"


def row(text: str, **changed: Any) -> dict[str, Any]:
    told = {
        "source_id": "wiki",
        "title": "T",
        "url": "https://w.example/1",
        "published": "2026-11-20",
    }
    return {"text": text, **told, **changed}  # fmt: skip


class _Service(BaseHTTPRequestHandler):
    reply: Any = None
    drip = 0.0

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["query"]
        reply = self.reply(asked) if callable(self.reply) else self.reply
        self.send_response(200)
        self.end_headers()
        body = reply if isinstance(reply, bytes) else json.dumps(reply).encode()
        for at in range(0, len(body), 10 if self.drip else len(body)):
            self.wfile.write(body[at : at + (10 if self.drip else len(body))])
            time.sleep(self.drip)

    def log_message(self, format: str, *args: object) -> None:
        return None


@pytest.fixture
def service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()
    _Service.reply, _Service.drip = None, 0.0


def ask(
    url: str, folder: Path, reply: Any, *questions: str, **options: Any
) -> tuple[Library, remote.ServiceReply]:
    _Service.reply = staticmethod(reply) if callable(reply) else reply
    settings = Retrieval(engine="http", engine_url=url, **options)
    return remote.open_remote(folder, questions or (QUESTION,), settings, World())


def test_fields_inside_other_objects_are_mapped(service: str, tmp_path: Path) -> None:
    reply = {"hits": {"hits": [{"_source": {"body": "A text.", "meta": {"src": "wiki"}}}]}}
    library, _ = ask(
        service, tmp_path, reply, engine_results="hits.hits",
        engine_fields={"text": "_source.body", "source_id": "_source.meta.src"},
    )  # fmt: skip
    with library:
        (one,) = library.documents()
    assert (one.text, one.source, one.title) == ("A text.", "wiki", "wiki")


def test_a_reply_that_drips_in_is_given_up_after_the_timeout(service: str, tmp_path: Path) -> None:
    _Service.drip = 0.1
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"took longer than 0\.3 s"):
        ask(service, tmp_path, {"results": [row("A text.")] * 3}, engine_timeout=0.3)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (b"<html>busy</html>", "sent no JSON"),
        (b"[" * 100_000, "sent no JSON"),
        (b"null", "sent no list of passages under 'results'"),
        ({"results": {"a": 1}}, "sent no list of passages under 'results'"),
    ],
    ids=["html", "deep", "null", "object"],
)
def test_a_reply_without_passages_is_named(
    reply: Any, why: str, service: str, tmp_path: Path
) -> None:
    with pytest.raises(FetchError, match=why):
        ask(service, tmp_path, reply)


def test_dates_that_are_none_leave_a_passage_undated_and_are_counted(
    service: str, tmp_path: Path
) -> None:
    days = (20240101, "yesterday", "March 5, 2024", "2024-13-45", "2024-03-05T23:00:00-08:00", None)
    rows = [row(f"Text {n}.", published=day) for n, day in enumerate(days)]
    library, reply = ask(service, tmp_path, {"results": rows})
    with library:
        found = {one.text: one.published for one in library.documents()}
    assert reply.misdated == 4
    assert {text: day for text, day in found.items() if day} == {
        "Text 4.": "2024-03-06T07:00:00+00:00"
    }


def test_unseen_signs_and_addresses_that_are_no_pages_are_left_out(
    service: str, tmp_path: Path
) -> None:
    rows = [row("A\u202e te\u200bxt.\x00", url="javascript:alert(1)", source_id=7)]
    library, _ = ask(service, tmp_path, {"results": rows})
    with library:
        (one,) = library.documents()
    assert (one.text, one.url, one.source) == ("A text.", "", "7")


def test_what_the_service_no_longer_gives_goes_unless_a_question_went_unanswered(
    service: str, tmp_path: Path
) -> None:
    def held(reply: Any) -> list[str]:
        library, _ = ask(service, tmp_path, reply, "one", "two")
        with library:
            return sorted(one.text for one in library.documents())

    assert held({"results": [row("Old."), row("New.")]}) == ["New.", "Old."]
    partly = held(lambda asked: {"results": [row("Newest.")]} if asked == "one" else b"busy")
    assert partly == ["New.", "Newest.", "Old."]
    assert held({"results": [row("Newest.")]}) == ["Newest."]


def test_what_is_not_whole_about_a_reply_is_said(service: str, tmp_path: Path) -> None:
    _Service.reply = staticmethod(
        lambda asked: b"busy" if "Who" in asked else {"results": [row("A text."), {"text": ""}]}
    )
    desk = Desk.model_validate(
        {
            "title": "D", "site_url": "https://d.example/", "publisher": {"name": "P"},
            "domains": [{"id": "sys", "title": "S", "team": "teams", "questions": [QUESTION, "Who?"]}],
            "retrieval": {"engine": "http", "engine_url": service},
        }
    )  # fmt: skip
    known = (Source("other", "Other", "markdown", "x", ("sys",)),)
    with Library.open(tmp_path / "library.db") as library:
        searcher = connect(Newsroom(tmp_path, desk, known), library, World())
        searcher.index.library.close()
    assert searcher.notes == (
        "the service did not answer 'Who?': it sent no JSON",
        "the service sent 1 passages without text or source",
        "the service names sources that sources.toml does not have: wiki",
    )
