"""Files that are not what they are read as: one clear error each, which names what is wrong."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import DatelineError
from pipeline.llm import ledger
from pipeline.publish import provenance
from pipeline.records import evidence_file


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
