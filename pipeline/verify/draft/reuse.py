"""Repeats of recent briefs and of itself, and how much of a source is reproduced.

Enter: a draft, its evidence and the briefs already published. Sentences and quotes count as said
again when their folded words are the same, or when most of their runs of eight words are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.newsroom.desk import Desk
from pipeline.records import Brief, Draft, Evidence, EvidenceItem, Finding, Sentence, Severity
from pipeline.records import draft as drafts
from pipeline.records.rules import finding
from pipeline.text.folding import fold
from pipeline.text.printable import is_field

RUN = 8  # words: shorter runs are shared by chance and by terms of art
SHARE = 0.7  # of the runs; below it, two of ten reworded sentences of one author are confused
SHORT = 5  # words under which a sentence is a formula ("Both sources state 30 seconds.")
QUOTE_WORDS = 120  # longest single quote, whatever the source allows in all
LONGEST_RUN = 25  # words a writer may share with a source outside quotation


def check(draft: Draft, evidence: Evidence, desk: Desk, said: tuple[Brief, ...]) -> list[Finding]:
    """What is said again, and what is reproduced beyond measure."""
    return [
        *_again(draft, desk, said),
        *_inside(draft),
        *_limits(draft, evidence),
        *_runs(draft, evidence),
    ]


def _statements(draft: Draft) -> Iterator[tuple[str, str, bool]]:
    """Path, words and whether it is verbatim, of what a reader would notice twice; the versions that
    one release mends are those of each flaw that it mends."""
    for path, words, verbatim in _told(draft):
        if not is_field(words):
            yield path, words, verbatim


def _told(draft: Draft) -> Iterator[tuple[str, str, bool]]:
    for path, sentence in drafts.sentences(draft):
        if sentence.origin != "computed" or not _is_of_the_day(sentence):
            yield path, sentence.text, sentence.origin == "source"
    for path, quote in drafts.quotes(draft):
        yield path, quote.words, True


def _is_of_the_day(sentence: Sentence) -> bool:
    """Whether a computed sentence says whose words follow, or how much of its edition is new: true of
    another day in the same words."""
    shares = {one.kind for one in sentence.asserts} == {"share"}
    return sentence.text.endswith(":") or shares


def shingles(norms: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Runs of eight words; a shorter text is one run."""
    last = max(1, len(norms) - RUN + 1)
    return frozenset(norms[at : at + RUN] for at in range(last))


def _again(draft: Draft, desk: Desk, said: tuple[Brief, ...]) -> list[Finding]:
    recent = [one for one in said if _is_recent(one.day, draft.day, desk.gate.repeat_days)]
    if not recent:
        return []
    known: dict[tuple[str, ...], str] = {}
    for brief in sorted(recent, key=lambda one: one.day):
        for _, text, _ in _statements(brief.draft):
            for run in shingles(fold(text).norms):
                known[run] = brief.day
    found = []
    for path, text, verbatim in _statements(draft):
        norms = fold(text).norms
        runs = shingles(norms)
        shared = [known[run] for run in runs if run in known]
        if len(norms) >= SHORT and len(shared) >= SHARE * len(runs):
            message = f"The brief of {max(shared)} said this already."
            severity: Severity = "error" if verbatim else "warning"
            found.append(
                finding("repeat", path, text, message, fix="say what is new", severity=severity)
            )
    return found


def _is_recent(day: str, today: str, days: int) -> bool:
    try:
        then, now = date.fromisoformat(day), date.fromisoformat(today)
    except ValueError:
        return False
    return timedelta(0) < abs(now - then) <= timedelta(days=days)


def _inside(draft: Draft) -> list[Finding]:
    """Sentences that come twice in one brief; a quote may show a sentence in its context."""
    seen: dict[tuple[str, ...], str] = {}
    found = []
    for path, sentence in drafts.sentences(draft):
        norms = fold(sentence.text).norms
        if len(norms) >= SHORT and norms in seen:
            message = f"The brief says this already, at {seen[norms]}."
            severity: Severity = "error" if sentence.origin == "source" else "warning"
            found.append(finding("repeat-inside", path, sentence.text, message, severity=severity))
        seen.setdefault(norms, path)
    return found


