"""A small transformer over the words of a text: the meaning of each word in its context.

`training/pretrain_encoder.py` teaches it news Arabic (it guesses words that are hidden), `training/train_context.py`
fits it to events. A word goes in as vectors of its form and of its stem, an embedding of its own where it is frequent,
and hashed inflection, clitics, beginning and end, so that names and rare words say something too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from zipfile import BadZipFile
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from arabic_events.caches import WORD_FORMS
from arabic_events.eight_bits import Matrix, expect
from arabic_events.errors import ModelError
from arabic_events.models import locate
from arabic_events.morphology import best
from arabic_events.scoring import Float
from arabic_events.threads import one_thread
from arabic_events.tokens import Sentence, TokenKind
from arabic_events.vectors import word_vectors

__all__ = [
    "BUCKETS",
    "KNOWN",
    "WINDOW",
    "Encoder",
    "EncoderArrays",
    "Layer",
    "encoder_arrays",
    "grouped",
    "windows",
    "word_inputs",
]

KNOWN = 32_000
"""Words with an embedding of their own: the most frequent rows of the word vectors."""
BUCKETS = (128, 32, 512, 1024, 1024)
"""Sizes of the hashed embeddings: clitics before, pronoun after, inflection, beginning and end of the stem."""
WINDOW = 256
"""Words that are read together at most, but for a longer sentence."""

Ints = NDArray[np.intp]
_TOGETHER = 512  # words in work at a time: more would not be faster, and takes memory
_EPSILON = np.float32(1e-6)
_IN_8_BITS = (".qkv", ".o", ".up", ".down")


@lru_cache(maxsize=WORD_FORMS)
def word_inputs(norm: str, kind: TokenKind) -> tuple[int, ...]:
    """The numbers that stand for a word form: own embedding, vectors of form and stem, then one a hashed table."""
    vectors = word_vectors()
    if kind != "word":
        digits = norm[1:] if kind == "number" and not norm[0].isdigit() else norm  # و300
        row = vectors.row("0" * min(len(digits), 4) if digits.isdigit() else norm)
        return (row if row <= KNOWN else 0, row, row, 0, 0, _bucket(kind, 2), 0, 0)
    analysis = best(norm)
    stem = analysis.stem
    row, stem_row = vectors.row(norm[analysis.prefix :], norm), vectors.row(stem)
    inflection = (
        f"{analysis.pos}{analysis.derivation}{analysis.aspect}{analysis.voice}"
        f"{analysis.person}{analysis.gender}{analysis.number}{analysis.state}"
    )
    return (
        next((at for at in (row, stem_row) if 0 < at <= KNOWN), 0),
        row,
        stem_row,
        _bucket("+".join(analysis.proclitics), 0),
        _bucket(analysis.enclitic, 1),
        _bucket(inflection, 2),
        _bucket(stem[:3], 3),
        _bucket(stem[-3:], 4),
    )


def _bucket(text: str, table: int) -> int:
    return 1 + crc32(text.encode()) % (BUCKETS[table] - 1) if text else 0


def windows(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Token ranges of whole sentences that are read together, of about one length: what a word costs grows with it."""
    ranges = [(sentence.first, sentence.last) for sentence in sentences]
    return [(group[0][0], group[-1][1]) for group in grouped(ranges, WINDOW)]


