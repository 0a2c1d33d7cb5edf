"""Reads transcripts: captions, and texts of calls that name who speaks and when.

Enter: a file of captions, a machine's transcript, or a text whose turns have a name and a time over them. Leave: a Reading whose `cue` blocks are sentences, each with the second of
the cue it begins in, and whose `speaker` blocks name who speaks when that changes. Rows that roll
on from caption to caption stand once. Nothing goes but sounds, and they are counted.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from webvtt.errors import MalformedFileError

from pipeline.ingest.normal import decode, normalise
from pipeline.ingest.readers.builder import BLANK, Manuscript
from pipeline.ingest.readers.facts import provenance
from pipeline.ingest.readers.facts.titles import title
from pipeline.ingest.readers.inline import InlineLine
from pipeline.ingest.readers.spoken import captions
from pipeline.ingest.readers.spoken.captions import Caption
from pipeline.ingest.reading import Input, Read, Reading, Refusal, reading
from pipeline.text.lists import beside
from pipeline.text.sentences import sentences
from pipeline.text.words import clean

_LISTS = beside(__file__)

# Where and how SubRip and MicroDVD show a line.
STYLED = re.compile(r"\{\\[^{}]*\}|\{[YyFfSsCcPpHh]:[^{}\n]{0,60}\}")
TAG = re.compile(r"</?(?:[cibusv]|ruby|lang|font|\d\d:[\d:.]+)(?:[.\s][^<>]*)?>|</>", re.IGNORECASE)
MEANT = re.compile(r"<(/?)(s|strike|del|sup|sub)(?:[.\s][^<>]*)?>", re.IGNORECASE)
RUBY = re.compile(r"<rt>([^<>]*)(?:</rt>)?", re.IGNORECASE)
VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>\n]+)>")
ROLLS = 0.3  # seconds; rows that a caption repeats of one that ended just before are not new
LOWER = 0.1  # of the letters are small ones in captions that are written in capitals, at most
BRACKET = re.compile(r"\[([^\[\]]{1,60})\]|\(([^()]{1,60})\)|♪([^♪]*)♪|♪")
SOUNDS = _LISTS.words("sounds")
ROUND_SOUNDS = _LISTS.words("round_sounds")
# Words that a noun must follow: what stands in brackets after them is one.
ASK_A_NOUN = _LISTS.words("ask_a_noun")
STAGE = SOUNDS | _LISTS.words("stage")
NAMED = re.compile(
    r"^(>>\s*)?([A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|\d{1,2}(?=:)|van|von|de|da|der|di|del|la|bin|al)){0,4}"
    r"(?: \([^()\n:]{1,40}\))?):\s+"
)
# What every cue of a call opens with, as recorders write it: `jochem-brouwer:`, `Kalo | Obol:`, `[SPEAKER_00]:`.
LABEL = re.compile(r"^()(\[[^\[\]\n]{1,60}\]|[^\s:][^:\n]{0,60}?):\s+(?=\S)")
LABELLED = 0.8  # of the cues open with one: then whatever stands there is a speaker
# A turn of a call as text: a name and a time on a line of their own, or before the words.
AT = r"[(\[]?(?P<at>(?:\d{1,2}:)?\d{1,2}:\d\d)(?:[.,]\d+)?[)\]]?"
HEADED = re.compile(
    rf"^(?P<who>[A-Z][^\n:()\[\]]{{1,50}}?)(?:[ \t]*[-–|][ \t]*|[ \t]+){AT}:?[ \t]*$", re.MULTILINE
)
STAMPED = re.compile(
    r"^[(\[](?P<at>(?:\d{1,2}:)?\d{1,2}:\d\d)(?:[.,]\d+)?[)\]][ \t]*(?:(?P<who>[A-Z][^\n:]{1,50}):)?[ \t]*(?=\S)",
    re.MULTILINE,
)
# A line of the chat beside a call, as Zoom saves it.
CHATTED = re.compile(
    r"^(?P<at>\d{1,2}:\d\d:\d\d)[ \t]++(?:From[ \t]++)?(?P<who>[^\t\n:]{1,60}?)(?:[ \t]++to[ \t]++Everyone)?[ \t]?:\t",
    re.MULTILINE,
)
REACTED = re.compile(r"(?:Reacted to|Removed a \S+ reaction from) \".*", re.DOTALL)
REPLIES = re.compile(
    r"^[ \t]*Replying to \"[^\n]*\"\s*\n", re.MULTILINE
)  # words of another, who said them above
TITLE_WORDS = 14  # of a first line over the turns
TURNS = 2  # so headed; one may be a line of a table
REMARKS = _LISTS.words("remarks")
ALONE = 3  # turns of the only one who is named; fewer are rather a subject before a colon
MOSTLY = 0.3  # of the cues open with a known speaker: then one who speaks once is a speaker too
PARAGRAPH_WORDS = 90  # a stretch of one voice is parted about here, at a sentence's end
PAUSE_SECONDS = 4.0  # a longer silence ends a sentence that has no full stop


@dataclass(frozen=True, slots=True)
class Cue:
    start: float
    end: float
    voice: str
    words: str


def read(source: Input) -> Read:
    """Read one transcript. Refuses an empty file and one without cues."""
    if not source.data.strip():
        return (), (Refusal(source.path, "is empty"),)
    page = Manuscript()
    text = normalise(decode(source.data), page.removed)
    try:
        cues = _named(list(_cues(captions.captions(text, source.suffix), page.removed)))
    except (MalformedFileError, ValueError, IndexError) as error:
        return (), (Refusal(source.path, f"is not a transcript ({error or 'malformed'})"),)
    if not cues:
        return (), (Refusal(source.path, "has no cues"),)
    return (_transcript(cues, page, source, captions.told(text, source.suffix)),), ()


def of_segments(value: Any, source: Input) -> Reading | None:
    """A machine's transcript, or None for another record."""
    page = Manuscript()
    cues = _named(list(_cues(captions.segments(value), page.removed)))
    return _transcript(cues, page, source, {}) if cues else None


