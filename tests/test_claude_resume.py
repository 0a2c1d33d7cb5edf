"""Batches, crashes and the price of a brief: what a night run must survive and may cost."""

from __future__ import annotations

import json
import os
import signal
import warnings
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from checks import each

from pipeline import compose
from pipeline.compose.assignment import Assignment
from pipeline.errors import ModelError
from pipeline.llm import cache, ledger, session
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Desk
from pipeline.records import Composition, Evidence, store
from tests import messages_server, writing
from tests.messages_server import Server, digest

KINDS = ("before a call", "after a reply is kept", "after its row is written")


def write(
    room: Newsroom, pack: Evidence, server: Server, desk: Desk | None = None, **options: Any
) -> Composition:
    time = options.pop("time", writing.Time())
    return compose.WRITERS["claude"](
        Assignment(
            pack,
            replace(room, desk=desk or room.desk),
            writing.world(server.environ, time, **options),
            writing.judge_of(room, pack),
        )
    )


def rows(room: Newsroom) -> list[ledger.Row]:
    found = ledger.read(room.briefs / "ledger.jsonl")
    return sorted((replace(row, seconds=0.0) for row in found), key=lambda row: row.message)


class Killed(BaseException):
    """The end of a run in the middle of its waiting."""


def dies(seconds: float) -> None:
    raise Killed


