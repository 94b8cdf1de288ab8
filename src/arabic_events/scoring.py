"""A small wide-and-deep classifier that runs on numpy alone; `training/` fits it with torch.

Each example has sparse features (strings) and dense slots (rows of the word vectors). Sparse features add to the class scores
directly (wide) and to a hidden layer (deep); the dense slots go through the hidden layer. Weights are stored in 8 bits with one
scale a column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from arabic_events.errors import ModelError
from arabic_events.models import locate
from arabic_events.vectors import word_vectors

Float = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Scorer:
    """A fitted classifier.

    Attributes:
        classes: names of the classes, in the order of the columns of the scores.
        features: sparse feature to row of ``sparse``.
        sparse: shape (features + 1, classes + hidden); the last row is zero.
        projected: one table a dense slot, shape (words, hidden): the slot's weights already applied to every word vector,
            filled lazily a row at a time would cost more than it saves, so it is computed per call.
    """

    classes: tuple[str, ...]
    features: dict[str, int]
    sparse: Float
    dense: Float
    bias: Float
    hidden_bias: Float
    output: Float

    def rows(self, names: Sequence[str]) -> list[int]:
        """Rows of those features that the model knows."""
        features = self.features
        return [features[name] for name in names if name in features]

    def scores(self, examples: Sequence[Sequence[str]], dense: Float) -> Float:
        """Class probabilities.

        Args:
            examples: sparse features of each example.
            dense: shape (examples, slots * dimensions).

        Returns:
            Array of shape (examples, classes); rows sum to 1.
        """
        classes = len(self.classes)
        features = self.features
        total = np.empty((len(examples), self.sparse.shape[1]), np.float32)
        sparse = self.sparse
        for position, names in enumerate(examples):
            rows = [features[name] for name in names if name in features]
            sparse[rows].sum(axis=0, out=total[position])
        hidden = total[:, classes:] + dense @ self.dense + self.hidden_bias
        np.maximum(hidden, 0, out=hidden)
        logits = total[:, :classes] + hidden @ self.output + self.bias
        logits -= logits.max(axis=1, keepdims=True)
        np.exp(logits, out=logits)
        logits /= logits.sum(axis=1, keepdims=True)
        return logits


@cache
def scorer(name: str) -> Scorer:
    """The bundled classifier ``name`` (``"events/triggers"``).

    Raises:
        ModelError: the file is missing, damaged, or of another version.
    """
    path = locate(f"{name}.npz")
    try:
        with np.load(path, allow_pickle=False) as data:
            if int(data["version"]) != 1:
                raise ModelError(f"model file {path} has version {int(data['version'])}, this release reads version 1")
            features = bytes(data["features"]).decode("utf-8").split("\n")
            return Scorer(
                classes=tuple(bytes(data["classes"]).decode("utf-8").split("\n")),
                features={feature: row for row, feature in enumerate(features)},
                sparse=data["sparse"].astype(np.float32) * data["sparse_scale"],
                dense=data["dense"].astype(np.float32),
                bias=data["bias"],
                hidden_bias=data["hidden_bias"],
                output=data["output"].astype(np.float32),
            )
    except (KeyError, ValueError, OSError) as error:
        raise ModelError(f"model file {path} is damaged: {error}; reinstall arabic_events") from error


def dense_rows(slots: Sequence[Sequence[int]]) -> Float:
    """Word vectors side by side: rows of the table, shape (examples, slots) to (examples, slots * dimensions)."""
    table = word_vectors().table
    return table[np.asarray(slots, np.int64)].reshape(len(slots), -1)
