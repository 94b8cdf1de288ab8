"""Reads articles from files: ``.txt``, ``.json``, ``.jsonl``, ``.csv``, ``.parquet``, or standard input.

All but Parquet may be compressed as ``.gz`` or ``.zst`` and are unpacked as they are read.
A row that cannot be read comes out as its `InputError`, with file and line, so that the rows after it are read.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import IO, Any, cast

from arabic_events.errors import BackendUnavailable, InputError, UnsupportedInput
from arabic_events.inputs import MAX_LENGTH, to_article
from arabic_events.schema import Article

__all__ = ["SUFFIXES", "count_articles", "find_inputs", "read_articles"]

STDIN = "-"
_FIELD_LIMIT = 16 * MAX_LENGTH
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}

COMPRESSED = (".gz", ".zst")

Row = Article | InputError


def find_inputs(inputs: Iterable[str | Path]) -> list[str]:
    """The files to read: a folder stands for its readable files, sorted by name.

    Raises:
        InputError: a file is missing, or of a type that is not read; before anything is read.
    """
    found: list[str] = []
    for name in inputs:
        path = Path(name)
        if str(name) == STDIN:
            found.append(STDIN)
        elif path.is_dir():
            files = sorted(file for file in path.iterdir() if _kind(file) in SUFFIXES)
            if not files:
                raise InputError(f"the folder has no {', '.join(SUFFIXES)} file", source=str(path))
            found += map(str, files)
        elif not path.exists():
            raise InputError("no such file", source=str(path))
        elif _kind(path) not in SUFFIXES:
            raise UnsupportedInput(
                f"files of type {path.suffix or 'unknown'!r} are not read; {', '.join(SUFFIXES)} are, "
                f"all but Parquet with {' or '.join(COMPRESSED)} too",
                source=str(path),
            )
        else:
            found.append(str(path))
    return found


def count_articles(inputs: Iterable[str | Path]) -> int | None:
    """How many articles files hold, for a progress bar; None where only reading them would tell."""
    total = 0
    for name in find_inputs(inputs):
        path = Path(name)
        suffix = path.suffix.lower()
        if name == STDIN or suffix == ".csv" or suffix in COMPRESSED:
            return None
        if suffix == ".jsonl":
            with path.open("rb") as file:
                total += sum(1 for line in file if not line.isspace())
        elif suffix == ".parquet":
            try:
                from pyarrow.parquet import read_metadata

                total += read_metadata(path).num_rows
            except (ImportError, OSError, ValueError):
                return None
        else:
            total += 1
    return total


def read_articles(inputs: Iterable[str | Path]) -> Iterator[Row]:
    """The articles of files, one after the other, read as they are taken.

    An article without an id gets one from its place: ``name`` for a file that is one article, ``name:7`` for line 7.
    """
    for name in find_inputs(inputs):
        if name == STDIN:
            yield from _read_stdin(sys.stdin.buffer)
            continue
        path = Path(name)
        try:
            yield from _READERS[_kind(path)](path)
        except InputError as error:
            yield error
        except (EOFError, zlib.error) as error:
            yield InputError(f"is cut short or damaged: {error}", source=str(path))
        except OSError as error:
            yield InputError(f"cannot be read: {error.strerror or error}", source=str(path))


def _kind(path: Path) -> str:
    """The suffix that says how a file is read, without that of a compression."""
    suffix = path.suffix.lower()
    if suffix not in COMPRESSED:
        return suffix
    inner = Path(path.stem).suffix.lower()
    return "" if inner == ".parquet" else inner


def _stem(path: Path) -> str:
    return Path(path.stem).stem if path.suffix.lower() in COMPRESSED else path.stem


def _open(path: Path) -> IO[bytes]:
    suffix = path.suffix.lower()
    if suffix == ".gz":
        return cast(IO[bytes], gzip.open(path, "rb"))
    if suffix == ".zst":
        try:
            from pyarrow import input_stream
        except ImportError as error:
            raise BackendUnavailable(".zst files need: pip install 'arabic_events[tables]'") from error
        return BufferedReader(input_stream(str(path), compression="zstd"), 1 << 18)
    return path.open("rb")


def _read_bytes(path: Path) -> bytes:
    with _open(path) as file:
        return file.read()


def _decode(data: bytes, *, source: str, line: int | None = None) -> str:
    for bom, encoding in _BOMS.items():
        if data.startswith(bom):
            raise UnsupportedInput(f"is {encoding}, not UTF-8: {_convert(encoding, source)}", source=source, line=line)
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if line is None:
            line = data.count(b"\n", 0, error.start) + 1
        guess = "windows-1256" if _looks_windows_1256(data) else "its encoding"
        raise UnsupportedInput(
            f"is not UTF-8 (byte 0x{data[error.start]:02x} at {error.start}): {_convert(guess, source)}",
            source=source,
            line=line,
        ) from error


def _convert(encoding: str, source: str) -> str:
    return f"convert it first, for example with `iconv -f {encoding} -t UTF-8 {Path(source).name}`"


def _looks_windows_1256(data: bytes) -> bool:
    try:
        text = data[:10_000].decode("cp1256")
    except UnicodeDecodeError:
        return False
    return 2 * sum("\u0621" <= char <= "\u064a" for char in text) > sum(char.isalpha() for char in text)


def _row(item: Any, *, source: str, line: int | None, name: str) -> Row:
    try:
        if not isinstance(item, Mapping):
            raise InputError(f"a row must be a JSON object with a 'text', not {type(item).__name__}")
        if not item.get("id"):
            item = {**item, "id": name}
        return to_article(item, source=source, line=line)
    except InputError as error:
        return error if error.source else InputError(str(error), source=source, line=line)


def _read_text(path: Path) -> Iterator[Row]:
    yield _row({"text": _decode(_read_bytes(path), source=str(path))}, source=str(path), line=None, name=_stem(path))


def _loads(text: str, *, source: str, line: int | None = None) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"column {error.colno}" if line else f"line {error.lineno}, column {error.colno}"
        raise InputError(f"is not JSON: {error.msg} at {place}", source=source, line=line or error.lineno) from error
    except RecursionError as error:
        raise InputError("is not an article: JSON nested too deep", source=source, line=line) from error


def _read_json(path: Path) -> Iterator[Row]:
    content = _loads(_decode(_read_bytes(path), source=str(path)), source=str(path))
    if not isinstance(content, list):
        yield _row(content, source=str(path), line=None, name=_stem(path))
        return
    for number, item in enumerate(content, start=1):
        yield _row(item, source=str(path), line=None, name=f"{_stem(path)}:{number}")


def _read_lines(lines: Iterable[bytes], source: str, stem: str) -> Iterator[Row]:
    for number, data in enumerate(lines, start=1):
        if not data.strip():
            continue
        try:
            content = _loads(_decode(data, source=source, line=number), source=source, line=number)
        except InputError as error:
            yield error
        else:
            yield _row(content, source=source, line=number, name=f"{stem}:{number}")


def _read_jsonl(path: Path) -> Iterator[Row]:
    with _open(path) as file:
        yield from _read_lines(file, str(path), _stem(path))


def _read_csv(path: Path) -> Iterator[Row]:
    with _open(path) as file:
        lines = (_decode(data, source=str(path), line=number) for number, data in enumerate(file, start=1))
        previous_limit = csv.field_size_limit(_FIELD_LIMIT)
        try:
            reader = csv.DictReader(lines, strict=True)
            if "text" not in (reader.fieldnames or ()):
                columns = ", ".join(map(repr, reader.fieldnames or ())) or "none"
                raise InputError(f"the header has no 'text' column; its columns: {columns}", source=str(path), line=1)
            for row in reader:
                number = reader.line_num
                if None in row or None in row.values():
                    message = f"the row has {'more' if None in row else 'fewer'} cells than the header"
                    yield InputError(message, source=str(path), line=number)
                else:
                    yield _row(row, source=str(path), line=number, name=f"{_stem(path)}:{number}")
        except csv.Error as error:
            raise InputError(f"is not CSV: {error}", source=str(path), line=reader.line_num) from error
        finally:
            csv.field_size_limit(previous_limit)


def _read_parquet(path: Path) -> Iterator[Row]:
    try:
        from pyarrow import ArrowInvalid
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise BackendUnavailable("Parquet files need: pip install 'arabic_events[tables]'") from error
    try:
        table = ParquetFile(path)
    except ArrowInvalid as error:
        raise InputError(f"is not a Parquet file: {error}", source=str(path)) from error
    with table:
        if "text" not in table.schema_arrow.names:
            columns = ", ".join(map(repr, table.schema_arrow.names))
            raise InputError(f"has no 'text' column; its columns: {columns}", source=str(path))
        number = 0
        for batch in table.iter_batches(batch_size=256):
            for row in batch.to_pylist():
                number += 1
                yield _row(row, source=str(path), line=number, name=f"{_stem(path)}:{number}")


def _read_stdin(stream: IO[bytes]) -> Iterator[Row]:
    """JSON lines when the first line opens an object, else one text."""
    first = stream.readline()
    while first and not first.strip():
        first = stream.readline()
    if first.lstrip().startswith(b"{"):
        yield from _read_lines(_chain(first, stream), "<stdin>", "stdin")
        return
    try:
        text = _decode(first + stream.read(), source="<stdin>")
    except InputError as error:
        yield error
    else:
        yield _row({"text": text}, source="<stdin>", line=None, name="stdin")


def _chain(first: bytes, rest: IO[bytes]) -> Iterator[bytes]:
    yield from BytesIO(first)
    yield from rest


_READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    ".txt": _read_text,
    ".json": _read_json,
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
    ".parquet": _read_parquet,
}
SUFFIXES = tuple(_READERS)
