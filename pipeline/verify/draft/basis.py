"""Whether the inferences and advice of a draft rest on facts of their own brief.

Enter: a judged draft and its evidence. Leave: a finding for each that cites no document of a fact told
beside it, or speaks of nothing that its sources or these facts speak of. In a section the facts are
its own, with its quote; the lede, the cross-cuts and the action rest on those of the whole brief. A
section in which everything is called a conclusion has no fact, and none of it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.records import Draft, Evidence, EvidenceItem, Finding, Quote, Sentence
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.text.words import terms

CONCLUDED = ("inference", "advice")


def check(draft: Draft, evidence: Evidence) -> list[Finding]:
    """Conclusions and advice that follow from nothing the brief tells."""
    items = {item.n: item for item in evidence.items}
    found = []
    for path, sentence in drafts.sentences(draft):
        if sentence.origin != "writer" or sentence.kind not in CONCLUDED:
            continue
        scope = _scope(path)
        said = _action(draft) if scope == "action" else sentence.text
        why = _why_not(sentence, said, _told(draft, scope), items)
        if why:
            found.append(finding("claim-basis", path, sentence.text, why, fix=FIX))
    return found


FIX = "tell the fact it follows from and cite that fact's source, or leave it out"


def _told(draft: Draft, scope: str) -> _Told:
    """What a conclusion in this part of a draft may follow from."""
    facts = [one for at, one in drafts.sentences(draft) if _within(_scope(at), scope)]
    quotes = [one for at, one in drafts.quotes(draft) if _within(_scope(at), scope)]
    return _Told(tuple(one for one in facts if one.kind not in CONCLUDED), tuple(quotes))


def _action(draft: Draft) -> str:
    """The words of an action, whose steps speak of one subject together."""
    steps = draft.action.sentences if draft.action else ()
    return " ".join([draft.action.title if draft.action else "", *(one.text for one in steps)])


def _scope(path: str) -> str:
    """The part of a draft a path lies in: a section by its number, or lede, crosscuts, action."""
    steps = drafts.parse(path)
    return drafts.join(*steps[: 2 if steps[:1] == ("sections",) else 1])


def _within(place: str, scope: str) -> bool:
    return place == scope or not scope.startswith("sections")


@dataclass(frozen=True, slots=True)
class _Told:
    """Facts and quotes that a conclusion may follow from."""

    facts: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]

    @property
    def cites(self) -> frozenset[int]:
        numbers = [n for one in self.facts for n in one.cites]
        return frozenset([*numbers, *(one.n for one in self.quotes)])


def _documents(cites: Iterable[int], items: dict[int, EvidenceItem]) -> set[str]:
    """The documents of these sources; a passage without one stands for itself."""
    return {items[n].document or str(n) for n in cites if n in items}


def _why_not(sentence: Sentence, said: str, told: _Told, items: dict[int, EvidenceItem]) -> str:
    kind = "An inference" if sentence.kind == "inference" else "Advice"
    if not told.facts:
        return f"{kind} follows from facts, and none is told beside this."
    if not _documents(told.cites, items) & _documents(sentence.cites, items):
        names = ", ".join(str(n) for n in sentence.cites)
        return (
            f"{kind} follows from facts of its brief, and none of source {names} is told beside it."
        )
    read = [items[n] for n in sentence.cites if n in items]
    known = {word for item in read for word in terms(f"{item.title} {item.text}")}
    known |= {word for one in told.facts for word in terms(one.text)}
    if not known & set(terms(said)):
        return f"{kind} speaks of its subject, and this names nothing that its sources speak of."
    return ""
