"""Many desks over one corpus: read once, told apart, one failing desk stopping nobody."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import starter_room
from click.testing import CliRunner

from pipeline.cli import dateline
from pipeline.cli.edition import desks
from pipeline.errors import ConfigError, CorpusError
from pipeline.newsroom.config import open_newsroom
from pipeline.newsroom.library import Library
from pipeline.newsroom.runs import lock
from pipeline.run import executors
from pipeline.run.executors import LocalExecutor
from pipeline.run.shift import begin

NIGHT = desks.DesksPlan(starter_room.DAY, writer="extractive", build=False, offline=True)


def plain(items: Iterable[Any], _: str) -> Iterable[Any]:
    return items


@pytest.fixture(autouse=True)
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that have loaded all: that they can be begun from nothing is tested with executors."""
    fork = multiprocessing.get_context("fork")
    monkeypatch.setattr(executors, "multiprocessing", SimpleNamespace(get_context=lambda _: fork))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A newsroom that has read its sources."""
    return starter_room.published(tmp_path / "corpus").root


def desk(corpus: Path, name: str, *, settings: str = "") -> Path:
    """A desk below `desks` that reads the corpus."""
    place = corpus.parent / "desks" / name
    (place / "briefs").mkdir(parents=True)
    own = (corpus / "briefs" / "desk.toml").read_text("utf-8")
    reads = '\n[corpus]\nroot = "../../corpus"\n'
    (place / "briefs" / "desk.toml").write_text(own + reads + settings, "utf-8")
    return place


def files(folder: Path) -> dict[str, bytes]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file() and one.suffix not in (".db-wal", ".db-shm") and one.name != "lock"
    }


def test_a_desk_reads_the_corpus_of_another_newsroom_and_keeps_its_own_record(corpus: Path) -> None:
    place = desk(corpus, "one")
    before = files(corpus / ".dateline")
    done = desks.one_desk(place, NIGHT)
    assert (done.outcome, done.reason) == ("published", "")
    own = corpus / "briefs" / starter_room.DAY / "brief.json"
    told = json.loads((place / "briefs" / starter_room.DAY / "brief.json").read_text("utf-8"))
    assert told["draft"] == json.loads(own.read_text("utf-8"))["draft"]
    assert files(corpus / ".dateline") == before
    assert not (place / ".dateline" / "library.db").exists()


def test_a_desk_runs_while_another_process_holds_the_corpus(corpus: Path) -> None:
    with lock(corpus / ".dateline"):
        assert desks.one_desk(desk(corpus, "one"), NIGHT).outcome == "published"


def test_a_source_counts_for_the_domains_it_shares_with_the_desk(corpus: Path) -> None:
    place = desk(corpus, "one")
    file = place / "briefs" / "desk.toml"
    file.write_text(file.read_text("utf-8").replace('"security"', '"defence"'), "utf-8")
    held = {one.id: one.domains for one in open_newsroom(place).sources}
    theirs = {one.id: one.domains for one in open_newsroom(corpus).sources}
    only = next(name for name, domains in theirs.items() if domains == ("security",))
    assert held[only] == tuple(one.id for one in open_newsroom(place).desk.domains)
    kept = next(name for name, domains in theirs.items() if "security" not in domains)
    assert held[kept] == theirs[kept]


def test_one_generation_is_read_whatever_is_written_meanwhile(corpus: Path) -> None:
    path = open_newsroom(corpus).library
    with Library.open(path) as writer, Library.reading(path) as reader:
        document = next(iter(writer.ids()))
        before = (reader.generation, reader.counts())
        with writer.change() as generation:
            writer.remove(generation, document)
        assert (reader.generation, reader.counts()) == before
        assert reader.holds(document) and not writer.holds(document)
        reader.look_again()
        assert reader.generation == before[0] + 1 and not reader.holds(document)
        with pytest.raises(Exception, match="readonly"):
            reader.note("x", "y")


def test_a_held_desk_says_by_which_rule(corpus: Path) -> None:
    done = desks.one_desk(desk(corpus, "one", settings=starter_room.HOLDING), NIGHT)
    assert (done.outcome, done.failed) == ("held", True)
    assert "sources" in done.reason


def test_every_desk_ends_in_a_line_and_the_exit_code_tells_of_failures(tmp_path: Path) -> None:
    (tmp_path / "desks" / "a-empty").mkdir(parents=True)
    broken = tmp_path / "desks" / "b-broken" / "briefs"
    broken.mkdir(parents=True)
    (broken / "desk.toml").write_text("title = 1\n", "utf-8")
    command = ["run", "--desks", str(tmp_path / "desks"), "--date", starter_room.DAY]
    done = CliRunner().invoke(dateline, [*command, "--json"], standalone_mode=False)
    rows = json.loads(done.stdout)
    assert [(one["desk"], one["outcome"]) for one in rows] == [
        ("a-empty", "failed"), ("b-broken", "failed"),
    ]  # fmt: skip
    assert "does not exist" in rows[0]["reason"] and "title" in rows[1]["reason"]
    assert done.return_value == 1


def _dies(place: Path, plan: desks.DesksPlan) -> desks.DeskOutcome:
    mark = place / "died"
    if place.name == "c" or (place.name == "b" and not mark.exists()):
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return desks.DeskOutcome(place.name, plan.day, "published")


def test_a_process_that_dies_is_tried_again_and_costs_no_other_desk(tmp_path: Path) -> None:
    for name in "abcd":
        (tmp_path / name).mkdir()
    told = desks.run_desks(tmp_path, NIGHT, on=LocalExecutor(1), track=plain, task=_dies)
    assert [(one.desk, one.outcome) for one in told] == [
        ("a", "published"), ("b", "published"), ("c", "failed"), ("d", "published"),
    ]  # fmt: skip


def test_a_desk_that_reads_elsewhere_has_no_sources_to_change(corpus: Path) -> None:
    place = desk(corpus, "one")
    for command in (["ingest"], ["sources", "add", "x", "https://example.org/feed.xml",
                                  "--domain", "security"]):  # fmt: skip
        done = CliRunner().invoke(dateline, [*command, "--root", str(place)])
        assert isinstance(done.exception, ConfigError)
        assert "--root" in done.exception.hint


@pytest.mark.parametrize(
    ("root", "named"),
    [("../nowhere", "no other newsroom"), (".", "no other newsroom"), ("../two", "itself reads")],
)
def test_a_corpus_that_cannot_be_read_is_one_clear_error(
    root: str, named: str, corpus: Path
) -> None:
    place, _ = desk(corpus, "one"), desk(corpus, "two")
    file = place / "briefs" / "desk.toml"
    file.write_text(file.read_text("utf-8").replace("../../corpus", root), "utf-8")
    with pytest.raises(ConfigError, match=named):
        open_newsroom(place)


def test_desks_that_read_each_other_are_refused_and_told_what_to_name(corpus: Path) -> None:
    for name, other in (("one", "two"), ("two", "one")):
        file = desk(corpus, name) / "briefs" / "desk.toml"
        file.write_text(file.read_text("utf-8").replace("../../corpus", f"../{other}"), "utf-8")
    with pytest.raises(ConfigError, match="itself reads another corpus") as caught:
        open_newsroom(file.parent.parent)
    assert "sources.toml" in caught.value.hint


def test_sources_beside_a_shared_corpus_are_refused(corpus: Path) -> None:
    place = desk(corpus, "one")
    (place / "briefs" / "sources.toml").write_text("", "utf-8")
    with pytest.raises(ConfigError, match="another newsroom's corpus"):
        open_newsroom(place)


def test_a_corpus_that_was_never_read_names_the_command(tmp_path: Path) -> None:
    assert CliRunner().invoke(dateline, ["init", str(tmp_path / "corpus")]).exit_code == 0
    place = desk(tmp_path / "corpus", "one")
    with (
        pytest.raises(CorpusError) as caught,
        begin(open_newsroom(place), starter_room.world()),
    ):
        pass
    assert "dateline ingest --root" in caught.value.hint


def test_a_folder_without_desks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no desk"):
        desks.run_desks(tmp_path, NIGHT, on=LocalExecutor(1), track=plain)
