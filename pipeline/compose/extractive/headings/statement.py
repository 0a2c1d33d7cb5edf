"""A headline that a document states itself: what happened, for a title that names a release, a week or a file.

Enter: the lines of a document and those its section prints. Leaves: the clause of one of them that says
most, in the document's words. It stands alone where it names what was released; otherwise in quotation
marks, behind the name of that. For `This release` stand name and version of the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.compose.extractive import missing, several, worth
from pipeline.compose.extractive.headings.headline import (
    ATTRIBUTED,
    FILES,
    LABELLED,
    LONGEST,
    NOTED,
    OPEN_ENDED,
    attributed,
    bare_of_stops,
    change,
    is_generic,
    is_serial,
    main_clause,
    release,
    title_of,
    undated,
)
from pipeline.compose.extractive.headings.publishers import OTHERS, product
from pipeline.compose.extractive.headings.titled import (
    CODENAMED,
    brings_several,
    is_definition,
    presents,
    titled,
)
from pipeline.compose.extractive.lines import SUBJECT, Line
from pipeline.compose.extractive.lines.entries import of_part
from pipeline.compose.extractive.missing import KNOWN, OUTCOMES
from pipeline.compose.extractive.point import gravity
from pipeline.compose.extractive.runs import stands
from pipeline.compose.extractive.worth import orders
from pipeline.records import EvidenceItem
from pipeline.text.numbers import DOTTED
from pipeline.text.printable.clause import clause, form, roots
from pipeline.text.words import STOPWORDS, clean, words

LEAST = 5  # words of a statement
NEAR_BY = 4  # lines that count for what stands far down in the notes of a release
EARLY, FAR = 14, 0.05  # lines of a document looked at; lost by a statement for each line before it
NAMED = 0.3  # for a word of the title in it, at most two
LONG, LENGTH = 88, 0.02  # characters from which a headline tires, and what each more costs
TELLS, BARELY = 0.35, 0.9  # what a statement has to come to; before a title that names a thing
SHORTEST = 40  # characters that a clause keeps when it is cut to the length of a headline
FLAW = 0.5  # for a statement that names a flaw: who reads of a release asks for that first
SPOKEN = re.compile(
    r"\bnote that\b|\b(?:happy|glad|pleased|excited|proud|thrilled|delighted) to\b|\b(?:you|your|yours|I|my|me|we|our|let['’]s)\b|[“”\"]|://|::",
    re.IGNORECASE,
)
OPENS_AMONG = re.compile(
    r"(?:Both|Neither|Either|Notable|Other|Some|Most|Several|Many|Various|Numerous|Additional)\b"
)
VERBS = frozenset({"3sg", "past", "aux"})
OF_A_RELEASE = ("release", "version", "update")  # how a document calls what its title names
OF_ITSELF = re.compile(r"This (?:[\w-]+ )?(?:[A-Z]{1,3}[EI]P|[a-z]+|RFC) [a-z]+s\b")
# A file's name for a title: `selinuxmount-ga-block-upgrade`.
SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+){2,}|[a-z]+[-_]\d{2,}|\d{6,}[-_]\S+")
# A title that says when and of what kind, and nothing of what: `May 2026 Security Releases`.
DATED = re.compile(
    r"\b20\d\d\b.*\b(?:releases?|updates?|notes|news|report|bulletin|edition)\b"
    r"|\b(?:releases?|updates?|notes|news|report|bulletin|edition)\b.*\b20\d\d\b",
    re.IGNORECASE,
)
NOTES = re.compile(r"\bnotes$", re.IGNORECASE)
BRIEF = 0.8  # for few words, which tell little in a section and enough over one
PRESENTED = 0.6  # for a statement that begins with what its document presents
# Where a clause that is too long for a headline may end: an apposition, then a second part, then place and means.
APPOSED = re.compile(r", (?=(?:an?|the) )| [-–—] (?=\w)")
DASH = re.compile(r" [-–—] (?=\w)")
JOINED = re.compile(
    r",? (?=(?:and|in|on|across|around|for|with|through|via|from|during|under|within) )(?!and [A-Z])"
)
LISTED = re.compile(r",? (?:and|or)\b")  # goes on where a list was cut
TURNED = re.compile(r",? (?:but|except|unless|although|though|however|yet|only)\b")
SUBORDINATE = re.compile(
    r"\b(?:bug|issue|problem|regression|error|race|flaw|case)s? (?:that|where|in which) (?!.*\b(?:that|where|which)\b)"
)
HANGING = re.compile(r",? and(?: \w+){1,2}$")
VERB_TORN = re.compile(r"\bto \w+$")  # `allows it to write`, before `and overwrite files`
PAIRED = re.compile(r"\b(?:between|both|either)\b", re.IGNORECASE)
# A version in the headings right over a list: `kestrel 7.0.7 Patch Changes`.
VERSIONED = re.compile(rf"\bv?{DOTTED}\b[^.!?]{{0,40}}$")
SHORT = 3  # words of a title that says nothing without a verb: `Platform Support`
SAID = 0.2  # lost by a statement under which its line would be told again, or not at all
WHOLE = 0.6  # of a sentence that its headline says, from which it is not told again


@dataclass(frozen=True, slots=True)
class Stated:
    """A headline, the line that states it, and whether it leaves nothing of that line to tell."""

    text: str
    line: Line
    whole: bool
    worth: float


def is_bare(title: str) -> bool:
    """Whether a title names a thing and says nothing of it: `Platform Support`."""
    said = [word for word in words(title) if word.lower() not in STOPWORDS]
    return len(said) <= SHORT and clause(title).verb < 0 and not worth.FLAW.search(title)


def is_filed(item: EvidenceItem) -> bool:
    """Whether a title is a file's name: `selinuxmount-ga-block-upgrade`, `bip-0449`."""
    title = bare_of_stops(clean(title_of(item)))
    return bool(item.filed or SLUG.fullmatch(title) or FILES.match(title))


