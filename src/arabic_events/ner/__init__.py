"""Names in the text: people, organisations, places and peoples, with exact offsets, canonical names, countries.

A recogniser turns a tokenised document into entities. `get_recognizer` gives one by name:

- ``bundled`` (the default), ``linear`` and ``gazetteer`` ship with us: stanza's tagger beside a linear one, the linear
  one alone on numpy, lexicons and context only;
- ``stanza`` and ``camel`` run the official models that the user has installed, ``stanza:FOLDER`` and ``camel:FOLDER``
  those in a folder;
- ``ensemble:bundled+stanza`` joins what several find, ``ensemble:vote:bundled+stanza+camel`` keeps what most agree on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from arabic_events.document import Document
from arabic_events.errors import InputError
from arabic_events.schema import Entity

__all__ = ["DEFAULT", "Recognizer", "check_recognizer", "find_entities", "get_recognizer", "recognizer_names"]

DEFAULT = "bundled"


@runtime_checkable
class Recognizer(Protocol):
    """Finds the names of a document.

    One that is faster over several documents has ``recognize_many(docs)`` too, with the entities of each.
    """

    name: str

    def recognize(self, doc: Document) -> tuple[Entity, ...]:
        """The entities of a tokenised document: in order, without overlap, ids from ``e0``."""
        ...


def _bundled(_: str) -> Recognizer:
    from arabic_events.ner.recognizers import BundledRecognizer

    return BundledRecognizer()


def _linear(_: str) -> Recognizer:
    from arabic_events.ner.recognizers import LinearRecognizer

    return LinearRecognizer()


def _gazetteer(_: str) -> Recognizer:
    from arabic_events.ner.recognizers import GazetteerRecognizer

    return GazetteerRecognizer()


def _stanza(folder: str) -> Recognizer:
    from arabic_events.ner.stanza_official import StanzaRecognizer

    return StanzaRecognizer(folder or None)


def _camel(folder: str) -> Recognizer:
    from arabic_events.ner.camel_official import CamelRecognizer

    return CamelRecognizer(folder or None)


def _ensemble(rest: str) -> Recognizer:
    from arabic_events.ner.ensemble import EnsembleRecognizer

    members = _members(rest) or (DEFAULT, "gazetteer")
    return EnsembleRecognizer(members, how="vote" if rest.startswith(_VOTE) else "union")


_VOTE = "vote:"
_MAKERS: Mapping[str, Callable[[str], Recognizer]] = MappingProxyType(
    {
        "bundled": _bundled,
        "linear": _linear,
        "gazetteer": _gazetteer,
        "stanza": _stanza,
        "camel": _camel,
        "ensemble": _ensemble,
    }
)
_WITHOUT_FOLDER = frozenset({"bundled", "linear", "gazetteer"})


def recognizer_names() -> tuple[str, ...]:
    """The names that `get_recognizer` knows."""
    return tuple(_MAKERS)


def _members(rest: str) -> list[str]:
    """The recognisers of ``linear+stanza`` or ``vote:linear+stanza+camel``."""
    names = rest.removeprefix(_VOTE)
    return names.split("+") if names else []


def check_recognizer(ner: str | Recognizer) -> None:
    """Nothing for a recogniser or the name of one; loads nothing.

    Raises:
        InputError: there is none of that name.
    """
    if not isinstance(ner, str):
        if not isinstance(ner, Recognizer):
            raise InputError(f"ner is the name of a recogniser or an object with name and recognize(), not {ner!r}")
        return
    name, colon, rest = ner.partition(":")
    if name not in _MAKERS:
        raise InputError(f"no recogniser {ner!r}; there are {', '.join(recognizer_names())}")
    if colon and name in _WITHOUT_FOLDER:
        raise InputError(f"recogniser {name!r} takes nothing after its name, not {rest!r}")
    if name == "ensemble":
        members = _members(rest)
        if len(members) == 1:
            raise InputError(f"an ensemble needs two recognisers or more, as in ensemble:linear+stanza, not {ner!r}")
        for member in members:
            check_recognizer(member)


@cache
def _named(ner: str) -> Recognizer:
    name, _, rest = ner.partition(":")
    return _MAKERS[name](rest)


def get_recognizer(ner: str | Recognizer = DEFAULT) -> Recognizer:
    """The recogniser of that name, made once; a recogniser itself comes back as it is.

    Raises:
        InputError: there is none of that name.
        BackendUnavailable: its package or model is not installed; the message says which command installs it.
        ModelError: its model is missing or damaged.
    """
    check_recognizer(ner)
    return _named(ner) if isinstance(ner, str) else ner


def find_entities(doc: Document) -> Document:
    """The document with its entities, found by the default recogniser."""
    return replace(doc, entities=get_recognizer().recognize(doc))
