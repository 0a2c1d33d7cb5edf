"""Finds the evidence: questions in, passages out, from an index that grows by what is new.

Enter: a newsroom, its library, a question or a day. Leave: a `Searcher`, and from it `Hit`s, or the
numbered `Evidence` of a day.
"""

from pipeline.retrieve.connect import connect
from pipeline.retrieve.evidence.field import common_words
from pipeline.retrieve.evidence.pack import pack, story_items
from pipeline.retrieve.evidence.reading import NewsReading
from pipeline.retrieve.evidence.veiled import Allowance, words_id
from pipeline.retrieve.index.embedded import Index, open_index
from pipeline.retrieve.search.search import lacking, search, unheld, within
from pipeline.retrieve.searcher import Searcher, asked, degradations, open_searcher

__all__ = [
    "Allowance",
    "Index",
    "NewsReading",
    "Searcher",
    "asked",
    "common_words",
    "connect",
    "degradations",
    "lacking",
    "open_index",
    "open_searcher",
    "pack",
    "search",
    "story_items",
    "unheld",
    "within",
    "words_id",
]
