"""Codes of events: every type has its entry; words and participants refine it."""

from typing import get_args

import pytest

from arabic_events.events.codes import codes
from arabic_events.lexicon import toml
from arabic_events.schema import Entity, EventCodes, EventType, Participant
from arabic_events.text import normalize

TYPES = get_args(EventType)


def participant(*, entity: str | None = None, sector: str | None = None) -> Participant:
    return Participant(start=0, end=1, text="x", head="x", entity=entity, sector=sector, evidence="test")


def entity(label: str, *, country: str | None = None, sector: str | None = None) -> dict[str, Entity]:
    return {
        "n": Entity(
            id="n", label=label, name="x", start=0, end=1, text="x", country=country, sector=sector, evidence="test"
        )
    }


def test_every_type_has_an_entry_and_no_other():
    table = dict(toml("event_codes.toml"))
    rules = table.pop("rule")
    assert set(table) == set(TYPES)
    assert all(kind in TYPES for rule in rules for kind in rule["type"])


def test_rules_are_written_in_normal_form_and_named_once():
    rules = toml("event_codes.toml")["rule"]
    assert all(lemma == normalize(lemma) for rule in rules for lemma in rule.get("lemmas", ()))
    names = [rule["name"] for rule in rules]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("attack", EventCodes(plover="ASSAULT", cameo="18/19", ace="Conflict.Attack")),
        ("ceasefire", EventCodes(plover="AGREE", cameo="0871")),
        ("visit", EventCodes(plover="CONSULT", cameo="042", ace="Movement.Transport")),
        ("market_change", EventCodes()),
        ("death", EventCodes(ace="Life.Die")),
    ],
)
def test_codes_of_a_type(kind, expected):
    assert codes(kind) == expected


@pytest.mark.parametrize("kind", ["death", "injury"])
@pytest.mark.parametrize(
    ("actor", "entities", "plover"),
    [
        (participant(sector="military"), {}, "ASSAULT"),
        (participant(entity="n"), entity("PER"), "ASSAULT"),
        (participant(entity="n"), entity("LOC", country="FR"), "ASSAULT"),
        (participant(entity="n"), entity("LOC"), None),
        (participant(), {}, None),
    ],
)
def test_killing_by_people_is_assault(kind, actor, entities, plover):
    assert codes(kind, actors=[actor], entities=entities).plover == plover


@pytest.mark.parametrize(
    ("kind", "lemma", "field", "value"),
    [
        ("meeting", "اتصال", "cameo", "041"),
        ("meeting", "اتصال", "ace", "Contact.Phone-Write"),
        ("meeting", "اجتماع", "cameo", "04"),
        ("personnel", "استقال", "ace", "Personnel.End-Position"),
        ("personnel", "عين", "ace", "Personnel.Start-Position"),
        ("protest", "اضراب", "cameo", "143"),
        ("trial", "براءه", "plover", "CONCEDE"),
        ("attack", "غاره", "cameo", "195"),
    ],
)
def test_words_refine_the_code(kind, lemma, field, value):
    assert getattr(codes(kind, lemma=lemma), field) == value
