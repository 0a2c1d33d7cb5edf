"""One target and the word on it: a brief's record, its page, its twin, any cited Markdown.

Enter: bytes and their evidence, as they lie on disk or on a site. Leave: `Checked` or `Verified`.
Refuses nothing by itself: what stands against a text are its findings.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.errors import RecordError
from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom, shipped
from pipeline.newsroom.desk import Desk
from pipeline.pages import front_matter
from pipeline.proof.printed.data import other_data
from pipeline.proof.printed.markdown import BESIDE, other_markdown
from pipeline.proof.printed.page import other_page
from pipeline.proof.printed.record import Printed
from pipeline.proof.printed.twin import other_twin
from pipeline.records import (
    Brief,
    Evidence,
    EvidenceItem,
    Finding,
    News,
    Page,
    Where,
    evidence_file,
    history,
    store,
)
from pipeline.records import draft as drafts
from pipeline.records.rules import publishable, row, score
from pipeline.records.source_map import locator
from pipeline.records.verdict import recorded
from pipeline.render.brief import brief_page
from pipeline.render.environment import environment
from pipeline.render.facts import brief_facts
from pipeline.verify import as_it_was_made, foreign, judge, remembered, site_words
from pipeline.verify.checked import Checked, Published
from pipeline.verify.markdown.document import Verified, verify_markdown
from pipeline.verify.markdown.examination import Made, Terms, Vouched
from pipeline.verify.markdown.vouching import told_by
from pipeline.verify.page_words import altered
from pipeline.verify.phrases.style import Style, load


@dataclass(frozen=True, slots=True)
class Rules:
    """What a text is held to: the desk's gate, and the phrase rules of a newsroom."""

    desk: Desk
    style: Style
    styles: Path
    room: Newsroom  # whose templates print a page

    @classmethod
    def of(cls, desk: Desk, root: Path) -> Rules:
        own = root / "templates" / "styles"
        styles = own if own.is_dir() else shipped("templates") / "styles"
        return cls(desk, load(styles), styles, Newsroom(root, desk, ()))


# ── records ───────────────────────────────────────────────────────────────────────────────


def prove_record(
    data: bytes,
    evidence: Evidence,
    rules: Rules,
    *,
    file: str,
    said: tuple[Brief, ...] = (),
) -> Checked:
    """A brief's record as it stands: what judging would have to repair is an open finding.

    evidence: its sources; its window is how many days counted as news when the brief was made.
    """
    brief = parsed(data, file)
    evidence = replace(evidence, day=brief.day, gaps=brief.draft.gaps)
    desk = as_it_was_made(rules.desk, brief)
    judgement = judge(brief.draft, evidence, desk, said=said, styles=rules.styles)
    judgement = remembered(judgement, brief.findings, desk)
    locate = locator(data.decode("utf-8"))
    findings = tuple(
        replace(_standing(one), where=_place(one.where.path, locate, file))
        for one in judgement.findings
    )
    count = sum(1 for _ in drafts.sentences(brief.draft))
    fine = publishable(findings, rules.desk.gate.floor) and brief.outcome != "held"
    gone = history.withdrawals(brief)
    note = history.retraction(brief) or ("held by its verdict" if brief.outcome == "held" else "")
    return Checked(file, findings, score(findings), fine, count, count, note, gone)


def _standing(one: Finding) -> Finding:
    """A finding of a record as it stands: open; what was settled is not held against it.

    Nobody is asked here, so a doubt that a judge settled stays in sight as a warning, and what a
    person approved as a note.
    """
    if one.resolved == "approved":
        return replace(one, resolved="", severity="info")
    settled = one.resolved == "judged" and one.severity == "error"
    return replace(one, resolved="", severity="warning" if settled else one.severity)


def _place(path: str, locate: Any, file: str) -> Where:
    line, column = locate(f"draft.{path}")
    return Where(path=path, line=line, column=column, file=file)


def said_beside(path: Path) -> tuple[Brief, ...]:
    """Published briefs in the folders beside this record's; one that cannot be read said nothing."""
    found: list[Brief] = []
    for other in recorded(path.parent.parent):
        with suppress(RecordError):
            if other.parent != path.parent:
                found.append(store.read(Brief, other))
    return tuple(one for one in found if one.outcome == "published")


# ── pages ─────────────────────────────────────────────────────────────────────────────────


def prove_published(found: Published, rules: Rules) -> Checked:
    """A published brief: its record, page and twin; proven or not, none that was retracted passes."""
    items = evidence_file.read(found.evidence, where=found.evidence_name)
    checked: list[Checked] = []
    if found.record is not None:
        # how long the night before was missed is not published: no story of its weeks is stale
        pack = Evidence("", items, window=rules.desk.news.recent_days)
        checked.append(prove_record(found.record, pack, rules, file=found.record_name))
    if found.page is not None:
        terms = Terms(found.page_name, 0, sentences_of(found.record, where=found.record_name))
        page = verify_markdown(found.page, items, rules.style, terms)
        kept = page.findings if found.record is None else of_sources(page)
        word = Checked(
            found.page_name, kept, score(kept), publishable(kept), page.sentences, page.judged
        )
        checked.append(word)
    if found.record is not None:
        sound = all(part.publishable for part in checked)  # else what is wrong was said
        brief = parsed(found.record, found.record_name)
        kept = shown_otherwise(found, Printed.of(brief, items, rules.room, found.record), sound)
        checked.append(Checked(found.name, kept, score(kept), not kept))
    return replace(
        checked[0],
        name=found.name,
        findings=tuple(one for part in checked for one in part.findings),
        score=min(part.score for part in checked),
        publishable=all(part.publishable and not part.retracted for part in checked),
    )


