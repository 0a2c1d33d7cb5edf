"""The screen against words that address a model or a reader's agent instead of a person.

Enter: a reading, the bytes it was read from, the ids that a person released. Leave: the reading
without those words, and what was held of it for a person to look at; or no reading, when its title
or most of it is such. What is held is in no document, so that no index, pack or page can hold it.
A text that discusses such attacks keeps the ones that it quotes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.ingest.normal import decode
from pipeline.ingest.reading import Reading
from pipeline.ingest.screening.strays import set_aside
from pipeline.ingest.screening.strays.places import NOT_RUNNING, block_at, index_of
from pipeline.ingest.screening.strays.registries import stray_records
from pipeline.ingest.screening.unshown import entry_of, unshown
from pipeline.records import Block
from pipeline.records.store import short_id
from pipeline.text.addressed import orders as by_rule
from pipeline.text.addressed.disguises import disguised, is_prose, tagged
from pipeline.text.addressed.orders import Order
from pipeline.text.sentences import sentences

MOST = 0.5  # of a text's words; where more of it addresses a model, nothing of it is believed
WHOLE_BLOCK = 45  # words up to which a block goes whole: what stands beside an order belongs to it
SPOKEN = 3  # cues or sentences beside an order that go with it when they speak to "you" as well
SHOWN_WORDS = 400  # characters of what is held that a person is shown
CODED = Order(0, 0, "coded", "hides words in a code")
ATTACKED = 8  # words of a text from which attacks by markup are its subject
WEB = frozenset({"markup", "exfiltration"})


@dataclass(frozen=True, slots=True)
class HeldWords:
    """Words that wait for a person: of which file, by which rule, and how the text went on."""

    id: str
    where: str
    title: str
    rule: str
    says: str
    words: str
    whole: bool = False  # the document is held, not only these words
    released: bool = False  # a person let it through


@dataclass(frozen=True, slots=True)
class Screened:
    """What is left of a reading, None when the whole of it is held; and what is held."""

    reading: Reading | None
    held: tuple[HeldWords, ...] = ()


def screen(reading: Reading, data: bytes, *, source: str, released: frozenset[str]) -> Screened:
    """The reading without what addresses a model; stray questions stay in it and in no passage."""
    reading = set_aside(reading)
    reason = _of_whole(reading, data)
    if reason is not None:
        return _whole(reading, reason, source, released)
    spans = _spans(reading)
    if not spans:
        return Screened(reading)
    held = [(one, _held(reading, source, one, released)) for one in spans]
    cut = [one for one, row in held if not row.released]
    kept = _without(reading, cut)
    if _words(kept.text) < (1 - MOST) * _words(reading.text):
        return _whole(reading, spans[0], source, released)
    return Screened(kept, tuple(row for _, row in held))


def _whole(reading: Reading, why: Order, source: str, released: frozenset[str]) -> Screened:
    row = _held(reading, source, why, released, whole=True)
    return Screened(reading if row.released else None, (row,))


def _held(
    reading: Reading, source: str, why: Order, released: frozenset[str], *, whole: bool = False
) -> HeldWords:
    held = " ".join(reading.text[why.start : why.end].split()) or reading.title
    name = short_id(source, reading.path, "all" if whole else held)
    return HeldWords(
        name, reading.path, reading.title, why.rule, why.says, held[:SHOWN_WORDS],
        whole=whole, released=name in released,
    )  # fmt: skip


def _words(text: str) -> int:
    return len(text.split())


def _of_whole(reading: Reading, data: bytes) -> Order | None:
    """Why nothing of a document is to be believed: its title or its authors give orders, or it hides
    some."""
    signed = replace(reading, text="\n".join(reading.authors), blocks=())
    if told := [*by_rule.orders(signed.text), *_coded(signed)]:
        return replace(told[0], start=0, end=0)
    found = by_rule.orders(reading.title) or list(
        _coded(replace(reading, text=reading.title, blocks=()))
    )
    if found and not _is_subject(reading, found):
        return replace(found[0], start=0, end=0)
    raw = _own_bytes(reading, decode(data))
    hidden = [("tag characters", said) for said in tagged(raw)]
    for kind, said in (*hidden, *unshown(raw)):
        found = [one for one in by_rule.orders(said) if one.rule != "markup"]
        if found and not _discusses(found, reading.text):
            return Order(0, 0, f"{found[0].rule}-hidden", f"{found[0].says}, in {kind}")
    return None


def _own_bytes(reading: Reading, raw: str) -> str:
    """What a document was read from: of a feed its own entry, of a file that holds many nothing."""
    if reading.kind == "feed":
        return entry_of(raw, reading)
    return "" if reading.kind in ("dump", "record") else raw


def _is_subject(reading: Reading, found: list[Order]) -> bool:
    """Whether a title that holds an order speaks of it, over a text that discusses such."""
    talk = by_rule.talks_of(reading.title, found)
    speaks = talk["web"] if found[0].rule in WEB else talk["attack"] + talk["models"]
    return bool(speaks) and _discusses(found, reading.text)


def _discusses(found: list[Order], outside: str) -> bool:
    """Whether a text speaks of attacks, so that an order at its head is its subject."""
    talk = by_rule.talks_of(outside, by_rule.orders(outside))
    web = all(one.rule in WEB for one in found)
    return talk["attack"] >= 2 or (web and talk["web"] >= 2)


def _spans(reading: Reading) -> list[Order]:
    """What goes, in order: orders that stand as such, coded words, stray errands."""
    found = by_rule.orders(reading.text)
    coded = list(_coded(reading))
    if not found and not coded:
        return _whole_places(reading, [*stray_records(reading)])
    talk = _talk(reading, found)
    standing = [one for one in found if not _is_example(reading, one, talk)]
    standing += [one for one in coded if talk["attack"] < 2]
    return _whole_places(
        reading, sorted([*standing, *stray_records(reading)], key=lambda one: one.start)
    )


def _talk(reading: Reading, found: list[Order]) -> dict[str, int]:
    """How often a text speaks of attacks and of models; of models only outside the blocks that hold
    an order, so that none excuses itself by the word."""
    blocks = [block for one in found if (block := block_at(reading.blocks, one.start))]
    held = [Order(one.start, one.end, "", "") for one in dict.fromkeys(blocks)]
    talk = by_rule.talks_of(reading.text, found)
    return talk | {"models": by_rule.talks_of(reading.text, held)["models"]}


def _is_example(reading: Reading, order: Order, talk: dict[str, int]) -> bool:
    """Whether a text quotes an order in speaking of models and attacks."""
    block = block_at(reading.blocks, order.start)
    kind, start = (block.kind, block.start) if block else ("paragraph", 0)
    if order.rule == "markup" and kind == "code":
        return True
    web = order.rule in WEB
    if (talk["web"] < 2) if web else not talk["models"] + talk["attack"]:
        return False
    if web and talk["web"] >= ATTACKED:
        return True
    named = "tongues" not in order.rule  # these find the middle of an order
    if talk["attack"] >= 2:
        return kind == "list" or by_rule.is_shown(
            reading.text, order, block=kind, start=0, named=named
        )
    start = 0 if web else start  # a payload stands below what introduces it
    return by_rule.is_shown(reading.text, order, block=kind, start=start, named=named)


def _coded(reading: Reading) -> Iterator[Order]:
    """Words in a code that address a model when they are read, or that are a person's words in the
    middle of prose."""
    for one in disguised(reading.text):
        block = block_at(reading.blocks, one.start)
        prose = one.kind in ("base64", "hex", "binary") and is_prose(one.words)
        if (
            by_rule.orders(one.words)
            or one.kind == "letters apart"
            or (prose and not (block and block.kind in NOT_RUNNING | {"quote"}))
        ):
            yield replace(CODED, start=one.start, end=one.end, says=f"{CODED.says} ({one.kind})")


def _whole_places(reading: Reading, found: list[Order]) -> list[Order]:
    """Each find with what belongs to it: its block, or in a long one the sentences beside it that
    speak to "you"; overlapping ones as one."""
    grown: list[Order] = []
    for one in found:
        start, end = _place(reading, one)
        if grown and start <= grown[-1].end:
            grown[-1] = replace(grown[-1], end=max(end, grown[-1].end))
        else:
            grown.append(replace(one, start=start, end=end))
    return grown


def _place(reading: Reading, order: Order) -> tuple[int, int]:
    blocks = [one for one in reading.blocks if one.kind != "page"]
    at = index_of(blocks, order.start)
    if at is None:
        return order.start, order.end
    if order.rule == "record":
        return order.start, order.end
    first, last = blocks[at], blocks[index_of(blocks, max(order.start, order.end - 1)) or at]
    if first.kind == "cue":
        return _cues(reading.text, blocks, at, last)
    if _words(reading.text[first.start : last.end]) <= WHOLE_BLOCK and order.rule != "errand":
        return first.start, last.end
    spans = sentences(reading.text[first.start : last.end], offset=first.start)
    inside = [n for n, (start, end) in enumerate(spans) if start < order.end and order.start < end]
    if not inside:
        return order.start, order.end
    low, high = _grown(spans, inside[0], inside[-1], reading.text)
    return spans[low][0], spans[high][1]


def _cues(text: str, blocks: list[Block], at: int, last: Block) -> tuple[int, int]:
    """An order that is spoken, with the cues beside it that belong to it."""
    spans = tuple((one.start, one.end) for one in blocks)
    end = blocks.index(last, at)
    low, high = _grown(spans, at, end, text)
    return spans[low][0], spans[high][1]


def _grown(spans: tuple[tuple[int, int], ...], low: int, high: int, text: str) -> tuple[int, int]:
    """From one stretch over its neighbours that speak to "you" as well."""
    least, most = max(0, low - SPOKEN), min(len(spans) - 1, high + SPOKEN)
    to_you = by_rule.strange().to_you
    while low > least and to_you.search(text[spans[low - 1][0] : spans[low - 1][1]]):
        low -= 1
    while high < most and to_you.search(text[spans[high + 1][0] : spans[high + 1][1]]):
        high += 1
    return low, high


def _without(reading: Reading, cut: list[Order]) -> Reading:
    """The reading without some stretches of its text; blocks keep what is left of them."""
    if not cut:
        return reading
    spans = [_with_break(reading.text, one.start, one.end) for one in cut]
    kept, at = [], 0
    for start, end in spans:
        kept.append(reading.text[at:start])
        at = end
    kept.append(reading.text[at:])

    def moved(place: int) -> int:
        gone = 0
        for start, end in spans:
            if place <= start:
                break
            gone += min(place, end) - start
        return place - gone

    text = "".join(kept)
    blocks = []
    for block in reading.blocks:
        start, end = moved(block.start), moved(block.end)
        while end > start and text[end - 1].isspace():
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        if start < end:
            blocks.append(replace(block, start=start, end=end))
    removed = tuple(sorted({**dict(reading.removed), "quarantined": len(cut)}.items()))
    return replace(reading, text=text, blocks=tuple(blocks), removed=removed)


def _with_break(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the white space behind it, so that no gap is left."""
    while end < len(text) and text[end].isspace():
        end += 1
    return start, end
