"""Who wrote a brief and what it cost, in words: ratios and amounts together, the causes adding up.

Enter: a brief. Leave: who wrote it (which models, asked where), one sentence for the state of the
brief, and a line a cause. Amounts are the ledger's own, exact; shares are of what the same tokens would have cost plainly.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.llm.ledger import money
from pipeline.llm.providers import on_this_machine
from pipeline.records import Brief, rules

CAUSES = {"caching": "cache", "batch": "batch", "routing": "routing", "repeat": "repeat"}
NOTHING = "No model was called and nothing was paid."
FAILED = "A model was tried and failed; none of its words are here and nothing was paid."
WITHHELD = "Withheld: the ledger does not hold together."


EXTRACTIVE = "the extractive edition: no model, every sentence cut or computed from its sources"


def written_by(brief: Brief) -> str:
    """Who wrote it, as configured: the models, and at which host they were asked."""
    name, made = brief.draft.writer, brief.provenance.receipt
    if name == "extractive":
        return EXTRACTIVE
    models = " and ".join(made.models) or "a model"
    if not made.hosts:  # records of before did not keep them
        return f"{models}, asked by the {name} writer"
    return f"{models} {' and '.join(_place(one) for one in made.hosts)}"


def edition(brief: Brief) -> str:
    """The same in few words, for a label."""
    if brief.draft.writer == "extractive":
        return "Extractive edition"
    models = brief.provenance.receipt.models
    return f"Edition by {' and '.join(models)}" if models else "Edition by a model"


def _place(host: str) -> str:
    return (
        f"on the newsroom's own machine ({host})"
        if on_this_machine(host)
        else f"at {host}, another machine"
    )


@dataclass(frozen=True, slots=True)
class ReceiptWords:
    """The receipt as it is printed. `causes` is empty where no money was counted."""

    words: str
    causes: tuple[str, ...] = ()


def told(brief: Brief) -> ReceiptWords:
    """The receipt of a brief."""
    made = brief.provenance.receipt
    if not made.cost_usd:
        return ReceiptWords(WITHHELD)
    paid, avoided = Decimal(made.cost_usd), Decimal(made.avoided_usd or 0)
    if not made.models and not made.tokens and not paid:
        tried = any(rules.named(one.rule) == "writer-failed" for one in brief.findings)
        return ReceiptWords(FAILED if tried else NOTHING)
    plain = paid + avoided
    against = f" from {made.baseline}" if made.baseline else ""
    words = (
        f"{usd(paid)} paid for {made.tokens:,} tokens; {usd(avoided)} avoided, "
        f"{share(avoided, plain)} of the {usd(plain)} that the same tokens would have cost{against} "
        "without cache or batch."
    )
    amounts = {one.cause: Decimal(one.usd) for one in made.saved}
    return ReceiptWords(
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
