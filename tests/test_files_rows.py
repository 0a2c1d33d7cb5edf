"""Files that are not what they are read as: one clear error each, which names what is wrong."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import DatelineError
from pipeline.llm import ledger
from pipeline.news.documents import newness
from pipeline.news.documents.overtaken import overtaken, release
from pipeline.newsroom import ages
from pipeline.publish import provenance
from pipeline.records import evidence_file
from pipeline.retrieve.search import intents


def told(read: Callable[[], object]) -> str:
    """What a reader says of a file, or the number of things it read."""
    try:
        found = read()
    except DatelineError as error:
        return error.message
    return f"read {len(found)}" if hasattr(found, "__len__") else "read"


def evidence(data: str) -> str:
    return told(lambda: evidence_file.read(data))


def listed(data: str) -> str:
    return told(lambda: provenance.read(data.encode(), where="x"))


def rows(text: str) -> str:
    """What the ledger's reader says of these lines, behind the number of the one it cannot read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.jsonl"
        path.write_text(text, "utf-8")
        try:
            return f"read {len(ledger.read(path))}"
        except DatelineError as error:
            return str(error).removeprefix(f"{path}:")


def newer(title: str, other: str) -> bool:
    one, two = (release("s", said, "2026-11-20") for said in (title, other))
    return bool(one and two and overtaken(one, [two]))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", "is not JSON in UTF-8: Expecting value: line 1 column 1 (char 0)"),
        (
            "{",
            "is not JSON in UTF-8: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        ),
        ("[]", "read 0"),
        ("{}", "is not a list"),
        ("5", "is not a list"),
        ('"text"', "is not a list"),
        ("null", "is not a list"),
        ("[1]", "entry 0 is not an object"),
        ("[{}]", "entry 0: n is not a whole number"),
        ('[{"n": 1}]', "entry 0 (source 1): text is missing"),
        ('[{"n": "1", "text": "a"}]', "entry 0: n is not a whole number"),
        ('[{"n": true, "text": "a"}]', "entry 0: n is not a whole number"),
        ('[{"n": -1, "text": "a"}]', "entry 0: n is not a whole number"),
        ('[{"n": 1.5, "text": "a"}]', "entry 0: n is not a whole number"),
        ('[{"n": 1, "text": 5}]', "entry 0 (source 1): text is missing"),
        ('[{"n": 1, "text": "a"}]', "read 1"),
        ('[{"n": 0, "text": ""}]', "read 1"),
        ('[{"n": 1, "text": "a"}, {"n": 1, "text": "b"}]', "source 1 has two different texts"),
        ('[{"n": 1, "text": "a"}, {"n": 1, "text": "a"}]', "read 1"),
        ('[{"n": 2, "text": "a"}, {"n": 1, "text": "b"}]', "read 2"),
        ('{"items": [{"n": 1, "text": "a"}]}', "read 1"),
        ('{"items": 5}', "is not a list"),
        ('[{"n": 1, "text": "a", "url": "https://a.example/"}]', "read 1"),
        ('[{"n": 1, "text": "a", "title": 5}]', "title (line 1): Input should be a valid string"),
        ('[{"n": 1, "text": "a", "colour": "red"}]', "read 1"),
        ('[{"n": 1, "text": "a", "published": null}]', "read 1"),
        ('[{"n": 1, "text": "a", "quote_limit": "many"}]', "read 1"),
        (
            '[{"n": 1, "text": "a"},]',
            "is not JSON in UTF-8: Expecting value: line 1 column 24 (char 23)",
        ),
    ],
)
def test_an_evidence_file_is_read_or_told_what_is_wrong_with_it(data: str, expected: str) -> None:
    assert evidence(data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", "is not a provenance file"),
        ("{}", "is not a provenance file"),
        ("[]", "is not a provenance file"),
        ('{"files": {}}', "read 0"),
        ('{"files": {"a.html": "ab"}}', "read 1"),
        ('{"files": {"a.html": 5}}', "lists no files with digests"),
        ('{"files": []}', "lists no files with digests"),
        ('{"files": {"/etc/passwd": "ab"}}', "lists '/etc/passwd', which lies outside of the site"),
        ('{"files": {"../a": "ab"}}', "lists '../a', which lies outside of the site"),
        ('{"files": {"a/../../b": "ab"}}', "lists 'a/../../b', which lies outside of the site"),
        ('{"files": {"a..b": "ab"}}', "read 1"),
        ("null", "is not a provenance file"),
    ],
)
def test_a_list_of_files_with_digests_is_read_or_told_what_is_wrong_with_it(
    data: str, expected: str
) -> None:
    assert listed(data) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "read 0"),
        ("\n", "read 0"),
        ("{\n", "1: the line: Invalid JSON: EOF while parsing an object at line 1 column 1"),
        ("{}\n", "1: message: Field required"),
        ('{"day": "2026-11-20"}\n', "1: message: Field required"),
        ("\n{}\n", "2: message: Field required"),
        ("5\n", "1: the line: Input should be an object"),
    ],
)
def test_a_ledger_with_a_line_that_is_no_row_names_the_line(text: str, expected: str) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("day", "last", "days", "expected"),
    [
        ("2026-11-20", "", 7, 7),
        ("2026-11-20", "2026-11-19", 7, 7),
        ("2026-11-20", "2026-11-10", 7, 10),
        ("2026-11-20", "2026-11-13", 7, 7),
        ("2026-11-20", "2026-11-12", 7, 8),
        ("2026-03-01", "2026-02-27", 1, 2),
    ],
)
def test_days_that_count_as_news_reach_back_to_the_last_brief(
    day: str, last: str, days: int, expected: int
) -> None:
    assert newness.window(day, last, days) == expected


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        ("2026-11-20", 1, "2026-11-20"),
        ("2026-11-20", 7, "2026-11-14"),
        ("2026-03-01", 2, "2026-02-28"),
        ("2024-03-01", 2, "2024-02-29"),
        ("2026-01-01", 2, "2025-12-31"),
    ],
)
def test_a_window_of_days_begins_on_its_first_day(day: str, days: int, expected: str) -> None:
    assert newness.first_day(day, days) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-20", "2026-11-21"),
        ("2026-12-31", "2027-01-01"),
        ("2024-02-28", "2024-02-29"),
        ("2026-02-28", "2026-03-01"),
    ],
)
def test_the_day_after_a_day_is_that_of_the_calendar(day: str, expected: str) -> None:
    assert newness.next_day(day) == expected


