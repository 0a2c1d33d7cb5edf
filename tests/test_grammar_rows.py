"""The grammar that sentences are compared by, row by row: forms and senses of words, clauses, denials,
phrases and who does what."""

from __future__ import annotations

import pytest

from pipeline.verify.grounds.reading import chunks, clauses, tags, words


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("queries", ("query",)),
        ("retries", ("retry",)),
        ("matches", ("match",)),
        ("caches", ("cache",)),
        ("servers", ("server",)),
        ("applied", ("apply", "applied")),
        ("denied", ("deny",)),
        ("dropped", ("drop",)),
        ("cached", ("cache",)),
        ("running", ("run", "running")),
        ("mapping", ("map", "mapping")),
        ("faster", ("fast", "faster")),
        ("safer", ("safe",)),
        ("happier", ("happy",)),
        ("fastest", ("fast", "fastest")),
        ("safely", ("safe", "safely")),
        ("readily", ("ready", "readily")),
        ("basically", ("basic", "basically")),
        ("reliably", ("reliable", "reliably")),
        ("went", ("go",)),
        ("wrote", ("write",)),
        ("children", ("child",)),
        ("Kestrel’s", ("Kestrel",)),
        ("kestrels", ("kestrels",)),
        ("ran", ("run",)),
    ],
)
def test_a_word_is_known_by_the_forms_it_may_be_of(word: str, expected: tuple[str, ...]) -> None:
    assert words.bases(word) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("cache", "caches", 1.0),
        ("cache", "cached", 1.0),
        ("delete", "remove", 0.75),
        ("fast", "slow", 0.0),
        ("second", "minute", 0.0),
        ("day", "days", 1.0),
        ("encrypt", "encryption", 0.9),
        ("increase", "rise", 0.75),
        ("vehicle", "car", 0.75),
        ("pod", "table", 0.0),
        ("colour", "color", 1.0),
        ("raise", "lower", 0.0),
        ("hour", "day", 0.0),
        ("configure", "configuration", 1.0),
        ("server", "host", 0.75),
        ("kestrel", "kestrel", 1.0),
        ("begin", "start", 0.75),
        ("error", "failure", 0.75),
        ("client", "customer", 0.75),
    ],
)
def test_a_word_stands_for_another_as_far_as_their_senses_meet(
    one: str, other: str, expected: float
) -> None:
    assert words.strength(one, other) == words.strength(other, one) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("fast", "slow", True),
        ("safe", "unsafe", True),
        ("unsafe", "safe", True),
        ("enable", "disable", True),
        ("increase", "decrease", True),
        ("stable", "unstable", True),
        ("direct", "indirect", True),
        ("possible", "impossible", True),
        ("lock", "unlock", True),
        ("cache", "caches", False),
        ("read", "write", True),
        ("raise", "lower", True),
        ("always", "never", True),
        ("first", "last", True),
        ("under", "in", False),
        ("known", "unknown", True),
        ("index", "dex", False),
        ("more", "fewer", True),
        ("allow", "deny", True),
        ("before", "after", True),
        ("non-blocking", "blocking", True),
        ("able", "unable", True),
    ],
)
def test_words_that_say_the_opposite_are_known(one: str, other: str, expected: bool) -> None:
    assert words.opposed(one, other) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Run `make all` with --dry-run now.",
            [("Run", "w"), ("`make all`", "c"), ("--dry-run", "c")],
        ),
        ("Set cache.max_size to 5.", [("Set", "w"), ("cache.max_size", "c"), ("5", "n")]),
        (
            "It reads /etc/hosts and src/main.c.",
            [("reads", "w"), ("/etc/hosts", "c"), ("src/main.c.", "c")],
        ),
        ("It calls Vec::new() or open().", [("calls", "w"), ("Vec::new()", "c"), ("open()", "c")]),
        ("k8s uses v1beta2 here.", [("k8s", "c"), ("v1beta2", "c")]),
        (
            "The max_connections key of C++ and C#.",
            [("max_connections", "c"), ("key", "w"), ("C++", "w"), ("C#", "w")],
        ),
        ("The cluster's node isn't there.", [("cluster's", "w"), ("node", "w")]),
        ("It costs 1,200.50 at 10:30.", [("costs", "w"), ("1,200.50", "n"), ("10:30", "n")]),
        ("`retry` means it tries again.", [("`retry`", "w"), ("means", "w"), ("tries", "w")]),
        ("A read-only replica", [("read", "w"), ("only", "w"), ("replica", "w")]),
        ("node->next is null", [("node->next", "c"), ("null", "w")]),
        ("--level=3 is set", [("--level=3", "c"), ("set", "w")]),
        ("It is a x.", []),
    ],
)
def test_code_figures_and_words_that_say_something_are_told_apart(
    text: str, expected: list[tuple[str, str]]
) -> None:
    found = words.tokens(text)
    assert [(one.text, one.kind[0]) for one in found if one.content] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The pods that were not ready have never been told of it.",
            ["the", "that", "were", "have", "been", "of", "it"],
        ),
        (
            "We’ve seen that they don’t and it’s ours.",
            ["we've", "that", "they", "don't", "and", "it"],
        ),
        ("All of them, each without any other.", ["of", "them"]),
    ],
)
def test_words_that_only_join_others_are_no_content(text: str, expected: list[str]) -> None:
    assert [one.low for one in words.tokens(text) if not one.content] == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("running", True),
        ("wrote", True),
        ("pod", False),
        ("deployed", True),
        ("index", False),
        ("fails", True),
        ("failure", False),
        ("stopping", True),
        ("write", True),
        ("quickly", False),
    ],
)
def test_a_verb_is_known_by_its_senses_or_its_ending(word: str, expected: bool) -> None:
    assert words.verbal(word) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The cache is full, and the server drops the request.",
            [("", "The cache is full"), ("and", "and the server drops the request")],
        ),
        (
            "The cache is full and drops the request.",
            [("", "The cache is full"), ("and", "and drops the request")],
        ),
        ("It stores keys and values.", [("", "It stores keys and values")]),
        (
            "If the disk is full, the node stops.",
            [("if", "If the disk is full"), ("", "the node stops")],
        ),
        (
            "The node stops if the disk is full.",
            [("", "The node stops"), ("if", "if the disk is full")],
        ),
        (
            "The node stops when the disk is full.",
            [("", "The node stops"), ("when", "when the disk is full")],
        ),
        ("At once the node stops.", [("", "At once the node stops")]),
        ("The node, which is old, stops.", [("", "The node"), ("which", "which is old stops")]),
        (
            "It happens because the disk is full.",
            [("", "It happens"), ("because", "because the disk is full")],
        ),
        ("It stops; the others go on.", [("", "It stops the others go on")]),
        ("A use-after-free was found.", [("", "A use after free was found")]),
        ("It was found after that.", [("", "It was found after that")]),
        (
            "It was found after the release shipped.",
            [("", "It was found"), ("after", "after the release shipped")],
        ),
        ("The node stops, but the others go on.", [("", "The node stops but the others go on")]),
        ("It works in the cluster where it runs.", [("", "It works in the cluster where it runs")]),
        (
            "It stops unless told otherwise.",
            [("", "It stops"), ("unless", "unless told otherwise")],
        ),
        ("With caching on, reads are fast.", [("", "With caching on"), ("", "reads are fast")]),
        ("The node (a small one) stops.", [("", "The node"), ("", "a small one stops")]),
        ("Reads are fast — writes are slow.", [("", "Reads are fast"), ("", "writes are slow")]),
        (
            "It reads, writes and deletes files.",
            [("", "It reads writes"), ("and", "and deletes files")],
        ),
        ("Since 2.0 the node stops.", [("since", "Since 2.0 the node stops")]),
        ("It is as fast as before.", [("", "It is as fast as before")]),
    ],
)
def test_a_sentence_falls_into_clauses_by_the_words_that_open_them(
    text: str, expected: list[tuple[str, str]]
) -> None:
    found = clauses.clauses(text)
    assert [(one.joint, " ".join(word.text for word in one.tokens)) for one in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is stable.", 0),
        ("It is not stable.", 1),
        ("It isn't stable.", 1),
        ("It never fails.", 1),
        ("No node fails.", 1),
        ("Nothing but valid messages pass.", 0),
        ("It is not only fast.", 0),
        ("It uses a no-alloc path.", 0),
        ("It is non-blocking.", 0),
        ("With no change it works.", 0),
        ("It has no more than five nodes.", 0),
        ("It is neither fast nor cheap.", 1),
        ("It is fast, not cheap.", 1),
        ("It runs without locks.", 1),
        ("It is not fully stable.", 1),
        ("It cannot fail.", 1),
        ("Nobody uses it.", 1),
        ("It hardly ever fails.", 1),
        ("It may or may not fail.", 1),
        ("It is no longer stable.", 1),
        ("Not all nodes fail.", 0),
        ("It does not fail and does not stop.", 2),
    ],
)
def test_a_denial_counts_where_it_denies_what_is_stated(text: str, expected: int) -> None:
    assert sum(clauses.negations(one) for one in clauses.clauses(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It accepts nothing but keys.", True),
        ("It accepts nothing.", False),
        ("None except the owner may read it.", True),
        ("It accepts all but one.", False),
        ("Nobody other than the owner reads it.", True),
    ],
)
def test_nothing_but_one_thing_is_that_thing_and_no_denial(text: str, expected: bool) -> None:
    assert any(clauses.excepts(one) for one in clauses.clauses(text)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("It uses locks, not a queue.", "It uses locks instead of a queue.", True),
        ("It uses locks rather than queues.", "It no longer uses queues.", True),
        ("It uses locks.", "It uses locks instead of queues.", False),
        ("It runs without locks.", "It runs in place of locks.", True),
        ("It is not a queue.", "It runs instead of a queue.", False),
    ],
)
def test_what_one_text_denies_another_may_say_by_instead_of(
    one: str, other: str, expected: bool
) -> None:
    assert clauses.set_against(one, other) is clauses.set_against(other, one) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The new scheduler drops slow requests.",
            [("np", "The new scheduler"), ("vg", "drops"), ("np", "slow requests")],
        ),
        (
            "Requests are dropped by the scheduler.",
            [("np", "Requests"), ("vg", "are dropped"), ("np", "by the scheduler")],
        ),
        (
            "The cache of the node holds 40 keys.",
            [("np", "The cache"), ("np", "of the node"), ("vg", "holds"), ("np", "40 keys")],
        ),
        ("It was written in Rust.", [("vg", "was written"), ("np", "in Rust")]),
        (
            "The team has not yet deployed the fix.",
            [("np", "The team"), ("vg", "has not deployed"), ("np", "the fix")],
        ),
        (
            "Five nodes and two disks failed.",
            [("np", "Five nodes"), ("np", "two disks"), ("vg", "failed")],
        ),
        (
            "Users who pay can export data.",
            [("np", "Users"), ("vg", "pay"), ("vg", "can export"), ("np", "data")],
        ),
    ],
)
def test_a_sentence_is_phrases_of_nouns_each_with_its_preposition_and_verbs(
    text: str, expected: list[tuple[str, str]]
) -> None:
    found = [one for one in chunks.chunks(text) if one.kind != "joint"]
    said = [" ".join(word.text for word in one.words) for one in found]
    led = [f"{one.led} {text}".strip() for one, text in zip(found, said, strict=True)]
    assert list(zip([one.kind for one in found], led, strict=True)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The new scheduler drops slow requests.", "D A N V N N"),
        ("Requests are dropped by the scheduler.", "N X V P D N"),
        ("It was not written in Rust.", "O X G V P N"),
        ("To run it, set the flag.", "T V O V D N"),
        ("Users who pay can export data.", "N W V M V N"),
    ],
)
def test_each_word_has_its_part_of_speech(text: str, expected: str) -> None:
    assert " ".join(tags.tagged(text)[1]) == expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("The scheduler drops requests.", "drops", "scheduler"),
        ("The cache of the node holds keys.", "holds", "cache"),
        ("Requests are dropped by it.", "dropped", "Requests"),
        ("Stops.", "Stops", None),
    ],
)
def test_the_subject_of_a_verb_is_the_noun_that_no_preposition_leads(
    text: str, verb: str, expected: str | None
) -> None:
    found = chunks.subject_before(text, text.index(verb))
    assert (found.text if found else None) == expected
