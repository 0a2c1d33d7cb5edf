"""What CommonMark makes of running text: its words, and the lines that its author set apart.

Enter: Markdown, or the events of a paragraph. Leave: events in order; the words of running text by the
one inline model, lines that are broken for good apart, definition lists as rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import pyromark

from pipeline.ingest.readers.html import text as tree
from pipeline.ingest.readers.html.tags import HTML_NAMES
from pipeline.ingest.readers.inline import MEANT, InlineLine
from pipeline.text.keywords import encodable

TAG = re.compile(r"<(?P<closes>/)?(?P<name>[A-Za-z][A-Za-z0-9]*)")
PLACEHOLDER = re.compile(
    r"<[A-Za-z]\w*>"
)  # `Vec<u8>`, `--limit=<seconds>`: text, no element of HTML
DEFINES = re.compile(
    r":[ \t]+(?:[-*+][ \t]+)?(?=\S)"
)  # what it opens with may be a list of its own
OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
BREAKS = frozenset(("SoftBreak", "HardBreak"))
SPANS = frozenset(("Emphasis", "Strong", "Strikethrough", "Link", "Image"))
END_SIGNS = tuple(".!?:;,•<>")
WORDED = ("Text", "Code")
LINES = frozenset(("br", "p", "div"))
EMPHASIS = {"Emphasis": "*", "Strong": "**"}
Event = tuple[str, Any]  # what it is; its words, or what is said of it


def events(text: str) -> Iterator[Event]:
    """What CommonMark with tables makes of a text, in order: words, spans and blocks, whose ends have
    a stroke before their names."""
    found: Iterator[Any] = pyromark.events(encodable(text, "ignore"), options=OPTIONS)
    for event in found:
        if isinstance(event, str):
            yield event, None
            continue
        [(kind, said)] = event.items()
        if kind not in ("Start", "End"):
            yield kind, said
            continue
        name, about = (said, None) if isinstance(said, str) else next(iter(said.items()))
        yield (name if kind == "Start" else f"/{name}"), about


def inline_text(inline: list[Event], removed: Counter[str]) -> tuple[str, bool]:
    """(the words, whether they are nothing but links into the page itself)."""
    line = InlineLine(removed)
    outside, jumping, jumps, hidden = "", False, 0, 0
    starred: list[str] = []  # of each open emphasis its mark, when that is a sign of multiplication
    for number, (kind, said) in enumerate(inline):
        if kind in ("Image", "/Image"):
            hidden += 1 if kind == "Image" else -1
        elif hidden:
            continue
        elif kind in ("Text", "Code"):
            line.add(said)
            outside += "" if jumping else said
        elif kind == "Link":
            jumping = said["dest_url"].startswith("#")
            jumps += jumping
        elif kind == "/Link":
            jumping = False
        elif kind in EMPHASIS:
            starred.append(EMPHASIS[kind] if _between_figures(inline, number) else "")
            line.add(starred[-1])
        elif kind in ("/Emphasis", "/Strong"):
            line.add(starred.pop() if starred else "")  # of a line, its emphasis may open before
        elif kind in ("Strikethrough", "/Strikethrough"):
            (line.open if kind == "Strikethrough" else line.close)("s")
        elif kind in BREAKS:
            line.add(" ")
        elif kind == "InlineHtml" and (tag := TAG.match(said)):
            if _is_text(said, tag["name"], words_of(inline[number - 1]) if number else ""):
                line.add(said)
            else:
                _tag(line, tag["name"].lower(), closes=bool(tag["closes"]))
    return line.text(), bool(jumps) and not outside.strip(" .-–—:|•")


def words_of(event: Event) -> str:
    """The words of an event."""
    return event[1] if isinstance(event[1], str) else ""


def _is_text(tag: str, name: str, before: str) -> bool:
    """Whether what has the form of a tag is none: `<seconds>`, or a type's parameter (`Vec<T>`)."""
    if PLACEHOLDER.fullmatch(tag) is None:
        return False
    return name.lower() not in HTML_NAMES and (name.islower() or before[-1:].isalnum())


def _between_figures(inline: list[Event], at: int) -> bool:
    """Whether emphasis opens between two figures: `2*3*4` is no 234."""
    before = words_of(inline[at - 1])[-1:] if at else ""
    after = words_of(inline[at + 1])[:1] if at + 1 < len(inline) else ""
    return before.isdigit() and after.isdigit()


def _tag(line: InlineLine, name: str, *, closes: bool) -> None:
    """What an HTML tag in running text says."""
    if name in MEANT:
        (line.close if closes else line.open)(name)
    elif name in tree.CELLS | tree.ROWS:
        line.add(" | " if line and not closes else " ")
    elif name in tree.BLOCKS:
        line.add(" • " if name == "li" and not closes else " ")


def shown_lines(inline: list[Event]) -> list[list[Event]]:
    """Running text, parted where its author broke the line for good: what follows neither begins small
    nor goes on after a comma (the rule for `br` in HTML)."""
    lines: list[list[Event]] = [[]]
    depth = 0
    for event, (ahead, behind) in zip(inline, _near(inline), strict=True):
        kind = event[0]
        depth += (kind in SPANS) - (kind[:1] == "/" and kind[1:] in SPANS)
        parts = ahead and behind and not ahead.endswith(",") and not behind[:1].islower()
        if kind == "HardBreak" and not depth and parts:
            lines.append([])
        else:
            lines[-1].append(event)
    return lines


def _near(inline: list[Event]) -> list[tuple[str, str]]:
    """For each event the words before it and after it, those nearest."""
    said = [words.strip() if kind in WORDED else "" for kind, words in inline]
    before = list(accumulate(said, lambda last, words: words or last, initial=""))
    after = list(accumulate(reversed(said), lambda last, words: words or last, initial=""))
    return list(zip(before, reversed(after[:-1]), strict=False))


def in_a_cell(inline: list[Event]) -> list[Event]:
    """The events of a table's cell, where its lines and paragraphs are set apart by a sign: a row is one
    line, and two of them are no sentence."""
    done: list[Event] = []
    last = ""  # the words that a sign stands after already
    for (kind, said), (ahead, behind) in zip(inline, _near(inline), strict=True):
        tag = TAG.match(said) if kind == "InlineHtml" else None
        if tag is None or tag["name"].lower() not in LINES:
            done.append((kind, said))
            last = "" if kind in WORDED and said.strip() else last
            continue
        apart = ahead and not last and behind[:1].isupper() and ahead[-1:] not in END_SIGNS
        done.append(("Text", " • " if apart else " "))
        last = ahead if apart else last
    return done


def definitions(inline: list[Event]) -> list[str]:
    """Rows of a definition list of Markdown Extra, which CommonMark takes for one paragraph; none when
    it is no such list."""
    lines: list[list[Event]] = [[]]
    for event in inline:
        if event[0] in BREAKS:
            lines.append([])
        else:
            lines[-1].append(event)
    if not any(line and words_of(line[0]).startswith(":") for line in lines):
        return []
    rows: list[str] = []
    found = False
    for words in (inline_text(line, Counter())[0] for line in lines):
        defines = DEFINES.match(words)
        found = found or defines is not None
        if defines or not rows or not rows[-1].startswith("- "):
            rows.append(f"- {words[defines.end() :]}" if defines else words)
        else:
            rows[-1] += f" {words}"
    return rows if found else []


def linked_words(inline: list[Event]) -> int:
    """Words inside links."""
    inside, count = False, 0
    for event in inline:
        inside = event[0] == "Link" or (inside and event[0] != "/Link")
        count += len(words_of(event).split()) if inside else 0
    return count
