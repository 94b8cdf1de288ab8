"""Loads the bundled lexicons, once each and only when needed.

A lexicon is a TOML or TSV file in ``lexicons/``. Every Arabic form in it is written in normal form
(`arabic_events.text.normalize`); ``tests/test_lexicons.py`` holds them to that.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from arabic_events.errors import LexiconError

_FOLDER = "arabic_events.lexicons"


def read_text(name: str) -> str:
    """The text of a bundled lexicon file such as ``"months.toml"``.

    Raises:
        LexiconError: there is no such file.
    """
    path = files(_FOLDER).joinpath(name)
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        raise LexiconError(f"no lexicon {name!r} in {path}: is the installation complete?") from error


@cache
def toml(name: str) -> MappingProxyType[str, Any]:
    """A TOML lexicon as a read-only mapping."""
    try:
        return MappingProxyType(tomllib.loads(read_text(name)))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"lexicon {name}: {error}") from error


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a TSV lexicon: column name to cell, empty cells as ``""``.

    Raises:
        LexiconError: a row has more or fewer cells than the header; the message names the line.
    """
    lines = [
        line for line in enumerate(read_text(name).splitlines(), start=1) if line[1] and not line[1].startswith("#")
    ]
    header = lines[0][1].split("\t")
    table = []
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(header):
            raise LexiconError(f"lexicon {name}, line {number}: {len(cells)} cells, the header has {len(header)}")
        table.append(dict(zip(header, map(str.strip, cells), strict=True)))
    return tuple(table)


def forms(cell: str) -> tuple[str, ...]:
    """The alternatives in one TSV cell, written with ``|`` between them."""
    return tuple(filter(None, map(str.strip, cell.split("|"))))
