"""Reads a camel-tools database (ALMOR format) and gives the readings of words that camel-tools' analyser gives.

Importing ``camel_tools.morphology`` and having it parse a whole database takes longer than the rest of the library
needs for an article. Here the features of a stem are parsed when a word has it; a test compares all readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from arabic_events.errors import ModelError

__all__ = ["Database"]

Entry = tuple[str, dict[str, str]]
"""Category and features of a prefix, stem or suffix."""

_SECTIONS = ("PREFIXES", "SUFFIXES", "STEMS", "TABLE AB", "TABLE BC", "TABLE AC")
_UNSET = ("", "-")


class Database:
    """Prefixes, stems and suffixes, and which of them go together.

    Raises:
        ModelError: the file is missing, damaged or of another format.
    """

    def __init__(self, path: Path) -> None:
        try:
            sections = _sections(path.read_text("utf-8"))
            prefixes, suffixes, stems, *tables = (sections[name] for name in _SECTIONS)
            self._prefixes = {form: [*map(_entry, lines)] for form, lines in _by_form(prefixes).items()}
            self._suffixes = {form: [*map(_entry, lines)] for form, lines in _by_form(suffixes).items()}
            self._stems = _by_form(stems)
            self._stems_after, self._suffixes_after_stem, self._suffixes_after_prefix = map(_pairs, tables)
            self._longest_prefix = max(map(len, self._prefixes))
            self._longest_suffix = max(map(len, self._suffixes))
        except (OSError, ValueError, LookupError) as error:
            raise ModelError(
                f"morphological database {path} cannot be read ({error!r}); reinstall arabic_events"
            ) from error

    def readings(self, word: str) -> list[dict[str, Any]]:
        """The features of each reading of a word in normal form, and the category of its stem as ``stemcat``."""
        return [
            _merged(prefix, stem, category, suffix)
            for prefixes, stems, suffixes in self._splits(word)
            for before, prefix in prefixes
            for category, stem in stems
            if category in self._stems_after[before]
            for after, suffix in suffixes
            if after in self._suffixes_after_stem.get(category, ())
            and after in self._suffixes_after_prefix.get(before, ())
        ]

    def _splits(self, word: str) -> Iterator[tuple[Sequence[Entry], Sequence[Entry], Sequence[Entry]]]:
        """What the front, the middle and the end of a word may be, for every way to cut it."""
        length = len(word)
        for start in range(min(self._longest_prefix, length - 1) + 1):
            prefixes = self._prefixes.get(word[:start])
            if prefixes is None:
                continue
            for end in range(max(start + 1, length - self._longest_suffix), length + 1):
                lines = self._stems.get(word[start:end])
                suffixes = self._suffixes.get(word[end:]) if lines else None
                if lines and suffixes:
                    yield prefixes, [*map(_entry, lines)], suffixes


def _sections(text: str) -> dict[str, list[str]]:
    """The lines below each heading such as ``###STEMS###``."""
    parts = text.split("###")
    return {name: lines[1:].split("\n")[:-1] for name, lines in zip(parts[1::2], parts[2::2], strict=True)}


def _by_form(lines: Iterable[str]) -> dict[str, list[str]]:
    """Category and features of each form, not parsed yet."""
    found: dict[str, list[str]] = {}
    for line in lines:
        form, _, rest = line.partition("\t")
        found.setdefault(form, []).append(rest)
    return found


def _entry(text: str) -> Entry:
    category, features = text.split("\t")
    return category, dict(feature.split(":", 1) for feature in features.split(" ") if feature)


def _pairs(lines: Iterable[str]) -> dict[str, set[str]]:
    """Which second categories go with each first one."""
    found: dict[str, set[str]] = {}
    for line in lines:
        first, second = line.split()
        found.setdefault(first, set()).add(second)
    return found


def _merged(prefix: dict[str, str], stem: dict[str, str], category: str, suffix: dict[str, str]) -> dict[str, Any]:
    """The features of a stem; what the suffix says of them counts more, and what the prefix says most."""
    merged: dict[str, Any] = dict(stem)
    for feature, value in chain(suffix.items(), prefix.items()):
        if feature in stem and value not in _UNSET:
            merged[feature] = value
    merged["stemcat"] = category
    merged["lex_logprob"] = float(stem["lex_logprob"])
    return merged
