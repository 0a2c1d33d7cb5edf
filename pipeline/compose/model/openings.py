"""A sentence that leaned on one which went: made to stand by itself, put in its source's words, or cut.

Enter: a draft before and after sentences of it were cut or replaced, and the source's sentence that may
stand at each path. Leave: the draft in which no sentence hangs on what is gone, and a finding for each
that was mended, replaced or cut; it stays open where nothing can go, as at a lede's last one. `Also`
goes and its sentence stays; `It`, `The similar limit`, `both` and what is faster than nothing cannot
stay. Only what was lost is asked about: as its writer left it, a sentence may begin as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace

from pipeline.compose.model import cutting
from pipeline.compose.model.pruning import pruned
from pipeline.compose.model.work import note
from pipeline.records import Draft, Finding, Sentence
from pipeline.records import draft as drafts
from pipeline.text.lists import beside
from pipeline.text.printable.clause import CLOSED, SUBORDINATORS, clause, form, root, roots
from pipeline.text.printable.marks import COMPARED
from pipeline.text.printable.patterns import PATTERNS
from pipeline.text.printable.strangers import is_name, strangers
from pipeline.text.words import STOPWORDS, WORD

_LISTS = beside(__file__)
SINGULAR, PLURAL = _LISTS.words("singular"), _LISTS.words("plural")
COUNTING, MOMENTS = _LISTS.words("counting"), _LISTS.words("moments")
JOINS = re.compile(rf"^{_LISTS.either('joining')}\b(?! as\b),?\s+(?=\S)", re.IGNORECASE)
RESTS = re.compile(rf"^{_LISTS.either('resting')}\b(?! (?:is|are|was|were)\b),?\s", re.IGNORECASE)
# `also` behind `but`, or of a name, joins nothing before it; nor does `too many`.
ADDS = re.compile(
    r"(?<!\bbut )(?<!\bsee )\balso (?!known\b|called\b)|,? (?:too|as well)(?=[.,;:)]|$)",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    rf"\b(?:the|an?|its|their)? ?{_LISTS.either('relative')}\b(?! (?:time|way)\b)", re.IGNORECASE
)
THE_NEW = re.compile(
    r"(?<!and )\bthe (?:new|old|updated|original|existing)\b(?! and\b)", re.IGNORECASE
)
BOTH = re.compile(
    r"\b(?:both|either|neither)\b(?! (?:[\w.-]+ ){1,3}(?:and|or|nor)\b| way\b)", re.IGNORECASE
)
# `Redis 8 did not do this.`: it ends on what was told before it.
DOES_THAT = re.compile(
    rf"\bthis(?=[.,;])|\b{_LISTS.either('before_that')} that(?=[.,;])", re.IGNORECASE
)
FASTER = re.compile(
    rf"\b(?:is|are|was|were|runs?|gets?|becomes?|starts?)(?: \w+)? {COMPARED.pattern}",
    re.IGNORECASE,
)
LATTER = re.compile(r"\bthe (?:former|latter|two|three|others)\b(?! [\w-]*\d)", re.IGNORECASE)
POINTS = re.compile(
    r"\b(?:this|these|those|such(?! as\b| \S+ as\b)|(?<![a-z] )that)\s+(?=[\w`])", re.IGNORECASE
)
EXPLETIVE = re.compile(
    rf"^it (?:(?:is|was|remains|becomes|became)(?: \w+)? {_LISTS.either('expletive')}\b"
    rf"|{_LISTS.either('verbs_of_seeming')}\b)",
    re.IGNORECASE,
)
COMPARES_WITH = re.compile(rf"\b{_LISTS.either('compared_with')}\b", re.IGNORECASE)
MANY = re.compile(r"(?:[eo]rs|ions|ies|[ea]nts)$")  # a first word in -s that is no name
PHRASE = 5  # words of `In version 9,`, which introduces nothing
EARLY = 70  # characters in which a word looks back
AWAY = "It leaned on a sentence that no longer stands before it."


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence, what is printed before it now, and what of it is lost.

    near: the sentence directly before it went or was changed; taken_up: a pronoun at its beginning
    stands for what the sentence before it is about as well.
    """

    printed: tuple[str, ...]
    lost: tuple[str, ...]
    near: bool
    taken_up: bool = False


