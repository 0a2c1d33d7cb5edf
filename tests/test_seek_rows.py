"""What a search finds a word by, what a clause is made of, what a graph reads off a sentence: row by row."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.ingest.readers import markup
from pipeline.retrieve.index import terms
from pipeline.text.printable import clause


def plain(text: str) -> str:
    return markup.plain_markdown(text, Counter())


def same(one: str, other: str) -> bool:
    """Whether a question with one word finds a text with the other."""
    return bool(set(terms.terms(one)) & set(terms.terms(other)))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("retries", "retry", True),
        ("caching", "cache", True),
        ("caches", "cached", True),
        ("PostgreSQL", "postgresql", True),
        ("readTimeout", "timeout", True),
        ("readTimeout", "read", True),
        ("max-age", "max", True),
        ("max_age", "age", True),
        ("HTTP/3", "http", True),
        ("IPv6", "ipv6", True),
        ("naïve", "naive", True),
        ("don’t", "don't", True),
        ("200ms", "200", True),
        ("10,000", "10000", True),
        ("GPUs", "GPU", True),
        ("e-mail", "email", True),
        ("node.js", "node", True),
        ("k8s", "k8s", True),
        ("running", "runs", True),
        ("queries", "query", True),
        ("failure", "fail", False),
        ("R+W>N", "R", True),
        ("x-request-id", "request", True),
        ("/etc/hosts", "hosts", True),
        ("user@example.com", "example", True),
        ("fooBar", "foo_bar", True),
        ("v1.2.3", "1.2.3", True),
        ("the", "the", False),
        ("cat", "car", False),
        ("universe", "university", False),
        ("organization", "organ", False),
    ],
)
def test_a_question_finds_a_word_in_its_other_forms(one: str, other: str, expected: bool) -> None:
    assert same(one, other) is expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("is", "aux"),
        ("was", "aux"),
        ("have", "aux"),
        ("cannot", "aux"),
        ("run", "base"),
        ("runs", "3sg"),
        ("running", "ing"),
        ("ran", "past"),
        ("keep", "base"),
        ("keeps", "3sg"),
        ("kept", "past"),
        ("cache", "base"),
        ("caches", "3sg"),
        ("cached", "past"),
        ("caching", "ing"),
        ("node", ""),
        ("the", ""),
        ("quickly", ""),
        ("measure", "base"),
        ("measures", "3sg"),
        ("measured", "past"),
        ("deploys", "3sg"),
        ("deployed", "past"),
        ("writes", "3sg"),
        ("wrote", "past"),
        ("go", "base"),
        ("does", "aux"),
        ("make", "base"),
        ("made", "past"),
        ("fail", "base"),
        ("fails", "3sg"),
        ("failed", "past"),
        ("failing", "ing"),
        ("index", "base"),
        ("indexes", "3sg"),
        ("Kubernetes", ""),
        ("status", ""),
        ("process", "base"),
        ("processes", "3sg"),
        ("need", "base"),
        ("needs", "3sg"),
    ],
)
def test_a_word_is_of_the_form_its_ending_says(word: str, expected: str) -> None:
    assert clause.form(word) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cache is warm.", [("cache",)]),
        ("It fills the cache of the node.", [("cache",), ("node",)]),
        ("No article here.", []),
        ("The very large cache and the log.", [("very", "large", "cache"), ("log",)]),
        ("Then they left.", []),
        ("the", []),
        ("The max-age header is set.", [("max-age", "header")]),
        ("In the first place.", [("first", "place")]),
    ],
)
def test_an_article_leaves_the_words_after_it_as_a_noun_phrase(
    text: str, expected: list[tuple[str, ...]]
) -> None:
    assert [words for _, words, _ in clause.definites(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title\n\nText\n", "# Title\n\nText\n"),
        ("Text with **bold** and `code`.\n", "Text with **bold** and `code`.\n"),
        ("<!-- hidden -->\nShown\n", "\nShown\n"),
        ("{{< note >}}\nMind it.\n{{< /note >}}\n", "\nMind it.\n\n"),
        ("{% include x.html %}\nText\n", "\nText\n"),
        ("<div>Shown</div>\n", "\n\nShown\n\n\n"),
        ("<script>alert(1)</script>\nText\n", "\nText\n"),
        ("<style>p{}</style>\nText\n", "\nText\n"),
        ("```go\nx := 1\n```\n", "```go\nx := 1\n```\n"),
        ("[link](https://a.example)\n", "[link](https://a.example)\n"),
        ("![pic](a.png)\n", "![pic](a.png)\n"),
        (":::note\nMind it.\n:::\n", "\nMind it.\n\n"),
        ("Text[^1]\n\n[^1]: The note.\n", "Text\n\nThe note.\n"),
        ("| A | B |\n|---|---|\n| 1 | 2 |\n", "| A | B |\n|---|---|\n| 1 | 2 |\n"),
        ("Line one\nline two\n", "Line one\nline two\n"),
        ("", ""),
        ("A &amp; B\n", "A &amp; B\n"),
        ("\\*kept\\*\n", "\\*kept\\*\n"),
    ],
)
def test_marks_and_components_of_markdown_leave_the_words(text: str, expected: str) -> None:
    assert plain(text) == expected