def killed_at(kind: str) -> None:
    """From here on, this process dies of SIGKILL at the first moment of that kind."""

    def die(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def dying_after(original: Any) -> Any:
        def run(*args: Any, **options: Any) -> Any:
            original(*args, **options)
            die()

        return run

    if kind == KINDS[0]:
        session.Session._once = die  # type: ignore[assignment,method-assign]
    elif kind == KINDS[1]:
        cache.Replies.keep = dying_after(cache.Replies.keep)  # type: ignore[method-assign]
    else:
        ledger.append = dying_after(ledger.append)


def in_a_child(kind: str, work: Any) -> bool:
    """Run work in a process killed at a moment of that kind; True if it got to its end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the server's threads stay behind
        child = os.fork()
    if child == 0:
        killed_at(kind)
        work()
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFEXITED(status) or os.WTERMSIG(status) == signal.SIGKILL
    return os.WIFEXITED(status)


def test_killed_at_every_step_it_resumes_pays_nothing_twice_and_ends_the_same(
    tmp_path: Path, server: Server
) -> None:
    pack = writing.evidence(
        "kv-pages", "judge-drift", "hedge-reads", "retry-budget", "token-binding"
    )
    whole, broken = writing.newsroom(tmp_path / "whole"), writing.newsroom(tmp_path / "broken")
    desk = writing.desk(whole, parallel=1)
    expected = write(whole, pack, server, desk)
    server.state.asked.clear()
    server.state.kept.clear()  # the provider forgets its cache, so that both runs pay alike
    asked_once = len(server.state.requests)

    ends, deaths = False, 0
    while not ends:
        ends = in_a_child(KINDS[deaths % 3], lambda: write(broken, pack, server, desk))
        deaths += not ends
    assert deaths >= 2 * asked_once  # it really died at every step
    assert len(server.state.requests) == 2 * asked_once  # and asked for everything once
    assert store.to_json(write(broken, pack, server, desk)) == store.to_json(expected)
    assert rows(broken) == rows(whole)


def test_a_batch_pays_half_for_the_sections(tmp_path: Path, server: Server) -> None:
    room, pack = writing.newsroom(tmp_path), writing.evidence()
    made = write(room, pack, server, batch=True)
    sections = [row for row in rows(room) if row.consumer == "section"]
    assert len(made.draft.sections) == len(sections) == 7
    assert all(row.batch for row in sections)
    assert not any(row.batch for row in rows(room) if row.consumer != "section")
    for row in each(sections):
        full = sum(
            Decimal(n) * p / 1_000_000
            for n, p in zip(
                (row.uncached, row.cache_read, row.write_5m, row.output),
                (Decimal(2), Decimal("0.1"), Decimal("2.5"), Decimal(10)),
                strict=True,
            )
        )
        assert row.cost == full / 2
    assert ledger.check(rows(room)) == ()
    assert list((room.state / "batches").glob("*")) == []


def test_a_batch_of_a_killed_run_is_picked_up_again(tmp_path: Path, server: Server) -> None:
    room, pack = writing.newsroom(tmp_path), writing.evidence()
    server.state.polls_to_end = 3

    with pytest.raises(Killed):
        write(room, pack, server, batch=True, sleep=dies)
    assert len(server.state.batches) == 1
    made = write(room, pack, server, batch=True)
    assert len(server.state.batches) == 1
    assert len(made.draft.sections) == 7
    assert all(row.batch for row in each(one for one in rows(room) if one.consumer == "section"))


def test_a_batch_created_but_never_noted_is_found_by_its_requests(
    tmp_path: Path, server: Server
) -> None:
    room, pack = writing.newsroom(tmp_path), writing.evidence()

    now = datetime.now(UTC)  # the server dates batches by the real clock
    with pytest.raises(Killed):
        write(room, pack, server, batch=True, sleep=dies, now=lambda: now)
    (path,) = (room.state / "batches").glob("*.json")
    store.write(path, json.dumps({**json.loads(path.read_text("utf-8")), "id": ""}))
    write(room, pack, server, batch=True, now=lambda: now)
    assert len(server.state.batches) == 1


def test_a_batch_past_its_deadline_is_cancelled_and_the_rest_is_asked_at_once(
    tmp_path: Path, server: Server
) -> None:
    room, pack = writing.newsroom(tmp_path), writing.evidence()
    server.state.polls_to_end = 10_000
    made = write(room, pack, server, writing.desk(room, batch_minutes=2.0), batch=True)
    sections = [row for row in rows(room) if row.consumer == "section"]
    assert len(made.draft.sections) == 7
    assert [row.batch for row in sections].count(True) == 1  # what was done when it was cancelled
    assert any(path.endswith("/cancel") for path in server.state.paths)


def test_a_batch_the_provider_lost_is_forgotten_and_asked_at_once(
    tmp_path: Path, server: Server
) -> None:
    room, pack = writing.newsroom(tmp_path), writing.evidence()

    with pytest.raises(Killed):
        write(room, pack, server, batch=True, sleep=dies)
    server.state.batches.clear()
    assert len(write(room, pack, server, batch=True).draft.sections) == 7
    assert list((room.state / "batches").glob("*")) == []


def test_results_on_another_host_are_not_fetched_with_the_key(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = messages_server._shown

    def elsewhere(batch: dict[str, Any]) -> dict[str, Any]:
        return {**original(batch), "results_url": "https://elsewhere.example/results"}

    monkeypatch.setattr(messages_server, "_shown", elsewhere)
    room, pack = writing.newsroom(tmp_path), writing.evidence()
    with pytest.raises(ModelError, match=r"elsewhere\.example"):
        write(room, pack, server, batch=True)


def padded(pack: Evidence, tokens: int) -> Evidence:
    """Six items for each domain, of `tokens` tokens in all at four characters a token."""
    filler = "The team wrote down what it had seen and went on with the next of its tests. "
    items = []
    for domain in dict.fromkeys(one.domain for one in pack.items):
        mine = [one for one in pack.items if one.domain == domain]
        for at in range(6):
            one = mine[at % len(mine)]
            more = filler.replace("next", f"{domain} {at}") * 60
            text = f"{one.text}\n\n{more}"[: tokens * 4 // 42]
            items.append(replace(one, n=len(items) + 1, text=text, title=f"{one.title} {at}"))
    return replace(pack, items=tuple(items))


@pytest.mark.parametrize(("batch", "bar"), [(False, "0.25"), (True, "0.13")])
def test_a_brief_from_40k_tokens_of_evidence_stays_under_its_price(
    tmp_path: Path, server: Server, batch: bool, bar: str
) -> None:
    pack = padded(writing.evidence(), 40_000)
    assert 39_000 < sum(len(one.text) for one in pack.items) / 4 < 41_000
    room = writing.newsroom(tmp_path)
    made = write(room, pack, server, batch=batch)
    added = ledger.summary(rows(room))
    calls_made = {line.name: line.calls for line in added.steps}
    spent = Decimal(made.receipt.cost_usd) + longer_replies(
        added, batch=batch, calls_made=calls_made
    )
    print("\nprice", batch, spent)
    assert Decimal("0.05") < spent <= Decimal(bar)


# Output tokens of a good reply, thinking included, at the effort the desk sets. Recorded shapes:
# a section of four sentences, quote and implication is 350 tokens of JSON and low effort thinks
# about as much again; cross-cuts and lede think longer.
TYPICAL = {"plan": 700, "section": 750, "crosscuts": 2_000, "lede": 1_500, "graph": 900}
OUTPUT = {"plan": "0.5", "section": "10", "crosscuts": "10", "lede": "10", "graph": "0.5"}


def longer_replies(added: ledger.Summary, *, batch: bool, calls_made: dict[str, int]) -> Decimal:
    """What the scripted writer's terse replies leave out of the price, at list price."""
    total = Decimal(0)
    for step, tokens in TYPICAL.items():
        half = 2 if batch and step == "section" else 1
        total += Decimal(OUTPUT[step]) * tokens * calls_made[step] / 1_000_000 / half
    return total


def test_a_pending_folder_lets_somebody_else_answer(tmp_path: Path) -> None:
    from tests.messages_server import from_pending

    respond = from_pending(tmp_path, wait=5.0)
    body = {"model": "m", "messages": []}
    (tmp_path / "replies" / f"{digest(body)}.json").write_text('{"a": 1}', "utf-8")
    assert respond(body) == '{"a": 1}'
    assert json.loads((tmp_path / "requests" / f"{digest(body)}.json").read_text("utf-8")) == body
