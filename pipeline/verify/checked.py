"""What is asked about a published text, and the word on it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records import Finding


@dataclass(frozen=True, slots=True)
class Checked:
    """The word on one target."""

    name: str
    findings: tuple[Finding, ...]
    score: int
    publishable: bool
    sentences: int = 0
    judged: int = 0
    retracted: str = ""  # when and why its publisher withdrew it, or that it is held
    withdrawn: str = (
        ""  # which of its stories its publisher withdrew, when and why; the others stand
    )


@dataclass(frozen=True, slots=True)
class Published:
    """What a published brief is verified with."""

    name: str
    evidence: bytes
    evidence_name: str
    record: bytes | None
    record_name: str
    page: str | None
    page_name: str
    shown: bytes | None = None  # the HTML that a reader sees
    data: tuple[bytes, str] | None = None  # its JSON among the site's data, and its name
