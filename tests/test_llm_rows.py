"""Tokens, budgets, keys and anchors, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from pipeline.errors import ModelError
from pipeline.llm import prices
from pipeline.records import selectors
from pipeline.records.selectors import Anchor
from pipeline.text import secrets
from pipeline.text.folding import fold


def tokens(usage: Mapping[str, Any]) -> tuple[int, ...] | str:
    try:
        found = prices.anthropic_tokens("claude-haiku-4-5", usage)
    except ModelError as error:
        return str(error)
    return tuple(getattr(found, name) for name in prices.CLASSES)


def folded(text: str) -> list[str]:
    return list(fold(text).norms)


def masked(text: str) -> bool:
    return secrets.mask_keys(text)[1] > 0


TEXT = "The cache keeps 3 copies. It drops the oldest first, and it \u201cnever\u201d blocks. The cache keeps a log."


def placed(start: str, end: str) -> list[str]:
    return [
        TEXT[one:two]
        for one, two in selectors.locate(
            TEXT, Anchor(1, first=start, last=end) if end else Anchor(1, exact=start)
        )
    ]


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ({"input_tokens": 10, "output_tokens": 5}, (10, 0, 0, 0, 5)),
        ({"input_tokens": 0, "output_tokens": 0}, (0, 0, 0, 0, 0)),
        ({"input_tokens": 10, "output_tokens": 5, "cache_read_input_tokens": 7}, (10, 7, 0, 0, 5)),
        (
            {"input_tokens": 10, "output_tokens": 5, "cache_creation_input_tokens": 4},
            (10, 0, 4, 0, 5),
        ),
        (
            {
                "input_tokens": 10,
                "output_tokens": 5,
                "cache_creation_input_tokens": 4,
                "cache_creation": {"ephemeral_5m_input_tokens": 1, "ephemeral_1h_input_tokens": 3},
            },
            (10, 0, 1, 3, 5),
        ),
        (
            {"input_tokens": 10, "output_tokens": 5, "cache_read_input_tokens": None},
            (10, 0, 0, 0, 5),
        ),
        (
            {"output_tokens": 5},
            "the reply's usage cannot be read: Missing value at `usage.input_tokens`",
        ),
        (
            {"input_tokens": -1, "output_tokens": 5},
            "the reply's usage cannot be read: Invalid usage value for input_tokens: expected a finite non-negative int, float, or Decimal",
        ),
        ({}, "the reply's usage cannot be read: Missing value at `usage.input_tokens`"),
    ],
)
def test_tokens_of_a_reply_are_counted_in_classes_that_do_not_overlap(
    usage: Mapping[str, Any], expected: tuple[int, ...] | str
) -> None:
    assert tokens(usage) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Cache", ["the", "cache"]),
        ("it’s", ["it's"]),
        ("don't", ["don't"]),
        ("naïve café", ["naive", "cafe"]),
        ("1,024 bytes", ["1024", "bytes"]),
        ("3.5 GB", ["3.5", "gb"]),
        ("40%", ["40", "%"]),
        ("40 %", ["40", "%"]),
        ("$5", ["$", "5"]),
        ("e-mail", ["e", "mail"]),
        ("state-of-the-art", ["state", "of", "the", "art"]),
        ("co-operate", ["co", "operate"]),
        ("“quoted”", ["quoted"]),
        ("a — b", ["a", "b"]),
        ("x ≥ 5", ["x", "≥", "5"]),
        ("−3 °C", ["-", "3", "c"]),
        ("10⁶", ["10", "^6"]),
        ("ﬁle", ["file"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("a\xadb", ["ab"]),
        ("<b>bold</b>", ["bold"]),
        ("`code`", ["code"]),
        ("[link](https://a.example)", ["link"]),
        ("**a**", ["a"]),
        ("v1.2.3", ["v1.2.3"]),
        ("HTTP/2", ["http", "2"]),
        ("a/b", ["a", "b"]),
        ("user@example.com", ["user", "example", "com"]),
        ("5 ms", ["5", "ms"]),
        ("5ms", ["5", "ms"]),
        ("5th", ["5", "th"]),
        ("U.S.", ["u", "s"]),
        ("e.g.", ["e", "g"]),
        ("…", []),
        ("", []),
        ("日本語", ["日", "本", "語"]),
        ("#1", ["1"]),
        ("C++", ["c++"]),
        ("C#", ["c#"]),
        ("1.", ["1"]),
        ("p<0.05", ["p", "<", "0.05"]),
        ("n=3", ["n", "=", "3"]),
        ("k8s", ["k8s"]),
        ("I/O", ["i", "o"]),
        ("24/7", ["24", "7"]),
    ],
)
def test_what_a_quote_is_compared_by_is_folded_alike(text: str, expected: list[str]) -> None:
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("The cache keeps 3", "copies.", ["The cache keeps 3 copies."]),
        ("The cache keeps", "", ["The cache keeps", "The cache keeps"]),
        (
            "The cache",
            "log.",
            [
                "The cache keeps 3 copies. It drops the oldest first, and it “never” blocks. The cache keeps a log.",
                "The cache keeps a log.",
            ],
        ),
        ("It drops", "first", ["It drops the oldest first"]),
        ('it "never"', "blocks.", ["it “never” blocks."]),
        ("Nothing", "", []),
        ("the oldest", "first", ["the oldest first"]),
        ("It drops", "nowhere", []),
        ("", "", []),
        ("the cache keeps 3", "copies", []),
    ],
)
def test_an_anchor_finds_every_stretch_it_fits(start: str, end: str, expected: list[str]) -> None:
    assert placed(start, end) == expected


@pytest.mark.parametrize(
    "text",
    [
        "password = hunter2",
        "the key is in the vault",
        "sk-",
        "ghp_short",
        "AKIA",
        "commit 3f786850e387550fdab836ed7e6dc881de23001b",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "uuid 123e4567-e89b-12d3-a456-426614174000",
        "https://a.example/x?page=2",
        "export TOKEN=$TOKEN",
        "a plain sentence about keys and tokens",
        "",
    ],
)
def test_what_looks_like_a_key_and_is_none_stays(text: str) -> None:
    assert not masked(text)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("https://user:pw@a.example/x", "https://***@a.example/x"),
        ("https://user@a.example/x", "https://user@a.example/x"),
        ("https://a.example/x?token=abcdef0123456789", "https://a.example/x?token=***"),
        ("https://a.example/x?page=2", "https://a.example/x?page=2"),
        ("https://a.example/x?key=abc&page=2", "https://a.example/x?key=abc&page=2"),
        ("https://a.example/x?api_key=abcdef0123456789#top", "https://a.example/x?api_key=***#top"),
        ("", ""),
        ("not an address", "not an address"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
    ],
)
def test_an_address_is_told_without_its_secrets(address: str, expected: str) -> None:
    assert secrets.mask_address(address) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("aB3dE6gH9jK2mN5pQ8sT1vW4", True),
        ("hunter2", False),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", False),
        ("correct-horse-battery-staple", False),
        ("", False),
        ("1234567890123456789012", False),
        ("changeme", False),
        ("x9K2mN5pQ8sT1vW4yZ7bC0eF", True),
        ("YOUR_API_KEY_GOES_HERE", False),
        ("production-database-host", False),
    ],
)
def test_a_value_is_drawn_by_lot_when_nobody_would_choose_it(value: str, expected: bool) -> None:
    assert secrets.is_drawn(value) is expected
