"""All for some, some for all, both for one: how much of a thing a clause speaks of.

Enter: a `Fit` and all words of the claim, or a sentence with all its fits. Leave: `Doubt`s where the
clause of the ground that carries the claim speaks of another share of the thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.text.lists import beside
from pipeline.verify.grounds.fits import Doubt, Fit, on_line, said_by
from pipeline.verify.grounds.reading import lists
from pipeline.verify.grounds.reading.clauses import Clause, negations, often, rates
from pipeline.verify.grounds.reading.figures import figures
from pipeline.verify.grounds.reading.sources import Ground
from pipeline.verify.grounds.reading.syntax import ordered
from pipeline.verify.grounds.reading.words import Token, strength


def quantity(fit: Fit, sentence: frozenset[str]) -> list[Doubt]:
    """All for some, and some for all."""
    mine = often(fit.clause.text, fit.clause.start, fit.clause.end)
    if mine and fit.recalled >= 0.5 and (theirs := often(fit.part.text)) and not mine & theirs:
        return [Doubt("quantity", 0.9, " ".join(sorted(mine)), " ".join(sorted(theirs)))]
    if fit.covered < 0.4:
        return []
    ground = fit.ground.lows
    partial = [t for t in fit.part.tokens if t.low in lists.PARTIAL and not _counts(t, fit)]
    partial = [t for t in partial if not _too(t, fit)]  # both say `most`
    full = fit.clause.lows & lists.UNIVERSAL - {"no", "none", "never", "nothing", "nobody", "any"}
    full -= rates(fit.clause) | _denied_all(fit.clause)
    none = fit.clause.lows & {"none", "no", "never", "nobody", "nothing"}
    if full and (some := _of_some(fit, full)):
        return [Doubt("quantity", 0.9, _first(fit.clause, full), some)]
    if full and (_not_all(fit.ground) or _only(fit)) and not negations(fit.clause):
        return [Doubt("quantity", 0.9, _first(fit.clause, full), "not all")]
    if full and fit.recalled >= 0.3 and _ranged(fit) and not negations(fit.clause):
        return [Doubt("quantity", 0.75, _first(fit.clause, full), "between")]
    every = full & ({"all", "every", "each"} - ground)
    if every and (one := _singular(fit, every)):
        return [Doubt("quantity", 0.85, _first(fit.clause, full), one)]
    if full and partial and not ground & {"all", "every", "each", "both"}:
        return [Doubt("quantity", 0.95, _first(fit.clause, full), partial[0].low)]
    if full and not ground & (lists.UNIVERSAL | {"only"}):
        return [Doubt("quantity", 0.5 if fit.recalled > 0.5 else 0.3, _first(fit.clause, full), "")]
    if none and _not_all(fit.ground):
        return [Doubt("quantity", 0.95, _first(fit.clause, none), "not all")]
    both = fit.part.lows & {"both"}
    if both and fit.clause.lows & {"one", "either", "any"} and not sentence & {"both"}:
        return [Doubt("quantity", 0.85, "one", "both")]
    softened = sentence & lists.SOFTENED or _denied_all(fit.clause)
    if partial and fit.recalled >= 0.4 and not softened:
        return [Doubt("quantity", 0.75, said_by(fit.clause), partial[0].low)]
    return []


# Of 162 false sentences that other rules let pass it finds 10, of 312 true ones none.
WIDENED = 0.75
_LISTS = beside(__file__)
_ALL = re.compile(
    rf"\b(?:(?<!not )(?<!than )(?<!at )(?<!above )(?<!after )(?<!in )all|every(?! other\b)"
    rf"|{_LISTS.either('widening')})\b(?! of (?:them|these|those|which|whom))",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r" (?:of )?(?:the |these |those )?(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b",
    re.IGNORECASE,
)
_ANY = re.compile(rf"\b{_LISTS.either('of_all')}\b", re.IGNORECASE)


def universal_doubts(text: str, fits: Sequence[Fit]) -> list[Doubt]:
    """A clause that speaks of all of a thing, where no sentence that it stands on has a word for all;
    `each` and `whenever` are left out: a source tells once what is done to each, and says `when`."""
    for found in () if ordered(text) else _ALL.finditer(text):
        if _COUNT.match(text, found.end()):
            continue  # `all three advisories`, `every four months`: judged as a figure
        here = [f for f in fits if f.clause.start <= found.start() < f.clause.end] or list(fits)
        if not here or any(_ANY.search(f.ground.text) or _kind(found, f) for f in here):
            continue
        if all(found[0].lower() not in rates(f.clause) for f in here):
            return [Doubt("quantity", WIDENED, found[0], on_line(here[0].ground.text)[:160])]
    return []


def _kind(found: re.Match[str], fit: Fit) -> bool:
    """Whether the ground says it of the kind as such: `versions before 3.4`, not `a set of versions`."""
    behind = [t for t in fit.clause.tokens if t.start >= found.end() and t.content][:2]
    named = [p for p in fit.pairs if p.said in behind and p.said.low.endswith("s")]
    return found[0].lower() == "all" and any(
        p.stands.low.endswith("s")
        and not re.search(
            r"\b(?:of|some|few|many|most)\W+(?:\w+\W+)?$", fit.ground.text[: p.stands.start]
        )
        for p in named
    )


def _denied_all(clause: Clause) -> frozenset[str]:
    """Words for all that a clause denies: `not all of it` is a part."""
    pairs = zip(clause.tokens, clause.tokens[1:], strict=False)
    return frozenset(b.low for a, b in pairs if a.low == "not" and b.low in lists.UNIVERSAL)


def _too(one: Token, fit: Fit) -> bool:
    """Whether the claim says a word of a part too: `normally`, as `its normal route`."""
    return any(strength(one.low, low) >= 0.9 for low in fit.clause.lows)


def _only(fit: Fit) -> bool:
    """Whether the ground says of some things only what the claim says of all of them."""
    return fit.recalled >= 0.4 and bool(re.match(r"\W*only\b", said_by(fit.part), re.IGNORECASE))


def _ranged(fit: Fit) -> bool:
    """Whether the ground says it of a range only, which the claim does not give."""
    bounded = any(
        f.role in ("between", "from") or (f.bound and not (f.spelled and f.value <= 1))
        for f in fit.ground.figures
    )
    return bounded and not figures(fit.clause.text)


def _singular(fit: Fit, full: frozenset[str]) -> str:
    """The one thing in the ground that the claim says of all of: `that cluster`."""
    for at, one in enumerate(fit.clause.tokens):
        if one.low in full:
            for noun in (t for t in fit.clause.tokens[at + 1 : at + 4] if t.content):
                pair = next((p for p in fit.pairs if p.said.start == noun.start), None)
                before = fit.ground.text[: pair.stands.start] if pair else ""
                led = re.search(r"\b(?:that|this|one|a|an) (?:\w+ )?$", before, re.I)
                if pair and led and _same_thing(noun, pair.stands, fit):
                    whole = on_line(fit.ground.text[led.start() : pair.stands.end])
                    return "" if pair.stands.low.endswith("s") else whole
    return ""


def _same_thing(mine: Token, other: Token, fit: Fit) -> bool:
    """Whether two nouns name one thing: what stands before the one, if anything, is borne too, neither
    is a deed (`a way that evicts them`), and what the ground says of one is not said of any such one."""
    modifiers = _before(mine, fit.clause.tokens)
    borne = {p.said.start for p in fit.pairs}
    deed = other.low.endswith("ed") and fit.ground.text[: other.start].endswith("that ")
    return not deed and all(t.start in borne for t in modifiers)


def _before(noun: Token, words: Sequence[Token]) -> list[Token]:
    """The words of content right before a noun, behind the word that counts it."""
    out: list[Token] = []
    for one in reversed([t for t in words if t.start < noun.start]):
        if not one.content or one.low in lists.UNIVERSAL:
            break
        out.append(one)
    return out


# Words for a part that stand in names and habits too are left out.
_SOME = lists.PARTIAL - {"most", "normal", "general", "common", "primary", "usual", "typical"}


def _of_some(fit: Fit, full: frozenset[str]) -> str:
    """What the ground says of some of a thing that the claim says of all: `some providers`."""
    for at, one in enumerate(fit.clause.tokens):
        things = [t for t in fit.clause.tokens[at + 1 : at + 4] if t.content][:2]
        for thing in things if one.low in full else ():
            before = [
                {t.low for t in fit.ground.tokens[max(0, n - 3) : n]}
                for n, other in enumerate(fit.ground.tokens)
                if strength(thing.low, other.low) >= 0.9
            ]
            if any(lows & _SOME for lows in before) and not any(lows & full for lows in before):
                return min(low for lows in before for low in lows & _SOME)
    return ""


def _counts(token: Token, fit: Fit) -> bool:
    """`part of`, `most recent`, `certain of` and the like say no quantity."""
    text = fit.ground.text
    before, behind = text[: token.start], text[token.end :]
    if token.low == "most":
        return bool(
            re.match(r"\s+(?!of\b)[a-z]+(?:ed|ing|t|l|nt|ive|ous|ly|le)\b", behind)
        ) or bool(re.search(r"\b(?:the|at)\s+$", before))
    if token.low in lists.NO_SHARE:
        return True
    if token.low == "some":
        return bool(
            re.match(r"\s+(?:\w+\s+)?(?:time|point|way|extent|kind|sort|form|more)\b", behind)
        )
    return False


def _not_all(ground: Ground) -> bool:
    return bool(re.search(r"\bnot (?:all|every|each|always|everyone)\b", ground.text, re.I))


def _first(clause: Clause, words: frozenset[str]) -> str:
    return next((t.low for t in clause.tokens if t.low in words), "")
