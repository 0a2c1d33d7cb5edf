"""What a brief cost, in words: ratios and amounts together, the causes adding up to the whole.

Enter: a brief. Leave: one sentence for the state of the brief, and a line a cause.
Amounts are the ledger's own, exact; shares are of what the same tokens would have cost plainly.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.llm.ledger import money
from pipeline.records import Brief

CAUSES = {"caching": "cache", "batch": "batch", "routing": "routing", "repeat": "repeat"}
NOTHING = "No model was called and nothing was paid."
FAILED = "A model was tried and failed; none of its words are here and nothing was paid."
WITHHELD = "Withheld: the ledger does not hold together."


@dataclass(frozen=True, slots=True)
class Told:
    """The receipt as it is printed. `causes` is empty where no money was counted."""

    words: str
    causes: tuple[str, ...] = ()


def told(brief: Brief) -> Told:
    """The receipt of a brief."""
    made = brief.provenance
    if not made.cost_usd:
        return Told(WITHHELD)
    paid, avoided = Decimal(made.cost_usd), Decimal(made.avoided_usd or 0)
    if not made.models and not made.tokens and not paid:
        tried = any(one.rule == "writer/failed" for one in brief.findings)
        return Told(FAILED if tried else NOTHING)
    plain = paid + avoided
    against = f" from {made.baseline}" if made.baseline else ""
    words = (
        f"{usd(paid)} paid for {made.tokens:,} tokens; {usd(avoided)} avoided, "
        f"{share(avoided, plain)} of the {usd(plain)} that the same tokens would have cost{against} "
        "without cache or batch."
    )
    amounts = {one.cause: Decimal(one.usd) for one in made.saved}
    return Told(
        words,
        tuple(
            f"{name} {usd(amounts[cause])} ({share(amounts[cause], plain)})"
            for cause, name in CAUSES.items()
            if cause in amounts
        ),
    )


def usd(amount: Decimal) -> str:
    """Dollars, exact, with at least two places; what cost extra has a minus."""
    text = money(abs(amount))
    if len(text.partition(".")[2]) < 2:
        text = f"{abs(amount):.2f}"
    return f"{'−' if amount < 0 else ''}${text}"


def share(part: Decimal, whole: Decimal) -> str:
    """A percentage; of nothing, 0."""
    text = f"{abs(part) / whole * 100:.0f} %" if whole else "0 %"
    return f"−{text}" if part < 0 else text