def says_little(item: EvidenceItem) -> bool:
    """Whether a title names a release, a week or a file, and not what happened."""
    title = CODENAMED.sub("", NOTED.sub("", undated(clean(title_of(item)))))
    named = release(title, item.source_title)
    dated = bool(DATED.search(item.title))
    whole = bool(named) and len(words(title)) <= len(words(named)) + 2
    filed = is_filed(item) or bool(NOTES.search(title))
    return filed or is_serial(title) or whole or dated or is_generic(title)


def stated(told: Sequence[Line], pool: Iterable[Line], day: str) -> list[Stated]:
    """What the lines of a document state that its title does not, best first. told: what its section
    prints of them; day: of the edition."""
    item = told[0].item
    little = says_little(item)
    if (
        item.subject
        or OTHERS.search(item.source_title)
        or not (little or is_bare(clean(title_of(item))))
    ):
        return []
    printed = {line.at for line in told}
    early = [] if is_serial(item.title) or DATED.search(item.title) else list(pool)
    heads = {one.heading: one.at for one in reversed(early)} if little else {}
    early = [one for one in early if one.at <= EARLY or heads.get(one.heading) == one.at]
    early = [one for one in early if one.kind == "sentence"]
    early = [one for one in early if one.at not in printed]
    least = TELLS if little else BARELY
    found = [one for one in _statements([*told, *early], item, day) if one.worth >= least]
    return sorted(found, key=lambda one: (SAID * one.whole - one.worth, one.line.at))


def filed(pool: Sequence[Line]) -> Stated | None:
    """What a document says first whose title is only its file's name, behind what it is about: of a note
    on one change, that is the change. None where that is no clause of its own."""
    first = min(pool, key=lambda line: line.at)
    if not first.item.filed or first.at or first.introduces or first.item.subject:
        return None
    said = changed(first.text)
    if len(said.split()) < LEAST - 1 or is_definition(said) or OF_ITSELF.match(said):
        return None
    head = attributed(_cased(said, first.text), product(first.item.source_title))
    return Stated(head, first, len(said) >= WHOLE * len(first.text), 0.0)


