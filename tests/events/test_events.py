"""Events of single sentences, held against data/specs/events.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from arabic_events import Event, Extraction, extract
from arabic_events.text import normalize

SPECS = tomllib.loads((Path(__file__).parents[2] / "data" / "specs" / "events.toml").read_text("utf-8"))
CASES: list[dict[str, Any]] = SPECS["case"]


def _extract(case: dict[str, Any]) -> Extraction:
    return extract(case["text"], published=SPECS["published"])


def _found(result: Extraction, wanted: dict[str, Any]) -> Event:
    hits = [event for event in result.events if event.action.text == wanted["action"]]
    assert hits, f"no event on {wanted['action']}: {[(e.type, e.action.text) for e in result.events]}"
    return hits[0]


@pytest.mark.parametrize("case", [case for case in CASES if "event" in case], ids=lambda case: case["event"]["action"])
def test_event_is_found(case: dict[str, Any]) -> None:
    result = _extract(case)
    wanted = case["event"]
    event = _found(result, wanted)
    assert event.type == wanted["type"]
    if "polarity" in wanted:
        assert event.polarity == wanted["polarity"]
    for role in ("actors", "targets", "locations"):
        phrases = [normalize(participant.text) for participant in getattr(event, role)]
        for words in wanted.get(role, ()):
            assert any(normalize(words) in phrase for phrase in phrases), (role, words, phrases)
        for words in wanted.get("not", {}).get(role, ()):
            assert not any(normalize(words) in phrase for phrase in phrases), (role, words, phrases)
    if "dates" in wanted:
        assert [time.value for time in event.dates] == wanted["dates"]
    if "quantities" in wanted:
        found = [{"value": q.value, "modifier": q.modifier, "unit": q.unit} for q in event.quantities]
        assert found == wanted["quantities"]
    if "claim" in wanted:
        claim = next(claim for claim in result.claims if claim.id == event.claim)
        assert claim.cue.text == wanted["claim"]


@pytest.mark.parametrize("case", [case for case in CASES if "reject" in case], ids=lambda case: case["text"][:30])
def test_event_is_not_found(case: dict[str, Any]) -> None:
    types = {event.type for event in _extract(case).events}
    assert not types & set(case["reject"])


def test_a_dual_governs_both_names() -> None:
    result = extract("اجتاحت السيول محافظتي إربد والمفرق فجر الأحد.")
    places = [place.text for event in result.events for role in (event.targets, event.locations) for place in role]
    assert places
    assert set(places) == {"محافظتي إربد والمفرق"}
