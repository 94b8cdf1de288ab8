"""Writing a file so that it is whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """A temporary path beside the wanted one, moved onto it when the block ends well and removed when it does not."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    try:
        yield part
        os.replace(part, target)  # noqa: PTH105 - atomic on every system
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def open_text(path: str | Path) -> Iterator[IO[str]]:
    """A UTF-8 text file open for writing, complete or absent in the end."""
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        yield file
