"""Quotes: no altered one passes, no harmless one is refused, and repairs print the source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from checks import each
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.render.markdown import escape
from pipeline.text.folding import fold
from pipeline.verify.quotes.check import check, stands

SOURCE = (
    "Northwind Labs denied that the leak of 2024 reached 1,200 accounts. Clock skew of about 200 "
    "milliseconds was measured between the [two sites](https://example.org/a_(b)), and it's rising. "
    "Their team must not deploy on Fridays unless a snapshot was taken first. The share fell from "
    "4.5 percent to 0.3 percent, which may be chance. A café in Zürich colours every label grey. "
    "The merge reads $5 million worth of orders, that is −3 °C below 10⁶ rows.[4] Done."
)


@pytest.mark.parametrize(
    "quote",
    [
        "Clock skew of about 200 milliseconds was measured between the two sites",
        "clock SKEW of about 200\u00a0milli\u00adseconds was measured",
        "“Clock skew of about 200 milliseconds was measured between the **two sites**, and it’s rising.”",
        "Clock skew of about 200 milli-\nseconds was measured",
        "> Clock skew of about 200 milliseconds\n> was measured between",
        "Clock skew of about 200 milliseconds &mdash; was measured",
        "Clock skew[^3] of about 200 milliseconds[12] was measured between the <em>two</em> sites",
        "A cafe in Zurich colours every label grey.",
        "[t]he share fell from 4.5 percent to 0.3 percent",
        "[The company's] team must not deploy on Fridays unless a snapshot was taken first.",
        "The share fell from 4.5 percent [sic] to 0.3 percent",
        "Clock skew of about 200 milliseconds [...] between the two sites",
        "The share fell from 4.5 percent to 0.3 percent …",
        "\u200bThe share fell from 4\u200b.5 percent",
        "The merge reads $5 million worth of orders",
        "that is -3 °C below 10⁶ rows",
    ],
)
def test_a_harmless_change_is_accepted(quote: str) -> None:
    assert check(quote, SOURCE).verdict == "exact"


@pytest.mark.parametrize(
    "words",
    [
        "it stays in __all__, so from spam import * raises an error",
        "a | b is the union, and ~ 3 of [x] stand at #4 below",
        "Use rm *.log, then 2*3 cells are left in _cache_ for `now`",
        "set PATH=C:\\bin and read <T> of a {b} once! & again",
    ],
)
def test_words_escaped_for_markdown_are_their_sources(words: str) -> None:
    assert check(escape(words), f"It says: {words}. So it is.").verdict == "exact"


@pytest.mark.parametrize(
    ("quote", "printed"),
    [
        ("A café in Zürich colors every label gray.", "A café in Zürich colours every label grey."),
        ("The share fell from 4.5% to 0.3%", "The share fell from 4.5 percent to 0.3 percent"),
    ],
)
def test_another_spelling_is_not_the_sources_and_is_printed_as_the_source_has_it(
    quote: str, printed: str
) -> None:
    found = check(quote, SOURCE)
    assert found.verdict == "spelling"
    assert not found.accepted
    assert SOURCE[found.start : found.end] == printed


@pytest.mark.parametrize(
    "quote",
    [
        "Clock skew of about 300 milliseconds was measured between the two sites",
        "Clock skew of about 20 milliseconds was measured between the two sites",
        "Clock skew of 200 milliseconds was measured between the two sites",
        "Clock skew of about 200 seconds was measured between the two sites",
        "Clock skew of about 200 milliseconds was not measured between the two sites",
        "Their team must deploy on Fridays unless a snapshot was taken first.",
        "Their team must [never] not deploy on Fridays unless a snapshot was taken first.",
        "The merge reads $5 billion worth of orders",
        "that is −3 °C below 10⁵ rows",
        "The share fell from 45 percent to 0.3 percent",
        "The share fell from 4.5 percent [in every region] to 0.3 percent",
        "Clоck skew of about 200 milliseconds was measured",
    ],
)
def test_an_altered_quote_is_never_accepted_and_its_repair_is_the_source(quote: str) -> None:
    found = check(quote, SOURCE)
    assert not found.accepted
    assert found.verdict == "near"
    assert SOURCE[found.start : found.end] in SOURCE
    assert check(SOURCE[found.start : found.end], SOURCE).accepted


@pytest.mark.parametrize(
    "quote",
    [
        "The leak of 2024 reached 1,200 accounts.",
        "deploy on Fridays unless a snapshot was taken first",
        "The merge reads $5",
        "5 million worth of orders",
        "Their team must not deploy on Fridays.",
    ],
)
def test_a_cut_that_hides_a_denial_condition_or_magnitude_is_extended(quote: str) -> None:
    found = check(quote, SOURCE)
    assert found.verdict == "clipped"
    longer = SOURCE[found.start : found.end]
    assert len(longer) > len(quote)
    assert check(longer, SOURCE).verdict == "exact"


@pytest.mark.parametrize(
    "quote",
    [
        "between the two sites [...] Clock skew of about 200 milliseconds",
        "to 0.3 percent the share fell from 4.5 percent",
        "Drift between locations was found to be roughly a fifth of a second.",
        "The accounts of 2024 were measured and the sites were merged by the team.",
        "The share fell [...] which is chance and will be fixed",
    ],
)
def test_splices_reorderings_and_inventions_are_refused_without_repair(quote: str) -> None:
    assert check(quote, SOURCE).verdict == "missing"


def test_an_elision_may_not_swallow_a_negation() -> None:
    found = check(
        "Their team must [...] deploy on Fridays unless a snapshot was taken first.", SOURCE
    )
    assert not found.accepted
    assert "must not deploy" in SOURCE[found.start : found.end]


def test_a_quote_that_fits_two_places_equally_badly_is_not_repaired() -> None:
    text = "The red team won the cup in 1990 at home. The blue team won the cup in 1990 at home."
    assert check("The green team won the cup in 1990 at home.", text).verdict == "missing"


@pytest.mark.parametrize("quote", ["", " ", "...", "—", "[...]", "“”", "[", "]]", "\u200b", "🚀"])
def test_a_quote_without_words_is_missing_and_never_a_crash(quote: str) -> None:
    assert check(quote, SOURCE).verdict == "missing"


def test_one_word_code_and_other_scripts_are_compared_like_any_text() -> None:
    assert check("Northwind", SOURCE).verdict == "exact"
    assert check("nand", SOURCE).verdict == "missing"
    assert check("x = f(a, b)", "Call `x = f(a, b)` twice.").verdict == "exact"
    assert check("日本語の文", "これは日本語の文です。").verdict == "exact"
    assert check("日本語の本", "これは日本語の文です。").verdict == "missing"
    assert check("مرحبا بالعالم", "قال مرحبا بالعالم اليوم").verdict == "exact"
    assert check("हिन्दी", "यह हिन्दी है").verdict == "exact"


def test_a_quote_that_appears_fifty_times_in_an_enormous_text_is_found() -> None:
    text = (
        "The same sentence stands here again and again. " * 50 + "Other words follow. " * 40
    ) * 20
    assert check("The same sentence stands here again and again.", text).verdict == "exact"
    assert check("a " * 500, "a " * 20_000).verdict in ("exact", "missing")
    assert check("word " * 500, text).verdict == "missing"


def test_tokens_keep_their_place_in_the_raw_text() -> None:
    folded = fold(SOURCE)
    words = [at for at, norm in enumerate(folded.norms) if norm[0].isalnum()]
    assert len(words) > 70
    for at in each(words):
        start, end = folded.slice(at, at + 1)
        assert fold(SOURCE[start:end]).norms == folded.norms[at : at + 1]


def test_a_word_put_in_beside_a_doubled_one_is_refused_as_two_slices_are_one_edit_away() -> None:
    doubled = "7. Summing Summing requires students to say what matters in their own words."
    once = doubled.replace("Summing Summing", "Summing")
    quote = "Summing In requires students to say what matters in their own words."
    assert check(quote, doubled).verdict == "missing"
    assert check(quote, once).verdict == "near"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_run_of_whole_sentences_of_a_source_is_accepted(data: st.DataObject) -> None:
    parts = [
        "A lease ends.",
        "Every token rotates twice a day.",
        "Nobody saw 3 faults.",
        "It works.",
    ]
    first = data.draw(st.integers(0, 3))
    last = data.draw(st.integers(first, 3))
    assert check(" ".join(parts[first : last + 1]), " ".join(parts)).verdict == "exact"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=200))
def test_no_text_makes_the_checker_fail(quote: str, text: str) -> None:
    found = check(quote, text)
    assert 0 <= found.start <= found.end <= len(text)


PAPER = (
    "Ada Byron wrote that the engine's store held 1,000 numbers between 1842–1843. It weighed up to "
    "4 tons, as [the notes](https://example.org/a) say. He said almost 62 per cent of all tests with "
    "v3.10 failed in May because x == 4 held. It is not proven that engines think. They find "
    "open-source code useful, and services providing it grow. “No, worse, it is the best machine we "
    "know of,” they wrote. Nobody has ever claimed in public that the machine can err. The lid opens "
    "if the key is turned."
)


@pytest.mark.parametrize(
    "quote",
    [
        "the **engine**'s store held 1,000 numbers",
        "the engine`s store held 1000 numbers",
        "the en\u00ad\ngine's store held 1\u202f000 numbers",
        "the engine&amp;#39;s store<sup>3</sup> held 1,000 numbers",
        "the [[engine]]'s [store][1] held ==1,000 numbers==",
        "the engine's store<br>held 1,000 numbers [Source 3]",
        "[The engine]'s store held 1,000 numbers [emphasis in original]",
        "the engine's store (sic) held 1,000 numbers",
        "[Byron] said almost 62 per cent of all tests",
        "[the clerk] said almost 62 per cent of all tests",
        "He [Byron] said almost 62 per cent of all tests",
        "They find open source code useful, and services […] it grow. No, worse",
        "He said almost 62 per cent […] failed in May",
        "worse, it is the best machine we know of",
        "It weighed up to 4 tons",
        "It [was] not proven that engines think.",
    ],
)
def test_dress_and_editing_of_other_kinds_is_accepted(quote: str) -> None:
    assert check(quote, PAPER).verdict == "exact"


@pytest.mark.parametrize(
    "text",
    [
        "The store<sup>[3]</sup> held[a] the numbers[citation needed] in place.",
        "The store<sup id='r'><a href='#n'>[3]</a></sup> held the<br/>numbers in place.",
        "The st<b>ore</b> held the numbers in [place][p].",
        "The store held the&amp;nbsp;numbers in __place__.",
    ],
)
def test_a_source_may_wear_notes_tags_and_references_the_quote_leaves_off(text: str) -> None:
    assert check("The store held the numbers in place.", text).verdict == "exact"


@pytest.mark.parametrize(
    "quote",
    [
        "store held 1,000 numbers between 18421843",
        "He said almost 62 … of all tests with v3.10 failed",
        "He said […] 62 per cent of all tests with v3.10 failed",
        "He said almost 62 per cent of all tests with v3.1 failed in May",
        "tests with v3.10 failed in May because x != 4 held",
        "He [stole] almost 62 per cent of all tests",
        "He [criminal] said almost 62 per cent of all tests",
        "[everyone] said almost 62 per cent of all tests",
        "[a convicted felon] said almost 62 per cent of all tests",
        "It weighed up to 4 tons, as [the notes](https://evil.example/a) say.",
        "It weighed up to -4 tons, as the notes say.",
        "He said almost 62 per cent of alltests with v3.10 failed",
        "It weighed up to [9] tons, as the notes say.",
    ],
)
def test_what_says_something_else_is_not_accepted_but_repaired(quote: str) -> None:
    found = check(quote, PAPER)
    assert found.verdict == "near"
    assert check(PAPER[found.start : found.end], PAPER).verdict == "exact"


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        ("engines think", "not"),
        ("the machine can err", "nobody"),
        ("The lid opens", "if"),
        ("It weighed up to [9]", "4"),
    ],
)
def test_a_cut_far_from_its_denial_or_before_its_condition_is_extended(
    quote: str, reason: str
) -> None:
    found = check(quote, PAPER)
    assert found.verdict == "clipped"
    assert f"'{reason}" in found.why.lower()


def test_a_torn_or_merged_word_at_an_edge_is_repaired_whole() -> None:
    for quote in ("gine's store held 1,000 numbers", "theengine's store held 1,000 numbers"):
        found = check(quote, PAPER)
        assert PAPER[found.start : found.end].endswith("engine's store held 1,000 numbers")
        assert found.verdict == "near"


def test_two_marks_in_a_row_are_no_link() -> None:
    for marks in ("[1][2]", "[Source 1][Source 2]", "[1], [2]"):
        assert check("It works. It lasts.", f"It works.{marks} It lasts.").verdict == "exact"


def test_a_sentence_put_behind_another_is_refused_though_its_last_words_stand_there() -> None:
    text = (
        "We begin with tests. The first aim is a whole one, due to what it weighs. The tests last."
    )
    quote = "The first aim is a whole one, due to what it weighs. We're starting with the tests."
    assert check(quote, text).verdict == "missing"


def test_a_conjunction_in_brackets_is_no_name() -> None:
    assert not check("and she [but] came late", "They left, and she came late, but well.").accepted


ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "fixtures" / "quotes.jsonl")
    .read_text("utf-8")
    .splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']} {row['op']}")
def test_each_kind_of_fault_and_of_harmless_edit_is_judged_rightly(row: dict[str, Any]) -> None:
    found = check(row["quote"], row["source_text"])
    assert found.accepted == bool(row["label"]), found
    if "repair" in row:
        assert row["source_text"][found.start : found.end] == row["repair"]


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("Writes are never lost", "Writes are never lost as long as two replicas survive."),
        ("Restores take five minutes", "Restores take five minutes, assuming a warm cache."),
        ("the scheduler leaks memory", "Contrary to the claim that the scheduler leaks memory, none did."),
        ("a solved problem for large clusters", "Placement is far from a solved problem for large clusters."),
        ("all requests are served from memory", "Nearly all requests are served from memory."),
        ("the nodes had rebooted by noon", "Half of the nodes had rebooted by noon."),
        ("The limit is 64", "The limit is 64 KB for each message."),
        ("It serves 5,000 requests", "It serves 5,000 requests per hour."),
        ("the key was stolen", "Critics claim the key was stolen."),
        ("admins may delete records", "Only admins may delete records."),
        ("stable for internal use", "The API is stable for internal use only."),
        ("pass the flag -V to the tool", "pass the flag -v to the tool"),
        ("edit /etc/Hosts by hand", "edit /etc/hosts by hand"),
        ("a link of 10 Mb per second", "a link of 10 MB per second"),
        ("uses 5 mW at rest", "uses 5 MW at rest"),
        ("the rule protects US users", "the rule protects us users"),
        ("✓ rate limiting", "✗ rate limiting"),
        ("a List<int> is returned", "a List<String> is returned"),
    ],
)  # fmt: skip
def test_a_cut_scope_condition_or_unit_and_a_changed_case_of_code_are_not_accepted(
    quote: str, source: str
) -> None:
    assert check(quote, source).verdict in ("clipped", "near", "missing")


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("clients can not retry the call", "clients cannot retry the call"),
        ("clients cannot retry the call", "clients can not retry the call"),
        ("fruit, eg apples and pears", "fruit, e.g. apples and pears"),
        ("at 10 am the primary failed", "at 10 a.m. the primary failed"),
        ("the U.S. rule protects users", "the US rule protects users"),
        ("50 000 sellers are listed", "50,000 sellers are listed"),
        ("[The index] is rebuilt every night", "It’s rebuilt every night. The index is small."),
        ("[The index is] rebuilt every night", "It’s rebuilt every night. The index is small."),
        ("[Replicas are] rebuilt every night", "They’re rebuilt every night. Replicas are small."),
        ("a link of 10 KB per second", "a link of 10 kB per second"),
        ("The limit is 64", "The limit is 64. KB are shown below."),
        ("the best of the releases", "It is one of the best of the releases."),
        ("none of the nodes failed", "In the end none of the nodes failed."),
        ("a List<int> is returned", "a List<int> is returned"),
    ],
)
def test_a_spelling_apart_and_a_contraction_written_out_are_harmless(
    quote: str, source: str
) -> None:
    assert check(quote, source).accepted


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("The cache is not shared between regions [...] unless the operator asks for more.", "The cache is not shared between regions. Each region keeps 3 replicas, unless the operator asks for more."),
        ("Reads are served locally [...] to the leader when it is up.", "Reads are served locally. Writes go to the leader when it is up."),
        ("Reads are served locally [...] if the leader is down.", "Reads are served locally, as a rule. Writes are refused if the leader is down."),
        ("5 retries are made, each after a pause.", "At most 5 retries are made, each after a pause."),
        ("40 nodes were lost.", "Fewer than 40 nodes were lost."),
        ("reads are 40% faster", "The team claims that reads are 40% faster."),
    ],
)  # fmt: skip
def test_the_end_of_another_sentence_and_a_cut_bound_or_claimant_are_not_accepted(quote: str, source: str) -> None:  # fmt: skip
    assert check(quote, source).verdict != "exact"


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("Reads are served locally. [...] The leader takes all writes.", "Reads are served locally. Nobody minds. The leader takes all writes."),
        ("The leader takes all writes [...] and answers late.", "The leader takes all writes, even from afar, and answers late."),
        ("reads are 40% faster", "The benchmark shows that reads are 40% faster."),
        ("5 retries are made", "In all, 5 retries are made, each after a pause."),
    ],
)  # fmt: skip
def test_whole_sentences_and_asides_may_still_go(quote: str, source: str) -> None:
    assert check(quote, source).verdict == "exact"


ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "golden" / "quotes" / "rows.jsonl")
    .read_text("utf-8")
    .splitlines()
]


@pytest.mark.parametrize("kind", sorted({row["kind"] for row in ROWS}))
def test_a_quote_of_each_kind_is_judged_as_its_reader_would(kind: str) -> None:
    rows = [row for row in ROWS if row["kind"] == kind]
    judged = {
        row["quote"]: int(check(row["quote"], row["source_text"]).verdict in ("exact", "spelling"))
        for row in rows
    }
    assert judged == {row["quote"]: row["label"] for row in rows}


def test_a_word_stands_in_a_text_by_what_is_markup_there() -> None:
    text = "Use List<int> here. <!-- never --> The end."
    assert stands("List<int>", text, of="plain")
    assert stands("never The end", text, of="plain") and not stands("never The end", text)
