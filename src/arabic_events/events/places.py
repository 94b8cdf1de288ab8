"""Places named again by a noun alone: ``القطاع`` after ``قطاع غزة``, ``المكان`` for that of the event before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from operator import attrgetter

from arabic_events import lexicon
from arabic_events.document import Document
from arabic_events.schema import Entity, Event, Participant
from arabic_events.tokens import Token

__all__ = ["name_places"]

_DISCOUNT = 0.8
_BETWEEN = 2
"""A noun that is no part of a place's name stands this near before it: مدينة رفح, محافظة نهر النيل."""


@cache
def _nouns() -> dict[str, frozenset[str]]:
    """How a noun points back, from table ``[places_named_again]`` of ``lexicons/phrase_words.toml``."""
    table = lexicon.toml("phrase_words.toml")["places_named_again"]
    return {how: frozenset(nouns) for how, nouns in table.items()}


@cache
def _countries() -> frozenset[str]:
    return frozenset(row["name"] for row in lexicon.rows("countries.tsv"))


def name_places(events: Sequence[Event], doc: Document) -> list[Event]:
    """The events, with the place that is meant where a location is a noun that only names it again.

    The evidence of such a location says so. A noun that points to nothing stays as it is.

    Example: in ``قصف الجيش قطاع غزة. وعاد الهدوء إلى القطاع`` the second location is ``قطاع غزة``.
    """
    result: list[Event] = []
    for event in events:
        meant = [_meant(place, result, doc) for place in event.locations]
        if meant != list(event.locations):
            different = {(place.start, place.end): place for place in reversed(meant)}
            event = event.model_copy(update={"locations": tuple(sorted(different.values(), key=lambda one: one.start))})
        result.append(event)
    return result


def _meant(place: Participant, before: Sequence[Event], doc: Document) -> Participant:
    token = doc.token_at(place.start)
    if token is None or token.end < place.end or token.analysis.state != "definite" or place.entity is not None:
        return place
    nouns = _nouns()
    found: Participant | None = None
    if token.stem in nouns["of_countries"]:
        found = _country(doc, token)
    elif token.stem in nouns["of_names"]:
        found = _of_that_name(doc, token) or _of_events(before, token)
    elif token.stem in nouns["of_events"]:
        found = _of_events(before, token)
    if found is None:
        return place
    evidence = f"rule:named again, {place.text}"
    return found.model_copy(update={"confidence": round(place.confidence * _DISCOUNT, 3), "evidence": evidence})


def _earlier_places(doc: Document, token: Token) -> Iterator[Entity]:
    """The named places before a word, the nearest first."""
    last = bisect_right(doc.entities, token.start, key=attrgetter("end"))
    return (doc.entities[at] for at in range(last - 1, -1, -1) if doc.entities[at].label == "LOC")


def _country(doc: Document, token: Token) -> Participant | None:
    countries = (entity for entity in _earlier_places(doc, token) if entity.name in _countries())
    return next((_participant(doc, entity, entity.start) for entity in countries), None)


def _of_events(before: Sequence[Event], token: Token) -> Participant | None:
    """Where the nearest earlier event happened that has a place."""
    earlier = (event.locations[0] for event in reversed(before) if event.locations)
    return next((location for location in earlier if location.end <= token.start), None)


def _of_that_name(doc: Document, token: Token) -> Participant | None:
    """The nearest earlier place whose name has this noun in it, or right before it."""
    for entity in _earlier_places(doc, token):
        first = doc.token_at(entity.start)
        if first is None:
            continue
        begun = max(doc.sentences[first.sentence].first, first.index - _BETWEEN)
        near = reversed(doc.tokens[begun : first.index + 1])
        noun = next((one for one in near if one.stem == token.stem and one.analysis.state != "definite"), None)
        if noun is not None:
            start = doc.aligned.span(noun.norm_core_start, noun.norm_end).start
            return _participant(doc, entity, min(entity.start, start))
    return None


def _participant(doc: Document, entity: Entity, start: int) -> Participant:
    text = doc.article.text[start : entity.end]
    head = text.split()[0]
    return Participant(
        start=start, end=entity.end, text=text, entity=entity.id, head=head, country=entity.country, evidence=""
    )
