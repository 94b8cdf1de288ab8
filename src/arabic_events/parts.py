"""One output file that grows in parts: each is there whole or not at all, and what is there is never done again.

While a run goes on, ``NAME.parts/`` beside the output holds a file a part, named by the inputs it covers
(``part-000000000000-000000000200.jsonl``), so that renaming it into place commits its results and the progress in one
step. When the input ends the parts become one file, which takes the name of the output, and the folder goes.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal, Protocol, Self

import regex

from arabic_events.batch import ErrorRecord
from arabic_events.errors import InputError, OutputError, UnsupportedInput
from arabic_events.export.arrow import Rows, schema
from arabic_events.schema import Extraction

__all__ = ["SUFFIXES", "PartWriter", "Totals"]

SUFFIXES = (".jsonl", ".ndjson", ".parquet")
"""What an output file may be."""

_NAME = regex.compile(r"part-(\d{12})-(\d{12})")
_NO_SPACE = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_ROW_GROUP = 32_000_000


@dataclass
class Totals:
    """What a run came to: articles, events by type, bad articles, articles with warnings."""

    articles: int = 0
    errors: int = 0
    warned: int = 0
    events: Counter[str] = field(default_factory=Counter)

    def add(self, result: Extraction | ErrorRecord) -> None:
        """Counts one result."""
        if isinstance(result, ErrorRecord):
            self.errors += 1
            return
        self.articles += 1
        self.warned += bool(result.warnings)
        self.events.update(event.type for event in result.events)

    def __iadd__(self, other: Totals) -> Self:
        self.articles += other.articles
        self.errors += other.errors
        self.warned += other.warned
        self.events.update(other.events)
        return self

    def to_json(self) -> str:
        """As a line of JSON."""
        return json.dumps(vars(self))

    @classmethod
    def of_json(cls, text: str) -> Self:
        """What `to_json` wrote."""
        content = json.loads(text)
        return cls(**{**content, "events": Counter(content["events"])})


class _Part(Protocol):
    """An open part of a format."""

    def put(self, result: Extraction | ErrorRecord) -> None: ...
    def finish(self) -> None: ...
    def abandon(self) -> None: ...


class PartWriter:
    """Writes results to a file, in parts; as a context it keeps what it has, and completes the file if all went well.

    Args:
        path: the output, ``.jsonl``, ``.ndjson`` or ``.parquet``.
        run: what must be the same for an interrupted run to be gone on with: inputs and options, as JSON.
        mode: ``new`` refuses a file that exists and a run that can be gone on with, ``resume`` goes on with it,
            ``overwrite`` starts anew; the old file stays until the new one is complete.
        rows: what a row of Parquet is, see `arabic_events.export.arrow`.
        part_size: inputs a part; as many at most are done again after a kill.

    Attributes:
        done: inputs dealt with, by earlier runs too; complete: the file is there, nothing is left to do.
        before: totals of earlier runs; totals: of this one.

    Raises:
        OutputError: the file exists, another run writes it, or it cannot be written.
        InputError: the interrupted run had other inputs or options.
        UnsupportedInput: no such output format.
    """

    def __init__(
        self,
        path: str | Path,
        run: Mapping[str, Any],
        *,
        mode: Literal["new", "resume", "overwrite"] = "new",
        rows: Rows = "events",
        part_size: int = 200,
    ) -> None:
        self.path = Path(path)
        self._suffix = self.path.suffix.lower()
        if self._suffix not in SUFFIXES:
            raise UnsupportedInput(f"an output is one of {', '.join(SUFFIXES)}, not {self.path.name!r}")
        if part_size < 1:
            raise ValueError(f"part_size must be 1 or more, not {part_size}")
        if self.path.is_dir():
            raise OutputError(f"{self.path}: is a folder; name a file to write")
        if self._suffix == ".parquet":
            schema(rows)
        self.done = 0
        self.complete = False
        self.before, self.totals = Totals(), Totals()
        self._rows: Rows = rows
        self._part_size = part_size
        self._run = json.loads(json.dumps({"rows": rows if self._suffix == ".parquet" else None, **run}))
        self._folder = self.path.with_name(self.path.name + ".parts")
        self._state = self._folder / "run.json"
        self._failed = False
        self._part: _Part | None = None
        self._file: IO[bytes] | None = None
        self._first = 0
        self._counted = Totals()
        with self._disk():
            self._lock = _Lock(self._folder)
        try:
            with self._disk():
                self._open(mode)
        except BaseException:
            self._release()
            raise

    # --- start -------------------------------------------------------------------------------------------------------

    def _open(self, mode: str) -> None:
        interrupted = self._state.exists()
        if mode == "new":
            done = max((last for _, last, _ in self._parts()), default=0)
            if interrupted and done:
                raise OutputError(
                    f"{self.path}: an interrupted run left its first {done} articles in {self._folder.name}: "
                    "go on with --resume, or start anew with --overwrite"
                )
            if self.path.exists():
                raise OutputError(f"{self.path}: exists; --overwrite replaces it, or name another file")
        if mode == "resume":
            if interrupted:
                self._go_on()
                return
            if self.path.exists():
                self.complete = True
                self._clear()  # what a kill between the output and the end of its parts left
                return
        self._clear()
        _write_whole(self._state, json.dumps(self._run).encode())

    def _go_on(self) -> None:
        try:
            same = json.loads(self._state.read_text("utf-8")) == self._run
        except ValueError as error:
            raise OutputError(f"{self._state}: is damaged; start anew with --overwrite") from error
        if not same:
            raise InputError(
                "the inputs or options are not those of the interrupted run; start anew with --overwrite",
                source=str(self.path),
            )
        for first, last, part in self._parts():
            if first != self.done:  # one before it was taken away: what comes after is done again too
                part.unlink()
                continue
            self.done = last
            self.before += Totals.of_json(part.with_suffix(".json").read_text("utf-8"))
        self._first = self.done

    def _parts(self) -> list[tuple[int, int, Path]]:
        """The parts that are whole, in order: first input, the one after the last, file."""
        found = []
        for file in self._folder.iterdir():
            match = _NAME.fullmatch(file.stem)
            if match is not None and file.suffix == self._suffix:
                found.append((int(match[1]), int(match[2]), file))
        return sorted(found)

    def _clear(self) -> None:
        """Empties the folder; its state goes first, so that a half-emptied folder is no interrupted run."""
        self._state.unlink(missing_ok=True)
        for file in self._folder.iterdir():
            if file.name != _Lock.NAME:
                file.unlink()

    # --- results -----------------------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        return self

    def put(self, result: Extraction | ErrorRecord, *, keep: bool = True) -> None:
        """Adds the result of the next input, or only counts one that is not to be kept.

        Raises:
            OutputError: the disk is full or fails; the parts before are safe.
        """
        self._failed = True  # until it is done: what Ctrl-C leaves half written is not committed
        with self._disk():
            if self._file is None:
                self._file = (self._folder / "part.draft").open("wb")
                self._part = _Table(self._file, self._rows) if self._suffix == ".parquet" else _Lines(self._file)
            if keep:
                assert self._part is not None
                self._part.put(result)
            self.totals.add(result)
            self._counted.add(result)
            self.done += 1
            if self.done - self._first >= self._part_size:
                self._commit()
        self._failed = False

    def _commit(self) -> None:
        if self._file is None or self._part is None:
            return
        self._part.finish()
        _to_disk(self._file)
        self._file.close()
        part = self._folder / f"part-{self._first:012d}-{self.done:012d}{self._suffix}"
        _write_whole(part.with_suffix(".json"), self._counted.to_json().encode())
        _move(self._folder / "part.draft", part)
        self._file = self._part = None
        self._first, self._counted = self.done, Totals()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if self.complete or self._failed:
                return
            with self._disk():
                self._commit()
                if kind is None:
                    self._join()
                elif not self._parts():
                    self._clear()
        finally:
            self._release()

    def _join(self) -> None:
        """Makes one file of the parts; the state goes first, so that a kill between leaves an output and rubbish."""
        draft = self._folder / "whole.draft"
        parts = [part for _, _, part in self._parts()]
        with draft.open("wb") as file:
            if self._suffix == ".parquet":
                _join_parquet(parts, file, self._rows)
            else:
                for part in parts:
                    with part.open("rb") as lines:
                        shutil.copyfileobj(lines, file, 1 << 20)
            _to_disk(file)
        _move(draft, self.path)
        self._clear()

    def _release(self) -> None:
        if self._part is not None:
            self._part.abandon()
        if self._file is not None:
            with suppress(OSError):  # what a full disk could not take is not missed
                self._file.close()
            with suppress(OSError):
                (self._folder / "part.draft").unlink(missing_ok=True)
        self._lock.release()

    @contextmanager
    def _disk(self) -> Iterator[None]:
        """Errors of the file system as what to do about them."""
        try:
            yield
        except OSError as error:
            self._failed = True
            safe = f"; the first {self._first} articles are safe in {self._folder.name}" if self._first else ""
            if error.errno in _NO_SPACE:
                text = f"{self.path}: no space left to write to{safe}: make room, then go on with --resume"
            else:
                text = f"{self.path}: cannot be written: {error.strerror or error}{safe}"
            raise OutputError(text) from error


# --- formats ---------------------------------------------------------------------------------------------------------


class _Lines:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def put(self, result: Extraction | ErrorRecord) -> None:
        from arabic_events.export.jsonl import render

        self._file.write(render(result).encode("utf-8") + b"\n")

    def finish(self) -> None:
        """Nothing to add."""

    def abandon(self) -> None:
        """Nothing is held back."""


class _Table:
    def __init__(self, file: IO[bytes], rows: Rows) -> None:
        from pyarrow.parquet import ParquetWriter

        from arabic_events.export.arrow import to_arrow

        self._to_arrow: Callable[..., Any] = to_arrow
        self._rows = rows
        self._writer = ParquetWriter(file, schema(rows), compression="zstd")
        self._pending: list[Extraction | ErrorRecord] = []

    def put(self, result: Extraction | ErrorRecord) -> None:
        self._pending.append(result)
        if len(self._pending) == 50:
            self._flush()

    def _flush(self) -> None:
        self._writer.write_table(self._to_arrow(self._pending, self._rows))
        self._pending.clear()

    def finish(self) -> None:
        if self._pending:
            self._flush()
        self._writer.close()

    def abandon(self) -> None:
        with suppress(Exception):  # the file is thrown away
            self._writer.close()


def _join_parquet(parts: list[Path], file: IO[bytes], rows: Rows) -> None:
    """The tables of the parts in one file, in row groups of a size that is good to read."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter, read_table

    with ParquetWriter(file, schema(rows), compression="zstd") as writer:
        pending: list[Any] = []
        for part in parts:
            pending.append(read_table(part, schema=schema(rows)))
            if sum(table.nbytes for table in pending) >= _ROW_GROUP:
                writer.write_table(pa.concat_tables(pending))
                pending.clear()
        if pending:
            writer.write_table(pa.concat_tables(pending))


