"""How much a term counts that a question says several times: `python bench/repeated_terms.py DATA [--write]`.

DATA holds folders in the BEIR layout (`classic_sets.py` makes more of them). Each is asked without a
model, with the weight of a term said n times 1, the root of n (the default), and n; the table of
docs/retrieval.md has a line a set, the set that the root loses most on first.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from retrieval_ablation import Set, _put, _score

from pipeline.evals import qrels
from pipeline.evals.retrieval import shelve
from pipeline.newsroom.desk import Retrieval
from pipeline.newsroom.library import Library
from pipeline.retrieve import open_index
from pipeline.retrieve.index import terms
from pipeline.retrieve.search import rankers

PAGE = Path(__file__).parent.parent / "docs" / "retrieval.md"
POWERS = (0.0, 0.5, 1.0)


def main(root: Path, *, write: bool) -> None:
    found = []
    for folder in sorted(one for one in root.iterdir() if (one / "queries.jsonl").is_file()):
        with tempfile.TemporaryDirectory() as place:
            data, library = qrels.beir(folder), Library.open(Path(place) / "library.db")
            shelve(data, library)
            one = Set(folder.name, data, open_index(Path(place) / "index", library), None)
            texts = [terms.terms(query.text) for query in one.data.queries]
            scores = []
            for power in POWERS:
                rankers.REPEATED = power
                scores.append(_score(one, Retrieval()))
        said = sum(len(some) > len(set(some)) for some in texts)
        found.append((folder.name, len(texts), said, *scores))
        print(found[-1], flush=True)
    lines = [
        f"| {name} | {asked} | {said} | {once:.4f} | {root_:.4f} | {linear:.4f} | {root_ - once:+.4f} |"
        for name, asked, said, once, root_, linear in sorted(found, key=lambda row: row[4] - row[3])
    ]
    head = "| nDCG@10 | questions | that repeat a term | 1 | root of n | n | gain of the root |"
    told = "\n".join([head, "|---|---|---|---|---|---|---|", *lines]) + "\n"
    print(told)
    if write:
        _put(PAGE, "repeated", told)


if __name__ == "__main__":
    main(Path(sys.argv[1]), write="--write" in sys.argv)