def _limits(draft: Draft, evidence: Evidence) -> list[Finding]:
    """Words per quote and, over all quotes and verbatim sentences, per source."""
    items = {item.n: item for item in evidence.items}
    slices: dict[Slice, tuple[int, str]] = {}
    found = []
    for path, quote in drafts.quotes(draft):
        words = len(quote.words.split())
        slices.setdefault((quote.n, quote.start, quote.end), (words, path))
        most = min(QUOTE_WORDS, items[quote.n].quote_words) if quote.n in items else QUOTE_WORDS
        if words > most:
            message = f"{words} words quoted at a stretch; at most {most}."
            found.append(finding("quote-length", path, quote.words, message, fix="quote less"))
    for path, sentence in drafts.sentences(draft):
        if one := sentence.quote:
            slices.setdefault((one.n, one.start, one.end), (len(sentence.text.split()), path))
    return [*found, *_beyond(slices, items)]


Slice = tuple[int, int, int]  # evidence number, start, end


def _beyond(slices: dict[Slice, tuple[int, str]], items: dict[int, EvidenceItem]) -> list[Finding]:
    """Sources, and documents, of which more words are reproduced than they allow; each is found at
    the last of its quotes, which is the one to leave out."""
    sources: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    last: dict[str, str] = {}
    for (n, _, _), (words, path) in slices.items():
        if n in items:
            sources[items[n].source_id] += words
            documents[items[n].document] += words
            last[items[n].source_id] = last[items[n].document] = path
    limits: dict[str, int] = {}
    for item in items.values():
        limits[item.source_id] = max(item.quote_limit, limits.get(item.source_id, 0))
    found = []
    for source, words in sorted(sources.items()):
        if words > limits[source]:
            message = f"{words} words of {source!r} are reproduced; its limit is {limits[source]}."
            found.append(finding("quote-limit", last[source], source, message, fix=LESS))
    for item in {item.document: item for item in items.values() if item.document}.values():
        words = documents[item.document]
        if item.quote_limit < words <= limits[item.source_id]:
            message = (
                f"{words} words of {item.title!r} are reproduced; its limit is {item.quote_limit}."
            )
            found.append(finding("quote-share", last[item.document], item.title, message, fix=LESS))
    return found


LESS = "quote it less, or another source"


def longest_shared(
    norms: tuple[str, ...], runs: dict[tuple[str, ...], list[int]], source: tuple[str, ...]
) -> int:
    """Length of the longest run of words two texts share, if at least RUN words."""
    best = 0
    for at in range(len(norms) - RUN + 1):
        for start in runs.get(norms[at : at + RUN], ()):
            size = RUN
            while (
                at + size < len(norms)
                and start + size < len(source)
                and norms[at + size] == source[start + size]
            ):
                size += 1
            best = max(best, size)
    return best


def _runs(draft: Draft, evidence: Evidence) -> list[Finding]:
    written = [
        (path, sentence.text, fold(sentence.text).norms)
        for path, sentence in drafts.sentences(draft)
        if sentence.origin == "writer"
    ]
    found = []
    for item in evidence.items if written else ():
        source = fold(item.text).norms
        runs: dict[tuple[str, ...], list[int]] = {}
        for at in range(len(source) - RUN + 1):
            runs.setdefault(source[at : at + RUN], []).append(at)
        for path, text, norms in written:
            shared = longest_shared(norms, runs, source)
            if shared > LONGEST_RUN:
                message = f"{shared} words run together as in source {item.n}, without quotation."
                found.append(
                    finding("reuse-run", path, text, message, fix="quote it or write it anew")
                )
    return found
