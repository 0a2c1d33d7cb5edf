"""The road by which a text is proven: a brief's record, its page, its twin, any cited Markdown.

Enter: bytes and their evidence, as they lie on disk or on a site. Leave: `Checked`, the word on one
target. `dateline verify` takes this road with a stranger's file, `dateline build` with its own pages
before it shows them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline import publish
from pipeline.errors import DatelineError, RecordError
from pipeline.newsroom import briefs, publication
from pipeline.newsroom.code import code_digest
from pipeline.newsroom.config import Newsroom, shipped
from pipeline.newsroom.desk import Desk
from pipeline.pages import front_matter
from pipeline.publish.build import BuildReport
from pipeline.records import (
    Brief,
    Evidence,
    EvidenceItem,
    Finding,
    News,
    Where,
    evidence_file,
    history,
    store,
)
from pipeline.records import draft as drafts
from pipeline.records.rules import row, score
from pipeline.records.source_map import locator
from pipeline.render import render_all
from pipeline.render.brief import brief_page
from pipeline.render.environment import environment
from pipeline.verify import as_it_was_made, judge, remembered
from pipeline.verify.checked import Checked, Published
from pipeline.verify.markdown.document import Verified, verify_markdown
from pipeline.verify.markdown.examination import Made, Terms, Vouched
from pipeline.verify.markdown.vouching import told_by
from pipeline.verify.page_words import altered
from pipeline.verify.phrases.style import Style, load
from pipeline.world import Track, system_clock, unwatched


@dataclass(frozen=True, slots=True)
class Rules:
    """What a text is held to: the desk's gate, and the phrase rules of a newsroom."""

    desk: Desk
    style: Style
    styles: Path

    @classmethod
    def of(cls, desk: Desk, root: Path) -> Rules:
        own = root / "templates" / "styles"
        styles = own if own.is_dir() else shipped("templates") / "styles"
        return cls(desk, load(styles), styles)


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
    brief = _parsed(data, file)
    evidence = replace(evidence, day=brief.day, gaps=brief.draft.gaps)
    desk = as_it_was_made(rules.desk, brief)
    judgement = judge(brief.draft, evidence, desk, said=said, styles=rules.styles)
    judgement = remembered(judgement, brief.findings, desk)
    locate = locator(data.decode("utf-8"))
    findings = tuple(
        replace(_standing(one), where=_place(one.where.path, locate, file))
        for one in judgement.findings
    )
    points = score(findings)
    clean = not any(one.severity == "error" for one in findings)
    count = sum(1 for _ in drafts.sentences(brief.draft))
    fine = clean and points >= rules.desk.gate.floor and brief.outcome != "held"
    gone = history.withdrawals(brief)
    note = history.retraction(brief) or ("held by its verdict" if brief.outcome == "held" else "")
    return Checked(file, findings, points, fine, count, count, note, gone)


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
    for other in sorted(path.parent.parent.glob("????-??-??/brief.json")):
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
        terms = Terms(found.page_name, 0, _sentences(found.record, where=found.record_name))
        page = verify_markdown(found.page, items, rules.style, terms)
        kept = page.findings if found.record is None else _of_sources(page)
        points = score(kept)
        clean = not any(one.severity == "error" for one in kept)
        checked.append(Checked(found.page_name, kept, points, clean, page.sentences, page.judged))
    if found.shown is not None and found.record is not None:
        kept = altered(found.shown, store.from_json(Brief, found.record), found.name)
        checked.append(Checked(found.name, kept, score(kept), not kept))
    return replace(
        checked[0],
        name=found.name,
        findings=tuple(one for part in checked for one in part.findings),
        score=min(part.score for part in checked),
        publishable=all(part.publishable and not part.retracted for part in checked),
    )


def _of_sources(page: Verified) -> tuple[Finding, ...]:
    """What a page's words are held to where the record answers for the rest."""
    return tuple(one for one in page.findings if row(one.rule).page and one.severity == "error")


def vouched(brief: Brief | None) -> Vouched:
    """The sentences of a brief's record, with what each cites; none of a page without one.

    That they are true is asked when the record is verified, which knows of what kind each is and
    which of them code put together; their figures are held against the sources here too. A sentence
    that stands otherwise on the page is judged there.
    """
    return told_by(brief) if brief is not None else {}


