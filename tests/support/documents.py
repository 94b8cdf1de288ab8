"""Tokenised documents of a text, and what holds for the entities of any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from arabic_events.document import Document
from arabic_events.schema import Article, Entity
from arabic_events.tokens import tokenize


def document(text: str) -> Document:
    """A document with its words and sentences."""
    doc = Document.of(Article(text=text))
    tokens, sentences = tokenize(doc.aligned)
    return replace(doc, tokens=tokens, sentences=sentences)


def check_entities(text: str, entities: Sequence[Entity]) -> None:
    """Exact offsets, order, no overlap, ids, evidence."""
    for entity in entities:
        assert text[entity.start : entity.end] == entity.text
        assert entity.text.strip()
        assert entity.name.strip()
        assert entity.label in ("PER", "ORG", "LOC", "GRP")
        assert entity.evidence
        assert 0 <= entity.confidence <= 1
        assert (entity.latitude is None) == (entity.longitude is None)
    assert all(first.end <= second.start for first, second in zip(entities, entities[1:], strict=False))
    assert [entity.id for entity in entities] == [f"e{index}" for index in range(len(entities))]
