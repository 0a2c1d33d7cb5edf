"""The one history of a brief's findings: each judgement adds to it, none begins it anew.

Enter: what was found so far, and what a new judgement of the same brief finds. Leave: both, each
thing once. What was repaired, removed or settled stays; what was open and is found again is open
still, once; what was open and is found no more was corrected in between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.records import draft as drafts
from pipeline.records.parts import Draft, Sentence
from pipeline.records.rules import named, row
from pipeline.records.verdict import Brief, Correction, Finding

# Makers that look at a recorded brief again; what a writer reported of its work nobody can ask again.
AGAIN = ("verifier", "judge", "phrases")
Key = tuple[str, str, str]

WITHDRAWAL = "withdrawal"  # of one story; the others stand
# Behind a sentence that rests on such a story alone, and behind one that tells of others, too.
RESTS_ON, NAMES = "its story was withdrawn", "a story it names was withdrawn"


def key(finding: Finding) -> Key:
    """What makes two findings one: the rule, the place and the words."""
    return named(finding.rule), finding.where.path, finding.match


def continued(before: Iterable[Finding], now: Iterable[Finding]) -> tuple[Finding, ...]:
    """The history with a new judgement's findings at its end."""
    news = tuple(dict.fromkeys(now))
    here = {key(one) for one in news}
    done = {(key(one), one.resolved) for one in news}
    kept: list[Finding] = []
    for one in before:
        if (key(one), one.resolved) in done or (not one.resolved and key(one) in here):
            continue
        if one.resolved or row(one.rule).maker not in AGAIN:
            kept.append(one)
        elif one.severity != "info":
            kept.append(replace(one, resolved="corrected"))
    return (*dict.fromkeys(kept), *news)


def approved(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings after a person published the brief over those that were open."""
    return tuple(
        replace(one, resolved="approved") if not one.resolved and one.severity != "info" else one
        for one in findings
    )


def passed(findings: Iterable[Finding], before: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings, with those closed that a person approved before and that may be approved."""
    known = {key(one) for one in before if one.resolved == "approved"}
    return tuple(
        replace(one, resolved="approved")
        if not one.resolved
        and key(one) in known
        and (row(one.rule).person or one.severity != "error")
        else one
        for one in findings
    )


def retraction(brief: Brief) -> str:
    """When and why a brief was retracted, in words; "" for one that stands."""
    last = [one for one in brief.corrections if one.kind == "retraction"][-1:]
    return "".join(f"retracted on {one.made[:10]}: {one.text}" for one in last)


def withdrawn(brief: Brief) -> dict[int, Correction]:
    """The sections of a brief whose stories were withdrawn, by number, each with its note."""
    found = {}
    for one in brief.corrections:
        steps = drafts.parse(drafts.numbered(brief.draft, one.where))
        if one.kind != WITHDRAWAL or steps[:1] != ("sections",) or len(steps) != 2:
            continue
        if isinstance(steps[1], int) and steps[1] < len(brief.draft.sections):
            found[steps[1]] = one
    return found


def withdrawals(brief: Brief) -> str:
    """Which stories of a brief were withdrawn, when and why, in words; "" where all stand."""
    sections = brief.draft.sections
    return "; ".join(
        f"“{sections[at].headline}” withdrawn on {one.made[:10]}: {one.text}"
        for at, one in withdrawn(brief).items()
    )


def rested(brief: Brief) -> Iterator[tuple[Sentence, Correction]]:
    """Each sentence outside of the sections that rests on a withdrawn story alone, with the note."""
    yield from ((one, note) for one, note, alone in _resting(brief) if alone)


def withdrawn_under(brief: Brief) -> Iterator[tuple[Sentence, Correction, str]]:
    """Each sentence outside of the sections that rests on a withdrawn story, with the note and the mark
    that a page sets behind it."""
    for sentence, note, alone in _resting(brief):
        yield sentence, note, RESTS_ON if alone else NAMES


def _resting(brief: Brief) -> Iterator[tuple[Sentence, Correction, bool]]:
    """Sentences outside of the sections with a withdrawn story's sources, and whether they have no other."""
    gone = withdrawn(brief)
    cites = [drafts.cites_of(one) for one in brief.draft.sections]
    standing = set().union(*(cites[n] for n in range(len(cites)) if n not in gone))
    fallen = set().union(*(cites[n] for n in gone)) - standing
    for at, note in gone.items():
        for path, sentence in drafts.sentences(brief.draft):
            own = (cites[at] - standing).intersection(sentence.cites)
            if own and not path.startswith("sections"):
                yield sentence, note, fallen.issuperset(sentence.cites)


def noted(brief: Brief, one: Correction) -> str:
    """What a note says where its place is not seen: of a withdrawal, which story it is about."""
    story = about(brief, one)
    return f"The story “{story}” is withdrawn: {one.text}" if story else one.text


def about(brief: Brief, one: Correction) -> str:
    """The headline of the story that a note withdraws; "" of any other note."""
    found = (
        brief.draft.sections[at].headline for at, note in withdrawn(brief).items() if note == one
    )
    return next(found, "")


def corrected(brief: Brief) -> Iterator[tuple[Sentence, Correction]]:
    """Each sentence of a brief that a correction names, with that correction. One whose new words
    no longer stand there names none."""
    there = dict(drafts.sentences(brief.draft))
    for one in brief.corrections:
        sentence = there.get(drafts.numbered(brief.draft, one.where)) if one.where else None
        if sentence is not None and one.kind == "correction" and one.now in sentence.text:
            yield sentence, one


def by_part(brief: Brief) -> dict[str, list[Correction]]:
    """Corrections by the part they belong to, "lede" or "sections.2"; "" for those that name no place
    that stands."""
    found: dict[str, list[Correction]] = defaultdict(list)
    for one in brief.corrections:
        found[_part(brief.draft, one.where)].append(one)
    return found


def _part(draft: Draft, where: str) -> str:
    steps = drafts.parse(drafts.numbered(draft, where))
    part = steps[:2] if steps[:1] in (("sections",), ("crosscuts",)) else steps[:1]
    if part in (("lede",), ("action",)):
        return str(part[0])
    there = len(part) == 2 and drafts.at(draft, drafts.join(*part)) is not None
    return ".".join(map(str, part)) if there else ""


def remade(earlier: Brief, brief: Brief) -> Brief:
    """An edition made again over one that readers have: published when that was, with its
    corrections and one more that says what it tells now. A retraction ends with the text it took
    back, and is told in that note."""
    kept = tuple(one for one in earlier.corrections if one.kind == "correction")
    was, now = (tuple(one.headline for one in each.draft.sections) for each in (earlier, brief))
    gone, new = (
        [one for one in these if one not in those] for these, those in ((was, now), (now, was))
    )
    said = ["The whole edition was made again"]
    said += [
        f"what stood here was {taken_back}" for taken_back in filter(None, [retraction(earlier)])
    ]
    said += filter(None, [withdrawals(earlier)])
    said += [f"it no longer tells {_quoted(gone)}"] if gone else []
    said += [f"it tells {_quoted(new)} now"] if new else []
    said += ["it tells the same stories in other words"] if not gone and not new else []
    note = Correction(brief.published, "correction", "; ".join(said) + ".")
    since = earlier.published if brief.outcome == "published" else brief.published
    return replace(brief, published=since, corrections=(*kept, note))


def _quoted(headlines: Iterable[str]) -> str:
    return ", ".join(f"“{one}”" for one in headlines)
