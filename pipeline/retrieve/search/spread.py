"""Which passages of a ranking become the hits: the best first, then several sources.

Enter: the scores of a ranking, best first, with the source and document of each row. Leave: places
in it. A further passage of a source says less that is new, so it must be ahead by the more the
more of its source there are: diminishing returns, as in submodular selection (Lin and Bilmes
2011), with a logarithm where they have a square root.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict, deque
from collections.abc import Sequence

HEAD = 3  # hits that stand as they are ranked: who asks for one thing finds it there
PER_DOCUMENT = 3  # passages of one document; more fill up only what would stay empty


def places(
    scores: Sequence[float],
    sources: Sequence[int],
    documents: Sequence[int],
    k: int,
    *,
    discount: float,
) -> list[tuple[int, float]]:
    """At most `k` places in the order they are shown, each with what its score lost.

    After the first three, the n-th passage of a source loses `discount` times ln(n).
    """
    taken = [(place, 0.0) for place in range(min(HEAD, k, len(scores)))]
    of_source = Counter(sources[place] for place, _ in taken)
    of_document = Counter(documents[place] for place, _ in taken)
    queues: defaultdict[int, deque[int]] = defaultdict(deque)
    for place in range(len(taken), len(scores)):
        queues[sources[place]].append(place)

    def entry(source: int) -> tuple[float, int, float]:
        lost = discount * math.log1p(of_source[source])
        return lost - scores[queues[source][0]], queues[source][0], lost

    waiting = [entry(source) for source in queues]
    heapq.heapify(waiting)
    spare = []
    while waiting and len(taken) < k:
        _, place, lost = heapq.heappop(waiting)
        source, document = sources[place], documents[place]
        queues[source].popleft()
        if of_document[document] < PER_DOCUMENT:
            taken.append((place, lost))
            of_source[source] += 1
            of_document[document] += 1
        else:
            spare.append(place)
        if queues[source]:
            heapq.heappush(waiting, entry(source))
    return taken + [(place, 0.0) for place in sorted(spare)[: k - len(taken)]]
