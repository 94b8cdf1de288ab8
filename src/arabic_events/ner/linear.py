"""The default recogniser: a linear-chain conditional random field over lexicon, word and context features, on numpy.

`training/train_entities.py` fits it; `models/entities/` holds it.
"""

from __future__ import annotations

import json
import lzma
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from arabic_events.caches import WORD_FORMS
from arabic_events.document import Document
from arabic_events.errors import ModelError
from arabic_events.models import locate
from arabic_events.ner.features import OFFSETS, Neighbours, context_features, neighbour_features, word_features
from arabic_events.row_cache import RowCache
from arabic_events.tokens import Sentence

FORMAT = 1
LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-GRP", "I-GRP")
_REMEDY = "reinstall arabic_events, or rebuild it: python training/train_entities.py CORPUS"
_HERE, _NEAR, _FAR = slice(2, 3), slice(1, 4, 2), slice(0, 5, 4)  # of OFFSETS
_OFFSET_OF = {str(offset): (place, len(str(offset))) for place, offset in enumerate(OFFSETS)}

_CELLS = 16_384  # words, and the padding of shorter sentences, that are decoded together

Float = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Tagging:
    """Labels of the tokens of an article, as indexes into `LABELS`, and how sure each is."""

    labels: list[int]
    confidence: list[float]


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What a tagger gives.

    Attributes:
        emissions: shape (tokens, labels).
        transitions: shape (labels + 1, labels); the last row is from the start of a sentence.
    """

    emissions: Float
    transitions: Float


@dataclass(frozen=True, eq=False)
class LinearModel:
    """Weights of the tagger.

    Attributes:
        features: feature string to row of ``weights``.
        weights: shape (features, labels), 8-bit; times ``scale`` they are scores.
        transitions: shape (labels + 1, labels); the last row is from the start of a sentence.
    """

    features: dict[str, int]
    weights: NDArray[np.int8]
    scale: Float
    transitions: Float

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        """Reads ``weights.npz`` and ``features.txt.xz``.

        Raises:
            ModelError: a file is missing, damaged or of another version; the message names it and the remedy.
        """
        path = folder / "weights.npz"
        try:
            with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as data:
                meta = json.loads(bytes(data["meta"]).decode("utf-8"))
                weights, scale, transitions = data["weights"], data["scale"], data["transitions"]
            path = folder / "features.txt.xz"
            names = lzma.decompress(path.read_bytes()).decode("utf-8").split("\n")
        except (OSError, ValueError, KeyError, EOFError, lzma.LZMAError, zipfile.BadZipFile) as error:
            raise ModelError(f"entity model {path} cannot be read ({error}); {_REMEDY}") from error
        if meta.get("format") != FORMAT or tuple(meta.get("labels", ())) != LABELS:
            raise ModelError(f"entity model {folder / 'weights.npz'} is of another version; {_REMEDY}")
        if weights.shape != (len(names), len(LABELS)) or transitions.shape != (len(LABELS) + 1, len(LABELS)):
            raise ModelError(f"entity model {folder}: weights and features do not belong together; {_REMEDY}")
        return cls(
            dict(zip(names, range(len(names)), strict=True)),
            weights,
            scale.astype(np.float32),
            transitions.astype(np.float32),
        )

    @cached_property
    def _of_words(self) -> tuple[dict[str, int], NDArray[np.int8]]:
        """Features of a word by itself, and their weights at every offset, shape (features, offsets, labels)."""
        names: dict[str, int] = {}
        found = []
        for feature, row in self.features.items():
            offset = _OFFSET_OF.get(feature[:2]) or _OFFSET_OF.get(feature[:1])
            if offset is not None:
                place, size = offset
                found.append((names.setdefault(feature[size:], len(names)), place, row))
        table = np.zeros((len(names), len(OFFSETS), len(LABELS)), np.int8)
        at, places, rows = np.array(found, np.intp).reshape(-1, 3).T
        table[at, places] = self.weights[rows]
        return names, table

    @cached_property
    def _words(self) -> RowCache[str]:
        """What words give to the tokens around them: `_scores_of_words`."""
        return RowCache(WORD_FORMS, len(OFFSETS) * len(LABELS))

    @cached_property
    def _around(self) -> RowCache[Neighbours]:
        """What the neighbours of a token give to it, before it is scaled."""
        return RowCache(WORD_FORMS, len(LABELS), np.int32)

    def _scores_of_words(self, words: Sequence[str]) -> Float:
        """Scores that words give to the tokens around them, shape (words, offsets * labels)."""
        names, table = self._of_words
        sums = np.zeros((len(words), len(OFFSETS), len(LABELS)), np.int32)
        found = [word_features(word) for word in words]
        for places, part in (
            (_HERE, [one.here for one in found]),
            (_NEAR, [one.near for one in found]),
            (_FAR, [one.far for one in found]),
        ):
            sums[:, places] = _sums(table[:, places], [_known(names, one) for one in part])
        scores: Float = (sums * self.scale).astype(np.float32)
        return scores.reshape(len(words), -1)

    def emissions(self, doc: Document) -> Float:
        """Score of each label for each token, without transitions."""
        norms = [token.norm for token in doc.tokens]
        of_words = self._words.rows(norms, lambda new: self._scores_of_words([norms[at] for at in new]))
        words = of_words.reshape(-1, len(OFFSETS), len(LABELS))
        scores = np.ascontiguousarray(words[:, 2])
        for sentence in doc.sentences:
            first, last = sentence.first, sentence.last
            for place, offset in enumerate(OFFSETS):
                if offset == 0 or last - first <= abs(offset):
                    continue
                if offset > 0:
                    scores[first : last - offset] += words[first + offset : last, place]
                else:
                    scores[first - offset : last] += words[first : last + offset, place]
        around, context = context_features(doc)
        features = self.features

        def sums_around(new: list[int]) -> NDArray[np.int32]:
            return _sums(self.weights, [_known(features, neighbour_features(around[at])) for at in new])

        sums = self._around.rows(around, sums_around)
        sums += _sums(self.weights, [_known(features, names) for names in context])
        scores += sums * self.scale
        return scores

    def tag(self, doc: Document, other: Scores | None = None) -> Tagging:
        """The best labels of each sentence.

        Args:
            other: what another tagger gives for the same tokens; the scores of both add up.
        """
        return self.tag_many([doc], [other])[0]

    def tag_many(self, docs: Sequence[Document], others: Sequence[Scores | None]) -> list[Tagging]:
        """What `tag` gives for each document; sentences of about one length are decoded together."""
        taggings = [Tagging([0] * len(doc.tokens), [1.0] * len(doc.tokens)) for doc in docs]
        scored: list[tuple[Tagging, Sentence, Float]] = []
        transitions = self.transitions
        for doc, other, tagging in zip(docs, others, taggings, strict=True):
            if doc.tokens:
                emissions = self.emissions(doc)
                if other is not None:
                    emissions, transitions = emissions + other.emissions, self.transitions + other.transitions
                scored += [(tagging, one, emissions[one.first : one.last]) for one in doc.sentences]
        scored.sort(key=lambda one: -len(one[2]))
        first = 0
        while first < len(scored):
            longest = len(scored[first][2])
            group = scored[first : first + max(1, _CELLS // longest)]
            first += len(group)
            padded = np.zeros((len(group), longest, len(LABELS)), np.float32)
            for row, (_, _, emissions) in enumerate(group):
                padded[row, : len(emissions)] = emissions
            paths, sure = _decode(padded, [len(emissions) for _, _, emissions in group], transitions)
            for row, (tagging, sentence, emissions) in enumerate(group):
                tagging.labels[sentence.first : sentence.last] = paths[row, : len(emissions)].tolist()
                tagging.confidence[sentence.first : sentence.last] = sure[row, : len(emissions)].tolist()
        return taggings


def _known(rows: Mapping[str, int], names: Iterable[str]) -> list[int]:
    """The rows of those features that the model has met."""
    get = rows.get
    return [row for name in names if (row := get(name)) is not None]


def _sums(table: NDArray[np.int8], chosen: Iterable[Sequence[int]]) -> NDArray[np.int32]:
    """The sum of each choice of rows of a table, shape (choices, …)."""
    rows: list[int] = []
    ends = [0]
    for some in chosen:
        rows += some
        ends.append(len(rows))
    bounds = np.asarray(ends)
    total = np.zeros((len(ends) - 1, *table.shape[1:]), np.int32)
    filled = np.flatnonzero(np.diff(bounds))
    if len(filled):
        total[filled] = np.add.reduceat(table[rows], bounds[filled], axis=0, dtype=np.int32)
    return total


def _decode(scores: Float, lengths: list[int], transitions: Float) -> tuple[NDArray[np.int64], Float]:
    """Best paths and the marginal probability of each label on them, for sentences sorted from long to short."""
    rows, longest, labels = scores.shape
    steps, start = transitions[:-1], transitions[-1]
    active = (np.asarray(lengths)[:, None] > np.arange(longest)).sum(axis=0).tolist()
    back = np.zeros((longest, rows, labels), np.int64)
    viterbi = np.zeros((rows, longest, labels), np.float32)
    forward = np.zeros((rows, longest, labels), np.float32)
    viterbi[:, 0] = forward[:, 0] = scores[:, 0] + start
    odds = np.exp(steps)
    for step in range(1, longest):
        live = active[step]
        options = viterbi[:live, step - 1, :, None] + steps
        back[step, :live] = options.argmax(axis=1)
        viterbi[:live, step] = options.max(axis=1) + scores[:live, step]
        top = forward[:live, step - 1].max(axis=1, keepdims=True)
        forward[:live, step] = _log_sum(forward[:live, step - 1] - top, odds) + top + scores[:live, step]
    backward = np.zeros((rows, longest, labels), np.float32)
    for step in range(longest - 2, -1, -1):
        live = active[step + 1]
        following = backward[:live, step + 1] + scores[:live, step + 1]
        top = following.max(axis=1, keepdims=True)
        backward[:live, step] = _log_sum(following - top, odds.T) + top
    total = forward + backward
    total -= total.max(axis=2, keepdims=True)
    marginal = np.exp(total)
    marginal /= marginal.sum(axis=2, keepdims=True)
    paths = np.zeros((rows, longest), np.int64)
    label = viterbi[np.arange(rows), np.asarray(lengths) - 1].argmax(axis=1)
    for step in range(longest - 1, -1, -1):
        live = active[step]
        paths[:live, step] = label[:live]
        label[:live] = back[step, np.arange(live), label[:live]]
    return paths, np.take_along_axis(marginal, paths[:, :, None], axis=2)[:, :, 0]


def _log_sum(scores: Float, odds: Float) -> Float:
    """Logarithms of sums over labels, row by row: no row depends, not even in the last bit, on those beside it."""
    summed: Float = np.log((np.exp(scores)[:, :, None] * odds).sum(axis=1) + np.float32(1e-30))
    return summed


@cache
def linear_model() -> LinearModel:
    """The bundled model, read once.

    Raises:
        ModelError: it is missing or damaged.
    """
    return LinearModel.load(locate("entities/weights.npz").parent)
