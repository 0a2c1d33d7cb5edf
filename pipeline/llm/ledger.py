"""The cost ledger, briefs/ledger.jsonl: one row per paid or avoided model reply.

Enter: rows, as calls settle. Leave: `summary` for `dateline cost` and the site, `statement` for a
brief. Amounts are Decimal, written as text; a row carries the rates it was priced with, so it
can be recomputed without any price list. Refuses: numbers whose invariants fail; then there is
no statement but the faults.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import BinaryIO, Literal

from pydantic import TypeAdapter, ValidationError

from pipeline.llm.prices import CLASSES, MILLION, Price, Tokens
from pipeline.records import Receipt, Saved, store

CAUSES = ("routing", "caching", "batch", "repeat")


@dataclass(frozen=True, slots=True)
class Row:
    """A reply and its price. kind "repeat": the cache answered, nothing was paid."""

    message: str  # the provider's message id; repeats number themselves after it
    kind: Literal["call", "repeat"]
    at: str
    day: str  # of the brief it was for; "" for posts and evaluations
    consumer: str  # the step: plan, section, crosscuts, ...
    part: str
    tier: str
    writer: str
    host: str
    model: str
    batch: bool
    uncached: int
    cache_read: int
    write_5m: int
    write_1h: int
    output: int
    prompt: int  # all input tokens; must be the sum of the first four
    estimated: bool  # the server did not report its usage
    rates: dict[str, str]  # dollars per million tokens, by class
    prices: str  # which price list
    cost_usd: str
    baseline: str
    counterfactual_usd: str
    saved: dict[str, str]  # by cause; adds up to counterfactual - cost
    premium: tuple[str, ...]  # what may cost more than the baseline: cache-write, model, fast
    key: str
    template: str
    prompt_sha256: str
    reply_sha256: str
    seconds: float

    @property
    def tokens(self) -> Tokens:
        return Tokens(self.uncached, self.cache_read, self.write_5m, self.write_1h, self.output)

    @property
    def cost(self) -> Decimal:
        return Decimal(self.cost_usd)

    @property
    def counterfactual(self) -> Decimal:
        return Decimal(self.counterfactual_usd)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """Rows added up under one name. `tokens` are billed ones; repeats bill none."""

    name: str
    calls: int = 0
    repeats: int = 0
    tokens: int = 0
    cost: Decimal = Decimal(0)
    counterfactual: Decimal = Decimal(0)

    @property
    def avoided(self) -> Decimal:
        return self.counterfactual - self.cost


@dataclass(frozen=True, slots=True)
class Saving:
    """What one cause saved (negative: cost extra), and its share of the counterfactual."""

    cause: str
    usd: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class Summary:
    total: LedgerLine
    days: tuple[LedgerLine, ...] = ()
    steps: tuple[LedgerLine, ...] = ()
    models: tuple[LedgerLine, ...] = ()
    tiers: tuple[LedgerLine, ...] = ()
    savings: tuple[Saving, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerStatement:
    """What a brief cost. With `faults` there are no numbers: every amount is empty."""

    day: str
    cost_usd: str = ""
    avoided_usd: str = ""
    counterfactual_usd: str = ""
    baseline: str = ""
    calls: int = 0
    tokens: int = 0
    models: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    tiers: tuple[LedgerLine, ...] = ()
    savings: tuple[Saving, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def receipt(self) -> Receipt:
        """The part of it that stands on a brief."""
        return Receipt(
            models=self.models,
            tokens=self.tokens,
            cost_usd=self.cost_usd,
            avoided_usd=self.avoided_usd,
            saved=tuple(Saved(one.cause, money(one.usd)) for one in self.savings if self.calls),
            baseline=self.baseline,
            hosts=self.hosts,
        )


def money(amount: Decimal) -> str:
    """A Decimal as plain text, exact, without an exponent or trailing zeros."""
    text = format(amount, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def price_fields(tokens: Tokens, priced: Price, *, fast: bool = False) -> dict[str, object]:
    """The fields of a row that follow from its tokens and price."""
    premium = [
        name
        for name, there in (
            ("cache-write", priced.caching < 0),
            ("model", priced.routing < 0),
            ("fast", fast),
        )
        if there
    ]
    saved = {"routing": priced.routing, "caching": priced.caching, "batch": priced.batch}
    return {
        **asdict(tokens),
        "prompt": tokens.prompt,
        "rates": {name: money(rate) for name, rate in priced.rates.items()},
        "prices": priced.snapshot,
        "cost_usd": money(priced.cost),
        "counterfactual_usd": money(priced.counterfactual),
        "saved": {**{name: money(usd) for name, usd in saved.items()}, "repeat": "0"},
        "premium": tuple(premium),
    }


def read(path: Path) -> tuple[Row, ...]:
    """Every row, oldest first. Raises RecordError naming a line that is not a row.

    A last line without its newline was torn by a crash; it is left out, and `append` drops it.
    """
    if not path.is_file():
        return ()
    lines = path.read_bytes().split(b"\n")[:-1]
    return tuple(_parse(line, f"{path}:{n}") for n, line in enumerate(lines, 1) if line.strip())


def append(path: Path, row: Row) -> None:
    """Add one row, whole or not at all, and wait until it is on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(row), ensure_ascii=False, separators=(",", ":")) + "\n"
    with path.open("ab+") as file:
        _drop_torn_line(file)
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())


