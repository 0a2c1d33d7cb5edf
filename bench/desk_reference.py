"""Writes docs/desk.md and docs/sources.md: every key of the two files that an owner writes, with its
default, as `dateline desk` and `dateline sources keys` print them.

python bench/desk_reference.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.newsroom.founding.reference import FILES, page

DOCS = Path(__file__).parent.parent / "docs"


def main() -> int:
    new = {DOCS / f"{name}.md": page(name) for name in FILES}
    if "--check" in sys.argv:
        return int(any(file.read_text("utf-8") != text for file, text in new.items()))
    for file, text in new.items():
        file.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
