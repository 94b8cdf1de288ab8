"""Word vectors of news Arabic: a quantised table that ships in models/words/vectors.npz."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from arabic_events.errors import ModelError
from arabic_events.models import locate


@dataclass(frozen=True, slots=True, eq=False)
class WordVectors:
    """Vectors by word in normal form.

    Attributes:
        index: word to row; row 0 is the zero vector of unknown words.
        table: shape (words, dimensions), float32.
    """

    index: dict[str, int]
    table: NDArray[np.float32]

    def row(self, *words: str) -> int:
        """The row of the first of these words that is known, else 0."""
        for word in words:
            row = self.index.get(word)
            if row is not None:
                return row
        return 0


@cache
def word_vectors() -> WordVectors:
    """The bundled vectors.

    Raises:
        ModelError: the file is missing or damaged.
    """
    path = locate("words/vectors.npz")
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
            words = bytes(data["words"]).decode("utf-8").split("\n")
            table = np.multiply(data["table"], data["scale"], dtype=np.float32)
    except (KeyError, ValueError, OSError, EOFError, BadZipFile) as error:
        raise ModelError(f"model file {path} is damaged: {error}; reinstall arabic_events") from error
    return WordVectors(dict(zip(words, range(len(words)), strict=True)), table)
