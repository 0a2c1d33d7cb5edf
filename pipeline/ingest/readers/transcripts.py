"""Reads WebVTT and SRT transcripts with webvtt-py.

Enter: a subtitle file. Leave: a Reading whose `cue` blocks are sentences, each with the second it
starts at, and whose `speaker` blocks name who speaks when that changes. Sounds in brackets go.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

import webvtt
from webvtt.errors import MalformedFileError

from pipeline.ingest.normal import decode, fold, normalise
from pipeline.ingest.readers.builder import BLANK, Manuscript
from pipeline.ingest.readers.markdown import heading, provenance, stem
from pipeline.ingest.reading import Input, Read, Refusal, reading
from pipeline.text.sentences import sentences

STYLED = re.compile(r"\{\\[^{}]*\}")  # where and how SubRip shows a line
VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>\n]+)>")
ROLLS = 0.3  # seconds; rows that a caption repeats of one that ended just before are not new
SOUND = re.compile(r"[(\[][^()\[\]]{1,60}[)\]]|♪[^♪]*♪?")
NAMED = re.compile(r"^(?:>>\s*)?([A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3}):\s+")
REMARKS = frozenset("note tip warning caution important example remember question answer".split())
PARAGRAPH_WORDS = 90  # a stretch of one voice is parted about here, at a sentence's end
PAUSE_SECONDS = 4.0  # a longer silence ends a sentence that has no full stop


@dataclass(frozen=True, slots=True)
class Cue:
    start: float
    end: float
    voice: str
    words: str


def read(source: Input) -> Read:
    """Read one transcript. Refuses an empty file and one without cues."""
    if not source.data.strip():
        return (), (Refusal(source.path, "is empty"),)
    page = Manuscript()
    text = normalise(decode(source.data), page.removed)
    try:
        cues = list(_cues(text, source.suffix))
    except (MalformedFileError, ValueError, IndexError) as error:
        return (), (Refusal(source.path, f"is not a transcript ({error or 'malformed'})"),)
    if not cues:
        return (), (Refusal(source.path, "has no cues"),)
    for turn in _turns(cues):
        _write(turn, page)
    known = source.meta
    title = fold(str(known.get("title") or "")) or heading(page) or stem(source.path)
    return (
        reading(source.path, title, page, raw_words=sum(len(cue.words.split()) for cue in cues),
                kind="transcript", **provenance(known, source, "metadata")),
    ), ()  # fmt: skip


def _cues(text: str, suffix: str) -> Iterator[Cue]:
    kind = "vtt" if text.lstrip().startswith("WEBVTT") else "srt" if suffix != "vtt" else "vtt"
    previous: list[str] = []
    ended = 0.0
    for caption in webvtt.from_buffer(StringIO(text), format=kind).captions:
        start, end = _seconds(caption.start), _seconds(caption.end)
        rows = [row for row in caption.raw_text.split("\n") if row.strip()]
        rolling = previous if abs(start - ended) < ROLLS else []
        fresh = "\n".join(row for row in rows if row not in rolling)
        previous, ended = rows, end
        parts = VOICE.split(fresh)  # words, then a voice and its words in turn
        for voice, said in zip(["", *parts[1::2]], parts[::2], strict=True):
            if cue := _cue(start, end, html.unescape(voice), said):
                yield cue


def _cue(start: float, end: float, voice: str, said: str) -> Cue | None:
    """What one voice says in a caption, marks and sounds taken out; None when that is nothing."""
    plain = html.unescape(re.sub(r"</?[a-zA-Z\d][^>]*>|</>", "", STYLED.sub("", said)))
    words = re.sub(r"^(?:-|–|>>)\s*(?=\w)", "", fold(SOUND.sub(" ", plain)))
    named = None if voice else NAMED.match(words)
    if named and named[1].lower() not in REMARKS:
        voice, words = named[1], words[named.end() :]
    return Cue(start, end, fold(voice), words) if words else None


def _seconds(stamp: str) -> float:
    """Seconds of `01:02:03.500`."""
    hours, minutes, seconds = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _turns(cues: list[Cue]) -> Iterator[list[Cue]]:
    """Runs of cues of one voice; an unnamed cue goes on with the voice before it."""
    turn: list[Cue] = []
    for cue in cues:
        if turn and cue.voice and cue.voice != turn[0].voice:
            yield turn
            turn = []
        turn.append(cue)
    yield turn


def _write(turn: list[Cue], page: Manuscript) -> None:
    """A turn as sentences, each labelled with the second of the cue it begins in."""
    if turn[0].voice:
        page.line("speaker", f"{turn[0].voice}:", label=turn[0].voice)
    text, begins = "", []
    for before, cue in zip([None, *turn], turn, strict=False):
        gap = cue.start - before.end if before else 0.0
        text += (BLANK if gap > PAUSE_SECONDS else " ") if text else ""
        begins.append((len(text), cue.start))
        text += cue.words
    glue, count = BLANK, 0
    for start, end in sentences(text):
        second = max(when for at, when in begins if at <= start)
        page.line("cue", text[start:end], label=f"{second:.1f}".removesuffix(".0"), glue=glue)
        count += len(text[start:end].split())
        glue, count = (BLANK, 0) if count >= PARAGRAPH_WORDS else (" ", count)
