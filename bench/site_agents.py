"""How agents find the site: AFDocs' scorecard, as a static host and with negotiation.

    python bench/site_agents.py [ROOT] [--afdocs 'npx afdocs'] [--keep DIR]

The newsroom at ROOT (or the test newsroom, with --fixture) is copied and built for a loopback
address, served twice, and checked by `npx afdocs check URL --format scorecard`. Needs node.
"""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "tests")]

import newsdesk
import site_serve

from pipeline.audit import audit
from pipeline.newsroom.config import open_newsroom
from pipeline.publish import build_site
from pipeline.render import render_all

PORTS = {"static": 8766, "negotiating": 8765}


def copy(root: Path | None, target: Path, url: str) -> None:
    """A newsroom at `target` whose site will stand at `url`."""
    if root is None:
        newsdesk.newsroom(target, tuple(f"2026-11-{day:02d}" for day in range(2, 20)))
    else:
        shutil.copytree(root / "briefs", target / "briefs")
        for name in ("posts", "assets"):
            if (root / "content" / name).is_dir():
                shutil.copytree(root / "content" / name, target / "content" / name)
    desk = target / "briefs" / "desk.toml"
    text = re.sub(
        r"^site_url\s*=.*$", f'site_url = "{url}"', desk.read_text("utf-8"), flags=re.MULTILINE
    )
    desk.write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("root", nargs="?", type=Path, default=Path())
    parser.add_argument("--fixture", action="store_true", help="check the test newsroom instead")
    parser.add_argument("--afdocs", default="npx --yes afdocs")
    parser.add_argument("--full", action="store_true", help="print the whole scorecard")
    options = parser.parse_args()
    for kind, port in PORTS.items():
        with tempfile.TemporaryDirectory() as name:
            target, url = Path(name), f"http://127.0.0.1:{port}/"
            copy(None if options.fixture else options.root, target, url)
            room = open_newsroom(target)
            render_all(room)
            build_site(room, audit=audit)
            server = site_serve.start(room.site, port=port, plain=kind == "static")
            command = [*shlex.split(options.afdocs), "check", url, "--format", "scorecard",
                       "--sampling", "deterministic", "--request-delay", "0"]  # fmt: skip
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
            server.shutdown()
            server.server_close()
            lines = done.stdout.splitlines()
            shown = (
                lines
                if options.full
                else [line for line in lines if re.search(r"Overall|WARN|FAIL", line)]
            )
            print(f"{kind}:", *(shown or [done.stderr.strip()[-400:]]), sep="\n")


if __name__ == "__main__":
    main()
