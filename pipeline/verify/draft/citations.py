"""Checks what sentences cite: that the sources exist, once each, and that facts have one.

Repairs: a reference named twice is named once; one that does not exist is dropped where another
remains. A sentence left without a reference holds the brief.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.records import Draft, Evidence, Finding, Sentence
from pipeline.records import draft as drafts
from pipeline.records.rules import finding


def mend(draft: Draft, evidence: Evidence) -> tuple[Draft, list[Finding]]:
    """The draft with sound citation lists, and what was found."""
    known = {item.n for item in evidence.items}
    found: list[Finding] = []

    def one(path: str, sentence: Sentence) -> Sentence:
        once = tuple(dict.fromkeys(sentence.cites))
        if once != sentence.cites:
            found.append(_twice(path, sentence))
        sound = tuple(n for n in once if n in known)
        if sound != once:
            found.append(_unknown(path, once, sound, known))
        kept = sound or once
        if not kept and _asserts(sentence):
            found.append(_uncited(path, sentence))
        return replace(sentence, cites=kept)

    return drafts.change(draft, sentence=one), found


def _asserts(sentence: Sentence) -> bool:
    """Whether a sentence says something a source must bear out.

    A sentence put together by code may count the brief's own parts; with a figure in it, it
    must cite like any other.
    """
    return sentence.origin != "computed" or any(char.isdigit() for char in sentence.text)


def _twice(path: str, sentence: Sentence) -> Finding:
    return finding(
        "cite-twice",
        f"{path}.cites",
        " ".join(f"[Source {n}]" for n in sentence.cites),
        "A source is cited twice in one sentence.",
        fix="name it once",
        resolved="repaired",
    )


def _unknown(path: str, once: tuple[int, ...], sound: tuple[int, ...], known: set[int]) -> Finding:
    missing = [n for n in once if n not in known]
    return finding(
        "cite-unknown",
        f"{path}.cites",
        " ".join(f"[Source {n}]" for n in missing),
        f"The evidence has no source {', '.join(map(str, missing))} (it has {len(known)}).",
        fix="drop the reference" if sound else "cite the source this sentence rests on",
        resolved="repaired" if sound else "",
    )


def _uncited(path: str, sentence: Sentence) -> Finding:
    return finding(
        "cite-missing",
        path,
        sentence.text,
        "This sentence cites no source.",
        fix="cite the source it rests on, or take it out",
    )
