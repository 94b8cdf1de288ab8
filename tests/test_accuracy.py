"""The figures on our own annotated articles stay at or above the floors of data/corpus/floors.json.

A floor is raised when a change lifts a figure; lowering one needs a reason in the commit that does it. Sums of floats
differ in the last digits between processors and turn a few of some thousand decisions: the same commit had 69.2 on
locations here and more than 69.4 there, so a figure may lie below its floor by the `spread` of that file.
"""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from arabic_events import Extraction, Extractor

ROOT = Path(__file__).parents[1]
GATE: dict[str, Any] = json.loads((ROOT / "data" / "corpus" / "floors.json").read_text("utf-8"))
FLOORS: dict[str, float] = GATE["f1"]
BENCHMARK = runpy.run_path(str(ROOT / "benchmarks" / "accuracy.py"))


@pytest.fixture(scope="module")
def measured() -> tuple[list[dict[str, Any]], list[Extraction]]:
    records = BENCHMARK["read"](sorted((ROOT / "data" / "corpus").glob("articles_*.jsonl")))
    extractor = Extractor()
    return records, [extractor.extract_one(BENCHMARK["to_article"](record)) for record in records]


def test_corpus_has_fifty_articles(measured: tuple[list[dict[str, Any]], list[Extraction]]) -> None:
    assert len(measured[0]) >= 50


@pytest.mark.parametrize("figure", sorted(FLOORS))
def test_figure_is_at_its_floor(figure: str, measured: tuple[list[dict[str, Any]], list[Extraction]]) -> None:
    f1 = BENCHMARK["measure"](*measured)[figure]["f1"]
    assert f1 >= FLOORS[figure] - GATE["spread"], f"{figure} fell to {f1:.1f}"


def test_every_span_is_where_it_says(measured: tuple[list[dict[str, Any]], list[Extraction]]) -> None:
    for extraction in measured[1]:
        for span in extraction.spans():
            assert extraction.article.text[span.start : span.end] == span.text
            assert span.text == span.text.strip() != ""


def test_links_point_to_what_is_there(measured: tuple[list[dict[str, Any]], list[Extraction]]) -> None:
    for extraction in measured[1]:
        events = {event.id: event for event in extraction.events}
        claims = {claim.id for claim in extraction.claims}
        entities = {entity.id for entity in extraction.entities}
        for event in extraction.events:
            assert event.claim is None or event.claim in claims
            if event.same_as is not None:
                assert events[event.same_as].same_as is None
                assert list(events).index(event.same_as) < list(events).index(event.id)
            for participant in (*event.actors, *event.targets, *event.locations):
                assert participant.entity is None or participant.entity in entities
