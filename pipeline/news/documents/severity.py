"""How grave an advisory says a flaw is, which versions have it, and which mend it.

Enter: an advisory. Leave: a `Severity` in its own words. Of a bulletin of several flaws the gravest
counts. Nothing is guessed: what states neither a score nor a word for it has no level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.news.documents.cvss import scores
from pipeline.records import Document
from pipeline.text.lexicon import SEVERITIES
from pipeline.text.numbers import WHOLE_VERSION
from pipeline.text.sentences import sentences
from pipeline.text.words import clean

READ = 8_000  # characters of an advisory that are read
LEVELS = ("", "low", "medium", "high", "critical")
ABOVE = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"), (0.1, "low"))  # ratings of CVSS 3
RANGE = 60  # characters of a range of versions that are told
_WORD = f"({'|'.join(sorted(SEVERITIES))})"
_STATED = re.compile(
    rf"\bseverity(?: rating| level)?\W{{1,6}}(?:is |of |rated |as )?{_WORD}\b|\b{_WORD}[- ]severity\b"
    rf"|\(\s*{_WORD}\s*\)\s*$|\brated (?:as )?{_WORD}\b",
    re.IGNORECASE | re.MULTILINE,
)
_TITLED = re.compile(
    r"\bcritical\b(?=.*\b(?:vulnerab|flaw|bug|advisory|security|cve|bypass|execution))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\bCVE-((?:19|20)\d\d)-\d{4,}")
_SAME = {"important": "high", "moderate": "medium"}
_VERSION = rf"{WHOLE_VERSION}|v\d+\b"
# Ranges that the advisory's own fields give, and, where these are silent, what a sentence says of it.
_FIXED_FIELD = re.compile(r"^(?:patched|fixed) versions?:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
_AFFECTED_FIELD = re.compile(
    r"^(?:affected|vulnerable) versions?:\s*(.+)$", re.IGNORECASE | re.MULTILINE
)
_FIXED = re.compile(
    rf"\b(?:fixed|patched|resolved|addressed|corrected) (?:in|by|with) (?:the )?(?:release |versions? |[\w-]+ )?({_VERSION})"
    rf"|\bupgrade to (?:at least )?(?:version |[\w-]+ )?({_VERSION})",
    re.IGNORECASE,
)
_AFFECTED = re.compile(
    rf"\b(versions? (?:before|prior to|through|up to|older than) (?:and including )?(?:{_VERSION}))",
    re.IGNORECASE,
)
_RANGES = re.compile(
    r"^(?:patched|fixed|affected|vulnerable|unaffected) versions?:.*$\n*",
    re.IGNORECASE | re.MULTILINE,
)
_MODULE = re.compile(
    r"(?:^|(?<=; ))\S{1,120}?/\S{1,120} (?=v?\d)"
)  # before a version: what has it is told by its advisory
_BOUNDS = re.compile(r".+(?=[\s|,;])")  # of a range, up to its last whole bound
# A sentence about another flaw than this advisory's.
_OTHER = re.compile(
    r"\b(?:distinct from|unlike|previous(?:ly)?|earlier|incomplete fix|not the same|similar to|related to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Severity:
    """What an advisory states of a flaw; empty where it does not."""

    level: str = ""  # one of LEVELS
    score: float | None = None
    affected: str = ""
    fixed: str = ""

    @property
    def words(self) -> str:
        """In a line: `critical (CVSS 9.8); affected: versions before 2.1.4; fixed in: 2.1.4`."""
        grave = f"{self.level} (CVSS {self.score:.1f})" if self.score else self.level
        parts = [grave]
        parts += [f"affected: {self.affected}"] if self.affected else []
        parts += [f"fixed in: {self.fixed}"] if self.fixed else []
        return "; ".join(part for part in parts if part)


def flaw_year(document: Document) -> int:
    """The newest year that the names of an advisory's flaws give (`CVE-2021-33910`); 0 without one."""
    years = _YEAR.findall(f"{document.title} {document.path} {document.text[:READ]}")
    return max(map(int, years), default=0)


def beside_ranges(text: str) -> str:
    """The text of an advisory without its fields of the versions that have its flaw or mend it."""
    return _RANGES.sub("", text).strip()


def severity(document: Document) -> Severity:
    """What an advisory states of how grave its flaw is and of the versions concerned."""
    text = document.text[:READ]
    stated = [one for found in _STATED.findall(text) for one in found if one]
    levels = [_SAME.get(one.lower(), one.lower()) for one in stated]
    levels += ["critical"] if _TITLED.search(document.title) else []
    score = max(scores(text), default=None)
    if score is not None:
        levels.append(next((name for least, name in ABOVE if score >= least), ""))
    level = max(levels, key=LEVELS.index, default="")
    said = [text[start:end] for start, end in sentences(text)]
    own = [one for one in said if not _OTHER.search(one)]
    return Severity(
        level, score, _range(_AFFECTED_FIELD, [text]) or _range(_AFFECTED, own),
        _range(_FIXED_FIELD, [text]) or _range(_FIXED, own),
    )  # fmt: skip


def _range(pattern: re.Pattern[str], texts: Iterable[str]) -> str:
    """The first range that the texts state, as it is written."""
    found = next(filter(None, map(pattern.search, texts)), None)
    said = clean(next((one for one in found.groups() if one), "")) if found else ""
    said = _MODULE.sub("", said.rstrip(".,;"))
    if len(said) <= RANGE:
        return said
    whole = _BOUNDS.match(said[:RANGE])  # a version that is cut short is another version
    return whole[0].rstrip(",;|") + " …" if whole else ""
