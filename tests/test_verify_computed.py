"""What code computed is checked by what its record claims, whatever words it is put in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from extracts import EVIDENCE, write

from pipeline.compose.extractive import wording
from pipeline.news import admitted
from pipeline.newsroom.decisions import Decision, Decisions
from pipeline.records import Assertion, Draft, Evidence, Quiet, Sentence
from pipeline.records import draft as drafts
from pipeline.verify.draft import computed

# Two headlines that no title has room for, so that the lede tells the second.
LONG = replace(
    EVIDENCE,
    items=(
        EVIDENCE.items[0],
        replace(
            EVIDENCE.items[1],
            title="Lantern accepts a token twice while two nodes of its cache disagree on its holder",
        ),
    ),
)
REWORDED = {
    "WHOSE": "Written on {when} by {source}.",
    "UNDATED": "a day nobody knows",
    "WHOSE_ON": "On {subject}, as written on {when} by {source}.",
    "RELEASED": "Of {headline}, {source} wrote on {when}.",
    "POINTS": "On many points, {source} wrote on {when}.",
    "LISTED": "Of many things, {source} wrote on {when}.",
    "LEDE": "Told first: {origins}!",
    "LEDE_ONE": "Told alone: {origins}!",
    "LEDE_TWO": "Told first, two of them: {origins}!",
    "ORIGIN": "by {source} on {when}",
    "ALSO": " and then {others}",
    "STORY": "On {when}, {source} told: {headline}",
    "STORY_UNDATED": "{source} told: {headline}",
    "MEETING": "One word joins {left} to {right}, and it is {name}.",
}


@pytest.fixture(params=["as it is", "reworded"])
def draft(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Draft:
    """An edition in the words of today, and in others."""
    if request.param == "reworded":
        for name, form in REWORDED.items():
            monkeypatch.setattr(wording, name, form)
    return write(LONG)


def of_kind(draft: Draft, kind: str) -> tuple[str, Sentence, Assertion]:
    return next(
        (path, sentence, one)
        for path, sentence in drafts.sentences(draft)
        for one in sentence.asserts
        if one.kind == kind
    )


def rules(draft: Draft, evidence: Evidence = LONG) -> list[str]:
    return [one.rule for one in computed.check(draft, evidence)]


def with_sentence(draft: Draft, path: str, sentence: Sentence) -> Draft:
    return drafts.change(draft, sentence=lambda at, one: sentence if at == path else one)


def asserting(draft: Draft, kind: str, change: Callable[[Assertion], Assertion]) -> Draft:
    """The draft with one assertion of a kind changed, and its words in the sentence with it."""
    path, sentence, one = of_kind(draft, kind)
    new = change(one)
    asserts = tuple(new if known == one else known for known in sentence.asserts)
    text = sentence.text.replace(one.words, new.words)
    return with_sentence(draft, path, replace(sentence, text=text, asserts=asserts))


def test_every_sentence_that_code_puts_together_says_what_it_claims(draft: Draft) -> None:
    found = [one for _, one in drafts.sentences(draft) if one.origin == "computed"]
    assert found
    assert all(one.asserts for one in found)
    assert {n for one in found for n in one.cites} == {
        n for one in found for said in one.asserts for n in said.of
    }


def test_an_edition_claims_nothing_that_is_not_so(draft: Draft) -> None:
    assert rules(draft) == []


def test_the_edition_of_this_test_makes_each_claim(draft: Draft) -> None:
    made = {said.kind for _, one in drafts.sentences(draft) for said in one.asserts}
    assert {"source", "day", "headline"} <= made


@pytest.mark.parametrize(
    ("kind", "false"),
    [("source", "The Herald"), ("day", "2026-01-02"), ("headline", "Nothing happened at all")],
)
def test_a_false_claim_is_found_in_any_words(draft: Draft, kind: str, false: str) -> None:
    assert "computed-false" in rules(asserting(draft, kind, lambda one: replace(one, words=false)))


def test_a_term_that_a_source_does_not_name_is_found_in_any_words(draft: Draft) -> None:
    first, second = EVIDENCE.items[0], EVIDENCE.items[-1]
    word = max(first.text.split(), key=len)
    text = wording.MEETING.format(left="A", right="B", name=word)
    both = (first.n, second.n)
    made = Sentence(text, both, "computed", asserts=(Assertion("names", word, both),))
    path, _, _ = of_kind(draft, "source")
    assert word not in second.text
    assert rules(with_sentence(draft, path, made)) == ["computed-false"]
    able = replace(second, text=f"{second.text} It has {word} too.")
    pack = replace(EVIDENCE, items=(*EVIDENCE.items[:-1], able))
    assert rules(with_sentence(draft, path, made), pack) == []


def test_a_measure_that_both_are_said_to_state_stands_in_both(draft: Draft) -> None:
    one, two = EVIDENCE.items[0], EVIDENCE.items[-1]
    pack = replace(
        EVIDENCE,
        items=(replace(one, text="It ends after 5 seconds."), *EVIDENCE.items[1:-1],
               replace(two, text="The job ran for 5 minutes.")),
    )  # fmt: skip
    both = (one.n, two.n)
    said = Sentence(
        "5 seconds, say both.", both, "computed", asserts=(Assertion("states", "5 seconds", both),)
    )
    path, _, _ = of_kind(draft, "source")
    found = [
        one
        for one in computed.check(with_sentence(draft, path, said), pack)
        if one.where.path == path
    ]
    assert [one.message for one in found] == [f"[Source {two.n}] does not state 5 seconds."]


def test_a_sentence_that_does_not_say_its_claim_is_found(draft: Draft) -> None:
    path, sentence, one = of_kind(draft, "source")
    other = replace(sentence, text=sentence.text.replace(one.words, "Somebody"))
    assert rules(with_sentence(draft, path, other)) == ["computed-false"]


def test_a_citation_of_which_nothing_is_claimed_is_found(draft: Draft) -> None:
    path, sentence, _ = of_kind(draft, "source")
    more = replace(sentence, cites=(*sentence.cites, 99))
    assert "computed-false" in rules(with_sentence(draft, path, more))


def test_a_silent_sentence_is_refused_in_a_brief_of_stories_and_read_in_an_older_one(
    draft: Draft,
) -> None:
    path, sentence, _ = of_kind(draft, "source")
    silent = with_sentence(draft, path, replace(sentence, asserts=()))
    assert rules(silent) == ["computed-silent"]
    older = replace(silent, sections=tuple(replace(one, story=None) for one in silent.sections))
    assert "computed-silent" not in rules(older)


def test_no_check_looks_for_a_phrase_that_the_edition_writes() -> None:
    """The longest words of each form, between its holes, stand in no module of the verifier."""
    verify = Path(computed.__file__).parent.parent
    source = "\n".join(path.read_text("utf-8") for path in verify.rglob("*.py"))
    forms = [one for name, one in vars(wording).items() if name.isupper() and isinstance(one, str)]
    pieces = {piece.strip() for form in forms for piece in form.replace("{", "}").split("}")[::2]}
    told = [piece for piece in pieces if len(piece.split()) >= 2]
    assert told and not [piece for piece in told if piece in source]


def test_a_day_of_a_mangled_record_is_a_finding_not_a_crash(draft: Draft) -> None:
    assert "computed-false" in rules(
        asserting(draft, "day", lambda one: replace(one, words="someday"))
    )


def labelled(draft: Draft, *kinds: str) -> Draft:
    """The draft with its stories of these kinds, which says what of it is new."""
    pairs = zip(draft.sections, kinds, strict=True)
    told = [replace(one, story=replace(one.story, kind=kind)) for one, kind in pairs if one.story]
    return admitted(replace(draft, sections=tuple(told)), EVIDENCE, Decisions())


@pytest.mark.parametrize(
    ("kinds", "said", "of"),
    [
        (("news", "recent"), "A thin day: only the first story is new, the rest is older.", (1,)),
        (("update", "library"), "A thin day: only the first story has moved on, the rest is older.", (1,)),
        (("recent", "library"), "A day without news: no story here is new, all of it is older.", (1, 2)),
    ],
)  # fmt: skip
def test_a_lede_admits_a_thin_day_and_the_gate_holds_it_to_its_labels(
    kinds: tuple[str, ...], said: str, of: tuple[int, ...]
) -> None:
    draft = labelled(write(), *kinds)
    assert (draft.lede[0].text, draft.lede[0].cites) == (said, of)
    assert not computed.check(draft, EVIDENCE)
    for other in (
        ("news", "news"),
        ("recent", "news"),
        *{("news", "recent"), ("recent", "recent")} - {kinds},
    ):
        false = replace(labelled(write(), *other), lede=draft.lede)
        if drafts.share_new(false) != drafts.share_new(draft):
            assert [one.rule for one in computed.check(false, EVIDENCE)], other


def test_a_day_without_a_new_story_says_where_it_names_what_is_out() -> None:
    out = Quiet("", write().day, "Merlin 3.0, Merlin docs, 20 November 2026")
    sections = tuple(replace(one, story=replace(one.story, kind="recent")) for one in write().sections if one.story)  # fmt: skip
    old = replace(write(), sections=sections)
    told = admitted(old, replace(EVIDENCE, quiet=(out,)), Decisions())
    assert told.lede[0].text == (
        "What is new is named at the end: no story here is new, all of it is older."
    )
    assert not computed.check(told, EVIDENCE)


def test_a_day_with_two_new_stories_and_a_first_edition_admit_nothing() -> None:
    assert labelled(write(), "news", "update").lede == write().lede
    first = replace(EVIDENCE, edition="first")
    sections = tuple(replace(one, story=replace(one.story, kind="recent")) for one in write().sections if one.story)  # fmt: skip
    assert admitted(replace(write(), sections=sections), first, Decisions()).lede == write().lede


def test_an_editor_may_drop_what_a_lede_admits() -> None:
    said = labelled(write(), "news", "recent").lede[0]
    dropped = Decisions((Decision("2026-11-20", write().day, "drop", "sentence", said.text),))
    bare = replace(labelled(write(), "news", "recent"), lede=write().lede)
    assert admitted(bare, EVIDENCE, Decisions()).lede[0] == said
    assert admitted(bare, EVIDENCE, dropped).lede == write().lede
