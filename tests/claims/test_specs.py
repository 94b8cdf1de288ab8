"""Claims read as data/specs/claims.toml says, with the names and times that the pipeline finds."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from documents import document

from arabic_events.claims import find_claims
from arabic_events.document import Document
from arabic_events.ner import get_recognizer
from arabic_events.times import find_times

SPECS = Path(__file__).parents[2] / "data" / "specs" / "claims.toml"
CASES: list[dict[str, Any]] = tomllib.loads(SPECS.read_text("utf-8"))["case"]


def read(text: str, *, ner: str | None = "bundled") -> Document:
    """A text with its claims."""
    doc = document(text)
    if ner is not None:
        doc = find_times(replace(doc, entities=tuple(get_recognizer(ner).recognize(doc))))
    return find_claims(doc)


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_claims_of_the_specs(case: dict[str, Any]) -> None:
    doc = read(case["text"])
    found = [
        [claim.cue.text, claim.source.text if claim.source is not None else "", claim.stance] for claim in doc.claims
    ]
    if "expect" in case:
        assert found == [expected[:3] for expected in case["expect"]]
    for claim, (*_, word) in zip(doc.claims, case.get("expect", ()), strict=False):
        assert (claim.content is not None) == bool(word)
        assert claim.content is None or word in claim.content.text
    said = " ".join(claim.content.text for claim in doc.claims if claim.content is not None)
    assert not any(words in said for words in case.get("outside", ()))
    cues = {claim.cue.text for claim in doc.claims}
    assert not cues & set(case.get("reject", ()))
