"""What the day's evidence shares across domains: terms, numbers that agree, numbers that do not.

Enter: candidates. Leave: threads, each a noun phrase named by at least two domains and two
sources, strongest first, and the pairs of sentences that put it side by side.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from pipeline.compose.extractive.candidates import Candidate, cosine, vector
from pipeline.compose.extractive.relations import VERBS
from pipeline.text.numbers import Number, numbers
from pipeline.text.words import phrases, stem, words

# Words that name nothing on their own in engineering prose; a thread needs more than these.
GENERIC = frozenset(
    stem(word)
    for word in (
        "system systems service services data time times value values number numbers request "
        "requests change changes result results case cases example examples work user users client "
        "server application team teams engineer engineers people person part parts way ways kind "
        "kinds type types set sets group list name names problem problems question answer size rate "
        "level point points day days hour hours minute minutes second seconds week weeks month year "
        "years percent thing share cost costs default process code file files page pages test tests "
        "run runs step steps rule rules limit limits reason reasons source sources line lines first "
        "total amount average paper article document documents reader readers author field fields "
        "copy copies start end order place form state version versions tool tools model models "
        "question text word words order effect effort half whole side pair member row rows key keys "
        "message messages event events item items call calls caller response operation operations "
        "attempt attempts output input window difference behaviour behavior decision measurement "
        "measure record records figure figures target targets path read write table full short long "
        "small large new old extra single different common high low good bad real worker machine "
        "host node nodes instance function method parameter option setting library program feature "
        "component resource project plan role task tasks base top bottom middle moment period risk "
        "guess check choice claim need use unit bit byte bytes store stream batch load need share"
    ).split()
)
VERB_STEMS = frozenset(stem(verb) for verb in VERBS if verb.endswith("s")) | {"see", "try", "ask"}
# Single words that are too common in engineering prose to be a thread by themselves.
WEAK = frozenset(
    "tail sum move count wait pause loop refusal log turn reader failure interval arithmetic commit "
    "image delete query drain rollback snapshot hash release cache pod backup design budget memory "
    "interruption review reviewer document dashboard warning alert list handler region zone owner "
    "writer scale trace board lead letter note ladder argument agent prompt browser page script "
    "graph chart report link network disk image container process thread pool lock queue cluster "
    "database schema job pipeline topic record log retry retries canary deploy deployment outage "
    "little delay storage incident latency throughput capacity traffic error errors metric metrics".split()
)
# Verb forms that more often than not are the head of a name in engineering prose.
NAMING = frozenset(
    "cache check copy schedule lock log batch hash queue load match record report request sample "
    "scale scan store stream track transfer trigger update version map point stop start change "
    "control cap limit retry block stamp reset return split".split()
)
PLAIN = 0.5  # one ordinary word is a weaker thread than a compound, a name or an acronym
COMMONEST = 0.34  # a term in more of the items than this says nothing of the day
NEAR = 0.30  # cosine from which two sentences with one unit are taken to speak of one quantity


@dataclass(frozen=True, slots=True)
class Thread:
    """A term and where it is named: domains in evidence order, items by number."""

    stems: tuple[str, ...]
    name: str
    domains: tuple[str, ...]
    cites: tuple[int, ...]
    score: float

    @property
    def telling(self) -> bool:
        """A compound, an acronym or a code name: more than one ordinary word."""
        return len(self.stems) > 1 or sum(not char.islower() for char in self.name) > 1


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two sentences of two domains on one thread; `agree` and `differ` are numbers they carry."""

    thread: Thread
    left: Candidate
    right: Candidate
    score: float
    agree: str = ""  # "5 percent"
    differ: tuple[str, str] | None = None


def threads(pool: tuple[Candidate, ...]) -> tuple[Thread, ...]:
    """Shared terms, strongest first; a term inside a stronger, longer one is left out."""
    where: dict[tuple[str, ...], dict[int, Candidate]] = defaultdict(dict)
    written: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for one in pool:
        for stems, name in phrases(one.text):
            written[stems][name] += 1
    for one in pool:
        for gram in _grams(one.text) & written.keys():
            where[gram][one.item.n] = one
    total = len({one.item.n for one in pool})
    topics = {
        gram for one in pool for gram in _grams(" ".join((one.item.title, *one.item.headings)))
    }
    found = [
        thread
        for stems, items in where.items()
        if (len(stems) > 1 or stems in topics)
        and (thread := _thread(stems, written[stems], items, total)) is not None
    ]
    found.sort(key=lambda thread: (-thread.score, thread.stems))
    return _without_parts(found)


