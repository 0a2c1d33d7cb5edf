"""The day, end to end, on the starter newsroom: what a stranger gets from one command."""

from __future__ import annotations

import io
import json
import re
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import starter_room
from checks import each

from pipeline.cli import main
from pipeline.newsroom import briefs
from pipeline.newsroom.config import open_newsroom
from pipeline.records import Brief, Evidence, News, store
from pipeline.run import Found, RunPlan, on_newest, run_day
from pipeline.text.words import clean
from pipeline.world import World

DAY = starter_room.DAY
RECORDS = ("brief.json", "evidence.json", "findings.json", "manifest.json")


@dataclass(frozen=True)
class Result:
    exit_code: int
    stdout: str
    stderr: str


def command(*words: str) -> Result:
    """Run the command line as a shell would see it."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
        main(list(words))
    return Result(int(ended.value.code or 0), out.getvalue(), err.getvalue())


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): store.sha256(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A starter newsroom after one full run."""
    return starter_room.published(tmp_path_factory.mktemp("newsroom") / "room").root


def brief_of(root: Path, day: str = DAY) -> Brief:
    return briefs.read_brief(open_newsroom(root), day)


def test_a_run_publishes_a_cited_and_dated_brief_with_its_record(published: Path) -> None:
    brief = brief_of(published)
    assert brief.outcome == "published"
    assert brief.score >= 90
    assert 3 <= len(brief.draft.sections) <= 7
    assert all(section.story for section in brief.draft.sections)
    assert all((published / "briefs" / DAY / name).is_file() for name in RECORDS)
    assert (published / "content" / "briefs" / f"{DAY}.md").is_file()
    assert (published / "site" / "briefs" / DAY / "index.html").is_file()


def test_every_verbatim_sentence_stands_in_the_document_it_cites(published: Path) -> None:
    room = open_newsroom(published)
    evidence = briefs.read_evidence(room, DAY)
    brief = brief_of(published)
    stated = [
        sentence
        for section in brief.draft.sections
        for sentence in section.sentences
        if sentence.origin == "source"
    ]
    assert len(stated) >= 14
    for sentence in each(stated):
        cited = evidence.item(sentence.cites[0])
        assert cited is not None
        assert sentence.text in clean(cited.text)


def test_the_page_says_that_no_model_wrote_it(published: Path) -> None:
    page = (published / "content" / "briefs" / f"{DAY}.md").read_text("utf-8")
    assert "extractive" in page.lower()


def test_running_twice_adds_nothing_and_gives_the_same_bytes(
    published: Path, tmp_path: Path
) -> None:
    root = tmp_path / "room"
    shutil.copytree(published, root)
    before = {name: digests(root / name) for name in ("briefs", "content", "site")}
    done = run_day(open_newsroom(root), starter_room.world(), RunPlan(DAY))
    assert not done.sources.changed
    assert {name: digests(root / name) for name in ("briefs", "content", "site")} == before


def test_a_run_from_nothing_gives_the_same_bytes_as_another(
    published: Path, tmp_path: Path
) -> None:
    root = tmp_path / "room"
    assert command("init", str(root)).exit_code == 0
    run_day(open_newsroom(root), starter_room.world(), RunPlan(DAY))
    for name in ("briefs", "content", "site"):
        assert digests(root / name) == digests(published / name)


def test_evidence_made_again_by_a_library_that_saw_its_sources_later_keeps_its_bytes(
    published: Path, tmp_path: Path
) -> None:
    root = tmp_path / "room"
    shutil.copytree(published, root, symlinks=True)
    evidence = root / "briefs" / DAY / "evidence.json"
    before = evidence.read_bytes()
    seen = [item.first_seen for item in briefs.read_evidence(open_newsroom(root), DAY).items]
    assert all(seen)
    shutil.rmtree(root / ".dateline")
    later = World(now=lambda: datetime(2026, 11, 27, 8, tzinfo=UTC), offline=True)
    run_day(open_newsroom(root), later, RunPlan(DAY, build=False))
    assert evidence.read_bytes() == before


def test_another_day_gives_another_brief(published: Path, tmp_path: Path) -> None:
    root = tmp_path / "room"
    shutil.copytree(published, root)
    run_day(open_newsroom(root), starter_room.world(), RunPlan("2026-11-19", build=False))
    one, two = brief_of(root).draft, brief_of(root, "2026-11-19").draft
    assert one.sections != two.sections
    assert one.lede != two.lede


