"""Ways to falsify a sentence, as a careless or dishonest writer would.

Enter: words and a seeded source of chance. Leave: the words with one fault, or None where the
fault does not apply. Written without sight of the checker: nothing here is taken from verify.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from pipeline.text.lists import beside

Change = Callable[[str, Random], str | None]

_LISTS = beside(__file__)
UNITS = dict(pair.split() for pair in _LISTS.phrases("units"))
FLIPS = dict(pair.split() for pair in _LISTS.phrases("flips"))
_HELPERS = r"is|are|was|were|can|will|should|must|does|do|did|has|have|may|could|would"
_HEDGES = r"may|might|could|about|around|roughly|nearly|almost|usually|often|likely|probably|approximately|at least|at most|up to|more than|less than|fewer than|only"
_STRONG = {"may": "will", "might": "will", "could": "will", "can": "must", "should": "must", "often": "always", "usually": "always", "some": "all", "most": "all", "about": "exactly", "likely": "certainly"}  # fmt: skip
_NOT = re.compile(r"\b(?:not|never|no longer|hardly) ", re.I)
_FOREIGN = "Contoso Initech Vandelay Globex Umbrella Hooli".split()


def one_changed(
    pattern: str, text: str, rng: Random, put: Callable[[re.Match[str]], str]
) -> str | None:
    """Change one match, chosen by chance."""
    found = list(re.finditer(pattern, text))
    if not found:
        return None
    one = rng.choice(found)
    return text[: one.start()] + put(one) + text[one.end() :]


def number_up(text: str, rng: Random) -> str | None:
    return one_changed(r"\d+", text, rng, lambda m: str(int(m[0]) + rng.choice((1, 2, 7, 10))))


def number_digit(text: str, rng: Random) -> str | None:
    """One digit of a longer number, the first kept."""
    return one_changed(r"(?<=\d)\d", text, rng, lambda m: str((int(m[0]) + rng.randint(1, 9)) % 10))


def number_tenfold(text: str, rng: Random) -> str | None:
    return one_changed(r"\d+(?!\d*[.,]\d)(?<![.,]\d)\b", text, rng, lambda m: m[0] + "0")


def decimal_lost(text: str, rng: Random) -> str | None:
    return one_changed(r"(?<=\d)\.(?=\d)", text, rng, lambda m: "")


def number_word(text: str, rng: Random) -> str | None:
    names = "one two three four five six seven eight nine ten".split()
    return one_changed(rf"\b(?:{'|'.join(names)})\b", text, rng,
                lambda m: names[(names.index(m[0]) + rng.randint(1, 8)) % len(names)])  # fmt: skip


def numbers_swapped(text: str, rng: Random) -> str | None:
    found = list(re.finditer(r"\d+(?:\.\d+)?", text))
    if len(found) < 2 or found[0][0] == found[1][0]:
        return None
    a, b = found[0], found[1]
    return text[: a.start()] + b[0] + text[a.end() : b.start()] + a[0] + text[b.end() :]


def number_scaled(text: str, rng: Random) -> str | None:
    return one_changed(r"\d+(?= [a-z])", text, rng, lambda m: m[0] + " million")


def year_moved(text: str, rng: Random) -> str | None:
    return one_changed(
        r"\b(?:19|20)\d\d\b", text, rng, lambda m: str(int(m[0]) + rng.choice((-3, -1, 1, 2)))
    )


def sign_added(text: str, rng: Random) -> str | None:
    return one_changed(r"(?<= )\d", text, rng, lambda m: "-" + m[0])


def unit_swapped(text: str, rng: Random) -> str | None:
    return one_changed(rf"\b(?:{'|'.join(UNITS)})\b", text, rng, lambda m: UNITS[m[0]])


def unit_dropped(text: str, rng: Random) -> str | None:
    return one_changed(rf"(?<=\d) (?:{'|'.join(UNITS)})\b", text, rng, lambda m: "")


def negation_in(text: str, rng: Random) -> str | None:
    return one_changed(rf"\b(?:{_HELPERS})\b(?! not)", text, rng, lambda m: m[0] + " not")


def negation_out(text: str, rng: Random) -> str | None:
    out = one_changed(_NOT.pattern, text, rng, lambda m: "")
    return out or one_changed(r"\bwithout\b", text, rng, lambda m: "with")


def contraction_out(text: str, rng: Random) -> str | None:
    return one_changed(r"n['’]t\b", text, rng, lambda m: "")


def verb_denied(text: str, rng: Random) -> str | None:
    return one_changed(r"\b(?:said|found|shows|says|states|confirmed|denied)\b", text, rng,
                lambda m: "confirmed" if m[0] == "denied" else "denied")  # fmt: skip


def hedge_out(text: str, rng: Random) -> str | None:
    return one_changed(rf"\b(?:{_HEDGES}) ", text, rng, lambda m: "")


def hedge_strengthened(text: str, rng: Random) -> str | None:
    return one_changed(rf"\b(?:{'|'.join(_STRONG)})\b", text, rng, lambda m: _STRONG[m[0]])


def flipped(text: str, rng: Random) -> str | None:
    return one_changed(rf"\b(?:{'|'.join(FLIPS)})\b", text, rng, lambda m: FLIPS[m[0]])


def condition_out(text: str, rng: Random) -> str | None:
    return one_changed(
        r",? \b(?:if|unless|when|only when|until|because)\b [^.;]+(?=[.;])", text, rng, lambda m: ""
    )


def word_out(text: str, rng: Random) -> str | None:
    return one_changed(r"(?<= )[a-z]{5,} (?=[a-z])", text, rng, lambda m: "")


def word_in(text: str, rng: Random) -> str | None:
    word = rng.choice("illegally secretly entire former nearly proven unpatched critical".split())
    return one_changed(r"(?<= )(?=[a-z]{4,})", text, rng, lambda m: word + " ")


def word_swapped(text: str, rng: Random) -> str | None:
    word = rng.choice("customer schedule contract vendor teacher airline harbour policy".split())
    return one_changed(r"(?<= )[a-z]{6,}\b", text, rng, lambda m: word)


def words_transposed(text: str, rng: Random) -> str | None:
    return one_changed(
        r"\b([a-z]{3,}) (?!\1\b)([a-z]{3,})\b", text, rng, lambda m: f"{m[2]} {m[1]}"
    )


def name_swapped(text: str, rng: Random) -> str | None:
    return one_changed(r"(?<=[a-z,] )[A-Z][A-Za-z]{2,}", text, rng, lambda m: rng.choice(_FOREIGN))


def name_added(text: str, rng: Random) -> str | None:
    return one_changed(r"(?= (?:is|are|was|can|must|drops|sends|lets|limits)\b)", text, rng,
                lambda m: f" of {rng.choice(_FOREIGN)}")  # fmt: skip


def clauses_reordered(text: str, rng: Random) -> str | None:
    words = text.rstrip(".").split()
    cut = len(words) // 2
    return " ".join([*words[cut:], *words[:cut]]) + "." if len(words) > 7 else None


def elision_hides(text: str, rng: Random) -> str | None:
    """Put `[...]` where a turn of the sentence stood."""
    return one_changed(
        r"(?<= )(?:[\w'-]+ ){0,2}(?:not|never|no|unless|may|might|denied|without)(?: [\w'-]+)?(?= )",
        text,
        rng,
        lambda m: "[...]",
    )


def bracket_claims(text: str, rng: Random) -> str | None:
    claim = rng.choice(("not", "which failed in 2019", "illegally", "by 40 percent", "never"))
    return one_changed(r"(?<=[a-z]) (?=[a-z])", text, rng, lambda m: f" [{claim}] ")


def homoglyph(text: str, rng: Random) -> str | None:
    return one_changed(
        r"(?<=[a-z])[aeo](?=[a-z])", text, rng, lambda m: {"a": "а", "e": "е", "o": "о"}[m[0]]
    )


def tail_invented(text: str, rng: Random) -> str | None:
    tail = rng.choice((", according to the vendor", " in every case", ", and the fix is trivial"))
    return text.rstrip(".") + tail + "."


def paraphrased(text: str, rng: Random) -> str | None:
    """The gist in other words, printed as if quoted."""
    words = list(re.findall(r"[A-Za-z]{5,}", text))[:6]
    return (
        f"In practice {' and '.join(words[:2])} depend on {' '.join(words[2:5])} more than expected."
        if len(words) >= 5
        else None
    )


def invented(text: str, rng: Random) -> str | None:
    subject = rng.choice(("Our migration", "The whole fleet", "Each tenant"))
    return f"{subject} was finished in {rng.randint(2, 9)} weeks and cut the bill by {rng.randint(11, 79)} percent."


QUOTE_FAULTS: dict[str, Change] = {
    one.__name__: one
    for one in (
        number_up, number_digit, number_tenfold, decimal_lost, number_word, numbers_swapped,
        number_scaled, year_moved, sign_added, unit_swapped, unit_dropped, negation_in, negation_out,
        contraction_out, verb_denied, hedge_out, hedge_strengthened, flipped, condition_out, word_out,
        word_in, word_swapped, words_transposed, name_swapped, name_added, clauses_reordered,
        elision_hides, bracket_claims, homoglyph, tail_invented, paraphrased, invented,
    )
}  # fmt: skip
NUMBER_FAULTS = (number_up, number_digit, number_tenfold, decimal_lost, year_moved, unit_swapped)
KIND_OF = {
    "number": "number_up number_digit number_tenfold decimal_lost number_word numbers_swapped number_scaled year_moved sign_added".split(),
    "unit": ["unit_swapped", "unit_dropped"],
    "negation": "negation_in negation_out contraction_out verb_denied".split(),
    "name": ["name_swapped", "name_added"],
}  # fmt: skip
