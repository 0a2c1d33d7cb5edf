"""`dateline post`: draft a post from the corpus, or run the gate on one that a person wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from pipeline import retrieve
from pipeline.cli.io import answer, common, say, track
from pipeline.compose import WRITERS, posts
from pipeline.compose.assignment import Commission
from pipeline.errors import CorpusError, RecordError
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.newsroom.library import Library
from pipeline.pages.formats import FORMATS
from pipeline.records import EvidenceItem, Finding, Hit, evidence_file, store
from pipeline.verify.markdown.document import Verified, verify_markdown
from pipeline.verify.markdown.examination import Terms
from pipeline.verify.markdown.formats import front_matter
from pipeline.verify.phrases import style
from pipeline.world import World

PASSAGES = 10  # a post rests on three publishers or more; ten passages bring five as a rule


@click.group()
def post() -> None:
    """Draft and check posts: pattern, versus, exploration.

    \b
    Example:
      dateline post new pattern "retry budgets"
      dateline post check content/posts/retry-budgets.md
    """


@post.command()
@click.argument(
    "form",
    metavar="FORMAT",
    type=click.Choice([name for name, one in FORMATS.items() if one.drafted]),
)
@click.argument("topic", nargs=-1, required=True)
@click.option("--writer", type=click.Choice(list(WRITERS)),
              help="Who writes; without it the desk decides.")  # fmt: skip
@click.option("--k", type=click.IntRange(3, 40), default=PASSAGES, show_default=True,
              help="Passages to write from.")  # fmt: skip
@click.option("--offline", is_flag=True, help="Contact no host at all, and prove it.")
@common
def new(
    form: str,
    topic: tuple[str, ...],
    writer: str | None,
    k: int,
    offline: bool,
    root: Path,
    as_json: bool,
) -> int:
    """Draft a post about TOPIC into drafts/, with its evidence beside it, for a person to finish.

    \b
    Example:
      dateline post new pattern retry budgets
      dateline post new versus "hedged requests or retries" --writer claude

    A finished draft moves to content/posts/ together with its evidence file. Exit code 0: it
    would pass the gate as it is. 1: it would not yet; the findings say why.
    """
    room = open_newsroom(root)
    world = World(offline=offline)
    about = " ".join(topic)
    items = evidence_about(room, about, k)
    check = _checker(room, items)
    text, own = posts.draft(
        Commission(form, about, items, world.now().date().isoformat()),
        writer=writer or room.desk.writing.name,
        world=world,
        room=room,
        check=lambda draft: check(draft).findings,
    )
    path = _free(room.root / "drafts", about)
    store.write(path, text)
    store.write(path.with_suffix(".evidence.json"), store.to_json(list(items)))
    verified = check(text)
    open_own = tuple(one for one in own if not one.resolved)
    return _tell(path, verified, open_own, as_json=as_json, what="Drafted")


@post.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@common
def check(file: Path, root: Path, as_json: bool) -> int:
    """Run the gate on a post with its own sources.

    The sources are NAME.evidence.json beside it, or the file that `evidence:` in the front matter
    names, relative to the post.

    \b
    Example:
      dateline post check content/posts/retry-budgets.md

    Exit code 0: publishable. 1: refused. 2: could not run.
    """
    room = open_newsroom(root)
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", "") or "it is no text in UTF-8"
        hint = "name a post below content/posts; `dateline post new` drafts one"
        raise RecordError(f"cannot be read ({why})", where=str(file), hint=hint) from error
    items = _own_sources(file, text)
    return _tell(file, _checker(room, items)(text), (), as_json=as_json, what="Checked")


def evidence_about(room: Newsroom, topic: str, k: int) -> tuple[EvidenceItem, ...]:
    """The best passages of the corpus about a topic, numbered from 1, one of a document."""
    place = room.library
    if not place.is_file():
        raise CorpusError("there is no corpus yet", where=str(place), hint="run `dateline ingest`")
    with Library.open(place) as library:
        searcher = retrieve.connect(room, library, World(), send=False, track=track)
        options = room.desk.retrieval
        hits, searcher = retrieve.asked(
            searcher, options, lambda by: retrieve.search(topic, by, options, k=3 * k)
        )
    for note in searcher.notes:
        say(note)
    best = {hit.document.id: hit for hit in reversed(hits)}
    chosen = [hit for hit in hits if best[hit.document.id] is hit][:k]
    return tuple(_item(n, hit, room) for n, hit in enumerate(chosen, 1))


def _item(n: int, hit: Hit, room: Newsroom) -> EvidenceItem:
    source = next((one for one in room.sources if one.id == hit.passage.source), None)
    return EvidenceItem(
        n=n,
        source_id=hit.passage.source,
        source_title=source.title if source else hit.passage.source,
        title=hit.document.title,
        url=hit.document.url,
        published=hit.document.published,
        text=hit.passage.text,
        passage=hit.passage.id,
        document=hit.document.id,
        start=hit.passage.start,
        domain=source.domains[0] if source else "",
        headings=hit.passage.headings,
        locator=hit.passage.locator,
        score=hit.score,
        ranks=hit.ranks,
        quote_limit=source.quote_limit if source else 120,
        licence=source.licence if source else "",
    )


def _checker(room: Newsroom, items: tuple[EvidenceItem, ...]) -> Callable[[str], Verified]:
    rules = style.load(room.templates / "styles")
    for line in rules.skipped:
        say(f"skipped {line}")
    return lambda text: verify_markdown(text, items, rules, Terms(floor=room.desk.gate.floor))


def _own_sources(file: Path, text: str) -> tuple[EvidenceItem, ...]:
    named = front_matter(text).get("evidence", "").strip("\"'")
    path = file.parent / named if named else file.with_suffix(".evidence.json")
    try:
        return evidence_file.read(path.read_bytes(), where=str(path))
    except OSError as error:
        raise RecordError(
            f"its sources cannot be read ({error.strerror})",
            where=str(path),
            hint="keep NAME.evidence.json beside the post, or name it with `evidence:`",
        ) from error


def _free(folder: Path, topic: str) -> Path:
    """A path no draft has yet: a person's work is never written over."""
    slug = re.sub(r"[^a-z0-9]+", "-", topic.lower()).strip("-")[:60] or "post"
    names = [slug, *(f"{slug}-{n}" for n in range(2, 1000))]
    return next(path for name in names if not (path := folder / f"{name}.md").exists())


def _tell(
    path: Path, verified: Verified, own: tuple[Finding, ...], *, as_json: bool, what: str
) -> int:
    findings = (*own, *verified.findings)
    fine = verified.publishable and not own
    data: dict[str, Any] = {
        "path": str(path),
        "publishable": fine,
        "score": verified.score,
        "findings": [asdict(one) for one in findings],
    }
    verdict = "would pass the gate" if fine else "would be held"
    lines = [f"{what} {path}: it {verdict}, score {verified.score} of 100."]
    lines += [
        f"  {one.where.line}:{one.where.column} {one.severity} {one.rule}: {one.message}"
        + (f" ({one.fix})" if one.fix else "")
        for one in findings
    ]
    answer(data, "\n".join(lines), as_json=as_json)
    return 0 if fine else 1
