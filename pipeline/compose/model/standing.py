"""The last answer of a section's writer as it stands in the brief: with what code put in or took out.

Enter: a part. Leave: its reply with the sentences that stand, and what its writer is told of those that are
not its own: who is shown an answer that nobody prints mends that one, and cannot win back what it lost.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from pipeline.compose.model.parts import Part
from pipeline.compose.model.schemas import AnchorReply, SentenceReply
from pipeline.records import Section, Sentence

REPLACED = (
    "sentences[{n}]: What you wrote here did not stand, and the program put its source's own words in its "
    "place. To do: leave them, or say what they say in your own words and anchor these."
)


def standing(part: Part[Any, Any]) -> Any:
    """The reply of a section with the sentences that stand in it now, and not those that were cut; that of
    another part, or of a section whose answer stands as it is, is the same."""
    reply: Any = part.reply
    section: Section | None = part.value
    if not part.is_section or section is None or not section.sentences:
        return reply
    wrote = _written(part)
    left = tuple(
        wrote.get(one.text) or _as_reply(one)
        for one in section.sentences
        if one.text in wrote or one.origin == "source"
    )
    same = not left or left == reply.sentences
    return reply if same else reply.model_copy(update={"sentences": left})


def replaced(part: Part[Any, Any]) -> list[str]:
    """What the writer of a section is told of the sentences that its source's own words stand for."""
    if not part.is_section or part.value is None:
        return []
    wrote = _written(part)
    return [
        REPLACED.format(n=n)
        for n, one in enumerate(part.value.sentences)
        if one.origin == "source" and one.text not in wrote
    ]


def as_quoted(part: Part[Any, Any], before: Any) -> Any:
    """The value of a section that was asked again, in which a source's own sentence that its writer left as
    it was shown is that source's still, and no sentence of the writer's."""
    if not part.is_section or part.value is None or before is None:
        return part.value
    own = {one.text: one for one in before.sentences if one.origin == "source"}
    sentences = tuple(own.get(one.text, one) for one in part.value.sentences)
    return replace(part.value, sentences=sentences)


def _written(part: Part[Any, Any]) -> dict[str, SentenceReply]:
    """The sentences of a reply by their words as they were cut from it."""
    cut, reply = part.written(), cast(Any, part.reply)
    wrote = cut.sentences if cut and len(cut.sentences) == len(reply.sentences) else reply.sentences
    return {one.text: said for one, said in zip(wrote, reply.sentences, strict=True)}


def _as_reply(one: Sentence) -> SentenceReply:
    """A sentence that stands in another's place, as its writer would have told it."""
    rests = one.rests or ((one.quote,) if one.quote else ())
    anchors = (AnchorReply(source=quote.n, exact=quote.exact, first="", last="") for quote in rests)
    return SentenceReply(text=one.text, cites=one.cites, rests=tuple(anchors))
