"""Words, numbers, days and sentences of engineering prose, row by row."""

from __future__ import annotations

import pytest

from pipeline.text import corrections, days, lexicon, nesting, spans, topics, words
from pipeline.text.numbers import numbers
from pipeline.text.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def counted(text: str) -> list[tuple[str, str]]:
    return [(one.value, one.unit) for one in numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("It ends! Does it? Yes.", ["It ends!", "Does it?", "Yes."]),
        ("Version 1.2.3 is out. Upgrade now.", ["Version 1.2.3 is out.", "Upgrade now."]),
        ("See e.g. the docs. They help.", ["See e.g. the docs.", "They help."]),
        ("Use etcd, cf. Raft. It is old.", ["Use etcd, cf. Raft.", "It is old."]),
        ("Dr. Lee and Prof. Kim agree. So do we.", ["Dr. Lee and Prof. Kim agree.", "So do we."]),
        ("Acme Inc. ships it. Others wait.", ["Acme Inc. ships it.", "Others wait."]),
        ("On Jan. 5 it failed. On Feb. 6 it held.", ["On Jan. 5 it failed.", "On Feb. 6 it held."]),
        ("The U.S. team left. Others stayed.", ["The U.S. team left.", "Others stayed."]),
        ("It takes 3.5 ms. Then it stops.", ["It takes 3.5 ms.", "Then it stops."]),
        ("Run `go test ./...` first. Then push.", ["Run `go test ./...` first.", "Then push."]),
        ("What?! No.", ["What?!", "No."]),
        ("He said “stop.” She left.", ["He said “stop.”", "She left."]),
        ("(It is a test.) It passes.", ["(It is a test.)", "It passes."]),
        ("No. 5 is alive. No. 6 is not.", ["No. 5 is alive.", "No. 6 is not."]),
        ("It costs $5. It is cheap.", ["It costs $5.", "It is cheap."]),
        ("Call foo.bar() twice. Then baz.", ["Call foo.bar() twice.", "Then baz."]),
        ("The end… Or not.", ["The end…", "Or not."]),
        ("Node.js 22 is here. Deno 2 follows.", ["Node.js 22 is here.", "Deno 2 follows."]),
        ("At 5 p.m. it broke. At 6 p.m. it held.", ["At 5 p.m. it broke.", "At 6 p.m. it held."]),
        ("First line.\n\nSecond line", ["First line.", "Second line"]),
        ("Trailing space.   Next.", ["Trailing space.", "Next."]),
        ("", []),
        ("   ", []),
        ("no capital. no start", ["no capital. no start"]),
        ("It fails (see Sec. 4). Retry.", ["It fails (see Sec. 4).", "Retry."]),
        ("E. F. Codd wrote it. We read it.", ["E. F. Codd wrote it.", "We read it."]),
        ("Use i.e. and e.g. sparingly. Please.", ["Use i.e. and e.g. sparingly.", "Please."]),
        (
            "The p99 fell to 4 ms. 3 nodes were lost.",
            ["The p99 fell to 4 ms.", "3 nodes were lost."],
        ),
        ("He asked: why? Because.", ["He asked: why?", "Because."]),
        ("It is 99.9%. That is low.", ["It is 99.9%.", "That is low."]),
        ("Read RFC 9110. It is long.", ["Read RFC 9110.", "It is long."]),
        ("http://a.example/x.html is down. Use b.", ["http://a.example/x.html is down.", "Use b."]),
        ("Vol. 2, p. 33. Next.", ["Vol. 2, p. 33.", "Next."]),
        ("Smith et al. found it. We did not.", ["Smith et al. found it.", "We did not."]),
    ],
)
def test_a_sentence_ends_where_a_reader_says_it_ends(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It takes 5 ms.", [("5", "ms")]),
        ("It takes 5ms.", [("5", "ms")]),
        ("It takes five seconds.", []),
        ("1,024 bytes are sent", [("1024", "byte")]),
        ("1.5 GB of memory", [("1.5", "gb")]),
        ("2x faster", [("2", "x")]),
        ("99.9% of requests", [("99.9", "%")]),
        ("99.9 percent", [("99.9", "percent")]),
        ("ten times", []),
        ("v1.2.3 is out", []),
        ("HTTP/2 is used", []),
        ("p99 fell", []),
        ("CVE-2024-1234", []),
        ("10k users", [("10", "k")]),
        ("10K users", [("10", "k")]),
        ("3.2M rows", [("3.2", "m")]),
        ("between 5 and 10 nodes", [("5", ""), ("10", "node")]),
        ("a dozen nodes", []),
        ("12 of 15 tests", [("12", ""), ("15", "test")]),
        ("x86", []),
        ("IPv6", []),
        ("sha256", []),
        ("4 vCPUs", [("4", "vcpus")]),
        ("64-bit integers", [("64", "")]),
        ("one of them", []),
        ("port 8080", [("8080", "")]),
        ("20 million requests", [("20", "million")]),
        ("a 50 % cut", [("50", "%")]),
        ("zero copies", []),
        ("nothing here", []),
        ("", []),
    ],
)
def test_figures_are_read_with_the_unit_that_follows_them(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Correction: the limit is 5.", True),
        ("Erratum: read 7 for 5.", True),
        ("We were wrong about the limit.", True),
        ("The limit is 5.", False),
        ("A correct answer earns a point.", False),
        ("Error correction codes are old.", False),
        ("Correction of 14 November 2026: the first version gave 7.", True),
        ("Correction, 14 November: it is 7.", True),
        ("It holds 5 keys. Correction: it holds 7.", True),
        ("We publish a correction today.", True),
        ("A correction to the figures of last week.", True),
        ("It enables real-time self-correction.", False),
        ("Error correction: an overview.", False),
        ("Drift detection and correction of Flux components.", False),
        ("The correction in paint timing shifts the figures.", False),
        ("A market correction followed.", False),
        ("It is in 5.2 and not in 5.0, as our post said.", True),
        ("It does not change the fact, as I said.", False),
        ("Unlike the previous version, 2.0 streams.", False),
        ("Instead of saying no, I said maybe.", False),
        ("As we previously announced, the old API leaves in May.", False),
        ("Patched kernels are out: see the errata of AlmaLinux 9.", False),
        ("The figure given before was wrong.", True),
        ("Contrary to what we wrote, it is 7.", True),
        ("Update your clients now.", False),
        ("The previous release is wrong for arm64.", False),
    ],
)
def test_a_text_corrects_where_it_takes_back_what_was_said(text: str, expected: bool) -> None:
    assert corrections.corrects(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The limit is 5 requests.", "The limit is 5 requests.", False),
        ("The limit is 5 requests.", "The timeout is 10 seconds.", False),
        ("The default timeout is 30 seconds.", "The default timeout is 60 seconds.", True),
        ("The timeout is 30 seconds.", "The timeout is 30 ms.", False),
        ("It has no figure.", "The limit is 10 requests.", False),
        ("The cache holds 10 GB.", "The cache holds 20 GB.", True),
        ("In 2024 it was 5 users.", "In 2025 it was 5 users.", False),
        (
            "The broker now restarts in 4 seconds, because persistence is written incrementally.",
            "A reconnect storm after a broker restart: the backoff has a jitter of up to 30 seconds.",
            False,  # they share what happens and the unit, and not what is measured
        ),
    ],
)
def test_two_sentences_give_another_value_of_one_thing(
    one: str, other: str, expected: bool
) -> None:
    assert corrections.other_value(one, other) == expected


