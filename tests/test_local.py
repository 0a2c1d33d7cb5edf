"""The local writer against an OpenAI-compatible server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import starter_room
from click.testing import CliRunner

from pipeline import compose
from pipeline.cli import dateline
from pipeline.compose.assignment import Assignment
from pipeline.errors import ModelError
from pipeline.llm import ledger, prices
from pipeline.llm.prices import Tokens
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Desk
from pipeline.records import Composition
from pipeline.world import World
from tests import writing
from tests.completions_server import CompletionsServer, by_script


@dataclass
class Bench:
    room: Newsroom
    server: CompletionsServer

    def write(self, desk: Desk | None = None, **options: Any) -> Composition:
        pack = writing.evidence()
        environ = options.pop("environ", self.server.environ)
        return compose.WRITERS["local"](
            Assignment(
                pack,
                replace(self.room, desk=desk or writing.desk(self.room, on_failure="hold")),
                writing.world(environ, **options),
                writing.judge_of(self.room, pack),
            )
        )

    @property
    def rows(self) -> tuple[ledger.Row, ...]:
        return ledger.read(self.room.briefs / "ledger.jsonl")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with CompletionsServer() as server:
        yield Bench(writing.newsroom(tmp_path), server)


def test_a_local_model_writes_a_brief_that_passes_the_same_gate(bench: Bench) -> None:
    made = bench.write()
    assert made.draft.writer == "local"
    assert writing.judge_of(bench.room, writing.evidence())(made.draft).outcome == "published"


def test_a_local_brief_costs_nothing_and_shows_what_the_baseline_would_have(bench: Bench) -> None:
    made = bench.write()
    assert made.receipt.cost_usd == "0" and Decimal(made.receipt.avoided_usd) > 0
    assert made.receipt.tokens > 10_000 and made.receipt.models == ("local",)
    assert ledger.check(bench.rows) == ()


def test_requests_are_greedy_seeded_and_carry_the_schema_twice(bench: Bench) -> None:
    bench.write()
    body = bench.server.state.requests[0]
    assert body["temperature"] == 0 and "seed" in body
    assert body["response_format"]["json_schema"]["strict"] is True
    assert '"additionalProperties"' in body["messages"][1]["content"]


def test_a_server_without_usage_is_counted_by_estimate_and_says_so(bench: Bench) -> None:
    bench.server.state.faults = ["no-usage"]
    bench.write()
    assert [row.estimated for row in bench.rows].count(True) == 1
    assert all(row.tokens.total > 0 for row in bench.rows)


@pytest.mark.parametrize("fault", ["fenced", "503", "not-a-completion", "length"])
def test_the_habits_of_small_servers_do_not_stop_a_brief(bench: Bench, fault: str) -> None:
    bench.server.state.faults = [fault]
    assert bench.write().draft.writer == "local"


def test_an_older_server_gets_the_schema_in_words_only(bench: Bench) -> None:
    bench.server.state.faults = ["no-format"]
    desk = writing.desk(bench.room, on_failure="hold", parallel=1)
    assert bench.write(desk).draft.writer == "local"
    assert [("response_format" in one) for one in bench.server.state.requests[:2]] == [True, False]


def test_a_hosted_server_that_has_a_price_is_not_called_free() -> None:
    tokens = Tokens(uncached=1_000_000, cache_read=1_000_000, output=100_000)
    assert prices.provider_at("https://api.openai.com/v1") == "openai"
    at = datetime(2026, 11, 20, tzinfo=UTC)
    got = prices.price("gpt-4o", tokens, prices.Tariff("openai", "claude-sonnet-5-5", at))
    assert got.cost == Decimal("2.5") + Decimal("1.25") + Decimal("1")


def test_a_repeat_is_free_of_any_request(bench: Bench) -> None:
    first = bench.write()
    asked = len(bench.server.state.requests)
    assert bench.write() == first
    assert len(bench.server.state.requests) == asked


def test_a_server_that_is_not_there_is_said_with_where_to_set_it(bench: Bench) -> None:
    made = bench.write(environ={"DATELINE_LOCAL_URL": "http://127.0.0.1:9/v1"})
    assert made.draft.writer == "extractive"
    assert "DATELINE_LOCAL_URL" in made.findings[0].fix
    assert made.findings[0].severity == "error"  # the desk of this test holds


def test_a_model_the_server_does_not_have_is_one_clear_error(bench: Bench) -> None:
    with pytest.raises(ModelError, match="absent") as caught:
        bench.write(writing.desk(bench.room, local_model="absent"))
    assert "local_model" in caught.value.hint


def test_a_public_server_needs_the_owners_leave(bench: Bench) -> None:
    with pytest.raises(ModelError, match=r"may not be sent to api.elsewhere.example"):
        bench.write(environ={"DATELINE_LOCAL_URL": "https://api.elsewhere.example/v1"})


def test_a_whole_reply_is_used_whatever_the_server_says_about_its_end(bench: Bench) -> None:
    bench.write()
    asked = len(bench.server.state.requests)
    with CompletionsServer() as other:
        other.state.faults = ["length"] * 3
        bench.server = other
        bench.room = writing.newsroom(bench.room.root / "other")
        assert bench.write().draft.writer == "local"
        assert len(other.state.requests) == asked


LOOP = '{"domains": [{"domain": "ai-ml", "angle": "' + "the lease expires and " * 300


def test_a_reply_that_repeats_itself_is_not_asked_again_at_double_length(tmp_path: Path) -> None:
    replies = [LOOP]

    def respond(body: dict[str, Any]) -> Any:
        return replies.pop() if replies else by_script(body)

    with CompletionsServer(respond) as server:
        server.state.faults = ["length"]
        bench = Bench(writing.newsroom(tmp_path), server)
        bench.write(writing.desk(bench.room, on_failure="hold", parallel=1))
        first, second = server.state.requests[:2]
    assert second["max_tokens"] == first["max_tokens"]
    assert "repeats itself" in second["messages"][1]["content"]


def test_a_reply_that_is_only_long_is_asked_again_with_more_room(tmp_path: Path) -> None:
    angles = ([one.text for one in writing.evidence().items] * 2)[:9]
    long = '{"domains": [' + ", ".join(f'{{"domain": "d", "angle": "{one}"}}' for one in angles)
    replies = [long]

    def respond(body: dict[str, Any]) -> Any:
        return replies.pop() if replies else by_script(body)

    with CompletionsServer(respond) as server:
        server.state.faults = ["length"]
        bench = Bench(writing.newsroom(tmp_path), server)
        bench.write(writing.desk(bench.room, on_failure="hold", parallel=1))
        first, second = server.state.requests[:2]
    assert second["max_tokens"] == 2 * first["max_tokens"]


def test_a_plan_that_does_not_fit_the_servers_context_is_cut(bench: Bench) -> None:
    bench.server.state.faults = ["context", "context"]
    made = bench.write(writing.desk(bench.room, on_failure="hold", parallel=1))
    assert made.draft.writer == "local"
    sizes = [len(one["messages"][1]["content"]) for one in bench.server.state.requests[:3]]
    assert sizes[0] > sizes[1] > sizes[2]
    assert not [one for one in made.findings if "best-ranked" in one.message]


def test_a_failed_writer_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_LOCAL_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setattr("pipeline.cli.day.World", partial(World, sleep=lambda _: None))
    room = starter_room.published(tmp_path / "room")
    words = ["run", "--date", starter_room.DAY, "--writer", "local", "--no-build", "--again"]
    result = CliRunner().invoke(dateline, [*words, "--root", str(room.root)])
    line = "local writer failed: no model server answers there; extractive edition published"
    assert result.stdout.count(line) == 1 and line not in result.stderr


def test_a_section_that_does_not_fit_the_servers_context_is_written_from_less(bench: Bench) -> None:
    def respond(body: dict[str, Any]) -> Any:
        return by_script(body)

    bench.server.state.faults = ["", "context", "context"]
    made = bench.write(writing.desk(bench.room, on_failure="hold", parallel=1))
    assert made.draft.writer == "local"
    sizes = [len(one["messages"][1]["content"]) for one in bench.server.state.requests[1:4]]
    assert sizes[0] > sizes[1] > sizes[2]
    assert len(made.draft.sections) == 7
