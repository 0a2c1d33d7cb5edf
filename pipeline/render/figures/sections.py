"""How it works, with figures that commands made.

Enter: the records in briefs/ and, when it is there, briefs/figures.json (a list of name, value,
unit, command, made, note). Leaves: one page. A figure without its command is refused.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from jinja2 import Environment
from pydantic import BaseModel, ConfigDict

from pipeline.newsroom import ages, briefs
from pipeline.newsroom.config import Newsroom
from pipeline.pages.metadata import PageMeta
from pipeline.records import Brief, Page, rules, store
from pipeline.render.figures.charts import Bar, ChartRate, bars, columns, intervals
from pipeline.render.figures.costs import costs
from pipeline.text.days import long_day
from pipeline.text.words import counted

DAYS = 60  # columns of the gate's chart
BARS = 16  # of a chart by name; what is rarer is one bar together
BAR = "the bar is the 95 % interval"
GROUPS = {
    "dateline eval retrieval": (
        "retrieval",
        f"What retrieval finds; {BAR}",
        f"What retrieval misses; {BAR}",
    ),
    "dateline eval faults": (
        "checks",
        f"What the checks can judge; {BAR}",
        f"What escapes the checks; {BAR}",
    ),
    "dateline eval claims": (
        "claims",
        f"How claims are judged; {BAR}",
        f"How claims are misjudged; {BAR}",
    ),
    "dateline eval reading": (
        "reading",
        f"What the last editions were as reading; {BAR}",
        f"What the last editions should not have; {BAR}",
    ),
    "dateline eval judge": (
        "judge",
        f"How the judge judges; {BAR}",
        f"How the judge misjudges; {BAR}",
    ),
}  # by command: name of the chart, its title, and that of the chart of small shares
INTERVAL = re.compile(r"95 %: ([\d.]+) to ([\d.]+) %")
SMALL = 5.0  # per cent: shares below are drawn on a line of their own, or they could not be seen


class MeasuredFigure(BaseModel):
    """One measured figure and the command that makes it again."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    name: str
    value: str | float | int
    command: str
    unit: str = ""
    made: str = ""
    note: str = ""


def how_it_works(tools: Environment, room: Newsroom, cards: tuple[PageMeta, ...]) -> Page:
    """The page that says how a brief is made and how well."""
    held = held_briefs(room, {card.day for card in cards})
    facts: dict[str, Any] = {
        "kind": "page", "title": "How it works",
        "description": "From sources to a published or held brief, with the figures of every step.",
        "updated": max((card.updated for card in cards), default=None),
    }  # fmt: skip
    figures = read_figures(room.briefs / "figures.json")
    standing = tuple(card for card in cards if card.retraction is None)
    apart = "held days stand" if len(standing) == len(cards) else "held and retracted days stand"
    view = {
        "gate": columns(
            "gate",
            f"Score of each day's brief; {apart} out",
            _gate(cards, held, _approved(room, cards[:DAYS])),
            most=100,
        ),
        "rules": bars("rules", "What held a brief", _rules(held)) if held else "",
        "corpus": list(_corpus(room, standing)),
        "evidence": list(_evidence(standing)),
        "measured": list(measured(figures)),
        "figures": figures,
        "costs": costs(room.briefs / "ledger.jsonl"),
        "counts": _counts(room, cards, held),
    }
    body = tools.get_template("how.md.j2").render(facts=facts, room=room, **view)
    return Page("how-it-works.md", tuple(facts.items()), body)


def _corpus(room: Newsroom, cards: tuple[PageMeta, ...]) -> Iterator[str]:
    """The corpus that the newest brief was made from, by source and by age."""
    held = briefs.holdings(room, cards[0].day) if cards else {}
    names = {one.id: one.title for one in room.sources}
    sources = Counter(
        {names.get(key, key): n for key, n in held.get("documents_by_source", {}).items()}
    )
    if sources:
        yield bars("corpus-sources", "Documents in the corpus, by source", _ranked(sources))
    if held.get("documents_by_age"):
        rows = [Bar(name, n, str(n)) for name, n in held["documents_by_age"].items()]
        yield bars("corpus-ages", f"Their age on {long_day(cards[0].day)}", rows)


def _evidence(cards: tuple[PageMeta, ...]) -> Iterator[str]:
    """What the briefs cite, by source and by age, and how fresh each day's evidence was."""
    if not cards:
        return
    cited = Counter(one.source for card in cards for one in card.citation)
    yield bars("cited", "Citations in all briefs, by source", _ranked(cited))
    banded = ages.counted(one for card in cards for one in _ages(card))
    rows = [Bar(name, n, str(n)) for name, n in banded.items()]
    yield bars("ages", "Age of the cited pages on the day of their brief", rows)
    fresh = [
        (card.day, median(known)) for card in reversed(cards[:DAYS]) if (known := _known(card))
    ]
    if fresh:
        days = [Bar(long_day(day), age, counted(age, "day")) for day, age in fresh]
        title = "Freshness: median age of each day's cited pages, in days"
        if undated := len(cards[:DAYS]) - len(fresh):
            title += f"; {counted(undated, 'brief')} without a dated page left out"
        yield columns("freshness", title, days, most=max(age for _, age in fresh))


