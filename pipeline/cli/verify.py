"""`dateline verify`: hold a text against its evidence, whoever wrote it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from pipeline.cli import published
from pipeline.cli.io import answer, common, say
from pipeline.errors import RecordError
from pipeline.newsroom.config import load_desk, shipped
from pipeline.newsroom.desk import Desk
from pipeline.records import Brief, Evidence, EvidenceItem, Finding, Where, store
from pipeline.records import draft as drafts
from pipeline.text.folding import fold
from pipeline.verify import evidence_file as packs
from pipeline.verify import judge, remembered, report
from pipeline.verify.catalog import score
from pipeline.verify.markdown.document import Verified, mend, verify_markdown
from pipeline.verify.markdown.examination import Vouched
from pipeline.verify.markdown.formats import front_matter
from pipeline.verify.markdown.parse import marks
from pipeline.verify.markdown.source_map import locator
from pipeline.verify.phrases import style
from pipeline.world import World

# What a page's words are held to where the record answers for the rest: what it shows of sources.
PAGE_RULES = ("quote-", "number-", "attribution-", "claim-negation", "cite-unknown")
ROUNDS = 5  # of mending; each applies edits that do not overlap, two suffice in practice


@dataclass(frozen=True, slots=True)
class Checked:
    """The word on one target."""

    name: str
    findings: tuple[Finding, ...]
    score: int
    publishable: bool
    sentences: int = 0
    judged: int = 0


@click.command()
@click.argument("targets", metavar="PATH|URL...", nargs=-1, required=True)
@click.option("--evidence", "evidence_file", type=click.Path(path_type=Path, dir_okay=False),
              help="JSON list of {n, source_id, title, url, published, text}.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "github", "sarif"]), default="text",
              show_default=True, help="How findings are printed.")  # fmt: skip
@click.option("--fix", is_flag=True, help="Mend what is harmless to mend, in the file itself.")
@click.option("--with-evidence-only", "skip", is_flag=True,
              help="Leave out Markdown files that have no evidence and cite no [Source N].")  # fmt: skip
@click.option("--floor", type=click.IntRange(0, 100), help="Lowest score; without it the desk's.")
@common
def verify(
    targets: tuple[str, ...],
    evidence_file: Path | None,
    form: str,
    fix: bool,
    skip: bool,
    floor: int | None,
    root: Path,
    as_json: bool,
) -> int:
    """Verify quotes, citations, figures, claims, phrases and form of each PATH or URL.

    A Markdown file that cites numbered sources as [Source 3], [3], [^3] or (source 3) needs an
    evidence file: --evidence, or NAME.evidence.json beside it, or `evidence:` in its front matter.
    A brief.json (or its folder) has its own. A published brief is given by its URL or by its
    folder in site/.

    \b
    Example:
      dateline verify post.md --evidence sources.json
      dateline verify briefs/2026-11-20 --format github
      dateline verify https://brief.example/briefs/2026-11-20/

    Exit code 0: publishable. 1: refused. 2: could not run.
    """
    desk = _desk(root)
    if floor is not None:
        desk = desk.model_copy(update={"gate": desk.gate.model_copy(update={"floor": floor})})
    rules = style.load(_styles(root))
    for line in rules.skipped:
        say(f"skipped {line}")
    if skip:
        targets = tuple(one for one in targets if not _left_out(one, evidence_file))
    checked = tuple(_check(target, evidence_file, desk, root, rules, fix=fix) for target in targets)
    _print(checked, form, as_json=as_json)
    return 0 if all(one.publishable for one in checked) else 1


def _desk(root: Path) -> Desk:
    own = root / "briefs" / "desk.toml"
    return load_desk(own if own.is_file() else shipped("briefs") / "desk.toml")


def _styles(root: Path) -> Path:
    own = root / "templates" / "styles"
    return own if own.is_dir() else shipped("templates") / "styles"


def _check(
    target: str, evidence: Path | None, desk: Desk, root: Path, rules: style.Style, *, fix: bool
) -> Checked:
    if target.startswith(("http://", "https://")):
        return _site_brief(published.fetch(target, desk, World()), desk, rules, root)
    path = Path(target)
    if path.is_dir() and (path / "brief.json").is_file():
        path = path / "brief.json"
    elif found := published.in_folder(path):
        return _site_brief(found, desk, rules, root)
    if not path.is_file():
        raise RecordError(
            "does not exist", where=target, hint="give a file, a brief's folder or a URL"
        )
    if path.suffix == ".json":
        pack = _items(evidence or path.with_name("evidence.json"))
        return _record(_bytes(path), pack, desk, str(path), said=_said(path), root=root)
    return _markdown(path, evidence, desk, rules, fix=fix)


# ── records ───────────────────────────────────────────────────────────────────────────────


def _record(
    data: bytes,
    items: tuple[EvidenceItem, ...],
    desk: Desk,
    file: str,
    *,
    said: tuple[Brief, ...],
    root: Path,
) -> Checked:
    """A brief's record as it stands: what judging would have to repair is an open finding."""
    brief = store.from_json(Brief, data, where=file)
    evidence = Evidence(brief.day, items, gaps=brief.draft.gaps)
    judgement = judge(brief.draft, evidence, desk, said=said, styles=_styles(root))
    judgement = remembered(judgement, brief.findings, desk)
    locate = locator(data.decode("utf-8"))
    findings = tuple(
        replace(_standing(one), where=_place(one.where.path, locate, file))
        for one in judgement.findings
    )
    points = score(findings)
    clean = not any(one.severity == "error" for one in findings)
    count = sum(1 for _ in drafts.sentences(brief.draft))
    return Checked(file, findings, points, clean and points >= desk.gate.floor, count, count)


