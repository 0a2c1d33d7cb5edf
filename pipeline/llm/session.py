"""One session of model calls: cached, budgeted, retried, audited and entered in the ledger.

Enter: `Request`s. Leave: `Response`s, in the order asked. A reply is on disk before it is read, under
the hash of everything that went into it, so a crash or a second run pays for nothing twice.
Retries back off with jitter and honour retry-after; a breaker stops a session that meets only
failures; no retry passes a budget. Every attempt leaves a line in .dateline/calls.jsonl.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import ModelError, ReplyError, UnavailableError, WriterError
from pipeline.llm import ledger, prices
from pipeline.llm.budget import Budget, Spent, spent_in
from pipeline.llm.cache import Replies, Sent, Stored, request_key
from pipeline.llm.prices import Tokens
from pipeline.llm.providers import Provider
from pipeline.llm.request import Request, Response
from pipeline.newsroom.desk import Desk
from pipeline.world import Connection, World

T = TypeVar("T")
R = TypeVar("R")

FIRST_WAIT = 0.5  # seconds; doubles, as the provider's own client does
LONGEST_WAIT = 30.0
BREAKER = 6  # failures in a row, over all threads: one call's tries and the next one's first
COOLDOWN = 60.0  # seconds before an open breaker lets one call try again


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a session is for: whose rows these are, and whether repeats are to be shown.

    again: the work was finished once before, so a stored reply is a saving and gets a row;
    in a run that goes on after a crash it is not.
    """

    day: str
    writer: str
    again: bool = True
    prefix: str = ""  # before the step in the ledger's consumer, like `gold:`


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply on disk, and what was read in it: once, when it came or was taken from there."""

    stored: Stored
    response: Response


@dataclass(slots=True)
class Breaker:
    failures: int = 0
    opened: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Session:
    """Calls of one purpose to one provider, sharing cache, budget, breaker and ledger."""

    def __init__(
        self, provider: Provider, *, world: World, desk: Desk, root: Path, purpose: Purpose
    ) -> None:
        self.provider = provider
        self.api = provider.api()
        self.world = world
        self.desk = desk
        self.purpose = purpose
        self.url = self.api.url(world.environ, desk.writing.local_url)
        self.priced_by = provider.priced_by(self.url)
        self.state = root / ".dateline"
        self.replies = Replies(self.state / "cache")
        self.ledger = root / "briefs" / "ledger.jsonl"
        rows = ledger.read(self.ledger)
        self.paid = {row.message: row for row in rows if row.kind == "call"}
        self.repeats = sum(row.kind == "repeat" for row in rows)
        month = world.now().isoformat()[:7]
        self.budget = Budget(desk.budgets, spent_in(month, rows), world.clock)
        self.breaker = Breaker()
        self.lock = threading.Lock()
        self.used: list[str] = []  # message ids, as they came
        self.faults: list[str] = []
        self._connection: Connection | None = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.close()

    @property
    def baseline(self) -> str:
        return self.desk.writing.baseline or self.desk.writing.strong.model

    def ask(self, ask: Request) -> Response:
        """Answer from the cache, else from the model. Raises WriterError and its kinds."""
        key = request_key(self.api, ask)
        stored = self.replies.get(key)
        answered = self.read(stored) if stored else self._call(key, ask)
        self.enter(ask, answered.stored, answered.response)
        return answered.response

    def unusable(self, ask: Request, answer: Response, why: str) -> None:
        """Note that a reply was paid for and cannot be used, and never serve it again."""
        key = request_key(self.api, ask)
        row = self.paid.get(answer.message)
        self.replies.spoil(key)
        self.note(ask, key, f"unusable: {why}", reply=row.reply_sha256 if row else "")

    def mended(self, first: Request, last: Request) -> None:
        """Keep the usable reply to a correction as the answer to what was asked first, so that a rerun,
        which is not served the unusable one, pays for neither again."""
        if first != last:
            self.replies.answers(request_key(self.api, first), request_key(self.api, last))

    def read(self, stored: Stored) -> Answered:
        """A reply on disk, read. Raises ReplyError when it is none of this API."""
        return Answered(stored, self.api.answer(stored.reply.encode()))

    def each(self, work: Callable[[T], R], items: Sequence[T]) -> list[R | WriterError]:
        """Do work that asks for every item within the desk's bound, errors in their places.

        The first goes ahead alone when the provider keeps the rules, so that the others find
        them kept. The owner's errors (ModelError) are raised.
        """

        def attempt(item: T) -> R | WriterError:
            try:
                return work(item)
            except ModelError:
                raise
            except WriterError as error:
                return error

        ahead = 1 if self.desk.writing.cache != "off" else 0
        done = [attempt(item) for item in items[:ahead]]
        with ThreadPoolExecutor(self.desk.writing.parallel) as pool:
            return [*done, *pool.map(attempt, items[ahead:])]

    @property
    def connection(self) -> Connection:
        """The open connection; opened, and noted in the egress list, when first needed."""
        with self.lock:
            if self._connection is None:
                self._connection = self.world.model(
                    self.api.connect,
                    self.url,
                    self.desk.writing.hosts,
                    f"{self.purpose.prefix}{self.provider.name} writer",
                )
            return self._connection

    def kept(self, key: str, raw: bytes, *, seconds: float, estimate: int, batch: bool) -> Stored:
        """Put a reply on disk, before anyone reads it."""
        now, host = self.world.now().isoformat(), self.connection.host
        return self.replies.keep(key, raw, Sent(now, host, batch, seconds, estimate))

    def settle(self, held: Spent, answered: Answered, ask: Request) -> None:
        """Replace what was set aside by what the reply cost."""
        stored, answer = answered.stored, answered.response
        tokens = answer.tokens or _estimated(self.world, stored, answer)
        cost = self._price(ask.model, tokens, self.world.now(), batch=stored.batch).cost
        self.budget.settle(held, tokens.total, cost)

    def worst(self, ask: Request, prompt: int, *, batch: bool = False) -> tuple[int, Decimal]:
        """The most tokens and dollars an ask can take."""
        kept = min(prompt, self.world.tokens(ask.rules)) if ask.cache != "off" else 0
        hour = kept if ask.cache == "1h" else 0
        tokens = Tokens(prompt - kept, 0, kept - hour, hour, ask.max_tokens)
        priced = self._price(ask.model, tokens, self.world.now(), batch=batch)
        return tokens.total, priced.cost

    def paid_for(self) -> list[ledger.Row]:
        """The paid rows of the replies this session used, whenever they were paid."""
        return [self.paid[message] for message in self.used]

    def permit_model(self, model: str) -> None:
        """Refuse a model the desk did not name or one whose price is not known."""
        writing = self.desk.writing
        tiers = {writing.quick.model, writing.main.model, writing.strong.model}
        if model not in {*tiers, writing.local_model, *writing.allow_models}:
            raise ModelError(
                f"model {model!r} is not one this desk allows",
                hint="add it to [writing] allow_models in briefs/desk.toml",
            )
        if not prices.known(model, self.priced_by):
            self._price(model, Tokens(1), self.world.now())

    def enter(self, ask: Request, stored: Stored, answer: Response) -> None:
        """Enter a reply in the ledger: its price once, and a repeat where one is due."""
        with self.lock:
            before = self.paid.get(answer.message)
            if before is not None and before.key != stored.key:
                self.faults.append(f"message {answer.message} came for two different requests")
            if answer.message in self.used:
                return
            self.used.append(answer.message)
            if before is None:
                row = self._row(ask, stored, answer)
                self.paid[answer.message] = row
            elif self.purpose.again or before.day != self.purpose.day:
                self.repeats += 1
                row = _repeat(before, self.world.now(), self.repeats, self.purpose)
            else:
                return
            faults = ledger.check((row,))
            self.faults += faults
            if not faults:
                ledger.append(self.ledger, row)

    def note(
        self, ask: Request, key: str, outcome: str, *, attempt: int = 1, reply: str = ""
    ) -> None:
        """Write the audit line of one attempt."""
        line = {
            "at": self.world.now().isoformat(),
            "who": f"{self.purpose.prefix}{self.purpose.writer}",
            "day": self.purpose.day,
            "step": ask.step,
            "part": ask.part,
            "model": ask.model,
            "host": self._connection.host if self._connection else "",
            "attempt": attempt,
            "outcome": outcome,
            "prompt_sha256": key,
            "reply_sha256": reply,
        }
        path = self.state / "calls.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        with self.lock, path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _call(self, key: str, ask: Request) -> Answered:
        self.permit_model(ask.model)
        body = self.api.body(ask)
        prompt = self._counted(ask, key, body)
        self._refuse_too_long(ask, prompt)
        tokens, dollars = self.worst(ask, prompt)
        for attempt in range(1, self.desk.writing.attempts + 1):
            self._refuse_open_breaker()
            held = self.budget.reserve(f"{ask.step} {ask.part}".strip(), tokens, dollars)
            try:
                answered = self._once(key, ask, body, prompt, attempt)
            except UnavailableError as error:
                if not error.billed:
                    self.budget.settle(held, 0, Decimal(0))
                self._failed(error)
                self.note(ask, key, f"failed: {error.message}", attempt=attempt)
                if attempt == self.desk.writing.attempts:
                    raise
                self._wait(key, attempt, error)
            except WriterError as error:
                self.budget.settle(held, 0, Decimal(0))
                self.note(ask, key, f"refused: {error.message}", attempt=attempt)
                raise
            else:
                self.settle(held, answered, ask)
                return answered
        raise AssertionError("attempts is at least one")

    def _once(
        self, key: str, ask: Request, body: dict[str, Any], prompt: int, attempt: int
    ) -> Answered:
        seconds = min(self.desk.writing.timeout_seconds, max(self.budget.left(), 0.1))
        began = self.world.clock()
        # Of one key a provider may send the same reply again, and the last one was of no use.
        spoiled = self.replies.spoiled(key)
        sent = f"{key}-{spoiled}" if spoiled else key
        raw = self.connection.send(body, key=sent, seconds=seconds)
        took = self.world.clock() - began
        try:
            response = self.api.answer(raw)
        except ReplyError as error:
            self.replies.set_aside(key, raw, attempt)
            raise UnavailableError(error.message, billed=True, hint=error.hint) from error
        kept = self.kept(key, raw, seconds=took, estimate=prompt, batch=False)
        with self.breaker.lock:
            self.breaker.failures = 0
        self.note(ask, key, "answered", attempt=attempt, reply=kept.reply_sha256)
        return Answered(kept, response)

    def _counted(self, ask: Request, key: str, body: dict[str, Any]) -> int:
        """Input tokens by the provider's own count; its failure is no reason to fail."""
        try:
            return self.connection.count(body)
        except UnavailableError as error:
            self.note(ask, key, f"counting failed: {error.message}")
            return self.world.tokens(json.dumps(body, ensure_ascii=False))

    def _refuse_too_long(self, ask: Request, prompt: int) -> None:
        window = prices.window(ask.model, self.priced_by)
        if window and prompt + ask.max_tokens > window:
            raise ModelError(
                f"{ask.step} needs {prompt + ask.max_tokens:,} tokens, {ask.model} reads {window:,}",
                hint="name a model that reads more under [writing] in briefs/desk.toml",
            )

    def _refuse_open_breaker(self) -> None:
        with self.breaker.lock:
            if self.breaker.failures < BREAKER:
                return
            if self.world.clock() - self.breaker.opened >= COOLDOWN:
                self.breaker.failures = BREAKER - 1
                return
        raise UnavailableError(
            f"{self.provider.name} failed {BREAKER} times in a row; not asked again"
        )

    def _failed(self, error: UnavailableError) -> None:
        if error.status == 429:  # the provider works; it only wants us slower
            return
        with self.breaker.lock:
            self.breaker.failures += 1
            self.breaker.opened = self.world.clock()

    def _wait(self, key: str, attempt: int, error: UnavailableError) -> None:
        """Sleep before the next try: as asked, else doubling, with jitter from the key."""
        jitter = int(hashlib.sha256(f"{key}{attempt}".encode()).hexdigest()[:4], 16) / 0xFFFF
        wait = min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT) * (0.5 + jitter)
        wait = max(wait, error.retry_after or 0.0)
        if wait >= self.budget.left():
            raise UnavailableError(
                f"{error.message}; it asks to wait {wait:.0f} s, longer than the run may take",
                status=error.status,
                hint="raise [budgets.run] seconds in briefs/desk.toml, or run later",
            )
        self.world.sleep(wait)

    def _row(self, ask: Request, stored: Stored, answer: Response) -> ledger.Row:
        tokens = answer.tokens or _estimated(self.world, stored, answer)
        known = answer.model and prices.known(answer.model, self.priced_by)
        model = answer.model if known and self.priced_by != prices.FREE else ask.model
        at = datetime.fromisoformat(stored.at)
        priced = self._price(model, tokens, at, batch=stored.batch, fast=answer.fast)
        fields: dict[str, Any] = ledger.price_fields(tokens, priced, fast=answer.fast)
        return ledger.Row(
            message=answer.message,
            kind="call",
            at=stored.at,
            day=self.purpose.day,
            consumer=f"{self.purpose.prefix}{ask.step}",
            part=ask.part,
            tier=ask.tier,
            writer=self.purpose.writer,
            host=stored.host,
            model=model,
            batch=stored.batch,
            estimated=answer.tokens is None,
            baseline=self.baseline,
            key=stored.key,
            template=ask.template,
            prompt_sha256=stored.key,
            reply_sha256=stored.reply_sha256,
            seconds=stored.seconds,
            **fields,
        )

    def _price(
        self, model: str, tokens: Tokens, at: datetime, *, batch: bool = False, fast: bool = False
    ) -> prices.Price:
        tariff = prices.Tariff(self.priced_by, self.baseline, at, batch, fast)
        return prices.price(model, tokens, tariff)


def _estimated(world: World, stored: Stored, answer: Response) -> Tokens:
    return Tokens(uncached=stored.estimate, output=world.tokens(answer.text))


def _repeat(paid: ledger.Row, now: datetime, n: int, purpose: Purpose) -> ledger.Row:
    """The row of a reply that came from the cache: nothing paid, all of it avoided."""
    return replace(
        paid,
        message=f"{paid.message}:repeat-{n}",
        kind="repeat",
        at=now.isoformat(),
        day=purpose.day,
        writer=purpose.writer,
        cost_usd="0",
        saved={**dict.fromkeys(ledger.CAUSES, "0"), "repeat": paid.counterfactual_usd},
        seconds=0.0,
    )
