"""What a document tells: its kind, its names and identifiers, and what a team could act on.

Enter: a document. Leave: a `Subject`, from its title, its path and its opening, so that a long page is
judged by what it leads with; of an advisory also from what its text says of versions. Patterns are of the forms that advisories, release notes,
proposals and posts share across projects; none names a project.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from pipeline.news.documents.severity import Severity, severity
from pipeline.news.documents.things import mended_in, numbers, things
from pipeline.records import Document
from pipeline.text.lexicon import NUMBER_WORDS
from pipeline.text.lists import beside
from pipeline.text.numbers import ADVISORY, DOTTED, GHSA
from pipeline.text.sentences import sentences
from pipeline.text.topics import is_round_up
from pipeline.text.words import clean, words

_LISTS = beside(__file__)

Nature = Literal["advisory", "incident", "release", "proposal", "post", "page", "gathering"]
LEADS: tuple[Nature, ...] = get_args(Nature)  # of one story, in this order

OPENING = 900  # characters that say what a document is: a title and two or three paragraphs
BULLETIN = 8_000  # characters of an advisory that are read for the flaws it names
IDENTIFIER = re.compile(
    rf"\b(?:{ADVISORY}|(?:KEP|SEP|PEP|RFC|JEP|ADR|TEP)[ -]?\d{{1,5}})\b", re.IGNORECASE
)
_FLAW = re.compile(ADVISORY, re.IGNORECASE)
VERSION = re.compile(
    r"(?<![\w.])v?(\d{1,4}\.\d{1,4}(?:\.\d{1,4}){0,2}(?:-?(?:rc|beta|alpha)[.\d]*)?)(?![\w%]|\.\d)",
    re.I,
)
NAME = re.compile(
    r"\b(?:[a-z]+[A-Z]\w*|[A-Za-z]\w*(?:[-_]\w+)+|[A-Z][\w.]*\w|\w+\.(?:js|io|rs|py|ai))\b"
)
_ADVISORY = re.compile(
    r"\b(?:CVE-\d{4}|GHSA-|RUSTSEC-|PYSEC-)|\b(?:vulnerabilit|security (?:advisor|release|update|fix|patch|bulletin)"
    r"|malicious (?:code|package|version)|unsound|use-after-free|out-of-bounds|is unmaintained|denial of service"
    r"|remote code execution|privilege escalation|auth(?:entication|orization)?\b[\w /-]{0,30} bypass|exploit)",
    re.IGNORECASE,
)
# The file of an advisory is called by its identifier, whatever database gave it.
_ADVISORY_FILE = re.compile(rf"[A-Z]{{2,10}}-(?:19|20)\d\d-\d{{2,7}}|{GHSA}")
_RELEASE_TITLE = re.compile(
    rf"\b{DOTTED}\b|\b(?:release|released|releases|changelog|release notes|is out|general availability|GA"
    r"|now available|announcing|upgrad(?:e|ing) (?:to|guide))\b",
    re.IGNORECASE,
)
_RELEASE_WORD = re.compile(
    r"\b(?:releas\w+|change ?log|notes|out|GA|general availability|available|announcing|what[’']?s new|upgrad\w+)\b",
    re.I,
)
_COMPARES = re.compile(r"\b(?:compared (?:to|with)|versus|vs\.?)\b", re.I)
# The version that a title ends on, its day in brackets after it.
_ENDS = re.compile(rf"{VERSION.pattern} ?(?:\([^()]{{0,30}}\))?\W{{0,3}}$", re.I)
_UPGRADE = re.compile(r"upgrad(?:e|ing)(?: guide)?(?: [\w.]+)? to (?:[A-Z]\w+ )?v?\d", re.I)
_RELEASE_PATH = re.compile(
    r"(?:^|/)(?:releases?|changelogs?|release-notes|whats-new)(?:/|[-_.]|$)", re.I
)
# Where tools keep an entry of a changelog to come, each in a file (changesets, towncrier, reno).
_ENTRY_PATH = re.compile(
    r"(?:^|/)(?:\.?changesets?|\.changes|changelog\.d|newsfragments|releasenotes/notes|changelogs?/unreleased(?:[_-]\w+)?)/"
    r"|(?:^|/)(?i:changes|changelogs?|news)/\+?[\w-]+\.(?:feature|bug|bugfix|improvement|deprecation|removal|breaking|security"
    r"|doc|misc|packaging|contrib|vendor|trivial)(?:\.\d+)?\.(?:rst|md|txt)$"
)
_INCIDENT = re.compile(
    r"\b(?:post-?mortem|outage|(?:security )?incident(?:$|s? (?:report|review|on|of))|what went wrong|we broke"
    r"|supply[- ]chain attack|phishing campaign|data breach|(?:was|were|been) compromised|compromise of)\b",
    re.I,
)
_PROPOSAL_PATH = re.compile(
    r"(?:^|/)(?:rfcs?|proposals?|seps?|keps?|peps?|ercs?|eips?|bips?|mscs?|designs?|adrs?|enhancements?)/",
    re.I,
)
_PROPOSAL = re.compile(
    r"^(?:KEP|SEP|PEP|RFC|JEP|ADR|TEP)[ -]?\d+|\bthis (?:rfc|proposal|kep|sep|pep|enhancement|design document) "
    r"(?:proposes|introduces|describes|defines|adds|specifies)\b|\bthis document (?:proposes|introduces)\b",
    re.IGNORECASE,
)
# Sections that the forms of many proposals ask for, whatever a project calls them; three of them make one.
_ASKED_OF_PROPOSALS = re.compile(
    r"(?:\d[\d.]* )?(?:motivation|goals|non-goals|proposal|proposed (?:change|solution|design)s?|problem (?:description|statement)"
    r"|alternatives(?: considered)?|drawbacks|unresolved questions|open questions|prior art|rationale|user stories"
    r"|backwards? compatibility|graduation criteria|test plan|security impact|other end user impact)",
    re.IGNORECASE,
)
PARTS_OF_PROPOSAL = 3
_GATHERING = re.compile(
    r"\b(?:agenda|recap|spotlight|(?<!release )candidate|election|meet-?up|webinar|office hours|call for (?:papers|proposals|speakers|contributors)"
    r"|kubecon|kcd|community days?|conference|summit|hackathon|meet the team|around the world|interview with|newsletter"
    r"|acknowledge?ments?|turns \d+|mentorship|vendors|team members|(?:leadership|steering) (?:council|committee)"
    r"|podcast|webcast|episode \d+|keynotes?|nominations?|(?:luminary|community) awards?|sponsors?(?:hip)?"
    r"|(?:world|conf|con|fest|days?)(?: (?-i:[A-Z])\w+){0,2} 20\d\d|is coming to [A-Z]\w+|documentation (?:web)?site"
    r"|project director|(?:funding|governance|program management) (?:team )?(?:progress )?update"
    r"|(?:council|board|committee|team|triage|working group|[sw]ig|wg|core|community|planning) (?:meetings?|call)|meeting (?:notes|minutes)"
    r"|announc\w+ (?:the |a |our )?(?:new )?(?:[\w-]+ ){0,3}(?:work(?:ing)? ?groups?|committee|council)\b"
    r"|minutes(?: of|$)|deep dive with|in conversation with|community survey|calling all)\b",
    re.IGNORECASE,
)
# Minutes that something took, and no minutes of a meeting.
_LASTED = re.compile(
    rf"(?<![-/.\d])\b(?:\d{{1,3}}|{'|'.join(NUMBER_WORDS)}|few|several|some|couple of)[ -]minutes\b",
    re.IGNORECASE,
)
# What an opening says that is there to bring people somewhere.
_PROMOTES = re.compile(
    r"\b(?:grab (?:your|a) tickets?|(?:get|buy|book) (?:your|a) tickets?|register (?:now|today|here)|registration is open"
    r"|(?:this|the|an upcoming|free) (?:webinar|workshop|seminar)|webinar title|nominations (?:are|is) (?:now )?open|in this episode|listen to (?:the|this) episode"
    r"|(?:slides|recordings?|videos?)(?: and [\w ]{2,20})? (?:from|of) [^.]{2,60}\b(?:talks?|sessions?|keynote)|take (?:the|our|this) survey)\b",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"(?:^|/)(?:_?posts?|blog|news|articles?|announcements?)(?:/|$)", re.IGNORECASE
)
# A file at the root of a source that is named by its day and title, as Jekyll names posts: the source is their folder.
_POST_FILE = re.compile(r"\d{4}-\d\d-\d\d-[^/]*[a-z][^/]*", re.IGNORECASE)
# Folders whose pages stay and are rewritten; a date in their front matter is of the last rewriting.
_KEPT = re.compile(
    r"(?:^|/)(?:docs?|documentation|specifications?|reference|manuals?|guides?|handbook|tutorials?|learn|concepts"
    r"|tasks|how-?to|topics|api|faq)(?:/|$)",
    re.IGNORECASE,
)
# Where a page of a manual lies that lies among releases or proposals all the same, or a form to fill in.
_MANUAL = re.compile(
    r"(?:^|/)(?:[\w-]*handbooks?|reference|templates?)/|[-_]template\.\w+$", re.IGNORECASE
)
EVENTS = frozenset(("advisory", "release", "incident", "proposal", "post"))
"""Natures that tell of something that happened; pages and gatherings do not."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What a team could act on: in words, what a passage that holds it is worth, and its form."""

    said: str
    worth: float
    form: re.Pattern[str]


