"""What is asked of a model and what it answered, whoever serves it.

Enter: a `Request` from a writer. Leave: the request body of a provider's API, and a `Response` read
from the bytes of a reply. Both directions are pure: a stored reply is read again without network,
key or client library. Refuses: bytes that are not a reply of that API (`ReplyError`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.llm.prices import Tokens
from pipeline.world import Connect

Stop = Literal["end", "length", "refusal", "context"]


@dataclass(frozen=True, slots=True)
class Request:
    """One question. Its texts go from what never changes to what is new today.

    rules is the same for every call of a writer, so that providers can keep it; the day stands
    in the task, which comes last.
    """

    step: str
    part: str
    tier: str
    model: str
    effort: str
    max_tokens: int
    rules: str
    evidence: str
    task: str
    schema: Mapping[str, Any]
    template: str  # names and versions of the prompt files used
    cache: str = "off"  # off, 5m or 1h


@dataclass(frozen=True, slots=True)
class Response:
    """A reply, read. `tokens` is None where the server did not report its usage."""

    message: str
    model: str
    text: str
    stop: Stop
    tokens: Tokens | None
    fast: bool = False


@dataclass(frozen=True, slots=True)
class Api:
    """How a provider is spoken to: a body from a Request, a Response from reply bytes."""

    name: str  # goes into the key under which a reply is kept
    body: Callable[[Request], dict[str, Any]]
    answer: Callable[[bytes], Response]
    url: Callable[[Mapping[str, str], str], str]  # environment and the desk's address
    connect: Connect
