"""Records to disk and back, hashes, and atomic replacement.

Enter: records, bytes. Leave: files that are either the old or the new version, never half of
one. Refuses: a record file that does not have the form of its record (`RecordError`).
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import sqlite3
import tempfile
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import lru_cache
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, TypeVar, cast, get_origin

from pydantic import TypeAdapter, ValidationError

from pipeline.errors import RecordError
from pipeline.records.source_map import locator

T = TypeVar("T")
UNFINISHED = re.compile(
    r"\..+\.[a-z0-9_]{8}\.dateline-part"
)  # a file that a kill left half written


KEEP_ONE = (  # of the versions of a record that git left side by side
    "keep one version of the whole folder: `git checkout --ours -- {0}`, or --theirs; `dateline render` "
    "then makes the pages in content/ anew"
)


def short_id(*parts: str) -> str:
    """Sixteen hex digits of the SHA-256 of the parts: an id that is its content."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest(values: Iterable[str]) -> str:
    """Order-free digest of a set of ids."""
    return short_id(*sorted(values))


def to_json(record: Any) -> str:
    """Stable, readable JSON of a record, list of records or plain value; ends in a newline.

    It is what `json.dumps` with an indent of two makes of the record as dicts, in half its time: that
    needs a copy of all values first, and indents step by step.
    """
    return _written(record, "\n") + "\n"


def row(record: Any) -> str:
    """A flat record as a line of JSON, without its end."""
    return json.dumps(shallow(record), ensure_ascii=False)


def shallow(record: Any) -> dict[str, Any]:
    """The fields of a record by name, their values as they are."""
    return {name: getattr(record, name) for name in _names(cast(Hashable, type(record)))}


@lru_cache(maxsize=64)  # building one takes ten milliseconds
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(Any, kind))


def from_json(kind: type[T], text: str | bytes, *, where: str = "") -> T:
    """Read a record (or tuple[record, ...]) back. Raises RecordError naming file and field."""
    try:
        shared = get_origin(kind) is tuple or is_dataclass(kind)  # frozen: all may hold the same
        return cast(T, (_known if shared else _checked)(cast(Hashable, kind), text))
    except ValidationError as error:
        if at := conflict(text):
            raise RecordError(
                f"holds two versions, with git's conflict marks (the first in line {at})",
                where=where,
                hint=KEEP_ONE.format(Path(where).parent),
            ) from error
        line = _at_line(text, error.errors()[0]["loc"])
        hint = "mend that file, or bring it back from version control"
        raise malformed(error, where=where, line=line, hint=hint) from error


def conflict(text: str | bytes) -> int:
    """The line of the first mark that git leaves in a file which two clones wrote; 0 without one."""
    lines = (text if isinstance(text, bytes) else text.encode("utf-8", "replace")).split(b"\n")
    return next((n for n, line in enumerate(lines, 1) if line.startswith(b"<<<<<<< ")), 0)


def malformed(
    error: ValidationError,
    *,
    where: str,
    whole: str = "the whole file",
    line: str = "",
    hint: str = "",
) -> RecordError:
    """What is said of text that has not the form of its record: the first field that has not.

    whole: what the text is, where no field is at fault; line: where the field stands in it."""
    first = error.errors()[0]
    field = ".".join(str(step) for step in first["loc"]) or whole
    return RecordError(f"{field}{line}: {first['msg']}", where=where, hint=hint)


def _checked(kind: Hashable, text: str | bytes) -> object:
    return _adapter(kind).validate_json(text)


_known = lru_cache(maxsize=64)(_checked)  # rendering, proof and API ask for the same days' records


def _at_line(text: str | bytes, loc: tuple[str | int, ...]) -> str:
    """The line of a field, for a message; "" in what is no JSON, where the parser names it."""
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in loc)
    try:
        plain = text if isinstance(text, str) else text.decode("utf-8")
        return f" (line {locator(plain)(path.removeprefix('.'))[0]})"
    except (ValueError, RecursionError):
        return ""


