"""What sites ask of machines, and how much of a source a brief may quote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.ingest.files import Files
from pipeline.ingest.sources.fetch import Client
from pipeline.ingest.sources.gather import Gathering, _signals
from pipeline.ingest.sources.manners import HostRules, asks_not_to, closed, host_rules, signals
from pipeline.ingest.sources.remote import Visit
from pipeline.newsroom.desk import Ingest
from pipeline.records import Source
from pipeline.world import World

PAGE = "https://site.example/posts/a"


@pytest.mark.parametrize(
    ("robots", "ai", "word"),
    [
        ("", "", ""),
        ("User-agent: *\nDisallow: /posts/", "", "robots.txt"),
        ("User-agent: dateline\nDisallow: /", "", "readers"),
        ("User-agent: GPTBot\nDisallow: /", "", "GPTBot"),
        ("User-agent: GPTBot\nDisallow: /shop/", "", ""),
        ("User-agent: *\nContent-Signal: search=yes, ai-input=no\nAllow: /", "", "ai-input"),
        ("User-agent: *\nContent-Signal: ai-train=no\nAllow: /", "", ""),
        ("", "User-Agent: *\nDisallow: /", "ai.txt"),
        ("User-agent: *\nContent-Usage: ai=n\nAllow: /", "", "Content-Usage"),
        ("User-agent: *\nContent-Usage: bots=n", "", "bots=n"),
        ("User-agent: *\nContent-Usage: train-ai=n\nAllow: /", "", ""),
        ("User-agent: PerplexityBot\nDisallow: /", "", "PerplexityBot"),
        ("License: https://site.example/terms.xml\nUser-agent: *\nAllow: /", "", ""),
    ],
)
def test_a_page_is_closed_when_its_host_says_so(robots: str, ai: str, word: str) -> None:
    said = closed(host_rules(robots, ai), PAGE, models=True)
    assert bool(said) == bool(word)
    assert word in said


@pytest.mark.parametrize(
    ("tdm", "word"),
    [
        ('[{"location": "/posts/*", "tdm-reservation": 1}]', "tdmrep.json"),
        (
            '[{"location": "/", "tdm-reservation": 1}, {"location": "/posts/", "tdm-reservation": 0}]',
            "",
        ),
        ('[{"location": "/shop/", "tdm-reservation": 1}]', ""),
        ("<html>not found</html>", ""),
        ('{"tdm-reservation": 1}', ""),
        pytest.param("[" * 100_000, "", id="nested"),
    ],
)
def test_a_host_may_reserve_what_lies_below_a_path(tdm: str, word: str) -> None:
    said = closed(host_rules("", "", tdm), PAGE, models=True)
    assert bool(said) == bool(word)
    assert word in said
    assert not closed(host_rules("", "", tdm), PAGE, models=False)


@pytest.mark.parametrize(
    ("terms", "shut"),
    [
        ('<rsl><content url="/"><license><prohibits type="usage">ai-all</prohibits></license></content></rsl>', True),
        ('<license><prohibits type="usage">ai-train, ai-input</prohibits></license>', True),
        ('<license><prohibits type="usage">ai-train</prohibits></license>', False),
        ('<license><permits type="usage">all</permits></license>', False),
        ("", False),
    ],
)  # fmt: skip
def test_a_licence_for_machines_may_forbid_the_use_by_models(terms: str, shut: bool) -> None:
    robots = "License: https://site.example/terms.xml\nUser-agent: *\nAllow: /"
    said = closed(host_rules(robots, "", "", terms), PAGE, models=True)
    assert bool(said) == shut
    assert ("https://site.example/terms.xml" in said) == shut


def test_what_is_asked_of_models_may_be_ignored_but_not_what_is_asked_of_us() -> None:
    assert not closed(host_rules("User-agent: GPTBot\nDisallow: /", ""), PAGE, models=False)
    assert closed(host_rules("User-agent: *\nDisallow: /", ""), PAGE, models=False)


def test_a_host_that_cannot_say_is_not_read() -> None:
    assert closed(HostRules(reads=False), PAGE, models=False)


@pytest.mark.parametrize(
    ("headers", "body", "asks"),
    [
        ((("x-robots-tag", "noindex, noai"),), b"", True),
        ((("tdm-reservation", "1"),), b"", True),
        ((("tdm-reservation", "0"),), b"", False),
        ((("x-robots-tag", "noindex"),), b"", False),
        ((), b'<head><meta name="robots" content="index, noai, noimageai"></head>', True),
        ((), b"<meta content='1' name='tdm-reservation'>", True),
        ((), b"<meta name=robots content=noai>", True),
        ((), b'<meta name="robots" content="noml">', True),
        ((("content-usage", "ai=n"),), b"", True),
        ((("content-usage", "train-ai=n"),), b"", False),
        ((("content-signal", "search=yes,ai-input=no"),), b"", True),
        ((), b'<meta name="robots" content="index, follow">', False),
        ((), b'<p>The value noai in meta name="robots" is new.</p>', False),
    ],
)
def test_marks_of_a_page_are_read(
    headers: tuple[tuple[str, str], ...], body: bytes, asks: bool
) -> None:
    assert bool(asks_not_to(headers, body)) == asks


def test_a_share_of_a_document_bounds_what_is_quoted_of_it() -> None:
    source = Source("s", "S", "feed", "x", ("d",), quote_limit=90)
    assert source.quotable(1_000) == 90
    assert replace(source, quote_share=0.1).quotable(300) == 30
    assert replace(source, quote_share=0.01).quotable(10) == 1


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (host_rules("", ""), ("asks nothing of machines",)),
        (HostRules(reads=False), ("cannot be read",)),
        (host_rules("User-agent: dateline\nDisallow: /", ""), ("closes it to readers",)),
        (host_rules("User-agent: GPTBot\nUser-agent: CCBot\nUser-agent: ClaudeBot\nDisallow: /", ""),
         ("closes it to ClaudeBot, GPTBot and 1 more",)),
        (host_rules("Content-Signal: search=yes, ai-train=no\nUser-agent: *\nAllow: /", ""),
         ("Content-Signal: search=yes, ai-train=no",)),
        (host_rules("", "User-Agent: *\nDisallow: /"), ("ai.txt closes it",)),
        (host_rules("User-agent: GPTBot\nDisallow: /", "", '[{"location": "/", "tdm-reservation": 1}]'),
         ("GPTBot", "tdmrep.json reserves mining")),
    ],
)  # fmt: skip
def test_what_a_host_says_to_machines_is_told_in_words(
    rules: HostRules, words: tuple[str, ...]
) -> None:
    said = signals(rules, PAGE)
    assert [one for one in words if one not in said] == []


def test_a_host_asked_for_its_robots_txt_alone_is_said_to_ask_nothing_there() -> None:
    assert (
        signals(host_rules("", ""), PAGE, models=False) == "its robots.txt asks nothing of machines"
    )


def test_a_host_that_was_asked_lately_is_not_asked_again_for_what_another_host_was_asked(
    tmp_path: Path,
) -> None:
    world, limits = World(environ={}), Ingest()
    feed = Source("a", "A", "feed", "https://feeds.example/a.xml", ("sys",), follow=True)
    known = Gathering(limits, world, Files([]), tmp_path, frozenset({"a"}))
    with Client(limits, world) as client:
        visit = Visit(feed, client, Files([]), limits)
        visit.rules["https://pages.example/robots.txt"] = host_rules("", "")
        assert _signals(visit, known) == ""
        visit.rules["https://feeds.example/robots.txt"] = host_rules("", "")
        assert _signals(visit, known) == "asks nothing of machines"
    assert world.egress == []
