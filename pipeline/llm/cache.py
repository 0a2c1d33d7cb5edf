"""Replies of models on disk, under the hash of everything that went into the request.

Enter: reply bytes, before anyone reads them. Leave: the same bytes, for as long as the folder
stands. Refuses: a kept reply whose bytes are not those of its hash; it counts as absent.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pipeline.llm.request import Api, Request
from pipeline.records import store


@dataclass(frozen=True, slots=True)
class Sent:
    """How a request was sent: when, where to, alone or in a batch."""

    at: str
    host: str
    batch: bool
    seconds: float
    estimate: int  # input tokens, for servers that do not report usage


@dataclass(frozen=True, slots=True)
class Stored(Sent):
    """A reply on disk, as it came, with how it was asked for: what a ledger row needs to know."""

    key: str
    reply: str
    reply_sha256: str


def request_key(api: Api, ask: Request) -> str:
    """Hash of all that decides a reply: model, parameters, prompt, schema, template version."""
    body = json.dumps(api.body(ask), ensure_ascii=False, sort_keys=True)
    return store.sha256("\x1f".join((api.name, ask.template, body)).encode())


@dataclass(frozen=True, slots=True)
class Replies:
    folder: Path

    def get(self, key: str) -> Stored | None:
        """The reply kept under a key; None when there is none or its bytes were damaged."""
        try:
            kept = Stored(**json.loads(self._path(key).read_bytes()))
        except (OSError, ValueError, TypeError):
            return None
        return kept if store.sha256(kept.reply.encode()) == kept.reply_sha256 else None

    def keep(self, key: str, raw: bytes, sent: Sent) -> Stored:
        """Put a reply on disk and give it back as it was put."""
        text = raw.decode(errors="replace")
        digest = store.sha256(text.encode())
        sent = replace(sent, seconds=round(sent.seconds, 3))
        kept = Stored(**asdict(sent), key=key, reply=text, reply_sha256=digest)
        store.write(self._path(key), json.dumps(asdict(kept), ensure_ascii=False))
        return kept

    def spoil(self, key: str) -> None:
        """Serve a reply that nobody can use never again; its bytes stay, for a person to see."""
        path = self._path(key)
        if path.is_file():
            path.rename(path.with_suffix(f".unusable-{self.spoiled(key) + 1}"))

    def spoiled(self, key: str) -> int:
        """How many replies to a request could not be used."""
        path = self._path(key)
        return len(list(path.parent.glob(f"{key}.unusable-*")))

    def answers(self, key: str, later: str) -> None:
        """Keep the reply to a later request as that to an earlier one too, whose own could not be used."""
        if stored := self.get(later):
            store.write(self._path(key), json.dumps(asdict(stored), ensure_ascii=False))

    def set_aside(self, key: str, raw: bytes, attempt: int) -> None:
        """Keep bytes that are no reply, so that a person can see what was paid for."""
        store.write(self._path(key).with_suffix(f".unread-{attempt}"), raw)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
