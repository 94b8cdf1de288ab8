"""Rows of numbers for keys that come up again and again, such as what the layers of a network make of a word."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

__all__ = ["RowCache"]

_Key = TypeVar("_Key", bound=Hashable)


class RowCache(Generic[_Key]):
    """Keeps the rows of the keys that were asked for last, in one table.

    Args:
        size: how many keys; width: of a row.
    """

    def __init__(self, size: int, width: int, dtype: DTypeLike = np.float32) -> None:
        self._places: OrderedDict[_Key, int] = OrderedDict()
        self._table = np.zeros((size, width), dtype)
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._places)

    def __reduce__(self) -> tuple[type[RowCache[_Key]], tuple[int, int, DTypeLike]]:
        """Pickles as an empty one."""
        return type(self), (*self._table.shape, self._table.dtype)

    @property
    def size(self) -> int:
        """How many keys it keeps."""
        return len(self._table)

    def rows(self, keys: Sequence[_Key], compute: Callable[[list[int]], NDArray[Any]]) -> NDArray[Any]:
        """The row of each key, shape (keys, width).

        Args:
            compute: gives the rows of the keys at some places of ``keys``; asked for new keys alone, once for each.
        """
        found = np.empty((len(keys), self._table.shape[1]), self._table.dtype)
        for first in range(0, len(keys), self.size):
            self._fill(found, keys, range(first, min(first + self.size, len(keys))), compute)
        return found

    def _fill(
        self,
        found: NDArray[Any],
        keys: Sequence[_Key],
        at: range,
        compute: Callable[[list[int]], NDArray[Any]],
    ) -> None:
        """Fills in the rows at some places, no more than are kept; the keys that were not met for longest make room."""
        known = self._places
        with self._lock:
            new: dict[_Key, int] = {}
            for place in at:
                key = keys[place]
                if key in known:
                    known.move_to_end(key)
                else:
                    new[key] = place
            if new:
                computed = compute([*new.values()])
                gone = max(0, len(known) + len(new) - self.size)
                free = [known.popitem(last=False)[1] for _ in range(gone)]
                free += range(len(known) + gone, len(known) + len(new))
                self._table[free] = computed
                known.update(zip(new, free, strict=True))
            places = np.fromiter((known[keys[place]] for place in at), np.intp, len(at))
            np.take(self._table, places, axis=0, out=found[at.start : at.stop], mode="clip")
