"""What ingest remembers of every file and address while it runs, findable by document.

Enter: the files of the state. Leave: who gives a document, which copies were folded into it. An
index over records that the state keeps; it writes nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.ingest.state import Given, Known

Key = tuple[str, str]  # source id, path
LATE = "9999"  # sorts undated texts after all dated ones


class Files:
    """The files remembered, by source and path, and the documents they give."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known: dict[Key, Known] = {}
        self._givers: dict[str, dict[Key, Given]] = {}  # document id -> files that give it
        self._copies: dict[str, dict[tuple[Key, str], Given]] = {}  # id -> what was folded into it
        for each in known:
            self.put(each)

    def __iter__(self) -> Iterator[Known]:
        return iter(self._known.values())

    def __contains__(self, key: Key) -> bool:
        return key in self._known

    def get(self, key: Key) -> Known | None:
        return self._known.get(key)

    def put(self, known: Known) -> None:
        """Remember a file in the place of what was known of it."""
        key = (known.source, known.path)
        self.drop(key)
        self._known[key] = known
        for given in known.given:
            self._givers.setdefault(given.id, {})[key] = given
            if given.folded:
                self._copies.setdefault(given.folded, {})[(key, given.id)] = given

    def drop(self, key: Key) -> None:
        known = self._known.pop(key, None)
        for given in known.given if known else ():
            _forget(self._givers, given.id, key)
            _forget(self._copies, given.folded, (key, given.id))

    def givers(self, document: str) -> tuple[tuple[Key, Given], ...]:
        """The files that give a document, as itself or folded."""
        return tuple(self._givers.get(document, {}).items())

    def stands(self, document: str) -> bool:
        """Whether a file gives the document as itself."""
        return any(not given.folded for _, given in self.givers(document))

    def folded_into(self, document: str) -> frozenset[Key]:
        """The files of the copies that were folded into a document."""
        return frozenset(key for key, _ in self._copies.get(document, {}))

    def also_at(self, document: str) -> tuple[str, ...]:
        """Addresses of the copies folded into a document, first published first."""
        places = {
            (given.published or LATE, given.url or ":".join(key))
            for (key, _), given in self._copies.get(document, {}).items()
        }
        return tuple(dict.fromkeys(url for _, url in sorted(places)))


def _forget(index: dict[str, dict[Any, Given]], document: str, entry: object) -> None:
    held = index.get(document)
    if held is not None:
        held.pop(entry, None)
        if not held:
            del index[document]
