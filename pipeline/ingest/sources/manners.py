"""What a site asks of those who read it by machine: robots.txt, ai.txt, and marks on a page.

Enter: the rules of a host, a reply. Leave: "" where it may be read, else the words that ask not to.
Sources of the forms: RFC 9309, Cloudflare's Content-Signal, the `noai` value of robots marks, the
TDM Reservation Protocol (W3C community group), Spawning's ai.txt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
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
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    return rules


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