def shown_otherwise(found: Published, due: Printed, twin: bool) -> tuple[Finding, ...]:
    """What page, twin and JSON of a brief say otherwise than its record; the words of a twin only
    where it was sound until here."""
    told = _told_otherwise(found, due, twin)
    return told + _printed_otherwise(found, due, told)


def _told_otherwise(found: Published, due: Printed, twin: bool) -> tuple[Finding, ...]:
    """What page, twin and JSON say and neither the record nor what is printed of it, or the other
    way round."""
    out: list[Finding] = []
    brief, titles = due.brief, due.names()
    if found.shown is not None:
        out += altered(found.shown, brief, found.name)
        out += site_words.altered_head(found.shown, brief, found.name, titles)
    if found.page is not None and twin:
        out += site_words.altered_twin(due.shown(found.page), brief, found.page_name, titles)
    if found.data is not None:
        data = due.shown(found.data[0].decode("utf-8", "replace")).encode()
        out += site_words.altered_data(data, brief, found.data[1], titles)
    return tuple(out)


def _printed_otherwise(
    found: Published, due: Printed, told: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """What dateline says around the sentences and would not print of this record; but what was told."""
    out: list[Finding] = []
    if found.shown is not None:
        out += other_page(found.shown, due, found.name)
    if found.page is not None:
        out += other_twin(found.page, due, found.page_name)
    if found.data is not None and found.record is not None:
        out += other_data(found.data[0], due, found.data[1], found.record)
    known = {(one.where.file, one.match) for one in told}
    return tuple(one for one in dict.fromkeys(out) if (one.where.file, one.match) not in known)


def of_sources(page: Verified) -> tuple[Finding, ...]:
    """What a page's words are held to where the record answers for the rest."""
    return tuple(one for one in page.findings if row(one.rule).page and one.severity == "error")


def vouched(brief: Brief | None) -> Vouched:
    """The sentences of a brief's record, with what each cites; none of a page without one.

    That they are true is asked when the record is verified, which knows of what kind each is and
    which of them code put together; their figures are held against the sources here too. A sentence
    that stands otherwise on the page is judged there.
    """
    return told_by(brief) if brief is not None else {}


def sentences_of(record: bytes | None, *, where: str) -> Vouched:
    return vouched(None if record is None else parsed(record, where))


def made_lines(made: Page | None) -> Made:
    """Lines that code makes of a record for its page: scores, receipts, links, why a source is here.

    They say what the record holds, not what a source says; each is compared whole.
    """
    body = made.body if made else ""
    return frozenset(" ".join(line.split()) for line in body.splitlines() if line.strip())


def printed_page(brief: Brief, page: str, record: Path, room: Newsroom) -> Page | None:
    """A record as its page is printed today, among the briefs that the page names beside it; None where
    the record lies without its evidence."""
    evidence = record.with_name("evidence.json")
    if not evidence.is_file():
        return None
    items = store.read(tuple[EvidenceItem, ...], evidence)
    told, _ = front_matter.load(page, where=str(record), lenient=True)
    news = record.with_name("news.json")
    known = store.read(News, news) if news.is_file() else None
    shown = briefs.with_news(Evidence(brief.day, items), known)
    facts = brief_facts(brief, shown, room.desk) | {"record": store.sha256(record.read_bytes())}
    facts |= {name: told.get(name) for name in BESIDE}
    return brief_page(brief, shown, room.desk, environment(room), facts=facts)


def _record_of(shown: ShownPage, record: Path) -> Brief | None:
    """The record that a brief's page is made of, if it lies there."""
    if not record.is_file():
        return None
    facts, _ = front_matter.load(shown.text, where=str(record), lenient=True)
    if facts.get("kind") != "brief" and Path(shown.file).stem != record.parent.name:
        return None
    return parsed(record.read_bytes(), str(record))


@lru_cache(maxsize=2)  # a day's record and its page ask for the same one
def parsed(data: bytes, where: str) -> Brief:
    return store.from_json(Brief, data, where=where)


@dataclass(frozen=True, slots=True)
class ShownPage:
    """Markdown as it is shown, and the name of its file."""

    text: str
    file: str


def prove_page(
    shown: ShownPage, record: Path, items: tuple[EvidenceItem, ...], rules: Rules, room: Newsroom
) -> Verified:
    """Cited Markdown against its evidence; a brief's page with what its record vouches for."""
    brief = _record_of(shown, record)
    made = printed_page(brief, shown.text, record, room) if brief else None
    terms = Terms(shown.file, rules.desk.gate.floor, vouched(brief), made_lines(made))
    read = foreign.as_markdown(shown.text, Path(shown.file).suffix)
    verified = verify_markdown(read, items, rules.style, terms)
    if read != shown.text:
        return replace(verified, findings=foreign.located(verified.findings, read, shown.text))
    other = other_markdown(shown.text, made, shown.file) if made else ()
    return with_more(verified, other, rules.desk.gate.floor)


def with_more(verified: Verified, more: tuple[Finding, ...], floor: int) -> Verified:
    """What was found in a file with what was found beside it."""
    if not more:
        return verified
    found = tuple(dict.fromkeys((*verified.findings, *more)))
    fine = publishable(found, floor)
    return replace(verified, findings=found, score=score(found), publishable=fine)
