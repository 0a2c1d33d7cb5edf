"""`dateline ingest` and `dateline sources` on the starter newsroom."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from checks import each
from click.testing import CliRunner

from pipeline.cli import corpus, dateline, main
from pipeline.cli.room.adding import only_here
from pipeline.cli.sources import rule_for
from pipeline.ingest.reading import Refusal
from pipeline.ingest.report import Later, Report, SourceReport
from pipeline.newsroom.config import shipped
from pipeline.newsroom.library import Library
from tests import starter_room


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return starter_room.sources(tmp_path_factory.mktemp("room"))


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def call(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(list(argv))
    said = capsys.readouterr()
    return int(stop.value.code or 0), said.out, said.err


def test_the_starter_corpus_is_read_with_its_planted_trials(
    newsroom: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = call(capsys, "ingest", "--root", str(newsroom), "--json")
    report = json.loads(out)
    by_id = {one["source"]: one for one in report["sources"]}
    assert (code, report["documents"]) == (0, 83)
    assert [one["reason"] for one in by_id["threat-ledger"]["refusals"]] == ["entry has no content"]
    assert "encoding is damaged" in by_id["render-path"]["refusals"][0]["reason"]
    assert by_id["edge-timings"]["duplicate"] == 1
    with Library.open(newsroom / ".dateline" / "library.db") as library:
        documents = list(library.documents())
    revised = [one for one in documents if one.revision == 2]
    assert [one.url for one in revised] == ["https://consistency-club.example/quorum-arithmetic"]
    injected = next(one for one in documents if "indirect-prompt-injection" in one.url)
    assert {kind for kind, _ in injected.removed} == {"comment", "hidden", "tag", "zero-width"}
    ndots = next(one for one in documents if one.title.startswith("The ndots"))
    assert ndots.also_at == ("https://edge-timings.example/ndots-lookups-in-pods",)
    assert {one.source for one in documents} == by_id.keys()


def test_the_second_ingest_finds_nothing_new(
    newsroom: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call(capsys, "ingest", "--root", str(newsroom))
    code, out, _ = call(capsys, "ingest", "--root", str(newsroom), "--json")
    assert code == 0 and not any(
        one["new"] or one["changed"] or one["read"] for one in each(json.loads(out)["sources"])
    )


def test_no_readable_source_is_an_error_with_a_hint(
    newsroom: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(newsroom / "briefs", tmp_path / "briefs")
    code, _, err = call(capsys, "ingest", "--root", str(tmp_path))
    assert code == 2 and "no source could be read" in err and "hint:" in err


def test_sources_are_listed_checked_and_added(
    newsroom: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "room"
    shutil.copytree(newsroom, root)
    code, out, _ = call(capsys, "sources", "list", "--root", str(root), "--json")
    assert code == 0 and len(json.loads(out)) == 15
    code, out, _ = call(capsys, "sources", "check", "staff-letters", "--root", str(root))
    assert code == 0 and "staff-letters" in out
    add, at = ("sources", "add", "more"), ("--root", str(root))
    code, _, err = call(capsys, *add, "letters", "--domain", "nowhere", *at)
    assert code == 2 and "no such file or folder" in err
    assert f"corpus/letters and {Path.cwd() / 'letters'}" in err
    (tmp_path / "letters").mkdir()
    code, _, err = call(capsys, *add, str(tmp_path / "letters"), "--domain", "nowhere", *at)
    assert code == 2 and "unknown domain" in err
    code, out, _ = call(capsys, *add, str(tmp_path / "letters"), "--domain", "career", *at)
    assert code == 0 and "quotes name it “More”" in out
    assert '/letters"' in (root / "briefs" / "sources.toml").read_text("utf-8")
    (tmp_path / "letters").rmdir()
    code, out, _ = call(capsys, "sources", "check", "more", "--root", str(root))
    assert code == 1 and "does not exist" in out
    assert "more" in [
        one["id"]
        for one in json.loads(call(capsys, "sources", "list", "--root", str(root), "--json")[1])
    ]


def test_opml_feeds_go_to_the_domain_of_their_folder_once(
    newsroom: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(newsroom / "briefs", tmp_path / "briefs")
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline text="Security"><outline text="A &quot;feed&quot;" xmlUrl="https://a.example/f.xml"/></outline>'
        '<outline text="Z" xmlUrl="https://z.example/f.xml"/></body></opml>'
    )
    where = ("sources", "import-opml", str(opml), "--root", str(tmp_path))
    code, out, _ = call(capsys, *where)
    assert code == 0 and "added a-feed" in out and "left out Z" in out and "--domain" in out
    code, _, err = call(capsys, *where)
    assert code == 2 and "none of its 1 new feeds" in err and "--domain" in err
    code, out, _ = call(capsys, *where, "--domain", "career", "--json")
    told = json.loads(out)
    assert [(one["id"], one["domains"]) for one in told["added"]] == [("z", ["career"])]
    assert told["left_out"] == []
    code, out, _ = call(
        capsys, "sources", "import-opml", str(opml), "--domain", "career", "--root", str(tmp_path)
    )
    assert (code, out.strip()) == (0, "nothing new in it")


def test_an_address_of_opml_that_cannot_be_read_is_named_and_a_feed_address_is_read(
    newsroom: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(newsroom / "briefs", tmp_path / "briefs")
    opml = tmp_path / "feeds.opml"
    addresses = ("HTTPS://a.example/F", "feed:https://b.example/f", "feed://c.example/f", "htp://d.example/f", "https:///f", "http://[e/f")  # fmt: skip
    outlines = "".join(f'<outline text="T{n}" xmlUrl="{url}"/>' for n, url in enumerate(addresses))
    opml.write_text(f"<opml><body>{outlines}</body></opml>")
    where = ("sources", "import-opml", str(opml), "--domain", "career", "--root", str(tmp_path))
    code, out, _ = call(capsys, *where)
    assert code == 0
    for url in ("https://a.example/F", "https://b.example/f", "http://c.example/f"):
        assert f"  {url}\n" in out
    assert "left out T3  htp://d.example/f: is no http(s) address" in out
    assert "left out T4  https:///f: is no http(s) address" in out
    assert "left out T5  http://[e/f: is no http(s) address" in out


@pytest.mark.parametrize(
    ("text", "fault"),
    [("<opml", "is not XML"), ("<rss/>", "is not OPML"), ("<opml><body/></opml>", "names no feed")],
)
def test_what_is_not_opml_is_refused(
    newsroom: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, fault: str
) -> None:
    (tmp_path / "x.opml").write_text(text)
    code, _, err = call(
        capsys, "sources", "import-opml", str(tmp_path / "x.opml"), "--root", str(newsroom)
    )
    assert code == 2 and fault in err


def test_sources_check_says_how_documents_get_addresses(
    newsroom: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("desk.toml", "sources.toml"):
        (tmp_path / "briefs").mkdir(exist_ok=True)
        shutil.copy(newsroom / "briefs" / name, tmp_path / "briefs" / name)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "notes.md").write_text(
        "# Cache notes\n\nThe build cache keeps its index in one file, and a cold start reads that file once and no more.\n"
    )
    entry = (
        '[[sources]]\nid = "{}"\ntitle = "Own"\nkind = "folder"\nlocation = "own"\n'
        'domains = ["security"]\nhomepage = "https://own.example/"\n'
    )
    ruled = entry.format("ruled") + 'url = "https://own.example/{path}"\nurl_suffix = "/"\n'
    (tmp_path / "briefs" / "sources.toml").write_text(entry.format("bare"), "utf-8")
    _, _, said = call(capsys, "sources", "check", "bare", "--root", str(tmp_path))
    assert "bare: 1 document with no link but the source's home page" in said
    assert 'url = "https://own.example/{path}"' in said
    (tmp_path / "briefs" / "sources.toml").write_text(ruled, "utf-8")
    assert "home page" not in call(capsys, "sources", "check", "--root", str(tmp_path))[2]


@pytest.mark.parametrize(
    ("homepage", "rule"),
    [
        ("https://own.example/docs/", 'url = "https://own.example/docs/{path}"'),
        ("https://github.com/own/notes", 'url = "https://github.com/own/notes/blob/HEAD/{path}"'),
        (
            "https://gitlab.com/own/notes/",
            'url = "https://gitlab.com/own/notes/-/blob/HEAD/{path}"',
        ),
        ("https://github.com/own", 'url = "https://github.com/own/{path}"'),
    ],
)
def test_the_rule_for_a_home_page_that_is_a_repository_leads_to_its_files(
    homepage: str, rule: str
) -> None:
    assert rule in rule_for(homepage)


MANY = 160


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A newsroom of one folder of some hundred notes, each of other words."""
    (tmp_path / "briefs").mkdir()
    (tmp_path / "notes").mkdir()
    shutil.copy(shipped("briefs/desk.toml"), tmp_path / "briefs")
    (tmp_path / "briefs" / "sources.toml").write_text(
        '[[sources]]\nid = "notes"\ntitle = "Notes"\nkind = "markdown"\nlocation = "notes"\n'
        'domains = ["career"]\nlicence = "MIT"\nhomepage = "https://notes.example/"\n'
    )
    for number in range(MANY):
        words = random.Random(number)
        rows = [
            " ".join("".join(words.choices("abdeiklmnorstu", k=6)) for _ in range(12)) + "."
            for _ in range(12)
        ]
        (tmp_path / "notes" / f"{number:03}.md").write_text(
            f"# Note {number}\n\n" + "\n".join(rows) + "\n"
        )
    return tmp_path


