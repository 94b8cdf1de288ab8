"""Entities: the cases of data/specs/entities.toml; what holds for every recogniser is in test_recognizers.py."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from documents import document

from arabic_events.ner import find_entities, get_recognizer

SPECS = Path(__file__).parents[2] / "data" / "specs" / "entities.toml"
CASES = tomllib.loads(SPECS.read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:30] for case in CASES])
def test_spec(case: dict[str, Any]) -> None:
    found = find_entities(document(case["text"])).entities
    for label, text, *details in case.get("expect", []):
        same = [entity for entity in found if entity.text == text and entity.label == label]
        assert same, f"{label} {text} not in {[(e.label, e.text) for e in found]}"
        for name, value in zip(("name", "country", "sector"), details, strict=False):
            if value:
                assert getattr(same[0], name) == value, text
    assert not {entity.text for entity in found} & set(case.get("reject", []))


def test_evidence_says_what_found_a_name() -> None:
    text = "وصل وزير الخارجية المصري سامح شكري إلى الخرطوم."
    assert all(
        entity.evidence.startswith("model:entities") for entity in get_recognizer("linear").recognize(document(text))
    )
    evidence = {entity.text: entity.evidence for entity in get_recognizer("gazetteer").recognize(document(text))}
    assert evidence["الخرطوم"] == "gazetteer:places"


def test_ambiguous_place_follows_the_country_of_the_article() -> None:
    libya = "اندلعت اشتباكات في طرابلس، وقالت الحكومة الليبية إن الجيش الليبي انتشر في شوارع ليبيا."
    lebanon = "اندلعت اشتباكات في طرابلس، وقالت الحكومة اللبنانية إن الجيش اللبناني انتشر في شوارع لبنان."
    for text, country in ((libya, "LY"), (lebanon, "LB")):
        places = [entity for entity in find_entities(document(text)).entities if entity.text == "طرابلس"]
        assert [place.country for place in places] == [country]
        assert places[0].latitude is not None
