"""Transcripts say what was said: no word goes, none comes twice, none is taken for a speaker."""

from __future__ import annotations

import pytest

from pipeline.ingest.readers.spoken import transcripts
from pipeline.ingest.reading import Input, Reading


def vtt(*cues: str | tuple[float, float, str]) -> Reading:
    """A transcript of cues, each five seconds unless it says its times."""
    timed = [
        cue if isinstance(cue, tuple) else (n * 5.0, n * 5.0 + 5, cue) for n, cue in enumerate(cues)
    ]
    rows = [f"{_stamp(start)} --> {_stamp(end)}\n{words}\n" for start, end, words in timed]
    (one,), refused = transcripts.read(
        Input("t.vtt", ("WEBVTT\n\n" + "\n".join(rows)).encode(), "vtt")
    )
    assert refused == ()
    return one


def _stamp(seconds: float) -> str:
    return f"00:{int(seconds) // 60:02d}:{seconds % 60:06.3f}"


def spoken(one: Reading) -> list[tuple[str, str, str]]:
    return [(block.kind, block.label, one.text[block.start : block.end]) for block in one.blocks]


def words(one: Reading) -> str:
    return " ".join(one.text.split())


@pytest.mark.parametrize(
    "said",
    [
        "We set the pool to 40 (not 400) connections on every node.",
        "The service level objective (SLO) is met.",
        "It takes [at most] two minutes (28 minutes a month).",
        "We heard [inaudible] connections there.",
        "The music (to our ears) goes on.",
        "Put it in a Vec<u8> of x < 3.",
        "-5 degrees were measured there.",
    ],
)
def test_words_in_brackets_are_words(said: str) -> None:
    assert (
        words(vtt(said.replace("&", "&amp;"), "And so on it goes.")) == f"{said} And so on it goes."
    )


@pytest.mark.parametrize(
    "sound", ["[MUSIC]", "(applause)", "[upbeat music]", "[DOOR SLAMS]", "♪ la la ♪", "(laughs)"]
)
def test_a_sound_goes_and_is_counted(sound: str) -> None:
    one = vtt(f"{sound} The error budget is spent by noon.", "And so on it goes.")
    assert words(one) == "The error budget is spent by noon. And so on it goes."
    assert dict(one.removed) == {"sound": 1}


def test_a_bracket_that_is_the_whole_cue_goes() -> None:
    one = vtt("It begins here.", "[somebody enters slowly]", "It ends here.")
    assert (words(one), dict(one.removed)) == ("It begins here. It ends here.", {"sound": 1})


def test_rows_that_roll_on_stand_once() -> None:
    one = vtt(
        (0.24, 2.5, " \nthe<00:00:00.500><c> queue</c><00:00:01.000><c> grew</c>"),
        (2.5, 2.51, "the queue grew\n "),
        (2.51, 5.1, "the queue grew\nand<00:00:03.000><c> nobody</c><00:00:03.500><c> saw</c>"),
        (5.1, 5.11, "and nobody saw\n "),
        (5.11, 8.0, "and nobody saw\nthe<00:00:06.000><c> alert</c>"),
    )
    assert words(one) == "the queue grew and nobody saw the alert"


@pytest.mark.parametrize(
    "cues",
    [
        [
            (0, 1, "the"),
            (1, 2, "the queue"),
            (2, 3, "the queue grew"),
            (3, 4, "the queue grew by half"),
        ],
        [(0, 2, "the queue\ngrew"), (2, 4, "grew\nby"), (4, 6, "by\nhalf")],
        [(0, 4, "the queue grew"), (3, 6, "the queue grew\nby half")],
        [(0, 2, "a\nthe queue"), (2, 4, "a\nthe queue\ngrew by half")],
    ],
    ids=["word by word", "three rows", "overlapping", "growing"],
)
def test_other_forms_of_rolling_captions_are_not_doubled(
    cues: list[tuple[float, float, str]],
) -> None:
    assert words(vtt(*cues)).removeprefix("a ") == "the queue grew by half"


def test_what_is_said_again_after_a_pause_is_said_twice() -> None:
    assert words(vtt((0, 1, "Is it safe?"), (2, 3, "No."), (5, 6, "No."))) == "Is it safe? No. No."


@pytest.mark.parametrize("word", ["Result", "Kubernetes", "Amazon Aurora", "Note"])
def test_a_word_before_a_colon_is_no_speaker(word: str) -> None:
    one = vtt(f"{word}: the queue drained in nine minutes.", "That has not changed since.")
    assert all(kind == "cue" for kind, _, _ in spoken(one))
    assert words(one).startswith(f"{word}: the queue drained")


def test_who_speaks_more_than_once_is_a_speaker() -> None:
    one = vtt("Ann: We had two.", "Ben: And now?", "Ann: Three.", "Ben: Good.")
    assert [label for kind, label, _ in spoken(one) if kind == "speaker"] == [
        "Ann",
        "Ben",
        "Ann",
        "Ben",
    ]


def test_a_voice_tag_names_a_speaker() -> None:
    assert spoken(vtt("<v Ann>We had two.</v>"))[0] == ("speaker", "Ann", "Ann:")


def test_a_sentence_has_the_time_of_the_cue_it_begins_in() -> None:
    one = vtt((10, 12, "The second took eleven seconds."), (1, 4, "The first took forty"), (4, 6, "seconds. Then"),
              (6, 9, "it ended."))  # fmt: skip
    assert [(label, text) for _, label, text in spoken(one)] == [
        ("1", "The first took forty seconds."),
        ("4", "Then it ended."),
        ("10", "The second took eleven seconds."),
    ]
