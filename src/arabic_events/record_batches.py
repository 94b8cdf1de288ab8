"""Arrow record batches of articles in, record batches of events out: the shape that Ray, Spark and DuckDB hand over.

>>> events = spark_articles.mapInArrow(extract_batches, spark_schema())  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from arabic_events.batch import OnError
from arabic_events.export.arrow import Rows, to_arrow
from arabic_events.inputs import parse_published, with_date

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["extract_batches", "extract_table", "spark_schema"]

_SLICE = 64
"""Articles whose events are in memory at a time, whatever the size of the batches that come in."""


def extract_table(
    table: pa.Table | pa.RecordBatch,
    *,
    rows: Rows = "events",
    ner: str = "bundled",
    context: bool = True,
    published: str | date | datetime | None = None,
    on_error: OnError = "record",
) -> pa.Table:
    """The events of a table of articles, with the schema `arabic_events.export.arrow.schema` gives.

    Args:
        table: a row an article: ``text``, and ``id``, ``title``, ``published``, ``outlet``, ``url`` where known.
        rows: what a row of the result is: ``events``, ``claims``, ``entities`` or ``articles``.
        ner: which recogniser finds the names; models load once in a process, with its first table.
        context: whether the network that reads whole sentences judges too, see `arabic_events.Extractor`.
        published: date of publication where the article has none.
        on_error: ``record`` gives a row whose ``error`` says what is wrong with an article, ``skip`` leaves it out,
            ``raise`` stops.
    """
    from arabic_events.api import extract

    date_for_all = parse_published(published)
    items: list[Any] = table.to_pylist()
    if date_for_all is not None:
        items = [with_date(item, date_for_all) for item in items]
    return to_arrow(extract(items, ner=ner, context=context, on_error=on_error, batch_size=_SLICE), rows)


def extract_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    rows: Rows = "events",
    ner: str = "bundled",
    context: bool = True,
    published: str | date | datetime | None = None,
    on_error: OnError = "record",
) -> Iterator[pa.RecordBatch]:
    """The same for an iterator of record batches, as Spark's ``mapInArrow`` calls it; see `extract_table`."""
    for batch in batches:
        for start in range(0, batch.num_rows, _SLICE):
            table = extract_table(
                batch.slice(start, _SLICE),
                rows=rows,
                ner=ner,
                context=context,
                published=published,
                on_error=on_error,
            )
            yield from table.combine_chunks().to_batches()


def spark_schema(rows: Rows = "events") -> Any:
    """The schema of a table as Spark wants it beside the function; needs pyspark."""
    from pyspark.sql.pandas.types import from_arrow_schema

    from arabic_events.export.arrow import schema

    return from_arrow_schema(schema(rows))
