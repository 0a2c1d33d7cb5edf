"""What mkdocs is told of a newsroom, and its preview while somebody writes.

The newsroom's own mkdocs.yml or the shipped one is inherited; title, address, publisher and theme
are the desk's word, as on the published site.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import yaml

from pipeline.newsroom import templates
from pipeline.newsroom.config import Newsroom
from pipeline.publish.plan import config_file
from pipeline.records import store


def settings(room: Newsroom, docs: Path, **more: Any) -> str:
    """mkdocs.yml for the pages in `docs`; `more` are keys of it that differ from the published site's."""
    desk = room.desk
    told = {
        "INHERIT": str(config_file(room).resolve()),
        "docs_dir": str(docs.resolve()),
        "plugins": [],  # the search index is written from cards and twins, see search.py
        "site_name": desk.title,
        "site_url": desk.site_url,
        "site_description": desk.tagline or desk.title,
        "theme": {"custom_dir": str(templates.theme(room).resolve()), "language": desk.publish.language},
        "extra": {"publisher": {"name": desk.publisher.name, "type": desk.publisher.type, "url": desk.publisher.url}},
    }  # fmt: skip
    return yaml.safe_dump(told | more, allow_unicode=True)


def serve(room: Newsroom, address: str) -> NoReturn:
    """Show content/ at `address` (host:port) until mkdocs ends, anew after each change of a page (a
    change of the theme is seen at the next start). This process becomes mkdocs, so that what ends the
    one leaves no other at the port. Writes its settings and what `templates.theme` puts together under
    the local state, and nothing else."""
    place = room.state / "serve" / "mkdocs.yml"
    more = {"plugins": ["search"], "site_url": f"http://{address}/", "strict": False}
    store.write(place, settings(room, room.content, **more))
    command = [sys.executable, "-m", "mkdocs", "serve", "-q", "-f", str(place), "-a", address]
    sys.stdout.flush()
    os.execve(sys.executable, command, os.environ | {"NO_MKDOCS_2_WARNING": "1"})