SIGNALS: dict[str, Signal] = {
    "version": Signal("a version", 1.0, re.compile(r"\b(?:version |v)\d+\.\d+|\b\d+\.\d+\.\d+\b")),
    "deprecation": Signal("a deprecation", 1.5, re.compile(r"\bdeprecat\w+|\bend[- ]of[- ](?:life|support)\b|\bunmaintained\b", re.I)),
    "removal": Signal("a removal", 1.5, re.compile(r"\b(?:will be|was|were|been|is|are) removed\b|\bremov(?:es|al of)\b|\bno longer (?:supports?|available|accepts?)|\bbreaking changes?\b", re.I)),
    "advisory": Signal("an advisory", 1.3, re.compile(r"\bCVE-\d{4}-\d+|\bpatched in\b|\baffected versions?\b|\bvulnerab\w+|\bupgrade to\b", re.I)),
    "default": Signal("a default", 1.0, re.compile(r"\bby default\b|\bdefaults? to\b|\bopt(?:s|ing)?[- ](?:in|out)\b", re.I)),
    "limit": Signal("a limit", 0.6, re.compile(r"\b(?:limit(?:s|ed)? (?:of|to)|at most|up to|maximum of|no more than|quota)\b", re.I)),
    "figure": Signal("a measured figure", 0.9, re.compile(r"\b\d+(?:\.\d+)?\s?(?:%|x\b|ms\b|times\b|percent\b|[GMK]i?B\b)|\b\d+(?:\.\d+)?x (?:faster|lower|higher|less|more)", re.I)),
}  # fmt: skip
WITHDRAWN = re.compile(
    r"\b(?:this (?:advisory|post|release|article|page|version) (?:has been|was|is) (?:withdrawn|retracted|rescinded)|^\W*(?:withdrawn|retracted)\b)",
    re.I | re.M,
)
_EMPTY_TITLES = _LISTS.words("empty_titles")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """What a document tells, as far as choosing and joining needs it."""

    document: Document
    nature: Nature
    opening: str  # title and the first running prose, on one line
    names: frozenset[str]
    identifiers: frozenset[str]
    versions: frozenset[str]
    signals: tuple[str, ...]  # what a team could act on, in the order of SIGNALS
    lede: str  # the first paragraph that says something in a whole sentence; "" when there is none
    withdrawn: bool
    severity: Severity  # what an advisory states of its flaw; of another document nothing
    things: frozenset[str] = frozenset()  # the package or product it is about, where it names one
    numbers: frozenset[str] = frozenset()  # of a proposal, its own

    @property
    def telling_title(self) -> bool:
        """Whether the title alone says what the document is about."""
        title = clean(self.document.title)
        named = title.lower() not in _EMPTY_TITLES and not _ADVISORY_FILE.fullmatch(title)
        return named and bool(words(title))

    @property
    def flaws(self) -> frozenset[str]:
        """The names of the flaws that it is of, by the name of its file, else by its title."""
        held = (_name(self.document.path), self.document.title)
        named = (frozenset(map(_identifier, _FLAW.findall(one))) for one in held)
        return next(filter(None, named), frozenset())

    @property
    def told_apart(self) -> bool:
        """Whether it is one change alone, of a changelog to come."""
        return bool(_ENTRY_PATH.search(self.document.path))

    @property
    def kept(self) -> bool:
        """Whether it lies among the pages that stay, though its title names a version."""
        path = self.document.path
        return bool(_KEPT.search(path)) and not _RELEASE_PATH.search(path)

    @property
    def running(self) -> bool:
        """Whether it is a running list of changes: notes whose title names no version."""
        return self.nature == "release" and not VERSION.search(self.document.title)