def ours(headline: str, item: EvidenceItem) -> str:
    """A title without its quotation marks and the name before it where the document states it in a
    sentence: it is proven then, and no longer its source's heading alone."""
    found = ATTRIBUTED.fullmatch(headline)
    if not found or found[1] == product(item.source_title) or clause(found[2]).verb <= 0:
        return headline
    there = f" {' '.join(words(found[2]))} " in f" {' '.join(words(item.prose))} "
    return found[2] if there else headline


def repeats(headline: str, text: str) -> bool:
    """Whether a headline is a statement that leaves little of a sentence to tell."""
    said = words(headline.lower())
    return words(text.lower())[: len(said)] == said and len(headline) >= WHOLE * len(text)


def _statements(lines: Sequence[Line], item: EvidenceItem, day: str) -> Iterator[Stated]:
    name = release(item.title, item.source_title)
    for line in lines:
        said, source = _clause(line, name)
        if not said or SPOKEN.search(said) or not _is_whole(said, line, day):
            continue
        if worth.reserves(said) and not worth.reserves(item.title):
            continue
        if is_definition(said):
            continue
        plain = line.kind == "sentence" and _names(said, name, item) and not OF_ITSELF.match(said)
        head = said if plain else attributed(said, name or product(item.source_title))
        yield Stated(head, line, len(said) >= WHOLE * len(source), _tells(said, line))


def _clause(line: Line, name: str) -> tuple[str, str]:
    """The clause of a line that may be a headline, and what it was cut from; "" where there is none."""
    if not line.flows or line.introduces or line.leans:
        return "", ""
    if line.kind == "bullet":
        return changed(line.text), LABELLED.sub("", line.text)
    text, subject = line.text, SUBJECT.match(line.text)
    if subject and subject[0].lower().endswith(OF_A_RELEASE):
        text = f"{name}{text[subject.end() :]}" if name else ""
    elif subject and not (OF_ITSELF.match(text) and is_filed(line.item)):
        text = ""  # `the vulnerability`, `this proposal`, which the name does not say
    elif not subject and (line.dangles or not stands(line)):
        text = ""
    said = _cased(cut_down(text), text)
    whole = said and text.startswith(said[:12]) and not is_torn(said, text)
    return (said, text) if whole else ("", "")


def changed(text: str) -> str:
    """What an entry of a list says changed, in a clause that is whole; "" where there is none."""
    told = of_part(LABELLED.sub("", text))
    said = change(told) or cut_down(told)
    whole = told.lower().startswith(said.lower()) and not is_torn(said, told)
    return said if whole else ""


def is_torn(said: str, text: str) -> bool:
    """Whether an enumeration was cut before its last part, or a statement before what turns it round."""
    rest = text[len(said) :]
    what = SUBORDINATE.search(said)  # `Fix the bug that workloads`, before what they do
    if rest.strip(" .") and what and clause(said[what.end() :]).verb < 0:
        return True
    return bool(TURNED.match(rest)) or (bool(LISTED.match(rest)) and ", " in said)


def _cased(said: str, text: str) -> str:
    """A clause as its source writes it: `dbt Core v1 ...` begins with a name in small letters."""
    return text[: len(said)] if text.lower().startswith(said.lower()) else said


def cut_down(text: str) -> str:
    """The main clause of a sentence; of a long one without what is added at its end."""
    found = main_clause(text)
    dashes = [one.start() for one in DASH.finditer(found)]
    if len(dashes) == 1:  # `adds three modifiers - one, two`, of an enumeration set in dashes
        found = main_clause(f"{found[: dashes[0]]}.")
    if found or len(text) <= LONGEST:
        return found
    for ends in (APPOSED, JOINED):
        able = [one.start() for one in ends.finditer(text[: LONGEST + 1], SHORTEST)]
        able = [end for end in able if not PAIRED.search(text[:end])]
        able = [end for end in able if not VERB_TORN.search(text[:end])]
        if able:
            return main_clause(f"{HANGING.sub('', text[: _first_deed(text, able[-1])])}.")
    return ""


