"""Bare names of domains, and the records that a registry keeps of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.reading import Reading
from pipeline.ingest.screening.strays.places import NOT_RUNNING, SPOKEN, block_at
from pipeline.text.addressed import orders as by_rule
from pipeline.text.addressed.orders import Order
from pipeline.text.keywords import folds
from pipeline.text.lists import beside

DOMAIN = "is the bare name of a domain that the text says nothing of"
RECORD = "is the record of a domain from a registry"
FIELD_REACH = 100  # characters of one, white space before it included
FIELD_ENDS = tuple(beside(__file__).words("field_ends"))
LONG = max(map(len, FIELD_ENDS)) + 2
SUFFIX = 3  # letters of a part of a domain that many share, as `co` of co.uk
BARE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.IGNORECASE)
FILES = frozenset(
    "md mdx js mjs cjs ts jsx tsx py go rs rb c h cc cpp cs java kt swift sh yml yaml json toml xml html htm css "
    "txt pdf png jpg svg lock cfg ini conf log sql vue php pl ex exs net vtt srt rst ipynb csv".split()
)


def stray_domains(reading: Reading) -> Iterator[Order]:
    """Paragraphs that are nothing but the name of a domain, of which the text says nothing else."""
    for match in re.finditer(rf"^[ \t]*({BARE.pattern})[ \t]*$", reading.text, re.M | re.I):
        block = block_at(reading.blocks, match.start(1))
        spoken = block is not None and block.kind in SPOKEN
        alone = block is None or reading.text[block.start : block.end].strip() == match[1]
        rest = reading.text[: match.start(1)] + " " + reading.text[match.end(1) :]
        runs = (alone or spoken) and (block is None or block.kind not in NOT_RUNNING)
        if runs and is_foreign_domain(match[1], f"{reading.title} {reading.url} {rest}"):
            yield Order(match.start(1), match.end(1), "domain", DOMAIN)


def is_foreign_domain(name: str, rest: str) -> bool:
    """Whether a bare name is of a domain, and the rest of its text never names who owns it."""
    if not (name.rpartition(".")[2].islower() or name.isupper()):
        return False  # `math.Pi` is a name of code
    labels = name.lower().split(".")
    owner = next((one for one in reversed(labels[:-1]) if len(one) > SUFFIX), labels[0])
    return labels[-1] not in FILES and owner not in rest.lower()


def stray_records(reading: Reading) -> Iterator[Order]:
    """From the first field that a registry prints to the last, but for those that stand as code."""
    fields = [
        match
        for match in _fields(reading.text)
        if not ((block := block_at(reading.blocks, match.start())) and block.kind == "code")
    ]
    if not by_rule.is_record(fields):
        return
    first = block_at(reading.blocks, fields[0].start())
    last = block_at(reading.blocks, fields[-1].start())
    start = first.start if first else fields[0].start()
    yield Order(start, last.end if last else fields[-1].end(), "record", RECORD)


def _fields(text: str) -> Iterator[re.Match[str]]:
    """The fields of a text, looked for before each colon that can end one."""
    colon, at = text.find(":"), 0
    while colon >= 0:
        start = max(at, colon - FIELD_REACH)
        name = text[start:colon].rstrip()
        if name[-LONG:].lower().endswith(FIELD_ENDS) or folds(name):
            field = by_rule.strange().field.search(text, start, colon + 1)
            if field:
                yield field
        colon, at = text.find(":", colon + 1), colon + 1
