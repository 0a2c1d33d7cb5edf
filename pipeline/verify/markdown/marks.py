"""Citation marks of any style: numbers in brackets, footnotes, raised digits, keys, links.

Enter: a stretch of Markdown. Leave: `Mark` records in order. Styles: `[Source 3]`, `(source 3)`,
`[3]`, `[3, p. 4]`, `[^3]`, `^3^`, `<sup>3</sup>`, `³`, Pandoc's `[@key, p. 4; @other]`, roles and
commands that cite a key (MyST, LaTeX, Hugo), and a link to a source's own address. Where the evidence
knows the name, `@key`, `[[key]]` and `(Source: its title)` are marks too. Marks inside code spans are none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pipeline.pages.links import TRACKING

_LIST = r"\d{1,5}(?:\s*(?:[,;&–-]|and)\s*(?:sources?\s+)?\d{1,5})*"
_ATTRIBUTES = r"\{:?[ \t]*(?:[.#][\w-]+[ \t]*)+\}"  # attr_list: classes, an id, one line
# Where in a source: a page, a section, a figure.
_WHERE = (
    r"(?:[,:]?\s*(?:pp?|pages?|secs?|sections?|ch|chap|chapters?|figs?|figures?|tables?|tab|eqs?|no|vol|"
    r"lines?|ll?|app|para)\b\.?\s*[\w.–-]{1,12}(?:\s*,\s*\d[\w.–-]{0,8})*|[,:]?\s*§+\s*[\d.]+)?"
)
_MARK = re.compile(
    rf"""
      (?<!\\)\[?(?<!\\)\[\s*sources?\.?:?\s+(?P<named>{_LIST}){_WHERE}\s*\]\]?(?:\([^()\s]*\))?(?:{_ATTRIBUTES})?
    | \(\s*sources?\.?:?\s+(?P<round>{_LIST}){_WHERE}\s*\)
    | (?<!\\)\[\^(?P<note>[^\]\s]{{1,40}})\](?!:)
    | <sup>\s*\[?(?P<sup>{_LIST})\]?\s*</sup>
    | (?<!\\)\[?(?<!\\)\[(?P<bare>{_LIST}){_WHERE}\]\]?(?:\((?:\#|https?:)[^()\s]*\))?(?![:(\w])
    | (?<!\\)\[(?P<pandoc>[^\[\]\n@]{{0,60}}-?@[\w{{][^\[\]\n]{{0,200}})\](?![:(])
    | (?:(?<=[^\W\d_]{{3}})|(?<=[.,;:!?)"'”’]))(?P<raised>[¹²³⁰⁴-⁹]+(?:[⸴,˒][¹²³⁰⁴-⁹]+)*)
    | (?:(?<=[^\W\d_]{{3}})|(?<=[.,;:!?)"'”’]))\^\[?(?P<caret>{_LIST})\]?\^(?![\w^])
    | \{{cite(?::\w+)?\}}`(?P<role>[^`\n]{{1,200}})`
    | \\(?:foot|auto|paren|text)?cite[a-z]{{0,8}}\*?(?:\[[^\[\]\n]*\]){{0,2}}\{{(?P<latex>[^{{}}\n]{{1,200}})\}}
    | \{{\{{[<%]\s*(?:cite|ref|source|citation)\s+(?P<short>"[^"\n]{{1,80}}"|[^\s"<>%]{{1,80}})\s*[%>]\}}\}}
    | \(\s*(?:sources?|via|from)\s*:\s*(?P<titled>[^()\[\]\n]{{1,160}})\)
    | (?<!\\)\[\[(?P<wiki>[^\[\]|#\n]{{1,160}})(?:[|\#][^\[\]\n]*)?\]\]
    | (?<![\w@.`/\[{{-])(?P<told>@\w(?:[\w:.-]{{0,80}}\w)?)(?:\s\[[^\[\]@\n]{{1,40}}\])?(?![\w@(\]])
    | (?<!\\)(?P<wrong>[\[(]\s*sources?\s+[^\[\]()\n]{{0,24}}[\])])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_KEY = re.compile(r"-?@(?:\{([^{}]+)\}|([\w][\w:.#$%&+?<>~/-]*[\w/]|\w))")
_NAMING = frozenset(("wiki", "titled", "told"))  # marks only where the evidence knows the name
_KEYED = _NAMING | {"pandoc", "role", "latex", "short"}
_LINK = re.compile(
    r"(?P<text>(?<!!)\[[^\[\]\n]*(?:\[[^\[\]\n]*\][^\[\]\n]*)*)(?P<target>\]\(\s*<?(?P<url>https?://[^\s<>()]+"
    r"(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)(?:\{[^{}\n]*\})?)"
    r"|<(?P<auto>https?://[^\s<>]+)>|\^\[\s*<?(?P<foot>https?://[^\s<>\[\]]+)>?\s*\]"
    r"|<a\b[^<>]*\bhref\s*=\s*[\"']?(?P<href>https?://[^\s<>\"']+)[^<>]*>"
    r"|(?<!\]\()(?<![\w\"'=`])(?P<plain>https?://[^\s<>()\[\]\"'`]+[\w/])"
)
_LABELLED = re.compile(
    r"(?<![\]\\!])\[(?P<text>[^\[\]\n]{1,200})(?P<target>\](?:\[(?P<label>[^\[\]\n]{0,80})\])?)(?![\[(:])"
)
_LEADS = re.compile(r"(?m)^ {0,3}\[(?!\^)([^\[\]\n]{1,80})\]:[ \t]+<?(https?://[^\s<>]+)>?")
_CODE = re.compile(r"`[^`\n]+`")
_DEFINED = re.compile(r"(?m)^ {0,3}\[([^\]\n]{1,60})\]:")


@dataclass(frozen=True, slots=True)
class Mark:
    """One citation mark; `numbers` is empty when it is malformed, or a footnote with a name."""

    start: int
    end: int
    numbers: tuple[int, ...]
    style: str
    keys: tuple[str, ...] = ()


def marks(text: str, start: int, end: int) -> list[Mark]:
    """Citation marks of a stretch, in order; those inside code spans are left out."""
    code = [found.span() for found in _CODE.finditer(text, start, end)]
    found = []
    for match in _MARK.finditer(text, start, end):
        if any(a <= match.start() < b for a, b in code):
            continue
        style = str(match.lastgroup)
        named = match.group(style)
        if style in _KEYED:
            found.append(Mark(match.start(), match.end(), (), style, _keys(style, named)))
            continue
        if style == "wrong" or (style == "note" and not named.isdigit()):
            numbers: tuple[int, ...] = ()
        else:
            numbers = _numbers(unicodedata.normalize("NFKC", re.sub("[⸴˒]", ",", named)))
        found.append(Mark(match.start(), match.end(), numbers, style))
    return found


def _keys(style: str, named: str) -> tuple[str, ...]:
    """The keys, or the title, that a mark names."""
    if style == "pandoc":
        return tuple(one or other for one, other in _KEY.findall(named))
    if style in _NAMING:
        return (named.strip(' \t*_"“”').removeprefix("@").rstrip("."),)
    return tuple(one.strip(' "') for one in named.split(","))


def _numbers(text: str) -> tuple[int, ...]:
    """The numbers of a list such as `3, 5` or `2-4`; a range of more than ten is its ends."""
    out: list[int] = []
    for piece in re.split(r"[,;&]|and", text):
        ends = [int(one) for one in re.findall(r"\d+", piece)]
        if len(ends) == 2 and 0 <= ends[1] - ends[0] <= 10:
            out += range(ends[0], ends[1] + 1)
        else:
            out += ends
    return tuple(out)


def keyed(found: list[Mark], keys: Mapping[str, tuple[int, ...]]) -> list[Mark]:
    """Marks with the numbers that their keys stand for in the evidence; none of a name it lacks."""
    named = (
        replace(one, numbers=tuple(n for key in one.keys for n in keys.get(key.casefold(), ())))
        if one.keys
        else one
        for one in found
    )
    return [one for one in named if one.numbers or one.style not in _NAMING]


def address(url: str) -> str:
    """An address as two links to one page share it: no fragment, no trailing slash, host in lower case,
    nothing that says how a reader came."""
    parts = urlsplit(url)
    kept = [one for one in parts.query.split("&") if not TRACKING.match(one.partition("=")[0])]
    query = f"?{'&'.join(kept)}" if any(kept) else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def links(text: str, start: int, end: int, places: Mapping[str, tuple[int, ...]]) -> Iterator[Mark]:
    """Links to the address of a source: the mark is the link's target, its words stay words."""
    code = [found.span() for found in _CODE.finditer(text, start, end)]
    for found in _LINK.finditer(text, start, end):
        numbers = places.get(address(_url(found)))
        if numbers and not (found["plain"] and any(a <= found.start() < b for a, b in code)):
            begin = found.start("target") if found["url"] else found.start()
            yield Mark(begin, found.end(), numbers, "link")


def led(text: str) -> dict[str, str]:
    """Where links by label lead, by the label in small letters."""
    return {label.casefold(): url for label, url in _LEADS.findall(text)}


def labelled(
    text: str, span: tuple[int, int], numbers: Mapping[str, tuple[int, ...]]
) -> Iterator[Mark]:
    """Links by label, `[words][label]` or `[label]`, to a source. numbers: of each label's source."""
    for found in _LABELLED.finditer(text, *span) if numbers else ():
        label = (found["label"] or found["text"]).casefold()
        if not label.isdigit() and label in numbers:
            yield Mark(found.start("target"), found.end(), numbers[label], "link")


def _url(found: re.Match[str]) -> str:
    return str(found["url"] or found["auto"] or found["foot"] or found["href"] or found["plain"])


def unlinked(text: str, places: Mapping[str, tuple[int, ...]]) -> str:
    """The text with links to the addresses of sources as their words alone."""

    def bare(found: re.Match[str]) -> str:
        known = places.get(address(_url(found)))
        return found[0] if not known else (found["text"] or "").removeprefix("[")

    return _LINK.sub(bare, text)


_ONLY_LEADS = re.compile(r"\W*(?:sources?|via|see)\s*:?\W*", re.IGNORECASE)


def saying(spans: Sequence[tuple[int, int]], plain: str) -> list[tuple[int, int]]:
    """The sentences of a stretch without those that only lead to a citation: `Source: <address>`, which
    belongs to the sentence before. plain: the stretch with its marks blanked."""
    return [one for at, one in enumerate(spans) if not at or not _ONLY_LEADS.fullmatch(plain, *one)]


def cites(text: str) -> bool:
    """Whether a file without known evidence cites something.

    A footnote or a bracket whose target the file itself defines is its author's remark or link.
    """
    defined = {name.casefold() for name in _DEFINED.findall(text)}
    for mark in marks(text, 0, len(text)):
        label = text[mark.start : mark.end].strip("[]").casefold()
        inner = mark.style in ("note", "bare") and (label in defined or text[mark.start - 1] == "]")
        if not inner and mark.style != "wrong" and mark.style not in _NAMING:
            return True
    return False
