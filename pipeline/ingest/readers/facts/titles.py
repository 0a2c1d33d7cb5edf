"""The title of a text: what its author gave, never what a tool left.

Enter: the title that a reader found stated, the written text, and the path of its file. Leave: the
title, or one that stands alone among those of other sources.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.facts.days import HEAD
from pipeline.ingest.readers.facts.people import UNFILLED
from pipeline.text.lists import beside
from pipeline.text.words import clean

_LISTS = beside(__file__)
SAYS_NOTHING, OF_EACH, OF_FILES, HOLDS = map(
    _LISTS.words, ("says_nothing", "of_each", "of_files", "holds")
)
# What Word, Writer, TeX, InDesign and slide tools leave where a title should stand.
LEFTOVER = re.compile(
    r"(?:microsoft (?:office )?(?:word|powerpoint|excel|publisher)\s*-.*"
    r"|[^/\\]*\.(?:docx?|dotx?|odt|rtf|pptx?|ppsx?|odp|xlsx?|ods|pdf|tex|dvi|ps|indd|pages|key|qxd|fm|txt|md|html?)"
    r"|[\[(<]?(?:untitled|no title|unnamed|document|dokument|book|sheet|slide|folie|"
    r"presentation|präsentation|powerpoint[ -]presentation|layout|default|new (?:page|document|file)|"
    r"template|draft|page|seite|none|null|undefined)[\])>]?(?:[ _-]?(?:\d+|entry|document|page|layout))*"
    r"|[\W_]+)",
    re.IGNORECASE,
)
NUMBERED = re.compile(rf"{_LISTS.either('numbered')}[ #-]*\d+", re.IGNORECASE)
SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")  # a file's name where a title should stand
FILE_NAME = re.compile(r"[\w@-]+(?:[./][\w@-]+)*\.[a-z]{1,5}\d?")  # `example.js`, `data.toml`
ROW_OF_NAME = re.compile(r"- (?:Name|Title|Feature Name):? (\S[^\n]{3,150})")
VERSION = re.compile(
    r"v?\d+(?:\.\d+){1,3}(?:[-+.]?(?:rc|beta|alpha|pre|dev|post)?[\w.]*)?(?: ?[-–(\[]+ ?\d{4}-\d\d-\d\d[)\]]?)?"
)
SUFFIXES = re.compile(r"(?:\.[A-Za-z]\w{0,9})+$")
OPENING = 6  # words of a paragraph over a heading, which heads a part of the text then


def title(stated: str, page: Manuscript, path: str) -> str:
    """The stated title, or the first heading, or a title from the file's name.

    A tool's leftover is no title. One that says nothing alone ("Overview") gives way to the first
    heading that says more, or stands after the name of its folder.
    """
    stated = "" if UNFILLED.search(stated) else stated
    first = heading(page)
    if SLUG.fullmatch(stated.strip()) and _tells(stated, first, path):
        stated = first
    leads = first if _leads(page, 1 if clean(stated) else 6) else ""
    if FILE_NAME.fullmatch(leads) and letters(leads) not in letters(path):
        first = leads = ""  # of a file that the text shows
    if not clean(stated) and bare_words(leads) in OF_EACH and _names(path):
        return stem(path) if letters(leads) in letters(stem(path)) else f"{stem(path)}: {leads}"
    for said in (clean(stated), leads, "" if clean(stated) else _row_of_name(page)):
        if said and not LEFTOVER.fullmatch(said) and not says_nothing(said):
            return said
    vague = next((one for one in (clean(stated), leads) if one and not LEFTOVER.fullmatch(one)), "")
    name = stem(path)
    telling = re.search(r"[^\W\d_]{3}", name) is not None and not says_nothing(name)
    telling = telling and not OF_FILES.issuperset(name.lower().split())
    if not vague and (telling or first):
        return name if telling else first
    vague = vague or name
    if (
        telling
        and not clean(stated)
        and re.search(r"\w \w", name)
        and not re.search(r"\d \d", name)
    ):
        return name
    folders = map(_folder, PurePosixPath(path.split("#")[0]).parents)
    folder = next(
        (one for one in folders if one and not says_nothing(one) and one.lower() not in HOLDS), ""
    )
    return f"{folder[:1].upper()}{folder[1:]}: {vague}" if folder else vague


def _names(path: str) -> bool:
    """Whether the name of a file says what it is of."""
    words = bare_words(stem(path))
    return re.search(r"[a-z]{3}", words) is not None and words not in OF_EACH | SAYS_NOTHING


def _tells(stated: str, first: str, path: str) -> bool:
    """Whether the first heading is what a slug stands for, or says what one that names the file does not."""
    if letters(stated) == letters(first):
        return True
    names = (letters(stem(path)), letters(PurePosixPath(path).parent.name))
    is_name = letters(stated) in names and re.search(r"[a-z]{3}", stated) is not None
    return is_name and " " in first and not says_nothing(first) and not LEFTOVER.fullmatch(first)


def _row_of_name(page: Manuscript) -> str:
    """The name that a proposal gives in the first row of a list under its head (`- Name: ...`)."""
    rows = (page.text[one.start : one.end] for one in page.blocks[:HEAD] if one.kind == "list")
    found = ROW_OF_NAME.match(next(rows, ""))
    return clean(found[1]) if found and " " in found[1].strip() else ""


def _folder(above: PurePosixPath) -> str:
    """The name of a file's folder; one of figures alone stands behind the name of its own."""
    name = clean(
        re.sub(
            r"_+|(?<![A-Z\d])-+|-+(?!\d)",
            " ",
            re.sub(r"^\d{1,3}[-_. ]", "", above.name.strip("_.")),
        )
    )
    if (
        name
        and not re.search(r"[^\W\d_]{2}", name)
        and re.search(r"[^\W\d_]{2}", above.parent.name)
    ):
        return f"{_folder(above.parent)} {clean(above.name.replace('_', ' '))}"
    return name


