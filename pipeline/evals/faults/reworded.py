"""Sentences in a writer's own words, made by rule: faithful rewordings and false ones.

Enter: a sentence of a source, its neighbours, a seeded source of chance. Leave: the sentence said
otherwise with its meaning kept, or with one fault put in; None where a rule does not apply.
Written without sight of the checker: nothing here is taken from verify.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from pipeline.evals.faults import words
from pipeline.evals.faults.words import one_changed
from pipeline.text.lists import beside

_LISTS = beside(__file__)

Reword = Callable[[str, Random], str | None]

# Said otherwise, meaning kept: phrase for phrase.
_SAME = tuple(one.split(" > ") for one in _LISTS.phrases("same"))
_LEADS = (
    "According to the source, {}", "The text says that {}", "As the authors put it, {}",
    "In short, {}", "Put plainly, {}", "Note that {}", "The document explains that {}",
)  # fmt: skip
_FRONT = re.compile(
    r"^(?P<sub>(?:If|When|While|Because|Since|Although|Unless|Once|After|Before)\b[^,]{8,90}), (?P<main>[^.;]{12,})\.$"
)
_BACK = re.compile(
    r"^(?P<main>[A-Z][^,;.]{12,}?),? (?P<sub>(?:if|when|while|because|although|unless|once)\b[^,;.]{8,})\.$"
)
_PASSIVE = re.compile(
    r"^(?P<object>(?:The|A|An|This|These|All|Each) [\w -]{2,40}?) (?P<be>is|are|was|were) (?P<verb>\w+ed) by (?P<agent>[\w -]{3,40}?)\.$"
)


def phrases_changed(text: str, rng: Random) -> str | None:
    """One to three phrases put in other words."""
    found = [pair for pair in _SAME if re.search(rf"\b{pair[0]}\b", text)]
    if not found:
        return None
    for old, new in rng.sample(found, min(len(found), 3)):
        text = re.sub(rf"\b{old}\b", new, text, count=1)
    return text


def clause_moved(text: str, rng: Random) -> str | None:
    """The opening clause put last, or the last one first."""
    if front := _FRONT.match(text):
        main, sub = front["main"], front["sub"]
        return f"{main[0].upper()}{main[1:]} {sub[0].lower()}{sub[1:]}."
    if back := _BACK.match(text):
        main, sub = back["main"], back["sub"]
        return f"{sub[0].upper()}{sub[1:]}, {_lower(main)}."
    return None


def led_in(text: str, rng: Random) -> str | None:
    return rng.choice(_LEADS).format(_lower(text))


def made_active(text: str, rng: Random) -> str | None:
    """`X is done by Y` as `Y does X`."""
    m = _PASSIVE.match(text)
    if not m:
        return None
    agent = m["agent"]
    plural = agent.endswith("s")
    verb = (
        m["verb"]
        if m["be"] in ("was", "were")
        else m["verb"].removesuffix("ed") + ("" if plural else "s")
    )
    return f"{agent[0].upper()}{agent[1:]} {verb} {_lower(m['object'])}."


def aside_dropped(text: str, rng: Random) -> str | None:
    """Without what stands in brackets."""
    out = re.sub(r" \([^()]{3,80}\)", "", text, count=1)
    return out if out != text else None


def number_respelled(text: str, rng: Random) -> str | None:
    """Thousands, percent and rates in another spelling."""
    out = re.sub(r"(\d),(\d{3})\b", r"\1 \2", text)
    out = re.sub(r"(\d)%", r"\1 percent", out)
    out = re.sub(r"\bper (second|minute|hour|day|month|year)\b", r"a \1", out)
    return out if out != text else None


def _lower(text: str) -> str:
    """The text as it stands inside a sentence: a first word that is no name begins small."""
    first = re.match(r"[A-Za-z]+", text)
    plain = first and (first[0][1:].islower() or len(first[0]) == 1) and first[0].lower() in _SMALL
    return text[0].lower() + text[1:] if plain else text


_SMALL = _LISTS.words("small")
REWORDINGS: tuple[Reword, ...] = (
    phrases_changed, clause_moved, made_active, aside_dropped, number_respelled, led_in,
)  # fmt: skip


def reworded(text: str, rng: Random, *, whole: bool = False) -> str | None:
    """The sentence in other words: one to three rules, in an order of chance.

    whole: leave nothing out, so that a fault put in before is not taken out again.
    """
    rules = [one for one in REWORDINGS if not (whole and one is aside_dropped)]
    rng.shuffle(rules)
    out, used = text, 0
    for rule in rules:
        changed = rule(out, rng)
        if changed and changed != out:
            out, used = changed, used + 1
        if used == 3:
            break
    return out if used and out != text else None


# ── faults a sentence in own words may have ───────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Around:
    """A source sentence with the source's other sentences."""

    text: str
    others: tuple[str, ...]


Falsify = Callable[[Around, Random], str | None]


def _of(change: words.Change) -> Falsify:
    def falsify(around: Around, rng: Random) -> str | None:
        return change(around.text, rng)

    falsify.__name__ = change.__name__
    return falsify


_RATE = r"(?<=\bper )(?:second|minute|hour|day|week|month|year)\b|(?<=\ba )(?:second|minute|hour|day|week|month|year)\b"
_PERIODS = "second minute hour day week month year".split()


def rate_changed(around: Around, rng: Random) -> str | None:
    return one_changed(
        _RATE, around.text, rng, lambda m: rng.choice([p for p in _PERIODS if p != m[0]])
    )


