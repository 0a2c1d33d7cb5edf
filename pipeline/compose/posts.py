"""Posts: pattern, versus and exploration, drafted from retrieved evidence for a person to finish.

Enter: a format, a topic, numbered evidence, `check` (the verifier on Markdown). Leave: Markdown
with front matter, citations and a list of sources. A model's draft goes back to it while the
verifier objects, at most as often as the desk says. Without a model, parts are filled with quotes
whose words fit them, and a part nothing fits says that a person must write it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice
from typing import Annotated

from pydantic import Field

from pipeline.compose.assignment import Check, Commission
from pipeline.compose.model import cutting
from pipeline.compose.model.parts import Part, told
from pipeline.compose.model.schemas import AnchorReply, SentenceReply, Title, Words
from pipeline.errors import WriterError
from pipeline.llm import prompts
from pipeline.llm.providers import PROVIDERS
from pipeline.llm.session import Purpose, Session
from pipeline.llm.structured import Step, Strict, Texts, request_for
from pipeline.newsroom.config import Newsroom
from pipeline.pages.formats import FORMATS, TABLE, UNWRITTEN
from pipeline.records import EvidenceItem, Finding, Quote, Sentence
from pipeline.records.selectors import select
from pipeline.text import topics
from pipeline.text.printable import Statement, score
from pipeline.text.printable.leaning import by_pronoun, unjoined
from pipeline.text.sentences import sentences
from pipeline.world import World

# Items of a list, or words of two blocks
LISTED = re.compile(r"^\s*[-*+•]\s|\.\s+[-*+•]\s|\n\s*\n")
ALONE = 0.1  # of the printable test: the title of the post has named what it is about
QUOTES = 2  # quotes an extractive part shows: what a reader compares at a glance


class PostPartReply(Strict):
    name: str
    quotes: Annotated[tuple[AnchorReply, ...], Field(max_length=2)]
    sentences: Annotated[tuple[SentenceReply, ...], Field(max_length=6)]


class RowReply(Strict):
    cells: tuple[str, ...]
    cites: tuple[int, ...]


class TableReply(Strict):
    columns: tuple[str, ...]
    rows: tuple[RowReply, ...]


class PostReply(Strict):
    title: Title
    description: Words
    parts: tuple[PostPartReply, ...]
    table: TableReply


@dataclass(frozen=True, slots=True)
class TableRow:
    cells: tuple[str, ...]
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PostPart:
    name: str
    sentences: tuple[Sentence, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A post, ready to be set as Markdown."""

    format: str
    title: str
    description: str
    day: str
    writer: str
    parts: tuple[PostPart, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[TableRow, ...] = ()
    topic: str = ""


def draft(
    asked: Commission, *, writer: str, world: World, room: Newsroom, check: Check
) -> tuple[str, tuple[Finding, ...]]:
    """Draft a post. Returns its Markdown and the writer's own findings. Raises WriterError."""
    asked.among(tuple(name for name, one in FORMATS.items() if one.drafted))
    if not asked.items:
        raise WriterError(
            f"the corpus has no good evidence about {asked.topic!r}",
            hint="try other words, or add sources with `dateline sources add`",
        )
    if writer == "extractive":
        return markdown(quoted(asked.form, asked.topic, asked.items, asked.day), asked.items), ()
    purpose = Purpose(day="", writer=writer, prefix=f"{world.job}:" if world.job else "post:")
    with Session(
        PROVIDERS[writer], world=world, desk=room.desk, root=room.root, purpose=purpose
    ) as session:
        return _written(asked, session=session, room=room, check=check)


def _written(
    asked: Commission, *, session: Session, room: Newsroom, check: Check
) -> tuple[str, tuple[Finding, ...]]:
    loaded, items, day = prompts.load(room.templates / "prompts"), asked.items, asked.day
    part: Part[PostReply, Post] = Part(
        name="post",
        ask=request_for(
            "strong", session, Step("post", asked.form), _read(asked, loaded), PostReply
        ),
        kind=PostReply,
        desk=lambda: cutting.desk_of(items),
        cut=lambda reply, desk: replace(
            _cut(reply, asked.form, day, desk=desk, writer=session.purpose.writer),
            topic=asked.topic,
        ),
    )
    part.write(session, loaded)
    for _ in range(room.desk.writing.rounds):
        assert part.value is not None
        faults = [*part.findings, *check(markdown(part.value, items))]
        faulty = [told(one) for one in faults if _must(one)]
        if not faulty:
            break
        part.rewrite(session, loaded, faulty)
    assert part.value is not None
    return markdown(part.value, items), tuple(_unprinted(one) for one in part.findings)


UNPRINTED = ("writer-anchor", "writer-ground")


def _unprinted(found: Finding) -> Finding:
    """A post prints no anchors: one that cannot stand goes, and its sentence is judged by itself."""
    gone = found.rule in UNPRINTED and not found.resolved
    return replace(found, resolved="removed") if gone else found


def _must(finding: Finding) -> bool:
    unprinted = finding.rule in UNPRINTED
    return finding.holds and not unprinted


def _read(asked: Commission, loaded: prompts.Prompts) -> Texts:
    """What a model reads to write a post."""
    form = FORMATS[asked.form]
    task = loaded.render(
        "post",
        day=asked.day,
        format=asked.form,
        topic=asked.topic,
        parts=form.parts,
        table=form.table,
    )
    return Texts(loaded.render("rules"), task, prompts.pack(asked.items))


def _cut(reply: PostReply, form: str, day: str, *, desk: cutting.ReplyContext, writer: str) -> Post:
    by_name = {one.name.strip().lower(): one for one in reply.parts}
    parts = []
    for known in FORMATS[form].parts:
        one = by_name.get(known.name.lower())
        if one is None:
            desk.fault("part", known.name, known.name, f"the part {known.name!r} is missing")
            continue
        anchors = [q for q in one.quotes if q.exact or q.first]
        quotes = [cutting.quote(q, f"{known.name}.quotes", desk) for q in anchors]
        said = tuple(cutting.sentence(s, known.name, desk) for s in one.sentences)
        parts.append(PostPart(known.name, said, tuple(q for q in quotes if q)))
    rows = tuple(
        TableRow(tuple(cutting.plain(cell, "table", desk) for cell in row.cells), row.cites)
        for row in reply.table.rows
        if len(row.cells) == len(reply.table.columns)
    )
    return Post(
        form,
        cutting.plain(reply.title, "title", desk),
        cutting.plain(reply.description, "description", desk),
        day,
        writer,
        tuple(parts),
        tuple(cutting.plain(name, "table", desk) for name in reply.table.columns),
        rows,
    )


def quoted(form: str, topic: str, items: tuple[EvidenceItem, ...], day: str) -> Post:
    """A post without a model: under each heading the quotes whose words fit it best, all of one
    subject, or one of each side of a comparison. Raises WriterError where a side has none."""
    pools = _pools(form, topic, items)
    parts, used = [], set[str]()
    for part in FORMATS[form].parts:
        chosen = []
        for pool in pools[:1] if part.sentence else pools:
            most = 1 if part.sentence or len(pools) > 1 else QUOTES
            fitting = [one for one in pool if re.search(rf"\b(?:{part.fits})", _of(one), re.I)]
            found = list(islice(_one_of_each(fitting, used), most))
            used |= set(map(_of, found))
            chosen += found
        parts.append(PostPart(part.name, (), tuple(select(*one) for one in chosen)))
    items = tuple(dict.fromkeys(one[0] for pool in pools for one in pool))
    rows = tuple(
        TableRow((item.title, item.source_title), (item.n,))
        for item in items
        if FORMATS[form].table
    )
    columns = ("Evidence", "Publisher") if rows else ()
    title = topic[:1].upper() + topic[1:]
    return Post(
        form,
        title,
        f"What the corpus says about {topic}.",
        day,
        "extractive",
        tuple(parts),
        columns,
        rows,
        topic,
    )


Slice = tuple[EvidenceItem, int, int]


def _one_of_each(slices: Sequence[Slice], used: Set[str]) -> Iterator[Slice]:
    """The first sentence of each source, none in words that were used: two pages may share some."""
    sources, said = set[int](), set(used)
    for one in slices:
        if one[0].n not in sources and _of(one) not in said:
            sources.add(one[0].n)
            said.add(_of(one))
            yield one


def _pools(form: str, topic: str, items: tuple[EvidenceItem, ...]) -> tuple[list[Slice], ...]:
    """Sentences to quote for each side of the topic, from sources that speak of it, best first."""
    named = topics.sides(topic) if form == "versus" else (topic,)
    pools = tuple(_pool(side, items) for side in named)
    lacking = [side for side, pool in zip(named, pools, strict=True) if not pool]
    if lacking and (len(named) > 1 or topics.is_name(topic)):
        both = 'name two things that it has, like "hedged requests versus retries"'
        one = "name it in the words of its documents, or try `dateline search` for what there is"
        raise WriterError(
            f"no source of the corpus speaks of {lacking[0]!r}",
            hint=both if len(named) > 1 else one,
        )
    return pools


def _pool(side: str, items: tuple[EvidenceItem, ...]) -> list[Slice]:
    """Sentences of the items that are about a side, each of which can stand alone; those that name it
    first. A document that has but one of its words is about something else."""
    speaking = [item for item in items if topics.about(side, item.title, *item.headings, item.text)]
    found = [
        (item, start, end)
        for item in speaking
        for start, end in sentences(item.text)
        if _quotable((item, start, end), side)
    ]
    return sorted(found, key=lambda one: -round(topics.named(side, _of(one)), 1))


def _quotable(one: Slice, side: str) -> bool:
    """Whether a sentence may be shown under a heading of the post: whole, no item of a list, understood
    by who has read the title alone, and about the side by its own words or those over it."""
    item, start, end = one
    said = item.text[start:end]
    heading = item.headings[-1] if item.headings else ""
    whole = 8 <= len(said.split()) <= 45 and said.endswith(".") and not LISTED.search(said)
    over = f"{item.title} {heading}"
    named = not topics.is_name(side) or topics.speaks_of(side, said) or topics.about(side, over)
    leans = unjoined(said) != said or by_pronoun(said)
    return whole and named and not leans and score(Statement(said, item.title, heading)) >= ALONE


def markdown(post: Post, items: Sequence[EvidenceItem]) -> str:
    """The post as Markdown with front matter; only cited sources are listed."""
    by_n = {item.n: item for item in items}
    lines = [
        "---",
        f"title: {json.dumps(post.title, ensure_ascii=False)}",
        f"description: {json.dumps(post.description, ensure_ascii=False)}",
        f"date: {post.day}",
        f"format: {post.format}",
        f"topic: {json.dumps(post.topic or post.title, ensure_ascii=False)}",
        f"writer: {post.writer}",
        "---",
        "",
        f"# {post.title}",
    ]
    cited: list[int] = []
    for part in post.parts:
        lines += ["", f"## {part.name}", ""]
        table = part.name == TABLE and bool(post.columns)
        if not part.sentences and not part.quotes and not table:
            lines.append(UNWRITTEN)
        lines += [" ".join(_sentence(one) for one in part.sentences)] if part.sentences else []
        for quote in part.quotes:
            lines += ["", f"> {' '.join(quote.words.split())} [Source {quote.n}]"]
        if table:
            lines += ["", *_table(post)]
        cited += [n for one in part.sentences for n in one.cites] + [q.n for q in part.quotes]
    cited += [n for row in post.rows for n in row.cites]
    lines += ["", "## Sources", ""]
    for n in sorted({n for n in cited if n in by_n}):
        item = by_n[n]
        title = _flat(item.title)
        shown = f"[{title}]({item.url})" if item.url else title
        lines.append(f"{n}. {item.source_title}: {shown}")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _table(post: Post) -> list[str]:
    head = f"| {' | '.join(_flat(name) for name in post.columns)} | Sources |"
    rows = [
        f"| {' | '.join(_flat(cell) for cell in row.cells)} | "
        f"{' '.join(f'[Source {n}]' for n in row.cites)} |"
        for row in post.rows
    ]
    return [head, "|" + " --- |" * (len(post.columns) + 1), *rows]


def _sentence(one: Sentence) -> str:
    marks = " ".join(f"[Source {n}]" for n in one.cites)
    body, end = (one.text[:-1], one.text[-1]) if one.text[-1:] in ".!?" else (one.text, ".")
    return f"{body} {marks}{end}" if marks else f"{body}{end}"


def _flat(text: str) -> str:
    return " ".join(text.replace("|", "/").replace("[", "(").replace("]", ")").split())


def _of(one: tuple[EvidenceItem, int, int]) -> str:
    item, start, end = one
    return item.text[start:end]
