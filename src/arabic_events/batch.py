"""Many articles: in order, lazily, in constant memory, over processes when asked; a bad one does not stop the rest."""

from __future__ import annotations

import logging
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from multiprocessing import get_context
from typing import Literal, Protocol, Self

from pydantic import BaseModel, ConfigDict

from arabic_events.errors import ArabicEventsError, InputError
from arabic_events.inputs import BatchItem, to_article
from arabic_events.schema import Article, Extraction

__all__ = ["ErrorRecord", "OnError", "WorkerLost", "run_batch"]

OnError = Literal["record", "skip", "raise"]

_logger = logging.getLogger("arabic_events")
_logger.addHandler(logging.NullHandler())


class WorkerLost(ArabicEventsError):
    """A worker process ended while it read this article, most likely out of memory."""


class ErrorRecord(BaseModel):
    """Stands in the output where an article could not be read or extracted.

    Attributes:
        error: type of the error, such as ``InputError``; message: what is wrong.
        index: 0-based position in the input; id: of the article, when it has one.
        source: file and line: 1-based line the row came from, where known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    error: str
    message: str
    index: int
    id: str | None = None
    source: str | None = None
    line: int | None = None

    @classmethod
    def of(cls, error: Exception, *, index: int, item: object = None) -> Self:
        """The record of an error that came up with an item."""
        name = item.get("id") if isinstance(item, dict) else getattr(item, "id", None)
        return cls(
            error=type(error).__name__,
            message=str(error) or repr(error),
            index=index,
            id=None if name is None else str(name),
            source=getattr(error, "source", None),
            line=getattr(error, "line", None),
        )

    def __str__(self) -> str:
        name = f" ({self.id})" if self.id else ""
        return f"article {self.index}{name}: {self.error}: {self.message}"


class _Progress(Protocol):
    def advance(self, errors: int) -> None: ...


class _NoProgress:
    def advance(self, errors: int) -> None:
        """Shows nothing."""


Extract = Callable[[Article], Extraction]
_Result = Extraction | ErrorRecord
_Chunk = list[tuple[int, BatchItem]]
_Answer = tuple[list[_Result], Exception | None]

_worker_extract: Extract | None = None


def _start_worker(extract_one: Extract) -> None:
    """Runs once in each worker: what it was sent builds the extractor; Ctrl-C is the parent's to handle."""
    global _worker_extract
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker_extract = extract_one


def _run_in_worker(chunk: _Chunk, on_error: OnError) -> _Answer:
    """The results of a chunk and the error that stopped it, if one may: what came before an error is not lost."""
    assert _worker_extract is not None
    results: list[_Result] = []
    try:
        results.extend(_run_items(_worker_extract, chunk, on_error))
    except Exception as error:  # noqa: BLE001 - handed to the parent, which raises it
        return results, error
    return results, None


def _run_items(extract_one: Extract, items: Iterable[tuple[int, BatchItem]], on_error: OnError) -> Iterator[_Result]:
    for index, item in items:
        article: object = item
        try:
            if isinstance(item, InputError):
                raise item
            article = to_article(item)
            result: _Result = extract_one(article)
        except Exception as error:
            if on_error == "raise":
                raise
            if not isinstance(error, ArabicEventsError):
                _logger.exception("article %d failed", index)
            if on_error == "skip":
                continue
            result = ErrorRecord.of(error, index=index, item=article)
        yield result


def run_batch(
    extract_one: Extract,
    articles: Iterable[BatchItem],
    *,
    processes: int = 1,
    progress: bool = False,
    on_error: OnError = "record",
    batch_size: int = 16,
) -> Iterator[_Result]:
    """The extraction of each article, in the order given, read and computed only as the results are taken.

    Args:
        extract_one: turns one article into its extraction; with more than one process it must pickle, and is unpickled
            once in each worker (an `Extractor` pickles as its settings, never with its models).
        articles: articles, texts, rows, or the `InputError` of a row that could not be read.
        processes: 1 runs in this process; more start that many workers afresh ("spawn"), so a script that asks for
            them needs its ``if __name__ == "__main__":``.
        progress: show a bar on standard error.
        on_error: ``record`` puts an `ErrorRecord` in the place of a bad article, ``skip`` leaves it out,
            ``raise`` stops.
        batch_size: articles a worker gets at a time.

    Raises:
        ValueError: an option is out of range, at once rather than on the first result.
    """
    if processes < 1 or batch_size < 1:
        raise ValueError(f"processes and batch_size must be 1 or more, not {processes} and {batch_size}")
    if on_error not in ("record", "skip", "raise"):
        raise ValueError(f"on_error must be 'record', 'skip' or 'raise', not {on_error!r}")
    total = len(articles) if isinstance(articles, Sized) else None
    numbered = enumerate(articles)
    if processes == 1:
        results = _run_items(extract_one, numbered, on_error)
    else:
        results = _in_workers(extract_one, numbered, on_error, processes, batch_size)
    return _counted(results, _rich_progress(total)) if progress else results


