"""Folds a text to comparable tokens, each with its place in the raw text.

Enter: any text. Leave: `Folded`: tokens (words, numbers, currency, percent, signs) with raw
offsets. Folded away: HTML entities and tags, compatibility forms (NFKC), accents, case, quote and
dash styles, invisible characters, hyphenation at line ends, Markdown emphasis, links and footnote
marks. Not folded: spelling, number values, signs and units. What is markup depends on the `Form` of
the text: `<any id>` is a tag on a page, which no reader sees, and words in a source.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipeline.text.lists import beside

_LISTS = beside(__file__)

# page: Markdown or HTML that a browser shows, where every tag is hidden and code is as it stands.
# source: what came from anywhere; the tags of HTML are markup, other words in angle brackets are words.
# plain: text without markup, such as a passage of the newsroom's own readers or a page's visible words.
Form = Literal["page", "source", "plain"]

_CODE = r"(?<![\\`])(?P<ticks>`+)(?!`)(?P<code>[^`\n]{1,400})(?<!`)(?P=ticks)(?!`)"
_MARKUP = r"""
      !?\[(?P<link>[^\[\]\n]{0,300})(?<!\\)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+"[^"\n]*")?\)  # [text](url)
    | \[\[(?!\d|[Ss]ource)(?:[^\[\]|\n]{0,200}\|)?(?P<wiki>[^\[\]|\n]{1,200})\]\](?!\()         # [[page|text]]
    | ==(?=\w)(?P<high>[^=\n]{1,200})(?<=\w)==                                          # ==text==
    | (?<![\w\]])\[(?!(?:[Ss]ources?\s+)?\d)(?P<ref>[^\[\]]{1,300})(?<!\\)\]\[[^\[\]\n]{0,60}\]                                   # [text][ref]
    | (?P<note>\[\^[^\]\s]{1,40}\]:?)                                                  # [^1]
    | (?P<sup><sup\b[^<>]{0,200}>\s*(?:<a\b[^<>]{0,300}>)?\s*\[?(?P<digits>[-−]?\d{1,3}(?:\s*[,–-]\s*\d{1,3})*
        |[a-z*†‡])\]?\s*(?:</a>)?\s*</sup>)
    | (?P<comment><!--.{0,2000}?-->)
    | (?P<tag></?(?:NAME)(?:\s[^<>]{0,400})?/?>)
    | (?P<bar>^[ \t]{0,3}(?:>[ \t]?)+)                                                  # > quoted
    | (?P<within>(?<=[^\W\d_])(?:\*{1,3}|~~)(?=[^\W\d_]))                             # un*believ*able
    | (?P<escape>\\(?P<escaped>[!-%'-/:-@\[-`{-~]))
    | """
_ALWAYS = r"""
      (?P<entity>\\?&(?:amp;){0,3}(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    | (?P<stars>(?<=\w)(?:\*{1,3}|~~|_{1,3}|`)(?=['’](?:s|t|re|ve|ll|d|m)\b) | ~~)           # *Ada*'s
    | (?P<tick>(?<=[^\W\d_])`(?=(?:s|t|re|ve|ll|d|m)\b))                                # it`s
    | (?P<shy>\u00ad[ \t]*\r?\n[ \t]*)
    | (?P<super>(?<=[0-9A-Za-z)])[⁺⁻]?[⁰¹²³⁴-⁹]+)
    | (?P<fraction>[¼-¾⅐-⅞])
    | (?P<cue>\s*^CUE_LINE$
        | ^\[(?:\d{1,2}:)?\d{1,2}:\d\d\][ \t]+(?=\S)
        | <v(?:\.[\w.]+)*[ \t][^<>\n]{1,60}>)                                    # of a transcript
    """


_TIME = r"(?:\d{1,3}:)?\d\d:\d\d[.,]\d{3}"
# What a transcript of captions has over each: its number, and from when to when it is shown.
CUE_LINE = rf"(?:\d{{1,6}}[ \t]*\r?\n)?{_TIME}[ \t]+-->[ \t]+{_TIME}[^\n]*"


def _cut(*parts: str) -> re.Pattern[str]:
    whole = "".join(parts).replace("CUE_LINE", CUE_LINE)
    return re.compile(whole, re.VERBOSE | re.MULTILINE)


_ELEMENTS = "|".join(sorted(_LISTS.words("elements")))
_ELEMENT = rf"(?i:{_ELEMENTS})(?![\w-])"
_OF_SOURCE = _MARKUP.replace("NAME", _ELEMENT)
_CUT = {
    "page": _cut(_CODE, "|", _MARKUP.replace("NAME", "[A-Za-z][A-Za-z0-9-]*"), _ALWAYS),
    "source": _cut(_OF_SOURCE, _ALWAYS),
    "plain": _cut(_ALWAYS),
}
_CUTS_BEGIN = re.compile(r"[`\[=<>*~&\\_]")  # no cut of ASCII text is without one of these
_READ_TWO_WAYS = _cut(_OF_SOURCE.rstrip().removesuffix("|"))
_AMPERSANDS = re.compile(r"&(?:amp;)+")
_BLOCK_TAG = re.compile(
    r"</?(?:br|hr|p|div|li|ul|ol|dl|dt|dd|td|th|tr|table|h[1-6]|blockquote|section|pre)\b", re.I
)
TICK_REACH = 80  # characters before an apostrophe-like tick in which a code span may have opened
_POWERED = frozenset("km cm mm nm dm ft mi yd in ha kg mg hz ms ns px log sin cos tan exp".split())
_APOSTROPHES = dict.fromkeys("‘’ʼʹ´′＇‛", "'")
_HYPHENS = dict.fromkeys("‐‑", "-")
_MINUS = dict.fromkeys("−", "-")
_ONE_FOR_ONE = _APOSTROPHES | _HYPHENS | _MINUS

_ACCENT = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe00-\ufe0f]")  # not vowel signs
_SIGNS = (
    "\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0980-\u0dff\u3099\u309a"
)
CJK = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"""
      (?P<mark>\[(?:(?:sources?|notes?|nb|ref\.?)\s)?\d{{1,3}}(?:\s*[,;–-]\s*\d{{1,3}})*\]
        | (?<=[\w.,;:!?)"'])\[(?:[a-z]|(?:citation|clarification|verification)\ needed|who\?|when\?|edit)\]
          (?![^\W_]))
    | \^[+-]?\d+
    | \d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)
    | \d+(?:\.\d+)*
    | (?<![\w.])\.\d+
    | [{CJK}]
    | [^\W\d_{CJK}](?:[^\W_{CJK}]|[{_SIGNS}]|'(?=[^\W\d_])|(?<=\d)\.(?=\d))*(?:\+\+|\#(?!\w))?
    | [%‰$€£¥₹]
    | (?<![\w.)\]%'"–-])[-–](?=[$€£¥]?\.?\d)
    | (?<![\w.)\]%'"+])\+(?=[$€£¥]?\.?\d)
    | (?<![=!<>*/+-])[=!<>]?=(?![=>*/])(?=\s?[\w"'(\[{{$.-])
    | (?<=[\w)\]]\s)[<>](?=\s[\w(\[])
    | [<>≤≥≠≈±~](?=\s?[$€£¥]?[-–+]?\.?\d)
    """,
    re.VERBOSE,
)
_STOP = re.compile(r"[.!?…。！？](?:[\"'”’»)\]*_\s]|$)|\n\s*(?:\n|[#>*+|-]\s|\d+\.\s)")
_ABBREVIATED = _LISTS.words("abbreviated")
_GLUE = re.compile(r"-(?:\s*\n\s*)?|[\u00a0\u202f\u2009 ]")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_THIN = "\u00a0\u202f\u2009"


@dataclass(frozen=True, slots=True)
class Folded:
    """Tokens of a raw text. `start` and `end` are raw offsets of each token.

    glue: the token may be one word with the next (hyphen, hyphenation, thin space in a number).
    stop: a sentence ends after the token. mark: a reference mark such as `[12]`, skippable.
    """

    raw: str
    form: Form
    norms: tuple[str, ...]
    start: array[int]
    end: array[int]
    glue: frozenset[int]
    stop: frozenset[int]
    mark: frozenset[int]
    places: dict[str, list[int]]

    def __len__(self) -> int:
        return len(self.norms)

    def slice(self, first: int, last: int) -> tuple[int, int]:
        """Raw span of tokens first..last (last excluded)."""
        return self.start[first], self.end[last - 1]

    def sentence(self, index: int) -> tuple[int, int]:
        """First and one-past-last token of the sentence that holds a token."""
        first = index
        while first > 0 and first - 1 not in self.stop:
            first -= 1
        last = index
        while last < len(self.norms) - 1 and last not in self.stop:
            last += 1
        return first, last + 1


def readings(text: str, form: Form = "source") -> tuple[Folded, ...]:
    """What a source may say, likeliest first: as markup, and letter for letter where that differs.

    A comment in a text that is not known to be plain is shown to nobody, so it is not read as words.
    """
    first = fold(text, form)
    if form == "page" or not _READ_TWO_WAYS.search(text):
        return (first,)
    if form == "source":
        return (first,) if "<!--" in text else (first, fold(text, "plain"))
    return (first, fold(text, "source"))


def plain(text: str, form: Form = "source") -> tuple[str, array[int]]:
    """Fold characters only: the folded text, and for each of its characters the raw offset.

    The offsets have one entry more than the text: the raw length.
    """
    if text.isascii() and not _CUTS_BEGIN.search(text):
        return text.lower(), array("i", range(len(text) + 1))
    parts: list[str] = []
    where = array("i")
    at = 0
    for cut in _CUT[form].finditer(text):
        _copy(text, at, cut.start(), parts, where)
        _replace(text, cut, parts, where)
        at = cut.end()
    _copy(text, at, len(text), parts, where)
    where.append(len(text))
    return "".join(parts), where


def _copy(text: str, start: int, end: int, parts: list[str], where: array[int]) -> None:
    """Add text[start:end], folded character by character where it is not ASCII."""
    piece = text[start:end]
    if not piece:
        return
    if piece.isascii():
        parts.append(piece.lower())
        where.extend(range(start, end))
        return
    for at, char in enumerate(piece, start):
        folded = _fold(char)
        parts.append(folded)
        where.extend([at] * len(folded))


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    if char in _ONE_FOR_ONE:
        return _ONE_FOR_ONE[char]
    if char in _THIN or char == "…":
        return char if char in _THIN else "..."
    if unicodedata.category(char) == "Cf" or _ACCENT.match(char):
        return ""
    broken = unicodedata.normalize("NFKD", char)
    kept = _ACCENT.sub("", broken)
    # Casefold once more after NFKC, so that ligatures and width forms meet plain letters.
    return unicodedata.normalize("NFKC", kept).casefold().translate(_TRANSLATE)


_TRANSLATE = str.maketrans(_ONE_FOR_ONE | {"—": "—", "⁄": "/"})


def _replace(text: str, cut: re.Match[str], parts: list[str], where: array[int]) -> None:
    """Add what a cut stands for: link text, an entity's character, a superscript; else nothing."""
    kind = cut.lastgroup
    if kind in ("link", "ref", "wiki", "high"):
        _copy(text, cut.start(kind), cut.end(kind), parts, where)
    elif kind == "code":
        _add_code(cut, parts, where)
    elif kind == "escape":
        _add(cut["escaped"], cut.start("escaped"), parts, where)
    elif kind == "entity":
        plain_text = html.unescape(_AMPERSANDS.sub("&", cut.group().lstrip("\\")))
        folded = "".join(_fold(char) if not char.isascii() else char.lower() for char in plain_text)
        _add(folded, cut.start(), parts, where)
    elif kind in ("super", "sup"):
        digits = unicodedata.normalize("NFKC", cut["digits"] or "" if kind == "sup" else cut[0])
        if digits and _is_power(text, cut):
            _add("^" + digits.replace("−", "-"), cut.start(), parts, where)
    elif kind == "tag":
        if _BLOCK_TAG.match(cut.group()):
            _add(" ", cut.start(), parts, where)
    elif kind == "tick":
        line = text[max(0, cut.start() - TICK_REACH) : cut.start()].rpartition("\n")[2]
        if line.count("`") % 2 == 0:  # else it closes a code span
            _add("'", cut.start(), parts, where)
    elif kind == "fraction":
        digits = unicodedata.normalize("NFKC", cut.group()).replace("⁄", "/")
        _add(f" {digits}", cut.start(), parts, where)
    elif kind in ("bar", "cue"):
        _add(" ", cut.start(), parts, where)


def _add_code(cut: re.Match[str], parts: list[str], where: array[int]) -> None:
    """Code between ticks: its letters, in which only what no eye tells apart is folded."""
    folded, offsets = plain(cut["code"], "plain")
    parts.append(folded)
    where.extend(cut.start("code") + offset for offset in offsets[:-1])


def _is_power(text: str, cut: re.Match[str]) -> bool:
    """A superscript after a digit, a unit, a variable or a term in brackets is a power, else a note."""
    before = text[max(0, cut.start() - 12) : cut.start()]
    if cut.lastgroup == "sup" and "[" in cut[0]:
        return False
    if before.endswith(")"):
        return " " not in before[before.rfind("(") :] and "(" in before
    word = re.search(r"[^\W_]*$", before)
    return word is not None and (len(word[0]) == 1 or word[0].isdigit() or word[0] in _POWERED)


def _add(folded: str, at: int, parts: list[str], where: array[int]) -> None:
    parts.append(folded)
    where.extend([at] * len(folded))


@lru_cache(maxsize=512)  # of 50 kB; a day folds 145 texts, 190 times, and with 256 did 577 times
def fold(text: str, form: Form = "source") -> Folded:
    """Fold a text to tokens. Linear; the last five hundred texts or so are remembered."""
    folded, where = plain(text, form)
    norms: list[str] = []
    start, end = array("i"), array("i")
    marks: set[int] = set()
    glue: set[int] = set()
    stop: set[int] = set()
    before = 0
    for found in _TOKEN.finditer(folded):
        index = len(norms)
        if index and folded[before : found.start()] != " ":
            joined, ended = _between(folded, before, found.start(), norms[-1])
            glue.update([index - 1] if joined else ())
            stop.update([index - 1] if ended else ())
        if found.lastgroup == "mark":
            marks.add(index)
        word = found.group()
        norms.append(word if word.isalpha() else _norm(word))
        start.append(where[found.start()])
        end.append(where[found.end() - 1] + 1)
        before = found.end()
    if norms:
        stop.add(len(norms) - 1)
        _stretch(text, end, form)
    places: dict[str, list[int]] = {}
    for index, norm in enumerate(norms):
        places.setdefault(norm, []).append(index)
    return Folded(
        text,
        form,
        tuple(norms),
        start,
        end,
        frozenset(glue),
        frozenset(stop),
        frozenset(marks),
        places,
    )


def words(text: str) -> tuple[str, ...]:
    """The tokens alone, as `fold` gives them: where nobody asks where they stand."""
    bare = text.isascii() and not _CUTS_BEGIN.search(text)
    folded = text.lower() if bare else plain(text)[0]
    found = [one.group() for one in _TOKEN.finditer(folded)]
    return tuple([word if word.isalpha() else _norm(word) for word in found])


def _norm(token: str) -> str:
    if token[0].isdigit():
        return token.replace(",", "")
    if token[0] == ".":
        return "0" + token
    return "-" if token == "–" else token


_STRETCHED = re.compile(r"&|</sup|[⁰¹²³⁴-⁹]{2}|[⁺⁻][⁰¹²³⁴-⁹]", re.IGNORECASE)


def _stretch(text: str, end: array[int], form: Form) -> None:
    """Let a token that ends in an entity or a power end where that ends."""
    if not _STRETCHED.search(text):
        return
    spans = {
        cut.start() + 1: cut.end()
        for cut in _CUT[form].finditer(text)
        if cut.lastgroup == "entity" or (cut.lastgroup in ("sup", "super") and _is_power(text, cut))
    }
    for index, at in enumerate(end):
        end[index] = spans.get(at, at)


def _grouped(norm: str, folded: str, right: int) -> bool:
    """Whether a thin space stands between the thousands of one number."""
    return norm.isdigit() and _THOUSANDS.match(folded, right) is not None


def _between(folded: str, left: int, right: int, norm: str) -> tuple[bool, bool]:
    """What stands between two tokens: nothing or a hyphen (they are joined); a sentence's end."""
    if right == left:
        return True, False
    gap = folded[left:right]
    if gap == " ":
        return False, False
    digits = norm[-1].isdigit() and folded[right].isdigit()  # 1520-30 is no 152030
    grouped = _GLUE.fullmatch(gap) and (
        not digits if gap[0] == "-" else _grouped(norm, folded, right)
    )
    found = _STOP.search(gap + folded[right : right + 1] if gap[-1] in ".!?" else gap)
    if found is None:
        return bool(grouped), False
    short = norm in _ABBREVIATED
    if norm == "no":
        short = folded[right].isdigit()  # "No. 7", not an answer
    if len(norm) == 1:
        short = _initial(folded, left, right)
    return bool(grouped), found.group()[0] != "." or not short or "\n\n" in gap


def _initial(folded: str, left: int, right: int) -> bool:
    """Whether one character before a full stop is an initial, a list's number or an abbreviation."""
    line = folded[max(0, left - 40) : left].rpartition("\n")[2]
    before, char = line[:-1], line[-1:]
    if not before.strip(" >*_-#("):
        return True  # "1. Open the lid", "J. Smith wrote"
    if char.isdigit():
        return False
    if before[-1:] == ".":
        return True  # e.g., U.S.
    word = _WORD_AT.match(folded, right)
    return char.isalpha() and (word is None or word[0] not in _OPENERS)


_WORD_AT = re.compile(r"[^\W\d_]+")
_OPENERS = _LISTS.words("openers")