def of_text(text: str, source: Input) -> Reading | None:
    """A text whose turns are headed by a name and a time, or None for another text."""
    form = max((HEADED, STAMPED, CHATTED), key=lambda form: sum(1 for _ in form.finditer(text)))
    heads = list(form.finditer(text))
    if len(heads) < TURNS:
        return None
    page = Manuscript()
    before = [row.strip() for row in text[: heads[0].start()].split("\n") if row.strip()]
    for row in before[1:] if before and len(before[0].split()) <= TITLE_WORDS else before:
        page.line("paragraph", row)
    ends = [head.start() for head in heads[1:]] + [len(text)]
    turns = [
        Caption(captions.seconds(head["at"]), captions.seconds(head["at"]), clean(head["who"] or ""),
                (clean(_written(text[head.end() : end], page.removed) if form is CHATTED else text[head.end() : end]),))
        for head, end in zip(heads, ends, strict=True)
    ]  # fmt: skip
    cues = list(_cues(turns, page.removed))
    named = {"title": before[0]} if before and len(before[0].split()) <= TITLE_WORDS else {}
    return _transcript(cues, page, source, named) if cues else None


def write_rows(rows: list[Any], page: Manuscript) -> None:
    """Write a transcript that a site keeps as rows: a heading (`header`), or words (`line`, `text`) with
    who says them and when."""
    cues: list[Cue] = []
    for row in (one for one in rows if isinstance(one, dict)):
        if isinstance(head := row.get("header"), str):
            _write_turns(cues, page)
            cues = []
            page.line("heading", clean(head), level=2)
        said = row.get("line") or row.get("text")
        if isinstance(said, str) and said.strip():
            who = row.get("who") or row.get("speaker") or ""
            at = _second(row.get("sec", row.get("time")), cues[-1].start if cues else 0.0)
            cues.append(Cue(at, at, clean(str(who)), clean(said)))
    _write_turns(cues, page)


def _second(stated: Any, otherwise: float) -> float:
    try:
        return captions.seconds(str(stated))
    except ValueError:
        return otherwise


def _write_turns(cues: list[Cue], page: Manuscript) -> None:
    for turn in _turns(cues) if cues else ():
        _write(turn, page)


def _written(said: str, removed: Counter[str]) -> str:
    """What was written in a chat, without a sign of assent and without the words it answers."""
    if REACTED.fullmatch(said.strip()):
        removed["reaction"] += 1
        return ""
    return REPLIES.sub("", said, count=1)


