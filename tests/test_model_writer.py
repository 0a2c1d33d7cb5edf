"""What a model writer is told, and what becomes of anchors, stories and an example it copies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from checks import each
from test_claude import Bench, Json, always, found, once, tampered
from verify_sample import STYLES, desk, draft, evidence

from pipeline.compose.model import cutting, planning, repair, writer
from pipeline.compose.model.parts import told
from pipeline.compose.model.schemas import SectionReply, SentenceReply
from pipeline.llm.prompts import OURS
from pipeline.records import Evidence, Finding, Judgement, Quote, Sentence, Story, StoryRef
from pipeline.records import draft as drafts
from pipeline.verify import judge
from tests import scripted, writing
from tests.messages_server import Server, by_script

TOKENS, LEASES = (item.text for item in evidence().items[:2])


def anchor(source: int, exact: str = "", first: str = "", last: str = "") -> Json:
    return {"source": source, "exact": exact, "first": first, "last": last}


def cut(rests: list[Json], **more: object) -> tuple[Sentence, list[Finding]]:
    """A sentence of a reply that cites source 1, and what its cutting found."""
    context = cutting.desk_of(evidence().items)
    said = {"text": "Rotation limits a stolen token.", "cites": [1], "kind": "fact", "rests": rests}
    return cutting.sentence(SentenceReply.model_validate(said | more), "lede[0]", context), list(
        context.findings
    )


# ── anchors ───────────────────────────────────────────────────────────────────────────────


def test_an_anchor_that_stands_is_kept_as_it_was_given() -> None:
    words = "stolen refresh token to one use"
    made, faults = cut([anchor(1, words)])
    assert [one.exact for one in made.rests] == [words] and not faults


MISPLACED = [
    (anchor(1, "Rotation limits a stolen access token"), "source 1 does not have these words"),
    (anchor(1, "token"), "the anchor fits 4 places of source 1; give more words of one"),
    (anchor(2, "A lease of 30 seconds expires"), "it is in source 2, which the sentence does not"),
    (anchor(9, "A lease of 30 seconds expires"), "source 9 is not in the evidence"),
    (anchor(1, "", "Rotation limits a", "reached 1,200 accounts."), "it is a passage, not the words"),
    (anchor(1, TOKENS), "it is a passage, not the words"),
    (anchor(1, "", "Rotation limits a", "of no return"), "`last` does not follow `first`"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "why"), MISPLACED)
def test_an_anchor_that_cannot_stand_is_an_open_finding_that_says_why(
    given: Json, why: str
) -> None:
    made, (fault,) = cut([given])
    assert made.rests == ()
    assert (fault.rule, fault.severity, fault.resolved) == ("writer-anchor", "error", "")
    assert fault.message.startswith(why)


def test_a_misspelt_anchor_is_told_beside_the_words_of_its_source() -> None:
    _, (fault,) = cut([anchor(1, "Rotation limits a stolen access token")])
    line = told(fault)
    assert 'You wrote: "Rotation limits a stolen access token".' in line
    assert 'Source 1 has: "Rotation limits a stolen refresh token to one use' in line


def test_a_fact_without_anchors_is_told_to_name_its_ground() -> None:
    made, (fault,) = cut([])
    assert (fault.rule, fault.resolved) == ("writer-ground", "")
    assert made.rests == ()
    assert cut([], kind="advice")[1] == []


def judged(sentence: Sentence) -> Judgement:
    made = draft()
    first = replace(made.sections[0], sentences=(sentence, *made.sections[0].sentences[1:]))
    first = replace(first, quote=selector("Northwind Labs denied that the leak of 2024 reached"))
    made = replace(made, sections=(first, *made.sections[1:]))
    return judge(made, evidence(), desk(), said=(), styles=STYLES)


def selector(words: str, n: int = 1) -> Quote:
    text = evidence().items[n - 1].text
    return Quote(n, text.index(words), text.index(words) + len(words), words)


SAID = "Because a hash of 32 bytes is enough, the server does not need to keep every retired token."
GROUND = "because a hash of 32 bytes is enough."


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (selector("Revoke the whole token family"), "do not bear this sentence"),
        (selector(TOKENS), "is a passage"),
        (selector("A lease of 30 seconds expires", 2), "which it does not cite"),
        (replace(selector(GROUND), start=3), "does not select its words"),
        (selector("token to"), "too few words"),
    ],
)
def test_an_anchor_that_does_not_show_the_ground_holds_and_names_the_words_that_do(
    wrong: Quote, why: str
) -> None:
    found = judged(Sentence(SAID, (1,), rests=(wrong,)))
    (fault,) = [one for one in found.findings if one.rule == "claim-anchor"]
    assert found.outcome == "held" and why in fault.message
    assert fault.evidence.startswith("[Source 1] The server does not need to keep")
    assert found.draft.sections[0].sentences[0].rests == (wrong,)  # nothing is swapped in silence


def test_what_bears_a_sentence_is_kept_to_the_letter_and_judged_so_again() -> None:
    right = selector(GROUND)
    found = judged(Sentence(SAID, (1,), rests=(right,)))
    assert found.outcome == "published"
    assert found.draft.sections[0].sentences[0].rests == (right,)


def test_a_sentence_whose_anchor_stays_wrong_becomes_its_source_s_own() -> None:
    wrong = Sentence(SAID, (1,), rests=(selector("Revoke the whole token family"),))
    spoiled, notes = repair.cut_what_fails(
        lambda one: judge(one, evidence(), desk(), said=(), styles=STYLES), judged(wrong).draft
    )
    put = spoiled.sections[0].sentences[0]
    assert put.origin == "source" and put.text.startswith("The server does not need to keep")
    assert [one.rule for one in notes if one.resolved == "replaced"] == ["claim-anchor"]


def test_a_sentence_does_not_become_one_that_is_quoted_beside_it() -> None:
    wrong = Sentence(SAID, (1,), rests=(selector("Revoke the whole token family"),))
    found = judged(wrong)
    assert "sections[0].sentences[0]" in {one.path for one in found.instead}
    (first, *others) = found.draft.sections
    quoting = replace(found.draft, sections=(replace(first, quote=selector(GROUND)), *others))
    again = judge(quoting, evidence(), desk(), said=(), styles=STYLES)
    assert "sections[0].sentences[0]" not in {one.path for one in again.instead}


# ── the rounds ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Server() as server:
        pack = writing.evidence("inp-handlers", "cdn-stale", "hedge-reads", "retry-budget")
        yield Bench(writing.newsroom(tmp_path), server, pack, writing.Time())


def asked(server: Server) -> list[str]:
    """What the server's model was asked, the task of each request."""
    return [json.dumps(body["messages"], ensure_ascii=False) for body in server.state.requests]


