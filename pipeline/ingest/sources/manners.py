"""What a site asks of those who read it by machine: robots.txt, ai.txt, and marks on a page.

Enter: the rules of a host, a reply. Leave: "" where it may be read, else the words that ask not to.
Sources of the forms: RFC 9309, Cloudflare's Content-Signal, the `noai` value of robots marks, the
TDM Reservation Protocol (W3C community group), Spawning's ai.txt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.robotparser import RobotFileParser

AGENT = "dateline"  # as robots.txt names us
# Agents by which sites close themselves to language models as such, whoever runs them.
MODELS = ("anthropic-ai", "ClaudeBot", "GPTBot", "Google-Extended", "CCBot", "Applebot-Extended")
SIGNAL = re.compile(r"^\s*Content-Signal\s*:(.*)$", re.IGNORECASE | re.MULTILINE)
CLOSED = re.compile(r"\bai-input\s*=\s*no\b", re.IGNORECASE)
META = re.compile(
    rb"<meta\b(?=[^>]*\bname\s*=\s*[\"']?(robots|tdm-reservation|dateline)\b)"
    rb"(?=[^>]*\bcontent\s*=\s*[\"']([^\"'>]*)[\"'])[^>]*>",
    re.IGNORECASE,
)
HEAD = 100_000  # bytes of a page in which its marks stand
HEADERS = ("x-robots-tag", "tdm-reservation")


@dataclass(frozen=True, slots=True)
class HostRules:
    """What a host's files ask. A host that cannot say what it asks is not read."""

    reads: bool = True
    robots: RobotFileParser = field(default_factory=lambda: _parsed(""))
    signals: str = ""
    ai: RobotFileParser = field(default_factory=lambda: _parsed(""))


def host_rules(robots: str, ai: str) -> HostRules:
    """The rules that robots.txt and ai.txt give."""
    signals = " ".join(SIGNAL.findall(robots))
    return HostRules(True, _parsed(robots), signals, _parsed(ai))


def _parsed(text: str) -> RobotFileParser:
    """The rules of a file in the order in which they count: the longest that fits, and of two of one
    length the one that allows (RFC 9309, 2.2.2). The parser's own order is that of the file."""
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    told: Any = rules
    for entry in [*told.entries, *([told.default_entry] if told.default_entry else [])]:
        lines = [_Rule(rule.path, rule.allowance) for rule in entry.rulelines]
        entry.rulelines = sorted(lines, key=lambda rule: (-len(rule.path), not rule.allowance))
    return rules


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
    if not rules.reads or not rules.robots.can_fetch(AGENT, url):
        return "is closed to readers by robots.txt"
    if not models:
        return ""
    if CLOSED.search(rules.signals):
        return "asks not to be given to models (Content-Signal: ai-input=no)"
    shut = [one for one in MODELS if not rules.robots.can_fetch(one, url)]
    if shut:
        return f"is closed to models by robots.txt ({shut[0]})"
    return "" if rules.ai.can_fetch(AGENT, url) else "is closed to models by ai.txt"


def asks_not_to(headers: tuple[tuple[str, str], ...], body: bytes) -> str:
    """What a page's headers or marks say against its use by models; "" when they do not."""
    marks = [(name, value) for name, value in headers if value]
    marks += [
        (name.decode("ascii").lower(), value.decode("utf-8", "replace"))
        for name, value in META.findall(body[:HEAD])
    ]
    for name, value in marks:
        reserved = name == "tdm-reservation" and value.strip() == "1"
        if reserved or (name != "tdm-reservation" and re.search(r"\bnoai\b", value, re.IGNORECASE)):
            return f"asks not to be given to models ({name}: {value.strip()[:40]})"
    return ""
