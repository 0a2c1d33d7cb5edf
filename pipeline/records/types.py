"""One frozen record per stage, each complete when it is made.

    Source -> Document -> Passage -> Hit -> Evidence -> Draft -> Finding -> Brief -> Page, Artifact

Offsets are in characters (Unicode code points), half open. Times are ISO 8601 strings with an
offset (`2026-11-20T07:30:00+00:00`), days `YYYY-MM-DD`. Ids are short hashes of what they name.
Quotes are W3C selectors (TextQuoteSelector and TextPositionSelector, Web Annotation Data Model).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.records.story import Edition, Fate, FateOutcome, Pin, Quiet, Story

if TYPE_CHECKING:
    from pipeline.text.folding import Form


@dataclass(frozen=True, slots=True)
class Source:
    """Where documents come from, as the owner declared it in sources.toml."""

    id: str
    title: str
    kind: str
    location: str
    domains: tuple[str, ...]
    licence: str = ""
    homepage: str = ""
    quote_limit: int = 120  # words a brief may quote from this source in all
    quote_words: int = 120  # of one quote
    quote_share: float = 1.0  # of a document that a brief may quote
    authority: float = 1.0  # the owner's trust, a factor on evidence scores
    url: str = ""  # how the address of a file is made of its path, with `{path}`
    url_suffix: str | None = None  # what stands in place of the file's suffix; None keeps it
    url_index: bool = False  # whether index pages keep their name in an address
    follow: bool = False  # whether the pages that a feed's entries lead to are read

    def quotable(self, words: int) -> int:
        """Words that a brief may quote of a document of so many words."""
        return min(self.quote_limit, max(1, int(self.quote_share * words)))

    @property
    def addresses(self) -> tuple[str, ...]:
        """What the addresses of its files depend on."""
        return (self.url, str(self.url_suffix), str(self.url_index), self.homepage)


@dataclass(frozen=True, slots=True)
class Block:
    """A structural stretch of a document's text: what it is, where, and its label.

    kind: heading, paragraph, list, table, code, quote, cue (a spoken sentence), speaker (who
    speaks from here on, as "Host:"), page (round the blocks of a PDF page) or boilerplate (in no
    passage). level: heading depth 1 to 6, else 0. label: cue time in seconds ("83.5"), speaker,
    page number ("2"), code language, or the kind a boilerplate block had.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One normalised text with its identity and time. Offsets into `text` are the truth."""

    id: str
    source: str
    url: str
    title: str
    authors: tuple[str, ...]
    published: str | None
    published_from: str  # front matter, feed, metadata, path, page or undated
    updated: str | None
    fetched: str
    text: str
    blocks: tuple[Block, ...]
    sha256: str  # of the raw bytes it was read from
    path: str = ""  # file below the source's location, if any
    revision: int = 1
    also_at: tuple[str, ...] = ()  # urls of folded duplicates, in order of publication
    removed: tuple[tuple[str, int], ...] = ()  # what normalisation took out: (kind, count)
    domains: tuple[str, ...] = ()
    first_seen: str = ""  # when dateline, or the source's repository, first had it
    changed: str | None = None  # when its text last changed since then, None if it never did
    home: bool = False  # whether `url` is only the home page of its source

    @property
    def day(self) -> str | None:
        """The document's own date (UTC day), or None when undated."""
        return self.published[:10] if self.published else None

    @property
    def address(self) -> str:
        """What a person finds this document by: its own URL, else the path of its file; a home page is
        the address of all that its source holds."""
        return self.path if self.home and self.path else self.url or self.path


def fate_of(document: Document, day: str, outcome: FateOutcome, reason: str) -> Fate:
    """The fate of a document that is of that day, before its domain and story are known."""
    return Fate(document.id, document.title, document.source, "", day, outcome, reason)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document: `document.text[start:end] == text`, always."""

    id: str
    document: str
    source: str
    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()  # heading path, outermost first
    position: int = 0  # ordinal within the document
    locator: str = ""  # "p. 2" or "00:01:23" where the document has pages or times


@dataclass(frozen=True, slots=True)
class Rank:
    """What one ranker said of a passage: rank from 1, raw score."""

    ranker: str
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query, with every ranker's word and the fused score."""

    passage: Passage
    document: Document
    score: float
    ranks: tuple[Rank, ...] = ()
    terms: tuple[str, ...] = ()  # query terms found, for highlighting
    factors: tuple[tuple[str, float], ...] = ()  # what re-ranking multiplied in, by name


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One numbered source of a pack: what `[Source n]` means."""

    n: int
    source_id: str
    source_title: str
    title: str
    url: str
    published: str | None
    text: str
    passage: str
    document: str
    start: int  # of `text` in the document
    domain: str
    headings: tuple[str, ...] = ()
    locator: str = ""
    also_at: tuple[str, ...] = ()
    before: str = ""  # some words of the document before and after, for context
    after: str = ""
    question: str = ""
    score: float = 0.0
    ranks: tuple[Rank, ...] = ()
    factors: tuple[tuple[str, float], ...] = ()
    blocks: tuple[Block, ...] = ()  # structure of `text`, offsets into `text`
    quote_limit: int = 120  # words of its document that may be quoted
    quote_words: int = 120  # of one quote
    licence: str = ""
    story: str = ""  # id of the story it belongs to
    part: str = ""  # in it: lead, confirms, disagrees or background
    head: str = ""  # the first words of its document, where the passage is a later one
    first_seen: str = ""
    changed: str = ""
    home: bool = False  # whether `url` is only the home page of its source
    subject: str = ""  # the package of an advisory that is filed under its name
    filed: bool = False  # whether `title` is only the name of its file

    @property
    def prose(self) -> str:
        """`text` without its headings, which state nothing."""
        left, at = [], 0
        for block in sorted(self.blocks, key=lambda one: one.start):
            if block.kind == "heading":
                left.append(self.text[at : block.start])
                at = max(at, block.end)
        return "\n".join([*left, self.text[at:]])

    @property
    def form(self) -> Form:
        """What in `text` is markup: nothing, where a reader of ours cut it out of a document."""
        return "plain" if self.passage else "source"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The numbered pack of a day, by story. `gaps` names domains for which nothing good was found."""

    day: str
    items: tuple[EvidenceItem, ...]
    corpus_digest: str = ""
    gaps: tuple[str, ...] = ()
    stories: tuple[Story, ...] = ()  # in the order they are told
    quiet: tuple[Quiet, ...] = ()  # domains without news
    edition: Edition = "news"
    window: int = 7  # days before the edition that count as news
    fates: tuple[Fate, ...] = ()  # of all that was looked at since the last public brief
    since: str = ""  # its day
    pins: tuple[Pin, ...] = ()  # what an editor asked for

    def item(self, n: int) -> EvidenceItem | None:
        """The item a `[Source n]` names, or None."""
        return next((item for item in self.items if item.n == n), None)


@dataclass(frozen=True, slots=True)
class Page:
    """Rendered Markdown: path below content/, front matter, body."""

    path: str
    meta: tuple[tuple[str, object], ...]
    body: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """A written file: path below its root, sha256 of its bytes, size in bytes."""

    path: str
    sha256: str
    size: int
