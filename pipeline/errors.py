"""The one error tree.

DatelineError            something dateline cannot go on from; carries what to do about it
├── ConfigError          a desk, sources file or option is wrong (names the file and the field)
├── SourceError          a source cannot be read (reported and skipped; fatal only if all fail)
│   └── FetchError       the guarded client refused or the network failed
├── CorpusError          the library or index on disk cannot be used
│   └── EngineError      a search cluster cannot answer, or would answer less than it holds
│       └── TooLargeError a request is larger than it, or the proxy before it, takes
├── WriterError          a writer could not deliver a draft
│   ├── BudgetError      a call would pass a budget of the desk
│   ├── ModelError       a model, key, price or address is unusable: the owner must act
│   ├── ReplyError       a model answered, but not with anything usable
│   │   └── ContextError the question is longer than the model, or its server, can read
│   └── UnavailableError a provider is down, overloaded or too slow; carries when to try again
├── RecordError          a brief, evidence or labelled file does not have the form it should
├── BuildError           the site could not be built or swapped in
│   └── RefusedError     the audit found errors; yesterday's site stands (exit code 1)
└── BusyError            another process holds this newsroom

A refused brief is not an error: it is a verdict. `cli.main` catches this tree once, prints
`error:` and `hint:` lines and exits with 2.
"""

from __future__ import annotations


class DatelineError(Exception):
    """Stop with one clear message; `hint` says what to do, `where` names the file or field."""

    code = 2  # exit code; 1 is for what a gate refused

    def __init__(self, message: str, *, hint: str = "", where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class ConfigError(DatelineError):
    """A desk, sources file or option is wrong."""


class SourceError(DatelineError):
    """A source cannot be read; the run reports it and goes on with the others."""


class FetchError(SourceError):
    """The guarded client refused an address or the network failed.

    status: of the reply, 0 if there was none.
    """

    def __init__(self, message: str, *, hint: str = "", where: str = "", status: int = 0) -> None:
        super().__init__(message, hint=hint, where=where)
        self.status = status


class CorpusError(DatelineError):
    """The library or index on disk cannot be used."""


class EngineError(CorpusError):
    """A search cluster cannot answer, or would answer less than it holds."""


class TooLargeError(EngineError):
    """A request is larger than a search cluster, or the proxy before it, takes."""


class WriterError(DatelineError):
    """A writer could not deliver a draft."""


class BudgetError(WriterError):
    """A call would pass a budget of the desk."""


class ModelError(WriterError):
    """A model, key, price or address is unusable: the owner must act."""


class ReplyError(WriterError):
    """A model answered, but not with anything usable."""


class ContextError(ReplyError):
    """A question is longer than the model, or the server it runs on, can read."""


class UnavailableError(WriterError):
    """A provider is down, overloaded or too slow.

    status: of the reply, 0 if there was none. retry_after: seconds the provider asked for.
    billed: True when the provider may have worked, and charges, without our seeing a reply.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 0,
        retry_after: float | None = None,
        billed: bool = False,
        hint: str = "try again later",
    ) -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.retry_after = retry_after
        self.billed = billed


class RecordError(DatelineError):
    """A brief, evidence or labelled file does not have the form it should."""


class BuildError(DatelineError):
    """The site could not be built, audited or swapped in."""


class RefusedError(BuildError):
    """The audit found errors in the built site; the one that stands was left alone."""

    code = 1


class BusyError(DatelineError):
    """Another process holds this newsroom."""