def _transcript(cues: list[Cue], page: Manuscript, source: Input, told: dict[str, str]) -> Reading:
    """The reading of what was said; `told` is what its file says of itself."""
    for turn in _turns(cues):
        _write(turn, page)
    known = {**told, **source.meta}
    named = title(str(known.get("title") or ""), page, source.path)
    return reading(
        source.path, named, page, raw_words=sum(len(cue.words.split()) for cue in cues),
        kind="transcript", **provenance(known, source, "metadata"),
    )  # fmt: skip


def _cues(shown: list[Caption], removed: Counter[str]) -> Iterator[Cue]:
    """The cues in order of time, whatever order they stand in."""
    previous: list[str] = []
    ended = 0.0
    loud = _in_capitals(shown)
    for caption in sorted(shown, key=lambda one: one.start):
        start, end = caption.start, caption.end
        marked = [row for row in caption.rows if row.strip()]
        rows = [clean(_untagged(row, Counter())) for row in marked]
        fresh = marked
        if start - ended < ROLLS:
            fresh = _fresh(previous, rows, marked)
            removed["rolled"] += len(marked) - len(fresh)
        previous, ended = rows or previous, max(end, ended)
        parts = VOICE.split("\n".join(fresh))  # words, then a voice and its words in turn
        for voice, said in zip([caption.voice, *parts[1::2]], parts[::2], strict=True):
            if words := _heard(said, removed, loud=loud):
                yield Cue(start, end, clean(html.unescape(voice)), words)


def _fresh(previous: list[str], rows: list[str], marked: list[str]) -> list[str]:
    """Rows that do not go on from the caption before: not those it showed last or in the same
    places, and of a row that grows word by word only what is new."""
    same = next(
        (n for n, (one, two) in enumerate(zip(previous, rows, strict=False)) if one != two),
        min(len(previous), len(rows)),
    )
    rolled = max(
        (n for n in range(1, min(len(previous), len(rows)) + 1) if previous[-n:] == rows[:n]),
        default=0,
    )
    at = max(same, rolled)
    left = marked[at:]
    if at < len(rows) and previous and at == len(previous) - 1 + (rolled > same):
        grown = previous[-1]
        if grown and rows[at].startswith(grown + " ") and not grown.endswith((".", "?", "!")):
            left = [rows[at][len(grown) + 1 :], *marked[at + 1 :]]
    return left


def _untagged(said: str, removed: Counter[str]) -> str:
    said = RUBY.sub(r"(\1)", STYLED.sub("", said))
    if MEANT.search(said):
        line = InlineLine(removed)
        parts = MEANT.split(said)
        line.add(parts[0])
        for slash, tag, words in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            (line.close if slash else line.open)(tag.lower())
            line.add(words)
        said = line.text()
    return html.unescape(TAG.sub("", said))


def _in_capitals(shown: list[Caption]) -> bool:
    """Whether all that is said is written in capitals, which tell no sound from a word then."""
    said = "".join(BRACKET.sub("", row) for caption in shown for row in caption.rows)
    return sum(map(str.islower, TAG.sub("", said))) < LOWER * sum(map(str.isalpha, said))


def _heard(said: str, removed: Counter[str], *, loud: bool) -> str:
    """The words of a stretch, marks and sounds taken out."""
    plain = clean(_untagged(said, removed))
    words = BRACKET.sub(lambda match: _sound(match, removed, loud=loud), plain)
    return re.sub(
        r"^(?:[-–](?:\s+(?=\w)|(?=[^\W\d]))|>>\s*(?=[^A-Z]|[A-Z][^:]*$))", "", clean(words)
    )


