"""The nights of a newsroom as its own workflows make them, in a repository with a remote.

The shell steps are those of the generated YAML, word for word; see `workflow.py`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import starter_room
from click.testing import CliRunner
from workflow import Job, Platform, Warm, git

from pipeline.cli import dateline
from pipeline.newsroom.config import load_desk, open_newsroom
from pipeline.newsroom.founding import files
from pipeline.newsroom.handover import git as asked_git
from pipeline.publish import provenance
from pipeline.run import RunPlan, run_day

FIRST, SECOND = "2026-11-18", "2026-11-19"
KEPT = ("model-notes", "consistency-club", "tidewater", "career-ledger")
HOLDING = "\n[gate]\nmin_sources = 60\n"  # more publishers than there are


def small(root: Path, *, desk: str = "", kept: tuple[str, ...] = KEPT) -> Path:
    """A newsroom of a few sources."""
    assert CliRunner().invoke(dateline, ["init", str(root)]).exit_code == 0
    change(root, desk=desk, kept=kept)
    return root


def change(root: Path, *, desk: str = "", kept: tuple[str, ...] = KEPT, more: str = "") -> None:
    starter_room.keep(root, kept, more)
    path = root / "briefs" / "desk.toml"
    path.write_text(path.read_text("utf-8") + desk, "utf-8")


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    folder = tmp_path_factory.mktemp("warm")
    room = open_newsroom(small(folder / "room"))
    for day in (FIRST, SECOND):
        run_day(room, starter_room.world(), RunPlan(day))
    warm = Warm(folder)  # from here on every call begins with all that these days load and learn
    yield warm
    warm.close()


@pytest.fixture(scope="module")
def first(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> Platform:
    """After the first night; copied, never used itself."""
    platform = Platform(tmp_path_factory.mktemp("first"), warm)
    platform.now = f"{FIRST}T05:17:00+00:00"
    platform.start(small(platform.folder / "room"))
    jobs = platform.run("nightly.yml")
    assert [one.result for one in jobs.values()] == ["success"] * 3, jobs
    return platform


@pytest.fixture
def platform(first: Platform, tmp_path: Path) -> Platform:
    """The morning after the first night."""
    for name in ("remote.git", "live"):
        shutil.copytree(first.folder / name, tmp_path / name)
    made = Platform(tmp_path, first.warm)
    made.cache = first.cache
    made.now = f"{SECOND}T05:17:00+00:00"
    return made


def brief(platform: Platform, day: str, branch: str = "main") -> dict:
    return json.loads(platform.show(f"briefs/{day}/brief.json", branch))


def leads(platform: Platform, day: str) -> set[str]:
    return {one["headline"] for one in brief(platform, day)["draft"]["sections"]}


def edited(platform: Platform, name: str = "ada", **changes: object) -> Path:
    """A change of the newsroom by its owner, pushed."""
    clone = platform.clone(name)
    change(clone, **changes)  # type: ignore[arg-type]
    git(clone, "commit", "-qam", "Change the desk")
    git(clone, "push", "-q")
    return clone


# ── the ten ───────────────────────────────────────────────────────────────────────────────


def test_the_first_run_makes_records_and_publishes_a_brief(first: Platform) -> None:
    assert f"Brief of {FIRST}: published" in first.log()
    assert brief(first, FIRST)["published"] == f"{FIRST}T05:17:00+00:00"
    assert (first.live / "briefs" / FIRST / "index.html").is_file()
    assert provenance.in_folder(first.live) == []
    listed = json.loads((first.live / "provenance.json").read_bytes())
    row = json.loads(first.show("briefs/public.jsonl"))
    assert (row["day"], row["state"]) == (FIRST, "public")
    assert first.log()[0] == "Enter what is public"
    assert listed["commit"] == git(first.remote, "rev-parse", "main~1").strip()


def test_a_normal_night_tells_what_is_new_and_nothing_twice(platform: Platform) -> None:
    jobs = platform.run("nightly.yml")
    assert [one.result for one in jobs.values()] == ["success"] * 3, jobs
    assert f"Brief of {SECOND}: published" in platform.log()
    assert not leads(platform, FIRST) & leads(platform, SECOND)
    assert all((platform.live / "briefs" / day / "index.html").is_file() for day in (FIRST, SECOND))
    assert "cache list" in platform.gh.read_text()


def test_a_held_night_asks_a_person_and_its_merge_approves(tmp_path: Path, warm: Warm) -> None:
    platform = Platform(tmp_path, warm)
    platform.now = f"{FIRST}T05:17:00+00:00"
    platform.start(small(tmp_path / "room", desk=HOLDING))
    before = git(platform.remote, "rev-parse", "main").strip()
    jobs = platform.run("nightly.yml")
    assert (jobs["record"].result, jobs["publish"].result) == ("success", "skipped"), jobs
    assert git(platform.remote, "rev-parse", "main").strip() == before
    assert brief(platform, FIRST, f"held/{FIRST}")["outcome"] == "held"
    assert f"pr create --base main --head held/{FIRST}" in platform.gh.read_text()
    closed_without_merging(tmp_path / "closed", platform)
    left_too_long(tmp_path / "late", platform)
    platform.now = f"{FIRST}T09:40:00+00:00"
    jobs = merged(platform, FIRST, "Why: one publisher\nis enough today.", before)
    assert [one.result for one in jobs.values()] == ["success", "success"], jobs
    public = brief(platform, FIRST)
    assert (public["outcome"], public["published"]) == ("published", platform.now)
    review = public["reviews"][0]
    assert (review["by"], review["why"]) == ("ada", "one publisher is enough today.")
    assert (platform.live / "briefs" / FIRST / "index.html").is_file()
    row = json.loads(platform.show("briefs/decisions.jsonl").splitlines()[-1])
    assert (row["what"], row["by"], row["rule"]) == ("approve", "ada", "structure-sources")


def closed_without_merging(folder: Path, held: Platform) -> None:
    """The same pull request closed by a person who says why: the record has the rejection."""
    shutil.copytree(held.remote, folder / "remote.git")
    platform = Platform(folder, held.warm)
    platform.now = held.now
    Path(f"{platform.gh}.comment").write_text("The only source\nis a hoax.\n")
    facts = {"head_ref": f"held/{FIRST}", "base_ref": "main", "repository": "ada/room"}
    facts |= {"event.pull_request.merged": "false", "event.pull_request.number": "7"}
    facts |= {"event.pull_request.head.repo.full_name": "eve/room"}
    assert platform.run("reject.yml", event="pull_request", **facts)["reject"].result == "skipped"
    facts |= {"event.pull_request.head.repo.full_name": "ada/room"}
    (job,) = platform.run("reject.yml", event="pull_request", **facts).values()
    assert job.result == "success", job.log
    assert platform.log()[0] == f"Reject the brief of {FIRST}: The only source is a hoax."
    kept = brief(platform, FIRST)
    review = kept["reviews"][0]
    assert (kept["outcome"], review["decision"], review["by"]) == ("held", "rejected", "ada")
    row = json.loads(platform.show("briefs/decisions.jsonl").splitlines()[-1])
    assert (row["what"], row["why"]) == ("reject", "The only source is a hoax.")
    again = platform.run("reject.yml", event="pull_request", **facts)["reject"]
    assert (again.result, "nothing to do" in again.log) == ("success", True), again.log


def left_too_long(folder: Path, held: Platform) -> None:
    """The same pull request that nobody looks at: a later night closes it with a word why, and its
    record is kept as held, which is no example of what a person would have said."""
    folder.mkdir()
    shutil.copytree(held.remote, folder / "remote.git")
    platform = Platform(folder, held.warm)
    platform.now = "2026-12-09T05:17:00+00:00"
    shutil.copy(f"{held.gh}.open", f"{platform.gh}.open")
    jobs = platform.run("nightly.yml")
    assert jobs["record"].result == "success", jobs["record"].log
    said = next(row for row in platform.gh.read_text().splitlines() if row.startswith("pr close"))
    assert said.startswith(
        f"pr close held/{FIRST} --comment Closed: nobody decided about the brief"
    )
    assert said.endswith("--delete-branch") and "pr close held/2026-12-09" not in said
    assert f"Nobody decided in time about the brief of {FIRST}" in platform.log()
    review = brief(platform, FIRST)["reviews"][0]
    assert (review["decision"], review["by"]) == ("rejected", "dateline")
    assert "briefs/decisions.jsonl" not in git(
        platform.remote, "ls-tree", "-r", "--name-only", "main"
    )


def merged(platform: Platform, day: str, why: str, before: str) -> dict[str, Job]:
    """What happens when a person merges the pull request of a held brief."""
    clone = platform.clone("merger")
    message = f"Merge pull request #7 from ada/held/{day}\n\n{why}"
    git(clone, "merge", "-q", "--no-ff", "-m", message, f"origin/held/{day}")
    git(clone, "push", "-q")
    after = git(platform.remote, "rev-parse", "main").strip()
    ends = {"event.before": before, "event.after": after}
    return platform.run("approve.yml", event="push", **ends)


def test_a_quiet_night_of_a_desk_that_skips_leaves_the_site_as_it_is(platform: Platform) -> None:
    skips = '\n[news]\nquiet = "skip"\nrecent_days = 0\n'
    edited(platform, desk=skips, kept=("model-notes",))  # whose newest was told the night before
    platform.now = "2026-12-09T05:17:00+00:00"
    before = platform.log()
    jobs = platform.run("nightly.yml")
    assert jobs["make"].outputs["outcome"] == "quiet"
    assert [one.result for one in jobs.values()] == ["success", "success", "skipped"], jobs
    assert platform.log() == ["Night of 2026-12-09: quiet", *before]
    looked = json.loads(platform.show("briefs/2026-12-09/news.json"))["fates"]
    assert any(one["reason"] for one in looked)


def test_a_night_without_a_brief_fails_loudly_and_records_what_it_looked_at(
    platform: Platform,
) -> None:
    clone = edited(platform, kept=("tidewater",))
    shutil.rmtree(clone / "corpus" / "tidewater")
    (clone / "corpus" / "tidewater").mkdir()
    (clone / "corpus" / "tidewater" / "empty.md").write_text("# Nothing\n\nSoon.\n")
    git(clone, "add", "-A")
    git(clone, "commit", "-qm", "No source")
    git(clone, "push", "-q")
    platform.cache = None
    before = platform.log()
    jobs = platform.run("nightly.yml")
    assert jobs["make"].outputs["outcome"] == "absent", jobs
    assert [one.result for one in jobs.values()] == ["success", "failure", "skipped"]
    assert "::error::No brief" in jobs["record"].log
    assert platform.log() == [f"Night of {SECOND}: absent", *before]
    assert platform.show(f"briefs/{SECOND}/news.json")


def test_a_failed_source_is_told_and_the_night_goes_on(platform: Platform) -> None:
    gone = '\n[[sources]]\nid = "gone"\ntitle = "Gone"\nkind = "feed"\nlocation = "gone.xml"\ndomains = ["security"]\n'
    edited(platform, more=gone)
    jobs = platform.run("nightly.yml", without=("publish",))
    assert jobs["record"].result == "success", jobs
    assert f"Brief of {SECOND}: published" in platform.log()
    assert "::warning::a source was skipped: gone" in jobs["make"].log


def test_a_night_without_any_source_changes_nothing(platform: Platform) -> None:
    clone = platform.clone("ada")
    git(clone, "rm", "-rq", "corpus")
    git(clone, "commit", "-qm", "Gone")
    git(clone, "push", "-q")
    platform.cache = None
    before = platform.log()
    jobs = platform.run("nightly.yml")
    assert [one.result for one in jobs.values()] == ["failure", "skipped", "skipped"], jobs
    assert platform.log() == before


def test_a_lost_cache_loses_no_item_and_repeats_none(platform: Platform) -> None:
    platform.cache = None
    jobs = platform.run("nightly.yml", without=("publish",))
    assert jobs["record"].result == "success", jobs
    assert leads(platform, SECOND)
    assert not leads(platform, FIRST) & leads(platform, SECOND)


@pytest.mark.parametrize(
    ("said", "outrun", "told"),
    [
        (" ! [rejected]        main -> main (fetch first)", True, "fetch first"),
        (" ! [rejected]        main -> main (non-fast-forward)", True, "non-fast-forward"),
        (" ! [remote rejected] main -> main (cannot lock ref 'refs/heads/main': is at 1 but expected 2)", True, "cannot"),
        (" ! [remote rejected] main -> main (failed to update ref)", True, "failed to update"),
        (" ! [remote rejected] main -> main (protected branch hook declined)", False, "protected"),
        (" ! [remote rejected] main -> main (pre-receive hook declined)", False, "pre-receive"),
        ("remote: error: GH006: Protected branch update failed for refs/heads/main.\n ! [remote rejected] main -> main (protected branch hook declined)", False, "GH006: Protected branch update failed"),
        ("remote: error: GH013: Repository rule violations found for refs/heads/main.\n ! [remote rejected] main -> main (push declined due to repository rule violations)", False, "GH013"),
        (" ! [remote rejected] main -> main (refusing to allow a GitHub App to create or update workflow)", False, "workflow"),
        ("remote: Permission to a/b.git denied to github-actions[bot].\nfatal: unable to access 'x': The requested URL returned error: 403", False, "403"),
        ("fatal: unable to access 'x': Could not resolve host: github.com", False, "resolve"),
    ],
)  # fmt: skip
def test_a_push_goes_round_again_when_it_was_outrun_and_not_when_a_rule_bars_it(
    said: str, outrun: bool, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = subprocess.CompletedProcess(["git"], 1, b"", said.encode())
    monkeypatch.setattr("subprocess.run", lambda *_, **__: done)
    with pytest.raises(asked_git.GitError, match=told) as stop:
        asked_git.git(tmp_path, "push", "-q", "origin", "HEAD:refs/heads/main")
    assert stop.value.outrun is outrun
    barred = "hook declined" in said or "rule violations" in said
    assert ("a rule of the host bars this push" in stop.value.hint) is barred


def test_a_push_that_is_outrun_is_made_anew_on_what_came_first(platform: Platform) -> None:
    clone = platform.clone("ada")
    (clone / "corpus" / "later.md").write_text("# Later\n")
    git(clone, "add", "-A")
    git(clone, "commit", "-qm", "Meanwhile")
    (platform.folder / "race.sh").write_text(f"git -C {clone} push -q origin HEAD:main\n")
    jobs = platform.run("nightly.yml", without=("publish",))
    assert jobs["record"].outputs["changed"] == "true", jobs
    assert platform.log()[:2] == [f"Brief of {SECOND}: published", "Meanwhile"]


def test_of_two_nights_at_once_the_second_loses_and_says_so(platform: Platform) -> None:
    def other() -> None:
        edited(platform, "other", desk="\n[news]\nstories = 1\n")  # so its brief is another one
        platform.run("nightly.yml", without=("publish",))

    jobs = platform.run("nightly.yml", meanwhile={"record": other}, without=("publish",))
    assert jobs["record"].outputs["changed"] == "false", jobs
    assert "was recorded first by dateline" in jobs["record"].log
    assert len([one for one in platform.log() if SECOND in one]) == 1


def test_a_correction_is_public_with_its_push(platform: Platform) -> None:
    clone = platform.clone("ada")
    platform.now = f"{FIRST}T12:00:00+00:00"
    done = platform.dateline(clone, "correct", FIRST, "--note", "The unit was wrong.")
    assert done.returncode == 0, done.stderr
    deploy(platform, clone, "Correct")
    for name in everywhere(FIRST):
        assert "The unit was wrong." in (platform.live / name).read_text("utf-8"), name
    decided = json.loads((clone / "briefs" / "decisions.jsonl").read_text().splitlines()[-1])
    assert (decided["what"], decided["why"]) == ("correct", "The unit was wrong.")


def test_a_retraction_is_public_with_its_push_and_verify_says_so(platform: Platform) -> None:
    clone = platform.clone("ada")
    platform.now = f"{FIRST}T12:00:00+00:00"
    done = platform.dateline(clone, "retract", FIRST, "--note", "A source was a hoax.")
    assert done.returncode == 0, done.stderr
    deploy(platform, clone, "Retract")
    for name in everywhere(FIRST):
        assert "A source was a hoax." in (platform.live / name).read_text("utf-8"), name
    for name in ("archive/2026/index.html", "llms.txt", "index.html", "api/briefs.json"):
        assert "retracted" in (platform.live / name).read_text("utf-8").lower(), name
    said = platform.dateline(clone, "verify", str(platform.live / "briefs" / FIRST))
    assert "retracted" in said.stdout
    said = platform.dateline(clone, "verify", "--archive")
    assert (said.returncode, "1 retracted" in said.stdout) == (0, True), said.stdout


def deploy(platform: Platform, clone: Path, message: str) -> None:
    git(clone, "add", "briefs", "content")
    git(clone, "commit", "-qm", message)
    git(clone, "push", "-q")
    jobs = platform.run("deploy.yml", event="push")
    assert [one.result for one in jobs.values()] == ["success"] * 3, jobs


def everywhere(day: str) -> tuple[str, ...]:
    """Where a correction stands: page, twin, feeds, JSON, corrections page, the window for models."""
    return (
        f"briefs/{day}/index.html", f"briefs/{day}/index.md", f"api/briefs/{day}.json",
        f"api/records/{day}.json", "feed.xml", "atom.xml", "feed.json",
        "corrections/index.html", "llms-full.txt",
    )  # fmt: skip


def test_owners_are_told_once_and_the_record_says_so(platform: Platform) -> None:
    got: list[bytes] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        domains = sorted({one["domain"] for one in brief(platform, FIRST)["draft"]["sections"]})
        owner = (
            f'\n[[owners]]\nid = "desk"\ndomains = {json.dumps(domains)}\nchannel = "webhook"\n'
            f'to = "http://127.0.0.1:{server.server_port}/hook"\n'
            '\n[ingest]\nallow_private_hosts = ["127.0.0.1"]\n'
        )
        clone = edited(platform, desk=owner)
        said = [platform.dateline(clone, "nightly", "deliver") for _ in range(2)]
        server.shutdown()
    assert [one.returncode for one in said] == [0, 0], [one.stderr for one in said]
    assert len(got) == 1
    assert platform.show("briefs/delivered.jsonl").count("\n") == 1


# ── the workflows ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", files.WORKFLOWS)
def test_this_repository_runs_the_workflows_that_it_writes(name: str) -> None:
    root = Path(__file__).parent.parent
    made = files.workflow(name, load_desk(root / "briefs" / "desk.toml"))
    assert (root / ".github" / "workflows" / name).read_text("utf-8") == made
