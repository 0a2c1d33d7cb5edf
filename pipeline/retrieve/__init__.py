"""Finds the evidence: questions in, passages out, from an index that grows by what is new.

Enter: a library, a desk, a question or a day. Leave: `Hit`s, or the numbered `Evidence` of a day.
"""

from pipeline.retrieve.connect import connect
from pipeline.retrieve.evidence.gather import gather
from pipeline.retrieve.index.embedded import Index, open_index
from pipeline.retrieve.search.search import search

__all__ = ["Index", "connect", "gather", "open_index", "search"]