def _counted(results: Iterator[_Result], bar: AbstractContextManager[_Progress]) -> Iterator[_Result]:
    with bar as shown:
        for result in results:
            shown.advance(isinstance(result, ErrorRecord))
            yield result


def _in_workers(
    extract_one: Extract,
    numbered: Iterator[tuple[int, BatchItem]],
    on_error: OnError,
    processes: int,
    batch_size: int,
) -> Iterator[_Result]:
    """Keeps two chunks a worker in flight, so memory stays constant however long the input is."""
    pool = _Pool(extract_one, processes)
    pending: deque[tuple[_Chunk, Future[_Answer]]] = deque()
    try:
        while True:
            while len(pending) < 2 * processes and (chunk := list(islice(numbered, batch_size))):
                pending.append((chunk, pool.submit(chunk, on_error)))
            if not pending:
                return
            chunk, future = pending.popleft()
            try:
                results, error = future.result()
            except BrokenProcessPool:
                lost = [chunk, *(later for later, _ in pending)]
                pending.clear()
                pool.restart()
                for chunk in lost:
                    yield from _one_by_one(pool, chunk, on_error)
                continue
            yield from results
            if error is not None:
                raise error
    finally:
        pool.close()


def _one_by_one(pool: _Pool, chunk: _Chunk, on_error: OnError) -> Iterator[_Result]:
    """Runs again what was in flight when a worker ended, to find the article that ends it."""
    for index, item in chunk:
        try:
            results, error = pool.submit([(index, item)], on_error).result()
        except BrokenProcessPool as broken:
            pool.restart()
            lost = WorkerLost("the worker process ended while it read this article, most likely out of memory")
            if on_error == "raise":
                raise lost from broken
            if on_error == "record":
                yield ErrorRecord.of(lost, index=index, item=item)
            continue
        yield from results
        if error is not None:
            raise error


class _Pool:
    """A process pool that can be replaced by a fresh one."""

    def __init__(self, extract_one: Extract, processes: int) -> None:
        self._extract_one = extract_one
        self._processes = processes
        self._executor = self._start()

    def _start(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._processes,
            mp_context=get_context("spawn"),
            initializer=_start_worker,
            initargs=(self._extract_one,),
        )

    def submit(self, chunk: _Chunk, on_error: OnError) -> Future[_Answer]:
        try:
            return self._executor.submit(_run_in_worker, chunk, on_error)
        except BrokenProcessPool as error:
            future: Future[_Answer] = Future()
            future.set_exception(error)
            return future

    def restart(self) -> None:
        self.close()
        self._executor = self._start()

    def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)


def _rich_progress(total: int | None) -> AbstractContextManager[_Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        return nullcontext(_NoProgress())
    return _RichProgress(
        Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            console=console,
        ),
        total,
    )


class _RichProgress(AbstractContextManager[_Progress]):
    def __init__(self, progress: object, total: int | None) -> None:
        from rich.progress import Progress

        assert isinstance(progress, Progress)
        self._progress = progress
        self._task = progress.add_task("articles", total=total, rate="")
        self._errors = 0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def advance(self, errors: int) -> None:
        self._errors += errors
        self._progress.advance(self._task)
        task = self._progress.tasks[0]
        rate = f"{task.completed / task.elapsed:.1f}/s" if task.elapsed else ""
        self._progress.update(self._task, rate=f"{rate}  {self._errors} errors" if self._errors else rate)
