"""Gold packs: fixed evidence, some of it traps, through a writer, scored by the verifier.

Enter: cases and articles on disk, what a writer made of each. Leave: points by case, floors that
a change may not go under, agreement of a model as judge with our own labels (Cohen 1960).
Refuses: cases that are not in the form below, floors measured on other cases.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from pipeline.errors import RecordError
from pipeline.records import Evidence, EvidenceItem, store

T = TypeVar("T")

MOST = 90  # points a floor asks for at most: the score the starter desk publishes from
DAY = "2031-03-07"  # of every case: later than all of its articles
Format = Literal["brief", "pattern", "versus", "exploration"]


class StrictCase(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Article(StrictCase):
    id: str
    domain: str
    publisher: str
    title: str
    published: str
    text: str


class Case(StrictCase):
    name: str
    about: str
    """What the case is for, in words."""
    format: Format = "brief"
    topic: str = ""
    use: tuple[str, ...] | Literal["all"] = ()
    """Ids of shared articles."""
    extra: tuple[Article, ...] = ()
    trap: str = ""
    expect: Literal["published", "nothing", "any"]
    """published: it must pass the gate. nothing: no publishable text may come of it."""
    forbidden: tuple[str, ...] = ()
    """Patterns that no published word may match."""


class GoldLabel(StrictCase):
    id: str
    question: str
    evidence: str
    text: str
    label: bool


class Floors(StrictCase):
    digest: str
    because: str = Field(min_length=3)
    points: dict[str, int]


@dataclass(frozen=True, slots=True)
class Result:
    """What a writer made of a case. `points`: the verifier's score, 0 if the case was failed."""

    case: str
    trap: str
    outcome: Literal["published", "held", "nothing"]
    score: int
    points: int
    errors: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    tokens: int = 0
    cost_usd: str = "0"
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class GoldSpent:
    tokens: int = 0
    cost_usd: str = "0"
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Gold:
    """The packs of a folder."""

    cases: tuple[Case, ...]
    articles: Mapping[str, Article]
    labels: tuple[GoldLabel, ...]

    @property
    def digest(self) -> str:
        """Which packs: floors of other ones do not apply."""
        rows = [one.model_dump_json() for one in (*self.cases, *self.articles.values())]
        return store.short_id(*rows)


def load(folder: Path) -> Gold:
    """Read the packs. Raises RecordError naming file and field."""
    articles = _read(TypeAdapter(tuple[Article, ...]), folder / "articles.json")
    cases = _read(TypeAdapter(tuple[Case, ...]), folder / "cases.json")
    by_id = {one.id: one for one in articles}
    for case in cases:
        unknown = [] if case.use == "all" else sorted(set(case.use) - set(by_id))
        if unknown:
            raise RecordError(
                f"case {case.name!r} uses unknown articles: {', '.join(unknown)}",
                where=str(folder / "cases.json"),
                hint="the articles are in articles.json beside it",
            )
    path = folder / "labels.jsonl"
    rows = store.rows(path) if path.is_file() else ()
    labels = tuple(_valid(partial(GoldLabel.model_validate, row), at) for at, row in rows)
    return Gold(cases, by_id, labels)


def evidence_of(case: Case, gold: Gold, domains: Sequence[str]) -> Evidence:
    """The numbered pack of a case, in the desk's order of domains."""
    names = tuple(gold.articles) if case.use == "all" else case.use
    chosen = [*(gold.articles[name] for name in names), *case.extra]
    known = [one for one in chosen if one.domain in domains]
    known.sort(key=lambda one: domains.index(one.domain))
    return Evidence(
        day=DAY,
        items=tuple(_item(n, one) for n, one in enumerate(known, 1)),
        corpus_digest=gold.digest,
        gaps=tuple(name for name in domains if name not in {one.domain for one in known}),
    )


