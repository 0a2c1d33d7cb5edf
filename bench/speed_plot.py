"""The plot of `retrieval_speed.py`: time over size, both logarithmic, as accessible SVG."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from html import escape

WIDTH, HEIGHT, LEFT, TOP, GAP = 380, 300, 60, 40, 190
COLOURS = ("#0b6e4f", "#1b4f9c", "#b3541e", "#7a3b8f", "#555555", "#9c1b3f")
DASHES = ("", "7 3", "2 3", "9 3 2 3", "1 4", "12 4")
PANELS = (("warm", "A question, warm median, ms"), ("add", "Adding 100 passages, ms"))

Row = Mapping[str, object]


def plot(rows: Iterable[Row]) -> str:
    """Two panels, a line an engine; the description holds every figure as words."""
    held = list(rows)
    names = list(dict.fromkeys(str(one["engine"]) for one in held))
    wide = LEFT + 2 * (WIDTH + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {TOP + HEIGHT + 60}" '
        'role="img" aria-labelledby="speed-title speed-desc" font-family="sans-serif" '
        'font-size="12">',
        '<title id="speed-title">Time of a question and of an addition over the number of '
        "passages</title>",
        f'<desc id="speed-desc">{escape(_words(held))}</desc>',
        f'<rect width="{wide}" height="{TOP + HEIGHT + 60}" fill="#ffffff"/>',
    ]
    for place, (key, title) in enumerate(PANELS):
        parts += _panel(held, names, key, title, LEFT + place * (WIDTH + GAP))
    return "\n".join([*parts, "</svg>\n"])


def _words(rows: list[Row]) -> str:
    return " ".join(
        f"{one['engine']} at {one['passages']:,}: question {_ms(one, 'warm'):.2f} ms, "
        f"adding 100 {_ms(one, 'add'):.0f} ms."
        for one in rows
    )


def _ms(one: Row, key: str) -> float:
    value = one[key]
    assert isinstance(value, float)
    return value * 1000


def _panel(rows: list[Row], names: list[str], key: str, title: str, left: int) -> list[str]:
    sizes = sorted({int(str(one["passages"])) for one in rows})
    values = [_ms(one, key) for one in rows]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    least, most = math.log10(sizes[0]), math.log10(max(sizes[-1], sizes[0] + 1))

    def x(size: float) -> float:
        return left + WIDTH * (math.log10(size) - least) / (most - least)

    def y(value: float) -> float:
        return TOP + HEIGHT * (high - math.log10(value)) / max(high - low, 1)

    parts = [f'<text x="{left}" y="{TOP - 18}" font-weight="bold">{escape(title)}</text>']
    for power in range(low, high + 1):
        at = y(10**power)
        parts.append(f'<line x1="{left}" x2="{left + WIDTH}" y1="{at:.1f}" y2="{at:.1f}" stroke="#dddddd"/>')  # fmt: skip
        parts.append(f'<text x="{left - 6}" y="{at + 4:.1f}" text-anchor="end">{10**power:g}</text>')  # fmt: skip
    for size in sizes:
        parts.append(f'<text x="{x(size):.1f}" y="{TOP + HEIGHT + 20}" text-anchor="middle">{size:,}</text>')  # fmt: skip
    ends: list[float] = []
    for number, name in enumerate(names):
        own = sorted((int(str(one["passages"])), _ms(one, key)) for one in rows if one["engine"] == name)  # fmt: skip
        points = [(x(size), y(value)) for size, value in own]
        colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>')  # fmt: skip
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in points]
        at = _free(points[-1][1], ends)
        parts.append(f'<text x="{points[-1][0] + 8:.1f}" y="{at + 4:.1f}" fill="{colour}">{escape(name)}</text>')  # fmt: skip
    return parts


def _free(at: float, ends: list[float]) -> float:
    """The nearest height at which a label covers no other."""
    for shift in range(0, HEIGHT, 2):
        for one in (at - shift, at + shift):
            if all(abs(one - other) >= 13 for other in ends):
                ends.append(one)
                return one
    return at