def measured(figures: tuple[MeasuredFigure, ...]) -> Iterator[tuple[str, str, str]]:
    """Charts of measured shares, each with its commands and the day it was measured."""
    for start, (key, large, tiny) in GROUPS.items():
        mine = [one for one in figures if one.command.startswith(start)]
        rates = [(rate, one) for one in mine if (rate := _rate(one))]
        for small in (False, True):
            drawn = [(rate, one) for rate, one in rates if (rate.high < SMALL) == small]
            if drawn:
                top = max(rate.high for rate, _ in drawn)
                most = _round(top) if small else 100
                name, title = (f"{key}-small", tiny) if small else (key, large)
                chart = intervals(name, title, [rate for rate, _ in drawn], most=most)
                commands = ", ".join(dict.fromkeys(one.command for _, one in drawn))
                yield chart, commands, max(one.made for _, one in drawn)


def _rate(figure: MeasuredFigure) -> ChartRate | None:
    """A figure as a share with its interval; None where it is none."""
    found = INTERVAL.search(figure.note)
    if figure.unit != "%" or not found:
        return None
    words = f"{figure.value} % ({figure.note})"
    return ChartRate(figure.name, float(figure.value), float(found[1]), float(found[2]), words)


def _round(value: float) -> float:
    """The next 1, 2 or 5 of its decade: the end of a scale."""
    decade = 10.0 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return next(step * decade for step in (1, 2, 5, 10) if step * decade >= value)


def held_briefs(room: Newsroom, published: set[str]) -> list[Brief]:
    """Records of days whose brief was held, oldest first; one that cannot be read counts nowhere."""
    found = briefs.readable(room, (day for day in briefs.days(room) if day not in published))
    return [brief for brief in found if brief.outcome == "held"]


def read_figures(path: Path) -> tuple[MeasuredFigure, ...]:
    """Measured figures, in the file's order; none when there is no file. Raises RecordError."""
    return store.read(tuple[MeasuredFigure, ...], path) if path.is_file() else ()


def _approved(room: Newsroom, cards: tuple[PageMeta, ...]) -> set[str]:
    """Those days whose brief is under today's floor because a person approved it."""
    floor = room.desk.gate.floor
    found = briefs.readable(room, (card.day for card in cards if card.score < floor))
    return {one.day for one in found if any(each.decision == "approved" for each in one.reviews)}


def _gate(cards: tuple[PageMeta, ...], held: list[Brief], approved: set[str]) -> list[Bar]:
    fates = dict.fromkeys(approved, "approved by a person")
    fates |= {card.day: "retracted" for card in cards if card.retraction}
    rows = [(card.day, card.score, fates.get(card.day, "published")) for card in cards]
    rows += [(brief.day, brief.score, "held") for brief in held]
    rows.sort()
    return [
        Bar(
            long_day(day),
            score,
            f"{outcome}, {score} of 100",
            "alert" if outcome in ("held", "retracted") else "plain",
        )
        for day, score, outcome in rows[-DAYS:]
    ]


def _rules(held: list[Brief]) -> list[Bar]:
    counts = Counter(rules.named(one.rule) for brief in held for one in brief.findings if one.holds)
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:10]
    return [Bar(rule, count, str(count), "alert") for rule, count in ranked]


def _ranked(counts: Counter[str]) -> list[Bar]:
    """The most frequent by name, and all others in one bar."""
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    shown = ranked if len(ranked) <= BARS else ranked[: BARS - 1]
    bars = [Bar(name, count, str(count)) for name, count in shown]
    others = counts.total() - sum(count for _, count in shown)
    if others:
        bars.append(Bar(f"{len(ranked) - len(shown)} others", others, str(others)))
    return bars


def _ages(card: PageMeta) -> list[int | None]:
    """Days between each cited page and the brief that cites it; None where it has no date."""
    return [ages.age(card.day, one.published) for one in card.citation]


def _known(card: PageMeta) -> list[int]:
    return [age for age in _ages(card) if age is not None]


def _counts(
    room: Newsroom, cards: tuple[PageMeta, ...], held: list[Brief]
) -> list[tuple[str, str]]:
    standing = [card for card in cards if card.retraction is None]
    newest = standing[0] if standing else None
    young = [age for card in standing[:30] for age in _known(card)]
    corrected = sum(card.status != "published" for card in cards)
    paid = sum((Decimal(card.paid or 0) for card in cards), Decimal(0))
    avoided = sum((Decimal(card.avoided or 0) for card in cards), Decimal(0))
    rows = [
        ("Sources on the desk", str(len(room.sources))),
        ("Briefs published", str(len(standing))),
        ("Briefs held", str(len(held))),
        ("Corrected or retracted", f"{corrected} of {len(cards)}"),
        ("Citations published", str(sum(len(card.citation) for card in standing))),
        ("Paid for the models of published briefs", f"${paid}"),
        ("Avoided there by caches and cheaper steps", f"${avoided}"),
    ]
    if len(standing) < len(cards):
        rows.insert(2, ("Briefs retracted", str(len(cards) - len(standing))))
    if newest and newest.documents:
        rows.insert(
            1, ("Documents, passages in the corpus", f"{newest.documents}, {newest.passages}")
        )
    if young:
        rows.append(("Median age of cited pages, last 30 briefs", counted(median(young), "day")))
    return rows
