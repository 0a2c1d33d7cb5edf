"""render, build, serve, audit: briefs into pages, pages into a site, a preview of it, and the site
under a stranger's eye."""

from __future__ import annotations

import socket
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from pipeline import audit as eye
from pipeline import publish
from pipeline import render as pages
from pipeline.audit.facts import Facts
from pipeline.cli.io import answer, begun, common, say, track, warn_of_clock
from pipeline.errors import ConfigError
from pipeline.newsroom import runs
from pipeline.newsroom.briefs import damaged
from pipeline.newsroom.config import open_newsroom
from pipeline.proof import publish_proven
from pipeline.publish import BuildReport, mkdocs
from pipeline.records import Finding
from pipeline.world import World

SHOWN = 40  # findings printed for people; --json has all


@click.command()
@common
def render(root: Path, as_json: bool) -> int:
    """Write content/ from briefs/: every page that is not written by hand.

    Held briefs get no page, and neither has a day whose record is damaged: it is named, and the exit
    code is 1. The same records give the same bytes, so content/briefs/ may be
    deleted and made again. Nothing is built; see `dateline build`.

    \b
    Example:
      dateline render
    """
    room = open_newsroom(root)
    with runs.lock(room.state):
        wrong = damaged(room)
        artifacts = pages.render_all(room, without=frozenset(wrong))
    for reason in wrong.values():
        say(f"no page: {reason}")
    text = f"{len(artifacts)} pages stand in {room.content}"
    data = {"pages": [asdict(one) for one in artifacts], "damaged": wrong}
    answer(data, text, as_json=as_json)
    return int(bool(wrong))


@click.command()
@common
@click.option("--full", is_flag=True, help="Build every page anew, whatever stands.")
def build(root: Path, as_json: bool, full: bool) -> int:
    """Render, prove, build site/ aside, audit it, and put it in place whole.

    Every brief's record, page and twin take the road of `dateline verify` first; one that fails is
    held back with its reason, and so is a brief or post the audit finds an error on; the others go
    on, and the exit code is 1.

    Pages that did not change are taken over from the last build. If mkdocs or the audit refuses,
    yesterday's site stays as it was and the exit code is 1. The addresses that changed are listed
    in .dateline/changed.txt, for purging caches.

    \b
    Example:
      dateline build
      python -m http.server -d site 8000
    """
    room = open_newsroom(root)
    warn_of_clock(room, World())
    begun("proving the briefs and building the site")
    with runs.lock(room.state):
        try:
            proven = publish_proven(room, audit=eye.audit, track=track, full=full)
        except publish.AuditError as refused:
            answer({"published": False, "findings": [asdict(one) for one in refused.findings]},
                   _findings(refused.findings), as_json=as_json)  # fmt: skip
            say(str(refused))
            return 1
    for day, reason in sorted(proven.held_back.items()):
        say(f"held back {day}: {reason}")
    facts = {"published": True, **asdict(proven.site), "held_back": proven.held_back}
    facts["findings"] = [asdict(one) for one in (*proven.findings, *proven.site.findings)]
    answer(facts, _report(proven.site, room.site), as_json=as_json)
    return 1 if proven.held_back else 0


@click.command()
@click.option(
    "--address", default="127.0.0.1:8000", show_default=True, help="Host and port to listen at."
)
@common
def serve(address: str, root: Path, as_json: bool) -> None:
    """Preview the pages with mkdocs while you write: a page is shown anew when it is saved.

    The pages are rendered first; a post is one once it lies in content/posts/. Feeds, twins,
    pictures and structured data are what `dateline build` adds, and are not here. Ends on Ctrl-C.

    \b
    Example:
      dateline serve
      dateline serve --address 0.0.0.0:9000
    """
    host, _, port = address.rpartition(":")
    if not (host and port.isdecimal() and 0 < int(port) < 65536):
        raise ConfigError(f"{address!r} is no address", where="--address",
                          hint="write host and port, like 127.0.0.1:8000")  # fmt: skip
    room = open_newsroom(root)
    _free(host, int(port))
    with runs.lock(room.state):
        pages.render_all(room, without=frozenset(damaged(room)))
    answer({"address": f"http://{address}/"}, f"http://{address}/ shows {room.content}; Ctrl-C ends it",
           as_json=as_json)  # fmt: skip
    mkdocs.serve(room, address)


def _free(host: str, port: int) -> None:
    """Raises ConfigError where nothing can listen at an address: mkdocs would end in a traceback."""
    try:
        bare = host.strip("[]")
        family = socket.AF_INET6 if ":" in bare else socket.AF_INET
        socket.create_server((bare, port), family=family).close()
    except OSError as refused:
        raise ConfigError(f"{host}:{port}: {refused.strerror}", where="--address",
                          hint="end what listens there, or name another port") from refused  # fmt: skip


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--alt", is_flag=True, help="Also list every page's pictures and how many are described."
)
@common
def audit(folder: Path | None, alt: bool, root: Path, as_json: bool) -> int:
    """Look at a built site: alternative texts, structured data, links, citations, feeds, budgets.

    FOLDER is the site to look at, or the newsroom's own. Exit code 1 when there is an error.

    \b
    Example:
      dateline audit
      dateline audit site --alt
    """
    room = open_newsroom(root)
    seen = eye.inspect(folder or room.site, room.desk)
    table = [_row(path, one) for path, one in sorted(seen.pages.items()) if one.images]
    errors = sum(one.severity == "error" for one in seen.findings)
    text = _findings(seen.findings) + (_table(table) if alt else "")
    text += f"{len(seen.pages)} pages, {errors} errors, {len(seen.findings) - errors} warnings"
    answer({"pages": len(seen.pages), "errors": errors, "pictures": table,
            "findings": [asdict(one) for one in seen.findings]}, text, as_json=as_json)  # fmt: skip
    return 1 if errors else 0


def _report(report: BuildReport, site: Path) -> str:
    seconds = sum(report.seconds.values())
    lines = [
        f"published {report.pages} pages ({report.built} built anew) to {site} in {seconds:.1f} s"
    ]
    return "\n".join([*lines, *_findings(report.findings).splitlines()])


def _findings(findings: tuple[Finding, ...]) -> str:
    lines = [
        f"{one.severity}: {one.where.file}: {one.message} [{one.rule}]"
        + (f" {one.match}" if one.match else "")
        for one in findings[:SHOWN]
    ]
    more = [f"and {len(findings) - SHOWN} more; --json lists all"] if len(findings) > SHOWN else []
    return "".join(f"{line}\n" for line in [*lines, *more])


def _row(path: str, facts: Facts) -> dict[str, Any]:
    return {"page": path, "pictures": facts.images, "described": facts.described}


def _table(rows: list[dict[str, Any]]) -> str:
    lines = [f"{row['described']:>4} of {row['pictures']:<4} {row['page']}" for row in rows]
    return "\n".join(["described pictures by page:", *lines, ""])
