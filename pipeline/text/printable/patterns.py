"""What an editor's eye catches in a sentence, as patterns: pointers, talk, platitudes, debris.

Each entry of patterns.toml is a name and a pattern; `marks` counts its hits up to two. None of them
decides anything: what a hit is worth is fitted on labelled sentences (`weights.json`).
"""

from __future__ import annotations

import re

from pipeline.text.lists import beside

_TOLD = beside(__file__, "patterns.toml")
_PLACES = "|".join(_TOLD.phrases("places"))


def _compiled(table: str, flags: int = re.IGNORECASE) -> dict[str, re.Pattern[str]]:
    rows = _TOLD.tables[table].items()
    return {
        name: re.compile("".join(said.splitlines()).replace("{places}", _PLACES), flags)
        for name, said in rows
    }


_TITLES = _compiled("titles")
PAGE, MINUTES = _TITLES["page"], _TITLES["minutes"]
PATTERNS = _compiled("ignoring_case") | _compiled("as_written", 0)
