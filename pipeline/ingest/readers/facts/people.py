"""The people who wrote a text, as front matter, mail and feeds name them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from pipeline.text.lists import beside
from pipeline.text.words import clean

_LISTS = beside(__file__)
ADDRESS = re.compile(r"(?:mailto:)?[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
NEXT_PERSON = re.compile(r"(?<=[)>])\s*(?:[,;&]|\band\b)\s*(?=\S)")
NEXT_NAME = re.compile(r",\s*(?![^()]{0,200}\))")
NAME = re.compile(
    r"[^\W\d_][^\s,;()]*(?:\s+[^\s,;()]+){1,4}(?:\s*\([^()]*\))?(?:\s+and\s+[^,;()]{3,60}(?:\([^()]*\))?)?"
)
HANDLE = re.compile(
    r"@[\w-]{1,39}|[^\W\d_][^\s,;()]*\s*\(\[?@[^()]{1,60}\)"
)  # `@ann`, `Ann (@ann)`
BY = re.compile(r"(?:written |posted )?by:?\s+(?=[^\W\d_])", re.IGNORECASE)
UNFILLED = re.compile(r"\{\{|\{%|<%|\$\{")  # a name that a template has not put in
NOBODY = _LISTS.words("nobody")  # what tools write where no author was given


def names(value: object) -> tuple[str, ...]:
    """Author names out of a string, a list, or a list of mappings with a name."""
    if isinstance(value, Mapping):
        value = value.get("name") or ""
    if isinstance(value, str) and len(ADDRESS.findall(value)) > 1:
        return names(NEXT_PERSON.split(value))
    if isinstance(value, str) and (several := _several(value)):
        return names(several)
    if isinstance(value, str):
        name = person(value)
        return (name,) if name else ()
    if isinstance(value, Sequence):
        return tuple(dict.fromkeys(name for one in value for name in names(one)))
    return ()


def _several(value: str) -> list[str]:
    """The names of a list in one string, each of two words or more (`Bee, Ann` is one name)."""
    value = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", value)
    parts = [re.sub(r"^and\s+", "", part.strip()) for part in NEXT_NAME.split(value)]
    whole = all(NAME.fullmatch(part) or HANDLE.fullmatch(part) for part in parts)
    return parts if len(parts) > 1 and whole else []


def person(said: str) -> str:
    """A person's name without the address that mail and feeds write beside it: `ann@b.example (Ann
    Bee)`, `Ann Bee <ann@b.example>`. "" when there is only an address, or no person's name."""
    if UNFILLED.search(said):
        return ""
    text = html.unescape(said)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)|<(?!mailto:|[^\s<>]+@)/?[a-z][^<>]*>", r"\1", text)
    bracketed = re.fullmatch(rf"\s*<?{ADDRESS.pattern}>?\s*\((.+)\)\s*", text)
    text = bracketed[1] if bracketed else ADDRESS.sub("", text)
    name = clean(re.sub(r"<\s*>|\(\s*\)|[*`]", "", text)).strip(" ,;\"'")
    name = name[1:-1].strip() if re.fullmatch(r"\([^()]*\)", name) else BY.sub("", name, count=1)
    return "" if name.lower() in NOBODY else name
