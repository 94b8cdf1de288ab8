"""Products by matrices in 8 bits, four times as fast as in float32 where the processor multiplies bytes.

Each row is rounded to 127 steps of its largest value on either side of zero. The sums are of whole numbers and fit into
float32 without loss, so that numpy finds the same ones as torch's kernel, which is used where torch is loaded, be it
for other reasons or because there is so much to multiply (`expect`), and proves to be exact on the processor.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from arabic_events.scoring import Float

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["LONGEST", "Matrix", "expect"]

LONGEST = 1024
"""Rows of a matrix at most: 1024 · 127² is the largest sum that float32 holds with all smaller ones."""
_STEPS = np.float32(127)
_ROWS = 32
"""The kernel is given a multiple of this: for each number of rows that it meets it makes, and keeps, code anew."""
_TINY = np.float32(1e-12)
_MANY = 30_000
"""Rows, about 100 articles, after which torch is loaded: numpy has lost by then what that takes, 1.1 to 1.5 seconds."""


class _Work:
    """What the process has multiplied."""

    rows = 0


_work = _Work()


def expect(rows: int) -> None:
    """Makes ready for more rows, each of which goes through all matrices: loads torch, if it is there, once they are
    many.
    """
    _work.rows += rows
    if _work.rows > _MANY:
        with suppress(ImportError):
            import_module("torch")


@cache
def _kernel() -> Callable[[Tensor, Tensor], Tensor] | None:
    """Torch's product of bytes, if it has one that keeps the largest sums."""
    import torch

    product: Callable[[Tensor, Tensor], Tensor] | None = getattr(torch, "_int_mm", None)
    largest = torch.full((LONGEST, 32), 127, dtype=torch.int8)
    try:
        exact = product is not None and all(
            bool((product(sign * largest.T.contiguous(), largest) == sign * LONGEST * 127**2).all()) for sign in (1, -1)
        )
    except (RuntimeError, TypeError):
        return None
    return product if exact else None


@dataclass(slots=True, eq=False)
class Matrix:
    """A matrix in 8 bits.

    Attributes:
        values: shape (rows, columns), at most `LONGEST` rows; scale: of each column, shape (columns,).
    """

    values: NDArray[np.int8]
    scale: Float
    _whole: Float | None = field(default=None, init=False)
    _bytes: Tensor | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        if len(self.values) > LONGEST:
            raise ValueError(f"{len(self.values)} rows: sums of more than {LONGEST} would not be exact")

    def after(self, rows: Float) -> Float:
        """``rows``, shape (n, rows of the matrix), times the matrix: shape (n, columns).

        Args:
            rows: float32, one row after the other in memory, writable.
        """
        kernel = _kernel() if sys.modules.get("torch") is not None else None
        return self._by_numpy(rows) if kernel is None else self._by_torch(rows, kernel)

    def _by_numpy(self, rows: Float) -> Float:
        if self._whole is None:
            self._whole = self.values.astype(np.float32)
        step = np.maximum(rows.max(axis=1, initial=0), -rows.min(axis=1, initial=0)) / _STEPS + _TINY
        steps = rows * (1 / step)[:, None]
        np.rint(steps, out=steps)
        found: Float = steps @ self._whole
        found *= step[:, None]
        found *= self.scale
        return found

    def _by_torch(self, rows: Float, kernel: Callable[[Tensor, Tensor], Tensor]) -> Float:
        import torch

        if self._bytes is None:
            self._bytes = torch.from_numpy(self.values)
        given = torch.from_numpy(rows)
        step = torch.maximum(given.amax(1), -given.amin(1)) / float(_STEPS) + float(_TINY)
        filled = torch.zeros((-(-len(rows) // _ROWS) * _ROWS, rows.shape[1]), dtype=torch.int8)
        filled[: len(rows)] = (given * (1 / step)[:, None]).round_()
        found = kernel(filled, self._bytes)[: len(rows)].float()
        found *= step[:, None]
        found *= torch.from_numpy(self.scale)
        return found.numpy()
