"""Names in the text: people, organisations, places and peoples, with exact offsets, canonical names, countries.

A recogniser turns a tokenised document into entities. `get_recognizer` gives the bundled ones: ``linear`` (the default,
a learned tagger on numpy) and ``gazetteer`` (lexicons and context only).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Protocol, runtime_checkable

from arabic_events.document import Document
from arabic_events.schema import Entity

__all__ = ["DEFAULT", "Recognizer", "find_entities", "get_recognizer", "recognizer_names"]

DEFAULT = "linear"


@runtime_checkable
class Recognizer(Protocol):
    """Finds the names of a document."""

    name: str

    def recognize(self, doc: Document) -> tuple[Entity, ...]:
        """The entities of a tokenised document: in order, without overlap, ids from ``e0``."""
        ...


def recognizer_names() -> tuple[str, ...]:
    """The names that `get_recognizer` knows."""
    return ("linear", "gazetteer")


@cache
def get_recognizer(name: str = DEFAULT) -> Recognizer:
    """A bundled recogniser, made once.

    Raises:
        ValueError: there is none of that name.
        ModelError: its weights are missing or damaged.
    """
    if name == "linear":
        from arabic_events.ner.recognizers import LinearRecognizer

        return LinearRecognizer()
    if name == "gazetteer":
        from arabic_events.ner.recognizers import GazetteerRecognizer

        return GazetteerRecognizer()
    raise ValueError(f"no recogniser {name!r}: there are {', '.join(recognizer_names())}")


def find_entities(doc: Document) -> Document:
    """The document with its entities, found by the default recogniser."""
    return replace(doc, entities=get_recognizer().recognize(doc))
