"""The gate: sound drafts pass unchanged, faults are repaired or hold the brief."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from verify_sample import DAY, STYLES, TEXTS, desk, draft, evidence, quote, verbatim

from pipeline.records import (
    Brief,
    Draft,
    Evidence,
    Finding,
    Implication,
    Judgement,
    Provenance,
    Quote,
    Section,
    Sentence,
)
from pipeline.text.folding import fold
from pipeline.verify import judge
from pipeline.verify.draft import facts
from pipeline.verify.draft.reuse import _again, _runs
from pipeline.verify.grounds.reading import sources


def verdict(one: Draft, said: tuple[Brief, ...] = (), pack: Evidence | None = None) -> Judgement:
    return judge(one, pack or evidence(), desk(), said=said, styles=STYLES)


def rules(found: Judgement, *, resolved: bool = False) -> set[str]:
    return {one.rule for one in found.findings if bool(one.resolved) == resolved}


def with_section(section: Section, at: int = 0) -> Draft:
    sound = draft()
    return replace(sound, sections=(*sound.sections[:at], section, *sound.sections[at + 1 :]))


def with_quote(new: Quote) -> Draft:
    return with_section(replace(draft().sections[0], quote=new))


def with_sentence(new: Sentence) -> Draft:
    first = draft().sections[0]
    return with_section(replace(first, sentences=(new, *first.sentences[1:])))


def published(one: Draft, day: str) -> Brief:
    provenance = Provenance("extractive", "c", "d", "v", 1, 1)
    return Brief(
        day, replace(one, day=day), (), 100, "published", provenance, f"{day}T07:00:00+00:00"
    )


def test_a_sound_draft_is_published_unchanged_with_nothing_found() -> None:
    found = verdict(draft())
    assert (found.outcome, found.score, found.findings) == ("published", 100, ())
    assert found.draft == draft()


def test_an_altered_quote_is_printed_as_the_source_has_it_and_the_repair_is_recorded() -> None:
    sound = draft().sections[0].quote
    assert sound is not None
    found = verdict(with_quote(replace(sound, exact=sound.exact.replace("32", "64"))))
    assert found.draft == draft()
    assert rules(found, resolved=True) == {"quote-altered"}
    assert found.outcome == "published"


def test_an_invented_quote_holds_the_brief_and_is_left_as_it_is() -> None:
    sound = draft().sections[0].quote
    assert sound is not None
    false = replace(sound, exact="Tokens are safe in every browser and never leak again.")
    found = verdict(with_quote(false))
    assert found.outcome == "held"
    assert rules(found) == {"quote-not-found"}
    assert found.draft.sections[0].quote == false


def test_a_quote_of_another_source_is_pointed_at_the_right_one_and_called_misattributed() -> None:
    found = verdict(with_quote(replace(quote(2, "Clock skew of about 200 milliseconds"), n=3)))
    assert rules(found, resolved=True) == {"quote-misattributed"}
    assert found.draft.sections[0].quote == quote(2, "Clock skew of about 200 milliseconds")


def test_a_quote_that_hides_a_denial_is_extended() -> None:
    found = verdict(with_quote(quote(1, "the leak of 2024 reached 1,200 accounts.")))
    mended = found.draft.sections[0].quote
    assert mended is not None
    assert mended.exact.startswith("Northwind Labs denied that")
    assert rules(found, resolved=True) == {"quote-clipped"}


def test_offsets_that_slipped_are_found_again() -> None:
    sound = draft().sections[0].quote
    assert sound is not None
    found = verdict(with_quote(replace(sound, start=sound.start + 4, end=sound.end + 4)))
    assert found.draft == draft()
    assert rules(found, resolved=True) == {"quote-selector"}


def test_a_source_sentence_must_be_its_slice() -> None:
    sound = verbatim(1, "Rotation limits a stolen refresh token to one use within 30 seconds.")
    found = verdict(with_sentence(replace(sound, text=sound.text.replace("30", "90"))))
    assert found.draft == draft()
    assert rules(found, resolved=True) == {"sentence-altered"}
    bare = verdict(with_sentence(Sentence(sound.text, (1,), "source")))
    assert (bare.outcome, rules(bare)) == ("held", {"sentence-altered"})


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Security and System Design both turn on 45 seconds.", "number-missing"),
        ("Security and System Design both turn on 30 minutes.", "number-unit"),
        ("Security and Globex both turn on 30 seconds.", "claim-name"),
    ],
)
def test_a_computed_sentence_must_take_figures_and_names_from_its_sources(
    text: str, rule: str
) -> None:
    cut = draft().crosscuts[0]
    false = replace(cut, sentences=(Sentence(text, (1, 2), "computed"),))
    assert rule in rules(verdict(replace(draft(), crosscuts=(false,))))


def test_numbers_match_with_their_boundaries_magnitudes_and_words() -> None:
    said = {
        "Rotation allows one use within 3 seconds.": "number-missing",
        "Rotation allows one use within thirty seconds.": None,
        "The leak was said to reach 1200 accounts.": None,
        "The leak was said to reach 1.2 thousand accounts.": None,
        "The leak was said to reach 200 accounts.": "number-missing",
    }
    for text, rule in said.items():
        found = {
            one for one in rules(verdict(with_sentence(Sentence(text, (1,))))) if "number" in one
        }
        assert found == ({rule} if rule else set()), text


def test_citations_are_dropped_once_or_asked_for() -> None:
    sound = draft().sections[0].sentences[0]
    twice = verdict(with_sentence(replace(sound, cites=(1, 1, 99))))
    assert twice.draft == draft()
    assert rules(twice, resolved=True) == {"cite-twice", "cite-unknown"}
    none = verdict(with_sentence(Sentence("A lease has a length somebody chose once.", ())))
    assert (none.outcome, "cite-missing" in rules(none)) == ("held", True)
    unknown = verdict(with_sentence(Sentence("A lease has a length somebody chose once.", (99,))))
    assert "cite-unknown" in rules(unknown)


def test_a_written_sentence_is_judged_as_a_claim() -> None:
    said = {
        "Harbour pilots in Rotterdam prefer wooden tugs for narrow canals.": "claim-unsupported",
        "The server does need to keep every retired token, because a hash of 32 bytes is enough.": "claim-negation",
    }
    for text, rule in said.items():
        assert rule in rules(verdict(with_sentence(Sentence(text, (1,))))), text


def test_a_claim_under_the_wrong_source_is_told_the_right_one() -> None:
    text = "The load balancer drops connections when the drain is shorter than the longest request."
    found = verdict(with_sentence(Sentence(text, (1,))))
    (one,) = [each for each in found.findings if each.rule == "claim-unsupported"]
    assert one.fix == "cite [Source 3], which speaks of this"


def test_phrases_are_looked_for_in_own_words_only() -> None:
    talk = Sentence("As an AI language model I summarise what a lease costs.", (2,))
    assert "model-talk" in rules(verdict(with_sentence(talk)))
    text = "As an AI language model we keep 30 tokens for a game-changer of a service."
    pack = evidence()
    own = replace(pack.items[0], text=pack.items[0].text + " " + text)
    pack = replace(pack, items=(own, *pack.items[1:]))
    start = own.text.index(text)
    slice_ = Sentence(text, (1,), "source", Quote(1, start, start + len(text), text))
    assert verdict(with_sentence(slice_), pack=pack).outcome == "published"


def test_emoji_leave_headings_and_footers_leave_the_text() -> None:
    spoiled = with_section(replace(draft().sections[0], headline="🚀 What security learned"))
    spoiled = replace(
        spoiled, lede=(*spoiled.lede, Sentence("Keep exploring, there is more!", (1,)))
    )
    found = verdict(spoiled)
    assert found.draft == draft()
    assert rules(found, resolved=True) == {"heading-emoji", "footer"}
    assert found.outcome == "published"


def spoiled_parts() -> list[tuple[Draft, str]]:
    sound = draft()
    first, graph, action = sound.sections[0], sound.graph, sound.action
    assert graph and action
    node, edge = graph.nodes[0], graph.edges[0]
    return [
        (replace(sound, sections=sound.sections[:2]), "structure-sections"),
        (replace(sound, sections=sound.sections[:2]), "structure-sources"),
        (replace(sound, sections=(*sound.sections, first)), "structure-domain"),
        (with_section(replace(first, domain="astrology")), "structure-domain"),
        (replace(with_section(replace(first, quote=None)), writer="claude"), "structure-part"),
        (with_section(replace(first, headline=" ")), "structure-heading"),
        (with_section(replace(first, sentences=())), "structure-count"),
        (with_section(replace(first, implication=Implication(" ", first.sentences[0]))), "structure-count"),
        (replace(sound, gaps=()), "structure-gap"),
        (replace(sound, day="2026-02-30"), "structure-date"),
        (replace(sound, title=""), "structure-part"),
        (replace(sound, action=replace(action, minutes=31)), "structure-action"),
        (replace(sound, crosscuts=(replace(sound.crosscuts[0], domains=("security",)),)), "structure-part"),
        (replace(sound, graph=replace(graph, nodes=(replace(node, cites=()), *graph.nodes[1:]))), "structure-graph"),
        (replace(sound, graph=replace(graph, nodes=(replace(node, label='a"] b'), *graph.nodes[1:]))), "structure-graph"),
        (replace(sound, graph=replace(graph, edges=(replace(edge, end="x"),))), "structure-graph"),
        (replace(sound, sections=(replace(first, sentences=(*first.sentences, first.sentences[0])), *sound.sections[1:])), "repeat-inside"),
    ]  # fmt: skip


@pytest.mark.parametrize(("spoiled", "rule"), spoiled_parts())
def test_a_missing_or_unsound_part_is_found(spoiled: Draft, rule: str) -> None:
    assert rule in rules(verdict(spoiled))


def test_what_the_last_seven_days_said_holds_the_brief_and_older_does_not() -> None:
    assert "repeat" in rules(verdict(draft(), (published(draft(), "2026-11-14"),)))
    assert verdict(draft(), (published(draft(), "2026-11-12"),)).outcome == "published"
    assert verdict(draft(), (published(draft(), DAY),)).outcome == "published"


def test_the_versions_that_one_release_mends_may_stand_with_each_of_its_flaws() -> None:
    field = "Patched versions: Go 1.25.13; Go 1.26.6; Go 1.27.0-rc.3; golang.org/x/net 0.55.0."
    plain = "Kestrel 1.25.13, Kestrel 1.26.6 and Kestrel 1.27.0-rc.3 mend it on all platforms."
    for words, again in ((field, False), (plain, True)):
        told = with_sentence(Sentence(words, (1,), "source"))
        found = _again(told, desk(), (published(told, "2026-11-14"),))
        assert (words in {one.match for one in found}) == again


def test_a_source_is_not_reproduced_beyond_its_limit() -> None:
    pack = evidence()
    tight = replace(pack, items=tuple(replace(one, quote_limit=20) for one in pack.items))
    assert "quote-limit" in rules(verdict(draft(), pack=tight))


def test_a_written_sentence_may_not_run_on_in_a_sources_words() -> None:
    text = TEXTS["security"][1]
    found = verdict(with_sentence(Sentence(" ".join(text.split()[:40]), (1,))))
    assert "reuse-run" in rules(found)


def test_a_long_draft_is_folded_once_and_not_for_each_source() -> None:
    said = tuple(Sentence(f"Team {n} waits for its lease.", (1,), "writer") for n in range(400))
    long = replace(draft(), lede=said)
    fold.cache_clear()
    assert _runs(long, evidence()) == []
    assert fold.cache_info().misses < len(said) + 100


def test_the_passages_of_a_large_pack_are_taken_apart_once() -> None:
    texts = [f"Team {n} waits for its lease." for n in range(400)]
    sources.read.cache_clear()
    for text in texts * 2:
        sources.read(1, text, ())
    assert sources.read.cache_info().misses == len(texts)


def test_judging_a_judged_draft_changes_nothing() -> None:
    sound = draft().sections[0].quote
    assert sound is not None
    spoiled = with_quote(replace(sound, exact=sound.exact.replace("32", "64"), n=2))
    spoiled = replace(spoiled, title="🚀 " + spoiled.title, gaps=())
    once = verdict(spoiled)
    again = verdict(once.draft)
    assert again.draft == once.draft
    assert (again.score, again.outcome) == (once.score, once.outcome)
    assert again.findings == tuple(one for one in once.findings if not one.resolved)
    assert verdict(spoiled) == once


def test_empty_evidence_holds_and_never_crashes() -> None:
    found = verdict(draft(), pack=Evidence(DAY, ()))
    assert found.outcome == "held"
    assert all(isinstance(one, Finding) and one.message for one in found.findings)


def test_styles_folder_may_be_missing(tmp_path: Path) -> None:
    assert (
        judge(draft(), evidence(), desk(), said=(), styles=tmp_path / "none").outcome == "published"
    )


def test_a_computed_measure_must_stand_whole_in_what_it_cites() -> None:
    cited = [
        replace(evidence().items[0], text="The lease ends after 5 seconds and 5 retries."),
        replace(evidence().items[1], text="A pod waits 5 seconds; the job ran for 90 minutes."),
    ]
    sound = Sentence("Both sources state 5 seconds.", (1, 2), "computed")
    spoiled = Sentence("Both sources state 5 minutes.", (1, 2), "computed")
    assert facts.number_findings("lede[0]", sound, cited) == []
    assert facts.number_findings("lede[0]", spoiled, cited)


def test_a_quarter_in_a_title_is_the_titles_own_in_a_computed_sentence() -> None:
    cited = [replace(evidence().items[0], title="2026 Q1 Flaws", text="The last one was 2025 Q3.")]
    named = Sentence("Also in this edition: \u201c2026 Q1 Flaws\u201d.", (1,), "computed")
    other = Sentence("Also in this edition: \u201c2026 Q2 Flaws\u201d.", (1,), "computed")
    assert facts.number_findings("lede[0]", named, cited) == []
    assert facts.number_findings("lede[0]", other, cited)
