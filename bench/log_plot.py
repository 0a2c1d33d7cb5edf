"""A panel of a plot whose two axes are logarithmic, as parts of an SVG; for the plots of the benches."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Panel:
    """Where a panel stands, and the sizes and values that it has to hold."""

    left: int
    top: int
    width: int
    height: int
    sizes: Sequence[int]
    low: int  # powers of ten
    high: int

    def x(self, size: float) -> float:
        least, most = math.log10(self.sizes[0]), math.log10(self.sizes[-1])
        return self.left + self.width * (math.log10(size) - least) / (most - least or 1)

    def y(self, value: float) -> float:
        return self.top + self.height * (self.high - math.log10(value)) / (
            self.high - self.low or 1
        )

    def grid(self) -> list[str]:
        """A line and a label a power of ten, and a label a size."""
        parts = []
        for power in range(self.low, self.high + 1):
            at = self.y(10**power)
            parts += [
                f'<line x1="{self.left}" x2="{self.left + self.width}" y1="{at:.1f}" y2="{at:.1f}" stroke="#dddddd"/>',
                f'<text x="{self.left - 6}" y="{at + 4:.1f}" text-anchor="end">{10**power:g}</text>',
            ]
        foot = self.top + self.height + 20
        return parts + [
            f'<text x="{self.x(size):.1f}" y="{foot}" text-anchor="middle">{size:,}</text>'
            for size in self.sizes
        ]


def panel(
    left: int, top: int, width: int, height: int, *, sizes: Iterable[int], values: Iterable[float]
) -> Panel:
    """A panel that is wide enough for some sizes and high enough for some values."""
    held, logs = sorted(set(sizes)), [math.log10(one) for one in values]
    return Panel(left, top, width, height, held, math.floor(min(logs)), math.ceil(max(logs)))


def line(points: Sequence[Point], colour: str, dash: str | None = None) -> list[str]:
    """A line with a dot at each of its points."""
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash is not None else ""
    return [
        f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points),
    ]