def _sentences(record: bytes | None, *, where: str) -> Vouched:
    return vouched(None if record is None else store.from_json(Brief, record, where=where))


def made_lines(brief: Brief | None, page: str, record: Path, room: Newsroom) -> Made:
    """Lines that code makes of this record for its page: scores, receipts, links, why a source is here.

    They say what the record holds, not what a source says; each is compared whole.
    """
    evidence = record.with_name("evidence.json")
    if brief is None or not evidence.is_file():
        return frozenset()
    items = store.read(tuple[EvidenceItem, ...], evidence)
    facts, _ = front_matter.load(page, where=str(record))
    news = record.with_name("news.json")
    known = store.read(News, news) if news.is_file() else None
    shown = briefs.with_news(Evidence(brief.day, items), known)
    made = brief_page(brief, shown, room.desk, environment(room), facts=facts)
    return frozenset(" ".join(line.split()) for line in made.body.splitlines() if line.strip())


def _record_of(page: str, record: Path) -> Brief | None:
    """The record that a brief's page says it shows, if it lies there."""
    if not record.is_file():
        return None
    data = record.read_bytes()
    facts, _ = front_matter.load(page, where=str(record))
    if facts.get("kind") != "brief" or facts.get("record") not in (None, store.sha256(data)):
        return None
    return _parsed(data, str(record))


@lru_cache(maxsize=2)  # a day's record and its page ask for the same one
def _parsed(data: bytes, where: str) -> Brief:
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
    brief = _record_of(shown.text, record)
    made = made_lines(brief, shown.text, record, room)
    terms = Terms(shown.file, rules.desk.gate.floor, vouched(brief), made)
    return verify_markdown(shown.text, items, rules.style, terms)


# ── our own, before they are shown ────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Proven:
    """A site of sound pages, and those held back from it, each with its reason: briefs by day, posts
    by their path below content/; and what the audit found on these."""

    site: BuildReport
    held_back: dict[str, str]
    findings: tuple[Finding, ...] = ()


def publish_proven(
    room: Newsroom,
    *,
    audit: publish.Audit,
    track: Track = unwatched,
    full: bool = False,
    now: Callable[[], datetime] = system_clock,
) -> Proven:
    """Render and build the site; a brief whose record, page or twin is not proven is held back, and
    so is a brief or post that the audit finds an error on.

    The others go on, and `briefs/public.jsonl` says what became public and what did not. Raises
    BuildError as `build_site` does, AuditError when what is found concerns no single brief or post.
    """
    rules = Rules.of(room.desk, room.root)
    held_back = render_proven(room, track=track)

    def twins(site: Path, days: tuple[str, ...]) -> dict[str, str]:
        checked = {day: _twin(site, day, rules) for day in track(days, "proof of twins")}
        return {day: reason for day, reason in checked.items() if reason}

    found: tuple[Finding, ...] = ()
    while True:
        try:
            report = publish.build_site(room, audit=audit, prove=twins, track=track, full=full)
            publication.settle(room, now(), held_back)
            return Proven(report, held_back, found)
        except publish.UnprovenError as refused:
            held_back |= refused.reasons
        except publish.AuditError as refused:
            reasons = faulty(refused.findings, room.desk.site_url)
            if not reasons.keys() - held_back.keys():
                raise
            held_back = reasons | held_back
            found += tuple(one for one in refused.findings if one.severity == "error")
        room = replace(room, left_out=frozenset(held_back))
        render_all(room, without=frozenset(held_back))


OF_BRIEF = re.compile(r"(?:briefs/|api/(?:briefs|evidence)/)(\d{4}-\d\d-\d\d)\b")
OF_POST = re.compile(r"posts/([^/\s]+)/")


def faulty(findings: tuple[Finding, ...], site_url: str) -> dict[str, str]:
    """The briefs and posts that the errors of an audit stand on, each with the first of its reasons.

    A finding about a feed or list concerns the page it names, if it names one.
    """
    reasons: dict[str, str] = {}
    for one in findings:
        named = one.match.removeprefix(site_url) if one.match.startswith(site_url) else ""
        for place in (one.where.file, named) if one.severity == "error" else ():
            brief, post = OF_BRIEF.match(place), OF_POST.match(place)
            page = brief[1] if brief else f"posts/{post[1]}.md" if post else ""
            if page:
                reasons.setdefault(page, f"{one.message} ({one.rule}) {one.match}".strip())
                break
    return reasons


