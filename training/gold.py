"""Reads annotated articles (the format of data/corpus) and lays their spans over a document's tokens."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from arabic_events.document import Document
from arabic_events.pipeline import default_stages
from arabic_events.schema import Article, Entity, Quantity, Time

Record = Mapping[str, Any]


def read(paths: Sequence[Path]) -> list[Record]:
    """The annotated articles of these files."""
    return [json.loads(line) for path in paths for line in path.open(encoding="utf-8") if line.strip()]


def article(record: Record) -> Article:
    """The article of a record, without its annotation."""
    fields = {name: record.get(name) or None for name in ("id", "title", "published", "outlet")}
    return Article(text=record["text"], **fields)


def predicted(record: Record, *, before: str) -> Document:
    """The document as the pipeline has it when the stage ``before`` is to run."""
    doc = Document.of(article(record))
    for stage in default_stages():
        if stage.name == before:
            break
        doc = stage.run(doc)
    return doc


def with_gold_names(doc: Document, record: Record) -> Document:
    """The document with the annotated entities, times and event quantities in the place of found ones."""
    entities = tuple(
        Entity(id=f"e{at}", name=entity["text"], evidence="gold", **entity)
        for at, entity in enumerate(record["entities"])
    )
    ordered = sorted(record["times"], key=lambda time: time["start"])
    times = tuple(
        Time(
            id=f"t{at}",
            evidence="gold",
            start=time["start"],
            end=time["end"],
            text=time["text"],
            value=time.get("value"),
        )
        for at, time in enumerate(ordered)
    )
    spans = {(q["start"], q["end"]): q["text"] for event in record["events"] for q in event["quantities"]}
    quantities = tuple(
        Quantity(id=f"q{at}", evidence="gold", start=start, end=end, text=text)
        for at, ((start, end), text) in enumerate(sorted(spans.items()))
    )
    return replace(doc, entities=entities, times=times, quantities=quantities)


def tokens_of(doc: Document, span: Mapping[str, Any]) -> list[int]:
    """Indices of the tokens that a gold span touches."""
    return [token.index for token in doc.tokens if token.start < span["end"] and span["start"] < token.end]


def trigger_labels(doc: Document, record: Record) -> dict[int, str]:
    """Event type of the first token of each trigger, ``inside`` for its further tokens."""
    labels: dict[int, str] = {}
    for event in record["events"]:
        touched = tokens_of(doc, event["trigger"])
        if touched:
            labels.setdefault(touched[0], event["type"])
            for index in touched[1:]:
                labels.setdefault(index, "inside")
    return labels
