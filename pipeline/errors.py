"""The one error tree.

DatelineError            something dateline cannot go on from; carries what to do about it
├── ConfigError          a desk, sources file or option is wrong (names the file and the field)
├── SourceError          a source cannot be read (reported and skipped; fatal only if all fail)
│   └── FetchError       the guarded client refused or the network failed
├── CorpusError          the library or index on disk cannot be used
├── WriterError          a writer could not deliver a draft
│   ├── BudgetError      a call would pass a budget of the desk
│   └── ModelError       a model, key, price or reply is unusable
├── RecordError          a brief, evidence or labelled file does not have the form it should
├── BuildError           the site could not be built or swapped in
└── BusyError            another process holds this newsroom

A refused brief is not an error: it is a verdict. `cli.main` catches this tree once, prints
`error:` and `hint:` lines and exits with 2.
"""

from __future__ import annotations


class DatelineError(Exception):
    """Stop with one clear message; `hint` says what to do, `where` names the file or field."""

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
    """The guarded client refused an address or the network failed."""


class CorpusError(DatelineError):
    """The library or index on disk cannot be used."""


class WriterError(DatelineError):
    """A writer could not deliver a draft."""


class BudgetError(WriterError):
    """A call would pass a budget of the desk."""


class ModelError(WriterError):
    """A model, key, price or reply is unusable."""


class RecordError(DatelineError):
    """A brief, evidence or labelled file does not have the form it should."""


class BuildError(DatelineError):
    """The site could not be built, audited or swapped in."""


class BusyError(DatelineError):
    """Another process holds this newsroom."""
