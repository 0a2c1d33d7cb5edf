"""What Sphinx adds to the markup that it reads, reStructuredText and MyST alike.

Enter: the name of a directive, the text of a role, a file with labels. Leave: whether the directive is code,
only fetches something else or tells of a version; the words of the role; what the labels stand over.
Written after the Sphinx documentation.
"""

from __future__ import annotations

import re

NAMED = re.compile(r"(.+?)\s*<[^<>]*>", re.DOTALL)  # `words <where they lead>`
OWN = re.compile(r"^[!.]+(?=\w)")  # `!name` is no link, `.name` is looked for everywhere
CODE = frozenset(
    "code code-block sourcecode parsed-literal literal testcode testoutput doctest ipython ipython3 prompt "
    "productionlist console highlight-block jupyter-execute code-cell".split()
)
FETCHES = frozenset(
    "toctree tableofcontents include literalinclude eval-rst raw image index highlight module currentmodule "
    "automodule autoclass autofunction automethod autodata autosummary autoexception graphviz mermaid plot "
    "uml glue video iframe youtube vimeo meta sectionauthor codeauthor moduleauthor contents default-role "
    "tabularcolumns testsetup testcleanup changelog_imports bibliography highlightlang role class rst-class "
    "date sectnum".split()
)
VERSIONED = frozenset("versionadded versionchanged deprecated versionremoved".split())

MARKS = re.compile(
    r"(?::[a-z][\w:-]{0,40}:)?(?<!\w)(?:``?|\*{1,2})(?=\S)|(?<=\S)(?:``?|\*{1,2})(?!\w)"
)
LABEL = re.compile(r"\.\. _`?([^:`\n]+)`?:")
LABELLED = re.compile(
    r"^(?P<labels>(?:\.\. _`?[^:`\n]{1,200}`?:[ \t]*\n(?:[ \t]*\n){0,3}){1,9})(?:([=\-~^\"'#*+.])\2{2,}[ \t]*\n[ \t]*)?"
    r"(?P<title>\S[^\n]{0,200}?)[ \t]*\n([=\-~^\"'#*+.`:_])\4{2,}[ \t]*$",
    re.MULTILINE,
)


def role_words(said: str) -> str:
    """What is shown of a role: its own words, or the name it gives, of a `~path.to.name` the last part."""
    named = NAMED.fullmatch(said)
    words = named[1] if named else OWN.sub("", said)
    return words[1:].rsplit(".", 1)[-1] if words.startswith("~") else words


def plain(title: str) -> str:
    """A title without marks of code, of emphasis and of roles."""
    return MARKS.sub("", title)


def titles(text: str) -> dict[str, str]:
    """The titles of sections by the labels over them, as a reference without words of its own shows."""
    found: dict[str, str] = {}
    for match in LABELLED.finditer(text) if ".. _" in text else ():
        found |= dict.fromkeys(
            (one.lower() for one in LABEL.findall(match["labels"])), plain(match["title"])
        )
    return found
