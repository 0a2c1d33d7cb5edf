"""Headings as the facts that their readers take them for, on the ground of what stands beneath them.

Enter: a draft. Leave: each heading in a writer's own words as a sentence that cites and rests on what the
facts beneath it do; the title of the edition stands on its first section. One that is a quotation and
nothing else is its source's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.records import Draft, Sentence
from pipeline.records import draft as drafts

HEADING = re.compile(r"(?:^|\.)(?:headline|title)$")  # the end of a heading's path
QUOTATION = re.compile(r"“[^“”]+”")


def headed(draft: Draft) -> Iterator[tuple[str, Sentence]]:
    """The headings of sections, comparisons and the edition, by their paths."""
    for path, text, ground in _grounds(draft):
        sentences = [one for at, one in drafts.sentences(draft) if at.startswith(ground)]
        facts = [one for one in sentences if one.kind == "fact" or one.origin == "source"]
        quoted = [one for at, one in drafts.quotes(draft) if at.startswith(ground)]
        cites = tuple(dict.fromkeys(n for one in facts for n in one.cites))
        rests = (*quoted, *(quote for one in facts for quote in one.rests))
        if cites and text.strip() and not QUOTATION.fullmatch(text.strip()):
            yield path, Sentence(text, cites, rests=tuple(one for one in rests if one.n in cites))


def _grounds(draft: Draft) -> Iterator[tuple[str, str, str]]:
    """The path of each heading, its text, and where the facts beneath it stand."""
    for at, section in enumerate(draft.sections):
        path = drafts.join("sections", at)
        yield f"{path}.headline", section.headline, f"{path}."
    for at, cut in enumerate(draft.crosscuts):
        path = drafts.join("crosscuts", at)
        yield f"{path}.title", cut.title, f"{path}."
    if draft.sections:
        yield "title", draft.title, f"{drafts.join('sections', 0)}."