def check(rows: Iterable[Row]) -> tuple[str, ...]:
    """Faults of the ledger, in words; none means its numbers may be shown."""
    rows = tuple(rows)
    twice = [name for name, count in Counter(row.message for row in rows).items() if count > 1]
    faults = [f"message {name} is in the ledger twice" for name in twice]
    for row in rows:
        faults += [f"message {row.message}: {fault}" for fault in _faults(row)]
    return tuple(faults)


def statement(rows: Iterable[Row], day: str) -> LedgerStatement:
    """What the brief of a day cost: its paid rows. Running it again does not change them."""
    mine = tuple(row for row in rows if row.day == day and row.kind == "call")
    if found := check(mine):
        return LedgerStatement(day, faults=found)
    added = summary(mine)
    parts = sum((saving.usd for saving in added.savings), Decimal(0))
    steps = sum((one.cost for one in added.steps), Decimal(0))
    rules = (
        (parts != added.total.avoided, "the causes of saving do not add up to what was avoided"),
        (steps != added.total.cost, "the receipt is not the sum of its rows"),
    )
    if faults := tuple(fault for broken, fault in rules if broken):
        return LedgerStatement(day, faults=faults)
    return LedgerStatement(
        day,
        cost_usd=money(added.total.cost),
        avoided_usd=money(added.total.avoided),
        counterfactual_usd=money(added.total.counterfactual),
        baseline=", ".join(sorted({row.baseline for row in mine})),
        calls=added.total.calls,
        tokens=added.total.tokens,
        models=tuple(sorted({row.model for row in mine})),
        hosts=tuple(sorted({row.host for row in mine})),
        tiers=added.tiers,
        savings=added.savings,
    )


def summary(rows: Iterable[Row]) -> Summary:
    """Rows added up by day, step, model and tier, and what saved how much."""
    rows = tuple(rows)
    total = _line("total", rows)
    return Summary(
        total=total,
        days=_by(rows, lambda row: row.at[:10]),
        steps=_by(rows, lambda row: row.consumer),
        models=_by(rows, lambda row: row.model),
        tiers=_by(rows, lambda row: row.tier),
        savings=tuple(_saving(rows, cause, total.counterfactual) for cause in CAUSES),
    )


def _faults(row: Row) -> list[str]:
    counts = [getattr(row, name) for name in CLASSES]
    try:
        rates = {name: Decimal(row.rates[name]) for name in CLASSES}
        saved = sum((Decimal(row.saved[cause]) for cause in CAUSES), Decimal(0))
        cost, other = row.cost, row.counterfactual
    except (InvalidOperation, KeyError) as error:
        return [f"an amount or a class is missing or not a number ({error!r})"]
    due = sum((getattr(row, name) * rates[name] / MILLION for name in CLASSES), Decimal(0))
    rules = (
        (min(counts) < 0, "a token class is negative"),
        (row.prompt != sum(counts[:4]), "its input classes do not add up"),
        (row.kind == "call" and cost != due, f"it cost {cost}, its tokens {due}"),
        (row.kind == "repeat" and cost != 0, "a repeat costs nothing, this one did"),
        (saved != other - cost, "its savings are not its counterfactual less its cost"),
        (cost > other and not row.premium, "it cost more than its counterfactual"),
    )
    return [text for broken, text in rules if broken]


def _by(rows: tuple[Row, ...], key: Callable[[Row], str]) -> tuple[LedgerLine, ...]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return tuple(_line(name, tuple(groups[name])) for name in sorted(groups))


def _line(name: str, rows: tuple[Row, ...]) -> LedgerLine:
    paid = [row for row in rows if row.kind == "call"]
    return LedgerLine(
        name,
        calls=len(paid),
        repeats=len(rows) - len(paid),
        tokens=sum(row.tokens.total for row in paid),
        cost=sum((row.cost for row in rows), Decimal(0)),
        counterfactual=sum((row.counterfactual for row in rows), Decimal(0)),
    )


def _saving(rows: tuple[Row, ...], cause: str, whole: Decimal) -> Saving:
    usd = sum((Decimal(row.saved[cause]) for row in rows), Decimal(0))
    return Saving(cause, usd, usd / whole if whole else Decimal(0))


def _parse(line: bytes, where: str) -> Row:
    try:
        row: Row = _ROW.validate_json(line)
    except ValidationError as error:
        hint = "restore the line from version control; the ledger is append-only"
        raise store.malformed(error, where=where, whole="the line", hint=hint) from error
    return row


_ROW: TypeAdapter[Row] = TypeAdapter(Row)


def _drop_torn_line(file: BinaryIO) -> None:
    size = file.seek(0, os.SEEK_END)
    if not size:
        return
    file.seek(size - 1)
    if file.read(1) != b"\n":
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)


def as_plain(value: object) -> object:
    """A summary or receipt with Decimals as text, for JSON."""
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, Mapping):
        return {key: as_plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_plain(one) for one in value]
    return value
