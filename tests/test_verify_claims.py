"""Claims: features say what they measure, the frozen model fits them, tiers are ordered."""

from __future__ import annotations

import pytest
from checks import each

from pipeline.verify.claims import kindred
from pipeline.verify.claims.features import NAMES, measure
from pipeline.verify.claims.numbers import quantities, unborne
from pipeline.verify.claims.score import KINDS, judge_claim, kind_of, model, weigh
from pipeline.verify.draft.prose import unquoted

SOURCE = (
    "The cluster was moved to Frankfurt in March 2024. Engineers measured a median latency of 180 "
    "milliseconds, which may fall further. Costs increased by 12 percent. Northwind did not renew "
    "the contract with its vendor."
)


def feature(claim: str, name: str) -> float:
    return measure(claim, SOURCE).values[NAMES.index(name)]


def test_coverage_is_whole_for_the_sources_own_words_and_small_for_others() -> None:
    assert feature("The cluster was moved to Frankfurt in March 2024.", "window") == 1.0
    assert feature("Harbour pilots in Rotterdam prefer wooden tugs.", "window") < 0.2


@pytest.mark.parametrize(
    ("claim", "name"),
    [
        ("Costs increased by 13 percent.", "numbers"),
        ("The cluster was moved to Lisbon by Ada.", "names"),
        ("Costs decreased by 12 percent.", "opposite"),
        ("Every engineer always measured latency.", "strength"),
        ("The cluster was never moved to Frankfurt in March 2024.", "denied here"),
        ("Costs decreased by 12 percent.", "reversed"),
        ("Northwind did renew the cluster in March 2024.", "weakest"),
        ("The vendor was moved to Frankfurt in March 2024.", "second weakest"),
        ("Fewer costs increased by 12 percent.", "direction"),
        ("Harbour pilots measured latency.", "foreign"),
        ("A cluster was shifted to Frankfurt in March 2024.", "reworded"),
        ("Therefore the cluster was moved to Frankfurt.", "reasoned"),
    ],
)
def test_a_feature_rises_with_the_fault_it_names(claim: str, name: str) -> None:
    assert feature(claim, name) > 0
    assert feature("The cluster was moved to Frankfurt in March 2024.", name) == 0


def test_the_frozen_model_fits_the_features_and_says_what_it_was_made_on() -> None:
    data = model()
    assert tuple(data["features"]) == NAMES
    for kind in KINDS:
        own = data["kinds"][kind]
        seen = own.get("sentence", own)
        assert len(seen["weights"]) == len(own["features"]) and set(own["features"]) <= set(NAMES)
        assert (
            own["fitted_on"] and own["calibration"] and own["held_out"]["balanced_accuracy"] > 0.55
        )
        assert own["tiers"][0] <= own["tiers"][1]


def test_no_weight_turns_what_covers_a_claim_against_it_or_what_it_lacks_for_it() -> None:
    covering = {"window", "near", "fifty", "plain", "dense", "reworded", "kindred"}
    covering |= {"kindred share", "wider here"}
    for own in each(model()["kinds"].values()):
        seen = own.get("sentence", own)
        for name, weight in each(zip(own["features"], seen["weights"], strict=True)):
            assert weight >= 0 if name in covering else weight <= 0
        if "sentence" in own:
            assert all(weight <= 0 for weight in each(own["weights"]))


def test_one_foreign_sentence_makes_a_long_answer_doubtful() -> None:
    true = "The cluster was moved to Frankfurt in March 2024. Costs increased by 12 percent. " * 3
    mixed = true + "Harbour pilots in Rotterdam prefer wooden tugs."
    whole = judge_claim(true, SOURCE, kind="answer")
    assert whole.probability > judge_claim(mixed, SOURCE, kind="answer").probability + 0.1


def test_an_answer_may_repeat_its_question_and_a_single_fact_may_not() -> None:
    claim = "Harbour pilots in Rotterdam: the cluster was moved to Frankfurt in March 2024."
    asked = "What do harbour pilots in Rotterdam say?"
    answer = judge_claim(claim, SOURCE, kind="answer", question=asked)
    assert answer.probability > judge_claim(claim, SOURCE, kind="answer").probability
    fact = judge_claim(claim, SOURCE, kind="fact", question=asked)
    assert fact == judge_claim(claim, SOURCE, kind="fact")


def test_an_opposite_beside_the_same_words_is_told_from_a_word_merely_missing() -> None:
    assert feature("Costs decreased by 12 percent.", "turned") > 0
    assert feature("Costs of 12 percent.", "turned") == 0