def _first_deed(text: str, end: int) -> int:
    """Where a clause ends whose cut left the second of its verbs without what follows it: `adds a field
    to the API, threads the selection`."""
    second = text.rfind(", ", SHORTEST, end)
    told = text[second + 2 : end].split()[:1] if second > 0 else []
    return second if told and form(told[0]) == "3sg" else end


def _is_whole(said: str, line: Line, day: str) -> bool:
    """Whether a clause says something by itself: a subject that is named, a verb, no word that points back."""
    found = clause(said)
    entry = line.kind == "bullet" and form(found.first) in ("past", "base")
    verb = entry or (found.verb >= 1 and form(found.body[found.verb]) in VERBS)
    back = missing.looks_back(said) or missing.mends_it(said) or missing.promises(said)
    back = back or said.split()[-1].lower() in OPEN_ENDED or bool(_unknown(said, line))
    dated = missing.of_its_day(line, day) or missing.says_today(line, day)
    back = back or bool(OPENS_AMONG.match(said)) or orders.advises(line)
    return verb and len(said.split()) >= LEAST - entry and not (back or dated)


def _unknown(said: str, line: Line) -> tuple[str, ...]:
    """What a clause speaks of as known to a reader who has read nothing yet but the name; of a release
    anything, as it is the release's."""
    if SUBJECT.match(line.text):
        return ()
    known = roots(product(line.item.source_title)) | roots(
        release(line.item.title, line.item.source_title)
    )
    return missing.unknown(said, known | KNOWN - OUTCOMES)


def _tells(said: str, line: Line) -> float:
    names, coined = titled(line.item.title, product(line.item.source_title))
    plain = replace(line, text=said)
    bullet = line.kind == "bullet"
    told = several.weight(plain) if bullet else worth.happens(plain)
    told += NAMED * min(2, len(roots(said) & (names | coined))) + FLAW * bool(
        worth.FLAW.search(said)
    )
    told += PRESENTED * bool(SUBJECT.match(line.text) or presents(line))
    name = release(line.item.title, line.item.source_title)
    whole = bool(name) and _names(said, name, line.item)  # of the release as a whole
    told += gravity(plain) if whole else 0.0
    told += BRIEF * (whole and plain.size < worth.SHORT)
    far = line.at
    if brings_several(line.item.title):  # each under a heading of its own, and none before another
        far, told = min(far, NEAR_BY), told - (0.0 if bullet or whole else worth.inward(plain))
    told -= FAR * far + LENGTH * max(0, len(said) - LONG) + worth.poor(plain)
    return told


def _names(said: str, name: str, item: EvidenceItem) -> bool:
    """Whether a statement names what its title does: the release, where there is one, with its version."""
    if name:
        named = [word.lower().removesuffix(".0") for word in name.split()]
        return all(word in said.lower() for word in named)
    return bool(roots(product(item.source_title)) & roots(said))


def on_its_title(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a list without the items that share nothing with its title, as what a digest holds of
    others makes no story under it, and without those that hang on a line over them; all of a release's,
    which its title or the version over it tells."""
    item = lines[0].item
    of_a_version = bool(VERSIONED.search(" ".join(item.headings)) or VERSIONED.search(item.before))
    if brings_several(item.title) or says_little(item) or of_a_version:
        return lines
    own = roots(title_of(item)) - roots(product(item.source_title)) - KNOWN
    hung = several.hung(lines)
    return [
        line
        for line in lines
        if line.kind != "bullet"
        or (line.at not in hung and own & roots(f"{line.heading} {line.text}"))
    ]