@dataclass(frozen=True, slots=True)
class GoldText:
    """What a writer made of a case, and what the gate said; text is "" when nothing was written."""

    text: str
    score: int
    publishable: bool
    errors: tuple[str, ...]


def mark(case: Case, written: GoldText, spent: GoldSpent) -> Result:
    """Points for what came of a case."""
    text, score = written.text, written.score
    hits = tuple(one for one in case.forbidden if re.search(one, text, re.IGNORECASE))
    outcome: Literal["published", "held", "nothing"] = "held" if text else "nothing"
    if written.publishable:
        outcome = "published"
    fine = {
        "published": outcome == "published",
        "nothing": outcome != "published",
        "any": True,
    }[case.expect]
    # Not writing, where nothing should be written, is as good as a clean text.
    worth = 100 if case.expect == "nothing" and fine else score
    return Result(
        case=case.name,
        trap=case.trap,
        outcome=outcome,
        score=score,
        points=0 if hits or not fine else worth,
        errors=written.errors,
        forbidden=hits,
        **asdict(spent),
    )


def under(results: Iterable[Result], floors: Floors, digest: str) -> list[str]:
    """Cases under their floor, in words. Raises RecordError if the floors are of other cases."""
    if floors.digest != digest:
        raise RecordError(
            f"the floors were measured on packs {floors.digest}, these are {digest}",
            where="floors.json",
            hint="measure again with --set-floors and say why with --because",
        )
    return [
        f"{one.case}: {one.points}, the floor is {floors.points[one.case]}"
        + (
            f" ({'; '.join((*one.forbidden, *one.errors)[:3])})"
            if one.errors or one.forbidden
            else ""
        )
        for one in results
        if one.points < floors.points.get(one.case, 0)
    ]


def read_floors(folder: Path, writer: str) -> Floors | None:
    path = folder / "floors.json"
    if not path.is_file():
        return None
    every = _read(TypeAdapter(dict[str, Floors]), path)
    return every.get(writer)


def set_floors(
    folder: Path, writer: str, results: Iterable[Result], *, digest: str, because: str
) -> None:
    """Write a writer's floors; the others stay. None is over the gate's usual floor.

    Above it, points differ by warnings, which are a matter of taste and not of proof.
    """
    path = folder / "floors.json"
    every = _read(TypeAdapter(dict[str, Floors]), path) if path.is_file() else {}
    points = {one.case: min(one.points, MOST) for one in results}
    every[writer] = Floors(digest=digest, because=because, points=points)
    plain = {name: one.model_dump() for name, one in sorted(every.items())}
    store.write(path, json.dumps(plain, ensure_ascii=False, indent=1) + "\n")


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Cohen's kappa of two binary raters; 1.0 when both say one thing of all and agree."""
    if not pairs:
        raise ValueError("kappa of no pairs")
    n = len(pairs)
    agreed = sum(a == b for a, b in pairs) / n
    first, second = sum(a for a, _ in pairs) / n, sum(b for _, b in pairs) / n
    chance = first * second + (1 - first) * (1 - second)
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def _item(n: int, one: Article) -> EvidenceItem:
    source = re.sub(r"[^a-z0-9]+", "-", one.publisher.lower()).strip("-")
    return EvidenceItem(
        n=n,
        source_id=source,
        source_title=one.publisher,
        title=one.title,
        url=f"https://{source}.example/{one.id}",
        published=f"{one.published}T08:00:00+00:00",
        text=one.text,
        passage=store.short_id(one.id, one.text),
        document=store.short_id(one.id),
        start=0,
        domain=one.domain,
    )


def _read(kind: TypeAdapter[T], path: Path) -> T:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordError(
            f"cannot be read ({error.strerror})", where=str(path), hint="name a folder of packs"
        ) from error
    return _valid(partial(kind.validate_json, data), str(path))


def _valid(read: Callable[[], T], where: str) -> T:
    try:
        return read()
    except ValidationError as error:
        raise store.malformed(error, where=where) from error