@pytest.mark.parametrize(
    ("day", "today", "expected"),
    [
        ("2026-08-09", "2026-08-10", "9 August"),
        ("2025-08-09", "2026-08-10", "9 August 2025"),
        ("2026-01-01", "2026-12-31", "1 January"),
        ("2026-08-09T10:00:00+00:00", "2026-08-10", "9 August"),
        ("2027-02-28", "2026-08-10", "28 February 2027"),
        ("2024-02-29", "2026-08-10", "29 February 2024"),
    ],
)
def test_a_day_is_said_as_a_reader_says_it(day: str, today: str, expected: str) -> None:
    assert days.spoken(day, today) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-20", "20 November 2026"),
        ("2026-11-20T23:59:59+00:00", "20 November 2026"),
        ("2024-02-29", "29 February 2024"),
        ("2026-01-01", "1 January 2026"),
        ("", "undated"),
        ("spring", "spring"),
        ("2026-13-01", "2026-13-01"),
        ("2026-02-30", "2026-02-30"),
        ("1999-12-31", "31 December 1999"),
    ],
)
def test_a_day_is_written_out_in_long_and_what_is_no_day_stays(day: str, expected: str) -> None:
    assert days.long_day(day) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("January", 1), ("december", 12), ("NOV", 11), ("Sep", 9), ("Sept", 9), ("May", 5),
        ("Marching", 0), ("Novem", 0), ("ma", 0), ("", 0),
    ],
)  # fmt: skip
def test_a_month_is_known_by_its_name_and_in_short(word: str, expected: int) -> None:
    assert days.month_number(word) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-20", "Friday"),
        ("2026-11-21", "Saturday"),
        ("2026-11-22", "Sunday"),
        ("2000-01-01", "Saturday"),
        ("2024-02-29", "Thursday"),
        ("1970-01-01", "Thursday"),
    ],
)
def test_the_weekday_of_a_day_is_that_of_the_calendar(day: str, expected: str) -> None:
    assert days.weekday(day) == expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-21", 1),
        ("2026-11-21", "2026-11-20", 1),
        ("2024-02-28", "2024-03-01", 2),
        ("2023-02-28", "2023-03-01", 1),
        ("2025-12-31", "2026-01-01", 1),
        ("2020-01-01", "2021-01-01", 366),
    ],
)
def test_days_between_two_days_are_counted_in_either_order(
    one: str, two: str, expected: int
) -> None:
    assert days.days_between(one, two) == expected


