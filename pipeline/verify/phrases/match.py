"""Runs phrase rules over pieces of prose.

Enter: pieces (text and what it is) and a loaded `Style`. Leave: `Match` records with offsets into
the piece. Of thousands of expressions only those run whose literal word stands in the text.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.text.sentences import sentences
from pipeline.verify.phrases.style import Pattern, PhraseRule, Style, compiled

_WORDS = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    "a an and as at but by for from if in into nor of off on onto or out over per so the to up via "
    "vs with yet".split()
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of prose. scope: text, heading, list or blockquote."""

    text: str
    scope: str = "text"
    path: str = ""
    at: int = 0  # offset in the file it comes from


@dataclass(frozen=True, slots=True)
class Match:
    rule: PhraseRule
    piece: Piece
    start: int
    end: int
    message: str
    swap: str = ""

    @property
    def text(self) -> str:
        return self.piece.text[self.start : self.end]


def run(pieces: tuple[Piece, ...], style: Style) -> tuple[Match, ...]:
    """All matches, in order of piece and place."""
    found: list[Match] = []
    for piece in pieces:
        found.extend(_phrases(piece, style))
    for rule in style.rules:
        check = CHECKS.get(rule.kind)
        if check:
            found.extend(check(rule, tuple(p for p in pieces if _in_scope(rule, p))))
    order = {id(piece): at for at, piece in enumerate(pieces)}
    return tuple(
        sorted(found, key=lambda one: (order[id(one.piece)], one.start, one.end, one.rule.name))
    )


def _in_scope(rule: PhraseRule, piece: Piece) -> bool:
    if rule.scope.startswith("heading"):
        return piece.scope == "heading"
    if rule.scope in ("list", "blockquote"):
        return piece.scope == rule.scope
    return rule.scope != "paragraph" or piece.scope != "heading"


def _phrases(piece: Piece, style: Style) -> Iterator[Match]:
    """Existence and substitution."""
    lowered = piece.text.lower().replace("’", "'")
    words = set(_WORDS.findall(lowered))
    for word in sorted(words & style.by_word.keys()):
        for rule, pattern in style.by_word[word]:
            if pattern.need in lowered and _in_scope(rule, piece):
                yield from _each(rule, pattern, piece)
    for rule, pattern in style.by_substring:
        if pattern.need in lowered and _in_scope(rule, piece):
            yield from _each(rule, pattern, piece)


def _each(rule: PhraseRule, pattern: Pattern, piece: Piece) -> Iterator[Match]:
    for found in compiled(pattern.source, rule.ignorecase).finditer(piece.text.replace("’", "'")):
        if found.group() in rule.exceptions or not found.group().strip():
            continue
        swap = pattern.swap.split("|")[0]
        if swap and found.group().lower() == swap.lower():
            continue
        values = (swap, found.group()) if swap else (found.group(),)
        yield Match(rule, piece, found.start(), found.end(), _message(rule, values), swap)


def _message(rule: PhraseRule, values: tuple[str, ...]) -> str:
    """The rule's message with its `%s` filled in as far as there are values."""
    text = rule.message
    for value in values if text.count("%s") >= len(values) else values[-1:]:
        text = text.replace("%s", value, 1)
    return text.replace("%s", values[-1])


def _occurrence(rule: PhraseRule, pieces: tuple[Piece, ...]) -> Iterator[Match]:
    most, least = rule.limits
    for piece in pieces:
        spans = sentences(piece.text) if rule.scope == "sentence" else ((0, len(piece.text)),)
        for start, end in spans:
            token = compiled(rule.patterns[0].source, rule.ignorecase)
            found = list(token.finditer(piece.text, start, end))
            if (most >= 0 and len(found) > most) or (least >= 0 and len(found) < least):
                last = found[most] if most >= 0 and len(found) > most else None
                span = (last.start(), last.end()) if last else (start, end)
                yield Match(rule, piece, *span, _message(rule, (piece.text[slice(*span)],)))


def _repetition(rule: PhraseRule, pieces: tuple[Piece, ...]) -> Iterator[Match]:
    for piece in pieces:
        tokens = [
            found
            for pattern in rule.patterns
            for found in compiled(pattern.source, rule.ignorecase).finditer(piece.text)
        ]
        for one, two in itertools.pairwise(tokens):
            same = one.group() == two.group() or (
                rule.ignorecase and one.group().lower() == two.group().lower()
            )
            if same and not piece.text[one.end() : two.start()].strip():
                yield Match(rule, piece, one.start(), two.end(), _message(rule, (two.group(),)))


def _consistency(rule: PhraseRule, pieces: tuple[Piece, ...]) -> Iterator[Match]:
    """Of two ways the rarer is reported; at a tie, the one that came later."""
    for one, two in rule.pairs:
        hits: list[list[tuple[Piece, re.Match[str]]]] = []
        for source in (one, two):
            pattern = compiled(rf"(?<!\w)(?:{source})(?!\w)", rule.ignorecase)
            hits.append([(p, found) for p in pieces for found in pattern.finditer(p.text)])
        if hits[0] and hits[1]:
            rarer = hits[1] if len(hits[1]) <= len(hits[0]) else hits[0]
            for piece, found in rarer:
                text = _message(rule, (found.group(),))
                yield Match(rule, piece, found.start(), found.end(), text)


def _capitalization(rule: PhraseRule, pieces: tuple[Piece, ...]) -> Iterator[Match]:
    for piece in pieces:
        text = piece.text.strip()
        if text and not _cased(text, rule):
            yield Match(rule, piece, 0, len(piece.text), _message(rule, (text,)))


def _cased(text: str, rule: PhraseRule) -> bool:
    words = [word for word in text.split() if word not in rule.exceptions]
    letters = [word for word in words if word[:1].isalpha()]
    if rule.match == "$lower":
        return text == text.lower()
    if rule.match == "$upper":
        return text == text.upper()
    if rule.match == "$title":
        minor = [word for word in letters[1:] if word.lower() in _SMALL]
        return all(word[0].isupper() for word in letters if word not in minor)
    if rule.match == "$sentence":
        plain = [word for word in letters[1:] if not any(c.isupper() for c in word[1:])]
        capitals = sum(word[0].isupper() for word in plain)
        return bool(not letters or not letters[0][0].islower()) and capitals * 2 <= len(plain)
    return re.search(rule.match, text) is not None


def _conditional(rule: PhraseRule, pieces: tuple[Piece, ...]) -> Iterator[Match]:
    """Each match of the first expression must be one that the second captures somewhere."""
    first, second = (compiled(one.source, rule.ignorecase) for one in rule.patterns)
    defined: Counter[str] = Counter()
    for piece in pieces:
        for found in second.finditer(piece.text):
            defined.update(group for group in (found.groups() or (found.group(),)) if group)
    reported = set()
    for piece in pieces:
        for found in first.finditer(piece.text):
            what = found.group(1) if found.groups() else found.group()
            if (
                what
                and what not in defined
                and what not in rule.exceptions
                and what not in reported
            ):
                reported.add(what)
                yield Match(rule, piece, found.start(), found.end(), _message(rule, (what,)))


CHECKS: dict[str, Callable[[PhraseRule, tuple[Piece, ...]], Iterator[Match]]] = {
    "occurrence": _occurrence,
    "repetition": _repetition,
    "consistency": _consistency,
    "capitalization": _capitalization,
    "conditional": _conditional,
}
