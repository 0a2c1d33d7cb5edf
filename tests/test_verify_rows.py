"""Quotes and figures against the words they rest on, row by row."""

from __future__ import annotations

import pytest

from pipeline.records import selectors
from pipeline.records.selectors import Anchor
from pipeline.text.folding import fold
from pipeline.verify.claims import numbers
from pipeline.verify.quotes import check as quotes

CACHE = (
    "The cache is not shared between regions. Each region keeps 3 replicas, unless the operator asks "
    "for more. Writes may be lost when the leader fails. We recommend a timeout of 30 seconds. The "
    "team claims that reads are 40% faster. Kestrel 2.0 removed the old API, but the flag stays. "
    "Only administrators can delete a bucket. At most 5 retries are made, each after a pause."
)


def accepted(quote: str) -> bool:
    return quotes.check(quote, CACHE).accepted


def quantities(text: str) -> list[tuple[float, str]]:
    return [(one.value, one.unit) for one in numbers.quantities(text)]


def unborne(sentence: str, source: str) -> list[str]:
    return [fault.quantity.text for fault in numbers.unborne(sentence, (source,))]


def folded(text: str) -> list[str]:
    return list(fold(text).norms)


TEXT = "The cache keeps 3 copies. It drops the oldest first, and it \u201cnever\u201d blocks. The cache keeps a log."


def placed(start: str, end: str) -> list[str]:
    return [
        TEXT[one:two]
        for one, two in selectors.locate(
            TEXT, Anchor(1, first=start, last=end) if end else Anchor(1, exact=start)
        )
    ]


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("The cache is not shared between regions.", True),
        ("the cache is not shared between regions", True),
        ("The cache is not shared between regions", True),
        ("“The cache is not shared between regions.”", True),
        ("**The cache** is not shared between regions.", True),
        ("The cache is not\nshared between regions.", True),
        ("is shared between regions", False),
        ("The cache is shared between regions.", False),
        ("shared between regions", False),
        ("The cache is not shared between zones.", False),
        ("Each region keeps 3 replicas", False),
        ("Each region keeps 3 replicas, unless the operator asks for more.", True),
        ("Each region keeps 4 replicas, unless the operator asks for more.", False),
        ("Each region keeps three replicas, unless the operator asks for more.", False),
        ("Writes may be lost when the leader fails.", True),
        ("Writes are lost when the leader fails.", False),
        ("Writes [...] be lost when the leader fails.", False),
        ("Writes may be lost when the leader [node] fails.", False),
        ("be lost when the leader fails", True),
        ("We recommend a timeout of 30 seconds.", True),
        ("We recommend a timeout of 30 s.", False),
        ("a timeout of 30 seconds", True),
        ("a timeout of 30", False),
        ("We recommend a timeout of 30 minutes.", False),
        ("The team claims that reads are 40% faster.", True),
        ("reads are 40 percent faster", False),
        ("Kestrel 2.0 removed the old API, but the flag stays.", True),
        ("Kestrel 2.0 removed the old API", False),
        ("Kestrel 2.1 removed the old API, but the flag stays.", False),
        ("Kestrel removed the old API, but the flag stays.", False),
        ("the flag stays", True),
        ("Only administrators can delete a bucket.", True),
        ("administrators can delete a bucket", False),
        ("Only administrators can delete buckets.", False),
        ("can delete a bucket", True),
        ("At most 5 retries are made, each after a pause.", True),
        ("At most 5 retries are made", True),
        ("retries are made, each after a pause", True),
        ("At least 5 retries are made, each after a pause.", False),
        ("At most 5 retries are made, each without a pause.", False),
        (
            "The cache is not shared between regions. Each region keeps 3 replicas, unless the operator asks for more.",
            True,
        ),
        ("Only administrators [...] delete a bucket.", False),
        ("Nothing of this stands there.", False),
        ("THE CACHE IS NOT SHARED BETWEEN REGIONS.", True),
        ("The cache isn't shared between regions.", False),
        ("The cash is not shared between regions.", False),
        ("The cache is not shared between regions!", True),
    ],
)
def test_a_quote_passes_where_it_says_what_its_source_says(quote: str, expected: bool) -> None:
    assert accepted(quote) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It takes 5 ms.", [(5.0, "ms")]),
        ("It takes five seconds.", [(5.0, "s")]),
        ("1,024 bytes", [(1024.0, "byte")]),
        ("1.5 GB", [(1.5, "gb")]),
        ("99.9% of requests", [(99.9, "%")]),
        ("99.9 percent", [(99.9, "%")]),
        ("ten thousand users", [(10000.0, "")]),
        ("3.2 million rows", [(3200000.0, "")]),
        ("5-10 nodes", [(5.0, ""), (10.0, "")]),
        ("between 5 and 10 ms", [(5.0, ""), (10.0, "ms")]),
        ("on 5 March 2024", [(5.0, ""), (2024.0, "")]),
        ("in 2024", [(2024.0, "")]),
        ("[Source 3] says so", []),
        ("$5 million", [(5000000.0, "$")]),
        ("5 million dollars", [(5000000.0, "$")]),
        ("1 in 5", [(1.0, ""), (5.0, "")]),
        ("3 of 7", [(3.0, ""), (7.0, "")]),
        ("zero", [(0.0, "")]),
        ("no figure", []),
        ("twenty-five nodes", [(25.0, "")]),
        ("one node", [(1.0, "")]),
        ("4 vCPUs", [(4.0, "")]),
        ("120 requests per second", [(120.0, "")]),
        ("5 minutes and 30 seconds", [(5.0, "min"), (30.0, "s")]),
        ("10k", [(10000.0, "")]),
        ("10 kB", [(10.0, "kb")]),
        ("0.5 seconds", [(0.5, "s")]),
        ("first", []),
        ("third-party code", []),
        ("20 %", [(20.0, "%")]),
        ("€20", [(20.0, "€")]),
        ("5 km", [(5.0, "km")]),
    ],
)
def test_quantities_are_read_in_figures_and_words(
    text: str, expected: list[tuple[float, str]]
) -> None:
    assert quantities(text) == expected


