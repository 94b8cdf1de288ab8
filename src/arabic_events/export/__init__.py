"""What becomes of extractions: each exporter is a small module with ``render`` (to a string) and ``write`` (to a file).

``jsonl`` is the lossless form, the only one that is read back. ``FORMATS`` is the list that the command line offers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import cast

from arabic_events.errors import UnsupportedInput
from arabic_events.schema import Extraction

__all__ = ["FORMATS", "format_of", "write"]

FORMATS: dict[str, tuple[str, str]] = {
    "html": (".html", "right-to-left page with coloured spans and a table of events"),
    "jsonl": (".jsonl", "one extraction a line, lossless"),
    "csv": (".csv", "one row an event"),
    "parquet": (".parquet", "one row an event, participants, dates and quantities nested"),
    "plover": (".plover.csv", "one row an event, PLOVER event types and actor codes"),
    "cameo": (".cameo.tsv", "one row an event, CAMEO event and actor codes"),
    "geojson": (".geojson", "one point an event whose place has coordinates"),
    "brat": ("", "a folder with .txt and .ann files for the brat annotation tool"),
    "text": (".txt", "as `show` prints it"),
}
"""Name of each format, its usual file suffix, and what it holds."""

_MODULES = {"csv": ("table", "write_csv"), "parquet": ("arrow", "write")}


def format_of(path: Path) -> str:
    """The format that a file name asks for; a name without a suffix is a folder for brat.

    Raises:
        UnsupportedInput: no format has this suffix.
    """
    name = path.name.lower()
    matching = [key for key, (suffix, _) in FORMATS.items() if suffix and name.endswith(suffix)]
    if matching:
        return max(matching, key=lambda key: len(FORMATS[key][0]))
    if not path.suffix:
        return "brat"
    raise UnsupportedInput(f"no export format has the suffix {path.suffix!r}; choose one of {', '.join(FORMATS)}")


def write(extractions: Iterable[Extraction], path: str | Path, *, format: str | None = None) -> None:
    """Writes extractions in a format, by default the one that the file name asks for."""
    chosen = format or format_of(Path(path))
    if chosen not in FORMATS:
        raise UnsupportedInput(f"no export format {chosen!r}; choose one of {', '.join(FORMATS)}")
    module, function = _MODULES.get(chosen, (chosen, "write"))
    writer = getattr(import_module(f"arabic_events.export.{module}"), function)
    cast(Callable[[Iterable[Extraction], str | Path], None], writer)(extractions, path)
