"""Small charts as accessible SVG: a title, a description, and the same figures as a table.

Enter: labelled values. Leaves: HTML that needs no script and takes its colours from the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap

from pipeline.render.markdown import attribute

WIDTH = 400  # a phone shows it at nine tenths, so that 13 units stay readable
LABEL = 150  # units for the names at the left of bars
ROW = 26
HEIGHT = 120  # of columns
LINE = 56  # letters of a label that stand above a line of that width
SECOND = 16  # units more for a label of two lines


@dataclass(frozen=True, slots=True)
class Bar:
    """One value: its name, its size, its words, and its tone (`plain` or `alert`).

    above: a second value that a column carries on top of the first, in the plain tone.
    """

    label: str
    value: float
    words: str
    tone: str = "plain"
    above: float = 0.0


def bars(key: str, title: str, rows: list[Bar]) -> str:
    """Horizontal bars, one a line, with their values; then the same as a table."""
    most = max((row.value for row in rows), default=0) or 1
    height = ROW * len(rows) + 4
    parts = [_open(key, title, _say(rows), height)]
    for at, row in enumerate(rows):
        y = ROW * at + 4
        width = (WIDTH - LABEL - 50) * row.value / most
        parts.append(
            f'<text x="{LABEL - 10}" y="{y + 15}" text-anchor="end">{attribute(_short(row.label))}</text>'
            f'<rect class="chart__{row.tone}" x="{LABEL}" y="{y + 2}" width="{max(width, 1):.1f}" height="17"/>'
            f'<text class="chart__value" x="{LABEL + max(width, 1) + 8:.1f}" y="{y + 15}">{attribute(row.words)}</text>'
        )
    return _figure(title, "\n".join([*parts, "</svg>"]), rows)


def columns(key: str, title: str, rows: list[Bar], *, most: float) -> str:
    """Upright columns in time order, oldest first; `most` is the top of the scale."""
    step = WIDTH / max(len(rows), 20)
    parts = [_open(key, title, _say(rows), HEIGHT + 24)]
    parts.append(f'<path class="chart__axis" d="M0 {HEIGHT}.5H{WIDTH}"/>')
    for at, row in enumerate(rows):
        size = HEIGHT * min(row.value, most) / (most or 1)
        place = f'x="{at * step + 1:.1f}" width="{step - 2:.1f}"'
        foot = HEIGHT - max(size, 2)
        parts.append(
            f'<rect class="chart__{row.tone}" {place} y="{foot:.1f}" height="{max(size, 2):.1f}"/>'
        )
        if row.above:
            rest = HEIGHT * row.above / (most or 1)
            parts.append(
                f'<rect class="chart__plain" {place} y="{foot - rest:.1f}" height="{rest:.1f}"/>'
            )
    if rows:
        parts.append(f'<text x="0" y="{HEIGHT + 18}">{attribute(rows[0].label)}</text>')
    x = step * len(rows)
    if x > 2 * LABEL:  # two labels side by side would run into each other
        parts.append(
            f'<text x="{x:.1f}" y="{HEIGHT + 18}" text-anchor="end">{attribute(rows[-1].label)}</text>'
        )
    return _figure(title, "\n".join([*parts, "</svg>"]), rows)


@dataclass(frozen=True, slots=True)
class ChartRate:
    """A measured share in per cent with its interval."""

    label: str
    value: float
    low: float
    high: float
    words: str


def intervals(key: str, title: str, rows: list[ChartRate], *, most: float) -> str:
    """Shares on a line from 0 to `most` per cent: a dot for each, a bar for its 95 % interval."""
    step, line, y = 50, WIDTH - 70, 0
    shown = [Bar(row.label, row.value, row.words) for row in rows]
    names = [wrap(row.label, LINE, max_lines=2, placeholder=" …") or [""] for row in rows]
    height = sum(step + SECOND * (len(name) - 1) for name in names)
    parts = [_open(key, title, _say(shown), height + 22)]
    for name, row in zip(names, rows, strict=True):
        for at, words in enumerate(name):
            parts.append(f'<text x="0" y="{y + 14 + SECOND * at}">{attribute(words)}</text>')
        y += SECOND * (len(name) - 1)
        low, high, dot = (line * min(one, most) / most for one in (row.low, row.high, row.value))
        parts.append(
            f'<path class="chart__axis" d="M0 {y + 30}.5H{line}"/>'
            f'<rect class="chart__range" x="{low:.1f}" y="{y + 25}" width="{max(high - low, 1):.1f}" height="11"/>'
            f'<circle class="chart__plain" cx="{dot:.1f}" cy="{y + 30.5}" r="5"/>'
            f'<text class="chart__value" x="{line + 10}" y="{y + 35}">{row.value:g} %</text>'
        )
        y += step
    y += 14
    parts.append(
        f'<text x="0" y="{y}">0</text><text x="{line}" y="{y}" text-anchor="end">{most:g} %</text>'
    )
    return _figure(title, "\n".join([*parts, "</svg>"]), shown)


def _open(key: str, title: str, text: str, height: int) -> str:
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{key}-title {key}-desc" xmlns="http://www.w3.org/2000/svg">\n'
        f'<title id="{key}-title">{attribute(title)}</title>\n'
        f'<desc id="{key}-desc">{attribute(text)}</desc>'
    )


def _figure(title: str, svg: str, rows: list[Bar]) -> str:
    cells = "".join(
        f'<tr><th scope="row">{attribute(row.label)}</th><td>{attribute(row.words)}</td></tr>'
        for row in rows
    )
    return (
        f'<figure class="chart-box"><figcaption>{attribute(title)}</figcaption>\n{svg}\n'
        f"<details><summary>The same as a table</summary><table><tbody>{cells}</tbody></table></details></figure>"
    )


def _say(rows: list[Bar]) -> str:
    """The chart in words: all of a short one, the ends of a long one."""
    shown = rows if len(rows) <= 8 else [*rows[:3], *rows[-3:]]
    return "; ".join(f"{row.label}: {row.words}" for row in shown) or "no figures yet"


def _short(label: str, most: int = 18) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"
