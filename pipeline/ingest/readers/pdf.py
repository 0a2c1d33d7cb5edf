"""Reads PDF with pypdfium2, page by page.

Enter: a PDF file. Leave: a Reading with a `page` block round each page's paragraphs. Refuses an
encrypted file and one without embedded text (scans), saying so.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.ingest import dates
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.facts import provenance
from pipeline.ingest.readers.facts.titles import LEFTOVER, title
from pipeline.ingest.readers.inline import raised
from pipeline.ingest.reading import Input, Read, Refusal, reading
from pipeline.text.words import clean

BULLET = re.compile(r"^\s*[•◦▪‣●○·∙–*-]\s+(?=\S)")
ITEM = re.compile(rf"{BULLET.pattern}|^\s*\(?\d{{1,2}}[.)]\s+(?=\S)")
BROKEN = re.compile(r"([^\s\x02\ufffe]*?)([^\W_]+)[\x02\ufffe](?=([^\W_]+))")
# A word that a page breaks off, with the number of the page where that stands under it.
ENDS_BROKEN = re.compile(r"([^\W\d_]{2,40})(?:[-\xad]|[\x02\ufffe]\d{0,4})\s*$")
GOES_ON = re.compile(r"\s*([a-zà-öø-ÿ]+[).,;:]?)(?=\s|$)")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
PART_LETTERS = 3  # of each of two words that a hyphen joins
APART, WIDER = (
    1.6,
    1.3,
)  # of a line's size, and of the usual distance of lines: more is a new paragraph
RESIZED = 0.15  # of a line's size: the line after it is no part of its paragraph
TITLE_LINES = 3
WITH_FIGURES = re.compile(
    r"(?=[^\W\d_]*\d|[^\W_]*[).,;:”\"]{1,2}\d)[^\W_]+[).,;:”\"]{0,2}[+−-]?\d*[^\W_]*"
)
NOTED = re.compile(r"[^\W\d_]{3,}[).,;:”\"]{0,2}$|[).,;:”\"]$")
SMALLER, RAISED_BY, LOWERED_BY = 0.85, 0.2, 0.08  # of the size of the character before
REPEATED = 0.5  # a first or last line on this share of the pages is a running head or foot
FIRST_PDF = "1993-06-15"
TITLE_WORDS = 16
HEAD_ROWS = 6  # of a first page, that a title, its authors and a day fill
SHORT = 0.72  # a line under this share of the usual width ends its paragraph


def read(source: Input) -> Read:
    """Read one PDF."""
    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or b"/Encrypt" in source.data
        reason = "is encrypted" if locked else f"is not a readable PDF ({error})"
        return (), (Refusal(source.path, reason),)
    try:
        removed: Counter[str] = Counter()
        pages = [_page_lines(document, number, removed) for number in range(len(document))]
        info = document.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        return (), (Refusal(source.path, f"is not a readable PDF ({error})"),)
    finally:
        document.close()
    page = Manuscript()
    page.removed.update(removed)
    pages = _rejoined(pages)
    _write(pages, page)
    if not page.words():
        return (), (Refusal(source.path, "has no embedded text (a scan)"),)
    made = _sane(info)
    given = _given(pages, made)
    known = {
        "title": info.get("Title"), "author": info.get("Author"),
        "published": given or made, **({"_origin": "page"} if given else {}), **source.meta,
    }  # fmt: skip
    stated = str(known.get("title") or "")
    if not stated.strip() or LEFTOVER.fullmatch(clean(stated)):
        stated = _first_line(pages)
    return (
        reading(
            source.path,
            title(stated, page, source.path),
            page,
            kind="pdf",
            **provenance(known, source, "metadata"),
        ),
    ), ()


def _sane(info: dict[str, str]) -> str | None:
    """The day a PDF says it was made, unless its clock was wrong: before there was PDF, or after the
    day it says it was last changed."""
    made, changed = dates.iso(info.get("CreationDate")), dates.iso(info.get("ModDate"))
    if not made or made < FIRST_PDF or (changed and changed[:10] < made[:10]):
        return None
    return made


def _given(pages: list[list[str]], made: str | None) -> str | None:
    """The day that a document gives at its head, the only one there, at the end of its line behind a comma or the
    like: its file may be made from it later. What is after that, or of a change, is not its own."""
    rows = [row for row in (pages[0] if pages else []) if row.strip()][:HEAD_ROWS]
    head = "\n".join(rows)
    days = dates.all_in(head)
    if len(days) != 1 or not made:
        return None
    ((day, (start, end)),) = days.items()
    before = head[:start].rpartition("\n")[2].rstrip()
    apart = not before[-1:].isalnum() and not re.match(r"[^\n]*\w", head[end:])
    own = apart and not dates.STATES_A_CHANGE.search(before)
    return day if own and day[:10] < made[:10] else None


def _first_line(pages: list[list[str]]) -> str:
    """The line or lines that a first page opens with, when they read as a title."""
    rows = [row.strip() for rows in pages[:1] for row in rows]
    opens = next((n for n, row in enumerate(rows) if row), len(rows))
    ends = next((n for n in range(opens, len(rows)) if not rows[n]), len(rows))
    row = " ".join(rows[opens:ends]) if ends - opens <= TITLE_LINES else rows[opens]
    words = row.split()
    named = 2 <= len(words) <= TITLE_WORDS and not re.search(r"[.,;:]\s*$|@|https?:", row)
    return row if named and row.strip()[:1].isupper() else ""


def _page_lines(document: pypdfium2.PdfDocument, number: int, removed: Counter[str]) -> list[str]:
    page = document[number]
    words = page.get_textpage()
    text = _apart(words, words.get_text_bounded(), removed).replace("\r\n", "\n")
    rows = _parted(words, [row.rstrip() for row in text.split("\n")])
    words.close()
    page.close()
    return rows


def _parted(words: pypdfium2.PdfTextPage, rows: list[str]) -> list[str]:
    """The lines of a page with a blank one where the distance to the next, or its size, begins a new
    paragraph."""
    whole = words.get_text_range()
    lines = whole.split("\r\n")
    if len(whole) != words.count_chars() or len(lines) != len(rows):
        return rows
    starts = [0, *accumulate(len(line) + 2 for line in lines)]
    places = [
        _set(words, start + _indent(line)) if line.strip() else None
        for start, line in zip(starts, lines, strict=False)
    ]
    pairs = list(pairwise(places))
    steps = sorted(
        (one.line - two.line) / one.size
        for one, two in pairs
        if one and two and one.size > 0 and one.line > two.line
    )
    usual = steps[len(steps) // 2] if steps else 0.0
    made = rows[:1]
    for row, (one, two) in zip(rows[1:], pairs, strict=True):
        if one and two and one.size > 0:
            step = (one.line - two.line) / one.size
            resized = abs(two.size - one.size) > RESIZED * one.size
            made += [""] if step > max(APART, WIDER * usual) or (resized and step > 0) else []
        made.append(row)
    return made


def _indent(line: str) -> int:
    """Where the words of a line begin: a bullet may stand higher, or be of another size."""
    found = ITEM.match(line)
    return found.end() if found else len(line) - len(line.lstrip())


def _rejoined(pages: list[list[str]]) -> list[list[str]]:
    """The pages with the words whole that were broken at the end of a line. Whether the hyphen is the
    printer's or the word's own is told by the other words of the document."""
    known = {
        word.lower()
        for rows in pages
        for row in rows
        for word in WORD.findall(BROKEN.sub(" ", row))
    }

    def whole(match: re.Match[str]) -> str:
        ahead, one, two = match[1], match[2], match[3]
        low, after = one.lower(), two.lower()
        own = (
            "/" in ahead or "@" in ahead or len(one) == 1 or one[-1].isdigit() or not two[:1].islower()
            or f"{low}-{after}" in known
            or (low + after not in known and min(len(low), len(after)) >= PART_LETTERS and {low, after} <= known)
        )  # fmt: skip
        return f"{ahead}{one}{'-' if own else ''}"

    running = _running(pages)
    for before, after in pairwise(pages):
        _carried(before, after, running)
    return [[BROKEN.sub(whole, row) for row in rows] for rows in pages]


def _carried(before: list[str], after: list[str], running: frozenset[str]) -> None:
    """The end of a word that one page breaks off and the next begins with, put back on its page."""
    last = next((n for n in reversed(range(len(before))) if _own_row(before[n], running)), None)
    first = next((n for n in range(len(after)) if _own_row(after[n], running)), None)
    if last is None or first is None or not (ends := ENDS_BROKEN.search(before[last])):
        return
    if rest := GOES_ON.match(after[first]):
        before[last] = f"{before[last][: ends.start()]}{ends[1]}\x02{rest[1]}"
        after[first] = after[first][rest.end() :].lstrip()


def _own_row(row: str, running: frozenset[str]) -> bool:
    """Whether a row is the page's own: not blank, no running head or foot, no number of a page."""
    return bool(row.strip()) and not row.strip().isdigit() and _shape(row) not in running