def subject(document: Document) -> Subject:
    """Read a document's title, path and opening."""
    lead = _lede(document)
    opening = clean(f"{document.title}. {document.text[:OPENING]}")
    told = clean(f"{document.title}. {lead} {document.text[: 2 * OPENING]}")
    nature = _nature(document, opening)
    return Subject(
        document=document,
        nature=nature,
        opening=opening,
        names=frozenset(one.lower() for one in NAME.findall(opening)),
        identifiers=_identifiers(document, opening, nature),
        versions=frozenset(VERSION.findall(opening)),
        signals=tuple(name for name, one in SIGNALS.items() if one.form.search(told)),
        lede=lead,
        withdrawn=bool(WITHDRAWN.search(document.text[:OPENING])),
        things=things(document, nature),
        numbers=numbers(document) if nature == "proposal" else frozenset(),
        severity=severity(document) if nature == "advisory" else Severity(),
    )  # fmt: skip


def _identifiers(document: Document, opening: str, nature: Nature) -> frozenset[str]:
    """What the opening names, and of an advisory, which may be a bulletin of several, all of it."""
    read = document.text[:BULLETIN] if nature == "advisory" else opening
    named = map(_identifier, IDENTIFIER.findall(f"{opening} {read} {_name(document.path)}"))
    return frozenset((*named, *(mended_in(document) if nature == "advisory" else ())))


