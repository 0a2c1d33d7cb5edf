"""How often each phrase rule warns on prose that people wrote.

Enter: folders of Markdown by people. Leaves: words read, warnings of all rules in 1,000 words, and for
each rule and each expression of `Figures` its rate in 1,000,000 words. The bar: one warning in 1,000
words. Only paragraphs and items are read, without code and quotations, as the gate reads them.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from pathlib import Path

from pipeline.verify.draft.prose import unquoted
from pipeline.verify.markdown import parse
from pipeline.verify.phrases import style
from pipeline.verify.phrases.match import Piece, run


def pieces(text: str) -> tuple[Piece, ...]:
    """The author's own prose of a file."""
    parsed = parse.parse(text)
    return tuple(
        Piece(unquoted(parsed.of(block)), "list" if block.kind == "item" else "text")
        for block in parsed.blocks
        if block.kind in ("paragraph", "item")
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--files", type=int, default=3_000, help="most files, drawn by chance")
    chosen = options.parse_args()
    files = sorted(path for folder in chosen.folders for path in folder.rglob("*.md"))
    random.Random(5).shuffle(files)
    rules = style.load(Path("none"))
    words, warned = 0, Counter[str]()
    figures: Counter[str] = Counter()
    for path in files[: chosen.files]:
        prose = pieces(path.read_text("utf-8", errors="replace"))
        words += sum(len(re.findall(r"[^\W_]+", piece.text)) for piece in prose)
        for match in run(prose, rules):
            if match.rule.severity == "warning":
                warned[match.rule.name] += 1
            if match.rule.name.endswith("Figures"):
                figures[match.text.lower()[:60]] += 1
    total = sum(warned.values())
    print(f"{words:,} words in {min(len(files), chosen.files):,} files")
    print(f"warnings: {total:,}, {1000 * total / max(words, 1):.2f} in 1,000 words")
    for name, count in warned.most_common():
        print(f"  {name:30} {1e6 * count / words:8.1f} in 1,000,000")
    for text, count in figures.most_common(40):
        print(f"    {count:4}  {text}")


if __name__ == "__main__":
    main()
