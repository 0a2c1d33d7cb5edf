"""What a file leaves to others of its folder: titles of sections elsewhere, attributes of a component.

Enter: a file of plain markup, its bytes, the moment of the run, for which all that is looked up is kept. Leave:
the bytes, in which a reference without words of its own (`:ref:`limits`` of Sphinx, `xref:limits.adoc[]` of
Antora) has those that its page shows, and an AsciiDoc file sets at its head the attributes that it names and
others give. A title that changes is seen when the file that refers to it is read again. Written after the
documentation of Sphinx, MyST and Antora.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

from pipeline.ingest.readers.lightweight import places, sphinx
from pipeline.ingest.sources.listing import TOOLS, Item

ASCIIDOC = frozenset(("adoc", "asciidoc"))
SPHINX = frozenset(("rst", "md"))
MOST = 24_000_000  # bytes of a folder that are looked through for titles, in order of their paths
LARGE = 400_000  # bytes of one file; larger ones are made by machines
MOST_ATTRIBUTES = 500
BARE_ROLE = re.compile(r"(:(?:std:)?ref:|\{(?:std:)?ref\})`([^`<>\n]{1,200})`")
BARE_XREF = re.compile(r"\bxref:(?P<place>[^\s\[\]]{1,300})\[\]|<<(?P<id>[^<>,\n]{1,200})>>")
TARGET = re.compile(
    r"^\((?P<label>[\w.:/-]{1,100})\)=[ \t]*\n\s{0,20}#{1,6}[ \t]+(?P<title>\S[^\n]{0,200})",
    re.MULTILINE,
)
DOCUMENT = re.compile(r"^=[ \t]+(\S[^\n]{0,200}?)[ \t]*$", re.MULTILINE)
SIGNS = re.compile(r"[`<>\[\]{}|]")
CONTEXT = "-{context}"  # what modular documentation ends its names with
# Before the path of a page of Antora: its version, component, module and family.
PATHED = re.compile(r"^(?:[\w.-]+@)?(?:[\w.-]*:){0,2}")
ATTRIBUTES = re.compile(
    r"^asciidoc:[ \t]*\n(?:[ \t]++(?!attributes:)[^\n]*\n)*?[ \t]+attributes:[ \t]*\n((?:[ \t]*(?:#[^\n]*)?\n|[ \t]{3,}[^\n]*\n)*)",
    re.MULTILINE,
)
# A file of attributes, what it sets, what it sets only where a condition is met, and who includes it.
SHARED = re.compile(r"_?(?:[\w-]{1,40}-)?attributes\.(?:adoc|asciidoc)")
SET = re.compile(r"^:([A-Za-z][\w-]{0,80}):[ \t]+([^\n]{1,300}?)[ \t]*$", re.MULTILINE)
CONDITIONED = re.compile(
    r"^if(?:n?def|eval)::[^\n]*\[\][ \t]*\n(?:(?!endif::)[^\n]*\n){0,200}endif::[^\n]*$",
    re.MULTILINE,
)
INCLUDED = re.compile(r"^include::([^\[\]\n]{1,300})\[", re.MULTILINE)
NAMED = re.compile(r"\{([A-Za-z][\w-]{0,80})\}")
FACTS = frozenset(
    "author authors email date revdate revnumber doctitle title description context".split()
)
ATTRIBUTE = re.compile(r"^[ \t]+([A-Za-z][\w-]{0,80}):[ \t]+([^\n]{1,300}?)[ \t]*$", re.MULTILINE)


def completed(item: Item, data: bytes, moment: str) -> bytes:
    """The bytes of a file with what it takes from others of its folder; of a kind that takes nothing as they are."""
    if item.file is None or item.suffix not in ASCIIDOC | SPHINX:
        return data
    folder = str(item.file)[: -len(item.path)] if str(item.file).endswith(item.path) else ""
    if not folder:
        return data
    if item.suffix in ASCIIDOC:
        return _asciidoc(item, data, folder, moment)
    if b":ref:`" not in data and b"{ref}`" not in data:
        return data
    text = data.decode("utf-8", "surrogateescape")
    own, known = _sphinx_titles(text), _titles(folder, False, moment)

    def said(match: re.Match[str]) -> str:
        label = match[2].lower()
        words = "" if label in own and match[1][0] == ":" else known.get(label, "")
        return f"{match[1]}`{words} <{match[2]}>`" if words else match[0]

    return BARE_ROLE.sub(said, text).encode("utf-8", "surrogateescape")


def _asciidoc(item: Item, data: bytes, folder: str, moment: str) -> bytes:
    text = data.decode("utf-8", "surrogateescape")
    if "[]" in text or "<<" in text:
        own, known = places.titles(text), _titles(folder, True, moment)

        def said(match: re.Match[str]) -> str:
            place = match["place"] or match["id"] or ""
            words = "" if place.lstrip("#") in own else known.get(_key(place), "")
            if not words:
                return match[0]
            return f"<<{place},{words}>>" if match["id"] else f"xref:{place}[{words}]"

        text = BARE_XREF.sub(said, text)
    rows = _attributes(str(item.file), folder, moment, text) if "{" in text else ""
    return f"{rows}{text}".encode("utf-8", "surrogateescape")


def _key(place: str) -> str:
    """What is looked up for a reference: the file by its name alone, with its part if it has one."""
    path = PATHED.sub("", place, count=1).removesuffix(CONTEXT)
    name, mark, part = path.rpartition("/")[2].partition("#")
    return f"{name}{mark}{part.removesuffix(CONTEXT)}"


@lru_cache(maxsize=4)
def _titles(folder: str, asciidoc: bool, moment: str) -> dict[str, str]:
    """Titles by label of all files of a folder; a label of two different ones has none."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    left = MOST
    for file in _files(folder, ASCIIDOC if asciidoc else SPHINX):
        data = _bytes(file)
        left -= len(data)
        if left < 0:
            break
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        here = (
            _asciidoc_titles(text, file.rpartition(os.sep)[2]) if asciidoc else _sphinx_titles(text)
        )
        for label, title in here.items():
            if found.setdefault(label, title) != title:
                twice.add(label)
    return {label: title for label, title in found.items() if label not in twice and title.strip()}