def test_ingest_exits_1_when_a_source_failed_which_keeps_what_it_had(
    many: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3, MANY):
        (many / "notes" / f"{number:03}.md").unlink()
    (many / "more").mkdir()
    shutil.copy(many / "notes" / "000.md", many / "more" / "other.md")
    (many / "notes" / "000.md").unlink()
    sources = many / "briefs" / "sources.toml"
    row = sources.read_text()
    more = row.replace('"notes"', '"more"').replace("notes.example", "more.example")
    sources.write_text(f"{row}\n{more}")
    assert call(capsys, "ingest", "--root", str(many))[0] == 0
    (many / "more").rename(many / "away")
    code, out, _ = call(capsys, "ingest", "--root", str(many), "--json")
    failed = {one["source"]: one["failure"] for one in json.loads(out)["sources"]}
    assert code == 1 and "does not exist" in failed["more"] and not failed["notes"]
    with Library.open(many / ".dateline" / "library.db") as library:
        kept = [one.source for one in library.documents()]
    assert sorted(kept) == ["more", "notes", "notes"]


BATCHES = """
import sys
from pipeline.cli import main
from pipeline.ingest import flow
flow.BATCH = 16
take = flow._take

def told(run, reader, batch):
    take(run, reader, batch)
    print(len(batch.outcomes), *(one.process.pid for place in reader._places for one in place._workers), flush=True)

flow._take = told
if __name__ == "__main__":
    main(["ingest", "--root", sys.argv[1]])
"""


