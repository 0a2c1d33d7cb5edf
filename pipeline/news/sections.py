"""Sections and the stories they tell, as the writer left them and as an editor wants them.

Enter: a draft and the evidence it was written from. Leave: the draft with every section's story
named: the story whose passages its sentences cite most, where the writer did not say; and without
what an editor dropped, and with a lede that admits a day on which little is new.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from pipeline.newsroom.decisions import Decisions
from pipeline.records import Assertion, Draft, Evidence, Quote, Section, Sentence, StoryRef
from pipeline.records import draft as drafts
from pipeline.records.story import NEW
from pipeline.text.words import clean

THIN = "A thin day: {share}, the rest is older."
EMPTY = "A day without news: {share}, all of it is older."
NAMED = "What is new is named at the end: {share}, all of it is older."


def referred(draft: Draft, evidence: Evidence) -> Draft:
    """The draft with a story for each section that has none and cites one."""
    if not evidence.stories:
        return draft
    sections = tuple(
        section if section.story else replace(section, story=story_of(section, evidence))
        for section in draft.sections
    )
    return replace(draft, sections=sections)


def story_of(section: Section, evidence: Evidence) -> StoryRef | None:
    """The story that a section cites most; of two, the one it cites first."""
    items = {item.n: item for item in evidence.items}
    cited = [items[n] for each in section.sentences for n in each.cites if n in items]
    counts = Counter(item.story for item in cited if item.story)
    if not counts:
        return None
    best = max(counts, key=lambda name: (counts[name], -[one.story for one in cited].index(name)))
    story = next(each for each in evidence.stories if each.id == best)
    lead = next((n for n, item in items.items() if item.document == story.lead), 0)
    return story.ref(lead)


def edited(draft: Draft, evidence: Evidence, decisions: Decisions) -> Draft:
    """The draft without the sentences an editor dropped, and with those swapped in.

    A section that would be left without a sentence goes, and its domain becomes a gap.
    """
    dropped = {row.value for row in decisions.of(draft.day, "drop", "sentence")}
    swapped = {row.value: row.instead for row in decisions.of(draft.day, "swap", "sentence")}
    if not dropped and not swapped:
        return draft
    new = {old: _cut(text, evidence) for old, text in swapped.items()}

    def kept(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
        found = [new.get(one.text) or one for one in sentences if one.text not in dropped]
        return tuple(found)

    sections = []
    for section in draft.sections:
        spoken = section.implication
        if spoken and (spoken.sentence.text in dropped or new.get(spoken.sentence.text)):
            other = new.get(spoken.sentence.text)
            spoken = replace(spoken, sentence=other) if other else None
        left = kept(section.sentences)
        if left:
            sections.append(replace(section, sentences=left, implication=spoken))
    gone = [
        one.domain for one in draft.sections if one.domain not in {two.domain for two in sections}
    ]
    return replace(
        draft, lede=kept(draft.lede), sections=tuple(sections), gaps=(*draft.gaps, *gone)
    )


def admitted(draft: Draft, evidence: Evidence, decisions: Decisions) -> Draft:
    """The draft with a lede that says at once where only the first of its stories is new, or none: a
    reader who comes for news learns it before any headline. The first edition of a newsroom has no news
    to miss, and an editor may drop the sentence."""
    share, leads = drafts.share_new(draft)
    if not share or not draft.lede or evidence.edition == "first":
        return draft
    any_new = any(one.story and one.story.kind in NEW for one in draft.sections)
    out = any(not one.domain for one in evidence.quiet)  # what is out, and no story
    text = (THIN if any_new else NAMED if out else EMPTY).format(share=share)
    if text in {row.value for row in decisions.of(draft.day, "drop", "sentence")}:
        return draft
    asserted = (Assertion("share", share, leads),)
    said = Sentence(text, tuple(dict.fromkeys(leads)), "computed", asserts=asserted)
    return replace(draft, lede=(said, *draft.lede))


def _cut(text: str, evidence: Evidence) -> Sentence | None:
    """A sentence of the evidence, cut where it stands; None when no source holds it."""
    pattern = re.compile(r"\s+".join(map(re.escape, text.split())))
    for item in evidence.items:
        found = pattern.search(item.text)
        if found:
            quote = Quote(item.n, found.start(), found.end(), found.group())
            return Sentence(clean(found.group()), (item.n,), "source", quote)
    return None
