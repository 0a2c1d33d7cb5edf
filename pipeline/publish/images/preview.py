"""The picture that previews of a brief show: 1200 by 630, ink on paper.

Enter: a card and the desk. Leaves: a PNG. Drawn in one channel whose values are a ramp from ink to
paper, with the accent at the end of the palette: a third of the bytes of a colour picture and no
search for colours. The face is the one Pillow carries, so every machine draws the same bytes.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pipeline.newsroom.desk import Desk
from pipeline.pages.metadata import PageMeta
from pipeline.records import store
from pipeline.text.days import long_day
from pipeline.text.words import counted

SIZE = (1200, 630)
PAPER, INK, ACCENT = (251, 250, 246), (28, 26, 23), (140, 28, 19)
TOP = 239  # lightest step of the ramp; above it only the accent
RED = 255
EDGE = 72


def draw(card: PageMeta, desk: Desk, path: Path) -> None:
    """Draw the picture of a brief."""
    image = Image.new("L", SIZE, TOP)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, SIZE[0], 14), fill=RED)
    pen.text((EDGE, 62), _known(desk.title), font=_font(44), fill=0)
    pen.text((SIZE[0] - EDGE, 72), long_day(card.day), font=_font(30), fill=60, anchor="ra")
    pen.line((EDGE, 132, SIZE[0] - EDGE, 132), fill=0, width=2)
    size, lines = _fit(_known(card.title) or long_day(card.day))
    y = 172
    for line in lines:
        for step in (0, 1):  # twice, a pixel apart: bolder, and cheaper than a stroke
            pen.text((EDGE + step, y), line, font=_font(size), fill=0)
        y += int(size * 1.16)
    domains = " / ".join(dict.fromkeys(one.title for one in card.standing))
    pen.text((EDGE, 528), _clip(_known(domains), 30), font=_font(30), fill=60)
    state = f"{card.status.capitalize()}. {counted(card.cited_pages, 'page')} cited."
    state = f"{card.tally[:1].upper()}{card.tally[1:]}. {state}" if card.tally else state
    pen.text((EDGE, 570), state, font=_font(30), fill=60)
    store.write(path, _png(image), sync=False)


def _png(image: Image.Image) -> bytes:
    ramp = []
    for step in range(256):
        share = min(step / TOP, 1.0)
        mixed = (round(a + (b - a) * share) for a, b in zip(INK, PAPER, strict=True))
        ramp += list(ACCENT) if step == RED else list(mixed)
    image = image.copy()
    image.putpalette(ramp)
    data = io.BytesIO()
    image.save(data, "PNG", compress_level=3)
    return data.getvalue()


def _fit(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title stands in its room, and its lines."""
    for size in (78, 66, 56, 46):
        lines = _lines(title, size)
        if len(lines) * size * 1.16 <= 340:
            return size, lines
    return size, [*lines[:5], _clip(" ".join(lines[5:]), size)] if len(lines) > 6 else lines


def _lines(text: str, size: int) -> list[str]:
    lines = [""]
    for word in text.split():
        word = _clip(word, size)
        joined = f"{lines[-1]} {word}".strip()
        if not lines[-1] or _font(size).getlength(joined) <= SIZE[0] - 2 * EDGE:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def _clip(text: str, size: int) -> str:
    room = SIZE[0] - 2 * EDGE
    if _font(size).getlength(text) <= room:
        return text
    fits = bisect_right(
        range(1, len(text)), room, key=lambda at: int(_font(size).getlength(text[:at] + "…"))
    )
    return text[:fits].rstrip() + "…"


def _known(text: str) -> str:
    """The text, or nothing when the face lacks its letters: better no words than boxes."""
    text = " ".join(text.split())
    missing = _font(40).getmask("\uffff").getbbox()
    strange = [letter for letter in set(text) if ord(letter) > 0x2FF and letter not in "‘’“”–—…•€"]
    return "" if strange and missing is not None else text


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font
