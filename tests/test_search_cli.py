"""`dateline search` on strange questions, and on state that is damaged, foreign or in the way."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from checks import each

from pipeline.cli import main
from pipeline.world import World
from tests import starter_room

KEPT = ("consistency-club", "ops-talks", "pipeline-radio")  # they speak of retries and budgets


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = starter_room.sources(tmp_path_factory.mktemp("room"), KEPT)
    for command in (["ingest"], ["search", "retry"]):
        with pytest.raises(SystemExit) as stop:
            main([*command, "--root", str(root)])
        assert not stop.value.code
    return root


@pytest.fixture
def room(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "room"))


def ask(capsys: pytest.CaptureFixture[str], room: Path, *argv: str) -> tuple[int, str, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as stop:
        main(["search", *argv, "--root", str(room)])
    said = capsys.readouterr()
    return int(stop.value.code or 0), said.out, said.err


LONG = "A retry budget caps the extra requests of a client under overload with jitter. " * 150


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("the", "no word to look for"),
        ("", "no word to look for"),
        ('""" ^ ~ ()', "no word to look for"),
        ("再試行の予算", "no good evidence"),
        ("overload", "overload"),
        ("zebra", "no good evidence"),
        ("Wie begrenzt man Wiederholungen bei Überlast?", "no good evidence"),
        ('retry AND ("budget OR [a TO b] text:x^2 NOT \\', "etr"),
        (LONG, "etr"),
    ],
    ids=[
        "stop word",
        "empty",
        "signs",
        "Japanese",
        "one word",
        "one that is nowhere",
        "German",
        "operators",
        "2,000 words",
    ],
)
def test_a_strange_question_has_a_clear_answer(
    question: str, answer: str, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = ask(capsys, made, question)
    assert (code, err) == (0, "")
    assert answer in out


def test_a_hit_that_is_dated_after_today_is_marked(
    room: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "later: dated" not in ask(capsys, room, "retry", "budget")[1]
    before = datetime(2020, 1, 1, tzinfo=UTC)
    monkeypatch.setattr("pipeline.cli.search.World", partial(World, now=lambda: before))
    assert "later: dated " in ask(capsys, room, "retry", "budget")[1]
    hits = json.loads(ask(capsys, room, "retry", "budget", "--json")[1])["hits"]
    assert all(hit["later"] for hit in each(hits))


def test_a_hit_is_found_by_its_file_where_its_source_has_a_home_page_alone(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = room / "notes" / "pool" / "sizing.md"
    note.parent.mkdir(parents=True)
    note.write_text(
        "# Pool sizing\n\n"
        "The pool of connections was halved after an outage, and a retry budget keeps its load low.\n"
    )
    with (room / "briefs" / "sources.toml").open("a", encoding="utf-8") as file:
        file.write(
            f'\n[[sources]]\nid = "notes"\ntitle = "Notes"\nkind = "folder"\nlocation = "{room / "notes"}"\n'
            'domains = ["system-design"]\nhomepage = "https://notes.example/"\n'
        )
    with pytest.raises(SystemExit):
        main(["ingest", "--root", str(room)])
    said = ask(capsys, room, "pool", "connections", "retry", "budget")[1]
    assert " · pool/sizing.md" in said and "https://notes.example/" not in said


def test_an_unknown_domain_is_named_with_those_there_are(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = ask(capsys, made, "retry", "--domain", "cooking")
    assert (code, out) == (2, "")
    assert "no domain is called 'cooking'" in err and "hint:" in err and "system-design" in err


@pytest.mark.parametrize("name", ["", "g77", "../../..", "\x00", "no such"])
def test_a_pointer_to_nowhere_leads_to_a_new_build_and_touches_nothing_else(
    name: str, room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(path.name for path in room.iterdir())
    truth = ask(capsys, room, "retry budget", "--json")[1]
    (room / ".dateline" / "index" / "current").write_text(name)
    code, out, _ = ask(capsys, room, "retry budget", "--json")
    assert (code, json.loads(out)) == (0, json.loads(truth))
    assert sorted(path.name for path in room.iterdir()) == before


def test_an_index_of_an_earlier_version_is_built_again_and_says_so(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = next((room / ".dateline" / "index").glob("g*"))
    (folder / "commits").unlink()
    (folder / "terms").mkdir()
    code, out, err = ask(capsys, room, "retry budget")
    assert code == 0 and "etr" in out
    assert "built again: it could not be read (an earlier version wrote it)" in err


def set_aside(room: Path, said: str, name: str) -> bytes:
    """What lies in `.dateline/broken` under that name, alone and told in one line."""
    kept = room / ".dateline" / "broken" / f"001-{name}"
    assert {one.name[:3] for one in kept.parent.iterdir()} == {"001"}
    (line,) = (one for one in said.splitlines() if "set aside" in one)
    assert f".dateline/{name} " in line
    assert f"set aside as .dateline/broken/001-{name}, and made again" in line
    return kept.read_bytes()


def asks_for_ingest(code: int, out: str, err: str) -> None:
    assert (code, out) == (2, "")
    assert "there is no corpus yet\nhint: run `dateline ingest`" in err
    assert "Traceback" not in err


def test_a_file_in_place_of_the_index_is_set_aside_and_the_question_answered(
    room: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    truth = ask(capsys, room, "retry", "--json")[1]
    shutil.rmtree(room / ".dateline" / "index")
    (room / ".dateline" / "index").write_text("a file")
    code, out, err = ask(capsys, room, "retry", "--json")
    assert (code, json.loads(out)) == (0, json.loads(truth))
    assert set_aside(room, err + caplog.text, "index") == b"a file"


@pytest.mark.parametrize("version", ["0", "x"])
def test_a_library_of_another_version_is_kept_aside_and_asked_for_anew(
    version: str, room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = room / ".dateline" / "library.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE meta SET value=? WHERE key='version'", (version,))
    held = path.read_bytes()
    code, out, err = ask(capsys, room, "retry")
    asks_for_ingest(code, out, err)
    assert f"was written by another version of dateline (format {version}): set aside" in err
    assert set_aside(room, err, "library.db") == held


@pytest.mark.parametrize("size", [5_000, 60_000])
def test_a_library_that_was_cut_off_is_kept_aside_and_asked_for_anew(
    size: int, room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = room / ".dateline" / "library.db"
    path.write_bytes(path.read_bytes()[:size])
    held = path.read_bytes()
    code, out, err = ask(capsys, room, "retry")
    asks_for_ingest(code, out, err)
    assert set_aside(room, err, "library.db") == held


def test_an_empty_library_holds_no_evidence(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (room / ".dateline" / "library.db").write_bytes(b"")
    code, out, _ = ask(capsys, room, "retry")
    assert code == 0 and "no good evidence" in out


def test_where_nothing_was_read_yet_nothing_is_said_to_be_broken(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(room / ".dateline")
    code, out, err = ask(capsys, room, "retry")
    asks_for_ingest(code, out, err)
    assert "set aside" not in err and not (room / ".dateline" / "broken").exists()


@pytest.mark.parametrize("version", ["7", ""])
def test_ingest_makes_a_library_again_that_search_set_aside(
    version: str, room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = ask(capsys, room, "retry budget", "--json")[1]
    path = room / ".dateline" / "library.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE meta SET value=? WHERE key='version'", (version,))
    assert ask(capsys, room, "retry budget")[0] == 2
    with pytest.raises(SystemExit) as stop:
        main(["ingest", "--root", str(room)])
    assert not stop.value.code
    code, out, _ = ask(capsys, room, "retry budget", "--json")
    assert (code, json.loads(out)) == (0, json.loads(truth))


def test_a_hit_names_the_words_of_the_question_that_it_lacks(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A passage on the subject may lack the one thing asked; synonyms and other forms are no lack."""
    question = "How many retries does a zebra budget allow?"
    code, out, _ = ask(capsys, room, question, "--json")
    hits = json.loads(out)["hits"]
    assert code == 0 and hits
    assert all("zebra" in hit["without"] for hit in hits)
    assert not any({"retries", "How", "a"} & set(hit["without"]) for hit in hits[:1])
    assert "without: zebra" in ask(capsys, room, question)[1]
