"""Where a source's text changes its voice or place: heading, item, cell or speaker.

Enter: a folded text. Leave: for each token that begins a part of its own, the kind of border before
it. Two parts read on as one sentence only where a quote shows the border too: a heading is not the
start of its body, a cell not of the next one, and what one speaker says is not the other's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from pipeline.text.folding import CUE_LINE, Folded, Form, fold
from pipeline.text.lists import beside

Kind = Literal["heading", "item", "cell", "speaker"]

_ITEM = re.compile(r"[ \t>]*(?:[-*+•‣◦]|\(?\d{1,3}[.)]|[a-z][.)])[ \t]+")
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]")
_LINKED = re.compile(r"\[\[[^\[\]|\n]*\|")  # [[page|text]]
_UNDERLINED = re.compile(r"\n[ \t]*(?:={3,}|-{3,})[ \t]*\n")
_BLANK = re.compile(r"\n[ \t>]*\n")
_NAME = r"(?:[^\W\d_a-z][\w.'’-]*|de|van|von|der|of|and|&|\([^()\n]{1,30}\))"
_VOICE = re.compile(r"<v(?:\.[\w.]+)*[ \t]+([^<>\n]{1,60})>")
CUE = re.compile(rf"\s*\n{CUE_LINE}")
_LABEL = re.compile(
    rf"[ \t>]*(?:\[[\d:]{{4,8}}\][ \t]*)?(?:\*\*|__|>> ?)?{_NAME}(?:,? {_NAME}){{0,6}}(?:\*\*|__)?:(?:\*\*|__)?(?=\s|$)"
)
_TAG = re.compile(r"</?(td|th|tr|li|dt|dd|h[1-6])\b", re.IGNORECASE)
_TAGGED: dict[str, Kind] = {"li": "item", "dt": "item", "dd": "item"}
_FINISHED = ".!?…:;,。！？"
_CLOSERS = " \t\r\n\"'”’»)]*_`>|"
TITLE_WORDS = 14  # longest heading of a passage that wears no mark of one
TURN_WORDS = 3  # words a line must have behind a name and a colon to be something said


@lru_cache(maxsize=512)
def borders(text: str, form: Form = "source") -> Mapping[int, Kind]:
    """Tokens of the folded text before which a border lies, and its kind."""
    source = fold(text, form)
    found: dict[int, Kind] = {}
    for index in range(1, len(source)):
        gap = text[source.end[index - 1] : source.start[index]]
        if ("\n" in gap or "|" in gap or "<" in gap) and (kind := _border(source, index, gap)):
            found[index] = kind
    return found


def between(source: Folded, first: int, last: int) -> Kind | None:
    """The first border before one of the tokens first..last (last excluded)."""
    known = borders(source.raw, source.form)
    return next((known[at] for at in range(first, last) if at in known), None)


_SPEAKING = beside(__file__).words("speaking")


def other_speaker(
    source: Folded, index: int, replaced: tuple[str, ...], bracket: tuple[str, ...]
) -> bool:
    """Whether a bracket names for `we`, in its place or behind it, who speaks in another turn."""
    named = frozenset(bracket)
    if not _SPEAKING.intersection(replaced or source.norms[max(0, index - 1) : index]):
        return False
    known = borders(source.raw, source.form)
    begun = [0, *(at for at, kind in known.items() if kind == "speaker")]
    turns = [(at, _named(source, at)) for at in begun]
    own = next((names for at, names in reversed(turns) if at <= index), frozenset())
    return not named <= own and any(named <= names for _, names in turns)


def _named(source: Folded, at: int) -> frozenset[str]:
    """The words by which the turn that begins at a token names its speaker."""
    voice = _VOICE.search(source.raw, source.end[at - 1] if at else 0, source.end[at])
    label = _LABEL.match(_line(source.raw, source.start[at]))
    return frozenset(fold(voice[1] if voice else label[0] if label else "", "plain").norms)


def _border(source: Folded, index: int, gap: str) -> Kind | None:
    voice = _VOICE.findall(gap)
    if voice and voice[-1] != _speaking(source.raw[: source.end[index - 1]]):
        return "speaker"
    gap = CUE.sub("", gap)
    tag = _TAG.search(gap)
    if tag:
        name = tag[1].lower()
        return "heading" if name[0] == "h" else _TAGGED.get(name, "cell")
    if "|" in _LINKED.sub("", gap) and "||" not in gap:
        return "cell"
    if "\n" not in gap:
        return None
    line = _line(source.raw, source.start[index])
    before = _line(source.raw, source.end[index - 1] - 1)
    if _HEADING.match(line) or _HEADING.match(before) or _UNDERLINED.search(gap):
        return "heading"
    if _ITEM.match(line):
        return "item"
    if _is_turn(line):
        return "speaker"
    if _BLANK.search(gap) and (not _is_finished(before) or _is_title(source.raw, line)):
        return "heading"
    return None


def _speaking(before: str) -> str:
    """Whom the last voice of a transcript names before a place."""
    return next(reversed(_VOICE.findall(before)), "")


def _line(raw: str, at: int) -> str:
    start = raw.rfind("\n", 0, at) + 1
    end = raw.find("\n", at)
    return raw[start : end if end >= 0 else len(raw)]


def _is_finished(line: str) -> bool:
    """Whether a paragraph's last line ends like prose; else it is a heading, an item or code."""
    return line.rstrip(_CLOSERS)[-1:] in _FINISHED


def _is_title(raw: str, line: str) -> bool:
    """Whether a line stands alone between blank lines and ends like no sentence."""
    if _is_finished(line) or not 0 < len(line.split()) <= TITLE_WORDS:
        return False
    after = raw[raw.find(line) + len(line) :]
    return not after.strip() or _BLANK.match(after) is not None


def _is_turn(line: str) -> bool:
    """Whether a line begins with a speaker's name: on its own, or before what was said."""
    label = _LABEL.match(line)
    said = line[label.end() :].split() if label else []
    return label is not None and (not said or len(said) >= TURN_WORDS)