def _sphinx_titles(text: str) -> dict[str, str]:
    found = dict(sphinx.titles(text))
    for match in TARGET.finditer(text) if ")=" in text else ():
        found[match["label"].lower()] = sphinx.plain(match["title"]).rstrip("# ")
    return {label: SIGNS.sub("", title) for label, title in found.items()}


def _asciidoc_titles(text: str, name: str) -> dict[str, str]:
    """Titles by what names them from another file: the file, or the file and a part of it; and by a part
    alone, as documents that are put together refer to each other."""
    own = {key.removesuffix(CONTEXT): said for key, said in places.titles(text).items()}
    found = {f"{name}#{key}": said for key, said in own.items()}
    found |= {key: said for key, said in own.items() if not key.startswith("_")}
    if title := DOCUMENT.search(text):
        found[name] = found[f"{name}#"] = title[1]
    return {label: said for label, said in found.items() if not SIGNS.search(said)}


def _files(folder: str, suffixes: frozenset[str]) -> list[str]:
    found: list[str] = []
    for where, below, names in os.walk(folder):
        below[:] = set(below) - TOOLS
        taken = (name for name in names if name.rpartition(".")[2].lower() in suffixes)
        found += (f"{where.rstrip(os.sep)}{os.sep}{name}" for name in taken)
    return sorted(found)


def _bytes(file: str) -> bytes:
    """The first bytes of a file; none of a pipe, which would be waited for without end."""
    if not Path(file).is_file():
        return b""
    try:
        with Path(file).open("rb") as opened:
            return opened.read(LARGE)
    except OSError:
        return b""


def _attributes(file: str, folder: str, moment: str, text: str) -> str:
    """Rows that set the attributes which a text names: those of its component, and of the file of attributes
    that it includes or that is the only one of the folder."""
    known: dict[str, str] = {}
    place = Path(file).parent
    while str(place).startswith(folder.rstrip(os.sep)) and not known:
        known = dict(_of_component(str(place / "antora.yml"), moment))
        place = place.parent
    shared = [one for one in _shared(folder, moment) if one != file]
    named = {path.rpartition("/")[2] for path in INCLUDED.findall(text)}
    own = [one for one in shared if one.rpartition(os.sep)[2] in named]
    for one in own or (shared if len(shared) == 1 else ()):
        known |= _set(one, moment)
    rows: dict[str, str] = {}
    sought = NAMED.findall(text)
    while sought:
        name = sought.pop()
        if name in known and name not in rows and name not in FACTS:
            rows[name] = f":{name}: {known[name]}\n"
            sought += NAMED.findall(known[name])
    return "".join(rows[name] for name in known if name in rows)


@lru_cache(maxsize=4)
def _shared(folder: str, moment: str) -> tuple[str, ...]:
    found = _files(folder, ASCIIDOC)
    return tuple(one for one in found if SHARED.fullmatch(one.rpartition(os.sep)[2]))


@lru_cache(maxsize=64)
def _set(file: str, moment: str) -> dict[str, str]:
    """What a file of attributes sets, but for what it sets under a condition."""
    text = _bytes(file).decode("utf-8", "replace").replace("\r\n", "\n")
    return dict(SET.findall(CONDITIONED.sub("", text))[:MOST_ATTRIBUTES])


@lru_cache(maxsize=256)
def _of_component(file: str, moment: str) -> dict[str, str]:
    """What `antora.yml` sets. It is read by its form alone: nothing bounds what a parser would make of it."""
    text = _bytes(file).decode("utf-8", "replace").replace("\r\n", "\n") + "\n"
    held = ATTRIBUTES.search(text)
    known = {}
    for name, value in ATTRIBUTE.findall(held[1])[:MOST_ATTRIBUTES] if held else ():
        said = re.sub(r"^(['\"])(.*)\1$", r"\2", value).removesuffix("@")
        if said and said not in ("~", "null", "false", "''"):
            known[name] = said
    return known
