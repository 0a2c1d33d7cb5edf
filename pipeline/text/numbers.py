"""Numbers with the unit word that follows them, and the forms that number a version or a flaw."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.text.words import STOPWORDS, stem

DOTTED = r"v?\d+(?:\.\d+)+"  # in a pattern: a version in figures
VERSION_NOUN = r"(?:versions?|releases?)"
NUMBER_OF_NAME = r"v?\d+(?:\.\d+)*"  # behind a name or a word for it: `Helm 2`
_PRE = r"(?:[-‐‑](?=\w*[^\W\d_])\w+(?:\.\w+)*)?"  # `-rc.1`; 5.0-5.3 are two
VERSION_LIKE = rf"(?:{DOTTED}){_PRE}"  # may be a figure as well: `5.0`
VERSION_ALONE = rf"(?:v?\d+(?:\.\d+){{2,}}|v\d+(?:\.\d+)*(?![a-z\d])){_PRE}"  # is none
LISTED_VERSION = r"v?\d+(?:\.(?:\d+|x))+|v\d+"  # one of several, or a line of them: `1.35.x`
WHOLE_VERSION = rf"{DOTTED}[\w.+-]*"  # with what its maker adds: `2.0.0-rc.1`, `v1.30.1+k3s1`
GHSA = r"GHSA(?:-[0-9a-z]{4}){3}"
ADVISORY = rf"(?:CVE|RUSTSEC|PYSEC|OSV|USN|DSA|GO|HSEC|RSEC)-\d{{4}}-\d+|{GHSA}"  # in the lists that are known
FLAW = rf"[A-Z]{{2,10}}-(?:[a-z][a-z\d]*-){{0,6}}\d{{4}}-[\w-]+|{GHSA}"  # a number in any list of flaws

RELEASED = re.compile(
    rf"\.?[A-Za-z][\w.-]*(?:/[A-Z][\w.-]*)?(?: (?:[A-Z][\w.-]*|version)){{0,2}} (?:{WHOLE_VERSION}|\d{{1,3}})(?: (?:GA|RC ?\d*|LTS|[Bb]eta ?\d*))?"
)  # a name and its version

NUMBER = re.compile(
    r"(?<![\w.,/-])(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:\s?(?P<unit>%|°C|[kMGT]i?B\b|[A-Za-zµμ]+(?:-[a-z]+)?)|(?![\w./-]*\d))?"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text, with the unit word that follows it (singular), if any."""

    start: int
    end: int
    value: str  # without thousands separators
    unit: str


def numbers(text: str) -> tuple[Number, ...]:
    """Numbers with the unit word that follows; parts of versions, dates and names are left out."""
    found = []
    for match in NUMBER.finditer(text):
        unit = match.group("unit") or ""
        if unit.lower() in STOPWORDS:
            unit = ""
        found.append(
            Number(match.start(), match.end(), match.group("value").replace(",", ""), stem(unit))
        )
    return tuple(found)


def bare_version(version: str) -> str:
    """Without the letter for version: `1.36` of `v1.36`."""
    return version.lstrip("vV")


def same_version(a: str, b: str) -> bool:
    """Whether one version is the other, or its beginning: 5.0 and v5.0.0."""
    x, y = (bare_version(one).replace(".x", "").split(".") for one in (a, b))
    short = min(len(x), len(y))
    return x[:short] == y[:short]
