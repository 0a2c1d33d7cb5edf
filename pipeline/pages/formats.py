"""The formats of posts: one table for those who draft, check and list them.

Enter: formats.toml, a table for each format. Leave: `FORMATS` by name. To add a format, add a table:
`dateline post new` drafts it, the gate holds a post to its parts, and the site lists it.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.text.lists import beside

TABLE = "Table"  # the part in which a format's table stands
UNWRITTEN = "*No source of the corpus fits this part; a person must write it.*"


@dataclass(frozen=True, slots=True)
class FormatPart:
    """A part of a format: its heading, what a model is asked for, what a heading of it may say (an
    expression; empty for a part that stands in no order), and words that fit it. single: it stands
    once, and first. sentence: it is one sentence."""

    name: str
    asks: str
    heading: str = ""
    fits: str = ""
    single: bool = False
    sentence: bool = False


@dataclass(frozen=True, slots=True)
class PostFormat:
    """A format: its parts in order, and the columns of its table, if it wants one."""

    name: str
    parts: tuple[FormatPart, ...] = ()
    table: str = ""

    def __post_init__(self) -> None:
        if self.table and all(part.name != TABLE for part in self.parts):
            raise ValueError(
                f"the format {self.name} has a table, and none of its parts is {TABLE!r}"
            )

    @property
    def drafted(self) -> bool:
        """Whether its parts are named, so that it can be drafted and held to them."""
        return bool(self.parts)


def _table() -> dict[str, PostFormat]:
    rows = beside(__file__, "formats.toml").tables
    made = (
        PostFormat(
            name,
            tuple(FormatPart(**part) for part in row.get("parts", ())),
            row.get("table", ""),
        )
        for name, row in rows.items()
    )
    return {one.name: one for one in made}


FORMATS = _table()
