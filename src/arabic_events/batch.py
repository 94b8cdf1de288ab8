"""Many articles: in order, lazily, in constant memory, over processes when asked; a bad one does not stop the rest."""

from __future__ import annotations

import logging
import pickle
import signal
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence, Sized
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from queue import SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self

from pydantic import BaseModel, ConfigDict

from arabic_events import own_process
from arabic_events.errors import ArabicEventsError, InputError
from arabic_events.inputs import BatchItem, to_article
from arabic_events.schema import Article, Extraction

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

__all__ = ["ErrorRecord", "OnError", "WorkerFailed", "WorkerLost", "run_batch"]

OnError = Literal["record", "skip", "raise"]

_logger = logging.getLogger("arabic_events")
_logger.addHandler(logging.NullHandler())


class WorkerLost(ArabicEventsError):
    """Worker processes ended, one after the other, while they read this article, most likely out of memory."""


class WorkerFailed(ArabicEventsError):
    """Worker processes cannot start: says why, or what usually is the reason."""


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
            message=_writable(str(error) or repr(error)),
            index=index,
            id=None if name is None else _writable(str(name)),
            source=getattr(error, "source", None),
            line=getattr(error, "line", None),
        )

    def __str__(self) -> str:
        name = f" ({self.id})" if self.id else ""
        return f"article {self.index}{name}: {self.error}: {self.message}"


