"""Events from a Ray dataset of articles: a pool of actors that each load the models once.

>>> events = extract(ray.data.read_parquet("s3://bucket/articles/"))  # doctest: +SKIP
>>> events.write_parquet("s3://bucket/events/")  # doctest: +SKIP
"""

from __future__ import annotations

import warnings
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from arabic_events.batch import OnError
from arabic_events.errors import BackendUnavailable
from arabic_events.export.arrow import Rows, schema
from arabic_events.inputs import parse_published
from arabic_events.ner import check_recognizer

if TYPE_CHECKING:
    import pyarrow as pa
    from ray.data import Dataset

__all__ = ["extract"]


class _Actor:
    """What an actor does with each block; its models load with the first one and stay."""

    def __init__(self, **options: Any) -> None:
        self._options = options

    def __call__(self, table: pa.Table) -> pa.Table:
        from arabic_events.record_batches import extract_table

        return extract_table(table, **self._options)


def extract(
    dataset: Dataset,
    *,
    rows: Rows = "events",
    ner: str = "bundled",
    context: bool = True,
    published: str | date | datetime | None = None,
    on_error: OnError = "record",
    actors: int | tuple[int, int] | None = None,
    batch_size: int = 64,
    task_size: int | None = 1000,
    **options: Any,
) -> Dataset:
    """The events of a dataset of articles, lazily, with the schema of the Parquet files that the command line writes.

    Args:
        dataset: a row an article: ``text``, and ``id``, ``title``, ``published``, ``outlet``, ``url`` where known.
        rows: what a row of the result is: ``events``, ``claims``, ``entities`` or ``articles``.
        ner: which recogniser finds the names.
        context: whether the network that reads whole sentences judges too, see `arabic_events.Extractor`.
        published: date of publication where the article has none.
        on_error: ``record`` gives a row whose ``error`` says what is wrong with an article (``index`` counts within
            the batch), ``skip`` leaves it out, ``raise`` ends the job.
        actors: how many, or the least and the most of them, each on one CPU; leave a CPU for what reads and writes,
            or nothing moves. By default Ray chooses, from one up.
        batch_size: articles an actor gets at a time.
        task_size: articles an actor is given at once and does again if it is lost, however they lie in files; None
            takes the blocks of the dataset as they are.
        options: passed on to ``Dataset.map_batches``, such as ``num_cpus`` or ``memory`` of an actor.

    Raises:
        BackendUnavailable: Ray is not installed.
    """
    try:
        import ray
        from ray.data import ActorPoolStrategy
    except ImportError as error:
        raise BackendUnavailable("arabic_events.ray needs: pip install 'arabic_events[ray]'") from error
    schema(rows)
    check_recognizer(ner)
    parse_published(published)
    if actors is None:
        pool = ActorPoolStrategy()
    elif isinstance(actors, int):
        pool = ActorPoolStrategy(size=actors)
    else:
        pool = ActorPoolStrategy(min_size=actors[0], max_size=actors[1])
    least = actors[0] if isinstance(actors, tuple) else actors or 1
    cpus = ray.cluster_resources().get("CPU", 0) if ray.is_initialized() else 0
    if least > 1 and least * options.get("num_cpus", 1) >= cpus > 0:
        warnings.warn(
            f"{least} actors take all {cpus:g} CPUs of the cluster: unless it grows, none is left to read the "
            "articles and write the events, and nothing moves; ask for fewer actors",
            RuntimeWarning,
            stacklevel=2,
        )
    settings = {"rows": rows, "ner": ner, "context": context, "published": published, "on_error": on_error}
    if task_size is not None:
        dataset = dataset.repartition(target_num_rows_per_block=task_size)
    return dataset.map_batches(
        _Actor,
        fn_constructor_kwargs=settings,
        batch_format="pyarrow",
        batch_size=batch_size,
        compute=pool,
        **options,
    )
