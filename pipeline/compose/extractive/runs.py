"""Lines that follow one another in their document, each of which a reader can take up where it starts.

Enter: the lines of one document. Leave: runs of them, a list with the line that it hangs on among them;
what may begin a run, and what says again what was printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.compose.extractive import missing, worth
from pipeline.compose.extractive.lines import Line
from pipeline.compose.extractive.lines.asides import is_aside
from pipeline.compose.extractive.point import reaches
from pipeline.compose.extractive.worth import orders
from pipeline.text.printable import model
from pipeline.text.printable.clause import clause, form, root, roots

MOST = 5  # sentences of a section; the items of a list count together as two
BULLETS = 4
NEAR = 3  # lines
ITEM_WORDS = 32  # of an item under the line that introduces it
OURS_BY = 4  # lines in which a page may say `we`: `Today we release Kestrel 4.2`
HEAD, FIRST = 1, 0.05  # the first lines of a document follow its title, and may lean on it
LOOSE = 0.2  # printable score that does for a line which names its subject, under its title
FOLLOWS = 0.05  # the same for what was done, where another line opens the section
ALIKE, WITHIN = 0.5, 0.65  # overlap of content words from which two statements are one
ASIDE = re.compile(r"\s*\([^)]*\)")
INTRODUCES = 5  # words that a line needs to introduce a list
CLAUSE = 7  # words from which an item of a list is a sentence of its own
LABELLED = re.compile(r"[^:.]{3,48}: ")
NAME = 6  # words of an item that names a thing and says nothing of it
THE_SAME = re.compile(r"The same (\w+) ")
FEW = 5  # content words below which being within another is chance
AGAIN = 0.5  # of an item told before it


@dataclass(frozen=True, slots=True)
class LineRun:
    """Lines one after the other; `lines[0]` can be read without what stands before it."""

    lines: tuple[Line, ...]

    @property
    def words(self) -> int:
        return sum(line.size for line in self.lines)

    @property
    def sentences(self) -> int:
        bullets = sum(line.kind == "bullet" for line in self.lines)
        return len(self.lines) - bullets + min(2, bullets)

    @property
    def place(self) -> int:
        return self.lines[0].at


def same(one: frozenset[str], other: frozenset[str], share: float = ALIKE) -> bool:
    """Whether two statements are one: so much of their content words is in both."""
    return bool(one and other) and len(one & other) >= share * len(one | other)


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether of two statements in one section the second adds too little."""
    least = min(len(one), len(other))
    return same(one, other) or (least >= FEW and len(one & other) >= WITHIN * least)


def stands(line: Line) -> bool:
    """True for a line that a reader of the section, who knows its document's title, understands."""
    if not line.flows or line.introduces or orders.is_fragment(line.text):
        return False
    if line.ours and line.at > OURS_BY:
        return False
    if line.kind == "bullet" and not (_is_clause(line.text) and line.text[-1] in ".!"):
        return False  # beside prose it would run on
    if line.alone >= model().threshold:
        return not missing.looks_back(line.text)
    loose = FIRST if line.heads and (line.at <= HEAD or line.sums) else LOOSE
    return line.alone >= loose and not line.leans and not missing.looks_back(line.text)


def may_follow(line: Line) -> bool:
    """True for a line that heads a paragraph and says what was done or came of it, where another opens
    the section: what it leans on is known by then."""
    if not (line.kind == "sentence" and line.heads and line.flows) or line.introduces:
        return False
    if worth.OUTCOME.match(line.text) and line.alone >= FOLLOWS:
        return True
    back = missing.takes_up(line.text) or missing.looks_back(line.text)
    said = worth.ANSWER.match(line.heading) or reaches(line)
    return bool(said) and line.alone >= FOLLOWS and not (back or missing.promises(line.text))


def _is_clause(text: str) -> bool:
    """True for an item of a list that is a sentence of its own, and no `identity that lets ...`."""
    found = clause(ASIDE.sub("", text))
    if LABELLED.match(text):
        return False  # `Version lag: ...` is one of several, and wants the others
    if found.verb < 1 or len(found.words) < CLAUSE or not text[0].isupper():
        return False
    kind, whole = form(found.body[found.verb]), text.endswith(".")
    if kind not in ("aux", "3sg") and not (whole and kind == "past"):
        return False
    return not {"that", "which", "who", "to"} & set(found.body[: found.verb])


