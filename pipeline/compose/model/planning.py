"""The plan of a brief: which stories are told, from which sources, and what each should argue.

Enter: the day's evidence by story. Leave: a `StoryPack` for each section to write, and a finding for
each story left out. A plan that cannot be had is no reason to fail: the ranking stands in for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.compose.model import cutting
from pipeline.compose.model.schemas import PlanReply
from pipeline.compose.model.stories import StoryPack, story_packs, told_as
from pipeline.compose.model.work import Work, headlines, note, texts
from pipeline.errors import ContextError, ReplyError
from pipeline.llm.prompts import pack
from pipeline.llm.request import Request
from pipeline.llm.structured import Step, fetch, request_for
from pipeline.records import EvidenceItem, Finding
from pipeline.text.sentences import sentences
from pipeline.text.words import clean

PLANNED = 4  # sources a section is written from: more cost input and were rarely cited together
ANGLE = 300  # characters of what the plan tells a section to argue, two sentences
READ = 4_000  # tokens of evidence a section reads: four passages of usual length, three long ones
# Characters of a source (its opening says what it is about) and sources of a domain that the plan
# sees, cut until they fit the server's context.
CUTS = ((600, None), (300, 8), (160, 4), (80, 2))


def plan(work: Work) -> tuple[list[StoryPack], list[Finding]]:
    """Which stories are told, from which evidence, and what each section should argue.

    A plan that cannot be had, or that chooses too few, is no reason to fail: the ranking is used.
    """
    found = story_packs(work.evidence, work.desk)
    ranked = [one.of(_readable(work, one.items)) for one in found]
    try:
        reply = _planned(work, found)
    except ReplyError as error:
        return ranked, [note("plan", "plan", f"{error.message}; the best-ranked evidence is used")]
    chosen, notes = [], []
    for one in found:
        rows = [row for row in reply.domains if row.domain == one.domain.id]
        own = {item.n: item for item in one.items}
        row = next((row for row in rows if own.keys() & set(row.sources)), None)
        if row is not None:
            picked = [own[n] for n in row.sources if n in own]
            chosen.append(one.of(_readable(work, _led(one, picked)), _angle(row.angle)))
        else:
            text = f"the plan found nothing worth a section in {len(own)} sources"
            notes.append(note("plan", one.name, text, resolved="removed"))
    if _enough(work, chosen, ranked):
        return chosen, notes
    if not work.evidence.stories:
        raise ReplyError("the plan found nothing worth writing", hint="see the day's evidence")
    text = f"the plan chose {len(chosen) or 'no'} stor{'y' if len(chosen) < 2 else 'ies'}"
    return ranked, [note("plan", "plan", f"{text}; the ranking is used")]


def _enough(work: Work, chosen: Sequence[StoryPack], ranked: Sequence[StoryPack]) -> bool:
    """Whether a plan covers as many domains as the desk asks for, or as there are stories of."""
    covered, there = ({one.domain.id for one in of} for of in (chosen, ranked))
    least = min(work.desk.gate.min_sections, len(there)) if work.evidence.stories else 1
    return len(covered) >= least


def _led(subject: StoryPack, picked: list[EvidenceItem]) -> list[EvidenceItem]:
    """The chosen sources, the story's lead before the others: a section opens with it."""
    if subject.story is None:
        return picked
    leads = [item for item in subject.items if item.document == subject.story.lead]
    chosen = [item for item in picked if item in leads] or leads[:1]
    return [*chosen, *(item for item in picked if item not in leads)]


def _planned(work: Work, found: Sequence[StoryPack]) -> PlanReply:
    """The plan; of less evidence where the server's context does not hold all of it."""
    for limit, most in CUTS:
        few = [one.of(one.items[:most]) for one in found]
        try:
            return fetch(work.session, plan_ask(work, few, limit=limit), PlanReply, work.prompts)
        except ContextError as error:
            refused = error
    raise refused


def _readable(work: Work, items: Sequence[EvidenceItem]) -> tuple[EvidenceItem, ...]:
    """The first sources that fit what a section reads; always one."""
    kept: list[EvidenceItem] = []
    for item in list(dict.fromkeys(items))[:PLANNED]:
        texts = "".join(one.text for one in (*kept, item))
        if not kept or work.session.world.tokens(texts) <= READ:
            kept.append(item)
    return tuple(kept)


def _angle(said: str) -> str:
    """The plan's advice to a section; none when a source seems to speak through it."""
    line = _short(clean(said))
    return "" if cutting.commands(line) or cutting.MARKUP.search(line) else line


def _short(line: str) -> str:
    """As many whole sentences as an angle may have, or whole words of its first."""
    if len(line) <= ANGLE:
        return line
    ends = [end for _, end in sentences(line) if end <= ANGLE]
    return line[: ends[-1]] if ends else f"{line[:ANGLE].rpartition(' ')[0]} …"


def plan_ask(work: Work, found: Sequence[StoryPack], *, limit: int) -> Request:
    stories = [
        {
            "id": one.domain.id,
            "title": one.domain.title,
            "sources": [item.n for item in one.items],
            "story": told_as(one, work.said),
        }
        for one in found
    ]
    gate = work.desk.gate
    task = work.prompts.render(
        "plan",
        day=work.day,
        stories=stories,
        said=headlines(work),
        most=PLANNED,
        least={"sections": gate.min_sections, "publishers": gate.min_sources},
    )
    items = sorted((item for one in found for item in one.items), key=lambda item: item.n)
    read = texts(work, task, pack(tuple(items), limit=limit), rules="choosing")
    return request_for("quick", work.session, Step("plan"), read, PlanReply)
