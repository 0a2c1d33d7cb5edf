"""`dateline eval retrieval` and `dateline search`, from files to figures."""

from __future__ import annotations

import json
from pathlib import Path

import ir_measures
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.evaluate.retrieval import retrieval
from pipeline.cli.search import search
from pipeline.errors import ConfigError, CorpusError, RecordError
from pipeline.evals import measures, qrels
from pipeline.newsroom.library import Library
from pipeline.records import Document, Passage

TEXTS = {
    "a": "A retry budget caps the extra requests at ten percent.",
    "b": "A lease expires on the clock of its holder.",
    "c": "Retries need jitter so that clients do not march in step.",
    "d": "Compaction merges small files into larger ones.",
}


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "set"
    (folder / "qrels").mkdir(parents=True)
    _lines(folder / "corpus.jsonl", [{"_id": k, "title": "", "text": v} for k, v in TEXTS.items()])
    _lines(folder / "queries.jsonl", [
        {"_id": "1", "text": "retry budget and jitter"}, {"_id": "2", "text": "merging small files"},
        {"_id": "3", "text": "judged by nobody"},
    ])  # fmt: skip
    (folder / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\n1\ta\t1\n1\tc\t2\n2\td\t1\n2\tb\t0\n"
    )
    return folder


def _lines(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def _run(*arguments: object) -> Result:
    result = CliRunner().invoke(retrieval, [str(one) for one in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_beir_collection_gives_figures_with_intervals(beir: Path) -> None:
    data = json.loads(_run(beir, "--json").stdout)
    assert data["layout"] == "beir"
    figure = data["figures"]["ndcg@10"]
    assert figure["count"] == 2
    assert figure["low"] <= figure["mean"] <= figure["high"]
    assert data["questions"]["2"]["ndcg@10"] == 1.0


def test_our_figures_are_those_of_ir_measures(beir: Path, tmp_path: Path) -> None:
    run = tmp_path / "out.trec"
    data = json.loads(_run(beir, "--run", run, "--json").stdout)
    grades = qrels.beir(beir).judged
    wanted = {
        "ndcg@10": ir_measures.nDCG @ 10,
        "recall@100": ir_measures.R @ 100,
        "mrr@10": ir_measures.RR @ 10,
    }
    found = ir_measures.calc_aggregate(
        wanted.values(), grades, list(ir_measures.read_trec_run(str(run)))
    )
    for name, measure in wanted.items():
        assert data["figures"][name]["mean"] == pytest.approx(found[measure], abs=1e-4)


grades = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3), min_size=1)


@given(st.permutations("abcdefgh"), grades)
def test_ndcg_of_any_ranking_is_that_of_ir_measures(
    ranked: list[str], judged_: dict[str, int]
) -> None:
    run = {"q": {name: float(10 - place) for place, name in enumerate(ranked)}}
    theirs = ir_measures.calc_aggregate([ir_measures.nDCG @ 5], {"q": judged_}, run)[
        ir_measures.nDCG @ 5
    ]
    assert measures.ndcg(ranked, judged_, 5) == pytest.approx(theirs, abs=1e-9)


def test_questions_that_differ_from_a_baseline_are_named(beir: Path, tmp_path: Path) -> None:
    kept = tmp_path / "base.json"
    _run(beir, "--save", kept)
    stored = json.loads(kept.read_text())
    assert json.loads(_run(beir, "--baseline", kept, "--json").stdout)["changed"] == []
    stored["2"]["ndcg@10"] = 0.25
    kept.write_text(json.dumps(stored))
    changed = json.loads(_run(beir, "--baseline", kept, "--json").stdout)["changed"]
    assert changed == [{"id": "2", "before": 0.25, "now": 1.0}]


def test_the_newsroom_layout_tells_needs_sources_and_refusals(tmp_path: Path) -> None:
    corpus, asked = tmp_path / "corpus", tmp_path / "q"
    for source, text in (("one", TEXTS["a"]), ("two", TEXTS["c"])):
        (corpus / source).mkdir(parents=True)
        body = f"{text} " + "The rest of this page explains how services behave under load. " * 12
        (corpus / source / "page.md").write_text(f"# Page of {source}\n\n{body}\n")
    _lines(corpus / "sources.jsonl", [
        {"source_id": one, "title": one, "domains": ["system-design"]} for one in ("one", "two")
    ])  # fmt: skip
    asked.mkdir()
    need = {
        "source_id": "one",
        "path": "page.md",
        "quote": "caps the **extra** requests",
        "facet": "cap",
    }
    base = {"domain": "system-design"}
    _lines(asked / "questions.jsonl", [
        {"id": "k", "kind": "known-item", "question": "What caps extra requests of a retry budget?", "needs": [need], **base},
        {"id": "n", "kind": "no-answer", "question": "Which glacier melted fastest in Greenland?", "needs": [], **base},
    ])  # fmt: skip
    data = json.loads(_run(asked, "--corpus", corpus, "--json").stdout)
    means = {name: figure["mean"] for name, figure in data["figures"].items()}
    assert (
        means["need recall@20"] == means["source recall@20"] == means["known item in top 3"] == 1.0
    )
    assert means["no-answer refused"] == 1.0
    assert means["wrongly refused"] == 0.0


@pytest.mark.parametrize(
    ("name", "line", "what"),
    [
        ("corpus.jsonl", "{", "not JSON"),
        ("corpus.jsonl", "[]", "not a JSON object"),
        ("queries.jsonl", '{"_id": "1"}', "text"),
        ("qrels/test.tsv", "1\ta", "expected query"),
    ],
)
def test_a_malformed_line_is_named_by_file_and_line(
    name: str, line: str, what: str, beir: Path
) -> None:
    path = beir / name
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(RecordError, match=what) as caught:
        _run(beir)
    assert f"{path}:" in caught.value.where


def test_a_folder_without_questions_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="neither"):
        _run(tmp_path)


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "briefs").mkdir()
    (tmp_path / "briefs" / "desk.toml").write_text(
        'title = "T"\nsite_url = "https://t.example/"\n[publisher]\nname = "P"\n'
        '[[domains]]\nid = "ops"\ntitle = "Ops"\nteam = "t"\nquestions = ["What caps retries?"]\n'
    )
    (tmp_path / "briefs" / "sources.toml").write_text(
        '[[sources]]\nid = "club"\ntitle = "The Club"\nkind = "markdown"\nlocation = "pages"\ndomains = ["ops"]\n'
    )
    return tmp_path


