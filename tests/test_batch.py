"""Many articles: order, laziness, isolation of bad ones, processes."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from workers import CannotBeBuilt, Once, Refused, Together, echo, refuse, threads

from arabic_events import Article, ErrorRecord, Extraction, Extractor, InputError, pipeline
from arabic_events.batch import WorkerFailed, WorkerLost, run_batch
from arabic_events.document import Document, Stage

SUPPORT = Path(__file__).with_name("support")
posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


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


@posix
@pytest.mark.slow
def test_a_killed_workers_articles_are_done_by_another(tmp_path: Path) -> None:
    items = [str(number) for number in range(40)]
    items[5], items[22] = f"die once {tmp_path / 'a'}", f"die once {tmp_path / 'b'}"
    results = list(run_batch(echo, iter(items), processes=2, batch_size=8))
    assert texts(iter(results)) == items
    assert (tmp_path / "a").exists()
    assert (tmp_path / "b").exists()
    assert len({result.versions["process"] for result in results}) >= 3


@posix
@pytest.mark.slow
def test_workers_killed_from_outside_lose_and_double_nothing() -> None:
    items = ["slow" if number % 3 else str(number) for number in range(120)]
    results: list[Extraction | ErrorRecord] = []
    killed: set[str] = set()
    for result in run_batch(echo, iter(items), processes=2, batch_size=4):
        results.append(result)
        process = result.versions["process"]
        if len(results) in (10, 50) and process not in killed:
            os.kill(int(process), signal.SIGKILL)
            killed.add(process)
    assert killed
    assert texts(iter(results)) == items


@posix
@pytest.mark.slow
def test_no_worker_outlives_a_killed_run(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(
        f"import os, signal, sys\nsys.path.insert(0, {str(SUPPORT)!r})\n"
        "from workers import echo\nfrom arabic_events.batch import run_batch\n"
        "if __name__ == '__main__':\n"
        "    results = run_batch(echo, iter(['slow'] * 1000), processes=2, batch_size=2)\n"
        "    print(*{next(results).versions['process'] for _ in range(40)}, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    processes = [int(process) for process in done.stdout.split()]
    assert len(processes) == 2
    deadline = time.monotonic() + 10
    while any(alive(process) for process in processes):
        assert time.monotonic() < deadline, "a worker goes on without its parent"
        time.sleep(0.05)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


@pytest.mark.slow
def test_a_script_without_main_guard_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(
        f"import sys\nsys.path.insert(0, {str(SUPPORT)!r})\n"
        "from workers import echo\nfrom arabic_events.batch import run_batch\n"
        "print(len(list(run_batch(echo, ['a'] * 9, processes=2))))\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "WorkerFailed: a worker process ended while it started" in done.stderr
    assert "__name__" in done.stderr.splitlines()[-1]


def test_what_cannot_go_to_a_worker_is_explained() -> None:
    with pytest.raises(WorkerFailed, match="top level of a module"):
        list(run_batch(lambda article: echo(article), ["a"], processes=2))


@pytest.mark.slow
def test_an_extractor_that_cannot_be_built_says_why() -> None:
    with pytest.raises(InputError, match="weights are missing: install them"):
        list(run_batch(CannotBeBuilt(), ["a"] * 9, processes=2))


@pytest.mark.slow
def test_an_item_that_does_not_pickle_is_one_bad_article() -> None:
    items = ["a", {"text": "b", "other": lambda: 0}, "c"]
    first, bad, last = run_batch(echo, items, processes=2)
    assert isinstance(bad, ErrorRecord)
    assert "cannot be sent to a worker process" in bad.message
    assert texts(iter([first, last])) == ["a", "c"]


@pytest.mark.slow
def test_an_error_that_does_not_pickle_comes_over_with_its_traceback() -> None:
    with pytest.raises(RuntimeError, match="Refused: not portable") as caught:
        list(run_batch(refuse, ["a"], processes=2, on_error="raise"))
    assert "in refuse" in "".join(caught.value.__notes__)
    with pytest.raises(Refused):
        list(run_batch(refuse, ["a"], on_error="raise"))


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_an_input_that_fails_gives_what_came_before(processes: int) -> None:
    def articles() -> Iterator[str]:
        yield from map(str, range(11))
        raise OSError("the disk of the input is gone")

    results = run_batch(echo, articles(), processes=processes, batch_size=4)
    assert [next(results).article.text for _ in range(11)] == [str(number) for number in range(11)]
    with pytest.raises(OSError, match="is gone"):
        next(results)


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_batches_go_together_and_a_poisoned_one_falls_apart(processes: int) -> None:
    together = Together()
    items = ["a", {}, "b", "c", "d", "fail", "e", "f", "g"]
    results = list(
        run_batch(together.one, iter(items), processes=processes, batch_size=4, extract_many=together.function)
    )
    assert texts(iter(results)) == ["a", "InputError", "b", "c", "d", "InputError", "e", "f", "g"]
    sizes = [None if isinstance(result, ErrorRecord) else result.versions["together"] for result in results]
    first = ["1", None, "3", "3", "3"] if processes == 1 else ["3", None, "3", "3", "1"]
    assert sizes == [*first, None, "1", "1", "1"]


def test_the_first_result_does_not_wait_for_a_batch() -> None:
    taken: list[str] = []
    together = Together()
    numbers = (taken.append(str(number)) or str(number) for number in range(100))  # type: ignore[func-returns-value]
    results = run_batch(together.one, numbers, batch_size=4, extract_many=together.function)
    sizes = []
    for _ in range(3):
        next(results)
        sizes.append(len(taken))
    assert sizes == [1, 5, 5]


@pytest.mark.parametrize("collects", [True, False])
def test_garbage_is_collected_after_an_article(collects: bool) -> None:
    seen: list[bool] = []

    def look(doc: Document) -> Document:
        seen.append(gc.isenabled())
        if doc.article.text.startswith("قف"):
            raise ValueError("asked to fail")
        return doc

    extractor = Extractor(stages=[Stage("look", frozenset(), frozenset(), look)])
    if not collects:
        gc.disable()
    try:
        extractor.extract_one(Article(text="نص"))
        assert gc.isenabled() is collects
        extractor.extract_many([Article(text="نص")])
        with pytest.raises(ValueError, match="asked to fail"):
            extractor.extract_one(Article(text="قف"))
        assert gc.isenabled() is collects
    finally:
        gc.enable()
    assert seen == [False] * 3


def test_what_is_left_of_an_article_is_not_looked_through_and_garbage_of_others_is() -> None:
    """Results join the oldest generation at once; a cycle that was made between two articles is gone after them."""
    kept: list[Article] = []

    def look(doc: Document) -> Document:
        kept.append(Article(text=f"نص {len(kept)}"))
        return doc

    class Node:
        itself: Node

    extractor = Extractor(stages=[Stage("look", frozenset(), frozenset(), look)])
    extractor.extract_one(Article(text="نص"))
    node = Node()
    node.itself = node
    gone = weakref.ref(node)
    del node
    extractor.extract_one(Article(text="نص"))
    assert gone() is None
    oldest = {id(one) for one in gc.get_objects(generation=2)}
    assert {id(one) for one in kept} <= oldest


def test_what_others_have_frozen_stays_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_frozen", pipeline._Frozen())
    extractor = Extractor(stages=[Stage("nothing", frozenset(), frozenset(), lambda doc: doc)])
    gc.freeze()
    try:
        before = gc.get_freeze_count()
        extractor.extract_one(Article(text="نص"))
        assert gc.isenabled()
        assert gc.get_freeze_count() >= 0.9 * before > 0
    finally:
        gc.unfreeze()


def test_an_article_leaves_no_cycles() -> None:
    text = "أعلنت وزارة الدفاع، الثلاثاء، مقتل ثلاثة جنود في هجوم على قاعدة قرب مدينة الموصل، وقالت إن 5 أصيبوا."
    extractor = Extractor()
    for _ in range(2):
        extractor.extract_many([Article(text=text, published="2024-03-14")] * 2)
    gc.collect()
    gc.disable()
    try:
        extractor.extract_many([Article(text=f"{text} {number} قتلى", published="2024-03-14") for number in range(20)])
        assert gc.collect() < 20
    finally:
        gc.enable()


def test_long_articles_are_not_in_work_together() -> None:
    sizes: list[int] = []

    def look(docs: Sequence[Document]) -> Sequence[Document]:
        sizes.append(len(docs))
        return docs

    extractor = Extractor(stages=[Stage("look", frozenset(), frozenset(), lambda doc: doc, look)])
    long, short = Article(text="نص " * 30_000), Article(text="نص")
    articles = [short, short, long, short, long, short, Article(text="no Arabic")]
    assert [result.article for result in extractor.extract_many(articles)] == articles
    assert sizes == [4, 2]
    assert extractor.extract_many([]) == []


def test_extract_many_is_extract_one() -> None:
    articles = [Article(text="أعلنت الوزارة مقتل 3 جنود أمس."), Article(text="no Arabic"), Article(text="وصل الوزير.")]
    extractor = Extractor()
    assert extractor.extract_many(articles) == [extractor.extract_one(article) for article in articles]


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_memory_does_not_grow_with_the_input(processes: int) -> None:
    def extractions() -> int:
        return sum(type(kept) is Extraction for kept in gc.get_objects())

    before, most = extractions(), 0
    for number, _ in enumerate(run_batch(echo, (f"نص {n}" for n in range(2000)), processes=processes, batch_size=4)):
        if number % 250 == 0:
            most = max(most, extractions() - before)
    assert most <= 2 * processes * 4 + 4


@pytest.mark.parametrize("name", ["\ud800", "x"])
def test_a_record_can_always_be_written(name: str) -> None:
    record = ErrorRecord.of(KeyError("\udfff"), index=0, item={"id": name})
    assert ErrorRecord.model_validate_json(record.model_dump_json()) == record


@pytest.mark.parametrize("option", [{"processes": 0}, {"batch_size": 0}, {"on_error": "ignore"}])
def test_bad_options_raise_at_once(option: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be"):
        run_batch(echo, [], **option)


def test_progress_is_silent_without_a_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert len(list(run_batch(echo, ["a", "b"], progress=True))) == 2
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("on_error", ["record", "skip"])
def test_progress_counts_every_article_on_a_terminal(
    on_error: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    results = list(run_batch(echo, ["a", "fail", "b"], progress=True, on_error=on_error))
    assert len(results) == (3 if on_error == "record" else 2)
    printed, shown = capfd.readouterr()
    assert printed == ""
    assert "3/3" in shown
    assert "1 errors" in shown
    assert "/s" in shown


@pytest.mark.slow
@pytest.mark.parametrize(("asked", "given"), [(None, "1"), ("3", "3")])
def test_workers_share_the_cores(monkeypatch: pytest.MonkeyPatch, asked: str | None, given: str) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    if asked is not None:
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", asked)
    (result,) = run_batch(threads, ["a"], processes=2)
    assert isinstance(result, Extraction)
    assert result.versions == {"threads": given}


def test_number_of_threads_is_settled_before_numpy_is_imported(
    python: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = python("import sys, arabic_events.cli, arabic_events.batch; print('numpy' in sys.modules)")
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("context", [True, False])
def test_settings_go_with_the_extractor_to_its_workers(context: bool) -> None:
    extractor = Extractor(ner="gazetteer", context=context)
    sent = pickle.loads(pickle.dumps(extractor))
    assert (sent.ner, sent.context) == ("gazetteer", context)
    article = Article(text="قتل ثلاثة جنود في هجوم على قاعدة قرب بغداد.", published="2024-05-02")
    here, there = extractor.extract_one(article), sent.extract_one(article)
    assert here == there
    judge = "model+context:triggers" if context else "model:triggers"
    assert here.events
    assert all(judge in event.evidence for event in here.events)
