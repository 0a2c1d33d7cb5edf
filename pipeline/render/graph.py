"""The system graph of a brief, drawn without any script: a layered layout as SVG, and mermaid.

Enter: a `Graph`. Leave: an SVG of at most `WIDTH` units that a phone shows at full size, and the
mermaid source of the same graph. Layers are longest paths from the roots (the first step of
Sugiyama, Tagawa and Toda 1981); edges carry numbers whose words stand in the list below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.records import Graph, Node
from pipeline.render.markdown import attribute, flat

WIDTH = 360  # a phone's text column: one unit is one pixel there
MARGIN = 34  # a lane on each side for edges that pass other rows
GAP = 18
ROW_GAP = 46
LINE = 17
CHARS = 7.1  # width of a letter of 13 units in common sans faces, on the wide side
PER_ROW = 2


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node stands."""

    node: Node
    row: int
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def mermaid(graph: Graph) -> str:
    """The graph as a mermaid flowchart with its accessible title and description."""
    names = {node.id: f"n{at}" for at, node in enumerate(graph.nodes, 1)}
    lines = ["flowchart TD", f"  accTitle: {_word(graph.title)}"]
    lines.append(f"  accDescr: {_word(graph.description)}")
    lines += [f'  {names[node.id]}["{_word(node.label)}"]' for node in graph.nodes]
    for edge in graph.edges:
        if edge.start in names and edge.end in names:
            label = f'|"{_word(edge.label)}"|' if edge.label else ""
            lines.append(f"  {names[edge.start]} -->{label} {names[edge.end]}")
    return "\n".join(lines)


def svg(graph: Graph, *, key: str) -> str:
    """The drawing; `key` makes its ids the page's own."""
    boxes = place(graph)
    height = max((box.y + box.height for box in boxes.values()), default=0) + 8
    edges = [edge for edge in graph.edges if edge.start in boxes and edge.end in boxes]
    lines = [
        f'<svg class="graph" viewBox="0 0 {WIDTH} {_n(height)}" role="img" '
        f'aria-labelledby="{key}-title {key}-desc" xmlns="http://www.w3.org/2000/svg">',
        f'<title id="{key}-title">{attribute(graph.title)}</title>',
        f'<desc id="{key}-desc">{attribute(graph.description)}</desc>',
        f'<defs><marker id="{key}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="currentColor"/></marker></defs>',
    ]
    routes = [_route(boxes, edge.start, edge.end, at) for at, edge in enumerate(edges)]
    lines += [
        f'<path class="graph__edge" d="{path}" marker-end="url(#{key}-tip)"/>'
        for path, *_ in routes
    ]
    lines += [_draw(box) for box in boxes.values()]
    lines += [_badge(at, x, y) for at, (_, x, y) in enumerate(routes, 1)]
    return "\n".join([*lines, "</svg>"])


def place(graph: Graph) -> dict[str, Box]:
    """Where every node stands, by id, in drawing order."""
    rows = _rows(graph)
    boxes: dict[str, Box] = {}
    y = 8.0
    for row, nodes in enumerate(rows):
        room = (WIDTH - 2 * MARGIN - GAP * (len(nodes) - 1)) / len(nodes)
        width = min(room, 200.0)
        x = (WIDTH - width * len(nodes) - GAP * (len(nodes) - 1)) / 2
        wrapped = [_wrap(node.label, width) for node in nodes]
        height = max(len(lines) for lines in wrapped) * LINE + 16.0
        for node, lines in zip(nodes, wrapped, strict=True):
            boxes[node.id] = Box(node, row, x, y, width, height, lines)
            x += width + GAP
        y += height + ROW_GAP
    return boxes


def _rows(graph: Graph) -> list[list[Node]]:
    """Nodes by longest path from a root, at most `PER_ROW` to a row; cycles are cut once."""
    depth = {node.id: 0 for node in graph.nodes}
    for _ in graph.nodes:
        for edge in graph.edges:
            if edge.start in depth and edge.end in depth and edge.start != edge.end:
                wanted = depth[edge.start] + 1
                if depth[edge.end] < wanted < len(depth):
                    depth[edge.end] = wanted
    rows: list[list[Node]] = []
    for level in sorted(set(depth.values())):
        layer = [node for node in graph.nodes if depth[node.id] == level]
        rows += [layer[at : at + PER_ROW] for at in range(0, len(layer), PER_ROW)]
    return rows