def test_a_true_claim_scores_above_a_false_and_a_foreign_one() -> None:
    true = judge_claim("The cluster was moved to Frankfurt in March 2024.", SOURCE)
    false = judge_claim("The cluster was moved to Lisbon in May 2021 by Ada.", SOURCE)
    foreign = judge_claim("Harbour pilots in Rotterdam prefer wooden tugs.", SOURCE)
    assert true.probability > max(false.probability, foreign.probability)
    assert (true.tier, foreign.tier) == ("supported", "unsupported")
    assert true.supported and not foreign.supported


def test_the_window_looked_at_is_a_slice_of_the_source() -> None:
    part = judge_claim("Costs increased by 12 percent.", SOURCE).weakest
    assert part is not None
    assert "Costs increased by 12 percent." in SOURCE[part.features.start : part.features.end]


def test_the_kind_follows_the_form_of_a_claim() -> None:
    assert kind_of("One sentence.") == "fact"
    assert kind_of("One sentence. And two.") == "summary"
    assert kind_of("One.", response=True) == "answer"


def test_weighing_is_silent_on_what_is_borne_out_and_names_what_turns_it_round() -> None:
    assert weigh("The cluster was moved to Frankfurt in March 2024.", (SOURCE,)) is None
    turned = weigh("Northwind did renew the contract with its vendor.", (SOURCE,))
    assert turned is not None and turned[0] == "claim-negation" and "'not'" in turned[1]
    assert weigh("", (SOURCE,)) is None
    assert weigh("The cluster was moved to Frankfurt last spring.", ("",)) is not None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,500 rows and 1.5 million rows", [(1500, ""), (1_500_000, "")]),
        ("thirty-two milliseconds, 5 kg, $5bn", [(32, "ms"), (5, "kg"), (5e9, "$")]),
        ("from 4.5% to 7 per cent", [(4.5, "%"), (7, "%")]),
        ("version 1.2.3 [12]", [(pytest.approx(-1_021_073, rel=1), "")]),
    ],
)
def test_numbers_are_read_with_magnitudes_words_and_units(
    text: str, values: list[tuple[float, str]]
) -> None:
    assert [(one.value, one.unit) for one in quantities(text)] == values


def test_a_sentence_copied_with_its_quoted_word_is_not_altered() -> None:
    source = (
        'Questions that begin with "why" often end at a person after two steps of an answer.',
    )
    copied = 'Questions that begin with "why" often end at a person after two steps of an answer.'
    claim = unquoted(copied)
    assert "why" not in claim
    assert weigh(claim, source, whole=copied) is None

    other = copied.replace("why", "how")
    found = weigh(unquoted(other), source, whole=other)
    assert found and found[0] == "claim-altered"


def test_a_time_of_day_bears_out_no_duration() -> None:
    source = ('An update every 30 minutes that says "next update at 14:30" is enough.',)
    assert unborne("An update every 30 minutes names 14:30 as the next.", source) == ()
    assert [one.other for one in unborne("An update every 30 hours is enough.", source)] == ["min"]
    assert [one.quantity.text for one in unborne("The next is at 14:45.", source)] == ["45"]
    assert unborne("The ratio is 16:9 and 4:3.", ("A ratio of 16:9 or 4:3.",)) == ()
    only_time = ("The next update is at 14:30.",)
    assert [(one.quantity.text, one.other) for one in unborne("It takes 30 hours.", only_time)] == [
        ("30", "")
    ]


def test_a_number_must_stand_in_the_source_with_its_unit() -> None:
    source = ("It takes 30 seconds, 32 bytes and 1,200 accounts on 2026-11-20.",)
    assert unborne("It takes 30 seconds on 2026-11-20.", source) == ()
    assert unborne("It takes 1.2 thousand accounts.", source) == ()
    assert [one.quantity.text for one in unborne("It takes 3 seconds.", source)] == ["3"]
    assert [one.other for one in unborne("It takes 30 minutes.", source)] == ["s"]
    assert [one.quantity.text for one in unborne("It takes 32 seconds.", source)] == ["32"]


def test_versions_and_percentiles_are_figures() -> None:
    source = ("Version 5.2 came out; the 99th percentile fell, as 1.2.3 did.",)
    assert unborne("With v5.2 and v1.2.3 the p99 fell.", source) == ()
    faults = unborne("With v5.3 and v1.2.4 the p95 fell.", source)
    assert [fault.quantity.text for fault in faults] == ["v5.3", "v1.2.4", "p95"]


def test_a_synonym_is_kindred_a_wider_word_is_wider_and_a_foreign_one_unheard() -> None:
    source = "The team will purchase a car. It stood under an oak."
    told = dict(zip(kindred.NAMES, kindred.measure(("buy",), source, source), strict=True))
    assert told["kindred"] == told["kindred share"] == 1 and told["unheard"] == 0
    assert kindred.measure(("tree",), source, source)[-1] == 1
    assert kindred.measure(("photosynthesis",), source, source)[0] == 1
    assert kindred.measure((), source, source) == (0.0, 0.0, 0.0, 0.0, 0.0)
