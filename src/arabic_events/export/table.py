"""Events as a table, one row an event mention: pandas, Arrow, Parquet, CSV.

A cell that may hold several participants joins them with ``"; "``; the columns about the first one carry its code. The
columns are `COLUMNS`, in this order, always all of them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from arabic_events.errors import BackendUnavailable
from arabic_events.export._files import open_text, replacing
from arabic_events.schema import Event, Extraction, Span

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = ["COLUMNS", "rows", "to_arrow", "to_frame", "write_csv", "write_parquet"]

COLUMNS: dict[str, tuple[type, str]] = {
    "article": (str, "id of the article"),
    "outlet": (str, "who published it"),
    "published": (date, "day of publication"),
    "event": (str, "id of the event in its article"),
    "same_as": (str, "id of the first mention of the same event, empty for a first mention"),
    "type": (str, "event type"),
    "group": (str, "group of the event type"),
    "polarity": (str, "asserted, negated, planned or possible"),
    "action": (str, "the word that names the event, as in the text"),
    "lemma": (str, "its dictionary form"),
    "actor": (str, "who did it, as in the text"),
    "actor_name": (str, "canonical name of the first actor, where it is a known entity"),
    "actor_country": (str, "ISO 3166-1 alpha-2"),
    "actor_sector": (str, "state, military, armed_group …"),
    "target": (str, "to whom or to what, as in the text"),
    "target_name": (str, "canonical name of the first target, where it is a known entity"),
    "target_country": (str, "ISO 3166-1 alpha-2"),
    "target_sector": (str, "state, military, armed_group …"),
    "location": (str, "where, as in the text"),
    "location_name": (str, "canonical name of the first location"),
    "location_country": (str, "ISO 3166-1 alpha-2"),
    "latitude": (float, "of the first location that has coordinates, WGS 84"),
    "longitude": (float, "of the same"),
    "date_text": (str, "when, as in the text"),
    "date": (str, "EDTF value of the first date"),
    "earliest": (date, "first day it may mean"),
    "latest": (date, "last day it may mean"),
    "quantity_text": (str, "how many, as in the text"),
    "quantity": (float, "value of the first quantity"),
    "quantity_modifier": (str, "exact, more_than …"),
    "quantity_unit": (str, "what it counts or measures"),
    "claim_source": (str, "who says so, as in the text"),
    "claim_stance": (str, "said, denied, alleged or quoted"),
    "sentence": (int, "index of the sentence"),
    "start": (int, "offset of the action in the article"),
    "end": (int, "offset of its end"),
    "plover": (str, "PLOVER event type"),
    "cameo": (str, "CAMEO event code"),
    "ace": (str, "ACE 2005 event type"),
    "confidence": (float, "between 0 and 1"),
    "evidence": (str, "the rule or model that made it"),
}
"""Name of each column, the type of its values, and what it holds."""


def _joined(spans: Sequence[Span]) -> str | None:
    return "; ".join(" ".join(span.text.split()) for span in spans) or None


def _row(extraction: Extraction, event: Event) -> dict[str, Any]:
    article = extraction.article
    entities = {entity.id: entity for entity in extraction.entities}
    claims = {claim.id: claim for claim in extraction.claims}
    claim = claims.get(event.claim) if event.claim else None
    row: dict[str, Any] = {
        "article": article.id,
        "outlet": article.outlet,
        "published": article.published_date,
        "event": event.id,
        "same_as": event.same_as,
        "type": event.type,
        "group": event.group,
        "polarity": event.polarity,
        "action": event.action.text,
        "lemma": event.action.lemma,
        "date_text": _joined(event.dates),
        "quantity_text": _joined(event.quantities),
        "claim_source": " ".join(claim.source.text.split()) if claim and claim.source else None,
        "claim_stance": claim.stance if claim else None,
        "sentence": event.sentence,
        "start": event.action.start,
        "end": event.action.end,
        "plover": event.codes.plover,
        "cameo": event.codes.cameo,
        "ace": event.codes.ace,
        "confidence": event.confidence,
        "evidence": event.evidence,
    }
    for name, participants in (("actor", event.actors), ("target", event.targets), ("location", event.locations)):
        row[name] = _joined(participants)
        first = participants[0] if participants else None
        entity = entities.get(first.entity) if first and first.entity else None
        row[f"{name}_name"] = entity.name if entity else None
        row[f"{name}_country"] = (first.country if first else None) or (entity.country if entity else None)
        if name != "location":
            row[f"{name}_sector"] = (first.sector if first else None) or (entity.sector if entity else None)
    places = (entities.get(place.entity) for place in event.locations if place.entity)
    located = next((place for place in places if place and place.latitude is not None), None)
    row["latitude"] = located.latitude if located else None
    row["longitude"] = located.longitude if located else None
    if event.date:
        row |= {"date": event.date.value, "earliest": event.date.earliest, "latest": event.date.latest}
    if event.quantity:
        quantity = event.quantity
        row |= {
            "quantity": quantity.value,
            "quantity_modifier": quantity.modifier,
            "quantity_unit": quantity.currency or quantity.unit,
        }
    return {name: row.get(name) for name in COLUMNS}


def rows(extractions: Iterable[Extraction]) -> Iterator[dict[str, Any]]:
    """One row an event mention, a value or None in each of `COLUMNS`."""
    for extraction in extractions:
        for event in extraction.events:
            yield _row(extraction, event)


def to_frame(extractions: Iterable[Extraction]) -> pd.DataFrame:
    """The events as a pandas DataFrame with text columns as ``string``, days as ``datetime64``, numbers nullable."""
    try:
        import pandas as pd
    except ImportError as error:
        raise BackendUnavailable("to_frame needs: pip install 'arabic_events[tables]'") from error
    names = {str: "string", float: "Float64", int: "Int64"}
    table = list(rows(extractions))
    columns = {}
    for name, (kind, _) in COLUMNS.items():
        values = [row[name] for row in table]
        columns[name] = pd.Series(
            pd.to_datetime(values) if kind is date else values,
            dtype="datetime64[s]" if kind is date else names[kind],
        )
    return pd.DataFrame(columns)


def _arrow_schema() -> pa.Schema:
    import pyarrow as pa

    names = {str: pa.string(), float: pa.float64(), int: pa.int32(), date: pa.date32()}
    return pa.schema(
        [pa.field(name, names[kind], metadata={"about": about}) for name, (kind, about) in COLUMNS.items()]
    )


def to_arrow(extractions: Iterable[Extraction]) -> pa.Table:
    """The events as an Arrow table; each field's metadata says what it holds."""
    try:
        import pyarrow as pa
    except ImportError as error:
        raise BackendUnavailable("to_arrow needs: pip install 'arabic_events[tables]'") from error
    return pa.Table.from_pylist(list(rows(extractions)), schema=_arrow_schema())


def write_parquet(extractions: Iterable[Extraction], path: str | Path) -> None:
    """Writes the events as Parquet, a row group for each thousand articles or so."""
    try:
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise BackendUnavailable("Parquet files need: pip install 'arabic_events[tables]'") from error
    with replacing(path) as part, ParquetWriter(part, _arrow_schema()) as writer:
        pending: list[Extraction] = []
        for extraction in extractions:
            pending.append(extraction)
            if len(pending) == 1000:
                writer.write_table(to_arrow(pending))
                pending.clear()
        writer.write_table(to_arrow(pending))


def write_csv(extractions: Iterable[Extraction], path: str | Path) -> None:
    """Writes the events as CSV with a header line."""
    with open_text(path) as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows(extractions))
