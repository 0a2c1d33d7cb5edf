"""Words that have nothing to do with the text they stand in: errands and questions for an assistant,
bare domain names, records of a registry, paragraphs in another language.

Enter: a reading. Leave: `Order`s with their places. Each of these is sound where a text is about it,
so each counts only where its subject stands nowhere else in the document. But for records they may be
a person's and harmless: they wait for nobody, stay in their document as boilerplate, which is in no
passage, and are no title.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial

from pipeline.ingest.reading import Reading
from pipeline.records import Block
from pipeline.text.addressed import orders as by_rule
from pipeline.text.addressed.languages import is_english, is_foreign
from pipeline.text.addressed.orders import Order
from pipeline.text.lists import beside
from pipeline.text.printable import addressed, asking
from pipeline.text.words import STOPWORDS, stem, words

ERRAND = "gives an errand that has nothing to do with the text"
QUESTION = "asks a question that has nothing to do with the text"
DOMAIN = "is the bare name of a domain that the text says nothing of"
RECORD = "is the record of a domain from a registry"
ADDRESS = "speaks to a model"
LANGUAGE = "is written in another language than its text"
REPEATED = "repeats the same few signs"
NOT_RUNNING = frozenset({"code", "table", "list"})  # how-to pages are made of these
UNPARTED = frozenset({"page", "heading", "boilerplate"})
SILENT = UNPARTED | {"code"}  # where words of another language are names, or no words
NOT_PROSE, PROSE = SILENT | {"table"}, ("paragraph", "quote", "")
TITLE_WORDS = 12
SPOKEN = frozenset({"cue", "page"})  # where a line is no unit of sense: speech, and a PDF's lines
QUESTION_REACH, FIELD_REACH = 250, 100  # characters of one, white space before it included
FEW = 2  # words of a subject that an errand names; one alone may well stand nowhere else
RARE = 9  # letters from which one word is a subject
ABOUT_MODELS = 5  # mentions from which a text is about models, and gives questions as examples
LABELS = 3  # fields of a registry's record that make one
FIELD_ENDS = tuple(beside(__file__).words("field_ends"))
LONG = max(map(len, FIELD_ENDS)) + 2
SHORT = 4  # letters of a word that may well stand nowhere else by chance
SUFFIX = 3  # letters of a part of a domain that many share, as `co` of co.uk
SHARE = 0.5  # of the subject of what only an assistant is asked
PARAGRAPHS = 6  # of a text that says enough of its subject to tell what is foreign to it
MOST_OF = 0.75  # of the subject of a paragraph that gives any other errand
SUFFIXED = re.compile(r"\s+[|·–—-]\s+")  # what parts a title from the name of its site
DIALOGUE = re.compile(r"^\W{0,3}[A-Z][\w.\u2019'-]+(?: [A-Z][\w.\u2019'-]+){0,3}:\W", re.MULTILINE)
JUDGED = 20_000  # characters from which a text's own language is told
SHORT_PARAGRAPH = 400  # characters
MUCH = 0.4  # of a paragraph, in characters
CLAUSE = re.compile(r"(?<=[.:!?])\s+")
RUN = 30  # words from which a paragraph that holds but a few different ones says nothing
DIFFERENT = 0.12  # of them
SPEAKERS = 6  # lines that begin with a name: people talk to each other
QUOTED = re.compile(r"(?<!\w)['\"\u2018\u201c][^'\"\u2019\u201d]{2,80}['\"\u2019\u201d](?!\w)")
NAME = re.compile(r"(?<=\s)['\"\u2018\u201c]?([A-Z][a-z]{2,})")
BARE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.IGNORECASE)
FILES = frozenset(
    "md mdx js mjs cjs ts jsx tsx py go rs rb c h cc cpp cs java kt swift sh yml yaml json toml xml html htm css "
    "txt pdf png jpg svg lock cfg ini conf log sql vue php pl ex exs net vtt srt rst ipynb csv".split()
)


def strays(reading: Reading) -> list[Order]:
    """What stands in a text, has nothing to do with it, and is nobody's honest word: records of a
    registry."""
    return list(_records(reading))


def _is_apart(title: str, reading: Reading) -> bool:
    """Whether a text takes up less than half of its title's subject."""
    subject = _subject(title)
    held = set(map(stem, words(reading.text.replace(reading.title, " "))))
    return len(subject & held) < SHARE * len(subject) or not subject


