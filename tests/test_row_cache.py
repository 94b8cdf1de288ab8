"""Rows that are kept by key: the right ones, no more than are asked for, those met last."""

from __future__ import annotations

import pickle
from itertools import chain
from threading import Thread

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from arabic_events.row_cache import RowCache


def doubled(keys: list[int], asked: list[list[int]]) -> NDArray[np.int32]:
    """The rows that a key is given here, and a note of what was asked for."""
    asked.append(keys)
    return np.array([[key, 2 * key] for key in keys], np.int32)


@given(st.integers(1, 6), st.lists(st.lists(st.integers(0, 9), max_size=20), max_size=6))
def test_rows_are_those_of_the_keys_and_none_is_computed_twice_in_a_call(size: int, calls: list[list[int]]) -> None:
    kept: RowCache[int] = RowCache(size, 2, np.int32)
    for keys in calls:
        asked: list[list[int]] = []
        rows = kept.rows(keys, lambda places, keys=keys, asked=asked: doubled([keys[at] for at in places], asked))
        assert rows.dtype == np.int32
        assert rows.tolist() == [[key, 2 * key] for key in keys]
        assert len(kept) <= size
        if len({*keys}) <= size and len(keys) <= size:
            computed = [*chain.from_iterable(asked)]
            assert len({*computed}) == len(computed)


def test_those_not_met_for_longest_go_first() -> None:
    kept: RowCache[int] = RowCache(3, 2, np.int32)
    asked: list[list[int]] = []
    for keys in ([1, 2], [3, 1], [4], [1, 3], [2]):
        kept.rows(keys, lambda places, keys=keys: doubled([keys[at] for at in places], asked))
    assert asked == [[1, 2], [3], [4], [2]]


def test_what_fails_leaves_it_whole() -> None:
    kept: RowCache[int] = RowCache(2, 2, np.int32)
    kept.rows([1, 2], lambda _: doubled([1, 2], []))

    def fails(_: list[int]) -> NDArray[np.int32]:
        raise MemoryError

    with pytest.raises(MemoryError):
        kept.rows([3], fails)
    assert kept.rows([2, 1], fails).tolist() == [[2, 4], [1, 2]]


def test_threads_that_share_one_get_their_own_rows() -> None:
    kept: RowCache[int] = RowCache(5, 2, np.int32)
    wrong: list[int] = []

    def work(seed: int) -> None:
        rng = np.random.default_rng(seed)
        for _ in range(400):
            keys = rng.integers(0, 20, 5).tolist()
            if kept.rows(keys, lambda places: doubled([keys[at] for at in places], []))[:, 0].tolist() != keys:  # noqa: B023
                wrong.append(seed)

    threads = [Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_pickles_empty() -> None:
    kept: RowCache[int] = RowCache(2, 2, np.int32)
    kept.rows([1], lambda _: doubled([1], []))
    copy: RowCache[int] = pickle.loads(pickle.dumps(kept))
    assert len(copy) == 0
    assert copy.size == 2
    assert copy.rows([3], lambda _: doubled([3], [])).tolist() == [[3, 6]]
