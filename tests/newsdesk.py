"""Records to render: a small newsroom with briefs over seven domains, made without any stage.

`newsroom(root)` writes desk, sources and records; `brief(day)` and `evidence(day)` make one day.
Texts are our own, about public standards; the publishers are invented and end in `.example`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import shared

from pipeline import publish
from pipeline.audit import audit
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.records import (
    Action,
    Brief,
    CrossCut,
    Draft,
    Edge,
    Evidence,
    EvidenceItem,
    Finding,
    Graph,
    Implication,
    Node,
    Provenance,
    Quote,
    Receipt,
    Section,
    Sentence,
    Where,
    store,
)
from pipeline.render import render_all

DOMAINS = (
    ("ai-ml", "AI/ML", "model serving teams"),
    ("web-performance", "Web Performance", "front-end teams"),
    ("system-design", "System Design", "backend teams"),
    ("cloud-infra", "Cloud & Infrastructure", "platform teams"),
    ("data-engineering", "Data Engineering", "data platform teams"),
    ("security", "Security", "security engineers"),
    ("career", "Engineering Career", "engineering managers"),
)

# domain: (title, headline, first sentence, quote, implication, words after)
TEXTS = {
    "ai-ml": (
        ("What the key-value cache costs", "The cache, not the weights, sets how many users fit",
         "A decoder keeps two vectors per layer, per head and per token, so memory grows with every token of every open conversation.",
         "Half the accelerator's memory was cache before the batch was even full, and the scheduler had to turn requests away while the arithmetic units idled",
         "Measure cache bytes per conversation before choosing a batch size."),
        ("Paging the cache", "Fixed pages end the waste of reserved context",
         "Reserving the longest context for every request leaves most of the reservation empty.",
         "Pages of sixteen tokens brought the share of memory that held nothing from sixty percent to under four",
         "Check how much of the reserved cache is ever written."),
    ),
    "web-performance": (
        ("Hints before the answer", "Early hints pay only when the server thinks first",
         "A 103 response lets the browser fetch style sheets while the server is still assembling the page (RFC 8297).",
         "The gain was the server's thinking time and never more; on pages that answered in forty milliseconds there was nothing left to win",
         "Compare the hint with the time to first byte before rolling it out."),
        ("Why the page jumps", "Unsized images are still the first cause of shift",
         "An image without width and height takes no room until its first bytes arrive.",
         "Giving every image its two numbers removed nine tenths of the shift, and no other change came near it",
         "Reserve space for every image, advertisement and late banner."),
    ),
    "system-design": (
        ("Hedged requests", "A second copy of the slow five percent cuts the tail",
         "A hedged request is sent again only when the first has been out longer than the 95th percentile.",
         "Two percent more requests took the slowest thousandth from 1,800 milliseconds to 74, because the second copy rarely met the same queue",
         "Hedge only reads that may safely happen twice."),
        ("Idempotency keys", "A retry is safe only when the server remembers",
         "The key must be stored in the same transaction as the effect it guards.",
         "We found the double charge in the gap between the two writes, a gap of eleven milliseconds that a restart made wide enough",
         "Write the key and the effect in one transaction."),
    ),
    "cloud-infra": (
        ("Draining without dropping", "The gap between unready and unrouted drops requests",
         "A pod that is told to stop keeps receiving traffic until every proxy has heard of it.",
         "A pause of five seconds before the listener closed ended the errors; nothing else on our list made a difference that we could measure",
         "Sleep in the stop hook for longer than the slowest proxy takes to update."),
        ("Certificates that renew themselves", "Renew at two thirds, alert at one quarter",
         "A certificate of ninety days renewed at sixty leaves thirty days for somebody to notice.",
         "Every outage we traced began with a renewal that had failed quietly for weeks while the old certificate still answered",
         "Alert on the days that remain and not on the renewal job."),
    ),
    "data-engineering": (
        ("Late events", "A watermark is a promise about the past, and it is sometimes broken",
         "A watermark says that no event older than its time is still to come.",
         "Four percent of the day's events came after the watermark had passed, nearly all of them from phones that had been in a tunnel",
         "Decide in writing what happens to what comes after the watermark."),
        ("Small files", "Two hundred thousand small files cost more than the query",
         "Each file costs an open, a footer and a place in the plan.",
         "Planning took nine seconds and reading took two; after compaction the same query planned in a third of a second",
         "Compact to files of a few hundred megabytes."),
    ),
    "security": (
        ("Tokens that outlive their purpose", "A token bound to its sender is worth nothing to a thief",
         "Bearer tokens work for whoever holds them; RFC 9449 binds them to a key.",
         "The stolen token was replayed for six days from another continent, and every request carried a valid signature of ours",
         "Bind refresh tokens first, they live longest."),
        ("Choosing password parameters", "Memory, not rounds, is what an attacker must pay for",
         "RFC 9106 recommends Argon2id and gives two parameter sets.",
         "With two gibibytes and one pass the attacker's cards stood idle, waiting for memory that no number of cores could supply",
         "Raise memory first and rounds last."),
    ),
    "career": (
        ("Reviews that come back the same day", "Small changes are what makes reviews fast",
         "The median wait for a first review fell when changes fell under two hundred lines.",
         "Nothing we tried with reminders moved the wait by an hour, and halving the size of the change moved it by a day",
         "Agree on a size, not on a deadline."),
        ("What an incident review is for", "Ask what made sense at the time",
         "An incident review that looks for a person finds one and stops.",
         "The useful question was what the operator could see at that minute, and the answer was a green dashboard",
         "Begin each review with the screens as they were."),
    ),
}  # fmt: skip


MEASURED = "The rest of the page shows how it was measured, on which machines and for how long."


def evidence(day: str, *, turn: int = 0) -> Evidence:
    """Fourteen numbered items, two of each domain, in an order that turns with the day."""
    items = []
    for at, (domain, _, _) in enumerate(DOMAINS):
        for which in range(2):
            texts = TEXTS[domain][(which + turn) % 2]
            items.append(_item(2 * at + which + 1, domain, texts, day, turn))
    return Evidence(day, tuple(items), "c0ffee0123456789")


def _item(n: int, domain: str, texts: tuple[str, ...], day: str, turn: int) -> EvidenceItem:
    title, _, first, quote, then = texts
    text = f"{first} {quote}. {then} {MEASURED}"
    name = title.lower().replace(" ", "-").replace(",", "")
    published = (date.fromisoformat(day) - timedelta(days=n % 9)).isoformat()
    locator = "p. 2" if domain == "security" else "00:01:23" if domain == "career" else ""
    return EvidenceItem(
        n=n, source_id=f"{domain}-notes", source_title=f"{title.split()[0]} Quarterly",
        title=title, url=f"https://{domain}.example/{name}?t={turn}", published=f"{published}T09:00:00+00:00",
        text=text, passage=f"p{n:015d}", document=f"d{n:015d}", start=120, domain=domain,
        locator=locator, before="We had put this off for a year.", after="Comments are open below.",
        licence="CC BY 4.0",
    )  # fmt: skip


def quote_of(item: EvidenceItem, texts: tuple[str, ...]) -> Quote:
    """The quote of an item, as code would cut it."""
    start = item.text.index(texts[3])
    exact = texts[3]
    return Quote(item.n, start, start + len(exact), exact, item.text[max(0, start - 32) : start],
                 item.text[start + len(exact) : start + len(exact) + 32])  # fmt: skip


def verbatim(item: EvidenceItem, words: str) -> Sentence:
    """A sentence that is a slice of its source."""
    start = item.text.index(words)
    quote = Quote(item.n, start, start + len(words), words)
    return Sentence(words, (item.n,), "source", quote)


def brief(day: str, *, turn: int = 0, outcome: str = "published", title: str = "") -> Brief:
    """A brief of that day over its evidence."""
    pack = evidence(day, turn=turn)
    return Brief(
        day=day,
        draft=_draft(day, pack, turn, title),
        findings=(
            Finding("number-missing", "warning", Where("sections[2].sentences[0]"), "about 75",
                    "the source says 74", "print the source's number", resolved="repaired"),
            Finding("claim-unsupported", "error", Where("sections[5].sentences[2]"),
                    "attackers rarely notice", "no cited passage says this", resolved="removed"),
        ) if outcome == "published" else (
            Finding("quote-not-found", "error", Where("sections[0].quote"), "half of it",
                    "no source holds these words"),
        ),
        score=97 - turn % 4 if outcome == "published" else 62,
        outcome="published" if outcome == "published" else "held",
        provenance=Provenance("extractive", "1f2e3d4c5b6a7988", "c0ffee0123456789", "0.1.0", 64, 412,
                              Receipt(avoided_usd="0.1240")),
        published=f"{day}T06:00:00+00:00",
    )  # fmt: skip


def _draft(day: str, pack: Evidence, turn: int, title: str) -> Draft:
    sections = []
    for at, (domain, name, team) in enumerate(DOMAINS):
        one, two = pack.items[2 * at], pack.items[2 * at + 1]
        mine, other = TEXTS[domain][turn % 2], TEXTS[domain][(turn + 1) % 2]
        sections.append(Section(
            domain, name, mine[1],
            (verbatim(one, mine[2]), verbatim(two, other[2])),
            quote_of(one, mine),
            Implication(team, verbatim(one, mine[4])),
        ))  # fmt: skip
    tail, cache = pack.items[4], pack.items[0]
    cut = CrossCut(
        ("ai-ml", "system-design"), "Waiting is memory",
        (Sentence("Both pages count what is held while something waits: one counts bytes, the other requests.", (1, 5), "computed"),),
        (quote_of(cache, TEXTS["ai-ml"][turn % 2]), quote_of(tail, TEXTS["system-design"][turn % 2])),
    )  # fmt: skip
    second = CrossCut(
        ("web-performance", "cloud-infra"), "Seconds nobody owns",
        (Sentence("In both, the loss hides between two systems that each report success.", (3, 7), "computed"),),
        (quote_of(pack.items[6], TEXTS["cloud-infra"][turn % 2]),),
    )  # fmt: skip
    return Draft(
        day=day,
        title=title or (TEXTS["system-design"][0][1] if turn % 2 == 0 else TEXTS["data-engineering"][1][1]),
        writer="extractive",
        lede=(verbatim(tail, TEXTS["system-design"][turn % 2][2]),
              Sentence("Seven domains, fourteen pages, and one thread through them: what waits costs.", (1, 5, 7), "computed")),
        sections=tuple(sections),
        crosscuts=(cut, second),
        graph=_graph(),
        action=Action("Find the reservation nobody uses", 25,
                      (verbatim(tail, MEASURED),)),
    )  # fmt: skip


def _graph() -> Graph:
    nodes = (
        Node("cache", "Key-value cache", "ai-ml", (1,)), Node("batch", "Batch size", "ai-ml", (1,)),
        Node("queue", "Request queue", "system-design", (5,)), Node("hedge", "Hedged read", "system-design", (5,)),
        Node("proxy", "Edge proxy", "cloud-infra", (7,)), Node("tail", "Slowest thousandth", "system-design", (5,)),
    )  # fmt: skip
    edges = (
        Edge("cache", "batch", "limits", (1,)), Edge("batch", "queue", "fills", (1,)),
        Edge("queue", "tail", "makes", (5,)), Edge("hedge", "tail", "cuts", (5,)),
        Edge("proxy", "queue", "feeds", (7,)),
    )  # fmt: skip
    return Graph("What waits on what", "The cache limits the batch, the batch fills the queue, the "
                 "queue makes the tail, and hedging cuts it.", nodes, edges)  # fmt: skip


def newsroom(
    root: Path, days: tuple[str, ...] = ("2026-11-17", "2026-11-18", "2026-11-19")
) -> Newsroom:
    """A newsroom on disk with a published brief for each day."""
    write_config(root)
    for turn, day in enumerate(days):
        keep(root, brief(day, turn=turn), evidence(day, turn=turn))
    return open_newsroom(root)


def built(
    root: Path, days: tuple[str, ...] = ("2026-11-17", "2026-11-18", "2026-11-19")
) -> Newsroom:
    """A newsroom with its site built; made once a session, then copied."""

    def make(folder: Path) -> None:
        room = newsroom(folder, days)
        render_all(room)
        publish.build_site(room, audit=audit)

    root.mkdir(parents=True, exist_ok=True)
    return open_newsroom(shared.copy(f"built-{'-'.join(days)}", make, root))


def keep(root: Path, one: Brief, pack: Evidence) -> None:
    """Write a day's record."""
    folder = root / "briefs" / one.day
    store.write(folder / "brief.json", store.to_json(one))
    store.write(folder / "evidence.json", store.to_json(pack.items))
    store.write(folder / "findings.json", store.to_json(one.findings))


