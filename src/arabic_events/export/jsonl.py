"""One extraction a line, as ``model_dump(mode="json")`` gives it: the lossless form, and the one that is read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from arabic_events.batch import ErrorRecord
from arabic_events.errors import InputError
from arabic_events.export._files import open_text
from arabic_events.schema import Extraction

__all__ = ["parse", "read", "render", "write"]


def render(result: Extraction | ErrorRecord) -> str:
    """One line of JSON, without the line end."""
    return result.model_dump_json()


def write(results: Iterable[Extraction | ErrorRecord], path: str | Path) -> None:
    """Writes results to a file, each as it comes."""
    with open_text(path) as file:
        for result in results:
            file.write(render(result) + "\n")


def parse(line: str | bytes) -> Extraction | ErrorRecord:
    """The result that a line holds.

    Raises:
        InputError: it is not one.
    """
    try:
        content = json.loads(line)
        if isinstance(content, dict) and "error" in content:
            return ErrorRecord.model_validate(content)
        return Extraction.model_validate_json(line)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(f"is not JSON: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InputError(f"is not an extraction: {place}: {first['msg']}") from error


def read(path: str | Path) -> Iterator[Extraction | ErrorRecord]:
    """The results in a file, one at a time.

    Raises:
        InputError: a line is not a result; says which.
    """
    with Path(path).open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield parse(line)
            except InputError as error:
                raise InputError(str(error), source=str(path), line=number) from error
