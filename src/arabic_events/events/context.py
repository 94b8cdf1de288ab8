"""What the words of a document mean together: a small transformer that was fitted to events, their roles and polarity.

It reads whole sentences, where the scorers of `triggers` and `arguments` see features of a word or a pair; the
probabilities of both are pooled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from zlib import crc32

import numpy as np

from arabic_events.document import Document
from arabic_events.encoder import Encoder, Ints, encoder_arrays, windows, word_inputs
from arabic_events.schema import EVENT_TYPES, Quantity, Time
from arabic_events.scoring import Float, softmax
from arabic_events.vectors import word_vectors

__all__ = [
    "DISTANCES",
    "KINDS",
    "LINKS",
    "NAMES",
    "SENSES",
    "SIDES",
    "Context",
    "ContextInputs",
    "PhraseRows",
    "context_inputs",
]

NAMES = ("-", "PER", "ORG", "LOC", "GRP")
KINDS = ("-", "noun", "name", "time", "quantity")
SIDES = 3
"""Inside the trigger, after it, before it."""
LINKS = 64
DISTANCES = 64
_FITS = 4
SENSES = 1 + (_FITS + 1) * len(EVENT_TYPES)
"""Rows of the table of lexicon senses: none, each type by how its sense fits, each type of a fixed phrase."""
_NEAR, _STEPS, _FARTHEST = 12, 4, 31
_KINDS: dict[str, int] = {name: at for at, name in enumerate(KINDS)}
_TYPES: dict[str, int] = {name: at for at, name in enumerate(EVENT_TYPES)}
_TOPIC_SCALE = 3


@dataclass(frozen=True, slots=True)
class ContextInputs:
    """What the network is given, an entry a token.

    Attributes:
        words: `word_inputs`; starts: 1 for the first word of a sentence, 3 of a paragraph.
        names: index in `NAMES`, and as many more for the first word of a name.
        values: 1 and 2 for the first and a further word of a time, 3 and 4 of a quantity.
        headings: 1 in headings; senses: rows of the table of senses; topic: mean vector of the words.
        ranges: the tokens that are read together.
    """

    words: Ints
    starts: Ints
    names: Ints
    values: Ints
    headings: Ints
    senses: list[list[int]]
    topic: Float
    ranges: list[tuple[int, int]]


def context_inputs(
    doc: Document,
    labels: Mapping[int, str],
    name_starts: Mapping[int, int],
    values: Iterable[tuple[int, int, Time | Quantity]],
    fits: Mapping[int, Mapping[str, int]],
    phrases: Mapping[int, str],
) -> ContextInputs:
    """The inputs of a document.

    Args:
        labels: label of the name at a token; name_starts: where that name begins.
        values: token range of each time and quantity; fits: for each word with senses, how well those of each event
            type fit, negative where they do not; phrases: event type of the fixed phrase that begins at a token.
    """
    tokens, norm = doc.tokens, doc.aligned.norm
    count = len(tokens)
    words = np.array([word_inputs(token.norm, token.kind) for token in tokens], np.intp)
    starts, headings, kinds = (np.zeros(count, np.intp) for _ in range(3))
    for sentence in doc.sentences:
        first = sentence.first
        new_line = first == 0 or "\n" in norm[tokens[first - 1].norm_end : tokens[first].norm_start]
        starts[first] = 3 if new_line else 1
        headings[first : sentence.last] = sentence.heading
    names = np.zeros(count, np.intp)
    for at, label in labels.items():
        names[at] = NAMES.index(label) + (len(NAMES) if name_starts.get(at) == at else 0)
    for first, last, value in values:
        kind = 1 if isinstance(value, Time) else 3
        kinds[first] = kind
        kinds[first + 1 : last] = kind + 1
    senses: list[list[int]] = [[] for _ in tokens]
    for at, by_type in fits.items():
        senses[at] = [
            1 + _TYPES[name] * _FITS + (fit if fit >= 0 else _FITS - 1)
            for name, fit in by_type.items()
            if name in _TYPES
        ]
    for at, name in phrases.items():
        if name in _TYPES:
            senses[at].append(1 + len(_TYPES) * _FITS + _TYPES[name])
    table = word_vectors().table
    rows = words[:, 1][words[:, 1] > 0]
    topic = table[rows].mean(axis=0) * _TOPIC_SCALE if len(rows) else np.zeros(table.shape[1], np.float32)
    return ContextInputs(words, starts, names, kinds, headings, senses, topic, windows(doc.sentences))


@lru_cache(maxsize=1024)
def link_row(link: str) -> int:
    """The row of what ties a phrase to the words before it."""
    return 1 + crc32(link.encode()) % (LINKS - 1)


def distance_row(distance: int) -> int:
    """The row of a distance in words: each near one has its own, far ones share theirs; after and before differ."""
    size = abs(distance)
    far = _NEAR + int(np.log2(size / _NEAR) * _STEPS) if size >= _NEAR else size
    return min(far, _FARTHEST) + (DISTANCES // 2 if distance < 0 else 0)


_FAR = int(_NEAR * 2 ** ((_FARTHEST + 1 - _NEAR) / _STEPS))
"""A distance from which on all have the same row."""


@cache
def _distance_rows() -> Ints:
    """The row of each distance up to `_FAR`, negative ones at the end."""
    return np.array([distance_row(distance) for distance in (*range(_FAR + 1), *range(-_FAR, 0))])


@dataclass(frozen=True, slots=True, eq=False)
class PhraseRows:
    """What the network is told of the phrases of a sentence whatever the event, an entry a phrase.

    Attributes:
        heads: the token that it is asked about; begins: first token; kinds: index in `KINDS`; links: `link_row`.
    """

    heads: Ints
    begins: Ints
    kinds: Ints
    links: Ints

    @classmethod
    def of(cls, phrases: Iterable[tuple[int, int, str, str]]) -> PhraseRows:
        """Of head, first token, kind, and what ties it to the words before it."""
        rows = [(head, begin, _KINDS[kind], link_row(link)) for head, begin, kind, link in phrases]
        return cls(*np.array(rows, np.intp).reshape(-1, 4).T)

    def pairs(self, trigger: tuple[int, int, str], places: Sequence[int]) -> Ints:
        """The inputs of some of the phrases paired with a trigger, shape (places, 8): tokens of trigger, head and
        beginning of the phrase, then type, distance, link, kind, side.

        Args:
            trigger: token range and event type.
        """
        first, last, name = trigger
        rows = np.empty((len(places), 8), np.intp)
        heads = self.heads[places]
        rows[:, 0], rows[:, 3] = first, _TYPES[name]
        rows[:, 1], rows[:, 2] = heads, self.begins[places]
        rows[:, 5], rows[:, 6] = self.links[places], self.kinds[places]
        rows[:, 4] = _distance_rows()[np.clip(heads - first, -_FAR, _FAR)]
        rows[:, 7] = np.where(heads >= last, 1, np.where(heads < first, 2, 0))
        return rows


@cache
def _arrays() -> dict[str, Float]:
    return encoder_arrays("events/context").floats


@cache
def _encoder() -> Encoder:
    return Encoder.of(encoder_arrays("events/context"))


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """A document as the network understands it: ``states`` has shape (tokens, width)."""

    states: Float

    @classmethod
    def of(cls, inputs: ContextInputs) -> Context:
        """Reads a document."""
        arrays, encoder = _arrays(), _encoder()
        embedded = encoder.embed(inputs.words, inputs.starts)
        embedded += arrays["names"][inputs.names]
        embedded += arrays["values"][inputs.values]
        embedded += arrays["headings"][inputs.headings]
        embedded += inputs.topic @ arrays["topic"] + arrays["topic_bias"]
        owners = np.repeat(np.arange(len(inputs.senses)), [*map(len, inputs.senses)])
        np.add.at(embedded, owners, arrays["senses"][[*chain.from_iterable(inputs.senses)]])
        return cls(encoder.states(embedded, inputs.ranges))

    def types(self, tokens: Sequence[int]) -> Float:
        """Probabilities of no event and of each type, shape (tokens, 1 + types)."""
        arrays = _arrays()
        return softmax(self.states[np.asarray(tokens, np.intp)] @ arrays["types"] + arrays["types_bias"])

    def polarities(self, tokens: Sequence[int]) -> Float:
        """Probabilities of asserted, negated, possible and planned, shape (tokens, 4)."""
        arrays = _arrays()
        return softmax(self.states[np.asarray(tokens, np.intp)] @ arrays["polarities"] + arrays["polarities_bias"])

    def roles(self, pairs: Ints) -> Float:
        """Probabilities of no role and of each role for `PhraseRows.pairs`, shape (pairs, 1 + roles)."""
        arrays, states = _arrays(), self.states
        trigger, head, begin, name, distance, link, kind, side = pairs.T
        triggers, trigger = np.unique(trigger, return_inverse=True)
        heads, head = np.unique(head, return_inverse=True)
        begins, begin = np.unique(begin, return_inverse=True)
        hidden: Float = (states[triggers] @ arrays["trigger"] + arrays["trigger_bias"])[trigger]
        hidden += (states[heads] @ arrays["head"])[head]
        hidden += (states[begins] @ arrays["begin"])[begin]
        hidden += (states[triggers] @ arrays["trigger_gate"])[trigger] * (states[heads] @ arrays["head_gate"])[head]
        for table, rows in (("type", name), ("distance", distance), ("link", link), ("kind", kind), ("side", side)):
            hidden += arrays[table][rows]
        np.maximum(hidden, 0, out=hidden)
        prior = arrays["prior"][(name * len(KINDS) + kind) * SIDES + side]
        return softmax(hidden @ arrays["roles"] + arrays["roles_bias"] + prior)
