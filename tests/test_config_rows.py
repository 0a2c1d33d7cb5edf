"""What an owner may write in desk.toml and sources.toml, field by field, and what a fault is called."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from test_config import DESK

from pipeline.errors import ConfigError
from pipeline.newsroom.config import load_desk, load_sources

SOURCE = """\
[[sources]]
id = "a"
title = "A"
kind = "html"
location = "x"
domains = ["security"]
"""


def fault(text: str) -> str:
    """What the desk says of itself with these lines added, "" when it is sound."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.toml"
        path.write_text(DESK + text, "utf-8")
        try:
            load_desk(path)
        except ConfigError as error:
            return str(error).replace(f"{path}: ", "")
    return ""


def field(name: str, value: str) -> str:
    table, _, key = name.rpartition(".")
    return fault(f"[{table}]\n{key} = {value}\n")


OWNER = {"id": '"a"', "domains": '["security"]', "channel": '"email"', "to": '"a@b.example"'}


def owner(key: str, value: str) -> str:
    """What a desk says of an owner with this value; "" takes the key away."""
    values = {name: said for name, said in {**OWNER, key: value}.items() if said}
    lines = "".join(f"{name} = {said}\n" for name, said in values.items())
    told = fault(f'[[owners]]\n{lines}[delivery]\nsmtp_host = "m.example"\n')
    return told.partition(": ")[2]  # without its line


