"""What the event-data exporters share: country and sector codes, merged mentions, quad classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from arabic_events.schema import Entity, Event, Extraction, Participant, Polarity, Quantity, Sector, Time

SECTOR_CODES: dict[Sector, str] = {
    "state": "GOV",
    "military": "MIL",
    "police": "COP",
    "armed_group": "REB",
    "party": "PTY",
    "court": "JUD",
    "media": "MED",
    "business": "BUS",
    "civilian": "CVL",
    "international": "IGO",
    "diplomatic": "GOV",
    "religious": "REL",
    "medical": "HLH",
    "education": "EDU",
    "sport": "CVL",
    "ngo": "NGO",
}
"""Three-letter role of each sector in the CAMEO and PLOVER actor code books."""

QUAD_CLASSES: dict[str, tuple[int, str]] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), (1, "VERBAL COOPERATION")),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), (2, "MATERIAL COOPERATION")),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), (3, "VERBAL CONFLICT")),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), (4, "MATERIAL CONFLICT")),
}
"""Quad class of each PLOVER event type, by number and name."""


@cache
def alpha3(country: str | None) -> str:
    """ISO 3166-1 alpha-3 of an alpha-2 code, ``""`` for none; ``AZ`` is ``AZE``."""
    if country is None:
        return ""
    return _countries().get(country, "")


@cache
def _countries() -> dict[str, str]:
    lines = files(__package__).joinpath("iso_countries.tsv").read_text("utf-8").splitlines()[2:]
    return dict(line.split("\t") for line in lines)


@dataclass(frozen=True, slots=True)
class Incident:
    """One event with what all its mentions in an article say about it: the first mention leads."""

    event: Event
    actors: tuple[Participant, ...]
    targets: tuple[Participant, ...]
    locations: tuple[Participant, ...]
    date: Time | None
    quantity: Quantity | None
    mentions: int


def incidents(extraction: Extraction, polarity: Sequence[Polarity]) -> Iterator[Incident]:
    """The events of an article with their mentions merged; a cluster counts when one mention has a wanted polarity."""
    for cluster in extraction.event_clusters():
        kept = [event for event in cluster if event.polarity in polarity]
        if not kept:
            continue
        dates = [time for event in kept for time in event.dates]
        yield Incident(
            event=kept[0],
            actors=_first(event.actors for event in kept),
            targets=_first(event.targets for event in kept),
            locations=_first(event.locations for event in kept),
            date=next((time for time in dates if time.value), dates[0] if dates else None),
            quantity=next((event.quantity for event in kept if event.quantity), None),
            mentions=len(kept),
        )


def _first(choices: Iterable[tuple[Participant, ...]]) -> tuple[Participant, ...]:
    return next((participants for participants in choices if participants), ())


def entity_of(extraction: Extraction, participant: Participant | None) -> Entity | None:
    """The entity a participant refers to."""
    if participant is None or participant.entity is None:
        return None
    return next((entity for entity in extraction.entities if entity.id == participant.entity), None)


def country_of(extraction: Extraction, participant: Participant | None) -> str | None:
    """Alpha-2 country of a participant or of its entity."""
    entity = entity_of(extraction, participant)
    return (participant.country if participant else None) or (entity.country if entity else None)


def sector_of(extraction: Extraction, participant: Participant | None) -> str:
    """Three-letter role of a participant, ``""`` when not known."""
    entity = entity_of(extraction, participant)
    sector = (participant.sector if participant else None) or (entity.sector if entity else None)
    return SECTOR_CODES[sector] if sector else ""


def name_of(extraction: Extraction, participant: Participant | None) -> str:
    """Canonical name of a participant, or its words in the text."""
    entity = entity_of(extraction, participant)
    if entity:
        return entity.name
    return " ".join(participant.text.split()) if participant else ""


def located(extraction: Extraction, locations: Iterable[Participant]) -> tuple[Participant, Entity] | None:
    """The first location with coordinates."""
    for place in locations:
        entity = entity_of(extraction, place)
        if entity and entity.latitude is not None and entity.longitude is not None:
            return place, entity
    return None


def day_of(extraction: Extraction, incident: Incident) -> str:
    """The first day of the event, else the day of publication, as event data sets do; ``""`` when neither is known."""
    if incident.date and incident.date.earliest:
        return incident.date.earliest.isoformat()
    published = extraction.article.published_date
    return published.isoformat() if published else ""
