"""The walk of captions: what is said, without times, tags and the names of those who speak.

Enter: the text of a file of captions and its suffix. Leave: its words as text, as `tags` signs them.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter

from pipeline.ingest.screening.walk.tags import BLOCK_TAG, BREAK, SPARE, TAG, signed, silenced

CUE_TIME = re.compile(
    r"(?:(?:\A|(?<=\n\n))(?![^\n]*-->)[^\n]{1,200}\n|^)[ \t]*(?:\d+:)?\d\d:\d\d[.,]\d+[ \t]*-->[^\n]*$",
    re.MULTILINE,
)
CUE_LABEL = re.compile(r"(-->(?:[^\n-]|-(?!->))*+\n)([^\n:<>]{1,60}):(?=[ \t])")
CUE_TAG = re.compile(
    r"</?(?:[cibusv]|ruby|lang|font|\d\d:[\d:.]+)(?:[.\s][^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE
)
SEGMENT = re.compile(r"\"utf8\"\s*:\s*\"((?:[^\"\\]|\\.)*)\"")
TIMED_TEXT = ("ttml", "dfxp", "srv1", "srv2", "srv3")
DIALOGUE = re.compile(r"^(?!Dialogue:)[^\n]*$|^Dialogue:(?:[^,\n]*,){9}", re.MULTILINE)
LINE_TIME = re.compile(
    r"^\d+:\d\d:\d\d\.\d+,\d+:\d\d:\d\d\.\d+$|\[\d+:\d\d(?:[.:]\d+)?\]|^\[[a-z]+:[^\n]*$",
    re.MULTILINE,
)


def of_captions(text: str, suffix: str) -> str:
    """Words of a file of captions without the times; a caption that follows goes on with the words."""
    if suffix == "json3":
        said = "".join(map(_of_json, SEGMENT.findall(text)))
    elif suffix in TIMED_TEXT:
        said = BLOCK_TAG.sub(" ", silenced(text))
    elif suffix in ("ass", "ssa"):
        said = re.sub(r"\\[Nnh]", " ", DIALOGUE.sub(" ", text))
    else:
        text = _without_labels(text)
        said = CUE_TIME.sub(BREAK, LINE_TIME.sub(BREAK, text) if suffix in ("sbv", "lrc") else text)
    said = CUE_TAG.sub("", said)
    return html.unescape(TAG.sub("", said) if suffix in TIMED_TEXT else said).replace("\n", " ")


def _without_labels(text: str) -> str:
    """Captions with a sign before what several of them open with: a name, which may go from a sentence."""
    times = Counter(match[2] for match in CUE_LABEL.finditer(text))
    return CUE_LABEL.sub(
        lambda match: (
            match[1]
            + (signed(match[2], SPARE) if times[match[2]] > 1 else match[0][len(match[1]) :])
        ),
        text,
    )


def _of_json(written: str) -> str:
    """What a string of JSON says."""
    try:
        return str(json.loads(f'"{written}"'))
    except ValueError:
        return written
