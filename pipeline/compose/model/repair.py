"""Bounded repair: what fails goes back to the model, then is cut, and all of it is recorded.

Enter: parts of a draft, the verifier as `judge`. Leave: parts that stand, and a finding for
everything repaired or removed. A section stands without a sentence or an implication, not
without its quote; what cannot be cut is left open, so that the brief is held for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from pipeline.compose.model import cutting, openings
from pipeline.compose.model.parts import Part, alone, told, value_of
from pipeline.compose.model.pruning import pruned
from pipeline.compose.model.standing import as_quoted, replaced, standing
from pipeline.compose.model.work import Work, note
from pipeline.errors import BudgetError, ReplyError, WriterError
from pipeline.records import Draft, Finding, Graph, Judgement, Section, Sentence
from pipeline.records import draft as drafts
from pipeline.records.store import to_json

PASSES = 4  # judge and cut: a cut can bring out one more fault, rarely two
# Faults of a sentence against its ground, which the ground's own words mend.
REPLACED = frozenset(
    "claim-ground claim-negation claim-unsupported claim-name claim-anchor number-missing "
    "number-unit judge-unsupported".split()
)


def part_of(path: str, draft: Draft, names: Sequence[str]) -> str:
    """Which of these parts a path lies in: a section, crosscuts, lede, graph; "" for none."""
    steps = drafts.parse(drafts.numbered(draft, path))
    if steps[:1] == ("sections",):
        place = drafts.join(*steps[:2])
        return next((one for one in names if drafts.numbered(draft, one) == place), "")
    name = "lede" if steps[:1] in (("title",), ("action",)) else str(next(iter(steps), ""))
    return name if name in names else ""


def placed(found: Finding, draft: Draft) -> Finding:
    """The finding with its section's number in this draft, if the section stands in it."""
    return _moved(found, drafts.numbered(draft, found.where.path))


def improve(
    work: Work,
    parts: Sequence[Part[Any, Any]],
    draft_of: Callable[[], Draft],
    *,
    rounds: int | None = None,
) -> list[Finding]:
    """Send failing parts back, each at most `rounds` times in all (the desk's, if none are given), then cut
    what still fails in them."""
    notes: list[Finding] = []
    rounds = work.desk.writing.rounds if rounds is None else rounds
    for _ in range(work.desk.writing.rounds):
        failing = faults(work.judge, parts, draft_of())
        again = [one for one in parts if one.name in failing and one.reply is not None]
        again = [one for one in again if one.rewrites < rounds]
        if not again:
            break
        try:
            notes += rewrite(work, again, failing)
        except BudgetError as error:
            notes.append(note("budget", again[0].name, f"not repaired: {error.message}"))
            break
    still = faults(work.judge, parts, draft_of())
    draft, names = draft_of(), [part.name for part in parts]
    notes = [
        one
        for one in notes
        if not _among(one, still.get(part_of(one.where.path, draft, names), ()))
    ]
    notes += [fix for part in parts for fix in part.findings if fix.resolved]
    judged = work.judge(draft)
    instead = replacements(judged)
    for part in parts:
        notes += _settle(part, instead)
    return notes


def replacements(judged: Judgement) -> dict[str, Sentence]:
    """The source's sentences that may be printed, each by the path of what it would stand for."""
    return {drafts.by_domain(judged.draft, one.path): one.sentence for one in judged.instead}


def settle(
    work: Work, parts: Sequence[Part[Any, Any]], draft_of: Callable[[], Draft]
) -> list[Finding]:
    """Replace or cut what still fails in these parts, before the next step builds on them."""
    draft, notes = cut_what_fails(work.judge, draft_of())
    told = {_identity(one): one for one in draft.sections}
    for part in parts:
        if part.name == "crosscuts":
            part.value = draft.crosscuts
        elif part.value is not None:
            part.value = told.get(_identity(part.value))
    return notes


def faults(
    judge: Callable[[Draft], Judgement], parts: Sequence[Part[Any, Any]], draft: Draft
) -> dict[str, list[Finding]]:
    """Open faults by part: the writer's own, and the verifier's on the draft so far."""
    names = [part.name for part in parts]
    found: dict[str, list[Finding]] = {part.name: part.open for part in parts if part.open}
    judgement = judge(draft)
    for one in _open(judgement):
        name = part_of(one.where.path, judgement.draft, names)
        if name:
            found.setdefault(name, []).append(by_domain(one, judgement.draft))
    return found


def _open(judgement: Judgement) -> list[Finding]:
    """What must change: everything open that could cost the brief, warnings with the errors."""
    left = [one for one in judgement.findings if not one.resolved and one.severity != "info"]
    return left if judgement.outcome == "held" else []


