"""`dateline verify`: what it takes, what it answers, and its exit codes."""

from __future__ import annotations

import http.server
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import yaml
from verify_sample import DAY, draft, evidence
from workflow import Warm

from pipeline.cli import main
from pipeline.records import Brief, Draft, Provenance, store

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden" / "verify"


def call(*args: str | Path) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(one) for one in args])
    return int(stop.value.code or 0)


def brief(one: Draft, day: str = DAY) -> Brief:
    provenance = Provenance("extractive", "c", "d", "v", 1, 1)
    return Brief(day, one, (), 100, "published", provenance, f"{day}T07:00:00+00:00")


def record(folder: Path, one: Draft) -> Path:
    store.write(folder / "brief.json", store.to_json(brief(one)))
    store.write(folder / "evidence.json", store.to_json(evidence().items))
    return folder


def spoiled() -> Draft:
    sound = draft()
    first = sound.sections[0]
    assert first.quote
    false = replace(first.quote, exact=first.quote.exact.replace("32", "64"))
    return replace(sound, sections=(replace(first, quote=false), *sound.sections[1:]))


def test_a_sound_file_is_publishable_and_a_spoiled_one_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    sound, bad = GOLDEN / "sound-post", GOLDEN / "spoiled-post"
    assert call("verify", sound / "post.md", "--evidence", sound / "evidence.json") == 0
    assert "publishable, score 100" in capsys.readouterr().out
    assert call("verify", bad / "post.md", "--evidence", bad / "evidence.json") == 1
    assert "refused" in capsys.readouterr().out


def test_evidence_is_found_beside_the_file_or_in_its_front_matter(tmp_path: Path) -> None:
    sound = GOLDEN / "sound-post"
    shutil.copy(sound / "evidence.json", tmp_path / "mine.evidence.json")
    shutil.copy(sound / "post.md", tmp_path / "mine.md")
    assert call("verify", tmp_path / "mine.md") == 0
    (tmp_path / "deep").mkdir()
    shutil.move(tmp_path / "mine.evidence.json", tmp_path / "deep" / "e.json")
    text = (
        (tmp_path / "mine.md")
        .read_text("utf-8")
        .replace("---\n", "---\nevidence: deep/e.json\n", 1)
    )
    (tmp_path / "mine.md").write_text(text, "utf-8")
    assert call("verify", tmp_path / "mine.md") == 0


def test_the_json_answer_is_one_document_with_places(capsys: pytest.CaptureFixture[str]) -> None:
    bad = GOLDEN / "spoiled-post"
    assert call("verify", bad / "post.md", "--evidence", bad / "evidence.json", "--json") == 1
    data = json.loads(capsys.readouterr().out)
    assert data["publishable"] is False
    assert {"rule", "severity", "where", "match", "message", "fix"} <= set(data["findings"][0])
    assert data["files"][0]["judged"] >= 4


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_other_forms_are_printed(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    bad = GOLDEN / "spoiled-post"
    assert (
        call("verify", bad / "post.md", "--evidence", bad / "evidence.json", "--format", form) == 1
    )
    out = capsys.readouterr().out
    if form == "sarif":
        assert json.loads(out)["runs"][0]["results"]
    else:
        assert all(line.startswith("::") for line in out.splitlines())


def test_fix_mends_the_file_once_and_then_leaves_it(tmp_path: Path) -> None:
    bad = GOLDEN / "spoiled-post"
    post = Path(shutil.copy(bad / "post.md", tmp_path / "post.md"))
    args = ("verify", post, "--evidence", bad / "evidence.json", "--fix")
    call(*args)
    once = post.read_text("utf-8")
    assert "denied that the leak" in once and "🚀" not in once and "without a budget" in once
    call(*args)
    assert post.read_text("utf-8") == once


def test_a_record_is_verified_as_it_stands_with_lines_in_its_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("verify", record(tmp_path / DAY, draft())) == 0
    capsys.readouterr()
    folder = record(tmp_path / "other" / DAY, spoiled())
    assert call("verify", folder / "brief.json", "--json") == 1
    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert (found["rule"], found["where"]["path"]) == ("quote-altered", "sections[0].quote")
    lines = (folder / "brief.json").read_text("utf-8").splitlines()
    assert lines[found["where"]["line"] - 1].strip() == '"quote": {'
    assert lines[found["where"]["line"] - 1][found["where"]["column"] - 1] == "{"


def test_a_record_may_not_repeat_the_days_beside_it(tmp_path: Path) -> None:
    early = record(tmp_path / "2026-11-18", replace(draft(), day="2026-11-18"))
    store.write(
        early / "brief.json", store.to_json(brief(replace(draft(), day="2026-11-18"), "2026-11-18"))
    )
    assert call("verify", record(tmp_path / DAY, draft())) == 1


def published_site(root: Path, one: Draft, page: str) -> Path:
    folder = root / "site" / "briefs" / DAY
    folder.mkdir(parents=True)
    (folder / "index.md").write_text(page, "utf-8")
    (folder / "index.html").write_text("<p>page</p>", "utf-8")
    store.write(root / "site/api/records" / f"{DAY}.json", store.to_json(brief(one)))
    store.write(root / "site/api/evidence" / f"{DAY}.json", store.to_json(evidence().items))
    return folder


SOUND_PAGE = f"# Brief\n\n> {evidence().items[0].text.split('. ')[0]}.\n>\n> — [Source 1]\n"


@pytest.fixture
def serve() -> Iterator[partial[str]]:
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *args: object) -> None:
                return

        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), partial(Quiet, directory=str(folder))
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield partial(start)
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_published_brief_is_verified_from_its_folder(tmp_path: Path) -> None:
    assert call("verify", published_site(tmp_path, draft(), SOUND_PAGE)) == 0


