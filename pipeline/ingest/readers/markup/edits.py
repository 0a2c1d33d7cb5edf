"""What an editor struck, put in, changed, marked and remarked, by CriticMarkup or in GitLab's form.

Enter: a stretch of Markdown outside code. Leave: the same with struck words in `<del>`, what was put in
as text, and without remarks, which are counted.
"""

from __future__ import annotations

import re
from collections import Counter

CRITIC = re.compile(
    r"\{--(?P<out>[^\n]{1,500}?)--\}|\{\+\+(?P<in>[^\n]{1,500}?)\+\+\}|\{~~(?P<was>[^\n]{0,500}?)~>(?P<now>[^\n]{0,500}?)~~\}"
    r"|\{==(?P<marked>[^\n]{1,500}?)==\}|\{>>(?P<remark>[^\n]{1,500}?)<<\}"
)
# `{- 30 -} {+ 60 +}` and `[- 30 -] [+ 60 +]`; one alone may be anything (a comment of Haskell, a range).
GONE = re.compile(
    r"(?<!\{)\{-(?![-}])([^{}\n]{1,300}?)(?<!-)-\}(?!\})|(?<![\w\]!])\[-(?!-)([^\[\]\n]{1,300}?)(?<!-)-\](?![(\[:])"
)
CAME = re.compile(
    r"(?<!\{)\{\+(?![+}])([^{}\n]{1,300}?)(?<!\+)\+\}(?!\})|(?<![\w\]!])\[\+(?!\+)([^\[\]\n]{1,300}?)(?<!\+)\+\](?![(\[:])"
)


def edited(text: str, removed: Counter[str]) -> str:
    """With what an editor's marks leave to be read; struck words go the way of all struck words."""
    if "{" in text:
        text = CRITIC.sub(lambda match: _left(match, removed), text)
    if ("-}" in text or "-]" in text) and GONE.search(text) and CAME.search(text):
        text = GONE.sub(lambda match: f"<del>{match[1] or match[2]}</del>", text)
        text = CAME.sub(lambda match: match[1] or match[2], text)
    return text


def _left(match: re.Match[str], removed: Counter[str]) -> str:
    if match["remark"] is not None:
        removed["comment"] += 1
        return ""
    out = match["out"] if match["out"] is not None else match["was"]
    left = match["in"] or match["now"] or match["marked"] or ""
    return f"<del>{out}</del>{left}" if out else left
