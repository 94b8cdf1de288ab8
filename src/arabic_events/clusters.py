"""Clusters of words that are used alike, learned from raw text; at several granularities."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from functools import cache
from sys import intern

from arabic_events.errors import ModelError
from arabic_events.models import locate


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """The clustered words.

    Attributes:
        ranks: of each word, from 1 for the most frequent one.
        groups: numbers of the clusters of the word of each rank, with tabs between them.
    """

    ranks: dict[str, int]
    groups: list[str]


@cache
def _table() -> _Table:
    path = locate("words/clusters.txt.gz")
    try:
        words, between, groups = gzip.decompress(path.read_bytes()).decode("utf-8").partition("\n\n")
        table = _Table({word: rank for rank, word in enumerate(words.split("\n"), start=1)}, groups.split("\n"))
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise ModelError(f"word clusters {path} cannot be read ({error}); reinstall arabic_events") from error
    if not between or len(table.ranks) != len(table.groups):
        raise ModelError(f"word clusters {path}: words and clusters do not belong together; reinstall arabic_events")
    return table


def cluster_numbers(word: str) -> tuple[str, ...]:
    """The numbers of a word's clusters, coarsest first; none when it is unknown. The word is in normal form."""
    return tuple(map(intern, _numbers(word)))


def clusters(word: str) -> tuple[str, ...]:
    """The clusters of a word with their level in front, so that those of different levels differ."""
    return tuple([f"{level}:{number}" for level, number in enumerate(_numbers(word))])


def _numbers(word: str) -> list[str]:
    table = _table()
    rank = table.ranks.get(word)
    return [] if rank is None else table.groups[rank - 1].split("\t")


def frequency(word: str) -> float:
    """How frequent a word is in news, relative to the most frequent one, from its rank; 0 when it is unknown."""
    rank = _table().ranks.get(word)
    return 0.0 if rank is None else 1.0 / rank
