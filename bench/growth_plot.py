"""The plot of `growth.py`: time over passages, both logarithmic, as accessible SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT, LEFT, TOP, RIGHT = 460, 320, 64, 40, 190
LINES = (
    ("index", "building the index", "#555555"),
    ("brief", "a brief", "#7a3b8f"),
    ("evidence", "stories and evidence", "#1b4f9c"),
    ("add", "adding 100", "#b3541e"),
    ("open", "opening", "#9c1b3f"),
    ("question", "a question", "#0b6e4f"),
)

Row = tuple[int, Mapping[str, float]]


def plot(rows: Sequence[Row]) -> str:
    """A line a figure, in seconds; the description holds every one as words."""
    values = [figures[key] for _, figures in rows for key, _, _ in LINES if figures[key]]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    least, most = math.log10(rows[0][0]), math.log10(rows[-1][0])

    def x(size: float) -> float:
        return LEFT + WIDTH * (math.log10(size) - least) / max(most - least, 0.1)

    def y(value: float) -> float:
        return TOP + HEIGHT * (high - math.log10(value)) / (high - low)

    words = " ".join(
        f"{size:,} passages: "
        + ", ".join(f"{name} {figures[key]:.3g} s" for key, name, _ in LINES if figures[key])
        + "."
        for size, figures in rows
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + RIGHT} {TOP + HEIGHT + 50}" '
        'role="img" aria-labelledby="growth-title growth-desc" font-family="sans-serif" font-size="12">',
        '<title id="growth-title">Seconds over the number of passages</title>',
        f'<desc id="growth-desc">{escape(words)}</desc>',
        f'<rect width="{LEFT + WIDTH + RIGHT}" height="{TOP + HEIGHT + 50}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="{TOP - 18}" font-weight="bold">Seconds over passages</text>',
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        parts.append(
            f'<line x1="{LEFT}" x2="{LEFT + WIDTH}" y1="{at:.1f}" y2="{at:.1f}" stroke="#dddddd"/>'
        )
        parts.append(
            f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{10**power:g}</text>'
        )
    for size, _ in rows:
        parts.append(
            f'<text x="{x(size):.1f}" y="{TOP + HEIGHT + 20}" text-anchor="middle">{size:,}</text>'
        )
    taken: list[float] = []
    for key, name, colour in sorted(LINES, key=lambda line: -_last(rows, line[0])):
        points = [(x(size), y(figures[key])) for size, figures in rows if figures[key]]
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in points]
        at = max([points[-1][1], *(one + 15 for one in taken[-1:])])
        taken.append(at)
        parts.append(
            f'<text x="{points[-1][0] + 8:.1f}" y="{at + 4:.1f}" fill="{colour}">{escape(name)}</text>'
        )
    return "\n".join([*parts, "</svg>\n"])


def _last(rows: Sequence[Row], key: str) -> float:
    """The figure of the largest size that has one."""
    return [figures[key] for _, figures in rows if figures[key]][-1]