def _writable(text: str) -> str:
    """The text with lone surrogates, which no file can hold, as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


class _Progress(Protocol):
    def advance(self, errors: int) -> None: ...


class _NoProgress:
    def advance(self, errors: int) -> None:
        """Shows nothing."""


Extract = Callable[[Article], Extraction]
ExtractMany = Callable[[Sequence[Article]], Sequence[Extraction]]
_Result = Extraction | ErrorRecord
_Chunk = list[tuple[int, BatchItem]]
_Answer = tuple[list[_Result | None], Exception | None]
"""For each item its result, or None for one that was skipped; and the error that stopped the chunk, if one may."""


def run_batch(
    extract_one: Extract,
    articles: Iterable[BatchItem],
    *,
    processes: int = 1,
    progress: bool = False,
    on_error: OnError = "record",
    batch_size: int = 16,
    extract_many: Callable[[], ExtractMany | None] | None = None,
) -> Generator[_Result, None, None]:
    """The extraction of each article, in the order given, read and computed only as the results are taken.

    Args:
        extract_one: turns one article into its extraction; with more than one process it must pickle, and is unpickled
            once in each worker (an `Extractor` pickles as its settings, never with its models).
        articles: articles, texts, rows, or the `InputError` of a row that could not be read.
        processes: 1 runs in this process; more start that many workers afresh ("spawn"), so a script that asks for
            them needs its ``if __name__ == "__main__":``. The articles of a worker that is killed are done by another.
        progress: show a bar on standard error, if that is a terminal.
        on_error: ``record`` puts an `ErrorRecord` in the place of a bad article, ``skip`` leaves it out,
            ``raise`` stops.
        batch_size: articles a worker gets at a time.
        extract_many: called once where the work is done; gives a function that extracts ``batch_size`` articles
            together, as a neural tagger likes it, or None where that would bring nothing.

    Raises:
        ValueError: an option is out of range, at once rather than on the first result.
        WorkerFailed: worker processes cannot start.
    """
    if processes < 1 or batch_size < 1:
        raise ValueError(f"processes and batch_size must be 1 or more, not {processes} and {batch_size}")
    if on_error not in ("record", "skip", "raise"):
        raise ValueError(f"on_error must be 'record', 'skip' or 'raise', not {on_error!r}")
    total = len(articles) if isinstance(articles, Sized) else None
    if total is not None and processes > 1:
        batch_size = max(1, min(batch_size, total // (4 * processes)))
    numbered = enumerate(articles)
    job = _Job(extract_one, extract_many, on_error)
    results = _here(job, numbered, batch_size) if processes == 1 else _in_workers(job, numbered, processes, batch_size)
    return _shown(results, _rich_progress(total) if progress else nullcontext(_NoProgress()))


def _shown(results: Iterator[_Result | None], bar: AbstractContextManager[_Progress]) -> Generator[_Result, None, None]:
    """The results but for the skipped ones, which only the bar counts."""
    with bar as shown:
        for result in results:
            shown.advance(not isinstance(result, Extraction))
            if result is not None:
                yield result


# --- one chunk, wherever it runs -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Job:
    """What is done with each article."""

    extract_one: Extract
    extract_many: Callable[[], ExtractMany | None] | None
    on_error: OnError

    def many(self) -> ExtractMany | None:
        return self.extract_many() if self.extract_many is not None else None

    def run(self, items: Iterable[tuple[int, BatchItem]], together: dict[int, Extraction]) -> Iterator[_Result | None]:
        """The result of each item, one at a time but for those that were extracted together before."""
        for index, item in items:
            article: object = item
            try:
                result: _Result | None = together.get(index)
                if result is None:
                    article = _article(item)
                    result = self.extract_one(article)
            except Exception as error:
                if self.on_error == "raise":
                    raise
                if not isinstance(error, ArabicEventsError):
                    _logger.exception("article %d failed", index)
                result = None if self.on_error == "skip" else ErrorRecord.of(error, index=index, item=article)
            yield result


def _article(item: BatchItem) -> Article:
    if isinstance(item, InputError):
        raise item
    return to_article(item)


def _together(many: ExtractMany | None, chunk: _Chunk) -> dict[int, Extraction]:
    """The extractions of those articles of a chunk that can be read; none when one of them makes the whole fail."""
    if many is None or len(chunk) < 2:
        return {}
    articles: dict[int, Article] = {}
    for index, item in chunk:
        with suppress(Exception):  # each is read again alone, which says what is wrong
            articles[index] = _article(item)
    try:
        return dict(zip(articles, many([*articles.values()]), strict=True))
    except Exception:
        _logger.debug("a batch failed as a whole; its articles are done one by one", exc_info=True)
        return {}


def _here(job: _Job, numbered: Iterator[tuple[int, BatchItem]], batch_size: int) -> Iterator[_Result | None]:
    many = job.many()
    if many is None:
        yield from job.run(numbered, {})
        return
    reader = _Reader(numbered)
    size = 1  # the first result comes at once
    while chunk := reader.take(size):
        yield from job.run(chunk, _together(many, chunk))
        size = batch_size
    reader.check()


class _Reader:
    """Takes chunks from the input; an error of the input itself waits until what came before it is done."""

    def __init__(self, numbered: Iterator[tuple[int, BatchItem]]) -> None:
        self._numbered = numbered
        self._error: Exception | None = None

    def take(self, size: int) -> _Chunk:
        chunk: _Chunk = []
        if self._error is None:
            try:
                chunk.extend(islice(self._numbered, size))
            except Exception as error:  # noqa: BLE001 - raised by check
                self._error = error
        return chunk

    def check(self) -> None:
        if self._error is not None:
            raise self._error


# --- worker processes ------------------------------------------------------------------------------------------------


def _in_workers(
    job: _Job, numbered: Iterator[tuple[int, BatchItem]], processes: int, batch_size: int
) -> Iterator[_Result | None]:
    """Keeps two chunks a worker in flight, so memory stays constant however long the input is."""
    reader = _Reader(numbered)
    pending: deque[Future[_Answer]] = deque()
    with _Pool(job, processes) as pool:
        while True:
            while len(pending) < 2 * processes and (chunk := reader.take(batch_size)):
                pending.append(pool.submit(chunk))
            if not pending:
                break
            results, error = pending.popleft().result()
            yield from results
            if error is not None:
                raise error
        reader.check()


class _Ended(Exception):
    """The worker process ended before it answered."""


class _Pool:
    """Worker processes, each with a connection of its own, so that the end of one is no concern of the others.

    A thread for each waits for its answers. A worker ends when its connection does, so that none outlives a killed run.
    """

    def __init__(self, job: _Job, processes: int) -> None:
        self._job = job
        try:
            self._setup = pickle.dumps(job)
        except Exception as error:
            raise WorkerFailed(
                f"what extracts cannot be sent to worker processes ({error}): "
                "define its functions and classes at the top level of a module, or use processes=1"
            ) from error
        self._closed = False
        self._lock = Lock()
        self._workers = [_Worker() for _ in range(processes)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(processes, "arabic_events", initializer=_leave_ctrl_c_to_main_thread)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._lock:
            self._closed = True
            for worker in self._workers:
                worker.end(at_once=kind is not None)
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._workers:
            worker.join()

    def submit(self, chunk: _Chunk) -> Future[_Answer]:
        return self._threads.submit(self._answer, chunk)

    def _answer(self, chunk: _Chunk) -> _Answer:
        worker = self._idle.get()
        try:
            return self._ask(worker, chunk)
        except _Ended:
            return self._one_by_one(worker, chunk)
        finally:
            self._idle.put(worker)

    def _ask(self, worker: _Worker, chunk: _Chunk) -> _Answer:
        packed: list[tuple[int, bytes]] = []
        for index, item in chunk:
            try:
                packed.append((index, pickle.dumps(item)))
            except Exception as error:  # noqa: BLE001 - told to the user as the error of this article
                text = f"the article cannot be sent to a worker process: {error}"
                packed.append((index, pickle.dumps(InputError(text))))
        if not worker.running:
            self._start(worker)
        return worker.ask(packed)

    def _start(self, worker: _Worker) -> None:
        """Starts a process; a second time when the first is killed before it is ready."""
        for _ in range(2):
            with self._lock:
                if self._closed:
                    raise _Ended
                worker.start(self._setup)
            with suppress(_Ended):
                worker.wait_until_ready()
                return
            if self._closed:
                raise _Ended
        raise WorkerFailed(
            "a worker process ended while it started: a script that asks for processes needs "
            '`if __name__ == "__main__":` around what it runs; if it has that, is there enough memory?'
        )

    def _one_by_one(self, worker: _Worker, chunk: _Chunk) -> _Answer:
        """Does again, in a fresh process, what a worker had when it ended, to find the article that ends it."""
        results: list[_Result | None] = []
        for index, item in chunk:
            for last in (False, True):
                try:
                    answers, error = self._ask(worker, [(index, item)])
                except _Ended:
                    if self._closed:
                        return results, None
                    if not last:
                        continue
                    lost = WorkerLost("worker processes ended while they read this article, most likely out of memory")
                    if self._job.on_error == "raise":
                        return results, lost
                    skipped = self._job.on_error == "skip"
                    results.append(None if skipped else ErrorRecord.of(lost, index=index, item=item))
                else:
                    results += answers
                    if error is not None:
                        return results, error
                break
        return results, None


def _leave_ctrl_c_to_main_thread() -> None:
    """Blocks SIGINT in the thread that starts a worker; the worker inherits that, from its first instruction on."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


