"""Word lists and tables that lie as data beside the code that asks for them.

Enter: the path of a module; its `lists.toml` holds words by name, groups divided by `|`. Leave: sets
of lower-case words, groups and pairs. A list that is asked for and is not there is a KeyError when
the module is imported.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Lists:
    """What one file of lists holds."""

    tables: Mapping[str, Any]

    def words(self, name: str) -> frozenset[str]:
        """One class."""
        return frozenset(self.tables[name].split())

    def phrases(self, name: str) -> tuple[str, ...]:
        """The groups of a list as they are written."""
        return tuple(" ".join(group.split()) for group in self.tables[name].split("|"))

    def either(self, name: str) -> str:
        """The groups of a list as one group of a pattern."""
        return f"(?:{'|'.join(self.phrases(name))})"

    def sets(self, name: str) -> tuple[frozenset[str], ...]:
        """The groups of a list."""
        return tuple(frozenset(group.split()) for group in self.phrases(name))

    def groups(self, name: str) -> dict[str, frozenset[int]]:
        """Numbers of the groups that each word is in."""
        found: dict[str, set[int]] = {}
        for at, group in enumerate(self.phrases(name)):
            for word in group.split():
                found.setdefault(word, set()).add(at)
        return {word: frozenset(numbers) for word, numbers in found.items()}

    def pairs(self, *names: str) -> dict[str, frozenset[str]]:
        """The other words of each word's pairs, in all the lists named."""
        found: dict[str, set[str]] = {}
        for group in (group.split() for name in names for group in self.phrases(name)):
            for word in group:
                found.setdefault(word, set()).update({*group} - {word})
        return {word: frozenset(others) for word, others in found.items()}

    def forms(self, name: str) -> dict[str, str]:
        """Base word by form, from entries such as `fall:fell fallen`."""
        entries = (entry.split(":") for entry in self.phrases(name))
        return {form: base for base, listed in entries for form in listed.split()}


def beside(module: str, name: str = "lists.toml") -> Lists:
    """The lists in the folder of a module (its `__file__`)."""
    return _read(Path(module).with_name(name))


@cache
def _read(path: Path) -> Lists:
    return Lists(tomllib.loads(path.read_text("utf-8")))
