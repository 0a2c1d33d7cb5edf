"""What only vectors find, in a cluster: the k-NN plugin's HNSW graphs, which come with Lucene.

Enter: whether every node has the plugin; a passage's windows; a question's vector. Leave: a field,
documents for it, a query. A window is kept as its codes (8 bits a number), whose cosine is the
question's up to rounding, and a graph may miss what it should find: so twice the pool is asked for,
our own vectors score it, and the pool is cut (`rankers.nearest`). Malkov and Yashunin 2018.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.retrieve.encoders.dense import Array
from pipeline.retrieve.opensearch.cluster import Cluster

FIELD, VECTOR = "windows", "codes"
PLUGIN = "KNNPlugin"
MOST = 10_000  # neighbours that the plugin answers with
EXTENT = 127  # of a code of 8 bits
LINKS, BUILT_BY = 16, 128  # of a node of the graph, and looked at when it is linked: the defaults
Json = dict[str, Any]


def served(cluster: Cluster) -> bool:
    """Whether every node has the plugin, wherever a shard may go."""
    nodes = cluster.call("GET", "/_nodes/plugins").get("nodes", {}).values()
    named = [[str(one.get("classname", "")) for one in node.get("plugins", ())] for node in nodes]
    return bool(named) and all(any(one.endswith(PLUGIN) for one in some) for some in named)


def field(width: int) -> Json:
    """The mapping of the windows of a passage."""
    method = {"name": "hnsw", "engine": "lucene", "space_type": "cosinesimil",
              "parameters": {"m": LINKS, "ef_construction": BUILT_BY}}  # fmt: skip
    vector = {"type": "knn_vector", "dimension": width, "data_type": "byte", "method": method}
    return {"type": "nested", "properties": {VECTOR: vector}}


def windows(codes: npt.NDArray[np.int8]) -> list[Json]:
    """A passage's windows; one of zeros is like nothing and has no place in a graph."""
    return [{VECTOR: one} for one in codes[codes.any(axis=1)].tolist()]


def query(asking: Array, depth: int, filters: Sequence[Json]) -> Json:
    """The passages with the `depth` nearest windows among those that pass the filters."""
    scale = EXTENT / max(float(np.abs(asking).max()), 1e-9)
    near: Json = {
        "vector": np.rint(asking * scale).astype(int).tolist(),
        "k": min(depth, MOST),
        "filter": {"bool": {"filter": list(filters)}},
    }
    graph = {"knn": {f"{FIELD}.{VECTOR}": near}}
    return {"nested": {"path": FIELD, "score_mode": "max", "query": graph}}
