"""The plot of `retrieval_speed.py`: time over size, both logarithmic, as accessible SVG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from log_plot import line, panel

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
    frame = panel(
        left, TOP, WIDTH, HEIGHT,
        sizes=(int(str(one["passages"])) for one in rows), values=(_ms(one, key) for one in rows),
    )  # fmt: skip
    parts = [f'<text x="{left}" y="{TOP - 18}" font-weight="bold">{escape(title)}</text>']
    parts += frame.grid()
    ends: list[float] = []
    for number, name in enumerate(names):
        own = sorted((int(str(one["passages"])), _ms(one, key)) for one in rows if one["engine"] == name)  # fmt: skip
        points = [(frame.x(size), frame.y(value)) for size, value in own]
        colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
        parts += line(points, colour, dash)
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
