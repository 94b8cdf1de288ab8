"""Clusters of words that are used alike, learned from raw text; at several granularities."""

from __future__ import annotations

import lzma
from functools import cache

from arabic_events.errors import ModelError
from arabic_events.models import locate


@cache
def _table() -> dict[str, tuple[str, ...]]:
    try:
        path = locate("words/clusters.tsv.xz")
    except ModelError:
        return {}
    table = {}
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            word, *groups = line.rstrip("\n").split("\t")
            table[word] = tuple(f"{level}:{group}" for level, group in enumerate(groups))
    return table


def clusters(word: str) -> tuple[str, ...]:
    """The clusters of a word in normal form, coarsest first; none when it is unknown."""
    return _table().get(word, ())


@cache
def _ranks() -> dict[str, int]:
    return {word: rank for rank, word in enumerate(_table(), start=1)}


def frequency(word: str) -> float:
    """How frequent a word is in news, relative to the most frequent one, from its rank; 0 when it is unknown."""
    rank = _ranks().get(word)
    return 0.0 if rank is None else 1.0 / rank