def pairings(
    shared: tuple[Thread, ...],
    pool: tuple[Candidate, ...],
    weights: Mapping[tuple[int, int], float],
) -> tuple[Pairing, ...]:
    """For every thread and pair of its domains, the two best sentences that name it."""
    found = []
    for thread in shared:
        naming = [one for one in pool if named(thread, one)]
        for left_domain, right_domain in combinations(thread.domains, 2):
            lefts = [one for one in naming if one.item.domain == left_domain]
            rights = [one for one in naming if one.item.domain == right_domain]
            pairs = [
                _pair(thread, left, right, weights)
                for left in lefts
                for right in rights
                if left.item.source_id != right.item.source_id
            ]
            if pairs:
                found.append(max(pairs, key=lambda pair: (pair.score, pair.left.key)))
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.left.key, pair.right.key)))


def named(thread: Thread, one: Candidate) -> bool:
    """True when the sentence holds the thread's term."""
    return thread.stems in _grams(one.text)


@lru_cache(maxsize=8192)
def _grams(text: str) -> frozenset[tuple[str, ...]]:
    stems = [stem(word) for word in words(text)]
    return frozenset(
        tuple(stems[at : at + size]) for size in (1, 2, 3) for at in range(len(stems) - size + 1)
    )


def _thread(
    stems: tuple[str, ...], names: Counter[str], items: Mapping[int, Candidate], total: int
) -> Thread | None:
    sources = {one.item.source_id for one in items.values()}
    domains = tuple(dict.fromkeys(items[n].item.domain for n in sorted(items)))
    telling = [one for one in stems if one not in GENERIC and len(one) > 2]
    if len(domains) < 2 or len(sources) < 2 or not telling or len(items) > COMMONEST * total + 2:
        return None
    if _ends_wrong(stems):
        return None
    rarity = math.log(1 + total / len(items))
    name = min(names, key=lambda name: (-names[name], name))
    score = rarity * math.sqrt(len(domains)) * (1.0 + 0.6 * (len(telling) - 1))
    score *= PLAIN if len(stems) == 1 and sum(not char.islower() for char in name) < 2 else 1.0
    return Thread(stems, name, domains, tuple(sorted(items)), score)


def _ends_wrong(stems: tuple[str, ...]) -> bool:
    """True for a phrase that a verb, participle or predicate ran into, and for a weak word."""
    last = stems[-1]
    if len(stems) == 1:
        return last in WEAK
    return (
        (last in VERB_STEMS and last not in NAMING)
        or last in {"possible", "available", "ready", "necessary", "late", "early", "exactly"}
        or (last.endswith("ed") and last not in {"speed", "feed", "need", "seed"})
    )


def _without_parts(found: list[Thread]) -> tuple[Thread, ...]:
    kept: list[Thread] = []
    for thread in found:
        mine = set(thread.stems)
        if not any(mine & set(other.stems) for other in kept):
            kept.append(thread)
    return tuple(kept)


def _pair(
    thread: Thread, left: Candidate, right: Candidate, weights: Mapping[tuple[int, int], float]
) -> Pairing:
    agree, differ = _compare(thread, left, right)
    score = thread.score * (weights[left.key] + weights[right.key])
    score *= 1.0 + (0.4 if agree else 0.0) + (0.8 if differ else 0.0)
    return Pairing(thread, left, right, score, agree, differ)


def _compare(
    thread: Thread, left: Candidate, right: Candidate
) -> tuple[str, tuple[str, str] | None]:
    """A number with unit that both carry, or two that differ though the sentences are near."""
    ours, theirs = _measured(left), _measured(right)
    for number in ours:
        for other in theirs:
            if (number.value, number.unit) == (other.value, other.unit):
                return _written(left, number), None
    near = cosine(vector(left.stems, {}), vector(right.stems, {})) >= NEAR
    pairs = [(a, b) for a in ours for b in theirs if a.unit == b.unit]
    if near and len(ours) == len(theirs) == len(pairs) == 1:
        return "", (_written(left, pairs[0][0]), _written(right, pairs[0][1]))
    return "", None


def _measured(one: Candidate) -> list[Number]:
    return [number for number in numbers(one.text) if number.unit]


def _written(one: Candidate, number: Number) -> str:
    return one.text[number.start : number.end]