@pytest.mark.parametrize(
    ("day", "published", "expected"),
    [
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-19", 1),
        ("2026-11-20", "2026-11-25", 0),
        ("2026-11-20", None, None),
        ("2026-11-20", "", None),
        ("2026-11-20", "2025-11-20", 365),
        ("2026-11-20", "2026-11-19T23:59:00+00:00", 1),
    ],
)
def test_a_page_is_as_old_as_the_days_since_it_was_published(
    day: str, published: str | None, expected: int | None
) -> None:
    assert ages.age(day, published) == expected


@pytest.mark.parametrize(
    ("title", "other", "expected"),
    [
        ("Kestrel 1.2.3 released", "Kestrel 1.2.4 released", True),
        ("Kestrel 1.2.4 released", "Kestrel 1.2.3 released", False),
        ("Kestrel 1.2.3", "Kestrel 1.3.0", False),
        ("Kestrel 1.2.3", "Kestrel 2.0.0", False),
        ("Kestrel 2.0.0-rc.1", "Kestrel 2.0.0", True),
        ("Kestrel", "Kestrel 1.2.4", False),
        ("Kestrel 1.2.3", "Merlin 1.2.4", False),
        ("v1.30.1", "v1.30.2", True),
        ("Kestrel 1.2.3", "Kestrel 1.2.3", False),
    ],
)
def test_a_release_is_overtaken_by_a_newer_one_of_its_line(
    title: str, other: str, expected: bool
) -> None:
    assert newer(title, other) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many nodes?", True),
        ("How much memory does it take?", True),
        ("How fast is it?", True),
        ("How long does it take?", True),
        ("What is the limit?", False),
        ("What percentage fails?", True),
        ("How often does it run?", True),
        ("Why does it fail?", False),
        ("How does it work?", False),
        ("What is etcd?", False),
        ("When was it released?", False),
        ("Which version is current?", False),
        ("", False),
        ("How big may a row be?", True),
        ("how to count nodes", False),
    ],
)
def test_a_question_that_wants_a_quantity_is_seen(question: str, expected: bool) -> None:
    assert intents.asks_number(question) is expected
