"""The table in docs/retrieval.md: `python bench/retrieval_ablation.py DATA [--write]`.

DATA holds folders in the BEIR layout. The sentence model reads them where it is installed (`make
dense`; minutes); else vectors of whole texts, `minilm.npz` beside the texts, stand in for it. Each row changes one thing. `plain BM25` (`pip install tantivy`) is tantivy's own English
analyzer over title and text in one field: the baseline that others mean by BM25. The last part
chooses the two fusion weights with each set left out in turn, on the others alone. With `--pools` only
the table of docs/scale.md is made: what a pool of words alone costs, by vectors of whole texts. With
`--sets` only the default, without and with the model, is held against plain BM25, a line for each set.
`--state FOLDER` keeps libraries, indexes and vectors there, so that another run makes none anew.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import tantivy
from tantivy import Filter, Occur, Query, TextAnalyzerBuilder, Tokenizer

from pipeline.cli.io import track
from pipeline.errors import ConfigError
from pipeline.evals import measures, qrels
from pipeline.evals.qrels import Beir
from pipeline.evals.retrieval import shelve
from pipeline.newsroom.desk import Retrieval
from pipeline.newsroom.library import Library
from pipeline.retrieve import Index, Searcher, open_index, open_searcher
from pipeline.retrieve.encoders.dense import Dense, Encoder
from pipeline.retrieve.engine import Engine
from pipeline.retrieve.search import rankers
from pipeline.retrieve.search.search import rank
from pipeline.world import World

PAGE = Path(__file__).parent.parent / "docs" / "retrieval.md"
SCALE = PAGE.with_name("scale.md")
FIRST = 150  # questions of a set whose pools are compared
BM25 = {"bm25_weight": 1, "tfidf_weight": 0, "sense_weight": 0, "smoothing": 0, "synonyms": 0}
ROWS: dict[str, dict[str, object]] = {
    "BM25, our terms and fields": BM25,
    "TF-IDF": BM25 | {"bm25_weight": 0, "tfidf_weight": 1},
    "senses (re-ordering the pool)": BM25 | {"bm25_weight": 0, "sense_weight": 1},
    "BM25 + TF-IDF, RRF 1.2 : 1.0": BM25 | {"fusion": "rrf", "bm25_weight": 1.2, "tfidf_weight": 1},
    "BM25 + TF-IDF, convex 0.8 : 0.2": BM25 | {"bm25_weight": 0.8, "tfidf_weight": 0.2},
    "BM25 + senses, RRF 1.2 : 1.0": BM25 | {"fusion": "rrf", "bm25_weight": 1.2, "sense_weight": 1},
    "BM25 + senses, convex 0.8 : 0.7": BM25 | {"bm25_weight": 0.8, "sense_weight": 0.7},
    "the same, with synonyms": BM25 | {"bm25_weight": 0.8, "sense_weight": 0.7, "synonyms": 0.4},
    "the same, with smoothing": BM25 | {"bm25_weight": 0.8, "sense_weight": 0.7, "smoothing": 0.15},
    "**all (the default)**": {},
    "all, pool of 100": {"pool": 100},
    "all, pool of 400": {"pool": 400},
    "all, RRF": {"fusion": "rrf"},
}
DENSE: dict[str, dict[str, object]] = {
    "dense alone": BM25 | {"bm25_weight": 0, "dense_weight": 1},
    "BM25 + dense, convex 0.8 : 2.0": BM25 | {"bm25_weight": 0.8},
    "BM25 + dense, RRF": BM25 | {"dense_weight": 1, "fusion": "rrf"},
    "**all + dense**": {},
    "all + dense, of what words bring up": {"dense_pool": "words"},
    "all + dense, weight 1.0": {"dense_weight": 1.0},
    "all + dense, weight 3.0": {"dense_weight": 3.0},
    "all + dense, weight 4.0": {"dense_weight": 4.0},
}


@dataclass(frozen=True)
class Set:
    name: str
    data: Beir
    index: Engine
    dense: Encoder | None


@contextmanager
def state() -> Iterator[Path]:
    """The folder that was given for what is made of the sets, or one that goes again."""
    if "--state" in sys.argv:
        yield Path(sys.argv[sys.argv.index("--state") + 1])
    else:
        with tempfile.TemporaryDirectory() as temporary:
            yield Path(temporary)


def main(root: Path, *, write: bool) -> None:
    with state() as place:
        sets = [
            _open(folder, place / folder.name)
            for folder in sorted(root.iterdir())
            if (folder / "corpus.jsonl").is_file()
        ]
        text = "\n".join([*_lexical(sets), "", *_dense(sets), "", *_left_out(sets)])
    print(text)
    if write:
        _put(PAGE, "ablation", text)


def each(root: Path, *, write: bool) -> None:
    """The default beside plain BM25, set by set, the one that gains least first."""
    rows = []
    for folder in sorted(root.iterdir()):
        if (folder / "corpus.jsonl").is_file():
            with state() as place:
                one = _open(folder, place / folder.name)
                said = (_plain(one), _score(one, Retrieval()),
                        _score(one, Retrieval(), dense=True) if one.dense else float("nan"))  # fmt: skip
            rows.append((one.name, len(one.data.texts), len(one.data.queries), *said))
    rows.sort(key=lambda row: row[4] - row[3])
    text = "\n".join([
        "| nDCG@10 | texts | questions | plain BM25 | no model | gain | with the sentence model | gain |",
        "|---" * 8 + "|",
        *(f"| {name} | {texts} | {asked} | {plain:.4f} | {ours:.4f} | {ours - plain:+.4f} "
          f"| {model:.4f} | {model - plain:+.4f} |" for name, texts, asked, plain, ours, model in rows),
    ])  # fmt: skip
    print(text)
    if write:
        _put(PAGE, "sets", text)


def _put(page: Path, block: str, text: str) -> None:
    """A table in place of the one that a page has."""
    held = page.read_text("utf-8")
    start = held.index(f"<!-- {block} -->")
    end = held.index("<!-- end -->", start)
    page.write_text(f"{held[:start]}<!-- {block} -->\n{text}\n{held[end:]}", "utf-8")


def pools(root: Path, *, write: bool) -> None:
    """What vectors find and words do not, set by set, the set that loses most first."""
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        for folder in sorted(root.iterdir()):
            if (folder / "minilm.npz").is_file():
                rows.append(_pools(folder, Path(temporary) / folder.name))
    rows.sort(key=lambda row: row[4] - row[3])
    text = "\n".join([
        "| nDCG@10 | questions | no vectors | pool of words and vectors | pool of words | lost |",
        "|---" * 6 + "|",
        *(f"| {name} | {count} | {none:.4f} | {both:.4f} | {words:.4f} | {both - words:+.4f} |"
          for name, count, none, both, words in rows),
    ])  # fmt: skip
    print(text)
    if write:
        _put(SCALE, "pools", text)


def _pools(folder: Path, place: Path) -> tuple[str, int, float, float, float]:
    data = qrels.beir(folder)
    data = replace(data, queries=data.queries[:FIRST])
    library = Library.open(place / "library.db")
    shelve(data, library)
    one = _with_vectors(folder, data, open_index(place / "index", library))
    said = (_score(one, Retrieval()), _score(one, Retrieval(), dense=True),
            _score(one, Retrieval(dense_pool="words"), dense=True))  # fmt: skip
    return folder.name, len(data.queries), *said


def _open(folder: Path, place: Path) -> Set:
    data = qrels.beir(folder)
    library = Library.open(place / "library.db")
    shelve(data, library)
    try:
        options, world = Retrieval(dense="minilm"), World(offline=True)
        found = open_searcher(place / "index", library, options, world, track=track)
    except ConfigError:
        return _with_vectors(folder, data, open_index(place / "index", library))
    return Set(folder.name, data, found.index, found.dense)


def _with_vectors(folder: Path, data: Beir, index: Index) -> Set:
    """With vectors of whole texts that lie beside the set, where they do."""
    file = folder / "minilm.npz"
    if not file.is_file():
        return Set(folder.name, data, index, None)
    held = np.load(file, allow_pickle=False)
    at = {str(one): row for row, one in enumerate(held["di"])}
    rows = index.forward.ids(np.arange(len(index.forward.rows)))
    vectors = held["d"][[at[data.texts[int(one[1:])].id] for one in rows]]
    named = {str(one): held["q"][row] for row, one in enumerate(held["qi"])}
    asked = {query.text: named[query.id] for query in data.queries}
    encoder = Encoder("npz", lambda texts: np.array([asked[one] for one in texts]))
    index.held_vectors = Dense.of(vectors[:, None, :])
    return Set(folder.name, data, index, encoder)


def _score(one: Set, options: Retrieval, *, dense: bool = False) -> float:
    searcher = Searcher(one.index, one.dense if dense else None)
    found = []
    for query in one.data.queries:
        ids = one.index.rows(rank(query.text, searcher, options).rows[:10]).ids()
        names = [one.data.texts[int(name[1:])].id for name in ids]
        found.append(measures.ndcg(names, one.data.judged[query.id], 10))
    return float(np.mean(found))


def _plain(one: Set) -> float:
    """BM25 as others mean it: one field, letters and digits, stop words out, stems."""
    english = (
        TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase())
        .filter(Filter.stopword("english")).filter(Filter.stemmer("english")).build()
    )  # fmt: skip
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    builder.add_integer_field("row", fast=True)
    index = tantivy.Index(builder.build())
    writer = index.writer(50_000_000, 1)
    for row, text in enumerate(one.data.texts):
        entry = tantivy.Document(row=row)
        entry.add_text("text", " ".join(english.analyze(f"{text.title} {text.text}")))
        writer.add_document(entry)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    found = []
    for query in one.data.queries:
        parts = [(Occur.Should, Query.term_query(index.schema, "text", term, "freq"))
                 for term in english.analyze(query.text)]  # fmt: skip
        hits = searcher.search(Query.boolean_query(parts), 10, count=False).hits if parts else []
        rows = searcher.fast_field_values("row", [address for _, address in hits])
        ids = [one.data.texts[int(row or 0)].id for row in rows]
        found.append(measures.ndcg(ids, one.data.judged[query.id], 10))
    return float(np.mean(found))


def _line(name: str, values: list[float]) -> str:
    return (
        f"| {name} | "
        + " | ".join(f"{value:.4f}" for value in [*values, float(np.mean(values))])
        + " |"
    )


def _head(what: str, sets: list[Set]) -> list[str]:
    return [f"| {what} | " + " | ".join(one.name for one in sets) + " | mean |",
            "|---" * (len(sets) + 2) + "|"]  # fmt: skip


def _lexical(sets: list[Set]) -> list[str]:
    rows = [*_head("nDCG@10, no model", sets), _line("plain BM25", [_plain(one) for one in sets])]
    for name, change in ROWS.items():
        options = Retrieval(**change)  # type: ignore[arg-type]
        rows.append(_line(name, [_score(one, options) for one in sets]))
    for title in (0.0, 0.6):
        held, rankers.TITLE = rankers.TITLE, title
        rows.append(_line(f"all, title boost {title}", [_score(one, Retrieval()) for one in sets]))
        rankers.TITLE = held
    return rows


def _dense(sets: list[Set]) -> list[str]:
    able = [one for one in sets if one.dense]
    if not able:
        return []
    rows = [
        *_head("nDCG@10, with the sentence model", able),
        _line("plain BM25", [_plain(one) for one in able]),
    ]
    for name, change in DENSE.items():
        options = Retrieval(**change)  # type: ignore[arg-type]
        rows.append(_line(name, [_score(one, options, dense=True) for one in able]))
    return rows


def _left_out(sets: list[Set]) -> list[str]:
    """Choose sense weight and smoothing on the other sets, and score the one left out."""
    grid = [(sense, smooth) for sense in (0.0, 0.35, 0.7, 1.05) for smooth in (0.0, 0.15, 0.3)]
    table = {
        pair: [_score(one, Retrieval(sense_weight=pair[0], smoothing=pair[1])) for one in sets]
        for pair in grid
    }
    rows = [*_head("weights chosen without the set", sets)]
    best, values = [], []
    for place in range(len(sets)):
        pair = max(grid, key=lambda one: np.mean(np.delete(table[one], place)))
        best.append(pair)
        values.append(table[pair][place])
    rows.append(_line("nDCG@10", values))
    chosen = " | ".join(f"{sense}, {smooth}" for sense, smooth in best)
    return [*rows, f"| sense weight, smoothing | {chosen} | |"]


if __name__ == "__main__":
    made = pools if "--pools" in sys.argv else each if "--sets" in sys.argv else main
    made(Path(sys.argv[1]), write="--write" in sys.argv)