def _apart(words: pypdfium2.PdfTextPage, text: str, removed: Counter[str]) -> str:
    """The text of a page with what is raised or lowered after a character apart from it: `10^6`. A
    raised figure after a word or a sentence is the mark of a footnote."""
    whole = words.get_text_range()
    if len(whole) != words.count_chars():  # then a place in the text is no place on the page
        return text
    done, at = [], 0
    for token in WITH_FIGURES.finditer(whole):
        place = text.find(token[0], at)
        if place < 0:
            continue
        done.append(text[at:place])
        at, end = place + len(token[0]), token.start()
        if token[0].isdigit() and _is_mark(words, whole, end):
            removed["footnote-mark"] += 1
            done[-1] = done[-1].rstrip(" ")
            continue
        for start, stop, tag in _shifted(words, *token.span()):
            done += [
                whole[end:start],
                _written(tag, whole[token.start() : start], whole[start:stop], removed),
            ]
            end = stop
            follows = whole[end : token.end()] or text[at : at + 1]
            done.append(" " if done[-1][:1] in ("^", "_") and follows[:1].isalnum() else "")
        done.append(whole[end : token.end()])
    return "".join([*done, text[at:]])


def _is_mark(words: pypdfium2.PdfTextPage, whole: str, start: int) -> bool:
    """Whether a figure that stands alone is raised over the word before it."""
    if (
        start < 2
        or whole[start - 1] != " "
        or not NOTED.search(whole[max(0, start - 9) : start - 1])
    ):
        return False
    before, here = _set(words, start - 2), _set(words, start)
    return here.size < SMALLER * before.size and here.line - before.line > RAISED_BY * before.size