def cut_what_fails(
    judge: Callable[[Draft], Judgement], draft: Draft
) -> tuple[Draft, list[Finding]]:
    """Judge and cut until nothing more can be cut; open findings that remain hold the brief."""
    notes: list[Finding] = []
    for _ in range(PASSES):
        judgement = judge(draft)
        notes += [by_domain(one, judgement.draft) for one in judgement.findings if one.resolved]
        draft = judgement.draft
        failing = _costing(judgement)
        draft, replaced = _replace(draft, judgement, failing)
        draft, retitled = _retitle(draft, failing)
        replaced += retitled
        notes += replaced
        kept = {one.where.path for one in replaced}
        smaller, cut = pruned(draft, [one for one in failing if one.where.path not in kept])
        if smaller == draft and not replaced:
            break
        notes += [replace(by_domain(one, draft), resolved="removed") for one in cut]
        smaller, stood = openings.stand(judgement.draft, smaller, replacements(judgement))
        notes += stood
        notes += _lost(draft, smaller)
        draft = smaller
    return draft, list(dict.fromkeys(notes))


def _retitle(draft: Draft, errors: Sequence[Finding]) -> tuple[Draft, list[Finding]]:
    """The draft with failing headings replaced by those that stand, and what failed."""
    instead = {one.where.path: one.fix for one in errors if one.rule == "claim-heading" and one.fix}
    changed = drafts.change(draft, heading=lambda path, text: instead.get(path, text))
    after = dict(drafts.headings(changed))
    gone = [one for one in errors if after.get(one.where.path) == instead.get(one.where.path, "")]
    return changed, [
        replace(one, resolved="replaced") for one in gone if one.rule == "claim-heading"
    ]


def _costing(judgement: Judgement) -> list[Finding]:
    """What holds a brief: its open errors; without one, the warnings on single sentences."""
    left = _open(judgement)
    errors = [one for one in left if one.severity == "error"]
    texts = {path for path, _ in drafts.sentences(judgement.draft)}
    return errors or [one for one in left if _sentence_of(one.where.path) in texts]


def _sentence_of(path: str) -> str:
    """The path of the sentence that a path names a field of."""
    return path.removesuffix(".text").removesuffix(".cites")


def _replace(
    draft: Draft, judgement: Judgement, errors: Sequence[Finding]
) -> tuple[Draft, list[Finding]]:
    """The draft with failing sentences replaced by what their source says, and what failed."""
    faulted = [one for one in errors if one.rule in REPLACED]
    instead = {one.path: one.sentence for one in judgement.instead}
    instead = {
        one.where.path: instead[one.where.path] for one in faulted if one.where.path in instead
    }
    standing = {one.text for path, one in drafts.sentences(draft) if path not in instead}

    def on_sentence(path: str, sentence: Sentence) -> Sentence:
        other = instead.get(path) if not _compares(path) else None
        if other is None or other.text in standing or not cutting.fit_to_print(other.text):
            return sentence
        standing.add(other.text)
        return other

    changed = drafts.change(draft, sentence=on_sentence)
    after = dict(drafts.sentences(changed))
    gone = [
        one
        for one in faulted
        if one.where.path in instead and after[one.where.path].origin == "source"
    ]
    return changed, [replace(one, resolved="replaced") for one in gone]


def _compares(path: str) -> bool:
    """Whether a sentence is a side of a cross-cut: its source's words would compare nothing."""
    return path.startswith("crosscuts")


def rewrite(
    work: Work,
    again: Sequence[Part[Any, Any]],
    failing: Mapping[str, Sequence[Finding]],
    *,
    only: str = "",
) -> list[Finding]:
    """Send parts back, as they stand, with their faults; a finding for each fault told. only: what is said
    where not all of an answer is taken. Raises WriterError, but not for a reply that is of no use."""

    def once(part: Part[Any, Any]) -> Part[Any, Any]:
        faults = [told(_moved(one, _within(one.where.path, part))) for one in failing[part.name]]
        faults += [only] if only else replaced(part)
        was, before, part.reply = part.reply, part.value, standing(part)
        try:
            part.rewrite(work.session, work.prompts, faults)
        except WriterError:
            part.reply = was
            raise
        part.value = as_quoted(part, before)
        return part

    notes: list[Finding] = []
    before = {part.name: part.findings for part in again}
    for part, result in zip(again, work.session.each(once, again), strict=True):
        if isinstance(result, ReplyError):
            notes.append(note("reply", part.name, f"not repaired: {result.message}"))
        elif isinstance(result, WriterError):
            raise result
        else:
            notes += [replace(one, resolved="repaired") for one in failing[part.name]]
            notes += [one for one in before[part.name] if one.resolved]
    return notes


def _settle(part: Part[Any, Any], instead: Mapping[str, Sentence]) -> list[Finding]:
    """What the writer's own checks still fault after all rounds, each finding with its end; the
    verifier cannot see all of it.

    A fact none of whose anchors can be placed becomes its source's sentence; what it cannot become,
    and all else that is faulted, is cut.
    """
    own, part.findings = part.open, ()
    if not own or part.value is None:
        return []
    draft = alone(part)
    done: list[Finding] = []
    faulted: list[Finding] = []
    for one in own:
        sentence = drafts.at(draft, one.where.path)
        ended = _anchored(one, sentence) if isinstance(sentence, Sentence) else ""
        if not ended and one.rule == "writer-anchor" and one.where.path in instead:
            draft = _put(draft, one.where.path, instead[one.where.path])
            ended = "replaced" if drafts.at(draft, one.where.path) != sentence else ""
        if ended:
            done.append(replace(one, resolved=ended))
        else:
            faulted.append(one)
    smaller, cut = pruned(draft, [placed(one, draft) for one in faulted])
    smaller, stood = openings.stand(alone(part), smaller, instead)
    part.value = value_of(part, smaller)
    gone = [replace(one, resolved="removed") for one in faulted]
    if part.value is None:
        gone += [_moved(one, part.name) for one in _lost(draft, smaller)]
    return [*done, *stood, *(gone if cut else faulted)]