def test_a_page_that_says_other_words_than_its_evidence_is_refused(tmp_path: Path) -> None:
    false = SOUND_PAGE.replace("30 seconds", "3 hours")
    assert call("verify", published_site(tmp_path, draft(), false) / "index.html") == 1


def test_a_published_page_that_gives_another_figure_than_its_source_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    false = SOUND_PAGE + "\nThe lease runs for 77 seconds. [Source 1]\n"
    assert call("verify", published_site(tmp_path, draft(), false), "--json") == 1
    rules = [one["rule"] for one in json.loads(capsys.readouterr().out)["findings"]]
    assert rules == ["number-missing"]


def test_a_published_brief_is_verified_from_its_address(
    tmp_path: Path, serve: partial[str], capsys: pytest.CaptureFixture[str]
) -> None:
    published_site(tmp_path, spoiled(), SOUND_PAGE)
    base = serve(tmp_path / "site")
    assert call("verify", f"{base}briefs/{DAY}/", "--json") == 1
    rules = [one["rule"] for one in json.loads(capsys.readouterr().out)["findings"]]
    assert rules == ["quote-altered"]
    assert call("verify", f"{base}briefs/2020-01-01/") == 2


def test_what_cannot_be_run_is_one_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = tmp_path / "post.md"
    post.write_text("# A\n", "utf-8")
    bad = tmp_path / "bad.md"
    bad.write_bytes(b"\xff\xfe\x00")
    packs = {
        "list.json": "{}",
        "twice.json": '[{"n":1,"text":"a"},{"n":1,"text":"b"}]',
        "no-n.json": '[{"text":"a"}]',
        "no-text.json": '[{"n":1}]',
        "torn.json": "[",
    }
    for name, text in packs.items():
        (tmp_path / name).write_text(text, "utf-8")
        assert call("verify", post, "--evidence", tmp_path / name) == 2
        shown = capsys.readouterr().err
        assert shown.startswith("error: ") and name in shown and "hint: " in shown
    (tmp_path / "ok.json").write_text("[]", "utf-8")
    assert call("verify", bad, "--evidence", tmp_path / "ok.json") == 2
    assert call("verify", post) == 2
    assert call("verify", tmp_path / "none.md") == 2
    assert call("verify", "http://127.0.0.1:9/nothing") == 2


