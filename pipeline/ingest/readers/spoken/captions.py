"""Captions of every form that players and recorders write, as what is shown and when.

Enter: the text of a file and its suffix. Leave: captions in the file's order, each with its seconds,
the speaker its form names, and its rows as they are marked. WebVTT and SubRip are read by webvtt-py;
TTML, YouTube's JSON and XML, SubViewer, LRC and SubStation by what their own descriptions say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

import webvtt

from pipeline.ingest.loading import json_value
from pipeline.ingest.readers.html import parse
from pipeline.text.lists import beside

CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d+(?:[.,]\d*)?)(?::(\d+))?")
AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?)(h|ms|m|s|f|t)?")
UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
FRAMES = 30.0  # a second, where a file counts frames and does not say of how many
TICK_RATE = re.compile(r"\btickRate\s*=\s*[\"'](\d{1,9})[\"']", re.IGNORECASE)
SBV = re.compile(r"^(\d+:\d\d:\d\d\.\d+),(\d+:\d\d:\d\d\.\d+)[ \t]*$", re.MULTILINE)
LRC = re.compile(r"^((?:[ \t]*\[\d+:\d\d(?:[.:]\d+)?\])+)(.*)$", re.MULTILINE)
LRC_STAMP = re.compile(r"[\[<](\d+):(\d\d(?:[.:]\d+)?)[\]>]")
_IN_XML = re.compile(r"<(?:\w+:)?title\b[^<>]*>([^<>]+)</")
_IN_SCRIPT = re.compile(r"^Title:[ \t]*(\S.*)$", re.MULTILINE)
TITLES = {
    "lrc": re.compile(r"^\[ti:[ \t]*(.*)\]", re.MULTILINE | re.IGNORECASE),
    "ass": _IN_SCRIPT, "ssa": _IN_SCRIPT, "ttml": _IN_XML, "dfxp": _IN_XML,
}  # fmt: skip
ASS_FORMAT = "layer,start,end,style,name,marginl,marginr,marginv,effect,text"
LAST = 5.0  # seconds that a line is shown which says only when it begins and is the last
NOBODY = beside(__file__).words("nobody")


@dataclass(frozen=True, slots=True)
class Caption:
    """What is shown from one second to another."""

    start: float
    end: float
    voice: str
    rows: tuple[str, ...]


def captions(text: str, suffix: str) -> list[Caption]:
    """The captions of a file, in its order. Raises ValueError for what is no such file."""
    return list(FORMS.get(suffix, _of_the_web)(text, suffix))


def told(text: str, suffix: str) -> dict[str, str]:
    """The title that a file of captions states for itself."""
    pattern = TITLES.get(suffix)
    found = pattern.search(text[:8000]) if pattern else None
    return {"title": found[1].strip()} if found else {}


def segments(value: Any) -> list[Caption]:
    """The segments of a machine's transcript (`segments` of Whisper, `utterances` of others); [] for
    another record."""
    if not isinstance(value, dict):
        return []
    found = value.get("utterances") or value.get("segments")
    listed = found if isinstance(found, list) else []
    rows = [one for one in listed if _is_segment(one)]
    if not rows or len(rows) < len(listed):
        return []
    scale = (
        0.001 if all(float(one["start"]).is_integer() for one in rows) and _is_long(rows) else 1.0
    )
    return [
        Caption(float(one["start"]) * scale, float(one["end"]) * scale,
                _speaker(one.get("speaker")), (str(one["text"]).strip(),))
        for one in rows
    ]  # fmt: skip


def _is_segment(one: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(one.get("text"), str):
        return False
    return all(re.fullmatch(r"\d{1,9}(?:\.\d+)?", str(one.get(name))) for name in ("start", "end"))


def _is_long(rows: list[Any]) -> bool:
    """Whether times can only be thousandths of seconds: nobody speaks a word a minute."""
    words = sum(len(str(one["text"]).split()) for one in rows)
    return float(rows[-1]["end"]) - float(rows[0]["start"]) > 60 * max(words, 1)


def _speaker(named: Any) -> str:
    said = str(named).strip() if isinstance(named, str | int) else ""
    return f"Speaker {said}" if re.fullmatch(r"[A-Z]|\d{1,2}", said) else said


def seconds(stamp: str, ticks: float = 1.0) -> float:
    """Seconds of `01:02:03.5`, `62.5s`, `3500ms` or a count of ticks. Raises ValueError."""
    stamp = stamp.strip()
    if match := CLOCK.fullmatch(stamp):
        rest = float(match[3].replace(",", ".")) + float(match[4] or 0) / FRAMES
        return int(match[1] or 0) * 3600 + int(match[2]) * 60 + rest
    amount = AMOUNT.fullmatch(stamp)
    if amount is None:
        raise ValueError(f"states no time ({stamp[:40]})")
    number, unit = float(amount[1]), amount[2] or "s"
    return (
        number / ticks if unit == "t" else number / FRAMES if unit == "f" else number * UNITS[unit]
    )


def _of_the_web(text: str, suffix: str) -> Iterator[Caption]:
    kind = "vtt" if text.lstrip().startswith("WEBVTT") else "srt" if suffix != "vtt" else "vtt"
    for one in webvtt.from_buffer(StringIO(text), format=kind).captions:
        yield Caption(seconds(one.start), seconds(one.end), "", tuple(one.raw_text.split("\n")))


def _timed_text(text: str, suffix: str) -> Iterator[Caption]:
    """TTML (`begin`, `end`, `dur`) and YouTube's XML (`t`, `d` in thousandths, `start`, `dur`)."""
    rate = TICK_RATE.search(text[:8000])
    root = parse.fragment(text)
    for shown in root.body.iter("p", "text") if root is not None else ():
        of_youtube = shown.get("t") is not None
        begins = (
            shown.get("begin")
            or shown.get("start")
            or (f"{shown.get('t')}ms" if of_youtube else "")
        )
        if not begins:
            continue
        lasts = shown.get("dur") or (f"{shown.get('d')}ms" if of_youtube and shown.get("d") else "")
        ticks = float(rate[1]) if rate else 1.0
        start = seconds(begins, ticks)
        end = (
            seconds(shown.get("end"), ticks)
            if shown.get("end")
            else start + seconds(lasts or "0", ticks)
        )
        for line_break in shown.iter("br"):
            line_break.tail = "\n" + (line_break.tail or "").lstrip()
        yield Caption(start, end, "", tuple(shown.text_content().strip().split("\n")))


