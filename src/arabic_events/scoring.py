"""A small wide-and-deep classifier that runs on numpy alone; `training/` fits it with torch.

Each example has sparse features (strings) and dense slots (rows of the word vectors). Sparse features add to the class
scores directly (wide) and to a hidden layer (deep); the dense slots go through the hidden layer. Weights are stored in
8 bits with one scale a column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, zip_longest
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from arabic_events.errors import ModelError
from arabic_events.models import locate
from arabic_events.row_cache import RowCache
from arabic_events.templates import ABSENT, Column, FeatureIndex, Templates, hashed
from arabic_events.vectors import word_vectors

Float = NDArray[np.float32]
_AT_ONCE = 32
_TINY = np.float32(1e-6)


def softmax(scores: Float) -> Float:
    """Probabilities from scores, shape (examples, classes), whose place they take."""
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)
    return scores


def pooled(one: Float, other: Float, share: float) -> Float:
    """Probabilities of two judges as those of one, by their weighted geometric mean (a logarithmic opinion pool).

    Unlike the arithmetic mean it heeds how sure a judge is that something is not so.

    Args:
        one, other: shape (examples, classes), rows sum to 1; share: weight of ``one`` between 0 and 1.

    Returns:
        Array of the same shape; rows sum to 1.
    """
    return softmax(share * np.log(one + _TINY) + (1 - share) * np.log(other + _TINY))


@dataclass(frozen=True, eq=False)
class Scorer:
    """A fitted classifier.

    Attributes:
        classes: names of the classes, in the order of the columns of the scores.
        names: the sparse features, a line each, in UTF-8; in the order of the rows of ``sparse``.
        sparse: shape (features + 1, classes + hidden); the last row is of zeros, for features that it does not know.
        dense: weights of the dense inputs, shape (slots * dimensions, hidden).
        output: weights of the hidden layer, shape (hidden, classes).
    """

    classes: tuple[str, ...]
    names: bytes
    sparse: Float
    dense: Float
    bias: Float
    hidden_bias: Float
    output: Float

    def scores(self, examples: Sequence[Sequence[str]], dense: Float) -> Float:
        """Class probabilities.

        Args:
            examples: sparse features of each example.
            dense: shape (examples, slots * dimensions).

        Returns:
            Array of shape (examples, classes); rows sum to 1.
        """
        return self.probabilities(self.sums(examples), dense)

    def sums(self, examples: Sequence[Sequence[str]]) -> Float:
        """What the sparse features of each example add up to, shape (examples, classes + hidden).

        Sums of parts of an example may be added before `probabilities`.
        """
        names = [*zip_longest(*examples, fillvalue=ABSENT)]
        if not names:
            return np.zeros((len(examples), self.sparse.shape[1]), np.float32)
        rows = self._index.rows(hashed(chain.from_iterable(names)).hashes)
        return self._added_up(rows.reshape(len(names), len(examples)))

    def _added_up(self, rows: NDArray[np.integer]) -> Float:
        """The sums of rows of ``sparse``, of shape (features, examples); -1 for none."""
        total: Float = np.empty((rows.shape[1], self.sparse.shape[1]), np.float32)
        for first in range(0, len(total), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            self.sparse.take(rows[:, some], axis=0, mode="wrap").sum(axis=0, out=total[some])
        return total

    @cached_property
    def _index(self) -> FeatureIndex:
        return FeatureIndex(self.names)

    @cached_property
    def features(self) -> dict[str, int]:
        """Each sparse feature with its row of ``sparse``."""
        return {name: row for row, name in enumerate(self.names.decode("utf-8").split("\n"))}

    def knows(self, names: Sequence[str]) -> NDArray[np.bool_]:
        """Whether it has met each of these features, of which there must be one at least."""
        return self._index.rows(hashed(names).hashes) >= 0

    def sums_of(self, templates: Templates, table: Mapping[str, Column]) -> Float:
        """The same as `sums`, for the features that templates make of the columns of a table."""
        return self._added_up(self._index.rows(templates.hashes(table)))

    def probabilities(self, total: Float, dense: Float) -> Float:
        """Class probabilities from the sums of sparse features and the dense inputs."""
        classes = len(self.classes)
        hidden = total[:, classes:] + dense @ self.dense + self.hidden_bias
        np.maximum(hidden, 0, out=hidden)
        return softmax(total[:, :classes] + hidden @ self.output + self.bias)

    def contributions(
        self, names: Sequence[str], dense: Float, *, of: str, against: str, dimensions: int
    ) -> Contributions:
        """What each input of one example adds to the log-odds of one class against another.

        The hidden layer is a sum of gates that are open or shut; with the gates as they are for this example the
        parts add up exactly to the logarithm of the ratio of the two probabilities.

        Args:
            names: sparse features of the example; those that the scorer has not met add nothing.
            dense: its dense inputs, shape (slots * dimensions,); dimensions: of one slot.
            of, against: names of the classes.
        """
        classes = len(self.classes)
        one, other = self.classes.index(of), self.classes.index(against)
        met = [name for name in names if name in self.features]
        rows = self.sparse[[self.features[name] for name in met]]
        slots = dense.reshape(-1, dimensions) if dimensions else dense.reshape(0, 0)
        weights = self.dense.reshape(len(slots), dimensions, -1)
        inside = np.einsum("sd,sdh->sh", slots, weights)
        hidden = rows[:, classes:].sum(axis=0) + inside.sum(axis=0) + self.hidden_bias
        way = np.where(hidden > 0, self.output[:, one] - self.output[:, other], 0)
        sparse = rows[:, one] - rows[:, other] + rows[:, classes:] @ way
        constant = self.bias[one] - self.bias[other] + self.hidden_bias @ way
        return Contributions([*zip(met, sparse.tolist(), strict=True)], (inside @ way).tolist(), float(constant))


@dataclass(frozen=True, slots=True)
class Contributions:
    """What the inputs of one example add to a log-odds: each sparse feature, each dense slot, and a constant."""

    sparse: list[tuple[str, float]]
    dense: list[float]
    constant: float

    @property
    def total(self) -> float:
        """The log-odds."""
        return sum(weight for _, weight in self.sparse) + sum(self.dense) + self.constant


class SumCache:
    """Sums of groups of features that come up again and again, such as those of a word form."""

    def __init__(self, judge: Scorer, size: int) -> None:
        self._judge = judge
        self._kept: RowCache[int] = RowCache(size, judge.sparse.shape[1])

    def sums(self, keys: NDArray[np.intp], names: Callable[[int, int], Sequence[str]]) -> Float:
        """What the groups of each example add up to.

        Args:
            keys: the number that each group is kept under, shape (examples, groups).
            names: the features of a group, by its example and its place there; asked for new groups alone.
        """
        examples, groups = keys.shape

        def compute(places: list[int]) -> Float:
            return self._judge.sums([names(*divmod(at, groups)) for at in places])

        rows = self._kept.rows(keys.ravel().tolist(), compute)
        total: Float = rows.reshape(examples, groups, rows.shape[1]).sum(axis=1)
        return total


@cache
def scorer(name: str) -> Scorer:
    """The bundled classifier ``name`` (``"events/triggers"``).

    Raises:
        ModelError: the file is missing, damaged, or of another version.
    """
    path = locate(f"{name}.npz")
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
            if int(data["version"]) != 1:
                raise ModelError(f"model file {path} has version {int(data['version'])}, this release reads version 1")
            names = bytes(data["features"])
            sparse = np.zeros((names.count(b"\n") + 2, len(data["sparse_scale"])), np.float32)
            np.multiply(data["sparse"], data["sparse_scale"], dtype=np.float32, out=sparse[:-1])
            return Scorer(
                classes=tuple(bytes(data["classes"]).decode("utf-8").split("\n")),
                names=names,
                sparse=sparse,
                dense=data["dense"].astype(np.float32),
                bias=data["bias"],
                hidden_bias=data["hidden_bias"],
                output=data["output"].astype(np.float32),
            )
    except (KeyError, ValueError, OSError, EOFError, BadZipFile) as error:
        raise ModelError(f"model file {path} is damaged: {error}; reinstall arabic_events") from error


def dense_rows(slots: Sequence[Sequence[int]] | NDArray[np.intp]) -> Float:
    """Word vectors side by side: rows of the table, shape (examples, slots) to (examples, slots * dimensions)."""
    table = word_vectors().table
    return table[np.asarray(slots, np.int64)].reshape(len(slots), -1)
