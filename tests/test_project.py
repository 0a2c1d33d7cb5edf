"""The repository around the code: tasks, workflows, lock files, README."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from checks import each

from pipeline.newsroom.config import SourceEntry
from pipeline.newsroom.desk import Desk
from pipeline.newsroom.founding import reference
from pipeline.newsroom.typed_toml import tables
from pipeline.verify.draft.reuse import LONGEST_RUN, QUOTE_WORDS

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


THEME = sorted((ROOT / "templates" / "theme").rglob("*.html"))


@pytest.mark.parametrize("path", THEME, ids=lambda path: path.name)
def test_the_theme_asks_for_filters_and_calls_no_method_so_that_minijinja_reads_it(
    path: Path,
) -> None:
    marks = re.findall(r"\{%.*?%\}|\{\{.*?\}\}", path.read_text("utf-8"), re.DOTALL)
    assert marks
    assert not [one for one in marks if re.search(r"\.\w+\(", one)]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_commit_and_rights_are_least(path: Path) -> None:
    uses = re.findall(r"uses:\s*(\S+)", path.read_text("utf-8"))
    assert uses
    of_others = [one for one in uses if not one.startswith("./")]
    assert all(re.fullmatch(r"[\w/.-]+@[0-9a-f]{40}", one) for one in each(of_others))
    assert yaml.safe_load(path.read_text("utf-8"))["permissions"] == {"contents": "read"}


def test_the_night_is_made_without_the_right_to_write_recorded_and_published() -> None:
    nightly = yaml.safe_load(text(".github/workflows/nightly.yml"))
    when = nightly[True]  # YAML 1.1 reads the key `on` as true
    assert when["schedule"]
    assert "date" in when["workflow_dispatch"]["inputs"]
    assert nightly["concurrency"]["cancel-in-progress"] is False
    assert nightly["jobs"]["make"]["permissions"] == {"contents": "read"}
    assert "ANTHROPIC_API_KEY" not in str(nightly["jobs"]["record"])
    assert nightly["jobs"]["publish"]["uses"] == "./.github/workflows/deploy.yml"


def test_what_is_recorded_is_published_though_the_job_that_recorded_it_failed_later() -> None:
    for name in ("nightly", "approve"):
        publish = yaml.safe_load(text(f".github/workflows/{name}.yml"))["jobs"]["publish"]
        assert "!cancelled() && needs." in publish["if"], name


@pytest.mark.parametrize("name", ["approve", "reject"])
def test_no_decision_waits_in_a_group_that_drops_all_but_the_newest(name: str) -> None:
    group = yaml.safe_load(text(f".github/workflows/{name}.yml"))["concurrency"]["group"]
    assert re.fullmatch(rf"{name}-\$\{{\{{ github\.event\..+ \}}\}}", group)


def test_a_deploy_that_is_run_again_finds_its_own_site() -> None:
    jobs = yaml.safe_load(text(".github/workflows/deploy.yml"))["jobs"]
    (upload,) = (one for one in jobs["build"]["steps"] if "upload-pages" in one.get("uses", ""))
    assert "github.run_attempt" in upload["with"]["name"] == jobs["build"]["outputs"]["pages"]
    assert jobs["deploy"]["steps"][0]["with"]["artifact_name"] == "${{ needs.build.outputs.pages }}"


def test_what_the_nights_hand_over_is_no_change_of_the_checkout() -> None:
    ignored = text(".gitignore").split()
    assert {"night/", "public/"} <= set(ignored)
    assert {"night/", "public/"} <= set(text("templates/newsroom/gitignore").split())


def test_ci_runs_the_readme_test_command_and_skips_nothing() -> None:
    script = text(".ci/run")
    assert "make test" in script
    assert "DATELINE_ALL_TESTS=1" in script
    assert "chromium" in script
    assert "make test" in text("README.md")
    assert "make brief" in text("README.md")


def test_what_two_clones_of_a_newsroom_appended_is_merged_without_a_conflict(
    tmp_path: Path,
) -> None:
    def git(folder: Path, *words: str) -> None:
        who = ("-c", "user.name=ada", "-c", "user.email=ada@example.org")
        subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)

    first, second = tmp_path / "first", tmp_path / "second"
    log = Path("briefs/decisions.jsonl")
    (first / "briefs").mkdir(parents=True)
    git(first, "init", "-q", "-b", "main")
    (first / ".gitattributes").write_text(text("templates/newsroom/gitattributes"))
    (first / log).write_text('{"n": 1}\n')
    git(first, "add", "-A")
    git(first, "commit", "-qm", "A newsroom")
    git(tmp_path, "clone", "-q", "first", "second")
    for folder, row in ((first, '{"n": 2}\n'), (second, '{"n": 3}\n')):
        (folder / log).write_text('{"n": 1}\n' + row)
        git(folder, "commit", "-qam", "Decide")
    git(second, "pull", "-q", "--rebase", "origin", "main")
    assert sorted((second / log).read_text().splitlines()) == ['{"n": 1}', '{"n": 2}', '{"n": 3}']


def test_lock_files_pin_every_package_by_hash_and_name_no_registry() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-audit.lock"):
        lock = text(name)
        assert "://" not in lock
        pins = re.findall(r"^[\w.-]+==", lock, re.MULTILINE)
        assert len(pins) > 20
        assert lock.count("--hash=sha256:") >= len(pins)


def test_what_installs_the_rest_is_pinned_by_hash_too() -> None:
    assert re.match(r"uv==[\d.]+ \\\n    --hash=sha256:", text(".ci/uv.lock"))
    installs = re.findall(r"pip install [^\n]*", text("Makefile"))
    assert installs
    assert all("--require-hashes" in one or "--no-deps --editable" in one for one in installs)


def test_the_lock_file_is_billed_and_audited_where_nothing_is_skipped() -> None:
    ci = yaml.safe_load(text(".github/workflows/ci.yml"))
    steps = " ".join(str(step.get("run")) for step in ci["jobs"]["audit"]["steps"])
    assert "make sbom" in steps
    assert "pip-audit --strict" in steps
    assert "-r requirements.lock" in steps
    assert "cyclonedx-py requirements" in text("Makefile")


def test_the_readme_is_short_and_has_its_generated_blocks() -> None:
    readme = text("README.md")
    assert readme.count("\n") <= 150
    for name in ("run", "excerpt", "figures"):
        body = re.search(rf"<!-- begin: {name} -->\n(.+?)<!-- end: {name} -->", readme, re.DOTALL)
        assert body, name
    pictures = re.findall(r"!\[[^\]]{10,}\]\(([^)]+)\)", readme)
    assert pictures
    assert all((ROOT / one).is_file() for one in pictures)


def test_the_gate_runs_on_changed_posts_and_briefs_before_commit_and_push() -> None:
    hooks = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    gate = next(hook for hook in hooks if hook["id"] == "gate")
    assert set(gate["stages"]) == {"pre-commit", "pre-push"}
    assert re.search(gate["files"], "content/posts/a-post.md")
    assert re.search(gate["files"], "briefs/2026-11-20/brief.json")


def test_the_page_of_the_desks_keys_is_what_the_desk_says() -> None:
    for name in each(reference.FILES):
        assert reference.page(name) == text(f"docs/{name}.md"), (
            "run: python bench/desk_reference.py"
        )


def test_the_page_of_the_sources_keys_has_every_key_and_the_limits_that_hold_without_them() -> None:
    said = reference.page("sources")
    assert set(re.findall(r"^- `(\w+)`", said, re.M)) == {"base", *SourceEntry.model_fields}
    limits = {"quote_limit": QUOTE_WORDS, "quote_words": QUOTE_WORDS, "quote_share": 1.0}
    for key, most in each(limits.items()):
        assert SourceEntry.model_fields[key].default == most
        assert re.search(rf"\| `{key}` \| {most}\b", said), key
    assert f"more than {LONGEST_RUN} words" in said


def test_the_page_of_the_desks_keys_has_every_key_that_a_desk_may_have() -> None:
    parts = re.split(r"^## (?:`\[+([\w.]+)\]+`|At the top)\n", reference.page(), flags=re.M)[1:]
    told = {
        at or "": set(re.findall(r"^- `(\w+)`", said, re.M))
        for at, said in zip(parts[::2], parts[1::2], strict=True)
    }
    known = {".".join(at): set(keys) for at, keys in tables(Desk).items()}
    assert told.keys() == known.keys()
    for at, keys in each(known.items()):
        below = {one.rpartition(".")[2] for one in known if one and one.rpartition(".")[0] == at}
        assert told[at] | below == keys, at


def test_every_change_in_the_changelog_is_a_whole_sentence_and_stands_once() -> None:
    """Where two branches add at one place, a merge may lay one entry into the middle of another."""
    changes = re.findall(r"^- (.+(?:\n  .+)*)", text("CHANGELOG.md"), re.MULTILINE)
    assert changes
    assert [one for one in changes if not one.endswith((".", ":", ".)"))] == []
    assert len(changes) == len(set(changes))