def test_an_anchor_is_sent_back_with_both_sides_and_mended(bench: Bench) -> None:
    def change(reply: Json) -> Json:
        rests = reply["sentences"][0]["rests"]
        rests[0]["exact"] = rests[0]["exact"].replace(" ", " quite ", 1)
        return reply

    bench.server.state.respond = tampered("section", once(change))
    made = bench.write()
    assert {one.resolved for one in found(made, "writer-anchor")} == {"repaired"}
    again = [one for one in asked(bench.server) if "A program checked it" in one]
    assert again and all(
        "does not have these words" in one and "has: " in one for one in each(again)
    )
    assert all(one.rests for section in each(made.draft.sections) for one in section.sentences)


def test_an_anchor_in_another_source_to_the_end_leaves_the_source_s_own_sentence(
    bench: Bench,
) -> None:
    def change(reply: Json) -> Json:
        first = reply["sentences"][0]
        first["rests"] = [anchor(first["cites"][0] % 4 + 1, "nowhere to be found")]
        return reply

    bench.server.state.respond = tampered("section", always(change))
    made = bench.write()
    ends = {one.resolved for one in found(made, "writer-anchor")}
    assert ends and ends <= {"replaced", "removed"}
    assert all(
        one.rests or one.origin == "source"
        for section in each(made.draft.sections)
        for one in section.sentences
    )


