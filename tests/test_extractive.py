"""The extractive edition: verbatim, cited, and silent where nothing can be quoted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.compose.extractive import edition, selection
from pipeline.compose.extractive.candidates import candidates, stands_alone
from pipeline.compose.extractive.relations import relation
from pipeline.errors import WriterError
from pipeline.newsroom.config import open_newsroom
from pipeline.records import Block, Brief, Draft, Evidence, EvidenceItem, Provenance, Sentence
from pipeline.records import draft as drafts
from pipeline.text.words import clean
from pipeline.world import World

ROOM = open_newsroom(Path(__file__).parent.parent)
DAY = "2026-11-20"

TEXTS = {
    "security": (
        "A refresh token that is used twice tells the server that one copy was stolen. "
        "Rotation of the refresh token limits a stolen copy to one use within 30 seconds.\n\n"
        "- a list item that is no sentence\n\n"
        "Revoke the whole token family when a retired refresh token comes back. "
        "A login endpoint should refuse a client after 100 failed attempts in one hour. "
        "Check how many sessions survive a password change before you trust the rotation. "
        "A fencing token in the session record lets the server refuse a stale refresh. "
        "A stolen access token stays valid until it expires, whatever the rotation does."
    ),
    "system-design": (
        "A lease with a length of 30 seconds expires while a paused process still believes in it. "
        "A fencing token lets the store refuse the late write of an expired lease. "
        "The lock service writes a higher fencing token for every new lease holder. "
        "Retries without a retry budget multiply load exactly when the backend has none to spare. "
        "A client that waits for a random delay spreads the load of its retries over time. "
        "A quorum of replicas answers reads while one replica of three is being replaced."
    ),
    "cloud-infra": (
        "Kubernetes sends a pod the termination signal and waits 30 seconds before it kills it. "
        "A retry budget at the ingress must cover the pods that are draining. "
        "The load balancer drops connections when the drain is shorter than the longest request. "
        "An operator should measure the longest request before setting the drain period. "
        "A readiness probe takes a pod out of the rotation while it keeps answering requests. "
        "A rolling update replaces the pods of a deployment a few at a time."
    ),
}


def item(n: int, domain: str, text: str) -> EvidenceItem:
    at = text.find("- a list item")
    blocks = (
        (
            Block("paragraph", 0, at - 2),
            Block("list", at, text.index("\n\n", at)),
            Block("paragraph", text.index("\n\n", at) + 2, len(text)),
        )
        if at >= 0
        else ()
    )
    return EvidenceItem(
        n=n,
        source_id=f"source-{n}",
        source_title=f"Source {n}",
        title=f"On {domain}",
        url=f"https://s{n}.example/",
        published="2026-11-1" + str(n),
        text=text,
        passage=f"p{n}",
        document=f"d{n}",
        start=0,
        domain=domain,
        score=1.0,
        blocks=blocks,
    )


EVIDENCE = Evidence(DAY, tuple(item(n, d, t) for n, (d, t) in enumerate(TEXTS.items(), 1)))


def write(evidence: Evidence = EVIDENCE, said: tuple[Brief, ...] = ()) -> Draft:
    return edition.write(
        evidence,
        ROOM.desk,
        day=DAY,
        said=said,
        world=World(),
        room=ROOM,
        judge=lambda draft: pytest.fail("the extractive writer needs no judge"),
    ).draft


def sentences(node: Any) -> list[Sentence]:
    return list(drafts.sentences(node))


def test_every_source_sentence_is_a_slice_of_the_evidence_it_cites() -> None:
    stated = [one for _, one in sentences(write()) if one.origin == "source"]
    assert len(stated) >= 6
    for one in stated:
        assert one.quote is not None
        cited = EVIDENCE.item(one.cites[0])
        assert cited is not None
        assert cited.text[one.quote.start : one.quote.end] == one.quote.exact
        assert clean(one.quote.exact) == one.text


def test_every_other_sentence_is_computed_and_cites_what_it_joins() -> None:
    joined = [one for _, one in sentences(write()) if one.origin != "source"]
    assert joined
    assert all(one.origin == "computed" and len(one.cites) >= 2 for one in joined)


def test_no_sentence_is_printed_twice() -> None:
    draft = write()
    texts = [one.text for _, one in sentences(draft) if one.origin == "source"]
    texts += [clean(section.quote.exact) for section in draft.sections if section.quote]
    texts += [clean(quote.exact) for cut in draft.crosscuts for quote in cut.quotes]
    assert len(texts) == len(set(texts))


def test_lists_are_never_chosen() -> None:
    assert not [one for one in candidates(EVIDENCE) if "list item" in one.text]


def test_the_action_is_an_imperative_of_the_evidence() -> None:
    action = write().action
    assert action is not None
    assert action.sentences[0].text.startswith("Check how many sessions survive")
    assert action.minutes <= 30
    assert action.sentences[0].text.startswith(action.title)


def test_crosscuts_put_two_domains_and_their_sources_side_by_side() -> None:
    crosscuts = write().crosscuts
    assert crosscuts
    for cut in crosscuts:
        assert len(set(cut.domains)) == 2
        assert len({quote.n for quote in cut.quotes}) == 2


def test_a_domain_without_enough_to_say_is_a_gap_and_no_section() -> None:
    draft = write()
    assert {section.domain for section in draft.sections} == set(TEXTS)
    assert set(draft.gaps) == {one.id for one in ROOM.desk.domains} - set(TEXTS)


def test_what_the_last_briefs_said_is_not_said_again() -> None:
    first = write()
    provenance = Provenance("extractive", "", "", "", 0, 0)
    brief = Brief("2026-11-19", first, (), 100, "published", provenance, "2026-11-19T06:00:00Z")
    second = write(said=(brief,))
    before = {one.text for _, one in sentences(first) if one.origin == "source"}
    assert not before & {one.text for _, one in sentences(second)}


def test_the_same_evidence_gives_the_same_draft_and_other_evidence_another() -> None:
    assert write() == write()
    assert write(replace(EVIDENCE, items=EVIDENCE.items[:2])) != write()


def test_evidence_without_a_quotable_sentence_is_refused() -> None:
    empty = Evidence(DAY, (item(1, "security", "see above"),))
    with pytest.raises(WriterError, match="can stand alone"):
        write(empty)


def test_a_source_is_not_quoted_beyond_its_limit() -> None:
    tight = tuple(replace(one, quote_limit=30) for one in EVIDENCE.items)
    draft = write(Evidence(DAY, tight))
    words: dict[int, int] = {}
    for _, one in sentences(draft):
        if one.quote:
            words[one.quote.n] = words.get(one.quote.n, 0) + len(one.text.split())
    assert all(count <= 30 for count in words.values())


@pytest.mark.parametrize(
    "text",
    [
        "This makes every retry safe as long as the key is kept for one day.",
        "However, the cache answers from memory in less than one millisecond.",
        "Why does the pool run dry when the database has connections to spare?",
        "The following settings decide how long a segment of the log is kept:",
        "Not a number, but a distribution of the values over the whole day",
        "As the table below shows, the median of the latency stays where it was.",
        "We measured the latency of the pool for a week and then gave up on it.",
        "A cache entry (one of many holds the value for sixty seconds at most.",
        "It's almost like a queue that never empties, however fast the workers are.",
        "Without looking at the plan of the query, or thinking about what the index holds.",
        "For more details on the settings of the pool, see the reference of the driver.",
        "Too short.",
    ],
)
def test_half_sentences_and_sentences_that_lean_on_others_do_not_stand_alone(text: str) -> None:
    assert not stands_alone(text)


def test_a_whole_claim_stands_alone() -> None:
    assert stands_alone("A retry budget caps the extra requests at 5 percent of the traffic.")


def test_a_relation_is_read_off_the_head_of_an_active_sentence() -> None:
    found = relation("The load balancer drops connections when the drain ends.", "cloud-infra", 3)
    assert found is not None
    assert (found.subject, found.verb, found.object) == ("load balancer", "drops", "connections")


@pytest.mark.parametrize(
    "text",
    [
        "An incident update every 30 minutes stops a dozen private questions.",
        "When the drain ends, the load balancer drops connections.",
        "Connections are dropped by the load balancer.",
    ],
)
def test_other_sentence_forms_yield_no_relation(text: str) -> None:
    assert relation(text, "cloud-infra", 1) is None


def test_a_domain_of_one_source_keeps_enough_of_its_quote_limit_for_a_section() -> None:
    one = item(1, "security", TEXTS["security"])
    pool = candidates(Evidence(DAY, (one,)))
    weights = {sentence.key: 1.0 for sentence in pool}
    words = sum(sentence.size for sentence in pool)
    assert len(pool) > selection.RESERVED

    def desk_of(limit: int) -> selection.Desktop:
        return selection.Desktop(pool, weights, frozenset(), {one.source_id: limit})

    assert all(desk_of(words).spare(sentence) for sentence in pool)
    least = sum(sorted(sentence.size for sentence in pool)[: selection.RESERVED])
    assert not any(desk_of(least).spare(sentence) for sentence in pool)


def test_a_section_is_led_by_the_document_that_led_one_longest_ago() -> None:
    text = "Leases need a fencing token, because a paused holder writes after its lease ended."
    other = replace(item(7, "security", text), title="On leases", document="d7")
    chosen = candidates(Evidence(DAY, (EVIDENCE.items[0], other)))

    def led(headlines: dict[str, str]) -> str:
        return edition._led_by_news(list(chosen), headlines)[0].item.title

    first = chosen[0].item.title
    assert led({}) == first
    assert led({first: "2026-11-19"}) == "On leases"
    assert led({first: "2026-11-19", "On leases": "2026-11-18"}) == "On leases"
