"""The providers of models: one table, and what each of them can do.

Enter: the name a desk or `--writer` gives. Leave: a `Provider`; its client is loaded when it is
first spoken to, since most runs ask no model. To add one, write its `Api` and a row here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from pipeline.llm import prices
from pipeline.llm.request import Api
from pipeline.newsroom.desk import Tier, Writing

TierName = Literal["quick", "main", "strong"]


@dataclass(frozen=True, slots=True)
class Provider:
    """Who serves models, and how a desk's settings apply to it."""

    name: str
    api: Callable[[], Api]
    by_tier: bool = False  # the desk names a model a tier; else one model does all
    keeps_rules: bool = False  # what all calls share can be kept for a while at a lower price
    batches: bool = False  # has a queue at half price
    prices: str = ""  # whose price list applies; empty: that of the address

    def model(self, writing: Writing, tier: TierName) -> str:
        """The model that the desk names for a tier."""
        return tier_of(writing, tier).model if self.by_tier else writing.local_model

    def keeps(self, writing: Writing) -> str:
        """How long the provider keeps the rules: off, 5m or 1h."""
        return writing.cache if self.keeps_rules else "off"

    def priced_by(self, url: str) -> str:
        """Whose price list applies at an address; a server nobody lists prices of is the owner's."""
        if self.prices:
            return self.prices
        host = urlsplit(url).hostname or ""
        return prices.FREE if on_this_machine(host) else prices.provider_at(url) or prices.FREE


def tier_of(writing: Writing, tier: TierName) -> Tier:
    """The desk's settings of a tier."""
    return {"quick": writing.quick, "main": writing.main, "strong": writing.strong}[tier]


def on_this_machine(host: str) -> bool:
    """Whether a host is the machine that asks."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.rstrip(".") == "localhost" or host.endswith(".localhost")


def _anthropic() -> Api:
    from pipeline.llm import anthropic_api

    return anthropic_api.API


def _openai() -> Api:
    from pipeline.llm import openai_api

    return openai_api.API


PROVIDERS: dict[str, Provider] = {
    "claude": Provider(
        "claude", _anthropic, by_tier=True, keeps_rules=True, batches=True, prices="anthropic"
    ),
    "local": Provider("local", _openai),
}
