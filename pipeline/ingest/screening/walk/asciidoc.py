"""The walk of what AsciiDoc alone has: the values that a document gives names, macros, conditions.

Enter: the text of an AsciiDoc file. Leave: a text whose marks are those of other plain markup.
"""

from __future__ import annotations

import re

from pipeline.ingest.screening.walk.tags import SPARE, STRUCK, signed

ASCIIDOC = re.compile(
    r"\bjavadoc:[^\s\[\]]{0,300}(?=\[[^\]])|\bjavadoc:(?:[^\s\[\]]{0,100}/)?(?:[a-z]\w*\.)+(?=[A-Z])|(?:https?://|link:|xref:|mailto:|\{[\w-]+\})[^\s\[\]]{0,500}(?=\[[^\]])|<<[^,<>\n]*,|^\[[^\]\n]*\]$"
    r"|^:[\w!-]+:.*$|(?<=[\w.])\^(?=\])|\[[^\]\n]{1,100}\](?=#)|\[\.[A-Za-z][\w.-]{0,60}\](?=[^\s\]])|\b(?:kbd|btn|stem|latexmath|asciimath):(?=\[)|(?<=\S),\s*(?:role|window|opts|options)=[^\]\n]{0,300}(?=\])",
    re.MULTILINE,
)
LINE_THROUGH = re.compile(
    r"\[[\w.-]*(?:line-?through|del|strike[\w-]*)\](#{1,2}|[*_`]{1,2})((?:[^\n]|\n(?!\n)){1,300}?)\1"
)
NOTE_MACRO = re.compile(r"footnote(?:ref)?:[\w-]*\[[^\]\n]{0,500}\]")
BARE_XREF = re.compile(
    r"xref:(?=[^\s\[\]]{1,900}\[\])(?:[^\s\[\]]{0,300}[/:$])?([\w.-]+?)(?:\.adoc)?(?:#[^\s\[\]]{0,300})?\[\]"
)
# A name over a title, or a block's caption; every title; a reference that says a name alone.
NAMED_TITLE = re.compile(
    r"^\[(?:\[|[\w%.]*#|id=[\"']?)([\w:.-]{1,100})[^\n]*\n(?:\[[^\n]*\n|[ \t]*\n){0,4}(?:={1,6}[ \t]+|\.(?=[^\s.]))([^\n]{1,200})$",
    re.MULTILINE,
)
TITLE = re.compile(r"^={2,6}[ \t]+(?:\[\[[^\]\n]*\]\])?([^\n]{1,200})$", re.MULTILINE)
TO_A_TITLE = re.compile(r"<<#?([\w:.-]{1,100})>>|\bxref:#?([\w:-]{1,100})\[\]")
UNSEEN_ROW = re.compile(
    r"^(?://(?!//)|(?:ifdef|ifndef|endif|ifeval|include(?:-code)?)::)[^\n]*\n", re.MULTILINE
)
PICTURE = re.compile(r"\b(?:image:{1,2}|icon:)[^\s\[\]]{1,500}\[[^\]\n]{0,500}\]")
NUMBERED_ROW = re.compile(r"^[ \t]*\.{1,5}[ \t]+(?=\S)", re.MULTILINE)
SUFFIXES = ("adoc", "asciidoc")
# A row that gives a name its value, or takes it away; a row that begins or ends a listing.
VALUE = re.compile(r":(!?)([\w-]+)(!?):(?:[ \t]+(\S[^\n]*))?")
LISTING = re.compile(r"(?:-{4,}|\.{4,}|`{3,}[^`\n]*)[ \t]*")
NAMED = re.compile(r"(?<!\\)\{([\w-]+)\}")
# The end of a row whose value goes on in the next, and names that all documents have for signs.
GOES_ON = re.compile(r"(?<=\s)(?:\+[ \t]+)?\\\n[ \t]*")
SIGN = re.compile(
    r"\{(?:nbsp|z?w?sp|empty|blank|wj|plus|pp|asterisk|lt|gt|amp|vbar|(?:start|end)sb|backtick|tilde|caret|apos|quot|"
    r"[lr][sd]quo|deg|two-colons|two-semicolons)\}"
)
MOST_NAMED, GROWTH = 20, 2_000  # names within a value, and its characters


def filled(text: str) -> str:
    """A whole document with the values of the names in it, `{name}`, but in listings: of each the one
    that was given last above, or first below, for a title stands above the names of its document."""
    if "{" not in text:
        return text
    rows = SIGN.sub(" ", GOES_ON.sub(" ", text)).split("\n")
    known: dict[str, str] = {}
    for row in reversed(rows):
        _give(row, known)
    listing = ""
    for number, row in enumerate(rows):
        if LISTING.fullmatch(row) and row.startswith(listing):
            listing = "" if listing else row[:3]
        elif not listing and not _give(row, known) and "{" in row:
            rows[number] = _named(row, known)
    return "\n".join(rows)


def _give(row: str, known: dict[str, str]) -> bool:
    """Whether a row gives a name its value in `known`, or takes it away."""
    if not (said := VALUE.fullmatch(row) if row.startswith(":") else None):
        return False
    if said[1] or said[3]:
        known.pop(said[2], None)
    else:
        known[said[2]] = _named(said[4] or "", known, MOST_NAMED)[:GROWTH].rstrip()
    return True


def _named(row: str, known: dict[str, str], most: int = 0) -> str:
    """A row with the values of its names, or of so many of them; one without stands as it is."""
    return NAMED.sub(lambda name: known.get(name[1], name[0]), row, count=most)


def of_asciidoc(text: str) -> str:
    """Without the marks of macros and conditions; what is struck and what is a note is signed."""
    text = NUMBERED_ROW.sub("\n\n", _led(text))
    text = LINE_THROUGH.sub(lambda match: signed(match[2], STRUCK), text)
    text = PICTURE.sub(" ", text)
    text = NOTE_MACRO.sub(lambda match: signed(match[0], SPARE), text)
    return ASCIIDOC.sub(" ", BARE_XREF.sub(r"\1", UNSEEN_ROW.sub("", text)))


def _led(text: str) -> str:
    """A document with the titles over which it puts a name where it refers to the name alone."""
    if "<<" not in text and "xref:" not in text:
        return text
    titles = dict(NAMED_TITLE.findall(text)) | {
        "_" + re.sub(r"\W+", "_", title.lower()).strip("_"): title for title in TITLE.findall(text)
    }
    return TO_A_TITLE.sub(lambda name: titles.get(name[1] or name[2], name[0]), text)
