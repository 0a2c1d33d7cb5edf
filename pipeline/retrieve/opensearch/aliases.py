"""Which index answers: one alias, the index it stands on, and the one before it.

Enter: a cluster and the alias of the desk. Leave: names, what an index says of itself, and an open
engine. Refuses: an alias that stands on several indices or on none, an index that is not whole, of
other versions, or of another corpus than the library's; each names the command that mends it.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from pipeline.errors import ConfigError, EngineError
from pipeline.newsroom.library import Library
from pipeline.retrieve.opensearch.cluster import Cluster
from pipeline.retrieve.opensearch.engine import Remote
from pipeline.retrieve.opensearch.mapping import Meta

PUSH = "run `dateline index push`"
FULL = "run `dateline index push --full`"
Json = dict[str, Any]


def standing(cluster: Cluster, alias: str) -> str | None:
    """The index an alias stands on, None where there is no such alias yet."""
    if not cluster.holds(f"/_alias/{alias}"):
        if cluster.holds(f"/{alias}"):
            raise ConfigError(f"{alias!r} is an index, not an alias", where=cluster.where,
                              hint="name another alias in engine_index under [retrieval]")  # fmt: skip
        return None
    found = sorted(cluster.call("GET", f"/_alias/{alias}"))
    if len(found) > 1:
        raise ConfigError(
            f"the alias {alias!r} stands on {len(found)} indices ({', '.join(found)})",
            where=cluster.where,
            hint="take it off all but one, or `dateline index push --full` and let it move",
        )
    return str(found[0])


def generations(cluster: Cluster, alias: str) -> list[str]:
    """Indices of an alias by name, the oldest first, whether the alias stands on them or not."""
    found = cluster.call("GET", f"/{alias}-g*/_alias", ignore_unavailable="true")
    name = re.compile(re.escape(alias) + r"-g(\d+)")
    return sorted((one for one in found if name.fullmatch(one)), key=_number)


def following(cluster: Cluster, alias: str) -> str:
    """A name for the next generation."""
    held = generations(cluster, alias)
    return f"{alias}-g{_number(held[-1]) + 1 if held else 1}"


def _number(name: str) -> int:
    return int(name.rsplit("-g", 1)[1])


def meta(cluster: Cluster, index: str) -> Meta | None:
    """What an index says of itself; None while it is not whole."""
    found = cluster.call("GET", f"/{index}/_mapping")[index]["mappings"].get("_meta", {})
    raw = found.get("dateline")
    if not isinstance(raw, dict):
        return None
    known = {name: raw[name] for name in Meta.__dataclass_fields__ if name in raw}
    sources = {one: (int(two[0]), int(two[1])) for one, two in known.get("sources", {}).items()}
    return Meta(**known | {"sources": sources})


def declare(cluster: Cluster, index: str, said: Meta) -> None:
    """Write down that an index is whole, and what it holds."""
    cluster.call("PUT", f"/{index}/_mapping", {"_meta": {"dateline": asdict(said)}})


def point(cluster: Cluster, alias: str, index: str) -> None:
    """Move an alias in one step."""
    moves: list[Json] = [{"remove": {"index": f"{alias}-g*", "alias": alias}}]
    if not cluster.holds(f"/_alias/{alias}"):
        moves = []
    cluster.call(
        "POST", "/_aliases", {"actions": [*moves, {"add": {"index": index, "alias": alias}}]}
    )


def usable(found: Meta | None, index: str, encoder: str | None) -> Meta:
    """What an index says of itself if this version of dateline can read it; with no `encoder` it
    does not matter whose vectors it has."""
    if found is None:
        raise EngineError("is not whole: a push did not come to its end", where=index, hint=PUSH)
    mine = Meta()
    for (name, theirs), (_, ours) in zip(found.versions, mine.versions, strict=True):
        if theirs != ours:
            raise EngineError(f"was written with another version of {name} ({theirs}, this is {ours})",
                              where=index, hint=FULL)  # fmt: skip
    if encoder is not None and found.encoder != encoder:
        raise EngineError(
            f"was written with the vectors of {found.encoder or 'no model'}, the desk names "
            f"{encoder or 'none'}", where=index, hint=FULL,
        )  # fmt: skip
    return found


def current(found: Meta, library: Library) -> bool:
    """Whether an index holds what the library holds."""
    if found.library == library.note("identity"):
        return found.generation == library.generation
    return found.corpus == library.digest() and found.passages == library.counts()[1]


def open_engine(
    cluster: Cluster, alias: str, library: Library, *, encoder: str = "", behind: bool = False
) -> Remote:
    """The engine over what an alias stands on. Raises EngineError when it cannot answer for the
    library as it is now, or, if it may be `behind`, for a generation of its own."""
    index = standing(cluster, alias)
    if index is None:
        raise EngineError(f"there is no index {alias!r} yet", where=cluster.where, hint=PUSH)
    return opened(cluster, index, library, encoder=encoder, behind=behind)


def opened(
    cluster: Cluster, index: str, library: Library, *, encoder: str = "", behind: bool = False
) -> Remote:
    """The engine over one index."""
    found = usable(meta(cluster, index), index, encoder)
    same = current(found, library)
    if not same and not behind:
        raise EngineError(
            f"holds {found.passages} passages of generation {found.generation}, the library "
            f"{library.counts()[1]} of {library.generation}", where=index,
            hint=f"{PUSH}; or `dateline index pull`, where the corpus is made elsewhere",
        )  # fmt: skip
    counted = cluster.call("POST", f"/{index}/_count", {"query": {"term": {"kind": "passage"}}})
    held = int(cluster.whole(counted)["count"])
    if held != found.passages:
        raise EngineError(
            f"holds {held} passages and says {found.passages}", where=index, hint=FULL
        )
    return Remote(cluster, index, found, library, own_texts=not same)
