"""What people decided, and what it does to documents and to the history of findings, row by row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import RecordError
from pipeline.newsroom import decisions
from pipeline.newsroom.decisions import Decision, Decisions
from pipeline.publish.delivery import sent
from pipeline.publish.delivery.sent import SentDigest
from pipeline.records import Document, Finding, Where, history

DOCUMENT = Document(
    "d1", "kestrel", "https://kestrel.example/blog/leak", "A leak in Kestrel 3.2", (), None, "undated",
    None, "2026-11-19T06:00:00+00:00", "It leaks.", (), "0" * 64, path="blog/leak.md",
)  # fmt: skip


def ban(kind: Any, value: str, *, what: Any = "ban", by: str = "", why: str = "") -> Decision:
    return Decision("2026-11-18T09:00:00+00:00", "2026-11-18", what, kind, value, by=by, why=why)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("document", "d1", True),
        ("document", "https://kestrel.example/blog/leak", True),
        ("document", "blog/leak.md", True),
        ("document", "blog", False),
        ("document", "d", False),
        ("document", "", False),
        ("title", "A leak in Kestrel 3.2", True),
        ("title", "a LEAK in kestrel 3.2", True),
        ("title", "A leak*", True),
        ("title", "*Kestrel*", True),
        ("title", "*", True),
        ("title", "A leak", False),
        ("title", "A leak in Kestrel 3x2", False),
        ("title", "*Osprey*", False),
        ("section", "kestrel", True),
        ("section", "kestrel/blog", True),
        ("section", "kestrel/blog/", True),
        ("section", "kestrel/blo", False),
        ("section", "kestrel/news", False),
        ("section", "osprey", False),
        ("section", "kest", False),
        ("story", "d1", False),
        ("sentence", "It leaks.", False),
    ],
)
def test_a_ban_keeps_out_what_it_names_and_nothing_beside_it(
    kind: str, value: str, expected: bool
) -> None:
    assert bool(Decisions((ban(kind, value),)).banned(DOCUMENT)) is expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), ""),
        ((ban("document", "d1"),), "banned on 2026-11-18"),
        ((ban("document", "d1", by="ada"),), "banned by ada on 2026-11-18"),
        ((ban("document", "d1", why="a hoax"),), "banned on 2026-11-18: a hoax"),
        ((ban("document", "d1", by="ada", why="a hoax"),), "banned by ada on 2026-11-18: a hoax"),
        ((ban("document", "d1"), ban("document", "d1", what="unban")), ""),
        ((ban("document", "d1", what="unban"), ban("document", "d1")), "banned on 2026-11-18"),
        ((ban("document", "d1"), ban("title", "*leak*", what="unban")), "banned on 2026-11-18"),
        ((ban("document", "d1", why="a"), ban("document", "d1", why="b")), "banned on 2026-11-18: b"),
        ((ban("document", "d1", what="drop"),), ""),
    ],
)  # fmt: skip
def test_the_last_word_on_a_thing_counts_and_is_told_with_who_and_why(
    rows: tuple[Decision, ...], expected: str
) -> None:
    assert Decisions(rows).banned(DOCUMENT) == expected


def test_held_words_are_let_through_by_the_last_word_on_them() -> None:
    made = Decisions((
        ban("quarantine", "one", what="release"), ban("quarantine", "two", what="release"),
        ban("quarantine", "two", what="drop"), ban("document", "three", what="release"),
    ))  # fmt: skip
    assert made.released == {"one"}
    assert {name: row.what for name, row in made.held().items()} == {
        "one": "release",
        "two": "drop",
    }


def test_decisions_are_asked_for_by_day_by_what_they_do_and_by_kind() -> None:
    row = ban("story", "s1", what="pin")
    made = Decisions((row, ban("document", "d1", what="pin"), ban("story", "s1")))
    assert len(made.of("2026-11-18", "pin")) == 2
    assert made.of("2026-11-18", "pin", "story") == (row,)
    assert made.of("2026-11-19", "pin") == made.of("2026-11-18", "drop") == ()


GOOD = {"made": "2026-11-18", "day": "2026-11-18", "what": "ban", "kind": "title", "value": "*"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (json.dumps({**GOOD, "what": "burn"}), "'burn' of 'title' is no decision"),
        (json.dumps({**GOOD, "kind": "thing"}), "'ban' of 'thing' is no decision"),
        (json.dumps({name: GOOD[name] for name in ("made", "day", "what")}), "line 2 is no decision"),
        (json.dumps({name: GOOD[name] for name in ("what", "kind", "value")}), "it lacks made, day"),
        ("{", "line 2 is no decision (it is torn, or no JSON)"),
        ("<<<<<<< HEAD", "line 2 is no decision (it is a conflict mark of git)"),
        ("=======", "line 2 is no decision (it is a conflict mark of git)"),
        (json.dumps(GOOD)[:40], "it is torn, or no JSON"),
        ("[]", "it is JSON, but no object"),
        ("5", "it is JSON, but no object"),
        ("\udcff\udcfe", "it is no text in UTF-8"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_decision_is_named_with_its_number(
    tmp_path: Path, line: str, said: str
) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(f"{json.dumps(GOOD)}\n{line}\n".encode("utf-8", "surrogateescape"))
    with pytest.raises(RecordError, match="line 2") as stop:
        decisions.read(path)
    assert said in str(stop.value) and "decisions.jsonl" in stop.value.where


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x1c", "\r", "\ufeff"])
def test_a_reason_may_hold_any_sign_that_ends_a_line_elsewhere(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "decisions.jsonl"
    row = ban("title", "*", why=f"one{sign}two")
    decisions.add(path, row)
    assert decisions.read(path).rows == (row,)
    digest = SentDigest(
        "k", "2026-11-18", "Ana", "webhook", "2026-11-18T09:00:00+00:00", fault=f"a{sign}b"
    )
    sent.add(tmp_path, digest)
    assert sent.read(tmp_path) == (digest,)


@pytest.mark.parametrize("torn", ["", "\n", "\n\n", '\n{"made": '])
def test_a_decision_is_a_line_of_its_own_whatever_stood_at_the_end(
    tmp_path: Path, torn: str
) -> None:
    path = tmp_path / "briefs" / "decisions.jsonl"
    decisions.add(path, ban("title", "*"))
    path.write_bytes(path.read_bytes().rstrip(b"\n") + torn.encode())
    decisions.add(path, ban("document", "d1", why="größer"))
    last = path.read_text("utf-8").splitlines()[-1]
    assert json.loads(last)["why"] == "größer"
    assert path.read_bytes().endswith(b"\n")
    assert [row.value for row in decisions.read(path).rows] == ["*", "d1"]


@pytest.mark.parametrize("torn", [b'{"made": "2026', b"{", b'{"made": "2026", "why": "gr\xc3'])
def test_a_last_line_that_was_cut_short_is_named_and_blocks_nothing(
    tmp_path: Path, torn: bytes
) -> None:
    path = tmp_path / "briefs" / "decisions.jsonl"
    decisions.add(path, ban("title", "*"))
    with path.open("ab") as file:
        file.write(torn)
    found = decisions.read(path)
    assert [row.value for row in found.rows] == ["*"]
    assert "line 2 of briefs/decisions.jsonl" in found.torn
    decisions.add(path, ban("document", "d1"))
    assert [row.value for row in decisions.read(path).rows] == ["*", "d1"]
    assert not decisions.read(path).torn
    assert torn.decode("utf-8", "replace").replace('"', '\\"') in path.read_text("utf-8")


@pytest.mark.parametrize("line", ["[]", '{"made": "x"}', '{"made": "2026\n'])
def test_a_line_that_was_written_whole_and_is_no_decision_is_refused_at_the_end_too(
    tmp_path: Path, line: str
) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n{line}", "utf-8")
    with pytest.raises(RecordError, match="line 2"):
        decisions.read(path)


def test_fields_that_a_later_version_added_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text("\ufeff" + json.dumps({**GOOD, "mood": "calm"}) + "\n\n", "utf-8")
    assert [row.value for row in decisions.read(path).rows] == ["*"]


# ── the history of findings ───────────────────────────────────────────────────────────────


def found(rule: str = "quote-altered", *, severity: Any = "error", resolved: Any = "", match: str = "words") -> Finding:  # fmt: skip
    return Finding(rule, severity, Where("sections[0].quote"), match, "it says", resolved=resolved)


OPEN, CLOSED = found(), found(resolved="repaired")
NOTE = found("writer-quote", resolved="repaired")


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ((), (OPEN,), [("quote-altered", "")]),
        ((OPEN,), (), [("quote-altered", "corrected")]),
        ((OPEN,), (OPEN,), [("quote-altered", "")]),
        ((OPEN, OPEN), (), [("quote-altered", "corrected")]),
        ((CLOSED,), (), [("quote-altered", "repaired")]),
        ((CLOSED,), (CLOSED,), [("quote-altered", "repaired")]),
        ((CLOSED,), (OPEN,), [("quote-altered", "repaired"), ("quote-altered", "")]),
        ((OPEN,), (found(match="others"),), [("quote-altered", "corrected"), ("quote-altered", "")]),
        ((found(severity="info"),), (), []),
        ((found("writer-quote"),), (), [("writer-quote", "")]),
        ((NOTE,), (OPEN,), [("writer-quote", "repaired"), ("quote-altered", "")]),
        ((), (OPEN, OPEN), [("quote-altered", "")]),
    ],
)  # fmt: skip
def test_each_judgement_adds_to_one_history_and_each_thing_stands_in_it_once(
    before: tuple[Finding, ...], now: tuple[Finding, ...], expected: list[tuple[str, str]]
) -> None:
    assert [(one.rule, one.resolved or "") for one in history.continued(before, now)] == expected


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (found("claim-ground"), "approved"),
        (found("claim-ground", severity="warning"), "approved"),
        (found("claim-ground", severity="info"), ""),
        (found("claim-ground", resolved="removed"), "removed"),
        (found("claim-ground", resolved="repaired"), "repaired"),
    ],
)
def test_a_persons_word_closes_what_was_open_and_leaves_what_was_settled(
    finding: Finding, expected: str
) -> None:
    assert (history.approved((finding,))[0].resolved or "") == expected


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (found("claim-ground"), found("claim-ground", resolved="approved"), "approved"),
        (found("claim-ground"), found("claim-ground", resolved="repaired"), ""),
        (found("claim-ground"), found("claim-anchor", resolved="approved"), ""),
        (found("claim-ground", match="others"), found("claim-ground", resolved="approved"), ""),
        (OPEN, found(resolved="approved"), ""),
        (found(severity="warning"), found(resolved="approved"), "approved"),
        (found("claim-ground", resolved="removed"), found("claim-ground", resolved="approved"), "removed"),
    ],
)  # fmt: skip
def test_what_was_approved_once_passes_again_where_a_person_may_approve_it(
    now: Finding, before: Finding, expected: str
) -> None:
    assert (history.passed((now,), (before,))[0].resolved or "") == expected