def _names_nothing(title: str, reading: Reading) -> bool:
    """Whether a text has none of the words that tell what its title is about."""
    subject = _subject(title)
    held = set(map(stem, words(reading.text.replace(reading.title, " "))))
    return any(len(one) > SHORT for one in subject) and not subject & held


def _is_tied(question: str) -> bool:
    """Whether a question points at the text or the people around it, but for what it quotes."""
    return bool(by_rule.strange().tied.search(QUOTED.sub(" ", question)))


def set_aside(reading: Reading) -> Reading:
    """The reading with its stray questions, errands and domains as boilerplate, and under another title if
    its own is one."""
    strange = [
        *_questions(reading), *_domains(reading), *_errands(reading), *_chores(reading),
        *_unspoken(reading), *_spoken(reading),
    ]  # fmt: skip
    untitled = _is_no_title(reading)
    if untitled:
        strange += _headings(reading)
    found = sorted(strange, key=lambda one: one.start)
    if found:
        blocks = tuple(part for one in reading.blocks for part in _parted(one, found))
        reading = replace(reading, blocks=blocks)
    return replace(reading, title=_other_title(reading)) if untitled else reading


def _headings(reading: Reading) -> Iterator[Order]:
    """The headings that repeat a text's title."""
    title = reading.title.split()
    for block in reading.blocks:
        if block.kind == "heading" and reading.text[block.start : block.end].split() == title:
            yield Order(block.start, block.end, "address", ADDRESS)


def _is_no_title(reading: Reading) -> bool:
    """Whether a title speaks to a model or in another language, or is a question, an errand or a domain of
    which the text says nothing."""
    title = reading.title.strip()
    if by_rule.orders(title):
        return False  # it holds its document
    if BARE.fullmatch(title) and _is_foreign_domain(title, reading.text.replace(title, " ")):
        return True
    if _repeats(title.split()) or any(
        _is_request(one.strip(), reading) for one in SUFFIXED.split(title)
    ):
        return True
    return _speaks_apart(title, reading) and is_english(reading.text[:JUDGED])


def _is_request(said: str, reading: Reading) -> bool:
    """Whether a part of a title is an errand or a question, and the text takes up nothing of it."""
    asks, chore = by_rule.strange().question, by_rule.chores()
    begins, _ = by_rule.tasks()
    if (begins.match(said) or chore.fullmatch(said)) and _enough(_subject(said), said):
        return _names_nothing(said, reading)
    return bool(asks.fullmatch(said)) and not _is_tied(said) and _names_nothing(said, reading)


def _speaks_apart(title: str, reading: Reading) -> bool:
    """Whether a title speaks to a model or asks something, and its text takes up little of it; or is in
    another language."""
    if addressed.by_signs(title) or any(map(is_foreign, (title, *_parts(title)))):
        return True
    text = asking.around(f"{title} {reading.text.replace(reading.title, ' ')}")
    if addressed.is_talk(title, lambda: text) and _is_apart(title, reading):
        return True
    return asking.is_stranger(title, text)


def _parted(block: Block, found: list[Order]) -> Iterator[Block]:
    """A block without the strange words in it, which become blocks of their own; a heading goes whole."""
    at = block.start
    for one in found:
        whole = block.kind == "heading" and (one.start, one.end) == (block.start, block.end)
        if block.kind in UNPARTED and not whole:
            continue
        if block.start <= one.start and at < one.end <= block.end:
            start = max(at, one.start)
            if start > at:
                yield replace(block, start=at, end=start)
            yield replace(block, start=start, end=one.end, kind="boilerplate", label=block.kind)
            at = one.end
    if at < block.end:
        yield replace(block, start=at)


def _other_title(reading: Reading) -> str:
    """The first heading of a text, or how it begins."""
    for block in reading.blocks:
        text = reading.text[block.start : block.end].strip()
        if block.kind in ("heading", "paragraph") and text and text != reading.title:
            return " ".join(text.split()[:TITLE_WORDS])
    return ""