def _sound(match: re.Match[str], removed: Counter[str], *, loud: bool) -> str:
    """Nothing for a sound, else what stands there. A sound is named in square brackets and
    capitals, or in words of sounds alone, or is the whole of what is shown. What a sentence needs
    (`a [click] event`, `on AWS [EU] and`, `[NULL]`) is none."""
    whole = match.string
    square, round_, sung = match.groups()
    inside = square or round_ or sung or ""
    words = re.findall(r"[\w']+", inside.lower())
    listed = any(word in SOUNDS for word in words) and all(
        word in SOUNDS or word in ROUND_SOUNDS for word in words
    )
    shouted = (
        bool(square)
        and not loud
        and inside == inside.upper()
        and bool(re.fullmatch(r"[A-Z _'-]+", inside))
    )
    alone = match.group() == whole.strip()
    if (listed or shouted) and not alone and _needed(match, words, listed=listed):
        return match.group()
    if sung or listed or shouted or not words or alone:
        removed["sound"] += bool(words)
        return " "
    return match.group()


def _needed(match: re.Match[str], words: list[str], *, listed: bool) -> bool:
    """Whether a sentence goes on over a bracket as over a word of its own."""
    before = re.findall(r"[\w']+$", match.string[: match.start()].rstrip())
    after = re.match(r"\s*[\w']", match.string[match.end() :])
    if listed:
        return bool(after) and len(words) == 1 and "".join(before).lower() in ASK_A_NOUN
    sounds = len(words) > 1 or any(word in STAGE or word.endswith("ing") for word in words)
    return bool(before) and not sounds


def _named(cues: list[Cue]) -> list[Cue]:
    """Cues with the speakers their words name. One is a speaker who is named more than once, or, in
    a text where most turns are named, by two names or in capitals; other words before a colon are
    words. Where nearly every cue opens with a label, each of them is a speaker's."""
    labels = [LABEL.match(cue.words) for cue in cues]
    different = {match[2] for match in labels if match}
    told = sum(1 for match in labels if match and not _remark(match[2]))
    if 1 < len(different) < told / TURNS and told >= LABELLED * len(cues):
        return [
            replace(cue, voice=match[2].strip("[]"), words=cue.words[match.end() :])
            if match
            else cue
            for cue, match in zip(cues, labels, strict=True)
        ]
    found = [None if cue.voice else NAMED.match(cue.words) for cue in cues]
    times = Counter(match[2] for match in found if match and not _remark(match[2]))
    if len(times) == 1 and max(times.values()) < ALONE:
        times.clear()
    often = sum(count for count in times.values() if count > 1)
    mostly = often > MOSTLY * len(cues)

    def speaks(match: re.Match[str]) -> bool:
        name = match[2]
        if name not in times:
            return False
        full = " " in name or name.isupper()
        return times[name] > 1 or bool(match[1]) or (mostly and full)

    return [
        replace(cue, voice=match[2], words=cue.words[match.end() :])
        if match and speaks(match) and cue.words[match.end() :]
        else cue
        for cue, match in zip(cues, found, strict=True)
    ]


def _remark(name: str) -> bool:
    """Whether words before a colon are of what is said, not of who says it; `Step 2` is as `Step`."""
    bare = name.lower().rstrip("0123456789.").rstrip()
    return bare in REMARKS or (bare[-2:-1] == " " and bare[:-2].rstrip() in REMARKS)


def _turns(cues: list[Cue]) -> Iterator[list[Cue]]:
    """Runs of cues of one voice; an unnamed cue goes on with the voice before it."""
    turn: list[Cue] = []
    for cue in cues:
        if turn and cue.voice and cue.voice != turn[0].voice:
            yield turn
            turn = []
        turn.append(cue)
    yield turn


def _write(turn: list[Cue], page: Manuscript) -> None:
    """A turn as sentences, each labelled with the second of the cue it begins in."""
    if turn[0].voice:
        page.line("speaker", f"{turn[0].voice}:", label=turn[0].voice)
    text, begins = "", []
    for before, cue in zip([None, *turn], turn, strict=False):
        gap = cue.start - before.end if before else 0.0
        text += (BLANK if gap > PAUSE_SECONDS else " ") if text else ""
        begins.append((len(text), cue.start))
        text += cue.words
    glue, count, at = BLANK, 0, 0
    for start, end in sentences(text):
        while at + 1 < len(begins) and begins[at + 1][0] <= start:
            at += 1
        label = f"{begins[at][1]:.1f}".removesuffix(".0")
        page.line("cue", text[start:end], label=label, glue=glue)
        count += len(text[start:end].split())
        glue, count = (BLANK, 0) if count >= PARAGRAPH_WORDS else (" ", count)
