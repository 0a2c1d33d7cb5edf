"""The road by which a text is proven, and our own pages on it before anybody sees them.

`targets.py` proves one target: `dateline verify` takes that road with a stranger's file, `dateline
build` with its own pages. Enter here: a newsroom. Leave: its site, and what was held back from it, each
with its reason. What was proven stays proven while record, evidence, page, desk and code stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from pipeline import publish
from pipeline.errors import DatelineError
from pipeline.newsroom import briefs, publication
from pipeline.newsroom.code import code_digest
from pipeline.newsroom.config import Newsroom
from pipeline.proof.folder import in_folder
from pipeline.proof.printed.record import Printed
from pipeline.proof.repeated import repeats
from pipeline.proof.targets import (
    Rules,
    ShownPage,
    made_lines,
    of_sources,
    parsed,
    prove_page,
    prove_published,
    prove_record,
    said_beside,
    sentences_of,
    shown_otherwise,
    vouched,
)
from pipeline.proof.unheard import unheard
from pipeline.publish.build import BuildReport
from pipeline.records import Brief, Evidence, EvidenceItem, Finding, evidence_file, store
from pipeline.render import render_all
from pipeline.verify.markdown.document import verify_markdown
from pipeline.verify.markdown.examination import Terms
from pipeline.world import Track, spread, system_clock, unwatched

__all__ = [
    "Proven",
    "Rules",
    "ShownPage",
    "faulty",
    "made_lines",
    "prove_page",
    "prove_published",
    "prove_record",
    "publish_proven",
    "render_proven",
    "said_beside",
    "unheard",
    "unproven",
    "vouched",
]
MANY = 24  # briefs that are worth other processes: one is proven in a tenth of a second or two


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
        check = partial(_twin, room, site, rules=rules)
        reasons = spread(check, days, track=track, label="proof of twins", many=MANY)
        return {day: reason for day, reason in zip(days, reasons, strict=True) if reason}

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
    held_back = damaged | unproven(room, days, track=track)
    if held_back.keys() - damaged.keys():
        render_all(room, without=frozenset(held_back))
    return held_back


def unproven(room: Newsroom, days: tuple[str, ...], *, track: Track = unwatched) -> dict[str, str]:
    """Of these days of a newsroom, those whose record or page is not proven, each with its reason.

    What was proven once is not proven again while record, evidence, page and code stay as they are.
    A record or page that cannot be read is not proven.
    """
    rules = Rules.of(room.desk, room.root)
    memory = _proven_before(room)
    base = store.short_id(code_digest(), room.desk.model_dump_json())
    keys = {
        day: store.short_id(base, *(_digest(path) for path in _files(room, day))) for day in days
    }
    fresh = [day for day in days if memory.get(day) != keys[day]]
    check = partial(_reason, room, rules=rules)
    said = spread(check, fresh, track=track, label="proof", many=MANY)
    reasons = {day: reason for day, reason in zip(fresh, said, strict=True) if reason}
    made = {day: key for day, key in keys.items() if day not in reasons}
    reasons |= _unheard_of(room, made, memory, rules)
    store.write(room.state / PROVEN, json.dumps(made))
    return reasons


def _unheard_of(
    room: Newsroom, made: dict[str, str], memory: dict[str, str], rules: Rules
) -> dict[str, str]:
    """Of proven days those that tell again what one tells that they did not know of. What was found to
    stand beside which others is entered in `made`."""
    reasons: dict[str, str] = {}
    for one in unheard(room, tuple(made)):
        others = [day for day in one.others if day not in reasons]
        name, key = f"{one.day} beside", store.short_id(*(made[day] for day in (one.day, *others)))
        if others and memory.get(name) != key:
            said = tuple(briefs.readable(room, others))
            if reason := _against(room, one.day, rules, said):
                reasons[one.day] = reason
                continue
        made[name] = key
    return reasons


def _reason(room: Newsroom, day: str, rules: Rules) -> str:
    """What stands against a day, or that it cannot be read, or ""."""
    try:
        return _against(room, day, rules)
    except (DatelineError, OSError, ValueError) as error:
        return str(error)


PROVEN = "proven.json"


def _proven_before(room: Newsroom) -> dict[str, str]:
    return store.remembered(dict[str, str], room.state / PROVEN) or {}


def _files(room: Newsroom, day: str) -> tuple[Path, ...]:
    record = room.record(day)
    page = room.content / "briefs" / f"{day}.md"
    return record, record.with_name("evidence.json"), page


def _digest(path: Path) -> str:
    return store.sha256(path.read_bytes()) if path.is_file() else ""


def _against(room: Newsroom, day: str, rules: Rules, said: tuple[Brief, ...] = ()) -> str:
    """The first thing that stands against a day's record or page, or ""; `said`: beside these briefs.

    What a person let pass when they approved the brief is theirs to answer for.
    """
    record, evidence, page = _files(room, day)
    data = record.read_bytes()
    items = evidence_file.read(evidence.read_bytes(), where=f"briefs/{day}/evidence.json")
    approved = {
        (one.rule, one.match)
        for one in parsed(data, str(record)).findings
        if one.resolved == "approved"
    }
    news = briefs.read_news(room, day)
    pack = Evidence(day, items, window=news.window) if news else Evidence(day, items)
    checked = prove_record(data, pack, rules, file=str(record), said=said)
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


def _twin(room: Newsroom, site: Path, day: str, rules: Rules) -> str:
    """The first thing that stands against what the new site holds of a brief, or "": what a stranger
    would be told of its folder, whose record was proven before the build."""
    if reason := _twin_alone(room, site, day, rules):
        return reason
    found = in_folder(site / "briefs" / day)
    if found is None or found.record is None:
        return ""
    items = evidence_file.read(found.evidence, where=found.evidence_name)
    due = Printed.of(parsed(found.record, found.record_name), items, rules.room, found.record)
    other = shown_otherwise(found, due, twin=True)
    return (
        f"its page as built: {other[0].message} ({other[0].rule}) {other[0].match}" if other else ""
    )


def _twin_alone(room: Newsroom, site: Path, day: str, rules: Rules) -> str:
    """The first thing that its sources have against a twin, or "".

    A twin that repeats its page, on the evidence that the page was proven on, was proven with it.
    """
    evidence, page = site / f"api/evidence/{day}.json", site / f"briefs/{day}/index.md"
    if not (evidence.is_file() and page.is_file()):
        return ""
    items = evidence_file.read(evidence.read_bytes(), where=evidence.name)
    text = page.read_text("utf-8")
    if _proven_with_page(room, day, text, items):
        return ""
    record = site / f"api/records/{day}.json"  # proven itself before the build
    told = sentences_of(record.read_bytes() if record.is_file() else None, where=record.name)
    verified = verify_markdown(text, items, rules.style, Terms(page.name, 0, told))
    errors = of_sources(verified)
    return f"its twin: {errors[0].message} ({errors[0].rule}) {errors[0].match}" if errors else ""


def _proven_with_page(room: Newsroom, day: str, twin: str, items: tuple[EvidenceItem, ...]) -> bool:
    """Whether a twin says what its page does, which was proven before the build on these sources."""
    _, evidence, page = _files(room, day)
    if not page.is_file():
        return False
    kept = evidence_file.read(evidence.read_bytes(), where=f"briefs/{day}/evidence.json")
    beneath = {item.n: _ground(item) for item in kept}
    if any(beneath.get(item.n) != _ground(item) for item in items):
        return False
    known = {item.n: item for item in items}
    return repeats(twin, page.read_text("utf-8"), known, site_url=room.desk.site_url)


def _ground(item: EvidenceItem) -> tuple[str, ...]:
    """What a text is held against of a source."""
    return item.text, item.title, item.source_title, item.url, str(item.published)
