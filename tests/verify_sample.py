"""A small sound draft with its evidence, for tests of the verifier to spoil."""

from __future__ import annotations

from pathlib import Path

from pipeline.newsroom.config import load_desk
from pipeline.newsroom.desk import Desk
from pipeline.records import (
    Action,
    CrossCut,
    Draft,
    Edge,
    Evidence,
    EvidenceItem,
    Graph,
    Node,
    Quote,
    Section,
    Sentence,
)

ROOT = Path(__file__).parent.parent
STYLES = ROOT / "templates" / "styles"
DAY = "2026-11-20"

TEXTS = {
    "security": (
        "token-notes",
        "Rotation limits a stolen refresh token to one use within 30 seconds. Revoke the whole "
        "token family when a retired refresh token comes back. The server does not need to keep "
        "every retired token, because a hash of 32 bytes is enough. Northwind Labs denied that "
        "the leak of 2024 reached 1,200 accounts.",
    ),
    "system-design": (
        "lease-log",
        "A lease of 30 seconds expires while a paused process still believes in it. A fencing "
        "token lets the store refuse the late write of an expired lease. Clock skew of about 200 "
        "milliseconds was measured between the two sites. Retries without a budget may multiply "
        "load exactly when the backend has none to spare.",
    ),
    "cloud-infra": (
        "drain-book",
        "Kubernetes sends a pod the termination signal and waits 30 seconds before it kills it. "
        "The load balancer drops connections when the drain is shorter than the longest request. "
        "Measure the longest request before you set the drain period. In 2025 the share of "
        "dropped requests fell from 4.5 percent to 0.3 percent.",
    ),
    "data-engineering": (
        "late-data",
        "A watermark of 10 minutes held back 2 percent of the events of that day. Late events go "
        "to a side table and are merged every 6 hours. Backfills never write to the serving "
        "table unless a snapshot was taken first. The merge reads $5 million worth of orders.",
    ),
}


def desk() -> Desk:
    """The shipped desk, asking for what a day of three domains and four publishers has."""
    shipped = load_desk(ROOT / "briefs" / "desk.toml")
    gate = shipped.gate.model_copy(update={"min_sections": 3, "min_sources": 4})
    return shipped.model_copy(update={"gate": gate})


def item(n: int, domain: str) -> EvidenceItem:
    source, text = TEXTS[domain]
    return EvidenceItem(
        n=n,
        source_id=source,
        source_title=source.replace("-", " ").capitalize(),
        title=f"Notes on {domain}",
        url=f"https://example.org/{source}",
        published="2026-11-18",
        text=text,
        passage=f"p{n}",
        document=f"d{n}",
        start=0,
        domain=domain,
    )


def evidence() -> Evidence:
    return Evidence(DAY, tuple(item(n, domain) for n, domain in enumerate(TEXTS, 1)))


def quote(n: int, words: str) -> Quote:
    text = next(one.text for one in evidence().items if one.n == n)
    start = text.index(words)
    end = start + len(words)
    return Quote(n, start, end, words, text[max(0, start - 60) : start], text[end : end + 60])


def verbatim(n: int, words: str) -> Sentence:
    return Sentence(words, (n,), "source", quote(n, words))


def sentence_of(n: int, at: int) -> str:
    text = next(one.text for one in evidence().items if one.n == n)
    parts = text.split(". ")
    return parts[at] if parts[at].endswith(".") else parts[at] + "."


def section(n: int, domain: str) -> Section:
    return Section(
        domain=domain,
        title=domain,
        headline=f"What {domain} learned",
        sentences=(verbatim(n, sentence_of(n, 0)), verbatim(n, sentence_of(n, 1))),
        quote=quote(n, sentence_of(n, 2)),
        implication=None,
    )


def crosscut() -> CrossCut:
    text = "Security and System Design both turn on 30 seconds."
    return CrossCut(
        domains=("security", "system-design"),
        title="30 seconds, in Security and System Design",
        sentences=(Sentence(text, (1, 2), "computed"),),
        quotes=(quote(1, sentence_of(1, 0)), quote(2, sentence_of(2, 0))),
    )


def draft() -> Draft:
    return Draft(
        day=DAY,
        title="Thirty seconds, three times",
        writer="extractive",
        lede=(Sentence("Three domains name the same 30 seconds.", (1, 2, 3), "computed"),),
        sections=tuple(section(n, domain) for n, domain in enumerate(TEXTS, 1)),
        crosscuts=(crosscut(),),
        graph=Graph(
            "Tokens and leases",
            "How a retired token and an expired lease are refused.",
            (
                Node("token", "refresh token", "security", (1,)),
                Node("lease", "lease", "system-design", (2,)),
            ),
            (Edge("token", "lease", "expires like", (1, 2)),),
        ),
        action=Action("Measure the drain", 20, (verbatim(3, sentence_of(3, 2)),)),
        gaps=("ai-ml", "web-performance", "career"),
    )
