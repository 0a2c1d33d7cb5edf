"""Phrase rules in Vale's YAML: every kind, scopes, speed, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.verify.draft.prose import unspoken
from pipeline.verify.markdown import visible
from pipeline.verify.phrases import style
from pipeline.verify.phrases.match import Match, Piece, run


def rule(folder: Path, text: str, name: str = "Rule") -> style.Style:
    (folder / "House").mkdir(exist_ok=True)
    (folder / "House" / f"{name}.yml").write_text(text, "utf-8")
    return style.load(folder)


def found(loaded: style.Style, *texts: str, scope: str = "text") -> list[Match]:
    pieces = tuple(Piece(text, scope) for text in texts)
    return [one for one in run(pieces, loaded) if one.rule.name.startswith("House.")]


def matched(loaded: style.Style, *texts: str, scope: str = "text") -> list[str]:
    return [one.text for one in found(loaded, *texts, scope=scope)]


def test_existence_finds_whole_words_literals_and_expressions(tmp_path: Path) -> None:
    loaded = rule(
        tmp_path,
        "extends: existence\nmessage: \"Avoid '%s'.\"\nignorecase: true\nlevel: error\n"
        "tokens:\n  - very\n  - at (?:the )?end of (?:the )?day\n  - (?i)e\\.g\\.\n",
    )
    texts = matched(loaded, "Very good every day, at the end of the day; e.g. now, at end of day.")
    assert texts == ["Very", "at the end of the day", "e.g.", "at end of day"]
    first = found(loaded, "a very b")[0]
    assert (first.message, first.rule.severity, first.start) == ("Avoid 'very'.", "error", 2)


def test_nonword_and_raw_match_within_words(tmp_path: Path) -> None:
    loaded = rule(tmp_path, "extends: existence\nmessage: x\nnonword: true\ntokens:\n  - '!{2,}'\n")
    assert matched(loaded, "Stop!! Now!") == ["!!"]
    loaded = rule(tmp_path, "extends: existence\nmessage: x\nraw:\n  - (?:foo)\n  - bar\n")
    assert matched(loaded, "a foobar") == ["foobar"]


def test_substitution_names_the_better_word(tmp_path: Path) -> None:
    loaded = rule(
        tmp_path,
        "extends: substitution\nmessage: \"Use '%s' instead of '%s'.\"\nignorecase: true\n"
        "swap:\n  utili[sz]e: use\n  prior to: before\n",
    )
    one = found(loaded, "We utilise it prior to use.")
    assert [(match.text, match.swap) for match in one] == [
        ("utilise", "use"),
        ("prior to", "before"),
    ]
    assert one[0].message == "Use 'use' instead of 'utilise'."


def test_occurrence_counts_in_its_scope(tmp_path: Path) -> None:
    loaded = rule(
        tmp_path, "extends: occurrence\nmessage: m\nscope: sentence\nmax: 2\ntoken: ','\n"
    )
    assert len(found(loaded, "One, two, three, four. Five, six.")) == 1
    loaded = rule(tmp_path, "extends: occurrence\nmessage: m\nscope: text\nmin: 1\ntoken: 'why'\n")
    assert len(found(loaded, "No reason.", "This is why.")) == 1


def test_repetition_finds_doubled_words_across_a_line_break(tmp_path: Path) -> None:
    loaded = rule(
        tmp_path,
        "extends: repetition\nmessage: \"'%s' twice\"\nalpha: true\nignorecase: true\ntokens:\n  - '[^\\s.]+'\n",
    )
    assert matched(loaded, "This is the\nThe end. End well.") == ["the\nThe"]


def test_consistency_reports_the_rarer_way(tmp_path: Path) -> None:
    loaded = rule(
        tmp_path,
        "extends: consistency\nmessage: m\nignorecase: true\neither:\n  advisor: adviser\n",
    )
    assert matched(loaded, "An advisor and an advisor.", "An adviser.") == ["adviser"]
    assert matched(loaded, "An advisor.") == []


@pytest.mark.parametrize(
    ("match", "good", "bad"),
    [
        ("$title", "The End of a Lease", "The end of a lease"),
        ("$sentence", "The end of a lease in AWS", "The End Of A Lease"),
        ("$lower", "the end", "The end"),
        ("$upper", "THE END", "The end"),
        ("'^[A-Z]'", "The end", "the end"),
    ],
)
def test_capitalization_of_headings(tmp_path: Path, match: str, good: str, bad: str) -> None:
    text = f"extends: capitalization\nmessage: m\nscope: heading\nmatch: {match}\n"
    loaded = rule(tmp_path, text)
    assert matched(loaded, good, scope="heading") == []
    assert matched(loaded, bad, scope="heading") == [bad]
    assert matched(loaded, bad, scope="text") == []


def test_conditional_asks_for_a_definition(tmp_path: Path) -> None:
    loaded = rule(
        tmp_path,
        "extends: conditional\nmessage: m\nfirst: '\\b([A-Z]{3,5})\\b'\n"
        "second: '\\(([A-Z]{3,5})\\)'\nexceptions: [API]\n",
    )
    assert matched(loaded, "The WAL and the API.", "Change data capture (CDC). CDC is old.") == [
        "WAL"
    ]


def test_other_kinds_are_skipped_and_named(tmp_path: Path) -> None:
    loaded = rule(tmp_path, "extends: spelling\nmessage: m\n")
    assert loaded.skipped == ("House.Rule: rules of kind spelling are not run",)


@pytest.mark.parametrize(
    "text",
    ["tokens: [a", "message: no kind", "extends: existence\ntokens: ['(']\n",
     "extends: substitution\nmessage: m\n", "extends: existence\nlevel: fatal\ntokens: [a]\n"],
)  # fmt: skip
def test_a_broken_rule_is_refused_with_its_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match=r"Rule\.yml"):
        rule(tmp_path, text)


def test_shipped_rules_are_sound_and_find_what_they_name() -> None:
    loaded = style.load(Path("none"))
    names = {one.rule.name for one in run((Piece(
        "As an AI language model, wait, actually: this game-changer will delve into a plethora of "
        "things in order to keep exploring. Needless to say, the the end!! Wow! So! Yes!"),), loaded)}  # fmt: skip
    expected = "ModelTalk SelfCorrection Hype Cliches Wordy Footer Filler Doubled Exclamation"
    assert {f"Dateline.{one}" for one in expected.split()} <= names
    assert {one.kind for one in loaded.rules} == set(style.KINDS)


@pytest.mark.parametrize(
    ("text", "doubled"),
    [
        ("A gate is added to `closedGates` to close it.", False),
        ('The page says "no nest is kept" says the log.', False),
        ("A gate is added to to `closedGates`.", True),
    ],
)
def test_words_on_both_sides_of_code_or_a_quote_are_no_doubling(text: str, doubled: bool) -> None:
    for bare in (unspoken(text), visible._bare(text)):
        assert len(bare) == len(text) and "closedGates" not in bare
        hits = run((Piece(bare),), style.load(Path("none")))
        assert any(one.rule.name == "Dateline.Doubled" for one in hits) is doubled


def test_plain_engineering_prose_raises_no_error() -> None:
    loaded = style.load(Path("none"))
    text = (
        "The server retries twice, waits 200 milliseconds and then fails. Operators measured the "
        "effect over a week; latency fell by a third. It is not the network but the disk."
    )
    assert not run((Piece(text),), loaded)


def test_a_needed_literal_stands_in_every_match() -> None:
    assert style.needed("(?:very|quite) unique") == " unique"
    assert style.needed("colou?rs of") == "rs of"
    assert style.needed("foo|bar") is None
    assert style.needed("[abc]+") is None


def test_thousands_of_phrases_are_searched_in_one_pass(tmp_path: Path) -> None:
    folder = tmp_path / "House"
    folder.mkdir()
    for part in range(7):
        tokens = "".join(f"  - phrase {n} of (?:the )?part{part}\n" for n in range(250))
        tokens += "".join(f"  - plain words {n} {part}\n" for n in range(250))
        (folder / f"P{part}.yml").write_text(
            f"extends: existence\nmessage: m\nignorecase: true\ntokens:\n{tokens}", "utf-8"
        )
    loaded = style.load(tmp_path)
    assert sum(len(one.patterns) for one in loaded.rules) > 3_500
    text = "The plain phrase of a lease is part of words that a reader takes for granted. " * 100
    pieces = (Piece(text[:8192] + " phrase 7 of the part3"),)
    matches = run(pieces, loaded)
    assert [one.text for one in matches if one.rule.name == "House.P3"] == ["phrase 7 of the part3"]


def test_an_expression_of_another_engine_is_skipped_and_named_and_its_classes_are_read(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "Theirs"
    folder.mkdir()
    head = "extends: existence\nmessage: \"'%s'\"\nnonword: true\ntokens:\n"
    (folder / "Names.yml").write_text(head + "  - '\\p{Lu}\\p{L}+burg'\n", "utf-8")
    (folder / "Odd.yml").write_text(head + "  - '(?<=a+)b'\n", "utf-8")
    loaded = style.load(tmp_path)
    assert any(line.startswith("Theirs.Odd: its expression") for line in loaded.skipped)
    found = run((Piece("In Ährenburg and in hamburg."),), loaded)
    assert [one.text for one in found if one.rule.name == "Theirs.Names"] == ["Ährenburg"]


@pytest.mark.parametrize(
    "text",
    [
        "It's not a queue; it's a promise.",
        "This isn't about speed, it's about trust.",
        "It is not a cache. It is a contract.",
        "No servers. No cold starts. Just code.",
        "Not a rewrite. Not a migration.",
        "Teams face an ever-evolving threat every day.",
        "Imagine a world where every write is safe.",
        "The result? Fewer pages at night.",
        "Gone are the days of manual failover.",
        "The cache is the unsung hero of the site.",
        "Here's why that matters for your team.",
        "The work lies at the intersection of storage and networks.",
    ],
)
def test_figures_of_speech_that_models_overuse_are_found(text: str) -> None:
    assert [one.rule.name for one in run((Piece(text),), style.load(Path("none")))] == [
        "Dateline.Figures"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It is not a leader until the lease ends.",
        "If it's not set, it is read from the file.",
        "No data is lost. No lock is held while the log is written.",
        "The result is a table of 30 rows.",
        "The landscape of the coast changes.",
        "This is not the case when the store is empty; the read then fails.",
    ],
)
def test_plain_statements_are_no_figures_of_speech(text: str) -> None:
    assert run((Piece(text),), style.load(Path("none"))) == ()
