"""The plot of `growth.py`: time over passages, both logarithmic, as accessible SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from log_plot import line, panel

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
    sizes = [size for size, _ in rows]
    frame = panel(LEFT, TOP, WIDTH, HEIGHT, sizes=sizes, values=values)
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
    parts += frame.grid()
    taken: list[float] = []
    for key, name, colour in sorted(LINES, key=lambda row: -_last(rows, row[0])):
        points = [(frame.x(size), frame.y(figures[key])) for size, figures in rows if figures[key]]
        parts += line(points, colour)
        at = max([points[-1][1], *(one + 15 for one in taken[-1:])])
        taken.append(at)
        parts.append(
            f'<text x="{points[-1][0] + 8:.1f}" y="{at + 4:.1f}" fill="{colour}">{escape(name)}</text>'
        )
    return "\n".join([*parts, "</svg>\n"])


def _last(rows: Sequence[Row], key: str) -> float:
    """The figure of the largest size that has one."""
    return [figures[key] for _, figures in rows if figures[key]][-1]