def _errands(reading: Reading) -> Iterator[Order]:
    """Errands for an assistant whose subject stands nowhere else in the document; of those that are a
    paragraph of their own a share of it is enough."""
    held: Counter[str] | None = None
    told = by_rule.strange()
    for match in by_rule.errands(reading.text):
        block = block_at(reading.blocks, match.end() - 1)
        subject = _subject(match[0])
        if not _enough(subject) or (block and block.kind in NOT_RUNNING):
            continue
        if told.to_a_reader.search(match[0]):
            continue
        if told.asks_me.search(match[0]) and len(DIALOGUE.findall(reading.text)) >= SPEAKERS:
            continue
        held = held or _held(reading)
        least = SHARE if _is_whole(reading, block, match[0]) else 1.0
        if _foreign(subject, match[0], held, least):
            start = match.end() - len(match[0].lstrip())
            yield Order(start, match.end(), "errand", ERRAND)


def _chores(reading: Reading) -> Iterator[Order]:
    """Paragraphs of one sentence that ask a person's helper for something the document does not speak
    of: any verb may begin one."""
    chore, held = by_rule.chores(), None
    if sum(block.kind == "paragraph" for block in reading.blocks) < PARAGRAPHS:
        return
    for block in reading.blocks:
        said = reading.text[block.start : block.end].strip()
        if block.kind not in ("paragraph", "") or not chore.fullmatch(said):
            continue
        subject = _subject(said)
        if (
            len(subject) < FEW
            or by_rule.strange().to_a_reader.search(said)
            or asking.names_code(said)
        ):
            continue
        held = held or _held(reading)
        if _foreign(subject, said, held, MOST_OF):
            yield Order(block.start, block.end, "errand", ERRAND)


def _spoken(reading: Reading) -> Iterator[Order]:
    """What speaks to a model; what was fitted on English judges English alone."""
    text = cache(partial(asking.around, f"{reading.title} {reading.text}"))
    judges: dict[str, Callable[[str], bool]] = {}
    if is_english(reading.text[:JUDGED]) and not by_rule.discusses_attacks(reading.text):
        judges["cue"] = partial(addressed.is_talk, text=text, least=addressed.ALONE)
        judges |= dict.fromkeys(PROSE, partial(addressed.is_talk, text=text))
    for block in reading.blocks:
        said = reading.text[block.start : block.end]
        judge = judges.get(block.kind, addressed.by_signs)
        if block.kind == "heading" and judge(said):
            yield Order(block.start, block.end, "address", ADDRESS)
        elif block.kind not in NOT_PROSE:
            for start, end in addressed.spoken_to(said, judge, each=block.kind == "cue"):
                yield Order(block.start + start, block.start + end, "address", ADDRESS)


def _questions(reading: Reading) -> Iterator[Order]:
    """Questions about what the document does not speak of."""
    held: Counter[str] | None = None
    for match in _asked(reading.text):
        block = block_at(reading.blocks, match.start(1))
        if not _stands_alone(reading, block, match) or _is_tied(match[1]):
            continue
        subject = _subject(match[1])
        whole = _is_whole(reading, block, match[1]) and any(len(one) > SHORT for one in subject)
        if not whole and not _enough(subject, match[1]):
            continue
        held = held or _held(reading)
        least = SHARE if by_rule.strange().assisted.match(match[1]) else 1.0
        if _foreign(subject, match[1], held, least):
            if by_rule.talks_of(reading.text, [])["models"] >= ABOUT_MODELS:
                return
            yield Order(match.start(1), match.end(1), "question", QUESTION)


def _asked(text: str) -> Iterator[re.Match[str]]:
    """The questions of a text, looked for before each mark of one."""
    mark, at = text.find("?"), 0
    while mark >= 0:
        asked = by_rule.strange().question.search(text, max(at, mark - QUESTION_REACH), mark + 1)
        if asked:
            yield asked
        mark, at = text.find("?", mark + 1), mark + 1


def _stands_alone(reading: Reading, block: Block | None, match: re.Match[str]) -> bool:
    """Whether a question is a paragraph of its own, or stands where there are no paragraphs."""
    if block is None or block.kind in SPOKEN or reading.kind in ("transcript", "pdf"):
        return True
    return _is_whole(reading, block, match[1])


def _is_whole(reading: Reading, block: Block | None, said: str) -> bool:
    """Whether words are all of a paragraph."""
    if block is None or block.kind not in ("paragraph", ""):
        return False
    return reading.text[block.start : block.end].strip() == said.strip()


