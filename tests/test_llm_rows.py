"""Tokens, money, providers and keys of model calls, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from pipeline.errors import ModelError
from pipeline.llm import ledger, prices, structured
from pipeline.text import secrets


def tokens(usage: Mapping[str, Any]) -> tuple[int, ...] | str:
    try:
        found = prices.anthropic_tokens("claude-haiku-4-5", usage)
    except ModelError as error:
        return str(error)
    return tuple(getattr(found, name) for name in prices.CLASSES)


def masked(text: str) -> bool:
    return secrets.mask_keys(text)[1] > 0


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


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0", "0"),
        ("0.10", "0.1"),
        ("1", "1"),
        ("1.50", "1.5"),
        ("0.0000012", "0.0000012"),
        ("1E-7", "0.0000001"),
        ("1E+3", "1000"),
        ("12.340", "12.34"),
        ("-0.5", "-0.5"),
        ("100", "100"),
        ("0.00", "0"),
        ("99999999.99", "99999999.99"),
    ],
)
def test_amounts_of_money_are_written_exactly(amount: str, expected: str) -> None:
    assert ledger.money(Decimal(amount)) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.anthropic.com", "anthropic"),
        ("https://api.anthropic.com/v1", "anthropic"),
        ("https://api.openai.com/v1", "openai"),
        ("http://127.0.0.1:8080/v1", ""),
        ("https://a.example/v1", ""),
        ("", ""),
        ("https://api.openai.com.evil.example/", ""),
        ("https://api.openai.com@evil.example/", ""),
        ("https://api.openai.community/", ""),
        ("https://api.moonshot.cn/v1", "moonshotai"),
        ("https://api.anthropic.com:443/v1", "anthropic"),
        ("https://openrouter.ai/api/v1", "openrouter"),
        ("https://api.mistral.ai/v1", "mistral"),
        ("https://api.groq.com/openai/v1", "groq"),
        ("https://api.deepseek.com", "deepseek"),
    ],
)
def test_a_provider_is_known_by_its_address(url: str, expected: str) -> None:
    assert prices.provider_at(url) == expected


@pytest.mark.parametrize(
    ("unit", "times", "expected"),
    [
        ("", 1, False),
        ("a short reply", 1, False),
        ("ab", 400, True),
        ("the cache is warm. ", 60, True),
        ('{"a": 1}', 1, False),
        ("x", 2000, True),
        ("\n", 1500, True),
        ("word ", 10, False),
    ],
)
def test_a_reply_that_goes_round_in_circles_is_seen(unit: str, times: int, expected: bool) -> None:
    assert structured.repeats_itself(unit * times) is expected
