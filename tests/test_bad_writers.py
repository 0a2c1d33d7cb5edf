"""Writers that try it on: each ends as replaced or held, with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from checks import each
from test_claude import Bench, Json, always, found, tampered
from verify_sample import STYLES, desk, draft, evidence

from pipeline.compose.model import cutting, repair
from pipeline.compose.model.schemas import SentenceReply
from pipeline.records import EvidenceItem, Judgement, Sentence
from pipeline.verify import judge
from pipeline.verify.draft.grounded import doubted, verdict_of
from tests import writing
from tests.messages_server import Server


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Server() as server:
        pack = writing.evidence("inp-handlers", "cdn-stale", "hedge-reads", "retry-budget")
        yield Bench(writing.newsroom(tmp_path), server, pack, writing.Time())


def test_a_writer_that_calls_every_sentence_advice_prints_none_of_it(bench: Bench) -> None:
    def change(reply: Json) -> Json:
        for at, one in enumerate((*reply["sentences"], reply["implication"])):
            one["text"] = f"A team should know that its vendor lost the data of {at + 3} regions."
            one |= {"kind": "advice", "rests": []}
        return reply

    bench.server.state.respond = tampered("section", always(change))
    made = bench.write(bench.holding())
    assert "no section could be proven" in found(made, "writer-failed")[0].message
    went = [one for one in found(made, "claim-ground") if "vendor lost the data" in one.match]
    assert went and {one.resolved for one in went} == {"removed"}
    asked = [str(body["messages"]) for body in bench.server.state.requests]
    told = [one for one in asked if "A program checked it" in one]
    assert told and all("vendor lost the data" in one for one in each(told))


def item(text: str) -> EvidenceItem:
    return EvidenceItem(
        n=1, source_id="s", source_title="Notes", title="Limits", url="", published=None,
        text=text, passage="p", document="d", start=0, domain="",
    )  # fmt: skip


DIVIDED = item(
    "The default limit of a segment is 64 MB. Operators change it in the configuration. The default "
    "limit of a segment is 256 MB. A node does not keep retired segments. A node keeps retired "
    "segments. Before the upgrade the cache held 4 GB. After the upgrade the cache held 9 GB."
)


@pytest.mark.parametrize(
    "said",
    [
        "The default limit of a segment is 64 MB.",
        "The default limit of a segment is 256 MB.",
        "A node keeps retired segments.",
        "Retired segments are not kept by a node.",
    ],
)
def test_what_a_source_says_and_takes_back_is_held_with_both_sides(said: str) -> None:
    verdict = verdict_of(Sentence(said, (1,)), [DIVIDED])
    assert verdict.fate == "held"
    ((rule, _, message, _),) = doubted(said, verdict)
    assert rule == "claim-ground" and message.startswith("The source says both")


@pytest.mark.parametrize(
    "said",
    [
        "The source gives the default limit of a segment as 64 MB and as 256 MB.",
        "After the upgrade the cache held 9 GB.",
        "Operators change the limit in the configuration.",
    ],
)
def test_who_tells_both_sides_or_of_two_things_is_not_held_for_it(said: str) -> None:
    verdict = verdict_of(Sentence(said, (1,)), [DIVIDED])
    assert not [one for one in verdict.doubts if one.rule == "divided"]


def test_a_section_of_500_sentences_is_refused_with_its_reason(bench: Bench) -> None:
    def change(reply: Json) -> Json:
        reply["sentences"] = reply["sentences"] * 250
        return reply

    bench.server.state.respond = tampered("section", always(change))
    made = bench.write(bench.holding())
    assert found(made, "writer-failed")[0].message and made.draft.writer == "extractive"
    told = [str(body["messages"]) for body in bench.server.state.requests]
    assert any("at most 5 items" in one for one in told)


def test_500_sentences_of_a_record_are_each_judged() -> None:
    made = draft()
    first = made.sections[0]
    said = tuple(
        Sentence(f"Tower {at} of the old harbour was sold for {at + 3} crowns.", (1,))
        for at in range(500)
    )
    made = replace(made, sections=(replace(first, sentences=said), *made.sections[1:]))
    verdict = judge(made, evidence(), desk(), said=(), styles=STYLES)
    faulted = {one.where.path for one in verdict.findings if one.severity == "error"}
    assert verdict.outcome == "held"
    assert {f"sections[0].sentences[{at}]" for at in range(500)} <= faulted


DRESSED = [
    "Rotation limits a ~~stolen~~ refresh token.",
    "Rotation \u202elimits a stolen\u202c token.",
    "Rotation limits a st\u200bolen token.",
    "Rotation\u0336 limits a stolen token.",
    "Rotation limits[^1] a token.",
    "Rotation limits a token {: .hidden }",
    "!!! note Rotation limits a token.",
    "<!-- Rotation limits a stolen token.",
    "Rotation limits a token. {{ page.title }}",
    "Rotation limits a **stolen** token.",
    "[a]: x Rotation limits a token.",
    "# Rotation limits a token.",
    "- Rotation limits a token.",
    "Rotation limits $$x$$ a token.",
    "See [the notes](https://evil.example) for more.",
    "Rotation limits a &lt;b&gt; token.",
]


@pytest.mark.parametrize("text", DRESSED)
def test_markdown_that_two_readers_show_otherwise_is_sent_back(text: str) -> None:
    context = cutting.desk_of(evidence().items)
    cutting.sentence(SentenceReply(text=text, cites=(1,), kind="advice"), "lede[0]", context)
    assert [one.rule for one in context.findings if not one.resolved] == ["writer-markup"]


@pytest.mark.parametrize(
    "text",
    [
        "Set `--max-size` to `2 ** 8` and read `_delta_log`.",
        "C++20 code, a glob such as *.log, and a 2_000 ms limit at 99 % of calls.",
        "The _commits folder and snake_case names stay as they are: a | b.",
    ],
)
def test_names_and_code_are_no_markup(text: str) -> None:
    context = cutting.desk_of(evidence().items)
    cutting.sentence(SentenceReply(text=text, cites=(1,), kind="advice"), "lede[0]", context)
    assert not context.findings


def headed(headline: str) -> Judgement:
    made = replace(draft(), writer="claude")
    first = replace(made.sections[0], headline=headline)
    made = replace(made, sections=(first, *made.sections[1:]))
    return judge(made, evidence(), desk(), said=(), styles=STYLES)


@pytest.mark.parametrize(
    "headline",
    [
        "Rotation limits a stolen refresh token to 45 seconds",
        "Contoso keeps every retired token",
        "`rotate_all` limits a stolen token",
    ],
)
def test_a_headline_that_its_sources_lack_is_held_and_becomes_their_title(headline: str) -> None:
    found = headed(headline)
    (fault,) = [one for one in found.findings if one.rule == "claim-heading"]
    assert found.outcome == "held" and fault.where.path == "sections[0].headline"
    mended, notes = repair.cut_what_fails(
        lambda one: judge(one, evidence(), desk(), said=(), styles=STYLES), found.draft
    )
    assert mended.sections[0].headline == evidence().items[0].title
    assert ("claim-heading", "replaced") in {(one.rule, one.resolved) for one in notes}


def test_a_headline_that_shortens_its_source_stands() -> None:
    found = headed("Rotation leaves a thief of a refresh token one use within 30 seconds")
    assert not [one for one in found.findings if one.rule == "claim-heading"]
