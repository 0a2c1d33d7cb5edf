"""Reads a TOML file into the form it is to have, and says what is wrong with it in its owner's words.

Enter: a form and a path. Leaves: the form, filled. Refuses: a missing or malformed file, an unknown key,
a value out of range; all faults of a file are reported at once with their lines.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from pipeline.errors import ConfigError
from pipeline.records.store import place_in

Model = TypeVar("Model", bound=BaseModel)
MEND = "mend these fields and run again"


def load_toml(model: type[Model], path: Path, hint: str, mend: str = MEND) -> Model:
    """The file in its form. Raises ConfigError: with `hint` where it is not there, with `mend` and every
    fault with its line where its values are wrong."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError("does not exist", where=str(path), hint=hint) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(
            f"is not UTF-8 (line {line})", where=str(path), hint="save it as UTF-8 in your editor"
        ) from error
    except OSError as error:
        raise ConfigError(f"cannot be read ({error})", where=str(path), hint=hint) from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        text_alone = "Invalid value" in str(error)
        more = '; a text stands in quotation marks, as in title = "News"' if text_alone else ""
        raise ConfigError(
            f"is not TOML: {error}", where=str(path), hint=f"mend that line{more}"
        ) from error
    try:
        return model.model_validate(values)
    except ValidationError as error:
        faults = [_fault(one, text, model, values) for one in _causes(error.errors())]
        said = faults[0] if len(faults) == 1 else "".join(f"\n  {one}" for one in faults)
        raise ConfigError(said, where=str(path), hint=mend) from error


def _causes(errors: Sequence[Any]) -> list[Any]:
    """The faults without what merely follows: a list is not short because its entries are wrong."""
    return [
        one
        for one in errors
        if one["type"] != "too_short"
        or not any(
            other is not one and other["loc"][: len(one["loc"])] == one["loc"] for other in errors
        )
    ]


def _fault(error: Any, text: str, model: type[BaseModel], values: dict[str, Any]) -> str:
    name = place_in(values, error["loc"]) or "file"
    line = _line_at(text, error["loc"])
    message = _in_words(error, model)
    return f"line {line}: {name}: {message}" if line else f"{name}: {message}"


FORMS = {  # what a value of this name looks like, for whoever wrote another
    "id": "use lower-case letters, digits and single hyphens",
    "due": "write a time of day like 06:30",
    "url": "write an http(s) address; {path} may stand in it once, for the path of a file",
    "url_suffix": 'write what stands in place of a file\'s suffix: "", "/" or ".html"',
    "engine_index": "use lower-case letters, digits, hyphens and underscores, a letter first",
    "engine_urls": "write http(s)://host:port; user and password belong in the environment",
    "indexnow_key": "use 8 to 128 letters, digits and hyphens",
    "sender": "write one mail address",
    "github_api": "write an http(s) address",
}
KINDS_OF_VALUES = {
    "missing": "is missing",
    "too_short": "write at least one",
    "tuple_type": 'write a list, like ["one", "another"]',
    "string_type": 'write text in quotation marks, like "one"',
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "float_type": "write a number",
    "float_parsing": "write a number",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "model_type": "write a table: its keys below a line with its name in brackets",
}


def _in_words(error: Any, model: type[BaseModel]) -> str:
    """What is wrong, without the words of the library that found it."""
    if error["type"] == "extra_forbidden":
        return f"unknown key{_meant(error['loc'], model)}"
    if error["type"] == "string_pattern_mismatch":
        key = next(step for step in reversed(error["loc"]) if isinstance(step, str))
        return FORMS.get(key, "write the name of an environment variable")
    known = re.findall(r"'([^']+)'", error["msg"]) if error["type"] == "literal_error" else []
    near = get_close_matches(str(error["input"]), known, 1, NEAR)
    meant = f"; did you mean {near[0]}?" if near else ""
    said: str = KINDS_OF_VALUES.get(error["type"], error["msg"].removeprefix("Value error, "))
    return said.replace("Input should be", "should be") + meant


def _meant(loc: tuple[str | int, ...], model: type[BaseModel]) -> str:
    """What somebody who wrote an unknown key may have meant: its table's nearest key, the table that
    has this one, or the nearest of all."""
    *above, key = [str(step) for step in loc if isinstance(step, str)]
    every_table = tables(model)
    here = every_table.get(tuple(above), ())
    if near := get_close_matches(key, here, 1, NEAR):
        return f"; did you mean {near[0]}?"
    if homes := _named([place for place, keys in every_table.items() if key in keys]):
        return f"; it stands in {homes}"
    every = sorted({each for keys in every_table.values() for each in keys})
    if near := get_close_matches(key, every, 1, NEAR):
        homes = _named([place for place, keys in every_table.items() if near[0] in keys])
        return f"; did you mean {near[0]}{f' in {homes}' if homes else ''}?"
    return f"; known here: {', '.join(here)}" if here else ""


def _named(places: list[tuple[str, ...]]) -> str:
    """Tables as they are written; "" for the top of the file alone."""
    return " or ".join(f"[{'.'.join(place)}]" for place in places if place)


NEAR = 0.7  # of 1: `feed_item` for `feed_items`, and not `title` for `tile_size`


def tables(model: type[BaseModel], at: tuple[str, ...] = ()) -> dict[tuple[str, ...], list[str]]:
    """Every table of a file's form with the keys it may have."""
    found = {at: list(model.model_fields)}
    for name, field in model.model_fields.items():
        for part in (field.annotation, *get_args(field.annotation)):
            if isinstance(part, type) and issubclass(part, BaseModel):
                found |= tables(part, (*at, name))
    return found


def _line_at(text: str, loc: tuple[str | int, ...]) -> int:
    """Line of the value that a path like `("sources", 4, "kind")` names; 0 if not found.

    Reads tables and arrays of tables as they follow each other; where the value itself has no line
    of its own (it is missing, or part of a list), the nearest thing above it is named.
    """
    table: tuple[str | int, ...] = ()
    seen: Counter[str] = Counter()
    best, deepest = 0, 0
    for number, row in enumerate(text.splitlines(), 1):
        if head := re.match(r"\s*(\[\[?)\s*([\w.\s\"-]+?)\s*\]", row):
            names = tuple(part.strip().strip('"') for part in head[2].split("."))
            here: tuple[str | int, ...] = names
            if head[1] == "[[":
                here = (*names, seen[head[2]])
                seen[head[2]] += 1
            elif len(names) > 1 and names[0] in seen:
                here = (names[0], seen[names[0]] - 1, *names[1:])
            table = here
        elif key := re.match(r"\s*([\w\"-]+(?:\.[\w\"-]+)*)\s*=", row):
            here = (*table, *(part.strip('"') for part in key[1].split(".")))
        else:
            continue
        if here == loc[: len(here)] and len(here) > deepest:
            best, deepest = number, len(here)
    return best


def line_of(text: str, key: tuple[str, ...]) -> int:
    """Line of `key = ...` (with the value, if two are given) or of `[key]`; 0 if not found."""
    if not key:
        return 0
    value = rf"\s*=\s*[\"']{re.escape(key[1])}[\"']" if len(key) > 1 else r"\s*="
    pattern = rf"^\s*(?:{re.escape(key[0])}{value}|\[+(?:[\w-]+\.)*{re.escape(key[0])}\]+)"
    found = re.search(pattern, text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 0
