"""What every command answers to words it cannot do: exit code 2, one line that says why, and what to do."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from test_config import DESK

from pipeline.cli import main
from pipeline.compose import WRITERS
from pipeline.pages.formats import FORMATS

SOURCES = """\
base = "corpus"
[[sources]]
id = "a"
title = "A"
kind = "folder"
location = "a"
domains = ["security"]
"""


@cache
def room() -> tempfile.TemporaryDirectory[str]:
    """A newsroom that has made nothing yet; it goes with the process."""
    made = tempfile.TemporaryDirectory()
    root = Path(made.name)
    for folder in ("briefs", "corpus/a"):
        (root / folder).mkdir(parents=True)
    (root / "briefs" / "desk.toml").write_text(DESK, "utf-8")
    (root / "briefs" / "sources.toml").write_text(SOURCES, "utf-8")
    (root / "corpus" / "a" / "one.md").write_text(
        "# One\n\nA retry budget caps retries.\n", "utf-8"
    )
    return made


def told(line: str, root: str) -> tuple[int, str, str]:
    """The exit code, and the words of the error and of its hint, ROOT for the newsroom's folder."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main([*line.split(), "--root", root])
        except SystemExit as stop:
            code = int(stop.code or 0)
    lines = err.getvalue().replace(root, "ROOT").splitlines()
    error = next((one for one in lines if one.lower().startswith("error")), "")
    hint = next((one.strip() for one in lines if one.strip().startswith("hint")), "")
    return code, error, hint


def listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


DRAFTED = [name for name, one in FORMATS.items() if one.drafted]


