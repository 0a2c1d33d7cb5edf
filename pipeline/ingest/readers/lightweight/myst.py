"""MyST and Quarto in Markdown: directives and roles as what they hold.

Enter: Markdown in which Sphinx, Jupyter Book or Quarto reads directives (```` ```{note} ````) and roles
(`` {ref}`words <place>` ``). Leave: CommonMark: a directive of code is a fence, one that only fetches
something goes, every other is its title and its body. Written after the MyST syntax guide.
"""

from __future__ import annotations

import re

from pipeline.ingest.readers.lightweight.sphinx import CODE, FETCHES, VERSIONED, role_words

DIRECTIVE = re.compile(
    r"^(?P<pad>[ \t]*)(?P<mark>`{3,}|~{3,}|:{3,})\{(?P<name>[\w:+.-]{1,60})\}[ \t]*(?P<first>[^\n]*)\n"
    r"(?P<body>(?:(?!(?P=pad)(?P=mark)[ \t]*$)[^\n]*\n)*)(?P=pad)(?P=mark)[ \t]*$",
    re.MULTILINE,
)
OPTIONS = re.compile(r"\A(?:[ \t]*:[\w-]+:[^\n]*\n|---\n(?:[^\n]*\n){1,30}?---\n)+")
# A role before a code span that was put aside.
ROLE = re.compile(r"(?<![\w$#}])\{(?:[a-z][\w-]{0,30}:)?[a-z][\w-]{1,30}\}(?=\ue000(\d+)\ue001)")
# Attributes of a code span, and of the block in the next row; over a list they part it from the one before.
AFTER_SPAN = re.compile(r"(\ue000\d+\ue001)\{[.#]?[a-z][\w.#=\" -]{0,100}\}")
OF_BLOCK = re.compile(
    r"^[ \t]*\{(?:[.#][\w-]+|[a-z][\w-]*=[\w\"-]+)(?:[ ]+(?:[.#][\w-]+|[a-z][\w-]*=[\w\"-]+)){0,9}\}[ \t]*\n(?![ \t]*(?:[-*+]|\d+[.)])[ \t])",
    re.MULTILINE,
)
STRIKES = re.compile(r"\{(?:del|s|strike(?:-?through)?|line-?through)\}")
# A name in the second brackets, as mkdocstrings and rustdoc link what they document.
REFERRED = re.compile(
    r"(?<![\w!\])\\])\[([^\[\]\n]{1,200})\]\[(?:[A-Za-z_][\w:-]*(?:\.[\w:-]+)*)?\]"
)
TARGET = re.compile(r"^\([\w.:/-]{1,100}\)=[ \t]*$", re.MULTILINE)
# A remark, and the border of two cells of a notebook.
COMMENT = re.compile(r"^(?:%|\+{3})(?:[ \t][^\n]*)?$", re.MULTILINE)
SAYS_MYST = re.compile(r"(?<![\w$#}`])\{(?:[a-z][\w-]{0,30}:)?[a-z][\w-]{1,30}\}`[^`\n]")
# `[words](where){target=_blank}` and a picture's `{ width="40%" }`, as MkDocs and Pandoc write them
AFTER_LINK = re.compile(r"(\]\([^()\n]{0,500}\))\{[ ]?[\w#.:-][^{}\n]{0,300}\}")
ABBREVIATION = re.compile(r"^\*\[[^\]\n]{1,60}\]:[ \t]+[^\n]*$", re.MULTILINE)
MARKED = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]{1,300}?)(?<=[^\s=])==(?![=\w])")
LANGUAGES = frozenset("python r bash julia".split())


def is_myst(text: str) -> bool:
    """Whether a text is written for MyST: it has a target, a directive or a role of it."""
    if ")=" in text and TARGET.search(text):
        return True
    return "{" in text and any(one.search(text) for one in (SAYS_MYST, DIRECTIVE))


def directives(text: str) -> str:
    """With directives as what they hold."""
    return DIRECTIVE.sub(_held, text) if "{" in text and DIRECTIVE.search(text) else text


def roles(text: str, spans: list[str]) -> str:
    """With roles as their words; `spans` are the code spans of the text, put aside."""

    def said(match: re.Match[str]) -> str:
        at = int(match[1])
        if STRIKES.match(match[0]):
            words = role_words(spans[at].strip("`"))
            spans[at] = ""
            return f"<del>{words}</del>"
        spans[at] = f"`{role_words(spans[at].strip('`'))}`"
        return ""

    return ROLE.sub(said, text)


def marks(text: str) -> str:
    """Outside code: without targets, attributes and names of links, abbreviations, and signs of a
    highlight."""
    if ")=" in text:
        text = TARGET.sub("", text)
    if "){" in text:
        text = AFTER_LINK.sub(r"\1", text)
    if "*[" in text:
        text = ABBREVIATION.sub("", text)
    if "][" in text:
        text = REFERRED.sub(r"\1", text)
    return MARKED.sub(r"\1", text) if "==" in text else text


def _held(match: re.Match[str]) -> str:
    name = match["name"].rsplit(":", 1)[-1].lower()
    body = OPTIONS.sub("", match["body"])
    if name in FETCHES:
        return ""
    if name in CODE | LANGUAGES:
        mark = match["mark"].replace(":", "`")
        language = match["first"] or (name if name in LANGUAGES else "")
        return f"{match['pad']}{mark}{language}\n{body}{match['pad']}{mark}"
    if name == "math":
        return f"$$\n{body}$$"
    first = "" if name in ("figure", "list-table") else match["first"]
    if name in VERSIONED:
        first = first.partition(" ")[2]
    return f"{first}\n\n{directives(body)}"
