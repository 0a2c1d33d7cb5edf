"""Whom a headline names: what a publisher writes about, and what it is called.

Enter: the title of a source (`Kestrel docs, posts, feeds`). Leave: the name of what it publishes about
(`Kestrel`), of who wrote a page, of the source as a lead-in says it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.records import EvidenceItem
from pipeline.text.lists import beside
from pipeline.text.words import STOPWORDS, clean, words

GENERIC = beside(__file__).words("generic")
WRITER = 24  # characters of a publisher's name before a title
# Where the name of what a publisher publishes about ends: at what it lists, ...
LISTED = re.compile(r"\s*[,:(]")
# ... at a kind of page, ...
PAGES = re.compile(
    r"\s+(?:docs?|documentation|(?:engineering |tech )?(?:we)?blogs?|specs?|change ?logs?|release notes|RFCs"
    r"|(?:(?:enhancement|evolution|improvement) )?proposals?|(?:security )?advisories"
    r"|(?:(?:vulnerability|advisory) )?database)\b",
    re.IGNORECASE,
)
# ... or at a word of which a publisher makes its own name, where it is written small.
KINDS = re.compile(
    r"\s+(?:(?:employee )?handbook|website|site|releases?|news(?:letters?)?|changes|history|posts|episodes|articles"
    r"|(?:show )?notes|guidance|recommendations|(?:user )?guides?|learn pages)\b"
)
LED_ON = re.compile(r"(?:,? (?:podcasts?|talks|and|&))+$")  # `Kestrel podcast and`
# What alone names nobody.
ANY = frozenset("the a an engineering tech company team developer developers".split())
_FLAWS = r"advisor(?:y|ies)|vulnerabilit(?:y|ies)"
DATABASES = re.compile(rf"\b(?:{_FLAWS})\b", re.IGNORECASE)  # of flaws in what others make
# A feed of what others make, or of flaws in it.
OTHERS = re.compile(rf"\b(?:{_FLAWS}|newsletters?|digests?|links)\b", re.IGNORECASE)
LISTING = re.compile(r" \([^()]*,|,|:(?= [^:]*,)")  # what a source's title goes on to list


@lru_cache(maxsize=1024)  # every choice of lines asks
def product(publisher: str) -> str:
    """What the publisher writes about: its name up to `docs`, `blog` and the like; the whole of one that
    would name nothing without them (`The Changelog`, `Model docs`), or that is a name with them (`Vega Notes`)."""
    whole = clean(LISTED.split(publisher, maxsplit=1)[0]) or publisher
    ends = sorted(at.start() for kind in (PAGES, KINDS) for at in kind.finditer(whole))
    for name in (clean(LED_ON.sub("", whole[:end])) for end in ends):
        said = words(name)
        telling = {word.lower() for word in said} - GENERIC - ANY
        whose = name.endswith(("'s", "’s"))  # `Ada Finch's` blog
        if telling and not whose and said[-1] not in STOPWORDS:  # `Write the` Docs
            return name
    return whole


def publisher(item: EvidenceItem) -> str:
    """A source's title up to its first comma, to the colon before a list, and to the bracket that has one: `sitespeed.io docs, posts,
    feeds` and `Harbour group (minutes, advisories)` are long to read."""
    return LISTING.split(item.source_title, maxsplit=1)[0]


def writer(publisher: str) -> str:
    """Who wrote a title that names itself what it is about; a feed on others' flaws by its whole name."""
    whole = LISTING.split(publisher, maxsplit=1)[0]
    return whole if len(whole) <= WRITER or OTHERS.search(whole) else product(publisher)
