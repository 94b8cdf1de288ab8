"""Arrow tables with everything nested: one row an event, a claim, an entity or an article; and back, without loss.

``events`` is the table to analyse: participants, dates and quantities are lists of structs, each participant with the
canonical name and coordinates of its entity. ``articles`` holds whole extractions, and is the one that is read back.
The column types follow `arabic_events.schema`, so a field added there is a field here; each column's metadata says what
it holds. This is what Parquet files, Ray datasets and Spark's ``mapInArrow`` get.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from arabic_events.batch import ErrorRecord
from arabic_events.errors import BackendUnavailable, InputError
from arabic_events.export._files import replacing
from arabic_events.schema import (
    Action,
    Article,
    Claim,
    Entity,
    Event,
    EventCodes,
    Extraction,
    Participant,
    Quantity,
    Span,
    Time,
    TollSeries,
)

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["COLUMNS", "ROWS", "Rows", "from_arrow", "read", "schema", "to_arrow", "write"]

Rows = Literal["events", "claims", "entities", "articles"]
ROWS: tuple[Rows, ...] = get_args(Rows)


class _Named(Participant):
    """A participant with what is known of its entity; country and sector are the entity's where it has none."""

    name: str | None = None
    latitude: float | None = None
    longitude: float | None = None


_ARTICLE: dict[str, tuple[Any, str]] = {
    "article": (str, "id of the article"),
    "title": (str, "its title"),
    "outlet": (str, "who published it"),
    "url": (str, "where"),
    "published": (date, "day of publication"),
}
_ERROR: dict[str, tuple[Any, str]] = {
    "error": (ErrorRecord, "null but in the row of an article that could not be read, where all else is null"),
}
COLUMNS: dict[Rows, dict[str, tuple[Any, str]]] = {
    "events": {
        **_ARTICLE,
        "event": (str, "id of the event in its article"),
        "type": (str, "event type"),
        "group": (str, "group of the event type"),
        "polarity": (str, "asserted, negated, planned or possible"),
        "same_as": (str, "id of the first mention of the same event, null for a first mention"),
        "sentence": (int, "index of the sentence"),
        "action": (Action, "the word that names the event, with its dictionary form"),
        "actors": (tuple[_Named, ...], "who did it"),
        "targets": (tuple[_Named, ...], "to whom or to what"),
        "locations": (tuple[_Named, ...], "where"),
        "dates": (tuple[Time, ...], "when"),
        "quantities": (tuple[Quantity, ...], "how many"),
        "claim": (Claim, "who says so: the claim that the event stands in"),
        "codes": (EventCodes, "PLOVER, CAMEO and ACE counterparts of the type"),
        "confidence": (float, "between 0 and 1"),
        "evidence": (str, "the rule or model that made it"),
        **_ERROR,
    },
    "claims": {
        **_ARTICLE,
        "claim": (str, "id of the claim in its article"),
        "stance": (str, "said, denied, alleged or quoted"),
        "cue": (Span, "the word of saying"),
        "source": (_Named, "who says it"),
        "content": (Span, "what is said"),
        "events": (tuple[str, ...], "ids of the events that it speaks of"),
        "confidence": (float, "between 0 and 1"),
        "evidence": (str, "the rule or model that made it"),
        **_ERROR,
    },
    "entities": {
        **_ARTICLE,
        "entity": (str, "id of the entity in its article"),
        **{
            name: (hint, about)
            for name, hint, about in (
                ("label", str, "PER, ORG, LOC or GRP"),
                ("name", str, "canonical name"),
                ("country", str, "ISO 3166-1 alpha-2"),
                ("latitude", float, "WGS 84 degrees"),
                ("longitude", float, "of the same"),
                ("sector", str, "state, military, armed_group …"),
                ("start", int, "offset in the article, in code points"),
                ("end", int, "offset of its end"),
                ("text", str, "as in the text"),
                ("confidence", float, "between 0 and 1"),
                ("evidence", str, "the rule or model that made it"),
            )
        },
        **_ERROR,
    },
    "articles": {
        "article": (Article, "as it was given; published in ISO 8601, metadata as JSON"),
        "entities": (tuple[Entity, ...], "names"),
        "times": (tuple[Time, ...], "time expressions"),
        "quantities": (tuple[Quantity, ...], "numbers with what they count"),
        "claims": (tuple[Claim, ...], "who says what"),
        "events": (tuple[Event, ...], "who did what to whom"),
        "tolls": (tuple[TollSeries, ...], "counts on which the mentions of one event differ"),
        "warnings": (tuple[str, ...], "what is poor about the article"),
        "versions": (Mapping[str, str], "what made the extraction"),
        **_ERROR,
    },
}
"""Columns of each table: the type of the value as `arabic_events.schema` has it, and what it holds."""


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise BackendUnavailable("Arrow and Parquet need: pip install 'arabic_events[tables]'") from error
    return pyarrow


