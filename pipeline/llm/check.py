"""Asks a provider whether the desk's models are there, live, able and priced.

Enter: a desk and a world. Leave: findings for `dateline doctor`, one line per model: error when a
run would fail, warning when it will one day, info when all is well. A desk that writes without a
model is not looked at and nobody is contacted.
"""

from __future__ import annotations

from typing import Any

from pipeline.errors import WriterError
from pipeline.llm import prices
from pipeline.llm.providers import PROVIDERS
from pipeline.newsroom.desk import Desk, Tier
from pipeline.records import Finding, Severity
from pipeline.records.rules import finding
from pipeline.world import World


def examine(world: World, desk: Desk) -> tuple[Finding, ...]:
    """Check the models of the desk's writer against the provider's own list."""
    writing = desk.writing
    if writing.name == "extractive":
        return (_said("info", "extractive", "writes without a model; no key is needed"),)
    provider = PROVIDERS.get(writing.name)
    if provider is None:
        known = ", ".join(("extractive", *PROVIDERS))
        return (_said("error", writing.name, "no writer has this name", f"one of {known}"),)
    api = provider.api()
    url = api.url(world.environ, writing.local_url)
    try:
        connection: Any = world.model(api.connect, url, writing.hosts, "doctor: list of models")
        try:
            listed = {str(one["id"]): one for one in connection.models()}
        finally:
            connection.close()
    except WriterError as error:
        return (_said("error", writing.name, error.message, error.hint),)
    if not provider.by_tier:
        return (_local(writing.local_model, listed),)
    tiers = {one.model: one for one in (writing.quick, writing.main, writing.strong)}
    return tuple(_claude(tier, listed.get(name)) for name, tier in sorted(tiers.items()))


def _claude(tier: Tier, card: dict[str, Any] | None) -> Finding:
    name, live = tier.model, "choose another in [writing] of briefs/desk.toml"
    if card is None:
        return _said("error", name, "the provider does not list this model", live)
    if card.get("lifecycle") == "retired":
        return _said("error", name, "this model is retired; calls to it fail", live)
    if not prices.known(name, "anthropic"):
        return _said("error", name, "its price is not known", "update genai-prices")
    if unable := _unable(tier, card.get("capabilities") or {}):
        return _said("error", name, f"the model cannot do {unable}", live)
    if (most := card.get("max_tokens") or tier.max_tokens) < tier.max_tokens:
        return _said("error", name, f"replies end at {most} tokens", "lower the tier's max_tokens")
    if card.get("lifecycle") == "deprecated":
        until = (card.get("retires_at") or "a day not yet named")[:10]
        return _said("warning", name, f"this model is deprecated and retires on {until}", live)
    return _said("info", name, "listed, active and priced")


def _unable(tier: Tier, able: dict[str, Any]) -> str:
    """What the tier needs and the model's card says it cannot do; a silent card is believed."""
    if not (able.get("structured_outputs") or {}).get("supported", True):
        return "structured outputs"
    effort = able.get("effort") or {}
    level = effort.get(tier.effort) or {}
    fine = effort.get("supported", True) and level.get("supported", True)
    return "" if fine or not tier.effort else f"effort {tier.effort!r}"


def _local(name: str, listed: dict[str, Any]) -> Finding:
    if name in listed:
        return _said("info", name, "the server serves this model")
    served = ", ".join(sorted(listed)) or "nothing it names"
    return _said(
        "warning", name, f"the server serves {served}", "set [writing] local_model to one of them"
    )


def _said(severity: Severity, name: str, message: str, fix: str = "") -> Finding:
    return finding("model-listed", "writing", name, message, severity=severity, fix=fix)
