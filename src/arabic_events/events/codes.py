"""Counterparts of an event in PLOVER, CAMEO and ACE: from its type, refined by words and participants that decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from arabic_events import lexicon
from arabic_events.schema import Entity, EventCodes, EventType, Participant, Sector

__all__ = ["codes"]

_ONTOLOGIES = ("plover", "cameo", "ace")
_PEOPLE = frozenset({"PER", "ORG", "GRP"})


@dataclass(frozen=True, slots=True)
class _Rule:
    """Codes that hold when an event's words and participants meet the conditions."""

    name: str
    types: frozenset[str]
    lemmas: frozenset[str]
    human: bool
    actor_sectors: frozenset[str]
    target_sectors: frozenset[str]
    codes: Mapping[str, str]

    def holds(self, lemma: str, actor: _Side, target: _Side) -> bool:
        """Whether all conditions are met."""
        return (
            (not self.lemmas or lemma in self.lemmas)
            and (not self.human or actor.human)
            and (not self.actor_sectors or actor.sector in self.actor_sectors)
            and (not self.target_sectors or target.sector in self.target_sectors)
        )


@dataclass(frozen=True, slots=True)
class _Side:
    human: bool
    sector: Sector | None


@cache
def _tables() -> tuple[dict[str, EventCodes], dict[str, tuple[_Rule, ...]]]:
    data = dict(lexicon.toml("event_codes.toml"))
    given: Sequence[Mapping[str, Any]] = data.pop("rule")
    rules: dict[str, list[_Rule]] = {}
    for entry in given:
        rule = _Rule(
            name=entry["name"],
            types=frozenset(entry["type"]),
            lemmas=frozenset(entry.get("lemmas", ())),
            human=entry.get("actor") == "human",
            actor_sectors=frozenset(entry.get("actor_sector", ())),
            target_sectors=frozenset(entry.get("target_sector", ())),
            codes={name: entry[name] for name in _ONTOLOGIES if name in entry},
        )
        for kind in rule.types:
            rules.setdefault(kind, []).append(rule)
    return {kind: EventCodes(**entry) for kind, entry in data.items()}, {
        kind: tuple(group) for kind, group in rules.items()
    }


def _side(participants: Sequence[Participant], entities: Mapping[str, Entity]) -> _Side:
    """Whether the first participant is people or their organisation, and its sector."""
    for participant in participants:
        entity = entities.get(participant.entity or "")
        sector = participant.sector or (entity.sector if entity else None)
        human = sector is not None or (entity is not None and (entity.label in _PEOPLE or entity.country is not None))
        if human:
            return _Side(True, sector)
    return _Side(False, None)


def codes(
    event_type: EventType,
    *,
    lemma: str = "",
    actors: Sequence[Participant] = (),
    targets: Sequence[Participant] = (),
    entities: Mapping[str, Entity] | None = None,
) -> EventCodes:
    """The codes of an event: those of the act itself, whether or not it happened.

    A death has no PLOVER or CAMEO code by itself; killed by someone it is ASSAULT. Where several rules of
    ``lexicons/event_codes.toml`` hold, a later one replaces the codes it gives.

    Args:
        event_type: one of the event types.
        lemma: dictionary form of the action, in normal form.
        actors: who did it; targets: whom it was done to.
        entities: entities by id, for participants that are names.
    """
    types, rules = _tables()
    found = types[event_type]
    known = entities or {}
    actor, target = _side(actors, known), _side(targets, known)
    changes: dict[str, str] = {}
    for rule in rules.get(event_type, ()):
        if rule.holds(lemma, actor, target):
            changes.update(rule.codes)
    return found.model_copy(update=changes) if changes else found