def _arrow_type(hint: Any) -> Any:
    """The Arrow type of a field of the schema."""
    pa = _pyarrow()
    origin, inner = get_origin(hint), [part for part in get_args(hint) if part is not types.NoneType]
    if origin in (Union, types.UnionType):
        return _arrow_type(inner[0])
    if origin is Literal:
        return pa.string()
    if origin is tuple:
        return pa.list_(_arrow_type(inner[0]))
    if hint == Mapping[str, str]:
        return pa.map_(pa.string(), pa.string())
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        fields = get_type_hints(hint)
        if hint is Article:
            fields |= {"published": str, "metadata": str}
        return pa.struct([(name, _arrow_type(fields[name])) for name in hint.model_fields])
    return {str: pa.string(), bool: pa.bool_(), int: pa.int64(), float: pa.float64(), date: pa.date32()}[hint]


@cache
def _schema(rows: Rows) -> Any:
    if rows not in ROWS:
        raise ValueError(f"no table {rows!r}: there are {', '.join(ROWS)}")
    pa = _pyarrow()
    return pa.schema(
        [pa.field(name, _arrow_type(hint), metadata={"about": about}) for name, (hint, about) in COLUMNS[rows].items()]
    )


def schema(rows: Rows = "events") -> pa.Schema:
    """The Arrow schema of a table; each field's metadata says what it holds.

    Raises:
        ValueError: there is no such table.
        BackendUnavailable: pyarrow is not installed.
    """
    return _schema(rows)


# --- extractions to rows ---------------------------------------------------------------------------------------------


def _about(article: Article) -> dict[str, Any]:
    return {
        "article": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "published": article.published_date,
    }


def _named(participant: Participant, entities: Mapping[str, Entity]) -> dict[str, Any]:
    named = participant.model_dump()
    entity = entities.get(participant.entity) if participant.entity else None
    if entity is not None:
        named |= {"name": entity.name, "latitude": entity.latitude, "longitude": entity.longitude}
        named["country"] = named["country"] or entity.country
        named["sector"] = named["sector"] or entity.sector
    return named


def _event_rows(extraction: Extraction) -> Iterator[dict[str, Any]]:
    about = _about(extraction.article)
    entities = {entity.id: entity for entity in extraction.entities}
    claims = {claim.id: claim.model_dump() for claim in extraction.claims}
    for event in extraction.events:
        row = about | event.model_dump(exclude={"id", "actors", "targets", "locations", "claim"})
        row["event"] = event.id
        row["claim"] = claims.get(event.claim) if event.claim else None
        for role in ("actors", "targets", "locations"):
            row[role] = [_named(participant, entities) for participant in getattr(event, role)]
        yield row


def _claim_rows(extraction: Extraction) -> Iterator[dict[str, Any]]:
    about = _about(extraction.article)
    entities = {entity.id: entity for entity in extraction.entities}
    for claim in extraction.claims:
        row = about | claim.model_dump(exclude={"id", "source"})
        row["claim"] = claim.id
        row["source"] = _named(claim.source, entities) if claim.source is not None else None
        row["events"] = [event.id for event in extraction.events if event.claim == claim.id]
        yield row


