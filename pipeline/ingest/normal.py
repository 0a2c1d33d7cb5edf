"""Decoding and normalisation, done once when a text is read and never after.

Enter: bytes or text as served. Leave: NFC text without characters that a reader cannot see
(zero-width, bidi controls, tag characters, variation selectors, control codes), each kind
counted, so that a hidden instruction shows in the document's `removed`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

# Ranges by what they are for, from the Unicode code charts; the order is that of the alternation.
INVISIBLE = {
    "bidi": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "zero-width": "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0",
    "tag": "\U000e0000-\U000e0fff",
    "variation": "\ufe00-\ufe0f",
    "control": "\u0000-\u0008\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufff9-\ufffb",
}
UNSEEN = re.compile("|".join(f"(?P<k{n}>[{chars}])" for n, chars in enumerate(INVISIBLE.values())))
KINDS = tuple(INVISIBLE)
MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
ODD_NULS = 0.3  # of the bytes; UTF-16 of a European language has nearly half
ANY_UNSEEN = re.compile(f"[{''.join(INVISIBLE.values())}]")  # five times faster than which of them
PLAIN = bytes((0x09, 0x0A, *range(0x20, 0x7F)))  # of ASCII: what stays as it is
BREAKS = ("\r", "\u000b", "\u000c", "\u0085", "\u2028", "\u2029")  # a form feed parts two words


def decode(data: bytes) -> str:
    """UTF-8, or UTF-16 by its mark or its zero bytes, or Windows-1252 where bytes are not UTF-8
    and no character of several bytes is; a damaged text shows replacement signs."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if data[:2000].count(0) > ODD_NULS * len(data[:2000]):
        return data.decode("utf-16-be" if not data[0] else "utf-16-le", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        single = not MULTIBYTE.search(data) and not re.search(rb"[\x80-\xff]{3}", data)
        return data.decode("cp1252" if single else "utf-8-sig", "replace")


def normalise(text: str, removed: Counter[str]) -> str:
    """NFC text with one kind of line break and nothing unseen; counts what went into `removed`."""
    if text.isascii() and (text.isprintable() or not text.encode().translate(None, PLAIN)):
        return text  # as most texts and nearly all of their lines are
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    for sign in BREAKS:
        if sign in text:
            text = text.replace(sign, "\n")
    if ANY_UNSEEN.search(text):
        for match in UNSEEN.finditer(text):
            removed[KINDS[int((match.lastgroup or "k0")[1:])]] += 1
        text = UNSEEN.sub("", text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)
