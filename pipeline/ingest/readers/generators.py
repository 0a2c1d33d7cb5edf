"""What single generators of pages and editors of notes write into Markdown beside its text.

Enter: a stretch of Markdown outside code. Leave: the same without inclusions, comments and signs, what
stands for something else counted, links of notes and titles of callouts as the words that they show.
Forms: mdBook, VitePress, Jekyll (kramdown and Liquid), Obsidian, expressions of MDX.
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.text.spans import Pairs, Span

INCLUDED = re.compile(
    r"\{\{\s*#(?:include|title|playground|playpen|rustdoc_include|shiftinclude|template|quiz|webinclude|tab|tabs|endtab|endtabs)\b[^{}\n]{0,500}\}\}"
    r"|^<<<[ \t]+\S[^\n]*$|^[ \t]*@include(?::|\()[^\n]*$",
    re.MULTILINE,
)
ERB = Pairs(r"<%([=-]?)", r"%>", most=2000)
BARE_NAME = re.compile(
    r"(?!(?:end|else|begin|ensure|rescue|do|yield)\w{0,6}\Z)@?[A-Za-z_][\w.]{0,80}"
)
# `$[name]`, which a template did not fill in.
BRACKETED_NAME = re.compile(r"(?<![\w$\\])\$\[[A-Za-z_][\w.-]{0,80}\](?![\[(])")
ERB_ROW = re.compile(r"^[ \t]*<%[^=\n][^\n]{0,1000}?%>[ \t]*(?:\n|\Z)", re.MULTILINE)
BOLD_ROW = re.compile(r"^[^\n]*\*\*[^\n]*$", re.MULTILINE)
TOC = re.compile(
    r"^[ \t]*(?:[-*+]|\d+\.)[ \t]+[^\n]*\n\{:[ \t]*toc\b[^}\n]*\}[ \t]*$", re.MULTILINE
)
LIQUID_COMMENT = Pairs(r"\{%-?\s*comment\b[^%\n]*%\}", r"\{%-?\s*endcomment\s*-?%\}")
KRAMDOWN_COMMENT = Pairs(r"\{::comment\}", r"\{:/(?:comment)?\}")
KRAMDOWN_TAG = re.compile(
    r"\{(?:::(?:options|nomarkdown)\b[^{}\n]{0,200}|:/(?:options|nomarkdown)?)\}"
)
JINJA_COMMENT = Pairs(r"\{#(?![\w-]+[^#\n]*\}$)", r"#\}", most=5000)
CALLOUT = re.compile(
    r"^((?:[ \t]*(?:[-*+]|\d+[.)])[ \t]+)?(?:[ \t]{0,12}>)+[ \t]?)\[![\w-]{1,40}(?:\|[^\]\n]{0,40})?\][+-]?[ \t]*([^\n]*)$",
    re.MULTILINE,
)
LINK = re.compile(
    r"(?<![\w\\\[!])\[\[(?P<page>[^\[\]|#^\n]{1,160})?(?P<part>#\^?[^\[\]|\n]{1,120})?(?:\|(?P<said>[^\[\]\n]{1,200}))?\]\](?![\](])"
)
EMBED = re.compile(r"(?<!\S)!\[\[[^\[\]\n]{1,300}\]\]")
NOTE_COMMENT = Pairs(r"(?:^|(?<=\s))%%", r"%%(?=\s|$|[.,;:])", most=3000)
BLOCK_ID = re.compile(
    r"(?<=\S)[ \t]+\^[A-Za-z0-9-]{1,40}[ \t]*$|^\^[A-Za-z0-9-]{1,40}[ \t]*$", re.MULTILINE
)
EXPRESSION = re.compile(r"(?<![{$])\{\s*[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)+\s*\}(?!\})")
SPAN_IN_BRACES = re.compile(r"\{[ \t]*(\ue000\d+\ue001)[ \t]*\}")
STATEMENT = re.compile(r"^[ \t]*\{(?=[^{}\n]{0,400}(?:=>|\?[ \t]*[(<\n]|&&))", re.MULTILINE)
EXPORT = re.compile(r"^export\s+(?:const|default|function|let|var|async|class)\b", re.MULTILINE)
TO_BLANK = re.compile(r"(?:[^\n]|\n(?!\s*\n))*")
TAKEN_VALUE, TAKEN_SHORTCODE = (
    "\ue006",
    "\ue007",
)  # in the place of what was taken out, until its sentence is judged
SIGNS = re.compile(f"[{TAKEN_VALUE}{TAKEN_SHORTCODE}]")
IN_TAG = re.compile(
    r"<[A-Za-z/][^<>]{0,2000}>|\]\([^()\n]{0,500}\)|^[ ]{0,3}\[[^\]\n]+\]:[^\n]*$",
    re.MULTILINE,
)
UNIT = re.compile(
    r"(\n[ \t]*\n[ \t\n]*|\n(?=[ \t]*(?:[-*+|#]|\d{1,3}[.)]|>)[ \t]?|[A-Z][\w ]{0,20}:))"
)
SENTENCE_END = re.compile(r"(?<=[.!?])(?=\s)")
ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])[ \t]+")
DEFINITION = re.compile(r"^[ ]{0,3}(?:>[ ]?)*\[([^\[\]\n]{1,200})\]:", re.MULTILINE)
_INSIDE = r"(?:[^\[\]\n]|\n(?![ \t]*\n))"
REFERENCE = re.compile(
    rf"(?<![\w\]\\!])\[(?P<words>(?!\^)(?=[^\[\]]*[^\W_]){_INSIDE}{{1,200}})\]\[(?P<label>{_INSIDE}{{0,200}})\](?![\[(:])"
)
_TITLE = r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*"
BROKEN_PICTURE = re.compile(
    rf"!\[[^\[\]\n]{{0,300}}\]\((?![^\s()<>]{{0,500}}{_TITLE}\)|<)(?:\{{\{{[^{{}}\n]{{0,200}}\}}\}}|[^()\n]){{1,500}}\)(?:\{{:?[^{{}}\n]{{0,300}}\}})?"
)
REFERRED_PICTURE = re.compile(r"!\[(?P<words>[^\[\]\n]{0,300})\]\[(?P<label>[^\[\]\n]{0,200})\]")
BROKEN_LINK = re.compile(
    rf"(?<![\w\\!])\[([^\[\]\n]{{1,300}})\]\((?![^\s<>]{{0,500}}{_TITLE}\)|<|[ \t]*[^\s()<>]{{0,500}}[ \t]*\))(?:mailto:|https?:|[/#.])[^()\n]{{0,500}}\)"
)
TITLE_WORDS = 6  # of a callout; more are the first line of its text
VAIN = 200_000  # characters looked at for braces that never close, after which none is looked for
REACH = 20_000  # characters within which an expression must close


def without_signs(text: str, removed: Counter[str], *, filled: bool) -> str:
    """Without what mdBook, VitePress, Jekyll and Obsidian put in; `filled` says that a generator puts
    values in place of braces."""
    if "{{" in text or "<<<" in text or "@include" in text:
        text, count = INCLUDED.subn("", text)
        removed["template"] += count
    if "<%" in text:
        text, rows = ERB_ROW.subn("", text)
        text, values = ERB.subn(lambda span: TAKEN_VALUE if printed(span) else "", text)
        removed["template"] += rows + values
    if "$[" in text:
        text, names = BRACKETED_NAME.subn(TAKEN_VALUE, text)
        removed["template"] += names
    if "{:" in text:
        text = TOC.sub("", text)
        text, count = KRAMDOWN_COMMENT.subn("", text)
        removed["comment"] += count
        text = KRAMDOWN_TAG.sub("", text)
    if filled and "{%" in text:
        text, count = LIQUID_COMMENT.subn("", text)
        removed["comment"] += count
    if filled and "{#" in text:
        text, count = JINJA_COMMENT.subn("", text)
        removed["comment"] += count
    if "[!" in text:
        text = CALLOUT.sub(_titled, text)
    return _notes(text, removed) if "[[" in text else text


def printed(span: Span) -> bool:
    """Whether a tag of ERB or its kin stands for a value: it says so, or holds a name alone (`<%PORT%>`)."""
    return span.mark == "=" or BARE_NAME.fullmatch(span.inside.strip()) is not None


def _titled(match: re.Match[str]) -> str:
    """The title of a callout, a paragraph of its own; a line that goes on in the next is no title."""
    mark, said = match[1].rstrip(), match[2].strip()
    if not said:
        return mark
    words = len(re.sub(r"<[^<>]*>|\]\([^()]*\)", "", said).split())
    return f"{mark} {said}\n{mark}" if words <= TITLE_WORDS else f"{mark} {said}"


def bold_closed(match: re.Match[str]) -> str:
    """A row whose bold words have no blank inside their marks, which CommonMark takes for signs then:
    `**Ann Bee: **So it is`. Marks that stand alone (`**kwargs`) are left."""
    if "***" in match[0] or "\\*" in match[0]:
        return match[0]
    parts = match[0].split("**")
    if len(parts) % 2 == 0:
        return match[0]
    for at in range(1, len(parts), 2):
        said = parts[at].strip()
        if said and parts[at] == f"{said} " and said[-1] in ":.!?":
            parts[at : at + 2] = said, " " + parts[at + 1]
        elif said and parts[at] == f" {said}" and parts[at - 1][-1:] in ("", " "):
            parts[at] = said
    return "**".join(parts)


def _notes(text: str, removed: Counter[str]) -> str:
    """Links of a note as what they show. `[[word]]` alone may be anything (`[[nodiscard]]`): it is a
    link where another link shows that the text is a note."""
    links = list(LINK.finditer(text))
    embeds = EMBED.search(text) is not None
    if not embeds and not any(link["said"] or (link["part"] and link["page"]) for link in links):
        return text
    text, count = EMBED.subn("", text)
    removed["template"] += count
    text, count = NOTE_COMMENT.subn("", text)
    removed["comment"] += count
    return BLOCK_ID.sub("", LINK.sub(_shown, text))


def _shown(link: re.Match[str]) -> str:
    if link["said"]:
        return link["said"].strip()
    parts = (link["page"] or "").rsplit("/", 1)[-1], (link["part"] or "").lstrip("#^")
    return " > ".join(part.strip() for part in parts if part.strip())


def without_expressions(text: str, removed: Counter[str]) -> str:
    """MDX without what is computed where it stands; a template string is its words."""
    text = SPAN_IN_BRACES.sub(r"\1", text)
    text, count = EXPRESSION.subn("", text)
    removed["template"] += count
    done, at, vain = [], 0, 0
    for match in STATEMENT.finditer(text):
        if match.start() < at or vain > VAIN:
            continue
        if end := _closes(text, match.end()):
            done.append(text[at : match.start()])
            removed["template"] += 1
            at = end
        else:
            vain += REACH
    return "".join([*done, text[at:]])


def _closes(text: str, at: int) -> int:
    """The index after the brace that closes one opened before `at`; 0 when none does."""
    depth = 1
    for index in range(at, min(len(text), at + REACH)):
        depth += (text[index] == "{") - (text[index] == "}")
        if not depth:
            return index + 1
    return 0


def without_cut(text: str, removed: Counter[str]) -> str:
    """Without the sentences that a value or shortcode was taken from the middle of, which say something
    else without it ("The deadline is ."), and lines of which a label is left (`SIZE:`)."""
    if TAKEN_VALUE not in text and TAKEN_SHORTCODE not in text:
        return text
    text = IN_TAG.sub(lambda match: SIGNS.sub("", match[0]), text)
    return "".join(
        _without_cut_unit(unit, removed) if SIGNS.search(unit) else unit
        for unit in UNIT.split(text)
    )


def _without_cut_unit(unit: str, removed: Counter[str]) -> str:
    """The sentences of a paragraph, item or row that are whole."""
    if unit.lstrip()[:1] in ("|", "#"):
        return SIGNS.sub("", unit)
    kept = []
    for said in SENTENCE_END.split(unit):
        found = SIGNS.search(said)
        if found and _is_cut(said, found):
            removed["cut"] += 1
        else:
            kept.append(SIGNS.sub("", said))
    return "".join(kept)


def _is_cut(said: str, found: re.Match[str]) -> bool:
    """Whether a sentence needs what was taken from it."""
    before, after = said[: found.start()], SIGNS.sub("", said[found.end() :])
    if not re.search(r"\S", before.rpartition("\n")[2]) and re.match(r"[ \t]*(?:\n|\Z)", after):
        return False  # on a line of its own
    leads, follows = (re.search(r"[^\W_]", part) for part in (ITEM.sub("", before), after))
    if leads and follows:
        return True
    if found[0] == TAKEN_VALUE:
        return bool(leads or follows)
    return bool(leads) and before.rstrip(" *_")[-1:] in tuple(":=(")


ICONS = (
    ":material-", ":octicons-", ":fontawesome-", ":simple-", ":lucide-", ":heroicons-", ":tabler-", ":mdi-",
    ":bootstrap-", ":carbon-",
)  # fmt: skip
ICON = re.compile(rf"[ \t]?(?:{'|'.join(ICONS)})[a-z0-9/-]{{1,60}}:(?:\{{[^{{}}\n]{{0,100}}\}})?")
RULE_OF_TABLE = re.compile(
    r"^[ \t]*+\|?(?:[ \t]*+:?-+:?[ \t]*+\|)+[ \t]*+(?::?-+:?)?[ \t]*+$", re.MULTILINE
)
RAW_IN_CODE = re.compile(
    r"\{%-?\s*raw\s*-?%\}((?:(?!\{%-?\s*(?:end)?raw\b)[\s\S]){0,20000}?)\{%-?\s*endraw\s*-?%\}"
)


TOC_OF_KRAMDOWN = re.compile(
    r"^(?:#{1,6}[ \t]+(?:Table of )?Contents[ \t]*\n(?:\{:[^}\n]{0,100}\}[ \t]*\n)?\s{0,9})?^[*\-1][.]?[ \t]+TOC[ \t]*\n\{:toc[^}\n]{0,100}\}",
    re.IGNORECASE | re.MULTILINE,
)


def without_icons(text: str, removed: Counter[str]) -> str:
    """Without the names of icons, which a tool draws in their place, and the place of a table of contents."""
    if "{:toc" in text:
        text = TOC_OF_KRAMDOWN.sub("", text)
    if not any(icon in text for icon in ICONS):
        return text
    text, icons = ICON.subn("", text)
    removed["icon"] += icons
    return text


def shown_code(text: str, blocks: list[tuple[int, int]]) -> str:
    """With blocks of code that Liquid was told to leave alone as their page shows them."""
    done, at = [], 0
    for start, end in blocks:
        done += [text[at:start], RAW_IN_CODE.sub(_left_alone, text[start:end])]
        at = end
    return "".join([*done, text[at:]])


def _left_alone(match: re.Match[str]) -> str:
    return match[1] if "{{" in match[1] or "{%" in match[1] else match[0]


def defined(text: str) -> frozenset[str]:
    """The labels of links that a text defines, as CommonMark compares them."""
    return frozenset(" ".join(found.split()).casefold() for found in DEFINITION.findall(text))


def without_lost_links(text: str, labels: frozenset[str]) -> str:
    """With the words alone of links that lead nowhere: their label is defined in a file that a generator
    puts in, or their address holds a blank. Pictures so addressed go."""

    def label_of(match: re.Match[str]) -> str:
        return " ".join((match["label"] or match["words"]).split()).casefold()

    def words(match: re.Match[str]) -> str:
        label = label_of(match)
        return (
            match[0]
            if label in labels or (label.isdigit() and match["words"].isdigit())
            else match["words"]
        )

    if "![" in text:
        text = BROKEN_PICTURE.sub("", text)
        text = REFERRED_PICTURE.sub(
            lambda match: match[0] if label_of(match) in labels else "", text
        )
    text = BROKEN_LINK.sub(r"\1", text) if "](" in text else text
    return REFERENCE.sub(words, text) if "][" in text else text


def without_exports(text: str) -> str:
    """Without what an MDX file defines for its components, blank lines in it included."""
    done, at = [], 0
    for match in EXPORT.finditer(text):
        if match.start() >= at:
            done.append(text[at : match.start()])
            at = _export_end(text, match.start())
    return "".join([*done, text[at:]])


def _export_end(text: str, at: int) -> int:
    """The end of the line that closes every bracket of a statement, or of its paragraph."""
    depth, quoted = 0, ""
    for index in range(at, min(len(text), at + 20_000)):
        char = text[index]
        if quoted:
            quoted = "" if char in (quoted, "\n") and text[index - 1] != "\\" else quoted
        elif char in "\"'":
            quoted = char
        elif char in "{[(":
            depth += 1
        elif char in "}])":
            depth -= 1
        elif char == "\n" and depth <= 0 and _closed(text[at:index].rstrip()):
            return index
    paragraph = TO_BLANK.match(text, at)
    return len(text) if depth <= 0 or paragraph is None else paragraph.end()


def _closed(statement: str) -> bool:
    """Whether a statement may end here: not at an arrow, nor inside an element of JSX."""
    if statement.endswith(("=", "=>", ",")):
        return False
    opened = len(re.findall(r"<[A-Za-z]", statement)) if statement.endswith(">") else 0
    return opened <= statement.count("</") + statement.count("/>")
