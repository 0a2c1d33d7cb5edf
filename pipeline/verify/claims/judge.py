"""A model as judge of written sentences: optional, quoting, and believed only where measured.

Enter: a sentence and the stretches of sources that it stands on. Leave: yes or no with a quote and,
for a no, what of the sentence is not borne. The reply answers eight questions one by one (who, what,
figures, condition, certainty, time, cause, scope); one whose quote does not stand in its source, or
whose answer goes against its own checks, is no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field

from pipeline.errors import ReplyError
from pipeline.llm import ledger, prompts
from pipeline.llm.budget import spent_in
from pipeline.llm.prompts import Prompts, as_data, pack
from pipeline.llm.providers import PROVIDERS, TierName
from pipeline.llm.request import Request
from pipeline.llm.session import Purpose, Session
from pipeline.llm.structured import Step, Strict, Texts, fetch, request_for
from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Desk
from pipeline.records import EvidenceItem
from pipeline.records.selectors import Anchor, locate
from pipeline.verify.quotes import check
from pipeline.world import World

LEAST_WORDS = 4  # of a verdict's quote: shorter runs stand in nearly any text on the subject
REPLY_TOKENS = 2_000  # a verdict takes about 150; the rest is room to think
# The checks are answered one by one in the reply, which takes little thought of its own.
TIER: TierName = "main"

Quoted = Annotated[str, Field(min_length=1, max_length=1_200)]
Preference = Literal["first", "second", "neither", ""]
Check = Literal["yes", "no", "none"]


class Checks(Strict):
    """Whether the sources bear each of these out; "none" where the sentence has nothing of the kind."""

    who: Check
    what: Check
    figures: Check
    condition: Check
    certainty: Check
    time: Check
    cause: Check
    scope: Check


class VerdictReply(Strict):
    source: int
    quote: Quoted
    checks: Checks
    part: str = Field(max_length=600)
    answer: Literal["yes", "no", "part"]


class PreferenceReply(Strict):
    source: int
    quote: Quoted
    answer: Literal["first", "second", "neither"]


@dataclass(frozen=True, slots=True)
class JudgeVerdict:
    """The judge's word on one sentence; answer "" where there is none, and `why` says why."""

    answer: Literal["yes", "no", ""]
    quote: str = ""  # the source's own slice
    why: str = ""
    source: int = 0  # that it is a slice of
    part: str = ""  # of the sentence, what is not borne
    failed: tuple[str, ...] = ()  # the checks that are answered no


@dataclass(frozen=True, slots=True)
class Judge:
    """A model that is asked, and the prompts it is asked with."""

    session: Session
    prompts: Prompts

    @property
    def model(self) -> str:
        return self.session.provider.model(self.session.desk.writing, TIER)

    @property
    def template(self) -> str:
        """The prompt files of the pointwise question, as a calibration names them."""
        return "+".join(f"{name}@{self.prompts.versions[name]}" for name in ("judging", "claim"))


@contextmanager
def sitting(purpose: Purpose, *, world: World, desk: Desk, room: Newsroom) -> Iterator[Judge]:
    """A judge for as long as the block runs. What the day's writing took today counts as spent."""
    loaded = prompts.load(room.templates / "prompts")
    provider = PROVIDERS[purpose.writer]
    with Session(provider, world=world, desk=desk, root=room.root, purpose=purpose) as session:
        today = world.now().isoformat()[:10]
        mine = (
            row
            for row in ledger.read(session.ledger)
            if purpose.day and row.day == purpose.day and row.at[:10] == today
        )
        session.budget.run = spent_in(today[:7], mine)
        yield Judge(session, loaded)


def rule(
    judge: Judge,
    sentence: str,
    items: tuple[EvidenceItem, ...],
    *,
    part: str,
    facts: tuple[str, ...] | None = None,
) -> JudgeVerdict:
    """Do these passages bear the sentence out? facts: what a conclusion rests on, of which is asked only
    whether these or the passages speak against it. Raises WriterError when nobody answers."""
    ask = request(judge, sentence, items, part)
    if facts is not None:
        ask = _concluding(judge, sentence, facts, items, part)
    try:
        reply = fetch(judge.session, ask, VerdictReply, judge.prompts)
    except ReplyError as error:
        return JudgeVerdict("", why=error.message)
    return ruling(reply, sentence, items)


