"""The words in which the extractive edition puts what it computed.

They may be reworded freely: what such a sentence claims stands in its record (`Assertion`), and the
verifier reads that. Each form holds the words of what it claims: the source, the day, the name.
"""

from __future__ import annotations

WHOSE = "{source}, {when}:"  # whose words a section gives, and of which day
UNDATED = "undated"
DATED = {
    "published": "{day}",
    "first_seen": "first seen {day}",
    "changed": "changed {day}",
    "": "{day}",
}
STORY = "{headline} ({source}, {when})"  # a story in the lede
STORY_UNDATED = "{headline} ({source})"
MEETING = "{left} and {right} both name {name} in this edition."  # what two domains share