def _standing(one: Finding) -> Finding:
    """A finding of a record as it stands: open; what a judge settled is not held against it.

    Nobody is asked here, so such a doubt stays in sight as a warning.
    """
    settled = one.resolved == "judged" and one.severity == "error"
    return replace(one, resolved="", severity="warning" if settled else one.severity)


def _place(path: str, locate: Any, file: str) -> Where:
    line, column = locate(f"draft.{path}")
    return Where(path=path, line=line, column=column, file=file)


def _said(path: Path) -> tuple[Brief, ...]:
    """Published briefs in the folders beside this one's."""
    others = sorted(path.parent.parent.glob("????-??-??/brief.json"))
    briefs = (store.read(Brief, one) for one in others if one.parent != path.parent)
    return tuple(one for one in briefs if one.outcome == "published")


def _site_brief(found: published.Found, desk: Desk, rules: style.Style, root: Path) -> Checked:
    """A published brief: its record against its evidence, and the page's words too."""
    items = packs.read(found.evidence, where=found.evidence_name)
    checked: list[Checked] = []
    if found.record is not None:
        checked.append(_record(found.record, items, desk, found.record_name, said=(), root=root))
    if found.page is not None:
        page = verify_markdown(found.page, items, rules, file=found.page_name, floor=0)
        kept = (
            page.findings
            if found.record is None
            else tuple(
                one
                for one in page.findings
                if one.rule.startswith(PAGE_RULES) and one.severity == "error"
            )
        )
        points = score(kept)
        clean = not any(one.severity == "error" for one in kept)
        checked.append(Checked(found.page_name, kept, points, clean, page.sentences, page.judged))
    return Checked(
        found.name,
        tuple(one for part in checked for one in part.findings),
        min(part.score for part in checked),
        all(part.publishable for part in checked),
        checked[0].sentences,
        checked[0].judged,
    )


# ── Markdown ──────────────────────────────────────────────────────────────────────────────


def _markdown(
    path: Path, evidence: Path | None, desk: Desk, rules: style.Style, *, fix: bool
) -> Checked:
    text = _text(path)
    place = evidence or _evidence_of(path, text)
    pack = _items(place)
    known = _vouched(text, place.with_name("brief.json"))
    floor = desk.gate.floor
    verified = verify_markdown(text, pack, rules, file=str(path), floor=floor, vouched=known)
    for _ in range(ROUNDS if fix else 0):
        if not verified.edits:
            break
        text = mend(text, verified.edits)
        verified = verify_markdown(text, pack, rules, file=str(path), floor=floor, vouched=known)
    if fix and store.write(path, text):
        say(f"mended {path}")
    return _of(str(path), verified)