def test_a_held_brief_keeps_its_record_and_stays_out_of_content(tmp_path: Path) -> None:
    root = starter_room.read(tmp_path / "room").root
    desk = root / "briefs" / "desk.toml"
    desk.write_text(desk.read_text("utf-8") + "\n[gate]\nmin_sources = 60\n", "utf-8")
    result = command("run", "--root", str(root), "--date", DAY, "--no-build", "--json")
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    assert data["outcome"] == "held"
    assert data["findings"]
    assert all((root / "briefs" / DAY / name).is_file() for name in RECORDS)
    assert not (root / "content" / "briefs" / f"{DAY}.md").exists()
    assert f"{DAY}  score" in command("review", "list", "--root", str(root)).stdout


def test_newest_is_the_newest_day_on_which_a_source_published(tmp_path: Path) -> None:
    root = starter_room.read(tmp_path / "room").root
    result = command("run", "--root", str(root), "--date", "newest", "--no-build", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["day"] == DAY


def test_what_was_read_to_find_the_newest_day_is_what_the_run_read(tmp_path: Path) -> None:
    room = open_newsroom(starter_room.sources(tmp_path, ("model-notes",)))
    plan = on_newest(room, starter_room.world(), RunPlan("", build=False))
    done = run_day(room, starter_room.world(), plan)
    assert "ingest" not in done.reused and done.sources.changed
    assert plan.read and done.seconds["ingest"] > plan.read.seconds
    again = on_newest(room, starter_room.world(), RunPlan("", build=False))
    assert "ingest" in run_day(room, starter_room.world(), again).reused
    assert run_day(room, starter_room.world(), RunPlan("", build=False)).day == plan.day


def test_a_day_that_is_neither_a_date_nor_newest_is_refused(tmp_path: Path) -> None:
    result = command("run", "--root", str(tmp_path), "--date", "latest")
    assert result.exit_code == 2


def test_a_day_without_evidence_has_no_brief_and_records_what_was_looked_at(tmp_path: Path) -> None:
    root = starter_room.read(tmp_path / "room").root
    result = command("run", "--root", str(root), "--date", "2026-01-02", "--no-build", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["outcome"] == "absent"
    kept = [path.name for path in (root / "briefs" / "2026-01-02").iterdir()]
    assert kept == ["news.json"]


@pytest.mark.parametrize(("quiet", "code"), [("library", 1), ("skip", 0)])
def test_a_day_with_nothing_at_all_to_tell_is_quiet_where_the_desk_skips_such_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quiet: str, code: int
) -> None:
    root = starter_room.read(tmp_path / "room").root
    desk = root / "briefs" / "desk.toml"
    desk.write_text(f'{desk.read_text("utf-8")}\n[news]\nquiet = "{quiet}"\n', "utf-8")
    nothing = Found(News(DAY, "library", ()), Evidence(DAY, ()))
    monkeypatch.setattr("pipeline.run.stories_of", lambda *_: nothing)
    result = command("run", "--root", str(root), "--date", DAY, "--no-build", "--json")
    assert (result.exit_code, json.loads(result.stdout)["outcome"] == "quiet") == (code, not code)


def test_a_future_date_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "room"
    command("init", str(root))
    result = command("run", "--root", str(root), "--date", "2999-01-01")
    assert result.exit_code == 2
    assert "has not come yet" in result.stderr


def test_one_broken_source_is_reported_and_the_others_go_on(tmp_path: Path) -> None:
    root = starter_room.read(tmp_path / "room").root
    feed = root / "corpus" / "threat-ledger" / "feed.xml"
    feed.unlink()  # it is a link to what other tests read
    feed.write_text("<rss><chan", "utf-8")
    result = command("run", "--root", str(root), "--date", DAY, "--no-build")
    assert result.exit_code == 0
    assert "threat-ledger" in result.stderr


def test_when_every_source_fails_the_run_stops_and_loses_nothing(tmp_path: Path) -> None:
    root = tmp_path / "room"
    command("init", str(root))
    shutil.rmtree(root / "corpus")
    result = command("run", "--root", str(root), "--date", DAY, "--no-build")
    assert result.exit_code == 2
    assert "no source could be read" in result.stderr
    assert "hint:" in result.stderr
    assert not (root / "briefs" / DAY).exists()


def test_a_retracted_brief_stays_and_made_anew_it_is_said_to_stay_retracted(
    published: Path, tmp_path: Path
) -> None:
    root = tmp_path / "room"
    shutil.copytree(published, root)
    retracted = command("retract", DAY, "--root", str(root), "--note", "It had 512 errors, not 48.")
    assert retracted.exit_code == 0
    before = digests(root / "briefs" / DAY)
    words = ("run", "--root", str(root), "--date", DAY, "--no-build", "--offline")
    left = command(*words)
    assert (left.exit_code, digests(root / "briefs" / DAY)) == (0, before), left.stdout
    assert "Retracted already" in left.stdout and "It had 512 errors, not 48." in left.stdout
    assert "--again" in left.stdout
    anew = command(*words, "--again").stdout
    assert "Made anew, and retracted as before" in anew and "Published" not in anew
    assert brief_of(root).corrections[0].kind == "retraction"


def test_a_corrected_day_is_left_and_its_withdrawn_story_is_said_when_it_is_made_anew(
    published: Path, tmp_path: Path
) -> None:
    root = tmp_path / "room"
    shutil.copytree(published, root)
    note = ("--section", "2", "--why", "Its source took it back.")
    assert command("retract", DAY, "--root", str(root), *note).exit_code == 0
    words = ("run", "--root", str(root), "--date", DAY, "--no-build", "--offline")
    left = command(*words)
    assert (left.exit_code, "Corrected on" in left.stdout) == (0, True), left.stderr
    for told in (left.stdout, command(*words, "--again").stdout):
        assert (
            "Readers see struck" in told
            and "Its source took it back." in told
            and "back.." not in told
        )
    counts = command("status", "--root", str(root)).stdout
    assert re.search(r"stories withdrawn +1\n", counts)
    assert re.search(r"briefs corrected +0\n", counts)


def test_a_public_day_is_left_as_readers_have_it_unless_another_edition_is_asked_for(
    published: Path, tmp_path: Path
) -> None:
    root = tmp_path / "room"
    shutil.copytree(published, root)
    ban = ("ban", "--title", "*rror budgets*", "--by", "ada", "--why", "A test of bans.")
    banned = command("edit", DAY, *ban, "--root", str(root))
    assert banned.exit_code == 0, banned.stderr
    before = digests(root / "briefs" / DAY)
    words = ("run", "--root", str(root), "--date", DAY, "--no-build", "--offline")
    left = command(*words)
    assert (left.exit_code, "Public already" in left.stdout) == (0, True), left.stderr
    assert digests(root / "briefs" / DAY) == before
    assert "Published" in command(*words, "--again").stdout
    assert digests(root / "briefs" / DAY) != before


def test_a_day_with_a_record_stays_when_nothing_can_be_read_any_more(
    published: Path, tmp_path: Path
) -> None:
    root = tmp_path / "room"
    shutil.copytree(published, root)
    shutil.rmtree(root / ".dateline")
    shutil.rmtree(root / "content" / "briefs")
    sources = root / "briefs" / "sources.toml"
    (root / "empty").mkdir()
    sources.write_text('[[sources]]\nid = "none"\ntitle = "None"\nkind = "folder"\nlocation = "empty"\ndomains = ["career"]\n')  # fmt: skip
    before = digests(root / "briefs" / DAY)
    words = ("run", "--root", str(root), "--date", DAY, "--no-build", "--offline")
    for more in ((), ("--again",)):
        left = command(*words, *more)
        assert (left.exit_code, "Public already" in left.stdout) == (0, True), left.stderr
        assert "What is read now says nothing of that day" in left.stdout
    assert digests(root / "briefs" / DAY) == before
    assert (root / "content" / "briefs" / f"{DAY}.md").is_file()
    path = root / "briefs" / DAY / "brief.json"
    path.write_text(path.read_text("utf-8").replace('"outcome": "published"', '"outcome": "held"'))
    held = command(*words)
    assert (held.exit_code, held.stdout.startswith("Held: ")) == (1, True), held.stderr


def test_init_refuses_a_folder_that_holds_anything(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    result = command("init", str(tmp_path))
    assert result.exit_code == 2
    assert "is not empty" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_init_takes_the_clone_of_an_empty_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert command("init", str(tmp_path)).exit_code == 0
    again = command("init", str(tmp_path))
    assert again.exit_code == 2
    assert "holds a newsroom already" in again.stderr and "dateline upgrade" in again.stderr


def test_delete_what_is_derived_and_it_comes_back_byte_for_byte(
    published: Path, tmp_path: Path
) -> None:
    root = tmp_path / "room"
    shutil.copytree(published, root)
    before = digests(root / "content"), digests(root / "site")
    for name in ("content/briefs", ".dateline", "site"):
        shutil.rmtree(root / name)
    assert command("render", "--root", str(root)).exit_code == 0
    assert command("build", "--root", str(root)).exit_code == 0
    assert (digests(root / "content"), digests(root / "site")) == before