def test_evidence_in_odd_shapes_is_read(tmp_path: Path) -> None:
    post = tmp_path / "post.md"
    post.write_text("Ein Vertrag gilt für dreißig Tage im Jahr [1].\n", "utf-8")
    rows = [{"n": 1, "text": "Der Vertrag gilt dreißig Tage im Jahr. " * 5_000}] * 2
    (tmp_path / "e.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(rows).encode())
    assert call("verify", post, "--evidence", tmp_path / "e.json") == 0


def test_of_many_files_only_those_that_ask_for_it_can_be_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readme, cited, named = (tmp_path / name for name in ("README.md", "cited.md", "named.md"))
    readme.write_text(
        "# Read me\n\nIt has 3 parts, see `[Source 1]`, [the list][1] and a note.[^a]\n\n[1]: list.md\n[^a]: Ours.\n",
        "utf-8",
    )
    cited.write_text("Leases take 30 seconds [Source 1].\n", "utf-8")
    named.write_text("---\nevidence: lost.json\n---\n# A\n", "utf-8")
    assert call("verify", "--with-evidence-only", readme, "--json") == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["files"] == [] and "skipped" in shown.err
    assert call("verify", readme) == 2
    assert call("verify", "--with-evidence-only", cited) == 2
    assert call("verify", "--with-evidence-only", named) == 2
    for mark in ("[1]", "[1, p. 4]", "[^1]", "[@lease]", "there¹.", "(source 1)"):
        named.write_text(f"Leases take 30 seconds {mark}\n", "utf-8")
        assert call("verify", "--with-evidence-only", named) == 2, mark
    (tmp_path / "cited.evidence.json").write_text(
        '[{"n": 1, "text": "Leases take 30 seconds."}]', "utf-8"
    )
    assert call("verify", "--with-evidence-only", readme, cited) == 0


def test_the_github_action_verifies_what_a_pull_request_changed_against_its_base(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    script = next(one["run"] for one in action["runs"]["steps"] if one.get("name") == "Verify")
    runner, repo = tmp_path / "runner", tmp_path / "repo"
    tool = runner / "dateline" / "bin" / "dateline"
    tool.parent.mkdir(parents=True)
    warm = Warm(tmp_path_factory.mktemp("warm"))
    request.addfinalizer(warm.close)
    tool.write_text(warm.client(), "utf-8")
    tool.chmod(0o755)
    repo.mkdir()
    (repo / "old.md").write_text("Leases take 99 seconds [1].\n", "utf-8")

    def git(*words: str) -> str:
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@a.example", *words]
        return subprocess.run(command, cwd=repo, check=True, capture_output=True, text=True).stdout

    def run(base: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "RUNNER_TEMP": str(runner), "BASE": base, "FILES": "",
               "EVIDENCE": "", "FLOOR": "", "DATELINE_TEST_NOW": "2026-11-20T05:17:00+00:00"}  # fmt: skip
        command = ["bash", "-e", "-o", "pipefail", "-c", script]
        return subprocess.run(
            command, cwd=repo, env=env, check=False, capture_output=True, text=True
        )

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "base")
    base = git("rev-parse", "HEAD").strip()
    assert "nothing to verify" in run(base).stdout
    pack = [{"n": 1, "source_id": "a", "text": "A lease takes 30 seconds in all."}]
    (repo / "new post.evidence.json").write_text(json.dumps(pack), "utf-8")
    (repo / "new post.md").write_text("A lease takes 31 seconds in all [1].\n", "utf-8")
    (repo / "notes.md").write_text("# Notes\n\nNothing is cited.\n", "utf-8")
    git("add", "-A")
    git("commit", "-qm", "change")
    refused = run(base)
    assert refused.returncode == 1
    assert "::error file=new post.md" in refused.stdout and "old.md" not in refused.stdout
    (repo / "new post.md").write_text("A lease takes 30 seconds in all [1].\n", "utf-8")
    git("commit", "-qam", "mend")
    assert run(base).returncode == 0
    (repo / "new post.evidence.json").unlink()
    git("commit", "-qam", "lose the evidence")
    assert run(base).returncode == 2


def test_a_folder_that_is_no_brief_is_told_how_a_site_is_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "site").mkdir()
    assert call("verify", tmp_path / "site") == 2
    assert "dateline verify --site" in capsys.readouterr().err
