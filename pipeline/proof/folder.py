"""What a built site holds of a brief: for whoever verifies its folder, and for the build before anybody.

Enter: the brief's folder. Leave: `Published`; None for a folder of something else. Refuses
(`RecordError`): a brief with evidence and neither record nor twin.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from pipeline.errors import RecordError
from pipeline.verify.checked import Published


def in_folder(path: Path) -> Published | None:
    """What a folder of a built site holds, if it is the folder of a published brief."""
    folder = path if path.is_dir() else path.parent
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", folder.name):
        return None
    for base in list(folder.resolve().parents)[:3]:
        evidence = base / "api" / "evidence" / f"{folder.name}.json"
        if evidence.is_file():
            record = base / "api" / "records" / f"{folder.name}.json"
            page, html = folder / "index.md", folder / "index.html"
            held = as_published(
                str(path),
                (evidence.read_bytes(), str(evidence)),
                (record.read_bytes() if record.is_file() else None, str(record)),
                (page.read_bytes() if page.is_file() else None, str(page)),
            )
            data = base / "api" / "briefs" / f"{folder.name}.json"
            return replace(
                held,
                shown=html.read_bytes() if html.is_file() else None,
                data=(data.read_bytes(), str(data)) if data.is_file() else None,
            )
    return None


def as_published(
    name: str,
    evidence: tuple[bytes, str],
    record: tuple[bytes | None, str],
    page: tuple[bytes | None, str],
) -> Published:
    """Evidence, record and twin, each as bytes with its name, as one. Raises RecordError without the last two."""
    if record[0] is None and page[0] is None:
        hint = "it needs api/records/<day>.json or a Markdown twin beside the evidence"
        raise RecordError("has evidence but neither record nor Markdown", where=name, hint=hint)
    text = None if page[0] is None else page[0].decode("utf-8", "replace")
    return Published(name, *evidence, *record, text, page[1])
