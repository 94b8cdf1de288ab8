"""benchmarks/events.py: each part of the event stage alone and together, on one article."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from arabic_events.events import arguments, polarity, triggers

ROOT = Path(__file__).parents[1]


def test_each_part_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("benchmarks", "training"):
        monkeypatch.syspath_prepend(ROOT / folder)
    benchmark, gold = importlib.import_module("events"), importlib.import_module("gold")
    record = json.loads((ROOT / "data/corpus/articles_a.jsonl").read_text("utf-8").splitlines()[0])
    settings = triggers.UNLIKELY, arguments.UNLIKELY, polarity.SURE, triggers.CONTEXT_SHARE
    found = dict(benchmark.ablations([gold.predicted(record, before="events")]))
    assert len(found) == 7
    assert all(len(extraction.events) > 5 for (extraction,) in found.values())
    alone, together = found["scorers alone"][0].events, found["all: the default"][0].events
    assert [event.confidence for event in alone] != [event.confidence for event in together]
    assert settings == (triggers.UNLIKELY, arguments.UNLIKELY, polarity.SURE, triggers.CONTEXT_SHARE)