# --- files -----------------------------------------------------------------------------------------------------------


def _to_disk(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _write_whole(path: Path, content: bytes) -> None:
    draft = path.with_name(path.name + ".draft")
    with draft.open("wb") as file:
        file.write(content)
        _to_disk(file)
    _move(draft, path)


def _move(draft: Path, path: Path) -> None:
    """Puts a file in its place in one step, and the step on disk where the system lets us."""
    os.replace(draft, path)  # noqa: PTH105 - atomic on every system
    if os.name != "nt":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class _Lock:
    """A lock of the operating system on a file in the folder: it ends with the process, whatever ends that."""

    NAME = "lock"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        path = folder / self.NAME
        while True:
            folder.mkdir(parents=True, exist_ok=True)
            try:
                file = path.open("ab")
            except FileNotFoundError:  # another run has just ended and taken its folder with it
                continue
            if not _locked(file):
                file.close()
                raise OutputError(
                    f"{str(folder).removesuffix('.parts')}: another run is writing it: wait for its end, "
                    "or name another file"
                )
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                    break
            file.close()  # locked a file that is no longer there
        self._file = file

    def release(self) -> None:
        """Ends the lock; the folder goes when nothing else is left in it."""
        left = [file.name for file in self._folder.glob("*") if file.name != self.NAME]
        path = self._folder / self.NAME
        if not left and os.name != "nt":
            path.unlink(missing_ok=True)
        self._file.close()
        if not left:
            with suppress(OSError):  # another run has come for it
                if os.name == "nt":
                    path.unlink(missing_ok=True)
                self._folder.rmdir()


def _locked(file: IO[bytes]) -> bool:
    """Whether the lock on the file is ours now."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