def test_each_fault_of_a_sentence_is_told_with_the_source_s_nearest_words(bench: Bench) -> None:
    def change(reply: Json) -> Json:
        n = reply["quote"]["source"]
        reply["sentences"][0]["text"] = f"Change {n} cut the cost of the service by 73.5 percent."
        return reply

    bench.server.state.respond = tampered("section", once(change))
    bench.write()
    again = [one for one in asked(bench.server) if "A program checked it" in one]
    lines = re.findall(r"- (sentences\[0\][^\n]*?)\\n", "\n".join(again))
    assert lines and any("73.5 percent" in one for one in lines)
    assert all("You wrote: " in one and "has: " in one for one in lines)


def test_no_part_is_sent_back_more_than_the_desk_s_rounds(bench: Bench) -> None:
    def change(reply: Json) -> Json:
        reply["sentences"][0]["text"] = "The change cut the cost of the service by 73.5 percent."
        return reply

    bench.server.state.respond = tampered("section", always(change))
    bench.write(bench.desk(rounds=1))
    again = [one for one in asked(bench.server) if "A program checked it" in one]
    assert len(again) == 2  # one for each of the two sections


# ── stories ───────────────────────────────────────────────────────────────────────────────


def two_stories() -> Evidence:
    """Two stories of one domain and one of another, a document each."""
    pack = writing.evidence("hedge-reads", "retry-budget", "cdn-stale")
    items = tuple(replace(one, story=f"story{one.n}", part="lead") for one in pack.items)
    stories = tuple(
        Story(
            one.story,
            one.domain,
            "news",
            one.document,
            (one.passage,),
            (),
            (one.published or "")[:10],
            "published",
        )
        for one in items
    )
    return replace(pack, items=items, stories=stories)


def test_each_chosen_story_of_a_domain_is_told_in_its_own_section(bench: Bench) -> None:
    bench.pack = two_stories()
    made = bench.write()
    told_of = [(one.domain, one.story.id) for one in made.draft.sections if one.story]
    assert told_of == [
        ("web-performance", "story1"), ("system-design", "story2"), ("system-design", "story3"),
    ]  # fmt: skip
    for section in each(made.draft.sections):
        assert section.story
        assert {n for one in section.sentences for n in one.cites} == {section.story.lead}


def test_a_story_whose_quote_stays_wrong_goes_and_the_other_of_its_domain_stays(
    bench: Bench,
) -> None:
    bench.pack = two_stories()

    def respond(body: Json) -> Json:
        reply = by_script(body)
        if "implication" in reply and reply["quote"]["source"] == 2:
            reply["quote"]["exact"] = "Nobody ever said these words of it."
        return reply

    bench.server.state.respond = respond
    made = bench.write()
    assert [one.story and one.story.id for one in made.draft.sections] == ["story1", "story3"]
    assert "system-design" not in made.draft.gaps
    (lost,) = found(made, "writer-cut")
    assert lost.where.path == "sections[system-design/story2]"


def test_a_plan_may_leave_one_story_of_a_domain_out(bench: Bench) -> None:
    bench.pack = two_stories()

    def fewer(reply: Json) -> Json:
        return {"domains": [{"domain": "system-design", "sources": [2], "angle": "x"}]}

    bench.server.state.respond = tampered("plan", always(fewer))
    made = bench.write()
    assert [one.story and one.story.id for one in made.draft.sections] == ["story2"]
    assert not made.draft.crosscuts  # one domain has nothing to be joined to


def test_a_section_of_two_stories_goes_by_domain_and_story() -> None:
    made = draft()
    one = made.sections[0]
    stories = [replace(one, story=StoryRef(name, "news", 1)) for name in ("a", "b")]
    made = replace(made, sections=(stories[0], *made.sections[1:], stories[1]))
    last = len(made.sections) - 1
    named = drafts.by_domain(made, f"sections[{last}].quote")
    assert named == f"sections[{one.domain}/b].quote"
    assert drafts.numbered(made, named) == f"sections[{last}].quote"
    alone = replace(made, sections=made.sections[1:])
    assert drafts.numbered(alone, named) == f"sections[{last - 1}].quote"


# ── prompts ───────────────────────────────────────────────────────────────────────────────


