"""What a search reads off a question and finds a word by, what a clause is made of: row by row."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.ingest.readers import markup
from pipeline.retrieve.evidence import pack, support
from pipeline.retrieve.index import terms
from pipeline.retrieve.search import answerable, intents, phrases
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
        ("Text[^1]\n\n[^1]: The note.\n", "Text\n\n\nThe note.\n"),
        ("| A | B |\n|---|---|\n| 1 | 2 |\n", "| A | B |\n|---|---|\n| 1 | 2 |\n"),
        ("Line one\nline two\n", "Line one\nline two\n"),
        ("", ""),
        ("A &amp; B\n", "A &amp; B\n"),
        ("\\*kept\\*\n", "\\*kept\\*\n"),
    ],
)
def test_marks_and_components_of_markdown_leave_the_words(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ('what is "server push" now', ("server push",)),
        ('"one"', ()),
        ("“early hints” and “server push”", ("early hints", "server push")),
        ("no quotes", ()),
        ('"a b" "a b"', ("a b",)),
        ('"a  b"', ("a b",)),
        ('"unclosed phrase', ()),
        ('""', ()),
        ("«cache busting»", ("cache busting",)),
        ("'single quotes here'", ()),
        ('"a b" or "c d e"', ("a b", "c d e")),
        ("", ()),
    ],
)
def test_phrases_in_quotation_marks_are_asked_as_they_stand(
    question: str, expected: tuple[str, ...]
) -> None:
    assert phrases.phrases(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How does PostgreSQL vacuum?", [("postgresql",)]),
        ("What is HTTP/3?", [("http/3",)]),
        ("how do caches work", []),
        ("Does Kestrel 2.0 support TLS?", [("kestrel",), ("tls",)]),
        ("what is gRPC", [("grpc",)]),
        ("Who is Ann Bee?", [("ann",), ("bee",)]),
        ("Why?", []),
        ("Is IPv6 on?", [("ipv6",)]),
        ("How fast is p99?", []),
        ("What does the QUIC handshake cost?", [("quic",)]),
        ("", []),
        ('how does "server push" work', []),
    ],
)
def test_a_question_names_what_is_written_as_a_name(
    question: str, expected: list[tuple[str, ...]]
) -> None:
    assert answerable.named(question) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("crates/openssl/RUSTSEC-2024-0001.md", "openssl"),
        ("advisories/npm/left-pad/GHSA-aaaa-bbbb-cccc.json", "left-pad"),
        ("GHSA-aaaa-bbbb-cccc.json", ""),
        ("docs/caching.md", ""),
        ("vulns/requests/PYSEC-2024-1.yaml", "requests"),
        ("crates/a/b.md", ""),
        ("advisories/CVE-2024-1234.md", ""),
        ("2024/CVE-2024-1234.json", ""),
        ("content/cve-2026-5223.md", ""),
        ("_posts/CVE-2026-5223.md", ""),
    ],
)
def test_an_advisory_is_filed_under_its_package(path: str, expected: str) -> None:
    assert pack.filed_under(path) == expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("5 ms", "6 ms", True),
        ("5 ms", "5 ms", False),
        ("5 ms", "6 seconds", False),
        ("5 ms and 7 ms", "7 ms", False),
        ("no figure", "5 ms", False),
        ("40%", "60%", True),
        ("40%", "40 percent", False),
        ("3 nodes", "4 nodes", True),
        ("", "", False),
        ("10 GB", "12 GB", True),
    ],
)
def test_two_texts_differ_where_no_figure_of_a_unit_is_shared(
    one: str, two: str, expected: bool
) -> None:
    assert support.differs(one, two) is expected


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
