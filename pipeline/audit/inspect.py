"""The audit as a recipe: see each file, then compare them.

Enter: site/, desk, and where to keep what was seen. Leave: findings in a fixed order, and the
facts by page for tables.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.audit import assets, budgets, feeds, links, parity, twins
from pipeline.audit.facts import Facts, finding, json_of
from pipeline.audit.page import see_page
from pipeline.errors import BuildError
from pipeline.newsroom.code import code_digest
from pipeline.newsroom.desk import Desk
from pipeline.records import Finding, store
from pipeline.world import spread

log = logging.getLogger(__name__)
TEXT = frozenset(
    (".html", ".md", ".txt", ".xml", ".atom", ".json", ".css", ".js", ".svg", ".webmanifest")
)
MANY = 400  # files that are worth other processes: starting them takes half a second
ORDER = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Inspection:
    """What an audit saw."""

    findings: tuple[Finding, ...]
    pages: dict[str, Facts]
    read: int  # files whose bytes were read anew


def audit(site: Path, desk: Desk, *, memory: Path | None = None) -> tuple[Finding, ...]:
    """Findings on a built site, errors first. Raises BuildError when there is no site."""
    return inspect(site, desk, memory=memory).findings


def inspect(site: Path, desk: Desk, *, memory: Path | None = None) -> Inspection:
    """Look at every file. With `memory`, files whose bytes did not change are not read again."""
    if not (site / "index.html").is_file():
        raise BuildError("holds no built site", where=str(site), hint="run `dateline build` first")
    files = {name: site / name for name in store.files_below(site)}
    facts, read = _see(site, files, desk, memory)
    pages = {path: one for path, one in facts.items() if path.endswith(".html")}
    found = [finding(path, seen) for path, one in facts.items() for seen in one.findings]
    for check in (links.check, twins.check, feeds.check, parity.check, budgets.check, assets.check):
        found += check(site, desk, facts)
    found.sort(
        key=lambda one: (ORDER[one.severity], one.where.file, one.rule, one.match, one.message)
    )
    return Inspection(tuple(found), pages, read)


def _see(
    site: Path, files: dict[str, Path], desk: Desk, memory: Path | None
) -> tuple[dict[str, Facts], int]:
    base = _digest(desk)
    known = _remembered(memory, base)
    shas = {
        name: store.sha256(path.read_bytes() + _beside(name, site)) for name, path in files.items()
    }
    fresh = [name for name, sha in shas.items() if known.get(name, {}).get("sha256") != sha]
    look = partial(_look, site=site, desk=desk)
    seen = dict(zip(fresh, spread(look, fresh, many=MANY), strict=True))
    facts = {name: seen[name] if name in seen else Facts(**known[name]["facts"]) for name in files}
    if memory:
        rows = {
            name: {"sha256": sha, "facts": asdict(seen[name])} if name in seen else known[name]
            for name, sha in shas.items()
        }
        store.write(memory, json.dumps({"base": base, "files": rows}))
    return facts, len(fresh)


def _beside(name: str, site: Path) -> bytes:
    """The evidence of a brief's data: the two are judged together."""
    if not name.startswith("api/briefs/"):
        return b""
    evidence = site / name.replace("api/briefs/", "api/evidence/")
    return evidence.read_bytes() if evidence.is_file() else b""


def _look(name: str, *, site: Path, desk: Desk) -> Facts:
    """What is seen on one file by itself. What cannot be looked at is a finding like any other."""
    data = (site / name).read_bytes()
    try:
        return _seen(name, data, site, desk)
    except Exception as error:  # a file may hold anything at all
        log.warning("audit failed path=%s", name, exc_info=error)
        facts = Facts(weight=len(data))
        facts.add("audit-unreadable", f"cannot be looked at ({type(error).__name__}: {error})")
        return facts


def _seen(name: str, data: bytes, site: Path, desk: Desk) -> Facts:
    if name.endswith(".html"):
        return see_page(name, data, site, desk)
    facts, beside = Facts(weight=len(data)), _beside(name, site)
    kind = Path(name).suffix
    if kind in TEXT:
        text = data.decode("utf-8", "replace")
        assets.see_text(name, text, site, facts)
        facts.characters = len(text)
        if kind == ".md":
            links.follow(name, twins.see(text, facts), desk, facts)
        elif kind == ".txt":
            links.follow(name, links.own(links.MARKDOWN.findall(text), desk, facts), desk, facts)
        elif kind in (".xml", ".atom"):
            feeds.see(name, data, desk, facts)
        elif kind == ".json" and not beside:
            _see_data(text, facts)
    if beside:
        parity.see_data(Path(name).stem, data, beside, facts)
    return facts


def _see_data(text: str, facts: Facts) -> None:
    """What a program would read of a file of data: feeds, listings, schemas, the search index."""
    try:
        json_of(text)
    except ValueError as error:
        facts.add("api-broken", f"is not JSON: {error}")


def _digest(desk: Desk) -> str:
    return store.short_id(desk.model_dump_json(), code_digest())


def _remembered(memory: Path | None, base: str) -> dict[str, dict[str, Any]]:
    if memory is None or not memory.is_file():
        return {}
    try:
        kept = json_of(memory.read_text("utf-8"))
    except (OSError, ValueError):
        return {}  # what was seen is lost; it is seen again
    files = kept.get("files") if isinstance(kept, dict) and kept.get("base") == base else None
    return files if isinstance(files, dict) else {}
