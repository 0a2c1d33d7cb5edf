"""The walk of Markdown and of plain markup: marks out by their outward form, rows and cells apart.

Enter: a text and its suffix. Leave: its words as text, as `tags` signs them.
"""

from __future__ import annotations

import html
import re

from pipeline.ingest.screening.walk import asciidoc
from pipeline.ingest.screening.walk.tags import (
    APART_TAG,
    BLOCK_TAG,
    BREAK,
    SPARE,
    STRUCK,
    WITHDRAWN,
    signed,
    silenced,
)
from pipeline.text.spans import Pairs

FRONT = re.compile(r"\A\s*(-{3,}|\+{3})[ \t]*\n.*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r"^([ \t]*(?:>[ \t]*)?)(`{3,}|~{3,})[^\n]*$", re.MULTILINE)
IMAGE = re.compile(
    r"!\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\]\n]*\])"
)
LINKED = re.compile(r"\]\([ \t]*\n?(?:[^()\n]|\([^()\n]*\))*\)|\]\[[^\]\n]*(?:\n[^\]\n]+)?\]")
DEFINED = re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[^\n]*$", re.MULTILINE)
FILLED = (Pairs(r"\{%", r"%\}"), Pairs(r"\{\{", r"\}\}"))
ATTRIBUTES = re.compile(
    r"\{[:#.][^}\n]{0,300}\}|(?<=\))\{[ ]?[\w-]+=[^}\n]{0,300}\}|\{[\w-]+=\"[^}\n]{0,300}\}(?=\s*\n)"
)
TILDES = re.compile(
    r"~(?:~(?=\S)([^\n]*?)~~|(?<![\w~]~)(?=[^\s~])([^~\n]{1,200})(?<=[^\s~])~(?![\w~]))"
)
TIMES = re.compile(r"\*(?<=\d\*)\*?(?=\d)")
MARKED_NOTE = re.compile(r"\[\^[^\]\n]{1,200}\]:?")
OWN_ROW = re.compile(r"\n(?=[ \t]*(?:\n|[-*+][ \t]|[#|]|\d{1,9}[.)][ \t]|:[ \t]))")
QUOTED = re.compile(r"^(?:[ \t]*>)+[ \t]?", re.MULTILINE)
SPAN = re.compile(
    r"(`(?<!``)`{0,2})(?!`)((?:[^`\n]|\n(?![ \t]*(?:\n|[-*+#>|]|\d{1,9}[.)][ \t]))){1,2000}?)\1(?!`)"
)
COMPONENT = re.compile(
    r"</?(?:a|b|i|u|em|strong|span|code|small|mark|font|abbr|kbd|img)(?:\s(?:[^<>\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,2000})?/?>"
    r"|<(?:/|(?<![\w`]<))[A-Za-z][\w:.-]*(?:\s(?:[^<>\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,2000})?/?>|<(?:/)?>"
)
UNDERLINE = re.compile(r"^[ \t]*[=\-~^\"'`#*+:.<>_|][=\-~^\"'`#*+:.<>_| \t]*$", re.MULTILINE)
RST = re.compile(
    r":[\w:+.-]{1,100}:(?=`)|\s<[^<>`]{1,500}>`(?!`)(?:__?)?|^[ \t]*\.\. [\w:-]+::|^[ \t]*:[\w -]+:(?=[ \t]|$)",
    re.MULTILINE,
)
RST_NOTE = re.compile(r"\[(#[\w.+-]*|\d+|\*)\]_(?![\w_])")
ROLE = re.compile(
    r":[a-z][\w:+.-]{0,100}:(?=`)|(?:^|(?<=[\s(]))\{[a-z][\w:-]{1,60}\}(?=`[^`\s.,;:)!?])",
    re.MULTILINE,
)
ROLE_PLACE = re.compile(
    r"((?:^|(?<=[\s(]))\{[a-z][\w:-]{1,60}\}`[^`<\n]*)<[^<>`\n]*>(?=`)", re.MULTILINE
)
SHORT_ROLE = re.compile(r"(?<=[:}]`)~[\w.]{1,200}\.(\w+)(?=`)")  # of a path its last part is shown
STRUCK_ROLE = re.compile(r"[:{](?:line-?through|del|s|strike[\w-]*)[:}]`([^`\n]{1,200})`")
CRITIC = re.compile(r"\{--([^\n]{1,500}?)--\}|\{~~([^\n]{1,500}?)~>|\{>>([^\n]{1,500}?)<<\}")
COMMENTED = Pairs(r"\{::comment\}", r"\{:/(?:comment)?\}")
ORG_ROW = re.compile(
    r"^[ \t]*(?:#(?:\+[^\n]*|[ \t][^\n]*)?|:[\w-]+:[ \t]*|(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):[^\n]*|\|[-+:| \t]*-[-+:| \t]*)$"
    r"|^(?=\*+[ \t])\*+[ \t]+(?:TODO|DONE|NEXT)?|(?<![ \t])[ \t]+(?::[\w@#%:]+:)(?=[ \t]*$)",
    re.MULTILINE,
)
ORG_DRAWER = re.compile(
    r"^[ \t]*:(?:PROPERTIES|LOGBOOK):[ \t]*\n(?:[^\n]*\n){0,60}?[ \t]*:END:[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
ORG_BLOCK = re.compile(
    r"^[ \t]*#\+(?:begin|end)_(?:src|example)[^\n]*$", re.MULTILINE | re.IGNORECASE
)
ORG_LINK = re.compile(r"\[\[[^\[\]\n]{1,1000}\]\[|\[\[(?=[^\[\]\n]{1,1000}\]\])")
ORG_STRUCK = re.compile(r"(?<![\w+])\+(?=\S)([^+\n]{1,300})(?<=\S)\+(?![\w+])")
ORG_NOTE = re.compile(r"\[fn:[\w-]+\]")
ORG_MARK = re.compile(r"(?<![\w=~])[=~](?=\S)|(?<=\S)[=~](?![\w=~])")
ORG_DAY = re.compile(r"(?<=\d{4}-\d\d-\d\d)[ ][^\W\d_]{2,4}\.?(?=[ \]>])")
WIKI_LINK = re.compile(
    r"\[\[[^\[\]|\n]{1,300}\||\[(?:https?:|ftp:|mailto:)?//[^\s\[\]]{1,1000}(?=\s)"
)
WIKI_UNSHOWN = re.compile(
    r"\[\[ ?(?:file|image|category)[^\n]{0,500}?\]\](?!\])|(?-i:__[A-Z]{3,20}__)", re.IGNORECASE
)
WIKI_ROW = re.compile(
    r"^[ \t]*(?:\{\||\|-|\|\}|\|\+)[^\n]*$|^[ \t]*[|!](?:[^|\n\[\]]{1,200}=[^|\n\[\]]{1,200}\|)?",
    re.MULTILINE,
)
WIKI_CELL = re.compile(r"\|\||!!|^[*#:;]+", re.MULTILINE)
WIKI_NOTE = Pairs(r"<ref\b[^<>]{0,300}(?<!/)>", r"</ref\s*>", most=5_000)
WIKI_MARK = re.compile(r"<ref\b[^<>]{0,300}/>")


def of_markup(text: str, suffix: str) -> str:
    """Words of Markdown and plain markup: a row that begins as one, and a blank row, are breaks."""
    text = (
        QUOTED.sub("", FRONT.sub("", text))
        if ">" in text or text[:2] in ("--", "++", "\n-", "\n+")
        else text
    )
    if suffix == "org":
        text = _of_org(text)
    elif suffix in ("mediawiki", "wiki"):
        text = _of_wiki(text)
    text = _roles(text)
    if suffix == "rst":
        text = RST.sub(" ", RST_NOTE.sub(lambda note: signed(note[1], SPARE), text))
    if "`" in text or "~~~" in text:
        text = FENCE.sub("\n\n", text)
        text = SPAN.sub(lambda match: re.sub(r"[<>~{}\[\]]", " ", match[2]), text)
    text = silenced(text) if "<" in text else text
    text = asciidoc.of_asciidoc(text) if suffix in asciidoc.SUFFIXES else text
    if "{" in text:
        text = _braced(text)
    if "[" in text:
        text = MARKED_NOTE.sub(lambda match: signed(match.group(), SPARE), text)
        text = LINKED.sub("] ", DEFINED.sub(BREAK, IMAGE.sub(" ", text)))
    text = WITHDRAWN.sub(lambda span: signed(span.inside, STRUCK), text) if "<" in text else text
    if "~" in text:
        text = TILDES.sub(lambda match: signed(match[1] or match[2] or "", STRUCK), text)
    text = OWN_ROW.sub("\0", UNDERLINE.sub("\0", text)).replace("\n", " ").replace("|", "\0")
    text = TIMES.sub(" ", text) if "*" in text else text
    text = text.replace("*", "").replace("`", "")
    if "<" in text:
        text = COMPONENT.sub("", APART_TAG.sub(" ", BLOCK_TAG.sub("\0", text)))
    return html.unescape(text).replace("\0", BREAK)


def _of_org(text: str) -> str:
    """An Org file in the form of plain markup."""
    text = ORG_DRAWER.sub("", ORG_BLOCK.sub("\n~~~~\n", text))
    text = ORG_STRUCK.sub(lambda found: signed(found[1], STRUCK), ORG_ROW.sub("\n", text))
    text = ORG_NOTE.sub(lambda found: signed(found[0], SPARE), ORG_LINK.sub(" ", text))
    return ORG_DAY.sub("", ORG_MARK.sub("", text))


def _of_wiki(text: str) -> str:
    """A page of a wiki in the form of plain markup; what its references hold stands after it."""
    notes = "\n\n".join(found.inside for found in WIKI_NOTE.find(text))
    text = WIKI_MARK.sub("", text)
    text = WIKI_UNSHOWN.sub("", f"{WIKI_NOTE.sub('', text)}\n\n{notes}")
    text = re.sub(r"'{2,5}", "", WIKI_LINK.sub(" ", text))
    return WIKI_CELL.sub("\n\n", WIKI_ROW.sub("\n\n", text))


def _roles(text: str) -> str:
    """Without the names of roles, whose words stay; those of one that strikes are signed."""
    if ":`" not in text and "}`" not in text:
        return text
    text = SHORT_ROLE.sub(r"\1", text)
    text = ROLE_PLACE.sub(r"\1", STRUCK_ROLE.sub(lambda match: signed(match[1], STRUCK), text))
    return ROLE.sub(" ", text)


def _braced(text: str) -> str:
    """With a sign before what a tool fills in, what an editor struck, and attributes."""
    text = CRITIC.sub(lambda match: signed(match[1] or match[2] or match[3], STRUCK), text)
    text = COMMENTED.sub(lambda span: signed(span.group(), SPARE), text)
    for filled in FILLED:
        text = filled.sub(lambda span: signed(span.group(), SPARE), text)
    return ATTRIBUTES.sub(lambda match: signed(match.group(), SPARE), text)
