"""Checks what sentences put together by code claim of their sources, as their records say it.

Enter: a draft and its evidence. Leave: findings. No English is read: the writer may reword what it
computes, and the same claims are checked. What a record asserts must be so, must be what the
sentence says, and must be of every source that the sentence cites.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.records import Assertion, Draft, Evidence, EvidenceItem, Finding, Sentence
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.text.days import short_day
from pipeline.text.folding import fold
from pipeline.text.words import stem, words

Holds = Callable[[str, EvidenceItem, Draft], bool]


def check(draft: Draft, evidence: Evidence) -> list[Finding]:
    """Everything that computed sentences claim and that is not so."""
    items = {item.n: item for item in evidence.items}
    speaks = any(section.story for section in draft.sections)  # older records could not say it
    found: list[Finding] = []
    for path, sentence in drafts.sentences(draft):
        if sentence.origin != "computed":
            continue
        if speaks and sentence.cites and not sentence.asserts:
            found.append(_silent(path, sentence))
        for one in sentence.asserts:
            found += _false(path, sentence, one, (draft, items))
        found += _beside(path, sentence)
    return found


def _silent(path: str, sentence: Sentence) -> Finding:
    message = "It was put together by code, and its record does not say what it claims."
    return finding("computed-silent", path, sentence.text, message)


def _false(
    path: str,
    sentence: Sentence,
    one: Assertion,
    known: tuple[Draft, dict[int, EvidenceItem]],
) -> Iterator[Finding]:
    draft, items = known
    if not _says(sentence.text, one):
        message = f"The sentence does not say what its record asserts: {one.kind} {one.words}."
        yield finding("computed-false", path, one.words, message, fix="write the sentence anew")
    for n in one.of:
        item = items.get(n)
        if item is None or not HOLDS[one.kind](one.words, item, draft):
            message = f"[Source {n}] {LACKS[one.kind].format(words=one.words or 'undated')}"
            yield finding("computed-false", path, one.words, message, fix="leave the sentence out")


def _beside(path: str, sentence: Sentence) -> Iterator[Finding]:
    """Citations of which nothing is asserted, and assertions of what is not cited."""
    spoken_of = {n for one in sentence.asserts for n in one.of}
    if sentence.asserts and spoken_of != set(sentence.cites):
        stray = sorted(spoken_of ^ set(sentence.cites))
        message = (
            f"It cites sources {list(sentence.cites)} and claims something of {sorted(spoken_of)}."
        )
        yield finding("computed-false", path, ", ".join(map(str, stray)), message)


def _run(text: str) -> str:
    """The words of a text in a form in which one text can be looked for in another."""
    return f" {' '.join(fold(text).norms)} "


def _stems(text: str) -> str:
    return f" {' '.join(stem(word) for word in words(text))} "


def _says(text: str, one: Assertion) -> bool:
    """Whether the words of an assertion stand in the sentence; a part is told in words of its own."""
    if one.kind == "part" or not one.words:
        return True
    if one.kind == "day":
        return any(form in text for form in _forms(one.words))
    return _run(one.words) in _run(text)


def _forms(day: str) -> tuple[str, ...]:
    """How a sentence may write a day; none for what is no day."""
    try:
        return (day, short_day(day))
    except ValueError:
        return ()


def _names(said: str, item: EvidenceItem, draft: Draft) -> bool:
    return _stems(said) in _stems(item.text)


def _states(said: str, item: EvidenceItem, draft: Draft) -> bool:
    return _run(said) in _run(item.text)


def _source(said: str, item: EvidenceItem, draft: Draft) -> bool:
    """A publisher may be named by the beginning of its title: `etcd` of `etcd docs and blog`."""
    rest = item.source_title[len(said) :]
    return bool(said) and item.source_title.startswith(said) and not re.match(r"[\w-]", rest)


def _day(said: str, item: EvidenceItem, draft: Draft) -> bool:
    known = {(day or "")[:10] for day in (item.published, item.first_seen, item.changed)}
    return said in known - {""} if said else not item.published


def _headline(said: str, item: EvidenceItem, draft: Draft) -> bool:
    return any(
        section.headline == said and section.story is not None and section.story.lead == item.n
        for section in draft.sections
    )


def _part(said: str, item: EvidenceItem, draft: Draft) -> bool:
    return said == item.part


def _subject(said: str, item: EvidenceItem, draft: Draft) -> bool:
    return said == item.subject


def _share(said: str, item: EvidenceItem, draft: Draft) -> bool:
    share, leads = drafts.share_new(draft)
    return bool(said) and said == share and item.n in leads


HOLDS: dict[str, Holds] = {
    "names": _names, "states": _states, "source": _source, "day": _day, "headline": _headline,
    "part": _part, "subject": _subject, "share": _share,
}  # fmt: skip
LACKS = {
    "names": "does not name {words}.",
    "states": "does not state {words}.",
    "source": "is not of {words}.",
    "day": "is not of the day {words}.",
    "headline": "leads no story headed {words}.",
    "subject": "is no advisory on {words}.",
    "share": "leads no story of an edition in which {words}.",
    "part": "does not take the part {words} in its story.",
}