class _Worker:
    """One worker process at a time, and the connection to it."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._connection: Connection[Any, Any] | None = None

    @property
    def running(self) -> bool:
        return self._connection is not None

    def start(self, setup: bytes) -> None:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, setup), daemon=True, name="arabic_events")
        self._connection = ours
        with theirs:
            self._process.start()

    def wait_until_ready(self) -> None:
        error = self._receive()
        if error is not None:
            self._stop()
            raise error

    def ask(self, packed: list[tuple[int, bytes]]) -> _Answer:
        try:
            if self._connection is None:
                raise _Ended
            self._connection.send(packed)
        except (OSError, ValueError) as error:
            self._stop()
            raise _Ended from error
        answer: _Answer = self._receive()
        return answer

    def _receive(self) -> Any:
        try:
            if self._connection is None:
                raise _Ended
            return self._connection.recv()
        except (EOFError, OSError) as error:  # the end, perhaps in the middle of an answer
            self._stop()
            raise _Ended from error

    def _stop(self) -> None:
        if self._process is not None and self._process.pid is not None:
            self._process.kill()
            self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def end(self, *, at_once: bool) -> None:
        """Kills the process, which makes the thread that waits for it go on; or lets it end by itself, when idle."""
        if at_once:
            if self._process is not None and self._process.pid is not None:
                self._process.kill()
        elif self._connection is not None:
            self._connection.close()
            self._connection = None

    def join(self) -> None:
        if self._process is not None and self._process.pid is not None:
            self._process.join(5)
        self._stop()


def _work(connection: Connection[Any, Any], setup: bytes) -> None:
    """The life of a worker: what it was sent builds the extractor once; it ends when the other side does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    own_process.settle()
    with suppress(EOFError, BrokenPipeError, ConnectionError):
        try:
            job: _Job = pickle.loads(setup)
        except Exception as error:  # noqa: BLE001 - raised in the parent
            connection.send(_portable(error))
            return
        connection.send(None)
        loaded: list[ExtractMany | None] = []
        while True:
            connection.send(_work_on(job, loaded, connection.recv()))
            own_process.loaded()


def _work_on(job: _Job, loaded: list[ExtractMany | None], packed: list[tuple[int, bytes]]) -> _Answer:
    results: list[_Result | None] = []
    try:
        if not loaded:
            loaded.append(job.many())
        chunk = [(index, _unpacked(data)) for index, data in packed]
        results.extend(job.run(chunk, _together(loaded[0], chunk)))
    except Exception as error:  # noqa: BLE001 - raised in the parent
        return results, _portable(error)
    return results, None


def _unpacked(data: bytes) -> BatchItem:
    try:
        item: BatchItem = pickle.loads(data)
    except Exception as error:  # noqa: BLE001 - told to the user as the error of this article
        return InputError(f"the article cannot be read by a worker process: {error}")
    return item


def _portable(error: Exception) -> Exception:
    """The error with its traceback as a note; one that does not survive pickling becomes a `RuntimeError`."""
    if not isinstance(error, ArabicEventsError):
        error.add_note("in a worker process:\n" + "".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # noqa: BLE001 - whatever a foreign error's own code raises
        portable = RuntimeError(f"{type(error).__name__}: {error}")
        for note in getattr(error, "__notes__", ()):
            portable.add_note(note)
        return portable
    return error


# --- the bar ---------------------------------------------------------------------------------------------------------


def _rich_progress(total: int | None) -> AbstractContextManager[_Progress]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

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
            TextColumn("left"),
            TimeRemainingColumn(),
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