def render_proven(room: Newsroom, *, track: Track = unwatched) -> dict[str, str]:
    """Render every page but of briefs that are not proven or readable; returns those, with reasons."""
    damaged = briefs.damaged(room)
    render_all(room, without=frozenset(damaged))
    days = tuple(sorted(path.stem for path in (room.content / "briefs").glob("????-??-??.md")))
    held_back = damaged | unproven(room, tuple(track(days, "proof")))
    if held_back.keys() - damaged.keys():
        render_all(room, without=frozenset(held_back))
    return held_back


def unproven(room: Newsroom, days: tuple[str, ...]) -> dict[str, str]:
    """Of these days of a newsroom, those whose record or page is not proven, each with its reason.

    What was proven once is not proven again while record, evidence, page and code stay as they are.
    A record or page that cannot be read is not proven.
    """
    rules = Rules.of(room.desk, room.root)
    memory = _proven_before(room)
    base = store.short_id(code_digest(), room.desk.model_dump_json())
    made: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for day in days:
        key = store.short_id(base, *(_digest(path) for path in _files(room, day)))
        if memory.get(day) != key:
            try:
                reason = _against(room, day, rules)
            except (DatelineError, OSError, ValueError) as error:
                reason = str(error)
            if reason:
                reasons[day] = reason
                continue
        made[day] = key
    store.write(room.state / PROVEN, json.dumps(made))
    return reasons


PROVEN = "proven.json"


def _proven_before(room: Newsroom) -> dict[str, str]:
    try:
        return dict(json.loads((room.state / PROVEN).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return {}  # nothing remembered: everything is proven anew


def _files(room: Newsroom, day: str) -> tuple[Path, ...]:
    folder = room.day(day)
    page = room.content / "briefs" / f"{day}.md"
    return folder / "brief.json", folder / "evidence.json", page


def _digest(path: Path) -> str:
    return store.sha256(path.read_bytes()) if path.is_file() else ""


def _against(room: Newsroom, day: str, rules: Rules) -> str:
    """The first thing that stands against a day's record or page, or "".

    What a person let pass when they approved the brief is theirs to answer for.
    """
    record, evidence, page = _files(room, day)
    data = record.read_bytes()
    items = evidence_file.read(evidence.read_bytes(), where=f"briefs/{day}/evidence.json")
    approved = {
        (one.rule, one.match)
        for one in _parsed(data, str(record)).findings
        if one.resolved == "approved"
    }
    news = briefs.read_news(room, day)
    pack = Evidence(day, items, window=news.window) if news else Evidence(day, items)
    checked = prove_record(data, pack, rules, file=str(record))
    found = [("record", one) for one in checked.findings]
    if page.is_file():
        verified = prove_page(
            ShownPage(page.read_text("utf-8"), page.name), record, items, rules, room
        )
        found += [("page", one) for one in verified.findings]
    for place, one in found:
        if one.severity == "error" and (one.rule, one.match) not in approved:
            return f"its {place}: {one.message} ({one.rule}) {one.match}".strip()
    return ""


def _twin(site: Path, day: str, rules: Rules) -> str:
    """The first thing that stands against what the new site holds of a brief, or ""."""
    evidence, page = site / f"api/evidence/{day}.json", site / f"briefs/{day}/index.md"
    if not (evidence.is_file() and page.is_file()):
        return ""
    record = site / f"api/records/{day}.json"  # proven itself before the build
    told = _sentences(record.read_bytes() if record.is_file() else None, where=record.name)
    items = evidence_file.read(evidence.read_bytes(), where=evidence.name)
    text = page.read_text("utf-8")
    verified = verify_markdown(text, items, rules.style, Terms(page.name, 0, told))
    errors = _of_sources(verified)
    return f"its twin: {errors[0].message} ({errors[0].rule}) {errors[0].match}" if errors else ""