def test_an_ingest_that_is_killed_keeps_its_finished_batches_and_leaves_no_process(
    many: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = many / "ingest_in_batches.py"
    script.write_text(BATCHES)
    paths = os.pathsep.join(sys.path)
    running = subprocess.Popen(
        [sys.executable, str(script), str(many)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    assert running.stdout is not None
    done, workers = 0, set[int]()
    for row in running.stdout:
        count, *pids = map(int, row.split())
        done, workers = done + count, workers | set(pids)
        if done >= MANY // 2:
            break
    running.kill()
    done += sum(int(row.split()[0]) for row in running.communicate()[0].splitlines())
    assert workers and MANY // 2 <= done < MANY
    until = time.monotonic() + 10
    while any(map(alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(alive, workers))
    with Library.open(many / ".dateline" / "library.db") as library:
        assert len(list(library.ids())) >= 0.9 * done
    code, out, _ = call(capsys, "ingest", "--root", str(many), "--json")
    report = json.loads(out)
    assert (code, report["documents"]) == (0, MANY)
    assert sum(one["read"] for one in report["sources"]) <= MANY - 0.9 * done


@pytest.mark.parametrize(
    ("location", "says"),
    [
        ("corpus/notes", ""),
        ("https://go.dev/blog/feed.atom", ""),
        ("/srv/notes", "only on this machine"),
        ("../notes", "only on this machine"),
        ("http://127.0.0.1:8000/feed.xml", "only on this machine or its network"),
        ("http://localhost/feed.xml", "only on this machine or its network"),
        ("http://192.168.1.4/feed.xml", "only on this machine or its network"),
        ("http://[::1]/feed.xml", "only on this machine or its network"),
    ],
)
def test_a_location_that_no_runner_reaches_is_named(
    tmp_path: Path, location: str, says: str
) -> None:
    found = only_here(tmp_path, location)
    assert found.startswith(says) and bool(found) == bool(says)


def test_a_mistyped_command_is_answered_with_the_one_that_is_near() -> None:
    assert "Did you mean `status`?" in CliRunner().invoke(dateline, ["sttaus"]).output


def test_of_long_lists_the_first_are_told_and_how_many_more_there_are() -> None:
    wheres = [f"{number}.md" for number in range(corpus.SHOWN + 2)]
    refusals = tuple(Refusal(where, "is empty") for where in wheres)
    later = tuple(Later(where, "2062-11-27", 13149) for where in wheres)
    one = SourceReport("a", refusals=refusals, doubts=refusals, later=later)
    report = Report((one,), 0, 0)
    few = corpus.table(report, everything=False).split("\n")
    whole = corpus.table(report, everything=True).split("\n")
    for head, line in (
        ("refused", "is empty"),
        ("kept", "is empty"),
        ("later", "dated 2062-11-27"),
    ):
        every = [f"{head} a {where}: {line}" for where in wheres]
        said = [*every[: corpus.SHOWN], f"{head} a: 2 more (--all lists them)"]
        assert [row for row in few if row.startswith(head)] == said
        assert [row for row in whole if row.startswith(head)] == every
