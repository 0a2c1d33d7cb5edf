"""What the file of facts beside a proposal says of it: `kep.yaml` beside `README.md`.

Enter: a file. Leave: its authors and days as that file gives them, and a mark of its bytes. The rows
are read by their form alone, so that no file is parsed where nothing bounds it. Written after the
form of Kubernetes' enhancement proposals, which other projects took over.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from pipeline.records.store import short_id

FACTS = ("kep.yaml", "kep.yml")
PROPOSALS = frozenset(("readme.md", "index.md"))
MOST = 20_000  # bytes of them
DAY = re.compile(r"^(creation-date|last-updated):[ \t]*[\"']?(\d{4}-\d\d-\d\d)\b", re.MULTILINE)
AUTHORS = re.compile(r"^authors:[ \t]*\n((?:[ \t]*-[ \t]+[^\n]{1,100}(?:\n|$))+)", re.MULTILINE)
NAMES = {"creation-date": "published", "last-updated": "updated"}


def beside(file: str) -> tuple[dict[str, Any], str]:
    """The facts of a proposal and the mark of their bytes; nothing beside any other file."""
    if file.rpartition(os.sep)[2].lower() not in PROPOSALS:
        return {}, ""
    found = next((one for name in FACTS if (one := Path(file).with_name(name)).is_file()), None)
    try:
        said = found.read_bytes()[:MOST].decode("utf-8", "replace") if found else ""
    except OSError:
        return {}, ""
    said = said.replace("\r\n", "\n")
    facts: dict[str, Any] = {NAMES[name]: day for name, day in reversed(DAY.findall(said))}
    if match := AUTHORS.search(said):
        rows = (row.strip().lstrip("-").strip(" \t\"'") for row in match[1].split("\n"))
        facts["authors"] = [row for row in rows if row]
    return facts, short_id(said) if facts else ""
