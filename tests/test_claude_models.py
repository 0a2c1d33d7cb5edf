"""What `dateline doctor` says of the desk's models, and the foundation writers stand on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.compose.model import schemas
from pipeline.errors import BudgetError, ConfigError, ReplyError
from pipeline.llm import check, prompts, structured
from pipeline.llm.anthropic_api import answer
from pipeline.llm.budget import Budget, Spent
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Budgets, Limit
from pipeline.records import EvidenceItem, selectors
from pipeline.records.selectors import Anchor
from tests import messages_server, writing
from tests.completions_server import CompletionsServer
from tests.messages_server import Server


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return writing.newsroom(tmp_path)


# ── doctor ────────────────────────────────────────────────────────────────────────────────


def test_doctor_leaves_a_desk_without_a_model_alone(room: Newsroom, server: Server) -> None:
    (said,) = check.examine(writing.world(server.environ), room.desk)
    assert said.severity == "info" and server.state.paths == []


@pytest.mark.parametrize(
    ("model", "severity", "message"),
    [
        ("claude-sonnet-5-5", "info", "active"),
        ("claude-haiku-4-5", "warning", "retires on 2027-01-01"),
        ("claude-3-opus-20240229", "error", "retired"),
        ("claude-zeta-9", "error", "does not list"),
    ],
)
def test_doctor_says_how_each_model_stands(
    room: Newsroom, server: Server, model: str, severity: str, message: str
) -> None:
    quick = room.desk.writing.quick.model_copy(update={"model": model})
    desk = writing.desk(room, name="claude", quick=quick)
    said = {one.match: one for one in check.examine(writing.world(server.environ), desk)}
    assert said[model].severity == severity and message in said[model].message


def test_doctor_says_what_a_model_cannot_do(
    room: Newsroom, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = messages_server._model

    def without_effort(name: str, lifecycle: str) -> dict[str, object]:
        unable = {"effort": {"supported": False}, "structured_outputs": {"supported": True}}
        return {**original(name, lifecycle), "capabilities": unable}

    monkeypatch.setattr(messages_server, "_model", without_effort)
    desk = writing.desk(room, name="claude")
    said = {one.match: one for one in check.examine(writing.world(server.environ), desk)}
    assert "effort" in said["claude-sonnet-5-5"].message
    assert said["claude-haiku-5-5"].severity == "info"  # its tier asks for no effort


def test_doctor_says_that_the_key_is_missing_or_wrong(room: Newsroom, server: Server) -> None:
    desk = writing.desk(room, name="claude")
    for environ in ({"ANTHROPIC_API_KEY": ""}, {"ANTHROPIC_API_KEY": "wrong"}):
        (said,) = check.examine(writing.world({**server.environ, **environ}), desk)
        assert said.severity == "error" and "key" in said.message and said.fix


def test_doctor_names_what_a_local_server_serves(room: Newsroom) -> None:
    with CompletionsServer() as server:
        world = writing.world(server.environ)
        (fine,) = check.examine(world, writing.desk(room, name="local"))
        (other,) = check.examine(world, writing.desk(room, name="local", local_model="x"))
    assert fine.severity == "info"
    assert other.severity == "warning" and "serves local" in other.message


# ── anchors ───────────────────────────────────────────────────────────────────────────────

TEXT = (
    "The store came back in 4 minutes — “a first”, as it were. Retries can’t  help\n"
    "when all replicas are slow. The store came back in 4 minutes of quiet."
)


def item(text: str) -> EvidenceItem:
    return replace(writing.evidence("kv-pages").items[0], text=text)


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        (Anchor(1, exact="Retries can't help when all replicas are slow."),
         "Retries can’t  help\nwhen all replicas are slow."),
        (Anchor(1, exact='minutes - "a first", as it were'), "minutes — “a first”, as it were"),
        (Anchor(1, first="Retries can't help", last="replicas are slow."),
         "Retries can’t  help\nwhen all replicas are slow."),
        (Anchor(1, exact='"Retries can\'t help"'), "Retries can’t  help"),
    ],
)  # fmt: skip
def test_an_anchor_selects_the_sources_own_bytes(anchor: Anchor, expected: str) -> None:
    quote = selectors.cut(item(TEXT), anchor)
    assert quote and quote.exact == expected
    assert TEXT[quote.start : quote.end] == expected
    assert quote.prefix == TEXT[max(0, quote.start - 32) : quote.start]


@pytest.mark.parametrize(
    "anchor",
    [
        Anchor(1, exact="The store came back in 4 minutes"),  # stands twice
        Anchor(1, exact="came back in 4 minute"),  # ends inside a word
        Anchor(1, exact="the store came back in 4 minutes of quiet"),  # another case
        Anchor(1, exact="Retries help when all replicas are slow."),
        Anchor(1, exact=""),
        Anchor(1, exact="..."),
        Anchor(1, first="when all", last="Retries can't"),  # the wrong way round
    ],
)
def test_an_anchor_without_exactly_one_place_selects_nothing(anchor: Anchor) -> None:
    assert selectors.cut(item(TEXT), anchor) is None


@settings(deadline=None)
@given(st.text(min_size=1, max_size=200), st.integers(0, 199), st.integers(1, 60))
def test_whatever_is_cut_is_a_slice_of_the_text(text: str, start: int, size: int) -> None:
    quote = selectors.cut(item(text), Anchor(1, exact=text[start : start + size]))
    if quote:
        assert text[quote.start : quote.end] == quote.exact
        assert selectors.straightened(quote.exact)[0].strip() != ""


# ── prompts and replies ───────────────────────────────────────────────────────────────────


def template(folder: Path, text: str) -> Path:
    (folder / "x.md.j2").write_text(text, "utf-8")
    return folder


def test_every_prompt_that_comes_with_dateline_is_sound() -> None:
    loaded = prompts.load(writing.HERE.parent / "templates" / "prompts")
    assert {"rules", "plan", "section", "crosscuts", "lede", "graph", "repair"} <= set(
        loaded.versions
    )


def test_the_rules_are_long_enough_to_be_kept_by_the_provider() -> None:
    loaded = prompts.load(writing.HERE.parent / "templates" / "prompts")
    assert len(loaded.render("rules").text) / 4 > 1.2 * messages_server.CACHE_MINIMUM


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no head", "must open with"),
        ("{#- version: 1 · variables: a -#}\n{{ b }}", "other variables than it uses: a, b"),
        ("{#- version: 1 · variables: a -#}\n{% if a %}", "is not a template"),
    ],
)
def test_an_unsound_prompt_is_refused_when_it_is_loaded(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        prompts.load(template(tmp_path, text))


def test_a_prompt_given_other_variables_is_refused(tmp_path: Path) -> None:
    loaded = prompts.load(template(tmp_path, "{#- version: 3 · variables: a -#}\n{{ a }}\n"))
    assert loaded.render("x", a="1").version == "x@3"
    with pytest.raises(ConfigError, match="was given"):
        loaded.render("x", a="1", b="2")


def test_a_reply_over_its_bounds_is_refused_by_us_and_not_by_the_wire() -> None:
    sentence = {"text": "x", "cites": [1]}
    action = {"title": "Do it", "minutes": 45, "sentences": [sentence]}
    faults = structured.parse(
        schemas.LedeReply,
        str({"lede": [sentence], "title": "Title", "action": action}).replace("'", '"'),
    )
    assert isinstance(faults, list) and "action.minutes" in faults[0]
    assert "maximum" not in str(structured.wire_schema(schemas.LedeReply))


def test_bytes_that_are_no_message_are_refused() -> None:
    for raw in (b"", b"<html>", b"[]", b'{"id": "x"}', b"null"):
        with pytest.raises(ReplyError):
            answer(raw)


# ── budgets ───────────────────────────────────────────────────────────────────────────────


def budget(**limit: object) -> Budget:
    wide = {"steps": 10, "tokens": 1_000, "dollars": Decimal(1), "seconds": 100.0}
    budgets = Budgets(run=Limit.model_validate({**wide, **limit}))
    return Budget(budgets, Spent(), lambda: 0.0)


def test_what_is_set_aside_counts_until_it_is_settled() -> None:
    one = budget()
    held = one.reserve("a", 900, Decimal("0.9"))
    with pytest.raises(BudgetError, match="1,100 tokens"):
        one.reserve("b", 200, Decimal("0.05"))
    one.settle(held, 300, Decimal("0.2"))
    one.reserve("b", 200, Decimal("0.05"))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=30))
def test_no_order_of_calls_passes_a_limit(calls: list[tuple[int, int]]) -> None:
    one = budget(tokens=1_000)
    for most, used in calls:
        try:
            held = one.reserve("x", max(most, used), Decimal(0))
        except BudgetError:
            continue
        one.settle(held, used, Decimal(0))
    assert one.run.tokens <= 1_000 and one.run.steps <= 10