@pytest.mark.parametrize(
    ("line", "error", "hint"),
    [
        ("run --date 2026-13-01", "Error: Invalid value for '--date': '2026-13-01' is no day; write it like 2026-11-20, or newest", ""),
        ("run --date tomorrow", "Error: Invalid value for '--date': 'tomorrow' is no day; write it like 2026-11-20, or newest", ""),
        ("run --date 2026-02-30", "Error: Invalid value for '--date': '2026-02-30' is no day; write it like 2026-11-20, or newest", ""),
        ("run --writer nobody", f"Error: Invalid value for '--writer': 'nobody' is not one of {listed(WRITERS)}.", ""),
        ("run --colour", "Error: No such option '--colour'.", ""),
        ("run extra", "Error: Got unexpected extra argument (extra)", ""),
        ("news --date spring", "Error: Invalid value for '--date': 'spring' is no day; write it like 2026-11-20, or newest", ""),
        ("search", "Error: Missing argument 'QUERY...'.", ""),
        ("search retry --k 0", "Error: Invalid value for '--k': 0 is not in the range 1<=x<=200.", ""),
        ("search retry --k -1", "Error: Invalid value for '--k': -1 is not in the range 1<=x<=200.", ""),
        ("search retry --k many", "Error: Invalid value for '--k': 'many' is not a valid integer range.", ""),
        ("search retry --domain cooking", "error: --domain: no domain is called 'cooking'", "hint: the desk's domains: security"),
        ("search retry --colour", "Error: No such option '--colour'.", ""),
        ("draft --date x", "Error: Invalid value for '--date': 'x' is no day; write it like 2026-11-20, or newest", ""),
        ("render extra", "Error: Got unexpected extra argument (extra)", ""),
        ("build extra", "Error: Got unexpected extra argument (extra)", ""),
        ("audit nowhere", "error: nowhere: holds no built site", "hint: run `dateline build` first"),
        ("verify nowhere.md", "error: nowhere.md: does not exist", "hint: give a file, a brief's folder or a URL"),
        ("verify", "Error: name a PATH or URL, or --archive", ""),
        ("verify ftp://a.example/x", "error: ftp://a.example/x: does not exist", "hint: give a file, a brief's folder or a URL"),
        ("edit spring drop 1", "Error: Invalid value for 'YYYY-MM-DD': 'spring' is no day; write it like 2026-11-20", ""),
        ("edit drop 1", "Error: the day stands first: dateline edit 2026-11-20 drop", ""),
        ("edit 2026-11-20 drop career --by a --why b", "error: ROOT/briefs/2026-11-20: no news of 2026-11-20 was looked at yet", "hint: run `dateline news --date 2026-11-20` first, then name one of the stories it lists"),
        ("edit 2026-11-20 drop", "Error: Missing option '--by'.", ""),
        ("edit 2026-11-20 nothing 1", "Error: No such command 'nothing'.", ""),
        ("edit 2026-13-40 drop 1", "Error: Invalid value for 'YYYY-MM-DD': '2026-13-40' is no day; write it like 2026-11-20", ""),
        ("review show", "Error: Missing argument 'YYYY-MM-DD'.", ""),
        ("review show 2026-11-20", "error: ROOT/briefs/2026-11-20/brief.json: there is no brief for 2026-11-20", "hint: run `dateline run --date 2026-11-20`; `dateline status` lists the days there are"),
        ("review show spring", "Error: Invalid value for 'YYYY-MM-DD': 'spring' is no day; write it like 2026-11-20", ""),
        ("review approve 2026-11-20", "Error: Missing option '--by'.", ""),
        ("review approve spring", "Error: Invalid value for 'YYYY-MM-DD': 'spring' is no day; write it like 2026-11-20", ""),
        ("review reject 2026-11-20", "Error: Missing option '--by'.", ""),
        ("review nothing", "Error: No such command 'nothing'.", ""),
        ("correct", "Error: Missing argument 'YYYY-MM-DD'.", ""),
        ("correct spring", "Error: Invalid value for 'YYYY-MM-DD': 'spring' is no day; write it like 2026-11-20", ""),
        ("retract", "Error: Missing argument 'YYYY-MM-DD'.", ""),
        ("retract spring", "Error: Invalid value for 'YYYY-MM-DD': 'spring' is no day; write it like 2026-11-20", ""),
        ("post new poem caching", f"Error: Invalid value for 'FORMAT': 'poem' is not one of {listed(DRAFTED)}.", ""),
        ("post new pattern", "Error: Missing argument 'TOPIC...'.", ""),
        ("post check nowhere.md", "error: nowhere.md: cannot be read (No such file or directory)", "hint: name a post below content/posts; `dateline post new` drafts one"),
        ("sources check b", "error: ROOT/briefs/sources.toml: no source has the id b", "hint: known: a"),
        ("sources add", "Error: Missing argument 'ID'.", ""),
        ("sources add ftp://a.example/x", "Error: Missing argument 'LOCATION'.", ""),
        ("sources import-opml nowhere.opml", "error: nowhere.opml: cannot be read (No such file or directory)", "hint: export the subscriptions of your feed reader as OPML and name that file"),
        ("sources nothing", "Error: No such command 'nothing'.", ""),
        ("index nothing", "Error: No such command 'nothing'.", ""),
        ("index push", "error: ROOT/briefs/desk.toml: the desk's engine is local: there is no cluster to speak to", 'hint: set engine = "opensearch" and engine_urls under [retrieval]'),
        ("index compare", "error: ROOT/briefs/desk.toml: the desk's engine is local: there is no cluster to speak to", 'hint: set engine = "opensearch" and engine_urls under [retrieval]'),
        ("eval retrieval", "error: ROOT/briefs/evals/questions.jsonl: there are no questions yet", "hint: `dateline eval refresh` proposes some; or name a folder of your own"),
        ("eval retrieval nowhere", "Error: Invalid value for 'DIR': Directory 'nowhere' does not exist.", ""),
        ("eval quotes nowhere.jsonl", "Error: Invalid value for 'FILE': File 'nowhere.jsonl' does not exist.", ""),
        ("eval nothing", "Error: No such command 'nothing'.", ""),
        ("cost --since spring", "Error: No such option '--since'. Did you mean '--json'?", ""),
        ("cost --month 2026-13", "Error: Invalid value for '--month': '2026-13' is no month of the calendar; write it like 2026-11", ""),
        ("status extra", "Error: Got unexpected extra argument (extra)", ""),
        ("doctor extra", "Error: Got unexpected extra argument (extra)", ""),
        ("desk extra", "Error: Got unexpected extra argument (extra)", ""),
        ("nightly nothing", "Error: No such command 'nothing'.", ""),
        ("serch retry", "Error: There is no command 'serch'. Did you mean `search`?", ""),
        ("publish", "Error: No such command 'publish'.", ""),
        ("runn", "Error: There is no command 'runn'. Did you mean `run`?", ""),
        ("--colour", "Error: No such option '--colour'.", ""),
        ("upgrade extra", "Error: Got unexpected extra argument (extra)", ""),
        ("deliver extra", "Error: Got unexpected extra argument (extra)", ""),
        ("ingest extra", "Error: Got unexpected extra argument (extra)", ""),
        ("ingest --source b", "error: ROOT/briefs/sources.toml: no source has the id b", "hint: known: a"),
    ],
)  # fmt: skip
def test_a_command_in_a_room_says_why_it_cannot(line: str, error: str, hint: str) -> None:
    assert told(line, room().name) == (2, error, hint)


@pytest.mark.parametrize(
    "line",
    [
        "run",
        "news",
        "ingest",
        "search retry",
        "draft",
        "render",
        "build",
        "serve",
        "status",
        "review list",
        "sources list",
        "sources check",
        "sources health",
        "index compare",
        "eval reading",
        "deliver",
        "verify --archive",
        "post new pattern caching",
    ],
)
def test_a_command_outside_of_a_newsroom_says_where_one_is_made(line: str) -> None:
    assert told(line, "/nonexistent-newsroom") == (
        2,
        "error: ROOT/briefs/desk.toml: does not exist",
        "hint: go to the newsroom's folder, or name it with --root; `dateline init DIR` makes a new one",
    )