def _route(boxes: dict[str, Box], start: str, end: str, at: int) -> tuple[str, float, float]:
    """Path of an edge, and the point where its number stands."""
    one, two = boxes[start], boxes[end]
    if start == end or abs(one.row - two.row) > 1 or one.row > two.row:
        return _around(one, two, at)
    if one.row == two.row:
        left, right = (one, two) if one.x < two.x else (two, one)
        y = one.y + one.height / 2
        ends = (left.x + left.width, right.x) if one is left else (right.x, left.x + left.width)
        return f"M{_n(ends[0])} {_n(y)} L{_n(ends[1])} {_n(y)}", sum(ends) / 2, y - 13
    x1, y1, x2, y2 = one.middle, one.y + one.height, two.middle, two.y
    half = (y1 + y2) / 2
    path = f"M{_n(x1)} {_n(y1)} C{_n(x1)} {_n(half)} {_n(x2)} {_n(half)} {_n(x2)} {_n(y2)}"
    return path, (x1 + x2) / 2, half


def _around(one: Box, two: Box, at: int) -> tuple[str, float, float]:
    """A way through the lane beside the boxes; lanes alternate so that two edges stay apart."""
    left = (one.middle + two.middle) / 2 < WIDTH / 2 if one.middle != two.middle else at % 2 == 0
    lane = 11.0 + 8 * (at % 3) if left else WIDTH - 11.0 - 8 * (at % 3)
    x1 = one.x if left else one.x + one.width
    x2 = two.x if left else two.x + two.width
    y1, y2 = one.y + one.height * 0.6, two.y + two.height * 0.4
    if one is two:
        y1, y2 = one.y + one.height * 0.75, one.y + one.height * 0.25
    path = f"M{_n(x1)} {_n(y1)} C{_n(lane)} {_n(y1)} {_n(lane)} {_n(y1)} {_n(lane)} {_n((y1 + y2) / 2)} "
    path += f"S{_n(lane)} {_n(y2)} {_n(x2)} {_n(y2)}"
    return path, min(max(lane, 11.0), WIDTH - 11.0), (y1 + y2) / 2


def _draw(box: Box) -> str:
    top = box.y + (box.height - len(box.lines) * LINE) / 2 + 12.5
    words = "".join(
        f'<tspan x="{_n(box.middle)}" y="{_n(top + at * LINE)}">{attribute(line)}</tspan>'
        for at, line in enumerate(box.lines)
    )
    return (
        f'<g class="graph__node"><rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" '
        f'height="{_n(box.height)}" rx="3"/><text text-anchor="middle">{words}</text></g>'
    )


def _badge(number: int, x: float, y: float) -> str:
    return (
        f'<g class="graph__badge"><circle cx="{_n(x)}" cy="{_n(y)}" r="10"/>'
        f'<text x="{_n(x)}" y="{_n(y + 4)}" text-anchor="middle">{number}</text></g>'
    )


def _wrap(label: str, width: float) -> tuple[str, ...]:
    """Words of a label on lines that fit; at most four, the last cut with an ellipsis."""
    most = max(6, int((width - 16) / CHARS))
    lines = [""]
    for word in flat(label).split():
        for part in (word[at : at + most] for at in range(0, len(word), most)):
            joined = f"{lines[-1]} {part}".strip()
            if len(joined) <= most:
                lines[-1] = joined
            else:
                lines.append(part)
    if len(lines) > 4:
        lines = [*lines[:3], lines[3][: most - 1] + "…"]
    return tuple(lines)


def _word(text: str) -> str:
    """Words that mermaid reads as words: its own marks become its entities."""
    text = flat(text).replace("#", "#35;").replace(";", "#59;").replace("#35#59;", "#35;")
    for mark, entity in MERMAID.items():
        text = text.replace(mark, entity)
    return re.sub(r"[\x00-\x1f]", " ", text)


MERMAID = {
    '"': "#quot;", "<": "#lt;", ">": "#gt;", "[": "#91;", "]": "#93;", "{": "#123;",
    "}": "#125;", "|": "#124;", "`": "#96;", "%%": "#37;#37;",
}  # fmt: skip


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
