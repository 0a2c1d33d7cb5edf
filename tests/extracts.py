"""Two documents in the words of their makers, their evidence, and the edition made of it."""

from __future__ import annotations

from pathlib import Path

from pipeline.compose.assignment import Assignment
from pipeline.compose.extractive import edition
from pipeline.compose.extractive.lines import Line, lines
from pipeline.newsroom.config import open_newsroom
from pipeline.records import (
    Block,
    Brief,
    Draft,
    Evidence,
    EvidenceItem,
    Judgement,
    Member,
    Sentence,
    Story,
)
from pipeline.records import draft as drafts
from pipeline.world import World

ROOM = open_newsroom(Path(__file__).parent.parent)
DAY = "2026-11-20"
KESTREL = (
    "Kestrel 4.2 is a release of the message broker that moves leases out of the topic log. "
    "It deprecates the replica_lag flag, which version 5 will remove. "
    "The broker now answers reads from any replica by default, and a benchmark of 3 nodes gained "
    "40 percent of throughput. "
    "We are thrilled to share this with our amazing community!\n\n"
    "This release adds the following to the admin API:\n\n"
    "- Quotas can be set for each tenant of a shared broker.\n"
    "- Leases of a stopped consumer are revoked after 30 seconds.\n\n"
    "Operators should set lease_store before they upgrade to Kestrel 4.2. "
    "Please see the guide below for more details."
)
LANTERN = (
    "The Lantern gateway accepts a token twice when two nodes of its cache disagree. "
    "An attacker with a stolen token can replay it for up to 90 seconds, because the nodes "
    "synchronise once in that time. "
    "Lantern 2.8.1 binds every token to one node, which closes the window."
)


def blocks(text: str) -> tuple[Block, ...]:
    found, at = [], 0
    for part in text.split("\n\n"):
        kind = "list" if part.startswith("- ") else "paragraph"
        found.append(Block(kind, at, at + len(part)))
        at += len(part) + 2
    return tuple(found)


def item(n: int, text: str, title: str, *, domain: str, story: str, part: str = "lead") -> EvidenceItem:  # fmt: skip
    return EvidenceItem(
        n=n,
        source_id=f"source-{n}",
        source_title=f"{title.split()[0]} blog",
        title=title,
        url=f"https://s{n}.example/",
        published=f"2026-11-1{n}",
        text=text,
        passage=f"p{n}",
        document=f"d{n}",
        start=0,
        domain=domain,
        blocks=blocks(text),
        story=story,
        part=part,
    )


def story(n: int, domain: str, *members: Member) -> Story:
    return Story(
        f"s{n}", domain, "news", f"d{n}", (f"p{n}",), members, f"2026-11-1{n}", "published"
    )


EVIDENCE = Evidence(
    DAY,
    (
        item(1, KESTREL, "Kestrel 4.2 is out", domain="data-engineering", story="s1"),
        item(2, LANTERN, "Lantern accepts a token twice", domain="security", story="s2"),
    ),
    stories=(story(1, "data-engineering"), story(2, "security")),
)


def accepts(draft: Draft) -> Judgement:
    return Judgement(draft, (), 100, "published")


def write(evidence: Evidence = EVIDENCE, said: tuple[Brief, ...] = ()) -> Draft:
    made = edition.write(Assignment(evidence, ROOM, World(), accepts, said))
    return made.draft


def stated(draft: Draft) -> list[Sentence]:
    return [one for _, one in drafts.sentences(draft) if one.origin == "source"]


def found(text: str, title: str = "Kestrel 4.2 is out") -> tuple[Line, ...]:
    return lines([item(1, text, title, domain="security", story="s1")])


LATE = (
    "Kestrel is a message broker that many teams run. "
    "Teams have used it for years to move orders between services. "
    "It grew out of a queue that was written in a week. "
    "Kestrel 4.2 removes the replica_lag flag, and reads go to any replica by default.\n\n"
    "A benchmark of Kestrel 4.2 with 3 nodes gained 40 percent of throughput."
)
