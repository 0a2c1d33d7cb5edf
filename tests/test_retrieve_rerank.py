"""A cross-encoder behind the rankers: its order, its form on the wire, its failures."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest
from test_retrieve import TEXTS, document, fill

from pipeline.errors import ConfigError, FetchError
from pipeline.newsroom.desk import Retrieval
from pipeline.newsroom.library import Library
from pipeline.retrieve import Searcher, open_index
from pipeline.retrieve.encoders import models, rerank
from pipeline.retrieve.search.search import rank
from pipeline.world import World


class _Service(BaseHTTPRequestHandler):
    asked: dict[str, object]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).asked = body | {"key": self.headers["Authorization"]}
        rows = [
            {"index": place, "relevance_score": float("token" in text)}
            for place, text in enumerate(body["documents"])
        ]
        self.send_response(200)
        self.end_headers()
        cut = rows[:1] if body["model"] == "partial" else rows[::-1]
        self.wfile.write(json.dumps({"results": cut}).encode())

    def log_message(self, format: str, *args: object) -> None:
        return None


@pytest.fixture
def service() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1/rerank"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path / "library.sqlite")
    fill(library, *(document(name, text) for name, text in TEXTS.items()))
    return library


def _options(url: str, model: str = "m") -> Retrieval:
    return Retrieval(rerank="http", rerank_url=url, rerank_model=model, rerank_depth=10)


def test_the_order_of_the_first_passages_is_that_of_the_cross_encoder(
    service: str, tmp_path: Path, library: Library
) -> None:
    question = "retries of clients, a lease and its holder"
    index = open_index(tmp_path, library)
    options = _options(service)
    before = rank(question, Searcher(index), options)
    second = models.reranker(options, World(environ={"DATELINE_RERANK_KEY": "k"}))
    after = rank(question, Searcher(index, reranker=second), options)
    first = index.passage(index.rows(after.rows[:1]).ids()[0])
    assert first and "fencing token" in first.text
    assert sorted(after.rows.tolist()) == sorted(before.rows.tolist())
    assert after.rankers["rerank"][0] == 1
    assert (_Service.asked["query"], _Service.asked["key"]) == (question, "Bearer k")


def test_passages_behind_those_it_read_keep_their_places() -> None:
    order = np.array([4, 2, 7, 1, 3])
    assert rerank.reordered(order, np.array([0.1, 0.9, 0.1])).tolist() == [2, 4, 7, 1, 3]


def test_a_reply_without_some_of_the_scores_is_one_clear_error(service: str) -> None:
    model = models.reranker(_options(service, "partial"), World())
    assert model
    with pytest.raises(FetchError, match="some passages have no score"):
        model.score("q", ["a", "b"])


def test_a_cross_encoder_without_an_address_is_refused() -> None:
    with pytest.raises(ConfigError, match="rerank_url"):
        models.reranker(Retrieval(rerank="http"), World())


def test_a_cross_encoder_is_not_asked_offline(service: str) -> None:
    model = models.reranker(_options(service), World(offline=True))
    assert model
    with pytest.raises(FetchError, match="offline"):
        model.score("q", ["a"])
