"""Articles of a dataset in, events out: on a real local Ray, on Spark where it is installed, on bare record batches."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from arabic_events import BackendUnavailable, ErrorRecord, Extraction, extract
from arabic_events.export import arrow
from arabic_events.record_batches import extract_batches, extract_table

pa = pytest.importorskip("pyarrow")

SENTENCES = (
    "أعلنت وزارة الدفاع العراقية، الثلاثاء، مقتل ثلاثة جنود في هجوم على قاعدة قرب مدينة الموصل.",
    "وصل وزير الخارجية المصري إلى الدوحة أمس.",
    None,
    "ارتفعت أسعار النفط بنسبة 2 في المئة.",
)
ROWS = [
    {"id": f"n{number}", "text": SENTENCES[number % 4], "published": "2024-03-14", "desk": "war"}
    for number in range(120)
]


def results() -> list[Extraction | ErrorRecord]:
    return list(extract(ROWS))


def test_a_table_of_articles_gives_a_table_of_events() -> None:
    table = extract_table(pa.Table.from_pylist(ROWS))
    assert table.equals(arrow.to_arrow(results()))
    assert set(table.column("type").to_pylist()) >= {"death", "visit", "market_change"}
    assert table.column("error").null_count == table.num_rows - 30
    skipped = extract_table(pa.Table.from_pylist(ROWS), on_error="skip")
    assert skipped.column("error").null_count == skipped.num_rows == table.num_rows - 30


def test_dates_are_given_where_there_is_none() -> None:
    undated = pa.table({"text": [SENTENCES[1]]})
    (known,) = extract_table(undated, published="2024-03-14").column("dates").to_pylist()
    assert known[0]["value"] == "2024-03-13"
    (unknown,) = extract_table(undated).column("dates").to_pylist()
    assert unknown[0]["value"] is None


@pytest.mark.parametrize("size", [1, 7, 120])
def test_record_batches_of_any_size_give_the_same(size: int) -> None:
    batches = pa.Table.from_pylist(ROWS).to_batches(max_chunksize=size)
    made = pa.Table.from_batches(extract_batches(iter(batches)), schema=arrow.schema())
    expected = arrow.to_arrow(results())
    assert made.drop_columns("error").equals(expected.drop_columns("error"))


def test_batches_are_taken_one_at_a_time() -> None:
    taken = []

    def batches() -> Iterator[Any]:
        for batch in pa.Table.from_pylist(ROWS[:20]).to_batches(max_chunksize=5):
            taken.append(batch)
            yield batch

    first = next(extract_batches(batches()))
    assert len(taken) == 1
    assert first.schema.equals(arrow.schema())


def test_ray_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    from arabic_events.ray import extract as ray_extract

    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(BackendUnavailable, match=r"pip install 'arabic_events\[ray\]'"):
        ray_extract(None)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    """A Ray of this test's own: three CPUs, nothing sent home."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ["RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO"] = "0"
    ray = pytest.importorskip("ray")
    pytest.importorskip("ray.data")
    ray.init(num_cpus=3, include_dashboard=False, object_store_memory=100_000_000, logging_level="error")
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    yield ray
    ray.shutdown()


@pytest.mark.slow
def test_ray_reads_parquet_and_writes_events(ray: Any, tmp_path: Path) -> None:
    from pyarrow import parquet

    from arabic_events.ray import extract as ray_extract

    source, target = tmp_path / "articles", tmp_path / "events"
    source.mkdir()
    for part in range(4):
        parquet.write_table(pa.Table.from_pylist(ROWS[part * 30 : part * 30 + 30]), source / f"{part}.parquet")
    events = ray_extract(ray.data.read_parquet(str(source)), actors=2, batch_size=16, task_size=32)
    events.write_parquet(str(target))
    made = parquet.read_table(target)
    expected = arrow.to_arrow(results())
    assert made.schema.equals(arrow.schema())
    assert made.num_rows == expected.num_rows

    def by_event(table: Any) -> list[dict[str, Any]]:
        rows = [row for row in table.to_pylist() if row["error"] is None]
        return sorted(rows, key=lambda row: (row["article"], row["event"]))

    assert by_event(made) == by_event(expected)
    bad = [row["error"] for row in made.to_pylist() if row["error"] is not None]
    assert sorted(error["id"] for error in bad) == sorted(f"n{number}" for number in range(2, 120, 4))


@pytest.mark.slow
def test_ray_gives_whole_extractions_too(ray: Any) -> None:
    from arabic_events.ray import extract as ray_extract

    dataset = ray_extract(ray.data.from_items(ROWS[:8]), rows="articles", on_error="skip")
    tables = ray.get(dataset.to_arrow_refs())
    made = [result for table in tables for result in arrow.from_arrow(table)]
    expected = [result for result in extract(ROWS[:8]) if isinstance(result, Extraction)]
    assert sorted(made, key=lambda result: str(result.article.id)) == expected


def in_the_readme(word: str) -> str:
    readme = (Path(__file__).resolve().parents[1] / "README.md").read_text("utf-8")
    (code,) = [block.split("```")[0] for block in readme.split("```python\n")[1:] if word in block.split("```")[0]]
    return code


@pytest.mark.slow
def test_the_readme_on_ray(ray: Any, tmp_path: Path) -> None:
    from pyarrow import parquet

    (tmp_path / "articles").mkdir()
    parquet.write_table(pa.Table.from_pylist(ROWS[:20]), tmp_path / "articles" / "0.parquet")
    code = in_the_readme("import ray\n")
    for folder in ("articles", "events"):  # Ray's processes run in another folder
        code = code.replace(f'("{folder}/")', f"({str(tmp_path / folder)!r})")
    exec(compile(code, "README.md", "exec"), {"__name__": "readme"})
    expected = arrow.to_arrow(extract(ROWS[:20], on_error="skip"))
    made = parquet.read_table(tmp_path / "events")
    assert sorted(made.column("article").to_pylist()) == sorted(expected.column("article").to_pylist())


@pytest.mark.slow
def test_too_many_actors_are_warned_of(ray: Any) -> None:
    from arabic_events.ray import extract as ray_extract

    with pytest.warns(RuntimeWarning, match=r"3 actors take all 3 CPUs .* ask for fewer actors"):
        ray_extract(ray.data.from_items(ROWS[:8]), actors=3)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning")
def test_spark_maps_the_same_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Java and pyspark are installed."""
    import shutil

    sql = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    spark = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        rows = [(row["id"], row["text"], row["published"]) for row in ROWS[:20]]
        articles = spark.createDataFrame(rows, "id string, text string, published string")
        articles.write.parquet(str(tmp_path / "articles"))
        names = {"spark": spark}
        code = in_the_readme("spark_schema()").replace('"articles/"', repr(str(tmp_path / "articles")))
        exec(compile(code, "README.md", "exec"), names)
        names["events"].write.parquet(str(tmp_path / "events"))
    finally:
        spark.stop()
    made = pa.parquet.read_table(tmp_path / "events")
    expected = arrow.to_arrow(extract(ROWS[:20]))
    keys = ["article", "event", "type", "actors"]
    assert sorted(map(repr, made.select(keys).to_pylist())) == sorted(map(repr, expected.select(keys).to_pylist()))
