"""What a site asks of those who read it by machine: robots.txt, ai.txt, and marks on a page.

Enter: the rules of a host, a reply. Leave: "" where it may be read, else the words that ask not to.
Sources of the forms: RFC 9309, Cloudflare's Content-Signal, the IETF's draft of Content-Usage, the
`noai` and `noml` values of robots marks, the TDM Reservation Protocol (W3C community group) with its
tdmrep.json, Really Simple Licensing, Spawning's ai.txt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from pipeline.ingest.loading import json_value

AGENT = "dateline"  # as robots.txt names us
# Agents by which sites close themselves to language models as such, whoever runs them.
MODELS = (
    "anthropic-ai", "ClaudeBot", "Claude-Web", "GPTBot", "ChatGPT-User", "Google-Extended", "CCBot",
    "Applebot-Extended", "PerplexityBot", "cohere-ai", "Meta-ExternalAgent",
)  # fmt: skip
SIGNAL = re.compile(r"^[ \t]*(Content-(?:Signal|Usage)[ \t]*:.*)$", re.IGNORECASE | re.MULTILINE)
CLOSED = re.compile(r"(?<![\w-])(?:ai-input\s*=\s*no?|(?:bots|ai|ai-use)\s*=\s*n)\b", re.IGNORECASE)
LICENCE = re.compile(r"^[ \t]*License[ \t]*:[ \t]*(https?://\S+)", re.IGNORECASE | re.MULTILINE)
PROHIBITS = re.compile(
    r"<prohibits\b(?=[^<>]*\btype\s*=\s*[\"']usage[\"'])[^<>]*>([^<]*)</", re.IGNORECASE
)
MACHINE_USES = frozenset({"all", "ai-all", "ai-input", "ai-use"})
META = re.compile(
    rb"<meta\b(?=[^<>]*\bname\s*=\s*[\"']?(robots|tdm-reservation|dateline)\b)"
    rb"(?=[^<>]*\bcontent\s*=\s*(?:[\"']([^\"'>]*)[\"']|([^\s\"'>]+)))[^>]*>",
    re.IGNORECASE,
)
NOAI = re.compile(r"\bno(?:ai|ml)\b", re.IGNORECASE)
HEAD = 100_000  # bytes of a page in which its marks stand
NAMED, SHOWN = 2, 120  # agents that a list names, characters of a signal that it shows
HEADERS = ("x-robots-tag", "tdm-reservation", "content-usage", "content-signal")


@dataclass(frozen=True, slots=True)
class HostRules:
    """What a host's files ask. A host that cannot say what it asks is not read."""

    reads: bool = True
    robots: RobotFileParser = field(default_factory=lambda: _parsed(""))
    signals: str = ""
    ai: RobotFileParser = field(default_factory=lambda: _parsed(""))
    reserved: tuple[tuple[str, bool], ...] = ()  # beginnings of paths, whether mining is reserved
    licence: str = ""  # where terms for machines stand that forbid the use by models

    def reserves(self, path: str) -> bool:
        """Whether mining is reserved at a path, by the longest row that begins it."""
        return next((shut for start, shut in self.reserved if path.startswith(start)), False)


def host_rules(robots: str, ai: str, tdm: str = "", terms: str = "") -> HostRules:
    """The rules that robots.txt, ai.txt, tdmrep.json and the licence that robots.txt names give."""
    signals = " ".join(SIGNAL.findall(robots))
    forbidden = {
        one for row in PROHIBITS.findall(terms) for one in re.split(r"[\s,]+", row.lower())
    }
    licence = licence_of(robots) if forbidden & MACHINE_USES else ""
    return HostRules(True, _parsed(robots), signals, _parsed(ai), _reserved(tdm), licence)


def licence_of(robots: str) -> str:
    """Where robots.txt says that the terms for machines stand (Really Simple Licensing)."""
    found = LICENCE.search(robots)
    return found[1] if found else ""


def _reserved(tdm: str) -> tuple[tuple[str, bool], ...]:
    """The rows of a tdmrep.json, the longest path first; none of a file that is not of its form."""
    try:
        rows = json_value(tdm or "[]")
    except ValueError:
        return ()
    told = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    found = [
        (str(one.get("location", "/")).rstrip("*"), one.get("tdm-reservation") in (1, "1"))
        for one in told
    ]
    return tuple(sorted(found, key=lambda one: -len(one[0])))


