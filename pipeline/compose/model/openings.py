"""A sentence that leaned on one which went: made to stand by itself, put in its source's words, or cut.

Enter: a draft before and after sentences of it were cut or replaced, and the source's sentence that may
stand at each path. Leave: the draft in which no sentence hangs on what is gone, and a finding for each
that was mended, replaced or cut; it stays open where nothing can go, as at a lede's last one. `Also`
goes and its sentence stays; `It`, `The similar limit`, `both` and what is faster than nothing cannot
stay. Only what was lost is asked about: as its writer left it, a sentence may begin as it likes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from pipeline.compose.model import cutting
from pipeline.compose.model.pruning import pruned
from pipeline.compose.model.work import note
from pipeline.records import Draft, Finding, Sentence
from pipeline.records import draft as drafts
from pipeline.text.printable.clause import clause, roots
from pipeline.text.printable.leaning import Surroundings, by_pronoun, hangs, unjoined

AWAY = "It leaned on a sentence that no longer stands before it."


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
    draft: Draft, path: str, sentence: Sentence, place: Surroundings, other: Sentence | None
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
) -> Iterator[tuple[str, str, Sentence, Surroundings]]:
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


def _place(heading: str, printed: list[str], told: list[str], now: Set[str]) -> Surroundings:
    """Where a sentence stands now, of those that were told before it, and of all that stand now."""
    lost = tuple(one for one in told if one not in now)
    last = unjoined(printed[-1]) if printed else ""
    near = bool(told) and last != told[-1]
    about = next((one for one in reversed(told) if not by_pronoun(one)), "")
    same = bool(last) and (
        last == about
        or bool(_subject(last) & _subject(about))
        or (about in map(unjoined, printed) and by_pronoun(last))
    )
    return Surroundings((heading, *printed), lost, near, same)


def _subject(text: str) -> frozenset[str]:
    return roots(" ".join(clause(text).subject))
