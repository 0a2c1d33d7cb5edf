"""What Sphinx adds to the markup that it reads, reStructuredText and MyST alike.

Enter: the name of a directive, the text of a role. Leave: whether the directive is code, only fetches
something else or tells of a version; the words of the role. Written after the Sphinx documentation.
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


def role_words(said: str) -> str:
    """What is shown of a role: its own words, or the name it gives, of a `~path.to.name` the last part."""
    named = NAMED.fullmatch(said)
    words = named[1] if named else OWN.sub("", said)
    return words[1:].rsplit(".", 1)[-1] if words.startswith("~") else words