def _entity_rows(extraction: Extraction) -> Iterator[dict[str, Any]]:
    about = _about(extraction.article)
    for entity in extraction.entities:
        yield about | entity.model_dump(exclude={"id"}) | {"entity": entity.id}


def _article_rows(extraction: Extraction) -> Iterator[dict[str, Any]]:
    row = extraction.model_dump()
    article = row["article"]
    published = extraction.article.published
    article["published"] = published.isoformat() if published is not None else None
    metadata = extraction.article.model_dump(mode="json", include={"metadata"})["metadata"]
    article["metadata"] = json.dumps(metadata, ensure_ascii=False)
    row["versions"] = list(extraction.versions.items())
    yield row


_TO_ROWS: dict[Rows, Callable[[Extraction], Iterator[dict[str, Any]]]] = {
    "events": _event_rows,
    "claims": _claim_rows,
    "entities": _entity_rows,
    "articles": _article_rows,
}


def to_arrow(results: Iterable[Extraction | ErrorRecord], rows: Rows = "events") -> pa.Table:
    """Extractions as an Arrow table with the columns of `COLUMNS`; an `ErrorRecord` is a row with only ``error``.

    Args:
        results: extractions and error records, in any order.
        rows: what a row is: ``events``, ``claims``, ``entities`` or ``articles``.

    Raises:
        BackendUnavailable: pyarrow is not installed.
    """
    columns = schema(rows)
    made: list[dict[str, Any]] = []
    for result in results:
        if isinstance(result, ErrorRecord):
            made.append({"error": result.model_dump()})
        else:
            made += _TO_ROWS[rows](result)
    return _pyarrow().Table.from_pylist(made, schema=columns)


# --- and back --------------------------------------------------------------------------------------------------------


def _result(row: dict[str, Any]) -> Extraction | ErrorRecord:
    error = row.pop("error", None)
    if error is not None:
        return ErrorRecord.model_validate(error)
    row["article"]["metadata"] = json.loads(row["article"]["metadata"] or "{}")
    row["versions"] = dict(row["versions"] or ())
    return Extraction.model_validate(row)


def from_arrow(table: pa.Table | pa.RecordBatch) -> Iterator[Extraction | ErrorRecord]:
    """The results that an ``articles`` table or record batch holds, equal to those it was made from.

    Raises:
        InputError: its rows are not whole extractions.
    """
    missing = [name for name in COLUMNS["articles"] if name not in table.schema.names]
    if missing:
        raise InputError(
            f"only a table with a row an article is read back, this one lacks {', '.join(missing)}: "
            "write it with rows='articles' (on the command line --rows articles), or as .jsonl"
        )
    for batch in table.to_batches(max_chunksize=64) if hasattr(table, "to_batches") else [table]:
        for row in batch.to_pylist():
            yield _result(row)


def read(path: str | Path) -> Iterator[Extraction | ErrorRecord]:
    """The results in a Parquet file of ``articles``, one at a time.

    Raises:
        InputError: it is not such a file.
    """
    pa = _pyarrow()
    try:
        with pa.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=64):
                yield from from_arrow(batch)
    except InputError as error:
        raise InputError(str(error), source=str(path)) from error
    except pa.ArrowInvalid as error:
        raise InputError(f"is not a Parquet file: {error}", source=str(path)) from error


def write(results: Iterable[Extraction | ErrorRecord], path: str | Path, rows: Rows = "events") -> None:
    """Writes a table as Parquet, whole or not at all, in memory that does not grow with the number of results."""
    pa = _pyarrow()
    with replacing(path) as part, pa.parquet.ParquetWriter(part, schema(rows), compression="zstd") as writer:
        pending: list[Extraction | ErrorRecord] = []
        for result in results:
            pending.append(result)
            if len(pending) == 500:
                writer.write_table(to_arrow(pending, rows))
                pending.clear()
        if pending:
            writer.write_table(to_arrow(pending, rows))