def _vouched(page: str, record: Path) -> Vouched:
    """Sentences of a brief's page that its record says code put together, with what each cites.

    Their words (which domains name a term) are not their sources'. That they are true is asked
    when the record is verified; their figures are held against the sources here too.
    """
    if front_matter(page).get("kind", "").strip("\"'") != "brief" or not record.is_file():
        return {}
    brief = store.from_json(Brief, _bytes(record), where=str(record))
    return {
        fold(sentence.text).norms: frozenset(sentence.cites)
        for _, sentence in drafts.sentences(brief.draft)
        if sentence.origin == "computed"
    }


def _of(name: str, verified: Verified) -> Checked:
    return Checked(
        name,
        verified.findings,
        verified.score,
        verified.publishable,
        verified.sentences,
        verified.judged,
    )


def _left_out(target: str, evidence: Path | None) -> bool:
    """Whether a target is Markdown that nothing says is to be held against evidence."""
    path = Path(target)
    if evidence or path.suffix != ".md" or not path.is_file():
        return False
    text = _text(path)
    cites = any(mark.style in ("named", "round") for mark in marks(text, 0, len(text)))
    named = "evidence" in front_matter(text)
    out = not cites and not named and _evidence_place(path, text) is None
    if out:
        say(f"skipped {path}: it names no evidence and cites no [Source N]")
    return out


def _evidence_of(path: Path, text: str) -> Path:
    """Where the evidence of a Markdown file lies, if nobody said."""
    place = _evidence_place(path, text)
    if place is None:
        raise RecordError(
            "names no evidence to verify it against",
            where=str(path),
            hint=f"give --evidence FILE, or put it at {path.with_suffix('.evidence.json')}",
        )
    return place


def _evidence_place(path: Path, text: str) -> Path | None:
    named = front_matter(text).get("evidence", "").strip("\"'")
    places = [path.parent / named] if named else []
    places += [path.with_suffix(".evidence.json"), path.with_name("evidence.json")]
    if len(path.stem) == 10:  # content/briefs/<day>.md has its record under briefs/<day>/
        places.append(path.parent.parent.parent / "briefs" / path.stem / "evidence.json")
    return next((place for place in places if place.is_file()), None)


def _items(path: Path) -> tuple[EvidenceItem, ...]:
    return packs.read(_bytes(path), where=str(path))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RecordError(f"cannot be read ({error.strerror})", where=str(path)) from error


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start})"
        raise RecordError(message, where=str(path), hint="save it as UTF-8") from error


# ── answers ───────────────────────────────────────────────────────────────────────────────


def _print(checked: tuple[Checked, ...], form: str, *, as_json: bool) -> None:
    findings = tuple(found for one in checked for found in one.findings)
    if as_json:
        answer(_data(checked, findings), "", as_json=True)
    elif form == "sarif":
        answer(report.sarif(findings), "", as_json=True)
    elif form == "github":
        if findings:
            click.echo(report.github(findings))
    else:
        if findings:
            click.echo(report.text(findings))
        for one in checked:
            click.echo(_summary(one))


def _summary(one: Checked) -> str:
    errors = sum(found.severity == "error" for found in one.findings)
    word = "publishable" if one.publishable else "refused"
    share = f", {one.judged} of {one.sentences} sentences judged" if one.sentences else ""
    return f"{one.name}: {word}, score {one.score}, {errors} errors{share}"


def _data(checked: tuple[Checked, ...], findings: tuple[Finding, ...]) -> dict[str, Any]:
    return {
        "publishable": all(one.publishable for one in checked),
        "score": min((one.score for one in checked), default=100),
        "findings": findings,
        "files": [
            {
                "file": one.name,
                "publishable": one.publishable,
                "score": one.score,
                "sentences": one.sentences,
                "judged": one.judged,
                "findings": len(one.findings),
            }
            for one in checked
        ],
    }