def stand(
    before: Draft, after: Draft, instead: Mapping[str, Sentence]
) -> tuple[Draft, list[Finding]]:
    """The draft in which nothing leans on what went, and what was done for it. instead: the source's
    sentences that may be printed, each by the path of what it would stand for."""
    notes: list[Finding] = []
    left: set[str] = set()  # texts that nothing can be done about
    while hanging := next(_hanging(before, after, left), None):
        path, old, sentence, place = hanging
        name = drafts.by_domain(after, path)
        after, ended = _mended(
            after, path, sentence, place, instead.get(drafts.by_domain(before, old))
        )
        left.add(sentence.text)
        notes.append(replace(note("leaning", name, AWAY, resolved=ended), match=sentence.text))
    return after, notes


def _mended(
    draft: Draft, path: str, sentence: Sentence, place: _Place, other: Sentence | None
) -> tuple[Draft, str]:
    """The draft with a hanging sentence mended, replaced or cut, and which of these; "" where it stays."""

    def put(new: Sentence) -> Draft:
        return drafts.change(draft, sentence=lambda at, one: new if at == path else one)

    bare = unjoined(sentence.text)
    if sentence.origin == "writer" and bare != sentence.text and not hangs(bare, place):
        return put(replace(sentence, text=bare)), "repaired"
    standing = {one.text for _, one in drafts.sentences(draft)}
    alone = replace(place, near=True, taken_up=False)
    if (
        other is not None
        and not path.startswith("crosscuts")
        and other.text not in standing
        and cutting.fit_to_print(other.text)
        and not hangs(other.text, alone)
    ):
        return put(other), "replaced"
    smaller, cut = pruned(draft, [note("leaning", path, AWAY)])
    return (smaller, "removed") if cut else (draft, "")


# ── what hangs ────────────────────────────────────────────────────────────────────────────

Told = list[tuple[str, Sentence]]


def _hanging(
    before: Draft, after: Draft, left: Set[str]
) -> Iterator[tuple[str, str, Sentence, _Place]]:
    """Each sentence that hangs: its path now and before, itself and its place."""
    was = dict(_scopes(before))
    for name, (heading, now) in _scopes(after):
        told = was.get(name, (heading, []))[1]
        keys = [unjoined(one.text) for _, one in told]
        left_of = {unjoined(one.text) for _, one in now}
        if left_of.issuperset(keys):
            continue
        for at, (path, one) in enumerate(now):
            printed = [it.text for _, it in now[:at]]
            old = _old(one.text, printed, keys)
            if one.text in left or old is None:
                continue
            place = _place(heading, printed, keys[:old], left_of)
            if place.lost and hangs(one.text, place):
                yield path, told[old][0], one, place


def _old(text: str, printed: list[str], keys: list[str]) -> int | None:
    """Where a sentence stood; of one that was put behind another that was put there, where that one's
    follower stood: what introduced it is gone. None of any other new one, which was chosen for its place."""
    if (key := unjoined(text)) in keys:
        return keys.index(key)
    known = [at for at, one in enumerate(printed) if unjoined(one) in keys]
    replaced = len(printed) - 1 - (known[-1] if known else -1)
    begins = keys.index(unjoined(printed[known[-1]])) if known else -1
    return begins + replaced + 1 if replaced and begins + replaced + 1 < len(keys) else None


def _scopes(draft: Draft) -> Iterator[tuple[tuple[str, ...], tuple[str, Told]]]:
    """The runs of sentences that are read one after another, each with what stands over it."""
    every = list(drafts.sentences(draft))
    yield ("lede",), (draft.title, [row for row in every if row[0].startswith("lede")])
    for at, one in enumerate(draft.sections):
        begins = drafts.join("sections", at) + "."
        name = ("section", one.domain, one.story.id if one.story else "")
        yield name, (one.headline, [row for row in every if row[0].startswith(begins)])
    for at, cut in enumerate(draft.crosscuts):
        begins = drafts.join("crosscuts", at) + "."
        yield (
            ("crosscut", cut.title),
            (cut.title, [row for row in every if row[0].startswith(begins)]),
        )


def _place(heading: str, printed: list[str], told: list[str], now: Set[str]) -> _Place:
    """Where a sentence stands now, of those that were told before it, and of all that stand now."""
    lost = tuple(one for one in told if one not in now)
    last = unjoined(printed[-1]) if printed else ""
    near = bool(told) and last != told[-1]
    about = next((one for one in reversed(told) if not _by_pronoun(one)), "")
    same = bool(last) and (
        last == about
        or bool(_subject(last) & _subject(about))
        or (about in map(unjoined, printed) and _by_pronoun(last))
    )
    return _Place((heading, *printed), lost, near, same)


def _subject(text: str) -> frozenset[str]:
    return roots(" ".join(clause(text).subject))