def grouped(ranges: Sequence[tuple[int, int]], most: int) -> Iterator[Sequence[tuple[int, int]]]:
    """Ranges that follow each other in groups of about one length, at most ``most``, but for a longer range."""
    if not ranges:
        return
    length = ranges[-1][1] - ranges[0][0]
    even = -(-length // -(-length // most))
    most = min(most, even + even // 16)
    first = 0
    for last in range(1, len(ranges) + 1):
        if last == len(ranges) or ranges[last][1] - ranges[first][0] > most:
            yield ranges[first:last]
            first = last


@dataclass(frozen=True, slots=True, eq=False)
class EncoderArrays:
    """What a model file holds.

    Attributes:
        heads: attention heads; known: embeddings of frequent words in 8 bits, whose scale is among the floats.
        matrices: those of the layers; floats: all else, in float32.
    """

    heads: int
    known: NDArray[np.int8]
    matrices: dict[str, Matrix]
    floats: dict[str, Float]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Self-attention, then a feed-forward step with squared ReLU, each after a norm.

    Attributes:
        first, second: scales of the norms, shape (width,).
        attend: shape (width, 3 * width), queries scaled, and the two halves of each query and key that are turned
            together side by side; merge: (width, width); up: (width, inner); down: (inner, width).
    """

    first: Float
    attend: Matrix
    merge: Matrix
    second: Float
    up: Matrix
    down: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """The network.

    Attributes:
        known: embeddings of frequent words in 8 bits, shape (KNOWN + 2, size), and their scale, shape (size,).
        project: weights on embedding and vectors, shape (size + 2 * dimensions, width); bias: (width,).
        hashed: one table for each of `BUCKETS`, shape (buckets, width); starts: (4, width), for words inside a
            sentence, first in one, and first in a paragraph (the last row).
        scale: of the norm at the end, shape (width,).
    """

    heads: int
    known: NDArray[np.int8]
    known_scale: Float
    project: Float
    bias: Float
    hashed: tuple[Float, ...]
    starts: Float
    layers: tuple[Layer, ...]
    scale: Float

    @classmethod
    def of(cls, data: EncoderArrays) -> Encoder:
        """Reads the network off the arrays of a model file."""
        floats, matrices = data.floats, data.matrices
        width = floats["inp"].shape[1]
        scale = np.ones(3 * width, np.float32)
        scale[:width] = (width // data.heads) ** -0.5
        pairs = np.arange(2 * width).reshape(2 * data.heads, 2, -1).transpose(0, 2, 1).ravel()
        order = np.concatenate([pairs, np.arange(2 * width, 3 * width)])
        layers = []
        for at in range(sum(name.endswith(".qkv") for name in matrices)):
            mixed = matrices[f"{at}.qkv"]
            attend = Matrix(np.ascontiguousarray(mixed.values[:, order]), (mixed.scale * scale)[order])
            norms, rest = (floats[f"{at}.norm1"], floats[f"{at}.norm2"]), ("o", "up", "down")
            merge, up, down = (matrices[f"{at}.{name}"] for name in rest)
            layers.append(Layer(norms[0], attend, merge, norms[1], up, down))
        return cls(
            heads=data.heads,
            known=data.known,
            known_scale=floats["known_scale"],
            project=floats["inp"],
            bias=floats["inp_bias"],
            hashed=tuple(floats[f"hash{at}"] for at in range(len(BUCKETS))),
            starts=floats["flag"],
            layers=tuple(layers),
            scale=floats["norm"],
        )

    def embed(self, inputs: Ints, starts: Ints) -> Float:
        """What goes into the first layer.

        Args:
            inputs: `word_inputs` of each word, shape (words, 3 + len(BUCKETS)); starts: row of ``starts`` of each.

        Returns:
            Array of shape (words, width).
        """
        table = word_vectors().table
        own = self.known[inputs[:, 0]] * self.known_scale
        total: Float = np.hstack([own, table[inputs[:, 1]], table[inputs[:, 2]]]) @ self.project
        total += self.bias
        for at, hashed in enumerate(self.hashed):
            total += hashed[inputs[:, 3 + at]]
        total += self.starts[starts]
        return total

    def states(self, embedded: Float, ranges: Sequence[tuple[int, int]]) -> Float:
        """The words in context; words of one range see each other.

        Args:
            embedded: shape (words, width); ranges: ``[first, last)``, which cover all words in order.

        Returns:
            Array of shape (words, width).
        """
        expect(len(embedded))
        parts: list[Float] = []
        for group in grouped(ranges, _TOGETHER):  # not all at once: what is in work stays small
            start, end = group[0][0], group[-1][1]
            moved = [(first - start, last - start) for first, last in group]
            with one_thread():
                parts.append(self._read(embedded[start:end], moved))
        return np.concatenate(parts) if parts else embedded

    def _read(self, embedded: Float, ranges: Sequence[tuple[int, int]]) -> Float:
        x = embedded.copy()
        width = x.shape[1]
        size = width // self.heads
        rotation = _rotation(np.concatenate([np.arange(last - first) for first, last in ranges]), size)
        for layer in self.layers:
            mixed = layer.attend.after(_normed(x) * layer.first).reshape(len(x), 3, self.heads, size)
            turned = (mixed[:, :2].view(np.complex64) * rotation).view(np.float32)
            seen = np.empty((len(x), self.heads, size), np.float32)
            for first, last in ranges:
                keys, values = turned[first:last, 1].transpose(1, 0, 2), mixed[first:last, 2].transpose(1, 0, 2)
                weights = keys @ turned[first:last, 0].transpose(1, 2, 0)
                weights -= weights.max(axis=1, keepdims=True)
                np.exp(weights, out=weights)
                found = weights.transpose(0, 2, 1) @ values
                found /= (np.ones(last - first, np.float32) @ weights)[..., None]
                seen[first:last] = found.transpose(1, 0, 2)
            x += layer.merge.after(seen.reshape(len(x), width))
            inner = layer.up.after(_normed(x) * layer.second)
            np.maximum(inner, np.zeros(inner.shape[1], np.float32), out=inner)  # a number takes twice as long
            np.square(inner, out=inner)
            x += layer.down.after(inner)
        return _normed(x) * self.scale


def _normed(x: Float) -> Float:
    scale = np.einsum("ij,ij->i", x, x)
    scale /= x.shape[1]
    scale += _EPSILON
    np.sqrt(scale, out=scale)
    normed: Float = x / scale[:, None]
    return normed


@lru_cache(maxsize=4)
def _rotations(longest: int, size: int) -> NDArray[np.complex64]:
    steps = 10_000.0 ** -(np.arange(0, size, 2) / size)
    turns: NDArray[np.complex64] = np.exp(1j * np.arange(longest)[:, None] * steps).astype(np.complex64)
    return turns


def _rotation(positions: Ints, size: int) -> NDArray[np.complex64]:
    """What turns the pairs of a query or key by its position, shape (words, 1, 1, size // 2)."""
    longest = 256 * (int(positions.max(initial=0)) // 256 + 1)
    found: NDArray[np.complex64] = _rotations(longest, size)[positions][:, None, None]
    return found


@cache
def encoder_arrays(name: str) -> EncoderArrays:
    """The arrays of the model file ``name`` (``"events/context"``).

    Raises:
        ModelError: the file is missing, damaged, or of another version.
    """
    path = locate(f"{name}.npz")
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
            if int(data["version"]) != 1:
                raise ModelError(f"model file {path} has version {int(data['version'])}, this release reads version 1")
            matrices, floats = {}, {"known_scale": data["known_scale"]}
            for key in data.files:
                if key in ("version", "heads", "known") or key.endswith("_scale"):
                    continue
                array = data[key]
                if key.endswith(_IN_8_BITS):
                    matrices[key] = Matrix(array, data[f"{key}_scale"])
                else:
                    floats[key] = array * data[f"{key}_scale"] if array.dtype == np.int8 else array.astype(np.float32)
            return EncoderArrays(int(data["heads"]), data["known"], matrices, floats)
    except (KeyError, ValueError, OSError, EOFError, BadZipFile) as error:
        raise ModelError(f"model file {path} is damaged: {error}; reinstall arabic_events") from error
