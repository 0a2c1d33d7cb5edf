"""What leaned on a sentence that went is mended, put in its source's words, or goes with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.compose.model import openings, repair
from pipeline.records import Draft, Implication, Instead, Judgement, Quote, Section, Sentence
from pipeline.records.rules import finding

FIRST = "Valkey 9 migrates a slot as one operation with a snapshot limit of 64 MB."
LAST = "Replicas of Valkey 9 keep a log of their own."
STANDS = "Valkey 9 writes no key of a slot while it moves."


def draft(*texts: str, implication: str = "", headline: str = "Valkey 9 moves slots") -> Draft:
    said = tuple(Sentence(one, (1,), "writer") for one in texts)
    drawn = implication and Implication("platform teams", Sentence(implication, (1,), "writer"))
    section = Section("ai-ml", "AI", headline, said, Quote(1, 0, 6, "Valkey"), drawn or None)
    return Draft("2026-11-20", "", "claude", (), (section,), (), None, None)


def without(made: Draft, *gone: int) -> Draft:
    (section,) = made.sections
    kept = tuple(one for n, one in enumerate(section.sentences) if n not in gone)
    return replace(made, sections=(replace(section, sentences=kept),))


def told(made: Draft) -> list[str]:
    return [one.text for section in made.sections for one in section.sentences]


def left(*texts: str, gone: int = 0) -> list[str]:
    """What is left of a section when one of its sentences goes."""
    made = draft(*texts)
    return told(openings.stand(made, without(made, gone), {})[0])


@pytest.mark.parametrize(
    "text",
    [
        "It needs no restart.",
        "They run in parallel.",
        "Its default is 5 seconds.",
        "This needs no restart.",
        "These run in parallel.",
        "That avoids a restart.",
        "Once this is done, clients open their connections again.",
        "This snapshot can be skipped.",
        "Such snapshots can be skipped.",
        "The snapshot is written to disk.",
        "The limit can be raised to 256 MB.",
        "However, the limit can be raised.",
        "The similar migration of Redis takes two steps.",
        "Another plugin spreads pods over zones.",
        "The other plugin spreads pods.",
        "The former needs a restart.",
        "The latter needs a restart.",
        "The new version drops that.",
        "The second needs a restart.",
        "The same holds for replicas.",
        "Both are off by default.",
        "Neither is on by default.",
        "Each of them needs a restart.",
        "Some are off by default.",
        "Others stay as they were.",
        "One of them is the operator.",
        "If enabled, writes block.",
        "Otherwise writes block.",
        "In that case writes block.",
        "By doing so, it frees memory.",
        "For this reason clients retry.",
        "Failover is faster.",
        "Redis 8 did not do this.",
        "Operators can turn it off with a flag.",
        "A team can run them side by side.",
        "In 9.1, they become the default.",
    ],
)
def test_what_stands_on_a_sentence_that_went_goes_with_it(text: str) -> None:
    assert left(FIRST, text, LAST, LAST[:-1] + " too long.") == [LAST, LAST[:-1] + " too long."]


@pytest.mark.parametrize(
    "text",
    [
        "Valkey 9 needs no restart.",
        "It is possible to raise the window of a replica.",
        "If the node fails, it restarts within 5 seconds.",
        "Clients that lose a connection open it again.",
        "Both Redis and Valkey speak RESP3.",
        "Failover is faster than in Valkey 8.",
        "Builds are faster with Rolldown.",
        "Envoy 1.30 keeps the same ports as Envoy 1.29.",
        "Other databases, such as Redis, block writes.",
        "Prometheus as well as Thanos read blocks.",
        "Redis 8 not only caches but also stores vectors.",
        "The tool is also known as rq.",
        "Team A reads too many rows.",
        "This week the board votes on the charter.",
        "A client retries, then it gives up.",
        "Some teams run two clusters.",
        "Version 3.2 of Kestrel removes such flags as `--legacy`.",
        "Knative keeps the old and the new chain until each certificate is renewed.",
        "There is no lock in the allocator of Rust.",
    ],
)
def test_what_stands_by_itself_stays_as_its_writer_wrote_it(text: str) -> None:
    assert left(FIRST, text, LAST) == [text, LAST]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Also, failover takes half the time.", "Failover takes half the time."),
        ("Failover also takes half the time.", "Failover takes half the time."),
        ("Failover takes half the time, too.", "Failover takes half the time."),
        ("Similarly, failover takes half the time.", "Failover takes half the time."),
        ("But clients retry twice.", "Clients retry twice."),
        ("As a result, clients see no error.", "Clients see no error."),
        ("`SWAPDB` also takes a lock.", "`SWAPDB` takes a lock."),
    ],
)
def test_a_word_that_only_joins_goes_and_its_sentence_stays(text: str, bare: str) -> None:
    assert left(FIRST, text, LAST) == [bare, LAST]


@pytest.mark.parametrize(
    ("before", "gone"),
    [
        (("Valkey 9 ships in May.", FIRST, "It needs no restart.", LAST), 1),
        (("Valkey 9 ships in May.", "It moves slots whole.", "It needs no restart.", LAST), 1),
        ((FIRST, "Envoy 1.30 ships in May.", "Also, Kestrel 2 ends.", LAST), 0),
        (("Kestrel has two plugins.", FIRST, "The other plugin spreads pods.", LAST), 1),
        ((FIRST, LAST, "It needs no restart."), 2),
    ],
)
def test_what_leans_on_a_sentence_that_still_stands_is_left_alone(
    before: tuple[str, ...], gone: int
) -> None:
    assert left(*before, gone=gone) == [one for n, one in enumerate(before) if n != gone]


def test_a_sentence_behind_one_that_was_mended_is_left_alone() -> None:
    kept = "However, its replicas keep a log."
    assert left(FIRST, "Also, failover is quick.", kept, LAST) == ["Failover is quick.", kept, LAST]


def test_what_leans_becomes_the_words_of_its_source_where_these_stand_alone() -> None:
    made = draft(FIRST, "It blocks no writes.", LAST)
    other = Sentence(STANDS, (1,), "source", Quote(1, 0, len(STANDS), STANDS))
    path = "sections[ai-ml].sentences[1]"
    after, (note,) = openings.stand(made, without(made, 0), {path: other})
    assert told(after) == [STANDS, LAST]
    assert (note.rule, note.resolved, note.match) == (
        "writer-leaning",
        "replaced",
        "It blocks no writes.",
    )


def test_words_of_a_source_that_lean_themselves_are_not_put_there() -> None:
    made = draft(FIRST, "It blocks no writes.", LAST, LAST[:-1] + " for weeks.")
    other = Sentence("It writes no key.", (1,), "source", Quote(1, 0, 17, "It writes no key."))
    path = "sections[ai-ml].sentences[1]"
    after, (note,) = openings.stand(made, without(made, 0), {path: other})
    assert note.resolved == "removed" and told(after)[0] == LAST


def test_an_implication_of_what_went_goes_and_its_section_stays() -> None:
    made = draft(LAST, "Envoy 1.30 ships in May.", FIRST, implication="This limit has to be set.")
    after, (note,) = openings.stand(made, without(made, 2), {})
    assert after.sections[0].implication is None and note.resolved == "removed"
    assert told(after) == [LAST, "Envoy 1.30 ships in May."]


def test_the_last_sentence_of_a_lede_stays_and_an_open_finding_says_that_it_leans() -> None:
    lede = tuple(Sentence(one, (1,), "writer") for one in (FIRST, "It needs no restart."))
    made = replace(draft(LAST), lede=lede)
    after, (note,) = openings.stand(made, replace(made, lede=lede[1:]), {})
    assert after.lede == lede[1:]
    assert (note.rule, note.resolved, note.match) == ("writer-leaning", "", lede[1].text)


def test_what_the_verifier_cuts_takes_what_leans_on_it_along() -> None:
    made = draft(FIRST, "It blocks no writes.", "Envoy 1.30 ships in May.", LAST)
    other = Sentence(STANDS, (1,), "source", Quote(1, 0, len(STANDS), STANDS))

    def judge(given: Draft) -> Judgement:
        bad = [at for at, one in enumerate(told(given)) if one == FIRST]
        faults = tuple(
            finding("claim-ground", f"sections[0].sentences[{at}]", FIRST, "It is not so.")
            for at in bad
        )
        where = [at for at, one in enumerate(told(given)) if one.startswith("It ")]
        instead = tuple(Instead(f"sections[0].sentences[{at}]", other) for at in where)
        return Judgement(given, faults, 100, "held" if faults else "published", instead=instead)

    after, notes = repair.cut_what_fails(judge, made)
    assert told(after) == [STANDS, "Envoy 1.30 ships in May.", LAST]
    assert {(one.rule, one.resolved) for one in notes} == {
        ("claim-ground", "removed"),
        ("writer-leaning", "replaced"),
    }


def test_words_of_a_source_that_were_introduced_by_a_sentence_that_was_replaced_too_do_not_stay() -> (
    None
):
    made = draft(FIRST, "The snapshot limit is 64 MB.", LAST, LAST[:-1] + " for weeks.")
    (section,) = made.sections
    new = [Sentence(one, (1,), "source") for one in (STANDS, "Such a snapshot ends at 64 MB.")]
    after = replace(made, sections=(replace(section, sentences=(*new, *section.sentences[2:])),))
    mended, (note,) = openings.stand(made, after, {})
    assert told(mended) == [STANDS, LAST, LAST[:-1] + " for weeks."] and note.resolved == "removed"