def hangs(text: str, place: _Place) -> bool:
    """Whether a sentence leans on what is lost, and on nothing that is printed before it."""
    known, gone = roots(" ".join(place.printed)), roots(" ".join(place.lost))
    if any(one in gone for one in strangers(text, known)) or _points(text, known, gone, place.near):
        return True
    if not place.near:
        return False
    return (
        bool(JOINS.match(text) or RESTS.match(text) or ADDS.search(text))
        or bool(LATTER.search(text[:EARLY]) or PATTERNS["elliptic"].match(text))
        or bool(DOES_THAT.search(text))
        or _unnamed(text, known)
        or (_by_pronoun(text) and not place.taken_up)
        or _counts(text)
        or (bool(FASTER.search(text)) and not COMPARES_WITH.search(text))
    )


def unjoined(text: str) -> str:
    """A sentence without the words that only join it to the one before."""
    bare = ADDS.sub("", JOINS.sub("", text, count=1))
    return bare[:1].upper() + bare[1:] if bare != text and not text[:1].islower() else bare


def _points(text: str, known: frozenset[str], gone: frozenset[str], near: bool) -> bool:
    """Whether `this limit` names what nothing printed told of, or `this` alone begins."""
    for found in POINTS.finditer(text):
        noun = _noun(text[found.end() :])
        if not noun:
            begins = not text[: found.start()].strip() or found[0].lower().startswith("this")
            if near and begins and found.start() < EARLY:
                return True
            continue
        held = {root(word) for word in noun}
        earlier = roots(text[: found.start()])
        if noun[-1].lower() in MOMENTS or held & (known | earlier):
            continue
        if held & gone or (near and found.start() < EARLY):
            return True
    return False


def _noun(text: str) -> list[str]:
    """The words of a noun phrase, up to its verb."""
    run: list[str] = []
    for word in WORD.findall(text)[:4]:
        if word.lower() in CLOSED or word.lower() in STOPWORDS:
            break
        if form(word) in ("aux", "3sg", "past") and (
            run or form(word) == "aux" or word.endswith("s")
        ):
            break
        run.append(word)
    return run


def _unnamed(text: str, known: frozenset[str]) -> bool:
    """Whether `another release` or `the similar limit` is one of what was never told of."""
    early = text[:EARLY]
    for form_, explained in ((RELATIVE, LIKENED), (BOTH, LIKENED), (THE_NEW, EXPLAINED)):
        for found in form_.finditer(early):
            behind = text[found.end() :]
            held = {root(word) for word in _noun(behind)} & (known | roots(text[: found.start()]))
            if not held and not explained.match(behind):
                return True
    return False


# `the same port as Envoy`, `other databases, such as Redis`, `the new version of Kestrel`.
LIKENED = re.compile(r"\s*\S+(?:\s\S+){0,5}?,?\s(?:as|to|than|such as|like)\b")
EXPLAINED = re.compile(rf"{LIKENED.pattern}|\s*\S+(?:\s\S+){{0,2}}?\sof\b")


def _by_pronoun(text: str) -> bool:
    """Whether a pronoun begins a sentence, or stands in it before all that it could stand for."""
    if EXPLETIVE.match(text):
        return False
    parts = clause(text)
    phrase = 0 < len(parts.lead.split()) <= PHRASE and parts.first not in SUBORDINATORS
    for at, word in enumerate(parts.words):
        low = word.lower()
        if low in SINGULAR or low in PLURAL:
            held = [one for one in parts.words[parts.main if phrase else 0 : at] if _names(one)]
            return not any(_may_be(one, low in PLURAL, n == 0) for n, one in enumerate(held))
        if at > 12:
            break
    return False


def _names(word: str) -> bool:
    low = word.lower()
    return low not in STOPWORDS and (
        is_name(word) or form(low) not in ("aux", "3sg", "past", "base")
    )


def _may_be(word: str, plural: bool, first: bool) -> bool:
    """Whether a pronoun of that number may stand for a word; a name, as `Redis`, is of either."""
    many = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    if is_name(word) and not (first and MANY.search(word)):
        return True
    return many == plural


def _counts(text: str) -> bool:
    """Whether a sentence is about some or all of what was told: `Both are`, `Each of them has`."""
    first, second, *_ = (*(word.lower() for word in WORD.findall(text)[:2]), "", "")
    return first in COUNTING and (form(second) in ("aux", "3sg") or bool(_OF_THEM.match(text)))


_OF_THEM = re.compile(r"\S+ of (?:them|these|those|which)\b", re.IGNORECASE)