def _parsed(text: str) -> RobotFileParser:
    """The rules of a file in the order in which they count: the longest that fits, and of two of one
    length the one that allows (RFC 9309, 2.2.2). The parser's own order is that of the file."""
    rules = RobotFileParser()
    rules.parse([row for row in text.splitlines() if _is_rule(row)])
    told: Any = rules
    for entry in [*told.entries, *([told.default_entry] if told.default_entry else [])]:
        lines = [_Rule(rule.path, rule.allowance) for rule in entry.rulelines]
        entry.rulelines = sorted(lines, key=lambda rule: (-len(rule.path), not rule.allowance))
    return rules


def _is_rule(row: str) -> bool:
    """Whether the parser can take a row: one whose path it takes for a broken address is about none."""
    try:
        urlsplit(row.partition(":")[2].partition("#")[0].strip())
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule whose `*` stands for any letters and whose `$` for the end of the address; the parser
    asks for these names."""

    path: str  # quoted
    allowance: bool

    def applies_to(self, filename: str) -> bool:
        """Whether the rule is about a path; each part of it is looked for once."""
        ends = self.path.endswith("%24")
        first, *parts = (self.path[:-3] if ends else self.path).split("%2A")
        if not filename.startswith(first):
            return False
        if not parts:
            return not ends or filename == first
        at, last = len(first), parts.pop() if ends else ""
        for part in parts:
            place = filename.find(part, at)
            if place < 0:
                return False
            at = place + len(part)
        return filename.endswith(last) and len(filename) - len(last) >= at


def closed(rules: HostRules, url: str, *, models: bool) -> str:
    """Why an address is not to be read; `models` says whether what is asked of models counts."""
    try:
        path = urlsplit(url).path or "/"
        if not rules.reads or not rules.robots.can_fetch(AGENT, url):
            return "is closed to readers by robots.txt"
    except ValueError as error:  # a bracket that no other closes
        return f"is no address ({error})"
    if not models:
        return ""
    if CLOSED.search(rules.signals):
        return f"asks not to be given to models ({rules.signals.strip()[:60]})"
    if rules.reserves(path):
        return "asks not to be given to models (tdmrep.json: tdm-reservation 1)"
    if rules.licence:
        return f"asks not to be given to models (the licence {rules.licence})"
    shut = [one for one in MODELS if not rules.robots.can_fetch(one, url)]
    if shut:
        return f"is closed to models by robots.txt ({shut[0]})"
    return "" if rules.ai.can_fetch(AGENT, url) else "is closed to models by ai.txt"


def signals(rules: HostRules, url: str, *, models: bool = True) -> str:
    """What the host of an address says to machines, in words for a list; never "", so that nothing said is
    told apart from nobody asked. `models` says whether more than robots.txt was asked for."""
    if not rules.reads:
        return "its robots.txt cannot be read"
    said = []
    if not rules.robots.can_fetch(AGENT, url):
        said.append("robots.txt closes it to readers")
    shut = [one for one in MODELS if not rules.robots.can_fetch(one, url)]
    if shut:
        more = f" and {len(shut) - NAMED} more" if len(shut) > NAMED else ""
        said.append(f"robots.txt closes it to {', '.join(shut[:NAMED])}{more}")
    if rules.signals:
        said.append(" ".join(rules.signals.split())[:SHOWN])
    if rules.reserves(urlsplit(url).path or "/"):
        said.append("tdmrep.json reserves mining")
    if rules.licence:
        said.append(f"the licence {rules.licence} forbids use by models")
    if not rules.ai.can_fetch(AGENT, url):
        said.append("ai.txt closes it to models")
    nothing = "asks nothing of machines" if models else "its robots.txt asks nothing of machines"
    return "; ".join(said) or nothing


def asks_not_to(headers: tuple[tuple[str, str], ...], body: bytes) -> str:
    """What a page's headers or marks say against its use by models; "" when they do not."""
    marks = [(name, value) for name, value in headers if value]
    marks += [
        (name.decode("ascii").lower(), (quoted or bare).decode("utf-8", "replace"))
        for name, quoted, bare in META.findall(body[:HEAD])
    ]
    for name, value in marks:
        if _refuses(name, value):
            return f"asks not to be given to models ({name}: {value.strip()[:40]})"
    return ""


def _refuses(name: str, value: str) -> bool:
    if name == "tdm-reservation":
        return value.strip() == "1"
    if name.startswith("content-"):
        return bool(CLOSED.search(value))
    return bool(NOAI.search(value))
