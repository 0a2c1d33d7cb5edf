"""Title and lede of an edition: what happened first, and what else is in it.

Enter: the stories as their sections tell them, best first. Leave: the title, and a lede that opens
with the sentence of one of the first three, the first that gave one up, and then names the others. Where
none has a sentence to spare, the lede names more of the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.compose.extractive import wording
from pipeline.compose.extractive.headings.opening import ToldStory
from pipeline.compose.extractive.lines import Line
from pipeline.compose.refused import NAMED, OTHERS, Barred, barred
from pipeline.records import Assertion, Evidence, Sentence
from pipeline.text.words import within

OPENERS = 3  # stories, the first of which with a sentence to spare opens the lede
STORIES = 3  # that title and lede name together; one more where no sentence opens the lede
TITLE = 90  # characters that two headlines may have in a title


def title(told: Sequence[ToldStory]) -> str:
    """What the first story says; with a short one beside it where the lede has no more to say of it."""
    return "; ".join(one.section.headline for one in told[: _titled(told)])


def _titled(told: Sequence[ToldStory]) -> int:
    """How many headlines the title has room for."""
    short = sum(len(one.section.headline) for one in told[:2]) <= TITLE
    return 1 + (len(told) > 1 and short and not any(one.opening for one in told[:OPENERS]))


def wants_opening(told: Sequence[ToldStory]) -> bool:
    """Whether the story that is told after these may still open the lede."""
    return not any(one.opening for one in told[:OPENERS]) and len(told) < OPENERS


def lede(
    told: Sequence[ToldStory], evidence: Evidence, out: Barred = frozenset()
) -> tuple[Sentence, ...]:
    """The sentence that was kept back of one of the first stories; then the others: what, by whom,
    when. Where none was kept back, whose the first is stands only with nothing to say of others.

    The title's headlines are not told again, and no sentence of a section is. out: what may not be told.
    """
    at, kept = next(
        ((n, one.opening) for n, one in enumerate(told[:OPENERS]) if one.opening), (0, None)
    )
    count = _titled(told)
    placed = [
        wording.placed(one.section, evidence) for one in told[: STORIES + (not kept or bool(at))]
    ]
    others = [
        (one, found)
        for n, (one, found) in enumerate(zip(told, placed, strict=False))
        if n >= count and (n != at or not kept)
        if OTHERS not in out and barred(NAMED, one.story.id) not in out
    ]
    said = [] if not others else [_also(others, wording.ALSO if kept else wording.BESIDE)]
    if kept:
        opening = _told_beside(told[at], kept, placed[at]) if at else _said(kept, placed[0])
        return (opening, *said)
    return tuple(said) or (_origins(told, placed[:count], len(told) == 1),)


def _also(others: Sequence[tuple[ToldStory, dict[str, str]]], form: str) -> Sentence:
    """The other stories, by their headlines."""
    named = [wording.story_form(found).format(**found) for _, found in others]
    asserts = [each for one, found in others for each in _heads(one, found)]
    return _computed(form.format(others=_listed(named)), asserts)


def _told_beside(one: ToldStory, line: Line, placed: dict[str, str]) -> Sentence:
    """A story that is not the first, by its headline, with its sentence."""
    inner = within(line.text)
    asserts = [*_heads(one, placed), Assertion("states", line.text, (line.item.n,))]
    text = wording.SECOND.format(story=wording.story_form(placed).format(**placed), text=inner)
    return _computed(_ended(text, line.text), asserts)


def _listed(others: Sequence[str]) -> str:
    *first, last = others
    return f"{', '.join(first)} and {last}" if first else last


def _said(line: Line, placed: dict[str, str]) -> Sentence:
    """A sentence of a story's document in the lede: whose, of which day, in its words."""
    of = (line.item.n,)
    asserts = [Assertion("source", placed["source"], of), Assertion("states", line.text, of)]
    asserts += [Assertion("day", placed["day"][:10], of)] if placed["day"] else []
    inner = within(line.text)
    return _computed(_ended(wording.GIST.format(**placed, text=inner), line.text), asserts)


def _ended(text: str, quoted: str) -> str:
    """A sentence that ends on a quoted line, with the full stop that an item of a list does without."""
    return text if quoted.rstrip("”\"')").endswith((".", "!", "?", "…")) else f"{text}."


def _origins(told: Sequence[ToldStory], placed: Sequence[dict[str, str]], alone: bool) -> Sentence:
    """Whose the title's stories are, and of which days. alone: there is no other."""
    form = wording.LEDE_TWO if len(placed) > 1 else wording.LEDE_ONE if alone else wording.LEDE
    origins = dict.fromkeys(wording.ORIGIN.format(**one) for one in placed)
    asserts = [
        each for one, at in zip(told, placed, strict=False) for each in _claims(one, at["source"])
    ]
    return _computed(form.format(origins=", and ".join(origins)), asserts)


def _computed(text: str, asserts: list[Assertion]) -> Sentence:
    """A sentence of ours that cites what it claims something of."""
    cites = tuple(dict.fromkeys(n for one in asserts for n in one.of))
    return Sentence(text, cites, "computed", asserts=tuple(asserts))


def _heads(one: ToldStory, placed: dict[str, str]) -> list[Assertion]:
    """What is claimed of a story that the lede names by its headline."""
    ref = one.section.story
    assert ref
    named = placed["short" if wording.is_titled(placed) else "source"]
    return [*_claims(one, named), Assertion("headline", one.section.headline, (ref.lead,))]


def _claims(one: ToldStory, source: str) -> list[Assertion]:
    ref = one.section.story
    assert ref
    dated = [Assertion("day", ref.day[:10], (ref.lead,))] if ref.day else []
    return [Assertion("source", source, (ref.lead,)), *dated]
