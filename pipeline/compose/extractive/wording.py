"""The words in which the extractive edition puts what it computed.

They may be reworded freely: what such a sentence claims stands in its record (`Assertion`), and the
verifier reads that. Each form holds the words of what it claims: the source, the day, the name.
"""

from __future__ import annotations

from pipeline.compose.extractive.headings.headline import ATTRIBUTED
from pipeline.compose.extractive.headings.publishers import product, publisher
from pipeline.records import Evidence, Section, Story, StoryRef
from pipeline.text.days import spoken
from pipeline.text.numbers import RELEASED
from pipeline.text.words import words

WHOSE = "{source}, {when}:"  # whose words a section gives, and of which day
STANDING = "{when}, status: {status}"  # of a proposal, whose status the lead-in says with its day
WHOSE_ON = "{subject} ({source}, {when}):"  # where neither headline nor opening names it
NAMED = (
    "Its headings name {count}: {things}."  # what a document counts and a section would not name
)
LISTED = (
    "Among the changes ({source}, {when}):"  # over the items of a release's or a changelog's list
)
POINTS = "Among the points ({source}, {when}):"  # over those of any other
UNDATED = "undated"
DATED = {
    "published": "{day}",
    "first_seen": "first seen {day}",
    "changed": "changed {day}",
    "": "{day}",
}
LEDE = "The first story is from {origins}."  # where no sentence is left that says it
LEDE_ONE = "One story stands in this edition, from {origins}."  # where there is no other
LEDE_TWO = "The first two stories are from {origins}."  # where the title names two
ORIGIN = "{source}, {when}"
GIST = "{source}, {when}: “{text}”"  # what the first story comes to, in a sentence of its document
SECOND = "{story}: “{text}”"  # what another comes to, where the first has no sentence to spare
ALSO = "Also in this edition: {others}."
BESIDE = "Further in this edition: {others}."  # where no sentence stands before it
STORY = "{headline} ({source}, {when})"  # a story in the lede
STORY_UNDATED = "{headline} ({source})"
STORY_CLAUSE = "“{headline}” ({source}, {when})"  # where the headline is a clause
STORY_CLAUSE_UNDATED = "“{headline}” ({source})"
STORY_TITLED = "{headline} ({when})"  # where the headline is a title with its source
STORY_TITLED_UNDATED = "{headline}"
MEETING = "{left} and {right} both name {name} in this edition."  # what two domains share
# What another document of the story says against it.
CORRECTS = "{source}, {when}, corrects this: “{text}”"
DIFFERS = "{source}, {when}, gives it otherwise: “{text}”"
BEFORE = "Before that, {source}, {when}, had it otherwise: “{text}”"


def placed(section: Section, evidence: Evidence) -> dict[str, str]:
    """Headline, publisher and day of a story, in words."""
    ref = section.story
    item = evidence.item(ref.lead) if ref else None
    assert ref and item
    found = {"headline": section.headline, "source": publisher(item)}
    found["when"] = when(ref, evidence.day) or UNDATED
    found["quotable"] = section.headline if _stands(section.headline, item.text) else ""
    return {**found, "day": ref.day, "short": product(item.source_title)}


def _stands(headline: str, text: str) -> bool:
    """Whether a headline stands in a text as it is: one with a release's name for `This release` does not."""
    return f" {' '.join(words(headline))} " in f" {' '.join(words(text))} "


def when(story: Story | StoryRef, today: str) -> str:
    """The day of a story in words; one that no publisher gave says what it is the day of."""
    return DATED[story.dated].format(day=spoken(story.day, today)) if story.day else ""


def story_form(said: dict[str, str]) -> str:
    """How a story is told in the lede; a quoted title has named its source, and a headline that is
    a clause of its source stands in quotation marks."""
    dated = bool(said["day"])
    if is_titled(said):
        return STORY_TITLED if dated else STORY_TITLED_UNDATED
    named = RELEASED.fullmatch(said["headline"]) or ATTRIBUTED.fullmatch(said["headline"])
    if said["quotable"] and not named:
        return STORY_CLAUSE if dated else STORY_CLAUSE_UNDATED
    return STORY if dated else STORY_UNDATED


def is_titled(said: dict[str, str]) -> bool:
    """True for a headline that is a title in quotation marks, behind its source's name."""
    return said["headline"].startswith((f"{said['short']}: “", f"{said['source']}: “"))
