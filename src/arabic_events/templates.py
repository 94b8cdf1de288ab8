"""Features of many examples at once, from patterns such as ``"L+ln={lemma}.{link}"`` and columns of values.

A model knows its features by name. To make a string of every feature of every example only to find that half of them
are unknown costs more than all the arithmetic. Here each value is hashed once, the hash of a name is put together from
the hashes of its parts, whole columns at a time, and rows of the model are looked up by hash. The hash is the
polynomial one of Rabin and Karp, modulo 2**64: that of ``a + b`` is ``hash(a) * BASE**len(b) + hash(b)``.

The same patterns give the names themselves, for training and explanations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from string import Formatter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["ABSENT", "Column", "FeatureIndex", "Templates", "columns", "hashed"]

# The value of what is not there: no feature is made of it, and no model knows a name with it.
ABSENT = "\0"
_BASE = 0x9E3779B97F4A7C15
_SIZE = 1 << 64
_AT_ONCE = 10_000
_LINE_END = 10
Hashes = NDArray[np.uint64]


class Column(NamedTuple):
    """The values of a field, hashed.

    Attributes:
        hashes: of each value; powers: the base to the power of its length.
    """

    hashes: Hashes
    powers: Hashes

    def followed_by(self, text: str) -> Column:
        """The column of the values with a text after each."""
        if not text:
            return self
        hashed, power = _literal(text)
        return Column(self.hashes * power + hashed, self.powers * power)


def _powers(base: int, count: int) -> Hashes:
    """The first powers of a number, from 0."""
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)


@cache
def _power_tables(count: int) -> tuple[Hashes, Hashes]:
    """The first powers of the base, and of its inverse."""
    return _powers(_BASE, count), _powers(pow(_BASE, -1, _SIZE), count)


def _hashed_lines(text: bytes) -> Column:
    """The hashes of the lines of a text."""
    letters = np.frombuffer(text, np.uint8)
    ends = np.append(np.flatnonzero(letters == _LINE_END), len(letters))
    starts = np.append(0, ends[:-1] + 1)
    hashes = np.empty(len(ends), np.uint64)
    for first in range(0, len(ends), _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        begin, end = starts[first], ends[some][-1]
        powers, inverses = _power_tables(1 << max(10, int(end - begin).bit_length()))
        running = np.zeros(end - begin + 1, np.uint64)
        np.cumsum(letters[begin:end] * inverses[: end - begin], out=running[1:])
        here, after = starts[some] - begin, ends[some] - begin
        hashes[some] = (running[after] - running[here]) * powers[np.maximum(after - 1, 0)]
    lengths = ends - starts
    return Column(hashes, _power_tables(1 << max(10, int(lengths.max()).bit_length()))[0][lengths])


def hashed(strings: Iterable[str]) -> Column:
    """The hashes of strings, of which there must be one at least; none may hold a line end."""
    return _hashed_lines("\n".join(strings).encode("utf-8", "surrogatepass"))


@cache
def _literal(text: str) -> tuple[np.uint64, np.uint64]:
    """The hash of a text of a pattern, and the power of its length."""
    column = hashed([text])
    return column.hashes[0], column.powers[0]


def columns(
    fields: Sequence[str], rows: Sequence[Sequence[str]], examples: NDArray[np.intp] | slice = slice(None)
) -> dict[str, Column]:
    """The columns of a table of values, by field.

    Args:
        fields: their names; rows: the values, a row for each different example.
        examples: which row each example has; without it each its own.
    """
    values = [*chain.from_iterable(rows)]
    places = {value: at for at, value in enumerate(dict.fromkeys(values))}
    distinct = hashed(places)
    cells = np.fromiter(map(places.__getitem__, values), np.intp, len(values)).reshape(len(rows), len(fields))
    cells = cells[examples].T
    return dict(zip(fields, map(Column, distinct.hashes[cells], distinct.powers[cells]), strict=True))


class Templates:
    """Patterns of features in order; each is text with fields: ``"T+lb={kind}.{label}"``."""

    def __init__(self, *patterns: str) -> None:
        self.patterns = patterns
        self._parts: list[tuple[str, list[tuple[str, str]]]] = []
        for pattern in patterns:
            texts, fields = zip(*((text, field) for text, field, *_ in Formatter().parse(pattern)), strict=True)
            self._parts.append((texts[0], [*zip(filter(None, fields), [*texts[1:], ""], strict=False)]))

    def names(self, values: Mapping[str, str]) -> list[str]:
        """The features of one example."""
        return [name for pattern in self.patterns if ABSENT not in (name := pattern.format_map(values))]

    def hashes(self, table: Mapping[str, Column]) -> Hashes:
        """The hashes of all features of all examples, shape (patterns, examples)."""
        parts: dict[tuple[str, str], Column] = {}
        examples = len(next(iter(table.values())).hashes)
        found = np.empty((len(self._parts), examples), np.uint64)
        for at, (opening, fields) in enumerate(self._parts):
            total: Hashes | np.uint64 = _literal(opening)[0]
            for part in fields:
                column = parts.get(part)
                if column is None:
                    parts[part] = column = table[part[0]].followed_by(part[1])
                total = total * column.powers + column.hashes
            found[at] = total
        return found


class FeatureIndex:
    """Finds features of a model by their hashes.

    A table with open addressing: each hash lies at the place that its first bits name or, where that is taken, soon
    after. All are in ascending order, so a search ends at the first that is not smaller.
    """

    def __init__(self, names: bytes) -> None:
        """Takes the names of the features, a line each, in UTF-8."""
        hashes = _hashed_lines(names).hashes
        order = np.argsort(hashes)
        hashes = hashes[order]
        bits = len(hashes).bit_length() + 1
        self._shift = np.uint64(64 - bits)
        counted = np.arange(len(hashes))
        places = np.maximum.accumulate((hashes >> self._shift).astype(np.intp) - counted) + counted
        size = max((1 << bits) + 1, places.max(initial=0) + 2)
        self._hashes = np.full(size, _SIZE - 1, np.uint64)
        self._hashes[places] = hashes
        self._rows = np.full(size, -1, np.int32)
        self._rows[places] = order

    def rows(self, hashes: Hashes) -> NDArray[np.int32]:
        """The number of each feature, -1 for unknown ones."""
        asked = hashes.ravel()
        places = (asked >> self._shift).astype(np.intp)
        left = np.flatnonzero(self._hashes[places] < asked)
        while len(left):
            places[left] += 1
            left = left[self._hashes[places[left]] < asked[left]]
        found = np.where(self._hashes[places] == asked, self._rows[places], np.int32(-1))
        return found.reshape(hashes.shape)