def example() -> Json:
    """The good section that the rules show."""
    text = (OURS / "rules.md.j2").read_text("utf-8")
    shown = text[text.index("A good section: ") + len("A good section: ") :]
    reply: Json = json.JSONDecoder().raw_decode(" ".join(shown.split()))[0]
    return reply


def test_the_example_of_the_rules_has_the_form_of_a_section_and_no_source() -> None:
    reply = SectionReply.model_validate(example())
    assert {n for one in reply.sentences for n in one.cites} == {0} == {reply.quote.source}


@pytest.mark.parametrize("as_source", [0, 1])
def test_a_copied_example_is_never_printed(bench: Bench, as_source: int) -> None:
    copied = json.loads(json.dumps(example()).replace('"source": 0', f'"source": {as_source}'))
    for one in (*copied["sentences"], copied["implication"]):
        one["cites"] = [as_source]

    bench.server.state.respond = tampered("section", always(lambda reply: copied))
    made = bench.write(bench.holding())
    assert "no section could be proven" in found(made, "writer-failed")[0].message


def test_each_prompt_names_the_fields_of_the_evidence_it_speaks_of(bench: Bench) -> None:
    bench.pack = two_stories()
    bench.write()
    body = bench.server.state.requests[1]
    rules = json.dumps(body["system"])
    shown = {name for row in scripted.sources(asked_text(body)) for name in row}
    assert shown and all(f"`{name}`" in rules for name in each(shown - {"source"}))


def asked_text(body: Json) -> str:
    content = body["messages"][0]["content"]
    return content if isinstance(content, str) else "\n".join(one["text"] for one in content)


def test_a_malformed_answer_loses_nothing_of_what_was_told_before(bench: Bench) -> None:
    """The first answer is sent back with a fault, the second is no JSON, the third sees both."""

    def change(reply: Json, nth: int) -> Json | str:
        if nth == 0:
            reply["sentences"][0]["cites"] = [999]
        return "{" if nth == 1 else reply

    bench.server.state.respond = tampered("section", change)
    bench.write(bench.desk(parallel=1))
    third = [one for one in asked(bench.server) if "is not one JSON object" in one]
    assert third and all("cites source 999" in one for one in each(third))


def test_anchors_that_bear_a_sentence_together_stand() -> None:
    rests = (selector("The server does not need to keep"), selector(GROUND))
    assert judged(Sentence(SAID, (1,), rests=rests)).outcome == "published"


def test_a_wrong_anchor_is_told_with_the_sentence_and_the_words_that_bear_it() -> None:
    wrong = (selector("Revoke the whole token family"), selector("Northwind Labs denied that"))
    found = judged(Sentence(SAID, (1,), rests=wrong))
    (fault,) = [one for one in found.findings if one.rule == "claim-anchor"]
    assert f'You wrote: "{SAID}"' in told(fault)
    assert "'Revoke the whole token family'" in fault.message


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("It shrank.", "It shrank."),
        ("It shrank by half. " + "The rest is long, " * 20, "It shrank by half."),
        ("every reader waits " * 20, "every reader waits " * 15 + "every reader …"),
    ],
)
def test_an_angle_ends_where_a_sentence_or_a_word_does(said: str, wanted: str) -> None:
    assert planning._angle(said) == wanted


def test_the_section_of_the_days_first_story_stands_first_and_one_without_a_story_last() -> None:
    written = [
        replace(one, story=StoryRef(story, "news", at) if story else None)
        for at, (one, story) in enumerate(
            zip(draft().sections[:3], ("s3", "", "s1"), strict=True), 1
        )
    ]
    script: Any = SimpleNamespace(
        sections=[SimpleNamespace(value=one) for one in written],
        lede=None, crosscuts=None, graph=None,
    )  # fmt: skip
    stories = [SimpleNamespace(id=one) for one in ("s1", "s2", "s3")]
    work: Any = SimpleNamespace(
        day="2026-11-19", name="claude", desk=desk(), evidence=SimpleNamespace(stories=stories)
    )
    made = writer.assemble(work, script)
    assert made.sections == (written[2], written[0], written[1])
