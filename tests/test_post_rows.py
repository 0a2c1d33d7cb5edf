"""Sentences of a post: the phrases that are told, and what a cited text breaks, row by row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.records import evidence_file
from pipeline.verify.markdown.document import verify_markdown
from pipeline.verify.markdown.examination import Terms
from pipeline.verify.phrases import style
from pipeline.verify.phrases.match import Piece, run

RULES = style.load(Path("none"))
LEASE = "A lease of 30 seconds expires while a paused process still believes in it."
TOKEN = "Rotation limits a stolen refresh token to one use within 45 seconds, Ada said."
ITEMS = evidence_file.read(
    json.dumps(
        [
            {"n": 1, "source_id": "a", "title": "A", "url": "https://a.example/", "text": LEASE},
            {"n": 2, "source_id": "b", "title": "B", "url": "https://b.example/", "text": TOKEN},
        ]
    )
)


def phrases(text: str) -> list[str]:
    return [one.rule.name.rpartition(".")[2] for one in run((Piece(text, "text"),), RULES)]


def told(text: str) -> list[str]:
    found = verify_markdown(text + "\n", ITEMS, RULES, Terms("post.md")).findings
    return sorted({one.rule for one in found})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sharding is a game-changer.", ["Hype"]),
        ("It is a paradigm shift.", ["Hype"]),
        ("It will unlock the full potential of your data.", ["Hype"]),
        ("We unleash the power of caching.", ["Hype"]),
        ("It harnesses the power of eBPF.", ["Hype"]),
        ("A cutting-edge solution for logs.", ["Hype"]),
        ("It is world-class.", ["Hype"]),
        ("It supercharges your builds.", ["Hype"]),
        ("Seamlessly integrates with Git.", ["Hype"]),
        ("It runs effortlessly.", ["Hype"]),
        ("It is truly remarkable.", ["Hype"]),
        ("In today's fast-paced world, caches matter.", ["Filler"]),
        ("At the end of the day, it is a cache.", ["Wordy"]),
        ("It's important to note that caches expire.", ["Filler"]),
        ("It is worth noting that caches expire.", ["Filler"]),
        ("Needless to say, it failed.", ["Filler"]),
        ("Let's dive in.", ["Filler"]),
        ("Let's dive deep into caching.", ["Filler"]),
        ("As an AI language model, I cannot say.", ["ModelTalk"]),
        ("I hope this helps!", ["ModelTalk"]),
        ("Certainly! Here is the brief.", ["ModelTalk"]),
        ("Wait, actually, it is 5.", ["SelfCorrection"]),
        ("Oops, it is 6.", ["SelfCorrection"]),
        ("[TODO]", ["SelfCorrection"]),
        ("[citation needed]", ["SelfCorrection"]),
        ("Lorem ipsum dolor sit amet.", ["SelfCorrection"]),
        ("It is not just a cache, it is a platform.", ["Figures", "Contrast"]),
        ("The the cache is warm.", ["Doubled"]),
        ("It utilizes a cache.", ["Wordy"]),
        ("In order to scale, it shards.", ["Wordy"]),
        ("Due to the fact that it failed, we stopped.", ["Wordy"]),
        ("A large number of nodes failed.", ["Wordy"]),
        ("Prior to the release it failed.", ["Wordy"]),
        ("Delve into the rich tapestry of logs.", ["Cliches", "Cliches", "Cliches"]),
        ("In conclusion, caches matter.", ["Filler"]),
        ("The cache expires after 30 seconds.", []),
        ("Each region keeps 3 replicas.", []),
        ("A plain sentence.", []),
        ("", []),
        ("A WAL is written (write-ahead log).", []),
        ("PostgreSQL 17 is out!", []),
        ("It is unparalleled in scale.", ["Hype"]),
        ("A testament to engineering.", ["Hype"]),
    ],
)
def test_a_phrase_is_told_by_the_rule_it_falls_under(text: str, expected: list[str]) -> None:
    assert phrases(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A lease of 30 seconds ends while a process is paused [1].", []),
        ("A lease of 31 seconds ends while a process is paused [1].", ["number-missing"]),
        ("A lease of 30 minutes ends while a process is paused [1].", ["number-unit"]),
        ("A lease of 30 seconds ends while a process is paused [7].", ["cite-unknown"]),
        ("A lease of 30 seconds ends while a process is paused.", ["cite-missing"]),
        ("> A lease of 30 seconds expires while a paused process still believes in it. [1]", []),
        (
            "> A lease of 30 seconds expires while a paused process believes in it. [1]",
            ["quote-altered"],
        ),
        (
            "> A lease of 40 seconds expires while a paused process still believes in it. [1]",
            ["quote-altered"],
        ),
        ("> Rotation limits a stolen refresh token to one use. [2]", []),
        (
            "> Rotation limits a stolen refresh token to one use within 45 seconds, Ada said. [1]",
            ["quote-misattributed"],
        ),
        ("Rotation does not limit a stolen token [2].", ["claim-negation"]),
        ("Both limit what is stolen [1, 2].", []),
        ("# Title", []),
        ("## Part\n\nText of it.", []),
        ("[A](https://a.example/)", []),
        ("[A](javascript:alert(1))", ["structure-link"]),
        ("![](a.png)", []),
        ("![A cat on a mat](a.png)", []),
        ("```\ncode\n```", []),
        ("| A | B |\n|---|---|\n| 1 | 2 |", ["cite-missing"]),
        ("- one\n- two", []),
        ("", []),
        ("Text with `code` in it.", ["cite-missing"]),
        ("“A lease of 30 seconds expires” [1]", []),
        ("“A lease of 50 seconds expires” [1]", ["quote-altered"]),
        ("Ada said that rotation limits a stolen refresh token to one use [2].", []),
        ("A lease of thirty seconds expires while a process is paused [1].", []),
        ("The lease, 30 seconds long, expires while a process is paused [1].", []),
        ("1. A lease of 30 seconds [1].\n2. Rotation within 45 seconds [2].", []),
    ],
)
def test_a_cited_sentence_is_told_by_what_it_breaks(text: str, expected: list[str]) -> None:
    assert told(text) == expected
