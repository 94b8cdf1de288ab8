"""What is known of a word on its own, computed once a word form and kept: readings, senses, clusters."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count

from arabic_events import lexicon
from arabic_events.caches import WORD_FORMS
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
        norm, kind: the word in normal form, digits masked, and the kind of its token.
        analysis: the likeliest reading; lemma of unknown words is their stem.
        senses: event senses over all readings, verb readings first.
        row: row of its word vector.
        short: the word as part of pairs.
        coarse: one symbol for paths between words.
        prepositions: proclitics that are.
        serial: a number of its own.
    """

    norm: str
    kind: str
    analysis: Analysis
    senses: tuple[tuple[Analysis, Sense], ...]
    row: int
    clusters: tuple[str, ...]
    short: str
    coarse: str
    prepositions: tuple[str, ...] = ()
    serial: int = field(default_factory=count().__next__)

    def features_at(self, offset: int) -> tuple[str, ...]:
        """The sparse features it gives to the word ``offset`` places before it, 0 for its own.

        They are made anew each time: kept, those of 20,000 words would take 84 MB.
        """
        if self.kind != "word":
            before = str(offset or "")
            return f"{before}w={self.norm}", f"{before}k={self.kind}"
        return tuple(f"{offset}{feature}" for feature in self._near()) if offset else self._own()

    def _own(self) -> tuple[str, ...]:
        analysis, norm = self.analysis, self.norm
        stem, pos = analysis.stem, analysis.pos
        inflection = f"{analysis.aspect}{analysis.voice}{analysis.person}{analysis.gender}{analysis.number}"
        weak = lexicon.toml("characters.toml")["letters"]["weak"]
        return (
            f"w={norm}", f"c={norm[analysis.prefix :]}", f"s={stem}", f"l={analysis.lemma}/{pos}", f"p={pos}",
            f"i={pos}{inflection}", f"pre={'+'.join(analysis.proclitics)}", f"enc={analysis.enclitic}",
            f"d={analysis.definite}", f"src={analysis.source}",
            f"a2={stem[:2]}", f"a3={stem[:3]}", f"z2={stem[-2:]}", f"z3={stem[-3:]}", f"len={min(len(stem), 8)}",
            f"sk={''.join(c for c in stem if c not in weak)[:4]}",
            *(f"r={reading.pos}" for reading in analyze(norm)[:4]),
            *(f"k{level}={number}" for level, number in enumerate(self.clusters)),
            *sorted({f"x={sense.type}" for _, sense in self.senses}),
            *sorted({f"xp={sense.type}{reading.pos}" for reading, sense in self.senses}),
            f"xn={min(len({sense.type for _, sense in self.senses}), 3)}",
        )  # fmt: skip

    def _near(self) -> list[str]:
        analysis, clusters = self.analysis, self.clusters
        definite = "d" if analysis.definite else ""
        near = [f"s={analysis.stem}", f"p={analysis.pos}{definite}", f"pre={'+'.join(analysis.proclitics)}"]
        near += [f"k1={clusters[1]}"] if len(clusters) > 1 else []
        return near + [f"x={name}" for name in sorted({sense.type for _, sense in self.senses})]

    @property
    def verb(self) -> str:
        """The lemma of the verb that it comes from, or its own."""
        return self.analysis.base or self.analysis.lemma


def _masked(word: str) -> str:
    return "0" * min(len(word), 4) if word.isdigit() else word


@lru_cache(maxsize=WORD_FORMS)
def facts(norm: str, kind: str) -> WordFacts:
    """The facts of a word form in normal form of the given token kind."""
    if kind != "word":
        word = _masked(norm)
        analysis = Analysis(lemma=word, pos="num" if kind == "number" else kind, stem=word)
        coarse = "#" if kind == "number" else word if kind == "punct" else "N"
        return WordFacts(word, kind, analysis, (), word_vectors().row(word), (), word, coarse)
    readings = analyze(norm)
    analysis = readings[0]
    core, stem = norm[analysis.prefix :], analysis.stem
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
    symbols = {"verb": "V", "prep": "P", "conj": "C", "rel": "R", "part": "T", "pron": "H", "dem": "D"}
    coarse = symbols.get(analysis.pos, "N")
    return WordFacts(norm, kind, analysis, tuple(senses), row, clusters, stem, coarse, tuple(analysis.prepositions))


def token_facts(token: Token) -> WordFacts:
    """The facts of a token."""
    return facts(token.norm, token.kind)