def ruling(reply: VerdictReply, sentence: str, items: tuple[EvidenceItem, ...]) -> JudgeVerdict:
    """What a reply comes to: no verdict without a quote that stands, or against its own checks."""
    quote, why = standing(reply.quote, reply.source, items)
    failed = tuple(name for name, said in reply.checks if said == "no")
    if not why and (reply.answer == "yes") == bool(failed):
        why = "its answer goes against its own checks"
    if why:
        return JudgeVerdict("", quote, why)
    part = part_of(reply.part, sentence) if failed else ""
    return JudgeVerdict("no" if failed else "yes", quote, "", reply.source, part, failed)


def request(
    judge: Judge, sentence: str, items: tuple[EvidenceItem, ...], part: str = ""
) -> Request:
    """The question whether these passages bear a sentence out."""
    task = judge.prompts.render("claim", sentence=as_data(sentence))
    return _request(judge, items, task, VerdictReply, part=part)


CONCLUSION = "conclusion"  # the prompt file that a newsroom of before this version lacks


def _concluding(
    judge: Judge,
    sentence: str,
    facts: tuple[str, ...],
    items: tuple[EvidenceItem, ...],
    part: str,
) -> Request:
    task = judge.prompts.render(CONCLUSION, sentence=as_data(sentence), facts=as_data(list(facts)))
    return _request(judge, items, task, VerdictReply, part=part)


def part_of(words: str, sentence: str) -> str:
    """The words of a sentence that a reply names, as the sentence has them; "" if it has them not."""
    whole, named = " ".join(sentence.split()), " ".join(words.split())
    at = whole.casefold().find(named.casefold()) if named else -1
    return whole[at : at + len(named)] if at >= 0 else ""


def prefer(
    judge: Judge, first: str, second: str, items: tuple[EvidenceItem, ...], *, part: str
) -> tuple[Preference, str]:
    """Which of two texts is truer to the passages, and why there is no answer where there is none.

    Asked in both orders: a preference that turns with the order is none.
    """
    said = [
        _preference(judge, texts, items, part=f"{part} {way}")
        for texts, way in (((first, second), "in order"), ((second, first), "swapped"))
    ]
    if why := next((why for _, why in said if why), ""):
        return "", why
    turned: dict[str, Preference] = {"first": "second", "second": "first", "neither": "neither"}
    straight, swapped = said[0][0], turned[said[1][0]]
    return (straight, "") if straight == swapped else ("", "the answer turns with the order")


def standing(quote: str, n: int, items: tuple[EvidenceItem, ...]) -> tuple[str, str]:
    """The source's slice that a verdict quotes; or why its quote does not count."""
    item = next((one for one in items if one.n == n), None)
    if item is None:
        return "", f"it quotes source {n}, which the sentence does not cite"
    least = min(LEAST_WORDS, len(item.text.split()))
    if len(quote.split()) < least:
        return "", f"it quotes fewer than {least} words"
    # A verdict may leave out the "if" before its words, which a page may not, and begin with a capital.
    forms = (quote, f"{quote[:1].swapcase()}{quote[1:]}")
    places = [place for one in forms for place in locate(item.text, Anchor(n, one))]
    if places:
        start, end = places[0]
    else:
        found = check.check(quote, item.text, stands=item.form)
        if not found.accepted:
            return "", f"its quote does not stand in source {n}"
        start, end = found.start, found.end
    return " ".join(item.text[start:end].split()), ""


def _preference(
    judge: Judge, texts: tuple[str, str], items: tuple[EvidenceItem, ...], *, part: str
) -> tuple[Preference, str]:
    task = judge.prompts.render("pair", first=as_data(texts[0]), second=as_data(texts[1]))
    try:
        ask = _request(judge, items, task, PreferenceReply, part=part)
        reply = fetch(judge.session, ask, PreferenceReply, judge.prompts)
    except ReplyError as error:
        return "", error.message
    _, why = standing(reply.quote, reply.source, items)
    return ("", why) if why else (reply.answer, "")


def _request(
    judge: Judge,
    items: tuple[EvidenceItem, ...],
    task: prompts.Prompt,
    kind: type[Strict],
    *,
    part: str,
) -> Request:
    texts = Texts(judge.prompts.render("judging"), task, pack(items))
    ask = request_for(TIER, judge.session, Step("judge", part), texts, kind)
    return replace(ask, max_tokens=min(REPLY_TOKENS, ask.max_tokens))
