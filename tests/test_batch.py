"""Many articles: order, laziness, isolation of bad ones, processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from workers import Once, echo

from arabic_events import Article, ErrorRecord, Extraction, InputError
from arabic_events.batch import WorkerLost, run_batch


def texts(results: Iterator[Extraction | ErrorRecord]) -> list[str]:
    return [f"{result.error}" if isinstance(result, ErrorRecord) else result.article.text for result in results]


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_order_and_isolation(processes: int) -> None:
    items = ["نص"] + [f"نص {number}" for number in range(20)] + ["fail", {"text": "صف"}, {}, 7, "bug", "آخر"]
    results = texts(run_batch(echo, items, processes=processes, batch_size=3))
    expected = ["نص"] + [f"نص {number}" for number in range(20)]
    assert results == [*expected, "InputError", "صف", "InputError", "InputError", "KeyError", "آخر"]


def test_error_record_says_what_and_where() -> None:
    records = [
        result
        for result in run_batch(echo, ["نص", Article(text="fail", id="x7"), InputError("bad", source="f", line=9)])
        if isinstance(result, ErrorRecord)
    ]
    assert [(record.index, record.id, record.source, record.line) for record in records] == [
        (1, "x7", "made", 3),
        (2, None, "f", 9),
    ]
    assert "asked to fail" in records[0].message
    assert str(records[0]).startswith("article 1 (x7): InputError: made, line 3")


def test_skip() -> None:
    assert texts(run_batch(echo, ["a", "fail", "b"], on_error="skip")) == ["a", "b"]


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_raise_gives_what_came_before(processes: int) -> None:
    results = run_batch(echo, ["a", "b", "fail", "c"], on_error="raise", processes=processes, batch_size=4)
    assert next(results).article.text == "a"
    assert next(results).article.text == "b"
    with pytest.raises(InputError, match="asked to fail") as caught:
        next(results)
    assert caught.value.line == 3


def test_lazy_in_process() -> None:
    taken = []

    def articles() -> Iterator[str]:
        for number in range(1000):
            taken.append(number)
            yield str(number)

    results = run_batch(echo, articles())
    assert taken == []
    next(results)
    assert len(taken) == 1


@pytest.mark.slow
def test_bounded_in_processes() -> None:
    taken = []

    def articles() -> Iterator[str]:
        for number in range(100_000):
            taken.append(number)
            yield str(number)

    results = run_batch(echo, articles(), processes=2, batch_size=4)
    assert [next(results).article.text for _ in range(10)] == [str(number) for number in range(10)]
    assert len(taken) <= 10 + 2 * 2 * 4 + 4
    results.close()


@pytest.mark.slow
def test_worker_builds_its_extractor_once() -> None:
    results = list(run_batch(Once("b"), map(str, range(40)), processes=2, batch_size=2))
    assert {result.versions["built"] for result in results} == {"1"}
    assert {result.versions["setting"] for result in results} == {"b"}


@pytest.mark.slow
def test_a_worker_that_dies_loses_only_its_article() -> None:
    items = [str(number) for number in range(7)] + ["die"] + [str(number) for number in range(7, 14)]
    results = texts(run_batch(echo, items, processes=2, batch_size=4))
    assert results == [str(number) for number in range(7)] + ["WorkerLost"] + [str(number) for number in range(7, 14)]


@pytest.mark.slow
def test_a_worker_that_dies_raises_when_asked() -> None:
    with pytest.raises(WorkerLost):
        list(run_batch(echo, ["a", "die"], processes=2, on_error="raise"))


@pytest.mark.parametrize("option", [{"processes": 0}, {"batch_size": 0}, {"on_error": "ignore"}])
def test_bad_options_raise_at_once(option: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be"):
        run_batch(echo, [], **option)


def test_progress_is_silent_without_a_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert len(list(run_batch(echo, ["a", "b"], progress=True))) == 2
    assert capfd.readouterr() == ("", "")