def runs(lines: Sequence[Line], words: int) -> Iterator[LineRun]:
    """Every run of at most MOST sentences and so many words."""
    by_place = {line.at: line for line in lines}
    for line in lines:
        if line.introduces:
            listed = listing(line, by_place, words)
            if listed and sum(one.size for one in listed) <= words:
                yield LineRun(listed)
        if stands(line) or may_follow(line):
            yield from _from(line, by_place, words)


def _from(first: Line, by_place: dict[int, Line], words: int) -> Iterator[LineRun]:
    """The line alone, and with one to three of those after it."""
    held = [first]
    while sum(one.size for one in held) <= words and len(held) <= MOST:
        yield LineRun(tuple(held))
        last = held[-1]
        following = _next(last, by_place)
        if following is None or following.heading != first.heading or following.kind != last.kind:
            return
        if following.introduces:
            listed = listing(following, by_place, words - sum(one.size for one in held))
            listed = listed and untold(listed, held)
            whole = LineRun((*held, *listed)) if listed else None
            if whole and whole.words <= words and whole.sentences <= MOST:
                yield whole
            return
        if not following.flows or orders.is_order(following.text):
            return
        if following.kind == "bullet" and not stands(following):
            return
        if any(alike(following.stems, one.stems) for one in held):
            return
        held.append(following)


def _next(last: Line, by_place: dict[int, Line]) -> Line | None:
    """The line after another, past talk of the page where what comes then can be read without that."""
    following = by_place.get(last.at + 1)
    if following is None or following.flows or following.introduces or following.kind == "bullet":
        return following
    for at in range(last.at + 2, last.at + 2 + NEAR):
        line = by_place.get(at)
        if line is None or line.kind == "bullet" or line.introduces:
            return None
        if stands(line) and not (line.leans or missing.takes_up(line.text)):
            return line
        if _takes_up(line, last):
            return line
    return None


def _takes_up(line: Line, last: Line) -> bool:
    """Whether a line of the same paragraph goes on with what the last one named: `The same benchmark now ...`."""
    named = THE_SAME.match(line.text)
    plain = line.flows and not line.leans and line.paragraph == last.paragraph
    return bool(plain and named and root(named[1]) in roots(last.text))


def listing(line: Line, by_place: dict[int, Line], words: int = 10**6) -> tuple[Line, ...] | None:
    """A line that ends in a colon with the first items of its list, as many as there is room for; none
    where a listing or a heading stands between them."""
    at = line.at + 1
    if line.size < INTRODUCES or at not in by_place or not _hangs_on(by_place[at], line):
        return None
    items: list[Line] = []
    while at in by_place and by_place[at].kind == "bullet" and len(items) < BULLETS:
        items.append(by_place[at])
        at += 1
    sound = [one for one in items if one.flows and 3 <= one.size <= ITEM_WORDS]
    if all(map(_is_label, sound)):
        return None
    while len(sound) > 2 and line.size + sum(one.size for one in sound) > words:
        sound.pop()
    pointing = worth.POINTING.search(line.text) or (line.leans and not line.ours)
    pointing = pointing or is_aside(line.text)
    return (line, *sound) if len(sound) >= 2 and not pointing else None


def _is_label(item: Line) -> bool:
    """Whether an item names a thing in a few words, and what is to say of it stands behind them in its source."""
    behind = item.item.text[item.end :].split("\n", 1)[0].strip(" .*_)")
    return item.size <= NAME and clause(item.text).verb < 0 and bool(behind)


def _hangs_on(first: Line, line: Line) -> bool:
    """Whether the first item of a list stands under a line with nothing between the two."""
    between = line.item.text[line.end : first.start] if first.item.n == line.item.n else ""
    return first.heading == line.heading and len(between.split()) <= 1  # the mark of the item


def untold(listed: tuple[Line, ...], told: Sequence[Line]) -> tuple[Line, ...] | None:
    """A list without the items that the prose before it told; None where fewer than two are left."""
    head, *items = listed
    said = frozenset[str]().union(*(roots(one.text) for one in told))
    new = [one for one in items if len((held := roots(one.text)) & said) < AGAIN * len(held)]
    return (head, *new) if len(new) > 1 else None


def meets(run: LineRun, chosen: Sequence[Line]) -> bool:
    """Whether a run can be printed beside the chosen: none of their lines, and nothing said twice."""
    return not any(
        line.at == other.at or alike(line.stems, other.stems)
        for line in run.lines
        for other in chosen
    )