@pytest.mark.parametrize(
    ("published", "first_seen", "changed", "expected"),
    [
        ("2026-11-20", "", "", "20 November 2026"),
        ("2026-11-20", "2026-11-21", "", "20 November 2026"),
        ("2026-11-20", "2026-11-21", "2026-11-25", "20 November 2026"),
        ("", "2026-11-21", "", "in the repository since 21 November 2026"),
        (
            "",
            "2026-11-21",
            "2026-11-25",
            "in the repository since 21 November 2026, changed 25 November 2026",
        ),
        ("", "", "", "undated"),
        ("2026-11-20", "", "2026-11-25", "20 November 2026"),
    ],
)
def test_when_a_text_is_of_is_told_with_who_says_so(
    published: str, first_seen: str, changed: str, expected: str
) -> None:
    assert days.dated(published, first_seen, changed) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("colour", "color"),
        ("behaviour", "behavior"),
        ("serialise", "serialize"),
        ("serialisation", "serialization"),
        ("optimised", "optimized"),
        ("optimising", "optimizing"),
        ("organisations", "organizations"),
        ("centre", "center"),
        ("catalogue", "catalog"),
        ("licence", "license"),
        ("grey", "gray"),
        ("analyse", "analyze"),
        ("cancelled", "canceled"),
        ("travelling", "traveling"),
        ("modelling", "modeling"),
        ("labelled", "labeled"),
        ("programme", "program"),
        ("fibre", "fiber"),
        ("metre", "meter"),
        ("defence", "defense"),
        ("judgement", "judgment"),
        ("towards", "toward"),
        ("virtualised", "virtualized"),
        ("honour", "honor"),
        ("neighbour", "neighbor"),
        ("initialiser", "initializer"),
    ],
)
def test_british_and_american_spellings_are_one(one: str, other: str) -> None:
    assert lexicon.spelling(one) == lexicon.spelling(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("promise", "promize"),
        ("our", "or"),
        ("four", "for"),
        ("hour", "hor"),
        ("advise", "advize"),
        ("rise", "rize"),
        ("sour", "sor"),
        ("tour", "tor"),
        ("surprise", "surprize"),
        ("exercise", "exercize"),
        ("cache", "cash"),
        ("cluster", "clutter"),
    ],
)
def test_words_that_differ_in_more_than_usage_stay_two(one: str, other: str) -> None:
    assert lexicon.spelling(one) != lexicon.spelling(other)


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (("five",), "5"),
        (("twenty",), "20"),
        (("thirty",), "30"),
        (("forty", "two"), "42"),
        (("ninety", "nine"), "99"),
        (("per", "cent"), "%"),
        (("percent",), "%"),
        (("5", "per", "cent"), "5 %"),
        (("colour", "and", "grey"), "color and gray"),
        (("eleven",), "11"),
        (("zero",), "0"),
        (("thirty", "thousand"), "30 thousand"),
        (("fifty", "fifty"), "50 50"),
        (("called",), "called"),
        (("modelling",), "modeling"),
    ],
)
def test_what_a_stretch_says_is_the_same_in_words_and_figures(
    tokens: tuple[str, ...], expected: str
) -> None:
    assert lexicon.canonical(tokens) == expected


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("[]", 1, False),
        ("[[]]", 1, True),
        ("[[]]", 2, False),
        ("{[{}]}", 2, True),
        ("{[{}]}", 3, False),
        ('["[[["]', 1, False),
        ('{"a": "\\\\"[[["}', 1, True),
        ("", 0, False),
        ("[", 0, True),
        ("]]]]", 0, False),
        ("[[[[", 3, True),
        ("[1, [2], [3, [4]]]", 2, True),
        ("[1, [2], [3, [4]]]", 3, False),
    ],
)
def test_brackets_are_counted_however_deep_they_stand(text: str, most: int, expected: bool) -> None:
    assert nesting.deeper_than(text, most) == expected


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("gRPC vs REST", ("gRPC", "REST")),
        ("gRPC vs. REST", ("gRPC", "REST")),
        ("gRPC versus REST", ("gRPC", "REST")),
        ("REST or gRPC", ("REST", "gRPC")),
        ("Kafka and Pulsar", ("Kafka", "Pulsar")),
        ("Postgres compared with MySQL", ("Postgres", "MySQL")),
        ("caching", ("caching",)),
        ("etcd VS consul", ("etcd", "consul")),
        ("", ("",)),
        ("server push vs early hints", ("server push", "early hints")),
    ],
)
def test_a_comparison_names_its_two_sides(topic: str, expected: tuple[str, ...]) -> None:
    assert topics.sides(topic) == expected


