"""The words of a digest: a subject, plain text for mail, Markdown for an issue.

Enter: a digest. Leave: text. What sources wrote cannot end a header, call people or open markup.
"""

from __future__ import annotations

import re

from pipeline.publish.delivery.digests import Digest
from pipeline.text.days import long_day

LONGEST = 120  # characters of a subject


def subject(digest: Digest, desk: str) -> str:
    """One line: whose desk, which day, how much."""
    if digest.corrections:
        what = f"a {digest.corrections[0].kind}"
        text = f"{desk}: {what} to the brief of {long_day(digest.day)}"
    else:
        count = len(digest.stories)
        text = f"{desk}, {long_day(digest.day)}: {count} {'story' if count == 1 else 'stories'} for you"
    return " ".join(text.split())[:LONGEST]


def plain(digest: Digest, desk: str) -> str:
    """A digest as plain text."""
    parts = [f"{desk}, {long_day(digest.day)}"]
    for note in digest.corrections:
        parts.append(
            f"{note.kind.capitalize()} of what you were sent: {note.text}\nProof: {note.proof}"
        )
    for story in digest.stories:
        rows = [f"{story.label}: {story.headline}", f"What changed: {story.changed}"]
        rows += [f"What to do: {story.action}"] if story.action else []
        rows += [f"Why you: {story.why}", f"Proof: {story.proof}"]
        rows += [f"Source: {story.source}"] if story.source else []
        parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"


def markdown(digest: Digest) -> str:
    """A digest as the body of an issue."""
    parts = []
    for note in digest.corrections:
        kind = note.kind.capitalize()
        parts.append(
            f"**{kind}** of what you were sent: {_safe(note.text)} ([proof]({note.proof}))"
        )
    for story in digest.stories:
        rows = [f"### {_safe(story.label)}: {_safe(story.headline)}", _safe(story.changed)]
        rows += [f"**What to do:** {_safe(story.action)}"] if story.action else []
        source = f" · <{story.source}>" if re.fullmatch(r"https?://[^\s<>]+", story.source) else ""
        rows.append(f"Why you: {_safe(story.why)}. [Proof]({story.proof}){source}")
        parts.append("\n\n".join(rows))
    return "\n\n".join(parts)


def _safe(text: str) -> str:
    """Words of others in Markdown: no markup, no call of a person, no reference to an issue."""
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~!])", r"\\\1", " ".join(text.split()))
    return re.sub(r"@(?=\w)", "@\u2060", escaped)