def _written(tag: str, before: str, mark: str, removed: Counter[str]) -> str:
    """What is raised or lowered after some characters, or nothing when it marks a footnote."""
    if tag == "sup" and mark.isdigit() and NOTED.search(before):
        removed["footnote-mark"] += 1
        return ""
    return raised(tag, before[-1:], mark)


def _shifted(words: pypdfium2.PdfTextPage, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Runs of a token that stand, smaller, above or below the line of what is before them."""
    places = [_set(words, index) for index in range(start, end)]
    run, base = start, places[0]
    tag = ""
    for index in range(start + 1, end + 1):
        here = places[index - start] if index < end else base
        small = here.size < SMALLER * base.size
        lift = here.line - base.line
        now = (
            "" if index == end or not small
            else "sup" if lift > RAISED_BY * base.size
            else "sub" if lift < -LOWERED_BY * base.size
            else ""
        )  # fmt: skip
        if now != tag:
            if tag:
                yield run, index, tag
            run, tag = index, now
        if not tag and index < end:
            base = here


@dataclass(frozen=True, slots=True)
class CharPlace:
    """Where a character stands on a page: its line, and its size, in points."""

    line: float
    size: float


def _set(words: pypdfium2.PdfTextPage, index: int) -> CharPlace:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(words, index, x, y)
    return CharPlace(y.value, pdfium.FPDFText_GetFontSize(words, index))


def _write(pages: list[list[str]], page: Manuscript) -> None:
    running = _running(pages)
    for number, rows in enumerate(pages, 1):
        page.page(str(number))
        for kind, text in _paragraphs([row for row in rows if _shape(row) not in running]):
            if kind == "list":
                page.lines("list", text.split("\n"))
            else:
                page.line(kind, text, level=2 if kind == "heading" else 0)
    page.close_page()


def _shape(row: str) -> str:
    return re.sub(r"\d+", "0", clean(row))


def _running(pages: list[list[str]]) -> frozenset[str]:
    """Shapes of the lines that stand first or last on most pages, page numbers among them."""
    if len(pages) < 3:
        return frozenset()
    seen: Counter[str] = Counter()
    for rows in pages:
        kept = [row for row in rows if row.strip()]
        seen.update({_shape(row) for row in kept[:2] + kept[-2:]})
    return frozenset(
        shape for shape, count in seen.items() if count >= max(3, REPEATED * len(pages))
    )


def _paragraphs(rows: list[str]) -> list[tuple[str, str]]:
    """(kind, text) of a page: lines joined where a paragraph runs on, words rejoined at hyphens."""
    widths = sorted(len(row) for row in rows if row.strip())
    usual = widths[int(len(widths) * 0.8)] if widths else 0
    parts: list[tuple[str, str]] = []
    held: list[str] = []

    def close() -> None:
        if held:
            text = _join(held)
            kind = "list" if ITEM.match(held[0]) else "paragraph"
            parts.append((kind, BULLET.sub("- ", text) if kind == "list" else text))
            held.clear()

    for number, row in enumerate(rows):
        if not row.strip() or ITEM.match(row):
            close()
        if not row.strip():
            continue
        after = [one for one in rows[number + 1 : number + 3] if one.strip()]
        if not held and _is_heading(row, after[:1], usual):
            parts.append(("heading", row))
            continue
        held.append(row)
        if len(row) < SHORT * usual and re.search(r"[.!?:;”\"')]\s*$", row):
            close()
    close()
    return parts


def _join(rows: list[str]) -> str:
    text = rows[0].strip()
    for row in rows[1:]:
        hyphened = re.search(r"\w(?:-|\ufffe|\u00ad)$", text) and re.match(r"\s*[^\W_]", row)
        soft = text.endswith(("\ufffe", "\u00ad"))
        text = (text[:-1] if hyphened and soft else text if hyphened else text + " ") + row.strip()
    return text


def _is_heading(row: str, following: list[str], usual: int) -> bool:
    """A short line without a full stop, capitalised, that a new line of text follows."""
    words = row.split()
    follows = bool(following) and bool(following[0].strip()) and following[0].lstrip()[:1].isupper()
    return (
        0 < len(words) <= 12
        and len(row) < SHORT * usual
        and not re.search(r"[.,;:!?]\s*$", row)
        and (row.lstrip()[:1].isupper() or bool(re.match(r"\s*\d+(?:\.\d+)*\s+[A-Z]", row)))
        and follows
    )
