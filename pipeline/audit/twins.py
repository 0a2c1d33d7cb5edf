"""Twins: every page has one, it says the same, and it begins with what matters.

Enter: facts of pages and twins. Leave: findings.
"""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.audit.facts import Facts, fault
from pipeline.newsroom.desk import Desk
from pipeline.records import Finding
from pipeline.text.spans import unescaped

HEAD = 5_000  # characters that agents read first
WHOLE = 50_000  # characters at which readers cut
LINK = re.compile(r"(!?)(?<!\\)\[((?:\\.|[^\[\]\\]++|\[[^\]]*\])*+)\]\(([^)\s]+)\)")
CODE = re.compile(r"`[^`\n]*`")
CITE = re.compile(r"(?<!\\)\[Source (\d+)\]")
ENTRY = re.compile(
    r"^- \[Source (\d+)\] (?:\[[^\]]*\]\((\S+?)\)(?=[.,\s]|$)|(https?://[^\s,]+))?", re.MULTILINE
)


def see(text: str, facts: Facts) -> list[str]:
    """What is said in a twin; returns the addresses it links to."""
    linked: list[str] = []
    prose = re.sub(r"^(`{3,}|~{3,}).*?^\1\s*$", "", text, flags=re.MULTILINE | re.DOTALL)
    if not re.match(r"---\n(?:[a-z]+: .*\n)+---\n\n# \S", text):
        facts.add("twins-title", "the twin does not begin with its facts and its title", text[:60])
    for mark, words, address in LINK.findall(prose):
        if mark:
            facts.alts.append(unescaped(words))
        else:
            linked.append(address)
        if not re.match(r"(?:https?:|mailto:)", address):
            facts.add("twins-relative", "a link of the twin is not absolute", address)
    if len(text) > WHOLE:
        facts.add("twins-long", f"{len(text)} characters; readers cut at {WHOLE}")
    entries = [(n, (one or two).split("#")[0]) for n, one, two in ENTRY.findall(prose)]
    facts.entries = dict(entries)
    facts.citations = sum(1 for found in ENTRY.finditer(prose) if found.end() <= HEAD)
    facts.cites = [int(n) for n in CITE.findall(CODE.sub("", ENTRY.sub("", prose)))]
    return linked


def check(site: Path, desk: Desk, facts: dict[str, Facts]) -> list[Finding]:
    """Every page against its twin."""
    found: list[Finding] = []
    for path, page in facts.items():
        if not path.endswith("index.html"):
            continue
        name = path.removesuffix(".html") + ".md"
        twin = facts.get(name)
        if twin is None:
            found.append(
                fault(
                    path,
                    "twins-missing",
                    "the page has no Markdown twin",
                    fix="run `dateline build`",
                )
            )
            continue
        if page.alternates.get("text/markdown", "") != "index.md":
            found.append(
                fault(
                    path,
                    "twins-link",
                    "the page does not name its twin",
                    fix="keep the theme's head",
                )
            )
        found += _same(name, page, twin)
    return found


def _same(name: str, page: Facts, twin: Facts) -> list[Finding]:
    found = []
    if page.entries and len(page.entries) != twin.citations:
        found.append(fault(name, "twins-head", f"{len(page.entries) - twin.citations} of {len(page.entries)} sources "
                           f"stand beyond the first {HEAD} characters"))  # fmt: skip
    if page.entries and sorted(page.entries) != sorted(twin.entries):
        found.append(fault(name, "parity-twin", "the twin lists other sources than the page",
                           match=str(sorted(set(page.entries) ^ set(twin.entries)))))  # fmt: skip
    elif page.entries != twin.entries and page.entries:
        differ = sorted(n for n in page.entries if page.entries[n] != twin.entries.get(n))
        found.append(
            fault(
                name,
                "parity-twin",
                "sources lead elsewhere than on the page",
                match=", ".join(differ),
            )
        )
    if page.cites and sorted(page.cites) != sorted(twin.cites):
        found.append(
            fault(
                name,
                "parity-cites",
                f"{len(page.cites)} citations on the page, {len(twin.cites)} in the twin",
            )
        )
    lost = [one for one in page.alts if one and one not in twin.alts]
    if lost:
        found.append(
            fault(name, "twins-alt", "an alternative text is lost in the twin", match=lost[0])
        )
    return found
