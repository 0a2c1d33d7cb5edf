"""Budgets: what programs and phones are asked to carry.

Enter: facts and files. Leave: findings. llms.txt files are also read as the reference parser reads
them: hyphens, links only below a second-level heading, a paragraph after the summary.
"""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

from pipeline.audit.facts import Facts, fault
from pipeline.newsroom.desk import Desk
from pipeline.records import Finding
from pipeline.world import estimate_tokens, tokens_of

CHARACTERS = 50_000  # where readers of text cut
PAGE = 150_000  # bytes of a brief with its style and script
INDEX = re.compile(r"(?:^|/)llms(?:-\d+)?\.txt$")
TWIN = re.compile(r"briefs/\d{4}-\d\d-\d\d/index\.md")
DATA = re.compile(r"api/briefs/\d{4}-\d\d-\d\d\.json")
BRIEF = re.compile(r"briefs/\d{4}-\d\d-\d\d/index\.html")
LINE = re.compile(r"- \[[^\[\]]+\]\([^()\s]+\)(?:: \S.*)?")


def check(site: Path, desk: Desk, facts: dict[str, Facts]) -> list[Finding]:
    """Sizes of indexes and pages."""
    found: list[Finding] = []
    for path in sorted(one for one in facts if INDEX.search(one)):
        text = (site / path).read_text("utf-8")
        found += _size(path, text, desk.publish.llms_tokens) + _form(path, text)
    for path, budget in (
        ("llms.txt", desk.publish.llms_tokens),
        ("llms-full.txt", desk.publish.llms_full_tokens),
    ):
        if path not in facts:
            found.append(fault(path, "llms-missing", "does not exist", fix="run `dateline build`"))
        elif path == "llms-full.txt":
            text = (site / path).read_text("utf-8")
            found += _size(path, text, budget)
            if "\n<page " not in text and any(BRIEF.fullmatch(one) for one in facts):
                found.append(fault(path, "llms-window", "holds no brief, and there are some"))
    found += _briefs(site, desk, facts)
    shared = sum(
        facts[path].weight
        for path in ("assets/dateline.css", "assets/dateline.js")
        if path in facts
    )
    for path, page in facts.items():
        if page.sent + shared > PAGE and page.weight + shared > PAGE:
            found.append(fault(path, "budget-page",
                               f"{page.sent + shared} bytes with style and script; {PAGE} is the budget"))  # fmt: skip
    return found


def sent(name: str, data: bytes) -> int:
    """Bytes of a brief's page as it is sent; of other pages 0, for they have no budget."""
    return len(gzip.compress(data, 6)) if name.startswith("briefs/") else 0


def _briefs(site: Path, desk: Desk, facts: dict[str, Facts]) -> list[Finding]:
    """What an agent pays for one brief: its twin and its data."""
    found = []
    for path in sorted(facts):
        twin = TWIN.fullmatch(path)
        if not twin and not DATA.fullmatch(path):
            continue
        budget = desk.publish.twin_tokens if twin else desk.publish.data_tokens
        if (size := tokens_of(facts[path].characters)) > budget:
            text = (site / path).read_text("utf-8")
            largest = ", ".join(f"{name} {part}" for part, name in _parts(text, twin is not None))
            found.append(fault(path, "budget-tokens", f"{size} tokens, the budget is {budget}; largest: {largest}",
                               fix="fewer or shorter sections, or raise it in [publish] of briefs/desk.toml"))  # fmt: skip
    return found


def _parts(text: str, twin: bool) -> list[tuple[int, str]]:
    """The three largest parts of a twin or of a brief's data: (tokens, name)."""
    if twin:
        parts = {
            one.splitlines()[0].strip("# "): one for one in re.split(r"^(?=## )", text, flags=re.M)
        }
    else:
        parts = {
            key: json.dumps(value, ensure_ascii=False) for key, value in json.loads(text).items()
        }
    sizes = sorted(((estimate_tokens(one), name[:60]) for name, one in parts.items()), reverse=True)
    return sizes[:3]


def _size(path: str, text: str, budget: int) -> list[Finding]:
    found = []
    if estimate_tokens(text) > budget:
        found.append(fault(path, "budget-tokens", f"{estimate_tokens(text)} tokens, the budget is {budget}",
                           fix="raise the budget in briefs/desk.toml, or leave more out"))  # fmt: skip
    if len(text) >= CHARACTERS:
        found.append(
            fault(path, "budget-characters", f"{len(text)} characters; readers cut at {CHARACTERS}")
        )
    return found


def _form(path: str, text: str) -> list[Finding]:
    """Whether the reference parser would read all of it."""
    found = []
    head, *sections = re.split(r"^## .+$", text, flags=re.MULTILINE)
    blocks = [block for block in head.split("\n\n") if block.strip()]
    if len(blocks) < 3 or not blocks[0].startswith("# ") or not blocks[1].startswith("> "):
        found.append(
            fault(path, "llms-head", "must begin with a title, a quoted summary and a paragraph")
        )
    for line in "\n".join(sections).splitlines():
        if line.strip() and not LINE.fullmatch(line):
            found.append(
                fault(path, "llms-line", "a line below a heading is not one link", match=line)
            )
    return found