@pytest.mark.parametrize(
    ("side", "text", "expected"),
    [
        ("server push", "The server can push.", 1.0),
        ("server push", "The client pulls.", 0.0),
        ("server push", "A push.", 0.5),
        ("the", "A push.", 1.0),
        ("", "A push.", 1.0),
        ("HTTP caching", "Caches are caching HTTP.", 1.0),
        ("retries", "A retry is made.", 1.0),
        ("write amplification", "Amplification of writes", 1.0),
    ],
)
def test_a_side_is_named_by_the_share_of_its_words_in_the_texts(
    side: str, text: str, expected: float
) -> None:
    assert topics.named(side, text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("caches", "cache"),
        ("retries", "retry"),
        ("classes", "class"),
        ("boxes", "box"),
        ("processes", "process"),
        ("queries", "query"),
        ("policies", "policy"),
        ("nodes", "node"),
        ("runs", "run"),
        ("fixes", "fix"),
        ("bus", "bus"),
        ("status", "status"),
        ("analysis", "analysis"),
        ("TLS", "tls"),
        ("DNS", "dns"),
        ("redis", "redis"),
        ("gas", "gas"),
        ("is", "is"),
        ("was", "was"),
        ("keys", "key"),
        ("matches", "match"),
        ("Caches", "cache"),
        ("APIs", "apis"),
        ("js", "js"),
        ("ops", "ops"),
        ("less", "less"),
    ],
)
def test_plurals_and_third_persons_lose_their_ending(word: str, expected: str) -> None:
    assert words.stem(word) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("max-age=60", ["max-age", "60"]),
        ("HTTP/3 and QUIC", ["HTTP/3", "and", "QUIC"]),
        ("C++ and C#", ["C++", "and", "C#"]),
        ("TLS 1.3", ["TLS", "1.3"]),
        ("don't stop", ["don't", "stop"]),
        ("node.js", ["node.js"]),
        ("x.y.z", ["x.y.z"]),
        ("user@example.com", ["user", "example.com"]),
        ("--no-verify", ["no-verify"]),
        ("/etc/hosts", ["etc/hosts"]),
        ("100%", ["100%"]),
        ("50ms", ["50ms"]),
        ("key: value", ["key", "value"]),
        ("e.g. this", ["e.g", "this"]),
        ("O(n log n)", ["O", "n", "log", "n"]),
        ("it's", ["it's"]),
        ("Ünïcode Straße", ["Ünïcode", "Straße"]),
        ("中文 text", ["中文", "text"]),
        ("foo()", ["foo"]),
        ("a/b", ["a/b"]),
        ("", []),
        ("...", []),
        ("p99.9", ["p99.9"]),
    ],
)
def test_technical_tokens_stay_whole(text: str, expected: list[str]) -> None:
    assert words.words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The caches of the cache", ["cache", "cache"]),
        ("to be or not to be", []),
        ("It is what it is", []),
        ("Retries and retries of queries", ["retry", "retry", "query"]),
        ("A b c", []),
        ("The HTTP/3 handshakes", ["http/3", "handshake"]),
        ("", []),
        ("Nodes fail, nodes recover", ["node", "fail", "node", "recover"]),
        ("Use of inputs", ["input"]),
    ],
)
def test_function_words_are_no_terms_and_repeats_are_kept(text: str, expected: list[str]) -> None:
    assert words.terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a  b", "a b"),
        (" a ", "a"),
        ("a\nb", "a b"),
        ("a\t\tb\n", "a b"),
        ("", ""),
        ("\n\n", ""),
        ("a\xa0b", "a b"),
        ("a\u2009 b", "a b"),
        ("one two", "one two"),
    ],
)
def test_white_space_runs_become_one_space(text: str, expected: str) -> None:
    assert words.clean(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("running", "run"),
        ("retries", "retry"),
        ("caching", "caches"),
        ("connection", "connections"),
        ("indexing", "index"),
        ("replicated", "replicate"),
        ("deployments", "deployment"),
        ("nodes", "node"),
        ("failing", "fails"),
        ("queries", "query"),
        ("measured", "measures"),
    ],
)
def test_a_snowball_stem_is_one_for_the_forms_of_a_word(one: str, other: str) -> None:
    assert words.snowball(one) == words.snowball(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`a` flag", "a flag"),
        ("no code", "no code"),
        ("``a`b`` x", "a`b x"),
        ("`a", "`a"),
        ("a`", "a`"),
        ("`a` and `b`", "a and b"),
        ("", ""),
        ("`` ` ``", "`"),
    ],
)
def test_code_marks_are_taken_off_a_text(text: str, expected: str) -> None:
    assert spans.uncoded(text) == expected
