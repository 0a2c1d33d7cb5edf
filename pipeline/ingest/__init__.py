"""Reads sources into the library: fetch, read by kind, screen, settle identity, store.

Enter: sources and desk. Leave: documents and passages in the library, and a Report that accounts
for every file, entry and page. Refuses, with reasons: what cannot be read and what the quality
screen objects to. A source that fails keeps what it gave before.
"""

from pipeline.ingest.flow import Intake, ingest
from pipeline.ingest.report import Report, SourceReport

__all__ = ["Intake", "Report", "SourceReport", "ingest"]
