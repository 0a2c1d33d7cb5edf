"""`dateline verify`: hold a text against its evidence, whoever wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli import published
from pipeline.cli.edition.archive import verify_archive
from pipeline.cli.edition.site import verify_sites
from pipeline.cli.io import answer, common, say
from pipeline.errors import RecordError
from pipeline.newsroom.config import Newsroom, load_desk, shipped
from pipeline.newsroom.desk import Desk
from pipeline.proof import (
    Rules,
    ShownPage,
    prove_page,
    prove_published,
    prove_record,
    said_beside,
)
from pipeline.proof.folder import in_folder
from pipeline.records import Evidence, EvidenceItem, Finding, News, store
from pipeline.records import evidence_file as packs
from pipeline.records.verdict import RECORD
from pipeline.text.words import counted
from pipeline.verify import report
from pipeline.verify.checked import Checked
from pipeline.verify.markdown.document import Verified, mend
from pipeline.verify.markdown.formats import front_matter
from pipeline.verify.markdown.marks import cites
from pipeline.world import World

ROUNDS = 5  # of mending; each applies edits that do not overlap, two suffice in practice


@click.command()
@click.argument("targets", metavar="PATH|URL...", nargs=-1)
@click.option("--evidence", "evidence_file", type=click.Path(path_type=Path, dir_okay=False),
              help="JSON list of {n, source_id, title, url, published, text}.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "github", "sarif"]), default="text",
              show_default=True, help="How findings are printed.")  # fmt: skip
@click.option("--fix", is_flag=True, help="Mend what is harmless to mend, in the file itself.")
@click.option("--with-evidence-only", "skip", is_flag=True,
              help="Leave out Markdown files that cite nothing and name no evidence.")  # fmt: skip
@click.option("--site", "whole", is_flag=True,
              help="Each PATH or URL is a whole site: compare every file with its provenance.json.")  # fmt: skip
@click.option("--archive", is_flag=True,
              help="Check every published brief again, against its evidence and today's sources.")  # fmt: skip
@click.option("--floor", type=click.IntRange(0, 100), help="Lowest score; without it the desk's.")
@common
def verify(
    targets: tuple[str, ...],
    evidence_file: Path | None,
    form: str,
    fix: bool,
    skip: bool,
    floor: int | None,
    whole: bool,
    archive: bool,
    root: Path,
    as_json: bool,
) -> int:
    """Verify quotes, citations, figures, claims, phrases and form of each PATH or URL.

    A Markdown file that cites sources, as [Source 3], [3, p. 4], [^3], (source 3), ³, [@key] or by
    a link to a source's address, needs an evidence file: --evidence, or NAME.evidence.json beside it, or `evidence:` in its front matter.
    A brief.json (or its folder) has its own. A published brief is given by its URL or by its
    folder in site/.

    \b
    Example:
      dateline verify post.md --evidence sources.json
      dateline verify briefs/2026-11-20 --format github
      dateline verify https://brief.example/briefs/2026-11-20/
      dateline verify --site https://brief.example/
      dateline verify --archive

    Exit code 0: publishable. 1: refused. 2: could not run.
    """
    if archive:
        return verify_archive(root, as_json=as_json)
    if not targets:
        raise click.UsageError("name a PATH or URL, or --archive")
    desk = _desk(root)
    if whole:
        return verify_sites(targets, desk, as_json=as_json)
    if floor is not None:
        desk = desk.model_copy(update={"gate": desk.gate.model_copy(update={"floor": floor})})
    rules = Rules.of(desk, root)
    for line in rules.style.skipped:
        say(f"skipped {line}")
    if skip:
        targets = tuple(one for one in targets if not _left_out(one, evidence_file))
    checked = tuple(_check(target, evidence_file, rules, root, fix=fix) for target in targets)
    _print(checked, form, as_json=as_json)
    return 0 if all(one.publishable for one in checked) else 1


def _desk(root: Path) -> Desk:
    own = root / "briefs" / "desk.toml"
    return load_desk(own if own.is_file() else shipped("briefs") / "desk.toml")


def _check(target: str, evidence: Path | None, rules: Rules, root: Path, *, fix: bool) -> Checked:
    if target.startswith(("http://", "https://")):
        return prove_published(published.fetch(target, rules.desk, World()), rules)
    path = Path(target)
    if path.is_dir() and (path / RECORD).is_file():
        path = path / RECORD
    elif found := in_folder(path):
        return prove_published(found, rules)
    if not path.is_file():
        raise _unknown(target)
    if path.suffix == ".json":
        pack = _pack(evidence or path.with_name("evidence.json"))
        return prove_record(_bytes(path), pack, rules, file=str(path), said=said_beside(path))
    return _markdown(path, evidence, rules, root, fix=fix)


def _unknown(target: str) -> RecordError:
    """What is said of a path that is neither a file nor a brief's folder."""
    if Path(target).is_dir():
        hint = f"a whole site is checked with `dateline verify --site {target}`, all records with --archive"
        return RecordError("is a folder, and no brief's", where=target, hint=hint)
    hint = "give a file, a brief's folder or a URL"
    return RecordError("does not exist", where=target, hint=hint)


# ── Markdown ──────────────────────────────────────────────────────────────────────────────


def _markdown(path: Path, evidence: Path | None, rules: Rules, root: Path, *, fix: bool) -> Checked:
    text = _text(path)
    place = evidence or _evidence_of(path, text)
    pack, record = _items(place), place.with_name(RECORD)
    room = Newsroom(root, rules.desk, ())
    verified = prove_page(ShownPage(text, str(path)), record, pack, rules, room)
    for _ in range(ROUNDS if fix else 0):
        if not verified.edits:
            break
        text = mend(text, verified.edits)
        verified = prove_page(ShownPage(text, str(path)), record, pack, rules, room)
    if fix and store.write(path, text):
        say(f"mended {path}")
    return _of(str(path), verified)


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
    named = "evidence" in front_matter(text)
    out = not cites(text) and not named and _evidence_place(path, text) is None
    if out:
        say(f"skipped {path}: it names no evidence and cites nothing")
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


def _pack(path: Path) -> Evidence:
    """The sources of a record, with the days that counted as news where that is kept beside them."""
    items, news = _items(path), path.with_name("news.json")
    if not news.is_file():
        return Evidence("", items)
    return Evidence("", items, window=store.read(News, news).window)


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
    notes = (one.retracted, one.withdrawn)
    withdrawn = "".join(f" [{note}]" for note in notes if note)
    share = f", {one.judged} of {one.sentences} sentences judged" if one.sentences else ""
    return f"{one.name}: {word}, score {one.score}, {counted(errors, 'error')}{share}{withdrawn}"


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
                "retracted": one.retracted,
                "withdrawn": one.withdrawn,
            }
            for one in checked
        ],
    }