def _identifier(text: str) -> str:
    return re.sub(r"[ -]+", "-", re.sub(r"(?<=[A-Z])(?=\d)", "-", text.upper()))


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _nature(document: Document, opening: str) -> Nature:
    title, path = document.title, document.path
    posted = bool(document.published) and document.published_from in (
        "front matter",
        "feed",
        "path",
        "page",
    )
    if (
        _GATHERING.search(_LASTED.sub(" ", title))
        or _PROMOTES.search(opening)
        or re.search(
            r"(?:^|/)(?:events?|elections?|agendas?|minutes|meetings?|meeting-notes)/", path
        )
    ):
        return "gathering"
    if _INCIDENT.search(title):
        return "incident"
    name = _name(path)
    if _ADVISORY_FILE.fullmatch(name) or (_ADVISORY.search(title) and not is_round_up(title)):
        return "advisory"
    if IDENTIFIER.match(name) and _ADVISORY.search(name):
        return "advisory"
    filed = "" if _MANUAL.search(path) else path
    if _PROPOSAL_PATH.search(filed) or _PROPOSAL.search(title) or _PROPOSAL.search(opening[:400]):
        return "proposal"
    if _RELEASE_PATH.search(filed) or (
        _RELEASE_TITLE.search(title)
        and (posted or VERSION.search(title) or _UPGRADE.match(title))
        and (posted or not _of_a_manual(document))
    ):
        return "release"
    if not posted and _in_parts(document):
        return "proposal"
    in_posts = bool(_POSTED.search(path) or _POST_FILE.fullmatch(path))
    if posted and (in_posts or document.published_from == "feed"):
        return "post"
    if document.published and document.published_from == "front matter" and not _KEPT.search(path):
        return "post"
    return "page"


def _of_a_manual(document: Document) -> bool:
    """Whether a page that stays says in its title since which version something is, or what sets two apart,
    and not that a release is out."""
    title = clean(document.title)
    ends = _ENDS.search(title) and not _COMPARES.search(title)
    return bool(_KEPT.search(document.path)) and not (ends or _RELEASE_WORD.search(title))


def _in_parts(document: Document) -> bool:
    """Whether a text has the sections of a proposal, though its path and opening do not call it one."""
    heads = (
        clean(document.text[one.start : one.end])
        for one in document.blocks
        if one.kind == "heading"
    )
    found = {one.lower() for one in heads if _ASKED_OF_PROPOSALS.fullmatch(one)}
    return len(found) >= PARTS_OF_PROPOSAL


def _lede(document: Document) -> str:
    """The first paragraph with a whole sentence of some length, among the first blocks."""
    for block in document.blocks[:14]:
        if block.kind not in ("paragraph", "quote", "page", "cue", "list"):
            continue
        text = document.text[block.start : block.end]
        for start, end in sentences(text)[:3]:
            one = clean(text[start:end])
            if 7 <= len(one.split()) <= 60 and one[-1] in ".!?:":
                return clean(text)[:600]
    return ""
