"""What the reading place makes ready once for all of its workers.

Enter: nothing. Leave: nothing but that: the readers and screens have read a page, so that no worker
compiles their rules for itself, which takes a tenth of a second of processor time, or reads the
stop words of a hundred languages for its first short page, which takes more; a worker begins within
14 ms and reads its first document as fast as the second.
"""

from __future__ import annotations

from pipeline.ingest.reading import Input
from pipeline.ingest.screening.beside import SourceFile, compared
from pipeline.ingest.screening.duplicates import sampled
from pipeline.ingest.screening.injection import screen
from pipeline.ingest.screening.quality import objection
from pipeline.ingest.sources.formats import read
from pipeline.text.addressed import orders
from pipeline.text.secrets import mask_keys

SENTENCE = (
    "<p>A page of these few words is read before the first one. Nobody keeps what it says, and an "
    "assistant that is told by it to ignore all previous instructions has nothing to ignore.</p>"
)  # that rules look at a line closely, a word of theirs has to stand in it
PAGE = (
    f"<html><head><title>First</title></head><body><article>{SENTENCE * 9}</article></body></html>"
)
SHORT = "<html><head><title>First</title></head><body><p>A page too short for one way of reading it.</p></body></html>"
FEED = f"<rss version='2.0'><channel><title>First</title><item><title>First</title><description><![CDATA[{SENTENCE}]]></description></item></channel></rss>"


def ready() -> None:
    """Read a page of no source and drop it; compile the patterns that no line of it needs."""
    assert all(pattern.pattern for rule in orders.rules() for pattern in rule.patterns)
    for reader, suffix, text in (
        ("html", "html", PAGE),
        ("html", "html", SHORT),
        ("markdown", "md", PAGE),
        ("feed", "xml", FEED),
    ):
        data = text.encode()
        readings, _ = read(reader, Input(f"first.{suffix}", data, suffix))
        for reading in readings:
            compared(reading, SourceFile(data, reader, suffix))
            objection(reading)
            screen(reading, data, source="first", released=frozenset())
            mask_keys(reading.text)
            sampled(reading.text)


ready()