def _json3(text: str, suffix: str) -> Iterator[Caption]:
    """YouTube's JSON: events with segments; an event that only adds a line break says nothing."""
    value = json_value(text)
    events = value.get("events") if isinstance(value, dict) else None
    for event in events if isinstance(events, list) else ():
        parts = event.get("segs") if isinstance(event, dict) else None
        parts = parts if isinstance(parts, list) else []
        said = "".join(str(part.get("utf8") or "") for part in parts if isinstance(part, dict))
        if said.strip():
            start = _thousandths(event.get("tStartMs"))
            end = start + _thousandths(event.get("dDurationMs"))
            yield Caption(start, end, "", tuple(said.strip().split("\n")))


def _thousandths(stated: Any) -> float:
    """Seconds of a count of thousandths, 0 where none is stated. Raises ValueError for what is no count."""
    if stated is None or isinstance(stated, bool | int | float | str):
        return float(stated or 0) / 1000
    raise ValueError(f"states no time ({str(stated)[:40]})")


def _sub_viewer(text: str, suffix: str) -> Iterator[Caption]:
    parts = SBV.split(text)
    for start, end, said in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        yield Caption(seconds(start), seconds(end), "", tuple(said.strip().split("\n")))


def _lyrics(text: str, suffix: str) -> Iterator[Caption]:
    """LRC: a line may be shown at several times, and until the next one is."""
    found = sorted(
        (int(minutes) * 60 + float(rest.replace(":", ".")), LRC_STAMP.sub("", said).strip())
        for stamps, said in LRC.findall(text)
        for minutes, rest in LRC_STAMP.findall(stamps)
    )
    ends = [start for start, _ in found[1:]] + [found[-1][0] + LAST if found else LAST]
    for (start, said), end in zip(found, ends, strict=False):
        yield Caption(start, end, "", (said,))


def _sub_station(text: str, suffix: str) -> Iterator[Caption]:
    """SubStation Alpha: the dialogue lines, by the fields that their format names."""
    fields = ASS_FORMAT.split(",")
    for row in text[max(text.find("[Events]"), 0) :].split("\n"):
        name, _, rest = row.partition(":")
        if name.strip() == "Format":
            fields = [one.strip().lower() for one in rest.split(",")]
        if name.strip() != "Dialogue":
            continue
        values = dict(zip(fields, rest.split(",", len(fields) - 1), strict=False))
        said = re.sub(r"\\[Nn]", "\n", values.get("text", "")).replace(r"\h", " ")
        who = (values.get("name") or values.get("actor") or "").strip()
        yield Caption(seconds(values.get("start", "")), seconds(values.get("end", "")),
                      "" if who.lower() in NOBODY else who, tuple(said.split("\n")))  # fmt: skip


FORMS: dict[str, Callable[[str, str], Iterator[Caption]]] = {
    "ttml": _timed_text, "dfxp": _timed_text, "srv1": _timed_text, "srv2": _timed_text, "srv3": _timed_text,
    "json3": _json3, "sbv": _sub_viewer, "lrc": _lyrics, "ass": _sub_station, "ssa": _sub_station,
}  # fmt: skip