@pytest.mark.parametrize(
    ("sentence", "source", "expected"),
    [
        ("It takes 5 ms.", "It takes 5 ms.", []),
        ("It takes 5 ms.", "It takes 6 ms.", ["5"]),
        ("It takes 5 ms.", "It takes 5 seconds.", ["5"]),
        ("It takes five seconds.", "It takes 5 seconds.", []),
        ("It takes 5 seconds.", "It takes five seconds.", []),
        ("It cuts 40% of calls.", "It cuts 40 percent of calls.", []),
        ("It cuts 40% of calls.", "It cuts 60% of calls.", ["40"]),
        ("It serves 1,024 users.", "It serves 1024 users.", []),
        ("It serves 10k users.", "It serves 10,000 users.", []),
        ("It serves 10k users.", "It serves 10 users.", ["10k"]),
        ("It costs $5 million.", "It costs 5 million dollars.", []),
        ("It costs $5 million.", "It costs $5 billion.", ["5 million"]),
        ("About 5 nodes fail.", "5 nodes fail.", []),
        ("More than 5 nodes fail.", "6 nodes fail.", ["5"]),
        ("Two nodes fail.", "A pair of nodes fails.", []),
        ("Both nodes fail.", "The 2 nodes fail.", []),
        ("It is twice as fast.", "It is 2x faster.", []),
        ("A dozen nodes fail.", "12 nodes fail.", []),
        ("Half of the nodes fail.", "50% of the nodes fail.", []),
        ("It came out in 2024.", "It came out on 5 March 2024.", []),
        ("It came out in 2025.", "It came out on 5 March 2024.", ["2025"]),
        ("Version 1.2.3 is out.", "Version 1.2.4 is out.", ["1.2.3"]),
        ("Version 1.2 is out.", "Version 1.2.3 is out.", ["1.2"]),
        ("HTTP/2 is used.", "HTTP/3 is used.", ["2"]),
        ("It needs 3 to 5 nodes.", "It needs 3-5 nodes.", []),
        ("It needs 3 to 6 nodes.", "It needs 3-5 nodes.", ["6"]),
        ("One node fails.", "A node fails.", []),
        ("No figure.", "5 nodes.", []),
        ("It listens on port 8080.", "It listens on port 8081.", ["8080"]),
        ("It has 64-bit keys.", "It has 128-bit keys.", ["64"]),
        ("Three of seven fail.", "3 of 7 fail.", []),
    ],
)
def test_a_figure_must_stand_in_what_is_cited(
    sentence: str, source: str, expected: list[str]
) -> None:
    assert unborne(sentence, source) == expected


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
