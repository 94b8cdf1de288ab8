"""Several recognisers together: all that any of them finds, or what most of them agree on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from arabic_events.document import Document
from arabic_events.errors import InputError
from arabic_events.ner import Recognizer, get_recognizer
from arabic_events.ner.gazetteer import gazetteer
from arabic_events.ner.linking import link
from arabic_events.ner.spans import Mention, free_words, mention
from arabic_events.schema import Entity
from arabic_events.text import normalize

__all__ = ["EnsembleRecognizer"]

How = Literal["union", "vote"]


class EnsembleRecognizer:
    """Names that several recognisers find.

    Two recognisers agree on a name when its offsets and label are the same. Of names that overlap, the one that more
    recognisers found stays; of those, the one of the recogniser that stands first.

    Args:
        members: recognisers or their names, the most trusted first.
        how: ``union`` keeps what any of them finds, ``vote`` what more than half of them agree on.

    Raises:
        InputError: fewer than two members, or a name that no recogniser has.
        BackendUnavailable, ModelError: the model of a member is missing or damaged.
    """

    name = "ensemble"

    def __init__(self, members: Sequence[str | Recognizer], *, how: How = "union") -> None:
        if len(members) < 2:
            raise InputError("an ensemble needs two recognisers or more")
        if how not in ("union", "vote"):
            raise InputError(f"an ensemble is made by 'union' or 'vote', not {how!r}")
        self.members = tuple(members)
        self.how = how
        self._recognizers = [get_recognizer(member) for member in members]

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as its settings; a worker process loads the models itself."""
        return partial(EnsembleRecognizer, self.members, how=self.how), ()

    def recognize(self, doc: Document) -> tuple[Entity, ...]:
        """The entities of a document."""
        return self.recognize_many([doc])[0]

    def recognize_many(self, docs: Sequence[Document]) -> list[tuple[Entity, ...]]:
        """The entities of several documents, which a recogniser that can takes together."""
        columns = [_many(one, docs) for one in self._recognizers]
        return [self._joined(doc, found) for doc, found in zip(docs, zip(*columns, strict=True), strict=True)]

    def _joined(self, doc: Document, found: Sequence[Sequence[Entity]]) -> tuple[Entity, ...]:
        needed = 1 if self.how == "union" else len(found) // 2 + 1
        names = [one for one in _agreed(found) if len(one.entities) >= needed]
        names.sort(key=lambda one: (-len(one.entities), one.member, one.start))
        chosen: list[_Name] = []
        for one in names:
            if all(one.end <= other.start or other.end <= one.start for other in chosen):
                chosen.append(one)
        chosen.sort(key=lambda one: one.start)
        return link(doc, _mentions(doc, chosen))


@dataclass(frozen=True, slots=True)
class _Name:
    """A name, the first member that found it, and the entities of all that did."""

    start: int
    end: int
    member: int
    entities: tuple[Entity, ...]


def _many(recognizer: Recognizer, docs: Sequence[Document]) -> list[tuple[Entity, ...]]:
    together = getattr(recognizer, "recognize_many", None)
    found = together(docs) if together is not None else [recognizer.recognize(doc) for doc in docs]
    return [tuple(entities) for entities in found]


def _agreed(found: Sequence[Sequence[Entity]]) -> list[_Name]:
    names: dict[tuple[int, int, str], _Name] = {}
    for member, entities in enumerate(found):
        for entity in entities:
            key = (entity.start, entity.end, entity.label)
            known = names.get(key)
            names[key] = (
                _Name(entity.start, entity.end, member, (entity,))
                if known is None
                else replace(known, entities=(*known.entities, entity))
            )
    return list(names.values())


def _mentions(doc: Document, names: Sequence[_Name]) -> list[Mention]:
    """The names as mentions, so that they are linked once more, now all together; their offsets stay."""
    free = free_words(doc)
    mentions = []
    located = doc.located([name.entities[0] for name in names])
    for name, (first, touched) in zip(names, located, strict=True):
        made = mention(
            doc,
            touched.start,
            touched.stop,
            label=first.label,
            confidence=max(entity.confidence for entity in name.entities),
            evidence="+".join(dict.fromkeys(entity.evidence for entity in name.entities)),
            free_words=free,
        )
        if (made.start, made.end) != (name.start, name.end):
            form = " ".join(normalize(first.text).split())
            entries = gazetteer().names.get(form, ())
            made = replace(made, start=name.start, end=name.end, form=form, entries=entries)
        mentions.append(made)
    return mentions
