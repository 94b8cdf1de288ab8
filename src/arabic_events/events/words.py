"""What is known of a word on its own, computed once a word form and kept: readings, senses, clusters, feature
strings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count

from arabic_events import lexicon
from arabic_events.clusters import cluster_numbers
from arabic_events.events.lexicon import Sense, event_lexicon
from arabic_events.morphology import Analysis, analyze
from arabic_events.tokens import Token
from arabic_events.vectors import word_vectors

NEIGHBOURS = (-3, -2, -1, 1, 2, 3)


@dataclass(frozen=True, slots=True, eq=False)
class WordFacts:
    """Facts of one word form.

    Attributes:
        analysis: the likeliest reading; lemma of unknown words is their stem.
        senses: event senses over all readings, verb readings first.
        row: row of its word vector.
        own: sparse features of the word itself; at: the same for a neighbour at each offset.
        short: the word as part of pairs.
        coarse: one symbol for paths between words.
        prepositions: proclitics that are.
        serial: a number of its own.
    """

    analysis: Analysis
    senses: tuple[tuple[Analysis, Sense], ...]
    row: int
    clusters: tuple[str, ...]
    own: tuple[str, ...]
    at: Mapping[int, tuple[str, ...]]
    short: str
    coarse: str
    prepositions: tuple[str, ...] = ()
    serial: int = field(default_factory=count().__next__)

    def features_at(self, offset: int) -> tuple[str, ...]:
        """The features it gives to the word ``offset`` places before it, 0 for its own."""
        return self.at[offset] if offset else self.own

    @property
    def verb(self) -> str:
        """The lemma of the verb that it comes from, or its own."""
        return self.analysis.base or self.analysis.lemma


def _masked(word: str) -> str:
    return "0" * min(len(word), 4) if word.isdigit() else word


@lru_cache(maxsize=20_000)
def facts(norm: str, kind: str) -> WordFacts:
    """The facts of a word form in normal form of the given token kind."""
    if kind != "word":
        word = _masked(norm)
        analysis = Analysis(lemma=word, pos="num" if kind == "number" else kind, stem=word)
        own: tuple[str, ...] = (f"w={word}", f"k={kind}")
        row = word_vectors().row(word)
        at: Mapping[int, tuple[str, ...]] = {
            offset: (f"{offset}w={word}", f"{offset}k={kind}") for offset in NEIGHBOURS
        }
        return WordFacts(
            analysis, (), row, (), own, at, word, "#" if kind == "number" else word if kind == "punct" else "N"
        )
    readings = analyze(norm)
    analysis = readings[0]
    core = norm[analysis.prefix :]
    stem, lemma, pos = analysis.stem, analysis.lemma, analysis.pos
    table = event_lexicon()
    seen: set[tuple[str, str]] = set()
    senses: list[tuple[Analysis, Sense]] = []
    for reading in readings:
        for sense in table.senses(reading):
            if (sense.type, sense.entry) not in seen:
                seen.add((sense.type, sense.entry))
                senses.append((reading, sense))
    clusters = cluster_numbers(norm) or cluster_numbers(core) or cluster_numbers(stem)
    row = word_vectors().row(norm, core, stem)
    inflection = f"{analysis.aspect}{analysis.voice}{analysis.person}{analysis.gender}{analysis.number}"
    definite = analysis.definite
    weak = lexicon.toml("characters.toml")["letters"]["weak"]
    coarse = {"verb": "V", "prep": "P", "conj": "C", "rel": "R", "part": "T", "pron": "H", "dem": "D"}.get(pos, "N")
    own = (
        f"w={norm}", f"c={core}", f"s={stem}", f"l={lemma}/{pos}", f"p={pos}", f"i={pos}{inflection}",
        f"pre={'+'.join(analysis.proclitics)}", f"enc={analysis.enclitic}", f"d={definite}", f"src={analysis.source}",
        f"a2={stem[:2]}", f"a3={stem[:3]}", f"z2={stem[-2:]}", f"z3={stem[-3:]}", f"len={min(len(stem), 8)}",
        f"sk={''.join(c for c in stem if c not in weak)[:4]}",
        *(f"r={reading.pos}" for reading in readings[:4]),
        *(f"k{level}={number}" for level, number in enumerate(clusters)),
        *sorted({f"x={sense.type}" for _, sense in senses}),
        *sorted({f"xp={sense.type}{reading.pos}" for reading, sense in senses}),
        f"xn={min(len({sense.type for _, sense in senses}), 3)}",
    )  # fmt: skip
    near = [f"s={stem}", f"p={pos}{'d' if definite else ''}", f"pre={'+'.join(analysis.proclitics)}"]
    near += [f"k1={clusters[1]}"] if len(clusters) > 1 else []
    near += [f"x={name}" for name in sorted({sense.type for _, sense in senses})]
    at = {offset: tuple(f"{offset}{feature}" for feature in near) for offset in NEIGHBOURS}
    return WordFacts(analysis, tuple(senses), row, clusters, own, at, stem, coarse, tuple(analysis.prepositions))


def token_facts(token: Token) -> WordFacts:
    """The facts of a token."""
    return facts(token.norm, token.kind)
