"""Briefs into pages: everything under content/ that is not written by hand.

Enter: a newsroom's records. Leave: Markdown with front matter under content/, the same bytes for
the same records. Held briefs never appear there. Hand-written pages are read, never changed.
Refuses: a post without its facts or with an image nobody described (`RecordError`).
"""

from __future__ import annotations

from pipeline.newsroom.config import Newsroom
from pipeline.records import Artifact
from pipeline.render.folder import render_briefs
from pipeline.render.lists import list_pages
from pipeline.render.written import Folder

__all__ = ["render_all"]


def render_all(room: Newsroom, *, without: frozenset[str] = frozenset()) -> tuple[Artifact, ...]:
    """Every generated page, from briefs/. Pages whose records did not change are left as they are.

    without: days whose brief is held back, as if it were not published. Raises RecordError when a
    record or a hand-written post does not have its form.
    """
    folder = Folder(room)
    render_briefs(folder, without=without)
    for page in list_pages(room):
        folder.put(page)
    return folder.finish()
