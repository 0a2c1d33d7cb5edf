"""Which held briefs a push merged, and why, as the history of the record says.

Enter: a checkout and the two ends of a push. Leave: the days whose held brief came in by the pull
request that the nightly job opened, and the reason its merger gave. A held brief that somebody
pushed without one is not a merge, and nobody is taken to have approved it.
"""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.newsroom.handover import git
from pipeline.newsroom.handover.record import TRAILER

OF_DAY = r"(\d{4}-\d{2}-\d{2})"
MARKS = (
    re.compile(rf"^{re.escape(TRAILER)}{OF_DAY}\s*$", re.MULTILINE),
    re.compile(rf"^Merge pull request .*/held/{OF_DAY}\s*$", re.MULTILINE),
    re.compile(rf"^The brief of {OF_DAY} is held \(#\d+\)\s*$", re.MULTILINE),
)
WHY = re.compile(r"^\s*why:\s*(.+)", re.IGNORECASE | re.MULTILINE | re.DOTALL)
TRAILERS = re.compile(r"\n\s*(?:Held-Brief|Co-authored-by|Signed-off-by):.*", re.DOTALL)
NUMBER = re.compile(r"(?:pull request |\()#(\d+)")


def days(root: Path, before: str, after: str) -> tuple[str, ...]:
    """The days of held briefs that the commits after `before`, up to `after`, merged."""
    said = _messages(root, before, after)
    return tuple(sorted({day for mark in MARKS for day in mark.findall(said)}))


def why(root: Path, before: str, after: str) -> str:
    """The reason: what follows `Why:` in a message, else that none was given and where to look."""
    said = _messages(root, before, after)
    if found := WHY.search(said):
        reason = " ".join(TRAILERS.sub("", "\n" + found[1]).split("\0")[0].split())
        if reason:
            return reason
    number = NUMBER.search(said)
    return (
        f"merged without a reason in its message{f' (pull request {number[1]})' if number else ''}"
    )


def _messages(root: Path, before: str, after: str) -> str:
    """Messages of the commits of a push, newest first."""
    known = re.fullmatch(r"[0-9a-f]{7,64}", before) and set(before) != {"0"}
    span = f"{before}..{after}" if known and git.has(root, before) else f"{after}^!"
    return git.git(root, "log", "--format=%B%x00", span)
