"""The quality screen: what is kept out of the corpus, each with its reason.

Enter: a Reading. Leave: None when it may stay, else one sentence that says why not. Thresholds
were set on a public corpus of 8,451 files by looking at what they refuse (counts by reason in
docs/corpus.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.reading import Reading
from pipeline.text.addressed.languages import other_language
from pipeline.text.keywords import Keywords
from pipeline.text.words import characters

JUDGED = 40_000  # characters; the rest of a longer text is like its beginning
THIN_WORDS = 12  # stubs, redirects and section index pages end below; the shortest real notes above
RECORD_WORDS = 4  # an advisory says all in a sentence
DAMAGE_PER_WORD = 0.01  # broken characters; a page that shows one as an example has far fewer
DAMAGE_LEAST = 4
YIELD = 0.05  # of a page's words
YIELD_WORDS = 300
LETTERS = 0.5  # of the characters outside code that are not white space; prose has 0.75 and more
LINKED = 0.92  # of the words; annotated reading lists of the corpus reach 0.85

MOJIBAKE = re.compile(
    r"[\u00c2\u00c3][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    r"|\u00e2(?:\u20ac|[\u0080-\u009f])[\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]?"
    r"|\u00e2\u20ac|\u00ef\u00bb\u00bf|[\u00d0\u00d1][\u0080-\u00bf]{1}|\ufffd"
)
# What stands where a template waits to be filled in. One of the first kind in each so many words, or
# several of the second, make a text a template; a page about templates names one or two in many words.
FILLER = re.compile(
    r"lorem ipsum dolor|\brisk/vuln name\b|\buntitled (?:model|document|page|post)\b|"
    r"another example of an attack scenario showing a different way|\bexample of an attack scenario:|"
    r"\b(?:insert|enter|put|add|write) (?:your |the )?(?:title|name|text|description|content) here\b|"
    r"\b(?:title|name|text|description|content) goes here\b|\bx{2,4}/x{2,4}/x{2,4}\b",
    re.IGNORECASE,
)
BLANKS = re.compile(
    r"\[(?:insert|your|name of|enter|add|describe|link to|to ?do|tbd|placeholder)\b[^\]\n]{0,60}\]"
    r"|<(?:insert|your|name of|enter|describe)[ -][^<>\n]{1,40}>|\b(?:TBD|to ?do(?=:))\b|\$[a-z]+-name\b"
    r"|(?-i:\bTODO\b)(?=\s*(?:[:.,;)\](|]|\n|\Z|(?:add|write|fill|describe|update|link|insert|explain|complete|list|here)\b))"
    r"|_{4,}|\{\{ ?cookiecutter\b",
    re.IGNORECASE,
)
# What must stand in a text for one of the above to match, in small letters: a look at these is cheap.
FILLER_MARKS = (
    "lorem ipsum", "risk/vuln", "untitled ", "attack scenario", "title here", "name here", "text here",
    "description here", "content here", "goes here", "xx/xx",
)  # fmt: skip
BLANK_MARKS = (
    "[insert",
    "[your",
    "[name of",
    "[enter",
    "[add",
    "[describe",
    "[link to",
    "[to",
    "[tbd",
    "[placeholder",
    "<insert",
    "<your",
    "<name",
    "<enter",
    "<describe",
    "tbd",
    "todo",
    "-name",
    "____",
    "cookiecutter",
)
MARKS = Keywords((*FILLER_MARKS, *BLANK_MARKS))
BARE_HEADS = 12  # with fewer words under them than there are of them
LOOP = re.compile(
    r"\{%-?\s*(?:for|if|set|block|macro|end\w+)\b"
)  # of Jinja and its kin, still in the text
EACH_FILLER, EACH_BLANK, LEAST_BLANKS = 150, 25, 4


def objection(reading: Reading, language: str = "en") -> str | None:
    """Why a reading is refused, or None."""
    return next(_objections(reading, language), None)


def _objections(reading: Reading, language: str) -> Iterator[str]:
    prose = _prose(reading)
    words = prose.split()
    size = len(reading.text.split())
    least = RECORD_WORDS if reading.kind == "record" else THIN_WORDS
    if not reading.text.strip():
        yield "holds no text"
    if reading.raw_words >= YIELD_WORDS and size < YIELD * reading.raw_words:
        yield f"extraction gave {size} of {reading.raw_words} words"
    damage = 0 if prose.isascii() else len(MOJIBAKE.findall(prose))
    if damage >= DAMAGE_LEAST and damage > DAMAGE_PER_WORD * len(words):
        yield f"encoding is damaged ({damage} broken characters in {len(words)} words)"
    if size < least or len(words) < min(least, 6):
        yield f"thin: {len(words)} words of text"
    if said := _template(reading, prose, len(words)):
        yield f"is a template that nobody filled in ({said})"
    letters = characters(prose, str.isalpha)
    if letters < LETTERS * len("".join(words)) and len(words) >= THIN_WORDS:
        yield f"is a table of symbols or numbers ({letters} letters in {len(''.join(words))} characters)"
    other = other_language(prose, words, letters, language)
    if other:
        yield f"is written in another language ({other}) than the desk's ({language})"
    if reading.linked > LINKED * size and len(words) > 100:
        yield f"is a list of links ({reading.linked} of {size} words)"


def _template(reading: Reading, prose: str, words: int) -> str:
    """What shows a text to be a template that nobody filled in, or ""."""
    if named := FILLER.fullmatch(reading.title.strip()):
        return named[0]
    heads = [block for block in reading.blocks if block.kind == "heading"]
    if len(heads) >= BARE_HEADS:
        under = len(reading.text.split()) - sum(
            len(reading.text[head.start : head.end].split()) for head in heads
        )
        if under < len(heads):
            return f"{len(heads)} headings and {under} words under them"
    standing = MARKS.standing(prose.lower())
    fillers = [] if standing.isdisjoint(FILLER_MARKS) else list(FILLER.finditer(prose))
    if fillers and len(fillers) * EACH_FILLER > words:
        return fillers[0][0]
    loops = LOOP.findall(prose) if "{%" in prose else []
    if len(loops) >= LEAST_BLANKS and len(loops) * EACH_BLANK > words:
        return str(loops[0])
    blanks = [] if standing.isdisjoint(BLANK_MARKS) else list(BLANKS.finditer(prose))
    many = len(blanks) >= LEAST_BLANKS and len(blanks) * EACH_BLANK > words
    return blanks[0][0] if many else ""


def _prose(reading: Reading) -> str:
    """The text outside code, as much of it as is judged."""
    return "\n".join(
        reading.text[block.start : block.end]
        for block in reading.blocks
        if block.kind not in ("code", "page") and block.start < JUDGED
    )
