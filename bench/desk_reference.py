"""Writes docs/desk.md: every key of briefs/desk.toml with its default, as `dateline desk` prints it.

python bench/desk_reference.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.newsroom.founding.reference import page

PAGE = Path(__file__).parent.parent / "docs" / "desk.md"


def main() -> int:
    new = page()
    if "--check" in sys.argv:
        return int(PAGE.read_text("utf-8") != new)
    PAGE.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