def alone(titled: str, source: str) -> str:
    """A title that stands alone: a bare version (`1.2.0`, `v2.0.0-rc.1 (2026-08-10)`) is one of its
    source, and so is what says nothing alone (`Changelog`)."""
    if VERSION.fullmatch(titled):
        return f"{source} {titled}"
    vague = says_nothing(titled) or bare_words(titled) in OF_EACH or NUMBERED.fullmatch(titled)
    return f"{source}: {titled}" if vague else titled


def letters(words: str) -> str:
    """The letters and figures of a name alone, small."""
    return re.sub(r"[\W_]+", "", words.lower())


def _leads(page: Manuscript, level: int) -> bool:
    """Whether the first heading, of a level or a higher one, heads the text, and not a part of it that
    comes after an opening."""
    for block in page.blocks:
        if block.kind == "heading" and block.level <= level:
            return True
        if block.kind != "page" and len(page.text[block.start : block.end].split()) >= OPENING:
            break
    return any(block.kind == "heading" and block.level == 1 for block in page.blocks)


def says_nothing(words: str) -> bool:
    """Whether a title says nothing where its site is not seen."""
    return bare_words(words) in SAYS_NOTHING


def bare_words(words: str) -> str:
    return re.sub(r"\W+", "-", words.lower()).strip("-")


def heading(page: Manuscript) -> str:
    """The first heading written, of the highest level among the first three."""
    found = [block for block in page.blocks if block.kind == "heading"][:3]
    best = min(found, key=lambda block: block.level, default=None)
    return page.text[best.start : best.end] if best else ""


def stem(path: str) -> str:
    """A title from a file name, for a text that names none; `v1.2.3.md` is `v1.2.3`."""
    pure = PurePosixPath(path)
    base = SUFFIXES.sub("", pure.name) or pure.stem
    name = pure.parent.name if base.lower() in ("index", "readme", "_index") else base
    return clean(re.sub(r"[-_]+", " ", re.sub(r"^\d{4}-\d\d-\d\d-", "", name or base)))
