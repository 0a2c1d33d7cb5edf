"""Phrase rules, headings and debris over a draft's own words.

Source sentences, quotes and titles of sources are exempt: they are someone else's words, kept as
they are. Repairs: emoji leave a heading; a footer that asks the reader for something leaves the
text.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.records import Draft, Finding, Sentence
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.verify.phrases.match import Match, Piece, run
from pipeline.verify.phrases.style import Style

EMOJI = re.compile(
    "[\U0001f000-\U0001faff\U00002600-\U000027bf\U00002b00-\U00002bff\U0001f1e6-\U0001f1ff]"
    "[\ufe0e\ufe0f\u200d]*|[0-9#*]\ufe0f?\u20e3"
)
FOOTER = "Dateline.Footer"
# Shipped rules that stand for rules of the catalogue.
NAMES = {
    FOOTER: "footer",
    "Dateline.ModelTalk": "model-talk",
    "Dateline.SelfCorrection": "debris",
}
_QUOTED = re.compile(r"[\"“][^\"“”]{3,400}[\"”]|`[^`]+`")


def mend(draft: Draft, style: Style) -> tuple[Draft, list[Finding]]:
    """The draft without emoji in headings and without footers, and all matches."""
    found: list[Finding] = []
    draft = _headings(draft, found)
    draft = _footers(draft, style, found)
    found += [_finding(match) for match in run(pieces(draft), style)]
    return draft, found


def pieces(draft: Draft) -> tuple[Piece, ...]:
    """The draft's own prose: what no source wrote."""
    out = [Piece(text, "heading", path) for path, text in drafts.headings(draft)]
    for path, sentence in drafts.sentences(draft):
        if sentence.origin != "source":
            out.append(Piece(unspoken(sentence.text), "text", f"{path}.text"))
    return tuple(out)


def unquoted(text: str) -> str:
    """The text with quoted words and code blanked, offsets kept."""
    return _QUOTED.sub(lambda found: " " * len(found.group()), text)


def unspoken(text: str) -> str:
    """The text with quoted words and code blanked between their marks: what stands before and behind
    them are no neighbours. Offsets kept."""
    return _QUOTED.sub(
        lambda found: f"{found[0][0]}{' ' * (len(found[0]) - 2)}{found[0][-1]}", text
    )


def _finding(match: Match) -> Finding:
    fix = f"write {match.swap!r}" if match.swap else "say it in plain words or leave it out"
    return finding(
        NAMES.get(match.rule.name, match.rule.name),
        match.piece.path,
        match.text,
        match.message,
        fix=fix,
        severity=match.rule.severity,
    )


def clean_heading(text: str) -> str:
    """A heading without emoji."""
    return " ".join(EMOJI.sub(" ", text).split())


def _headings(draft: Draft, found: list[Finding]) -> Draft:
    def mended(path: str, text: str) -> str:
        clean = clean_heading(text)
        if clean == " ".join(text.split()) or not EMOJI.search(text):
            return text
        message = "A heading carries emoji."
        done = "repaired" if clean else ""
        found.append(finding("heading-emoji", path, text, message, fix=clean, resolved=done))
        return clean or text

    return drafts.change(draft, heading=mended)


def _footers(draft: Draft, style: Style, found: list[Finding]) -> Draft:
    footers = tuple(rule for rule in style.rules if rule.name == FOOTER)
    only = replace(
        style,
        rules=footers,
        by_word={
            word: kept
            for word, pairs in style.by_word.items()
            if (kept := tuple(pair for pair in pairs if pair[0] in footers))
        },
        by_substring=tuple(pair for pair in style.by_substring if pair[0] in footers),
    )

    def one(path: str, sentence: Sentence) -> Sentence | None:
        if sentence.origin == "source" or not (
            matches := run((Piece(unspoken(sentence.text), "text", path),), only)
        ):
            return sentence
        first = matches[0]
        message = f"{first.message}"
        found.append(
            finding("footer", path, sentence.text, message, fix="leave it out", resolved="removed")
        )
        return None

    return drafts.change(draft, sentence=one)
