"""How it works, with figures that commands made.

Enter: the records in briefs/ and, when it is there, briefs/figures.json (a list of name, value,
unit, command, made, note). Leaves: one page. A figure without its command is refused.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from jinja2 import Environment
from pydantic import BaseModel, ConfigDict

from pipeline import store
from pipeline.cards import Card, long_day
from pipeline.config import Newsroom
from pipeline.records import Brief, Page
from pipeline.render.charts import Bar, bars, columns
from pipeline.render.costs import costs

DAYS = 60  # columns of the gate's chart
AGES = (
    ("the same day", 0),
    ("1 to 7 days", 7),
    ("8 to 30 days", 30),
    ("31 to 90 days", 90),
    ("91 days to a year", 365),
)


class Figure(BaseModel):
    """One measured figure and the command that makes it again."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    name: str
    value: str | float | int
    command: str
    unit: str = ""
    made: str = ""
    note: str = ""


def how_it_works(tools: Environment, room: Newsroom, briefs: tuple[Card, ...]) -> Page:
    """The page that says how a brief is made and how well."""
    held = held_briefs(room, {card.day for card in briefs})
    facts: dict[str, Any] = {
        "kind": "page", "title": "How it works",
        "description": "From sources to a published or held brief, with the figures of every step.",
        "updated": max((card.updated for card in briefs), default=None),
    }  # fmt: skip
    view = {
        "gate": columns(
            "gate", "Score of each day's brief; held days stand out", _gate(briefs, held), most=100
        ),
        "rules": bars("rules", "What held a brief", _rules(held)) if held else "",
        "sources": bars("cited", "Citations by source", _cited(briefs)),
        "ages": bars("ages", "Age of the cited pages on the day of the brief", _ages(briefs)),
        "figures": read_figures(room.briefs / "figures.json"),
        "costs": costs(room.briefs / "ledger.jsonl"),
        "counts": _counts(room, briefs, held),
    }
    body = tools.get_template("how.md.j2").render(facts=facts, room=room, **view)
    return Page("how-it-works.md", tuple(facts.items()), body)


def held_briefs(room: Newsroom, published: set[str]) -> list[Brief]:
    """Records of days whose brief was held, oldest first."""
    days = [path for path in sorted(room.briefs.glob("????-??-??")) if path.name not in published]
    found = [
        store.read(Brief, path / "brief.json") for path in days if (path / "brief.json").is_file()
    ]
    return [brief for brief in found if brief.outcome == "held"]


def read_figures(path: Path) -> tuple[Figure, ...]:
    """Measured figures, in the file's order; none when there is no file. Raises RecordError."""
    return store.read(tuple[Figure, ...], path) if path.is_file() else ()


def _gate(briefs: tuple[Card, ...], held: list[Brief]) -> list[Bar]:
    rows = [(card.day, card.score, "published") for card in briefs]
    rows += [(brief.day, brief.score, "held") for brief in held]
    rows.sort()
    return [
        Bar(
            long_day(day),
            score,
            f"{outcome}, {score} of 100",
            "alert" if outcome == "held" else "plain",
        )
        for day, score, outcome in rows[-DAYS:]
    ]


def _rules(held: list[Brief]) -> list[Bar]:
    counts = Counter(
        one.rule
        for brief in held
        for one in brief.findings
        if one.severity == "error" and not one.resolved
    )
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:10]
    return [Bar(rule, count, str(count), "alert") for rule, count in ranked]


def _cited(briefs: tuple[Card, ...]) -> list[Bar]:
    counts = Counter(one.source for card in briefs for one in card.citation)
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [Bar(name, count, str(count)) for name, count in ranked[:16]]


def _ages(briefs: tuple[Card, ...]) -> list[Bar]:
    counts: Counter[str] = Counter()
    for age in _all_ages(briefs):
        name = next((name for name, most in AGES if age is not None and age <= most), "older")
        counts["undated" if age is None else name] += 1
    names = [*(name for name, _ in AGES), "older", "undated"]
    return [Bar(name, counts[name], str(counts[name])) for name in names]


def _all_ages(briefs: tuple[Card, ...]) -> list[int | None]:
    """Days between a cited page and the brief that cites it; None where the page has no date."""
    return [
        max((date.fromisoformat(card.day) - date.fromisoformat(one.published[:10])).days, 0)
        if one.published
        else None
        for card in briefs
        for one in card.citation
    ]


def _counts(room: Newsroom, briefs: tuple[Card, ...], held: list[Brief]) -> list[tuple[str, str]]:
    newest = briefs[0] if briefs else None
    ages = [age for age in _all_ages(briefs[:30]) if age is not None]
    corrected = sum(card.status != "published" for card in briefs)
    paid = sum((Decimal(card.paid or 0) for card in briefs), Decimal(0))
    avoided = sum((Decimal(card.avoided or 0) for card in briefs), Decimal(0))
    rows = [
        ("Sources on the desk", str(len(room.sources))),
        ("Briefs published", str(len(briefs))),
        ("Briefs held", str(len(held))),
        ("Corrected or retracted", f"{corrected} of {len(briefs)}"),
        ("Citations published", str(sum(len(card.citation) for card in briefs))),
        ("Paid for models, in all", f"${paid}"),
        ("Avoided by caches and cheaper steps, in all", f"${avoided}"),
    ]
    if newest and newest.documents:
        rows.insert(
            1, ("Documents, passages in the corpus", f"{newest.documents}, {newest.passages}")
        )
    if ages:
        rows.append(("Median age of cited pages, last 30 briefs", f"{median(ages):g} days"))
    return rows