def figure_of_neighbour(around: Around, rng: Random) -> str | None:
    """A figure of another sentence of the source in the place of this one's."""
    others = [n for text in around.others for n in re.findall(r"\d[\d.,]*\d|\d", text)]
    mine = re.findall(r"\d[\d.,]*\d|\d", around.text)
    rest = [n for n in dict.fromkeys(others) if n not in mine]
    if not rest:
        return None
    return one_changed(r"\d[\d.,]*\d|\d", around.text, rng, lambda m: rng.choice(rest))


def name_of_neighbour(around: Around, rng: Random) -> str | None:
    """A name of another sentence in the place of this one's."""
    pattern = r"(?<=[a-z,] )[A-Z][A-Za-z]{2,}\b|^(?:[A-Z][a-z]+[A-Z]\w*|[A-Z]{2,}\w*)\b"
    others = [
        n for text in around.others for n in re.findall(r"(?<=[a-z,] )[A-Z][A-Za-z]{2,}\b", text)
    ]
    rest = [n for n in dict.fromkeys(others) if n not in around.text]
    return one_changed(pattern, around.text, rng, lambda m: rng.choice(rest)) if rest else None


def roles_swapped(around: Around, rng: Random) -> str | None:
    """Subject and object changed round one verb; what follows `is` says what a thing is, not who."""
    m = re.match(
        r"^(The|A|An|Each|This) ([a-z]+(?: [a-z]+)?) (\w+s) (the|a|an|each|its) ([a-z]+)\b"
        r"((?:[,;]| (?:to|for|from|in|on|at|with|by|of|and|or|when|if|that|as|into|before|after)\b|\.).*)$",
        around.text,
    )
    if not m or m[2].split()[-1] == m[5] or m[3] in ("is", "was", "has", "does"):
        return None
    return f"{m[1]} {m[5]} {m[3]} {m[4]} {m[2]}{m[6]}"


def universal(around: Around, rng: Random) -> str | None:
    """All for some."""
    table = {"some": "all", "many": "all", "most": "all", "several": "all", "often": "always", "usually": "always", "sometimes": "always", "typically": "always", "generally": "always"}  # fmt: skip
    return one_changed(rf"\b(?:{'|'.join(table)})\b", around.text, rng, lambda m: table[m[0]])


def condition_lost(around: Around, rng: Random) -> str | None:
    """A closing condition dropped."""
    m = re.match(
        r"^([A-Z][^.;]{24,}?),? (?:only )?(?:if|unless|when|until|as long as|provided that) [^.;]{6,}\.$",
        around.text,
    )
    return f"{m[1]}." if m else None


def opening_lost(around: Around, rng: Random) -> str | None:
    """A condition or restriction at the front dropped."""
    m = re.match(
        r"^(?:If|When|Unless|In (?:the )?case of|For(?! (?:example|instance|more|the full))|On|With|Under|While|Until) [^,.;]{6,90}, (.{20,})$",
        around.text,
    )
    return m[1][0].upper() + m[1][1:] if m else None


def matured(around: Around, rng: Random) -> str | None:
    """Planned told as there, deprecated as removed, removed as added."""
    table = {"deprecated": "removed", "removed": "added", "added": "removed", "introduced": "removed", "planned": "released", "experimental": "stable", "beta": "stable", "alpha": "stable", "will be": "has been"}  # fmt: skip
    return one_changed(rf"\b(?:{'|'.join(table)})\b", around.text, rng, lambda m: table[m[0]])


def cause_turned(around: Around, rng: Random) -> str | None:
    """Cause and effect changed round `because`."""
    m = re.match(r"^([A-Z][^,.;]{12,}?),? because ([^.;]{12,})\.$", around.text)
    return f"{m[2][0].upper()}{m[2][1:]} because {_lower(m[1])}." if m else None


def default_hardened(around: Around, rng: Random) -> str | None:
    """A default told as what always holds."""
    out = re.sub(r",? by default,?|^By default, ", "", around.text, count=1)
    return out[0].upper() + out[1:] if out != around.text else None


FAULTS: tuple[Falsify, ...] = (
    *(_of(one) for one in (
        words.number_up, words.number_digit, words.number_tenfold, words.decimal_lost, words.number_word,
        words.numbers_swapped, words.number_scaled, words.year_moved, words.unit_swapped,
        words.negation_in, words.negation_out, words.contraction_out, words.hedge_out,
        words.hedge_strengthened, words.flipped, words.word_in,
        words.word_swapped, words.name_swapped, words.name_added, words.tail_invented,
    )),
    condition_lost, rate_changed, figure_of_neighbour, name_of_neighbour, roles_swapped, universal, opening_lost,
    matured, cause_turned, default_hardened,
)  # fmt: skip
CLASSES = {
    "figure": "number_up number_digit number_tenfold decimal_lost number_word numbers_swapped number_scaled year_moved".split(),
    "unit or rate": ["unit_swapped", "rate_changed"],
    "negation": "negation_in negation_out contraction_out".split(),
    "certainty": ["hedge_out", "hedge_strengthened", "default_hardened"],
    "quantity": ["universal"],
    "condition": ["condition_lost", "opening_lost"],
    "direction": ["flipped", "cause_turned"],
    "maturity": ["matured"],
    "neighbour's figure or name": ["figure_of_neighbour", "name_of_neighbour"],
    "name": ["name_swapped", "name_added"],
    "who did what": ["roles_swapped"],
    "word": "word_in word_swapped tail_invented".split(),
}  # fmt: skip
