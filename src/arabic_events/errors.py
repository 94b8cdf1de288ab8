"""Every error the library raises on purpose.

ArabicEventsError
├── InputError (also ValueError)      an article cannot be read: says what, in which file and line
│   └── UnsupportedInput              a file type or encoding that is not read
├── LexiconError                      a lexicon file breaks its own rules: says file, entry and what to do
├── ExplanationError                  an event or word that is asked about is not there, or not as it was
├── ModelError                        a model file is missing, damaged or of another version: path and remedy
├── OutputError                       an output cannot be written: it exists, another run writes it, the disk is full
└── BackendUnavailable (ImportError)  an optional package is not installed: says which command installs it
"""

from __future__ import annotations

__all__ = [
    "ArabicEventsError",
    "BackendUnavailable",
    "ExplanationError",
    "InputError",
    "LexiconError",
    "ModelError",
    "OutputError",
    "UnsupportedInput",
]


class ArabicEventsError(Exception):
    """Base of all errors of this library."""


class InputError(ArabicEventsError, ValueError):
    """An article or an input file cannot be read.

    Attributes:
        source: file name or ``"<text>"``; line: 1-based line in it, or None.
    """

    def __init__(self, message: str, *, source: str | None = None, line: int | None = None) -> None:
        place = f"{source}, line {line}: " if source and line else f"{source}: " if source else ""
        super().__init__(place + message)
        self.source = source
        self.line = line


class UnsupportedInput(InputError):
    """A file type or encoding that is not read."""


class LexiconError(ArabicEventsError):
    """A lexicon file breaks its own rules."""


class ExplanationError(ArabicEventsError, LookupError):
    """An event or word that is asked about is not there, or the event does not come out again as it was."""


class ModelError(ArabicEventsError):
    """A model file is missing, damaged or of another version."""


class OutputError(ArabicEventsError):
    """An output file cannot be written: it exists, another run writes it, or the disk is full."""


class BackendUnavailable(ArabicEventsError, ImportError):
    """An optional package is not installed."""
