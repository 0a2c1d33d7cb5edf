"""What the eye sees of a quote beyond its words: joints of code, signs, marks, strokes, links.

Enter: a quote as it is written and the runs of its source where its words stand. Leaves: what the
quote shows otherwise than the source, in words, or "". Typography, emphasis and line breaks are
dress. Joints and case of code, signs, question marks, borders between parts, words struck out,
hidden or turned round, marks put in and links that the source has not are not.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.text.folding import Folded, Form, fold
from pipeline.verify.quotes.borders import CUE, borders

Runs = tuple[tuple[int, int], ...]

_TURNED = re.compile("[\u202a\u202b\u202d\u202e\u2066-\u2069]")
_OVERLAID = re.compile("[\u0334-\u0338\u20d2-\u20d3\u20d8-\u20da\u20e5\u20e6\u20ea\u20eb]")
_STRUCK = re.compile(
    r"(?<!~)~~(?=[^\s~])(.{1,400}?)(?<=[^\s~])~~(?!~)|<(s|del|strike)\b[^<>]{0,200}>(.{1,400}?)</\2\s*>",
    re.DOTALL | re.IGNORECASE,
)
_VEILED = re.compile(
    r"<[a-z][a-z0-9-]*\s[^<>]*\b(?:hidden|style|class|color|size)\b[^<>]*>"
    r"|<(?:template|script|style|noscript|object|iframe|svg|img)\b",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"<(?P<name>[a-z][a-z0-9-]*)\b(?=[^<>]*(?:display\s*:\s*none|visibility\s*:\s*hidden|\shidden(?=[\s=/>])))"
    r"[^<>]*>(?P<words>.{0,2000}?)</(?P=name)\s*>"
    r"|<(?P<kind>template|script|style)\b[^<>]*>(?P<code>.{0,2000}?)</(?P=kind)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_LINKED = re.compile(
    r"\]\(\s*<?([^()\s<>]{1,2000}(?:\([^()\s]*\)[^()\s]*)*)|\bhref\s*=\s*[\"']?([^\"'\s>]+)"
)
_PICTURE = re.compile(r"!\[[^\]\n]*\]\(")
_REMARK = re.compile(
    r"\[(?:sic!?|(?:sources?\s|notes?\s)?\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*|\^[^\]\s]{1,40}|[a-z]"
    r"|(?:citation|clarification) needed)\]:?|\(sic!?\)",
    re.IGNORECASE,
)
_DRESS = re.compile(
    r"!?\[|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\)|\]\[[^\[\]\n]{0,60}\]|\]"
    r"|<!--.*?-->|</?[A-Za-z][^<>]*>|~~|==|\*+|`+",
    re.DOTALL,
)
_TYPED = re.compile(r"<([A-Za-z][\w., ?]*)>")
_TAGS = frozenset(
    "a abbr b bdi bdo big br cite code data del dfn div em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li "
    "mark ol p pre q rp rt ruby s samp small span strike strong sub sup table tbody td th thead time "
    "tr tt u ul var wbr".split()
)
_CLING = frozenset("-/._$@\\")  # a sign before a word of code: its first letter counts too
_YES, _NO = frozenset("✓✔☑✅"), frozenset("✗✘☒❌")
_BARS = re.compile(r"(?m)^[ \t]*(?:>[ \t]?)*[ \t]*(?:(?:[-*+•]|#{1,6})[ \t]+)?(?=\S|$)")
_AMPERSANDS = re.compile(r"&(?:amp;)+")  # an entity that was escaped again
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_MARKUP = re.compile(r"<[^<>]*>")
_DASHES = str.maketrans(
    dict.fromkeys("‘’‚‛′´ʼ`", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒−", "-")
)
# Marks of punctuation whose change is typography; ? is judged by itself, | by the borders.
_TYPOGRAPHY = frozenset(" \t\r\n.,;:!?'\"()[]{}-–—―…*`•·|¿¡")
_SPAN = re.compile(r"(?P<ticks>`+)(?!`)(?P<code>[^`]|[^`].*?[^`])(?P=ticks)(?!`)", re.DOTALL)
_FENCE = re.compile(r"(?ms)^[ \t]*(```+|~~~+)[^\n]*\n(.*?)^[ \t]*\1")
_CHUNK = re.compile(r"\S+")
_CODE_LIKE = re.compile(
    r"""
      [A-Za-z0-9]_[A-Za-z0-9] | ^-{1,2}[A-Za-z] | ::|->|=>|&&|\|\| | ^\.{0,2}/[\w.-] | ^~/ | ^\$\w | ^%\w+%
    | ^@[\w-]+/ | \w\( | [\w.-]+/[\w.-]+/[\w.-] | (?<![A-Za-z])[a-z]+[A-Z]\w* | \w=\S | ^[a-z]:\\ | \\\\ | ^[\w-]+\.[a-z]{1,5}$
    | ^\w+(?:\.\w+){2,}$ | ^<?https?:
    """,
    re.VERBOSE,
)
MARKED = 3  # characters around a quote in which its tick or cross may stand
BEFORE = 40  # characters before a quote in which its first word's sign may stand
_AROUND = "\"'“”‘’()[]{},.;:!?*`<>"
_OPENED = re.compile(r"(?<=\s)[\"'(\[]*(--?|\$|@|#|\.{1,2}/|/|~/|\.|\\)$")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbouring tokens that quote and source share; indices of the first of them."""

    quote: int
    source: int


def otherwise(quote: str, source: Folded, runs: Runs, form: Form = "source") -> str:
    """What a quote whose words stand in these runs shows otherwise than they do, or ""."""
    slices = [_dressed(source, *run) for run in runs]
    low, high = source.start[runs[0][0]], source.end[runs[-1][1] - 1]
    beside = source.raw[max(0, low - MARKED) : high + MARKED]
    return (
        _disguised(quote, slices, beside)
        or _unseen(source, runs)
        or _joined(quote, source, runs, form)
    )


def _dressed(source: Folded, first: int, last: int) -> str:
    """The raw text of a run with the marks that cling to its ends."""
    raw, start, end = source.raw, source.start[first], source.end[last - 1]
    while start > 0 and not raw[start - 1].isspace():
        start -= 1
    while end < len(raw) and not raw[end].isspace():
        end += 1
    return raw[start:end]


# ── strokes, direction, hidden words, links ───────────────────────────────────────────────


def _disguised(quote: str, slices: list[str], beside: str) -> str:
    text = " ".join(slices)
    for pattern, name in ((_TURNED, "turns its words round"), (_OVERLAID, "strikes letters out")):
        if pattern.search(quote) and not pattern.search(text):
            return f"the quote {name}"
    ours, theirs = _struck(quote), _struck(text)
    if ours != theirs:
        return (
            f"{' '.join(ours[0])!r} is struck out"
            if ours
            else f"the source has struck out {' '.join(theirs[0])!r}"
        )
    if _VEILED.search(quote) and not _VEILED.search(text):
        return "the quote hides or dresses words by markup"
    if _PICTURE.search(quote):
        return "a picture stands for words"
    for ours_, theirs_ in ((_YES, _NO), (_NO, _YES)):
        if ours_ & set(quote) and theirs_ & set(beside) and not ours_ & set(beside):
            return "a tick stands for a cross, or a cross for a tick"
    known = {found for pair in _LINKED.findall(text) for found in pair if found}
    for pair in _LINKED.findall(quote):
        target = pair[0] or pair[1]
        if target not in known:
            return f"the source has no link to {target}"
    return ""


def _unseen(source: Folded, runs: Runs) -> str:
    """What a quote shows that its source's markup hides from every reader."""
    if source.form == "plain" or "<" not in source.raw:
        return ""
    for found in _UNSEEN.finditer(source.raw):
        start, end = found.span("words" if found["name"] else "code")
        if any(start <= source.start[at] < end for run in runs for at in range(*run)):
            return f"the source hides {found[0][start - found.start() : end - found.start()]!r}"
    return ""


def _struck(text: str) -> list[tuple[str, ...]]:
    return [fold(found[1] or found[3]).norms for found in _STRUCK.finditer(text)]


# ── joints ────────────────────────────────────────────────────────────────────────────────


def _joined(quote: str, source: Folded, runs: Runs, form: Form) -> str:
    said = fold(quote, form)
    code = _code(source.raw, source.start[runs[0][0]], source.end[runs[-1][1] - 1])
    ours, theirs = borders(quote, form), borders(source.raw, source.form)
    for at, index in _shared(said, source, runs):
        token = source.raw[source.start[index] : source.end[index]]
        here = said.raw[said.start[at] : said.end[at]]
        strict = code.marked(source, index) or source.raw[source.start[index] - 1 :][:1] in _CLING
        if code.holds(source, index) and _cased(token, here, strict=strict):
            return f"{here!r} where the source has the code {token!r}"
        if token != here and _means_other(token, here, quote):
            return f"{here!r} where the source has {token!r}"
    for pair in _pairs(said, source, runs):
        at, index = pair.quote, pair.source
        kind = theirs.get(index + 1)
        if kind and at + 1 not in ours:
            return f"the border of a {kind} is not shown"
        gap = quote[said.end[at] : said.start[at + 1]]
        own = source.raw[source.end[index] : source.start[index + 1]]
        if gap != own and (why := _gap(gap, own, strict=code.joins(source, index))):
            return why
    return _ends(quote, said, source, runs)


def _shared(said: Folded, source: Folded, runs: Runs) -> Iterator[tuple[int, int]]:
    """Indices of the tokens that quote and runs share, in order."""
    places = [at for first, last in runs for at in range(first, last)]
    theirs = tuple(source.norms[at] for at in places)
    if theirs == said.norms:
        yield from zip(range(len(places)), places, strict=True)
        return
    matched = SequenceMatcher(None, said.norms, theirs, False).get_matching_blocks()
    for block in matched:
        for step in range(block.size):
            yield block.a + step, places[block.b + step]


def _pairs(said: Folded, source: Folded, runs: Runs) -> Iterator[Pair]:
    before: tuple[int, int] | None = None
    for at, index in _shared(said, source, runs):
        if before == (at - 1, index - 1):
            yield Pair(at - 1, index - 1)
        before = (at, index)


def _cased(token: str, here: str, *, strict: bool) -> bool:
    """Whether the case of code changed; outside of code spans the first letter may."""
    if not (token.isascii() and here.isascii()) or token.lower() != here.lower():
        return False
    return token != here if strict else token[1:] != here[1:]


# Symbols of units that differ by case alone: megabit and megabyte, milli and mega.
_UNITS = frozenset(
    "Kb KB kb kB Mb MB Gb GB Tb TB Mbps MBps Gbps GBps mW MW ms Ms mA MA mV MV mm Mm mHz MHz".split()
)
_SHOUTED = frozenset("us it who".split())  # words that in capitals are names


def _means_other(token: str, here: str, quote: str) -> bool:
    """Whether a change of case makes another unit, or a name of a word."""
    if token.lower() != here.lower():
        return False
    if token in _UNITS and here in _UNITS:
        return token.lower() != "kb" or token[1] != here[1]
    named = token.lower() in _SHOUTED and token.isupper() != here.isupper()
    return named and not quote.isupper()


def _gap(gap: str, own: str, *, strict: bool) -> str:
    """What stands between two tokens otherwise, or ""."""
    if (put := _parameter(gap)) != (had := _parameter(own)):
        return f"{put!r} where the source has {had!r}"
    ours, theirs = _bare(gap), _bare(own)
    if strict:
        if _tight(ours) != _tight(theirs):
            return f"{ours!r} where the source's code has {theirs!r}"
        return ""
    if ("?" in ours) != ("?" in theirs) and not _REMARK.search(gap):
        return "a question mark was " + ("put in" if "?" in ours else "taken away")
    if _opened(ours) != _opened(theirs):
        return f"{ours.strip()!r} where the source has {theirs.strip()!r}"
    put, lost = _signs(ours), _signs(theirs)
    if put == lost or (not put and all(_decorates(char) for char in lost)):
        return ""
    return f"{ours.strip()!r} where the source has {theirs.strip()!r}"


def _parameter(gap: str) -> str:
    """What stands in angle brackets right behind a word and is no tag of HTML: `List<int>`."""
    found = _TYPED.match(gap)
    return found[1] if found and found[1].split()[0].lower() not in _TAGS else ""


def _bare(gap: str) -> str:
    """A gap without the dress of Markdown and HTML, reference marks and invisible characters."""
    text = _REMARK.sub("", html.unescape(_AMPERSANDS.sub("&", CUE.sub("", gap))))
    text = _DRESS.sub(
        "", _ESCAPE.sub("", text)
    )  # an escaped mark is dress where the source has it bare
    if "\n" in text:
        head, _, rest = text.partition("\n")
        text = head + " " + _BARS.sub("", rest)
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", text).translate(_DASHES)


def _tight(gap: str) -> str:
    return " ".join(gap.split()) if gap.strip() else " "[: len(gap)]


def _signs(gap: str) -> str:
    """The characters of a gap that carry meaning of their own."""
    signs = "".join(char for char in gap if char not in _TYPOGRAPHY and not char.isalnum())
    if gap != "_":  # else it is the joint of a name; elsewhere it is emphasis
        signs = signs.replace("_", "")
    if "||" in gap:
        signs += "||"
    if len(gap) == 1 and gap in ".:":  # no space on either side: a name, a time, a version
        signs += gap
    return signs


def _opened(gap: str) -> str:
    """The sign of an option, a variable, a path or a name that clings to the next word."""
    found = _OPENED.search(gap)
    return found[1] if found else ""


def _decorates(char: str) -> bool:
    return not char.isascii() and unicodedata.category(char) in ("So", "Sk", "Po", "Pd", "Cn", "Mn")


def _ends(quote: str, said: Folded, source: Folded, runs: Runs) -> str:
    """Signs before the first and marks behind the last word."""
    shared = list(_shared(said, source, runs))
    if not shared:
        return ""
    (at, index), (last, final) = shared[0], shared[-1]
    if at == 0 and index == runs[0][0]:
        begin = source.start[index]
        own = re.search(r"\S*$", source.raw[max(0, begin - BEFORE) : begin])
        clings = own[0] if own else ""
        if _opened(f" {_bare(quote[: said.start[0]])}") != _opened(f" {_bare(clings)}"):
            return "a sign before the first word was changed"
    tail = quote[said.end[last] :] if last == len(said) - 1 else ""
    put = _signs(f" {_bare(_BARS.sub('', _MARKUP.sub('', tail)))} ")
    beyond = source.start[final + 1] if final + 1 < len(source) else len(source.raw)
    following = source.raw[source.end[final] : beyond]
    if put and last == len(said) - 1 and not set(put) <= set(_bare(following)):
        return f"{put!r} was put in behind the last word"
    return _asked(tail, source, runs)


def _asked(tail: str, source: Folded, runs: Runs) -> str:
    """A question quoted as a statement, or the other way round."""
    first, last = runs[0][0], runs[-1][1]
    if last - 1 not in source.stop:
        return "a question mark was put in" if "?" in tail and "…" not in tail else ""
    limit = source.start[last] if last < len(source) else len(source.raw)
    mark = re.match(r"[\"'”’»)\]*_`\s]*([.!?…]+)", source.raw[source.end[last - 1] : limit])
    asks = mark is not None and "?" in mark[1]
    if asks and "?" not in tail:
        whole = source.sentence(last - 1)[0] >= first
        if re.search(r"[.!]", tail) or not whole:
            return "a question is quoted as a statement"
    if "?" in tail and not asks:
        return "a statement is quoted as a question"
    return ""


# ── code ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Code:
    """Raw spans of a source that are code: marked as such, or by the look of a word."""

    spans: tuple[tuple[int, int], ...]
    words: tuple[tuple[int, int], ...]

    def marked(self, source: Folded, index: int) -> bool:
        at = source.start[index]
        return any(start <= at < end for start, end in self.spans)

    def holds(self, source: Folded, index: int) -> bool:
        at = source.start[index]
        return self.marked(source, index) or any(start <= at < end for start, end in self.words)

    def joins(self, source: Folded, index: int) -> bool:
        """Whether a token and the next stand in one piece of code."""
        left, right = source.start[index], source.start[index + 1]
        return any(
            start <= left and right < end
            for group in (self.spans, self.words)
            for start, end in group
        )


def _code(raw: str, low: int, high: int) -> Code:
    spans = [one.span("code") for one in _SPAN.finditer(raw) if "\n\n" not in one["code"]]
    spans += [one.span(2) for one in _FENCE.finditer(raw)]
    words = []
    low = raw.rfind(" ", 0, low) + 1
    high = next((at for at in range(high, len(raw)) if raw[at].isspace()), len(raw))
    for chunk in _CHUNK.finditer(raw, low, high):
        bare = chunk[0].strip(_AROUND)
        if _CODE_LIKE.search(bare) and "](" not in chunk[0] and "<" not in chunk[0][1:-1]:
            words.append(chunk.span())
    return Code(tuple(spans), tuple(words))
