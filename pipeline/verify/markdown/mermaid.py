"""Reads a mermaid flowchart closely enough to know that it will be drawn.

Enter: a fenced block. Leave: (offset, match, message) of what would not parse, and of nodes that
cite no source where others do. Other kinds of diagram are checked for their first line only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_KINDS = re.compile(
    r"^(?:flowchart|graph|sequenceDiagram|classDiagram(?:-v2)?|stateDiagram(?:-v2)?|erDiagram|gantt|"
    r"pie|journey|gitGraph|mindmap|timeline|quadrantChart|xychart-beta|sankey-beta|block-beta|"
    r"architecture-beta|requirementDiagram|C4Context)\b"
)
_FLOW = re.compile(r"^(?:flowchart|graph)\s+(?:TB|TD|BT|RL|LR)\s*;?$")
_ID = r"[A-Za-z_][\w-]*"
_SHAPE = (
    r"(?:\[\"[^\"]*\"\]|\(\"[^\"]*\"\)|\{\"[^\"]*\"\}|\(\(\"?[^()]*\"?\)\)|\[\([^()\[\]]*\)\]|"
    r"\[[^\[\]\"()]*\]|\([^()\"]*\)|\{[^{}\"]*\}|>[^\]]*\])"
)
_NODE = rf"{_ID}(?:{_SHAPE})?(?::::?{_ID})?"
_ARROW = (
    r"(?:<?(?:--+|==+|-\.+-)[>xo]?(?:\|[^|\n]*\|)?|--\s+[^-\n]+?\s+--+>?|==\s+[^=\n]+?\s+==+>?|"
    r"-\.\s+[^.\n]+?\s+\.->|~~~)"
)
_STATEMENT = re.compile(
    rf"^{_NODE}(?:\s*&\s*{_NODE})*(?:\s*{_ARROW}\s*{_NODE}(?:\s*&\s*{_NODE})*)*\s*;?$"
)
_DIRECTIVE = re.compile(
    r"^(?:%%|accTitle|accDescr|classDef\b|class\b|style\b|linkStyle\b|click\b|subgraph\b|direction\b|end$|\}|---$|title:|config:)"
)
_CITED = re.compile(r"\[?(?:source\s+|\^)\d+\]?|\[\d+\]", re.IGNORECASE)
_LABELLED = re.compile(r"[->]\|([^|\n]*)\|")
_SHAPED = re.compile(rf"({_ID})({_SHAPE})")


def faults(block: str) -> Iterator[tuple[int, str, str]]:
    """Everything wrong with a fenced mermaid block (its fences included)."""
    lines = block.split("\n")
    at = len(lines[0]) + 1
    kind, described = "", False
    for line in lines[1:-1] if lines[-1].lstrip().startswith(("```", "~~~")) else lines[1:]:
        text = line.strip()
        where, at = at, at + len(line) + 1
        if described:  # inside accDescr { ... }
            described = "}" not in text
            continue
        described = text.startswith("accDescr") and text.endswith("{")
        if not text or _DIRECTIVE.match(text):
            continue
        if not kind:
            kind = text
            yield from _first(where, text)
        elif _FLOW.match(kind) and not _STATEMENT.match(text):
            yield where, text, "This line of the diagram would not be drawn."
    if not kind:
        yield 0, lines[0], "The diagram is empty."
    elif _FLOW.match(kind):
        yield from _cited(block)


def _first(where: int, text: str) -> Iterator[tuple[int, str, str]]:
    if not _KINDS.match(text):
        yield where, text, "The diagram does not say of what kind it is."
    elif text.split()[0] in ("flowchart", "graph") and not _FLOW.match(text):
        yield where, text, "A flowchart names its direction (TD, LR, ...)."


def _cited(block: str) -> Iterator[tuple[int, str, str]]:
    """Where some nodes cite, all do, and so with the labels of edges."""
    edges = list(_LABELLED.finditer(block))
    if any(_CITED.search(edge.group(1)) for edge in edges):
        for edge in edges:
            if not _CITED.search(edge.group(1)):
                yield edge.start(), edge.group(), "This edge cites no source; others do."
    nodes = list(_SHAPED.finditer(block))
    if any(_CITED.search(node.group(2)) for node in nodes):
        for node in nodes:
            if not _CITED.search(node.group(2)):
                yield node.start(), node.group(), "This node cites no source; others do."
