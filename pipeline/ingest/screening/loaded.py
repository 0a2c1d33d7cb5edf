"""What the reading place makes ready once for all of its workers.

Enter: nothing. Leave: nothing but that: the readers and screens have read a page, so that no worker
compiles their rules for itself, which takes a tenth of a second of processor time.
"""

from __future__ import annotations

from pipeline.ingest.reading import Input
from pipeline.ingest.screening.beside import SourceFile, compared
from pipeline.ingest.screening.injection import screen
from pipeline.ingest.screening.quality import objection
from pipeline.ingest.sources.formats import read

SENTENCE = (
    "<p>A page of these few words is read before the first one. Nobody keeps what it says.</p>"
)
PAGE = (
    f"<html><head><title>First</title></head><body><article>{SENTENCE * 9}</article></body></html>"
)


def ready() -> None:
    """Read a page of no source and drop it."""
    data = PAGE.encode()
    for reader, suffix in (("html", "html"), ("markdown", "md")):
        readings, _ = read(reader, Input(f"first.{suffix}", data, suffix))
        for reading in readings:
            compared(reading, SourceFile(data, reader, suffix))
            objection(reading)
            screen(reading, data, source="first", released=frozenset())


ready()