def _domains(reading: Reading) -> Iterator[Order]:
    """Paragraphs that are nothing but the name of a domain, of which the text says nothing else."""
    for match in re.finditer(rf"^[ \t]*({BARE.pattern})[ \t]*$", reading.text, re.M | re.I):
        block = block_at(reading.blocks, match.start(1))
        spoken = block is not None and block.kind in SPOKEN
        alone = block is None or reading.text[block.start : block.end].strip() == match[1]
        rest = reading.text[: match.start(1)] + " " + reading.text[match.end(1) :]
        runs = (alone or spoken) and (block is None or block.kind not in NOT_RUNNING)
        if runs and _is_foreign_domain(match[1], f"{reading.title} {reading.url} {rest}"):
            yield Order(match.start(1), match.end(1), "domain", DOMAIN)


def _unspoken(reading: Reading) -> Iterator[Order]:
    """Paragraphs that speak another language than their text, or none: an order to a model in whatever
    language is in none of the passages."""
    english: bool | None = None
    for block in reading.blocks:
        said = reading.text[block.start : block.end]
        if block.kind in SILENT:
            continue
        if any(map(is_foreign, (said, *_parts(said)))):
            english = is_english(reading.text[:JUDGED]) if english is None else english
            if english:
                yield Order(block.start, block.end, "language", LANGUAGE)
        elif block.kind not in NOT_RUNNING and _repeats(said.split()):
            yield Order(block.start, block.end, "repeated", REPEATED)


def _parts(said: str) -> list[str]:
    """The sentences that make up much of a short paragraph: a lesser one is quoted by its text."""
    parts = CLAUSE.split(said) if len(said) <= SHORT_PARAGRAPH else []
    return [one for one in parts if len(one) >= MUCH * len(said)]


def _repeats(words: list[str]) -> bool:
    """Whether words, or a run of them, are the same few over and over."""
    if len(words) < RUN:
        return False
    runs = (words[at : at + RUN] for at in range(0, len(words) - RUN + 1, RUN // 2))
    return any(len(set(run)) <= DIFFERENT * RUN for run in runs)


def _is_foreign_domain(name: str, rest: str) -> bool:
    if not (name.rpartition(".")[2].islower() or name.isupper()):
        return False  # `math.Pi` is a name of code
    labels = name.lower().split(".")
    owner = next((one for one in reversed(labels[:-1]) if len(one) > SUFFIX), labels[0])
    return labels[-1] not in FILES and owner not in rest.lower()


def _records(reading: Reading) -> Iterator[Order]:
    """Runs of fields as a registry prints them, but for those that stand as code."""
    fields = [
        match
        for match in _fields(reading.text)
        if not ((block := block_at(reading.blocks, match.start())) and block.kind == "code")
    ]
    if len({" ".join(match[0].split()).lower() for match in fields}) < LABELS:
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
        if name[-LONG:].lower().endswith(FIELD_ENDS) or by_rule.folds(name):
            field = by_rule.strange().field.search(text, start, colon + 1)
            if field:
                yield field
        colon, at = text.find(":", colon + 1), colon + 1


def _held(reading: Reading) -> Counter[str]:
    return Counter(map(stem, words(f"{reading.title} {reading.text}")))


def _foreign(subject: frozenset[str], own: str, held: Counter[str], least: float = 1.0) -> bool:
    """Whether such a share of a subject's words stands nowhere but where it is named."""
    counts = Counter(map(stem, words(own)))
    return sum(held[word] <= counts[word] for word in subject) >= least * len(subject)


def _enough(subject: frozenset[str], text: str = "") -> bool:
    """Whether an errand names a subject that a text on it would name as well."""
    named = {stem(name.lower()) for name in NAME.findall(text)} & subject
    return len(subject) >= FEW or bool(named) or any(len(word) >= RARE for word in subject)


def _subject(text: str) -> frozenset[str]:
    _, common = by_rule.tasks()
    return frozenset(
        stem(word) for word in words(text)[1:]
        if word.lower() not in STOPWORDS and word.lower() not in common and len(word) > 2
    )  # fmt: skip


def index_of(blocks: list[Block], at: int) -> int | None:
    """Which block holds a place, or None."""
    n = bisect_right(blocks, at, key=lambda one: one.start) - 1
    while n >= 0 and blocks[n].end <= at:
        n -= 1
        if n >= 0 and blocks[n].end < at - 10_000:
            return None
    return n if n >= 0 and blocks[n].start <= at < blocks[n].end else None


def block_at(blocks: tuple[Block, ...], at: int) -> Block | None:
    inner = [one for one in blocks if one.kind != "page"]
    n = index_of(inner, at)
    return None if n is None else inner[n]
