"""Clusters of words that are used alike, learned from raw text; at several granularities."""

from __future__ import annotations

import lzma
from functools import cache, lru_cache

from arabic_events.errors import ModelError
from arabic_events.models import locate


@cache
def _rows() -> dict[str, tuple[int, str]]:
    """Rank and clusters (numbers with tabs between them) of each word, the most frequent word first."""
    path = locate("words/clusters.tsv.xz")
    try:
        lines = lzma.decompress(path.read_bytes()).decode("utf-8").split("\n")
    except (OSError, EOFError, ValueError, lzma.LZMAError) as error:
        raise ModelError(f"word clusters {path} cannot be read ({error}); reinstall arabic_events") from error
    rows = {}
    for rank, line in enumerate(lines, start=1):
        word, _, groups = line.partition("\t")
        rows[word] = rank, groups
    return rows


def cluster_numbers(word: str) -> tuple[str, ...]:
    """The numbers of a word's clusters, coarsest first; none when it is unknown. The word is in normal form."""
    row = _rows().get(word)
    return () if row is None else tuple(row[1].split("\t"))


@lru_cache(maxsize=20_000)
def clusters(word: str) -> tuple[str, ...]:
    """The clusters of a word with their level in front, so that those of different levels differ."""
    return tuple(f"{level}:{number}" for level, number in enumerate(cluster_numbers(word)))


def frequency(word: str) -> float:
    """How frequent a word is in news, relative to the most frequent one, from its rank; 0 when it is unknown."""
    row = _rows().get(word)
    return 0.0 if row is None else 1.0 / row[0]
