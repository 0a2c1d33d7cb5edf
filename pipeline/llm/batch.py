"""Message Batches: many asks at half price, when there is time to wait.

Enter: a session and asks without a stored reply. Leaves: replies in the session's store, marked
as batch; whatever the batch did not bring is asked for synchronously afterwards. The intent is
on disk before the batch is created and its id before the first poll, so a killed run finds its
batch again, even one killed between creating it and noting the id.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.llm.budget import Spent
from pipeline.llm.cache import request_key
from pipeline.llm.request import Request
from pipeline.llm.session import Session
from pipeline.records import store

if TYPE_CHECKING:
    from pipeline.llm.anthropic_api import Claude

NAME = 40  # hex digits of a request key that make a custom id (the API allows 64 characters)
GRACE = 10  # polls after cancelling: requests under way still end, and are then paid for


def fill(session: Session, asks: Sequence[Request]) -> None:
    """Have a batch answer the asks that have no stored reply yet; wait as long as the desk says."""
    open_asks = {request_key(session.api, ask)[:NAME]: ask for ask in asks}
    missing = {
        name: ask
        for name, ask in open_asks.items()
        if session.replies.get(request_key(session.api, ask)) is None
    }
    if len(missing) < 2:
        return
    path = _state(session, missing) or _intend(session, missing)
    claude: Any = session.connection
    state = json.loads(path.read_bytes())
    if not state["id"]:
        state["id"] = _adopt(claude, state) or _create(session, claude, missing)
        store.write(path, json.dumps(state))
    status = _wait(session, claude, state)
    if status == "lost":
        path.unlink()
    if status != "ended":
        return  # an unfinished one keeps its state, and a later run collects what it still brings
    for name, raw in claude.batch_results(state["id"]).items():
        _keep(session, open_asks.get(name), raw)
    path.unlink()


def _state(session: Session, missing: dict[str, Request]) -> Path | None:
    """The state of an earlier batch that holds any of these requests."""
    for path in sorted((session.state / "batches").glob("*.json")):
        if set(json.loads(path.read_bytes())["names"]) & set(missing):
            return path
    return None


def _intend(session: Session, missing: dict[str, Request]) -> Path:
    path = session.state / "batches" / f"{store.digest(missing)}.json"
    now = session.world.now().isoformat()
    store.write(path, json.dumps({"id": "", "intended": now, "names": sorted(missing)}))
    return path


def _create(session: Session, claude: Claude, missing: dict[str, Request]) -> str:
    """Submit the batch; the budget is asked for all of it first."""
    held: list[Spent] = []
    bodies = {}
    for name, ask in missing.items():
        session.permit_model(ask.model)
        bodies[name] = session.api.body(ask)
        prompt = claude.count(bodies[name])
        held.append(
            session.budget.reserve(f"batch {ask.part}", *session.worst(ask, prompt, batch=True))
        )
    made = claude.create_batch(bodies)
    # Replies are settled one by one as they come back; until then nothing else is asked.
    for one in held:
        session.budget.settle(one, 0, Decimal(0))
    for name, ask in missing.items():
        session.note(ask, name, f"submitted in batch {made['id']}")
    return str(made["id"])


def _adopt(claude: Claude, state: dict[str, Any]) -> str:
    """A batch of ours that was created but never noted: same size, not older than the intent."""
    since = datetime.fromisoformat(state["intended"]).timestamp() - 60  # clocks differ
    for made in claude.recent_batches():
        size = sum(made["request_counts"].values())
        created = datetime.fromisoformat(made["created_at"]).timestamp()
        if created < since or size != len(state["names"]):
            continue
        if made["processing_status"] != "ended" or _holds(claude, made["id"], state["names"]):
            return str(made["id"])
    return ""


def _holds(claude: Claude, batch: str, names: list[str]) -> bool:
    return bool(set(claude.batch_results(batch)) & set(names))


def _wait(session: Session, claude: Claude, state: dict[str, Any]) -> str:
    """Poll until the batch has ended; at the deadline cancel it and wait a little longer.

    Returns ended, lost (the provider no longer has it) or unfinished.
    """
    writing, world = session.desk.writing, session.world
    deadline = world.clock() + min(writing.batch_minutes * 60, max(session.budget.left(), 0))
    cancelled = 0
    while True:
        status = claude.batch(state["id"])["processing_status"]
        if status in ("ended", "lost"):
            return str(status)
        if cancelled > GRACE:
            return "unfinished"
        if cancelled or world.clock() >= deadline:
            if not cancelled:
                claude.cancel_batch(state["id"])
            cancelled += 1
        world.sleep(writing.batch_poll_seconds)


def _keep(session: Session, ask: Request | None, raw: bytes) -> None:
    if ask is None:  # a request of an older prompt: paid for, but nobody asks it any more
        return
    key = request_key(session.api, ask)
    if session.replies.get(key) is None:
        kept = session.kept(key, raw, seconds=0.0, estimate=0, batch=True)
        session.settle(Spent(1), session.read(kept), ask)
        session.note(ask, key, "answered in batch", reply=kept.reply_sha256)
