"""Where the references of AsciiDoc lead, as the words that their page shows.

Enter: the text of an AsciiDoc file. Leave: the same with a reference that has no words of its own
(`<<limits>>`, `xref:#limits[]`) as the title of what it names. Written after the AsciiDoc Language
documentation, "Cross References" and "Autogenerate Section IDs".
"""

from __future__ import annotations

import re

# What names a section or a block, in rows over its title.
NAMED = re.compile(
    r"^(?P<marks>(?:\[[^\]\n]{1,200}\]\]?[ \t]*\n(?:[ \t]*\n)?){1,5})(?:={1,6}[ \t]+|\.(?=[^\s.]))(?P<title>[^\n]{1,200}?)[ \t]*$",
    re.MULTILINE,
)
MARK = re.compile(
    r"\[\[(?P<id>[\w:][\w:.{}-]{0,100})(?:,[ ]*(?P<said>[^\]\n]{1,150}))?\]\]|\[[\w%.]*#(?P<short>[\w:][\w:{}-]{0,100})|\bid=[\"']?(?P<long>[\w:][\w:.{}-]{0,100})"
)
SECTION = re.compile(
    r"^={2,6}[ \t]+(?:\[\[[^\]\n]{1,100}\]\])?(\S[^\n]{0,200}?)[ \t]*$", re.MULTILINE
)
OWN_MARK = re.compile(
    r"^={2,6}[ \t]+\[\[([\w:][\w:.-]{0,100})\]\](\S[^\n]{0,200}?)[ \t]*$", re.MULTILINE
)
REFERENCE = re.compile(
    r"<<#?(?P<id>[\w:][\w:.-]{0,100})>>|\bxref:#?(?P<name>[\w:][\w:-]{0,100})\[\]"
)
ESCAPED = re.compile(r"[<>\[\]]")


def referred(text: str) -> str:
    """A text with references as the titles of what they name in it; one that names nothing here is left."""
    if "<<" not in text and "xref:" not in text:
        return text
    known = titles(text)

    def shown(match: re.Match[str]) -> str:
        return known.get(match["id"] or match["name"], match[0])

    return REFERENCE.sub(shown, text) if known else text


def titles(text: str) -> dict[str, str]:
    """Titles by the names that the text gives them, or that they have by themselves."""
    found = {_own_name(title): title for title in SECTION.findall(text)}
    found |= dict(OWN_MARK.findall(text))
    for match in NAMED.finditer(text):
        for mark in MARK.finditer(match["marks"]):
            found[mark["id"] or mark["short"] or mark["long"]] = mark["said"] or match["title"]
    return {name: title for name, title in found.items() if not ESCAPED.search(title)}


def _own_name(title: str) -> str:
    """The name that a section has where it is given none."""
    return "_" + re.sub(r"[ .-]+", "_", re.sub(r"[^\w .-]", "", title.lower())).strip("_")
