"""An embedding server: three forms on the wire, prompts apart, halves on a timeout, and its absence."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import starter_room
from click.testing import CliRunner
from test_retrieve import TEXTS, document, fill

from pipeline.cli.day import as_text
from pipeline.cli.search import search
from pipeline.errors import ConfigError, CorpusError, FetchError
from pipeline.newsroom.config import open_newsroom
from pipeline.newsroom.desk import Retrieval
from pipeline.newsroom.library import Library
from pipeline.retrieve import open_searcher
from pipeline.retrieve.encoders import dense, models
from pipeline.run import RunPlan, run_day
from pipeline.world import World


@dataclass
class Served:
    """What the server was asked, and how it answers."""

    asked: list[tuple[str, Any]] = field(default_factory=list)
    width: int = 4
    most: int = 1000  # texts; with more it sleeps longer than it is given
    turn: int = 0  # another model: its vectors point elsewhere
    fails_after: int = 1000  # requests
    short: bool = False  # a vector less than texts

    def rows(self, texts: list[str]) -> list[list[float]]:
        made = [np.roll([1.0 + len(one), 2.0, 0.0, -1.0][: self.width], self.turn) for one in texts]
        return [one.tolist() for one in made][: len(made) - self.short]


@pytest.fixture
def server() -> Iterator[tuple[str, Served]]:
    state = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.asked.append((self.path, body))
            texts = body.get("input", body.get("inputs"))
            if len(texts) > state.most:
                time.sleep(0.4)
            rows = state.rows(texts)
            reply: Any = {
                "data": [{"index": at, "embedding": row} for at, row in enumerate(rows)][::-1]
            }
            if self.path == "/api/embed":
                reply = {"embeddings": rows}
            elif self.path == "/embed":
                reply = rows
            failed = len(state.asked) > state.fails_after
            try:
                self.send_response(503 if failed else 200)
                self.end_headers()
                self.wfile.write(json.dumps(reply).encode())
            except OSError:  # the other side has stopped waiting
                return

        def log_message(self, format: str, *args: object) -> None:
            return None

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}", state
    made.shutdown()
    thread.join()
    made.server_close()


def _options(url: str, **changed: Any) -> Retrieval:
    return Retrieval(dense="http", dense_url=url, dense_model="m", **changed)


def _encoder(options: Retrieval) -> dense.Encoder:
    made = models.encoder(options, World())
    assert made is not None
    return made


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library.open(tmp_path / "library.sqlite")
    fill(made, *(document(name, text) for name, text in TEXTS.items()))
    return made


@pytest.mark.parametrize(
    ("path", "key"), [("/v1/embeddings", "input"), ("/embed", "inputs"), ("/api/embed", "input")]
)
def test_three_forms_give_the_same_vectors(path: str, key: str, server: tuple[str, Served]) -> None:
    url, state = server
    made = _encoder(_options(url + path)).encode(["a", "abcd"])
    wanted = np.array([[2.0, 2, 0, -1], [5.0, 2, 0, -1]])
    assert made == pytest.approx(wanted / np.linalg.norm(wanted, axis=1, keepdims=True))
    assert state.asked[0][1][key] == ["a", "abcd"]
    assert state.asked[0][1].get("model", "m") == "m"


def test_question_and_passage_get_the_prompts_of_the_desk(server: tuple[str, Served]) -> None:
    url, state = server
    made = _encoder(_options(url, dense_query_prompt="query: ", dense_passage_prompt="passage: "))
    made.encode(["red"])
    made.question("red")
    assert [body["input"] for _, body in state.asked] == [["passage: red"], ["query: red"]]
    assert made.id != _encoder(_options(url)).id


def test_requests_are_cut_by_texts(server: tuple[str, Served]) -> None:
    url, state = server
    made = _encoder(_options(url, dense_batch=3)).encode([*"abcdefg"])
    assert [len(body["input"]) for _, body in state.asked] == [3, 3, 1]
    assert made.shape == (7, 4)


def test_a_request_that_takes_too_long_is_asked_again_in_halves(
    server: tuple[str, Served],
) -> None:
    url, state = server
    state.most = 2
    texts = ["a" * size for size in range(1, 6)]
    made = _encoder(_options(url, dense_timeout=0.15)).encode(texts)
    assert [len(body["input"]) for _, body in state.asked] == [5, 2, 3, 1, 2]
    state.most = 1000
    assert made == pytest.approx(_encoder(_options(url)).encode(texts))


def test_one_text_that_takes_too_long_is_said(server: tuple[str, Served]) -> None:
    url, state = server
    state.most = 0
    with pytest.raises(FetchError, match=r"one text took over 0\.1 s"):
        _encoder(_options(url, dense_timeout=0.1)).encode(["a", "b"])


def test_fewer_vectors_than_texts_are_a_failure_not_a_shift(server: tuple[str, Served]) -> None:
    url, state = server
    state.short = True
    with pytest.raises(FetchError, match="1 vectors for 2 texts"):
        _encoder(_options(url)).encode(["a", "b"])


def test_a_server_that_is_down_costs_the_vectors_and_not_the_day(
    server: tuple[str, Served], library: Library, tmp_path: Path
) -> None:
    url, state = server
    state.fails_after = 0
    found = open_searcher(tmp_path / "index", library, _options(url), World())
    assert found.dense is None
    assert len(found.notes) == 1
    assert "ranked without vectors" in found.notes[0]


def test_what_came_before_a_failure_is_kept(
    server: tuple[str, Served], library: Library, tmp_path: Path
) -> None:
    url, state = server
    options = _options(url, dense_batch=4)
    state.fails_after = 3  # the known text, and two batches of one passage
    assert open_searcher(tmp_path / "index", library, options, World()).dense is None
    state.fails_after, before = 1000, len(state.asked)
    assert open_searcher(tmp_path / "index", library, options, World()).dense is not None
    passages = sum(1 for _ in library.changes(0).added)
    assert len(state.asked) - before == 1 + passages - 2


@pytest.mark.parametrize("change", [{"width": 3}, {"turn": 1}])
def test_another_model_under_the_same_name_is_refused(
    change: dict[str, int], server: tuple[str, Served], library: Library, tmp_path: Path
) -> None:
    url, state = server
    open_searcher(tmp_path / "index", library, _options(url), World())
    for key, value in change.items():
        setattr(state, key, value)
    with pytest.raises(CorpusError, match="another model") as caught:
        open_searcher(tmp_path / "index", library, _options(url), World())
    assert "dense_model" in caught.value.hint


@pytest.mark.parametrize("held", [True, False])
def test_a_server_that_dies_at_the_question_is_a_line_and_the_answer_comes_from_words(
    held: bool,
    server: tuple[str, Served],
    tmp_path: Path,
) -> None:
    url, state = server
    room = starter_room.published(tmp_path / "room")
    desk = room.root / "briefs" / "desk.toml"
    plain = _said(room.root)
    served = f'\n[retrieval]\ndense = "http"\ndense_url = "{url}"\ndense_model = "m"\n'
    desk.write_text(desk.read_text("utf-8") + served, "utf-8")
    if held:  # the index has all vectors, so the question is the first that the server is asked
        assert _said(room.root)[0]["degraded"] == []
    state.fails_after = len(state.asked)
    data, stderr = _said(room.root)
    assert data["hits"] == plain[0]["hits"] and data["hits"]
    assert [one[:24] for one in data["degraded"]] == ["ranked without vectors: "]
    assert [line for line in stderr.splitlines() if "without vectors" in line] == data["degraded"]


def _said(root: Path) -> tuple[dict[str, Any], str]:
    asked = CliRunner().invoke(search, ["--root", str(root), "--json", "retry", "budget"])
    return json.loads(asked.stdout), asked.stderr


def test_an_endpoint_without_address_or_name_is_asked_for() -> None:
    with pytest.raises(ConfigError, match="dense_url"):
        models.encoder(Retrieval(dense="http"), World())


def test_a_day_ranked_without_vectors_says_so_in_its_record_and_on_its_page(
    server: tuple[str, Served], tmp_path: Path
) -> None:
    url, state = server
    room = starter_room.published(tmp_path / "room")
    desk = room.root / "briefs" / "desk.toml"
    served = f'\n[retrieval]\ndense = "http"\ndense_url = "{url}"\ndense_model = "m"\n'
    desk.write_text(desk.read_text("utf-8") + served, "utf-8")
    plan, world = (
        RunPlan(starter_room.DAY, build=False),
        replace(starter_room.world(), offline=False),
    )
    found = []
    for state.fails_after in (3, 10_000):  # down in the middle of the first run, up for the second
        done = run_day(open_newsroom(room.root), world, plan)
        assert done.brief is not None and done.outcome == "published"
        found.append([one for one in done.brief.findings if one.rule == "retrieval-degraded"])
        page = (room.root / "content" / "briefs" / f"{done.day}.md").read_text("utf-8")
        assert ("ranked without vectors" in page) == ("without vectors" in as_text(done, room.root))
        assert ("ranked without vectors" in page) == bool(found[-1])
    assert [len(one) for one in found] == [1, 0]
    assert "503" in found[0][0].message and found[0][0].severity == "warning"
