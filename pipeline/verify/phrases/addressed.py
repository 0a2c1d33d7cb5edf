"""Whether anything that a draft prints speaks to a machine: the last net before print.

Enter: a draft and its evidence. Leave: findings, one a text: sentence, quote, heading, label; and a note of
each source that words were left out of. A source's words are asked like our own, for whoever reads the
page with an agent is shown both.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.records import Draft, Evidence, Finding
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.text.addressed import net
from pipeline.text.words import counted


def check(draft: Draft, evidence: Evidence) -> list[Finding]:
    """What no reader's agent may be given, and what of the sources was not."""
    said = [
        finding(
            "addresses-model",
            path,
            text,
            f"It {reason}.",
            fix="tell the story by other words of its source, or leave it out",
        )
        for path, text in drafts.texts(draft)
        if (reason := net.told(text))
    ]
    return [*said, *_left_out(evidence)]


def _left_out(evidence: Evidence) -> Iterator[Finding]:
    for item in evidence.items:
        texts = (item.title, item.head, item.before, item.text, item.after)
        if count := sum(len(net.BLACKED.findall(text)) for text in texts):
            yield finding(
                "evidence-veiled",
                "evidence",
                "",
                f"Source {item.n} is read without {counted(count, 'place')} that may speak to a machine.",
            )
