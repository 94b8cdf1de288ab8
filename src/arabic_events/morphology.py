"""Morphological readings of a word. (Provisional: shape and frequency only.)"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Analysis:
    """One reading of a word in normal form.

    Attributes:
        lemma: dictionary form in normal form (verbs: perfect 3rd masculine singular; nouns: singular without article).
        pos: verb, noun, adj, prop, num, pron, dem, rel, prep, conj, part, adv, or ``unknown``.
        stem: the word without proclitics, article and enclitic pronoun.
        prefix: length of conjunctions and prepositions (and the future particle) at the front, article excluded;
            of ``للقصف`` it is 1.
        proclitics: in order, article included, e.g. ``("و", "ب", "ال")``; enclitic: pronoun suffix or ``""``.
        source: ``lexicon`` or ``guess`` (from the word's shape and corpus frequencies).
    """

    lemma: str
    pos: str
    stem: str
    prefix: int = 0
    proclitics: tuple[str, ...] = ()
    enclitic: str = ""
    aspect: str | None = None
    voice: str | None = None
    person: str | None = None
    gender: str | None = None
    number: str | None = None
    source: str = "guess"


@lru_cache(maxsize=100_000)
def analyze(word: str) -> tuple[Analysis, ...]:
    """All readings of a word in normal form, likeliest first; never empty."""
    return (Analysis(lemma=word, pos="unknown", stem=word),)


def best(word: str) -> Analysis:
    """The likeliest reading of a word on its own."""
    return analyze(word)[0]
