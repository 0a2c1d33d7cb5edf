"""What tokens cost, from one place: genai-prices, pinned and offline.

Enter: the usage a provider reported. Leave: five disjoint token classes, and a `Price` with
what was paid, what the same tokens would have cost plainly, and why they differ. Every sum is
Decimal and goes through the library's own usage extraction; batch processing is always named,
because without it a batch is priced at twice its cost. Refuses: a model without a known price.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from importlib.metadata import version
from typing import Any

from pipeline.errors import ModelError

MILLION = 1_000_000
FREE = "local"  # provider of models that run on the owner's machine


@dataclass(frozen=True, slots=True)
class Tokens:
    """Five classes that never overlap; thinking is part of the output."""

    uncached: int = 0
    cache_read: int = 0
    write_5m: int = 0
    write_1h: int = 0
    output: int = 0

    @property
    def prompt(self) -> int:
        """All input tokens, as price tiers count them."""
        return self.uncached + self.cache_read + self.write_5m + self.write_1h

    @property
    def total(self) -> int:
        return self.prompt + self.output

    def plain(self) -> Tokens:
        """The same tokens as if nothing had been cached."""
        return Tokens(uncached=self.prompt, output=self.output)


@dataclass(frozen=True, slots=True)
class Tariff:
    """On what terms a call is priced: whose list, against which model, when, and in what mode."""

    provider: str
    baseline: str
    at: datetime
    batch: bool = False
    fast: bool = False

    @property
    def context(self) -> dict[str, str]:
        """The mode, as the price list asks for it."""
        named = (("processing", "batch", self.batch), ("speed", "fast", self.fast))
        return {key: value for key, value, holds in named if holds}


@dataclass(frozen=True, slots=True)
class Price:
    """A call's cost, its counterfactual (baseline model, uncached, synchronous) and the causes.

    The causes add up to `counterfactual - cost`; one is negative where it cost extra.
    """

    cost: Decimal
    counterfactual: Decimal
    routing: Decimal
    caching: Decimal
    batch: Decimal
    rates: Mapping[str, Decimal]  # dollars per million tokens, by class, as they applied
    snapshot: str


@functools.cache
def snapshot() -> str:
    """Which price list applies."""
    return f"genai-prices {version('genai-prices')}"


def anthropic_tokens(model: str, usage: Mapping[str, Any]) -> Tokens:
    """The classes of a Messages API usage object. Raises ModelError when they contradict."""
    counted = _extract(model, usage)
    writes, hour = counted.cache_write_tokens or 0, _of(counted, "cache_write_1h_tokens")
    parts = _of(counted, "cache_write_5m_tokens") + hour
    if parts and parts != writes:
        raise ModelError(
            f"usage does not add up: {writes} cache writes, of which {parts} by duration",
            hint="the call is in .dateline/calls.jsonl; check it against the provider's console",
        )
    read = counted.cache_read_tokens or 0
    plain = counted.input_tokens - writes - read
    return Tokens(plain, read, writes - hour, hour, counted.output_tokens or 0)


def price(model: str, tokens: Tokens, tariff: Tariff) -> Price:
    """Price a call and its counterfactual. Raises ModelError for a model without a price."""
    zero, provider, at = Decimal(0), tariff.provider, tariff.at
    if provider == FREE:
        paid = sync = plain = zero
        rates = dict.fromkeys(CLASSES, zero)
    else:
        paid, rates = _cost(model, tokens, provider, at, tariff.context)
        sync = _cost(model, tokens, provider, at, {})[0] if tariff.context else paid
        bare = tokens.plain()
        plain = _cost(model, bare, provider, at, {})[0] if bare != tokens else sync
    other, _ = _cost(
        tariff.baseline, tokens.plain(), _provider_of(tariff.baseline, provider), at, {}
    )
    return Price(
        cost=paid,
        counterfactual=other,
        routing=other - plain,
        caching=plain - sync,
        batch=sync - paid,
        rates=rates,
        snapshot=snapshot(),
    )


def known(model: str, provider: str) -> bool:
    """True if calls to this model can be priced."""
    if provider == FREE:
        return True
    try:
        _model(model, provider)
    except ModelError:
        return False
    return True


def window(model: str, provider: str) -> int:
    """Tokens the model reads at most; 0 when the price list does not say."""
    if provider == FREE:
        return 0
    return int(_model(model, provider)[1].context_window or 0)


def provider_at(url: str) -> str:
    """The priced provider behind an address, or "" when none is known: a host that only begins as
    a provider's does is another's."""
    from genai_prices.data_snapshot import get_snapshot  # half a second to import

    try:
        found = get_snapshot().find_provider(None, None, url)
    except LookupError:
        return ""
    named = re.match(found.api_pattern, url)
    rest = url[named.end() :].partition("/")[0] if named and named[0][-1] not in "./" else ""
    return "" if "@" in url or re.match(r"[\w.-]", rest) else str(found.id)


CLASSES = ("uncached", "cache_read", "write_5m", "write_1h", "output")

# The price a class falls back to when the list has none of its own, as the library does it.
_KEYS = {
    "uncached": ("input_mtok",),
    "cache_read": ("cache_read_mtok", "input_mtok"),
    "write_5m": ("cache_write_mtok", "input_mtok"),
    "write_1h": ("cache_write_1h_mtok", "cache_write_mtok", "input_mtok"),
    "output": ("output_mtok",),
}


def _cost(
    model: str, tokens: Tokens, provider: str, at: datetime, context: Mapping[str, str]
) -> tuple[Decimal, dict[str, Decimal]]:
    usage, found = _extract(model, _usage(tokens)), _model(model, provider)
    done = found[1].calc_price(
        usage, found[0], genai_request_timestamp=at, price_context=dict(context)
    )
    rates = {name: _rate(done.model_price, name, tokens.prompt) for name in CLASSES}
    again = sum((getattr(tokens, name) * rates[name] / MILLION for name in CLASSES), Decimal(0))
    if again != done.total_price:
        raise ModelError(
            f"{model} costs {done.total_price} by total and {again} by class",
            hint=f"{snapshot()} changed how it prices; pin the version that worked",
        )
    return again, rates


def _usage(tokens: Tokens) -> dict[str, Any]:
    return {
        "input_tokens": tokens.uncached,
        "cache_read_input_tokens": tokens.cache_read,
        "cache_creation_input_tokens": tokens.write_5m + tokens.write_1h,
        "cache_creation": {
            "ephemeral_5m_input_tokens": tokens.write_5m,
            "ephemeral_1h_input_tokens": tokens.write_1h,
        },
        "output_tokens": tokens.output,
    }


def _extract(model: str, usage: Mapping[str, Any]) -> Any:
    """Usage as genai-prices reads it; the Messages form serves every provider we price."""
    from genai_prices.data_snapshot import get_snapshot

    provider = get_snapshot().find_provider(None, "anthropic", None)
    try:
        return provider.extract_usage({"model": model, "usage": dict(usage)})[1]
    except ValueError as error:
        raise ModelError(
            f"the reply's usage cannot be read: {error}",
            hint="the call is in .dateline/calls.jsonl; check it against the provider's console",
        ) from error


def _rate(prices: Any, name: str, prompt: int) -> Decimal:
    found = next((got for key in _KEYS[name] if (got := getattr(prices, key)) is not None), None)
    if found is None:
        return Decimal(0)
    if isinstance(found, Decimal):
        return found
    rate: Decimal = found.base
    for tier in found.tiers:
        rate = tier.price if prompt > tier.start else rate
    return rate


@functools.cache
def _model(model: str, provider: str) -> tuple[Any, Any]:
    from genai_prices.data_snapshot import get_snapshot

    try:
        return get_snapshot().find_provider_model(model, None, provider, None)
    except LookupError as error:
        raise ModelError(
            f"the price of model {model!r} is not known ({snapshot()})",
            hint="name a model with a known price in briefs/desk.toml, or update genai-prices",
        ) from error


def _provider_of(baseline: str, provider: str) -> str:
    """The baseline's own provider: a local run is compared with a hosted model."""
    return "anthropic" if "claude" in baseline or provider == FREE else provider


def _of(usage: Any, name: str) -> int:
    """A class the provider may not report; asking the object itself would infer it."""
    return int(usage.__dict__.get(name) or 0)
