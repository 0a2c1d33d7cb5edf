"""Makes pipeline/verify/claims/idf.json: how rare a word is, from the document frequencies of a corpus.

    python bench/word_weights.py DIR_OF_JSONL [DIR_OF_MARKDOWN]

JSONL rows with `source_text` and Markdown files each count as documents, in parts of about 200
words. Only stems seen in at least three parts are kept; the others share one value, `unseen`.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.text.folding import fold
from pipeline.verify.claims.terms import content

PART = 200
KEPT = 9000  # the rest are within half a unit of `unseen`
# Evaluation-only sets stay out, so that what is measured on them is not made from them.
TRAINING = ("wice_claims.jsonl", "summedits.jsonl", "ragtruth_qa.jsonl")


def texts(labelled: Path, prose: Path | None) -> Iterator[str]:
    for name in TRAINING:
        rows = (json.loads(line) for line in (labelled / name).open(encoding="utf-8"))
        yield from sorted({row["source_text"] for row in rows})
    for path in sorted(prose.rglob("*.md"))[::12] if prose else ():
        yield path.read_text("utf-8", "replace")[:20_000]


def main(labelled: Path, prose: Path | None) -> None:
    seen: Counter[str] = Counter()
    parts = 0
    for text in texts(labelled, prose):
        norms = fold(text).norms
        for at in range(0, len(norms), PART):
            parts += 1
            seen.update(set(content(norms[at : at + PART])))
    table = {
        word: round(math.log((parts + 1) / (count + 0.5)), 2)
        for word, count in sorted(seen.most_common(KEPT))
        if count >= 3 and len(word) < 24
    }
    unseen = round(math.log((parts + 1) / 1.5), 2)
    out = Path(__file__).parent.parent / "pipeline" / "verify" / "claims" / "idf.json"
    data = {"version": 1, "parts": parts, "unseen": unseen, "idf": dict(sorted(table.items()))}
    out.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(f"{parts} parts, {len(table)} stems, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