def _search(room: Path, *arguments: str) -> str:
    result = CliRunner().invoke(search, ["--root", str(room), *arguments], catch_exceptions=False)
    return result.stdout


def _fill(room: Path) -> None:

    with Library.open(room / ".dateline" / "library.db") as library, library.change() as generation:
        for name, text in TEXTS.items():
            one = Document(name, "club", f"https://club.example/{name}", f"Page {name}", (), "2026-11-01T00:00:00+00:00",
                           "path", None, "", text, (), "")  # fmt: skip
            library.put(generation, one, (Passage(f"p{name}", name, "club", 0, len(text), text),))


def test_search_prints_source_date_ranks_and_no_colour_in_a_pipe(room: Path) -> None:
    _fill(room)
    shown = _search(room, "retry", "budget", "--explain")
    first = shown.split("\n\n")[0]
    assert "The Club · 2026-11-01 · https://club.example/a" in first
    assert "bm25 #1" in first
    assert "\x1b[" not in shown


def test_search_sets_off_the_terms_found_on_a_terminal(room: Path) -> None:
    _fill(room)
    result = CliRunner().invoke(search, ["--root", str(room), "retry", "budget"], color=True)
    assert "\x1b[33m\x1b[1mretry\x1b[0m" in result.stdout


def test_search_answers_json_with_every_ranker(room: Path) -> None:
    _fill(room)
    hit = json.loads(_search(room, "--json", "retry budget"))["hits"][0]
    assert hit["passage"] == "pa"
    assert hit["ranks"]["bm25"]["rank"] == 1


def test_search_says_so_when_there_is_no_answer(room: Path) -> None:
    _fill(room)
    assert "no good evidence" in _search(room, "glaciers of Greenland and their melting")


def test_search_without_a_corpus_or_in_an_unknown_domain_is_one_clear_error(room: Path) -> None:
    with pytest.raises(CorpusError, match="no corpus"):
        _search(room, "retry")
    with pytest.raises(ConfigError, match="no domain"):
        _search(room, "retry", "--domain", "gardening")
