"""Outlets differ in how they write: the same article in another spelling says the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from arabic_events import Article, Extractor

ARTICLES = Path(__file__).parents[1] / "data" / "corpus" / "articles_c.jsonl"
# Each replaces one character by one, so that offsets stay.
SPELLINGS = {
    "yeh without dots": [(r"ي\b", "ى")],
    "dots under every yeh": [(r"ى\b", "ي")],
    "no hamza on alef": [("[أإآ]", "ا")],
    "Arabic digits": [(digit, chr(0x660 + int(digit))) for digit in "0123456789"],
    "Persian kaf": [("ك", "ک")],
    "Latin marks": [("،", ","), ("؛", ";"), ("؟", "?")],
    "guillemets": [('"', "«")],
    "spaces that do not break": [(" ", "\u00a0")],
}


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    lines = ARTICLES.read_text("utf-8").splitlines()
    return [record for record in map(json.loads, lines[:12]) if "," not in record["text"]]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def places(found: Any) -> Any:
    """An extraction without what it quotes: offsets, types, values and links."""
    if isinstance(found, dict):
        return {key: places(value) for key, value in found.items() if not isinstance(value, str) or key in KEPT}
    return [places(item) for item in found] if isinstance(found, list) else found


KEPT = ("id", "type", "label", "role", "polarity", "value", "modifier", "kind", "claim", "entity", "same_as", "event")


@pytest.mark.parametrize("name", SPELLINGS)
def test_another_spelling_says_the_same(name: str, records: list[dict[str, Any]], extractor: Extractor) -> None:
    changed = 0
    for record in records:
        text = record["text"]
        for written, instead in SPELLINGS[name]:
            text = re.sub(written, instead, text)
        changed += text != record["text"]
        plain, other = (
            extractor.extract_one(Article(text=one, published=record["published"])) for one in (record["text"], text)
        )
        assert plain.events
        for part in ("entities", "times", "claims", "events"):
            assert places(other.model_dump(mode="json")[part]) == places(plain.model_dump(mode="json")[part])
    assert changed >= len(records) // 2