def write_config(root: Path) -> None:
    """Desk and sources of the test newsroom."""
    lines = ['title = "Dateline"', 'tagline = "A daily engineering brief in which every quote is proven against its source, or held."',
             'site_url = "https://dateline.example/"', "[publisher]", 'name = "Dateline"',
             'email = "corrections@dateline.example"', 'principles = "Every quote is cut from the bytes it cites."']  # fmt: skip
    sources = []
    for domain, title, team in DOMAINS:
        lines += [
            "[[domains]]",
            f'id = "{domain}"',
            f'title = "{title}"',
            f'team = "{team}"',
            'questions = ["What is new?"]',
        ]
        sources += ["[[sources]]", f'id = "{domain}-notes"', f'title = "{TEXTS[domain][0][0].split()[0]} Quarterly"', 'kind = "markdown"',
                    f'location = "{domain}"', f'domains = ["{domain}"]', f'homepage = "https://{domain}.example/"']  # fmt: skip
    store.write(root / "briefs" / "desk.toml", "\n".join(lines) + "\n")
    store.write(root / "briefs" / "sources.toml", "\n".join(sources) + "\n")


def at_turn(one: Brief, **changes: object) -> Brief:
    """A brief with some fields changed."""
    return replace(one, **changes)  # type: ignore[arg-type]