def give_up(
    work: Work,
    part: Part[Any, Any],
    gone: Sequence[Finding],
    draft_of: Callable[[], Draft],
    others: Mapping[str, Sentence] = MappingProxyType({}),
) -> list[Finding]:
    """Sentences that their writer no longer says, each as its source's own, or cut where the part
    stands without it. others: by its text what may stand for one, before what the verifier has for it.
    Leave: what was faulted in them, with its end."""
    judged = work.judge(draft_of())
    instead = replacements(judged)
    done: list[Finding] = []
    for one in gone:
        before = alone(part)
        path = next((at for at, it in drafts.claims(before) if it.text == one.match), "")
        other = others.get(one.match) or instead.get(one.where.path)
        after, ended = (_put(before, path, other) if path and other else before), "replaced"
        if path and after == before:
            after, ended = pruned(before, [_moved(one, path)])[0], "removed"
        if path and after == before and part.name == "lede":  # its last sentence, which cannot go
            after, ended = _opened(before, path, judged), "replaced"
        after, stood = openings.stand(before, after, instead)
        value = value_of(part, after)
        if path and value is not None and after != before:
            part.value = value
            done += [replace(one, resolved=ended), *stood]
    return done


def _opened(before: Draft, path: str, judged: Judgement) -> Draft:
    """A lede whose last sentence is given up, opened by what a section's source says first; the same
    where none of these can be printed."""
    told = {one.text for _, one in drafts.sentences(judged.draft)}
    sections = range(len(judged.draft.sections))
    firsts = {drafts.join("sections", n, "sentences", 0) for n in sections}
    found = [one.sentence for one in judged.instead if one.path in firsts]
    made = (_put(before, path, one) for one in found if one.text not in told)
    return next((draft for draft in made if draft != before), before)


def _anchored(found: Finding, sentence: Sentence) -> str:
    """What became of a faulty anchor beside one that stands, or of a fact that names none: its
    ground is cut by code. "" when it is still to be done."""
    if found.rule == "writer-ground":
        return "repaired"
    stands = bool(sentence.rests) or sentence.origin == "source"
    return "removed" if found.rule == "writer-anchor" and stands else ""


def _put(draft: Draft, path: str, other: Sentence) -> Draft:
    """The draft with another sentence at a path, if that can be printed and does not stand in it."""
    place = drafts.numbered(draft, path)
    standing = {one.text for at, one in drafts.sentences(draft) if at != place}
    if other.text in standing or _compares(place) or not cutting.fit_to_print(other.text):
        return draft
    return drafts.change(draft, sentence=lambda at, one: other if at == place else one)


def _lost(before: Draft, after: Draft) -> list[Finding]:
    """What was in the sections that went, and in the graph: nothing disappears without a trace."""
    left = {_identity(section) for section in after.sections}
    graph = [] if before.graph is None or after.graph else [_lost_graph(before.graph)]
    return graph + [
        replace(
            note(
                "cut",
                drafts.by_domain(before, drafts.join("sections", at)),
                "the section does not stand without it",
            ),
            match=one.headline,
            evidence=to_json(one),
            resolved="removed",
        )
        for at, one in enumerate(before.sections)
        if _identity(one) not in left
    ]


def _lost_graph(graph: Graph) -> Finding:
    found = note("cut", "graph", "the graph does not stand without it", resolved="removed")
    return replace(found, match=graph.title, evidence=to_json(graph))


def _identity(section: Section) -> tuple[str, str]:
    return section.domain, section.story.id if section.story else ""


def at_sentence(found: Finding) -> Finding:
    """The finding at its sentence, of which it names a field."""
    return _moved(found, _sentence_of(found.where.path))


def by_domain(found: Finding, draft: Draft) -> Finding:
    """The finding with its section named by domain, which holds while sections come and go."""
    return _moved(found, drafts.by_domain(draft, found.where.path))


def _moved(found: Finding, path: str) -> Finding:
    return replace(found, where=replace(found.where, path=path))


def _within(path: str, part: Part[Any, Any]) -> str:
    """The path as the part's own answer has it: `sentences[0]` of a section."""
    inside = path.startswith(part.name) and part.is_section
    return path[len(part.name) :].lstrip(".") if inside else path


def _among(found: Finding, others: Sequence[Finding]) -> bool:
    mine = (found.rule, found.match)
    return found.resolved == "repaired" and mine in {(one.rule, one.match) for one in others}
