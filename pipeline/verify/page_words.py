"""Whether a page of a site shows the words of its record: the HTML that a reader sees.

Enter: the bytes of a brief's page, and its record. Leave: findings. Every sentence, headline and
quote of the record stands on the page, and every sentence of the page that cites a source stands in
the record. White space, typography and what opens on demand are left out of the comparison; a
page of another maker, without the article that a brief is, is not compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from pipeline.records import Brief, Finding, Where
from pipeline.records import draft as drafts
from pipeline.records.rules import finding

CITES = "a.cite[href^='#source-']"
HIDDEN = "details, script, style, template, svg, sup.note"
BLOCKS = "p, li"
LOST = "What the record says here does not stand on the page."
ADDED = "This stands on the page, cites a source, and is not in the record."


def altered(html: bytes, brief: Brief, file: str) -> tuple[Finding, ...]:
    """A finding for each thing that page and record do not share; none for a page without a
    brief's article."""
    article = BeautifulSoup(html, "html.parser").select_one("article.brief")
    if article is None:
        return ()
    for hidden in article.select(HIDDEN):
        hidden.decompose()
    shown = _bare(article.get_text())
    told = list(_told(brief))
    lost = [text for text in told if _bare(text) not in shown]
    known = "\n".join(map(_bare, told))
    added = [one for one in _cited(article) if not _stands(one, known)]
    return tuple(_finding(one, LOST, file) for one in lost) + tuple(
        _finding(one, ADDED, file) for one in added
    )  # fmt: skip


def _told(brief: Brief) -> Iterator[str]:
    yield from (one.headline for one in brief.draft.sections)
    yield from (one.text for _, one in drafts.sentences(brief.draft))
    yield from (one.words for _, one in drafts.quotes(brief.draft))


def _cited(article: Tag) -> Iterator[str]:
    """What stands before each run of citations, back to the one before or the block's begin."""
    for block in article.select(BLOCKS):
        said = ""
        for part in block.descendants:
            if isinstance(part, Tag):
                if part in block.select(CITES) and said.strip():
                    yield said.strip()
                    said = ""
            elif not part.find_parent("a", class_="cite"):
                said += str(part)


def _stands(text: str, known: str) -> bool:
    """Whether the words, less a label in front ("For platform teams:"), are the record's."""
    if text.startswith("—"):  # whose words a quote is: title, source and day
        return True
    _, colon, rest = text.partition(":")
    return _bare(text) in known or bool(colon and len(_bare(rest)) > 8 and _bare(rest) in known)


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _finding(text: str, why: str, file: str) -> Finding:
    words = " ".join(text.split())
    return finding(
        "page-altered",
        Where(line=1, file=file),
        words[:200],
        why,
        fix="Show the page that was built from the record, or correct the brief itself.",
    )