def source(line: str) -> str:
    """What the list of sources says of itself when this line is added or put in a line's place."""
    key = line.partition(" = ")[0]
    kept = [one for one in SOURCE.splitlines() if not one.startswith(f"{key} = ")]
    with tempfile.TemporaryDirectory() as folder:
        desk, path = Path(folder) / "desk.toml", Path(folder) / "sources.toml"
        desk.write_text(DESK, "utf-8")
        path.write_text("\n".join([*kept, line, ""]), "utf-8")
        try:
            load_sources(path, load_desk(desk), Path(folder))
        except ConfigError as error:
            return str(error).replace(f"{path}: ", "")
    return ""


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("ingest.ai_signals", '"other"', "should be 'respect' or 'ignore'"),
        ("ingest.max_bytes", "0", "should be greater than 0"),
        ("ingest.max_bytes", '"many"', "write a whole number"),
        ("ingest.timeout_seconds", "0", "should be greater than 0"),
        ("ingest.timeout_seconds", '"much"', "write a number"),
        ("ingest.max_redirects", "-1", "should be greater than or equal to 0"),
        ("ingest.max_redirects", '"many"', "write a whole number"),
        ("ingest.allow_private_hosts", '"one"', 'write a list, like ["one", "another"]'),
        ("ingest.fetch_hosts", "0", "should be greater than 0"),
        ("ingest.fetch_hosts", "65", "should be less than or equal to 64"),
        ("ingest.fetch_hosts", '"many"', "write a whole number"),
        ("ingest.cpu_seconds", "0", "should be greater than 0"),
        ("ingest.cpu_seconds", '"much"', "write a number"),
        ("ingest.memory_mb", "63", "should be greater than or equal to 64"),
        ("ingest.memory_mb", '"many"', "write a whole number"),
        ("ingest.gone_days", "-1", "should be greater than or equal to 0"),
        ("ingest.gone_days", '"many"', "write a whole number"),
        ("retrieval.rrf_k", "0", "should be greater than 0"),
        ("retrieval.rrf_k", '"many"', "write a whole number"),
        ("retrieval.fusion", '"other"', "should be 'convex' or 'rrf'"),
        ("retrieval.bm25_weight", "-0.5", "should be greater than or equal to 0"),
        ("retrieval.bm25_weight", '"much"', "write a number"),
        ("retrieval.tfidf_weight", "-0.5", "should be greater than or equal to 0"),
        ("retrieval.tfidf_weight", '"much"', "write a number"),
        ("retrieval.sense_weight", "-0.5", "should be greater than or equal to 0"),
        ("retrieval.sense_weight", '"much"', "write a number"),
        ("retrieval.dense_weight", "-0.5", "should be greater than or equal to 0"),
        ("retrieval.dense_weight", '"much"', "write a number"),
        ("retrieval.dense_pool", '"other"', "should be 'all' or 'words'"),
        ("retrieval.smoothing", "-0.5", "should be greater than or equal to 0"),
        ("retrieval.smoothing", "1.5", "should be less than or equal to 1"),
        ("retrieval.smoothing", '"much"', "write a number"),
        ("retrieval.floor", "-0.5", "should be greater than or equal to 0"),
        ("retrieval.floor", '"much"', "write a number"),
        ("retrieval.synonyms", "-0.5", "should be greater than or equal to 0"),
        ("retrieval.synonyms", "1.5", "should be less than or equal to 1"),
        ("retrieval.synonyms", '"much"', "write a number"),
        ("retrieval.engine", '"other"', "should be 'local' or 'opensearch'"),
        ("retrieval.engine_urls", '"one"', 'write a list, like ["one", "another"]'),
        ("retrieval.engine_index", "5", 'write text in quotation marks, like "one"'),
        ("retrieval.engine_shards", "0", "should be greater than or equal to 1"),
        ("retrieval.engine_shards", "1025", "should be less than or equal to 1024"),
        ("retrieval.engine_shards", '"many"', "write a whole number"),
        ("retrieval.engine_replicas", "-1", "should be greater than or equal to 0"),
        ("retrieval.engine_replicas", "11", "should be less than or equal to 10"),
        ("retrieval.engine_replicas", '"many"', "write a whole number"),
        ("retrieval.engine_timeout", "0", "should be greater than 0"),
        ("retrieval.engine_timeout", '"much"', "write a number"),
        ("retrieval.engine_ca", "5", 'write text in quotation marks, like "one"'),
        ("retrieval.dense", '"other"', "should be 'off', 'minilm', 'folder' or 'http'"),
        ("retrieval.dense_model", "5", 'write text in quotation marks, like "one"'),
        ("retrieval.dense_url", "5", 'write text in quotation marks, like "one"'),
        ("retrieval.dense_query_prompt", "5", 'write text in quotation marks, like "one"'),
        ("retrieval.dense_passage_prompt", "5", 'write text in quotation marks, like "one"'),
        ("retrieval.dense_batch", "0", "should be greater than or equal to 1"),
        ("retrieval.dense_batch", "2049", "should be less than or equal to 2048"),
        ("retrieval.dense_batch", '"many"', "write a whole number"),
        ("retrieval.dense_timeout", "0", "should be greater than 0"),
        ("retrieval.dense_timeout", '"much"', "write a number"),
        ("retrieval.rerank", '"other"', "should be 'off', 'folder' or 'http'"),
        ("retrieval.rerank_url", "5", 'write text in quotation marks, like "one"'),
        ("retrieval.rerank_model", "5", 'write text in quotation marks, like "one"'),
        ("retrieval.rerank_depth", "1", "should be greater than or equal to 2"),
        ("retrieval.rerank_depth", "201", "should be less than or equal to 200"),
        ("retrieval.rerank_depth", '"many"', "write a whole number"),
        ("retrieval.source_discount", "-0.5", "should be greater than or equal to 0"),
        ("retrieval.source_discount", "1.5", "should be less than or equal to 1"),
        ("retrieval.source_discount", '"much"', "write a number"),
        ("retrieval.novelty_days", "-1", "should be greater than or equal to 0"),
        ("retrieval.novelty_days", '"many"', "write a whole number"),
        ("retrieval.pool", "9", "should be greater than or equal to 10"),
        ("retrieval.pool", "1001", "should be less than or equal to 1000"),
        ("retrieval.pool", '"many"', "write a whole number"),
        ("writing.name", "5", 'write text in quotation marks, like "one"'),
        ("writing.on_failure", '"other"', "should be 'extractive' or 'hold'"),
        ("writing.local_model", "5", 'write text in quotation marks, like "one"'),
        ("writing.local_url", "5", 'write text in quotation marks, like "one"'),
        ("writing.baseline", "5", 'write text in quotation marks, like "one"'),
        ("writing.allow_models", '"one"', 'write a list, like ["one", "another"]'),
        ("writing.hosts", '"one"', 'write a list, like ["one", "another"]'),
        ("writing.parallel", "0", "should be greater than 0"),
        ("writing.parallel", "17", "should be less than or equal to 16"),
        ("writing.parallel", '"many"', "write a whole number"),
        ("writing.rounds", "-1", "should be greater than or equal to 0"),
        ("writing.rounds", "6", "should be less than or equal to 5"),
        ("writing.rounds", '"many"', "write a whole number"),
        ("writing.attempts", "0", "should be greater than 0"),
        ("writing.attempts", "11", "should be less than or equal to 10"),
        ("writing.attempts", '"many"', "write a whole number"),
        ("writing.timeout_seconds", "0", "should be greater than 0"),
        ("writing.timeout_seconds", '"much"', "write a number"),
        ("writing.cache", '"other"', "should be 'off', '5m' or '1h'"),
        ("writing.batch", '"perhaps"', "write true or false"),
        ("writing.batch_minutes", "0", "should be greater than 0"),
        ("writing.batch_minutes", '"much"', "write a number"),
        ("writing.batch_poll_seconds", "0", "should be greater than 0"),
        ("writing.batch_poll_seconds", '"much"', "write a number"),
        ("news.news_days", "0", "should be greater than or equal to 1"),
        ("news.news_days", "61", "should be less than or equal to 60"),
        ("news.news_days", '"many"', "write a whole number"),
        ("news.recent_days", "-1", "should be greater than or equal to 0"),
        ("news.recent_days", '"many"', "write a whole number"),
        ("news.stories", "0", "should be greater than or equal to 1"),
        ("news.stories", "8", "should be less than or equal to 7"),
        ("news.stories", '"many"', "write a whole number"),
        ("news.domain_stories", "0", "should be greater than or equal to 1"),
        ("news.domain_stories", "8", "should be less than or equal to 7"),
        ("news.domain_stories", '"many"', "write a whole number"),
        ("news.quiet", '"other"', "should be 'library' or 'skip'"),
        ("gate.floor", "-1", "should be greater than or equal to 0"),
        ("gate.floor", "101", "should be less than or equal to 100"),
        ("gate.floor", '"many"', "write a whole number"),
        ("gate.repeat_days", "-1", "should be greater than or equal to 0"),
        ("gate.repeat_days", '"many"', "write a whole number"),
        ("gate.approval_days", "-1", "should be greater than or equal to 0"),
        ("gate.approval_days", "61", "should be less than or equal to 60"),
        ("gate.approval_days", '"many"', "write a whole number"),
        ("gate.judge", '"other"', "should be 'off', 'advise' or 'decide'"),
        ("gate.min_sections", "0", "should be greater than or equal to 1"),
        ("gate.min_sections", '"many"', "write a whole number"),
        ("gate.min_sources", "0", "should be greater than or equal to 1"),
        ("gate.min_sources", '"many"', "write a whole number"),
        ("publish.due", "5", 'write text in quotation marks, like "one"'),
        ("publish.on_time", "0", "should be greater than 0"),
        ("publish.on_time", "1", "should be less than 1"),
        ("publish.on_time", '"much"', "write a number"),
        ("publish.window_days", "6", "should be greater than or equal to 7"),
        ("publish.window_days", "367", "should be less than or equal to 366"),
        ("publish.window_days", '"many"', "write a whole number"),
        ("publish.max_age_hours", "0", "should be greater than or equal to 1"),
        ("publish.max_age_hours", '"many"', "write a whole number"),
        ("publish.language", "5", 'write text in quotation marks, like "one"'),
        ("publish.briefs_on_home", "0", "should be greater than 0"),
        ("publish.briefs_on_home", '"many"', "write a whole number"),
        ("publish.llms_tokens", "0", "should be greater than 0"),
        ("publish.llms_tokens", '"many"', "write a whole number"),
        ("publish.llms_full_tokens", "0", "should be greater than 0"),
        ("publish.llms_full_tokens", '"many"', "write a whole number"),
        ("publish.twin_tokens", "0", "should be greater than 0"),
        ("publish.twin_tokens", '"many"', "write a whole number"),
        ("publish.data_tokens", "0", "should be greater than 0"),
        ("publish.data_tokens", '"many"', "write a whole number"),
        ("publish.feed_items", "0", "should be greater than 0"),
        ("publish.feed_items", '"many"', "write a whole number"),
        ("publish.hub", "5", 'write text in quotation marks, like "one"'),
        ("publish.content_signal", "5", 'write text in quotation marks, like "one"'),
        ("publish.indexnow_key", "5", 'write text in quotation marks, like "one"'),
        ("evals.sets", '"one"', 'write a list, like ["one", "another"]'),
        ("evals.max_age_days", "0", "should be greater than or equal to 1"),
        ("evals.max_age_days", '"many"', "write a whole number"),
        ("publish.due", '"24:00"', "write a time of day like 06:30"),
        ("publish.due", '"6:30"', "write a time of day like 06:30"),
        ("publish.due", '"06:60"', "write a time of day like 06:30"),
        ("publish.due", '"noon"', "write a time of day like 06:30"),
        ("publish.indexnow_key", '"short"', "use 8 to 128 letters, digits and hyphens"),
        ("publish.indexnow_key", '"has space in it"', "use 8 to 128 letters, digits and hyphens"),
        (
            "retrieval.engine_index",
            '"Dateline"',
            "use lower-case letters, digits, hyphens and underscores, a letter first",
        ),
        (
            "retrieval.engine_index",
            '"1a"',
            "use lower-case letters, digits, hyphens and underscores, a letter first",
        ),
        (
            "retrieval.engine_index",
            '""',
            "use lower-case letters, digits, hyphens and underscores, a letter first",
        ),
    ],
)
def test_a_value_out_of_its_range_names_the_field_and_what_it_takes(
    name: str, value: str, expected: str
) -> None:
    assert field(name, value) == f"line 11: {name}: {expected}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ingest.ai_signals", '"respect"'),
        ("ingest.ai_signals", '"ignore"'),
        ("ingest.max_bytes", "1"),
        ("ingest.timeout_seconds", "0.5"),
        ("ingest.max_redirects", "0"),
        ("ingest.fetch_hosts", "1"),
        ("ingest.fetch_hosts", "64"),
        ("ingest.cpu_seconds", "0.5"),
        ("ingest.memory_mb", "64"),
        ("ingest.gone_days", "0"),
        ("retrieval.rrf_k", "1"),
        ("retrieval.fusion", '"convex"'),
        ("retrieval.fusion", '"rrf"'),
        ("retrieval.bm25_weight", "0"),
        ("retrieval.tfidf_weight", "0"),
        ("retrieval.sense_weight", "0"),
        ("retrieval.dense_weight", "0"),
        ("retrieval.dense_pool", '"all"'),
        ("retrieval.dense_pool", '"words"'),
        ("retrieval.smoothing", "0"),
        ("retrieval.smoothing", "1"),
        ("retrieval.floor", "0"),
        ("retrieval.synonyms", "0"),
        ("retrieval.synonyms", "1"),
        ("retrieval.engine", '"local"'),
        ("retrieval.engine", '"opensearch"'),
        ("retrieval.engine_shards", "1"),
        ("retrieval.engine_shards", "1024"),
        ("retrieval.engine_replicas", "0"),
        ("retrieval.engine_replicas", "10"),
        ("retrieval.engine_timeout", "0.5"),
        ("retrieval.dense", '"off"'),
        ("retrieval.dense", '"minilm"'),
        ("retrieval.dense", '"folder"'),
        ("retrieval.dense", '"http"'),
        ("retrieval.dense_batch", "1"),
        ("retrieval.dense_batch", "2048"),
        ("retrieval.dense_timeout", "0.5"),
        ("retrieval.rerank", '"off"'),
        ("retrieval.rerank", '"folder"'),
        ("retrieval.rerank", '"http"'),
        ("retrieval.rerank_depth", "2"),
        ("retrieval.rerank_depth", "200"),
        ("retrieval.source_discount", "0"),
        ("retrieval.source_discount", "1"),
        ("retrieval.novelty_days", "0"),
        ("retrieval.pool", "10"),
        ("retrieval.pool", "1000"),
        ("writing.on_failure", '"extractive"'),
        ("writing.on_failure", '"hold"'),
        ("writing.parallel", "1"),
        ("writing.parallel", "16"),
        ("writing.rounds", "0"),
        ("writing.rounds", "5"),
        ("writing.attempts", "1"),
        ("writing.attempts", "10"),
        ("writing.timeout_seconds", "0.5"),
        ("writing.cache", '"off"'),
        ("writing.cache", '"5m"'),
        ("writing.cache", '"1h"'),
        ("writing.batch_minutes", "0.5"),
        ("writing.batch_poll_seconds", "0.5"),
        ("news.news_days", "1"),
        ("news.news_days", "60"),
        ("news.recent_days", "0"),
        ("news.stories", "1"),
        ("news.stories", "7"),
        ("news.domain_stories", "1"),
        ("news.domain_stories", "7"),
        ("news.quiet", '"library"'),
        ("news.quiet", '"skip"'),
        ("gate.floor", "0"),
        ("gate.floor", "100"),
        ("gate.repeat_days", "0"),
        ("gate.approval_days", "0"),
        ("gate.approval_days", "60"),
        ("gate.judge", '"off"'),
        ("gate.judge", '"advise"'),
        ("gate.judge", '"decide"'),
        ("gate.min_sections", "1"),
        ("gate.min_sources", "1"),
        ("publish.on_time", "0.5"),
        ("publish.on_time", "0.75"),
        ("publish.window_days", "7"),
        ("publish.window_days", "366"),
        ("publish.max_age_hours", "1"),
        ("publish.briefs_on_home", "1"),
        ("publish.llms_tokens", "1"),
        ("publish.llms_full_tokens", "1"),
        ("publish.twin_tokens", "1"),
        ("publish.data_tokens", "1"),
        ("publish.feed_items", "1"),
        ("evals.max_age_days", "1"),
        ("publish.due", '"00:00"'),
        ("publish.due", '"23:59"'),
        ("publish.indexnow_key", '""'),
        ("publish.indexnow_key", '"abcd-1234"'),
        ("retrieval.engine_index", '"a"'),
        ("publish.llms_order", '["posts"]'),
        ("writing.name", '"local"'),
        ("ingest.allow_ports", "[8080]"),
        ("watch.names", '["Kestrel"]'),
    ],
)
def test_a_value_at_the_end_of_its_range_is_taken(name: str, value: str) -> None:
    assert field(name, value) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[budgets.run]\nsteps = 0\ntokens = 1\ndollars = 1\nseconds = 1\n",
            "line 11: budgets.run.steps: should be greater than 0",
        ),
        (
            "[budgets.run]\nsteps = 1\ntokens = 1\ndollars = -1\nseconds = 1\n",
            "line 13: budgets.run.dollars: should be greater than or equal to 0",
        ),
        (
            "[budgets.run]\nsteps = 1\n",
            "\n  line 10: budgets.run.tokens: is missing\n  line 10: budgets.run.dollars: is missing\n  line 10: budgets.run.seconds: is missing",
        ),
        (
            '[writing.quick]\nmodel = "m"\nmax_tokens = 0\n',
            "line 12: writing.quick.max_tokens: should be greater than 0",
        ),
        (
            '[writing.quick]\nmodel = "m"\nmax_tokens = 16001\n',
            "line 12: writing.quick.max_tokens: should be less than or equal to 16000",
        ),
        (
            '[writing.quick]\nmodel = "m"\neffort = "huge"\n',
            "line 12: writing.quick.effort: should be '', 'low', 'medium', 'high', 'xhigh' or 'max'",
        ),
        ("[writing.quick]\nmax_tokens = 10\n", "line 10: writing.quick.model: is missing"),
        (
            '[[domains]]\nid = "Two Words"\ntitle = "A"\nteam = "t"\nquestions = ["q"]\n',
            "line 11: domains[A].id: use lower-case letters, digits and single hyphens",
        ),
        (
            '[[domains]]\nid = "a--b"\ntitle = "A"\nteam = "t"\nquestions = ["q"]\n',
            "line 11: domains[A].id: use lower-case letters, digits and single hyphens",
        ),
        (
            '[[domains]]\nid = "-a"\ntitle = "A"\nteam = "t"\nquestions = ["q"]\n',
            "line 11: domains[A].id: use lower-case letters, digits and single hyphens",
        ),
        (
            '[[domains]]\nid = "a"\nteam = "t"\nquestions = ["q"]\n',
            "line 10: domains[a].title: is missing",
        ),
        (
            '[[domains]]\nid = "a"\ntitle = "A"\nteam = "t"\nquestions = "q"\n',
            'line 14: domains[a].questions: write a list, like ["one", "another"]',
        ),
        (
            '[[domains]]\nid = "a"\ntitle = "A"\nteam = "t"\n',
            "line 10: domains[a].questions: is missing",
        ),
        (
            "[kitchen]\nx = 1\n",
            "line 10: kitchen: unknown key; known here: title, tagline, site_url, publisher, domains, corpus, ingest, retrieval, news, watch, writing, budgets, gate, publish, evals, owners, delivery",
        ),
        ("[news]\nstorys = 3\n", "line 11: news.storys: unknown key; did you mean stories?"),
        ("[retrieval]\nrrf = 3\n", "line 11: retrieval.rrf: unknown key; did you mean rrf_k?"),
        (
            '[publish]\nlanguge = "en"\n',
            "line 11: publish.languge: unknown key; did you mean language?",
        ),
        ("[gate]\nfloor = true\n", "line 11: gate.floor: write a value, not true or false"),
        ("[gate]\nfloor = [90]\n", "line 11: gate.floor: write a whole number"),
        ("[corpus]\nroot = 5\n", 'line 11: corpus.root: write text in quotation marks, like "one"'),
        (
            "[evals]\nsets = [1]\n",
            'line 11: evals.sets[number 1]: write text in quotation marks, like "one"',
        ),
        ('[[owners]]\nid = "a"\n', "line 10: owners[a].channel: is missing"),
        (
            '[publish]\nllms_order = ["posts", "news"]\n',
            "line 11: publish.llms_order[number 2]: should be 'briefs', 'about', 'posts' or 'archive'",
        ),
        ('[watch]\nname = ["x"]\n', "line 11: watch.name: unknown key; did you mean names?"),
    ],
)
def test_what_stands_in_a_desk_is_told_by_its_fault(text: str, expected: str) -> None:
    assert fault(text) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('id = "A"', "line 6: sources[A].id: use lower-case letters, digits and single hyphens"),
        ('id = "a b"', "line 6: sources[A].id: use lower-case letters, digits and single hyphens"),
        ('id = ""', "line 6: sources[A].id: use lower-case letters, digits and single hyphens"),
        ('id = "a-1"', ""),
        ("title = 5", 'line 6: sources[a].title: write text in quotation marks, like "one"'),
        (
            'kind = "rss"',
            "line 6: sources[a].kind: should be 'markdown', 'html', 'feed', 'transcript', 'pdf', 'jsonl', 'chunks', 'page', 'sitemap' or 'folder'",
        ),
        (
            'kind = ""',
            "line 6: sources[a].kind: should be 'markdown', 'html', 'feed', 'transcript', 'pdf', 'jsonl', 'chunks', 'page', 'sitemap' or 'folder'",
        ),
        (
            'kind = "transcipt"',
            "line 6: sources[a].kind: should be 'markdown', 'html', 'feed', 'transcript', 'pdf', 'jsonl', 'chunks', 'page', 'sitemap' or 'folder'; did you mean transcript?",
        ),
        ('kind = "feed"', ""),
        ('kind = "folder"', ""),
        ("domains = []", "line 6: sources[a].domains: write at least one"),
        ('domains = ["cooking"]', "line 2: source 'a' names unknown domain 'cooking'"),
        (
            'domains = "security"',
            'line 6: sources[a].domains: write a list, like ["one", "another"]',
        ),
        ("quote_limit = 0", "line 7: sources[a].quote_limit: should be greater than 0"),
        ("quote_limit = 1", ""),
        (
            "quote_words = 9",
            "line 7: sources[a].quote_words: should be greater than or equal to 10",
        ),
        ("quote_words = 10", ""),
        ("quote_share = 0.0", "line 7: sources[a].quote_share: should be greater than 0"),
        ("quote_share = 1.0", ""),
        ("quote_share = 1.1", "line 7: sources[a].quote_share: should be less than or equal to 1"),
        ("authority = 0.0", "line 7: sources[a].authority: should be greater than 0"),
        ("authority = 3.0", ""),
        ("authority = 3.5", "line 7: sources[a].authority: should be less than or equal to 3"),
        (
            'url = "a.example/{path}"',
            "line 7: sources[a].url: write an http(s) address; {path} may stand in it once, for the path of a file",
        ),
        ('url = "https://a.example/{path}"', ""),
        (
            'url = "https://a.example/{slug}"',
            "line 7: sources[a].url: write an http(s) address; {path} may stand in it once, for the path of a file",
        ),
        (
            'url = "https://a.example/x y"',
            "line 7: sources[a].url: write an http(s) address; {path} may stand in it once, for the path of a file",
        ),
        ('url_suffix = ""', ""),
        ('url_suffix = ".html"', ""),
        (
            'url_suffix = "a b"',
            'line 7: sources[a].url_suffix: write what stands in place of a file\'s suffix: "", "/" or ".html"',
        ),
        ('url_index = "no"', "line 7: sources[a].url_index: write true or false"),
        ("follow = true", ""),
        ('follow = "later"', "line 7: sources[a].follow: write true or false"),
        (
            'location = "ftp://a.example/x"',
            "line 2: source 'a' has the location 'ftp://a.example/x', and ftp: is no address that can be fetched",
        ),
        ('location = "https://a.example/x"', ""),
        ('location = "/srv/docs"', ""),
        ("licence = 3", 'line 7: sources[a].licence: write text in quotation marks, like "one"'),
        (
            'colour = "red"',
            "line 7: sources[a].colour: unknown key; known here: id, title, kind, location, domains, licence, homepage, quote_limit, quote_words, quote_share, authority, url, url_suffix, url_index, follow",
        ),
        ('homepage = ""', ""),
        ('tittle = "A"', "line 7: sources[a].tittle: unknown key; did you mean title?"),
    ],
)
def test_a_source_is_told_by_its_fault(line: str, expected: str) -> None:
    assert source(line) == expected


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("id", '"a"', ""),
        ("id", '"A"', "owners[number 1].id: use lower-case letters, digits and single hyphens"),
        ("id", "", "owners[number 1].id: is missing"),
        ("domains", "", "owners[a]: owner 'a' needs domains, names or sources"),
        ("domains", '["cooking"]', "owner 'a' names domains the desk has not: cooking"),
        ("domains", "[]", "owners[a]: owner 'a' needs domains, names or sources"),
        ("names", '["Kestrel"]', ""),
        ("sources", '["a"]', ""),
        ("channel", '"pigeon"', "owners[a].channel: should be 'email', 'webhook' or 'github'"),
        ("channel", "", "owners[a].channel: is missing"),
        (
            "channel",
            '"webhook"',
            "owners[a]: owner 'a': to must be an http(s) address for the channel webhook",
        ),
        (
            "channel",
            '"github"',
            "owners[a]: owner 'a': to must be a repository such as acme/platform for the channel github",
        ),
        (
            "to",
            '"nobody"',
            "owners[a]: owner 'a': to must be an address such as team@example.org for the channel email",
        ),
        ("to", "", "owners[a]: owner 'a' needs either to or to_env"),
        (
            "to",
            '"https://a.example/hook"',
            "owners[a]: owner 'a': to must be an address such as team@example.org for the channel email",
        ),
        ("to_env", '"MAIL_TO"', "owners[a]: owner 'a' needs either to or to_env"),
        ("to_env", '"mail to"', "owners[a].to_env: write the name of an environment variable"),
        ("secret", '"KEY"', ""),
        ("secret", '"a key"', "owners[a].secret: write the name of an environment variable"),
        (
            "colour",
            '"red"',
            "owners[a].colour: unknown key; known here: id, name, domains, names, sources, channel, to, to_env, secret",
        ),
    ],
)
def test_an_owner_is_told_what_it_lacks(key: str, value: str, expected: str) -> None:
    assert owner(key, value) == expected
