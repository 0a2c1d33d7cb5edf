"""What every command answers to words it cannot do: exit code 2, one line that says why, and what to do."""

from __future__ import annotations

import contextlib
import io
import tempfile
from functools import cache
from pathlib import Path

import pytest
from test_config import DESK

from pipeline.cli import main

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
            main([*line.split(), *(["--root", root] if root else [])])
        except SystemExit as stop:
            code = int(stop.code or 0)
    lines = [
        one for one in err.getvalue().replace(root or "\0", "ROOT").splitlines() if one.strip()
    ]
    error = next((one for one in lines if one.lower().startswith("error")), "")
    hint = next((one.strip() for one in lines if one.strip().startswith("hint")), "")
    return code, error, hint


def here(line: str) -> tuple[int, str, str]:
    return told(line, room().name)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "run --date 2026-13-01",
            (
                2,
                "Error: Invalid value for '--date': '2026-13-01' is no day; write it like 2026-11-20, or newest",
                "",
            ),
        ),
        (
            "run --date tomorrow",
            (
                2,
                "Error: Invalid value for '--date': 'tomorrow' is no day; write it like 2026-11-20, or newest",
                "",
            ),
        ),
        (
            "run --date 2026-02-30",
            (
                2,
                "Error: Invalid value for '--date': '2026-02-30' is no day; write it like 2026-11-20, or newest",
                "",
            ),
        ),
        (
            "run --writer nobody",
            (
                2,
                "Error: Invalid value for '--writer': 'nobody' is not one of 'extractive', 'claude', 'local'.",
                "",
            ),
        ),
        ("run --colour", (2, "Error: No such option '--colour'.", "")),
        ("run extra", (2, "Error: Got unexpected extra argument (extra)", "")),
        (
            "news --date spring",
            (
                2,
                "Error: Invalid value for '--date': 'spring' is no day; write it like 2026-11-20, or newest",
                "",
            ),
        ),
        ("search", (2, "Error: Missing argument 'QUERY...'.", "")),
        (
            "search retry --k 0",
            (2, "Error: Invalid value for '--k': 0 is not in the range 1<=x<=200.", ""),
        ),
        (
            "search retry --k -1",
            (2, "Error: Invalid value for '--k': -1 is not in the range 1<=x<=200.", ""),
        ),
        (
            "search retry --k many",
            (2, "Error: Invalid value for '--k': 'many' is not a valid integer range.", ""),
        ),
        (
            "search retry --domain cooking",
            (
                2,
                "error: --domain: no domain is called 'cooking'",
                "hint: the desk's domains: security",
            ),
        ),
        ("search retry --colour", (2, "Error: No such option '--colour'.", "")),
        (
            "draft --date x",
            (
                2,
                "Error: Invalid value for '--date': 'x' is no day; write it like 2026-11-20, or newest",
                "",
            ),
        ),
        ("render extra", (2, "Error: Got unexpected extra argument (extra)", "")),
        ("build extra", (2, "Error: Got unexpected extra argument (extra)", "")),
        (
            "audit nowhere",
            (2, "error: nowhere: holds no built site", "hint: run `dateline build` first"),
        ),
        (
            "verify nowhere.md",
            (
                2,
                "error: nowhere.md: does not exist",
                "hint: give a file, a brief's folder or a URL",
            ),
        ),
        ("verify", (2, "Error: name a PATH or URL, or --archive", "")),
        (
            "verify ftp://a.example/x",
            (
                2,
                "error: ftp://a.example/x: does not exist",
                "hint: give a file, a brief's folder or a URL",
            ),
        ),
        (
            "edit spring drop 1",
            (
                2,
                "Error: Invalid value for 'YYYY-MM-DD': 'spring' is no day; write it like 2026-11-20",
                "",
            ),
        ),
        ("edit 2026-11-20 drop", (2, "Error: Missing option '--by'.", "")),
        ("edit 2026-11-20 nothing 1", (2, "Error: No such command 'nothing'.", "")),
        (
            "edit 2026-13-40 drop 1",
            (
                2,
                "Error: Invalid value for 'YYYY-MM-DD': '2026-13-40' is no day; write it like 2026-11-20",
                "",
            ),
        ),
        ("review show", (2, "Error: Missing argument 'YYYY-MM-DD'.", "")),
        (
            "review show 2026-11-20",
            (
                2,
                "error: ROOT/briefs/2026-11-20/brief.json: there is no brief for 2026-11-20",
                "hint: run `dateline run --date 2026-11-20`; `dateline status` lists the days there are",
            ),
        ),
        (
            "review show spring",
            (
                2,
                "Error: Invalid value for 'YYYY-MM-DD': 'spring' is no day; write it like 2026-11-20",
                "",
            ),
        ),
        ("review approve 2026-11-20", (2, "Error: Missing option '--by'.", "")),
        (
            "review approve spring",
            (
                2,
                "Error: Invalid value for 'YYYY-MM-DD': 'spring' is no day; write it like 2026-11-20",
                "",
            ),
        ),
        ("review reject 2026-11-20", (2, "Error: Missing option '--by'.", "")),
        ("review nothing", (2, "Error: No such command 'nothing'.", "")),
        ("correct", (2, "Error: Missing argument 'YYYY-MM-DD'.", "")),
        (
            "correct spring",
            (
                2,
                "Error: Invalid value for 'YYYY-MM-DD': 'spring' is no day; write it like 2026-11-20",
                "",
            ),
        ),
        ("retract", (2, "Error: Missing argument 'YYYY-MM-DD'.", "")),
        (
            "retract spring",
            (
                2,
                "Error: Invalid value for 'YYYY-MM-DD': 'spring' is no day; write it like 2026-11-20",
                "",
            ),
        ),
        (
            "post new poem caching",
            (
                2,
                "Error: Invalid value for 'FORMAT': 'poem' is not one of 'pattern', 'versus', 'exploration'.",
                "",
            ),
        ),
        ("post new pattern", (2, "Error: Missing argument 'TOPIC...'.", "")),
        (
            "post check nowhere.md",
            (
                2,
                "error: nowhere.md: cannot be read (No such file or directory)",
                "hint: name a post below content/posts; `dateline post new` drafts one",
            ),
        ),
        (
            "sources check b",
            (2, "error: ROOT/briefs/sources.toml: no source has the id b", "hint: known: a"),
        ),
        ("sources add", (2, "Error: Missing argument 'ID'.", "")),
        ("sources add ftp://a.example/x", (2, "Error: Missing argument 'LOCATION'.", "")),
        (
            "sources import-opml nowhere.opml",
            (
                2,
                "error: nowhere.opml: cannot be read (No such file or directory)",
                "hint: export the subscriptions of your feed reader as OPML and name that file",
            ),
        ),
        ("sources nothing", (2, "Error: No such command 'nothing'.", "")),
        ("index nothing", (2, "Error: No such command 'nothing'.", "")),
        (
            "index push",
            (
                2,
                "error: ROOT/briefs/desk.toml: the desk's engine is local: there is no cluster to speak to",
                'hint: set engine = "opensearch" and engine_urls under [retrieval]',
            ),
        ),
        (
            "index compare",
            (
                2,
                "error: ROOT/briefs/desk.toml: the desk's engine is local: there is no cluster to speak to",
                'hint: set engine = "opensearch" and engine_urls under [retrieval]',
            ),
        ),
        ("eval retrieval", (2, "Error: Missing argument 'DIR'.", "")),
        (
            "eval retrieval nowhere",
            (2, "Error: Invalid value for 'DIR': Directory 'nowhere' does not exist.", ""),
        ),
        (
            "eval quotes nowhere.jsonl",
            (2, "Error: Invalid value for 'FILE': File 'nowhere.jsonl' does not exist.", ""),
        ),
        ("eval nothing", (2, "Error: No such command 'nothing'.", "")),
        ("cost --since spring", (2, "Error: No such option '--since'. Did you mean '--json'?", "")),
        (
            "cost --month 2026-13",
            (
                2,
                "Error: Invalid value for '--month': '2026-13' is no month of the calendar; write it like 2026-11",
                "",
            ),
        ),
        ("status extra", (2, "Error: Got unexpected extra argument (extra)", "")),
        ("doctor extra", (2, "Error: Got unexpected extra argument (extra)", "")),
        ("desk extra", (2, "Error: Got unexpected extra argument (extra)", "")),
        ("nightly nothing", (2, "Error: No such command 'nothing'.", "")),
        ("serch retry", (2, "Error: There is no command 'serch'. Did you mean `search`?", "")),
        ("publish", (2, "Error: No such command 'publish'.", "")),
        ("runn", (2, "Error: There is no command 'runn'. Did you mean `run`?", "")),
        ("--colour", (2, "Error: No such option '--colour'.", "")),
        ("upgrade extra", (2, "Error: Got unexpected extra argument (extra)", "")),
        ("deliver extra", (2, "Error: Got unexpected extra argument (extra)", "")),
        ("ingest extra", (2, "Error: Got unexpected extra argument (extra)", "")),
        (
            "ingest --source b",
            (2, "error: ROOT/briefs/sources.toml: no source has the id b", "hint: known: a"),
        ),
    ],
)
def test_a_command_in_a_room_says_why_it_cannot(line: str, expected: tuple[int, str, str]) -> None:
    assert here(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "run",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "news",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "ingest",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "search retry",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "draft",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "render",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "build",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "status",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "review list",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "sources list",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "sources check",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "sources health",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "index compare",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "eval reading",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "deliver",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "verify --archive",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
        (
            "post new pattern caching",
            (
                2,
                "error: ROOT/briefs/desk.toml: does not exist",
                "hint: run `dateline init DIR` for a desk to start from",
            ),
        ),
    ],
)
def test_a_command_outside_of_a_newsroom_says_where_one_is_made(
    line: str, expected: tuple[int, str, str]
) -> None:
    assert told(line, "/nonexistent-newsroom") == expected
