"""What is passed over for want of its signs is never missed: each short way reads as the long one."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import folding
from pipeline.verify.grounds.reading import bounds, words
from pipeline.verify.grounds.reading.sources import bag, words_of

PIECES = st.sampled_from(
    "`a_b` `it`'s --force a/b a.b a::b a->b f() v1beta2 k8s _x no. & &amp; [a](b) [[w]] ==h== <b> </b> *it*'s ~~x~~"
    " \\* > __it__'s [^1] [00:01] -1 p99 3.10 é ﬁ x² word words nine = + - , ; not isn't".split()
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "\n", "-"])), max_size=12).map(
    lambda some: "".join(a + b for a, b in some)
)
BOUNDS = st.lists(
    st.sampled_from(
        "at least most up to no more than less fewer over under about some nearly within from until every about"
        " **the** a limited capped admin rose grew min max ≥ < ~ 9 12 GB and or more fewer above maximum + -".split()
    ),
    min_size=1,
    max_size=9,
).map(" ".join)


@given(TEXTS)
def test_a_text_without_signs_of_markup_folds_as_the_long_way_does(text: str) -> None:
    parts: list[str] = []
    where = array("i")
    folding._copy(text, 0, len(text), parts, where)
    if text.isascii() and not folding._CUT["source"].search(text):
        assert folding.plain(text) == ("".join(parts), array("i", range(len(text) + 1)))
    if folding._CUT["source"].search(text) and text.isascii():
        assert folding._CUTS_BEGIN.search(text)
    assert folding.words(text) == folding.fold(text).norms


@given(TEXTS)
def test_a_text_without_signs_of_code_has_the_tokens_of_the_long_way(text: str) -> None:
    if not words._CODED.search(text):
        plain, full = words._OF_WORDS.finditer(text), words._TOKEN.finditer(text)
        assert [(m.lastgroup, m.span()) for m in plain] == [(m.lastgroup, m.span()) for m in full]


@given(BOUNDS)
def test_a_bound_is_missed_at_no_place_of_a_text(text: str) -> None:
    for start in range(len(text)):
        before = bounds._MARKS.sub("", text[max(0, start - 40) : start])
        if not any(one in before.lower() for one in bounds._BOUNDING):
            assert not any(one.search(before) for one in (bounds._ABOUT, bounds._HIGH, bounds._LOW))
        part = bounds._ROLE.search(bounds._MARKS.sub("", text[max(0, start - 44) : start]))
        assert bounds.role_of(text, start) == (part[1].lower() if part else "")


@given(TEXTS, st.sampled_from("words nine isn't --force v1beta2 caches cached uncached".split()))
def test_what_a_sentence_does_not_bear_no_word_of_it_bears(text: str, low: str) -> None:
    best = max((words.strength(low, one) for one in words_of(text)), default=0.0)
    borne = bag(words_of(text)).bears(words.keys(low))
    assert borne > 0 or best == 0
    assert borne >= 0.75 or best < 0.75