def place_in(values: Any, loc: Sequence[str | int]) -> str:
    """A place in the values of a file as its owner names it: `domains[security].team`; an entry of a
    list goes by its id or title, unless that is what is spoken of, else by its number from 1."""
    name, here = "", values
    for step in loc:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):  # it is missing, or what is above it is no table
            here = None
        if isinstance(step, int):
            known = here if isinstance(here, dict) else {}
            names = [known.get(key) for key in ("id", "title") if key != loc[-1]]
            called = next((one for one in names if isinstance(one, str) and one.strip()), "")
            name += f"[{called or f'number {step + 1}'}]"
        else:
            name += f"{'.' if name else ''}{step}"
    return name


def read(kind: type[T], path: Path) -> T:
    """Read a record file. Raises RecordError when it is missing or malformed."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordError(f"cannot be read ({error.strerror})", where=str(path)) from error
    return from_json(kind, data, where=str(path))


def remembered(kind: type[T], path: Path) -> T | None:
    """What an earlier run left in local state; None where nothing of that form is there any more:
    what is remembered can be made again."""
    try:
        return read(kind, path)
    except RecordError:
        return None


def rows(path: Path, *, hint: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a file of JSON lines, each with `file:line`. Raises RecordError naming that line."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")  # a row may hold other line ends
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"cannot be read ({error})", where=str(path), hint=hint) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        at = f"{path}:{number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise RecordError(f"is not JSON ({error})", where=at, hint=hint) from error
        if not isinstance(row, dict):
            raise RecordError("is not a JSON object", where=at, hint=hint)
        yield at, row


def write(path: Path, data: str | bytes, *, sync: bool = True) -> bool:
    """Replace a file atomically. Returns False, and leaves it be, when the bytes are the same.

    sync: wait until the bytes lie on the disk; not for a file of a folder that is brought there as a
    whole before anyone sees it.
    """
    raw = data.encode() if isinstance(data, str) else data
    if path.is_file() and path.read_bytes() == raw:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name}.", suffix=".dateline-part"
    )
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(temporary, 0o644)  # noqa: PTH101  mkstemp makes 0600, a web server must read it
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True


def files_below(folder: Path) -> list[str]:
    """The paths of all files below a folder, as a `Path` would order them; folders that are links, and
    those that cannot be listed, are passed over. As text: a site has hundreds, and is listed five times
    a build."""
    found: list[str] = []
    waiting = [(str(folder), "")]
    while waiting:
        place, above = waiting.pop()
        with suppress(OSError), os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{above}{entry.name}/"))
                elif entry.is_file():
                    found.append(above + entry.name)
    return sorted(found, key=lambda name: name.split("/"))


def refuse_if_full(error: sqlite3.Error, path: Path) -> None:
    """Raise what the system says of a full disk, where that is what a database refused for."""
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from error


def durable(path: Path) -> None:
    """Bring a file's bytes, or a folder's names, to the disk."""
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


@lru_cache(maxsize=256)
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(each.name for each in fields(cast(Any, kind)))


@lru_cache(maxsize=256)
def _heads(kind: Hashable) -> tuple[tuple[str, str], ...]:
    """The fields of a record, each with how its line in JSON begins."""
    return tuple((name, f'"{name}": ') for name in _names(kind))


_leaf = json.JSONEncoder(ensure_ascii=False).encode


def _written(value: Any, line: str) -> str:
    """The JSON of a value; `line` is how the line begins that it stands in."""
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    if type(value) is int:
        return str(value)
    inner = f"{line}  "
    if isinstance(value, (list, tuple)):
        items = [_written(each, inner) for each in value]
        return f"[{inner}{f',{inner}'.join(items)}{line}]" if items else "[]"
    if isinstance(value, dict):
        items = [f"{_key(name)}: {_written(each, inner)}" for name, each in value.items()]
    elif hasattr(value, "__dataclass_fields__"):
        rows = _heads(cast(Hashable, type(value)))
        items = [head + _written(getattr(value, name), inner) for name, head in rows]
    else:
        return _leaf(value)
    return f"{{{inner}{f',{inner}'.join(items)}{line}}}" if items else "{}"


def _key(name: Any) -> str:
    return encode_basestring(name) if isinstance(name, str) else f'"{_leaf(name)}"'
