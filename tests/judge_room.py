"""What the tests of the judge share: a newsroom with a judge, drafts of its pack, calibrations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pipeline.newsroom.config import Newsroom
from pipeline.newsroom.desk import Desk
from pipeline.records import (
    Draft,
    Evidence,
    Judgement,
    Section,
    Sentence,
    store,
)
from pipeline.records.rules import finding
from pipeline.text.sentences import sentences as split
from pipeline.verify.claims import calibration, hearing
from pipeline.verify.claims import judge as judging
from pipeline.verify.claims.calibration import Calibration
from pipeline.verify.gate import conclude
from tests import messages_server, writing
from tests.messages_server import Server

Respond = Callable[[dict[str, Any]], dict[str, Any] | str]


def with_judge(room: Newsroom, how: str) -> Newsroom:
    gate = room.desk.gate.model_copy(update={"judge": how})
    return replace(room, desk=room.desk.model_copy(update={"gate": gate}))


def pack() -> Evidence:
    return writing.evidence()


def said_by(pack: Evidence, n: int) -> list[str]:
    """Whole sentences of a source, short enough to be quoted."""
    source = pack.items[n - 1].text
    whole = [source[start:end] for start, end in split(source)]
    return [one for one in whole if 8 <= len(one.split()) <= 40 and "\n" not in one]


def draft_of(pack: Evidence, *sentences: Sentence, writer: str = "claude") -> Draft:
    # Headings in quotation marks are their source's, and nobody is asked about them.
    section = Section("security", "Security", "“A headline”", sentences, None, None)
    return Draft(writing.DAY, "“A title”", writer, (), (section,), (), None, None)


def judged(draft: Draft, desk: Desk, *rules: str) -> Judgement:
    """A judgement with open findings of these rules on the first sentence."""
    first = draft.sections[0].sentences[0].text
    found = tuple(finding(one, "sections[0].sentences[0]", first, "doubted") for one in rules)
    return conclude(draft, found, desk)


def weigh(room: Newsroom, server: Server, judgement: Judgement, pack: Evidence) -> Judgement:
    world = writing.world(server.environ)
    return hearing.weigh(judgement, hearing.Hearing(pack, room), world=world)


def calibrated(room: Newsroom, **changed: Any) -> None:
    """Put a calibration on file that lets the desk's judge decide, unless changed."""
    texts = room.templates / "prompts"
    versions = judging.prompts.load(texts).versions
    values: dict[str, Any] = {
        "writer": "claude",
        "model": room.desk.writing.main.model,
        "prompt": f"judging@{versions['judging']}+claim@{versions['claim']}",
        "made": "2031-03-01",
        "data": "0" * 64,
        "supported": 60,
        "confirmed": 57,
        "unsupported": 60,
        "refuted": 58,
    }
    made = Calibration(**(values | changed))
    store.write(room.briefs / calibration.FILE, made.model_dump_json())


def respond(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Respond:
    """The scripted replies, with those of the judge changed."""

    def answer(body: dict[str, Any]) -> dict[str, Any]:
        reply = messages_server.by_script(body)
        return change(reply) if "answer" in reply else reply

    return answer
